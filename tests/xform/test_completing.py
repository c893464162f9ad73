"""Points, times and moments that come in without all their parts: what JavaRosa 5.1.0 writes (played side by side)."""

import random
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from intake_app.xform import Session, Surroundings, edit, load, new_session, resume
from tests.xform.forms import inputs, session, xform

ROME, LONDON = ZoneInfo("Europe/Rome"), ZoneInfo("Europe/London")
WINTER = datetime(2026, 11, 26, 9, 30, tzinfo=ROME)


def around(now: datetime) -> Surroundings:
    return Surroundings(lambda: now, random.Random(1), lambda: "u-1")


def filled(kind: str, text: str, way: str, now: datetime = WINTER) -> Session:
    """A record whose answer came in by a default, an action, a calculation, or was typed."""
    rule = f""" calculate="'{text}'" """ if way == "calculate" else ""
    act = f"""<setvalue event="odk-instance-first-load" ref="/data/a" value="'{text}'"/>""" if way == "action" else ""
    instance = f"<a>{text}</a>" if way == "default" else "<a/>"
    bind = f'<bind nodeset="/data/a" type="{kind}"{rule}/>'
    form = new_session(load(xform(instance, bind, inputs("a"), act)), around(now))
    if way == "typed":
        form.answer("/data/a", text)
    return form


@pytest.mark.feature(34, 35, 36)
@pytest.mark.parametrize("way", ["default", "action", "calculate", "typed"])
@pytest.mark.parametrize(
    ("kind", "given", "whole"),
    [
        ("geopoint", "45 9", "45.0 9.0 0.0 0.0"),
        ("geopoint", "  45.50   -0.00001 10 ", "45.5 -0.00001 10.0 0.0"),
        ("geopoint", "51.5 -1.0E-5 0.0 4", "51.5 -0.00001 0.0 4.0"),
        ("geotrace", "45 9;46 9;", "45.0 9.0 0.0 0.0; 46.0 9.0 0.0 0.0"),
        ("geoshape", "45 9; 46 9 1; 45 9", "45.0 9.0 0.0 0.0; 46.0 9.0 1.0 0.0; 45.0 9.0 0.0 0.0"),
    ],
)
def test_a_point_gets_its_altitude_and_accuracy(kind: str, given: str, whole: str, way: str) -> None:
    form = filled(kind, given, way)
    assert form.value("/data/a") == whole
    assert f"<a>{whole}</a>".encode() in form.serialise()


def test_what_is_no_point_is_calculated_as_it_stands_and_shown_as_it_was_typed() -> None:
    assert filled("geopoint", "45,9", "calculate").value("/data/a") == "45,9"
    assert filled("geopoint", "", "calculate").value("/data/a") == ""
    form = filled("geopoint", "91 9", "typed")
    assert (form.value("/data/a"), form.question("/data/a").value) == ("", "91 9")


@pytest.mark.feature(32, 33)
@pytest.mark.parametrize("way", ["default", "action", "typed"])
@pytest.mark.parametrize(
    ("kind", "given", "sent", "zone"),
    [
        ("time", "10:30", "10:30:00.000+01:00", ROME),
        ("time", "10:30:05.5", "10:30:05.500+01:00", ROME),
        ("time", "10:30", "10:30:00.000Z", LONDON),
        ("time", "10:30:00+05:30", "10:30:00+05:30", ROME),
        ("dateTime", "2024-07-01T10:30", "2024-07-01T10:30:00.000+02:00", ROME),
        ("dateTime", "2024-03-31T02:30:00.000", "2024-03-31T03:30:00.000+02:00", ROME),  # a clock that was skipped
        ("dateTime", "2024-10-27T02:30:00.000", "2024-10-27T02:30:00.000+01:00", ROME),  # one that read so twice
        ("dateTime", "2024-07-01T10:30:00Z", "2024-07-01T10:30:00Z", ROME),
        ("dateTime", "0001-01-01T00:00:00", "0001-01-01T00:00:00", ROME),  # before the calendar begins elsewhere
    ],
)
def test_a_time_is_sent_with_its_offset(kind: str, given: str, sent: str, zone: ZoneInfo, way: str) -> None:
    form = filled(kind, given, way, WINTER.astimezone(zone))
    assert form.value("/data/a") == given  # as long as it is filled in, as in other engines
    assert f"<a>{sent}</a>".encode() in form.finalise().xml


