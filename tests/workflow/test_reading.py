"""A record that is read tells answered, not known, declined and not asked apart, before and after it is closed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet
from intake_app.xform import AnswerState
from tests.gui_interview import forms

PASSPHRASE = "seven grey boats at the quay 4"
GIVEN = {"name": "answered", "story": "does_not_know", "age": "prefers_not_to_say", "height": "not_asked"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        yield made


def test_a_foreign_form_has_four_states_in_a_draft_and_in_a_finished_record(store: Vault) -> None:
    key = workflow.import_form(store, "kinds.xml", forms.kinds()).form_key
    assert key is not None
    opened = workflow.start_record(store, key)
    definition = workflow.load_definition(opened.package.xml, opened.package.files)
    session = workflow.session_for(opened, definition)
    workflow.answer(session, "/data/name", "Amal")
    workflow.mark(session, "/data/story", AnswerState.DOES_NOT_KNOW)
    workflow.mark(session, "/data/age", AnswerState.DECLINED)
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    for _time in ("as a draft", "finished"):
        found = {one.ref.rpartition("/")[2]: one for one in workflow.read_record(store, opened.row.id, "ar").answers}
        assert {name: str(found[name].state) for name in GIVEN} == GIVEN
        assert (found["name"].question, found["name"].answer) == ("ما اسمك؟", "Amal")
        assert found["story"].answer == found["age"].answer == ""
        assert "note" not in found
        if _time == "as a draft":
            workflow.finalise(store, session, opened.row.id, ConsentSheet(given=True, language="bn"))
    assert b"<story/>" in store.submission(opened.row.id), "to a server it is blank"
    assert "Amal" not in repr(found["name"])


def test_our_own_form_carries_them_as_choices(store: Vault) -> None:
    opened = workflow.start_record(store, store.forms()[0].key, "English (en)", "English (en)")
    definition = workflow.load_definition(opened.package.xml, opened.package.files)
    session = workflow.session_for(opened, definition)
    workflow.mark(session, "/data/safety/private", AnswerState.DECLINED)
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    found = {one.ref: one for one in workflow.read_record(store, opened.row.id, "en").answers}
    assert found["/data/safety/private"].state == AnswerState.DECLINED
    assert found["/data/safety/private"].answer == "I prefer not to say"
    assert found["/data/safety/understands"].state == AnswerState.NOT_ASKED
    observed = {ref for ref, one in found.items() if one.mediators}
    assert observed == {"/data/next_steps/outcome"}
    assert "/data/screen/debt" not in found, "the form never came to it"
