"""Lists of thousands: found in either language and by how a word sounds in any script, and no keystroke waits."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from intake_app.gui.answers import spelt
from intake_app.gui.answers.long_list import LongList, both
from intake_app.gui.answers.rank import RankAnswer
from intake_app.gui.interview_text import draw_line
from intake_app.gui.shaped import ShapedText
from intake_app.gui.tokens import Tokens
from intake_app.xform import Session
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview

pytestmark = pytest.mark.window
FORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>Villages</h:title><model><itext>
<translation lang="English (en)" default="true()"><text id="/data/village:label"><value>Village?</value></text>ENGLISH
</translation><translation lang="ARABIC"><text id="/data/village:label"><value>Q</value></text>OTHER
</translation></itext>
<instance><data id="villages" version="1"><village/><meta><instanceID/></meta></data></instance>
<instance id="all"><root>ITEMS</root></instance>
<bind nodeset="/data/village" type="string"/>
<bind nodeset="/data/meta/instanceID" type="string" readonly="true()"/></model></h:head>
<h:body><select1 ref="/data/village" appearance="autocomplete"><label ref="jr:itext('/data/village:label')"
 xmlns:jr="http://openrosa.org/javarosa"/><itemset nodeset="instance('all')/root/item"><value ref="name"/>
<label ref="jr:itext(itextId)"/></itemset></select1></h:body></h:html>"""
ARABIC = "العربية (ar)"
WEST = ["Verona", "Napoli", "Torino", "Bergamo", "Lecce", "Cuneo", "Trani", "Imola", "Aosta", "Fermo"]
EAST = ["بغداد", "دمشق", "القاهرة", "الخرطوم", "تونس"]


def form(count: int) -> bytes:
    """A form of one question with so many choices, of which one is named after Muhammad in each language."""
    names = [(f"{WEST[at % 10]} {at}", f"{EAST[at % 5]} {at}") for at in range(count - 1)] + [("Mohamedia", "المحمدية")]
    ids = range(count)
    parts = {
        b"ENGLISH": "".join(f"<text id='v-{at}'><value>{names[at][0]}</value></text>" for at in ids),
        b"OTHER": "".join(f"<text id='v-{at}'><value>{names[at][1]}</value></text>" for at in ids),
        b"ITEMS": "".join(f"<item><itextId>v-{at}</itextId><name>{at}</name></item>" for at in ids),
        b"ARABIC": ARABIC,
    }
    made = FORM
    for part, text in parts.items():
        made = made.replace(part, text.encode())
    return made


def listed(talk: Interview) -> LongList:
    """The list of the question."""
    answer = talk.answer()
    assert isinstance(answer, LongList)
    return answer


@pytest.mark.parametrize("count", [2501, 20000])
def test_a_list_of_thousands_is_searched_in_both_languages_and_by_sound(house: House, count: int) -> None:
    talk = house.start(form(count), ARABIC, "English (en)")
    answer, last = listed(talk), str(count - 1)
    assert len(answer.model.all) == count
    known = spelt._keys.cache_info().misses
    talk.type("muhamedi")
    assert spelt._keys.cache_info().misses - known < count / 4, "no keystroke waits for a whole list to be spelt"
    talk.bot.waitUntil(lambda: [one.value for one in answer.model.shown] == [last], timeout=60_000)
    assert answer.count.text.startswith("1 ")
    known = spelt._keys.cache_info().misses
    for typed in ("mohamedia", "محمدية", "Maxamediya", "মোহামেদিয়া"):
        answer.filter.clear()
        talk.type(typed)
        assert [one.value for one in answer.model.shown] == [last], typed
    assert spelt._keys.cache_info().misses == known, "what was spelt is not spelt again"
    answer.filter.clear()
    talk.type("تونس 14")
    assert "14" in [one.value for one in answer.model.shown], "as it is written in the person's language"
    answer.filter.clear()
    talk.type("muhamediya")
    talk.key(Qt.Key.Key_Return)
    assert talk.page.session.value("/data/village") == last


def test_what_a_list_finds_by_its_sound_later_comes_behind_and_moves_no_row(house: House) -> None:
    talk = house.start(form(2501), ARABIC, "English (en)")
    answer = listed(talk)
    answer.model._spelt.take(map(both, answer.model.all), len(answer.model.all))
    answer.model.look_for("mohamed")
    assert answer.model.shown, "as it is written it is found at once"
    before = [one.value for one in answer.model.shown]
    answer.list.setCurrentIndex(answer.model.index(0))
    talk.bot.waitUntil(lambda: answer.model._spelt.done, timeout=60_000)
    assert [one.value for one in answer.model.shown][: len(before)] == before
    assert answer.list.currentIndex().row() == 0


@pytest.mark.parametrize("size", [(1366, 768), (1366, 720), (1366, 650)])
def test_no_row_of_a_list_is_cut_and_all_are_shown_where_there_is_room(house: House, size: tuple[int, int]) -> None:
    talk = house.start(form(5), ARABIC, "English (en)", size)
    answer = listed(talk)
    view, row = answer.list.viewport(), answer.list.visualRect(answer.model.index(0)).height()
    talk.bot.waitUntil(lambda: view.height() % row == 0 and view.height() >= 3 * row)
    chips = talk.page.sheet.blocks[talk.ref].states if talk.page.sheet else answer
    beneath = chips.mapTo(talk.page, QPoint()).y() - answer.count.mapTo(talk.page, QPoint()).y()
    rows = view.height() // row
    assert rows == 5 or beneath < row + answer.count.height() + 40, "there would be room for one more"
    assert rows < 5 or answer.list.verticalScrollBar().maximum() == 0
    gap = answer.count.mapTo(answer, QPoint()).y() - answer.list.geometry().bottom()
    assert 0 < gap <= 12, "what is told of the list stands directly beneath it"


