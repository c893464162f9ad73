"""A store of schema 14 is brought up: its names are found as they are said, and what stays as it was is not written."""

import shutil
from pathlib import Path

import pytest

from intake_app.vault import Vault, search
from intake_app.vault.database import Database
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
