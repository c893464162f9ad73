"""Page one: the copy for the service, with the strip to tear off below the cut.

Where all would be too small to read the dossier of a desk for workers and the calls follow on a page of their own; what
was explained and the consent too, where there is no room for them even so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from intake_app import languages
from intake_app.i18n import msg
from intake_app.referral import Agreed, SlipContent, SlipSheet, WorkTold
from intake_app.slips.cleaning import clean
from intake_app.slips.form_row import Part, form_row
from intake_app.slips.layout import LEAST, PAGE_HEIGHT, PAGE_WIDTH, Align, Box, Frame, Page, Rule, Scissors, Sheet
from intake_app.slips.qr import QUIET, qr_code
from intake_app.slips.shaping import Shaper, Span
from intake_app.slips.told import CONSENT, DUTY, explained, presumed
from intake_app.slips.voice import Said, Voice
from intake_app.slips.wording import basis_line, contact, given, label
from intake_app.slips.work_rows import TITLE, opinion_rows, work_lines, work_rows

MARGIN: Final = 42.0
WIDTH: Final = PAGE_WIDTH - 2 * MARGIN
CUT: Final = PAGE_HEIGHT - 176.0
_GUTTER: Final = 20.0
_COLUMN: Final = (WIDTH - _GUTTER) / 2
_QR: Final = 92.0
_PAD: Final = 12.0
_AIR: Final = 8.0
"""Above words in another language: they are nobody's next line."""
_TIGHT: Final = 2.0
_BODY: Final = 10.5
_PERSON_BODY: Final = {"ltr": 11.5, "rtl": 12.5}
_SMALL: Final = LEAST
_HEADING: Final = 12.0
_NOTE: Final = LEAST
# Room for every service of the list at once: a service that was asked for is never cut off.
_MOST_LINES: Final = 10
_SCALES: Final = (1.1, 1.05, 1.0, 0.95, 0.9, 0.875, LEAST / _BODY)
_ABOVE_CUT: Final = 16.0
_NAMES: Final = 0.34
"""Of the width of a row of the dossier, for what it is about."""
_TOGETHER, _LISTS, _WORDS = range(3)
"""What stands on the second page: nothing; the dossier and the calls; what was explained and the consent too."""
PRESUMED: Final = msg("age not known: presumed under 18")
_CALLS: Final = msg("Calls to the freephone")
_EXPLAINED: Final = msg("What was explained")
_ON_PAGE_2: Final = msg("on page 2")


@dataclass(frozen=True, slots=True)
class Cell:
    """A label and what stands under it."""

    role: str
    label: str
    said: Said


def service_pages(shaper: Shaper, content: SlipContent, desk: Voice, person: Voice) -> tuple[Page, ...]:
    """The page, in the largest type at which everything stands above the cut; a second one with so much of it as has no
    room on the first in any type."""
    for apart in (_TOGETHER, _LISTS, _WORDS):
        sheet, fits = _largest(shaper, content, desk, person, apart)
        if fits:
            break
    sheet.scale = 1.0
    _strip(sheet, content, desk)
    return sheet.frozen(), *([_second_page(shaper, content, desk, person, apart)] if apart else [])


def _largest(shaper: Shaper, content: SlipContent, desk: Voice, person: Voice, apart: int) -> tuple[Sheet, bool]:
    """What stands above the cut in the largest type that has room, else in the least; whether it has."""
    for scale in _SCALES:
        sheet = Sheet(shaper, scale)
        fits = _body(sheet, content, desk, person, apart) <= CUT - _ABOVE_CUT
        if fits:
            break
    return sheet, fits


def spoken_language(content: SlipContent, desk: Voice) -> tuple[Span, ...]:
    """The Italian name of the language that the person told to be best for them; where nobody asked, of the one that
    was spoken with them, as that one.
    """
    told = _named(content.sheet.language, desk)
    if told or not content.spoken:
        return (Span(told or "–", bold=True, alone=True),)
    return desk.say(msg("spoken with in {language}"), language=_named(content.spoken, desk)).spans


def _named(code: str, desk: Voice) -> str:
    """The Italian name of a language, or that it is another one than those that have one; "" for none told."""
    if not code:
        return ""
    known = languages.get(code)
    named = known.italian if known.known else languages.name_beyond(code, "it")
    return named or desk.words(msg("another language"))


