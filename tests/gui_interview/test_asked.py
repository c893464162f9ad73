"""A colleague who goes on with a draft sees, quietly, who asked what is sensitive; the person does not."""

from dataclasses import replace

import pytest

from intake_app import workflow
from intake_app.gui.controls import Label, keyed
from intake_app.gui.interview_text import TextBlock
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


def copied(house: House, form: bytes | None = None) -> Interview:
    """A record that begins with what another one told."""
    talk = house.start(form or forms.secrets())
    for name in ("plain", "hurt", "owed"):
        talk.page.answering.apply(workflow.answer(talk.session, f"/data/{name}", name))
    talk.page.saver.now()
    talk.wait_saved()
    first = talk.page.opened.row.id
    opened: OpenRecord = house.wait(
        lambda done: house.lanes.vault(lambda store: workflow.copy_record(store, first), done)
    )
    return house.show(opened)


def test_what_is_from_an_earlier_record_says_so_until_it_is_asked_or_confirmed(house: House) -> None:
    talk = copied(house)
    code = max(talk.opened.draft.copied).split()[1]
    assert code != talk.opened.row.code
    page, sheet = talk.page, talk.page.sheet
    assert sheet is not None
    for name, left in (("plain", ["0/3", "3"]), ("hurt", ["1/3", "2"]), ("owed", ["2/3", "1"])):
        talk.go(f"/data/{name}")
        assert code in asked(talk) and asked(talk).endswith("not asked now")
        talk.bot.waitUntil(lambda left=left: [one.text for one in counts(talk)] == left)  # type: ignore[misc]
        block = page.sheet.blocks[talk.ref]  # type: ignore[union-attr]
        button = block.marks.button
        assert button is not None and button.isVisible() and button in keyed(block)
        if name == "plain":
            button.click()
        else:
            talk.page.answering._answer(talk.ref, name if name == "hurt" else "otherwise")
        assert asked(talk) == "" and not button.isVisible()
        if name == "hurt":
            talk.go("*finish")
            told = [one.text() for one in page.centre.findChildren(Label)]
            assert any("nobody asked now: 1" in text for text in told)
            page.jumping.open()
            items = page.room.jump_list.list
            assert [code in items.item(at).text() for at in range(items.count())] == [False, False, True, False]
            page.room.jump_list.close_list()
    talk.bot.waitUntil(lambda: [one.text for one in counts(talk)] == ["✓"])
    talk.wait_saved()
    assert talk.stored().copied == ()
    talk.go("*finish")
    assert not any("nobody asked now" in one.text() for one in page.centre.findChildren(Label))


def counts(talk: Interview) -> list[TextBlock]:
    """What the outline counts, but for the line of the finish page."""
    return [row.count for row in talk.page.room.outline.rows if row.count.text]
