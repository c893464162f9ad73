"""Which conclusion is the newest: by the order in which talks were finished, whatever a clock says; as old as it is."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake_app import workflow
from intake_app.practice import PracticeServer
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet, concluded, concluding
from intake_app.workflow.interview import OpenRecord
from tests.workflow.test_concluding import first, later
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.workflow.test_unread import spoil

SHEET = ConsentSheet(given=True, language="bn")
NOW = {"conclusion__outcome": "priority_refer_now", "conclusion__priority": "24h"}
AGREED = {"information/consent_record": "yes", "information/consent_sync": "yes"}
POSSIBLE = "PossibleVictimOfTrafficking"
EDITABLE = """| survey |
| | type | name | label | bind::intake:outcome | bind::intake:slip | bind::intake:consent |
| | select_one yn | interview | May I? | | | interview |
| | select_one yn | record | May I? | | | record |
| | select_one yn | sync | May I? | | | sync |
| | select_one yn | export | May I? | | | export |
| | select_one out | outcome | What? | yes | | |
| | select_one age | age | Age? | | age_band | |
| | select_one pr | priority | How soon? | | priority | |
| | text | note | Note | | | |
| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
| | age | adult | Adult |
| | out | no_indication_now | None |
| | out | possible_refer | Perhaps |
| | out | priority_refer_now | Now |
| | out | person_declined | They ended it |
| | pr | 24h | A day |
| | pr | 2w | Weeks |
| settings |
| | form_title | form_id | version | namespaces | client_editable |
| | Talk | {id} | 1 | intake="urn:intake:form:1" | yes |
"""
YES = {"interview": "yes", "record": "yes", "sync": "yes", "export": "yes", "age": "adult"}


def told(store: Vault, record: str) -> str:
    """What an export says of the person."""
    out = json.loads(workflow.export_record(store, record, "anti_trafficking", "json", SHEET).data)
    return str(out["objects"]["victim"][0]["vic_TraffickingStatus"])


def outcome(store: Vault, case: str) -> str:
    found = concluding.standing(store, case)
    assert found is not None
    return found.outcome


def answered(store: Vault, opened: OpenRecord, **answers: str) -> str:
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    for name, value in answers.items():
        session.answer(f"/data/{name}", value)
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    workflow.finalise(store, session, opened.row.id, SHEET)
    return opened.row.id


def two_talks(
    store: Vault, before: dict[str, str] | None = None, outcome: str = "priority_refer_now", **more: str
) -> tuple[str, str, str]:
    """An early one without an indication, or with ``before``, and a late one with, of a case; forms that may be edited.
    """
    for name in ("early", "late"):
        workflow.import_form(store, f"{name}.md", EDITABLE.format(id=name).encode(), {})
    keys = {row.form_id: row.key for row in workflow.form_list(store)}
    opened = workflow.start_record(store, keys["early"])
    case = workflow.case_for(store, opened.row.id).id
    early = answered(store, opened, **(before or {"outcome": "no_indication_now"}), **YES)
    opened = workflow.start_record(store, keys["late"])
    workflow.put_in_case(store, opened.row.id, case)
    return case, early, answered(store, opened, **({"outcome": outcome} if outcome else {}), **more, **YES)


def test_a_clock_that_stood_ahead_hides_no_later_conclusion(store: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as ahead:
        ahead.setattr(store._opening, "clock", lambda: datetime(2060, 1, 1, tzinfo=UTC))
        record, case = first(store)
    done, _ = later(store, case, "labour", **NOW)
    assert outcome(store, case) == "priority_refer_now"
    assert told(store, done) == POSSIBLE
    assert workflow.propose_slip(store, record).sheet.priority == "24h"
    assert workflow.propose_slip(store, done).sheet.priority == "24h"
    last, _ = later(store, case, "transit", conclusion__outcome="possible_refer", conclusion__priority="2w")
    assert workflow.propose_slip(store, last).sheet.priority == "2w", "it was concluded after the hurry"


def test_what_is_sent_once_more_as_a_new_record_concludes_nothing_anew(store: Vault) -> None:
    with PracticeServer() as server:
        workflow.add_server(store, "practice", server.url)
        record, case = first(store, **AGREED)
        before = concluding.standing(store, case)
        server.then("conflict")
        workflow.sync_round(lambda call: call(store), "practice", lambda _progress: None, lambda: False)
        assert before is not None
        done, _ = later(store, case, "labour", **NOW)
        copy = workflow.send_as_new(store, record).id
        assert outcome(store, case) == "priority_refer_now"
        assert told(store, copy) == POSSIBLE
        assert workflow.propose_slip(store, copy).sheet.priority == "24h"
        alone = concluding.standing(store, case, done)
        assert alone is not None and alone.on == before.on, "it is as old as the talk"


def test_a_correction_that_concludes_the_same_is_as_old_as_what_it_corrects(store: Vault) -> None:
    case, early, late = two_talks(store)
    fixed = answered(store, workflow.edit_record(store, early), note="a typo")
    assert outcome(store, case) == "priority_refer_now"
    assert told(store, fixed) == POSSIBLE
    alone = concluding.standing(store, case, late)
    assert alone is not None and alone.record == store.record(fixed).code
    assert alone.on == store.record(early).finalised, "it is told from when it is"


def test_a_correction_that_concludes_something_else_is_the_newest(store: Vault) -> None:
    case, early, _late = two_talks(store)
    fixed = answered(store, workflow.edit_record(store, early), outcome="possible_refer")
    found = concluding.standing(store, case)
    assert found is not None and (found.outcome, found.record) == ("possible_refer", store.record(fixed).code)
    again = answered(store, workflow.edit_record(store, fixed), note="a typo")
    found = concluding.standing(store, case)
    assert found is not None and (found.outcome, found.record) == ("possible_refer", store.record(again).code)
    assert found.on == store.record(fixed).finalised


def test_a_correction_of_what_is_not_read_is_no_newer_than_that(path: Path, store: Vault) -> None:
    """Nobody who does not read it knows that it concluded something else."""
    store.add_person("Noor", Role.MEDIATOR, PASSPHRASE)
    case, early, late = two_talks(store)
    draft = workflow.edit_record(store, early).row.id
    workflow.hand_over(store, draft, "Noor")
    workflow.hand_over(store, late, "Noor")
    store.close()
    with workflow.open_store(path, "Noor", PASSPHRASE) as noor:
        workflow.finalise_draft(noor, draft, SHEET)
        found = concluding.standing(noor, case)
        assert found is not None and found.outcome == "priority_refer_now"


def test_a_version_that_is_damaged_keeps_nothing_from_being_told(store: Vault) -> None:
    case, early, _late = two_talks(store)
    fixed = answered(store, workflow.edit_record(store, early), note="a typo")
    answered(store, workflow.edit_record(store, fixed), note="another")
    spoil(store, fixed)
    assert outcome(store, case) == "priority_refer_now"


def test_that_the_person_ended_a_later_talk_takes_no_conclusion_away(store: Vault) -> None:
    record, case = first(store, **{"next_steps/outcome": "priority_refer_now", "next_steps/priority": "24h"})
    done, _ = later(store, case, "labour", conclusion__outcome="person_declined")
    assert outcome(store, case) == "priority_refer_now"
    assert told(store, done) == told(store, record) == POSSIBLE
    assert workflow.propose_slip(store, done).sheet.priority == "24h"


def test_that_the_person_ended_the_talk_is_what_is_concluded_where_nothing_else_is(store: Vault) -> None:
    _, case = first(store, **{"next_steps/outcome": "person_declined"})
    assert outcome(store, case) == "person_declined"


@pytest.mark.parametrize("damaged", [False, True])
def test_a_conclusion_stands_until_another_is_known(path: Path, store: Vault, damaged: bool) -> None:
    """A correction by a colleague is not read by the author: nobody knows that it concludes something else."""
    store.add_person("Bea", Role.MEDIATOR, PASSPHRASE)
    case, early, late = two_talks(store, priority="24h")
    fixed = workflow.edit_record(store, late)

    def stands() -> None:
        found = concluded.of_case(store, case)
        assert found is not None
        assert (found.conclusion.outcome, found.conclusion.record) == ("priority_refer_now", store.record(late).code)
        assert workflow.propose_slip(store, early).sheet.priority == "24h"

    if damaged:
        spoil(store, answered(store, fixed, note="a typo"))
        stands()
        return
    workflow.hand_over(store, fixed.row.id, "Bea")
    stands()
    store.close()
    with workflow.open_store(path, "Bea", PASSPHRASE) as bea:
        answered(bea, workflow.open_record(bea, fixed.row.id), note="a typo")
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        assert store.corrected_by(late) == "Bea"
        stands()


@pytest.mark.parametrize("outcome", ["", "person_declined"])
def test_what_a_newer_talk_tells_of_urgency_is_not_lowered_to_what_an_older_one_concluded(
    store: Vault, outcome: str
) -> None:
    before = {"outcome": "possible_refer", "priority": "2w"}
    case, early, late = two_talks(store, before, outcome=outcome, priority="24h")
    priorities = [workflow.propose_slip(store, record).sheet.priority for record in (early, late)]
    assert priorities == ["24h", "24h"], "whichever of their records the slip is made of"
    keys = {row.form_id: row.key for row in workflow.form_list(store)}
    opened = workflow.start_record(store, keys["late"])
    workflow.put_in_case(store, opened.row.id, case)
    answered(store, opened, outcome="possible_refer", priority="2w", **YES)
    assert workflow.propose_slip(store, late).sheet.priority == "2w", "what was concluded after it"
