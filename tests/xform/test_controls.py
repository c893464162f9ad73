"""The body of a form: controls, groups, repeats (rows 41 to 57 of the check-list)."""

import pytest

from intake_app.xform import Group, Repeat, Session, new_session
from tests.xform.forms import NOW, definition, inputs, session
from tests.xform.replay import surroundings

ITEMS = "".join(f"<item><label>L{v}</label><value>{v}</value></item>" for v in "abc")


@pytest.mark.feature(41, 42, 44, 45, 47, 57)
@pytest.mark.parametrize(
    ("written", "control", "appearance"),
    [
        ('<input ref="/data/a" appearance="multiline  numbers"/>', "input", ("multiline", "numbers")),
        (f'<select1 ref="/data/a" appearance="minimal">{ITEMS}</select1>', "select1", ("minimal",)),
        (f'<select ref="/data/a">{ITEMS}</select>', "select", ()),
        (f'<odk:rank ref="/data/a">{ITEMS}</odk:rank>', "rank", ()),
        ('<trigger ref="/data/a"/>', "trigger", ()),
        ('<range ref="/data/a" start="0" end="1" step="0.1"/>', "range", ()),
        ('<upload ref="/data/a" mediatype="audio/*"/>', "upload", ()),
        ('<secret ref="/data/a"/>', "input", ("masked",)),
        ('<secret ref="/data/a" appearance="masked"/>', "input", ("masked",)),
        ('<textarea ref="/data/a"/>', "input", ()),
    ],
)
def test_controls(written: str, control: str, appearance: tuple[str, ...]) -> None:
    view = session("<a/>", "", written).question("/data/a")
    assert (view.control, view.appearance) == (control, appearance)


@pytest.mark.feature(57)
def test_a_submit_button_is_passed_over() -> None:
    form = session("<a/>", "", '<submit submission="s"><label>Send</label></submit>' + inputs("a"))
    assert (form.definition.notices, len(form.pages())) == ((), 1)


@pytest.mark.feature(42, 40)
def test_choices_written_in_the_form() -> None:
    form = session("<a/><b/>", "", f'<select1 ref="/data/a">{ITEMS}</select1><select ref="/data/b">{ITEMS}</select>')
    assert [(choice.value, choice.label.text) for choice in form.choices("/data/a")] == [
        ("a", "La"),
        ("b", "Lb"),
        ("c", "Lc"),
    ]
    form.answer("/data/b", "c a")
    assert [row.value_text for row in form.outline()] == ["", "Lc, La"]


@pytest.mark.feature(45)
def test_a_trigger_is_ok() -> None:
    form = session("<a/>", '<bind nodeset="/data/a" required="true()"/>', '<trigger ref="/data/a"/>')
    assert form.violations() != ()
    form.answer("/data/a", "OK")
    assert b"<a>OK</a>" in form.finalise().xml


@pytest.mark.feature(44)
@pytest.mark.parametrize(("attribute", "kind"), [("mediatype", "image/*"), ("accept", "application/pdf,.doc")])
def test_uploads_name_what_they_take(attribute: str, kind: str) -> None:
    bind = '<bind nodeset="/data/a" type="binary"/>'
    form = session("<a/>", bind, f'<upload ref="/data/a" {attribute}="{kind}"/>')
    form.answer("/data/a", "1a.pdf")
    assert (form.question("/data/a").mediatype, form.attachments()) == (kind, ("1a.pdf",))


@pytest.mark.feature(46, 54, 55, 56)
def test_what_a_control_says_goes_to_the_client() -> None:
    body = (
        '<range ref="/data/a" start="1" end="5" step="0.5" odk:tick-interval="1" odk:placeholder="3">'
        "<itemset nodeset=\"instance('t')/root/item\"><value ref='name'/><label ref='label'/></itemset></range>"
        '<input ref="/data/b" rows="4" autoplay="audio" accuracyThreshold="1.5" odk:unheard="of"/>'
    )
    ticks = '<instance id="t"><root><item><name>1</name><label>low</label></item></root></instance>'
    form = session("<a/><b/>", '<bind nodeset="/data/a" type="decimal"/>', body, ticks)
    assert form.question("/data/a").parameters == {
        "start": "1", "end": "5", "step": "0.5", "tick-interval": "1", "placeholder": "3"}  # fmt: skip
    assert form.question("/data/b").parameters == {
        "rows": "4", "autoplay": "audio", "accuracyThreshold": "1.5", "unheard": "of"}  # fmt: skip
    assert [(tick.value, tick.label.text) for tick in form.choices("/data/a")] == [("1", "low")]
    form.answer("/data/a", "2.5")
    assert form.answer("/data/b", "x").cleared == ()
    assert form.value("/data/a") == "2.5"


