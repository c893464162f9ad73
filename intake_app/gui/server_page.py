"""A server to send to: a name, the address as it was handed over, and nothing of it shown afterwards."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from intake_app import openrosa, workflow
from intake_app.errors import IntakeError
from intake_app.gui.controls import Card, Kind, Label, primary, tab_order
from intake_app.gui.fields import Choice, Field, Line, Secret
from intake_app.gui.headed_page import HeadedPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.server_words import ready_words
from intake_app.gui.settings_code import SettingsCode
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words
from intake_app.openrosa import Settings
from intake_app.vault import ServerRow, Vault
from intake_app.workflow import ServerFacts

_WIDTH = 720
APP_USER, PASSWORD, DIGEST = "app_user", "basic", "digest"


class AddServer(HeadedPage):
    """Name and address; the address of an app user holds its own key, others need a user name and a password."""

    def __init__(self, words: Words, lanes: Lanes, look: Look) -> None:
        super().__init__(words, lanes)
        self.name_line, self.url_line = Line(), Line(longest=2000, figures=True)
        self.url_line.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.kind_choice = Choice()
        self.user_line, self.secret_line = Line(), Secret()
        self.name, self.url, self.kind = Field(self.name_line), Field(self.url_line), Field(self.kind_choice)
        self.user, self.secret = Field(self.user_line), Field(self.secret_line)
        self.code = SettingsCode(self, words, lanes)
        self.test = Label(role="trouble", wrap=True)
        self._settings: Settings | None = None
        self.add = primary("Ctrl+Return", "Ctrl ↵")
        self._lay_out(look.tokens.px(_WIDTH))
        self.kind_choice.picked.connect(lambda _code: self._show_kind())
        self.url_line.textEdited.connect(self._guess_kind)
        self.url_line.textEdited.connect(lambda _text: self._forget_code())
        self.code.found.connect(self.take_settings)
        self.add.clicked.connect(self.add_server)
        for line in (self.name_line, self.url_line, self.user_line, self.secret_line):
            line.returnPressed.connect(self.add_server)
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Add a server")

    def shown(self) -> None:
        """The keyboard on the name."""
        self.name_line.setFocus(Qt.FocusReason.TabFocusReason)

    def forget(self) -> None:
        """Keep nothing that was typed."""
        for line in (self.name_line, self.url_line, self.user_line, self.secret_line):
            line.clear()
        self._forget_code()
        self.code.clear()

    def take_settings(self, settings: Settings) -> None:
        """Fill in what a settings code says; it can be changed before it is added."""
        told = settings.address
        if not self.name_line.isModified() or not self.name_line.text():  # a name that somebody typed is theirs
            self.name_line.setText(settings.project or told.name)
        self.url_line.setText(told.url)
        self.kind_choice.choose(told.kind)
        self.user_line.setText(told.username)
        self.secret_line.setText(told.secret)
        self._settings = settings
        self._show_kind()
        self._show_test()
        self.name_line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget_code(self) -> None:
        self._settings = None
        self._show_test()

    def _show_test(self) -> None:
        """A project for testing is told apart in words."""
        url = self._settings.address.url if self._settings is not None else self.url_line.text()
        self.test.setText(self.words("TEST project: what is sent there is thrown away. Not for real interviews."))
        self.test.setVisible("/test/" in url)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.say_head(
            tr("Add a server"), tr("Questionnaires come from it, finished records that may leave go to it.")
        )
        self.name.say(tr("Name, as you call it"))
        self.url.say(tr("Address"), tr("Paste it as you got it. It is kept encrypted and not shown again."))
        self.kind.say(tr("How it knows you"))
        self.kind_choice.offer((APP_USER, PASSWORD, DIGEST), self._kind_words)
        self.user.say(tr("User name"))
        self.secret.say(tr("Password"))
        self.add.say(tr("Add"))
        self.code.retranslate()
        self._show_kind()
        self._show_test()

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
        settings = self._settings

        def keep(store: Vault) -> ServerRow:
            if settings is None or kind != settings.address.kind:
                return workflow.add_server(store, name, url, kind, user, secret)
            address = replace(settings.address, username=user.strip(), secret=secret)
            return workflow.add_server_by_settings(store, replace(settings, address=address), name)

        def kept(store: Vault) -> ServerFacts:
            name = keep(store).name
            return next(one for one in workflow.server_facts(store) if one.row.name == name)

        self.once(kept, self._added, self._refused)

    def _added(self, facts: ServerFacts) -> None:
        self.lanes.vault_changed.emit()
        self.back()
        self.said.emit(ready_words(facts, self.words), Kind.OK, "", None)

    def _refused(self, error: Exception) -> None:
        """What is wrong, at the line that it is about."""
        code = error.code if isinstance(error, IntakeError) else ""
        if code in ("workflow.server_exists", "workflow.server_name"):
            self.name.trouble(str(explain(error, self.words)))
        elif isinstance(error, IntakeError) and error.facts.get("reason") == "no_password":
            (self.secret if self.user_line.text().strip() else self.user).trouble(self.words("This is needed."))
        elif code.startswith("openrosa."):
            self.url.trouble(str(explain(error, self.words)))
        else:
            self.lanes.trouble.emit(error)

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
        card.column.addWidget(self.code)
        card.column.addWidget(self.test)
        for field in (self.name, self.url, self.kind, self.user, self.secret):
            card.column.addWidget(field)
        self.lay_out((card,), (self.add,))
        lines = (self.name_line, self.url_line, self.kind_choice, self.user_line, self.secret_line)
        tab_order((self.code.choose, self.code.paste, self.code.film, *lines, self.cancel, self.add))
