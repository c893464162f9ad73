"""The consent matrix at the windows: what can be noted there is noted, button by button, and what left is looked up."""

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from intake_app import slips, workflow
from intake_app.gui.agreement_page import AgreementPage
from intake_app.gui.desk import Desk
from intake_app.gui.export_page import CSV, JSON, MINOR, SCREENING, ExportPage
from intake_app.gui.fields import Choice, Line
from intake_app.gui.guardian_agreed import GuardianAgreed
from intake_app.gui.hand_over_page import HandOverPage
from intake_app.gui.release_page import REASON, ReleasePage
from intake_app.gui.slip_page import SlipPage
from intake_app.gui.tick import Tick
from intake_app.vault import Vault
from intake_app.workflow import ConsentSheet
from tests.gui_shell.windows import Seat
from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import FILES, GROUNDS, NAME, PASSPHRASE, TO, YES, Ground, Scene, basis_of
from tests.workflow.test_leaving import at_work

pytestmark = [pytest.mark.window, pytest.mark.always]
T = TypeVar("T")


def _says_no(page: SlipPage) -> bool:
    return page.sheet.consent.no.isChecked()


def _went_or_kept(page: SlipPage, noted: Scene) -> bool:
    """Whether the slip is issued, or the no is kept, or the first of two yeses."""
    return page.issued is not None or (noted.no and not _says_no(page)) or bool(page.sheet.lacking())


