"""A slip made while the records of two persons were read as one person's leaves the store no more once they are two."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import SlipRow, Vault
from tests.vault import scene
from tests.vault.scene import nothing_ends

FIRST, SECOND, THIRD = "uuid:1", "uuid:2", "uuid:3"
OLD, SLIP, NEW = "6NYW-V4BV", "WT5K-2S6K", "GWY8-TWCH"
WHY = "they said so themselves"


def code_of(call: Callable[[], object]) -> str:
    try:
        call()
    except IntakeError as trouble:
        return trouble.code
    return ""


class Two:
    """Two cases with a finished record each."""

    def __init__(self, store: Vault) -> None:
        self.store = store
        self.kept, self.other = (self.opened(record) for record in (FIRST, SECOND))

    def opened(self, record: str) -> str:
        case = self.store.open_case().id
        scene.finalised(self.store, record)
        self.store.put_in_case(record, case, "landing")
        return case

    def slip(self, reference: str, record: str = FIRST) -> None:
        kept = self.store.put_release(replace(scene.release(record, "slip", "health"), id=f"of {reference}"))
        at = "2026-03-01T10:00:00+00:00"
        self.store.put_slip(SlipRow(reference, record, "health", kept.id, at, self.store.me.id, "{}", b"%PDF"))

    def merge(self, kept: str = "", other: str = "") -> None:
        self.store.merge_cases(kept or self.kept, other or self.other, WHY, nothing_ends)

    def part(self, case: str = "") -> None:
        self.store.part_cases(self.store.case_merges(case or self.kept)[-1].number, WHY, nothing_ends)

    def goes(self, *references: str) -> list[bool]:
        return [code_of(lambda each=each: self.store.slip(each)) == "" for each in references]  # type: ignore[misc]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    with scene.new_store(tmp_path) as store:
        yield Two(store)


def test_it_is_refused_in_every_way_out_and_what_was_made_before_or_since_is_not(two: Two) -> None:
    store = two.store
    two.slip(OLD)
    two.merge()
    two.slip(SLIP)
    two.slip("8H27-AT4P", SECOND)
    assert two.goes(OLD, SLIP, "8H27-AT4P") == [True] * 3
    two.part()
    two.slip(NEW)
    assert two.goes(OLD, SLIP, NEW, "8H27-AT4P") == [True, False, True, False]
    for leaves in (lambda: store.slip(SLIP), lambda: store.slip_left(SLIP, "printed")):
        with pytest.raises(IntakeError) as caught:
            leaves()
        assert (caught.value.code, caught.value.facts) == ("vault.slip_of_two", {"slip": SLIP})
    assert store.slip_record(SLIP) == FIRST, "the record is found by it all the same"
    two.merge()
    assert two.goes(SLIP) == [True], "it is one person after all"
    two.part()
    assert two.goes(OLD, SLIP, NEW) == [True, False, True]
    assert store.check() == ()


def test_a_retry_does_not_go_on_with_one(two: Two) -> None:
    two.merge()
    two.slip(SLIP)
    decision = scene.release(FIRST, "slip", "health")
    decision = replace(decision, by=two.store.me.id)
    kept = two.store.releases(FIRST)[-1]
    assert (found := two.store.slip_kept(kept, "{}")) is not None and found.reference == SLIP
    two.part()
    assert two.store.slip_kept(kept, "{}") is None


def test_a_third_case_that_was_one_with_the_other_counts(two: Two) -> None:
    third = two.opened(THIRD)
    two.merge(two.other, third)
    two.merge()
    two.slip(SLIP)
    two.part(two.kept)
    assert two.goes(SLIP) == [False]
    two.merge()
    assert two.goes(SLIP) == [True]
    later = two.opened("uuid:4")
    two.merge(two.kept, later)
    two.part(later)
    assert two.goes(SLIP) == [True], "what came since says nothing on it"


def test_a_record_that_is_taken_out_of_a_case_takes_its_words_along(two: Two) -> None:
    store = two.store
    scene.finalised(store, THIRD)
    two.slip(OLD)
    store.put_in_case(THIRD, two.kept, "landing")
    two.slip(SLIP)
    two.slip("8H27-AT4P", THIRD)
    scene.finalised(store, "uuid:4")
    store.put_in_case("uuid:4", two.kept, "landing")
    scene.started(store, "uuid:5")
    store.put_in_case("uuid:5", two.kept, "landing")
    assert two.goes(OLD, SLIP, "8H27-AT4P") == [True] * 3
    for added in ("uuid:4", "uuid:5"):
        store.take_from_case(added, nothing_ends)
    assert two.goes(OLD, SLIP, "8H27-AT4P") == [True] * 3, "they were not told of when these were made"
    apart = store.take_from_case(THIRD, nothing_ends)
    two.slip(NEW)
    assert two.goes(OLD, SLIP, "8H27-AT4P", NEW) == [True, False, False, True]
    two.merge(two.kept, apart.id)
    assert two.goes(SLIP, "8H27-AT4P") == [True, True]


def test_of_a_record_that_was_taken_out_whole_it_stays_of_one_person(two: Two) -> None:
    """Nobody else was ever in the case that it stood in."""
    two.slip(OLD)
    two.store.take_from_case(FIRST, nothing_ends)
    assert two.goes(OLD) == [True]
    two.slip(NEW)
    assert two.goes(OLD, NEW) == [True, True]


def test_one_of_a_record_without_a_case_is_of_one_person(two: Two) -> None:
    scene.finalised(two.store, THIRD)
    two.slip(SLIP, THIRD)
    assert two.goes(SLIP) == [True]
    two.store.put_in_case(THIRD, two.kept, "landing")
    two.store.take_from_case(THIRD, nothing_ends)
    assert two.goes(SLIP) == [True]


def test_whoever_takes_everything_back_is_told_of_the_paper_with_their_words(two: Two) -> None:
    store = two.store
    two.slip(OLD)
    two.merge()
    two.slip(SLIP)
    two.part()
    scene.finalised(store, THIRD)
    store.put_in_case(THIRD, two.other, "landing")
    two.slip(NEW, SECOND)

    def left(record: str) -> set[str]:
        return {one.reference for one in store.ways_out(record).left}

    assert left(SECOND) == left(THIRD) == {SLIP, NEW}
    assert left(FIRST) == {OLD, SLIP}
    assert {one.reference for one in store.withdraw_consent(SECOND, "slip").left} == {SLIP, NEW}
    assert store.slips(FIRST)[0].reference == SLIP
