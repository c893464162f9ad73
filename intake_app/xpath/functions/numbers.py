"""Functions of numbers. Out of a rule's domain is NaN, too large is infinity; nothing raises."""

import math
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

from intake_app.xpath.context import Context
from intake_app.xpath.signatures import NUMBER, Builder, Code, Function, constant, numbers
from intake_app.xpath.syntax import Call
from intake_app.xpath.tree import Node
from intake_app.xpath.values import NAN, Value, text_number

_PLACES: Final = 30
"""Beyond this many places round() is NaN, as in JavaRosa."""


def rounded(number: float, places: float = 0.0) -> float:
    """Round in decimal, halves towards positive infinity, as JavaRosa does (engine_decisions, row 8); 0 has no sign."""
    if number != number or math.isinf(number):
        return number
    if abs(places) > _PLACES:
        return NAN
    written = Decimal(repr(number))
    try:
        unit = Decimal(1).scaleb(-int(places if places == places else 0))
        return float(written.quantize(unit, ROUND_HALF_UP if number >= 0 else ROUND_HALF_DOWN)) + 0.0
    except InvalidOperation:
        return number


def truncated(number: float) -> float:
    """int(): the whole part, cut towards zero; of -0.5 it is -0, as in JavaRosa."""
    return number if number != number or math.isinf(number) else math.copysign(math.trunc(number), number)


def power(base: float, exponent: float) -> float:
    """pow(), with IEEE results where Python raises."""
    try:
        return math.pow(base, exponent)
    except OverflowError:
        odd = exponent % 2 == 1
        return -math.inf if base < 0 and odd else math.inf
    except ValueError:
        return math.inf if base == 0 else NAN


def _safe(rule: Callable[..., float]) -> Callable[..., float]:
    def run(*args: float) -> float:
        try:
            return rule(*args)
        except ValueError:
            return NAN
        except OverflowError:
            return math.inf

    return run


def _logarithm(rule: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: -math.inf if number == 0 else _safe(rule)(number)


def _finite(rule: Callable[[float], int]) -> Callable[[float], float]:
    return lambda number: number if number != number or math.isinf(number) else float(rule(number))


def _number(builder: Builder, call: Call) -> Code[Value]:
    if call.args:
        return builder.number(call.args[0])

    def run(node: Node, context: Context) -> Value:
        return text_number(context.env.text(node), context.env.zone)

    return run


FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        "number": Function(0, 1, NUMBER, _number),
        "int": numbers(1, 1, truncated),
        "round": numbers(1, 2, rounded),
        "floor": numbers(1, 1, _finite(math.floor)),
        "ceiling": numbers(1, 1, _finite(math.ceil)),
        "abs": numbers(1, 1, abs),
        "pow": numbers(2, 2, power),
        "log": numbers(1, 1, _logarithm(math.log)),
        "log10": numbers(1, 1, _logarithm(math.log10)),
        "sqrt": numbers(1, 1, _safe(math.sqrt)),
        "exp": numbers(1, 1, _safe(math.exp)),
        "exp10": numbers(1, 1, lambda number: power(10.0, number)),
        "sin": numbers(1, 1, _safe(math.sin)),
        "cos": numbers(1, 1, _safe(math.cos)),
        "tan": numbers(1, 1, _safe(math.tan)),
        "asin": numbers(1, 1, _safe(math.asin)),
        "acos": numbers(1, 1, _safe(math.acos)),
        "atan": numbers(1, 1, _safe(math.atan)),
        "atan2": numbers(2, 2, _safe(math.atan2)),
        "pi": constant(NUMBER, math.pi),
    }
)
