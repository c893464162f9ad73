"""Changes come to an end, and end where a fresh start from the draft does."""

import random

import pytest

from intake_app.errors import IntakeError
from intake_app.xform import AnswerState, Session, edit, load, resume
from tests.xform.forms import NOW, inputs, session, xform
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


def test_an_action_that_works_again_is_no_trouble() -> None:
    value = f"if(/data/a = 1, {COSTLY}, 7)"
    action = f'<setvalue event="xforms-value-changed" ref="/data/t" value="{value}"/>'
    other = '<setvalue event="xforms-value-changed" ref="/data/u" value="1"/>'
    made = session(f"<a/><t/><u/>{MANY}", "", f'<input ref="/data/a">{action}{other}</input>{inputs("t")}')
    made.answer("/data/a", "1")
    assert [error.facts["place"] for error in made.troubles()] == ["/data/a"]
    made.answer("/data/a", "2")
    assert (made.troubles(), made.value("/data/t")) == ((), "7")
    made.finalise()


def test_a_rule_about_an_answer_is_no_trouble_without_one() -> None:
    rules = (
        f'<bind nodeset="/data/a" constraint="{COSTLY} &gt; 0"/><bind nodeset="/data/b" required="{COSTLY} &gt; 0"/>'
    )
    chosen = (
        f'<select1 ref="/data/q"><itemset nodeset="instance(\'l\')/root/item[/data/k != 1 or {COSTLY} &gt; 0]">'
        '<value ref="name"/><label ref="name"/></itemset></select1>'
    )
    made = session(f"<k/><a/><b/><q/>{MANY}", rules, inputs("k", "a", "b") + chosen, LIST)

    def places() -> list[object]:
        made.violations()
        return sorted(str(error.facts["place"]) for error in made.troubles())

    assert places() == ["/data/b"]
    made.answer("/data/a", "1")
    made.answer("/data/b", "1")
    made.answer("/data/q", "a")
    made.answer("/data/k", "1")
    assert places() == ["/data/a", "/data/q"]
    made.answer("/data/a", "")
    made.answer("/data/q", "")
    assert places() == []
    made.finalise()


# answers that do not fit, and what rules put in their place


def setting(value: str, bind: str = 'type="int"') -> Session:
    """A question whose answer sets the next one, which is a whole number."""
    body = f'<input ref="/data/p"><setvalue event="xforms-value-changed" ref="/data/q" value="{value}"/></input>'
    return session("<p/><q/>", f'<bind nodeset="/data/q" {bind}/>', body + inputs("q"))


def test_an_action_that_puts_in_what_does_not_fit_is_told() -> None:
    made = setting("'abc'")
    assert made.violations() == ()
    done = made.answer("/data/p", "1")
    assert ("/data/q" in done.value, "/data/q" in done.validity) == (True, True)
    assert made.fault("/data/q") == "type"
    assert_follows(made)
    with pytest.raises(IntakeError, match=r"xform\.unfinished"):
        made.finalise()


def test_an_action_cures_what_did_not_fit() -> None:
    made = setting("''")
    made.answer("/data/q", "abc")
    done = made.answer("/data/p", "1")
    assert ("/data/q" in done.value, "/data/q" in done.validity) == (True, True)
    assert (made.question("/data/q").value, made.violations()) == ("", ())
    assert_follows(made)


def test_a_calculation_cures_what_did_not_fit() -> None:
    rule = '<bind nodeset="/data/q" type="int" calculate="if(/data/p = 1, \'\', /data/p)"/>'
    made = session("<p>1</p><q/>", rule, inputs("p", "q"))
    for text, value in (("2", "2"), ("1", "")):
        made.answer("/data/q", "abc")
        assert made.fault("/data/q") == "type"
        made.answer("/data/p", text)
        assert (made.question("/data/q").value, made.violations()) == (value, ())
        assert_follows(made)


def test_blanking_what_did_not_fit_changes_what_is_shown() -> None:
    made = setting("1")
    assert made.answer("/data/q", "abc").value == {"/data/q"}
    assert made.answer("/data/q", "").value == {"/data/q"}
    assert made.answer("/data/q", "").value == frozenset()


