"""Two cases of one person: read as one under both codes, taken apart with nothing lost."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import CallMade, ConsentWord, Draft, OpenWay, ReleaseRow, Role, Vault, cases, sight
from intake_app.vault.consents import Weigh
from tests.vault import scene
from tests.vault.scene import nothing_ends

FIRST, SECOND, THIRD = "uuid:1", "uuid:2", "uuid:3"
WHY, BACK = "they said so themselves", "it was somebody else after all"
NO = ConsentWord("sync", "", "no")
SYNC = OpenWay("sync", "central", "consent")


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(IntakeError) as caught:
        call()
    return caught.value.code


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    with scene.new_store(tmp_path) as store:
        yield store


@pytest.fixture
def pair(store: Vault) -> tuple[str, str]:
    """Two cases with a record each that waits to be sent."""
    cases = []
    for record in (FIRST, SECOND):
        scene.queued(store, record)
        cases.append(store.open_case().id)
        store.put_in_case(record, cases[-1], "landing" if record == FIRST else "phone")
    return cases[0], cases[1]


def again(record: str, identity: str = "") -> ReleaseRow:
    return replace(scene.release(record, "sync", "central"), id=identity or f"again {record}")


def deliveries(store: Vault) -> list[str]:
    return [store.record(record).delivery for record in (FIRST, SECOND)]


def test_both_codes_find_one_person_and_nothing_is_lost(store: Vault, pair: tuple[str, str]) -> None:
    kept, other = pair
    codes = [store.case(each).code for each in pair]
    store.note_path(other, "social")
    store.put_age(FIRST, "adult")
    store.put_age(SECOND, "minor")
    store.note_identification(other, "formal", "police", "Questura")
    store.note_identification(kept, "preliminary", "ngo", "Help Desk Trust")
    store.put_case_name(kept, "Amina")
    store.put_case_name(other, "Amina B.")
    store.note_call(SECOND, CallMade("2026-03-01T10:00:00+00:00", "staff", "", "advised"))
    before = [(store.case_outline(each), store.case_course(each), store.case_name(each)) for each in pair]
    merged = store.merge_cases(kept, other, WHY, nothing_ends)
    assert merged.code == codes[0] and store.case(other) == merged == store.find_case(codes[1])
    assert store.case_of(SECOND) == merged and [one.code for one in store.case_merges(other)] == [codes[1]]
    assert [entry.record_id for entry in store.case_outline(other)] == [FIRST, SECOND]
    assert [one.kind for one in store.meetings(kept)] == ["landing", "phone"]
    assert store.calls(FIRST) == store.calls(SECOND) and len(store.calls(FIRST)) == 1
    course = store.case_course(kept)
    assert (course.path.path, len(course.episodes)) == ("social", 2)
    assert [one.age for one in store.case_ages(other)] == ["adult", "minor"] == [one.age for one in store.ages(FIRST)]
    assert course.identification is not None and course.identification.phase == "formal"
    assert store.case_name(kept) == "Amina · Amina B."
    assert store.check() == ()
    assert store.part_cases(store.case_merges(kept)[0].number, BACK, nothing_ends).code == codes[1]
    assert [(store.case_outline(each), store.case_course(each), store.case_name(each)) for each in pair] == before
    assert store.case_merges(kept) == () and store.find_case(codes[1]).code == codes[1]
    assert store.check() == ()


def test_what_goes_on_is_of_the_case_that_was_kept(store: Vault, pair: tuple[str, str]) -> None:
    kept, other = pair
    store.merge_cases(kept, other, WHY, nothing_ends)
    scene.finalised(store, THIRD)
    store.put_in_case(THIRD, other)
    store.enter_stage(other, "evaluation")
    assert [one.ended is None for one in store.case_course(kept).episodes] == [False, False, True]
    store.end_stage(kept)
    assert all(one.ended for one in store.case_course(kept).episodes)
    store.put_case_name(other, "Amina")
    assert store.case(kept).named
    store.remove_case_name(other)
    assert not store.case(kept).named
    store.part_cases(1, BACK, nothing_ends)
    assert [entry.record_id for entry in store.case_outline(kept)] == [FIRST, THIRD]
    assert [entry.record_id for entry in store.case_outline(other)] == [SECOND]
    assert store.check() == ()


def test_a_name_that_is_put_while_two_are_together_takes_nobody_elses_away(
    store: Vault, pair: tuple[str, str]
) -> None:
    kept, other = pair
    store.put_case_name(other, "Berta")
    store.merge_cases(kept, other, WHY, nothing_ends)
    store.put_case_name(kept, "Berta B.")
    assert store.case_name(kept) == "Berta B.", "there is one name: it is put right where it stands"
    store.part_cases(1, BACK, nothing_ends)
    assert (store.case_name(kept), store.case_name(other)) == ("", "Berta B.")
    store.put_case_name(kept, "Anna")
    store.merge_cases(kept, other, WHY, nothing_ends)
    store.put_case_name(other, "Anna A.")
    assert store.case_name(kept) == "Anna A. · Berta B."
    store.part_cases(2, BACK, nothing_ends)
    assert (store.case_name(kept), store.case_name(other)) == ("Anna A.", "Berta B.")
    assert store.check() == ()


def test_who_may_not_be_told_a_name_is_not_told_it_by_putting_the_case_into_one_of_theirs(
    tmp_path: Path, store: Vault, pair: tuple[str, str]
) -> None:
    named, _ = pair
    store.put_case_name(named, "Anna")
    store.add_person("Bea", Role.MEDIATOR, scene.OTHER)
    store.close()
    with scene.reopened(tmp_path, "Bea", scene.OTHER) as bea:
        assert code_of(lambda: bea.case_name(named)) == "vault.not_allowed"
        own = bea.open_case().id
        bea.merge_cases(own, named, WHY, nothing_ends)
        assert bea.case_name(own) == "" and (bea.case(own).named, bea.case(own).by_name) == (False, True)
        assert code_of(lambda: bea.remove_case_name(own)) == "vault.no_name"
        assert bea.put_case_name(own, "Evil").named and bea.case_name(own) == "Evil", "their own case has it"
    with scene.reopened(tmp_path) as opened:
        assert opened.case_name(named) == "Anna"
        opened.part_cases(1, BACK, nothing_ends)
        assert opened.case_name(named) == "Anna"
    with scene.reopened(tmp_path, "Bea", scene.OTHER) as bea:
        assert bea.case_name(own) == "Evil" and bea.check() == ()


def test_names_that_are_put_as_they_are_shown_stay_each_where_it_stands(store: Vault, pair: tuple[str, str]) -> None:
    kept, other = pair
    store.put_case_name(kept, "Anna One")
    store.put_case_name(other, "Berta Two")
    store.merge_cases(kept, other, WHY, nothing_ends)
    for line, left in (
        ("Anna Uno · Berta Two", ("Anna Uno", "Berta Two")),
        ("Anna Uno · Berta Due", ("Anna Uno", "Berta Due")),
        ("Anna · Annuccia · Berta Due", ("Anna · Annuccia", "Berta Due")),
        ("Anna", ("Anna", "Berta Due")),
        ("Berta Due", ("", "Berta Due")),
        ("Berta · Bertina", ("", "Berta · Bertina")),
    ):
        store.put_case_name(kept, line)
        assert store.case_name(kept) == " · ".join(filter(None, left))
        store.part_cases(store.case_merges(kept)[0].number, BACK, nothing_ends)
        assert (store.case_name(kept), store.case_name(other)) == left
        store.merge_cases(kept, other, WHY, nothing_ends)
    assert store.check() == ()


def test_a_stage_that_only_the_other_has_goes_on_in_the_one_that_was_kept(store: Vault, pair: tuple[str, str]) -> None:
    kept, other = pair
    store.end_stage(kept)
    store.enter_stage(other, "inclusion")
    store.merge_cases(kept, other, WHY, nothing_ends)
    scene.finalised(store, THIRD)
    store.put_in_case(THIRD, kept)
    store.part_cases(1, BACK, nothing_ends)
    assert [one.stage for one in store.case_course(kept).episodes] == ["contact", "inclusion"]
    assert [entry.record_id for entry in store.case_outline(kept)] == [FIRST, THIRD]


def test_a_case_that_was_merged_is_merged_on(store: Vault, pair: tuple[str, str]) -> None:
    kept, other = pair
    last = store.open_case()
    store.merge_cases(kept, other, WHY, nothing_ends)
    store.merge_cases(last.id, other, WHY, nothing_ends)
    assert store.case_of(FIRST) == store.case_of(SECOND) == store.case(last.id)
    assert code_of(lambda: store.merge_cases(kept, other, WHY, nothing_ends)) == "vault.same_case"
    assert code_of(lambda: store.merge_cases(kept, last.id, "", nothing_ends)) == "vault.bad_reason"
    assert len(store.case_merges(other)) == 2
    store.part_cases(1, BACK, nothing_ends)
    assert code_of(lambda: store.part_cases(1, BACK, nothing_ends)) == "vault.no_such_case"
    assert store.case_of(FIRST) == store.case(last.id) and store.case_of(SECOND) == store.case(other)
    assert store.check() == ()


def test_words_of_a_merging_count_as_long_as_it_stands(store: Vault, pair: tuple[str, str]) -> None:
    kept, other = pair
    yes = ConsentWord("sync", "", "yes")
    store.put_words(FIRST, [yes])
    assert store.case_ways(kept) == (SYNC,)
    store.merge_cases(kept, other, WHY, nothing_ends, [NO], ([SYNC], []))
    assert store.case_words(other) == store.said(SECOND) and [word.word for word in store.said(FIRST)] == ["yes", "no"]
    assert deliveries(store) == ["held", "waiting"]
    (merge,) = store.case_merges(kept)
    assert merge.stopped == ((FIRST, "central", ""),)
    for wrong in (again(SECOND), replace(again(FIRST), purpose="slip")):
        assert code_of(lambda: store.part_cases(1, BACK, nothing_ends, [wrong])) == "vault.no_release"  # noqa: B023
    store.part_cases(1, BACK, nothing_ends, [again(FIRST)])
    assert deliveries(store) == ["waiting", "waiting"]
    assert [word.word for word in store.case_words(kept)] == ["yes"] and store.case_words(other) == ()
    assert store.check() == ()


def test_what_holds_no_more_of_one_alone_stays_where_they_are_parted(store: Vault, pair: tuple[str, str]) -> None:
    store.merge_cases(*pair, WHY, nothing_ends, [NO], ([SYNC], []))
    assert deliveries(store) == ["held", "waiting"]

    def weigh(case: str, standing: Sequence[ReleaseRow], _told: object, _strict: bool) -> list[str]:
        return [one.id for one in standing if case == pair[0]]

    store.part_cases(1, BACK, weigh, [again(FIRST)])
    assert deliveries(store) == ["held", "waiting"] and store.check() == ()


def test_what_is_taken_back_meanwhile_counts_for_both(store: Vault, pair: tuple[str, str]) -> None:
    kept, other = pair
    store.merge_cases(kept, other, WHY, nothing_ends, [NO], ([SYNC], []))
    store.withdraw_consent(SECOND, "sync")
    assert deliveries(store) == ["held", "held"]
    store.part_cases(1, BACK, nothing_ends, [again(FIRST)])
    assert deliveries(store) == ["held", "held"]
    assert [[word.word for word in store.case_words(each)] for each in pair] == [["withdrawn"], ["withdrawn"]]
    assert store.check() == ()


def test_reflection_is_of_the_newest(store: Vault, pair: tuple[str, str]) -> None:
    store.note_reflection(pair[1], date(2026, 3, 2), date(2026, 4, 2))
    store.merge_cases(*pair, WHY, nothing_ends)
    course = store.case_course(pair[0])
    assert course.reflection is not None and course.reflection.planned_end == "2026-04-02"


def test_what_holds_no_more_is_stopped_where_cases_are_merged_and_parted(store: Vault, pair: tuple[str, str]) -> None:
    kept, other = pair
    weighed: list[tuple[str, list[str], bool]] = []

    def ends(record: str) -> Weigh:
        def weigh(
            case: str, standing: Sequence[ReleaseRow], said: Mapping[str, Sequence[ConsentWord]], strict: bool
        ) -> list[str]:
            assert set(said) == {one.record_id for one in standing}
            weighed.append((case, [one.record_id for one in standing], strict))
            return [one.id for one in standing if one.record_id == record]

        return weigh

    store.merge_cases(kept, other, WHY, ends(FIRST))
    assert deliveries(store) == ["held", "waiting"]
    store.put_release(again(SECOND, "meanwhile"))
    store.part_cases(1, BACK, ends(SECOND))
    assert deliveries(store) == ["held", "held"]
    assert [(case, records) for case, records, _strict in weighed] == [
        (kept, [FIRST, SECOND]),
        (other, [SECOND]),
        (kept, []),
    ]
    assert [strict for _case, _records, strict in weighed] == [False, True, True]
    assert store.check() == ()


def test_a_word_goes_with_its_record_and_a_no_stays_with_both(store: Vault, pair: tuple[str, str]) -> None:
    kept, other = pair
    store.merge_cases(kept, other, WHY, nothing_ends)
    yes = ConsentWord("slip", "", "yes")
    for record, words in ((SECOND, [yes, ConsentWord("export", "", "no")]), (FIRST, [replace(NO, purpose="record")])):
        store.put_words(record, words)
    store.put_release(replace(again(SECOND), purpose="slip"))
    store.note_call(SECOND, CallMade("2026-03-01T10:00:00+00:00", "staff", "", "advised"))
    store.part_cases(1, BACK, nothing_ends)
    told = [[(word.purpose, word.word) for word in store.case_words(each)] for each in pair]
    assert told == [[("export", "no"), ("record", "no")], [("slip", "yes"), ("export", "no"), ("record", "no")]]
    assert (len(store.calls(FIRST)), len(store.calls(SECOND))) == (0, 1)


def test_a_record_of_somebody_else_gets_a_case_of_its_own(store: Vault, pair: tuple[str, str]) -> None:
    kept, _other = pair
    scene.queued(store, THIRD)
    assert code_of(lambda: store.take_from_case(THIRD, nothing_ends)) == "vault.no_such_case"
    store.put_in_case(THIRD, kept)
    yes = ConsentWord("slip", "", "yes")
    store.put_words(FIRST, [yes, replace(NO, purpose="record"), ConsentWord("export", "", "no")])
    store.put_words(THIRD, [yes, NO])
    store.put_release(replace(again(FIRST), purpose="slip"))
    apart = store.take_from_case(THIRD, nothing_ends)
    assert store.case_of(THIRD) == apart and apart.code not in {store.case(each).code for each in pair}
    assert [entry.record_id for entry in store.case_outline(kept)] == [FIRST]
    assert [meeting.kind for meeting in store.meetings(apart.id)] == [""]
    told = [[(word.purpose, word.word) for word in store.case_words(each)] for each in (kept, apart.id)]
    assert told == [
        [("slip", "yes"), ("record", "no"), ("export", "no"), ("sync", "no")],
        [("slip", "yes"), ("sync", "no"), ("record", "no"), ("export", "no")],
    ]
    assert store.check() == ()


@pytest.mark.parametrize("older", [False, True])
def test_a_new_version_goes_with_the_one_before_when_they_are_taken_apart(
    store: Vault, pair: tuple[str, str], older: bool
) -> None:
    """An older program put it into the case that was kept."""
    kept, other = pair
    store.merge_cases(kept, other, WHY, nothing_ends)
    store.begin_edit(SECOND, "uuid:edit", Draft(b"<data/>"))
    if older:
        opening = store._opening
        with opening.database.transaction():
            number = sight.number_of(opening, "uuid:edit")
            cases.move(opening, kept, number, "uuid:edit", cases.meeting_today(opening, kept, "desk", ""))
    store.part_cases(1, BACK, nothing_ends)
    assert [case.id for one in ("uuid:edit", SECOND, FIRST) if (case := store.case_of(one))] == [other, other, kept]
    assert store.check() == ()
