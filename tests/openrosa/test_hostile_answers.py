"""What a bad server or network can do to us: nothing beyond a code, a cap and a deadline."""

import gzip
import logging
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from functools import cache

import pytest

from intake_app.errors import IntakeError
from intake_app.openrosa import Client, Outcome, parse_address
from tests.openrosa.odd_server import HEAD, KEY, PREFLIGHT, Answering, Exchange, OddServer, heard, preflight_then
from tests.openrosa.samples import listed, manifest, md5, parts, xform

PATIENCE = 0.6
UNHURRIED = 20.0
"""Seconds where slowness is not what is tested: a busy machine may pause longer than PATIENCE."""
FORM = b"<form/>"


def client(url: str, seconds: float = PATIENCE) -> Client:
    return Client(parse_address(url), "device", seconds=seconds)


def list_error(answering: Answering) -> tuple[str, float]:
    """The code that fetching a form list ends with, and after how many seconds."""
    with OddServer(answering) as server, client(server.url) as asking:
        start = time.monotonic()
        with pytest.raises(IntakeError) as caught:
            asking.form_list()
        return caught.value.code, time.monotonic() - start


def posted(answering: Answering, seconds: float = PATIENCE) -> Outcome:
    with OddServer(preflight_then(answering)) as server, client(server.url, seconds) as sending:
        return sending.submit(parts({"a.jpg": b"x" * 1000}))


def head_of(length: str = "", more: str = "") -> bytes:
    size = f"Content-Length: {length}\r\n" if length else ""
    return b"HTTP/1.1 200 OK\r\n" + HEAD + f"{size}{more}Connection: close\r\n\r\n".encode()


@pytest.mark.parametrize(
    "answering",
    [
        lambda x: x.drip(b"H"),
        lambda x: (x.send(b"HTTP/1.1 200 OK\r\n"), x.drip(b"X-A: b\r\n")),
        lambda x: (x.send(head_of("1000000")), x.drip(b"<")),
        lambda x: (x.send(head_of(more="Transfer-Encoding: chunked\r\n")), x.drip(b"1\r\n<\r\n")),
        lambda x: x.drip(b"HTTP/1.1 100 Continue\r\n\r\n", 0.001),
        lambda x: x.over.wait(PATIENCE * 400),
    ],
    ids=["slow status", "slow headers", "slow body", "slow chunks", "endless 100", "silence"],
)
def test_a_slow_server_does_not_hold_us(answering: Answering) -> None:
    code, seconds = list_error(answering)
    # More than a hundred headers, or as many answers, may also be given up as broken before time is up.
    assert code in ("openrosa.too_slow", "openrosa.cut")
    assert seconds < PATIENCE * 100


def endless(exchange: Exchange) -> None:
    exchange.send(head_of(more="Transfer-Encoding: chunked\r\n"))
    while not exchange.over.is_set():
        exchange.send(b"10000\r\n" + b"x" * 65536 + b"\r\n")


def test_an_endless_answer_is_capped() -> None:
    code, _ = list_error(endless)
    assert code == "openrosa.answer_too_big"


