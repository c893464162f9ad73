"""One round: what is due goes out once, and trouble stays where it belongs."""

import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from intake_app.errors import IntakeError
from intake_app.openrosa import Client, parse_address
from intake_app.practice import Behaviour, PracticeServer
from intake_app.sync import Progress, ahead, run_round
from intake_app.vault import FormFile, Vault
from tests.openrosa.odd_server import OddServer
from tests.sync.workplace import FORM, SERVER, Damage, Lane, Workplace, compare, never, quiet

T = TypeVar("T")
PHOTO = bytes(12_000)


def test_what_is_due_goes_out_with_its_files(place: Workplace, server: PracticeServer) -> None:
    names = [place.record("a", {"1.jpg": b"one", "صورة.jpg": PHOTO, "3.jpg": PHOTO}), place.record("b")]
    place.record("held", release=False)
    seen: list[Progress] = []
    with place.client() as client:
        report = run_round(place.on_vault, client, SERVER, seen.append, never)
    assert [result.record_id for result in report.results] == names
    assert [result.outcome.kind for result in report.results] == ["accepted"] * 2
    assert (report.sent, report.stopped, report.waiting_after) == (2, None, 0)
    assert place.sent() == set(names) == {one.instance_id for one in server.received}
    assert compare(place, server) == Damage(0, 0, 0)
    assert server.posts == 3
    assert [(one.done, one.total) for one in seen] == sorted((one.done, 2) for one in seen)
    assert all(0 < one.sent <= one.size for one in seen) and seen[-1].sent == seen[-1].size
    assert seen[0].code == place.vault.record(names[0]).code
    (receipt,) = place.vault.receipts(names[0])
    assert receipt.status == 201 and receipt.server_date is not None
    assert place.round().results == ()


def test_one_bad_record_never_stops_the_others(place: Workplace, server: PracticeServer) -> None:
    names = [place.record(name) for name in ("a", "b", "c", "d")]
    server.then("conflict", "busy", "not_assigned", None)
    report = place.round()
    assert [result.outcome.code.partition(".")[2] for result in report.results] == [
        *("conflict", "busy", "not_assigned", "accepted")
    ]
    assert report.stopped is None and report.waiting_after == 1
    delivery = [place.vault.record(name).delivery for name in names]
    assert delivery == ["needs_person", "waiting", "needs_person", "sent"]
    assert place.vault.attempts(names[0])[0].message is not None
    place.vault.retry(names[0])
    place.vault.retry(names[2])
    assert place.round().sent == 3
    assert compare(place, server) == Damage(0, 0, 0)


def test_a_form_with_a_key_never_sends_in_plain(place: Workplace, server: PracticeServer) -> None:
    plain = place.form_key
    xml = (FORM % b"2").replace(b"</model>", b'<submission base64RsaPublicKey="MIIB"/></model>')
    place.form_key = place.vault.put_form(FormFile("other", "2", "Other", xml), {})
    name = place.record("a", {"1.jpg": b"one"})
    place.form_key = plain
    other = place.record("b")
    report = place.round()
    assert [(one.outcome.kind, one.outcome.code) for one in report.results] == [
        ("hold", "openrosa.bad_key"),
        ("accepted", "openrosa.accepted"),
    ]
    assert place.vault.record(name).delivery == "needs_person"
    place.vault.retry(name)
    assert place.round().sent == 0
    assert [one.instance_id for one in server.received] == [other]


@pytest.mark.parametrize(
    ("behaviour", "kind", "code"),
    [
        ("login_page", "suspect", "portal"),
        ("redirect", "suspect", "portal"),
        ("revoked", "stop", "forbidden"),
    ],
)
def test_what_concerns_all_stops_the_round(
    place: Workplace, server: PracticeServer, behaviour: str, kind: str, code: str
) -> None:
    for name in "abc":
        place.record(name)
    server.behaviour = behaviour  # type: ignore[assignment]
    report = place.round()
    assert report.stopped is not None
    assert (report.stopped.kind, report.stopped.code) == (kind, f"openrosa.{code}")
    assert (len(report.results), report.waiting_after, server.posts) == (1, 3, 0)
    server.behaviour = None
    assert place.round().sent == 3


