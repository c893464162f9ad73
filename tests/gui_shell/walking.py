"""Every page of an interview in its real window, one after another, for whoever looks at them."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from intake_app import vault, workflow
from intake_app.gui import portrait
from intake_app.gui.gate import Unlock
from intake_app.gui.interview import InterviewPage
from intake_app.gui.lanes import Lanes
from intake_app.gui.shell import Shell
from intake_app.vault import Role
from tests.gui_interview import every_control
from tests.gui_shell.windows import PASSPHRASE

_CALM = 4
"""So often in turn nothing may have moved: columns are told and the outline is counted a moment after the question."""


def store(folder: Path) -> Path:
    """A store in which Sara has the form with every control."""
    path = folder / "controls.intake"
    setup = workflow.Setup("Mediatori", "Molo", "000 000 0000", "Sara", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(path, setup, vault.FLOOR) as opened:
        workflow.import_form(opened, "every_control.md", every_control.source(), every_control.FILES)
    return path


def come_to_rest(window: QWidget) -> None:
    """Wait until every widget stands where it did a moment before."""
    before: list[object] = []
    calm = 0
    while calm < _CALM:
        QTest.qWait(5)
        now = [(widget.geometry(), widget.isVisible()) for widget in window.findChildren(QWidget)]
        calm = calm + 1 if now == before else 0
        before = list(now)


def pages(
    path: Path, setting: portrait.Setting, person: str, mediator: str, *, panel: bool = False
) -> Iterator[tuple[str, Shell]]:
    """A new interview of that form in two languages (codes): the name of each page, and the window that shows it.

    `panel`: with what only the mediator sees beside it.
    """
    names = every_control.LANGUAGES
    with workflow.open_store(path, "Sara", PASSPHRASE) as opened:
        form = next(row.key for row in workflow.form_list(opened) if row.form_id == "every_control")
        record = workflow.start_record(opened, form, names[person], names[mediator]).row.id
    lanes = Lanes()
    place = setting.workplace(path, lanes)
    gate = place.gate
    assert isinstance(gate, Unlock)
    gate.name_line.setText("Sara")
    gate.secret_line.setText(PASSPHRASE)
    gate.submit()
    portrait.settle(lambda: lanes.pending == 0 and place.person is not None)
    home = place.shell.page
    home.table.opened.emit(record)  # type: ignore[union-attr]
    portrait.settle(lambda: lanes.pending == 0 and isinstance(place.shell.page, InterviewPage))
    page = place.shell.page
    assert isinstance(page, InterviewPage)
    if panel:
        page.toggle_panel()
    while True:
        portrait.settle(lambda: lanes.pending == 0)
        come_to_rest(place.shell)
        shown = page.course.page
        kind = shown.kind if shown is not None else "finish"
        yield shown.refs[0].rpartition("/")[2] if shown is not None and shown.refs else kind, place.shell
        if shown is None:
            break
        page.turn(1)
    place.shell.leave_page()
    portrait.settle(lambda: lanes.pending == 0)
    place.shell.close()
    portrait.put_away(place.shell)
