"""Form lists, manifests and sentences of servers are read with care."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.errors import IntakeError
from intake_app.openrosa.answers import (
    Answer,
    clean,
    instance_told,
    md5_of,
    message_of,
    parse_form_list,
    parse_manifest,
    parse_xml,
)
from tests.openrosa.samples import listed, manifest, xform

BOMB = (
    b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">'
    + b"".join(b'<!ENTITY c%d "%s">' % (n, b"&c%d;" % (n - 1) * 10 if n else b"&b;" * 10) for n in range(12))
    + b"]><a>&c11;</a>"
)


def test_a_form_list_with_groups_and_escapes() -> None:
    body = listed(
        "<xforms-group><groupID>g</groupID>" + xform("https://a.example/f.xml", "inner") + "</xforms-group>",
        "<xform><formID>x</formID><name>A &amp; B</name><version>1[encrypted:AaH&#x2F;nRLr]</version>"
        "<hash>md5:AA</hash><descriptionText>t</descriptionText><downloadUrl>https://a.example/x?y=1&amp;z=2</downloadUrl>"
        "<manifestUrl>https://a.example/m</manifestUrl></xform>",
    )
    inner, other = parse_form_list(body)
    assert (inner.form_id, inner.manifest_url) == ("inner", None)
    assert (other.name, other.version) == ("A & B", "1[encrypted:AaH/nRLr]")
    assert (other.download_url, other.manifest_url) == ("https://a.example/x?y=1&z=2", "https://a.example/m")


def test_an_empty_list_is_a_list() -> None:
    assert parse_form_list(listed()) == ()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Welcome</body></html>",
        b"<xforms/>",
        b'{"message":"no"}',
        listed(xform("https://a", "twice"), xform("https://a", "twice")),
        listed("<xform><formID>a</formID><name>a</name></xform>"),
        listed("<xform><downloadUrl>https://a</downloadUrl></xform>"),
        listed(*(xform("https://a", f"f{n}") for n in range(5001))),
        listed(xform("https://a", "a" * 2001)),
        listed()[:-3],
        BOMB,
        b'<!DOCTYPE xforms SYSTEM "http://127.0.0.1:1/x.dtd">' + listed(),
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + listed(xform("https://a", "&e;")),
        b"\xff\xfe" + listed(),
        b"<a>" * 100_000,
    ],
    ids=range(15),
)
def test_a_bad_form_list_is_refused_whole(body: bytes) -> None:
    with pytest.raises(IntakeError) as caught:
        parse_form_list(body)
    assert caught.value.code == "openrosa.bad_answer"


def test_a_manifest_may_be_empty_and_tells_entity_lists() -> None:
    assert parse_manifest(manifest()) == ()
    body = manifest(("a.png", "md5:1", "https://a/a"), ("people.csv", "x", "https://a/p"))
    body = body.replace(b"<mediaFile><filename>people", b'<mediaFile type="entityList"><filename>people')
    assert [file.type for file in parse_manifest(body)] == ["file", "entityList"]


@pytest.mark.parametrize("name", ["../../.bashrc", "/etc/passwd", "a/b.png", "..", "CON", "a\u202eb"])
def test_a_manifest_with_a_path_is_refused_whole(name: str) -> None:
    with pytest.raises(IntakeError, match=r"openrosa\.bad_file_name"):
        parse_manifest(manifest(("fine.png", "md5:1", "https://a"), (name, "md5:1", "https://a")))


@pytest.mark.parametrize(
    "body",
    [
        manifest(("a.png", "md5:1", "u"), ("A.PNG", "md5:1", "u")),
        manifest(*((f"{n}.png", "md5:1", "u") for n in range(2001))),
        manifest(("a.png", "md5:1", "")),
        listed(),
    ],
    ids=range(4),
)
def test_a_bad_manifest_is_refused_whole(body: bytes) -> None:
    with pytest.raises(IntakeError, match=r"openrosa\.bad_answer"):
        parse_manifest(body)


def envelope(message: str) -> bytes:
    return (
        '\n    <OpenRosaResponse xmlns="http://openrosa.org/http/response" items="0">\n      '
        f'<message nature="">{message}</message>\n    </OpenRosaResponse>'
    ).encode()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (envelope("full submission upload was successful!"), "full submission upload was successful!"),
        (envelope("a &lt;b&gt;bold&lt;/b&gt; word"), "a bold word"),
        (envelope("one\n\ttwo\u202eevil\u2066\u200f\x85"), "one twoevil"),
        (envelope("x" * 1500), "x" * 239 + "…"),
        (envelope("x" * 1_000_000), ""),
        (
            b'{"code":400.39,"message":"Multipart","details":"Unexpected end of form"}',
            "Multipart Unexpected end of form",
        ),
        (b'{"message":{"a":1}}', ""),
        (b"[1]", ""),
        (b'{"a":' * 3000, ""),
        (b"<html><title>413</title></html>", ""),
        (b"plain words", ""),
        (BOMB, ""),
        (b"", ""),
    ],
    ids=range(13),
)
def test_the_sentence_of_the_server_is_short_and_plain(body: bytes, said: str) -> None:
    assert message_of(Answer(400, {}, body)) == said


@given(st.text(max_size=400))
def test_a_cleaned_sentence_holds_nothing_that_hides_or_turns(text: str) -> None:
    shown = clean(text)
    assert len(shown) <= 240 and "\n" not in shown
    assert all(c in "\u200c\u200d" or unicodedata.category(c)[0] != "C" for c in shown)


@given(st.binary(max_size=300) | st.text(alphabet='<>/&;x="!- []', max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for parse in (parse_form_list, parse_manifest):
        with pytest.raises(IntakeError):
            parse(body)
    assert isinstance(message_of(Answer(500, {}, body)), str)
    assert instance_told(Answer(201, {}, body)) is None


def test_a_hash_is_md5_or_unknown() -> None:
    assert md5_of("md5:" + "Ab" * 16) == "ab" * 16
    assert [md5_of(text) for text in ("", "md5:", "sha1:" + "a" * 40, "md5:" + "g" * 32, "a" * 32)] == [None] * 5


def test_entities_are_never_expanded() -> None:
    with pytest.raises(IntakeError):
        parse_xml(BOMB, "test")
