"""Drafts, finalised records, their files: what the store promises about each."""

import random
import secrets
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Draft, Frozen, NewFile, ServerRow, Vault, attachments, codes, records
from intake_app.vault.database import Database, Row
from tests.vault import scene


def test_a_draft_comes_back_as_it_was_saved(store: Vault) -> None:
    record = scene.started(store)
    saved = scene.answer(3)
    store.save_draft(record, saved)
    assert store.draft(record) == saved
    row = store.record(record)
    assert (row.state, row.delivery, row.title, row.place) == ("draft", "draft", "Answer 3", "/data/q3")
    assert (row.language, row.mediator_language, row.author) == ("Français (fr)", "Italiano (it)", scene.NAME)


def test_a_draft_survives_closing(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        record = scene.started(store)
        store.save_draft(record, scene.answer(7))
        code = store.record(record).code
    with scene.reopened(tmp_path) as store:
        assert store.draft(record) == scene.answer(7)
        assert store.find(code.replace("-", " ").lower()).id == record


def test_finalising_freezes_bytes_and_keeps_only_the_files_named(store: Vault) -> None:
    record = scene.started(store)
    store.put_media(record, "kept.jpg", b"k" * 2_500_000, "image/jpeg")
    store.put_media(record, "left.jpg", b"l", "image/jpeg")
    row = store.finalise(record, Frozen(b"<data>done</data>", ("kept.jpg",), "A name", '{"a": 1}'))
    assert (row.state, row.delivery, row.title, row.place) == ("finalised", "held", "A name", None)
    assert store.submission(record) == b"<data>done</data>"
    assert store.frozen(record).values_json == '{"a": 1}'
    assert [file.name for file in store.media(record)] == ["kept.jpg"]
    assert store.media_bytes(record, "kept.jpg") == b"k" * 2_500_000


@pytest.mark.parametrize("size", [300, 80_000, 2_500_000])
def test_finalising_puts_the_log_of_filling_in_with_it_or_nothing(store: Vault, size: int) -> None:
    record, log = scene.started(store), NewFile("audit.csv", b"a" * size, "text/csv")
    store.put_media(record, "audit.csv", b"of a try before", "text/csv")
    with pytest.raises(IntakeError, match=r"vault\.media_missing"):
        store.finalise(record, Frozen(b"<data/>", ("audit.csv", "gone.jpg")), log=log)
    assert store.media_bytes(record, "audit.csv") == b"of a try before"
    left = list(attachments.folder(store.info().path).glob("*"))
    assert len(left) == (size == 80_000), "but a shelf, which stays for other files"
    store.finalise(record, Frozen(b"<data/>", ("audit.csv",)), log=log)
    assert store.media_bytes(record, "audit.csv") == log.data
    assert [row.name for row in store.media(record)] == ["audit.csv"]
    assert store.check() == ()
    assert "aaaa" not in repr(log)


def test_finalising_with_a_file_that_is_not_there_changes_nothing(store: Vault) -> None:
    record = scene.started(store)
    store.save_draft(record, scene.answer(1))
    with pytest.raises(IntakeError, match=r"vault\.media_missing"):
        store.finalise(record, Frozen(b"<data/>", ("gone.jpg",)))
    assert store.draft(record) == scene.answer(1)
    assert store.record(record).state == "draft"


@pytest.mark.parametrize("verb", ["save", "media", "drop", "discard", "finalise", "draft"])
def test_no_verb_touches_a_finalised_record(store: Vault, verb: str) -> None:
    record = scene.finalised(store)
    verbs = {
        "save": lambda: store.save_draft(record, scene.answer(1)),
        "media": lambda: store.put_media(record, "one.jpg", b"other", "image/jpeg"),
        "drop": lambda: store.drop_media(record, "one.jpg"),
        "discard": lambda: store.discard(record),
        "finalise": lambda: store.finalise(record, Frozen(b"<other/>")),
        "draft": lambda: store.draft(record),
    }
    with pytest.raises(IntakeError, match=r"vault\.frozen"):
        verbs[verb]()
    assert store.check() == ()


RAW = (
    "UPDATE submission SET body = x'00'",
    "UPDATE submission SET sha256 = x'00'",
    "DELETE FROM submission",
    "INSERT OR REPLACE INTO submission SELECT record, x'00', sha256 FROM submission",
    "UPDATE record SET state = 'draft'",
    "UPDATE record SET state = 'sent', author = 'x'",
    "UPDATE record SET finalised = '2000'",
    "UPDATE record SET discarded = '2000'",
    "UPDATE record SET label = x'00'",
    "DELETE FROM record",
    "INSERT OR REPLACE INTO record SELECT * FROM record",
    "UPDATE media SET sha256 = x'00'",
    "DELETE FROM media",
    "INSERT OR REPLACE INTO media SELECT id, record, name, mime, 1, x'00', mark, 0, '', 0, 0 FROM media",
    "INSERT INTO media (record, name, mime, size, sha256, mark) SELECT number, 'new', '', 0, x'00', 'm' FROM record",
    "UPDATE media_part SET content = x'00'",
    "DELETE FROM media_part",
    "INSERT OR REPLACE INTO media_part SELECT media, part, x'00' FROM media_part",
    "UPDATE audit SET detail = ''",
    "DELETE FROM audit",
    "INSERT OR REPLACE INTO audit SELECT seq, at, actor, role, action, object, 'x', mac FROM audit",
    "UPDATE content_key SET key = zeroblob(32)",
    "UPDATE checkpoint SET changes = 9",
    "DELETE FROM checkpoint",
    "UPDATE form SET xml = x'00'",
    "UPDATE form_file SET content = x'00'",
    "DELETE FROM release",
    "UPDATE release SET recipient = 'else'",
)


@pytest.mark.parametrize("statement", RAW)
def test_the_file_itself_refuses_to_change_frozen_bytes(store: Vault, statement: str) -> None:
    record = scene.queued(store)
    for _ in range(100):  # far enough for a signed point of the log
        store.put_server(ServerRow("central", "https://example.org"))
    before = (store.frozen(record), store.media_bytes(record, "one.jpg"), store.record(record))
    database = store._opening.database
    with pytest.raises(IntakeError, match=r"vault\.frozen"), database.transaction():
        database.run(statement)
    assert (store.frozen(record), store.media_bytes(record, "one.jpg"), store.record(record)) == before
    assert store.check() == ()


def test_a_discarded_draft_can_be_restored_until_the_store_closes(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        kept, gone = scene.started(store, "uuid:kept"), scene.started(store, "uuid:gone")
        store.put_media(gone, "a.jpg", b"a", "image/jpeg")
        store.discard(kept)
        store.discard(gone)
        assert store.records() == ()
        assert {row.id for row in store.records("discarded")} == {kept, gone}
        with pytest.raises(IntakeError, match=r"vault\.discarded"):
            store.save_draft(gone, scene.answer(1))
        store.restore(kept)
    with scene.reopened(tmp_path) as store:
        assert [row.id for row in store.records()] == [kept]
        with pytest.raises(IntakeError, match=r"vault\.no_such_record"):
            store.restore(gone)
        left = store._opening.database.one("SELECT count(*) FROM media_part")
        assert left == (0,)


def test_lists_are_newest_first_and_filtered(store: Vault) -> None:
    for number in range(5):
        scene.started(store, f"uuid:{number}")
    store.save_draft("uuid:1", scene.answer(1))
    store.finalise("uuid:3", Frozen(b"<data/>"))
    assert {row.id for row in store.records()[:2]} == {"uuid:1", "uuid:3"}
    assert [row.id for row in store.records("finalised")] == ["uuid:3"]
    assert len(store.records("draft", mine=True)) == 4
    assert len(store.records(limit=2)) == 2
    assert store.info().counts == {"draft": 4, "finalised": 1}


@pytest.mark.parametrize("state", [None, "draft", "finalised"])
def test_the_list_uses_an_index(store: Vault, state: str | None) -> None:
    """No scan of all records, and no sort of them, for a mediator's list."""
    database = store._opening.database
    where = "r.author = 'x' AND r.discarded IS NULL" + (f" AND r.state = '{state}'" if state else "")
    plan = database.all(
        f"EXPLAIN QUERY PLAN SELECT * FROM record r WHERE {where} ORDER BY r.changed DESC, r.number DESC"
    )
    told = " ".join(str(row[-1]) for row in plan)
    assert "USING INDEX" in told
    assert "SCAN" not in told
    assert "TEMP B-TREE" not in told


def test_the_same_draft_id_twice_is_a_bug(store: Vault) -> None:
    scene.started(store)
    with pytest.raises(ValueError, match="in use"):
        scene.started(store)


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a\\b", "a\0b", "x" * 256])
def test_a_file_name_with_a_path_is_a_bug(store: Vault, name: str) -> None:
    record = scene.started(store)
    with pytest.raises(ValueError, match="file name"):
        store.put_media(record, name, b"", "image/png")


def test_a_file_replaced_and_dropped(store: Vault) -> None:
    record = scene.started(store)
    store.put_media(record, "a.bin", b"one", "application/octet-stream")
    store.put_media(record, "a.bin", b"", "application/octet-stream")
    assert store.media_bytes(record, "a.bin") == b""
    store.drop_media(record, "a.bin")
    store.drop_media(record, "a.bin")
    with pytest.raises(IntakeError, match=r"vault\.media_missing"):
        store.media_bytes(record, "a.bin")


def test_content_stays_out_of_repr() -> None:
    told = repr((Draft(b"SECRET", {"a": "SECRET"}, None, "SECRET"), Frozen(b"SECRET", (), "SECRET", "SECRET")))
    assert "SECRET" not in told


def test_a_form_is_kept_while_a_draft_uses_it(store: Vault) -> None:
    first = scene.put_form(store)
    assert scene.put_form(store) == first
    record = scene.started(store)
    second = scene.put_form(store, xml=b"<h:html>2</h:html>")
    assert [row.key for row in store.forms()] == [second]
    assert {row.key for row in store.forms(all=True)} == {first, second}
    assert store.form(store.record(record).form_key).xml == b"<h:html/>"
    third = scene.put_form(store, xml=b"<h:html>3</h:html>")
    assert {row.key for row in store.forms(all=True)} == {first, third}
    assert scene.put_form(store) == first
    assert [row.key for row in store.forms(all=True)] == [first]
    assert store.form(first).files == {"list.csv": b"name,label\na,A\n"}


def test_unknown_things_have_codes(store: Vault) -> None:
    for ask, code in (
        (lambda: store.form(99), "vault.no_such_form"),
        (lambda: store.record("uuid:none"), "vault.no_such_record"),
        (lambda: store.new_draft(99, "uuid:x", b"", "", ""), "vault.no_such_form"),
        (lambda: store.server("none"), "vault.no_such_server"),
        (lambda: store.slip("none"), "vault.no_such_slip"),
        (lambda: store.find("KARO-27-9"), "vault.bad_code"),
    ):
        with pytest.raises(IntakeError) as caught:
            ask()
        assert caught.value.code == code


def test_a_code_that_is_taken_is_not_given_again(store: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "SystemRandom", lambda: random.Random(7))
    given = [store.record(scene.started(store, f"uuid:{number}")).code for number in range(3)]
    rng = random.Random(7)
    assert given == [codes.new_code(rng) for _ in range(3)]


def test_a_draft_that_was_being_saved_is_not_saved_once_it_is_none(store: Vault) -> None:
    for record, end, code in (
        ("uuid:1", store.discard, "vault.discarded"),
        ("uuid:2", lambda record: store.finalise(record, Frozen(b"<data/>")), "vault.frozen"),
    ):
        store.save_draft(scene.started(store, record), scene.answer(1))
        end(record)
        with pytest.raises(IntakeError) as caught:
            store.save_draft(record, scene.answer(2))
        assert caught.value.code == code


def test_what_nobody_has_is_told(store: Vault) -> None:
    for call in (
        lambda: store.draft("uuid:none"),
        lambda: store.save_draft("uuid:none", scene.answer(1)),
        lambda: store.record("uuid:none"),
        lambda: store.find(codes.new_code(random.Random(3))),
    ):
        with pytest.raises(IntakeError, match=r"vault\.no_such_record"):
            call()


def test_a_list_that_lacks_a_record_is_no_list(store: Vault) -> None:
    """A row is gone from the file, its seal is not; and the form of another is gone."""
    for number in range(3):
        scene.started(store, f"uuid:{number}")
    assert len(records._one_by_one(store._opening, "1", [])) == 3
    connection = store._opening.database.connection
    connection.set_authorizer(None)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("DELETE FROM record WHERE id = 'uuid:1'")
    with pytest.raises(IntakeError) as caught:
        records._one_by_one(store._opening, "1", [])
    assert (caught.value.code, caught.value.facts) == ("vault.damaged", {"part": "records"})
    connection.execute("DELETE FROM form")
    with pytest.raises(IntakeError, match=r"vault\.no_such_record"):
        store.record("uuid:2")


def test_a_list_that_can_not_be_read_sets_nothing_apart(store: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fails for a moment: no record is damaged for that."""
    record, real = scene.started(store), Database.all

    def failing(self: Database, sql: str, *values: object) -> list[Row]:
        if "FROM record r JOIN form" in sql:
            raise IntakeError("vault.io_error", reason="EIO")
        return real(self, sql, *values)

    monkeypatch.setattr(Database, "all", failing)
    with pytest.raises(IntakeError, match=r"vault\.io_error"):
        store.records()
    monkeypatch.undo()
    assert store.set_apart() == ()
    assert [row.id for row in store.records()] == [record]


@pytest.mark.parametrize("finished", [False, True])
def test_a_title_that_was_put_back_is_noticed_where_a_list_would_show_it(store: Vault, finished: bool) -> None:
    database, record = store._opening.database, scene.started(store)
    store.save_draft(record, Draft(b"<data/>", {}, "/q", "Old title"))
    ((old,),) = database.all("SELECT label FROM record")
    store.save_draft(record, Draft(b"<data/>", {}, "/q", "New title"))
    if finished:
        store.finalise(record, Frozen(b"<data/>", (), "New title"))
    other = scene.started(store, "uuid:other")
    database.connection.execute("DROP TRIGGER record_change")  # a page that is put back asks no trigger
    database.connection.execute("UPDATE record SET label = ? WHERE id = ?", (old, record))
    for rows in (store.search("new"), store.records(), (store.record(record),)):
        shown = {row.id: row for row in rows}
        assert (shown[record].title, shown[record].damaged is None) == ("", False)
    assert store.record(other).damaged is None
    assert store.noticed() == ("vault.damaged",)
    assert [apart.id for apart in store.set_apart()] == [record]
    if not finished:
        with pytest.raises(IntakeError, match=r"vault\.damaged"):  # the old one is not sealed anew
            store.finalise(record, Frozen(b"<data/>"))


def test_a_list_tells_of_a_seal_that_is_gone_or_ahead_of_the_log(store: Vault) -> None:
    handle = store._opening.database.connection
    for name in ("gone", "ahead"):
        store.save_draft(scene.started(store, name), Draft(b"<data/>", {}, None, name))
    handle.execute("DELETE FROM seal WHERE record = (SELECT number FROM record WHERE id = 'gone')")
    handle.execute("DROP TRIGGER audit_delete")
    handle.execute("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")
    assert {row.id: row.title for row in store.records()} == {"gone": "", "ahead": ""}
    assert set(store.noticed()) == {"vault.damaged", "vault.replayed"}


@pytest.mark.parametrize("change", ["DELETE FROM content_key", "UPDATE content_key SET key = zeroblob(32)"])
def test_a_list_shows_no_title_of_a_record_without_its_key(store: Vault, change: str) -> None:
    store.save_draft(scene.started(store), Draft(b"<data/>", {}, None, "A title"))
    handle = store._opening.database.connection
    handle.execute("DROP TRIGGER key_change")
    handle.execute(change)
    assert [(row.title, row.damaged) for row in store.records()] == [("", None)]
