"""In every window another language leaves the keyboard on the part that had it, and what was typed as it was typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from intake_app.gui import portrait
from intake_app.gui.controls import keyed
from intake_app.gui.fields import Choice
from intake_app.gui.shell import Shell
from intake_app.gui.standing import Standing, text_of
from tests.gui_shell import cards
from tests.gui_shell.windows import PASSPHRASE

pytestmark = pytest.mark.window
FIELDS = (QLineEdit, QPlainTextEdit)


def stops(page: QWidget) -> list[QWidget]:
    """What Tab reaches on a page: every field and list of choices, and one of each other kind."""
    found: list[QWidget] = []
    for part in keyed(page):
        seen = part.isVisible() and part.isEnabled() and part.focusProxy() is None
        if seen and (isinstance(part, (*FIELDS, Choice)) or type(part) not in {type(one) for one in found}):
            found.append(part)
    return found


def typed_into(part: QWidget) -> bool:
    """Two words, with the cursor between them."""
    if not isinstance(part, FIELDS) or part.isReadOnly() or text_of(part) or isinstance(part.parentWidget(), QComboBox):
        return False
    QTest.keyClicks(part, "ab cd")
    for _ in range(2):
        QTest.keyClick(part, Qt.Key.Key_Left)
    return text_of(part) == "ab cd"


def another(part: QWidget) -> str:
    """The last that a list of choices has to offer; what it says by its code, "" for other parts."""
    if not isinstance(part, Choice) or part.count() < 2:
        return ""
    part.setCurrentIndex(part.count() - 1)
    return part.code()


def entries(page: QWidget) -> list[str]:
    """What can be filled in there."""
    return [type(one).__name__ for one in stops(page) if isinstance(one, (*FIELDS, Choice))]


def take(shell: Shell, page: QWidget, nth: int) -> QWidget | None:
    """The so manieth stop of a page with the keyboard on it, if it is there and takes it."""
    there = stops(page)
    if nth >= len(there):
        return None
    there[nth].setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    return there[nth] if there[nth].hasFocus() else None


def changed(now: QWidget | None, chose: str, wrote: bool) -> Iterator[str]:
    """What was chosen or typed in a part and is there no more."""
    if chose and isinstance(now, Choice) and now.code() != chose:
        yield f"{now.accessibleName()} is {now.code()!r} and was {chose!r}"
    if wrote and isinstance(now, FIELDS):
        if text_of(now) != "ab cd":
            yield f"{type(now).__name__} says {text_of(now)!r}"
        QTest.keyClick(now, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(now, Qt.Key.Key_Delete)


def faults(shell: Shell, name: str) -> list[str]:
    """What another language moved, closed or changed in the window that is shown."""
    page, found = shell.page, list[str]()
    assert page is not None
    shell.activateWindow()
    QTest.qWaitForWindowActive(shell)
    for nth in range(len(stops(page))):
        part = take(shell, page, nth)
        if part is None:
            continue
        chose, wrote = another(part), typed_into(part)
        before, open_ = Standing.of(part, page), entries(page)
        shell.bar.languages.next()
        portrait.settle(lambda: shell.lanes.pending == 0)
        now = shell.focusWidget()
        after = Standing.of(now, page) if now is not None and page.isAncestorOf(now) else None
        if after != before:
            found.append(f"{name}: {before} is {after}")
        if open_ != entries(page):
            found.append(f"{name}: {entries(page)} and not {open_}")
        found.extend(f"{name}: {one}" for one in changed(now, chose, wrote))
    return found


@pytest.mark.parametrize("who", ["Sara", "Ada"])
def test_the_keyboard_stays_in_every_window(qapp: QApplication, workplace_store: Path, who: str) -> None:
    found: list[str] = []

    def look(name: str, window: QWidget) -> None:
        if isinstance(window, Shell):  # in the window of the person nobody turns to another page
            found.extend(faults(window, name))

    names = portrait.grab_all(workplace_store, {who: PASSPHRASE}, portrait.Setting(seen=look))
    assert len(names) > 5 and not found, "\n".join(found)


def test_so_it_does_in_what_opens_within_a_page(qapp: QApplication, tmp_path: Path) -> None:
    found: list[str] = []
    for name, window in cards.pages(cards.store(tmp_path), portrait.Setting()):
        found.extend(faults(window, name))
    assert not found, "\n".join(found)
