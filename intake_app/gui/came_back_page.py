"""What came back of a slip: what was noted so far, and one button for each thing that can be noted now."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from intake_app import workflow
from intake_app.gui.controls import Button, Card, Kind, Label, discard, secondary
from intake_app.gui.headed_page import HeadedPage
from intake_app.gui.interview_flow import Flow
from intake_app.gui.lanes import Lanes
from intake_app.gui.slip_words import REASON, STATUS, WITHDRAWN
from intake_app.gui.states import when
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words, with_colon
from intake_app.referral import life
from intake_app.vault import SlipNote, Vault
from intake_app.workflow import following


class CameBackPage(HeadedPage):
    """Notes what a service answered; a note is taken back by the line that tells of it, or here later."""

    def __init__(self, words: Words, lanes: Lanes, reference: str, service: str) -> None:
        super().__init__(words, lanes)
        self._reference, self._service = reference, service
        self._notes: tuple[SlipNote, ...] | None = None
        self.steps: dict[tuple[str, str], Button] = {}
        self.so_far, self.so_far_head = Label(wrap=True), Label(role="heading", wrap=True)
        self.now_head, self.why_head, self.back_head = (Label(role="heading") for _ in range(3))
        told, asked = Card(), Card()
        for widget in (self.so_far_head, self.so_far):
            told.column.addWidget(widget)
        self._heads = {"now": self.now_head, "why": self.why_head, "back": self.back_head}
        self._buttons = {name: Flow(Space.SMALL) for name in self._heads}
        for name, head in self._heads.items():
            asked.column.addWidget(head)
            asked.column.addWidget(self._buttons[name])
        self.lay_out((told, asked), ())
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("What came back")

    def shown(self) -> None:
        """Query what was noted."""
        reference = self._reference
        self.lanes.vault(lambda store: workflow.answers_of(store, reference), self._take)
        self.cancel.setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        head = tr("What came back of {reference}").format(reference=self._reference)
        self.say_head(head, tr("From the strip, by telephone or by word of mouth. Nothing is sent anywhere."))
        self.so_far_head.setText(tr("{service}: so far").format(service=self._service))
        self.now_head.setText(tr("Now"))
        self.why_head.setText(tr("Declined, because"))
        self.back_head.setText(tr("To correct a mistake"))
        if self._notes is not None:
            self._show(self._notes)

    def _take(self, notes: tuple[SlipNote, ...]) -> None:
        self._notes = notes
        self._show(notes)
        first = next(iter(self.steps.values()), None)
        (first or self.cancel).setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, notes: Sequence[SlipNote]) -> None:
        tr = self.words
        lines = [f"{self._line(note)} · {when(note.happened, tr)} · {note.noted_by}" for note in notes]
        self.so_far.setText("\n".join(lines) or tr(STATUS[life.ISSUED]))
        told, steps = following.noted(notes), following.next_steps(notes)
        onward = life.FOLLOWS[told[-1].status if told else life.ISSUED]
        for flow in self._buttons.values():
            for button in flow.findChildren(Button):
                if not button.isHidden():
                    flow.remove(button)
                    discard(button)
        self.steps = {}
        self._fill("now", [(step, "") for step in steps if step in onward and step != "declined"])
        self._fill("why", [("declined", reason) for reason in life.REASONS if "declined" in onward])
        self._fill("back", [(step, "") for step in steps if step not in onward and step != "declined"])

    def _fill(self, name: str, steps: Sequence[tuple[str, str]]) -> None:
        flow = self._buttons[name]
        for step in steps:
            button = secondary()
            button.say(self.words(REASON[step[1]] if step[1] else STATUS[step[0]]))
            button.clicked.connect(lambda _on=False, step=step: self.note(*step))
            flow.add(button)
            button.show()
            self.steps[step] = button
        flow.arrange()
        for part in (self._heads[name], flow):
            part.setVisible(bool(steps))

    def _line(self, note: SlipNote) -> str:
        told = self.words(WITHDRAWN if note.taken_back else STATUS[note.status])
        if note.reason not in REASON:
            return told
        return with_colon(told, self.words(REASON[note.reason]), self.words.language)

    def note(self, status: str, reason: str = "") -> None:
        """Keep it and go back to the list; the line there takes it back."""
        reference, before = self._reference, following.noted(self._notes or ())
        former = before[-1].status if before else life.ISSUED
        former_reason, lanes, tr = before[-1].reason if before else "", self.lanes, self.words

        def said(noted: SlipNote) -> str:
            return tr("{reference}: {status}.").format(reference=reference, status=self._line(noted))

        def done(noted: SlipNote) -> None:
            self.lanes.vault_changed.emit()
            self.left.emit()
            self.said.emit(lambda: said(noted), Kind.OK, lambda: tr("Undo"), undo)

        def again(store: Vault) -> SlipNote:
            return workflow.note_answer(store, reference, former, former_reason)

        def undo() -> None:
            lanes.vault(again, lambda _noted: lanes.vault_changed.emit())

        self.once(lambda store: workflow.note_answer(store, reference, status, reason), done)
