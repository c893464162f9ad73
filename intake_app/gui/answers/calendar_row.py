"""In which calendar a date is typed: offered where the form asks for one, and to who counts in another first.

A month or a year alone is asked for in another calendar only where the form asks for that one: its first day is stored.
"""

from PySide6.QtCore import Signal

from intake_app import calendars, languages
from intake_app.gui.answers.answer import Setting
from intake_app.gui.answers.birth_words import CALENDAR_NAMES
from intake_app.gui.answers.one_of import OneOf
from intake_app.gui.interview_flow import Flow
from intake_app.gui.tokens import Space

_BY_APPEARANCE = {
    "ethiopian": calendars.ETHIOPIAN,
    "persian": calendars.PERSIAN,
    "islamic": calendars.HIJRI,
    "coptic": calendars.COPTIC,
    "buddhist": calendars.BUDDHIST,
    "bikram-sambat": calendars.NEPALI,
}
_COARSE = {"year", "month-year"}


class CalendarRow(Flow):
    """`name` is the calendar in which the figures are read, "" where it has to be asked which. Hidden where there is
    only one.
    """

    turned = Signal()

    def __init__(self, looks: tuple[str, ...]) -> None:
        super().__init__(Space.SMALL)
        wanted = next((_BY_APPEARANCE[look] for look in looks if look in _BY_APPEARANCE), calendars.GREGORIAN)
        self._coarse = bool(_COARSE & set(looks)) and wanted == calendars.GREGORIAN
        self.name = wanted
        self._asked = (wanted,)
        self.pills = {name: OneOf() for name in calendars.ALL}
        for name, button in self.pills.items():
            button.clicked.connect(lambda _on=False, one=name: self.choose(one))
            self.add(button)

    @property
    def plain(self) -> bool:
        """Whether the form asks for the Gregorian calendar: half typed figures are meant in it unless they say so."""
        return self._asked == (calendars.GREGORIAN,)

    @property
    def offered(self) -> tuple[str, ...]:
        """The calendars to choose from, that of the form first."""
        return tuple(name for name in self.pills if not self.pills[name].isHidden())

    def retell(self, setting: Setting) -> None:
        """The calendars of a language, once this stands in its place; the one in use stays."""
        spoken = languages.get(setting.person).calendars
        others = spoken if spoken[0] != calendars.GREGORIAN else () if self.name else calendars.CALENDARS
        for name, button in self.pills.items():
            button.say(setting.tr(CALENDAR_NAMES[name]))
            button.setVisible(name in (calendars.GREGORIAN, self.name, *self._asked, *others))
        self._choose_pill()
        self.setVisible(not self._coarse and len(self.offered) > 1)
        self.arrange()

    def choose(self, name: str) -> None:
        """Read the figures in another calendar."""
        self.show_name(name)
        self.turned.emit()

    def show_name(self, name: str) -> None:
        """The same without telling: what stands there is in this one."""
        self.name = name
        self._choose_pill()

    def ask(self) -> None:
        """What stands there is of another calendar than the Gregorian, and nobody knows of which: none is chosen."""
        if self.name == calendars.GREGORIAN and not self._coarse:
            self.name = ""

    def _choose_pill(self) -> None:
        for name, button in self.pills.items():
            button.setAutoExclusive(False)  # else the last that is chosen stays so
            button.setChecked(name == self.name)
        for button in self.pills.values():
            button.setAutoExclusive(True)
