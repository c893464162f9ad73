"""A birth in a session: the date, what belongs beside it, and the way that opens for who may be a minor."""

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from intake_app import calendars, screening, vault, workflow, xform
from intake_app.errors import IntakeError
from intake_app.screening import Statement
from intake_app.vault import FormPackage, Role, Vault, content, records, seals
from intake_app.workflow.births import minor_in
from intake_app.workflow.reckoning import reckoning
from intake_app.workflow.store import surroundings_for
from intake_app.xform import AnswerState, Session
from tests.gui_interview import forms
from tests.workflow.test_finished_twice import PASSPHRASE

TODAY = date(2026, 11, 27)
BORN = "/data/who/born"
EN, TI, FA = "English (en)", "ትግርኛ (ti)", "دری (fa-AF)"


@pytest.fixture
def talk() -> Session:
    return xform.new_session(xform.load(forms.births()), surroundings_for({}), TI)


def beside(session: Session, group: str = "/data/who") -> dict[str, str]:
    """What stands in the group, without what is blank."""
    told = {ref.rpartition("/")[2]: value for ref, value in session.values().items() if ref.startswith(group + "/")}
    return {part: value for part, value in told.items() if value}


def test_a_year_in_no_calendar_is_taken_in_each_and_opens_the_way_of_minors(talk: Session) -> None:
    assert not talk.relevant("/data/help")
    changes = workflow.answer(talk, BORN, "? 2002--", TODAY)
    assert beside(talk) == {
        "born": "2010-09-10",
        "said": "? 2002-- counting ethiopian,gregorian",
        "calendar": "not_known",
        "precision": "year",
        "earliest": "2002-01-01",
        "latest": "2010-09-10",
        "majority": "may_be_minor",
    }
    assert talk.relevant("/data/help") and changes.relevance == {"/data/help"} and changes.structure
    assert {BORN, "/data/who/said", "/data/who/majority"} <= changes.value


@pytest.mark.parametrize(
    "line",
    ["persian 1386-12-30", "persian 1386-10-31", "hijri 1429-12-31", "gregorian 2030-12-12", "gregorian 1386-12-30"],
)
def test_a_day_that_is_refused_is_never_stored_as_a_gregorian_one(talk: Session, line: str) -> None:
    workflow.answer(talk, BORN, line, TODAY)
    question = talk.question(BORN)
    year, month, day = line.partition(" ")[2].split("-")
    assert (question.value, question.valid) == (f"{day}/{month}/{year}", "type")
    assert workflow.birth_said(talk, BORN) == replace(screening.read_birth(line) or Statement(), counted=())
    assert BORN in {fault.ref for fault in talk.violations()}


def test_the_thirtieth_of_any_hijri_month_is_an_answer(talk: Session) -> None:
    workflow.answer(talk, BORN, "hijri 1429-2-30", TODAY)
    assert (talk.question(BORN).value, talk.question(BORN).valid) == ("2008-03-09", True)
    assert (beside(talk)["said"], beside(talk)["precision"]) == ("hijri 1429-2-30", "day")
    assert (beside(talk)["earliest"], beside(talk)["latest"]) == ("2008-03-07", "2008-03-11")
    assert BORN not in {fault.ref for fault in talk.violations()}


def test_the_calendar_decides(talk: Session) -> None:
    workflow.answer(talk, BORN, "gregorian 2002--", TODAY)
    assert (beside(talk)["majority"], beside(talk)["calendar"]) == ("over_18", "gregorian")
    assert not talk.relevant("/data/help")
    workflow.answer(talk, BORN, "ethiopian 2002--", TODAY)
    assert (beside(talk)["majority"], beside(talk)["born"]) == ("minor", "2010-09-10")
    assert talk.relevant("/data/help")


