"""A doubt that a person is, or may be, under 18 ends slips that went: where it is noted, and on the page of a slip."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app import slips, workflow
from intake_app.errors import IntakeError
from intake_app.gui.agreement_page import AgreementPage
from intake_app.gui.case_page import CasePage
from intake_app.gui.export_page import ExportPage
from intake_app.gui.fields import Choice
from intake_app.gui.hand_over_page import HandOverPage
from intake_app.gui.home import READY, Home
from intake_app.gui.how_said import HowSaid
from intake_app.gui.interview import InterviewPage
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.slip_page import SlipPage
from intake_app.vault import Role, Vault
from intake_app.workflow import ended_for_age
from intake_app.workflow.age_grounds import AgeGround
from tests.gui_shell import people
from tests.gui_shell.test_agreement import asked
from tests.gui_shell.test_case import to_person
from tests.gui_shell.test_own_corrected import corrected
from tests.gui_shell.windows import PASSPHRASE, Seat
from tests.workflow.test_adult_corrected import ADULT, Correction

pytestmark = pytest.mark.window
WHY = "they told us themselves"


def gone(path: Path) -> tuple[str, str]:
    """Of a person who told to be an adult: a record, and a slip that went on their word."""
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.BENGALI, {})
        workflow.case_for(store, record)
        sheet = workflow.propose_slip(store, record).sheet
        return record, workflow.issue_slip(store, record, "health", sheet, "bn", slips.render).reference


def pick(seat: Seat, choice: Choice, code: str) -> None:
    choice.choose(code)
    choice.picked.emit(code)
    seat.settle()


def notice(seat: Seat) -> str:
    """What is to be read over the page."""
    line = seat.shell.notice
    return line.words.text() if line.isVisible() else ""


def fill(seat: Seat, how: HowSaid, way: str, language: str) -> None:
    pick(seat, how.language_choice, language)
    pick(seat, how.how_choice, way)


@pytest.fixture
def ended(qtbot: QtBot, workplace_store: Path) -> Iterator[tuple[Seat, str, str]]:
    """Sara at work; the record of who told to be an adult, and the slip of it. Far, of another agency, reads it."""
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_person(store, "Far", Role.MEDIATOR, PASSPHRASE, agency="Progetto")
    record, reference = gone(workplace_store)
    seat = Seat(qtbot, workplace_store, "en")
    seat.unlock("Sara")
    yield seat, record, reference
    seat.leave()


@pytest.mark.parametrize("back", ["sync", ""])
def test_as_something_is_taken_back_with_a_doubt_it_is_told_what_the_doubt_ended_and_no_more(
    ended: tuple[Seat, str, str], back: str
) -> None:
    seat, record, reference = ended
    seat.place.take_back(record, "KARO")
    page = seat.page(AgreementPage)
    seat.settle(page.doubt.isVisible)
    if back:
        pick(seat, page.what_choice, str(next(at for at, way in enumerate(page.ways.offered) if way[0] == back)))
    seat.click(page.doubt)
    seat.click(page.take_back)
    seat.settle(lambda: bool(notice(seat)) and (not back or reference in notice(seat)))
    assert notice(seat).startswith("Taken back."), notice(seat)
    assert (reference in notice(seat)) is bool(back), "what was taken back no doubt ended"


@pytest.mark.parametrize("said", ["yes", "no"])
def test_as_a_slip_is_refused_for_a_doubt_it_is_told_what_ended(ended: tuple[Seat, str, str], said: str) -> None:
    seat, record, reference = ended
    seat.place.refer(record)
    page = seat.page(SlipPage)
    seat.settle(lambda: page.proposal is not None)
    pick(seat, page.sheet.recipient, "prefecture")
    pick(seat, page.sheet.choices["age_band"], "minor")
    card = page.sheet.consent
    if said == "no":
        seat.click(card.no)
    else:
        seat.click(card.person)
        pick(seat, card.language, "bn")
        pick(seat, card.how, "spoken")
    seat.settle(page.issue.isEnabled)
    seat.click(page.issue)
    seat.settle(lambda: reference in notice(seat))
    assert "Nobody took anything back" in notice(seat)


@pytest.mark.parametrize("said", ["yes", "no", "both"])
def test_as_a_record_is_handed_over_with_a_doubt_it_is_kept_and_told_what_ended(
    ended: tuple[Seat, str, str], said: str
) -> None:
    seat, record, reference = ended
    seat.place.hand_over(asked(seat, lambda store: store.record(record)))
    page = seat.page(HandOverPage)
    seat.settle(lambda: page.taker_choice.count() > 0)
    far = next(at for at in range(page.taker_choice.count()) if "Far" in page.taker_choice.itemText(at))
    page.taker_choice.setCurrentIndex(far)
    card = page.agency
    seat.settle(card.isVisible)
    pick(seat, card.kind_choice, "anti_trafficking")
    seat.click(card.minor)
    seat.click(card.no if said == "no" else card.person)
    if said != "no":
        fill(seat, card.how, "spoken", "bn")
    if said == "both":
        seat.click(card.guardian)
        fill(seat, card.theirs.how, "signed", "ur")
    seat.click(page.give)
    seat.settle(lambda: reference in (notice(seat) if said == "both" else page.trouble.text()))
    assert [each.source for each in asked(seat, lambda store: store.ages(record))].count("doubt") == 1


def exporting(seat: Seat, record: str) -> ExportPage:
    """In doubt of the age, with the yes of both."""
    seat.place.export(record, "KARO")
    page = seat.page(ExportPage)
    pick(seat, page.to_choice, "anti_trafficking")
    seat.click(page.minor)
    seat.click(page.guardian)
    fill(seat, page.theirs.how, "signed", "ur")
    seat.click(page.person)
    fill(seat, page.how, "spoken", "bn")
    return page


def test_as_a_file_is_written_with_a_doubt_what_ended_is_read_over_the_next_page(
    ended: tuple[Seat, str, str], tmp_path: Path
) -> None:
    seat, record, reference = ended
    page = exporting(seat, record)
    page.save_to(tmp_path / "record.json")
    seat.settle(lambda: reference in notice(seat))
    assert not isinstance(seat.shell.page, ExportPage) and "Delete it when it has been handed over" in notice(seat)


def test_where_the_file_can_not_be_written_it_is_told_all_the_same_and_there(
    ended: tuple[Seat, str, str], tmp_path: Path
) -> None:
    seat, record, reference = ended
    page = exporting(seat, record)
    page.save_to(tmp_path / "gone" / "record.json")
    seat.settle(lambda: reference in notice(seat))
    assert isinstance(seat.shell.page, ExportPage)
    assert not asked(seat, partial(ended_for_age.told, record_id=record)), "it is told once"
    left = asked(seat, lambda store: workflow.ways_out(store, record)).left
    assert "export" not in {one.purpose for one in left}, "there is no file"


def test_what_ended_and_was_not_told_is_told_of_that_person_alone(ended: tuple[Seat, str, str], tmp_path: Path) -> None:
    seat, record, reference = ended
    other, theirs = asked(seat, _another)
    doubted = partial(workflow.consent_given, record_id=record, purpose="slip", word="no", recipient="police")
    asked(seat, partial(doubted, in_doubt=True))
    seat.place.export(other, "SARI")
    page = seat.page(ExportPage)
    pick(seat, page.to_choice, "anti_trafficking")
    seat.click(page.no)
    page.save_to(Path())
    seat.settle(page.trouble.isVisible)
    assert reference not in page.trouble.text() and "under 18" not in page.trouble.text()
    seat.shell.leave_page()
    page = exporting(seat, record)
    page.save_to(tmp_path / "record.json")
    seat.settle(lambda: reference in notice(seat))
    assert theirs not in notice(seat)


def _another(store: Vault) -> tuple[str, str]:
    record = people.finish(store, people.BENGALI, {})
    sheet = workflow.propose_slip(store, record).sheet
    return record, workflow.issue_slip(store, record, "health", sheet, "bn", slips.render).reference


def test_as_two_persons_are_put_together_of_whom_one_is_a_child_it_is_told_what_ended(
    ended: tuple[Seat, str, str]
) -> None:
    seat, record, reference = ended
    child = asked(seat, _child)
    seat.place.show_case(asked(seat, lambda store: store.case_of(record)).id)
    page = seat.page(CasePage)
    seat.settle(page.age.isVisible)
    page.merging.merging.emit(child, WHY)
    seat.settle(lambda: reference in notice(seat))


def test_where_two_who_met_are_put_together_it_is_told_beside_that_they_are(ended: tuple[Seat, str, str]) -> None:
    seat, record, reference = ended
    case, child = asked(seat, lambda store: store.case_of(record)).id, asked(seat, _child)
    asked(seat, lambda store: workflow.merge_cases(store, case, workflow.find_case(store, child).id, WHY))
    seat.place.show_case(case).tell_together(child)
    seat.settle(lambda: reference in notice(seat))
    assert notice(seat).startswith(child)


def _child(store: Vault) -> str:
    """The code of a child's case."""
    return workflow.case_for(store, people.finish(store, people.BENGALI, {"information/age_band": "minor"})).code


