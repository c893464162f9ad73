"""The less trodden paths: odd forms, refusals in words of their own, and what a caller must not do."""

import gc
import json
from collections.abc import Callable

import pytest

from intake_app.errors import IntakeError
from intake_app.xform import AnswerState, Session, load, new_session, resume
from intake_app.xform.inspection import inspect
from intake_app.xform.scenario import play
from tests.xform.forms import NOW, definition, inputs, session, xform
from tests.xform.replay import surroundings

LIST = '<instance id="l"><root><item><name>a</name></item><item><name>b</name></item></root></instance>'
ITEMSET = '<itemset nodeset="instance(\'l\')/root/item[name != /data/b]"><value ref="name"/></itemset>'
COSTLY = "count(//x[count(//x) &gt; 0])"
MANY = "<x>1</x>" * 500
PLACES = (
    '<select1 ref="/data/a"><itemset nodeset="instance(\'l\')/root/item">'
    '<value ref="id"/><label ref="geometry"/></itemset></select1>'
)


def codes(instance: str, binds: str = "", body: str = "", model: str = "") -> dict[str, str]:
    """Places of the notices of a form, by code."""
    return {notice.code: notice.place for notice in definition(instance, binds, body, model).notices}


def refusal(form: bytes, name: str = "", data: bytes = b"") -> IntakeError:
    """The refusal of a form, or of a list beside it."""
    with pytest.raises(IntakeError) as caught:
        load(form, {name: data})
    return caught.value


def listed(source: str) -> bytes:
    return xform("<a/>", body=PLACES, model=f'<instance id="l" src="{source}"/>')


# documents


def test_documents_beyond_the_limits_are_refused() -> None:
    form = xform("<a/>")
    assert refusal(form + b" " * 33 * 2**20).facts["unit"] == "megabytes"
    assert refusal(b"<a>" + b"<b/>" * 1_000_000 + b"</a>").facts["unit"] == "elements"
    assert refusal(b"<a>" + b"=" * 2_000_001 + b"</a>").facts["unit"] == "attributes"
    assert refusal(xform(f"<{'n' * 60_000}/>")).code == "xform.too_long"
    binds = '<bind nodeset="/data/a"/>' * 20_001
    assert refusal(xform("<a/>", binds)).facts["unit"] == "binds"


def test_encodings() -> None:
    form = xform("<a>è</a>")
    assert load(form.decode().encode("utf-16")).primary.children[0].named("a")[0].value == "è"
    assert refusal(form.decode().encode("latin-1")).code == "xform.bad_encoding"
    assert refusal(b'<?xml version="1.0" encoding="latin-1"?>' + form).code == "xform.bad_encoding"


def test_names_that_deceive_are_refused() -> None:
    assert refusal(xform("<a/>").replace(b'id="t"', f'id="{"x" * 2_000}"'.encode())).facts["reason"] == "long"
    assert refusal(xform("<a/>").replace(b'version="1"', 'version="\u202e1"'.encode())).facts["reason"] == "hidden"


def test_other_documents_are_never_fetched() -> None:
    include = '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="x"/>'
    assert "xform.include_ignored" in codes(f"<a>{include}</a>")
    styled = b'<?xml-stylesheet href="x"?>' + xform("<a/>")
    assert "xform.include_ignored" in {notice.code for notice in load(styled).notices}


def test_a_model_without_a_record_is_refused() -> None:
    empty = xform("<a/>").replace(b'<data id="t" version="1"><a/>', b"").replace(b"</data>", b"")
    bare = empty[: empty.index(b"<instance>")] + b"<instance/>" + empty[empty.index(b"</instance>") + 11 :]
    assert refusal(bare).code == "xform.no_instance"


def test_loading_leaves_a_resting_collector_at_rest() -> None:
    gc.disable()
    try:
        load(xform("<a/>"))
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_picture_that_was_handed_in_is_not_missing() -> None:
    form = load(xform("<a>jr://images/x.png</a>"), {"x.png": b"x"})
    assert (form.missing_files, form.media) == ((), ("jr://images/x.png",))


# lists