@pytest.mark.feature(52, 53)
@pytest.mark.parametrize(
    "written",
    [
        '<input ref="/data/a" query="instance(\'c\')/root/item[state=/data/b]"><label>A</label></input>',
        "<select1 ref=\"/data/a\" appearance=\"minimal search('fruits', 'matches', 'k', /data/b)\">"
        "<item><label>name</label><value>key</value></item></select1>",
    ],
)
def test_lists_that_only_phones_build_load_with_an_error(written: str) -> None:
    form = session("<a/><b/>", "", written + inputs("b"))
    assert [(notice.level, notice.code) for notice in form.definition.notices] == [("error", "xform.external_select")]
    form.answer("/data/b", "x")
    form.answer("/data/a", "Palermo Centro")
    asked = form.question("/data/a")
    assert (asked.control, asked.value, asked.valid) == ("input", "Palermo Centro", True), "what is typed is kept"
    assert form.choices("/data/a") == (), "what only names columns of the list is no choice"
    assert form.finalise().xml


@pytest.mark.feature(48, 51)
def test_groups_with_and_without_a_place() -> None:
    body = (
        '<group ref="/data/g" appearance="field-list w4"><label>G <output value="/data/a"/></label>'
        '<group><label>P</label><input ref="/data/g/b"/></group><group ref="/data/g/h"><input ref="c"/></group></group>'
    )
    form = session("<a>1</a><g><b/><h><c/></h></g>", "", inputs("a") + body)
    group = form.definition.questions[1]
    assert isinstance(group, Group)
    assert (group.path, group.appearance) == ("/data/g", ("field-list", "w4"))
    assert [page.refs for page in form.pages()] == [("/data/a",), ("/data/g/b", "/data/g/h/c")]
    assert form.group_label("/data/g").text == "G 1"
    assert "/data/g" in form.answer("/data/a", "2").label
    assert [(row.level, row.kind) for row in form.outline()] == [
        (0, "question"), (0, "group"), (1, "group"), (2, "question"), (1, "group"), (2, "question")]  # fmt: skip


@pytest.mark.feature(51)
def test_answers_inside_every_kind_of_text() -> None:
    out = '<output value=" /data/a "/>'
    item = f"<item><label>I{out}</label><value>v</value></item>"
    body = f'<select1 ref="/data/s"><label>L{out}.</label><hint>H{out}</hint>{item}</select1>'
    form = session("<a>1</a><s/>", "", inputs("a") + body)
    for text in ("1", "2"):
        assert (form.text("/data/s", "label").text, form.text("/data/s", "hint").text) == (f"L{text}.", f"H{text}")
        assert form.choices("/data/s")[0].label.text == f"I{text}"
        assert "/data/s" in form.answer("/data/a", "2" if text == "1" else "1").label


NESTED = (
    '<repeat nodeset="/data/o" jr:count="/data/n"><input ref="/data/o/m"/>'
    '<repeat nodeset="/data/o/i" jr:count="{}"><input ref="/data/o/i/q"/></repeat></repeat>'
)


def counts(form: Session) -> list[int]:
    return [form.count_repeat(f"/data/o[{n + 1}]/i") for n in range(form.count_repeat("/data/o"))]


@pytest.mark.feature(49, 50)
@pytest.mark.parametrize("count", ["../m", "/data/o/m", "../m + 0", " ../m ", "if(../m &gt; 0, ../m, 0)"])
def test_counts_of_inner_repeats_follow_their_own_instance(count: str) -> None:
    form = session(
        '<n>2</n><o jr:template=""><m/><i jr:template=""><q/></i></o>', "", inputs("n") + NESTED.format(count)
    )
    form.answer("/data/o[1]/m", "1")
    form.answer("/data/o[2]/m", "3")
    assert counts(form) == [1, 3]
    form.answer("/data/o[2]/i[3]/q", "kept")
    form.answer("/data/o[2]/m", "2")
    form.answer("/data/n", "1")
    assert counts(form) == [1]
    assert b"kept" not in form.serialise()
    form.answer("/data/n", "2")
    form.answer("/data/o[2]/m", "3")
    assert (counts(form), form.value("/data/o[2]/i[3]/q")) == ([1, 3], "kept")


