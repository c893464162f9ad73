"""A record as one or more multipart posts: names raw in UTF-8, the part's name is the file's name (RFC 7578)."""

import secrets
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree
from urllib3.fields import RequestField

from intake_app.errors import IntakeError
from intake_app.openrosa.answers import parse_xml
from intake_app.openrosa.names import check_file_name
from intake_app.openrosa.watch import Watch

MOST_FILES = 100
_PIECE = 16_384
# Bytes that are handed over at once: at first, and where the last ones were taken within this time, in seconds, or the
# post before went through quickly.
_STEP, _LARGEST_STEP, _AT_ONCE = 65_536, 524_288, 0.02
# Files together beyond this are sent apart: what has arrived is not sent again after a break.
_TOGETHER = 8_000_000
XML_PART = "xml_submission_file"
INCOMPLETE_PART = "*isIncomplete*"
ENCRYPTED = "{http://opendatakit.org/submissions}"


@dataclass(frozen=True)
class FilePart:
    """One attachment: its name in the record, MIME type, a function that gives its bytes in pieces, its size in bytes.

    `pieces` is called anew for each try; a piece is in memory only while it goes out.
    """

    name: str
    mime: str
    pieces: Callable[[], Iterable[bytes]] = field(repr=False)
    size: int


@dataclass(frozen=True)
class SubmissionParts:
    """A frozen record and its files. `announced`: the names that the record promises, None when nobody can tell.

    `form` is the XForm that the record was made with: when it has a public key, the record goes out encrypted or not
    at all. A server takes a plain record of such a form and says nothing. `confirmed` names files that this server has
    confirmed for these same bytes in an earlier attempt (`Outcome.confirmed`): they are not sent again.
    """

    xml: bytes = field(repr=False)
    files: Sequence[FilePart] = ()
    announced: Sequence[str] | None = None
    form: bytes | None = field(default=None, repr=False)
    confirmed: Set[str] = frozenset()


def check_parts(parts: SubmissionParts) -> str:
    """The instanceID of a record that may go out; nothing is sent before this has passed.

    A server takes a record that is cut off in the middle or lacks its files, and silently drops files that the record
    does not name; so all of that is refused here. IntakeError 'openrosa.bad_record', 'openrosa.no_instance_id',
    'openrosa.attachment_missing', 'openrosa.attachment_unknown', 'openrosa.bad_file_name', 'openrosa.not_encrypted'.
    """
    root = record_root(parts.xml)
    if parts.form is not None and form_key(parts.form) and not _is_envelope(root):
        raise IntakeError("openrosa.not_encrypted")
    check_content(parts, root)
    return instance_id_of(root)


def check_content(parts: SubmissionParts, root: etree._Element) -> None:
    """Raise the same unless the record has an id and its files are those that it names, and those announced."""
    names = [check_file_name(part.name, "record") for part in parts.files]
    missing = (set(parts.announced or ()) | _encrypted_files(root)) - set(names)
    if missing:
        raise IntakeError("openrosa.attachment_missing", count=len(missing))
    said = {(element.text or "").strip() for element in root.iter("*") if len(element) == 0}
    unknown = [name for name in names if name not in said]
    if unknown or len(set(names)) != len(names):
        raise IntakeError("openrosa.attachment_unknown", count=len(unknown) or 1)
    instance_id_of(root)


def record_root(xml: bytes) -> etree._Element:
    """The root of a record, or IntakeError 'openrosa.bad_record'."""
    try:
        return parse_xml(xml, "record")
    except IntakeError:
        raise IntakeError("openrosa.bad_record") from None


@lru_cache(maxsize=8)
def form_key(form: bytes) -> str:
    """The public key of a form, '' where it asks for none; a form that can not be read may, so its records stay."""
    elements = record_root(form).iter("{*}submission")
    return next(filter(None, ((element.get("base64RsaPublicKey") or "").strip() for element in elements)), "")


def instance_id_of(root: etree._Element) -> str:
    """The instanceID of a record, or IntakeError 'openrosa.no_instance_id'."""
    found = meta_text(root, "instanceID")
    if not found:
        raise IntakeError("openrosa.no_instance_id")
    return found


def meta_text(root: etree._Element, name: str) -> str:
    """The text of an element of `meta`, '' when there is none."""
    for element in root.iter("{*}" + name):
        parent = element.getparent()
        if parent is not None and etree.QName(parent).localname == "meta" and (element.text or "").strip():
            return (element.text or "").strip()
    return ""


def _is_envelope(root: etree._Element) -> bool:
    """Whether this is the manifest of an encrypted record, with its key and its record; no half of one may pass."""
    needed = ("base64EncryptedKey", "encryptedXmlFile")
    return root.tag == ENCRYPTED + "data" and all((root.findtext(ENCRYPTED + name) or "").strip() for name in needed)


def _encrypted_files(root: etree._Element) -> set[str]:
    """Files that an encrypted record's manifest names; for a plain record only its form can tell."""
    if root.tag != ENCRYPTED + "data":
        return set()
    tags = (ENCRYPTED + "file", ENCRYPTED + "encryptedXmlFile")
    return {(element.text or "").strip() for tag in tags for element in root.iter(tag)}


@dataclass(frozen=True)
class _Part:
    name: str
    head: bytes
    pieces: Callable[[], Iterable[bytes]] = field(repr=False)
    size: int

    def __len__(self) -> int:
        return len(self.head) + self.size + 2