class Windows:
    """Somebody at the windows, who fills in what is there to be filled in."""

    NOWHERE = frozenset({("slip", "person"), ("sight", "person")})

    def __init__(self, seat: Seat, folder: Path) -> None:
        self.seat, self.folder, self.number = seat, folder, 0
        self.age_known: dict[str, str] = {}
        """Of whom the desk noted an age that is kept."""
        self.grounds: dict[str, str] = {}
        """On what each release that was seen went, also once it ended."""
        self.first_of_two = False
        """Whether a slip waits for another's yes: what was noted with the first is kept."""

    def asked(self, ask: Callable[[Vault], T]) -> T:
        got: list[T] = []
        self.seat.lanes.vault(ask, got.append)
        self.seat.settle(lambda: bool(got))
        return got[0]

    def waits(self, record: str) -> bool:
        return self.asked(lambda store: store.record(record).delivery) == "waiting"

    def releases(self, record: str) -> list[dict[str, Any]]:
        found = [asdict(one) for one in self.asked(lambda store: store.releases(record))]
        self.grounds |= {one["id"]: one["basis"] for one in found}
        return found

    def out(self, way: str, record: str, scene: Scene) -> tuple[str, Scene]:
        before = self.releases(record)
        letting = {"slip": self._slip, "dossier": self._slip, "sight": self._sight}.get(way, self._file)
        self.first_of_two = False
        went, noted = letting(way, record, scene)
        after, adult = self.releases(record), scene.age_here == "adult"
        kept = went or noted.no or self.first_of_two
        if kept and (way in consent_scenes.SLIPS or (way in ("page", *FILES) and adult)):
            self.age_known[record] = noted.age_here
        if not went:
            ends = noted.no or (self.first_of_two and noted.age_here == "minor")
            assert after == before or (ends and all(one in before for one in after)), "a no ends what went, or an age"
            return "", noted
        return basis_of(before, after, way, noted), noted

    def _blank(self, record: str, scene: Scene) -> Scene:
        """A scene in which nothing is noted yet but what is kept from before."""
        return replace(
            scene, given=False, guardian=False, danger=False, asylum=True, alone=self._alone_known(record), reason="",
            work=False, age_here=self.age_known.get(record, ""), no=False,
        )  # fmt: skip

    def _alone_known(self, record: str) -> bool:
        """Whether the desk said of the child that they are alone, and what went out for that stands."""
        return self.asked(lambda store: any(one.basis == "duty" for one in store.standing_releases(record)))

    def _tick(self, box: Tick, wanted: bool) -> bool:
        """Ticked, where the box is there; whether it is."""
        if box.isVisible() and box.isChecked() is not wanted:
            self.seat.click(box)
        return box.isVisible() and box.isChecked()

    def _of_guardian(self, theirs: GuardianAgreed, wanted: bool) -> bool:
        """Ticked and told, where it is there; whether it is."""
        ticked = self._tick(theirs.tick, wanted)
        if ticked:
            theirs.how.how_choice.choose("spoken")
            theirs.how.language_choice.choose("ur")
            theirs.how.language_choice.picked.emit("ur")
        return ticked

    def _write(self, line: Line, text: str) -> str:
        if not line.isVisible():
            return ""
        self.seat.type(line, text)
        return text

    def _slip(self, way: str, record: str, scene: Scene) -> tuple[bool, Scene]:
        place, noted = self.seat.place, self._blank(record, scene)
        place.refer(record)
        page = self.seat.page(SlipPage)
        self.seat.settle(lambda: page.proposal is not None)
        if page.reason.isVisible() and scene.danger:
            self.seat.click(page.danger)
        if page.reason.isVisible():
            assert not page.issue.isVisible()
            self.seat.shell.leave_page()
            return False, noted
        page.sheet.recipient.choose(consent_scenes.service(TO.get(way, scene.recipient)))
        if way == "dossier":  # first: both are asked about it, also who agreed to a slip before
            noted = replace(noted, work=self._tick(page.sheet.dossier, True))
            assert noted.work
        noted = self._noted_for_slip(page, scene, noted)
        if page.sheet.consent.lacks_language:
            page.sheet.consent.language.choose("bn")
        pauses = page.findChildren(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly)
        self.seat.settle(lambda: page.issue.isEnabled() or not any(each.isActive() for each in pauses))
        if page.issue.isEnabled():
            self.seat.click(page.issue)
            self.seat.settle(lambda: page.trouble.isVisible() or _went_or_kept(page, noted))
            one_agrees = page.trouble.isVisible() and noted.given is not noted.guardian and not noted.no
            self.first_of_two = page.issued is None and (bool(page.sheet.lacking()) or one_agrees)
        went = page.issued is not None
        assert page.print.isVisible() is page.save.isVisible() is went
        self.seat.shell.leave_page()
        return went, noted

    def _noted_for_slip(self, page: SlipPage, scene: Scene, noted: Scene) -> Scene:
        card = page.sheet.consent
        if scene.age_here:
            page.sheet.choices["age_band"].choose(scene.age_here)
        if card.source_field.isVisible():
            card.source.choose("person")
            noted = replace(noted, age_here=scene.age_here)
        told = replace(
            noted,
            alone=self._tick(card.alone, scene.alone) or noted.alone,
            given=self._tick(card.person, scene.given),
            no=self._tick(card.no, scene.no),
            guardian=self._of_guardian(card.theirs, scene.guardian),
            danger=self._tick(card.danger, scene.danger),
            asylum=not self._tick(card.no_asylum, not scene.asylum),
            reason=self._write(card.reason, scene.reason),
        )
        if not card.said_first.isVisible():
            return told
        shown = card.said_first.text()  # what they said before counts
        person, guardian = (f"The {who} agreed" in shown for who in ("person", "guardian"))
        return replace(told, given=told.given or (person and not told.no), guardian=told.guardian or guardian)

    def _file(self, way: str, record: str, scene: Scene) -> tuple[bool, Scene]:
        place, noted = self.seat.place, self._blank(record, scene)
        place.export(record, "KARO")
        page, file = self.seat.page(ExportPage), self._new_file()
        page.format_choice.choose({"page": SCREENING, "report": MINOR, "table": CSV}.get(way, JSON))
        if way in FILES and not self._offered(page.to_choice, scene.recipient):
            assert not page.save.isEnabled()
            self.seat.shell.leave_page()
            return False, noted
        if way in FILES:
            page.to_choice.choose(scene.recipient)
        young = self._tick(page.minor, scene.age_here == "minor")
        noted = replace(
            noted,
            alone=self._tick(page.alone, scene.alone) or noted.alone,
            given=self._tick(page.person, scene.given),
            no=self._tick(page.no, scene.no),
            guardian=self._of_guardian(page.theirs, scene.guardian),
            danger=self._tick(page.danger, scene.danger),
            reason=self._write(page.reason_line, scene.reason),
        )
        if noted.given:
            page.how.how_choice.choose("spoken")
            page.how.language_choice.choose("bn")
        if scene.age_here == ("minor" if way == "report" else "adult"):
            page.age_choice.choose("person")
            young, noted = way == "report", replace(noted, age_here=noted.age_here or scene.age_here)
        page.save_to(file)
        self.seat.settle(lambda: file.exists() or page.trouble.isVisible())
        went = file.exists()
        if not went:
            self.seat.shell.leave_page()
        return went, replace(noted, age_here="minor") if young else noted

    @staticmethod
    def _offered(choice: Choice, code: str) -> bool:
        return choice.findData(code) >= 0

    def _new_file(self) -> Path:
        self.number += 1
        return self.folder / str(self.number)

    def _sight(self, _way: str, record: str, scene: Scene) -> tuple[bool, Scene]:
        place, noted = self.seat.place, self._blank(record, scene)
        had = self.seen_beyond(record)
        place.hand_over(self.asked(lambda store: store.record(record)))
        page = self.seat.page(HandOverPage)
        self.seat.settle(lambda: page.taker_choice.count() > 0)
        card = page.agency
        if not self._offered(card.kind_choice, scene.recipient):
            assert card.shut.isVisible() or not card.isVisible()
            self.seat.shell.leave_page()
            return False, noted
        card.kind_choice.choose(scene.recipient)
        young = self._tick(card.minor, "minor" in (scene.age, scene.age_here))
        noted = replace(
            noted,
            alone=self._tick(card.alone, scene.alone) or noted.alone,
            given=self._tick(card.person, scene.given),
            no=self._tick(card.no, scene.no),
            guardian=self._of_guardian(card.theirs, scene.guardian),
            danger=self._tick(card.danger, scene.danger),
            asylum=not self._tick(card.no_asylum, not scene.asylum),
            reason=self._write(card.reason_line, scene.reason),
        )
        card.how.how_choice.choose("spoken")
        card.how.language_choice.choose("bn")
        card.how.language_choice.picked.emit("bn")
        if not page.give.isEnabled():
            assert card.shut.isVisible() and not noted.alone
            self.seat.shell.leave_page()
            return False, self._blank(record, scene)
        self.seat.click(page.give)
        self.seat.settle(lambda: self.seat.shell.page is not page or page.trouble.isVisible())
        went = self.seat.shell.page is not page
        if not went:
            self.seat.shell.leave_page()
        assert had or self.seen_beyond(record) is went
        return went, replace(noted, age_here="minor") if young else noted

    def take_back(self, record: str) -> set[str]:
        self.seat.place.take_back(record, "KARO")
        page = self.seat.page(AgreementPage)
        self.seat.settle()
        self.seat.click(page.take_back)
        self.seat.shell.leave_page()
        return {one["basis"] for one in self.releases(record)}

    def slips(self, record: str) -> dict[str, str]:
        return {row.reference: self.grounds[row.release_id] for row in self.asked(lambda store: store.slips(record))}

    def prints(self, record: str, reference: str) -> bool:
        desk = self.seat.own(Desk)
        desk.slip_wanted.emit(reference)
        page = self.seat.page(SlipPage)
        self.seat.settle()
        there = page.issued is not None
        assert page.print.isVisible() is page.save.isVisible() is there
        self.seat.shell.leave_page()
        return there

    def seen_beyond(self, record: str) -> bool:
        return self.asked(lambda store: any(one.ended is None for one in store.handovers(record)))

    def release_later(self, record: str) -> str:
        self.seat.place.release(record, "KARO")
        page = self.seat.page(ReleasePage)
        page.basis_choice.choose(REASON)
        self.seat.type(page.reason_line, "somebody asked")
        self.seat.click(page.release)
        self.seat.settle(lambda: bool(page.basis.note.text()))
        self.seat.shell.leave_page()
        found = self.asked(lambda store: workflow.found_closed(store, record))
        return found.code if found is not None else ""


