"""Cases: one person under a code, met on several days and places by several people; the name apart."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import (
    AttemptResult,
    ConsentWord,
    Draft,
    FormFile,
    Leaving,
    Role,
    ServerRow,
    Vault,
    codes,
    open_store,
)
from tests.vault import scene
from tests.vault.scene import nothing_ends
from tests.vault.test_promises import past_triggers

NAME = "Zarafshan Mirzoyeva"
CORA = "silver lantern seven harbour"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(IntakeError) as caught:
        call()
    return caught.value.code


def actions(store: Vault) -> list[str]:
    return [row.action for row in reversed(store.audit_rows())]


def at(folder: Path, name: str, moment: datetime, passphrase: str = scene.OTHER) -> Vault:
    """The store as somebody on another day."""
    return open_store(folder / "place.intake", name, passphrase, clock=lambda: moment)


@pytest.fixture
def colleagues(tmp_path: Path) -> Path:
    """A store with a case that Amal opened: a finished record in it, and a draft that Noor began at the next site."""
    with scene.new_store(tmp_path) as store:
        store.add_person("Noor", Role.MEDIATOR, scene.OTHER, site="Station")
        store.add_person("Far", Role.MEDIATOR, scene.OTHER, agency="Other Agency")
        store.add_person("Dina", Role.DESK, scene.OTHER)
        store.add_person("Cora", Role.COORDINATOR, CORA)
        case = store.open_case()
        store.put_in_case(scene.finalised(store, "uuid:first"), case.id, "landing")
    with scene.reopened(tmp_path, "Noor", scene.OTHER) as store:
        found = store.find_case(case.code)
        store.new_case_draft(found.id, store.forms()[0].key, "uuid:noor", b"<data/>", ("fr", "it"))
    return tmp_path


@pytest.fixture
def case(store: Vault) -> str:
    """An open case, by its id."""
    return store.open_case().id


def test_a_case_has_a_code_that_no_record_has(store: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.started(store)
    taken = store.record("uuid:1").code
    given = iter([taken, taken, "KARO-27-1"])
    monkeypatch.setattr(codes, "new_code", lambda _rng: next(given))
    opened = store.open_case()
    assert (opened.code, opened.opened_by, opened.site, opened.named) == ("KARO-27-1", scene.NAME, "Harbour", False)
    assert store.case(opened.id) == opened == store.find_case(" karo 27 1") == store.find_case("karo-٢٧-১")
    assert [episode.stage for episode in store.case_course(opened.id).episodes] == ["contact"]
    assert store.check() == ()


def test_a_record_does_not_get_the_code_of_a_case(store: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = store.open_case()
    given = iter([opened.code, "KARO-27-1"])
    monkeypatch.setattr(codes, "new_code", lambda _rng: next(given))
    scene.started(store)
    assert store.record("uuid:1").code == "KARO-27-1"


def test_one_wrong_sign_or_two_exchanged_are_told_from_a_code_nobody_has(store: Vault, case: str) -> None:
    code = store.case(case).code
    rng = random.Random(1)
    letters = "BDFKLMNRST"
    for _ in range(20):
        place = rng.choice([0, 2])
        other = rng.choice([letter for letter in letters if letter != code[place]])
        assert code_of(lambda: store.find_case(code[:place] + other + code[place + 1 :])) == "vault.bad_code"  # noqa: B023
    assert code_of(lambda: store.find_case(codes.new_code(random.Random(7)))) == "vault.no_such_case"
    assert code_of(lambda: store.case("case:none")) == "vault.no_such_case"


def test_a_record_belongs_to_one_case_and_both_codes_find_it(store: Vault, case: str) -> None:
    record = scene.started(store)
    assert store.case_of(record) is None
    put = store.put_in_case(record, case)
    assert store.put_in_case(record, case) == put == store.case_of(record)
    own = store.record(record).code
    assert store.find_case(own) == put == store.find_case(put.code, own=True)
    assert code_of(lambda: store.find_case(own, own=True)) == "vault.no_such_case", "it is of a record"
    with pytest.raises(IntakeError) as caught:
        store.put_in_case(record, store.open_case().id)
    assert (caught.value.code, caught.value.facts) == ("vault.in_a_case", {"record": store.record(record).code})
    assert code_of(lambda: store.find_case(store.record(scene.started(store, "uuid:2")).code)) == "vault.no_such_case"
    with pytest.raises(ValueError, match="no such meeting"):
        store.put_in_case("uuid:2", case, "beach")
    assert len(store.meetings(case)) == 1
    assert store.check() == ()


def test_a_draft_that_is_deleted_leaves_its_case(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        case = store.open_case()
        store.put_in_case(scene.started(store), case.id)
        store.discard("uuid:1")
        assert store.case_outline(case.id) == ()
    with scene.reopened(tmp_path) as store:
        assert store.case_outline(case.id) == ()
        assert store.check() == ()


def test_all_versions_of_a_record_are_in_its_case(store: Vault, case: str) -> None:
    store.put_server(ServerRow("central", "https://central.example"))
    scene.queued(store, "uuid:1")
    store.begin_edit("uuid:1", "uuid:before", Draft(b"<data/>"))
    store.put_in_case("uuid:before", case)
    assert store.case_of("uuid:1") == store.case_of("uuid:before")
    scene.queued(store, "uuid:2")
    store.put_in_case("uuid:2", case, "phone")
    store.begin_edit("uuid:2", "uuid:after", Draft(b"<data/>"))
    assert [entry.record_id for entry in store.case_outline(case)] == ["uuid:before", "uuid:after"]
    scene.queued(store, "uuid:3")
    store.put_in_case("uuid:3", case)
    store.attempt_ended(store.attempt_started("uuid:3", "central"), AttemptResult("hold", "openrosa.conflict", 409))
    store.copy_as_new("uuid:3", "uuid:copy", b"<data/>")
    assert store.case_outline(case)[-1].record_id == "uuid:copy"
    scene.queued(store, "uuid:alone")
    store.begin_edit("uuid:alone", "uuid:alone 2", Draft(b"<data/>"))
    assert store.case_of("uuid:alone 2") is None
    assert store.check() == ()


def test_the_outline_says_what_when_and_by_whom_and_no_answers(colleagues: Path) -> None:
    with scene.reopened(colleagues) as store:
        case = store.find_case(store.record("uuid:first").code)
        first, second = store.case_outline(case.id)
    assert (first.form_id, first.form_title, first.state, first.author) == ("intake", "A form", "finalised", "Amal")
    assert (first.mine, first.readable, second.mine, second.readable) == (True, True, False, False)
    assert (second.state, second.author, second.site) == ("draft", "Noor", "Station")
    assert first.at > first.created
    with scene.reopened(colleagues, "Noor", scene.OTHER) as store:
        entries = store.case_outline(case.id)
        assert [entry.mine for entry in entries] == [False, True]
        assert code_of(lambda: store.submission("uuid:first")) == "vault.not_allowed"


def test_who_began_a_draft_that_was_handed_over_is_who_met_the_person_and_asked_first(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        for name in ("Noor", "Omar"):
            store.add_person(name, Role.MEDIATOR, scene.OTHER)
        created = store.record(scene.started(store)).created
        store.hand_over("uuid:1", "Noor")
    with scene.reopened(tmp_path, "Noor", scene.OTHER) as store:
        store.hand_over("uuid:1", "Omar")
    with scene.reopened(tmp_path, "Omar", scene.OTHER) as store:
        case = store.put_in_case("uuid:1", "")
        assert [(one.person, one.at) for one in store.meetings(case.id)] == [(scene.NAME, created)]
        (entry,) = store.case_outline(case.id)
        assert (entry.author, entry.asked_by) == ("Omar", (scene.NAME, "Noor", "Omar"))
        assert [one.person for one in store.meet(case.id, "office", "Français (fr)")] == [scene.NAME, "Omar"]
        assert store.check() == ()


@pytest.mark.parametrize("later", [False, True])
def test_who_goes_on_with_a_draft_at_another_site_meets_the_person_there(tmp_path: Path, later: bool) -> None:
    with scene.new_store(tmp_path) as store:
        store.add_person("Noor", Role.MEDIATOR, scene.OTHER, site="Station")
        record, met = scene.started(store), [(scene.NAME, store.me.site)]
        if not later:
            case = store.put_in_case(record, "", "landing")
        store.save_draft(record, Draft(b"<data>1</data>"))
        assert later or [(one.person, one.site) for one in store.meetings(case.id)] == met, "who began it met them"
        store.hand_over(record, "Noor")
    for day in range(2):
        with at(tmp_path, "Noor", datetime.now(UTC) + timedelta(days=1 + day)) as store:
            for _page in range(2):
                store.save_draft(record, Draft(b"<data>2</data>", place="/data/a", looked=True))
            assert later or len(store.meetings(store.find_case(case.code).id)) == 1 + day, "to look is not to go on"
            for number in range(2):
                store.save_draft(record, Draft(b"<data>%d</data>" % number))
            if later and day == 0:
                case = store.put_in_case(record, "", "landing")
            one, two = store.meetings(case.id)
            assert [(each.person, each.site) for each in (one, two)] == [*met, ("Noor", "Station")]
            assert (two.kind, two.language, store.check()) == ("", one.language, ())


def test_who_looks_at_a_draft_and_then_puts_it_in_a_case_met_nobody(tmp_path: Path) -> None:
    """Nor does the log say that they went on with it; what the window keeps of the look is kept all the same."""
    with scene.new_store(tmp_path) as store:
        store.add_person("Noor", Role.MEDIATOR, scene.OTHER)
        store.hand_over(scene.started(store), "Noor")
    with scene.reopened(tmp_path, "Noor", scene.OTHER) as store:
        looked = Draft(b"<data>1</data>", place="/data/a", looked=True)
        store.save_draft("uuid:1", looked)
        assert store.draft("uuid:1") == looked and not store.draft("uuid:1").looked
        case = store.put_in_case("uuid:1", "")
        assert [one.person for one in store.meetings(case.id)] == [scene.NAME]
        assert store.check() == ()
    with scene.reopened(tmp_path) as store:
        told = [row.action for row in store.audit_rows()]
        assert "draft.started" in told and "draft.changed" not in told


def test_who_gets_at_a_case(colleagues: Path) -> None:
    with scene.reopened(colleagues) as store:
        case = store.find_case(store.record("uuid:first").code)
    with scene.reopened(colleagues, "Far", scene.OTHER) as store:
        assert code_of(lambda: store.find_case(case.code)) == "vault.no_such_case"
        assert code_of(lambda: store.case(case.id)) == "vault.not_allowed"
    with scene.reopened(colleagues, "Dina", scene.OTHER) as store:
        assert [entry.record_id for entry in store.case_outline(case.id)] == ["uuid:first"]
        assert store.case_course(case.id).path.path == "not_decided"
        assert code_of(lambda: store.note_path(case.id, "social")) == "vault.not_allowed"
        assert code_of(store.open_case) == "vault.not_allowed"
    with scene.reopened(colleagues, "Cora", CORA) as store:
        found = store.find_case(case.code)
        assert (found.known, found.by_name) == (False, False)
        assert {(entry.form_id, entry.form_title) for entry in store.case_outline(found.id)} == {("", "")}
        assert [entry.readable for entry in store.case_outline(found.id)] == [False, False]
        assert code_of(lambda: store.case_course(case.id)) == "vault.not_allowed"
        assert code_of(lambda: store.meetings(case.id)) == "vault.not_allowed"
    with scene.reopened(colleagues) as store:
        assert actions(store).count("refused") == 6


def test_another_agency_sees_what_was_handed_to_it_and_goes_on_in_an_episode_of_its_own(colleagues: Path) -> None:
    with scene.reopened(colleagues) as store:
        case = store.find_case(store.record("uuid:first").code)
        store.hand_over("uuid:first", "Far", Leaving(scene.release("uuid:first", "export")))
        assert code_of(lambda: store.put_in_case("uuid:noor", case.id)) == "vault.not_allowed"
    with scene.reopened(colleagues, "Far", scene.OTHER) as store:
        assert [entry.record_id for entry in store.case_outline(case.id)] == ["uuid:first"]
        assert code_of(lambda: store.put_in_case("uuid:first", case.id)) == "vault.not_allowed"
        store.put_in_case(scene.started(store, "uuid:far"), case.id)
        assert [(one.agency, one.stage) for one in store.case_course(case.id).episodes] == [
            ("Help Desk Trust", "contact"),
            ("Other Agency", "contact"),
        ]
        assert store.check() == ()


def test_another_agency_is_told_of_the_case_what_it_wrote_and_the_rest_while_it_has_the_sight(colleagues: Path) -> None:
    with scene.reopened(colleagues) as store:
        case = store.find_case(store.record("uuid:first").code).id
        store.hand_over("uuid:first", "Far", Leaving(scene.release("uuid:first", "export")))
    with scene.reopened(colleagues, "Far", scene.OTHER) as store:
        store.put_in_case(scene.finalised(store, "uuid:far"), case)
    with scene.reopened(colleagues) as store:
        store.put_case_name(case, NAME)
        store.enter_stage(case, "evaluation", "her sister called")
        store.note_reflection(case, date(2026, 3, 2), date(2026, 4, 2))
        store.note_identification(case, "formal", "police", "Questura")
        store.merge_cases(case, store.open_case().id, "her cousin told us they are one", nothing_ends)
    with scene.reopened(colleagues, "Far", scene.OTHER) as store:
        course = store.case_course(case)
        assert store.case(case).by_name and store.case_name(case) == NAME
        assert course.reflection is not None and course.identification is not None
        assert "her sister called" in {one.reason for one in course.episodes}
        assert len(store.case_merges(case)) == 1 and len({one.agency for one in store.meetings(case)}) == 2
    with scene.reopened(colleagues) as store:
        store.withdraw("uuid:first", "Far")
    with scene.reopened(colleagues, "Far", scene.OTHER) as store:
        course = store.case_course(case)
        assert {one.agency for one in (*course.episodes, *store.meetings(case))} == {"Other Agency"}
        assert (course.reflection, course.identification, store.case_merges(case)) == (None, None, ())
        assert store.case(case).known and not store.case(case).by_name
        for verb in (store.case_name, store.remove_case_name, lambda each: store.put_case_name(each, "X")):
            assert code_of(lambda verb=verb: verb(case)) == "vault.not_allowed"
        noted = code_of(lambda: store.note_identification(case, "preliminary", "ngo", "Help Line"))
        assert noted == "vault.not_allowed"
    with scene.reopened(colleagues) as store:
        store.remove_case_name(case)
    with scene.reopened(colleagues, "Far", scene.OTHER) as store:
        assert store.case_name(case) == "" and store.case(case).by_name
        store.put_case_name(case, "Another")
        assert store.case(case).by_name and store.case_name(case) == "Another"
    with scene.reopened(colleagues) as store:
        identified = store.case_course(case).identification
        assert store.case_name(case) == "Another" and identified is not None and identified.body == "Questura"
        assert store.check() == ()


def test_one_meeting_for_each_day_place_kind_and_language(colleagues: Path) -> None:
    with at(colleagues, "Noor", START) as store:
        case = store.case_of("uuid:noor")
        assert case is not None
        key = store.forms()[0].key
        for number, (languages, kind) in enumerate(
            [(("fr", "it"), "office"), (("fr", "it"), "office"), (("ar", "it"), "office"), (("ar", "it"), "phone")]
        ):
            store.new_case_draft(case.id, key, f"uuid:{number}", b"<data/>", languages, kind)
    with at(colleagues, "Noor", START + timedelta(days=1)) as store:
        store.new_case_draft(case.id, key, "uuid:next", b"<data/>", ("ar", "it"), "phone")
        met = [(one.kind, one.person, one.site, one.language) for one in store.meetings(case.id)]
    assert met == [
        ("office", "Noor", "Station", "fr"),
        ("office", "Noor", "Station", "ar"),
        ("phone", "Noor", "Station", "ar"),
        ("phone", "Noor", "Station", "ar"),
        ("landing", "Amal", "Harbour", "Français (fr)"),
        ("", "Noor", "Station", "fr"),
    ], "the oldest first, not what was noted first"


def test_a_case_that_is_opened_for_a_record_takes_its_code_day_and_place(colleagues: Path) -> None:
    with at(colleagues, "Noor", START) as store:
        first = scene.finalised(store, "uuid:mine")
        code = store.record(first).code
        assert store.case_of(first) is None and store.person_code(first) == code
    with at(colleagues, "Noor", START + timedelta(days=2)) as store:
        store.begin_edit(first, "uuid:newer", Draft(b"<data/>"))
        assert store.person_code("uuid:newer") == code, "before there is a case, too"
    with at(colleagues, "Noor", START + timedelta(days=3)) as store:
        case = store.put_in_case("uuid:newer")
        assert (case.code, store.case_of(first)) == (code, case) == (store.person_code(first), store.find_case(code))
        (met,) = store.meetings(case.id)
        assert (met.at, met.site, met.person) == (store.record(first).created, "Station", "Noor")
        assert [one.began for one in store.case_course(case.id).episodes] == [met.at]
        assert code_of(lambda: store.put_in_case(first)) == "vault.in_a_case"
        later = scene.started(store, "uuid:later")
        assert store.put_in_case(later, case.id) == case and store.person_code(later) == code
        assert [one.at for one in store.meetings(case.id)] == [met.at, store.record(later).created]
        assert store.check() == ()


def test_a_code_stays_with_the_case_that_has_it_when_its_record_is_of_somebody_else(store: Vault) -> None:
    first, second = scene.finalised(store), scene.finalised(store, "uuid:2")
    code, own = (store.record(each).code for each in (first, second))
    case = store.put_in_case(first)
    store.put_in_case(second, case.id)
    assert store.person_code(second) == code
    away = store.take_from_case(first, nothing_ends)
    assert away.code not in (code, own) and store.person_code(first) == away.code
    assert store.find_case(code).id == case.id, "papers of the other one bear it"
    assert store.take_from_case(second, nothing_ends).code == own
    assert store.check() == ()


def test_stages_follow_each_other_and_none_is_lost(store: Vault, case: str) -> None:
    for stage in ("evaluation", "evaluation", "taken_in_charge", "inclusion", "follow_up", "contact"):
        store.enter_stage(case, stage, f"to {stage}")
    episodes = store.case_course(case).episodes
    assert [one.stage for one in episodes] == [
        "contact", "evaluation", "taken_in_charge", "inclusion", "follow_up", "contact",
    ]  # fmt: skip
    assert [one.reason for one in episodes[:2]] == ["to evaluation", "to taken_in_charge"]
    assert [one.ended is None for one in episodes] == [False] * 5 + [True]
    store.end_stage(case)
    assert code_of(lambda: store.end_stage(case)) == "vault.stage_ended"
    store.put_in_case(scene.started(store), case)
    assert store.case_course(case).episodes[-1].ended is None
    store.end_stage(case, "moved away")
    assert store.enter_stage(case, "follow_up").episodes[-1].stage == "follow_up"
    with pytest.raises(ValueError, match="none of"):
        store.enter_stage(case, "court")
    assert code_of(lambda: store.end_stage(case, "x" * 201)) == "vault.bad_words"
    assert store.check() == ()


def test_the_path_is_not_decided_until_the_person_chooses_and_can_be_changed(store: Vault, case: str) -> None:
    assert store.case_course(case).path.path == "not_decided"
    told = [store.note_path(case, path).path for path in ("not_decided", "judicial", "judicial", "social")]
    assert [one.path for one in told] == ["not_decided", "judicial", "judicial", "social"]
    assert (told[0].by, told[1].by, told[1].at == told[2].at) == ("", scene.NAME, True)
    store.note_path(case, "not_decided")
    assert actions(store).count("case.path") == 3
    with pytest.raises(ValueError, match="none of"):
        store.note_path(case, "police")
    assert store.check() == ()


def test_whether_somebody_is_a_child_is_told_to_colleagues(colleagues: Path) -> None:
    with scene.reopened(colleagues) as store:
        case = store.find_case(store.record("uuid:first").code)
        assert store.case_ages(case.id) == ()
        for age in ("minor", "minor", "not_told", "minor"):
            store.put_age("uuid:first", age)
        with pytest.raises(ValueError, match="no such age"):
            store.put_age("uuid:first", "17")
        assert actions(store).count("age.told") == 3
    with scene.reopened(colleagues, "Noor", scene.OTHER) as store:
        assert [one.age for one in store.case_ages(case.id)] == ["minor", "not_told", "minor"]
        assert store.check() == ()


def test_an_age_that_was_told_before_there_was_a_case_bears_the_time_and_author_of_its_record(colleagues: Path) -> None:
    """No clock that was put back makes it later than it is noted."""
    with at(colleagues, "Far", START) as store:
        scene.finalised(store, "uuid:mine")
    with at(colleagues, "Far", START + timedelta(days=1)) as store:
        draft = scene.started(store, "uuid:draft")
        finished, changed = str(store.record("uuid:mine").finalised), store.record(draft).changed
    for record, moment in (("uuid:mine", START + timedelta(days=2)), ("uuid:draft", START - timedelta(days=1))):
        with at(colleagues, "Far", moment) as store:
            case = store.put_in_case(record, tell=lambda record=record: ((), [(record, "minor")]))
            ((told, by),) = [(one.at, one.by) for one in store.case_ages(case.id)]
            assert by == "Far" and told == (finished if record == "uuid:mine" else case.opened) != changed
            assert store.check() == ()


def test_what_the_desk_heard_of_the_age_stays_with_a_record_without_a_case(store: Vault) -> None:
    scene.queued(store, "uuid:alone")
    assert store.ages("uuid:alone") == ()
    store.put_age("uuid:alone", "adult", "document")
    assert [(one.age, one.source) for one in store.ages("uuid:alone")] == [("adult", "document")]
    assert store.check() == ()


def test_a_meeting_at_which_nothing_is_asked(store: Vault, case: str) -> None:
    store.meet(case, "phone")
    assert [(one.kind, one.stage) for one in store.meet(case, "phone")] == [("phone", "contact")]


def test_a_questionnaire_of_the_program_is_brought_in_by_who_holds_interviews(colleagues: Path) -> None:
    form = FormFile("intake_x", "1", "X", b"<h:html/>", source="own")
    with scene.reopened(colleagues, "Noor", scene.OTHER) as store:
        assert code_of(lambda: store.put_form(form, {})) == "vault.not_allowed"
        key = store.put_own_form(form)
        assert store.put_own_form(form) == key
        with pytest.raises(ValueError, match="program itself"):
            store.put_own_form(replace(form, source="file"))
        with pytest.raises(ValueError, match="program itself"):
            store.put_own_form(replace(form, server="central"))
    with scene.reopened(colleagues, "Dina", scene.OTHER) as store:
        assert code_of(lambda: store.put_own_form(form)) == "vault.not_allowed"
    with scene.reopened(colleagues, "Cora", CORA) as store:
        assert store.put_own_form(form) == key
        store.put_form(replace(form, source="file", xml=b"<h:html> </h:html>"), {})
        assert code_of(lambda: store.put_own_form(form)) == "vault.not_allowed"


def test_days_to_reflect_can_be_made_longer(store: Vault, case: str) -> None:
    assert store.case_course(case).reflection is None
    first = date(2026, 3, 2)
    store.note_reflection(case, first, first + timedelta(days=30))
    noted = store.note_reflection(case, first, first + timedelta(days=60)).reflection
    assert noted is not None
    assert (noted.began, noted.planned_end, noted.by) == ("2026-03-02", "2026-05-01", scene.NAME)
    before = store.case_course(case).reflections_before
    assert [(one.planned_end, one.by) for one in before] == [("2026-04-01", scene.NAME)], "kept"
    assert code_of(lambda: store.note_reflection(case, first, first)) == "vault.bad_period"
    assert store.check() == ()


def test_a_person_is_identified_by_a_named_body_and_formally_for_good(store: Vault, case: str) -> None:
    assert store.case_course(case).identification is None
    assert code_of(lambda: store.note_identification(case, "formal", "police", "  ")) == "vault.no_body"
    for body in (".", "\u200b", "X"):
        told = code_of(lambda body=body: store.note_identification(case, "formal", "police", body))
        assert told == ("vault.unseen_signs" if body == "\u200b" else "vault.no_body")
    store.note_identification(case, "preliminary", "ngo", "Help Desk Trust")
    noted = store.note_identification(case, "formal", "court", "Court of  Agrigento").identification
    assert noted is not None
    assert (noted.phase, noted.body_kind, noted.body) == ("formal", "court", "Court of Agrigento")
    assert (
        code_of(lambda: store.note_identification(case, "preliminary", "ngo", "Another")) == "vault.formal_already"
    )
    store.note_identification(case, "formal", "police", "Questura")
    assert code_of(lambda: store.note_identification(case, "formal", "police", "\ud800")) == "vault.bad_words"
    with pytest.raises(ValueError, match="none of"):
        store.note_identification(case, "formal", "friend", "X")
    with pytest.raises(ValueError, match="none of"):
        store.note_identification(case, "actual", "police", "X")
    assert store.check() == ()


def test_a_name_is_kept_apart_read_and_gone_with_its_key(store: Vault, case: str) -> None:
    store.put_in_case(scene.started(store), case)
    assert store.case_name(case) == ""
    assert code_of(lambda: store.remove_case_name(case)) == "vault.no_name"
    assert code_of(lambda: store.put_case_name(case, " ")) == "vault.bad_name"
    assert store.put_case_name(case, "Another").named
    assert store.put_case_name(case, f" {NAME}  ").named
    assert store.case_name(case) == NAME
    assert [row.title for row in store.search(NAME.split()[0])] == [""] and store.search("Another") == ()
    key = store._opening.database.all("SELECT key FROM case_name")
    assert not store.remove_case_name(case).named
    assert store.case_name(case) == "" and store.search(NAME) == ()
    assert len(key) == 1 and store._opening.database.all("SELECT * FROM case_name") == []
    told = [action for action in actions(store) if "name" in action]
    assert told == ["case.named", "case.unnamed", "case.named", "case.name_read", "case.unnamed"]
    assert store.check() == ()


def test_a_name_that_was_taken_out_comes_back_until_the_store_is_locked_or_another_is_kept(
    store: Vault, case: str
) -> None:
    assert not store.name_away(case) and not store.bring_name_back(case)
    store.put_case_name(case, NAME)
    store.remove_case_name(case)
    assert store.name_away(case) and store.case_name(case) == ""
    assert store.bring_name_back(case) and store.case_name(case) == NAME
    assert not store.name_away(case) and not store.bring_name_back(case)
    store.remove_case_name(case)
    store.put_case_name(case, "Another")
    assert not store.name_away(case) and not store.bring_name_back(case)
    assert store.case_name(case) == "Another", "nothing is overwritten"
    store.remove_case_name(case)
    assert NAME not in repr(store._opening) and "Another" not in repr(store._opening)
    assert store.check() == ()


def test_names_of_two_codes_of_one_person_come_back_each_to_its_own(store: Vault, case: str) -> None:
    other = store.open_case().id
    store.put_case_name(case, "Amina")
    store.put_case_name(other, "Amina B.")
    store.merge_cases(case, other, "they told us they are one", nothing_ends)
    store.remove_case_name(other)
    assert store.name_away(case) and store.bring_name_back(case)
    store.part_cases(1, "it was somebody else after all", nothing_ends)
    assert (store.case_name(case), store.case_name(other)) == ("Amina", "Amina B.")


def test_a_damaged_name_goes_for_good(store: Vault, case: str) -> None:
    store.put_case_name(case, NAME)
    with store._opening.database.transaction():
        store._opening.database.run("UPDATE case_name SET body = zeroblob(64)")
    store.remove_case_name(case)
    assert not store.name_away(case)


def test_who_reads_the_name(colleagues: Path) -> None:
    with scene.reopened(colleagues) as store:
        case = store.find_case(store.record("uuid:first").code)
        store.put_case_name(case.id, NAME)
    with scene.reopened(colleagues, "Dina", scene.OTHER) as store:
        assert store.case_name(case.id) == NAME
        assert code_of(lambda: store.put_case_name(case.id, "X")) == "vault.not_allowed"
    for name, passphrase in (("Far", scene.OTHER), ("Cora", CORA), ("Noor", scene.OTHER)):
        with scene.reopened(colleagues, name, passphrase) as store:
            assert code_of(lambda: store.case_name(case.id)) == "vault.not_allowed"
            assert code_of(lambda: store.remove_case_name(case.id)) == "vault.not_allowed"


def test_a_name_under_another_case_is_damaged(store: Vault, case: str) -> None:
    other = store.open_case().id
    store.put_case_name(case, NAME)
    with store._opening.database.transaction():
        store._opening.database.run("UPDATE case_name SET casefile = 2")
    assert code_of(lambda: store.case_name(other)) == "vault.damaged"
    assert store.check() == ("vault.replayed",)
    assert store.put_case_name(other, NAME).named and store.case_name(other) == NAME, "it is put anew"


def everywhere(store: Vault) -> Iterator[bytes]:
    """Each value of each table, as it lies in the store."""
    database = store._opening.database
    for (table,) in database.all("SELECT name FROM sqlite_master WHERE type = 'table'"):
        for row in database.all(f"SELECT * FROM {table}"):
            yield from (bytes(part) if isinstance(part, bytes) else str(part).encode() for part in row)


def test_the_name_is_nowhere_in_plain(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.put_server(ServerRow("central", "https://central.example"))
        case = store.open_case().id
        store.put_case_name(case, NAME)
        store.put_in_case(scene.queued(store), case)
        store.case_name(case)
        told = b"\n".join(everywhere(store))
        out = store.next_due("central", None)
        assert out is not None
        told += out.xml + store.export_ledger() + repr(store.audit_rows()).encode() + repr(store.records()).encode()
        assert not [word for word in NAME.encode().split() if word in told]
        files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    files += b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert not [word for word in NAME.encode().split() if word in files]


CHANGES = {
    "another code": "UPDATE casefile SET code = 'KARO-27-1' WHERE number = 1",
    "an episode of another agency": "UPDATE episode SET agency = 'Evil'",
    "an episode that goes on": "UPDATE episode SET ended = NULL",
    "another reason": "UPDATE episode SET reason = 'another' WHERE number = 1",
    "a meeting with somebody else": "UPDATE meeting SET person = (SELECT id FROM person WHERE name = 'Noor')",
    "a path that nobody chose": "UPDATE path SET path = 'judicial'",
    "a path that is gone": "DELETE FROM path",
    "a child that is one no more": "UPDATE age_told SET age = 'adult'",
    "a decision on more than was known": "UPDATE age_seen SET age = 'minor'",
    "days that are over": "UPDATE reflection SET planned_end = '2026-03-03'",
    "a formal identification": "UPDATE identification SET phase = 'formal'",
    "an identification that counts again": "DELETE FROM identification_void",
    "a refusal that is no word": "INSERT INTO consent_away SELECT max(number) FROM consent",
    "a refusal that is one again": "DELETE FROM consent_back",
    "a record in another meeting": "UPDATE case_record SET meeting = 2 WHERE record = 1",
    "a record that left": "DELETE FROM case_record WHERE record = 1",
    "a merging that nobody undid": "UPDATE case_merge SET undone = '2026', undone_by = noted_by WHERE number = 2",
    "a merging that stands": "UPDATE case_merge SET undone = NULL WHERE number = 1",
    "a word that outlasts its merging": "UPDATE case_merge_word SET case_merge = 2",
    "another case that was merged": "UPDATE case_merge SET reason = 'for another reason' WHERE number = 2",
    "a name that is gone": "DELETE FROM case_name",
    "a name that came back": "INSERT INTO case_name VALUES (2, zeroblob(32), x'00')",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with everything that a case may have."""
    folder = tmp_path_factory.mktemp("told")
    with scene.new_store(folder) as store:
        store.add_person("Noor", Role.MEDIATOR, scene.OTHER)
        case, other = store.open_case().id, store.open_case().id
        store.put_in_case(scene.finalised(store, "uuid:1"), case)
        store.put_in_case(scene.finalised(store, "uuid:2"), case, "phone")
        store.enter_stage(case, "evaluation", "for a reason")
        store.note_path(case, "social")
        store.new_case_draft(case, store.forms()[0].key, "uuid:away", b"<data/>", ("", ""))
        for _twice in range(2):
            store.discard("uuid:away", [ConsentWord("export", "", "no")])
            store.restore("uuid:away")
        store.put_age("uuid:1", "minor")
        store.decide_age(case, "adult", "we have seen the passport", nothing_ends)
        store.note_reflection(case, date(2026, 3, 2), date(2026, 4, 2))
        store.note_identification(case, "preliminary", "ngo", "Help Desk Trust")
        store.put_case_name(case, NAME)
        store.put_case_name(other, NAME)
        store.remove_case_name(other)
        store.merge_cases(case, other, "they said so themselves", nothing_ends, [ConsentWord("sync", "", "no")])
        store.note_identification(case, "formal", "police", "Questura")
        store.part_cases(1, "it was somebody else after all", nothing_ends)
        store.merge_cases(other, case, "they said so themselves", nothing_ends)
        assert store.check() == ()
    return folder


