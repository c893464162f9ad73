"""Drafts that go on with a colleague, finished records that a colleague sees, content read for a reason, the log."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import CallMade, ConsentWord, Frozen, Leaving, Role, Vault, people, schema
from intake_app.vault.types import Person, ReleaseRow
from tests.vault import scene, world
from tests.vault.scene import nothing_ends
from tests.vault.world import CANARY, STATES, record_id

REASON = "The court asked for this record by order 12 of 2026."
PEOPLE = {
    "Noor": (Role.MEDIATOR, ""),
    "Luca": (Role.DESK, ""),
    "Ada": (Role.COORDINATOR, ""),
    "Max": (Role.ADMINISTRATOR, ""),
    "Guest": (Role.MEDIATOR, "agency"),
    "Guest desk": (Role.DESK, "agency"),
    "Far": (Role.MEDIATOR, "site"),
    "Far desk": (Role.DESK, "site"),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sara's records; colleagues of all kinds."""
    colleagues = tuple(world.Actor(name, role, away) for name, (role, away) in PEOPLE.items())
    return world.build(tmp_path_factory.mktemp("place"), Role.ADMINISTRATOR, colleagues)


@pytest.fixture
def path(place: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return world.copied(place, tmp_path)


def _code(call: Callable[[], object]) -> str:
    with pytest.raises(IntakeError) as caught:
        call()
    return caught.value.code


def test_a_draft_goes_on_with_the_colleague_where_it_stood(path: Path) -> None:
    draft = record_id("draft")
    with world.enter(path, "Sara") as store:
        before, code = store.draft(draft), store.record(draft).code
        assert store.hand_over(draft, "noor").name == "Noor"
        assert draft not in {row.id for row in store.records()}
        assert store.info().counts == {"finalised": 2, "sent": 1, "refused": 1}
        assert draft not in {row.id for row in store.search(CANARY)}
        assert _code(lambda: store.draft(draft)) == _code(lambda: store.media(draft)) == "vault.not_allowed"
        assert _code(lambda: store.find(code)) == "vault.no_such_record"
        assert _code(lambda: store.hand_over(draft, "Noor")) == "vault.not_allowed"
    with world.enter(path, "Noor") as store:
        assert store.draft(draft) == before
        row = store.record(draft)
        assert (row.handed_by, row.author, row.code) == ("Sara", "Noor", code)
        assert store.media_bytes(draft, "one.jpg").decode() == f"picture of {CANARY}"
        assert [row.id for row in store.search(CANARY)] == [draft]
        store.save_draft(draft, scene.answer(3))
        assert store.finalise(draft, Frozen(b"<data/>")).author == "Noor"
        assert store.check() == ()


def test_the_outline_tells_the_newest_version_that_one_reads(path: Path) -> None:
    sent, draft = record_id("sent"), record_id("draft")
    with world.enter(path, "Sara") as store:
        case, alone = (store.case_of(each) for each in (sent, draft))
        assert case is not None and alone is not None
        store.begin_edit(sent, "uuid:edit", scene.answer(2))
        assert {one.record_id: one.known for one in store.case_outline(case.id)}["uuid:edit"] == sent
        for each in ("uuid:edit", draft):
            store.hand_over(each, "Noor")
        assert {one.record_id: one.known for one in store.case_outline(case.id)}["uuid:edit"] == sent
        assert {one.record_id: one.known for one in store.case_outline(alone.id)}[draft] == ""
    with world.enter(path, "Noor") as store:
        store.finalise("uuid:edit", Frozen(b"<data/>"))
        assert {one.record_id: one.known for one in store.case_outline(case.id)}["uuid:edit"] == "uuid:edit"
    with world.enter(path, "Sara") as store:
        (entry,) = (one for one in store.case_outline(case.id) if one.record_id == "uuid:edit")
        assert (entry.readable, entry.finished, entry.known) == (False, "", sent)


def test_a_draft_handed_back_is_where_it_was(path: Path) -> None:
    draft = record_id("draft")
    with world.enter(path, "Sara") as store:
        store.hand_over(draft, "Noor")
    with world.enter(path, "Noor") as store:
        store.save_draft(draft, scene.answer(3))
        assert store.hand_back(draft).name == "Sara"
        assert store.records() == ()
        assert _code(lambda: store.hand_back(draft)) == "vault.not_allowed"
    with world.enter(path, "Sara") as store:
        assert store.draft(draft) == scene.answer(3)
        told = [(one.giver, one.taker, one.sight, one.ended is None) for one in store.handovers(draft)]
        assert told == [("Sara", "Noor", False, False), ("Noor", "Sara", False, True)]
        assert store.check() == ()


def test_a_draft_goes_on_at_another_site_and_nothing_else_is_seen_there(path: Path) -> None:
    draft = record_id("draft")
    for name in ("Far", "Far desk"):
        with world.enter(path, name) as store:
            assert store.records() == ()
            assert _code(lambda store=store: store.draft(draft)) == "vault.not_allowed"
    with world.enter(path, "Sara") as store:
        before, site = store.draft(draft), store.me.site
        store.hand_over(draft, "Far")
    with world.enter(path, "Far") as store:
        assert [row.id for row in store.records()] == [draft] and store.draft(draft) == before
        assert store.me.site != store.record(draft).site == site, "it stays one of where it was begun"
        store.save_draft(draft, scene.answer(3))
        assert store.finalise(draft, Frozen(b"<data/>")).author == "Far"
        assert store.check() == ()
    with world.enter(path, "Far desk") as store:
        assert store.records() == ()


def test_both_ends_of_a_hand_over_are_in_the_log(path: Path) -> None:
    with world.enter(path, "Sara") as store:
        store.hand_over(record_id("draft"), "Noor")
        code = store.record(record_id("sent")).code
        store.hand_over(record_id("sent"), "Luca")
    with world.enter(path, "Kim") as store:
        noor = next(person for person in store.people() if person.name == "Noor")
        luca = next(person for person in store.people() if person.name == "Luca")
        (entry,) = store.log(noor.id, ["person.was_handed"])
        assert (entry.actor, entry.person, entry.detail["sight"]) == ("Sara", "Noor", 0)
        given = store.log(actions=["record.handed_over"])
        assert [(one.person, one.detail["to"]) for one in given] == [("Luca", luca.id), ("Noor", noor.id)]
        assert given[0].record_code == code


@pytest.mark.parametrize("state", STATES)
def test_who_can_take_what(path: Path, state: str) -> None:
    """Mediators of the agency, whatever site.  Finished ones: mediators and desk officers of the site, too."""
    takers = {"Noor", "Far"} if state == "draft" else {"Noor", "Far", "Luca", "Guest", "Guest desk"}
    others = {"Sara": "vault.handed_to_oneself", "Nobody": "vault.no_such_person"}
    with world.enter(path, "Sara") as store:
        for name in {*PEOPLE, *others} - takers:
            code = _code(lambda name=name: store.hand_over(record_id(state), name))
            assert code == others.get(name, "vault.can_not_take"), name
    for name in takers:
        with world.enter(path, "Sara") as store:
            given = Leaving(world.release(state, "export", f"to {name}")) if name.startswith("Guest") else None
            assert store.hand_over(record_id(state), name, given).name == name
        with world.enter(path, name) as store:
            assert store.hand_back(record_id(state)).name == "Sara"


def test_not_to_somebody_who_was_removed(path: Path) -> None:
    with world.enter(path, "Kim") as store:
        store.remove_person("Noor")
    with world.enter(path, "Sara") as store:
        for state in STATES:
            assert _code(lambda state=state: store.hand_over(record_id(state), "Noor")) == "vault.no_such_person"


def test_not_to_a_row_without_a_slot(path: Path) -> None:
    """What a crash leaves between the row of a new person and their slot can open nothing."""
    with world.enter(path, "Sara") as store:
        database = store._opening.database
        with database.transaction():
            half = Person("half", "Half", Role.MEDIATOR, store.me.agency, store.me.site)
            people.insert(database, half, store._opening.now())
        assert _code(lambda: store.hand_over(record_id("draft"), "Half")) == "vault.no_such_person"


def test_a_desk_officer_of_another_agency_sees_what_was_handed_over_and_makes_slips(path: Path) -> None:
    with world.enter(path, "Guest desk") as store:
        assert store.records() == ()
    with world.enter(path, "Sara") as store:
        for _twice in range(2):
            store.hand_over(record_id("held"), "Guest desk", Leaving(world.release("held", "export", "guest")))
        store.hand_over(record_id("sent"), "Guest desk", Leaving(world.release("sent", "export", "guest too")))
        assert len(store.handovers(record_id("held"))) == 1
    with world.enter(path, "Guest desk") as store:
        assert {(row.id, row.handed_by) for row in store.records()} == {
            (record_id("held"), "Sara"),
            (record_id("sent"), "Sara"),
        }
        assert CANARY in store.submission(record_id("held")).decode()
        store.put_release(world.release("held", "slip", "new"))
        store.put_slip(replace(world.slip("held", "new"), issued_by=store.me.id))
        assert [one.reference for one in store.slips()] == [one.reference for one in store.slips_standing()] == ["new"]
        assert [(row.id, slip.reference) for row, slip in store.referrals(9)] == [(record_id("held"), "new")]
        assert store.counts()["referred"] == 1 and CANARY in store.slip("new").sheet_json
        for verb in (
            lambda: store.slip(world.SLIPS["held"]),
            lambda: store.slip_left(world.SLIPS["held"], "printed"),
            lambda: store.slip_notes(world.SLIPS["held"]),
            lambda: store.note_slip(world.SLIPS["held"], "received", "", "2026-03-02"),
        ):
            assert _code(verb) == "vault.no_such_slip"
        assert _code(lambda: store.put_release(world.release("held", "sync"))) == "vault.not_allowed"
        assert _code(lambda: store.hand_over(record_id("held"), "Luca")) == "vault.not_allowed"
        assert _code(lambda: store.submission(record_id("out"))) == "vault.not_allowed"
        assert store.hand_back(record_id("held")).name == "Sara"
        assert [row.id for row in store.records()] == [record_id("sent")]
        assert store.check() == ()
    with world.enter(path, "Sara") as store:
        assert [one.ended is None for one in store.handovers(record_id("held"))] == [False]
        store.withdraw(record_id("sent"), "guest DESK")
        assert _code(lambda: store.withdraw(record_id("sent"), "Guest desk")) == "vault.not_handed"
        assert _code(lambda: store.withdraw(record_id("sent"), "Nobody")) == "vault.not_handed"
        assert store.check() == ()
    with world.enter(path, "Guest desk") as store:
        assert store.records() == ()
        assert _code(lambda: store.record(record_id("sent"))) == "vault.not_allowed"


@pytest.mark.parametrize("given", [None, world.release("sent", "export", "new"), world.release("held", "slip", "new")])
def test_another_agency_gets_the_sight_on_a_release_for_it_alone(path: Path, given: ReleaseRow | None) -> None:
    with world.enter(path, "Sara") as store:
        on = Leaving(given) if given is not None else None
        assert _code(lambda: store.hand_over(record_id("held"), "Guest", on)) == "vault.no_release"
        assert store.handovers(record_id("held")) == ()


def test_the_sight_of_another_agency_lasts_no_longer_than_its_release(path: Path) -> None:
    held, ends = record_id("held"), []
    for turn in ("one", "two"):
        with world.enter(path, "Sara") as store:
            store.hand_over(held, "Guest", Leaving(world.release("held", "export", turn)))
            ends.append([one.ended is None for one in store.handovers(held)])
        with world.enter(path, "Guest") as store:
            assert [row.id for row in store.records()] == [held]
        with world.enter(path, "Sara") as store:
            left = [(one.way, one.reference) for one in store.withdraw_consent(held, "export").left]
            assert left.count(("handed_over", world.ELSEWHERE["agency"][0])) == len(ends)
            assert _code(lambda: store.withdraw(held, "Guest")) == "vault.not_handed"
            assert store.check() == ()
        with world.enter(path, "Guest") as store:
            assert store.records() == ()
            assert _code(lambda: store.submission(held)) == "vault.not_allowed"
    assert ends == [[True], [False, True]]


def test_another_agency_knows_the_path_of_the_person_and_what_was_told_of_the_age(path: Path) -> None:
    held = record_id("held")
    with world.enter(path, "Sara") as store:
        found = store.case_of(held)
        assert found is not None
        case = found.id
        store.put_age(held, "adult", "person")
        store.note_path(case, "social")
        store.hand_over(held, "Guest", Leaving(world.release("held", "export", "new")))
    with world.enter(path, "Guest") as store:
        course = store.case_course(case)
        assert (course.path.path, course.episodes, course.identification) == ("social", (), None)
        told = [(word.age, word.source, word.by) for word in store.case_ages(case)]
    assert told[-1] == ("adult", "person", "")


def test_another_agency_reads_and_adds_nothing_that_opens_a_way(path: Path) -> None:
    yes = [ConsentWord(purpose, "", "yes") for purpose in ("record", "sync", "slip", "export", "judicial")]
    held, call = record_id("held"), CallMade("2026-03-01T10:00:00+00:00", "staff", "NV-12", "passed_on")
    with world.enter(path, "Sara") as store:
        found = store.case_of(held)
        assert found is not None
        for name in ("Guest", "Guest desk"):
            store.hand_over(held, name, Leaving(world.release("held", "export", name)))
    for name in ("Guest", "Guest desk"):
        with world.enter(path, name) as store:
            before, told = store.said(held), store.ages(held)
            for add in (
                lambda: store.put_words(held, yes),
                lambda: store.put_words(held, [ConsentWord("slip", "", "no"), *yes[:1]]),
                lambda: store.put_words(held, [ConsentWord("slip", "", "yes", "guardian")]),
                lambda: store.agree_again(held, yes, []),
                lambda: store.note_call(held, call),
                lambda: store.put_age(held, "minor", "person"),
                lambda: store.put_age(held, "minor"),
                lambda: store.decide_age(found.id, "adult", REASON, nothing_ends),
                lambda: store.put_release(replace(world.release("held", "slip", "why"), basis="override")),
            ):
                assert _code(add) == "vault.not_allowed"
            assert (store.said(held), store.ages(held), store.calls(held)) == (before, told, ())
            assert not store.ways_out(held).speaks
            store.put_words(held, [ConsentWord("slip", "", "no")])
            assert store.withdraw_consent(held, "sync").stopped == 0
            assert store.check() == ()
    with world.enter(path, "Sara") as store:
        assert [one.purpose for one in store.releases(held)] == ["export"] * 3, "the slips are stopped"
        assert {(one.purpose, one.word) for one in store.said(held)} == {("slip", "no"), ("sync", "withdrawn")}


def test_what_another_agency_told_of_an_age_is_without_reason_name_and_code(path: Path) -> None:
    held, other = record_id("held"), record_id("out")
    with world.enter(path, "Sara") as store:
        found = store.case_of(held)
        assert found is not None
        store.new_case_draft(found.id, store.forms()[0].key, "uuid:more", b"<data/>", ("fr", "it"))
        for age in ("minor", "adult"):
            store.put_age("uuid:more", age)
        store.put_age("uuid:more", "minor", "person")
        abroad = ConsentWord("cross_border", "", "no", language="fr")
        store.put_words("uuid:more", [abroad, ConsentWord("slip", "", "yes")])
        store.put_age(held, "minor", "document")
        store.decide_age(found.id, "adult", REASON, nothing_ends)
        store.hand_over(held, "Guest", Leaving(world.release("held", "export", "new")))
        code = store.record(held).code
    with world.enter(path, "Guest") as store:
        told = [(one.age, one.source, one.reason, one.told_in, one.by) for one in store.ages(held)]
        assert told == [
            ("adult", "form", "", "", ""),
            ("minor", "person", "", "", ""),
            ("minor", "document", "", code, ""),
            ("adult", "decision", "", "", ""),
        ]
        assert store.case_ages(found.id) == store.ages(held)
        assert [(each.purpose, each.word, each.language, each.by) for each in store.said(held)] == [
            ("cross_border", "no", "", "")
        ]
        assert _code(lambda: store.ages(other)) == "vault.not_allowed"
        store.new_case_draft(found.id, store.forms()[0].key, "uuid:theirs", b"<data/>", ("fr", "it"))
        assert store.put_age("uuid:theirs", "minor") and store.ages("uuid:theirs")[-1].by == "Guest"
        assert _code(lambda: store.decide_age(found.id, "adult", REASON, nothing_ends)) == "vault.not_allowed"
    with world.enter(path, "Sara") as store:
        last = store.ages(held)[-1]
        assert (last.age, last.source, last.by, last.told_in) == ("minor", "form", "", "")
        assert [one.by for one in store.ages(held)[:-1]] == ["Sara"] * 5


def test_a_decision_on_an_age_needs_no_record_that_one_reads(path: Path) -> None:
    with world.enter(path, "Sara") as store:
        case = store.open_case().id
        store.new_case_draft(case, store.forms()[0].key, "uuid:gone", b"<data/>", ("fr", "it"))
        store.put_age("uuid:gone", "minor")
        store.discard("uuid:gone")
    with world.enter(path, "Noor") as store:
        store.decide_age(case, "adult", REASON, nothing_ends)
        first, *decided = [(one.age, one.told_in, one.reason) for one in store.case_ages(case)]
        assert first == ("minor", "", ""), "of a draft that is gone nobody is told its id"
        assert decided == [("adult", "", REASON)]
        assert store.check() == ()
    with world.enter(path, "Luca") as store:
        held = store.case_of(record_id("held"))
        assert held is not None
        assert _code(lambda: store.decide_age(held.id, "adult", REASON, nothing_ends)) == "vault.not_allowed"


def test_a_sight_that_stands_is_not_one_for_a_body_of_another_kind(path: Path) -> None:
    held = record_id("held")
    with world.enter(path, "Sara") as store:
        store.hand_over(held, "Guest", Leaving(world.release("held", "export", "one")))
        other = Leaving(replace(world.release("held", "export", "two"), recipient="police"))
        assert _code(lambda: store.hand_over(held, "Guest", other)) == "vault.handed_already"
        assert store.hand_over(held, "Guest", Leaving(world.release("held", "export", "three"))).name == "Guest"
        store.hand_over(held, "Luca", other)
        assert store.hand_over(held, "Luca", other).name == "Luca", "within the agency it rests on none"
        store.withdraw(held, "Guest")
        store.hand_over(held, "Guest", other)
        assert [one.ended is None for one in store.handovers(held)] == [False, True, True]
        assert store.releases(held)[-1].recipient == "police"


def test_a_sight_is_given_with_all_that_it_rests_on_or_not_at_all(path: Path) -> None:
    held, word = record_id("held"), ConsentWord("export", "prefecture", "yes")
    with world.enter(path, "Sara") as store:
        before = store.put_release(world.release("held", "slip", "before"))
        on = Leaving(world.release("held", "export", "new"), (), (word,), "minor", "person")
        wrong = replace(on, alone=(replace(word, recipient="Dr Rossi"),))
        assert _code(lambda: store.hand_over(held, "Guest", wrong, [before.id])) == "vault.no_code"
        assert store.handovers(held) == store.said(held) == store.ages(held) == ()
        assert before.id in {one.id for one in store.releases(held)}
        store.hand_over(held, "Guest", on, [before.id])
        assert [one.ended is None for one in store.handovers(held)] == [True]
        assert [(one.purpose, one.recipient) for one in store.said(held)] == [("export", "prefecture")]
        assert [one.age for one in store.ages(held)] == ["minor"]
        assert before.id not in {one.id for one in store.releases(held)}
        assert store.check() == ()


def test_what_was_handed_to_another_agency_without_a_release_is_not_seen(path: Path) -> None:
    """As it was done before there was one."""
    with world.enter(path, "Sara") as store:
        database = store._opening.database
        with database.transaction():
            database.run(
                "INSERT INTO handover (record, giver, taker, sight, at) SELECT r.number, r.author, p.id, 1, r.created "
                "FROM record r, person p WHERE r.id = 'uuid:held' AND p.name = 'Guest desk'"
            )
    with world.enter(path, "Guest desk") as store:
        assert store.records() == ()


def test_a_colleague_who_sees_a_record_does_not_send_it(path: Path) -> None:
    with world.enter(path, "Sara") as store:
        store.hand_over(record_id("out"), "Noor")
    with world.enter(path, "Noor") as store:
        assert CANARY in store.record(record_id("out")).title
        assert store.next_due("central", None) is None
        assert _code(lambda: store.attempt_started(record_id("out"), "central")) == "vault.not_allowed"
        assert _code(lambda: store.retry(record_id("out"))) == "vault.not_allowed"


def test_what_was_never_handed_over_is_not_handed_back(path: Path) -> None:
    with world.enter(path, "Sara") as store:
        for state in ("draft", "held"):
            assert _code(lambda state=state: store.hand_back(record_id(state))) == "vault.not_handed"
        assert _code(lambda: store.hand_over("uuid:none", "Noor")) == "vault.no_such_record"
        store.discard(record_id("draft"))
        assert _code(lambda: store.hand_over(record_id("draft"), "Noor")) == "vault.discarded"


def test_a_hand_over_to_somebody_who_left_since_can_not_be_undone(path: Path) -> None:
    with world.enter(path, "Sara") as store:
        store.hand_over(record_id("draft"), "Noor")
        store.hand_over(record_id("sent"), "Noor")
    with world.enter(path, "Kim") as store:
        store.remove_person("Sara")
    with world.enter(path, "Noor") as store:
        assert _code(lambda: store.hand_back(record_id("draft"))) == "vault.no_such_person"
        assert store.hand_back(record_id("sent")).name == "Sara"
        assert store.draft(record_id("draft")).title.startswith(CANARY)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE handover SET taker = giver",
        "UPDATE handover SET ended = NULL",
        "DELETE FROM handover",
        "UPDATE reading SET reason = 'another'",
        "UPDATE reading SET told = NULL",
        "DELETE FROM reading",
    ],
)
def test_the_file_itself_refuses_to_change_what_was_handed_and_read(path: Path, statement: str) -> None:
    with world.enter(path, "Sara") as store:
        store.hand_over(record_id("held"), "Luca")
        store.withdraw(record_id("held"), "Luca")
    with world.enter(path, "Ada") as store:
        store.break_glass(record_id("held"), REASON)
    with world.enter(path, "Sara") as store:
        store.readings_told()
        database = store._opening.database
        with pytest.raises(IntakeError, match=r"vault\.frozen"), database.transaction():
            database.run(statement)


