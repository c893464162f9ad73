"""What ended and nobody was told of: kept for each person apart, also when they lock, until it is told."""

from pathlib import Path

import pytest

from intake_app.vault import Role
from tests.vault import scene

ONE, TWO = ("case 1", "sending_ended", "uuid:1"), ("case 2", "slips_ended", "547J-GKL3")


def test_it_is_there_in_its_order_when_the_store_is_opened_again_and_gone_once_it_was_told(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        assert (len(store.untold), list(store.untold)) == (0, [])
        store.untold.update(dict.fromkeys((ONE, TWO)))
        kept = store.audit_head()
        store.untold[ONE] = None
        assert store.audit_head() == kept, "it is kept once"
    with scene.reopened(tmp_path) as store:
        assert list(store.untold) == [ONE, TWO] and ONE in store.untold and store.untold[TWO] is None
        del store.untold[ONE]
    with scene.reopened(tmp_path) as store:
        assert list(store.untold) == [TWO]
        del store.untold[TWO]
        assert not store.untold and store.check() == ()
        with pytest.raises(KeyError):
            del store.untold[TWO]


def test_another_person_is_told_of_nothing_that_is_theirs(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Omar", Role.MEDIATOR, scene.PASSPHRASE)
        store.untold[ONE] = None
    with scene.reopened(tmp_path, "Omar") as store:
        assert not store.untold
        store.untold[TWO] = None
    with scene.reopened(tmp_path) as store:
        assert list(store.untold) == [ONE]



def test_all_that_ended_at_once_is_kept_and_forgotten_with_one_link_of_the_log(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        before = store.audit_head().seq
        store.untold.add([ONE, TWO, ONE])
        assert store.audit_head().seq == before + 1 and list(store.untold) == [ONE, TWO]
        store.untold.add([TWO])
        store.untold.drop([])
        assert store.audit_head().seq == before + 1
        store.untold.drop([ONE, TWO, ONE])
        assert store.audit_head().seq == before + 2 and not store.untold
