"""The log of how a form is filled in, ``meta/audit`` (feature 114): frozen events, and the CSV that is sent.

The engine keeps no log by itself. A client that wants one makes an `AuditLog`, notes what happens, and hands its bytes
to `Session.finalise`. How long a question was looked at is left out unless asked for: it tells about the person.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from intake_app.xform.definition import AuditSettings, NodeSpec
from intake_app.xform.model import plain_path
from intake_app.xform.namespaces import ODK, XFORMS, named
from intake_app.xform.reading import elements_of
from intake_app.xform.views import Ref

FILE_NAME = "audit.csv"


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One line of the log.

    event: question, group questions, form start, form resume, form save, form exit, form finalize, jump, add repeat,
    delete repeat, end screen, constraint error, save error, finalize error, change reason, … node: the ref, with
    positions on repeats only. start, end: milliseconds since 1970 (end None: a moment). Position as the form of a
    geopoint has it. old, new: answers, None where nothing changed.
    """

    event: str
    start: int
    node: Ref = ""
    end: int | None = None
    latitude: str = ""
    longitude: str = ""
    accuracy: str = ""
    old: str | None = None
    new: str | None = None
    user: str = ""
    reason: str = ""


def audit_settings(model: etree._Element, specs: Mapping[str, NodeSpec]) -> AuditSettings | None:
    """What the form wants logged (feature 24); None for a form without ``meta/audit``."""
    path = next((spec.path for spec in specs.values() if _is_audit(spec)), None)
    if path is None:
        return None
    given: dict[str, str] = {}
    for bind in elements_of(model, named(XFORMS, "bind")):
        if plain_path(bind.get("nodeset") or bind.get("ref") or "") == path:
            given |= {str(name).removeprefix(f"{{{ODK}}}"): str(value) for name, value in bind.attrib.items()}
    return AuditSettings(
        path=path,
        location=any(name.startswith("location-") for name in given),
        location_priority=given.get("location-priority", ""),
        location_interval=_whole(given.get("location-min-interval", "")),
        location_age=_whole(given.get("location-max-age", "")),
        changes=given.get("track-changes") == "true",
        reasons=given.get("track-changes-reasons", ""),
        user=given.get("identify-user") == "true",
    )


def _is_audit(spec: NodeSpec) -> bool:
    return spec.name == "audit" and spec.depth == 3 and spec.parent is not None and spec.parent.name == "meta"


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def audit_csv(events: Iterable[AuditEvent], settings: AuditSettings) -> bytes:
    """The log as ODK Collect writes it: UTF-8, line feeds, quotes only where needed, columns the form asks for."""
    columns = _columns(settings)
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(columns)
    for event in events:
        cells = _cells(event)
        writer.writerow([cells[column] for column in columns])
    return target.getvalue().encode()


def _columns(settings: AuditSettings) -> list[str]:
    columns = ["event", "node", "start", "end"]
    if settings.location:
        columns += ["latitude", "longitude", "accuracy"]
    if settings.changes:
        columns += ["old-value", "new-value"]
    if settings.user:
        columns.append("user")
    if settings.reasons:
        columns.append("change-reason")
    return columns


def _cells(event: AuditEvent) -> Mapping[str, str]:
    return {
        "event": event.event,
        "node": event.node,
        "start": str(event.start),
        "end": "" if event.end is None else str(event.end),
        "latitude": event.latitude,
        "longitude": event.longitude,
        "accuracy": event.accuracy,
        "old-value": event.old or "",
        "new-value": event.new or "",
        "user": event.user,
        "change-reason": event.reason,
    }


class AuditLog:
    """Collects the events of one sitting.

    began: the wall clock at its start, milliseconds since 1970; elapsed: seconds since then, which never go back, so
    that a clock set anew in between does no harm. user: who fills in, kept only where the form asks. timings: also note
    how long each question was looked at.
    """

    def __init__(
        self, settings: AuditSettings, began: int, elapsed: Callable[[], float], user: str = "", timings: bool = False
    ) -> None:
        self._settings = settings
        self._began = began
        self._elapsed = elapsed
        self._user = user if settings.user else ""
        self._timings = timings
        self._open: dict[Ref, tuple[int, str]] = {}
        self._events: list[AuditEvent] = []

    def now(self) -> int:
        """The time of an event that happens now."""
        return self._began + int(self._elapsed() * 1000)

    def note(self, event: str, node: Ref = "", reason: str = "") -> None:
        """Something happened at a moment."""
        told = reason if self._settings.reasons else ""
        self._events.append(AuditEvent(event, self.now(), node, user=self._user, reason=told))

    def shown(self, answers: Mapping[Ref, str]) -> None:
        """Questions came on the screen, with the answers they have."""
        now = self.now()
        self._open.update({ref: (now, value) for ref, value in answers.items()})

    def left(self, answers: Mapping[Ref, str]) -> None:
        """They are left, with the answers they have now."""
        self._events.extend(self._left(answers, self.now()))

    def _left(self, answers: Mapping[Ref, str], now: int) -> Iterator[AuditEvent]:
        for ref, new in answers.items():
            shown, old = self._open.pop(ref, (now, new))
            changed = self._settings.changes and old != new
            if changed or self._timings:
                told = (old, new) if changed else (None, None)
                start = shown if self._timings else now
                yield AuditEvent("question", start, ref, now, old=told[0], new=told[1], user=self._user)

    def events(self) -> tuple[AuditEvent, ...]:
        """What was noted, in order."""
        return tuple(self._events)
