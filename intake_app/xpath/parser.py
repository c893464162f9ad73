"""XPath 1.0 source to the frozen syntax tree. Every refusal names its position."""

from typing import Final

from intake_app.errors import IntakeError
from intake_app.xpath.lexer import Token, syntax_error, tokens
from intake_app.xpath.syntax import (
    ROOT_START,
    Arithmetic,
    Call,
    Compare,
    Expr,
    Filter,
    Literal,
    Logic,
    Negate,
    Number,
    Path,
    Step,
    Test,
    Union,
)

DEEPEST: Final = 100
"""How deep parentheses, arguments and predicates may nest; keeps each later walk inside Python's own stack."""

AXES: Final = frozenset(
    {
        "ancestor",
        "ancestor-or-self",
        "attribute",
        "child",
        "descendant",
        "descendant-or-self",
        "following",
        "following-sibling",
        "namespace",
        "parent",
        "preceding",
        "preceding-sibling",
        "self",
    }
)
_NODE_TYPES: Final = frozenset({"node", "text", "comment", "processing-instruction"})
_BINDING: Final = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "times": 6,
    "div": 6,
    "mod": 6,
}
_ANY_NODE: Final = Test("node", None, "*")


def parse(source: str) -> Expr:
    """Read an expression. IntakeError xpath.syntax (position, near), xpath.too_deep, xpath.too_long (position)."""
    parser = _Parser(source)
    try:
        return parser.whole()
    except RecursionError:
        raise IntakeError("xpath.too_deep", position=parser.peek().at + 1, limit=DEEPEST) from None


