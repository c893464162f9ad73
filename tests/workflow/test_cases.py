"""One person in several records: begun from the case, resumed, not asked twice, with what the first interview heard."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from intake_app import screening, slips, vault, workflow
from intake_app.errors import IntakeError
from intake_app.referral import SlipSheet
from intake_app.screening import Before
from intake_app.vault import Role, Vault
from intake_app.vault.records import draft_of
from intake_app.workflow import ConsentSheet, forms
from intake_app.workflow.age_grounds import AgeGround
from tests.gui_shell import people
from tests.gui_shell.people import ARABIC, ITALIAN
from tests.slips.test_pdf import extracted

PASSPHRASE = "seven grey boats at the quay 4"
NAME = "Zarafshan Mirzoyeva"


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(IntakeError) as caught:
        call()
    return caught.value.code


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workplace of two mediators, one of whom has finished a first interview."""
    folder = tmp_path_factory.mktemp("built")
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(folder / "w.intake", setup, vault.FLOOR) as made:
        workflow.add_person(made, "Dario", Role.MEDIATOR, PASSPHRASE, site="Station")
        workflow.add_person(made, "Cora", Role.COORDINATOR, PASSPHRASE)
        people.finish(made, ARABIC)
    return folder


@pytest.fixture
def path(built: Path, tmp_path: Path) -> Path:
    """A copy of it to work in."""
    for file in built.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
            (tmp_path / file.name).chmod(0o600)
    return tmp_path / "w.intake"


@pytest.fixture
def store(path: Path) -> Iterator[Vault]:
    """Opened as who finished the interview."""
    with workflow.open_store(path, "Ada", PASSPHRASE) as opened:
        yield opened


def test_what_was_told_speaks_for_questionnaires_and_a_person_chooses(path: Path) -> None:
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        told = people.finish(store, ARABIC)
        case = workflow.case_for(store, told)
        signs = set(json.loads(store.frozen(told).values_json)["signs"])
        modules = {one.name: one for one in workflow.case_sheet(store, case.id).modules}
        assert signs and modules["labour"].signs and {*modules["labour"].signs} <= signs
        rules = {row.module: set(row.signs) for row in workflow.assessment_rules().modules}
        assert {name: set(one.signs) for name, one in modules.items()} == {
            name: rules.get(name, set()) & signs if one.asked is None else set() for name, one in modules.items()
        }
        assert not any(one.asked for name, one in modules.items() if name != "first_interview")
        store.put_age(told, "minor", "document")
        child = {one.name: one for one in workflow.case_sheet(store, case.id).modules}
        assert child["minor"].for_child and not any(one.signs for one in child.values() if one.unfit)
    with workflow.open_store(path, "Dario", PASSPHRASE) as store:
        assert not any(one.signs for one in workflow.case_sheet(store, case.id).modules), "he reads no record of them"


def first_of(store: Vault) -> str:
    return store.records()[0].id


def test_a_record_gets_its_case_when_it_is_first_asked_for(store: Vault) -> None:
    first = first_of(store)
    case = workflow.case_for(store, first)
    assert workflow.case_for(store, first) == case == workflow.find_case(store, case.code.lower())
    sheet = workflow.case_sheet(store, case.id)
    assert [entry.record_id for entry in sheet.entries] == [first]
    assert (sheet.writes, sheet.names, sheet.language) == (True, True, ARABIC)
    assert sheet.age == "adult"
    assert [module.name for module in sheet.modules] == ["first_interview", *forms.modules()]
    assert not any(module.advised or module.unfit for module in sheet.modules if module.name != "needs")


def test_a_questionnaire_begun_from_a_case_is_resumed_and_knows_what_was_agreed(store: Vault) -> None:
    case = workflow.case_for(store, first_of(store))
    assert [row.form_id for row in workflow.form_list(store)] == ["intake_first_interview"]
    opened = workflow.begin_module(store, case.id, "transit", ("", ITALIAN))
    assert (opened.case_code, opened.languages, opened.row.form_id) == (case.code, (ARABIC, ITALIAN), "intake_transit")
    assert {one.purpose: one.given for one in opened.heard}["sync"] == "yes"
    again = workflow.begin_module(store, case.id, "transit", ("English (en)", ITALIAN))
    assert (again.row.id, again.languages) == (opened.row.id, opened.languages)
    (module,) = [one for one in workflow.case_sheet(store, case.id).modules if one.name == "transit"]
    assert module.mine and module.advised
    assert [row.form_id for row in workflow.form_list(store)] == ["intake_first_interview"]
    done = workflow.finalise_draft(store, opened.row.id)
    assert (done.released, done.code) == (True, "")
    assert [entry.state for entry in store.case_outline(case.id)] == ["finalised", "finalised"]
    assert store.check() == ()


