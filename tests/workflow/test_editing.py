"""A finished record is edited: as a new version with its files, behind the one before, on the server and here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.practice import PracticeServer
from intake_app.sync import RoundReport
from intake_app.vault import AttemptResult, Role, ServerRow, Vault
from intake_app.workflow import ConsentSheet, OpenRecord
from intake_app.xform import AnswerState
from tests.vault import scene

FORM = (
    b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    b'xmlns:odk="http://www.opendatakit.org/xforms"><h:head><h:title>Landing</h:title><model>'
    b'<submission odk:client-editable="true"/>'
    b'<instance><data id="landing" version="1"><q/><place/><photo/><meta><instanceID/></meta></data></instance>'
    b'<bind nodeset="/data/q" type="string"/><bind nodeset="/data/place" type="string" required="true()"/>'
    b'<bind nodeset="/data/photo" type="binary"/>'
    b'<bind nodeset="/data/meta/instanceID" type="string" readonly="true()"/></model></h:head><h:body>'
    b'<input ref="/data/q"><label>What?</label></input><input ref="/data/place"><label>Where?</label></input>'
    b'<upload ref="/data/photo" mediatype="image/*"><label>Picture</label></upload></h:body></h:html>'
)
PLAIN = FORM.replace(b'<submission odk:client-editable="true"/>', b"")
SEALED = FORM.replace(b'client-editable="true"', b'client-editable="true" base64RsaPublicKey="MIIBIjANBgkqhkiG9w0BAQE"')
PICTURE = b"\x89 not really a picture " * 80
AGREED = ConsentSheet(given=True, language="bn")


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    """Central, with the form."""
    with PracticeServer() as running:
        running.add_form(FORM, {})
        yield running


@pytest.fixture
def store(tmp_path: Path, server: PracticeServer) -> Iterator[Vault]:
    """A mediator's store that knows the server."""
    with scene.new_store(tmp_path) as opened:
        workflow.add_server(opened, "practice", server.url)
        workflow.import_form(opened, "landing.xml", FORM)
        yield opened


def answered(store: Vault, opened: OpenRecord, **answers: str) -> str:
    """Answers given in a window, saved; the id of the record."""
    definition = workflow.load_definition(opened.package.xml, opened.package.files)
    session = workflow.session_for(opened, definition)
    for name, value in answers.items():
        if value:
            session.answer(f"/data/{name}", value)
        else:
            session.mark(f"/data/{name}", AnswerState.DECLINED)
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    return opened.row.id


def finished(store: Vault, what: str = "first", sheet: ConsentSheet | None = AGREED) -> str:
    """A record with a picture, closed."""
    opened = workflow.start_record(store, workflow.form_list(store)[0].key)
    name = workflow.attach(store, opened.row.id, PICTURE, "application/octet-stream")
    record = answered(store, opened, q=what, place="", photo=name)
    workflow.finalise_draft(store, record, sheet)
    return record


def edited(store: Vault, record: str, what: str) -> str:
    """The next version of a record, closed."""
    version = answered(store, workflow.edit_record(store, record), q=what)
    workflow.finalise_draft(store, version, AGREED)
    return version


def sent(store: Vault) -> RoundReport:
    """One round."""
    return workflow.sync_round(lambda call: call(store), "practice", lambda _progress: None, lambda: False)


def refused(verb: str, store: Vault, record: str) -> str:
    """The code of the refusal."""
    with pytest.raises(IntakeError) as caught:
        getattr(workflow, verb)(store, record)
    return caught.value.code


def test_an_edit_keeps_answers_states_and_files_and_names_what_it_edits(store: Vault) -> None:
    first = finished(store)
    frozen = store.frozen(first)
    assert workflow.may_edit(store, first)
    opened = workflow.edit_record(store, first)
    assert (opened.row.state, opened.row.edit_of) == ("draft", store.record(first).code)
    assert opened.row.title == frozen.instance_name
    assert opened.draft.states == {"/data/place": "prefers_not_to_say"}
    (file,) = store.media(first)
    assert store.media(opened.row.id) == (file,)
    assert store.media_bytes(opened.row.id, file.name) == PICTURE
    second = edited(store, first, "second")
    assert second == opened.row.id, "the edit that was begun goes on"
    xml = store.submission(second)
    assert f"<deprecatedID>{first}</deprecatedID>".encode() in xml.replace(b"orx:", b"")
    assert f"instanceID>{second}<".encode() in xml
    assert (store.frozen(first), store.media(first)) == (frozen, (file,))
    assert [row.id for row in store.versions(second)] == [first, second]
    assert store.check() == ()


