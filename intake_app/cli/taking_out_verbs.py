"""`intake queue export|open-export`: a record that no server takes, in a sealed file."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from intake_app import workflow
from intake_app.cli.key_verbs import private_half
from intake_app.cli.opening import opened, record_id
from intake_app.cli.secret_input import check_new, read_secret
from intake_app.i18n import Translator


def export(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Write a held record to a sealed file, for organisations whose keys are here and for a passphrase if wanted."""
    check_new(parsed.file)
    with opened(parsed, tr) as store:
        name = record_id(store, parsed.record)
        asked = tr("Passphrase for the file: ")
        words = read_secret(parsed.file_passphrase_fd, asked) if parsed.with_passphrase else ""
        openers = workflow.take_out(store, name, Path(parsed.file), words)
    return {"record": name, "file": parsed.file, "organisations": list(map(asdict, openers)), "passphrase": bool(words)}


def look(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """What a sealed file holds, without an answer; with `--into` the record and its files, readable, in a folder."""
    private = private_half(parsed.share) if parsed.share else b""
    words = "" if private else read_secret(parsed.file_passphrase_fd, tr("Passphrase of the file: "))
    file = Path(parsed.file)
    if parsed.into:
        record = workflow.unpack(file, Path(parsed.into), words, private)
    else:
        record = workflow.look_into(file, words, private)
    return {**record.facts, "made_by": record.fingerprint_of, "size": len(record.xml), "into": parsed.into}
