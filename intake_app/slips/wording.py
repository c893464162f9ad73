"""The words of a slip. English texts are the keys; each one is neutral, because a person may carry it."""

import string
from collections.abc import Callable, Mapping
from typing import Final, Protocol

from intake_app.i18n import msg
from intake_app.referral import SlipContent
from intake_app.slips.cleaning import clean
from intake_app.slips.shaping import Span


class Words(Protocol):
    """What is needed of a translator."""

    @property
    def language(self) -> str:
        """The code of the language the texts are in."""
        ...

    @property
    def reviewed(self) -> bool:
        """Whether a speaker has read the texts."""
        ...

    def __call__(self, text: str) -> str:
        """The translation of an English text, or the text itself."""
        ...

    def knows(self, text: str) -> bool:
        """Whether there is a translation."""
        ...


Catalogues = Callable[[str], Words]

_LABELS: Final[Mapping[str, Mapping[str, str]]] = {
    "services": {
        "medical_visit": msg("medical visit"),
        "psychological_support": msg("psychological support"),
        "legal_information": msg("legal information"),
        "safe_place": msg("a safe place to stay"),
        "mediation": msg("language mediation"),
        "labour_rights": msg("information on work and pay"),
        "social_service": msg("social service"),
        "child_protection": msg("care for children and young people"),
    },
    "priority": {
        "24h": msg("Within 24 hours"),
        "72h": msg("Within 72 hours"),
        "2w": msg("Within 2 weeks"),
    },
    "safe_contact": {
        "call_any_time": msg("may be phoned at any time"),
        "call_evening": msg("may be phoned, only in the evening"),
        "do_not_call": msg("do not phone"),
        "no_message": msg("may be phoned, but leave no messages"),
        "ask_information_point": msg("ask at the information point"),
        "in_person_only": msg("only in person"),
    },
    "consent_how": {
        "spoken": msg("Consent given aloud"),
        "signed": msg("Consent given by signature"),
        "fingerprint": msg("Consent given by fingerprint"),
        "witness": msg("Consent given before a witness"),
    },
    "consent_witness": {
        "mediator": msg("there: a mediator"),
        "interpreter": msg("there: an interpreter"),
        "guardian": msg("there: the guardian"),
        "colleague": msg("there: a colleague of the sender"),
        "other": msg("there: somebody else"),
    },
    "interpreter_gender": {
        "any": msg("interpreter needed"),
        "woman": msg("interpreter needed, a woman"),
        "man": msg("interpreter needed, a man"),
    },
    "doctor_gender": {
        "any": msg("medical visit"),
        "woman": msg("medical visit, with a woman doctor"),
        "man": msg("medical visit, with a man doctor"),
    },
    "age_band": {
        "adult": msg("adult"),
        "minor": msg("under 18"),
        "not_stated": msg("age not stated"),
    },
    "gender": {
        "not_stated": msg("not stated"),
        "woman": msg("woman"),
        "man": msg("man"),
        "other": msg("other gender"),
    },
    "role": {
        "mediator": msg("language mediation"),
        "desk": msg("referral desk"),
        "coordinator": msg("coordination"),
        "administrator": msg("administration"),
    },
    "reason": {
        "support_requested": msg("the person has asked for support"),
        "agreed": msg("the person agrees to be put in touch"),
        "first_visit": msg("first contact after arrival"),
        "follow_up": msg("continues support already begun"),
        "legal_duty": msg("a notice that the law requires"),
        "urgent_protection": msg("urgent protection"),
        "recorded": msg("a reason that the sender has recorded"),
    },
    "caller": {
        "staff": msg("we called"),
        "person": msg("the person called"),
    },
    "outcome": {
        "no_answer": msg("no answer"),
        "will_call_back": msg("they will call back"),
        "advised": msg("advice was given"),
        "passed_on": msg("passed on to a local service"),
        "place_found": msg("a place was found"),
        "cut_off": msg("the call broke off"),
    },
    "index": {
        "1": msg("pay far below what is due, again and again"),
        "2": msg("hours, rest and leave not kept, again and again"),
        "3": msg("rules on safety and hygiene not kept"),
        "4": msg("degrading conditions of work, watching or housing"),
    },
    "section": {
        "A": msg("agriculture, forestry and fishing"),
        "B": msg("mining and quarrying"),
        "C": msg("manufacturing"),
        "D": msg("electricity and gas"),
        "E": msg("water and waste"),
        "F": msg("construction"),
        "G": msg("trade and repair of vehicles"),
        "H": msg("transport and storage"),
        "I": msg("accommodation and food"),
        "J": msg("information and communication"),
        "K": msg("finance and insurance"),
        "L": msg("real estate"),
        "M": msg("professional and technical work"),
        "N": msg("administrative and support services"),
        "O": msg("public administration"),
        "P": msg("education"),
        "Q": msg("health and social work"),
        "R": msg("arts, entertainment and sport"),
        "S": msg("other services"),
        "T": msg("work in private homes"),
        "U": msg("international organisations"),
    },
    "kind": {
        "freephone": msg("a free telephone line"),
        "health": msg("a health service"),
        "labour": msg("an information desk"),
        "social": msg("an information desk"),
        "child_protection": msg("a service for young people"),
        "legal": msg("an information desk"),
        "shelter": msg("a reception service"),
        "support": msg("an information desk"),
        "reception": msg("a reception service"),
        "return": msg("an information desk"),
    },
}
_BY_SENDER: Final[Mapping[str, str]] = {
    "call_any_time": msg("the sender may phone at any time"),
    "call_evening": msg("the sender may phone, only in the evening"),
    "no_message": msg("the sender may phone, but leaves no messages"),
}
"""How who can be phoned is reached where their number is not on the slip."""
_SEEN: Final[Mapping[str, str]] = {
    "24h": msg("A service will be asked to see you within 24 hours."),
    "72h": msg("A service will be asked to see you within 72 hours."),
    "2w": msg("A service will be asked to see you within 2 weeks."),
}
_LOOKED_AT: Final[Mapping[str, str]] = {
    "24h": msg("The office for transfers will be asked to look at your situation within 24 hours."),
    "72h": msg("The office for transfers will be asked to look at your situation within 72 hours."),
    "2w": msg("The office for transfers will be asked to look at your situation within 2 weeks."),
}
"""Of an office that decides where somebody is moved to, and sees nobody."""
_BY_AN_OFFICE: Final[Mapping[str, str]] = {
    "24h": msg("A public office will be asked to look at your situation within 24 hours."),
    "72h": msg("A public office will be asked to look at your situation within 72 hours."),
    "2w": msg("A public office will be asked to look at your situation within 2 weeks."),
}
"""Of the police, courts and other authorities, which are no service; whoever finds the page learns not which one."""
_OFFICES: Final = ("police", "judicial_authority", "juvenile_court", "prefecture", "asylum_body", "consulate")
_BY_KIND: Final[Mapping[str, Mapping[str, str]]] = {
    "transfer_body": _LOOKED_AT,
    **dict.fromkeys(_OFFICES, _BY_AN_OFFICE),
}
_BASIS: Final[Mapping[str, str]] = {
    "duty": msg("Sent as the law requires"),
    "override": msg("Sent for a reason that the sender has recorded"),
}
_URGENT: Final = msg("Sent for urgent protection; the reason is recorded by the sender")


