"""The log of how a form is filled in, ``meta/audit`` (feature 114): frozen events, and the CSV that is sent.

The engine keeps no log by itself. A client that wants one makes an `AuditLog`, tells it what happens, and hands its
bytes to `Session.finalise`. Columns, events and their rules are those of ODK Collect, but for one: how long a question
was looked at is left out unless asked for, it tells about the person.
"""

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from intake_app.xform.audit_settings import is_audit
from intake_app.xform.definition import AuditSettings, NodeSpec
from intake_app.xform.views import Ref

FILE_NAME = "audit.csv"


class AuditKind(StrEnum):
    """What a line of the log is about, in the words that are written."""

    FORM_START = "form start"
    FORM_RESUME = "form resume"
    FORM_SAVE = "form save"
    FORM_EXIT = "form exit"
    FORM_FINALIZE = "form finalize"
    QUESTION = "question"
    GROUP = "group questions"
    JUMP = "jump"
    ADD_REPEAT = "add repeat"
    DELETE_REPEAT = "delete repeat"
    END_SCREEN = "end screen"
    CONSTRAINT_ERROR = "constraint error"
    SAVE_ERROR = "save error"
    FINALIZE_ERROR = "finalize error"
    CHANGE_REASON = "change reason"
    BACKGROUND_AUDIO_ENABLED = "background audio enabled"
    BACKGROUND_AUDIO_DISABLED = "background audio disabled"
    LOCATION_TRACKING_ENABLED = "location tracking enabled"
    LOCATION_TRACKING_DISABLED = "location tracking disabled"
    LOCATION_PROVIDERS_ENABLED = "location providers enabled"
    LOCATION_PROVIDERS_DISABLED = "location providers disabled"
    LOCATION_PERMISSIONS_GRANTED = "location permissions granted"
    LOCATION_PERMISSIONS_NOT_GRANTED = "location permissions not granted"
    NO_PLAY_SERVICES = "google play services not available"


_LASTING = frozenset((AuditKind.QUESTION, AuditKind.GROUP, AuditKind.JUMP, AuditKind.ADD_REPEAT, AuditKind.END_SCREEN))
"""Kinds with an end; all others are moments."""
_OF_PLACES = frozenset(kind for kind in AuditKind if kind.startswith(("location", "google")))
_PROVIDERS = frozenset((AuditKind.LOCATION_PROVIDERS_ENABLED, AuditKind.LOCATION_PROVIDERS_DISABLED))


