"""F8: what only the mediator sees: guidance of the form, and what the answers so far may point to and why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui import case_words, contact_words, interview_assessment
from intake_app.gui.answers.answer import Setting
from intake_app.gui.controls import Badge, Kind, Label, link
from intake_app.gui.interview_owing import owing_of, owing_words
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_side import Side
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.nested import nest
from intake_app.gui.standing import kept
from intake_app.gui.tokens import Size, Space
from intake_app.gui.trouble import explain
from intake_app.i18n import msg
from intake_app.screening import QUICK_ALONE, Assessment, Rules, asks_for_signs, assess
from intake_app.workflow import Contacts
from intake_app.workflow.traced import Traces

WIDTH = 264
_ANY_WIDTH = (1 << 24) - 1
"""What Qt gives to what has no limit."""
_MOST_MET = 2
_KEYS = {
    "1–9": msg("Choose an answer"),
    "A–Z": msg("Look an answer up"),
    "N": msg("Does not know"),
    "P": msg("Prefers not to say"),
    "Enter": msg("Next"),
    "Alt ←": msg("Back"),
    "F5": msg("Listen"),
    "F7": msg("Simple questions only"),
    "F9": msg("Hide everything and lock"),
    "Ctrl D": msg("Second window"),
    "Ctrl E": msg("Swap the two languages"),
    "Ctrl J": msg("Questions"),
}
"""What else can be done by key; a button names its own only where there is room."""


class MediatorPanel(Side):
    """The right side of the page, closed until it is asked for. `compare`: the contacts shown are to be looked at.
    `told_elsewhere`: signs of other talks are shown, whose answers are not known yet. `end`: to where the record ends.
    """

    compare, told_elsewhere, end = Signal(), Signal(), Signal()

    def __init__(self, reading: Reading, setting: Setting) -> None:
        super().__init__(setting, first=False, margin=Space.NORMAL, gap=Space.SMALL)
        self._reading = reading
        self.contacts, self._refs = Contacts(), tuple[str, ...]()
        self._whole = self._spread = False
        self.with_alt = False
        """Whether letters look an answer up or are typed in one, so that what is said instead of one needs Alt."""

        self.hide()

    def take_contacts(self, found: Contacts) -> None:
        """Who may have been met before; shown here and nowhere else on the page."""
        self.contacts, changed = found, found != self.contacts
        if changed and not self.isHidden():
            self.refresh(self.setting, self._refs)

    def take_traces(self, found: Traces) -> None:
        """The questions and answers of other talks that tell signs."""
        self._reading.traces = found
        if not self.isHidden():
            self.refresh(self.setting, self._refs)

    def spread(self, *, on: bool) -> None:
        """As wide as the window, or a column."""
        self._spread, width = on, self.setting.tokens.px(WIDTH)
        self.setMinimumWidth(0 if on else width)
        self.setMaximumWidth(_ANY_WIDTH if on else width)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._whole = False

    def refresh(self, setting: Setting, refs: tuple[str, ...]) -> None:
        """Show guidance for the questions on the page, and the assessment of what was told so far."""
        self.setting, self._refs = setting, refs
        with kept(self):
            self._show(setting, refs)

    def _show(self, setting: Setting, refs: tuple[str, ...]) -> None:
        self.spread(on=self._spread)
        self.clear()
        tr = setting.tr
        head = QHBoxLayout()
        head.addWidget(Label(tr("For the mediator only"), "count", wrap=True), 1)  # the panel is as wide as it is
        head.addWidget(Badge("F8"))
        nest(self.column, head)
        met, owed = self._show_contacts(), self._show_owing(bool(refs))
        unread = case_words.unread(self._reading.beyond.unread, tr)
        if unread:
            self._say(unread, soft=True)
        guided = [self._guide(ref) for ref in refs]
        tagged = self._show_assessment()
        if not any(guided) and not tagged and not met and not owed and not unread:
            self._say(tr("The form gives no guidance here."), soft=True)
        self._show_keys()
        self.column.addStretch(1)

    def _show_contacts(self) -> bool:
        """Somebody who may have been met before, with the reasons; not while somebody listens or reads along alone."""
        if not self.contacts or self._reading.discreet or self._reading.alone:
            return False
        tr = self.setting.tr
        self.column.addWidget(Badge(tr("Perhaps met before"), Kind.WARN))
        for met in self.contacts.met[:_MOST_MET]:
            self._say(f"{met.row.code} · {contact_words.day_words(met.row.created)}", language=tr.language)
            self._say(contact_words.reasons(met, tr), soft=True, language=tr.language)
            if told := contact_words.doubts(met, tr):
                self._say(told, soft=True, language=tr.language)
        for one in () if self.contacts.met else self.contacts.elsewhere:
            self._say(contact_words.sighting_words(one, tr), soft=True, language=tr.language)
        button = link()
        button.say(tr("Compare…"))
        button.clicked.connect(self.compare)
        self.column.addWidget(button)
        self.column.addSpacing(Space.SMALL)
        return True

    def _show_owing(self, asks: bool) -> bool:
        """What the law asks for a child who is alone, and, from a page that `asks`, the way to where it is done."""
        owing, tr = owing_of(self._reading), self.setting.tr
        if owing is None:
            return False
        self.column.addWidget(Badge(tr("Asked for by law"), Kind.WARN))
        self._say(owing_words(owing, tr))
        if asks:
            button = link()
            button.say(tr("To the end, then the slip"))
            button.clicked.connect(self.end)
            self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addSpacing(Space.SMALL)
        return True

    def _show_keys(self) -> None:
        """Every key of the page, for who does not know them yet: one block, a line each."""
        tr = self.setting.tr
        self.column.addSpacing(Space.NORMAL)
        self.column.addWidget(Label(tr("On the keyboard"), "count", wrap=True))
        named = ((f"Alt {key}" if self.with_alt and key in "NP" else key, words) for key, words in _KEYS.items())
        self._say("\n".join(f"\u2068{key}\u2069 · {tr(words)}" for key, words in named), soft=True)

    def _guide(self, ref: str) -> bool:
        session, mediator = self._reading.session, self._reading.own or None
        told = session.text(ref, "guidance", mediator)
        if told.text:
            block = TextBlock(self.setting.tokens, Type(Size.SECOND))
            block.tell(told.text, told.language or self._reading.own_code)
            self.column.addWidget(block)
        return bool(told.text)

    def _show_assessment(self) -> bool:
        session = self._reading.session
        if self._reading.alone or not (asks_for_signs(session.definition) or self._reading.beyond.asked_for_signs):
            return False
        if self._reading.discreet:
            self._say(self.setting.tr("What the answers may point to waits until nobody listens."), soft=True)
            return True
        tr, rules = self.setting.tr, self._rules()
        found = assess(session.definition, session.values(), rules, self._reading.told_beyond())
        if not self._reading.traces and any(one.record for one in found.indicators):
            self.told_elsewhere.emit()
        badge = Badge(tr(interview_assessment.SUGGESTIONS[found.suggestion]), _kind(found))
        badge.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        badge.setWordWrap(True)
        self.column.addWidget(badge)
        for row in interview_assessment.rows(found, rules, self._reading, tr, self._whole):
            if row.leads:
                self._lead(row.text)
            else:
                self._say(row.text, soft=row.soft, language=row.language)
        self._say(tr("This is a suggestion. You decide."), soft=True)
        if rules.draft:
            self._say(tr("Its rules are a draft, to be confirmed by a domain person."), soft=True)
        return True

    def _lead(self, words: str) -> None:
        """To all that is not known, and back."""
        button = link()
        button.say(words)
        button.clicked.connect(self._turn)
        self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)

    def _turn(self) -> None:
        self._whole = not self._whole
        self.refresh(self.setting, self._refs)

    def _rules(self) -> Rules:
        """The rules of the workplace; when they can not be used, that is said, and the quick screen's alone count."""
        try:
            return workflow.assessment_rules()
        except IntakeError as error:
            self._say(explain(error, self.setting.tr).sentence)
            return QUICK_ALONE

    def _say(self, text: str, *, soft: bool = False, language: str = "") -> None:
        """Words of ours, or of the form in the language that is named."""
        block = TextBlock(self.setting.tokens, Type(Size.SECOND, "ink_soft" if soft else "ink"))
        block.tell(text, language or self.setting.tr.language)
        self.column.addWidget(block)


def _kind(found: Assessment) -> Kind:
    return {"priority_refer_now": Kind.STOP, "possible_refer": Kind.WARN, "needs_more_time": Kind.WARN}.get(
        found.suggestion, Kind.NEUTRAL
    )
