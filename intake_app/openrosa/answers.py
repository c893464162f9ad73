"""Answers of a server as values: form list, manifest, message. Nothing here is trusted before it is checked."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from lxml import etree

from intake_app.errors import IntakeError
from intake_app.openrosa.names import check_file_name

_LIST = "{http://openrosa.org/xforms/xformsList}"
_MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
_RESPONSE = "{http://openrosa.org/http/response}"

_MOST_FORMS = 5_000
_MOST_FILES = 2_000
# Beginnings and ends of elements in a list: beyond this only the reading of it would take seconds and much memory.
_MOST_TAGS = 200_000
_LONGEST_MESSAGE = 240
_LONGEST_TEXT = 2_000
_MD5 = re.compile(r"md5:([0-9a-fA-F]{32})")
_TAG = re.compile(r"<[a-zA-Z!/][^>]*>?")
# Joiners that Persian, Urdu, Bengali and others write with; every other format character can only mislead.
_JOINERS = frozenset({"\u200c", "\u200d"})

FileKind = Literal["file", "entityList", "approvalEntityList"]


@dataclass(frozen=True)
class Answer:
    """Status, headers (any case) and body of one answer; `whole` is False when the body went past its cap."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    whole: bool = True

    @property
    def framed(self) -> bool:
        """Whether the end of the body can be told from a line that broke: by its length or by its chunks."""
        return "Content-Length" in self.headers or "chunked" in self.headers.get("Transfer-Encoding", "").lower()

    @property
    def speaks_openrosa(self) -> bool:
        """Whether the header that every OpenRosa server sends and no captive portal knows is there."""
        return self.headers.get("X-OpenRosa-Version", "").strip().startswith("1")


@dataclass(frozen=True, repr=False)
class ListedForm:
    """One form of a form list. `hash` as the server wrote it ('md5:…')."""

    form_id: str
    name: str
    version: str
    hash: str
    download_url: str
    manifest_url: str | None

    def __repr__(self) -> str:
        return f"ListedForm(form_id={self.form_id!r}, version={self.version!r})"


@dataclass(frozen=True, repr=False)
class ListedFile:
    """One file of a manifest. The hash of an entity list is a change marker and not that of its bytes.

    `integrity_url`: where to ask which entries of a list were deleted, "" where the server does not tell.
    """

    filename: str
    hash: str
    download_url: str
    type: FileKind = "file"
    integrity_url: str = ""

    def __repr__(self) -> str:
        return f"ListedFile(filename={self.filename!r}, type={self.type!r})"


@dataclass(frozen=True)
class DownloadedForm:
    """A form and its files, every hash checked. `fingerprint` changes when the form or any of its files does."""

    listed: ListedForm
    xml: bytes = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    fingerprint: str


