"""A day's errands with a server, done in a process that is cut, and the judge of what is left.

Each errand is a store with something to do, staged once and copied for each run: records with files that take several
posts, records that go out encrypted, forms that come in, records that the server knows otherwise.  `day` does whatever
there is to do and may be done again at any time.  The judge looks at end states alone: what the store says, what the
server has, what was finalised.
"""

import base64
import json
import random
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from intake_app import workflow
from intake_app.openrosa import Client, parse_address
from intake_app.sync import OnVault, RoundReport, fetch_forms, run_round
from intake_app.vault import Draft, FormFile, Frozen, ServerRow, Vault, verify_proof
from tests.openrosa.opening_envelopes import open_envelope
from tests.sync.serving import OFFERED, Seen, Serving, form
from tests.sync.workplace import FORM, SERVER, Workplace, never, quiet
from tests.vault import scene
from tests.vault.cutting import FILE, opened, settle_randomness

T = TypeVar("T")
Content = tuple[bytes, dict[str, bytes]]


@dataclass(frozen=True)
class Errand:
    """What is staged: sizes of the files of each record, and ``knows``, of which the server has others by that id.

    ``edits``: each record has a next version that waits behind it.
    """

    name: str
    files: Mapping[str, tuple[int, ...]]
    sealed: bool = False
    fetches: bool = False
    knows: tuple[str, ...] = ()
    edits: bool = False


ERRANDS = (
    Errand("plain", {"a": (9_000, 17_000, 100), "b": (), "c": (5_000,)}),
    Errand("sealed", {"d": (9_000, 12_000), "e": ()}, sealed=True),
    Errand("forms", {"f": ()}, fetches=True),
    Errand("settling", {"g": (4_000,), "h": (), "i": ()}, knows=("g", "h")),
    Errand("edits", {"j": (15_000, 9_000)}, edits=True),
)
"""Of what the server knows otherwise, the first goes as a new record, and the server's is kept of the second."""
KNOWN = tuple(f"uuid:{name}" for errand in ERRANDS for name in errand.knows)


@cache
def owner() -> rsa.RSAPrivateKey:
    """Whose key the sealed records are for."""
    return rsa.generate_private_key(65537, 2048)


def _public() -> str:
    der = owner().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(der).decode()


@dataclass
class Staged:
    """An errand in a folder of its own; ``made`` are the records as they were finalised."""

    errand: Errand
    base: Path
    made: dict[str, Content] = field(default_factory=dict)

    @property
    def to_be_sent(self) -> set[str]:
        """Those that the server will take as they are."""
        return set(self.made) - {f"uuid:{name}" for name in self.errand.knows}


def stage(errand: Errand, base: Path, url: str) -> Staged:
    """A store with this to do, and a draft that was begun with the version of a form that the server has replaced."""
    settle_randomness()
    with scene.new_store(base) as store:
        store.put_server(ServerRow(SERVER, url))
        old = store.put_form(FormFile("arrival", "1", "Arrival", form("arrival", "1"), "server", SERVER, "old"), {})
        store.new_draft(old, "uuid:draft", b"<data/>", "ar", "it")
        xml = FORM % b"1"
        if errand.sealed:
            xml = xml.replace(b"</model>", f'<submission base64RsaPublicKey="{_public()}"/></model>'.encode())
        place = Workplace(base / FILE, store, store.put_form(FormFile("landing", "1", "Landing", xml), {}))
        for name, sizes in errand.files.items():
            place.record(name, {f"{name}{n}.jpg": random.Random(name).randbytes(size) for n, size in enumerate(sizes)})
            if errand.edits:
                edited(place, f"uuid:{name}")
    (base / f"{FILE}.ballast").unlink()
    return Staged(errand, base, place.made)


def edited(place: Workplace, former: str) -> str:
    """A next version with other answers and the same files; its id."""
    record, (xml, files) = f"{former}-2", place.made[former]
    before = f"<instanceID>{former}</instanceID>".encode()
    ids = f"<instanceID>{record}</instanceID><deprecatedID>{former}</deprecatedID>".encode()
    xml = xml.replace(before, ids).replace(b"<q>", b"<q>other than ")
    place.vault.begin_edit(former, record, Draft(xml))
    place.vault.finalise(record, Frozen(xml, tuple(files)))
    (given,) = place.vault.releases(former)
    place.vault.put_release(replace(given, id=f"{given.id}-2", record_id=record))
    place.made[record] = xml, files
    return record


class Lane:
    """A store on a lane of its own, as in the program."""

    def __init__(self, path: Path, opening: Callable[[Path], Vault] = opened) -> None:
        self._thread = ThreadPoolExecutor(1)
        self.store = self._thread.submit(opening, path).result()

    def __call__(self, work: Callable[[Vault], T], /) -> T:
        return self._thread.submit(work, self.store).result()


