"""Tokens and passwords stand in no exception, no log line, no representation, whatever goes wrong."""

import base64
import logging
import socket
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from intake_app.errors import IntakeError
from intake_app.openrosa import Client, ServerAddress, Trust, encrypt, parse_address, parse_settings
from intake_app.practice import Break, PracticeServer
from tests.openrosa.certificates import Authority
from tests.openrosa.odd_server import HEAD, Answering, OddServer
from tests.openrosa.samples import parts
from tests.openrosa.test_encryption import Kept
from tests.openrosa.test_settings_code import with_general

TOKEN = "Kanarienvogel!$" + "x" * 49
PASSWORD = "Zaunkönig & Rotkehlchen"
ANSWER = "Nadia"
WRITTEN = (
    TOKEN,
    quote(TOKEN, safe=""),
    "Kanarienvogel",
    PASSWORD,
    quote(PASSWORD),
    "Rotkehlchen",
    base64.b64encode(f"anna:{PASSWORD}".encode()).decode(),
    ANSWER,
)


def addresses(origin: str) -> Iterator[ServerAddress]:
    """One of each kind."""
    yield parse_address(f"{origin}/v1/key/{TOKEN}/projects/1")
    yield parse_address(f"{origin}/v1/test/{TOKEN}/projects/1/forms/a/draft")
    yield ServerAddress("kobo", f"{origin}/anna", "digest", "anna", PASSWORD)
    if origin.startswith("https:"):
        yield ServerAddress("central", f"{origin}/v1/projects/1", "basic", "anna", PASSWORD)


def everything(address: ServerAddress) -> str:
    """All that can be seen when every verb of the client is tried."""
    seen = [repr(address), f"{address}", address.name, address.origin]
    with Client(address, "device", seconds=20) as client:
        seen.append(repr(client))
        tries: list[Callable[[], object]] = [
            *(client.form_list, client.preflight, client.certificates),
            lambda: client.manifest(f"{address.url}/m"),
            lambda: client.fetch(f"{address.url}/f", 1000),
            lambda: client.submit(parts({"a.jpg": b"x"})),
        ]
        for one in tries:
            try:
                found = one()
                seen.append("bytes" if isinstance(found, bytes) else repr(found))
            except IntakeError as error:
                seen += [repr(error), str(error), repr(error.facts), *traceback.format_exception(error)]
                assert error.__cause__ is None and error.__context__ is None
    return "\n".join(seen)


SAYS = f'{{"message":"no {TOKEN} or {PASSWORD} here, nor {quote(PASSWORD)}"}}'.encode()
TROUBLES: dict[str, Answering] = {
    "silence": lambda x: None,
    "junk": lambda x: x.send(b"junk\r\n\r\n"),
    "refused": lambda x: x.answer(409, SAYS),
    "denied": lambda x: x.answer(401, SAYS, HEAD + b'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"\r\n'),
    "forbidden": lambda x: x.answer(403, SAYS),
    "broken": lambda x: x.answer(500, SAYS),
    "elsewhere": lambda x: x.answer(
        302, b"", HEAD + b"Location: https://elsewhere.example" + x.path.encode() + b"\r\n"
    ),
    "page": lambda x: x.answer(200, b"<html>" + SAYS),
    "half": lambda x: x.send(b"HTTP/1.1 200 OK\r\n" + HEAD + b"Content-Length: 999\r\n\r\n<x"),
    "headers": lambda x: x.send(b"HTTP/1.1 200 OK\r\nbroken header " + x.path.encode() + b"\r\n folded\r\n\r\n"),
}


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    for name in ("urllib3", "requests", "werkzeug", "intake_app"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def clean(text: str) -> bool:
    return not any(secret in text for secret in WRITTEN)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_nothing_secret_is_seen_when_it_goes_wrong(
    trouble: str, logged: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with OddServer(TROUBLES[trouble]) as server:
        seen = "".join(everything(address) for address in addresses(server.origin))
        # The control: the secrets did go over the line.
        assert any(TOKEN in exchange.path for exchange in server.seen)
    assert "openrosa." in seen
    assert clean(seen) and clean(logged.text) and clean("".join(capfd.readouterr()))


def test_nor_where_tls_fails(logged: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    known, other = Authority.make(tmp_path, "known"), Authority.make(tmp_path, "other")
    with socket.create_server(("127.0.0.1", 0)) as door:
        nobody = f"https://127.0.0.1:{door.getsockname()[1]}"
    with OddServer(lambda x: x.answer(201), known.server()) as server:
        trusts = (Trust(), other.trust(), known.trust("ab" * 32))
        seen = "".join(everything(replace(one, trust=trust)) for trust in trusts for one in addresses(server.origin))
        assert server.seen == []
    seen += "".join(everything(address) for address in addresses(nobody))
    for code in ("openrosa.tls_authority", "openrosa.pin_changed", "openrosa.unreachable"):
        assert code in seen
    assert clean(seen) and clean(logged.text)


def test_nor_where_the_line_breaks(logged: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with PracticeServer(key=TOKEN, kind="central") as server:
        server.breaking(*(Break(way, after) for way in ("request", "response") for after in (0, 20, 90, 150)))  # type: ignore[arg-type]
        seen = everything(parse_address(server.url)) + everything(parse_address(server.url))
    assert "openrosa.cut" in seen
    assert clean(seen) and clean(logged.text) and clean("".join(capfd.readouterr()))


def test_nor_in_what_is_given(logged: pytest.LogCaptureFixture) -> None:
    settings = parse_settings(with_general(server_url="https://a.example", username="anna", password=PASSWORD))
    shown = [repr(settings), repr(settings.address), repr(parts({"a.jpg": b"x"}))]
    for wrong in (f"https://anna:{PASSWORD}@a.example", f"http://a.example/v1/key/{TOKEN}/projects/1"):
        for parse in (parse_address, lambda url: parse_settings(with_general(server_url=url))):
            with pytest.raises(IntakeError) as caught:
                parse(wrong)
            shown += traceback.format_exception(caught.value)[-1:]
    with pytest.raises(IntakeError) as refused:
        encrypt(replace(parts(), form=b"<model/>"), Kept())
    shown += [repr(refused.value), repr(refused.value.facts)]
    assert clean("".join(shown)) and clean(logged.text)
