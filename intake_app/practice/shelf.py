"""What the practice server keeps in memory."""

import threading
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from lxml import etree

from intake_app.errors import IntakeError

Behaviour = Literal[
    "login_page",  # a captive portal: 200 and a page, to whatever is asked
    "redirect",  # a captive portal that sends elsewhere, whatever is asked
    "cut",  # the line breaks while the record is being read
    "cut_before_answer",  # the record is stored, the line breaks before the answer
    "busy",  # 503 with Retry-After in seconds
    "busy_until",  # 503 with Retry-After as a date
    "gateway",  # 502 from a proxy, in HTML
    "error",  # 500
    "slow",  # 408
    "too_many",  # 429 with Retry-After
    "locked",  # 423, the same record is being taken in just now
    "conflict",  # 409, the record exists with other content
    "odd_conflict",  # 409 in words that nobody knows
    "deleted",  # 409, the record was deleted
    "out_of_date",  # 409, the record that this one corrects is not the newest
    "closed",  # 409, the form takes no more records
    "inactive",  # 405, the form is switched off
    "quota",  # 402
    "revoked",  # 403, the key is no longer valid
    "not_assigned",  # 401 to a post and nothing else
    "full",  # 413 from a proxy, in HTML
    "created_page",  # 201 from something that is no OpenRosa server
]
FormState = Literal["open", "closing", "closed", "unassigned"]
Kind = Literal["central", "kobo"]

_JR_FILE = "{http://www.w3.org/2002/xforms}"


@dataclass(frozen=True)
class OfferedForm:
    """A form that can be fetched; `entity_lists` names those of its files that are entity lists."""

    form_id: str
    version: str
    name: str
    xml: bytes = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    entity_lists: frozenset[str] = frozenset()


@dataclass
class Received:
    """A record that arrived; `files` grows when the same record comes again with more, `created` is ISO 8601.

    `root` is the id of the record that this one corrects in the end, its own for a new one; `replaced` when a
    correction of it has come.
    """

    instance_id: str
    form_id: str
    version: str
    xml: bytes = field(repr=False)
    created: str
    files: dict[str, bytes] = field(default_factory=dict, repr=False)
    deprecated_id: str = ""
    root: str = ""
    replaced: bool = False


@dataclass(frozen=True)
class Verdict:
    """Status and sentence for a submission, and the id that it has here."""

    status: int
    message: str
    instance_id: str = ""


@dataclass(frozen=True)
class Arrival:
    """A record as it was posted: whether its XML can be read, whether it has an id, what it names."""

    record: Received
    well_formed: bool
    has_id: bool
    encrypted: bool
    named: frozenset[str]


Rules = Callable[["Shelf", Arrival], Verdict]


class Shelf:
    """Forms on offer and records received; its methods may be called from any thread. `rules` say what is taken."""

    def __init__(self, strict: bool, rules: Rules) -> None:
        self.forms: dict[tuple[str, str], OfferedForm] = {}
        self.states: dict[str, FormState] = {}
        self.received: list[Received] = []
        self.deleted: set[str] = set()
        self.deleted_entities: set[str] = set()
        self.posts = 0
        self.behaviour: Behaviour | None = None
        self.strict = strict
        self._rules = rules
        self._next: deque[Behaviour | None] = deque()
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

    def add_form(self, xml: bytes, files: Mapping[str, bytes], entity_lists: frozenset[str]) -> str:
        """Offer a form. Raises IntakeError 'practice.not_a_form'."""
        form_id, version, title = _describe_form(xml)
        with self._lock:
            self.forms[form_id, version] = OfferedForm(form_id, version, title, xml, dict(files), entity_lists)
        return form_id

    def newest(self) -> list[OfferedForm]:
        """The version added last of each form."""
        with self._lock:
            return list({form.form_id: form for form in self.forms.values()}.values())

    def state(self, form_id: str) -> FormState:
        """Whether a form is open, closing, closed or not ours to use."""
        return self.states.get(form_id, "open")

    def find(self, instance_id: str) -> Received | None:
        """The record with this id."""
        return next((one for one in self.received if one.instance_id == instance_id), None)

    def newest_version(self, form_id: str, root_id: str) -> Received | None:
        """The newest version of the record whose first version has this id."""
        found = [one for one in self.received if one.form_id == form_id and one.root == root_id]
        return found[-1] if found else None

    def take(self, xml: bytes, files: Mapping[str, bytes], moment: str) -> Verdict:
        """Store a record by the rules of the server that is played."""
        root = parsed(xml)
        # Central takes a record that is cut off in the middle, and one without an id, and makes an id up each time.
        form_id, version = ("", "") if root is None else (root.get("id") or "", root.get("version") or "")
        told = "" if root is None else _meta(root, "instanceID")
        record = Received(told or f"uuid:{uuid.uuid4()}", form_id, version, xml, moment, dict(files))
        record.deprecated_id = "" if root is None else _meta(root, "deprecatedID")
        record.root = record.instance_id
        named = frozenset() if root is None else _leaf_texts(root)
        encrypted = root is not None and root.get("encrypted") == "yes"
        with self._lock:
            verdict = self._rules(self, Arrival(record, root is not None, bool(told), encrypted, named))
        return replace(verdict, instance_id=record.instance_id)


def parsed(xml: bytes) -> etree._Element | None:
    """The root of a document, None when it can not be read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _describe_form(xml: bytes) -> tuple[str, str, str]:
    root = parsed(xml)
    primary = None if root is None else next(root.iter(_JR_FILE + "instance"), None)
    if root is None or primary is None or len(primary) == 0 or not primary[0].get("id"):
        raise IntakeError("practice.not_a_form")
    title = next(("".join(str(t) for t in e.itertext()) for e in root.iter("{http://www.w3.org/1999/xhtml}title")), "")
    return primary[0].get("id") or "", primary[0].get("version") or "", title.strip() or primary[0].get("id") or ""


def _meta(root: etree._Element, name: str) -> str:
    for element in root.iter("{*}" + name):
        return (element.text or "").strip()
    return ""


def _leaf_texts(root: etree._Element) -> frozenset[str]:
    return frozenset((element.text or "").strip() for element in root.iter("*") if len(element) == 0)
