"""What records tell that holds for all who meet a person: a mark of it, whoever wrote them, and nothing else."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Draft, Frozen, Leaving, Role, Telling, Vault
from tests.vault import scene


def told(found: tuple[Telling, ...]) -> list[tuple[str, str | None, bool | None]]:
    return [(one.record_id, one.age, one.asylum) for one in found]


def finish(store: Vault, record: str, facts: object) -> None:
    store.finalise(record, Frozen(b"<data/>", (), "", json.dumps(facts)))


def edited(store: Vault, record: str, new: str, draft: Draft) -> None:
    store.put_release(scene.release(record))
    store.begin_edit(record, new, draft)


def test_a_draft_keeps_the_mark_of_what_it_tells(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        record = scene.started(store)
        assert told(store.telling(record)) == [(record, "", False)]
        for age, asylum in (("minor", False), ("", True), ("adult", True), ("", False)):
            draft = replace(scene.answer(1), age=age, asylum=asylum)
            store.save_draft(record, draft)
            assert store.draft(record) == draft and told(store.telling(record)) == [(record, age, asylum)]
        store.discard(record)
        assert store.telling(record) == (), "what is put away tells nothing"


def test_all_versions_tell_whoever_wrote_them_and_a_mark_alone(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Bea", Role.MEDIATOR, scene.OTHER)
        first = scene.started(store)
        finish(store, first, {"age": "minor", "slip": {"asylum": "yes", "language": "SECRET"}})
        edited(store, first, "uuid:2", Draft(b"<data/>", age="adult"))
        store.hand_over("uuid:2", "Bea")
        assert told(store.telling(first)) == [(first, "minor", True), ("uuid:2", "adult", False)], "a draft is not lost"
        code = store.record(first).code
    with scene.reopened(tmp_path, "Bea", scene.OTHER) as store:
        finish(store, "uuid:2", {"slip": {"age_band": "adult"}})
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            store.frozen(first)
        one, two = store.telling("uuid:2")
        assert (one.age, one.asylum, one.code) == ("minor", True, code)
        assert (one.home, one.former, one.draft) == (False, True, False)
        assert (two.age, two.asylum, two.home, two.former, bool(two.at)) == ("adult", False, True, False, True)
        assert "SECRET" not in repr(store.telling("uuid:2")) and store.telling_of_person("uuid:2") == (one, two)
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            store.telling(first)


def test_all_records_of_a_case_tell_and_go_with_it(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Bea", Role.MEDIATOR, scene.OTHER)
        case, first = store.open_case().id, scene.started(store)
        store.put_in_case(first, case)
        finish(store, first, {"slip": {"asylum": "yes"}})
        assert told(store.telling_of_case(case)) == [(first, "", True)]
    with scene.reopened(tmp_path, "Bea", scene.OTHER) as store:
        second = scene.started(store, "uuid:2")
        assert told(store.telling_of_person(second)) == [(second, "", False)]
        store.put_in_case(second, case)
        assert told(store.telling_of_person(second)) == [(first, "", True), (second, "", False)]
        assert told(store.telling(second)) == [(second, "", False)]


def test_of_another_agency_no_code_is_told(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Far", Role.MEDIATOR, scene.OTHER, "Far away")
        case, first = store.open_case().id, scene.started(store)
        store.put_in_case(first, case)
        second = scene.started(store, "uuid:2")
        store.put_in_case(second, case)
        finish(store, second, {})
        finish(store, first, {"age": "minor"})
        store.hand_over(second, "Far", Leaving(scene.release(second, "export", "ngo")))
        codes = store.record(second).code
    with scene.reopened(tmp_path, "Far", scene.OTHER) as store:
        told_here = store.telling_of_person(second)
        assert [(one.code, one.age, one.home) for one in told_here] == [("", "minor", False), (codes, "", False)]


def test_what_can_not_be_read_is_told_as_that(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        first, second = scene.started(store), scene.started(store, "uuid:2")
        finish(store, first, {"age": "adult"})
        for table in ("submission", "draft"):
            database = store._opening.database.connection
            database.execute(f"DROP TRIGGER IF EXISTS {table}_change")
            database.execute(f"UPDATE {table} SET body = x'00'")
        for each in (first, second):
            assert told(store.telling(each)) == [(each, None, None)]


def test_what_is_gone_is_no_record_that_can_not_be_read(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        first = scene.started(store)
        finish(store, first, {"age": "adult"})
        store._opening.database.connection.execute("DROP TRIGGER submission_delete")
        store._opening.database.connection.execute("DELETE FROM submission")
        with pytest.raises(IntakeError, match=r"vault\.not_finalised"):
            store.telling(first)
