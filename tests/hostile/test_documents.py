"""Items 1 to 10 of the catalogue: the form as a document."""

import codecs

import pytest

from intake_app.xform.reading import MAX_ATTRIBUTES, MAX_ATTRIBUTES_IN_ALL, MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS
from tests.hostile.acts import Opened, loads, refused
from tests.hostile.conftest import Warden
from tests.hostile.trial import Case, trap
from tests.xform.forms import inputs, xform

LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (at + 1, b"&l%d;" % at * 10) for at in range(9))


def declared(inside: str = "", used: str = "&x;", outside: str = "") -> bytes:
    """A form with a document type."""
    return f"<!DOCTYPE h {outside}[{inside}]>".encode() + xform(f"<a>{used}</a>")


def laughs() -> bytes:
    return b'<!DOCTYPE h [<!ENTITY l0 "ha">' + LAUGHS + b"]>" + xform("<a>&l9;</a>")


def quadratic() -> bytes:
    return declared(f'<!ENTITY x "{"x" * 100_000}">', "&x;" * 5_000)


def external_file() -> bytes:
    return declared(f'<!ENTITY x SYSTEM "{trap().secret.as_uri()}">')


def external_dtd() -> bytes:
    return declared(outside=f'SYSTEM "http://{trap().address}/evil.dtd" ')


def external_entity() -> bytes:
    return declared(f'<!ENTITY x SYSTEM "http://{trap().address}/evil">')


def parameter_entity() -> bytes:
    return declared(f'<!ENTITY % p SYSTEM "{trap().secret.as_uri()}"> %p;', "")


def behind_a_comment() -> bytes:
    return b"<!--" + b" " * 50_000 + b"-->" + external_file()


def as_utf16(form: bytes) -> bytes:
    return form.decode().encode("utf-16")


def included() -> bytes:
    """A form that asks for other documents in every way XML knows."""
    address = trap().secret.as_uri()
    parts = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{address}" parse="text"/>'
    form = xform(f"<a>{parts}</a><b/>", body=inputs("b"))
    pointed = form.replace(b"<h:html", b'<h:html xsi:schemaLocation="u %s" ' % address.encode(), 1).replace(
        b"xmlns=", b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns=', 1
    )
    return b'<?xml-stylesheet type="text/xsl" href="%s"?>' % address.encode() + pointed


def nothing_fetched(opened: Opened) -> None:
    assert "xform.include_ignored" in opened.codes
    assert b"canary" not in opened.draft
    assert opened.session.value("/data/b") == ""


def deep(levels: int) -> bytes:
    """A form whose deepest element lies at a level, with a question there, in groups as deep as that."""
    names = [f"g{number}" for number in range(levels - 5)]  # html, head, model, instance and data stand above
    inner = "".join(f"<{name}>" for name in names) + "".join(f"</{name}>" for name in reversed(names))
    path, body = "/data", ""
    for name in names[:-1]:
        path += f"/{name}"
        body += f'<group ref="{path}">'
    body += f'<input ref="{path}/{names[-1]}"/>' + "</group>" * (len(names) - 1)
    return xform(inner, f'<bind nodeset="{path}/{names[-1]}" relevant="../../.. = \'\'"/>', body)


def deep_works(opened: Opened) -> None:
    (page,) = opened.session.pages()
    (ref,) = page.refs
    opened.session.answer(ref, "x")
    assert b">x<" in opened.session.serialise_draft()
    assert opened.form.primary.copy().children[0].text() == ""


def bare_depth(levels: int) -> bytes:
    return b"<a>" * levels + b"</a>" * levels


def elements(count: int) -> bytes:
    return xform("<a/>" + "<b/>" * count)


def attributes(count: int) -> bytes:
    return xform("<a " + " ".join(f'a{number}="1"' for number in range(count)) + "/>")


