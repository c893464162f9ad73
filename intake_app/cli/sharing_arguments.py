"""Arguments of the commands that hand records over and tell who read them."""

from typing import Any

from intake_app.cli.consent_arguments import consent
from intake_app.cli.options import shared, verb
from intake_app.i18n import Translator


def record_verbs(group: Any, tr: Translator) -> None:
    """The verbs of `intake record` that are about colleagues."""
    from intake_app.workflow import AGENCY_KINDS

    over = shared(group.add_parser("hand-over"), verb("sharing_verbs", "hand_over"), tr)
    over.add_argument("record")
    over.add_argument("--to", required=True, metavar="NAME", help=tr("the colleague who goes on with it or may see it"))
    kind = tr("what kind of body another agency is")
    over.add_argument("--as", choices=AGENCY_KINDS, default="", dest="kind", metavar="KIND", help=kind)
    consent(over, tr)
    back = shared(group.add_parser("hand-back"), verb("sharing_verbs", "hand_back"), tr)
    back.add_argument("record")
    withdraw = shared(group.add_parser("withdraw"), verb("sharing_verbs", "withdraw"), tr)
    withdraw.add_argument("record")
    told = tr("the colleague who shall see it no more")
    withdraw.add_argument("--from", required=True, metavar="NAME", dest="taker", help=told)
    readings = shared(group.add_parser("readings"), verb("sharing_verbs", "readings"), tr)
    readings.add_argument("--seen", action="store_true", help=tr("you know of them now; they are not told again"))
