"""What a form may be, what is refused, and what the import report says."""

import pytest

from intake_app.errors import IntakeError
from intake_app.xform import FormDefinition, Group, Repeat, graph, load, new_session
from intake_app.xform.wordings import MAX_OUTPUTS
from tests.cost import calls, times_as_long
from tests.xform.forms import NOW, definition, inputs, xform
from tests.xform.replay import surroundings


def codes(form: bytes) -> set[str]:
    return {notice.code for notice in load(form).notices}


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (b"", "xform.not_xml"),
        (b"<a", "xform.not_xml"),
        (b"<a/>", "xform.not_a_form"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "xform.doctype"),
        (b" " * 5000 + b"<!DOCTYPE a><a/>", "xform.doctype"),
        (b"<a>" * 220 + b"</a>" * 220, "xform.too_deep"),
        (b"<a>" * 400 + b"</a>" * 400, "xform.too_deep"),
        (xform("<a/>").replace(b' id="t"', b""), "xform.no_form_id"),
        (xform("<a/>", '<bind nodeset="/data/a" calculate="/data/a + 1"/>'), "xform.cycle"),
        (xform("<a/>", '<bind nodeset="/data/a" relevant=". = 1"/>'), "xform.cycle"),
        (xform("<a/>", '<bind nodeset="/data/a" calculate="nonsense(1)"/>'), "xform.bad_expression"),
        (xform("<a/>", '<bind nodeset="/data/a" constraint="count()"/>'), "xform.bad_expression"),
        (xform("<a/>", '<bind nodeset="/data/a" relevant="1 +"/>'), "xform.bad_expression"),
        (xform("<a/>", '<bind nodeset="/data/a" jr:requiredMsg="jr:itext("/>'), "xform.bad_expression"),
        (xform("<a/>", body='<input ref="/data/a"><label ref="jr:itext("/></input>'), "xform.bad_expression"),
        (
            xform(
                "<a/>", body='<select1 ref="/data/a"><itemset nodeset="b"><label ref="jr:itext("/></itemset></select1>'
            ),
            "xform.bad_expression",
        ),
        (xform("<a/>", body='<group ref="/data/zz"/>'), "xform.no_such_node"),
        (xform("<a/>", body='<input bind="zz"/>'), "xform.no_such_bind"),
        (xform("<a/>", body="<input/>"), "xform.control_without_node"),
        (
            xform("<a/>").replace(
                b"<model", b'<model xmlns:e="http://www.opendatakit.org/xforms/entities" e:entities-version="2099.1.0"'
            ),
            "xform.entities_too_new",
        ),
        (xform("<a/>", model='<setvalue ref="/data/a" event="moon" value="1"/>'), "xform.unknown_event"),
    ],
)
def test_refusals(form: bytes, code: str) -> None:
    with pytest.raises(IntakeError) as caught:
        load(form)
    assert caught.value.code == code


def test_a_great_many_attributes_are_read_at_once_or_refused() -> None:
    """Reading compares each with each: they are counted before."""

    many, few = (
        xform("<a " + " ".join(f'a{number}="1"' for number in range(count)) + "/>") for count in (200_000, 4_000)
    )

    def refuse() -> None:
        with pytest.raises(IntakeError) as caught:
            load(many)
        assert (caught.value.code, caught.value.facts["unit"]) == ("xform.too_large", "attributes")

    assert times_as_long(refuse, lambda: load(few), 3) < 20


def test_a_faulty_rule_is_named_with_its_question_and_position() -> None:
    with pytest.raises(IntakeError) as caught:
        definition("<age/>", '<bind nodeset="/data/age" constraint=". &gt; foo(3)"/>', inputs("age"))
    assert caught.value.facts["place"] == "/data/age"
    assert caught.value.facts["reason"] == "xpath.unknown_function"
    assert caught.value.facts["position"] == 5


def test_both_places_of_a_cycle_are_named() -> None:
    binds = '<bind nodeset="/data/a" calculate="/data/b"/><bind nodeset="/data/b" relevant="/data/a = 1"/>'
    with pytest.raises(IntakeError) as caught:
        definition("<a/><b/>", binds)
    assert {caught.value.facts["first"], caught.value.facts["second"]} == {"/data/a", "/data/b"}


def test_a_root_marked_as_a_pattern_stays_the_root() -> None:
    marked = xform("<a/>", body=inputs("a")).replace(b"<data ", b'<data jr:template="" ')
    assert new_session(load(marked), surroundings(NOW)).value("/data/a") == ""


def test_a_group_that_hides_on_its_own_question_is_a_cycle() -> None:
    with pytest.raises(IntakeError, match=r"xform\.cycle"):
        definition("<g><a/></g>", '<bind nodeset="/data/g" relevant="/data/g/a = 1"/>')


