"""A form that takes answers from the record before gets the one that the same person finished last."""

from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.vault import Role, Vault
from tests.xform.forms import inputs, xform

PASSPHRASES = {"Ada": "quiet harbour lantern seven", "Sara": "seven lantern harbour quiet"}
LAST = '<instance id="last" src="jr://instance/last-saved"/>'
SET = '<setvalue ref="/data/town" event="odk-instance-first-load" value="instance(\'last\')/data/town"/>'
ALWAYS = '<bind nodeset="/data/before" calculate="instance(\'last\')/data/town"/>'


def interview(store: Vault, key: int, town: str) -> tuple[str, str]:
    """Finish a record; gives the town it began with and the one it had noted of the record before at the end."""
    opened = workflow.start_record(store, key)
    definition = workflow.load_definition(opened.package.xml, opened.package.files)
    session = workflow.session_for(opened, definition)
    began = session.value("/data/town")
    session.answer("/data/town", town)
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    session = workflow.session_for(workflow.open_record(store, opened.row.id), definition)
    workflow.finalise(store, session, opened.row.id)
    return began, session.value("/data/before")


@pytest.mark.feature(99)
def test_each_person_goes_on_from_their_own_record(tmp_path: Path) -> None:
    path = tmp_path / "work.intake"
    setup = workflow.Setup("Example", "Quay", "000 000", "Ada", Role.MEDIATOR, PASSPHRASES["Ada"])
    form = xform("<town/><before/>", ALWAYS, inputs("town"), LAST + SET)
    with workflow.create_store(path, setup, vault.FLOOR) as store:
        workflow.add_person(store, "Sara", Role.MEDIATOR, PASSPHRASES["Sara"])
        key = workflow.import_form(store, "form.xml", form).form_key
        assert key is not None
        assert [interview(store, key, town) for town in ("Rome", "Bari", "Pisa")] == [
            ("", ""),
            ("Rome", "Rome"),
            ("Bari", "Bari"),
        ]
    with workflow.open_store(path, "Sara", PASSPHRASES["Sara"]) as store:
        assert interview(store, key, "Lecce") == ("", "")