def test_a_damaged_record_is_held_and_the_others_go(place: Workplace, server: PracticeServer) -> None:
    bad, good = place.record("bad"), place.record("good")
    database = place.vault._opening.database
    with database.transaction():
        for (name,) in database.all("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            database.run(f"DROP TRIGGER {name}")
        record = "SELECT number FROM record WHERE id = ?"
        database.run(f"UPDATE submission SET body = x'7a' WHERE record = ({record})", bad)
    report = place.round()
    assert [one.outcome.code for one in report.results] == ["openrosa.bad_record", "openrosa.accepted"]
    assert place.vault.record(bad).delivery == "needs_person"
    assert [one.instance_id for one in server.received] == [good]


@pytest.mark.parametrize("status", [400, 404, 405, 410])
def test_a_wrong_address_blames_no_record(place: Workplace, status: int) -> None:
    names = [place.record(name) for name in "ab"]
    with (
        OddServer(lambda exchange: exchange.answer(status, b"", b"")) as odd,
        Client(parse_address(odd.url), "device", seconds=3) as client,
    ):
        report = run_round(place.on_vault, client, SERVER, quiet, never)
    assert report.stopped is not None and report.stopped.code == "openrosa.no_place"
    assert [place.vault.record(name).state for name in names] == ["finalised"] * 2
    assert place.round().sent == 2


def test_a_portal_in_the_middle_of_a_round(place: Workplace, server: PracticeServer) -> None:
    for name in "abc":
        place.record(name)

    def on_vault(work: Callable[[Vault], T], /) -> T:
        server.behaviour = "login_page" if server.received else None
        return place.on_vault(work)

    report = place.round(on_vault=on_vault)
    assert [result.outcome.kind for result in report.results] == ["accepted", "suspect"]
    assert report.waiting_after == 2 and len(place.sent()) == 1


def test_a_page_in_the_place_of_the_server_for_one_record_stops_no_other(
    place: Workplace, server: PracticeServer
) -> None:
    """Something before the server takes offence at what stands in it; the server itself is there."""
    first, *others = [place.record(name) for name in "abcd"]
    server.then("created_page")
    report = place.round()
    assert [(result.outcome.kind, result.outcome.code) for result in report.results] == [
        ("retry", "openrosa.portal"),
        *[("accepted", "openrosa.accepted")] * 3,
    ]
    assert (report.stopped, report.waiting_after, place.sent()) == (None, 1, set(others))
    with place.client() as client:
        assert run_round(place.on_vault, client, SERVER, quiet, never, now=datetime.now(UTC)).results == ()
    assert place.round().sent == 1 and place.sent() == {first, *others}
    assert compare(place, server) == Damage(0, 0, 0)


@pytest.mark.parametrize("fresh", [True, False])
def test_records_that_always_fail_keep_no_other_from_going(
    place: Workplace, server: PracticeServer, fresh: bool
) -> None:
    """Three in a row end a round; the next one, which waits for no time either, begins with the others."""
    bad, good = [place.record(name) for name in "abc"], [place.record(name) for name in "def"]
    server.then("error", "error", "error")
    assert place.round().stopped is not None and not place.sent()
    if fresh:
        place.reopen()
    server.then(None, None, None, "error", "error", "error")
    assert [result.record_id for result in place.round().results] == [*good, *bad]
    assert place.sent() == set(good)
    assert compare(place, server) == Damage(0, 0, 0)


def test_nobody_there_ends_the_round_at_once(place: Workplace) -> None:
    for name in "abc":
        place.record(name)
    with socket.create_server(("127.0.0.1", 0)) as door:
        url = f"http://127.0.0.1:{door.getsockname()[1]}/v1/key/{'k' * 64}/projects/1"
    with Client(parse_address(url), "device", seconds=1) as client:
        report = run_round(place.on_vault, client, SERVER, quiet, never)
    assert [result.outcome.code for result in report.results] == ["openrosa.unreachable"]
    assert report.stopped is not None and report.waiting_after == 3


def test_three_records_in_a_row_that_the_server_could_not_take_end_the_round(
    place: Workplace, server: PracticeServer
) -> None:
    for name in "abcdefg":
        place.record(name)
    server.then("cut", "busy", None, "cut", "busy", "error")
    report = place.round()
    assert [result.outcome.kind for result in report.results] == ["retry", "retry", "accepted", *["retry"] * 3]
    assert report.stopped is not None and report.stopped.code == "openrosa.server_error"


def test_waiting_times_are_kept_unless_a_person_asks(place: Workplace, server: PracticeServer) -> None:
    name = place.record("a")
    server.then("busy")
    assert place.round().results[0].outcome.retry_after == 30.0
    with place.client() as client:
        soon = run_round(place.on_vault, client, SERVER, quiet, never, datetime.now(UTC) + timedelta(seconds=20))
        assert soon.results == () and soon.waiting_after == 1
        later = run_round(place.on_vault, client, SERVER, quiet, never, datetime.now(UTC) + timedelta(hours=2))
    assert [result.record_id for result in later.results] == [name]


def test_cancel_between_records(place: Workplace, server: PracticeServer) -> None:
    for name in "abc":
        place.record(name)
    with place.client() as client:
        report = run_round(place.on_vault, client, SERVER, quiet, lambda: len(server.received) >= 1)
    assert report.stopped is not None and report.stopped.kind == "cancelled"
    assert len(report.results) in (1, 2)
    assert place.round().waiting_after == 0
    assert compare(place, server) == Damage(0, 0, 0)


def test_cancel_within_a_record(place: Workplace, server: PracticeServer) -> None:
    name = place.record("a", {f"{n}.jpg": PHOTO for n in range(5)})
    seen: list[Progress] = []
    with place.client() as client:
        report = run_round(place.on_vault, client, SERVER, seen.append, lambda: len(server.received) > 0)
    assert [result.outcome.kind for result in report.results] == ["cancelled"]
    assert report.stopped is not None and place.vault.record(name).delivery == "waiting"
    assert seen[-1].sent < seen[-1].size
    assert place.round().sent == 1
    assert compare(place, server) == Damage(0, 0, 0)


def test_cancel_before_the_first(place: Workplace, server: PracticeServer) -> None:
    place.record("a")
    with place.client() as client:
        report = run_round(place.on_vault, client, SERVER, quiet, lambda: True)
    assert report.results == () and report.stopped is not None and server.posts == 0


def test_a_record_that_was_edited_on_the_way_to_us_is_held(place: Workplace, server: PracticeServer) -> None:
    """The same id with other bytes is on the server already: both are kept, and a person decides."""
    name = place.record("a")
    assert place.round().sent == 1
    server.received[0].xml += b" "
    (place.path.parent / "other").mkdir()
    other = Workplace.create(place.path.parent / "other")
    other.use(server)
    other.record("a")
    report = other.round()
    assert [result.outcome.code for result in report.results] == ["openrosa.conflict"]
    assert other.vault.submission(name) == place.vault.submission(name)
    other.vault.close()


def test_the_loop_waits_for_a_lane_that_owns_the_store(tmp_path: Path, server: PracticeServer) -> None:
    """sqlite itself refuses any thread but the one that opened the store."""
    with ThreadPoolExecutor(1) as lane:
        made = lane.submit(Workplace.create, tmp_path).result()
        lane.submit(made.use, server).result()
        lane.submit(made.record, "a", {"1.jpg": PHOTO, "2.jpg": PHOTO}).result()

        def on_vault(work: Callable[[Vault], T], /) -> T:
            return lane.submit(work, made.vault).result()

        with Client(parse_address(server.url), "device", seconds=3) as client:
            assert run_round(on_vault, client, SERVER, quiet, never).sent == 1
        lane.submit(made.vault.close).result()
    assert len(server.received[0].files) == 2


def test_a_disk_that_fails_while_a_file_is_read_blames_no_record(place: Workplace) -> None:
    film, other = place.record("a", {"film.mp4": bytes(9_000_000)}), place.record("b")
    calls = 0

    def on_vault(work: Callable[[Vault], T], /) -> T:
        nonlocal calls
        calls += 1
        if calls == 5:
            raise IntakeError("vault.io_error")
        return work(place.vault)

    with PracticeServer() as roomy:
        place.use(roomy)
        with pytest.raises(IntakeError, match=r"vault\.io_error"):
            place.round(on_vault=on_vault)
        assert [place.vault.record(name).delivery for name in (film, other)] == ["waiting", "waiting"]
        assert [row.outcome for row in place.vault.attempts(film)] == ["cancelled"]
        assert place.round().sent == 2
        assert compare(place, roomy) == Damage(0, 0, 0)


def test_a_store_that_can_not_go_on_is_told(place: Workplace, server: PracticeServer) -> None:
    place.record("a")

    def on_vault(work: Callable[[Vault], T], /) -> T:
        if server.posts:
            raise IntakeError("vault.disk_full")
        return work(place.vault)

    with pytest.raises(IntakeError, match=r"vault\.disk_full"):
        place.round(on_vault=on_vault)
    assert place.round().sent == 1
    assert compare(place, server) == Damage(0, 0, 0)


def _work(place: Workplace, name: str, count: int) -> tuple[int, int]:
    """How many statements and how many commits a round of so many records takes, two files with each."""
    for number in range(count):
        place.record(f"{name}-{number}", {f"{name}-{number}-{n}.jpg": b"one" for n in (1, 2)})
    told: list[str] = []
    handle = place.vault._opening.database.connection
    handle.set_trace_callback(told.append)
    assert place.round().sent == count
    handle.set_trace_callback(None)
    own = [one for one in told if not one.startswith("--")]  # what triggers do is told as a comment
    return len(own), own.count("COMMIT")


def test_a_record_that_is_sent_costs_the_store_one_commit_and_few_statements(
    place: Workplace, server: PracticeServer
) -> None:
    """The line waits for the store, not the store for the line: what grows here is taken from the throughput."""
    _work(place, "first", 2)
    few, many = _work(place, "few", 3), _work(place, "many", 13)
    statements, commits = ((more - less) / 10 for less, more in zip(few, many, strict=True))
    assert commits == 1
    assert statements <= 41, "those that fire triggers are told of twice"


def test_the_store_works_on_the_next_record_beside_the_wire(lane: Lane, server: PracticeServer) -> None:
    """Each record once, one attempt each; the store is asked twice for each, and a few times for the whole.

    At the end once more: something may have waited behind the last one.
    """
    names = lane.records(*"abcdefgh")
    lane.asked = 0
    report = lane.round()
    assert [result.record_id for result in report.results] == names
    assert (report.sent, report.stopped, report.waiting_after, server.posts) == (8, None, 0, 8)
    assert lane.asked <= 2 * 8 + 4
    assert all(len(lane(lambda vault, n=name: vault.attempts(n))) == 1 for name in names)
    assert lane(lambda _vault: compare(lane.place, server)) == Damage(0, 0, 0)


def test_large_files_beside_the_wire_are_read_in_pieces(
    lane: Lane, server: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "_AT_HAND", 20_000)
    names = lane.records("a", "b", size=12_000)
    assert lane.round().sent == 2
    assert lane(lambda _vault: compare(lane.place, server, names)) == Damage(0, 0, 0)


@pytest.mark.parametrize("trouble", ["login_page", "busy", "conflict", "revoked"])
def test_what_was_begun_ahead_and_is_not_sent_is_no_loss(
    lane: Lane, server: PracticeServer, trouble: Behaviour
) -> None:
    """Where a round ends in the middle, the record begun ahead was interrupted, and is due again."""
    names = lane.records(*"abcd")
    server.then(None, trouble)
    report = lane.round()
    assert report.results[0].outcome.kind == "accepted"
    assert report.results[1].outcome.kind != "accepted"
    for name in names[1:]:
        with suppress(IntakeError):
            lane(lambda vault, n=name: vault.retry(n))
    lane.round()
    assert lane(lambda vault: vault.waiting(SERVER)) == 0
    ends = [lane(lambda vault, n=name: vault.attempts(n)) for name in names]
    assert all(attempt.ended for attempts in ends for attempt in attempts)
    assert lane(lambda _vault: compare(lane.place, server, names)) == Damage(0, 0, 0)


def test_a_store_that_fails_beside_the_wire_is_told(lane: Lane, server: PracticeServer) -> None:
    lane.records(*"abc")
    lane.fails = lambda: server.posts > 1
    with pytest.raises(IntakeError, match=r"vault\.disk_full"):
        lane.round()
    lane.fails = never
    lane.round()
    assert lane(lambda vault: vault.waiting(SERVER)) == 0
    assert lane(lambda _vault: compare(lane.place, server)) == Damage(0, 0, 0)


def test_cancel_beside_the_wire_gives_back_what_was_begun(lane: Lane, server: PracticeServer) -> None:
    names = lane.records(*"abcd")
    report = lane.round(lambda: server.posts >= 2)
    assert report.stopped is not None and report.stopped.code == "openrosa.cancelled"
    assert lane.round().stopped is None
    assert lane(lambda vault: vault.waiting(SERVER)) == 0
    assert lane(lambda _vault: compare(lane.place, server, names)) == Damage(0, 0, 0)


def test_files_that_arrived_are_written_before_the_end_of_their_attempt(lane: Lane, server: PracticeServer) -> None:
    """The store is busy with something else while a record that was begun ahead goes out in several posts."""
    names = lane.records("a", "b") + lane.records(*"cdef", size=12_000)
    busy: list[int] = []

    def told(at: Progress) -> None:
        if at.done == 1 and not busy:
            busy.append(at.done)
            lane.thread.submit(time.sleep, 0.5)

    address = lane.thread.submit(lane.place.address).result()
    with Client(address, "device", seconds=3) as client:
        report = run_round(lane, client, SERVER, told, never, beside=True)
    assert (report.sent, server.posts) == (6, 2 + 2 * 4)
    assert all(len(lane(lambda vault, n=name: vault.attempts(n))) == 1 for name in names)
    assert lane(lambda _vault: compare(lane.place, server)) == Damage(0, 0, 0)


def test_what_goes_wrong_within_a_record_ends_its_attempt(lane: Lane, server: PracticeServer) -> None:
    """The lane fails once, while the third record is on the wire; the store is well again when the round is over."""
    names = lane.records(*"abcd")

    def cancelled() -> bool:
        if server.posts == 2 and threading.current_thread() is threading.main_thread():
            raise IntakeError("vault.io_error")
        return False

    with pytest.raises(IntakeError, match=r"vault\.io_error"):
        lane.round(cancelled)
    assert all(row.ended for name in names for row in lane(lambda vault, n=name: vault.attempts(n)))
    assert "sending" not in [lane(lambda vault, n=name: vault.record(n).delivery) for name in names]
    assert lane.round().stopped is None
    assert lane(lambda _vault: compare(lane.place, server)) == Damage(0, 0, 0)