@cache
def bomb(layers: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"".join(packer.compress(bytes(1 << 20)) for _ in range(300)) + packer.flush()
    return body if layers == 1 else gzip.compress(body)


@pytest.mark.parametrize(("layers", "told"), [(1, b"gzip"), (2, b"gzip, gzip"), (1, b"br"), (1, b"zstd"), (1, b"odd")])
def test_a_packed_bomb_costs_little(layers: int, told: bytes) -> None:
    body = bomb(layers)
    tracemalloc.start()
    try:
        code, _ = list_error(lambda x: x.answer(200, body, HEAD + b"Content-Encoding: " + told + b"\r\n"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert code in ("openrosa.answer_too_big", "openrosa.bad_answer")
    assert peak < 40_000_000


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (head_of("1000") + listed(), "cut"),
        (head_of("10") + listed(), "bad_answer"),
        (head_of("-5") + listed(), "list"),
        (head_of("5", "Content-Length: 7\r\n") + listed(), "cut"),
        (head_of(more="Content-Encoding: gzip\r\n") + listed(), "bad_answer"),
        (head_of(more="".join(f"X-{n}: 1\r\n" for n in range(5000))), "cut"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n", "cut"),
        (b"HTTP/9.9 banana\r\n\r\n", "cut"),
        (b"\x00\x01\x02\x03\r\n\r\n", "cut"),
        (b"", "cut"),
        (b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n", "any"),
        (head_of() + b"<xforms", "bad_answer"),
    ],
    ids=range(12),
)
def test_a_broken_answer_is_an_error_and_nothing_else(answer: bytes, code: str) -> None:
    with OddServer(lambda x: x.send(answer)) as server, client(server.url) as asking:
        try:
            assert asking.form_list() == () and code == "list"
        except IntakeError as error:
            assert code == "any" or error.code == f"openrosa.{code}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("header", [HEAD, b""])
def test_no_request_follows_to_another_host(status: int, header: bytes) -> None:
    with OddServer(lambda x: x.answer(201)) as other:
        away = header + b"Location: " + other.url.encode() + b"/submission\r\n"
        with OddServer(preflight_then(lambda x: x.answer(status, b"", away))) as server, client(server.url) as sending:
            outcome = sending.submit(parts())
            with pytest.raises(IntakeError):
                sending.form_list()
        assert outcome.kind == "retry", "the server itself is there"
        with OddServer(lambda x: x.answer(status, b"", away)) as server, client(server.url) as sending:
            assert sending.submit(parts()).kind == "suspect"
        assert other.seen == []


@pytest.mark.parametrize("header", [HEAD, b""])
@pytest.mark.parametrize("place", [b"http://[::1", b"http://a:b:c/", b"http://\xff\xfe/", b"//[", b"\x01"])
def test_an_address_that_is_none_is_a_reason_and_no_crash(place: bytes, header: bytes) -> None:
    away = header + b"Location: " + place + b"\r\n"
    with OddServer(lambda x: x.answer(302, b"", away)) as server, client(server.url, UNHURRIED) as asking:
        assert asking.submit(parts()).kind == "suspect"
        with pytest.raises(IntakeError):
            asking.form_list()
    assert posted(lambda x: x.answer(302, b"", away), UNHURRIED).kind == "retry", "the server itself is there"
    told = PREFLIGHT.replace(b"Connection", b"Location: http://[::1\r\nConnection")
    with OddServer(lambda x: x.send(told)) as server, client(server.url, UNHURRIED) as sending:
        assert sending.submit(parts()) == Outcome("suspect", "openrosa.other_origin", 204, posted=False)


def test_the_body_of_a_redirect_is_capped() -> None:
    large = b"x" * 30_000_000
    tracemalloc.start()
    try:
        with OddServer(lambda x: x.answer(302, large, b"Location: /a\r\n")) as server, client(server.url, 5) as asking:
            tracemalloc.reset_peak()
            with pytest.raises(IntakeError):
                asking.form_list()
        assert tracemalloc.get_traced_memory()[1] < len(large) + 15_000_000
    finally:
        tracemalloc.stop()


def test_one_step_to_another_place_of_the_same_server() -> None:
    def answering(exchange: Exchange) -> None:
        if exchange.path.endswith("/moved"):
            exchange.answer(200, listed())
        else:
            exchange.answer(302, b"", HEAD + b"Location: /moved\r\n")

    with OddServer(answering) as server, client(server.url) as asking:
        assert asking.form_list() == ()
        assert [exchange.path.rpartition("/")[2].partition("?")[0] for exchange in server.seen] == ["formList", "moved"]


def test_a_circle_of_steps_ends() -> None:
    with OddServer(lambda x: x.answer(302, b"", HEAD + f"Location: /{time.time()}\r\n".encode())) as server:
        with client(server.url) as asking, pytest.raises(IntakeError, match=r"openrosa\.redirected"):
            asking.form_list()
        assert len(server.seen) == 2


@pytest.mark.parametrize(
    "answering",
    [
        lambda x: x.answer(200, b"<html>Welcome</html>", b"Content-Type: text/html\r\n"),
        lambda x: x.answer(200),
        lambda x: x.answer(204, b"", b""),
        lambda x: x.answer(302, b"", b"Location: https://portal.example/\r\n"),
        lambda x: x.answer(511, b"", b""),
    ],
    ids=["page", "200", "bare 204", "302", "511"],
)
def test_nothing_is_posted_where_the_preflight_is_odd(answering: Answering) -> None:
    with OddServer(answering) as server, client(server.url) as sending:
        assert sending.submit(parts()).kind == "suspect"
        assert {exchange.method for exchange in server.seen} == {"HEAD"}


@pytest.mark.parametrize(
    "place", ["http://169.254.169.254/submission", "https://127.0.0.1/a", "//evil.example/", "file:///a"]
)
def test_the_place_to_post_must_be_on_the_same_server(place: str) -> None:
    told = PREFLIGHT.replace(b"Connection", b"Location: " + place.encode() + b"\r\nConnection")
    with OddServer(lambda x: x.send(told)) as server, client(server.url) as sending:
        assert sending.submit(parts()) == Outcome("suspect", "openrosa.other_origin", 204, posted=False)


def test_the_place_to_post_is_used_when_it_is_ours() -> None:
    told = PREFLIGHT.replace(b"Connection", b"Location: /elsewhere\r\nConnection")

    def answering(exchange: Exchange) -> None:
        if exchange.method == "HEAD":
            exchange.send(told)
        else:
            exchange.read_body()
            exchange.answer(201)

    with OddServer(answering) as server, client(server.url) as sending:
        assert sending.submit(parts()).kind == "accepted"
        assert server.seen[-1].path == "/elsewhere"


@pytest.mark.parametrize(
    ("answering", "kind"),
    [
        (lambda x: x.answer(201), "accepted"),
        (lambda x: x.answer(201, b"<OpenRosaResponse>" + b"x" * 1_000_000), "accepted"),
        (lambda x: x.send(b"HTTP/1.1 201 C\r\n" + HEAD + b"Content-Length: 500\r\n\r\n<Open"), "retry"),
        (lambda x: (x.send(b"HTTP/1.1 201 C\r\n" + HEAD + b"Content-Length: 500\r\n\r\n"), x.drip(b"x")), "retry"),
        (lambda x: x.answer(201, b'<a><submissionMetadata xmlns="m" instanceID="uuid:other"/></a>'), "hold"),
        (lambda x: x.answer(201, b'<a><submissionMetadata xmlns="m" instanceID="uuid:0001"/></a>'), "accepted"),
        (lambda x: x.answer(201, b"", HEAD + b"Set-Cookie: a=" + b"x" * 60_000 + b"\r\n"), "accepted"),
        (lambda x: x.answer(503, b"", b"Retry-After: 999999999\r\n"), "retry"),
        (lambda x: None, "retry"),
    ],
    ids=["plain", "long", "cut", "drip", "other id", "own id", "cookie", "busy", "closed"],
)
def test_answers_to_a_post(answering: Answering, kind: str) -> None:
    assert posted(answering).kind == kind


def test_a_server_that_takes_the_record_without_reading_on_is_given_up() -> None:
    stuck = b"x" * 8_000_000

    def answering(exchange: Exchange) -> None:
        if exchange.method == "HEAD":
            exchange.send(PREFLIGHT)
        else:
            exchange.over.wait(PATIENCE * 400)

    with OddServer(answering) as server, client(server.url) as sending:
        wanted = threading.Event()
        seen: list[int] = []

        def progress(done: int, total: int) -> None:
            seen.append(done)
            wanted.set()

        start = time.monotonic()
        outcome = sending.submit(parts({"a.jpg": stuck}), progress, wanted.is_set)
        assert outcome.kind == "cancelled"
        assert time.monotonic() - start < PATIENCE * 100
        assert seen[-1] < len(stuck)


def test_cancel_while_the_answer_is_awaited() -> None:
    wanted = threading.Event()

    def answering(exchange: Exchange) -> None:
        wanted.set()
        exchange.over.wait(PATIENCE * 400)

    with OddServer(preflight_then(answering)) as server, client(server.url, 30) as sending:
        start = time.monotonic()
        assert sending.submit(parts(), cancelled=wanted.is_set).kind == "cancelled"
        assert time.monotonic() - start < PATIENCE * 100


def test_a_line_that_is_used_again_is_watched_too() -> None:
    again: list[Exchange | None] = []

    def answering(exchange: Exchange) -> None:
        exchange.send(PREFLIGHT.replace(b"Connection: close", b"Connection: keep-alive"))
        again.append(heard(exchange.line))
        exchange.over.wait(PATIENCE * 400)

    with OddServer(answering) as server, client(server.url) as sending:
        start = time.monotonic()
        assert sending.submit(parts()) == Outcome("retry", "openrosa.too_slow")
        assert time.monotonic() - start < PATIENCE * 100
        assert [exchange and exchange.method for exchange in again] == ["POST"]


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    with client(f"http://127.0.0.1:{port}/v1/key/{KEY}/projects/1") as sending:
        assert sending.submit(parts()) == Outcome("retry", "openrosa.unreachable", posted=False)


def form_server(list_: str, more: dict[str, bytes]) -> Answering:
    """Serves a form list with one form and other things by the end of their path."""

    def answering(exchange: Exchange) -> None:
        origin = f"http://{exchange.headers['host']}"
        if "formList" in exchange.path:
            exchange.answer(200, listed(list_.replace("ORIGIN", origin)))
            return
        found = more.get(exchange.path.rpartition("/")[2])
        exchange.answer(200 if found is not None else 404, (found or b"").replace(b"ORIGIN", origin.encode()))

    return answering


def fetched(list_: str, more: dict[str, bytes]) -> str:
    with OddServer(form_server(list_, more)) as server, client(server.url) as asking:
        (form,) = asking.form_list()
        try:
            asking.fetch_form(form)
        except IntakeError as error:
            return error.code
    return "whole"


@pytest.mark.parametrize(
    ("list_", "more", "code"),
    [
        (xform("ORIGIN/f", hash_=md5(FORM)), {"f": FORM}, "whole"),
        (xform("ORIGIN/f", hash_=md5(FORM).upper().replace("MD5", "md5")), {"f": FORM}, "whole"),
        (xform("ORIGIN/f", hash_=md5(b"other")), {"f": FORM}, "openrosa.hash_mismatch"),
        (xform("ORIGIN/f", hash_=""), {"f": FORM}, "openrosa.hash_unknown"),
        (xform("ORIGIN/f", hash_="sha1:" + "a" * 40), {"f": FORM}, "openrosa.hash_unknown"),
        (xform("ORIGIN/gone", hash_=md5(FORM)), {}, "openrosa.not_found"),
        (xform("https://127.0.0.1:1/f", hash_=md5(FORM)), {}, "openrosa.other_origin"),
        (xform("http://169.254.169.254/latest/meta-data", hash_=md5(FORM)), {}, "openrosa.other_origin"),
        (xform("file:///etc/passwd", hash_=md5(FORM)), {}, "openrosa.other_origin"),
        (xform("/f", hash_=md5(FORM)), {"f": FORM}, "openrosa.other_origin"),
        (xform("http://[::1", hash_=md5(FORM)), {}, "openrosa.other_origin"),
        (xform("ORIGIN/f", hash_=md5(FORM), manifest="ORIGIN/m"), {"f": FORM, "m": manifest()}, "whole"),
        (
            xform("ORIGIN/f", hash_=md5(FORM), manifest="ORIGIN/m"),
            {"f": FORM, "m": manifest(("a.png", md5(b"a"), "ORIGIN/a"), ("b.png", md5(b"b"), "ORIGIN/b")), "a": b"a"},
            "openrosa.file_gone",
        ),
        (
            xform("ORIGIN/f", hash_=md5(FORM), manifest="ORIGIN/m"),
            {"f": FORM, "m": manifest(("../a.png", md5(b"a"), "ORIGIN/a")), "a": b"a"},
            "openrosa.bad_file_name",
        ),
        (
            xform("ORIGIN/f", hash_=md5(FORM), manifest="ORIGIN/m"),
            {"f": FORM, "m": manifest(("a.png", md5(b"a"), "ORIGIN/a")), "a": b"A"},
            "openrosa.hash_mismatch",
        ),
        (xform("ORIGIN/f", hash_=md5(FORM), manifest="ORIGIN/m"), {"f": FORM, "m": b"<html/>"}, "openrosa.bad_answer"),
    ],
    ids=range(16),
)
def test_a_form_comes_whole_and_verified_or_not_at_all(list_: str, more: dict[str, bytes], code: str) -> None:
    assert fetched(list_, more) == code


def test_an_entity_list_is_taken_though_its_hash_is_only_a_mark() -> None:
    told = manifest(("people.csv", "opaque", "ORIGIN/p")).replace(b"<mediaFile>", b'<mediaFile type="entityList">')
    assert (
        fetched(xform("ORIGIN/f", hash_=md5(FORM), manifest="ORIGIN/m"), {"f": FORM, "m": told, "p": b"name"})
        == "whole"
    )


def test_what_is_at_hand_is_not_fetched_again() -> None:
    told = manifest(("a.png", md5(b"a"), "ORIGIN/a"))
    answering = form_server(xform("ORIGIN/f", hash_=md5(FORM), manifest="ORIGIN/m"), {"f": FORM, "m": told})
    with OddServer(answering) as server, client(server.url) as asking:
        (form,) = asking.form_list()
        assert asking.fetch_form(form, known={md5(b"a")[4:]: b"a"}).files == {"a.png": b"a"}


@pytest.fixture
def odd_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Settings that somebody may have left around us, each of which would send the record elsewhere or undo TLS."""
    home = tmp_path_factory.mktemp("home")
    (home / ".netrc").write_text("machine 127.0.0.1 login spy password spied\n")
    keys = home / "keys.log"
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(home / "absent.pem"))
    yield str(keys)


def test_the_environment_counts_for_nothing(odd_surroundings: str) -> None:
    with OddServer(preflight_then(lambda x: x.answer(201, b"", HEAD + b"Set-Cookie: spy=1\r\n"))) as server:
        with client(server.url) as sending:
            assert sending.submit(parts()).kind == "accepted"
            assert sending.submit(parts(instance_id="uuid:0002")).kind == "accepted"
        for exchange in server.seen:
            assert "authorization" not in exchange.headers and "cookie" not in exchange.headers


def test_what_every_request_says() -> None:
    with OddServer(preflight_then(lambda x: x.answer(201))) as server, client(server.url) as sending:
        sending.submit(parts({"a.jpg": b"x"}))
        for exchange in server.seen:
            assert exchange.headers["x-openrosa-version"] == "1.0"
            assert exchange.headers["date"].endswith(" GMT") and exchange.headers["user-agent"] == "Intake"
            assert exchange.path.endswith("/submission?deviceID=device")
        assert server.seen[-1].headers["content-length"] == str(len(server.seen[-1].body))


def test_no_secret_stands_in_logs_or_errors(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answers: list[Answering] = [
        lambda x: x.answer(500, b'{"message":"no ' + KEY.encode() + b' here"}'),
        lambda x: x.send(b"HTTP/1.1 200 OK\r\nbroken header\r\n folded\r\n\r\n"),
        lambda x: x.send(b"junk"),
        lambda x: None,
        lambda x: x.drip(b"x"),
        lambda x: x.answer(302, b"", HEAD + b"Location: /a\r\n"),
    ]
    for answering in answers:
        with OddServer(answering) as server, client(server.url) as asking:
            with pytest.raises(IntakeError) as caught:
                asking.form_list()
            assert caught.value.__context__ is None and caught.value.__cause__ is None
            assert KEY not in repr(caught.value) + repr(asking.submit(parts()))
    assert "Kanarienvogel" not in caplog.text and "deviceID" not in caplog.text


@pytest.mark.parametrize("before", [0, 180, 200, 230, 238])
def test_no_part_of_a_secret_is_in_a_refusal(before: int) -> None:
    said = b'{"message": "%s/key/%s is not known here"}' % (b"x" * before, KEY.encode())
    outcome = posted(lambda x: x.answer(409, said))
    assert outcome.message.startswith("x" * before) and KEY[:4] not in outcome.message
