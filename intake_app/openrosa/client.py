"""The verbs of the protocol over one guarded line."""

import base64
import contextlib
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

from intake_app.errors import Fact, IntakeError
from intake_app.openrosa.address import ServerAddress, check_server, joined, origin_of
from intake_app.openrosa.answers import (
    Answer,
    DownloadedForm,
    ListedFile,
    ListedForm,
    instance_told,
    md5_of,
    parse_deleted,
    parse_form_list,
    parse_manifest,
)
from intake_app.openrosa.digest import Digest
from intake_app.openrosa.multipart import Post, SubmissionParts, check_parts, make_posts
from intake_app.openrosa.outcome import Kind, Outcome, Preflight, judge_failure, judge_submission, suspect
from intake_app.openrosa.trust import Certificate, described

if TYPE_CHECKING:
    from intake_app.openrosa.line import Body

_LIST_CAP = 10_000_000
_FORM_CAP = 20_000_000
_FILE_CAP = 100_000_000
_AT_ONCE = 50
"""Entities that are asked about in one address."""
_SET_CAP = 300_000_000
_ERROR_CAP = 65_536
_RECORD_CAP = 20_000_000

# What a server that names no limit takes, and the most we believe one that does (nginx before Central cuts there).
_USUAL_POST = 10_000_000
_LARGEST_POST = 100_000_000
_SMALLEST_POST = 20_000

_NET_KINDS: dict[str, Kind] = {
    "openrosa.cancelled": "cancelled",
    "openrosa.taken_back": "cancelled",
    "openrosa.unreachable": "retry",
    "openrosa.cut": "retry",
    "openrosa.too_slow": "retry",
    # Of a post: what stands between can not be read, and says nothing about the record.
    "openrosa.bad_answer": "retry",
    "openrosa.tls": "suspect",
    "openrosa.tls_authority": "suspect",
    "openrosa.tls_clock": "suspect",
    "openrosa.tls_host": "suspect",
    "openrosa.pin_changed": "suspect",
    "openrosa.other_origin": "suspect",
}


def _never() -> bool:
    return False


def _silent(done: int, total: int) -> None:
    return None


def _unheard(names: tuple[str, ...]) -> None:
    return None


def _always() -> bool:
    return True


