"""A record is found by the reference of a slip of it, by whoever may see it; and a record of a person by their code."""

from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Leaving, Role, SlipRow, Vault
from tests.vault import many, scene
from tests.vault.test_names_found import counted

SLIP, THEIRS = "6NYW-V4BV", "7K4M-29QX"
PEOPLE = {
    "Noor": (Role.MEDIATOR, None, None),
    "Far": (Role.MEDIATOR, "Other Agency", None),
    "Dina": (Role.DESK, None, None),
    "Away": (Role.DESK, None, "Other Quay"),
    "Cora": (Role.COORDINATOR, None, None),
    "Ada": (Role.ADMINISTRATOR, None, None),
}


def issued(store: Vault, reference: str = SLIP, record: str = "uuid:1", to: str = "health") -> None:
    kept = store.put_release(scene.release(record, "slip", to))
    store.put_slip(SlipRow(reference, record, to, kept.id, "2026-03-01T10:00:00+00:00", store.me.id, "{}", b"%"))


def found(store: Vault, reference: str = SLIP) -> list[str]:
    return [row.id for row in store.search("", 50, reference)]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workplace of two agencies at two sites, with a record and a slip."""
    with scene.new_store(tmp_path) as store:
        for name, (role, agency, site) in PEOPLE.items():
            store.add_person(name, role, scene.OTHER, agency=agency, site=site)
        case = store.open_case().id
        store.put_in_case(scene.finalised(store), case)
        issued(store)
    return tmp_path


def as_(place: Path, name: str) -> Vault:
    return scene.reopened(place, name, scene.PASSPHRASE if name == scene.NAME else scene.OTHER)


def test_who_sees_the_record_finds_it_and_nobody_else(place: Path) -> None:
    for name in (scene.NAME, *PEOPLE):
        with as_(place, name) as store:
            seen = ["uuid:1"] if name in (scene.NAME, "Dina", "Cora") else []
            assert found(store) == [row.id for row in store.records()] == seen, name
            assert found(store, THEIRS) == []


def test_a_slip_of_another_agency_is_found_by_that_agency_and_by_that_of_the_record(place: Path) -> None:
    with as_(place, scene.NAME) as store:
        store.hand_over("uuid:1", "Far", Leaving(scene.release("uuid:1", "export", "prefecture")))
    with as_(place, "Far") as store:
        assert [row.id for row in store.records()] == ["uuid:1"] and found(store) == []
        issued(store, THEIRS, to="freephone")
        assert found(store, THEIRS) == ["uuid:1"]
    with as_(place, scene.NAME) as store:
        assert found(store, THEIRS) == found(store) == ["uuid:1"]
        store.withdraw("uuid:1", "Far")
    with as_(place, "Far") as store:
        assert found(store, THEIRS) == []


def test_no_log_has_what_was_looked_for(place: Path) -> None:
    with as_(place, "Cora") as store:
        before = len(store.audit_rows())
        assert found(store) == ["uuid:1"] and found(store, THEIRS) == []
        newer = store.audit_rows()[:-before]
        assert [row.action for row in newer] == ["record.searched"] * 2
        assert not [row for row in newer if SLIP in repr(row) or THEIRS in repr(row)]


@pytest.mark.parametrize("count", [600, pytest.param(100_000, marks=pytest.mark.soak)])
def test_it_works_no_more_for_more_records(tmp_path: Path, count: int) -> None:
    work = []
    with scene.new_store(tmp_path) as store:
        issued(store, SLIP, scene.finalised(store, "uuid:finished"))
        for more in (0, count):
            many.fill(store, more, 40) if more else None
            for reference in (SLIP, THEIRS):
                told: list[str] = []
                store._opening.database.connection.set_trace_callback(told.append)
                with counted(store) as done:
                    assert found(store, reference) == (["uuid:finished"] if reference == SLIP else [])
                store._opening.database.connection.set_trace_callback(None)
                work.append((reference, sum(" FROM record r " in sql for sql in told), len(done)))
    assert all(queries == 1 for _reference, queries, _steps in work), work
    (_, _, few), (_, _, none), (_, _, among_many), (_, _, none_of_many) = work
    assert among_many <= 2 * few and none_of_many <= 2 * none + 1, work


def test_a_record_of_a_person_is_one_that_is_seen_and_finished_if_any_is(place: Path) -> None:
    with as_(place, scene.NAME) as store:
        (case,) = {store.case_of("uuid:1")}
        assert case is not None
        form = store.forms()[0].key
        store.new_case_draft(case.id, form, "uuid:draft", b"<data/>", ("fr", "it"))
        assert store.case_record(case.id) == "uuid:1"
        empty = store.open_case().id
        assert store.case_record(empty) == ""
    with as_(place, "Noor") as store:
        assert store.case_record(case.id) == "", "a colleague knows the person and sees no record"
        store.new_case_draft(case.id, store.forms()[0].key, "uuid:noor", b"<data/>", ("fr", "it"))
        assert store.case_record(case.id) == "uuid:noor"
    with as_(place, "Dina") as store:
        assert store.case_record(case.id) == "uuid:1"
    with as_(place, "Far") as store, pytest.raises(IntakeError) as caught:
        store.case_record(case.id)
    assert caught.value.code == "vault.not_allowed"