def test_versions_go_one_behind_the_other_in_one_round(store: Vault, server: PracticeServer) -> None:
    """Three versions finished offline: each is sent once the one before has a receipt; files go once."""
    first = finished(store)
    second = edited(store, first, "second")
    third = edited(store, second, "third")
    assert [row.behind for row in store.versions(first)] == [False, True, True]
    assert store.waiting("practice") == 3
    assert sent(store).sent == 3
    assert [one.instance_id for one in server.received] == [first, second, third]
    assert [one.root for one in server.received] == [first] * 3
    assert [list(one.files.values()) for one in server.received] == [[PICTURE]] * 3
    assert sum(one.asked > len(PICTURE) for one in server.traffic if one.method == "POST") == 1, "the picture went once"
    assert [row.behind for row in store.versions(first)] == [False] * 3


def test_a_lane_of_its_own_goes_on_with_what_waited_behind(store: Vault, server: PracticeServer) -> None:
    first = finished(store)
    second = edited(store, first, "second")
    report = workflow.sync_round(
        lambda call: call(store), "practice", lambda _progress: None, lambda: False, beside=False
    )
    assert [one.record_id for one in report.results] == [first, second]


def test_a_version_that_is_refused_holds_those_behind_it_and_no_other(store: Vault, server: PracticeServer) -> None:
    first = finished(store)
    edited(store, first, "second")
    other = finished(store, "other")
    server.then("odd_conflict")
    report = sent(store)
    assert [(one.record_id, one.outcome.kind) for one in report.results] == [(first, "hold"), (other, "accepted")]
    assert store.waiting("practice") == 0, "nothing can go before somebody has looked"
    workflow.retry(store, first)
    assert sent(store).sent == 2


def test_a_version_that_goes_again_later_is_waited_for(store: Vault, server: PracticeServer) -> None:
    first = finished(store)
    edited(store, first, "second")
    server.then("busy")
    assert [one.outcome.kind for one in sent(store).results] == ["retry"]
    assert sent(store).sent == 2


def test_to_another_kind_of_server_all_files_go_again(tmp_path: Path) -> None:
    people = {"anna": "secret"}
    with PracticeServer(kind="kobo", people=people) as server, scene.new_store(tmp_path) as store:
        workflow.add_server(store, "practice", server.url, "digest", "anna", "secret")
        workflow.import_form(store, "landing.xml", FORM)
        second = edited(store, finished(store), "second")
        assert sent(store).sent == 2
        due = store._opening.database.one("SELECT count(*) FROM media WHERE record = ?", 2)
        assert due == (1,)
        assert server.received[1].instance_id == second
        assert sum(one.asked > len(PICTURE) for one in server.traffic if one.method == "POST") == 2


def test_what_may_not_be_edited_is_refused_with_its_reason(store: Vault, server: PracticeServer) -> None:
    started = workflow.start_record(store, workflow.form_list(store)[0].key).row.id
    assert refused("edit_record", store, started) == "vault.not_finalised"
    first = finished(store)
    second = edited(store, first, "second")
    assert refused("edit_record", store, first) == "vault.edited"
    server.then("conflict")
    sent(store)
    assert refused("edit_record", store, first) == "vault.waits_for_person"
    assert store.record(first).delivery == "needs_person"
    assert workflow.edit_record(store, second).row.edit_of == store.record(second).code
    lone = finished(store, "lone")
    server.then("conflict")
    sent(store)
    assert refused("edit_record", store, lone) == "vault.waits_for_person"


@pytest.mark.parametrize(
    ("form", "code"), [(PLAIN, "workflow.not_editable"), (SEALED, "workflow.edit_encrypted")], ids=["plain", "sealed"]
)
def test_a_form_must_allow_it_and_not_encrypt(tmp_path: Path, form: bytes, code: str) -> None:
    with scene.new_store(tmp_path) as store:
        workflow.import_form(store, "landing.xml", form)
        record = finished(store)
        if not store.releases(record):
            store.put_release(scene.release(record))
        assert refused("edit_record", store, record) == code
        assert workflow.may_edit(store, record) == (form is SEALED)
        assert store.records("draft") == ()


def test_a_draft_that_was_put_away_is_no_version_and_one_chain_stays(store: Vault) -> None:
    first = finished(store)
    away = workflow.edit_record(store, first).row.id
    store.discard(away)
    assert [row.id for row in store.versions(first)] == [first]
    kept = workflow.edit_record(store, first).row.id
    assert kept != away
    assert refused("restore", store, away) == "vault.edited"
    store.discard(kept)
    store.restore(away)
    assert [row.id for row in store.versions(first)] == [first, away]


