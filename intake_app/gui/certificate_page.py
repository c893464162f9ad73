"""By what a server is known: an authority of the organisation's own, and one certificate that is pinned.

There is no way to say that anything is trusted. A certificate that changed is shown beside the one that was pinned, and
is taken only by somebody who has compared it.
"""

import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui import files
from intake_app.gui.controls import Button, Card, Kind, Label, column, empty, primary, row, secondary, tab_order
from intake_app.gui.fingerprints import groups
from intake_app.gui.headed_page import HeadedPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words, own_way
from intake_app.openrosa import Certificate
from intake_app.vault import ServerRow

_WIDTH = 900


class CertificatePage(HeadedPage):
    """One server. `offered` are the certificates it has shown, its own first; `changed` the fingerprint of one that
    is not the pinned one."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, server: ServerRow) -> None:
        super().__init__(words, lanes)
        self.server = server
        self.offered: tuple[Certificate, ...] = ()
        self.changed = ""
        self._trouble: Exception | None = None
        self._stop, self._asking, self._told = threading.Event(), False, False
        self.authority, self.pinned, self.answer = Label(wrap=True), Label(wrap=True), Label(wrap=True)
        self.choose, self.public = secondary("Ctrl+O"), secondary()
        self.unpin, self.compared = secondary(), Tick()
        self.pins: list[Button] = []
        self.found = column(gap=Space.SMALL)
        self.ask = primary("Ctrl+Return", "Ctrl ↵")
        self._lay_out(look.tokens.px(_WIDTH))
        self.choose.clicked.connect(self._ask_file)
        self.public.clicked.connect(lambda: self._change(authority=b""))
        self.unpin.clicked.connect(lambda: self._change(pin=""))
        self.compared.toggled.connect(lambda _on: self._allow())
        self.ask.clicked.connect(self.ask_server)
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Certificate")

    def shown(self) -> None:
        """The keyboard on what one comes for."""
        self.ask.setFocus(Qt.FocusReason.TabFocusReason)

    def forget(self) -> None:
        """A server that was asked is not waited for."""
        self._stop.set()

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.say_head(
            tr("By what {name} is known").format(name=own_way(self.server.name)),
            tr("Compare a fingerprint with whoever runs the server, by telephone, four signs at a time."),
        )
        self.choose.say(tr("Authority from a file…"))
        self.public.say(tr("Use the public authorities"))
        self.unpin.say(tr("Remove the pin"))
        self.compared.say(tr("I have compared it with whoever runs the server"))
        self.ask.say(tr("Ask the server"))
        self._show()

    def ask_server(self) -> None:
        """What it shows of itself now."""
        name, stop = self.server.name, self.lanes.patience()
        self._stop, self._asking = stop, True
        self._show()
        self.see(self.answer)
        self.lanes.net(
            lambda: workflow.certificates_of(self.lanes.on_vault, name, stop.is_set), self._take, self._failed
        )

    def take_file(self, paths: Sequence[Path]) -> None:
        """The certificate of an authority from a file."""
        self.lanes.work(
            lambda: workflow.some_authority(files.read(paths[0])),
            lambda data: self._change(authority=data),
            self._refused,
        )

    def pin(self, fingerprint: str) -> None:
        """Believe this certificate alone from now on."""
        self._change(pin=fingerprint)

    def _ask_file(self) -> None:
        tr = self.words
        kinds = tr("Certificates") + " (*.pem *.crt *.cer *.der)"
        files.ask_open(self, tr("Choose the certificate of the authority"), kinds, self.take_file, several=False)

    def _change(self, authority: bytes | None = None, pin: str | None = None) -> None:
        name = self.server.name
        self.once(
            lambda store: workflow.change_server(store, name, authority=authority, pin=pin), self._kept, self._refused
        )

    def _kept(self, server: ServerRow) -> None:
        self.server, self.offered, self.changed, self._trouble, self._told = server, (), "", None, False
        self.compared.setChecked(False)
        self.lanes.vault_changed.emit()
        self.said.emit(self.words("{name} is changed.").format(name=own_way(server.name)), Kind.OK, "", None)
        self._show()

    def _take(self, found: tuple[Certificate, ...]) -> None:
        self._asking, self._told = False, True
        self.offered, self.changed, self._trouble = found, "", None
        self._show()
        self.see(self.answer)

    def _failed(self, error: Exception) -> None:
        self._asking = False
        self._refused(error)

    def _refused(self, error: Exception) -> None:
        seen = error.facts.get("fingerprint") if isinstance(error, IntakeError) else None
        self.offered, self.changed, self._trouble = (), str(seen or ""), error
        self._show()
        self.see(self.pinned if self.changed else self.answer)

    def _show(self) -> None:
        tr, server = self.words, self.server
        self.ask.setEnabled(not self._asking)
        own = workflow.authorities_of(server)
        told = [f"{one.subject}\n{groups(one.fingerprint)}" for one in own]
        self.authority.setText("\n".join((tr("Authority of the organisation:"), *told)) if own else tr(
            "The public authorities are believed."
        ))  # fmt: skip
        self.public.setVisible(bool(own))
        pinned = tr("Pinned, nothing else is believed:") + "\n" + groups(server.pin)
        self.pinned.setText(pinned if server.pin else tr("No certificate is pinned."))
        self.unpin.setVisible(bool(server.pin))
        answer = self._answer_words()
        self.answer.setText(answer)
        self.answer.setVisible(bool(answer))
        self._show_found()

    def _answer_words(self) -> str:
        tr = self.words
        if self._asking:
            return tr("Asking the server…")
        if self._trouble is not None:
            return str(explain(self._trouble, tr))
        if self.offered:
            return tr("It answers, and proves who it is by this:")
        return tr("It answers. It is on this computer and has no certificate.") if self._told else ""

    def _show_found(self) -> None:
        """A new certificate below the pinned one, or the chain that the server proves itself by."""
        tr = self.words
        empty(self.found)
        self.pins = []
        if self.changed:
            self._offer(tr("The server shows now:"), self.changed, tr("Pin this one in the place of the other"))
        for one in self.offered:
            until = tr("valid until {date}").format(date=f"{one.until:%d/%m/%Y}")
            self._offer(f"{one.subject} · {until}", one.fingerprint, tr("Pin this one"))
        self.compared.setVisible(bool(self.pins))
        self._allow()

    def _offer(self, told: str, fingerprint: str, words: str) -> None:
        button = secondary()
        button.say(words, f"{words}: {told}")
        button.clicked.connect(lambda: self.pin(fingerprint))
        self.pins.append(button)
        for label in (Label(told, "field", wrap=True), Label(groups(fingerprint), wrap=True)):
            self.found.addWidget(label)
        across = row()
        across.addWidget(button)
        across.addStretch(1)
        holder = QWidget()
        holder.setLayout(across)
        self.found.addWidget(holder)
        tab_order((self.compared, *self.pins, self.cancel))

    def _allow(self) -> None:
        for button in self.pins:
            button.setEnabled(self.compared.isChecked())

    def _lay_out(self, width: int) -> None:
        card = Card(gap=Space.NORMAL)
        card.setMaximumWidth(width)
        for label, buttons in ((self.authority, (self.choose, self.public)), (self.pinned, (self.unpin,))):
            card.column.addWidget(label)
            across = row(gap=Space.SMALL)
            for button in buttons:
                across.addWidget(button)
            across.addStretch(1)
            nest(card.column, across)
        card.column.addWidget(self.answer)
        card.column.addWidget(self.compared)
        nest(card.column, self.found)
        self.lay_out((card,), (self.ask,))
        tab_order((self.choose, self.public, self.unpin, self.compared, self.cancel, self.ask))
