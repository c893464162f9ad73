"""A decision about an age is on what was known, and what holds for a person is not lost with a draft, a copy or a note.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.vault import Role
from intake_app.workflow import ConsentSheet
from intake_app.workflow.age_grounds import AgeGround
from tests.workflow import test_said_since as scenes
from tests.workflow.consent_scenes import GUARDIAN
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.workflow.test_said_since import ALL, FIRST, Place, code_of
from tests.workflow.test_told_to_colleagues import FLEES, GONE

WHY = "we have seen the passport"
CHILD = {**ALL, "age": "minor"}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setattr(scenes, "AGE", scenes.AGE + FLEES)
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as store:
        Place(store).form("asks", True)
        yield Place(store)


def refused(place: Place, record: str, kind: str = "health", noted: ConsentSheet | None = None) -> str:
    return code_of(lambda: place.slip(record, kind, noted))


def decided(place: Place) -> str:
    """A case that was decided to be an adult's."""
    case = place.store.open_case().id
    place.closed("asks", case, **CHILD)
    workflow.decide_age(place.store, case, "adult", WHY, AgeGround("passport"))
    return case


def test_what_comes_in_after_a_decision_is_not_what_it_was_on(place: Place) -> None:
    store, case = place.store, decided(place)
    other = store.open_case().id
    moved, _left = place.closed("asks", other, **CHILD), place.closed("asks", other, **ALL)
    workflow.take_from_case(store, other, moved)
    own = store.case_of(moved)
    assert own is not None and refused(place, moved) == "screening.guardian_missing"
    workflow.merge_cases(store, case, own.id, "They came back to the quay together.")
    assert refused(place, moved) == "screening.guardian_missing"
    workflow.decide_age(store, case, "adult", WHY, AgeGround("passport"))
    assert refused(place, moved) == "" and store.check() == ()


def test_what_the_desk_heard_before_counts_for_a_case_that_was_decided_since(place: Place) -> None:
    store, record = place.store, place.closed("asks", **{**ALL, "age": ""})
    heard = ConsentSheet(given=True, guardian=GUARDIAN, age="minor", age_from="person", language="bn")
    assert refused(place, record, noted=heard) == ""
    case = decided(place)
    workflow.put_in_case(store, record, case)
    assert workflow.propose_slip(store, record).minor and workflow.case_sheet(store, case).age == "minor"


def test_who_tells_again_after_a_decision_is_a_child(place: Place) -> None:
    store, case = place.store, decided(place)
    record = place.begun("asks", True, case, **ALL)
    for age, after in (("minor", "screening.guardian_missing"), ("adult", "")):
        place.answer(record, age=age)
        other = place.closed("asks", case, **ALL)
        assert refused(place, other) == after
    place.answer(record, age="minor")
    workflow.decide_age(store, case, "adult", WHY, AgeGround("passport"))
    assert refused(place, other) == ""
    place.answer(record, age="adult")
    place.answer(record, age="minor")
    assert refused(place, other) == "screening.guardian_missing", "told anew"


def test_of_several_decisions_the_last_counts(place: Place) -> None:
    store, case = place.store, decided(place)
    record = place.closed("asks", case, **ALL)
    workflow.decide_age(store, case, "minor", "a birth certificate was seen here")
    assert refused(place, record) == "screening.guardian_missing"
    workflow.decide_age(store, case, "adult", "the certificate was of a brother", AgeGround("passport"))
    assert refused(place, record) == ""


def test_a_copy_shares_what_is_said_later_with_either(place: Place) -> None:
    store, first = place.store, place.closed("asks", **ALL)
    place.form("edited", True)
    copy = workflow.copy_record(store, first).row.id
    assert store.case_of(copy) == store.case_of(first) is not None
    edit = workflow.edit_record(store, first).row.id
    place.answer(edit, age="minor", asylum="yes")
    workflow.finalise_draft(store, edit)
    place.answer(copy, **ALL, asylum="no")
    workflow.finalise_draft(store, copy)
    assert refused(place, copy) == "screening.guardian_missing"
    workflow.withdraw_consent(store, edit)
    assert refused(place, copy, noted=ConsentSheet(guardian=GUARDIAN)) == "screening.consent_withdrawn"


@pytest.mark.parametrize("copied", [False, True])
def test_who_told_that_they_flee_in_a_draft_that_is_put_away_told_it(place: Place, copied: bool) -> None:
    store = place.store
    case = "" if copied else store.open_case().id
    told = place.begun("asks", True, case, **ALL, asylum="yes")
    if copied:
        record = workflow.copy_record(store, told).row.id
        place.answer(record, **ALL, asylum="")
        workflow.finalise_draft(store, record)
    else:
        record = place.closed("asks", case, **ALL, asylum="no")
    workflow.consent_given(store, record, "consular", "consulate", language="bn")
    workflow.discard(store, told)
    assert refused(place, record, "consulate", GONE) == "screening.consulate_closed"
    if not copied:
        workflow.restore(store, told)
        place.answer(told, asylum="no")
        assert refused(place, record, "consulate", GONE) == "", "who brings it back may put it right"
    assert store.check() == ()