def test_a_plain_date_is_a_gregorian_one_and_a_half_one_is_kept(talk: Session) -> None:
    workflow.answer(talk, BORN, "2009-05-04", TODAY)
    assert beside(talk)["said"] == "gregorian 2009-05-04" and beside(talk)["majority"] == "minor"
    workflow.answer(talk, BORN, "2009-5-", TODAY)
    assert beside(talk)["precision"] == "month"
    workflow.answer(talk, BORN, "-5-", TODAY)
    assert beside(talk) == {"said": "gregorian -5-", "precision": "month"}
    assert (talk.question(BORN).value, talk.question(BORN).valid) == ("-5-", "type")
    assert workflow.birth_said(talk, BORN) == Statement(calendar="gregorian", month="5")


@pytest.mark.parametrize("state", [AnswerState.DECLINED, AnswerState.DOES_NOT_KNOW, AnswerState.NOT_ASKED])
def test_a_state_takes_everything_away_that_was_told(talk: Session, state: AnswerState) -> None:
    workflow.answer(talk, BORN, "age 15 at 2026-11-27", TODAY)
    changes = workflow.mark(talk, BORN, state)
    assert beside(talk) == {} and talk.state(BORN) == state
    assert changes.relevance == {"/data/help"} and not talk.relevant("/data/help")


def test_a_blank_answer_leaves_nothing_beside(talk: Session) -> None:
    workflow.answer(talk, BORN, "ethiopian 2002-5-1", TODAY)
    workflow.answer(talk, BORN, "", TODAY)
    assert beside(talk) == {}


def bengali() -> Session:
    """A talk that began in a language whose people count in one calendar."""
    return xform.new_session(xform.load(forms.births()), surroundings_for({}), "বাংলা (bn)")


def test_who_turns_out_to_speak_another_language_may_count_otherwise() -> None:
    talk = bengali()
    workflow.answer(talk, BORN, "? 2002--", TODAY)
    assert beside(talk)["majority"] == "over_18"
    changes = workflow.speak(talk, TI, TODAY)
    assert beside(talk)["majority"] == "may_be_minor" and "/data/help" in changes.relevance
    assert talk.language == TI


BN = "বাংলা (bn)"


@pytest.mark.parametrize("way", [(TI, BN), (TI, FA, BN), (TI, EN, TI, BN)])
@pytest.mark.parametrize("line", ["? 2002--", "about age 21 at 2026-11-27", "? 2003-1-10"])
def test_a_look_in_another_language_and_back_changes_nothing_that_is_kept(line: str, way: tuple[str, ...]) -> None:
    talk = bengali()
    workflow.answer(talk, BORN, line, TODAY)
    before, kept = beside(talk), talk.serialise_draft()
    assert before["majority"] == "over_18"
    for language in way[:-1]:
        workflow.speak(talk, language, TODAY)
        assert beside(talk) != before, "while it is shown so, every calendar that could be meant counts"
    workflow.speak(talk, way[-1], TODAY)
    assert (beside(talk), talk.spoken, talk.serialise_draft()) == (before, (BN,), kept)
    assert not talk.relevant("/data/help")


@pytest.mark.parametrize("done", ["answered", "declined", "told anew"])
def test_who_was_talked_with_in_a_language_may_count_as_its_people_ever_since(done: str) -> None:
    talk = bengali()
    workflow.answer(talk, BORN, "? 2002--", TODAY)
    workflow.speak(talk, TI, TODAY)
    if done == "answered":
        workflow.answer(talk, "/data/plain", "2026-11-01", TODAY)
    elif done == "declined":
        workflow.mark(talk, "/data/plain", AnswerState.DECLINED)
    else:
        workflow.answer(talk, BORN, "? 2003--", TODAY)
    workflow.speak(talk, BN, TODAY)
    assert beside(talk)["majority"] == "may_be_minor" and talk.spoken == (BN, TI)
    workflow.answer(talk, "/data/plain", "2026-11-02", TODAY)
    workflow.speak(talk, FA, TODAY)
    workflow.speak(talk, BN, TODAY)
    assert beside(talk)["majority"] == "may_be_minor" and talk.spoken == (BN, TI), "a later look takes nothing away"


