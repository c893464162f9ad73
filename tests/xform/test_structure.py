"""The document of a form: namespaces, instance, binds, types (rows 1 to 40 of the check-list)."""

import pytest

from intake_app.xform import load, new_session, resume
from tests.xform.forms import NOW, definition, inputs, session, xform
from tests.xform.replay import surroundings

ODD = b"""<x:html xmlns:x="http://www.w3.org/1999/xhtml" xmlns:f="http://www.w3.org/2002/xforms"
 xmlns:rosa="http://openrosa.org/javarosa" xmlns:o="http://openrosa.org/xforms" xmlns:d="http://www.opendatakit.org/xforms">
<x:head><x:title>Odd</x:title><f:model d:xforms-version="1.0.0"><f:instance><data xmlns="" id="odd" o:version="3">
<a/><b rosa:template=""><c/></b><o:meta><o:instanceID/></o:meta></data></f:instance>
<f:instance id="l"><root xmlns=""><item><n>x</n></item></root></f:instance>
<f:bind nodeset="/data/a" rosa:preload="date" rosa:preloadParams="today" type="xsd:date" xmlns:xsd="urn:xsd"/>
<f:bind nodeset="/data/o:meta/o:instanceID" rosa:preload="uid"/></f:model></x:head>
<x:body><f:input ref="/data/a"><f:label>A</f:label></f:input>
<d:rank ref="/data/b/c"><f:itemset nodeset="instance('l')/root/item"><f:value ref="n"/><f:label ref="n"/></f:itemset>
</d:rank><f:repeat nodeset="/data/b" rosa:count="2"/></x:body></x:html>"""


@pytest.mark.feature(1, 2, 4, 8, 12, 116)
def test_namespaces_count_and_prefixes_do_not() -> None:
    form = load(ODD)
    record = new_session(form, surroundings(NOW))
    assert (form.form_id, form.version, form.title, form.notices) == ("odd", "3", "Odd", ())
    assert (record.value("/data/a"), record.question("/data/a").type) == ("2026-03-29", "date")
    assert record.question("/data/b[2]/c").control == "rank"
    assert record.instance_id.startswith("uuid:")
    sent = record.finalise().xml
    assert sent.startswith(b'<data xmlns:o="http://openrosa.org/xforms" id="odd" o:version="3"><a>')
    assert sent.count(b"<b>") == 2


@pytest.mark.feature(2, 5)
def test_settings_of_other_programs_load_and_do_nothing() -> None:
    xml = xform("<a odk:tag='x'/>", "", inputs("a")).replace(b"<model", b'<model odk:xforms-version="9.9"')
    form = load(xml.replace(b"<data ", b'<data odk:prefix="p" odk:delimiter="," '))
    assert form.notices == ()
    assert b'odk:prefix="p"' in new_session(form, surroundings(NOW)).finalise().xml


@pytest.mark.feature(3)
def test_an_absolute_path_means_the_record_everywhere() -> None:
    items = "".join(f"<item><k>{number}</k><v>{word}</v></item>" for number, word in ((1, "one"), (2, "two")))
    lists = f'<instance id="l"><data><a>no</a>{items}</data></instance>'
    bind = '<bind nodeset="/data/b" calculate="instance(\'l\')/data/item[k = /data/a]/v"/>'
    form = session("<a/><b/>", bind, inputs("a"), lists)
    form.answer("/data/a", "2")
    assert form.value("/data/b") == "two"


@pytest.mark.feature(7)
def test_defaults_are_there_from_the_start() -> None:
    binds = '<bind nodeset="/data/p" type="binary"/><bind nodeset="/data/c" calculate="/data/a * 2"/>'
    form = session("<a>4</a><p>jr://images/x.png</p><c/>", binds, inputs("a"))
    assert (form.value("/data/a"), form.value("/data/c"), form.value("/data/p")) == ("4", "8", "jr://images/x.png")
    assert form.attachments() == ()
    assert form.definition.missing_files == ("x.png",)


@pytest.mark.feature(8)
def test_a_pattern_is_never_part_of_the_record() -> None:
    body = '<repeat nodeset="/data/r"><input ref="/data/r/q"/></repeat>'
    form = session('<r jr:template=""><q>d</q></r><n/>', '<bind nodeset="/data/n" calculate="count(/data/r)"/>', body)
    assert (form.value("/data/n"), form.count_repeat("/data/r")) == ("0", 0)
    assert b"<r" not in form.serialise_draft()
    form.add_repeat("/data/r")
    assert (form.value("/data/r[1]/q"), form.value("/data/n")) == ("d", "1")
    both = session('<r jr:template=""><q>d</q></r><r><q>own</q></r>', "", body)
    assert both.value("/data/r[1]/q") == "own"


