"""What stopped for an age goes again on what was said last, whoever wrote it; a doubt of the age sends nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import i18n, messages, vault, workflow
from intake_app.errors import IntakeError
from intake_app.gui import case_words
from intake_app.gui.words import Words
from intake_app.practice import PracticeServer
from intake_app.vault import ConsentWord, Role, Vault
from intake_app.workflow import ConsentSheet, GuardianYes, conflicts, ended_for_age, entering, held, told_here
from tests.gui_shell import people
from tests.gui_shell.windows import PASSPHRASE
from tests.workflow.test_adult_corrected import Correction, standing
from tests.workflow.test_decided_a_child import YES, adult, decided


@pytest.fixture
def path(tmp_path: Path) -> Path:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        workflow.add_server(made, "practice", "https://practice.example")
        workflow.add_person(made, "Omar", Role.MEDIATOR, PASSPHRASE)
        people.own_form(made)
    return tmp_path / "w.intake"


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer() as running:
        yield running


@pytest.fixture
def store(path: Path) -> Iterator[Vault]:
    with workflow.open_store(path, "Ada", PASSPHRASE) as opened:
        yield opened


def by(path: Path, name: str) -> Vault:
    return workflow.open_store(path, name, PASSPHRASE)


@pytest.mark.parametrize("child", ["Ada", "Omar"])
@pytest.mark.parametrize("grown", ["Ada", "Omar"])
def test_a_colleagues_record_of_the_person_keeps_nothing_here(path: Path, child: str, grown: str) -> None:
    with by(path, "Ada") as store:
        first = adult(store)
        case = workflow.case_for(store, first).id
        workflow.hand_over(store, first, "Omar")
    with by(path, "Omar") as store:
        needs = workflow.begin_module(store, case, "needs").row.id
        assert workflow.finalise_draft(store, needs).released
    for name, age in ((child, "minor"), (grown, "adult")):
        with by(path, name) as store:
            decided(store, first, age)
        state = "held" if age == "minor" else "waiting"
        with by(path, "Ada") as store:
            assert standing(store, first) == [state]
        with by(path, "Omar") as store:
            assert standing(store, needs) == [state]


def test_who_decides_is_told_how_many_records_of_colleagues_stop_and_wait_again(path: Path) -> None:
    with by(path, "Ada") as store:
        first = adult(store)
        case = workflow.case_for(store, first).id
        code = store.record(first).code
        workflow.hand_over(store, first, "Omar")
    with by(path, "Omar") as store:
        for name in ("needs", "labour"):
            needs = workflow.begin_module(store, case, name, agreed=people.agreed(store, case)).row.id
            assert workflow.finalise_draft(store, needs).released
    with by(path, "Ada") as store:
        decided(store, first)
        assert ended_for_age.told_of_case(store, case) == {"sending_ended": code, "others_held": "2"}
        decided(store, first, "adult")
        assert ended_for_age.told_of_case(store, case) == {"sending_again": code, "others_again": "2"}
        assert ended_for_age.told_of_case(store, case) == {}
        told = messages.ended({"sending_ended": code, "others_held": "2"}, i18n.load("en"))
        assert len(told) == 2 and told[1].endswith(": 2.")


def no_then_yes(store: Vault, record: str) -> None:
    workflow.release_later(store, record, ConsentSheet(refused=True, language="bn"))
    assert workflow.release_later(store, record, YES).released


def back_and_again(store: Vault, record: str) -> None:
    workflow.withdraw_consent(store, record, "sync")
    workflow.agree_again(store, record, (("sync", ""),), language="bn")


def no_of_a_guardian(store: Vault, record: str) -> None:
    decided(store, record)
    workflow.consent_given(store, record, "sync", word="no", whose="guardian")


@pytest.mark.parametrize("before", [no_then_yes, back_and_again, no_of_a_guardian])
def test_a_no_that_ended_keeps_nothing_here(store: Vault, before: object) -> None:
    record = adult(store)
    assert callable(before)
    before(store, record)
    decided(store, record)
    assert standing(store, record) == ["held"]
    decided(store, record, "adult")
    assert standing(store, record) == ["waiting"]


def test_a_no_of_the_person_keeps_it_here(store: Vault) -> None:
    record = adult(store)
    decided(store, record)
    workflow.consent_given(store, record, "sync", word="no")
    decided(store, record, "adult")
    assert standing(store, record) == ["held"]


def test_of_whom_it_is_doubted_that_they_are_an_adult_nothing_is_sent_until_they_agree_or_it_is_decided(
    store: Vault,
) -> None:
    record, other = adult(store), adult(store)
    for each in (record, other):
        told_here.keep_doubt(store, each, True)
        assert standing(store, each) == ["held"]
        asked = workflow.release_later(store, each, ConsentSheet())
        assert (asked.released, asked.code) == (False, "screening.agreed_as_adult")
    assert workflow.release_later(store, record, YES).released
    decided(store, other, "adult")
    assert (standing(store, record), standing(store, other)) == (["waiting"], ["waiting"])


def test_a_slip_of_whom_that_is_doubted_goes_on_their_word_and_their_guardians(store: Vault) -> None:
    record = adult(store)
    told_here.keep_doubt(store, record, True)
    with pytest.raises(IntakeError, match=r"screening\.age_in_doubt"):
        workflow.export_record(store, record, "freephone", "json", None)
    theirs = ConsentSheet(language="bn", guardian=GuardianYes("signed", "bn", ""))
    assert workflow.export_record(store, record, "freephone", "json", theirs)


def test_nothing_goes_by_itself_to_a_server_that_came_after_it_was_agreed_to(store: Vault) -> None:
    record = adult(store)
    decided(store, record)
    workflow.add_server(store, "another", "https://another.example")
    decided(store, record, "adult")
    assert standing(store, record) == ["held"] and (store.waiting("practice"), store.waiting("another")) == (0, 0)
    assert workflow.release_later(store, record, YES).released


def finished_as_child(path: Path, then: str) -> tuple[str, str]:
    """Of an adult whom Ada met and decides to be a child: her record, and one that Omar finishes meanwhile; `then`: a
    server that comes after it.
    """
    with by(path, "Ada") as store:
        first = adult(store)
        case = workflow.case_for(store, first).id
        decided(store, first)
    with by(path, "Omar") as store:
        needs = workflow.begin_module(store, case, "needs", agreed=people.agreed(store, case)).row.id
        done = workflow.finalise_draft(store, needs)
        assert (done.released, done.code) == (False, "screening.agreed_as_adult")
    with by(path, "Ada") as store:
        ended_for_age.left_over(store)
        if then:
            workflow.add_server(store, then, f"https://{then}.example")
    return first, needs


def test_what_a_colleague_finished_while_the_person_counted_as_a_child_goes_whoever_decides(path: Path) -> None:
    first, needs = finished_as_child(path, "")
    with by(path, "Ada") as store:
        code = store.record(first).code
        decided(store, first, "adult")
        assert ended_for_age.left_over(store) == {"sending_again": code, "others_again": "1"}
        assert store.waiting("practice") == 1
    with by(path, "Omar") as store:
        assert standing(store, needs) == ["waiting"] and store.waiting("practice") == 1


def test_it_stays_where_a_server_came_after_it_and_both_are_told_why(path: Path) -> None:
    first, needs = finished_as_child(path, "another")
    with by(path, "Ada") as store:
        code = store.record(first).code
        decided(store, first, "adult")
        assert ended_for_age.left_over(store) == {"sending_late": code, "others_late": "1"}
        assert (standing(store, first), held.why(store, first)) == (["held"], held.SERVER_LATER)
    with by(path, "Omar") as store:
        assert (standing(store, needs), held.why(store, needs)) == (["held"], held.SERVER_LATER)
        assert workflow.release_later(store, needs, YES).released


def test_what_waits_for_a_first_interview_that_is_open_still_stays_as_it_is_decided(path: Path) -> None:
    first, needs = finished_as_child(path, "")
    with by(path, "Omar") as store:
        case = store.case_of(needs)
        assert case is not None
        again = workflow.begin_module(store, case.id, "first_interview", again=True).row.id
        labour = workflow.begin_module(store, case.id, "labour", agreed=people.agreed(store, case.id)).row.id
        assert workflow.finalise_draft(store, labour).code == "screening.first_open"
    with by(path, "Ada") as store:
        decided(store, first, "adult")
    with by(path, "Omar") as store:
        assert (standing(store, labour), standing(store, needs)) == (["held"], ["waiting"])
        store.discard(again)
    with by(path, "Ada") as store:
        decided(store, first, "minor")
        decided(store, first, "adult")
    with by(path, "Omar") as store:
        assert standing(store, labour) == ["waiting"]


def test_a_colleagues_record_that_waits_again_by_another_decision_is_told_no_more_as_one_that_stays(path: Path) -> None:
    with by(path, "Ada") as store:
        first = adult(store)
        case = workflow.case_for(store, first).id
    with by(path, "Omar") as store:
        needs = workflow.begin_module(store, case, "needs", agreed=people.agreed(store, case)).row.id
        assert workflow.finalise_draft(store, needs).released
    with by(path, "Ada") as store:
        decided(store, first)
    with by(path, "Omar") as store:
        decided(store, needs, "adult")
    with by(path, "Ada") as store:
        assert standing(store, first) == ["waiting"] and ended_for_age.left_over(store) == {}


def test_what_a_server_refused_waits_for_a_person_again_and_who_reads_nothing_of_it_is_told_who_knows(
    path: Path, server: PracticeServer
) -> None:
    with by(path, "Ada") as store:
        workflow.add_person(store, "Cora", Role.COORDINATOR, PASSPHRASE)
        workflow.add_server(store, "here", server.url)
        package = store.form(people.own_form(store))
        server.add_form(package.xml, package.files)
        record = adult(store)
        server.behaviour = "conflict"
        workflow.sync_round(lambda call: call(store), "here", lambda _progress: None, lambda: False)
        offered = conflicts.choices(store, record)
        decided(store, record)
        assert held.shut(store, record) == held.AS_ADULT
        with pytest.raises(IntakeError, match=r"screening\.agreed_as_adult"):
            workflow.send_as_new(store, record)
    with by(path, "Cora") as store:
        assert held.shut(store, record) == held.UNREAD
    with by(path, "Ada") as store:
        ended_for_age.left_over(store)
        decided(store, record, "adult")
        assert (held.shut(store, record), ended_for_age.left_over(store)) == ("", {})
        assert standing(store, record) == ["needs_person"] and conflicts.choices(store, record) == offered
        assert "send_as_new" in offered and workflow.send_as_new(store, record).delivery == "waiting"


def test_what_is_told_to_a_release_with_a_doubt_is_what_the_list_tells(store: Vault) -> None:
    record = adult(store)
    asked = workflow.release_later(store, record, ConsentSheet(minor=True, language="bn"))
    assert (asked.released, asked.code) == (False, held.why(store, record))
    assert asked.code == held.AS_ADULT


def test_taken_apart_again_it_is_told_what_stays_for_a_server(store: Vault) -> None:
    one, other = adult(store), adult(store, consent_sync="no")
    case, second = workflow.case_for(store, one), workflow.case_for(store, other)
    workflow.merge_cases(store, case.id, second.id, "the same person told us")
    assert standing(store, one) == ["held"]
    workflow.add_server(store, "another", "https://another.example")
    apart = workflow.taken_apart(
        store, case.id, lambda: workflow.part_cases(store, case.id, second.code, "it is another person")
    )
    assert (apart.goes, apart.late) == ((), (store.record(one).code,))
    assert held.why(store, one) == held.SERVER_LATER


@pytest.mark.parametrize("in_case", [True, False])
def test_what_an_older_program_let_wait_in_spite_of_a_doubt_stops_when_the_store_is_opened(
    path: Path, in_case: bool
) -> None:
    with by(path, "Ada") as store:
        record = adult(store)
        if in_case:
            workflow.case_for(store, record)
        store.put_age(record, "not_told", "doubt")
        with store._opening.database.transaction():  # as it stood there
            store._opening.database.run("DELETE FROM store WHERE key LIKE 'reckoned:%'")
        assert store.waiting("practice") == 1
    with by(path, "Ada") as store:
        assert standing(store, record) == ["held"] and store.waiting("practice") == 0


def corrected(store: Vault, record: str, **answers: str) -> str:
    """A correction of it that is closed."""
    made = Correction(store, record)
    made.told(**answers)
    made.closed()
    return made.id


def doubted_before(store: Vault, in_case: bool = True) -> str:
    """An adult's record that an older program let wait in spite of a doubt."""
    record = adult(store)
    if in_case:
        workflow.case_for(store, record)
    store.put_age(record, "not_told", "doubt")
    with store._opening.database.transaction():  # as it stood there
        store._opening.database.run("DELETE FROM store WHERE key LIKE 'reckoned:%'")
    return record


