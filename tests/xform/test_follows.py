"""What was worked out step by step is what a fresh start works out: the cases that are easily overlooked."""

import pytest

from intake_app.xform import Session, counting, resume
from tests.xform.forms import NOW, inputs, session
from tests.xform.replay import surroundings

REPEAT = '<repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat>'


def fresh(made: Session) -> dict[str, str]:
    return resume(made.definition, made.serialise_draft(), {}, surroundings(NOW)).values()


def three(rule: str, at: str = "/data/r/y") -> Session:
    """Three instances with x = 1, 2, 3, and a rule that looks at another instance."""
    made = session("<r jr:template=''><x/><y/></r><z/>", f'<bind nodeset="{at}" calculate="{rule}"/>', REPEAT)
    for number in (1, 2, 3):
        made.add_repeat("/data/r")
        made.answer(f"/data/r[{number}]/x", str(number))
    return made


@pytest.mark.feature(155)
@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("indexed-repeat(../x, /data/r, 1)", ["9", "9"]),
        ("indexed-repeat(../x, ../../r, position(..) - 1)", ["9", "9"]),
        ("indexed-repeat(../x, /data/r, position(..) + 1)", ["3", ""]),
        ("indexed-repeat(../x, .., 1)", ["9", "9"]),
        ("indexed-repeat(../x, .., position(..) - 1)", ["9", "9"]),
        ("indexed-repeat(/data/r/x, /data/r, 0)", ["9", "9"]),
        ("indexed-repeat(/data/r/x, /data/r, 2)", ["3", "3"]),
    ],
)
def test_another_instance_is_followed(rule: str, values: list[str]) -> None:
    made = three(rule)
    made.answer("/data/r[1]/x", "7")
    made.remove_repeat("/data/r[2]")
    made.answer("/data/r[1]/x", "9")
    assert made.values() == fresh(made)
    assert [made.value(f"/data/r[{at}]/y") for at in (1, 2)] == values


@pytest.mark.feature(155)
def test_one_instance_of_several_that_moved_together_is_followed() -> None:
    """What all instances work out anew at once reaches whoever reads the second of them, and nobody in vain."""
    binds = (
        '<bind nodeset="/data/r/n" calculate="position(..)"/>'
        '<bind nodeset="/data/r/tag" calculate="concat(../x, ../n)"/>'
        '<bind nodeset="/data/z" calculate="indexed-repeat(/data/r/tag, /data/r, 2)"/>'
        '<bind nodeset="/data/total" calculate="join(\'-\', /data/r/tag)"/>'
    )
    made = session("<r jr:template=''><x/><n/><tag/></r><z/><total/>", binds, REPEAT)
    for number in range(1, 6):
        made.add_repeat("/data/r")
        made.answer(f"/data/r[{number}]/x", "abcde"[number - 1])
    assert (made.value("/data/z"), made.value("/data/total")) == ("b2", "a1-b2-c3-d4-e5")
    changed = made.remove_repeat("/data/r[1]")
    assert (made.value("/data/z"), made.value("/data/total")) == ("c2", "b1-c2-d3-e4")
    assert {"/data/z", "/data/total", "/data/r[1]/tag", "/data/r[4]/n"} <= changed.value
    assert "/data/z" not in made.remove_repeat("/data/r[3]").value
    assert made.values() == fresh(made)


def test_what_changed_is_told_without_answers() -> None:
    made = session("<a/><c/>", '<bind nodeset="/data/c" calculate="/data/a"/>', inputs("a"))
    assert repr(made.answer("/data/a", "canary")) == "<Changes of 2 values>"


@pytest.mark.parametrize("at", ["/data/r/y", "/data/z"])
@pytest.mark.parametrize(
    "rule",
    [
        "sum(/data/*/x)",
        "sum(/*/r/x)",
        "sum(//data/r/x)",
        "sum(/data/../data/r/x)",
        "sum(../../../data/r/x)",
        "sum(/data/g/../r/x)",
        "sum(/self::node()/data/r/x)",
        "sum(/data/g/ancestor::node()/data/r/x)",
        "sum(/data/g/preceding-sibling::r/x)",
        "count(/data/g/descendant::text())",
    ],
)
def test_a_path_of_any_shape_is_followed(rule: str, at: str) -> None:
    body = REPEAT + inputs("h").replace("/data/h", "/data/g/h")
    made = session("<r jr:template=''><x/><y/></r><g><h/></g><z/>", f'<bind nodeset="{at}" calculate="{rule}"/>', body)
    for number in (1, 2, 3):
        made.add_repeat("/data/r")
        made.answer(f"/data/r[{number}]/x", str(number))
    made.answer("/data/g/h", "5")
    assert made.values() == fresh(made)
    made.answer("/data/r[2]/x", "9")
    made.remove_repeat("/data/r[1]")
    assert made.values() == fresh(made)