class Client:
    """A conversation with one server, used by one thread; close it, or use it as a context manager.

    Raises IntakeError 'openrosa.bad_address' when the address is not fit to be used. `device_id` is a random id of the
    workplace, `seconds` the patience for one answer.
    """

    def __init__(
        self,
        address: ServerAddress,
        device_id: str,
        *,
        language: str = "en",
        agent: str = "Intake",
        seconds: float = 60.0,
        cancelled: Callable[[], bool] = _never,
    ) -> None:
        check_server(address)
        self._address = address
        self._device = f"?deviceID={quote(device_id, safe='')}"
        self._headers = {
            "X-OpenRosa-Version": "1.0",
            "User-Agent": agent,
            "Accept-Language": language,
            "Accept-Encoding": "gzip",
        }
        self._digest = Digest(address.username, address.secret) if address.kind == "digest" else None
        self._preflight: Preflight | None = None
        self._cancelled = cancelled
        from intake_app.openrosa.line import Line  # slow to import, and the windows open without it

        self._line = Line(seconds, address.trust, cancelled)

    def __repr__(self) -> str:
        return f"Client({self._address!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._line.close()

    def form_list(self) -> tuple[ListedForm, ...]:
        """The forms that the server offers us now. An empty list means nothing but an empty list."""
        try:
            answer = self._get(f"{self._address.url}/formList{self._device}", _LIST_CAP)
        except IntakeError as error:
            if error.code == "openrosa.not_found":  # the project, and no form
                raise IntakeError("openrosa.no_place", **error.facts) from error
            raise
        if not answer.speaks_openrosa:
            raise IntakeError("openrosa.portal", status=answer.status)
        return parse_form_list(answer.body)

    def manifest(self, url: str) -> tuple[ListedFile, ...]:
        """The files of a form, from the address that the form list gave."""
        answer = self._get(url, _LIST_CAP)
        if not answer.speaks_openrosa:
            raise IntakeError("openrosa.portal", status=answer.status)
        return parse_manifest(answer.body)

    def fetch(self, url: str, max_bytes: int, framed: bool = False) -> bytes:
        """The bytes at an address of this server; more than `max_bytes` is an error, and so is a page for people.

        `framed` asks that the end of the body can be told from a broken line: for what no hash verifies.
        """
        answer = self._get(url, max_bytes)
        if framed and not answer.framed:
            raise IntakeError("openrosa.bad_answer", what="length")
        if answer.headers.get("Content-Type", "").strip().lower().startswith("text/html"):
            raise IntakeError("openrosa.portal", status=answer.status)
        return answer.body

    def files_of(self, listed: ListedForm) -> tuple[ListedFile, ...]:
        """The manifest of a listed form, () when it has none."""
        with _offered("openrosa.not_found"):
            return self.manifest(listed.manifest_url) if listed.manifest_url else ()

    def fetch_form(
        self, listed: ListedForm, files: tuple[ListedFile, ...] | None = None, known: Mapping[str, bytes] | None = None
    ) -> DownloadedForm:
        """A form with all its files, or an error and nothing.

        `files` is its manifest when the caller has it already; `known` maps md5 digits to bytes that need not be
        fetched again. IntakeError 'openrosa.hash_mismatch', 'hash_unknown', 'answer_too_big', 'form_withheld',
        'file_gone' and others.
        """
        wanted = self.files_of(listed) if files is None else files
        with _offered("openrosa.not_found"):
            xml = _verified(self.fetch(listed.download_url, _FORM_CAP), listed.hash, listed.form_id)
        contents: dict[str, bytes] = {}
        room = _SET_CAP
        for file in wanted:
            with _offered("openrosa.file_gone", file=file.filename):
                content = self._fetch_file(file, known or {}, min(room, _FILE_CAP))
            room -= len(content)
            contents[file.filename] = content
        return DownloadedForm(listed, xml, contents, fingerprint(listed, wanted))

    def _fetch_file(self, file: ListedFile, known: Mapping[str, bytes], cap: int) -> bytes:
        if file.type != "file":
            return self.fetch(file.download_url, cap, framed=True)
        digits = md5_of(file.hash)
        if digits is not None and digits in known:
            return _verified(known[digits], file.hash, file.filename)
        return _verified(self.fetch(file.download_url, cap), file.hash, file.filename)

    def fetch_list(self, file: ListedFile) -> bytes:
        """An entity list of a manifest, as it is now; its hash is no digest. Raises as `fetch_form` does."""
        with _offered("openrosa.file_gone", file=file.filename):
            return self._fetch_file(file, {}, _FILE_CAP)

    def deleted_of(self, file: ListedFile, ids: Sequence[str]) -> frozenset[str]:
        """Which of these entries of a list were deleted, by the server's word; none where it can not be asked."""
        found: set[str] = set()
        for start in range(0, len(ids) if file.integrity_url else 0, _AT_ONCE):
            asked = quote(",".join(ids[start : start + _AT_ONCE]), safe=",")
            joint = "&" if "?" in file.integrity_url else "?"
            with _offered("openrosa.file_gone", file=file.filename):
                found |= parse_deleted(self.fetch(f"{file.integrity_url}{joint}id={asked}", _LIST_CAP))
        return frozenset(found)

    def record(self, form_id: str, root_id: str) -> bytes:
        """The newest version that ODK Central has of a record, by the id of its first; for people who may read there.

        Raises IntakeError 'openrosa.forbidden', 'openrosa.not_found' and others.
        """
        where = f"{self._address.url}/forms/{quote(form_id, safe='')}/submissions/{quote(root_id, safe='')}.xml"
        return self.fetch(where, _RECORD_CAP)

    def preflight(self) -> Preflight:
        """Ask where records go and how large a post may be.

        Raises IntakeError with the code of the failure, its `status` and the `retry_after` that the server asks for.
        """
        found = self._look(self._cancelled)
        if isinstance(found, Outcome):
            raise IntakeError(found.code, status=found.status, retry_after=found.retry_after)
        self._preflight = found
        return found

    def certificates(self) -> tuple[Certificate, ...]:
        """By which certificates the server proves who it is, its own first, for a person to compare; () without TLS.

        IntakeError as from `preflight`, and nothing of a server that could not prove it.
        """
        self.preflight()
        return described(self._line.chain)

    def submit(
        self,
        parts: SubmissionParts,
        progress: Callable[[int, int], None] = _silent,
        cancelled: Callable[[], bool] | None = None,
        arrived: Callable[[tuple[str, ...]], None] = _unheard,
        may_go: Callable[[], bool] = _always,
    ) -> Outcome:
        """Send one frozen record in as many posts as it needs; the outcome is that of the first post that failed.

        `progress(done, total)` in bytes of all posts and `arrived(names)`, the files of each post that the server has
        confirmed while others are still to go, come on this thread; so does `may_go()`, right before the first byte of
        each post and each further try: no ends the sending, 'openrosa.taken_back'. The same bytes may be sent again at
        any time: the server knows a record by its instanceID. Nothing is sent before the parts are checked and the
        server was asked. Posts that are too large for something between us and the server are made smaller as long as
        that helps.
        """
        sending = _Sending(progress, cancelled or self._cancelled, arrived, may_go, set(parts.confirmed))
        try:
            sending.instance_id = check_parts(parts)
            place = self._preflight or self._look(sending.cancelled)
            if isinstance(place, Outcome):
                return sending.ended(place)
            self._preflight = place
            return sending.ended(self._send(parts, place, sending))
        except IntakeError as error:
            self._preflight = None
            seen = str(error.facts.get("fingerprint", ""))
            return sending.ended(Outcome(_NET_KINDS.get(error.code, "hold"), error.code, message=seen))

    def _send(self, parts: SubmissionParts, place: Preflight, sending: "_Sending") -> Outcome:
        posts = list(make_posts(parts, place.max_bytes))
        done = 0
        while True:
            post = posts.pop(0)
            total = done + len(post) + sum(len(other) for other in posts)
            post.report(partial(sending.moved, done, total), sending.may_go)
            try:
                outcome = self._post(post, place.location, sending)
            finally:
                post.close()
            if outcome.kind == "accepted":
                done += len(post)
                sending.confirm(post.files, last=not posts)
            elif outcome.code == "openrosa.too_large" and len(post.files) > 1:
                posts = list(make_posts(replace(parts, confirmed=frozenset(sending.confirmed)), len(post) // 2))
                continue
            if outcome.kind != "accepted" or not posts:
                return outcome

    def _post(self, post: Post, url: str, sending: "_Sending") -> Outcome:
        more = {"Content-Type": post.content_type}
        answer = self._exchange("POST", url, cancelled=sending.cancelled, body=post, more=more)
        outcome = self._masked(judge_submission(answer))
        if outcome.kind == "accepted" and not _same_record(instance_told(answer), sending.instance_id):
            return Outcome("hold", "openrosa.other_record", answer.status)
        if outcome.kind in ("stop", "suspect"):
            return self._whose_fault(outcome, sending.cancelled)
        return outcome

    def _whose_fault(self, outcome: Outcome, cancelled: Callable[[], bool]) -> Outcome:
        """Tell a dead key from a form that is not assigned to us: Central says 401 to both, but only to a post.

        And a page that stands before the server from one that takes offence at this record: others may go.
        """
        self._preflight = None
        again = self._look(cancelled)
        if not isinstance(again, Preflight):
            return outcome
        self._preflight = again
        if outcome.kind == "suspect":
            return replace(outcome, kind="retry")
        return Outcome("hold", "openrosa.not_assigned", outcome.status, outcome.message, None, outcome.server_date)

    def _look(self, cancelled: Callable[[], bool]) -> Preflight | Outcome:
        """The HEAD request: 204 and the OpenRosa header, or the outcome that its failure means for a record."""
        url = f"{self._address.url}/submission{self._device}"
        answer = self._follow("HEAD", url, _ERROR_CAP, cancelled)
        failure = judge_failure(answer)
        if failure is not None:
            # It is the place that is refused and no record: none of them may be blamed for it.
            placeless = replace(failure, kind="stop", code="openrosa.no_place") if failure.kind == "hold" else failure
            return self._masked(placeless)
        if answer.status != 204 or not answer.speaks_openrosa:
            return suspect(answer)
        told = answer.headers.get("Location", "").strip()
        location = joined(url, told)
        if origin_of(location) != self._address.origin:
            return Outcome("suspect", "openrosa.other_origin", answer.status)
        return Preflight(location, _post_limit(answer.headers.get("X-OpenRosa-Accept-Content-Length", "")))

    def _get(self, url: str, cap: int) -> Answer:
        """An answer with all that was asked for (200), or IntakeError with the code that its status means.

        A part of it (206) or nothing (204) could be taken for a whole list of entities, which no hash verifies.
        """
        answer = self._follow("GET", url, cap, self._cancelled)
        failure = judge_failure(answer)
        if failure is not None:
            raise IntakeError(failure.code, status=answer.status)
        if answer.status != 200:
            raise IntakeError("openrosa.bad_answer" if answer.speaks_openrosa else "openrosa.portal", what="status")
        return answer

    def _follow(self, method: str, url: str, cap: int, cancelled: Callable[[], bool]) -> Answer:
        """One exchange, and one more when it only points to another place at the same origin."""
        answer = self._exchange(method, url, cap, cancelled)
        target = joined(url, answer.headers.get("Location", "").strip())
        if answer.status in (301, 302, 303, 307, 308) and answer.speaks_openrosa and target != url:
            return self._exchange(method, target, cap, cancelled)
        return answer

    def _exchange(
        self,
        method: str,
        url: str,
        cap: int = _ERROR_CAP,
        cancelled: Callable[[], bool] | None = None,
        body: "Body | None" = None,
        more: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request to the server's own origin, with proof of who we are; Digest may need a second try."""
        if origin_of(url) != self._address.origin:
            raise IntakeError("openrosa.other_origin")
        headers = {**self._headers, "Date": format_datetime(datetime.now(UTC), usegmt=True), **(more or {})}

        def once() -> Answer:
            from intake_app.openrosa.line import Ask

            ask = Ask(method, url, {**headers, **self._proof(method, url)}, body, cap, strict=method == "GET")
            return self._line.exchange(ask, cancelled)

        answer = once()
        if answer.status == 401 and self._meets_challenge(answer):
            return once()
        return answer

    def _meets_challenge(self, answer: Answer) -> bool:
        return self._digest is not None and self._digest.meet(answer.headers.get("WWW-Authenticate", ""))

    def _proof(self, method: str, url: str) -> dict[str, bytes]:
        if self._digest is not None:
            told = self._digest.header(method, url)
            return {} if told is None else {"Authorization": told}
        if self._address.kind == "basic":
            # Up front: Central sends no challenge, so waiting for one never succeeds.
            both = f"{self._address.username}:{self._address.secret}".encode()
            return {"Authorization": b"Basic " + base64.b64encode(both)}
        return {}

    def _masked(self, outcome: Outcome) -> Outcome:
        """The same outcome without our secrets, should the server repeat them in its sentence."""
        message = outcome.message
        for secret in self._address.secrets():
            for written in (secret, quote(secret, safe="")):
                message = _without_cut(message.replace(written, "…"), written)
        return replace(outcome, message=message)


@dataclass
class _Sending:
    """One record on its way: who is told, what has arrived, and whether anything of it went out."""

    progress: Callable[[int, int], None]
    cancelled: Callable[[], bool]
    arrived: Callable[[tuple[str, ...]], None]
    may_go: Callable[[], bool]
    confirmed: set[str]
    instance_id: str = ""
    posted: bool = False

    def moved(self, before: int, total: int, sent: int) -> None:
        """A piece of a post is on its way."""
        self.posted = True
        self.progress(before + sent, total)

    def confirm(self, names: tuple[str, ...], last: bool) -> None:
        """The outcome tells what came with the last post; to note it twice would cost a write to the disk."""
        self.confirmed.update(names)
        if not last:
            self.arrived(names)

    def ended(self, outcome: Outcome) -> Outcome:
        """A record that a person must look at starts anew: what the server has of it may be gone by then."""
        kept = () if outcome.kind == "hold" else tuple(sorted(self.confirmed))
        return replace(outcome, confirmed=kept, posted=self.posted)


@contextlib.contextmanager
def _offered(missing: str, **facts: Fact) -> Iterator[None]:
    """What is fetched was listed just now, so the key is good: 403 is for the form, and what is not there is `missing`.

    Central lists forms that are closing, and answers 403 to who asks for one that was closed or taken away meanwhile.
    """
    try:
        yield
    except IntakeError as error:
        code = {"openrosa.forbidden": "openrosa.form_withheld", "openrosa.not_found": missing}.get(error.code)
        if code is None:
            raise
        raise IntakeError(code, **{**error.facts, **facts}) from error


def fingerprint(listed: ListedForm, files: tuple[ListedFile, ...]) -> str:
    """A text that changes when a form or one of its files does, computed before anything is downloaded.

    Not with an entity list: that one comes by itself, see `Client.fetch_list`.
    """
    lines = [listed.form_id, listed.version, listed.hash]
    marks = ((file, file.hash if file.type == "file" else "") for file in files)
    lines += sorted(f"{file.filename}\n{mark}\n{file.type}" for file, mark in marks)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _verified(content: bytes, told: str, name: str) -> bytes:
    digits = md5_of(told)
    if digits is None:
        raise IntakeError("openrosa.hash_unknown", file=name)
    # The protocol has md5: it guards against a broken transfer; against a forger only TLS does.
    if hashlib.md5(content, usedforsecurity=False).hexdigest() != digits:
        raise IntakeError("openrosa.hash_mismatch", file=name)
    return content


def _without_cut(message: str, secret: str) -> str:
    """A shortened sentence without the beginning of a secret that it ends in."""
    said = message.removesuffix("…")
    if said != message:
        for length in range(len(secret), 3, -1):
            if said.endswith(secret[:length]):
                return said[:-length] + "…"
    return message


def _post_limit(told: str) -> int:
    """Bytes; a limit that no record would pass means none, or nothing: 413 tells where it is."""
    size = int(told) if told.strip().isdecimal() and len(told) <= 12 else 0
    return min(size, _LARGEST_POST) if size >= _SMALLEST_POST else _USUAL_POST


def _same_record(told: str | None, ours: str) -> bool:
    return told is None or told.removeprefix("uuid:") == ours.removeprefix("uuid:")
