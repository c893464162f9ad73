"""The namespaces of an XForm; matched by address, never by prefix (feature 1 of the check-list)."""

XFORMS = "http://www.w3.org/2002/xforms"
XHTML = "http://www.w3.org/1999/xhtml"
JAVAROSA = "http://openrosa.org/javarosa"
OPENROSA = "http://openrosa.org/xforms"
ODK = "http://www.opendatakit.org/xforms"
EVENTS = "http://www.w3.org/2001/xml-events"
ENTITIES = "http://www.opendatakit.org/xforms/entities"
INTAKE = "urn:intake:form:1"

STANDARD_PREFIXES = {
    "h": XHTML,
    "jr": JAVAROSA,
    "orx": OPENROSA,
    "odk": ODK,
    "ev": EVENTS,
    "entities": ENTITIES,
    "intake": INTAKE,
}


def named(namespace: str, name: str) -> str:
    """The name lxml gives an element or attribute: ``{namespace}name``."""
    return f"{{{namespace}}}{name}"


def local_name(tag: str) -> str:
    """The part of an lxml name after the namespace."""
    return tag.rpartition("}")[2]


def namespace_of(tag: str) -> str:
    """The namespace of an lxml name; empty when it has none."""
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""
