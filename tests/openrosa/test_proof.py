"""Who the server is, and who we are: TLS, Basic up front, Digest after one challenge."""

import base64
import re
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.openrosa import Client, Outcome, ServerAddress, Trust, parse_address
from tests.openrosa.certificates import Authority
from tests.openrosa.odd_server import HEAD, PREFLIGHT, Exchange, OddServer, preflight_then
from tests.openrosa.samples import listed, parts


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.make(tmp_path_factory.mktemp("certificates"))


def basic(url: str, authority: Authority | None = None, pin: str = "") -> ServerAddress:
    trust = Trust("" if authority is None else authority.file.read_text(), pin)
    return ServerAddress("own", url, "basic", "anna", "geheim:ص", trust)


def test_basic_goes_up_front_to_a_server_of_our_own_authority(authority: Authority) -> None:
    with OddServer(preflight_then(lambda x: x.answer(201)), authority.server()) as server:
        with Client(basic(server.origin, authority), "d", seconds=3) as sending:
            assert sending.submit(parts({"a.jpg": b"x" * 200_000})).kind == "accepted"
        told = {exchange.headers["authorization"] for exchange in server.seen}
    assert told == {"Basic " + base64.b64encode("anna:geheim:ص".encode()).decode()}


@pytest.mark.parametrize(
    ("address", "start", "end", "trusted", "code"),
    [
        ("127.0.0.1", -2, -1, True, "openrosa.tls_clock"),
        ("127.0.0.1", 1, 2, True, "openrosa.tls_clock"),
        ("127.0.0.2", -1, 1, True, "openrosa.tls_host"),
        ("127.0.0.1", -1, 1, False, "openrosa.tls_authority"),
    ],
    ids=["expired", "not yet valid", "other host", "unknown authority"],
)
def test_nothing_goes_to_a_server_that_can_not_prove_itself(
    authority: Authority, tmp_path: Path, address: str, start: int, end: int, trusted: bool, code: str
) -> None:
    other = Authority.make(tmp_path, "other")
    trust = authority if trusted else other
    with OddServer(lambda x: x.answer(201), authority.server(address, start, end)) as server:
        with Client(basic(server.origin, trust), "d", seconds=3) as sending:
            assert sending.submit(parts()) == Outcome("suspect", code, posted=False)
            with pytest.raises(IntakeError, match=code):
                sending.form_list()
        assert server.seen == []


def test_a_self_made_certificate_is_not_trusted_by_default(authority: Authority) -> None:
    with OddServer(lambda x: x.answer(201), authority.server()) as server:
        with Client(basic(server.origin), "d", seconds=3) as sending:
            assert sending.submit(parts()).code == "openrosa.tls_authority"
        assert server.seen == []


def test_keys_of_tls_are_not_written_down(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = tmp_path / "keys.log"
    with OddServer(preflight_then(lambda x: x.answer(201)), authority.server()) as server:
        monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
        with Client(basic(server.origin, authority), "d", seconds=3) as sending:
            assert sending.submit(parts()).kind == "accepted"
    assert not keys.exists()


def test_a_slow_handshake_does_not_hold_us() -> None:
    with OddServer(lambda x: x.over.wait(5)) as server:
        url = server.origin.replace("http:", "https:")
        with Client(basic(url), "d", seconds=0.4) as sending:
            assert sending.submit(parts()).kind in ("retry", "suspect")


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nX-OpenRosa-Version: 1.0\r\nContent-Length: 9999\r\n\r\n"])
def test_a_slow_answer_under_tls_does_not_hold_us(authority: Authority, start: bytes) -> None:
    def answering(exchange: Exchange) -> None:
        exchange.send(start)
        exchange.drip(b"x")

    with (
        OddServer(answering, authority.server()) as server,
        Client(basic(server.origin, authority), "d", seconds=0.5) as asking,
        pytest.raises(IntakeError, match=r"openrosa\.too_slow"),
    ):
        asking.form_list()


def test_a_line_that_takes_long_over_a_full_buffer_is_not_given_up(authority: Authority) -> None:
    """Two thousand bytes a second are enough, whatever the system took at once, and progress tells little of that."""
    seen: list[int] = []

    def answering(exchange: Exchange) -> None:
        if exchange.method == "HEAD":
            exchange.send(PREFLIGHT)
        else:
            exchange.over.wait(0.9)
            seen.append(-1)
            exchange.answer(201)

    with (
        OddServer(answering, authority.server()) as server,
        Client(basic(server.origin, authority), "d", seconds=0.5) as sending,
    ):
        outcome = sending.submit(parts({"a.jpg": bytes(6_000_000)}), lambda done, total: seen.append(done))
    assert outcome.kind == "accepted"
    assert seen[seen.index(-1) - 1] < 1_000_000


class Challenging:
    """A server with Digest that knows one person, and can be told to go on refusing."""

    def __init__(self, always: bool = False, challenge: bytes = b'Digest realm="r", nonce="n1", qop="auth"') -> None:
        self.always = always
        self.challenge = challenge
        self.told: list[str] = []

    def __call__(self, exchange: Exchange) -> None:
        exchange.read_body()
        told = exchange.headers.get("authorization", "")
        self.told.append(told)
        if self.always or not told:
            refusal = b"<html>" + b"no " * 200_000
            exchange.answer(401, refusal, HEAD + b"WWW-Authenticate: " + self.challenge + b"\r\n")
        elif exchange.method == "HEAD":
            exchange.send(PREFLIGHT)
        else:
            exchange.answer(200 if exchange.method == "GET" else 201, listed())


def digest(url: str) -> ServerAddress:
    return replace(parse_address(url), kind="digest", username="anna", secret="geheim")


def test_digest_asks_once_and_then_goes_up_front() -> None:
    answering = Challenging()
    with OddServer(answering) as server, Client(digest(server.url), "d", seconds=3) as sending:
        assert sending.submit(parts({"a.jpg": b"x" * 100_000})).kind == "accepted"
        assert sending.submit(parts(instance_id="uuid:0002")).kind == "accepted"
        assert sending.form_list() == ()
        counts = [match and match[1] for match in (re.search(r"nc=(\w+)", told) for told in answering.told)]
        assert counts == [None, "00000001", "00000002", "00000003", "00000004"]
        assert [exchange.method for exchange in server.seen] == ["HEAD", "HEAD", "POST", "POST", "GET"]


@pytest.mark.parametrize(
    "challenge", [b'Digest realm="r", nonce="n", qop="auth"', b"Digest", b"Basic realm=x", b"\xff"]
)
def test_a_server_that_goes_on_refusing_is_asked_twice_at_most(challenge: bytes) -> None:
    answering = Challenging(always=True, challenge=challenge)
    with OddServer(answering) as server, Client(digest(server.url), "d", seconds=3) as sending:
        assert sending.submit(parts()).code == "openrosa.credentials"
    assert len(answering.told) in (1, 2)