def test_once_and_constraints_may_read_their_own_node() -> None:
    binds = '<bind nodeset="/data/a" calculate="once(random())"/><bind nodeset="/data/b" constraint=". &gt; 3"/>'
    assert definition("<a/><b/>", binds, inputs("a", "b")).form_id == "t"


@pytest.mark.parametrize(
    ("source", "position"),
    [
        ("1 +", 4),
        ("nosuch(/data/a)", 1),
        ("1 + concat(round())", 12),
        ("x:y", 1),
        ("(" * 9999, 101),
    ],
)
def test_a_faulty_output_is_told_with_its_question_its_words_and_its_place(source: str, position: int) -> None:
    body = f'<input ref="/data/a"><label>A <output value="{source}"/>!</label></input>'
    form = definition("<a/>", "", body)
    [told] = [notice for notice in form.notices if notice.code == "xform.bad_output"]
    facts = {name: told.facts[name] for name in ("place", "source", "position")}
    assert (told.level, facts) == ("error", {"place": "/data/a", "source": source[:60], "position": position})


def test_too_many_different_characters_in_outputs_are_a_refusal() -> None:
    shown = "".join(f"<output value=\"concat('{at:04}', '{'x' * 60_000}')\"/>" for at in range(70))
    with pytest.raises(IntakeError, match="too_large"):
        definition("<a/>", "", f'<input ref="/data/a"><label>{shown}</label></input>')


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (xform("<a/>", '<bind nodeset="/data/zz" type="int"/>'), "xform.bind_without_node"),
        (xform("<a/>", '<bind nodeset="/data/a" type="xsd:hexBinary"/>'), "xform.unknown_type"),
        (xform("<a/>", body='<input ref="/data/zz"/>'), "xform.question_without_node"),
        (xform("<a><b/></a>", body='<input ref="/data/a"/>'), "xform.question_without_node"),
        (xform("<a/>", model='<instance id="l" src="jr://file-csv/l.csv"/>'), "xform.file_missing"),
        (xform("<a/>", model='<instance id="l" src="jr://instance/last-saved"/>'), "xform.last_saved_used"),
        (xform("<a/>", model='<submission base64RsaPublicKey="AA BB"/>'), "xform.encrypted_form"),
        (xform("<a/>", model='<submission action="https://a.example"/>'), "xform.address_ignored"),
        (xform("<a/>", model='<submission orx:auto-send=" False"/>'), "xform.sent_by_hand"),
        (xform("<a/>", model='<submission orx:auto-send="true"/>'), "xform.sent_by_workplace"),
        (xform("<a/>", model='<submission orx:auto-delete="TRUE"/>'), "xform.kept_after_sending"),
        (xform("<a/><meta/>"), "xform.instance_id_added"),
        (xform("<a/>", '<bind nodeset="/data/a"/><bind nodeset="/data/a" type="int"/>'), "xform.duplicate_bind"),
        (xform("<a/>", body='<input ref="/data/a"><label><output value="1 +"/></label></input>'), "xform.bad_output"),
        (xform("<a/>", body='<input ref="/data/a" query="x"/>'), "xform.external_select"),
        (xform("<a/>", body='<select1 ref="/data/a" appearance="search(\'f\', 1)"/>'), "xform.external_select"),
        (xform("<a/>", '<bind nodeset="/data/a" relevant="instance(\'zz\')/r/i = 1"/>'), "xform.no_such_list"),
        (xform("<a/><meta><instanceID/><audit/></meta>"), "xform.audit_kept"),
        (xform("<a>jr://images/x.png</a>"), "xform.file_missing"),
        (
            xform("<a/>").replace(
                b"<model", b'<model xmlns:e="http://www.opendatakit.org/xforms/entities" e:entities-version="2024.1.0"'
            ),
            "xform.entities_kept",
        ),
        (xform("<a/>", model='<odk:setgeopoint ref="/data/a" event="odk-instance-first-load"/>'), "xform.no_position"),
        (
            xform("<a/>", model='<odk:recordaudio ref="/data/a" event="odk-instance-load"/>'),
            "xform.no_background_audio",
        ),
    ],
)
def test_notices(form: bytes, code: str) -> None:
    assert code in codes(form)


def test_notices_of_rules_other_engines_read_otherwise() -> None:
    form = definition(
        "<r><a/><b/></r><c/>",
        '<bind nodeset="/data/r/b" calculate="/data/r/a * 2"/><bind nodeset="/data/c" calculate="/data/r/a"/>',
        '<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>',
    )
    found = {(notice.place, notice.code) for notice in form.notices}
    assert found == {("/data/r/b", "xform.own_instance"), ("/data/c", "xform.many_nodes")}


def test_the_public_key_is_read_without_blanks() -> None:
    form = definition("<a/>", model='<submission base64RsaPublicKey="AA BB" odk:client-editable="true"/>')
    assert form.public_key == "AABB"
    assert form.client_editable


