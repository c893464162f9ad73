"""A slip goes on what the person said, on a duty, or on a reason that is kept: through the verbs that issue one."""

from dataclasses import replace

import pytest

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.referral import SlipContent
from intake_app.vault import Vault
from intake_app.workflow import ConsentSheet

HEAD = "| survey |\n| | type | name | label | bind::intake:consent | bind::intake:slip |\n"
ASKED = "| | select_one yn | agree | May I? | referral | |\n"
AGE = "| | select_one age | age | Age? | | age_band |\n"
TAIL = """| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
| | age | adult | Adult |
| | age | minor | Minor |
| settings |
| | form_title | form_id | version | namespaces |
| | Small | small | 1 | intake="urn:intake:form:1" |
"""


def record(store: Vault, asks: bool, **answers: str) -> str:
    source = HEAD + (ASKED if asks else "") + AGE + TAIL
    key = workflow.import_form(store, "small.md", source.encode(), {}).form_key
    assert key is not None
    opened = workflow.start_record(store, key, "", "")
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    for name, value in answers.items():
        session.answer(f"/data/{name}", value)
    workflow.finalise(store, session, opened.row.id, None if asks else ConsentSheet())
    return opened.row.id


def _page(content: SlipContent, _language: str) -> bytes:
    return f"%PDF {content.release.basis}".encode()


def issued(store: Vault, record_id: str, recipient: str, noted: ConsentSheet | None = None, age: str = "") -> str:
    """Basis of the slip that came of it, or the code that said why there is none."""
    sheet = workflow.propose_slip(store, record_id).sheet
    sheet = replace(sheet, age_band=age) if age else sheet
    try:
        slip = workflow.issue_slip(store, record_id, recipient, sheet, "en", _page, noted)
    except IntakeError as refused:
        assert store.slips(record_id) == () and store.releases(record_id) == ()
        return refused.code
    (release,) = store.releases(record_id)
    assert release.id == slip.release_id and slip.pdf == f"%PDF {release.basis}".encode()
    return f"{release.basis}: {release.detail}"


@pytest.mark.parametrize(
    ("answers", "recipient", "noted", "told"),
    [
        ({"agree": "yes", "age": "adult"}, "health", None, "consent: spoken"),
        ({"agree": "no", "age": "adult"}, "health", None, "screening.consent_refused"),
        ({"agree": "no", "age": "adult"}, "health", ConsentSheet(given=True), "screening.consent_refused"),
        ({"agree": "no"}, "health", ConsentSheet(override_reason="unconscious"), "override: unconscious"),
        ({"age": "adult"}, "health", None, "screening.consent_missing"),
        ({"age": "adult"}, "health", ConsentSheet(given=True), "consent: spoken"),
        ({"agree": "yes", "age": "minor"}, "social_service", None, "duty: minor"),
        ({"agree": "no", "age": "minor"}, "social_service", None, "duty: minor"),
        ({"agree": "yes", "age": "minor"}, "health", None, "screening.guardian_missing"),
        ({"agree": "yes", "age": "minor"}, "health", ConsentSheet(guardian=True), "consent: spoken"),
        ({"agree": "no", "age": "minor"}, "health", ConsentSheet(guardian=True), "screening.consent_refused"),
        ({"agree": "yes", "age": "minor"}, "health", ConsentSheet(override_reason="fever"), "override: fever"),
    ],
)
def test_a_form_that_asks(
    store: Vault, answers: dict[str, str], recipient: str, noted: ConsentSheet | None, told: str
) -> None:
    assert issued(store, record(store, True, **answers), recipient, noted) == told


@pytest.mark.parametrize(
    ("noted", "age", "told"),
    [
        (None, "adult", "screening.consent_missing"),
        (ConsentSheet(), "adult", "screening.consent_refused"),
        (ConsentSheet(given=True, how="signed"), "adult", "consent: signed"),
        (ConsentSheet(given=True), "minor", "screening.guardian_missing"),
        (ConsentSheet(given=True, guardian=True), "minor", "consent: spoken"),
    ],
)
def test_a_form_that_asks_nothing(store: Vault, noted: ConsentSheet | None, age: str, told: str) -> None:
    assert issued(store, record(store, False), "health", noted, age) == told


def test_nobody_makes_a_child_older_at_the_desk(store: Vault) -> None:
    told = record(store, True, agree="yes", age="minor")
    assert issued(store, told, "health", age="adult") == "screening.guardian_missing"
    assert workflow.propose_slip(store, told).minor


def test_what_was_taken_back_is_asked_again(store: Vault) -> None:
    told = record(store, False)
    assert issued(store, told, "health", ConsentSheet(given=True)) == "consent: spoken"
    (slip,) = store.slips(told)
    store.withdraw_consent(told, "slip", "health")
    with pytest.raises(IntakeError, match=r"vault\.withdrawn"):
        workflow.reprint(store, slip.reference)
