"""Answers in, changes out."""

import pytest

from intake_app.errors import IntakeError
from intake_app.xform import AnswerState, resume
from tests.cost import calls
from tests.xform.forms import NOW, inputs, session
from tests.xform.replay import surroundings

CASCADE = (
    '<instance id="cities"><root>'
    "<item><name>rome</name><label>Roma</label><land>it</land></item>"
    "<item><name>bari</name><label>Bari</label><land>it</land></item>"
    "<item><name>sfax</name><label>Sfax</label><land>tn</land></item></root></instance>"
)
CITY = (
    '<select1 ref="/data/city"><itemset nodeset="instance(\'cities\')/root/item[land = /data/land]">'
    '<value ref="name"/><label ref="label"/></itemset></select1>'
)
REPEAT = '<group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat></group>'


def test_an_answer_names_what_it_changed() -> None:
    binds = (
        '<bind nodeset="/data/b" relevant="/data/a = 1"/><bind nodeset="/data/c" calculate="/data/a * 2" type="int"/>'
        '<bind nodeset="/data/d" required="/data/a = 1"/><bind nodeset="/data/e" readonly="/data/a = 1"/>'
    )
    changes = session("<a/><b/><c/><d/><e/><f/>", binds, inputs("a", "b", "c", "d", "e", "f")).answer("/data/a", "1")
    assert changes.value == {"/data/a", "/data/c"}
    assert changes.relevance == {"/data/b"}
    assert changes.required == {"/data/d"}
    assert changes.readonly == {"/data/e"}
    assert changes.validity == {"/data/d"}
    assert changes.structure


def test_nothing_is_said_to_change_when_the_answer_is_the_same() -> None:
    form = session("<a/><b/>", '<bind nodeset="/data/b" calculate="/data/a"/>', inputs("a"))
    form.answer("/data/a", "x")
    changes = form.answer("/data/a", "x")
    assert not changes.value
    assert not changes.structure


def test_only_what_depends_on_a_change_is_worked_out() -> None:
    binds = (
        '<bind nodeset="/data/id" calculate="uuid()"/><bind nodeset="/data/n" calculate="/data/a + random()"/>'
        '<bind nodeset="/data/t" calculate="/data/b + 1"/>'
    )
    form = session("<a/><b/><id/><n/><t/>", binds, inputs("a", "b"))
    form.answer("/data/a", "1")
    before = form.values()
    form.answer("/data/b", "5")
    after = form.values()
    assert {ref for ref in after if after[ref] != before[ref]} == {"/data/b", "/data/t"}


def test_relevance_is_inherited_and_hidden_values_read_as_blank() -> None:
    binds = (
        '<bind nodeset="/data/g" relevant="/data/a != 2"/>'
        '<bind nodeset="/data/c" calculate="concat(\'x\', /data/g/b)"/>'
        '<bind nodeset="/data/n" calculate="count(/data/g/b)"/>'
    )
    form = session("<a/><g><b/></g><c/><n/>", binds, inputs("a", "g/b"))
    form.answer("/data/g/b", "q")
    changes = form.answer("/data/a", "2")
    assert changes.relevance == {"/data/g", "/data/g/b"}
    assert (form.value("/data/c"), form.value("/data/n")) == ("x", "0")
    assert form.value("/data/g/b") == "q"
    assert b"<g>" not in form.serialise()
    form.answer("/data/a", "1")
    assert form.value("/data/c") == "xq"


@pytest.mark.parametrize(
    ("calculate", "kind", "stored"),
    [
        ("/data/a = 3", "string", "1"),
        ("/data/a = 4", "boolean", "0"),
        ("2.7 + /data/a", "int", "5"),
        ("/data/a div 0.0000003", "decimal", "10000000"),
        ("0.000001 * 1", "string", "0.000001"),
        ("1 div 0 - 1 div 0", "string", ""),
        ("date('2024-02-29')", "date", "2024-02-29"),
        ("date('2024-02-29') + 1", "date", "2024-03-01"),
        ("now()", "date", "2026-03-29"),
        ("date('2026-03-29')", "dateTime", "2026-03-29T00:00:00.000+01:00"),
        ("today()", "string", "2026-03-29"),
    ],
)
def test_lexical_forms_of_calculates(calculate: str, kind: str, stored: str) -> None:
    form = session("<a>3</a><b/>", f'<bind nodeset="/data/b" type="{kind}" calculate="{calculate}"/>', inputs("a"))
    assert form.value("/data/b") == stored


