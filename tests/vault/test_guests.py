"""Who is of another agency, with records of their own in a case: what they read of it, and what they may write."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import CallMade, ConsentWord, Leaving, ReleaseRow, Role, Vault
from tests.vault import scene
from tests.vault.scene import nothing_ends

HOME, MODULE, OWN = "uuid:home", "uuid:module", "uuid:own"
WHY = "they said so themselves"
NO = ConsentWord("slip", "", "no", how="signed", language="bn")
CALL = CallMade("2026-03-01T10:00:00+00:00", "staff", "", "advised")


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(IntakeError) as caught:
        call()
    return caught.value.code


def guest(folder: Path) -> Vault:
    return vault.open_store(folder / "place.intake", "Guest", scene.OTHER)


@pytest.fixture
def case(tmp_path: Path) -> str:
    """A case with two records, of which one is handed over, and with one of the guest's own."""
    with scene.new_store(tmp_path) as store:
        store.add_person("Guest", Role.MEDIATOR, scene.OTHER, agency="Another")
        found = store.open_case().id
        for record in (HOME, MODULE):
            scene.queued(store, record)
            store.put_in_case(record, found)
        store.put_words(MODULE, [NO])
        store.note_call(MODULE, CALL)
        store.note_path(found, "judicial")
        store.note_identification(found, "formal", "police", "Questura")
        store.hand_over(HOME, "Guest", Leaving(scene.release(HOME, "export", "prefecture")))
    with guest(tmp_path) as store:
        assert store.case_identified(found) is None, "nor how it stands"
        store.new_case_draft(found, store.forms()[0].key, OWN, b"<data/>", ("fr", "it"))
        store.finalise(OWN, vault.Frozen(b"<data/>"), scene.release(OWN))
    return found


def ended(folder: Path) -> None:
    with scene.reopened(folder) as store:
        store.withdraw(HOME, "Guest")


def test_what_another_agency_noted_is_told_bare_and_of_calls_nothing(case: str, tmp_path: Path) -> None:
    with guest(tmp_path) as store:
        assert store.case_identified(case) is None
        course = store.case_course(case)
        assert course.identification is not None and course.path.path == "judicial"
        for told in (store.said(OWN), store.case_words(case), store.case_words(case, OWN)):
            assert [(word.word, word.how, word.language, word.by) for word in told] == [("no", "spoken", "", "")]
        assert store.calls(OWN) == store.calls(HOME) == ()
        assert code_of(lambda: store.case_words(case, HOME)) == "vault.not_allowed"
        assert [one.recipient for one in store.ways_out(HOME).left] == ["prefecture"]
        ways = store.ways_out(OWN)
        assert (ways.open, ways.left, ways.beyond) == ((("sync", "central"),), (), True)
    with scene.reopened(tmp_path) as store:
        assert [word.by for word in store.said(HOME)] == [scene.NAME] and len(store.calls(HOME)) == 1
        assert store.case_words(case, OWN)[0].how == "spoken" and store.ways_out(HOME).beyond
        found = store.case_identified(case)
        assert found is not None and found.body == "Questura"


def test_nobody_puts_a_case_of_another_agency_together_or_decides_in_it(case: str, tmp_path: Path) -> None:
    for _turn in ("while it is shown", "after"):
        with guest(tmp_path) as store:
            mine = store.open_case().id
            for verb in (
                lambda: store.merge_cases(mine, case, WHY, nothing_ends),  # noqa: B023
                lambda: store.merge_cases(case, mine, WHY, nothing_ends),  # noqa: B023
                lambda: store.words_together(case, mine),  # noqa: B023
                lambda: store.stopped_by_parting(case),
                lambda: store.case_ways(case),
                lambda: store.decide_age(case, "adult", WHY, nothing_ends),
            ):
                assert code_of(verb) == "vault.not_allowed"
            assert not store.case(case).own and store.case(mine).own
        ended(tmp_path) if _turn == "while it is shown" else None


