"""`intake record met`: whether a person may have been met before."""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from intake_app import workflow
from intake_app.cli.opening import opened, record_id
from intake_app.i18n import Translator


def met(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Records that may be of the person of this one, with what agrees and what does not; or that another is not."""
    with opened(parsed, tr) as store:
        name = record_id(store, parsed.record)
        other = record_id(store, parsed.not_same) if parsed.not_same else ""
        if other:
            workflow.tell_apart(store, name, other)
        found = workflow.possible_contacts(store, name)
        records = [
            {
                "record": one.row.id,
                "code": one.row.code,
                "state": one.row.state,
                "created": one.row.created,
                "site": one.row.site,
                "points": [{**asdict(point), "agrees": point.agrees} for point in one.likeness.points],
            }
            for one in found.met
        ]
        return {"record": name, "met": records, "elsewhere": [asdict(one) for one in found.elsewhere]}