@pytest.mark.feature(49)
@pytest.mark.parametrize("fixed", ["true()", "true"])
def test_nobody_adds_to_or_removes_from_a_fixed_or_counted_repeat(fixed: str) -> None:
    for attribute in (f'jr:noAddRemove="{fixed}"', 'jr:count="1"'):
        body = f'<repeat nodeset="/data/r" {attribute}><input ref="/data/r/q"/></repeat>'
        form = session("<r><q/></r>", "", body)
        assert form.count_repeat("/data/r") == 1
        for change in (
            lambda form=form: form.add_repeat("/data/r"),
            lambda form=form: form.remove_repeat("/data/r[1]"),
        ):
            with pytest.raises(ValueError, match="the form sets the number"):
                change()
    free = session(
        "<r><q/></r>", "", '<repeat nodeset="/data/r" jr:noAddRemove="false()"><input ref="/data/r/q"/></repeat>'
    )
    free.add_repeat("/data/r")
    assert free.count_repeat("/data/r") == 2


@pytest.mark.feature(49, 50)
def test_instances_are_added_and_removed_anywhere_at_any_depth() -> None:
    body = (
        '<repeat nodeset="/data/a"><repeat nodeset="/data/a/b"><repeat nodeset="/data/a/b/c">'
        '<input ref="/data/a/b/c/q"/></repeat></repeat></repeat>'
    )
    bind = '<bind nodeset="/data/s" calculate="join(\'\', /data/a/b/c/q)"/>'
    form = session("<a><b><c><q/></c></b></a><s/>", bind, body)
    for ref in (
        "/data/a",
        "/data/a[2]/b",
        "/data/a[2]/b",
        "/data/a[2]/b[1]/c",
        "/data/a[2]/b[1]/c",
        "/data/a[2]/b[2]/c",
    ):
        form.add_repeat(ref, 1 if ref.endswith("c") else None)
    form.add_repeat("/data/a", 1)
    places = ("/data/a", "/data/a[1]/b", "/data/a[2]/b", "/data/a[3]/b", "/data/a[3]/b[1]/c", "/data/a[3]/b[2]/c")
    assert [form.count_repeat(ref) for ref in places] == [3, 0, 1, 2, 2, 1]
    form.answer("/data/a[3]/b[1]/c[2]/q", "x")
    form.answer("/data/a[2]/b[1]/c[1]/q", "w")
    form.answer("/data/a[3]/b[2]/c[1]/q", "y")
    assert form.value("/data/s") == "wxy"
    form.remove_repeat("/data/a[3]/b[1]/c[1]")
    form.remove_repeat("/data/a[1]")
    assert (form.value("/data/a[2]/b[1]/c[1]/q"), form.value("/data/s")) == ("x", "wxy")
    form.remove_repeat("/data/a[2]/b[1]")
    assert (form.value("/data/s"), form.count_repeat("/data/a[2]/b")) == ("wy", 1)
    form.remove_repeat("/data/a[1]")
    form.remove_repeat("/data/a[1]")
    assert (form.count_repeat("/data/a"), form.value("/data/s")) == (0, "")
    form.add_repeat("/data/a")
    assert form.count_repeat("/data/a[1]/b") == 0


@pytest.mark.feature(48, 49)
def test_the_frame_of_a_repeat_is_the_repeat() -> None:
    inner = '<repeat nodeset="/data/r" appearance="field-list"><input ref="/data/r/q"/></repeat>'
    form = definition("<r><q/></r>", "", f'<group ref="/data/r"><label>Each</label>{inner}</group>')
    (repeat,) = form.questions
    assert isinstance(repeat, Repeat)
    assert new_session(form, surroundings(NOW)).group_label("/data/r[1]").text == "Each"