@pytest.mark.parametrize(
    ("geometry", "told"),
    [
        ({"type": "LineString", "coordinates": [[1, 2], [3, 4]]}, "2 1 0 0; 4 3 0 0"),
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}, "2 1 0 0; 4 3 0 0"),
        (None, ""),
    ],
)
def test_places_of_a_list(geometry: object, told: str) -> None:
    data = json.dumps({"features": [{"geometry": geometry, "id": 1, "properties": {"x": [1]}}]}).encode()
    form = load(listed("jr://file/l.geojson"), {"l.geojson": data})
    (item,) = form.instances["l"].children[0].named("item")
    assert {cell.name: cell.value for cell in item.elements()} == {"geometry": told, "id": "1", "x": "[1]"}


@pytest.mark.parametrize(
    "inside",
    [
        '{"geometry": {"type": "Blob"}}',
        '{"geometry": {"type": "Point", "coordinates": ["1", "2"]}}',
        '{"geometry": null, "properties": [1]}',
        '{"geometry": NaN}',
        '{"geometry": null, "geometry": null}',
    ],
)
def test_places_that_are_none_are_refused(inside: str) -> None:
    data = b'{"features": [%s]}' % inside.encode()
    assert refusal(listed("jr://file/l.geojson"), "l.geojson", data).code == "xform.bad_geojson"


def test_lists_beyond_the_limits_are_refused() -> None:
    assert refusal(listed("jr://file/l.geojson"), "l.geojson", b"[" * 1_000_001).code == "xform.too_large"
    assert refusal(listed("jr://file/l.xml"), "l.xml", b" " * 33 * 2**20).code == "xform.too_large"
    rows = b"id,a,b,c,d\n" + b"1,2,3,4,5\n" * 170_000
    assert refusal(listed("jr://file-csv/l.csv"), "l.csv", rows).code == "xform.too_large"
    assert refusal(listed("jr://file-csv/l.csv"), "l.csv", b"id\n\0\n").facts["reason"] == "nul"


def test_old_lists_without_a_root_element_and_lists_of_nothing() -> None:
    form = definition("<a/>", model='<instance id="l"><item><id>1</id></item><item><id>2</id></item></instance>')
    assert len(form.instances["l"].children[0].named("item")) == 2
    form = definition("<a/>", model='<instance id="l"/>')
    assert form.instances["l"].children[0].children == []


# model and body


def test_binds_by_relative_paths() -> None:
    made = session("<g><a/></g>", '<bind nodeset="./g/../g/a" calculate="7"/>')
    assert made.value("/data/g/a") == "7"


def test_a_bind_of_no_path_is_left_out() -> None:
    assert codes("<a/>", '<bind relevant="false()"/>')["xform.bind_without_node"] == "bind"


def test_a_control_by_the_id_of_its_bind() -> None:
    made = session("<a/>", '<bind id="x" nodeset="/data/a"/>', '<input bind="x"/>')
    assert made.question("/data/a").control == "input"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<dance/>", "xform.unknown_control"),
        ('<h:input ref="/data/a"/>', "xform.foreign_control"),
        ('<group ref="/data/g" intent="x"/>', "xform.appearance_ignored"),
        ('<input ref="/data/a" appearance="ex:x printer"/>', "xform.appearance_ignored"),
        ('<input ref="/data/a" appearance="ex:x printer"/>', "xform.nothing_printed"),
        ('<input ref="/data/a" appearance="w1 dance sing"/>', "xform.appearance_unknown"),
        (
            '<input ref="/data/a"><odk:recordaudio ref="/data/a" event="odk-instance-load"/></input>',
            "xform.no_background_audio",
        ),
    ],
)
def test_parts_of_the_body_that_are_noted(body: str, code: str) -> None:
    assert code in codes("<a/><g/>", body=body)


def test_a_repeat_that_repeats_nothing_is_refused() -> None:
    assert refusal(xform("<a/>", body="<repeat/>")).code == "xform.repeat_without_nodeset"


def test_two_translations_of_one_name_are_refused() -> None:
    twice = '<itext><translation lang="a"/><translation lang="a"/></itext>'
    assert refusal(xform("<a/>", model=twice)).code == "xform.duplicate_language"


def test_texts_that_are_values_or_begin_and_end_with_one() -> None:
    made = session(
        "<a>A</a><b/><c/>",
        body='<input ref="/data/a"><label ref="/data/a"/></input>'
        '<input ref="/data/b"><label><output value="/data/a"/></label></input>'
        '<input ref="/data/c"><label>x <output value="/data/a"/></label></input>',
    )
    assert [made.text(f"/data/{name}", "label").text for name in "abc"] == ["A", "A", "x A"]


