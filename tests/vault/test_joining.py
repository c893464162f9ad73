"""A record that comes into a case: what it tells is kept with it at once, as old as it is; and what comes along."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import AttemptResult, ConsentWord, Vault
from tests.vault import scene
from tests.vault.scene import nothing_ends

RECORD, SECOND, NEW = "uuid:1", "uuid:2", "uuid:new"
YES, NO = ConsentWord("slip", "", "yes"), ConsentWord("slip", "", "no")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    with scene.new_store(tmp_path) as store:
        scene.queued(store)
        yield store


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(IntakeError) as caught:
        call()
    return caught.value.code


def said(store: Vault, case: str) -> list[tuple[str, str]]:
    return [(word.purpose, word.word) for word in store.case_words(case)]


def test_what_a_record_tells_is_kept_with_it_or_nothing_is(store: Vault) -> None:
    case = store.open_case().id
    wrong = replace(YES, script="\0")
    assert code_of(lambda: store.put_in_case(RECORD, case, tell=lambda: ([wrong], [(RECORD, "minor")]))) == (
        "vault.bad_words"
    )
    assert store.case_of(RECORD) is None and store.ages(RECORD) == ()
    store.put_in_case(RECORD, case, tell=lambda: ([YES], [(RECORD, "minor"), (RECORD, "minor")]))
    assert said(store, case) == [("slip", "yes")]
    assert [word.age for word in store.ages(RECORD)] == ["minor"] and store.check() == ()


def test_a_yes_is_as_old_as_the_record_and_a_no_as_the_end_of_it(store: Vault) -> None:
    case = store.open_case().id
    scene.queued(store, SECOND)
    store.put_words(SECOND, [replace(YES, word="withdrawn")])
    store.put_in_case(RECORD, case, tell=lambda: ([YES, replace(NO, purpose="export")], []))
    store.put_in_case(SECOND, case)
    assert said(store, case) == [("slip", "yes"), ("export", "no"), ("slip", "withdrawn")]
    later = scene.queued(store, "uuid:3")
    store.put_in_case(later, case, tell=lambda: ([NO], []))
    assert said(store, case)[-1] == ("slip", "no") and store.check() == ()


def test_a_word_bears_the_time_that_it_was_said_and_none_that_is_still_to_come(store: Vault) -> None:
    case = store.open_case().id
    early = replace(NO, purpose="export", at="2020-03-01T10:00:00+01:00")
    ahead = replace(NO, purpose="judicial", at="2999-03-01T10:00:00+01:00")
    store.put_in_case(RECORD, case, tell=lambda: ([early, ahead, YES], []))
    at = {word.purpose: word.at for word in store.case_words(case)}
    assert at["export"].startswith("2020-03-01T09:00:00") and at["judicial"] < "2999" > at["slip"]
    assert store.check() == ()


def test_it_is_told_how_a_word_counts_for_another_record_of_the_person(store: Vault) -> None:
    case = store.open_case().id
    scene.queued(store, SECOND)
    for record in (RECORD, SECOND):
        store.put_in_case(record, case)
    store.put_words(SECOND, [YES], alone=True)
    assert [word.word for word in store.said(RECORD, SECOND)] == ["yes"] and store.said(RECORD) == ()
    assert [word.word for word in store.case_words(case, SECOND)] == ["yes"] and store.case_words(case) == ()
    for strange in ("uuid:3", scene.queued(store, "uuid:4")):
        assert code_of(lambda each=strange: store.said(RECORD, each)) == "vault.no_such_record"
        assert code_of(lambda each=strange: store.case_words(case, each)) == "vault.no_such_record"


def as_new(store: Vault) -> None:
    attempt = store.attempt_started(RECORD, "central")
    store.attempt_ended(attempt, AttemptResult("hold", "openrosa.conflict", 409, ""))
    store.copy_as_new(RECORD, NEW, b"<data/>")


def test_what_was_sent_as_new_comes_along_and_goes_along(store: Vault) -> None:
    first, second = store.open_case().id, store.open_case().id
    as_new(store)
    store.put_in_case(NEW, first)
    assert store.case_of(RECORD) == store.case_of(NEW) == store.case(first)
    assert store.take_from_case(RECORD, nothing_ends) == store.case_of(NEW)
    assert code_of(lambda: store.put_in_case(RECORD, second)) == "vault.in_a_case"
    assert store.check() == ()


@pytest.mark.parametrize(("chosen", "after"), [(["judicial"], "not_decided"), (["judicial", "social"], "social")])
def test_a_path_of_two_who_were_one_is_that_of_none(store: Vault, chosen: list[str], after: str) -> None:
    cases = [store.open_case().id for _ in range(2)]
    store.merge_cases(*cases, "they said so themselves", nothing_ends)
    for path in chosen:
        store.note_path(cases[0], path)
    store.part_cases(1, "it was somebody else after all", nothing_ends)
    assert [store.case_course(each).path.path for each in cases] == [after, after] and store.check() == ()


@pytest.mark.parametrize("parted", [True, False])
def test_a_decision_counts_for_the_one_whom_it_meant(store: Vault, parted: bool) -> None:
    kept, other = (store.open_case().id for _ in range(2))
    scene.queued(store, SECOND)
    store.put_in_case(RECORD, kept, tell=lambda: ([], [(RECORD, "minor")]))
    store.decide_age(kept, "adult", "the passport of her uncle was seen", nothing_ends)
    store.put_in_case(SECOND, other if parted else kept, tell=lambda: ([], [(SECOND, "minor")]))
    if parted:
        store.merge_cases(kept, other, "they said so themselves", nothing_ends)
    for age in ("adult", "minor"):
        store.decide_age(kept, age, "the passport of her uncle was seen", nothing_ends)
    if parted:
        apart = store.part_cases(1, "it was somebody else after all", nothing_ends)
    else:
        apart = store.take_from_case(SECOND, nothing_ends)
    told = [[(word.age, word.source) for word in store.case_ages(each)] for each in (kept, apart.id)]
    assert told[0] == [("minor", "form"), ("adult", "decision"), ("minor", "decision")]
    assert ("adult", "decision") not in told[1] and told[1][0] == ("minor", "form") and store.check() == ()


def test_who_is_an_adult_by_a_draft_is_so_as_long_as_it_is_there(store: Vault) -> None:
    case, draft = store.open_case().id, scene.started(store, SECOND)
    store.put_in_case(draft, case, tell=lambda: ([], [(draft, "adult")]))
    assert [word.age for word in store.case_ages(case)] == ["adult"]
    store.discard(draft)
    assert store.case_ages(case) == ()


def test_a_yes_that_was_said_with_a_draft_is_gone_with_it(store: Vault, tmp_path: Path) -> None:
    case, draft = store.open_case().id, scene.started(store, SECOND)
    for record in (RECORD, draft):
        store.put_in_case(record, case)
    store.put_words(draft, [YES, replace(NO, purpose="export")])
    assert said(store, case) == [("slip", "yes"), ("export", "no")]
    store.discard(draft)
    assert said(store, case) == [("export", "no")]
    store.close()
    with vault.open_store(tmp_path / "place.intake", scene.NAME, scene.PASSPHRASE) as again:
        assert said(again, case) == [("export", "no")] and again.check() == ()


def test_who_joins_a_case_on_the_social_path_gave_no_word_to_police_before(store: Vault) -> None:
    case = store.open_case().id
    store.note_path(case, "social")
    store.put_in_case(RECORD, case, tell=lambda: ([replace(YES, purpose="judicial")], []))
    assert said(store, case) == [("judicial", "yes"), ("judicial", "withdrawn")]
    assert store.check() == ()
