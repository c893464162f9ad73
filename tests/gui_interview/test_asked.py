"""A colleague who goes on with a draft sees, quietly, who asked what is sensitive; the person does not."""

from dataclasses import replace

import pytest

from intake_app import workflow
from intake_app.workflow import OpenRecord
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview

pytestmark = pytest.mark.window


def handed_on(house: House) -> Interview:
    """A draft with sensitive answers, as a colleague called Noor opens it."""
    talk = house.start(forms.secrets())
    talk.page.answering.apply(workflow.answer(talk.session, "/data/hurt", "told"))
    talk.page.answering.apply(workflow.answer(talk.session, "/data/plain", "x"))
    talk.page.saver.now()
    talk.bot.waitUntil(lambda: talk.page.saver.clean, timeout=10_000)
    name = talk.page.opened.row.id
    opened: OpenRecord = house.wait(
        lambda done: house.lanes.vault(lambda store: workflow.open_record(store, name), done)
    )
    return house.show(replace(opened, properties={**opened.properties, "username": "Noor"}))


def asked(talk: Interview) -> str:
    sheet = talk.page.sheet
    badge = sheet.blocks[talk.ref].badges.get("asked") if sheet is not None else None
    return badge.text() if badge is not None and not badge.isHidden() else ""


def test_a_question_that_a_colleague_asked_says_so_until_it_is_answered_anew(house: House) -> None:
    talk = handed_on(house)
    who = talk.page.opened.row.author
    assert asked(talk) == "", "a question that is not sensitive"
    talk.go("/data/hurt")
    assert asked(talk).startswith(f"Asked by {who}, today ")
    talk.page.jumping.open()
    items = talk.page.room.jump_list.list
    listed = [items.item(at).text() for at in range(items.count())]
    assert [f"Asked by {who}" in text for text in listed] == [False, True, False, False]
    talk.page.room.jump_list.close_list()
    talk.page.leave_out("mediator")
    assert asked(talk) == ""
    talk.page.leave_out("")
    assert asked(talk)
    talk.page.answering._answer("/data/hurt", "more")
    assert asked(talk) == ""
