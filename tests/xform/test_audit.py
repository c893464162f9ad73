"""The log of filling in, as data the client can fill (rows 24 and 114)."""

import pytest

from intake_app.xform import (
    AuditEvent,
    AuditKind,
    AuditLog,
    AuditSettings,
    FormDefinition,
    Position,
    audit_csv,
    edit,
    load,
    new_session,
    without_answers,
)
from tests.shared_data import shared
from tests.xform.forms import NOW, inputs, xform
from tests.xform.replay import surroundings

META = "<meta><instanceID/><audit/></meta>"
REPEAT = '<repeat nodeset="/data/g/r"><input ref="/data/g/r/q"/></repeat>'


def form(attributes: str = "", meta: str = META) -> FormDefinition:
    bind = (
        f'<bind nodeset="/data/a" odk:track-changes="x"/><bind nodeset="/data/meta/audit" type="binary" {attributes}/>'
    )
    return load(xform(f"<a/><g><r><q/></r></g>{meta}", bind, inputs("a") + REPEAT))


def settings(attributes: str = "") -> AuditSettings:
    found = form(attributes).audit
    assert found is not None
    return found


ALL = (
    'odk:location-priority="balanced" odk:location-min-interval="60" odk:location-max-age="300" '
    'odk:track-changes="true" odk:track-changes-reasons="on-form-edit" odk:identify-user="true"'
)


@pytest.mark.feature(24)
def test_what_the_form_wants() -> None:
    assert settings(ALL) == AuditSettings(
        path="/data/meta/audit",
        location=True,
        location_priority="balanced",
        location_interval=60,
        location_age=300,
        changes=True,
        reasons="on-form-edit",
        user=True,
    )
    assert settings() == AuditSettings("/data/meta/audit")
    assert load(xform("<audit/>")).audit is None


def places(priority: str, interval: str, age: str) -> str:
    told = {"priority": priority, "min-interval": interval, "max-age": age}
    return " ".join(f'odk:location-{name}="{value}"' for name, value in told.items() if value)


@pytest.mark.feature(24)
@pytest.mark.parametrize(
    ("attributes", "understood", "named"),
    [
        (places("LOW_POWER", "0", "60"), ("low-power", 1, 60), []),
        (places("precise", "10", "60"), ("high-accuracy", 10, 60), ["odk:location-priority"]),
        (places("balanced", "ten", "60"), ("", None, None), ["odk:location-min-interval"]),
        (places("balanced", "10", "-60"), ("", None, None), ["odk:location-max-age"]),
        (places("balanced", "10", ""), ("", None, None), ["odk:location-max-age"]),
        (places("", "", "60"), ("", None, None), ["odk:location-priority", "odk:location-min-interval"]),
    ],
)
def test_positions_are_wanted_with_priority_interval_and_age(
    attributes: str, understood: tuple[str, int | None, int | None], named: list[str]
) -> None:
    loaded = form(attributes)
    found = loaded.audit
    assert found is not None
    assert (found.location_priority, found.location_interval, found.location_age) == understood
    assert found.location == bool(understood[0])
    told = [notice for notice in loaded.notices if notice.code.startswith("xform.audit_setting")]
    assert [notice.facts["name"] for notice in told] == named
    assert {(notice.place, notice.level) for notice in told} <= {("/data/meta/audit", "warning")}


@pytest.mark.feature(24)
@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("track-changes", "yes"),
        ("identify-user", "1"),
        ("track-changes-reasons", "always"),
        ("track-change", "true"),
    ],
)
def test_a_setting_that_is_not_understood_counts_as_not_set_and_is_told(attribute: str, value: str) -> None:
    loaded = form(f'odk:{attribute}="{value}"')
    assert loaded.audit == AuditSettings("/data/meta/audit")
    (told,) = (notice for notice in loaded.notices if notice.code == "xform.audit_setting")
    assert (told.place, told.facts) == ("/data/meta/audit", {"name": f"odk:{attribute}", "value": value})