def test_a_correction_that_is_put_away_leaves_what_it_told_with_its_record(place: Place) -> None:
    store, record = place.store, place.closed("asks", **ALL, asylum="no")
    workflow.consent_given(store, record, "consular", "consulate", language="bn")
    edit = workflow.edit_record(store, record).row.id
    place.answer(edit, age="minor", asylum="yes")
    workflow.discard(store, edit)
    assert refused(place, record, "consulate", GONE) == "screening.consulate_closed"
    assert refused(place, record) == "screening.guardian_missing"


def test_a_no_of_before_takes_nothing_back_that_was_told_after_it(place: Place) -> None:
    store, record = place.store, place.closed("asks", **ALL, asylum="no")
    workflow.consent_given(store, record, "consular", "consulate", language="bn")
    put_away = workflow.edit_record(store, record).row.id
    place.answer(put_away, asylum="yes")
    workflow.discard(store, put_away)
    for answer, after in (("no", "screening.consulate_closed"), ("yes", "screening.consulate_closed"), ("no", "")):
        record = workflow.edit_record(store, record).row.id
        place.answer(record, asylum=answer)
        workflow.finalise_draft(store, record)
        assert refused(place, record, "consulate", GONE) == after
    assert store.check() == ()


def test_a_draft_of_an_older_program_that_is_put_away_tells_what_it_told(place: Place) -> None:
    store, case = place.store, place.store.open_case().id
    told, other = place.begun("asks", True, case, **ALL), place.closed("asks", case, **ALL, asylum="no")
    opened = workflow.open_record(store, told)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    for name, value in (("age", "minor"), ("asylum", "yes")):
        session.answer(next(ref for ref in session.leaves() if ref.endswith(f"/{name}")), value)
    store.save_draft(told, replace(workflow.snapshot(session, None, opened.languages), age="", asylum=False))
    workflow.discard(store, told)
    assert refused(place, other, "consulate", GONE) == "screening.consulate_closed"
    assert refused(place, other) == "screening.guardian_missing"


@pytest.mark.parametrize(("answer", "after"), [("", "screening.consulate_closed"), ("no", "")])
def test_only_a_no_takes_back_that_somebody_flees(place: Place, answer: str, after: str) -> None:
    store, first = place.store, place.closed("asks", **ALL, asylum="yes")
    workflow.consent_given(store, first, "consular", "consulate", language="bn")
    record = first
    for each in (answer, ""):
        edit = workflow.edit_record(store, record).row.id
        place.answer(edit, asylum=each)
        workflow.finalise_draft(store, edit)
        record = edit
        assert refused(place, record, "consulate", GONE) == after


KILLED = """
import os, signal, sys
from pathlib import Path
from intake_app import workflow
from intake_app.workflow import ages
from tests.workflow.test_said_since import Place

def die(*_told, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

path, record, where = sys.argv[1:]
store = workflow.open_store(Path(path), "Ada", {passphrase!r})
if where == "save":
    type(store).put_age = die
    Place(store).answer(record, age="minor")
else:
    ages.tell = die
    opened = workflow.open_record(store, record)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    session.answer(next(path for path in session.leaves() if path.endswith("/age")), "minor")
    workflow.finalise(store, session, record)
"""


@pytest.mark.parametrize("where", ["save", "finish"])
def test_who_dies_before_the_age_is_noted_leaves_a_child_a_child(place: Place, tmp_path: Path, where: str) -> None:
    store, case = place.store, place.store.open_case().id
    other, record = place.closed("asks", case, **ALL), place.begun("asks", True, case, **ALL)
    assert refused(place, other) == ""
    store.close()
    script, path = KILLED.format(passphrase=PASSPHRASE), tmp_path / "w.intake"
    done = subprocess.run([sys.executable, "-c", script, str(path), record, where], env=dict(os.environ), check=False)
    assert done.returncode == -signal.SIGKILL
    with workflow.open_store(path, "Ada", PASSPHRASE) as again:
        assert refused(Place(again), other) == "screening.guardian_missing"
        assert workflow.case_sheet(again, case).age == "minor"


def test_a_decision_of_an_older_program_was_on_what_had_been_noted_in_its_case(place: Place) -> None:
    store, case = place.store, decided(place)
    record = place.closed("asks", case, **ALL)
    connection = store._opening.database.connection
    connection.execute("DROP TRIGGER age_seen_delete")
    connection.execute("DELETE FROM age_seen")
    assert refused(place, record) == ""
    place.closed("asks", case, **CHILD)
    assert refused(place, record) == "screening.guardian_missing"


