"""What is concluded after any talk counts for the person: on the next talk, the next slip and in the export."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet, concluded, concluding
from intake_app.xform import AnswerState, Session
from tests.gui_shell import people
from tests.gui_shell.windows import PASSPHRASE

MODULES = ("labour", "sexual", "begging_crime", "domestic", "marriage_family", "transit", "minor", "needs")
SHEET = ConsentSheet(given=True, language="bn")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        yield made


def first(store: Vault, **changed: str) -> tuple[str, str]:
    """A first interview, by its record and its case."""
    answers = {"information/consent_export": "yes", "next_steps/outcome": "no_indication_now", **changed}
    done = people.finish(store, people.ARABIC, answers)
    return done, workflow.case_for(store, done).id


def later(store: Vault, case: str, name: str, **answers: str | AnswerState) -> tuple[str, Session]:
    opened = workflow.begin_module(store, case, name, agreed=people.agreed(store, case))
    definition = workflow.load_definition(opened.package.xml, opened.package.files)
    session = workflow.session_for(opened, definition)
    for path, value in answers.items():
        ref = f"/data/{path.replace('__', '/')}"
        if isinstance(value, AnswerState):
            session.mark(ref, value)
        else:
            session.answer(ref, value)
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    workflow.finalise(store, session, opened.row.id, SHEET)
    return opened.row.id, session


@pytest.mark.parametrize("name", MODULES)
def test_a_later_conclusion_takes_the_place_of_the_first_everywhere(store: Vault, name: str) -> None:
    record, case = first(store, **{"next_steps/reason": "told"})
    before = concluding.standing(store, case)
    assert before is not None and (before.outcome, before.reason) == ("no_indication_now", "told")
    assert before.record == store.record(record).code
    out = json.loads(workflow.export_record(store, record, "anti_trafficking", "json", SHEET).data)
    assert out["objects"]["victim"][0]["vic_TraffickingStatus"] == ""
    soon = {"end__priority": "24h"} if name == "needs" else {"conclusion__priority": "24h"}
    if name == "needs":
        soon = {"now__food": "no", "health__doctor": "yes", **soon}
    done, _ = later(
        store, case, name, conclusion__outcome="priority_refer_now", conclusion__reason="other_talk",
        conclusion__reason_words="as agreed", **soon,
    )  # fmt: skip
    now = concluding.standing(store, case)
    assert now is not None and now.record == store.record(done).code
    assert (now.outcome, now.reason, now.words) == ("priority_refer_now", "other_talk", "as agreed")
    assert workflow.propose_slip(store, record).sheet.priority == "24h"
    told = workflow.export_record(store, record, "anti_trafficking", "json", SHEET).data
    assert json.loads(told)["objects"]["victim"][0]["vic_TraffickingStatus"] == "PossibleVictimOfTrafficking"
    assert b"as agreed" not in told and b"other_talk" not in told


def test_a_talk_without_a_conclusion_leaves_the_one_before(store: Vault) -> None:
    record, case = first(store)
    later(store, case, "needs", now__food="yes")
    now = concluding.standing(store, case)
    assert now is not None and now.record == store.record(record).code
    opened = workflow.begin_module(store, case, "labour")
    assert opened.concluded == now
    assert concluding.standing(store, case, record) is None


@pytest.mark.parametrize("state", [AnswerState.DOES_NOT_KNOW, AnswerState.DECLINED])
def test_a_first_interview_is_not_finished_before_somebody_concludes(store: Vault, state: AnswerState) -> None:
    opened = workflow.open_record(store, people.answered(store, people.ARABIC))
    definition = workflow.load_definition(opened.package.xml, opened.package.files)
    session = workflow.session_for(opened, definition)
    session.mark("/data/next_steps/outcome", state)
    (fault,) = workflow.missing(session)
    assert (fault.ref, fault.kind) == ("/data/next_steps/outcome", "required")
    with pytest.raises(IntakeError, match=r"workflow\.not_complete"):
        workflow.finalise(store, session, opened.row.id, SHEET)
    session.answer("/data/next_steps/outcome", "needs_more_time")
    assert workflow.missing(session) == ()
    workflow.finalise(store, session, opened.row.id, SHEET)


def test_an_earlier_wish_does_not_hurry_what_was_concluded_after_it(store: Vault) -> None:
    _, case = first(store)
    later(store, case, "transit", conclusion__outcome="possible_refer", conclusion__priority="24h")
    last, _ = later(store, case, "labour", conclusion__outcome="possible_refer", conclusion__priority="2w")
    assert workflow.propose_slip(store, last).sheet.priority == "2w"


def test_a_talk_that_leaves_the_conclusion_open_hurries_its_slip_as_the_one_before(store: Vault) -> None:
    _, case = first(store)
    later(store, case, "transit", conclusion__outcome="priority_refer_now", conclusion__priority="24h")
    last, _ = later(store, case, "needs", now__food="yes")
    assert workflow.propose_slip(store, last).sheet.priority == "24h"
    after, _ = later(store, case, "domestic", conclusion__outcome="no_indication_now")
    assert workflow.propose_slip(store, after).sheet.priority == "72h", "it was concluded anew, with no hurry"


def test_what_stands_tells_who_concluded_what_and_whether_all_talks_point_elsewhere(store: Vault) -> None:
    assert concluded.of_case(store, store.open_case().id) is None
    record, case = first(store, **{"next_steps/reason": "told"})
    found = concluded.of_case(store, case)
    assert found is not None and (found.conclusion.by, found.conclusion.record) == ("Ada", store.record(record).code)
    pointed = found.suggestion
    assert found.differs == (pointed != "no_indication_now")
    later(store, case, "needs", now__food="yes", conclusion__outcome=pointed)
    same = concluded.of_case(store, case)
    assert same is not None and (same.conclusion.outcome, same.suggestion, same.differs) == (pointed, pointed, False)


def test_a_talk_that_asks_for_no_sign_suggests_nothing(store: Vault) -> None:
    case = store.open_case().id
    later(store, case, "needs", now__food="yes", conclusion__outcome="possible_refer")
    found = concluded.of_case(store, case)
    assert found is not None and (found.suggestion, found.differs) == ("", False)


def test_a_record_says_why_a_text_or_a_date_is_blank(store: Vault) -> None:
    record, case = first(store, **{"next_steps/gender": "prefers_not_to_say"})
    done, session = later(
        store, case, "needs", page__page_wanted="yes", page__birthplace=AnswerState.DECLINED,
        page__residence=AnswerState.DOES_NOT_KNOW, page__nationality="prefers_not_to_say",
        page__in_europe="yes",
    )  # fmt: skip
    sent = store.submission(done).decode()
    assert "<birthplace/>" in sent and "<residence/>" in sent
    reasons = "/data/page/birthplace=prefers_not_to_say /data/page/residence=does_not_know"
    assert f"<unsaid>{reasons}</unsaid>" in sent, "what was not asked is not in it"
    assert session.value("/data/unsaid") == reasons
    out = json.loads(workflow.export_record(store, record, "anti_trafficking", "json", SHEET).data)
    asked = out["states"]["questions"]
    place = "intake_needs/page/"
    assert asked[f"{place}birthplace"] == asked[f"{place}nationality"] == "prefers_not_to_say"
    assert asked[f"{place}residence"] == "does_not_know"
    assert asked[f"{place}in_europe"] == "answered"
    assert asked[f"{place}in_europe_where"] == asked["intake_needs/now/food"] == "not_asked"
    assert asked["intake_first_interview/next_steps/gender"] == "prefers_not_to_say"
    assert asked["intake_first_interview/information/born"] == "not_asked"
    assert not [name for name in asked if "outcome" in name or "reason" in name], "the mediator's stay here"
    pairs = dict(pair.split("=") for pair in out["extension"]["ext_QuestionStates"].split(";"))
    assert pairs == asked


def test_what_was_declined_is_told_anew_each_time_it_is_finished(store: Vault) -> None:
    _, case = first(store)
    opened = workflow.begin_module(store, case, "needs")
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    session.answer("/data/page/page_wanted", "yes")
    session.mark("/data/page/birthplace", AnswerState.DECLINED)
    assert b"birthplace=prefers_not_to_say" in workflow.prepare(session).frozen.xml
    session.answer("/data/page/birthplace", "Sfax")
    assert b"<unsaid/>" in workflow.prepare(session).frozen.xml
