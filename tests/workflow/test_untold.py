"""Which record says nothing: what a form fills in by itself is no answer, nor is a repeat without an entry."""

from datetime import UTC, datetime

import pytest

from intake_app.workflow.untold import says_nothing
from intake_app.xform import AnswerState, Session
from tests.xform.forms import inputs, session

REPEAT = '<group ref="/data/r"><label>r</label><repeat nodeset="/data/r">{}</repeat></group>'
ENTRY = '<input ref="/data/r/q"><label>q</label></input>'
TODAY = '<setvalue ref="/data/d" event="odk-instance-first-load" value="{}"/>'


def in_repeat(default: str = "") -> Session:
    body = REPEAT.format(ENTRY)
    return session(f'<r jr:template=""><q>{default}</q></r>', '<bind nodeset="/data/r/q"/>', body)


@pytest.mark.parametrize("default", ["", "as ever"])
def test_questions_in_a_repeat_without_an_entry_say_nothing(default: str) -> None:
    talk = in_repeat(default)
    assert not [ref for ref in talk.values() if ref.endswith("/q")] and says_nothing(talk)
    talk.add_repeat("/data/r")
    assert says_nothing(talk), "an entry that is as the form made it"
    talk.answer("/data/r[1]/q", "told")
    assert not says_nothing(talk)
    talk.add_repeat("/data/r")
    assert not says_nothing(talk)


def test_a_default_is_no_answer_until_it_is_another_one() -> None:
    talk = session("<q>as ever</q><p/>", "", inputs("q", "p"))
    assert says_nothing(talk)
    talk.answer("/data/q", "otherwise")
    assert not says_nothing(talk)
    talk.answer("/data/q", "")
    assert says_nothing(talk)
    talk.mark("/data/p", AnswerState.DECLINED)
    assert not says_nothing(talk)


@pytest.mark.parametrize("kind", ["date", "dateTime"])
def test_the_day_that_a_form_fills_in_is_that_on_which_the_record_was_begun(kind: str) -> None:
    value = "today()" if kind == "date" else "now()"
    talk = session("<d/>", f'<bind nodeset="/data/d" type="{kind}"/>', inputs("d"), TODAY.format(value))
    assert talk.value("/data/d").startswith("2026-03-29")
    assert says_nothing(talk, datetime(2026, 3, 29, 0, 30, tzinfo=UTC).isoformat())
    if kind == "date":
        assert not says_nothing(talk, datetime(2026, 3, 27, 12, tzinfo=UTC).isoformat()), "somebody changed it"


def test_a_form_that_asks_nothing_has_nothing_to_say() -> None:
    note = '<input ref="/data/n"><label>A note</label></input>'
    assert not says_nothing(session("<n/>", '<bind nodeset="/data/n" readonly="true()"/>', note))
