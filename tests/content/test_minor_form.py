"""The talk with a child who came alone: what the report needs, the three days, the doubt about an age, the search
for the family."""

import random
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from intake_app import paths, screening, xform, xlsform

RULES = screening.load_rules((paths.resources() / "assessment.json").read_bytes())
ROME = ZoneInfo("Europe/Rome")
ITEMS = {"a", "b", "c", "d", "e", "f"}


@cache
def definition() -> xform.FormDefinition:
    own = xlsform.compile_own(paths.forms() / "minor.md", paths.translations())
    return xform.load(own.xml)


def talk(answers: Mapping[str, str]) -> xform.Session:
    """A talk on 6 March 2026, with answers by the place below the record."""
    numbers = random.Random(7)
    surroundings = xform.Surroundings(
        now=lambda: datetime(2026, 3, 6, 10, 30, tzinfo=ROME),
        random=numbers,
        uuid=lambda: f"{numbers.getrandbits(128):032x}",
        properties={},
        month_names=lambda code, short, month: f"{month}",
    )
    session = xform.new_session(definition(), surroundings)
    for ref, value in answers.items():
        session.answer(f"/data/{ref}", value)
    return session


def binds(form: bytes) -> Iterator[tuple[str, str]]:
    for bind in etree.fromstring(form).iter("{http://www.w3.org/2002/xforms}bind"):
        yield from ((str(name), str(value)) for name, value in bind.items())


def asked(session: xform.Session) -> set[str]:
    return {ref.removeprefix("/data/") for page in session.pages() for ref in page.refs}


def test_it_loads_without_a_notice() -> None:
    assert definition().notices == ()


def test_the_report_has_each_of_its_items_and_who_was_there_and_when() -> None:
    told = dict(definition().tagged("report"))
    assert set(told.values()) == ITEMS | {"entry", "present"}
    assert [path for path, item in told.items() if item == "a"] == ["/data/story/own_words"]
    for path in ("guardian", "led_by", "interpreter", "talk_language"):
        assert told[f"/data/present/{path}"] == "present"


def test_the_childs_own_words_wait_while_somebody_listens_and_are_nobodys_duty() -> None:
    tags = definition().tags("/data/story/own_words")
    assert tags["sensitive"] == "yes"
    assert not talk({}).question("/data/story/own_words").required


@pytest.mark.parametrize(
    ("entered", "deadline"),
    [
        ("2026-03-04T00:05:00.000+01:00", "2026-03-07"),
        ("2026-03-04T12:00:00.000+01:00", "2026-03-07"),
        ("2026-03-04T23:55:00.000+01:00", "2026-03-07"),
        ("2026-03-28T23:55:00.000+01:00", "2026-03-31"),  # a night an hour shorter lies between
        ("2026-10-24T00:05:00.000+02:00", "2026-10-27"),  # and one an hour longer
        ("2026-12-30T08:00:00.000+01:00", "2027-01-02"),
        ("2028-02-27T08:00:00.000+01:00", "2028-03-01"),
        ("", ""),
    ],
)
def test_the_talk_is_due_three_days_after_the_day_of_entry(entered: str, deadline: str) -> None:
    assert talk({"entry/entered": entered}).value("/data/entry/deadline") == deadline


@pytest.mark.parametrize(
    ("entered", "held", "in_time"),
    [
        ("2026-03-04T20:00:00.000+01:00", "2026-03-07", "yes"),
        ("2026-03-04T20:00:00.000+01:00", "2026-03-08", "no"),
        ("2026-03-04T20:00:00.000+01:00", "", ""),
        ("", "2026-03-08", ""),
    ],
)
def test_a_late_talk_asks_why(entered: str, held: str, in_time: str) -> None:
    session = talk({"entry/entered": entered, "entry/held_on": held})
    assert session.value("/data/entry/in_time") == in_time
    assert ("entry/late_why" in asked(session)) == (in_time == "no")


def test_the_day_of_the_talk_is_today_until_somebody_says_another() -> None:
    assert talk({}).value("/data/entry/held_on") == "2026-03-06"


@pytest.mark.parametrize(
    ("ref", "value", "fits"),
    [
        ("entered", "2026-03-06T10:29:00.000+01:00", True),
        ("entered", "2026-03-06T10:31:00.000+01:00", False),
        ("entered", "2026-12-20T10:00:00.000+01:00", False),
        ("held_on", "2026-03-06", True),
        ("held_on", "2026-03-07", False),
        ("held_on", "2026-03-04", True),
        ("held_on", "2026-03-03", False),
    ],
)
def test_no_day_of_the_three_is_still_to_come_and_the_talk_is_not_before_the_arrival(
    ref: str, value: str, fits: bool
) -> None:
    session = talk({"entry/entered": "2026-03-04T23:30:00.000+01:00", f"entry/{ref}": value})
    assert (session.question(f"/data/entry/{ref}").valid is True) is fits


