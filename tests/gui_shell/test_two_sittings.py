"""At the page of a slip a child and their guardian agree one after the other: what the first said is kept as it is."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.agreement_page import GUARDIAN, PERSON, AgreementPage
from intake_app.gui.export_page import ExportPage
from intake_app.gui.hand_over_page import HandOverPage
from intake_app.gui.how_said import HowSaid
from intake_app.gui.slip_page import SlipPage
from intake_app.vault import Role, Vault
from intake_app.workflow.age_grounds import AgeGround
from tests.gui_shell import people
from tests.gui_shell.test_agreement import asked
from tests.gui_shell.windows import PASSPHRASE, Seat
from tests.slips.test_pdf import extracted

pytestmark = pytest.mark.window
CHILD, ADULT = {"information/age_band": "minor"}, dict[str, str]()
Said = tuple[str, str, str, str, str, str]
OF_CHILD: Said = ("slip/.prefecture", "yes", "person", "signed", "fr", "")
OF_GUARDIAN: Said = ("slip/.prefecture", "yes", "guardian", "witness", "ur", "interpreter")


def seated(bot: QtBot, path: Path, told: dict[str, str], language: str = "en") -> tuple[Seat, str]:
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.BENGALI, told)
        workflow.case_for(store, record)
    seat = Seat(bot, path, language)
    seat.unlock("Sara")
    return seat, record


def opened(seat: Seat, record: str, to: str = "prefecture") -> SlipPage:
    seat.place.refer(record)
    page = seat.page(SlipPage)
    seat.settle(lambda: page.proposal is not None)
    page.sheet.recipient.choose(to)
    page.sheet.recipient.picked.emit(to)
    seat.settle()
    return page


def said(seat: Seat, record: str) -> list[Said]:
    told = asked(seat, lambda store: store.said(record))
    return [(f"{e.purpose}/{e.recipient}", e.word, e.whose, e.how, e.language, e.witness) for e in told if e.recipient]


def fill(how: HowSaid, way: str, language: str, witness: str = "") -> None:
    for choice, code in ((how.how_choice, way), (how.witness_choice, witness), (how.language_choice, language)):
        choice.choose(code)
        choice.picked.emit(code)


def child_agrees(seat: Seat, page: SlipPage) -> None:
    card = page.sheet.consent
    seat.click(card.person)
    for choice, code in ((card.how, "signed"), (card.language, "fr")):
        choice.choose(code)
        choice.picked.emit(code)
    seat.settle(page.issue.isEnabled)


def guardian_agrees(seat: Seat, page: SlipPage) -> None:
    seat.click(page.sheet.consent.guardian)
    fill(page.sheet.consent.theirs.how, "witness", "ur", "interpreter")
    seat.settle(page.issue.isEnabled)


def issued(seat: Seat, page: SlipPage) -> None:
    seat.click(page.issue)
    seat.settle(lambda: page.issued is not None or page.trouble.isVisible())
    assert page.issued is not None, page.trouble.isVisible()


@pytest.mark.parametrize("again", [False, True])
def test_what_a_child_agreed_to_alone_is_kept_and_their_guardian_alone_is_asked_then(
    qtbot: QtBot, workplace_store: Path, again: bool
) -> None:
    seat, record = seated(qtbot, workplace_store, CHILD)
    page = opened(seat, record)
    assert not page.issue.isEnabled() and page.issue.text() == "Issue the slip"
    child_agrees(seat, page)
    assert page.issue.text() == "Keep this yes" and not page.foot.note.text()
    seat.click(page.issue)
    seat.settle(page.sheet.consent.said_first.isVisible)
    assert said(seat, record) == [OF_CHILD] and page.issued is None and not page.trouble.isVisible()
    assert asked(seat, lambda store: store.slips(record)) == ()
    if again:  # another day
        seat.shell.leave_page()
        page = opened(seat, record)
    card = page.sheet.consent
    assert all(part in card.said_first.text() for part in ("person agreed", "signature", "French"))
    hidden = (card.person, card.how_field, card.language_field)
    assert not any(part.isVisible() for part in hidden) and card.guardian.isVisible() and card.no.isVisible()
    assert not page.issue.isEnabled() and "guardian" in page.foot.note.text() and page.issue.text() == "Issue the slip"
    seat.click(page.to_consent)
    assert card.guardian.hasFocus()
    guardian_agrees(seat, page)
    assert page.issue.text() == "Issue the slip"
    issued(seat, page)
    assert said(seat, record) == [OF_CHILD, OF_GUARDIAN], "nothing is said a second time"
    seat.leave()


def test_what_a_guardian_agreed_to_alone_is_kept_and_the_child_alone_is_asked_then(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat, record = seated(qtbot, workplace_store, CHILD)
    page = opened(seat, record)
    guardian_agrees(seat, page)
    assert page.issue.text() == "Keep this yes"
    seat.click(page.issue)
    card = page.sheet.consent
    seat.settle(card.said_first.isVisible)
    assert said(seat, record) == [OF_GUARDIAN] and page.issued is None
    assert "guardian agreed" in card.said_first.text() and "Urdu" in card.said_first.text()
    assert card.person.isVisible() and not card.guardian.isVisible() and not page.issue.isEnabled()
    assert page.foot.note.text() == "Still missing: that the person agrees, too."
    child_agrees(seat, page)
    issued(seat, page)
    assert said(seat, record) == [OF_GUARDIAN, OF_CHILD]
    seat.leave()


def test_a_childs_yes_noted_elsewhere_in_another_way_than_their_yes_to_all_counts_as_it_was_said(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat, record = seated(qtbot, workplace_store, CHILD)

    def before(store: Vault) -> bool:
        workflow.consent_given(store, record, "slip", word="yes", how="signed", language="bn")
        workflow.consent_given(store, record, "slip", "prefecture", word="yes", how="spoken", language="fr")
        return True

    assert asked(seat, before)
    kept = said(seat, record)
    page = opened(seat, record)
    assert page.sheet.consent.said_first.isVisible()
    guardian_agrees(seat, page)
    issued(seat, page)
    theirs = ("slip/.prefecture", "yes", "guardian", "witness", "ur", "interpreter")
    assert said(seat, record) == [*kept, theirs] and kept[-1][2:5] == ("person", "spoken", "fr")
    assert page.sheet.sheet().consent_how == "spoken"
    seat.leave()


def test_a_child_who_took_back_what_was_kept_is_asked_anew(qtbot: QtBot, workplace_store: Path) -> None:
    seat, record = seated(qtbot, workplace_store, CHILD)
    page = opened(seat, record)
    child_agrees(seat, page)
    seat.click(page.issue)
    seat.settle(page.sheet.consent.said_first.isVisible)
    seat.shell.leave_page()
    asked(seat, lambda store: [workflow.withdraw_consent(store, record, "slip", "")])
    page = opened(seat, record)
    assert page.sheet.consent.person.isVisible() and not page.sheet.consent.said_first.isVisible()
    seat.leave()


def noted(seat: Seat, record: str, *words: dict[str, str]) -> None:
    """What was noted at another door, as on the line."""
    for word in words:
        asked(seat, lambda store, word=word: [workflow.consent_given(store, record, "slip", word="yes", **word)])


def agreed_line(seat: Seat, page: SlipPage) -> str:
    assert page.issued is not None
    reference = page.issued.reference
    text = " ".join(extracted(asked(seat, lambda store: store.slip(reference)).pdf).split())
    return text[text.index("onsenso dato") :][:190]


SIGNED_FR = {"recipient": "prefecture", "how": "signed", "language": "fr"}
SIGNED_UR = {"recipient": "prefecture", "how": "signed", "language": "ur", "whose": "guardian"}


@pytest.mark.parametrize(("told", "words"), [(ADULT, (SIGNED_FR,)), (CHILD, (SIGNED_FR, SIGNED_UR))])
def test_what_was_agreed_to_by_name_at_another_door_is_shown_and_the_slip_goes_on_it(
    qtbot: QtBot, workplace_store: Path, told: dict[str, str], words: tuple[dict[str, str], ...]
) -> None:
    seat, record = seated(qtbot, workplace_store, told)
    noted(seat, record, *words)
    before = said(seat, record)
    page = opened(seat, record)
    card, shown = page.sheet.consent, page.sheet.consent.said_first.text()
    assert card.said_first.isVisible() and "person agreed" in shown and "signature" in shown and "French" in shown
    assert ("guardian agreed" in shown and "Urdu" in shown) is (told is CHILD)
    hidden = (card.person, card.guardian, card.how_field, card.language_field)
    assert not any(part.isVisible() for part in hidden) and not page.foot.note.text()
    seat.settle(page.issue.isEnabled)
    issued(seat, page)
    assert said(seat, record) == before, "nothing is said a second time"
    line = agreed_line(seat, page)
    assert "firma" in line and "francese" in line and "bengal" not in line
    seat.leave()


def test_who_is_asked_again_where_they_agreed_before_says_something_new_only_once_it_is_ticked(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat, record = seated(qtbot, workplace_store, CHILD)
    noted(seat, record, SIGNED_FR, SIGNED_UR)
    page = opened(seat, record)
    card = page.sheet.consent
    assert card.again.isVisible() and not card.again.isChecked()
    seat.click(card.again)
    assert card.person.isVisible() and card.guardian.isVisible() and not card.how_field.isVisible()
    assert page.issue.isEnabled(), "what stands, stands"
    seat.click(card.person)
    assert card.how_field.isVisible() and (card.how.code(), card.language.code()) == ("signed", "fr")
    for choice, code in ((card.how, "fingerprint"), (card.language, "bn")):
        choice.choose(code)
        choice.picked.emit(code)
    seat.click(card.person)
    assert (card.how.code(), card.language.code()) == ("signed", "fr")
    seat.click(card.person)
    for choice, code in ((card.how, "fingerprint"), (card.language, "bn")):
        choice.choose(code)
        choice.picked.emit(code)
    assert page.issue.text() == "Issue the slip"
    issued(seat, page)
    assert said(seat, record)[2:] == [("slip/.prefecture", "yes", "person", "fingerprint", "bn", "")]
    seat.leave()


def test_a_yes_by_name_that_ended_since_is_not_shown_as_one_that_counts(qtbot: QtBot, workplace_store: Path) -> None:
    seat, record = seated(qtbot, workplace_store, ADULT)
    noted(seat, record, SIGNED_FR)
    for word in ("no", "yes"):
        asked(seat, lambda store, w=word: [workflow.consent_given(store, record, "slip", word=w, language="bn")])
    page = opened(seat, record)
    assert page.sheet.consent.person.isVisible() and not page.sheet.consent.said_first.isVisible()
    assert not page.issue.isEnabled()
    seat.leave()


def test_how_they_agreed_by_name_is_not_kept_again_beside_a_newer_yes_to_all(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat, record = seated(qtbot, workplace_store, CHILD)
    noted(seat, record, SIGNED_FR, {"language": "bn"})
    page = opened(seat, record)
    guardian_agrees(seat, page)
    before = said(seat, record)
    issued(seat, page)
    assert said(seat, record) == [*before, OF_GUARDIAN]
    assert "firma" in agreed_line(seat, page)
    seat.leave()


@pytest.mark.parametrize("to", [{"recipient": "health"}, {"recipient": ""}])
def test_a_guardian_who_agreed_before_is_not_asked_anew_where_the_form_asked_the_child(
    qtbot: QtBot, workplace_store: Path, to: dict[str, str]
) -> None:
    seat, record = seated(qtbot, workplace_store, CHILD)
    noted(seat, record, {**SIGNED_UR, **to})
    page = opened(seat, record, "health")
    card = page.sheet.consent
    assert "guardian agreed" in card.said_first.text() and not card.guardian.isVisible()
    seat.settle(page.issue.isEnabled)
    issued(seat, page)
    seat.leave()


def test_of_whom_no_form_asked_the_first_yes_is_kept_for_a_service_that_is_not_asked_about_by_name(
    qtbot: QtBot, workplace_store: Path
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.BENGALI, CHILD)
        workflow.case_for(store, record)
        workflow.withdraw_consent(store, record)
    seat = Seat(qtbot, workplace_store, "en")
    seat.unlock("Sara")
    page = opened(seat, record, "health")
    child_agrees(seat, page)
    assert page.issue.text() == "Keep this yes"
    before = len(said(seat, record))
    seat.click(page.issue)
    card = page.sheet.consent
    seat.settle(card.said_first.isVisible)
    assert page.issued is None and ("slip/.health", "yes", "person", "signed", "fr", "") in said(seat, record)[before:]
    assert card.guardian.isVisible() and not card.person.isVisible()
    guardian_agrees(seat, page)
    issued(seat, page)
    seat.leave()


@pytest.mark.parametrize(("told", "offered"), [(ADULT, False), (CHILD, True)])
def test_of_who_counts_as_an_adult_no_card_asks_a_guardian(
    qtbot: QtBot, workplace_store: Path, told: dict[str, str], offered: bool
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.BENGALI, told)
        workflow.case_for(store, record)
        workflow.consent_given(store, record, "research", word="yes", language="bn")
        workflow.withdraw_consent(store, record)
    seat = Seat(qtbot, workplace_store, "en")
    seat.unlock("Sara")
    seat.place.take_back(record, "KARO")
    page = seat.page(AgreementPage)
    seat.settle(lambda: page.own_word.isVisible() and bool(page.agreeing.ticks))
    for choice, code in ((page.own_word.to_choice, "police"), (page.own_word.word_choice, "yes")):
        choice.choose(code)
        choice.picked.emit(code)
    assert page.own_word.guardian.isVisible() is page.agreeing.guardian.isVisible() is offered
    assert page.whose.isVisible() is (page.whose_choice.findData(GUARDIAN) >= 0) is offered
    seat.leave()


@pytest.mark.parametrize(("told", "offered"), [(ADULT, False), (CHILD, True)])
def test_of_a_guardian_nothing_is_asked_for_an_adult_where_a_record_leaves_unless_somebody_notes_the_doubt(
    qtbot: QtBot, workplace_store: Path, told: dict[str, str], offered: bool
) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_person(store, "Far", Role.MEDIATOR, PASSPHRASE, agency="Prefettura")
    seat, record = seated(qtbot, workplace_store, told)
    seat.place.hand_over(asked(seat, lambda store: store.record(record)))
    page = seat.page(HandOverPage)
    seat.settle(lambda: page.taker_choice.count() > 0)
    away = next(at for at in range(page.taker_choice.count()) if "Far" in page.taker_choice.itemText(at))
    page.taker_choice.setCurrentIndex(away)
    seat.settle(page.agency.isVisible)
    assert page.agency.guardian.isVisible() is offered
    seat.click(page.agency.minor)
    assert page.agency.guardian.isVisible()
    seat.shell.leave_page()
    seat.place.export(record, "KARO")
    export = seat.page(ExportPage)
    seat.settle(lambda: export.guardian.isVisible() is offered)
    seat.click(export.minor)
    assert export.guardian.isVisible()
    seat.click(export.guardian)
    assert not export.theirs.whole
    seat.click(export.minor)
    assert export.noted().guardian is None and export.guardian.isVisible() is offered
    seat.leave()


def taking_back(bot: QtBot, path: Path, decided: bool) -> tuple[Seat, str, AgreementPage]:
    """Of who told to be an adult and took all back, what may be said now."""
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.BENGALI, ADULT)
        case = workflow.case_for(store, record)
        workflow.consent_given(store, record, "research", word="yes", language="bn")
        workflow.withdraw_consent(store, record)
        if decided:
            workflow.decide_age(store, case.id, "adult", "the passport was seen", AgeGround("passport"))
    seat = Seat(bot, path, "en")
    seat.unlock("Sara")
    seat.place.take_back(record, "KARO")
    page = seat.page(AgreementPage)
    seat.settle(lambda: page.own_word.isVisible() and page.agreeing.script is not None)
    page.own_word.to_choice.choose("police")
    page.own_word.word_choice.choose("yes")
    return seat, record, page


def test_of_who_was_found_to_be_an_adult_no_guardian_is_asked_in_doubt_either(
    qtbot: QtBot, workplace_store: Path
) -> None:
    seat, _record, page = taking_back(qtbot, workplace_store, decided=True)
    offered = (page.doubt, page.whose, page.own_word.theirs, page.agreeing.theirs)
    assert not any(part.isVisible() for part in offered)
    seat.leave()


@pytest.mark.parametrize(("door", "purpose", "word"), [
    ("own_word", "judicial/police", "yes"), ("agreeing", "research/", "yes"), ("back", "slip/", "withdrawn"),
])  # fmt: skip
def test_a_guardian_is_asked_of_who_told_to_be_an_adult_and_may_be_a_child(
    qtbot: QtBot, workplace_store: Path, door: str, purpose: str, word: str
) -> None:
    seat, record, page = taking_back(qtbot, workplace_store, decided=False)
    for card in (page.agreeing, page.own_word):
        assert card.theirs.doubt.isVisible() and not card.guardian.isVisible()
        for part in (card.theirs.doubt, card.guardian, card.theirs.doubt):
            seat.click(part)
        assert not card.guardian.isVisible() and card.theirs.agreed is None
        seat.click(card.theirs.doubt)
        seat.click(card.guardian)
        fill(card.theirs.how, "witness", "ur", "interpreter")
        fill(card.how, "signed", "fr")
    assert page.doubt.isVisible() and not page.whose.isVisible()
    if door == "back":
        seat.click(page.doubt)
        page.whose_choice.choose(GUARDIAN)
        for _twice in range(2):
            seat.click(page.doubt)
        assert page.whose.isVisible() and page.whose_choice.code() == PERSON, "who does not doubt chooses no guardian"
        page.whose_choice.choose(GUARDIAN)
    if door == "agreeing":
        seat.click(page.agreeing.ticks["research", ""])
    seat.click({"own_word": page.own_word.keep, "agreeing": page.agreeing.again, "back": page.take_back}[door])
    seat.settle(lambda: page.ways.guardian)
    theirs = [one for one in asked(seat, lambda store: store.said(record)) if one.whose == "guardian"]
    assert (purpose, word) in {(f"{one.purpose}/{one.recipient}", one.word) for one in theirs}
    seat.leave()
