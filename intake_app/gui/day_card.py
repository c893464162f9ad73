"""What the day leaves, above the list: a quiet line for each questionnaire, and whose drafts are unfinished."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from intake_app.gui.controls import Label, column, scrolled, set_role, stand_on_top
from intake_app.gui.states import form_title
from intake_app.gui.tokens import Look
from intake_app.gui.words import Words, listed, with_colon
from intake_app.vault import Ages, DayFacts, Standing

_TALLEST = 92
"""Of the lines together; more of them are scrolled."""


class DayLines(QWidget):
    """The lines; with many questionnaires they scroll, by the keyboard too."""

    def __init__(self, words: Words, look: Look) -> None:
        super().__init__()
        self.words, self._look = words, look
        self._facts, self._several = DayFacts((), ()), False
        self._told = Label(role="second", wrap=True)
        stand_on_top(self._told)
        self.area: QScrollArea = scrolled(self._told)
        set_role(self._told, "second")
        column(self, gap=0).addWidget(self.area)

    @property
    def texts(self) -> tuple[str, ...]:
        """The lines as they are shown."""
        return (*form_lines(self._facts.standing, self.words, self._several), *_drafts(self._facts, self.words))

    @property
    def drafts(self) -> int:
        """How many drafts are unfinished."""
        return sum(one.ages.total for one in self._facts.unfinished)

    def take(self, facts: DayFacts, several: bool) -> None:
        """Show these numbers; `several` servers are told apart by name."""
        self._facts, self._several = facts, several
        self.retranslate()

    def retranslate(self) -> None:
        """The lines in the words of the interface."""
        self._told.setText("\n".join(self.texts))
        self.setVisible(bool(self.texts))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As tall as the lines are in this width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """The same for larger letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def _fit(self) -> None:
        self._told.ensurePolished()
        needed, tallest = self._told.heightForWidth(self.width()), self._look.tokens.px(_TALLEST)
        self.area.setFixedHeight(max(0, min(needed, tallest)))
        more = needed > tallest
        bars = Qt.ScrollBarPolicy
        self.area.setVerticalScrollBarPolicy(bars.ScrollBarAsNeeded if more else bars.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if more else Qt.FocusPolicy.NoFocus)
        self.area.setAccessibleName(self.words("What waits, by questionnaire") if more else "")  # else heard twice
        self.area.setAccessibleDescription("\n".join(self.texts) if more else "")


def form_lines(standing: Iterable[Standing], tr: Words, several: bool) -> tuple[str, ...]:
    """A line for each questionnaire: how many wait and since when, what waits for a person, what stays here."""
    told: dict[tuple[str, str], dict[str, Ages]] = {}
    titles: dict[tuple[str, str], str] = {}
    for one in standing:
        key = (one.form_id, (one.server or "") if several else "")
        title = form_title(one.form_title, tr)
        titles[key] = f"{title} ({one.server})" if several and one.server else title
        by = told.setdefault(key, {})
        by[one.delivery] = one.ages + by.get(one.delivery, Ages(0, 0, 0))
    return tuple(with_colon(titles[key], _standing(by, tr), tr.language) for key, by in told.items())


def _standing(by: Mapping[str, Ages], tr: Words) -> str:
    words = {
        "waiting": lambda n: tr.plural("{n} waits", "{n} wait", n),
        "behind": lambda n: tr.plural("{n} waits for the version before it", "{n} wait for the version before them", n),
        "needs_person": lambda n: tr.plural("{n} waits for a person", "{n} wait for a person", n),
        "held": lambda n: tr.plural("{n} stays here", "{n} stay here", n),
        "settled": lambda n: tr.plural("{n} was decided", "{n} were decided", n),
    }
    parts = [
        words[delivery](by[delivery].total).format(n=by[delivery].total) + _since(by[delivery], tr)
        for delivery in words
        if delivery in by
    ]
    return " · ".join(parts)


def _since(ages: Ages, tr: Words) -> str:
    """Since when, in brackets."""
    told = [
        words.format(n=number)
        for number, words in (
            (ages.today, tr("{n} of today")),
            (ages.recent, tr("{n} of the last three days")),
            (ages.older, tr("{n} older")),
        )
        if number
    ]
    return f" ({listed(told, tr.language)})" if told else ""


def _drafts(facts: DayFacts, tr: Words) -> tuple[str, ...]:
    """One line: whose drafts, and how old; nothing of what is in them."""
    told = [f"{one.author} {one.ages.total}{_since(one.ages, tr)}" for one in facts.unfinished]
    return (tr("Unfinished drafts: {people}").format(people=" · ".join(told)),) if told else ()
