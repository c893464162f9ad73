"""What somebody hears who can not see a window, and what Tab reaches: the accessibility tree, walked.

`faults` of a window: a control without a name, with a role or a state that says something else than it is, twice the
same name in one place, an icon that is only an icon; and what is pressed by a mouse and reached by no key.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTextEdit,
    QWidget,
)

_ROLES: tuple[tuple[type[QWidget], frozenset[QAccessible.Role]], ...] = (
    (
        QAbstractButton,
        frozenset(
            (
                QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton,
                QAccessible.Role.ButtonMenu, QAccessible.Role.PageTab, QAccessible.Role.Link,
            )
        ),
    ),
    (QLineEdit, frozenset((QAccessible.Role.EditableText,))),
    (QPlainTextEdit, frozenset((QAccessible.Role.EditableText,))),
    (QTextEdit, frozenset((QAccessible.Role.EditableText,))),
    (QComboBox, frozenset((QAccessible.Role.ComboBox,))),
    (QAbstractSlider, frozenset((QAccessible.Role.Slider, QAccessible.Role.ScrollBar, QAccessible.Role.Dial))),
    (QAbstractItemView, frozenset((QAccessible.Role.List, QAccessible.Role.Table, QAccessible.Role.Tree))),
)  # fmt: skip
_BY_KEY = (QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSlider, QAbstractItemView)


@dataclass(frozen=True)
class Unheard:
    """One fault: its kind, the name that is told, the widget by class and place."""

    kind: str
    name: str
    where: str


def faults(window: QWidget) -> list[Unheard]:
    """All faults of what a window shows now."""
    controls = list(_controls(window))
    found = [fault for widget in controls for fault in _of(widget, window)]
    found += _twice(controls, window)
    found += [_fault("said before what is in it", area, window) for area in _named_frames(window)]
    reached = set(map(id, by_tab(window)))
    for widget in controls:
        if not _reached(widget, reached):
            found.append(_fault("no key reaches it", widget, window))
    return found


def by_tab(window: QWidget) -> list[QWidget]:
    """What Tab goes through, from the first on, once round."""
    order, widget = [], window.nextInFocusChain()
    while widget is not window:
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(widget)
        widget = widget.nextInFocusChain()
    return order


def out_of_order(page: QWidget) -> list[tuple[str, str]]:
    """Neighbours in the order of Tab, by name, of which the later one stands before the earlier: above it, and not in
    a column of its own further on.
    """
    inside = [widget for widget in by_tab(page.window()) if page.isAncestorOf(widget)]
    return [(_name(before), _name(after)) for before, after in pairwise(inside) if _is_before(page, after, before)]


def in_order(window: QWidget) -> list[str]:
    """The names of all that a window shows, in the order in which they are heard."""
    return list(_names(QAccessible.queryAccessibleInterface(window)))


def told(widget: QWidget) -> str:
    """What is heard of something when the keyboard comes to it: its name and what it says besides."""
    heard = QAccessible.queryAccessibleInterface(widget)
    parts = (heard.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Description)) if heard else ()
    return " · ".join(part for part in parts if part)


def role(widget: QWidget) -> QAccessible.Role:
    """What something is said to be."""
    heard = QAccessible.queryAccessibleInterface(widget)
    assert heard is not None
    return heard.role()


def labelled(widget: QWidget) -> str:
    """The words of the labels that name something whose own name is its value: a list that opens."""
    heard = QAccessible.queryAccessibleInterface(widget)
    assert heard is not None
    related = heard.relations(QAccessible.RelationFlag.Label)
    return " ".join(other.text(QAccessible.Text.Name) for other, _kind in related)


def _names(heard: QAccessibleInterface | None) -> Iterator[str]:
    if heard is None or not heard.isValid():
        return
    name, shown = heard.text(QAccessible.Text.Name), heard.object()
    if isinstance(shown, QWidget) and not shown.isVisible():
        return
    if name:
        yield name
    for at in range(heard.childCount()):
        yield from _names(heard.child(at))


def _is_before(page: QWidget, one: QWidget, other: QWidget) -> bool:
    first, second = _place(page, one, other), _place(page, other, one)
    rtl = page.layoutDirection() == Qt.LayoutDirection.RightToLeft
    further = first.right() < second.left() if rtl else first.left() > second.right()
    return first.bottom() < second.top() and not further


def _place(page: QWidget, widget: QWidget, beside: QWidget) -> QRect:
    """Where a widget stands; where it is scrolled and the other one is not, where what scrolls stands."""
    stands, around = widget, widget.parentWidget()
    while around is not None and around is not page and not around.isAncestorOf(beside):
        stands = around if isinstance(around, QAbstractScrollArea) else stands
        around = around.parentWidget()
    return QRect(stands.mapTo(page, QPoint(0, 0)), stands.size())


def _controls(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled() or isinstance(widget, QScrollBar):
            continue
        inside = widget.parentWidget()
        if isinstance(inside, QComboBox | QAbstractItemView) or _within_view(widget):
            continue
        takes_keys = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
        if isinstance(widget, _BY_KEY) or takes_keys:
            yield widget


def _named_frames(window: QWidget) -> Iterator[QScrollArea]:
    """What scrolls and no key reaches: only without a name it is passed over, and what is in it is heard once."""
    for area in window.findChildren(QScrollArea):
        if area.isVisible() and area.accessibleName() and not area.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield area


def _within_view(widget: QWidget) -> bool:
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QAbstractItemView):
            return True
        around = around.parentWidget()
    return False


def _of(widget: QWidget, window: QWidget) -> Iterator[Unheard]:
    told = QAccessible.queryAccessibleInterface(widget)
    if told is None or not told.isValid():
        yield _fault("nobody tells of it", widget, window)
        return
    name = _name(widget)
    if not any(letter.isalnum() for letter in name):
        yield _fault("no name", widget, window)
    wanted = next((roles for kind, roles in _ROLES if isinstance(widget, kind)), None)
    if wanted is not None and told.role() not in wanted:
        yield _fault(f"role {told.role().name}", widget, window)
    if isinstance(widget, QAbstractButton) and widget.isCheckable() and widget.isChecked() != bool(_checked(told)):
        yield _fault("whether it is on is not told", widget, window)


def _checked(told: QAccessibleInterface) -> bool:
    return bool(told.state().checked)


def _name(widget: QWidget) -> str:
    told = QAccessible.queryAccessibleInterface(widget)
    return told.text(QAccessible.Text.Name).strip() if told is not None and told.isValid() else ""


def _twice(controls: list[QWidget], window: QWidget) -> Iterator[Unheard]:
    """The same name for two things of one parent that do not say what is different about them."""

    def heard(widget: QWidget) -> tuple[int, str, str]:
        told = QAccessible.queryAccessibleInterface(widget)
        more = told.text(QAccessible.Text.Description) if told is not None else ""
        return id(widget.parentWidget()), _name(widget), more

    count = Counter(map(heard, controls))
    for widget in controls:
        if _name(widget) and count[heard(widget)] > 1:
            yield _fault("not the only one of its name", widget, window)


def _reached(widget: QWidget, reached: set[int]) -> bool:
    """By Tab; or by the arrows or a key of its own from something that Tab reaches."""
    if id(widget) in reached or (widget.focusProxy() is not None and id(widget.focusProxy()) in reached):
        return True
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive() and any(id(other) in reached for other in group.buttons()):
        return True
    return bool(getattr(widget, "shortcut_key", None)) or bool(getattr(widget, "hint", ""))


def _fault(kind: str, widget: QWidget, window: QWidget) -> Unheard:
    corner = widget.mapTo(window, widget.rect().topLeft())
    where = f"{type(widget).__name__} {corner.x()},{corner.y()} {widget.width()}x{widget.height()}"
    return Unheard(kind, _name(widget), where)
