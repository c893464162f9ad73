"""Importing a questionnaire, adding a person, asking for files without a trace, and the window for bugs."""

import os
import stat
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.gui import files
from intake_app.gui.controls import Badge
from intake_app.gui.import_form import ImportForm, form_among
from intake_app.gui.mishap import Mishaps, report_of
from intake_app.gui.people import ADD, OWN, People
from intake_app.gui.words import Words
from tests.gui_shell.windows import PASSPHRASE, Seat
from tests.shared_data import shared
from tests.xform.forms import xform

pytestmark = pytest.mark.window
CANARY = "zzcanary-answer-7341"
TOWNS = xform(
    "<a/><b/><c/><d/><e/>",
    "".join(f'<bind nodeset="/data/{name}" type="geopoint"/>' for name in "ab")
    + "".join(f'<bind nodeset="/data/{name}" relevant="/data/no{name} = 1"/>' for name in "cde"),
    "".join(f"<input ref='/data/{name}'><label ref=\"jr:itext('{name}')\"/></input>" for name in "ab")
    + '<input ref="/data/c" appearance="bearing"><label>C</label></input>'
    + '<select1 ref="/data/d" appearance="search(\'towns\')"><label>D</label></select1>',
    "<itext><translation lang='English (en)'><text id='a'><value>A</value></text><text id='b'><value>B</value></text>"
    "</translation><translation lang='Dari'><text id='a'><value>A</value></text></translation></itext>",
)


@pytest.fixture
def ada(qtbot: QtBot, workplace_store: Path) -> Seat:
    """Who keeps the store."""
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Ada")
    seat.settle(lambda: seat.place.person is not None)
    return seat


def importing(seat: Seat) -> ImportForm:
    """The page that imports."""
    seat.place.import_form()
    return seat.page(ImportForm)


def test_a_good_form_is_ready_with_its_report(ada: Seat) -> None:
    page = importing(ada)
    page.take([shared("data/htcds/htcds_xlsform.xlsx")])
    ada.settle(lambda: page.imported is not None)
    assert page.head.text() == "htcds_xlsform"
    assert page.summary.text().startswith("Ready to use.")
    ada.leave()


def test_what_a_form_asks_and_we_do_not_have_is_said(ada: Seat) -> None:
    page = importing(ada)
    page.take([shared("data/forms/all-widgets.xml")])
    ada.settle(lambda: page.imported is not None)
    badges = {badge.text() for badge in page.findChildren(Badge) if badge.isVisible()}
    assert {"Files missing", "Works differently", "Note"} <= badges
    assert page.summary.text().startswith("Can be used, but files that it names are missing.")
    assert {"a.jpg", "body.svg"} <= set(said(page))
    assert "Language not named" in [row.cells[0].text for row in page.languages.rows]
    ada.leave()


