"""A store of schema 14 is brought up: its names are found as they are said, and what stays as it was is not written."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Vault, name_words, open_store, schema, search
from intake_app.vault.database import Database
from intake_app.vault.meter import COPY, RECORDS, Meter
from intake_app.vault.unlocking import unlock
from tests.vault import scene

OLD = Path(__file__).with_name("data") / "schema-14"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store with a title in Persian, one in Bengali, one that stays as it was, a name of a case, a spoilt title."""
    return Path(shutil.copytree(OLD, tmp_path / "old"))


def _found(store: Vault, typed: str) -> list[str]:
    return [row.id for row in store.search(typed)]


def test_a_store_of_schema_14_is_brought_up(old: Path) -> None:
    for _again in range(2):
        with scene.reopened(old) as store:
            if store.put_back() is not None:  # it lies there without the anchor of an opening
                store.confirm_put_back([])
            assert store.info().schema >= 15
            assert _found(store, "reza") == _found(store, "rida") == ["uuid:0"]
            assert _found(store, "gurung sumi") == _found(store, "sumi") == ["uuid:1"]
            assert _found(store, "zahir") == _found(store, "zahir gurung") == ["uuid:named"], "by the name of its case"
            assert _found(store, "amal") == ["uuid:2"]
            assert store.check() == ("vault.damaged",), "the title of one was spoilt before"
            assert {row.id for row in store.set_apart()} == {"uuid:spoilt"}
    assert not (old / "place.intake.before").exists()


def test_only_what_is_found_otherwise_is_written(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[tuple[str, object]] = []
    run = Database.run

    def told(database: Database, sql: str, *values: object) -> int:
        if "word" in sql and not sql.startswith("CREATE"):
            written.append((sql.split()[0], values[0]))
        return run(database, sql, *values)

    monkeypatch.setattr(Database, "run", told)
    scene.reopened(old).close()
    words = {word for _verb, word in written if isinstance(word, str)}
    assert words >= {"~grngsm", "সুমি", "~rshmt"}
    assert "~mltl" in words, "an l that is no article's"
    assert not words & (search.entries_of("Amal Diallo") - {"~mltl"} | {"~rthmt", "رضا"})
    with scene.reopened(old) as store:
        number = store._opening.database.all("SELECT casefile FROM case_name")[0][0]
        kept = [verb for verb, figure in written if isinstance(figure, int)]
        noted = store._opening.database.all("SELECT 1 FROM case_name_word WHERE casefile = ?", number)
        assert 0 < kept.count("INSERT") < len(noted)


def _opened(old: Path, hear: Callable[[str, int, int], bool]) -> Vault:
    return open_store(old / "place.intake", scene.NAME, scene.PASSPHRASE, progress=hear)


def test_bringing_a_store_up_tells_how_far_it_is(old: Path) -> None:
    heard: list[tuple[str, int, int]] = []

    def hear(part: str, done: int, of: int) -> bool:
        heard.append((part, done, of))
        return True

    _opened(old, hear).close()
    copied = [done for part, done, _of in heard if part == COPY]
    assert copied and copied[-1] == (old / "place.intake").stat().st_size
    assert [one for one in heard if one[0] == RECORDS] == [(RECORDS, done, 5) for done in range(6)]
    heard.clear()
    _opened(old, hear).close()
    assert not heard, "it is not old any more"


@pytest.mark.parametrize("at", [(COPY, None), (RECORDS, 0), (RECORDS, 5)], ids=["copy", "begin", "names"])
def test_bringing_a_store_up_can_be_stopped_and_all_is_as_it_was(old: Path, at: tuple[str, int | None]) -> None:
    def hear(part: str, done: int, _of: int) -> bool:
        return part != at[0] or at[1] not in (None, done)

    def rows() -> list[object]:
        with closing(Database(old / "place.intake", key)) as database:
            tables = ("migration", "word", "case_name_word", "audit")
            return [database.all(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]

    key = unlock(old / "place.intake", scene.NAME, scene.PASSPHRASE).keys.database
    before = rows()
    with pytest.raises(IntakeError, match=r"vault\.cancelled"):
        _opened(old, hear)
    assert rows() == before and not (old / "place.intake.before").exists()
    with scene.reopened(old) as store:
        assert store.info().schema == schema.CURRENT


def test_names_are_indexed_once_however_old_the_store_is(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone_through: list[int] = []
    names = name_words._names

    def told(database: Database, cases: range) -> Iterator[tuple[int, str | None]]:
        gone_through.append(1)
        return names(database, cases)

    monkeypatch.setattr(name_words, "_names", told)
    scene.reopened(old).close()
    assert len(gone_through) == 1


def test_very_many_are_told_of_at_each_hundredth() -> None:
    heard: list[int] = []

    def hear(done: int, _of: int) -> bool:
        heard.append(done)
        return True

    meter = Meter(1000, hear)
    for _each in range(1000):
        meter.one()
    assert heard == list(range(10, 1001, 10))
