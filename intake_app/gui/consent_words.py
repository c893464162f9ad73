"""Ways out and kinds of bodies in plain words."""

from collections.abc import Mapping
from typing import Final

from intake_app import referral
from intake_app.gui.states import when
from intake_app.gui.words import Words, steady
from intake_app.i18n import msg
from intake_app.referral import Directory
from intake_app.vault import Departure
from intake_app.workflow import export_recipients

_GROUNDS: Final[Mapping[str, str]] = {
    "consent": msg("their agreement"),
    "duty": msg("a duty in law"),
    "override": msg("a reason that somebody noted, not their word"),
}

KINDS: Final[Mapping[str, str]] = {
    "anti_trafficking": msg("project for protection and support (art. 18)"),
    "freephone": msg("national help line"),
    "health": msg("health service"),
    "labour_desk": msg("desk for rights at work"),
    "prefecture": msg("prefecture"),
    "juvenile_court": msg("juvenile court"),
    "social_services": msg("social services of the town"),
    "asylum_body": msg("body that decides on asylum"),
    "police": msg("police"),
    "judicial_authority": msg("court or prosecutor"),
    "consulate": msg("consulate"),
    "abroad": msg("service in another country"),
    "training": msg("course or training"),
    "return_advice": msg("advice on return"),
    "transfer_body": msg("office for transfers to another country"),
    "person": msg("the person"),
    "screening_authority": msg("authority that does the screening"),
}
PURPOSES: Final[Mapping[str, str]] = {
    "interview": msg("To talk and be asked"),
    "record": msg("That answers are written down and kept"),
    "sync": msg("That answers are sent to the organisation"),
    "slip": msg("That slips go to services"),
    "export": msg("That answers go out as codes"),
    "judicial": msg("That police or a court is told"),
    "cross_border": msg("That a body in another country is told"),
    "consular": msg("That a consulate is told"),
    "research": msg("That answers are used for research and figures"),
}
HOW_WORDS: Final[Mapping[str, str]] = {
    "spoken": msg("Spoken"),
    "signed": msg("Signed"),
    "fingerprint": msg("By fingerprint"),
    "witness": msg("Spoken before a witness"),
}
"""The ways of `referral.CONSENT_HOW`, where no heading says that it is consent."""
WITNESS_WORDS: Final[Mapping[str, str]] = {
    "": msg("Choose who was there…"),
    "mediator": msg("a mediator"),
    "interpreter": msg("an interpreter"),
    "guardian": msg("the guardian"),
    "colleague": msg("a colleague"),
    "other": msg("somebody else"),
}
_WAYS: Final[Mapping[str, str]] = {
    "received": msg("received by the server {name}"),
    "under_way": msg("on its way to the server {name}"),
    "perhaps": msg("tried, it may have arrived at the server {name}"),
    "printed": msg("slip {reference} for {name}, printed"),
    "saved": msg("slip {reference} for {name}, saved as a file"),
    "issued": msg("slip {reference} for {name}, issued; nobody noted that it was printed or saved"),
    "work printed": msg("slip {reference} for {name} with what they told of the work, printed"),
    "work saved": msg("slip {reference} for {name} with what they told of the work, saved as a file"),
    "work issued": msg(
        "slip {reference} for {name} with what they told of the work, issued; nobody noted that it was printed or saved"
    ),
    "taken_out": msg("taken out of the store as a sealed file"),
    "exported": msg("taken out in the shared data format for: {name}"),
    "prepared": msg("prepared as a file for: {name}; nobody noted that it was written"),
    "screening exported": msg("page with answers in words for {name}, written as a file"),
    "screening prepared": msg("page with answers in words for {name}, prepared; nobody noted that it was written"),
    "minor exported": msg("report on the talk with a child for {name}, written as a file"),
    "minor prepared": msg("report on the talk with a child for {name}, prepared; nobody noted that it was written"),
    "handed_over": msg("shown to a colleague of {reference} ({name})"),
}


def rests_on(basis: str, tr: Words) -> str:
    """On what something goes out now."""
    return tr("Goes out now on: {ground}.").format(ground=tr(_GROUNDS[basis]))


def body(code: str, directory: Directory, tr: Words) -> str:
    """A service by its name, or a kind of body, as a word to consent names it."""
    found = next((one for one in directory if referral.named(one.code) == code), None)
    return steady(found.name(tr.language)) if found else tr(KINDS[code]) if code in KINDS else code


def way_out(purpose: str, recipient: str, directory: Directory, tr: Words) -> str:
    """What is open: to be sent, a slip for a service, an export for somebody."""
    return _goes(purpose, referral.named(recipient) if purpose == "slip" else recipient, directory, tr)


def _goes(purpose: str, recipient: str, directory: Directory, tr: Words) -> str:
    if purpose == "sync":
        return tr("sending to the servers of the organisation")
    if purpose == "research":
        return tr(PURPOSES[purpose])
    name = body(recipient, directory, tr)
    told = tr("slips for {name}") if purpose == "slip" else _exported(recipient, directory, tr)
    return told.format(name=name)


def _exported(recipient: str, directory: Directory, tr: Words) -> str:
    """What goes to a body besides slips: codes to those that may have a whole case, else answers in words."""
    kind = next((one.recipient_kind for one in directory if referral.named(one.code) == recipient), recipient)
    if recipient == "screening_authority":
        return tr("page with answers in words for {name}")
    if kind == "labour_desk":
        return tr("what they told of the work for {name}")
    return tr("export for {name}") if kind in export_recipients() else tr("what they told, for {name}")


def agreed_to(purpose: str, recipient: str, directory: Directory, tr: Words) -> str:
    """What somebody said yes to: a purpose, to any or to one body by name."""
    if recipient and purpose in ("sync", "slip", "export"):
        return _goes(purpose, recipient, directory, tr)
    told = tr(PURPOSES[purpose])
    return f"{told} · {body(recipient, directory, tr)}" if recipient else told


def departure(one: Departure, directory: Directory, tr: Words) -> str:
    """One line: what left, to whom, when."""
    to = referral.named(one.recipient) if one.purpose == "slip" else one.recipient
    to = "screening_authority" if one.paper == "screening" else to  # also of one that was kept under another kind
    name = to if one.purpose == "sync" else body(to, directory, tr)
    told = tr(_WAYS[f"{one.paper} {one.way}".strip()]).format(name=f"\u2068{name}\u2069", reference=one.reference)
    return f"{when(one.at, tr)} · {told}"
