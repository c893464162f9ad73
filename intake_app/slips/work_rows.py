"""The dossier of a desk for workers: what was told about work, in the words of closed lists."""

from collections.abc import Callable, Mapping
from typing import Final

from intake_app.i18n import msg
from intake_app.referral import WorkTold
from intake_app.slips.form_row import Part, form_row
from intake_app.slips.layout import Sheet
from intake_app.slips.shaping import Span
from intake_app.slips.voice import Voice
from intake_app.slips.wording import label

Row = tuple[str, str, tuple[Span, ...]]

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
}
_CELLS: Final[tuple[tuple[str, str, Mapping[str, str]], ...]] = (
    (
        "work-period",
        msg("Period of work, and others in the same way"),
        {"last_day": msg("last day of work: {told}"), "others": msg("others: {told}")},
    ),
    (
        "work-pay",
        msg("Pay, as told"),
        {"day_pay": msg("for one day: {told}"), "pay_withheld": msg("pay due that was kept back: {told}")},
    ),
    (
        "work-costs",
        msg("Money for the work, as told"),
        {"paid": msg("paid: {told}"), "debt": msg("still owed: {told}")},
    ),
    (
        "work-way",
        msg("Way to the work, and documents"),
        {
            "chain": msg("between the person and the employer: {told}"),
            "visa": msg("visa for work: {told}"),
            "documents": msg("documents kept by others: {told}"),
        },
    ),
)


def work_rows(work: WorkTold | None, tr: Callable[[str], str]) -> list[Row]:
    """The four indices of the law with what was told, the kind of work, and the answers that are a code of a list."""
    return [] if work is None else [_indices(work, tr), _section(work, tr), *_answers(work, tr)]


def opinion_rows(sheet: Sheet, desk: Voice, at: tuple[float, float, float], size: float) -> float:
    """Who must say what of a permit under art. 18-ter, and boxes for the desk to tick by hand; returns the y below."""
    x, y, width = at
    said = desk.say(
        msg(
            "A permit under art. 18-ter is proposed by the judicial authority; the labour inspectorate (INL) "
            "gives its opinion."
        )
    )
    y = sheet.text("opinion-note", said.spans, at, language=said.language, size=size * 0.85, most=3)
    parts = [
        Part(desk.say(msg("Opinion of the INL:"))),
        Part(desk.say(msg("asked for")), tick=True),
        Part(desk.say(msg("opinion given")), tick=True),
        Part(desk.say(msg("not needed")), tick=True),
    ]
    return form_row(sheet, "opinion", parts, (x, y + 3, width), size)


def _indices(work: WorkTold, tr: Callable[[str], str]) -> Row:
    told = "; ".join(f"{number}\u00a0{label('index', str(number), tr)}" for number in work.indices)
    others = ", ".join(str(number) for number in (1, 2, 3, 4) if number not in work.indices)
    rest = f"{tr(msg('not told'))}: {others}" if others else ""
    title = msg("Indices of art. 603-bis of the penal code, as told")
    return ("indices", title, (Span(" · ".join(filter(None, (told, rest)))),))


def _section(work: WorkTold, tr: Callable[[str], str]) -> Row:
    kind = f"{work.section} · {label('section', work.section, tr)}" if work.section else "–"
    return ("section", msg("Kind of work (ISIC)"), (Span(kind),))


def _answers(work: WorkTold, tr: Callable[[str], str]) -> list[Row]:
    rows: list[Row] = []
    for role, title, asked in _CELLS:
        found = ((words, _CODES[name].get(work.told(name))) for name, words in asked.items())
        told = [tr(words).format(told=tr(code)) for words, code in found if code]
        if told:
            rows.append((role, title, (Span(" · ".join(told)),)))
    return rows
