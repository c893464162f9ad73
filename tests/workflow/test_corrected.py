"""What was corrected leaves nowhere as it was: not by the report on a child, a slip, or the sight of a record."""

from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.workflow.test_said_since import ALL, ASKS, TAIL, Place

BEFORE, AFTER = "an uncle in Lyon", "nobody"
HEAD = "| survey |\n| | type | name | label | bind::intake:consent | bind::intake:slip | bind::intake:report |\n"
ROWS = """| | select_one age | age | Age? | | age_band | |
| | select_one yn | alone | Alone? | | alone | |
| | text | family | Who is your family? | | | b |
| | text | services | What do you need? | | services | |
"""


@pytest.fixture
def corrected(store: Vault) -> tuple[Place, str, str]:
    """A record of a child who is alone, as it was and as it was put right."""
    place = Place(store)
    rest = "".join(f"| | text | part_{each} | And? | | | {each} |\n" for each in "acdef")
    asks, tail = ASKS.replace(" | |\n", " | | |\n"), TAIL.format(name="told", title="told", editable="yes")
    source = HEAD + asks + ROWS + rest + tail
    key = workflow.import_form(store, "told.md", source.encode(), {}).form_key
    assert key is not None
    old = workflow.start_record(store, key, "", "").row.id
    wishes = "medical_visit safe_place"
    place.answer(old, **ALL, age="minor", alone="yes", family=BEFORE, services=wishes)
    workflow.finalise_draft(store, old)
    new = workflow.edit_record(store, old).row.id
    place.answer(new, family=AFTER, services="mediation")
    workflow.finalise_draft(store, new)
    return place, old, new


def test_the_report_on_a_child_is_of_the_newest_version(corrected: tuple[Place, str, str]) -> None:
    place, old, new = corrected
    report = workflow.minor_report(place.store, old)
    assert [each.answer for each in report.items["b"]] == [AFTER] and report.release.record_id == new


def test_a_record_goes_with_the_export_as_it_was_finished_while_its_correction_is_begun(store: Vault) -> None:
    place, case = Place(store), store.open_case().id
    first, other = place.closed("asks", case, **ALL), place.closed("asks", case, **ALL)
    for begun in (None, other, first):
        edit = workflow.edit_record(store, begun).row.id if begun else ""
        done = workflow.export_record(store, first, "anti_trafficking", "json")
        assert (len(done.codes), done.left_out) == (2, 0) and store.record(other).code in done.codes
        if edit:
            workflow.discard(store, edit)
    workflow.consent_given(store, first, "export", "screening_authority", language="bn")
    workflow.edit_record(store, other)
    workflow.screening_page(store, first, "en")
    released = {one.recipient for one in store.releases(other)}
    assert "screening_authority" in released, "it is on the page of the screening too"


def test_a_slip_is_of_the_newest_version(corrected: tuple[Place, str, str]) -> None:
    place, old, new = corrected
    proposed = workflow.propose_slip(place.store, old)
    assert (proposed.record.id, proposed.sheet.services) == (new, ("mediation",))
    place.slip(old, "social_services", ConsentSheet(alone=True))
    assert [one.record_id for one in place.store.slips()] == [new]


def test_the_sight_that_is_handed_over_is_of_the_newest_version(
    corrected: tuple[Place, str, str], tmp_path: Path
) -> None:
    place, old, new = corrected
    workflow.add_person(place.store, "Far", Role.MEDIATOR, PASSPHRASE, agency="Prefettura")
    workflow.hand_over(place.store, old, "Far", "juvenile_court", ConsentSheet(alone=True))
    place.store.close()
    with vault.open_store(tmp_path / "w.intake", "Far", PASSPHRASE) as far:
        assert [one.id for one in far.records()] == [new]


def test_another_agency_sees_a_record_no_more_once_it_was_corrected(store: Vault, tmp_path: Path) -> None:
    place, given = Place(store), ConsentSheet(given=True, language="bn")
    workflow.add_person(store, "Far", Role.MEDIATOR, PASSPHRASE, agency="Prefettura")
    workflow.add_person(store, "Bea", Role.MEDIATOR, PASSPHRASE)
    old = place.closed(**ALL)
    workflow.hand_over(store, old, "Far", "prefecture", given)
    workflow.hand_over(store, old, "Bea")
    new = workflow.edit_record(store, old).row.id

    def seen(name: str) -> list[str]:
        with vault.open_store(tmp_path / "w.intake", name, PASSPHRASE) as away:
            return [one.id for one in away.records()]

    store.close()
    assert seen("Far") == [old], "a correction that is begun ends nothing"
    with vault.open_store(tmp_path / "w.intake", "Ada", PASSPHRASE) as home:
        closed = workflow.finalise_draft(home, new).row
        assert [(one.taker, one.ended) for one in home.handovers(old)] == [("Far", closed.finalised), ("Bea", None)]
        with pytest.raises(IntakeError) as told:
            workflow.withdraw(home, old, "Far")
        assert told.value.code == "vault.not_handed"
    assert (seen("Far"), seen("Bea")) == ([], [old]), "a colleague of the house sees which version it is"
    with vault.open_store(tmp_path / "w.intake", "Ada", PASSPHRASE) as home:
        workflow.hand_over(home, old, "Far", "prefecture", given)
        assert [one.taker for one in home.handovers(new)] == ["Far"]
    assert seen("Far") == [new], "as it is now it is handed over anew"


def test_a_slip_of_a_record_that_was_corrected_tells_so(store: Vault) -> None:
    place = Place(store)
    old = place.closed(**ALL)
    slip = place.slip(old)
    new = workflow.edit_record(store, old).row.id
    assert not workflow.reprint(store, slip).corrected, "a correction that is begun says nothing yet"
    workflow.finalise_draft(store, new)
    newer = place.slip(old)
    assert workflow.reprint(store, slip).corrected and not workflow.reprint(store, newer).corrected
    assert [one.corrected for one in workflow.reprint_several(store, [slip, newer])] == [True, False]
