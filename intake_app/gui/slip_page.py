"""One referral slip: the sheet on one side, the pages on the other; issue, print, save."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from intake_app import i18n, slips, workflow
from intake_app.errors import IntakeError
from intake_app.gui import files
from intake_app.gui.controls import Card, Kind, Label, Sheet, column, link, primary, row, scrolled, secondary
from intake_app.gui.early_keys import EarlyKeys
from intake_app.gui.ended_words import as_no, tell_ended
from intake_app.gui.fields import Secret
from intake_app.gui.following import Following
from intake_app.gui.foot import Footer
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.page import Page
from intake_app.gui.pdf import Preview
from intake_app.gui.room import Room
from intake_app.gui.service_search import Sought
from intake_app.gui.slip_print import Printing
from intake_app.gui.slip_sheet import SheetForm
from intake_app.gui.slip_words import head_words, issued_words, left_out_words
from intake_app.gui.still_owed import StillOwed
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.trouble_line import TroubleLine
from intake_app.gui.words import Words, file_name
from intake_app.referral import Directory, Recipient, Sender, SlipContent, SlipSheet
from intake_app.screening import PATH_LEFT, SAID_NO, UNTOLD
from intake_app.slips.voice import Voice
from intake_app.vault import CallMade, SlipRow, Vault
from intake_app.workflow import ConsentSheet, SlipProposal, standing_now

_PAUSE_MS = 350
_ROOM_FOR_BOTH = 860
_OF_GUARDIAN = "screening.guardian_own_word"
_OWN_WORD = ("screening.judicial_missing", "screening.social_path", PATH_LEFT, UNTOLD, _OF_GUARDIAN)
"""Why no slip goes to the police or a court: one of those who agree was not asked about that by its name."""
_TOLD_SINCE = "workflow.told_since"  # the sheet is filled anew then, as it is told now
_LOWEST_SHEET, _LOWEST_PREVIEW = 150, 240
"""In pixels at scale 1, before the page scrolls."""


class SlipPage(Page):
    """The slip for one finished record; or, opened with a reference, a slip that was issued before.

    `own_word_wanted` carries id and code of a record whose person is asked about the police or a court.
    """

    own_word_wanted = Signal(str, str)

    def __init__(
        self,
        words: Words,
        lanes: Lanes,
        look: Look,
        directory: Directory,
        *,
        record_id: str = "",
        slip: str = "",
        sought: Sought | None = None,
    ) -> None:
        super().__init__(words, lanes)
        self._record_id, self._slip, self._look = record_id, slip, look
        self._preview_in_front, self._wanted = False, 0
        self.proposal: SlipProposal | None = None
        self.issued: SlipRow | None = None
        self._blocked: Exception | None = None
        self._undrawn: Exception | None = None
        self._sender: Sender | None = None
        self._since = ""
        """Why the sheet was filled anew when it was to be issued."""
        self.danger = secondary()
        self._unsure: Callable[[], None] | None = None
        self.head = Label(role="title")
        self.sheet = SheetForm(words, look, directory, sought)
        self.ticks = self.sheet.consent.ticks
        self.preview = Preview(words, look)
        self.trouble, self.owed = TroubleLine(words), StillOwed(self)
        self.explanation, self.reason = Label(wrap=True), Card()
        self.cancel, self.to_consent, self.to_own_word, self.to_help = link(hint="Esc"), link(), link(), link()
        self.turn = secondary("Ctrl+D")
        self.save, self.print = secondary("Ctrl+S"), primary("Ctrl+P")
        self.issue = primary("Ctrl+Return", "Ctrl ↵")
        ends = (self.turn, self.save, self.print, self.issue)
        self.foot = Footer((self.cancel, self.to_consent, self.to_own_word, self.to_help), ends)
        self.secret, self._early = Secret(), EarlyKeys(self)
        self.password, self._password_name = QWidget(), Label(role="field")
        self._password_name.setBuddy(self.secret)
        self.printing = Printing(self)
        self.printing.left.connect(self._note_leaving)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._lay_out()
        self._connect()
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Referral slip")

    def shown(self) -> None:
        """Query the record, or the slip that was issued; what was noted on another page meanwhile is drawn anew."""
        if self.issued or self.proposal:
            if self.issued is None:
                self._propose_again(self.sheet.consent.on_reason)
        elif self._slip:
            self.lanes.vault(partial(workflow.reprint, reference=self._slip), self._take_issued, self._not_opened)
            self.cancel.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._early.begin(self.title())
            propose = partial(workflow.propose_slip, record_id=self._record_id)
            self.lanes.vault(propose, self._take, self._not_opened)

    def back(self) -> None:
        """Leave; what was not issued is forgotten."""
        self.left.emit()

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.head.setText(head_words(self.issued, self.proposal, self._slip, tr))
        self.cancel.say(tr("Back"))
        self.to_consent.say(tr("Go to “Consent”"))
        self.to_own_word.say(tr("Note what the person says to this…"))
        self.turn.say(tr("Fill in") if self._preview_in_front else tr("Preview"))
        self.save.say(tr("Save as a file…"))
        self.print.say(tr("Print…"))
        told = tr("Password for the saved file, if you want one")
        self._password_name.setText(told)
        self.secret.setAccessibleName(told)
        self.sheet.retranslate()
        self.preview.retranslate()
        self.preview.note.setText(self._note_words())
        self.danger.say(tr("Somebody may be hurt now: go on with a reason"))
        if self._blocked is not None:
            self.explanation.setText(str(explain(self._blocked, tr)))
        self._allow()

    def issue_now(self) -> None:
        """Release in the vault, render beside it, store, then show it; or keep the yes of one of two.

        After a try whose success could not be told the same slip is stored, under the same reference.
        """
        if not self.issue.isEnabled() or self.proposal is None:
            return
        if self._unsure is not None:
            self.issue.setEnabled(False)
            self._unsure()
            return
        sheet, consent = self.sheet.sheet(), self.sheet.consent_sheet()
        proposal, recipient = self.proposal, self.sheet.directory.get(self.sheet.recipient_code())
        self.issue.setEnabled(False)
        self._pause.stop()
        self._wanted += 1
        if self.sheet.consent.keeps:
            keep = partial(standing_now.keep_yes, proposal=proposal, recipient=recipient, sheet=sheet, noted=consent)
            self.lanes.vault(keep, self._yes_kept, self._failed)
            return
        self.lanes.vault(partial(_issue, proposal, recipient, sheet, consent), self._render_issue, self._failed)

    def save_to(self, path: Path) -> None:
        """Write the issued pages to a file that only this account can read."""
        password = self.secret.text()
        self.secret.clear()

        def write(pdf: bytes) -> None:
            self.lanes.work(
                lambda: files.write_private(path, slips.closed(pdf, password) if password else pdf),
                lambda _none: self._saved(path),
                self._not_saved(path),
            )

        self._if_it_may(write)

    def print_on(self, printer: QPrinter) -> None:
        """Print the issued pages."""
        self._if_it_may(lambda pdf: self.printing.print_on(pdf, printer))

    def _if_it_may(self, do: Callable[[bytes], None]) -> None:
        """Hand the issued pages on, unless what they go on was taken back since they are shown."""
        if self.issued is not None:
            again = partial(workflow.reprint, reference=self.issued.reference)
            self.lanes.vault(again, lambda slip: do(slip.pdf), self._failed)

    def _take(self, proposal: SlipProposal) -> None:
        self.proposal = proposal
        if proposal.blocked:
            self._blocked = IntakeError(proposal.blocked, person=proposal.newer)
        self.danger.setVisible(not proposal.handed)
        self.sheet.propose(proposal)
        self.owed.ask(self._record_id)
        self._query_calls()
        self.retranslate()
        self._early.go_on(self.sheet.recipient if self._blocked is None else self.cancel)

    def _propose_again(self, by_itself: bool) -> None:
        """What goes on a reason alone tells what is in the record by itself, from the moment that this is chosen; what
        somebody agrees to tells of all of theirs again.
        """
        before, record_id = self.proposal, self._record_id
        self._wanted += 1

        def take(proposal: SlipProposal) -> None:
            if proposal.blocked and before is not None and not before.blocked:
                self._blocked = IntakeError(proposal.blocked, person=proposal.newer)
            self.proposal = proposal
            self.sheet.propose_again(proposal)
            self.retranslate()

        self.lanes.vault(lambda store: workflow.propose_slip(store, record_id, by_itself=by_itself), take, self._failed)

    @property
    def _as_proposed(self) -> bool:
        """Whether the sheet is filled for what it goes on."""
        return self.proposal is not None and self.proposal.by_itself == self.sheet.consent.on_reason

    def _not_opened(self, error: Exception) -> None:
        """A slip that is not shown any more: why, and nothing to fill in."""
        self._blocked = error
        self.danger.hide()
        self.lanes.trouble.emit(error)
        self.retranslate()
        self._early.go_on(self.cancel)

    def _note_words(self) -> str:
        """What is said over the pages, or where they will be."""
        tr = self.words
        if self.issued is not None:
            return issued_words(self.issued, tr)
        if self._undrawn is not None:
            return str(explain(self._undrawn, tr))
        if self.preview.sheets:
            told = tr("Preview. Its reference is not issued yet.")
            left_out = left_out_words(self._sender, tr)
            return " ".join(filter(None, (self._since, told, left_out, self.sheet.doubts())))
        if self.proposal is None or self.sheet.recipient_code():
            return tr("The slip is being drawn…")
        told = tr("Choose a service to see the slip.")
        return told + " " + tr("Those that fit what was told come first.") if self.proposal.offers else told

    def _query_calls(self) -> None:
        self.lanes.vault(partial(workflow.calls_of, record_id=self._record_id), self.sheet.call.take)

    def _note_call(self, call: CallMade) -> None:
        """Keep a call to the telephone line; the preview shows it where this service is told of it."""
        record_id, told = self._record_id, (call.outcome, call.operator, call.caller, call.called)

        def noted(_call: CallMade) -> None:
            self._query_calls()
            self._sheet_changed()

        self.lanes.vault(lambda store: workflow.note_call(store, record_id, *told), noted, self._failed)

    def _take_issued(self, slip: SlipRow) -> None:
        self._since = ""
        self.issued = slip
        self.owed.ask(slip.record_id)
        self.preview.show_pdf(slip.pdf)
        self.retranslate()

    def _sheet_changed(self) -> None:
        if self.proposal is not None and not self._as_proposed:
            self._propose_again(self.sheet.consent.on_reason)
        if not self.sheet.recipient_code():
            self._undrawn = None
            self.preview.show_pdf(None)
        self.sheet.consent.goes = False
        self._allow()
        self.preview.note.setText(self._note_words())
        if self._drawable():
            self._pause.start()

    def _drawable(self) -> bool:
        return self._as_proposed and self._blocked is None and self.issued is None and bool(self.sheet.recipient_code())

    def _draw(self) -> None:
        if not self._drawable():
            return
        self._wanted += 1
        turn, record_id = self._wanted, self._record_id
        recipient, sheet = self.sheet.directory.get(self.sheet.recipient_code()), self.sheet.sheet()
        noted, failed = self.sheet.consent_sheet(), partial(self._not_drawn, turn)

        def draft(store: Vault) -> tuple[SlipContent, bool]:
            goes = standing_now.goes(store, record_id, recipient, sheet, noted)
            return workflow.draft_slip(store, record_id, recipient.code, sheet, noted), goes

        def render(drawn: tuple[SlipContent, bool]) -> None:
            content, goes = drawn
            show = partial(self._show_draft, turn, content.sender, goes)
            self.lanes.work(partial(_render, content, self._spoken()), show, failed)

        self.lanes.vault(draft, render, failed)

    def _not_drawn(self, turn: int, error: Exception) -> None:
        """No slip can go as it is told: nothing of one before stays, and in its place is why."""
        if turn == self._wanted and self.issued is None:
            self._undrawn = error
            self.preview.show_pdf(None)
            self.preview.note.setText(self._note_words())
            self._allow()

    def _show_draft(self, turn: int, sender: Sender, goes: bool, pdf: bytes) -> None:
        if turn == self._wanted and self.issued is None:
            self._undrawn, self._sender, self.sheet.consent.goes = None, sender, goes
            self.trouble.setVisible(False)
            self.preview.show_pdf(pdf)
            self.preview.note.setText(self._note_words())
            self._allow()

    def _spoken(self) -> str:
        """The language of the interview."""
        return self.proposal.person_language if self.proposal is not None else "it"

    def _render_issue(self, content: SlipContent) -> None:
        self.lanes.work(partial(_render, content, self._spoken()), partial(self._keep, content), self._failed)

    def _keep(self, content: SlipContent, pdf: bytes) -> None:
        """From here on it may be in the store, whatever is told: nothing on the sheet changes any more."""
        self._unsure = partial(self._keep, content, pdf)
        self.sheet.setEnabled(False)
        self.lanes.vault(lambda store: workflow.keep_slip(store, content, pdf), self._kept, self._failed)

    def _kept(self, slip: SlipRow) -> None:
        self.trouble.hide()
        self._take_issued(slip)
        self.lanes.vault_changed.emit()
        tell_ended(self, self._record_id)
        self.print.setFocus()

    def _failed(self, error: Exception) -> None:
        tell_ended(self, self._record_id)
        code = error.code if isinstance(error, IntakeError) else ""
        if no := code == SAID_NO or (code.startswith("screening.") and self.sheet.consent.refuses):  # kept
            self.sheet.consent.no.setChecked(False)
            self.said.emit(str(explain(as_no(error), self.words)), Kind.OK, "", None)
            self.lanes.vault_changed.emit()
        if no or code == _TOLD_SINCE:
            self._since = "" if no else str(explain(error, self.words))
            self._propose_again(self.sheet.consent.on_reason)
            return
        self.trouble.tell(error)
        if not self.preview.sheets:
            self.preview.note.clear()
        self._allow()

    def _yes_kept(self, proposal: SlipProposal) -> None:
        """The yes of the one who was asked first is kept, and the other is asked from now on."""
        self.proposal = proposal
        self.sheet.consent.forget()
        self.sheet.propose_again(proposal)
        tell_ended(self, self._record_id, self.words("Kept. No slip was issued: it goes once the other agrees, too."))
        self.lanes.vault_changed.emit()

    def _note_leaving(self, way: str) -> None:
        """The log of actions has each time that the pages left the store."""
        if self.issued is not None:
            self.lanes.vault(partial(workflow.slip_left, reference=self.issued.reference, way=way))

    def _saved(self, path: Path) -> None:
        self._note_leaving("saved")
        name = file_name(path.name, self.words)
        told = self.words("Saved as {name}. Delete it when it has been handed over.").format(name=name)
        self.said.emit(told, Kind.OK, "", None)

    def _not_saved(self, path: Path) -> Callable[[Exception], None]:
        return lambda _error: self.lanes.trouble.emit(IntakeError("gui.not_saved", file=path.name))

    def _ask_save(self) -> None:
        if self.issued is not None:
            tr, name = self.words, f"{self.issued.reference}.pdf"
            files.ask_save(self, tr("Save as a file"), tr("Pages") + " (*.pdf)", name, self.save_to)

    def _ask_print(self) -> None:
        self._if_it_may(self.printing.ask)

    def _allow(self) -> None:
        issued, blocked = self.issued is not None, self._blocked is not None
        narrow = self.width() < self._look.tokens.px(_ROOM_FOR_BOTH)
        fills = self.proposal is not None and not issued and not blocked  # before, it would move under a finger
        pages = not fills or not narrow or self._preview_in_front
        self._left.setVisible(fills and not (narrow and pages))
        self.reason.setVisible(blocked)
        self.preview.setVisible(not blocked and pages)
        self.turn.setVisible(narrow and fills)
        self.issue.setVisible(not issued and not blocked)
        ready, no = self._as_proposed and self.sheet.ready, self.sheet.consent.refuses
        self.issue.say(self.sheet.consent.what_follows())
        self.issue.setEnabled(ready and (no or self._undrawn is None))
        lacking = "" if issued or blocked or ready else self.sheet.lacking()
        refused = isinstance(self._undrawn, IntakeError) and self._undrawn.code in _OWN_WORD
        own = self.words("Still missing: a word of its own about this service.") if refused and ready else ""
        self.foot.note.setText(lacking or own)
        self.to_consent.setVisible(bool(lacking) and self.sheet.lacks_consent)
        self.to_own_word.setVisible(refused and not issued and not blocked)
        doubtful = self.sheet.doubtful() if self.preview.sheets and not issued and not blocked else None
        self.to_help.say(self.sheet.doubt_words())
        self.to_help.setVisible(doubtful is not None)
        for shown in (self.save, self.print, self.password):
            shown.setVisible(issued)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window shows the sheet or the pages, a wide one both."""
        super().resizeEvent(event)
        self._allow()

    def _in_danger(self) -> None:
        """The person said no; somebody may be hurt now, and why it must go is written down."""
        self._blocked = None
        self.sheet.consent.danger.setChecked(True)
        self._sheet_changed()
        self.sheet.recipient.setFocus(Qt.FocusReason.TabFocusReason)

    def _turn(self) -> None:
        self._preview_in_front = not self._preview_in_front
        self.retranslate()

    def _connect(self) -> None:
        self._pause.timeout.connect(self._draw)
        self.sheet.changed.connect(self._sheet_changed)
        self.sheet.call.wanted.connect(self._note_call)
        self.issue.clicked.connect(self.issue_now)
        self.save.clicked.connect(self._ask_save)
        self.print.clicked.connect(self._ask_print)
        self.cancel.clicked.connect(self.back)
        self.danger.clicked.connect(self._in_danger)
        self.turn.clicked.connect(self._turn)
        self.to_consent.clicked.connect(self._go_to_consent)
        self.to_help.clicked.connect(self._go_to_help)
        self.to_own_word.clicked.connect(self._ask_own_word)

    def _ask_own_word(self) -> None:
        if self.proposal is not None:
            self.own_word_wanted.emit(self._record_id, self.proposal.record.code)

    def _go_to_consent(self) -> None:
        """To what is missing, which may be far below."""
        self._see_sheet()
        self.sheet.consent.begin_here()

    def _go_to_help(self) -> None:
        """To what the service may be asked for, or the number to call."""
        self._see_sheet()
        (self.sheet.doubtful() or self.sheet.phone).setFocus(Qt.FocusReason.TabFocusReason)

    def _see_sheet(self) -> None:
        if self._preview_in_front and not self._left.isVisible():
            self._turn()

    def _lay_out(self) -> None:
        whole = column(self, gap=0)
        holder, room = Sheet(), Room(self)
        inside = column(holder, gap=Space.MEDIUM)
        inside.setContentsMargins(2 * Space.HUGE, Space.LARGE, 2 * Space.HUGE, 0)  # both sides scroll to the foot
        room.edges(inside)
        room.keep(self.preview, _LOWEST_PREVIEW)
        self.reason.column.addWidget(self.explanation)
        self.reason.column.addWidget(self.danger, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.head, self.owed.card, self.trouble, self.reason):
            inside.addWidget(part)
        across = row(gap=Space.LARGE)
        self._left = scrolled(self.sheet)
        Following(self._left)
        room.keep(self._left, _LOWEST_SHEET)
        across.addWidget(self._left, 5)
        across.addWidget(self.preview, 6)
        nest(inside, across, 1)
        beside = row(self.password, gap=Space.NORMAL)
        beside.setContentsMargins(0, 0, 0, Space.MEDIUM)
        beside.addWidget(self._password_name)
        beside.addWidget(self.secret, 1)
        beside.addStretch(1)
        inside.addWidget(self.password)
        inside.addStretch(0)
        area = scrolled(holder)
        Following(area)
        whole.addWidget(area, 1)
        whole.addWidget(self.foot)
        self.trouble.hide()


def _issue(
    proposal: SlipProposal, recipient: Recipient, sheet: SlipSheet, consent: ConsentSheet | None, store: Vault
) -> SlipContent:
    """What is issued, where what it was filled from is still so."""
    standing_now.look_again(store, proposal)
    return workflow.slip_for(store, proposal.record.id, recipient, sheet, consent)


def _render(content: SlipContent, spoken: str) -> bytes:
    """In the language that was chosen; where there are no words in it yet, in that of the interview."""
    wanted = content.sheet.language or spoken
    return slips.render(content, spoken if Voice.of(wanted, i18n.load).is_missing else wanted, i18n.load)