def day(errand: Errand, on_vault: OnVault, beside: bool, kind: type[Client] = Client) -> list[RoundReport]:
    """Whatever there is to do: forms come in and are taken, records go out, conflicts are settled."""
    address = parse_address(on_vault(lambda store: store.server(SERVER).url))
    with kind(address, "device", seconds=10) as client:
        send = partial(run_round, on_vault, client, SERVER, quiet, never, beside=beside)
        if errand.fetches:
            fetch_forms(on_vault, client, SERVER, _accept, quiet, never)
            for offer in on_vault(lambda store: store.offers()):
                on_vault(lambda store, offer=offer: store.accept_offer(offer.id))  # type: ignore[misc]
        reports = [send()]
        if errand.knows:
            on_vault(partial(_settle, errand))
            reports.append(send())
        return reports


def _accept(xml: bytes, _files: Mapping[str, bytes]) -> FormFile:
    form_id = xml.partition(b'<data id="')[2].partition(b'"')[0].decode()
    version = xml.partition(b'version="')[2].partition(b'"')[0].decode()
    return FormFile(form_id, version, form_id.title(), xml, "server", SERVER)


def _settle(errand: Errand, store: Vault) -> None:
    for decide, name in zip((workflow.send_as_new, workflow.keep_server), errand.knows, strict=True):
        record = f"uuid:{name}"
        if store.record(record).state == "refused" and not store.decision(record):
            decide(store, record)


@dataclass
class Harm:
    """What must not be, counted. ``untold``: tries without an answer that are not told as such, or too many of them."""

    lost: int = 0
    doubled: int = 0
    differing: int = 0
    unrecorded: int = 0
    untold: int = 0
    unsound: int = 0
    stuck: int = 0

    @property
    def any(self) -> bool:
        """Whether there is some."""
        return any(vars(self).values())

    def add(self, other: "Harm") -> None:
        """Both together."""
        for name, count in vars(other).items():
            setattr(self, name, getattr(self, name) + count)


def first_look(staged: Staged, store: Vault, seen: Seen) -> tuple[Harm, str]:
    """What a process that was cut has left: nothing may be believed that is not so; and at which step it was."""
    harm = Harm()
    for record, content in staged.made.items():
        believed = store.record(record).state == "sent" or bool(store.receipts(record))
        harm.lost += believed and not _arrived(staged, record, content, seen)
        harm.unrecorded += record in seen.records and record not in KNOWN and not store.attempts(record)
    return harm, _step(staged, store, seen)


def _arrived(staged: Staged, record: str, content: Content, seen: Seen) -> bool:
    found = seen.records.get(record)
    if found is None or not staged.errand.sealed:
        return found == content
    try:
        inside = open_envelope(*found, owner())
    except AssertionError:
        return False
    return (inside.xml, inside.files) == content


def last_look(staged: Staged, store: Vault, seen: Seen, stuck: int, cut: int) -> Harm:
    """What must hold when all is done; ``cut``: how many tries may be without an answer."""
    harm = Harm(stuck=stuck)
    for record, content in staged.made.items():
        files = {file.name: store.media_bytes(record, file.name) for file in store.media(record)}
        harm.differing += (store.frozen(record).xml, files) != content
        if record in staged.to_be_sent:
            harm.lost += store.record(record).state != "sent" or record not in seen.records
            harm.differing += record in seen.records and not _arrived(staged, record, content, seen)
            harm.untold += len(store.receipts(record)) != 1
    new = set(seen.records) - set(staged.made) - set(KNOWN)
    harm.doubled += seen.doubles + len(new) - (1 if staged.errand.knows else 0)
    harm.unsound += bool(store.check()) + (store.verify_ledger() == 0)
    if staged.errand.knows:
        _judge_settled(staged, store, seen, harm)
    if staged.errand.fetches:
        _judge_forms(store, harm)
    _judge_ledger(store, harm, cut)
    return harm


def _judge_settled(staged: Staged, store: Vault, seen: Seen, harm: Harm) -> None:
    first, second = (f"uuid:{name}" for name in staged.errand.knows)
    copy = store.successor(first)
    xml, files = staged.made[first]
    wanted = xml.replace(f"<instanceID>{first}<".encode(), f"<instanceID>{copy}<".encode()), files
    harm.stuck += (store.decision(first), store.decision(second)) != ("sent_as_new", "keep_server")
    harm.lost += seen.records.get(copy) != wanted or store.record(copy).state != "sent"
    harm.differing += any(seen.records[name][0] != seen.other(name) for name in (first, second))


