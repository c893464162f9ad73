"""A second laptop: the profile of this workplace goes into a file, and another's comes in once somebody has seen it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui import files
from intake_app.gui.controls import Button, Card, Kind, Label, primary, row, secondary, tab_order
from intake_app.gui.fields import Field, Secret
from intake_app.gui.headed_page import HeadedPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.profile_words import contents, step_row
from intake_app.gui.table import Table
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words, file_name, steady
from intake_app.vault import DEFAULT, Kdf
from intake_app.workflow import OpenedProfile, ProfileStep

_LARGEST = 500_000_000
_WIDTH = 900
FILE_NAME = "workplace.json"


class ProfilePage(HeadedPage):
    """No record is in a profile and no private key; keys and passwords of servers only sealed by a passphrase."""

    def __init__(self, words: Words, lanes: Lanes, look: Look, kdf: Kdf = DEFAULT) -> None:
        """``kdf``: the cost of a passphrase for the secrets of servers."""
        super().__init__(words, lanes)
        self._kdf = kdf
        self._data = b""
        self._taking, self._saved_as = False, ("", "")
        self._wrong: Exception | None = None
        self.opened: OpenedProfile | None = None
        self.steps: tuple[ProfileStep, ...] = ()
        self.out_head, self.in_head = Label(role="heading", wrap=True), Label(role="heading", wrap=True)
        self.words_line, self.again_line, self.open_line = Secret(), Secret(), Secret()
        self.words_field, self.again = Field(self.words_line), Field(self.again_line)
        self.open_field = Field(self.open_line)
        self.made, self.told, self.trouble = Label(wrap=True), Label(wrap=True), Label(role="trouble", wrap=True)
        self.export, self.choose, self.unseal = secondary("Ctrl+S"), secondary("Ctrl+O"), secondary()
        self.compared, self.table = Tick(), Table(look)
        self.take = primary("Ctrl+Return", "Ctrl ↵")
        self._lay_out(look.tokens.px(_WIDTH), look.tokens.px(180))
        self._connect()
        self.retranslate()

    def title(self) -> str:
        """The name of the page."""
        return self.words("Second laptop")

    def shown(self) -> None:
        """The keyboard on the first choice."""
        self.choose.setFocus(Qt.FocusReason.TabFocusReason)

    def back(self) -> None:
        """Leave, but not in the middle of taking a profile over or of saving one."""
        if not self._taking and self.export.isEnabled():
            super().back()

    def forget(self) -> None:
        """Keep no passphrase."""
        for line in (self.words_line, self.again_line, self.open_line):
            line.clear()

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.say_head(
            tr("Second laptop"),
            tr("A profile holds servers, questionnaires, keys of organisations, own services and the site; no record."),
        )
        self.in_head.setText(tr("From another laptop"))
        self.out_head.setText(tr("For another laptop"))
        self.words_field.say(
            tr("Passphrase for keys and passwords of servers"),
            tr("Without one they stay here, and are typed again on the other laptop."),
        )
        self.again.say(tr("The passphrase again"))
        self.open_field.say(tr("Passphrase of the profile"), tr("It opens the keys and passwords of its servers."))
        self.export.say(tr("Save the profile…"))
        self.choose.say(tr("Open a profile…"))
        self.unseal.say(tr("Open them"))
        self.compared.say(tr("The other laptop shows the same digits"))
        self.take.say(tr("Take it"))
        self._show()

    def _ask_save(self) -> None:
        tr, typed = self.words, self.words_line.text()
        if typed != self.again_line.text():
            self.again.trouble(tr("The two are not the same."))
            return
        files.ask_save(self, tr("Save the profile"), tr("Profiles") + " (*.json)", FILE_NAME, self.save)

    def save(self, path: Path) -> None:
        """Write the profile, and show by which digits the other laptop knows it."""
        typed, kdf = self.words_line.text(), self._kdf

        def made(data: bytes) -> None:
            told = path.name
            self.lanes.work(lambda: _written(path, data), lambda digits: self._saved(told, digits), self._not_saved)

        self.export.setEnabled(False)
        self.lanes.vault(lambda store: workflow.profile_file(store, typed, kdf), made, self._not_saved)

    def _saved(self, name: str, digits: str) -> None:
        for line in (self.words_line, self.again_line):
            line.clear()
        self._saved_as, self._wrong = (name, digits), None
        self.export.setEnabled(True)
        self._show()
        self.see(self.export)

    def _not_saved(self, error: Exception) -> None:
        """A passphrase that is too weak is told at its line; what was opened stays."""
        self.export.setEnabled(True)
        if isinstance(error, IntakeError) and error.code == "vault.weak_passphrase":
            self.words_field.trouble(str(explain(error, self.words)))
        else:
            self._wrong = error
            self._show()
            self.see(self.trouble)

    def _ask_open(self) -> None:
        tr = self.words
        kinds = tr("Profiles") + " (*.json)"
        files.ask_open(self, tr("Open a profile"), kinds, self.take_file, several=False)

    def take_file(self, paths: Sequence[Path]) -> None:
        """Read a profile and show what it holds."""
        path = paths[0]
        self.lanes.work(lambda: files.read(path, _LARGEST), self._take_data, self._failed)

    def _take_data(self, data: bytes) -> None:
        self._data = data
        self._read("")

    def _read(self, passphrase: str) -> None:
        data = self._data
        self.lanes.work(lambda: workflow.read_profile_file(data, passphrase), self._plan, self._failed)

    def _plan(self, opened: OpenedProfile) -> None:
        self.open_line.clear()
        self.lanes.vault(
            lambda store: workflow.profile_plan(store, opened), lambda steps: self._planned(opened, steps), self._failed
        )

    def _planned(self, opened: OpenedProfile, steps: tuple[ProfileStep, ...]) -> None:
        self.opened, self.steps, self._wrong = opened, steps, None
        self.compared.setChecked(False)
        self._show()
        self.see(self.choose)

    def take_it(self) -> None:
        """Do what was shown."""
        opened = self.opened
        if opened is not None and not self._taking:
            self._taking = True
            self._show()
            self.lanes.vault(lambda store: workflow.import_profile(store, opened), self._taken, self._failed)

    def _taken(self, _steps: tuple[ProfileStep, ...]) -> None:
        self._taking = False
        self.lanes.vault_changed.emit()
        told = self.words("The profile was taken over.")
        self.back()
        self.said.emit(told, Kind.OK, "", None)

    def _failed(self, error: Exception) -> None:
        self._taking, self._wrong = False, error
        if not isinstance(error, IntakeError) or error.code != "profile.wrong_passphrase":
            self.opened, self.steps = None, ()
        self._show()
        self.see(self.trouble)

    def _show(self) -> None:
        tr, opened = self.words, self.opened
        there = opened is not None
        sealed = opened is not None and opened.profile.sealed is not None
        locked = sealed and opened is not None and not all(row.url for row in opened.servers)
        self.told.setText(contents(opened, tr) if opened is not None else "")
        heads = (tr("What it brings"), tr("Here"))
        self.table.setAccessibleName(tr("What the profile would do here"))
        self.table.take(heads, [step_row(at, step, tr) for at, step in enumerate(self.steps)])
        shown: tuple[tuple[QWidget, bool], ...] = (
            (self.told, there), (self.table, there), (self.compared, there),
            (self.open_field, locked), (self.unseal, locked),
        )  # fmt: skip
        for widget, visible in shown:
            widget.setVisible(visible)
        name, digits = self._saved_as
        told = tr("Saved as {name}. The other laptop must show these digits: {digits}")
        self.made.setText(told.format(name=file_name(name, tr), digits=steady(digits)))
        self.made.setVisible(bool(name))
        self.trouble.setText(str(explain(self._wrong, tr)) if self._wrong is not None else "")
        self.trouble.setVisible(self._wrong is not None)
        self.take.setVisible(there)
        self.take.setEnabled(there and self.compared.isChecked() and not self._taking)

    def _connect(self) -> None:
        self.export.clicked.connect(self._ask_save)
        self.choose.clicked.connect(self._ask_open)
        self.unseal.clicked.connect(lambda: self._read(self.open_line.text()))
        self.open_line.returnPressed.connect(lambda: self._read(self.open_line.text()))
        self.compared.toggled.connect(lambda _on: self._show())
        self.take.clicked.connect(self.take_it)

    def _lay_out(self, width: int, height: int) -> None:
        self.table.setMinimumHeight(height)
        incoming = (self.in_head, self.choose, self.told, self.open_field, self.unseal, self.table, self.compared)
        outgoing = (self.out_head, self.words_field, self.again, self.export, self.made)
        self.lay_out((self.trouble, *(_card(parts, width) for parts in (incoming, outgoing))), (self.take,))
        first = (self.choose, self.open_line, self.unseal, self.table, self.compared)
        tab_order((*first, self.words_line, self.again_line, self.export, self.cancel, self.take))


def _written(path: Path, data: bytes) -> str:
    """Write a profile; by which digits the other laptop knows it."""
    try:
        files.write_private(path, data)
    except OSError as error:
        raise IntakeError("gui.not_saved", file=path.name) from error
    return workflow.read_profile_file(data).fingerprint


def _card(parts: Sequence[QWidget], width: int) -> Card:
    """One below the other; buttons no wider than their words."""
    card = Card(gap=Space.NORMAL)
    card.setMaximumWidth(width)
    for part in parts:
        if isinstance(part, Button):
            across = row()
            across.addWidget(part)
            across.addStretch(1)
            nest(card.column, across)
        else:
            card.column.addWidget(part)
    return card
