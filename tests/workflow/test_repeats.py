"""An entry that was taken away comes back as it was, where it was."""

import itertools

import pytest

from intake_app import workflow, xform
from intake_app.workflow import repeats
from intake_app.workflow.store import surroundings_for
from intake_app.xform import AnswerState, Session
from tests.gui_interview import forms
from tests.xform.forms import inputs
from tests.xform.forms import xform as form_of

INNER = (
    '<group ref="/data/r"><label>R</label><repeat nodeset="/data/r">'
    '<input ref="/data/r/x"><label>X</label></input><input ref="/data/r/many"><label>How many</label></input>'
    '<group ref="/data/r/s"><label>S</label><repeat nodeset="/data/r/s">'
    '<input ref="/data/r/s/y"><label>Y</label></input></repeat></group>'
    '<group ref="/data/r/c"><label>C</label><repeat nodeset="/data/r/c" jr:count="/data/r/many">'
    '<input ref="/data/r/c/z"><label>Z</label></input></repeat></group>'
    "</repeat></group>"
)
BINDS = (
    '<bind nodeset="/data/r/many" type="int"/><bind nodeset="/data/r/whole" calculate="concat(/data/r/x, \'!\')"/>'
    '<bind nodeset="/data/r/hidden" type="string"/>'
)
NODES = "<r jr:template=''><x/><many/><whole/><hidden/><s jr:template=''><y/></s><c jr:template=''><z/></c></r><town/>"


@pytest.fixture
def session() -> Session:
    made = xform.new_session(xform.load(form_of(NODES, BINDS, INNER + inputs("town"))), surroundings_for({}))
    for at in range(1, 4):
        if not made.exists(f"/data/r[{at}]"):
            made.add_repeat("/data/r")
        made.answer(f"/data/r[{at}]/x", f"name {at}")
    return made


def away(session: Session) -> repeats.Away:
    return repeats.Away(session, workflow.AskedBy(session, "Sara", {}))


def told(session: Session) -> dict[str, str]:
    return {ref: text for ref, (text, _) in session.leaves().items() if "/meta/" not in ref}


def test_it_comes_back_whole_with_what_is_in_it(session: Session) -> None:
    session.answer("/data/r[2]/many", "2")
    session.add_repeat("/data/r[2]/s")
    while session.count_repeat("/data/r[2]/s") < 2:
        session.add_repeat("/data/r[2]/s")
    for ref, text in {"s[1]/y": "one", "s[2]/y": "two", "c[2]/z": "three", "hidden": "kept"}.items():
        session.answer(f"/data/r[2]/{ref}", text)
    session.mark("/data/r[2]/c[1]/z", AnswerState.DECLINED)
    before, states = told(session), session.states()
    gone, _ = (taken := away(session)).take("/data/r[2]")
    assert session.count_repeat("/data/r") == 2 and gone.told[0] == "name 2"
    assert told(session)["/data/r[2]/x"] == "name 3"
    ref, changes = taken.bring_back(gone)
    assert (ref, changes.structure) == ("/data/r[2]", True)
    assert told(session) == before and session.states() == states
    assert session.value("/data/r[2]/whole") == "name 2!"


def test_several_come_back_in_any_order(session: Session) -> None:
    before = told(session)
    taken = away(session)
    last, _ = taken.take("/data/r[3]")
    first, _ = taken.take("/data/r[1]")
    assert taken.bring_back(last)[0] == "/data/r[2]", "there is one less before it"
    assert taken.bring_back(first)[0] == "/data/r[1]"
    assert told(session) == before


def test_what_does_not_fit_comes_back_as_it_was_given(session: Session) -> None:
    session.answer("/data/r[1]/many", "some")
    gone, _ = (taken := away(session)).take("/data/r[1]")
    taken.bring_back(gone)
    assert (session.question("/data/r[1]/many").value, session.question("/data/r[1]/many").valid) == ("some", "type")