def test_a_rule_about_siblings_is_worked_out_for_its_own_node_alone() -> None:
    binds = '<bind nodeset="/data/z" relevant="/data/r/y/preceding-sibling::x = 1"/>'
    made = session("<r><x/><y/></r><z/>", binds, REPEAT + inputs("z"))
    for text, shown in (("2", False), ("1", True)):
        made.answer("/data/r[1]/x", text)
        assert (made.relevant("/data/r[1]/x"), made.relevant("/data/z")) == (True, shown)


def test_a_text_with_once_follows_its_own_answer() -> None:
    made = session("<a/>", "", '<input ref="/data/a"><label>A <output value="once(\'none\')"/></label></input>')
    assert made.text("/data/a", "label").text == "A none"
    assert made.answer("/data/a", "some").label == {"/data/a"}
    assert made.text("/data/a", "label").text == "A some"


def test_an_action_at_load_tells_who_reads_its_node_whatever_it_sets() -> None:
    """As in JavaRosa: the second action finds what the first one hid, though it put in the value that was there."""
    binds = (
        '<bind nodeset="/data/b" relevant="/data/a = 2"/>'
        '<setvalue event="odk-instance-first-load" ref="/data/a" value="/data/a"/>'
        '<setvalue event="odk-instance-first-load" ref="/data/c" value="concat(/data/b, \'!\')"/>'
    )
    assert session("<a>1</a><b>B</b><c/>", binds, inputs("a", "b", "c")).value("/data/c") == "!"


def test_a_condition_at_the_end_of_a_path_tells_blank_from_not_relevant() -> None:
    binds = (
        '<bind nodeset="/data/q" relevant="/data/a = 1"/>'
        '<bind nodeset="/data/c" calculate="if(count(/data/q[. = \'\']) = 1, 1, 2)"/>'
    )
    made = session("<a/><q/><c/>", binds, inputs("a", "q"))
    assert made.value("/data/c") == "2"
    made.answer("/data/a", "1")
    assert made.value("/data/c") == "1"


def test_a_sum_over_what_was_removed_is_a_number() -> None:
    binds = '<bind nodeset="/data/z" type="date" calculate="sum(/data/o/r/x)"/>'
    body = '<repeat nodeset="/data/o"><repeat nodeset="/data/o/r"><input ref="/data/o/r/x"/></repeat></repeat>'
    made = session("<o><r jr:template=''><x/></r></o><z/>", binds, body)
    made.add_repeat("/data/o[1]/r")
    made.answer("/data/o[1]/r[1]/x", "3")
    made.remove_repeat("/data/o[1]/r[1]")
    assert made.value("/data/z") == "1970-01-01"


def test_two_nodes_of_one_path_are_added_up() -> None:
    made = session("<a>1</a><a>2</a><c/>", '<bind nodeset="/data/c" calculate="sum(/data/a)"/>', inputs("a"))
    made.answer("/data/a", "7")
    assert made.value("/data/c") == "9"