def label(field: str, code: str, tr: Callable[[str], str]) -> str:
    """The words for a code of the closed lists: field `services`, `priority`, `role` and so on; else the code."""
    known = _LABELS[field].get(code)
    return tr(known) if known else code


def contact(code: str, phone: str, tr: Callable[[str], str]) -> str:
    """How the person can be reached by who has the slip: who has no number of theirs has it from the sender alone."""
    return tr(_BY_SENDER[code]) if code in _BY_SENDER and not phone else label("safe_contact", code, tr)


def seen_within(priority: str, kind: str) -> str:
    """The English key of the sentence that says by when."""
    return _BY_KIND.get(kind, _SEEN)[priority]


def basis_line(content: SlipContent, tr: Callable[[str], str]) -> str:
    """On what ground the slip is sent: how consent was given and before whom; or the duty, the urgency or the reason
    without it.
    """
    release = content.release
    if (release.basis, release.lawful) == ("override", "vital_interest"):
        return tr(_URGENT)
    if release.basis in _BASIS:
        return tr(_BASIS[release.basis])
    return given(content.sheet.consent_how, content.sheet.consent_witness, tr)


def given(how: str, witness: str, tr: Callable[[str], str]) -> str:
    """How consent was given and, where somebody was there, who."""
    told = label("consent_how", how, tr)
    return f"{told} ({label('consent_witness', witness, tr)})" if witness else told


def filled(template: str, *, bold: bool = False, **values: str) -> list[Span]:
    """The spans of a text with {fields}: values are cleaned and stand alone, in bold, with their own direction."""
    spans = []
    for before, name, _, _ in string.Formatter().parse(template):
        spans.append(Span(before, bold))
        if name is not None:
            spans.append(Span(clean(values.get(name, "")), bold=True, alone=True))
    return [span for span in spans if span.text]
