"""Our own questionnaires are corrected after they were finished: nothing double, nothing lost."""

import json
from datetime import UTC, date, datetime

import pytest

from intake_app import workflow
from intake_app.vault import Vault
from intake_app.workflow import ConsentSheet, concluding
from tests.workflow.test_concluding import first, later
from tests.workflow.test_said_since import Place, code_of

NO_SYNC = {"information/consent_sync": "no"}


def corrected(store: Vault, record: str, **answers: str) -> str:
    """The next version, answered as in a window."""
    place, opened = Place(store), workflow.edit_record(store, record)
    place.answer(opened.row.id, **answers)
    return workflow.finalise_draft(store, opened.row.id).row.id


def deliveries(store: Vault, record: str) -> list[str]:
    return [row.delivery for row in store.versions(record)]


def exported(store: Vault, record: str) -> list[dict[str, str]]:
    out = workflow.export_record(store, record, "anti_trafficking", "json", ConsentSheet(given=True, language="bn"))
    return [dict(each) for each in json.loads(out.data)["objects"]["victim"]]


def test_a_first_interview_is_corrected_and_stands_once(store: Vault) -> None:
    record, case = first(store)
    slip = Place(store).slip(record)
    words = store.case_words(case)
    assert workflow.may_edit(store, record)
    new = corrected(store, record, promise_broken="no", services="safe_place", outcome="possible_refer", priority="72h")
    assert store.case_words(case) == words, "nobody said anything anew"
    assert [entry.code for entry in store.case_outline(case)] == [store.record(new).code]
    assert deliveries(store, new) == ["waiting", "waiting"]
    standing = concluding.standing(store, case)
    assert standing is not None and (standing.outcome, standing.record) == ("possible_refer", store.record(new).code)
    assert workflow.propose_slip(store, record).sheet.services == ("safe_place",)
    assert [one.reference for one in store.slips()] == [slip], "what was given out stays known"
    assert workflow.case_sheet(store, case).age == "adult" and not workflow.case_sheet(store, case).refused


def test_a_correction_that_closes_the_gate_can_be_corrected_in_its_turn(store: Vault) -> None:
    record, _ = first(store)
    slip = Place(store).slip(record)
    closed = corrected(store, record, danger_now="yes")
    assert store.record(closed).delivery == "held" and workflow.may_edit(store, closed)
    assert code_of(lambda: workflow.reprint(store, slip)) == "workflow.slip_ended"
    again = corrected(
        store, closed, danger_now="no", age_band="adult", consent_interview="yes", consent_record="yes",
        consent_referral="yes", consent_sync="yes",
    )  # fmt: skip
    assert deliveries(store, again) == ["waiting"] * 3
    assert Place(store).slip(again)


def test_what_was_kept_back_is_corrected_too_and_goes_whole_once_they_agree(store: Vault) -> None:
    record, case = first(store, **NO_SYNC)
    second = corrected(store, record, promise_broken="no")
    assert deliveries(store, second) == ["held", "held"], "they still do not agree"
    noes = [each for each in store.case_words(case) if each.word == "no"]
    assert [each.purpose for each in noes] == ["sync"], "the same no is not said anew"
    third = corrected(store, second, consent_sync="yes")
    assert deliveries(store, third) == ["waiting"] * 3, "a server takes a correction of what it has"
    fourth = corrected(store, third, consent_sync="no")
    assert deliveries(store, fourth) == ["held"] * 4


def test_a_yes_at_the_desk_lets_all_versions_go(store: Vault) -> None:
    record, _ = first(store, **NO_SYNC)
    second = corrected(store, record, promise_broken="no")
    assert workflow.release_later(store, second, ConsentSheet(given=True, language="bn")).released
    assert deliveries(store, second) == ["waiting", "waiting"]
    third = corrected(store, second, threats="no")
    assert store.record(third).delivery == "waiting", "the no of before is older than that yes"


def test_a_reason_for_one_version_is_none_for_what_was_written_after_it(store: Vault) -> None:
    record, _ = first(store, **NO_SYNC)
    second = corrected(store, record, promise_broken="no")
    reason = ConsentSheet(override_reason="somebody is in danger")
    assert workflow.release_later(store, record, reason).released
    assert deliveries(store, second) == ["waiting", "held"]
    assert workflow.release_later(store, second, reason).released
    assert deliveries(store, second) == ["waiting", "waiting"]


def test_a_yes_to_the_version_before_lets_what_corrects_it_go_too(store: Vault) -> None:
    record, _ = first(store, **NO_SYNC)
    second = corrected(store, record, promise_broken="no")
    assert workflow.release_later(store, record, ConsentSheet(given=True, language="bn")).released
    assert deliveries(store, second) == ["waiting", "waiting"]


