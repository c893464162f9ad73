"""The dossier of a desk for workers: what was told about work, in the words of closed lists."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from intake_app.i18n import msg
from intake_app.referral import WORK_ANSWERS, WorkTold
from intake_app.slips.form_row import Part, form_row
from intake_app.slips.layout import Rule, Sheet
from intake_app.slips.shaping import Span
from intake_app.slips.voice import Voice
from intake_app.slips.wording import label

TITLE: Final = msg("The work, as told")
Row = tuple[str, str, str]
_NAME: Final = 120.0
"""The shortest line to write a name on, in points."""

_SUMS: Final[Mapping[str, str]] = {
    "nothing": msg("nothing"),
    "up_to_1000": msg("up to 1,000 euros"),
    "up_to_5000": msg("1,000 to 5,000 euros"),
    "up_to_10000": msg("5,000 to 10,000 euros"),
    "up_to_20000": msg("10,000 to 20,000 euros"),
    "over_20000": msg("more than 20,000 euros"),
}
_YES_NO: Final[Mapping[str, str]] = {"yes": msg("yes"), "no": msg("no")}
_CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "employer": {
        "firm": msg("a firm, a farm, a shop or a workshop"),
        "cooperative": msg("a cooperative"),
        "agency": msg("an agency for workers"),
        "household": msg("a family, in their home"),
        "one_person": msg("one person without a firm"),
        "myself": msg("on their own account"),
    },
    "orders": {
        "owner": msg("the owner"),
        "gang_master": msg("who gathers the workers (gang master)"),
        "agency": msg("the agency"),
        "household": msg("the family in whose home it was"),
        "relative": msg("a relative"),
        "worker": msg("another worker"),
        "nobody": msg("nobody"),
        "other": msg("somebody else"),
    },
    "province": {**{plate: plate for plate in WORK_ANSWERS["province"]}, "abroad": msg("outside Italy")},
    "hours_day": {**{hours: hours for hours in WORK_ANSWERS["hours_day"]}, "16": msg("16 or more")},
    "days_week": {days: days for days in WORK_ANSWERS["days_week"]},
    "last_day": {
        "still": msg("still works there"),
        "three_months": msg("in the last three months"),
        "this_year": msg("in the last year"),
        "longer_ago": msg("longer ago"),
    },
    "others": {
        "none": msg("nobody"),
        "up_to_3": msg("one to three"),
        "up_to_10": msg("four to ten"),
        "over_10": msg("more than ten"),
    },
    "chain": {
        "none": msg("nobody"),
        "one": msg("one person or office"),
        "two": msg("two people or offices"),
        "three_or_more": msg("three or more of them"),
    },
    "visa": _YES_NO,
    "day_pay": {
        "nothing": msg("nothing"),
        "up_to_20": msg("up to 20 euros"),
        "up_to_40": msg("20 to 40 euros"),
        "up_to_60": msg("40 to 60 euros"),
        "over_60": msg("more than 60 euros"),
    },
    "pay_withheld": _YES_NO,
    "paid": _SUMS,
    "debt": _SUMS,
    "documents": _YES_NO,
    "housed_by": {
        "employer": msg("the employer"),
        "gang_master": msg("who gathers the workers (gang master)"),
        "agency": msg("the agency"),
        "family": msg("family or friends"),
        "reception": msg("a reception centre"),
        "myself": msg("found by the person"),
        "nobody": msg("nobody, there was none"),
    },
    "housed_in": {
        "house": msg("house or flat"),
        "workplace": msg("room at the place of work"),
        "shelter": msg("tent, hut, container or stable"),
        "outdoors": msg("empty building, car or open air"),
    },
    "housed_cost": {
        "nothing": msg("nothing"),
        "up_to_100": msg("up to 100 euros"),
        "up_to_200": msg("100 to 200 euros"),
        "up_to_300": msg("200 to 300 euros"),
        "over_300": msg("more than 300 euros"),
    },
}
_TOLD: Final[tuple[tuple[str, str, Mapping[str, str]], ...]] = (
    (
        "work-employer",
        msg("Employer"),
        {"employer": msg("employer: {told}"), "orders": msg("orders came from: {told}")},
    ),
    (
        "work-place",
        msg("Place and hours"),
        {
            "province": msg("province: {told}"),
            "hours_day": msg("hours a day: {told}"),
            "days_week": msg("days a week: {told}"),
        },
    ),
    (
        "work-place",
        msg("Period, and others in the same way"),
        {"last_day": msg("last day of work: {told}"), "others": msg("others: {told}")},
    ),
    (
        "work-pay",
        msg("Pay"),
        {"day_pay": msg("for one day: {told}"), "pay_withheld": msg("pay due that was kept back: {told}")},
    ),
    ("work-pay", msg("Money for the work"), {"paid": msg("paid: {told}"), "debt": msg("still owed: {told}")}),
    (
        "work-way",
        msg("Way to the work, and documents"),
        {
            "chain": msg("intermediaries between the person and the employer: {told}"),
            "visa": msg("visa for work: {told}"),
            "documents": msg("documents kept by others: {told}"),
        },
    ),
    (
        "work-housing",
        msg("Housing"),
        {
            "housed_by": msg("given by: {told}"),
            "housed_in": msg("kind: {told}"),
            "housed_cost": msg("kept from the pay of a month: {told}"),
        },
    ),
)
"""What was told, by the line that it stands on, under its name: neighbours may share a line."""


def work_lines(work: WorkTold, tr: Callable[[str], str]) -> list[tuple[str, tuple[Span, ...]]]:
    """The lines of a dossier, each with its role: the four indices of the law with what was told, the kind of work, and
    the answers that are a code of a list. Names are bold."""
    lines: dict[str, tuple[Span, ...]] = {}
    for role, title, told in _rows(work, tr):
        before = (*lines[role], Span(". ")) if role in lines else ()
        lines[role] = (*before, Span(f"{tr(title)}: ", bold=True), Span(told))
    return list(lines.items())


def work_rows(work: WorkTold, tr: Callable[[str], str]) -> list[tuple[str, str]]:
    """The same one by one: what it is about, and what was told."""
    return [(tr(title), told) for _, title, told in _rows(work, tr)]


def _rows(work: WorkTold, tr: Callable[[str], str]) -> Iterator[Row]:
    yield _indices(work, tr)
    yield _section(work, tr)
    yield from _answers(work, tr)


def opinion_rows(
    sheet: Sheet, desk: Voice, at: tuple[float, float, float], size: float, *, gap: float = 3, lines: int = 1
) -> float:
    """What the desk fills in by hand: the employer, whose name no slip carries, on so many lines, and, under who asks
    for a permit under art. 18-ter, what the inspectorate says of it; returns the y below. `gap`: between them."""
    x, y, width = at
    name = Part(desk.say(msg("Name and address of the employer, if told to the desk:")), blank=_NAME, fill=True)
    y = form_row(sheet, "employer", [name], at, size) + gap
    for _ in range(lines - 1):
        sheet.shapes.append(Rule(x, y + gap, width, 0.6))
        y += 2 * gap
    said = desk.say(
        msg(
            "A permit under art. 18-ter is proposed by the judicial authority; the labour inspectorate (INL) "
            "gives its opinion."
        )
    )
    y = sheet.text("opinion-note", said.spans, (x, y, width), language=said.language, size=size * 0.85, most=3)
    parts = [
        Part(desk.say(msg("Opinion of the INL:"))),
        Part(desk.say(msg("asked for")), tick=True),
        Part(desk.say(msg("opinion given")), tick=True),
        Part(desk.say(msg("not needed")), tick=True),
    ]
    return form_row(sheet, "opinion", parts, (x, y + gap, width), size)


def _indices(work: WorkTold, tr: Callable[[str], str]) -> Row:
    told = "; ".join(f"{number}\u00a0{label('index', str(number), tr)}" for number in work.indices)
    untold = [number for number in (1, 2, 3, 4) if number not in (*work.indices, *work.denied)]
    rest = ((tr(msg("answered no")), work.denied), (tr(msg("not told")), untold))
    others = (f"{name}: {', '.join(map(str, numbers))}" for name, numbers in rest if numbers)
    return ("indices", msg("Indices of art. 603-bis of the penal code"), " · ".join(filter(None, (told, *others))))


def _section(work: WorkTold, tr: Callable[[str], str]) -> Row:
    kind = f"{work.section} · {label('section', work.section, tr)}" if work.section else "–"
    return ("work-employer", msg("Kind of work (ISIC)"), kind)


def _answers(work: WorkTold, tr: Callable[[str], str]) -> Iterator[Row]:
    for role, title, asked in _TOLD:
        found = ((words, _CODES[name].get(work.told(name))) for name, words in asked.items())
        told = [tr(words).format(told=tr(code)) for words, code in found if code]
        if told:
            yield role, title, " · ".join(told)
