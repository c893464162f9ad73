"""A record begun anew: answers, states and files of another, an identity of its own, consent asked again."""

import json
from dataclasses import replace
from functools import partial

import pytest

from intake_app import workflow
from intake_app.cli import filling, rehearsal
from intake_app.errors import IntakeError
from intake_app.vault import Draft, Vault
from intake_app.workflow import ConsentSheet, finalising, repeats
from intake_app.xform import AnswerState, Session
from tests.gui_interview import forms
from tests.gui_shell import people
from tests.workflow.test_said_since import ALL, HEAD, TAIL, Place, code_of

CONTACT = "next_steps/safe_contact"
LISTS = b"""| survey | | | |
| | type | name | label |
| | text | well | Well? |
| | begin repeat | other | Others |
| | text | name | Who? |
| | end repeat | | |
| settings | | | |
| | form_title | form_id | version |
| | Lists | lists | 1 |
"""


def session_of(opened: workflow.OpenRecord) -> Session:
    """The draft as a window holds it."""
    return workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))


def test_a_finished_interview_begins_anew_and_asks_consent_again(store: Vault) -> None:
    first = people.finish(store, people.ARABIC)
    opened = workflow.copy_record(store, first)
    assert opened.row.id != first and opened.row.code != store.record(first).code
    assert (opened.row.state, opened.row.edit_of, opened.languages) == ("draft", "", (people.ARABIC, people.ITALIAN))
    session = session_of(opened)
    old = workflow.read_record(store, first, "it")
    consents = [path for path, _purpose in session.definition.tagged("consent")]
    assert consents and not any(session.value(path) for path in consents)
    for path in consents:
        session.answer(path, "yes")
    told = [answer for answer in old.answers if answer.ref not in consents]
    moment = [answer.ref for answer in told if answer.ref.startswith("/data/safety/")]
    moment += [f"/data/{name}" for name in ("information/age_band", "next_steps/outcome", "next_steps/priority")]
    assert not any(session.value(ref) for ref in moment), "safety, age and conclusion are of one talk alone"
    kept = {answer.ref: answer.state for answer in told if answer.ref not in moment}
    assert {ref: session.state(ref) for ref in kept} == kept
    session.answer("/data/next_steps/outcome", "needs_more_time")
    xml = session.finalise().xml
    assert first.encode() not in xml and b"deprecatedID" not in xml and opened.row.id.encode() in xml
    concluded = session_of(opened)
    concluded.answer("/data/next_steps/outcome", "needs_more_time")
    done = workflow.finalise(store, concluded, opened.row.id)
    assert (done.released, done.code) == (False, "screening.consent_missing")
    assert store.check() == ()


@pytest.mark.parametrize("closed", [False, True])
def test_that_somebody_agreed_as_an_adult_is_no_answer_of_a_copy(store: Vault, closed: bool) -> None:
    marks = [f"/data/information/{name}_told_as" for name in ("referral", "sync", "export", "research")]
    asked = ("consent_referral", "consent_sync", "consent_export", "research")
    agreed = {f"information/{name}": "yes" for name in asked}
    first = people.answered(store, people.BENGALI, {"information/age_band": "adult", **agreed})
    before = session_of(workflow.open_record(store, first))
    assert [before.value(mark) for mark in marks] == ["adult"] * 4
    if closed:
        workflow.finalise_draft(store, first)
    copy = session_of(workflow.copy_record(store, first))
    assert not any(copy.value(mark) for mark in marks)
    copy.answer("/data/information/consent_record", "yes")
    copy.answer("/data/information/age_band", "minor")
    assert not copy.relevant("/data/information/ask_again"), "nothing was agreed to in it before"