def _judge_forms(store: Vault, harm: Harm) -> None:
    rows = {row.form_id: row for row in store.forms() if row.server == SERVER and row.current}
    for form_id, (version, xml, files) in OFFERED.items():
        row = rows.get(form_id)
        package = store.form(row.key) if row is not None else None
        harm.lost += package is None or (row.version if row else "") != version
        harm.differing += package is not None and (package.xml, package.files) != (xml, files)
    harm.differing += store.form(store.record("uuid:draft").form_key).xml != form("arrival", "1")


def _judge_ledger(store: Vault, harm: Harm, cut: int) -> None:
    """Each try has its answer, or both the list and the record say that there is none."""
    lines = verify_proof(store.export_ledger()).lines
    begun = {line["attempt"] for line in lines if line["event"] == "attempt"}
    answered = {line["attempt"] for line in lines if line["event"] == "answer"}
    tries = [row for record in store.records() for row in store.attempts(record.id)]
    harm.untold += begun != {row.id for row in tries}
    harm.untold += begun - answered != {row.id for row in tries if row.ended is None}
    harm.untold += len(begun - answered) > cut


def _step(staged: Staged, store: Vault, seen: Seen) -> str:
    """Where in the day the process was cut, by what it left."""
    tries = [(record, row) for record in staged.made for row in store.attempts(record)]
    running = [record for record, row in tries if row.ended is None]
    if running:
        return _step_of_record(store, running[-1], seen)
    if staged.errand.knows and (settled := _step_of_settling(staged, store)):
        return settled
    if tries:
        return "answer noted"
    return _step_of_forms(store, seen)


def _step_of_record(store: Vault, record: str, seen: Seen) -> str:
    found, wanted = seen.records.get(record), len(store.media(record))
    sealed = store._opening.database.one("SELECT 1 FROM envelope") is not None
    if found is not None and len(found[1]) >= wanted + sealed:
        return "all sent, no answer noted"
    if store._opening.database.one("SELECT 1 FROM confirmed") is not None:
        return "files confirmed"
    if found is not None:
        return "a part sent, no answer noted"
    if seen.methods[-1:] == ["POST"]:
        return "body on its way"
    if sealed:
        return "envelope written"
    return "asked where to send" if seen.methods[-1:] == ["HEAD"] else "attempt written"


def _step_of_settling(staged: Staged, store: Vault) -> str:
    first, second = (f"uuid:{name}" for name in staged.errand.knows)
    if store.decision(second):
        return "server's kept"
    if store.decision(first):
        return "settled"
    copy = store.successor(first)
    if copy:
        return "copy begun" if store.record(copy).state == "draft" else "copy finished"
    return "refused" if store.record(first).state == "refused" else ""


def _step_of_forms(store: Vault, seen: Seen) -> str:
    here = {row.form_id: row.version for row in store.forms() if row.server == SERVER and row.current}
    if here.get("arrival") == "2":
        return "offer taken"
    if "transfer" in here:
        return "form stored"
    if store.offers():
        return "offer stored"
    gets = seen.methods.count("GET")
    return "nothing begun" if gets == 0 else "form list asked" if gets == 1 else "form and files asked"


ROUNDS = 5
"""After so many without a fault all must be done."""
STEPS = frozenset(
    {
        *("nothing begun", "form list asked", "form and files asked", "form stored", "offer stored", "offer taken"),
        *("attempt written", "envelope written", "asked where to send", "body on its way", "files confirmed"),
        *("a part sent, no answer noted", "all sent, no answer noted", "answer noted"),
        *("refused", "copy begun", "copy finished", "settled", "server's kept"),
    }
)
"""All of them."""


def judged(staged: Staged, here: Path, serving: Serving, beside: bool, cut: int = 2) -> str:
    """What a fresh process finds, at which step, what each of its rounds told, what is there after them; as JSON."""
    lane = Lane(here / FILE)
    harm, step = lane(lambda store: first_look(staged, store, serving.look()))
    rounds: list[list[str]] = []
    while lane(partial(left_to_do, staged)) and len(rounds) < ROUNDS:
        reports = day(staged.errand, lane, beside)
        rounds.append([result.outcome.code for report in reports for result in report.results])
    stuck = lane(partial(left_to_do, staged))
    harm.add(lane(lambda store: last_look(staged, store, serving.look(), stuck, cut)))
    return json.dumps([vars(harm), step, rounds])


def left_to_do(staged: Staged, store: Vault) -> int:
    """How much is not done yet."""
    waiting = store.waiting(SERVER)
    if staged.errand.knows:
        waiting += sum(not store.decision(f"uuid:{name}") for name in staged.errand.knows)
    if staged.errand.fetches:
        here = {row.form_id: row.version for row in store.forms() if row.server == SERVER and row.current}
        waiting += here != {form_id: version for form_id, (version, _xml, _files) in OFFERED.items()}
    return waiting