def test_a_calculated_time_is_a_text_and_sent_as_it_was_worked_out() -> None:
    assert b"<a>10:30</a>" in filled("time", "10:30", "calculate").finalise().xml


@pytest.mark.parametrize("way", ["default", "action"])
def test_a_day_where_a_moment_is_wanted_is_its_midnight(way: str) -> None:
    assert b"<a>2024-07-01T00:00:00.000+02:00</a>" in filled("dateTime", "2024-07-01", way).finalise().xml


def test_a_record_that_is_loaded_keeps_what_is_whole_and_gets_what_it_lacks() -> None:
    binds = "".join(f'<bind nodeset="/data/{name}" type="{kind}"/>' for name, kind in
                    (("p", "geopoint"), ("q", "geopoint"), ("n", "decimal"), ("t", "time")))  # fmt: skip
    form = load(xform("<p/><q/><n/><t/>", binds, inputs("p", "q", "n", "t")))
    record = new_session(form, around(WINTER)).serialise()
    there = b"<p>45 9</p><q>45 9 0 1.0E-5</q><n>1.0E-5</n><t>10:30</t>"
    record = record.replace(b"<p/><q/><n/><t/>", there)
    assert there in record
    whole = b"<p>45.0 9.0 0.0 0.0</p><q>45 9 0 1.0E-5</q><n>0.00001</n><t>10:30</t>"
    assert whole in resume(form, record, {}, around(WINTER)).serialise_draft()
    assert whole.replace(b"10:30", b"10:30:00.000+01:00") in edit(form, record, around(WINTER)).finalise().xml


@pytest.mark.feature(29)
@pytest.mark.parametrize(("typed", "stored"), [("1.0E-7", "0.0000001"), ("-2.50E1", "-25")])
def test_a_decimal_as_java_writes_it_is_stored_without_exponent(typed: str, stored: str) -> None:
    form = session("<a/>", '<bind nodeset="/data/a" type="decimal"/>', inputs("a"))
    form.answer("/data/a", typed)
    assert (form.value("/data/a"), form.fault("/data/a")) == (stored, None)


@pytest.mark.parametrize("typed", ["1e999999999", "1e3", "1E3"])
def test_another_exponent_is_no_number(typed: str) -> None:
    form = session("<a/>", '<bind nodeset="/data/a" type="decimal"/>', inputs("a"))
    form.answer("/data/a", typed)
    again = resume(form.definition, form.serialise_draft(), {}, around(WINTER))
    for each in (form, again):  # nor is it one when the draft is read
        assert (each.value("/data/a"), each.fault("/data/a")) == ("", "type")


@pytest.mark.parametrize("typed", ["91 0", "0 181", "45", "1 2; 91 0", "91 0 0 0"])
def test_a_point_that_is_nowhere_stays_as_it_was_given_in_a_draft_too(typed: str) -> None:
    made = session("<p/>", '<bind nodeset="/data/p" type="geopoint"/>', inputs("p"))
    made.answer("/data/p", typed)
    again = resume(made.definition, made.serialise_draft(), made.states(), around(WINTER))
    assert (made.question("/data/p").value, made.value("/data/p"), made.fault("/data/p")) == (typed, "", "type")
    assert (again.question("/data/p").value, again.value("/data/p"), again.fault("/data/p")) == (typed, "", "type")
    assert again.serialise_draft() == made.serialise_draft()
