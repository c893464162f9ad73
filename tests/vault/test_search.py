"""Whatever is typed, a search gives what a look at every row that the person sees would give, in the same order."""

import random
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.vault import Draft, Frozen, RecordRow, Role, Vault, search
from tests.vault import scene

VOCABULARY = ("Anna", "Annabel", "Ándor", "boat", "Boaz", "winter", "7", "zoe")
BEGINNINGS = ("a", "an", "anna", "annab", "b", "boat", "boa", "win", "7", "zo", "nobody", "and")
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
    """Codes that begin so, in their order, then titles, the newest first; found without any index."""
    wanted, letters = search.words_of(typed), "".join(filter(str.isalnum, typed.upper()))
    by_code = [row for row in rows if row.code.replace("-", "").startswith(letters)] if letters else []
    by_word = [row for row in rows if wanted and all(_has(row.title, word) for word in wanted)]
    first = sorted(by_code, key=lambda row: row.code)[:limit]
    return list(dict.fromkeys(row.id for row in (*first, *by_word[:limit])))[:limit]


def _has(title: str, beginning: str) -> bool:
    return any(word.startswith(beginning) for word in search.words_of(title))


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