def test_texts_by_an_expression_and_texts_that_show_themselves() -> None:
    itext = (
        '<itext><translation lang="a"><text id="t"><value>T</value></text><text id="s"><value>'
        "<output value=\"jr:itext('s')\"/>!</value></text></translation></itext>"
    )
    body = (
        '<input ref="/data/a"><label ref="jr:itext(/data/b)"/></input>'
        '<input ref="/data/c"><label ref="jr:itext(\'s\')"/></input>'
    )
    made = session("<a/><b>t</b><c/>", body=body, model=itext)
    assert made.text("/data/a", "label").text == "T"
    assert made.text("/data/c", "label").text == "!"


def test_a_text_longer_than_a_window_can_show_is_cut() -> None:
    made = session("<a/>", body=f'<input ref="/data/a"><label>{"x" * 20_000}</label></input>')
    assert len(made.text("/data/a", "label").text) == 10_001


def test_choices_without_a_label_and_names_of_no_choice() -> None:
    binds = (
        "<bind nodeset=\"/data/b\" calculate=\"jr:choice-name('a', '/data/zz')\"/>"
        "<bind nodeset=\"/data/c\" calculate=\"jr:choice-name('a', '/data/r/s')\"/>"
    )
    body = (
        f'<select1 ref="/data/a">{ITEMSET}</select1><repeat nodeset="/data/r"><select1 ref="/data/r/s">'
        "<item><label>A</label><value>a</value></item></select1></repeat>"
    )
    made = session("<a/><b/><c/><r jr:template=''><s/></r>", binds, body, LIST)
    assert [choice.label.text for choice in made.choices("/data/a")] == ["", ""]
    assert (made.value("/data/b"), made.value("/data/c")) == ("", "")


def test_a_list_over_a_repeat_leaves_out_what_is_not_relevant() -> None:
    made = session(
        "<a/><r><n>x</n></r><r><n>y</n></r>",
        '<bind nodeset="/data/r" relevant="position(.) != 1"/>',
        '<select1 ref="/data/a"><itemset nodeset="/data/r"><value ref="n"/><label ref="n"/></itemset>'
        '</select1><repeat nodeset="/data/r"><input ref="/data/r/n"/></repeat>',
    )
    assert made.choice_values("/data/a") == ("y",)


def test_a_typed_answer_with_a_list_stays_when_the_list_narrows() -> None:
    made = session("<a/><b/>", body=f'<input ref="/data/a">{ITEMSET}</input>' + inputs("b"), model=LIST)
    made.answer("/data/a", "a")
    assert made.answer("/data/b", "a").cleared == ()
    assert made.value("/data/a") == "a"


def test_a_moment_in_a_node_of_a_time_keeps_the_time() -> None:
    made = session("<a/>", '<bind nodeset="/data/a" type="time" calculate="\'2020-01-01T10:00:00.000+01:00\'"/>')
    assert made.value("/data/a") == "10:00:00.000+01:00"


def test_days_of_the_week_have_names() -> None:
    assert (
        session("<a/>", "<bind nodeset=\"/data/a\" calculate=\"format-date('2026-03-29', '%a')\"/>").value("/data/a")
        == "Sun"
    )


# pages


def test_pages_and_rows_of_groups_without_questions() -> None:
    binds = '<bind nodeset="/data/g/a" relevant="false()"/><bind nodeset="/data/r" relevant="false()"/>'
    body = (
        '<group ref="/data/g" appearance="field-list"><input ref="/data/g/a"/></group>'
        '<repeat nodeset="/data/r"><input ref="/data/r/b"/></repeat>'
    )
    made = session("<g><a/></g><r><b/></r>", binds, body)
    assert (made.pages(), made.outline()) == ((), ())


def test_a_repeat_inside_one_page() -> None:
    body = (
        '<group ref="/data/g" appearance="field-list"><group><label>G</label><repeat nodeset="/data/g/r">'
        '<input ref="/data/g/r/b"/></repeat></group><input ref="/data/g/a"/></group>'
    )
    made = session("<g><a/><r><b/></r></g>", body=body)
    assert made.pages()[0].refs == ("/data/g/r[1]/b", "/data/g/a")
    kinds = [(row.kind, row.ref) for row in made.outline()]
    assert ("repeat", "/data/g/r[1]") in kinds
    assert ("repeat-prompt", "/data/g/r") in kinds


# recalculation


