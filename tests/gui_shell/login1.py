"""A stand-in for login1, UPower and a screen saver, on a bus of its own. Reads what shall happen, a word a line.

usage: python -m tests.gui_shell.login1 BUS. It says `ready`, `inhibited WHAT WHO WHY MODE` and `let go`.
"""

import os
import sys
import threading
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

LOGIN, POWER = "org.freedesktop.login1", "org.freedesktop.UPower"
MANAGER, SESSION, LID = "/org/freedesktop/login1", "/org/freedesktop/login1/session/c1", "/org/freedesktop/UPower"
PROPERTIES = "org.freedesktop.DBus.Properties"
SAVERS = {"gnome": "org.gnome.ScreenSaver", "kde": "org.freedesktop.ScreenSaver"}


class StandIn:
    """Answers calls and sends the signals it is told to send."""

    def __init__(self, connection: DBusConnection) -> None:
        self._bus = connection
        self._values = {"Active": True, "LockedHint": False, "LidClosed": False, "LidIsClosed": False, "Id": "c1"}
        for name in (LOGIN, POWER, *SAVERS.values()):
            connection.send_and_get_reply(message_bus.RequestName(name))

    def serve(self) -> None:
        """Answer every call, for ever."""
        while True:
            message = self._bus.receive()
            if message.header.message_type is MessageType.method_call:
                self._answer(message, message.header.fields[HeaderFields.member])

    def _answer(self, message: Message, member: str) -> None:
        if member == "Inhibit":
            self._inhibit(message)
        elif member == "GetSession" and message.body == ("c1",):
            self._bus.send(new_method_return(message, "o", (SESSION,)))
        elif member == "Get":
            value = self._values[message.body[1]]
            kind = "s" if isinstance(value, str) else "b"
            self._bus.send(new_method_return(message, "v", ((kind, value),)))
        else:
            self._bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))

    def _inhibit(self, message: Message) -> None:
        reading, writing = os.pipe()
        self._bus.send(new_method_return(message, "h", (writing,)))
        os.close(writing)
        say("inhibited", *message.body)

        def wait() -> None:
            os.read(reading, 1)
            say("let go")

        threading.Thread(target=wait, daemon=True).start()

    def do(self, word: str, value: str) -> None:
        """Send the signal that a word stands for."""
        on = value == "on"
        if word in ("PrepareForSleep", "PrepareForShutdown"):
            self._send(MANAGER, f"{LOGIN}.Manager", word, "b", (on,))
        elif word == "Lock":
            self._send(SESSION, f"{LOGIN}.Session", word, "", ())
        elif word == "OtherLock":
            self._send(SESSION + "9", f"{LOGIN}.Session", "Lock", "", ())
        elif word in SAVERS:
            self._send("/" + SAVERS[word].replace(".", "/"), SAVERS[word], "ActiveChanged", "b", (on,))
        else:
            self._values[word] = on
            path, interface = {"LidClosed": (MANAGER, f"{LOGIN}.Manager"), "LidIsClosed": (LID, POWER)}.get(
                word, (SESSION, f"{LOGIN}.Session")
            )
            self._send(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", (interface, {word: ("b", on)}, []))

    def _send(self, path: str, interface: str, member: str, signature: str, body: tuple[Any, ...]) -> None:
        self._bus.send(new_signal(DBusAddress(path, interface=interface), member, signature, body))


def say(*words: str) -> None:
    """A line for the test."""
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def main(bus: str) -> None:
    """Serve until there is nothing more to do."""
    stand_in = StandIn(open_dbus_connection(bus, enable_fds=True))
    threading.Thread(target=stand_in.serve, daemon=True).start()
    say("ready")
    for line in sys.stdin:
        stand_in.do(*line.split())


if __name__ == "__main__":
    main(sys.argv[1])
