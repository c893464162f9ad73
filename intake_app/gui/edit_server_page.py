"""Changing a server: another key or password, the name of its project, whether it is for testing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui.controls import Card, Kind, primary, tab_order
from intake_app.gui.fields import Field, Line, Secret
from intake_app.gui.headed_page import HeadedPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words, own_way
from intake_app.vault import ServerRow, Vault

_WIDTH = 720


class EditServer(HeadedPage):
    """What is left blank stays as it was; an address or a password that is kept is never shown."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, row: ServerRow) -> None:
        super().__init__(words, lanes)
        self._server = row
        self.url_line, self.user_line, self.secret_line = Line(longest=2000, figures=True), Line(), Secret()
        self.url_line.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.project_line, self.test = Line(), Tick()
        self.url, self.user = Field(self.url_line), Field(self.user_line)
        self.secret, self.project = Field(self.secret_line), Field(self.project_line)
        self.project_line.setText(row.project)
        self.test.setChecked(row.test)
        for field in (self.user, self.secret):
            field.setVisible(row.kind != "app_user")
        self.save = primary("Ctrl+Return", "Ctrl ↵")
        card = Card(gap=Space.NORMAL)
        card.setMaximumWidth(look.tokens.px(_WIDTH))
        for part in (self.url, self.user, self.secret, self.project, self.test):
            card.column.addWidget(part)
        self.lay_out((card,), (self.save,))
        lines = (self.url_line, self.user_line, self.secret_line, self.project_line)
        tab_order((*lines, self.test, self.cancel, self.save))
        self.save.clicked.connect(self.save_it)
        for line in lines:
            line.returnPressed.connect(self.save_it)
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Change a server")

    def shown(self) -> None:
        """The keyboard on the first line."""
        self.url_line.setFocus(Qt.FocusReason.TabFocusReason)

    def forget(self) -> None:
        """Keep nothing that was typed."""
        for line in (self.url_line, self.user_line, self.secret_line):
            line.clear()

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.say_head(
            tr("Change {name}").format(name=own_way(self._server.name)),
            tr("A server on another host is another server: add it under its own name. Blank lines change nothing."),
        )
        self.url.say(tr("New address"), tr("On {host}").format(host=workflow.host_of(self._server)))
        self.user.say(tr("New user name"))
        self.secret.say(tr("New password"))
        self.project.say(tr("Project"))
        self.test.say(tr("For testing: what is sent there is thrown away"))
        self.save.say(tr("Save"))

    def save_it(self) -> None:
        """Check and keep it."""
        name, project, test = self._server.name, self.project_line.text(), self.test.isChecked()
        typed = (self.url_line.text(), self.user_line.text(), self.secret_line.text())

        def keep(store: Vault) -> ServerRow:
            workflow.change_sign_in(store, name, *typed)
            return workflow.change_server(store, name, project=project, test=test)

        self.once(keep, self._saved, self._refused)

    def _saved(self, row: ServerRow) -> None:
        self.lanes.vault_changed.emit()
        told = self.words("{name} is changed.").format(name=own_way(row.name))
        self.back()
        self.said.emit(told, Kind.OK, "", None)

    def _refused(self, error: Exception) -> None:
        """Only an address can be wrong, or a server be gone meanwhile."""
        if isinstance(error, IntakeError) and error.code in ("openrosa.bad_address", "workflow.server_exists"):
            self.url.trouble(str(explain(error, self.words)))
        else:
            self.lanes.trouble.emit(error)
