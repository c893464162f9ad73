"""A list of entities between records: what finished records change in it and what the server's list makes of it.

The cases are those of ODK Collect (LocalEntityUseCases), rows 168 and 169.
"""

from collections.abc import Callable, Mapping

import pytest

from intake_app.errors import IntakeError
from intake_app.xform import EntityChange, load, new_session
from intake_app.xform.entity_lists import Entity, EntityList, merged, unconfirmed, with_changes, without_deleted
from intake_app.xform.namespaces import ENTITIES
from intake_app.xform.secondary import table
from tests.xform.forms import NOW, inputs, xform
from tests.xform.replay import surroundings

NOAH, OTHER = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def branches() -> Callable[[], str]:
    """Branches b1, b2, … in order."""
    numbers = iter(range(1, 100))
    return lambda: f"b{next(numbers)}"


def songs(*entities: Entity, mark: str = "old", needs_approval: bool = False) -> EntityList:
    return EntityList("songs", {each.id: each for each in entities}, mark, needs_approval)


def noah(version: int = 1, trunk: int | None = None, confirmed: bool = False, label: str = "Noa") -> Entity:
    return Entity(NOAH, label, version, {"length": "6:38"}, confirmed, trunk, "b0")


def row(version: str = "2", identity: str = NOAH, label: str = "Noah", **properties: str) -> Mapping[str, str]:
    return {"name": identity, "label": label, "__version": version, "__createdAt": "x", **properties}


def change(action: str, identity: str = NOAH, label: str = "Noah", **properties: str) -> EntityChange:
    assert action in ("create", "update", "upsert")
    return EntityChange("/data/meta/entity", "songs", action, identity, label, properties)  # type: ignore[arg-type]


# what the server's list makes of ours


@pytest.mark.feature(168)
def test_an_unchanged_list_of_the_server_changes_nothing() -> None:
    kept = songs(noah(), mark="same")
    assert merged(kept, [row("9")], "same", branches()) is kept


@pytest.mark.feature(168)
def test_a_newer_entry_of_the_server_takes_the_place_of_ours_on_a_new_branch() -> None:
    for ours in (noah(1), noah(1, trunk=1, confirmed=True)):
        after = merged(songs(ours), [row("2", length="7:00")], "new", branches())
        assert after == songs(Entity(NOAH, "Noah", 2, {"length": "7:00"}, True, 2, "b1"), mark="new")


@pytest.mark.feature(168)
def test_an_entry_as_new_on_the_server_takes_the_place_of_one_changed_here() -> None:
    after = merged(songs(noah(2, trunk=1, confirmed=True)), [row("2", length="7:00")], "new", branches())
    assert after.entities[NOAH] == Entity(NOAH, "Noah", 2, {"length": "7:00"}, True, 2, "b1")


@pytest.mark.feature(168)
def test_an_entry_as_new_on_the_server_and_unchanged_here_stays_on_its_branch() -> None:
    after = merged(songs(noah(2, trunk=2, confirmed=True)), [row("2", length="6:38")], "new", branches())
    assert after.entities[NOAH] == noah(2, trunk=2, confirmed=True)


@pytest.mark.feature(168)
@pytest.mark.parametrize("confirmed", [False, True])
def test_an_entry_newer_here_keeps_its_changes_and_is_confirmed(confirmed: bool) -> None:
    after = merged(songs(noah(3, confirmed=confirmed)), [row("2", length="7:00")], "new", branches())
    assert after.entities[NOAH] == noah(3, confirmed=True)


@pytest.mark.feature(168)
def test_what_the_server_has_no_longer_is_gone_and_what_it_has_not_had_yet_stays() -> None:
    gone, waiting = noah(1, trunk=1, confirmed=True), Entity(OTHER, "Other", branch_id="b0")
    after = merged(songs(gone, waiting), [], "new", branches())
    assert list(after.entities) == [OTHER]
    assert unconfirmed(after) == (OTHER,)


@pytest.mark.feature(168)
def test_an_entry_that_is_new_on_the_server_comes_to_be_here() -> None:
    after = merged(songs(), [row("4", length="6:38")], "new", branches())
    assert after.entities == {NOAH: Entity(NOAH, "Noah", 4, {"length": "6:38"}, True, 4, "b1")}


@pytest.mark.feature(168)
def test_properties_that_the_list_has_no_longer_are_gone_from_what_stays() -> None:
    after = merged(songs(noah(3)), [row("2", key="C")], "new", branches())
    assert after.entities[NOAH].properties == {}


