"""What may be a server's address, and what of it is shown."""

import base64
from dataclasses import replace

import pytest

from intake_app.errors import IntakeError
from intake_app.openrosa import Client, ServerAddress, parse_address

KEY = "Kanarienvogel!$" + "x" * 49


@pytest.mark.parametrize(
    ("text", "url", "kind"),
    [
        (
            f"https://c.example.org/v1/key/{KEY}/projects/7",
            f"https://c.example.org/v1/key/{KEY}/projects/7",
            "app_user",
        ),
        (" https://kc.kobotoolbox.org/ \n", "https://kc.kobotoolbox.org", "basic"),
        ("https://odk.ona.io/anna/formList", "https://odk.ona.io/anna", "basic"),
        ("https://odk.ona.io/anna/submission", "https://odk.ona.io/anna", "basic"),
        (
            f"http://127.0.0.1:8080/v1/key/{KEY}/projects/1",
            f"http://127.0.0.1:8080/v1/key/{KEY}/projects/1",
            "app_user",
        ),
        ("http://[::1]:99/a", "http://[::1]:99/a", "basic"),
        ("http://localhost/a", "http://localhost/a", "basic"),
        (f"https://c.example.org/v1/test/{KEY}/projects/7/forms/a/draft",) * 2 + ("app_user",),
    ],
)
def test_a_pasted_address_is_understood(text: str, url: str, kind: str) -> None:
    address = parse_address(text)
    assert (address.url, address.kind) == (url, kind)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not_an_address"),
        ("example.org", "not_an_address"),
        ("ftp://example.org", "not_an_address"),
        ("file:///etc/passwd", "not_an_address"),
        ("https://", "not_an_address"),
        ("https://a:b", "not_an_address"),
        ("https://a:99999", "not_an_address"),
        ("https://exa mple.org", "not_an_address"),
        ("https://example.org/a\r\nHost: b", "not_an_address"),
        ("https://[::1", "not_an_address"),
        ("https://example.org/" + "a" * 2000, "not_an_address"),
        ("https://anna:secret@example.org", "password_inside"),
        ("https://anna@example.org", "password_inside"),
        ("https://example.org?token=1", "query_inside"),
        ("https://example.org#part", "query_inside"),
        ("http://example.org", "needs_https"),
        ("http://192.168.1.4:8080/v1", "needs_https"),
        ("http://127.0.0.1.example.org", "needs_https"),
        ("http://localhost.example.org", "needs_https"),
    ],
)
def test_an_unfit_address_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(IntakeError) as caught:
        parse_address(text)
    assert (caught.value.code, caught.value.facts) == ("openrosa.bad_address", {"reason": reason})


def test_a_password_goes_over_https_only() -> None:
    plain = ServerAddress("local", "http://127.0.0.1:1/a", "basic", "anna", "secret")
    with pytest.raises(IntakeError, match="needs_https"):
        Client(plain, "device")
    with pytest.raises(IntakeError, match="no_password"):
        Client(replace(plain, url="https://a.example.org", secret=""), "device")


def test_nothing_secret_is_shown() -> None:
    address = replace(parse_address(f"https://c.example.org/v1/key/{KEY}/projects/7"), secret="geheim", name="Central")
    assert repr(address) == "ServerAddress(name='Central', origin='https://c.example.org:443', kind='app_user')"
    with Client(address, "device") as client:
        assert KEY not in repr(client) and "geheim" not in repr(client)
    assert address.secrets() == (base64.b64encode(b":geheim").decode(), "geheim", KEY)


def test_a_draft_under_test_is_known_as_one() -> None:
    assert parse_address(f"https://c.example.org/v1/test/{KEY}/projects/7/forms/a/draft").for_testing
    assert not parse_address(f"https://c.example.org/v1/key/{KEY}/projects/7").for_testing