@pytest.mark.parametrize("what", CHANGES)
def test_a_row_that_other_tools_changed_is_not_what_the_log_says(told: Path, tmp_path: Path, what: str) -> None:
    for path in told.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
            (tmp_path / path.name).chmod(0o600)
    past_triggers(tmp_path, CHANGES[what])
    with scene.reopened(tmp_path) as store:
        assert set(store.check()) == {"vault.replayed"}


PASSPORT = "Somebody of us saw the passport"


def test_an_age_is_told_at_the_desk_or_decided_with_a_reason(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        record = scene.finalised(store, "uuid:1")
        assert not store.put_age(record, "minor"), "what a record without a case tells stays in it"
        assert store.put_age(record, "adult", "person")
        with pytest.raises(ValueError, match="no such age or source"):
            store.put_age(record, "adult", "decision")
        case = store.open_case().id
        store.put_in_case(record, case)
        assert store.put_age(record, "minor") and not store.put_age(record, "minor")
        for few in (" . ", "a passport"):
            with pytest.raises(IntakeError, match=r"vault\.bad_reason"):
                store.decide_age(case, "adult", few, nothing_ends)
        with pytest.raises(ValueError, match="no such age"):
            store.decide_age(case, "not_told", PASSPORT, nothing_ends)
        store.decide_age(case, "adult", PASSPORT, nothing_ends)
        told = [(one.age, one.source, one.reason) for one in store.ages(record)]
        assert told == [("adult", "person", ""), ("minor", "form", ""), ("adult", "decision", PASSPORT)]
        scene.started(store, "uuid:2")
        with pytest.raises(IntakeError, match=r"vault\.not_finalised"):
            store.put_age("uuid:2", "minor", "document")
        assert [one.age for one in store.case_ages(case)] == ["adult", "minor", "adult"] and store.check() == ()


def test_records_are_found_by_the_code_of_their_person_and_by_figures_alone(
    store: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = iter(["KARO-27-4", "BADU-67-1", "TUBI-67-9"])
    monkeypatch.setattr(codes, "new_code", lambda _rng: next(given))
    scene.started(store)  # KARO
    case = store.open_case()  # BADU
    store.put_in_case("uuid:1", case.id)
    scene.started(store, "uuid:2")  # TUBI
    found = {typed: [row.code for row in store.search(typed)] for typed in ("67", "67-1", "671", "27 4", "badu", "7")}
    assert found == {
        "67": ["KARO-27-4", "TUBI-67-9"],
        "67-1": ["KARO-27-4"],
        "671": ["KARO-27-4"],
        "27 4": ["KARO-27-4"],
        "badu": ["KARO-27-4"],
        "7": [],
    }
    assert [row.case_code for row in store.records()] == ["", "BADU-67-1"]


class Spoken(random.Random):
    """Chance that speaks these letters."""

    def __init__(self, letters: str) -> None:
        super().__init__(1)
        self.letters = iter(letters)

    def choice(self, _of: Any) -> Any:
        return next(self.letters)


def test_no_new_code_is_a_word_and_one_that_was_given_stays_valid() -> None:
    assert codes.new_code(Spoken("DEMOSALEKARU")).startswith("KARU-")
    assert codes.code_of("demo 67 " + str(codes.check_digit("DEMO67"))).startswith("DEMO-67-")


def test_an_office_is_told_apart_from_a_meeting_of_which_nobody_said_where(colleagues: Path) -> None:
    with at(colleagues, "Noor", START) as store:
        case = store.case_of("uuid:noor")
        assert case is not None
        for kind in ("", "office", "", "office"):
            store.meet(case.id, kind, "so")
        assert [one.kind for one in store.meetings(case.id) if one.language == "so"] == ["", "office"]
        record = scene.finalised(store, "uuid:mine")
        store.put_in_case(record, case.id, "office")
        apart = store.take_from_case(record, nothing_ends)
        assert [one.kind for one in store.meetings(apart.id)] == ["office"], "it goes along"
        assert store.check() == ()


def test_a_doubt_of_an_age_is_told_as_one_and_is_no_age(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        record = scene.finalised(store, "uuid:1")
        with pytest.raises(ValueError, match="no such age or source"):
            store.put_age(record, "minor", "doubt")
        assert store.put_age(record, "not_told", "doubt") and store.put_age(record, "not_told", "person")
        told = [(one.age, one.source, one.reason) for one in store.ages(record)]
        assert told == [("not_told", "doubt", ""), ("not_told", "person", "")] and store.check() == ()


def test_a_doubt_is_kept_with_what_went_out_on_it(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        record = scene.finalised(store, "uuid:1")
        store.put_leaving(Leaving(scene.release(record, "export"), age="adult", age_from="person", doubt=True))
        kept = sorted((one.age, one.source) for one in store.ages(record))
        assert kept == [("adult", "person"), ("not_told", "doubt")]
        assert store.check() == ()
