"""An organisation's own authority, and a certificate that is pinned."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from intake_app import openrosa
from intake_app.errors import IntakeError
from intake_app.openrosa import Client, ServerAddress, Trust, check_server, parse_authority, parse_fingerprint
from intake_app.openrosa.trust import context_of, verified_chain
from tests.openrosa.certificates import Authority
from tests.openrosa.odd_server import OddServer, preflight_then
from tests.openrosa.samples import parts


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.make(tmp_path_factory.mktemp("certificates"))


def address(url: str, authority: Authority, pin: str = "") -> ServerAddress:
    return ServerAddress("own", url, "basic", "anna", "geheim", Trust(authority.file.read_text(), pin))


def sent_with(authority: Authority, pin: str) -> tuple[openrosa.Outcome, int]:
    """The outcome with a pinned certificate, and how many requests the server has seen."""
    with (
        OddServer(preflight_then(lambda x: x.answer(201)), authority.server()) as server,
        Client(address(server.origin, authority, pin and authority.fingerprints[int(pin)]), "d", seconds=60) as client,
    ):
        return client.submit(parts()), len(server.seen)


@pytest.mark.parametrize("pin", ["", "0", "-1"], ids=["none", "authority", "server"])
def test_the_pinned_certificate_may_be_the_servers_or_its_authoritys(authority: Authority, pin: str) -> None:
    outcome, seen = sent_with(authority, pin)
    assert (outcome.kind, seen) == ("accepted", 2)


def test_another_certificate_than_the_pinned_one_gets_nothing(authority: Authority) -> None:
    pinned = "ab" * 32
    with (
        OddServer(preflight_then(lambda x: x.answer(201)), authority.server()) as server,
        Client(address(server.origin, authority, pinned), "d", seconds=60) as client,
    ):
        outcome = client.submit(parts())
        shown = openrosa.trust.shown(authority.fingerprints[-1])
        assert (outcome.kind, outcome.code, outcome.message) == ("suspect", "openrosa.pin_changed", shown)
        with pytest.raises(IntakeError) as caught:
            client.form_list()
        assert (caught.value.code, dict(caught.value.facts)) == ("openrosa.pin_changed", {"fingerprint": shown})
        assert server.seen == []


def test_a_pin_does_not_make_an_unknown_server_trusted(authority: Authority, tmp_path: Path) -> None:
    other = Authority.make(tmp_path, "other")
    with OddServer(preflight_then(lambda x: x.answer(201)), authority.server()) as server:
        pinned = Trust(other.file.read_text(), authority.fingerprints[-1])
        with Client(replace(address(server.origin, other), trust=pinned), "d", seconds=60) as client:
            assert client.submit(parts()).code == "openrosa.tls_authority"
        assert server.seen == []


def test_the_own_authority_takes_the_place_of_the_public_ones(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Authority.make(tmp_path, "other")
    monkeypatch.setattr(openrosa.line, "PUBLIC_AUTHORITIES", str(authority.file))
    with OddServer(preflight_then(lambda x: x.answer(201)), authority.server()) as server:
        public = replace(address(server.origin, authority), trust=Trust())
        with Client(public, "d", seconds=60) as client:
            assert client.submit(parts()).kind == "accepted"
        with Client(address(server.origin, other), "d", seconds=60) as client:
            assert client.submit(parts()).code == "openrosa.tls_authority"


def test_the_servers_own_certificate_may_be_what_is_trusted(authority: Authority) -> None:
    context = authority.server()
    (file,) = authority.folder.glob("server -1 1 127.0.0.1.pem")
    own = x509.load_pem_x509_certificates(file.read_bytes())[0].public_bytes(Encoding.PEM)
    with OddServer(preflight_then(lambda x: x.answer(201)), context) as server:
        only = replace(address(server.origin, authority), trust=Trust(own.decode()))
        with Client(only, "d", seconds=60) as client:
            assert client.submit(parts()).kind == "accepted"


def test_what_a_person_compares_before_pinning(authority: Authority) -> None:
    with (
        OddServer(preflight_then(lambda x: x.answer(201)), authority.server()) as server,
        Client(address(server.origin, authority), "d", seconds=60) as client,
    ):
        own, top = client.certificates()
        assert (own.subject, own.issuer, top.subject) == ("CN=server", "CN=authority", "CN=authority")
        assert parse_fingerprint(own.fingerprint) == authority.fingerprints[-1]
        assert parse_fingerprint(top.fingerprint) == authority.fingerprints[0]
        assert own.until < top.until


def test_a_file_of_certificates(authority: Authority) -> None:
    pem = authority.file.read_bytes()
    der = x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
    assert parse_authority(pem) == parse_authority(der) == pem.decode()
    assert parse_authority(b"Our authority:\n" + pem + b"\nand again\n" + pem) == pem.decode() * 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not_a_certificate"),
        (b"hello", "not_a_certificate"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "not_a_certificate"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "private_key"),
        (b"x" * 200_001, "too_large"),
    ],
)
def test_what_is_no_authority(authority: Authority, data: bytes, reason: str) -> None:
    with pytest.raises(IntakeError) as caught:
        parse_authority(data)
    assert (caught.value.code, dict(caught.value.facts)) == ("openrosa.bad_authority", {"reason": reason})
    if reason == "not_a_certificate" and data:
        with pytest.raises(IntakeError, match=r"openrosa\.bad_authority"):
            check_server(replace(address("https://a.example", authority), trust=Trust(data.decode())))


def test_too_many_certificates_are_no_authority(authority: Authority) -> None:
    with pytest.raises(IntakeError, match="too_large"):
        parse_authority(authority.file.read_bytes() * 51)


@pytest.mark.parametrize("text", ["AB:" * 31 + "AB", "ab" * 32, " SHA256=" + "Ab " * 32, "sha256/" + "ab" * 32])
def test_a_fingerprint_as_people_write_it(text: str) -> None:
    assert parse_fingerprint(text) == "ab" * 32


@pytest.mark.parametrize("text", ["", "ab" * 31, "ab" * 33, "xy" * 32, "ab" * 20])
def test_what_is_no_fingerprint(authority: Authority, text: str) -> None:
    with pytest.raises(IntakeError, match=r"openrosa\.bad_fingerprint"):
        parse_fingerprint(text)
    if text:
        with pytest.raises(IntakeError, match=r"openrosa\.bad_fingerprint"):
            check_server(address("https://a.example", authority, text))


def test_a_line_that_ended_before_the_handshake_proves_nothing(authority: Authority) -> None:
    context = context_of(authority.trust())
    with (
        socket.socket() as line,
        context.wrap_socket(line, server_hostname="a") as wrapped,
        pytest.raises(OSError, match="no handshake"),
    ):
        verified_chain(wrapped)
