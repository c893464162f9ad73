"""A person takes back what they agreed to, in three steps; and a record leaves in the shared data format."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from intake_app import i18n, workflow
from intake_app.gui.agreement_page import ALL, GUARDIAN, AgreementPage
from intake_app.gui.consent_words import KINDS, agreed_to, departure, way_out
from intake_app.gui.controls import Label
from intake_app.gui.desk import RECORDS, SLIPS, Desk
from intake_app.gui.export_page import CSV, MINOR, SCREENING, ExportPage
from intake_app.gui.home import Home
from intake_app.gui.interview_text import TextBlock
from intake_app.gui.slip_page import SlipPage
from intake_app.gui.states import READY, when
from intake_app.gui.words import Words
from intake_app.vault import ConsentWord, Departure, Vault
from intake_app.workflow import ConsentSheet, GuardianYes, own_words
from tests.gui_shell import looking, people
from tests.gui_shell.test_shell import LOADED_WORDS
from tests.gui_shell.windows import PASSPHRASE, Seat
from tests.slips.test_pdf import extracted

pytestmark = pytest.mark.window
T = TypeVar("T")
GUARDED = ConsentWord("interview", "", "yes", "guardian", language="ur")
"""What a guardian said while the person counted as a child: they are asked since, too."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Sara's place; of one record a slip for a health service was printed."""
    path = people.make(tmp_path_factory.mktemp("agreement"))
    return path, guarded(path, printed(path))


def guarded(path: Path, record: str) -> str:
    """The record, of whose person a guardian had spoken."""
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        store.put_words(record, [GUARDED])
    return record


def in_sight(part: QWidget) -> bool:
    return part.visibleRegion().boundingRect().height() == part.height()


def printed(path: Path) -> str:
    """A record of Sara's of which a slip for a health service was printed."""
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        record = store.records("finalised")[0].id
        sheet = workflow.propose_slip(store, record).sheet
        slip = workflow.issue_slip(store, record, "health", sheet, "ar", lambda _content, _language: b"%PDF")
        workflow.slip_left(store, slip.reference, "printed")
    return record


@pytest.fixture
def sara(made: tuple[Path, str], qtbot: QtBot) -> Seat:
    seat = Seat(qtbot, made[0])
    seat.unlock("Sara")
    return seat


def asked(seat: Seat, ask: Callable[[Vault], T]) -> T:
    got: list[T] = []
    seat.lanes.vault(ask, got.append)
    seat.settle(lambda: bool(got))
    return got[0]


