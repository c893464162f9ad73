"""The values that go into the vault and come out of it: frozen, safe to hand to any thread.

Times are ISO 8601 text in UTC with offset and microseconds, so that text order is time order.  Fields with the
content of a record, and secrets, stay out of ``repr`` and so out of logs and tracebacks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present, aware, in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """An aware moment as the vault writes it: UTC, microseconds, offset ``+00:00``."""
    if moment.tzinfo is None:
        raise ValueError("a moment without an offset")
    return (moment if moment.tzinfo is UTC else moment.astimezone(UTC)).isoformat(timespec="microseconds")


class Role(StrEnum):
    """What a person does at this workplace; `intake_app.vault.roles` says what each may."""

    MEDIATOR = "mediator"
    DESK = "desk"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Site:
    """The workplace: organisation, site and the telephone number a slip asks to call back."""

    organisation: str
    site: str
    callback: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a passphrase of their own; ``keeper`` is the one who created the store."""

    id: str
    name: str
    role: Role
    agency: str
    site: str
    keeper: bool = False


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """Facts about the open store; ``counts``: records by state, as far as the role may see them; ``signer`` in hex."""

    path: Path
    organisation: str
    site: str
    callback: str
    schema: int
    people: int
    signer: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Safeguards:
    """What opens a store whose passphrases are forgotten: a recovery key, organisations by their public keys."""

    recovery: bool
    organisations: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class OrganisationKey:
    """The public key of an organisation that opens the store and what is taken out of it.

    Since when it is here and who let it in, by name, as the log has it; "" where the log has nothing of it.
    """

    public: bytes
    since: str
    by: str


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form to store; ``hash`` as the server gave it, ``report`` the import report as JSON text.

    ``by_hand`` in the report is true for a form whose records go only when a person sends them.
    """

    form_id: str
    version: str
    title: str
    xml: bytes = field(repr=False)
    source: str = ""
    server: str | None = None
    hash: str = ""
    report: str = "[]"


@dataclass(frozen=True, slots=True)
class FormRow:
    """A stored form without its bytes; ``current`` is the one that new records use."""

    key: int
    form_id: str
    version: str
    title: str
    source: str
    server: str | None
    hash: str
    report: str
    added: str
    current: bool


@dataclass(frozen=True, slots=True)
class FormPackage:
    """A stored form with its bytes and its files by name."""

    row: FormRow
    xml: bytes = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished record: instance XML, states by ref, the place to go on at, a title, the two languages.

    ``asked``: by ref of a sensitive answer who asked for it, and when; of consent the language too.  ``age``: what the
    answers tell of the person's age, and ``asylum``, that they ask for protection (None: it is left open), for all who
    meet the person.  ``log``: lines of the log of filling in.  ``shown``: all languages the questions were shown in, as
    the form names them, the last one first.  ``counts``: their calendars besides the Gregorian one, ``minor_in``: in
    which somebody under 18 may mean the birth told.  ``simple``: sensitive questions wait.  ``ending``: its end so far.
    ``heard``: see `telling.Telling`.  ``left_out``: the side that is hidden.  ``copied``: what nobody asked here.
    ``looked``, not kept: nothing was said since it was opened.
    """

    xml: bytes = field(repr=False)
    states: Mapping[str, str] = field(default_factory=dict, repr=False)
    place: str | None = None
    title: str = field(default="", repr=False)
    languages: tuple[str, str] = ("", "")
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    age: str = ""
    log: tuple[str, ...] = field(default=(), repr=False)
    shown: tuple[str, ...] = ()
    asylum: bool | None = False
    counts: tuple[str, ...] = ()
    minor_in: tuple[str, ...] = ()
    simple: bool = False
    ending: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    left_out: str = ""
    copied: tuple[str, ...] = ()
    looked: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Frozen:
    """A finalised record: the exact bytes to send, names of its attachments, values for the desk as JSON text."""

    xml: bytes = field(repr=False)
    attachments: tuple[str, ...] = ()
    instance_name: str = field(default="", repr=False)
    values_json: str = field(default="{}", repr=False)


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One line of a list of records.

    ``state``: draft, finalised, sent, refused.  ``delivery``, derived: draft, held (no release), waiting, sending,
    sent, needs_person.  ``author`` is a name.  ``size`` is bytes of the instance.  ``title``, ``place``, ``size``, the
    languages and which form it is are empty for who may not read it.  ``damaged``: set apart since then, its content
    can not be read; None when sound.  ``handed_by``: who handed it over to the one who looks, "" when nobody did.
    ``edit_of``: code of the version before that it is an edit of, "" for a first version; ``behind``: no server has
    that one yet, so this one waits.  Finalised and needs_person is an edit of a version that somebody decided about.
    In the queue, ``server`` is where it goes or went, "" as long as any may have it; ``tied``: because it may have
    arrived there.  Both together: it may have arrived where its server is not any more, and goes nowhere.
    ``last_kind`` is how the last try ended, of which `last_outcome` is the code, "" without one; ``next_try``: when it
    is due after that.  ``case_code``: of the person it is about, "" for a record of no case.
    """

    id: str
    code: str
    form_key: int
    form_id: str
    form_title: str
    version: str
    state: str
    delivery: str
    author: str
    role: str
    agency: str
    site: str
    created: str
    changed: str
    finalised: str | None
    title: str = field(repr=False)
    place: str | None = field(repr=False)
    size: int
    last_outcome: str | None
    last_message: str | None
    author_id: str
    language: str
    mediator_language: str
    damaged: str | None = None
    handed_by: str = ""
    edit_of: str = ""
    behind: bool = False
    server: str = ""
    tied: bool = False
    last_kind: str = ""
    next_try: str = ""
    case_code: str = ""


@dataclass(frozen=True, slots=True)
class Namesake:
    """A record one reads whose title or person sounds like a name; ``name``: of its case, where that is told."""

    row: RecordRow
    xml: bytes = field(repr=False)
    values_json: str = field(default="", repr=False)
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Sighting:
    """That somebody of such a name was met, on this day (ISO, where this computer is) at this site, by a colleague."""

    day: str
    site: str


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Records to be compared, and what is known of those that one may not read; ``name``: of one's own case."""

    rows: tuple[Namesake, ...] = ()
    elsewhere: tuple[Sighting, ...] = ()
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class HandOver:
    """One hand-over, people by name; ``sight``: of a finished record to be seen, not of a draft to go on with."""

    record_id: str
    giver: str
    taker: str
    sight: bool
    at: str
    ended: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Content that somebody read for a reason; people by name; ``told``: since when the author knows, if so."""

    record_id: str
    record_code: str
    person: str
    author: str
    reason: str
    at: str
    told: str | None


@dataclass(frozen=True, slots=True)
class SetApart:
    """A record that can not be read: its row, id and code as far as they are known, what is wrong, since when."""

    number: int
    id: str
    record_code: str
    code: str
    since: str


HEAD_SIGNS = 16
"""Signs of a seal that a receipt has, and the fewest that tell a link from another."""


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The newest link of the audit chain, for others to keep; ``mac`` in hex, ``changes`` those of records so far."""

    seq: int
    mac: str
    changes: int

    @property
    def code(self) -> str:
        """Number, changes, the seal's beginning: short enough to type from a receipt, so long that no other has it."""
        return f"{self.seq}-{self.changes}-{self.mac[:HEAD_SIGNS]}"

    @classmethod
    def from_code(cls, text: str) -> "AuditHead":
        """The head a code stands for, spaces and capitals forgiven. Raises ValueError when it is none."""
        seq, changes, mac = "".join(text.split()).lower().split("-")
        if len(bytes.fromhex(mac)) * 2 != HEAD_SIGNS:
            raise ValueError("not as long as a code")
        return cls(int(seq), mac, int(changes))