@pytest.mark.parametrize("in_case", [False, True])
@pytest.mark.parametrize("name", ["asks", "plain"])
def test_what_was_taken_back_holds_for_a_copy(store: Vault, in_case: bool, name: str) -> None:
    place, reason = Place(store), ConsentSheet(override_reason="it has to go now")
    workflow.add_server(store, "practice", "https://practice.example")
    first = place.begun(name, name == "asks", store.open_case().id if in_case else "")
    workflow.finalise_draft(store, first, ConsentSheet(given=True, language="bn"))
    workflow.withdraw_consent(store, first)
    again = workflow.copy_record(store, first).row.id
    place.mine.add(again)
    assert store.case_of(again) == store.case_of(first) is not None
    assert workflow.finalise_draft(store, again, reason).code == "screening.consent_withdrawn"
    assert workflow.release_later(store, again, reason).code == "screening.consent_withdrawn"
    assert code_of(lambda: place.slip(again, "health", reason)) == "screening.consent_withdrawn"
    assert place.due() == set() and store.releases(again) == ()
    assert workflow.release_later(store, again, ConsentSheet(given=True, language="bn")).released, (
        "they were asked anew"
    )
    assert store.check() == ()


@pytest.mark.parametrize("closed", [True, False])
def test_a_record_about_nobody_is_begun_anew_without_a_case_and_goes(store: Vault, closed: bool) -> None:
    source = HEAD + "| | text | well | Which well? | | |\n" + TAIL.format(name="wells", title="wells", editable="")
    key = workflow.import_form(store, "wells.md", source.encode(), {}).form_key
    assert key is not None
    first, nobody = workflow.start_record(store, key).row.id, ConsentSheet(no_person=True)
    if closed:
        assert workflow.finalise_draft(store, first, nobody).released
    again = workflow.copy_record(store, first).row.id
    assert store.case_of(again) is None and workflow.finalise_draft(store, again, nobody).released
    assert closed or workflow.finalise_draft(store, first, nobody).released


@pytest.mark.parametrize("closed", [True, False])
def test_who_told_to_be_a_child_is_one_in_a_copy(store: Vault, closed: bool) -> None:
    place = Place(store)
    first = place.begun("asks", True, **{**ALL, "age": "minor"})
    if closed:
        workflow.finalise_draft(store, first)
    again = workflow.copy_record(store, first).row.id
    place.answer(again, **{**ALL, "age": "adult"})
    workflow.finalise_draft(store, again)
    assert code_of(lambda: place.slip(again)) == "screening.guardian_missing"


@pytest.mark.parametrize("left", ["closed", "kept", "put away"])
def test_what_the_form_heard_a_no_to_holds_for_a_copy(store: Vault, left: str) -> None:
    place, noted = Place(store), ConsentSheet(given=True, language="bn")
    refused = {**ALL, "sync": "no", "export": "no", "referral": "no"}
    first = place.closed("asks", "", **refused) if left == "closed" else place.begun("asks", True, **refused)
    again = workflow.copy_record(store, first).row.id
    if left == "put away":
        workflow.discard(store, first)
    place.answer(again, interview="yes", age="adult")
    workflow.finalise_draft(store, again)
    for record in (first, again) if left == "closed" else (again,):
        assert code_of(partial(place.slip, record, "health", noted)) == "screening.consent_refused"
        export = partial(workflow.export_record, store, record, "anti_trafficking", "json", noted)
        assert code_of(export) == "screening.consent_refused"
    assert workflow.release_later(store, again, ConsentSheet()).code == "screening.consent_refused"


def test_who_says_yes_in_the_copy_of_a_draft_has_said_it_since(store: Vault) -> None:
    place = Place(store)
    first = place.begun("asks", True, **{**ALL, "sync": "no", "referral": "no"})
    again = workflow.copy_record(store, first).row.id
    place.answer(again, **{**ALL, "age": "adult"})
    assert workflow.finalise_draft(store, again).released and code_of(lambda: place.slip(again)) == ""


def test_what_was_refused_in_a_draft_that_is_put_away_holds_for_the_other_records(store: Vault) -> None:
    place, case = Place(store), store.open_case().id
    record = place.closed("asks", case, **ALL)
    assert place.due() == {record}
    told = place.begun("asks", True, case, **{**ALL, "sync": "no", "referral": "no"})
    workflow.discard(store, told)
    assert place.due() == set() and code_of(lambda: place.slip(record)) == "screening.consent_refused"


def test_a_copy_of_a_record_without_a_case_opens_one_for_both(store: Vault) -> None:
    first = people.finish(store, people.ARABIC)
    case = store.case_of(workflow.copy_record(store, first).row.id)
    assert case is not None and case == store.case_of(first)


