"""Randomness: random(), uuid(), and the shuffle every ODK engine shares."""

import hashlib
import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from intake_app.xpath.context import Context, Environment
from intake_app.xpath.functions.strings import whole
from intake_app.xpath.signatures import NODES, NUMBER, TEXT, Builder, Code, Function
from intake_app.xpath.syntax import Call
from intake_app.xpath.tree import Node
from intake_app.xpath.values import Value, to_number, to_text

_MODULUS: Final = 2147483647
_MULTIPLIER: Final = 16807
_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LONGEST: Final = 10_000
_LARGEST: Final = 2**63 - 1


def park_miller(seed: int) -> Callable[[], float]:
    """A Park-Miller generator of numbers in [0, 1), as JavaRosa and Enketo use it."""
    state = abs(seed) % _MODULUS
    if seed < 0:
        state = -state
    if state <= 0:
        state += _MODULUS - 1

    def draw() -> float:
        nonlocal state
        state = state * _MULTIPLIER % _MODULUS
        return (state - 1) / (_MODULUS - 1)

    return draw


def shuffled(nodes: list[Node], draw: Callable[[], float]) -> list[Node]:
    """The inside-out shuffle of Fisher and Yates, from the first node on, one draw for each."""
    found: list[Node] = []
    for at, node in enumerate(nodes):
        other = int(draw() * (at + 1))
        found.append(node)
        found[at], found[other] = found[other], node
    return found


def number_seed(number: float) -> int:
    """The whole part of a number, held within 64 bits as JavaRosa does."""
    if math.isinf(number):
        return _LARGEST if number > 0 else -_LARGEST
    return max(-_LARGEST, min(_LARGEST, int(number)))


def text_seed(text: str) -> int:
    """The seed a text that is no number stands for: the first eight bytes of its SHA-256, as a signed number."""
    if not text:
        return 0
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big", signed=True)


def _own_seed(node: Node, env: Environment) -> int:
    """The seed of a place in this session: an order without a seed of the form's stays while someone looks at it."""
    if env.order_seed is None:
        env.order_seed = int(env.random() * _MODULUS)
    return env.order_seed ^ text_seed(node.path())


def _randomize(builder: Builder, call: Call) -> Code[Value]:
    nodes = builder.nodes(call.args[0])
    if len(call.args) == 1:
        return lambda node, context: shuffled(nodes(node, context), park_miller(_own_seed(node, context.env)))
    seed = builder.value(call.args[1])

    def run(node: Node, context: Context) -> Value:
        told = context.env.plain(seed(node, context))
        number = to_number(told, context.env.zone)
        start = text_seed(to_text(told)) if number != number else number_seed(number)
        return shuffled(nodes(node, context), park_miller(start))

    return run


def _random(_builder: Builder, _call: Call) -> Code[Value]:
    return lambda _node, context: context.env.random()


def _uuid(builder: Builder, call: Call) -> Code[Value]:
    if not call.args:
        return lambda _node, context: context.env.uuid()
    length = builder.number(call.args[0])

    def run(node: Node, context: Context) -> Value:
        count = min(max(whole(length(node, context)), 0), _LONGEST)
        context.env.spend(count)
        draw = context.env.random
        return "".join([_ALPHABET[int(draw() * len(_ALPHABET))] for _ in range(count)])

    return run


FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        "randomize": Function(1, 2, NODES, _randomize),
        "random": Function(0, 0, NUMBER, _random, volatile=True),
        "uuid": Function(0, 1, TEXT, _uuid, volatile=True),
    }
)
