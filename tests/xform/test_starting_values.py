"""What a form sets by itself: preloads, and actions at the events of rows 118 to 128."""

import random
from collections.abc import Mapping
from datetime import UTC

import pytest

from intake_app.xform import Session, Surroundings, load, new_session, resume
from tests.xform.forms import NOW, definition, inputs, session, xform
from tests.xform.replay import surroundings

AT_GREENWICH = NOW.astimezone(UTC)
PROPERTIES = {"deviceid": "intake:1", "username": "Sara", "email": "s@x.org", "phonenumber": "+39 1"}


def preloaded(kind: str, parameters: str, default: str = "", properties: Mapping[str, str] = PROPERTIES) -> str:
    bind = f'<bind nodeset="/data/a" jr:preload="{kind}" jr:preloadParams="{parameters}"/>'
    around = Surroundings(lambda: NOW, random.Random(1), lambda: "u-1", properties)
    return new_session(definition(f"<a>{default}</a>", bind, inputs("a")), around).value("/data/a")


@pytest.mark.feature(19, 108, 109, 110, 111)
@pytest.mark.parametrize(
    ("kind", "parameters", "value"),
    [
        ("uid", "", "uuid:u-1"),
        ("timestamp", "start", "2026-03-29T01:30:00.000+01:00"),
        ("timestamp", "end", ""),
        ("date", "today", "2026-03-29"),
        ("property", "deviceid", "intake:1"),
        ("property", "uri:deviceid", "intake:1"),
        ("property", "email", "s@x.org"),
        ("property", "phone number", "+39 1"),
        ("property", "phonenumber", "+39 1"),
        ("property", "username", "Sara"),
        ("property", "subscriberid", ""),
        ("property", "simserial", ""),
    ],
)
def test_preloads(kind: str, parameters: str, value: str) -> None:
    assert preloaded(kind, parameters) == value


@pytest.mark.feature(111)
def test_a_property_nobody_knows_leaves_the_default() -> None:
    assert preloaded("property", "email", "none@x.org", {}) == "none@x.org"


@pytest.mark.feature(19, 110)
@pytest.mark.parametrize(
    ("kind", "parameters"),
    [("patient", "name"), ("date", "prevperiod-week-mon-head-1"), ("context", "UserID"), ("timestamp", "recent")],
)
def test_old_preloads_load_blank_and_are_told(kind: str, parameters: str) -> None:
    assert preloaded(kind, parameters) == ""
    bind = f'<bind nodeset="/data/a" jr:preload="{kind}" jr:preloadParams="{parameters}"/>'
    assert [notice.code for notice in load(xform("<a/>", bind)).notices] == ["xform.preload_ignored"]


@pytest.mark.feature(109, 126)
def test_the_end_is_noted_at_each_saving_and_frozen_in_the_record() -> None:
    times = iter([NOW.replace(minute=minute) for minute in range(30, 59)])
    bind = '<bind nodeset="/data/a" jr:preload="timestamp" jr:preloadParams="end"/>'
    act = '<setvalue ref="/data/n" event="xforms-revalidate" value="/data/n + 1"/>'
    around = Surroundings(lambda: next(times), random.Random(1), lambda: "u")
    form = new_session(definition("<a/><n>0</n>", bind, inputs("n"), act), around)
    form.serialise_draft()
    first = form.value("/data/a")
    done = form.finalise()
    assert first < form.value("/data/a")
    assert form.value("/data/a").encode() in done.xml
    assert form.value("/data/n") == "1"


# actions


def act(events: str, target: str = "/data/b", value: str = "concat(/data/b, 'x')", attribute: str = "event") -> str:
    return f'<setvalue {attribute}="{events}" ref="{target}" value="{value}"/>'


@pytest.mark.feature(118, 121, 122, 123, 127)
@pytest.mark.parametrize(
    ("events", "new", "later"),
    [
        ("odk-instance-first-load", "x", "x"),
        ("odk-instance-load", "x", "xx"),
        ("xforms-ready", "x", "x"),
        ("odk-instance-first-load odk-instance-load", "xx", "xxx"),  # carried out for each, as in JavaRosa
        ("xforms-value-changed", "", ""),
    ],
)
@pytest.mark.parametrize("attribute", ["event", "ev:event"])
def test_events_of_loading(events: str, new: str, later: str, attribute: str) -> None:
    form = session("<a/><b/>", "", inputs("a", "b"), act(events, attribute=attribute))
    assert form.value("/data/b") == new
    again = resume(form.definition, form.serialise_draft(), {}, surroundings(NOW))
    assert again.value("/data/b") == later