@pytest.mark.parametrize("in_case", [True, False])
def test_it_stops_too_where_somebody_opens_the_store_first_who_does_not_read_it(path: Path, in_case: bool) -> None:
    with by(path, "Ada") as store:
        workflow.add_person(store, "Cora", Role.COORDINATOR, PASSPHRASE)
        record = doubted_before(store, in_case)
    with by(path, "Cora") as store:
        assert (store.waiting("practice"), standing(store, record)) == (0, ["held"])
        assert store.check() == ()
    with by(path, "Ada") as store:
        assert held.why(store, record) == held.AS_ADULT


@pytest.mark.parametrize("since", ["adult", "weighed", "overridden"])
def test_what_may_go_in_spite_of_a_doubt_goes_whoever_opens_the_store_first(path: Path, since: str) -> None:
    with by(path, "Ada") as store:
        workflow.add_person(store, "Cora", Role.COORDINATOR, PASSPHRASE)
        record = doubted_before(store)
        if since == "adult":
            decided(store, record, "adult")
        elif since == "overridden":
            workflow.release_later(store, record, ConsentSheet(override_reason="a judge asks"))
    if since == "weighed":
        with vault.open_store(path, "Ada", PASSPHRASE) as store:
            store.weigh_once(1, lambda record: None)
    with by(path, "Cora") as store:
        assert standing(store, record) == ["waiting"]


