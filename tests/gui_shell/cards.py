"""Cards and pages that are shown when much has happened to a record and its person, for whoever looks at them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt

from intake_app import workflow
from intake_app.gui import portrait
from intake_app.gui.agreement_page import AgreementPage
from intake_app.gui.case_page import CasePage
from intake_app.gui.gate import Unlock
from intake_app.gui.hand_over_page import HandOverPage
from intake_app.gui.interview import InterviewPage
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.page import Page
from intake_app.gui.release_page import AGREED, ReleasePage
from intake_app.gui.shell import Shell
from intake_app.gui.slip_page import SlipPage
from intake_app.vault import CALL_OUTCOMES, CALLERS, WITNESSES, CaseRow, RecordRow, Role, Vault
from intake_app.workflow import OpenRecord
from intake_app.workflow.age_grounds import AgeGround
from tests.gui_shell import people
from tests.gui_shell.walking import come_to_rest
from tests.gui_shell.windows import PASSPHRASE

P = TypeVar("P", bound=Page)


def store(folder: Path) -> Path:
    """Of Sara's people one was met under two codes and has a decision on the age; one record stays here."""
    path = people.make(folder)
    with workflow.open_store(path, "Ada", PASSPHRASE) as opened:
        workflow.add_person(opened, "Noor", Role.MEDIATOR, PASSPHRASE, agency="Prefettura di Agrigento")
    with workflow.open_store(path, "Sara", PASSPHRASE) as opened:
        first, second = (record.id for record in opened.records("finalised")[:2])
        case, other = workflow.case_for(opened, first, "landing"), workflow.case_for(opened, second)
        workflow.decide_age(opened, case.id, "adult", "passport seen at the prefecture", AgeGround("passport"))
        workflow.merge_cases(opened, case.id, other.id, "they said so themselves")
        workflow.put_case_name(opened, case.id, "Zarafshan Mirzoyeva")
        workflow.note_call(opened, first, CALL_OUTCOMES[0], "A17", CALLERS[0])
        people.finish(opened, people.ARABIC, {f"information/consent_{what}": "no" for what in ("sync", "referral")})
        signs = {"next_steps/outcome": "no_indication_now"}
        people.answered(opened, people.ARABIC, signs)
    return path


def pages(path: Path, setting: portrait.Setting) -> Iterator[tuple[str, Shell]]:
    """The name of each, and the window that shows it."""
    walk = Walk(path, setting)
    for name in walk.steps():
        walk.settle()
        come_to_rest(walk.shell)
        yield name, walk.shell
    walk.shell.close()
    portrait.put_away(walk.shell)


