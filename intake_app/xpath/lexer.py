"""XPath 1.0 tokens, with the disambiguation rule of section 3.7 and a position on each."""

import re
from typing import Final, NamedTuple

from intake_app.errors import IntakeError

LONGEST: Final = 100_000
"""The longest expression read, in characters."""


class Token(NamedTuple):
    """One token. `kind` is number, literal, name, operator, variable or end; `text` what it says; `at` 0-based."""

    kind: str
    text: str
    at: int


_NAME = r"[^\W\d][\w.\-·]*"
_PATTERN = re.compile(
    rf"""
    (?P<space>[\x20\t\r\n]+)
  | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
  | (?P<literal>"[^"]*"|'[^']*')
  | (?P<operator>::|//|\.\.|!=|<=|>=|[()\[\].@,/|+\-=<>*])
  | \$(?P<variable>{_NAME}(?::{_NAME})?)
  | (?P<name>{_NAME}(?::(?:{_NAME}|\*))?)
    """,
    re.VERBOSE,
)
_WORDS = frozenset({"and", "or", "mod", "div"})
_WORD_BEFORE_DIGIT = re.compile(r"(?:and|or|mod|div)(?=[0-9])")
_OPERAND_NEXT = frozenset({"::", "//", "!=", "<=", ">=", "(", "[", "@", ",", "/", "|", "+", "-", "=", "<", ">"})


def syntax_error(source: str, at: int) -> IntakeError:
    """The error for something unexpected at a 0-based place; facts `position` (1-based) and `near`."""
    return IntakeError("xpath.syntax", position=at + 1, near=source[at : at + 20])


def tokens(source: str) -> list[Token]:
    """All tokens of an expression, closed by one of kind `end`. IntakeError xpath.syntax, xpath.too_long."""
    if len(source) > LONGEST:
        raise IntakeError("xpath.too_long", position=LONGEST, length=len(source), limit=LONGEST)
    found: list[Token] = []
    at = 0
    while at < len(source):
        match = _PATTERN.match(source, at)
        if match is None:
            raise syntax_error(source, at)
        word = _WORD_BEFORE_DIGIT.match(source, at)
        if word is not None and _after_operand(found):
            found.append(Token("operator", word.group(), at))
            at = word.end()
            continue
        kind = str(match.lastgroup)
        if kind != "space":
            found.append(_token(kind, match.group(kind), at, found))
        at = match.end()
    found.append(Token("end", "", len(source)))
    return found


def _token(kind: str, text: str, at: int, before: list[Token]) -> Token:
    if kind == "literal":
        return Token(kind, text[1:-1], at)
    if kind == "name" and text in _WORDS and _after_operand(before):
        return Token("operator", text, at)
    if kind == "operator" and text == "*":
        return Token("operator", "times", at) if _after_operand(before) else Token("name", "*", at)
    return Token(kind, text, at)


def _after_operand(before: list[Token]) -> bool:
    """Whether an operator, not a name, may stand here (XPath 1.0, section 3.7)."""
    if not before:
        return False
    last = before[-1]
    return not (last.kind == "operator" and (last.text in _OPERAND_NEXT or last.text in _WORDS or last.text == "times"))
