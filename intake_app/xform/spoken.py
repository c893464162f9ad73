"""What the words of a form read, where a rule asks for words: by jr:itext() and jr:choice-name()."""

from collections.abc import Iterable, Iterator, Mapping

from intake_app.xform.definition import NodeSpec, Question, Wording
from intake_app.xform.model import plain_path
from intake_app.xform.references import References, Use
from intake_app.xpath.expression import Compiled
from intake_app.xpath.syntax import Call, Expr, Literal, parts

ItextOutputs = Mapping[str, tuple[Compiled, ...]]
"""The expressions inside each itext id, over all languages; ids without any are left out."""

SPEAKING_CALLS = frozenset(("jr:itext", "jr:choice-name"))


class Spoken:
    """Follows rules into the texts and lists they show; what is read there is read anywhere in the record."""

    def __init__(
        self, root: NodeSpec, specs: Mapping[str, NodeSpec], outputs: ItextOutputs, of_choices: tuple[Compiled, ...]
    ) -> None:
        self._root = root
        self._specs = specs
        self._outputs = outputs
        self._of_choices = of_choices

    def uses(self, rules: Iterable[Compiled], spec: NodeSpec) -> tuple[Use, ...]:
        """What texts shown by some rules of a path read."""
        found: dict[tuple[str, bool], Use] = {}
        waiting = [(rule, spec) for rule in rules]
        seen: set[Compiled] = set()
        while waiting:
            rule, here = waiting.pop()
            if rule in seen or not SPEAKING_CALLS & rule.calls:
                continue
            seen.add(rule)
            for call in _calls(rule.expr):
                shown, read = self._shown(call, here)
                waiting += shown
                found |= {(use.spec.path, use.value): Use(use.spec, self._root, use.value) for use in read}
        return tuple(found.values())

    def wording(self, wording: Wording) -> Iterator[Compiled]:
        """The expressions of a label, hint or message, those of the itext it names included."""
        yield from wording.expressions()
        if wording.itext is not None:
            yield from self._outputs.get(wording.itext, ())
        if wording.itext_expression is not None:
            yield from self._named(wording.itext_expression.expr)

    def _named(self, expr: Expr) -> Iterator[Compiled]:
        """The expressions of the itext ids that stand in an expression; of all, where none does."""
        names = [inner.value for inner in _inside(expr) if isinstance(inner, Literal) and inner.value in self._outputs]
        for name in names or self._outputs:
            yield from self._outputs[name]

    def _shown(self, call: Call, here: NodeSpec) -> tuple[list[tuple[Compiled, NodeSpec]], tuple[Use, ...]]:
        if call.name == "jr:itext":
            return self._read([(each, self._root) for each in self._named(call.args[0])])
        path = call.args[1]
        spec = self._specs.get(plain_path(path.value, here.path)) if isinstance(path, Literal) else None
        if spec is None or spec.question is None:
            return [], ()
        return self._choices(spec, spec.question)

    def _choices(self, spec: NodeSpec, question: Question) -> tuple[list[tuple[Compiled, NodeSpec]], tuple[Use, ...]]:
        told = [(each, spec) for item in question.items for each in self.wording(item.label)]
        if question.itemset is None:
            return self._read(told)
        if question.itemset.label_is_itext:
            told += [(each, spec) for each in self._of_choices]
        shown, read = self._read(told)
        references = References(spec, self._root)
        places = references.read(question.itemset.nodeset.expr)
        for each in (question.itemset.value, question.itemset.label):
            if each is not None and places:
                references.walk(each.expr, places, False)
        return [*shown, (question.itemset.nodeset, spec)], read + references.uses()

    def _read(self, shown: list[tuple[Compiled, NodeSpec]]) -> tuple[list[tuple[Compiled, NodeSpec]], tuple[Use, ...]]:
        read: list[Use] = []
        for rule, spec in shown:
            references = References(spec, self._root)
            references.read(rule.expr)
            read += references.uses()
        return shown, tuple(read)


def _inside(expr: Expr) -> Iterator[Expr]:
    stack = [expr]
    while stack:
        inner = stack.pop()
        yield inner
        stack.extend(parts(inner))


def _calls(expr: Expr) -> Iterator[Call]:
    return (inner for inner in _inside(expr) if isinstance(inner, Call) and inner.name in SPEAKING_CALLS)
