"""Consent is a gate before the questions: who said no, or took it back, is not asked until a newer yes, by nobody."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.vault import Role, Vault
from intake_app.workflow import CaseSheet, ConsentSheet, OpenRecord, asking, consent_texts, gate_passed
from intake_app.workflow.asking import Anew
from tests.gui_shell import people
from tests.gui_shell.people import ARABIC, ITALIAN
from tests.gui_shell.windows import PASSPHRASE
from tests.workflow.consent_scenes import GUARDIAN
from tests.workflow.test_said_since import code_of
from tests.workflow.test_unread import changed, spoil

CALM = {
    "safety/understands": "yes", "safety/private": "yes", "safety/well_enough": "yes", "safety/danger_now": "no",
    "information/age_band": "adult", "next_steps/outcome": "needs_more_time",
}  # fmt: skip
TALK, NOTES = "information/consent_interview", "information/consent_record"
YES = {TALK: "yes", NOTES: "yes"}
SHUT, REFUSED, BACK = "workflow.talk_refused", "asking_refused", "asking_withdrawn"
GATE = gate_passed.CODE
FIRST_ASK, OPEN = "workflow.talk_not_asked", "asking_open"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        workflow.add_person(made, "Dario", Role.MEDIATOR, PASSPHRASE)
    return tmp_path / "w.intake"


@pytest.fixture
def store(path: Path) -> Iterator[Vault]:
    with workflow.open_store(path, "Ada", PASSPHRASE) as opened:
        yield opened


def answer(store: Vault, opened: OpenRecord, **told: str) -> str:
    """As a window writes it down: who asked, and after which word."""
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    asked = workflow.AskedBy(session, store.me.name, opened.draft.asked, opened.said_to)
    for name, value in told.items():
        session.answer(f"/data/{name}", value)
        asked.note()
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages, asked))
    return opened.row.id


def first(store: Vault, case: str = "", *, close: bool = True, **told: str) -> str:
    """A first interview, in a case where one is named."""
    if case:
        opened = workflow.begin_module(store, case, "first_interview", (ARABIC, ITALIAN), again=True)
    else:
        opened = workflow.start_record(store, people.own_form(store), ARABIC, ITALIAN)
    record = answer(store, opened, **{**CALM, **told})
    return workflow.finalise_draft(store, record).row.id if close else record


def begin(store: Vault, case: str, name: str = "sexual") -> str:
    return code_of(lambda: workflow.begin_module(store, case, name))


def sheet(store: Vault, case: str) -> CaseSheet:
    return workflow.case_sheet(store, case)


@pytest.mark.parametrize("told", [{TALK: "no"}, {TALK: "yes", NOTES: "no"}, {TALK: "prefers_not_to_say"}])
@pytest.mark.parametrize("close", [True, False])
def test_who_said_no_is_asked_nothing_by_anybody_until_they_say_yes(
    path: Path, told: dict[str, str], close: bool
) -> None:
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        case = workflow.case_for(store, first(store, close=close, **told)).id
        for name in ("sexual", "needs", "observations", "minor"):
            assert begin(store, case, name) == SHUT
        known = sheet(store, case)
        assert known.asking == REFUSED and {one.name for one in known.modules if not one.shut} == {"first_interview"}
        assert not any(one.advised and not one.mine for one in known.modules)
    with workflow.open_store(path, "Dario", PASSPHRASE) as store:
        assert begin(store, case) == SHUT, "who reads nothing of them is told of the no all the same"
        assert sheet(store, case).asking == REFUSED
        first(store, case, close=False, **YES)
        assert sheet(store, case).asking == "" and begin(store, case) == "", "they agreed in a talk that goes on"
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        assert begin(store, case, "needs") == SHUT, "nothing rests for others on what can still change"


CLOSED = (
    {"safety/understands": "no"}, {"safety/private": "no"}, {"safety/well_enough": "no"}, {"safety/danger_now": "yes"},
)  # fmt: skip


@pytest.mark.parametrize("close", [True, False])
@pytest.mark.parametrize("told", [None, {}, *CLOSED])
def test_over_a_gate_that_was_closed_nothing_begins_but_a_first_interview(
    path: Path, told: dict[str, str] | None, close: bool
) -> None:
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        case = store.open_case().id
        if told is not None:
            first(store, case, close=close, **told)
        both = Anew(("interview", "record"), consent_texts.of_case(store, case).name, "ar", now=gate_passed.NOW)
        for name in ("sexual", "needs", "observations"):
            assert begin(store, case, name) == GATE
            call = partial(workflow.begin_module, store, case, name, again=True, agreed=both)
            assert code_of(call) == GATE, "a yes alone stores nothing of how they are now"
        known = sheet(store, case)
        assert (known.asking, known.refused, known.first_again) == (OPEN, (), True)
        assert [one.name for one in known.modules if one.advised or not one.shut] == ["first_interview"]
    with workflow.open_store(path, "Dario", PASSPHRASE) as store:
        assert begin(store, case) == GATE and sheet(store, case).first_again, "also for who reads nothing of it"
        first(store, case, **YES)
        assert begin(store, case) == ""


@pytest.mark.parametrize("close", [True, False])
@pytest.mark.parametrize("told", CLOSED)
def test_a_gate_that_closes_later_shuts_over_a_yes_of_before(path: Path, told: dict[str, str], close: bool) -> None:
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        case = workflow.case_for(store, first(store, **YES)).id
        begun = workflow.begin_module(store, case, "needs").row.id
        later = first(store, case, close=close, **told)
        assert begin(store, case) == GATE and sheet(store, case).asking == OPEN
        kept = store.draft(begun)
        assert code_of(lambda: workflow.open_record(store, begun)) == GATE, "nothing more is asked"
        assert code_of(lambda: workflow.begin_module(store, case, "needs")) == GATE
        assert store.draft(begun) == kept and workflow.read_record(store, begun, "en").answers is not None
    with workflow.open_store(path, "Dario", PASSPHRASE) as store:
        assert begin(store, case) == GATE, "also for who reads nothing of it"
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        if close:
            first(store, case, **YES)
        else:
            answer(store, workflow.open_record(store, later), **CALM, **YES)
        assert begin(store, case) == "" and not sheet(store, case).first_again
        assert workflow.open_record(store, begun).row.id == begun, "it goes on"


def test_what_was_begun_is_finished_as_it_is_after_a_gate_that_closed_later(store: Vault) -> None:
    case = workflow.case_for(store, first(store, **YES)).id
    begun = workflow.begin_module(store, case, "needs").row.id
    first(store, case, **CLOSED[0])
    assert code_of(lambda: workflow.open_record(store, begun)) == GATE
    assert workflow.finalise_draft(store, begun).row.state != "draft"


def test_the_questions_of_this_moment_are_those_of_the_first_interview_that_close_it(store: Vault) -> None:
    opened = workflow.start_record(store, people.own_form(store), ARABIC, ITALIAN)
    definition = workflow.load_definition(opened.package.xml, opened.package.files)
    session = workflow.session_for(opened, definition)
    places = {each.path.rpartition("/")[2]: each.path for each in definition.controls()}
    for name, value in gate_passed.NOW.items():
        session.answer(places[name], value)
    assert not gate_passed.closed_in(session)
    closing = set()
    for place in definition.controls():
        for value in ("yes", "no") if place.path.startswith("/data/safety/") and place.control == "select1" else ():
            before = session.values().get(place.path, "")
            session.answer(place.path, value)
            closing |= {place.path} if gate_passed.closed_in(session) else set()
            session.answer(place.path, before)
    assert closing == {places[name] for name in gate_passed.NOW if name != "clear"}
    assert definition.tags(places["clear"])["word"] == "informed"


def test_nothing_is_asked_of_who_was_not_asked_whether_it_may_be_written_down(store: Vault) -> None:
    """Nobody said no: the first interview comes next, and what was begun before waits for that too."""
    case = workflow.case_for(store, first(store, **{TALK: "yes"})).id
    for name in ("sexual", "needs", "observations"):
        assert begin(store, case, name) == FIRST_ASK
    assert store.records("draft") == ()
    known = sheet(store, case)
    assert (known.asking, known.refused) == (OPEN, ())
    assert [one.name for one in known.modules if one.advised or not one.shut] == ["first_interview"]
    both = Anew(("interview", "record"), consent_texts.of_case(store, case).name, "ar", now=gate_passed.NOW)
    assert (
        code_of(lambda: workflow.begin_module(store, case, "sexual", agreed=Anew((), both.script, "ar"))) == FIRST_ASK
    )
    draft = workflow.begin_module(store, case, "sexual", agreed=both).row.id
    assert begin(store, case, "needs") == "" and sheet(store, case).asking == ""
    workflow.discard(store, draft)
    assert begin(store, case, "transit") == FIRST_ASK and begin(store, case, "needs") == FIRST_ASK, "the yes went"
    first(store, case, **YES)
    assert begin(store, case, "transit") == begin(store, case, "needs") == ""


def test_a_child_who_is_alone_is_asked_what_the_law_asks_for_before_anything_else(store: Vault) -> None:
    case = workflow.case_for(store, first(store, **{"information/age_band": "minor", "safety/danger_now": "yes"})).id
    workflow.decide_age(store, case, "minor", "the child said so at the quay")
    assert [one.name for one in sheet(store, case).modules if one.owed] == ["minor"]
    assert begin(store, case, "minor") == "" and begin(store, case, "needs") == GATE


def test_a_new_yes_opens_and_a_new_no_shuts_again_in_the_order_they_were_said(store: Vault) -> None:
    case = workflow.case_for(store, first(store, **{TALK: "no"})).id
    first(store, case, **YES)
    assert (begin(store, case), sheet(store, case).asking) == ("", "")
    later = workflow.begin_module(store, case, "first_interview", again=True)
    answer(store, later, **CALM, **{TALK: "no"})
    assert begin(store, case, "needs") == SHUT
    workflow.finalise_draft(store, later.row.id)
    assert begin(store, case, "needs") == SHUT, "who does not want to talk today"
    first(store, case, **YES)
    assert begin(store, case, "needs") == ""


@pytest.mark.parametrize("agrees", ["again", "anew"])
def test_after_everything_was_taken_back_nothing_is_asked_until_they_agree(store: Vault, agrees: str) -> None:
    record = first(store, **YES, **{"information/consent_sync": "yes"})
    case = workflow.case_for(store, record).id
    draft = workflow.begin_module(store, case, "needs").row.id
    away = workflow.begin_module(store, case, "transit").row.id
    workflow.withdraw_consent(store, record)
    assert begin(store, case) == SHUT and sheet(store, case).asking == BACK
    for verb in (workflow.open_record, workflow.finalise_draft, workflow.copy_record):
        assert code_of(lambda verb=verb: verb(store, draft)) == SHUT
    workflow.discard(store, away)
    assert [row.id for row in store.records("draft")] == [draft], "it stays, and may be put away"
    (mine,) = [one for one in sheet(store, case).modules if one.name == "needs"]
    assert mine.mine and mine.shut and not mine.advised
    assert sheet(store, case).refused == ("interview", "record"), "the talk was taken back with all the rest"
    assert asking.to_ask_for(store, case) == ("interview", "record")
    if agrees == "again":
        workflow.agree_again(store, record, [("sync", "organisation")], language="bn")
        assert sheet(store, case).refused == ("interview",), "that something is sent is no yes to a talk"
        assert begin(store, case) == SHUT
        workflow.begin_module(store, case, "labour", agreed=people.agreed(store, case))
    else:
        first(store, case, **YES)
    assert begin(store, case) == "" and workflow.open_record(store, draft).row.id == draft
    assert store.check() == ()


def test_what_was_taken_back_of_what_leaves_shuts_no_questions(store: Vault) -> None:
    record = first(store, **YES, **{"information/consent_sync": "yes"})
    case = workflow.case_for(store, record).id
    workflow.withdraw_consent(store, record, "sync")
    workflow.withdraw_consent(store, record, "", "police")
    assert begin(store, case) == ""


def test_a_no_in_a_first_interview_that_was_deleted_stands(path: Path) -> None:
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        case = store.open_case().id
        draft = first(store, case, close=False, **{TALK: "no"})
        workflow.discard(store, draft)
        assert begin(store, case) == SHUT
        workflow.restore(store, draft)
        answer(store, workflow.open_record(store, draft), **YES)
        assert begin(store, case) == "", "they say otherwise in the same talk"
        answer(store, workflow.open_record(store, draft), **{NOTES: "no"})
        workflow.discard(store, draft)
    with workflow.open_store(path, "Dario", PASSPHRASE) as store:
        assert begin(store, case) == SHUT
        first(store, case, **YES)
        assert begin(store, case, "needs") == ""


def test_what_the_law_asks_for_a_child_is_noted_as_that_and_nothing_else_is_asked(path: Path) -> None:
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        child = first(store, **{"information/age_band": "minor", TALK: "no"})
        case = workflow.case_for(store, child).id
    with workflow.open_store(path, "Dario", PASSPHRASE) as store:
        owed = {one.name for one in sheet(store, case).modules if one.owed}
        assert owed == {"minor"} and not any(one.owed and one.shut for one in sheet(store, case).modules)
        assert begin(store, case, "needs") == SHUT
        opened = workflow.begin_module(store, case, "minor")
        assert workflow.open_record(store, opened.row.id).row.id == opened.row.id
        alone = next(path for path, field in _tagged(opened) if field == "alone")
        answer(store, opened, **{alone.removeprefix("/data/"): "no"})
        workflow.finalise_draft(store, opened.row.id)
        assert not any(one.owed for one in sheet(store, case).modules), "somebody who answers for them is here"
        assert code_of(lambda: workflow.begin_module(store, case, "minor", again=True)) == SHUT


def _tagged(opened: OpenRecord) -> list[tuple[str, str]]:
    definition = workflow.load_definition(opened.package.xml, opened.package.files)
    return list(definition.tagged("slip"))


@pytest.mark.parametrize("close", [True, False])
def test_a_talk_that_can_not_be_read_may_have_heard_a_no(store: Vault, close: bool) -> None:
    record = first(store, **YES)
    case = workflow.case_for(store, record).id
    later = first(store, case, close=close, **{TALK: "no"})
    assert begin(store, case) == SHUT
    damage(store, later)
    assert begin(store, case) == FIRST_ASK
    workflow.consent_given(store, record, "interview", language="bn")
    if not close:
        assert begin(store, case) == FIRST_ASK, "nor whether it may be written down"
        workflow.consent_given(store, record, "record", language="bn")
    assert begin(store, case) == ""


def test_what_heard_no_later_word_shuts_nothing_when_it_can_not_be_read(store: Vault) -> None:
    case = store.open_case().id
    record = first(store, case, **YES)
    module = workflow.begin_module(store, case, "needs").row.id
    for each in (record, module):
        damage(store, each)
    assert begin(store, case) == ""


def test_what_is_no_way_of_saying_yes_leaves_no_draft(store: Vault) -> None:
    case = workflow.case_for(store, first(store, **{TALK: "no"})).id
    before = len(store.records())
    script = consent_texts.of_case(store, case).name
    anew = Anew(("interview", "record"), script, "ar", "nonsense", now=gate_passed.NOW)
    with pytest.raises(ValueError, match="how"):
        workflow.begin_module(store, case, "needs", agreed=anew)
    assert len(store.records()) == before


def damage(store: Vault, record: str) -> None:
    """Make a record one whose bytes do not fit its seal."""
    if store.record(record).state == "draft":
        changed(store, "UPDATE draft SET body = x'00' WHERE record = (SELECT number FROM record WHERE id = ?)", record)
    else:
        spoil(store, record)


def test_who_told_no_age_and_is_alone_has_the_childs_questionnaire_whatever_was_taken_back(store: Vault) -> None:
    record = first(store, **{**YES, "information/age_band": "prefers_not_to_say"})
    case = workflow.case_for(store, record).id
    opened = workflow.begin_module(store, case, "minor")
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    session.answer("/data/present/alone", "yes")
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    workflow.finalise_draft(store, opened.row.id)
    draft = workflow.begin_module(store, case, "minor", again=True).row.id
    workflow.withdraw_consent(store, record)
    assert workflow.open_record(store, draft).row.id == draft
    assert workflow.begin_module(store, case, "minor", again=True).row.state == "draft"
    with pytest.raises(IntakeError, match=r"workflow\."):
        workflow.begin_module(store, case, "labour")


def test_a_guardians_no_to_research_outweighs_the_yes_of_a_child_in_an_export(store: Vault) -> None:
    record = first(store, **{**YES, "information/age_band": "minor", "information/research_child": "yes"})
    noted = ConsentSheet(given=True, guardian=GUARDIAN, language="bn")
    told = [json.loads(workflow.export_record(store, record, "anti_trafficking", "json", noted).data)]
    workflow.withdraw_consent(store, record, "research", whose="guardian")
    told.append(json.loads(workflow.export_record(store, record, "anti_trafficking", "json", noted).data))
    assert [one["consent_v1"]["con_DataForResearch"] for one in told] == ["true", "false"]
