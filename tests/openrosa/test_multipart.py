"""A record becomes posts that any server can read, and never without its files."""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.formparser import parse_form_data

from intake_app.errors import IntakeError
from intake_app.openrosa import FilePart, SubmissionParts
from intake_app.openrosa.multipart import Post, check_parts, make_posts
from intake_app.openrosa.watch import Guard, Watch
from tests.openrosa.samples import parts, record

XML = "xml_submission_file"


def unpack(post: Post) -> tuple[dict[str, bytes], dict[str, str]]:
    """What a server sees: files by part name, and plain fields."""
    body = b"".join(post)
    assert len(body) == len(post)
    environ = {
        "wsgi.input": BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": post.content_type,
        "REQUEST_METHOD": "POST",
    }
    _, fields, files = parse_form_data(environ, stream_factory=lambda **told: BytesIO())
    return {name: part.read() for name, part in files.items()}, dict(fields)


def test_one_post_when_all_fits() -> None:
    sent = parts({"a.jpg": b"one", "صورة.png": b"two\r\n--x"})
    (post,) = make_posts(sent, 10_000)
    files, fields = unpack(post)
    assert files == {XML: sent.xml, "a.jpg": b"one", "صورة.png": b"two\r\n--x"}
    assert fields == {}
    assert 'name="صورة.png"; filename="صورة.png"'.encode() in b"".join(make_posts(sent, 10_000)[0])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 3000), max_size=250), st.integers(4_000, 20_000))
def test_every_file_goes_once_and_the_record_with_each_post(sizes: list[int], limit: int) -> None:
    contents = {f"file {number}.jpg": bytes([number % 251]) * size for number, size in enumerate(sizes)}
    sent = parts(contents)
    limit += len(sent.xml)
    posts = make_posts(sent, limit)
    unpacked = [unpack(post) for post in posts]
    assert all(len(post) <= limit and len(files) <= 101 for post, (files, _) in zip(posts, unpacked, strict=True))
    assert all(files.pop(XML) == sent.xml for files, _ in unpacked)
    assert [fields for _, fields in unpacked] == [{"*isIncomplete*": "yes"}] * (len(posts) - 1) + [{}]
    together = [pair for files, _ in unpacked for pair in files.items()]
    assert together == list(contents.items())


def test_a_hundred_files_and_one_more() -> None:
    posts = make_posts(parts({f"{n}.jpg": b"x" for n in range(101)}), 10_000_000)
    assert [len(unpack(post)[0]) for post in posts] == [101, 2]


def test_a_file_that_never_fits_is_told_before_anything_goes() -> None:
    with pytest.raises(IntakeError, match=r"openrosa\.file_too_large"):
        make_posts(parts({"small.jpg": b"x", "big.jpg": b"x" * 20_000}), 20_000)
    with pytest.raises(IntakeError, match=r"openrosa\.too_large"):
        make_posts(SubmissionParts(record(answer="x" * 30_000)), 20_000)


def test_a_file_that_changed_since_is_not_sent() -> None:
    for pieces in ([b"1234"], [b"12", b"34"], [b"1"], [b"12", b""], []):
        sent = SubmissionParts(record(names=("a.jpg",)), [FilePart("a.jpg", "image/jpeg", lambda p=pieces: p, 3)])  # type: ignore[misc]
        with pytest.raises(IntakeError, match=r"openrosa\.attachment_changed"):
            b"".join(make_posts(sent, 10_000)[0])