def test_what_was_taken_back_before_or_while_it_is_corrected_stays_so(store: Vault) -> None:
    record, case = first(store)
    begun = workflow.edit_record(store, record).row.id
    workflow.withdraw_consent(store, record)
    done = workflow.finalise_draft(store, begun)
    assert (done.released, done.code) == (False, "screening.consent_withdrawn")
    third = corrected(store, begun, promise_broken="no", threats="no")
    assert deliveries(store, third) == ["held"] * 3
    assert code_of(lambda: Place(store).slip(third)) == "screening.consent_withdrawn"
    assert store.case_outline(case)[0].record_id == third


def test_a_no_at_the_end_of_a_correction_holds_all_versions_and_those_that_follow(store: Vault) -> None:
    record, _ = first(store)
    slip = Place(store).slip(record)
    begun = workflow.edit_record(store, record).row.id
    assert workflow.finalise_draft(store, begun, ConsentSheet(refused=True)).code == "screening.consent_refused"
    assert deliveries(store, begun) == ["held", "held"]
    assert code_of(lambda: workflow.reprint(store, slip)) == "vault.withdrawn"
    third = corrected(store, begun, promise_broken="no")
    assert deliveries(store, third) == ["held"] * 3
    assert workflow.release_later(store, third, ConsentSheet(given=True, language="bn")).released
    assert deliveries(store, third) == ["waiting"] * 3


def test_a_corrected_age_counts_at_once(store: Vault) -> None:
    record, case = first(store)
    slip = Place(store).slip(record)
    corrected(store, record, age_band="minor")
    assert workflow.case_sheet(store, case).age == "minor"
    assert code_of(lambda: workflow.reprint(store, slip)) == "workflow.slip_of_child"
    assert code_of(lambda: exported(store, record)) == "screening.guardian_missing"


def test_an_export_takes_the_newest_version_alone_whichever_is_asked_for(store: Vault) -> None:
    record, _ = first(store)
    assert [each["vic_TraffickingStatus"] for each in exported(store, record)] == [""]
    new = corrected(store, record, outcome="possible_refer", priority="72h")
    for version in (record, new):
        assert [each["vic_TraffickingStatus"] for each in exported(store, version)] == ["PossibleVictimOfTrafficking"]


@pytest.mark.parametrize(
    ("name", "told", "now"),
    [
        ("sexual", {"what__pictures": "yes", "what__unwanted": "yes"}, {"pictures": "no"}),
        ("observations", {"company__answers_for": "yes", "signs__fear": "yes"}, {"fear": "no"}),
    ],
)
def test_a_module_is_corrected_and_stands_once(
    store: Vault, name: str, told: dict[str, str], now: dict[str, str]
) -> None:
    _, case = first(store)
    done, _ = later(store, case, name, **told, conclusion__outcome="possible_refer", conclusion__reason="told")
    words = store.case_words(case)
    new = corrected(store, done, **now, outcome="needs_more_time")
    assert deliveries(store, new) == ["waiting", "waiting"] and store.case_words(case) == words
    asked = {module.name: module.asked for module in workflow.case_sheet(store, case).modules}
    assert (entry := asked[name]) is not None and entry.record_id == new
    assert len(store.case_outline(case)) == 2
    standing = concluding.standing(store, case)
    assert standing is not None and (standing.outcome, standing.record) == ("needs_more_time", store.record(new).code)
    values = workflow.session_for(
        opened := workflow.edit_record(store, new), workflow.load_definition(opened.package.xml, opened.package.files)
    ).values()
    kept = {ref: value for ref, value in told.items() if ref.rpartition("__")[2] not in now}
    assert kept and all(values[f"/data/{ref.replace('__', '/')}"] == value for ref, value in kept.items())


def test_the_talk_with_a_child_keeps_its_day_and_counts_three_from_the_corrected_one(store: Vault) -> None:
    _, case = first(store, **{"information/age_band": "minor"})
    done, session = later(
        store, case, "minor", begin__wants_talk="yes", present__alone="yes", how_you_are__ill="yes",
        entry__entered="2026-03-02T08:00:00.000+00:00", entry__held_on="2026-03-04",
    )  # fmt: skip
    assert session.values()["/data/entry/in_time"] == "yes"
    new = corrected(store, done, entered="2026-02-20T08:00:00.000+00:00", ill="no")
    report = workflow.minor_report(store, done)
    assert report.release.record_id == new
    assert (report.entered, report.due) == (datetime(2026, 2, 20, 8, tzinfo=UTC), date(2026, 2, 23))
    opened = workflow.edit_record(store, new)
    values = workflow.session_for(
        opened, workflow.load_definition(opened.package.xml, opened.package.files)
    ).values()
    assert (values["/data/entry/held_on"], values["/data/entry/in_time"]) == ("2026-03-04", "no")
