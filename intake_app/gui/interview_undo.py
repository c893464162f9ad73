"""The Undo of an interview: what was taken out is brought back, and what was told instead can be had again in turn."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Protocol

from intake_app import workflow
from intake_app.gui.controls import Kind
from intake_app.gui.interview_files import Files
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_room import Room
from intake_app.gui.interview_words import is_one_tap, removed_words
from intake_app.gui.words import Words
from intake_app.workflow.births import as_told
from intake_app.xform import AnswerState, Changes, Session

OF_THE_FORM = "jr://"
"""A file with this name came with the form."""
_UNSAID = (AnswerState.DOES_NOT_KNOW, AnswerState.DECLINED)
_Took = Callable[[Iterable[str], Changes, str], None]


class _Page(Protocol):
    words: Words
    session: Session
    reading: Reading
    room: Room
    files: Files


class _Told(NamedTuple):
    """What one question says, as `workflow.answer` takes it."""

    text: str
    state: AnswerState


@dataclass(frozen=True, eq=False)
class _Offer:
    """``told``: what it brings back, and ``left``: how the questions were left by what it undoes; nothing where it came
    of another. ``asked``: the one among them that is answered anew; the rest is put back as it was, and so are all
    where that is "".
    """

    told: Mapping[str, _Told]
    left: Mapping[str, _Told]
    asked: str
    said: Callable[[], tuple[str, str]]
    kind: Kind


class UndoOffer:
    """What stands in the line over the page. It is for the same questions, whatever they say meanwhile: neither the
    older nor the newer is lost by it. It ends once one of them is gone, or stands where another of a repeat stood. Of
    several the last is offered first, as long as nothing else is said in the line and nobody closes it.
    """

    def __init__(self, page: _Page, settle: Callable[[], None], took: _Took) -> None:
        """``settle``: has the session know what is half typed; ``took``: hears of which questions something was
        brought back, what changed, and of which file the page is to show the picture."""
        self._page, self._settle, self._took = page, settle, took
        self._offers: list[_Offer] = []

    def make(
        self,
        told: Iterable[tuple[str, str]],
        said: Callable[[], tuple[str, str]],
        kind: Kind,
        asked: str = "",
        before: Mapping[str, AnswerState] | None = None,
    ) -> None:
        """Offer to bring back what these questions said; ``asked`` is that whose answer was taken out, ``before`` has
        what stood instead of an answer."""
        if self._offers and not self._page.room.notice.says(self._offers[-1].said):
            self._offers.clear()
        old = {ref: _Told(text, (before or {}).get(ref, AnswerState.ANSWERED)) for ref, text in told}
        self._offers.append(_Offer(old, {ref: self._now(ref) for ref in old}, asked, said, kind))
        self._say()

    def look(self) -> None:
        """Something was told: is what is offered still there?"""
        self._keep(self._is_there)

    def forget_repeat(self, ref: str) -> None:
        """One of a repeat goes, and those behind it move up."""
        repeat = ref.rpartition("[")[0] + "["
        self._keep(lambda offer: not any(one.startswith(repeat) for one in offer.told))

    def forget_files(self) -> None:
        """The bytes of removed files are gone."""
        self._keep(lambda offer: not any(map(self._is_file, offer.told)))

    def end(self) -> None:
        """Nothing is offered any longer."""
        self._keep(lambda _offer: False)

    def _say(self) -> None:
        offer = self._offers[-1]
        self._page.room.notice.say_in_turn(offer.said, offer.kind, partial(self._take, offer))

    def _keep(self, wanted: Callable[[_Offer], bool]) -> None:
        last, self._offers = self._offers[-1:], [offer for offer in self._offers if wanted(offer)]
        notice = self._page.room.notice
        if last and last != self._offers[-1:] and notice.says(last[0].said):
            notice.take_back(last[0].said)
            if self._offers:
                self._say()

    def _take(self, offer: _Offer) -> None:
        """The line is gone already; what waits under it comes back."""
        waiting, self._offers = [one for one in self._offers if one is not offer], []
        self._settle()
        made, self._offers = self._offers, []
        newer = self._swap(offer) if self._is_there(offer) else None
        self._offers = [*filter(self._is_there, waiting), *made]
        if newer is not None:
            self._offers.insert(self._turn(newer), newer)
        if self._offers:
            self._say()

    def _turn(self, newer: _Offer) -> int:
        """Where what was told since waits: after all that is older of the same questions, else in front."""
        same = (at for at, one in enumerate(self._offers) if one.told.keys() & newer.told.keys())
        return next(same, len(self._offers))

    def _swap(self, offer: _Offer) -> _Offer | None:
        """Bring it back; what stood there instead, if that is not told again as quickly."""
        page, now = self._page, {ref: self._now(ref) for ref in offer.told}
        files = [ref for ref in offer.told if self._is_file(ref)]
        kept = [offer.told[ref].text for ref in files if not offer.told[ref].text.startswith(OF_THE_FORM)]
        if not all(map(page.files.have_again, filter(None, kept))):
            return None
        for ref in files:
            if now[ref].text and not now[ref].text.startswith(OF_THE_FORM):
                page.files.drop_later(now[ref].text)
        self._took(offer.told, self._put_back(offer), offer.told[files[0]].text if files else "")
        first = next((ref for ref in now if self._is_newer(offer, ref, now[ref])), None)
        if first is None:
            return None
        return _Offer(now, {}, offer.asked, partial(_words, page, first), Kind.NEUTRAL)

    def _put_back(self, offer: _Offer) -> Changes:
        session, told = self._page.session, offer.told
        changes = Changes()
        if offer.asked:
            changes = workflow.answer(session, offer.asked, told[offer.asked].text)
        changes = changes.then(session.restore((ref, one.text) for ref, one in told.items() if ref != offer.asked))
        for ref, one in told.items():
            if not one.text and one.state in _UNSAID:
                changes = changes.then(workflow.mark(session, ref, one.state))
        return changes

    def _is_newer(self, offer: _Offer, ref: str, now: _Told) -> bool:
        """Whether something was told since, or stands there that takes time to tell."""
        if not now.text or now.text == offer.told[ref].text:
            return False
        return now != offer.left.get(ref) or not is_one_tap(self._page.session.question(ref).control, now.text)

    def _is_there(self, offer: _Offer) -> bool:
        return all(map(self._page.session.exists, offer.told))

    def _is_file(self, ref: str) -> bool:
        return self._page.session.exists(ref) and self._page.session.question(ref).control == "upload"

    def _now(self, ref: str) -> _Told:
        session = self._page.session
        return _Told(as_told(session, ref), session.state(ref))


def _words(page: _Page, ref: str) -> tuple[str, str]:
    return removed_words(page.words, page.reading, ref, Changes())
