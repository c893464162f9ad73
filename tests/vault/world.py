"""A workplace with people of every role, agency and site, and a mediator's record in every state, full of canaries."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import (
    AttemptResult,
    Draft,
    FormFile,
    Frozen,
    ReleaseRow,
    Role,
    ServerRow,
    Site,
    SlipRow,
    Vault,
)

CANARY = "Zarafshan"
"""A word that is nowhere but in what the author's person said."""
SECRET = "kEyOfTheServer"
"""A word that is nowhere but in the address and the password of the server."""
AUTHOR = "Sara"
KEEPER = "Kim"
PASSPHRASE = "violet harbour lantern seven"
HERE = Site("Help Desk Trust", "Harbour", "+39 02 0000000")
ELSEWHERE = {"": ("", ""), "agency": ("Other Agency", ""), "site": ("", "Station")}
STATES = ("draft", "held", "out", "sent", "refused")
SLIPS = dict(zip(STATES, ("YGVZ-H3BF", "6NYW-V4BV", "YY34-4FXF", "9NM6-FPKF", "9C5T-GK62"), strict=True))
"""References on paper; a draft has no slip."""
RECIPIENT = "health"
HIDING = frozenset({"vault.no_such_record", "vault.no_such_slip", "vault.no_such_case"})
"""How a refusal is told where a code or reference could be guessed."""
FORM_ID = "landing"
XFORM = (
    b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>Landing'
    b'</h:title><model><instance><data id="landing" version="1"><q/><photo/><meta><instanceID/></meta></data>'
    b"</instance>"
    b'<bind nodeset="/data/q" type="string"/><bind nodeset="/data/photo" type="binary"/>'
    b'<bind nodeset="/data/meta/instanceID" type="string" '
    b'readonly="true()"/></model></h:head><h:body><input ref="/data/q"><label>What?</label></input></h:body></h:html>'
)


@dataclass(frozen=True)
class Actor:
    """Who tries: the name to open the store with, and what the table of rights goes by."""

    name: str
    role: Role
    away: str = ""
    keeper: bool = False

    @property
    def label(self) -> str:
        """For the names of tests."""
        return f"{self.role.value} {'keeper' if self.keeper else self.away or 'colleague'}"


COLLEAGUES = tuple(Actor(f"{role.value} {away}".strip(), role, away) for away in ELSEWHERE for role in Role)
KEEPERS = tuple(Actor(KEEPER, role, "", keeper=True) for role in Role)


def record_id(state: str) -> str:
    """The record of the author that is in this state."""
    return f"uuid:{state}"


def xml(state: str) -> bytes:
    """What was said, as a submission."""
    meta = f"<meta><instanceID>{record_id(state)}</instanceID></meta>"
    return f'<data id="landing" version="1"><q>{CANARY}</q><photo>one.jpg</photo>{meta}</data>'.encode()


def release(state: str, purpose: str, identity: str = "") -> ReleaseRow:
    """A release on consent."""
    recipient = "organisation" if purpose == "sync" else RECIPIENT
    return ReleaseRow(
        identity or f"{state} {purpose}",
        record_id(state),
        purpose,
        recipient,
        "consent",
        "",
        "p1",
        "2026-03-01T10:00:00+00:00",
    )


def slip(state: str, reference: str = "") -> SlipRow:
    """A slip with a canary in both of its forms."""
    given = release(state, "slip")
    sheet, pdf = f'{{"note": "{CANARY}"}}', f"%PDF {CANARY}".encode()
    return SlipRow(reference or SLIPS[state], given.record_id, given.recipient, given.id, given.at, "p1", sheet, pdf)


def build(folder: Path, keeper: Role, colleagues: tuple[Actor, ...] = ()) -> Path:
    """The store; its author has left."""
    path = folder / "place.intake"
    with vault.create(path, HERE, KEEPER, keeper, PASSPHRASE, vault.FLOOR) as store:
        store.put_form(FormFile(FORM_ID, "1", "Landing", XFORM), {})
        url = f"https://central.example/v1/key/{SECRET}/projects/1"
        store.put_server(ServerRow("central", url, "app_user", "", SECRET))
        store.add_person(AUTHOR, Role.MEDIATOR, PASSPHRASE)
        for actor in colleagues:
            store.add_person(actor.name, actor.role, PASSPHRASE, *ELSEWHERE[actor.away])
    with enter(path, AUTHOR) as store:
        for state in STATES:
            _record(store, state)
    return path


def _record(store: Vault, state: str) -> None:
    name = record_id(state)
    store.new_draft(store.forms()[0].key, name, xml(state), "Français (fr)", "Italiano (it)")
    store.put_media(name, "one.jpg", f"picture of {CANARY}".encode(), "image/jpeg")
    store.save_draft(name, Draft(xml(state), {"/data/q": CANARY}, f"/data/{CANARY}", f"{CANARY} {state}", ("fr", "it")))
    case = store.put_in_case(name, store.open_case().id)
    store.put_case_name(case.id, f"{CANARY} {state}")
    store.note_identification(case.id, "preliminary", "ngo", f"Friends of {CANARY}")
    if state == "draft":
        return
    store.finalise(
        name, Frozen(xml(state), ("one.jpg",), f"{CANARY} {state}", f'{{"slip": {{"language": "{CANARY}"}}}}')
    )
    store.put_release(release(state, "slip"))
    store.put_slip(slip(state))
    store.put_release(release(state, "export"))
    if state != "held":
        store.put_release(release(state, "sync"))
    if state in ("sent", "refused"):
        attempt = store.attempt_started(name, "central")
        outcome = "accepted" if state == "sent" else "hold"
        store.attempt_ended(attempt, AttemptResult(outcome, "openrosa.x", 201, "said"))


def enter(path: Path, name: str) -> Vault:
    """The store as one person."""
    return vault.open_store(path, name, PASSPHRASE)


def copied(path: Path, folder: Path) -> Path:
    """A copy of the store to be spoilt."""
    shutil.copytree(path.parent, folder, dirs_exist_ok=True)
    return folder / path.name


def told(value: object) -> str:
    """All that a value holds, the parts that its ``repr`` keeps to itself too; generators are run to their end."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, Mapping):
        return " ".join(told(part) for pair in value.items() for part in pair)
    if is_dataclass(value) and not isinstance(value, type):
        return " ".join(told(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, (tuple, list, set, frozenset, Iterator)):
        return " ".join(map(told, value))
    return str(value)


def tried(call: Callable[[], object], hides: bool = False) -> tuple[bool, str]:
    """Whether a call was not refused for the role, and all that it gave."""
    try:
        return True, told(call())
    except IntakeError as error:
        return not (error.code == "vault.not_allowed" or (hides and error.code in HIDING)), told(error.facts)