@dataclass(frozen=True, slots=True)
class MediaRow:
    """A file of a record; ``sha256`` in hex, ``size`` in bytes."""

    name: str
    size: int
    sha256: str
    mime: str


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that comes to a record; `data` whole."""

    name: str
    data: bytes = field(repr=False)
    mime: str


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """Permission for one record to leave: who, what for, to whom, on which basis."""

    id: str
    record_id: str
    purpose: str
    recipient: str
    basis: str
    detail: str
    by: str
    at: str
    kind: str = ""
    """The kind of body that the recipient of a slip or an export is, as it was then."""
    lawful: str = ""
    """The lawful ground: consent, legal_duty, vital_interest, public_interest; "" where nobody wrote it down."""


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A referral slip as it was issued, with its PDF; ``corrected``: read by itself, its record was since then."""

    reference: str
    record_id: str
    recipient: str
    release_id: str
    issued_at: str
    issued_by: str
    sheet_json: str = field(repr=False)
    pdf: bytes = field(repr=False)
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class ServerRow:
    """A server to send to; ``kind`` is app_user, basic or digest.  The secret lies only inside the store.

    ``ca`` is the certificate of an organisation's own authority (PEM), ``pin`` the SHA-256 of the one certificate that
    is believed (64 hex digits); both "" when the authorities of the computer are.  ``project`` is its title there;
    ``test`` says that what arrives is thrown away.  ``automatic`` is off, on, or metered: on a metered line too.
    """

    name: str
    url: str = field(repr=False)
    kind: str = "app_user"
    username: str = ""
    secret: str = field(default="", repr=False)
    ca: str = field(default="", repr=False)
    pin: str = ""
    project: str = ""
    test: bool = False
    automatic: str = "off"


