"""What a desk is told of a finished record: which kinds of services first, and why, without any answer."""

from pathlib import Path

from intake_app import vault, workflow
from intake_app.screening import Offer
from intake_app.vault import Role

PASSPHRASE = "quiet harbour lantern seven"
FORM = b"""| survey |
| | type | name | label | bind::intake:indicator | bind::intake:slip |
| | select_one yn | unwanted | Was there something you did not want? | sexual_violence_control | |
| | select_one yn | pay | Was pay kept? | pay_below | |
| | select_multiple help | help | What helps? | | services |
| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
| | help | labour_rights | Rights |
| settings |
| | form_title | form_id | version | namespaces |
| | Small | small | 1 | intake="urn:intake:form:1" |
"""


def offered(folder: Path, **answers: str) -> tuple[Offer, ...]:
    setup = workflow.Setup("Example", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(folder / "work.intake", setup, vault.FLOOR) as store:
        key = workflow.import_form(store, "small.md", FORM, {}).form_key
        assert key is not None
        opened = workflow.start_record(store, key, "", "")
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        for name, value in answers.items():
            session.answer(f"/data/{name}", value)
        workflow.finalise(store, session, opened.row.id, workflow.ConsentSheet(given=True, language="bn"))
        return workflow.propose_slip(store, opened.row.id).offers


def test_health_comes_first_after_what_a_person_should_not_have_to_tell_twice(tmp_path: Path) -> None:
    found = offered(tmp_path, unwanted="yes", pay="no")
    assert found[0] == Offer("health", ("urgent_health",))


def test_pay_that_was_kept_offers_the_desk_for_work(tmp_path: Path) -> None:
    found = offered(tmp_path, unwanted="no", pay="yes", help="labour_rights")
    assert found[0] == Offer("labour_desk", ("labour_index", "service_labour_rights"))


def test_no_answer_offers_nothing(tmp_path: Path) -> None:
    assert offered(tmp_path) == ()
