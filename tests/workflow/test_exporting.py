"""A record in the shared data format: codes alone, under the code of the case, on a release that the store keeps."""

import csv
import io
import json
from dataclasses import replace

import pytest

from intake_app import screening, workflow
from intake_app.errors import IntakeError
from intake_app.vault import Vault
from intake_app.workflow import ConsentSheet
from intake_app.xform import AnswerState

CANARY = "Żółw canary"
FORM = """| survey |
| | type | name | label | bind::intake:consent | bind::intake:indicator | bind::intake:slip |
| | select_one yn | record | Keep? | record | | |
| | select_one yn | export | Pass on? | export | | |
| | select_one yn | debt | Debt? | | fee_debt | |
| | select_one age | age | Age? | | | age_band |
| | text | story | Story | | | |
| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
| | age | adult | Adult |
| settings |
| | form_title | form_id | version | namespaces |
| | Small | small | 1 | intake="urn:intake:form:1" |
"""

ASKS_NOTHING = """| survey |
| | type | name | label | bind::intake:indicator |
| | text | hours | Hours? | hours_excess |
| settings |
| | form_title | form_id | version | namespaces |
| | Later | later | 1 | intake="urn:intake:form:1" |
"""


def record(store: Vault, **answers: str) -> str:
    key = workflow.import_form(store, "small.md", FORM.encode(), {}).form_key
    assert key is not None
    opened = workflow.start_record(store, key, "", "")
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    for name, value in {"story": CANARY, "debt": "yes", "age": "adult", **answers}.items():
        if isinstance(value, AnswerState):
            session.mark(f"/data/{name}", value)
        else:
            session.answer(f"/data/{name}", value)
    workflow.finalise(store, session, opened.row.id)
    return opened.row.id


def test_what_goes_out_is_codes_under_the_code_of_the_case(store: Vault) -> None:
    told = record(store, record="yes", export="yes")
    case = store.put_in_case(told, store.open_case().id)
    store.note_identification(case.id, "preliminary", "ngo", "A house")
    done = workflow.export_record(store, told, "anti_trafficking", "json")
    out = json.loads(done.data)
    assert out["extension"]["ext_CaseCode"] == case.code
    assert out["states"]["indicators"] == {"fee_debt": "yes"}
    assert out["states"]["consent"] == {"record": "yes", "export": "yes"}
    assert out["objects"]["victim"][0]["vic_TraffickingStatus"] == ""
    assert CANARY not in json.dumps(out, ensure_ascii=False)
    (release,) = store.releases(told)
    assert out["extension"]["ext_ReleaseId"] == release.id
    assert (release.purpose, release.recipient, release.basis) == ("export", "anti_trafficking", "consent")
    assert [row.action for row in store.audit_rows(1)] == ["record.export_prepared"]
    workflow.file_written(store, "json", done.releases)
    assert [row.action for row in store.audit_rows(1)] == ["record.exported"]


def test_a_named_body_that_identified_the_person_is_told_of(store: Vault) -> None:
    told = record(store, record="yes", export="yes")
    case = store.put_in_case(told, store.open_case().id)
    store.note_identification(case.id, "formal", "court", "Procura")
    table = workflow.export_record(store, told, "anti_trafficking", "csv").data.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table))
    assert row["vic_TraffickingStatus"] == "ActualVictimOfTrafficking"
    assert row["vic_TraffickingStatusDecisionMakingOrg"] == "CourtOrProsecution"


@pytest.mark.parametrize(
    ("answers", "noted", "told"),
    [
        ({"record": "yes", "export": "no"}, None, "screening.consent_refused"),
        ({"record": "no", "export": "yes"}, ConsentSheet(given=True, language="bn"), "screening.consent_refused"),
        ({"record": "yes"}, None, "screening.consent_missing"),
        ({"record": "yes"}, ConsentSheet(override_reason="a court ordered it"), "override"),
    ],
)
def test_what_was_not_agreed_to_goes_for_a_kept_reason_alone(
    store: Vault, answers: dict[str, str], noted: ConsentSheet | None, told: str
) -> None:
    kept = record(store, **answers)
    try:
        workflow.export_record(store, kept, "freephone", "json", noted)
    except IntakeError as refused:
        assert (refused.code, store.releases(kept)) == (told, ())
        return
    assert [(one.basis, one.detail) for one in store.releases(kept)] == [(told, "a court ordered it")]