@dataclass(frozen=True, slots=True)
class ServerReading:
    """By whom the server's version of a record is read, and what for: its form, and the id of its first version."""

    server: ServerRow
    form_id: str
    first: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a round sends next: the frozen bytes, the rows of its attachments, the names the record was sealed with.

    ``confirmed``: files that this server has already, by its own word in an earlier try or with the version before.
    """

    record_id: str
    code: str
    form_id: str
    version: str
    xml: bytes = field(repr=False)
    attachments: tuple[MediaRow, ...] = ()
    announced: tuple[str, ...] = ()
    confirmed: frozenset[str] = frozenset()
    form_key: int = 0


@dataclass(frozen=True, slots=True)
class Envelope:
    """What makes an encrypted record the same bytes each time: its manifest, and the key it was encrypted with."""

    manifest: bytes = field(repr=False)
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """How an attempt ended; ``outcome`` is accepted, retry, hold, stop, suspect or cancelled.  Seconds to wait.

    ``posted``: whether anything of the record may have gone out with it.
    """

    outcome: str
    code: str
    status: int | None = None
    message: str = ""
    server_date: str | None = None
    retry_after: float | None = None
    posted: bool = True


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt to send; ``ended`` and what follows are None while it runs or when a crash cut it."""

    id: int
    record_id: str
    server: str
    started: str
    ended: str | None
    outcome: str | None
    code: str | None
    status: int | None
    message: str | None
    server_date: str | None
    retry_after: float | None


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A server's word that it has a record; ``sha256`` in hex of the XML bytes that it accepted."""

    attempt_id: int
    record_id: str
    server: str
    at: str
    server_date: str | None
    status: int | None
    message: str
    sha256: str


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One link of the audit chain; ``object`` is an id, ``detail`` JSON text without content."""

    seq: int
    at: str
    actor: str
    role: str
    action: str
    object: str
    detail: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One link of the audit chain for people: names and codes in the place of ids.

    ``person`` is whom it is about, ``record_code`` which record; "" where there is none, or where it is gone.
    """

    seq: int
    at: str
    actor: str
    role: str
    action: str
    person: str
    record_code: str
    object: str
    detail: Mapping[str, str | int | None]