def page_of(voice: Voice, number: int, count: int) -> Said:
    """Which page of how many it is."""
    return voice.say(msg("Page {number} of {count}"), number=str(number), count=str(count))


def day_and_time(issued_at: str) -> str:
    """`21/11/2026 · 14:32` from ISO 8601."""
    return datetime.fromisoformat(issued_at).strftime("%d/%m/%Y · %H:%M")


def _body(sheet: Sheet, content: SlipContent, desk: Voice, person: Voice, apart: int) -> float:
    y = _header(sheet, content, desk, person, (1, 2 if apart else 1))
    y = _parties(sheet, content, desk, y + 14)
    y = _person_box(sheet, content, desk, person, y + 14, apart)
    return y if apart == _WORDS else _explained_box(sheet, content, desk, person, y + 12)


def _header(sheet: Sheet, content: SlipContent, desk: Voice, person: Voice, page: tuple[int, int]) -> float:
    """Title, reference and code; `page` is its number and how many there are."""
    title = msg("Sheet for a service")
    said = desk.say(title, bold=True)
    y = sheet.text("title", said.spans, (MARGIN, 36, 250), language=said.language, size=17, most=2)
    if not person.is_italian:
        said = person.say(title)
        align: Align = "end" if languages.get(said.language).direction == "rtl" else "start"
        at = (MARGIN, y + _AIR / 2, 250.0)
        y = sheet.text("title-person", said.spans, at, language=said.language, size=13, align=align)
    middle = _reference_block(sheet, content, desk, page)
    size = _QR * QUIET / (21 + 2 * QUIET)
    code = qr_code(content.reference, MARGIN + WIDTH - _QR + size, 36 - size, _QR)
    sheet.shapes.append(code)
    return max(y, middle, code.box.bottom - size)


def _reference_block(sheet: Sheet, content: SlipContent, desk: Voice, page: tuple[int, int]) -> float:
    right, width = MARGIN + WIDTH - _QR - 10, 150.0
    at = (right - width, 40.0, width)
    text = label("priority", content.sheet.priority, desk.words)
    y = sheet.text("priority", text, (at[0], at[1], width - 12), language="it", size=11.5, align="end", bold=True)
    words = sheet.texts[-1].box
    sheet.shapes.append(Frame(Box(words.x - 12, words.y - 4, words.width + 24, words.height + 8), 6, 1.4, "ink"))
    said = desk.say(msg("Reference {reference}"), reference=content.reference)
    y = sheet.text("reference", said.spans, (at[0], y + 9, width), language=said.language, size=_BODY, align="end")
    when = [Span(day_and_time(content.issued_at), alone=True)]
    y = sheet.text("issued", when, (at[0], y, width), language=desk.language, size=_BODY, align="end")
    number, count = page
    if count == 1:
        return y
    said = page_of(desk, number, count)
    return sheet.text("page", said.spans, (at[0], y, width), language=said.language, size=_BODY, align="end")


def _parties(sheet: Sheet, content: SlipContent, desk: Voice, y: float) -> float:
    sender, recipient = content.sender, content.recipient
    role = clean(label("role", sender.role, desk.words))
    unnamed = desk.words(msg("A service for people who arrive")) if "organisation" in sender.left_out else ""
    place = " · ".join(filter(None, (clean(sender.site), role)))
    left = [*filter(None, [clean(sender.organisation) or unnamed]), place]
    calls = [desk.say(msg("call back: {phone}"), phone=sender.callback)] if sender.callback else []
    name = clean(recipient.name("it")) or label("kind", recipient.kind, desk.words)
    right = [name, clean(recipient.mandate_text("it")), clean(recipient.hours_text("it"))]
    tells = [desk.say(msg("tel. {phone}"), phone=recipient.phone)] if recipient.phone else []
    if recipient.needs_check(datetime.fromisoformat(content.issued_at).date()):
        tells.append(desk.say(msg("directory entry to be confirmed")))
    return max(
        _party(sheet, "sender", desk.say(msg("Sent by")), left, calls, (MARGIN, y, _COLUMN)),
        _party(sheet, "recipient", desk.say(msg("Sent to")), right, tells, (MARGIN + _COLUMN + _GUTTER, y, _COLUMN)),
    )