@pytest.mark.feature(114)
@pytest.mark.parametrize(
    ("attributes", "columns"),
    [
        ("", ""),
        (places("balanced", "1", "1"), ",latitude,longitude,accuracy"),
        (places("balanced", "1", ""), ""),
        ('odk:track-changes="true"', ",old-value,new-value"),
        ('odk:track-changes="false"', ""),
        ('odk:identify-user="true"', ",user"),
        ('odk:track-changes-reasons="on-form-edit"', ",change-reason"),
        (ALL, ",latitude,longitude,accuracy,old-value,new-value,user,change-reason"),
    ],
)
def test_columns_follow_the_form(attributes: str, columns: str) -> None:
    assert audit_csv([], settings(attributes)) == f"event,node,start,end{columns}\n".encode()


@pytest.mark.feature(114)
def test_the_words_of_events_are_those_of_odk_collect() -> None:
    lines = shared("reference/xforms_features.md").read_text(encoding="utf-8").splitlines()
    told = next(line for line in lines if "Events: form start" in line).partition("Events: ")[2].partition(", location")
    for words in (*told[0].split(", "), "google play services not available"):
        assert words.removesuffix("/disabled") in [str(kind) for kind in AuditKind]
    assert {str(kind).split()[1] for kind in AuditKind if kind.startswith("location")} == {
        "tracking",
        "providers",
        "permissions",
    }


@pytest.mark.feature(114)
def test_lines_are_quoted_only_where_needed() -> None:
    events = [
        AuditEvent(AuditKind.FORM_START, 1),
        AuditEvent(AuditKind.QUESTION, 2, "/data/g/r[2]/q", 5, "1", "2", "3", "a,b", 'say "é"\nnow', "Sara", "typo"),
    ]
    assert audit_csv(events, settings(ALL)).decode() == (
        "event,node,start,end,latitude,longitude,accuracy,old-value,new-value,user,change-reason\n"
        "form start,,1,,,,,,,,\n"
        'question,/data/g/r[2]/q,2,5,1,2,3,"a,b","say ""é""\nnow",Sara,typo\n'
    )
    assert "Sara" not in repr(events), "who and what is for the log alone"


@pytest.mark.feature(114)
def test_a_later_sitting_goes_on_in_the_same_log() -> None:
    first = audit_csv([AuditEvent(AuditKind.FORM_START, 1), AuditEvent(AuditKind.FORM_EXIT, 2)], settings())
    assert audit_csv([AuditEvent(AuditKind.FORM_RESUME, 9)], settings(), first).decode() == (
        "event,node,start,end\nform start,,1,\nform exit,,2,\nform resume,,9,\n"
    )


class Sitting:
    """A log whose clock stands still but where it is moved."""

    def __init__(self, attributes: str = ALL, timings: bool = False) -> None:
        self.seconds = 0.0
        self.log = AuditLog(settings(attributes), 1_000_000, lambda: self.seconds, "Sara", timings)

    def later(self, seconds: float = 1) -> AuditLog:
        self.seconds += seconds
        return self.log

    def lines(self) -> list[tuple[str, str, int, int | None]]:
        return [(each.event.value, each.node, each.start - 1_000_000, each.end) for each in self.log.events()]


@pytest.mark.feature(114)
def test_times_go_on_from_the_first_whatever_happens_to_the_clock() -> None:
    sitting = Sitting()
    sitting.log.note(AuditKind.FORM_START)
    sitting.later(0.5).begins(AuditKind.ADD_REPEAT, "/data/g/r[2]")
    sitting.later(0.25).note(AuditKind.CONSTRAINT_ERROR, "/data/a")
    assert [line[0] for line in sitting.lines()] == ["form start", "constraint error"], "what lasts is told at its end"
    sitting.later(0.25).left()
    assert sitting.lines() == [
        ("form start", "", 0, None),
        ("add repeat", "/data/g/r[2]", 500, 1_001_000),
        ("constraint error", "/data/a", 750, None),
    ]


