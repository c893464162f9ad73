"""Arguments of the commands about servers: what they offer, what was sent."""

import argparse
from typing import Any

from intake_app.cli.options import alone, count, shared, verb, verbs
from intake_app.i18n import Translator


def form_updates(parent: Any, tr: Translator) -> None:
    """The verbs of `intake form updates`."""
    under = verbs(parent.add_parser("updates"))
    shared(under.add_parser("list"), verb("exchange_verbs", "updates"), tr)
    for name in ("accept", "leave"):
        command = shared(under.add_parser(name), verb("exchange_verbs", name), tr)
        command.add_argument("update", type=count, metavar="N", help=tr("the number of the update, as the list has it"))


def profile(group: argparse.ArgumentParser, tr: Translator) -> None:
    """The verbs of `intake profile`."""
    under = verbs(group)
    export = shared(under.add_parser("export"), verb("profile_verbs", "export"), tr)
    show = alone(under.add_parser("show"), verb("profile_verbs", "show"), tr)
    bring = shared(under.add_parser("import"), verb("profile_verbs", "bring_in"), tr)
    for command in (export, show, bring):
        command.add_argument("file", metavar="FILE")
    for command in (export, bring):
        command.add_argument("--secrets", action="store_true", help=tr("with the keys and passwords of the servers"))
        command.add_argument("--profile-passphrase-fd", type=int, metavar="N")
    bring.add_argument("--apply", action="store_true", help=tr("do it; without this, what would be done is told"))
    told = tr("fingerprint of the laptop that made the profile, as it shows it there")
    bring.add_argument("--fingerprint", metavar="DIGITS", help=told)


def queue(group: argparse.ArgumentParser, tr: Translator) -> None:
    """The verbs of `intake queue`."""
    under = verbs(group)
    shared(under.add_parser("facts"), verb("queue_verbs", "facts"), tr)
    listed = shared(under.add_parser("list"), verb("queue_verbs", "listed"), tr)
    listed.add_argument("--after", default="", metavar="CURSOR", help=tr("where the page before ended"))
    listed.add_argument("--limit", type=count, default=100, metavar="N")
    listed.add_argument("--state", action="append", choices=("waiting", "held", "needs_person", "settled", "sent"))
    listed.add_argument("--server", metavar="NAME")
    for name in ("retry", "any-server", "keep-server", "send-as-new"):
        command = shared(under.add_parser(name), verb("queue_verbs", name.replace("-", "_")), tr)
        command.add_argument("record")
    versions = shared(under.add_parser("versions"), verb("queue_verbs", "versions"), tr)
    versions.add_argument("record")
    versions.add_argument("--server", action="store_true", help=tr("beside what Central has, where you sign in there"))
    receipt = shared(under.add_parser("receipt"), verb("receipt_verbs", "receipt"), tr)
    receipt.add_argument("file", metavar="FILE.pdf", help=tr("where the receipt of today's transfers goes"))
    receipt.add_argument("--server", metavar="NAME")
    _sealed(under, tr)


def _sealed(under: Any, tr: Translator) -> None:
    told = tr("read the passphrase of the sealed file from this descriptor")
    export = shared(under.add_parser("export"), verb("taking_out_verbs", "export"), tr)
    export.add_argument("record")
    export.add_argument("file", metavar="FILE", help=tr("where the sealed file goes"))
    export.add_argument("--with-passphrase", action="store_true", help=tr("a passphrase opens it too"))
    export.add_argument("--file-passphrase-fd", type=int, metavar="N", help=told)
    look = alone(under.add_parser("open-export"), verb("taking_out_verbs", "look"), tr)
    look.add_argument("file", metavar="FILE", help=tr("a sealed file of a record, from this store or another"))
    look.add_argument("--share", action="append", default=[], metavar="FILE",
                      help=tr("a file with a share of the organisation's key; give as many as it takes"))  # fmt: skip
    look.add_argument("--file-passphrase-fd", type=int, metavar="N", help=told)
    into = tr("write the record and its files, readable, into this new folder")
    look.add_argument("--into", metavar="FOLDER", help=into)


def server_settings(parent: Any, tr: Translator) -> None:
    """The verbs of `intake server` that set something."""
    change = shared(parent.add_parser("set"), verb("server_settings_verbs", "change"), tr)
    change.add_argument("name")
    trust = change.add_mutually_exclusive_group()
    trust.add_argument("--authority", metavar="FILE", help=tr("certificate of the organisation's own authority"))
    trust.add_argument(
        "--public-authorities", action="store_true", help=tr("believe the authorities of everybody again")
    )
    pins = change.add_mutually_exclusive_group()
    pins.add_argument("--pin", metavar="SHA256", help=tr("fingerprint of the one certificate that is believed"))
    pins.add_argument("--no-pin", action="store_true")
    change.add_argument("--project", metavar="TITLE")
    change.add_argument("--test", choices=("yes", "no"), help=tr("what arrives there is thrown away"))
    change.add_argument("--automatic", choices=("off", "on", "metered"), help=tr("send when the server answers"))
    remove = shared(parent.add_parser("remove"), verb("server_settings_verbs", "remove"), tr)
    remove.add_argument("name")
    covers = shared(parent.add_parser("cover"), verb("server_settings_verbs", "cover"), tr)
    covers.add_argument("name")
    told = tr("the people were told that it goes there too: what was released before goes there")
    covers.add_argument("--told", action="store_true", help=told)
    shown = shared(parent.add_parser("certificates"), verb("server_settings_verbs", "certificates"), tr)
    shown.add_argument("name")
    scan = shared(parent.add_parser("scan"), verb("server_settings_verbs", "scan"), tr)
    scan.add_argument("--picture", metavar="FILE", help=tr("a picture of the settings code; without it, its text"))
    scan.add_argument("--code-fd", type=int, metavar="N")
    scan.add_argument("--name", metavar="NAME")
    own = shared(parent.add_parser("own-forms"), verb("server_settings_verbs", "own_forms"), tr)
    chosen = own.add_mutually_exclusive_group()
    chosen.add_argument("--server", dest="name", metavar="NAME")
    chosen.add_argument("--any", action="store_true", help=tr("any server may have them"))


def server_forms(parent: Any, tr: Translator) -> None:
    """The verb `intake server forms`."""
    command = shared(parent.add_parser("forms"), verb("exchange_verbs", "forms"), tr)
    command.add_argument("--server", metavar="NAME")


def ledger(group: argparse.ArgumentParser, tr: Translator) -> None:
    """The verbs of `intake ledger`."""
    under = verbs(group)
    export = shared(under.add_parser("export"), verb("ledger_verbs", "export"), tr)
    export.add_argument("file", metavar="FILE", help=tr("where the proof of transmission goes"))
    verify = alone(under.add_parser("verify"), verb("ledger_verbs", "verify"), tr)
    verify.add_argument("file", metavar="FILE", help=tr("a proof of transmission, from this store or another"))