@pytest.mark.feature(9)
def test_the_submission_element_is_data_for_the_client() -> None:
    model = (
        '<submission action="https://x.org/s" method="post" base64RsaPublicKey="AA BB" orx:auto-send="true" '
        'orx:auto-delete="false" odk:client-editable="true"/>'
    )
    target = definition("<a/>", model=model).submission
    assert (target.action, target.method, target.public_key) == ("https://x.org/s", "post", "AABB")
    assert (target.auto_send, target.auto_delete, target.client_editable) == ("true", "false", True)


@pytest.mark.feature(10)
def test_the_style_of_the_body_is_data_for_the_client() -> None:
    form = load(xform("<a/>").replace(b"<h:body>", b'<h:body class="theme-grid  pages no-text-transform">'))
    assert form.style == ("theme-grid", "pages", "no-text-transform")


@pytest.mark.feature(6, 11)
def test_binds_reach_attributes_and_groups() -> None:
    binds = '<bind nodeset="/data/a/@x" calculate="concat(/data/b, \'!\')"/><bind nodeset="/data/g" readonly="true()"/>'
    form = session('<a x="" y="kept"/><b/><g><c/></g>', binds, inputs("b", "g/c"))
    form.answer("/data/b", "1")
    assert form.value("/data/a/@x") == "1!"
    assert b'<a x="1!" y="kept"/>' in form.finalise().xml
    assert form.readonly("/data/g/c")


@pytest.mark.feature(13, 14, 16)
def test_rules_follow_the_answers() -> None:
    binds = (
        '<bind nodeset="/data/b" readonly="/data/a = 1" required="/data/a = 2" constraint="string-length(.) &lt; 3" '
        'jr:constraintMsg="short" jr:requiredMsg="needed"/>'
    )
    form = session("<a/><b/>", binds, inputs("a", "b"))
    assert (form.readonly("/data/b"), form.required("/data/b"), form.fault("/data/b")) == (False, False, None)
    assert form.answer("/data/a", "1").readonly == {"/data/b"}
    assert form.answer("/data/a", "2").required == {"/data/b"}
    assert form.fault("/data/b") == "required"
    form.answer("/data/b", "long")
    assert (form.fault("/data/b"), form.text("/data/b", "constraint").text) == ("constraint", "short")
    form.answer("/data/b", "")
    assert form.text("/data/b", "required").text == "needed"


@pytest.mark.feature(15, 17)
def test_calculates_see_what_is_hidden_as_blank() -> None:
    binds = (
        '<bind nodeset="/data/g" relevant="/data/on = 1"/><bind nodeset="/data/g/h" relevant="/data/on = 1"/>'
        "<bind nodeset=\"/data/c\" calculate=\"concat('[', /data/g/h/a, ']')\"/>"
    )
    form = session("<on>1</on><g><h><a>x</a></h></g><c/>", binds, inputs("on", "g/h/a"))
    assert form.value("/data/c") == "[x]"
    assert form.answer("/data/on", "0").relevance == {"/data/g", "/data/g/h", "/data/g/h/a"}
    assert (form.value("/data/c"), form.value("/data/g/h/a")) == ("[]", "x")


@pytest.mark.feature(18, 20, 22, 23, 25, 26)
def test_bind_attributes_for_the_client_and_for_others() -> None:
    binds = (
        '<bind nodeset="/data/a" saveIncomplete="true()" orx:max-pixels="640" odk:length="9" odk:quality="low" '
        'odk:incremental="true" odk:allow-mock-accuracy="true" jr:noAppErrorString="none" odk:unheard="of" '
        'type="binary"/>'
    )
    form = session("<a/><b/>", binds, inputs("b") + '<upload ref="/data/a" mediatype="image/*"/>')
    view = form.question("/data/a")
    assert (view.save_incomplete, view.parameters["max-pixels"], form.definition.notices) == (True, "640", ())
    assert not form.question("/data/b").save_incomplete
    assert "max-pixels" not in form.question("/data/b").parameters