@pytest.mark.feature(114)
def test_answers_are_told_only_where_they_changed_and_the_form_asks() -> None:
    def asked(attributes: str) -> list[tuple[str, str | None, str | None, str]]:
        sitting = Sitting(attributes)
        sitting.log.shown({"/data/a": "old"})
        sitting.later().shown({"/data/a": "shown anew", "/data/b": "same"})
        sitting.later().left({"/data/a": "new", "/data/b": "same"})
        return [(each.node, each.old, each.new, each.user) for each in sitting.log.events()]

    assert asked("") == []
    assert asked('odk:track-changes="true"') == [("/data/a", "old", "new", "")]
    assert asked(ALL) == [("/data/a", "old", "new", "Sara")]


@pytest.mark.feature(114)
def test_how_long_a_question_was_looked_at_is_told_only_when_the_client_wants_it() -> None:
    def timed(timings: bool, group: str) -> list[tuple[str, str, int, int | None]]:
        sitting = Sitting(ALL, timings)
        sitting.log.shown({"/data/a": "1", "/data/b": "2"}, group)
        sitting.later().left({"/data/a": "9"})
        return sitting.lines()

    assert timed(False, "") == timed(False, "/data/g") == [("question", "/data/a", 1000, 1_001_000)]
    assert timed(True, "") == [("question", "/data/a", 0, 1_001_000), ("question", "/data/b", 0, 1_001_000)]
    group = ("group questions", "/data/g", 0, 1_001_000)
    assert timed(True, "/data/g") == [group, ("question", "/data/a", 0, 1_001_000)]


@pytest.mark.feature(114)
def test_leaving_the_form_ends_what_lasts() -> None:
    sitting = Sitting()
    sitting.log.begins(AuditKind.JUMP)
    sitting.later().note(AuditKind.FORM_EXIT)
    sitting.later().left()
    assert sitting.lines() == [("jump", "", 0, 1_001_000), ("form exit", "", 1000, None)]


@pytest.mark.feature(114)
def test_the_reason_of_a_change_is_kept_only_where_the_form_asks() -> None:
    for attributes, reason in (("", ""), (ALL, "typo")):
        sitting = Sitting(attributes)
        sitting.log.note(AuditKind.CHANGE_REASON, reason="typo")
        assert [each.reason for each in sitting.log.events()] == [reason]


@pytest.mark.feature(114)
def test_an_event_has_the_most_accurate_position_that_is_young_enough() -> None:
    sitting = Sitting(places("balanced", "1", "10"))
    sitting.log.begins(AuditKind.END_SCREEN)
    sitting.log.at(Position(45.0, 9, 30, 1_000_000))
    sitting.log.at(Position(45.1, 9.1, 8.5, 1_002_000))
    sitting.later(3).note(AuditKind.FORM_SAVE)
    sitting.later(9).note(AuditKind.FORM_SAVE)
    sitting.log.at(Position(45.2, 9.2, 50, 1_012_000))
    sitting.log.left()
    found = [(each.event.value, each.latitude, each.longitude, each.accuracy) for each in sitting.log.events()]
    assert found == [
        ("end screen", "45.1", "9.1", "8.5"),
        ("form save", "45.1", "9.1", "8.5"),
        ("form save", "45.1", "9.1", "8.5"),
    ]
    sitting.later(1).note(AuditKind.FORM_SAVE)
    assert [each.latitude for each in sitting.log.events()][-1] == "45.2"
    sitting.later(60).note(AuditKind.FORM_SAVE)
    assert [each.latitude for each in sitting.log.events()][-1] == ""


@pytest.mark.feature(114)
def test_nothing_of_positions_is_kept_where_the_form_does_not_ask() -> None:
    for attributes, told in (("", []), (ALL, ["location providers enabled", "location providers disabled"])):
        sitting = Sitting(attributes)
        sitting.log.at(Position(45, 9, 30, 1_000_000))
        sitting.log.note(AuditKind.LOCATION_PROVIDERS_ENABLED)
        sitting.log.note(AuditKind.LOCATION_PROVIDERS_ENABLED)
        sitting.log.note(AuditKind.LOCATION_PROVIDERS_DISABLED)
        assert [each.event.value for each in sitting.log.events()] == told
        assert all(bool(each.latitude) == bool(attributes) for each in sitting.log.events())


