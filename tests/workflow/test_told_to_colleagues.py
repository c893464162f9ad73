"""What a person told to one colleague holds for all: of all versions of a record, all records of a case, by one rule.

That they are a child, that they ask for protection, what they refused: whoever wrote it, and may read it.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake_app import i18n, vault, workflow
from intake_app.errors import IntakeError
from intake_app.messages import explain
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet, carrying, leaving
from tests.workflow import test_said_since as scenes
from tests.workflow.consent_scenes import GUARDIAN
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.workflow.test_said_since import ALL, Place, code_of

FLEES = "| | select_one yn | asylum | Are you afraid of your authorities? | | asylum |\n"
ALONE = "| | select_one yn | alone | Is nobody with the child who answers for them? | | alone |\n"
GONE = ConsentSheet(given=True, asylum=False, language="bn")
By = Callable[[str], Place]


@pytest.fixture
def by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[By]:
    """The place with this colleague at it; whoever was there before has gone."""
    monkeypatch.setattr(scenes, "AGE", scenes.AGE + FLEES + ALONE)
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    path, at = tmp_path / "w.intake", list[Vault]()
    at.append(workflow.create_store(path, setup, vault.FLOOR))
    Place(at[0]).form("asks", True)
    workflow.add_person(at[0], "Bea", Role.MEDIATOR, PASSPHRASE)
    workflow.add_person(at[0], "Luca", Role.DESK, PASSPHRASE)

    def sits(name: str) -> Place:
        if at[-1].me.name != name:
            at[-1].close()
            at.append(workflow.open_store(path, name, PASSPHRASE))
        return Place(at[-1])

    yield sits
    at[-1].close()


def refused(place: Place, record: str, noted: ConsentSheet | None = None) -> set[str]:
    """Why neither a slip nor an export of a record goes."""
    return {
        code_of(lambda: place.slip(record, "health", noted)),
        code_of(lambda: workflow.export_record(place.store, record, "anti_trafficking", "json", noted)),
    }


@pytest.mark.parametrize("in_case", ["before", "after", ""])
def test_a_childs_record_that_a_colleague_corrects_is_a_childs(by: By, in_case: str) -> None:
    ada = by("Ada")
    case = ada.store.open_case().id
    first = ada.closed("asks", case if in_case == "before" else "", **{**ALL, "age": "minor"})
    second = workflow.edit_record(ada.store, first).row.id
    workflow.hand_over(ada.store, second, "Bea")
    bea = by("Bea")
    bea.answer(second, age="adult")
    workflow.finalise_draft(bea.store, second)
    assert refused(bea, second) == {"screening.guardian_missing"}
    if in_case:
        workflow.put_in_case(bea.store, second, case)
        other = bea.closed("asks", case, **ALL)
        assert refused(bea, other) == {"screening.guardian_missing"}, "it is told to the case, whoever wrote it"
    by("Luca")
    assert refused(by("Luca"), second) == {"screening.guardian_missing"}
    assert refused(by("Ada"), first) == {"screening.guardian_missing"}
    assert by("Ada").store.check() == ()


def test_a_correction_that_a_colleague_begins_tells_of_a_child_at_once(by: By) -> None:
    ada = by("Ada")
    first = ada.closed(**ALL)
    slip = ada.slip(first)
    second = workflow.edit_record(ada.store, first).row.id
    workflow.hand_over(ada.store, second, "Bea")
    by("Bea").answer(second, age="minor")
    ada = by("Ada")
    assert refused(ada, first) == {"screening.guardian_missing"}
    assert code_of(lambda: workflow.reprint(ada.store, slip)) == "workflow.slip_of_child"
    by("Bea").answer(second, age="adult")
    assert refused(by("Ada"), first) == {""}, "a draft may be put right"


@pytest.mark.parametrize("closed", [True, False])
def test_nothing_goes_to_the_consulate_of_who_told_a_colleague_that_they_flee(by: By, closed: bool) -> None:
    bea = by("Bea")
    case = bea.store.open_case().id
    own = bea.closed("asks", case, **ALL)
    workflow.consent_given(bea.store, own, "consular", "consulate", language="bn")
    slip = bea.slip(own, "consulate", GONE)
    ada = by("Ada")
    told = ada.begun("asks", True, case, **ALL, asylum="yes")
    if closed:
        workflow.finalise_draft(ada.store, told)
    for name in ("Bea", "Luca"):
        place = by(name)
        assert code_of(lambda place=place: place.slip(own, "consulate", GONE)) == "screening.consulate_closed"
        assert code_of(lambda place=place: workflow.reprint(place.store, slip)) == "workflow.slip_ended"
    if closed:
        return
    by("Ada").answer(told, asylum="no")
    assert by("Bea").slip(own, "consulate", GONE), "a draft may be put right"


@pytest.mark.parametrize("seen_to", [True, False])
def test_who_told_that_they_flee_takes_it_back_by_a_no_alone(by: By, seen_to: bool) -> None:
    ada = by("Ada")
    case = ada.store.open_case().id
    own, told = ada.closed("asks", case, **ALL), ada.begun("asks", True, case, **ALL, asylum="yes")
    workflow.consent_given(ada.store, own, "consular", "consulate", language="bn")

    def to_consulate(record: str) -> str:
        return code_of(lambda: by("Ada").slip(record, "consulate", GONE))

    if seen_to:
        by("Bea")
    by("Ada").answer(told, asylum="")
    by("Ada").answer(told, export="yes")
    assert to_consulate(own) == "screening.consulate_closed", "a question that is left open says nothing"
    workflow.finalise_draft(by("Ada").store, told)
    by("Bea")
    assert to_consulate(own) == "screening.consulate_closed" == to_consulate(told), "nor does the finished record"
    again = workflow.edit_record(by("Ada").store, told).row.id
    by("Ada").answer(again, asylum="yes")
    by("Ada").answer(again, asylum="no")
    workflow.finalise_draft(by("Ada").store, again)
    assert to_consulate(own) == ""


def test_what_a_colleague_corrected_tells_as_it_is_now(by: By) -> None:
    ada = by("Ada")
    first = ada.closed(**ALL, asylum="no")
    workflow.consent_given(ada.store, first, "consular", "consulate", language="bn")
    slip = ada.slip(first, "consulate", GONE)
    second = workflow.edit_record(ada.store, first).row.id
    workflow.hand_over(ada.store, second, "Bea")
    bea = by("Bea")
    bea.answer(second, asylum="yes")
    assert code_of(lambda: by("Ada").slip(first, "consulate", GONE)) == "screening.consulate_closed"
    workflow.finalise_draft(by("Bea").store, second)
    ada = by("Ada")
    assert code_of(lambda: ada.slip(first, "consulate", GONE)) == "screening.consulate_closed"
    assert code_of(lambda: workflow.reprint(ada.store, slip)) == "workflow.slip_ended"


def test_what_was_refused_in_a_record_that_a_colleague_corrects_stays_refused(by: By) -> None:
    ada = by("Ada")
    first = ada.closed(**{**ALL, "referral": "no", "export": "no"})
    second = workflow.edit_record(ada.store, first).row.id
    workflow.hand_over(ada.store, second, "Bea")
    workflow.withdraw_consent(ada.store, first)
    bea = by("Bea")
    assert not workflow.finalise_draft(bea.store, second).released
    codes = {"screening.consent_refused", "screening.consent_withdrawn"}
    assert refused(bea, second, ConsentSheet(given=True, language="bn")) <= codes


@pytest.mark.parametrize("away", ["once", "again", "brought back"])
def test_what_was_refused_in_a_correction_that_a_colleague_puts_away_stands(by: By, away: str) -> None:
    """They do not see the version that it corrects."""
    ada = by("Ada")
    first = ada.closed(**ALL)
    slip = ada.slip(first)
    second = workflow.edit_record(ada.store, first).row.id
    workflow.hand_over(ada.store, second, "Bea")
    bea = by("Bea")
    assert bea.store.record(second).edit_of and len(bea.store.versions(second)) == 1
    bea.answer(second, sync="no", referral="no", export="no")
    workflow.discard(bea.store, second)
    if away != "once":
        workflow.restore(bea.store, second)
    if away == "again":
        workflow.discard(bea.store, second)
    ada = by("Ada")
    if away == "brought back":
        assert ada.store.record(first).delivery == "waiting" and refused(ada, first) == {""}
    else:
        assert ada.store.record(first).delivery == "held" and refused(ada, first) == {"screening.consent_refused"}
    ended = "workflow.slip_ended" if away == "brought back" else "vault.withdrawn"
    assert code_of(lambda: workflow.reprint(ada.store, slip)) == ended
    assert ada.store.check() == ()


@pytest.mark.parametrize(("before", "after"), [("yes", "no"), ("no", "yes")])
def test_a_clock_that_stood_ahead_hides_no_later_word_of_who_is_with_a_child(
    by: By, monkeypatch: pytest.MonkeyPatch, before: str, after: str
) -> None:
    ada = by("Ada")
    case = ada.store.open_case().id
    with monkeypatch.context() as ahead:
        ahead.setattr(ada.store._opening, "clock", lambda: datetime(2060, 1, 1, tzinfo=UTC))
        first = ada.closed("asks", case, **ALL, age="minor", alone=before)
    assert leaving.told_alone(ada.store, first) == (before == "yes")
    second = ada.closed("asks", case, **ALL, age="minor", alone=after)
    assert leaving.told_alone(ada.store, first) == leaving.told_alone(ada.store, second) == (after == "yes")
    assert leaving.told_alone(by("Bea").store, by("Bea").closed("asks", case, **ALL)) == (after == "yes")


def test_a_record_begun_anew_is_of_who_flees(by: By) -> None:
    ada = by("Ada")
    first = ada.closed(**ALL, asylum="yes")
    again = workflow.copy_record(ada.store, first).row.id
    ada.answer(again, **ALL, age="adult", asylum="no")
    workflow.finalise_draft(ada.store, again)
    workflow.consent_given(ada.store, again, "consular", "consulate", language="bn")
    assert code_of(lambda: ada.slip(again, "consulate", GONE)) == "screening.consulate_closed"


def test_a_record_that_can_not_be_read_keeps_the_consulate_closed(by: By) -> None:
    ada = by("Ada")
    case = ada.store.open_case().id
    own, other = ada.closed("asks", case, **ALL), ada.closed("asks", case, **ALL)
    workflow.consent_given(ada.store, own, "consular", "consulate", language="bn")
    assert ada.slip(own, "consulate", GONE)
    database = ada.store._opening.database.connection
    database.execute("DROP TRIGGER submission_change")
    database.execute(
        "UPDATE submission SET body = x'00' WHERE record = (SELECT number FROM record WHERE id = ?)", (other,)
    )
    assert code_of(lambda: ada.slip(own, "consulate", GONE)) == "screening.consulate_closed"
    assert ada.slip(own, "health"), "and nothing else"


def test_a_draft_that_an_older_program_wrote_tells_without_a_mark(by: By) -> None:
    ada = by("Ada")
    case = ada.store.open_case().id
    own = ada.closed("asks", case, **ALL)
    workflow.consent_given(ada.store, own, "consular", "consulate", language="bn")
    told = ada.begun("asks", True, "", asylum="yes", age="minor")
    draft = ada.store.draft(told)
    assert (draft.age, draft.asylum) == ("minor", True)
    ada.store.save_draft(told, vault.Draft(draft.xml, draft.states, draft.place, draft.title, draft.languages))
    workflow.put_in_case(ada.store, told, case)
    assert code_of(lambda: ada.slip(own, "consulate", GONE)) == "screening.consulate_closed"
    assert refused(ada, own) == {"screening.guardian_missing"}


def test_what_a_colleague_corrected_goes_nowhere_as_it_was(by: By, tmp_path: Path) -> None:
    ada = by("Ada")
    workflow.add_person(ada.store, "Far", Role.MEDIATOR, PASSPHRASE, agency="Prefettura")
    first, given = ada.closed(**ALL), ConsentSheet(given=True, language="bn")
    second = workflow.edit_record(ada.store, first).row.id
    workflow.hand_over(ada.store, second, "Bea")
    assert refused(by("Ada"), first) == {""}, "a correction that is begun keeps nothing back"
    workflow.finalise_draft(by("Bea").store, second)
    ada = by("Ada")
    elsewhere = "workflow.corrected_elsewhere"
    assert refused(ada, first) == refused(ada, first, given) == {elsewhere}
    assert refused(ada, first, ConsentSheet(override_reason="it is needed")) == {elsewhere}
    assert refused(ada, first, ConsentSheet(danger=True)) == {elsewhere}, "without a reason"
    assert code_of(lambda: workflow.screening_page(ada.store, first, "en", given)) == elsewhere
    assert code_of(lambda: workflow.hand_over(ada.store, first, "Far", "prefecture", given)) == elsewhere
    proposed = workflow.propose_slip(ada.store, first)
    assert (proposed.record.id, proposed.blocked, proposed.newer) == (first, elsewhere, "Bea")
    with pytest.raises(IntakeError) as told:
        workflow.draft_slip(ada.store, first, "health", proposed.sheet)
    assert explain(told.value, i18n.load("en")).sentence.startswith("Bea has finished a correction of this record")
    assert refused(by("Bea"), second) == refused(by("Luca"), first) == {""}, "who sees it lets out how it stands"
    assert {one.record_id for one in by("Luca").store.slips()} == {first, second}


def test_as_it_was_it_goes_where_somebody_may_be_hurt_now_for_a_reason_that_is_kept(by: By) -> None:
    ada = by("Ada")
    first = ada.closed(**ALL)
    second = workflow.edit_record(ada.store, first).row.id
    workflow.hand_over(ada.store, second, "Bea")
    workflow.finalise_draft(by("Bea").store, second)
    ada, noted = by("Ada"), ConsentSheet(override_reason="she is bleeding", danger=True)
    sheet = workflow.propose_slip(ada.store, first).sheet
    assert workflow.draft_slip(ada.store, first, "health", sheet, noted).release.basis == "override"
    slip = workflow.issue_slip(ada.store, first, "health", sheet, "en", lambda _content, _language: b"%PDF", noted)
    assert slip.corrected, "who has it in hand reads that it is as it was"
    (release,) = [one for one in ada.store.releases(first) if one.purpose == "slip"]
    assert (release.basis, release.lawful, release.detail) == ("override", "vital_interest", "she is bleeding")


def test_the_duty_to_tell_of_a_child_does_not_wait_for_a_colleague(by: By) -> None:
    ada = by("Ada")
    first = ada.closed(**{**ALL, "age": "minor"})
    second = workflow.edit_record(ada.store, first).row.id
    workflow.hand_over(ada.store, second, "Bea")
    workflow.finalise_draft(by("Bea").store, second)
    ada = by("Ada")
    assert not workflow.propose_slip(ada.store, first).blocked
    assert ada.slip(first, "social_services", ConsentSheet(alone=True))
    guardian = ConsentSheet(given=True, guardian=GUARDIAN, language="bn")
    assert code_of(lambda: ada.slip(first, "health", guardian)) == "workflow.corrected_elsewhere"


def test_that_a_child_is_alone_counts_as_the_newest_record_of_theirs_tells(by: By) -> None:
    ada, child = by("Ada"), {**ALL, "age": "minor", "referral": "no"}
    case = ada.store.open_case().id
    own = ada.closed("asks", case, **child)
    assert code_of(lambda: ada.slip(own, "social_services")) == "screening.alone_not_told"
    by("Bea").closed("asks", case, **child, alone="yes")
    ada = by("Ada")
    assert workflow.propose_slip(ada.store, own).alone
    assert ada.slip(own, "social_services"), "a colleague heard it"
    (release,) = [one for one in ada.store.releases(own) if one.purpose == "slip"]
    assert release.basis == "duty"
    bea = by("Bea")
    bea.begun("asks", True, case, **child, alone="no")
    assert workflow.propose_slip(by("Ada").store, own).alone, "a draft says nothing yet"
    by("Bea").closed("asks", case, **child, alone="no")
    ada = by("Ada")
    assert not workflow.propose_slip(ada.store, own).alone
    other = ada.closed("asks", case, **child)
    assert code_of(lambda: ada.slip(other, "social_services")) == "screening.consent_refused", "an aunt has come"


@pytest.mark.parametrize("in_case", [True, False])
def test_a_correction_that_a_colleague_finishes_keeps_how_and_when_the_person_agreed(
    by: By, in_case: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = by("Ada")
    record = ada.begun("asks", True, ada.store.open_case().id if in_case else "", **ALL)
    sheet = ConsentSheet(given=True, how="witness", witness="interpreter", language="bn")
    workflow.finalise_draft(ada.store, record, sheet)
    given = carrying.heard_in(ada.store, record)
    assert {(each.how, each.witness) for each in given} == {("witness", "interpreter")}
    correction = workflow.edit_record(ada.store, record).row.id
    workflow.hand_over(ada.store, correction, "Bea")
    bea = by("Bea")
    later = datetime.now(UTC) + timedelta(days=30)
    monkeypatch.setattr(bea.store._opening, "clock", lambda: later)
    bea.answer(correction, asylum="no")
    assert workflow.finalise_draft(bea.store, correction).released
    assert carrying.heard_in(bea.store, correction) == given
    if not in_case:
        workflow.case_for(bea.store, correction)
    ways = [(word.how, word.witness) for word in bea.store.said(correction)]
    assert ways and set(ways) == {("witness", "interpreter")}
