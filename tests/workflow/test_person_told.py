"""A slip rests on what all records of a person tell now, whichever of them it is made of."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from intake_app import slips, vault, workflow
from intake_app.cli import filling, rehearsal
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet, SlipProposal, standing_now
from intake_app.workflow.age_grounds import AgeGround
from intake_app.workflow.interview import OpenRecord
from intake_app.xform import AnswerState
from tests.gui_shell import people
from tests.gui_shell.windows import PASSPHRASE
from tests.workflow.test_concluding import later
from tests.workflow.test_said_since import code_of

TOLD = {
    "safety/interpreter_gender": "woman",
    "next_steps/safe_contact": "ask_information_point",
    "next_steps/services": "legal_information",
}
EDITABLE = b"""| survey |
| | type | name | label | bind::intake:slip |
| | select_one whom | whom | Whom? | interpreter_gender |
| | select_one contact | contact | How? | safe_contact |
| choices |
| | list_name | name | label |
| | whom | woman | A woman |
| | contact | do_not_call | Do not call |
| | contact | in_person_only | In person |
| | contact | ask_information_point | By the point |
| settings |
| | form_title | form_id | version | namespaces | client_editable |
| | Talk | talk | 1 | intake="urn:intake:form:1" | yes |
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        yield made


def first(store: Vault, **changed: str) -> tuple[str, str]:
    done = people.finish(store, people.ARABIC, {**TOLD, **changed})
    return done, workflow.case_for(store, done).id


def answered(store: Vault, opened: OpenRecord, **answers: str) -> str:
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    for name, value in answers.items():
        session.answer(f"/data/{name}", value)
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    return workflow.finalise(store, session, opened.row.id, ConsentSheet(given=True, language="bn")).row.id


def said(proposal: SlipProposal) -> tuple[object, ...]:
    """Everything that stands on a slip or on the page that makes it, but for the record that it is of."""
    told = replace(proposal.sheet, person_code="")
    return told, proposal.offers, proposal.soon, proposal.work_told, proposal.age, proposal.person_language


def test_which_record_a_slip_is_made_of_changes_nothing_on_it(store: Vault) -> None:
    record, case = first(store)
    treated, _ = later(
        store, case, "sexual", what__intimacy="yes", after__see_doctor="yes", after__doctor_gender="woman"
    )
    labour, _ = later(store, case, "labour", work__worked="yes", work__pay_below="yes")
    proposed = [workflow.propose_slip(store, each) for each in (record, treated, labour)]
    assert said(proposed[0]) == said(proposed[1]) == said(proposed[2])
    sheet = proposed[0].sheet
    assert (sheet.interpreter_gender, sheet.safe_contact) == ("woman", "ask_information_point")
    assert sheet.services == ("medical_visit", "legal_information")
    assert sheet.doctor_gender == "woman"
    assert proposed[0].work_told
    offered = [each.recipient for each in proposed[0].offers]
    assert offered[0] == "health", "it is urgent, wherever it was told"
    assert "labour_desk" in offered


def test_what_was_said_last_counts_and_no_answer_takes_nothing_back(store: Vault) -> None:
    record, case = first(store)
    later(store, case, "domestic", freedom__see_doctor="yes")
    later(store, case, "needs", wishes__interpreter="yes", wishes__helper="man")
    sheet = workflow.propose_slip(store, record).sheet
    assert sheet.interpreter_gender == "man"
    assert sheet.safe_contact == "ask_information_point", "nobody asked again"
    assert sheet.services == ("medical_visit", "legal_information")
    again = workflow.begin_module(store, case, "needs", again=True)
    answered(store, again, **{"wishes/legal": "no"})
    assert workflow.propose_slip(store, record).sheet.services == ("medical_visit",)


DECLINED = (AnswerState.DECLINED, AnswerState.DOES_NOT_KNOW)
ASKED = ("safety/interpreter_gender", "next_steps/gender", "next_steps/safe_contact", "next_steps/services")


