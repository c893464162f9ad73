"""A store from a copy: the folder, what it says of itself, who opens it, and how far the reading has come."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from intake_app import vault, workflow
from intake_app.gui import files
from intake_app.gui.controls import Label, column, link, secondary, tab_order
from intake_app.gui.fields import Field, Line, Secret
from intake_app.gui.gate import Gate
from intake_app.gui.lanes import Lanes
from intake_app.gui.states import when
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Look, Space
from intake_app.gui.words import Words
from intake_app.vault import Person
from intake_app.workflow import CopyFacts

_MEGABYTE = 1_000_000


class Restore(Gate):
    """`came_back` carries what the copy said of itself, before `opened`.

    A store that lies in the place already is moved aside, and only when somebody says so; it is never written over.
    """

    came_back = Signal(object)
    _heard = Signal(int)

    def __init__(self, words: Words, lanes: Lanes, look: Look, path: Path) -> None:
        super().__init__(words, lanes, look, path, 560)
        self.folder: Path | None = None
        self._facts: CopyFacts | None = None
        self.choose, self.told = secondary(), Label(role="second", wrap=True)
        self.name_line, self.secret_line, self.aside = Line(), Secret(), Tick()
        self.name, self.passphrase = Field(self.name_line), Field(self.secret_line)
        self.cancel = link(hint="Esc")
        body = QWidget()
        down = column(body, gap=Space.NORMAL)
        down.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeading)
        for widget in (self.told, self.aside, self.name, self.passphrase):
            down.addWidget(widget)
        self.aside.setVisible(vault.exists(path))
        self.lay_out(body, pinned=True, quiet=(self.cancel,))
        self.choose.clicked.connect(self._ask)
        self.cancel.clicked.connect(self.back)
        self._heard.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        self.name_line.returnPressed.connect(lambda: self.secret_line.setFocus(Qt.FocusReason.TabFocusReason))
        self.secret_line.returnPressed.connect(self.submit)
        tab_order((self.choose, self.aside, self.name_line, self.secret_line, self.cancel, self.go))
        self.retranslate()

    def shown(self) -> None:
        """The keyboard on the choice of the folder."""
        self.choose.setFocus(Qt.FocusReason.TabFocusReason)

    def save_now(self) -> None:
        """Another page comes: nothing typed here is kept."""
        self.secret_line.clear()

    def back(self) -> None:
        """Stop what goes on, which leaves nothing; else back to the page before."""
        if self._busy:
            self._stopped = True
        else:
            self.left.emit()

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.head.setText(tr("Restore from a copy"))
        self.explanation.setText(
            tr("Everything comes back as it was when the copy was made. It is read and checked before it becomes a "
               "store, and the copy stays as it is. What was taken back since then is not in it: nothing leaves "
               "before somebody says who that was.")
        )  # fmt: skip
        self.choose.say(tr("Choose the folder of the copy…"))
        self.name.say(tr("Your name"))
        self.passphrase.say(tr("Passphrase"), tr("The one of when the copy was made."))
        self.aside.say(tr("Move the store that does not open aside"))
        self.go.say(tr("Restore"))
        self._say_cancel()
        self._show_facts()
        self.tell_swap()

    def take(self, folder: Path) -> None:
        """A folder was chosen: say what the copy in it says of itself."""
        self.folder, self._facts = folder, None
        self.trouble.setVisible(False)
        self.lanes.work(partial(workflow.copy_facts, folder), self._take_facts, self._no_copy)

    def submit(self) -> None:
        """Check the fields in place, then restore on the vault lane."""
        if self._busy or not self._complete():
            return
        folder, path, aside = self.folder or Path(), self.path, self.aside.isChecked()
        name, passphrase = self.name_line.text(), self.secret_line.text()
        self.set_busy(True, self.words("Opening the copy, a few seconds…"))
        self._say_cancel()
        self.lanes.open(
            lambda: workflow.restore_store(folder, path, name, passphrase, self._hear, aside=aside),
            self._opened,
            self._refused,
        )

    def set_busy(self, busy: bool, text: str = "") -> None:
        """What goes on can be stopped."""
        super().set_busy(busy, text)
        self.cancel.setEnabled(True)

    def _ask(self) -> None:
        tr = self.words
        if not self._busy:
            files.ask_folder(self, tr("The folder of the copy"), tr("Folders") + " (*)", self.take)

    def _take_facts(self, facts: CopyFacts) -> None:
        self._facts = facts
        self._show_facts()
        self.name_line.setFocus(Qt.FocusReason.TabFocusReason)

    def _no_copy(self, error: Exception) -> None:
        self._show_facts()
        self.show_failure(error)

    def _show_facts(self) -> None:
        tr = self.words
        if self.folder is None or self._facts is None:
            self.told.setText(tr("It holds the file backup.json."))
            return
        told = tr("{name}: copied {when}, {size} MB")
        size = max(1, round(self._facts.size / _MEGABYTE))
        self.told.setText(told.format(name=self.folder.name, when=when(self._facts.made, tr), size=size))

    def _complete(self) -> bool:
        tr = self.words
        if self._facts is None:
            self.say_trouble(tr("Choose the folder of the copy first."))
            return False
        if not self.name_line.text().strip():
            self.name.trouble(tr("This is needed."))
            return False
        if vault.exists(self.path) and not self.aside.isChecked():
            self.say_trouble(tr("There is already a store in this place. Tick the box to move it aside."))
            return False
        return True

    def _hear(self, done: int, of: int) -> bool:
        """Called in the vault lane; goes on until somebody stops it or the program is about to end."""
        self._heard.emit(done * 100 // max(of, 1))
        return not (self._stopped or self.lanes.closed)

    def _show_progress(self, done: int) -> None:
        if self._busy:
            self.progress.setRange(0, 100)
            self.progress.setValue(done)
            self.working.setText(self.words("Reading and checking the copy: {done} of 100").format(done=done))

    def _say_cancel(self) -> None:
        self.cancel.say(self.words("Stop") if self._busy else self.words("Back"))

    def _opened(self, person: Person) -> None:
        self._ended()
        self.came_back.emit(self._facts)
        self.opened.emit(person)

    def _refused(self, error: Exception) -> None:
        self._ended()
        self.show_failure(error)
        self.secret_line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ended(self) -> None:
        self.secret_line.clear()
        self.set_busy(False)
        self._say_cancel()
