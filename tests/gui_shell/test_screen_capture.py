"""Every window is asked to stay out of pictures of the screen where the system can; what fails is told once."""

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from intake_app.gui.screen_capture import Unseen, call_for, leave_out_on_macos, leave_out_on_windows

pytestmark = pytest.mark.window


class System:
    """What a system would have been asked; `answers` are what its functions give, in turn."""

    def __init__(self, *answers: int) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self._answers = list(answers)

    def __call__(self, *asked: Any) -> int:
        self.asked.append(asked)
        return self._answers.pop(0) if self._answers else 0


def test_each_platform_has_its_call_and_linux_none() -> None:
    assert call_for("win32") is leave_out_on_windows
    assert call_for("darwin") is leave_out_on_macos
    assert call_for("linux") is None


def test_windows_is_asked_to_leave_it_out_or_else_to_show_it_black() -> None:
    new, old, neither = System(1), System(0, 1), System(0, 0)
    for system in (new, old):
        leave_out_on_windows(7, SimpleNamespace(SetWindowDisplayAffinity=system))
    assert (new.asked, old.asked) == ([(7, 0x11)], [(7, 0x11), (7, 0x01)])
    with pytest.raises(OSError, match="SetWindowDisplayAffinity"):
        leave_out_on_windows(7, SimpleNamespace(SetWindowDisplayAffinity=neither))


def test_macos_is_asked_to_share_the_window_of_a_view_with_nobody() -> None:
    class Named(System):
        def __call__(self, *asked: Any) -> Any:
            return asked[0]

    send = System(99)
    leave_out_on_macos(7, SimpleNamespace(sel_registerName=Named(), objc_msgSend=send))
    assert send.asked == [(7, b"window"), (99, b"setSharingType:", 0)]
    nowhere = System(0)
    leave_out_on_macos(7, SimpleNamespace(sel_registerName=Named(), objc_msgSend=nowhere))
    assert nowhere.asked == [(7, b"window")]


@pytest.mark.qt_log_ignore(r"does not support (raise|grabbing)", extend=True)
def test_every_window_is_left_out_before_it_is_seen(qtbot: QtBot, qapp: QApplication) -> None:
    handles: list[int] = []
    unseen = Unseen(qapp, handles.append)
    window, inside = QWidget(), QWidget()
    inside.setParent(window)
    menu = QMenu(window)
    menu.addAction("one")
    qtbot.addWidget(window)
    window.show()
    menu.popup(window.pos())
    assert {int(window.winId()), int(menu.winId())} <= set(handles)
    assert len(set(handles)) == 2, "parts of a window are no windows"
    menu.close()
    qapp.removeEventFilter(unseen)


def test_what_fails_is_told_once_and_stops_nothing(qtbot: QtBot, qapp: QApplication) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(5, "Zirkonvogel")

    unseen, told = Unseen(qapp, refuse), list[str]()
    unseen.failed.connect(told.append)
    for _ in range(2):
        window = QWidget()
        qtbot.addWidget(window)
        window.show()
        assert window.isVisible()
    assert told == [unseen.trouble] and told[0].endswith("screen capture 5")
    assert "Zirkonvogel" not in told[0]
    qapp.removeEventFilter(unseen)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
