"""What the log of actions tells besides the verbs: refusals, searches, clocks that were set; and its signed points."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import AuditHead, Role, Vault, anchor, audit, checkpoints, content, keys, seals, search
from intake_app.vault.clockwatch import ClockWatch, steady
from tests.vault import scene
from tests.vault.test_hostile_store import key_of, with_tools


class Clock:
    """A clock to be set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def _told(store: Vault, action: str) -> list[dict[str, object]]:
    return [json.loads(row.detail) for row in store.audit_rows() if row.action == action]


def _with_clock(folder: Path, clock: Clock) -> Vault:
    return vault.open_store(folder / "place.intake", scene.NAME, scene.PASSPHRASE, clock)


@pytest.mark.parametrize("leap", [timedelta(days=-400), timedelta(hours=-2), timedelta(days=30_000)])
def test_71_a_clock_that_is_set_while_the_store_opens_keeps_nobody_out(tmp_path: Path, leap: timedelta) -> None:
    with scene.new_store(tmp_path) as store:
        store.save_draft(scene.started(store), scene.answer(1))
    told = [datetime.now(UTC)]

    def leaping() -> datetime:
        told.append(told[-1] + (leap if len(told) % 2 else -leap))
        return told[-1]

    with vault.open_store(tmp_path / "place.intake", scene.NAME, scene.PASSPHRASE, leaping) as store:
        assert store.draft("uuid:1") == scene.answer(1)
        store.save_draft("uuid:1", scene.answer(2))
        assert len(told) > 3
        assert _told(store, "clock.jumped") != []
        assert store.verify_audit() > 0
    with scene.reopened(tmp_path) as store:
        assert store.draft("uuid:1") == scene.answer(2)
        assert store.check() == ()


def test_a_clock_that_is_set_is_told(tmp_path: Path) -> None:
    clock = Clock()
    path = tmp_path / "place.intake"
    with vault.create(path, scene.SITE, scene.NAME, Role.MEDIATOR, scene.PASSPHRASE, vault.FLOOR, clock) as store:
        scene.started(store)
        clock.now += timedelta(days=2)
        store.set_setting("a", "1")
        clock.now -= timedelta(days=1)
        store.set_setting("a", "2")
        assert _told(store, "clock.jumped") == [{"seconds": -86400}, {"seconds": 172800}]
        assert {row.object for row in store.audit_rows() if row.action == "clock.jumped"} == {""}
    clock.now += timedelta(days=9)
    with _with_clock(tmp_path, clock) as store:
        assert len(_told(store, "clock.jumped")) == 2  # closed for days is no jump
    clock.now -= timedelta(days=4)
    with _with_clock(tmp_path, clock) as store:
        assert _told(store, "clock.jumped")[0] == {"seconds": -345600}
        assert store.check() == ()


def test_minutes_and_sleep_are_no_jump() -> None:
    watch, start = ClockWatch(), datetime(2026, 3, 1, tzinfo=UTC)
    assert watch.jumped(start, "", 100.0) == 0
    assert watch.jumped(start + timedelta(seconds=200), "", 110.0) == 0
    assert watch.jumped(start + timedelta(hours=5), "", 110.0 + 5 * 3600 - 200) == 0
    assert watch.jumped(start, "", 200.0 + 5 * 3600) == -5 * 3600 - 290


def test_steady_goes_on_where_the_system_has_no_clock_for_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    first = steady()
    assert steady() >= first
    monkeypatch.delattr("time.CLOCK_BOOTTIME", raising=False)
    again = steady()
    assert steady() >= again


def test_searching_tells_that_and_not_what(store: Vault) -> None:
    record = scene.started(store)
    store.save_draft(record, scene.answer(7))
    assert [row.id for row in store.search("answ 7")] == [record]
    assert store.search("answ 8") == ()
    assert store.search("  ,") == ()
    assert [row.id for row in store.search(store.record(record).code[:6].lower())] == [record]
    assert _told(store, "record.searched") == [{"found": 1}, {"found": 0}, {"found": 0}, {"found": 1}]
    assert "answ" not in repr([row for row in store.audit_rows() if row.action == "record.searched"])


