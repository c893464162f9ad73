"""Lists by key: letters look a choice up and answer nothing, numbers may have two figures, a list may be folded."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from intake_app.gui.answers.choice_row import ChoiceRow
from intake_app.gui.answers.choices import ChoiceGrid
from intake_app.gui.answers.folded import FoldedList
from intake_app.gui.answers.long_list import LongList
from intake_app.gui.answers.type_ahead import ALONE, SECOND_FIGURE, TOGETHER
from intake_app.gui.interview_keys import letters_on
from intake_app.xform import AnswerState
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview

pytestmark = pytest.mark.window

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
AR, IT = "العربية (ar)", "Italiano (it)"
TOWNS = "Roma روما,Milano ميلانو,Catania كاتانيا,Palermo باليرمو,Bari باري,Torino تورينو,Genova جنوة,Lecce ليتشي"
MORE = "Trapani تراباني,Siracusa سيراكوزا,Ragusa راغوزا,Messina ميسينا"


@pytest.fixture
def talk(house: House) -> Interview:
    """Twelve towns, twelve with Arabic names alone, three towns, and lists that are folded or searched."""
    towns = [pair.split() for pair in f"{TOWNS},{MORE}".split(",")]
    return house.start(forms.listed(towns), AR, IT)


def held(talk: Interview) -> str:
    """The choice at which the keyboard is."""
    row = QApplication.focusWidget()
    return row.option.value if isinstance(row, ChoiceRow) else ""


def said(talk: Interview) -> tuple[str, AnswerState]:
    return talk.session.value(talk.ref), talk.session.state(talk.ref)


NOTHING = ("", AnswerState.NOT_ASKED)


@pytest.mark.parametrize(
    ("question", "typed"), [("towns", "pale"), ("towns", "بال"), ("towns", "palirmu"), ("arabic", "paler")]
)
def test_letters_look_a_choice_up_and_answer_nothing(talk: Interview, question: str, typed: str) -> None:
    """In either language, and as it sounds."""
    talk.go(f"/data/{question}")
    talk.type(typed)
    QTest.qWait(ALONE + 100)
    assert (held(talk), said(talk)) == ("palermo", NOTHING)
    talk.key(Qt.Key.Key_Space)
    assert said(talk)[0] == "palermo"


def test_the_same_letter_goes_from_one_to_the_next(talk: Interview) -> None:
    talk.go("/data/towns")
    found = []
    for _ in range(3):
        talk.type("m")
        found.append(held(talk))
    assert found == ["milano", "messina", "milano"]


@pytest.mark.parametrize("pause", [0, TOGETHER + 200])
@pytest.mark.parametrize(("question", "typed", "value"), [("towns", "pale", "palermo"), ("folded", "ca", "catania")])
def test_enter_takes_what_letters_have_found_and_goes_on(
    talk: Interview, question: str, typed: str, value: str, pause: int
) -> None:
    """Whoever looked a choice up and pressed Enter went on without it, and nothing said so."""
    talk.go(f"/data/{question}")
    talk.type(typed)
    QTest.qWait(pause)
    assert (held(talk), said(talk)) == (value, NOTHING)
    talk.key(Qt.Key.Key_Return)
    assert talk.session.value(f"/data/{question}") == value
    names = ["towns", "arabic", "three", "folded", "folded_many"]
    assert talk.ref == f"/data/{names[names.index(question) + 1]}"


def test_enter_adds_what_was_found_to_what_is_chosen_and_takes_nothing_away(talk: Interview) -> None:
    for _twice in range(2):
        talk.go("/data/folded_many")
        talk.type("ca")
        talk.key(Qt.Key.Key_Return)
        assert talk.session.value("/data/folded_many") == "catania"
    talk.go("/data/folded_many")
    talk.type("mi")
    talk.key(Qt.Key.Key_Return)
    assert talk.session.value("/data/folded_many") == "catania milano"


def test_enter_takes_nothing_that_was_not_found_or_was_gone_from(talk: Interview) -> None:
    """By arrow keys, by letters that no choice has, or by none at all: it goes on as it always does."""
    for keys in ((), (Qt.Key.Key_Down,), ("b", Qt.Key.Key_Down), ("b", "x", "x"), ("b", Qt.Key.Key_Backspace)):
        talk.go("/data/towns")
        QTest.qWait(TOGETHER + 100)
        for key in keys:
            talk.key(key)  # type: ignore[arg-type]
        talk.key(Qt.Key.Key_Return)
        assert talk.session.value("/data/towns") == "" and talk.ref == "/data/arabic", keys


def test_a_letter_of_a_choice_states_nothing_and_the_page_says_so(talk: Interview) -> None:
    talk.go("/data/towns")
    assert talk.page.sheet is not None
    keys = {state: pill.key for state, pill in talk.page.sheet.blocks[talk.ref].pills.items()}
    assert keys == {AnswerState.DOES_NOT_KNOW: "Alt+N", AnswerState.DECLINED: "Alt+P"}, "both alike"
    talk.key("p")
    QTest.qWait(ALONE + 100)
    assert (held(talk), said(talk)) == ("palermo", NOTHING)
    talk.key("p", ALT)
    assert said(talk)[1] == AnswerState.DECLINED
    QTest.qWait(700)
    talk.key("n")
    talk.bot.waitUntil(lambda: said(talk)[1] == AnswerState.DOES_NOT_KNOW)


def test_a_word_that_is_not_in_the_list_states_nothing(talk: Interview) -> None:
    talk.go("/data/three")
    talk.type("prato")
    QTest.qWait(ALONE + 100)
    assert said(talk) == NOTHING
    QTest.qWait(1000)
    talk.key("p")
    assert said(talk) == NOTHING
    talk.key(Qt.Key.Key_Return)
    assert talk.session.state("/data/three") == AnswerState.DECLINED, "who goes on meant it"


def test_a_word_that_is_not_in_the_list_leaves_the_keyboard_on_no_choice_that_begins_as_it_does(
    talk: Interview,
) -> None:
    """It stayed on the first one, and Space took it."""
    talk.go("/data/towns")
    talk.type("r")
    assert held(talk) == "roma"
    talk.type("ichmond")
    assert held(talk) == ""
    talk.key(Qt.Key.Key_Space)
    assert said(talk) == NOTHING


def test_a_number_of_two_figures_is_one_choice(talk: Interview) -> None:
    talk.go("/data/towns")
    grid = talk.answer()
    assert isinstance(grid, ChoiceGrid)
    talk.key("1")
    assert (held(talk), said(talk)) == ("roma", NOTHING)
    talk.key("2")
    assert said(talk)[0] == grid.rows[11].option.value == "messina"
    for keys, value in (("3", "catania"), ("19", grid.rows[8].option.value), ("10", "siracusa")):
        for key in keys:
            talk.key(key)
        assert said(talk)[0] == value, "three is whole, nineteen is none: one, and then nine"
    talk.key("1")
    talk.bot.waitUntil(lambda: said(talk)[0] == "roma", timeout=SECOND_FIGURE * 4)
    talk.key("1")
    talk.key("1")
    assert said(talk)[0] == "ragusa"


def test_a_number_that_waits_is_taken_with_the_page(talk: Interview) -> None:
    talk.go("/data/towns")
    talk.key("1")
    talk.key(Qt.Key.Key_Return)
    assert talk.session.value("/data/towns") == "roma" and talk.ref != "/data/towns"
    talk.go("/data/towns")
    talk.key("1")
    talk.key(Qt.Key.Key_Down)
    QTest.qWait(SECOND_FIGURE + 100)
    assert said(talk)[0] == "roma", "who walks on did not mean it"


def test_a_folded_list_is_closed_until_it_is_asked_for(talk: Interview) -> None:
    talk.go("/data/folded")
    answer = talk.answer()
    assert isinstance(answer, FoldedList)
    face = answer.face
    assert not answer.open and face.hasFocus() and face.height() >= 44
    talk.key("1")
    assert answer.open and said(talk) == NOTHING
    talk.key("2")
    assert not answer.open and said(talk)[0] == "milano" and face.hasFocus()
    assert face.accessibleName() == "ميلانو · Milano"
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_F4):
        talk.key(key)
        assert answer.open
        talk.key(Qt.Key.Key_Escape)
        assert not answer.open and face.hasFocus() and talk.ref == "/data/folded"
    talk.type("ca")
    assert (answer.open, held(talk), said(talk)[0]) == (True, "catania", "milano")
    talk.click(answer.inner.rows[0])  # type: ignore[union-attr]
    assert (answer.open, said(talk)[0]) == (False, "roma")
    talk.click(face)
    assert answer.open


def test_a_folded_list_of_several_stays_open_and_tells_all(talk: Interview) -> None:
    talk.go("/data/folded_many")
    answer = talk.answer()
    assert isinstance(answer, FoldedList)
    talk.click(answer.face)
    talk.key("2")
    talk.key("1")
    assert answer.open and said(talk)[0] == "milano roma"
    assert answer.face.accessibleName() == "روما · ميلانو · Roma · Milano"


def test_a_long_folded_list_is_searched_once_it_is_open(talk: Interview) -> None:
    talk.go("/data/folded_long")
    answer = talk.answer()
    assert isinstance(answer, FoldedList)
    assert talk.page.sheet is not None
    assert talk.page.sheet.blocks[talk.ref].pills[AnswerState.DECLINED].key == "Alt+P"
    talk.type("pale")
    assert isinstance(answer.inner, LongList) and answer.open and answer.inner.filter.text() == "pale"
    talk.key(Qt.Key.Key_Return)
    assert not answer.open and said(talk)[0] == "palermo"


def test_a_list_that_is_searched_is_searched_however_short(talk: Interview) -> None:
    talk.go("/data/searched")
    answer = talk.answer()
    assert isinstance(answer, LongList)
    talk.type("cat")
    assert [option.value for option in answer.model.shown] == ["catania"]
    talk.key(Qt.Key.Key_Return)
    assert said(talk)[0] == "catania"


def test_the_person_sees_all_choices_of_a_short_list(talk: Interview) -> None:
    for question in ("folded", "searched"):
        talk.go(f"/data/{question}")
        talk.key("d", CTRL)
        window = talk.page.person_view.window
        assert window is not None and window.block is not None
        assert isinstance(window.block.answer, ChoiceGrid)
        talk.page.person_view.close()


def test_a_scale_is_one_line_or_one_column(talk: Interview) -> None:
    talk.go("/data/level")
    grid = talk.answer()
    assert isinstance(grid, ChoiceGrid)
    talk.bot.waitUntil(lambda: len({row.y() for row in grid.rows}) == 1)
    assert len(grid.rows) == 7
    first, last = sorted((grid.rows[0], grid.rows[-1]), key=lambda row: row.x())
    assert first.x() == 0 and last.geometry().right() >= grid.width() - 2
    assert grid.rows[0].x() > grid.rows[-1].x(), "it begins at the right"
    assert all(row.person.y() >= 30 for row in grid.rows), "the words are below the marks"
    talk.page.look.set_scale(2.0)
    grid = talk.answer()
    assert isinstance(grid, ChoiceGrid)
    talk.bot.waitUntil(lambda: len({row.y() for row in grid.rows}) == 7)
    assert len({row.x() for row in grid.rows}) == 1


def test_a_blank_and_a_figure_belong_to_a_word_that_goes_on_so(house: House) -> None:
    talk = house.start(forms.looks())
    talk.go("/data/few")
    talk.type("choice 3")
    assert (held(talk), said(talk)) == ("c3", NOTHING)
    talk.key(Qt.Key.Key_Space)
    assert said(talk)[0] == "c3"


BANGLA = "বাংলা (bn)"
LANDS = [["Bangladesh", "বাংলাদেশ"], ["Book", "বই"], ["Kuwait", "কুয়েত"], ["Kolkata", "কলকাতা"]]


@pytest.mark.parametrize(("typed", "value"), [("বাং", "bangladesh"), ("কুয়ে", "kuwait"), ("কল", "kolkata")])
def test_the_signs_of_vowels_belong_to_a_word(house: House, typed: str, value: str) -> None:
    talk = house.start(forms.listed(LANDS), AR, IT)
    talk.go("/data/towns")
    talk.type(typed)
    assert held(talk) == value
    talk.key(Qt.Key.Key_Space)
    assert said(talk)[0] == value


def test_a_blank_behind_an_article_belongs_to_the_word(house: House) -> None:
    """It took Algeria, and a later blank took it off."""
    talk = house.start(forms.listed([["Algeria", "الجزائر"], ["Albania", "ألبانيا"], ["Egitto", "المغرب"]]), AR, IT)
    talk.go("/data/towns")
    talk.type("al m")
    assert (held(talk), said(talk)) == ("egitto", NOTHING)
    talk.bot.wait(TOGETHER + 100)
    talk.type("alb")
    talk.key(Qt.Key.Key_Space)
    assert said(talk)[0] == "albania", "behind any other word it takes the choice"


def test_what_a_letter_states_is_not_lost_where_the_hand_is_quick(house: House) -> None:
    talk = house.start(forms.tabled(), IT, AR)
    talk.key(Qt.Key.Key_Down)
    for key in ("n", "Down", "p", "Down", "n", "p", "Down", "n", "n"):
        talk.key(getattr(Qt.Key, f"Key_{key}") if len(key) > 1 else key)
    lines = [f"/data/table/line{at}" for at in range(4)]
    no, never = AnswerState.DOES_NOT_KNOW, AnswerState.DECLINED
    assert [talk.session.state(line) for line in lines] == [no, never, never, no]


def test_a_key_that_states_and_is_pressed_on_states_once(house: House) -> None:
    talk = house.start(forms.tabled(), IT, AR)
    for _ in range(7):
        talk.key("n")
    talk.page.commit()
    assert talk.session.state("/data/table/line0") == AnswerState.DOES_NOT_KNOW


@pytest.mark.parametrize(
    ("yes", "typed"), [(["Sì", "بله"], "bale"), (["No", "ኣይፋል"], "ayfal"), (["No", "لا أقول"], "aqul")]
)
def test_a_choice_whose_word_ends_in_an_l_is_found_whatever_stands_beside_it(
    house: House, yes: list[str], typed: str
) -> None:
    """The l was taken for that of an article, before the words in the other language."""
    talk = house.start(forms.listed([["Forse", "ربما"], yes, ["Mai", "أبدا"]]), AR, IT)
    talk.go("/data/three")
    talk.type(typed)
    assert (held(talk), said(talk)) == (yes[0].lower(), NOTHING)


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (["Non credo", "না"], "na"), (["Direi", "হ্যাঁ"], "hya"), (["Non credo", "لا"], "la"), (["Direi", "አዎ"], "awo"),
        (["Direi", "እወ"], "ewe"), (["Mai più", "نه"], "na"), (["Mai più", "نه"], "nah"), (["Direi", "हाँ"], "haan"),
        (["Direi", "জি"], "ji"), (["Direi", "ہاں"], "han"), (["Non credo", "نا"], "na"), (["Direi", "haa"], "ha"),
    ],
)  # fmt: skip
def test_the_shortest_words_are_found_in_latin_letters(house: House, words: list[str], typed: str) -> None:
    talk = house.start(forms.listed([["Forse", "ربما"], words, ["Quasi", "أبدا"]]), AR, IT)
    talk.go("/data/three")
    talk.type(typed)
    assert (held(talk), said(talk)) == (words[0].lower(), NOTHING)
    talk.bot.wait(TOGETHER + 100)
    talk.go("/data/three")
    talk.type("zz")
    assert held(talk) == "", "one letter twice is no word"


@pytest.mark.parametrize("keys", ["n 1 p", "p 1 n n", "n 1 2 p"])
def test_no_word_goes_on_behind_a_figure(house: House, keys: str) -> None:
    talk = house.start(forms.kinds(), "English (en)", "العربية (ar)")
    talk.go("/data/one")
    for key in keys.split():
        talk.key(key)
    wanted = AnswerState.DECLINED if keys.endswith("p") else AnswerState.DOES_NOT_KNOW
    talk.bot.waitUntil(lambda: talk.session.state("/data/one") == wanted)
    assert talk.session.value("/data/one") == ""


def test_backspace_takes_a_letter_back_and_turns_the_page_only_without_one(talk: Interview) -> None:
    talk.go("/data/three")
    talk.type("cax")
    talk.key(Qt.Key.Key_Backspace)
    talk.key(Qt.Key.Key_Backspace)
    assert talk.ref == "/data/three"
    talk.type("atania")
    assert (held(talk), said(talk)) == ("catania", NOTHING)
    talk.bot.wait(TOGETHER + 200)
    talk.key(Qt.Key.Key_Backspace)
    assert talk.ref != "/data/three"


def test_a_letter_that_is_taken_back_states_nothing(talk: Interview) -> None:
    talk.go("/data/three")
    talk.key("p")
    talk.key(Qt.Key.Key_Backspace)
    talk.page.commit()
    assert (talk.ref, said(talk)) == ("/data/three", NOTHING)


@pytest.mark.parametrize("walks", [False, True])
def test_an_open_list_stays_open_when_the_windows_speak_another_language(talk: Interview, walks: bool) -> None:
    """With what is looked for, the row that has the mark, and the keyboard where it was."""
    talk.go("/data/folded_long")
    talk.type("mi")
    old = talk.answer()
    assert isinstance(old, FoldedList) and isinstance(old.inner, LongList)
    if walks:
        talk.key(Qt.Key.Key_Down)
        talk.key(Qt.Key.Key_Down)
    at, shown = old.inner.list.currentIndex().row(), len(old.inner.model.shown)
    talk.key("l", CTRL)
    new = talk.answer()
    assert new is not old and isinstance(new, FoldedList) and isinstance(new.inner, LongList)
    assert (new.open, new.inner.filter.text(), len(new.inner.model.shown)) == (True, "mi", shown)
    assert (new.inner.list.hasFocus(), new.inner.filter.hasFocus()) == (walks, not walks)
    assert new.inner.list.currentIndex().row() == at
    assert said(talk) == NOTHING


def test_an_open_list_without_the_keyboard_does_not_take_it(talk: Interview) -> None:
    talk.go("/data/folded")
    talk.key(Qt.Key.Key_Space)
    old = talk.answer()
    assert isinstance(old, FoldedList) and old.open
    talk.page.setFocus()
    talk.key("l", CTRL)
    new = talk.answer()
    assert new is not old and isinstance(new, FoldedList) and new.open
    assert isinstance(new.inner, ChoiceGrid) and not any(row.hasFocus() for row in new.inner.rows)


@pytest.mark.parametrize(
    ("languages", "choices", "key"),
    [
        ((AR, IT), [["Sì", "نعم"], ["No", "لا"]], "Alt+"),
        ((AR, IT), [["Sì", "نعم"], ["Forse", "لا"]], ""),
        ((AR, IT), [["Sì", "حاضر"], ["Forse", "لا"]], "Alt+"),  # on an Arabic keyboard the letter of key P
        ((AR, IT), [["Padre", "أب"], ["Sorella", "أخت"]], "Alt+"),
    ],
)
def test_both_keys_of_a_question_are_of_one_kind(
    house: House, languages: tuple[str, str], choices: list[list[str]], key: str
) -> None:
    """And the letter of a choice never states anything."""
    talk = house.start(forms.listed([*choices, ["Zia", "عمة"]]), *languages)
    talk.go("/data/towns")
    assert talk.page.sheet is not None
    pills = talk.page.sheet.blocks[talk.ref].pills.values()
    assert [pill.key for pill in pills] == [f"{key}N", f"{key}P"]
    for letter in "nphحنى":
        if any(name.lower().startswith(letter) for pair in choices for name in pair):
            talk.type(letter)
            QTest.qWait(ALONE + 100)
            assert said(talk) == NOTHING
            QTest.qWait(700)


def test_what_a_key_types_on_other_keyboards() -> None:
    assert letters_on("N", ("bn", "it")) == {"N", *"সলন"} and letters_on("P", ("ur-PK", "en")) == {"P", *"پح"}


LOOKED_FOR = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>T</h:title>
<model><instance><data id="looked-%s" version="1"><a/><b/><c/></data></instance><bind nodeset="/data/a" type="string"/>
<bind nodeset="/data/b" type="string"/><bind nodeset="/data/c" type="string"/></model></h:head><h:body>
<select1 ref="/data/a" appearance="%s"><label>A</label>%s</select1>
<select ref="/data/b" appearance="%s"><label>B</label>%s</select>
<input ref="/data/c"><label>C</label></input></h:body></h:html>"""
PLACES = "".join(
    f"<item><label>{name}</label><value>{name}</value></item>" for name in ("Palermo", "Pantelleria", "Catania")
).encode()


@pytest.mark.parametrize("look", ["", "minimal", "autocomplete"])
@pytest.mark.parametrize("ref", ["/data/a", "/data/b"])
@pytest.mark.parametrize("key", ["n", "p"])
def test_enter_puts_no_choice_that_was_looked_for_in_the_place_of_what_was_stated(
    house: House, look: str, ref: str, key: str
) -> None:
    name = look.encode()
    talk = house.start(LOOKED_FOR % (name, name, PLACES, name, PLACES))
    talk.go(ref)
    for letter in "pal":
        talk.type(letter)
    talk.key(key, ALT)
    stated = AnswerState.DOES_NOT_KNOW if key == "n" else AnswerState.DECLINED
    assert talk.session.state(ref) == stated
    talk.key(Qt.Key.Key_Return)
    assert (talk.session.value(ref), talk.session.state(ref)) == ("", stated)
