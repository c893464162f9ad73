"""A forgotten passphrase, a lost colleague: the recovery key and the organisation's key bring the store back."""

import shutil
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import Return, Role, Vault, header, keys
from intake_app.vault.slots import Kind
from tests.vault import scene

KEY = vault.new_recovery_key()
PRIVATE, PUBLIC = keys.new_pair()
NEW = "silver orchard bridge nineteen"
OMAR = Return("Omar", NEW)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with a recovery key, an organisation's key, and a mediator with a draft."""
    folder = tmp_path_factory.mktemp("kept")
    path = folder / "place.intake"
    with vault.create(
        path, scene.SITE, scene.NAME, Role.ADMINISTRATOR, scene.PASSPHRASE, vault.FLOOR, recovery=KEY.lower()
    ) as store:
        store.add_person("Omar", Role.MEDIATOR, scene.OTHER)
        store.put_escrow(PUBLIC)
        scene.put_form(store)
    with scene.reopened(folder, "Omar", scene.OTHER) as store:
        scene.started(store, "uuid:theirs")
    return folder


@pytest.fixture
def here(kept: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
    return tmp_path


def _recovered(folder: Path, key: str | bytes, who: Return) -> Vault:
    return vault.recover(folder / "place.intake", key, who)


def _code(folder: Path, key: str | bytes, who: Return = OMAR) -> str:
    with pytest.raises(IntakeError) as caught:
        _recovered(folder, key, who)
    return caught.value.code


@pytest.mark.parametrize("key", [KEY, PRIVATE], ids=["recovery key", "organisation"])
def test_a_person_gets_a_new_passphrase_and_the_old_one_is_dead(here: Path, key: str | bytes) -> None:
    with _recovered(here, key, Return("omar", NEW)) as store:
        assert (store.me.name, store.me.role, store.me.keeper) == ("Omar", Role.MEDIATOR, False)
        identity = store.me.id
        assert store.check() == ()
    with scene.reopened(here, "Omar", NEW) as store:
        assert store.me.id == identity
        assert store.draft("uuid:theirs").xml == b"<data/>"
    with pytest.raises(IntakeError, match=r"vault\.wrong_passphrase"):
        scene.reopened(here, "Omar", scene.OTHER)
    with scene.reopened(here) as store:
        row = next(row for row in store.audit_rows() if row.action == "store.recovered")
        by = "recovery" if key is KEY else "escrow"
        assert (row.actor, row.object) == (identity, identity)
        assert f'"by":"{by}"' in row.detail and '"keeper":0' in row.detail


def test_a_new_keeper_is_taken_in_and_may_remove_the_lost_one(here: Path) -> None:
    with _recovered(here, KEY, Return("Nadia", NEW, new_keeper=True)) as store:
        assert (store.me.role, store.me.keeper) == (Role.ADMINISTRATOR, True)
        assert {person.name for person in store.people()} == {scene.NAME, "Omar", "Nadia"}
        store.remove_person(scene.NAME)
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            store.remove_person("Nadia")
    with pytest.raises(IntakeError, match=r"vault\.wrong_passphrase"):
        scene.reopened(here)
    with scene.reopened(here, "Nadia", NEW) as store:
        assert store.check() == ()


def test_a_keeper_is_not_removed_by_who_only_manages_people(here: Path) -> None:
    with scene.reopened(here) as store:
        store.add_person("Ada", Role.ADMINISTRATOR, scene.OTHER)
    with scene.reopened(here, "Ada", scene.OTHER) as store, pytest.raises(IntakeError, match=r"vault\.not_allowed"):
        store.remove_person(scene.NAME)


def test_names_must_fit_what_is_asked_for(here: Path) -> None:
    assert _code(here, KEY, Return("Nobody", NEW)) == "vault.no_such_person"
    assert _code(here, KEY, Return("Omar", NEW, new_keeper=True)) == "vault.name_taken"
    assert _code(here, KEY, Return("", NEW)) == "vault.bad_name"
    assert _code(here, KEY, Return("Omar", "short")) == "vault.weak_passphrase"
    assert _code(here, KEY[:-2], Return("Omar", NEW)) == "vault.recovery_typo"
    scene.reopened(here, "Omar", scene.OTHER).close()


def test_a_wrong_key_is_told_counted_and_in_the_audit(here: Path) -> None:
    other = vault.new_recovery_key()
    assert [_code(here, other) for _ in range(2)] == ["vault.wrong_recovery_key"] * 2
    assert _code(here, keys.new_pair()[0]) == "vault.wrong_organisation_key"
    with scene.reopened(here) as store:
        newest = store.audit_rows(2)
        assert [(row.action, row.detail) for row in newest] == [
            ("recovery.failed", '{"count":3}'),
            ("store.opened", '{"wrong":3}'),
        ]
    scene.reopened(here).close()
    with scene.reopened(here) as store:
        assert [row.action for row in store.audit_rows()].count("recovery.failed") == 1


def test_after_some_wrong_keys_the_next_one_waits(here: Path) -> None:
    other = vault.new_recovery_key()
    codes = [_code(here, other) for _ in range(5)]
    assert codes == ["vault.wrong_recovery_key"] * 4 + ["vault.wait"]


def test_a_store_without_them_says_so(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        assert store.safeguards() == vault.Safeguards(False, ())
    assert _code(tmp_path, KEY) == "vault.no_recovery_key"
    assert _code(tmp_path, PRIVATE) == "vault.no_organisation_key"
    assert _code(tmp_path / "nowhere", KEY) == "vault.not_found"


def test_the_older_of_two_headers_may_have_no_recovery_slot(tmp_path: Path) -> None:
    """A crash between the two files: the newer one has the slot."""
    scene.new_store(tmp_path).close()
    path = tmp_path / "place.intake"
    old = header.paths(path)[1].read_bytes()
    with scene.reopened(tmp_path) as store:
        store.put_recovery(KEY)
    header.paths(path)[1].write_bytes(old)
    assert _code(tmp_path, vault.new_recovery_key()) == "vault.wrong_recovery_key"
    _recovered(tmp_path, KEY, Return(scene.NAME, NEW)).close()


def test_a_mistyped_key_makes_no_store(tmp_path: Path) -> None:
    path = tmp_path / "place.intake"
    with pytest.raises(IntakeError, match=r"vault\.recovery_typo"):
        vault.create(path, scene.SITE, "A", Role.DESK, scene.PASSPHRASE, vault.FLOOR, recovery="ABCD")
    assert not vault.exists(path)


def test_a_recovery_key_can_be_added_later_and_replaced(tmp_path: Path) -> None:
    first, second = vault.new_recovery_key(), vault.new_recovery_key()
    with scene.new_store(tmp_path) as store:
        store.put_recovery(first)
        assert store.safeguards().recovery
        epoch = store._opening.header.current.epoch
        store.put_recovery(second)
        assert store._opening.header.current.epoch == epoch + 1
        assert [row.action for row in store.audit_rows(1)] == ["recovery.replaced"]
    assert _code(tmp_path, first, Return(scene.NAME, NEW)) == "vault.wrong_recovery_key"
    with _recovered(tmp_path, second, Return(scene.NAME, NEW)) as store:
        assert store.check() == ()


def test_an_organisation_is_listed_once_and_taken_out_for_good(here: Path) -> None:
    old = [path.read_bytes() for path in header.paths(here / "place.intake")]
    with scene.reopened(here) as store:
        assert store.safeguards() == vault.Safeguards(True, (PUBLIC,))
        with pytest.raises(IntakeError, match=r"vault\.organisation_key_known"):
            store.put_escrow(PUBLIC)
        second = keys.new_pair()
        store.put_escrow(second[1])
        store.drop_escrow(PUBLIC)
        assert store.safeguards().organisations == (second[1],)
        with pytest.raises(IntakeError, match=r"vault\.no_organisation_key"):
            store.drop_escrow(PUBLIC)
    assert _code(here, PRIVATE) == "vault.wrong_organisation_key"
    with _recovered(here, second[0], Return("Omar", NEW)) as store:
        assert store.check() == ()
    for path, data in zip(header.paths(here / "place.intake"), old, strict=True):
        path.write_bytes(data)
    assert _code(here, PRIVATE) == "vault.damaged"


@pytest.mark.parametrize(("role", "may"), [(Role.COORDINATOR, True), (Role.ADMINISTRATOR, True), (Role.DESK, False)])
def test_who_may_put_an_organisation_in(here: Path, role: Role, may: bool) -> None:
    with scene.reopened(here) as store:
        store.add_person("Third", role, scene.OTHER)
    with scene.reopened(here, "Third", scene.OTHER) as store:
        for verb in (lambda: store.put_escrow(keys.new_pair()[1]), lambda: store.drop_escrow(PUBLIC)):
            if may:
                verb()
            else:
                with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
                    verb()
        if role is not Role.ADMINISTRATOR:
            with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
                store.put_recovery(KEY)


def test_there_is_room_for_so_many_slots_and_no_more(here: Path) -> None:
    with scene.reopened(here) as store:
        desk = store._opening.header
        spare = [slot for slot in desk.current.slots if slot.kind is Kind.ESCROW]
        while len(desk.current.slots) < header.MOST_SLOTS:
            public = keys.new_pair()[1]
            desk.current = desk.current.with_slot(type(spare[0])(public.hex()[:16], Kind.ESCROW, public, bytes(80)))
        with pytest.raises(IntakeError, match=r"vault\.too_many_people"):
            store.put_escrow(keys.new_pair()[1])


def test_recovering_ends_what_a_keyring_had_to_say(here: Path) -> None:
    with scene.reopened(here, "Omar", scene.OTHER) as store:
        store.change_passphrase(scene.OTHER, scene.OTHER, second=b"k" * 32)
        assert store.uses_keyring()
    with pytest.raises(IntakeError, match=r"vault\.keyring_missing"):
        scene.reopened(here, "Omar", scene.OTHER)
    with _recovered(here, KEY, Return("Omar", NEW)) as store:
        assert not store.uses_keyring()
    scene.reopened(here, "Omar", NEW).close()


def test_a_second_secret_is_asked_for_by_a_name_that_says_nothing(here: Path) -> None:
    asked: list[str] = []
    path = here / "place.intake"

    def ring(entry: str) -> bytes | None:
        asked.append(entry)
        return b"k" * 32

    with scene.reopened(here, "Omar", scene.OTHER) as store:
        store.change_passphrase(scene.OTHER, NEW, second=b"k" * 32)
        entry = store.keyring_entry()
    with vault.open_store(path, "Omar", NEW, factor=ring) as store:
        assert asked == [entry]
        with pytest.raises(IntakeError, match=r"vault\.keyring_missing"):
            store.change_passphrase(NEW, scene.OTHER)
        store.change_passphrase(NEW, scene.OTHER, ring)
        assert store.uses_keyring()
        store.change_passphrase(scene.OTHER, scene.PASSPHRASE, ring, b"")
        assert not store.uses_keyring()
    scene.reopened(here, "Omar").close()
    with scene.reopened(here, "Omar") as store:
        store.change_passphrase(scene.PASSPHRASE, NEW, second=b"k" * 32)
    with pytest.raises(IntakeError, match=r"vault\.wrong_passphrase"):
        vault.open_store(path, "Omar", NEW, factor=lambda _entry: b"j" * 32)
