"""Records that were taken out of one case and are one person again: what was said in one place has its order."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app.vault import ConsentWord, Vault
from tests.vault import scene
from tests.vault.scene import nothing_ends

FIRST, SECOND, THIRD = "uuid:1", "uuid:2", "uuid:3"
WHY = "they said so themselves"
YES, NO = ConsentWord("sync", "", "yes"), ConsentWord("sync", "", "no")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    with scene.new_store(tmp_path) as store:
        yield store


@pytest.fixture
def case(store: Vault) -> str:
    """Two records in a case, and one in none."""
    found = store.open_case().id
    for record in (FIRST, SECOND, THIRD):
        scene.queued(store, record)
    for record in (FIRST, SECOND):
        store.put_in_case(record, found)
    return found


def words(told: tuple[ConsentWord, ...]) -> list[str]:
    return [word.word for word in told]


def together(store: Vault, *cases: str) -> list[list[str]]:
    return [words(told) for told in store.words_together(*cases)]


def apart(store: Vault) -> list[str]:
    return [store.take_from_case(record, nothing_ends).id for record in (FIRST, SECOND)]


def test_what_was_said_while_they_were_one_stands_first_in_both(store: Vault, case: str) -> None:
    store.put_words(FIRST, [NO])
    store.put_words(SECOND, [YES])
    first, second = apart(store)
    assert [words(store.case_words(each)) for each in (first, second)] == [["no"], ["yes", "no"]], "the no is for both"
    store.put_words(FIRST, [NO])
    assert together(store, first, second) == [["no", "yes", "no"], ["no", "yes"]]
    store.merge_cases(first, second, WHY, nothing_ends)
    assert words(store.said(FIRST)) == ["no", "yes", "no"], "what was written for each of them counts no more"
    store.part_cases(1, WHY, nothing_ends)
    assert words(store.case_words(second)) == ["yes", "no"], "apart again it counts"
    assert store.check() == ()


def test_of_one_that_stayed_and_of_cases_that_were_never_one(store: Vault, case: str) -> None:
    store.put_words(FIRST, [NO])
    out = store.take_from_case(SECOND, nothing_ends).id
    store.put_words(FIRST, [YES])
    other = store.open_case().id
    store.put_in_case(THIRD, other)
    store.put_words(THIRD, [YES])
    assert together(store, case, out) == [["no", "yes"], ["no"]]
    assert together(store, out, other) == [["no"], ["yes"]]
    assert together(store, other, case) == [["yes"], ["no", "yes"]]
    empty = store.open_case().id
    assert together(store, empty, case) == [[], ["no", "yes"]]


def test_what_was_taken_back_by_the_code_of_a_person_is_no_copy(store: Vault, case: str) -> None:
    store.withdraw_consent(FIRST)
    store.put_words(FIRST, [YES])
    first, _second = apart(store)
    store._opening.held = "2026-01-01"
    store.confirm_put_back([store.case(first).code])
    assert words(tuple(word for word in store.said(FIRST) if word.purpose == "sync"))[-1] == "withdrawn"


def test_what_waited_until_a_record_was_taken_out(store: Vault, case: str) -> None:
    def ends(_case: str, standing: object, _said: object, strict: bool) -> list[str]:
        assert isinstance(standing, tuple)
        return [one.id for one in standing if strict and one.record_id == SECOND]

    assert store.stopped_by_parting(case) == ()
    out = store.take_from_case(SECOND, ends).id
    assert store.stopped_by_parting(out) == ((SECOND, "central", ""),)
    assert store.stopped_by_parting(case) == ()
    store.withdraw_consent(FIRST)
    assert store.stopped_by_parting(case) == (), "taken back, not parted"


