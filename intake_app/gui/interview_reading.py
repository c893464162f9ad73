"""What a session says, in the two languages of the conversation. Reads only; keeps no answer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from intake_app import languages, prose
from intake_app.gui import form_languages
from intake_app.gui.answers.answer import OWN_STATES, Option
from intake_app.gui.answers.kinds import is_heading
from intake_app.gui.answers.picture import FormFile
from intake_app.gui.films import Films
from intake_app.gui.form_pictures import FormPictures
from intake_app.gui.interview_sensitive import asked_in
from intake_app.gui.words import Words, steady
from intake_app.i18n import SOURCE, msg, nearest
from intake_app.screening import NOTHING_BEYOND, Beyond, Conclusion
from intake_app.workflow.traced import Traces
from intake_app.xform import AnswerState, FormDefinition, QuestionView, Session, Text, generic
from intake_app.xform.views import MASK, TextKind

STATE_WORDS = {
    AnswerState.DOES_NOT_KNOW: msg("Does not know"),
    AnswerState.DECLINED: msg("Prefers not to say"),
}
OBSERVER_WORDS = {
    AnswerState.DOES_NOT_KNOW: msg("I do not know, or did not notice"),
    AnswerState.DECLINED: msg("I leave this open"),
}
"""The same two of a question that the mediator answers by themselves."""
UNANSWERED = {**STATE_WORDS, AnswerState.NOT_ASKED: msg("Not asked, or passed over")}
"""The three ways of having no answer, which are never one."""
OBSERVERS_UNANSWERED = {**UNANSWERED, **OBSERVER_WORDS}
_NO_FILES: Mapping[str, bytes] = {}
_SILENT = {"note", "trigger"}
_ADDED = {"Other": msg("Other"), "Specify other.": msg("Please say what else.")}
"""The words of a choice and of a question that `or_other` adds."""
_SAYER = "generated_table_list_label_"
"""What the question is called that says the label of a group with the appearance `table-list`."""


PERSON, MEDIATOR = "person", "mediator"
"""The two sides of the conversation, each with a language that may be left out of a window."""


@dataclass(frozen=True)
class Both:
    """One text in the person's language, and in the mediator's unless that would say the same again.

    `lacks` is what stands in for the mediator's where it says the same because there is none.
    """

    person: Text
    mediator: Text | None
    lacks: Text | None = None

    def each(self) -> Iterable[Text]:
        """The texts that are shown."""
        return (self.person,) if self.mediator is None else (self.person, self.mediator)


class Reading:
    """The two languages and what the form says in them. `left_out`: the side whose language is not shown, "" for none;
    `discreet` leaves out all that is sensitive while somebody listens. `own`: the language of what is the mediator's
    alone, also after a swap.

    `files`: what the form brings along, by name; `pictures` has them drawn.
    """

    def __init__(
        self,
        session: Session,
        person: str,
        mediator: str,
        pictures: FormPictures,
        files: Mapping[str, bytes] = _NO_FILES,
    ) -> None:
        self.session = session
        self.pictures = pictures
        self.files = files
        self.person = person
        self.mediator = self.own = mediator
        self.left_out, self.discreet, self.swapped = "", False, False
        self.sensitive: Callable[[str], bool] = _mute
        """Whether a place waits while somebody listens."""
        self.interface = SOURCE
        """The language of the windows (BCP 47)."""
        self.asked: Callable[[str], tuple[str, str] | None] = _unknown
        """Which colleague asked a question, and when; None where that is no matter."""
        self.passed: Callable[[], dict[str | None, tuple[str, ...]]] = dict
        """The questions passed over without an answer before the page in front, by section."""
        self.earlier: Callable[[str], tuple[str, str] | None] = _unknown
        """When the earlier record was begun from which an answer came that nobody asked since, and its code."""
        self.copied: Callable[[], frozenset[str]] = frozenset
        """The places of all such answers."""
        self.confirm: Callable[[str], object] = _unknown
        """Say of such an answer that it was asked now, and is the same."""
        self.speaks: Callable[[str], bool] = _mute
        """Whether the computer has a voice for a language (BCP 47)."""
        self.beyond: Beyond = NOTHING_BEYOND
        """What other records of the person tell of signs and of the age."""
        self.traces: Traces = {}
        """The questions and answers in them that tell those signs, once somebody asked for them."""
        self.concluded: Conclusion | None = None
        """What was concluded last in another record of the person."""
        self.films: Films | None = None
        """What plays the films of the form, where it has any."""
        self._recorded = any(address.startswith("jr://audio/") for address in session.definition.media)

    def told_beyond(self) -> Beyond:
        """What other records of the person tell, with what of this one came from one and was asked by nobody since."""
        copied = self.copied()
        return replace(self.beyond, copied=copied) if copied else self.beyond

    @property
    def person_code(self) -> str:
        """The BCP 47 code of the person's language; "" when the form does not tell."""
        return code_of(self.session.definition, self.person)

    @property
    def mediator_code(self) -> str:
        """The BCP 47 code of the language of the second line, the mediator's but for a swap."""
        return code_of(self.session.definition, self.mediator)

    @property
    def pair(self) -> tuple[str, str]:
        """The person's language and the mediator's, which a swap does not change."""
        return (self.mediator, self.person) if self.swapped else (self.person, self.mediator)

    @property
    def alone(self) -> bool:
        """Whether the person's language stands alone: the mediator's is left out, and what is for the mediator."""
        return self.left_out == MEDIATOR

    @property
    def own_alone(self) -> bool:
        """Whether the mediator's language stands alone, where the two are not one."""
        return self.left_out == PERSON and self.person != self.mediator

    @property
    def front_code(self) -> str:
        """The BCP 47 code of the language that stands first."""
        return self.mediator_code if self.own_alone else self.person_code

    @property
    def own_code(self) -> str:
        """The BCP 47 code of the language of what is the mediator's alone."""
        return code_of(self.session.definition, self.own)

    @property
    def can_sound(self) -> bool:
        """Whether anything can be heard: the form has recordings, or the computer a voice."""
        return self._recorded or self.speaks is not _mute

    @property
    def has_films(self) -> bool:
        """Whether the form has films."""
        return any(address.startswith("jr://video/") for address in self.session.definition.media)

    @cached_property
    def _sayers(self) -> dict[str, str]:
        """By the path of a group, the question in it that says its label."""
        named = (path.rpartition("/") for path in self.session.definition.specs)
        return {group: name for group, _, name in named if name.startswith(_SAYER)}

    def is_mediators_own(self, ref: str) -> bool:
        """Whether a question is the mediator's alone: it is never shown in the person's language."""
        return self.session.definition.tags(generic(ref)).get("audience") == "mediator"

    def lists_mediators_own(self, ref: str) -> bool:
        """Whether all that a list asks is the mediator's alone."""
        asked = asked_in(self.session.definition, generic(ref))
        return bool(asked) and all(map(self.is_mediators_own, asked))

    def list_for_person(self, ref: str) -> Text:
        """The label of a list that is not in part the mediator's; none that quotes answers."""
        told, below = self.group_for_mediator(ref), f"{generic(ref)}/"
        own = (path for path in self.session.definition.specs if path.startswith(below) and self.is_mediators_own(path))
        return Text("") if told.quotes or any(own) else told

    def text(self, ref: str, what: TextKind = "label") -> Both:
        """A text of a question in both languages."""
        if self.is_mediators_own(ref):
            own = self.session.text(ref, what, self.own or None)
            return Both(self.settled(own, self.own_code), None)
        first, second = (self.session.text(ref, what, one or None) for one in (self.person, self.mediator))
        return self._both(first, second, (self.person_code, self.mediator_code))

    def says_itself(self, ref: str) -> str:
        """The question that says the label of a group in its place, as tables made of a spreadsheet have it; or ""."""
        name = self._sayers.get(generic(ref))
        return f"{ref}/{name}" if name else ""

    def picture(self, text: Text) -> FormFile | None:
        """The picture of a text, if the form has one and brought it along."""
        data = self.file(text.media.get("image") or text.media.get("big-image") or "")
        return FormFile(data, self.pictures) if data is not None else None

    def file(self, name: str) -> bytes | None:
        """A file of the form by its name or jr:// address."""
        return self.files.get(name.rpartition("/")[2])

    def waits(self, ref: str) -> bool:
        """Whether somebody listens who is to see nothing of a place."""
        return self.discreet and self.sensitive(ref)

    def asks(self, ref: str) -> bool:
        """Whether the form asks for this value on a page."""
        return self.session.definition.question(generic(ref)) is not None

    def for_mediator(self, ref: str) -> Text:
        """The label of a question in the mediator's language, without marks; the bare name of a value not asked for, a
        mask for one that waits."""
        if self.waits(ref):
            return Text(MASK, self.interface)
        if not self.asks(ref):
            return Text(ref.rpartition("/")[2], "en")
        return _bare(self.settled(self.session.text(ref, "label", self.own or None), self.own_code))

    def group_for_mediator(self, ref: str) -> Text:
        """The label of a group in the mediator's language, without marks; of several entries of a list that are called
        the same, with the number of the one; of a list as a whole, without what is of one entry; none that waits."""
        if self.waits(ref):
            return Text("")
        sayer = self.says_itself(ref)
        if sayer:
            return self.for_mediator(sayer)
        told = self._group(ref)
        spec = self.session.definition.spec(generic(ref))
        if told.quotes and spec is not None and spec.repeat is not None and not ref.endswith("]"):
            text = self.session.shown.without_values(lambda: self._group(ref)).text.replace(MASK, "…")
            return replace(told, text=text if text.strip("… ") else "")
        series, _, number = ref.removesuffix("]").rpartition("[")
        if not ref.endswith("]") or not told.text:
            return told
        count, at = self.session.count_repeat(series), int(number)
        beside = [f"{series}[{one}]" for one in (at - 1, at + 1) if 1 <= one <= count]
        same = beside if not told.quotes else [one for one in beside if self._group(one).text == told.text]
        return replace(told, text=f"{told.text} {number}") if same else told

    def _group(self, ref: str) -> Text:
        return _bare(self.settled(self.session.group_label(ref, self.own or None), self.own_code))

    def options(self, ref: str) -> tuple[Option, ...]:
        """The choices without the own states of an answer."""
        return answers_among(self.offered(ref))

    def state_words(self, view: QuestionView, offered: Sequence[Option]) -> dict[AnswerState, Both]:
        """The two states a person may give instead of an answer, in the form's words, where they are among the choices
        `offered`, or in ours."""
        if view.control in _SILENT or view.readonly or is_heading(view) or self.decides(view):
            return {}
        if self.is_mediators_own(view.ref):
            code = self.own_code or self.interface
            return {state: Both(own_text(code, words), None) for state, words in OBSERVER_WORDS.items()}
        own = {}
        if view.control in ("select", "select1"):
            own = {option.value: option for option in offered if option.value in OWN_STATES}
        return {state: self._state(own.get(str(state)), words) for state, words in STATE_WORDS.items()}

    def decides(self, view: QuestionView) -> bool:
        """Whether it asks for the conclusion, which only one of its own choices is: "more time" is among them."""
        return view.required and "outcome" in self.session.definition.tags(generic(view.ref))

    def is_due(self, view: QuestionView) -> bool:
        """Whether an answer is needed and is not there; that nobody knows, or that they decline, is one too, but no
        conclusion.
        """
        return view.required and not view.value and (view.state == AnswerState.NOT_ASKED or self.decides(view))

    def own_words(self, words: str) -> Both:
        """A sentence of ours (its English text) in both languages, or in those that stand in for them.

        Where the language is none that is known it is said in the one that the form shows then, where the form names no
        language in that of the windows, and so it is once more where the second language would say the same as the
        first.
        """
        definition = self.session.definition
        shown = definition.default_language or next((one.name for one in definition.languages), "")
        unknown = code_of(definition, shown) or self.interface
        first = own_text(self.front_code or unknown, words)
        seconds = (own_text(code, words) for code in (self.mediator_code or unknown, self.interface))
        return Both(first, None if self.left_out else next((one for one in seconds if one.text != first.text), None))

    def chosen_words(self, view: QuestionView) -> str:
        """An answer in the mediator's words: the label of a choice, or the value itself unless it is masked; a number
        in it keeps its order among words of any language."""
        if "masked" in view.appearance and view.value:
            return MASK
        if view.control not in ("select", "select1", "rank") or not view.value:
            return steady(view.value)
        choices = self.session.choices(view.ref, self.own or None)
        names = {one.value: prose.plain(self.settled(one.label, self.own_code).text) for one in choices}
        return steady(" · ".join(names.get(value, value) for value in view.value.split()))

    def offered(self, ref: str) -> tuple[Option, ...]:
        """All choices, with the own states of an answer among them."""
        if self.is_mediators_own(ref):
            own = self.session.choices(ref, self.own or None)
            code = self.own_code
            return tuple(self._option(one.value, Both(self.settled(one.label, code), None)) for one in own)
        first = self.session.choices(ref, (self.mediator if self.own_alone else self.person) or None)
        if self.left_out or self.mediator == self.person:
            code = self.front_code
            return tuple(self._option(one.value, Both(self.settled(one.label, code), None)) for one in first)
        second = {one.value: one.label for one in self.session.choices(ref, self.mediator or None)}
        codes = self.person_code, self.mediator_code
        each = ((one.value, one.label, second.get(one.value, one.label)) for one in first)
        return tuple(self._option(value, self._both(label, other, codes)) for value, label, other in each)

    def _option(self, value: str, said: Both) -> Option:
        return Option(value, said.person, said.mediator, self.picture(said.person), said.lacks)

    def _state(self, own: Option | None, words: str) -> Both:
        """In ours, too, where the form's are in another language than was asked for and ours are not."""
        ours = self.own_words(words)
        if own is None:
            return ours
        read = own.mediator or own.lacks or replace(own.person, fallback=own.person.language != self.mediator_code)
        first, second = own.person, own.mediator
        if first.fallback and not ours.person.fallback:
            first, second = ours.person, read if ours.mediator else None
        if read.fallback and ours.mediator and not ours.mediator.fallback:
            second = ours.mediator
        return Both(first, second)

    def _both(self, person: Text, mediator: Text, codes: tuple[str, str]) -> Both:
        """The two texts of a place; `codes`: the languages (BCP 47) that were asked for."""
        first, second = self.settled(person, codes[0]), self.settled(mediator, codes[1])
        if self.own_alone:
            return Both(second, None)
        if self.alone or second.text != first.text:
            return Both(first, None if self.alone else second)
        return Both(first, None, second if second.fallback and not first.fallback else None)

    def settled(self, text: Text, wanted: str) -> Text:
        """The text with a language code: the engine knows only codes that the form writes in brackets. What nobody but
        the spreadsheet's compiler wrote, in English for every language, is said in ours."""
        added = _ADDED.get(text.text)
        if added and wanted and not text.quotes and languages.get(wanted).code.partition("-")[0] != SOURCE:
            said = own_text(wanted, added)
            return replace(text, text=said.text, language=said.language, fallback=said.fallback)
        if text.language:
            return text
        default = code_of(self.session.definition, self.session.definition.default_language)
        return replace(text, language=default if text.fallback else wanted)


