"""A list on a page with other questions gets further entries; entries that are called the same have their numbers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from intake_app.gui.interview_repeat import RepeatPrompt
from intake_app.gui.interview_words import progress_words
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.forms import _HEAD

pytestmark = pytest.mark.window
NIECES = """<group ref="/data/g" appearance="field-list"><label>Family</label>
<input ref="/data/g/t"><label>Who</label></input><group ref="/data/g/k"><label>Niece</label>
<repeat nodeset="/data/g/k"><input ref="/data/g/k/n"><label>Name</label></input>
<input ref="/data/g/k/a"><label>Age</label></input></repeat></group></group>"""
CHILDREN = """<input ref="/data/c"><label>How many</label></input>
<group ref="/data/k"><label>{label}</label><repeat nodeset="/data/k" jr:count="/data/c">
<input ref="/data/k/n"><label>Name</label></input></repeat></group><input ref="/data/z"><label>End</label></input>"""


def made(nodes: str, body: str) -> bytes:
    xml = _HEAD.format(title="Lists", id="lists", itext="", nodes=nodes, binds="", body=body)
    return xml.replace("<itext></itext>", "").encode()


def nieces(house: House) -> Interview:
    return house.start(made('<g><t/><k jr:template=""><n/><a/></k><k><n/><a/></k></g>', NIECES))


@pytest.mark.feature(78)
def test_a_list_within_a_page_gets_another_entry_and_loses_one(house: House) -> None:
    talk = nieces(house)
    talk.go("/data/g/k[1]/n")
    talk.type("Ada")
    talk.page.turn(1)
    prompt = talk.page.centre
    assert isinstance(prompt, RepeatPrompt)
    talk.type("1")
    held, sheet = QApplication.focusWidget(), talk.page.sheet
    assert sheet is not None and sheet.refs[-2:] == ("/data/g/k[2]/n", "/data/g/k[2]/a")
    assert held is not None and sheet.made["/data/g/k[2]/n"].isAncestorOf(held), "the new entry has the keyboard"
    talk.type("Bea")
    talk.page.turn(1)
    assert [talk.session.value(f"/data/g/k[{at}]/n") for at in (1, 2)] == ["Ada", "Bea"]
    prompt = talk.page.centre
    assert isinstance(prompt, RepeatPrompt) and len(prompt.rows) == 2
    talk.click(prompt.rows[0].remove)
    talk.page.turn(-1)
    assert talk.session.count_repeat("/data/g/k") == 1 and talk.session.value("/data/g/k[1]/n") == "Bea"


@pytest.mark.feature(78)
def test_each_entry_on_a_page_with_others_has_its_name_over_its_first_question(house: House) -> None:
    talk = nieces(house)
    talk.session.add_repeat("/data/g/k")
    talk.page.course.refresh()
    talk.go("/data/g/k[2]/n")
    assert talk.page.sheet is not None
    blocks = talk.page.sheet.blocks
    named = {ref: block.entry.text for ref, block in blocks.items() if block.entry and block.entry.isVisible()}
    assert named == {"/data/g/k[1]/n": "Niece 1", "/data/g/k[2]/n": "Niece 2"}


@pytest.mark.parametrize(
    ("label", "names"),
    [("Child", ["Child 1", "Child 2"]), ('<output value="/data/k/n"/> here', ["Ada here", "Bea here"])],
    ids=["alike", "by their names"],
)
def test_entries_that_are_called_the_same_have_their_number_beside_the_interview(
    house: House, label: str, names: list[str]
) -> None:
    talk = house.start(made('<c/><k jr:template=""><n/></k><z/>', CHILDREN.replace("{label}", label)))
    talk.type("2")
    talk.page.commit()
    talk.page.refresh_side()
    blank = [row.name.text for row in talk.page.room.outline.rows][1:3]
    assert len(set(blank)) == 2, "before anybody has a name, too"
    for at, name in enumerate(("Ada", "Bea"), 1):
        talk.go(f"/data/k[{at}]/n")
        talk.type(name)
    talk.page.commit()
    talk.page.refresh_side()
    shown = [row.name.text for row in talk.page.room.outline.rows]
    assert shown[1:3] == names
    assert names[1] in progress_words(talk.page.words, talk.page.reading, talk.page.course)[0]


def counted(house: House) -> Interview:
    """Two children with a name each; the page asks again how many there are."""
    talk = house.start(made('<c/><k jr:template=""><n/></k><z/>', CHILDREN.replace("{label}", "Child")))
    talk.type("2")
    talk.page.commit()
    for at, name in enumerate(("Ada", "Bea"), 1):
        talk.go(f"/data/k[{at}]/n")
        talk.type(name)
    talk.go("/data/c")
    talk.page.begin()
    return talk


def test_entries_with_answers_that_a_smaller_number_hides_are_told_until_they_are_back(house: House) -> None:
    talk = counted(house)
    notice = talk.page.room.notice
    talk.key(Qt.Key.Key_Backspace)
    talk.page.commit()
    assert notice.isVisible() and "1" in notice.words.text() and "2" in notice.words.text()
    talk.type("1")
    talk.page.turn(1)
    assert talk.ref == "/data/k[1]/n" and notice.isVisible(), "also after the page that was left at once"
    told = notice.words.text()
    assert "“Child”" in told and "2." in told and "1" not in told
    talk.go("/data/c")
    talk.page.begin()
    talk.key(Qt.Key.Key_Backspace)
    talk.type("2")
    talk.page.commit()
    assert not notice.isVisible() and talk.session.value("/data/k[2]/n") == "Bea"


def test_entries_in_which_nothing_was_told_go_without_a_word(house: House) -> None:
    talk = house.start(made('<c/><k jr:template=""><n/></k><z/>', CHILDREN.replace("{label}", "Child")))
    for typed in ("2", "1"):
        talk.type(typed)
        talk.page.commit()
        talk.key(Qt.Key.Key_Backspace)
    assert not talk.page.room.notice.isVisible()
