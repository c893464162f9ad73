"""What is told of keys and people, word for word: the entries of the log, and the facts of each refusal."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.errors import Fact, IntakeError
from intake_app.vault import AuditHead, Return, Role, Vault, audit, header, keys, people, register, slots, unlocking
from intake_app.vault.header import Header, Tries
from intake_app.vault.slots import Kind
from tests.vault import cutting, scene

Entry = tuple[str, str, dict[str, object]]
RECOVERY = vault.new_recovery_key()
PRIVATE, PUBLIC = keys.new_pair()


def _refused(call: Callable[[], object]) -> tuple[str, dict[str, Fact]]:
    with pytest.raises(IntakeError) as caught:
        call()
    return caught.value.code, dict(caught.value.facts)


def _log(store: Vault, since: int = 0) -> list[Entry]:
    """Entries after one of them, the oldest first; the digest of all people and settings is where it should be."""
    found = []
    for row in reversed(store.audit_rows()):
        told = json.loads(row.detail)
        registers = (
            row.action.startswith(("person.", "setting.", "server.", "form."))
            or row.action == "store.recovered"
            or row.seq == 1
        )
        assert (told.pop("register", None) is not None) == registers, row.action
        found += [(row.action, row.object, told)] if row.seq > since else []
    return found


def _slot(store: Vault, kind: Kind) -> str:
    return store._opening.header.current.of_kind(kind)[0].id


def test_each_change_of_keys_and_people_is_in_the_log(tmp_path: Path) -> None:
    with scene.new_store(tmp_path, Role.ADMINISTRATOR) as store:
        me, expected = store.me.id, [("store.opened", "", {})]
        store.set_setting("scale", "2")
        expected += [("setting.changed", "scale", {})]
        omar = store.add_person("Omar", Role.DESK, scene.OTHER).id
        expected += [("person.added", omar, {"role": "desk"})]
        store.put_recovery(RECOVERY)
        expected += [("recovery.added", _slot(store, Kind.RECOVERY), {})]
        store.put_escrow(PUBLIC)
        expected += [("escrow.added", slots.escrow_id(PUBLIC), {})]
        store.change_passphrase(scene.PASSPHRASE, scene.OTHER)
        expected += [("person.passphrase", me, {"keyring": 0})]
        store.change_passphrase(scene.OTHER, scene.PASSPHRASE, second=b"k" * 32)
        expected += [("person.passphrase", me, {"keyring": 1})]
        store.put_recovery(RECOVERY)
        expected += [("recovery.replaced", "", {})]
        store.remove_person("OMAR")
        expected += [("person.removed", omar, {})]
        assert _log(store) == expected
        assert [(row.actor, row.role) for row in store.audit_rows()] == [(me, "administrator")] * len(expected)
        assert [person.id for person in store.people()] == [me]
        end, used = store.audit_head().seq, _slot(store, Kind.RECOVERY)
    with vault.recover(tmp_path / "place.intake", RECOVERY, Return("Nadia", scene.OTHER, new_keeper=True)) as store:
        nadia = store.me.id
        recovered: Entry = ("store.recovered", nadia, {"by": "recovery", "slot": used, "keeper": 1})
        closed, *rest = _log(store, end)
        assert (closed[0], rest) == ("store.closed", [("store.opened", "", {}), recovered])
        store.drop_escrow(PUBLIC)
        assert _log(store)[-1] == ("escrow.removed", slots.escrow_id(PUBLIC), {})
        assert store.check() == ()


def test_the_last_link_has_the_sum_of_the_records(tmp_path: Path) -> None:
    with scene.new_store(tmp_path, Role.MEDIATOR) as store:
        scene.started(store)
        database = store._opening.database
        changes, total = database.one("SELECT changes, total FROM ledger") or (0, b"")
        at = store.audit_head()
    with scene.reopened(tmp_path) as store:
        assert _log(store, at.seq)[0] == ("store.closed", "", {"changes": changes, "sum": total.hex()[:16]})
        assert at.changes == changes > 0


def test_a_shorter_list_of_the_log_has_the_newest(store: Vault) -> None:
    for number in range(3):
        store.set_setting("scale", str(number))
    every = store.audit_rows()
    assert [row.seq for row in every] == [4, 3, 2, 1]
    assert store.audit_rows(2) == every[:2]
    assert store.audit_rows(0) == ()


def test_a_head_that_is_kept_is_told_from_any_other(store: Vault) -> None:
    first = store.audit_head()
    scene.started(store)
    assert store.holds(first)
    assert store.holds(store.audit_head())
    for other in (AuditHead(first.seq + 1, first.mac, 0), AuditHead(0, first.mac, 0), AuditHead(1, "", 0)):
        assert not store.holds(other)


def test_the_log_begins_with_zeros(store: Vault) -> None:
    database = store._opening.database
    database.connection.execute("DROP TRIGGER audit_delete")
    database.connection.execute("DELETE FROM audit")
    assert audit.head(store._opening) == AuditHead(0, "00" * 32, 0)
    assert store.verify_audit() == 0


def test_an_opening_that_was_cut_short_is_known_to_who_was_cut(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        assert not store.cut_short(), "nothing was before"
        store.add_person("Noor", Role.MEDIATOR, scene.OTHER)
    with scene.reopened(tmp_path) as store:
        assert not store.cut_short()
        scene.started(store)
        assert not store.cut_short(), "what is written now is no opening before"
    with cutting.left(scene.reopened(tmp_path)) as store:
        store.discard("uuid:1")
    with scene.reopened(tmp_path, "Noor", scene.OTHER) as store:
        assert not store.cut_short(), "it was not theirs"
    with scene.reopened(tmp_path) as store:
        assert store.cut_short()
    with scene.reopened(tmp_path) as store:
        assert not store.cut_short()


@pytest.mark.parametrize("column", ["at", "actor", "role", "action", "object", "detail", "mac"])
def test_the_first_bad_link_is_named(store: Vault, column: str) -> None:
    for number in range(3):
        store.set_setting("scale", str(number))
    connection = store._opening.database.connection
    connection.execute("DROP TRIGGER audit_change")
    value = "zeroblob(32)" if column == "mac" else f"{column} || 'x'"
    connection.execute(f"UPDATE audit SET {column} = {value} WHERE seq = 3")
    assert _refused(store.verify_audit) == ("vault.audit_broken", {"row": 3})


def test_a_link_that_was_taken_out_is_named(store: Vault) -> None:
    for number in range(3):
        store.set_setting("scale", str(number))
    connection = store._opening.database.connection
    connection.execute("DROP TRIGGER audit_delete")
    connection.execute("DELETE FROM audit WHERE seq = 2")
    assert _refused(store.verify_audit) == ("vault.audit_broken", {"row": 2})


def test_an_opening_that_was_rolled_back_is_told_again_and_once(store: Vault) -> None:
    with pytest.raises(RuntimeError), store._opening.database.transaction():
        audit.changing(store._opening)
        audit.append(store._opening, "setting.changed", "a")
        raise RuntimeError
    store._opening.announced = 2
    store.set_setting("a", "1")
    store.set_setting("a", "2")
    assert [entry[0] for entry in _log(store)] == ["store.opened", "store.opened", "setting.changed", "setting.changed"]


CHANGES = (
    "INSERT INTO setting VALUES ('a', '1')",
    "UPDATE setting SET value = '9'",
    "UPDATE server SET url = 'https://elsewhere.example'",
    "UPDATE form SET title = 'Another'",
    "UPDATE person SET agency = 'Another'",
)


@pytest.mark.parametrize("last", ["person", "server", "setting", "form", "recovered"])
def test_what_the_newest_link_says_of_people_servers_settings_and_forms_holds(registered: Path, last: str) -> None:
    """Whichever kind of link was the last to say it, and whatever came after that says nothing of it."""
    with scene.reopened(registered) as store:
        _last_link(store, last)
        database = store._opening.database
        with database.transaction():
            audit.append(store._opening, "record.searched", found=0)
        assert register.fits(store._opening)
        for change in CHANGES:
            with pytest.raises(RuntimeError), database.transaction():
                database.run(change)
                assert not register.fits(store._opening)
                raise RuntimeError
        assert register.fits(store._opening)


def _last_link(store: Vault, kind: str) -> None:
    """Some link of this kind, with nothing else that says what is registered after it."""
    actions = {"recovered": "store.recovered"}
    with store._opening.database.transaction():
        audit.changing(store._opening)
        audit.append(store._opening, actions.get(kind, f"{kind}.changed"))


@pytest.fixture(scope="module")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a setting, a server and a form."""
    folder = tmp_path_factory.mktemp("registered")
    with scene.new_store(folder, Role.ADMINISTRATOR) as store:
        store.put_server(vault.ServerRow("central", "https://central.example"))
        store.set_setting("scale", "2")
        scene.put_form(store)
    return folder


