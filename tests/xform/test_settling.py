"""Changes come to an end, and end where a fresh start from the draft does."""

import random

import pytest

from intake_app.xform import Session, resume
from tests.xform.forms import NOW, inputs, session
from tests.xform.replay import surroundings

LIST = '<instance id="l"><root><item><name>a</name><k>1</k></item><item><name>c</name><k>2</k></item></root></instance>'
COSTLY = "count(//x[count(//x) &gt; 0])"
MANY = "<x>1</x>" * 500


def fresh(made: Session) -> Session:
    return resume(made.definition, made.serialise_draft(), made.states(), surroundings(NOW), made.language)


def state(made: Session) -> tuple[object, ...]:
    """All that a record says of itself."""
    told = [(error.code, error.facts["place"]) for error in made.troubles()]
    return made.values(), made.violations(), sorted(told), made.states(), made.serialise()


def assert_follows(made: Session) -> None:
    assert state(made) == state(fresh(made))


# counts that depend on the instances they show


def counted(rule: str, count: str = "/data/c", more: str = "") -> Session:
    """Instances with x and y, counted by a calculate."""
    binds = f'<bind nodeset="/data/c" calculate="{rule}"/><bind nodeset="/data/r/y" type="int"/>{more}'
    body = f'<input ref="/data/n"/><repeat nodeset="/data/r" jr:count="{count}">'
    asked = '<input ref="/data/r/x"/><input ref="/data/r/y"/></repeat>'
    return session("<n/><c/><r jr:template=''><x/><y/></r>", binds, body + asked)


ANOTHER = "count(/data/r[x = 'yes']) + 1"


def test_another_one_asked_in_the_repeat_it_counts() -> None:
    made = counted(ANOTHER)
    shown = []
    for at, text in ((1, "yes"), (2, "yes"), (3, "yes"), (1, "no"), (2, "no"), (1, "yes")):
        made.answer(f"/data/r[{at}]/x", text)
        shown.append((made.count_repeat("/data/r"), made.value("/data/c")))
        assert_follows(made)
    assert shown == [(2, "2"), (3, "3"), (4, "4"), (3, "3"), (1, "1"), (3, "3")]
    assert made.warnings == set()


@pytest.mark.parametrize(
    "bind",
    [
        'calculate="if(../y = 1, 1, /data/n = position(..))"',
        'calculate="1" relevant="../y = 1 or /data/n = position(..)"',
    ],
)
def test_what_is_hidden_by_a_count_follows_from_the_answers_alone(bind: str) -> None:
    """What changes while it is hidden may be what the number depends on once all are shown."""
    made = counted("count(/data/r[x = 1]) + 1", more=f'<bind nodeset="/data/r/x" {bind}/>')
    made.answer("/data/r[1]/y", "1")
    made.answer("/data/r[1]/y", "0")
    assert made.count_repeat("/data/r") == 1
    made.answer("/data/n", "2")
    assert made.count_repeat("/data/r") == 2
    assert_follows(made)


@pytest.mark.parametrize(
    ("rule", "count", "shown"),
    [
        ("if(sum(/data/r/y) &gt; 5, 1, 2)", "/data/c", [2, 2, 2, 2]),
        ("count(/data/r)", "if(/data/c &gt; 2, 1, 3)", [3, 3, 3, 3]),
        ("if(sum(/data/r/y) &gt; 5, 2, 3)", "/data/c", [3, 2, 3, 2]),
        ("if(sum(/data/r/y) &gt; 5, 0, 2)", "/data/c", [2, 2, 2, 2]),
    ],
)
def test_a_count_that_hiding_raises_again_hides_nothing(rule: str, count: str, shown: list[int]) -> None:
    """As in JavaRosa, where instances too many stay."""
    made = counted(rule, count)
    found = []
    for at, text in ((1, "2"), (2, "4"), (1, "1"), (1, "3")):
        made.answer(f"/data/r[{at}]/y", text)
        found.append(made.count_repeat("/data/r"))
        assert_follows(made)
    assert found == shown


def test_a_count_that_does_not_settle_is_told_and_does_not_hinder() -> None:
    made = counted("if(sum(/data/r/y) &gt; 5, 1, 2)")
    made.answer("/data/r[1]/y", "2")
    assert made.warnings == set()
    made.answer("/data/r[2]/y", "4")
    assert (made.warnings, made.value("/data/c"), made.troubles()) == ({"xform.count_unsettled"}, "1", ())
    assert b"<y>4</y>" in made.finalise().xml


def test_a_count_that_rises_with_each_instance_comes_to_an_end() -> None:
    made = counted("count(/data/r) + 1")
    assert 0 < made.count_repeat("/data/r") < 100
    assert made.warnings == {"xform.count_unsettled"}


def test_two_counts_that_depend_on_each_other() -> None:
    binds = (
        '<bind nodeset="/data/c" calculate="3 - count(/data/s[w = 1])"/>'
        '<bind nodeset="/data/d" calculate="count(/data/r[x = 1])"/>'
    )
    body = (
        '<repeat nodeset="/data/r" jr:count="/data/c"><input ref="/data/r/x"/></repeat>'
        '<repeat nodeset="/data/s" jr:count="/data/d"><input ref="/data/s/w"/></repeat>'
    )
    made = session("<c/><d/><r jr:template=''><x/></r><s jr:template=''><w/></s>", binds, body)
    for ref, text in (("/data/r[1]/x", "1"), ("/data/r[2]/x", "1"), ("/data/r[3]/x", "1"), ("/data/s[1]/w", "1")):
        made.answer(ref, text)
        assert_follows(made)
    assert (made.count_repeat("/data/r"), made.count_repeat("/data/s")) == (2, 2)