def test_what_lasts_and_what_is_a_moment_are_kept_apart() -> None:
    with pytest.raises(ValueError, match="jump"):
        Sitting().log.note(AuditKind.JUMP)
    with pytest.raises(ValueError, match="form save"):
        Sitting().log.begins(AuditKind.FORM_SAVE)


@pytest.mark.feature(114)
def test_the_log_is_a_file_of_the_record_when_there_is_one() -> None:
    session = new_session(form(), surroundings(NOW))
    data = audit_csv([AuditEvent(AuditKind.FORM_START, 1)], settings())
    done = session.finalise(data)
    assert (done.audit, done.attachments) == (data, ("audit.csv",))
    assert b"<audit>audit.csv</audit>" in done.xml
    edited = edit(session.definition, done.xml, surroundings(NOW))
    assert edited.attachments() == ()
    assert edited.finalise().attachments == ()


@pytest.mark.feature(114)
def test_without_a_log_nothing_is_named() -> None:
    assert b"<audit/>" in new_session(form(), surroundings(NOW)).finalise().xml
    unasked = new_session(form(meta="<meta><instanceID/></meta>"), surroundings(NOW)).finalise(b"event\n")
    assert (unasked.audit, unasked.attachments) == (b"", ())


@pytest.mark.feature(114)
def test_what_is_so_far_lasts_on() -> None:
    sitting = Sitting('odk:track-changes="true"')
    sitting.log.begins(AuditKind.END_SCREEN)
    sitting.log.shown({"/data/a": "old"})
    so_far = sitting.later().so_far({"/data/a": "new"})
    assert [(each.event.value, each.end, each.old, each.new) for each in so_far] == [
        ("end screen", 1_001_000, None, None),
        ("question", 1_001_000, "old", "new"),
    ]
    assert sitting.lines() == [], "nothing has ended"
    sitting.later().left({"/data/a": "old"})
    assert sitting.lines() == [("end screen", "", 0, 1_002_000)], "it was put back"


@pytest.mark.feature(114)
def test_answers_that_are_not_to_be_told_are_taken_out_and_the_event_stays() -> None:
    events = [
        AuditEvent(AuditKind.FORM_START, 1),
        AuditEvent(AuditKind.QUESTION, 2, "/data/a", 3, old="yes", new=""),
        AuditEvent(AuditKind.QUESTION, 2, "/data/b", 3, old="1", new="2"),
    ]
    told = list(without_answers(events, {"/data/b"}))
    assert told == [events[0], AuditEvent(AuditKind.QUESTION, 2, "/data/a", 3), events[2]]


@pytest.mark.feature(114)
def test_the_log_is_a_file_of_the_record_also_where_no_bind_says_that_it_is_one() -> None:
    definition = load(xform(f"<a/>{META}", body=inputs("a")))
    assert new_session(definition, surroundings(NOW)).finalise(b"event,node,start,end\n").attachments == ("audit.csv",)


@pytest.mark.feature(114)
@pytest.mark.parametrize(
    ("attributes", "codes"),
    [
        ("", ["xform.audit_kept"]),
        ('odk:track-changes="true"', ["xform.audit_kept", "xform.audit_changes"]),
        ('odk:identify-user="true"', ["xform.audit_kept", "xform.audit_user"]),
        (places("balanced", "1", "1"), ["xform.audit_kept", "xform.audit_left_out"]),
        ('odk:track-changes-reasons="on-form-edit"', ["xform.audit_kept"]),
        (ALL, ["xform.audit_kept", "xform.audit_changes", "xform.audit_user", "xform.audit_left_out"]),
    ],
)
def test_what_is_logged_is_told_of_the_form(attributes: str, codes: list[str]) -> None:
    told = [notice.code for notice in form(attributes).notices if notice.code.startswith("xform.audit_")]
    assert told == codes
