"""Windows that pictures and recordings of the screen leave out, where the system offers that: Windows and macOS.

Linux offers nothing of the kind, and nothing is promised there. Written from the systems' own descriptions and not yet
run on either (2026-11-27). Sources: learn.microsoft.com, SetWindowDisplayAffinity (Windows 10 2004 leaves the window
out, older ones show it black); developer.apple.com, NSWindow.sharingType, "a legacy constant that macOS no longer
uses": programs that record by ScreenCaptureKit take the window in on macOS 15 all the same.
"""

import ctypes
import ctypes.util
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from intake_app.gui.mishap import report_of

Call = Callable[[int], None]
"""Asks the system to leave out the window of a handle. Raises OSError with the number of the system's error."""

_LEAVE_OUT, _SHOW_BLACK = 0x11, 0x01
_SHARED_WITH_NOBODY = 0


def call_for(platform: str) -> Call | None:
    """The call of a platform by its name in `sys.platform`; None where there is none."""
    return {"win32": leave_out_on_windows, "darwin": leave_out_on_macos}.get(platform)


def leave_out_on_windows(handle: int, library: Any = None) -> None:
    """`handle` is an HWND of this process."""
    user = library or getattr(ctypes, "WinDLL")("user32", use_last_error=True)  # noqa: B009 - only Windows has it
    ask = user.SetWindowDisplayAffinity
    ask.argtypes, ask.restype = (ctypes.c_void_p, ctypes.c_uint32), ctypes.c_int
    if not ask(handle, _LEAVE_OUT) and not ask(handle, _SHOW_BLACK):
        number = getattr(ctypes, "get_last_error", int)()
        raise OSError(number, "SetWindowDisplayAffinity")


def leave_out_on_macos(handle: int, library: Any = None) -> None:
    """`handle` is an NSView; what stands in no window yet is left as it is."""
    objc = library or ctypes.CDLL(ctypes.util.find_library("objc"))
    objc.sel_registerName.argtypes, objc.sel_registerName.restype = (ctypes.c_char_p,), ctypes.c_void_p
    send = objc.objc_msgSend
    send.argtypes, send.restype = (ctypes.c_void_p, ctypes.c_void_p), ctypes.c_void_p
    window = send(handle, objc.sel_registerName(b"window"))
    if window:
        send.argtypes, send.restype = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong), None
        send(window, objc.sel_registerName(b"setSharingType:"), _SHARED_WITH_NOBODY)


class Unseen(QObject):
    """Leaves every window of the program out, as it comes up. What fails stops nobody and is told once."""

    failed = Signal(str)

    def __init__(self, application: QApplication, call: Call | None) -> None:
        super().__init__(application)
        self.trouble = ""
        """A report for who looks after the program: what failed, and where."""
        self._call = call
        if call is not None:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Dialogs, menus and lists that drop down are windows too; one that is made anew is asked for anew."""
        appears = event.type() in (QEvent.Type.Show, QEvent.Type.WinIdChange)
        if appears and isinstance(watched, QWidget) and watched.isWindow() and watched.internalWinId():
            self._leave_out(int(watched.winId()))
        return False

    def _leave_out(self, handle: int) -> None:
        try:
            if self._call is not None:
                self._call(handle)
        except (OSError, AttributeError) as error:
            if not self.trouble:
                number = error.errno if isinstance(error, OSError) else ""
                self.trouble = f"{report_of(error)}\nscreen capture {number}".rstrip()
                self.failed.emit(self.trouble)
