"""Values a form asks of its surroundings: ids, times, the date, properties of device and user (features 108-112)."""

from intake_app.xform.definition import Bind
from intake_app.xform.surroundings import Surroundings
from intake_app.xpath.dates import date_time_text

_PROPERTIES = {"phone number": "phonenumber", "uri:deviceid": "deviceid", "uri:username": "username"}


def preload(bind: Bind, surroundings: Surroundings) -> str | None:
    """The value a bind asks for at first load; None where it asks for nothing that is known here."""
    kind, parameters = bind.preload, bind.preload_parameters
    if kind == "uid":
        return "uuid:" + surroundings.uuid()
    if kind == "timestamp" and parameters == "start":
        return timestamp(surroundings)
    if kind == "date" and not parameters.startswith("prevperiod"):
        return surroundings.now().date().isoformat()
    if kind == "property":
        name = _PROPERTIES.get(parameters, parameters.removeprefix("uri:"))
        return surroundings.properties.get(name) or None
    return None


def unanswered(bind: Bind) -> bool:
    """Whether a bind asks for what nothing here can tell: the patient, a period past, a phone's own counters."""
    kind, parameters = bind.preload, bind.preload_parameters
    if kind == "date":
        return parameters.startswith("prevperiod")
    if kind == "timestamp":
        return parameters not in ("start", "end")
    return kind not in ("", "uid", "property")


def is_end(bind: Bind) -> bool:
    """Whether a bind asks for the time of saving."""
    return bind.preload == "timestamp" and bind.preload_parameters == "end"


def timestamp(surroundings: Surroundings) -> str:
    """The present as it is stored: ISO 8601, milliseconds, offset of the place (Z for none, as JavaRosa has it)."""
    return date_time_text(surroundings.now(), None)
