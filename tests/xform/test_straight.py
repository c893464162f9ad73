"""Rules of one node and numerals are worked off together: they give what the same rules give one by one."""

import pytest

from intake_app.xform import Session, edit
from tests.xform.forms import NOW, definition, session
from tests.xform.replay import surroundings

TYPES = ["int", "decimal", "string", "boolean", "date", "dateTime", "time"]
RULES = [
    "/data/a + 1",
    "/data/a * 2 - 1 div 3",
    "/data/a mod 4 div 0",
    "/data/a &gt; 2",
    "/data/a + 1 = 3",
    "/data/a != 3",
]
ANSWERS = ["1", "2", "-3", "2.5", "", "0", "1e3", "2026-03-29", "٣", "ten", "123456789012345678901", " 4 "]


def one_by_one(rule: str) -> str:
    """The same rule, written so that it is none of a node and numerals."""
    return rule.replace("/data/a", "number(/data/a)")


@pytest.mark.parametrize("type_name", TYPES)
def test_a_rule_gives_the_same_together_and_one_by_one(type_name: str) -> None:
    binds = "".join(
        f'<bind nodeset="/data/{name}{at}" type="{type_name}" calculate="{rule}"/>'
        for at, each in enumerate(RULES)
        for name, rule in (("together", each), ("alone", one_by_one(each)))
    )
    nodes = "".join(f"<together{at}/><alone{at}/>" for at in range(len(RULES)))
    shown = '<bind nodeset="/data/a" relevant="/data/seen != 0"/>'
    form = session(f"<seen>1</seen><a/>{nodes}", binds + shown, '<input ref="/data/a"/><input ref="/data/seen"/>')
    for answer in ANSWERS:
        for seen in ("1", "0", "1"):
            form.answer("/data/a", answer)
            form.answer("/data/seen", seen)
            for at, rule in enumerate(RULES):
                assert form.value(f"/data/together{at}") == form.value(f"/data/alone{at}"), (rule, answer, seen)


def test_what_is_hidden_is_worked_out_and_told_when_it_is_shown() -> None:
    form = session(
        "<a/><b/><c/><r jr:template=''><x/></r><all/>",
        '<bind nodeset="/data/b" type="int" calculate="/data/a + 1" relevant="/data/a &lt; 5"/>'
        '<bind nodeset="/data/c" type="int" calculate="/data/b + 1"/>'
        '<bind nodeset="/data/all" calculate="sum(/data/r/x) + /data/c"/>',
        '<input ref="/data/a"/><repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat>',
    )
    form.add_repeat("/data/r")
    form.answer("/data/r[1]/x", "7")
    form.answer("/data/a", "1")
    assert [form.value(f"/data/{name}") for name in ("b", "c", "all")] == ["2", "3", "10"]
    changes = form.answer("/data/a", "9")
    assert form.value("/data/c") == ""
    assert {"/data/c", "/data/b"} <= changes.value
    assert "/data/b" in changes.relevance
    form.answer("/data/a", "4")
    assert [form.value(f"/data/{name}") for name in ("b", "c", "all")] == ["5", "6", "13"]


def test_a_question_that_is_worked_out_is_looked_at_again() -> None:
    form = session(
        "<a/><b/>",
        '<bind nodeset="/data/b" type="int" calculate="/data/a + 1" constraint=". &lt; 5"/>',
        '<input ref="/data/a"/><input ref="/data/b"/>',
    )
    form.answer("/data/a", "1")
    assert form.question("/data/b").valid is True
    assert "/data/b" in form.answer("/data/a", "7").validity
    assert form.question("/data/b").valid == "constraint"


def twice(names: str) -> Session:
    """A record that has a name twice where the form has it once."""
    form = definition(
        "<g><a/></g><b/><c/><all/>",
        '<bind nodeset="/data/b" type="int" calculate="/data/g/a + 1"/>'
        '<bind nodeset="/data/c" type="int" calculate="/data/b + 1"/>'
        '<bind nodeset="/data/all" type="int" calculate="sum(/data/b)"/>',
        '<input ref="/data/g/a"/>',
    )
    head = '<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>uuid:1</orx:instanceID></orx:meta>'
    return edit(form, f'<data id="t" version="1">{names}<c/><all/>{head}</data>'.encode(), surroundings(NOW))


@pytest.mark.parametrize(
    ("names", "all_of_b"),
    [("<g><a>1</a></g><b/>", "5"), ("<g><a>1</a></g><b/><b/>", "10"), ("<g><a>1</a></g><g><a>2</a></g><b/>", "5")],
)
def test_names_that_are_there_twice(names: str, all_of_b: str) -> None:
    form = twice(names)
    form.answer("/data/g/a", "4")
    assert form.value("/data/all") == all_of_b
    assert form.value("/data/c") == "6"
