"""The same person under another code: put together by a decision with its reason, and taken apart again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from intake_app.gui.button_row import Pills
from intake_app.gui.controls import Button, Card, Label, column, discard, link, row, secondary, set_shown
from intake_app.gui.fields import Field, Line
from intake_app.gui.following import see_whole
from intake_app.gui.nested import nest
from intake_app.gui.states import when
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words
from intake_app.vault import CaseMerge
from intake_app.workflow import CaseSheet


class MergingCard(Card):
    """`merging` carries a code and why, `parting` the code of one that was put together with this person, and why;
    `taking_out` the code of a record that is of somebody else.
    """

    merging, parting, taking_out = Signal(str, str), Signal(str, str), Signal(str)

    def __init__(self) -> None:
        super().__init__(gap=Space.SMALL)
        self.head, self.told = Label(role="heading", wrap=True), Label(wrap=True)
        self.begin, self.out, self.keep = link(), link(), secondary()
        self.code_line, self.reason_line = Line(longest=20, figures=True), Line(longest=200)
        self.code, self.reason = Field(self.code_line), Field(self.reason_line)
        self.parts: dict[str, Button] = {}
        """The button that takes each code apart again."""
        self._lines, self._entry, self._apart, self._taking = QWidget(), QWidget(), "", False
        self._words = self._names = ("", "", "")
        self._counts = ("", "")
        self._lay_out()
        self.begin.clicked.connect(lambda: self._write(""))
        self.out.clicked.connect(lambda: self._write("", taking=True))
        self.code_line.returnPressed.connect(lambda: self._keep() if self._taking else self.reason_line.setFocus())
        self.keep.clicked.connect(self._keep)
        self.reason_line.returnPressed.connect(self._keep)

    def show_sheet(self, sheet: CaseSheet, tr: Words, *, again: bool) -> None:
        """What is known now; who may not write sees what was decided. ``again``: in another language, with what is
        open.
        """
        self.head.setText(tr("The same person under another code"))
        asked = tr("Was the person met under another code too? Put both together; nothing is lost, it can be undone.")
        self.told.setText(asked)
        self.told.setVisible(not sheet.merges)
        self.begin.say(tr("Put another code together with this one…"))
        self.out.say(tr("A record here is of somebody else…"))
        self._words = (tr("Put together"), tr("Take apart"), tr("Put it under a code of its own"))
        self._names = (tr("The other code"), tr("Code of the record"), tr("Why, in neutral words"))
        self._counts = (
            tr("What was refused or taken back under one counts for both."),
            tr("What was refused or taken back while they were together counts for both."),
        )
        set_shown(self.begin, sheet.decides)
        own = [entry for entry in sheet.entries if entry.mine]
        set_shown(self.out, sheet.goes_on and bool(own) and len(sheet.entries) > 1)
        self._say_entry()
        self._entry.setHidden(not again or self._entry.isHidden())
        self._fill(sheet, tr)
        self.setVisible(sheet.goes_on or bool(sheet.merges))

    def clear(self) -> None:
        """What was typed is kept now."""
        self.code_line.clear()
        self.reason_line.clear()

    def _fill(self, sheet: CaseSheet, tr: Words) -> None:
        discard(self._lines)
        self._lines, self.parts = QWidget(), {}
        lines = column(self._lines, gap=Space.SMALL)
        for one in sheet.merges:
            line = row(gap=Space.NORMAL)
            line.addWidget(Label(_told(one, tr), wrap=True), 1)
            if sheet.writes:
                button = self.parts[one.code] = link()
                button.say(tr("Take apart…"))
                button.setAccessibleName(f"{button.text()}, {one.code}")
                button.clicked.connect(lambda _on=False, code=one.code: self._write(code))
                line.addWidget(button)
            nest(lines, line)
        self.column.insertWidget(1, self._lines)
        self._lines.show()

    def _write(self, apart: str, taking: bool = False) -> None:
        self._apart, self._taking = apart, taking
        self._say_entry()
        self._entry.show()
        (self.reason_line if apart else self.code_line).setFocus()
        see_whole(self._entry)

    def _say_entry(self) -> None:
        apart, taking = self._apart, self._taking
        self.code.setVisible(not apart)
        self.reason.setVisible(not taking)
        together, parted, out = self._words
        other, its, why = self._names
        self.code.say(its if taking else other)
        self.reason.say(why, self._counts[1 if apart else 0])
        self.keep.say(parted if apart else out if taking else together)

    def _keep(self) -> None:
        why = self.reason_line.text().strip()
        if self._apart:
            self.parting.emit(self._apart, why)
        elif self._taking and self.code_line.text().strip():
            self.taking_out.emit(self.code_line.text().strip())
        elif self.code_line.text().strip():
            self.merging.emit(self.code_line.text().strip(), why)

    def _lay_out(self) -> None:
        self.column.addWidget(self.head)
        self.column.addWidget(self._lines)
        self.column.addWidget(self.told)
        self.column.addWidget(Pills((self.begin, self.out)))
        entry = column(self._entry, gap=Space.SMALL)
        entry.addWidget(self.code)
        entry.addWidget(self.reason)
        end = row(gap=0)
        end.addWidget(self.keep)
        end.addStretch(1)
        nest(entry, end)
        self._entry.hide()
        self.column.addWidget(self._entry)


def _told(one: CaseMerge, tr: Words) -> str:
    """Which code, by whom, when and why."""
    told = tr("{code}, put together {when} by {name}: {reason}")
    code, name, reason = (f"\u2068{part}\u2069" for part in (one.code, one.by, one.reason))
    return told.format(code=code, when=when(one.at, tr), name=name, reason=reason)