def make_posts(parts: SubmissionParts, max_bytes: int) -> tuple["Post", ...]:
    """The posts of a record: each carries the same XML, at most 100 files and at most `max_bytes`.

    Files that together are larger than 8 MB go apart from each other, so that a line that breaks costs little; what was
    confirmed before does not go at all. Raises IntakeError 'openrosa.file_too_large' when the XML with one of the
    files does not fit into a post of its own, 'openrosa.too_large' when the XML alone does not.
    """
    boundary = secrets.token_hex(16)
    xml = _part(boundary, XML_PART, "submission.xml", "text/xml", lambda: (parts.xml,), len(parts.xml))
    more = _part(boundary, INCOMPLETE_PART, None, None, lambda: (b"yes",), 3)
    room = max_bytes - len(xml) - len(more) - len(boundary) - 6
    if room < 0:
        raise IntakeError("openrosa.too_large", size=len(parts.xml))
    left = [file for file in parts.files if file.name not in parts.confirmed]
    groups = _groups([_part(boundary, f.name, f.name, f.mime, f.pieces, f.size) for f in left], room)
    last = len(groups) - 1
    return tuple(
        Post(boundary, (xml, *group) if number == last else (xml, more, *group)) for number, group in enumerate(groups)
    )


def _groups(files: Sequence[_Part], room: int) -> list[list[_Part]]:
    groups: list[list[_Part]] = [[]]
    used = 0
    for part in files:
        if len(part) > room:
            raise IntakeError("openrosa.file_too_large", size=part.size)
        if groups[-1] and (used + len(part) > min(room, _TOGETHER) or len(groups[-1]) == MOST_FILES):
            groups.append([])
            used = 0
        groups[-1].append(part)
        used += len(part)
    return groups


def _part(
    boundary: str,
    name: str,
    filename: str | None,
    mime: str | None,
    pieces: Callable[[], Iterable[bytes]],
    size: int,
) -> _Part:
    described = RequestField(name, b"", filename)
    described.make_multipart(content_type=mime)
    return _Part(name, f"--{boundary}\r\n{described.render_headers()}".encode(), pieces, size)


class Post:
    """One multipart body, read in pieces; a file's bytes are in memory only while they go out.

    `files` names the attachments that it carries.
    """

    def __init__(self, boundary: str, parts: Sequence[_Part]) -> None:
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self.files = tuple(part.name for part in parts if part.name not in (XML_PART, INCOMPLETE_PART))
        self._parts = parts
        self._end = f"--{boundary}--\r\n".encode()
        self._size = sum(len(part) for part in parts) + len(self._end)
        self._progress: Callable[[int], None] = lambda sent: None
        self._may_go: Callable[[], bool] = lambda: True
        self._watch: Watch | None = None
        self._piece = memoryview(b"")
        self._step, self._asked = _STEP, 0.0
        self._restart()

    def __len__(self) -> int:
        return self._size

    def report(self, progress: Callable[[int], None], may_go: Callable[[], bool]) -> None:
        """Call `progress` with the bytes handed over so far, at each piece; ask `may_go` before the first of them."""
        self._progress, self._may_go = progress, may_go

    def rewind(self, watch: Watch) -> None:
        """Start again from the first byte, under a new watch. IntakeError 'openrosa.taken_back' where it may not go."""
        self.close()
        if not self._may_go():
            raise IntakeError("openrosa.taken_back")
        self._watch = watch
        self._restart()

    def close(self) -> None:
        """Let go of the file that is being read."""
        self._source.close()

    def __iter__(self) -> Iterator[bytes]:
        """Pieces; requests takes only what can be iterated for a stream, though it reads it as a file."""
        return iter(lambda: self.read(_PIECE), b"")

    def read(self, size: int = -1) -> bytes:
        """The next piece, b'' at the end. IntakeError 'openrosa.cancelled', 'too_slow' or 'attachment_changed'."""
        if self._watch is not None:
            self._watch.check()
        wanted = self._size if size < 0 else min(size, self._stride())
        taken: list[bytes | memoryview] = []
        while wanted > 0 and self._fill():
            part, self._piece = self._piece[:wanted], self._piece[wanted:]
            taken.append(part)
            wanted -= len(part)
        joined = b"".join(taken)
        self._account(len(joined))
        return joined

    def _stride(self) -> int:
        """How much goes at once: little on a slow line, for progress and deadline; the more, the faster it went."""
        now = time.monotonic()
        fast, first, self._asked = now - self._asked < _AT_ONCE, not self._asked, now
        self._step = min(2 * self._step, _LARGEST_STEP) if fast else _STEP
        if first and self._watch is not None and self._watch.fast:
            self._step = _LARGEST_STEP
        if self._watch is not None and not first:
            self._watch.paced(fast)
        return self._step

    def _fill(self) -> bool:
        while not self._piece:
            following = next(self._source, None)
            if following is None:
                return False
            self._piece = memoryview(following)
        return True

    def _restart(self) -> None:
        self._sent = 0
        self._step, self._asked = _STEP, 0.0
        self._piece = memoryview(b"")
        self._source = self._bytes()

    def _bytes(self) -> Generator[bytes, None, None]:
        for part in self._parts:
            yield part.head
            yield from _measured(part)
            yield b"\r\n"
        yield self._end

    def _account(self, count: int) -> None:
        self._sent += count
        self._progress(self._sent)
        if self._watch is None:
            return
        if self._sent == self._size:
            self._watch.sent(self._sent)
        else:
            self._watch.moved(self._sent)


def _measured(part: _Part) -> Iterator[bytes]:
    """The pieces of a part, which must have the size that was announced: what follows would be read as its rest."""
    left = part.size
    for piece in part.pieces():
        left -= len(piece)
        if left < 0:
            break
        yield piece
    if left != 0:
        raise IntakeError("openrosa.attachment_changed")