def test_a_birth_of_a_child_comes_back_with_what_belongs_beside_it() -> None:
    session = xform.new_session(xform.load(forms.births()), surroundings_for({}), "ትግርኛ (ti)")
    session.add_repeat("/data/child")
    workflow.answer(session, "/data/child[1]/born", "? 2002--")
    before = told(session)
    gone, _ = (taken := away(session)).take("/data/child[1]")
    taken.bring_back(gone)
    assert told(session) == before
    assert session.value("/data/child[1]/majority") == "may_be_minor"


def friends() -> Session:
    """A choice among the names of the entries, told in each of them and behind them."""
    items = '<itemset nodeset="/data/r"><value ref="x"/><label ref="x"/></itemset>'
    others = items.replace("/data/r", "../../r")
    body = (
        '<group ref="/data/r"><label>R</label><repeat nodeset="/data/r"><input ref="/data/r/x"><label>X</label></input>'
        f'<select1 ref="/data/r/friend"><label>Friend</label>{others}</select1></repeat></group>'
        f'<select1 ref="/data/head"><label>Head</label>{items}</select1>'
    )
    made = form_of("<r jr:template=''><x/><friend/></r><head/>", "", body)
    session = xform.new_session(xform.load(made), surroundings_for({}))
    for at, name in enumerate(("ada", "bo", "cy"), 1):
        if not session.exists(f"/data/r[{at}]"):
            session.add_repeat("/data/r")
        session.answer(f"/data/r[{at}]/x", name)
    session.answer("/data/r[3]/friend", "ada")
    session.answer("/data/head", "ada")
    return session


def test_answers_elsewhere_come_back_that_went_with_it() -> None:
    session = friends()
    before = told(session)
    gone, changes = (taken := away(session)).take("/data/r[1]")
    assert {ref for ref, _ in changes.cleared} == {"/data/r[2]/friend", "/data/head"}
    taken.bring_back(gone)
    assert told(session) == before


ORDERS = list(itertools.permutations(range(3)))


@pytest.mark.parametrize("back", ORDERS)
@pytest.mark.parametrize("out", ORDERS)
def test_answers_elsewhere_come_back_to_whom_they_are_of(out: tuple[int, ...], back: tuple[int, ...]) -> None:
    """Whoever goes and comes back when: each is the friend of another."""
    session = friends()
    for at, name in enumerate(("bo", "cy", "ada"), 1):
        session.answer(f"/data/r[{at}]/friend", name)
    before, taken, gone = told(session), away(session), dict[int, repeats.TakenAway]()
    for one in out:
        gone[one] = taken.take(f"/data/r[{one + 1 - sum(other < one for other in gone)}]")[0]
    for one in back:
        taken.bring_back(gone[one])
    assert told(session) == before


def test_nothing_comes_back_over_what_was_told_since_while_two_were_away() -> None:
    session = friends()
    taken = away(session)
    ada, _ = taken.take("/data/r[1]")
    cy, _ = taken.take("/data/r[2]")
    session.answer("/data/head", "bo")
    taken.bring_back(ada)
    assert session.value("/data/head") == "bo"
    taken.bring_back(cy)
    assert (session.value("/data/head"), session.value("/data/r[3]/friend")) == ("bo", "ada")


def test_what_a_count_put_out_of_sight_comes_back_there(session: Session) -> None:
    session.answer("/data/r[2]/many", "3")
    session.answer("/data/r[2]/c[2]/z", "told by her")
    session.mark("/data/r[2]/c[3]/z", AnswerState.DECLINED)
    before = told(session), session.states()
    session.answer("/data/r[2]/many", "")
    session.mark("/data/r[2]/many", AnswerState.DECLINED)
    gone, _ = (taken := away(session)).take("/data/r[2]")
    taken.bring_back(gone)
    assert session.count_repeat("/data/r[2]/c") == 0 and session.state("/data/r[2]/many") is AnswerState.DECLINED
    assert not session.leaves()["/data/r[2]/c[2]/z"][1], "it is still out of sight"
    session.answer("/data/r[2]/many", "3")
    assert (told(session), session.states()) == before
