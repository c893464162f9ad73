"""A real store with records that are due, and what must hold between it and a server."""

import random
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from intake_app.errors import IntakeError
from intake_app.openrosa import Client, ServerAddress, parse_address
from intake_app.practice import PracticeServer
from intake_app.sync import OnVault, Progress, RoundReport, run_round
from intake_app.vault import (
    FLOOR,
    Draft,
    FormFile,
    Frozen,
    ReleaseRow,
    Role,
    ServerRow,
    Site,
    Vault,
    create,
    open_store,
)

T = TypeVar("T")
SERVER = "practice"
PASSPHRASE = "harbour seven lanterns drift"
FORM = (
    b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>Landing'
    b'</h:title><model><instance><data id="landing" version="%s"><q/></data></instance></model></h:head></h:html>'
)


def quiet(progress: Progress) -> None:
    """Nobody watches."""


def never() -> bool:
    """Nobody cancels."""
    return False


@dataclass
class Workplace:
    """A store of one mediator; `made` has the bytes of each record and its files, as they were frozen."""

    path: Path
    vault: Vault
    form_key: int = 0
    made: dict[str, tuple[bytes, dict[str, bytes]]] = field(default_factory=dict)

    @staticmethod
    def create(folder: Path) -> "Workplace":
        """A new store with a form that came with the program."""
        path = folder / "store"
        place = Workplace(path, create(path, Site("Org", "Pier", "800"), "anna", Role.MEDIATOR, PASSPHRASE, FLOOR))
        place.form_key = place.vault.put_form(FormFile("landing", "1", "Landing", FORM % b"1"), {})
        return place

    def reopen(self) -> None:
        """What a new process does."""
        self.vault.close()
        self.vault = open_store(self.path, "anna", PASSPHRASE)

    def use(self, server: PracticeServer) -> None:
        """Send to this server from now on."""
        self.vault.put_server(ServerRow(SERVER, server.url))

    def on_vault(self, work: Callable[[Vault], T], /) -> T:
        """The lane of the tests is the test's own thread."""
        return work(self.vault)

    def record(self, name: str, files: dict[str, bytes] | None = None, release: bool = True) -> str:
        """A finalised record, released unless told otherwise."""
        record_id = f"uuid:{name}"
        contents = files or {}
        self.vault.new_draft(self.form_key, record_id, b"<data/>", "ar", "it")
        photos = "".join(f"<photo>{file}</photo>" for file in contents)
        xml = (
            f'<data id="landing" version="1"><q>{name}</q>{photos}'
            f"<meta><instanceID>{record_id}</instanceID></meta></data>"
        ).encode()
        for file, content in contents.items():
            self.vault.put_media(record_id, file, content, "image/jpeg")
        self.vault.save_draft(record_id, Draft(xml))
        self.vault.finalise(record_id, Frozen(xml, tuple(contents)))
        if release:
            moment = "2026-01-01T00:00:00.000+00:00"
            self.vault.put_release(
                ReleaseRow(f"release-{name}", record_id, "sync", SERVER, "consent", "", self.vault.me.name, moment)
            )
        self.made[record_id] = (xml, contents)
        return record_id

    def records(self, seed: random.Random, prefix: str, count: int) -> list[str]:
        """Some records, a part of them with files, some so large that they take several posts, or lie on a shelf."""
        return [
            self.record(
                f"{prefix}-{number}",
                {
                    f"{prefix}-{number}-{n}.jpg": seed.randbytes(12_000) + bytes(5_000 * (n % 2))
                    for n in range(seed.choice([0, 0, 1, 3]))
                },
            )
            for number in range(count)
        ]

    def address(self) -> ServerAddress:
        """The server that was set."""
        return parse_address(self.vault.server(SERVER).url)

    def client(self, seconds: float = 3.0) -> Client:
        """A client for the server that was set."""
        return Client(self.address(), "device", seconds=seconds)

    def round(self, on_vault: OnVault | None = None) -> RoundReport:
        """One round, with everything that is due whatever its retry time."""
        with self.client() as own:
            return run_round(on_vault or self.on_vault, own, SERVER, quiet, never)

    def sent(self, names: Iterable[str] | None = None) -> set[str]:
        """Ids of the records that the store believes to be on the server, of these or of all."""
        if names is None:
            return {row.id for row in self.vault.records(state="sent")}
        return {name for name in names if self.vault.record(name).state == "sent"}


@dataclass
class Lane:
    """Works where the store was opened; counts how often it was asked, and fails when it is told to."""

    thread: ThreadPoolExecutor
    place: Workplace
    asked: int = 0
    fails: Callable[[], bool] = never

    def __call__(self, work: Callable[[Vault], T], /) -> T:
        self.asked += 1
        if self.fails():
            raise IntakeError("vault.disk_full")
        return self.thread.submit(work, self.place.vault).result()

    def round(self, cancelled: Callable[[], bool] = never, changed: Callable[[], bool] | None = None) -> RoundReport:
        """One round that works on the store beside the wire."""
        address = self.thread.submit(self.place.address).result()
        with Client(address, "device", seconds=3) as client:
            return run_round(self, client, SERVER, quiet, cancelled, beside=True, changed=changed)

    def records(self, *names: str, size: int = 5) -> list[str]:
        """Finalised records with two files each."""
        made = ({f"{name}{n}.jpg": bytes(size) for n in (1, 2)} for name in names)
        return [self(lambda _v, n=n, f=f: self.place.record(n, f)) for n, f in zip(names, made, strict=True)]


@dataclass(frozen=True)
class Damage:
    """What the promise forbids, counted: all three must be zero."""

    lost: int
    doubled: int
    incomplete: int


def compare(place: Workplace, server: PracticeServer, names: Iterable[str] | None = None) -> Damage:
    """Hold what the store calls sent, of these records or of all, against what the server really has."""
    arrived = list(server.received)
    by_id = {one.instance_id: one for one in arrived}
    sent = place.sent(names)
    lost = sum(by_id[name].xml != place.made[name][0] if name in by_id else True for name in sent)
    incomplete = sum(name in by_id and by_id[name].files != place.made[name][1] for name in sent)
    answers = [one.xml.partition(b"<meta>")[0] for one in arrived]
    return Damage(lost, len(answers) - len(set(answers)), incomplete)