def test_a_row_in_nastaliq_is_drawn_as_the_question_is(qapp: QApplication) -> None:
    """And a line for which there is no room ends in an ellipsis."""
    word, face = "سمندر کے راستے", (Tokens().font("ur", 24), "ur")

    def drawn(text: str, room: int) -> QImage:
        picture = QImage(400, 80, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        draw_line(painter, QRect(0, 0, room, 80), text, face, Qt.AlignmentFlag.AlignRight)
        painter.end()
        return picture

    shaped = ShapedText(word, (), "ur", 24)
    tall = shaped.measure(100_000, 0)[1]
    wanted = QImage(400, 80, QImage.Format.Format_RGB32)
    wanted.fill(Qt.GlobalColor.white)
    painter = QPainter(wanted)
    painter.translate(0, (80 - tall) / 2)
    shaped.draw(painter, 400, Qt.LayoutDirection.RightToLeft)
    painter.end()
    assert drawn(word, 400) == wanted
    short = "سمندر کے…"
    room = round(ShapedText(short, (), "ur", 24).measure(100_000, 0)[0] + 1)
    assert drawn(word, room) == drawn(short, room) != drawn(short[:-1], room)


def test_a_word_that_begins_so_is_found_before_one_that_has_it_inside(house: House) -> None:
    towns = [[name, name] for name in ("Alessandria", "Nuakscott", "San Nicola", "Napoli")]
    talk = house.start(forms.listed(towns), "العربية (ar)", "Italiano (it)")
    talk.go("/data/searched")
    answer = listed(talk)
    talk.type("n")
    assert [one.value for one in answer.model.shown] == ["nuakscott", "san nicola", "alessandria"]


def ordered(count: int) -> bytes:
    """The same choices, to be put in order."""
    made = form(count).replace(b"<select1 ", b"<rank ").replace(b"</select1>", b"</rank>")
    return made.replace(b' appearance="autocomplete"', b"")


@pytest.mark.parametrize("kind", [form, ordered], ids=["chosen", "ordered"])
def test_a_long_list_is_read_once_in_each_language_when_its_words_change(
    house: House, monkeypatch: pytest.MonkeyPatch, kind: Callable[[int], bytes]
) -> None:
    talk = house.start(kind(300), ARABIC, "English (en)")
    listed: list[str] = []
    real = Session.choices
    monkeypatch.setattr(Session, "choices", lambda one, ref, *rest: (listed.append(ref), real(one, ref, *rest))[1])
    talk.page.set_languages("English (en)", ARABIC)
    QApplication.processEvents()
    assert len(listed) <= 2 * 2, "once for the words, once for what changed with the language"


def test_of_a_list_of_thousands_nothing_is_worked_out_twice_nor_before_it_is_looked_for(house: House) -> None:
    talk = house.start(form(3000), ARABIC, "English (en)")
    answer = listed(talk)
    before = answer.model.all
    assert answer.model._folded is None, "it is read for a search when there is one"
    for languages in (("English (en)", ARABIC), (ARABIC, "English (en)")):
        talk.page.set_languages(*languages)
        QApplication.processEvents()
        assert answer.model._folded is None
    again = zip(before, answer.model.all, strict=True)
    assert all(one.person is two.person and one.mediator is two.mediator for one, two in again)
    talk.type("tunis 14")
    assert answer.model._folded is not None and len(answer.model._folded) == 3000


def test_of_an_order_of_very_many_no_row_is_made_anew(house: House) -> None:
    talk = house.start(ordered(200), ARABIC, "English (en)")
    answer = talk.answer()
    assert isinstance(answer, RankAnswer)
    rows = [*answer.rows]
    assert rows[0].words.text == f"{EAST[0]} 0"
    talk.page.set_languages("English (en)", ARABIC)
    assert talk.answer() is answer and answer.rows == rows and rows[0].words.text == f"{WEST[0]} 0"
    rows[2].up.setFocus()
    talk.key(Qt.Key.Key_Space)
    assert answer.rows == rows and talk.session.value("/data/village").split()[:3] == ["0", "2", "1"]
    assert rows[1].up.hasFocus() and rows[1].words.text == f"{WEST[2]} 2", "the keyboard goes with the choice"
    talk.key(Qt.Key.Key_Space)
    assert rows[0].down.hasFocus() and not rows[0].up.isEnabled()


def test_the_row_with_the_keyboard_keeps_it_in_other_languages(house: House) -> None:
    talk = house.start(form(300), ARABIC, "English (en)")
    talk.type("verona 1")
    talk.key(Qt.Key.Key_Down)
    talk.key(Qt.Key.Key_Down)
    value = listed(talk).list.currentIndex().data(Qt.ItemDataRole.UserRole).value
    talk.key("e", Qt.KeyboardModifier.ControlModifier)
    talk.page.set_languages("English (en)", "English (en)")
    talk.key(Qt.Key.Key_Return)
    assert value and talk.session.value("/data/village") == value


def test_where_no_row_is_left_in_other_languages_the_keyboard_is_in_the_field_and_enter_stays(house: House) -> None:
    talk = house.start(form(300), ARABIC, "English (en)")
    talk.type("verona 1")
    talk.key(Qt.Key.Key_Down)
    talk.page.set_languages(ARABIC, ARABIC)
    answer = listed(talk)
    assert not answer.model.shown and answer.filter.text() == "verona 1"
    for part in (answer.list, answer.filter):
        part.setFocus()
        talk.key(Qt.Key.Key_Return)
        assert talk.ref == "/data/village"
