"""Answers that a narrowed list takes away can be given back: at any depth, in repeats, in any order (decision 13)."""

import pytest

from intake_app.xform import AnswerState, resume
from tests.xform.forms import NOW, inputs, session
from tests.xform.replay import surroundings

ROWS = (("it", "rome", "trastevere"), ("it", "bari", "murat"), ("tn", "sfax", "medina"))
PLACES = "".join(f"<item><l>{land}</l><c>{city}</c><d>{part}</d></item>" for land, city, part in ROWS)
MODEL = f'<instance id="p"><root>{PLACES}</root></instance>'


def chooser(path: str, column: str, rule: str, control: str = "select1") -> str:
    """A question whose list follows another answer."""
    itemset = (
        f"<itemset nodeset=\"instance('p')/root/item[{rule}]\"><value ref='{column}'/><label ref='{column}'/></itemset>"
    )
    return f'<{control} ref="{path}">{itemset}</{control}>'


CITY = chooser("/data/r/city", "c", "l = current()/../land")
PART = chooser("/data/r/part", "d", "c = current()/../city", "select")
BODY = f'<repeat nodeset="/data/r"><input ref="/data/r/land"/>{CITY}{PART}</repeat>'
FORM = (
    "<r><land/><city/><part/></r><log/>",
    '<bind nodeset="/data/log" calculate="normalize-space(join(\' \', /data/r/part))"/>',
    BODY,
    MODEL,
)
ANSWERS = {"/data/r[2]/land": "it", "/data/r[2]/city": "bari", "/data/r[2]/part": "murat"}


@pytest.mark.decision("13")
@pytest.mark.feature(104)
@pytest.mark.parametrize("backwards", [False, True])
def test_a_whole_chain_inside_a_repeat_comes_back(backwards: bool) -> None:
    form = session(*FORM)
    form.add_repeat("/data/r")
    for ref, text in ANSWERS.items():
        form.answer(ref, text)
    changes = form.answer("/data/r[2]/land", "tn")
    assert dict(changes.cleared) == {"/data/r[2]/city": "bari", "/data/r[2]/part": "murat"}
    assert (form.value("/data/r[2]/city"), form.value("/data/log")) == ("", "")
    told = [("/data/r[2]/land", "it"), *changes.cleared]
    undone = form.restore(reversed(told) if backwards else told)
    assert {ref: form.value(ref) for ref in ANSWERS} == ANSWERS
    assert undone.cleared == ()
    assert {*ANSWERS, "/data/log"} <= undone.value
    assert form.value("/data/log") == "murat"


@pytest.mark.decision("13")
def test_what_no_list_offers_any_more_is_taken_away_again() -> None:
    form = session(*FORM)
    for ref, text in ANSWERS.items():
        form.answer(ref.replace("[2]", "[1]"), text)
    changes = form.answer("/data/r[1]/land", "tn")
    assert form.restore(changes.cleared).cleared == (("/data/r[1]/city", "bari"), ("/data/r[1]/part", "murat"))
    assert form.value("/data/r[1]/city") == ""


@pytest.mark.decision("13", "14")
def test_of_several_answers_the_ones_still_offered_stay_in_the_order_they_were_given() -> None:
    body = inputs("land") + chooser("/data/city", "c", "/data/land = '' or l = /data/land", "select")
    form = session("<land/><city/>", "", body, MODEL)
    form.answer("/data/city", "sfax bari rome")
    changes = form.answer("/data/land", "it")
    assert (changes.cleared, form.value("/data/city")) == ((("/data/city", "sfax bari rome"),), "bari rome")
    form.restore([("/data/land", ""), *changes.cleared])
    assert form.value("/data/city") == "sfax bari rome"


@pytest.mark.decision("13")
def test_declining_what_a_list_follows_clears_and_comes_back_too() -> None:
    form = session(*FORM)
    for ref, text in ANSWERS.items():
        form.answer(ref.replace("[2]", "[1]"), text)
    changes = form.mark("/data/r[1]/land", AnswerState.DECLINED)
    assert form.value("/data/r[1]/city") == ""
    form.restore([("/data/r[1]/land", "it"), *changes.cleared])
    assert (form.state("/data/r[1]/land"), form.value("/data/r[1]/part")) == (AnswerState.ANSWERED, "murat")


@pytest.mark.decision("13")
def test_undoing_sets_off_no_action_and_survives_saving() -> None:
    act = '<setvalue event="xforms-value-changed" ref="/data/n" value="/data/n + 1"/>'
    body = inputs("land").replace("</input>", f"{act}</input>") + chooser("/data/city", "c", "l = /data/land")
    form = session("<land/><city/><n>0</n>", "", body, MODEL)
    form.answer("/data/land", "it")
    form.answer("/data/city", "rome")
    changes = form.answer("/data/land", "tn")
    form.restore([("/data/land", "it"), *changes.cleared])
    assert form.value("/data/n") == "2"
    again = resume(form.definition, form.serialise_draft(), {}, surroundings(NOW))
    assert again.value("/data/city") == "rome"


def test_only_answers_can_be_given_back() -> None:
    with pytest.raises(ValueError, match="no place"):
        session(*FORM).restore([("/data/r[1]", "x")])
    with pytest.raises(ValueError, match="no such node"):
        session(*FORM).restore([("/data/zz", "x")])


@pytest.mark.decision("13")
def test_an_answer_that_the_form_empties_is_told_and_comes_back() -> None:
    act = "".join(
        f'<setvalue event="xforms-value-changed" ref="/data/{name}" value="if(/data/a = \'x\', \'\', /data/{name})"/>'
        for name in ("b", "worked_out", "shut", "off")
    )
    body = inputs("a", "b", "shut", "off").replace("</input>", f"{act}</input>", 1)
    binds = '<bind nodeset="/data/shut" readonly="true()"/><bind nodeset="/data/off" relevant="/data/a = \'\'"/>'
    form = session("<a/><b/><worked_out>1</worked_out><shut>1</shut><off>1</off>", binds, body)
    form.answer("/data/b", "said")
    changes = form.answer("/data/a", "x")
    assert [form.value(f"/data/{name}") for name in ("b", "worked_out", "shut")] == ["", "", ""]
    assert changes.cleared == (("/data/b", "said"),), "only what was asked and answered is an answer"
    assert form.restore([("/data/a", ""), *changes.cleared]).cleared == ()
    assert form.value("/data/b") == "said"
    assert form.answer("/data/a", "y").cleared == ()