def test_the_words_that_count_are_told_apart(place: Place) -> None:
    store, case = place.store, place.store.open_case().id
    record = place.begun("asks", True, case, **CHILD)
    place.answer(record, age="adult")
    seen = [(one.age, one.put_right, one.weighed) for one in store.ages(record)]
    assert seen == [("minor", True, False), ("adult", False, False)]
    workflow.decide_age(store, case, "adult", WHY, AgeGround("passport"))
    weighed = [(one.age, one.weighed) for one in store.ages(record)]
    assert weighed == [("minor", True), ("adult", True), ("adult", False)]




WAITING = """
import os, signal, sys
from pathlib import Path
from intake_app import workflow
from intake_app.workflow import finalising

finalising._release_waiting = lambda *_told: os.kill(os.getpid(), signal.SIGKILL)
store = workflow.open_store(Path(sys.argv[1]), "Ada", {passphrase!r})
workflow.finalise_draft(store, sys.argv[2])
"""


@pytest.mark.parametrize(("word", "delivery"), [("yes", "waiting"), ("no", "held")])
def test_what_waited_for_the_first_interview_goes_though_the_power_went_where_the_person_agreed(
    place: Place, tmp_path: Path, word: str, delivery: str
) -> None:
    store, case = place.store, place.store.open_case().id
    first, waits = place.begun(FIRST, True, case, **{**ALL, "sync": word}), place.begun("plain", False, case)
    assert workflow.finalise_draft(store, waits).code == "screening.first_open"
    store.close()
    script, path = WAITING.format(passphrase=PASSPHRASE), tmp_path / "w.intake"
    done = subprocess.run([sys.executable, "-c", script, str(path), first], env=dict(os.environ), check=False)
    assert done.returncode == -signal.SIGKILL
    with workflow.open_store(path, "Ada", PASSPHRASE) as again:
        assert {again.record(each).delivery for each in (first, waits)} == {delivery}


def reopened(place: Place, folder: Path) -> Place:
    """The same place, after everybody has gone and come back."""
    place.store.close()
    return Place(workflow.open_store(folder / "w.intake", "Ada", PASSPHRASE))


def test_what_a_correction_told_goes_where_its_record_goes(place: Place, tmp_path: Path) -> None:
    store, case = place.store, place.store.open_case().id
    other, record = place.closed("asks", case, **ALL), place.closed("asks", **ALL, asylum="no")
    edit = workflow.edit_record(store, record).row.id
    place.answer(edit, age="minor", asylum="yes")
    workflow.discard(store, edit)
    place = reopened(place, tmp_path)
    store = place.store
    workflow.put_in_case(store, record, case)
    workflow.consent_given(store, record, "consular", "consulate", language="bn")
    assert refused(place, record) == refused(place, other) == "screening.guardian_missing"
    workflow.take_from_case(store, case, record)
    assert refused(place, record) == "screening.guardian_missing" and refused(place, other) == ""
    assert refused(place, record, "consulate", GONE) == "screening.consulate_closed"
    assert store.check() == ()
    store.close()


def test_a_draft_that_was_taken_out_protects_who_it_is_of_and_nobody_else(place: Place, tmp_path: Path) -> None:
    store, case = place.store, place.store.open_case().id
    stranger, draft = place.closed("asks", case, **ALL), place.begun("asks", True, case, **CHILD)
    own = workflow.take_from_case(store, case, draft).id
    record = place.closed("asks", own, **ALL)
    workflow.discard(store, draft)
    place = reopened(place, tmp_path)
    assert refused(place, record) == "screening.guardian_missing" and refused(place, stranger) == ""
    place.store.close()


@pytest.mark.parametrize("in_case", [True, False])
def test_what_was_refused_in_a_correction_that_is_put_away_stands(place: Place, in_case: bool) -> None:
    store = place.store
    record = place.closed("asks", store.open_case().id if in_case else "", **ALL)
    edit = workflow.edit_record(store, record).row.id
    place.answer(edit, sync="no", referral="no")
    workflow.discard(store, edit)
    assert place.due() == set() and refused(place, record) == "screening.consent_refused"


@pytest.mark.parametrize("again", [False, True])
def test_what_was_agreed_to_after_an_old_no_stands_when_that_draft_is_put_away(place: Place, again: bool) -> None:
    """Where nobody noted which of two answers was the first, the no stands until the person agrees once more."""
    store, case = place.store, place.store.open_case().id
    opened = workflow.start_record(store, place.form("asks", True), "", "")
    draft = opened.row.id
    workflow.put_in_case(store, draft, case)
    opened = workflow.open_record(store, draft)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    asked = workflow.AskedBy(session, store.me.name, opened.draft.asked, opened.said_to)
    for purpose in ("sync", "referral"):
        session.answer(next(path for path in session.leaves() if path.endswith(purpose)), "no")
    workflow.save(store, draft, workflow.snapshot(session, None, opened.languages, asked=asked))
    records = {place.closed("asks", case, **ALL) for _ in range(1 + again)}
    workflow.discard(store, draft)
    assert place.due() == (records if again else set())
    assert {refused(place, record) for record in records} == {"" if again else "screening.consent_refused"}