def test_records_leave_encrypted_wherever_a_submission_element_asks_for_it() -> None:
    form = definition("<a/>", model='<submission action="x"/><submission base64RsaPublicKey="AA BB"/>')
    assert form.public_key == "AABB"
    assert "xform.encrypted_form" in {notice.code for notice in form.notices}
    assert definition("<a/>", model='<submission action="x"/><submission/>').submission.action == "x"


def test_our_own_bind_attributes() -> None:
    binds = '<bind nodeset="/data/g/a" intake:module="M2" intake:indicator="debt"/><bind nodeset="/data/b"/>'
    form = definition("<g><a/></g><b/>", binds)
    assert form.tags("/data/g/a") == {"module": "M2", "indicator": "debt"}
    assert form.tags("/data/b") == {}
    assert form.tagged("indicator") == [("/data/g/a", "debt")]


def listed(rows: str, nodeset: str = "instance('held')/root/item") -> FormDefinition:
    body = (
        f'<select ref="/data/a"><itemset nodeset="{nodeset}"><value ref="name"/><label ref="label"/></itemset></select>'
    )
    return definition("<a/><b/>", body=body + inputs("b"), model=f'<instance id="held"><root>{rows}</root></instance>')


def test_our_own_columns_of_choices() -> None:
    rows = (
        "<item><name>papers</name><label>P</label><intake_indicator> docs_held </intake_indicator></item>"
        "<item><name>money</name><label>M</label><intake_strength/></item>"
        "<item><name>papers</name><label>P</label><intake_indicator>other</intake_indicator></item>"
        "<item><label>nothing</label><intake_indicator>x</intake_indicator></item>"
        "<item><name>none</name><label>N</label><colour>red</colour></item>"
    )
    tags = {"/data/a": {"papers": {"indicator": "docs_held"}, "money": {"strength": ""}}}
    assert listed(rows).choice_tags == tags
    assert listed(rows, "randomize(instance('held')/root/item[name != 'none'])").choice_tags == tags


def test_our_own_columns_of_choices_whose_value_has_another_name() -> None:
    row = "<item><code>papers</code><name>Papers</name><intake_indicator>docs_held</intake_indicator></item>"
    body = (
        '<select ref="/data/a"><itemset nodeset="instance(\'held\')/root/item"><value ref="code"/><label ref="name"/>'
        "</itemset></select>"
    )
    form = definition("<a/>", body=body, model=f'<instance id="held"><root>{row}</root></instance>')
    assert form.choice_tags == {"/data/a": {"papers": {"indicator": "docs_held"}}}


def test_choices_without_columns_of_ours_carry_none() -> None:
    plain = "<item><name>papers</name><label>P</label></item>"
    assert listed(plain).choice_tags == {}
    assert listed(plain, "/data/b").choice_tags == {}
    ours = "<item><name>papers</name><label>P</label><intake_indicator>docs_held</intake_indicator></item>"
    assert listed(ours + plain * 2_000).choice_tags == {}, "a list as long as that is none of the choices sheet"


def test_languages_with_code_default_and_review() -> None:
    itext = (
        '<itext><translation lang="Italiano (it)"/>'
        '<translation lang="العربية (ar)" default="true()" intake:review="unreviewed"/><translation lang="fr"/></itext>'
    )
    languages = definition("<a/>", model=itext).languages
    assert [(each.code, each.default, each.review) for each in languages] == [
        ("it", False, None),
        ("ar", True, "unreviewed"),
        ("fr", False, None),
    ]


def test_csv_lists_with_byte_order_mark_and_semicolons() -> None:
    form = xform("<a/>", model='<instance id="l" src="jr://file-csv/l.csv"/>')
    loaded = load(form, {"l.csv": '\ufeffname;label\nx;L\'une\ny;"a; b"\n\n'.encode()})
    items = list(loaded.instances["l"].children[0].elements())
    assert [[cell.value for cell in item.elements()] for item in items] == [["x", "L'une"], ["y", "a; b"]]
    assert loaded.missing_files == ()


def test_geojson_lists() -> None:
    form = xform("<a/>", model='<instance id="l" src="jr://file/l.geojson"/>')
    point = b'{"type":"Point","coordinates":[12.5,41.9]}'
    data = b'{"features":[{"id":"r1","geometry":' + point + b',"properties":{"title":"Roma"}}]}'
    item = next(load(form, {"l.geojson": data}).instances["l"].children[0].elements())
    values = {cell.name: cell.value for cell in item.elements()}
    assert values == {"geometry": "41.9 12.5 0 0", "id": "r1", "title": "Roma"}


