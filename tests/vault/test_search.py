"""Whatever is typed, a search gives what a look at every row that the person sees would give, in the same order."""

import random
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.vault import Draft, Frozen, RecordRow, Role, Vault, search
from tests.vault import scene

VOCABULARY = ("Anna", "Annabel", "Ándor", "boat", "Boaz", "winter", "7", "zoe", "محمد", "Muhamed")
BEGINNINGS = ("a", "an", "anna", "annab", "b", "boat", "boa", "win", "7", "zo", "nobody", "and", "محم", "mohame", "mo")
PEOPLE = {"Second": Role.MEDIATOR, "Dario": Role.DESK, "Carla": Role.COORDINATOR, "Ada": Role.ADMINISTRATOR}


def _fill(store: Vault, who: str, rng: random.Random) -> None:
    """Records in every state that a list shows or hides, some handed over."""
    for number in range(14):
        record = scene.started(store, f"uuid:{who}-{number}")
        title = " ".join(rng.choices(VOCABULARY, k=rng.randrange(4)))
        store.save_draft(record, Draft(b"<data/>", {}, None, title))
        kind = rng.randrange(5)
        if kind == 0:
            store.discard(record)
        elif kind < 3:
            store.finalise(record, Frozen(b"<data/>"))
        if kind == 1 and who == "Second":
            store.hand_over(record, scene.NAME)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workplace of five people, two of whom wrote records."""
    folder, rng = tmp_path_factory.mktemp("place"), random.Random(5)
    with scene.new_store(folder) as store:
        for name, role in PEOPLE.items():
            store.add_person(name, role, scene.OTHER)
        _fill(store, scene.NAME, rng)
    with scene.reopened(folder, "Second", scene.OTHER) as store:
        _fill(store, "Second", rng)
    return folder


def _expected(rows: tuple[RecordRow, ...], typed: str, limit: int) -> list[str]:
    """Codes that begin so, in their order, then titles as written and as they sound, the newest first; by no index."""
    letters = "".join(filter(str.isascii, filter(str.isalnum, typed.upper())))
    by_code = [row for row in rows if row.code.replace("-", "").startswith(letters)] if letters else []
    found = {row.id: None for row in sorted(by_code, key=lambda row: row.code)[:limit]}
    coded = len(found)
    for ways in (search.ways, search.begun):
        for way in ways(typed) if ways is search.ways or len(found) == coded else ():
            fitting = [row.id for row in rows if all(_has(row.title, beginnings) for beginnings in way)]
            found |= dict.fromkeys(fitting) if len(found) < limit else {}
    return list(found)[:limit]


def _has(title: str, beginnings: frozenset[str]) -> bool:
    return any(entry.startswith(tuple(beginnings)) for entry in search.entries_of(title))


@pytest.mark.parametrize("name", [scene.NAME, *PEOPLE])
def test_as_a_look_at_every_row_would(place: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rng, told = random.Random(name), set()
    with scene.reopened(place, name, scene.PASSPHRASE if name == scene.NAME else scene.OTHER) as store:
        rows = store.records()
        for common in (0, 3, 9, search.COMMON):
            monkeypatch.setattr(search, "COMMON", common)
            for _ in range(40):
                typed = " ".join(rng.choices(BEGINNINGS, k=rng.randrange(1, 4)))
                if rows and rng.random() < 0.3:
                    typed = rng.choice(rows).code[: rng.randrange(1, 10)]
                limit = rng.choice((1, 2, 50))
                found = [row.id for row in store.search(typed, limit=limit)]
                assert found == _expected(rows, typed, limit), (typed, common, limit)
                told.add(len(found))
    assert (len(told) > 1) == (name != "Ada")


def test_what_one_may_not_read_is_found_by_no_word_however_rare(place: Path, tmp_path: Path) -> None:
    with scene.reopened(place, "Second", scene.OTHER) as store:
        record = scene.started(store, "uuid:rare")
        store.save_draft(record, Draft(b"<data/>", {}, None, "Zarafshan winter"))
        assert [row.id for row in store.search("winter zaraf")] == [record]
        code = store.record(record).code
        store.discard(record)
        assert store.search("winter zaraf") == store.search(code) == ()
        store.restore(record)
    with vault.open_store(place / "place.intake", scene.NAME, scene.PASSPHRASE) as store:
        assert store.search("zarafshan") == store.search("zarafshan winter") == store.search(code) == ()


def test_a_first_sound_that_others_write_otherwise_is_looked_for_where_nothing_else_is_found(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        for number, title in enumerate(("خليل نوري", "ዮሃንስ ተስፋይ", "Miriam Ali")):
            store.save_draft(scene.started(store, f"uuid:{number}"), Draft(b"<data/>", {}, None, title))

        def found(typed: str) -> list[str]:
            return [row.title for row in store.search(typed)]

        assert found("halil") == found("halil nuri") == ["خليل نوري"] and found("johannes") == ["ዮሃንስ ተስፋይ"]
        store.save_draft(scene.started(store, "uuid:9"), Draft(b"<data/>", {}, None, "Halil Demir"))
        assert found("halil") == ["Halil Demir"]


def test_a_name_is_found_however_it_is_spelt_behind_those_that_are_written_so(tmp_path: Path) -> None:
    titles = ("محمد علي", "Mohammed Ali", "Muhamed Aly", "Maxamed Cali", "মোহাম্মদ আলী", "Miriam Ali")
    with scene.new_store(tmp_path) as store:
        for number, title in enumerate(titles):
            store.save_draft(scene.started(store, f"uuid:{number}"), Draft(b"<data/>", {}, None, title))

        def found(typed: str) -> list[str]:
            return [row.title for row in store.search(typed)]

        assert found("muhamed") == ["Muhamed Aly", "মোহাম্মদ আলী", "Maxamed Cali", "Mohammed Ali", "محمد علي"]
        assert set(found("محمد على")) == set(found("mohamad aali")) == set(titles[:5])
        assert found("miriam") == ["Miriam Ali"]
        assert store.check() == ()
        store.save_draft("uuid:0", Draft(b"<data/>", {}, None, "Other"))
        assert "Other" not in found("muhamed")
    with scene.reopened(tmp_path) as store, store._opening.database.transaction():
        store._opening.database.run("DELETE FROM word WHERE word = '~mhmtl' AND record = 2")
    with scene.reopened(tmp_path) as store:
        assert store.check() == ("vault.damaged",)