def test_a_hand_over_put_in_from_outside_is_noticed(path: Path) -> None:
    """It lets a desk officer of another agency in, and the reading of everything shows it."""
    with world.enter(path, "Kim") as store:
        database = store._opening.database
        with database.transaction():
            database.run(
                "INSERT INTO handover (record, giver, taker, sight, at) SELECT r.number, r.author, p.id, 1, r.created "
                "FROM record r, person p WHERE r.id = 'uuid:held' AND p.name = 'Guest desk'"
            )
        assert store.check() == ("vault.replayed",)


def test_breaking_the_glass(path: Path) -> None:
    with world.enter(path, "Ada") as store:
        held, draft = record_id("held"), record_id("draft")
        assert store.record(held).title == ""
        assert _code(lambda: store.submission(held)) == "vault.not_allowed"
        assert _code(lambda: store.draft(draft)) == "vault.not_allowed"
        store.break_glass(held, f"  {REASON}\n")
        store.break_glass(draft, REASON)
        assert CANARY in store.submission(held).decode()
        assert CANARY in store.record(held).title
        assert CANARY in store.media_bytes(held, "one.jpg").decode()
        assert store.log(actions=["media.read"])[0].object == held
        assert CANARY in store.draft(draft).title
        for change in (
            lambda: store.save_draft(draft, scene.answer(1)),
            lambda: store.put_release(world.release("held", "sync")),
            lambda: store.slips(held),
            lambda: store.submission(record_id("out")),
            lambda: store.hand_over(held, "Luca"),
        ):
            assert _code(change) == "vault.not_allowed"
        assert _code(lambda: store.draft(held)) == "vault.frozen"
        assert [one.record_id for one in store.all_readings()] == [held, draft]
        entry = store.log(actions=["glass.broken"])[-1]
        assert (entry.actor, entry.record_code) == ("Ada", store.record(held).code)
        assert entry.detail == {"reason": REASON}
        assert store.check() == ()
    with world.enter(path, "Ada") as store:
        assert _code(lambda: store.submission(record_id("held"))) == "vault.not_allowed"
        assert store.record(record_id("held")).title == ""


