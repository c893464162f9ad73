"""`intake ledger export|verify`."""

import os
from argparse import Namespace
from pathlib import Path
from typing import Any

from intake_app import given_files, workflow
from intake_app.cli.opening import opened
from intake_app.cli.secret_input import private_file
from intake_app.i18n import Translator
from intake_app.vault import Proof

_LARGEST = 256_000_000
"""Bytes of a proof that is read: a line has some 500, so half a million lines."""


def export(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Write the proof of transmission, signed."""
    with opened(parsed, tr) as store, private_file(parsed.file) as stream:
        data = workflow.ledger_file(store)
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    return {"ok": True, "file": parsed.file, **_told(workflow.verify_ledger_file(data), tr)}


def verify(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """What a proof of transmission proves, and what not; needs no store."""
    proof = workflow.verify_ledger_file(given_files.read_file(Path(parsed.file), _LARGEST))
    return {"ok": True, **_told(proof, tr), "records": _records(proof)}


def _told(proof: Proof, tr: Translator) -> dict[str, Any]:
    print_of = workflow.fingerprint(bytes.fromhex(proof.key))
    proves = (
        tr("Nobody has changed, added or taken out a line since this file was signed."),
        tr("The store with the fingerprint {fingerprint} has signed it; compare that with the store itself."),
        tr("That store noted each of these tries and answers in this order."),
    )
    leaves_open = (
        tr("Whether the server still has a record: only the server can say that."),
        tr("Times are those of the laptop's clock; the server's date stands beside them."),
        tr("Whoever holds the store and its passphrases, and knows how, could have noted what never happened."),
        tr("What was sent stands here as its SHA-256: it can not be read from it, but a right guess can be confirmed."),
    )
    return {
        "organisation": proof.organisation,
        "site": proof.site,
        "made": proof.made,
        "fingerprint": print_of,
        "key": proof.key,
        "lines": proof.shown,
        "withheld": proof.withheld,
        "tried": len(proof.tried),
        "received": len(proof.received),
        "proves": [sentence.format(fingerprint=print_of) for sentence in proves],
        "does_not_prove": list(leaves_open),
    }


def _records(proof: Proof) -> list[dict[str, Any]]:
    """One entry for each record: where it went and how it stands by the last line."""
    last = {str(line.get("instance")): line for line in proof.lines}
    names = ("form", "version", "server", "host", "at", "event", "outcome", "status", "code", "sha256", "server_date")
    received = frozenset(proof.received)
    return [
        {"instance": instance, "received": instance in received, **{name: line.get(name) for name in names}}
        for instance, line in last.items()
    ]