def test_words_are_found_without_case_accents_and_marks(store: Vault) -> None:
    record = scene.started(store)
    for title, typed in (
        ("Élodie Ñandú", "elo nand"),
        ("مَرْيَم العلي", "مريم"),
        ("Ὀδυσσεύς", "οδυσσ"),
        ("A" * 50, "a" * 40),
    ):
        store.save_draft(record, vault.Draft(b"<data/>", {}, None, title))
        assert [row.id for row in store.search(typed)] == [record]
    store.save_draft(record, vault.Draft(b"<data/>", {}, None, ""))
    assert store.search("elo") == ()


def test_a_common_word_is_looked_for_from_the_newest(store: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "COMMON", 3)
    for number in range(6):
        record = scene.started(store, f"uuid:{number}")
        store.save_draft(record, scene.answer(number))
    assert [row.id for row in store.search("answer", limit=2)] == ["uuid:5", "uuid:4"]
    assert [row.id for row in store.search("answer 3")] == ["uuid:3"]


def test_each_searches_what_their_role_sees(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        for name, role in (("Second", Role.MEDIATOR), ("Dario", Role.DESK), ("Carla", Role.COORDINATOR)):
            store.add_person(name, role, scene.OTHER)
        scene.started(store, "uuid:draft")
        store.save_draft("uuid:draft", scene.answer(1))
        scene.started(store, "uuid:done")
        store.save_draft("uuid:done", scene.answer(2))
        store.finalise("uuid:done", vault.Frozen(b"<data/>"))
        code = store.record("uuid:done").code
    for name, by_word, by_code in (
        ("Second", [], []),
        ("Dario", ["uuid:done"], ["uuid:done"]),
        ("Carla", [], ["uuid:done"]),
    ):
        with scene.reopened(tmp_path, name, scene.OTHER) as store:
            assert [row.id for row in store.search("answer")] == by_word
            assert [row.id for row in store.search(code)] == by_code


def test_a_refusal_on_a_store_that_can_not_be_written_is_a_refusal_all_the_same(tmp_path: Path) -> None:
    with scene.new_store(tmp_path, Role.DESK) as store:
        store._opening.database.connection.execute("PRAGMA query_only=ON")
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            store.new_draft(1, "uuid:x", b"", "", "")


def test_points_are_signed_on_the_way_and_at_the_end(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        for number in range(2 * checkpoints.EVERY):
            store.set_setting("a", str(number))
        rows = store._opening.database.all("SELECT seq FROM checkpoint")
        assert [seq for (seq,) in rows] == [100, 200]
        last = store.audit_head()
    with scene.reopened(tmp_path) as store:
        rows = store._opening.database.all("SELECT seq FROM checkpoint ORDER BY seq")
        assert [seq for (seq,) in rows] == [100, 200, last.seq + 1]
        assert store.holds(last)
        assert not store.holds(AuditHead(last.seq, "00" * 32, 0))
        assert store.holds(AuditHead.from_code(f" {last.code.upper()} "))
        assert not store.holds(AuditHead(last.seq, last.mac[:8], 0)), "too short to tell one link from another"
        assert not store.holds(AuditHead(last.seq, "0" * 16, 0))
        assert not store.holds(AuditHead(last.seq + 999, last.mac, 0))
        assert not store.holds(AuditHead(last.seq, last.mac, last.changes + 1))
        assert store.verify_audit() == store.audit_head().seq


def test_a_point_that_somebody_else_signed_is_noticed(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        for number in range(checkpoints.EVERY):
            store.set_setting("a", str(number))
        handle = store._opening.database.connection
        sql = handle.execute("SELECT sql FROM sqlite_master WHERE name = 'checkpoint_change'").fetchone()[0]
        handle.execute("DROP TRIGGER checkpoint_change")
        handle.execute("UPDATE checkpoint SET signature = zeroblob(64)")
        handle.execute(sql)
        with pytest.raises(IntakeError, match=r"vault\.audit_broken"):
            store.verify_audit()
        assert store.check() == ("vault.audit_broken",)


def test_a_log_that_knows_of_more_changes_than_the_ledger(store: Vault) -> None:
    database, key = store._opening.database, store._opening.keys.audit
    scene.started(store)
    told = seals.ledger(database, key)
    with database.transaction():
        audit.close(store._opening)
        fewer = seals.Ledger(told.changes - 1, told.total)
        database.run("UPDATE ledger SET changes = ?, audit = 1, mac = ?", fewer.changes, fewer.seal(key, 1))
    assert store.check() == ("vault.replayed",)


def test_a_seal_of_a_record_that_is_not_there(store: Vault) -> None:
    database, key = store._opening.database, store._opening.keys.audit
    with pytest.raises(IntakeError, match=r"vault\.no_such_record"), database.transaction():
        seals.first(database, key, 99, seals.NOTHING)
    with database.transaction():
        seals.forget(database, key, 99)
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        content.key_of(database, 99)


@pytest.mark.parametrize("kind", ["none", "short", "another store's", "another key's", "a link", "a folder"])
def test_an_anchor_that_is_none_says_nothing_and_is_made_anew(tmp_path: Path, kind: str) -> None:
    scene.new_store(tmp_path).close()
    path = anchor.path_of(tmp_path / "place.intake")
    data = path.read_bytes()
    path.unlink()
    if kind == "short":
        path.write_bytes(data[:40])
    elif kind == "another store's":
        path.write_bytes(anchor.encode(anchor.Mark(999, 999), "00" * 16, keys.Mac(b"k")))
    elif kind == "another key's":
        path.write_bytes(anchor.encode(anchor.Mark(999, 999), data[8:24].hex(), keys.Mac(b"k")))
    elif kind == "a link":
        (tmp_path / "elsewhere").write_bytes(b"not to be written to")
        path.symlink_to(tmp_path / "elsewhere")
    elif kind == "a folder":
        path.mkdir()
    with scene.reopened(tmp_path) as store:
        assert store.noticed() == ()
    if kind in ("a link", "a folder"):
        assert kind == "a folder" or (tmp_path / "elsewhere").read_bytes() == b"not to be written to"
    else:
        assert len(path.read_bytes()) == len(data)


@pytest.mark.parametrize("which", ["= (SELECT max(seq) FROM checkpoint)", "= 100", "> 0"])
def test_a_signed_point_that_is_gone_is_noticed(tmp_path: Path, which: str) -> None:
    """As when the page of the points was put back: the links and the ledger are as they were left."""
    with scene.new_store(tmp_path) as store:
        for _ in range(105):
            store.set_setting("reports", "1")
    with scene.reopened(tmp_path) as store:
        assert store.check() == ()
    path, key = tmp_path / "place.intake", key_of(tmp_path)
    (guard,) = with_tools(path, key, "SELECT sql FROM sqlite_master WHERE name = 'checkpoint_delete'")
    with_tools(path, key, "DROP TRIGGER checkpoint_delete", f"DELETE FROM checkpoint WHERE seq {which}", guard[0])
    with scene.reopened(tmp_path) as store:
        assert store.check() == ("vault.audit_broken",)


def test_a_count_of_rows_that_was_put_back_hides_no_damage(tmp_path: Path) -> None:
    """The page that says how many records there were is an old one, and a record behind that number is damaged."""
    with scene.new_store(tmp_path) as store:
        for number in range(3):
            scene.started(store, f"uuid:{number}")
    path, key = tmp_path / "place.intake", key_of(tmp_path)
    with_tools(path, key, "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'record'")
    with scene.reopened(tmp_path) as store:
        assert store.check() == ("vault.replayed",)
    with_tools(path, key, "UPDATE draft SET body = zeroblob(50) WHERE record = 3")
    with scene.reopened(tmp_path) as store:
        assert store.check() == ("vault.replayed", "vault.damaged")
        assert [row.damaged is None for row in store.records()] == [False, True, True]


@pytest.mark.parametrize("text", ["", "1-2", "1-2-3-4", "1-2-xyz", "1-2-abcd", "1-2-" + "ab" * 9, "a-2-" + "ab" * 8])
def test_a_text_that_is_no_code_of_a_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        AuditHead.from_code(text)
