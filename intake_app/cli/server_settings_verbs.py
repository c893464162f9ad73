"""`intake server set|remove|cover|certificates|own-forms|scan`."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from intake_app import given_files, openrosa, workflow
from intake_app.cli.opening import opened
from intake_app.cli.secret_input import read_secret
from intake_app.i18n import Translator
from intake_app.vault import ServerRow


def told(row: ServerRow) -> dict[str, Any]:
    """A server as it may be shown: no key, no password, no path."""
    return {
        "name": row.name,
        "kind": row.kind,
        "host": workflow.host_of(row),
        "project": row.project,
        "test": row.test,
        "automatic": row.automatic,
        "own_authority": bool(row.ca),
        "pin": row.pin,
    }


def change(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Set what is named on the line, leave the rest."""
    if parsed.pin is not None:
        openrosa.parse_fingerprint(parsed.pin)  # an empty one would take the pin out
    authority = workflow.some_authority(given_files.read_file(Path(parsed.authority))) if parsed.authority else None
    with opened(parsed, tr) as store:
        row = workflow.change_server(
            store,
            parsed.name,
            authority=b"" if parsed.public_authorities else authority,
            pin="" if parsed.no_pin else parsed.pin,
            project=parsed.project,
            test=None if parsed.test is None else parsed.test == "yes",
            automatic=parsed.automatic,
        )
        return told(row)


def remove(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Forget a server and its secrets; records and forms stay."""
    with opened(parsed, tr) as store:
        workflow.drop_server(store, parsed.name)
        return {"removed": parsed.name}


def cover(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """How many records do not go to a server that came after they were released; with --told they do."""
    with opened(parsed, tr) as store:
        if parsed.told:
            return {"server": parsed.name, "covered": workflow.cover_server(store, parsed.name)}
        return {"server": parsed.name, "uncovered": store.uncovered(store.server(parsed.name).name)}


def scan(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Add the server of a settings code: from a picture, or as text at a prompt or a descriptor."""
    if parsed.picture:
        settings = openrosa.parse_settings_picture(given_files.read_file(Path(parsed.picture)))
    else:
        settings = openrosa.parse_settings(read_secret(parsed.code_fd, tr("Settings code: ")))
    with opened(parsed, tr) as store:
        row = workflow.add_server_by_settings(store, settings, parsed.name or "")
        return {**told(row), "ignored": list(settings.ignored)}


def own_forms(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Which server has the records of forms that came from none; without a name, which it is."""
    with opened(parsed, tr) as store:
        if parsed.any or parsed.name:
            workflow.choose_own_forms_server(store, "" if parsed.any else parsed.name)
        return {"server": workflow.own_forms_server(store) or None}


def certificates(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """What a server shows of itself, to be compared with whoever runs it before one is pinned."""
    with opened(parsed, tr) as store:
        found = workflow.certificates_of(lambda call: call(store), parsed.name)
    rows = [{"subject": one.subject, "issuer": one.issuer, "until": one.until, "pin": one.fingerprint} for one in found]
    return {"server": parsed.name, "certificates": rows}