def test_taken_back_in_three_steps_and_agreed_to_anew(sara: Seat, made: tuple[Path, str]) -> None:
    record, home = made[1], sara.page(Home)
    sara.click(home.tabs[READY])
    sara.settle(lambda: bool(home.table.rows))
    home.table.choose(record)
    sara.click(home.agreement)
    page = sara.page(AgreementPage)
    sara.settle(lambda: len(page.ways.open) == 2)
    assert page.what_choice.code() == ALL and page.agreeing.isHidden()
    assert "sending to the servers" in page.stops.text() and "slips for" in page.stops.text()
    assert "printed" in page.gone.text()
    sara.click(page.take_back)
    sara.settle(lambda: page.ways.open == ())
    assert asked(sara, lambda store: store.record(record).delivery) == "held"
    assert "printed" in page.gone.text() and page.stops.text().startswith("Nothing of this person")
    card = page.agreeing
    code = asked(sara, lambda store: store.record(record).code)
    told = [label.text() for label in card.findChildren(Label) if code in label.text()]
    assert told == [f"These wait again: \u2068{code}\u2069."]
    assert not card.again.isEnabled(), "nobody agrees by default"
    read = {block.language: block.text for block in card.texts["sync", "organisation"].findChildren(TextBlock)}
    assert {"bn", "it"} <= set(read), "what they agree to is read to them"
    sara.click(card.ticks["sync", "organisation"])
    assert not card.again.isEnabled(), "how they agreed is said by nobody in advance"
    assert card.how.language_choice.code() == "bn", "what was spoken in the interview"
    card.how.how_choice.choose("witness")
    assert card.how.witness.isVisible() and not card.again.isEnabled(), "nobody says who was there"
    card.how.witness_choice.choose("interpreter")
    sara.click(card.again)
    sara.settle(lambda: len(page.ways.open) == 1)
    newest = asked(sara, lambda store: store.said(record))[-1]
    assert (newest.how, newest.witness, newest.language) == ("witness", "interpreter", "bn")
    assert card.script is not None and newest.script == card.script.name
    assert list(card.ticks) == [("slip", "health")], "a slip was not spoken of"
    sara.click(card.ticks["slip", "health"])
    card.how.how_choice.choose("signed")
    assert card.how.witness.isHidden() and card.again.isEnabled()
    card.how.language_choice.choose("")
    assert not card.again.isEnabled(), "in no language"
    card.how.language_choice.choose("fr")
    sara.click(card.again)
    sara.settle(card.isHidden)
    assert asked(sara, lambda store: store.record(record).delivery) == "waiting"
    said = asked(sara, lambda store: store.said(record))
    agreed = [word for word in said if (word.word, word.whose) == ("yes", "person")]
    sent, slip = {("record", "organisation"), ("sync", "organisation")}, {("record", ".health"), ("slip", ".health")}
    assert {(word.purpose, word.recipient) for word in agreed} == sent | slip, "each says yes to that alone"
    page.whose_choice.choose(GUARDIAN)
    sara.click(page.take_back)
    sara.settle(lambda: page.ways.open == ())
    assert asked(sara, lambda store: store.said(record))[-1].whose == "guardian"
    card.guardian.setChecked(True)
    card.how.how_choice.choose("spoken")
    sara.click(card.ticks["sync", "organisation"])
    assert not card.again.isEnabled(), "how the guardian agreed is told by nobody in advance"
    card.theirs.how.how_choice.choose("signed")
    assert not card.again.isEnabled() and not card.theirs.how.language_choice.code(), "nor in which language"
    card.theirs.how.language_choice.choose("ur")
    sara.click(card.again)
    sara.settle(lambda: len(page.ways.open) == 1)
    newest = asked(sara, lambda store: store.said(record))[-1]
    assert (newest.whose, newest.how, newest.language) == ("guardian", "signed", "ur")
    sara.leave()


def test_after_a_guardian_alone_took_back_the_guardian_alone_agrees_again(
    qtbot: QtBot, workplace_store: Path
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.BENGALI, {"information/age_band": "minor"})
        sheet, theirs = workflow.propose_slip(store, record).sheet, ConsentSheet(guardian=GuardianYes("spoken", "ur"))
        workflow.issue_slip(store, record, "health", sheet, "ar", lambda _content, _language: b"%PDF", theirs)
        workflow.withdraw_consent(store, record, "slip", whose="guardian")
        before = store.said(record)
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Sara")
    seat.place.take_back(record, "ABCD")
    page = seat.page(AgreementPage)
    card, spoken = page.agreeing, page.agreeing.how
    seat.settle(lambda: card.isVisible() and card.script is not None)
    way = next(each for each in card.ticks if each[0] == "slip")
    seat.click(card.ticks[way])
    assert not card.again.isEnabled() and not spoken.how.note.text()
    seat.click(card.guardian)
    assert "Their own yes stands." in spoken.how.note.text()
    for choice, code in ((card.theirs.how.how_choice, "signed"), (card.theirs.how.language_choice, "ur")):
        assert not card.again.isEnabled()
        choice.choose(code)
    assert card.again.isEnabled()
    spoken.how_choice.choose("witness")
    assert not card.again.isEnabled(), "the child was asked, too, and nobody says who was there"
    spoken.how_choice.choose("")
    seat.click(card.again)
    seat.settle(lambda: way not in card.ticks)
    new = asked(seat, lambda store: store.said(record))[len(before) :]
    assert {(word.whose, word.how, word.language) for word in new} == {("guardian", "signed", "ur")}
    asked(seat, lambda store: workflow.withdraw_consent(store, record, "slip"))
    page.shown()
    seat.settle(lambda: way in card.ticks)
    seat.click(card.ticks[way])
    seat.click(card.guardian)
    card.theirs.how.how_choice.choose("signed")
    card.theirs.how.language_choice.choose("ur")
    assert not card.again.isEnabled() and not spoken.how.note.text(), "now the child took it back"
    seat.leave()


