"""The choices a question offers now: written out in the form, or read from nodes that pass the filter."""

from collections.abc import Iterator

from intake_app.errors import IntakeError
from intake_app.xform.definition import Item, Itemset, Question
from intake_app.xform.instance import placed
from intake_app.xform.reading import BLANKS
from intake_app.xpath.context import Context
from intake_app.xpath.tree import Node

MANY = ("select", "rank")


def offered_nodes(itemset: Itemset, context: Context) -> list[Node]:
    """The nodes of an itemset for the node in the context, in order."""
    try:
        return itemset.nodeset.nodes(context)
    except IntakeError as error:
        raise placed(error, context.node) from error


def value_of(itemset: Itemset, node: Node, context: Context) -> str:
    """The value a node of an itemset stands for; blanks at its ends, as a cell of a CSV may have, are none of it."""
    if itemset.value_name is not None:
        found = node.named(itemset.value_name)
        return found[0].text().strip(BLANKS) if found else ""
    return itemset.value.string(Context(node, context.env, current=context.node)).strip(BLANKS)


def offered(question: Question, context: Context) -> Iterator[tuple[str, Item | Node]]:
    """(value, item or node) of each choice; a value met twice is offered once, the first (engine decision 22)."""
    seen = set()
    for value, source in _all(question, context):
        if value and value not in seen:
            seen.add(value)
            yield value, source


def _all(question: Question, context: Context) -> Iterator[tuple[str, Item | Node]]:
    for item in question.items:
        yield item.value, item
    if question.itemset is not None:
        for node in offered_nodes(question.itemset, context):
            if node.relevant:
                yield value_of(question.itemset, node, context), node


def kept_values(answer: str, question: Question, context: Context) -> str:
    """The part of an answer that is still offered, in the order it was given."""
    if question.control not in (*MANY, "select1"):
        return answer
    chosen = answer.split() if question.control in MANY else [answer]
    wanted = set(chosen)
    for value, _ in offered(question, context):
        wanted.discard(value)
        if not wanted:
            return answer
    return " ".join(value for value in chosen if value not in wanted)
