"""Lines that break after any byte of any request or answer: nothing lost, nothing twice, no byte different.

Each promise has a control: the same runs with a sender that does what we must not do have to fail.
"""

import os
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

import pytest

from intake_app.errors import IntakeError
from intake_app.openrosa import Client, Outcome, SubmissionParts, Trust, encrypt, parse_address
from intake_app.practice import Break, PracticeServer
from tests.openrosa.certificates import Authority
from tests.openrosa.opening_envelopes import open_envelope
from tests.openrosa.samples import parts
from tests.openrosa.test_encryption import OWNER, Kept, form
from tests.practice.test_practice import FORM

SAMPLE, CAMPAIGN = 100, 1_000
TRIES = 60
PEOPLE = {"anna": "geheim"}
TABLE = {"places.csv": b"name,label\n" + b"pier,Pier\n" * 200}


@dataclass
class Waiting:
    """A record that waits: what is sent each time, and what has arrived of it."""

    plain: SubmissionParts
    outgoing: SubmissionParts
    confirmed: frozenset[str] = frozenset()
    sent: bool = False


Sender = Callable[[Client, Waiting], Outcome]


def ours(client: Client, record: Waiting) -> Outcome:
    """The same bytes again, without what has arrived."""
    outcome = client.submit(replace(record.outgoing, confirmed=record.confirmed))
    record.confirmed = frozenset(outcome.confirmed)
    return outcome


def believes_what_it_wrote(client: Client, record: Waiting) -> Outcome:
    """Once all has been written it counts as sent."""
    written = [0, 1]

    def progress(done: int, total: int) -> None:
        written[:] = done, total

    outcome = client.submit(record.outgoing, progress)
    return replace(outcome, kind="accepted") if written[0] == written[1] else outcome


def takes_files_as_arrived(client: Client, record: Waiting) -> Outcome:
    """What was in a post that broke is not sent again."""
    outcome = client.submit(replace(record.outgoing, confirmed=record.confirmed))
    names = [file.name for file in record.outgoing.files]
    record.confirmed = frozenset(names[: len(outcome.confirmed) + 2])
    return outcome


def makes_an_id_each_time(client: Client, record: Waiting) -> Outcome:
    """Each try is another record."""
    fresh = record.outgoing.xml.replace(b"uuid:", b"uuid:%d-" % random.getrandbits(60))
    return client.submit(replace(record.outgoing, xml=fresh))


def encrypts_each_time(client: Client, record: Waiting) -> Outcome:
    """Each try has a key of its own, under the same id."""
    if record.plain is record.outgoing:
        return client.submit(record.outgoing)
    kept = Kept()
    return client.submit(encrypt(record.plain, kept).parts(kept, form()))


@dataclass
class Run:
    """One seeded run: a server, a few records, breaks."""

    seed: random.Random
    name: str
    places: "Places"
    tries: int = TRIES
    records: dict[str, Waiting] = field(default_factory=dict)
    broken: int = 0

    def client(self, server: PracticeServer) -> Client:
        """Who sends: an app user, or somebody with Digest."""
        address = replace(parse_address(server.url), trust=self.places.trust)
        if "/key/" not in server.url:
            address = replace(address, kind="digest", username="anna", secret="geheim")
        return Client(address, "device", seconds=300)

    def add_records(self) -> None:
        """One or two, some with files, some encrypted."""
        for number in range(self.seed.randint(1, 2)):
            name = f"uuid:{self.name}-{number}"
            count = self.seed.choice([0, 1, 2, 5])
            files = {
                f"{self.name} {n}.jpg": self.seed.randbytes(self.seed.choice([0, 16, 7_000, 9_000]))
                for n in range(count)
            }
            plain = replace(parts(files, name), form=form() if self.seed.random() < 0.3 else None)
            kept = Kept()
            outgoing = encrypt(plain, kept).parts(kept, form()) if plain.form else plain
            self.records[name] = Waiting(plain, outgoing)

    def plan(self, server: PracticeServer) -> None:
        """Break some of the next requests, anywhere from before the first byte to after the last."""
        server.mend()
        planned = [self.one_break() if self.seed.random() < 0.45 else None for _ in range(12)]
        server.breaking(*planned)

    def one_break(self) -> Break:
        """Near the beginning, in the headers, or far inside a body."""
        reach = self.seed.choice([4, 500, 800, 20_000])
        return Break(self.seed.choice(["request", "response"]), self.seed.randint(0, reach))

    def go(self, sender: Sender) -> "Damage":
        """To the end: the breaks grow rare and stop."""
        self.add_records()
        server = self.seed.choice(self.places.servers)
        del server.received[:], server.traffic[:]
        for turn in range(self.tries):
            self.plan(server) if turn < self.tries // 2 else server.mend()
            with self.client(server) as client:
                fetch(client)
                for record in self.records.values():
                    record.sent = record.sent or sender(client, record).kind == "accepted"
            if all(record.sent for record in self.records.values()):
                break
        self.broken = sum(each.broken for each in server.traffic)
        return damage(self.records, server)


