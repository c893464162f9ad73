"""F8: what the answers may point to, by act, means and purpose, in short names; and what is not known yet."""

from dataclasses import replace
from itertools import takewhile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from intake_app import paths, workflow
from intake_app.gui import interview_assessment
from intake_app.gui.controls import Badge
from intake_app.gui.interview_reading import MEDIATOR
from intake_app.gui.interview_text import TextBlock
from intake_app.gui.words import Words
from intake_app.screening import Before, Beyond, Missing, assess_values
from intake_app.vault import Vault
from intake_app.workflow import OpenRecord, assessment_rules
from intake_app.xform import AnswerState
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_asked import copied
from tests.gui_shell import looking, people, walking

AR, IT = "العربية (ar)", "Italiano (it)"
SCREEN = "/data/screen"

pytestmark = pytest.mark.window


def told(talk: Interview) -> list[str]:
    return [block.text for block in talk.page.room.panel.findChildren(TextBlock) if block.isVisible()]


def test_the_panel_tells_groups_and_what_would_change_it_and_never_a_question(house: House) -> None:
    talk = house.start(None, AR, IT)
    for ref in ("consent_interview", "consent_record"):
        talk.page.answering.apply(talk.session.answer(f"/data/information/{ref}", "yes"))
    talk.page.answering.apply(talk.session.answer(f"{SCREEN}/documents_held", "documents"))
    talk.page.answering.apply(talk.session.answer(f"{SCREEN}/unpaid_work", "yes"))
    talk.page.answering.apply(talk.session.answer(f"{SCREEN}/threats", "prefers_not_to_say"))
    talk.go(f"{SCREEN}/debt")
    talk.key(Qt.Key.Key_F8)
    talk.bot.wait(20)
    rows = told(talk)
    assert rows[rows.index("By what means") :][:3] == ["By what means", "Documents held", "“I documenti”"]
    assert rows[rows.index("What for") :][:3] == ["What for", "Pay not received", "“Sì”"]
    change = rows.index("If this is told: Priority: refer now")
    assert rows[change - 1].startswith("Not asked yet (") and rows[change + 1] == "• Safety today"
    kept = rows.index("Prefers not to say (1):")
    assert rows[kept + 1] == "• Pressure on the person"
    tagged = [path for path, _ in talk.session.definition.tagged("indicator")]
    assert not {talk.page.reading.for_mediator(path).text for path in tagged} & set(rows)


def test_what_was_told_in_this_talk_or_before_is_not_listed_as_unknown_too(house: House) -> None:
    talk = house.start(None, AR, IT)
    for ref in ("consent_interview", "consent_record"):
        talk.page.answering.apply(talk.session.answer(f"/data/information/{ref}", "yes"))
    talk.page.reading.beyond = Beyond(signs=(Before("deceived_job", "KEDO-76-6"), Before("fee_debt", "KEDO-76-6")))
    talk.page.answering.apply(talk.session.answer(f"{SCREEN}/unpaid_work", "yes"))
    talk.go(f"{SCREEN}/documents_held")
    talk.key(Qt.Key.Key_F8)
    talk.bot.waitUntil(lambda: "Pay not received" in told(talk))
    rows = told(talk)
    rules = assessment_rules()
    names = {rules.sign(code).label for code in ("deceived_job", "fee_debt", "pay_withheld")}
    known, unknown = rows[: (at := next(i for i, row in enumerate(rows) if row.startswith("Not asked yet")))], rows[at:]
    assert names <= set(known)
    assert not {f"• {name}" for name in names} & set("\n".join(unknown).splitlines())


def test_what_is_open_in_another_talk_stands_under_its_code_and_leads_nobody_to_ask_it_again() -> None:
    rules, words = assessment_rules(), Words("en")
    tags = {"/data/a": {"indicator": "docs_held"}, "/data/b": {"indicator": "fee_debt"}}
    left = tuple(
        Missing(code, "/data/a", "prefers_not_to_say", "KEDO-76-6")
        for code in ("pay_withheld", "docs_held", "a_sign_of_theirs", "fee_debt")
    )
    found = assess_values(tags, {"/data/a": "", "/data/b": "no"}, rules, Beyond(open=left))
    assert (found.suggestion, found.rule) == ("needs_more_time", "too_little_asked")
    listed = [row.text for row in interview_assessment._unknown(found, rules, None, words)]  # type: ignore[arg-type]
    assert listed[0] == "Not asked yet (1):" and listed[2] == "• Documents held"
    open_there = ["• Pay not received", "• Documents held, another question", "• a_sign_of_theirs"]
    assert listed[3:] == ["Still open in KEDO-76-6 (3):", "\n".join(open_there)], "what is answered here is not"


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