PASSPHRASES = {
    "eleven chr1": ("short", 11),
    "": ("short", 0),
    "ab cd ef": ("short", 8),
    "abcdabcdabcd": ("repeated", 12),
    "wxyz wxyz wxyz": ("repeated", 14),
    "qwert" * 3: ("repeated", 15),
    "123456789012": ("repeated", 12),
    "890123456789": ("repeated", 12),
    "210987654321": ("repeated", 12),
    "acegikmoqsuw": ("repeated", 12),
    "hgfedcba`_^]": ("repeated", 12),
    "ab" + "cdefghij klm" * 100: ("long", 1202),
    ("x7 " * 342)[:1025]: ("long", 1025),
}


@pytest.mark.parametrize("passphrase", PASSPHRASES)
def test_why_a_passphrase_is_too_weak(passphrase: str) -> None:
    reason, length = PASSPHRASES[passphrase]
    told = _refused(lambda: vault.check_passphrase(passphrase))
    assert told == ("vault.weak_passphrase", {"reason": reason, "length": length})


WEAKEST = ["kvtz mwqp lxrjb", "k1b7v3q9z2w4m", "13579246813570kzmqvt", "pqmstpqmsttuvz8qkwj"]


@pytest.mark.parametrize("passphrase", WEAKEST)
def test_the_weakest_that_will_do(passphrase: str) -> None:
    vault.check_passphrase(passphrase)
    vault.check_passphrase((passphrase + " " + "".join(map(chr, range(0x4E00, 0x4E00 + 1024))))[:1024])


