"""`intake referral directory search|import|export`: the services there are, and a workplace's own ones."""

import os
from argparse import Namespace
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from intake_app import given_files, workflow
from intake_app.cli.opening import opened
from intake_app.cli.secret_input import private_file
from intake_app.i18n import Translator
from intake_app.referral import LARGEST_TABLE, Directory
from intake_app.workflow import services


def search(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Services by words, province, need and language: the built-in ones; with --user, those of the workplace too."""
    known = _of_workplace(parsed, tr) if parsed.user else workflow.directory()
    found = services.sought(known, " ".join(parsed.text), parsed.province, parsed.need, parsed.speaks)
    return {
        "services": [
            {
                "code": one.code, "name": one.name(parsed.language), "kind": one.recipient_kind,
                "mandate": one.mandate_text(parsed.language), "phone": one.phone,
                "hours": one.hours_text(parsed.language), "territory": one.territory,
                "provinces": one.provinces, "accepts": one.accepts, "needs": one.needs,
                "languages": one.languages, "channels": one.channels, "source": one.source,
                "last_verified": one.last_verified.isoformat() if one.last_verified else None,
                "check_before_use": one.needs_check(date.today()),
            }
            for one in found
        ]
    }  # fmt: skip


def bring(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Take the services of a file; nothing changes where anything in it is wrong."""
    data = given_files.read_file(Path(parsed.file), LARGEST_TABLE)
    with opened(parsed, tr) as store:
        told = asdict(workflow.import_services(store, data, replace=parsed.replace))
    return {name: value for name, value in told.items() if name not in ("before", "after")}


def export(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Write the workplace's own services into a file, over none that is there."""
    with opened(parsed, tr) as store:
        data = workflow.export_services(store, "json" if parsed.file.lower().endswith(".json") else "csv")
        own = len(workflow.own_directory(store))
    with private_file(parsed.file) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    return {"file": parsed.file, "own": own}


def _of_workplace(parsed: Namespace, tr: Translator) -> Directory:
    with opened(parsed, tr) as store:
        return workflow.directory(store)