def fetch(client: Client) -> None:
    """Blank forms come whole or not at all."""
    try:
        (listed,) = client.form_list()
        found = client.fetch_form(listed)
    except IntakeError as error:
        assert error.code in ("openrosa.cut", "openrosa.unreachable"), error
    else:
        assert (found.xml, found.files) == (FORM % b"1", TABLE)


@dataclass
class Damage:
    """What must be zero."""

    lost: int = 0
    doubled: int = 0
    differing: int = 0
    stuck: int = 0


def damage(records: dict[str, Waiting], server: PracticeServer) -> Damage:
    """Hold what counts as sent against what the server has, byte by byte and after decryption."""
    found = {one.instance_id: one for one in server.received}
    done = Damage(doubled=len(server.received) - len(found.keys() & records.keys()))
    for name, record in records.items():
        done.stuck += not record.sent
        if record.sent and name not in found:
            done.lost += 1
        elif record.sent:
            content = found[name].xml, found[name].files
            done.differing += content != (record.outgoing.xml, contents(record.outgoing))
            if record.plain is not record.outgoing and not done.differing:
                opened = open_envelope(*content, OWNER)
                done.differing += (opened.xml, opened.files) != (record.plain.xml, contents(record.plain))
    return done


def contents(sent: SubmissionParts) -> dict[str, bytes]:
    return {file.name: b"".join(file.pieces()) for file in sent.files}


@dataclass
class Places:
    """Central and KoboToolbox; posts are small, so that records take several."""

    servers: list[PracticeServer]
    trust: Trust


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    authority = Authority.make(tmp_path_factory.mktemp("certificates"))
    with (
        PracticeServer(largest=20_000) as central,
        PracticeServer(largest=20_000, kind="kobo", people=PEOPLE) as kobo,
        PracticeServer(largest=20_000, tls=authority.server()) as guarded,
    ):
        servers = [central, central, central, kobo, kobo, guarded]
        for server in (central, kobo, guarded):
            server.add_form(FORM % b"1", TABLE)
        yield Places(servers, authority.trust())


@pytest.mark.parametrize("numbers", [range(SAMPLE), pytest.param(range(SAMPLE, CAMPAIGN), marks=pytest.mark.soak)])
def test_lines_that_break_anywhere(places: Places, numbers: range) -> None:
    broken = records = 0
    for number in numbers:
        run = Run(random.Random(number), f"run{number}", places)
        assert run.go(ours) == Damage(), number
        broken, records = broken + run.broken, records + len(run.records)
    # The runs are worth something only if much broke in them.
    assert broken > 2 * len(numbers) and records > len(numbers)


@pytest.mark.parametrize(
    ("sender", "harm"),
    [
        (believes_what_it_wrote, "lost"),
        (takes_files_as_arrived, "differing"),
        (makes_an_id_each_time, "doubled"),
        (encrypts_each_time, "stuck"),
    ],
)
def test_the_same_runs_find_a_bad_sender(places: Places, sender: Sender, harm: str) -> None:
    assert any(getattr(Run(random.Random(n), f"bad{n}", places, TRIES // 4).go(sender), harm) for n in range(SAMPLE))


def steps(server: PracticeServer) -> Iterable[tuple[int, str, int]]:
    """Every step with the bytes of its request and of its answer, as they were without a break."""
    for step, each in enumerate(list(server.traffic)):
        yield step, "request", each.asked
        yield step, "response", each.answered


@pytest.mark.parametrize("stride", [1_499, pytest.param(11, marks=pytest.mark.soak)])
def test_a_break_after_every_kth_byte_of_every_step(stride: int) -> None:
    sent = parts({"a.jpg": os.urandom(12_000), "b.jpg": os.urandom(12_000)})
    with PracticeServer(largest=20_000) as server:
        server.add_form(FORM % b"1", TABLE)
        with Client(parse_address(server.url), "device", seconds=300) as client:
            fetch(client)
            assert client.submit(sent).kind == "accepted"
        for step, way, size in list(steps(server)):
            for after in range(step, size + 1, stride):
                del server.received[:]
                server.mend()
                server.breaking(*[None] * step, Break(way, after))  # type: ignore[arg-type]
                with Client(parse_address(server.url), "device", seconds=300) as client:
                    fetch(client)
                    first = client.submit(sent)
                    assert first.kind in ("accepted", "retry"), (step, way, after)
                    again = client.submit(replace(sent, confirmed=frozenset(first.confirmed)))
                    assert again.kind == "accepted"
                (kept,) = server.received
                assert (kept.xml, kept.files) == (sent.xml, contents(sent)), (step, way, after)
