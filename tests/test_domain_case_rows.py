"""Rows of the domain that are about one person in several records, beside `test_domain_rows`: each check as it runs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from intake_app import i18n, slips, vault, workflow
from intake_app.errors import IntakeError
from intake_app.gui import case_words
from intake_app.practice import PracticeServer
from intake_app.referral import SlipSheet
from intake_app.vault import STAGES, Leaving, Role
from tests.gui_shell import people
from tests.slips.test_pdf import extracted
from tests.vault import scene


def row_1_a_colleague_is_told_before_asking_again(folder: Path) -> None:
    """Hand over: the other organisation sees only handed-over records; warned before re-asking what was answered."""
    with scene.new_store(folder) as store:
        store.add_person("Far", Role.MEDIATOR, scene.OTHER, agency="Other Agency")
        scene.put_form(store, "intake_transit")
        case = store.open_case()
        for record in ("uuid:given", "uuid:kept"):
            store.put_in_case(scene.finalised(store, record), case.id)
        store.hand_over("uuid:given", "Far", Leaving(scene.release("uuid:given", "export")))
    with scene.reopened(folder, "Far", scene.OTHER) as store:
        assert [entry.record_id for entry in store.case_outline(case.id)] == ["uuid:given"]
        with pytest.raises(IntakeError) as caught:
            workflow.begin_module(store, case.id, "transit")
    assert caught.value.code == "workflow.asked_already" and caught.value.facts["by"] == scene.NAME


def row_3_a_person_without_a_name_end_to_end(folder: Path) -> None:
    """Complete and refer an anonymous case; it is sent too."""
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, scene.PASSPHRASE)
    with workflow.create_store(folder / "w.intake", setup, vault.FLOOR) as store, PracticeServer() as server:
        workflow.add_server(store, "central", server.url)
        record = people.finish(store, people.ARABIC)
        case = workflow.case_for(store, record)
        slip = workflow.issue_slip(store, record, "health", SlipSheet(), "ar", slips.render)
        assert not store.case(case.id).named and case.code in extracted(slip.pdf)
        server.add_form(store.form(store.record(record).form_key).xml, {})
        workflow.sync_round(lambda do: do(store), "central", lambda _progress: None, lambda: False)
        assert store.record(record).state == "sent" and store.case_outline(case.id)[0].state == "sent"


def row_46_stages_are_those_of_the_national_database(_folder: Path) -> None:
    """Stage mapping test."""
    italian = i18n.load("it")
    named = tuple(italian(case_words.STAGES[code]) for code in STAGES)
    assert named == ("Contatto", "Valutazione", "Presa in carico", "Inclusione", "Follow-up")


def row_48_identified_for_now_then_formally(folder: Path) -> None:
    """Status machine test: preliminary, formal by a named body, and not back."""
    with scene.new_store(folder) as store:
        case = store.open_case().id
        assert store.case_course(case).identification is None
        for phase, kind, body in (("preliminary", "ngo", "Help Desk Trust"), ("formal", "government", "Prefettura")):
            noted = store.note_identification(case, phase, kind, body).identification
            assert noted is not None and (noted.phase, noted.body) == (phase, body)
        for phase, body in (("preliminary", "Another"), ("formal", "")):
            with pytest.raises(IntakeError):
                store.note_identification(case, phase, "ngo", body)
        standing = store.case_course(case).identification
        assert standing is not None and (standing.phase, standing.body) == ("formal", "Prefettura")


ROWS: dict[int, Callable[[Path], None]] = {
    1: row_1_a_colleague_is_told_before_asking_again,
    3: row_3_a_person_without_a_name_end_to_end,
    46: row_46_stages_are_those_of_the_national_database,
    48: row_48_identified_for_now_then_formally,
}


@pytest.mark.parametrize("row", ROWS)
def test_the_check_of_the_row_runs(row: int, tmp_path: Path) -> None:
    ROWS[row](tmp_path)
