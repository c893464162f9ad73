"""What the desk fills for a slip: closed lists only, so that nothing of the story can travel as free text."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from intake_app import referral, screening, workflow
from intake_app.gui import form_languages, service_words
from intake_app.gui.controls import Badge, Card, Kind, Label, column, link, row, set_role, set_shown
from intake_app.gui.fields import Choice, Field, Line
from intake_app.gui.nested import nest
from intake_app.gui.own_text import OwnText
from intake_app.gui.service_search import Sought
from intake_app.gui.slip_call import SlipCall
from intake_app.gui.slip_consent import DOUBT, SlipConsent
from intake_app.gui.slip_reason import SlipReason
from intake_app.gui.slip_service import SlipService, Wanted, grouped, listed_name
from intake_app.gui.slip_words import ASKED_FOR, NO_NUMBER, NOTHING_ASKED, WHY, Pressing, Shut, language_name
from intake_app.gui.tick import Tick
from intake_app.gui.tokens import Look, Space
from intake_app.gui.words import Words, beside, own_way, steady
from intake_app.referral import Directory, Recipient, SlipSheet
from intake_app.slips import wording
from intake_app.workflow import ConsentSheet, SlipProposal

_LISTS = {
    "priority": referral.PRIORITIES,
    "age_band": referral.AGE_BANDS,
    "safe_contact": referral.SAFE_CONTACTS,
    "gender": referral.GENDERS,
    "reason": referral.REASONS,
    "doctor_gender": referral.DOCTOR_GENDERS,
}
_NO_INTERPRETER = "none"


class SheetForm(QWidget):
    """The choices of one slip. `changed` after each; `sheet()` reads them."""

    changed = Signal()
    services_wanted = Signal()
    """To look at the services, each as a whole."""

    def __init__(self, words: Words, look: Look, directory: Directory, sought: Sought | None = None) -> None:
        super().__init__()
        self.words = words
        self.directory, self._sought = directory, sought or Sought()
        self._proposal: SlipProposal | None = None
        self.recipient, self.services_link = Choice(two_lines=True), link()
        self.recipient_field = Field(self.recipient)
        self.search = SlipService(words, self.recipient)
        self.about, self.check = Label(role="second", wrap=True), Badge()
        self.why, self.unfit = Label(role="second", wrap=True), Label(role="trouble", wrap=True)
        self.taken, self.taken_box = Label(wrap=True), Card(margin=Space.NORMAL)
        self.taken_box.column.addWidget(self.taken)
        set_role(self.taken_box, "notice-warn")
        self.taken_box.hide()
        self.consent = SlipConsent(words, look)
        self.call = SlipCall(words)
        self.work, self.dossier = OwnText(words, look), Tick()
        self.left_out = Label(role="second", wrap=True)
        self.choices = {name: Choice() for name in _LISTS}
        self.fields = {name: Field(choice) for name, choice in self.choices.items()}
        self.reason = SlipReason(words, self.fields["reason"], self.choices["reason"], self._words_for)
        self.phone = Line(longest=30, figures=True)
        self._told_of = ""
        self.phone_field = Field(self.phone)
        self.language, self.interpreter = Choice(), Choice()
        self.language_field, self.interpreter_field = Field(self.language), Field(self.interpreter)
        self.services = {code: Tick() for code in referral.SERVICES}
        self.services_head = Label(role="field")
        self._lay_out()
        self._connect()
        self.retranslate()

    def propose(self, proposal: SlipProposal) -> None:
        """Start from what our own form gathered; blank for any other form."""
        self._proposal, sheet = proposal, proposal.sheet
        self.reason.begin()
        self.search.begin(self._wanted(), self.directory)
        self.blockSignals(True)
        self.retranslate()
        self.recipient.choose(proposal.recipient)
        for name, choice in self.choices.items():
            choice.choose(getattr(sheet, name))
        self.choices["age_band"].not_again = ("adult",) if screening.as_child(proposal.age) else ()
        self.phone.setText(sheet.phone)
        self.language.choose(proposal.sheet.language)
        self.interpreter.choose(_interpreter(sheet))
        for code, box in self.services.items():
            box.setChecked(code in sheet.services)
        given, no = (sheet.consent_how, sheet.consent_witness), proposal.refused or bool(proposal.blocked)
        self.consent.begin(proposal.sheet_needs_consent, no, proposal.alone, given, proposal.spoken)
        for card in (self.consent, self.call):
            card.setVisible(not proposal.handed)
        self.dossier.setChecked(False)
        self._told_of = ""
        self._tell_recipient()
        self.blockSignals(False)
        self.changed.emit()

    def propose_again(self, proposal: SlipProposal) -> None:
        """What is proposed instead, as it goes on something else; what was chosen here otherwise stays."""
        former, self._proposal = self._proposal or proposal, proposal
        before, after = former.sheet, proposal.sheet
        told = [(choice, getattr(before, name), getattr(after, name)) for name, choice in self.choices.items()]
        told.append((self.language, before.language, after.language))
        spoken = self.consent.language, former.spoken, proposal.spoken
        told += [spoken, (self.interpreter, _interpreter(before), _interpreter(after))]
        self.blockSignals(True)
        self.consent.stands(proposal.sheet_needs_consent, proposal.refused or bool(proposal.blocked))
        for choice, was, now in told:
            if choice.code() == was:
                choice.choose(now)
        for code, box in self.services.items():
            if box.isChecked() == (code in before.services):
                box.setChecked(code in after.services)
        self.retranslate()
        self.blockSignals(False)
        self.changed.emit()

    def take_directory(self, directory: Directory) -> None:
        """The services as they are now; the chosen one stays where it is still there."""
        self.directory = directory
        self.retranslate()

    def recipient_code(self) -> str:
        """The chosen service."""
        return self.recipient.code()

    def sheet(self) -> SlipSheet:
        """The choices as a value."""
        interpreter = self.interpreter.code()
        needed = interpreter not in ("", _NO_INTERPRETER)
        return SlipSheet(
            services=tuple(code for code, box in self.services.items() if box.isChecked()),
            language=self.language.code(),
            interpreter=needed,
            interpreter_gender=interpreter if needed else "any",
            person_code=self._proposal.sheet.person_code if self._proposal else "",
            consent_how=self.consent.how.code(),
            consent_witness=self.consent.witness_code,
            dossier=self.dossier.isChecked() and not self.dossier.isHidden(),
            phone=self._number() or "",
            **self._chosen(),
        )

    def _number(self) -> str | None:
        """The telephone number as the slip shows it, "" where none is asked for, None for what is no number."""
        return "" if self.phone_field.isHidden() else referral.as_phone(self.phone.text())

    def _chosen(self) -> dict[str, Any]:
        return {name: choice.code() for name, choice in self.choices.items()}

    def consent_sheet(self) -> ConsentSheet | None:
        """What the officer noted; None when the form itself asked, and nothing more is needed."""
        noted, work = self.consent.noted(), self.sheet().dossier
        how, witness = self.consent.how.code(), self.consent.witness_code
        if self._handed or not (noted or work or witness or how != "spoken"):
            return None
        told = noted or ConsentSheet(how=how, witness=witness)
        return replace(told, work=work, language=self.consent.language.code())

    def _spoken(self) -> str:
        """The code of the language that a service should speak: that of the interview, but for another that is chosen.
        """
        told, proposal = self.language.code(), self._proposal
        own = proposal is not None and told in ("", proposal.sheet.language)  # theirs, as the interview heard it
        heard = proposal.spoken if proposal is not None and own and told in ("", referral.ANOTHER_LANGUAGE) else ""
        return heard or told

    @property
    def ready(self) -> bool:
        """Whether a service is chosen and what it goes on is told: in the form, or noted here."""
        told = bool(self.recipient_code()) and self._number() is not None
        return told and (self._handed or self.consent.ready)

    def lacking(self) -> str:
        """What a slip is still waiting for, once a service is chosen."""
        if not self.recipient_code() or self.ready:
            return ""
        if self._number() is None:
            return self.words("Still missing: a telephone number that fits.")
        if self.consent.no_lacks_witness:
            return self.words("Still missing: who was there.")
        if self.consent.lacks_language:
            return self.words("Still missing: in which language they agreed.")
        shut = self._shut().lacking(self.words)
        if shut:
            return shut
        if self._proposal is not None and self._proposal.refused:
            return self.words("They said no. A slip goes where the law asks for a child who is alone, or on a reason.")
        return self.consent.lacks_other() or self.words("Still missing: what it goes on, under “Consent”.")

    @property
    def lacks_consent(self) -> bool:
        """Whether what a slip waits for is what it goes on."""
        return bool(self.recipient_code()) and self._number() is not None and not self.ready

    @property
    def _handed(self) -> bool:
        return self._proposal is not None and self._proposal.handed

    def retranslate(self) -> None:
        """Words of the sheet; the choices stay."""
        tr = self.words
        names = {
            "priority": tr("How soon"), "age_band": tr("Age"), "safe_contact": tr("Safe contact"),
            "gender": tr("Gender"), "reason": tr("Reason"), "doctor_gender": tr("Doctor"),
        }  # fmt: skip
        for name, choice in self.choices.items():
            self.fields[name].say(names[name])
            choice.offer(_LISTS[name], partial(self._words_for, name))
        self.phone_field.say(tr("Number to call them on"))
        self.recipient_field.say(tr("Service"))
        self.services_link.say(tr("All services…"))
        self.search.retranslate()
        self._offer()
        self.language_field.say(tr("The person’s language"))
        self.language.offer(form_languages.asked_in(), self._language_name)
        self.interpreter_field.say(tr("Interpreter"))
        self.interpreter.offer((_NO_INTERPRETER, *referral.INTERPRETER_GENDERS), self._interpreter_words)
        self.services_head.setText(tr("Help asked for"))
        for code, box in self.services.items():
            box.say(service_words.need_name(code, tr))
        self.consent.retranslate()
        self.call.retranslate()
        self.work.retranslate()
        self.dossier.say(tr("The person agreed that what they told of the work goes along"))
        self._tell_recipient()

    def _offer(self) -> None:
        """The services that fit what is sought; the chosen one, and the one that is proposed, stay among them."""
        self.search.say(self._wanted())
        kept = self.recipient.code() or (self._proposal.recipient if self._proposal else "")
        offers = {each.recipient for each in self._proposal.offers} if self._proposal else set[str]()
        fit = (one.code for one in self.directory if one.recipient_kind in offers and not self._unfit(one))
        codes, heads = grouped(self.search.offered(self.directory, self._in_order(), kept), fit, self.words)
        self.recipient.offer(["", *codes], self._recipient_name, heads)

    def _wanted(self) -> Wanted:
        """What the record tells that speaks for one service or another; the province is that of the last search."""
        if self._proposal is None:
            return Wanted()
        told = self._proposal.sheet.language or self._proposal.spoken
        language = "" if told == referral.ANOTHER_LANGUAGE else told
        needs, province = self._proposal.sheet.services, self._sought.province
        named = [self._language_name(language)] if language else []
        named += [wording.label("services", need, self.words) for need in needs]
        return Wanted(needs, language, province, tuple([*named, province] if province else named))

    def _in_order(self) -> list[Recipient]:
        """All services, those first that are offered for what was told, the most pressing at the top."""
        offered = [each.recipient for each in self._proposal.offers] if self._proposal else []
        last = len(offered)
        return sorted(
            self.directory,
            key=lambda one: offered.index(one.recipient_kind) if one.recipient_kind in offered else last,
        )

    def _words_for(self, field: str, code: str) -> str:
        if (field, code) == ("doctor_gender", "any"):
            return self.words("Makes no difference")
        return service_words.capital(field, code, self.words)

    def _language_name(self, code: str) -> str:
        return language_name(code, self.words)

    def _interpreter_words(self, code: str) -> str:
        if code == _NO_INTERPRETER:
            return self.words("Not needed")
        return service_words.capital("interpreter_gender", code, self.words)

    def _recipient_name(self, code: str) -> str:
        """With the kind of body that it is."""
        one = self.directory.get(code) if code else None
        return listed_name(one, self._unfit(one), self.words) if one else self.words("Choose a service…")

    def _unfit(self, one: Recipient) -> str:
        gender, age = self.choices["gender"].code(), self.choices["age_band"].code()
        return service_words.unfit(one, gender, age, self.words)

    def _tell_recipient(self) -> None:
        tr, code = self.words, self.recipient.code()
        before, self._told_of = self._told_of, code
        if before not in ("", code):
            self.phone.clear()  # it was given for the other service
            self.dossier.setChecked(False)
        if before != code and self.choices["priority"].code() == self._soon_for(before):
            self.choices["priority"].choose(self._soon_for(code))
        self._ask_number(code)
        self._tell_soon()
        self._tell_behind()
        self.about.setVisible(bool(code))
        for part in (self.check, self.why, self.unfit, self.left_out, self.dossier, self.fields["doctor_gender"]):
            part.setVisible(False)
        told = "" if self._proposal is None else DOUBT if self._proposal.doubted else str(self._proposal.age)
        shut = self._shut()
        self.taken.setText(shut.told(self.words, self._handed))
        set_shown(self.taken_box, bool(self.taken.text()))
        one = self.directory.get(code) if code else None
        danger = one is None or self._proposal is None or self._proposal.may_go_in_danger(one.recipient_kind)
        self.consent.about(one, told, self.choices["age_band"].code(), shut, danger, self.dossier.isChecked())
        self._tell_reason()
        self.work.tell("", "")
        if one is None:
            return
        self._tell_why(one)
        self._tell_permitted(one)
        spoken = service_words.unspoken(one, self._spoken(), tr)
        against = [self._unfit(one), spoken if one.tells_languages() else ""]
        self.unfit.setText(" ".join(filter(None, against)))
        self.unfit.setVisible(bool(self.unfit.text()))
        parts = [one.mandate_text(tr.language), one.phone, one.hours_text(tr.language), one.territory]
        parts += service_words.own_lines(one, tr)
        parts.append("" if one.tells_languages() else spoken)
        self.about.setText(beside(" · ".join(f"\u2068{steady(part)}\u2069" for part in parts if part), tr, tr.language))
        self.check.say(tr("Not confirmed yet: check before use") if one.draft else tr("Not checked lately"), Kind.WARN)
        self.check.setVisible(one.needs_check(date.today()))

    def _ask_number(self, service: str) -> None:
        """Where the person can be called, by a service that may be told how; what is no number is said below it."""
        called = self.choices["safe_contact"].code() in referral.CALLED
        told = not service or "phone" in workflow.variants().of(self.directory.get(service).recipient_kind).fields
        self.phone_field.setVisible(called and told)
        tr = self.words
        self.phone_field.hint(
            tr("5 to 15 figures, such as +39 351 234 5678.")
            if self._number() is None
            else tr("Only if they want it passed on. It goes on this slip alone.")
        )

    def _tell_soon(self, _alone: bool = False) -> None:
        """Why the sheet is as pressing as it is proposed to be; the desk may choose another."""
        self.fields["priority"].hint(self._pressing.late(self.words) or self._pressing.told(self.words))

    def _tell_reason(self) -> None:
        if self._proposal is not None:
            self.reason.tell(self.sheet(), self.consent, self._proposal.sheet.reason)

    @property
    def _pressing(self) -> Pressing:
        kind, danger = self._kind_of(self.recipient.code()), self.consent.danger.isChecked()
        return Pressing(self._proposal, kind, danger, self.choices["priority"].code(), self.consent.on_duty)

    def _soon_for(self, code: str) -> str:
        return self._proposal.priority_for(self._kind_of(code)) if self._proposal is not None else ""

    def _kind_of(self, code: str) -> str:
        return self.directory.get(code).recipient_kind if code else ""

    def _shut(self) -> Shut:
        """That the person took back, or refused, that a slip goes to the service that is chosen."""
        code = self.recipient_code()
        return Shut.of(self._proposal, code, self._kind_of(code))

    def _tell_behind(self) -> None:
        """That another talk may say something else now: what is proposed is as it was told before."""
        told = ""
        if self._proposal is not None and self._proposal.behind:
            by, tr = self._proposal.newer, self.words
            told = tr("{person} finished a newer version of another talk with them, which you may not read: ask first.")
            unnamed = tr("Another talk with them has a newer version that is not read here.")
            told = told.format(person=own_way(by)) if by else unnamed
        self.fields["safe_contact"].hint(told)

    def _tell_why(self, one: Recipient) -> None:
        """Why this kind of service is offered first, when it is."""
        offers = self._proposal.offers if self._proposal else ()
        found = [each for each in offers if each.recipient == one.recipient_kind]
        told = [self.words(WHY[reason]) for each in found for reason in each.reasons if reason in WHY]
        if found and not told:
            told = [self.words(ASKED_FOR)]
        self.why.setText(self.words("Why it is offered first: {reasons}.").format(reasons=", ".join(told)))
        self.why.setVisible(bool(told))

    def _tell_permitted(self, one: Recipient) -> None:
        """What of the sheet does not go to this service, and the dossier where one may."""
        variant = workflow.variants().of(one.recipient_kind)
        told = self._proposal is not None and self._proposal.work_told
        self.dossier.setVisible(told and "dossier" in variant.fields)
        self.work.tell("" if self.dossier.isHidden() else "labour_desk", self.consent.language.code())
        out = [box.text() for code, box in self.services.items() if box.isChecked() and code not in variant.services]
        asked = self.services["medical_visit"].isChecked() and "doctor_gender" in variant.fields
        self.fields["doctor_gender"].setVisible(asked)
        left = self.words("Not on a slip for this service: {help}.").format(help=", ".join(out).lower())
        told_out = [left] if out else []
        if self.asks_nothing():
            told_out.append(self.words(NOTHING_ASKED))
        self.left_out.setText(" ".join(told_out))
        self.left_out.setVisible(bool(told_out))

    def doubts(self) -> str:
        """What whoever looks at the slip before it goes should know of what it asks for."""
        nothing = self.words(NOTHING_ASKED) if self.asks_nothing() else ""
        number = self.words(NO_NUMBER) if self._lacks_number else ""
        return " ".join(filter(None, (nothing, number, self._pressing.late(self.words))))

    def doubtful(self) -> QWidget | None:
        """Where something may have been left out: the help, else the number of who may be phoned."""
        if self.asks_nothing():
            return self.helps()[0]
        return self.phone if self._lacks_number else None

    def doubt_words(self) -> str:
        """Of what leads there."""
        return self.words("Choose the help…") if self.asks_nothing() else self.words("Note the number…")

    @property
    def _lacks_number(self) -> bool:
        return not (self.phone_field.isHidden() or self.phone.text().strip())

    def asks_nothing(self) -> bool:
        """Whether the slip for the chosen service names no help that it may be asked for."""
        return bool(self.recipient_code()) and not any(box.isChecked() for box in self.helps())

    def helps(self) -> list[Tick]:
        """What the chosen service may be asked for."""
        variant = workflow.variants().of(self.directory.get(self.recipient_code()).recipient_kind)
        return [box for code, box in self.services.items() if code in variant.services]

    def _touched(self, _value: object = None) -> None:
        self._tell_recipient()
        self.changed.emit()

    def _in_danger(self, told: bool) -> None:
        """Who may be hurt now is not to wait three days; the desk may choose otherwise again."""
        if told:
            self.choices["priority"].choose("24h")
        self._tell_soon()

    def _connect(self) -> None:
        self.search.changed.connect(self._offer)
        for name in ("gender", "age_band"):
            self.choices[name].picked.connect(lambda _code: self._offer())
        for choice in (self.recipient, self.language, self.interpreter, self.consent.language, *self.choices.values()):
            choice.picked.connect(self._touched)
        for box in (self.dossier, *self.services.values()):
            box.toggled.connect(self._touched)
        self.phone.textChanged.connect(self._touched)
        self.consent.danger.toggled.connect(self._in_danger)
        self.consent.alone.toggled.connect(self._tell_soon)
        self.consent.changed.connect(self._tell_reason)
        self.consent.changed.connect(self.changed)
        self.services_link.clicked.connect(self.services_wanted)

    def _lay_out(self) -> None:
        across, whole = row(self, gap=0), column(gap=Space.NORMAL)
        nest(across, whole, 1)
        across.addSpacing(Space.MEDIUM)  # at the end of a line, where it scrolls, whichever side that is
        to, what, who = Card(margin=Space.NORMAL), Card(margin=Space.NORMAL), Card(margin=Space.NORMAL)
        _fill(to, self.search, self.recipient_field, self.unfit, self.consent.alone)
        to.column.addWidget(self.services_link, 0, Qt.AlignmentFlag.AlignLeading)
        _fill(to, self.about, self.why, self.check)
        what.column.addWidget(self.services_head)
        self._grid, self._columns = QGridLayout(), 0
        self._grid.setVerticalSpacing(0)
        self._place_services(1)
        nest(what.column, self._grid)
        _fill(what, self.left_out, self.fields["doctor_gender"], self.work, self.dossier)
        _fill(what, self.fields["priority"], self.fields["reason"])
        _fill(who, self.language_field, self.interpreter_field)
        nest(who.column, self._pair(self.fields["age_band"], self.fields["gender"]))
        nest(who.column, self._pair(self.fields["safe_contact"], self.phone_field))
        for card in (self.taken_box, to, what, who, self.consent, self.call):
            whole.addWidget(card)
        whole.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns of services where there is room for the longest words."""
        super().resizeEvent(event)
        widest = max(box.sizeHint().width() for box in self.services.values())
        self._place_services(2 if self.width() > 2 * widest + 4 * Space.LARGE else 1)

    def _place_services(self, columns: int) -> None:
        if columns != self._columns:
            self._columns = columns
            for at, box in enumerate(self.services.values()):
                self._grid.addWidget(box, at // columns, at % columns)

    @staticmethod
    def _pair(*fields: QWidget) -> QHBoxLayout:
        across = row(gap=Space.MEDIUM)
        for field in fields:
            across.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        return across


def _interpreter(sheet: SlipSheet) -> str:
    return sheet.interpreter_gender if sheet.interpreter else _NO_INTERPRETER


def _fill(card: Card, *parts: QWidget) -> None:
    for part in parts:
        card.column.addWidget(part)
