"""A record in several posts: what has arrived is not sent again, and posts shrink where they must."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app.openrosa import Client, Outcome, parse_address
from intake_app.practice import PracticeServer
from tests.openrosa.odd_server import Exchange, OddServer, preflight_then
from tests.openrosa.samples import parts

FILES = {f"{number}.jpg": bytes([number]) * 9_000 for number in range(8)}


def sender(url: str) -> Client:
    return Client(parse_address(url), "device", seconds=60)


@pytest.mark.parametrize("trouble", ["cut", "cut_before_answer", "busy", "error", "login_page"])
def test_after_a_break_only_the_rest_is_sent(trouble: str) -> None:
    told: list[tuple[str, ...]] = []
    with PracticeServer(largest=20_000) as server, sender(server.url) as client:
        server.then(None, None, trouble)  # type: ignore[arg-type]
        first = client.submit(parts(FILES), arrived=told.append)
        assert first.kind in ("retry", "suspect")
        assert first.confirmed == ("0.jpg", "1.jpg", "2.jpg", "3.jpg")
        assert told == [("0.jpg", "1.jpg"), ("2.jpg", "3.jpg")]
        assert server.posts == 3
        again = client.submit(replace(parts(FILES), confirmed=frozenset(first.confirmed)), arrived=told.append)
        assert (again.kind, again.confirmed) == ("accepted", tuple(FILES))
        assert server.posts == 5 and told[2:] == [("4.jpg", "5.jpg")]  # the last is in the outcome
        (kept,) = server.received
        assert (kept.xml, kept.files) == (parts(FILES).xml, FILES)


def test_a_record_that_is_held_starts_anew() -> None:
    with PracticeServer(largest=20_000) as server, sender(server.url) as client:
        server.then(None, "conflict")
        held = client.submit(parts(FILES))
        assert (held.kind, held.code, held.confirmed) == ("hold", "openrosa.conflict", ())


def test_the_bytes_of_the_record_are_the_same_in_each_post() -> None:
    bodies: list[bytes] = []

    def answering(exchange: Exchange) -> None:
        bodies.append(exchange.body)
        exchange.answer(201)

    sent = parts({f"{number}.mp4": bytes(5_000_000) for number in range(3)})
    with OddServer(preflight_then(answering)) as server, sender(server.url) as client:
        assert client.submit(sent).kind == "accepted"
    assert len(bodies) == 3 and all(body.count(sent.xml) == 1 for body in bodies)
    assert [b"isIncomplete" in body for body in bodies] == [True, True, False]


def refusing_over(limit: int) -> Callable[[Exchange], None]:
    """A proxy of which the server knows nothing."""

    def answering(exchange: Exchange) -> None:
        large = len(exchange.body) > limit
        exchange.answer(413 if large else 201, b"<html>413 Request Entity Too Large</html>")

    return answering


def test_posts_get_smaller_where_a_proxy_takes_less_than_the_server_said() -> None:
    with OddServer(preflight_then(refusing_over(25_000))) as server, sender(server.url) as client:
        assert client.submit(parts(FILES)).kind == "accepted"
        sizes = [len(exchange.body) for exchange in server.seen if exchange.method == "POST"]
    assert sizes[0] > 72_000 and max(sizes[-4:]) < 25_000
    with OddServer(preflight_then(refusing_over(8_000))) as server, sender(server.url) as client:
        assert client.submit(parts(FILES)) == Outcome("hold", "openrosa.too_large", 413)
        assert sum(exchange.method == "POST" for exchange in server.seen) < 6


CHILD = """
import resource, sys
from intake_app.openrosa import Client, FilePart, SubmissionParts, parse_address
from tests.openrosa.samples import record

size, url = int(sys.argv[1]), sys.argv[2]
def pieces():
    return (bytes(1 << 20) for _ in range(size))
sent = SubmissionParts(record(names=("a.mp4",)), [FilePart("a.mp4", "video/mp4", pieces, size << 20)])
with Client(parse_address(url), "device", seconds=60) as client:
    assert client.submit(SubmissionParts(record("uuid:2"))).kind == "accepted"
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert client.submit(sent).kind == "accepted"
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle)
"""


def test_a_film_of_90_megabytes_takes_no_memory() -> None:
    def answering(exchange: Exchange) -> None:
        if exchange.method == "HEAD":
            exchange.answer(204)
            return
        left = int(exchange.headers["content-length"]) - len(exchange.rest)
        while left > 0:
            left -= len(exchange.line.recv(1 << 20))
        exchange.body = b"read"
        exchange.answer(201)

    with OddServer(answering) as server:
        command = [sys.executable, "-c", CHILD, "90", server.url]
        root = Path(__file__).resolve().parents[2]
        ended = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root, timeout=120)
    assert int(ended.stdout) < 20_000  # kilobytes; 150 MB is what may be taken


@pytest.mark.parametrize(("times", "posts", "confirmed"), [(0, 0, ()), (1, 1, ("0.jpg", "1.jpg"))])
def test_it_is_asked_before_each_post_whether_it_may_go(times: int, posts: int, confirmed: tuple[str, ...]) -> None:
    """Before the first too, when the server was asked by HEAD and nothing of the record has gone."""
    left = [True] * times
    with PracticeServer(largest=20_000) as server, sender(server.url) as client:
        ended = client.submit(parts(FILES), may_go=lambda: bool(left) and left.pop())
        assert (ended.kind, ended.code) == ("cancelled", "openrosa.taken_back")
        assert (ended.posted, ended.confirmed, server.posts) == (posts > 0, confirmed, posts)
        assert client.submit(parts(FILES)).kind == "accepted"


def test_it_is_asked_before_what_was_too_large_goes_in_smaller_posts() -> None:
    bodies: list[int] = []

    def too_large(exchange: Exchange) -> None:
        bodies.append(len(exchange.body))
        exchange.answer(413)

    with OddServer(preflight_then(too_large)) as server, sender(server.url) as client:
        assert client.submit(parts(FILES), may_go=lambda: not bodies).code == "openrosa.taken_back"
    assert len(bodies) == 1


def test_it_is_asked_before_a_second_try_with_the_proof_that_the_server_wants() -> None:
    tries: list[str] = []

    def wants_proof(exchange: Exchange) -> None:
        tries.append("post")
        exchange.answer(401, more=b'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"\r\n')

    with OddServer(preflight_then(wants_proof)) as server:
        address = replace(parse_address(server.url), kind="digest", username="anna", secret="meadow lantern")
        with Client(address, "device", seconds=60) as client:
            assert client.submit(parts(FILES), may_go=lambda: not tries).code == "openrosa.taken_back"
    assert tries == ["post"]
