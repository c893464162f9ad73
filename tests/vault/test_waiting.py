"""What was kept back only until the first interview of its person is closed goes out with it, and nothing else does."""

from dataclasses import replace
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Departure, Frozen, Kept, ServerRow, withdrawing
from tests.vault import scene

FIRST, MODULE = "uuid:1", "uuid:2"


def test_what_waited_is_let_go_and_nothing_that_did_not(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        scene.finalised(store, FIRST)
        scene.started(store, MODULE)
        case = store.open_case().id
        for record in (FIRST, MODULE):
            store.put_in_case(record, case, "landing")
        store.finalise(MODULE, Frozen(b"<data><q>1</q></data>"), waits=True)
        assert store.waiting_for_first(FIRST) == (MODULE,)
        for wrong in (scene.release(MODULE, "export"), scene.release(FIRST)):
            with pytest.raises(IntakeError, match="no_release"):
                store.release_waiting(FIRST, [scene.release(MODULE), replace(wrong, id="wrong")])
        assert (store.record(MODULE).delivery, store.waiting_for_first(FIRST)) == ("held", (MODULE,))
        store.release_waiting(FIRST, [scene.release(MODULE)])
        assert (store.record(MODULE).delivery, store.waiting_for_first(FIRST)) == ("waiting", ())
        assert store.check() == ()


def test_it_is_told_what_was_never_released_for_what_alone_and_whether_a_server_came_after_it(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        scene.finalised(store, FIRST)
        assert store.never_released(FIRST) == ()
        case = store.open_case().id
        store.put_in_case(FIRST, case, "landing")
        store.put_release(scene.release(FIRST))
        store.put_server(ServerRow("central", "https://central.example/v1/projects/1", "basic", "anna", "s"))
        for record, waits in ((MODULE, 2), ("uuid:3", 0)):
            scene.started(store, record)
            store.put_in_case(record, case, "landing")
            store.finalise(record, Frozen(b"<data><q>1</q></data>"), waits=waits)
        kept = (Kept(MODULE, 2, behind=False), Kept("uuid:3", 0, behind=False))
        assert store.never_released(FIRST) == kept and store.waiting_for_first(FIRST) == ()
        store.put_server(ServerRow("another", "https://another.example/v1/projects/1", "basic", "anna", "s"))
        assert store.never_released(FIRST) == tuple(replace(one, behind=True) for one in kept)
        store.drop_server("another")
        assert store.never_released(FIRST) == kept
        store.release_waiting(FIRST, [scene.release(MODULE)])
        assert store.never_released(FIRST) == kept[1:]
        with pytest.raises(IntakeError, match="no_release"):
            store.release_waiting(FIRST, [scene.release("uuid:3")])


@pytest.mark.parametrize(("kind", "told"), [("police", True), ("judicial_authority", True), ("health", False)])
def test_a_no_to_a_bodys_own_word_tells_of_what_went_to_such_bodies(kind: str, told: bool) -> None:
    left = Departure("slip", "desk", "printed", "2026-03-01T10:00:00+00:00", kind=kind)
    assert withdrawing.concerns(left, "judicial", "") is told
