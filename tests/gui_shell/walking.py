"""Every page of an interview in its real window, one after another, for whoever looks at them.

What opens over a page, or is said on it when something is typed, is shown after that page.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from intake_app import vault, workflow
from intake_app.gui import portrait
from intake_app.gui.answers.answer import Answer
from intake_app.gui.answers.day import DateAnswer, TimeAnswer
from intake_app.gui.answers.text import NumberAnswer, PageAnswer
from intake_app.gui.gate import Unlock
from intake_app.gui.interview import InterviewPage
from intake_app.gui.interview_sheet import QuestionSheet
from intake_app.gui.lanes import Lanes
from intake_app.vault import Role, Vault
from intake_app.workflow import OpenRecord
from tests.gui_interview import every_control
from tests.gui_shell.windows import PASSPHRASE

FORMS = ("every_control", "side_by_side")
_CALM = 4
"""So often in turn nothing may have moved: columns are told and the outline is counted a moment after the question."""


def store(folder: Path) -> Path:
    """A store in which Sara has the form with every control."""
    path = folder / "controls.intake"
    setup = workflow.Setup("Mediatori", "Molo", "000 000 0000", "Sara", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(path, setup, vault.FLOOR) as opened:
        for name, form in zip(FORMS, (every_control.source(), every_control.side_by_side()), strict=True):
            workflow.import_form(opened, f"{name}.md", form, every_control.FILES)
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
) -> Iterator[tuple[str, QWidget]]:
    """New interviews of those forms in two languages (codes): the name of each page, and the window that shows it.

    `panel`: with what only the mediator sees beside it.
    """
    lanes = Lanes()
    place = setting.workplace(path, lanes)
    gate = place.gate
    assert isinstance(gate, Unlock)
    gate.name_line.setText("Sara")
    gate.secret_line.setText(PASSPHRASE)
    gate.submit()
    portrait.settle(lambda: lanes.pending == 0 and place.person is not None)
    spoken = every_control.LANGUAGES[person], every_control.LANGUAGES[mediator]
    for form in FORMS:
        opened: list[OpenRecord] = []
        lanes.vault(lambda store, form=form: _begun(store, form, *spoken), opened.append)
        portrait.settle(lambda opened=opened: bool(opened))
        place.open_interview(opened[0])
        portrait.settle(lambda: lanes.pending == 0 and isinstance(place.shell.page, InterviewPage))
        page = place.shell.page
        assert isinstance(page, InterviewPage)
        if panel:
            page.toggle_panel()
        for name, window in _turned(page):
            portrait.settle(lambda page=page: lanes.pending == 0 and _alone(page))
            come_to_rest(window)
            for time in filter(QWidget.isVisible, page.findChildren(TimeAnswer)):
                time.clock.hour.refused.emit()  # as when what was pasted there is no time
            portrait.settle(lambda: lanes.pending == 0)  # pictures are ordered when the page is there
            yield name, window
        place.shell.leave_page()
        portrait.settle(lambda: lanes.pending == 0)
    place.shell.close()
    portrait.put_away(place.shell)


def _alone(page: InterviewPage) -> bool:
    """Whether the page before is gone: it is let go of after whatever somebody types."""
    return all(sheet is page.centre for sheet in page.findChildren(QuestionSheet) if sheet.isVisible())


def _begun(store: Vault, form: str, person: str, mediator: str) -> OpenRecord:
    """A draft in which each birth is told in its way."""
    key = next(row.key for row in workflow.form_list(store) if row.form_id == form)
    opened = workflow.start_record(store, key, person, mediator)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    for name, told in every_control.BIRTHS.items() if form == FORMS[0] else ():
        workflow.answer(session, f"/data/{name}_told/{name}", told)
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    return workflow.open_record(store, opened.row.id)


def _turned(page: InterviewPage) -> Iterator[tuple[str, QWidget]]:
    """From page to page, and what opens over some."""
    page.go(page.course.pages[0].refs[0])
    while True:
        shown = page.course.page
        kind = shown.kind if shown is not None else "finish"
        name = shown.refs[0].rpartition("/")[2] if shown is not None and shown.refs else kind
        yield name, page.window()
        for also, window in _OVER.get(name, _nothing)(page):
            yield f"{name}-{also}", window
        if shown is None:
            return
        page.turn(1)


def _nothing(_page: InterviewPage) -> Iterator[tuple[str, QWidget]]:
    yield from ()


def _too_much(page: InterviewPage) -> Iterator[tuple[str, QWidget]]:
    """More is pasted than has room."""
    answer, pasted = _answer(page), QMimeData()
    assert isinstance(answer, PageAnswer)
    pasted.setText("… " * 9_000)
    answer.field.insertFromMimeData(pasted)
    yield "full", page.window()
    answer.field.clear()


def _refused(page: InterviewPage) -> Iterator[tuple[str, QWidget]]:
    """A number that cannot be: said when one comes back to it."""
    answer = _answer(page)
    assert isinstance(answer, NumberAnswer)
    answer.field.clear()
    QTest.keyClicks(answer.field, "75")
    page.turn(1)
    page.turn(-1)
    yield "refused", page.window()
    page.go(page.course.page.refs[0])  # type: ignore[union-attr]


def _calendar(page: InterviewPage) -> Iterator[tuple[str, QWidget]]:
    """The month to point at."""
    answer = _answer(page)
    assert isinstance(answer, DateAnswer)
    answer.calendar.click()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    yield "calendar", popup
    popup.close()


def _beside(page: InterviewPage) -> Iterator[tuple[str, QWidget]]:
    """What only the mediator sees, and the list of the questions."""
    if not page.room.panel.isVisible():
        page.toggle_panel()
        yield "panel", page.window()
        page.toggle_panel()
    page.jumping.open()
    yield "questions", page.window()
    page.jumping.close()


def _of_person(page: InterviewPage) -> Iterator[tuple[str, QWidget]]:
    """The person's window, where no question stands."""
    page.person_view.toggle()
    window = page.person_view.window
    assert window is not None and window.more is not None
    yield "person", window
    page.person_view.close()


def _answer(page: InterviewPage) -> Answer:
    """That of the only question of the page."""
    assert page.sheet is not None
    (block,) = page.sheet.blocks.values()
    return block.answer


_OVER: Mapping[str, Callable[[InterviewPage], Iterator[tuple[str, QWidget]]]] = {
    "journey": _too_much,
    "days": _refused,
    "left": _calendar,
    "papers": _beside,
    "repeat-prompt": _of_person,
}
