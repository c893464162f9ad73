"""Refs in repeats, whose numbers change when an entry before them goes or comes."""

from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")


def split(ref: str) -> tuple[str, int]:
    """The repeat of an entry, and its number."""
    series, _, number = ref.rpartition("[")
    return series, int(number.rstrip("]"))


def renumbered(ref: str, gone: str, token: str) -> str:
    """A ref since an entry is `gone`: what was in that has the `token` in the place of its number."""
    series, at = split(gone)
    number, rest = _number(ref, series)
    if number is None or number < at:
        return ref
    return f"{series}[{number - 1}]{rest}" if number > at else f"{series}[{token}]{rest}"


def restored(ref: str, back: str, token: str) -> str:
    """A ref since an entry is `back` that had this `token`."""
    series, at = split(back)
    away = f"{series}[{token}]"
    if ref.startswith(away):
        return back + ref.removeprefix(away)
    number, rest = _number(ref, series)
    return ref if number is None or number < at else f"{series}[{number + 1}]{rest}"


def parted(told: Mapping[str, T], gone: str) -> tuple[dict[str, T], dict[str, T]]:
    """What is told by ref since an entry is `gone`, and what went with it, by what follows its ref."""
    within = f"{gone}/"
    went = {ref.removeprefix(gone): each for ref, each in told.items() if ref.startswith(within)}
    return {renumbered(ref, gone, ""): each for ref, each in told.items() if not ref.startswith(within)}, went


def joined(told: Mapping[str, T], back: str, with_it: Mapping[str, T]) -> dict[str, T]:
    """The same since it is `back`."""
    return {restored(ref, back, ""): each for ref, each in told.items()} | {
        back + rest: each for rest, each in with_it.items()
    }


def _number(ref: str, series: str) -> tuple[int | None, str]:
    """Which entry of a repeat a ref is in, None for none there is, and what follows its number."""
    if not ref.startswith(f"{series}["):
        return None, ""
    number, _, rest = ref.removeprefix(f"{series}[").partition("]")
    return (int(number) if number.isdecimal() else None), rest
