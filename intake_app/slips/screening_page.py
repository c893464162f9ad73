"""The page beside the form of art. 17 of the Screening Regulation: five items, the rest by hand; one side, but for what
was told at length.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from intake_app.exports import Heard, ScreeningPage
from intake_app.exports.heard import ANSWERED
from intake_app.i18n import msg
from intake_app.slips.answers import answered, answered_rows, not_asked
from intake_app.slips.cleaning import clean
from intake_app.slips.flowing import GAP, Flow
from intake_app.slips.fonts import require_fonts
from intake_app.slips.form_row import Part
from intake_app.slips.layout import LEAST, Layout
from intake_app.slips.minor_report import ReportFrame
from intake_app.slips.render import draw
from intake_app.slips.shaping import Span
from intake_app.slips.stated import age_told
from intake_app.slips.voice import ITALIAN, Said, Voice
from intake_app.slips.wording import Catalogues

_TITLE, _HEADING, _BODY = 16.0, 11.5, 9.5
_HEADINGS: Final = {
    "a": msg("a) Who the person is, as stated"),
    "b": msg("b) Nationality, residence, languages"),
    "e": msg("e) For the check of vulnerability"),
    "f": msg("f) International protection"),
    "g": msg("g) Family in a member state"),
}
_BY_HAND: Final[Mapping[str, tuple[tuple[str, frozenset[str]], ...]]] = {
    "a": (
        (msg("Name and family name"), frozenset({"name"})),
        (msg("Day and place of birth"), frozenset({"born", "birthplace"})),
        (msg("Gender"), frozenset({"gender"})),
    ),
    "b": (
        (msg("Nationality"), frozenset({"nationality"})),
        (msg("Country of residence before"), frozenset({"residence"})),
    ),
    "f": ((msg("The person wishes to apply"), frozenset({"protection"})),),
    "g": ((msg("Who, and in which state"), frozenset({"in_europe_where"})),),
}
"""What is written by hand, unless all the questions that ask for it, by their own names, were answered."""
_GROUNDS: Final = {
    "consent": msg("It rests on the consent of the person, who may take it back."),
    "duty": msg("It rests on a duty in law and not on consent."),
    "override": msg("Sent for urgent protection; the reason is recorded by the sender"),
}
_OF_CHILD: Final = msg("It rests on the consent of the person and of their guardian, who may each take it back.")
"""Of who counts as a child nothing goes on their word alone."""

_CHILD: Final = {
    "minor": msg("Counts as under 18, as it was told, shown or doubted. Nobody estimates the age."),
    "not_told": msg("The age was not told: treated as under 18 until a competent body decides. Nobody estimates it."),
}
_TOLD_CHILD: Final = msg("under 18: so it was answered before. What was decided counts.")


def screening_pages(page: ScreeningPage, frame: ReportFrame, language: str, catalogues: Catalogues) -> bytes:
    """The PDF in a language of the desk. Raises IntakeError ``slips.font_missing`` or ``slips.font_damaged``."""
    return draw(lay_out_screening(page, frame, language, catalogues))


def lay_out_screening(page: ScreeningPage, frame: ReportFrame, language: str, catalogues: Catalogues) -> Layout:
    """Where everything stands; the same errors as `screening_pages`."""
    require_fonts(language)
    voice = Voice.of(language or ITALIAN, catalogues)
    say = voice.say
    draft = say(msg("Draft, to be confirmed by a domain person"))
    flow = Flow(voice, (Said((Span(frame.code),), voice.language), draft))
    flow.said("title", say(msg("Facts for the screening of a person"), bold=True), _TITLE)
    law = msg("Beside the form of art. 17 of Regulation (EU) 2024/1356: items a, b, e, f and g alone.")
    flow.said("law", say(law), _BODY, soft=True)
    for number, basis in enumerate(page.bases):
        ground = _OF_CHILD if page.child and basis == "consent" else _GROUNDS[basis]
        flow.said(f"ground-{number}", say(ground), _BODY, gap=GAP / 2)
    place = clean(" · ".join(filter(None, (frame.code, frame.organisation, frame.site))))
    flow.said("place", Said((Span(place, bold=True, alone=True),), voice.language), _BODY, gap=GAP / 2)
    for letter, heading in _HEADINGS.items():
        _item(flow, voice, letter, heading, page.items[letter], _age(voice, page) if letter == "a" else ())
    signed = [Part(say(msg("Place and day")), blank=150), Part(say(msg("Signature")), blank=120, fill=True)]
    flow.form("signed", signed, _BODY, 3 * GAP)
    return flow.layout()


_UNSAID: Final = (
    msg("On this paper there is no answer to any question about this: nobody asked, or it is not here."),
    msg("Questions about this without an answer on this paper, as nobody asked or it is not here: {n}"),
)
"""Of records that do not go with it, or are read by somebody else, the page knows nothing."""


def _lines(letter: str, shown: Sequence[Heard]) -> tuple[str, ...]:
    """What was not told and is written by hand, for who does the screening asks for it."""
    told = {each.name for each in shown if each.answer and each.state == ANSWERED}
    return tuple(line for line, names in _BY_HAND.get(letter, ()) if not names <= told)


def _age(voice: Voice, page: ScreeningPage) -> tuple[Said, ...]:
    """What counts of the age beside what was answered."""
    counts = (voice.say(_CHILD[page.child], bold=True),) if page.child else ()
    answered_before = (voice.say(_TOLD_CHILD),) if page.told_child else ()
    return (*counts, *(age_told(voice, each) for each in page.decided), *answered_before)


def _item(
    flow: Flow, voice: Voice, letter: str, heading: str, heard: tuple[Heard, ...], first: tuple[Said, ...] = ()
) -> None:
    flow.said(f"{letter}-heading", voice.say(heading, bold=True), _HEADING, gap=1.4 * GAP)
    shown = answered(heard)
    for number, each in enumerate(first):
        flow.said(f"{letter}-first-{number}", each, _BODY, gap=2)
    answered_rows(flow, letter, shown, (_BODY, LEAST))
    if letter not in _BY_HAND:
        not_asked(flow, letter, heard, _BODY, _UNSAID)
    for number, line in enumerate(_lines(letter, shown)):
        flow.form(f"{letter}-hand-{number}", [Part(voice.say(line), blank=200, fill=True)], _BODY)
