"""A record that the server has with other answers: both are kept, and a person decides what becomes of ours."""

from pathlib import Path

import pytest

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.practice import PracticeServer
from intake_app.sync import RoundReport
from intake_app.vault import Vault
from intake_app.workflow import ConsentSheet
from tests.cli.test_ledger import FORM
from tests.vault import scene


def _round(store: Vault) -> RoundReport:
    return workflow.sync_round(lambda call: call(store), "practice", lambda _progress: None, lambda: False)


def _refused(store: Vault, server: PracticeServer) -> str:
    workflow.add_server(store, "practice", server.url)
    key = workflow.import_form(store, "landing.xml", FORM).form_key
    assert key is not None
    record = workflow.start_record(store, key).row.id
    workflow.finalise_draft(store, record, ConsentSheet(given=True, language="bn"))
    server.then("conflict")
    assert [one.outcome.code for one in _round(store).results] == ["openrosa.conflict"]
    return record


def test_sent_as_a_new_record_it_arrives_once(tmp_path: Path) -> None:
    with PracticeServer() as server, scene.new_store(tmp_path) as store:
        record = _refused(store, server)
        assert "send_as_new" in workflow.choices(store, record)
        copy = workflow.send_as_new(store, record)
        assert copy.id != record and copy.delivery == "waiting"
        assert _round(store).sent == 1
        assert [one.instance_id for one in server.received] == [copy.id]
        assert server.received[0].xml == store.submission(record).replace(record.encode(), copy.id.encode())
        assert workflow.choices(store, record) == ()
        for verb in (workflow.send_as_new, workflow.keep_server, workflow.retry):
            with pytest.raises(IntakeError, match=r"vault\.settled|workflow\.not_to_be_copied"):
                verb(store, record)
        assert store.check() == ()


def test_cut_before_it_was_finished_it_goes_on(tmp_path: Path) -> None:
    with PracticeServer() as server, scene.new_store(tmp_path) as store:
        record = _refused(store, server)
        store.copy_as_new(record, "uuid:half", b"<data/>")
        copy = workflow.send_as_new(store, record)
        assert (copy.id != "uuid:half", copy.delivery) == (True, "waiting")
        assert [row.id for row in store.records("discarded")] == ["uuid:half"]


def test_only_what_the_server_knows_otherwise(tmp_path: Path) -> None:
    with PracticeServer() as server, scene.new_store(tmp_path) as store:
        record = _refused(store, server)
        workflow.retry(store, record)
        assert workflow.choices(store, record) == ()
        with pytest.raises(IntakeError, match=r"workflow\.not_to_be_copied"):
            workflow.send_as_new(store, record)
        server.then("not_assigned")
        _round(store)
        assert "send_as_new" not in workflow.choices(store, record)
        with pytest.raises(IntakeError, match=r"workflow\.not_to_be_copied"):
            workflow.send_as_new(store, record)
        workflow.keep_server(store, record)
        assert _round(store).results == ()