def test_what_consent_is_worked_out_from_is_asked_again(store: Vault) -> None:
    """A form may ask in its own questions and tag the calculation; nobody consents by being copied."""
    form = forms.landed()
    binds = b"""<bind nodeset="/data/both" calculate="concat(/data/given, /data/sex)"/><bind nodeset="/data/agreed"
        calculate="if(/data/both = 'yesf', 'yes', 'no')" intake:consent="interview"/>"""
    port = b'<bind nodeset="/data/port"'
    form = form.replace(b"<landed/>", b"<landed/><both/><agreed/>").replace(port, binds + port)
    key = workflow.import_form(store, "landed.xml", form).form_key
    assert key is not None
    opened = workflow.start_record(store, key)
    session = session_of(opened)
    for name, text in (("given", "yes"), ("sex", "f"), ("port", "Trapani")):
        session.answer(f"/data/{name}", text)
    assert session.value("/data/agreed") == "yes"
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    again = session_of(workflow.copy_record(store, opened.row.id))
    told = {name: again.value(f"/data/{name}") for name in ("given", "sex", "agreed", "port")}
    assert told == {"given": "", "sex": "", "agreed": "no", "port": "Trapani"}


def test_a_draft_begins_anew_with_its_files_and_states(store: Vault) -> None:
    key = workflow.import_form(store, "kinds.xml", forms.kinds()).form_key
    assert key is not None
    opened = workflow.start_record(store, key)
    session = session_of(opened)
    session.answer("/data/photo", workflow.attach(store, opened.row.id, b"not a picture" * 9, "text/plain"))
    session.mark("/data/name", AnswerState.DECLINED)
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    copied = workflow.copy_record(store, opened.row.id)
    again = session_of(copied)
    assert again.state("/data/name") is AnswerState.DECLINED
    assert workflow.attachment(store, copied.row.id, again.value("/data/photo")) == b"not a picture" * 9


def test_what_is_copied_says_so_until_it_is_asked_or_told_otherwise(store: Vault) -> None:
    first = people.finish(store, people.ARABIC)
    code, created = store.record(first).code, store.record(first).created
    opened = workflow.copy_record(store, first)
    session = session_of(opened)
    asked = workflow.AskedBy(session, "Sara", opened.draft.asked, opened.said_to, opened.draft.copied)
    for path, _purpose in session.definition.tagged("consent"):
        session.answer(path, "yes")
    debt, unpaid, refused = "/data/screen/debt", "/data/screen/unpaid_work", "/data/screen/locked_watched"
    services = "/data/next_steps/services"
    assert {asked.earlier(ref) for ref in (debt, unpaid, refused, services)} == {(created, code)}
    assert asked.earlier("/data/information/consent_record") is asked.earlier("/data/nowhere") is None
    session.answer(services, "")
    assert asked.earlier(services) is None
    session.answer(services, "medical_visit legal_information")
    assert asked.earlier(services) == (created, code), "an Undo brings that back too"
    session.answer(services, "legal_information")
    session.answer("/data/next_steps/outcome", "needs_more_time")
    asked.confirm(debt)
    asked.confirm("/data/nowhere")
    assert asked.earlier(debt) is None and asked.note()[debt][0] == "Sara"
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages, asked))
    kept = {each.split(" ", 2)[2] for each in store.draft(opened.row.id).copied}
    assert {unpaid, refused} <= kept and not {debt, services} & kept
    again = workflow.copy_record(store, opened.row.id).draft.copied
    assert f"{created} {code} {unpaid}" in again, "of the record in which it was asked"
    assert f"{opened.row.created} {opened.row.code} {debt}" in again
    done = workflow.finalise_draft(store, opened.row.id)
    facts = finalising.facts_of(store, done.row.id)
    assert {each.split(" ", 2)[2] for each in facts["copied"]} == kept
    assert f"{created} {code} {unpaid}" in workflow.copy_record(store, done.row.id).draft.copied