@pytest.mark.parametrize("finished", [False, True])
def test_where_somebody_may_listen_the_next_questionnaire_begins_with_simple_questions(
    store: Vault, finished: bool
) -> None:
    first = first_of(store)
    case = workflow.case_for(store, first)
    assert not workflow.begin_module(store, case.id, "transit").draft.simple
    needs = workflow.begin_module(store, case.id, "needs")
    store.save_draft(needs.row.id, replace(needs.draft, simple=True))
    if finished:
        workflow.finalise_draft(store, needs.row.id)
    labour = workflow.begin_module(store, case.id, "labour")
    assert labour.draft.simple and not workflow.begin_module(store, case.id, "transit").draft.simple
    store.save_draft(labour.row.id, replace(labour.draft, simple=False))
    assert not workflow.begin_module(store, case.id, "sexual").draft.simple, "it was turned off"
    store._opening.database.connection.execute("UPDATE draft SET body = x'00'")
    assert workflow.begin_module(store, case.id, "domestic").draft.simple is finished, "of what can be read the last"


def test_simple_questions_go_on_whatever_clock_an_earlier_talk_was_written_by(
    store: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = workflow.case_for(store, first_of(store))
    with monkeypatch.context() as ahead:
        ahead.setattr(store._opening, "clock", lambda: datetime(2060, 1, 1, tzinfo=UTC))
        workflow.begin_module(store, case.id, "transit")
    needs = workflow.begin_module(store, case.id, "needs")
    store.save_draft(needs.row.id, replace(needs.draft, simple=True))
    assert workflow.begin_module(store, case.id, "labour").draft.simple


def test_simple_questions_go_on_after_the_draft_that_asked_them_was_deleted_and_for_a_colleague(path: Path) -> None:
    """Deleted for good too; until somebody turns them off in what is asked after it."""
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        case = workflow.case_for(store, first_of(store))
        needs = workflow.begin_module(store, case.id, "needs")
        store.save_draft(needs.row.id, replace(needs.draft, simple=True))
        workflow.discard(store, needs.row.id)
        labour = workflow.begin_module(store, case.id, "labour")
        assert labour.draft.simple, "put away"
        workflow.discard(store, labour.row.id)
    with workflow.open_store(path, "Dario", PASSPHRASE) as store:
        sexual = workflow.begin_module(store, case.id, "sexual")
        assert sexual.draft.simple, "deleted, and a colleague's"
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        domestic = workflow.begin_module(store, case.id, "domestic")
        assert domestic.draft.simple, "a colleague's draft, which she does not read"
        store.save_draft(domestic.row.id, replace(domestic.draft, simple=False))
        assert not workflow.begin_module(store, case.id, "transit").draft.simple
        assert store.check() == ()


def test_of_a_draft_that_was_deleted_that_somebody_might_listen_stays_and_no_answer(path: Path) -> None:
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        case = workflow.case_for(store, first_of(store))
        needs = workflow.begin_module(store, case.id, "needs")
        store.save_draft(needs.row.id, replace(needs.draft, simple=True))
        workflow.discard(store, needs.row.id)
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        (left,) = [one for one in store.telling_of_case(case.id) if one.record_id == needs.row.id]
        assert (left.simple, left.age, left.asylum) == (True, "", "")
        ((number,),) = store._opening.database.all("SELECT number FROM record WHERE id = ?", needs.row.id)
        kept = draft_of(store._opening, number, needs.row.id)
        assert (kept.xml, kept.title, kept.languages, kept.states, kept.simple) == (b"", "", ("", ""), {}, True)
        assert store.check() == ()


def test_a_colleague_is_told_what_was_asked_and_does_not_ask_twice(path: Path) -> None:
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        case = workflow.case_for(store, first_of(store), "landing")
        begun = workflow.begin_module(store, case.id, "transit").row
    with workflow.open_store(path, "Dario", PASSPHRASE) as store:
        assert workflow.find_case(store, case.code).id == case.id
        with pytest.raises(IntakeError, match=r"vault\.no_such_case"):  # as of each record that one does not see
            workflow.find_case(store, begun.code)
        sheet = workflow.case_sheet(store, case.id)
        (module,) = [one for one in sheet.modules if one.name == "transit"]
        assert module.asked is not None and (module.asked.author, module.mine) == ("Ada", False)
        assert (sheet.names, sheet.writes, sheet.language) == (False, True, ARABIC)
        with pytest.raises(IntakeError) as caught:
            workflow.begin_module(store, case.id, "transit")
        assert caught.value.code == "workflow.asked_already"
        assert {**caught.value.facts} == {"day": date.today().isoformat(), "by": "Ada", "record": begun.code}
        opened = workflow.begin_module(store, case.id, "transit", again=True)
        assert opened.languages[0] == ARABIC
        assert {one.purpose: one.given for one in opened.heard} == {
            "interview": "yes", "record": "yes", "referral": "yes", "sync": "yes",
        }  # fmt: skip
        assert workflow.finalise_draft(store, opened.row.id).released
        workflow.withdraw_consent(store, opened.row.id, "sync")
        later = workflow.begin_module(store, case.id, "domestic")
        assert {one.purpose: one.given for one in later.heard}["sync"] == "no"
        assert not workflow.finalise_draft(store, later.row.id).released
        assert code_of(lambda: workflow.begin_module(store, case.id, "cooking")) == "workflow.no_such_module"
        assert code_of(lambda: workflow.case_for(store, "uuid:none")) == "vault.no_such_record"


def test_who_sees_only_that_there_are_records_is_shown_no_more_and_refused_nothing(path: Path) -> None:
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        case = workflow.case_for(store, first_of(store))
    with workflow.open_store(path, "Cora", PASSPHRASE) as store:
        sheet = workflow.case_sheet(store, workflow.find_case(store, case.code).id)
        assert [entry.readable for entry in sheet.entries] == [False]
        assert (sheet.course, sheet.meetings, sheet.modules, sheet.names, sheet.writes) == (None, (), (), False, False)
        assert not [row for row in store.audit_rows() if row.action == "refused"]


def test_a_draft_of_the_first_interview_is_heard_too(store: Vault) -> None:
    opened = workflow.start_record(store, people.own_form(store), ARABIC, ITALIAN)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    for question in ("understands", "private", "well_enough"):
        session.answer(f"/data/safety/{question}", "yes")
    session.answer("/data/safety/danger_now", "no")
    session.answer("/data/information/consent_interview", "yes")
    session.answer("/data/information/consent_record", "yes")
    session.answer("/data/information/consent_sync_child", "no")
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    case = workflow.case_for(store, opened.row.id)
    heard = workflow.begin_module(store, case.id, "transit").heard
    assert {one.purpose: one.given for one in heard}["record"] == "yes"
    assert {one.purpose: one.given for one in heard}["sync"] == "no"
    assert workflow.case_sheet(store, case.id).age == ""


def test_a_child_is_asked_as_a_child_by_everybody(path: Path) -> None:
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        child = people.finish(store, ARABIC, {"information/age_band": "minor"})
        case = workflow.case_for(store, child)
    with workflow.open_store(path, "Dario", PASSPHRASE) as store:
        modules = workflow.case_sheet(store, case.id).modules
    assert [one.name for one in modules if one.advised] == ["minor"]
    assert {one.name for one in modules if one.unfit} >= {"labour", "sexual"}
    assert [one.name for one in modules[:2]] == ["first_interview", "minor"]


def test_in_doubt_the_questions_for_a_child_come_next_beside_those_for_adults(store: Vault) -> None:
    record = people.finish(store, ARABIC, {"information/age_band": "prefers_not_to_say"})
    case = workflow.case_for(store, record)
    modules = {one.name: one for one in workflow.case_sheet(store, case.id).modules}
    assert [one.name for one in modules.values() if one.advised] == ["minor"]
    assert modules["minor"].for_child and modules["minor"].in_doubt and modules["minor"].within_days == 3
    assert not any(one.within_days for name, one in modules.items() if name != "minor")
    assert not any(one.unfit for one in modules.values())
    workflow.decide_age(store, case.id, "adult", "a document that we saw", AgeGround("passport"))
    modules = {one.name: one for one in workflow.case_sheet(store, case.id).modules}
    assert not modules["minor"].advised and not modules["minor"].for_child


def test_the_age_is_noted_when_a_record_of_a_case_is_closed(store: Vault) -> None:
    opened = workflow.start_record(store, people.own_form(store), ARABIC, ITALIAN)
    case = workflow.case_for(store, opened.row.id)
    definition = workflow.load_definition(opened.package.xml, opened.package.files)
    session = workflow.session_for(opened, definition)
    people.filling.fill(
        session, {f"/data/{path}": value for path, value in people.rehearsal.ANSWERS[ARABIC].items()}, str
    )
    workflow.finalise(store, session, opened.row.id)
    assert workflow.case_sheet(store, case.id).age == "adult"


def test_the_form_of_the_organisation_is_used_and_ours_is_not_compiled_twice(
    store: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = forms.own_form(store, "transit")
    compiled: list[str] = []
    monkeypatch.setattr(forms, "compile_own", compiled.append)
    assert forms.own_form(store, "transit") == key and compiled == []
    monkeypatch.undo()
    (row,) = [one for one in store.forms() if one.key == key]
    assert json.loads(row.report)["of"]
    theirs = store.form(key).xml.replace(b"2026", b"2027")
    imported = workflow.import_form(store, "transit.xml", theirs).form_key
    assert forms.own_form(store, "transit") == imported != key
    assert [one.form_id for one in workflow.form_list(store)] == ["intake_first_interview"], "it begins with a person"


def test_a_person_has_one_code_on_all_papers_whenever_their_page_is_opened(store: Vault) -> None:
    papers = list[str]()

    def paper(record: str) -> str:
        slip = workflow.issue_slip(
            store, record, "health", SlipSheet(), "ar", slips.render, ConsentSheet(given=True, language="bn")
        )
        papers.append(extracted(slip.pdf))
        return slip.reference

    first = first_of(store)
    before = paper(first)
    newer = workflow.edit_record(store, first).row.id
    workflow.finalise_draft(store, newer, ConsentSheet(given=True, language="bn"))
    paper(newer)
    case = workflow.case_for(store, newer)
    second = people.finish(store, people.BENGALI)
    workflow.put_in_case(store, second, case.id)
    paper(second)
    papers.append(extracted(workflow.reprint(store, before).pdf))
    told = [re.findall(r"[A-Z]{4}-[0-9]{2}-[0-9]", each) for each in papers]
    assert len(told) == 4 and all(told), "each bears one"
    assert {code for each in told for code in each} == {store.record(first).code} == {case.code}
    for record in (first, newer, second):
        assert workflow.find_case(store, store.record(record).code) == case
    assert {row.id for row in workflow.find_records(store, case.code)} == {first, newer, second}
    out = workflow.export_record(
        store, second, "anti_trafficking", "json", ConsentSheet(given=True, language="bn")
    ).data
    assert case.code.encode() in out and store.record(second).code.encode() not in out


def test_who_looks_at_the_page_of_a_person_does_not_meet_them(store: Vault) -> None:
    first, later = first_of(store), datetime.now(UTC) + timedelta(days=3)
    begun, store._opening.clock = store.record(first).created, lambda: later
    case = workflow.case_for(store, first)
    for _look in range(2):
        assert workflow.case_for(store, first) == case
        assert [one.at for one in workflow.case_sheet(store, case.id).meetings] == [begun]


def test_a_record_is_put_into_the_case_of_somebody_met_before(store: Vault) -> None:
    case = workflow.case_for(store, first_of(store))
    second = people.finish(store, people.BENGALI)
    assert workflow.put_in_case(store, second, case.id, "phone") == case
    sheet = workflow.case_sheet(store, case.id)
    assert len(sheet.entries) == 2 and sheet.meetings[-1].kind == "phone"


def test_two_records_of_one_person_share_a_case(store: Vault) -> None:
    first, others = first_of(store), [people.finish(store, people.BENGALI) for _ in range(4)]
    case = workflow.same_person(store, first, others[0])
    assert store.case_of(first) == case == store.case_of(others[0])
    assert workflow.same_person(store, first, others[1]) == case == workflow.same_person(store, others[2], first)
    assert workflow.same_person(store, first, others[1]) == case
    workflow.case_for(store, others[3])
    assert code_of(lambda: workflow.same_person(store, first, others[3])) == "vault.in_a_case"
    assert len(store.case_outline(case.id)) == 4


def test_days_to_reflect_are_as_many_as_the_law_has_and_none_replace_others_unsaid(store: Vault) -> None:
    case, today = workflow.case_for(store, first_of(store)).id, date.today()
    refused = {
        "workflow.days_to_come": (today + timedelta(days=1), 30),
        "workflow.days_too_few": (today, 29),
        "workflow.days_too_many": (today, 366),
    }
    for code, (began, days) in refused.items():
        assert code_of(lambda began=began, days=days: workflow.begin_reflection(store, case, began, days)) == code
    assert code_of(lambda: workflow.begin_reflection(store, case, days=10**9)) == "workflow.days_too_many"
    assert store.case_course(case).reflection is None
    first = workflow.begin_reflection(store, case, today, 30)
    assert workflow.begin_reflection(store, case, today, 30) == first, "the same once more"
    with pytest.raises(IntakeError) as caught:
        workflow.begin_reflection(store, case, today, 60)
    until = (today + timedelta(days=30)).isoformat()
    assert (caught.value.code, dict(caught.value.facts)) == (
        "workflow.days_noted", {"began": today.isoformat(), "until": until}
    )  # fmt: skip
    longer = workflow.begin_reflection(store, case, today, 60, instead=True)
    assert longer.reflection is not None and [one.planned_end for one in longer.reflections_before] == [until]


def test_how_a_case_goes(store: Vault) -> None:
    case = workflow.case_for(store, first_of(store)).id
    assert workflow.case_sheet(store, case).days_left is None
    workflow.begin_reflection(store, case, date(2026, 3, 2), 45)
    for today, left in ((date(2026, 3, 2), 45), (date(2026, 4, 15), 1), (date(2026, 6, 1), 0)):
        assert workflow.case_sheet(store, case, today).days_left == left
    assert workflow.begin_reflection(store, case, instead=True).reflection is not None
    assert workflow.case_sheet(store, case).days_left == 30
    assert workflow.note_path(store, case, "judicial").path.path == "judicial"
    assert workflow.enter_stage(store, case, "evaluation").episodes[-1].stage == "evaluation"
    assert workflow.note_identified(store, case, "formal", "police", "Questura").identification is not None
    assert [one.kind for one in workflow.meet(store, case, "desk")] == ["", "desk"]
    assert workflow.case_sheet(store, case).language == ARABIC
    assert store.check() == ()


def test_a_whole_interview_and_its_slip_work_without_a_name_and_none_that_was_typed_leaves(
    store: Vault, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = first_of(store)
    case = workflow.case_for(store, first)
    assert workflow.put_case_name(store, case.id, NAME).named
    assert workflow.case_name(store, case.id) == NAME
    slip = workflow.issue_slip(
        store, first, "health", SlipSheet(), "ar", slips.render, ConsentSheet(given=True, language="bn")
    )
    pages = extracted(slip.pdf)
    bodies = workflow.SCREENING_PAGE_TO, workflow.MINOR_REPORT_TO
    heads = {workflow.paper_head(store, first, body)[0] for body in bodies}
    assert case.code in pages and heads == {case.code}, "one person, one code"
    out = workflow.export_record(store, first, "anti_trafficking", "json", ConsentSheet(given=True, language="bn")).data
    assert case.code.encode() in out
    out += store.submission(first) + slip.pdf + pages.encode() + slip.sheet_json.encode() + store.export_ledger()
    out += repr((store.records(), workflow.log_page(store), workflow.case_sheet(store, case.id))).encode()
    out += caplog.text.encode() + repr(workflow.find_records(store, NAME)).encode()
    told = b"".join(file.read_bytes() for file in path.parent.rglob("*") if file.is_file())
    assert not [word for word in NAME.encode().split() if word in out + told]
    assert not workflow.put_case_name(store, case.id, " ").named


def test_our_questionnaires_name_nobody(store: Vault) -> None:
    """Names of their records are made of codes, and compare nobody."""
    opened = workflow.start_record(store, people.own_form(store), ARABIC, ITALIAN)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    assert session.instance_name and workflow.who_told(session).name == ""


def test_a_draft_is_read_for_the_others_of_the_person_when_it_has_changed(store: Vault) -> None:
    case = store.open_case().id
    begun = workflow.begin_module(store, case, "first_interview")
    definition = workflow.load_definition(begun.package.xml, begun.package.files)
    session = workflow.session_for(begun, definition)
    for place in ("information/consent_interview", "information/consent_record"):
        session.answer(f"/data/{place}", "yes")
    workflow.save(store, begun.row.id, workflow.snapshot(session, None, begun.languages))
    module = workflow.begin_module(store, case, "needs")
    read = store.recalled[begun.row.id]
    assert module.beyond.signs == () and workflow.open_record(store, module.row.id).beyond == module.beyond
    assert store.recalled[begun.row.id] is read
    session.answer("/data/screen/documents_held", "documents")
    workflow.save(store, begun.row.id, workflow.snapshot(session, None, begun.languages))
    told = workflow.open_record(store, module.row.id).beyond.signs
    assert told == (Before("docs_held", begun.row.code, "strong", "/data/screen/documents_held", "documents"),)


def test_the_gravest_signs_count_with_the_other_records_as_strongly_as_they_were_told(store: Vault) -> None:
    told = people.finish(store, ARABIC)
    case = workflow.case_for(store, told)
    workflow.decide_age(store, case.id, "minor", "the person told it the day after")
    first = workflow.begin_module(store, case.id, "sexual")
    session = workflow.session_for(first, workflow.load_definition(first.package.xml, first.package.files))
    session.answer("/data/what/pictures", "yes")
    done = workflow.finalise(store, session, first.row.id).row
    later = workflow.begin_module(store, case.id, "needs")
    assert Before("forced_sex", done.code, "medium", "/data/what/pictures", "yes") in later.beyond.signs
    definition = workflow.load_definition(later.package.xml, later.package.files)
    found = screening.assess(definition, {}, workflow.assessment_rules(), later.beyond)
    assert (found.suggestion, found.rule, found.urgent) == ("priority_refer_now", "child_exploitation", ())
    assert f"{done.code} /data/what/pictures" in found.traced


def test_as_long_as_nobody_asked_their_age_a_person_is_weighed_as_who_may_be_a_child(store: Vault) -> None:
    case = store.open_case()
    begun = workflow.begin_module(store, case.id, "labour", agreed=people.agreed(store, case.id))
    assert (begun.beyond.doubt, begun.beyond.grown) == (case.code, False)
    workflow.decide_age(store, case.id, "adult", "a passport of 1990 that was looked at", AgeGround("passport"))
    known = workflow.open_record(store, begun.row.id).beyond
    assert (known.doubt, known.grown, known.minor) == ("", True, "")


def test_a_questionnaire_knows_what_the_other_records_of_the_person_tell(store: Vault) -> None:
    told = people.finish(store, ARABIC)
    case = workflow.case_for(store, told)
    signs = json.loads(store.frozen(told).values_json)["signs"]
    opened = workflow.begin_module(store, case.id, "sexual")
    code = store.record(told).code
    assert opened.beyond.signs == tuple(Before(sign, code, *one) for sign, each in signs.items() for one in each)
    assert signs
    assert opened.beyond.minor == ""
    workflow.decide_age(store, case.id, "minor", "the person told it the day after")
    known = workflow.open_record(store, opened.row.id).beyond
    assert known.minor
    definition = workflow.load_definition(opened.package.xml, opened.package.files)
    values = workflow.session_for(opened, definition).values()
    found = screening.assess(definition, values, workflow.assessment_rules(), known)
    assert found.child and {one.record for one in found.indicators} == {store.record(told).code}