@dataclass(frozen=True, slots=True)
class Position:
    """Where the device was at a moment: degrees, metres, milliseconds since 1970."""

    latitude: float
    longitude: float
    accuracy: float
    at: int


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One line of the log.

    node: the ref, with positions on repeats only. start, end: milliseconds since 1970 (end None: a moment). Position
    in degrees and metres. old, new: answers, None where nothing changed.
    """

    event: AuditKind
    start: int
    node: Ref = ""
    end: int | None = None
    latitude: str = field(default="", repr=False)
    longitude: str = field(default="", repr=False)
    accuracy: str = field(default="", repr=False)
    old: str | None = field(default=None, repr=False)
    new: str | None = field(default=None, repr=False)
    user: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)


def names_file(spec: NodeSpec) -> bool:
    """Whether the text of a node names a file of the record; that of the log does, whether or not a bind says so."""
    return spec.bind.type == "binary" or is_audit(spec)


def audit_csv(events: Iterable[AuditEvent], settings: AuditSettings, earlier: bytes = b"") -> bytes:
    """The log as ODK Collect writes it: UTF-8, line feeds, quotes only where needed, columns the form asks for.

    earlier: the log of the sittings before with the same record, which goes on.
    """
    target = io.StringIO()
    writer = csv.DictWriter(target, _columns(settings), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    head = target.tell()
    writer.writerows(_cells(event) for event in events)
    text = target.getvalue()
    return text[:head].encode() + earlier.partition(b"\n")[2] + text[head:].encode()


def without_answers(events: Iterable[AuditEvent], told: Collection[Ref]) -> Iterator[AuditEvent]:
    """The events with answers to these questions alone: what was taken back is not told by the log.

    Here this is otherwise than in ODK Collect, whose log keeps each answer that ever stood.
    """
    for event in events:
        kept = (event.old is None and event.new is None) or event.node in told
        yield event if kept else replace(event, old=None, new=None)


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
        self._events: list[AuditEvent | None] = []
        self._open: dict[tuple[AuditKind, Ref], int] = {}
        self._together: set[Ref] = set()
        self._positions: list[Position] = []

    def now(self) -> int:
        """The time of an event that happens now."""
        return self._began + int(self._elapsed() * 1000)

    def at(self, position: Position) -> None:
        """The device is here; kept only where the form asks."""
        if self._settings.location:
            self._positions.append(position)

    def note(self, kind: AuditKind, node: Ref = "", reason: str = "") -> None:
        """Something happened at a moment. What lasts is begun and left; leaving the form ends all that lasts.

        reason: why an answer was changed, kept only where the form asks. ValueError for a kind that lasts.
        """
        if kind in _LASTING:
            raise ValueError(f"an event that lasts: {kind}")
        if kind is AuditKind.FORM_EXIT:
            self.left()
        last = next((event for event in reversed(self._events) if event is not None), None)
        if kind in _OF_PLACES and not self._settings.location:
            return
        if kind in _PROVIDERS and last is not None and last.event is kind:
            return  # the device tells it more than once
        self._add(kind, node, reason=reason if self._settings.reasons else "")

    def begins(self, kind: AuditKind, node: Ref = "") -> None:
        """Something that lasts: a jump, the offer to add to a repeat, the end screen. ValueError for a moment."""
        if kind not in _LASTING:
            raise ValueError(f"a moment: {kind}")
        self._begin(kind, node)

    def shown(self, answers: Mapping[Ref, str], group: Ref = "") -> None:
        """Questions came on the screen, with the answers they have; several together as one group, by its ref."""
        if group:
            self._together.update(answers)
            self._begin(AuditKind.GROUP, group)
        for ref, answer in answers.items():
            self._begin(AuditKind.QUESTION, ref, answer)

    def left(self, answers: Mapping[Ref, str] | None = None) -> None:
        """All that lasts ends; the questions among it with the answers they have now (None: as they were)."""
        self._events = self._when_left(answers or {})
        self._open.clear()
        self._together.clear()

    def _when_left(self, answers: Mapping[Ref, str]) -> list[AuditEvent | None]:
        events, now = self._events.copy(), self.now()
        for (kind, ref), at in self._open.items():
            begun = events[at]
            assert begun is not None, "what lasts is kept until it is left"
            new = answers.get(ref, begun.old or "")
            events[at] = self._ended(begun, now, new) if kind is AuditKind.QUESTION else self._timed(begun, now)
        return events

    def _begin(self, kind: AuditKind, node: Ref, answer: str = "") -> None:
        """What lasts already and is shown anew goes on."""
        if (kind, node) not in self._open:
            self._open[kind, node] = len(self._events)
            self._add(kind, node, old=answer)

    def _add(self, kind: AuditKind, node: Ref, reason: str = "", old: str | None = None) -> None:
        now = self.now()
        event = AuditEvent(kind, now, node, old=old, user=self._user, reason=reason)
        self._events.append(self._placed(event, now))

    def _ended(self, begun: AuditEvent, now: int, new: str) -> AuditEvent | None:
        """A question that is left; None where neither its time nor its answer is asked for.

        Of questions shown together only those with a new answer are told, as the group tells of their time.
        """
        changed = self._settings.changes and begun.old != new
        timed = self._timings and begun.node not in self._together
        if not changed and not timed:
            return None
        old, answer = (begun.old, new) if changed else (None, None)
        start = begun.start if self._timings else now
        return replace(self._placed(begun, now), start=start, end=now, old=old, new=answer)

    def _timed(self, begun: AuditEvent, now: int) -> AuditEvent | None:
        if begun.event is AuditKind.GROUP and not self._timings:
            return None
        return replace(self._placed(begun, now), old=None, end=now)

    def _placed(self, event: AuditEvent, now: int) -> AuditEvent:
        """With the most accurate position that is young enough; an event that lasts gets one at its end at last."""
        age = (self._settings.location_age or 0) * 1000
        self._positions = [each for each in self._positions if now <= each.at + age]
        best = min(self._positions, key=lambda each: each.accuracy, default=None)
        if best is None or event.latitude:
            return event
        latitude, longitude, accuracy = (str(float(part)) for part in (best.latitude, best.longitude, best.accuracy))
        return replace(event, latitude=latitude, longitude=longitude, accuracy=accuracy)

    def events(self) -> tuple[AuditEvent, ...]:
        """What was noted, in the order in which it began; what lasts still is not told yet."""
        lasting = set(self._open.values())
        return tuple(event for at, event in enumerate(self._events) if event is not None and at not in lasting)

    def so_far(self, answers: Mapping[Ref, str]) -> tuple[AuditEvent, ...]:
        """The same as if all that lasts was left now, with these answers; it lasts on."""
        return tuple(event for event in self._when_left(answers) if event is not None)
