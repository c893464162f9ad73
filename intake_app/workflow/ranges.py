"""The values between two ends (`range`): reckoned, not listed, however many they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from typing import overload

from intake_app.xform import FormDefinition
from intake_app.xform.definition import Notice

MOST_LISTED = 10_000
"""Steps of which each is offered in a list."""
_MOST = 2**31 - 2
"""Steps that a slider can count."""


@dataclass(frozen=True)
class Scale(Sequence[str]):
    """The values as stored, from `start` on; `many` of them."""

    start: Decimal
    step: Decimal
    many: int

    def __len__(self) -> int:
        return self.many

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self[one] for one in range(self.many)[at]]
        return format((self.start + self.step * range(self.many)[at]).normalize(), "f")

    def place(self, value: str) -> int | None:
        """Which of the values a number is; None for one that is none of them."""
        near = self.near(value)
        return near if near is not None and Decimal(self[near]) == Decimal(value) else None

    def near(self, value: str) -> int | None:
        """Which of the values is the nearest to a number; None for what is no number."""
        try:
            number = Decimal(value)
            return min(self.many - 1, max(0, round((number - self.start) / self.step))) if number.is_finite() else None
        except DecimalException:
            return None


_NO_SCALE = Scale(Decimal(0), Decimal(1), 0)


def scale(parameters: Mapping[str, str]) -> Scale:
    """The values a range offers; none when its ends make no range, or one of more steps than can be counted."""
    try:
        start, end, step = (
            Decimal(parameters.get(name) or fall) for name, fall in (("start", "0"), ("end", "10"), ("step", "1"))
        )
        step = abs(step) if end >= start else -abs(step)
        steps = (end - start) // step
    except DecimalException:
        return _NO_SCALE
    return Scale(start, step, int(steps) + 1) if steps.is_finite() and steps <= _MOST else _NO_SCALE


def notices(definition: FormDefinition) -> Iterator[Notice]:
    """What a check tells of ranges that are answered in another way than the form wants."""
    for question in definition.controls():
        if question.control != "range":
            continue
        values = scale(question.parameters)
        if not values:
            yield Notice("info", question.path, "workflow.range_typed")
        elif len(values) > MOST_LISTED + 1 and "picker" in question.appearance:
            yield Notice("info", question.path, "workflow.range_not_listed", {"number": len(values)})