ELSEWHERE = [
    "Nothing more in this questionnaire would change the suggestion.",
    "Questionnaires not asked yet that could:",
    "• Work and journey\n• How you were treated\n• In the street\n• Work in a house\n• Marriage, children, family\n"
    "• The way here",
]
KEPT = (
    "Nothing that can still be asked here would change the suggestion. "
    "What the person keeps to themselves could, if they want to speak of it."
)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"work_hours": "", "work_pay": "", "phone": ""},
            [
                "No single answer that can still be asked here would change the suggestion.",
                "If these are told together, for example: Priority: refer now",
                "• Hours and rest",
                "• Level of pay",
                "• Telephone held",
            ],
        ),
        (
            {"work_hours": "", "work_pay": "prefers_not_to_say", "phone": ""},
            [KEPT, *ELSEWHERE[1:]],
        ),
        ({"work_hours": "no", "work_pay": "no", "phone": "no"}, ELSEWHERE),
        ({"work_hours": "yes", "work_pay": "yes", "phone": ""}, []),
    ],
)
def test_where_no_single_answer_would_change_it_that_is_said(values: dict[str, str], said: list[str]) -> None:
    rules, words = assessment_rules(), Words("en")
    signs = {"papers": "docs_held", "phone": "phone_held", "work_hours": "hours_excess", "work_pay": "pay_below"}
    tags = {f"/data/{name}": {"indicator": code} for name, code in signs.items()}
    told = {f"/data/{name}": value for name, value in values.items()}
    found = assess_values(tags, {"/data/papers": "yes", **told}, rules)
    listed = [row.text for row in interview_assessment._changing(found, rules, None, words)]  # type: ignore[arg-type]
    assert listed == said


def test_a_questionnaire_that_was_asked_or_is_for_others_is_none_that_could_change_it() -> None:
    rules, words = assessment_rules(), Words("en")
    tags = {"/data/papers": {"indicator": "docs_held"}, "/data/phone": {"indicator": "phone_held"}}
    asked = frozenset(("labour", "sexual", "begging_crime", "domestic", "marriage_family"))

    def said(beyond: Beyond, **values: str) -> list[str]:
        told = {f"/data/{name}": value for name, value in {"papers": "yes", "phone": "", **values}.items()}
        found = assess_values(tags | {"/data/age": {"slip": "age_band"}}, told, rules, beyond)
        return [row.text for row in interview_assessment._changing(found, rules, None, words)]  # type: ignore[arg-type]

    grown = Beyond(asked=asked, grown=True)
    assert said(grown) == [*ELSEWHERE[:2], "• The way here"]
    nothing = ["Nothing that can still be asked would change the suggestion."]
    assert said(replace(grown, asked=asked | {"transit"})) == nothing
    child = "• Talk with a child who came alone"
    assert said(Beyond(), age="minor")[2:] == [f"• The way here\n{child}"]
    assert said(Beyond(asked=asked | {"transit"}), age="prefers_not_to_say")[2:] == [child]


def test_what_is_asked_after_another_answer_only_is_told_so(house: House) -> None:
    talk = house.start(paths.forms() / "labour.md", AR, IT)
    for ref in ("other_terms", "debt"):
        talk.page.answering.apply(talk.session.answer(f"/data/start/{ref}", "no"))
    talk.page.answering.apply(talk.session.answer("/data/start/other_work", "yes"))
    talk.page.answering.apply(talk.session.mark("/data/work/worked", AnswerState.DOES_NOT_KNOW))
    talk.key(Qt.Key.Key_F8)
    nothing_alone = "No single answer that can still be asked here would change the suggestion."
    talk.bot.waitUntil(lambda: nothing_alone in told(talk))
    rows = told(talk)[told(talk).index(nothing_alone) :]
    assert rows[1] == "If these are told together, for example: Priority: refer now"
    assert any(row.endswith(", after another answer") for row in rows[2:6])


def test_all_that_is_open_is_counted_and_can_be_seen_apart_by_what_is_known_of_it(house: House) -> None:
    talk = house.start(paths.forms() / "labour.md", AR, IT)
    for ref in ("other_work", "other_terms", "debt"):
        talk.page.answering.apply(talk.session.answer(f"/data/start/{ref}", "no"))
    talk.page.answering.apply(talk.session.mark("/data/work/worked", AnswerState.DECLINED))
    talk.page.answering.apply(talk.session.mark("/data/freedom/documents", AnswerState.DECLINED))
    talk.page.answering.apply(talk.session.mark("/data/freedom/money", AnswerState.DOES_NOT_KNOW))
    talk.key(Qt.Key.Key_F8)
    talk.bot.waitUntil(lambda: "Prefers not to say (1):" in told(talk))
    rows = told(talk)
    assert rows[rows.index("Prefers not to say (1):") + 1] == "• Documents held"
    assert "• Control of money" in rows[rows.index("Does not know (1):") :][:4]
    behind = next(row for row in rows if row.startswith("Not asked, because an answer before it was kept back ("))
    assert counted(rows, behind) == 7, "one more than six needs no button"
    talk.session.mark("/data/freedom/documents", AnswerState.NOT_ASKED)
    talk.page.answering.apply(talk.session.answer("/data/work/worked", "yes"))
    talk.bot.waitUntil(lambda: any(row.startswith("Not asked yet (1") for row in told(talk)))
    head = next(row for row in told(talk) if row.startswith("Not asked yet ("))
    all_of_them = int("".join(filter(str.isdigit, head)))
    assert all_of_them > 7 and counted(told(talk), head) == 6
    lead = button(talk, f"and {all_of_them - 6} others")
    lead.click()
    talk.bot.waitUntil(lambda: counted(told(talk), head) == all_of_them)
    button(talk, "Show fewer").click()
    talk.bot.waitUntil(lambda: counted(told(talk), head) == 6)
    assert button(talk, f"and {all_of_them - 6} others")
    walking.come_to_rest(talk.shell)
    assert looking.faults(talk.page.room.panel, "en") == []


