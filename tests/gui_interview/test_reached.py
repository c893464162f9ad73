"""What is reached by who knows no key, has no mouse, sees little of the window or nothing at all."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from intake_app.gui.controls import Button
from intake_app.gui.fields import Line
from tests.gui_interview import forms, pad_forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_shell import looking

AR, EN, IT = "العربية (ar)", "English (en)", "Italiano (it)"
SCREEN = "/data/screen"
CTRL = Qt.KeyboardModifier.ControlModifier
TOLD = ("mediator", "mediatore", "sign", "segn", "notes", "note", "assess", "valut")

pytestmark = pytest.mark.window


def wholly_seen(widget: QWidget) -> bool:
    """Whether nothing of it is cut off or covered by what is around it."""
    return widget.isVisible() and widget.visibleRegion().boundingRect().size() == widget.size()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
def test_what_only_the_mediator_sees_opens_without_knowing_its_key(house: House, size: tuple[int, int]) -> None:
    talk = house.start(None, AR, IT, size)
    button = talk.page.room.footer.panel_button
    assert wholly_seen(button) and button.height() >= 36
    assert "F8" in button.toolTip() and button.hint == ("F8" if size[0] > 1024 else button.hint)
    seen = f"{button.text()} {button.toolTip()} {button.accessibleName()}".lower()
    assert not any(word in seen for word in TOLD), "who sits beside reads nothing of it"
    talk.click(button)
    assert talk.page.room.panel.isVisible()
    keys = "\n".join(looking._words(part) for part in talk.page.room.panel.findChildren(QWidget))
    assert all(f"\u2068{key}\u2069" in keys for key in ("F5", "F7", "F9", "Ctrl J", "N", "P"))
    talk.click(button)
    assert not talk.page.room.panel.isVisible()


def test_no_way_to_it_is_where_the_person_reads_alone(house: House) -> None:
    talk = house.start(forms.kinds(), AR, EN)
    talk.page.set_alone(True)
    assert talk.page.room.footer.panel_button.isHidden()
    talk.page.set_alone(False)
    assert talk.page.room.footer.panel_button.isVisible()
    talk.key(Qt.Key.Key_D, CTRL)
    window = talk.page.person_view.window
    assert window is not None and not any("F8" in button.hint for button in window.findChildren(Button))


def texts(talk: Interview) -> list[str]:
    return [field.text() for field in talk.answer().findChildren(QLineEdit)]


@pytest.mark.parametrize(
    ("form", "ref", "typed", "shown"),
    [
        (forms.kinds(), "born", "31/02/2000", ["31", "2", "2000"]),
        (forms.kinds(), "born", "1999", ["1999", "", ""]),
        (forms.kinds(), "born", "1999-1", ["1999-1", "", ""]),
        (forms.kinds(), "at", "12", ["12", ""]),
        (forms.kinds(), "at", "25:70", ["25", "70"]),
        (forms.kinds(), "at", ":5", ["", "5"]),
        (forms.kinds(), "seen", "1/2/2001\t\t9", ["1", "2", "2001", "9", ""]),
        (forms.kinds(), "seen", "31/2/2001\t\t09:30", ["31", "2", "2001", "09", "30"]),
        (pad_forms.dated(), "coptic", "31/02/1700", ["31", "2", "1700"]),
    ],
)
def test_what_was_typed_and_is_no_day_or_time_is_there_again_with_its_message(
    house: House, form: bytes, ref: str, typed: str, shown: list[str]
) -> None:
    talk = house.start(form)
    talk.go(f"/data/{ref}")
    if typed.startswith(":"):
        talk.answer().findChildren(QLineEdit)[1].setFocus()
    talk.type(typed.lstrip(":"))
    before = texts(talk)
    talk.page.stop()
    talk.wait_saved()
    again = house.reopen(talk.opened.row.id)
    assert again.ref == f"/data/{ref}" and again.page.sheet is not None
    assert texts(again) == shown
    assert [text.lstrip("0") for text in before] == [text.lstrip("0") for text in shown]
    assert again.page.sheet.blocks[again.ref].fault.isVisible()


@pytest.mark.parametrize(("person", "mediator"), [("", ""), (EN, EN), (AR, EN), (AR, AR)])
def test_what_is_wrong_is_said_in_the_language_of_the_windows_where_the_form_has_no_other(
    house: House, person: str, mediator: str
) -> None:
    house.words.set_language("it")
    form = forms.kinds() if person else pad_forms.dated().replace(b"coptic", b"born")
    talk = house.start(form, person, mediator)
    talk.go("/data/born")
    talk.type("31/02/2000")
    talk.page.turn(1)
    talk.page.turn(-1)
    assert talk.page.sheet is not None
    said = talk.page.sheet.blocks["/data/born"].fault.words
    told = (said.mediator if person else said.person).text
    english = (person, mediator) == (AR, EN)
    assert told == ("This is not a whole date yet." if english else "La data non è ancora completa.")


def test_the_caret_of_an_empty_field_is_where_its_language_begins(house: House) -> None:
    house.words.set_language("ar")
    talk = house.start(forms.kinds(), EN, AR)
    for ref in ("name", "story"):
        talk.go(f"/data/{ref}")
        field = talk.answer().findChildren(QLineEdit) or talk.answer().findChildren(QPlainTextEdit)
        assert field[0].cursorRect().x() > field[0].width() - 40, ref
        talk.type("ab")
        assert field[0].cursorRect().x() < 80, "what is typed in Latin letters stands at the left"
    for _ in "ab":
        talk.key(Qt.Key.Key_Backspace)
    talk.type("نعم")
    assert field[0].cursorRect().x() > field[0].width() - 140, "and Arabic at the right, on every line"
    line = Line()
    talk.bot.addWidget(line)
    line.grab()  # Qt places the caret when it paints
    assert line.cursorRect().x() > line.width() / 2
    line.setText("ab")
    line.grab()
    assert line.cursorRect().x() < line.width() / 2
