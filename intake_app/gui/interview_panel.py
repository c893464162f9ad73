"""F8: what only the mediator sees: guidance of the form, and what the answers so far may point to and why."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from intake_app.gui import contact_words
from intake_app.gui.answers.answer import Setting
from intake_app.gui.controls import Badge, Kind, Label, link
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_side import Side
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.tokens import Size, Space
from intake_app.i18n import msg
from intake_app.screening import Assessment, assess
from intake_app.workflow import Contacts

WIDTH = 264
_MOST_MISSING, _MOST_MET = 6, 2

_SUGGESTIONS = {
    "no_indication_now": msg("Nothing points to it now"),
    "needs_more_time": msg("Needs more time"),
    "possible_refer": msg("To look into, offer a referral"),
    "priority_refer_now": msg("Act now"),
    "person_declined": msg("The person declined"),
}
_RULES = {
    "danger_now": msg("Danger now was told."),
    "child_any": msg("A minor, and something was told."),
    "one_strong": msg("One strong sign was told."),
    "two_medium": msg("Two signs were told."),
    "some": msg("Something was told; not enough to say more."),
    "too_little_asked": msg("Too little was asked so far."),
    "none": msg("Nothing was told that points to it."),
    "declined": msg("The person did not want the interview."),
}


class MediatorPanel(Side):
    """The right side of the page, closed until it is asked for. `compare`: the contacts shown are to be looked at."""

    compare = Signal()

    def __init__(self, reading: Reading, setting: Setting) -> None:
        super().__init__(setting, first=False, margin=Space.NORMAL, gap=Space.SMALL)
        self._reading = reading
        self.contacts, self._refs = Contacts(), tuple[str, ...]()
        self.hide()

    def take_contacts(self, found: Contacts) -> None:
        """Who may have been met before; shown here and nowhere else on the page."""
        self.contacts, changed = found, found != self.contacts
        if changed and not self.isHidden():
            self.refresh(self.setting, self._refs)

    def refresh(self, setting: Setting, refs: tuple[str, ...]) -> None:
        """Show guidance for the questions on the page, and the assessment of what was told so far."""
        self.setting, self._refs = setting, refs
        self.setFixedWidth(setting.tokens.px(WIDTH))
        self.clear()
        tr = setting.tr
        head = QHBoxLayout()
        head.addWidget(Label(tr("For the mediator only"), "count"))
        head.addWidget(Badge("F8"))
        head.addStretch(1)
        self.column.addLayout(head)
        met = self._show_contacts()
        guided = [self._guide(ref) for ref in refs]
        tagged = self._show_assessment()
        if not any(guided) and not tagged and not met:
            self._say(tr("The form gives no guidance here."), soft=True)
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

    def _guide(self, ref: str) -> bool:
        session, mediator = self._reading.session, self._reading.mediator or None
        told = session.text(ref, "guidance", mediator)
        if told.text:
            block = TextBlock(self.setting.tokens, Type(Size.SECOND))
            block.tell(told.text, told.language or self._reading.mediator_code)
            self.column.addWidget(block)
        return bool(told.text)

    def _show_assessment(self) -> bool:
        session = self._reading.session
        if not session.definition.tagged("indicator"):
            return False
        if self._reading.discreet:
            self._say(self.setting.tr("What the answers may point to waits until nobody listens."), soft=True)
            return True
        mediator = self._reading.mediator_code
        found = assess(session.definition, session.values())
        tr = self.setting.tr
        self.column.addWidget(Badge(tr(_SUGGESTIONS[found.suggestion]), _kind(found)))
        self._say(tr(_RULES[found.rule]))
        for indicator in found.indicators:
            self._say(self._reading.for_mediator(indicator.ref).text, language=mediator)
            answer = self._reading.chosen_words(session.question(indicator.ref))
            self._say(f"“{answer}”", soft=True, language=mediator)
        self._show_missing(found)
        self._say(tr("This is a suggestion. The decision is yours, at the end."), soft=True)
        return True

    def _show_missing(self, found: Assessment) -> None:
        if not found.missing:
            return
        tr = self.setting.tr
        names = list(dict.fromkeys(self._reading.for_mediator(one.ref).text for one in found.missing))
        self.column.addSpacing(Space.SMALL)
        told = tr.plural("Not known yet ({n} question):", "Not known yet ({n} questions):", len(names))
        self._say(told.format(n=len(names)))
        for name in names[:_MOST_MISSING]:
            self._say(f"• {name}", soft=True, language=self._reading.mediator_code)

    def _say(self, text: str, *, soft: bool = False, language: str = "") -> None:
        """Words of ours, or of the form in the language that is named."""
        block = TextBlock(self.setting.tokens, Type(Size.SECOND, "ink_soft" if soft else "ink"))
        block.tell(text, language or self.setting.tr.language)
        self.column.addWidget(block)


def _kind(found: Assessment) -> Kind:
    return {"priority_refer_now": Kind.STOP, "possible_refer": Kind.WARN, "needs_more_time": Kind.WARN}.get(
        found.suggestion, Kind.NEUTRAL
    )