def _party(
    sheet: Sheet, role: str, title: Said, lines: Sequence[str], more: Sequence[Said], at: tuple[float, float, float]
) -> float:
    x, y, width = at
    y = sheet.text(f"{role}-label", title.spans, at, language=title.language, size=_SMALL, ink="soft", most=1)
    for number, line in enumerate(lines):
        y = sheet.text(f"{role}-{number}", line, (x, y, width), language="it", size=_BODY, bold=number == 0, most=4)
    for number, said in enumerate(more, start=len(lines)):
        y = sheet.text(f"{role}-{number}", said.spans, (x, y, width), language=said.language, size=_BODY, most=1)
    return y


def _person_box(sheet: Sheet, content: SlipContent, desk: Voice, person: Voice, y: float, apart: int) -> float:
    """What the service has to know; the dossier of the work and the calls too, unless they stand apart."""
    cells = _cells(content, desk, person) + (_apart_cells(content, desk, apart) or _call_cells(content, desk))
    top, y = y, y + _PAD
    width = _COLUMN - _PAD
    for row in range(0, len(cells), 2):
        ends = [
            _cell(sheet, cell, (MARGIN + _PAD + place * (width + _GUTTER), y, width))
            for place, cell in enumerate(cells[row : row + 2])
        ]
        y = max(ends) + 8
    if content.sheet.age_band == "minor" or presumed(content):
        y = _guardian_row(sheet, desk, y, content) + 8
    if content.work is not None and not apart:
        y = _dossier(sheet, content.work, desk, y) + 8
    y += _PAD - 8
    sheet.shapes.append(Frame(Box(MARGIN, top, WIDTH, y - top), 7, 0.8, "soft"))
    return y


def _dossier(sheet: Sheet, work: WorkTold, desk: Voice, y: float) -> float:
    """What was told about work, over the whole width, and what is filled in by hand."""
    at, width = MARGIN + _PAD, WIDTH - 2 * _PAD
    title = desk.say(TITLE)
    y = sheet.text("work-label", title.spans, (at, y, width), language=title.language, size=_SMALL, ink="soft", most=1)
    for role, spans in work_lines(work, desk.words):
        y = sheet.text(role, spans, (at, y, width), language=desk.language, size=_BODY, most=_MOST_LINES) + _TIGHT
    return opinion_rows(sheet, desk, (at, y + _TIGHT, width), _BODY)


def _second_page(shaper: Shaper, content: SlipContent, desk: Voice, person: Voice, apart: int) -> Page:
    """What has no room on the first page: a row for each thing, and more room to write."""
    for scale in (scale for scale in _SCALES if scale <= 1):
        sheet = Sheet(shaper, scale)
        y = _lists(sheet, content, desk)
        if apart == _WORDS:
            y = _explained_box(sheet, content, desk, person, y)
        if y <= PAGE_HEIGHT - MARGIN:
            break
    return sheet.frozen()


def _lists(sheet: Sheet, content: SlipContent, desk: Voice) -> float:
    y = _header(sheet, content, desk, desk, (2, 2)) + 14
    whose = desk.say(msg("code {code}"), bold=True, code=content.sheet.person_code or "–")
    y = sheet.text("person", whose.spans, (MARGIN, y, WIDTH), language=whose.language, size=_BODY) + 10
    if content.work is not None:
        y = _listed(sheet, desk, ("work", TITLE), work_rows(content.work, desk.words), y) + 16
        y = opinion_rows(sheet, desk, (MARGIN, y, WIDTH), _BODY, gap=12, lines=2) + 24
    if content.calls:
        y = _listed(sheet, desk, ("call", _CALLS), _calls(content, desk.words), y) + 24
    return y


def _listed(sheet: Sheet, desk: Voice, what: tuple[str, str], rows: Sequence[tuple[str, str]], y: float) -> float:
    """Rows with what each is about and what was told, between hairlines, under their title; `what`: role and title."""
    role, title = what
    said = desk.say(title, bold=True)
    y = sheet.text(f"{role}-label", said.spans, (MARGIN, y, WIDTH), language=said.language, size=_HEADING) + 4
    wide = WIDTH * _NAMES
    for number, (name, told) in enumerate(rows):
        sheet.shapes.append(Rule(MARGIN, y, WIDTH, 0.3))
        left, right = (MARGIN, y + 5, wide - 10), (MARGIN + wide, y + 5, WIDTH - wide)
        ends = (
            sheet.text(f"{role}-{number}-name", name, left, language=desk.language, size=_BODY, ink="soft"),
            sheet.text(f"{role}-{number}", told, right, language=desk.language, size=_BODY),
        )
        y = max(ends) + 5
    sheet.shapes.append(Rule(MARGIN, y, WIDTH, 0.3))
    return y


