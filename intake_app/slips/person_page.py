"""The last page: the person's copy. A plain leaflet; whoever finds it learns nothing but a reference.

Where their language and Italian have no room on one page in letters one can read each has its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from intake_app import languages
from intake_app.i18n import msg
from intake_app.referral import SlipContent
from intake_app.slips.layout import PAGE_HEIGHT, Align, Box, Frame, Page, Rule, Sheet
from intake_app.slips.service_page import MARGIN, WIDTH, in_one, notes
from intake_app.slips.shaping import Shaper
from intake_app.slips.told import CONSENT, kept_back, passed_on
from intake_app.slips.voice import Said, Voice
from intake_app.slips.wording import seen_within

_TOP: Final = 44.0
_BOTTOM: Final = PAGE_HEIGHT - 36.0
_REFERENCE_WIDTH: Final = 170.0
_LARGER: Final = (1.3, 1.22, 1.14)
"""Where all stands there in one language alone."""
_SCALES: Final = (1.06, 1.0, 0.94, 0.88, 0.82)
_LABEL: Final = 11.0
_NOTE: Final = 10.0
_FREEPHONE: Final = "freephone"
"""The national one, which is free day and night; of another line nobody can say that here."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type sizes of one language block."""

    title: float
    heading: float
    body: float
    gap: float


_LARGE: Final = Sizes(22, 14, 14, 12)
_PLAIN: Final = Sizes(14, 10.5, 10.5, 7)


def person_pages(shaper: Shaper, content: SlipContent, desk: Voice, person: Voice) -> tuple[Page, ...]:
    """The page, in the largest type at which all of it fits; else one in each language."""

    def own(sheet: Sheet) -> float:
        return _own(sheet, content, desk, person)

    def both(sheet: Sheet) -> float:
        y = own(sheet)
        sheet.shapes.append(Rule(MARGIN, y + 14, WIDTH, 0.8))
        return _block(sheet, content, desk, _PLAIN, y + 28)

    if person.is_italian:
        return (_largest(shaper, (*_LARGER, *_SCALES), own)[0],)
    page, fits = _largest(shaper, _SCALES, both)
    if fits:
        return (page,)
    return (
        _largest(shaper, (*_LARGER, *_SCALES), own)[0],
        _largest(shaper, (*_LARGER, *_SCALES), lambda sheet: _block(sheet, content, desk, _LARGE, _TOP))[0],
    )


def _largest(shaper: Shaper, scales: Sequence[float], draw: Callable[[Sheet], float]) -> tuple[Page, bool]:
    """The page in the largest of these scales that has room for what is drawn, else in the last; whether it has."""
    for scale in scales:
        sheet = Sheet(shaper, scale)
        fits = draw(sheet) <= _BOTTOM
        if fits:
            break
    return sheet.frozen(), fits


def _own(sheet: Sheet, content: SlipContent, desk: Voice, person: Voice) -> float:
    """All in the language of the person, and what is to be told of its words."""
    y = _block(sheet, content, person, _LARGE, _TOP)
    return _notes(sheet, content, desk, person, y + 4)


def _notes(sheet: Sheet, content: SlipContent, desk: Voice, person: Voice, y: float) -> float:
    """What is to be told in both languages, side by side; returns the y below."""
    rtl = languages.get(person.language).direction == "rtl"
    half = WIDTH / 2 - 10
    ends = [y]
    if person.is_italian or person.is_missing:  # nobody stands beside it: it has the whole line
        told = notes(content, desk, person)
        spot = (MARGIN, y, WIDTH)
        role = f"review-note-{desk.language}"
        return sheet.text(role, in_one(told), spot, language=told[0].language, size=_NOTE, ink="soft") if told else y
    voices = ((desk, not rtl), (person, rtl))
    for voice, right in voices:
        told = notes(content, voice, person)
        if not told:
            continue
        said = told[0]
        spot = (MARGIN + (half + 20 if right else 0), y, half)
        to_right = right != (languages.get(said.language).direction == "rtl")
        align: Align = "end" if to_right else "start"
        role = f"review-note-{voice.language}"
        spans, language = in_one(told), said.language
        below = sheet.text(role, spans, spot, language=language, size=_NOTE, ink="soft", align=align, most=3)
        ends.append(below)
    return max(ends)


