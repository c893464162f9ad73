"""Who may be under 18 has the protection of a child for all ways out, whatever record tells it and however late."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from intake_app import i18n, slips, workflow
from intake_app.errors import IntakeError
from intake_app.referral import Recipient
from intake_app.vault import Role, SlipRow, Vault
from intake_app.workflow import ConsentSheet, age_grounds
from intake_app.workflow.age_grounds import AgeGround
from tests.gui_shell import people
from tests.slips.test_pages import shown
from tests.workflow.consent_scenes import GUARDIAN
from tests.workflow.test_finished_twice import PASSPHRASE

pytestmark = pytest.mark.always

PURPOSES = ("interview", "record", "sync", "referral", "export")
HEAD = "| survey |\n| | type | name | label | bind::intake:consent | bind::intake:slip |\n"
AGE = "| | select_one age | age | Age? | | age_band |\n"
TAIL = """| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
| | age | adult | Adult |
| | age | minor | Minor |
| | age | prefers_not_to_say | No |
| settings |
| | form_title | form_id | version | namespaces |
| | Small | {name} | 1 | intake="urn:intake:form:1" |
"""
TOLD = ConsentSheet(age="adult", age_from="person")


@pytest.fixture(autouse=True)
def small_forms(store: Vault) -> None:
    """One that asks for the age, one that does not."""
    asked = "".join(f"| | select_one yn | c_{each} | May I? | {each} | |\n" for each in PURPOSES)
    for name, age in (("asks", AGE), ("silent", "")):
        workflow.import_form(store, f"{name}.md", (HEAD + asked + age + TAIL.format(name=name)).encode(), {})


def draft(store: Vault, age: str, case: str = "", form: str = "asks", word: str = "yes") -> str:
    key = next(row.key for row in workflow.form_list(store) if row.form_id == form)
    opened = workflow.start_record(store, key, "", "")
    if case:
        workflow.put_in_case(store, opened.row.id, case)
    say(store, opened.row.id, age, word)
    return opened.row.id


def say(store: Vault, record: str, age: str, word: str = "yes") -> None:
    opened = workflow.open_record(store, record)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    for purpose in PURPOSES:
        session.answer(f"/data/c_{purpose}", word)
    if opened.row.form_id != "silent":
        session.answer("/data/age", age)
    workflow.save(store, record, workflow.snapshot(session, None, opened.languages))


def met(store: Vault, age: str, case: str = "", form: str = "asks", word: str = "yes") -> str:
    record = draft(store, age, case, form, word)
    workflow.finalise_draft(store, record)
    return record


def told(verb: Callable[[], object]) -> object:
    """What came of it, or the code that said why nothing did."""
    try:
        return verb()
    except IntakeError as refused:
        return refused.code


def slip(store: Vault, record: str, noted: ConsentSheet | None = None, kind: str = "health", age: str = "") -> object:
    sheet = workflow.propose_slip(store, record).sheet
    return told(
        lambda: (
            workflow.slip_for(
                store, record, service(kind), replace(sheet, age_band=age or sheet.age_band), noted
            ).release.basis
        )
    )


def export(store: Vault, record: str, noted: ConsentSheet | None = None) -> object:
    return told(lambda: bool(workflow.export_record(store, record, "anti_trafficking", "json", noted)))


def service(kind: str) -> Recipient:
    return replace(workflow.directory().get("health"), code=f"service_{kind}", recipient_kind=kind)


def test_who_is_a_child_in_a_draft_is_one_in_every_record_of_theirs(store: Vault) -> None:
    case = store.open_case().id
    first = draft(store, "minor", case)
    second = met(store, "", case, "silent")
    assert slip(store, second) == export(store, second) == "screening.guardian_missing"
    assert told(lambda: workflow.screening_page(store, second, "it")) == "screening.guardian_missing"
    workflow.discard(store, first)
    assert slip(store, second) == "screening.guardian_missing", "what was told is not untold"
    late = met(store, "adult")
    assert slip(store, late) == "consent"
    workflow.put_in_case(store, late, case)
    assert slip(store, late) == "screening.guardian_missing"
    assert workflow.propose_slip(store, late).sheet.age_band == "minor"


def test_a_colleague_who_does_not_read_the_draft_knows_it(store: Vault, tmp_path: Path) -> None:
    store.add_person("Dario", Role.MEDIATOR, "quiet harbour lantern seven")
    case = store.open_case()
    draft(store, "minor", case.id)
    store.close()
    with workflow.open_store(tmp_path / "w.intake", "Dario", "quiet harbour lantern seven") as other:
        second = met(other, "", case.id, "silent")
        assert slip(other, second) == "screening.guardian_missing"
        assert workflow.case_sheet(other, case.id).age == "minor"


def test_a_draft_may_be_put_right_and_a_draft_that_joins_a_case_tells_it(store: Vault) -> None:
    case = store.open_case().id
    first = draft(store, "minor")
    second = met(store, "", case, "silent")
    assert slip(store, second, TOLD) == "consent"
    workflow.put_in_case(store, first, case)
    assert slip(store, second) == "screening.guardian_missing"
    say(store, first, "adult")
    assert slip(store, second) == "consent"


def test_a_later_statement_makes_nobody_older_and_a_decision_with_a_reason_does(store: Vault) -> None:
    case = store.open_case().id
    first, second = met(store, "minor", case), met(store, "adult", case)
    assert slip(store, second) == export(store, second, TOLD) == "screening.guardian_missing"
    court = AgeGround("juvenile_court", "Tribunale per i minorenni di Palermo")
    assert told(lambda: workflow.decide_age(store, case, "adult", "the court", court)) == "vault.bad_reason"
    workflow.decide_age(store, case, "adult", "the court of Palermo said so", court)
    assert slip(store, first) == slip(store, second) == "consent"
    sheet = workflow.case_sheet(store, case)
    assert [(one.age, one.source) for one in sheet.ages] == [
        ("minor", "form"), ("adult", "form"), ("adult", "decision"),
    ]  # fmt: skip
    kept = age_grounds.read(sheet.ages[-1].reason)
    assert (sheet.age, kept.ground, kept.words, sheet.ages[-1].by) == (
        "adult", court, "the court of Palermo said so", "Ada",
    )  # fmt: skip
    met(store, "minor", case)
    assert slip(store, second) == "screening.guardian_missing"
    assert store.check() == ()


@pytest.mark.parametrize(
    ("ground", "code"),
    [
        (None, "workflow.no_age_ground"),
        (AgeGround("looks"), "workflow.no_age_ground"),
        (AgeGround("juvenile_court", " | 12 "), "workflow.no_age_body"),
        (AgeGround("own_word"), "workflow.age_by_own_word"),
    ],
)
def test_looks_and_words_make_no_adult_of_a_child(store: Vault, ground: AgeGround | None, code: str) -> None:
    case = store.open_case().id
    record = met(store, "minor", case)
    assert told(lambda: workflow.decide_age(store, case, "adult", "he looks older to me", ground)) == code
    written = "passport | | he looks older to me"
    assert told(lambda: workflow.decide_age(store, case, "adult", written, ground)) == code
    assert workflow.case_sheet(store, case).age == "minor" and slip(store, record) == "screening.guardian_missing"


def test_a_child_is_found_to_be_one_on_any_doubt_and_an_adult_of_whom_no_child_was_told_by_their_own_word(
    store: Vault,
) -> None:
    case, other = store.open_case().id, store.open_case().id
    record = met(store, "prefers_not_to_say", other)
    workflow.decide_age(store, other, "adult", "the person says to be thirty", AgeGround("own_word"))
    assert slip(store, record) == "consent"
    met(store, "adult", case)
    said = workflow.decide_age(store, case, "minor", "she looks younger than she says")[-1]
    assert age_grounds.read(said.reason) == age_grounds.OnGround(None, "she looks younger than she says")
    assert workflow.case_sheet(store, case).age == "minor"
    assert (
        told(lambda: workflow.decide_age(store, case, "adult", "she says so now herself", AgeGround("own_word")))
        == "workflow.age_by_own_word"
    )


def test_a_decision_on_words_alone_that_was_kept_before_counts_and_is_read(store: Vault) -> None:
    case = store.open_case().id
    record = met(store, "minor", case)
    store.decide_age(case, "adult", "the court of Palermo said so", lambda *_: ())
    assert workflow.case_sheet(store, case).age == "adult" and slip(store, record) == "consent"
    assert age_grounds.read(workflow.case_sheet(store, case).ages[-1].reason).words == "the court of Palermo said so"


def test_a_guardian_binds_nobody_whom_a_decision_found_to_be_an_adult(store: Vault) -> None:
    case = store.open_case().id
    record = met(store, "minor", case)
    assert slip(store, record, ConsentSheet(guardian=GUARDIAN)) == "consent"
    workflow.withdraw_consent(store, record, "", whose="guardian")
    assert slip(store, record) == "screening.guardian_withdrawn"
    workflow.decide_age(store, case, "adult", "the court of Palermo said so", AgeGround("passport"))
    assert slip(store, record) == "consent", "it is the grown person who agreed"
    made = workflow.issue_slip(store, record, "health", workflow.propose_slip(store, record).sheet, "it", slips.render)
    assert workflow.reprint(store, made.reference).pdf == made.pdf
    assert not workflow.propose_slip(store, record).sheet_needs_consent
    workflow.withdraw_consent(store, record, "", whose="person")
    assert slip(store, record) == "screening.consent_withdrawn"
    assert told(lambda: workflow.reprint(store, made.reference)) == "vault.withdrawn"


def test_a_guardian_binds_who_only_says_to_be_an_adult_and_a_child_of_whom_it_is_told_since(store: Vault) -> None:
    case = store.open_case().id
    record = met(store, "", case)
    assert slip(store, record, ConsentSheet(guardian=GUARDIAN)) == "consent"
    workflow.withdraw_consent(store, record, "", whose="guardian")
    met(store, "adult", case)
    assert slip(store, record) == "screening.guardian_of_adult", "nobody decided on it"
    workflow.decide_age(store, case, "adult", "the court of Palermo said so", AgeGround("passport"))
    assert slip(store, record) == "consent"
    met(store, "minor", case)
    assert slip(store, record) == "screening.guardian_withdrawn"


def test_a_slip_that_stopped_since_the_person_is_a_child_does_not_say_that_it_was_taken_back(store: Vault) -> None:
    case = store.open_case().id
    record = met(store, "adult", case)
    made = workflow.issue_slip(store, record, "health", workflow.propose_slip(store, record).sheet, "it", slips.render)
    met(store, "minor", case)
    assert told(lambda: workflow.reprint(store, made.reference)) == "workflow.slip_of_child"
    assert told(lambda: workflow.reprint_several(store, [made.reference])) == "workflow.slip_of_child"
    workflow.withdraw_consent(store, record, "", whose="person")
    assert told(lambda: workflow.reprint(store, made.reference)) == "vault.withdrawn"


ON_REASON = ConsentSheet(override_reason="the fever rose at night", danger=True)


@pytest.mark.parametrize(("age", "code"), [("prefers_not_to_say", "workflow.slip_ended"), ("", "")])
def test_a_slip_on_a_reason_that_calls_an_adult_stays_once_they_prefer_not_to_tell_their_age(
    store: Vault, age: str, code: str
) -> None:
    editable(store)
    record = met(store, "adult", form="edited", word="no")
    sheet = workflow.propose_slip(store, record).sheet
    made = workflow.issue_slip(store, record, "health", sheet, "it", slips.render, ON_REASON)
    assert sheet.age_band == "adult" and workflow.reprint(store, made.reference).pdf == made.pdf
    corrected(store, record, age)
    again = told(lambda: workflow.reprint(store, made.reference))
    assert again == code if code else isinstance(again, SlipRow) and again.pdf == made.pdf


@pytest.mark.parametrize(
    ("age", "form", "noted", "says"),
    [
        ("prefers_not_to_say", "asks", ON_REASON, "not_stated"),
        ("prefers_not_to_say", "asks", replace(ON_REASON, age="adult", age_from="document"), "adult"),
        ("", "silent", ON_REASON, "adult"),
    ],
)
def test_on_the_sheet_nobody_makes_an_adult_of_who_prefers_not_to_tell_their_age(
    store: Vault, age: str, form: str, noted: ConsentSheet, says: str
) -> None:
    record = met(store, age, form=form, word="no")
    sheet = replace(workflow.propose_slip(store, record).sheet, age_band="adult")
    content = workflow.slip_for(store, record, workflow.directory(store).get("health"), sheet, noted)
    assert content.sheet.age_band == says
    made = workflow.issue_slip(store, record, "health", sheet, "it", slips.render, noted)
    assert workflow.reprint(store, made.reference).pdf == made.pdf, "what was issued rightly goes"


def test_a_decision_is_on_what_was_known_and_not_on_a_case_that_is_merged_since(store: Vault) -> None:
    case, other = store.open_case().id, store.open_case().id
    first, second = met(store, "minor", case), met(store, "minor", other)
    workflow.decide_age(store, case, "adult", "we have seen the passport", AgeGround("passport"))
    workflow.merge_cases(store, case, other, "The same person came back to the quay.")
    assert slip(store, first) == slip(store, second) == "screening.guardian_missing"
    workflow.decide_age(store, case, "adult", "we have seen the passport", AgeGround("passport"))
    assert slip(store, first) == slip(store, second) == "consent"


def test_who_reads_no_record_decides_and_what_went_without_a_guardian_stops(tmp_path: Path, store: Vault) -> None:
    case = store.open_case().id
    record = met(store, "adult", case)
    assert slip(store, record) == "consent"
    workflow.add_person(store, "Dario", Role.MEDIATOR, PASSPHRASE)
    path = tmp_path / "w.intake"
    store.close()
    with workflow.open_store(path, "Dario", PASSPHRASE) as other:
        workflow.decide_age(other, case, "minor", "a birth certificate was seen here")
    with workflow.open_store(path, "Ada", PASSPHRASE) as again:
        assert "slip" not in {one.purpose for one in again.releases(record)}


def test_an_edit_makes_nobody_older(store: Vault) -> None:
    source = HEAD + AGE + TAIL.format(name="edited")
    source = source.replace("namespaces |", "namespaces | client_editable |").replace('form:1" |', 'form:1" | yes |')
    key = workflow.import_form(store, "edited.md", source.encode(), {}).form_key
    assert key is not None
    opened = workflow.start_record(store, key, "", "")
    for edited, age in ((False, "minor"), (True, "adult")):
        last = workflow.edit_record(store, opened.row.id).row.id if edited else opened.row.id
        session = workflow.session_for(
            workflow.open_record(store, last), workflow.load_definition(opened.package.xml, opened.package.files)
        )
        session.answer("/data/age", age)
        workflow.finalise(store, session, last, ConsentSheet(given=True, language="bn"))
    assert slip(store, last, ConsentSheet(given=True, language="bn")) == "screening.guardian_missing"


def editable(store: Vault) -> None:
    """A form that asks for the age and for consent, and lets its records be corrected."""
    asked = "".join(f"| | select_one yn | c_{each} | May I? | {each} | |\n" for each in PURPOSES)
    source = (HEAD + asked + AGE + TAIL.format(name="edited")).replace("namespaces |", "namespaces | client_editable |")
    workflow.import_form(store, "edited.md", source.replace('form:1" |', 'form:1" | yes |').encode(), {})


def corrected(store: Vault, record: str, age: str) -> str:
    opened = workflow.edit_record(store, record)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    session.answer("/data/age", age)
    workflow.finalise(store, session, opened.row.id)
    return opened.row.id


@pytest.mark.parametrize("in_case", [False, True])
@pytest.mark.parametrize("age", ["prefers_not_to_say", ""])
def test_that_somebody_is_an_adult_goes_with_its_correction(store: Vault, in_case: bool, age: str) -> None:
    editable(store)
    case = store.open_case().id if in_case else ""
    first, other = met(store, "adult", case, "edited"), met(store, "", case, "silent") if in_case else ""
    content = workflow.slip_for(store, first, service("health"), workflow.propose_slip(store, first).sheet)
    kept = workflow.keep_slip(store, content, b"%PDF").reference
    assert slip(store, other or first) == "consent"
    second = corrected(store, first, age)
    for record in filter(None, (first, second, other)):
        assert slip(store, record) == export(store, record) == "screening.age_not_told"
    assert told(lambda: workflow.reprint(store, kept)) == "workflow.slip_ended"
    third = corrected(store, second, "adult")
    assert {slip(store, record) for record in (first, third, other or first)} == {"consent"}
    corrected(store, corrected(store, third, "minor"), age)
    assert slip(store, other or first) == "screening.guardian_missing", "what was told of a child is not untold"
    assert store.check() == ()


@pytest.mark.parametrize("joins", [False, True])
def test_a_colleague_who_finishes_a_correction_knows_what_the_version_before_told(
    store: Vault, tmp_path: Path, joins: bool
) -> None:
    editable(store)
    workflow.add_person(store, "Dario", Role.MEDIATOR, PASSPHRASE)
    first = met(store, "minor", form="edited")
    case = store.open_case().id
    met(store, "adult", case)
    edit = workflow.edit_record(store, first).row.id
    workflow.hand_over(store, edit, "Dario")
    path = tmp_path / "w.intake"
    store.close()
    with workflow.open_store(path, "Dario", PASSPHRASE) as other:
        say(other, edit, "adult")
        if joins:
            workflow.put_in_case(other, edit, case)
        workflow.finalise_draft(other, edit)
        assert [one.id for one in other.versions(edit)] == [edit]
        assert slip(other, edit) == export(other, edit) == "screening.guardian_missing"
        if joins:
            workflow.decide_age(other, case, "adult", "we have seen the passport", AgeGround("passport"))
            assert slip(other, edit) == "consent"
        assert other.check() == ()


@pytest.mark.parametrize(("form", "age"), [("asks", "prefers_not_to_say"), ("asks", ""), ("silent", "")])
def test_of_whom_nobody_told_it_may_be_a_child_until_it_is_told(store: Vault, form: str, age: str) -> None:
    record = met(store, age, form=form)
    assert slip(store, record) == export(store, record) == slip(store, record, age="adult") == "screening.age_not_told"
    assert slip(store, record, ConsentSheet(guardian=GUARDIAN), "labour_desk") == "consent"
    assert slip(store, record, ConsentSheet(override_reason="the fever rose")) == "override"
    assert slip(store, record, TOLD, age="adult") == "consent"
    assert [(one.age, one.source, one.by) for one in store.ages(record)][-1] == ("adult", "person", "Ada")
    assert export(store, record) is True, "it is told once"
    assert slip(store, record, ConsentSheet(age="minor", age_from="document")) == "screening.guardian_asked"
    assert slip(store, record, ConsentSheet(age="minor", age_from="document", guardian=GUARDIAN)) == "consent"
    assert slip(store, record, TOLD, "prefecture") == "screening.guardian_asked", "and nobody is made older at the desk"


def test_a_duty_needs_a_child_of_whom_it_was_told_and_who_is_alone(store: Vault) -> None:
    adult, child = met(store, "adult", word="no"), met(store, "minor", word="no")
    alone = ConsentSheet(alone=True)
    assert slip(store, adult, alone, "social_services", age="minor") == "screening.consent_refused"
    assert slip(store, adult, replace(alone, minor=True), "social_services") == "screening.consent_refused"
    assert slip(store, child, None, "social_services") == "screening.alone_not_told"
    assert slip(store, child, ConsentSheet(guardian=GUARDIAN), "social_services") == "screening.consent_refused"
    assert slip(store, child, alone, "social_services") == "duty"
    assert slip(store, adult, replace(alone, age="minor", age_from="document"), "social_services") == "duty"
    assert workflow.propose_slip(store, adult).minor


def test_an_unanswered_questionnaire_for_a_child_tells_no_age(store: Vault) -> None:
    case = store.open_case().id
    opened = workflow.begin_module(store, case, "minor", agreed=people.agreed(store, case))
    workflow.finalise_draft(store, opened.row.id)
    adult = met(store, "adult", case, word="no")
    assert workflow.case_sheet(store, case).age == "adult"
    assert slip(store, opened.row.id, ConsentSheet(alone=True), "social_services") == "screening.consent_refused"
    assert told(lambda: workflow.minor_report(store, opened.row.id, ConsentSheet(alone=True))) == "exports.not_a_minor"
    heard = ConsentSheet(age="minor", age_from="person")
    assert told(lambda: workflow.minor_report(store, opened.row.id, heard)) == "exports.not_alone"
    assert workflow.minor_report(store, opened.row.id, replace(heard, alone=True)).items
    assert workflow.propose_slip(store, adult).minor


@pytest.fixture
def rome(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Rome")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("rome")
def test_the_report_tells_the_day_on_which_an_age_was_told_where_the_person_is(
    store: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = store.open_case().id
    with monkeypatch.context() as night:
        night.setattr(store._opening, "clock", lambda: datetime(2026, 11, 28, 23, 30, tzinfo=UTC))
        met(store, "minor", case, word="no")
    opened = workflow.begin_module(store, case, "minor")
    workflow.finalise_draft(store, opened.row.id)
    (noted,) = workflow.minor_report(store, opened.row.id, ConsentSheet(alone=True)).told
    assert noted.on == date(2026, 11, 29)


@pytest.mark.usefixtures("rome")
def test_an_age_was_told_on_the_day_of_the_talk_whenever_the_page_of_the_person_is_opened(
    store: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(store._opening, "clock", lambda: datetime(2026, 11, 20, 23, 30, tzinfo=UTC))
        record = met(store, "minor", "", word="no")
    case = workflow.case_for(store, record).id
    opened = workflow.begin_module(store, case, "minor")
    workflow.finalise_draft(store, opened.row.id)
    (noted,) = workflow.minor_report(store, opened.row.id, ConsentSheet(alone=True)).told
    assert noted.on == date(2026, 11, 21)


def alone(store: Vault, case: str, answer: str) -> str:
    """A finished talk with a child, in which is said who is with them."""
    opened = workflow.begin_module(store, case, "minor", again=True, agreed=people.agreed(store, case))
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    session.answer("/data/present/alone", answer)
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    return workflow.finalise_draft(store, opened.row.id).row.id


NOT_FOR_ADULTS = {"juvenile_court": "screening.minors_alone"}


@pytest.mark.parametrize("age", ["prefers_not_to_say", ""])
@pytest.mark.parametrize("kind", ["juvenile_court", "social_services"])
def test_who_is_alone_and_tells_no_age_has_the_duty_of_a_child_until_somebody_finds_an_adult(
    store: Vault, age: str, kind: str
) -> None:
    case = store.open_case().id
    record = met(store, age, case, word="no")
    assert slip(store, record, None, kind) == "screening.consent_refused"
    talk = alone(store, case, "yes")
    proposal = workflow.propose_slip(store, record)
    assert (proposal.alone, proposal.blocked) == (True, "")
    content = workflow.slip_for(store, record, service(kind), replace(proposal.sheet, age_band="adult"))
    assert (content.release.basis, content.sheet.age_band) == ("duty", "not_stated")
    made = workflow.keep_slip(store, content, slips.render(content, "bn"))
    text = " ".join(shown(page) for page in slips.lay_out(content, "bn", i18n.load).pages)
    assert "età non conosciuta: si presume minore di 18 anni" in text and "adulta" not in text
    report = workflow.minor_report(store, talk)
    assert report.presumed and not report.told
    assert slip(store, record, None, "health") == "screening.consent_refused", "it is a duty of these alone"
    assert workflow.reprint(store, made.reference).pdf == made.pdf
    workflow.decide_age(store, case, "adult", "the passport was seen here", AgeGround("passport"))
    assert told(lambda: workflow.reprint(store, made.reference)) == "workflow.duty_ended"
    assert told(lambda: workflow.minor_report(store, talk)) == "exports.not_a_minor"
    assert slip(store, record, None, kind) == NOT_FOR_ADULTS.get(kind, "screening.consent_refused")


@pytest.mark.parametrize("kind", ["juvenile_court", "social_services"])
def test_who_is_said_to_be_alone_at_the_desk_and_was_never_asked_an_age_has_it_too(store: Vault, kind: str) -> None:
    """It stands until somebody tells an age: that nobody did is kept."""
    case, here = store.open_case().id, ConsentSheet(alone=True)
    record = met(store, "", case, word="no")
    with pytest.raises(IntakeError, match=r"screening\.consent_refused"):
        workflow.slip_for(store, record, service("health"), workflow.propose_slip(store, record).sheet, here)
    sheet = workflow.propose_slip(store, record).sheet
    content = workflow.slip_for(store, record, service(kind), sheet, here)
    assert (content.release.basis, content.release.lawful) == ("duty", "legal_duty")
    assert content.sheet.age_band == "not_stated"
    made = workflow.keep_slip(store, content, slips.render(content, "bn"))
    assert [(each.age, each.source) for each in store.ages(record)] == [("not_told", "person")]
    assert workflow.reprint(store, made.reference).pdf == made.pdf
    assert slip(store, record, here, kind) == "duty"
    assert len(store.ages(record)) == 1, "it is kept once"
    assert store.put_age(record, "adult", "document")
    assert told(lambda: workflow.reprint(store, made.reference)) == "workflow.duty_ended"
    assert slip(store, record, here, kind) == NOT_FOR_ADULTS.get(kind, "screening.consent_refused")


@pytest.mark.parametrize("age", ["", "minor"])
def test_a_guardian_who_agrees_ends_the_duty_of_whom_it_is_only_presumed(store: Vault, age: str) -> None:
    case, here = store.open_case().id, ConsentSheet(alone=True)
    record = met(store, age, case, word="yes")
    sheet = workflow.propose_slip(store, record).sheet
    content = workflow.slip_for(store, record, service("social_services"), sheet, here)
    assert content.release.basis == "duty"
    made = workflow.keep_slip(store, content, b"%PDF")
    assert workflow.reprint(store, made.reference).pdf == made.pdf
    time.sleep(1.05 - time.time() % 1)  # slips tell no less than the second
    assert slip(store, record, ConsentSheet(given=True, guardian=GUARDIAN, language="bn"), "health") == "consent"
    if age:
        assert workflow.reprint(store, made.reference).pdf == made.pdf, "who told to be a child keeps it"
    else:
        assert told(lambda: workflow.reprint(store, made.reference)) == "workflow.duty_ended"
    assert slip(store, record, here, "social_services") == "duty", "said to be alone anew"


def test_a_report_on_who_is_said_to_be_alone_says_that_the_age_is_presumed(store: Vault) -> None:
    case = store.open_case().id
    opened = workflow.begin_module(store, case, "minor", agreed=people.agreed(store, case))
    workflow.finalise_draft(store, opened.row.id)
    assert told(lambda: workflow.minor_report(store, opened.row.id)) == "exports.not_a_minor"
    report = workflow.minor_report(store, opened.row.id, ConsentSheet(alone=True))
    assert report.presumed and not report.told
    heard = ConsentSheet(alone=True, age="adult", age_from="document")
    assert told(lambda: workflow.minor_report(store, met(store, "", store.open_case().id), heard)) == (
        "exports.not_a_minor"
    )


@pytest.mark.parametrize("age", ["minor", ""])
def test_that_a_child_is_alone_is_said_at_the_desk_once(store: Vault, age: str) -> None:
    """For the next slip and for the report, too, until a talk tells that somebody is with them."""
    case = store.open_case().id
    record = met(store, age, case, word="no")
    talk = workflow.finalise_draft(
        store, workflow.begin_module(store, case, "minor", agreed=people.agreed(store, case)).row.id
    ).row.id
    assert told(lambda: workflow.minor_report(store, talk)) == ("exports.not_alone" if age else "exports.not_a_minor")
    assert slip(store, record, ConsentSheet(alone=True), "social_services") == "duty"
    assert workflow.minor_report(store, talk).presumed == (not age)
    assert slip(store, record, None, "juvenile_court") == "duty" and workflow.propose_slip(store, record).alone
    alone(store, case, "no")
    assert told(lambda: workflow.minor_report(store, talk)) == "exports.not_alone"
    assert slip(store, record, None, "juvenile_court") == "screening.consent_refused"


def test_a_duty_ends_once_it_is_told_that_the_child_is_not_alone(store: Vault) -> None:
    case = store.open_case().id
    record = met(store, "minor", case, word="no")
    alone(store, case, "yes")
    content = workflow.slip_for(store, record, service("juvenile_court"), workflow.propose_slip(store, record).sheet)
    made = workflow.keep_slip(store, content, slips.render(content, "bn"))
    assert workflow.reprint(store, made.reference).pdf == made.pdf
    alone(store, case, "no")
    assert slip(store, record, None, "juvenile_court") == "screening.consent_refused"
    assert told(lambda: workflow.reprint(store, made.reference)) == "workflow.duty_ended"


@pytest.mark.parametrize("here", [ConsentSheet(age="minor", age_from="document"), ConsentSheet(minor=True)])
def test_what_is_told_or_doubted_of_the_age_as_a_record_is_closed_is_kept(store: Vault, here: ConsentSheet) -> None:
    record = draft(store, "adult", store.open_case().id)
    done = workflow.finalise_draft(store, record, here)
    assert done.code == ("screening.agreed_as_adult" if here.age else "")
    assert slip(store, record) == ("screening.guardian_missing" if here.age else "screening.age_in_doubt")


def test_under_18_that_is_chosen_on_a_slip_and_told_by_nobody_is_a_doubt_that_stays(store: Vault) -> None:
    record = met(store, "adult", store.open_case().id)
    agreed = ConsentSheet(given=True, language="bn", guardian=GUARDIAN)
    assert slip(store, record, agreed, age="minor") == "consent"
    assert [(one.age, one.source) for one in store.ages(record)][-1] == ("not_told", "doubt")
    proposal = workflow.propose_slip(store, record)
    assert (proposal.age, proposal.sheet.age_band) == ("not_told", "not_stated")
    sheet = replace(proposal.sheet, age_band="adult")
    content = workflow.slip_for(store, record, service("health"), sheet, agreed)
    assert content.guardian is not None and content.sheet.age_band == "not_stated"
    assert slip(store, record, None, "prefecture") == "screening.guardian_asked"


def test_a_preview_of_who_may_be_a_child_tells_how_their_guardian_agreed(store: Vault) -> None:
    record = met(store, "adult", store.open_case().id)
    both = ConsentSheet(given=True, language="bn", guardian=GUARDIAN, minor=True)
    sheet = workflow.propose_slip(store, record).sheet
    assert workflow.draft_slip(store, record, "health", sheet, both).guardian is not None
    assert [one.source for one in store.ages(record)] == ["form"], "a preview keeps nothing"