def test_the_author_is_told_who_read_and_why_until_they_say_so(path: Path) -> None:
    with world.enter(path, "Ada") as store:
        store.break_glass(record_id("held"), REASON)
    with world.enter(path, "Noor") as store:
        assert store.readings() == ()
        assert store.readings_told() == 0
    for _opening in range(2):
        with world.enter(path, "Sara") as store:
            (told,) = store.readings()
            assert (told.person, told.reason, told.author) == ("Ada", REASON, "Sara")
            assert told.record_code == store.record(record_id("held")).code
    with world.enter(path, "Sara") as store:
        assert store.readings_told() == 1
        assert store.readings() == ()
        assert store.check() == ()
    with world.enter(path, "Kim") as store:
        (known,) = store.all_readings()
        assert known.told is not None


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "audit",
        "because I want",
        "a b c d",
        "x" * 40,
        "word " * 120,
        "a reason with a \0 in it here",
        "\ud800 bytes that are no text",
    ],
)
def test_a_reason_is_at_least_a_sentence(path: Path, reason: str) -> None:
    with world.enter(path, "Ada") as store:
        assert _code(lambda: store.break_glass(record_id("held"), reason)) == "vault.bad_reason"
        assert _code(lambda: store.submission(record_id("held"))) == "vault.not_allowed"
        assert store.all_readings() == ()


