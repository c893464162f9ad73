"""What was agreed to as an adult sends nothing of who is decided, or told at the desk, to be under 18: ask them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.practice import PracticeServer
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet, age_grounds, agreeing, held
from intake_app.workflow.age_grounds import AgeGround
from tests.gui_shell import people
from tests.gui_shell.windows import PASSPHRASE
from tests.workflow import test_ages
from tests.workflow.test_adult_corrected import ADULT, AGREED, Correction, sent, standing

CHILD = "a birth certificate was seen at the desk"
GROWN = "the certificate was of a brother"
YES = ConsentSheet(given=True, language="bn")


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path, server: PracticeServer) -> Iterator[Vault]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        workflow.add_server(made, "practice", server.url)
        package = made.form(people.own_form(made))
        server.add_form(package.xml, package.files)
        yield made


def adult(store: Vault, **said: str) -> str:
    told = {**ADULT, "information/age_band": "adult", **{f"information/{name}": word for name, word in said.items()}}
    return people.finish(store, people.BENGALI, told)


def decided(store: Vault, record: str, age: str = "minor") -> None:
    case = workflow.case_for(store, record).id
    ground = AgeGround("passport") if age == "adult" else None
    workflow.decide_age(store, case, age, GROWN if age == "adult" else CHILD, ground)


def module(store: Vault, case: str) -> tuple[str, workflow.Finalised]:
    """A record of a form that asks for no consent, finished in a case, and what came of that."""
    workflow.import_form(store, "small.md", people.SMALL, {})
    small = next(row.key for row in workflow.form_list(store) if row.form_id == "small")
    record = workflow.start_record(store, small, "", "").row.id
    workflow.put_in_case(store, record, case)
    return record, workflow.finalise_draft(store, record)


def told_at_desk(store: Vault, record: str) -> None:
    workflow.told_here.keep(store, record, ConsentSheet(age="minor", age_from="document"))


@pytest.mark.parametrize("known", [decided, told_at_desk])
def test_nothing_is_sent_until_the_child_agrees(
    store: Vault, server: PracticeServer, known: Callable[[Vault, str], None]
) -> None:
    record = adult(store)
    assert standing(store, record) == ["waiting"]
    known(store, record)
    assert standing(store, record) == ["held"]
    assert (store.waiting("practice"), sent(store), server.received) == (0, 0, [])
    assert held.why(store, record) == "screening.agreed_as_adult"
    asked = workflow.release_later(store, record, ConsentSheet())
    assert (asked.released, asked.code) == (False, "screening.agreed_as_adult")
    assert workflow.release_later(store, record, YES).released
    assert sent(store) == 1 and len(server.received) == 1 and held.why(store, record) == ""


def test_what_is_decided_back_to_an_adult_goes_on_what_they_had_said(store: Vault) -> None:
    record = adult(store)
    decided(store, record)
    assert standing(store, record) == ["held"]
    decided(store, record, "adult")
    assert standing(store, record) == ["waiting"] and sent(store) == 1


def test_what_they_took_back_meanwhile_stays_so(store: Vault) -> None:
    record = adult(store)
    decided(store, record)
    workflow.withdraw_consent(store, record, "sync")
    decided(store, record, "adult")
    assert standing(store, record) == ["held"]


def test_what_a_child_had_said_is_theirs_whatever_is_decided(store: Vault) -> None:
    told = {f"information/{name}": "yes" for name in AGREED}
    record = people.finish(store, people.BENGALI, {**told, "information/age_band": "minor"})
    for age in ("minor", "adult", "minor"):
        decided(store, record, age)
        assert standing(store, record) == ["waiting"]


def test_the_yes_of_a_child_stands_where_they_are_taken_for_an_adult_between(store: Vault) -> None:
    record = adult(store)
    decided(store, record)
    assert workflow.release_later(store, record, YES).released
    decided(store, record, "adult")
    decided(store, record)
    assert standing(store, record) == ["waiting"]


def test_the_yes_of_a_child_in_a_record_that_tells_an_adult_now_stays_a_childs(store: Vault) -> None:
    told = {f"information/{name}": "yes" for name in AGREED}
    record = people.finish(store, people.BENGALI, {**told, "information/age_band": "minor"})
    made = Correction(store, record)
    made.told(age_band="adult")
    assert made.closed()
    decided(store, made.id)
    assert standing(store, record, made.id) == ["waiting", "waiting"]


def test_a_yes_that_was_noted_of_an_adult_is_no_childs(store: Vault) -> None:
    record = adult(store, consent_sync="no")
    assert workflow.release_later(store, record, YES).released
    decided(store, record)
    assert standing(store, record) == ["held"] and not workflow.release_later(store, record, ConsentSheet()).released


def test_a_reason_that_was_recorded_stays(store: Vault) -> None:
    record = adult(store, consent_sync="no")
    assert workflow.release_later(store, record, ConsentSheet(override_reason="a judge asks")).released
    decided(store, record)
    assert standing(store, record) == ["waiting"]


def test_what_was_sent_stays_so(store: Vault) -> None:
    record = adult(store)
    assert sent(store) == 1
    decided(store, record)
    assert standing(store, record) == ["sent"] and [one.purpose for one in store.releases(record)] == ["sync"]


def test_what_rests_on_the_first_interview_waits_too(store: Vault) -> None:
    record = adult(store)
    case = workflow.case_for(store, record).id
    after, done = module(store, case)
    assert done.released
    decided(store, record)
    assert standing(store, record, after) == ["held", "held"]
    later, done = module(store, case)
    assert (done.released, done.code) == (False, "screening.agreed_as_adult")
    decided(store, record, "adult")
    assert standing(store, record, after, later) == ["waiting"] * 3, "also one that was finished meanwhile"


def test_one_finished_meanwhile_stays_where_the_person_took_it_back(store: Vault) -> None:
    record = adult(store)
    case = workflow.case_for(store, record).id
    decided(store, record)
    later, _done = module(store, case)
    workflow.withdraw_consent(store, record, "sync")
    decided(store, record, "adult")
    assert standing(store, record, later) == ["held", "held"]


def test_what_stays_though_nothing_keeps_it_is_not_told_as_refused(store: Vault) -> None:
    record = adult(store)
    case = workflow.case_for(store, record).id
    decided(store, record)
    later, _done = module(store, case)
    ground = AgeGround("passport")
    store.decide_age(case, "adult", GROWN, lambda *_told: [], age_grounds.kept(ground))
    assert held.why(store, later) == "screening.kept_back"
    assert workflow.release_later(store, later, YES).released and held.why(store, later) == ""


def test_what_a_server_has_otherwise_is_not_told_as_taken_back(
    store: Vault, server: PracticeServer, tmp_path: Path
) -> None:
    record = adult(store)
    server.behaviour = "conflict"
    assert not sent(store)
    assert standing(store, record) == ["needs_person"]
    decided(store, record)
    for way in (
        lambda: workflow.send_as_new(store, record),
        lambda: workflow.take_out(store, record, tmp_path / "out.enc", "a long passphrase for it"),
    ):
        with pytest.raises(IntakeError) as told:
            way()
        assert told.value.code == "screening.agreed_as_adult"
    assert not (tmp_path / "out.enc").exists() and server.received == []


@pytest.mark.parametrize(("age", "after"), [("adult", "held"), ("", "waiting")])
def test_a_form_that_asks_once_had_asked_whom_it_heard_to_be_an_adult(store: Vault, age: str, after: str) -> None:
    asked = "".join(f"| | select_one yn | c_{each} | May I? | {each} | |\n" for each in test_ages.PURPOSES)
    form = test_ages.HEAD + asked + test_ages.AGE + test_ages.TAIL.format(name="asks")
    workflow.import_form(store, "asks.md", form.encode(), {})
    record = test_ages.met(store, age)
    assert standing(store, record) == ["waiting"]
    decided(store, record)
    assert standing(store, record) == [after]


def test_a_child_agrees_again_as_to_what_was_taken_back(store: Vault) -> None:
    record = adult(store)
    decided(store, record)
    (way,) = agreeing.ways_again(store, record, "sync")
    agreeing.agree_again(store, record, [way], language="bn")
    assert standing(store, record) == ["waiting"]


def test_what_a_child_releases_stands_after_the_program_was_begun_anew(tmp_path: Path, store: Vault) -> None:
    record = adult(store)
    made = Correction(store, record)
    made.told(age_band="minor")
    assert workflow.release_later(store, record, YES).released
    store.close()
    with workflow.open_store(tmp_path / "w.intake", "Ada", PASSPHRASE) as again:
        on = Correction(again, made.id)
        on.told(research="no")
        assert standing(again, record) == ["waiting"] and sent(again) == 1
