"""Every circumstance that the gate looks at can be given in the windows and by the verbs that let something out."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from intake_app import i18n, workflow
from intake_app.cli import arguments
from intake_app.cli.record_verbs import consent_sheet
from intake_app.gui.case_cards import StandingCard
from intake_app.gui.export_page import MINOR, ExportPage
from intake_app.gui.guardian_agreed import GuardianAgreed
from intake_app.gui.lanes import Lanes
from intake_app.gui.slip_sheet import SheetForm
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Look
from intake_app.gui.words import Words
from intake_app.screening import Circumstances
from intake_app.workflow import ConsentSheet

pytestmark = pytest.mark.window
TICKS = {"minor": "minor", "guardian": "guardian", "asylum": "no_asylum", "danger": "danger", "alone": "alone"}
"""A circumstance to the box of a window, and to the option of a verb, that gives it."""
FOLLOWS = ("presumed", "accompanied")
"""Circumstances that follow from what was told and what was not."""
Place = tuple[QWidget, Tick, Callable[[], ConsentSheet | None]]
"""A window, which must be held, the box in it, and what is noted there."""
WAYS_OUT = (
    ("slip", "KARO", "--recipient", "health", "-o", "x"),
    ("record", "export", "KARO", "--recipient", "health", "-o", "x"),
    ("record", "release", "KARO"),
)


def export_box(qtbot: QtBot, name: str) -> Place:
    page = ExportPage(Words(), Lanes(), Look(), "uuid:1", "KARO")
    qtbot.addWidget(page)
    return page, getattr(page, TICKS[name]), page.noted


def slip_box(qtbot: QtBot, name: str) -> Place:
    form = SheetForm(Words(), Look(), workflow.directory())
    qtbot.addWidget(form)
    form.consent.begin(asks=True)
    kind = "juvenile_court" if name == "alone" else "consulate"
    child = "minor" if name in ("guardian", "alone") else "adult"
    form.consent.about(replace(workflow.directory().get("health"), recipient_kind=kind), child, "")
    return form, getattr(form.consent, TICKS[name]), form.consent.noted


@pytest.mark.parametrize(
    ("told", "chosen", "owed"),
    [("", "", True), ("not_told", "", True), ("minor", "", True), ("adult", "", False), ("adult", "minor", False)],
)
def test_of_whom_no_age_was_told_the_desk_may_say_that_they_are_alone(
    qtbot: QtBot, told: str, chosen: str, owed: bool
) -> None:
    """Who may be a child has the duty of a child there, as in the interview: nobody agrees to it."""
    form = SheetForm(Words(), Look(), workflow.directory())
    qtbot.addWidget(form)
    desk = form.consent
    desk.begin(asks=True)
    desk.about(replace(workflow.directory().get("health"), recipient_kind="juvenile_court"), told, chosen)
    assert desk.alone.isHidden() is not owed and desk.duty.isHidden() and not desk.ready
    desk.alone.setChecked(True)
    assert desk.ready is owed and desk.duty.isHidden() is not owed and desk.person.isHidden() is owed
    noted = desk.noted()
    assert noted is not None and noted.alone
    desk.about(replace(workflow.directory().get("health"), code="other"), told, chosen)
    assert desk.alone.isHidden() and not desk.ready, "it is a duty to tell these alone"


@pytest.mark.parametrize("name", [each.name for each in fields(Circumstances) if each.name not in FOLLOWS])
def test_each_circumstance_has_its_place_in_windows_and_verbs(qtbot: QtBot, name: str) -> None:
    """The path is the person's choice and of their case; the age of a slip is on its sheet; the rest are boxes.

    Nobody says that somebody is presumed to be a child, nor at the desk that they are not alone: see `FOLLOWS`.
    """
    if name == "path":
        card, chosen = StandingCard(), list[str]()
        qtbot.addWidget(card)
        card.path_chosen.connect(chosen.append)
        card.paths["judicial"].click()
        line = ("case", "path", "KARO", "judicial")
        assert chosen == ["judicial"] and _parsed(line).path == "judicial"
        return
    if name == "age_told":
        tells_the_age(qtbot)
        return
    windows = [] if name in ("asylum", "alone") else [partial(export_box, qtbot, name)]  # no case goes to a consulate
    if name == "minor":
        form = SheetForm(Words(), Look(), workflow.directory())
        qtbot.addWidget(form)
        form.choices["age_band"].choose("minor")
        assert form.sheet().age_band == "minor"
    else:
        windows.append(partial(slip_box, qtbot, name))
    usual = getattr(ConsentSheet(), name)
    for window in windows:
        _held, box, noted = window()
        before = noted()
        assert not box.isHidden() and before is not None and getattr(before, name) is usual
        box.setChecked(True)
        if isinstance(theirs := box.parentWidget(), GuardianAgreed):
            theirs.how.how_choice.choose("spoken")
            theirs.how.language_choice.choose("ur")
        after = noted()
        assert after is not None and getattr(after, name) is not usual
    option = f"--{TICKS[name].replace('_', '-')}"
    asked = ("--guardian-language", "ur") if name == "guardian" else ()
    for line in WAYS_OUT:
        sheet = consent_sheet(_parsed((*line, option, *asked)), i18n.load("en"))
        assert sheet is not None and getattr(sheet, name) is not usual, line


def tells_the_age(qtbot: QtBot) -> None:
    """Where no record tells it: an adult is let be one by a word that is kept, a child goes as a duty by one."""
    page = ExportPage(Words(), Lanes(), Look(), "uuid:1", "KARO")
    form = SheetForm(Words(), Look(), workflow.directory())
    for window in (page, form):
        qtbot.addWidget(window)
    assert page.noted().age == ""
    page.age_choice.choose("document")
    assert (page.noted().age, page.noted().age_from) == ("adult", "document")
    page.format_choice.choose(MINOR)
    assert (page.noted().age, page.noted().age_from) == ("", ""), "who told the one did not tell the other"
    page.age_choice.choose("person")
    assert (page.noted().age, page.noted().age_from) == ("minor", "person")
    form.recipient.choose("health")
    assert not form.consent.unknown.isHidden() and not form.consent.guardian.isHidden() and not form.ready
    form.choices["age_band"].choose("adult")
    assert not form.ready and not form.consent.source_field.isHidden()
    form.consent.source.choose("person")
    told = form.consent_sheet()
    assert told is not None and (told.age, told.age_from) == ("adult", "person")
    assert form.ready and form.consent.unknown.isHidden() and form.consent.guardian.isHidden()
    form.consent.about(None, "adult", "")
    assert form.consent_sheet() is None
    form.consent.how.choose("witness")
    form.consent.witness.choose("interpreter")
    told = form.consent_sheet()
    assert told is not None and (told.how, told.witness, told.given) == ("witness", "interpreter", False)
    for line in WAYS_OUT:
        sheet = consent_sheet(_parsed((*line, "--age", "adult", "--age-from", "document")), i18n.load("en"))
        assert sheet is not None and (sheet.age, sheet.age_from) == ("adult", "document")


def _parsed(line: tuple[str, ...]) -> Namespace:
    return arguments.parser(i18n.load("en"), line).parse_args(line)
