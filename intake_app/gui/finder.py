"""A field that looks for rows of a list, beside which letters typed on the list itself come into it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from intake_app.gui.fields import Line
from intake_app.gui.keys import Key
from intake_app.gui.table import Table

_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Finder(Line):
    """Enter goes to what was found, Ctrl+F comes from anywhere on the page; the page shows what fits `text()`."""

    def __init__(self, table: Table) -> None:
        super().__init__(longest=80)
        self._table = table
        table.installEventFilter(self)
        self.returnPressed.connect(lambda: table.setFocus(Qt.FocusReason.TabFocusReason))
        Key("Ctrl+F", self).activated.connect(self._begin)

    def _begin(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Letters that are typed on the list look for one, as in the field."""
        pressed = watched is self._table and event.type() == QEvent.Type.KeyPress
        typed = event.text() if pressed and isinstance(event, QKeyEvent) and not event.modifiers() & _HELD else ""
        if not typed.strip() or not typed.isprintable():
            return super().eventFilter(watched, event)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setText(typed)
        return True
