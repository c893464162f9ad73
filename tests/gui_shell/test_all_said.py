"""All that a person said stands in a window: how, when, in which language, on what text, before whom, on what basis."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.agreement_page import AgreementPage
from intake_app.gui.all_said_page import AllSaidPage
from intake_app.vault import Vault
from intake_app.workflow import ConsentSheet, all_said
from intake_app.workflow.age_grounds import AgeGround
from tests.gui_shell import looking, people
from tests.gui_shell.test_agreement import printed
from tests.gui_shell.test_asking import seat_of
from tests.gui_shell.test_case import to_person
from tests.gui_shell.windows import PASSPHRASE, shown_texts
from tests.workflow.test_adult_corrected import ADULT

pytestmark = pytest.mark.window


@pytest.fixture
def person(workplace_store: Path) -> tuple[str, str]:
    """A record and the code of a person who agreed before an interpreter, and took one thing back."""
    record = printed(workplace_store)
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        code = workflow.case_for(store, record).code
        workflow.consent_given(store, record, "export", "health", how="witness", witness="interpreter", language="bn")
        workflow.withdraw_consent(store, record, "slip", "health")
    return record, code


@pytest.mark.parametrize(("language", "size"), [("it", (1366, 768)), ("ar", (1024, 600)), ("en", (1024, 600))])
def test_it_stands_one_click_from_the_page_of_the_person(
    qtbot: QtBot, workplace_store: Path, person: tuple[str, str], language: str, size: tuple[int, int]
) -> None:
    sara = seat_of(qtbot, workplace_store, language, size)
    case = to_person(sara, person[1])
    sara.settle(lambda: looking.faults(sara.shell, language) == [])
    sara.click(case.all_said)
    page = sara.page(AllSaidPage)
    sara.settle(lambda: bool(page.cards))
    sara.settle(lambda: looking.faults(sara.shell, language) == [])
    if language == "en":
        told = "\n".join(shown_texts(page.cards["export", "health"]))
        for part in ("health service", "Yes", "The person agreed", "before a witness (an interpreter)", "Bengali",
                     "text intake_first_interview", "noted by Sara", "today"):  # fmt: skip
            assert part in told, told
        slip = "\n".join(shown_texts(page.cards["slip", "health"]))
        assert "Taken back" in slip and "The person took it back" in slip and "Goes out now" not in slip
        assert "Goes out now on: their agreement." in shown_texts(page.cards["sync", ""])
        assert "printed" in page.gone.text()
        sara.click(page.take_back)
        assert isinstance(sara.shell.page, AgreementPage)
        sara.click(sara.page(AgreementPage).all_said)
        sara.settle(lambda: isinstance(sara.shell.page, AllSaidPage))
    sara.leave()


def test_what_only_the_form_heard_stands_there_too_and_a_no_to_one_record_alone(workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        key = workflow.import_form(store, "small.md", people.SMALL, {}).form_key
        assert key is not None
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = store.records("finalised")[0].id
        assert store.said(record) == ()
        told = {(one.purpose, one.recipient): one for one in all_said.of_record(store, record).told}
        assert [*told] == [(each, "") for each in ("interview", "record", "sync", "slip")]
        (word,) = told["sync", ""].words
        assert (word.word, word.language, word.how) == ("yes", "bn", "spoken") and word.at and word.script
        assert told["sync", ""].newest("person") == "yes" and told["sync", ""].newest("guardian") == ""
        assert [each.basis for each in told["sync", ""].rests] == ["consent"]
        workflow.case_for(store, record)
        again = all_said.of_record(store, record).told
        assert all(len(one.words) == 1 for one in again), "noted with the case, and told once"
        other = workflow.start_record(store, key, "", "").row.id
        assert all_said.of_record(store, other).told == ()
        workflow.finalise_draft(store, other, ConsentSheet(refused=True))
        found = all_said.of_record(store, other).told
        assert found and all(one.here and one.newest("person") == "no" for one in found)


def test_a_duty_is_told_as_what_it_is(workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        child = {"information/age_band": "minor", "information/consent_referral": "no"}
        record = people.finish(store, people.ARABIC, child)
        sheet = workflow.propose_slip(store, record).sheet
        alone = ConsentSheet(alone=True)
        service = next(one.code for one in workflow.directory() if one.recipient_kind == "social_services")
        workflow.issue_slip(store, record, service, sheet, "ar", lambda _c, _l: b"%PDF", alone)
        told = {(one.purpose, one.recipient): one for one in all_said.of_record(store, record).told}
        assert told["slip", ""].newest("person") == "no"
        assert [each.basis for one in told.values() if one.purpose == "slip" for each in one.rests] == ["duty"]


def _newest(store: Vault, record: str) -> dict[tuple[str, str], str]:
    return {(one.purpose, one.recipient): one.newest("person") for one in all_said.of_record(store, record).told}


def test_what_was_taken_back_from_all_stands_so_for_each(workplace_store: Path, person: tuple[str, str]) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        workflow.consent_given(store, person[0], "slip", "health", how="spoken", language="bn")
        before = _newest(store, person[0])
        assert before["export", "health"] == before["slip", "health"] == "yes"
        workflow.withdraw_consent(store, person[0])
        after = _newest(store, person[0])
        assert {word for (purpose, _to), word in after.items() if purpose != "interview"} == {"withdrawn"}
        workflow.consent_given(store, person[0], "export", "health", how="spoken", language="bn")
        told = _newest(store, person[0])
        assert (told["export", "health"], told["slip", "health"]) == ("yes", "withdrawn")


def test_an_older_yes_to_one_stands_as_what_holds_now_after_a_newer_no_to_all(
    qtbot: QtBot, workplace_store: Path, person: tuple[str, str]
) -> None:
    record, code = person
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        rows = "\n".join(f"{each};legal;labour_desk;Servizio {each};aiuto" for each in ("one", "two"))
        workflow.import_services(store, f"code;kind;recipient_kind;names:it;mandate:it\n{rows}".encode())
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        sheet = workflow.propose_slip(store, record).sheet
        workflow.withdraw_consent(store, record, "slip")
        for each in ("one", "two"):
            workflow.slip_for(
                store, record, workflow.directory(store).get(each), sheet, ConsentSheet(given=True, language="bn")
            )
        workflow.consent_given(store, record, "export", "labour_desk", language="bn")
        assert _newest(store, record)["slip", "one"] == "yes"
        workflow.consent_given(store, record, "slip", word="no")
        workflow.consent_given(store, record, "export", word="no")
        now = _newest(store, record)
        assert {now[each] for each in (("slip", "one"), ("slip", ""), ("export", "labour_desk"))} == {"no"}
        assert not {way for way in workflow.agreement(store, record).agreed if way[0] in ("slip", "export")}
        workflow.consent_given(store, record, "slip", "labour_desk", language="bn")
        assert _newest(store, record)["slip", "one"] == "yes", "to all of that kind"
        workflow.withdraw_consent(store, record, "slip", "two")
        workflow.consent_given(store, record, "slip", "labour_desk", language="bn")
        now = _newest(store, record)
        assert (now["slip", "one"], now["slip", "two"]) == ("yes", "withdrawn"), "by its name"
        workflow.consent_given(store, record, "slip", word="no")
    sara = seat_of(qtbot, workplace_store, "en", (1366, 768))
    sara.click(to_person(sara, code).all_said)
    page = sara.page(AllSaidPage)
    sara.settle(lambda: bool(page.cards))
    card = shown_texts(page.cards["slip", "one"])
    assert "No" in card and "Yes" not in card and any("The person said no" in line for line in card)
    assert any("The person agreed" in line for line in card), "how it came to be"
    sara.leave()


def test_of_who_was_found_to_be_an_adult_no_word_of_a_guardian_holds(workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.ARABIC, {"information/age_band": "minor"})
        case = workflow.case_for(store, record).id
        workflow.withdraw_consent(store, record, "slip", whose="guardian")
        assert _guardian(store, record) == "withdrawn"
        workflow.decide_age(store, case, "adult", "The court decided it today", AgeGround("judge", "Tribunale"))
        assert _guardian(store, record) == ""


def _guardian(store: Vault, record: str) -> str:
    told = {(one.purpose, one.recipient): one for one in all_said.of_record(store, record).told}
    return told["slip", ""].newest("guardian")


def test_of_who_took_everything_back_the_talk_stands_as_taken_back_until_they_agree_anew(
    qtbot: QtBot, workplace_store: Path, person: tuple[str, str]
) -> None:
    record, code = person
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        workflow.withdraw_consent(store, record)
    sara = seat_of(qtbot, workplace_store, "en", (1366, 768))
    case = to_person(sara, code)
    sara.click(case.all_said)
    page = sara.page(AllSaidPage)
    sara.settle(lambda: bool(page.cards))
    talk = "\n".join(shown_texts(page.cards["interview", ""]))
    assert "Taken back" in talk and "The person took it back" in talk
    sara.leave()
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        known = store.find_case(code).id
        workflow.begin_module(store, known, "labour", agreed=people.agreed(store, known))
        told = {(one.purpose, one.recipient): one for one in all_said.of_record(store, record).told}
        assert told["interview", ""].newest("person") == told["record", ""].newest("person") == "yes"
        assert [each.word for each in told["interview", ""].words] == ["yes", "withdrawn", "yes"]


@pytest.mark.parametrize("language", ["en", "it", "ar"])
def test_what_an_adult_agreed_to_stands_as_that_once_they_count_as_a_child(
    qtbot: QtBot, workplace_store: Path, language: str
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.BENGALI, {**ADULT, "information/age_band": "adult"})
        case = workflow.case_for(store, record)
        workflow.withdraw_consent(store, record, "slip")
        workflow.consent_given(store, record, "export", "health", language="bn")
        workflow.withdraw_consent(store, record, "export", "health")
        workflow.decide_age(store, case.id, "minor", "a birth certificate was seen at the desk", None)
    sara = seat_of(qtbot, workplace_store, language, (1366, 768))
    sara.click(to_person(sara, case.code).all_said)
    page = sara.page(AllSaidPage)
    sara.settle(lambda: bool(page.cards))
    sara.settle(lambda: looking.faults(sara.shell, language) == [])
    tr = page.words
    told = shown_texts(page.cards["sync", ""])
    assert tr("Agreed as an adult") in told and tr("Yes") not in told, told
    assert tr("Agreed as an adult: a child is asked anew.") in told
    assert tr("Yes") in shown_texts(page.cards["record", ""])
    sara.click(page.take_back)
    again = sara.page(AgreementPage)
    sara.settle(lambda: bool(again.agreeing.ticks))
    sara.settle(lambda: looking.faults(sara.shell, language) == [])
    offered = {way: again._words_for(str(at)) for at, way in enumerate(again.ways.offered)}
    assert offered["sync", ""].endswith(tr("Agreed as an adult"))
    assert not offered["record", ""].endswith(tr("Agreed as an adult"))
    card = shown_texts(again.agreeing)
    theirs = tr("Agreed to as an adult, and neither taken back nor refused: does the person agree as a child?")
    ways = [one.way for one in again.ways.returning]
    assert ("sync", "organisation") in ways
    if len(ways) == 1:
        assert again.agreeing.head.text() == theirs
        assert tr("Taken back or refused: does the person agree again?") not in card
    else:
        assert card.index(tr("Taken back or refused: does the person agree again?")) < card.index(theirs)
        assert list(again.agreeing.ticks)[-1] == ("sync", "organisation")
    sara.leave()
