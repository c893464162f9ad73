"""`intake store passwd|recover|passphrase|recovery-key|set-recovery`, `intake user list|revoke`, `intake org-key`."""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from intake_app import vault, workflow
from intake_app.cli.opening import opened, store_path
from intake_app.cli.progress import percent, upgrading
from intake_app.cli.secret_input import private_file, read_secret
from intake_app.errors import IntakeError
from intake_app.i18n import Translator
from intake_app.vault import Return

_LARGEST = 64 * 1024


def passwd(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """One's own passphrase, and whether a second secret in the keyring goes with it.

    The new passphrase comes from `--new-passphrase-fd`, or a second prompt.
    """
    if not parsed.user:
        raise IntakeError("cli.no_user")
    old = read_secret(parsed.passphrase_fd, tr("Passphrase: "))
    store = workflow.open_store(store_path(parsed), parsed.user, old, upgrading(tr))
    try:
        new = read_secret(parsed.new_passphrase_fd, tr("New passphrase: "))
        keyring = None if parsed.keyring is None else parsed.keyring == "on"
        workflow.change_passphrase(store, old, new, keyring)
        return {"user": store.me.name, "keyring": store.uses_keyring()}
    finally:
        store.close()


def recover(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """A new passphrase by the recovery key, or by shares of the organisation's key."""
    if not parsed.user:
        raise IntakeError("cli.no_user")
    key: str | bytes
    if parsed.share:
        key = private_half(parsed.share)
    else:
        key = read_secret(parsed.recovery_fd, tr("Recovery key: "))
    new = read_secret(parsed.new_passphrase_fd, tr("New passphrase: "))
    who = Return(parsed.user, new, parsed.new_keeper)
    store = workflow.recover_store(store_path(parsed), key, who, upgrading(tr))
    try:
        return {"user": store.me.name, "role": str(store.me.role), "keeper": store.me.keeper}
    finally:
        store.close()


def private_half(names: Sequence[str]) -> bytes:
    """The private half of an organisation's key by files with its shares."""
    return workflow.organisation_key_of([_share(Path(name)) for name in names])


def _share(path: Path) -> str:
    """The words of a share; lines that begin with # are for people."""
    lines = _text(path).splitlines()
    return " ".join(line for line in lines if not line.lstrip().startswith("#"))


def _text(path: Path) -> str:
    with path.open("rb") as stream:
        try:
            return stream.read(_LARGEST).decode("utf-8-sig")
        except UnicodeDecodeError as trouble:
            raise IntakeError("cli.not_utf8", file=path.name) from trouble


def passphrase(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """A passphrase drawn by lot, in words of a language."""
    return {"passphrase": workflow.suggest_passphrase(parsed.language, parsed.words)}


def recovery_key(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """A fresh recovery key, to be written on paper and then given to `store create` or `store set-recovery`."""
    return {"recovery_key": vault.new_recovery_key()}


def set_recovery(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Give the store a recovery key; the one before it opens nothing any more."""
    with opened(parsed, tr) as store:
        store.put_recovery(chosen_recovery(parsed.recovery_fd, tr), percent)
        return {"recovery": store.safeguards().recovery}


def chosen_recovery(descriptor: int | None, tr: Translator) -> str:
    """A recovery key from a descriptor; or a fresh one, shown on the terminal and typed back once.

    Raises IntakeError 'cli.no_recovery_choice' where nobody could see it, 'vault.recovery_typo',
    'cli.recovery_differs'.
    """
    if descriptor is not None:
        return vault.check_recovery_key(read_secret(descriptor, ""))
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise IntakeError("cli.no_recovery_choice")
    key = vault.new_recovery_key()
    sys.stderr.write(tr("Recovery key, to be written on paper and kept apart: {key}").format(key=key) + "\n")
    if vault.check_recovery_key(read_secret(None, tr("Type it back from the paper: "))) != key.replace("-", ""):
        raise IntakeError("cli.recovery_differs")
    return key


def people(parsed: Namespace, tr: Translator) -> list[dict[str, Any]]:
    """Who can open the store."""
    with opened(parsed, tr) as store:
        return [
            {"name": one.name, "role": str(one.role), "keeper": one.keeper, "agency": one.agency, "site": one.site}
            for one in store.people()
        ]


def revoke(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Take a person's key away; the store gets a new one, which takes a while."""
    with opened(parsed, tr) as store:
        store.remove_person(parsed.name, percent)
        return {"removed": parsed.name}


def create_organisation_key(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Make an organisation's key: a public file for stores, and shares of the private half for people to keep."""
    folder = Path(parsed.out)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    public = folder / "organisation-key.pub"
    shares = [folder / f"share-{number}-of-{parsed.shares}.txt" for number in range(1, parsed.shares + 1)]
    if any(os.path.lexists(path) for path in (public, *shares)):
        raise IntakeError("cli.key_files_exist", folder=folder.name)
    made = workflow.new_organisation_key(parsed.shares, parsed.threshold)
    for path, share in zip(shares, made.shares, strict=True):
        _write(path, _share_text(share, parsed.shares, made.public, tr))
    _write(public, workflow.public_key_file(made.public))
    told = {"public": str(public), "shares": [str(path) for path in shares], "threshold": parsed.threshold}
    return {**told, "fingerprint": workflow.fingerprint(made.public)}


def _write(path: Path, text: str) -> None:
    with private_file(str(path)) as stream:
        stream.write(text.encode())
        stream.flush()
        os.fsync(stream.fileno())


def _share_text(share: str, count: int, public: bytes, tr: Translator) -> str:
    facts = workflow.share_facts(share)
    head = (
        tr("Share {number} of {count} of an organisation's key. {needed} of them give it back; one alone is useless."),
        tr("Set {set}, fingerprint {fingerprint}."),
        tr("Keep each share with another person, on paper, and delete this file."),
    )
    told = {"number": facts.number, "count": count, "needed": facts.threshold, "set": facts.set}
    lines = [f"# {line.format(**told, fingerprint=workflow.fingerprint(public))}" for line in head]
    words = share.split()
    return "\n".join([*lines, *(" ".join(words[at : at + 11]) for at in range(0, len(words), 11))]) + "\n"


def fingerprint(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """The fingerprint of a public key in a file, to be read aloud and compared."""
    return {"fingerprint": workflow.fingerprint(workflow.public_key_of(_text(Path(parsed.file))))}


def add_organisation_key(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Let an organisation's key open the store too."""
    public = workflow.public_key_of(_text(Path(parsed.file)))
    with opened(parsed, tr) as store:
        store.put_escrow(public)
        return {"fingerprint": workflow.fingerprint(public)}


def organisation_keys(parsed: Namespace, tr: Translator) -> list[dict[str, Any]]:
    """The organisations whose keys open the store."""
    with opened(parsed, tr) as store:
        return [{"fingerprint": workflow.fingerprint(public)} for public in store.safeguards().organisations]


def remove_organisation_key(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Take an organisation's key out; the store gets a new one, which takes a while."""
    with opened(parsed, tr) as store:
        known = {workflow.fingerprint(public): public for public in store.safeguards().organisations}
        wanted = " ".join(parsed.fingerprint.split())
        if wanted not in known:
            raise IntakeError("vault.no_organisation_key")
        store.drop_escrow(known[wanted], percent)
        return {"removed": wanted}
