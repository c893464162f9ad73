"""What the practice server keeps in memory, and how it treats a record that it has already."""

import threading
import uuid
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from intake_app.errors import IntakeError

Behaviour = Literal[
    "login_page",  # a captive portal: 200 and a page, to whatever is asked
    "redirect",  # a captive portal that sends elsewhere, whatever is asked
    "cut",  # the line breaks while the record is being read
    "cut_before_answer",  # the record is stored, the line breaks before the answer
    "busy",  # 503 with Retry-After
    "error",  # 500
    "conflict",  # 409, the record exists with other content
    "revoked",  # 403, the key is no longer valid
    "not_assigned",  # 401 to a post and nothing else
    "full",  # 413 from a proxy, in HTML
    "closed",  # 409, the form takes no more records
    "created_page",  # 201 from something that is no OpenRosa server
]

_JR_FILE = "{http://www.w3.org/2002/xforms}"


@dataclass(frozen=True)
class OfferedForm:
    """A form that can be fetched."""

    form_id: str
    version: str
    name: str
    xml: bytes = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)


@dataclass
class Received:
    """A record that arrived; `files` grows when the same record comes again with more, `created` is ISO 8601."""

    instance_id: str
    form_id: str
    version: str
    xml: bytes = field(repr=False)
    created: str
    files: dict[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Verdict:
    """Status and sentence for a submission."""

    status: int
    message: str


class Shelf:
    """Forms on offer and records received; its methods may be called from any thread."""

    def __init__(self, strict_forms: bool) -> None:
        self.forms: dict[tuple[str, str], OfferedForm] = {}
        self.received: list[Received] = []
        self.posts = 0
        self.behaviour: Behaviour | None = None
        self._next: deque[Behaviour | None] = deque()
        self._strict = strict_forms
        # Each request has a thread of its own.
        self._lock = threading.Lock()

    def plan(self, behaviours: tuple[Behaviour | None, ...]) -> None:
        """Say how the next submissions are treated, one each."""
        with self._lock:
            self._next.extend(behaviours)

    def next_behaviour(self) -> Behaviour | None:
        """The behaviour for the submission that begins now."""
        with self._lock:
            self.posts += 1
            return self._next.popleft() if self._next else self.behaviour

    def add_form(self, xml: bytes, files: Mapping[str, bytes]) -> str:
        """Offer a form. Raises IntakeError 'practice.not_a_form'."""
        form_id, version, title = _describe_form(xml)
        with self._lock:
            self.forms[form_id, version] = OfferedForm(form_id, version, title, xml, dict(files))
        return form_id

    def newest(self) -> list[OfferedForm]:
        """The version added last of each form."""
        with self._lock:
            return list({form.form_id: form for form in self.forms.values()}.values())

    def take(self, xml: bytes, files: Mapping[str, bytes], moment: str) -> Verdict:
        """Store a record and those files that it names; one that is there already must be the same, byte by byte."""
        root = _parse(xml)
        # Central takes a record that is cut off in the middle, and one without an id, and makes an id up each time.
        form_id, version = ("", "") if root is None else (root.get("id") or "", root.get("version") or "")
        instance_id = ("" if root is None else _instance_id(root)) or f"uuid:{uuid.uuid4()}"
        named = frozenset() if root is None else _leaf_texts(root)
        announced = {name: content for name, content in files.items() if name in named}
        with self._lock:
            refusal = self._refusal(form_id, version)
            return refusal or self._store(Received(instance_id, form_id, version, xml, moment, announced))

    def _refusal(self, form_id: str, version: str) -> Verdict | None:
        if not self._strict or (form_id, version) in self.forms:
            return None
        if any(known == form_id for known, _ in self.forms):
            return Verdict(404, "The form version specified in this submission does not exist.")
        return Verdict(404, "Could not find the resource you were looking for.")

    def _store(self, new: Received) -> Verdict:
        for old in self.received:
            if old.instance_id == new.instance_id:
                if old.xml != new.xml:
                    return Verdict(409, CONFLICT)
                old.files.update(new.files)
                return Verdict(201, STORED)
        self.received.append(new)
        return Verdict(201, STORED)


STORED = "full submission upload was successful!"
CONFLICT = (
    "A submission already exists with this ID, but with different XML. "
    "Resubmissions to attach additional multimedia must resubmit an identical xml_submission_file."
)


def _parse(xml: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _describe_form(xml: bytes) -> tuple[str, str, str]:
    root = _parse(xml)
    primary = None if root is None else next(root.iter(_JR_FILE + "instance"), None)
    if root is None or primary is None or len(primary) == 0 or not primary[0].get("id"):
        raise IntakeError("practice.not_a_form")
    title = next(("".join(str(t) for t in e.itertext()) for e in root.iter("{http://www.w3.org/1999/xhtml}title")), "")
    return primary[0].get("id") or "", primary[0].get("version") or "", title.strip() or primary[0].get("id") or ""


def _instance_id(root: etree._Element) -> str:
    for element in root.iter("{*}instanceID"):
        return (element.text or "").strip()
    return ""


def _leaf_texts(root: etree._Element) -> frozenset[str]:
    return frozenset((element.text or "").strip() for element in root.iter("*") if len(element) == 0)