class _Parser:
    """One pass over the tokens of one source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = tokens(source)
        self.index = 0
        self.depth = 0

    def whole(self) -> Expr:
        expr = self.expression(0)
        if self.peek().kind != "end":
            raise self.unexpected()
        return expr

    # tokens

    def peek(self) -> Token:
        return self.tokens[self.index]

    def after(self) -> Token:
        """The token after the next; at the end, the end."""
        return self.tokens[min(self.index + 1, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.peek()
        self.index += 1
        return token

    def at_operator(self, *texts: str) -> bool:
        token = self.peek()
        return token.kind == "operator" and token.text in texts

    def expect(self, text: str) -> Token:
        if not self.at_operator(text):
            raise self.unexpected()
        return self.take()

    def unexpected(self) -> IntakeError:
        return syntax_error(self.source, self.peek().at)

    # expressions

    def expression(self, binding: int) -> Expr:
        """Precedence climbing; chains of one level become one flat node, so that length is not depth."""
        outside = self.depth
        left = self.unary()
        while True:
            token = self.peek()
            level = _BINDING.get(token.text, 0) if token.kind == "operator" else 0
            if level <= binding:
                self.depth = outside
                return left
            if level <= 2:
                left = self.logic(left, token, level)
            elif level <= 4:
                left = self.comparison(left, token, level)
            else:
                left = self.arithmetic(left, token, level)

    def logic(self, first: Expr, token: Token, level: int) -> Expr:
        operands = [first]
        while self.at_operator(token.text):
            self.take()
            operands.append(self.expression(level))
        return Logic(token.text, tuple(operands), token.at)

    def comparison(self, left: Expr, token: Token, level: int) -> Expr:
        self.take()
        self.deeper(token.at)
        return Compare(token.text, left, self.expression(level), token.at)

    def arithmetic(self, first: Expr, token: Token, level: int) -> Expr:
        rest: list[tuple[str, Expr]] = []
        while self.peek().kind == "operator" and _BINDING.get(self.peek().text) == level:
            op = self.take().text
            rest.append((op, self.expression(level)))
        return Arithmetic(first, tuple(rest), token.at)

    def unary(self) -> Expr:
        if not self.at_operator("-"):
            return self.union()
        at = self.peek().at
        count = 0
        while self.at_operator("-"):
            self.take()
            count += 1
        return Negate(self.union(), count % 2 == 1, at)

    def union(self) -> Expr:
        first = self.path()
        if not self.at_operator("|"):
            return first
        at = self.peek().at
        operands = [first]
        while self.at_operator("|"):
            self.take()
            operands.append(self.path())
        return Union(tuple(operands), at)

    def deeper(self, at: int) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise IntakeError("xpath.too_deep", position=at + 1, limit=DEEPEST)

    # paths

    def path(self) -> Expr:
        token = self.peek()
        if self.at_operator("/", "//"):
            return self.absolute()
        if self.starts_step():
            return Path(None, self.steps(), token.at)
        primary = self.primary()
        predicates = self.predicates()
        start: Expr = Filter(primary, predicates, token.at) if predicates else primary
        if not self.at_operator("/", "//"):
            return start
        return Path(start, self.more_steps(), token.at)

    def absolute(self) -> Path:
        at = self.peek().at
        if self.at_operator("//"):
            return Path(ROOT_START, self.more_steps(), at)
        self.take()
        return Path(ROOT_START, self.steps() if self.starts_step() else (), at)

    def starts_step(self) -> bool:
        token = self.peek()
        if token.kind == "operator":
            return token.text in (".", "..", "@")
        if token.kind != "name":
            return False
        after = self.after()
        is_call = after.kind == "operator" and after.text == "("
        return not is_call or token.text in _NODE_TYPES

    def steps(self) -> tuple[Step, ...]:
        return (self.step(), *self.more_steps())

    def more_steps(self) -> tuple[Step, ...]:
        found: list[Step] = []
        while self.at_operator("/", "//"):
            slash = self.take()
            if slash.text == "//":
                found.append(Step("descendant-or-self", _ANY_NODE, (), slash.at))
            if not self.starts_step():
                raise self.unexpected()
            found.append(self.step())
        return tuple(found)

    def step(self) -> Step:
        token = self.peek()
        if self.at_operator(".", ".."):
            self.take()
            axis = "self" if token.text == "." else "parent"
            return Step(axis, _ANY_NODE, self.predicates(), token.at)
        axis = self.axis()
        return Step(axis, self.test(), self.predicates(), token.at)

    def axis(self) -> str:
        if self.at_operator("@"):
            self.take()
            return "attribute"
        token, after = self.peek(), self.after()
        if token.kind != "name" or after.kind != "operator" or after.text != "::":
            return "child"
        if token.text not in AXES:
            raise self.unexpected()
        self.index += 2
        return token.text

    def test(self) -> Test:
        token = self.peek()
        if token.kind != "name":
            raise self.unexpected()
        self.take()
        if self.at_operator("("):
            return self.type_test(token)
        prefix, colon, name = token.text.rpartition(":")
        return Test("name", prefix if colon else None, name)

    def type_test(self, token: Token) -> Test:
        if token.text not in _NODE_TYPES:
            raise syntax_error(self.source, token.at)
        self.expect("(")
        name = "*"
        if token.text == "processing-instruction" and self.peek().kind == "literal":
            name = self.take().text
        self.expect(")")
        return Test(token.text, None, name)

    def predicates(self) -> tuple[Expr, ...]:
        found: list[Expr] = []
        while self.at_operator("["):
            self.deeper(self.take().at)
            found.append(self.expression(0))
            self.depth -= 1
            self.expect("]")
        return tuple(found)

    def primary(self) -> Expr:
        token = self.peek()
        if token.kind == "literal":
            return Literal(self.take().text, token.at)
        if token.kind == "number":
            return Number(float(self.take().text), token.at)
        if token.kind == "name":
            return self.call()
        if self.at_operator("("):
            self.deeper(self.take().at)
            inner = self.expression(0)
            self.depth -= 1
            self.expect(")")
            return inner
        raise self.unexpected()

    def call(self) -> Call:
        token = self.take()
        if token.text.endswith("*"):
            raise syntax_error(self.source, token.at)
        self.deeper(self.expect("(").at)
        args: list[Expr] = []
        while not self.at_operator(")"):
            if args:
                self.expect(",")
            args.append(self.expression(0))
        self.expect(")")
        self.depth -= 1
        return Call(token.text, tuple(args), token.at)
