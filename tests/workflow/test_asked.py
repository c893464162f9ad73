"""What must not be asked again: a colleague who goes on with a draft sees who asked what is sensitive, and when."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from intake_app import vault, workflow, xform
from intake_app.vault import Role, Vault
from intake_app.workflow import AskedBy, OpenRecord
from intake_app.workflow.store import surroundings_for
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


def _state(session: Session) -> None:
    session.mark("/data/plain", AnswerState.DOES_NOT_KNOW)


def _answer(session: Session) -> None:
    session.answer("/data/plain", "x")


def _taken_back(session: Session) -> None:
    session.answer("/data/hurt", "")


@pytest.mark.parametrize("say", [_state, _answer, _taken_back])
def test_an_answer_a_state_and_what_is_taken_back_are_said_and_a_page_is_a_look(
    store: Vault, say: Callable[[Session], None]
) -> None:
    opened = begun(store)
    session, asked = going_on(opened)
    session.answer("/data/hurt", "told")
    opened = saved(store, opened, session, asked)
    session, asked = going_on(opened)
    for place in ("/data/plain", "/data/owed"):
        assert workflow.snapshot(session, place, ("", "x"), asked, simple=True, left_out="person").looked
    say(session)
    assert not workflow.snapshot(session, None, ("", ""), asked).looked
    session.answer("/data/plain", "")
    session.answer("/data/hurt", "told")
    assert not workflow.snapshot(session, None, ("", ""), asked).looked, "it was said, whatever became of it"


def test_what_is_chosen_at_the_end_is_said_once(store: Vault) -> None:
    opened, end = begun(store), ("yes", "spoken", "")
    session, _ = going_on(opened)
    for before, now, looked in (((), (), True), ((), end, False), (end, end, True), (end, (), True)):
        asked = AskedBy(session, "Ada", {}, ending=before)
        assert workflow.snapshot(session, None, ("", ""), asked, ending=now).looked is looked


def test_a_birth_that_is_understood_otherwise_in_another_language_is_not_said() -> None:
    session = xform.new_session(xform.load(forms.births()), surroundings_for({}), "বাংলা (bn)")
    born, today = "/data/who/born", date(2026, 11, 27)
    workflow.answer(session, born, "? 2002--", today)
    asked, before = AskedBy(session, "Ada", {}), session.value(born)
    workflow.speak(session, "ትግርኛ (ti)", today)
    assert session.value(born) != before and asked.looked(())
    workflow.answer(session, born, "? 2003--", today)
    assert not asked.looked(())
