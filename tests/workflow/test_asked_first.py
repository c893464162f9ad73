"""Consent is a gate: who said no to the talk, or to its being written down, is asked again before anything begins."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.vault import Role, Vault
from intake_app.workflow import consent_texts, gate_passed
from intake_app.workflow.asking import Anew, refused, to_ask_for
from tests.gui_shell import people
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.workflow.test_own_corrected import corrected
from tests.workflow.test_unread import spoil

TALK, NOTES = "information/consent_interview", "information/consent_record"
DECLINED = {"next_steps/outcome": "person_declined"}
SAFE = "understands=yes private=yes well=yes danger=no clear=yes"
AGREED = {TALK: "yes", NOTES: "yes"}
NO: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "the talk": ({TALK: "no", **DECLINED}, ("interview",)),
    "its record": ({TALK: "yes", NOTES: "no", **DECLINED}, ("record",)),
    "the talk, declined": ({TALK: "prefers_not_to_say", **DECLINED}, ("interview",)),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        yield made


def first(store: Vault, answers: dict[str, str]) -> tuple[str, str]:
    """A first interview by its record and its case."""
    record = people.finish(store, people.ARABIC, answers)
    return record, workflow.case_for(store, record).id


def agreed(store: Vault, case: str, how: str = "spoken", witness: str = "", purposes: tuple[str, ...] = ()) -> Anew:
    """What is noted once the text was read to them in Arabic."""
    text = consent_texts.of_case(store, case).name
    return Anew(purposes or to_ask_for(store, case), text, "ar", how, witness, gate_passed.NOW)


def code_of(call: Callable[[], object]) -> str:
    try:
        call()
    except IntakeError as error:
        return error.code
    return ""


def advised(store: Vault, case: str) -> list[str]:
    return [one.name for one in workflow.case_sheet(store, case).modules if one.advised]


@pytest.mark.parametrize("said", NO)
def test_nothing_begins_over_a_no_until_they_agree(store: Vault, said: str) -> None:
    answers, purposes = NO[said]
    _, case = first(store, answers)
    assert workflow.case_sheet(store, case).refused == purposes and advised(store, case) == []
    drafts = store.records("draft")
    assert code_of(lambda: workflow.begin_module(store, case, "labour")) == "workflow.talk_refused"
    assert code_of(lambda: workflow.begin_module(store, case, "needs", again=True)) == "workflow.talk_refused"
    assert store.records("draft") == drafts
    unread = agreed(store, case, purposes=("sync",))
    assert code_of(lambda: workflow.begin_module(store, case, "labour", agreed=unread)) == "workflow.talk_refused"
    for name in gate_passed.NOW:
        for other in ("yes", "no", "does_not_know", ""):
            now = {**gate_passed.NOW, name: other}
            if now != gate_passed.NOW:
                unsafe = replace(agreed(store, case), now=now)
                call = partial(workflow.begin_module, store, case, "labour", agreed=unsafe)
                assert code_of(call) == "workflow.not_safe_now"
    nobody = agreed(store, case, "witness")
    assert code_of(lambda: workflow.begin_module(store, case, "labour", agreed=nobody)) == "screening.no_witness"
    assert store.records("draft") == drafts
    anew = agreed(store, case, "witness", "interpreter")
    begun = workflow.begin_module(store, case, "labour", agreed=anew)
    told = store.said(begun.row.id)[-len(anew.purposes) :]
    assert set(purposes) <= set(anew.purposes)
    assert [(one.purpose, one.word, one.how, one.witness, one.language, one.script) for one in told] == [
        (each, "yes", "witness", "interpreter", "ar", f"{anew.script}: {SAFE}") for each in anew.purposes
    ], "the text that was read is that of the first interview, with what they answered before"
    assert anew.script.startswith("intake_first_interview ")
    assert workflow.case_sheet(store, case).refused == () and advised(store, case) == ["labour"]
    workflow.begin_module(store, case, "needs")
    workflow.discard(store, begun.row.id)
    assert refused(store, case) == purposes, "what began on their word is gone, and that with it"
    assert store.check() == ()


def test_who_agreed_is_not_asked_again(store: Vault) -> None:
    _, case = first(store, AGREED)
    assert workflow.case_sheet(store, case).refused == () and advised(store, case) == ["needs"]
    begun = workflow.begin_module(store, case, "labour", agreed=agreed(store, case))
    assert not [one for one in store.said(begun.row.id) if one.purpose == "interview" and not one.early]


def test_what_was_taken_back_is_asked_first_too_also_where_it_was_begun(store: Vault) -> None:
    record, case = first(store, AGREED)
    begun = workflow.begin_module(store, case, "labour")
    workflow.withdraw_consent(store, record, "record")
    assert refused(store, case) == ("record",)
    assert code_of(lambda: workflow.begin_module(store, case, "transit")) == "workflow.talk_refused"
    assert code_of(lambda: workflow.begin_module(store, case, "labour")) == "workflow.talk_refused"
    assert workflow.begin_module(store, case, "labour", agreed=agreed(store, case)).row.id == begun.row.id
    workflow.withdraw_consent(store, record, "record")
    workflow.consent_given(store, record, "record", language="bn")
    assert workflow.begin_module(store, case, "transit").row.state == "draft"


def test_what_asks_for_consent_itself_and_what_the_law_asks_for_a_child_begin(store: Vault) -> None:
    record, case = first(store, {TALK: "no", "information/age_band": "minor", **DECLINED})
    assert workflow.begin_module(store, case, "minor").row.state == "draft"
    again = workflow.begin_module(store, case, "first_interview", again=True)
    assert refused(store, case) == ("interview",), "that one has not come to it"
    session = workflow.session_for(again, workflow.load_definition(again.package.xml, again.package.files))
    for said, purposes in (("yes", ()), ("no", ("interview",))):
        session.answer(f"/data/{TALK}", said)
        workflow.save(store, again.row.id, workflow.snapshot(session, None, again.languages))
        assert refused(store, case) == purposes
    spoil(store, record)
    workflow.discard(store, again.row.id)
    assert refused(store, case) == ("interview",), "what was refused in one that was deleted stands"


def test_what_was_refused_is_known_where_no_first_interview_is_read(store: Vault, tmp_path: Path) -> None:
    record, case = first(store, AGREED)
    workflow.consent_given(store, record, "record", word="no")
    store.add_person("Bea", Role.MEDIATOR, PASSPHRASE)
    store.close()
    with workflow.open_store(tmp_path / "w.intake", "Bea", PASSPHRASE) as bea:
        assert refused(bea, case) == ("record",)
        assert code_of(lambda: workflow.begin_module(bea, case, "labour")) == "workflow.talk_refused"


def test_the_text_that_is_read_anew_is_the_persons_and_for_a_child_what_is_said_to_a_child(store: Vault) -> None:
    _, case = first(store, {TALK: "no", **DECLINED})
    text = consent_texts.of_case(store, case)
    assert text.spoken == (people.ARABIC, people.ITALIAN)
    begins = text.beginning()
    assert {(one.person.language, one.mediator.language) for one in begins} == {("ar", "it")}
    assert "Posso scrivere le sue risposte" in text.question("record")[-1].mediator.text
    assert text.question("record", text.language("fr"))[-1].person.language == "fr"
    assert text.language("xyz") == "" and text.question("judicial") == ()
    assert [len(text.question(each)) for each in ("interview", "record", "slip", "sync", "export")] == [1] * 5
    _, child = first(store, {"information/age_band": "minor", TALK: "no", **DECLINED})
    told = consent_texts.of_case(store, child)
    assert len(told.beginning()) == len(begins) + 2 and len(told.question("record")) == 2


def test_what_is_said_before_the_last_consent_under_a_condition_is_for_a_child(store: Vault) -> None:
    """The form has no other condition there, else what is read out anew would have to know of it."""
    form = workflow.load_definition(workflow.forms.compile_own("first_interview"), {})
    last = list(dict(form.tagged("consent")))[-1]
    paths = [each.path for each in form.controls()]
    notes = [each for each in form.controls() if each.control == "note" and each.path.startswith("/data/information/")]
    rules = [form.specs[each.path].bind.relevant for each in notes if paths.index(each.path) < paths.index(last)]
    assert len(rules) == 12 and all(rule is True or "/child" in rule.source for rule in rules if rule is not False)


def test_a_copy_begins_where_its_questionnaire_may_begin(store: Vault) -> None:
    """Of somebody else than was thought nobody agreed to anything; over a gate that closed, a first interview."""
    _, case = first(store, AGREED)
    record = workflow.begin_module(store, case, "labour").row.id
    draft = workflow.begin_module(store, case, "needs").row.id
    workflow.finalise_draft(store, record)
    other = workflow.take_from_case(store, case, record).id
    before = store.records("draft")
    begun = code_of(lambda: workflow.begin_module(store, other, "needs"))
    assert begun in ("workflow.talk_not_asked", "workflow.first_again")
    assert code_of(lambda: workflow.copy_record(store, record)) == begun
    assert store.records("draft") == before, "no draft is left lying"
    assert workflow.copy_record(store, draft).row.state == "draft", "of who agreed"
    away = workflow.take_from_case(store, case, draft).id
    for verb in (workflow.open_record, workflow.finalise_draft, workflow.copy_record):
        assert code_of(partial(verb, store, draft)).startswith("workflow."), verb
    assert workflow.read_record(store, draft, "en").answers is not None, "it is read"
    workflow.discard(store, draft)
    workflow.restore(store, draft)
    assert code_of(lambda: workflow.open_record(store, draft)).startswith("workflow."), "brought back it asks as little"
    for one in (other, away):
        interview = workflow.begin_module(store, one, "first_interview")
        agreeing(store, interview.row.id)
    assert workflow.open_record(store, draft).row.id == draft
    assert workflow.copy_record(store, record).row.state == "draft"


def agreeing(store: Vault, draft: str) -> None:
    """A first interview in which they agree, finished."""
    opened = workflow.open_record(store, draft)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    calm = {f"safety/{name}": told for name, told in gate_passed.NOW.items() if name != "clear"}
    for place, told in {**calm, "information/clear": "yes", **AGREED, "next_steps/outcome": "needs_more_time"}.items():
        session.answer(f"/data/{place}", told)
    workflow.save(store, draft, workflow.snapshot(session, None, opened.languages))
    workflow.finalise_draft(store, draft)


def test_a_correction_of_an_older_talk_opens_nothing_that_a_newer_one_closed(store: Vault) -> None:
    older, case = first(store, AGREED)
    again = people.answered(store, people.ARABIC, {"safety/danger_now": "yes"})
    workflow.put_in_case(store, again, case)
    workflow.finalise_draft(store, again)
    assert gate_passed.needs_first(store, case)
    newer = corrected(store, older, promise_broken="no")
    assert gate_passed.needs_first(store, case), "nobody was asked again"
    assert code_of(lambda: workflow.begin_module(store, case, "labour")) == "workflow.first_again"
    corrected(store, newer, promise_broken="work")
    assert gate_passed.needs_first(store, case)
    third = people.answered(store, people.ARABIC, AGREED)
    workflow.put_in_case(store, third, case)
    workflow.finalise_draft(store, third)
    assert not gate_passed.needs_first(store, case)