def test_short_and_long_rows_of_a_list() -> None:
    form = xform("<a/>", model='<instance id="l" src="jr://file-csv/l.csv"/>')
    items = load(form, {"l.csv": b"name,label\n1\n2,Two,more\n"}).instances["l"].children[0].elements()
    assert [[cell.value for cell in item.elements()] for item in items] == [["1", ""], ["2", "Two"]]


def test_a_list_that_is_too_long_is_refused_as_it_is_read() -> None:
    form = xform("<a/>", model='<instance id="l" src="jr://file-csv/l.csv"/>')
    header = ",".join(f"c{number}" for number in range(2_000)).encode()

    def refuse(rows: int) -> None:
        with pytest.raises(IntakeError, match=r"xform\.too_large"):
            load(form, {"l.csv": header + b"\n" + b"1\n" * rows})

    assert calls(lambda: refuse(50_000)) < 1.1 * calls(lambda: refuse(2_000))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("l.csv", b"\xff\xfe"),
        ("l.csv", b"name\na\0b\n"),
        ("l.csv", b"name\n" + b"x" * 200_000),
        ("l.geojson", b"[]"),
        ("l.geojson", b"{"),
        ("l.geojson", b'{"features":' + b"[" * 100_000),
    ],
)
def test_damaged_lists(name: str, data: bytes) -> None:
    with pytest.raises(IntakeError, match=r"xform\.bad_(csv|geojson)"):
        load(xform("<a/>", model=f'<instance id="l" src="jr://file/{name}"/>'), {name: data})


def test_the_body_tree() -> None:
    body = (
        '<group ref="/data/g" appearance="field-list"><label>G</label><input ref="/data/g/a"/></group>'
        '<group ref="/data/r"><label>R</label><repeat nodeset="/data/r"><input ref="/data/r/b"/></repeat></group>'
    )
    group, repeat = definition("<g><a/></g><r><b/></r>", body=body).questions
    assert isinstance(group, Group)
    assert group.appearance == ("field-list",)
    assert isinstance(repeat, Repeat)
    assert repeat.label is not None


def test_a_rule_that_no_question_depends_on_is_left_out_and_told() -> None:
    form = load(xform("<a/><b/>", '<bind nodeset="/data/a" calculate="$(x)=1"/>', inputs("b")))
    assert [(notice.level, notice.place, notice.facts["near"]) for notice in form.notices] == [
        ("error", "/data/a", "$(x)=1")
    ]
    assert new_session(form, surroundings(NOW)).value("/data/a") == ""
    shown = load(xform("<a/>", "<bind nodeset=\"/data/a\" relevant=\"pulldata('l', 'b', 'c', .)\"/>", inputs("a")))
    assert [notice.code for notice in shown.notices if notice.level == "error"] == ["xform.rule_left_out"]
    assert new_session(shown, surroundings(NOW)).relevant("/data/a")


@pytest.mark.parametrize("rule", ["pulldata('l', 'b', 'c', ../a)", "concat('x', .)", "pulldata('l', 'b', ., 'c')"])
def test_any_other_rule_about_itself_is_a_cycle(rule: str) -> None:
    with pytest.raises(IntakeError, match=r"xform\.cycle"):
        definition("<a/>", f'<bind nodeset="/data/a" relevant="{rule}"/>', inputs("a"))


@pytest.mark.parametrize("rule", ["$(x)=1", ") = 2"])
def test_relevance_that_is_no_expression_is_refused(rule: str) -> None:
    with pytest.raises(IntakeError, match=r"xform\.bad_expression"):
        definition("<a/>", f'<bind nodeset="/data/a" relevant="{rule}"/>', inputs("a"))


def test_rules_that_are_too_much_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "".join(f'<bind nodeset="/data/a{at}" calculate="\'{"x" * 99_000}{at}\'"/>' for at in range(41))
    with pytest.raises(IntakeError) as caught:
        load(xform("".join(f"<a{at}/>" for at in range(41)), long))
    assert (caught.value.code, caught.value.facts["unit"]) == ("xform.too_large", "characters")
    form = xform("<a/><b/><c/>", '<bind nodeset="/data/c" calculate="/data/a + /data/b"/>')
    monkeypatch.setattr(graph, "MAX_READS", 2)
    assert load(form).form_id == "t"
    monkeypatch.setattr(graph, "MAX_READS", 1)
    with pytest.raises(IntakeError) as caught:
        load(form)
    assert (caught.value.code, caught.value.facts["unit"]) == ("xform.too_large", "reads")


def test_texts_that_show_too_many_different_values_are_refused() -> None:
    items = "".join(
        f'<item><label><output value="{at}"/></label><value>{at}</value></item>' for at in range(MAX_OUTPUTS + 1)
    )
    with pytest.raises(IntakeError) as caught:
        load(xform("<a/>", "", f'<select1 ref="/data/a">{items}</select1>'))
    assert (caught.value.code, caught.value.facts["limit"]) == ("xform.too_large", MAX_OUTPUTS)