@pytest.mark.parametrize("age", ["minor", "prefers_not_to_say"])
def test_as_a_record_is_finished_whose_correction_tells_no_adult_it_is_told_what_ended(
    qtbot: QtBot, workplace_store: Path, age: str
) -> None:
    record, reference = gone(workplace_store)
    seat = Seat(qtbot, workplace_store, "it")
    seat.unlock("Sara")
    finish = _corrected_to(seat, record, age)
    seat.page(InterviewPage).saver.flush()
    seat.settle(finish.button.isEnabled)
    seat.click(finish.button)
    seat.settle(lambda: finish.done)
    seat.settle(lambda: reference in notice(seat))
    seat.leave()


def _corrected_to(seat: Seat, record: str, age: str) -> FinishPage:
    seat.page(Home).show_section(READY)
    seat.settle(lambda: any(row.key == record for row in seat.page(Home).table.rows))
    agreed = dict.fromkeys((f"information__consent_{each}" for each in ("sync", "referral", "export")), "yes")
    return corrected(seat, record, information__age_band=age, next_steps__reason="other_cause", **agreed)


def test_as_a_correction_that_tells_of_a_child_is_left_it_is_told_what_ended_and_that_nothing_waits(
    qtbot: QtBot, workplace_store: Path
) -> None:
    record, reference = gone(workplace_store)
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        assert store.record(record).delivery == "waiting"
        code = store.record(record).code
    seat = Seat(qtbot, workplace_store, "it")
    seat.unlock("Sara")
    seat.page(Home).show_section(READY)
    seat.settle(lambda: any(row.key == record for row in seat.page(Home).table.rows))
    corrected(seat, record, information__age_band="minor")
    seat.page(InterviewPage).stop()
    seat.settle(lambda: isinstance(seat.shell.page, Home))
    seat.settle(lambda: reference in notice(seat))
    assert code in notice(seat) and "non aspettano più l’invio" in notice(seat), notice(seat)
    seat.leave()


