"""Small records and lists for the tests of the protocol."""

import hashlib
from collections.abc import Mapping

from intake_app.openrosa import FilePart, SubmissionParts


def record(instance_id: str = "uuid:0001", names: tuple[str, ...] = (), answer: str = "Nadia") -> bytes:
    """A record that names its files."""
    files = "".join(f"<photo>{name}</photo>" for name in names)
    meta = f'<meta xmlns="http://openrosa.org/xforms"><instanceID>{instance_id}</instanceID></meta>'
    return f'<data id="landing" version="3"><name>{answer}</name>{files}{meta}</data>'.encode()


def parts(files: Mapping[str, bytes] | None = None, instance_id: str = "uuid:0001") -> SubmissionParts:
    """A record with its files, ready to go."""
    contents = dict(files or {})
    given = [FilePart(name, "image/jpeg", lambda c=content: (c,), len(content)) for name, content in contents.items()]  # type: ignore[misc]
    return SubmissionParts(record(instance_id, tuple(contents)), given, tuple(contents))


def md5(content: bytes) -> str:
    """A hash as the protocol writes it."""
    return "md5:" + hashlib.md5(content, usedforsecurity=False).hexdigest()


def listed(*forms: str) -> bytes:
    """A form list of these `<xform>` elements."""
    return f'<xforms xmlns="http://openrosa.org/xforms/xformsList">{"".join(forms)}</xforms>'.encode()


def xform(url: str, form_id: str = "landing", hash_: str = "md5:" + "0" * 32, manifest: str = "") -> str:
    """One form of a list."""
    more = f"<manifestUrl>{manifest}</manifestUrl>" if manifest else ""
    return (
        f"<xform><formID>{form_id}</formID><name>Landing</name><version>3</version><hash>{hash_}</hash>"
        f"<downloadUrl>{url}</downloadUrl>{more}</xform>"
    )


def manifest(*files: tuple[str, str, str]) -> bytes:
    """A manifest of (file name, hash, address)."""
    rows = "".join(
        f"<mediaFile><filename>{name}</filename><hash>{told}</hash><downloadUrl>{url}</downloadUrl></mediaFile>"
        for name, told, url in files
    )
    return f'<manifest xmlns="http://openrosa.org/xforms/xformsManifest">{rows}</manifest>'.encode()
