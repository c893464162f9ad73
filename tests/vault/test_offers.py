"""Forms of several servers side by side, and what they offer anew: kept beside until somebody takes it."""

from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import OWN_FORMS, FormFile, Role, ServerRow, Vault
from tests.vault import scene

FILES = {"list.csv": b"name,label\na,A\n"}


def _form(version: str, server: str | None = "central", form_id: str = "served") -> FormFile:
    return FormFile(form_id, version, "A form", b"<h:html>%s</h:html>" % version.encode(), "server", server, version)


def test_an_offer_changes_nothing_until_it_is_taken(store: Vault) -> None:
    first = store.put_form(_form("1"), FILES)
    store.new_draft(first, "uuid:draft", b"<data/>", "", "")
    offer = store.put_offer(_form("2"), {"other.csv": b"x"})
    assert [row.version for row in store.forms()] == ["1"]
    (row,) = store.offers()
    assert (row.id, row.form_id, row.version, row.server, row.hash, row.left_at) == (
        *(offer, "served", "2", "central"),
        *("2", None),
    )
    package = store.offer(offer)
    assert (package.row, package.xml, package.files) == (row, b"<h:html>2</h:html>", {"other.csv": b"x"})
    assert store.offer_drafts(offer) == ((scene.NAME, 1),)
    key = store.accept_offer(offer)
    assert [(form.key, form.version, form.source, form.server) for form in store.forms()] == [
        (key, "2", "server", "central")
    ]
    assert store.form(key).files == {"other.csv": b"x"}
    assert store.form(store.record("uuid:draft").form_key).row.version == "1"
    assert (store.offers(), store.check()) == ((), ())
    assert {"form.offered", "form.accepted"} <= {entry.action for entry in store.audit_rows()}


def test_a_newer_offer_takes_the_place_of_an_older(store: Vault) -> None:
    store.put_form(_form("1"), FILES)
    store.leave_offer(store.put_offer(_form("2"), FILES))
    assert store.offers()[0].left_at is not None
    newer = store.put_offer(_form("3"), FILES)
    assert [(row.id, row.version, row.left_at) for row in store.offers()] == [(newer, "3", None)]
    assert store._opening.database.all("SELECT DISTINCT offer FROM offer_file") == [(newer,)]
    store.drop_offer("served", "central")
    store.drop_offer("served", "central")
    assert store.offers() == ()
    assert [entry.action for entry in store.audit_rows()].count("form.withdrawn") == 1
    for verb in (store.offer, store.accept_offer, store.leave_offer):
        with pytest.raises(IntakeError, match=r"vault\.no_such_offer"):
            verb(newer)
    with pytest.raises(ValueError, match="no server"):
        store.put_offer(_form("2", None), {})


def test_drafts_are_counted_by_author_as_far_as_the_role_sees_them(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Dario", Role.MEDIATOR, scene.OTHER)
        store.add_person("Cora", Role.COORDINATOR, "silver lantern seven harbour")
        key = store.put_form(_form("1"), FILES)
        offer = store.put_offer(_form("2"), FILES)
        for name in ("a", "b", "c"):
            store.new_draft(key, f"uuid:{name}", b"<data/>", "", "")
        store.discard("uuid:c")
        other = store.put_form(_form("1", "elsewhere"), FILES)
        store.new_draft(other, "uuid:d", b"<data/>", "", "")
    with scene.reopened(tmp_path, "Dario", scene.OTHER) as store:
        store.new_draft(key, "uuid:e", b"<data/>", "", "")
        assert store.offer_drafts(offer) == (("Dario", 1),)
        for verb in (store.accept_offer, store.leave_offer):
            with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
                verb(offer)
    with scene.reopened(tmp_path, "Cora", "silver lantern seven harbour") as store:
        assert store.offer_drafts(offer) == ((scene.NAME, 2), ("Dario", 1))


def test_an_offer_that_was_changed_from_outside_is_not_taken(store: Vault) -> None:
    offer = store.put_offer(_form("2"), FILES)
    handle = store._opening.database.connection
    handle.execute("DROP TRIGGER offer_file_change")
    handle.execute("UPDATE offer_file SET content = x'00'")
    with pytest.raises(IntakeError, match=r"vault\.damaged"):
        store.accept_offer(offer)
    handle.execute("UPDATE offer SET fetched = '2020'")
    assert "vault.replayed" in store.check()


def test_the_same_form_of_two_servers_is_two_forms(store: Vault) -> None:
    one, two = (store.put_form(_form("1", name), FILES) for name in ("one", "two"))
    assert one != two and {row.server for row in store.forms()} == {"one", "two"}
    assert store.put_form(_form("1", "one"), FILES) == one
    for record, key in (("uuid:1", one), ("uuid:2", two)):
        store.new_draft(key, record, b"<data/>", "", "")
    from_file = store.put_form(_form("1", None), FILES)
    assert [row.key for row in store.forms()] == [from_file]
    assert {store.record(name).form_key for name in ("uuid:1", "uuid:2")} == {one, two}
    assert store.put_form(_form("1", "two"), FILES) == two
    assert [row.key for row in store.forms()] == [two]
    assert store.check() == ()


def _finished(store: Vault, key: int, record: str) -> None:
    store.new_draft(key, record, b"<data/>", "", "")
    scene_frozen = scene.Frozen(b"<data/>")
    store.finalise(record, scene_frozen, scene.release(record))


def test_a_record_goes_to_the_server_its_form_came_from(store: Vault) -> None:
    for name in ("one", "two"):
        store.put_server(ServerRow(name, f"https://{name}.example"))
        _finished(store, store.put_form(_form("1", name), FILES), f"uuid:{name}")
    own = store.put_form(_form("1", None, "own"), FILES)
    _finished(store, own, "uuid:own")
    assert [store.waiting(name) for name in ("one", "two", "three")] == [2, 2, 1]
    store.set_setting(OWN_FORMS, "two")
    assert [store.waiting(name) for name in ("one", "two", "three")] == [1, 2, 0]
    with pytest.raises(IntakeError, match=r"vault\.not_queued"):
        store.attempt_started("uuid:own", "one")
    store.drop_server("two")
    assert store.setting(OWN_FORMS) == "two", "what goes to it alone goes to no other before somebody chooses"
    assert [store.waiting(name) for name in ("one", "two", "three")] == [1, 2, 0]
    store.set_setting(OWN_FORMS, "")
    assert store.waiting("three") == 1
