"""Arguments of `intake referral`: what became of slips."""

import argparse
from datetime import datetime

from intake_app.cli.options import shared, verb, verbs
from intake_app.i18n import Translator


def referral(group: argparse.ArgumentParser, tr: Translator) -> None:
    """The verbs of the group."""
    from intake_app.referral import life

    kinds = verbs(group)
    shared(kinds.add_parser("list"), verb("referral_verbs", "every"), tr)
    shared(kinds.add_parser("overdue"), verb("referral_verbs", "overdue"), tr)
    _directory(kinds.add_parser("directory"), tr)
    note = shared(kinds.add_parser("note"), verb("referral_verbs", "note"), tr)
    note.add_argument("reference", metavar="REFERENCE")
    note.add_argument("status", choices=life.STATUSES)
    note.add_argument("--reason", choices=life.REASONS, default="", help=tr("why the service declined"))
    told = tr("when it happened, such as 2026-11-27; without it, now")
    note.add_argument("--happened", type=_moment, metavar="WHEN", help=told)
    _call(shared(kinds.add_parser("call"), verb("referral_verbs", "call"), tr), tr)
    calls = shared(kinds.add_parser("calls"), verb("referral_verbs", "calls"), tr)
    calls.add_argument("record", help=tr("code of the person, or of one of their records"))


def _directory(group: argparse.ArgumentParser, tr: Translator) -> None:
    from intake_app.referral import SERVICES

    kinds = verbs(group)
    search = shared(kinds.add_parser("search"), verb("directory_verbs", "search"), tr)
    search.add_argument("text", nargs="*", metavar="WORD")
    search.add_argument("--province", default="", metavar="AG")
    search.add_argument("--need", choices=SERVICES, default="")
    search.add_argument("--speaks", default="", metavar="CODE")
    bring = shared(kinds.add_parser("import"), verb("directory_verbs", "bring"), tr)
    bring.add_argument("file", metavar="FILE", help=tr("a table (.csv) or JSON, as export writes them"))
    bring.add_argument("--replace", action="store_true", help=tr("the file takes the place of all own services"))
    out = shared(kinds.add_parser("export"), verb("directory_verbs", "export"), tr)
    out.add_argument("file", metavar="FILE", help=tr("a new file: JSON where its name ends in .json, else a table"))


def _call(command: argparse.ArgumentParser, tr: Translator) -> None:
    from intake_app.vault import CALL_OUTCOMES, CALLERS

    command.add_argument("record", help=tr("code of the person, or of one of their records"))
    command.add_argument("outcome", choices=CALL_OUTCOMES)
    command.add_argument("--operator", type=_operator, default="", metavar="CODE", help=tr("as the operator goes by"))
    command.add_argument("--caller", choices=CALLERS, default="staff")
    told = tr("when it happened, such as 2026-11-27; without it, now")
    command.add_argument("--called", type=_zoned, metavar="WHEN", help=told)


def _zoned(text: str) -> str:
    """A moment with its zone, of this computer where none is said."""
    return datetime.fromisoformat(text).astimezone().isoformat(timespec="minutes")


def _operator(text: str) -> str:
    """A code; argparse makes a sentence of the ValueError."""
    from intake_app.vault import is_operator

    if not is_operator(text):
        raise ValueError(text)
    return text


def _moment(text: str) -> str:
    """A day or a moment; argparse makes a sentence of the ValueError."""
    datetime.fromisoformat(text)
    return text