@pytest.mark.parametrize("line", ["event kabul_2021 age 14", "age 19 at 2026-11-27"])
def test_years_of_moons_count_from_where_the_person_may_count_so(line: str) -> None:
    """Also in a language they are met in later, and ever since."""
    talk = bengali()
    workflow.answer(talk, BORN, line, TODAY)
    assert beside(talk)["majority"] == "over_18"
    workflow.speak(talk, FA, TODAY)
    assert beside(talk)["majority"] == "may_be_minor" and "hijri" in beside(talk)["said"]
    again = xform.resume(talk.definition, talk.serialise_draft(), talk.states(), surroundings_for({}), EN)
    workflow.speak(again, EN, TODAY)
    assert beside(again) == beside(talk)


@pytest.mark.parametrize("said", ["age 17 at 2026-02-31", "age 17 at 9999-99-99"])
def test_a_line_that_names_no_day_is_none(talk: Session, said: str) -> None:
    """However it came into a record."""
    talk.answer("/data/who/said", said)
    assert workflow.birth_said(talk, BORN).blank
    assert minor_in(talk, TODAY) == ()
    workflow.speak(talk, EN, TODAY)


@pytest.mark.parametrize("told", ["? 2002--", "? 2003-1-10"])
def test_texts_in_another_language_make_nobody_older(talk: Session, told: str) -> None:
    workflow.answer(talk, BORN, told, TODAY)
    before = beside(talk)
    workflow.speak(talk, EN, TODAY)
    assert beside(talk) == before and before["majority"] == "may_be_minor" and talk.relevant("/data/help")
    again = xform.resume(talk.definition, talk.serialise_draft(), talk.states(), surroundings_for({}), EN)
    workflow.speak(again, EN, TODAY)
    assert beside(again) == before
    workflow.answer(again, BORN, told, TODAY)
    assert beside(again)["majority"] == "may_be_minor"
    workflow.answer(again, BORN, told.replace("?", "gregorian"), TODAY)
    assert beside(again)["majority"] == "over_18"


def test_a_birth_that_is_told_while_texts_are_in_another_language_is_read_in_that_of_the_person(talk: Session) -> None:
    workflow.speak(talk, EN, TODAY)
    workflow.answer(talk, BORN, "? 2002--", TODAY)
    assert beside(talk)["majority"] == "may_be_minor"


def begun(store: Vault, case: str = "") -> workflow.OpenRecord:
    """An interview in Tigrinya, of which some texts were shown in English before it was left."""
    form = forms.births().replace(b"<model", b"<model xmlns:odk='http://www.opendatakit.org/xforms'", 1)
    form = form.replace(b"<instance>", b"<submission odk:client-editable='true'/><instance>", 1)
    known = [row for row in workflow.form_list(store) if row.form_id == "births"]
    key = known[0].key if known else workflow.import_form(store, "births.xml", form).form_key
    assert key is not None
    opened = workflow.start_record(store, key, TI, EN)
    if case:
        workflow.put_in_case(store, opened.row.id, case)
    left(store, opened, session_of(opened))
    return opened


def left(store: Vault, opened: workflow.OpenRecord, session: Session) -> None:
    workflow.speak(session, EN, TODAY)
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, (EN, TI)))


def session_of(opened: workflow.OpenRecord) -> Session:
    return workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))


@pytest.mark.parametrize("way", ["again", "twice", "edited", "draft anew", "finished anew", "of the case"])
def test_the_language_of_the_person_is_known_after_the_draft_was_put_away(store: Vault, way: str) -> None:
    case = store.open_case().id if way == "of the case" else ""
    opened = begun(store, case)
    again = workflow.open_record(store, opened.row.id)
    if way == "twice":
        left(store, again, session_of(again))
        workflow.save(store, again.row.id, workflow.snapshot(session_of(again), None, (EN, EN)))
        again = workflow.open_record(store, again.row.id)
    if way in ("edited", "finished anew"):
        workflow.finalise_draft(store, opened.row.id, workflow.ConsentSheet(given=True, language="bn"))
    if way == "edited":
        again = workflow.edit_record(store, opened.row.id)
        again = workflow.open_record(store, again.row.id)
    if way.endswith("anew"):
        again = workflow.copy_record(store, opened.row.id)
    if case:
        again = workflow.start_record(store, again.row.form_key, EN, EN)
        workflow.put_in_case(store, again.row.id, case)
        again = workflow.open_record(store, again.row.id)
    talk = session_of(again)
    assert talk.language == EN
    workflow.answer(talk, BORN, "? 2003-1-10", TODAY)
    assert beside(talk)["majority"] == "may_be_minor" and talk.relevant("/data/help")


