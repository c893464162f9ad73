"""Versions of a record: one chain, each behind the one before, its files carried over."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import AttemptResult, Draft, Frozen, Role, ServerRow, Vault
from tests.vault import scene

CENTRAL = ServerRow("central", "https://central.example/v1/key/" + "k" * 64 + "/projects/1")


def _xml(record: str, before: str = "", photo: str = "one.jpg") -> bytes:
    meta = f"<instanceID>{record}</instanceID>" + (f"<deprecatedID>{before}</deprecatedID>" if before else "")
    return f"<data><photo>{photo}</photo><meta>{meta}</meta></data>".encode()


def _begun(store: Vault, before: str, record: str, photo: str = "one.jpg") -> str:
    store.begin_edit(before, record, Draft(_xml(record, before, photo), title="Edited"))
    return record


def _finished(store: Vault, record: str) -> str:
    names = tuple(file.name for file in store.media(record))
    store.finalise(record, Frozen(store.draft(record).xml, names), scene.release(record))
    return record


def _ended(store: Vault, record: str, outcome: str, code: str = "openrosa.accepted") -> None:
    store.attempt_ended(store.attempt_started(record, "central"), AttemptResult(outcome, code, 201))


def _due(store: Vault) -> str | None:
    due = store.next_due("central", None)
    return due.record_id if due is not None else None


def test_each_version_waits_for_the_one_before(store: Vault) -> None:
    scene.queued(store)
    _finished(store, _begun(store, "uuid:1", "uuid:2"))
    third = store.record(_finished(store, _begun(store, "uuid:2", "uuid:3")))
    assert (third.edit_of, third.behind, third.title) == (store.record("uuid:2").code, True, "Edited")
    assert store.media_bytes("uuid:3", "one.jpg") == b"picture" * 10
    assert [row.id for row in store.versions("uuid:2")] == ["uuid:1", "uuid:2", "uuid:3"]
    assert (store.waiting("central"), _due(store)) == (3, "uuid:1")
    with pytest.raises(IntakeError, match=r"vault\.not_queued"):
        store.attempt_started("uuid:2", "central")
    for record in ("uuid:1", "uuid:2", "uuid:3"):
        assert _due(store) == record
        _ended(store, record, "accepted")
    assert not store.record("uuid:3").behind
    assert store.check() == ()


def test_central_takes_over_what_is_the_same_and_no_other_server_does(store: Vault) -> None:
    scene.queued(store)
    _ended(store, "uuid:1", "accepted")
    _begun(store, "uuid:1", "uuid:2")
    store.put_media("uuid:2", "two.jpg", b"new", "image/jpeg")
    _finished(store, "uuid:2")
    due = store.next_due("central", None)
    assert due is not None and due.confirmed == frozenset()
    store.put_server(CENTRAL)
    due = store.next_due("central", None)
    assert due is not None and due.confirmed == {"one.jpg"}
    for elsewhere in (CENTRAL.url.replace("projects/", "projects/1"), "https://kobo.example"):
        store.put_server(replace(CENTRAL, url=elsewhere))
        due = store.next_due("central", None)
        assert due is not None and due.confirmed == frozenset(), "the version before is where it was"


def test_what_waits_for_a_person_holds_what_is_behind_it(store: Vault) -> None:
    scene.queued(store)
    _finished(store, _begun(store, "uuid:1", "uuid:2"))
    _finished(store, _begun(store, "uuid:2", "uuid:3"))
    _ended(store, "uuid:1", "hold", "openrosa.conflict")
    assert (store.waiting("central"), _due(store)) == (0, None)
    with pytest.raises(IntakeError, match=r"vault\.not_refused"):
        store.keep_server("uuid:2")
    store.keep_server("uuid:1")
    assert [row.delivery for row in store.versions("uuid:1")] == ["needs_person", "needs_person", "waiting"]
    store.keep_server("uuid:2")
    assert {row.delivery for row in store.queue_page(deliveries=("settled",)).rows} == {"settled"}
    assert [row.id for row in store.queue_page(deliveries=("needs_person",)).rows] == ["uuid:3"]


def test_what_may_not_be_edited(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Dora", Role.MEDIATOR, scene.OTHER)
        scene.started(store, "uuid:draft")
        scene.finalised(store, "uuid:held")
        scene.queued(store, "uuid:1")
        scene.queued(store, "uuid:refused")
        _ended(store, "uuid:refused", "hold", "openrosa.conflict")
        for record, code in (
            ("uuid:draft", "vault.not_finalised"),
            ("uuid:refused", "vault.waits_for_person"),
        ):
            with pytest.raises(IntakeError) as caught:
                store.check_edit(record)
            assert caught.value.code == code
        store.check_edit("uuid:held")
        _begun(store, "uuid:1", "uuid:2")
        with pytest.raises(IntakeError, match=r"vault\.edited"):
            _begun(store, "uuid:1", "uuid:3")
        store.hand_over("uuid:held", "Dora")
    with scene.reopened(tmp_path, "Dora", scene.OTHER) as store, pytest.raises(IntakeError, match="not_allowed"):
        store.check_edit("uuid:held")


def test_one_that_was_put_away_comes_back_only_to_its_own_place(store: Vault) -> None:
    scene.queued(store)
    _begun(store, "uuid:1", "uuid:2")
    store.discard("uuid:2")
    _begun(store, "uuid:1", "uuid:3")
    with pytest.raises(IntakeError, match=r"vault\.edited"):
        store.restore("uuid:2")
    store.discard("uuid:3")
    store.restore("uuid:2")
    assert [row.id for row in store.versions("uuid:1")] == ["uuid:1", "uuid:2"]
    with pytest.raises(IntakeError, match=r"vault\.no_such_record"):
        store.restore("uuid:2")
    scene.started(store, "uuid:other")
    store.discard("uuid:other")
    store.restore("uuid:other")


def test_files_come_that_the_draft_names_and_lacks(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Dora", Role.MEDIATOR, scene.OTHER)
        scene.queued(store)
        _begun(store, "uuid:1", "uuid:2", photo="")
        store.carry_files("uuid:2")
        assert store.media("uuid:2") == ()
        store.save_draft("uuid:2", Draft(_xml("uuid:2", "uuid:1")))
        for _again in range(2):
            store.carry_files("uuid:2")
        assert [file.name for file in store.media("uuid:2")] == ["one.jpg"]
        store.drop_media("uuid:2", "one.jpg")
        store.hand_over("uuid:2", "Dora")
    with scene.reopened(tmp_path, "Dora", scene.OTHER) as store:
        store.carry_files("uuid:2")
        assert store.media("uuid:2") == ()
        assert [row.id for row in store.versions("uuid:2")] == ["uuid:2"]


def test_what_a_server_has_is_read_by_who_reads_the_record(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Bea", Role.MEDIATOR, scene.OTHER)
        store.add_person("Cora", Role.COORDINATOR, scene.OTHER)
        store.put_server(CENTRAL)
        scene.queued(store)
        _begun(store, "uuid:1", "uuid:2")
        store.hand_over("uuid:2", "Bea")
    with scene.reopened(tmp_path, "Bea", scene.OTHER) as store:
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            store.reader_for("uuid:1", "central")
        found = store.reader_for("uuid:2", "central")
        assert found is not None
        assert (found.server, found.first) == (CENTRAL, "uuid:1"), "the server knows it by what is not hers to see"
        with pytest.raises(IntakeError, match=r"vault\.no_such_server"):
            store.reader_for("uuid:2", "elsewhere")
    with scene.reopened(tmp_path, "Cora", scene.OTHER) as store:
        for server in ("central", None):
            with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
                store.reader_for("uuid:1", server)
        store.break_glass("uuid:1", "The person asked for a copy of what was written down.")
        assert store.reader_for("uuid:1", None) is None
        assert [row.object for row in store.log(actions=["record.read"])] == ["uuid:2"], "Bea's alone so far"
        assert store.reader_for("uuid:1", "central") is not None
        assert [row.object for row in store.log(actions=["record.read"])] == ["uuid:1", "uuid:2"]
    with scene.reopened(tmp_path, "Bea", scene.OTHER) as store:
        _finished(store, "uuid:2")
    with scene.reopened(tmp_path) as store, pytest.raises(IntakeError, match=r"vault\.not_allowed"):
        store.reader_for("uuid:1", "central")  # the server may give Bea's version


def test_behind_what_somebody_else_sends_nothing_is_counted_as_going(tmp_path: Path) -> None:
    """The numbers of the bar, of the day's end and of the round agree; the list says behind which one it waits."""
    with scene.new_store(tmp_path) as store:
        store.add_person("Dora", Role.MEDIATOR, scene.OTHER)
        store.add_person("Cora", Role.COORDINATOR, scene.OTHER)
        scene.queued(store)
        _begun(store, "uuid:1", "uuid:2")
        store.hand_over("uuid:2", "Dora")
    with scene.reopened(tmp_path, "Dora", scene.OTHER) as store:
        _finished(store, "uuid:2")
        now = datetime.now(UTC)
        assert (store.waiting("central"), store.backlog().waiting, store.pace("central", now).due) == (0, 0, 0)
        assert (_due(store), store.record("uuid:2").behind) == (None, True)
        assert [one.delivery for one in store.day_facts(now).standing] == ["behind"]
    with scene.reopened(tmp_path, "Cora", scene.OTHER) as store:
        assert (store.waiting("central"), store.backlog().waiting, _due(store)) == (2, 2, "uuid:1")
        assert [(one.delivery, one.ages.total) for one in store.day_facts(now).standing] == [("waiting", 2)]
    with scene.reopened(tmp_path) as store:
        assert (store.waiting("central"), _due(store)) == (1, "uuid:1")
        _ended(store, "uuid:1", "accepted")
    with scene.reopened(tmp_path, "Dora", scene.OTHER) as store:
        assert (store.waiting("central"), store.backlog().waiting, _due(store)) == (1, 1, "uuid:2")


