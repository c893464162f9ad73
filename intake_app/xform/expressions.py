"""Compiling the expressions of a form, with the place of a faulty one in the error."""

import re
from collections.abc import Mapping

from intake_app.errors import IntakeError
from intake_app.xform.definition import Notice
from intake_app.xform.reading import too_large
from intake_app.xpath.expression import Compiled, compile_expression
from intake_app.xpath.signatures import ANY, NODES

MAX_CHARACTERS = 4_000_000
"""Of all different expressions of a form together."""
_SHOWN = 60
"""Characters of a faulty expression that a notice holds."""
_PLAIN = {"true()": True, "false()": False}
_ITEXT = re.compile(r"""\s*jr:itext\(\s*(?:'([^']*)'|"([^"]*)")\s*\)\s*""")


class Compiler:
    """Compiles expressions with the prefixes of one form; an expression met twice is compiled once."""

    def __init__(self, namespaces: Mapping[str, str], notices: list[Notice]) -> None:
        self._namespaces = namespaces
        self._notices = notices
        self._known: dict[str, Compiled] = {}
        self._characters = 0

    def compile(self, source: str, place: str, attribute: str = "") -> Compiled:
        """The compiled expression. IntakeError ``xform.bad_expression`` names the place, reason and position, and the
        attribute of the form it stands in, where that is known.
        """
        known = self._known.get(source)
        if known is not None:
            return known
        try:
            compiled = compile_expression(source, self._namespaces)
        except IntakeError as error:
            facts = {**error.facts, "place": place, "reason": error.code}
            if attribute:
                facts["attribute"] = attribute
            raise IntakeError("xform.bad_expression", **facts) from error
        self._characters += len(source)
        if self._characters > MAX_CHARACTERS:
            raise too_large("form", MAX_CHARACTERS, "characters")
        self._known[source] = compiled
        return compiled

    def nodeset(self, source: str, place: str) -> Compiled:
        """The compiled expression of a list. IntakeError ``xform.bad_expression`` also where it gives no nodes."""
        compiled = self.compile(source, place, "nodeset")
        if compiled.kind not in (NODES, ANY):
            at, reason = compiled.expr.at + 1, "xpath.not_nodes"
            raise IntakeError("xform.bad_expression", place=place, reason=reason, position=at, attribute="nodeset")
        return compiled

    def rule(self, source: str | None, place: str, default: bool, attribute: str) -> Compiled | bool:
        """A rule that is true or false: a boolean when it plainly says so, else the compiled expression."""
        if source is None or not source.strip():
            return default
        plain = _PLAIN.get(source.strip())
        return plain if plain is not None else self.compile(source, place, attribute)

    def output(self, source: str, place: str) -> Compiled | str:
        """The expression of an output in a text. A faulty one is blank, with a notice: words are no logic."""
        try:
            return self.compile(source, place)
        except IntakeError as error:
            if error.code != "xform.bad_expression":
                raise
            facts = {**error.facts, "place": place, "source": source[:_SHOWN]}
            self._notices.append(Notice("error", place, "xform.bad_output", facts))
            return ""

    def optional(self, source: str | None, place: str, attribute: str = "") -> Compiled | None:
        """The compiled expression, or None where there is none."""
        return self.compile(source, place, attribute) if source is not None and source.strip() else None


def itext_id(source: str) -> str | None:
    """The id in ``jr:itext('id')``; None for any other expression."""
    match = _ITEXT.fullmatch(source)
    return (match.group(1) or match.group(2) or "") if match else None