def talked(store: Vault, case: str, said: AnswerState | None, **changed: str) -> str:
    """A first interview once more, with these words to everything that a slip says of the person's wishes."""
    opened = workflow.begin_module(store, case, "first_interview", again=True)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    wanted = {"gender": "man", "safe_contact": "call_any_time", **changed}
    told = {**rehearsal.ANSWERS[people.ARABIC], **TOLD, **{f"next_steps/{name}": each for name, each in wanted.items()}}
    filling.fill(session, {f"/data/{path}": value for path, value in told.items()}, str)
    for ref in ASKED if said is not None else ():
        session.mark(f"/data/{ref}", said)
    return workflow.finalise(store, session, opened.row.id, ConsentSheet(given=True, language="bn")).row.id


def wishes(store: Vault, record: str) -> tuple[object, ...]:
    sheet = workflow.propose_slip(store, record).sheet
    return sheet.interpreter_gender, sheet.gender, sheet.safe_contact, sheet.services


@pytest.mark.parametrize("said", DECLINED)
def test_who_rather_says_nothing_now_has_taken_back_what_they_said_before(store: Vault, said: AnswerState) -> None:
    record, case = first(store, **{"next_steps/gender": "woman", "next_steps/safe_contact": "call_any_time"})
    assert wishes(store, record) == ("woman", "woman", "call_any_time", ("legal_information",))
    late = talked(store, case, said)
    assert wishes(store, record) == wishes(store, late) == ("any", "not_stated", "do_not_call", ())
    talked(store, case, None)
    assert wishes(store, record) == ("woman", "man", "call_any_time", ("legal_information",)), "said anew"


def test_who_wants_no_help_for_now_has_taken_back_what_they_asked_for_before(store: Vault) -> None:
    record, case = first(store, **{"next_steps/services": "legal_information medical_visit"})
    assert wishes(store, record)[-1] == ("medical_visit", "legal_information")
    late = talked(store, case, None, services="nothing")
    assert wishes(store, record) == wishes(store, late) == ("woman", "man", "call_any_time", ())


@pytest.mark.parametrize("said", DECLINED)
def test_who_is_not_to_be_called_is_not_whatever_they_decline_since(store: Vault, said: AnswerState) -> None:
    record, case = first(store, **{"next_steps/safe_contact": "do_not_call"})
    talked(store, case, said)
    assert workflow.propose_slip(store, record).sheet.safe_contact == "do_not_call"


def test_one_kind_of_help_that_is_declined_leaves_the_others(store: Vault) -> None:
    record, case = first(store, **{"next_steps/services": "legal_information medical_visit"})
    later(store, case, "needs", wishes__legal=AnswerState.DECLINED)
    assert workflow.propose_slip(store, record).sheet.services == ("medical_visit",)


def test_a_correction_says_anew_what_it_changes_alone(store: Vault) -> None:
    key = workflow.import_form(store, "talk.md", EDITABLE, {}).form_key
    assert key is not None
    record = answered(store, workflow.start_record(store, key, "", ""), whom="woman", contact="do_not_call")
    case = workflow.case_for(store, record).id
    later(store, case, "needs", wishes__helper="man")
    corrected = answered(store, workflow.edit_record(store, record), contact="in_person_only")
    sheet = workflow.propose_slip(store, corrected).sheet
    assert (sheet.interpreter_gender, sheet.safe_contact) == ("man", "in_person_only")


def test_a_talk_that_the_person_refused_says_nothing_on_the_slip_of_another(store: Vault) -> None:
    record, case = first(store)
    key = people.own_form(store)
    again = workflow.start_record(store, key, people.ARABIC, people.ITALIAN)
    workflow.put_in_case(store, again.row.id, case)
    refused = {"information/consent_interview": "no", "next_steps/outcome": "person_declined"}
    answered(store, again, **{"safety/interpreter_gender": "man", **refused})
    assert workflow.propose_slip(store, record).sheet.interpreter_gender == "woman"


def test_a_woman_doctor_is_asked_of_a_health_service_and_of_nobody_else(store: Vault) -> None:
    record, case = first(store)
    later(store, case, "sexual", after__see_doctor="yes", after__doctor_gender="woman")
    sheet = workflow.propose_slip(store, record).sheet

    def page(service: str) -> str:
        noted = ConsentSheet(given=True, language="bn")
        made = workflow.issue_slip(store, record, service, sheet, "it", slips.render, noted)
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(made.pdf)).pages)

    assert "dottoressa" in page("health")
    assert "dottoressa" not in page("prefecture")


