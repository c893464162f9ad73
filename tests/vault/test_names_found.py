"""A record is found by the name of its person, by whom the name is told to and no one else; the name stays sealed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import Draft, FormFile, Frozen, Leaving, Role, Vault, cases, name_words, schema, search
from tests.vault import scene
from tests.vault.scene import nothing_ends

NAMES = ("محمد علي حسن", "Mohammed Ali Hassan", "Zarafshan Mirzoyeva", "Maxamed Cali", "Zara Ali")
TYPED = ("muhamed", "محمد", "মোহাম্মদ", "Mohammed Ali", "م", "zaraf", "ali", "ali zara", "mirzo zara", "hassan", "nobody")
PEOPLE = {
    "Noor": (Role.MEDIATOR, None, None),
    "Far": (Role.MEDIATOR, "Other Agency", None),
    "Dina": (Role.DESK, None, None),
    "Cora": (Role.COORDINATOR, None, None),
    "Ada": (Role.ADMINISTRATOR, None, None),
}
WHY = "they said so themselves"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workplace of two agencies at two sites."""
    with scene.new_store(tmp_path) as store:
        for name, (role, agency, site) in PEOPLE.items():
            store.add_person(name, role, scene.OTHER, agency=agency, site=site)
    return tmp_path


def as_(place: Path, name: str) -> Vault:
    return scene.reopened(place, name, scene.PASSPHRASE if name == scene.NAME else scene.OTHER)


def met(store: Vault, record: str, name: str = "") -> str:
    """A case with a finished record, and a name."""
    case = store.open_case().id
    store.put_in_case(scene.finalised(store, record), case)
    if name:
        store.put_case_name(case, name)
    return case


def told(store: Vault, record: str) -> list[str]:
    """The names of a record's person that are told to who has the store open."""
    try:
        case = store.case_of(record)
        return store.case_name(case.id).split(" · ") if case is not None else []
    except IntakeError as trouble:
        assert trouble.code == "vault.not_allowed"
        return []


def expected(store: Vault, typed: str) -> set[str]:
    """By a look at every record that is seen, and at every name that is told."""
    return _fitting(store, search.ways(typed)) or _fitting(store, search.begun(typed))


def _fitting(store: Vault, ways: tuple[search.Way, ...]) -> set[str]:
    return {
        row.id
        for row in store.records()
        for name in told(store, row.id)
        for way in ways
        if all(any(entry.startswith(tuple(part)) for entry in search.entries_of(name)) for part in way)
    }


def look_as_everybody(place: Path) -> dict[str, int]:
    """That each finds what a look at everything would; how many records each finds of whoever."""
    counts = {}
    for name in (scene.NAME, *PEOPLE):
        with as_(place, name) as store:
            found = {typed: {row.id for row in store.search(typed)} for typed in TYPED}
            assert found == {typed: expected(store, typed) for typed in TYPED}, name
            assert store.check() == ()
        counts[name] = len(set().union(*found.values()))
    return counts