def test_an_action_on_a_group_puts_nothing_in() -> None:
    body = '<input ref="/data/p"><setvalue event="xforms-value-changed" ref="/data/g" value="\'abc\'"/></input>'
    made = session("<p/><g><q/></g>", '<bind nodeset="/data/g" type="int"/>', body)
    assert made.answer("/data/p", "1").value == {"/data/p"}
    assert_follows(made)


def test_the_time_of_the_end_takes_the_place_of_what_did_not_fit() -> None:
    bind = '<bind nodeset="/data/e" type="dateTime" jr:preload="timestamp" jr:preloadParams="end"/>'
    made = session("<e/>", bind, inputs("e"))
    made.answer("/data/e", "soon")
    assert made.fault("/data/e") == "type"
    made.serialise_draft()
    assert made.question("/data/e").value.startswith("2026-03-29T01:30")


@pytest.mark.parametrize("by", ["setvalue", "calculate"])
def test_a_state_does_not_come_back_after_a_rule_gave_a_value(by: str) -> None:
    made = setting("/data/p", "required='true()'" if by == "setvalue" else "required='true()' calculate='/data/p'")
    made.mark("/data/q", AnswerState.DOES_NOT_KNOW)
    assert made.violations() == ()
    made.answer("/data/p", "5")
    assert made.state("/data/q") is AnswerState.ANSWERED
    made.answer("/data/p", "")
    assert (made.state("/data/q"), made.fault("/data/q")) == (AnswerState.NOT_ASKED, "required")
    assert_follows(made)


def test_what_is_done_at_the_end_is_held_against_the_rules() -> None:
    action = '<setvalue event="xforms-revalidate" ref="/data/q" value="5"/>'
    made = session("<q/>", '<bind nodeset="/data/q" constraint=". != 5"/>', inputs("q"), action)
    made.answer("/data/q", "1")
    with pytest.raises(IntakeError) as caught:
        made.finalise()
    assert (caught.value.facts["place"], caught.value.facts["rule"]) == ("/data/q", "constraint")


# lists and what they do not offer


def test_an_action_that_chooses_what_is_not_offered_is_undone_and_told() -> None:
    action = '<setvalue event="xforms-value-changed" ref="/data/a" value="\'zz\'"/>'
    body = f'<input ref="/data/p">{action}</input><select1 ref="/data/a"><itemset nodeset="instance(\'l\')/root/item">'
    made = session("<p/><a/>", "", body + '<value ref="name"/></itemset></select1>', LIST)
    assert made.answer("/data/p", "1").cleared == (("/data/a", "zz"),)
    assert made.value("/data/a") == ""


CASCADE = (
    '<input ref="/data/k"/><select1 ref="/data/a"><itemset nodeset="instance(\'l\')/root/item[k = /data/k]">'
    '<value ref="name"/></itemset></select1><select ref="/data/d"><itemset nodeset="instance(\'l\')/root/item[name = '
    '/data/a or name = \'c\']"><value ref="name"/></itemset></select>'
)


def test_what_a_record_holds_and_its_lists_do_not_offer_is_shown_and_told() -> None:
    made = session("<k>1</k><a/><d/>", "", CASCADE, LIST)
    made.answer("/data/a", "a")
    made.answer("/data/d", "a c")
    other = made.serialise().replace(b"<a>a</a>", b"<a>zz</a>")
    again = edit(made.definition, other, surroundings(NOW))
    assert [again.question(f"/data/{name}").value for name in "ad"] == ["zz", "a c"]
    assert [again.value(f"/data/{name}") for name in "ad"] == ["", "c"]
    assert [(each.ref, each.kind) for each in again.violations()] == [("/data/a", "type"), ("/data/d", "type")]
    assert_follows(again)
    with pytest.raises(IntakeError, match=r"xform\.unfinished"):
        again.finalise()
    done = again.answer("/data/a", "a")
    assert (done.value, done.cleared) == ({"/data/a", "/data/d"}, ())
    assert (again.value("/data/d"), again.violations()) == ("a c", ())
    assert_follows(again)


