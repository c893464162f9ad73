"""The age of a person as it was told, each time, and the decision that stands over it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from intake_app.gui import case_words
from intake_app.gui.controls import Card, Label, column, link, row, secondary, set_shown
from intake_app.gui.fields import Choice, Field, Line
from intake_app.gui.following import see_whole
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words
from intake_app.workflow import CaseSheet
from intake_app.workflow.age_grounds import BODIES, GROUNDS, AgeGround


class AgeCard(Card):
    """`decided` carries adult or minor, the reason, and an `AgeGround` of an adult; nothing told is written over."""

    decided = Signal(str, str, object)

    def __init__(self) -> None:
        super().__init__(gap=Space.SMALL)
        self.head, self.stands = Label(role="heading", wrap=True), Label(wrap=True)
        self.told = Label(role="second", wrap=True)
        self.decide, self.keep = link(), secondary()
        self.age_choice, self.reason_line = Choice(), Line(longest=200)
        self.ground_choice, self.body_line = Choice(), Line(longest=120)
        self.age, self.reason = Field(self.age_choice), Field(self.reason_line)
        self.ground, self.body = Field(self.ground_choice), Field(self.body_line)
        self._entry = QWidget()
        self.across: tuple[QBoxLayout, ...] = ()
        """What stands one above the other in a narrow window."""
        self._lay_out()
        self.decide.clicked.connect(self._write)
        self.keep.clicked.connect(self._keep)
        self.reason_line.returnPressed.connect(self._keep)
        self.age_choice.currentIndexChanged.connect(self._show_ground)
        self.ground_choice.currentIndexChanged.connect(self._show_ground)

    def show_sheet(self, sheet: CaseSheet, tr: Words, *, again: bool) -> None:
        """What is known now; who may not decide sees no button. ``again``: in another language, with what is open."""
        self.head.setText(tr("Age"))
        self.stands.setText(case_words.age_stands(sheet.age, sheet.ages, tr))
        self.told.setText("\n".join(case_words.age_told(one, tr) for one in sheet.ages))
        self.told.setVisible(bool(sheet.ages))
        self.decide.say(tr("Note a decision on the age…"))
        self.age.say(tr("Decided"))
        self.age_choice.offer(("adult", "minor"), lambda code: tr(case_words.AGES[code]))
        self.ground.say(tr("On what it rests"))
        self.ground_choice.offer(GROUNDS, lambda code: tr(case_words.AGE_GROUNDS[code]))
        self.body.say(tr("Name of the court"))
        self.reason.say(tr("Why, in a sentence"))
        self.keep.say(tr("Keep it"))
        if not again:
            set_shown(self.decide, sheet.decides)
            self._entry.hide()
        self._show_ground()

    def clear(self) -> None:
        """What was typed is kept now."""
        self.reason_line.clear()
        self.body_line.clear()

    def _show_ground(self) -> None:
        """Of a child any doubt is enough; of an adult it is said on what it rests, and which court."""
        adult = self.age_choice.code() == "adult"
        set_shown(self.ground, adult)
        set_shown(self.body, adult and self.ground_choice.code() in BODIES)

    def _write(self) -> None:
        self._entry.show()
        self.decide.hide()
        self.age_choice.setFocus()
        see_whole(self._entry)

    def _keep(self) -> None:
        ground = AgeGround(self.ground_choice.code(), self.body_line.text())
        adult = self.age_choice.code() == "adult"
        self.decided.emit(self.age_choice.code(), self.reason_line.text(), ground if adult else None)

    def _lay_out(self) -> None:
        self.column.addWidget(self.head)
        line = row(gap=Space.NORMAL)
        line.addWidget(self.stands, 1)
        line.addWidget(self.decide)
        nest(self.column, line)
        self.column.addWidget(self.told)
        whole, entry, why = column(self._entry, gap=Space.SMALL), row(gap=Space.NORMAL), row(gap=Space.NORMAL)
        for field in (self.age, self.ground, self.body):
            entry.addWidget(field, 1)
        why.addWidget(self.reason, 1)
        why.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignBottom)
        nest(whole, entry)
        nest(whole, why)
        self.across = (line, entry, why)
        self._entry.hide()
        self.column.addWidget(self._entry)
