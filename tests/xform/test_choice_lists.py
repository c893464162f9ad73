"""Lists of choices: where they come from and how they follow the answers (rows 43, 95 to 107 of the check-list)."""

import json
from functools import partial

import pytest

from intake_app.errors import IntakeError
from intake_app.xform import Session, load, new_session, resume
from tests.cost import calls
from tests.xform.forms import NOW, inputs, session, xform
from tests.xform.replay import surroundings

ROWS = (("rome", "Roma", "it"), ("bari", "Bari", "it"), ("sfax", "Sfax", "tn"))


def itemset(
    nodeset: str, value: str = "name", label: str = "label", control: str = "select1", ref: str = "/data/c"
) -> str:
    inside = f'<value ref="{value}"/><label ref="{label}"/>'
    return f'<{control} ref="{ref}"><itemset nodeset="{nodeset}">{inside}</itemset></{control}>'


def listed(source: str, data: bytes, nodeset: str, value: str = "name", label: str = "label") -> Session:
    """A record of a form with one list that lies beside it."""
    body = inputs("k") + itemset(nodeset, value, label)
    form = load(xform("<k/><c/>", "", body, f'<instance id="l" src="{source}"/>'), {source.rpartition("/")[2]: data})
    return new_session(form, surroundings(NOW))


def offers(form: Session, ref: str = "/data/c") -> list[tuple[str, str]]:
    return [(choice.value, choice.label.text) for choice in form.choices(ref)]


XML = "".join(f"<item><name>{n}</name><label>{label}</label><land>{k}</land></item>" for n, label, k in ROWS)
CSV = "name,label,land\n" + "".join(f"{','.join(row)}\n" for row in ROWS)
GEO = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": name,
            "geometry": {"type": "Point", "coordinates": [12.5, 41]},
            "properties": {"title": label, "land": land, "size": 3, "open": True, "note": None},
        }
        for name, label, land in ROWS
    ],
}
SOURCES = {
    "xml": ("jr://file/l.xml", f"<root>{XML}</root>".encode(), "name", "label"),
    "csv": ("jr://file-csv/l.csv", CSV.encode(), "name", "label"),
    "bom": ("jr://file-csv/l.csv", CSV.replace("\n", "\r\n").encode("utf-8-sig"), "name", "label"),
    "semicolons": ("jr://file-csv/l.csv", CSV.replace(",", ";").encode(), "name", "label"),
    "geojson": ("jr://file/l.geojson", json.dumps(GEO).encode(), "id", "title"),
}


@pytest.mark.feature(43, 96, 97, 98)
@pytest.mark.parametrize(("source", "data", "value", "label"), SOURCES.values(), ids=SOURCES)
def test_lists_beside_the_form(source: str, data: bytes, value: str, label: str) -> None:
    form = listed(source, data, "instance('l')/root/item[land = /data/k]", value, label)
    assert offers(form) == []
    assert form.answer("/data/k", "it").choices == {"/data/c"}
    assert offers(form) == [("rome", "Roma"), ("bari", "Bari")]
    assert form.definition.notices == ()


@pytest.mark.feature(97)
def test_awkward_columns_of_a_list() -> None:
    data = b'1st,"my ""name""",list-nr\nx,"a, b\nc",7\n'
    form = listed("jr://file-csv/l.csv", data, "instance('l')/root/item", "list-nr", "my__name_")
    assert offers(form) == [("7", "a, b\nc")]
    single = listed("jr://file-csv/l.csv", b"name\nx\ny\n", "instance('l')/root/item", "name", "name")
    assert offers(single) == [("x", "x"), ("y", "y")]