@pytest.mark.parametrize("finish", [False, True])
def test_a_record_begun_anew_has_the_files_it_names_and_is_no_version(store: Vault, finish: bool) -> None:
    first = scene.started(store)
    for name in ("one.jpg", "two.jpg"):
        store.put_media(first, name, name.encode() * 9, "image/jpeg")
    if finish:
        store.finalise(first, Frozen(_xml(first), ("one.jpg", "two.jpg"), "Amal"), scene.release(first))
    row = store.begin_copy(first, "uuid:new", Draft(_xml("uuid:new"), title="Amal", languages=("fr", "it")))
    assert (row.state, row.edit_of, row.title, row.language, row.author) == ("draft", "", "Amal", "fr", scene.NAME)
    assert row.code != store.record(first).code
    assert [file.name for file in store.media("uuid:new")] == ["one.jpg"]
    assert store.media_bytes("uuid:new", "one.jpg") == b"one.jpg" * 9
    assert [one.id for one in store.versions("uuid:new")] == ["uuid:new"]
    assert store.check() == ()


def test_the_order_of_finishing_is_that_of_the_log_for_all_that_the_answers_come_from(store: Vault) -> None:
    scene.queued(store)
    scene.started(store, "uuid:late")
    scene.finalised(store, "uuid:other")
    store.finalise("uuid:late", Frozen(b"<data/>"))
    _finished(store, _begun(store, "uuid:1", "uuid:2"))
    told = store.finishings(["uuid:2", "uuid:late", "uuid:other"])
    assert [record for _number, record in told["uuid:2"]] == ["uuid:1", "uuid:2"]
    first, other, late, last = told["uuid:2"][0], *told["uuid:other"], *told["uuid:late"], told["uuid:2"][1]
    assert sorted([last, late, other, first]) == [first, other, late, last]
    assert store.finishings([]) == {}
    with pytest.raises(IntakeError, match=r"vault\.no_such_record"):
        store.finishings(["uuid:none"])


def test_of_a_version_before_that_one_does_not_read_the_order_alone_is_told(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Noor", Role.MEDIATOR, scene.OTHER)
        scene.queued(store)
        store.hand_over(_begun(store, "uuid:1", "uuid:2"), "Noor")
    with scene.reopened(tmp_path, "Noor", scene.OTHER) as store:
        store.finalise("uuid:2", Frozen(b"<data/>"))
        ((first, hidden), (second, own)) = store.finishings(["uuid:2"])["uuid:2"]
        assert (first < second, hidden, own) == (True, "", "uuid:2")
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            store.finishings(["uuid:1"])