@pytest.mark.feature(118)
def test_a_target_by_bind_a_text_and_a_blank() -> None:
    binds = '<bind id="place" nodeset="/data/a"/>'
    model = '<setvalue bind="place" event="odk-instance-first-load"> some text </setvalue>'
    model += '<setvalue ref="/data/b" event="odk-instance-first-load"/>'
    form = session("<a/><b>gone</b>", binds, inputs("a", "b"), model)
    assert (form.value("/data/a"), form.value("/data/b")) == ("some text", "")


@pytest.mark.feature(118)
def test_an_action_anywhere_in_the_body_may_answer_to_loading() -> None:
    body = f'<group ref="/data/g">{act("odk-instance-first-load", "/data/b", "1 + 1")}<input ref="/data/g/a"/></group>'
    body += f'<input ref="/data/c">{act("odk-instance-first-load", "/data/d", "3")}</input>'
    form = session("<g><a/></g><b/><c/><d/>", "", body)
    assert (form.value("/data/b"), form.value("/data/d")) == ("2", "3")


@pytest.mark.feature(124, 127)
def test_several_triggers_of_one_answer() -> None:
    def trigger(name: str) -> str:
        value = f"concat(/data/b, '{name}')"
        return f'<input ref="/data/{name}">{act("xforms-value-changed", value=value)}</input>'

    form = session("<a/><c/><b/>", "", trigger("a") + trigger("c"))
    for ref, text in (("a", "1"), ("c", "1"), ("a", "1"), ("a", "2")):
        form.answer(f"/data/{ref}", text)
    assert form.value("/data/b") == "aca"


@pytest.mark.feature(124)
def test_a_calculated_value_sets_off_no_action_as_in_javarosa() -> None:
    calculated = act("xforms-value-changed", "/data/log", "concat(/data/log, /data/c, ';')")
    body = inputs("a") + f'<input ref="/data/c">{calculated}</input>'
    form = session("<a/><c/><log/>", '<bind nodeset="/data/c" calculate="/data/a * 2"/>', body)
    form.answer("/data/a", "2")
    form.answer("/data/a", "3")
    assert (form.value("/data/c"), form.value("/data/log")) == ("6", "")


@pytest.mark.feature(128)
def test_a_value_set_while_hidden_is_there_when_shown() -> None:
    body = inputs("on").replace("</input>", act("xforms-value-changed", "/data/b", "7") + "</input>") + inputs("b")
    form = session("<on/><b/>", '<bind nodeset="/data/b" relevant="/data/on = 2"/>', body)
    form.answer("/data/on", "1")
    assert (form.value("/data/b"), form.relevant("/data/b")) == ("7", False)
    assert b"<b>" not in form.serialise()
    form.answer("/data/b", "")
    form.answer("/data/on", "2")
    assert (form.value("/data/b"), form.relevant("/data/b")) == ("7", True)


NEW = '<setvalue event="odk-new-repeat" ref="/data/r/q" value="concat(\'n\', position(..))"/>'


def with_repeat(attributes: str, instances: str, model: str = "") -> Session:
    body = f'<group><repeat nodeset="/data/r"{attributes}>{NEW}<input ref="/data/r/q"/></repeat></group>' + inputs("n")
    return session(
        f"<n>2</n>{instances}<d/>", '<bind nodeset="/data/d" calculate="join(\' \', /data/r/q)"/>', body, model
    )


@pytest.mark.feature(49, 125)
def test_new_instances_are_filled_in_but_not_those_of_the_form() -> None:
    form = with_repeat("", "<r><q>own</q></r>")
    form.add_repeat("/data/r")
    assert [form.value(f"/data/r[{n}]/q") for n in (1, 2)] == ["own", "n2"]
    form.add_repeat("/data/r", 1)
    assert [form.value(f"/data/r[{n}]/q") for n in (1, 2, 3)] == ["n1", "own", "n2"]
    assert form.value("/data/d") == "n1 own n2"


@pytest.mark.feature(49, 125)
@pytest.mark.parametrize("count", ["2", "/data/n", " /data/n + 0 ", "../n"])
def test_instances_made_by_a_count_are_filled_in(count: str) -> None:
    form = with_repeat(f' jr:count="{count}"', '<r jr:template=""><q/></r>')
    assert form.value("/data/d") == "n1 n2"
    if count != "2":
        form.answer("/data/n", "3")
        assert form.value("/data/d") == "n1 n2 n3"