def test_whose_yes_came_since_is_told_by_who_reads_it(path: Path) -> None:
    """It may be an adult's still, in another record, or the guardian's alone: it waits for a person."""
    with by(path, "Ada") as store:
        workflow.add_person(store, "Cora", Role.COORDINATOR, PASSPHRASE)
        record = doubted_before(store)
        store.put_words(record, [ConsentWord("sync", "", "yes", language="bn")])
    with by(path, "Cora") as store:
        assert (store.waiting("practice"), standing(store, record)) == (0, ["held"])


def test_each_of_whom_it_was_doubted_is_weighed_however_many_there_are(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with by(path, "Ada") as store:
        records = [doubted_before(store) for _ in range(3)]
    monkeypatch.setattr(entering, "_AT_A_TIME", 1)
    with by(path, "Ada") as store:
        assert standing(store, *records) == ["held"] * 3


def test_what_had_stopped_goes_where_the_server_that_came_later_is_gone_again(store: Vault) -> None:
    record = adult(store)
    decided(store, record)
    workflow.add_server(store, "another", "https://another.example")
    store.drop_server("another")
    decided(store, record, "adult")
    assert standing(store, record) == ["waiting"] and store.waiting("practice") == 1
    workflow.add_server(store, "another", "https://another.example")
    assert (store.waiting("practice"), store.waiting("another")) == (1, 0)


def test_a_correction_that_is_agreed_to_after_a_server_came_goes_there_with_what_was_before(store: Vault) -> None:
    record = adult(store)
    child = corrected(store, record, age_band="minor")
    workflow.add_server(store, "another", "https://another.example")
    grown = corrected(store, child, age_band="adult", consent_sync="yes")
    decided(store, record, "adult")
    assert standing(store, record, child, grown) == ["waiting"] * 3
    assert (store.waiting("practice"), store.waiting("another")) == (3, 3)


def test_taken_apart_again_it_is_told_what_stops(store: Vault) -> None:
    one, other = adult(store), adult(store)
    case, second = workflow.case_for(store, one), workflow.case_for(store, other)
    decided(store, one)
    workflow.merge_cases(store, case.id, second.id, "the same person told us")
    decided(store, one, "adult")
    ended_for_age.left_over(store)
    assert standing(store, one, other) == ["waiting"] * 2
    apart = workflow.taken_apart(
        store, case.id, lambda: workflow.part_cases(store, case.id, second.code, "it is another person")
    )
    assert standing(store, one, other) == ["held", "waiting"]
    assert apart.as_ended() == {"sending_ended": store.record(one).code}
    assert store.record(one).code in case_words.apart(apart, Words())[0]


@pytest.mark.parametrize("what", ["sending_refused", "slips_refused"])
def test_what_was_refused_under_another_code_names_the_guardian_too(what: str) -> None:
    (told,) = messages.ended({what: "KIMA-86-3"}, i18n.load("en"))
    assert "KIMA-86-3" in told and "whoever refused it, the person or their guardian" in told