def said(page: ImportForm) -> list[str]:
    """The words of the report, without the places where a line may break."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [label.text().replace("\u200b", "") for label in page.notices.parentWidget().findChildren(QLabel)]


def test_the_report_counts_by_badge_worst_first_with_places(ada: Seat, tmp_path: Path) -> None:
    page = importing(ada)
    form = tmp_path / "towns.xml"
    form.write_bytes(TOWNS)
    page.take([form])
    ada.settle(lambda: page.imported is not None)
    assert "Fully supported: " in page.summary.text()
    assert page.summary.text().endswith("different here: 2, not working: 1.")
    told = said(page)
    badges = [badge.text() for badge in page.notices.parentWidget().findChildren(Badge)]
    assert badges == ["Does not work", "Works differently", "Translation", "Note"]
    assert told[told.index("Does not work") + 1] == "1"
    assert any(line.startswith("Selection by search()") for line in told)
    assert "Where: a, b" in told
    assert "Dari: 1 of 4 texts, 25 %." in told
    assert "Missing: labels 3" in told
    assert any(line.endswith("The same: d, e") for line in told)
    ada.leave()


def test_the_report_changes_language_with_the_window(ada: Seat, tmp_path: Path) -> None:
    page = importing(ada)
    form = tmp_path / "towns.xml"
    form.write_bytes(TOWNS)
    page.take([form])
    ada.settle(lambda: page.imported is not None)
    before = said(page)
    ada.words.set_language("it")
    after = said(page)
    assert "Non funziona" in after
    assert "Dove: a, b" in after
    unchanged = [line for line in set(before) & set(after) if not line.isdecimal()]
    assert unchanged == []
    ada.leave()


def test_a_file_that_is_no_form_is_refused_in_words(ada: Seat, tmp_path: Path) -> None:
    page = importing(ada)
    wrong = tmp_path / "form.xml"
    wrong.write_text("<html><body/></html>", encoding="utf-8")
    page.take([wrong])
    ada.settle(lambda: page.head.text() == "Not imported")
    assert page.summary.text()
    page.take([tmp_path / "picture.png"])
    ada.settle(lambda: "1" in page.summary.text() or "gui.no_form_chosen" in page.summary.text())
    ada.leave()


def test_which_file_is_the_form() -> None:
    names = ["places.csv", "Form.XLSX", "logo.png"]
    assert form_among([Path(name) for name in names]) == Path("Form.XLSX")
    assert form_among([Path("only.csv")]) == Path("only.csv")
    assert form_among([Path("a.csv"), Path("b.csv")]) is None


def test_a_colleague_gets_a_key_of_their_own(ada: Seat, workplace_store: Path) -> None:
    page = next(page for page in ada.shell.pages() if isinstance(page, People))
    ada.shell.show_page(page)
    ada.settle()
    ada.type(page.name_line, "Omar")
    page.role_choice.choose("desk")
    ada.type(page.secret_line, PASSPHRASE + " mia")
    ada.type(page.again_line, PASSPHRASE + " mia")
    ada.click(page.add)
    ada.settle(lambda: "Omar" in [row.cells[0].text for row in page.table.rows])
    assert page.secret_line.text() == ""
    ada.leave()
    with vault.open_store(workplace_store, "Omar", PASSPHRASE + " mia") as store:
        assert store.me.role == vault.Role.DESK


def test_ones_own_passphrase_changes(ada: Seat, workplace_store: Path) -> None:
    page = next(page for page in ada.shell.pages() if isinstance(page, People))
    ada.shell.show_page(page)
    ada.click(page.tabs[OWN])
    ada.type(page.old_line, "wrong altogether here")
    for line in (page.new_line, page.new_again_line):
        ada.type(line, "another long passphrase here")
    ada.click(page.change)
    ada.settle(lambda: page.old.note.isVisible())
    ada.type(page.old_line, PASSPHRASE)
    ada.click(page.change)
    ada.settle(lambda: page.old_line.text() == "")
    ada.click(page.tabs[ADD])
    ada.leave()
    with vault.open_store(workplace_store, "Ada", "another long passphrase here") as store:
        assert store.me.name == "Ada"


def test_asking_for_a_file_leaves_no_trace(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    folder = tmp_path / "Names of people"
    folder.mkdir()
    (folder / "a.xml").write_text("<a/>", encoding="utf-8")
    chosen: list[Path] = []
    dialog = files.ask_open(window, "Choose", "All (*)", chosen.extend)
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setDirectory(str(folder))
    dialog.selectFile(str(folder / "a.xml"))
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    dialog.accept()
    qtbot.waitUntil(lambda: bool(gone))
    assert [path.name for path in chosen] == ["a.xml"]
    written = Path(QSettings(QSettings.Scope.UserScope, "QtProject").fileName())
    assert not written.exists() or "Names of people" not in written.read_text(encoding="utf-8", errors="replace")
    traces = [path for path in Path(os.environ["HOME"]).rglob("*") if path.is_file()
              and b"Names of people" in path.read_bytes()]  # fmt: skip
    assert traces == []


def test_what_was_there_stays_where_a_file_can_not_be_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "x.json"
    target.write_bytes(b"kept")
    with pytest.raises(TypeError):
        files.write_private(target, cast("bytes", "nothing that a file takes"))
    assert list(tmp_path.glob("x*")) == [target] and target.read_bytes() == b"kept"


def test_a_written_file_is_private(tmp_path: Path) -> None:
    target = tmp_path / "x.pdf"
    files.write_private(target, b"1")
    files.write_private(target, b"22")
    assert target.read_bytes() == b"22"
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    for part in ("x.intake", "x.intake.header-a"):
        (tmp_path / part).write_bytes(b"all records")
        (tmp_path / "x.intake.header-a").touch()
        with pytest.raises(IntakeError, match=r"vault\.own_file"):
            files.write_private(tmp_path / part, b"3")
        assert (tmp_path / part).read_bytes() == b"all records"


def test_a_report_tells_places_and_no_answer() -> None:
    def deep(answer: str) -> None:
        raise ValueError(f"cannot use {answer}")

    try:
        try:
            deep(CANARY)
        except ValueError as error:
            raise IntakeError("vault.broken", path="/home/amina/x") from error
    except IntakeError as error:
        report = report_of(error)
    assert CANARY not in report
    assert "amina" not in report
    assert "vault.broken" in report
    assert "ValueError" in report
    assert "test_import_people_files.py" in report


def test_the_window_for_bugs_says_the_draft_is_safe(qtbot: QtBot, words: Words) -> None:
    kept: list[str] = []
    restarted: list[bool] = []
    mishaps = Mishaps(words, lambda: restarted.append(True), kept.append)
    try:
        raise ZeroDivisionError(CANARY)
    except ZeroDivisionError as error:
        mishaps.hook(type(error), error, error.__traceback__)
    window = mishaps.window
    assert window is not None
    qtbot.addWidget(window)
    assert window.windowTitle() == "Intake"
    assert window.head.text() == "Your draft is safe"
    words.set_language("it")
    assert window.head.text() != "Your draft is safe"
    window.restart.click()
    assert restarted == [True]
    assert CANARY not in kept[0]


def test_a_bug_in_a_lane_opens_that_window(ada: Seat) -> None:
    def wrong() -> None:
        raise KeyError(CANARY)

    ada.lanes.work(wrong)
    ada.settle(lambda: ada.place.door.mishaps.window is not None)
    window = ada.place.door.mishaps.window
    assert window is not None
    ada.bot.addWidget(window)
    assert CANARY not in window.report.toPlainText()
    ada.leave()
