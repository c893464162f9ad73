"""F8: what the answers may point to, by act, means and purpose, in short names; and what is not known yet."""

import pytest
from PySide6.QtCore import Qt

from intake_app.gui import interview_assessment
from intake_app.gui.controls import Badge
from intake_app.gui.interview_text import TextBlock
from intake_app.gui.words import Words
from intake_app.screening import Beyond, assess_values
from intake_app.workflow import assessment_rules
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


def test_what_was_told_in_this_talk_or_before_is_not_listed_as_unknown_too(house: House) -> None:
    talk = house.start(None, AR, IT)
    for ref in ("consent_interview", "consent_record"):
        talk.page.answering.apply(talk.session.answer(f"/data/information/{ref}", "yes"))
    talk.page.reading.beyond = Beyond(signs=(("deceived_job", "KEDO-76-6", ""), ("fee_debt", "KEDO-76-6", "")))
    talk.page.answering.apply(talk.session.answer(f"{SCREEN}/unpaid_work", "yes"))
    talk.go(f"{SCREEN}/documents_held")
    talk.key(Qt.Key.Key_F8)
    talk.bot.waitUntil(lambda: "Pay not received" in told(talk))
    rows = told(talk)
    rules = assessment_rules()
    names = {rules.sign(code).label for code in ("deceived_job", "fee_debt", "pay_withheld")}
    known, unknown = rows[: (at := next(i for i, row in enumerate(rows) if row.startswith("Not known yet")))], rows[at:]
    assert names <= set(known)
    assert not {f"• {name}" for name in names} & set(unknown)


def test_a_question_about_what_was_told_is_listed_where_its_answer_would_change_the_suggestion() -> None:
    """As another question about it: of the same sign one may be told faintly, another one strongly."""
    rules, words = assessment_rules(), Words("en")
    tags = {"/data/a": {"indicator": "docs_held", "strength": "weak"}, "/data/b": {"indicator": "docs_held"}}
    found = assess_values(tags, {"/data/a": "yes", "/data/b": ""}, rules)
    assert found.changes[0].suggestion != found.suggestion
    listed = [row.text for row in interview_assessment._unknown(found, rules, None, words)]  # type: ignore[arg-type]
    assert listed[-1] == "• Documents held, another question"
    told_both = assess_values(tags, {"/data/a": "", "/data/b": "yes"}, rules)
    assert told_both.missing and not list(
        interview_assessment._unknown(told_both, rules, None, words)  # type: ignore[arg-type]
    )


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
