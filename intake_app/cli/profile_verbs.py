"""`intake profile export|show|import`."""

import os
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from intake_app import given_files, workflow
from intake_app.cli.opening import opened
from intake_app.cli.secret_input import private_file, read_secret
from intake_app.errors import IntakeError
from intake_app.i18n import Translator
from intake_app.workflow import OpenedProfile

_LARGEST = 500_000_000


def export(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Write the profile; keys and passwords of servers only with `--secrets`, sealed by a passphrase of their own."""
    with opened(parsed, tr) as store, private_file(parsed.file) as stream:
        words = read_secret(parsed.profile_passphrase_fd, tr("Passphrase for the profile: ")) if parsed.secrets else ""
        data = workflow.profile_file(store, words)
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    return {"file": parsed.file, **_told(workflow.read_profile_file(data))}


def show(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """What a profile holds and who signed it; needs no store."""
    return _told(_read(parsed, ""))


def bring_in(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """What a profile does here; done only with `--apply` and the fingerprint of the laptop that made it."""
    with opened(parsed, tr) as store:
        words = read_secret(parsed.profile_passphrase_fd, tr("Passphrase of the profile: ")) if parsed.secrets else ""
        profile = _read(parsed, words)
        if parsed.apply and "".join((parsed.fingerprint or "").split()) != "".join(profile.fingerprint.split()):
            raise IntakeError("profile.other_signer")
        plan = workflow.import_profile(store, profile) if parsed.apply else workflow.profile_plan(store, profile)
    return {"applied": parsed.apply, "fingerprint": profile.fingerprint, "steps": [asdict(step) for step in plan]}


def _read(parsed: Namespace, passphrase: str) -> OpenedProfile:
    return workflow.read_profile_file(given_files.read_file(Path(parsed.file), _LARGEST), passphrase)


def _told(profile: OpenedProfile) -> dict[str, Any]:
    held = profile.profile
    return {
        "organisation": held.organisation,
        "site": held.site,
        "made": held.made,
        "fingerprint": profile.fingerprint,
        "servers": [{"name": row.name, "kind": row.kind, "host": held.hosts[row.name]} for row in held.servers],
        "secrets": held.sealed is not None,
        "forms": [
            {"form": one.form.form_id, "version": one.form.version, "server": one.form.server} for one in held.forms
        ],
        "organisation_keys": [workflow.fingerprint(public) for public in held.organisations],
    }
