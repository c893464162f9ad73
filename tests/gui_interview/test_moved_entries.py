"""Entries of a list move up when one before them is taken away: who goes to a question comes to that question."""

import pytest

from intake_app.gui.interview_repeat import RepeatPrompt
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.xform.forms import xform

pytestmark = pytest.mark.window


def names(house: House, *told: str) -> tuple[Interview, RepeatPrompt]:
    """A list of children with these names, which stands in front."""
    talk = house.start(forms.family())
    for number, name in enumerate(told, 1):
        talk.page.answering.apply(talk.session.add_repeat("/data/child"))
        talk.page.answering.apply(talk.session.answer(f"/data/child[{number}]/first", name))
    talk.go("/data/child")
    prompt = talk.page.centre
    assert isinstance(prompt, RepeatPrompt)
    return talk, prompt


@pytest.mark.parametrize("way", ["row", "go"])
@pytest.mark.parametrize(
    ("gone", "wanted", "name"), [((0,), 2, "Caro"), ((0,), 1, "Bela"), ((0, 1), 3, "Dora"), ((2,), 1, "Bela")]
)
def test_who_opens_an_entry_behind_one_that_goes_comes_to_that_entry(
    house: House, way: str, gone: tuple[int, ...], wanted: int, name: str
) -> None:
    talk, prompt = names(house, "Anna", "Bela", "Caro", "Dora")
    for at in gone:
        talk.click(prompt.rows[at].remove)
    if way == "row":
        talk.click(prompt.rows[wanted].open)
    else:
        talk.go(f"/data/child[{wanted + 1}]/first")
    assert talk.ref.endswith("/first") and talk.session.value(talk.ref) == name


def test_who_goes_to_an_entry_that_goes_comes_to_its_list(house: House) -> None:
    talk, prompt = names(house, "Anna", "Bela")
    talk.click(prompt.rows[0].remove)
    talk.go("/data/child[1]/first")
    assert talk.ref == "/data/child" and talk.session.value("/data/child[1]/first") == "Bela"


_IN_A_LIST = (
    '<group ref="/data/r"><label>R</label><repeat nodeset="/data/r">'
    + "".join(f'<input ref="/data/r/{one}"><label>{one}</label></input>' for one in ("a", "b", "c", "d", "z"))
    + "</repeat></group>"
)


def test_in_an_entry_too_the_nearest_question_stands_where_one_is_gone(house: House) -> None:
    """It went by the number of the page, to another entry or out of the list."""
    always, sometimes = "".join(f'<bind nodeset="/data/r/{one}" type="string"/>' for one in ("a", "c", "z")), ("b", "d")
    binds = always + "".join(f"""<bind nodeset="/data/r/{one}" relevant="../a = 'x'"/>""" for one in sometimes)
    talk = house.start(xform('<r jr:template=""><a/><b/><c/><d/><z/></r>', binds, _IN_A_LIST))
    for number in (1, 2):
        talk.page.answering.apply(talk.session.add_repeat("/data/r"))
        talk.page.answering.apply(talk.session.answer(f"/data/r[{number}]/a", "x"))
    for number in (2, 1):
        for before, after in (("d", "z"), ("b", "c")):
            talk.go(f"/data/r[{number}]/{before}")
            talk.page.answering.apply(talk.session.answer(f"/data/r[{number}]/a", "y"))
            assert talk.ref == f"/data/r[{number}]/{after}"
            talk.page.answering.apply(talk.session.answer(f"/data/r[{number}]/a", "x"))
    talk.page.turn(1)
    assert talk.ref == "/data/r[1]/d"
