"""Tables of questions: one head with the words of the choices, a line of buttons for each question."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from intake_app.gui.answers.choice_row import ChoiceRow
from intake_app.gui.answers.choices import ChoiceGrid
from intake_app.gui.interview_block import QuestionBlock
from intake_app.gui.interview_grid import GridHead
from intake_app.gui.interview_text import TextBlock
from intake_app.xform import AnswerState
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview

pytestmark = pytest.mark.window

AR, IT = "العربية (ar)", "Italiano (it)"
LINES = [f"/data/table/line{at}" for at in range(4)]


def blocks(talk: Interview) -> dict[str, QuestionBlock]:
    QTest.qWait(60)
    assert talk.page.sheet is not None
    return talk.page.sheet.blocks


def middle(widget: QWidget) -> int:
    return widget.mapToGlobal(QPoint(widget.width() // 2, 0)).x()


def rows(talk: Interview, ref: str) -> list[ChoiceRow]:
    answer = blocks(talk)[ref].answer
    assert isinstance(answer, ChoiceGrid)
    return answer.rows


def lie(talk: Interview) -> bool:
    lies = {block.lies for block in blocks(talk).values()}
    assert len(lies) == 1, "the whole table or none of it"
    return lies.pop()


def first_word(talk: Interview) -> str:
    head = blocks(talk)["/data/table/head"].head
    return head.cells[0].person.text if isinstance(head, GridHead) else ""


@pytest.mark.feature(75)
@pytest.mark.parametrize(("person", "mediator"), [(AR, IT), (IT, AR)])
def test_buttons_stand_beneath_the_words_of_the_head(house: House, person: str, mediator: str) -> None:
    talk = house.start(forms.tabled(), person, mediator)
    talk.bot.waitUntil(lambda: lie(talk))
    head = blocks(talk)["/data/table/head"].head
    assert isinstance(head, GridHead) and head.isVisible()
    buttons = {ref: [*rows(talk, ref), *blocks(talk)[ref].pills.values()] for ref in LINES}

    def beneath() -> bool:
        """Once the page is laid, which a scroll bar that comes may put off."""
        heads = [middle(cell) for cell in head.cells]
        told = heads == sorted(heads, reverse=person == AR)
        return told and all(
            abs(middle(button) - at) <= 3 for line in buttons.values() for button, at in zip(line, heads, strict=True)
        )

    talk.bot.waitUntil(beneath)
    words = {(cell.person.text, cell.mediator.text) for cell in head.cells}
    assert (("غالبا", "Spesso") if person == AR else ("Spesso", "غالبا")) in words
    for ref, line in buttons.items():
        assert len({button.mapTo(talk.shell, button.rect().center()).y() // 6 for button in line}) <= 2
        assert all(button.height() >= 44 and button.width() >= 44 for button in line)
        assert not any(row.person.isVisible() for row in rows(talk, ref)), "the words are said once"
    told = rows(talk, LINES[2])[1].accessibleName()
    assert told == ("هل تخاف 2 · Ha paura, numero 2: غالبا · Spesso" if person == AR else
                    "Ha paura, numero 2 · هل تخاف 2: Spesso · غالبا")  # fmt: skip


def test_keys_walk_within_a_line_and_from_line_to_line(house: House) -> None:
    talk = house.start(forms.tabled(), IT, AR)
    blocks(talk)
    answer = blocks(talk)[LINES[0]].answer
    assert answer.hasFocus(), "the first question has the keyboard, not the head"
    for key, line, place in (
        ("Down", 0, 0), ("Right", 0, 1), ("Down", 1, 1), ("Down", 2, 1), ("Left", 2, 0), ("Up", 1, 0), ("Up", 0, 0),
        ("Up", 0, 0), ("Left", 0, 0),
    ):  # fmt: skip
        talk.key(getattr(Qt.Key, f"Key_{key}"))
        assert QApplication.focusWidget() is rows(talk, LINES[line])[place], key
    talk.key("3")
    talk.key(Qt.Key.Key_Down)
    talk.key(Qt.Key.Key_Space)
    talk.key(Qt.Key.Key_Down)
    talk.key("p")
    talk.page.commit()
    assert [talk.session.value(ref) for ref in LINES[:2]] == ["always", "always"]
    assert talk.session.state(LINES[2]) == AnswerState.DECLINED
    assert blocks(talk)[LINES[2]].pills[AnswerState.DECLINED].isChecked()


def test_without_room_the_whole_table_is_shown_question_by_question(house: House) -> None:
    talk = house.start(forms.tabled(), AR, IT)
    talk.bot.waitUntil(lambda: lie(talk))
    talk.key("2")
    talk.shell.resize(640, 768)
    talk.bot.waitUntil(lambda: not lie(talk))
    assert all(row.person.isVisible() for row in rows(talk, LINES[0])) and rows(talk, LINES[0])[1].isChecked()
    assert all(pill.isVisible() and pill.person.isVisible() for pill in blocks(talk)[LINES[3]].pills.values())
    assert rows(talk, LINES[0])[1].accessibleName() == "غالبا · Spesso"
    talk.shell.resize(1366, 768)
    talk.bot.waitUntil(lambda: lie(talk))
    talk.key(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is rows(talk, LINES[1])[1]
    talk.page.look.set_scale(3.0)
    talk.shell.resize(1200, 768)
    talk.bot.waitUntil(lambda: not lie(talk))


def test_another_language_turns_the_table_round(house: House) -> None:
    talk = house.start(forms.tabled(), AR, IT)
    talk.bot.waitUntil(lambda: lie(talk))
    talk.page.swap()
    talk.bot.waitUntil(lambda: first_word(talk) == "Mai")
    assert lie(talk)
    head = blocks(talk)["/data/table/head"].head
    assert isinstance(head, GridHead)
    heads = [middle(cell) for cell in head.cells]
    assert heads == sorted(heads)
    assert all(abs(middle(row) - at) <= 3 for row, at in zip(rows(talk, LINES[1]), heads[:3], strict=True))


def changing(readonly: bool = False) -> bytes:
    """A table whose choices, two or five, an answer on the same page changes; or whose second line it closes."""
    names = {"never": "s", "always": "s", **{f"a{at}": "l" for at in range(1, 6)}}
    items = "".join(f"<item><name>{one}</name><label>{one}</label><k>{kind}</k></item>" for one, kind in names.items())
    found = "[k = 'l']" if readonly else "[k = /data/g/kind]"
    choices = f"<itemset nodeset=\"instance('t')/root/item{found}\"><value ref='name'/><label ref='label'/></itemset>"
    body = (
        "<group ref='/data/g' appearance='field-list'><label>G</label><select1 ref='/data/g/kind'><label>Kind</label>"
        "<item><label>Short</label><value>s</value></item><item><label>Long</label><value>l</value></item></select1>"
        f"<select1 ref='/data/g/head' appearance='label'><label>How often</label>{choices}</select1>"
    )
    for at in range(3):
        words = f"<label>Line {at} of this table</label>"
        body += f"<select1 ref='/data/g/l{at}' appearance='list-nolabel'>{words}{choices}</select1>"
    closed = "readonly=\"/data/g/kind = 'l'\"" if readonly else ""
    binds = f"<instance id='t'><root>{items}</root></instance><bind nodeset='/data/g/l1' type='string' {closed}/>"
    binds += "".join(f"<bind nodeset='/data/g/{one}' type='string'/>" for one in ("kind", "head", "l0", "l2"))
    nodes = "<g><kind/><head/><l0/><l1/><l2/></g>"
    made = forms._HEAD.format(title="D", id="d", itext="", nodes=nodes, binds=binds, body=body + "</group>")
    return made.replace("<itext></itext>", "").encode()


def is_aligned(talk: Interview, ref: str) -> bool:
    sheet = talk.page.sheet
    assert sheet is not None
    head, answer = sheet.blocks["/data/g/head"].head, sheet.blocks[ref].answer
    assert isinstance(head, GridHead) and isinstance(answer, ChoiceGrid)
    if not sheet.blocks[ref].lies or not head.isVisible():
        return False
    buttons = [*answer.rows, *sheet.blocks[ref].pills.values()]
    known = zip(buttons, map(middle, head.cells), strict=False)
    return all(abs(middle(button) - at) <= 3 for button, at in known if not button.isHidden())


def test_buttons_stand_beneath_their_words_when_the_choices_change_in_place(house: House) -> None:
    talk = house.start(changing())
    for key, count in (("1", 2), ("2", 5), ("1", 2)):
        talk.page.begin("/data/g/kind")
        talk.key(key)
        answer = talk.answer("/data/g/l0")
        assert isinstance(answer, ChoiceGrid) and len(answer.rows) == count
        for ref in ("/data/g/l0", "/data/g/l2"):
            talk.bot.waitUntil(lambda ref=ref: is_aligned(talk, ref))


def test_a_line_that_is_closed_while_the_table_stands_lies_in_its_columns_later(house: House) -> None:
    talk = house.start(changing(readonly=True))
    talk.bot.waitUntil(lambda: is_aligned(talk, "/data/g/l1"))
    talk.shell.resize(640, 768)
    talk.bot.waitUntil(lambda: not blocks(talk)["/data/g/l1"].lies)
    talk.page.begin("/data/g/kind")
    talk.key("2")
    talk.shell.resize(1366, 768)
    for ref in ("/data/g/l0", "/data/g/l1"):
        talk.bot.waitUntil(lambda ref=ref: is_aligned(talk, ref))


def test_arrows_pass_over_a_line_that_is_only_read(house: House) -> None:
    talk = house.start(changing(readonly=True))
    talk.page.begin("/data/g/kind")
    talk.key("2")
    talk.page.begin("/data/g/l0")
    for key, line in (("Down", 0), ("Down", 2), ("Down", 2), ("Up", 0)):
        talk.key(getattr(Qt.Key, f"Key_{key}"))
        assert QApplication.focusWidget() is rows(talk, f"/data/g/l{line}")[0], key


class Moves(QObject):
    """Counts how often a question is put elsewhere on the page."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Move
        return super().eventFilter(watched, event)


