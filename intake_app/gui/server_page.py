"""A server to send to: a name, the address as it was handed over, and nothing of it shown afterwards."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from intake_app import openrosa, workflow
from intake_app.errors import IntakeError
from intake_app.gui.controls import Card, Footer, Kind, Label, asked, link, primary, tab_order
from intake_app.gui.fields import Choice, Field, Line, Secret
from intake_app.gui.lanes import Lanes
from intake_app.gui.page import Page
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words

_WIDTH = 720
APP_USER, PASSWORD, DIGEST = "app_user", "basic", "digest"


class AddServer(Page):
    """Name and address; the address of an app user holds its own key, others need a user name and a password."""

    def __init__(self, words: Words, lanes: Lanes, look: Look) -> None:
        super().__init__(words, lanes)
        self.head, self.explanation = Label(role="title"), Label(role="second", wrap=True)
        self.name_line, self.url_line = Line(), Line(longest=2000)
        self.url_line.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.kind_choice = Choice()
        self.user_line, self.secret_line = Line(), Secret()
        self.name, self.url, self.kind = Field(self.name_line), Field(self.url_line), Field(self.kind_choice)
        self.user, self.secret = Field(self.user_line), Field(self.secret_line)
        self.cancel = link(hint="Esc")
        self.add = primary("Ctrl+Return", "Ctrl ↵")
        self._lay_out(look.tokens.px(_WIDTH))
        self.kind_choice.picked.connect(lambda _code: self._show_kind())
        self.url_line.textEdited.connect(self._guess_kind)
        self.add.clicked.connect(self.add_server)
        self.cancel.clicked.connect(self.back)
        for line in (self.name_line, self.url_line, self.user_line, self.secret_line):
            line.returnPressed.connect(self.add_server)
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Add a server")

    def shown(self) -> None:
        """The keyboard on the name."""
        self.name_line.setFocus(Qt.FocusReason.TabFocusReason)

    def back(self) -> None:
        """Leave and forget what was typed."""
        for line in (self.name_line, self.url_line, self.user_line, self.secret_line):
            line.clear()
        self.left.emit()

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.head.setText(tr("Add a server"))
        self.explanation.setText(tr("Questionnaires come from it, finished records that may leave go to it."))
        self.name.say(tr("Name, as you call it"))
        self.url.say(tr("Address"), tr("Paste it as you got it. It is kept encrypted and not shown again."))
        self.kind.say(tr("How it knows you"))
        self.kind_choice.offer((APP_USER, PASSWORD, DIGEST), self._kind_words)
        self.user.say(tr("User name"))
        self.secret.say(tr("Password"))
        self.cancel.say(tr("Back"))
        self.add.say(tr("Add"))
        self._show_kind()

    def add_server(self) -> None:
        """Check the address in place and keep the server in the store."""
        name, url, kind = self.name_line.text().strip(), self.url_line.text(), self.kind_choice.code()
        user, secret = self.user_line.text(), self.secret_line.text()
        if not name or "://" in name:
            unfit = self.words("This is an address; its place is below. Here goes a short name that anyone may see.")
            self.name.trouble(unfit if name else self.words("This is needed."))
            return
        self.name.hint("")
        try:
            openrosa.parse_address(url)
        except IntakeError as error:
            self.url.trouble(str(explain(error, self.words)))
            return
        self.lanes.vault(
            lambda store: workflow.add_server(store, name, url, kind, user, secret),
            lambda _row: self._added(name),
            self._refused,
        )

    def _added(self, name: str) -> None:
        self.lanes.vault_changed.emit()
        told = self.words("{name} is ready. Get its questionnaires next.").format(name=name)
        self.back()
        self.said.emit(told, Kind.OK, "", None)

    def _refused(self, error: Exception) -> None:
        self.url.trouble(str(explain(error, self.words)))

    def _kind_words(self, code: str) -> str:
        tr = self.words
        return {
            APP_USER: tr("By the address itself (app user)"),
            PASSWORD: tr("By user name and password"),
            DIGEST: tr("By user name and password (older servers)"),
        }[code]

    def _guess_kind(self, text: str) -> None:
        if text.startswith(("http://", "https://")):
            self.kind_choice.choose(APP_USER if "/key/" in text or "/test/" in text else PASSWORD)

    def _show_kind(self) -> None:
        named = self.kind_choice.code() != APP_USER
        self.user.setVisible(named)
        self.secret.setVisible(named)

    def _lay_out(self, width: int) -> None:
        card = Card(gap=Space.NORMAL)
        card.setMaximumWidth(width)
        for field in (self.name, self.url, self.kind, self.user, self.secret):
            card.column.addWidget(field)
        asked(self, (self.head, self.explanation), card, Footer((self.cancel,), (self.add,)))
        lines = (self.name_line, self.url_line, self.kind_choice, self.user_line, self.secret_line)
        tab_order((*lines, self.cancel, self.add))
