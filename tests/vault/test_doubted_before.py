"""What an older program let wait in spite of a doubt of the age: weighed by who reads it, stopped for who does not."""

from collections.abc import Sequence
from pathlib import Path

from intake_app.vault import ConsentWord, Role, Vault
from tests.vault import scene

SEEN = "Cora"
ALONE, IN_CASE, AGREED, GROWN = "uuid:1", "uuid:2", "uuid:3", "uuid:4"


def doubted(folder: Path) -> None:
    """Four that wait, of people of whom it is doubted that they are adults, and one of whom it is not; with a
    coordinator, who reads none of them.
    """
    with scene.new_store(folder) as store:
        store.add_person(SEEN, Role.COORDINATOR, scene.OTHER)
        for record in (ALONE, IN_CASE, AGREED, GROWN, "uuid:5"):
            scene.queued(store, record)
            if record != ALONE:
                store.put_in_case(record, store.open_case().id, "landing")
            if record != "uuid:5":
                store.put_age(record, "not_told", "doubt")
        store.put_words(AGREED, [ConsentWord("sync", "", "yes", language="bn")])
        case = store.case_of(GROWN)
        assert case is not None
        store.decide_age(case.id, "adult", "the passport was seen", scene.nothing_ends)


def waiting(store: Vault, records: Sequence[str] = (ALONE, IN_CASE, AGREED, GROWN, "uuid:5")) -> list[str]:
    return [each for each in records if store.record(each).delivery == "waiting"]


def test_who_reads_them_has_all_weighed_at_once_however_few_are_weighed_at_a_time(tmp_path: Path) -> None:
    doubted(tmp_path)
    named = list[str]()
    with scene.reopened(tmp_path) as store:
        store.weigh_once(1, named.append)
        store.weigh_once(1, named.append)
        assert named == [ALONE, IN_CASE, AGREED, GROWN] and len(waiting(store)) == 5
    with scene.reopened(tmp_path, SEEN, scene.OTHER) as store:
        store.weigh_once(1, lambda record: None)
        assert len(waiting(store)) == 5, "they were weighed"


def test_for_who_does_not_read_them_they_stop_but_where_an_adult_was_decided_since(tmp_path: Path) -> None:
    doubted(tmp_path)
    with scene.reopened(tmp_path, SEEN, scene.OTHER) as store:
        store.weigh_once(1, lambda record: None)
        assert waiting(store) == [GROWN, "uuid:5"]
        assert store.check() == ()


def test_where_all_that_is_doubted_may_go_nothing_is_written(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person(SEEN, Role.COORDINATOR, scene.OTHER)
        scene.queued(store, ALONE)
    with scene.reopened(tmp_path, SEEN, scene.OTHER) as store:
        store.weigh_once(1, lambda record: None)
        assert waiting(store, [ALONE]) == [ALONE]


def test_of_three_that_were_put_together_those_farthest_from_the_doubted_one_stop_too(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person(SEEN, Role.COORDINATOR, scene.OTHER)
        cases = [store.open_case() for _ in range(3)]
        for record, case in zip((ALONE, IN_CASE, AGREED), cases, strict=True):
            scene.queued(store, record)
            store.put_in_case(record, case.id, "landing")
        store.put_age(ALONE, "not_told", "doubt")
        for kept, other in ((1, 0), (2, 1)):
            store.merge_cases(cases[kept].id, cases[other].id, "they are one and the same person", scene.nothing_ends)
        assert len(waiting(store, (ALONE, IN_CASE, AGREED))) == 3
    with scene.reopened(tmp_path, SEEN, scene.OTHER) as store:
        store.weigh_once(1, lambda record: None)
        assert waiting(store, (ALONE, IN_CASE, AGREED)) == []