def test_files_that_a_crash_left_out_come_when_the_draft_is_opened(store: Vault) -> None:
    first = finished(store)
    opened = workflow.edit_record(store, first)
    (file,) = store.media(first)
    store.drop_media(opened.row.id, file.name)
    assert workflow.open_record(store, opened.row.id).row.id == opened.row.id
    assert store.media_bytes(opened.row.id, file.name) == PICTURE
    assert len(store.media(opened.row.id)) == 1


def test_a_draft_that_was_handed_over_goes_on_with_the_colleague(tmp_path: Path, server: PracticeServer) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Bea", Role.MEDIATOR, scene.OTHER)
        workflow.add_server(store, "practice", server.url)
        workflow.import_form(store, "landing.xml", FORM)
        first = finished(store)
        second = workflow.edit_record(store, first).row.id
        workflow.hand_over(store, second, "Bea")
        assert refused("edit_record", store, first) == "vault.edited"
    with scene.reopened(tmp_path, "Bea", scene.OTHER) as store:
        opened = workflow.open_record(store, second)
        answered(store, opened, q="second")
        workflow.finalise_draft(store, second, AGREED)
        assert [row.id for row in store.versions(second)] == [second], "the first is not hers to see"
        assert (sent(store).results, store.record(second).behind) == ((), True)
    with scene.reopened(tmp_path) as store:
        assert sent(store).sent == 1
    with scene.reopened(tmp_path, "Bea", scene.OTHER) as store:
        assert sent(store).sent == 1
        assert store.check() == ()


def test_kept_by_the_server_those_behind_it_are_asked_about_one_by_one(store: Vault, server: PracticeServer) -> None:
    first = finished(store)
    second = edited(store, first, "second")
    third = edited(store, second, "third")
    server.then("conflict")
    sent(store)
    workflow.keep_server(store, first)
    assert [row.delivery for row in store.versions(first)] == ["needs_person", "needs_person", "waiting"]
    assert workflow.choices(store, second) == ("hold", "send_as_new", "export")
    assert [row.id for row in store.queue_page(deliveries=("needs_person",)).rows] == [second]
    copy = workflow.send_as_new(store, second)
    assert b"deprecatedID" not in store.submission(copy.id)
    assert workflow.choices(store, second) == ()
    with pytest.raises(IntakeError, match=r"workflow\.former_first"):
        workflow.send_as_new(store, third)
    assert sent(store).sent == 1
    last = workflow.send_as_new(store, third)
    assert f"deprecatedID>{copy.id}<".encode() in store.submission(last.id)
    assert sent(store).sent == 1
    assert [(one.instance_id, one.root) for one in server.received] == [(copy.id, copy.id), (last.id, copy.id)]
    assert {row.id for row in store.queue_page(deliveries=("settled",)).rows} == {first, second, third}
    assert store.check() == ()


def test_a_chain_that_is_let_stand_ends(store: Vault, server: PracticeServer) -> None:
    first = finished(store)
    second = edited(store, first, "second")
    server.then("conflict")
    sent(store)
    for version in (first, second):
        workflow.keep_server(store, version)
    assert store.queue_page(deliveries=("settled",)).total == 2
    assert refused("edit_record", store, second) == "vault.waits_for_person"
    assert (sent(store).results, store.waiting("practice")) == ((), 0)


def test_an_edit_that_somebody_was_faster_with_goes_as_a_record_of_its_own(
    store: Vault, server: PracticeServer
) -> None:
    """Central says that it is out of date; a copy that still named the old version would be refused again."""
    first = finished(store)
    sent(store)
    second = edited(store, first, "second")
    server.then("out_of_date")
    (result,) = sent(store).results
    assert result.outcome.code == "openrosa.out_of_date"
    copy = workflow.send_as_new(store, second)
    assert b"deprecatedID" not in store.submission(copy.id)
    assert sent(store).sent == 1
    assert server.received[-1].root == copy.id


def test_an_edit_follows_its_record_to_the_server_that_has_it(store: Vault, server: PracticeServer) -> None:
    first = finished(store)
    sent(store)
    store.put_server(ServerRow("elsewhere", "https://elsewhere.example/v1/key/" + "k" * 64 + "/projects/1"))
    workflow.choose_own_forms_server(store, "elsewhere")
    edited(store, first, "second")
    assert (store.waiting("elsewhere"), store.waiting("practice")) == (0, 1)
    assert sent(store).sent == 1


def test_no_try_begins_before_the_version_before_was_received(store: Vault) -> None:
    first = finished(store)
    second = edited(store, first, "second")
    with pytest.raises(IntakeError, match=r"vault\.not_queued"):
        store.attempt_started(second, "practice")
    attempt = store.attempt_started(first, "practice")
    store.attempt_ended(attempt, AttemptResult("accepted", "openrosa.accepted", 201))
    due = store.next_due("practice", None)
    assert due is not None and (due.record_id, due.confirmed) == (second, frozenset(due.announced))
