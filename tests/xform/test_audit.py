"""The log of filling in, as data the client can fill (rows 24 and 114)."""

import pytest

from intake_app.xform import AuditEvent, AuditLog, AuditSettings, FormDefinition, audit_csv, edit, load, new_session
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
    'odk:location-priority="balanced" odk:location-min-interval="60" odk:location-max-age="x" odk:track-changes="true" '
    'odk:track-changes-reasons="on-form-edit" odk:identify-user="true"'
)


@pytest.mark.feature(24)
def test_what_the_form_wants() -> None:
    assert settings(ALL) == AuditSettings(
        path="/data/meta/audit",
        location=True,
        location_priority="balanced",
        location_interval=60,
        location_age=None,
        changes=True,
        reasons="on-form-edit",
        user=True,
    )
    assert settings() == AuditSettings("/data/meta/audit")
    assert load(xform("<audit/>")).audit is None


@pytest.mark.feature(114)
@pytest.mark.parametrize(
    ("attributes", "columns"),
    [
        ("", ""),
        ('odk:location-max-age="1"', ",latitude,longitude,accuracy"),
        ('odk:track-changes="true"', ",old-value,new-value"),
        ('odk:track-changes="false"', ""),
        ('odk:identify-user="true"', ",user"),
        (ALL, ",latitude,longitude,accuracy,old-value,new-value,user,change-reason"),
    ],
)
def test_columns_follow_the_form(attributes: str, columns: str) -> None:
    assert audit_csv([], settings(attributes)) == f"event,node,start,end{columns}\n".encode()


@pytest.mark.feature(114)
def test_lines_are_quoted_only_where_needed() -> None:
    events = [
        AuditEvent("form start", 1),
        AuditEvent("question", 2, "/data/g/r[2]/q", 5, "1", "2", "3", "a,b", 'say "é"\nnow', "Sara", "typo"),
    ]
    assert audit_csv(events, settings(ALL)).decode() == (
        "event,node,start,end,latitude,longitude,accuracy,old-value,new-value,user,change-reason\n"
        "form start,,1,,,,,,,,\n"
        'question,/data/g/r[2]/q,2,5,1,2,3,"a,b","say ""é""\nnow",Sara,typo\n'
    )


def log(attributes: str, timings: bool) -> tuple[AuditEvent, ...]:
    """A sitting: each look at the clock is half a second later."""
    seconds = iter(number / 2 for number in range(1, 100))
    noted = AuditLog(settings(attributes), 1_000_000, lambda: next(seconds), "Sara", timings)
    noted.note("form start", reason="no")
    noted.shown({"/data/a": "old", "/data/g/r[1]/q": "same"})
    noted.left({"/data/a": "new", "/data/g/r[1]/q": "same"})
    noted.note("delete repeat", "/data/g/r[1]")
    return noted.events()


@pytest.mark.feature(114)
def test_times_and_answers_are_noted_only_where_asked_for() -> None:
    told = [(event.event, event.node, event.old, event.new) for event in log("", False)]
    assert told == [("form start", "", None, None), ("delete repeat", "/data/g/r[1]", None, None)]
    (changed,) = (event for event in log(ALL, False) if event.event == "question")
    assert (changed.node, changed.old, changed.new, changed.user) == ("/data/a", "old", "new", "Sara")
    timed = [event for event in log(ALL, True) if event.event == "question"]
    assert [(event.node, event.start, event.end, event.new) for event in timed] == [
        ("/data/a", 1_001_000, 1_001_500, "new"),
        ("/data/g/r[1]/q", 1_001_000, 1_001_500, None),
    ]
    assert {event.user for event in log("", True)} == {""}
    assert (log(ALL, False)[0].reason, log("", False)[0].reason) == ("no", "")


@pytest.mark.feature(114)
def test_the_log_is_a_file_of_the_record_when_there_is_one() -> None:
    session = new_session(form(), surroundings(NOW))
    data = audit_csv([AuditEvent("form start", 1)], settings())
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