@pytest.mark.parametrize("state", [AnswerState.DECLINED, AnswerState.DOES_NOT_KNOW])
def test_the_ways_of_having_no_answer_are_told_apart_where_a_form_has_no_choice_for_them(
    store: Vault, state: AnswerState
) -> None:
    told = record(store, record="yes", export="yes", debt=state)
    out = json.loads(workflow.export_record(store, told, "anti_trafficking", "json").data)
    assert out["states"]["indicators"] == {"fee_debt": str(state)}
    assert out["extension"]["ext_AnswerStates"] == f"fee_debt={state}"
    blank = record(store, record="yes", export="yes", debt="")
    out = json.loads(workflow.export_record(store, blank, "anti_trafficking", "json").data)
    assert out["states"]["indicators"] == {"fee_debt": "not_asked"}
    refused = record(store, record="yes", export=state)
    with pytest.raises(IntakeError, match=r"screening\.consent_refused"):
        workflow.export_record(store, refused, "anti_trafficking", "json", ConsentSheet(given=True, language="bn"))


@pytest.mark.parametrize("state", [AnswerState.DECLINED, AnswerState.DOES_NOT_KNOW, None])
def test_what_was_declined_is_a_no_where_an_older_program_noted_that_it_was_not_asked(
    store: Vault, state: AnswerState | None
) -> None:
    key = workflow.import_form(store, "small.md", FORM.encode(), {}).form_key
    assert key is not None
    opened = workflow.start_record(store, key, "", "")
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    for name, value in {"debt": "yes", "age": "adult", "record": "yes"}.items():
        session.answer(f"/data/{name}", value)
    if state is not None:
        session.mark("/data/export", state)
    made = workflow.prepare(session)
    facts = json.loads(made.frozen.values_json)
    for each in facts["consents"]:
        each["given"] = "yes" if each["given"] == "yes" else "not_asked"
    old = replace(made, frozen=replace(made.frozen, values_json=json.dumps(facts)))
    workflow.freeze(store, opened.row.id, old)
    given = ConsentSheet(given=True, language="bn")
    if state is None:
        assert workflow.export_record(store, opened.row.id, "anti_trafficking", "json", given).codes
        return
    with pytest.raises(IntakeError, match=r"screening\.consent_refused"):
        workflow.export_record(store, opened.row.id, "anti_trafficking", "json", given)


@pytest.mark.parametrize("kind", screening.RECIPIENT_KINDS)
def test_what_tells_of_trafficking_goes_to_who_protects_from_it_or_on_a_word_of_its_own(
    store: Vault, kind: str
) -> None:
    told = record(store, record="yes", export="yes")
    own = screening.own_word(kind)
    if own:
        workflow.consent_given(store, told, own, kind, language="bn")
    before = store.releases(told)
    if kind in ("anti_trafficking", "freephone", "police", "judicial_authority", "abroad"):
        assert kind in workflow.export_recipients()
        store.note_path(store.put_in_case(told, store.open_case().id).id, "judicial")
        assert workflow.export_record(store, told, kind, "json")
        return
    assert kind not in workflow.export_recipients()
    with pytest.raises(IntakeError, match=r"exports\.not_for_recipient"):
        workflow.export_record(
            store, told, kind, "json", ConsentSheet(given=True, override_reason="they asked us to", language="bn")
        )
    assert store.releases(told) == before


def test_an_export_tells_the_consent_that_holds_now_and_on_what_it_goes(store: Vault) -> None:
    """Also a questionnaire that asks nothing itself: one person has one consent."""
    told = record(store, record="yes", export="yes")
    case = workflow.put_in_case(store, told, store.open_case().id)
    key = workflow.import_form(store, "later.md", ASKS_NOTHING.encode(), {}).form_key
    assert key is not None
    later = workflow.start_record(store, key, "", "").row.id
    store.put_in_case(later, case.id)
    workflow.finalise_draft(store, later, ConsentSheet(given=False, language="bn"))
    workflow.consent_given(store, told, "interview", language="bn")
    first = json.loads(workflow.export_record(store, later, "anti_trafficking", "json").data)
    assert first["states"]["consent"] == {"interview": "yes", "record": "yes", "export": "yes"}
    assert first["objects"]["consent"][0]["con_Consent"] == "true"
    assert first["extension"]["ext_ReleaseBasis"] == "consent"
    workflow.withdraw_consent(store, told)
    hurt = ConsentSheet(override_reason="they are held and hurt", danger=True)
    for record_id in (told, later):
        out = json.loads(workflow.export_record(store, record_id, "anti_trafficking", "json", hurt).data)
        assert out["states"]["consent"]["record"] == out["states"]["consent"]["export"] == "withdrawn"
        assert out["objects"]["consent"][0]["con_Consent"] == "false"
        assert set(out["consent_v1"].values()) <= {"false", "true", ""} and "true" not in out["consent_v1"].values()
        assert out["extension"]["ext_ReleaseBasis"] == "override"


def test_the_line_that_goes_beside_a_table_names_source_and_licence() -> None:
    assert "CC BY 4.0" in workflow.export_standard().source and "IOM" in workflow.export_standard().source
