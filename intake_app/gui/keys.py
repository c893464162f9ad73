"""Keys of a window or a page: each does what it does once, however long it is held."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut


class Key(QShortcut):
    """A hand that is frightened, or slow, holds a key; what it turns on must not go off again by that."""

    def __init__(self, key: str | QKeySequence, owner: QObject, do: Callable[[], object] | None = None) -> None:
        super().__init__(QKeySequence(key), owner)
        self.setAutoRepeat(False)
        if do is not None:
            self.activated.connect(do)