def test_a_count_inside_an_instance_that_goes() -> None:
    body = (
        '<repeat nodeset="/data/g"><input ref="/data/g/n"/><repeat nodeset="/data/g/r" jr:count="../c">'
        '<input ref="/data/g/r/x"/></repeat></repeat>'
    )
    rule = '<bind nodeset="/data/g/c" calculate="count(../r[x = 1]) + 1"/>'
    made = session("<g jr:template=''><n/><c/><r jr:template=''><x/></r></g>", rule, body)
    for _ in range(2):
        made.add_repeat("/data/g")
    for at in (1, 2):
        made.answer(f"/data/g[{at}]/r[1]/x", "1")
        made.answer(f"/data/g[{at}]/r[1]/x", "0")
        assert made.count_repeat(f"/data/g[{at}]/r") == 1
    made.remove_repeat("/data/g[1]")
    made.answer("/data/g[1]/r[1]/x", "1")
    assert made.count_repeat("/data/g[1]/r") == 2
    assert_follows(made)


@pytest.mark.parametrize("seed", range(12))
def test_any_order_of_answers_ends_where_a_fresh_start_does(seed: int) -> None:
    source = random.Random(seed)
    rules = (ANOTHER, "count(/data/r[y &gt; 3]) + 2", "4 - count(/data/r[x = 'yes'])", "sum(/data/r/y)")
    made = counted(source.choice(rules), more='<bind nodeset="/data/r/x" relevant="../y != 2"/>')
    for _ in range(15):
        asked = [ref for ref in made.values() if ref.endswith(("/x", "/y"))]
        ref = source.choice(asked) if asked else "/data/n"
        made.answer(ref, source.choice(("yes", "no", "")) if ref.endswith("x") else source.choice("0123"))
        assert_follows(made)


def test_what_is_hidden_and_shown_again_in_one_change_did_not_change() -> None:
    made = counted(ANOTHER)
    made.answer("/data/r[1]/x", "yes")
    made.answer("/data/r[1]/x", "no")
    assert made.answer("/data/r[1]/x", "never").relevance == frozenset()
    assert made.answer("/data/r[1]/x", "yes").relevance == {f"/data/r[2]{part}" for part in ("", "/x", "/y")}


# lists and actions


def choosing(actions: str, binds: str = "") -> Session:
    body = (
        '<select1 ref="/data/a"><itemset nodeset="instance(\'l\')/root/item[k = /data/b]"><value ref="name"/>'
        f'<label ref="name"/></itemset>{actions}</select1><input ref="/data/b"/>'
    )
    return session("<a/><b/>", binds, body, LIST)


SET_A = '<setvalue event="xforms-value-changed" ref="/data/a" value="\'a\'"/>'


def test_an_action_does_not_put_back_for_ever_what_a_list_takes() -> None:
    made = choosing(SET_A, '<bind nodeset="/data/b" calculate="if(/data/a = \'a\', 2, 1)"/>')
    assert made.answer("/data/a", "a").cleared == (("/data/a", "a"),)
    assert (made.value("/data/a"), made.value("/data/b")) == ("", "1")


def test_actions_that_move_a_list_and_its_answer_come_to_an_end() -> None:
    made = choosing(f'<setvalue event="xforms-value-changed" ref="/data/b" value="if(/data/a = \'\', 1, 2)"/>{SET_A}')
    made.answer("/data/b", "1")
    made.answer("/data/a", "a")
    assert made.value("/data/a") == ""


# rules that can not be worked out


def test_a_question_is_shown_where_its_relevance_can_not_be_worked_out() -> None:
    rule = f'<bind nodeset="/data/q" relevant="/data/a = 1 and {COSTLY} &gt; 0" required="true()"/>'
    made = session(f"<a>0</a><q/>{MANY}", rule, inputs("a", "q"))
    assert (made.relevant("/data/q"), made.troubles()) == (False, ())
    assert "/data/q" in made.answer("/data/a", "1").relevance
    assert [error.facts["place"] for error in made.troubles()] == ["/data/q"]
    assert_follows(made)
    made.answer("/data/a", "2")
    assert (made.relevant("/data/q"), made.troubles()) == (False, ())


def test_a_count_that_can_not_be_worked_out_hides_nothing() -> None:
    body = f'<input ref="/data/n"/><repeat nodeset="/data/r" jr:count="if(/data/n &lt; 5, /data/n, {COSTLY})">'
    made = session(f"<n/><r jr:template=''><y/></r>{MANY}", "", body + '<input ref="/data/r/y"/></repeat>')
    for number, shown in (("3", 3), ("1", 1), ("9", 3), ("2", 2)):
        made.answer("/data/n", number)
        assert (made.count_repeat("/data/r"), len(made.troubles())) == (shown, number == "9")
        assert_follows(made)