def test_instances_that_were_removed_leave_room_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts are held to what there is, not to what they made since the record was opened."""
    monkeypatch.setattr(counting, "MAX_TOGETHER", 30)
    body = (
        '<repeat nodeset="/data/o"><input ref="/data/o/n"/><repeat nodeset="/data/o/r" jr:count="../n">'
        '<input ref="/data/o/r/x"/></repeat></repeat>'
    )
    made = session("<o><n/><r jr:template=''><x/></r></o>", '<bind nodeset="/data/o/n" type="int"/>', body)
    for _ in range(3):
        made.remove_repeat("/data/o[1]")
        made.add_repeat("/data/o")
        made.answer("/data/o[1]/n", "20")
        assert made.count_repeat("/data/o[1]/r") == 20
    made.answer("/data/o[1]/n", "50")
    assert made.count_repeat("/data/o[1]/r") == 30
    assert made.values() == fresh(made)


def test_a_new_instance_may_raise_the_count() -> None:
    body = (
        '<input ref="/data/n"/><repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/x"/>'
        '<setvalue event="odk-new-repeat" ref="/data/n" value="5"/></repeat>'
    )
    made = session("<n/><r jr:template=''><x/></r>", '<bind nodeset="/data/n" type="int"/>', body)
    made.answer("/data/n", "2")
    assert (made.value("/data/n"), made.count_repeat("/data/r")) == ("5", 5)


def test_a_long_chain_of_actions_goes_to_its_end() -> None:
    names = [f"q{number}" for number in range(400)]
    body = "".join(
        f'<input ref="/data/{name}"><setvalue event="xforms-value-changed" ref="/data/{after}" value="."/></input>'
        for name, after in zip(names, [*names[1:], "end"], strict=True)
    )
    body = body.replace('value="."', 'value="1"')
    made = session("".join(f"<{name}/>" for name in names) + "<end/>", "", body)
    made.answer("/data/q0", "1")
    assert made.value("/data/end") == "1"


def test_actions_of_many_instances_have_each_their_budget() -> None:
    many = "<l>" + "<v>1</v>" * 200 + "</l>"
    body = (
        '<input ref="/data/n"/><repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/x"/>'
        '<setvalue event="odk-new-repeat" ref="/data/r/x" value="count(/data/l/*[. &gt;= 0])"/></repeat>'
    )
    made = session(f"<n/><r jr:template=''><x/></r>{many}", '<bind nodeset="/data/n" type="int"/>', body)
    made.answer("/data/n", "1000")
    assert (made.count_repeat("/data/r"), made.value("/data/r[1000]/x"), made.troubles()) == (1000, "200", ())


def test_a_group_has_no_text() -> None:
    binds = (
        '<bind nodeset="/data/g/c" calculate="concat(.., .., ../b)"/>'
        '<bind nodeset="/data/d" calculate="string(/data/g)"/><bind nodeset="/data/e" calculate="/data/g"/>'
    )
    made = session("<g><b/><c/></g><d/><e/>", binds, '<input ref="/data/g/b"/>')
    for text in ("hi", "ho", "hum"):
        made.answer("/data/g/b", text)
        assert (made.value("/data/g/c"), made.value("/data/d"), made.value("/data/e")) == (text, "", "")


def test_texts_that_show_each_other_without_end_are_cut() -> None:
    levels = "".join(
        f'<text id="g{at}"><value>x' + f"<output value=\"jr:itext('g{at + 1}')\"/>" * 2 + "</value></text>"
        for at in range(30)
    )
    itext = f'<itext><translation lang="en">{levels}<text id="g30"><value>end</value></text></translation></itext>'
    made = session("<a/>", itext, '<input ref="/data/a"><label ref="jr:itext(\'g0\')"/></input>')
    assert made.text("/data/a", "label").text.startswith("x")


def test_a_group_that_is_readonly_names_what_is_in_it() -> None:
    binds = '<bind nodeset="/data/g" readonly="/data/a = 1"/>'
    made = session("<a/><g><q/></g>", binds, inputs("a") + '<group ref="/data/g"><input ref="/data/g/q"/></group>')
    assert made.readonly("/data/g/q") is False
    assert made.answer("/data/a", "1").readonly == {"/data/g", "/data/g/q"}
    assert made.readonly("/data/g/q") is True


def test_a_language_names_the_labels_of_groups() -> None:
    texts = "".join(
        f'<translation lang="{code}"><text id="g"><value>{word}</value></text></translation>'
        for code, word in (("en", "House"), ("it", "Casa"))
    )
    body = '<group ref="/data/g"><label ref="jr:itext(\'g\')"/><input ref="/data/g/a"/></group>'
    made = session("<g><a/></g>", f"<itext>{texts}</itext>", body)
    assert made.set_language("it").label == {"/data/g", "/data/g/a"}


def test_nothing_of_a_record_is_in_what_is_printed_of_it() -> None:
    made = session("<a/><meta><instanceID/></meta>", "", inputs("a"))
    made.answer("/data/a", "precious")
    assert "precious" not in repr(made.question("/data/a"))
    assert "precious" not in repr(made.finalise())


def test_a_node_in_the_namespace_of_xml_comes_back() -> None:
    made = session("<a/>", "", inputs("a"))
    draft = made.serialise_draft().replace(b"<a/>", b"<a/><xml:z>1</xml:z>")
    again = resume(made.definition, draft, {}, surroundings(NOW))
    assert b"<xml:z>1</xml:z>" in again.serialise_draft()
    assert resume(made.definition, again.serialise_draft(), {}, surroundings(NOW)).serialise() == again.serialise()
