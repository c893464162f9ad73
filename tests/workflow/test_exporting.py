"""A record in the shared data format: codes alone, under the code of the case, on a release that the store keeps."""

import csv
import io
import json

import pytest

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.vault import Vault
from intake_app.workflow import ConsentSheet

CANARY = "Żółw canary"
FORM = """| survey |
| | type | name | label | bind::intake:consent | bind::intake:indicator |
| | select_one yn | record | Keep? | record | |
| | select_one yn | export | Pass on? | export | |
| | select_one yn | debt | Debt? | | fee_debt |
| | text | story | Story | | |
| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
| settings |
| | form_title | form_id | version | namespaces |
| | Small | small | 1 | intake="urn:intake:form:1" |
"""


def record(store: Vault, **answers: str) -> str:
    key = workflow.import_form(store, "small.md", FORM.encode(), {}).form_key
    assert key is not None
    opened = workflow.start_record(store, key, "", "")
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    for name, value in {"story": CANARY, "debt": "yes", **answers}.items():
        session.answer(f"/data/{name}", value)
    workflow.finalise(store, session, opened.row.id)
    return opened.row.id


def test_what_goes_out_is_codes_under_the_code_of_the_case(store: Vault) -> None:
    told = record(store, record="yes", export="yes")
    case = store.put_in_case(told, store.open_case().id)
    store.note_identification(case.id, "preliminary", "ngo", "A house")
    out = json.loads(workflow.export_record(store, told, "anti_trafficking", "json"))
    assert out["extension"]["ext_CaseCode"] == case.code
    assert out["states"]["indicators"] == {"fee_debt": "yes"}
    assert out["states"]["consent"] == {"record": "yes", "export": "yes"}
    assert out["objects"]["victim"][0]["vic_TraffickingStatus"] == ""
    assert CANARY not in json.dumps(out, ensure_ascii=False)
    (release,) = store.releases(told)
    assert out["extension"]["ext_ReleaseId"] == release.id
    assert (release.purpose, release.recipient, release.basis) == ("export", "anti_trafficking", "consent")
    assert [row.action for row in store.audit_rows(1)] == ["record.exported"]


def test_a_named_body_that_identified_the_person_is_told_of(store: Vault) -> None:
    told = record(store, record="yes", export="yes")
    case = store.put_in_case(told, store.open_case().id)
    store.note_identification(case.id, "formal", "court", "Procura")
    table = workflow.export_record(store, told, "anti_trafficking", "csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table))
    assert row["vic_TraffickingStatus"] == "ActualVictimOfTrafficking"
    assert row["vic_TraffickingStatusDecisionMakingOrg"] == "CourtOrProsecution"


@pytest.mark.parametrize(
    ("answers", "noted", "told"),
    [
        ({"record": "yes", "export": "no"}, None, "screening.consent_refused"),
        ({"record": "no", "export": "yes"}, ConsentSheet(given=True), "screening.consent_refused"),
        ({"record": "yes"}, None, "screening.consent_missing"),
        ({"record": "yes"}, ConsentSheet(override_reason="a court ordered it"), "override"),
    ],
)
def test_what_was_not_agreed_to_goes_for_a_kept_reason_alone(
    store: Vault, answers: dict[str, str], noted: ConsentSheet | None, told: str
) -> None:
    kept = record(store, **answers)
    try:
        workflow.export_record(store, kept, "health", "json", noted)
    except IntakeError as refused:
        assert (refused.code, store.releases(kept)) == (told, ())
        return
    assert [(one.basis, one.detail) for one in store.releases(kept)] == [(told, "a court ordered it")]


def test_the_line_that_goes_beside_a_table_names_source_and_licence() -> None:
    assert "CC BY 4.0" in workflow.export_standard().source and "IOM" in workflow.export_standard().source
