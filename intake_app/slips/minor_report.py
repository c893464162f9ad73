"""The report on the talk with a minor who came alone, on A4 pages, to be read, completed and signed by hand.

It goes into the child's social file and not into the child's hands. Names are written by hand: the record has none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from intake_app.exports import Heard, MinorReport
from intake_app.i18n import msg
from intake_app.slips.answers import answered, answered_rows, not_asked, whole
from intake_app.slips.cleaning import LONGEST, clean
from intake_app.slips.flowing import GAP, Flow
from intake_app.slips.fonts import require_fonts
from intake_app.slips.form_row import Part
from intake_app.slips.layout import LEAST, Layout
from intake_app.slips.render import draw
from intake_app.slips.shaping import Span
from intake_app.slips.stated import age_told, birth_told, day_here
from intake_app.slips.voice import ITALIAN, Said, Voice
from intake_app.slips.wording import Catalogues

_TITLE, _HEADING, _BODY, _SMALL = 17.0, 11.5, 9.5, LEAST
_HEADINGS: Final = {
    "a": msg("a) The child’s story"),
    "b": msg("b) Family, affective and community ties"),
    "c": msg("c) Vulnerability"),
    "d": msg("d) Facts that could lead to protection"),
    "e": msg("e) How the child took part"),
    "f": msg("f) The child’s opinion on the reception plan"),
}
_GUARDIANS: Final = {
    "here": msg("A guardian was there."),
    "provisional": msg("A provisional guardian was there."),
    "absent": msg("There is a guardian, who was not there."),
    "to_be_asked": msg("No guardian is known: ask the juvenile court for one at once."),
}
_UNDECIDED: Final = msg("As stated: nobody estimates it. Until a court decides, the child is treated as under 18.")
_DECIDED: Final = msg("A court decided that the child is under 18.")
_NOTHING: Final = msg("None of the six items has been asked about: this is no report yet.")
_CHILD: Final = msg("You can have this read to you once more, and say what is not right.")
_CORRECTED: Final = msg(
    "The record was corrected since then; this report is as it was. Ask for one of the newer version."
)


@dataclass(frozen=True, slots=True)
class ReportFrame:
    """Where the report comes from: the code of the person, organisation and site."""

    code: str
    organisation: str
    site: str


def minor_report_pages(report: MinorReport, frame: ReportFrame, catalogues: Catalogues) -> bytes:
    """The PDF. Raises IntakeError ``slips.font_missing`` or ``slips.font_damaged``."""
    return draw(lay_out_minor_report(report, frame, catalogues))


def lay_out_minor_report(report: MinorReport, frame: ReportFrame, catalogues: Catalogues) -> Layout:
    """Where everything stands; the same errors as `minor_report_pages`."""
    require_fonts(ITALIAN)
    voice = Voice.of(ITALIAN, catalogues)
    child = Voice.of(report.language or ITALIAN, catalogues)
    return _Report(voice, child, report, frame).pages()


class _Report:
    def __init__(self, voice: Voice, child: Voice, report: MinorReport, frame: ReportFrame) -> None:
        self._child, self._report, self._frame = child, report, frame
        draft = voice.say(msg("Draft, to be confirmed by a domain person"))
        self._flow = Flow(voice, (Said((Span(frame.code),), ITALIAN), draft))
        self._voice = voice

    def pages(self) -> Layout:
        self._head()
        self._deadlines()
        self._age()
        for letter, heading in _HEADINGS.items():
            self._item(letter, heading)
        self._signatures()
        return self._flow.layout()

    def _head(self) -> None:
        say, frame = self._voice.say, self._frame
        self._flow.said("title", say(msg("Report on the talk with a child who came alone"), bold=True), _TITLE)
        law = msg("DPCM 98/2024. For the social file of the child: social services and the prosecutor for minors.")
        self._flow.said("law", say(law), _BODY, soft=True)
        ground = msg("It rests on a duty in law and not on consent.")
        self._flow.said("ground", say(ground), _BODY, gap=GAP / 2)
        told = clean(" · ".join(filter(None, (frame.code, frame.organisation, frame.site))))
        place = Said((Span(told, bold=True, alone=True),), self._voice.language)
        self._flow.said("place", place, _BODY, gap=GAP / 2)
        if self._report.corrected:
            self._flow.said("corrected", say(_CORRECTED, bold=True), _BODY, gap=GAP / 2)
        if not any(answered(heard) for heard in self._report.items.values()):
            self._flow.said("nothing", say(_NOTHING, bold=True), _BODY, gap=GAP / 2)
        wanted = [Part(say(msg("Name and family name")), blank=170), Part(say(msg("Citizenship")), blank=90, fill=True)]
        self._flow.form("name", wanted, _BODY)
        born = [Part(say(msg("Day and place of birth")), blank=170), Part(say(msg("Gender")), blank=90, fill=True)]
        self._flow.form("born", born, _BODY, GAP)
        self._flow.y += GAP / 2
        self._rows("present", self._report.present)

    def _deadlines(self) -> None:
        say, report = self._voice.say, self._report
        self._heading("deadlines", msg("What is due, and by when"))
        if report.entered is None or report.due is None:
            self._line("entered", say(msg("The day of arrival in the facility was not noted."), bold=True))
        else:
            at = f"{report.entered:%d/%m/%Y · %H:%M}"
            self._line("entered", say(msg("Came into the facility: {at}"), at=at))
            self._line("due", say(msg("The talk is due within three days, by {day}"), day=day_here(report.due)))
        if report.held is not None:
            held = msg("Talk held on {day}")
            self._line("held", say(held, day=day_here(report.held)))
        if report.amiss:
            self._line("amiss", say(msg("One of these days is not right: look at them before you sign."), bold=True))
        if report.late:
            why = whole(report.late_why) or "–"
            beside = "" if len(why) > LONGEST else why
            self._line("late", say(msg("Later than three days, because: {why}"), bold=True, why=beside))
            if not beside:
                self._flow.told("late-why", why, _BODY)
        missing = report.guardian == "to_be_asked"
        self._line("guardian", say(_GUARDIANS[report.guardian], bold=missing))

    def _age(self) -> None:
        self._heading("age", msg("Age, as it was stated"))
        stated, elsewhere = self._report.stated, self._report.told
        if stated is not None:
            self._line("stated", birth_told(self._voice, stated))
        elif not elsewhere:
            self._line("stated", self._voice.say(msg("No age was stated.")))
        for number, each in enumerate(elsewhere):
            self._line(f"told-{number}", age_told(self._voice, each))
        if self._report.presumed:
            self._line("presumed", self._voice.say(msg("The age is not known: presumed under 18."), bold=True))
        self._rows("age", self._report.age)
        meanwhile = _DECIDED if self._report.decided else _UNDECIDED
        self._line("meanwhile", self._voice.say(meanwhile, bold=True))

    def _item(self, letter: str, heading: str) -> None:
        heard = self._report.items[letter]
        self._heading(letter, heading)
        self._rows(letter, heard)
        not_asked(self._flow, letter, heard, _BODY)

    def _rows(self, role: str, heard: Iterable[Heard]) -> None:
        answered_rows(self._flow, role, heard, (_BODY, _SMALL))

    def _signatures(self) -> None:
        say = self._voice.say
        self._flow.room(190)
        self._heading("signatures", msg("Signatures"))
        who = (
            msg("Who led the talk, and profession"),
            msg("Language mediator"),
            msg("Guardian, or who stands in"),
            msg("The child, who may sign or not"),
        )
        for number, line in enumerate(who):
            self._flow.form(f"signature-{number}", [Part(say(line), blank=200, fill=True)], _BODY, 2 * GAP)
        if not self._child.is_italian and self._child.words.knows(_CHILD):
            self._flow.said("child", self._child.say(_CHILD), 11.5, gap=GAP / 2)
        self._flow.said("child-it", say(_CHILD), _SMALL, soft=True, gap=2)
        where = [Part(say(msg("Place and day")), blank=200)]
        self._flow.form("where", where, _BODY, 2 * GAP)

    def _heading(self, role: str, heading: str) -> None:
        self._flow.room(5 * _HEADING)
        self._flow.said(f"{role}-heading", self._voice.say(heading, bold=True), _HEADING, gap=1.4 * GAP)

    def _line(self, role: str, said: Said) -> None:
        self._flow.said(role, said, _BODY, gap=2)
