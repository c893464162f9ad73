"""The log of actions, for who may see it: who did what, when, to which record; whether all is whole; copies."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui import files
from intake_app.gui.controls import Kind, Label, column, row, secondary, tab_order
from intake_app.gui.fields import Choice, Line
from intake_app.gui.foot import Footer
from intake_app.gui.lanes import Lanes
from intake_app.gui.log_words import ALL, actions_of, kinds, sentence
from intake_app.gui.nested import nest
from intake_app.gui.page import Page
from intake_app.gui.room import Room
from intake_app.gui.states import when
from intake_app.gui.table import Cell, Row, Table
from intake_app.gui.tokens import Look, Space
from intake_app.gui.trouble import explain
from intake_app.gui.under_way import Halt, UnderWay, was_stopped
from intake_app.gui.words import Words, file_name
from intake_app.vault import BackupMade, Checked, LogEntry, Person, Vault
from intake_app.workflow import Soundness

PAGE = 200
_CODE_WIDTH = 300


class LogPage(Page):
    """Newest first, by person and by kind; older entries page by page.

    Whoever may see the log may also have the whole store read, and copy it.
    """

    def __init__(self, words: Words, lanes: Lanes, look: Look) -> None:
        super().__init__(words, lanes)
        self.entries: tuple[LogEntry, ...] = ()
        self._people: dict[str, str] = {}
        self._more = False
        self._last: Callable[[], str] = str
        self.head, self.whole = Label(role="title", wrap=True), Label(role="second", wrap=True)
        self.person, self.kind = Choice(), Choice()
        self.table, self.empty = Table(look), Label(wrap=True)
        self.receipt = Line(longest=120)
        self.receipt.setMinimumWidth(look.tokens.px(_CODE_WIDTH))
        self.verify, self.older = secondary("Ctrl+G"), secondary("PgDown")
        self.check, self.copy = secondary("Ctrl+K"), secondary("Ctrl+S")
        self.chosen, self.under_way = Label(wrap=True), UnderWay(words, self)
        self._lay_out()
        self.table.chosen.connect(lambda _key: self._show_chosen())
        self.person.picked.connect(lambda _code: self.refresh())
        self.kind.picked.connect(lambda _code: self.refresh())
        self.verify.clicked.connect(self.verify_now)
        self.receipt.returnPressed.connect(self.verify_now)
        self.older.clicked.connect(self.show_older)
        self.check.clicked.connect(self.check_now)
        self.copy.clicked.connect(self._ask_copy)
        self.retranslate()

    @staticmethod
    def named(tr: Words) -> str:
        """The word in the navigation."""
        return tr("Log")

    def shown(self) -> None:
        """Query people and the newest entries, and look whether the log is whole."""
        self.lanes.vault(lambda store: store.people(), self._take_people)
        self.refresh()
        self.verify_now()
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def refresh(self) -> None:
        """The newest entries of the chosen person and kind."""
        self.lanes.vault(self._query(None), lambda found: self._take((), found))

    def show_older(self) -> None:
        """The entries before the last one shown."""
        before, shown = self.entries[-1].seq, self.entries
        self.lanes.vault(self._query(before), lambda found: self._take(shown, found))

    def verify_now(self) -> None:
        """Walk the whole log; look for the entry of a receipt, when its code was typed."""
        self._say(lambda: self.words("Looking whether the log is whole…"))
        self.lanes.vault(workflow.log_holds, self._verified)
        code = self.receipt.text().strip()
        if code:
            self.lanes.vault(lambda store: workflow.log_has(store, code), self._compared)

    def _compared(self, there: bool) -> None:
        tr = self.words
        if there:
            told = tr("The entry of this receipt is there: nothing was put back since.")
            self.said.emit(told, Kind.OK, "", None)
        else:
            self.said.emit(lambda: str(explain(IntakeError("vault.rolled_back"), tr)), Kind.STOP, "", None)

    def check_now(self) -> None:
        """Read every page, seal, file and link of the store, in parts, so that saving comes in between."""
        self._busy(True)
        self._say(lambda: self.words("Reading the whole store. What is typed is saved meanwhile."))
        self._check_on(self.under_way.begin(self._read), Checked())

    def _check_on(self, halt: Halt, at: Checked) -> None:
        def further(store: Vault) -> Checked | Soundness:
            halt.go_on(at.done, at.of)
            return workflow.verify_further(store, at)

        def done(found: Checked | Soundness) -> None:
            if isinstance(found, Checked):
                self._check_on(halt, found)
            else:
                self._checked(found)

        self.lanes.vault(further, done, self._not_done)

    def _read(self, done: int, of: int) -> str:
        return self.words("Read: {done} of {of} records and names").format(done=done, of=of)

    def copy_to(self, folder: Path) -> None:
        """Copy the store into a new folder, read it back, say what became of it."""
        self._busy(True)
        self._say(lambda: self.words("Copying the store. Saving waits until it is done…"))
        halt = self.under_way.begin(self._copied)

        def hear(done: int, of: int) -> bool:
            halt.go_on(done * 100 // max(of, 1), 100)
            return not self.lanes.closed

        self.lanes.vault(lambda store: workflow.back_up(store, folder, hear), self._made, self._copy_not_done)

    def retranslate(self) -> None:
        """Words of the page."""
        tr = self.words
        self.head.setText(tr("Log of actions"))
        self.table.setAccessibleName(tr("Log of actions"))
        self.person.setAccessibleName(tr("Person"))
        self.kind.setAccessibleName(tr("Kind"))
        told = kinds(tr)
        self.kind.offer(tuple(told), lambda code: told[code])
        self._offer_people()
        self.receipt.setPlaceholderText(tr("Code at the foot of a receipt"))
        self.receipt.setAccessibleName(tr("Code at the foot of a receipt"))
        self.verify.say(tr("Verify"))
        self.check.say(tr("Check the store"))
        self.copy.say(tr("Copy the store…"))
        self.older.say(tr("Show older ones"))
        self.empty.setText(tr("The log has no such entry."))
        self.whole.setText(self._last())
        self._show()

    def _say(self, told: Callable[[], str]) -> None:
        """What is under way or was found, in the language of the windows, also of one chosen later."""
        self._last = told
        self.whole.setText(told())

    def _query(self, before: int | None) -> Callable[[Vault], tuple[LogEntry, ...]]:
        person, actions = self.person.code(), actions_of(self.kind.code())
        return lambda store: workflow.log_page(store, person, actions, before, PAGE)

    def _take(self, shown: tuple[LogEntry, ...], found: tuple[LogEntry, ...]) -> None:
        self.entries, self._more = (*shown, *found), len(found) == PAGE
        self._show()

    def _take_people(self, people: tuple[Person, ...]) -> None:
        self._people = {person.id: person.name for person in people}
        self._offer_people()

    def _offer_people(self) -> None:
        tr = self.words
        self.person.offer((ALL, *self._people), lambda code: self._people.get(code) or tr("Everybody"))

    def _verified(self, links: int | None) -> None:
        tr = self.words
        if links is None:
            self.said.emit(lambda: tr("The log was changed outside the program."), Kind.STOP, "", None)
            self._say(lambda: tr("The log was changed outside the program."))
        else:
            self._say(lambda: tr.plural(
                "The log is whole: {n} entry.", "The log is whole: {n} entries.", links
            ).format(n=links))  # fmt: skip

    def _checked(self, found: Soundness) -> None:
        tr = self.words
        self._busy(False)
        if not (found.wrong or found.set_apart):
            self._say(lambda: tr("The store is sound: every page, seal, file and entry."))
            return

        def told() -> str:
            lines = [str(explain(IntakeError(code, part="records"), tr)) for code in found.wrong]
            if found.set_apart:
                named = ", ".join(one.record_code or str(one.number) for one in found.set_apart)
                lines.append(tr("Set apart: {records}").format(records=named))
            return "\n".join(lines)

        self._say(told)
        self.said.emit(told, Kind.STOP, "", None)

    def _ask_copy(self) -> None:
        tr = self.words
        name = f"copy-{date.today().isoformat()}"
        files.ask_save(self, tr("A new folder for the copy"), tr("Folders") + " (*)", name, self.copy_to)

    def _copied(self, done: int, of: int) -> str:
        return self.words("Copying: {done} of {of}").format(done=done, of=of)

    def _made(self, made: BackupMade) -> None:
        tr = self.words
        self._busy(False)

        def told() -> str:
            sound = tr("Copied as {name}, encrypted, and read back. It opens with the same passphrases.")
            damaged = tr("Copied as {name}, but the store itself has damage, and so has the copy.")
            return (damaged if made.wrong else sound).format(name=file_name(made.path.name, tr))

        self._say(told)
        self.said.emit(told, Kind.WARN if made.wrong else Kind.OK, "", None)

    def _copy_not_done(self, error: Exception) -> None:
        if not was_stopped(error):
            self._not_done(error)
            return
        self._busy(False)
        self._say(lambda: self.words("Stopped. What was copied until then was removed."))

    def _not_done(self, error: Exception) -> None:
        self._busy(False)
        if was_stopped(error):
            self._say(lambda: self.words("Stopped. The store was not read to its end."))
            return
        self._say(lambda: str(explain(error, self.words)))
        self.lanes.trouble.emit(error)

    def _busy(self, busy: bool) -> None:
        """While something runs no other begins, and it can be stopped."""
        if not busy:
            self.under_way.end()
        for button in (self.verify, self.check, self.copy):
            button.setEnabled(not busy)

    def _show(self) -> None:
        tr = self.words
        heads = (tr("When"), tr("Who"), tr("Record"), tr("What"))
        self.table.take(heads, [self._row(entry) for entry in self.entries])
        self._body.setCurrentIndex(0 if self.entries else 1)
        self.older.setVisible(self._more)

    def _show_chosen(self) -> None:
        """The whole sentence of the chosen entry, which a row may cut."""
        key = self.table.key()
        entry = next((one for one in self.entries if str(one.seq) == key), None)
        self.chosen.setText(f"{entry.actor} {sentence(entry, self.words)}" if entry else "")

    def _row(self, entry: LogEntry) -> Row:
        cells = (when(entry.at, self.words), entry.actor, entry.record_code, sentence(entry, self.words))
        return Row(str(entry.seq), tuple(Cell(text) for text in cells))

    def _lay_out(self) -> None:
        whole, room = column(self, gap=0), Room(self)
        top, told, choices = row(gap=Space.NORMAL), row(gap=Space.NORMAL), row(gap=Space.NORMAL)
        top.addWidget(self.head, 1)
        nest(top, choices)
        for choice in (self.person, self.kind):
            choice.setMinimumContentsLength(16)
            choices.addWidget(choice)
        told.addWidget(self.whole, 1)
        told.addWidget(self.receipt)
        for across in (top, told):
            room.beside(across)
        self._body = room.list_or_words(self.table, self.empty)
        whole.addWidget(room.scroll((top, told, self._body, self.chosen), self._body, self.table), 1)
        actions = (self.older, self.check, self.copy, self.verify)
        whole.addWidget(self.under_way)
        whole.addWidget(Footer((), actions))
        tab_order((self.person, self.kind, self.receipt, self.table, self.under_way.stop, *actions))
