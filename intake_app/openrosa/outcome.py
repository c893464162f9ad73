"""What became of a submission, read from the status, the headers and the words of the server."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from intake_app.openrosa.answers import Answer, message_of

Kind = Literal["accepted", "retry", "hold", "stop", "suspect", "cancelled"]

# retry: send the same bytes again. hold: keep it here until a person has looked. send_as_new: a copy under an
# identity of its own. export: write it to a file for whoever must have it by another way.
Action = Literal["retry", "hold", "send_as_new", "export"]

LONGEST_WAIT = 3600.0

_BY_KIND: dict[str, tuple[Action, ...]] = {
    "retry": ("retry",),
    "suspect": ("retry",),
    "stop": ("hold", "retry"),
    "hold": ("hold", "export"),
}
_AGAIN_WHEN_MENDED: tuple[Action, ...] = ("hold", "retry", "export")
_TWO_RECORDS: tuple[Action, ...] = ("hold", "send_as_new", "export")
# Where the kind alone does not say it: what can be mended at the server, and records that it knows otherwise.
_ACTIONS: dict[str, tuple[Action, ...]] = {
    **dict.fromkeys(
        (
            *("openrosa.account_inactive", "openrosa.form_closed", "openrosa.not_active", "openrosa.not_assigned"),
            *("openrosa.not_found", "openrosa.quota", "openrosa.unknown_version", "openrosa.draft_gone"),
            *("openrosa.too_large", "openrosa.file_too_large"),
        ),
        _AGAIN_WHEN_MENDED,
    ),
    **dict.fromkeys(
        (
            *("openrosa.conflict", "openrosa.attachment_conflict", "openrosa.deleted"),
            *("openrosa.edit_unknown", "openrosa.out_of_date", "openrosa.encrypted_edit"),
            "openrosa.former_decided",
        ),
        _TWO_RECORDS,
    ),
}

# Statuses whose meaning does not hang on words; a proxy that says them means the same as a server.
_BY_STATUS: dict[int, tuple[Kind, str]] = {
    400: ("hold", "openrosa.refused"),
    401: ("stop", "openrosa.credentials"),
    402: ("hold", "openrosa.quota"),
    403: ("stop", "openrosa.forbidden"),
    404: ("hold", "openrosa.not_found"),
    405: ("hold", "openrosa.not_active"),
    407: ("suspect", "openrosa.portal"),
    408: ("retry", "openrosa.too_slow"),
    409: ("hold", "openrosa.unknown_conflict"),
    413: ("hold", "openrosa.too_large"),
    423: ("retry", "openrosa.locked"),
    425: ("retry", "openrosa.busy"),
    429: ("retry", "openrosa.too_many"),
    502: ("retry", "openrosa.busy"),
    503: ("retry", "openrosa.busy"),
    504: ("retry", "openrosa.busy"),
    507: ("retry", "openrosa.server_full"),
    511: ("suspect", "openrosa.portal"),
}

# Words of the servers, in lower case: the only thing that tells the kinds of one status apart.
_BY_WORDS: tuple[tuple[int, str, Kind, str], ...] = (
    (400, "unexpected end of form", "retry", "openrosa.cut"),  # Central
    (400, "likely corrupted during transmission", "retry", "openrosa.cut"),  # KoboToolbox
    (400, "unable to read submitted file", "retry", "openrosa.cut"),  # Ona
    (404, "form version", "hold", "openrosa.unknown_version"),
    (404, "can't find that submission", "hold", "openrosa.edit_unknown"),
    (404, "draft testing endpoint", "hold", "openrosa.draft_gone"),
    (405, "account is not active", "hold", "openrosa.account_inactive"),
    (409, "out of date", "hold", "openrosa.out_of_date"),
    (409, "modified since it was last fetched", "hold", "openrosa.out_of_date"),  # Ona
    (409, "has been deleted", "hold", "openrosa.deleted"),
    (409, "not currently accepting", "hold", "openrosa.form_closed"),
    (409, "closing or closed", "hold", "openrosa.form_closed"),
    (409, "already exists with this id", "hold", "openrosa.conflict"),
    (409, "this instance id already exists", "hold", "openrosa.conflict"),  # KoboToolbox
    (409, "instanceid you provided already exists", "hold", "openrosa.conflict"),
    (409, "attachment with same name", "hold", "openrosa.attachment_conflict"),  # KoboToolbox
)


@dataclass(frozen=True)
class Outcome:
    """The end of one attempt. `message` is the server's, cleaned; `retry_after` in seconds; `server_date` ISO 8601.
    Where a pinned certificate changed, `message` is the fingerprint of the one that the server showed.

    `confirmed` names the files that a post of this attempt took to the server, though a later one may have failed:
    with `SubmissionParts.confirmed` the next attempt leaves them out.
    `posted`: whether any byte of the record may have gone out; not when the server was only asked where to send it.
    """

    kind: Kind
    code: str
    status: int | None = None
    message: str = ""
    retry_after: float | None = None
    server_date: str | None = None
    confirmed: tuple[str, ...] = ()
    posted: bool = True

    @property
    def actions(self) -> tuple[Action, ...]:
        """What can be done now, the best first; () when nothing need be."""
        return actions_of(self.kind, self.code)


def actions_of(kind: str, code: str) -> tuple[Action, ...]:
    """The same for the end of an attempt as it was kept: its kind and its code."""
    if kind in ("accepted", "cancelled"):
        return ()
    return _ACTIONS.get(code, _BY_KIND.get(kind, ("hold", "export")))


@dataclass(frozen=True)
class Preflight:
    """Where to post and how many bytes one post may have."""

    location: str
    max_bytes: int

    def __repr__(self) -> str:
        return f"Preflight(max_bytes={self.max_bytes})"


def judge_submission(answer: Answer) -> Outcome:
    """The outcome of a POST: only 201 and 202 from an OpenRosa server are success."""
    kind, code = _kind_and_code(answer)
    return _outcome(answer, kind, code)


def judge_failure(answer: Answer) -> Outcome | None:
    """The outcome that a GET or HEAD stands for, or None when it got past the status (2xx)."""
    if 200 <= answer.status < 300:
        return None
    kind, code = _kind_and_code(answer)
    return _outcome(answer, kind, code)


def suspect(answer: Answer) -> Outcome:
    """Something that does not speak OpenRosa answered as if all were well: a login page, a landing page."""
    return _outcome(answer, "suspect", "openrosa.portal")


def _kind_and_code(answer: Answer) -> tuple[Kind, str]:
    if answer.status < 400:
        return _kind_of_friendly(answer)
    said = message_of(answer).lower()
    for status, words, kind, code in _BY_WORDS:
        if answer.status == status and words in said:
            return kind, code
    known = _BY_STATUS.get(answer.status)
    if known is not None:
        return known
    return ("retry", "openrosa.server_error") if answer.status >= 500 else ("hold", "openrosa.refused")


def _kind_of_friendly(answer: Answer) -> tuple[Kind, str]:
    if not answer.speaks_openrosa:
        return "suspect", "openrosa.portal"
    if answer.status in (201, 202):
        return "accepted", "openrosa.accepted"
    if answer.status >= 300:
        return "suspect", "openrosa.redirected"
    return "suspect", "openrosa.not_confirmed"


def _outcome(answer: Answer, kind: Kind, code: str) -> Outcome:
    return Outcome(kind, code, answer.status, message_of(answer), retry_after(answer), server_date(answer))


def server_date(answer: Answer) -> str | None:
    """The server's clock in ISO 8601, or None when it does not say one that can be read."""
    moment = _http_date(answer.headers.get("Date", ""))
    return None if moment is None else moment.isoformat()


def retry_after(answer: Answer) -> float | None:
    """Seconds to wait as asked by the server, between 0 and one hour; None when it asks for nothing."""
    asked = answer.headers.get("Retry-After", "").strip()
    if not asked:
        return None
    if asked.isdecimal():
        return min(float(asked[:9]), LONGEST_WAIT)
    moment = _http_date(asked)
    if moment is None:
        return None
    now = _http_date(answer.headers.get("Date", "")) or datetime.now(UTC)
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_WAIT)


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