def test_names_as_they_are_kept_and_refused() -> None:
    assert people.check_name("  Ａmal\t of\u00a0the  Hill ") == "Amal of the Hill"
    assert people.check_name("x" * 200) == "x" * 200
    for name, length in (
        ("", 0),
        (" \n", 0),
        ("x" * 201, 201),
        ("a\0b", 3),
        ("a\ud800", 2),
        ("a\u0378", 2),
        ("\udfff", 1),
    ):
        assert _refused(lambda name=name: people.check_name(name)) == ("vault.bad_name", {"length": length})


def test_who_may_not_be_removed_and_who_is_nobody(tmp_path: Path) -> None:
    with scene.new_store(tmp_path, Role.COORDINATOR) as store:
        refused = ("vault.not_allowed", {"role": "coordinator", "what": "remove"})
        assert _refused(lambda: store.remove_person(scene.NAME)) == refused
        assert _refused(lambda: store.remove_person("Nobody")) == ("vault.no_such_person", {})
        database = store._opening.database
        assert _refused(lambda: people.by_id(database, "p0")) == ("vault.damaged", {"part": "people"})
        assert _refused(lambda: people.ever(database, "p0")) == ("vault.damaged", {"part": "people"})
        assert people.ever(database, store.me.id) == people.by_id(database, store.me.id) == store.me


def test_somebody_removed_is_still_known_by_id_and_a_name_by_nobody(tmp_path: Path) -> None:
    with scene.new_store(tmp_path, Role.COORDINATOR) as store:
        database, me = store._opening.database, store.me
        assert people.by_name(database, " AMAL") == me
        with database.transaction():
            people._retire_folded(store._opening, me.name)
        assert people.ever(database, me.id) == me
        assert people.by_name(database, me.name) is None
        assert _refused(lambda: people.by_id(database, me.id)) == ("vault.damaged", {"part": "people"})
        rows = database.all("SELECT folded, removed FROM person")
        assert [(folded, bool(removed)) for folded, removed in rows] == [(f"amal\0{me.id}", True)]