def _apart_cells(content: SlipContent, desk: Voice, apart: int) -> list[Cell]:
    """Where the rest stands, as far as it does apart."""
    said = desk.say(_ON_PAGE_2)
    there = (
        ("work-apart", TITLE, apart and content.work is not None),
        ("calls-apart", _CALLS, apart and content.calls),
        ("explained-apart", _explained_words(content), apart == _WORDS),
    )
    return [Cell(role, desk.words(title), said) for role, title, found in there if found]


def _cells(content: SlipContent, desk: Voice, person: Voice) -> list[Cell]:
    slip, tr = content.sheet, desk.words
    code = desk.say(msg("code {code}"), bold=True, code=slip.person_code or "–").spans
    about = [tr(PRESUMED)] if presumed(content) else []
    if not about and (content.tells_age or slip.age_band != "not_stated"):
        about.append(label("age_band", slip.age_band, tr))
    if slip.gender != "not_stated":
        about.append(label("gender", slip.gender, tr))
    wanted = label("interpreter_gender", slip.interpreter_gender, tr)
    interpreter = wanted if slip.interpreter else tr(msg("no interpreter needed"))
    services = [_help(slip, service, tr) for service in slip.services] or ["–"]
    rows = [
        ("person", msg("Person"), (*code, *([Span(" · " + " · ".join(about))] if about else []))),
        ("language", msg("Language and interpreter"), (*spoken_language(content, desk), Span(" · " + interpreter))),
        ("contact", msg("Safe contact"), _contact(slip, tr)),
        ("services", msg("Services asked for"), (Span("\u00a0· ".join(services)),)),
        *_reason_row(slip.reason, tr),
    ]
    return [Cell(role, tr(title), Said(spans, desk.language)) for role, title, spans in rows]


def _help(slip: SlipSheet, service: str, tr: Callable[[str], str]) -> str:
    """A service that is asked for, and by whom where the person wishes it."""
    visit = service == "medical_visit"
    return label("doctor_gender", slip.doctor_gender, tr) if visit else label("services", service, tr)


def _contact(slip: SlipSheet, tr: Callable[[str], str]) -> tuple[Span, ...]:
    """How the person can be reached, and under which number where they gave one."""
    number = (Span(" · "), Span(slip.phone, bold=True, alone=True)) if slip.phone else ()
    return (Span(contact(slip.safe_contact, slip.phone, tr)), *number)


def _reason_row(reason: str, tr: Callable[[str], str]) -> list[tuple[str, str, tuple[Span, ...]]]:
    return [("reason", msg("Reason"), (Span(label("reason", reason, tr)),))] if reason else []


def _calls(content: SlipContent, tr: Callable[[str], str]) -> list[tuple[str, str]]:
    """The calls to the telephone line, for who answers it and whom it passes on to: when, and what came of each."""
    rows = []
    for call in content.calls:
        operator = [tr(msg("operator {code}")).format(code=clean(call.operator))] if call.operator else []
        told = " · ".join([label("caller", call.caller, tr), *operator, label("outcome", call.outcome, tr)])
        rows.append((day_and_time(call.called), told))
    return rows


def _call_cells(content: SlipContent, desk: Voice) -> list[Cell]:
    """The same, one after the other."""
    spans: list[Span] = []
    for when, told in _calls(content, desk.words):
        spans += [Span("; ")] * bool(spans)
        spans += [Span(when, alone=True), Span(" · " + told)]
    return [Cell("calls", desk.words(_CALLS), Said(tuple(spans), desk.language))] if spans else []


def _cell(sheet: Sheet, cell: Cell, at: tuple[float, float, float]) -> float:
    x, y, width = at
    language = cell.said.language
    y = sheet.text(f"{cell.role}-label", cell.label, at, language=language, size=_SMALL, ink="soft", most=1)
    return sheet.text(cell.role, cell.said.spans, (x, y, width), language=language, size=_BODY, most=_MOST_LINES)