def test_the_next_who_takes_back_is_not_the_one_before(qtbot: QtBot, workplace_store: Path) -> None:
    record = guarded(workplace_store, printed(workplace_store))
    sara = Seat(qtbot, workplace_store)
    sara.unlock("Sara")
    sara.place.take_back(record, "KARO")
    page = sara.page(AgreementPage)
    sara.settle(lambda: page.ways.open != ())
    page.whose_choice.choose(GUARDIAN)
    for whose in ("guardian", "person"):
        sara.click(page.take_back)
        sara.settle()
        assert asked(sara, lambda store: store.said(record))[-1].whose == whose
    sara.leave()


@pytest.mark.parametrize(("language", "size"), [("it", (1366, 768)), ("ar", (1024, 600))])
def test_after_a_withdrawal_what_had_left_is_in_sight_and_has_the_keyboard_and_a_slip_says_since_when(
    workplace_store: Path, qtbot: QtBot, language: str, size: tuple[int, int]
) -> None:
    record = printed(workplace_store)
    seat = Seat(qtbot, workplace_store, language, size)
    seat.unlock("Sara")
    assert seat.place is not None
    seat.place.take_back(record, "KARO")
    page = seat.page(AgreementPage)
    seat.settle(lambda: page.ways.left != ())
    seat.click(page.take_back)
    seat.settle(lambda: page.ways.open == () and page.below.hasFocus())
    seat.settle(lambda: all(in_sight(part) for part in (page.below, page.left_head, page.gone)))
    assert page.ways.left[0].reference in page.below.accessibleName()
    seat.settle(lambda: looking.faults(seat.shell, language) == [])
    seat.press(Qt.Key.Key_Escape)
    seat.place.refer(record)
    slip = seat.page(SlipPage)
    seat.settle(lambda: slip.proposal is not None and slip.sheet.taken_box.isVisible())
    at = asked(seat, lambda store: store.said(record))[-1].at
    tr = seat.place.words
    assert when(at, tr) in slip.sheet.taken.text() and when(at, tr)
    slip.sheet.recipient.choose("health")
    slip.sheet.recipient.picked.emit("health")
    assert when(at, tr) in slip.foot.note.text() and not slip.issue.isEnabled()
    assert slip.sheet.consent.person.isVisibleTo(slip.sheet.consent)
    seat.settle(lambda: in_sight(slip.sheet.taken_box))
    seat.settle(lambda: looking.faults(seat.shell, language) == [])
    slip.sheet.consent.person.setChecked(True)
    assert slip.issue.isEnabled(), "they agree anew"
    seat.leave()


def test_what_was_taken_back_from_one_kind_of_body_is_said_of_that_one(qtbot: QtBot, workplace_store: Path) -> None:
    record = printed(workplace_store)
    sara = Seat(qtbot, workplace_store)
    sara.unlock("Sara")
    asked(sara, lambda store: workflow.withdraw_consent(store, record, "slip", "health"))
    assert sara.place is not None
    sara.place.refer(record)
    slip = sara.page(SlipPage)
    sara.settle(lambda: slip.proposal is not None)
    for kind, back in (("health", True), ("anti_trafficking", False)):
        code = next(one.code for one in slip.sheet.directory if one.recipient_kind == kind)
        slip.sheet.recipient.choose(code)
        slip.sheet.recipient.picked.emit(code)
        assert slip.sheet.taken_box.isVisible() == back and slip.sheet.consent.person.isVisibleTo(slip.sheet) == back
        assert slip.issue.isEnabled() != back
    sara.leave()


def test_the_reference_on_a_slip_is_enough_at_either_page(sara: Seat, made: tuple[Path, str]) -> None:
    record, home = made[1], sara.page(Home)
    (slip,) = asked(sara, lambda store: store.slips(record))
    assert "reference" in home.search.placeholderText()
    sara.type(home.search, slip.reference.replace("-", "").lower())
    sara.settle(lambda: [row.key for row in home.table.rows] == [record])
    home.table.choose(record)
    sara.click(home.agreement)
    sara.settle(lambda: sara.page(AgreementPage).ways.left != ())
    assert sara.page(AgreementPage).ways.left[0].reference == slip.reference
    sara.press(Qt.Key.Key_Escape)
    desk = next(one for one in sara.shell.pages() if isinstance(one, Desk))
    sara.shell.show_page(desk)
    sara.click(desk.tabs[SLIPS])
    sara.settle(lambda: [row.key for row in desk.table.rows] == [slip.reference])
    desk.table.choose(slip.reference)
    assert desk.agreement.isVisible() and desk.export.isHidden()
    sara.click(desk.agreement)
    page = sara.page(AgreementPage)
    sara.settle(lambda: page.ways.left != ())
    assert page.ways.left[0].reference == slip.reference
    sara.leave()