def test_a_header_of_later_and_one_of_nothing() -> None:
    slot = slots.Slot("a", Kind.ESCROW, bytes(32), bytes(80))
    later = Header("00" * 16, 1, (slot,), 1, bytes(32), version=9)
    assert _refused(lambda: header.decode(header.encode(later))) == ("vault.newer", {"found": 9, "known": 2})
    assert _refused(lambda: header.decode(b"{}")) == ("vault.damaged", {"part": "header"})
    assert _refused(lambda: header.read(Path("/nowhere/at/all"))) == ("vault.header_missing", {})


@pytest.mark.parametrize("size", [header.MOST_SLOTS, header.MOST_SLOTS + 1])
def test_a_header_has_so_many_slots_at_the_most(size: int) -> None:
    made = tuple(slots.Slot(f"{number}", Kind.ESCROW, bytes(32), bytes(80)) for number in range(size))
    data = header.encode(Header("00" * 16, 1, made, 1, bytes(32)))
    if size > header.MOST_SLOTS:
        assert _refused(lambda: header.decode(data)) == ("vault.damaged", {"part": "header"})
    else:
        assert len(header.decode(data)[0].slots) == 64


@pytest.mark.parametrize(
    ("count", "until", "recoveries", "fair"),
    [
        *((0, 0, 0, True), (999_999, 1.5, 999_999, True), (1_000_000, 0, 0, False), (0, 0, 1_000_000, False)),
        *((-1, 0, 0, False), (0, -1, 0, False), (0, 0, -1, False), (0, 2**40, 0, False), (0, 2**40 - 1, 0, True)),
        *(("1", 0, 0, False), (0, "1", 0, False), (0, 0, None, False)),
    ],
)
def test_tries_that_can_not_be_are_none(count: object, until: object, recoveries: object, fair: bool) -> None:
    found = header._tries_in({"count": count, "until": until, "recoveries": recoveries})
    assert found == (Tries(count, until, recoveries) if fair else Tries())  # type: ignore[arg-type]
    assert header._tries_in({"count": 5, "until": 0}) == Tries(5, 0.0, 0)
    assert header._tries_in([]) == Tries()


def test_the_newest_header_comes_first_and_the_greater_count_holds(tmp_path: Path) -> None:
    scene.new_store(tmp_path).close()
    path = tmp_path / "place.intake"
    (one,) = header.read(path).headers
    older, newer = replace(one, generation=4), replace(one, generation=5)
    for first, second in ((older, newer), (newer, older)):
        for part, found, tries in zip(header.paths(path), (first, second), (Tries(7), Tries(9)), strict=True):
            part.write_bytes(header.encode(found, tries))
        assert header.read(path) == header.Pair((newer, older), Tries(9), alike=False)
    header.paths(path)[0].unlink()
    assert header.read(path) == header.Pair((older,), Tries(9), alike=False)
    header.write(path, one, Tries(1))
    assert header.read(path) == header.Pair((one,), Tries(1), alike=True)


def test_slots_of_a_header_by_name_id_and_kind() -> None:
    amal = slots.Slot("p1", Kind.PERSON, tag=slots.name_tag("Amal", b"s"), salt=b"s", kdf=keys.DEFAULT)
    omar = replace(amal, id="p2", kind=Kind.LEGACY, tag=slots.name_tag("Omar", b"s"), kdf=keys.CEILING)
    spare = slots.Slot("r1", Kind.RECOVERY)
    found = Header("00" * 16, 4, (spare, amal, omar), 2, b"s", b"old")
    assert (found.slot_of("AMAL"), found.slot_of("omar"), found.slot_of("")) == (amal, omar, None)
    assert (found.slot("p2"), found.slot("p3")) == (omar, None)
    assert (found.of_kind(Kind.LEGACY), found.of_kind(Kind.ESCROW)) == ((omar,), ())
    assert found.cost() == keys.DEFAULT
    added = found.with_slot(replace(amal, tag="t"))
    assert (added.generation, added.slots) == (5, (spare, omar, replace(amal, tag="t")))
    assert found.renewed((amal,), b"new") == replace(found, generation=5, epoch=3, slots=(amal,), previous=b"new")
    assert found.settled() == replace(found, generation=5, previous=b"")
    assert found.binding == slots.Binding("00" * 16, 2, b"s")