@pytest.mark.parametrize(
    ("kind", "answer", "valid"),
    [
        ("int", "12", True),
        ("int", "12345678901", "type"),
        ("int", "1.5", "type"),
        ("int", "xyz", "type"),
        ("decimal", "-1.5", True),
        ("decimal", "1,5", "type"),
        ("date", "2026-02-29", "type"),
        ("date", "2024-02-29", True),
        ("time", "24:00:00", "type"),
        ("time", "23:59:59.000+02:00", True),
        ("dateTime", "2026-01-01T25:00:00Z", "type"),
        ("dateTime", "2026-01-01T05:00:00.000+01:00", True),
        ("geopoint", "41.9 12.5 0.0 0.0", True),
        ("geopoint", "91 12", "type"),
        ("geotrace", "1.0 2.0 0.0 0.0; 3.0 4.0 0.0 0.0", True),
        ("geotrace", "1 2", "type"),
        ("string", "anything", True),
    ],
)
def test_an_answer_that_is_no_value_of_its_type_is_shown_and_told_and_blank_to_others(
    kind: str, answer: str, valid: object
) -> None:
    form = session("<a/>", f'<bind nodeset="/data/a" type="{kind}"/>', inputs("a"))
    form.answer("/data/a", answer)
    view = form.question("/data/a")
    assert (view.value, view.valid, view.state) == (answer, valid, AnswerState.ANSWERED)
    assert form.value("/data/a") == (answer if valid is True else "")
    assert (answer.encode() in form.serialise()) == (valid is True)


def test_blanks_at_the_ends_and_illegal_characters_go() -> None:
    form = session("<a/>", body=inputs("a"))
    form.answer("/data/a", "  a b\x00\x0b \n")
    assert form.value("/data/a") == "a b"


def test_a_narrowed_list_clears_the_answer_and_says_so() -> None:
    form = session(
        "<land/><city/><c/>", '<bind nodeset="/data/c" calculate="/data/city"/>', inputs("land") + CITY, CASCADE
    )
    form.answer("/data/land", "it")
    form.answer("/data/city", "bari")
    changes = form.answer("/data/land", "tn")
    assert changes.cleared == (("/data/city", "bari"),)
    assert changes.choices == {"/data/city"}
    assert form.value("/data/c") == ""
    assert [choice.label.text for choice in form.choices("/data/city")] == ["Sfax"]


def test_a_hidden_answer_is_not_cleared_until_it_is_shown_again() -> None:
    binds = '<bind nodeset="/data/city" relevant="/data/on != 0"/>'
    form = session("<on/><land/><city/>", binds, inputs("on", "land") + CITY, CASCADE)
    form.answer("/data/land", "it")
    form.answer("/data/city", "rome")
    form.answer("/data/on", "0")
    assert form.answer("/data/land", "tn").cleared == ()
    assert form.answer("/data/on", "1").cleared == (("/data/city", "rome"),)


def test_a_multiple_answer_keeps_what_is_still_offered() -> None:
    body = inputs("land") + CITY.replace("select1", "select").replace("land = ", "/data/land = 'all' or land = ")
    form = session("<land>all</land><city/>", "", body, CASCADE)
    form.answer("/data/city", "sfax rome bari")
    form.answer("/data/land", "it")
    assert form.value("/data/city") == "rome bari"


def test_required_and_constraint() -> None:
    binds = '<bind nodeset="/data/a" required="true()" constraint=". != \'x\'" jr:constraintMsg="not x"/>'
    form = session("<a/>", binds, inputs("a"))
    assert [violation.kind for violation in form.violations()] == ["required"]
    assert form.answer("/data/a", "x").validity == {"/data/a"}
    assert form.question("/data/a").valid == "constraint"
    assert form.text("/data/a", "constraint").text == "not x"
    with pytest.raises(IntakeError) as caught:
        form.finalise()
    assert caught.value.facts == {"place": "/data/a", "rule": "constraint", "count": 1}
    form.answer("/data/a", "y")
    assert form.violations() == ()


