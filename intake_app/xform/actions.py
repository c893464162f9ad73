"""Reading actions: setvalue and setgeopoint, by the events they answer to."""

from collections.abc import Mapping

from lxml import etree

from intake_app.errors import IntakeError
from intake_app.xform.definition import Notice, SetValue
from intake_app.xform.expressions import Compiler
from intake_app.xform.model import plain_path
from intake_app.xform.namespaces import EVENTS, local_name, named
from intake_app.xpath.expression import Compiled

FIRST_LOAD = "odk-instance-first-load"
LOAD = "odk-instance-load"
_KNOWN = frozenset((FIRST_LOAD, LOAD, "xforms-value-changed", "odk-new-repeat", "xforms-revalidate"))


def read_action(
    element: etree._Element,
    context: str,
    bind_ids: Mapping[str, str],
    compiler: Compiler,
    notices: list[Notice],
) -> SetValue | None:
    """The action of an element; None, with a notice, for one that is not carried out here."""
    name = local_name(str(element.tag))
    target = _target(element, context, bind_ids)
    if name == "recordaudio":
        notices.append(Notice("error", target, "xform.no_background_audio"))
        return None
    events = _events(element, target)
    if name == "setgeopoint":
        notices.append(Notice("warning", target, "xform.no_position"))
        return SetValue(target, events, "", "setgeopoint")
    source = element.get("ref") or ""
    chosen = compiler.compile(source, target) if "[" in source else None
    return SetValue(target, events, _value(element, target, compiler), "setvalue", chosen)


def _value(element: etree._Element, target: str, compiler: Compiler) -> Compiled | str:
    compiled = compiler.optional(element.get("value"), target)
    return compiled if compiled is not None else (element.text or "").strip()


def _target(element: etree._Element, context: str, bind_ids: Mapping[str, str]) -> str:
    bind = element.get("bind")
    if bind is not None:
        return bind_ids.get(bind, bind)
    return plain_path(element.get("ref") or "", context)


def _events(element: etree._Element, target: str) -> frozenset[str]:
    written = element.get("event") or element.get(named(EVENTS, "event")) or ""
    events = frozenset(FIRST_LOAD if event == "xforms-ready" else event for event in written.split())
    unknown = sorted(events - _KNOWN)
    if unknown or not events:
        raise IntakeError("xform.unknown_event", place=target, event=unknown[0] if unknown else "")
    return events