def test_counts_of_inner_repeats_let_what_reads_them_go_first() -> None:
    body = (
        '<repeat nodeset="/data/r"><repeat nodeset="/data/r/s" jr:count="../n"><input ref="/data/r/s/q"/></repeat>'
        "</repeat>"
    )
    made = session(
        "<total/><r><n>2</n><s><q/></s></r><r><n>3</n><s><q/></s></r>",
        '<bind nodeset="/data/total" type="int" calculate="count(/data/r/s)"/>',
        body,
    )
    assert made.value("/data/total") == "5"


def test_a_repeat_counted_by_its_own_value_has_no_instance() -> None:
    made = session("<r><n/></r>", body='<repeat nodeset="/data/r" jr:count="."><input ref="/data/r/n"/></repeat>')
    assert made.count_repeat("/data/r") == 0


def test_a_calculation_that_reads_its_neighbours() -> None:
    made = session(
        "<a/><c/><d/>",
        '<bind nodeset="/data/c" calculate="concat(preceding-sibling::a, following-sibling::d)"/>',
        inputs("a", "d"),
    )
    made.answer("/data/a", "x")
    made.answer("/data/d", "y")
    assert made.value("/data/c") == "xy"


def test_actions_whose_target_is_not_there_or_not_one() -> None:
    body = (
        '<input ref="/data/a"><setvalue ref="/data/zz" event="xforms-value-changed" value="1"/>'
        '<setvalue ref="/data/r[n = 1]/m" event="xforms-value-changed" value="1"/></input>'
        '<repeat nodeset="/data/r"><input ref="/data/r/n"/></repeat>'
    )
    made = session("<a/><r><n>1</n><m/></r><r><n>1</n><m/></r>", body=body)
    made.answer("/data/a", "x")
    assert [made.value(f"/data/r[{at}]/m") for at in (1, 2)] == ["", ""]


@pytest.mark.parametrize(
    ("binds", "body", "ask"),
    [
        (f'<bind nodeset="/data/b" calculate="if(/data/a = 1, {COSTLY}, 0)"/>', "", lambda made: None),
        (f'<bind nodeset="/data/b" constraint="{COSTLY} &gt; 0"/>', "", lambda made: made.violations()),
        (
            "",
            f'<input ref="/data/b"><label><output value="{COSTLY}"/></label></input>',
            lambda made: made.text("/data/b", "label"),
        ),
        (
            "",
            f'<select1 ref="/data/b"><itemset nodeset="//x[{COSTLY} &gt; 0]"><value ref="."/></itemset></select1>',
            lambda made: made.choices("/data/b"),
        ),
    ],
)
def test_a_rule_that_is_stopped_names_its_place(binds: str, body: str, ask: Callable[[Session], object]) -> None:
    made = session(f"<a/><b>1</b>{MANY}", binds, inputs("a") + (body or inputs("b")))
    made.answer("/data/a", "1")
    try:
        ask(made)
        found = made.troubles()[0]
    except IntakeError as error:  # words and lists are asked for one by one, and fail one by one
        found = error
    assert (found.code, found.facts["place"]) == ("xpath.too_expensive", "/data/b")


def test_a_record_goes_on_after_a_rule_was_stopped() -> None:
    made = session(
        f"<a/><note/><r><n/></r><r><n/></r><r><n/></r>{MANY}",
        f'<bind nodeset="/data/r/n" calculate="if(/data/a = 1, {COSTLY}, 7)"/>',
        inputs("a", "note") + '<repeat nodeset="/data/r"><input ref="/data/r/n"/></repeat>',
    )
    made.answer("/data/a", "1")
    assert [trouble.facts["place"] for trouble in made.troubles()] == [f"/data/r[{at}]/n" for at in (1, 2, 3)]
    assert made.value("/data/r[1]/n") == ""
    made.answer("/data/note", "kept")
    again = resume(made.definition, made.serialise_draft(), {}, surroundings(NOW))
    assert (again.value("/data/note"), len(again.troubles())) == ("kept", 3)
    with pytest.raises(IntakeError) as caught:
        made.finalise()
    assert caught.value.code == "xpath.too_expensive"
    made.remove_repeat("/data/r[2]")
    assert len(made.troubles()) == 2
    made.answer("/data/a", "2")
    assert made.troubles() == ()
    assert [made.value(f"/data/r[{at}]/n") for at in (1, 2)] == ["7", "7"]
    assert b"kept" in made.finalise().xml