def test_what_was_told_of_the_work_goes_along_from_the_first_interview_too(store: Vault) -> None:
    record, case = first(store)
    later(store, case, "labour", work__worked="yes", work__pay_withheld="yes")
    sheet = replace(workflow.propose_slip(store, record).sheet, dossier=True)
    noted = ConsentSheet(given=True, work=True, language="bn")
    content = workflow.draft_slip(store, record, "labour_desk", sheet, noted)
    assert content.work is not None
    assert ("pay_withheld", "yes") in content.work.answers


def test_a_slip_with_the_words_of_somebody_else_is_neither_read_nor_printed_again(store: Vault) -> None:
    record, case = first(store)
    theirs, _ = first(store, **{"next_steps/safe_contact": "do_not_call"})
    before = issued(store, record)
    workflow.merge_cases(store, case, workflow.case_for(store, theirs).id, "they told us they are the same person")
    both = issued(store, record)
    assert workflow.reprint_several(store, [before, both])
    workflow.part_cases(store, case, store.case_merges(case)[0].code, "they turned out to be somebody else")
    since = issued(store, record)
    assert workflow.propose_slip(store, record).sheet.safe_contact == "ask_information_point"
    for call in (
        lambda: workflow.reprint(store, both),
        lambda: workflow.reprint_several(store, [since, both]),
        lambda: workflow.slip_left(store, both, "printed"),
    ):
        assert code_of(call) == "vault.slip_of_two"
    assert len(workflow.reprint_several(store, [before, since])) == 2
    assert both in {one.reference for one in workflow.withdraw_consent(store, theirs).left}


def issued(store: Vault, record: str) -> str:
    sheet = workflow.propose_slip(store, record).sheet
    return workflow.issue_slip(store, record, "health", sheet, "it", lambda _content, _language: b"%PDF").reference


REASON = ConsentSheet(override_reason="she is bleeding and can not be asked", danger=True)


@pytest.mark.parametrize("how", ["withdrawn", "no", "never asked"])
def test_what_goes_on_a_reason_is_proposed_from_its_record_alone(store: Vault, how: str) -> None:
    record, case = first(store)
    if how == "never asked":
        key = workflow.import_form(store, "talk.md", EDITABLE, {}).form_key
        assert key is not None
        told = answered(store, workflow.start_record(store, key, "", ""))
        case = workflow.case_for(store, told).id
    else:
        told, _ = later(store, case, "labour", work__worked="yes", work__pay_below="yes")
    later(store, case, "sexual", after__see_doctor="yes", after__doctor_gender="woman")
    if how == "withdrawn":
        workflow.withdraw_consent(store, record, "slip")
    elif how == "no":
        workflow.consent_given(store, record, "slip", word="no")
    sheet = workflow.propose_slip(store, told).sheet
    assert workflow.on_reason(store, told, "health", sheet, REASON)
    assert not workflow.on_reason(store, told, "health", sheet, None)
    alone = workflow.propose_slip(store, told, by_itself=True)
    assert alone.by_itself and alone.sheet.doctor_gender == "any" and "medical_visit" not in alone.sheet.services
    assert alone.sheet.interpreter_gender == "any" and "health" not in {one.recipient for one in alone.offers}


@pytest.mark.parametrize("contact", ["chosen", "as it was"])
def test_a_whole_sheet_goes_on_a_reason_without_what_other_records_tell(store: Vault, contact: str) -> None:
    """Whoever calls it with what all of theirs tell: window and command line alone had left that out."""
    record, case = first(store)
    told, _ = later(store, case, "labour", work__worked="yes", work__pay_below="yes")
    later(store, case, "sexual", after__see_doctor="yes", after__doctor_gender="woman")
    sheet = workflow.propose_slip(store, told).sheet
    assert sheet.doctor_gender == "woman" and "medical_visit" in sheet.services
    assert sheet.safe_contact == "ask_information_point"
    if contact == "chosen":
        sheet = replace(sheet, safe_contact="in_person_only", services=(*sheet.services, "psychological_support"))
    workflow.withdraw_consent(store, record, "slip")
    alone = workflow.propose_slip(store, told, by_itself=True).sheet
    made = workflow.slip_for(store, told, workflow.directory(store).get("health"), sheet, REASON).sheet
    drawn = workflow.draft_slip(store, told, "health", sheet, REASON).sheet
    assert made == drawn
    assert made.doctor_gender == "any" and "medical_visit" not in made.services
    assert made.interpreter_gender == "any"
    assert made.safe_contact == ("in_person_only" if contact == "chosen" else alone.safe_contact)
    assert ("psychological_support" in made.services) == (contact == "chosen"), "what the desk chose itself stays"


