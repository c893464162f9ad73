"""What the log of actions says is compared with what is there: nothing that other tools changed passes for meant."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from intake_app.errors import IntakeError
from intake_app.vault import AttemptResult, InformationGiven, Role, ServerRow, Vault, audit, register
from tests.vault import scene
from tests.vault.test_hostile_store import STORE, key_of

CORA = "silver lantern seven harbour"
Change = str | Callable[[Any], object]


def past_triggers(folder: Path, *changes: Change) -> None:
    """What somebody does who has the key of the file, with a tool that knows of triggers; the shape stays."""
    handle: Any = sqlcipher.connect(str(folder / STORE), isolation_level=None)
    handle.set_key(b"x'" + key_of(folder).hex().encode() + b"'")
    triggers = handle.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _sql in triggers:
        handle.execute(f"DROP TRIGGER {name}")
    for change in changes:
        if callable(change):
            change(handle)
        else:
            handle.execute(change)
    for _name, sql in triggers:
        handle.execute(sql)
    handle.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed store in which each verb that the log tells of has happened."""
    with scene.new_store(tmp_path) as store:
        store.add_person("Noor", Role.MEDIATOR, scene.OTHER)
        store.add_person("Cora", Role.COORDINATOR, CORA)
        store.put_server(ServerRow("central", "https://central.example"))
        scene.queued(store, "uuid:1")
        scene.finalised(store, "uuid:2")
        for record, result in (
            ("uuid:3", AttemptResult("retry", "openrosa.busy", 503)),
            ("uuid:4", AttemptResult("hold", "openrosa.conflict", 409)),
            ("uuid:5", AttemptResult("accepted", "openrosa.accepted", 201)),
        ):
            scene.queued(store, record)
            store.attempt_ended(store.attempt_started(record, "central"), result)
        store.hand_over("uuid:1", "Noor")
        store.withdraw("uuid:1", "Noor")
        store.hand_over("uuid:3", "Noor")
        store.put_information(InformationGiven("freephone", "card", "bn", 30))
    with scene.reopened(tmp_path, "Cora", CORA) as store:
        store.break_glass("uuid:1", "a reason of quite enough words")
    with scene.reopened(tmp_path) as store:
        assert store.check() == ()
    return tmp_path