@pytest.mark.feature(168)
@pytest.mark.parametrize(
    "bad",
    [
        {"label": "Noah", "__version": "2"},
        {"name": NOAH, "__version": "2"},
        {"name": NOAH, "label": "Noah"},
        row("two"),
        row("²"),
    ],
)
def test_a_list_that_is_none_changes_nothing_and_is_asked_for_again(bad: Mapping[str, str]) -> None:
    kept = songs(noah())
    assert merged(kept, [row("9"), bad], "new", branches()) is kept


@pytest.mark.feature(168)
def test_what_the_server_says_was_deleted_goes_unless_the_server_had_confirmed_it() -> None:
    kept = songs(noah(), Entity(OTHER, "Other", confirmed=True))
    assert unconfirmed(kept) == (NOAH,)
    assert list(without_deleted(kept, [NOAH, OTHER]).entities) == [OTHER]
    assert without_deleted(kept, []) == kept


# what a finished record makes of it


@pytest.mark.feature(168)
def test_a_finished_record_adds_an_entry_on_a_branch_of_its_own() -> None:
    after = with_changes(songs(), [change("create", length="6:38")], branches())
    assert after.entities == {NOAH: Entity(NOAH, "Noah", 1, {"length": "6:38"}, branch_id="b1")}
    assert after.entities[NOAH].changed


@pytest.mark.feature(168)
@pytest.mark.parametrize("action", ["update", "upsert"])
def test_a_finished_record_changes_an_entry_and_counts_its_version(action: str) -> None:
    for label, expected in (("Noah", "Noah"), ("", "Noa")):
        after = with_changes(
            songs(noah(2, trunk=2, confirmed=True)), [change(action, label=label, key="C")], branches()
        )
        known = after.entities[NOAH]
        assert (known.label, known.version, known.trunk_version, known.branch_id) == (expected, 3, 2, "b0")
        assert (known.properties, known.changed, known.confirmed) == ({"length": "6:38", "key": "C"}, True, True)


@pytest.mark.feature(168)
@pytest.mark.parametrize(
    "made",
    [
        change("update", OTHER),
        change("create", OTHER, label=""),
        change("upsert", OTHER, label=""),
        change("create", "no-uuid"),
        change("create", NOAH),
        EntityChange("/data/meta/entity", "people", "create", OTHER, "Ada", {}),
    ],
)
def test_what_a_server_would_leave_out_changes_nothing(made: EntityChange) -> None:
    kept = songs(noah())
    assert with_changes(kept, [made], branches()) == kept


@pytest.mark.feature(169)
def test_where_entries_need_approval_none_comes_to_be_before_it() -> None:
    kept = songs(noah(), needs_approval=True)
    for action in ("create", "upsert"):
        assert with_changes(kept, [change(action, OTHER)], branches()) == kept
    assert with_changes(kept, [change("update")], branches()).entities[NOAH].version == 2
    approved = merged(kept, [row("1", OTHER, "Other")], "new", branches(), needs_approval=True)
    assert approved.entities[OTHER].confirmed
    assert approved.needs_approval


@pytest.mark.feature(168, 169)
def test_a_record_is_the_source_of_changes() -> None:
    meta = f'<meta><instanceID/><entity dataset="songs" create="1" id="{NOAH}"><label/></entity></meta>'
    binds = (
        f'<bind xmlns:e="{ENTITIES}" nodeset="/data/a" e:saveto="length"/>'
        '<bind nodeset="/data/meta/entity/label" calculate="concat(\'Song \', /data/a)"/>'
    )
    record = new_session(load(xform(f"<a/>{meta}", binds, inputs("a"))), surroundings(NOW))
    record.answer("/data/a", "6:38")
    finished = record.finalise().entities
    assert with_changes(songs(), finished, branches()).entities == {
        NOAH: Entity(NOAH, "Song 6:38", 1, {"length": "6:38"}, branch_id="b1")
    }
    assert with_changes(songs(needs_approval=True), finished, branches()).entities == {}


def test_a_list_is_read_as_a_form_reads_it() -> None:
    assert table(b"\xef\xbb\xbfname;la bel;\nx;A\n\n;;\ny;B;c\n", "l.csv") == [
        {"name": "x", "la_bel": "A"},
        {"name": "y", "la_bel": "B"},
    ]
    with pytest.raises(IntakeError, match=r"xform\.too_large"):
        table(b" " * 33 * 2**20, "l.csv")
    with pytest.raises(IntakeError, match=r"xform\.bad_csv"):
        table(b"name,label\nx,\0\n", "l.csv")


def test_a_version_that_is_no_number_of_eight_bytes_is_none() -> None:
    kept = EntityList("trees")
    row = {"name": NOAH, "label": "Noa", "__version": "9" * 18}
    assert merged(kept, [row], "a", str).entities[NOAH].version == int("9" * 18)
    assert merged(kept, [{**row, "__version": "9" * 19}], "a", str) is kept
