"""The window tells the log of a form that asks for one what happens, and keeps it with the draft."""

import csv
import io
import json

import pytest

from intake_app import workflow
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.vault import Vault
from tests.gui_interview.conftest import House
from tests.xform.forms import inputs, xform

BIND = (
    '<bind nodeset="/data/a" constraint=". != \'bad\'"/>'
    '<bind nodeset="/data/meta/audit" type="binary" odk:track-changes="true"/>'
)
FORM = xform("<a/><b/><meta><instanceID/><audit/></meta>", BIND, inputs("a", "b"))


@pytest.mark.feature(114)
def test_what_happens_in_the_window_is_in_the_file_that_is_sent(house: House) -> None:
    talk = house.start(FORM)
    talk.type("bad")
    talk.page.turn(1)
    talk.page.jumping.open()
    talk.page.back()
    talk.go("/data/a")
    talk.session.answer("/data/a", "good")
    talk.go(FINISH)
    talk.wait_saved()
    kept = [json.loads(line)["event"] for line in talk.stored().log]
    assert kept[:4] == ["form start", "question", "constraint error", "jump"]
    end = talk.page.centre
    assert isinstance(end, FinishPage)
    assert end.consent is not None
    talk.click(end.consent.yes)
    talk.click(end.consent.how["spoken"])
    with talk.bot.waitSignal(talk.page.finished, timeout=5000) as done:
        talk.click(end.button)
    assert done.args[0].row.state == "finalised"

    def read(store: Vault) -> bytes:
        return store.media_bytes(talk.opened.row.id, "audit.csv")

    text = house.wait(lambda done: talk.lanes.vault(read, done)).decode()
    rows = [(row["event"], row["old-value"], row["new-value"]) for row in csv.DictReader(io.StringIO(text))]
    assert rows == [
        ("form start", "", ""),
        ("question", "", "bad"),
        ("constraint error", "", ""),
        ("jump", "", ""),
        ("question", "bad", "good"),
        ("end screen", "", ""),
        ("form save", "", ""),
        ("form exit", "", ""),
        ("form finalize", "", ""),
    ]


@pytest.mark.feature(114)
def test_who_stops_leaves_a_log_to_go_on_with(house: House) -> None:
    talk = house.start(FORM)
    talk.type("one")
    talk.page.stop()
    house.bot.waitUntil(lambda: talk.page.saver.clean, timeout=5000)
    events = [json.loads(line)["event"] for line in talk.stored().log]
    assert events == ["form start", "question", "form save", "form exit"]


@pytest.mark.feature(24)
def test_who_edits_a_finished_record_says_why_before_it_is_closed_again(house: House) -> None:
    reasons = FORM.replace(b'odk:track-changes="true"', b'odk:track-changes-reasons="on-form-edit"')
    talk = house.start(reasons.replace(b"</model>", b'<submission odk:client-editable="true"/></model>'))
    talk.type("one")
    talk.go(FINISH)
    end = talk.page.centre
    assert isinstance(end, FinishPage) and end.reason_line.isHidden()
    assert end.consent is not None
    talk.click(end.consent.yes)
    talk.click(end.consent.how["spoken"])
    with talk.bot.waitSignal(talk.page.finished, timeout=5000):
        talk.click(end.button)
    first = talk.opened.row.id
    opened = house.wait(lambda done: talk.lanes.vault(lambda store: workflow.edit_record(store, first), done))
    again = house.show(opened)
    again.go(FINISH)
    end = again.page.centre
    assert isinstance(end, FinishPage) and end.reason_line.isVisible()
    assert end.consent is not None
    again.click(end.consent.yes)
    assert not end.button.isEnabled()
    end.reason_line.setFocus()
    again.type("a typo")
    again.page.set_languages(again.page.reading.person, again.page.reading.mediator)
    end = again.page.centre
    assert isinstance(end, FinishPage) and end.reason_line.text() == "a typo"