@pytest.mark.feature(125)
def test_resumed_instances_are_not_new() -> None:
    form = with_repeat("", '<r jr:template=""><q/></r>')
    form.add_repeat("/data/r")
    form.answer("/data/r[1]/q", "mine")
    again = resume(form.definition, form.serialise_draft(), {}, surroundings(NOW))
    assert again.value("/data/r[1]/q") == "mine"


@pytest.mark.feature(125)
def test_inner_instances_are_filled_in_for_their_own_place() -> None:
    inner = '<setvalue event="odk-new-repeat" ref="/data/o/i/q" value="concat(position(../..), \'-\', position(..))"/>'
    outer = '<setvalue event="odk-new-repeat" ref="/data/o/a" value="count(/data/o)"/>'
    nested = f'<input ref="/data/o/a"/><repeat nodeset="/data/o/i">{inner}</repeat>'
    body = f'<repeat nodeset="/data/o">{outer}{nested}</repeat>'
    form = session('<o jr:template=""><a/><i jr:template=""><q/></i></o>', "", body)
    for _ in range(2):
        form.add_repeat("/data/o")
    form.add_repeat("/data/o[2]/i")
    assert (form.value("/data/o[2]/i[1]/q"), form.value("/data/o[1]/a")) == ("2-1", "1")


@pytest.mark.feature(119)
def test_a_position_is_never_taken() -> None:
    model = '<odk:setgeopoint event="odk-instance-first-load" ref="/data/a"/>'
    form = session("<a>old</a>", '<bind nodeset="/data/a" type="geopoint"/>', inputs("a"), model)
    assert form.value("/data/a") == ""


@pytest.mark.feature(120)
def test_sound_is_never_recorded_in_the_background() -> None:
    model = '<odk:recordaudio event="odk-instance-load" ref="/data/a" odk:quality="low"/>'
    form = session("<a/>", '<bind nodeset="/data/a" type="binary"/>', "", model)
    assert [notice.code for notice in form.definition.notices] == ["xform.no_background_audio"]
    assert form.attachments() == ()


@pytest.mark.feature(118)
@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("int", ">05</setvalue>", "5"),
        ("decimal", ">05.50</setvalue>", "5.5"),
        ("int", " value=\"'07'\"/>", "7"),
        ("string", " value=\"' a '\"/>", " a "),
        ("barcode", " value=\"' a '\"/>", "a"),
    ],
)
def test_what_an_action_sets_has_the_form_of_its_type(kind: str, written: str, kept: str) -> None:
    body = f'<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b"{written}</input>'
    form = session("<a/><b/>", f'<bind nodeset="/data/b" type="{kind}"/>', body)
    form.answer("/data/a", "x")
    assert (form.value("/data/b"), form.fault("/data/b")) == (kept, None)


@pytest.mark.feature(118)
def test_what_an_action_chooses_is_kept_with_one_blank_between() -> None:
    items = "".join(f"<item><label>{v}</label><value>{v}</value></item>" for v in "abc")
    act = '<setvalue event="xforms-value-changed" ref="/data/b" value="\' c   a \'"/>'
    form = session("<a/><b/>", "", f'<input ref="/data/a">{act}</input><select ref="/data/b">{items}</select>')
    form.answer("/data/a", "x")
    assert form.value("/data/b") == "c a"


@pytest.mark.feature(7)
def test_blanks_around_a_default_answer_are_none_of_it() -> None:
    form = session("<a>\n  a  b\n </a><b z=' k '>\n</b>", "", inputs("a", "b"))
    assert (form.value("/data/a"), form.value("/data/b"), form.value("/data/b/@z")) == ("a  b", "", " k ")


@pytest.mark.feature(33, 109)
def test_a_moment_without_an_offset_from_utc_ends_in_z_as_in_javarosa() -> None:
    binds = (
        '<bind nodeset="/data/a" type="dateTime" jr:preload="timestamp" jr:preloadParams="start"/>'
        '<bind nodeset="/data/b" type="dateTime" calculate="now()"/>'
        """<bind nodeset="/data/c" type="dateTime" calculate="'2024-02-03'"/>"""
        '<bind nodeset="/data/d" type="time" calculate="now()"/>'
    )
    around = Surroundings(lambda: AT_GREENWICH, random.Random(1), lambda: "u-1")
    record = new_session(definition("<a/><b/><c/><d/>", binds, inputs("a", "b", "c", "d")), around)
    assert [record.value(f"/data/{name}") for name in "abcd"] == [
        "2026-03-29T00:30:00.000Z",
        "2026-03-29T00:30:00.000Z",
        "2024-02-03T00:00:00.000Z",
        "00:30:00.000Z",
    ]
