"""What the desktop says about the session: locked, asleep, lid shut, another user in front. Linux, over D-Bus.

Without a bus nothing is heard and nothing is said. On Windows and macOS this listens to nothing.
Sources: org.freedesktop.login1(5) for Manager and Session; UPower for the lid, because login1 announces no change of
LidClosed; the ActiveChanged signal of the screen savers (GNOME, KDE, Cinnamon, MATE, Xfce).
"""

import os
import sys
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusError, QDBusMessage, QDBusObjectPath, QDBusVariant

from intake_app.gui.shell import TITLE

_LOGIN = "org.freedesktop.login1"
_MANAGER_PATH = "/org/freedesktop/login1"
_POWER, _POWER_PATH = "org.freedesktop.UPower", "/org/freedesktop/UPower"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver",
           "org.xfce.ScreenSaver")  # fmt: skip
_OWN_SESSION = _MANAGER_PATH + "/session/auto"
_PATIENCE_MS = 2_000
_LOCKING = {"Active": False, "LockedHint": True, "LidClosed": True, "LidIsClosed": True}
"""Property to the value that means: nobody of ours is in front of the screen."""

_WATCHED = (
    (_LOGIN + ".Session", ("Active", "LockedHint")),
    (_LOGIN + ".Manager", ("LidClosed",)),
    (_POWER, ("LidIsClosed",)),
)


class SessionWatch(QObject):
    """`left` comes when the screen locks, the machine goes to sleep or down, the lid shuts or the user is switched.

    While it listens, it asks login1 for the few seconds that saving takes before the machine sleeps or goes down.
    """

    left = Signal(str)
    """Carries which of them it was, for tests and the log of a developer: a name of login1, no word for people."""

    def __init__(self, owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._held: object = None
        self._session = ""
        self._system: QDBusConnection | None = None
        self._desk: QDBusConnection | None = None

    @property
    def holds_sleep(self) -> bool:
        """Whether login1 waits for us before the machine sleeps."""
        return self._held is not None

    @property
    def knows_session(self) -> bool:
        """Whether login1 told which session is ours."""
        return bool(self._session)

    def start(self) -> None:
        """Listen, as far as there is somebody to listen to."""
        if sys.platform in ("win32", "darwin"):
            return
        system, desk = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        if system.isConnected():
            self._system = system
            self._listen_to_login(system)
        if desk.isConnected():
            self._desk = desk
            for name in _SAVERS:
                desk.connect("", "", name, "ActiveChanged", self, _slot("_saver(QDBusMessage)"))

    def _listen_to_login(self, bus: QDBusConnection) -> None:
        for member in ("PrepareForSleep", "PrepareForShutdown"):
            bus.connect(_LOGIN, _MANAGER_PATH, _LOGIN + ".Manager", member, self, _slot("_going(QDBusMessage)"))
        for service, path in ((_LOGIN, _MANAGER_PATH), (_POWER, _POWER_PATH)):
            bus.connect(service, path, _PROPERTIES, "PropertiesChanged", self, _slot("_changed(QDBusMessage)"))
        self._ask("Inhibit", ["sleep:shutdown", TITLE, TITLE, "delay"], "_held_back(QDBusMessage)")
        named = os.environ.get("XDG_SESSION_ID", "")
        if named:
            self._ask("GetSession", [named], "_know_session(QDBusMessage)")
        else:
            self._get(_LOGIN, _OWN_SESSION, _LOGIN + ".Session", "Id", "_know_id(QDBusMessage)")

    def _ask(self, member: str, arguments: list[object], answer: str) -> None:
        call = QDBusMessage.createMethodCall(_LOGIN, _MANAGER_PATH, _LOGIN + ".Manager", member)
        call.setArguments(arguments)
        self._send(call, answer)

    def _get(self, service: str, path: str, interface: str, name: str, answer: str) -> None:
        call = QDBusMessage.createMethodCall(service, path, _PROPERTIES, "Get")
        call.setArguments([interface, name])
        self._send(call, answer)

    def _send(self, call: QDBusMessage, answer: str) -> None:
        if self._system is not None:
            refused = _slot("_refused(QDBusError,QDBusMessage)")
            self._system.callWithCallback(call, self, _slot(answer), refused, _PATIENCE_MS)

    @Slot(QDBusMessage)
    def _held_back(self, answer: QDBusMessage) -> None:
        self._held = answer.arguments()[0]  # as long as this descriptor is open; the end of the process closes it

    @Slot(QDBusMessage)
    def _know_id(self, answer: QDBusMessage) -> None:
        self._ask("GetSession", [str(_value(answer))], "_know_session(QDBusMessage)")

    @Slot(QDBusMessage)
    def _know_session(self, answer: QDBusMessage) -> None:
        path = answer.arguments()[0]
        if self._system is None or not isinstance(path, QDBusObjectPath):
            return
        self._session = path.path()
        session = _LOGIN + ".Session"
        self._system.connect(_LOGIN, self._session, session, "Lock", self, _slot("_lock(QDBusMessage)"))
        self._system.connect(
            _LOGIN, self._session, _PROPERTIES, "PropertiesChanged", self, _slot("_changed(QDBusMessage)")
        )

    @Slot(QDBusError, QDBusMessage)
    def _refused(self, _error: QDBusError, _call: QDBusMessage) -> None:
        """No such service or no such session here: one sign less to listen for."""

    @Slot(QDBusMessage)
    def _going(self, told: QDBusMessage) -> None:
        if told.arguments()[:1] == [True]:
            self.left.emit(told.member())

    @Slot(QDBusMessage)
    def _lock(self, told: QDBusMessage) -> None:
        self.left.emit(told.member())

    @Slot(QDBusMessage)
    def _saver(self, told: QDBusMessage) -> None:
        if told.arguments()[:1] == [True]:
            self.left.emit(told.interface())

    @Slot(QDBusMessage)
    def _changed(self, told: QDBusMessage) -> None:
        """Something of an object changed: ask for what matters of it, whose values come in a shape Qt reads."""
        interface = str(told.arguments()[0])
        for known, names in _WATCHED:
            for name in names if interface == known else ():
                self._get(told.service(), told.path(), interface, name, f"_is_{name.lower()}(QDBusMessage)")

    @Slot(QDBusMessage)
    def _is_active(self, answer: QDBusMessage) -> None:
        self._judge("Active", answer)

    @Slot(QDBusMessage)
    def _is_lockedhint(self, answer: QDBusMessage) -> None:
        self._judge("LockedHint", answer)

    @Slot(QDBusMessage)
    def _is_lidclosed(self, answer: QDBusMessage) -> None:
        self._judge("LidClosed", answer)

    @Slot(QDBusMessage)
    def _is_lidisclosed(self, answer: QDBusMessage) -> None:
        self._judge("LidIsClosed", answer)

    def _judge(self, name: str, answer: QDBusMessage) -> None:
        if _value(answer) is _LOCKING[name]:
            self.left.emit(name)


def _value(answer: QDBusMessage) -> object:
    """The property that `Get` answered with."""
    value: object = answer.arguments()[0]
    return value.variant() if isinstance(value, QDBusVariant) else value


def _slot(signature: str) -> Any:
    return SLOT(signature)  # the stubs of PySide6 6.11 ask for bytes, the binding takes nothing but str