def test_as_an_age_under_18_is_decided_it_is_told_what_ended(ended: tuple[Seat, str, str]) -> None:
    seat, record, reference = ended
    case = asked(seat, lambda store: store.case_of(record))
    seat.place.show_case(case.id)
    page = seat.page(CasePage)
    seat.settle(page.age.isVisible)
    page._keep_age("minor", "the passport of the person was seen", None)
    seat.settle(lambda: reference in notice(seat))


def test_who_reads_a_record_of_another_agency_is_told_that_it_asks_the_guardian(
    qtbot: QtBot, workplace_store: Path
) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_person(store, "Far", Role.MEDIATOR, PASSPHRASE, agency="Progetto")
    record, _reference = gone(workplace_store)
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        agreed = workflow.ConsentSheet(given=True, how="spoken", language="bn")
        workflow.hand_over(store, record, "Far", "anti_trafficking", agreed)
    seat = Seat(qtbot, workplace_store, "en")
    seat.unlock("Far")
    seat.place.refer(record)
    page = seat.page(SlipPage)
    seat.settle(lambda: page.proposal is not None)
    pick(seat, page.sheet.recipient, "health")
    pick(seat, page.sheet.choices["age_band"], "minor")
    seat.settle(lambda: "Tell the agency whose record it is" in page.preview.note.text())
    assert "nothing of this is noted here" in page.preview.note.text()
    seat.leave()


