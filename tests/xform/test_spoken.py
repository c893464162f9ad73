"""Rules and labels that show texts, or labels of choices, follow what these show, in a new record too."""

import pytest

from intake_app.errors import IntakeError
from intake_app.xform import Session, new_session, resume
from tests.xform.forms import NOW, definition, inputs, session
from tests.xform.replay import surroundings

REPEAT = '<repeat nodeset="/data/r"><input ref="/data/r/n"/></repeat>'
LIST = "instance('l')/root/item"
ITEXT = (
    '<itext><translation lang="en"><text id="g"><value>Hi <output value="/data/c"/></value></text>'
    '<text id="h"><value>Bye</value></text><text id="i"><value>In <output value="jr:itext(\'g\')"/></value></text>'
    "</translation></itext>"
)
ITEMS = (
    '<instance id="l"><root><item><name>a</name><k>1</k><label>A1</label><t>g</t></item>'
    "<item><name>a</name><k>2</k><label>A2</label><t>h</t></item></root></instance>"
)
CALCULATED = '<bind nodeset="/data/c" calculate="/data/x + 1"/>'


def itemset(nodeset: str, label: str = "label", value: str = "name") -> str:
    return (
        f'<select1 ref="/data/sel"><label>S</label><itemset nodeset="{nodeset}"><value ref="{value}"/>'
        f'<label ref="{label}"/></itemset></select1>'
    )


def fresh(made: Session) -> Session:
    return resume(made.definition, made.serialise_draft(), made.states(), surroundings(NOW), made.language)


@pytest.mark.feature(154)
def test_a_choice_made_from_a_repeat_is_named_as_its_instance_is_now() -> None:
    bind = '<bind nodeset="/data/cn" calculate="jr:choice-name(/data/sel, \'/data/sel\')"/>'
    made = session("<r><n/></r><sel/><cn/>", bind, REPEAT + itemset("/data/r[n != '']", "n", "n"))
    made.answer("/data/r[1]/n", "Ann")
    made.answer("/data/sel", "Ann")
    assert made.value("/data/cn") == "Ann"
    made.answer("/data/r[1]/n", "Bob")
    assert made.value("/data/cn") == fresh(made).value("/data/cn") == ""


@pytest.mark.feature(154)
@pytest.mark.parametrize(
    ("label", "first", "second"),
    [
        ('<label>is <output value="/data/c"/></label>', "is 2", "is 3"),
        ("<label ref=\"jr:itext('g')\"/>", "Hi 2", "Hi 3"),
        ("<label ref=\"jr:itext(if(/data/x = 1, 'g', 'h'))\"/>", "Hi 2", "Bye"),
        ("<label ref=\"jr:itext(concat('', 'i'))\"/>", "In Hi 2", "In Hi 3"),
    ],
)
def test_the_label_of_a_choice_is_followed(label: str, first: str, second: str) -> None:
    binds = '<bind nodeset="/data/cn" calculate="jr:choice-name(/data/sel, \'/data/sel\')"/>' + CALCULATED
    body = f'<select1 ref="/data/sel"><label>S</label><item>{label}<value>a</value></item></select1>' + inputs("x")
    made = session("<x>1</x><sel>a</sel><cn/><c/>", binds, body, ITEXT)
    assert made.value("/data/cn") == fresh(made).value("/data/cn") == first
    made.answer("/data/x", "2")
    assert made.value("/data/cn") == fresh(made).value("/data/cn") == second


@pytest.mark.feature(154)
@pytest.mark.parametrize(("label", "first", "second"), [("label", "A1", "A2"), ("jr:itext(t)", "Hi 1", "Bye")])
def test_a_list_narrowed_by_a_calculation_is_followed(label: str, first: str, second: str) -> None:
    binds = (
        "<bind nodeset=\"/data/cn\" calculate=\"jr:choice-name('a', ' /data/sel ')\"/>"
        '<bind nodeset="/data/c" calculate="/data/x + 0"/>'
    )
    body = itemset(f"{LIST}[k = /data/c]", label) + inputs("x")
    made = session("<x>1</x><sel/><cn/><c/>", binds, body, ITEXT + ITEMS)
    assert made.value("/data/cn") == first
    made.answer("/data/x", "2")
    assert made.value("/data/cn") == fresh(made).value("/data/cn") == second


@pytest.mark.feature(70)
def test_a_text_in_a_calculation_is_followed() -> None:
    binds = '<bind nodeset="/data/t" calculate="jr:itext(\'i\')"/>' + CALCULATED
    made = session("<x>1</x><t/><c/>", binds, inputs("x"), ITEXT)
    assert made.value("/data/t") == "In Hi 2"
    made.answer("/data/x", "2")
    assert made.value("/data/t") == "In Hi 3"


@pytest.mark.feature(70)
@pytest.mark.parametrize(
    "label",
    [
        "<label ref=\"jr:itext(if(/data/x = 1, 'g', 'h'))\"/>",
        '<label ref="jr:itext(/data/which)"/>',
        "<label>Now <output value=\"jr:choice-name('a', '/data/sel')\"/></label>",
    ],
)
def test_labels_that_show_texts_are_told_of(label: str) -> None:
    choice = '<item><label>is <output value="/data/c"/></label><value>a</value></item>'
    select = f'<select1 ref="/data/sel"><label>S</label>{choice}</select1>'
    body = f'<input ref="/data/q">{label}</input>{inputs("x", "y")}{select}'
    binds = '<bind nodeset="/data/c" calculate="/data/y + 1"/>'
    made = session("<x>1</x><y>1</y><which>g</which><q/><sel/><c/>", binds, body, ITEXT)
    before = made.text("/data/q", "label")
    assert "/data/q" in made.answer("/data/y", "2").label
    assert made.text("/data/q", "label") != before


def test_what_names_no_question_reads_nothing() -> None:
    for path in ("'/data/none'", "'/data/c'", "/data/x"):
        bind = f'<bind nodeset="/data/cn" calculate="jr:choice-name(\'a\', {path})"/>'
        assert session("<x>1</x><cn/><c/>", bind, inputs("x")).value("/data/cn") == ""


@pytest.mark.decision("16")
def test_a_text_that_shows_what_asks_for_it_is_a_cycle() -> None:
    binds = '<bind nodeset="/data/c" calculate="jr:itext(\'g\')"/>'
    with pytest.raises(IntakeError, match=r"xform\.cycle"):
        definition("<x/><c/>", binds, inputs("x"), ITEXT)


@pytest.mark.decision("16")
def test_a_condition_inside_position_is_read() -> None:
    binds = (
        '<bind nodeset="/data/a" calculate="position(/data/r[n = 0])"/><bind nodeset="/data/r/n" calculate="/data/a"/>'
    )
    with pytest.raises(IntakeError, match=r"xform\.cycle"):
        new_session(definition("<a/><r><n/></r>", binds, REPEAT), surroundings(NOW))
