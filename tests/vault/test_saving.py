"""A save writes what changed and goes on from what the one before knew; what is read back is always the last draft."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlcipher

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import Draft, Role, Vault, content, drafts, keys, seals
from intake_app.vault.types import stamp
from tests.vault import many, scene
from tests.vault.test_hostile_store import key_of, with_tools

BYTES = st.lists(st.sampled_from([b"a", b"ab", b"<q>yes</q>", b"\0", b"x" * 40])).map(b"".join)


@settings(max_examples=200, deadline=None)
@given(BYTES, BYTES, BYTES, BYTES, st.tuples(st.integers(0, 900), st.integers(0, 900)))
def test_a_difference_leads_from_one_text_to_the_other(
    head: bytes, old: bytes, new: bytes, tail: bytes, near: tuple[int, int]
) -> None:
    before, after = head * 9 + old + tail * 9, head * 9 + new + tail * 9
    for likely in (near, (len(head) * 9, len(tail) * 9)):
        start, end, middle = drafts.difference(before, after, likely)
        assert before[:start] + middle + before[len(before) - end :] == after
        same = min(len(head) * 9 + len(tail) * 9, len(before), len(after))
        assert len(middle) <= len(after) - same + 2 * drafts._GRAIN


def test_each_save_is_read_back_as_it_was(tmp_path: Path) -> None:
    """Small changes, great ones, drafts that fit one page, states and places that change, all in one sitting."""
    long = many.interview(30)
    told = [
        *(replace(draft, states={f"/data/q{number}": "declined" for number in range(number)}, title=f"T {number // 4}")
          for number, draft in enumerate(long)),
        *(scene.answer(number) for number in range(3)),
        many.draft_of(1), Draft(long[0].xml, {}, None, "\u00e8 \u4e2d"), many.draft_of(2), replace(long[-1], xml=b""),
    ]  # fmt: skip
    with scene.new_store(tmp_path) as store:
        record = scene.started(store)
        for draft in told:
            store.save_draft(record, draft)
            assert store.draft(record) == draft
        assert store.check() == ()
    with scene.reopened(tmp_path) as store:
        assert store.draft(record) == told[-1]


@pytest.fixture
def sitting(store: Vault) -> Iterator[Callable[[], bytes]]:
    """A long draft that was saved twice, and its body as it lies in the store."""
    record = scene.started(store)
    for draft in many.interview(2):
        store.save_draft(record, draft)

    def body() -> bytes:
        found = store._opening.database.one("SELECT body FROM draft")
        return bytes(found[0]) if found else b""

    yield body


def test_the_whole_stays_and_the_change_lies_behind_it(store: Vault, sitting: Callable[[], bytes]) -> None:
    before = sitting()
    store.save_draft("uuid:1", many.interview(3)[2])
    assert sitting()[: -drafts.ROOM] == before[: -drafts.ROOM]
    assert sitting()[-drafts.ROOM :] != before[-drafts.ROOM :]
    store.save_draft("uuid:1", many.draft_of(5))
    assert sitting()[: -drafts.ROOM] != before[: -drafts.ROOM]


@pytest.mark.parametrize("part", ["change", "whole", "version"])
def test_parts_of_other_versions_are_no_draft(store: Vault, sitting: Callable[[], bytes], part: str) -> None:
    """Each part is bound to its record and version by itself; the seal holds both."""
    first = sitting()
    if part == "whole":
        store.record("uuid:1")
        store.put_media("uuid:1", "a.jpg", b"a", "image/jpeg")  # so that the next save writes all anew
    store.save_draft("uuid:1", many.interview(3)[2])
    second, (seal,) = sitting(), store._opening.database.all("SELECT version FROM seal")
    mixed = {
        "change": second[: -drafts.ROOM] + first[-drafts.ROOM :],
        "whole": first[: -drafts.ROOM] + second[-drafts.ROOM :],
        "version": second[:-9] + bytes([second[-9] ^ 1]) + second[-8:],
    }[part]
    key = content.key_of(store._opening.database, 1)
    assert drafts.opened(key, "uuid:1", seal[0], second)[0] == many.interview(3)[2].xml
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        drafts.opened(key, "uuid:1", seal[0], mixed)
    with store._opening.database.transaction():
        store._opening.database.run("UPDATE draft SET body = ?", mixed)
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        store.draft("uuid:1")


def test_what_else_is_written_meanwhile_is_not_overlooked(store: Vault) -> None:
    """Two drafts in turn, files, a search, a reading: the seals and the sum of them stay true."""
    for record in ("uuid:1", "uuid:2"):
        scene.started(store, record)
    for number, draft in enumerate(many.interview(12)):
        store.save_draft(f"uuid:{1 + number // 3 % 2}", draft)
        if number % 4 == 1:
            store.search("harbour")
        if number % 4 == 3:
            store.put_media("uuid:1", f"{number}.jpg", b"a", "image/jpeg")
    assert [row.id for row in store.records()] == ["uuid:2", "uuid:1"]
    assert store.draft("uuid:2").xml == many.interview(12)[-1].xml
    assert store.check() == ()


def test_the_time_in_lists_is_true_to_the_minute_and_the_order_always(tmp_path: Path) -> None:
    now = datetime(2026, 3, 1, 10, 0, 5, tzinfo=UTC)
    with vault.create(
        tmp_path / "place.intake", scene.SITE, scene.NAME, Role.MEDIATOR, scene.PASSPHRASE, vault.FLOOR, lambda: now
    ) as store:
        for record in ("uuid:1", "uuid:2"):
            scene.started(store, record)
        shown = []
        for second, record in ((10, "uuid:1"), (20, "uuid:1"), (30, "uuid:2"), (40, "uuid:1"), (70, "uuid:1")):
            now = datetime(2026, 3, 1, 10, 0, 0, tzinfo=UTC) + timedelta(seconds=second)
            assert store.save_draft(record, replace(scene.answer(second), title="T")) == stamp(now)
            shown.append([(row.id[-1], row.changed[14:19]) for row in store.records()])
    assert shown == [
        [("1", "00:10"), ("2", "00:05")],
        [("1", "00:10"), ("2", "00:05")],
        [("2", "00:30"), ("1", "00:10")],
        [("1", "00:40"), ("2", "00:30")],
        [("1", "01:10"), ("2", "00:30")],
    ]


def test_another_title_is_found_at_once(store: Vault) -> None:
    record = scene.started(store)
    for title in ("Amina", "Amina", "Berhane"):
        store.save_draft(record, replace(scene.answer(1), title=title))
        assert [row.title for row in store.search(title)] == [title]
    assert store.search("Amina") == ()
    assert store.check() == ()


def test_drafts_of_before_are_read_and_gone_on_with(store: Vault) -> None:
    """A body without the place, compressed; a label that was bound to the version."""
    record, database = scene.started(store), store._opening.database
    key, states = content.key_of(database, 1), json.dumps({"/data/q": "declined"})
    body = content.lock(key, content.pack(b"<data>" + b"x" * 9000, states), "draft", record, 7)
    label = content.lock(key, json.dumps(["Old", "/data/q"]).encode(), "label", record, 7)
    with database.transaction():
        database.run("UPDATE draft SET body = ?", body)
        database.run("UPDATE record SET label = ?", label)
        seal, key = seals.found(database, 1), store._opening.keys.audit
        assert seal is not None
        seals.write(database, key, 1, seal, 7, seals.digest(body))
    old = Draft(b"<data>" + b"x" * 9000, {"/data/q": "declined"}, "/data/q", "Old", ("Français (fr)", "Italiano (it)"))
    assert store.draft(record) == old
    assert [row.title for row in store.records()] == ["Old"]
    store.save_draft(record, replace(old, xml=old.xml + b"y", title="New"))
    assert store.draft(record) == replace(old, xml=old.xml + b"y", title="New")
    assert store.check() == ()


class _Unsure:
    """A handle whose commits are written, and fail all the same."""

    def __init__(self, handle: object) -> None:
        self._handle = handle

    def __getattr__(self, name: str) -> object:
        return getattr(self._handle, name)

    def cursor(self) -> "_Unsure":
        return _Unsure(self._handle.cursor())  # type: ignore[attr-defined]

    def execute(self, sql: str, *values: object) -> object:
        done = self._handle.execute(sql, *values)  # type: ignore[attr-defined]
        if sql == "COMMIT":
            trouble = sqlcipher.OperationalError("disk I/O error")
            trouble.sqlite_errorcode = 10  # type: ignore[attr-defined]
            raise trouble
        return done


def test_a_title_whose_saving_could_not_be_told_is_not_taken_for_the_one_before(store: Vault) -> None:
    """The way back to the old title after a save that was kept although it was told to have failed."""
    record, database = scene.started(store), store._opening.database
    store.save_draft(record, replace(scene.answer(1), title="Amina"))
    database._use(_Unsure(database.connection))
    with pytest.raises(IntakeError, match=r"vault\.io_error"):
        store.save_draft(record, replace(scene.answer(1), title="Berhane"))
    assert [row.title for row in store.records()] == ["Berhane"]
    store.save_draft(record, replace(scene.answer(1), title="Amina"))
    assert [row.title for row in store.search("Amina")] == ["Amina"]
    assert store.search("Berhane") == ()
    assert store.check() == ()


@pytest.mark.parametrize(("table", "part"), [("seal", "seal"), ("content_key", "key"), ("ledger", "ledger")])
def test_a_draft_without_its_seal_or_key_is_not_written(store: Vault, table: str, part: str) -> None:
    record, database = scene.started(store), store._opening.database
    with database.transaction():
        database.run(f"DELETE FROM {table}")
    with pytest.raises(IntakeError, match=r"vault\.damaged") as told:
        store.save_draft(record, scene.answer(1))
    assert told.value.facts == {"part": part}


def test_one_mac_set_up_is_the_same_as_hmac() -> None:
    told = keys.Mac(b"k" * 32)
    assert [told(b"one"), told(b""), told(b"one")] == [
        bytes.fromhex(known)
        for known in (
            keys.hmac.digest(b"k" * 32, b"one", "sha256").hex(),
            keys.hmac.digest(b"k" * 32, b"", "sha256").hex(),
            keys.hmac.digest(b"k" * 32, b"one", "sha256").hex(),
        )
    ]


def test_a_link_with_nothing_in_a_column_is_a_broken_chain(tmp_path: Path) -> None:
    """Written with the key and another tool, past what the table demands."""
    with scene.new_store(tmp_path):
        pass
    loose, strict = "role TEXT, action", "role TEXT NOT NULL, action"
    change = "UPDATE sqlite_master SET sql = replace(sql, '{}', '{}') WHERE name = 'audit'"
    path, key = tmp_path / "place.intake", key_of(tmp_path)
    with_tools(path, key, "PRAGMA writable_schema = ON", change.format(strict, loose))
    with_tools(path, key, "INSERT INTO audit SELECT seq + 1, at, actor, NULL, action, object, detail, mac FROM audit "
               "ORDER BY seq DESC LIMIT 1")  # fmt: skip
    with_tools(path, key, "PRAGMA writable_schema = ON", change.format(loose, strict))
    with scene.reopened(tmp_path) as store:
        with pytest.raises(IntakeError, match=r"vault\.audit_broken"):
            store.verify_audit()
        assert "vault.audit_broken" in store.check()


def test_bodies_of_all_sizes(tmp_path: Path) -> None:
    """Around the size that is written again as a whole."""
    cipher, key = AESGCM(b"k" * 32), b"k" * 32
    for size in (0, 1, 2900, 2999, 3000, 3100, 9000):
        before = None
        for version in (1, 2, 3):
            draft = Draft(b"x" * size + b"%d" % version, {"/a": "\u00e8"}, f"/q{version}")
            body = drafts.body(cipher, "uuid:1", version, draft, before)
            before = body.whole
            assert (before is None) == (size < 2970)
            assert len(body.sealed) < (3100 if before is None else size + 7000)
            assert drafts.opened(key, "uuid:1", version, body.sealed) == (draft.xml, {"/a": "\u00e8"}, [draft.place])
            assert body.digest == seals.digest(body.sealed)


HALF = "Amina \ud800"
WRITTEN: dict[str, Callable[[Vault], object]] = {
    "a file": lambda store: store.put_media("uuid:1", f"{HALF}.jpg", b"a", "image/jpeg"),
    "a large file": lambda store: store.put_media("uuid:1", f"{HALF}.jpg", b"a" * 1_100_000, "image/jpeg"),
    "a file that is dropped": lambda store: store.drop_media("uuid:1", HALF),
    "a setting": lambda store: store.set_setting("reports", HALF),
    "the language of a draft": lambda store: store.save_draft("uuid:1", replace(scene.answer(1), languages=(HALF, ""))),
    "a record": lambda store: store.new_draft(1, HALF, b"<data/>", "", ""),
    "a record that is looked for": lambda store: store.record(HALF),
}


def _files(store: Vault) -> list[Path]:
    return sorted(path for path in store._path.parent.rglob("*") if path.is_file())


@pytest.mark.parametrize("what", WRITTEN)
def test_half_a_sign_is_refused_and_nothing_is_written(store: Vault, what: str) -> None:
    """A lone surrogate, as names of files have that are no text."""
    scene.started(store)
    before, files = store.audit_head(), _files(store)
    with pytest.raises(IntakeError, match=r"vault\.bad_text") as told:
        WRITTEN[what](store)
    assert told.value.facts == {}
    assert told.value.__suppress_context__
    assert store.audit_head() == before
    assert _files(store) == files
    assert store.check() == ()


def test_what_was_taken_back_is_not_handed_over(tmp_path: Path) -> None:
    """While one person writes, the whole may still hold it, under a key of theirs; the colleague gets it anew."""
    last, said = many.interview(2)[1], b"<q>what he called her</q>"
    middle = last.xml.index(b"<", len(last.xml) // 2)
    with scene.new_store(tmp_path) as store:
        store.add_person("Kim", Role.MEDIATOR, scene.OTHER)
        record = scene.started(store)
        store.save_draft(record, replace(last, xml=last.xml[:middle] + said + last.xml[middle:]))
        store.save_draft(record, last)
        store.hand_over(record, "Kim")
        assert store.check() == ()
    with vault.open_store(tmp_path / "place.intake", "Kim", scene.OTHER) as store:
        assert store.draft(record) == last
        found = store._opening.database.one("SELECT body FROM draft")
        assert found is not None
        since = int.from_bytes(found[0][-16:-8], "big")
        key = content.key_of(store._opening.database, 1)
        whole = content.unlock(key, found[0][: -drafts.ROOM], "draft", record, since)
        assert said not in whole
        assert last.xml[:middle] in whole


def test_a_damaged_draft_is_handed_over_as_it_is(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Kim", Role.MEDIATOR, scene.OTHER)
        record = scene.started(store)
        store.save_draft(record, many.interview(1)[0])
        with store._opening.database.transaction():
            store._opening.database.run("UPDATE draft SET body = ?", b"spoilt")
        assert store.hand_over(record, "Kim").name == "Kim"
        assert store._opening.database.one("SELECT body FROM draft") == (b"spoilt",)


def test_who_asked_what_is_kept_with_a_draft_of_any_size_and_when_it_is_handed_over(tmp_path: Path) -> None:
    asked = {"/data/q": ("Amal", "2026-11-27T10:00:00+00:00"), "/data/r": ("Noor", "2026-11-27T11:00:00+00:00")}
    small = Draft(b"<data/>", {"/data/q": "prefers_not_to_say"}, "/data/q", "T", ("fr", "it"), asked, simple=True)
    small = replace(small, ending=("yes", "witness", "colleague"), left_out="person", copied=("2026 A-1 /d/x",))
    large = replace(small, xml=b"<data>" + b"x" * 9000 + b"</data>")
    with scene.new_store(tmp_path) as store:
        store.add_person("Noor", Role.MEDIATOR, scene.OTHER)
        for draft in (small, large, replace(large, place="/data/r")):
            scene.started(store) if draft is small else None
            store.save_draft("uuid:1", draft)
            assert store.draft("uuid:1") == draft
        store.hand_over("uuid:1", "Noor")
    with scene.reopened(tmp_path, "Noor", scene.OTHER) as store:
        assert store.draft("uuid:1").asked == asked and store.draft("uuid:1").simple
        assert store.draft("uuid:1").ending == ("yes", "witness", "colleague")