def test_declining_uses_the_choice_of_the_question_if_it_has_one() -> None:
    items = "".join(f"<item><label>{v}</label><value>{v}</value></item>" for v in ("yes", "no", "prefers_not_to_say"))
    body = f'<select1 ref="/data/a">{items}</select1>' + inputs("b")
    binds = '<bind nodeset="/data/a" required="true()"/><bind nodeset="/data/b" required="true()"/>'
    form = session("<a/><b/>", binds, body)
    form.mark("/data/a", AnswerState.DECLINED)
    form.mark("/data/b", AnswerState.DECLINED)
    assert (form.value("/data/a"), form.value("/data/b")) == ("prefers_not_to_say", "")
    assert form.states() == {"/data/a": AnswerState.DECLINED, "/data/b": AnswerState.DECLINED}
    assert form.violations() == ()
    assert b"<b/>" in form.finalise().xml
    form.mark("/data/b", AnswerState.NOT_ASKED)
    assert [violation.ref for violation in form.violations()] == ["/data/b"]
    form.mark("/data/b", AnswerState.DOES_NOT_KNOW)
    assert form.answer("/data/b", "now known").value == {"/data/b"}
    assert form.state("/data/b") is AnswerState.ANSWERED


def test_repeats_anywhere_with_positions_and_sums() -> None:
    binds = (
        '<bind nodeset="/data/r/p" calculate="position(..)"/><bind nodeset="/data/r/d" calculate="../a * 2"/>'
        '<bind nodeset="/data/s" calculate="sum(/data/r/a)"/>'
    )
    form = session("<r><a/><p/><d/></r><s/>", binds, REPEAT)
    form.add_repeat("/data/r")
    form.answer("/data/r[1]/a", "1")
    form.answer("/data/r[2]/a", "2")
    changes = form.add_repeat("/data/r", 1)
    assert changes.structure
    assert [form.value(f"/data/r[{n}]/{leaf}") for n in (1, 2, 3) for leaf in "apd"] == (
        ["", "1", "", "1", "2", "2", "2", "3", "4"]
    )
    form.remove_repeat("/data/r[2]")
    assert (form.value("/data/s"), form.value("/data/r[2]/p"), form.count_repeat("/data/r")) == ("2", "2", 2)


def test_a_change_inside_one_instance_leaves_the_others_alone() -> None:
    form = session("<r><a/><d/></r>", '<bind nodeset="/data/r/d" calculate="../a + random()"/>', REPEAT)
    form.add_repeat("/data/r")
    form.answer("/data/r[1]/a", "1")
    before = form.value("/data/r[1]/d")
    form.answer("/data/r[2]/a", "1")
    assert form.value("/data/r[1]/d") == before


def test_a_falling_count_hides_instances_and_a_rising_one_gives_them_back() -> None:
    body = inputs("n") + REPEAT.replace('nodeset="/data/r"', 'nodeset="/data/r" jr:count="/data/n"')
    form = session(
        "<n>2</n><r jr:template=''><a/></r><c/>", '<bind nodeset="/data/c" calculate="count(/data/r)"/>', body
    )
    form.answer("/data/r[2]/a", "kept")
    form.answer("/data/n", "1")
    assert (form.count_repeat("/data/r"), form.value("/data/c")) == (1, "1")
    assert b"kept" not in form.finalise().xml
    assert b"kept" in form.serialise_draft()
    again = resume(form.definition, form.serialise_draft(), {}, surroundings(NOW))
    again.answer("/data/n", "3")
    assert (again.count_repeat("/data/r"), again.value("/data/r[2]/a")) == (3, "kept")


def test_a_count_may_depend_on_what_is_asked_inside() -> None:
    target = "if(/data/c = 0 or /data/r[position() = /data/c]/a = 'more', /data/c + 1, /data/c)"
    binds = f'<bind nodeset="/data/c" calculate="count(/data/r)"/><bind nodeset="/data/n" calculate="{target}"/>'
    body = REPEAT.replace('nodeset="/data/r"', 'nodeset="/data/r" jr:count="/data/n"')
    form = session("<c/><n/><r jr:template=''><a/></r>", binds, body)
    assert form.count_repeat("/data/r") == 1
    form.answer("/data/r[1]/a", "more")
    assert form.count_repeat("/data/r") == 2


def test_a_mistyped_count_does_not_fill_the_memory() -> None:
    body = REPEAT.replace('nodeset="/data/r"', 'nodeset="/data/r" jr:count="99999999"')
    assert session("<r jr:template=''><a/></r>", "", body).count_repeat("/data/r") == 5000