def _guardian_row(sheet: Sheet, desk: Voice, y: float, content: SlipContent) -> float:
    """Whether a guardian was told of it: who agreed was, and who is alone has none, unless a guardian of theirs was
    heard of something else; else it is ticked by hand.
    """
    asked, place = desk.say(msg("Guardian or adult of reference told:")), (MARGIN + _PAD, y, WIDTH - 2 * _PAD)
    alone = content.release.basis == DUTY and not content.guarded
    if alone or content.guardian is not None:
        told = msg("none, for they have none with them") if alone else msg("yes")
        return form_row(sheet, "guardian", [Part(asked), Part(desk.say(told))], place, _BODY)
    return _yes_or_no(sheet, "guardian", asked, desk, place)


def _yes_or_no(sheet: Sheet, role: str, asked: Said, desk: Voice, at: tuple[float, float, float]) -> float:
    """What is ticked by hand, for nobody noted it."""
    ticks = [Part(desk.say(told), tick=True) for told in (msg("yes"), msg("no"))]
    return form_row(sheet, role, [Part(asked), *ticks], at, _BODY)


def _explained_words(content: SlipContent) -> str:
    """The English key over these sentences: that what goes on no consent was explained before is noted by nobody."""
    return _EXPLAINED if content.release.basis == CONSENT else msg("What the person is told")


def _explained_box(sheet: Sheet, content: SlipContent, desk: Voice, person: Voice, y: float) -> float:
    top, x, width = y, MARGIN + _PAD, WIDTH - 2 * _PAD
    said = desk.say(_explained_words(content))
    y = sheet.text("explained-label", said.spans, (x, y + _PAD, width), language="it", size=_SMALL, ink="soft")
    for voice, size in _voices(desk, person):
        y += 0 if voice is desk else _AIR
        for number, told in enumerate(voice.join(explained(content, voice))):
            role = f"explained-{voice.language}-{number}"
            y = sheet.text(role, told.spans, (x, y + 4, width), language=told.language, size=size)
    y = _notes(sheet, notes(content, desk, person) or notes(content, desk, desk), (x, y + 4, width))
    y = _consent(sheet, content, desk, (x, y + 10, width)) + _PAD
    sheet.shapes.append(Frame(Box(MARGIN, top, WIDTH, y - top), 7, 0.8, "soft"))
    return y


def _voices(desk: Voice, person: Voice) -> list[tuple[Voice, float]]:
    if person.is_italian:
        return [(desk, _BODY)]
    return [(desk, _BODY), (person, _PERSON_BODY[languages.get(person.language).direction])]


def _notes(sheet: Sheet, told: Sequence[Said], at: tuple[float, float, float]) -> float:
    """A small line of what is to be told of the words of this page; returns the y below."""
    if not told:
        return at[1]
    return sheet.text("review-note", in_one(told), at, language=told[0].language, size=_NOTE, ink="soft", align="end")


def notes(content: SlipContent, told_by: Voice, person: Voice) -> list[Said]:
    """That the words of a slip are a draft that nobody has confirmed, and that no speaker has read its translation."""
    draft = [told_by.say(msg("Draft, to be confirmed by a domain person"))] if content.draft else []
    review = review_words(told_by, person)
    return [*draft, *([review] if review is not None else [])]


def in_one(told: Sequence[Said]) -> list[Span]:
    """Several notes as one line."""
    return [span for number, said in enumerate(told) for span in (*([Span("\u00a0· ")] if number else []), *said.spans)]


def review_words(told_by: Voice, person: Voice) -> Said | None:
    """The words of that line in the language of `told_by`, None when nothing need be said."""
    if person.is_missing:
        return told_by.say(msg("no translation yet: the text is in English"))
    return told_by.say(msg("translation not yet reviewed")) if person.needs_review_note else None


