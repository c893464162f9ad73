"""F8: what the answers may point to, by act, means and purpose, in short names; and what is not known yet."""

import pytest
from PySide6.QtCore import Qt

from intake_app.gui.controls import Badge
from intake_app.gui.interview_text import TextBlock
from intake_app.screening import Beyond
from tests.gui_interview.conftest import House, Interview
from tests.gui_shell import looking

AR, IT = "العربية (ar)", "Italiano (it)"
SCREEN = "/data/screen"

pytestmark = pytest.mark.window


def told(talk: Interview) -> list[str]:
    return [block.text for block in talk.page.room.panel.findChildren(TextBlock) if block.isVisible()]


def test_the_panel_tells_groups_and_what_would_change_it_and_never_a_question(house: House) -> None:
    talk = house.start(None, AR, IT)
    for ref in ("consent_interview", "consent_record"):
        talk.page.answering.apply(talk.session.answer(f"/data/information/{ref}", "yes"))
    talk.page.answering.apply(talk.session.answer(f"{SCREEN}/documents_held", "yes"))
    talk.page.answering.apply(talk.session.answer(f"{SCREEN}/unpaid_work", "yes"))
    talk.page.answering.apply(talk.session.answer(f"{SCREEN}/threats", "prefers_not_to_say"))
    talk.go(f"{SCREEN}/debt")
    talk.key(Qt.Key.Key_F8)
    talk.bot.wait(20)
    rows = told(talk)
    assert rows[rows.index("By what means") :][:3] == ["By what means", "Documents held", "“Sì”"]
    assert rows[rows.index("What for") :][:3] == ["What for", "Pay not received", "“Sì”"]
    change = rows.index("If this is told: Priority: refer now")
    assert rows[change + 1] == "• Safety today"
    assert "• Pressure on the person" in rows[rows.index("No change by itself") :]
    tagged = [path for path, _ in talk.session.definition.tagged("indicator")]
    assert not {talk.page.reading.for_mediator(path).text for path in tagged} & set(rows)


def test_a_long_suggestion_stays_within_the_panel(house: House) -> None:
    house.words.set_language("it")
    talk = house.start(None, AR, IT)
    talk.page.reading.beyond = Beyond(unread=("KEDO-76-6",))
    for ref in ("consent_interview", "consent_record"):
        talk.page.answering.apply(talk.session.answer(f"/data/information/{ref}", "yes"))
    talk.page.answering.apply(talk.session.answer(f"{SCREEN}/documents_held", "yes"))
    talk.go(f"{SCREEN}/debt")
    talk.key(Qt.Key.Key_F8)
    talk.bot.wait(20)
    assert any("KEDO-76-6" in row and "non si possono leggere" in row for row in told(talk))
    panel = talk.page.room.panel
    badge = next(each for each in panel.findChildren(Badge) if each.text().startswith("Possibile"))
    assert badge.mapTo(panel, badge.rect().bottomRight()).x() < panel.width()
    assert looking.faults(panel, "it") == []
