"""Entries of a list that a number of the form counts: those with answers that leave the screen are told."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from intake_app.gui.controls import Kind
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_room import Room
from intake_app.gui.words import Words, listed, quoted
from intake_app.xform import Changes, Session


class _Page(Protocol):
    words: Words
    session: Session
    reading: Reading
    room: Room


class Uncounted:
    """What left the screen in this interview and is not back yet; `fresh`: it was said since the page was left last."""

    def __init__(self, page: _Page) -> None:
        self._page, self.fresh = page, False
        self._gone: frozenset[str] = frozenset()
        self._saying = self._said
        """One and the same, by which the line is known again."""

    def look(self, changes: Changes) -> None:
        """Something changed: say which entries went with it, or no longer say so where they are back."""
        before, came = self._gone, set(self._hidden(ref for ref in changes.relevance if "[" in ref))
        if not came and not before:
            return
        told = {entry for entry in before if [*self._hidden([entry])]}
        self._gone = frozenset(told | came)
        notice = self._page.room.notice
        if self._gone and self._gone != before:
            self.fresh = True
            notice.say_in_turn(self._saying, Kind.WARN)
        elif not self._gone:
            notice.take_back(self._saying)

    def _hidden(self, refs: Iterable[str]) -> Iterator[str]:
        """The outermost entries around some places that the count has put out of sight, where somebody told something
        in them."""
        entries = {entry for entry in map(self._entry, refs) if entry}
        if entries:
            leaves = self._page.session.leaves()
            asked = [ref for ref, (value, _) in leaves.items() if value and self._page.reading.asks(ref)]
            yield from (entry for entry in entries if any(ref.startswith(f"{entry}/") for ref in asked))

    def _entry(self, ref: str) -> str:
        """The outermost entry around a place that is beyond the count; "" for none."""
        session, at = self._page.session, ref.find("]")
        while at >= 0:
            series, _, number = ref[:at].rpartition("[")
            if not session.exists(f"{series}[{number}]"):
                return ""
            if int(number) > session.count_repeat(series):
                return ref[: at + 1]
            at = ref.find("]", at + 1)
        return ""

    def _said(self) -> tuple[str, str]:
        """The entries by the name of their list and their number."""
        tr, named = self._page.words, dict[str, list[int]]()
        for entry in self._gone:
            series, _, number = entry[:-1].rpartition("[")
            named.setdefault(series, []).append(int(number))
        told = []
        for series, numbers in sorted(named.items()):
            label = self._page.reading.group_for_mediator(series).text
            sentence = tr("No longer in the record, with what was told there: {list} {numbers}.")
            called = quoted(label, tr.language)
            told.append(sentence.format(list=called, numbers=listed(map(str, sorted(numbers)), tr.language)))
        return " ".join((*told, tr("It all comes back if the number goes up again."))), ""
