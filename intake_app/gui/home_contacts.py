"""On the first page: whether the person of the chosen draft may have been met before."""

from PySide6.QtCore import QObject, QTimer, Signal

from intake_app import workflow
from intake_app.gui.controls import link
from intake_app.gui.lanes import Lanes
from intake_app.gui.words import Words
from intake_app.vault import RecordRow
from intake_app.workflow import Contacts

_REST_MS = 400
"""So long a draft is chosen before the store is asked, which reads it and notes that somebody looked."""


class HomeContacts(QObject):
    """A link that shows itself when there is a hint. `wanted` carries the id and the code of the draft."""

    wanted = Signal(str, str)

    def __init__(self, lanes: Lanes, words: Words, owner: QObject) -> None:
        super().__init__(owner)
        self._lanes, self._words = lanes, words
        self.link = link()
        self.link.hide()
        self._record: RecordRow | None = None
        self._known: dict[tuple[str, str], Contacts] = {}
        """What was found for a draft as it was saved then."""
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask)
        self.link.clicked.connect(self._want)

    def choose(self, record: RecordRow | None) -> None:
        """Another record is chosen, or the same again."""
        self._record = record if record is not None and record.state == "draft" and not record.damaged else None
        self._rest.stop()
        self._show()
        if self._record is not None and self._key() not in self._known:
            self._rest.start()

    def forget(self) -> None:
        """Something was decided about contacts: ask again."""
        self._known.clear()

    def _key(self) -> tuple[str, str]:
        return (self._record.id, self._record.changed) if self._record is not None else ("", "")

    def _ask(self) -> None:
        key = self._key()

        def found(contacts: Contacts) -> None:
            self._known[key] = contacts
            self._show()

        self._lanes.vault(lambda store: workflow.possible_contacts(store, key[0]), found, lambda _error: None)

    def _show(self) -> None:
        found = self._known.get(self._key(), Contacts())
        self.link.say(self._words("Perhaps met before. Compare…"))
        self.link.setVisible(bool(found))

    def _want(self) -> None:
        if self._record is not None:
            self.wanted.emit(self._record.id, self._record.code)
