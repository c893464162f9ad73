"""What records tell that holds for all who meet a person: a mark of it, whoever wrote them, and nothing else."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Draft, FormPackage, Frozen, Leaving, Reckoning, Role, Telling, Vault, records
from tests.vault import scene


def told(found: tuple[Telling, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(one.record_id, one.age, one.asylum) for one in found]


def finish(store: Vault, record: str, facts: object) -> None:
    store.finalise(record, Frozen(b"<data/>", (), "", json.dumps(facts)))


def edited(store: Vault, record: str, new: str, draft: Draft) -> None:
    store.put_release(scene.release(record))
    store.begin_edit(record, new, draft)


def test_a_draft_keeps_the_mark_of_what_it_tells(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        record = scene.started(store)
        assert told(store.telling(record)) == [(record, "", "")]
        for age, asylum in (("minor", ""), ("", "yes"), ("adult", "yes"), ("", "")):
            draft = replace(scene.answer(1), age=age, asylum=asylum == "yes")
            store.save_draft(record, draft)
            assert store.draft(record) == draft and told(store.telling(record)) == [(record, age, asylum)]
        draft = replace(scene.answer(1), counts=("ethiopian",), minor_in=("persian", "hijri"), simple=True)
        store.save_draft(record, draft)
        assert store.draft(record) == draft
        store.discard(record)
        (away,) = store.telling(record)
        assert (away.counts, away.minor_in, away.home) == (("ethiopian",), ("persian", "hijri"), False)


def test_what_tells_who_is_with_a_child_is_in_the_order_of_the_log(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        case = store.open_case().id
        for record in ("uuid:1", "uuid:2", "uuid:3"):
            store.put_in_case(scene.started(store, record), case)
        store._opening.clock = lambda: datetime(2060, 1, 1, tzinfo=UTC)
        finish(store, "uuid:2", {"slip": {"alone": "yes"}})
        store._opening.clock = lambda: datetime(2026, 1, 1, tzinfo=UTC)
        assert [one.finished for one in store.telling_of_case(case)] == [0, 0, 0], "one is no order"
        finish(store, "uuid:1", {"slip": {"alone": "no"}})
        finish(store, "uuid:3", {})
        first, second, other = store.telling_of_case(case)
        assert first.finished > second.finished > 0 == other.finished and first.at < second.at


@pytest.mark.parametrize(("corrected", "newest"), [("no", "uuid:2"), ("yes", "uuid:4")])
def test_a_correction_of_something_else_says_nothing_anew_of_who_is_with_a_child(
    tmp_path: Path, corrected: str, newest: str
) -> None:
    with scene.new_store(tmp_path) as store:
        case = store.open_case().id
        for record in ("uuid:1", "uuid:2"):
            store.put_in_case(scene.started(store, record), case)
        finish(store, "uuid:1", {"slip": {"alone": "no"}})
        finish(store, "uuid:2", {"slip": {"alone": "yes"}})
        for former, new, said in (("uuid:1", "uuid:3", "no"), ("uuid:3", "uuid:4", corrected)):
            edited(store, former, new, scene.answer(1))
            finish(store, new, {"slip": {"alone": said}})
        told = [one for one in store.telling_of_case(case) if not one.former]
        assert max(told, key=lambda one: one.finished).record_id == newest
        assert store.check() == ()


def test_all_versions_tell_whoever_wrote_them_and_a_mark_alone(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Bea", Role.MEDIATOR, scene.OTHER)
        first = scene.started(store)
        finish(store, first, {"age": "minor", "slip": {"asylum": "yes", "language": "SECRET"}})
        edited(store, first, "uuid:2", Draft(b"<data/>", age="adult"))
        store.hand_over("uuid:2", "Bea")
        assert told(store.telling(first)) == [(first, "minor", "yes"), ("uuid:2", "adult", "")], "a draft is not lost"
        code = store.record(first).code
    with scene.reopened(tmp_path, "Bea", scene.OTHER) as store:
        finish(store, "uuid:2", {"slip": {"age_band": "adult"}})
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            store.frozen(first)
        one, two = store.telling("uuid:2")
        assert (one.age, one.asylum, one.code) == ("minor", "yes", code)
        assert (one.home, one.former, one.draft) == (False, True, False)
        assert (two.age, two.asylum, two.home, two.former, bool(two.at)) == ("adult", "", True, False, True)
        assert "SECRET" not in repr(store.telling("uuid:2")) and store.telling_of_person("uuid:2") == (one, two)
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            store.telling(first)


def test_all_records_of_a_case_tell_and_go_with_it(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Bea", Role.MEDIATOR, scene.OTHER)
        case, first = store.open_case().id, scene.started(store)
        store.put_in_case(first, case)
        finish(store, first, {"slip": {"asylum": "yes"}})
        assert told(store.telling_of_case(case)) == [(first, "", "yes")]
    with scene.reopened(tmp_path, "Bea", scene.OTHER) as store:
        second = scene.started(store, "uuid:2")
        assert told(store.telling_of_person(second)) == [(second, "", "")]
        store.put_in_case(second, case)
        assert told(store.telling_of_person(second)) == [(first, "", "yes"), (second, "", "")]
        assert told(store.telling(second)) == [(second, "", "")]


def test_of_another_agency_no_code_is_told(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Far", Role.MEDIATOR, scene.OTHER, "Far away")
        case, first = store.open_case().id, scene.started(store)
        store.put_in_case(first, case)
        second = scene.started(store, "uuid:2")
        store.put_in_case(second, case)
        finish(store, second, {})
        finish(store, first, {"age": "minor"})
        store.hand_over(second, "Far", Leaving(scene.release(second, "export", "ngo")))
        codes = store.record(second).code
    with scene.reopened(tmp_path, "Far", scene.OTHER) as store:
        told_here = store.telling_of_person(second)
        assert [(one.code, one.age, one.home) for one in told_here] == [("", "minor", False), (codes, "", False)]


def test_what_can_not_be_read_is_told_as_that(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        first, second = scene.started(store), scene.started(store, "uuid:2")
        finish(store, first, {"age": "adult"})
        for table in ("submission", "draft"):
            database = store._opening.database.connection
            database.execute(f"DROP TRIGGER IF EXISTS {table}_change")
            database.execute(f"UPDATE {table} SET body = x'00'")
        for each in (first, second):
            assert told(store.telling(each)) == [(each, None, None)]
        assert [one.uncalled for each in (first, second) for one in store.telling(each)] == [None, None]


def test_that_they_are_not_to_be_called_is_told_to_all_who_meet_them(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        first, second, draft = (scene.started(store, f"uuid:{at}") for at in range(3))
        case = store.open_case().id
        for each in (first, second, draft):
            store.put_in_case(each, case)
        finish(store, first, {"slip": {"safe_contact": "do_not_call"}})
        finish(store, second, {"slip": {"safe_contact": "in_person_only"}})
        assert [one.uncalled for one in store.telling_of_case(case)] == [True, False, False]


def test_what_is_gone_is_no_record_that_can_not_be_read(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        first = scene.started(store)
        finish(store, first, {"age": "adult"})
        store._opening.database.connection.execute("DROP TRIGGER submission_delete")
        store._opening.database.connection.execute("DELETE FROM submission")
        with pytest.raises(IntakeError, match=r"vault\.not_finalised"):
            store.telling(first)


def test_what_a_draft_told_stays_with_the_person_when_it_is_put_away(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        case, first, second = store.open_case().id, scene.started(store), scene.started(store, "uuid:2")
        for each in (first, second):
            store.put_in_case(each, case)
        store.save_draft(first, replace(scene.answer(1), age="minor", asylum=True))
        assert store.ages(second) == store.case_ages(case) and [one.age for one in store.ages(second)] == ["minor"]
        before = told(store.telling_of_person(second))
        assert before == [(first, "minor", "yes"), (second, "", "")] == told(store.telling_of_case(case))
        store.discard(first)
        assert told(store.telling_of_person(second)) == before and [one.age for one in store.ages(second)] == ["minor"]
        store.restore(first)
        store.save_draft(first, replace(scene.answer(1), age="adult"))
        assert told(store.telling_of_person(second)) == [(first, "adult", ""), (second, "", "")]
        assert store.ages(second) == (), "who brings it back may put it right"
        assert store.check() == ()


SECRET = "Zirkonvogel"


def put_away(store: Vault, record: str, **marks: object) -> str:
    """A draft with everything that a draft may have, and marks."""
    code = store.record(record).code
    store.put_media(record, "one.jpg", SECRET.encode() * 10, "image/jpeg")
    whole = replace(scene.answer(1), xml=f"<data>{SECRET}</data>".encode(), title=SECRET)
    store.save_draft(record, replace(whole, **marks))  # type: ignore[arg-type]
    store.discard(record)
    return code


def test_the_marks_alone_are_left_of_it_when_the_store_closes(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        case, first, second = store.open_case().id, scene.started(store), scene.started(store, "uuid:2")
        for each in (first, second):
            store.put_in_case(each, case)
        code = put_away(store, first, age="minor", asylum=True, counts=("ethiopian",), minor_in=("hijri",))
        before = store.telling_of_person(second)
        assert [one.id for one in store.records("discarded")] == [first]
    for _again in range(2):
        with scene.reopened(tmp_path) as store:
            assert store.telling_of_person(second) == before and [one.age for one in store.ages(second)] == ["minor"]
            assert store.records("discarded") == () and [one.id for one in store.records()] == [second]
            with pytest.raises(IntakeError, match=r"vault\.no_such_record"):
                store.find(code)
            assert [one.record_id for one in store.case_outline(case)] == [second]
            with pytest.raises(IntakeError, match=r"vault\.no_such_record"):
                store.restore(first)
            database = store._opening.database
            reduced = records.draft_of(store._opening, 1, first)
            assert reduced == Draft(b"", age="minor", asylum=True, counts=("ethiopian",), minor_in=("hijri",))
            columns = "size, language, mediator_language"
            assert database.all(f"SELECT {columns} FROM record WHERE number = 1") == [(0, "", "")]
            for table in ("word", "media"):
                assert database.all(f"SELECT 1 FROM {table} WHERE record = 1") == []
            assert store.check() == ()


def test_nothing_is_left_of_what_tells_nothing_or_is_of_nobody_else(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        case = store.open_case().id
        plain, alone, spoiled = (scene.started(store, f"uuid:{at}") for at in range(3))
        for each in (plain, spoiled):
            store.put_in_case(each, case)
        put_away(store, plain, age="adult")
        put_away(store, alone, age="minor", asylum=True)
        put_away(store, spoiled, age="minor")
        connection = store._opening.database.connection
        connection.execute("UPDATE draft SET body = x'00' WHERE record = 3")
    with scene.reopened(tmp_path) as store:
        assert store._opening.database.all("SELECT id FROM record") in ([], [(spoiled,)])
        assert [one.age for one in store.case_ages(case)] == []


def test_a_correction_that_is_put_away_tells_it_of_the_version_before(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        case, first = store.open_case().id, scene.started(store)
        finish(store, first, {"age": "adult", "slip": {"asylum": "no"}})
        edited(store, first, "uuid:2", replace(Draft(b"<data/>", age="minor"), asylum=True))
        store.discard("uuid:2")
    with scene.reopened(tmp_path) as store:
        both = [(first, "adult", "no"), ("uuid:2", "minor", "yes")]
        assert told(store.telling_of_person(first)) == both
        assert [(one.age, one.put_right) for one in store.ages(first)] == [("adult", False), ("minor", False)]
        store.put_in_case(first, case)
        assert told(store.telling_of_case(case)) == both
        store.begin_edit(first, "uuid:3", Draft(b"<data/>"))
        assert store.check() == ()


def test_what_a_correction_says_once_more_was_decided_with_the_version_before(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        case, first = store.open_case().id, scene.started(store)
        store.put_in_case(first, case)
        finish(store, first, {"age": "minor"})
        store.decide_age(case, "adult", "we have seen the passport", scene.nothing_ends)
        edited(store, first, "uuid:2", Draft(b"<data/>", age="minor"))
        assert {one.source for one in store.case_ages(case) if not one.weighed} == {"decision"}
        store.put_age("uuid:2", "minor")
        assert {one.source for one in store.case_ages(case) if not one.weighed} == {"decision"}


@pytest.mark.parametrize(("second", "third", "after"), [("no", "", "no"), ("", "no", "no"), ("", "", "yes")])
def test_a_no_takes_back_what_versions_before_told_of_asylum(
    tmp_path: Path, second: str, third: str, after: str
) -> None:
    with scene.new_store(tmp_path) as store:
        first = scene.started(store)
        finish(store, first, {"slip": {"asylum": "yes"}})
        for record, new, asylum in ((first, "uuid:2", second), ("uuid:2", "uuid:3", third)):
            edited(store, record, new, Draft(b"<data/>"))
            finish(store, new, {"slip": {"asylum": asylum}})
        assert store.telling(first)[0].asylum == after


def test_a_finished_record_tells_that_a_child_is_alone(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        for number, said in enumerate(("yes", "no", "prefers_not_to_say", None)):
            record = scene.started(store, f"uuid:{number}")
            assert [one.alone for one in store.telling(record)] == [""]
            finish(store, record, {"age": "minor", "slip": {"alone": said}})
            assert [one.alone for one in store.telling(record)] == [said if said in ("yes", "no") else ""]


def test_a_decision_is_on_each_word_that_was_known_and_no_other(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        case, first = store.open_case().id, scene.started(store)
        store.put_in_case(first, case)
        store.save_draft(first, replace(scene.answer(1), age="minor"))
        store.decide_age(case, "adult", "we have seen the passport", scene.nothing_ends)
        known = [(one.age, one.source, one.weighed) for one in store.case_ages(case)]
        assert sorted(known) == [("adult", "decision", False), ("minor", "form", True)]
        store.put_age(first, "minor")
        assert ("minor", "form", False) in [(one.age, one.source, one.weighed) for one in store.case_ages(case)]
        store.decide_age(case, "minor", "a birth certificate was seen", scene.nothing_ends)
        assert [one.age for one in store.case_ages(case) if not one.weighed] == ["minor"]
        assert store.check() == ()
        connection = store._opening.database.connection
        connection.execute("DROP TRIGGER age_seen_delete")
        connection.execute("DELETE FROM age_seen")
        assert [one.source for one in store.case_ages(case) if not one.weighed] == ["decision"], "of an older program"
        assert store.check() != ()


def test_what_a_draft_says_now_counts_though_nobody_noted_it(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        case, first = store.open_case().id, scene.started(store)
        store.put_in_case(first, case)
        store.put_age(first, "adult")
        store.save_draft(first, replace(scene.answer(1), age="minor"))
        assert [(one.age, one.put_right) for one in store.case_ages(case)] == [("adult", True), ("minor", False)]


def test_a_birth_is_a_childs_by_the_calendar_of_another_record_of_the_person(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        case, records = store.open_case().id, [scene.started(store, f"uuid:{number}") for number in range(3)]
        first, second, third = records
        finish(store, first, {"age": "adult", "minor_in": ["ethiopian", "hijri"], "counts": ["persian"]})
        store.save_draft(second, Draft(b"<data/>", age="adult", minor_in=("ethiopian",)))
        store.save_draft(third, Draft(b"<data/>", counts=("ethiopian",)))
        for record in (first, second):
            store.put_in_case(record, case)
            assert told(store.telling(record)) == [(record, "adult", "")], "nobody who counts so was met"
        store.put_in_case(third, case)
        assert told(store.telling(first)) == [(first, "minor", "")]
        assert [age for _record, age, _asylum in told(store.telling_of_person(third))] == ["minor", "minor", ""]
        store.discard(third)
        assert told(store.telling(second)) == [(second, "minor", "")], "they were spoken with in it all the same"
        assert {word.age for word in store.ages(first)} == {"minor"}


def test_a_finished_record_tells_what_it_left_open_once_it_had_told_it(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        for number, facts in enumerate(({"asylum": "yes", "slip": {"asylum": ""}}, {"slip": {"asylum": "unknown"}})):
            finish(store, scene.started(store, f"uuid:{number}"), facts)
        assert [told(store.telling(f"uuid:{number}"))[0][2] for number in range(2)] == ["yes", ""]


@pytest.mark.parametrize(("before", "after"), [("", "no"), ("yes", "no"), ("no", "yes")])
def test_a_no_that_was_not_said_before_takes_back_what_a_correction_told_that_was_put_away(
    tmp_path: Path, before: str, after: str
) -> None:
    with scene.new_store(tmp_path) as store:
        first = scene.started(store)
        finish(store, first, {"slip": {"asylum": before}})
        edited(store, first, "uuid:2", Draft(b"<data/>", asylum=True))
        store.discard("uuid:2")
    with scene.reopened(tmp_path) as store:
        store.begin_edit(first, "uuid:3", Draft(b"<data/>"))
        assert [one.asylum for one in store.telling(first)] == [before, "yes", ""]
        finish(store, "uuid:3", {"slip": {"asylum": "no"}})
        assert [one.asylum for one in store.telling(first)] == ["no", after, "no"]
        for number, asylum in ((4, "yes"), (5, "no")):
            edited(store, f"uuid:{number - 1}", f"uuid:{number}", Draft(b"<data/>"))
            finish(store, f"uuid:{number}", {"slip": {"asylum": asylum}})
        assert {one.asylum for one in store.telling(first)} == {"no"}


SPOKEN = Reckoning(lambda language: ("ethiopian",) if language == "Amharic" else ())


def test_the_language_of_a_meeting_counts_in_which_nothing_was_asked(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        case, first, second = store.open_case().id, scene.started(store), scene.started(store, "uuid:2")
        finish(store, first, {"age": "adult", "minor_in": ["ethiopian"]})
        store.put_in_case(first, case)
        finish(store, second, {"age": "adult", "minor_in": ["ethiopian"]})
        store.reckon_by(SPOKEN)
        asked = list[str]()

        def weigh(about: str, *_told: object) -> tuple[str, ...]:
            asked.append(about)
            return ()

        store.meet(case, "office", "Italian", weigh)
        assert (told(store.telling(first)), asked) == ([(first, "adult", "")], []), "who speaks it counts as all do"
        store.meet(case, "office", "Amharic", weigh)
        assert (told(store.telling(first)), asked) == ([(first, "minor", "")], [case])
        assert told(store.telling(second)) == [(second, "adult", "")], "they were not met so"
        store.meet(case, "phone", "Amharic")
    with scene.reopened(tmp_path) as store:
        assert told(store.telling(first)) == [(first, "adult", "")], "nobody told it"


def test_what_holds_no_more_stops_with_the_meeting(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        case, first = store.open_case().id, scene.queued(store)
        store.put_in_case(first, case)
        store.reckon_by(SPOKEN)
        store.meet(case, "office", "Amharic", lambda _case, standing, _said, _strict: [one.id for one in standing])
        assert (store.releases(first), store.record(first).delivery) == ((), "held")


def test_a_record_of_an_older_program_is_looked_at_once_by_the_day_it_was_finished(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        case, first = store.open_case().id, scene.started(store)
        finish(store, first, {"age": "adult"})
        store.put_in_case(first, case)
        looked = list[tuple[str, bytes, date]]()

        def minor_in(form: FormPackage, xml: bytes, day: date) -> tuple[str, ...]:
            looked.append((form.row.form_id, xml, day))
            return ("ethiopian",)

        store.reckon_by(replace(SPOKEN, minor_in=minor_in))
        assert told(store.telling(first)) == [(first, "adult", "")]
        store.meet(case, "office", "Amharic")
        assert told(store.telling(first)) == [(first, "minor", "")]
        assert looked == [("intake", b"<data/>", date.fromisoformat(str(store.record(first).finalised)[:10]))]


def test_each_person_has_those_weighed_once_who_were_met_in_several_languages(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        cases = [store.open_case().id for _ in range(5)]
        for number, case in enumerate(cases):
            store.put_in_case(scene.started(store, f"uuid:{number}"), case)
            if number in (0, 2, 4):
                store.meet(case, "office", "Amharic")
        store.discard("uuid:4")
        named = list[str]()

        def weigh(record: str) -> None:
            named.append(record)
            if len(named) == 2:
                raise IntakeError("vault.io_error")

        store.weigh_once(1, named.append)
        assert named == ["uuid:0"]
        with pytest.raises(IntakeError, match=r"vault\.io_error"):
            store.weigh_once(1, weigh)
        store.weigh_once(1, named.append)
        assert named == ["uuid:0", "uuid:2", "uuid:2"], "who was cut short begins there again"
    with scene.reopened(tmp_path) as store:
        store.weigh_once(1, named.append)
        store.meet(cases[1], "office", "Amharic")
        store.weigh_once(1, named.append)
        assert len(named) == 3, "what is told since is weighed as it is told"
        assert store.check() == ()
