"""One person under a code: what was asked and by whom, what comes next, how the case stands, the name apart."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent

from intake_app import messages, workflow
from intake_app.errors import IntakeError
from intake_app.gui import case_words, form_languages
from intake_app.gui.age_card import AgeCard
from intake_app.gui.case_cards import MeetingsCard, NameCard, QuestionsCard, StandingCard
from intake_app.gui.case_merging_card import MergingCard
from intake_app.gui.conclusion_card import ConclusionCard
from intake_app.gui.controls import Kind, keyed, link, secondary, tab_order
from intake_app.gui.ended_words import tell_ended
from intake_app.gui.form_languages import Coverage
from intake_app.gui.headed_page import HeadedPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.still_owed import StillOwed
from intake_app.gui.words import Words
from intake_app.vault import CaseRow, Vault
from intake_app.workflow import Apart, CaseSheet, asking, concluded, ended_for_age, gate_passed
from intake_app.workflow.age_grounds import AgeGround
from intake_app.workflow.spoken_in import Translated, translated


class CasePage(HeadedPage):
    """What is known of a case, and what may be noted. `started` carries the `OpenRecord` of a questionnaire.

    `slip_wanted` carries the id of the record that a slip is made of, where ``may_refer``; `agreement_wanted` a record
    with which it is noted what the person takes back, and the code of the case.
    """

    started = Signal(object)
    slip_wanted = Signal(str)
    agreement_wanted = Signal(str, str)
    all_wanted = Signal(str, str)
    """The same two, to look at all that the person said."""
    papers_wanted = Signal(str)
    asking_wanted = Signal(str, bool)
    """They are to be asked anew before this questionnaire begins; whether although it was asked before."""

    def __init__(self, words: Words, lanes: Lanes, case_id: str, *, may_refer: bool = False) -> None:
        super().__init__(words, lanes)
        self._case_id, self._may_refer = case_id, may_refer
        self.slip = secondary("Ctrl+R")
        self.agreement, self.papers, self.all_said = link("Ctrl+T"), link("Ctrl+P"), link("Ctrl+Y")
        for button in (self.slip, self.agreement, self.papers, self.all_said):
            button.hide()
        self.sheet: CaseSheet | None = None
        self._told: CaseSheet | None = None
        """What is said already: told anew in another language, what is open stays open."""
        self._translated: dict[str, tuple[Coverage, ...]] = {}
        self.questions, self.conclusion, self.standing = QuestionsCard(), ConclusionCard(), StandingCard()
        self.age, self.name, self.meetings, self.merging = AgeCard(), NameCard(), MeetingsCard(), MergingCard()
        cards = (self.questions, self.conclusion, self.standing, self.age, self.name, self.meetings, self.merging)
        self.owed = StillOwed(self)
        self.lay_out((self.owed.card, *cards), (self.slip,), (self.all_said, self.agreement, self.papers))
        for each in cards:
            self._room.edges(each.column)
        for card in (self.standing, self.age, self.name, self.meetings, self.merging):
            card.hide()
        for across in (*self.standing.across, *self.age.across, *self.name.across):
            self._room.beside(across)
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
        self.lanes.vault(lambda store: concluded.of_case(store, case_id), self._take_conclusion)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        if self.sheet is None:
            self.say_head(tr("Person"), "")
            return
        self.say_head(
            tr("Person {code}").format(code=self.sheet.case.code), case_words.opened(self.sheet, tr)
        )
        self.questions.show_sheet(self.sheet, tr, slips=bool(self._of_slip()))
        self.questions.say_spoken(self._spoken())
        self.conclusion.say(tr)
        again, self._told = self.sheet is self._told, self.sheet
        course = self.sheet.course
        self.standing.setVisible(course is not None)
        if course is not None:
            self.standing.show_sheet(self.sheet, course, tr, again=again)
        self.age.setVisible(course is not None)
        self.age.show_sheet(self.sheet, tr, again=again)
        self.name.setVisible(self.sheet.names)
        self.name.show_sheet(self.sheet, tr, again=again)
        self.meetings.show_sheet(self.sheet, tr)
        self.merging.show_sheet(self.sheet, tr, again=again)
        self.slip.say(tr("Referral slip"))
        self.slip.setVisible(bool(self._of_slip()))
        self.agreement.say(tr("The person takes back what they agreed to…"))
        self.agreement.setVisible(bool(self._of_agreement()))
        self.all_said.say(tr("What they agreed to…"))
        self.all_said.setVisible(bool(self._of_agreement()))
        self.papers.say(tr("Cards and leaflets…"))
        self.papers.setVisible(bool(self.sheet.asking))
        parts = (self.questions, self.standing, self.age, self.name, self.meetings, self.merging)
        foot = (self.cancel, self.all_said, self.agreement, self.papers, self.slip)
        tab_order((*(widget for part in parts for widget in keyed(part)), *foot))

    def begin(self, name: str, again: bool = False) -> None:
        """Begin a questionnaire in the languages of the last one, or go on with one's own draft of it.

        Where they said no to the talk, or were not asked, the line that says so leads to where they are: where nobody
        knows that they are safe, to the first interview.
        """
        case_id, tr = self._case_id, self.words

        def failed(error: Exception) -> None:
            code = error.code if isinstance(error, IntakeError) else ""
            if code not in (asking.CODE, asking.OPEN, gate_passed.CODE):
                self.lanes.trouble.emit(error)
                return
            first = code == gate_passed.CODE
            self.said.emit(
                lambda: case_words.ask_first(code, tr)[0], Kind.WARN, lambda: case_words.ask_first(code, tr)[1],
                lambda: self.begin(case_words.FIRST, again=True) if first else self.asking_wanted.emit(name, again),
            )  # fmt: skip

        self.once(
            lambda store: workflow.begin_module(store, case_id, name, again=again), self.started.emit, failed
        )

    def _of_slip(self) -> str:
        """The record a slip is made of: the first interview, else the last questionnaire that was finished."""
        if self.sheet is None or not self._may_refer:
            return ""
        done = [one for one in self.sheet.entries if one.readable and one.state == "finalised"]
        firsts = [module.asked for module in self.sheet.modules if module.name == case_words.FIRST]
        return next((one.record_id for one in done if one in firsts), done[-1].record_id if done else "")

    def _of_agreement(self) -> str:
        """A record with which it is noted that the person takes something back: it holds for all of theirs. The last
        finished one that is read, for with it they may also agree again; else a draft.
        """
        read = [one for one in self.sheet.entries if one.readable] if self.sheet is not None else []
        done = [one.record_id for one in read if one.state != "draft"]
        return (done or [one.record_id for one in read] or [""])[-1]

    def _take_back(self) -> None:
        if self.sheet is not None:
            self.agreement_wanted.emit(self._of_agreement(), self.sheet.case.code)

    def _look_at_all(self) -> None:
        if self.sheet is not None:
            self.all_wanted.emit(self._of_agreement(), self.sheet.case.code)

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
        if self._of_agreement():
            self.owed.ask(self._of_agreement())
        names = [module.name for module in sheet.modules]
        if sheet.language and names and not self._translated:
            self.lanes.work(partial(translated, names), self._take_languages)
        lead = next((module.name for module in sheet.modules if module.advised), "")
        if first and lead:
            self.questions.buttons[lead].setFocus(Qt.FocusReason.TabFocusReason)

    def _take_conclusion(self, found: concluded.Standing | None) -> None:
        self.conclusion.take(found, self.words)

    def _take_languages(self, found: Mapping[str, Sequence[Translated]]) -> None:
        """How far each questionnaire is in the language of the person is seen before any begins."""
        self._translated = {name: form_languages.of_own(several) for name, several in found.items()}
        self.questions.say_spoken(self._spoken())

    def _spoken(self) -> dict[str, str]:
        language = self.sheet.language if self.sheet is not None else ""
        return {name: form_languages.before(language, found, self.words) for name, found in self._translated.items()}

    def _note(self, verb: Callable[[Vault], object], done: Callable[[], None] = lambda: None) -> None:
        def noted(_value: object) -> None:
            done()
            self.refresh()

        def failed(error: Exception) -> None:
            self.lanes.trouble.emit(error)
            self.refresh()

        self.once(verb, noted, failed)

    def _keep_age(self, age: str, reason: str, ground: AgeGround | None) -> None:
        """What was typed stays, and is seen, until it is kept; what a decision before it did is told no more."""
        case_id = self._case_id

        def kept(_value: object) -> None:
            self.age.clear()
            self.refresh()
            tell_ended(self, done=self.words("The decision on the age is kept."), case_id=case_id)

        self.once(lambda store: workflow.decide_age(store, case_id, age, reason, ground), kept)

    def _decide(self, verb: Callable[[Vault], CaseRow]) -> None:
        """About two codes; what was typed stays until it is kept."""

        def decided(_row: CaseRow) -> None:
            self.merging.clear()
            self.lanes.vault_changed.emit()
            self.refresh()
            tell_ended(self, case_id=self._case_id)

        self.once(verb, decided)

    def tell_together(self, code: str) -> None:
        """The person of this code was put together with this one just now; the line that says so takes it back."""
        tr, case_id = self.words, self._case_id

        def back() -> None:
            self._part(code, tr("Put together by mistake"))

        def say(ended: dict[str, str]) -> None:
            def told() -> str:
                done = tr("{code} is of this person too now. Both codes find them.").format(code=code)
                return " ".join((done, *messages.ended(ended, tr.translator)))

            self.said.emit(told, Kind.WARN if ended else Kind.OK, lambda: tr("Undo"), back)

        self.lanes.vault(lambda store: ended_for_age.told_of_case(store, case_id), say)

    def _take_out(self, code: str) -> None:
        case_id, told = self._case_id, self.words("The record is under {code} now, with what was said in it.")

        def verb(store: Vault) -> Apart:
            record = store.find(code).id
            return workflow.taken_apart(store, case_id, lambda: workflow.take_from_case(store, case_id, record))

        self._taken_apart(verb, told)

    def _part(self, code: str, why: str) -> None:
        case_id = self._case_id
        self._taken_apart(
            lambda store: workflow.taken_apart(
                store, case_id, lambda: workflow.part_cases(store, case_id, code, why)
            )
        )

    def _taken_apart(self, verb: Callable[[Vault], Apart], told: str = "") -> None:
        """Says what whoever took two persons apart has to know of both."""

        def taken(apart: Apart) -> None:
            self.merging.clear()
            self.lanes.vault_changed.emit()
            self.refresh()
            said = [told.format(code=apart.case.code)] if told else []
            said += case_words.apart(apart, self.words)
            if said:
                self.said.emit(" ".join(said), Kind.NEUTRAL, "", None)

        self.once(verb, taken)

    def _keep_name(self, name: str) -> None:
        """What is taken out can be had back until the program locks, or another is kept."""
        case_id, tr = self._case_id, self.words

        def keep(store: Vault) -> bool:
            workflow.put_case_name(store, case_id, name)
            return not name and store.name_away(case_id)

        def told() -> str:
            return tr("The name is taken out. It can be brought back until the program locks.")

        def kept(away: bool) -> None:
            self.refresh()
            if away:
                self.said.emit(told, Kind.NEUTRAL, lambda: tr("Undo"), self._bring_name_back)
            else:  # in the place of a line that still offers another one
                said = tr("The name is kept.") if name else tr("The name is taken out; its key is gone.")
                self.said.emit(said, Kind.NEUTRAL, "", None)

        self.once(keep, kept)

    def _bring_name_back(self) -> None:
        case_id, told = self._case_id, self.words("The name is back.")

        def back(was_away: bool) -> None:
            self.refresh()
            if was_away:
                self.said.emit(told, Kind.NEUTRAL, "", None)

        self.once(lambda store: store.bring_name_back(case_id), back)

    def _connect(self) -> None:
        case_id, standing = self._case_id, self.standing
        self.questions.wanted.connect(self.begin)
        self.agreement.clicked.connect(self._take_back)
        self.all_said.clicked.connect(self._look_at_all)
        self.papers.clicked.connect(lambda: self.papers_wanted.emit(self.sheet.language if self.sheet else ""))
        self.slip.clicked.connect(lambda: self.slip_wanted.emit(self._of_slip()))
        standing.path_chosen.connect(
            lambda path: self._note(lambda store: workflow.note_path(store, case_id, path))
        )
        standing.stage_chosen.connect(
            lambda stage: self._note(lambda store: workflow.enter_stage(store, case_id, stage))
        )
        standing.reflection_wanted.connect(
            lambda days, instead: self._note(
                lambda store: workflow.begin_reflection(store, case_id, days=days, instead=instead)
            )
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
        self.merging.parting.connect(self._part)
        self.merging.taking_out.connect(self._take_out)
        self.age.decided.connect(self._keep_age)
        self.name.asked.connect(
            lambda: self.once(lambda store: workflow.case_name(store, case_id), self.name.show_name)
        )
        self.name.kept.connect(self._keep_name)
        self.name.back_wanted.connect(self._bring_name_back)
