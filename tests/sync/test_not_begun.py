"""Records that were begun ahead of the wire, and whose round ended before their turn: they are as they were."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from intake_app.openrosa import Client
from intake_app.practice import Behaviour, PracticeServer
from intake_app.sync import Progress, RoundReport, run_round
from intake_app.vault import RecordRow, ReleaseRow, Vault, verify_proof
from tests.sync.workplace import SERVER, Damage, Lane, Workplace, compare, quiet

MOMENT = "2026-01-02T00:00:00.000+00:00"


def as_it_was(lane: Lane, name: str) -> tuple[RecordRow, object]:
    """What anybody reads of a record, and when it goes again by itself."""
    query = "SELECT state, next_try FROM record WHERE id = ?"
    return lane(lambda vault: (vault.record(name), vault._opening.database.one(query, name)))


def codes(lane: Lane, name: str) -> list[str | None]:
    return [attempt.code for attempt in lane(lambda vault: vault.attempts(name))]


@pytest.mark.parametrize("trouble", ["login_page", None])
def test_a_round_that_ends_leaves_them_as_they_were(
    lane: Lane, server: PracticeServer, trouble: Behaviour | None
) -> None:
    """Their last reason is that of the try before, and they wait for the same time. Without trouble: interrupted."""
    names = lane.records(*"abcdefg")
    server.then("error", None, "error", None, "error", None, "conflict")
    assert [result.outcome.kind for result in lane.round().results].count("retry") == 3
    lane(lambda vault: vault.retry(names[-1]))
    left = [name for name in names if lane(lambda vault, n=name: vault.record(n).state) == "finalised"]
    before = {name: as_it_was(lane, name) for name in left}
    posts = server.posts

    def interrupted() -> bool:
        server.behaviour = trouble if server.posts > posts else None
        return trouble is None and server.posts > posts + 1

    report = lane.round(interrupted)
    server.behaviour = None
    tried = {result.record_id for result in report.results}
    unbegun = [name for name in left if name not in tried]
    assert report.stopped is not None and unbegun
    assert {name: as_it_was(lane, name) for name in unbegun} == {name: before[name] for name in unbegun}
    assert "openrosa.not_begun" in [code for name in unbegun for code in codes(lane, name)], "it is on record"
    assert lane(lambda vault: vault.check()) == ()
    lane.round()
    assert lane(lambda _vault: compare(lane.place, server)) == Damage(0, 0, 0)
    assert len(server.received) == 7


def test_they_are_not_among_those_that_were_tried(lane: Lane, server: PracticeServer) -> None:
    names = lane.records(*"abcdef")
    report = lane.round(lambda: server.posts >= 2)
    proof = verify_proof(lane(lambda vault: vault.export_ledger()))
    assert list(proof.tried) == [result.record_id for result in report.results] == names[:2]
    assert "openrosa.not_begun" in {line["code"] for line in proof.lines}


def between_two_posts(lane: Lane, act: Callable[[], None], *, beside: bool) -> RoundReport:
    """A round in which something is done once the first post of all is under way."""
    done: list[Callable[[], None]] = []

    def progress(told: Progress) -> None:
        if not done and told.sent > 0:
            done.append(act)
            act()

    with Client(lane(lambda _vault: lane.place.address()), "device", seconds=3) as client:
        return run_round(lane, client, SERVER, progress, lambda: False, beside=beside)


@pytest.mark.parametrize("beside", [True, False])
def test_what_is_taken_back_between_two_posts_goes_no_further(
    lane: Lane, server: PracticeServer, beside: bool
) -> None:
    first, second = lane.records("a", "b", size=15_000)

    def take_back() -> None:
        assert lane(lambda vault: vault.withdraw_consent(first, "sync")).stopped == 1

    report = between_two_posts(lane, take_back, beside=beside)
    assert [(one.record_id, one.outcome.code) for one in report.results] == [
        (first, "openrosa.taken_back"), (second, "openrosa.accepted"),
    ]  # fmt: skip
    assert report.stopped is None, "the others go"
    (one,) = [one for one in server.received if one.instance_id == first]
    assert len(one.files) < 2 and server.posts == 3, "one, and both of the other"
    assert [departure.way for departure in lane(lambda vault: vault.ways_out(first)).left] == ["perhaps"]
    lane(lambda vault: vault.put_release(ReleaseRow("again", first, "sync", SERVER, "consent", "", "anna", MOMENT)))
    lane.round()
    assert lane(lambda _vault: compare(lane.place, server)) == Damage(0, 0, 0)
    assert lane(lambda vault: vault.record(first).state) == "sent" and lane(lambda vault: vault.check()) == ()


@pytest.mark.parametrize("beside", [True, False])
def test_a_server_that_is_gone_between_two_posts_gets_no_other(
    lane: Lane, server: PracticeServer, beside: bool
) -> None:
    first, second = lane.records("a", "b", size=15_000)
    report = between_two_posts(lane, lambda: lane(lambda vault: vault.drop_server(SERVER)), beside=beside)
    assert report.stopped is not None and report.stopped.code == "openrosa.server_changed"
    assert server.posts == 1 and {one.record_id for one in report.results} <= {first}
    states = [lane(lambda vault, one=one: vault.record(one).state) for one in (first, second)]
    assert states == ["finalised"] * 2 and lane(lambda vault: vault.check()) == ()


def _removed(vault: Vault) -> None:
    vault.drop_server(SERVER)


def _of_another_host(vault: Vault) -> None:
    vault.put_server(replace(vault.server(SERVER), url="https://other.example/v1/key/a/projects/1"))


def _with_another_key(vault: Vault) -> None:
    vault.put_server(replace(vault.server(SERVER), secret="another"))


def _without_own_forms(vault: Vault) -> None:
    vault.set_setting("own_forms_server", "elsewhere")


CHANGES = [_removed, _of_another_host, _with_another_key, _without_own_forms]


@pytest.mark.parametrize("change", CHANGES)
def test_a_server_that_becomes_another_in_mid_round_gets_no_more(
    lane: Lane, server: PracticeServer, change: Callable[[Vault], None]
) -> None:
    names = lane.records(*"abcdefgh")
    before = {name: as_it_was(lane, name) for name in names}
    done: list[int] = []

    def cancelled() -> bool:
        if server.posts >= 2 and not done:
            done.append(server.posts)
            lane(change)
        return False

    report = lane.round(cancelled)
    assert report.stopped is not None and report.stopped.code == "openrosa.server_changed"
    assert [result.outcome.kind for result in report.results] == ["accepted"] * server.posts
    assert server.posts == done[0]
    assert {name: as_it_was(lane, name) for name in names[done[0] :]} == {
        name: before[name] for name in names[done[0] :]
    }
    lines = verify_proof(lane(lambda vault: vault.export_ledger())).lines
    assert {line["host"] for line in lines} == {server.url.split("/")[2]}, "where they really went"
    assert lane(lambda vault: vault.check()) == () and lane(lambda vault: vault.verify_ledger())


def test_what_is_set_beside_the_address_ends_no_round(lane: Lane, server: PracticeServer) -> None:
    names = lane.records(*"abcd")

    def cancelled() -> bool:
        lane(lambda vault: vault.put_server(replace(vault.server(SERVER), automatic="on", project="Summer")))
        return False

    assert (lane.round(cancelled).sent, len(names)) == (4, 4)


def test_a_server_that_changes_while_it_is_asked_gets_nothing(lane: Lane, server: PracticeServer) -> None:
    """The line was opened before; what the round is told of it counts from then."""
    lane.records("a")
    changed = lane(lambda vault: vault.server_watch(SERVER))
    lane(_of_another_host)
    assert changed()
    report = lane.round(changed=changed)
    assert (report.results, server.posts) == ((), 0)


def test_what_the_server_before_got_of_a_record_is_not_taken_for_the_new_ones(
    place: Workplace, server: PracticeServer
) -> None:
    """Its name is the same; no further post of the record on the wire goes to the one before."""
    place.record("a", {f"a{number}.jpg": bytes(12_000) for number in range(4)})
    with PracticeServer(largest=20_000) as other, place.client() as client:

        def cancelled() -> bool:
            if server.posts == 1 and place.vault.server(SERVER).url != other.url:
                place.use(other)
            return False

        report = run_round(place.on_vault, client, SERVER, quiet, cancelled)
        assert [result.outcome.kind for result in report.results] == ["cancelled"] and server.received[0].files
        assert server.posts == 1
        assert place.round().results == (), "it may have arrived where the server was before"
        place.vault.let_any_server("uuid:a")
        assert place.round().sent == 1
        assert compare(place, other) == Damage(0, 0, 0)


@pytest.mark.parametrize("at", [2, 4])
def test_what_is_taken_back_while_it_is_in_line_does_not_go(lane: Lane, server: PracticeServer, at: int) -> None:
    """Only what is on the wire at that moment goes on; the others are as if nobody had begun them."""
    names = lane.records(*"abcdefghij")
    on_the_wire: list[int] = []

    def taken_back() -> bool:
        if server.posts == at and not on_the_wire:
            on_the_wire.append(server.posts)
            for name in names:
                if lane(lambda vault, n=name: vault.record(n).state) == "finalised":
                    lane(lambda vault, n=name: vault.withdraw_consent(n))
        return False

    lane.round(taken_back)
    assert server.posts <= at + 1 and len(server.received) <= at + 1
    left = [name for name in names if lane(lambda vault, n=name: vault.record(n).state) == "finalised"]
    assert len(left) >= len(names) - at - 1
    assert {lane(lambda vault, n=name: vault.record(n).delivery) for name in left} == {"held"}
    ends = [end for name in left for end in codes(lane, name)]
    assert set(ends) <= {"openrosa.not_begun"} and ends, "some were in line"
    assert lane(lambda vault: vault.check()) == ()