def _consent(sheet: Sheet, content: SlipContent, desk: Voice, at: tuple[float, float, float]) -> float:
    x, y, width = at
    spans = [Span(basis_line(content, desk.words), bold=True)]
    if content.release.basis == CONSENT:
        spans += [Span(" · "), *_agreed_in(content.agreed_in, desk).spans]
        below = sheet.text("consent", spans, (x, y, width * 0.6), language="it", size=_BODY, most=2)
        signature = [Part(desk.say(msg("Signature")), blank=80, fill=True)]
        form_row(sheet, "signature", signature, (x + width * 0.63, y, width * 0.37), _BODY)
        if content.guardian is not None:
            theirs = _of_guardian(content.guardian, desk)
            below = sheet.text("guardian-consent", theirs, (x, below + 2, width), language="it", size=_BODY, most=2)
        said = desk.say(msg("Consent may be withdrawn at any time: tell the sender the reference."))
        y = sheet.text("withdraw", said.spans, (x, below + 2, width), language="it", size=_SMALL, ink="soft")
    else:
        y = sheet.text("consent", spans, (x, y, width), language="it", size=_BODY, most=2) + 2
        y = _yes_or_no(sheet, "told", desk.say(msg("Explained to the person:")), desk, (x, y, width))
    parts = [
        Part(desk.say(msg("Handed over:"))),
        Part(desk.say(msg("by hand")), tick=True),
        Part(desk.say(msg("by telephone")), tick=True),
        Part(desk.say(msg("by encrypted e-mail")), tick=True),
    ]
    return form_row(sheet, "delivery", parts, (x, y + 6, width), _BODY)


def _of_guardian(word: Agreed, desk: Voice) -> list[Span]:
    """How a guardian agreed beside a child, before whom and in which language."""
    head = desk.say(msg("Guardian, or who stands in for one:"), bold=True)
    how = Span(f" {given(word.how, word.witness, desk.words)} · ")
    return [*head.spans, how, *_agreed_in(word.language, desk).spans]


def _agreed_in(language: str, desk: Voice) -> Said:
    """The language of a word on which a slip goes; where nobody noted it, that."""
    if not language:
        return desk.say(msg("language not noted"))
    return desk.say(msg("language: {language}"), language=_named(language, desk))


def _strip(sheet: Sheet, content: SlipContent, desk: Voice) -> None:
    said = desk.say(msg("to give back: the code is enough"))
    sheet.text("cut", said.spans, (MARGIN + 18, CUT - 6, WIDTH), language="it", size=_SMALL, ink="soft", most=1)
    words = sheet.texts[-1].box
    sheet.shapes.append(Rule(0, CUT, MARGIN - 8, 1.0, dashed=True))
    sheet.shapes.append(Scissors(MARGIN, CUT))
    sheet.shapes.append(Rule(words.right + 8, CUT, PAGE_WIDTH - words.right - 8, 1.0, dashed=True))
    quiet = _QR * QUIET / (21 + 2 * QUIET)
    sheet.shapes.append(qr_code(content.reference, MARGIN + WIDTH - _QR + quiet, CUT + 20 - quiet, _QR))
    _receipt(sheet, content, desk, (MARGIN, CUT + 18, WIDTH - _QR - 10))


def _receipt(sheet: Sheet, content: SlipContent, desk: Voice, at: tuple[float, float, float]) -> None:
    x, y, width = at
    said = desk.say(msg("Receipt for reference {reference}"), bold=True, reference=content.reference)
    y = sheet.text("receipt", said.spans, (x, y, width), language=said.language, size=12, most=1)
    answers = [
        Part(desk.say(msg("accepted on")), tick=True, blank=70),
        Part(desk.say(msg("waiting list")), tick=True),
        Part(desk.say(msg("not accepted, because")), tick=True, blank=150, fill=True),
    ]
    y = form_row(sheet, "answer", answers, (x, y + 8, width), _BODY)
    who = [Part(desk.say(msg("Received by")), blank=150), Part(desk.say(msg("tel.")), blank=80, fill=True)]
    y = form_row(sheet, "receiver", who, (x, y + 10, width), _BODY)
    when = [
        Part(desk.say(msg("Appointment on")), blank=70),
        Part(desk.say(msg("at (time)")), blank=40),
        Part(desk.say(msg("at the place")), blank=80, fill=True),
    ]
    y = form_row(sheet, "appointment", when, (x, y + 10, width), _BODY)
    if content.sender.callback:
        said = desk.say(
            msg("Give this strip back, or phone {phone} and say the reference."), phone=content.sender.callback
        )
        sheet.text("return", said.spans, (x, y + 10, width), language="it", size=_SMALL, ink="soft", most=1)
