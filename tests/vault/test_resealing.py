"""What other tools changed in a record never becomes sealed: each verb that seals anew judges the old seal first."""

from collections.abc import Callable
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import AttemptResult, Draft, Frozen, Role, Vault, quarantine
from tests.vault import scene
from tests.vault.test_hostile_store import STORE, key_of, with_tools

DRAFT, DONE, GONE, HER = "uuid:draft", "uuid:done", "uuid:gone", "uuid:her"

CHANGES = {
    "taken from its author": "UPDATE record SET author = (SELECT id FROM person WHERE name = 'Amal') "
    f"WHERE id = '{HER}'",
    "code": f"UPDATE record SET code = 'KARO-99-9' WHERE id = '{DRAFT}'",
    "title": f"UPDATE record SET label = (SELECT label FROM record WHERE id = '{HER}') WHERE id = '{DRAFT}'",
    "another file": "INSERT INTO media (record, name, mime, size, sha256, mark, outside) SELECT number, 'two.jpg', "
    f"'image/jpeg', 0, x'00', 'm', 0 FROM record WHERE id = '{DRAFT}'",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store of two mediators, closed: a draft of each with a file, and a finished record."""
    with scene.new_store(tmp_path) as store:
        store.add_person("Noor", Role.MEDIATOR, scene.OTHER)
        store.save_draft(scene.started(store, DRAFT), Draft(b"<data>1</data>", {}, None, "Mine"))
        store.put_media(DRAFT, "one.jpg", b"picture", "image/jpeg")
        scene.queued(store, DONE)
    with scene.reopened(tmp_path, "Noor", scene.OTHER) as store:
        store.save_draft(scene.started(store, HER), Draft(b"<data>2</data>", {}, None, "Hers"))
    return tmp_path


def _verbs(record: str) -> dict[str, Callable[[Vault], object]]:
    return {
        "hand over": lambda store: store.hand_over(record, "Noor"),
        "discard": lambda store: store.discard(record),
        "save": lambda store: store.save_draft(record, Draft(b"<data>3</data>")),
        "finalise": lambda store: store.finalise(record, Frozen(b"<data>3</data>")),
        "attach": lambda store: store.put_media(record, "new.jpg", b"new", "image/jpeg"),
        "detach": lambda store: store.drop_media(record, "one.jpg"),
    }


def _past_triggers(store: Vault, statement: str, values: tuple[object, ...] = ()) -> None:
    """As a page that is written from outside, which asks no trigger and deletes nothing that refers to it."""
    handle = store._opening.database.connection
    handle.set_authorizer(None)
    handle.execute("PRAGMA foreign_keys = OFF")
    triggers = handle.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _sql in triggers:
        handle.execute(f"DROP TRIGGER {name}")
    handle.execute(statement, values)
    for _name, sql in triggers:
        handle.execute(sql)


def _refused(store: Vault, record: str, verb: Callable[[Vault], object]) -> None:
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        verb(store)
    assert [apart.id for apart in store.set_apart()] == [record]
    assert "vault.damaged" in store.check()


@pytest.mark.parametrize("verb", _verbs(DRAFT))
@pytest.mark.parametrize("change", ["code", "title"])
def test_a_draft_that_other_tools_changed_is_not_sealed_anew(folder: Path, change: str, verb: str) -> None:
    with_tools(folder / STORE, key_of(folder), CHANGES[change])
    with scene.reopened(folder) as store:
        _refused(store, DRAFT, _verbs(DRAFT)[verb])


def test_a_draft_that_was_made_ones_own_with_other_tools_is_not_handed_on(folder: Path) -> None:
    with_tools(folder / STORE, key_of(folder), CHANGES["taken from its author"])
    with scene.reopened(folder) as store:
        for verb in ("hand over", "discard", "save"):
            _refused(store, HER, _verbs(HER)[verb])


@pytest.mark.parametrize("verb", ["attach", "detach", "finalise"])
def test_a_list_of_files_that_other_tools_changed_is_not_sealed_anew(folder: Path, verb: str) -> None:
    with_tools(folder / STORE, key_of(folder), CHANGES["another file"])
    with scene.reopened(folder) as store:
        _refused(store, DRAFT, _verbs(DRAFT)[verb])


def test_a_finished_record_that_other_tools_changed_is_not_shown_to_others_or_sent_again(folder: Path) -> None:
    with scene.reopened(folder) as store:
        _past_triggers(store, f"UPDATE record SET site = 'Elsewhere' WHERE id = '{DONE}'")
        _refused(store, DONE, lambda store: store.hand_over(DONE, "Noor"))
        _refused(store, DONE, lambda store: store.retry(DONE))


def test_a_try_to_send_ends_in_words_also_for_a_record_that_other_tools_changed(folder: Path) -> None:
    """It is held for a person, or its receipt is kept: else it would be sent for ever.  Its seal stays broken."""
    with scene.reopened(folder) as store:
        _past_triggers(store, f"UPDATE record SET site = 'Elsewhere' WHERE id = '{DONE}'")
        store.attempt_ended(store.attempt_started(DONE, "central"), AttemptResult("accepted", "", 201))
        assert store.record(DONE).state == "sent"
        assert [receipt.status for receipt in store.receipts(DONE)] == [201]
        assert store.record(DONE).damaged is not None
        assert store.check() == ("vault.damaged",)


def test_a_draft_that_other_tools_discarded_is_kept_when_the_store_closes(folder: Path) -> None:
    change = f"UPDATE record SET discarded = '2026-01-01' WHERE id = '{DRAFT}'"
    with_tools(folder / STORE, key_of(folder), change)
    with scene.reopened(folder) as store, pytest.raises(IntakeError, match=r"vault\.damaged"):
        store.restore(DRAFT)
    with scene.reopened(folder) as store:
        assert [row.id for row in store.records("discarded")] == [DRAFT]
        assert [apart.id for apart in store.set_apart()] == [DRAFT]


_KEPT = ("record", "draft", "seal", "ledger", "word")


def _put_back(store: Vault, kept: dict[str, list[tuple[object, ...]]]) -> None:
    """Rows as they were: pages that are put back into the file."""
    for table, rows in kept.items():
        for row in rows:
            _past_triggers(store, f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)


READS: dict[str, Callable[[Vault], object]] = {
    "opened": lambda store: store.draft(DRAFT),
    "saved": lambda store: store.save_draft(DRAFT, Draft(b"<data>9</data>")),
    "finished": lambda store: store.finalise(DRAFT, Frozen(b"<data>9</data>")),
}


@pytest.mark.parametrize("read", READS)
def test_a_record_put_back_whole_while_the_store_is_open_is_noticed_where_it_is_read(folder: Path, read: str) -> None:
    """Row, content, seal and the sum of all seals: each fits the others."""
    with scene.reopened(folder) as store:
        database = store._opening.database
        kept = {table: database.all(f"SELECT * FROM {table}") for table in _KEPT}
        assert store.draft(DRAFT).title == "Mine"
        store.save_draft(DRAFT, Draft(b"<data>later</data>", {}, None, "Later"))
        assert store.record(DONE).damaged is None
        store.put_release(scene.release(DONE, "slip", "health"))  # so that the next save reads the store again
        _put_back(store, kept)
        with pytest.raises(IntakeError, match=r"vault\.replayed"):
            READS[read](store)
        assert store.noticed() == ("vault.replayed",)
        assert {row.id: row.damaged is None for row in store.records()} == {DRAFT: False, DONE: True}


def test_a_title_put_back_whole_is_noticed_where_a_list_shows_it(folder: Path) -> None:
    with scene.reopened(folder) as store:
        kept = {table: store._opening.database.all(f"SELECT * FROM {table}") for table in _KEPT}
        store.save_draft(DRAFT, Draft(b"<data>later</data>", {}, None, "Later"))
        _put_back(store, kept)
        assert {row.id: row.title for row in store.records()} == {DRAFT: "", DONE: ""}
        assert store.noticed() == ("vault.replayed",)


def test_an_unseen_record_put_back_with_the_sum_does_not_fit_the_next_sum(folder: Path) -> None:
    """Its own seal fits, and nobody has looked at it before; then work goes on."""
    with scene.reopened(folder) as store:
        database = store._opening.database
        kept = {table: database.all(f"SELECT * FROM {table}") for table in _KEPT}
        store.save_draft(DRAFT, Draft(b"<data>later</data>", {}, None, "Mine"))
        database.seen._known.clear()
        _put_back(store, kept)
        store.save_draft(scene.started(store, "uuid:next"), Draft(b"<data/>"))
        store.save_draft("uuid:next", Draft(b"<data>x</data>"))
        assert store.draft(DRAFT).xml == b"<data>1</data>"
        assert store.check() == ("vault.replayed",)


def test_a_save_that_was_undone_is_no_replay(folder: Path) -> None:
    """What a transaction wrote that failed is not waited for."""
    with scene.reopened(folder) as store:
        store.draft(DRAFT)
        database = store._opening.database
        with pytest.raises(RuntimeError), database.transaction():
            store._opening.database.seen.wrote(DRAFT, bytes(32))
            raise RuntimeError
        assert store.draft(DRAFT).title == "Mine"
        assert store.check() == ()


def test_a_store_put_back_while_it_is_open_does_not_take_its_anchor_back(folder: Path) -> None:
    """What is written after that is less than what was there: the next opening tells."""
    with scene.reopened(folder) as store:
        for number in range(5):
            store.set_setting("scale", str(number))
        end = store.audit_head().seq
        _past_triggers(store, "DELETE FROM audit WHERE seq > ?", (end - 4,))
        store.set_setting("scale", "9")
        assert store.audit_head().seq < end
    with scene.reopened(folder) as store:
        assert store.noticed() == ("vault.rolled_back",)


def test_a_store_that_can_not_be_read_is_no_broken_record(folder: Path) -> None:
    """What is wrong with the disk, or with a store that is closed, sets no record apart."""
    store = scene.reopened(folder)
    opening = store._opening
    store.close()
    with pytest.raises(IntakeError, match=r"vault\.io_error"):
        quarantine.fitting(opening, 1)
    with scene.reopened(folder) as again:
        assert quarantine.listed(again._opening) == ()


def test_a_record_found_to_be_put_back_stays_so_at_the_next_opening(folder: Path) -> None:
    """It can be read, for what is in it; nothing is made of it as if it were the newest state."""
    with scene.reopened(folder) as store:
        kept = {table: store._opening.database.all(f"SELECT * FROM {table}") for table in ("record", "draft", "seal")}
        store.save_draft(DRAFT, Draft(b"<data>later</data>", {}, None, "Mine"))
        store.put_release(scene.release(DONE, "slip", "health"))
        newest = {table: store._opening.database.all(f"SELECT * FROM {table}") for table in kept}
        _put_back(store, kept)
        with pytest.raises(IntakeError, match=r"vault\.replayed"):
            store.draft(DRAFT)
    with scene.reopened(folder) as store:
        assert "vault.replayed" in store.check()
        assert store.noticed() == ("vault.replayed",)
        assert store.draft(DRAFT).title == "Mine"
        for verb in _verbs(DRAFT).values():
            with pytest.raises(IntakeError, match=r"vault\.replayed"):
                verb(store)
    with scene.reopened(folder) as store:
        _put_back(store, newest)
        store._opening.database.seen._known.clear()
        assert (store.check(), store.noticed()) == ((), ())
        store.save_draft(DRAFT, Draft(b"<data>9</data>"))
