"""Where a record of a form goes that came from no server: to one server only, once it may have arrived there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import OWN_FORMS, AttemptResult, Draft, Frozen, ServerRow, Vault, destinations
from intake_app.vault.types import utc_now
from tests.vault import scene

ONE = ServerRow("one", "https://one.example.org/v1/projects/1", "basic", "anna", "s")
TWO = ServerRow("two", "https://two.example.org/v1/projects/1", "basic", "anna", "s")
LOST = AttemptResult("retry", "openrosa.too_slow")


@pytest.fixture
def both(store: Vault) -> Vault:
    store.put_server(ONE)
    store.put_server(TWO)
    return store


def _try(store: Vault, server: str, result: AttemptResult | None = LOST, record: str = "uuid:1") -> None:
    attempt = store.attempt_started(record, server)
    if result is not None:
        store.attempt_ended(attempt, result)


def _goes(store: Vault, record: str = "uuid:1") -> set[str]:
    """The servers that would get a record now; every number of the queue has to say the same."""
    names = [row.name for row in store.servers()]
    due = {name for name in names if _due(store, name, record)}
    (row,) = [row for row in store.queue_page().rows if row.id == record]
    assert due == ({row.server} if row.server else set(names))
    for name in names:
        waiting = [one.id for one in store.queue_page(server=name).rows if one.delivery in ("waiting", "sending")]
        assert (record in waiting) == (name in due)
        assert len(waiting) == store.waiting(name) == store.pace(name, utc_now() + timedelta(hours=2)).due
    standing = {one.server for one in store.day_facts(utc_now()).standing if one.delivery == "waiting"}
    assert (row.server or None) in standing
    return due


def _due(store: Vault, name: str, record: str) -> bool:
    skip: frozenset[str] = frozenset()
    while (due := store.next_due(name, None, skip)) is not None and due.record_id != record:
        skip |= {due.record_id}
    return due is not None


def test_a_try_that_may_have_arrived_ties_a_record_to_its_server(both: Vault) -> None:
    scene.queued(both)
    assert _goes(both) == {"one", "two"}
    _try(both, "one")
    assert _goes(both) == {"one"}
    with pytest.raises(IntakeError, match=r"vault\.not_queued"):
        both.attempt_started("uuid:1", "two")
    both.set_setting(OWN_FORMS, "two")
    assert _goes(both) == {"one"}, "what is set for forms of no server says nothing of a record that is on its way"
    both.drop_server("one")
    assert _goes(both) == {"two"}
    both.drop_server("two")
    assert both.backlog().waiting == 1


@pytest.mark.parametrize("result", [None, AttemptResult("retry", "openrosa.server_error", 500),
                                    AttemptResult("cancelled", "openrosa.cancelled"),
                                    AttemptResult("suspect", "openrosa.portal", 200)])  # fmt: skip
def test_so_does_one_without_an_end_or_a_certain_one(both: Vault, result: AttemptResult | None) -> None:
    scene.queued(both)
    _try(both, "one", result)
    (row,) = both.queue_page().rows
    assert (row.server, row.tied, both.waiting("two")) == ("one", True, 0)


@pytest.mark.parametrize("code", destinations.NOTHING_WENT)
def test_where_nothing_went_out_any_server_may_have_it(both: Vault, code: str) -> None:
    scene.queued(both)
    _try(both, "one", AttemptResult("retry", code))
    assert _goes(both) == {"one", "two"}


@pytest.mark.parametrize("outcome", ["retry", "suspect", "cancelled", "hold"])
def test_nor_does_a_try_tie_that_posted_nothing(both: Vault, outcome: str) -> None:
    """The server was only asked where to send, or the record was refused here; one before may have arrived."""
    scene.queued(both)
    _try(both, "one", AttemptResult(outcome, "openrosa.portal", 302, posted=False))
    if outcome == "hold":
        both.retry("uuid:1")
    assert _goes(both) == {"one", "two"}
    _try(both, "two")
    _try(both, "two", AttemptResult("retry", "openrosa.busy", 503, posted=False))
    assert _goes(both) == {"two"}
    assert both.check() == ()


def test_unless_files_of_it_are_there_already(both: Vault) -> None:
    scene.queued(both)
    attempt = both.attempt_started("uuid:1", "one")
    both.files_confirmed(attempt, ["one.jpg"])
    both.attempt_ended(attempt, AttemptResult("retry", "openrosa.unreachable"))
    assert _goes(both) == {"one"}


def test_a_person_says_that_it_did_not_arrive(both: Vault) -> None:
    scene.queued(both)
    scene.queued(both, "uuid:2")
    _try(both, "one", AttemptResult("hold", "openrosa.quota", 402))
    _try(both, "one", record="uuid:2")
    both.let_any_server("uuid:1")
    assert _goes(both) == {"one", "two"}
    assert _goes(both, "uuid:2") == {"one"}, "it was said of the other"
    assert both.record("uuid:1").delivery == "waiting"
    with pytest.raises(IntakeError, match=r"vault\.not_tied"):
        both.let_any_server("uuid:1")
    _try(both, "two")
    assert _goes(both) == {"two"}, "a new try ties again"
    both.let_any_server("uuid:1")
    _try(both, "two", AttemptResult("accepted", "openrosa.accepted", 201))
    (row,) = [row for row in both.queue_page().rows if row.id == "uuid:1"]
    assert (row.server, row.tied) == ("two", False)
    with pytest.raises(IntakeError, match=r"vault\.not_tied"):
        both.let_any_server("uuid:1")
    assert both.check() == ()
    assert [link.action for link in both.audit_rows()].count("send.any_server") == 2


def test_not_while_it_is_on_the_wire_or_its_form_has_a_server(both: Vault) -> None:
    scene.queued(both)
    _try(both, "one", None)
    scene.put_form(both, "served", server="one")
    both.new_draft(both.forms()[-1].key, "uuid:2", b"<data/>", "", "")
    both.finalise("uuid:2", Frozen(b"<data/>"), scene.release("uuid:2"))
    _try(both, "one", record="uuid:2")
    for record in ("uuid:1", "uuid:2"):
        with pytest.raises(IntakeError, match=r"vault\.not_tied"):
            both.let_any_server(record)


def test_a_try_whose_end_could_not_be_written_is_not_on_the_wire_any_more(both: Vault) -> None:
    scene.queued(both)
    attempt, connection = both.attempt_started("uuid:1", "one"), both._opening.database.connection
    connection.execute(f"PRAGMA max_page_count={connection.execute('PRAGMA page_count').fetchone()[0]}")
    words = AttemptResult("retry", "openrosa.busy", 503, "word " * 20_000)
    with pytest.raises(IntakeError, match=r"vault\.disk_full"):
        both.attempt_ended(attempt, words)
    connection.execute("PRAGMA max_page_count=1000000")
    both.let_any_server("uuid:1")
    assert both.waiting("two") == 1 and both.check() == ()


def test_edits_and_copies_go_where_the_one_before_them_may_be(both: Vault) -> None:
    scene.queued(both)
    both.begin_edit("uuid:1", "uuid:2", Draft(b"<data/>"))
    both.finalise("uuid:2", Frozen(b"<data/>"), scene.release("uuid:2"))
    _try(both, "one")
    assert [both.waiting(name) for name in ("one", "two")] == [2, 0], "the edit counts where it will go"
    with pytest.raises(IntakeError, match=r"vault\.not_tied"):
        both.let_any_server("uuid:2")
    assert {row.id: row.tied for row in both.queue_page().rows} == {"uuid:1": True, "uuid:2": False}
    both.let_any_server("uuid:1")
    assert [both.waiting(name) for name in ("one", "two")] == [2, 2]
    _try(both, "two", AttemptResult("accepted", "openrosa.accepted", 201))
    assert _goes(both, "uuid:2") == {"two"}
    _try(both, "two", AttemptResult("hold", "openrosa.conflict", 409), "uuid:2")
    both.copy_as_new("uuid:2", "uuid:3", b"<data/>")
    both.finalise("uuid:3", Frozen(b"<data/>"), scene.release("uuid:3"))
    both.sent_as_new("uuid:2")
    assert _goes(both, "uuid:3") == {"two"}
    both.drop_server("two")
    assert _goes(both, "uuid:3") == {"one"}, "no edit but a copy: it corrects nothing that was there"


CENTRAL = ServerRow("one", "https://one.example.org/v1/key/abc/projects/1", "app_user")
SAME_PLACE = [
    replace(CENTRAL, url="https://ONE.example.org:443/v1/key/xyz/projects/1"),
    ServerRow("one", "https://one.example.org/v1/projects/1/", "basic", "anna", "s"),
    replace(CENTRAL, pin="ab" * 32, project="Summer", automatic="on"),
]
ANOTHER_PLACE = [
    replace(CENTRAL, url="https://one.example.org/v1/key/abc/projects/2"),
    replace(CENTRAL, url="https://two.example.org/v1/key/abc/projects/1"),
]
def test_a_new_key_in_the_middle_of_a_record_lets_no_other_server_have_it(store: Vault) -> None:
    """Its first files had arrived, so the record is there; then the key was revoked."""
    store.put_server(CENTRAL)
    store.put_server(TWO)
    scene.queued(store)
    attempt = store.attempt_started("uuid:1", "one")
    store.files_confirmed(attempt, ["one.jpg"])
    store.attempt_ended(attempt, AttemptResult("stop", "openrosa.forbidden", 403))
    store.put_server(SAME_PLACE[0])
    due = store.next_due("one", None)
    assert (store.waiting("two"), due is not None and due.confirmed) == (0, {"one.jpg"})


@pytest.mark.parametrize("now", [*ANOTHER_PLACE, SAME_PLACE[0]])
def test_nor_does_another_place_after_it(store: Vault, now: ServerRow) -> None:
    """Its first files are where the server was before, whatever became of the key there."""
    store.put_server(CENTRAL)
    store.put_server(TWO)
    scene.queued(store)
    attempt = store.attempt_started("uuid:1", "one")
    store.files_confirmed(attempt, ["one.jpg"])
    store.attempt_ended(attempt, AttemptResult("stop", "openrosa.forbidden", 403))
    store.put_server(now)
    store.put_server(replace(now, pin="ab" * 32))
    stays = now in SAME_PLACE
    assert (store.waiting("one"), store.waiting("two"), store.check()) == (int(stays), 0, ())
    store.let_any_server("uuid:1")
    due = store.next_due("one", None)
    assert due is not None and due.confirmed == (frozenset(["one.jpg"]) if stays else frozenset())
    store.attempt_ended(store.attempt_started("uuid:1", "one"), AttemptResult("accepted", "openrosa.accepted", 201))
    assert store.check() == ()


KOBO = ServerRow("one", "https://kobo.example.org", "digest", "anna", "s")


def _stands(store: Vault, record: str = "uuid:1") -> tuple[str, bool, int, int]:
    """The server that the list tells, whether a person may free it, and how many each of the two would get."""
    (row,) = [row for row in store.queue_page("", 9, ("waiting",)).rows if row.id == record]
    return row.server, row.tied, store.waiting("one"), store.pace("one", utc_now() + timedelta(hours=2)).due


@pytest.mark.parametrize("served", [None, "one"])
@pytest.mark.parametrize("now", SAME_PLACE)
def test_another_key_or_person_at_the_same_project_is_the_same_place(
    store: Vault, now: ServerRow, served: str | None
) -> None:
    store.put_server(CENTRAL)
    scene.put_form(store, server=served)
    scene.queued(store)
    _try(store, "one")
    store.put_server(now)
    assert _stands(store) == ("one", served is None, 1, 1)


@pytest.mark.parametrize("served", [None, "one"])
@pytest.mark.parametrize(
    ("before", "now"), [*((CENTRAL, now) for now in ANOTHER_PLACE), (KOBO, replace(KOBO, username="otto"))]
)
def test_what_may_have_arrived_where_a_server_was_before_waits_for_a_person(
    store: Vault, before: ServerRow, now: ServerRow, served: str | None
) -> None:
    """Also of a form of that server; by its name alone it would be there twice."""
    store.put_server(before)
    scene.put_form(store, server=served)
    scene.queued(store)
    scene.queued(store, "uuid:2")
    _try(store, "one")
    store.put_server(now)
    assert _stands(store) == ("", True, 1, 1), "the other goes"
    assert store.backlog().waiting == 2
    with pytest.raises(IntakeError, match=r"vault\.not_queued"):
        store.attempt_started("uuid:1", "one")
    store.put_server(before)
    assert _stands(store) == ("one", served is None, 2, 2), "it is there again"
    store.put_server(now)
    store.let_any_server("uuid:1")
    assert _stands(store) == (served or "", False, 2, 2)
    _try(store, "one")
    assert _stands(store)[2] == 2, "tried at the new place"
    store.drop_server("one")
    store.put_server(before)
    assert _stands(store)[0] == "", "a server of the same name, and not that place"
    assert store.check() == ()


def test_a_record_of_which_nothing_went_is_asked_for_again_before_it_goes_there_again(both: Vault) -> None:
    """Its try, as long as it ran, tied it to a server that such forms do not go to any more."""
    scene.queued(both)
    attempt = both.attempt_started("uuid:1", "one")
    both.set_setting(OWN_FORMS, "two")
    assert both.next_due("one", None) is not None
    both.attempt_ended(attempt, AttemptResult("cancelled", "openrosa.not_begun", posted=False))
    assert both.next_due("one", None) is None
    assert both.next_due("two", None) is not None