def test_the_glass_of_a_draft_that_was_put_away_stays_whole(tmp_path: Path) -> None:
    with vault.create(
        tmp_path / "place.intake", scene.SITE, "Amal", Role.MEDIATOR, scene.PASSPHRASE, vault.FLOOR
    ) as store:
        scene.started(store)
        store.discard("uuid:1")
        _become(store, Role.COORDINATOR)
        assert _code(lambda: store.break_glass("uuid:1", REASON)) == "vault.discarded"


def _become(store: Vault, role: Role) -> None:
    """Only here: a discarded draft never lives long enough for another person to open the store."""
    me = store._opening.me
    store._opening.me = Person(me.id, me.name, role, me.agency, me.site)


def test_the_log_can_be_read_by_person_by_kind_and_page_by_page(path: Path) -> None:
    with world.enter(path, "Kim") as store:
        everything = store.log(limit=10_000)
        assert [entry.seq for entry in everything] == list(range(store.verify_audit(), 0, -1))
        pages: list[int] = []
        before: int | None = None
        while page := store.log(before=before, limit=7):
            pages += [entry.seq for entry in page]
            before = page[-1].seq
        assert pages == [entry.seq for entry in everything]
        sara = next(person for person in store.people() if person.name == "Sara")
        hers = store.log(sara.id, limit=10_000)
        assert {entry.actor for entry in hers} == {"Sara", "Kim"}
        assert {entry.action for entry in hers if entry.actor == "Kim"} == {"person.added"}
        kinds = ["record.finalised", "person.added"]
        assert {entry.action for entry in store.log(actions=kinds)} == set(kinds)
        store.remove_person("Sara")
        assert store.log(sara.id, ["record.finalised"])[0].actor == "Sara"


