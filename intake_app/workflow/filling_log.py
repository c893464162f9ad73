"""The log of how a record is filled in (``meta/audit``), over all its sittings: kept with the draft, sent as a file.

How long a question was looked at is never kept: it tells about the person.
"""

import copy
import csv
import io
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict

from intake_app.vault import NewFile
from intake_app.xform import AnswerState, AuditEvent, AuditKind, AuditLog, Page, Session, audit_csv, without_answers

FILE_NAME = "audit.csv"
_MIME = "text/csv"
_EARLIER, _END = "earlier", "*end"
_ANSWERS = ("old-value", "new-value")
_UNSAID = (AnswerState.DECLINED, AnswerState.DOES_NOT_KNOW)


class FillingLog:
    """One sitting and what was logged before it; nothing is kept where the form asks for no log.

    `kept`: lines of `lines` as the draft has them. `user`: who fills in, written down only where the form asks.
    `edits`: a finished record is changed, `asks_reason` whether the form wants to know why; `because` is what was said.
    """

    def __init__(self, session: Session, kept: Sequence[str], user: str, *, edits: bool = False) -> None:
        self._session, self._kept = session, tuple(kept)
        self._former, self._events = _parted(kept)
        settings, start = session.definition.audit, time.monotonic()
        self.asks_reason, self.because = edits and settings is not None and bool(settings.reasons), ""
        self._log: AuditLog | None = None
        self._front: str | None = None
        self._shown: tuple[str, ...] = ()
        if settings is not None:
            self._log = AuditLog(settings, int(time.time() * 1000), lambda: time.monotonic() - start, user)
            self._log.note(AuditKind.FORM_RESUME if kept else AuditKind.FORM_START)

    def note(self, kind: AuditKind, node: str = "") -> None:
        """Something happened at a moment."""
        if self._log is not None:
            self._log.note(kind, node)

    def jumps(self) -> None:
        """The list of questions is open, until a page is shown."""
        if self._log is not None:
            self._leaves(self._log)
            self._log.begins(AuditKind.JUMP)

    def shows(self, page: Page | None) -> None:
        """A page is in front, None for the end; the one before is left with the answers it has now."""
        if self._log is None:
            return
        front = _END if page is None else page.ref
        if front != self._front:
            self._leaves(self._log)
            self._front = front
        if page is None:
            self._log.begins(AuditKind.END_SCREEN)
        elif page.kind == "repeat-prompt":
            self._log.begins(AuditKind.ADD_REPEAT, page.ref)
        else:
            self._shown = tuple(dict.fromkeys((*self._shown, *page.refs)))
            self._log.shown(self._answers(page.refs), page.ref if page.kind == "field-list" else "")

    def stops(self) -> bool:
        """Somebody stops here, to go on later; whether there is anything new to keep."""
        if self._log is not None:
            self._leaves(self._log)
            self._log.note(AuditKind.FORM_SAVE)
            self._log.note(AuditKind.FORM_EXIT)
        return self._log is not None

    def _leaves(self, log: AuditLog) -> None:
        log.left(self._answers(self._shown))
        self._shown, self._front = (), None

    def lines(self) -> tuple[str, ...]:
        """What to keep with the draft, which a colleague may get: all until now, without answers that stand no more."""
        if self._log is None:
            return self._kept
        events = (*self._events, *self._log.so_far(self._answers(self._shown)))
        return (*after(self._before()), *map(_line, without_answers(events, self._told(events))))

    def finished(self) -> bytes:
        """The file of the record, which is closed now; b"" for a form without a log.

        It tells no answer to what has none in the finished record: that was taken back, declined or left out. Nor does
        what it takes over from the version before.
        """
        settings = self._session.definition.audit
        if self._log is None or settings is None:
            return b""
        log = copy.deepcopy(self._log)
        log.left(self._answers(self._shown))
        if self.asks_reason and self.because.strip():
            log.note(AuditKind.CHANGE_REASON, reason=self.because.strip())
        for kind in (AuditKind.FORM_SAVE, AuditKind.FORM_EXIT, AuditKind.FORM_FINALIZE):
            log.note(kind)
        events = (*self._events, *log.events())
        return audit_csv(without_answers(events, self._told(events)), settings, self._before())

    def _before(self) -> bytes:
        """The log of the version before, without answers that stand no more."""
        return _without(self._former, self._stands) if self._former else b""

    def _answers(self, refs: Iterable[str]) -> dict[str, str]:
        return {ref: self._session.value(ref) for ref in refs if self._session.exists(ref)}

    def _told(self, events: Iterable[AuditEvent]) -> frozenset[str]:
        """Of the questions whose answers were changed those that have one in the record as it is."""
        changed = {event.node for event in events if event.old or event.new}
        return frozenset(filter(self._stands, changed))

    def _stands(self, ref: str) -> bool:
        """Whether a question has an answer in the record as it is."""
        exists = self._session.exists(ref)
        return exists and bool(self._session.read(ref)) and self._session.state(ref) not in _UNSAID


def file_of(log: bytes) -> NewFile | None:
    """The log of a record that is closed as its file; None for a form without one."""
    return NewFile(FILE_NAME, log, _MIME) if log else None


def after(log: bytes) -> tuple[str, ...]:
    """The lines of a draft that goes on from a finished record with this log."""
    return (json.dumps({_EARLIER: log.decode("utf-8", "replace")}, ensure_ascii=False),) if log else ()


def _without(log: bytes, stands: Callable[[str], bool]) -> bytes:
    """A file of the log, which a version of the record has had, with answers to what still has one alone.

    One that can not be read is left out: nobody knows what it tells.
    """
    made = io.StringIO()
    try:
        rows = csv.DictReader(io.StringIO(log.decode("utf-8", "replace"), newline=""))
        writer = csv.DictWriter(made, rows.fieldnames or (), extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            told = any(row.get(name) for name in _ANSWERS) and not stands(row.get("node") or "")
            writer.writerow({**row, **(dict.fromkeys(_ANSWERS, "") if told else {})})
    except csv.Error:
        return b""
    return made.getvalue().encode()


def _line(event: AuditEvent) -> str:
    told = {name: value for name, value in asdict(event).items() if value not in ("", None)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _parted(lines: Sequence[str]) -> tuple[bytes, list[AuditEvent]]:
    """The log of the record that this one goes on from, and the events since."""
    told = [json.loads(line) for line in lines]
    earlier = "".join(one.get(_EARLIER, "") for one in told)
    events = [AuditEvent(**{**one, "event": AuditKind(one["event"])}) for one in told if _EARLIER not in one]
    return earlier.encode(), events
