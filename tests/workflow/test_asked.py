"""What must not be asked again: a colleague who goes on with a draft sees who asked what is sensitive, and when."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.vault import Role, Vault
from intake_app.workflow import AskedBy, OpenRecord
from intake_app.xform import AnswerState, Session
from tests.gui_interview import forms

PASSPHRASE = "seven grey boats at the quay 4"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        workflow.add_person(made, "Dario", Role.MEDIATOR, PASSPHRASE)
        workflow.import_form(made, "secrets.xml", forms.secrets())
        yield made


def going_on(opened: OpenRecord) -> tuple[Session, AskedBy]:
    """A draft as a window holds it."""
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    return session, AskedBy(session, opened.properties["username"], opened.draft.asked)


def saved(store: Vault, opened: OpenRecord, session: Session, asked: AskedBy) -> OpenRecord:
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages, asked))
    return workflow.open_record(store, opened.row.id)


def begun(store: Vault) -> OpenRecord:
    key = next(row.key for row in workflow.form_list(store) if row.form_id == "secrets")
    return workflow.start_record(store, key)


def test_a_colleague_sees_who_asked_and_when_until_they_ask_anew(store: Vault, tmp_path: Path) -> None:
    opened = begun(store)
    session, asked = going_on(opened)
    session.answer("/data/plain", "x")
    session.answer("/data/hurt", "told")
    session.mark("/data/owed", AnswerState.DECLINED)
    opened = saved(store, opened, session, asked)
    assert set(opened.draft.asked) == {"/data/hurt", "/data/owed"}
    assert asked.before_me("/data/hurt") is None, "what one asked oneself is no matter"
    workflow.hand_over(store, opened.row.id, "Dario")
    store.close()
    with workflow.open_store(tmp_path / "w.intake", "Dario", PASSPHRASE) as other:
        opened = workflow.open_record(other, opened.row.id)
        session, asked = going_on(opened)
        name, at = asked.before_me("/data/hurt") or ("", "")
        assert name == "Ada" and abs((datetime.now(UTC) - datetime.fromisoformat(at)).total_seconds()) < 600
        assert asked.before_me("/data/owed") == (name, at) or asked.before_me("/data/owed") is not None
        assert asked.before_me("/data/plain") is None is asked.before_me("/data/nowhere")
        session.answer("/data/hurt", "more")
        assert asked.before_me("/data/hurt") is None, "asked anew, before it is saved"
        session.answer("/data/owed", "")
        opened = saved(other, opened, session, asked)
        assert {ref: by for ref, (by, _at) in opened.draft.asked.items()} == {"/data/hurt": "Dario"}
        assert other.check() == ()


def test_a_draft_of_before_that_names_nobody(store: Vault) -> None:
    opened = begun(store)
    session, _asked = going_on(opened)
    session.answer("/data/hurt", "told")
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    opened = workflow.open_record(store, opened.row.id)
    assert opened.draft.asked == {}
    session, asked = going_on(opened)
    assert asked.before_me("/data/hurt") is None
    assert saved(store, opened, session, asked).draft.asked == {}, "nobody knows who asked it"
