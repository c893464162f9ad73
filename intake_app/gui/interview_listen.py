"""What can be heard of a question, and the button for it."""

from dataclasses import dataclass

from intake_app import languages, prose
from intake_app.gui.answers.answer import OWN_STATES, Setting
from intake_app.gui.controls import Button, set_role
from intake_app.gui.interview_reading import Reading, code_of

_PLAYS, _STOPS = "F5", "Esc"
_MOST_CHOICES = 12
"""A longer list is read by no one; its question is."""


@dataclass(frozen=True)
class Script:
    """What a question says in one language: the names of its recordings and those of its choices, else the words.

    `values`: to each recording the choice it belongs to, "" for that of the question. `words` in the language `code`
    are for the voice of the computer, which gets none that holds an answer: it is another program.
    """

    recordings: tuple[str, ...]
    values: tuple[str, ...]
    words: str
    code: str


SILENT = Script((), (), "", "")


def script_of(reading: Reading, ref: str, *, mediator: bool = False) -> Script:
    """What can be heard of a question in the person's language, or in the mediator's."""
    if not reading.can_sound or (reading.is_mediators_own(ref) and not mediator):
        return SILENT
    session, name = reading.session, reading.mediator if mediator else reading.person
    if reading.is_mediators_own(ref):
        name = reading.own
    said = reading.text(ref)
    values, texts = [""], [(mediator and said.mediator) or said.person]
    if session.question(ref).control in ("select", "select1", "rank"):
        choices = [one for one in session.choices(ref, name or None) if one.value not in OWN_STATES]
        read = choices if len(choices) <= _MOST_CHOICES else []
        wanted = code_of(session.definition, name)
        values += [one.value for one in read]
        texts += [reading.settled(one.label, wanted) for one in read]
    pairs = zip(texts, values, strict=True)
    recorded = [(text.media["audio"], value) for text, value in pairs if "audio" in text.media]
    code = texts[0].language or code_of(session.definition, name)
    alike = [text for text in texts if (text.language or code) == code and not text.quotes]
    words = "\n".join(prose.plain(text.text) for text in alike if text.text)
    names, of = (tuple(one[at] for one in recorded) for at in (0, 1))
    return Script(names, of, "" if texts[0].quotes else words, code)


class ListenButton(Button):
    """Says what will be heard: a recording or the voice of the computer. Hidden where there is neither."""

    def __init__(self) -> None:
        super().__init__("link", hint=_PLAYS)
        self._setting: Setting | None = None
        self._recorded = False
        self.sounding = False
        self.hide()

    def offer(self, reading: Reading, ref: str, setting: Setting) -> None:
        """Take what can be heard of a question now."""
        script = script_of(reading, ref)
        self._setting, self._recorded = setting, bool(script.recordings)
        spoken = bool(script.words) and reading.speaks(script.code)
        needed = languages.get(script.code).audio != "with" if script.code else False
        set_role(self, "" if needed else "link")
        self.setLayoutDirection(setting.tr.direction)  # our words have their own, whatever the person's is
        self.setVisible(self._recorded or spoken)
        self._tell()

    def show_sounding(self, on: bool) -> None:
        """Say that a press ends it, while something is heard."""
        if on != self.sounding:
            self.sounding = on
            self._tell()

    def _tell(self) -> None:
        if self._setting is None:
            return
        tr = self._setting.tr
        stops = "" if self._setting.alone else _STOPS  # there it takes all away
        self.hint = self._hint = stops if self.sounding else _PLAYS
        sign, text, name = "▶", tr("Computer voice"), tr("Have the computer read this aloud")
        if self.sounding:
            sign, text, name = "■", tr("Stop"), tr("Stop the sound")
        elif self._recorded:
            text, name = tr("Listen"), tr("Listen to the recording")
        known = not self._setting.alone or tr.translator.knows("Listen")
        self.say(f"{sign} {text}" if known else sign, name)

