"""What was told stands on a slip until another word is known: a correction that one does not read silences nothing."""

from pathlib import Path

import pytest

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.vault import Role, Vault
from intake_app.workflow import SlipProposal
from tests.workflow import test_concluded_last as concluded_last
from tests.workflow.test_concluding import later
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.workflow.test_person_told import EDITABLE, answered, first
from tests.workflow.test_unread import spoil


def talk(store: Vault, case: str, **told: str) -> str:
    """Another talk of a case, by a form whose records may be edited."""
    known = {row.form_id: row.key for row in workflow.form_list(store)}
    key = known.get("talk") or workflow.import_form(store, "talk.md", EDITABLE, {}).form_key
    assert key is not None
    opened = workflow.start_record(store, key)
    workflow.put_in_case(store, opened.row.id, case)
    return answered(store, opened, **told)


def corrected_by_bea(store: Vault, path: Path, record: str, **changed: str) -> Vault:
    """Ada's store again, after Bea finished a correction of a record of hers."""
    workflow.add_person(store, "Bea", Role.MEDIATOR, PASSPHRASE)
    edit = workflow.edit_record(store, record).row.id
    workflow.hand_over(store, edit, "Bea")
    store.close()
    with workflow.open_store(path, "Bea", PASSPHRASE) as bea:
        answered(bea, workflow.open_record(bea, edit), **changed)
    return workflow.open_store(path, "Ada", PASSPHRASE)


def behind(proposal: SlipProposal) -> tuple[bool, str, str]:
    return proposal.behind, proposal.newer, proposal.blocked


def test_a_correction_that_one_does_not_read_takes_back_no_no_to_calls(store: Vault, path: Path) -> None:
    record, case = first(store)
    late = talk(store, case, whom="man", contact="do_not_call")
    assert behind(workflow.propose_slip(store, record)) == (False, "", "")
    with corrected_by_bea(store, path, late, whom="woman") as ada:
        proposal = workflow.propose_slip(ada, record)
        assert proposal.sheet.safe_contact == "do_not_call"
        assert proposal.sheet.interpreter_gender == "man", "as she reads it"
        assert behind(proposal) == (True, "Bea", "")


def test_who_once_said_no_to_calls_is_not_called_where_the_newest_is_not_read(store: Vault, path: Path) -> None:
    record, case = first(store, **{"next_steps/safe_contact": "do_not_call"})
    late = talk(store, case, whom="man", contact="in_person_only")
    assert workflow.propose_slip(store, record).sheet.safe_contact == "in_person_only"
    with corrected_by_bea(store, path, late, whom="woman") as ada:
        assert workflow.propose_slip(ada, record).sheet.safe_contact == "do_not_call"


def test_what_a_version_before_told_is_not_newer_than_what_was_told_since(store: Vault, path: Path) -> None:
    record, case = first(store)
    early = talk(store, case, whom="man", contact="in_person_only")
    talk(store, case, whom="woman")
    with corrected_by_bea(store, path, early, whom="man", contact="ask_information_point") as ada:
        sheet = workflow.propose_slip(ada, record).sheet
        assert (sheet.interpreter_gender, sheet.safe_contact) == ("woman", "in_person_only")


@pytest.mark.parametrize("corrects", [True, False])
def test_a_no_to_calls_that_a_colleague_heard_is_on_the_slip(store: Vault, path: Path, corrects: bool) -> None:
    record, case = first(store)
    early = talk(store, case, whom="man", contact="in_person_only")
    assert workflow.propose_slip(store, record).sheet.safe_contact == "in_person_only"
    if corrects:
        with corrected_by_bea(store, path, early, whom="man", contact="do_not_call") as ada:
            assert workflow.propose_slip(ada, record).sheet.safe_contact == "do_not_call"
        return
    workflow.add_person(store, "Bea", Role.MEDIATOR, PASSPHRASE)
    store.close()
    for contact, told in (("in_person_only", "in_person_only"), ("do_not_call", "do_not_call")):
        with workflow.open_store(path, "Bea", PASSPHRASE) as bea:
            talk(bea, case, whom="man", contact=contact)
        with workflow.open_store(path, "Ada", PASSPHRASE) as ada:
            assert workflow.propose_slip(ada, record).sheet.safe_contact == told
            alone = workflow.propose_slip(ada, record, by_itself=True).sheet.safe_contact
            assert (alone == "do_not_call") is (told == "do_not_call")