def test_the_largest_count_is_there_at_once() -> None:
    binds = '<bind nodeset="/data/r/p" calculate="position(..)"/><bind nodeset="/data/all" calculate="sum(/data/r/p)"/>'
    body = '<input ref="/data/n"/><group ref="/data/r"><repeat nodeset="/data/r" jr:count="/data/n"/></group>'
    form, tenth = (session("<n/><r><p/><q/></r><all/>", binds, body) for _ in range(2))
    few = calls(lambda: tenth.answer("/data/n", "500"))
    assert calls(lambda: form.answer("/data/n", "5000")) < 11 * few, "each instance once"
    assert (form.value("/data/r[5000]/p"), form.value("/data/all")) == ("5000", "12502500")


@pytest.mark.parametrize(("count", "made"), [("1 div 0", 5000), ("-1 div 0", 0), ("-3", 0), ("1.9", 1), ("'x'", 0)])
def test_a_count_that_is_no_plain_number(count: str, made: int) -> None:
    body = f'<repeat nodeset="/data/r" jr:count="{count}"><input ref="/data/r/q"/></repeat>'
    assert session("<r><q/></r>", "", body).count_repeat("/data/r") == made


@pytest.mark.no_cover
def test_counts_inside_counts_do_not_fill_the_memory() -> None:
    outer = '<repeat nodeset="/data/a" jr:count="5000"><repeat nodeset="/data/a/b" jr:count="5000">'
    form = session("<a><b><q/></b></a>", "", f'{outer}<input ref="/data/a/b/q"/></repeat></repeat>')
    made = [form.count_repeat(f"/data/a[{place}]/b") for place in (1, 4, 5, 5000)]
    assert made == [5000, 5000, 0, 0]


def test_a_record_keeps_the_identity_its_form_worked_out() -> None:
    binds = '<bind nodeset="/data/meta/instanceID" calculate="concat(\'uuid:\', uuid())"/>'
    form = session("<a/><meta><instanceID/></meta>", binds, inputs("a"))
    identity = form.instance_id
    assert len(identity) == 41
    again = resume(form.definition, form.serialise_draft(), {}, surroundings(NOW))
    again.set_language("")
    assert (form.instance_id, again.instance_id) == (identity, identity)


def test_the_place_of_the_own_node_follows_when_instances_move() -> None:
    binds = '<bind nodeset="/data/r/p" calculate="position(current()/..)"/>'
    binds += '<bind nodeset="/data/r" relevant="position(current()) &gt; 1"/>'
    form = session("<r><p/><a/></r>", binds, REPEAT)
    form.add_repeat("/data/r", 1)
    assert [form.relevant(f"/data/r[{place}]") for place in (1, 2)] == [False, True]
    form.remove_repeat("/data/r[1]")
    assert not form.relevant("/data/r[1]")


def test_actions() -> None:
    model = '<setvalue ref="/data/first" event="odk-instance-first-load" value="1 + 1"/>'
    body = (
        '<input ref="/data/a"><setvalue ref="/data/b" event="xforms-value-changed" value="/data/c"/></input>'
        '<input ref="/data/b"><setvalue ref="/data/last" event="xforms-value-changed">seen</setvalue></input>'
    ) + REPEAT.replace("<input", '<setvalue ref="/data/r/a" event="odk-new-repeat" value="position(..)"/><input')
    binds = '<bind nodeset="/data/c" calculate="/data/a * 2"/>'
    form = session("<first/><a/><b/><c/><last/><r jr:template=''><a/></r>", binds, body, model)
    assert form.value("/data/first") == "2"
    form.answer("/data/a", "4")
    assert (form.value("/data/b"), form.value("/data/last")) == ("8", "seen")
    form.add_repeat("/data/r")
    form.add_repeat("/data/r")
    assert form.value("/data/r[2]/a") == "2"


def test_actions_that_set_each_other_off_come_to_an_end() -> None:
    def control(own: str, other: str) -> str:
        change = (
            f'<setvalue event="xforms-value-changed" ref="/data/{other}" value="concat(/data/{own}, /data/{own})"/>'
        )
        return f'<input ref="/data/{own}">{change}</input>'

    form = session("<a/><b/>", "", control("a", "b") + control("b", "a"))
    form.answer("/data/a", "x")
    assert (form.value("/data/a"), form.value("/data/b")) == ("xxxx", "xx")
    form.answer("/data/a", "y")
    assert form.value("/data/b") == "yy"
    own = session("<a/>", "", control("a", "a"))
    own.answer("/data/a", "x")
    assert own.value("/data/a") == "xx"