class Walk:
    """Sara goes from one to the next."""

    def __init__(self, path: Path, setting: portrait.Setting) -> None:
        self.lanes = Lanes()
        self.place = setting.workplace(path, self.lanes)
        self.shell = self.place.shell
        gate = self.place.gate
        assert isinstance(gate, Unlock)
        gate.name_line.setText("Sara")
        gate.secret_line.setText(PASSPHRASE)
        gate.submit()
        self.settle(lambda: self.place.person is not None)
        with_case: list[tuple[RecordRow, CaseRow | None]] = []
        self.lanes.vault(_finished, with_case.extend)
        self.settle(lambda: bool(with_case))
        self.held = next(record for record, case in with_case if case is None)
        self.record, self.case = next((record, case) for record, case in with_case if case is not None)

    def settle(self, until: Callable[[], bool] = lambda: True) -> None:
        """Until the lanes are empty and it is so."""
        portrait.settle(lambda: self.lanes.pending == 0 and until())

    def _at(self, kind: type[P]) -> P:
        page = self.shell.page
        assert isinstance(page, kind)
        return page

    def _back(self) -> None:
        self.shell.leave_page()
        self.settle()

    def steps(self) -> Iterator[str]:
        """One after the other; each name once it is there to be shown."""
        for part in (self._person, self._hand_over, self._release, self._refused, self._slip, self._left, self.end):
            yield from part()
            self._back()

    def _person(self) -> Iterator[str]:
        assert self.case is not None
        self.place.show_case(self.case.id)
        page = self._at(CasePage)
        self.settle(lambda: page.sheet is not None)
        yield "person"
        page.see(page.standing)
        page.standing.note_body.click()
        yield "person-standing"
        page.age.decide.click()
        page.see(page.age)
        yield "person-age"
        page.name.change.click()
        page.see(page.name)
        yield "person-name"
        page.merging.begin.click()
        page.see(page.merging)
        yield "person-merging"
        next(iter(page.merging.parts.values())).click()
        page.see(page.merging)
        yield "person-parting"
        page.merging.out.click()
        page.see(page.merging)
        yield "person-taking-out"

    def _hand_over(self) -> Iterator[str]:
        self.place.hand_over(self.record)
        page = self._at(HandOverPage)
        self.settle(lambda: page.taker_choice.count() > 1)
        page.taker_choice.setCurrentIndex(page.taker_choice.findText("Noor", Qt.MatchFlag.MatchStartsWith))
        yield "hand-over"
        page.agency.kind_choice.choose("consulate")
        page.give_now()
        self.settle(lambda: page.trouble.isVisibleTo(page))
        page.see(page.trouble)
        yield "hand-over-refused"
        page.agency.kind_choice.choose("police")
        page.agency.kind_choice.picked.emit("police")
        self.settle(lambda: page.agency.stands.isVisibleTo(page))
        page.see(page.agency.stands)
        yield "hand-over-stands"
        page.agency.minor.setChecked(True)
        page.see(page.agency.theirs)
        yield "hand-over-guardian"

    def _release(self) -> Iterator[str]:
        self.place.release(self.held.id, self.held.code)
        page = self._at(ReleasePage)
        page.basis_choice.choose(AGREED)
        page.how_choice.choose("witness")
        self.settle()
        page.see(page.language)
        yield "release"

    def _refused(self) -> Iterator[str]:
        self.place.refer(self.held.id)
        page = self._at(SlipPage)
        self.settle(lambda: page.proposal is not None or page.reason.isVisible())
        yield "slip-refused"

    def _slip(self) -> Iterator[str]:
        self.place.refer(self.record.id)
        page = self._at(SlipPage)
        self.settle(lambda: page.proposal is not None)
        service = page.sheet._in_order()[0].code
        page.sheet.recipient.choose(service)
        self.settle(lambda: bool(page.preview.sheets))
        consent = page.sheet.consent
        consent.how.choose("witness")
        consent.witness.setFocus(Qt.FocusReason.TabFocusReason)
        yield "slip-consent"
        page.sheet.call.begin.click()
        page.sheet.call.outcome.choose(CALL_OUTCOMES[0])
        page.sheet.call.operator.setFocus(Qt.FocusReason.TabFocusReason)
        yield "slip-calls"
        page.sheet.recipient.choose(service)  # whoever looks may have chosen another, which asks for more
        consent.witness.choose(WITNESSES[1])  # the first is nobody yet
        page.issue_now()
        self.settle(lambda: page.issued is not None)
        page.printing.left.emit("printed")
        yield "slip-issued"

    def _left(self) -> Iterator[str]:
        self.place.take_back(self.record.id, self.record.code)
        page = self._at(AgreementPage)
        self.settle()
        page.see(page.left_head)
        yield "what-left"
        page.take_back.click()
        self.settle()
        page.see(page.agreeing)
        yield "agreeing"
        page.own_word.to_choice.choose("police")
        page.own_word.word_choice.choose("yes")
        page.own_word.how.how_choice.choose("witness")
        self.settle()
        page.see(page.own_word)
        yield "own-word"


    def end(self) -> Iterator[str]:
        """Of an interview in which something else was concluded than the answers point to."""
        drafts: list[OpenRecord] = []
        self.lanes.vault(_draft, drafts.append)
        self.settle(lambda: bool(drafts))
        self.place.open_interview(drafts[0])
        self.settle(lambda: isinstance(self.shell.page, InterviewPage))
        page = self._at(InterviewPage)
        page.go(FINISH)
        self.settle(lambda: isinstance(page.centre, FinishPage))
        yield "finish"
        page.answering.apply(page.session.answer("/data/information/age_band", "minor"))
        page.go(FINISH)
        self.settle(lambda: len(page.findChildren(FinishPage)) == 1)
        yield "finish-child"


def _draft(store: Vault) -> OpenRecord:
    """The one that was begun last, and only waits to be finished."""
    return workflow.open_record(store, max(store.records("draft"), key=lambda row: row.created).id)


def _finished(store: Vault) -> list[tuple[RecordRow, CaseRow | None]]:
    return [(record, store.case_of(record.id)) for record in store.records("finalised")]
