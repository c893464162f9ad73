"""The end of a correction is looked at before it is closed: what it corrects is no question of it."""

import pytest

from intake_app import workflow
from intake_app.vault import Vault
from intake_app.workflow import untold
from intake_app.xform import Session
from tests.gui_interview import forms


def talk(opened: workflow.OpenRecord) -> Session:
    """As a window has it."""
    return workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))


@pytest.mark.parametrize("answered", [True, False])
def test_a_correction_is_empty_or_not_by_its_questions(store: Vault, answered: bool) -> None:
    edits = b'<submission xmlns:odk="http://www.opendatakit.org/xforms" odk:client-editable="true"/></model>'
    form = forms.kinds().replace(b"</model>", edits)
    key = workflow.import_form(store, "form.xml", form, {}).form_key
    assert key is not None
    first = workflow.start_record(store, key, "", "")
    session = talk(first)
    session.answer("/data/story", "told")
    workflow.save(store, first.row.id, workflow.snapshot(session, None, ("", "")))
    workflow.finalise_draft(store, first.row.id, workflow.ConsentSheet(no_person=True))
    again = talk(workflow.edit_record(store, first.row.id))
    if not answered:
        again.answer("/data/story", "")
    assert untold.says_nothing(again) is not answered
