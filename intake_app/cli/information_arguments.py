"""Arguments of `intake information`: what was given to people of whom nothing is kept."""

import argparse
from datetime import date

from intake_app.cli.options import shared, verb, verbs
from intake_app.i18n import Translator


def information(group: argparse.ArgumentParser, tr: Translator) -> None:
    """The verbs of the group."""
    from intake_app.vault import INFORMATION_MEDIA
    from intake_app.workflow import information_topics

    kinds = verbs(group)
    add = shared(kinds.add_parser("add"), verb("information_verbs", "add"), tr)
    add.add_argument("--topic", choices=information_topics(), required=True)
    add.add_argument("--medium", choices=INFORMATION_MEDIA, required=True)
    add.add_argument("--person-language", required=True, metavar="CODE")
    told = tr("to so many persons; without it, to one")
    add.add_argument("--copies", type=_persons, default=1, metavar="N", help=told)
    count = shared(kinds.add_parser("count"), verb("information_verbs", "count"), tr)
    told = tr("a whole month, such as 2026-11; without it, this one. A number that is too small to be told is null")
    count.add_argument("--month", type=_month, default=date.today(), metavar="MONTH", help=told)


def _persons(text: str) -> int:
    """A number of persons; argparse makes a sentence of the ValueError."""
    from intake_app.vault import MOST_INFORMED

    number = int(text)
    if not 1 <= number <= MOST_INFORMED:
        raise ValueError(text)
    return number


def _month(text: str) -> date:
    """The first day of a month; argparse makes a sentence of the ValueError."""
    return date.fromisoformat(f"{text}-01")
