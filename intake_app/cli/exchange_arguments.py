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