TYPES = {
    27: ("string", " é ", "é"),
    28: ("int", "-12", "-12"),
    29: ("decimal", "1.50", "1.5"),
    30: ("boolean", "true", "true"),
    31: ("date", "2024-02-29", "2024-02-29"),
    32: ("time", "09:05:00.000+05:30", "09:05:00.000+05:30"),
    33: ("dateTime", "2026-03-29T01:59:59.999-07:00", "2026-03-29T01:59:59.999-07:00"),
    34: ("geopoint", "41.9 12.5 30.1 4", "41.9 12.5 30.1 4.0"),
    35: ("geotrace", "1 2 0 0; 3 4 0 0", "1.0 2.0 0.0 0.0; 3.0 4.0 0.0 0.0"),
    36: ("geoshape", "1 2;3 4;5 6", "1.0 2.0 0.0 0.0; 3.0 4.0 0.0 0.0; 5.0 6.0 0.0 0.0"),
    37: ("binary", "ab12.jpg", "ab12.jpg"),
    38: ("barcode", "4006381333931", "4006381333931"),
    39: ("intent", "typed", "typed"),
    40: ("select", "a b", "a b"),
}


@pytest.mark.feature(12, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40)
@pytest.mark.parametrize(("kind", "typed", "stored"), TYPES.values(), ids=[kind for kind, _, _ in TYPES.values()])
def test_an_answer_is_stored_in_the_form_of_its_type(kind: str, typed: str, stored: str) -> None:
    form = session("<a/>", f'<bind nodeset="/data/a" type="{kind}"/>', inputs("a"))
    form.answer("/data/a", typed)
    assert (form.question("/data/a").type, form.value("/data/a"), form.fault("/data/a")) == (kind, stored, None)
    assert f"<a>{stored}</a>".encode() in form.finalise().xml
    assert resume(form.definition, form.serialise_draft(), {}, surroundings(NOW)).value("/data/a") == stored


@pytest.mark.feature(12)
@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("xsd:string", "string"), ("integer", "int"), ("long", "long"), ("double", "decimal"), ("selectOne", "select1"),
        ("odk:rank", "odk:rank"), ("rank", "rank"), ("anything", "string"), ("", "string"),
    ],
)  # fmt: skip
def test_other_names_of_types(written: str, kind: str) -> None:
    form = session("<a/>", f'<bind nodeset="/data/a" type="{written}"/>', inputs("a"))
    assert form.question("/data/a").type == kind


def grid(body: str, style: str = "theme-grid") -> list[tuple[str, str, tuple[str, ...], int]]:
    """Kind, ref, questions and columns of the pages of a form."""
    form = xform("<g><a/><b/><h><c/></h><r><d/></r></g>", body=body)
    record = new_session(load(form.replace(b"<h:body>", f'<h:body class="{style}">'.encode())), surroundings(NOW))
    return [(page.kind, page.ref, page.refs, page.across) for page in record.pages()]


A, B, C = (f'<input ref="/data/g/{name}" appearance="{{}}"/>' for name in ("a", "b", "h/c"))


@pytest.mark.feature(10)
@pytest.mark.parametrize(
    ("group", "looks", "across"),
    [("field-list", ("", ""), 4), ("field-list w3", ("", ""), 3), ("w10", ("", ""), 10), ("", ("w1", ""), 4)],
)
def test_in_a_grid_a_group_with_widths_is_one_page_in_columns(
    group: str, looks: tuple[str, str], across: int
) -> None:
    body = f'<group ref="/data/g" appearance="{group}">{A.format(looks[0])}{B.format(looks[1])}</group>'
    assert grid(body) == [("field-list", "/data/g", ("/data/g/a", "/data/g/b"), across)]
    plain = grid(body, "pages")
    assert [page[3] for page in plain] == [0] * len(plain)
    assert [page[0] for page in plain] == (["field-list"] if "field-list" in group else ["question"] * 2)


@pytest.mark.feature(10)
def test_in_a_grid_a_group_without_widths_or_with_groups_and_repeats_inside_is_paged_as_ever() -> None:
    unknown = f'<group ref="/data/g">{A.format("w11")}{B.format("")}</group>'
    assert [page[0] for page in grid(unknown)] == ["question"] * 2
    nested = f'<group ref="/data/g">{A.format("w2")}<group ref="/data/g/h">{C.format("w2")}</group></group>'
    assert [page[:1] + page[3:] for page in grid(nested)] == [("question", 0), ("field-list", 4)]
    repeat = '<repeat nodeset="/data/g/r" appearance="field-list w2"><input ref="/data/g/r/d"/></repeat>'
    assert grid(repeat)[0] == ("field-list", "/data/g/r[1]", ("/data/g/r[1]/d",), 2)
