"""Records are found by the name their form gives them, in any script and spelling, by who may read it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet
from tests.gui_interview import forms

PASSPHRASE = "seven grey boats at the quay 4"
NAMES = ("محمد الأمين", "Maxamed Cali", "মোহাম্মদ রহমান", "Fatima Diallo", "Giulia Rossi")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        yield made


def recorded(store: Vault, name: str, *, finish: bool) -> str:
    """A record of a form that names it by the answer to a question."""
    key = workflow.import_form(store, "named.xml", forms.named()).form_key
    assert key is not None
    opened = workflow.start_record(store, key)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    workflow.answer(session, "/data/name", name)
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    if finish:
        workflow.finalise(store, session, opened.row.id, ConsentSheet(given=True, language="bn"))
    return opened.row.id


def test_a_person_recorded_in_arabic_is_found_as_muhamed(store: Vault) -> None:
    ids = {name: recorded(store, name, finish=at % 2 == 0) for at, name in enumerate(NAMES)}
    for typed in ("muhamed", "Mohammed", "محمد", "maxam", "মোহাম"):
        assert {row.id for row in workflow.find_records(store, typed)} == {ids[name] for name in NAMES[:3]}, typed
    found = {row.id for row in workflow.find_records(store, "mohamed ali")}
    assert ids["Maxamed Cali"] in found and ids["মোহাম্মদ রহমান"] not in found
    assert [row.id for row in workflow.find_records(store, "فاطمة")] == [ids["Fatima Diallo"]]
    assert [row.title for row in workflow.find_records(store, "giu")] == ["Giulia Rossi"]
    assert workflow.find_records(store, "  ") == () == workflow.find_records(store, "Zarafshan")
    first = workflow.find_records(store, "maxamed")[0]
    assert first.title == "Maxamed Cali", "what is written so comes before what sounds so"
    code = store.record(ids["Giulia Rossi"]).code
    assert workflow.find_records(store, code[:6])[0].id == ids["Giulia Rossi"]
    assert len(workflow.find_records(store, "muhamed", most=2)) == 2


def test_a_name_of_one_word_is_found_where_two_were_written(store: Vault) -> None:
    names = ("صلاح الدين نوري", "সালাহ উদ্দিন", "Salah Eddine", "روح الله احمدی", "ذبیح الله", "مصباح الدين", "سلطان")
    ids = {name: recorded(store, name, finish=True) for name in names}
    for typed, wanted in (
        ("salahuddin", names[:3]), ("salahuddin nuri", names[:1]), ("salahuddin nu", names[:1]),
        ("ruhullah", names[3:4]), ("zabihullah", names[4:5]), ("misbahuddin", names[5:6]),
    ):  # fmt: skip
        assert {row.id for row in workflow.find_records(store, typed)} == {ids[name] for name in wanted}, typed


def test_a_short_name_stays_found_while_it_is_typed_and_hides_nothing_that_is_found_otherwise(store: Vault) -> None:
    names = ("علي صالح", "يوسف", "خالد", "ليلى", "محمد")
    ids = {name: recorded(store, name, finish=at % 2 == 0) for at, name in enumerate(names)}

    def finds(typed: str, *names: str) -> bool:
        """These, and whoever has a code that happens to begin so."""
        by_code = {row.id for row in store.records() if row.code.lower().startswith(typed)}
        return {row.id for row in workflow.find_records(store, typed)} == {ids[name] for name in names} | by_code

    assert finds("ali s", "علي صالح") and finds("ali", "علي صالح") and finds("kha", "خالد") and finds("mu", "محمد")
    assert finds("yusu", "يوسف", "علي صالح") and finds("ali k")
    ids["Yusupha"] = recorded(store, "Yusupha", finish=True)
    assert finds("yusu", "Yusupha")
    workflow.put_case_name(store, workflow.case_for(store, ids["Yusupha"]).id, "نواز")
    assert finds("nawa", "Yusupha")


def test_who_may_not_read_a_name_does_not_find_by_it(store: Vault, tmp_path: Path) -> None:
    recorded(store, "محمد", finish=True)
    workflow.add_person(store, "Dario", Role.MEDIATOR, "another long passphrase here")
    store.close()
    with workflow.open_store(tmp_path / "w.intake", "Dario", "another long passphrase here") as other:
        assert workflow.find_records(other, "muhamed") == ()