def test_a_sheet_of_before_a_parting_is_looked_at_again(store: Vault) -> None:
    record, kept = first(store)
    _other, case = first(store, **{"safety/interpreter_gender": "man", "next_steps/services": "medical_visit"})
    workflow.merge_cases(store, kept, case, "they told us they are the same person")
    proposal = workflow.propose_slip(store, record)
    assert "medical_visit" in proposal.sheet.services
    standing_now.look_again(store, proposal)
    workflow.part_cases(store, kept, store.case_merges(kept)[0].code, "they turned out to be somebody else")
    assert code_of(lambda: standing_now.look_again(store, proposal)) == "workflow.told_since"
    standing_now.look_again(store, workflow.propose_slip(store, record))


@pytest.mark.parametrize("age", ["prefers_not_to_say", "does_not_know"])
def test_who_does_not_tell_an_age_is_offered_what_a_child_is_until_it_is_decided(store: Vault, age: str) -> None:
    record, case = first(store, **{"information/age_band": age})
    offered = {one.recipient: one.reasons for one in workflow.propose_slip(store, record).offers}
    assert "minor" in offered["juvenile_court"] and "minor" in offered["social_services"]
    workflow.decide_age(store, case, "adult", "a document that we saw", AgeGround("passport"))
    offered = {one.recipient: one.reasons for one in workflow.propose_slip(store, record).offers}
    assert "juvenile_court" not in offered


def test_a_reason_beside_a_yes_takes_nothing_away(store: Vault) -> None:
    record, _ = first(store)
    sheet = workflow.propose_slip(store, record).sheet
    assert not workflow.on_reason(store, record, "health", sheet, REASON)


@pytest.mark.parametrize("written", [True, False], ids=["with its reason", "before it is written"])
def test_the_work_told_in_another_record_is_on_no_page_that_goes_on_a_reason(store: Vault, written: bool) -> None:
    record, case = first(store)
    later(store, case, "labour", work__worked="yes", work__pay_withheld="yes")
    workflow.withdraw_consent(store, record, "slip")
    sheet = replace(workflow.propose_slip(store, record).sheet, dossier=True)
    noted = REASON if written else replace(REASON, override_reason="")
    drawn = workflow.draft_slip(store, record, "labour_desk", sheet, noted)
    assert drawn.work is None and drawn.release.basis == "override"
    agreed = workflow.draft_slip(store, record, "labour_desk", sheet, replace(noted, given=True, work=True))
    assert agreed.work is not None
    desk = workflow.directory(store).get("labour_desk")
    assert workflow.slip_for(store, record, desk, sheet, REASON).work is None


def test_what_is_told_in_a_talk_that_pauses_is_offered_for_and_stands_on_no_slip(store: Vault) -> None:
    record, case = first(store)
    before = workflow.propose_slip(store, record)
    assert not before.soon and before.sheet.priority == "72h"
    opened = workflow.begin_module(store, case, "sexual", agreed=people.agreed(store, case))
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    for name in ("what/unwanted", "what/intimacy"):
        session.answer(f"/data/{name}", "yes")
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    now = workflow.propose_slip(store, record)
    assert now.offers[0].recipient == "health" and now.soon in now.offers[0].reasons
    assert now.soon and now.sheet == before.sheet, "within 72 hours, as before; of the answers nothing is there"
    alone = workflow.propose_slip(store, record, by_itself=True)
    assert alone.offers == before.offers and alone.sheet == before.sheet, "a reason is of its record alone"
    session.answer("/data/what/unwanted", "no")
    session.answer("/data/what/intimacy", "no")
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    assert workflow.propose_slip(store, record).offers == before.offers
    workflow.withdraw_consent(store, record, "slip")
    session.answer("/data/what/unwanted", "yes")
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    assert workflow.propose_slip(store, record).offers == before.offers, "they took it back"
