"""Answers that one reader takes for one thing and another for something else, and those made to be read for minutes."""

import base64
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from lxml import etree

from intake_app.errors import IntakeError
from intake_app.openrosa import Client, Outcome, ServerAddress, parse_address
from intake_app.openrosa.address import origin_of
from intake_app.openrosa.answers import parse_form_list, parse_manifest
from intake_app.openrosa.digest import Digest
from tests.cost import times_as_long
from tests.openrosa.odd_server import HEAD, PREFLIGHT, Exchange, OddServer, preflight_then
from tests.openrosa.samples import listed, manifest, md5, parts, xform

FORM = b"<form/>"
OURS = "https://our.example:443"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://our.example/a b?c#d", OURS),
        ("https://our.example?@evil.example/", OURS),
        ("https://evil.example\\@our.example/", ""),
        ("https://our.example/\\evil.example", ""),
        ("https://name:word@our.example/", ""),
        ("https://@our.example/", ""),
        ("https://our.exam\tple/", ""),
        ("\x01https://our.example/", ""),
    ],
)
def test_where_readers_of_addresses_differ_there_is_no_origin(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize("place", ["EVIL\\@OURS/f", "http://spy:word@OURS/f"])
def test_a_host_before_a_backslash_or_a_name_inside_gets_nothing(place: str) -> None:
    with OddServer(lambda x: x.answer(200, FORM)) as evil:

        def answering(exchange: Exchange) -> None:
            url = place.replace("EVIL", evil.origin).replace("OURS", exchange.headers["host"])
            exchange.answer(200, listed(xform(url, hash_=md5(FORM))))

        with OddServer(answering) as server, Client(parse_address(server.url), "device", seconds=20) as asking:
            (form,) = asking.form_list()
            with pytest.raises(IntakeError, match=r"openrosa\.other_origin"):
                asking.fetch_form(form)
            assert len(server.seen) == 1
        assert evil.seen == []


@pytest.mark.parametrize("status", [201, 203, 204, 205, 206])
@pytest.mark.parametrize(("header", "code"), [(HEAD, "openrosa.bad_answer"), (b"", "openrosa.portal")])
def test_a_part_of_an_entity_list_is_not_the_list(status: int, header: bytes, code: str) -> None:
    told = manifest(("people.csv", "opaque", "ORIGIN/p")).replace(b"<mediaFile>", b'<mediaFile type="entityList">')

    def answering(exchange: Exchange) -> None:
        origin = f"http://{exchange.headers['host']}"
        if "formList" in exchange.path:
            exchange.answer(200, listed(xform(f"{origin}/f", hash_=md5(FORM), manifest=f"{origin}/m")))
        elif exchange.path == "/m":
            exchange.answer(200, told.replace(b"ORIGIN", origin.encode()))
        elif exchange.path == "/f":
            exchange.answer(200, FORM)
        else:
            exchange.answer(status, b"" if status in (204, 205) else b"name\n", header)

    with OddServer(answering) as server, Client(parse_address(server.url), "device", seconds=20) as asking:
        (form,) = asking.form_list()
        with pytest.raises(IntakeError) as caught:
            asking.fetch_form(form)
    assert caught.value.code == code


def test_an_answer_to_a_post_that_can_not_be_unpacked_holds_no_record() -> None:
    """Whatever stands between garbles every answer: each record would wait for a person, one after another."""
    packed = preflight_then(lambda x: x.answer(201, b"garbage", HEAD + b"Content-Encoding: gzip\r\n"))
    with OddServer(packed) as server, Client(parse_address(server.url), "device", seconds=20) as sending:
        assert sending.submit(parts()) == Outcome("retry", "openrosa.bad_answer")


def test_what_stood_in_authorization_is_not_in_the_sentence_of_the_server() -> None:
    seen = base64.b64encode(b"anna:geheim").decode()
    address = ServerAddress("here", "https://our.example", "basic", "anna", "geheim")
    with Client(address, "device") as sending:
        said = Outcome("hold", "openrosa.refused", 400, f"I do not like Basic {seen} and geheim")
        assert sending._masked(said).message == "I do not like Basic … and …"


def test_a_challenge_that_is_made_to_be_read_for_minutes_is_not() -> None:
    def read(before: str, over_and_over: str, length: int) -> None:
        text = before + over_and_over * (length // len(over_and_over))
        assert not Digest("anna", "geheim").meet(f"Digest {text}")

    for given in (("", "a"), ('a="', 'b="'), ('a="', "\\"), ("", "a "), ("", " ,")):
        assert times_as_long(partial(read, *given, 60_000), partial(read, *given, 6_000)) < 50


@pytest.mark.parametrize(
    "challenge",
    [
        'Digest realm="r", nonce="n", qop="auth", Basic realm="b"',
        'Basic realm="b", Digest realm="r", nonce="n", qop="auth"',
        'Negotiate, Digest realm="r", nonce="n", algorithm=SHA-512-256, Digest realm="r", nonce="n", algorithm=MD5',
        f"NTLM {'TlRMTVNT/UAAB' * 9}==\r\n , Digest realm=r,nonce=n",
    ],
)
def test_of_several_proofs_the_one_that_we_can_give(challenge: str) -> None:
    digest = Digest("anna", "geheim")
    assert digest.meet(challenge)
    header = digest.header("GET", "https://our.example/formList")
    assert header is not None and b'realm="r", nonce="n"' in header


def test_a_server_that_offers_two_proofs_gets_the_better_one() -> None:
    offered = (
        b'HTTP/1.1 401 U\r\nWWW-Authenticate: Basic realm="b"\r\nWWW-Authenticate: Digest realm="r", nonce="n"\r\n'
    )

    def answering(exchange: Exchange) -> None:
        if exchange.method == "POST":
            exchange.read_body()
        if "authorization" not in exchange.headers:
            exchange.send(offered + b"Content-Length: 0\r\nConnection: close\r\n\r\n")
        elif exchange.method == "HEAD":
            exchange.send(PREFLIGHT)
        else:
            exchange.answer(201)

    with OddServer(answering) as server:
        address = replace(parse_address(server.origin), kind="digest", username="anna", secret="geheim")
        with Client(address, "device", seconds=20) as sending:
            assert sending.submit(parts()).kind == "accepted"
        proofs = [exchange.headers.get("authorization", "") for exchange in server.seen]
        assert [proof.partition(" ")[0] for proof in proofs] == ["", "Digest", "Digest"]


def test_a_list_that_is_made_to_fill_the_memory_is_counted_before_it_is_read() -> None:
    many = b"<xform><formID>%d</formID><downloadUrl>h</downloadUrl></xform>"
    for inner in (b"".join(many % number for number in range(50_000)), b"<a/>" * 2_000_000):
        for parse, name in ((parse_form_list, b"xformsList"), (parse_manifest, b"xformsManifest")):
            whole = b'<xforms xmlns="http://openrosa.org/xforms/%s">%s</xforms>' % (name, inner)

            def refuse(parse: Callable[[bytes], object] = parse, whole: bytes = whole) -> None:
                with pytest.raises(IntakeError, match=r"openrosa\.bad_answer"):
                    parse(whole)

            assert times_as_long(refuse, partial(etree.fromstring, whole), 2) < 0.5


@pytest.mark.parametrize("told", ["0", "1", "19999", "-5", "9" * 13, "100, 200", "", "x"])
def test_a_limit_that_no_record_would_pass_is_none(told: str) -> None:
    """A server that means "no limit", or does not know what it says, would hold every record with a photograph."""
    answer = PREFLIGHT.replace(b"Length: 100000000", b"Length: " + told.encode())
    with OddServer(lambda x: x.send(answer)) as server, Client(parse_address(server.url), "d", seconds=20) as asking:
        assert asking.preflight().max_bytes == 10_000_000


@pytest.mark.parametrize("status", [100, 102, 103])
def test_what_is_said_before_the_answer_is_not_the_answer(status: int) -> None:
    before = b"HTTP/1.1 %d Wait\r\nX-OpenRosa-Version: 1.0\r\nLink: </a>\r\n\r\n" % status
    said = b"HTTP/1.1 201 Created\r\n" + HEAD + b"Content-Length: 0\r\nConnection: close\r\n\r\n"
    assert answered(before * 3 + said).status == 201
    for broken in (before, before[:30], before + said[:40]):
        assert answered(broken) == Outcome("retry", "openrosa.cut")


def answered(said: bytes) -> Outcome:
    """What a post means that is answered so."""
    posted = preflight_then(lambda x: x.send(said))
    with OddServer(posted) as server, Client(parse_address(server.url), "device", seconds=20) as sending:
        return sending.submit(parts())


def test_what_is_said_before_the_answer_without_end_is_given_up() -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\n\r\n"
    start = time.monotonic()
    with (
        OddServer(lambda x: x.drip(hints, 0.001)) as server,
        Client(parse_address(server.url), "d", seconds=0.5) as one,
    ):
        assert one.submit(parts()).kind == "retry"
    assert time.monotonic() - start < 60
