"""The number that stands beside a choice chooses it in each layout; no key answers a question that nobody is at."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from intake_app.gui.answers.choice_row import ChoiceRow
from intake_app.gui.interview_block import QuestionBlock
from intake_app.xform import AnswerState
from tests.gui_interview import every_control, forms
from tests.gui_interview.conftest import House, Interview
from tests.xform.forms import xform

pytestmark = pytest.mark.window
FORMS = {
    "our own": lambda _house: None,
    "every control": lambda house: _file(house, every_control.source()),
    "side by side": lambda house: _file(house, every_control.side_by_side()),
    "a table": lambda _house: forms.tabled(),
}


def _file(house: House, form: bytes) -> object:
    path = house.folder / "form.md"
    path.write_bytes(form)
    return path


def numbered(block: QuestionBlock) -> list[ChoiceRow]:
    rows = [row for row in block.answer.findChildren(ChoiceRow) if 1 <= row.number <= 99]
    return rows if not block.view.readonly else []


def shown(talk: Interview) -> Iterator[tuple[str, str, str]]:
    """Each question with the page it is on, a number that is shown there, and the choice beside which it stands."""
    for page in tuple(talk.page.course.pages):
        talk.go(page.ref)
        found = list[tuple[str, str, str]]()
        for ref, block in dict(talk.page.sheet.blocks).items() if talk.page.sheet else ():
            rows = numbered(block)
            found += [(ref, str(row.number), row.option.value) for row in dict.fromkeys((*rows[:2], *rows[-1:]))]
        yield from found


@pytest.mark.parametrize("name", FORMS)
def test_the_number_beside_a_choice_chooses_it(house: House, name: str) -> None:
    files = every_control.FILES if name in ("every control", "side by side") else {}
    talk = house.start(FORMS[name](house), files=files)
    kinds = list[str]()
    for ref, number, value in shown(talk):
        talk.go(ref)
        talk.page.answering.apply(talk.session.answer(ref, ""))
        talk.page.begin(ref)
        assert talk.page.sheet is not None
        kinds.append(type(talk.page.sheet.blocks[ref].answer).__name__)
        talk.bot.wait(1)
        for figure in number:
            talk.page.setFocus() if len(talk.page.sheet.refs) == 1 else None
            talk.key(figure)
        if talk.page.sheet is not None:
            talk.page.sheet.settle()
        assert value in talk.session.value(ref).split(), (ref, number, value)
    assert kinds


@pytest.mark.parametrize("key", ["2", "n", "p"])
def test_no_key_answers_one_of_several_questions_that_nobody_is_at(house: House, key: str) -> None:
    asked = "".join(
        f'<select1 ref="/data/g/{one}"><label>{one}</label><item><label>X</label><value>x</value></item>'
        "<item><label>Y</label><value>y</value></item></select1>"
        for one in "ab"
    )
    form = xform("<g><a/><b/></g>", "", f'<group ref="/data/g" appearance="field-list"><label>G</label>{asked}</group>')
    talk = house.start(form)
    talk.page.room.footer.back_button.setEnabled(True)
    talk.page.room.footer.back_button.setFocus(Qt.FocusReason.TabFocusReason)
    talk.key(key)
    talk.bot.wait(50)
    for one in "ab":
        view = talk.session.question(f"/data/g/{one}")
        assert view.value == "" and view.state is AnswerState.NOT_ASKED
    talk.page.begin("/data/g/b")
    talk.key(key)
    talk.bot.waitUntil(lambda: bool(talk.session.value("/data/g/b")) or key != "2")
    assert talk.session.value("/data/g/a") == "" and talk.session.value("/data/g/b") == ("y" if key == "2" else "")
