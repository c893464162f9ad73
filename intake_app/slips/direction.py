"""Direction of writing: embedding levels for a paragraph and the order of its pieces on a line (Unicode UAX 9).

python-bidi resolves weak, neutral and implicit types (W, N, I); added here are isolates (a code, a number or a name
that came from outside keeps its own direction and does not disturb the sentence) and paired brackets (N0). Explicit
controls never get this far: `cleaning` takes them out.
"""

import unicodedata
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bidi import algorithm

_OBJECT: Final = "\ufffc"
_PAIRS: Final = {"(": ")", "[": "]", "{": "}"}
_STRONG: Final = {"L": 0, "R": 1, "AL": 1, "EN": 1, "AN": 1}


@dataclass(frozen=True, slots=True)
class Isolate:
    """Characters `start` to `end` of a paragraph stand alone; `rtl` is their own direction."""

    start: int
    end: int
    rtl: bool


def is_rtl(text: str) -> bool:
    """Whether the first strong character writes from right to left."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def levels(text: str, rtl: bool, isolates: Sequence[Isolate] = ()) -> list[int]:
    """The embedding level of each character; odd levels write from right to left. Isolates are in order, apart."""
    base = int(rtl)
    outer: list[str] = []
    here = 0
    for isolate in isolates:
        outer += [*text[here : isolate.start], _OBJECT]
        here = isolate.end
    outer += text[here:]
    resolved = _resolve("".join(outer), base)
    return _with_insides(text, base, isolates, resolved)


def visual_order(piece_levels: Sequence[int]) -> list[int]:
    """Indexes of pieces from left to right (rule L2); a piece has one level throughout."""
    order = list(range(len(piece_levels)))
    if not order:
        return order
    for level in range(max(piece_levels), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and piece_levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


def _with_insides(text: str, base: int, isolates: Sequence[Isolate], resolved: list[int]) -> list[int]:
    result: list[int] = []
    place = here = 0
    for isolate in isolates:
        plain = isolate.start - here
        result += resolved[place : place + plain]
        inner_base = base + 1 if (base + 1) % 2 == int(isolate.rtl) else base + 2
        inner = _resolve(text[isolate.start : isolate.end], int(isolate.rtl))
        result += [inner_base + level - int(isolate.rtl) for level in inner]
        place, here = place + plain + 1, isolate.end
    return result + resolved[place:]


def _resolve(text: str, base: int) -> list[int]:
    signs: list[dict[str, Any]] = []
    for sign in text:
        kind = unicodedata.bidirectional(sign) or "ON"
        kind = "ON" if kind == "BN" else kind
        signs.append({"ch": sign, "level": base, "type": kind, "orig": kind})
    if not signs:
        return []
    storage = {"base_level": base, "base_dir": "LR"[base], "chars": signs, "runs": deque()}
    algorithm.calc_level_runs(storage)
    algorithm.resolve_weak_types(storage, False)
    _pair_brackets(signs, base)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    return [sign["level"] for sign in signs]


def _pair_brackets(signs: list[dict[str, Any]], base: int) -> None:
    """Rule N0: both brackets of a pair take one direction."""
    for start, end in _bracket_pairs(signs):
        inside = {_STRONG[sign["type"]] for sign in signs[start + 1 : end] if sign["type"] in _STRONG}
        if not inside:
            continue
        side = base if base in inside or _before(signs, start, base) == base else 1 - base
        for place in (start, end):
            signs[place]["type"] = "LR"[side]
            _marks_follow(signs, place)


def _bracket_pairs(signs: list[dict[str, Any]]) -> list[tuple[int, int]]:
    waiting: list[tuple[str, int]] = []
    pairs = []
    for place, sign in enumerate(signs):
        if sign["type"] != "ON":
            continue
        if sign["ch"] in _PAIRS:
            waiting.append((_PAIRS[sign["ch"]], place))
        elif any(closer == sign["ch"] for closer, _ in waiting):
            while waiting[-1][0] != sign["ch"]:
                waiting.pop()
            pairs.append((waiting.pop()[1], place))
    return sorted(pairs)


def _before(signs: list[dict[str, Any]], start: int, base: int) -> int:
    for sign in reversed(signs[:start]):
        if sign["type"] in _STRONG:
            return _STRONG[sign["type"]]
    return base


def _marks_follow(signs: list[dict[str, Any]], place: int) -> None:
    for sign in signs[place + 1 :]:
        if sign["orig"] != "NSM":
            return
        sign["type"] = signs[place]["type"]