@pytest.mark.parametrize("common", [0, 1, search.COMMON])
def test_each_finds_by_the_names_that_are_told_to_them(
    place: Path, common: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "COMMON", common)
    with as_(place, scene.NAME) as store:
        one, two = met(store, "uuid:1", NAMES[0]), met(store, "uuid:2", NAMES[2])
    with as_(place, "Noor") as store:
        store.new_case_draft(one, store.forms()[0].key, "uuid:noor", b"<data/>", ("fr", "it"))
        met(store, "uuid:3", NAMES[1])
    with as_(place, "Far") as store:
        met(store, "uuid:far", NAMES[3])
    alone = {"Amal": 2, "Noor": 1, "Far": 1, "Dina": 3, "Cora": 0, "Ada": 0}
    assert look_as_everybody(place) == alone
    with as_(place, scene.NAME) as store:
        store.hand_over("uuid:1", "Far", Leaving(scene.release("uuid:1", "export", "prefecture")))
        store.hand_over("uuid:2", "Noor")
    with as_(place, "Far") as store:
        store.new_case_draft(one, store.forms()[0].key, "uuid:own", b"<data/>", ("fr", "it"))
        store.finalise("uuid:own", Frozen(b"<data/>"))
        store.hand_over("uuid:own", scene.NAME, Leaving(scene.release("uuid:own", "export", "prefecture")))
    shown = look_as_everybody(place)
    assert shown["Noor"] == 2, "a record that was handed over within the agency"
    with as_(place, scene.NAME) as store:
        store.merge_cases(two, one, WHY, nothing_ends)
        assert {row.id for row in store.search("zarafshan")} == {"uuid:1", "uuid:2", "uuid:own"}, "one person"
    look_as_everybody(place)
    with as_(place, scene.NAME) as store:
        store.part_cases(store.case_merges(two)[0].number, WHY, nothing_ends)
        assert {row.id for row in store.search("zarafshan")} == {"uuid:2"}
        store.take_from_case("uuid:1", nothing_ends)
        assert "uuid:1" not in {row.id for row in store.search("muhamed")}, "it was of somebody else"
        store.withdraw("uuid:2", "Noor")
    look_as_everybody(place)


def test_a_name_that_was_changed_or_taken_out_is_found_no_more(place: Path) -> None:
    with as_(place, scene.NAME) as store:
        case = met(store, "uuid:1", NAMES[2])
        assert [row.id for row in store.search("zaraf")] == ["uuid:1"] and store.search("zaraf")[0].title == ""
        store.put_case_name(case, NAMES[4])
        assert store.search("zaraf") == () and store.search("mirzoyeva") == ()
        assert [row.id for row in store.search("ali")] == ["uuid:1"]
        store.remove_case_name(case)
        assert store.search("ali") == store.search("zara") == ()
        assert store._opening.database.all("SELECT * FROM case_name_word") == []
        assert store.check() == ()


def test_nothing_of_a_name_lies_in_the_open(place: Path) -> None:
    with as_(place, scene.NAME) as store:
        met(store, "uuid:1", "Zarafshan")
        database = store._opening.database
        lying = [
            str(bytes(part) if isinstance(part, bytes) else part).casefold()
            for (table,) in database.all("SELECT name FROM sqlite_master WHERE type = 'table'")
            for row in database.all(f"SELECT * FROM {table}")
            for part in row
        ]
        assert not [part for part in lying if "zaraf" in part or "srfsn" in part]
        figures = database.all("SELECT figure FROM case_name_word")
        assert len(figures) > 9 and all(figure > 1 << 40 for (figure,) in figures)
    with vault.create(place / "o.intake", scene.SITE, "X", Role.MEDIATOR, scene.PASSPHRASE, vault.FLOOR) as other:
        scene.put_form(other)
        met(other, "uuid:1", "Zarafshan")
        assert not set(figures) & set(other._opening.database.all("SELECT figure FROM case_name_word"))


def test_the_check_knows_what_names_are_found_by(place: Path) -> None:
    with as_(place, scene.NAME) as store:
        met(store, "uuid:1", NAMES[2])
        with store._opening.database.transaction():
            store._opening.database.run(
                "DELETE FROM case_name_word WHERE figure = (SELECT min(figure) FROM case_name_word)"
            )
        assert store.check() == ("vault.damaged",)
        with store._opening.database.transaction():
            store._opening.database.run("UPDATE case_name SET body = x'00'")
        assert store.check() == ("vault.replayed",), "a name that can not be read is told of by the log"


def test_names_are_found_after_the_key_of_the_store_is_another(place: Path) -> None:
    with as_(place, scene.NAME) as store:
        met(store, "uuid:1", NAMES[2])
        store.remove_person("Far")
        assert [row.id for row in store.search("zaraf")] == ["uuid:1"]
    with as_(place, scene.NAME) as store:
        assert [row.id for row in store.search("mirzo")] == ["uuid:1"] and store.check() == ()


