"""Which features a form uses: each kind of sign, the places, and what comes of it."""

import json

import pytest

from intake_app import paths
from intake_app.xform.usage import Feature, features_used, read_catalogue, signs_of
from tests.shared_data import shared
from tests.xform.forms import inputs, xform

ITEMS = "<item><label>A</label><value>a</value></item>"
RED = "&lt;span style='color:red'&gt;x&lt;/span&gt;"
LIST = "<instance id='t'><root><item><name>a</name><label>A</label></item></root></instance>"


def form(instance: str = "<a/>", binds: str = "", body: str = "", model: str = "") -> bytes:
    return xform(instance, binds, body, model)


def catalogue() -> tuple[Feature, ...]:
    return read_catalogue(json.loads((paths.resources() / "xforms_features.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("xml", "sign", "place"),
    [
        (form(binds='<bind nodeset="/data/a" relevant="1"/>'), "bind:relevant", "/data/a"),
        (form(binds='<bind nodeset="/data/a" type="xsd:int"/>'), "type:int", "/data/a"),
        (form(binds='<bind nodeset="/data/a" type="odk:rank"/>'), "type:odk:rank", "/data/a"),
        (form(binds='<bind nodeset="/data/a" orx:max-pixels="9"/>'), "bind:orx:max-pixels", "/data/a"),
        (form(binds='<bind nodeset="/data/a/@b"/>', instance='<a b=""/>'), "mark:attribute-bind", "/data/a/@b"),
        (form(binds='<bind nodeset="/data/a" jr:preload="uid"/>'), "preload:uid", "/data/a"),
        (form(binds='<bind nodeset="/data/a" calculate="once( round (1))"/>'), "function:round", "/data/a"),
        (form(model=LIST), "list:internal", "t"),
        (form(model='<instance id="t" src="jr://file/t.xml"/>'), "list:xml", "t"),
        (form(model='<instance id="t" src="jr://file-csv/t.csv"/>'), "list:csv", "t"),
        (form(model='<instance id="t" src="jr://file/t.geojson"/>'), "list:geojson", "t"),
        (form(model='<instance id="t" src="jr://instance/last-saved"/>'), "list:last-saved", "t"),
        (form('<r jr:template=""><a/></r>'), "node:@jr:template", "/data/r"),
        (form("<meta><instanceName/></meta>"), "node:meta/instanceName", "/data/meta/instanceName"),
        (form("<formhub><uuid/></formhub>"), "node:formhub/uuid", "/data/formhub/uuid"),
        (form("<__version__/>"), "node:__version__", "/data/__version__"),
        (form('<meta><entity dataset="d" create="1" update="1"/></meta>'), "entity:create", "/data/meta/entity"),
        (form('<meta><entity dataset="d" create="1" update="1"/></meta>'), "mark:entity-upsert", "/data/meta/entity"),
        (form('<r><meta><entity dataset="d"/></meta></r>'), "mark:entity-in-repeat", "/data/r/meta/entity"),
        (form(model='<submission action="x"/>'), "submission:action", "submission"),
        (form(model='<setvalue ref="/data/a" event="a b" value="now()"/>'), "event:b", "/data/a"),
        (form(model='<setvalue ref="/data/a" event="a b" value="now()"/>'), "mark:several-events", "/data/a"),
        (
            form(model='<setvalue bind="b" event="a" value="now()"/>', binds='<bind id="b" nodeset="a"/>'),
            "function:now",
            "/data/a",
        ),
        (form(model='<setvalue bind="z" event="a" value="now()"/>'), "function:now", "/data"),
        (form(body=inputs("a").replace("</input>", '<setvalue event="a">1</setvalue></input>')), "event:a", "/data/a"),
        (form(body=inputs("a")), "element:input", "/data/a"),
        (
            form(binds='<bind id="b" nodeset="/data/a"/>', body='<group><label>G</label><input bind="b"/></group>'),
            "element:input",
            "/data/a",
        ),
        (
            form(body='<group ref="g"><group><repeat nodeset="r"><input ref="a"/></repeat></group></group>'),
            "element:input",
            "/data/g/r/a",
        ),
        (form(body='<input ref="/data/a" rows="3" odk:quality="low"/>'), "control:odk:quality", "/data/a"),
        (form(body='<input ref="/data/a" appearance="columns-3 w10"/>'), "appearance:columns-N", "/data/a"),
        (form(body='<input ref="/data/a" appearance="columns-3 w10"/>'), "appearance:wN", "/data/a"),
        (form(body='<input ref="/data/a" appearance="minimal search(\'x y\')"/>'), "appearance:search(", "/data/a"),
        (form(body='<input ref="/data/a" appearance="search(\'x\', 3) quick"/>'), "appearance:quick", "/data/a"),
        (form(body='<input ref="/data/a" appearance="ex:org.scan(code=\'1\')"/>'), "appearance:ex:", "/data/a"),
        (form(body=f'<select1 ref="/data/a">{ITEMS}</select1>'), "element:item", "/data/a"),
        (form(body=f'<range ref="/data/a">{ITEMS}</range>'), "mark:range-labels", "/data/a"),
        (form(body=inputs("a").replace("<label>", "<label>**x** <output value='1'/>")), "mark:styled", "/data/a"),
        (form(body=inputs("a").replace("<label>", "<label>&lt;i&gt;x&lt;/i&gt;")), "mark:styled", "/data/a"),
        (form(body=inputs("a").replace("<label>", "<label>[x](http://y)")), "mark:link", "/data/a"),
        (form(model=f"<itext><translation lang='en'><text id='a'><value>{RED}</value></text></translation></itext>"),
         "mark:styled", "en"),
        (
            form(body='<repeat nodeset="/data/r"><repeat nodeset="/data/r/q"/></repeat>'),
            "mark:nested-repeat",
            "/data/r/q",
        ),
        (form().replace(b"<h:body>", b"<h:body class='pages theme-grid'>"), "body:pages", "pages"),
        (form().replace(b"<h:body>", b"<h:body class='pages theme-grid'>"), "body:theme-grid", "theme-grid"),
        (form().replace(b"<h:body>", b"<h:body class='theme-plain'>"), "body:theme", "theme-plain"),
        (
            form(body='<input ref="/data/a"><label>x<output value="int(1)"/></label></input>'),
            "element:output",
            "/data/a",
        ),
        (form(body='<input ref="/data/a"><label ref="concat(1)"/></input>'), "function:concat", "/data/a"),
        (form(body="<input ref='/data/a'><label ref=\"jr:itext('k')\">w</label></input>"), "text:inline", "/data/a"),
        (form(body="<submit/>"), "element:submit", "/data"),
    ],
)
def test_a_sign_is_seen_at_its_place(xml: bytes, sign: str, place: str) -> None:
    assert (sign, place) in set(signs_of(xml))


@pytest.mark.parametrize(
    ("itemset", "marks"),
    [
        ("<itemset nodeset=\"randomize(instance('t')/root/item)\"><value ref='n'/></itemset>", {"randomised-list"}),
        ("<itemset nodeset=\"/data/r[instance('t')]\"><label ref='n'/></itemset>", {"list-of-repeat"}),
        ("<itemset nodeset=\"instance('t')/root/item\"><label ref='jr:itext(id)'/></itemset>", {"translated-list"}),
    ],
)
def test_what_a_list_is_made_of(itemset: str, marks: set[str]) -> None:
    signs = {sign for sign, _ in signs_of(form(body=f'<select ref="/data/a">{itemset}</select>'))}
    assert {sign.removeprefix("mark:") for sign in signs if sign.startswith("mark:")} == marks


def test_texts_of_translations() -> None:
    texts = (
        '<itext><translation lang="French (fr)"><text id="/data/a:label"><value>A<output value="today()"/></value>'
        '<value form="guidance">G</value><value form="image">-</value></text></translation>'
        '<translation lang="Dari"/></itext>'
    )
    signs = set(signs_of(form(model=texts)))
    assert {("text:code", "French (fr)"), ("text:guidance", "/data/a"), ("element:output", "French (fr)")} <= signs
    assert not {sign for sign, _ in signs} & {"text:image"}
    assert ("text:code", "Dari") not in signs


def test_quoted_words_and_plain_labels_are_no_functions() -> None:
    body = "<input ref='/data/a' appearance='now()'><label ref=\"jr:itext('uuid(')\"/><hint>today()</hint></input>"
    xml = form(binds="""<bind nodeset="/data/a" relevant=". = 'max(' or . = 1" calculate="'a'"/>""", body=body)
    assert not [sign for sign, _ in signs_of(xml) if sign.startswith("function:")]


def test_an_entity_element_of_ones_own_is_no_entity() -> None:
    assert not [sign for sign, _ in signs_of(form("<entity><create/></entity>")) if sign.startswith("entity:")]


def test_rows_come_with_state_and_places_worst_first() -> None:
    rows = (
        Feature(1, "G", "Plain", "1", "supported", "", ("type:int",), ()),
        Feature(2, "G", "Gone", "1", "refused", "No.", ("appearance:q",), ()),
        Feature(3, "G", "Partly", "1", "degraded", "Half.", ("element:input",), ("appearance:q",)),
        Feature(4, "G", "Whole", "1", "degraded", "Half.", ("element:input",), ("appearance:other",)),
        Feature(5, "G", "Unused", "1", "degraded", "Half.", ("element:range",), ()),
    )
    xml = form(
        "<a/><b/>",
        '<bind nodeset="/data/a" type="int"/>',
        inputs("a", "b").replace('"/data/b"', '"/data/b" appearance="q q"'),
    )
    told = [(use.feature.row, use.state, use.places) for use in features_used(xml, rows)]
    assert told == [
        (2, "refused", ("/data/b",)),
        (3, "degraded", ("/data/b",)),
        (1, "supported", ("/data/a",)),
        (4, "supported", ("/data/a", "/data/b")),
    ]


def test_a_state_that_does_not_exist_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="row 7"):
        read_catalogue({"features": [{"row": 7, "state": "perhaps"}]})


def test_a_form_with_every_question_of_collect() -> None:
    xml = shared("data/forms/all-widgets.xml").read_bytes()
    used = {use.feature.row: use for use in features_used(xml, catalogue())}
    assert {27, 28, 29, 31, 32, 33, 34, 40, 41, 42, 43, 44, 45, 46, 47, 78} <= used.keys()
    places = used[68].places
    assert places[0] == "/data/date_time_widgets/myanmar_date_widget", "what is typed in another way"
    assert "/data/date_time_widgets/ethiopian_date_widget" not in places[:3]