DELAYS = {0: 0, 1: 0, 2: 0, 3: 1, 4: 2, 5: 4, 6: 8, 8: 32, 9: 60, 50: 60}


@pytest.mark.parametrize("recovery", [False, True])
@pytest.mark.parametrize("before", DELAYS)
def test_how_long_the_next_try_waits(tmp_path: Path, before: int, recovery: bool) -> None:
    path, found = tmp_path / "place.intake", Header("00" * 16, 1, (slots.Slot("a", Kind.ESCROW),))
    unlocking._count_wrong_try(path, header.Pair((found,), Tries(before, 1.0, 3), alike=True), recovery)
    outer = json.loads(header.paths(path)[0].read_text())
    tries, now = outer["tries"], time.time()
    assert (tries["count"], tries["recoveries"]) == (before + 1, 4 if recovery else 3)
    wait = DELAYS[before]
    assert now + wait - 5 < tries["until"] <= now + wait if wait else tries["until"] == 0.0


@pytest.mark.parametrize(("ahead", "waits"), [(-1.0, False), (30.0, True), (59.9, True), (61.0, False), (9e9, False)])
def test_a_wait_is_told_in_whole_seconds_and_never_longer_than_a_minute(ahead: float, waits: bool) -> None:
    tries = Tries(9, time.time() + ahead)
    if waits:
        code, facts = _refused(lambda: unlocking._wait_over(tries))
        assert code == "vault.wait"
        assert int(ahead) - 1 <= int(facts["seconds"] or 0) <= int(ahead) + 1
    else:
        unlocking._wait_over(tries)


def test_a_second_secret_is_asked_for_once_and_only_where_one_is_wanted() -> None:
    asked: list[str] = []

    def ring(entry: str) -> bytes:
        asked.append(entry)
        return b"k"

    slot = slots.Slot("p1", Kind.PERSON)
    assert unlocking.second_secret("00", slot, ring) == b""
    assert asked == []
    wanted = replace(slot, keyring=True)
    assert unlocking.second_secret("00", wanted, ring) == b"k"
    assert asked == ["00.p1"]
    for nothing in (lambda _entry: None, lambda _entry: b""):
        refused = _refused(lambda nothing=nothing: unlocking.second_secret("00", wanted, nothing))
        assert refused == ("vault.keyring_missing", {})


def test_what_a_right_passphrase_and_a_right_key_give(tmp_path: Path) -> None:
    path = tmp_path / "place.intake"
    with scene.new_store(tmp_path, Role.ADMINISTRATOR) as store:
        me, volume = store.me.id, store._opening.keys.volume
        store.put_recovery(RECOVERY)
        store.put_escrow(PUBLIC)
        recovery = _slot(store, Kind.RECOVERY)
    plain = vault.check_recovery_key(RECOVERY)
    for found, slot in (
        (unlocking.unlock(path, scene.NAME, scene.PASSPHRASE), me),
        (unlocking.unlock_with_recovery(path, plain), recovery),
        (unlocking.unlock_with_escrow(path, PRIVATE), slots.escrow_id(PUBLIC)),
    ):
        assert (found.slot_id, found.wrong, found.repair, found.slot_key) == (slot, Tries(), False, b"")
        assert found.keys == keys.volume_keys(volume, found.header.vault_id)
    assert _refused(lambda: unlocking.unlock(path, scene.NAME, "not the right one")) == ("vault.wrong_passphrase", {})
    found = unlocking.unlock(path, scene.NAME, scene.PASSPHRASE)
    assert (found.wrong, found.repair) == (Tries(1), True)
    header.paths(path)[1].unlink()
    assert unlocking.unlock(path, scene.NAME, scene.PASSPHRASE).repair
