"""The export of a person tells their whole case: what each record says that may go, and what the workplace knows."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from intake_app import slips, vault, workflow
from intake_app.errors import IntakeError
from intake_app.referral import SlipSheet
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet, Exported, all_said
from tests.gui_shell import people
from tests.gui_shell.people import ARABIC
from tests.workflow.test_cases import PASSPHRASE
from tests.workflow.test_said_since import ALL, PURPOSES, TAIL, Place

LABOUR = {"/data/work/worked": "yes", "/data/work/section": "A", "/data/work/pay_below": "yes"}
TO = "anti_trafficking"


class Person:
    """Somebody who was asked at the quay, and about work in a second talk."""

    def __init__(self, store: Vault, **said: str) -> None:
        self.store = store
        self.first = people.finish(store, ARABIC, {path.replace("__", "/"): value for path, value in said.items()})
        self.case = workflow.case_for(store, self.first)
        self.labour = self.asked("labour", LABOUR)

    def asked(self, name: str, answers: dict[str, str], again: bool = False) -> str:
        opened = workflow.begin_module(self.store, self.case.id, name, again=again)
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        for ref, value in answers.items():
            session.answer(ref, value)
        workflow.save(self.store, opened.row.id, workflow.snapshot(session, None, opened.languages))
        return workflow.finalise_draft(self.store, opened.row.id).row.id

    def export(self, record: str = "", noted: ConsentSheet | None = None) -> Exported:
        return workflow.export_record(self.store, record or self.first, TO, "json", noted)


@contextmanager
def a_store(folder: Path) -> Iterator[Vault]:
    """Two mediators."""
    setup = workflow.Setup("Mediatori", "Molo", "+39 0922 123456", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(folder / "w.intake", setup, vault.FLOOR) as made:
        workflow.add_person(made, "Dario", Role.MEDIATOR, PASSPHRASE)
        yield made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    with a_store(tmp_path) as made:
        yield made


def objects(done: Exported) -> dict[str, list[dict[str, Any]]]:
    told: dict[str, list[dict[str, Any]]] = json.loads(done.data)["objects"]
    return told


def agree(person: Person) -> None:
    workflow.consent_given(person.store, person.first, "record", language="bn")
    workflow.consent_given(person.store, person.first, "export", TO, language="bn")


@pytest.mark.parametrize(
    ("now", "told"), [("prefers_not_to_say", []), ("none", []), ("SN", ["SN"]), ("", ["BD"])]
)
def test_what_a_person_no_longer_wants_to_say_does_not_go_as_they_had_said_it(
    store: Vault, now: str, told: list[str]
) -> None:
    person, page = Person(store), {"/data/page/page_wanted": "yes"}
    agree(person)
    person.asked("needs", {**page, "/data/page/nationality": "BD"})
    assert objects(person.export())["person"][0]["prs_Citizenship"] == ["BD"]
    person.asked("needs", {**page, "/data/page/nationality": now}, again=True)
    assert objects(person.export())["person"][0]["prs_Citizenship"] == told


def test_each_record_of_the_person_is_told_whichever_is_chosen(store: Vault) -> None:
    person = Person(store)
    agree(person)
    slip = workflow.issue_slip(
        store, person.first, "local_support", SlipSheet(), "ar", slips.render, ConsentSheet(given=True, language="bn")
    )
    doctor = workflow.issue_slip(
        store, person.first, "health", SlipSheet(), "ar", slips.render, ConsentSheet(given=True, language="bn")
    )
    for each in (slip, doctor):
        workflow.slip_left(store, each.reference, "printed")
    by_record = [person.export(record) for record in (person.first, person.labour)]
    for done in by_record:
        told = objects(done)
        assert told["victim"][0]["vic_ForcedLabourIndustry"] == "A_AgricultureForestryAndFishing"
        assert "1" in json.loads(done.data)["extension"]["ext_603bis"].split(";")
        assert told["person"][0]["prs_PrimaryLanguage"] == "ara"
        (here,) = told["organisation"]
        assert (here["org_Name"], here["org_Phone"]) == ("Mediatori", "+390922123456")
        assert told["case"][0]["cas_Status"] == "Active"
        (referral,) = told["referrals"]  # of the doctor they do not learn here
        assert referral["cas_OutgoingReferralDate"] == slip.issued_at[:10]
        assert referral["cas_ReferredOrganisation"] == "Local organisation, listening desk"
        assert done.left_out == 0 and len(done.codes) == 2
    assert objects(by_record[0]) == objects(by_record[1]), "whichever of them was chosen"
    for record in (person.first, person.labour):
        assert {one.basis for one in store.releases(record) if one.purpose == "export"} == {"consent"}
    for action, done in (("record.export_prepared", 2), ("record.exported", 1)):
        workflow.file_written(store, "json", by_record[0].releases[: 2 * (action == "record.exported")])
        noted = [row.object for row in store.audit_rows(40) if row.action == action]
        assert noted.count(person.first) == noted.count(person.labour) == done


def _concluding(person: Person, outcome: str) -> Person:
    conclusion = {"outcome": outcome, "reason": "seen"}
    person.asked("observations", {f"/data/conclusion/{name}": said for name, said in conclusion.items()}, again=True)
    return person


def test_what_the_mediator_noticed_alone_is_part_of_no_export(store: Vault) -> None:
    person = Person(store)
    agree(person)
    before = objects(person.export())["victim"][0]["vic_TraffickingStatus"]
    noticed = person.asked("observations", {"/data/company/leads": "yes", "/data/signs/fear": "yes"})
    done = person.export()
    assert store.record(noticed).code not in done.codes and len(done.codes) == 2
    assert noticed not in {release.record_id for release in done.releases}
    assert done.left_out == 0, "it is not missing"
    with pytest.raises(IntakeError) as caught:
        person.export(noticed)
    assert caught.value.code == "exports.nobody_asked"
    status = {
        outcome: objects(_concluding(person, outcome).export())["victim"][0]["vic_TraffickingStatus"]
        for outcome in ("possible_refer", "no_indication_now")
    }
    assert status == {"possible_refer": before, "no_indication_now": ""}, "what was concluded last is not gone against"
    assert before == "PossibleVictimOfTrafficking"
    assert [one for one in store.releases(noticed) if one.purpose == "export"] == []


def test_the_language_of_the_talk_goes_where_no_other_is_best_and_not_where_nothing_was_said(store: Vault) -> None:
    said = {"bm": ("bam", "ara"), "ar": ("ara", ""), "": ("ara", ""), "prefers_not_to_say": ("", "")}
    for best, told in said.items():
        person = Person(store, next_steps__language=best)
        agree(person)
        (row,) = objects(person.export())["person"]
        assert (row["prs_PrimaryLanguage"], row["prs_SecondaryLanguage"]) == told, best


@pytest.mark.parametrize(
    ("clear", "told"),
    [("yes", "true"), ("no", "false"), ("does_not_know", ""), ("prefers_not_to_say", ""), ("", "")],
)
def test_whether_what_was_told_before_is_clear_goes_as_it_was_said_and_shuts_nothing(
    store: Vault, clear: str, told: str
) -> None:
    """What the talk is for, and that one may ask to have it deleted: one question for both, before age and consent."""
    person = Person(store, information__clear=clear)
    agree(person)
    v1 = json.loads(person.export().data)["consent_v1"]
    assert v1["con_PurposeOfInterview"] == v1["con_RightToBeForgotten"] == told
    assert v1["con_Consent"] == v1["con_UseOfData"] == "true"


@pytest.mark.parametrize(("then", "told"), [("yes", "true"), ("no", "false"), ("", "false")])
def test_what_was_said_last_tells_whether_it_is_clear(store: Vault, then: str, told: str) -> None:
    person = Person(store, information__clear="no", information__consent_export="yes")
    later = people.finish(store, ARABIC, {"information/clear": then, "information/consent_export": "yes"})
    workflow.put_in_case(store, later, person.case.id)
    for record in (person.first, later):
        v1 = json.loads(person.export(record).data)["consent_v1"]
        assert v1["con_PurposeOfInterview"] == v1["con_RightToBeForgotten"] == told


@pytest.mark.parametrize(("research", "told"), [("yes", "true"), ("no", "false"), ("prefers_not_to_say", "")])
@pytest.mark.parametrize(
    ("gender", "field"),
    [
        ("woman", "Feminine"),
        ("man", "Masculine"),
        ("other", "NonConforming"),
        ("does_not_know", "NonSpecifiedUnknown"),
        ("prefers_not_to_say", "NonSpecifiedUnknown"),
        ("", ""),
    ],
)
def test_the_word_on_research_and_the_gender_go_as_they_were_given(
    store: Vault, research: str, told: str, gender: str, field: str
) -> None:
    person = Person(store, information__research=research, next_steps__gender=gender)
    agree(person)
    done = person.export(person.labour)
    assert json.loads(done.data)["consent_v1"]["con_DataForResearch"] == told
    assert objects(done)["person"][0]["prs_Gender"] == field
    on_slip = gender if gender in ("woman", "man", "other") else "not_stated"
    assert workflow.propose_slip(store, person.first).sheet.gender == on_slip


def test_who_prefers_not_to_say_their_gender_now_takes_it_back_from_what_goes_out(store: Vault) -> None:
    person = Person(store, next_steps__gender="woman", information__consent_export="yes")
    said = {"next_steps/gender": "prefers_not_to_say", "information/consent_export": "yes"}
    later = people.finish(store, ARABIC, said)
    workflow.put_in_case(store, later, person.case.id)
    assert objects(person.export(later))["person"][0]["prs_Gender"] == "NonSpecifiedUnknown"


@pytest.mark.parametrize(
    ("said", "told"),
    [("BD", ["BD"]), ("ER ET", ["ER", "ET"]), ("SY other", ["SY"]), ("none", []), ("other", []), ("does_not_know", [])],
)
def test_a_nationality_goes_as_the_code_of_the_country(store: Vault, said: str, told: list[str]) -> None:
    person = Person(store)
    agree(person)
    assert objects(person.export())["person"][0]["prs_Citizenship"] == []
    needs = person.asked("needs", {"/data/page/page_wanted": "yes", "/data/page/nationality": said})
    done = person.export()
    assert len(done.codes) == 3 and objects(done)["person"][0]["prs_Citizenship"] == told
    table = workflow.export_record(store, needs, TO, "csv").data.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(table)))["prs_Citizenship"] == ";".join(told)


def test_what_may_not_go_is_left_out_and_told_of(store: Vault) -> None:
    person = Person(store)
    reason = ConsentSheet(override_reason="somebody may be hurt tonight", danger=True)
    done = person.export(noted=reason)
    assert (len(done.codes), done.left_out) == (1, 1), "a reason is for the record that it was noted for"
    labour = store.record(person.labour).code
    assert done.others == ((labour, "Ada", "screening.consent_missing"),), "whose it is, and why"
    assert objects(done)["victim"][0]["vic_ForcedLabourIndustry"] == ""
    assert [one for one in store.releases(person.labour) if one.purpose == "export"] == []
    agree(person)
    workflow.begin_module(store, person.case.id, "needs")
    done = person.export()
    assert (len(done.codes), done.left_out) == (2, 1), "a draft says nothing yet"
    assert [(one.by, one.why) for one in done.others] == [("Ada", "draft")]
    workflow.withdraw_consent(store, person.first, "export")
    with pytest.raises(IntakeError, match=r"screening\.consent_withdrawn"):
        person.export(person.labour)


def test_a_colleague_exports_no_more_than_they_read(tmp_path: Path, store: Vault) -> None:
    person = Person(store)
    agree(person)
    path = tmp_path / "w.intake"
    store.close()
    with workflow.open_store(path, "Dario", PASSPHRASE) as other:
        opened = workflow.begin_module(other, person.case.id, "transit")
        mine = workflow.finalise_draft(other, opened.row.id).row.id
        done = workflow.export_record(other, mine, TO, "json")
        assert (len(done.codes), done.left_out) == (1, 2)
        assert {(one.by, one.why) for one in done.others} == {("Ada", "colleague")}
        assert objects(done)["victim"][0]["vic_ForcedLabourIndustry"] == ""


def how_it_stands(person: Person) -> tuple[str, str]:
    """The case, and the slip in it."""
    told = objects(person.export())
    return told["case"][0]["cas_Status"], told["referrals"][0]["cas_OutgoingReferralDetails"]


@pytest.mark.parametrize(("number", "told"), [("0", ""), ("0922 123456", ""), ("+39 0922 123-456", "+390922123456")])
def test_a_number_of_the_workplace_goes_where_its_country_is_told(tmp_path: Path, number: str, told: str) -> None:
    setup = workflow.Setup("Mediatori", "Molo", number, "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "other.intake", setup, vault.FLOOR) as made:
        person = Person(made)
        agree(person)
        assert objects(person.export())["organisation"][0]["org_Phone"] == told


def test_a_slip_is_told_when_it_left_and_as_long_as_it_stands(store: Vault) -> None:
    person = Person(store)
    agree(person)
    slip = workflow.issue_slip(
        store, person.first, "local_support", SlipSheet(), "ar", slips.render, ConsentSheet(given=True, language="bn")
    )

    def referred() -> list[str]:
        return [row["cas_ReferredOrganisation"] for row in objects(person.export())["referrals"]]

    assert referred() == [""], "issued, and still here"
    workflow.slip_left(store, slip.reference, "printed")
    assert referred() == ["Local organisation, listening desk"]
    assert how_it_stands(person) == ("Active", f"issued {slip.issued_at[:10]}")
    workflow.note_answer(store, slip.reference, "accepted", happened=slip.issued_at)
    assert how_it_stands(person) == ("Active", f"accepted {slip.issued_at[:10]}")
    store.end_stage(person.case.id, "")
    assert how_it_stands(person) == ("ClosedReferred", f"accepted {slip.issued_at[:10]}")
    workflow.withdraw_consent(store, person.first, "slip", "local_support")
    assert referred() == [""], "taken back"
    assert how_it_stands(person) == ("Closed", "")


DANGER = ConsentSheet(override_reason="somebody may be hurt tonight", danger=True)


@pytest.mark.parametrize("purpose", ["", "record", "research"])
def test_the_yes_to_research_ends_with_all_and_alone(store: Vault, purpose: str) -> None:
    person = Person(store, information__research="yes", information__clear="yes")
    agree(person)
    (kept,) = (each for each in store.said(person.first) if each.purpose == "research")
    form = store.record(person.first)
    assert (kept.word, kept.how, kept.language, kept.lawful) == ("yes", "spoken", "ar", "consent")
    assert kept.script == f"{form.form_id} {form.version}"
    (shown,) = (one for one in all_said.of_record(store, person.first).told if one.purpose == "research")
    assert shown.newest("person") == "yes"
    if purpose:
        workflow.withdraw_consent(store, person.first, purpose)
    else:
        workflow.withdraw_consent(store, person.first)
        assert {each.word for each in store.said(person.first)[-2:]} == {"withdrawn"}
    told = json.loads(person.export(person.labour, DANGER if purpose != "research" else None).data)
    assert "research=withdrawn" in told["extension"]["ext_ConsentStates"].split(";")
    assert told["consent_v1"]["con_DataForResearch"] == "false"
    assert told["consent_v1"]["con_UseOfData"] == ("true" if purpose == "research" else "false")
    informed = "true" if purpose == "research" else ""  # the first interview tells it, and goes on no reason
    assert told["consent_v1"]["con_RightToBeForgotten"] == informed, "that they were told so is not taken back"
    for again in ("record", "export", "research"):
        workflow.consent_given(store, person.first, again, language="bn")
    assert json.loads(person.export(person.labour).data)["consent_v1"]["con_DataForResearch"] == "true"


def test_a_no_to_research_that_is_noted_since_is_the_word_that_holds(store: Vault) -> None:
    person = Person(store, information__research="yes")
    agree(person)
    workflow.consent_given(store, person.first, "research", word="no")
    told = json.loads(person.export(person.labour).data)
    assert "research=no" in told["extension"]["ext_ConsentStates"].split(";")
    assert told["consent_v1"]["con_DataForResearch"] == "false"


@pytest.mark.parametrize("in_case", [False, True])
def test_what_was_corrected_does_not_go_as_it_was(store: Vault, in_case: bool) -> None:
    columns = ("consent", "indicator", "slip")
    source = "| survey |\n| | type | name | label | " + "".join(f"bind::intake:{one} | " for one in columns) + "\n"
    source += "".join(f"| | select_one yn | {each} | May I? | {each} | | |\n" for each in ("interview", *PURPOSES))
    source += "| | select_one age | age | Age? | | | age_band |\n"
    source += "| | select_one yn | locked | Locked? | | locked_watched | |\n"
    source += TAIL.format(name="corrected", title="corrected", editable="yes")
    place = Place(store)
    key = workflow.import_form(store, "corrected.md", source.encode(), {}).form_key
    place.form = lambda name, asks: key  # type: ignore[method-assign, assignment, return-value]
    old = place.begun("corrected", True, store.open_case().id if in_case else "", **ALL, locked="yes")
    workflow.finalise_draft(store, old)
    edit = workflow.edit_record(store, old).row.id

    def told(record: str) -> tuple[str, int]:
        done = workflow.export_record(store, record, TO, "json")
        return json.loads(done.data)["states"]["indicators"]["locked_watched"], len(done.codes)

    place.answer(edit, locked="no")
    assert told(old) == ("yes", 1), "the correction is not finished"
    workflow.finalise_draft(store, edit)
    assert told(old) == told(edit) == ("no", 1)


def test_what_one_has_by_hand_over_is_left_out(tmp_path: Path, store: Vault) -> None:
    person = Person(store)
    agree(person)
    workflow.hand_over(store, person.labour, "Dario")
    path = tmp_path / "w.intake"
    store.close()
    with workflow.open_store(path, "Dario", PASSPHRASE) as other:
        mine = workflow.finalise_draft(other, workflow.begin_module(other, person.case.id, "transit").row.id).row.id
        done = workflow.export_record(other, mine, TO, "json")
        assert (len(done.codes), done.left_out) == (1, 2)
        assert [one.purpose for one in other.releases(person.labour)].count("export") == 0


def test_a_table_reads_back_as_the_rows_that_went_in(store: Vault) -> None:
    person = Person(store)
    agree(person)
    read_back(person)


def read_back(person: Person) -> set[str]:
    """Both files of a case say the same; the fields that they have."""
    rows = objects(person.export())
    table = workflow.export_record(person.store, person.labour, TO, "csv").data.decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(table)))
    for name, told in rows.items():
        for number, row in enumerate(told):
            for field, value in row.items():
                cell = read[number][field]
                assert cell.removeprefix("'") == (value if isinstance(value, str) else ";".join(value)), (name, field)
    return {field for told in rows.values() for row in told for field in row} & set(read[0])
