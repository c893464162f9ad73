"""Arguments of the commands about servers: what they offer, what was sent."""

import argparse

from intake_app.cli.options import alone, shared, verb, verbs
from intake_app.i18n import Translator


def ledger(group: argparse.ArgumentParser, tr: Translator) -> None:
    """The verbs of `intake ledger`."""
    under = verbs(group)
    export = shared(under.add_parser("export"), verb("ledger_verbs", "export"), tr)
    export.add_argument("file", metavar="FILE", help=tr("where the proof of transmission goes"))
    verify = alone(under.add_parser("verify"), verb("ledger_verbs", "verify"), tr)
    verify.add_argument("file", metavar="FILE", help=tr("a proof of transmission, from this store or another"))