def test_the_page_of_a_slip_tells_a_doubt_over_an_age_that_was_told_and_what_ends_it(
    qtbot: QtBot, workplace_store: Path
) -> None:
    record, reference = gone(workplace_store)
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        workflow.consent_given(store, record, "slip", word="no", recipient="prefecture", in_doubt=True)
    seat = Seat(qtbot, workplace_store, "en")
    seat.unlock("Sara")
    seat.place.refer(record)
    page = seat.page(SlipPage)
    seat.settle(lambda: page.proposal is not None)
    page.sheet.recipient.choose("health")
    page.sheet.recipient.picked.emit("health")
    card = page.sheet.consent
    assert card.unknown.isVisible() and "Nobody has told" not in card.unknown.text()
    assert "told that they are 18 or older" in card.unknown.text() and "page of the person" in card.unknown.text()
    assert card.guardian.isVisible() and not card.alone.isVisible(), "no duty rests on a doubt alone"
    page.sheet.choices["age_band"].choose("adult")
    page.sheet.choices["age_band"].picked.emit("adult")
    card.source.choose("document")
    card.source.picked.emit("document")
    assert card.guardian.isVisible() and not card.ready, "what is told ends no doubt"
    seat.leave()
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        case = store.case_of(record)
        assert case is not None
        workflow.decide_age(store, case.id, "adult", "the passport was seen", AgeGround("passport"))
        with pytest.raises(IntakeError, match="slip_ended"):
            workflow.reprint(store, reference)


def test_what_ended_as_somebody_locked_is_told_once_when_they_unlock(qtbot: QtBot, workplace_store: Path) -> None:
    record, reference = gone(workplace_store)
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        Correction(store, record).told(age_band="minor")
    seat = Seat(qtbot, workplace_store, "en")
    seat.unlock("Sara")
    seat.settle(lambda: reference in notice(seat))
    assert asked(seat, ended_for_age.left_over) == {}
    seat.leave()


@pytest.mark.parametrize("waits", [True, False])
def test_what_a_first_decision_on_the_age_did_is_not_told_over_the_second(
    qtbot: QtBot, workplace_store: Path, waits: bool
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.BENGALI, {**ADULT, "information/age_band": "adult"})
        case, code = workflow.case_for(store, record).code, store.record(record).code
    seat = Seat(qtbot, workplace_store, "en")
    seat.unlock("Sara")
    page = to_person(seat, case)
    decide(seat, page, "minor")
    seat.settle(lambda: "do not wait to be sent any more: " + code in notice(seat))
    if not waits:  # so that nothing waits again by the second one
        seat.lanes.vault(lambda store: workflow.withdraw_consent(store, record, "sync"), lambda _done: None)
        seat.settle()
    decide(seat, page, "adult")
    seat.settle(lambda: "do not wait" not in notice(seat))
    assert notice(seat).startswith("The decision on the age is kept.")
    if waits:
        seat.settle(lambda: "These records wait to be sent again" in notice(seat))
        assert code in notice(seat)
    else:
        assert notice(seat) == "The decision on the age is kept."
    seat.leave()


def decide(seat: Seat, page: CasePage, age: str) -> None:
    card = page.age
    seat.settle(lambda: card.decide.isVisibleTo(page))
    seat.click(card.decide)
    pick(seat, card.age_choice, age)
    if age == "adult":
        pick(seat, card.ground_choice, "passport")
    seat.type(card.reason_line, "it was seen at the desk today")
    seat.click(card.keep)
    seat.settle(lambda: card.decide.isVisibleTo(page))