@pytest.mark.parametrize("met", ["in a record", "and no more is known"])
def test_a_birth_is_understood_anew_where_the_person_is_met_in_another_language_since(store: Vault, met: str) -> None:
    opened = begun(store)
    first = workflow.start_record(store, opened.row.form_key, "বাংলা (bn)", EN)
    talk = session_of(first)
    workflow.answer(talk, BORN, "? 2003-1-10", TODAY)
    assert beside(talk)["majority"] == "over_18"
    draft = workflow.snapshot(talk, None, ("বাংলা (bn)", EN))
    assert (draft.counts, draft.minor_in) == ((), ("ethiopian",))
    workflow.save(store, first.row.id, draft)
    assert store.draft(first.row.id) == replace(draft, asylum=False), "nothing was told of that"
    again = session_of(workflow.open_record(store, first.row.id))
    assert beside(again) == beside(talk), "nobody counts otherwise"
    case = workflow.case_for(store, first.row.id).id
    if met == "in a record":
        workflow.put_in_case(store, opened.row.id, case)
    else:
        workflow.meet(store, case, "office", TI)
    again = session_of(workflow.open_record(store, first.row.id))
    assert beside(again)["majority"] == "may_be_minor" and again.relevant("/data/help")
    assert workflow.snapshot(again, None, (EN, EN)).counts == ("ethiopian",)
    workflow.answer(again, BORN, "gregorian 2003-1-10", TODAY)
    asked = workflow.snapshot(again, None, (EN, EN))
    assert asked.minor_in == (), "it was asked in which calendar"


def test_a_draft_of_an_older_program_knows_the_last_two_languages(store: Vault) -> None:
    opened = begun(store)
    store.save_draft(opened.row.id, replace(store.draft(opened.row.id), shown=()))
    talk = session_of(workflow.open_record(store, opened.row.id))
    assert talk.spoken == (EN, TI)


@pytest.mark.parametrize(
    ("language", "told"),
    [("Afaan Oromoo (om)", "? 2003-1-10"), ("ትግሬ (tig)", "? 2003-1-10"), ("پښتو (ps)", "? 1387--")],
)
def test_who_speaks_a_language_that_the_form_lacks_counts_as_people_of_it_do(language: str, told: str) -> None:
    talk = bengali()
    workflow.speak(talk, language, TODAY)
    workflow.answer(talk, BORN, told, TODAY)
    assert beside(talk)["majority"] == "may_be_minor"


def test_each_child_has_its_own(talk: Session) -> None:
    talk.add_repeat("/data/child")
    talk.add_repeat("/data/child")
    workflow.answer(talk, "/data/child[2]/born", "persian 1395--", TODAY)
    assert beside(talk, "/data/child[2]")["calendar"] == "persian"
    assert beside(talk, "/data/child[1]") == {}
    workflow.speak(talk, FA, TODAY)
    assert beside(talk, "/data/child[2]")["born"] == "2017-03-20"


def test_other_questions_and_forms_without_room_beside_are_as_ever(talk: Session) -> None:
    workflow.answer(talk, "/data/plain", "2026-11-27")
    assert talk.value("/data/plain") == "2026-11-27"
    workflow.mark(talk, "/data/plain", AnswerState.DECLINED)
    assert talk.state("/data/plain") == AnswerState.DECLINED
    bare = forms.births().replace(b'intake:birth="said"', b"")
    alone = xform.new_session(xform.load(bare), surroundings_for({}), TI)
    assert not workflow.asks_birth(alone, BORN)
    workflow.answer(alone, BORN, "2009-05-04")
    assert beside(alone) == {"born": "2009-05-04"}