def test_a_file_goes_out_in_the_pieces_that_it_comes_in() -> None:
    alive = most = 0

    def pieces() -> Iterator[bytes]:
        nonlocal alive, most
        for number in range(100):
            alive += 1
            most = max(most, alive - taken // 1000)
            yield bytes([number]) * 1000

    sent = SubmissionParts(record(names=("a.jpg",)), [FilePart("a.jpg", "image/jpeg", pieces, 100_000)])
    (post,) = make_posts(sent, 1_000_000)
    taken, body = 0, b""
    while piece := post.read(500):
        assert len(piece) == 500 or len(body) + len(piece) == len(post)
        body += piece
        taken = len(body)
    assert len(body) == len(post) and most <= 2
    assert b"".join(bytes([number]) * 1000 for number in range(100)) in body


def test_what_was_confirmed_is_not_sent_again() -> None:
    sent = parts({f"{number}.jpg": bytes(3_000) for number in range(9)})
    first, *_ = make_posts(sent, 10_000)
    assert first.files == ("0.jpg", "1.jpg", "2.jpg")
    later = make_posts(replace(sent, confirmed=frozenset(first.files)), 10_000)
    assert [post.files for post in later] == [("3.jpg", "4.jpg", "5.jpg"), ("6.jpg", "7.jpg", "8.jpg")]
    assert all(unpack(post)[0][XML] == sent.xml for post in later)
    (last,) = make_posts(replace(sent, confirmed=frozenset(f"{number}.jpg" for number in range(9))), 10_000)
    assert unpack(last) == ({XML: sent.xml}, {})


def test_large_files_go_apart_though_the_server_takes_more() -> None:
    large = [
        FilePart(f"{number}.mp4", "video/mp4", lambda: (), size * 1_000_000) for number, size in enumerate((5, 5, 9, 1))
    ]
    sent = SubmissionParts(record(names=tuple(file.name for file in large)), large)
    assert [post.files for post in make_posts(sent, 100_000_000)] == [("0.mp4",), ("1.mp4",), ("2.mp4",), ("3.mp4",)]


def test_a_post_can_start_again() -> None:
    (post,) = make_posts(parts({"a.jpg": b"x" * 50_000}), 1_000_000)
    assert len(post.read(100)) == 100
    assert next(iter(post))
    (again,) = make_posts(parts({"a.jpg": b"x" * 50_000}), 1_000_000)
    assert len(b"".join(again)) == len(again)


def file_of(name: str) -> FilePart:
    return FilePart(name, "image/jpeg", lambda: (b"x",), 1)


META = b"<meta><instanceID>uuid:1</instanceID></meta>"
ENCRYPTED = (
    b'<data xmlns="http://opendatakit.org/submissions" encrypted="yes" id="a" version="1"><base64EncryptedKey>x'
    b'</base64EncryptedKey><meta xmlns="http://openrosa.org/xforms"><instanceID>uuid:1</instanceID></meta>'
    b"<media><file>a.jpg.enc</file></media><encryptedXmlFile>submission.xml.enc</encryptedXmlFile></data>"
)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (SubmissionParts(record(names=("a.jpg",)), (), ("a.jpg",)), "attachment_missing"),
        (SubmissionParts(ENCRYPTED, [file_of("submission.xml.enc")]), "attachment_missing"),
        (SubmissionParts(record(), [file_of("a.jpg")]), "attachment_unknown"),
        (SubmissionParts(record(names=("a.jpg",)), [file_of("a.jpg")] * 2), "attachment_unknown"),
        (SubmissionParts(record(names=("../a.jpg",)), [file_of("../a.jpg")]), "bad_file_name"),
        (SubmissionParts(record()[:-20]), "bad_record"),
        (SubmissionParts(b""), "bad_record"),
        (SubmissionParts(b"<!DOCTYPE data><data>" + META + b"</data>"), "bad_record"),
        (SubmissionParts(b"<data><instanceID>uuid:1</instanceID></data>"), "no_instance_id"),
        (SubmissionParts(b"<data><meta><instanceID> </instanceID></meta></data>"), "no_instance_id"),
    ],
)
def test_what_must_not_go_out_does_not(sent: SubmissionParts, code: str) -> None:
    with pytest.raises(IntakeError) as caught:
        check_parts(sent)
    assert caught.value.code == f"openrosa.{code}"


def test_what_may_go_out_tells_its_id() -> None:
    assert check_parts(parts({"a.jpg": b"x"})) == "uuid:0001"
    assert check_parts(SubmissionParts(b"<data>" + META + b"</data>")) == "uuid:1"
    assert check_parts(SubmissionParts(ENCRYPTED, [file_of("a.jpg.enc"), file_of("submission.xml.enc")])) == "uuid:1"


@pytest.mark.parametrize(
    ("form", "passes"),
    [
        (b"<model><submission base64RsaPublicKey='AA'/></model>", False),
        (b"<f:model xmlns:f='urn:f'><f:submission base64RsaPublicKey=' AA '/></f:model>", False),
        (b"<model><submission base64RsaPublicKey=''/></model>", True),
        (b"<model><!-- <submission base64RsaPublicKey='AA'/> --></model>", True),
    ],
)
def test_a_plain_record_of_a_form_with_a_key_stays(form: bytes, passes: bool) -> None:
    plain = SubmissionParts(record(), form=form)
    if passes:
        assert check_parts(plain)
    else:
        with pytest.raises(IntakeError) as raised:
            check_parts(plain)
        assert raised.value.code == "openrosa.not_encrypted"
    files = [file_of("a.jpg.enc"), file_of("submission.xml.enc")]
    assert check_parts(SubmissionParts(ENCRYPTED, files, form=form)) == "uuid:1"


def _first_step(guard: Guard, broken: bool = False, seconds: float = 0.0, size: int = 2_000_000) -> int:
    """What a post is read by at first; then the exchange ends, or breaks, after so many seconds."""
    (post,) = make_posts(parts({"a.jpg": bytes(size)}), 10_000_000)
    with suppress(ConnectionError), Watch(guard, 60.0, lambda: False) as watch:
        post.rewind(watch)
        first = len(post.read(1_000_000))
        time.sleep(seconds)
        while post.read(1_000_000):
            pass
        if broken:
            raise ConnectionError
    return first


def test_much_goes_at_once_only_where_the_post_before_went_through_quickly() -> None:
    guard = Guard()
    few, many = _first_step(guard), _first_step(guard)
    assert few * 8 == many
    assert [_first_step(guard, broken=True), _first_step(guard)] == [many, few]
    assert [_first_step(guard, seconds=0.6), _first_step(guard)] == [many, few], "2 MB in more than half a second"
    assert _first_step(guard, seconds=0.1, size=1_000) < few, "so little tells nothing"
    assert _first_step(guard) == many
