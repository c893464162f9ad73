"""Lists of choices that narrow: what becomes of answers that a list no longer offers."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from intake_app.errors import IntakeError
from intake_app.xform.choosing import kept_values
from intake_app.xform.instance import cell_of
from intake_app.xform.troubles import Troubles
from intake_app.xform.unfit import Unfit
from intake_app.xpath.context import Context
from intake_app.xpath.tree import Node


class Hands(NamedTuple):
    """What the engine does for a list.

    It gives the context of a node, writes a text, takes an answer without its actions and with them, runs until nothing
    is due, and notes that an answer was lost or (None) set aside.
    """

    context: Callable[[Node], Context]
    write: Callable[[Node, str], bool]
    take: Callable[[Node, str], bool]
    answer: Callable[[Node, str], None]
    run: Callable[[], None]
    lost: Callable[[Node, str | None], None]


class Narrowing:
    """The questions whose lists are to be looked at (`waiting`), and what is done when one offers less."""

    def __init__(self, hands: Hands, unfit: Unfit, troubles: Troubles) -> None:
        self._hands = hands
        self._unfit = unfit
        self._troubles = troubles
        self.waiting: dict[Node, None] = {}

    def look(self, opening: bool) -> None:
        """Clear what narrowed lists no longer offer, until nothing narrows. What an action puts back in a question that
        was cleared before is cleared without its actions, or it would never end. `opening`: set it aside instead.
        """
        cleared: set[Node] = set()
        lose = self._set_aside if opening else partial(self._clear, cleared)
        while self.waiting:
            waiting = sorted(self.waiting, key=_in_document)
            self.waiting.clear()
            for node in waiting:
                try:
                    self._narrow(node, lose)
                    self._troubles.mend("choices", node)
                except IntakeError as error:
                    self._troubles.fail("choices", node, error)
                self._hands.run()

    def _narrow(self, node: Node, lose: Callable[[Node, str], None]) -> None:
        """Let go of an answer that its list does not offer, take back one set aside that it does."""
        spec = cell_of(node).spec
        question, text = spec.question, self._unfit.shown(node)
        if not node.relevant or not text or question is None or spec.bind.calculate is not None:
            return
        kept = kept_values(text, question, self._hands.context(node))
        if text != node.value:
            self._set_aside(node, kept)
        elif kept != text:
            lose(node, kept)

    def _clear(self, cleared: set[Node], node: Node, kept: str) -> None:
        """Clear an answer that a narrowed list no longer offers (engine decision 13)."""
        if node in cleared:
            self._hands.take(node, kept)
            return
        cleared.add(node)
        self._hands.lost(node, node.value)
        self._hands.answer(node, kept)

    def _set_aside(self, node: Node, kept: str) -> None:
        """Keep an answer beside the instance, and in the instance what its list offers of it."""
        text = self._unfit.shown(node)
        if kept == text:
            kept = self._unfit.take(node, text)
        else:
            self._unfit.keep(node, text)
        self._hands.write(node, kept)
        self._hands.lost(node, None)


def _in_document(node: Node) -> int:
    return cell_of(node).spec.order
