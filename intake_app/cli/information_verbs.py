"""`intake information add|count`: that information was given, to how many, never to whom."""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from intake_app import workflow
from intake_app.cli.opening import opened
from intake_app.i18n import Translator


def add(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Note it."""
    with opened(parsed, tr) as store:
        given = (parsed.topic, parsed.medium, parsed.person_language, parsed.copies)
        workflow.note_information(store, *given)
        return {"topic": parsed.topic, "medium": parsed.medium, "contacts": parsed.copies}


def count(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """How many persons were given what in a whole month; null for a number that is too small to be told."""
    with opened(parsed, tr) as store:
        found = workflow.information_figures(store, parsed.month.year, parsed.month.month)
        return {"contacts": found.total, "information": [asdict(one) for one in found.rows]}