@pytest.mark.feature(98)
def test_properties_and_geometry_of_places() -> None:
    line = {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}
    ring = {"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [5, 6], [1, 2]]]}
    shapes = {"features": [{"geometry": shape, "properties": {"id": n}} for n, shape in enumerate((line, ring, None))]}
    form = listed("jr://file/l.geojson", json.dumps(shapes).encode(), "instance('l')/root/item", "id", "geometry")
    assert offers(form) == [("0", "2 1 0 0; 4 3 0 0"), ("1", "2 1 0 0; 4 3 0 0; 6 5 0 0; 2 1 0 0"), ("2", "")]


@pytest.mark.feature(105)
def test_a_list_that_is_not_there_is_empty_and_told() -> None:
    form = load(xform("<c/>", "", itemset("instance('l')/root/item"), '<instance id="l" src="jr://file/gone.xml"/>'))
    assert form.missing_files == ("gone.xml",)
    assert [(notice.level, notice.code) for notice in form.notices] == [("error", "xform.file_missing")]
    assert offers(new_session(form, surroundings(NOW))) == []


INTERNAL = f'<instance id="l"><root>{XML}</root></instance>'


@pytest.mark.feature(43, 95)
def test_a_list_inside_the_form_may_follow_several_answers_and_functions() -> None:
    nodeset = "instance('l')/root/item[land = /data/k and not(selected(/data/no, name))]"
    form = session("<k>it</k><no/><c/>", "", inputs("k", "no") + itemset(nodeset), INTERNAL)
    assert offers(form) == [("rome", "Roma"), ("bari", "Bari")]
    form.answer("/data/no", "rome")
    assert offers(form) == [("bari", "Bari")]
    form.answer("/data/c", "bari")
    assert form.answer("/data/no", "bari rome").cleared == (("/data/c", "bari"),)


@pytest.mark.feature(86, 102, 93)
def test_choices_in_the_language_of_the_form() -> None:
    texts = {"en": ("Rome", "Bari"), "it": ("Roma", "-")}
    itext = "".join(
        f'<translation lang="{lang}">'
        + "".join(f'<text id="l-{n}"><value>{word}</value></text>' for n, word in enumerate(words))
        + "</translation>"
        for lang, words in texts.items()
    )
    rows = "".join(
        f"<item><itextId>l-{n}</itextId><name>{name}</name></item>" for n, name in enumerate(("rome", "bari"))
    )
    model = f'<itext>{itext}</itext><instance id="l"><root>{rows}</root></instance>'
    bind = '<bind nodeset="/data/n" calculate="jr:choice-name(/data/c, \'/data/c\')"/>'
    body = itemset("instance('l')/root/item", label="jr:itext(itextId)")
    form = session("<c/><n/>", bind, body, model)
    form.answer("/data/c", "rome")
    assert (offers(form), form.value("/data/n")) == ([("rome", "Rome"), ("bari", "Bari")], "Rome")
    changes = form.set_language("it")
    assert {"/data/n"} <= changes.value
    assert "/data/c" in changes.label
    assert (offers(form), form.value("/data/n")) == ([("rome", "Roma"), ("bari", "Bari")], "Roma")
    assert form.choices("/data/c")[1].label.fallback


@pytest.mark.feature(101)
def test_an_order_by_chance_is_kept_by_its_seed() -> None:
    plain = [name for name, _, _ in ROWS]
    for nodeset in ("randomize(instance('l')/root/item)", "randomize(instance('l')/root/item, /data/seed)"):
        form = session("<seed>4</seed><c/>", "", inputs("seed") + itemset(nodeset), INTERNAL)
        shown = [value for value, _ in offers(form)]
        assert sorted(shown) == sorted(plain)
        assert [value for value, _ in offers(form)] == shown
        form.answer("/data/c", "sfax")
        assert form.value("/data/c") == "sfax"
    orders = set()
    for seed in range(20):
        form.answer("/data/seed", str(seed))
        orders.add(form.choice_values("/data/c"))
    assert len(orders) > 3
    filtered = itemset("randomize(instance('l')/root/item[land = /data/k], 42)")
    form = session("<k>it</k><c/>", "", inputs("k") + filtered, INTERNAL)
    assert sorted(form.choice_values("/data/c")) == ["bari", "rome"]


@pytest.mark.feature(101, 43)
def test_value_and_label_may_stand_anywhere_in_a_row() -> None:
    rows = '<row id="1"><x><y>one</y></x></row><row id="2"><x><y>two</y></x></row>'
    form = session(
        "<c/>", "", itemset("instance('l')/root/row", "@id", "x/y"), f'<instance id="l"><root>{rows}</root></instance>'
    )
    assert offers(form) == [("1", "one"), ("2", "two")]


PEOPLE = '<repeat nodeset="/data/p"><input ref="/data/p/name"/><input ref="/data/p/age"/></repeat>'


@pytest.mark.feature(43, 103, 104)
def test_a_list_of_what_was_answered_in_a_repeat() -> None:
    nodeset = "/data/p[age &gt; 17 and name != '']"
    body = PEOPLE + itemset(nodeset, "name", "name") + itemset("randomize(/data/p)", "name", "age", "select", "/data/d")
    binds = '<bind nodeset="/data/p/age" type="int"/><bind nodeset="/data/p/hide" relevant="false()"/>'
    form = session("<p><name/><age/></p><c/><d/>", binds, body)
    form.answer("/data/p[1]/name", "Ada")
    assert "/data/c" in form.answer("/data/p[1]/age", "40").choices
    form.add_repeat("/data/p")
    form.answer("/data/p[2]/name", "Bo")
    form.answer("/data/p[2]/age", "12")
    assert offers(form) == [("Ada", "Ada")]
    assert sorted(offers(form, "/data/d")) == [("Ada", "40"), ("Bo", "12")]
    form.answer("/data/p[2]/age", "18")
    form.answer("/data/c", "Bo")
    form.answer("/data/d", "Ada Bo")
    changes = form.remove_repeat("/data/p[2]")
    assert set(changes.cleared) == {("/data/c", "Bo"), ("/data/d", "Ada Bo")}
    assert (form.value("/data/c"), form.value("/data/d")) == ("", "Ada")
    form.answer("/data/c", "Ada")
    assert form.answer("/data/p[1]/name", "Eve").cleared == (("/data/c", "Ada"), ("/data/d", "Ada"))


@pytest.mark.feature(103)
def test_a_list_inside_a_repeat_of_its_own_inner_repeat() -> None:
    body = (
        '<repeat nodeset="/data/h"><repeat nodeset="/data/h/p"><input ref="/data/h/p/n"/></repeat>'
        + itemset("current()/../p", "n", "n", ref="/data/h/c")
        + "</repeat>"
    )
    form = session("<h><p><n/></p><c/></h>", "", body)
    form.add_repeat("/data/h")
    form.add_repeat("/data/h[2]/p")
    form.answer("/data/h[1]/p[1]/n", "a")
    form.answer("/data/h[2]/p[1]/n", "b")
    assert [offers(form, f"/data/h[{n}]/c") for n in (1, 2)] == [[("a", "a")], [("b", "b")]]
    form.answer("/data/h[2]/c", "b")
    assert form.answer("/data/h[1]/p[1]/n", "x").cleared == ()
    assert form.answer("/data/h[2]/p[1]/n", "y").cleared == (("/data/h[2]/c", "b"),)


@pytest.mark.feature(104)
@pytest.mark.decision("22")
def test_of_a_choice_met_twice_the_first_counts() -> None:
    rows = "".join(f"<item><name>x</name><label>{label}</label></item>" for label in ("first", "second"))
    model = f'<instance id="l"><root>{rows}</root></instance>'
    bind = "<bind nodeset=\"/data/n\" calculate=\"jr:choice-name('x', '/data/c')\"/>"
    form = session("<c/><n/>", bind, itemset("instance('l')/root/item"), model)
    assert (offers(form), form.value("/data/n")) == ([("x", "first")], "first")
    items = "".join(f"<item><label>{label}</label><value>x</value></item>" for label in ("first", "second"))
    inside = session("<c/><n/>", bind, f'<select1 ref="/data/c">{items}</select1>')
    assert (offers(inside), inside.value("/data/n")) == ([("x", "first")], "first")
    assert [notice.code for notice in inside.definition.notices] == ["xform.duplicate_choice"]


@pytest.mark.feature(106)
def test_or_other_is_a_choice_and_a_text() -> None:
    items = "".join(f"<item><label>{v}</label><value>{v}</value></item>" for v in ("a", "other"))
    binds = '<bind nodeset="/data/c_other" relevant="selected(/data/c, \'other\')" type="string"/>'
    form = session("<c/><c_other/>", binds, f'<select ref="/data/c">{items}</select>' + inputs("c_other"))
    assert not form.relevant("/data/c_other")
    form.answer("/data/c", "a other")
    form.answer("/data/c_other", "a third")
    assert b"<c_other>a third</c_other>" in form.finalise().xml


@pytest.mark.feature(100)
def test_files_of_the_form_are_known_by_their_bare_names() -> None:
    kinds = (("image", "images"), ("audio", "audio"), ("video", "video"))
    values = "".join(f'<value form="{kind}">jr://{folder}/../a/{kind}.bin</value>' for kind, folder in kinds)
    model = f'<itext><translation lang="en"><text id="q"><value>Q</value>{values}</text></translation></itext>'
    form = session("<a/>", "", '<input ref="/data/a"><label ref="jr:itext(\'q\')"/></input>', model)
    assert form.text("/data/a", "label").media == {kind: f"{kind}.bin" for kind, _ in kinds}
    assert all("/" not in name for name in form.definition.missing_files)


@pytest.mark.feature(107)
def test_long_lists_are_not_searched_row_by_row() -> None:
    """A hundred of many rows are found by no more work than a hundred of few, once the list has been looked at."""

    def ask(form: Session) -> None:
        for number in range(10):
            form.answer("/data/k", f"d{number}")
            assert form.choice_values("/data/c")[0] == str(number)

    found, taken = "instance('l')/root/item[land = /data/k]", []
    for lands in (10, 400):
        rows = "".join(f"{n},Village {n},d{n % lands}\n" for n in range(100 * lands))
        form = listed("jr://file-csv/l.csv", f"name,label,land\n{rows}".encode(), found)
        form.answer("/data/k", "d1")
        assert len(form.choice_values("/data/c")) == 100
        taken.append(calls(partial(ask, form)))
    assert taken[1] < 1.1 * taken[0]


@pytest.mark.feature(96, 97, 98)
def test_of_two_columns_with_one_title_the_last_counts_and_that_is_told() -> None:
    data = b"\xef\xbb\xbfname;label;my x;;;my_x\na;A;1;2;3;4\n;;;;;\nb;B\n"
    form = listed("jr://file-csv/l.csv", data, "instance('l')/root/item", "name", "my_x")
    assert offers(form) == [("a", "4"), ("b", "")]
    told = [notice for notice in form.definition.notices if notice.code == "xform.twin_column"]
    assert [(notice.place, notice.facts) for notice in told] == [
        ("jr://file-csv/l.csv", {"file": "l.csv", "found": "my_x"})
    ]


@pytest.mark.parametrize("name", ["l.xml", "l.csv", "l.geojson"])
def test_a_damaged_list_is_refused_by_name(name: str) -> None:
    with pytest.raises(IntakeError) as caught:
        listed(f"jr://file/{name}", b"\xff<{", "instance('l')/root/item")
    assert caught.value.facts["place"] == name


@pytest.mark.feature(42, 104)
def test_an_answer_that_is_not_among_the_written_choices_is_told_and_not_sent() -> None:
    items = "".join(f"<item><label>{v}</label><value>{v}</value></item>" for v in "abc")
    body = f'<select1 ref="/data/a">{items}</select1><select ref="/data/b">{items}</select>'
    form = session("<a>z</a><b/>", "", body)
    assert form.value("/data/a") == ""
    form.answer("/data/a", "zz")
    form.answer("/data/b", "c zz a")
    assert [form.value(ref) for ref in ("/data/a", "/data/b")] == ["", "c a"]
    assert [form.question(ref).value for ref in ("/data/a", "/data/b")] == ["zz", "c zz a"]
    assert [(fault.ref, fault.kind) for fault in form.violations()] == [("/data/a", "type"), ("/data/b", "type")]
    again = resume(form.definition, form.serialise_draft(), {}, surroundings(NOW))
    assert (again.question("/data/b").value, again.value("/data/b")) == ("c zz a", "c a")
    assert again.serialise_draft() == form.serialise_draft()
    again.answer("/data/a", "")
    again.answer("/data/b", "b a")
    assert b"<b>b a</b>" in again.finalise().xml


@pytest.mark.feature(42)
def test_two_controls_of_one_place_offer_the_choices_of_both() -> None:
    one, two = ("".join(f"<item><label>{v}</label><value>{v}</value></item>" for v in values) for values in ("ab", "c"))
    body = f'<select1 ref="/data/a">{one}</select1><select1 ref="/data/a">{two}</select1>'
    form = session("<a/>", "", body)
    form.answer("/data/a", "c")
    assert form.value("/data/a") == "c"


@pytest.mark.feature(42, 95, 96, 97)
def test_blanks_around_the_texts_of_a_list_are_none_of_them() -> None:
    rows = "".join(f"<item><name>\n {n}\t</name><label> {label} </label></item>" for n, label, _ in ROWS[:2])
    inside = session(
        "<k/><c/>", "", itemset("instance('l')/root/item"), f'<instance id="l"><root>{rows}</root></instance>'
    )
    beside = listed("jr://file/l.xml", f"<root>{rows}</root>".encode(), "instance('l')/root/item[name = 'rome']")
    assert offers(inside) == [("rome", "Roma"), ("bari", "Bari")]
    assert offers(beside) == [("rome", "Roma")]
    table = listed("jr://file-csv/l.csv", b"name,label\n rome , Roma \n", "instance('l')/root/item")
    assert offers(table) == [("rome", " Roma ")], "as JavaRosa: of a table only the value of a choice is trimmed"
    by_rule = listed("jr://file-csv/l.csv", b"name,label\n rome , Roma \n", "instance('l')/root/item", "./name")
    assert offers(by_rule)[0][0] == "rome"


@pytest.mark.feature(40, 42)
def test_several_choices_are_kept_with_one_blank_between_them() -> None:
    items = "".join(f"<item><label>{v}</label><value>{v}</value></item>" for v in "abc")
    form = session(
        "<a>  c \n a</a><n/>",
        '<bind nodeset="/data/n" calculate="count-selected(/data/a)"/>',
        f'<select ref="/data/a">{items}</select>',
    )
    assert (form.value("/data/a"), form.value("/data/n")) == ("c a", "2")
    form.answer("/data/a", "  b \t  a\nc")
    assert (form.value("/data/a"), form.value("/data/n")) == ("b a c", "3")