def test_what_a_list_can_not_tell_is_kept_when_a_record_is_opened() -> None:
    rule = f"instance('l')/root/item[/data/k != 1 or {COSTLY} &gt; 0]"
    chosen = f'<select1 ref="/data/a"><itemset nodeset="{rule}"><value ref="name"/></itemset></select1>'
    made = session(f"<k/><a/>{MANY}", "", inputs("k") + chosen, LIST)
    made.answer("/data/a", "a")
    made.answer("/data/k", "1")
    assert made.value("/data/a") == "a"
    assert_follows(made)


def test_a_language_is_followed_by_rules_that_speak_it() -> None:
    itext = "".join(
        f'<translation lang="{code}"><text id="g"><value>{word}</value></text></translation>'
        for code, word in (("en", "a"), ("it", "c"))
    )
    said = "jr:itext('g')"
    binds = (
        f'<itext>{itext}</itext><bind nodeset="/data/q" constraint=". = {said}"/>'
        f'<bind nodeset="/data/b" required="{said} = \'c\'" readonly="{said} = \'c\'"/>'
    )
    body = (
        inputs("q", "b") + f'<select1 ref="/data/d"><itemset nodeset="instance(\'l\')/root/item[name = {said}]">'
        '<value ref="name"/></itemset></select1>'
    )
    made = session("<q/><b/><d/>", binds, body, LIST)
    made.answer("/data/q", "a")
    made.answer("/data/d", "a")
    assert (made.violations(), made.readonly("/data/b")) == ((), False)
    done = made.set_language("it")
    assert done.cleared == (("/data/d", "a"),)
    assert (done.required, done.readonly, done.choices) == ({"/data/b"}, {"/data/b"}, {"/data/d"})
    assert done.validity == {"/data/q", "/data/b"}
    assert made.choice_values("/data/d") == ("c",)
    assert_follows(made)


# what a form may not be, and records with two nodes of one name


@pytest.mark.parametrize(
    ("instance", "body", "code", "place"),
    [
        ("<a/>", '<repeat nodeset="/data/@id"/>', "xform.repeat_without_nodeset", "/data/@id"),
        (
            "<a/>",
            '<select1 ref="/data/a"><itemset nodeset="1 + 1"><value ref="."/></itemset></select1>',
            "xform.bad_expression",
            "/data/a",
        ),
    ],
)
def test_a_form_that_could_not_be_asked_is_refused_with_the_place(
    instance: str, body: str, code: str, place: str
) -> None:
    with pytest.raises(IntakeError) as caught:
        load(xform(instance, "", body))
    assert (caught.value.code, caught.value.facts["place"]) == (code, place)


@pytest.mark.parametrize("twins", ['<v><o/></v><v k="1">txt</v>', '<v k="1">x</v><v>y</v>'])
def test_two_nodes_of_one_name_stay_as_they_are(twins: str) -> None:
    made = session(f"{twins}<a/>", "", inputs("a"))
    assert twins.encode() in fresh(made).serialise_draft()
    assert_follows(made)
    lost = made.serialise_draft().replace(twins.encode(), b"")
    assert twins.encode() in resume(made.definition, lost, {}, surroundings(NOW)).serialise_draft()


def test_what_is_due_for_one_answer_is_due_for_another_too() -> None:
    form = session(
        "<a/><k/><n/><both/><twice/>",
        '<bind nodeset="/data/k" calculate="/data/a * 1"/><bind nodeset="/data/n" relevant="/data/a &gt; 1"/>'
        '<bind nodeset="/data/both" calculate="/data/k + count(/data/n)"/>'
        '<bind nodeset="/data/twice" calculate="/data/k * 2"/>',
        inputs("a", "n"),
    )
    assert form.answer("/data/a", "3").value == {"/data/a", "/data/k", "/data/both", "/data/twice"}
    assert (form.value("/data/both"), form.value("/data/twice")) == ("4", "6")
    form.answer("/data/a", "1")
    assert form.value("/data/both") == "1"