def test_people_of_another_agency_and_site(path: Path) -> None:
    with world.enter(path, "Kim") as store:
        found = {person.name: (person.agency, person.site) for person in store.people()}
        assert found["Guest"] == ("Other Agency", "Harbour")
        assert found["Far"] == ("Help Desk Trust", "Station")
        assert _code(lambda: store.add_person("X", Role.DESK, world.PASSPHRASE, " \0 ")) == "vault.bad_name"


OLD = Path(__file__).with_name("data") / "schema-2"


def test_a_store_of_schema_2_is_brought_up(tmp_path: Path) -> None:
    """Made by the program as it was before there were hand-overs."""
    shutil.copytree(OLD, tmp_path, dirs_exist_ok=True)
    with scene.reopened(tmp_path) as store:
        assert store.info().schema == schema.CURRENT
        assert store.draft("uuid:draft") == scene.answer(5)
        assert store.media_bytes("uuid:draft", "voice.ogg") == b"voice" * 2000
        store.confirm_put_back([])  # it lies there without the anchor of an opening
        assert store.slip("7K4M-29QX").pdf == b"%PDF slip"
        assert {row.id: row.state for row in store.records()} == {
            "uuid:draft": "draft",
            "uuid:held": "finalised",
            "uuid:out": "finalised",
            "uuid:sent": "sent",
        }
        assert store.check() == ()
        store.hand_over("uuid:draft", "Second")
    assert not (tmp_path / "place.intake.before").exists()
    with scene.reopened(tmp_path, "Second", scene.OTHER) as store:
        assert store.draft("uuid:draft") == scene.answer(5)
        assert store.check() == ()