def test_who_may_have_said_it_in_a_record_that_can_not_be_read_is_not_called(store: Vault) -> None:
    record, case = first(store)
    talk(store, case, whom="man", contact="in_person_only")
    later = talk(store, case, whom="woman", contact="do_not_call")
    draft = workflow.start_record(store, store.record(later).form_key).row.id
    workflow.put_in_case(store, draft, case)
    spoil(store, later)
    proposal = workflow.propose_slip(store, record)
    assert (proposal.sheet.safe_contact, proposal.sheet.interpreter_gender) == ("do_not_call", "man")


def test_urgency_without_a_conclusion_stands_while_a_correction_is_not_read(store: Vault, path: Path) -> None:
    hurry = {"outcome": "possible_refer", "priority": "2w"}
    _case, early, late = concluded_last.two_talks(store, hurry, "", priority="24h")
    workflow.add_person(store, "Bea", Role.MEDIATOR, PASSPHRASE)
    edit = workflow.edit_record(store, late).row.id
    workflow.hand_over(store, edit, "Bea")
    store.close()
    with workflow.open_store(path, "Bea", PASSPHRASE) as bea:
        concluded_last.answered(bea, workflow.open_record(bea, edit), note="typo")
    with workflow.open_store(path, "Ada", PASSPHRASE) as ada:
        assert workflow.propose_slip(ada, early).sheet.priority == "24h"


def test_a_newest_version_that_is_damaged_leaves_what_was_told_before(store: Vault) -> None:
    record, case = first(store)
    late = talk(store, case, whom="man", contact="do_not_call")
    spoil(store, answered(store, workflow.edit_record(store, late), whom="woman"))
    proposal = workflow.propose_slip(store, record)
    assert proposal.sheet.safe_contact == "do_not_call"
    assert behind(proposal) == (True, "", "")


def test_a_slip_of_a_damaged_record_is_refused_in_words(store: Vault) -> None:
    record, case = first(store)
    talk(store, case, whom="man")
    spoil(store, record)
    with pytest.raises(IntakeError) as refused:
        workflow.propose_slip(store, record)
    assert refused.value.code == "vault.damaged"


def test_what_goes_on_a_reason_alone_takes_nothing_of_other_records_along(store: Vault) -> None:
    record, case = first(store)
    later(store, case, "sexual", what__intimacy="yes", after__see_doctor="yes", after__doctor_gender="woman")
    later(store, case, "labour", work__worked="yes", work__pay_withheld="yes")
    talk(store, case, whom="man", contact="do_not_call")
    assert workflow.propose_slip(store, record).work_told
    workflow.consent_given(store, record, "slip", word="no")
    proposal = workflow.propose_slip(store, record)
    sheet = proposal.sheet
    assert (sheet.services, sheet.doctor_gender, sheet.interpreter_gender) == (("legal_information",), "any", "woman")
    assert not proposal.work_told
    assert "health" not in [each.recipient for each in proposal.offers]
    assert sheet.safe_contact == "do_not_call", "that nobody calls tells nothing of them"


def test_what_a_colleague_handed_over_speaks_until_they_correct_it(store: Vault, path: Path) -> None:
    record, case = first(store)
    workflow.add_person(store, "Bea", Role.MEDIATOR, PASSPHRASE)
    plain = workflow.propose_slip(store, record).sheet.interpreter_gender
    talk(store, store.open_case().id, whom="man")
    store.close()
    with workflow.open_store(path, "Bea", PASSPHRASE) as bea:
        theirs = talk(bea, case, whom="man")
        workflow.hand_over(bea, theirs, "Ada")
    with workflow.open_store(path, "Ada", PASSPHRASE) as ada:
        assert plain == "woman" and workflow.propose_slip(ada, record).sheet.interpreter_gender == "man"
    with workflow.open_store(path, "Bea", PASSPHRASE) as bea:
        answered(bea, workflow.edit_record(bea, theirs), whom="man", contact="in_person_only")
    with workflow.open_store(path, "Ada", PASSPHRASE) as ada:
        proposal = workflow.propose_slip(ada, record)
        assert (proposal.sheet.interpreter_gender, behind(proposal)) == ("woman", (True, "Bea", ""))
