"""Arguments of the commands about keys: passphrases, recovery, people, organisations."""

import argparse
from typing import Any

from intake_app.cli.options import alone, count, shared, verb, verbs
from intake_app.i18n import Translator


def recovery_choice(command: argparse.ArgumentParser, tr: Translator) -> None:
    """How a new store gets a recovery key."""
    told = tr("read a recovery key that is on paper already; without it, one is shown and asked back")
    command.add_argument("--recovery-fd", type=int, metavar="N", help=told)
    alone_told = tr("no recovery key: whoever forgets the passphrase loses everything")
    command.add_argument("--without-recovery", action="store_true", help=alone_told)


def store_verbs(group: Any, tr: Translator) -> None:
    """The verbs of `intake store` that are about keys."""
    new = tr("read the new passphrase from this descriptor")
    passwd = shared(group.add_parser("passwd"), verb("key_verbs", "passwd"), tr)
    passwd.add_argument("--new-passphrase-fd", type=int, metavar="N", help=new)
    ring = tr("whether a second secret in the keyring of this computer account goes with it")
    passwd.add_argument("--keyring", choices=("on", "off"), help=ring)
    recover = alone(group.add_parser("recover"), verb("key_verbs", "recover"), tr)
    recover.add_argument("--store", metavar="FILE", help=tr("the store; without it, the one of this workplace"))
    recover.add_argument("--user", metavar="NAME", help=tr("who gets a new passphrase"))
    recover.add_argument("--new-keeper", action="store_true", help=tr("this is a new person, who keeps the store"))
    recover.add_argument("--new-passphrase-fd", type=int, metavar="N", help=new)
    told = tr("read the recovery key from this descriptor; without it, it is asked for")
    recover.add_argument("--recovery-fd", type=int, metavar="N", help=told)
    share = tr("a file with a share of the organisation's key; give as many as it takes")
    recover.add_argument("--share", action="append", default=[], metavar="FILE", help=share)
    suggest = alone(group.add_parser("passphrase"), verb("key_verbs", "passphrase"), tr)
    suggest.add_argument("--words", type=count, default=6, metavar="N", help=tr("how many words"))
    alone(group.add_parser("recovery-key"), verb("key_verbs", "recovery_key"), tr)
    renew = shared(group.add_parser("set-recovery"), verb("key_verbs", "set_recovery"), tr)
    renew.add_argument("--recovery-fd", type=int, metavar="N", help=told)


def user(group: argparse.ArgumentParser, tr: Translator) -> None:
    """`intake user`."""
    found = verbs(group)
    new_person(shared(found.add_parser("add"), verb("store_verbs", "add_person"), tr), tr)
    shared(found.add_parser("list"), verb("key_verbs", "people"), tr)
    shared(found.add_parser("revoke"), verb("key_verbs", "revoke"), tr).add_argument("name")


def new_person(command: argparse.ArgumentParser, tr: Translator) -> None:
    """Who is let in."""
    from intake_app.vault import Role

    command.add_argument("name")
    command.add_argument("--role", choices=tuple(str(role) for role in Role), required=True)
    command.add_argument("--agency", default="", help=tr("of a guest; without it, that of the workplace"))
    command.add_argument("--site", default="", help=tr("of a guest; without it, that of the workplace"))
    command.add_argument("--new-passphrase-fd", type=int, metavar="N")


def organisation_key(group: argparse.ArgumentParser, tr: Translator) -> None:
    """`intake org-key`."""
    found = verbs(group)
    create = alone(found.add_parser("create"), verb("key_verbs", "create_organisation_key"), tr)
    create.add_argument("--shares", type=count, default=3, metavar="N", help=tr("how many shares are made"))
    create.add_argument("--threshold", type=count, default=2, metavar="N", help=tr("how many of them are needed"))
    create.add_argument("--out", required=True, metavar="FOLDER")
    told = alone(found.add_parser("fingerprint"), verb("key_verbs", "fingerprint"), tr)
    told.add_argument("file")
    shared(found.add_parser("add"), verb("key_verbs", "add_organisation_key"), tr).add_argument("file")
    shared(found.add_parser("list"), verb("key_verbs", "organisation_keys"), tr)
    remove = shared(found.add_parser("remove"), verb("key_verbs", "remove_organisation_key"), tr)
    remove.add_argument("fingerprint", help=tr("as `org-key list` shows it"))
