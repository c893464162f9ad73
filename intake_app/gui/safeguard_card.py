"""What brings the workplace back when passphrases are forgotten: the recovery key, the keys of organisations."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui.controls import Badge, Card, Kind, Label, Line, column, empty, link, row, secondary
from intake_app.gui.files import ask_open
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.recovery_paper import RecoveryPaper
from intake_app.gui.tokens import Space
from intake_app.gui.trouble_line import TroubleLine
from intake_app.gui.under_way import UnderWay
from intake_app.gui.words import Words
from intake_app.vault import Safeguards, Vault

_LARGEST = 4096


class SafeguardCard(Card):
    """The state of both, and the buttons that change it. Who may not make recovery keys sees the organisations only."""

    said = Signal(object, str, object, object)
    changed = Signal(object)
    """The `Safeguards` as they are now."""

    def __init__(self, words: Words, lanes: Lanes, *, may_recover: bool) -> None:
        super().__init__(gap=Space.MEDIUM)
        self.words, self.lanes, self._may_recover = words, lanes, may_recover
        self.state = Safeguards(False, ())
        self.recovery_head, self.recovery_state = Label(role="heading"), Badge()
        self.recovery_told = Label(role="second", wrap=True)
        self.paper, self.renew, self.keep, self.leave = RecoveryPaper(words), secondary(), secondary(), link()
        self.organisations_head, self.organisations_told = Label(role="heading"), Label(role="second", wrap=True)
        self.add = secondary()
        self.trouble, self.under_way = TroubleLine(words), UnderWay(words, self)
        self._lay_out()
        self.renew.clicked.connect(self.make)
        self.keep.clicked.connect(self.keep_key)
        self.paper.entered.connect(self.keep_key)
        self.leave.clicked.connect(self.close_paper)
        self.add.clicked.connect(self._ask)
        self.close_paper()

    def refresh(self) -> None:
        """Query the store."""
        self.lanes.vault(lambda store: store.safeguards(), self.take)

    def take(self, state: Safeguards) -> None:
        """Show this state."""
        self.state = state
        self.retranslate()
        self.changed.emit(state)

    def retranslate(self) -> None:
        """Words of the card."""
        tr = self.words
        self.recovery_head.setText(tr("Recovery key"))
        self.recovery_state.say(tr("On paper") if self.state.recovery else tr("None"),
                                Kind.OK if self.state.recovery else Kind.WARN)  # fmt: skip
        self.recovery_told.setText(
            tr("Replacing it makes the sheet that exists worthless; the store is copied under a new key.")
            if self.state.recovery
            else tr("Whoever forgets the passphrase loses everything that nobody else can open.")
        )
        self.renew.say(tr("Replace it…") if self.state.recovery else tr("Make a recovery key…"))
        self.keep.say(tr("I have it on paper"))
        self.leave.say(tr("Back"))
        self.organisations_head.setText(tr("Organisations"))
        self.organisations_told.setText(
            tr("Whoever holds enough shares of such a key can open this workplace. Compare the numbers aloud.")
        )
        self.add.say(tr("Add an organisation's key…"))
        self.paper.retranslate()
        self._list()

    def make(self) -> None:
        """Show a fresh key."""
        self._show_paper(True)
        self.paper.fresh()

    def keep_key(self) -> None:
        """Once it was typed back, give it to the store."""
        if not self.paper.typed_back():
            return
        key, told = self.paper.key, self.words("The store has this recovery key now.")
        self._order(lambda store, hear: store.put_recovery(key, hear), told)

    def close_paper(self) -> None:
        """The key on the screen goes."""
        self.paper.forget()
        self._show_paper(False)

    def add_file(self, path: Path) -> None:
        """Put the organisation's key in a file into the store."""
        try:
            with path.open("rb") as stream:
                public = workflow.public_key_of(stream.read(_LARGEST).decode("utf-8", "replace"))
        except (IntakeError, OSError) as error:
            self._failed(error)
            return
        self._order(lambda store, _hear: store.put_escrow(public), self.words("The organisation's key was added."))

    def drop(self, public: bytes) -> None:
        """Take an organisation's key out of the store."""
        told = self.words("The organisation's key was taken out.")
        self._order(lambda store, hear: store.drop_escrow(public, hear), told)

    def _order(self, verb: Callable[[Vault, Callable[[int, int], None]], None], told: str) -> None:
        """The store may be copied for it, which tells how far it is and can be stopped."""
        if self.under_way.busy:
            return
        halt = self.under_way.begin(self._copied)
        self._enable(False)
        self.trouble.hide()

        def done(_value: None) -> None:
            self.under_way.end()
            self._enable(True)
            self.close_paper()
            self.said.emit(told, Kind.OK, "", None)
            self.refresh()

        self.lanes.vault(lambda store: verb(store, halt.go_on), done, self._failed)

    def _copied(self, done: int, of: int) -> str:
        if not of:
            return self.words("The store is at work…")
        return self.words("Copying: {done} of {of}").format(done=done * 100 // of, of=100)

    def _failed(self, error: Exception) -> None:
        self.under_way.end()
        self._enable(True)
        self.trouble.tell(error)

    def _enable(self, enabled: bool) -> None:
        for button in (self.renew, self.keep, self.add):
            button.setEnabled(enabled)

    def _ask(self) -> None:
        def chosen(paths: Sequence[Path]) -> None:
            self.add_file(paths[0])

        tr = self.words
        ask_open(self, tr("The organisation's public key"), f"{tr('Keys')} (*.pub)", chosen)

    def _show_paper(self, shown: bool) -> None:
        on_paper: tuple[QWidget, ...] = (self.paper, self.keep, self.leave)
        before: tuple[QWidget, ...] = (self.recovery_told, self.renew)
        for widget in (*on_paper, *before):
            widget.setVisible(self._may_recover and (widget in on_paper) == shown)
        self.retranslate()

    def _list(self) -> None:
        empty(self._organisations)
        for public in self.state.organisations:
            across, gone = row(), link()
            across.addWidget(Label(workflow.fingerprint(public)), 1)
            gone.say(self.words("Take out"))
            gone.clicked.connect(lambda _on=False, key=public: self.drop(key))
            across.addWidget(gone)
            holder = QWidget()
            holder.setLayout(across)
            self._organisations.addWidget(holder)

    def _lay_out(self) -> None:
        head = row()
        head.addWidget(self.recovery_head)
        head.addWidget(self.recovery_state)
        head.addStretch(1)
        nest(self.column, head)
        self.column.addWidget(self.recovery_told)
        self.column.addWidget(self.paper)
        nest(self.column, _ends(self.leave, self.renew, self.keep))
        line = Line()
        self._organisations = column(gap=0)
        self.column.addWidget(line)
        self.column.addWidget(self.organisations_head)
        self.column.addWidget(self.organisations_told)
        nest(self.column, self._organisations)
        nest(self.column, _ends(self.add))
        self.column.addWidget(self.under_way)
        self.column.addWidget(self.trouble)
        self.trouble.hide()
        for widget in (self.recovery_head, self.recovery_state, line):
            widget.setVisible(self._may_recover)


def _ends(*buttons: QWidget) -> QHBoxLayout:
    across = row()
    for button in buttons:
        across.addWidget(button)
    across.addStretch(1)
    return across