def test_a_constraint_that_is_stopped_goes_with_its_instance() -> None:
    made = session(
        f"<a/><n/><r jr:template=''><x/></r>{MANY}",
        f'<bind nodeset="/data/r/x" constraint="/data/a != 1 or {COSTLY} &gt; 0"/>',
        inputs("a", "n") + '<repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat>',
    )
    made.add_repeat("/data/r")
    made.answer("/data/r[1]/x", "5")
    made.answer("/data/a", "1")
    assert [trouble.facts["place"] for trouble in made.troubles()] == ["/data/r[1]/x"]
    made.remove_repeat("/data/r[1]")
    assert made.troubles() == ()
    assert made.answer("/data/n", "3").value == {"/data/n"}


def test_relevance_that_is_stopped_stays_as_it_was() -> None:
    binds = f'<bind nodeset="/data/q" relevant="/data/a != 1 or {COSTLY} &gt; 0"/>'
    made = session(f"<a/><q/>{MANY}", binds, inputs("a", "q"))
    made.answer("/data/a", "1")
    assert made.relevant("/data/q")
    assert [trouble.facts["place"] for trouble in made.troubles()] == ["/data/q"]


def test_an_action_that_is_stopped_sets_nothing() -> None:
    action = f'<setvalue event="xforms-value-changed" ref="/data/b" value="{COSTLY}"/>'
    made = session(f"<a/><b>old</b>{MANY}", "", f'<input ref="/data/a">{action}</input>')
    assert made.answer("/data/a", "1").value == {"/data/a"}
    assert made.value("/data/b") == "old"
    assert [trouble.facts["place"] for trouble in made.troubles()] == ["/data/a"]


def test_a_rule_that_says_the_same_again_is_no_change() -> None:
    rules = '<bind nodeset="/data/b" required="/data/a != \'\'" readonly="/data/a != \'\'"/>'
    made = session("<a/><b/>", rules, inputs("a", "b"))
    first, second = made.answer("/data/a", "1"), made.answer("/data/a", "2")
    assert (first.required, first.readonly) == ({"/data/b"}, {"/data/b"})
    assert (second.required, second.readonly) == (frozenset(), frozenset())


def test_one_list_that_is_stopped_leaves_the_others_to_be_looked_at() -> None:
    def choice(name: str, condition: str) -> str:
        itemset = f'<itemset nodeset="/data/x[{condition}]"><value ref="."/></itemset>'
        return f'<select1 ref="/data/{name}">{itemset}</select1>'

    made = session(
        f"<a/><p/><q/>{MANY}",
        "",
        inputs("a") + choice("p", f"/data/a != 1 or {COSTLY} &gt; 0") + choice("q", "/data/a != 1"),
    )
    made.answer("/data/p", "1")
    made.answer("/data/q", "1")
    assert made.answer("/data/a", "1").cleared == (("/data/q", "1"),)


def test_choices_that_name_themselves_are_stopped_with_their_place() -> None:
    binds = '<bind nodeset="/data/b" calculate="jr:choice-name(/data/a, \'/data/a\')"/>'
    item = "<item><label><output value=\"jr:choice-name('x', '/data/a')\"/></label><value>x</value></item>"
    made = session("<a>x</a><b/>", binds, f'<select1 ref="/data/a">{item}</select1>')
    assert [(each.code, each.facts["place"]) for each in made.troubles()] == [("xpath.too_deep", "/data/b")]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("coalesce(/data/g, 'b')", "b"),
        ("concat(if(true(), /data/g, 0), 'b')", "b"),
        ("number(if(true(), /data/g, 0))", ""),
        ("date(/data/g)", ""),
        ("decimal-time(/data/g)", ""),
        ("/data/g", ""),
    ],
)
def test_the_text_of_a_group_is_blank_for_whatever_reads_it(rule: str, told: str) -> None:
    binds = f'<bind nodeset="/data/c" calculate="{rule}"/>'
    form = session("<g><a>3</a></g><c/>", binds, '<input ref="/data/g/a"/>')
    assert form.value("/data/c") == told
    form.answer("/data/g/a", "2024-02-29")
    assert form.value("/data/c") == told


def test_mixed_text_goes_with_its_group() -> None:
    made = session("<b/><g>before <a/> after</g>", '<bind nodeset="/data/g" relevant="/data/b = 1"/>', inputs("b"))
    assert b"before" not in made.serialise()
    made.answer("/data/b", "1")
    assert made.relevant("/data/g/a")
    assert b"before" in made.serialise()