def walked(bot: QtBot, folder: Path, chosen: list[Scene], wanted: set[Ground] | None = None) -> set[Ground]:
    """`wanted`: each once, and nothing else; without them all of every scene is walked."""
    path = folder / "work.intake"
    with consent_scenes.make(path) as store:
        records = [consent_scenes.met(store, scene) for scene in chosen]
    seat, seen = Seat(bot, path), set[Ground]()
    seat.unlock(NAME, PASSPHRASE)
    seat.settle(lambda: seat.place.person is not None)
    hands = Windows(seat, folder)
    for record, scene in zip(records, chosen, strict=True):
        seen |= consent_scenes.walk(hands, record, scene, None if wanted is None else wanted - seen)
    assert hands.asked(lambda store: store.check()) == ()
    seat.leave()
    return seen


SPARED = {
    *((way, back, basis) for way, back, basis in GROUNDS if way in ("dossier", "table") and basis == "override"),
    ("table", False, ""),
}
"""What the same pages do as for other ways; the long run walks it."""
PARTS = 8
"""Into which the long run is cut, of some 24 scenes each."""
NOES: set[Ground] = {
    *(("slip", purpose, "") for purpose in ("interview", "record", "referral")),
    ("page", "export", ""), ("sync", "sync", ""), ("dossier", "record", "override"),
}  # fmt: skip
"""A no to each of the purposes; and one over which a slip goes for a reason, without what was told of the work."""


