"""Looks of questions and groups: those that mean something here or elsewhere, and notes on the rest."""

import re
from collections.abc import Iterable, Iterator, Sequence

from intake_app.xform.definition import Notice

_NEVER = {
    **dict.fromkeys(("ex", "hidden-answer", "bearing", "intent-group"), "xform.appearance_ignored"),
    "printer": "xform.nothing_printed",
}
_KNOWN = frozenset(
    """
    multiline numbers masked url thousands-sep counter no-calendar month-year year ethiopian coptic islamic
    bikram-sambat myanmar persian buddhist minimal search autocomplete quick quickcompact columns columns-pack compact
    horizontal horizontal-compact no-buttons likert list list-nolabel label table-list image-map map quick-map
    field-list signature draw annotate new new-front front selfie placement-map maps hide-input rating picker vertical
    no-ticks pages theme-grid comment distress analog-scale x-timed-grid incremental
    """.split()  # noqa: SIM905 - a list of words reads as one
)
_WIDTH = re.compile(r"w([1-9]|10)")
_FIGURES = re.compile(r"(?:columns|compact|quickcompact)-\d+|w\d+")


def notes(looks: Sequence[str], place: str) -> Iterator[Notice]:
    """A note on each look that is never followed, and one on the first look nobody knows."""
    told = False
    for look in dict.fromkeys(looks):
        name = look.partition(":")[0].partition("(")[0]
        if name in _NEVER:
            yield Notice("warning", place, _NEVER[name], {"name": look})
        elif not told and "(" not in look and name not in _KNOWN and _FIGURES.fullmatch(name) is None:
            told = True
            yield Notice("info", place, "xform.appearance_unknown", {"name": look})
        if "(" in look:
            return  # what follows are arguments


def width_of(appearance: Iterable[str]) -> int:
    """How many columns wide a look (``w1`` to ``w10``) makes a question, or how many a group has; 0 where none says."""
    found = (_WIDTH.fullmatch(look) for look in appearance)
    return next((int(match[1]) for match in found if match), 0)
