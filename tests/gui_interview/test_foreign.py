"""Forms of others: no language named, marks in their words, nothing said of what is sensitive."""

import pytest
from PySide6.QtCore import Qt

from intake_app import languages
from intake_app.gui.interview_bar import InterviewBar
from intake_app.gui.words import Words
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview, menu_of
from tests.xform.forms import xform

AR, EN = "Arabic (ar)", "English (en)"

pytestmark = pytest.mark.window

FOREIGN = xform(
    "<part><a/></part><b/>",
    '<bind nodeset="/data/part/a"/><bind nodeset="/data/b"/>',
    '<group ref="/data/part"><label>The &lt;b&gt;first&lt;/b&gt; part</label>'
    "<input ref='/data/part/a'><label ref=\"jr:itext('a')\"/></input></group>"
    "<select1 ref='/data/b'><label ref=\"jr:itext('b')\"/>"
    "<item><label ref=\"jr:itext('c')\"/><value>c</value></item></select1>",
    "<itext><translation lang='default' default='true()'>"
    "<text id='a'><value>Your &lt;em&gt;own&lt;/em&gt; name</value></text>"
    "<text id='b'><value>Is it **so**?</value></text><text id='c'><value>_Quite_ so</value></text></translation>"
    "<translation lang='French (fr)'><text id='a'><value>Ton nom</value></text></translation></itext>",
)


def bar_of(talk: Interview) -> InterviewBar:
    """The top bar."""
    bar = talk.page.bar()
    assert isinstance(bar, InterviewBar)
    return bar


def jumps(talk: Interview) -> list[str]:
    """The rows of the list of questions."""
    talk.page.jumping.open()
    listed = talk.page.room.jump_list.list
    told = [listed.item(at).text().strip() for at in range(listed.count())]
    talk.page.room.jump_list.close_list()
    return told


def test_a_language_without_a_name_is_called_so_and_only_once(house: House) -> None:
    talk = house.start(FOREIGN)
    bar = bar_of(talk)
    assert (bar.person_pill.text(), bar.mediator_pill.text()) == ("Language not named", "Your language")
    assert "Language not named" in [action.text() for action in menu_of(bar.person_pill).actions()]
    talk.page.set_languages("French (fr)", "default")
    assert (bar.person_pill.text(), bar.mediator_pill.text()) == ("Français", "Language not named")


def test_marks_are_in_no_line_and_the_words_of_the_windows_are_in_their_language(house: House) -> None:
    house.words = Words("it")
    talk = house.start(FOREIGN)
    talk.session.answer("/data/b", "c")
    assert jumps(talk)[:3] == ["The first part", "Your own name", "Is it so? — Quite so"]
    assert bar_of(talk).progress.text().startswith("The first part")
    assert talk.session.outline()[-1].value_text == "Quite so"
    assert talk.page.sheet is not None
    pills = [pill.accessibleName() for pill in talk.page.sheet.blocks["/data/part/a"].pills.values()]
    assert pills == ["Non lo so", "Preferisco non dirlo"]


def test_our_words_in_a_talk_in_one_language_are_also_in_that_of_the_windows(house: House) -> None:
    house.words = Words("it")
    talk = house.start(forms.kinds(), EN, EN)
    talk.go("/data/one")
    assert talk.page.sheet is not None
    pills = [pill.accessibleName() for pill in talk.page.sheet.blocks["/data/one"].pills.values()]
    assert pills == ["Does not know · Non lo so", "Prefers not to say · Preferisco non dirlo"]


def test_where_nothing_is_marked_sensitive_the_key_says_why_it_does_nothing(house: House) -> None:
    talk = house.start(FOREIGN)
    assert talk.page.room.footer.discreet_button.isHidden()
    talk.key(Qt.Key.Key_F7)
    assert talk.page.room.notice.isVisible()
    assert "does not say which questions are sensitive" in talk.page.room.notice.words.text()


def test_a_swap_leaves_what_is_the_mediators_alone_in_the_mediators_language(house: House) -> None:
    italian, arabic = languages.form_name("it"), languages.form_name("ar")
    talk = house.start(None, arabic, italian)
    talk.page.refresh_side()
    before, named = jumps(talk), [row.name.text for row in talk.page.room.outline.rows]
    talk.page.swap()
    talk.page.refresh_side()
    assert talk.page.reading.mediator == arabic
    assert jumps(talk) == before
    assert [row.name.text for row in talk.page.room.outline.rows] == named
    talk.page.set_languages(italian, languages.form_name("fr"))  # the second is the person's now
    assert jumps(talk) == before
    talk.page.set_languages(languages.form_name("fr"), arabic)
    assert jumps(talk) != before