def test_after_the_sight_they_write_nothing_that_others_read(case: str, tmp_path: Path) -> None:
    ended(tmp_path)
    with guest(tmp_path) as store:
        assert store.case_course(case).path.path == "not_decided" and not store.case(case).whole
        for verb in (
            lambda: store.note_path(case, "social"),
            lambda: store.note_reflection(case, date(2026, 3, 2), date(2026, 4, 2)),
            lambda: store.note_identification(case, "formal", "ngo", "Help Desk Trust"),
        ):
            assert code_of(verb) == "vault.not_allowed"
        assert store.enter_stage(case, "inclusion").episodes[-1].agency == "Another"
        assert store.lapse(OWN, [one.id for one in store.releases(OWN)]) == 1
        apart = store.take_from_case(OWN, nothing_ends)
        assert store.note_path(apart.id, "social").path.path == "social"
    with scene.reopened(tmp_path) as store:
        assert store.case_course(case).path.path == "judicial" and store.check() == ()


def test_where_another_agency_had_put_two_together_each_writes_in_its_own_and_parts_them(
    case: str, tmp_path: Path
) -> None:
    """As a program of before let them: the case stands under the other agency's code."""
    with guest(tmp_path) as store:
        mine = store.open_case().id
    with scene.reopened(tmp_path) as store:
        database = store._opening.database
        with database.transaction():
            database.run(
                "INSERT INTO case_merge (other, kept, reason, noted_by, at, last_word, last_age, last_path, "
                "last_identification) SELECT o.number, k.number, ?, k.opened_by, k.opened, 99, 99, 99, 99 "
                "FROM casefile o, casefile k WHERE o.id = ? AND k.id = ?",
                *(WHY, case, mine),
            )
        assert store.note_path(case, "social").path.path == "social"
        assert code_of(lambda: store.decide_age(case, "minor", WHY, nothing_ends)) == "vault.not_allowed"
        assert not store.case(case).own and store.case(case).whole
        (merge,) = store.case_merges(case)
        assert merge.reason == "", "what others wrote"
    ended(tmp_path)
    with guest(tmp_path) as store:
        assert store.case_course(mine).path.path == "not_decided"
    with scene.reopened(tmp_path) as store:
        assert store.part_cases(merge.number, WHY, nothing_ends).id == case
        assert store.case_course(case).path.path == "social" and store.case(case).own


def test_what_an_agency_decided_in_the_case_of_another_counts_for_nobody(case: str, tmp_path: Path) -> None:
    with scene.reopened(tmp_path) as store:
        store.decide_age(case, "minor", WHY, nothing_ends)
        database = store._opening.database
        with database.transaction():
            database.run(
                "INSERT INTO age_told (casefile, told_in, age, source, reason, noted_by, at) SELECT c.number, '', "
                "'adult', 'decision', ?, p.id, c.opened FROM casefile c, person p WHERE c.id = ? AND p.name = 'Guest'",
                *(WHY, case),
            )
        assert [(word.age, word.source) for word in store.case_ages(case)] == [("minor", "decision")]


@pytest.mark.parametrize("joined", [True, False])
def test_a_guest_stops_what_holds_for_no_agency_and_is_told_of_nothing_more(
    case: str, tmp_path: Path, joined: bool
) -> None:
    record, alone = HOME, "uuid:alone"
    with scene.reopened(tmp_path) as store:
        assert store.shown_here() == ()
        if not joined:
            record = scene.queued(store, alone)
            store.hand_over(alone, "Guest", Leaving(scene.release(alone, "export", "health")))
    asked = list[tuple[str, set[str], set[str]]]()

    def ends(
        owner: str, standing: Sequence[ReleaseRow], said: Mapping[str, Sequence[ConsentWord]], strict: bool
    ) -> list[str]:
        assert not strict
        asked.append((owner, {one.record_id for one in standing}, set(said)))
        return [one.id for one in standing if one.purpose == "export"]

    with guest(tmp_path) as store:
        assert set(store.shown_here()) == ({HOME} if joined else {HOME, alone})
        assert store.weigh_all(record, scene.nothing_ends) == 0
        assert store.weigh_all(record, ends) == 1
        records = {HOME, MODULE, OWN} if joined else {alone}
        assert asked == [(case if joined else alone, records, records)]
        assert record not in store.shown_here()
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            store.submission(record)
