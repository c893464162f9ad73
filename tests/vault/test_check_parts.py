"""The whole store is read part by part: it tells how far it is, others write in between, and it can be stopped."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Checked, Vault, check
from tests.vault import many, scene

MANY = 2 * check.AT_A_TIME + 10


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    """More records than are read at a time."""
    with scene.new_store(tmp_path) as made:
        many.fill(made, MANY, body=100)
        yield made


def _parts(store: Vault) -> Iterator[Checked]:
    at = Checked()
    while not at.over:
        at = store.check_on(at)
        yield at


def test_each_part_tells_how_many_records_and_names_were_read(store: Vault) -> None:
    many.named(store)
    parts = [(at.done, at.of) for at in _parts(store)]
    whole = 2 * (MANY + 1)
    assert {of for _done, of in parts} == {whole}
    assert [done for done, _of in parts] == sorted(done for done, _of in parts)
    assert {50, 100, MANY + 1, MANY + 51, MANY + 101, whole} <= {done for done, _of in parts}
    assert parts[0][0] == 0 and parts[-1][0] == whole


def test_what_is_saved_between_two_parts_is_no_damage(store: Vault) -> None:
    for number, at in enumerate(_parts(store)):
        assert at.wrong == ()
        store.save_draft("uuid:first", many.draft_of(number))
        scene.started(store, f"uuid:new-{number}")
    assert at.over and at.done == at.of
    assert store.check() == ()


def test_what_is_wrong_in_one_part_does_not_end_the_reading(store: Vault) -> None:
    database = store._opening.database
    with database.transaction():
        for number in (2, MANY):
            database.run("UPDATE draft SET body = x'00' WHERE record = ?", number)
    *_others, last = _parts(store)
    assert last.wrong == ("vault.damaged",)
    assert [apart.number for apart in store.set_apart()] == [2, MANY]


def test_the_reading_can_be_stopped(store: Vault) -> None:
    heard: list[int] = []

    def until_a_record_was_read(done: int, _of: int) -> bool:
        heard.append(done)
        return not done

    with pytest.raises(IntakeError, match=r"vault\.cancelled"):
        store.check(until_a_record_was_read)
    assert heard[-1] == check.AT_A_TIME and not any(heard[:-1])


def test_a_copy_tells_of_its_readings_too(store: Vault, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []

    def told(done: int, of: int) -> bool:
        heard.append((done, of))
        return True

    store.back_up(tmp_path / "copy", told)
    whole = heard[0][1]
    assert [done for done, _of in heard] == sorted(done for done, _of in heard) and heard[-1] == (whole, whole)
    quarter = whole // 4
    assert any(0 < done < quarter for done, _of in heard), "while the store is checked"
    assert any(3 * quarter < done < whole for done, _of in heard), "while the copy is"
