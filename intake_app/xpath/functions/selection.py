"""Functions of multiple selections (words with a space between), check lists and patterns."""

from collections.abc import Mapping
from functools import lru_cache
from time import thread_time
from types import MappingProxyType
from typing import Any, Final

from intake_app.xpath.context import Context, Environment
from intake_app.xpath.functions.patterns import PatternError, compiled
from intake_app.xpath.functions.strings import whole
from intake_app.xpath.signatures import BOOLEAN, NODES, NUMBER, TEXT, Builder, Code, Function, texts
from intake_app.xpath.syntax import Call, Expr
from intake_app.xpath.tree import Node
from intake_app.xpath.values import Value, text_boolean, text_number

PATTERN_SECONDS: Final = 0.1
"""How long one regex may work before it counts as no match."""

_VISITS_PER_SECOND: Final = 200_000


def selected(chosen: str, word: str) -> bool:
    """Whether a choice is among the chosen words (JavaRosa's rule)."""
    return f" {word.strip()} " in f" {chosen.strip()} "


def chosen_words(text: str) -> list[str]:
    """The values of a multiple selection. Only spaces part them, as in JavaRosa."""
    return [word for word in text.split(" ") if word]


def _selected_at(builder: Builder, call: Call) -> Code[Value]:
    chosen, index = builder.text(call.args[0]), builder.number(call.args[1])

    def run(node: Node, context: Context) -> Value:
        words = chosen_words(chosen(node, context))
        at = whole(index(node, context))
        return words[at] if 0 <= at < len(words) else ""

    return run


def _answers(builder: Builder, args: tuple[Expr, ...]) -> Code[list[bool]]:
    """Each argument as a boolean; each node of a nodeset counts for itself."""
    codes = [_answer(builder, arg) for arg in args]
    return lambda node, context: [answer for code in codes for answer in code(node, context)]


def _answer(builder: Builder, arg: Expr) -> Code[list[bool]]:
    if builder.kind(arg) == NODES:
        nodes = builder.nodes(arg)
        return lambda node, context: [text_boolean(context.env.text(item)) for item in nodes(node, context)]
    test = builder.boolean(arg)
    return lambda node, context: [test(node, context)]


def _weights(builder: Builder, arg: Expr) -> Code[list[float]]:
    if builder.kind(arg) == NODES:
        nodes = builder.nodes(arg)
        return lambda node, context: [
            text_number(context.env.text(item), context.env.zone) for item in nodes(node, context)
        ]
    number = builder.number(arg)
    return lambda node, context: [number(node, context)]


def _within(total: float, least: float, most: float) -> bool:
    """Whether a total lies between bounds, of which a negative one does not count."""
    return (least < 0 or total >= least) and (most < 0 or total <= most)


def _checklist(builder: Builder, call: Call) -> Code[Value]:
    least, most = builder.number(call.args[0]), builder.number(call.args[1])
    answers = _answers(builder, call.args[2:])

    def run(node: Node, context: Context) -> Value:
        return _within(sum(answers(node, context)), least(node, context), most(node, context))

    return run


def _weighted_checklist(builder: Builder, call: Call) -> Code[Value]:
    least, most = builder.number(call.args[0]), builder.number(call.args[1])
    pairs = [  # weights may be negative, and so may bounds: unlike in checklist() a negative one counts
        (_answer(builder, arg), _weights(builder, weight))
        for arg, weight in zip(call.args[2::2], call.args[3::2], strict=True)
    ]

    def run(node: Node, context: Context) -> Value:
        total = 0.0
        for answers, weights in pairs:
            both = zip(answers(node, context), weights(node, context), strict=False)
            total += sum(weight for answer, weight in both if answer)
        return least(node, context) <= total <= most(node, context)

    return run


# patterns


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any | None:
    """The pattern ready to use; None if it is none."""
    try:
        return compiled(pattern)
    except PatternError:
        return None


def matches(text: str, pattern: str, env: Environment) -> bool:
    """Whether the whole text matches; a pattern that takes too long or is none does not match, with a notice.

    The work of this thread counts: a computer that is busy, or sleeps in the middle, is not the pattern's fault.
    """
    started = thread_time()
    ready = _compiled(pattern)
    found = False
    if ready is None:
        env.notice("xpath.regex_refused", {})
    else:
        try:
            found = ready.fullmatch(text, timeout=PATTERN_SECONDS, concurrent=True) is not None
        except TimeoutError:
            env.notice("xpath.regex_timeout", {})
    env.spend(int((thread_time() - started) * _VISITS_PER_SECOND))
    return found


def _regex(builder: Builder, call: Call) -> Code[Value]:
    text, pattern = builder.text(call.args[0]), builder.text(call.args[1])
    return lambda node, context: matches(text(node, context), pattern(node, context), context.env)


FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        "selected": texts(2, 2, BOOLEAN, selected),
        "is-selected": texts(2, 2, BOOLEAN, selected),
        "selected-at": Function(2, 2, TEXT, _selected_at),
        "count-selected": texts(1, 1, NUMBER, lambda text: float(len(chosen_words(text)))),
        "checklist": Function(2, None, BOOLEAN, _checklist),
        "weighted-checklist": Function(2, None, BOOLEAN, _weighted_checklist, even=True),
        "regex": Function(2, 2, BOOLEAN, _regex),
    }
)
