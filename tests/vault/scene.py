"""What the tests of the store need again and again: a store, a form, a record on its way."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from intake_app import vault
from intake_app.vault import ConsentWord, Draft, FormFile, Frozen, ReleaseRow, Role, Site, Vault

SITE = Site("Help Desk Trust", "Harbour", "+39 02 0000000")
PASSPHRASE = "violet harbour lantern seven"
OTHER = "copper meadow window eleven"
NAME = "Amal"


def new_store(folder: Path, role: Role = Role.MEDIATOR, kdf: vault.Kdf = vault.FLOOR) -> Vault:
    """A fresh store, at the smallest cost that is allowed."""
    return vault.create(folder / "place.intake", SITE, NAME, role, PASSPHRASE, kdf)


def reopened(folder: Path, name: str = NAME, passphrase: str = PASSPHRASE) -> Vault:
    """The same store, opened again."""
    return vault.open_store(folder / "place.intake", name, passphrase)


def put_form(store: Vault, form_id: str = "intake", xml: bytes = b"<h:html/>", server: str | None = None) -> int:
    """A small form with one file."""
    form = FormFile(form_id, "1", "A form", xml, server=server)
    return store.put_form(form, {"list.csv": b"name,label\na,A\n"})


def started(store: Vault, record_id: str = "uuid:1", xml: bytes = b"<data/>") -> str:
    """A draft of the store's only form."""
    forms = store.forms()
    key = forms[0].key if forms else put_form(store)
    store.new_draft(key, record_id, xml, "Français (fr)", "Italiano (it)")
    return record_id


def finalised(store: Vault, record_id: str = "uuid:1", xml: bytes = b"<data><q>1</q></data>") -> str:
    """A record with one file, frozen, held because nobody released it."""
    started(store, record_id)
    store.put_media(record_id, "one.jpg", b"picture" * 10, "image/jpeg")
    store.finalise(record_id, Frozen(xml, ("one.jpg",), "", '{"priority": "24h"}'))
    return record_id


def release(record_id: str, purpose: str = "sync", recipient: str = "central") -> ReleaseRow:
    """A release on consent."""
    identity = hashlib.sha256(f"{record_id} {purpose} {recipient}".encode()).hexdigest()[:16]
    return ReleaseRow(identity, record_id, purpose, recipient, "consent", "", "p1", "2026-03-01T10:00:00.000+00:00")


def queued(store: Vault, record_id: str = "uuid:1") -> str:
    """A record that waits to be sent."""
    finalised(store, record_id)
    store.put_release(release(record_id))
    return record_id


def answer(number: int) -> Draft:
    """A draft as it is after so many answers."""
    return Draft(
        b"<data><n>%d</n></data>" % number,
        {"/data/q": "prefers_not_to_say"},
        f"/data/q{number}",
        f"Answer {number}",
        ("Français (fr)", "Italiano (it)"),
    )


def nothing_ends(
    _case: str, _standing: Sequence[ReleaseRow], _said: Mapping[str, Sequence[ConsentWord]], _strict: bool
) -> Sequence[str]:
    """Weighs releases where a test is about something else: all of them hold."""
    return ()