def test_a_draft_opens_again_with_what_was_told(talk: Session) -> None:
    workflow.answer(talk, BORN, "about age 17 at 2026-11-27", TODAY)
    again = xform.resume(talk.definition, talk.serialise_draft(), talk.states(), surroundings_for({}), TI)
    assert workflow.birth_said(again, BORN) == Statement("age", age="17", on="2026-11-27", about=True)
    assert beside(again) == beside(talk)


def test_events_stand_in_the_order_of_time_with_names_in_both_languages_of_the_desk() -> None:
    events = list(workflow.birth_events().values())
    assert len(events) >= 15 and events == sorted(events, key=lambda event: event.earliest)
    for event in events:
        assert event.earliest <= event.latest <= TODAY
        assert event.names["en"] and event.names["it"] and all(len(code) == 2 for code in event.countries)


@pytest.mark.parametrize(
    ("line", "majority", "shown"),
    [
        ("age 17 at 2026-11-27", "minor", True),
        ("gregorian 1990--", "over_18", False),
        ("age 18 at 2026-11-27", "may_be_minor", True),
    ],
)
def test_our_own_form_shows_the_way_of_minors(line: str, majority: str, shown: bool) -> None:
    from intake_app import paths, xlsform

    own = xlsform.compile_own(paths.forms() / "first_interview.md", paths.translations())
    session = xform.new_session(xform.load(own.xml), surroundings_for({}))
    for path, value in {"understands": "yes", "private": "yes", "well_enough": "yes", "danger_now": "no"}.items():
        session.answer(f"/data/safety/{path}", value)
    assert not session.relevant("/data/information/born")
    session.answer("/data/information/age_band", "does_not_know")
    workflow.answer(session, "/data/information/born", line, TODAY)
    assert session.value("/data/information/born_majority") == majority
    assert session.relevant("/data/information/under_18") == shown


@dataclass
class Released:
    """A first interview in Bengali with a birth in no calendar, of an adult so far: finished, with a slip."""

    store: Vault
    case: str
    record: str
    slip: str

    def stopped(self) -> None:
        """It is a child's now, and what went out without a guardian stopped."""
        assert workflow.case_sheet(self.store, self.case).age == "minor"
        assert [one.purpose for one in self.store.releases(self.record)] == ["sync"], "it stopped at once"
        with pytest.raises(IntakeError, match=r"workflow\.slip_of_child"):
            workflow.reprint(self.store, self.slip)
        with pytest.raises(IntakeError, match=r"screening\.guardian_missing"):
            slip_of(self.store, self.record)


def slip_of(store: Vault, record: str) -> str:
    health = next(one for one in workflow.directory(store) if one.recipient_kind == "health")
    content = workflow.slip_for(store, record, health, workflow.propose_slip(store, record).sheet)
    return workflow.keep_slip(store, content, b"%PDF").reference


def released(store: Vault) -> Released:
    workflow.install_own_forms(store)
    key = next(row.key for row in workflow.form_list(store) if row.form_id == "intake_first_interview")
    opened = workflow.start_record(store, key, "বাংলা (bn)", "Italiano (it)")
    talk, record = session_of(opened), opened.row.id
    for path, _purpose in talk.definition.tagged("consent"):
        talk.answer(path, "yes")
    born = next(path for path, part in talk.definition.tagged("birth") if part == "date")
    for ref in [ref for ref in talk.leaves() if ref.endswith("/age_band")]:
        workflow.answer(talk, ref, "does_not_know")
    workflow.answer(talk, born, "? 2003-1-10", TODAY)
    for ref in [ref for ref in talk.leaves() if ref.endswith("/outcome")]:
        workflow.answer(talk, ref, "needs_more_time")
    workflow.save(store, record, workflow.snapshot(talk, None, opened.languages))
    case = workflow.case_for(store, record).id
    workflow.finalise_draft(store, record)
    slip = slip_of(store, record)
    assert workflow.case_sheet(store, case).age == "adult" and workflow.reprint(store, slip)
    return Released(store, case, record, slip)


