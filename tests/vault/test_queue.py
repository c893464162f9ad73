"""Releases, slips, servers, the queue, the audit chain."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import AttemptResult, Frozen, Role, ServerRow, SlipRow, Vault, seals
from tests.vault import scene

SERVER = ServerRow("central", "https://example.org/key/abc", "app_user", "", "s3cret")
LATER = datetime(2090, 1, 1, tzinfo=UTC)


def _attempt(store: Vault, record: str, outcome: str, wait: float | None = None) -> None:
    attempt = store.attempt_started(record, "central")
    store.attempt_ended(attempt, AttemptResult(outcome, f"openrosa.{outcome}", 200, "said", None, wait))


def test_a_decision_that_was_kept_is_kept_once(store: Vault) -> None:
    first = store.put_release(scene.release(scene.finalised(store)))
    again = store.put_release(replace(first, id="another", at="2026-03-02T10:00:00.000+00:00"))
    assert again == first
    assert store.releases("uuid:1") == (first,)


def test_at_the_end_of_the_calendar_a_try_ends_all_the_same(tmp_path: Path) -> None:
    """Item 71: somebody set the clock to the last second there is."""
    now = [datetime(2026, 3, 1, tzinfo=UTC)]
    scene.new_store(tmp_path).close()
    with vault.open_store(tmp_path / "place.intake", scene.NAME, scene.PASSPHRASE, lambda: now[0]) as store:
        scene.queued(store)
        now[0] = datetime.max.replace(tzinfo=UTC)
        _attempt(store, "uuid:1", "retry", 3600.0)
        assert store.attempts("uuid:1")[0].outcome == "retry"
        assert store.next_due("central", now[0]) is not None
        now[0] = datetime(1970, 1, 1, tzinfo=UTC)
        assert store.next_due("central", now[0]) is not None, "no wait is that long: the clock was set since"
        assert store.next_due("central", None) is not None
        store.retry("uuid:1")
        assert store.next_due("central", now[0]) is not None
        assert store.check() == ()


def test_what_was_to_be_sent_and_is_taken_back_is_due_no_more_and_whoever_sends_can_tell(store: Vault) -> None:
    for name in ("uuid:1", "uuid:2"):
        scene.queued(store, name)
    otherwise = store.queue_watch()
    first = store.next_due("central", LATER)
    assert first is not None and not otherwise() and store.still_due("central", first.record_id)
    store.attempt_started(first.record_id, "central")
    assert store.still_due("central", first.record_id)
    store.withdraw_consent(first.record_id, "sync")
    assert otherwise() and not store.still_due("central", first.record_id)
    assert not store.still_due("central", "uuid:none")


def test_only_what_is_released_for_sync_is_due(store: Vault) -> None:
    scene.started(store, "uuid:draft")
    scene.finalised(store, "uuid:held")
    store.put_release(scene.release("uuid:held", "slip", "desk"))
    assert store.next_due("central", LATER) is None
    assert store.record("uuid:held").delivery == "held"
    with pytest.raises(IntakeError, match=r"vault\.not_queued"):
        store.attempt_started("uuid:held", "central")
    store.put_release(scene.release("uuid:held"))
    due = store.next_due("central", LATER)
    assert due is not None
    assert (due.record_id, due.xml, [file.name for file in due.attachments]) == (
        "uuid:held",
        b"<data><q>1</q></data>",
        ["one.jpg"],
    )
    assert store.record("uuid:held").delivery == "waiting"
    assert store.waiting("central") == 1


def test_a_draft_can_not_be_released(store: Vault) -> None:
    scene.started(store)
    with pytest.raises(IntakeError, match=r"vault\.not_finalised"):
        store.put_release(scene.release("uuid:1"))


@pytest.mark.feature(170)
def test_the_oldest_goes_first_and_skipped_ones_stay(store: Vault) -> None:
    for number in range(3):
        scene.queued(store, f"uuid:{number}")
    first = store.next_due("central", None)
    third = store.next_due("central", None, frozenset({"uuid:0", "uuid:1"}))
    assert first is not None and first.record_id == "uuid:0"
    assert third is not None and third.record_id == "uuid:2"
    assert store.next_due("central", None, frozenset({"uuid:0", "uuid:1", "uuid:2"})) is None


def test_a_row_tells_how_the_last_try_ended_and_when_the_next_is_due(store: Vault) -> None:
    record = scene.queued(store)
    assert (store.record(record).last_kind, store.record(record).next_try) == ("", "")
    _attempt(store, record, "retry", 60.0)
    row = store.record(record)
    assert row.last_kind == "retry" and row.next_try > row.changed
    _attempt(store, record, "suspect")
    assert (store.record(record).last_kind, store.record(record).next_try) == ("suspect", "")


def test_accepted_gives_a_receipt_and_ends_the_wait(store: Vault) -> None:
    record = scene.queued(store)
    attempt = store.attempt_started(record, "central")
    assert store.record(record).delivery == "sending"
    store.attempt_ended(attempt, AttemptResult("accepted", "openrosa.accepted", 201, "thanks", "Mon, 02 Mar 2026"))
    row = store.record(record)
    assert (row.state, row.delivery, row.last_outcome, row.last_message) == (
        "sent",
        "sent",
        "openrosa.accepted",
        "thanks",
    )
    receipt, *others = store.receipts(record)
    assert (receipt.server, receipt.status, receipt.server_date, others) == ("central", 201, "Mon, 02 Mar 2026", [])
    assert store.next_due("central", None) is None
    with pytest.raises(ValueError, match="not running"):
        store.attempt_ended(attempt, AttemptResult("hold", "x"))
    with pytest.raises(IntakeError, match=r"vault\.not_queued"):
        store.retry(record)


def test_retry_waits_no_longer_than_an_hour(store: Vault) -> None:
    record = scene.queued(store)
    now = datetime.now(UTC)
    _attempt(store, record, "retry", wait=10.0**9)
    assert store.next_due("central", now + timedelta(seconds=3500)) is None
    assert store.next_due("central", now + timedelta(seconds=3700)) is not None
    assert store.next_due("central", None) is not None
    assert (store.record(record).delivery, store.waiting("central")) == ("waiting", 1)
    store.retry(record)
    assert store.next_due("central", now + timedelta(seconds=5)) is not None


def test_hold_needs_a_person_and_retry_puts_it_back(store: Vault) -> None:
    record = scene.queued(store)
    _attempt(store, record, "hold")
    assert (store.record(record).state, store.record(record).delivery) == ("refused", "needs_person")
    assert (store.next_due("central", None), store.waiting("central")) == (None, 0)
    store.retry(record)
    assert store.record(record).delivery == "waiting"
    _attempt(store, record, "accepted")
    assert [row.outcome for row in store.attempts(record)] == ["hold", "accepted"]


@pytest.mark.parametrize("outcome", ["stop", "suspect", "cancelled"])
def test_what_is_not_the_records_fault_leaves_it_due(store: Vault, outcome: str) -> None:
    record = scene.queued(store)
    _attempt(store, record, outcome)
    assert store.record(record).delivery == "waiting"
    assert store.next_due("central", datetime.now(UTC)) is not None


def test_an_attempt_cut_by_a_crash_is_no_longer_sending(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        record = scene.queued(store)
        store.attempt_started(record, "central")
    with scene.reopened(tmp_path) as store:
        assert store.record(record).delivery == "waiting"
        assert store.attempts(record)[0].ended is None


def test_a_late_answer_to_a_cut_attempt_does_not_unsend(store: Vault) -> None:
    record = scene.queued(store)
    first, second = store.attempt_started(record, "central"), store.attempt_started(record, "central")
    store.attempt_ended(second, AttemptResult("accepted", "a", 201))
    store.attempt_ended(first, AttemptResult("hold", "b", 409))
    assert store.record(record).state == "sent"


def test_a_form_of_one_server_is_not_sent_to_another(store: Vault) -> None:
    scene.put_form(store, server="central")
    scene.queued(store)
    assert store.next_due("elsewhere", None) is None
    assert store.waiting("elsewhere") == 0
    assert store.next_due("central", None) is not None


def test_a_slip_needs_a_release_to_that_recipient(store: Vault) -> None:
    record = scene.finalised(store)
    given = scene.release(record, "slip", "desk")
    slip = SlipRow("7K4M-29QX", record, "desk", given.id, given.at, "p1", '{"language": "fr"}', b"%PDF-1.7")
    with pytest.raises(IntakeError, match=r"vault\.no_release"):
        store.put_slip(slip)
    store.put_release(given)
    with pytest.raises(IntakeError, match=r"vault\.no_release"):
        store.put_slip(SlipRow("7K4M-29QX", record, "other", given.id, given.at, "p1", "{}", b""))
    store.put_slip(slip)
    assert store.slip("7K4M-29QX") == slip
    assert store.slips(record) == store.slips() == (replace(slip, sheet_json="", pdf=b""),)
    assert store.slips(record, sheets=True) == (replace(slip, pdf=b""),)
    assert store.releases(record) == (given,)


def test_the_log_has_each_slip_that_left_and_each_file_that_was_read(tmp_path: Path) -> None:
    with scene.new_store(tmp_path, Role.COORDINATOR) as store:
        scene.put_form(store)
        store.put_server(SERVER)
        store.add_person("Sara", Role.MEDIATOR, scene.OTHER)
    with scene.reopened(tmp_path, "Sara", scene.OTHER) as store:
        scene.started(store, "uuid:draft")
        store.put_media("uuid:draft", "one.jpg", b"x", "image/jpeg")
        assert store.media_bytes("uuid:draft", "one.jpg") == b"x"
        record = scene.queued(store)
        store.put_release(scene.release(record, "slip", "desk"))
        given = scene.release(record, "slip", "desk")
        store.put_slip(SlipRow("7K4M-29QX", record, "desk", given.id, given.at, "p1", "{}", b"%PDF"))
        attempt = store.attempt_started(record, "central")
        assert store.media_bytes(record, "one.jpg")
        store.attempt_ended(attempt, AttemptResult("accepted", "openrosa.sent", 201, ""))
        for way in ("printed", "saved"):
            store.slip_left("7K4M-29QX", way)
        with pytest.raises(ValueError, match="no such way"):
            store.slip_left("7K4M-29QX", "eaten")
        with pytest.raises(IntakeError, match=r"vault\.no_such_slip"):
            store.slip_left("YGVZ-H3BF", "printed")
        assert store.media_bytes(record, "one.jpg")
    with scene.reopened(tmp_path) as store:
        kinds = ("media.read", "slip.printed", "slip.saved")
        found = [(entry.action, entry.object) for entry in store.log(actions=kinds)]
    assert found == [("media.read", record), ("slip.saved", record), ("slip.printed", record)]


def test_servers(store: Vault) -> None:
    store.put_server(SERVER)
    store.put_server(ServerRow("central", "https://example.org/other", "basic", "u", "p"))
    assert store.servers() == (store.server("central"),)
    assert store.server("central").kind == "basic"
    assert "s3cret" not in repr(SERVER) and "key/abc" not in repr(SERVER)
    store.drop_server("central")
    assert store.servers() == ()


def test_the_audit_chain_names_every_verb(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        record = scene.queued(store)
        _attempt(store, record, "accepted")
        store.submission(record)
        actions = [row.action for row in reversed(store.audit_rows())]
        assert store.verify_audit() == len(actions)
    assert actions == [
        "store.opened",
        "form.stored",
        "draft.started",
        "media.stored",
        "record.finalised",
        "record.released",
        "send.started",
        "send.ended",
        "record.read",
    ]


def test_saves_are_in_the_audit_once_for_each_opening(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        scene.started(store)
        for number in range(20):
            store.save_draft("uuid:1", scene.answer(number))
        assert [row.action for row in store.audit_rows()].count("draft.changed") == 1


TAMPER = (
    ("audit", "UPDATE audit SET detail = '{}' WHERE action = 'record.finalised'", "vault.audit_broken"),
    ("audit", "DELETE FROM audit WHERE action = 'draft.started'", "vault.audit_broken"),
    ("submission", "UPDATE submission SET body = x'3c612f3e'", "vault.damaged"),
    ("submission", "DELETE FROM submission", "vault.not_finalised"),
    ("record", "DELETE FROM record", "vault.replayed"),
    ("facts", "UPDATE record SET site = 'else'", "vault.damaged"),
    ("content_key", "UPDATE content_key SET key = zeroblob(32)", "vault.damaged"),
    ("content_key", "DELETE FROM content_key", "vault.damaged"),
    ("seal", "UPDATE seal SET version = version + 1", "vault.damaged"),
    ("seal", "UPDATE seal SET audit = 99", "vault.damaged"),
    ("seal", "DELETE FROM seal", "vault.replayed"),
    ("ledger", "UPDATE ledger SET changes = changes + 1", "vault.damaged"),
    ("ledger", "DELETE FROM ledger", "vault.replayed"),
    ("person", "UPDATE person SET role = 'coordinator'", "vault.replayed"),
    ("form", "UPDATE form SET title = 'else'", "vault.replayed"),
    ("word", "INSERT INTO word VALUES ('else', 1)", "vault.damaged"),
    ("release", "DELETE FROM release", "vault.replayed"),
    ("media", "UPDATE media SET name = 'else.jpg'", "vault.damaged"),
    ("media", "DELETE FROM media", "vault.damaged"),
    ("media_part", "DELETE FROM media_part", "vault.damaged"),
)


@pytest.mark.parametrize(("table", "statement", "code"), TAMPER)
def test_a_change_behind_the_triggers_is_noticed(store: Vault, table: str, statement: str, code: str) -> None:
    """Somebody with the key takes the triggers away, changes a row, and puts the triggers back."""
    scene.queued(store)
    handle = store._opening.database.connection
    triggers = handle.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    handle.execute("BEGIN")
    for name, _ in triggers:
        handle.execute(f"DROP TRIGGER {name}")
    handle.execute("PRAGMA foreign_key_check")
    for related in ("media_part", "media", "submission", "release") if table == "record" else ():
        handle.execute(f"DELETE FROM {related}")
    handle.execute(statement)
    for _, sql in triggers:
        handle.execute(sql)
    handle.execute("COMMIT")
    assert code in store.check()


def test_a_record_that_was_sealed_after_the_log_ends_is_of_another_time(store: Vault) -> None:
    scene.started(store)
    database = store._opening.database
    handle = database.connection
    for (name,) in handle.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        handle.execute(f"DROP TRIGGER {name}")
    handle.execute("DELETE FROM audit WHERE seq >= (SELECT audit FROM seal)")
    with pytest.raises(IntakeError, match=r"vault\.replayed"):
        seals.verify(database, store._opening.keys.audit, 1)


def test_a_missing_trigger_is_noticed_when_the_store_opens(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store._opening.database.connection.execute("DROP TRIGGER submission_change")
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        scene.reopened(tmp_path)


def test_codes_are_random_and_a_slip_of_the_tongue_is_noticed() -> None:
    rng = random.Random(7)
    codes = [vault.new_code(rng) for _ in range(300)]
    assert len(set(codes)) > 290
    letters = "BDFKLMNRSTAEIOU0123456789"
    for code in codes[:40]:
        for place, kept in enumerate(code):
            for other in letters:
                if kept != "-" and other != kept:
                    with pytest.raises(IntakeError, match=r"vault\.bad_code"):
                        vault.code_of(code[:place] + other + code[place + 1 :])
        assert vault.code_of(f" {code.lower().replace('-', ' ')} ") == code


def test_swapped_syllables_and_digits_are_noticed() -> None:
    rng = random.Random(8)
    for code in (vault.new_code(rng) for _ in range(200)):
        swapped = f"{code[:5]}{code[6]}{code[5]}{code[7:]}"
        if swapped != code:
            with pytest.raises(IntakeError, match=r"vault\.bad_code"):
                vault.code_of(swapped)


def test_two_people_one_store(tmp_path: Path) -> None:
    """Each sees their own; what both do lies in one chain."""
    with scene.new_store(tmp_path) as store:
        store.add_person("Second", Role.MEDIATOR, scene.OTHER)
        scene.started(store, "uuid:first")
    with scene.reopened(tmp_path, "Second", scene.OTHER) as store:
        scene.started(store, "uuid:second")
        assert [row.id for row in store.records()] == ["uuid:second"]
        assert store.check() == ()
    with scene.reopened(tmp_path) as store:
        assert [row.id for row in store.records()] == ["uuid:first"]
        assert {row.actor for row in store.audit_rows()} == {person.id for person in store.people()}


def test_a_server_that_is_not_there_is_not_dropped(tmp_path: Path) -> None:
    with scene.new_store(tmp_path, Role.ADMINISTRATOR) as store:
        with pytest.raises(IntakeError, match=r"vault\.no_such_server"):
            store.drop_server("central")
        assert "server.dropped" not in {row.action for row in store.audit_rows()}


def test_an_outcome_that_does_not_exist_ends_no_try(store: Vault) -> None:
    attempt = store.attempt_started(scene.queued(store), "central")
    with pytest.raises(ValueError, match="sent well"):
        store.attempt_ended(attempt, AttemptResult("sent well", "", 201, ""))
    assert store.record("uuid:1").delivery == "sending"


def test_a_record_with_a_broken_seal_goes_out_empty_and_keeps_none_from_going(store: Vault) -> None:
    """Whoever sends refuses an empty one and holds it for a person."""
    for number in (1, 2):
        scene.queued(store, f"uuid:{number}")
    database = store._opening.database
    with database.transaction():
        database.run("UPDATE seal SET body = zeroblob(32) WHERE record = 1")
    first = store.next_due("central", None)
    assert first is not None and (first.record_id, first.xml) == ("uuid:1", b"")
    assert [apart.id for apart in store.set_apart()] == ["uuid:1"]
    second = store.next_due("central", None, frozenset({"uuid:1"}))
    assert second is not None and (second.record_id, second.xml) == ("uuid:2", b"<data><q>1</q></data>")


def test_a_finished_record_without_its_bytes_stops_the_queue(store: Vault) -> None:
    scene.queued(store)
    connection = store._opening.database.connection
    connection.execute("DROP TRIGGER submission_delete")
    connection.execute("DELETE FROM submission")
    with pytest.raises(IntakeError, match=r"vault\.not_finalised"):
        store.next_due("central", None)


def test_a_record_is_finalised_and_released_in_one(store: Vault) -> None:
    record = scene.started(store)
    row = store.finalise(record, Frozen(b"<data/>"), scene.release(record))
    assert (row.state, row.delivery) == ("finalised", "waiting")
    other = scene.started(store, "uuid:2")
    with pytest.raises(IntakeError):
        store.finalise(other, Frozen(b"<data/>"), scene.release("uuid:3"))
    assert store.record(other).state == "draft"


ACCEPTED = AttemptResult("accepted", "openrosa.accepted", 201)


def test_ends_and_beginnings_go_into_the_store_together_or_not_at_all(store: Vault) -> None:
    for number in range(3):
        scene.queued(store, f"uuid:{number}")
    first, second = store.attempts_noted("central", [("uuid:0", False), ("uuid:1", True)], ())
    before = store.audit_head().seq
    (third,) = store.attempts_noted("central", [("uuid:2", False)], [(first, ACCEPTED)])
    assert [store.record(f"uuid:{number}").delivery for number in range(3)] == ["sent", "sending", "sending"]
    assert [row.action for row in store.audit_rows(2)] == ["send.started", "send.ended"]
    assert store.audit_head().seq == before + 2
    with pytest.raises(IntakeError, match=r"vault\.not_queued"):
        store.attempts_noted("central", [("uuid:0", False)], [(second, ACCEPTED), (third, ACCEPTED)])
    assert [store.record(f"uuid:{number}").delivery for number in (1, 2)] == ["sending", "sending"]
    assert store.audit_head().seq == before + 2
    store.attempts_noted("central", (), [(second, ACCEPTED), (third, ACCEPTED)])
    assert len(store.receipts("uuid:1")) == len(store.receipts("uuid:2")) == 1
    assert (store.verify_ledger(), store.check()) == (9, ())


def test_nothing_to_note_is_written_nowhere_and_two_ends_of_a_record_are_a_bug(store: Vault) -> None:
    scene.queued(store)
    head = store.audit_head()
    assert store.attempts_noted("central", (), ()) == ()
    assert store.audit_head() == head
    twice = [(store.attempt_started("uuid:1", "central"), ACCEPTED) for _ in range(2)]
    with pytest.raises(ValueError, match="two ends"):
        store.attempts_noted("central", (), twice)
    assert store.record("uuid:1").delivery == "sending"


def test_the_line_is_sorted_once_for_many_records_and_each_is_asked_for_again(store: Vault) -> None:
    for number in range(4):
        scene.queued(store, f"uuid:{number}")
    told: list[str] = []
    store._opening.database.connection.set_trace_callback(told.append)
    for number in range(3):
        due = store.next_due("central", None)
        assert due is not None and due.record_id == f"uuid:{number}"
        _attempt(store, due.record_id, "accepted" if number else "hold")
    store._opening.database.connection.set_trace_callback(None)
    assert sum("ORDER BY r.next_try IS NOT NULL, r.finalised" in one for one in told) == 1
    store.retry("uuid:0")
    again = store.next_due("central", None)
    assert again is not None and again.record_id == "uuid:0", "it is the oldest again"


def test_what_is_due_is_asked_for_again_only_where_something_else_was_written(store: Vault) -> None:
    for number in range(4):
        scene.queued(store, f"uuid:{number}")
    told: list[str] = []
    store._opening.database.connection.set_trace_callback(told.append)
    asked = []
    for number, between in enumerate((lambda: None, lambda: store.set_setting("one", "1"), lambda: None)):
        due = store.next_due("central", None, frozenset(f"uuid:{before}" for before in range(number)))
        assert due is not None and due.record_id == f"uuid:{number}"
        store.attempts_noted("central", [(due.record_id, False)], ())
        asked.append(sum("r.form_key" in one and "AND r.number = " in one and "f.version" in one for one in told))
        between()
    store._opening.database.connection.set_trace_callback(None)
    assert asked == [0, 0, 1]
    with store._opening.database.transaction():
        store._opening.database.run("UPDATE record SET state = 'refused' WHERE id = 'uuid:3'")
    assert store.next_due("central", None, frozenset(("uuid:0", "uuid:1", "uuid:2"))) is None


def test_small_files_of_a_record_that_is_being_sent_are_those_of_its_seal(store: Vault) -> None:
    """Also where the list is another by the time that they are read."""
    for number in range(2):
        store.put_media(scene.started(store, f"uuid:{number}"), "one.jpg", b"one", "image/jpeg")
        store.finalise(f"uuid:{number}", Frozen(b"<data/>", ("one.jpg",)), scene.release(f"uuid:{number}"))
    database = store._opening.database
    due = store.next_due("central", None)
    assert due is not None
    store.attempts_noted("central", [(due.record_id, False)], ())
    assert store.small_media(due.record_id, ["one.jpg"]) == {"one.jpg": b"one"}
    with pytest.raises(IntakeError, match=r"vault\.media_missing"):
        store.small_media(due.record_id, ["two.jpg"])
    database.connection.execute("DROP TRIGGER media_change")
    database.connection.execute("UPDATE media SET mime = 'text/html'")
    assert store.small_media("uuid:0", ["one.jpg"]) == {"one.jpg": b"one"}, "as it was given out with its seal"
    for _way in ("read", "sent"):
        with pytest.raises(IntakeError, match=r"vault\.damaged \(part=file\)"):
            store.small_media("uuid:1", ["one.jpg"])
        due = store.next_due("central", None, frozenset(("uuid:0",)))
        assert due is not None
        store.attempts_noted("central", [(due.record_id, False)], ())


def test_a_record_that_is_released_late_goes_before_younger_ones(store: Vault) -> None:
    scene.finalised(store, "uuid:0")
    for number in (1, 2):
        scene.queued(store, f"uuid:{number}")
    _attempt(store, "uuid:1", "accepted")
    assert store.next_due("central", None) is not None
    store.put_release(scene.release("uuid:0"))
    due = store.next_due("central", None)
    assert due is not None and due.record_id == "uuid:0"


def test_a_record_without_its_key_gives_no_file(store: Vault) -> None:
    scene.queued(store)
    store._opening.database.connection.execute("DELETE FROM content_key")
    with pytest.raises(IntakeError, match=r"vault\.damaged \(part=key\)"):
        store.small_media("uuid:1", ["one.jpg"])


def test_a_try_that_has_ended_gives_no_file_although_its_end_could_not_be_written(tmp_path: Path) -> None:
    """Who may send a record and not read it gets its files for as long as the try runs, and no longer."""
    with scene.new_store(tmp_path) as store:
        store.add_person("Cora", Role.COORDINATOR, scene.OTHER)
        scene.queued(store)
    with scene.reopened(tmp_path, "Cora", scene.OTHER) as store:
        attempt = store.attempt_started("uuid:1", "central")
        assert store.media_bytes("uuid:1", "one.jpg") == b"picture" * 10
        store._opening.database.all("PRAGMA query_only=ON")
        with pytest.raises(IntakeError, match=r"vault\.read_only"):
            store.attempt_ended(attempt, ACCEPTED)
        for ask in (lambda: store.media_bytes("uuid:1", "one.jpg"), lambda: store.small_media("uuid:1", ["one.jpg"])):
            with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
                ask()
