"""Digest by the examples of the RFCs, and challenges that are not answered."""

import pytest

from intake_app.openrosa.digest import Digest

RFC_2617 = (
    'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", '
    'opaque="5ccc069c403ebaf9f0171e9517f40e41"'
)
RFC_7616 = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={}, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)
OWN = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"


def answered(challenge: str, user: str, secret: str, own: str, url: str) -> str:
    digest = Digest(user, secret, lambda: own)
    assert digest.meet(challenge)
    header = digest.header("GET", url)
    assert header is not None
    return header.decode()


def test_the_example_of_rfc_2617() -> None:
    header = answered(RFC_2617, "Mufasa", "Circle Of Life", "0a4f113b", "http://www.nowhere.org/dir/index.html")
    assert 'response="6629fae49393a05397450978507c4ef1"' in header
    assert 'opaque="5ccc069c403ebaf9f0171e9517f40e41"' in header and "nc=00000001" in header


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_examples_of_rfc_7616(algorithm: str, response: str) -> None:
    url = "http://www.example.org/dir/index.html"
    assert f'response="{response}"' in answered(RFC_7616.format(algorithm), "Mufasa", "Circle of Life", OWN, url)


def test_without_qop_as_in_rfc_2069() -> None:
    header = answered('Digest realm="r", nonce="n"', "a", "b", "unused", "https://h/p?x=1")
    assert "cnonce" not in header and 'uri="/p?x=1"' in header


@pytest.mark.parametrize(
    "challenge",
    [
        *(
            "",
            "Basic realm=x",
            "Digest",
            "Digest realm=x",
            'Digest nonce="x"',
            'Digest realm="r", nonce="n", qop="auth-int"',
        ),
        *('Digest realm="r", nonce="n", algorithm=SHA-512-256', "Negotiate", "Digest ,,,=,", '"'),
    ],
)
def test_what_can_not_be_answered_is_not(challenge: str) -> None:
    digest = Digest("a", "b")
    assert not digest.meet(challenge)
    assert digest.header("GET", "https://h/") is None


def test_the_count_grows_and_every_nonce_is_fresh() -> None:
    digest = Digest("anna", "geheim")
    assert digest.meet(RFC_2617)
    first, second = digest.header("HEAD", "https://h/a"), digest.header("POST", "https://h/a")
    assert first is not None and second is not None and first != second
    assert b"nc=00000001" in first and b"nc=00000002" in second


def test_names_in_any_script_and_quotes() -> None:
    digest = Digest('أنا "x"', "كلمة")
    assert digest.meet('Digest realm="a \\"quoted\\" realm", nonce="n", qop=auth')
    header = digest.header("GET", "https://h/")
    assert header is not None and 'username="أنا \\"x\\""' in header.decode("utf-8")
    assert repr(digest) == "Digest()"
