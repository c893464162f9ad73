"""Items 31 to 39: lists beside the form, as CSV and GeoJSON."""

import codecs
import json
from collections.abc import Callable, Mapping

import pytest

from intake_app.xform import load
from tests.hostile.acts import Opened, loads, opened
from tests.hostile.conftest import Warden
from tests.hostile.trial import Case
from tests.xform.forms import xform

FORM = xform(
    "<a/>",
    body='<select1 ref="/data/a"><itemset nodeset="instance(\'l\')/root/item">'
    '<value ref="name"/><label ref="label"/></itemset></select1>',
    model='<instance id="l" src="jr://file-csv/list.csv"/>',
)
PLACES = FORM.replace(b"jr://file-csv/list.csv", b"jr://file/list.geojson").replace(b'"name"', b'"id"')
Judge = Callable[[Opened], None]


def refused(code: str, make: Callable[[], bytes], form: bytes = FORM, name: str = "list.csv") -> Case:
    """A list that must be refused by its name."""
    return Case(lambda data: load(form, {name: data}), make, refused=code, told=(name,))


def csv(make: Callable[[], bytes], judge: Judge, seconds: float = 2.0) -> Case:
    """A CSV list that must be read."""
    made: dict[str, bytes] = {}

    def build() -> bytes:
        made["list.csv"] = make()
        return FORM

    def files() -> Mapping[str, bytes]:
        return made

    return loads(build, judge, files, seconds=seconds)


def offers(*choices: tuple[str, str]) -> Judge:
    """Values and labels of the choices, in order."""

    def judge(opened: Opened) -> None:
        found = opened.session.choices("/data/a")
        assert tuple((choice.value, choice.label.text) for choice in found) == choices

    return judge


def columns(*names: str) -> Judge:
    """The names of the columns that the list has."""

    def judge(opened: Opened) -> None:
        (item,) = opened.form.instances["l"].children[0].named("item")
        assert [cell.name for cell in item.elements()] == list(names)

    return judge


def rows(count: int) -> Judge:
    def judge(opened: Opened) -> None:
        assert len(opened.session.choices("/data/a")) == count

    return judge


def geojson(*features: object, raw: str = "") -> Callable[[], bytes]:
    whole = {"type": "FeatureCollection", "features": list(features)}
    return lambda: raw.encode() if raw else json.dumps(whole).encode()


def feature(point: object = (12.5, 41.9), **properties: object) -> dict[str, object]:
    geometry = {"type": "Point", "coordinates": point}
    return {"type": "Feature", "id": "f", "geometry": geometry, "properties": properties}


def bad_places(make: Callable[[], bytes]) -> Case:
    return refused("xform.bad_geojson", make, PLACES, "list.geojson")


def places(make: Callable[[], bytes], point: str) -> Case:
    """A list that is read, and the point in it handed on as it is written: whether it lies on earth is a rule's say."""

    def judge(opened: Opened) -> None:
        (item,) = opened.form.instances["l"].children[0].named("item")
        assert item.named("geometry")[0].value == point

    return Case(lambda data: opened(PLACES, {"list.geojson": data}), make, judge)


def raw_feature(inside: str) -> Callable[[], bytes]:
    """A feature with something written into its properties."""
    text = (
        '{"features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {%s}}]}'
    )
    return lambda: (text % inside).encode()


FORMULAS = ("=cmd|'/c calc'!A1", "@SUM(A1)", "+1", "-1", "\t=1", "=HYPERLINK(1)")

