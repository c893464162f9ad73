"""Looking for a service: by a word of its name, mandate or place, by province, by help and by language."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from intake_app.gui import form_languages
from intake_app.gui.controls import Label, column, link, row
from intake_app.gui.fields import Choice
from intake_app.gui.finder import Finder
from intake_app.gui.nested import nest
from intake_app.gui.service_words import need_name
from intake_app.gui.table import Table
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words
from intake_app.languages import all_languages
from intake_app.referral import SERVICES, Directory, Recipient
from intake_app.workflow.services import sought


@dataclass
class Sought:
    """What somebody looks for; kept while the program runs, so that the next slip finds it as it was left."""

    text: str = ""
    province: str = ""
    need: str = ""
    language: str = ""


_ASKED_FOR = frozenset({"am", "ar", "bn", "en", "fa", "fr", "so", "ti", "ur"})
"""Languages that people here speak, also where no service says that it does."""


class ServiceSearch(QWidget):
    """A field and three choices over a list; `changed` after each, `found` gives the services that fit."""

    changed = Signal()

    def __init__(self, words: Words, table: Table, kept: Sought) -> None:
        super().__init__()
        self.words, self.sought = words, kept
        self.line, self.everything = Finder(table), link()
        self.province, self.need, self.language = Choice(), Choice(), Choice()
        self.counted = Label(role="second")
        self._provinces, self._spoken = tuple[str, ...](), tuple[str, ...]()
        self._lay_out()
        self.line.setText(kept.text)
        self.line.textChanged.connect(lambda text: self._note("text", text))
        for name, choice in self._choices():
            choice.picked.connect(lambda code, name=name: self._note(name, code))
        self.everything.clicked.connect(self.widen)

    def retranslate(self) -> None:
        """Words of the field, the choices and what they offer; what was chosen stays."""
        tr = self.words
        self.line.setPlaceholderText(tr("Find by name, task or place"))
        self.line.setAccessibleName(tr("Find a service"))
        self.everything.say(tr("Show all services"))
        self.province.setAccessibleName(tr("Province"))
        self.need.setAccessibleName(tr("Help"))
        self.language.setAccessibleName(tr("Language"))
        self.province.offer(("", *self._provinces), lambda code: code or tr("Every province"))
        self.need.offer(("", *SERVICES), lambda code: need_name(code, tr) if code else tr("Every kind of help"))
        self.language.offer(
            ("", *self._spoken), lambda code: form_languages.our_name(code, tr) if code else tr("Every language")
        )
        for name, choice in self._choices():
            choice.blockSignals(True)
            choice.choose(getattr(self.sought, name))
            choice.blockSignals(False)

    def found(self, directory: Directory) -> tuple[Recipient, ...]:
        """The services that fit, those that serve all of Italy or all needs among them."""
        provinces = {code for one in directory for code in one.provinces} | {self.sought.province}
        known = {each.code for each in all_languages()}
        spoken = ({code for one in directory for code in one.languages} | _ASKED_FOR) & known | {self.sought.language}
        offered = tuple(sorted(provinces - {""})), tuple(sorted(spoken - {""}))
        if offered != (self._provinces, self._spoken):
            self._provinces, self._spoken = offered
            self.retranslate()
        fit = sought(directory, self.sought.text, self.sought.province, self.sought.need, self.sought.language)
        told = self.words("{n} of {all} services").format(n=len(fit), all=len(directory))
        self.counted.setText(told)
        for shown in (self.counted, self.everything):
            shown.setVisible(len(fit) < len(directory))
        return fit

    def widen(self) -> None:
        """Everything again, by one key or click."""
        self.line.blockSignals(True)
        self.line.clear()
        self.line.blockSignals(False)
        self.sought.text = self.sought.province = self.sought.need = self.sought.language = ""
        self.retranslate()
        self.changed.emit()
        self.line.setFocus()

    def parts(self) -> tuple[QWidget, ...]:
        """In the order of the keyboard."""
        return self.line, self.everything, self.province, self.need, self.language

    def _choices(self) -> tuple[tuple[str, Choice], ...]:
        return ("province", self.province), ("need", self.need), ("language", self.language)

    def _note(self, name: str, value: str) -> None:
        setattr(self.sought, name, value)
        self.changed.emit()

    def _lay_out(self) -> None:
        down, first, second = column(self, gap=Space.SMALL), row(gap=Space.NORMAL), row(gap=Space.NORMAL)
        first.addWidget(self.line, 1)
        first.addWidget(self.counted)
        first.addWidget(self.everything)
        for _, choice in self._choices():
            second.addWidget(choice, 1)
        nest(down, first)
        nest(down, second)
        self.counted.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
