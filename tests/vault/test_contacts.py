"""Records of somebody who may have been met before: what comes with them, which are not found, what the log says."""

from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Draft, Frozen, Role, Sighting, Vault
from intake_app.vault.days import day_of
from tests.vault import scene

FULL = "Amina Diallo"


def titled(store: Vault, record_id: str, title: str, *, finish: bool = False) -> str:
    """A record by a name."""
    scene.started(store, record_id)
    store.save_draft(record_id, Draft(b"<data>%b</data>" % record_id.encode(), title=title))
    if finish:
        store.finalise(record_id, Frozen(b"<data>%b</data>" % record_id.encode(), (), title, '{"person": {}}'))
    return record_id


def found(store: Vault, record_id: str, name: str = FULL) -> set[str]:
    return {one.row.id for one in store.namesakes(record_id, name).rows}


def test_namesakes_come_with_what_they_say(store: Vault) -> None:
    here = titled(store, "uuid:here", FULL)
    titled(store, "uuid:draft", "أمينة ديالو")
    titled(store, "uuid:done", "Diallo Amina", finish=True)
    titled(store, "uuid:first", "Amina")
    titled(store, "uuid:other", "Musa Keita")
    told = {one.row.id: (one.xml, one.values_json) for one in store.namesakes(here, FULL).rows}
    assert told == {
        "uuid:draft": (b"<data>uuid:draft</data>", ""),
        "uuid:done": (b"<data>uuid:done</data>", '{"person": {}}'),
        "uuid:first": (b"<data>uuid:first</data>", ""),
    }
    assert store.namesakes(here, " ").rows == ()
    assert found(store, here, "Keita") == {"uuid:other"}


def test_versions_and_what_was_discarded_or_told_apart_are_not_found(store: Vault) -> None:
    here = titled(store, "uuid:here", FULL, finish=True)
    store.put_release(scene.release(here))
    store.begin_edit(here, "uuid:edit", Draft(b"<data/>", title=FULL))
    store.discard(titled(store, "uuid:away", FULL))
    others = {titled(store, f"uuid:{number}", FULL) for number in range(3)}
    assert found(store, here) == others == found(store, "uuid:edit")
    store.tell_apart("uuid:1", here)
    store.tell_apart(here, "uuid:1")
    assert found(store, here) == {"uuid:0", "uuid:2"}
    assert found(store, "uuid:1") == {"uuid:edit", "uuid:0", "uuid:2"}
    store.tell_apart("uuid:1", here, apart=False)
    assert found(store, here) == others
    with pytest.raises(IntakeError, match=r"vault\.same_record"):
        store.tell_apart(here, here)
    assert store.check() == ()


def test_no_more_than_some_are_compared(store: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake_app.vault.contacts.MOST", 2)
    for number in range(4):
        titled(store, f"uuid:{number}", FULL)
    assert len(found(store, "uuid:0")) == 2


def test_a_record_that_can_not_be_read_is_passed_over(store: Vault) -> None:
    here = titled(store, "uuid:here", FULL)
    titled(store, "uuid:spoilt", FULL)
    with store._opening.database.transaction():
        store._opening.database.run("UPDATE draft SET body = x'00' WHERE record = 2")
    assert found(store, here) == set()


def test_of_a_colleagues_record_only_day_and_site_are_told(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Noor", Role.MEDIATOR, scene.OTHER)
        store.add_person("Far", Role.MEDIATOR, scene.OTHER, agency="Other Agency")
        for number in range(3):
            titled(store, f"uuid:{number}", FULL, finish=number < 2)
        day = day_of(store.record("uuid:0").created).isoformat()
    for name, sightings in (("Noor", (Sighting(day, "Harbour"),) * 2), ("Far", ())):
        with scene.reopened(tmp_path, name, scene.OTHER) as store:
            here = titled(store, f"uuid:{name}", FULL)
            assert store.namesakes(here, FULL).elsewhere == sightings
            assert store.namesakes(here, FULL).rows == ()
            assert store.namesakes(here, "Amina").elsewhere == (), "half a name is asked of nobody"
            for part in ("A D", "Ami Dia", "Amina D", "Diallo Am"):
                assert store.namesakes(here, part).elsewhere == (), "names are not found out letter by letter"
            for same in ("diallo AMINA", "أمينة ديالو", "Aminah Dialo", "Amina Diallo Diallo"):
                assert store.namesakes(here, same).elsewhere == sightings
            with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
                store.namesakes("uuid:0", FULL)
    with scene.reopened(tmp_path) as store:
        for number in range(3, 5):
            titled(store, f"uuid:{number}", FULL, finish=True)
    with scene.reopened(tmp_path, "Noor", scene.OTHER) as store:
        assert store.namesakes("uuid:Noor", FULL).elsewhere == (), "a name that many have"


def test_the_log_says_that_somebody_looked_and_who_was_told_apart(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        here, other = titled(store, "uuid:here", FULL), titled(store, "uuid:other", FULL)
        store.namesakes(here, FULL)
        store.tell_apart(here, other)
        told = {row.action: row.detail for row in store.audit_rows()}
    assert told["record.compared"] == '{"found":1,"told":0}'
    assert told["record.told_apart"] == '{"apart":1,"other":"uuid:other"}'
