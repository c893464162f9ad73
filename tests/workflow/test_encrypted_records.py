"""A record of a form with a key, from the interview to the server: encrypted, whole, the same bytes after a crash."""

import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from intake_app import vault, workflow
from intake_app.practice import PracticeServer
from intake_app.sync import Progress
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet
from tests.openrosa.opening_envelopes import open_envelope
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.xform.forms import inputs, xform

T = TypeVar("T")
BINDS = '<bind nodeset="/data/p" type="binary"/><bind nodeset="/data/r" type="binary"/>'
BODY = inputs("a") + '<upload ref="/data/p" mediatype="image/*"/><upload ref="/data/r" mediatype="audio/*"/>'
CANARY = "Kanarienvogel"
FILES = {"/data/p": (b"no picture" * 2400, "application/octet-stream"), "/data/r": (b"RIFF" * 4000, "audio/wav")}


@pytest.fixture(scope="module")
def owner() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def form(owner: rsa.RSAPrivateKey, **attributes: str) -> bytes:
    der = owner.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    more = "".join(f' orx:{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    model = f'<submission base64RsaPublicKey="{base64.b64encode(der).decode()}"{more}/>'
    return xform("<a/><p/><r/>", BINDS, BODY, model)


@dataclass
class Place:
    """A workplace, and the server its records go to."""

    path: Path
    store: Vault
    server: PracticeServer

    def lane(self, work: Callable[[Vault], T], /) -> T:
        return work(self.store)

    def record(self, xml: bytes, sheet: ConsentSheet | None = None) -> str:
        """An interview with two files, closed."""
        key = workflow.import_form(self.store, "form.xml", xml).form_key
        assert key is not None
        opened = workflow.start_record(self.store, key)
        session = workflow.session_for(opened, workflow.load_definition(xml, {}))
        session.answer("/data/a", CANARY)
        for ref, (data, mime) in FILES.items():
            session.answer(ref, workflow.attach(self.store, opened.row.id, data, mime))
        workflow.save(self.store, opened.row.id, workflow.snapshot(session, None, opened.languages))
        workflow.finalise(self.store, session, opened.row.id, sheet)
        return opened.row.id

    def send(self) -> int:
        return workflow.sync_round(self.lane, "practice", lambda progress: None, lambda: False).sent


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with (
        PracticeServer(largest=30_000) as server,
        workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as store,
    ):
        workflow.add_server(store, "practice", server.url)
        yield Place(tmp_path / "w.intake", store, server)


def arrived_whole(place: Place, record_id: str, owner: rsa.RSAPrivateKey) -> None:
    (arrived,) = place.server.received
    found = open_envelope(arrived.xml, arrived.files, owner)
    assert (found.xml, found.instance_id) == (place.store.submission(record_id), record_id)
    assert CANARY.encode() in found.xml
    assert sorted(found.files.values()) == sorted(data for data, _mime in FILES.values())
    assert CANARY.encode() not in arrived.xml + b"".join(arrived.files.values())
    assert place.store.record(record_id).state == "sent"


@pytest.mark.feature(9)
def test_it_goes_out_encrypted_once_the_person_agreed_and_not_before(place: Place, owner: rsa.RSAPrivateKey) -> None:
    record = place.record(form(owner))
    assert (place.send(), place.server.posts) == (0, 0)
    workflow.release_later(place.store, record, ConsentSheet(given=True, language="bn"))
    assert place.send() == 1
    assert place.server.posts > 1, "several posts within the size that the server takes"
    arrived_whole(place, record, owner)
    told = {notice.code: notice.level for notice in workflow.check_form("form.xml", form(owner)).notices}
    assert told["xform.encrypted_form"] == "info" and "openrosa.bad_key" not in told


KILLED = """
import os, signal, sys
from pathlib import Path
from intake_app import workflow

path, name, passphrase, after = sys.argv[1:]
store = workflow.open_store(Path(path), name, passphrase)

def progress(told):
    if told.sent >= int(after):
        os.kill(os.getpid(), signal.SIGKILL)

workflow.sync_round(lambda work: work(store), "practice", progress, lambda: False)
"""


@pytest.mark.feature(9)
@pytest.mark.parametrize("after", [1, 30_000, 41_000])
def test_a_process_killed_between_the_parts_goes_on_with_the_same_bytes(
    place: Place, owner: rsa.RSAPrivateKey, after: int
) -> None:
    record = place.record(form(owner), ConsentSheet(given=True, language="bn"))
    place.store.close()
    command = [sys.executable, "-c", KILLED, str(place.path), "Ada", PASSPHRASE, str(after)]
    ended = subprocess.run(command, cwd=Path(__file__).parents[2], timeout=60, check=False, env=dict(os.environ))
    assert ended.returncode == -signal.SIGKILL
    before = {name: data for one in place.server.received for name, data in one.files.items()}
    manifests = {one.xml for one in place.server.received}
    assert bool(before) == (after > 1)
    with workflow.open_store(place.path, "Ada", PASSPHRASE) as place.store:
        assert place.store.record(record).state == "finalised"
        assert place.send() == 1
        arrived_whole(place, record, owner)
        (arrived,) = place.server.received
        assert manifests <= {arrived.xml} and before.items() <= arrived.files.items()


@pytest.mark.feature(9)
@pytest.mark.parametrize(
    ("written", "notice", "due"),
    [("false", "xform.sent_by_hand", 0), ("no", "xform.sent_by_hand", 0), ("true", "xform.sent_by_workplace", 1)],
)
def test_who_may_send_it(place: Place, owner: rsa.RSAPrivateKey, written: str, notice: str, due: int) -> None:
    """Automatic rounds leave alone what the form leaves to a person, who sends it as ever."""
    xml = form(owner, auto_send=written)
    assert notice in {one.code for one in workflow.check_form("form.xml", xml).notices}
    place.record(xml, ConsentSheet(given=True, language="bn"))
    pace = place.store.pace("practice", datetime.now(UTC))
    assert (pace.due, pace.by_hand) == (due, 1 - due)
    workflow.change_server(place.store, "practice", automatic="on")
    (turn,) = workflow.outlook(place.store, False).turns
    assert (turn.at is not None, turn.by_hand) == (bool(due), 1 - due)
    report = workflow.automatic_round(place.lane, "practice", _unwatched, lambda: False, lambda: False)
    assert report.sent == due
    assert place.send() == 1 - due


def _unwatched(progress: Progress) -> None:
    """Nobody looks."""


@pytest.mark.feature(9)
def test_what_a_form_says_of_deleting_is_told_and_not_done(place: Place, owner: rsa.RSAPrivateKey) -> None:
    xml = form(owner, auto_delete="true")
    found = workflow.check_form("form.xml", xml)
    assert "xform.kept_after_sending" not in {one.code for one in found.notices}, "the line of the feature says it"
    assert {use.feature.row: use.state for use in found.features}[9] == "degraded"
    record = place.record(xml, ConsentSheet(given=True, language="bn"))
    assert place.send() == 1
    assert CANARY.encode() in place.store.submission(record)
    again = workflow.check_form("form.xml", form(owner))
    assert {use.feature.row: use.state for use in again.features}[9] == "supported"
    (row,) = [each for each in place.store.forms() if each.form_id == again.form_id]
    assert "by_hand" not in json.loads(row.report)


@pytest.mark.feature(9)
def test_one_that_the_server_knows_otherwise_goes_as_a_new_record_encrypted_anew(
    place: Place, owner: rsa.RSAPrivateKey
) -> None:
    record = place.record(form(owner), ConsentSheet(given=True, language="bn"))
    place.server.then("conflict")
    assert place.send() == 0
    assert place.store.record(record).delivery == "needs_person"
    row = workflow.send_as_new(place.store, record)
    assert place.send() == 1
    (arrived,) = place.server.received
    found = open_envelope(arrived.xml, arrived.files, owner)
    assert (found.instance_id, found.xml) == (row.id, place.store.submission(row.id))
    assert row.id != record and sorted(found.files.values()) == sorted(data for data, _mime in FILES.values())


@pytest.mark.feature(9, 114)
def test_the_log_of_filling_in_goes_encrypted_too(place: Place, owner: rsa.RSAPrivateKey) -> None:
    xml = form(owner).replace(b"<orx:meta><orx:instanceID/></orx:meta>", b"<meta><instanceID/><audit/></meta>")
    bind = b'<bind nodeset="/data/meta/audit" type="binary" odk:identify-user="true"/></model>'
    record = place.record(xml.replace(b"</model>", bind), ConsentSheet(given=True, language="bn"))
    assert place.send() == 1
    (arrived,) = place.server.received
    found = open_envelope(arrived.xml, arrived.files, owner)
    assert found.files["audit.csv"] == place.store.media_bytes(record, "audit.csv")
    assert found.files["audit.csv"].startswith(b"event,node,start,end,user\nform start,,")