def test_a_value_worked_out_in_a_form_its_type_does_not_allow_is_a_fault() -> None:
    binds = '<bind nodeset="/data/b" type="int" calculate="concat(/data/a, \'y\')"/>'
    made = session("<a/><b/>", binds, inputs("a", "b"))
    made.answer("/data/a", "x")
    assert made.fault("/data/b") == "type"


def test_children_are_not_attributes() -> None:
    made = session('<g x="1"><a/></g><b/>', '<bind nodeset="/data/b" calculate="count(/data/g/*)"/>')
    assert made.value("/data/b") == "1"


@pytest.mark.parametrize("asked", ["/data/a, /data/g, 1", "/data/a, /data/r, 1", "/data/r/n, /data/r, 1"])
def test_the_first_of_what_is_repeated_or_not(asked: str) -> None:
    body = inputs("a") + '<repeat nodeset="/data/r"><input ref="/data/r/n"/></repeat>'
    binds = f'<bind nodeset="/data/b" calculate="indexed-repeat({asked})"/>'
    made = session("<a/><g/><b/><r><n>1</n></r>", binds, body)
    made.answer("/data/a", "1")
    assert made.value("/data/b") in ("1", "")


def test_one_notice_of_a_kind_for_each_place() -> None:
    form = definition(
        "<r><a/></r><b/>",
        '<bind nodeset="/data/b" calculate="/data/r/a" relevant="/data/r/a = 1"/>',
        '<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>',
    )
    assert [notice.code for notice in form.notices].count("xform.many_nodes") == 1


def test_of_two_searches_of_one_list_the_dearer_is_told() -> None:
    items = "<item><name>a</name></item>" * 20_000
    rule = "count(instance('l')/root/item[name != /data/a])"
    form = definition(
        "<a/><b/>",
        f'<bind nodeset="/data/b" calculate="{rule} + {rule}"/>',
        model=f'<instance id="l"><root>{items}</root></instance>',
    )
    assert [notice.code for notice in inspect(form)].count("xform.costly_filter") == 1


def test_answers_saved_outside_every_entity_are_of_none() -> None:
    form = xform(
        '<q/><r><meta><entity dataset="d" create="1" id="x"><label/></entity></meta></r>',
        '<bind xmlns:e="http://www.opendatakit.org/xforms/entities" nodeset="/data/q" e:saveto="p"/>',
        inputs("q"),
    )
    assert load(form).form_id == "t"


def test_states_of_places_that_are_gone_are_dropped() -> None:
    form = definition("<a/>", body=inputs("a"))
    draft = new_session(form, surroundings(NOW)).serialise_draft()
    made = resume(form, draft, {"/data/zz": AnswerState.DECLINED, "/data/a": AnswerState.DECLINED}, surroundings(NOW))
    assert made.states() == {"/data/a": AnswerState.DECLINED}


def test_lists_in_other_letters_and_of_too_many_places_are_refused() -> None:
    assert refusal(listed("jr://file-csv/l.csv"), "l.csv", b"id\n\xe8\n").facts["reason"] == "encoding"
    many = b'{"features": [' + b"{}," * 500_000 + b"{}]}"
    assert refusal(listed("jr://file/l.geojson"), "l.geojson", many).code == "xform.too_large"


# what a caller must not do


@pytest.mark.parametrize(
    "misuse",
    [
        lambda made: made.question("/data/g"),
        lambda made: made.answer("/data/g", "x"),
        lambda made: made.answer("/data/zz", "x"),
        lambda made: made.mark("/data/g/a", AnswerState.ANSWERED),
        lambda made: made.remove_repeat("/data/g"),
        lambda made: made.add_repeat("/data/g"),
        lambda made: made.group_label("/data/zz"),
        lambda made: made.set_language("Klingon"),
    ],
)
def test_refs_that_mean_nothing_are_a_bug_of_the_caller(misuse: Callable[[Session], object]) -> None:
    made = session("<g><a/></g>", body='<group ref="/data/g"><input ref="/data/g/a"/></group>')
    with pytest.raises(ValueError, match=r"\w"):
        misuse(made)


def test_a_scenario_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="not "):
        play(lambda: definition("<a/>"), {"format": "other"}, surroundings(NOW))