CASES: dict[str, Case] = {
    "31_nul_in_a_cell": refused("xform.bad_csv", lambda: b"name,label\na,x\0y\n"),
    "31_nul_in_a_title": refused("xform.bad_csv", lambda: b"na\0me,label\na,A\n"),
    "32_field_of_200_000_characters": refused("xform.bad_csv", lambda: b"name,label\na," + b"x" * 200_000 + b"\n"),
    "32_quote_never_closed_in_30_megabytes": refused(
        "xform.bad_csv", lambda: b'name,label\na,"' + b"some text\n" * 3_000_000
    ),
    "32_quote_never_closed_in_50_megabytes": refused(
        "xform.too_large", lambda: b'name,label\na,"' + b"some text\n" * 5_000_000
    ),
    "33_one_row_of_a_million_columns": refused(
        "xform.too_large", lambda: b",".join([b"c"] * 1_000_000) + b"\n" + b",".join([b"x"] * 1_000_000)
    ),
    "33_a_million_rows_of_five": refused("xform.too_large", lambda: b"a,b,c,d,e\n" + b"1,2,3,4,5\n" * 1_000_000),
    "33_a_million_empty_rows": csv(lambda: b"name,label\n" + b",\n" * 1_000_000 + b"a,A\n", offers(("a", "A"))),
    "33_100_000_rows": csv(
        lambda: b"name,label\n" + b"".join(b"n%d,Label\n" % at for at in range(100_000)), rows(100_000), seconds=5
    ),
    "33_no_row": csv(lambda: b"", offers()),
    "34_titles_twice": csv(lambda: b"name,label,label\na,A,B\n", offers(("a", "B"))),
    "34_title_empty": csv(lambda: b"name,,label\na,x,A\n", columns("name", "label")),
    "34_title_of_400_characters": csv(
        lambda: b"name,label," + b"t" * 400 + b"\na,A,x\n", columns("name", "label", "t" * 400)
    ),
    "34_titles_of_sql": csv(
        lambda: b'name,label,select,rowid,"x""; DROP TABLE y"\na,A,1,2,3\n',
        columns("name", "label", "select", "rowid", "x___DROP_TABLE_y"),
    ),
    "34_titles_of_prototypes": csv(
        lambda: b"name,label,__proto__,constructor\na,A,1,2\n",
        columns("name", "label", "__proto__", "constructor"),
    ),
    "34_title_of_a_path": csv(lambda: b"name,label,../../x\na,A,1\n", columns("name", "label", ".._.._x")),
    "35_latin_1": refused("xform.bad_csv", lambda: "name,label\na,è\n".encode("latin-1")),
    "35_utf_16": refused("xform.bad_csv", lambda: "name,label\na,è\n".encode("utf-16")),
    "35_utf_16_without_mark": refused("xform.bad_csv", lambda: "name,label\na,è\n".encode("utf-16-le")),
    "35_encodings_mixed": refused("xform.bad_csv", lambda: "name,label\na,è\n".encode() + "b,è\n".encode("latin-1")),
    "35_encodings_mixed_far_down": refused(
        "xform.bad_csv", lambda: b"name,label\n" + b"a,A\n" * 10_000 + "b,è\n".encode("latin-1")
    ),
    "35_lone_surrogate": refused("xform.bad_csv", lambda: b"name,label\na,\xed\xa0\x80\n"),
    "35_byte_order_mark": csv(lambda: codecs.BOM_UTF8 + "name,label\na,è\n".encode(), offers(("a", "è"))),
    **{
        f"36_formula_{at}": csv(
            lambda cell=cell: f'name,label\na,"{cell}"\n'.encode(),  # type: ignore[misc]
            offers(("a", cell)),
        )
        for at, cell in enumerate(FORMULAS)
    },
    "37_line_ends_mixed": csv(lambda: b"name,label\r\na,A\rb,B\nc,C", offers(("a", "A"), ("b", "B"), ("c", "C"))),
    "37_carriage_returns_alone": csv(lambda: b"name,label\ra,A\rb,B", offers(("a", "A"), ("b", "B"))),
    "37_semicolons": csv(lambda: b"name;label\na;A, B\n", offers(("a", "A, B"))),
    "37_semicolons_with_carriage_returns": csv(lambda: b"name;label\ra;A, B, C, D\r", offers(("a", "A, B, C, D"))),
    "37_separators_at_the_end": csv(lambda: b"name,label,\na,A,\n", columns("name", "label")),
    "37_separators_without_end": csv(lambda: b"name,label\na,A" + b"," * 10_000 + b"\n", offers(("a", "A"))),
    "39_names_that_differ_in_case_only": csv(lambda: b"name,label\na,A\nA,B\n", offers(("a", "A"), ("A", "B"))),
    "39_names_that_differ_in_marks_only": csv(
        lambda: "name,label\n\u00e9,A\ne\u0301,B\n".encode(), offers(("\u00e9", "A"), ("e\u0301", "B"))
    ),
    "39_names_with_commas_and_bars": csv(
        lambda: b'name,label\n"a,b",A\na|b,B\n"a""b",C\n', offers(("a,b", "A"), ("a|b", "B"), ('a"b', "C"))
    ),
    "39_names_with_blanks": csv(lambda: b"name,label\na b,A\nc,C\n", offers(("a b", "A"), ("c", "C"))),
    "38_100_000_levels": bad_places(lambda: b'{"features": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    "38_100_000_levels_in_a_property": bad_places(raw_feature('"x": ' + '{"y": ' * 100_000 + "1" + "}" * 100_000)),
    "38_not_a_number": bad_places(raw_feature('"x": NaN')),
    "38_infinity": bad_places(raw_feature('"x": -Infinity')),
    "38_name_twice": bad_places(raw_feature('"x": 1, "x": 2')),
    "38_features_twice": bad_places(geojson(raw='{"features": [], "features": []}')),
    "38_5_000_digit_number": bad_places(raw_feature('"x": ' + "9" * 5_000)),
    "38_no_object": bad_places(geojson(raw="[1, 2]")),
    "38_features_of_another_type": bad_places(geojson(raw='{"features": 5}')),
    "38_feature_is_a_text": bad_places(geojson("x")),
    "38_properties_of_another_type": bad_places(geojson({**feature(), "properties": [1]})),
    "38_coordinates_of_texts": bad_places(geojson(feature(("12", "41")))),
    "38_coordinates_of_booleans": bad_places(geojson(feature((True, False)))),
    "38_one_coordinate": bad_places(geojson(feature((1,)))),
    "38_latitude_out_of_range": places(geojson(feature((12.5, 91.0))), "91.0 12.5 0 0"),
    "38_longitude_out_of_range": places(geojson(feature((1e9, 41.0))), "41.0 1000000000.0 0 0"),
    "38_unknown_geometry": bad_places(geojson({**feature(), "geometry": {"type": "Blob", "coordinates": []}})),
    "38_ten_million_objects": refused(
        "xform.too_large",
        lambda: b'{"features": [' + b"{}," * 10_000_000 + b"{}]}",
        PLACES,
        "list.geojson",
    ),
    "38_sixteen_million_numbers": refused(
        "xform.too_large", lambda: b'{"features": [' + b"1," * 16_000_000 + b"1]}", PLACES, "list.geojson"
    ),
    "38_two_million_properties": refused(
        "xform.too_large",
        lambda: b'{"features": [{"properties": {' + b",".join(b'"p%d":1' % at for at in range(1_990_000)) + b"}}]}",
        PLACES,
        "list.geojson",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_catalogue(warden: Warden, name: str) -> None:
    warden.check(__name__, name, CASES[name])
