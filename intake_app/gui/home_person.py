"""On the first pages: the person of the chosen record, or of the code that is typed."""

from PySide6.QtCore import QObject, Signal

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui.controls import link
from intake_app.gui.lanes import Lanes
from intake_app.gui.words import Words
from intake_app.vault import CaseRow, RecordRow, Vault, code_of


class HomePerson(QObject):
    """A link to the page of a person. `wanted` carries the id of a case."""

    wanted = Signal(str)
    changed = Signal()
    """It is known now whether the code that is typed is of a person."""

    def __init__(self, lanes: Lanes, words: Words, owner: QObject) -> None:
        super().__init__(owner)
        self._lanes, self._words = lanes, words
        self.link = link("Ctrl+U")
        self.link.hide()
        self._record: RecordRow | None = None
        self._typed: CaseRow | None = None
        """The person of the code that is typed."""
        self._text = ""
        self.link.clicked.connect(self.go)

    def choose(self, record: RecordRow | None) -> None:
        """Another record is chosen, or none; only one's own, or what was handed over, has a person to go to."""
        self._record = record
        self._show()

    def know(self, record_id: str) -> None:
        """Another record is chosen by who opens no case: the link is there when its person is known already."""
        self._record, self._text, self._typed = None, record_id, None
        self._show()

        def found(case: CaseRow | None) -> None:
            if record_id == self._text:
                self._typed = case
                self._show()

        if record_id:
            self._lanes.vault(lambda store: store.case_of(record_id), found)

    def look_for(self, text: str) -> None:
        """Somebody types a code, whole and without a slip of the finger, or something else."""
        if text == self._text:  # the list is asked for again, for another reason
            return
        self._text, self._typed = text, None
        try:
            code = code_of(text)
        except IntakeError:
            self._show()
            return

        def found(case: CaseRow) -> None:
            if text == self._text:
                self._typed = case
                self._show()
                self.changed.emit()

        self._lanes.vault(lambda store: workflow.find_case(store, code), found, lambda _error: self._show())

    def go(self) -> None:
        """To the person of the code that is typed, else of the chosen record, for which a case is opened now."""
        typed, record = self._typed, self._record
        if typed is not None:
            self.wanted.emit(typed.id)
        elif record is not None:

            def case(store: Vault) -> CaseRow:
                return workflow.case_for(store, record.id)

            self._lanes.vault(case, lambda found: self.wanted.emit(found.id))

    @property
    def found(self) -> bool:
        """Whether the code that is typed is of a person."""
        return self._typed is not None

    def _show(self) -> None:
        tr = self._words
        if self._typed is not None:
            self.link.say(tr("Person {code}: what was asked, what comes next").format(code=self._typed.code))
        else:
            self.link.say(tr("The person: what was asked, what comes next"))
        self.link.setVisible(self._typed is not None or self._record is not None)