def test_one_recipient_alone(sara: Seat, made: tuple[Path, str]) -> None:
    record = made[1]
    before = asked(sara, lambda store: store.ways_out(record).open)
    assert sara.place is not None
    sara.place.take_back(record, "KARO")
    page = sara.page(AgreementPage)
    sara.settle(lambda: page.ways.open == before)
    page.what_choice.choose(str(before.index(("sync", "organisation"))))
    assert "slips for" not in page.stops.text()
    sara.click(page.take_back)
    sara.settle(lambda: page.ways.open == tuple(one for one in before if one[0] != "sync"))
    sara.leave()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_purpose_that_was_agreed_to_is_taken_back_alone_whether_something_went_out_on_it_or_not(
    qtbot: QtBot, workplace_store: Path, language: str
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        said = {f"information/{each}": "yes" for each in ("consent_export", "research")}
        record = people.finish(store, people.ARABIC, said)
        workflow.own_word_given(store, record, "police", "yes", language="bn")
    seat = Seat(qtbot, workplace_store, language)
    seat.unlock("Sara")
    assert seat.place is not None
    seat.place.take_back(record, "KARO")
    page = seat.page(AgreementPage)
    seat.settle(lambda: bool(page.ways.agreed))
    everything = {("record", ""), ("slip", ""), ("export", ""), ("judicial", "police"), ("research", "")}
    assert page.ways.open == (("sync", "organisation"),) and set(page.ways.offered) == {*page.ways.open, *everything}
    shown = [page.what_choice.itemText(at) for at in range(page.what_choice.count())]
    assert len(set(shown)) == 7
    for way in (("research", ""), ("judicial", "police"), ("slip", ""), ("export", ""), ("record", "")):
        page.what_choice.choose(str(page.ways.offered.index(way)))
        nothing = way[0] != "record"
        assert seat.words("sending to the servers of the organisation") in page.stops.text() or nothing
        if nothing and language == "en":
            assert page.stops.text().startswith("Nothing that waits")
        before = page.ways
        seat.click(page.take_back)
        seat.settle(lambda before=before: page.ways != before)
        assert way not in page.ways.offered
        newest = asked(seat, lambda store: store.said(record))[-1]
        assert (newest.purpose, newest.recipient, newest.word) == (*way, "withdrawn")
        assert bool(page.ways.open) is nothing, "what else was agreed to stands"
    assert page.ways.offered == (("sync", ""),)
    seat.leave()


@pytest.mark.parametrize(("language", "size"), [("it", (1366, 768)), ("ar", (1024, 600)), ("en", (1024, 600))])
def test_research_is_agreed_to_again_here_and_what_does_not_open_says_why(
    qtbot: QtBot, workplace_store: Path, language: str, size: tuple[int, int]
) -> None:
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        record = people.finish(store, people.BENGALI, {"information/research": "yes"})
        workflow.case_for(store, record)
        sheet = workflow.propose_slip(store, record).sheet
        workflow.issue_slip(store, record, "health", sheet, "ar", lambda _content, _language: b"%PDF")
        store.put_words(record, [GUARDED])
        workflow.withdraw_consent(store, record, "slip", whose="guardian")
        workflow.withdraw_consent(store, record, "research")
    seat = Seat(qtbot, workplace_store, language, size)
    seat.unlock("Sara")
    assert seat.place is not None
    seat.place.take_back(record, "KARO")
    page = seat.page(AgreementPage)
    card = page.agreeing
    seat.settle(lambda: set(card.ticks) == {("slip", "health"), ("research", "")})
    seat.settle(lambda: bool(card.texts["research", ""].findChildren(TextBlock)))
    seat.settle(lambda: looking.faults(seat.shell, language) == [])
    if language == "en":
        told = [label.text() for label in card.findChildren(Label)]
        back = "Their yes alone does not open it. A guardian refused this, or took it back. The person counts as an"
        assert any(line.startswith(back) for line in told), "who never counted as a child"
        assert "Nothing goes out by it: what is shared from then on says so." in told
        assert card.ticks["research", ""].text() == "That answers are used for research and figures"
    seat.click(card.ticks["research", ""])
    card.how.how_choice.choose("spoken")
    seat.click(card.again)
    seat.settle(lambda: set(card.ticks) == {("slip", "health")})
    newest = asked(seat, lambda store: store.said(record))[-1]
    assert (newest.purpose, newest.recipient, newest.word, newest.language) == ("research", "", "yes", "bn")
    assert card.script is not None and newest.script == card.script.name
    seat.leave()


def test_an_export_goes_through_the_same_gate(sara: Seat, tmp_path: Path) -> None:
    desk = next(page for page in sara.shell.pages() if isinstance(page, Desk))
    sara.shell.show_page(desk)
    sara.click(desk.tabs[RECORDS])  # it is on the list that was open last
    sara.settle(lambda: len(desk.table.rows) == 2)
    desk.table.selectRow(1)
    sara.click(desk.export)
    page = sara.page(ExportPage)
    assert not page.save.isEnabled(), "nobody gets it by default"
    sara.press(Qt.Key.Key_Down, on=page.to_choice)
    assert page.save.isEnabled() and page.to_choice.code() == "anti_trafficking"
    page.save_to(tmp_path / "case.json")
    sara.settle(page.trouble.isVisible)
    assert not (tmp_path / "case.json").exists()
    sara.type(page.reason_line, "a court ordered it")
    page.save_to(tmp_path / "case.json")
    sara.settle(lambda: sara.shell.page is desk)
    notice = sara.shell.notice
    assert notice.isVisible() and notice.words.text().startswith("Saved as case.json. Delete it when"), "and seen"
    assert "is a draft (draft-" in notice.words.text()
    assert json.loads((tmp_path / "case.json").read_text(encoding="utf-8"))["standard"] == "HTCDS"
    assert (tmp_path / "case.json").stat().st_mode & 0o777 == 0o600
    sara.click(desk.export)
    again = sara.page(ExportPage)
    again.to_choice.choose("anti_trafficking")
    again.format_choice.choose(CSV)
    sara.type(again.reason_line, "a court ordered it")
    again.save_to(tmp_path / "case.csv")
    sara.settle(lambda: sara.shell.page is desk)
    beside = (tmp_path / "case.csv.txt").read_text(encoding="utf-8")
    assert "CC BY 4.0" in beside and "confirmed by a domain person" in beside
    sara.leave()


@pytest.mark.parametrize("language", ["en", "it", "fr"])
def test_no_kind_of_body_has_a_word_that_tells_why(language: str) -> None:
    told = i18n.load(language)
    shown = " ".join(told(words) for words in KINDS.values()).lower()
    assert [word for word in LOADED_WORDS if word in shown] == []


@pytest.mark.parametrize(("language", "size"), [("it", (1366, 768)), ("ar", (1024, 600))])
def test_the_page_of_art_17_is_a_file_beside_the_others(
    workplace_store: Path, qtbot: QtBot, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    seat = Seat(qtbot, workplace_store, language, size)
    seat.unlock("Sara")
    record = asked(seat, lambda store: store.records("finalised")[0].id)
    seat.place.export(record, "KARO")
    page = seat.page(ExportPage)
    page.format_choice.choose(SCREENING)
    page.format_choice.picked.emit(SCREENING)
    assert not page.to.isVisible() and page.reason.isVisible() and page.save.isEnabled()
    seat.settle(lambda: looking.faults(seat.shell, language) == [])
    seat.type(page.reason_line, "a court ordered it")
    page.save_to(tmp_path / "page.pdf")
    seat.settle((tmp_path / "page.pdf").exists)
    written = (tmp_path / "page.pdf").read_bytes()
    assert "2024/1356" in extracted(written) and (tmp_path / "page.pdf").stat().st_mode & 0o777 == 0o600
    seat.place.export(record, "KARO")
    again = seat.page(ExportPage)
    again.format_choice.choose(MINOR)
    again.format_choice.picked.emit(MINOR)
    assert not again.reason.isVisible()
    again.save_to(tmp_path / "report.pdf")
    seat.settle(again.trouble.isVisible)
    assert not (tmp_path / "report.pdf").exists(), "this person is no child"
    seat.leave()


@pytest.mark.parametrize("language", ["it", "ar"])
def test_the_text_about_the_page_of_art_17_is_read_out_and_kept_with_how_they_agreed(
    workplace_store: Path, qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    """In the language of the interview, which can be another one now; nobody says in advance how they agreed."""
    seat, texts = Seat(qtbot, workplace_store, language, (1024, 600)), own_words.texts().texts
    seat.unlock("Sara")
    record = asked(seat, lambda store: store.records("finalised")[0].id)
    seat.place.export(record, "KARO")
    page = seat.page(ExportPage)
    seat.settle(lambda: page.how.language_choice.code() == "bn")

    def read() -> dict[str, str]:
        return {one.language: one.text for one in page.text.findChildren(TextBlock) if one.isVisible() and one.text}

    assert read() == {each: texts["export"][each] for each in ("bn", language)}, "codes, to whomever"
    page.format_choice.choose(SCREENING)
    page.format_choice.picked.emit(SCREENING)
    assert read() == {each: texts["screening_authority"][each] for each in ("bn", language)}
    assert page.text.read.isVisible() and "intake_own_words" in page.text.read.text()
    assert page.save.isEnabled() and page.how.how.isHidden(), "it may go on what was agreed to before"
    seat.click(page.person)
    assert page.how.how.isVisible() and not page.save.isEnabled()
    page.how.how_choice.choose("witness")
    page.how.how_choice.picked.emit("witness")
    assert page.how.witness.isVisible() and not page.save.isEnabled()
    page.how.witness_choice.choose("interpreter")
    page.how.witness_choice.picked.emit("interpreter")
    assert page.save.isEnabled()
    seat.settle(lambda: looking.faults(seat.shell, language) == [])
    page.save_to(tmp_path / "page.pdf")
    seat.settle((tmp_path / "page.pdf").exists)
    (word,) = [one for one in asked(seat, lambda store: store.said(record)) if one.purpose == "export"]
    assert (word.recipient, word.language, word.script) == ("screening_authority", "bn", own_words.texts().name)
    assert (word.how, word.witness) == ("witness", "interpreter")
    seat.leave()


def test_a_word_of_its_own_is_noted_in_the_window_and_opens_the_way(sara: Seat, made: tuple[Path, str]) -> None:
    """For police, court, another country and a consulate, which no general yes opens."""
    record = made[1]
    assert sara.place is not None
    sara.place.take_back(record, "KARO")
    page = sara.page(AgreementPage)
    card = page.own_word
    sara.settle(card.isVisible)
    assert not card.keep.isEnabled() and card.to_choice.code() == "", "nothing is said in advance"
    card.to_choice.choose("abroad")
    card.to_choice.picked.emit("abroad")
    spoken = card.how.language_choice.code()
    card.how.language_choice.choose("bn")
    card.how.language_choice.picked.emit("bn")
    read = {block.language: block.text for block in card.text.reading.findChildren(TextBlock) if block.text}
    texts = own_words.texts().texts["abroad"]
    assert read == {"bn": texts["bn"], page.words.language: texts[page.words.language]}, "side by side"
    assert card.text.read.isVisible() and "intake_own_words" in card.text.read.text()
    card.word_choice.choose("yes")
    for kind in ("police", "abroad"):
        card.to_choice.choose(kind)
        card.to_choice.picked.emit(kind)
        assert card.word_choice.code() == "", "what was said of one is said of no other"
        assert card.how.how_choice.code() == "" and card.how.language_choice.code() == spoken, "nor how"
        card.how.how_choice.choose("signed")
        card.how.language_choice.choose("ur")
    card.word_choice.choose("yes")
    card.word_choice.picked.emit("yes")
    card.how.how_choice.choose("witness")
    assert card.guardian.isVisible() and not card.keep.isEnabled(), "nobody says who was there"
    card.how.witness_choice.choose("interpreter")
    card.how.language_choice.choose("bn")
    sara.click(card.guardian)
    assert not card.keep.isEnabled(), "how the guardian agreed is told by nobody in advance"
    card.theirs.how.how_choice.choose("signed")
    card.theirs.how.language_choice.choose("ur")
    sara.click(card.keep)
    sara.settle(lambda: ("abroad", "guardian", "yes") in page.ways.own_words)
    said = [word for word in asked(sara, lambda store: store.said(record)) if word.purpose == "cross_border"][-2:]
    assert [(word.recipient, word.word, word.whose, word.how, word.language, word.witness) for word in said] == [
        ("abroad", "yes", "person", "witness", "bn", "interpreter"), ("abroad", "yes", "guardian", "signed", "ur", ""),
    ]
    assert {word.script for word in said} == {own_words.texts().name}, "the text that was read"
    assert [line for line in card.stands.text().splitlines() if "another country" in line] == [
        "· service in another country: the person agreed", "· service in another country: the guardian agreed",
    ]  # fmt: skip
    assert (card.to_choice.code(), card.word_choice.code(), card.how.how_choice.code()) == ("", "", "")
    card.to_choice.choose("abroad")
    card.word_choice.choose("no")
    card.how.how_choice.choose("spoken")
    assert card.guardian.isHidden()
    sara.click(card.keep)
    sara.settle(lambda: ("abroad", "person", "no") in page.ways.own_words)
    sara.leave()


def test_that_a_child_said_their_age_is_noted_on_the_page_of_the_report(
    workplace_store: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    """No record tells it; who said so is kept, and nothing is guessed."""
    with workflow.open_store(workplace_store, "Sara", PASSPHRASE) as store:
        case = store.open_case().id
        opened = workflow.begin_module(store, case, "minor", agreed=people.agreed(store, case))
        record = workflow.finalise_draft(store, opened.row.id).row.id
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Sara")
    seat.place.export(record, "KARO")
    page, file = seat.page(ExportPage), tmp_path / "report.pdf"
    page.format_choice.choose(MINOR)
    page.save_to(file)
    seat.settle(page.trouble.isVisible)
    assert not file.exists() and asked(seat, lambda store: store.ages(record)) == ()
    page.age_choice.choose("person")
    seat.click(page.alone)
    page.save_to(file)
    seat.settle(file.exists)
    told = asked(seat, lambda store: store.ages(record))
    assert [(word.age, word.source) for word in told] == [("minor", "person")]
    left = asked(seat, lambda store: workflow.ways_out(store, record).left)
    assert [(one.recipient, one.way, one.paper) for one in left] == [("social_services", "exported", "minor")]
    assert "report on the talk with a child for" in departure(left[0], workflow.directory(), seat.words)
    seat.leave()


@pytest.mark.parametrize(("way", "told"), [("exported", "as a file"), ("prepared", "prepared; nobody noted")])
@pytest.mark.parametrize(
    ("paper", "to", "what", "body"),
    [
        ("screening", "screening_authority", "page with answers in words", "authority that does the screening"),
        ("screening", "asylum_body", "page with answers in words", "authority that does the screening"),
        ("minor", "social_services", "report on the talk with a child", "social services of the town"),
        ("", "police", "shared data format", "police"),
    ],
)
def test_what_left_is_named_as_what_it_is_and_to_whom_it_went(
    qapp: object, paper: str, to: str, what: str, body: str, way: str, told: str
) -> None:
    """Also a page that was kept under the body that decides on asylum, before the authority had a kind of its own."""
    tr, gone = Words(), Departure("export", to, way, "2026-11-27T10:00:00+00:00", paper=paper)
    line = departure(gone, workflow.directory(), tr)
    assert body in line and "asylum" not in line
    if paper:
        assert what in line and told in line and "shared data format" not in line


@pytest.mark.parametrize("way", ["printed", "saved", "issued"])
def test_a_slip_along_with_which_the_work_went_says_so(qapp: object, way: str) -> None:
    gone = Departure("slip", "labour_desk", way, "2026-11-27T10:00:00+00:00", "9NM6-FPKF", "labour_desk", "work")
    line = departure(gone, workflow.directory(), Words())
    assert "9NM6-FPKF" in line and "with what they told of the work" in line and "orientation desk" in line


def test_what_is_agreed_to_for_a_body_says_what_goes_there(qapp: object) -> None:
    tr = Words()

    def named(to: str) -> str:
        assert way_out("export", to, workflow.directory(), tr) == agreed_to("export", to, workflow.directory(), tr)
        return agreed_to("export", to, workflow.directory(), tr)

    assert named("screening_authority") == "page with answers in words for authority that does the screening"
    for desk in (".labour_desk", "labour_desk"):
        assert named(desk).startswith("what they told of the work for")
    assert named("police") == "export for police"
    assert named("asylum_body") == "what they told, for body that decides on asylum"