def counted(rows: list[str], head: str) -> int:
    """How many are named under a heading, whatever they lead to."""
    below = rows[rows.index(head) + 1 :] if head in rows else []
    return sum(row.count("• ") for row in takewhile(lambda row: not row.endswith("):"), below))


def button(talk: Interview, words: str) -> QAbstractButton:
    found = talk.page.room.panel.findChildren(QAbstractButton)
    return next(one for one in found if one.text() == words and not one.isHidden())


def told_before(house: House, mediator: str = IT) -> tuple[Interview, str]:
    """A questionnaire of a person who told in a finished first interview that documents are held; and its code."""

    def begin(store: Vault) -> tuple[OpenRecord, str]:
        done = people.finish(store, people.ARABIC, {"screen/documents_held": "documents"})
        opened = workflow.begin_module(store, workflow.case_for(store, done).id, "labour", languages=(AR, mediator))
        return opened, store.record(done).code

    opened, code = house.wait(lambda ready: house.lanes.vault(begin, ready))
    return house.show(opened), code


def test_a_sign_of_another_talk_stands_with_its_question_and_answer_in_the_language_of_the_mediator(
    house: House,
) -> None:
    talk, code = told_before(house)
    talk.key(Qt.Key.Key_F8)
    italian = "Qualcuno ha tenuto i suoi documenti o il suo telefono senza restituirli? “I documenti”"
    talk.bot.waitUntil(lambda: italian in told(talk))
    rows = told(talk)
    assert rows[rows.index(italian) - 1] == "Documents held"
    assert f"Told before, in {code}" in rows[: rows.index(italian)]
    talk.page.reading.own = "Français (fr)"
    talk.page.refresh_side()
    talk.bot.waitUntil(lambda: any(row.endswith("“Les papiers”") for row in told(talk)))
    assert italian not in told(talk)
    talk.bot.wait(20)
    assert looking.faults(talk.page.room.panel, "en") == []


def test_a_copied_answer_is_told_to_be_of_before_until_it_is_asked(house: House) -> None:
    counts = b'intake:indicator="fee_debt" intake:when="owed"'
    talk = copied(house, forms.secrets().replace(b'intake:indicator="fee_debt"', counts))
    before = f"Told before, in {max(talk.opened.draft.copied).split()[1]}"
    talk.key(Qt.Key.Key_F8)
    talk.bot.waitUntil(lambda: "“owed”" in told(talk))
    rows = told(talk)
    assert rows[rows.index("“owed”") + 1] == before
    talk.page.reading.confirm("/data/owed")
    talk.page.refresh_side()
    talk.bot.waitUntil(lambda: "“owed”" in told(talk) and before not in told(talk))


def test_nothing_of_another_talk_is_seen_while_somebody_listens_or_the_person_reads_along_alone(house: House) -> None:
    talk, code = told_before(house)
    talk.key(Qt.Key.Key_F8)
    talk.bot.waitUntil(lambda: any("“I documenti”" in row for row in told(talk)))
    for name, value, back in (("left_out", MEDIATOR, ""), ("discreet", True, False)):
        setattr(talk.page.reading, name, value)
        talk.page.refresh_side()
        talk.bot.waitUntil(lambda: bool(told(talk)))
        assert not any("“I documenti”" in row or code in row for row in told(talk))
        setattr(talk.page.reading, name, back)
        talk.page.refresh_side()
        talk.bot.waitUntil(lambda: any("“I documenti”" in row for row in told(talk)))


def test_a_long_suggestion_stays_within_the_panel(house: House) -> None:
    house.words.set_language("it")
    talk = house.start(None, AR, IT)
    talk.page.reading.beyond = Beyond(unread=("KEDO-76-6",))
    for ref in ("consent_interview", "consent_record"):
        talk.page.answering.apply(talk.session.answer(f"/data/information/{ref}", "yes"))
    talk.page.answering.apply(talk.session.answer(f"{SCREEN}/documents_held", "documents"))
    talk.go(f"{SCREEN}/debt")
    talk.key(Qt.Key.Key_F8)
    talk.bot.wait(20)
    assert any("KEDO-76-6" in row and "non si possono leggere" in row for row in told(talk))
    panel = talk.page.room.panel
    badge = next(each for each in panel.findChildren(Badge) if each.text().startswith("Possibile"))
    assert badge.mapTo(panel, badge.rect().bottomRight()).x() < panel.width()
    assert looking.faults(panel, "it") == []