def test_a_long_table_is_taken_apart_in_one_go(house: House) -> None:
    talk = house.start(forms.tabled(24), IT, AR, size=(1920, 1080))
    talk.bot.waitUntil(lambda: lie(talk))
    moves = Moves()
    for block in blocks(talk).values():
        block.installEventFilter(moves)
    talk.shell.resize(640, 768)
    talk.bot.waitUntil(lambda: not lie(talk))
    QApplication.processEvents()
    assert moves.count <= 24 * 8, "each question a few times, not once for each other"


@pytest.mark.parametrize("person", [AR, IT])
def test_words_of_the_head_stand_in_the_middle_and_on_one_line(house: House, person: str) -> None:
    """Those that break into two lines too; what is drawn is looked at, not where a box begins."""
    talk = house.start(forms.tabled(), person, IT if person == AR else AR, (1024, 600))
    talk.bot.waitUntil(lambda: lie(talk))
    head = blocks(talk)["/data/table/head"].head
    assert isinstance(head, GridHead)
    talk.bot.waitUntil(lambda: len({cell.mediator.mapTo(head, QPoint()).y() for cell in head.cells}) == 1)
    ends = {cell.person.mapTo(head, cell.person.rect().bottomLeft()).y() for cell in head.cells}
    tall = {(cell.person if person == IT else cell.mediator).height() for cell in head.cells}
    assert len(ends) == 1 and len(tall) > 1, "some have two lines"
    for cell in head.cells:
        for words in (cell.person, cell.mediator):
            left, right = inked(words)
            assert abs(words.mapTo(head, QPoint()).x() + (left + right) / 2 - cell.geometry().center().x()) <= 3


def inked(words: TextBlock) -> tuple[int, int]:
    """From where to where words are drawn within their box."""
    picture = QImage(words.size(), QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    words.draw(painter)
    painter.end()
    drawn = [
        x for x in range(picture.width())
        if any(picture.pixelColor(x, y).lightness() < 200 for y in range(picture.height()))
    ]  # fmt: skip
    return drawn[0], drawn[-1]
