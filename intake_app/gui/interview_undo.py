"""The Undo of an interview: one at a time, for as long as nothing else was told where it would bring something back."""

from collections.abc import Callable, Iterable
from typing import Protocol

from intake_app.gui.controls import Kind
from intake_app.gui.interview_room import Room
from intake_app.xform import Session


class _Page(Protocol):
    session: Session
    room: Room


class UndoOffer:
    """What stands in the line over the page. It is for the questions as they were left: once one of them says something
    else, is gone, or stands where another stood, the offer ends, for it would write over what was told since.
    """

    def __init__(self, page: _Page, settle: Callable[[], None]) -> None:
        """``settle``: has the session know what is half typed."""
        self._page, self._settle = page, settle
        self._left: dict[str, object] = {}
        self._said: Callable[[], tuple[str, str]] | None = None

    def make(
        self, refs: Iterable[str], said: Callable[[], tuple[str, str]], kind: Kind, undo: Callable[[], None]
    ) -> None:
        """Offer to bring back what these questions said."""

        def do() -> None:
            self._settle()
            holds, self._left = self._holds(), {}
            if holds:
                undo()

        self._left, self._said = {ref: self._now(ref) for ref in refs}, said
        self._page.room.notice.say_in_turn(said, kind, do)

    def look(self) -> None:
        """Something was told: is it still right?"""
        if self._left and not self._holds():
            self.end()

    def forget_repeat(self, ref: str) -> None:
        """One of a repeat goes, and those behind it move up."""
        repeat = ref.rpartition("[")[0] + "["
        if any(one.startswith(repeat) for one in self._left):
            self.end()

    def end(self) -> None:
        """It is offered no longer."""
        said, self._said, self._left = self._said, None, {}
        if said is not None:
            self._page.room.notice.take_back(said)

    def _holds(self) -> bool:
        return bool(self._left) and all(self._now(ref) == left for ref, left in self._left.items())

    def _now(self, ref: str) -> object:
        session = self._page.session
        return (session.value(ref), session.state(ref)) if session.exists(ref) else None