def answers_among(offered: Iterable[Option]) -> tuple[Option, ...]:
    """The choices that are no own state of an answer."""
    return tuple(option for option in offered if option.value not in OWN_STATES)


def _unknown(_ref: str) -> None:
    return None


def _mute(_one: str) -> bool:
    return False


def _bare(text: Text) -> Text:
    return replace(text, text=prose.plain(text.text))


def own_text(code: str, words: str) -> Text:
    """A sentence of ours in a language, or in one that stands in for it, and that it is so."""
    found = nearest(code, words)
    asked = {one.partition("-")[0] for one in (code, languages.get(code).code)} if code else {found.language}
    return Text(found(words), found.language, found.language.partition("-")[0] not in asked)


def code_of(definition: FormDefinition, name: str) -> str:
    """The BCP 47 code of a form's own name for a language; "" when it names none that is known."""
    told = next((one.code for one in definition.languages if one.name == name), None)
    if told:
        return told
    known = languages.from_form_name(name) if name else None
    return known.code if known else ""


def endonym(definition: FormDefinition, name: str, tr: Words) -> str:
    """What a pill shows for a language of the form: the language's own name, or the form's."""
    code = code_of(definition, name)
    known = languages.get(code) if code else None
    return known.endonym if known and known.known else form_languages.shown_name(name, tr)


def name_in(tr: Words, code: str) -> str:
    """The name of a language in the interface language; "" for none."""
    if not code:
        return ""
    return languages.get(code).named_in(tr.language) or code
