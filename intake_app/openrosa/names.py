"""File names that a server gives, or that go to one: a name and never a path."""

import re
import unicodedata

from intake_app.errors import IntakeError

_LONGEST_BYTES = 240
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
_DEVICES = re.compile(r"(?i)^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?$")
# What turns or hides a part of a name: controls, formats (bidi among them), private, unassigned, lone surrogates.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_RESERVED_PARTS = frozenset({"xml_submission_file", "*isincomplete*"})


def is_file_name(name: str) -> bool:
    """Whether a text is a plain file name on every system: no folder, no device, nothing hidden, at most 240 bytes."""
    if not name or name != name.strip() or name.endswith(".") or set(name) == {"."}:
        return False
    if _FORBIDDEN.search(name) or _DEVICES.match(name) or name.lower() in _RESERVED_PARTS:
        return False
    if any(unicodedata.category(character) in _HIDDEN for character in name):
        return False
    return len(name.encode("utf-8")) <= _LONGEST_BYTES


def check_file_name(name: str, place: str) -> str:
    """The name itself, or IntakeError 'openrosa.bad_file_name' that tells where it stood ('manifest' or 'record')."""
    if not is_file_name(name):
        raise IntakeError("openrosa.bad_file_name", place=place)
    return name