def test_a_child_who_does_not_want_to_talk_is_asked_nothing_more() -> None:
    left = asked(talk({"begin/wants_talk": "no"}))
    assert "begin/another_day" in left
    assert {ref.split("/")[0] for ref in left} == {"begin", "present", "entry", "age", "part", "conclusion"}
    assert not {"age/born", "age/age_known_from"} & left
    assert "story/own_words" in asked(talk({"begin/wants_talk": "yes"}))


@pytest.mark.parametrize(
    ("answers", "meanwhile", "age_band"),
    [
        ({}, None, ""),
        ({"age/doubt": "no"}, None, ""),
        ({"age/doubt": "yes"}, "yes", "minor"),
        ({"age/doubt": "yes", "age/doubt_state": "assessment"}, "yes", "minor"),
        ({"age/doubt": "yes", "age/born": "1990-01-01"}, "yes", "minor"),
        ({"age/doubt": "yes", "age/doubt_state": "court_minor"}, "yes", "minor"),
        ({"age/doubt": "yes", "age/doubt_state": "court_adult"}, "no", "adult"),
        ({"age/doubt_state": "court_adult", "age/doubt": "no"}, None, ""),
    ],
)
def test_a_child_stays_one_until_a_court_says_otherwise(
    answers: dict[str, str], meanwhile: str | None, age_band: str
) -> None:
    session = talk(answers)
    relevant = session.relevant("/data/age/minor_meanwhile")
    assert (session.value("/data/age/minor_meanwhile") if relevant else None) == meanwhile
    assert session.value("/data/age/age_band") == age_band
    assert ("age/meanwhile" in asked(session)) == (meanwhile == "yes")


def test_no_age_is_worked_out_from_what_is_told() -> None:
    """What a child says of its birth is kept as it is told; nothing in the form reads it."""
    own = xlsform.compile_own(paths.forms() / "minor.md", paths.translations())
    rules = [value for name, value in binds(own.xml) if name in ("calculate", "relevant", "constraint", "required")]
    assert any("doubt_state" in rule for rule in rules)
    assert not [rule for rule in rules if "/born" in rule]


def test_a_doubt_is_written_down_with_who_when_and_why() -> None:
    log = {f"age/{name}" for name in ("doubt_by", "doubt_on", "doubt_basis", "doubt_told", "doubt_state")}
    assert log <= asked(talk({"age/doubt": "yes"}))
    assert not log & asked(talk({"age/doubt": "no"}))
    assert "age/documents" in asked(talk({}))


@pytest.mark.parametrize(
    ("family", "authorities", "against"),
    [
        ("yes", "", "yes"),
        ("", "yes", "yes"),
        ("yes", "no", "yes"),
        ("no", "no", "no"),
        ("no", "", ""),
        ("no", "does_not_know", ""),
        ("prefers_not_to_say", "no", ""),
        ("", "", ""),
    ],
)
def test_fear_speaks_against_looking_for_the_family(family: str, authorities: str, against: str) -> None:
    session = talk({"safe/fear_family": family, "safe/fear_authorities": authorities})
    assert session.value("/data/safe/no_tracing") == against
    assert ("safe/no_contact" in asked(session)) == (against == "yes")
    assert ("safe/tracing" in asked(session)) == (against != "yes")


@pytest.mark.parametrize("told", ["hurt", "unwanted"])
def test_after_a_yes_to_harm_no_details_are_asked(told: str) -> None:
    assert "safe/no_details" in asked(talk({f"safe/{told}": "yes"}))
    assert "safe/no_details" not in asked(talk({f"safe/{told}": "no"}))


@pytest.mark.parametrize("answer", [{"ill": "yes"}, {"sleep": "no"}, {"safe_sleep": "no"}, {"help_daily": "yes"}])
def test_who_needs_care_is_told_of_at_once(answer: dict[str, str]) -> None:
    assert "how_you_are/tell_head" in asked(talk({f"how_you_are/{name}": value for name, value in answer.items()}))
    assert "how_you_are/tell_head" not in asked(talk({"how_you_are/ill": "no", "how_you_are/sleep": "yes"}))


def test_a_sign_in_it_is_weighed_as_a_childs() -> None:
    session = talk({"safe/asked_money": "yes"})
    found = screening.assess(definition(), session.values(), RULES)
    assert (found.child, found.suggestion, found.rule) == (True, "priority_refer_now", "child_exploitation")


def test_a_told_age_that_somebody_put_in_its_mouth_is_a_sign() -> None:
    session = talk({"age/age_known_from": "told_to_say"})
    found = screening.assess(definition(), session.values(), RULES)
    assert [one.code for one in found.indicators] == ["coached_story"]
    counted = screening.assess(definition(), talk({"age/age_known_from": "counted"}).values(), RULES)
    assert counted.indicators == ()


def test_whether_the_family_may_be_looked_for_is_reckoned_and_is_no_item_of_the_report() -> None:
    tagged = {path for path, _item in definition().tagged("report")}
    assert "/data/safe/no_tracing" not in tagged
    assert "/data/safe/fear_family" in tagged