def test_the_names_of_an_older_store_are_found_once_it_is_opened(place: Path) -> None:
    with as_(place, scene.NAME) as store:
        met(store, "uuid:1", NAMES[2])
        other = met(store, "uuid:2", NAMES[1])
        run = store._opening.database.connection.execute
        for statement in reversed(schema.MIGRATIONS[13].before):
            _create, kind, name, *_rest = statement.split()
            if kind != "TRIGGER":  # it goes with its table
                run(f"DROP {kind} {name}")
        run("DELETE FROM migration WHERE version >= 14")
        run("UPDATE case_name SET body = x'00' WHERE casefile = 2")
    with as_(place, scene.NAME) as store:
        assert [row.id for row in store.search("zaraf")] == ["uuid:1"]
        assert store.search("mohammed") == (), "what can not be read is found by nothing"
        assert store.put_case_name(other, NAMES[1]).named
        assert [row.id for row in store.search("muhamed")] == ["uuid:2"]


def test_a_store_of_schema_15_finds_names_across_scripts_once_it_is_opened(place: Path) -> None:
    """Its tables are those of now; what titles and names were found by is taken back to what it was."""
    with as_(place, scene.NAME) as store:
        scene.started(store, "uuid:medhin")
        store.save_draft("uuid:medhin", Draft(b"<data/>", {}, "", "ገብረመድህን ተኽለ"))
        met(store, "uuid:1", "عبدالله")
        run = store._opening.database.connection.execute
        run("UPDATE word SET word = '~thl' WHERE word LIKE '~tkl%'")
        run("DELETE FROM word WHERE word LIKE '~%tkl%'")
        run("DELETE FROM case_name_word")
        run("DELETE FROM migration WHERE version >= 16")
    with as_(place, scene.NAME) as store:
        assert store.info().schema == schema.CURRENT
        for typed in ("gebremedhin", "tekle"):
            assert [row.id for row in store.search(typed)] == ["uuid:medhin"], typed
        assert [row.id for row in store.search("abdullah")] == ["uuid:1"] and store.check() == ()


def test_a_store_of_schema_16_finds_a_name_that_ends_in_an_l_once_it_is_opened(place: Path) -> None:
    """Its tables are those of now; without the keys that it did not have."""
    with as_(place, scene.NAME) as store:
        scene.started(store, "uuid:jamal")
        store.save_draft("uuid:jamal", Draft(b"<data/>", {}, "", "جمال ناصر"))
        met(store, "uuid:1", "بلال سعيد")
        run = store._opening.database.connection.execute
        run("DELETE FROM word WHERE word LIKE '~gml%'")
        run("DELETE FROM case_name_word")
        run("DELETE FROM migration WHERE version >= 17")
    with as_(place, scene.NAME) as store:
        assert store.info().schema == schema.CURRENT
        assert [row.id for row in store.search("jamal")] == ["uuid:jamal"]
        assert [row.id for row in store.search("bilal")] == ["uuid:1"] and store.check() == ()


@contextmanager
def counted(store: Vault) -> Iterator[list[int]]:
    """How much the store works, in hundreds of its instructions."""
    done: list[int] = []
    connection = store._opening.database.connection
    connection.set_progress_handler(lambda: done.append(1) and None, 100)
    try:
        yield done
    finally:
        connection.set_progress_handler(None, 100)