def test_each_ground(qtbot: QtBot, tmp_path: Path) -> None:
    wanted = GROUNDS - SPARED
    assert walked(qtbot, tmp_path, consent_scenes.fewest(6, wanted), wanted) >= wanted


def test_each_no_keeps_shut_what_it_is_about(qtbot: QtBot, tmp_path: Path) -> None:
    noes = [replace(YES, said={**YES.said, purpose: "no"}, given=True) for purpose in consent_scenes.PURPOSES]
    hurt = replace(YES, said={**YES.said, "record": "no"}, danger=True, reason=consent_scenes.REASON, work=True)
    assert walked(qtbot, tmp_path, [*noes, hurt], NOES) >= NOES


def test_a_slip_with_the_work_is_shown_again_as_long_as_the_word_to_that_holds(qtbot: QtBot, tmp_path: Path) -> None:
    """The slip itself was not taken back; one without the work is printed again."""
    path, references = tmp_path / "work.intake", list[str]()
    with consent_scenes.make(path) as store:
        told = at_work(store)
        for dossier in (True, False):
            sheet = replace(workflow.propose_slip(store, told).sheet, dossier=dossier)
            noted = ConsentSheet(work=True, language="bn")
            slip = workflow.issue_slip(store, told, "labour_desk", sheet, "it", slips.render, noted)
            references.append(slip.reference)
    seat = Seat(qtbot, path)
    seat.unlock(NAME, PASSPHRASE)
    seat.settle(lambda: seat.place.person is not None)
    hands = Windows(seat, tmp_path)
    assert [hands.prints(told, each) for each in references] == [True, True]
    hands.asked(lambda store: workflow.withdraw_consent(store, told, "export", "labour_desk"))
    assert [hands.prints(told, each) for each in references] == [False, True]
    seat.leave()


def test_who_agreed_to_a_slip_before_is_asked_about_what_goes_along_and_then_it_goes(
    qtbot: QtBot, tmp_path: Path
) -> None:
    """A child, or who may be one, and their guardian, of whom no form asked: first a slip, then one with the work."""
    told = {"age": "prefers_not_to_say", "guardian": True, "given": True, "work": True}
    both = replace(YES, asks=False, recipient="labour_desk", **told)
    wanted: set[Ground] = {(way, False, "consent") for way in ("slip", "dossier")}
    assert walked(qtbot, tmp_path, [both], wanted) >= wanted


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("seed", range(2))
def test_the_whole_of_it(qtbot: QtBot, tmp_path: Path, seed: int, part: int) -> None:
    """In parts, for all of it takes more than an hour; that each ground is reached is tried above."""
    assert walked(qtbot, tmp_path, consent_scenes.scenes(seed, consent_scenes.ALL)[part::PARTS])
