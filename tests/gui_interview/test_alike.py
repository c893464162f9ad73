"""A form without a place for it sends declined, not known and not asked alike: who finishes is told, by question."""

import json

import pytest
from PySide6.QtWidgets import QLabel

from intake_app import workflow
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.vault import Vault
from intake_app.workflow import ConsentSheet
from intake_app.xform import AnswerState
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_asked import copied

pytestmark = pytest.mark.window
ALIKE = "as if nobody had asked"
AS_ASKED = "as if it had been asked now"
BIND = b'<bind nodeset="/data/plain"'
TOLD_APART = forms.secrets().replace(b"<plain/>", b"<plain/><why/>").replace(
    BIND, b'<bind nodeset="/data/why" type="string" intake:unsaid="yes"/>' + BIND
)  # fmt: skip


def said(talk: Interview) -> list[str]:
    """All that the last page says."""
    talk.go(FINISH)
    centre = talk.page.centre
    assert isinstance(centre, FinishPage)
    return [label.text() for label in centre.findChildren(QLabel) if label.text() and not label.isHidden()]


def left_open(talk: Interview) -> None:
    for ref, state in (("/data/plain", AnswerState.DECLINED), ("/data/hurt", AnswerState.DOES_NOT_KNOW)):
        talk.page.answering.apply(workflow.mark(talk.session, ref, state))


def test_who_finishes_is_told_which_reasons_no_server_will_see(house: House) -> None:
    talk = house.start(forms.secrets())
    assert not any(ALIKE in each for each in said(talk)), "nothing is told where nothing was declined"
    left_open(talk)
    told = said(talk)
    assert any(ALIKE in each for each in told)
    at = told.index("Prefers not to say"), told.index("Does not know")
    assert told[at[0] + 1] == "“plain?”" and told[at[1] + 1] == "“hurt?”"
    assert not any("owed?" in each for each in told), "that was not asked, and arrives as such"


def test_nothing_is_told_where_the_form_has_a_place_for_the_reasons(house: House) -> None:
    talk = house.start(TOLD_APART)
    left_open(talk)
    assert not any(ALIKE in each for each in said(talk))


def test_who_finishes_a_copy_is_told_what_a_server_takes_as_asked(house: House) -> None:
    talk = copied(house)
    talk.page.answering.apply(workflow.answer(talk.session, "/data/owed", "more"))
    told = said(talk)
    at = next(number for number, each in enumerate(told) if AS_ASKED in each)
    assert told[at + 1] == "From an earlier record, not asked now"
    assert "plain?" in told[at + 2] and "hurt?" in told[at + 2] and "owed?" not in told[at + 2]
    assert not any(ALIKE in each for each in told), "nothing is blank for a reason"
    talk.page.discreet.press()
    told = said(talk)
    at = next(number for number, each in enumerate(told) if AS_ASKED in each)
    assert "plain?" in told[at + 2] and not any("hurt?" in each for each in told)


def test_a_copy_with_a_place_for_it_tells_nothing_there_and_says_it_in_the_record(house: House) -> None:
    talk = copied(house, TOLD_APART)
    assert not any(AS_ASKED in each for each in said(talk))
    record = talk.opened.row.id

    def closed(store: Vault) -> bytes:
        workflow.finalise_draft(store, record, ConsentSheet(given=True, language="bn"))
        return store.submission(record)

    told = " ".join(f"/data/{name}=told_before" for name in ("plain", "hurt", "owed"))
    assert f"<why>{told}</why>".encode() in house.wait(lambda done: house.lanes.vault(closed, done))


def test_while_somebody_listens_no_question_that_waits_is_named(house: House) -> None:
    talk = house.start(forms.secrets())
    left_open(talk)
    talk.page.discreet.press()
    told = said(talk)
    assert any(ALIKE in each for each in told)
    assert "“plain?”" in told and not any("hurt?" in each for each in told)


def test_the_program_and_what_it_writes_keep_the_three_apart(house: House) -> None:
    """Whatever a server gets: the record here, its list of questions and an export of the case tell all three."""
    talk = house.start(forms.secrets())
    left_open(talk)
    talk.page.jumping.open()
    items = talk.page.room.jump_list.list
    listed = [items.item(at).text() for at in range(items.count())]
    assert [("Prefers not to say" in text, "Does not know" in text) for text in listed[:3]] == [
        (True, False), (False, True), (False, False),
    ]  # fmt: skip
    talk.page.saver.now()
    talk.wait_saved()
    record = talk.opened.row.id

    def closed(store: Vault) -> dict[str, str]:
        workflow.finalise_draft(store, record, ConsentSheet(given=True, language="bn"))
        assert b"prefers_not_to_say" not in store.submission(record)
        kept: dict[str, str] = json.loads(store.frozen(record).values_json)["states"]
        return kept

    kept = house.wait(lambda done: house.lanes.vault(closed, done))
    assert kept == {"/data/plain": "prefers_not_to_say", "/data/hurt": "does_not_know"}