REGISTER = {
    "role": "UPDATE person SET role = 'desk' WHERE name = 'Noor'",
    "address": "UPDATE server SET url = 'https://evil.example'",
    "authority": "UPDATE server_detail SET ca = 'evil'",
    "telephone": "UPDATE store SET value = '+39 666' WHERE key = 'callback'",
}
VERBS: dict[str, Callable[[Vault], object]] = {
    "setting": lambda store: store.set_setting("reports", "x"),
    "hand-over": lambda store: store.hand_over("uuid:2", "Noor"),
    "passphrase": lambda store: store.change_passphrase(scene.PASSPHRASE, "copper meadow window twelve nine"),
    "server": lambda store: store.put_server(ServerRow("another", "https://another.example")),
    "form": lambda store: scene.put_form(store, "another"),
    "removal": lambda store: store.remove_person("Noor"),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("what", REGISTER)
def test_no_verb_makes_a_changed_register_look_meant(folder: Path, what: str, verb: str) -> None:
    past_triggers(folder, REGISTER[what])
    with scene.reopened(folder) as store:
        VERBS[verb](store)
        VERBS["setting"](store)
        assert store.check() == ("vault.replayed",)
        assert [row.action for row in store.audit_rows()].count("store.altered") == 1


ROWS: dict[str, Change] = {
    "a release moved to another record": "UPDATE release SET record = 2 WHERE record = 1",
    "a release for another": "UPDATE release SET recipient = 'evil' WHERE record = 1",
    "a release on another basis": "UPDATE release SET basis = 'duty' WHERE record = 1",
    "a sight that was taken back": "UPDATE handover SET ended = NULL WHERE record = 1",
    "a sight that is gone": "DELETE FROM handover WHERE record = 3",
    "a sight for somebody else": "UPDATE handover SET taker = (SELECT id FROM person WHERE name = 'Cora')",
    "a reading that the author is said to know": "UPDATE reading SET told = '2026'",
    "a reading by somebody else": "UPDATE reading SET person = (SELECT id FROM person WHERE name = 'Noor')",
    "a reading for another reason": "UPDATE reading SET reason = 'another reason that is long'",
    "a decision": "INSERT INTO settlement VALUES (4, 'keep_server', '2026')",
    "a copy": "INSERT INTO edit VALUES (2, 4, 'new', '2026')",
    "a try that ended otherwise": "UPDATE attempt SET outcome = 'stop' WHERE record = 3",
    "a try by which nothing went out": "UPDATE attempt SET posted = 0 WHERE record = 3",
    "a try of another record": "UPDATE attempt SET record = 1 WHERE record = 3",
    "a receipt of another record": "UPDATE receipt SET record = 1",
    "a receipt for other bytes": "UPDATE receipt SET sha256 = zeroblob(32)",
    "a line about another record": "UPDATE transmission SET record = 1",
    "a file that a server is said to have": "INSERT INTO confirmed VALUES (1, 'central', 'one.jpg')",
    "an envelope": "INSERT INTO envelope VALUES (2, zeroblob(60), 1, zeroblob(32))",
    "more who were informed": "UPDATE information_given SET copies = 31",
    "nobody who was informed": "DELETE FROM information_given",
    "another digest of what was finished": "UPDATE submission SET sha256 = zeroblob(32) WHERE record = 1",
    "another size of what was finished": "UPDATE record SET size = 1 WHERE number = 1",
}


@pytest.mark.parametrize("what", ROWS)
def test_a_row_that_other_tools_changed_is_not_what_the_log_says(folder: Path, what: str) -> None:
    past_triggers(folder, ROWS[what])
    with scene.reopened(folder) as store:
        assert set(store.check()) & {"vault.replayed", "vault.damaged"}


def test_a_register_that_was_changed_before_the_first_verb_about_it_is_noticed(tmp_path: Path) -> None:
    scene.new_store(tmp_path).close()
    past_triggers(tmp_path, REGISTER["telephone"])
    with scene.reopened(tmp_path) as store:
        assert store.check() == ("vault.replayed",)


def _chained_anew(handle: Any) -> None:
    chain = bytes(32)
    for seq, line in handle.execute("SELECT seq, line FROM transmission ORDER BY seq").fetchall():
        line = line.replace("503", "201")
        chain = hashlib.sha256(chain + hashlib.sha256(line.encode()).digest()).digest()
        handle.execute("UPDATE transmission SET line = ?, chain = ? WHERE seq = ?", (line, chain, seq))


@pytest.mark.parametrize("change", [_chained_anew, "DELETE FROM transmission WHERE seq > 3"])
def test_the_next_try_does_not_make_a_changed_list_of_what_was_sent_look_meant(folder: Path, change: Change) -> None:
    past_triggers(folder, change)
    with scene.reopened(folder) as store:
        store.attempt_ended(store.attempt_started("uuid:1", "central"), AttemptResult("retry", "openrosa.busy", 503))
        assert store.check() == ("vault.replayed",)


def test_a_changed_digest_goes_into_no_receipt(folder: Path) -> None:
    past_triggers(folder, ROWS["another digest of what was finished"])
    with scene.reopened(folder) as store:
        due = store.next_due("central", None)
        assert due is not None and (due.record_id, due.xml) == ("uuid:1", b"")
        assert [apart.id for apart in store.set_apart()] == ["uuid:1"]


def test_nothing_is_decided_about_a_record_that_other_tools_refused(folder: Path) -> None:
    past_triggers(folder, "UPDATE record SET state = 'refused' WHERE number = 1")
    with scene.reopened(folder) as store:
        for verb in (store.keep_server, lambda record: store.copy_as_new(record, "uuid:new", b"<data/>")):
            with pytest.raises(IntakeError, match=r"vault\.damaged"):
                verb("uuid:1")
        assert store.decision("uuid:1") == ""


def test_a_verb_that_changes_the_register_looks_at_it_first(folder: Path) -> None:
    with scene.reopened(folder) as store:
        with pytest.raises(ValueError, match="nobody judged"), store._opening.database.transaction():
            audit.append(store._opening, "setting.changed", "a")
        assert store.check() == ()


def test_what_an_older_program_said_of_the_register_holds(folder: Path) -> None:
    """It did not tell of the workplace."""
    with scene.reopened(folder) as store:
        before = register.digest(store._opening, site=False)
        assert before != register.digest(store._opening)
        with store._opening.database.transaction():
            audit.changing(store._opening)
            audit._append(store._opening, "store.searched", "", {})
            seq = audit.head(store._opening).seq
        past = store._opening.database.connection
        past.execute("DROP TRIGGER audit_change")
        told = {"register": before}
        past.execute("UPDATE audit SET action = 'setting.changed', detail = ? WHERE seq = ?", (json.dumps(told), seq))
        assert register.fits(store._opening)