def test_preloads_identity_and_end_of_the_record() -> None:
    binds = (
        '<bind nodeset="/data/start" jr:preload="timestamp" jr:preloadParams="start" type="dateTime"/>'
        '<bind nodeset="/data/end" jr:preload="timestamp" jr:preloadParams="end" type="dateTime"/>'
        '<bind nodeset="/data/day" jr:preload="date" jr:preloadParams="today" type="date"/>'
        '<bind nodeset="/data/who" jr:preload="property" jr:preloadParams="username"/>'
        '<bind nodeset="/data/meta/instanceName" calculate="concat(\'R \', /data/day)"/>'
    )
    form = session("<start/><end/><day/><who/><meta><instanceID/><instanceName/></meta>", binds)
    assert form.instance_id.startswith("uuid:")
    assert form.value("/data/start") == "2026-03-29T01:30:00.000+01:00"
    assert (form.value("/data/end"), form.value("/data/day")) == ("", "2026-03-29")
    done = form.finalise()
    assert form.value("/data/end") != ""
    assert (done.instance_id, done.instance_name, done.form_id, done.version) == (
        form.instance_id,
        "R 2026-03-29",
        "t",
        "1",
    )


def test_attachments_are_those_of_relevant_questions() -> None:
    binds = (
        '<bind nodeset="/data/p" type="binary"/><bind nodeset="/data/q" type="binary" relevant="/data/a = 1"/>'
        '<bind nodeset="/data/d" type="binary"/>'
    )
    body = inputs("a") + '<upload ref="/data/p" mediatype="image/*"/><upload ref="/data/q" mediatype="image/*"/>'
    form = session("<a/><p/><q/><d>jr://images/x.png</d>", binds, body)
    form.answer("/data/p", "one.jpg")
    form.answer("/data/a", "1")
    form.answer("/data/q", "two.jpg")
    form.answer("/data/a", "2")
    assert form.attachments() == ("one.jpg",)
    assert form.question("/data/p").mediatype == "image/*"


def test_drafts_and_submissions_keep_names_attributes_and_namespaces() -> None:
    instance = '<k:f xmlns:k="urn:k" k:x="1" y="&lt;&amp;&quot;"/><a/><meta xmlns="http://openrosa.org/xforms"><instanceID/></meta>'
    form = session(instance, "", inputs("a"))
    form.answer("/data/a", "<b> & \r\n ]]>")
    draft = form.serialise_draft()
    again = resume(form.definition, draft, {}, surroundings(NOW))
    assert again.serialise_draft() == draft
    assert again.value("/data/a") == "<b> & \r\n ]]>"
    assert again.instance_id == form.instance_id
    xml = again.finalise().xml.decode()
    assert 'k:x="1"' in xml
    assert '<meta xmlns="http://openrosa.org/xforms">' in xml
    assert xml.startswith('<data xmlns:k="urn:k" id="t" version="1">')


def test_resuming_keeps_states_and_refuses_the_draft_of_another_form() -> None:
    form = session("<a/><b/>", '<bind nodeset="/data/a" required="true()"/>', inputs("a", "b"))
    form.mark("/data/a", AnswerState.DOES_NOT_KNOW)
    again = resume(form.definition, form.serialise_draft(), form.states(), surroundings(NOW))
    assert again.state("/data/a") is AnswerState.DOES_NOT_KNOW
    assert again.violations() == ()
    with pytest.raises(IntakeError, match=r"xform\.draft_of_other_form"):
        resume(form.definition, b"<other/>", {}, surroundings(NOW))


def test_a_draft_of_an_older_version_is_completed() -> None:
    form = session("<a/><g><b>d</b></g>", "", inputs("a", "g/b"))
    again = resume(form.definition, b"<data><a>1</a></data>", {}, surroundings(NOW))
    assert (again.value("/data/a"), again.value("/data/g/b")) == ("1", "d")


@pytest.mark.parametrize("ref", ["/data/zz", "/other", "/data/a[2]", "/data/[", "nonsense"])
def test_a_ref_that_does_not_exist_is_a_bug_of_the_caller(ref: str) -> None:
    with pytest.raises(ValueError, match="no such node"):
        session("<a/>", body=inputs("a")).answer(ref, "1")