def test_a_record_that_was_finished_tells_of_a_child_once_the_person_is_met_in_the_language_of_its_calendar(
    store: Vault,
) -> None:
    found = released(store)
    workflow.begin_module(store, found.case, "needs", ("አማርኛ (am)", "Italiano (it)"))
    found.stopped()


def test_it_does_so_where_the_meeting_alone_was_noted(store: Vault) -> None:
    found = released(store)
    workflow.meet(store, found.case, "office", "English (en)")
    assert workflow.case_sheet(store, found.case).age == "adult" and workflow.reprint(store, found.slip)
    workflow.meet(store, found.case, "office", "አማርኛ (am)")
    found.stopped()


def of_an_older_program(store: Vault, record: str) -> None:
    """The record as a program froze it that did not note in which calendars it is of a child."""
    opening = store._opening
    number = records.number_of(opening, record)
    frozen = records.sealed(opening, number, record)
    facts = json.loads(frozen.values_json)
    assert facts.pop("minor_in") == ["ethiopian"]
    database, old = opening.database, replace(frozen, values_json=json.dumps(facts))
    seal = seals.verify(database, opening.keys.audit, number)
    place = records._Place(number, record, seal.version, content.key_of(database, number))
    body = records._sealed_submission(place, old)
    ((trigger,),) = database.all("SELECT sql FROM sqlite_master WHERE name = 'submission_change'")
    with database.transaction():
        database.run("DROP TRIGGER submission_change")
        database.run("UPDATE submission SET body = ? WHERE record = ?", body, number)
        database.run(trigger)
        files = seals.files_digest(database, number)
        seals.write(database, opening.keys.audit, number, seal, seal.version, seals.digest(body), files)


def test_a_record_of_an_older_program_is_weighed_when_the_store_is_opened(tmp_path: Path) -> None:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as store:
        found = released(store)
        of_an_older_program(store, found.record)
    with workflow.open_store(tmp_path / "w.intake", "Ada", PASSPHRASE) as store:
        assert workflow.case_sheet(store, found.case).age == "adult"
    with vault.open_store(tmp_path / "w.intake", "Ada", PASSPHRASE) as store:
        store.meet(found.case, "office", "አማርኛ (am)")
        with store._opening.database.transaction():
            store._opening.database.run("DELETE FROM store WHERE key LIKE 'reckoned:%'")
        assert workflow.reprint(store, found.slip), "the older program let it go"
    with workflow.open_store(tmp_path / "w.intake", "Ada", PASSPHRASE) as store:
        replace(found, store=store).stopped()


def test_a_record_of_before_that_can_not_be_read_may_be_of_a_child_by_any_calendar(store: Vault) -> None:
    counting, row = reckoning(surroundings_for({})), workflow.form_list(store)[0]
    broken = FormPackage(row, b"<h:html birth='date'/>", {})
    assert counting.minor_in(broken, b"<data/>", TODAY) == calendars.CALENDARS
    assert counting.minor_in(replace(broken, xml=b"<h:html/>"), b"<data/>", TODAY) == ()
    assert (counting.calendars("no language"), counting.calendars("Italiano (it)")) == ((), ())
    assert counting.calendars("አማርኛ (am)") == ("ethiopian",)


def test_a_form_that_has_no_room_for_the_way_of_minors_is_gone_on_with(store: Vault) -> None:
    """Only how it was told is needed beside a birth; the rest stands where a form has a place for it."""
    beside = b'<bind nodeset="/data/who/majority" type="string" intake:birth="majority"/>'
    form = forms.births()
    assert beside in form
    workflow.import_form(store, "births.xml", form.replace(beside, b"<bind nodeset='/data/who/majority'/>"))
    key = next(row.key for row in workflow.form_list(store) if row.form_id == "births")
    opened = workflow.start_record(store, key, TI)
    talk = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    workflow.answer(talk, BORN, "? 2002--", TODAY)
    workflow.save(store, opened.row.id, workflow.snapshot(talk, None, opened.languages))
    again = workflow.open_record(store, opened.row.id)
    resumed = workflow.session_for(again, workflow.load_definition(again.package.xml, again.package.files))
    assert workflow.birth_said(resumed, BORN).year == "2002"
