"""One person under a code: what was asked and by whom, what comes next, how the case stands, the name apart."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent

from intake_app import languages, workflow
from intake_app.gui import case_words
from intake_app.gui.age_card import AgeCard
from intake_app.gui.case_cards import MeetingsCard, NameCard, QuestionsCard, StandingCard
from intake_app.gui.case_merging_card import MergingCard
from intake_app.gui.controls import Kind, keyed, tab_order
from intake_app.gui.headed_page import HeadedPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.words import Words
from intake_app.vault import CaseRow, Vault
from intake_app.workflow import CaseSheet


class CasePage(HeadedPage):
    """What is known of a case, and what may be noted. `started` carries the `OpenRecord` of a questionnaire."""

    started = Signal(object)

    def __init__(self, words: Words, lanes: Lanes, case_id: str) -> None:
        super().__init__(words, lanes)
        self._case_id = case_id
        self.sheet: CaseSheet | None = None
        self.questions, self.standing = QuestionsCard(), StandingCard()
        self.age, self.name, self.meetings, self.merging = AgeCard(), NameCard(), MeetingsCard(), MergingCard()
        self.lay_out((self.questions, self.standing, self.age, self.name, self.meetings, self.merging), ())
        for card in (self.standing, self.age, self.name, self.meetings, self.merging):
            card.hide()
        self._connect()
        self.retranslate()

    def title(self) -> str:
        """The neutral name of the page."""
        return self.words("Person")

    def shown(self) -> None:
        """Query again."""
        self.refresh()
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Ask the store."""
        case_id = self._case_id
        self.lanes.vault(lambda store: workflow.case_sheet(store, case_id), self._take)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        if self.sheet is None:
            self.say_head(tr("Person"), "")
            return
        self.say_head(
            tr("Person {code}").format(code=self.sheet.case.code), case_words.opened(self.sheet.case, tr)
        )
        self.questions.show_sheet(self.sheet, tr)
        course = self.sheet.course
        self.standing.setVisible(course is not None)
        if course is not None:
            self.standing.show_sheet(self.sheet, course, tr)
        self.age.setVisible(course is not None)
        self.age.show_sheet(self.sheet, tr)
        self.name.setVisible(self.sheet.names)
        self.name.show_sheet(self.sheet, tr)
        self.meetings.show_sheet(self.sheet, tr)
        self.merging.show_sheet(self.sheet, tr)
        parts = (self.questions, self.standing, self.age, self.name, self.meetings, self.merging)
        tab_order((*(widget for part in parts for widget in keyed(part)), self.cancel))

    def begin(self, name: str, again: bool = False) -> None:
        """Begin a questionnaire, or go on with one's own draft of it."""
        case_id, pair = self._case_id, ("", languages.form_name(self.words.language))
        self.once(
            lambda store: workflow.begin_module(store, case_id, name, pair, again=again), self.started.emit
        )

    def hush(self) -> None:
        """Nothing of a name is seen any more."""
        self.name.hush()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is shown."""
        self.hush()
        super().hideEvent(event)

    def _take(self, sheet: CaseSheet) -> None:
        first = self.sheet is None
        self.sheet = sheet
        self.retranslate()
        lead = next((module.name for module in sheet.modules if module.advised), "")
        if first and lead:
            self.questions.buttons[lead].setFocus(Qt.FocusReason.TabFocusReason)

    def _note(self, verb: Callable[[Vault], object], done: Callable[[], None] = lambda: None) -> None:
        def noted(_value: object) -> None:
            done()
            self.refresh()

        def failed(error: Exception) -> None:
            self.lanes.trouble.emit(error)
            self.refresh()

        self.once(verb, noted, failed)

    def _decide(self, verb: Callable[[Vault], CaseRow]) -> None:
        """About two codes; what was typed stays until it is kept."""

        def decided(_row: CaseRow) -> None:
            self.merging.clear()
            self.lanes.vault_changed.emit()
            self.refresh()

        self.once(verb, decided)

    def _keep_name(self, name: str) -> None:
        case_id, told = self._case_id, self.words("The name is taken out; its key is gone.")

        def kept(_row: CaseRow) -> None:
            self.refresh()
            if not name:
                self.said.emit(told, Kind.NEUTRAL, "", None)

        self.once(lambda store: workflow.put_case_name(store, case_id, name), kept)

    def _connect(self) -> None:
        case_id, standing = self._case_id, self.standing
        self.questions.wanted.connect(self.begin)
        standing.path_chosen.connect(
            lambda path: self._note(lambda store: workflow.note_path(store, case_id, path))
        )
        standing.stage_chosen.connect(
            lambda stage: self._note(lambda store: workflow.enter_stage(store, case_id, stage))
        )
        standing.reflection_wanted.connect(
            lambda days: self._note(lambda store: workflow.begin_reflection(store, case_id, days=days))
        )
        standing.identified.connect(
            lambda phase, kind, body: self._note(
                lambda store: workflow.note_identified(store, case_id, phase, kind, body), standing.clear_body
            )
        )
        self.merging.merging.connect(
            lambda code, why: self._decide(
                lambda store: workflow.merge_cases(store, case_id, workflow.find_case(store, code).id, why)
            )
        )
        self.merging.parting.connect(
            lambda code, why: self._decide(lambda store: workflow.part_cases(store, case_id, code, why))
        )
        self.age.decided.connect(
            lambda age, reason: self._note(
                lambda store: workflow.decide_age(store, case_id, age, reason), self.age.clear
            )
        )
        self.name.asked.connect(
            lambda: self.once(lambda store: workflow.case_name(store, case_id), self.name.show_name)
        )
        self.name.kept.connect(self._keep_name)