def _block(sheet: Sheet, content: SlipContent, voice: Voice, sizes: Sizes, y: float) -> float:
    said = voice.say(msg("Information for you"), bold=True)
    rtl = languages.get(said.language).direction == "rtl"
    left = MARGIN + _REFERENCE_WIDTH + 20 if rtl else MARGIN
    width = WIDTH - _REFERENCE_WIDTH - 20
    role = f"leaflet-{voice.language}"
    below = sheet.text(f"{role}-title", said.spans, (left, y, width), language=said.language, size=sizes.title)
    side = _reference(sheet, content, voice, (MARGIN if rtl else MARGIN + WIDTH - _REFERENCE_WIDTH, y), sizes)
    y = max(below, side) + sizes.gap
    for number, (heading, sentences) in enumerate(_paragraphs(content, voice)):
        y = _paragraph(sheet, f"{role}-{number}", voice, (heading, sentences), (sizes, y))
    return y


def _reference(sheet: Sheet, content: SlipContent, voice: Voice, at: tuple[float, float], sizes: Sizes) -> float:
    x, y = at
    said = voice.say(msg("Your reference"))
    inner = (x + 8, y + 6, _REFERENCE_WIDTH - 16)
    role = f"leaflet-{voice.language}-reference"
    below = sheet.text(
        f"{role}-label", said.spans, inner, language=said.language, size=_LABEL, ink="soft", align="centre", most=1
    )
    number = (inner[0], below, inner[2])
    below = sheet.text(
        role, content.reference, number, language="en", size=sizes.title * 0.85, align="centre", bold=True
    )
    sheet.shapes.append(Frame(Box(x, y, _REFERENCE_WIDTH, below + 6 - y), 7, 0.8, "soft"))
    return below + 6


def _paragraph(
    sheet: Sheet, role: str, voice: Voice, told: tuple[Said | None, list[Said]], place: tuple[Sizes, float]
) -> float:
    heading, sentences = told
    sizes, y = place
    if heading is not None:
        spot = (MARGIN, y, WIDTH)
        y = sheet.text(f"{role}-heading", heading.spans, spot, language=heading.language, size=sizes.heading)
    for number, said in enumerate(voice.join(sentences)):
        spot = (MARGIN, y, WIDTH)
        y = sheet.text(f"{role}-{number}", said.spans, spot, language=said.language, size=sizes.body)
    return y + sizes.gap


def _paragraphs(content: SlipContent, voice: Voice) -> list[tuple[Said | None, list[Said]]]:
    agreed, soon = _agreed(content.release.basis), seen_within(content.sheet.priority, content.recipient.recipient_kind)
    (passing, *passed), (keeping, *kept) = passed_on(content, voice), kept_back(content, voice)
    paragraphs: list[tuple[Said | None, list[Said]]] = [
        (voice.say(agreed, bold=True), [voice.say(soon)]),
        (passing, [*passed, *_called(content, voice)]),
        (keeping, kept),
        _change(content, voice),
    ]
    if content.recipient.code == _FREEPHONE and content.recipient.phone:
        line = voice.say(
            msg("You can also phone {phone}: it is free, day and night, and you need not say your name."),
            phone=content.recipient.phone,
        )
        paragraphs.append((None, [line]))
    keep = msg("This sheet does not carry your name. Keep it only if that is safe for you.")
    paragraphs.append((None, [voice.say(keep)]))
    return paragraphs


def _agreed(basis: str) -> str:
    """The English key of the heading: what goes as the law requires, or for a recorded reason, was not agreed,
    and that it was explained nobody noted.
    """
    return msg("What we agreed") if basis == CONSENT else msg("What happens now")


def _called(content: SlipContent, voice: Voice) -> list[Said]:
    """That calls are passed on; whose line was called is for nobody who finds this page."""
    told = msg("We also pass on when a telephone call was made, and what came of it.")
    return [voice.say(told)] if content.calls else []


def _change(content: SlipContent, voice: Voice) -> tuple[Said, list[Said]]:
    if content.release.basis == CONSENT:
        heading = voice.say(msg("If you change your mind"), bold=True)
        told = [voice.say(msg("You can change your mind at any time and need not say why."))]
    else:
        heading, told = voice.say(msg("If you have questions"), bold=True), []
    phone = content.sender.callback
    if phone:
        how = msg("Say the reference at the information point, or phone {phone}.")
        return heading, [*told, voice.say(how, phone=phone)]
    return heading, [*told, voice.say(msg("Say the reference at the information point."))]