def test_a_search_by_name_works_no_more_for_more_people(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rare name costs what it costs among few; of a common one no more than the newest are looked at.

    Ten times as many of one name are counted, which is a few steps each, and not looked at.
    """
    monkeypatch.setattr(search, "COMMON", 20)
    monkeypatch.setattr(name_words, "MOST_CASES", 10)
    work: list[dict[str, int]] = []
    with as_(place, scene.NAME) as store:
        scene.put_form(store)
        opening = store._opening
        for count in (60, 600):
            with opening.database.transaction():
                for number in range(count):
                    case = cases.begin(opening)
                    row = cases.number_of(opening, case)
                    opening.database.run(
                        "INSERT INTO case_name (casefile, key, body) VALUES (?, zeroblob(32), x'00')", row
                    )
                    name_words.index(opening.database, opening.keys.audit, row, f"Mohammed N{number} Q{count}")
            met(store, f"uuid:{count}", f"Zarafshan Mohammed {count}")
            work.append({})
            for typed in ("zarafshan", "muhamed", "mohammed n7", "nobody"):
                with counted(store) as done:
                    store.search(typed)
                work[-1][typed] = len(done)
        assert {row.id for row in store.search("muhamed")} == {"uuid:600"}, "of the newest of that name"
        assert {row.id for row in store.search("zarafshan muhamed")} == {"uuid:60", "uuid:600"}
    few, many = work
    assert many["zarafshan"] <= 2 * few["zarafshan"] and many["nobody"] <= 2 * few["nobody"], work
    assert all((many[typed] - few[typed]) * 100 / 540 < 10 for typed in few), work


def test_a_name_of_two_common_words_costs_what_the_rarer_of_them_does(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many people have the other word, in the newest cases and in all."""
    monkeypatch.setattr(search, "COMMON", 20)
    work = []
    with as_(place, scene.NAME) as store:
        scene.put_form(store)
        opening = store._opening
        for others in (100, 600):
            with opening.database.transaction():
                for number in range(others):
                    row = cases.number_of(opening, cases.begin(opening))
                    name = "Rosa Bianchi" if number % 10 or others > 100 else "Miriam Bianchi"
                    name_words.index(opening.database, opening.keys.audit, row, name)
                for number in range(25 if others == 100 else 0):
                    row = cases.number_of(opening, cases.begin(opening))
                    name_words.index(opening.database, opening.keys.audit, row, f"Miriam N{number}")
            with counted(store) as done:
                store.search("miriam bianchi")
            work.append(len(done))
    assert work[1] <= 1.5 * work[0], work


def first_interview(store: Vault) -> int:
    """A form whose own title is told in those of its records."""
    return store.put_form(FormFile("first", "1", "First interview (draft)", b"<h:html/>"), {})


def test_a_name_is_found_among_records_whose_form_sounds_so(place: Path) -> None:
    """Titles that a form makes of its own name and figures name nobody; they are found as they are written."""
    with as_(place, scene.NAME) as store:
        form = first_interview(store)
        met(store, "uuid:fares", "فارس")
        for number in range(60):
            store.new_draft(form, f"uuid:{number}", b"<data/>", "", "")
            store.save_draft(f"uuid:{number}", Draft(b"<data/>", {}, "", f"First interview {number}fade{number}"))
        store.new_draft(form, "uuid:visit", b"<data/>", "", "")
        store.save_draft("uuid:visit", Draft(b"<data/>", {}, "", "First interview · Nadir"))
        for typed, found in (("Fares", "uuid:fares"), ("Faris", "uuid:fares"), ("Nader", "uuid:visit")):
            assert [row.id for row in store.search(typed)] == [found], typed
        assert len(store.search("first int", 100)) == 61 and [row.id for row in store.search("7fade")] == ["uuid:7"]


def test_a_store_of_schema_17_finds_no_name_by_the_form_once_it_is_opened(place: Path) -> None:
    with as_(place, scene.NAME) as store:
        form = first_interview(store)
        store.new_draft(form, "uuid:7", b"<data/>", "", "")
        store.save_draft("uuid:7", Draft(b"<data/>", {}, "", "First interview 7"))
        run = store._opening.database.connection.execute
        run("INSERT INTO word (word, record) SELECT '~frst', number FROM record WHERE id = 'uuid:7'")
        run("DELETE FROM migration WHERE version = 18")
    with as_(place, scene.NAME) as store:
        assert store.search("fares") == () and store.check() == ()
        assert [row.id for row in store.search("first")] == ["uuid:7"]