def test_what_counts_nodes_follows_the_relevance_of_blank_ones() -> None:
    binds = (
        '<bind nodeset="/data/g" relevant="/data/a = 1"/><bind nodeset="/data/n" calculate="count(/data/g/b)"/>'
        '<bind nodeset="/data/j" calculate="join(\'-\', /data/g/b)"/>'
        '<bind nodeset="/data/t" calculate="concat(\'x\', /data/g/b)"/>'
    )
    record = session("<a/><g><b/><b/></g><n/><j/><t/>", binds, inputs("a") + '<input ref="/data/g/b"/>')
    assert (record.value("/data/n"), record.value("/data/j")) == ("0", "")
    changes = record.answer("/data/a", "1")
    assert (record.value("/data/n"), record.value("/data/j"), record.value("/data/t")) == ("2", "-", "x")
    assert {"/data/n", "/data/j"} <= changes.value
    record.answer("/data/a", "2")
    assert (record.value("/data/n"), record.value("/data/j")) == ("0", "")


def test_a_default_that_its_list_does_not_offer_goes_at_the_start() -> None:
    items = "<item><name>a</name><label>A</label></item><item><name>b</name><label>B</label></item>"
    model = f'<instance id="l"><root>{items}</root></instance>'
    body = '<select1 ref="/data/{0}"><itemset nodeset="instance(\'l\')/root/item[name != \'b\']"><value ref="name"/>'
    body += '<label ref="label"/></itemset></select1>'
    record = session("<p>a</p><q>b</q><c/>", '<bind nodeset="/data/c" calculate="/data/q"/>',
                     body.format("p") + body.format("q"), model)  # fmt: skip
    assert [record.value(f"/data/{name}") for name in "pqc"] == ["a", "", ""]


def test_a_calculated_number_almost_whole_is_stored_whole() -> None:
    binds = '<bind nodeset="/data/a" type="decimal" calculate="5.00000000009"/>'
    record = session("<a/><b/>", binds + '<bind nodeset="/data/b" calculate="0.00000001"/>')
    assert (record.value("/data/a"), record.value("/data/b")) == ("5", "0.00000001")


def test_every_leaf_and_how_expressions_read_it() -> None:
    record = session("<a>1</a><b>2</b>", '<bind nodeset="/data/b" relevant="/data/a = 2"/>', inputs("a", "b"))
    assert record.leaves()["/data/a"] == ("1", True) and record.leaves()["/data/b"] == ("2", False)
    assert (record.read("/data/a"), record.read("/data/b"), record.value("/data/b")) == ("1", "", "2")


def test_actions_of_the_first_load_come_before_the_first_calculation() -> None:
    """A calculate they read is still as the form has it; what reads their target comes after, as in JavaRosa."""
    action = '<setvalue event="odk-instance-first-load" ref="/data/t" value="concat(/data/a, /data/b)"/>'
    binds = '<bind nodeset="/data/b" calculate="concat(\'x\', /data/a)"/><bind nodeset="/data/c" calculate="/data/t"/>'
    record = session("<a>1</a><b/><c/><t/>", binds + action, inputs("a", "t"))
    assert [record.value(f"/data/{name}") for name in "btc"] == ["x1", "1", "1"]


def test_an_action_for_both_load_events_is_carried_out_for_each() -> None:
    action = '<setvalue event="odk-instance-first-load odk-instance-load" ref="/data/a" value="/data/a + 1"/>'
    record = session("<a>1</a>", action, inputs("a"))
    assert record.value("/data/a") == "3"
    assert resume(record.definition, record.serialise_draft(), {}, surroundings(NOW)).value("/data/a") == "4"


def test_what_two_calls_changed_is_told_as_one() -> None:
    form = session(
        "<a/><b/><c/>",
        '<bind nodeset="/data/c" relevant="/data/a = \'x\'" required="/data/b = \'y\'"/>',
        inputs("a", "b", "c"),
    )
    first, second = form.answer("/data/a", "x"), form.answer("/data/b", "y")
    both = first.then(second)
    assert both.value == {"/data/a", "/data/b"} == first.value | second.value
    assert both.relevance == first.relevance == {"/data/c"}
    assert both.required == second.required == {"/data/c"}
    assert (both.structure, second.structure) == (True, False)
