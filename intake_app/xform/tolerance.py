"""Two faulty rules that a form is loaded without, each with an error in the import report.

Everything else that can not be understood is refused (engine decisions 16 and 21). These two stand in forms that
people already share, and nothing that is asked depends on them: a calculation whose text does not even begin as an
expression, and a question that shows itself only when a list knows its own answer, which nobody could ever give.
"""

from collections.abc import Mapping

from intake_app.errors import Fact, IntakeError
from intake_app.xform.definition import Notice
from intake_app.xform.expressions import Compiler
from intake_app.xpath.expression import Compiled
from intake_app.xpath.syntax import Call, Expr, Path

_BAD = "xform.bad_expression"


def calculation(source: str | None, path: str, compiler: Compiler, notices: list[Notice]) -> Compiled | None:
    """The calculation of a bind; None, with a notice, for a text that is no expression from its first character on."""
    try:
        return compiler.optional(source, path, "calculate")
    except IntakeError as error:
        if (error.code, error.facts.get("reason"), error.facts.get("position")) != (_BAD, "xpath.syntax", 1):
            raise
        notices.append(_left_out(path, {"near": error.facts.get("near", "")}))
        return None


def relevance(source: str | None, path: str, compiler: Compiler, notices: list[Notice]) -> Compiled | bool:
    """The relevance of a bind; always true, with a notice, where a list is asked for the question's own answer."""
    rule = compiler.rule(source, path, True, "relevant")
    if isinstance(rule, bool) or not _asks_for_itself(rule.expr):
        return rule
    notices.append(_left_out(path, {"near": rule.source[:20]}))
    return True


def _asks_for_itself(expr: Expr) -> bool:
    match expr:
        case Call(name="pulldata", args=(_, _, _, Path(start=None, steps=(step,)))):
            return step.axis == "self" and not step.predicates
    return False


def _left_out(path: str, facts: Mapping[str, Fact]) -> Notice:
    return Notice("error", path, "xform.rule_left_out", facts)
