"""What a form wants in its log of filling in: the attributes of the bind of ``meta/audit`` (feature 24).

Read as ODK Collect reads them: positions are logged only where priority, interval and age are all given; a priority
that nobody knows is the highest; a switch is on for ``true`` alone. What is not understood is told at import.
"""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from intake_app.xform.definition import AuditSettings, NodeSpec, Notice
from intake_app.xform.model import plain_path
from intake_app.xform.namespaces import ODK, XFORMS, named
from intake_app.xform.reading import elements_of

PRIORITIES = ("no-power", "low-power", "balanced", "high-accuracy")
ON_EDIT = "on-form-edit"
_PLACES = ("location-priority", "location-min-interval", "location-max-age")
_SWITCHES = ("track-changes", "identify-user")
_REASONS = "track-changes-reasons"
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)


def audit_settings(model: etree._Element, specs: Mapping[str, NodeSpec]) -> AuditSettings | None:
    """What the form wants logged; None for a form without ``meta/audit``."""
    path = next((spec.path for spec in specs.values() if is_audit(spec)), None)
    if path is None:
        return None
    given = _given(model, path)
    priority, interval, age = (given.get(name, "") for name in _PLACES)
    located = all(name in given for name in _PLACES) and None not in (_seconds(interval), _seconds(age))
    return AuditSettings(
        path=path,
        location=located,
        location_priority=_priority(priority) if located else "",
        location_interval=max(1, _seconds(interval) or 0) if located else None,
        location_age=_seconds(age) if located else None,
        changes=_is_on(given.get("track-changes", "")),
        reasons=ON_EDIT if given.get(_REASONS) == ON_EDIT else "",
        user=_is_on(given.get("identify-user", "")),
    )


def audit_notices(model: etree._Element, settings: AuditSettings | None) -> Iterator[Notice]:
    """What is logged and what is not; what of the settings is not understood or not whole, each by name."""
    if settings is None:
        return
    yield Notice("info", settings.path, "xform.audit_kept")
    if settings.changes:
        yield Notice("warning", settings.path, "xform.audit_changes")
    if settings.user:
        yield Notice("info", settings.path, "xform.audit_user")
    if settings.location:
        yield Notice("info", settings.path, "xform.audit_left_out")
    given = _given(model, settings.path)
    for name, value in given.items():
        if not _is_understood(name, value):
            yield Notice("warning", settings.path, "xform.audit_setting", {"name": f"odk:{name}", "value": value})
    if any(name in given for name in _PLACES):
        for name in _PLACES:
            if name not in given:
                yield Notice("warning", settings.path, "xform.audit_setting_missing", {"name": f"odk:{name}"})


def is_audit(spec: NodeSpec) -> bool:
    """Whether this is the node of the log, ``meta/audit`` of the record."""
    return spec.name == "audit" and spec.depth == 3 and spec.parent is not None and spec.parent.name == "meta"


def _given(model: etree._Element, path: str) -> dict[str, str]:
    """The attributes in the namespace of ODK on the binds of a path, by local name."""
    found: dict[str, str] = {}
    for bind in elements_of(model, named(XFORMS, "bind")):
        if plain_path(bind.get("nodeset") or bind.get("ref") or "") == path:
            for name, value in bind.attrib.items():
                if str(name).startswith(f"{{{ODK}}}"):
                    found[str(name).removeprefix(f"{{{ODK}}}")] = str(value).strip()
    return found


def _is_understood(name: str, value: str) -> bool:
    if name in _SWITCHES:
        return value.lower() in ("true", "false")
    if name == _REASONS:
        return value == ON_EDIT
    if name == "location-priority":
        return value.lower().replace("_", "-") in PRIORITIES
    return name in _PLACES and _seconds(value) is not None


def _priority(value: str) -> str:
    plain = value.lower().replace("_", "-")
    return plain if plain in PRIORITIES else "high-accuracy"


def _seconds(text: str) -> int | None:
    return int(text) if _WHOLE.fullmatch(text) else None


def _is_on(text: str) -> bool:
    return text.lower() == "true"