def test_what_was_copied_into_a_list_moves_with_its_entries(store: Vault) -> None:
    key = workflow.import_form(store, "lists.md", LISTS, {}).form_key
    assert key is not None
    opened = workflow.start_record(store, key)
    session = session_of(opened)
    for number in "123":
        if number != "1":
            session.add_repeat("/data/other")
        session.answer(f"/data/other[{number}]/name", f"N{number}")
    session.answer("/data/well", "x")
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    copied = workflow.copy_record(store, opened.row.id)
    session = session_of(copied)
    asked = workflow.AskedBy(session, "Sara", {}, 0, copied.draft.copied)

    def marked() -> list[str]:
        return [each.rpartition(" ")[2] for each in asked.copied()]

    every = marked()
    assert every == ["/data/well", *(f"/data/other[{number}]/name" for number in "123")]
    away = repeats.Away(session, asked)
    gone, _ = away.take("/data/other[2]")
    assert marked() == [*every[:2], "/data/other[2]/name"] and session.value("/data/other[2]/name") == "N3"
    away.bring_back(gone)
    assert sorted(marked()) == sorted(every)
    first, second = away.take("/data/other[1]")[0], away.take("/data/other[1]")[0]
    away.bring_back(second)
    assert sorted(marked()) == ["/data/other[1]/name", "/data/other[2]/name", "/data/well"]
    away.bring_back(first)
    assert sorted(marked()) == sorted(every), "also where they come back in another order"
    assert [session.value(f"/data/other[{number}]/name") for number in "123"] == ["N1", "N2", "N3"]


def test_what_can_not_be_copied_whole_is_put_away(store: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    first = people.finish(store, people.ARABIC)
    begin = store.begin_copy

    def cut(record_id: str, new_id: str, draft: Draft) -> None:
        begin(record_id, new_id, draft)
        raise IntakeError("vault.disk_full")

    monkeypatch.setattr(store, "begin_copy", cut)
    with pytest.raises(IntakeError, match=r"vault\.disk_full"):
        workflow.copy_record(store, first)
    assert store.records("draft") == () and len(store.records("discarded")) == 1
    monkeypatch.setattr(store, "begin_copy", lambda *_told: store.check_edit("uuid:nowhere"))
    with pytest.raises(IntakeError, match=r"vault\.no_such_record"):
        workflow.copy_record(store, first)


@pytest.mark.parametrize("since", ["do_not_call", "prefers_not_to_say"])
def test_what_nobody_asked_in_a_copy_is_no_newer_word_than_where_it_was_told(store: Vault, since: str) -> None:
    shown = "do_not_call"
    told = people.finish(store, people.ARABIC, {CONTACT: "ask_information_point"})
    case = workflow.case_for(store, told).id
    begun = workflow.begin_module(store, case, "first_interview", (people.ARABIC, people.ITALIAN), again=True)
    session = workflow.session_for(begun, workflow.load_definition(begun.package.xml, begun.package.files))
    word = {"state": since} if since == "prefers_not_to_say" else since
    answers = {**rehearsal.ANSWERS[people.ARABIC], CONTACT: word}
    filling.fill(session, {f"/data/{path}": value for path, value in answers.items()}, str)
    workflow.finalise(store, session, begun.row.id)
    assert workflow.propose_slip(store, told).sheet.safe_contact == shown
    copy = workflow.copy_record(store, told)
    again = session_of(copy)
    agreed = {path: value for path, value in rehearsal.ANSWERS[people.ARABIC].items() if "/consent_" in path}
    filling.fill(again, {f"/data/{path}": value for path, value in agreed.items()}, str)
    for path in ("information/age_band", "next_steps/outcome", "next_steps/priority"):
        again.answer(f"/data/{path}", rehearsal.ANSWERS[people.ARABIC][path])
    workflow.save(store, copy.row.id, replace(workflow.snapshot(again, None, copy.languages), copied=copy.draft.copied))
    done = workflow.finalise_draft(store, copy.row.id).row.id
    assert json.loads(store.frozen(done).values_json)["copied"]
    assert workflow.propose_slip(store, done).sheet.safe_contact == shown
    assert workflow.propose_slip(store, told).sheet.safe_contact == shown
