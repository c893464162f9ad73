"""Which services a slip offers: those that a word finds, and of many first those that serve this person."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from intake_app.gui import service_words
from intake_app.gui.consent_words import KINDS
from intake_app.gui.controls import Label, column
from intake_app.gui.fields import Choice, Line
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words, steady
from intake_app.referral import Directory, Recipient
from intake_app.workflow.services import sought

_MANY = 20
"""So many services are too many to look through: of fewer all are offered at first."""
_WORD, _STEM = re.compile(r"\w+"), 5
"""Letters in which words that are forms of one another begin alike."""


@dataclass(frozen=True)
class Wanted:
    """What is known of a person that speaks for a service: needs and a language, with the words for each."""

    needs: tuple[str, ...] = ()
    language: str = ""
    province: str = ""
    words: tuple[str, ...] = ()


class SlipService(QWidget):
    """A field over the list of services, and a tick that leaves out what serves somebody else. `changed` after each.

    Enter or the arrow down goes to the list and opens it.
    """

    changed = Signal()

    def __init__(self, words: Words, choice: Choice) -> None:
        super().__init__()
        self._words, self._choice = words, choice
        self.line, self.only, self.counted = Line(longest=80), Tick(), Label(role="second", wrap=True)
        self.wanted = Wanted()
        down = column(self, gap=Space.HAIR)
        for part in (self.line, self.only, self.counted):
            down.addWidget(part)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.line.returnPressed.connect(self._open)
        self.line.installEventFilter(self)
        self.only.toggled.connect(lambda _on: self.changed.emit())

    def begin(self, wanted: Wanted, directory: Directory) -> None:
        """Another person: of many services those for them first, where there are any."""
        self.wanted = wanted
        fit = any(self._serves(one) for one in directory)
        self.only.blockSignals(True)
        self.only.setChecked(len(directory) > _MANY and bool(wanted.words) and fit)
        self.only.blockSignals(False)

    def retranslate(self) -> None:
        """Words of the field."""
        self.line.setPlaceholderText(self._words("Find by name, task or place"))
        self.line.setAccessibleName(self._words("Find a service"))

    def say(self, wanted: Wanted) -> None:
        """What is known of the person, in the language of the windows; without it there is nothing to tick."""
        self.wanted = wanted
        self.only.say(self._words("Only for this person"))
        self.only.setVisible(bool(wanted.words))

    def offered(self, directory: Directory, ordered: Iterable[Recipient], chosen: str) -> Sequence[str]:
        """The codes to offer, in their order; the chosen one stays, whatever is sought."""
        found = {one.code for one in sought(directory, self.line.text())}
        only = self.only.isChecked() and bool(self.wanted.words)
        shown = [
            one.code for one in ordered if one.code == chosen or (one.code in found and (not only or self._serves(one)))
        ]
        told = [self._words("{n} of {all} services").format(n=len(shown), all=len(directory))]
        told += self.wanted.words if only else ()
        self.counted.setText(" · ".join(told))
        self.counted.setVisible(len(shown) < len(directory))
        return shown

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow down goes from the field to what it found."""
        pressed = watched is self.line and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            self._open()
            return True
        return super().eventFilter(watched, event)

    def _serves(self, one: Recipient) -> bool:
        """Whether nothing in the entry speaks against it: one that says nothing of languages may speak any."""
        wanted = self.wanted
        here = one.serves(province=wanted.province, language=wanted.language)
        return here and (not wanted.needs or any(one.serves(need=need) for need in wanted.needs))

    def _open(self) -> None:
        self._choice.setFocus(Qt.FocusReason.TabFocusReason)
        self._choice.showPopup()


def listed_name(one: Recipient, unfit: str, tr: Words) -> str:
    """Names are neutral, for the slip; who chooses has to know what kind of body it is. `unfit`: why it may not take
    this person, "" where nothing speaks against that.
    """
    name, kind = one.name(tr.language), tr(KINDS[one.recipient_kind])
    told = name if _tells(name, kind) else f"{name} · {kind}"
    return steady(f"{told} · {service_words.only_for(one, tr)}" if unfit else told)


def grouped(codes: Sequence[str], fit: Iterable[str], tr: Words) -> tuple[Sequence[str], Mapping[str, str]]:
    """Those that fit first, then the others, and what stands over each of the two; over one alone nothing stands."""
    fitting = frozenset(fit)
    first, others = ([each for each in codes if (each in fitting) is group] for group in (True, False))
    if not (first and others):
        return codes, {}
    return (*first, *others), {first[0]: tr("Fits what was told"), others[0]: tr("The other services")}


def _tells(name: str, kind: str) -> bool:
    """Whether a name says of what kind the body is: each longer word of that begins like one of the name."""
    words = [word.casefold() for word in _WORD.findall(kind)]
    said = tuple(word.casefold() for word in _WORD.findall(name))
    stems = [word[:_STEM] for word in words if len(word) >= _STEM] or words
    return all(any(one.startswith(stem) for one in said) for stem in stems)