def spread_attributes() -> bytes:
    one = "<b " + " ".join(f'a{number}="1"' for number in range(4_000)) + "/>"
    return xform(one * (MAX_ATTRIBUTES_IN_ALL // 4_000 + 1))


def text(count: int, before: str = "", after: str = "") -> bytes:
    return xform(f"<a>{before}{'x' * count}{after}</a>")


def encoded(encoding: str, content: str = "<a>è</a>", mark: bytes = b"", declared: str | None = "") -> bytes:
    """A form in an encoding that declares one (that, another, or with None nothing)."""
    head = "" if declared is None else f'<?xml version="1.0" encoding="{declared or encoding}"?>'
    return mark + (head + xform(content, body=inputs("a")).decode()).encode(encoding)


def keeps_the_letter(opened: Opened) -> None:
    assert opened.session.value("/data/a") == "è"


def put(bad: bytes) -> bytes:
    """A form with some bytes in a text."""
    return xform("<a>@</a>").replace(b"@", bad)


def many_namespaces() -> bytes:
    spaces = " ".join(f'xmlns:n{number}="urn:n:{number}"' for number in range(4_990))
    used = "".join(f'<n{number % 4_990}:b n{number * 7 % 4_990}:c="1"/>' for number in range(10_000))
    return xform(f"<a {spaces}>{used}</a>")


def rebound() -> bytes:
    return xform('<a xmlns:p="urn:one"><p:b p:c="1"><p:d xmlns:p="urn:two" p:c="2"/></p:b></a>')


def stays_apart(opened: Opened) -> None:
    root = opened.form.primary.children[0]
    (outer,) = root.named("a")[0].named("b")
    (inner,) = outer.named("d")
    assert [outer.namespace, inner.namespace] == ["urn:one", "urn:two"]
    assert [node.namespace for node in (*outer.attributes, *inner.attributes)] == ["urn:one", "urn:two"]


def without_default() -> bytes:
    return xform("<a/>").replace(b'xmlns="http://www.w3.org/2002/xforms"', b"")


def unbound() -> bytes:
    return xform("<p:a/>")


CASES = {
    "01_billion_laughs": refused("xform.doctype", laughs),
    "01_billion_laughs_in_utf_16": refused("xform.doctype", lambda: as_utf16(laughs())),
    "02_quadratic_entity": refused("xform.doctype", quadratic),
    "03_external_entity_of_a_file": refused("xform.doctype", external_file),
    "03_external_entity_far_behind_a_comment": refused("xform.doctype", behind_a_comment),
    "04_external_entity_over_http": refused("xform.doctype", external_entity),
    "04_external_document_type_over_http": refused("xform.doctype", external_dtd),
    "05_parameter_entity": refused("xform.doctype", parameter_entity),
    "06_includes_and_stylesheets": loads(included, nothing_fetched),
    "07_depth_300": refused("xform.too_deep", lambda: bare_depth(300)),
    "07_depth_100_000": refused("xform.too_deep", lambda: bare_depth(100_000)),
    "07_depth_one_above_the_limit": refused("xform.too_deep", lambda: deep(MAX_DEPTH + 1)),
    "07_depth_at_the_limit": loads(lambda: deep(MAX_DEPTH), deep_works),
    "08_above_1_000_000_elements": refused("xform.too_large", lambda: elements(MAX_ELEMENTS)),
    "08_10_000_000_elements": refused("xform.too_large", lambda: elements(8_000_000)),
    "08_5_001_attributes": refused("xform.too_large", lambda: attributes(MAX_ATTRIBUTES + 1)),
    "08_200_000_attributes": refused("xform.too_large", lambda: attributes(200_000)),
    "08_1_000_000_attributes": refused("xform.too_long", lambda: attributes(1_000_000)),
    "08_2_000_000_attributes_spread": refused("xform.too_large", spread_attributes),
    "08_sixty_kilobyte_element_name": refused("xform.too_long", lambda: xform(f"<{'n' * 60_000}/>")),
    "08_sixty_kilobyte_attribute_name": refused("xform.too_long", lambda: xform(f'<a {"n" * 60_000}="1"/>')),
    "08_eleven_megabyte_text": refused("xform.too_long", lambda: text(11_000_000)),
    "08_eleven_megabyte_cdata": refused("xform.too_long", lambda: text(11_000_000, "<![CDATA[", "]]>")),
    "08_eleven_megabyte_comment": refused("xform.too_long", lambda: text(11_000_000, "<!--", "-->")),
    "08_eleven_megabyte_attribute": refused("xform.too_long", lambda: xform(f'<a b="{"x" * 11_000_000}"/>')),
    "08_above_32_megabytes": refused("xform.too_large", lambda: text(1, "", " " * MAX_BYTES)),
    "09_utf_16_with_mark": loads(lambda: encoded("utf-16"), keeps_the_letter),
    "09_utf_16_big_endian_with_mark": loads(
        lambda: encoded("utf-16-be", mark=codecs.BOM_UTF16_BE, declared="utf-16"), keeps_the_letter
    ),
    "09_utf_8_with_mark": loads(lambda: encoded("utf-8", mark=codecs.BOM_UTF8), keeps_the_letter),
    "09_utf_8_undeclared": loads(lambda: encoded("utf-8", declared=None), keeps_the_letter),
    "09_utf_16_without_mark": refused("xform.bad_encoding", lambda: encoded("utf-16-le", declared=None)),
    "09_utf_16_cut_in_a_letter": refused("xform.bad_encoding", lambda: encoded("utf-16")[:-1]),
    "09_utf_32": refused("xform.bad_encoding", lambda: encoded("utf-32")),
    "09_utf_7": refused("xform.bad_encoding", lambda: encoded("utf-7")),
    "09_latin_1": refused("xform.bad_encoding", lambda: encoded("latin-1")),
    "09_latin_1_declared_as_utf_8": refused("xform.bad_encoding", lambda: encoded("latin-1", declared="utf-8")),
    "09_utf_8_declared_as_utf_16": refused("xform.bad_encoding", lambda: encoded("utf-8", declared="utf-16")),
    "09_ebcdic": refused("xform.bad_encoding", lambda: encoded("cp500")),
    "09_unknown_encoding": refused("xform.bad_encoding", lambda: encoded("utf-8", declared="moon")),
    "09_invalid_bytes": refused("xform.bad_encoding", lambda: put(b"\xff\xfe\xfa")),
    "09_overlong_bytes": refused("xform.bad_encoding", lambda: put(b"\xc0\xbc")),
    "09_surrogate_bytes": refused("xform.bad_encoding", lambda: put(b"\xed\xa0\x80")),
    "09_nul": refused("xform.not_xml", lambda: put(b"\0")),
    "09_nul_reference": refused("xform.not_xml", lambda: put(b"&#0;")),
    "09_u_fffe": refused("xform.not_xml", lambda: put("\ufffe".encode())),
    "09_control_character": refused("xform.not_xml", lambda: put(b"\x01")),
    "09_empty": refused("xform.not_xml", lambda: b""),
    "09_cut_off": refused("xform.not_xml", lambda: xform("<a/>")[:-30]),
    "10_five_thousand_namespaces": loads(many_namespaces),
    "10_same_prefix_rebound": loads(rebound, stays_apart),
    "10_default_namespace_missing": refused("xform.not_a_form", without_default),
    "10_prefix_without_namespace": refused("xform.not_xml", unbound),
}


@pytest.mark.parametrize("name", CASES)
def test_catalogue(warden: Warden, name: str) -> None:
    case: Case = CASES[name]
    warden.check(__name__, name, case)
