"""Whoever is of another agency gets the sight of a record by the gate that everything else goes through."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet, own_words
from intake_app.workflow.weighing_again import weigh_again
from tests.workflow.consent_scenes import GUARDIAN
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.workflow.test_leaving import record
from tests.workflow.test_said_since import ALL, ASYLUM, FIRST, HEAD, TAIL, Place

AGREED = ConsentSheet(given=True, language="bn")
NAME = "Zarafshan Mirzoyeva"


@pytest.fixture
def shared(store: Vault) -> Iterator[Vault]:
    """A workplace where people of another agency are too."""
    for name, agency in (("Far", "Prefettura"), ("Near", "")):
        workflow.add_person(store, name, Role.MEDIATOR, PASSPHRASE, agency=agency)
    return store


def handed(store: Vault, record_id: str, kind: str = "prefecture", noted: ConsentSheet | None = None) -> str:
    """On what it was handed over, or the code that said why not."""
    try:
        workflow.hand_over(store, record_id, "Far", kind, noted)
    except IntakeError as refused:
        assert all(one.ended for one in store.handovers(record_id) if one.taker == "Far")
        return refused.code
    return store.releases(record_id)[-1].basis


def read_by(path: Path, name: str, record_id: str) -> bool:
    with workflow.open_store(path, name, PASSPHRASE) as theirs:
        return record_id in {row.id for row in theirs.records()}


@pytest.mark.parametrize(
    ("age", "kind", "noted", "told"),
    [
        ("adult", "", AGREED, "workflow.which_body"),
        ("adult", "prefecture", None, "screening.consent_missing"),
        ("adult", "prefecture", ConsentSheet(), "screening.consent_missing"),
        ("adult", "prefecture", ConsentSheet(refused=True), "screening.said_no"),
        ("adult", "prefecture", AGREED, "consent"),
        ("adult", "prefecture", replace(AGREED, guardian=GUARDIAN), "screening.guardian_for_adult"),
        ("adult", "prefecture", ConsentSheet(override_reason="unconscious"), "override"),
        ("adult", "police", AGREED, "screening.social_path"),
        ("adult", "prefecture", ConsentSheet(override_reason="\u200b"), "vault.unseen_signs"),
        ("adult", "abroad", ConsentSheet(override_reason="unconscious"), "screening.cross_border_missing"),
        ("adult", "social_services", AGREED, "consent"),
        ("minor", "prefecture", AGREED, "screening.both_together"),
        ("minor", "prefecture", ConsentSheet(given=True, guardian=GUARDIAN, language="bn"), "consent"),
        ("minor", "juvenile_court", ConsentSheet(alone=True), "duty"),
        ("adult", "return_advice", ConsentSheet(risks=True), "screening.consent_missing"),
        ("adult", "return_advice", AGREED, "screening.risks_first"),
        ("adult", "return_advice", ConsentSheet(given=True, risks=True, language="bn"), "consent"),
    ],
)
def test_the_gate(shared: Vault, age: str, kind: str, noted: ConsentSheet | None, told: str) -> None:
    assert handed(shared, record(shared, asks=True, agree="yes", age=age), kind, noted) == told


def test_what_was_said_to_exports_of_codes_is_no_word_to_this(shared: Vault) -> None:
    read = record(shared, asks=True, agree="yes", age="adult")
    for purpose in ("record", "export"):
        workflow.consent_given(shared, read, purpose, language="bn")
    assert handed(shared, read) == "screening.consent_missing"
    assert handed(shared, read, noted=ConsentSheet(override_reason="unconscious", danger=True)) == "override"
    workflow.withdraw(shared, read, "Far")
    assert handed(shared, read, noted=AGREED) == "consent"
    assert ("export", "prefecture", "yes") in {(one.purpose, one.recipient, one.word) for one in shared.said(read)}
    with pytest.raises(ValueError, match="no such agency"):
        workflow.hand_over(shared, record(shared, asks=True), "Far", "person", AGREED)


@pytest.mark.parametrize(
    ("kind", "own"), [("abroad", "cross_border"), ("judicial_authority", "judicial"), ("police", "judicial")]
)
def test_where_the_person_alone_may_open_it_no_reason_stands_for_their_word_to_the_sight(
    shared: Vault, kind: str, own: str
) -> None:
    """What they said to an export of codes is no word to this, and a reason opens it no more than the export itself."""
    read = record(shared, asks=True, agree="yes", age="adult")
    for purpose, recipient in (("record", ""), ("export", ""), (own, kind)):
        workflow.consent_given(shared, read, purpose, recipient, language="bn")
    reason = ConsentSheet(override_reason="unconscious")
    assert handed(shared, read, kind, reason) == "screening.consent_missing"
    lacking = "screening.social_path" if own == "judicial" else "screening.consent_missing"
    assert handed(shared, read, kind, replace(reason, danger=True)) in (lacking, "screening.consent_missing")
    workflow.note_path(shared, workflow.case_for(shared, read).id, "judicial")
    told = handed(shared, read, kind, replace(reason, danger=True))
    assert told == ("override" if kind == "police" else "screening.consent_missing"), "in danger the police may be told"


def test_refused_is_refused(shared: Vault) -> None:
    read = record(shared, asks=True, agree="yes", age="adult")
    workflow.consent_given(shared, read, "export", word="no")
    assert handed(shared, read, noted=AGREED) == "screening.consent_refused"


def test_it_is_listed_and_ends_with_the_withdrawal(shared: Vault, tmp_path: Path) -> None:
    read, path = record(shared, asks=True, agree="yes", age="adult"), tmp_path / "w.intake"
    case = workflow.case_for(shared, read).id
    workflow.hand_over(shared, read, "Near")
    assert handed(shared, read, noted=AGREED) == "consent"
    assert workflow.hand_over(shared, read, "far").name == "Far"
    workflow.put_case_name(shared, case, NAME)
    workflow.note_path(shared, case, "judicial")
    shared.close()
    with workflow.open_store(path, "Far", PASSPHRASE) as guest:
        assert workflow.read_record(guest, read, "en").answers
        sheet = workflow.case_sheet(guest, case)
        assert (sheet.course, sheet.meetings, sheet.names, sheet.writes) == (None, (), False, False)
        assert sheet.modules
        course = guest.case_course(case)
        assert (course.episodes, course.identification, course.path.path) == ((), None, "judicial")
        for verb in (
            lambda: workflow.case_name(guest, case),
            lambda: workflow.put_case_name(guest, case, "Evil"),
            lambda: workflow.put_case_name(guest, case, ""),
            lambda: workflow.note_path(guest, case, "social"),
        ):
            with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
                verb()
    with workflow.open_store(path, "Near", PASSPHRASE) as colleague:
        assert workflow.case_name(colleague, case) == NAME
    with workflow.open_store(path, "Ada", PASSPHRASE) as again:
        assert ("export", "prefecture") in workflow.ways_out(again, read).open
        left = workflow.withdraw_consent(again, read).left
        told = [(one.recipient, one.way, one.reference) for one in left]
        assert told == [("prefecture", "handed_over", "Prefettura")]
        assert [(one.taker, one.ended is None) for one in again.handovers(read)] == [("Near", True), ("Far", False)]
        assert handed(again, read) == "screening.consent_withdrawn"
    assert not read_by(path, "Far", read) and read_by(path, "Near", read)
    with workflow.open_store(path, "Ada", PASSPHRASE) as again:
        assert handed(again, read, noted=AGREED) == "consent"
        workflow.withdraw(again, read, "Far")
        assert again.check() == ()


def test_who_has_the_sight_no_more_exports_nothing_that_the_other_agency_noted_since(tmp_path: Path) -> None:
    path = tmp_path / "w.intake"
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(path, setup, vault.FLOOR) as store:
        workflow.add_person(store, "Far", Role.MEDIATOR, PASSPHRASE, agency="Another")
        case = store.open_case().id
        theirs = Place(store).begun(FIRST, True, case, **ALL)
        workflow.finalise_draft(store, theirs)
        workflow.note_identified(store, case, "formal", "police", "Questura di Ragusa")
        workflow.hand_over(store, theirs, "Far", "anti_trafficking", AGREED)
    with workflow.open_store(path, "Far", PASSPHRASE) as store:
        mine = Place(store).begun(FIRST, True, case, **ALL)
        workflow.finalise_draft(store, mine)
        workflow.hand_back(store, theirs)
        told = workflow.export_record(store, mine, "anti_trafficking", "json").data
        assert b"Questura" not in told and b"ActualVictim" not in told
        sheet = workflow.case_sheet(store, case)
        assert sheet.course is not None and sheet.course.identification is None and not sheet.merges


def test_a_file_for_the_same_body_is_listed_beside_it(shared: Vault) -> None:
    read = record(shared, asks=True, agree="yes", age="adult")
    assert handed(shared, read, "anti_trafficking", AGREED) == "consent"
    done = workflow.export_record(shared, read, "anti_trafficking", "json", AGREED)
    workflow.file_written(shared, "json", done.releases)
    assert sorted(one.way for one in workflow.ways_out(shared, read).left) == ["exported", "handed_over"]


def test_a_sight_is_given_on_a_reason_with_words_and_on_a_word_in_its_language(shared: Vault) -> None:
    read = record(shared, asks=True, agree="yes", age="adult")
    for purpose in ("record", "export"):
        workflow.consent_given(shared, read, purpose, language="bn")
    assert handed(shared, read, noted=ConsentSheet(override_reason=".")) == "vault.no_reason"
    agreed = ConsentSheet(given=True, how="witness", language="bn", witness="interpreter")
    assert handed(shared, read, noted=agreed) == "consent"
    told = [one for one in shared.said(read) if one.recipient == "prefecture"]
    assert {(one.purpose, one.how, one.language, one.witness) for one in told} == {
        (purpose, "witness", "bn", "interpreter") for purpose in ("record", "export")
    }


def test_who_was_there_is_asked_for_where_the_form_had_heard_a_yes(shared: Vault) -> None:
    told = record(shared, True, agree="yes", age="adult")
    before = ConsentSheet(given=True, how="witness", language="bn")
    assert handed(shared, told, noted=before) == "screening.no_witness"
    assert [word for word in shared.said(told) if word.how == "witness"] == [] == list(shared.handovers(told))
    assert handed(shared, told, noted=replace(before, witness="interpreter")) == "consent"
    assert {word.witness for word in shared.said(told) if word.how == "witness"} == {"interpreter"}


def test_a_word_to_the_sight_of_one_record_opens_no_other(shared: Vault) -> None:
    case = shared.open_case().id
    one, other = (record(shared, asks=False, age="adult") for _ in range(2))
    for each in (one, other):
        workflow.put_in_case(shared, each, case)
    assert handed(shared, one, "anti_trafficking", AGREED) == "consent"
    with pytest.raises(IntakeError, match=r"screening\.consent_missing"):
        workflow.export_record(shared, other, "anti_trafficking", "json")
    assert workflow.export_record(shared, one, "anti_trafficking", "json")
    workflow.consent_given(shared, other, "export", word="no")
    assert not shared.releases(one), "a no is to all"


def test_the_sight_of_police_ends_when_the_judicial_path_is_left(shared: Vault, tmp_path: Path) -> None:
    read = record(shared, asks=True, agree="yes", age="adult")
    case = workflow.case_for(shared, read).id
    workflow.note_path(shared, case, "judicial")
    workflow.consent_given(shared, read, "judicial", "police", language="bn")
    assert handed(shared, read, "police", AGREED) == "consent"
    workflow.note_path(shared, case, "social")
    assert all(one.ended for one in shared.handovers(read))
    workflow.note_path(shared, case, "judicial")
    workflow.consent_given(shared, read, "judicial", "police", language="bn")
    assert handed(shared, read, "police", AGREED) == "consent"
    workflow.consent_given(shared, read, "judicial", word="no")
    assert all(one.ended for one in shared.handovers(read))


def test_who_turns_out_to_be_a_child_is_read_by_another_agency_with_a_guardian_alone(shared: Vault) -> None:
    read, later = (record(shared, asks=True, agree="yes", age="adult") for _ in range(2))
    workflow.put_in_case(shared, later, workflow.case_for(shared, read).id)
    assert handed(shared, read, noted=AGREED) == "consent"
    workflow.decide_age(shared, workflow.case_for(shared, read).id, "minor", "the letter says he is sixteen years old")
    assert all(one.ended for one in shared.handovers(read))


@pytest.mark.parametrize("told", ["in a draft", "in a finished record", "by who joins", "by who is put together"])
def test_the_sight_of_a_consulate_ends_when_the_person_asks_for_protection(shared: Vault, told: str) -> None:
    place = Place(shared)
    read = place.closed("asks", shared.open_case().id, **ALL)
    case = workflow.case_for(shared, read).id
    workflow.consent_given(shared, read, "consular", "consulate", language="bn")
    assert handed(shared, read, "consulate", replace(AGREED, asylum=False)) == "consent"
    source = HEAD + ASYLUM + TAIL.format(name="fled", title="fled", editable="")
    key = workflow.import_form(shared, "fled.md", source.encode(), {}).form_key
    assert key is not None
    other = workflow.start_record(shared, key, "", "").row.id
    if told in ("in a draft", "in a finished record"):
        workflow.put_in_case(shared, other, case)
        assert all(one.ended is None for one in shared.handovers(read))
    place.answer(other, protection="yes")
    if told == "in a finished record":
        workflow.finalise_draft(shared, other)
    elif told == "by who joins":
        workflow.put_in_case(shared, other, case)
    elif told == "by who is put together":
        workflow.merge_cases(shared, case, workflow.case_for(shared, other).id, "the mother told so today")
    assert all(one.ended for one in shared.handovers(read))
    assert [one.purpose for one in shared.releases(read)] == ["sync"], "and nothing else"


def test_a_sight_for_a_body_of_another_kind_is_given_anew(shared: Vault) -> None:
    read = record(shared, asks=True, agree="yes", age="adult")
    assert handed(shared, read, "prefecture", AGREED) == handed(shared, read, "prefecture") == "consent"
    words = shared.said(read)
    with pytest.raises(IntakeError, match=r"vault\.handed_already"):
        workflow.hand_over(shared, read, "Far", "health", AGREED)
    assert shared.said(read) == words and [one.recipient for one in shared.releases(read)] == ["prefecture"]
    workflow.withdraw(shared, read, "Far")
    assert handed(shared, read, "health", AGREED) == "consent"


def test_a_no_ends_the_sight_also_where_it_names_a_body_of_another_kind(shared: Vault) -> None:
    read = record(shared, asks=True, agree="yes", age="adult")
    assert handed(shared, read, "anti_trafficking", AGREED) == "consent"
    with pytest.raises(IntakeError, match=r"screening\.said_no"):
        workflow.hand_over(shared, read, "Far", "prefecture", ConsentSheet(refused=True))
    assert all(one.ended for one in shared.handovers(read))
    noes = {one.recipient for one in shared.said(read) if one.word == "no"}
    assert noes == {"anti_trafficking", "prefecture"}


def slip_on(guest: Vault, record_id: str, noted: ConsentSheet | None) -> str:
    sheet = workflow.propose_slip(guest, record_id).sheet
    try:
        return workflow.slip_for(guest, record_id, workflow.directory().get("health"), sheet, noted).release.basis
    except IntakeError as refused:
        return refused.code


def test_a_slip_of_another_agency_goes_on_what_was_said_before_and_on_nothing_it_notes(
    shared: Vault, tmp_path: Path
) -> None:
    danger, path = ConsentSheet(override_reason="he bleeds from the arm", danger=True), tmp_path / "w.intake"
    open_to_health = record(shared, asks=True, agree="yes", age="adult")
    asked_nothing = record(shared, asks=False, age="adult")
    for each in (open_to_health, asked_nothing):
        assert handed(shared, each, noted=danger) == "override"
    shared.close()
    with workflow.open_store(path, "Far", PASSPHRASE) as guest:
        assert slip_on(guest, asked_nothing, None) == "screening.consent_missing"
        for noted in (
            AGREED,
            danger,
            ConsentSheet(given=True, guardian=GUARDIAN, work=True, language="bn"),
            ConsentSheet(alone=True),
        ):
            assert slip_on(guest, asked_nothing, noted) == "vault.not_allowed", "and is told so"
        assert [one.purpose for one in guest.releases(asked_nothing)] == ["export"]
        assert {one.detail for one in guest.releases(asked_nothing)} == {""}, "the reason is of who gave it"
        told = workflow.propose_slip(guest, asked_nothing)
        assert (told.handed, told.sheet_needs_consent, told.blocked) == (True, False, "screening.consent_missing")
        assert slip_on(guest, open_to_health, None) == "consent"
        assert workflow.propose_slip(guest, open_to_health).blocked == ""
        for purpose, kind in (("slip", ""), ("judicial", "police"), ("sync", ""), ("record", ""), ("export", "")):
            with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
                workflow.consent_given(guest, asked_nothing, purpose, kind, language="bn")
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            workflow.note_call(guest, open_to_health, "no_answer")
        workflow.consent_given(guest, open_to_health, "slip", word="no")
        assert slip_on(guest, open_to_health, None) == "screening.consent_refused"
        assert slip_on(guest, open_to_health, danger) == "vault.not_allowed"
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            workflow.agree_again(guest, open_to_health, (), language="bn")
    with workflow.open_store(path, "Ada", PASSPHRASE) as again:
        assert slip_on(again, asked_nothing, None) == "screening.consent_missing"
        assert not workflow.propose_slip(again, asked_nothing).handed
        assert ("slip", "no") in {(one.purpose, one.word) for one in again.said(open_to_health)}


def test_another_agency_is_told_what_was_said_and_called_with_the_record_that_it_sees(
    shared: Vault, tmp_path: Path
) -> None:
    path, case = tmp_path / "w.intake", shared.open_case().id
    one, other = (record(shared, asks=False, age="adult") for _ in range(2))
    for each, operator in ((one, "ONE"), (other, "TWO")):
        workflow.put_in_case(shared, each, case)
        workflow.note_call(shared, each, "place_found", operator)
    workflow.consent_given(shared, one, "slip", "health", language="bn")
    workflow.consent_given(shared, other, "judicial", "police", language="bn")
    workflow.consent_given(shared, other, "cross_border", word="no", how="witness", witness="colleague")
    assert handed(shared, one, noted=AGREED) == "consent"
    assert {call.operator for call in shared.calls(one)} == {"ONE", "TWO"}
    shared.close()
    with workflow.open_store(path, "Far", PASSPHRASE) as guest:
        said = [(each.purpose, each.word, each.by, each.witness) for each in guest.said(one)]
        assert said == [
            ("slip", "yes", "Ada", ""),
            ("cross_border", "no", "", ""),
            ("record", "yes", "Ada", ""),
            ("export", "yes", "Ada", ""),
        ]
        assert [call.operator for call in workflow.calls_of(guest, one)] == ["ONE"]
        line = replace(workflow.directory().get("health"), code="line", recipient_kind="anti_trafficking")
        sheet = workflow.propose_slip(guest, one).sheet
        with pytest.raises(IntakeError, match=r"screening\.consent_missing"):
            workflow.slip_for(guest, one, line, sheet)


def test_what_another_agency_asks_in_a_record_of_its_own_opens_nothing_here_and_ends_nothing(
    shared: Vault, tmp_path: Path
) -> None:
    path, case = tmp_path / "w.intake", shared.open_case().id
    key = shared.record(record(shared, asks=True)).form_key
    read, silent = (record(shared, asks=False, age="adult") for _ in range(2))
    for each in (read, silent):
        workflow.put_in_case(shared, each, case)
    workflow.consent_given(shared, read, "slip", word="no")
    workflow.consent_given(shared, read, "slip", language="bn")
    workflow.slip_for(shared, read, workflow.directory().get("health"), workflow.propose_slip(shared, read).sheet)
    assert handed(shared, read, noted=AGREED) == "consent"
    workflow.withdraw_consent(shared, read, "slip", "labour_desk")
    shared.close()
    with workflow.open_store(path, "Far", PASSPHRASE) as guest:
        opened = workflow.start_record(guest, key, "", "")
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        for name, value in (("agree", "yes"), ("age", "adult")):
            session.answer(f"/data/{name}", value)
        workflow.put_in_case(guest, opened.row.id, case)
        workflow.finalise(guest, session, opened.row.id)
        theirs = opened.row.id
        workflow.consent_given(guest, theirs, "export", language="bn")
        assert workflow.release_later(guest, theirs, AGREED).released
        assert weigh_again(guest, theirs) == weigh_again(guest, read) == 0
        assert slip_on(guest, theirs, None) == "consent"
    with workflow.open_store(path, "Ada", PASSPHRASE) as again:
        assert ("slip", "yes", "Far") not in {(one.purpose, one.word, one.by) for one in again.said(read)}
        assert "consent" in {one.basis for one in again.releases(read) if one.purpose == "slip"}
        with pytest.raises(IntakeError, match=r"screening\.consent_missing"):
            workflow.export_record(again, silent, "anti_trafficking", "json")
        workflow.consent_given(again, read, "slip", word="no")
    with workflow.open_store(path, "Far", PASSPHRASE) as guest:
        assert slip_on(guest, theirs, None) == "screening.consent_refused", "a no is to all"
        stopped = next(one for one in guest.releases(theirs) if one.purpose == "sync")
        assert workflow.withdraw_consent(guest, theirs, "sync").stopped == 1
        assert {one.codes for one in workflow.agreement(guest, theirs).returning if one.purpose == "sync"} == {
            (guest.record(theirs).code,)
        }
        assert guest.check() == ()
    with workflow.open_store(path, "Ada", PASSPHRASE) as again:
        assert "sync" not in {one.purpose for one in workflow.agreement(again, read).returning}
        with pytest.raises(IntakeError, match=r"vault\.no_release"):
            again.agree_again(read, (), [replace(stopped, id="anew")])


@pytest.mark.parametrize("kind", ["prefecture", "asylum_body", "anti_trafficking", "health"])
def test_a_yes_to_the_whole_record_tells_in_which_language_it_was_asked(shared: Vault, kind: str) -> None:
    read = record(shared, asks=True, agree="yes", age="adult")
    assert handed(shared, read, kind, ConsentSheet(given=True)) == "screening.no_language"
    assert not [one for one in shared.said(read) if one.recipient == kind], "nothing was kept"
    assert handed(shared, read, kind, AGREED) == "consent"
    kept = [one for one in shared.said(read) if one.recipient == kind]
    assert {(one.purpose, one.word) for one in kept} == {("record", "yes"), ("export", "yes")}
    assert {(one.language, one.script) for one in kept} == {("bn", own_words.texts().name)}