def parse_xml(body: bytes, what: str) -> etree._Element:
    """The root element of a small XML document without DTD, or IntakeError 'openrosa.bad_answer' naming `what`."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    # libxml2 keeps a document type as a sibling before the root; the stubs know docinfo only in part.
    if root is None or getattr(root.getroottree().docinfo, "doctype", None):
        raise IntakeError("openrosa.bad_answer", what=what)
    return root


def parse_form_list(body: bytes) -> tuple[ListedForm, ...]:
    """Forms of a form list, groups flattened; a form that lacks what is needed, or comes twice, spoils the list."""
    elements = _listed(body, "form list", _LIST + "xforms", _LIST + "xform", _MOST_FORMS)
    forms = tuple(_listed_form(element) for element in elements)
    if len({(form.form_id, form.version) for form in forms}) != len(forms):
        raise IntakeError("openrosa.bad_answer", what="form list")
    return forms


def _listed(body: bytes, what: str, root_tag: str, tag: str, most: int) -> list[etree._Element]:
    """The elements of a list, counted before anything is made of them."""
    if body.count(b"<") > _MOST_TAGS:
        raise IntakeError("openrosa.bad_answer", what=what)
    root = parse_xml(body, what)
    elements = list(root.iter(tag))
    if root.tag != root_tag or len(elements) > most:
        raise IntakeError("openrosa.bad_answer", what=what)
    return elements


def _listed_form(element: etree._Element) -> ListedForm:
    form_id = _text(element, _LIST + "formID")
    url = _text(element, _LIST + "downloadUrl")
    if not form_id or not url:
        raise IntakeError("openrosa.bad_answer", what="form list")
    name = clean(_text(element, _LIST + "name")) or form_id
    version = _text(element, _LIST + "version") or _text(element, _LIST + "majorMinorVersion")
    return ListedForm(
        form_id, name, version, _text(element, _LIST + "hash"), url, _text(element, _LIST + "manifestUrl") or None
    )


def parse_manifest(body: bytes) -> tuple[ListedFile, ...]:
    """Files of a manifest; a name that is a path, or two names that differ only in case, spoil it."""
    elements = _listed(body, "manifest", _MANIFEST + "manifest", _MANIFEST + "mediaFile", _MOST_FILES)
    files = tuple(_listed_file(element) for element in elements)
    if len({file.filename.casefold() for file in files}) != len(files):
        raise IntakeError("openrosa.bad_answer", what="manifest")
    return files


def _listed_file(element: etree._Element) -> ListedFile:
    name = check_file_name(_text(element, _MANIFEST + "filename"), "manifest")
    url = _text(element, _MANIFEST + "downloadUrl")
    if not url:
        raise IntakeError("openrosa.bad_answer", what="manifest")
    told, kind = _text(element, _MANIFEST + "hash"), _file_kind(element.get("type") or "")
    return ListedFile(name, told, url, kind, _text(element, _MANIFEST + "integrityUrl"))


def parse_deleted(body: bytes) -> frozenset[str]:
    """The ids of the entities of which a server says that they were deleted."""
    found = parse_xml(body, "integrity").iter("{*}entity")
    return frozenset(one.get("id") or "" for one in found if _deleted(one)) - {""}


def _deleted(entity: etree._Element) -> bool:
    return any((told.text or "").strip() == "true" for told in entity.iter("{*}deleted"))


def _file_kind(text: str) -> FileKind:
    if text == "entityList":
        return "entityList"
    return "approvalEntityList" if text == "approvalEntityList" else "file"


def _text(element: etree._Element, tag: str) -> str:
    found = element.find(tag)
    text = "" if found is None else "".join(str(piece) for piece in found.itertext()).strip()
    if len(text) > _LONGEST_TEXT:
        raise IntakeError("openrosa.bad_answer", what="text")
    return text


def md5_of(text: str) -> str | None:
    """The 32 digits of an 'md5:…' hash in lower case, or None for any other writing."""
    match = _MD5.fullmatch(text.strip())
    return match.group(1).lower() if match else None


def message_of(answer: Answer) -> str:
    """The server's sentence in an OpenRosa envelope or in Central's JSON, cleaned; '' when it says none."""
    return _said(answer.body) if answer.whole else ""


@lru_cache(maxsize=2)
def _said(body: bytes) -> str:
    """The same of a body; servers say the same of most records of a round."""
    start = body.lstrip()[:1]
    if start == b"{":
        return clean(_json_message(body))
    return clean(_xml_message(body)) if start == b"<" else ""


def _xml_message(body: bytes) -> str:
    try:
        root = parse_xml(body.strip(), "message")
        return _text(root, _RESPONSE + "message") if root.tag == _RESPONSE + "OpenRosaResponse" else ""
    except IntakeError:
        return ""


def _json_message(body: bytes) -> str:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(told, dict):
        return ""
    parts = [told.get(key) for key in ("message", "details", "detail", "error")]
    return " ".join(part for part in parts if isinstance(part, str))


def instance_told(answer: Answer) -> str | None:
    """The instanceID that an answer says it stored, where a server says one (Aggregate, KoboToolbox)."""
    return _instance(answer.body)


@lru_cache(maxsize=2)
def _instance(body: bytes) -> str | None:
    try:
        root = parse_xml(body.strip(), "message")
    except IntakeError:
        return None
    for element in root.iter("{*}submissionMetadata"):
        return element.get("instanceID")
    return None


def clean(text: str) -> str:
    """One short line without tags, controls and characters that turn the direction of the text."""
    shown = (" " if character.isspace() else character for character in _TAG.sub(" ", text[: 4 * _LONGEST_TEXT]))
    kept = "".join(c for c in shown if c in _JOINERS or not unicodedata.category(c).startswith("C"))
    line = " ".join(kept.split())
    return line if len(line) <= _LONGEST_MESSAGE else line[: _LONGEST_MESSAGE - 1] + "…"
