"""The XML documents and the one page of the practice server."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from urllib.parse import quote

from intake_app.practice.shelf import OfferedForm, Received

_SHORT = 8
_NEEDS = re.compile(rb"jr://(?:images|audio|video|file|file-csv)/")


def md5(content: bytes) -> str:
    """The hash as the protocol writes it."""
    return "md5:" + hashlib.md5(content, usedforsecurity=False).hexdigest()


def envelope(message: str, error: bool) -> str:
    """The OpenRosa response; the leading line break and the empty `nature` are Central's."""
    nature = "error" if error else ""
    return (
        '\n    <OpenRosaResponse xmlns="http://openrosa.org/http/response" items="0">\n'
        f'      <message nature="{nature}">{escape(message)}</message>\n    </OpenRosaResponse>'
    )


def kobo_envelope(message: str, record: Received | None = None) -> str:
    """The same as KoboToolbox writes it, with what it stored."""
    stored = ""
    if record is not None:
        told = f'id="{_escaped(record.form_id)}" instanceID="{_escaped(record.instance_id)}"'
        stored = f'<submissionMetadata xmlns="http://www.opendatakit.org/xforms" {told} isComplete="true"/>'
    return (
        '<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
        f"<message>{escape(message)}</message>{stored}</OpenRosaResponse>"
    )


def form_list(base: str, forms: Sequence[OfferedForm]) -> str:
    """The list of forms, with a manifest for those that have files, or name some that nobody has uploaded."""
    rows = "".join(_listed(base, form) for form in forms)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xforms xmlns="http://openrosa.org/xforms/xformsList">{rows}</xforms>'
    )


def _listed(base: str, form: OfferedForm) -> str:
    at = f"{base}/forms/{quote(form.form_id, safe='')}"
    manifest = f"<manifestUrl>{escape(at)}/manifest</manifestUrl>" if form.files or _NEEDS.search(form.xml) else ""
    return (
        f"<xform><formID>{_escaped(form.form_id)}</formID><name>{_escaped(form.name)}</name>"
        f"<version>{_escaped(form.version)}</version><hash>{md5(form.xml)}</hash>"
        f"<downloadUrl>{escape(at)}.xml</downloadUrl>{manifest}</xform>"
    )


def _escaped(text: str) -> str:
    """As Central escapes it: slashes and equals signs too, so that no regular expression reads a version right."""
    return escape(text).replace("/", "&#x2F;").replace("=", "&#x3D;")


def mark(form: OfferedForm, name: str) -> str:
    """The hash of a file; for an entity list one that is not that of its bytes, but changes with them."""
    content = form.files[name]
    return md5(b"entity list" + content) if name in form.entity_lists else md5(content)


def manifest(base: str, form: OfferedForm) -> str:
    """The files of a form."""
    at = f"{base}/forms/{quote(form.form_id, safe='')}/attachments"
    rows = "".join(_file(base, at, form, name) for name in form.files)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="http://openrosa.org/xforms/xformsManifest">'
    return f"{head}{rows}</manifest>"


def _file(base: str, at: str, form: OfferedForm, name: str) -> str:
    entities = name in form.entity_lists
    kind = ' type="entityList"' if entities else ""
    integrity = f"{base}/datasets/{quote(name.removesuffix('.csv'), safe='')}/integrity"
    told = f"<integrityUrl>{escape(integrity)}</integrityUrl>"
    return (
        f"<mediaFile{kind}><filename>{escape(name)}</filename>"
        f"<hash>{mark(form, name)}</hash><downloadUrl>{escape(at)}/{quote(name, safe='')}</downloadUrl>"
        f"{told if entities else ''}</mediaFile>"
    )


def integrity(ids: Mapping[str, bool], wanted: Sequence[str] | None) -> str:
    """Which of the entities are still there, and which were deleted; one that is not known is left out."""
    rows = "".join(
        f'<entity id="{_escaped(one)}"><deleted>{str(gone).lower()}</deleted></entity>'
        for one, gone in ids.items()
        if wanted is None or one in wanted
    )
    return f"<data><entities>{rows}</entities></data>"


def page(received: Sequence[Received], forms: Sequence[OfferedForm]) -> str:
    """What arrived: forms, times, parts and sizes, and ids behind that; never an answer."""
    rows = "".join(_row(record, _called(record, forms)) for record in received)
    rows = rows or '<tr><td colspan="4">Nothing yet.</td></tr>'
    offered = ", ".join(escape(f"{form.form_id} {form.version}".strip()) for form in forms) or "none"
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Practice server</title>'
        "<style>body{font-family:sans-serif;margin:2em}td,th{text-align:left;padding:.3em 1em .3em 0;"
        "vertical-align:top}small{color:#555}</style></head><body><h1>Practice server</h1>"
        "<p>Records sent here stay in memory and are gone when the server stops. Use no real data.</p>"
        f"<p>Forms on offer: {offered}</p><p>Records: {len(received)}</p><table><tr><th>Form</th><th>Arrived</th>"
        f"<th>Parts</th><th>Id</th></tr>{rows}</table></body></html>"
    )


def _called(record: Received, forms: Sequence[OfferedForm]) -> str:
    """The name of its form: of the same version if that is on offer."""
    same = sorted((form.version == record.version, form.name) for form in forms if form.form_id == record.form_id)
    return same[-1][1] if same and same[-1][1] else record.form_id


def _row(record: Received, form: str) -> str:
    parts = [f"Answers ({len(record.xml):,} bytes)"]
    parts += [f"{escape(name)} ({len(content):,} bytes)" for name, content in record.files.items()]
    version = f"<br><small>version {escape(record.version)}</small>" if record.version else ""
    corrects = f"<br><small>corrects {_short(record.deprecated_id)}</small>" if record.deprecated_id else ""
    short = f'<small title="{escape(record.instance_id)}">{_short(record.instance_id)}</small>'
    return (
        f"<tr><td>{escape(form)}{version}</td><td>{_when(record.created)}</td><td>{'<br>'.join(parts)}{corrects}</td>"
        f"<td>{short}</td></tr>"
    )


def _when(created: str) -> str:
    """A time as people read it; all are told in UTC, as logs of servers are."""
    return f"{datetime.fromisoformat(created):%d %b %Y, %H:%M:%S} UTC"


def _short(instance_id: str) -> str:
    """As much of an id as tells records apart: the whole one stands in the record."""
    return escape(instance_id.removeprefix("uuid:")[:_SHORT])
