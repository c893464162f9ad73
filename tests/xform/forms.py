"""Small forms for tests, written as what differs from one to the next."""

from datetime import datetime, timedelta, timezone

from intake_app.xform import FormDefinition, Session, load, new_session
from tests.xform.replay import surroundings

NOW = datetime(2026, 3, 29, 1, 30, tzinfo=timezone(timedelta(hours=1)))
_SPACES = " ".join(
    (
        'xmlns="http://www.w3.org/2002/xforms"',
        'xmlns:h="http://www.w3.org/1999/xhtml"',
        'xmlns:jr="http://openrosa.org/javarosa"',
        'xmlns:odk="http://www.opendatakit.org/xforms"',
        'xmlns:orx="http://openrosa.org/xforms"',
        'xmlns:ev="http://www.w3.org/2001/xml-events"',
        'xmlns:intake="urn:intake:form:1"',
    )
)


def xform(instance: str, binds: str = "", body: str = "", model: str = "", title: str = "Test") -> bytes:
    """The XML of a form: instance content below ``<data id="t" version="1">``, binds, body, further model parts."""
    meta = "" if "<meta" in instance or "orx:meta" in instance else "<orx:meta><orx:instanceID/></orx:meta>"
    return (
        f"<h:html {_SPACES}><h:head><h:title>{title}</h:title><model>"
        f'<instance><data id="t" version="1">{instance}{meta}</data></instance>{model}{binds}'
        f"</model></h:head><h:body>{body}</h:body></h:html>"
    ).encode()


def inputs(*names: str) -> str:
    """A text question for each name below the root."""
    return "".join(f'<input ref="/data/{name}"><label>{name}</label></input>' for name in names)


def definition(instance: str, binds: str = "", body: str = "", model: str = "") -> FormDefinition:
    """A small form, loaded."""
    return load(xform(instance, binds, body, model))


def session(instance: str, binds: str = "", body: str = "", model: str = "", language: str | None = None) -> Session:
    """A new record of a small form, at a fixed time."""
    return new_session(definition(instance, binds, body, model), surroundings(NOW), language)
