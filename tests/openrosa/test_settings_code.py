"""Settings codes: text, pictures, and what is refused with the place it stands at."""

import base64
import io
import json
import random
import tracemalloc
import zlib
from typing import Any

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from intake_app.errors import IntakeError
from intake_app.openrosa import Settings, codes_in_pixels, parse_settings, parse_settings_picture

KEY = "Kanarienvogel!$" + "x" * 49
URL = f"https://c.example.org/v1/key/{KEY}/projects/7"
CENTRAL: dict[str, Any] = {
    "general": {"server_url": URL, "form_update_mode": "match_exactly", "autosend": "wifi_and_cellular"},
    "project": {"name": "Sbarchi – وصول", "icon": "\N{ANCHOR}"},
    "admin": {},
}


def packed(body: bytes) -> str:
    return base64.b64encode(zlib.compress(body)).decode()


def code(told: Any) -> str:
    return packed(json.dumps(told).encode())


def with_general(**general: Any) -> str:
    return code({"general": general, "admin": {}})


def test_the_code_that_central_makes_for_an_app_user() -> None:
    settings = parse_settings(code(CENTRAL))
    assert (settings.address.url, settings.address.kind) == (URL, "app_user")
    assert settings.project == settings.address.name == "Sbarchi – وصول"
    assert settings.ignored == ("general.autosend", "general.form_update_mode", "project.icon")
    assert not settings.for_testing
    assert KEY not in repr(settings) and "7" not in repr(settings)


def test_the_code_for_a_draft_under_test_is_known_as_one() -> None:
    url = f"https://c.example.org/v1/test/{KEY}/projects/7/forms/landing/draft"
    settings = parse_settings(with_general(server_url=url))
    assert settings.for_testing and settings.address.kind == "app_user"
    assert settings.address.name == "c.example.org"


def test_the_address_of_a_server_in_the_place_of_a_code() -> None:
    for text in (URL, f"  {URL}\n"):
        settings = parse_settings(text)
        assert (settings.address.url, settings.address.kind) == (URL, "app_user")
        assert (settings.project, settings.ignored) == ("", ())
        assert KEY not in repr(settings)
    assert parse_settings("https://kc.example.org").address.kind != "app_user"
    for text, reason in (("http://c.example.org/v1/key/abc/projects/7", "not_https"), ("https://", "no_host")):
        with pytest.raises(IntakeError) as told:
            parse_settings(text)
        assert told.value.code == "openrosa.bad_settings" and told.value.facts["place"] == "general.server_url", reason


def test_a_web_user_with_a_password() -> None:
    settings = parse_settings(with_general(server_url="https://kc.example.org", username=" anna ", password=" geheim "))
    address = settings.address
    assert (address.kind, address.username, address.secret) == ("basic", "anna", " geheim ")
    assert "geheim" not in repr(settings)
    without = parse_settings(with_general(server_url="https://kc.example.org"))
    assert (without.address.kind, without.address.username) == ("basic", "")


def test_a_code_that_was_broken_into_lines_or_written_for_addresses() -> None:
    text = code(CENTRAL)
    lines = " " + "\r\n".join(text[start : start + 20] for start in range(0, len(text), 20)) + "\n"
    assert parse_settings(lines) == parse_settings(text)
    assert parse_settings(text.replace("+", "-").replace("/", "_").rstrip("=")) == parse_settings(text)


def test_what_a_code_sets_beyond_the_server_is_not_followed_but_told() -> None:
    told = {"general": {"server_url": URL, "delete_send": True}, "admin": {"admin_pw": "1234", "edit_saved": False}}
    settings = parse_settings(code(told))
    assert settings.ignored == ("admin.admin_pw", "admin.edit_saved", "general.delete_send")
    assert "1234" not in repr(settings)


DEEP = b"[" * 100_000
DOUBLE = b'{"general": {}, "general": {"server_url": "https://a.example"}, "admin": {}}'


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("", "code", "empty"),
        (" \n", "code", "empty"),
        ("Hello, world", "code", "not_base64"),
        ("ص" * 8, "code", "not_base64"),
        ("A", "code", "not_base64"),
        ("x" * 60_000, "code", "too_large"),
        (base64.b64encode(b"hello").decode(), "code", "not_packed"),
        (base64.b64encode(json.dumps(CENTRAL).encode()).decode(), "code", "not_packed"),
        (code(CENTRAL)[:80], "code", "cut_off"),
        (packed(b"hello"), "code", "not_json"),
        (packed(b"\xff\xfe"), "code", "not_json"),
        (packed(DEEP), "code", "not_json"),
        (packed(b"9" * 5_000), "code", "not_json"),
        (packed(DOUBLE), "code", "not_json"),
        (packed(b" " * 300_000), "code", "too_large"),
        *((code(told), "code", "wrong_type") for told in ([], None, 1, "x", True)),
        (code({}), "general", "missing"),
        (code({"general": {"server_url": URL}}), "admin", "missing"),
        (code({"general": [], "admin": {}}), "general", "wrong_type"),
        (code({"general": {}, "admin": []}), "admin", "wrong_type"),
        (code({**CENTRAL, "project": "x"}), "project", "wrong_type"),
        (code({**CENTRAL, "project": {"name": 7}}), "project.name", "wrong_type"),
        (code({**CENTRAL, "project": {"name": "x" * 201}}), "project.name", "too_large"),
        (with_general(), "general.server_url", "missing"),
        (with_general(server_url=7), "general.server_url", "wrong_type"),
        (with_general(server_url="x" * 10_001), "general.server_url", "too_large"),
        (with_general(server_url="http://c.example.org/v1"), "general.server_url", "needs_https"),
        (with_general(server_url="file:///etc/passwd"), "general.server_url", "not_an_address"),
        (with_general(server_url="https://anna:geheim@c.example.org"), "general.server_url", "password_inside"),
        (with_general(server_url="https://c.example.org/\nx"), "general.server_url", "not_an_address"),
        (with_general(server_url="https://c.example.org", username="anna"), "general.server_url", "no_password"),
        (with_general(server_url=URL, username=None), "general.username", "wrong_type"),
        (with_general(server_url=URL, password="x" * 1_001), "general.password", "too_large"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_is_no_code_is_refused_with_its_place(text: str, place: str, reason: str) -> None:
    with pytest.raises(IntakeError) as caught:
        parse_settings(text)
    assert (caught.value.code, dict(caught.value.facts)) == (
        "openrosa.bad_settings",
        {"place": place, "reason": reason},
    )
    assert caught.value.__cause__ is None and "geheim" not in str(caught.value)


def test_a_code_that_unpacks_to_a_bomb_costs_little() -> None:
    bomb = packed(b" " * 30_000_000)
    assert len(bomb) < 50_000
    tracemalloc.start()
    try:
        with pytest.raises(IntakeError, match="too_large"):
            parse_settings(bomb)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


@given(st.binary(max_size=300))
def test_any_bytes_are_settings_or_a_reason(body: bytes) -> None:
    for text in (packed(body), base64.b64encode(body).decode(), body.decode("latin-1")):
        try:
            parse_settings(text)
        except IntakeError as error:
            assert error.code == "openrosa.bad_settings"


def picture(*texts: str, kind: str = "PNG", turn: float = 0, invert: bool = False, mode: str = "RGB") -> bytes:
    """Codes side by side on paper."""
    images = []
    for text in texts:
        out = io.BytesIO()
        segno.make_qr(text, error="l").save(out, kind="png", scale=4, border=6)
        images.append(Image.open(io.BytesIO(out.getvalue())).convert("L"))
    whole = Image.new(
        "L", (sum(one.width for one in images) or 100, max((one.height for one in images), default=100)), 255
    )
    place = 0
    for one in images:
        whole.paste(one, (place, 0))
        place += one.width
    if turn:
        whole = whole.rotate(turn, expand=True, fillcolor=255)
    if invert:
        whole = whole.point(lambda value: 255 - value)
    out = io.BytesIO()
    whole.convert(mode).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_a_picture_of_a_code(kind: str) -> None:
    assert parse_settings_picture(picture(code(CENTRAL), kind=kind)) == parse_settings(code(CENTRAL))


@pytest.mark.parametrize(("turn", "invert"), [(90, False), (180, False), (270, False), (7, False), (0, True)])
def test_a_picture_that_is_turned_or_light_on_dark(turn: float, invert: bool) -> None:
    assert parse_settings_picture(picture(code(CENTRAL), turn=turn, invert=invert)) == parse_settings(code(CENTRAL))


def test_a_screenshot_with_transparency() -> None:
    out = io.BytesIO()
    segno.make_qr(code(CENTRAL)).save(out, kind="png", scale=4, border=6, light=None)
    assert parse_settings_picture(out.getvalue()) == parse_settings(code(CENTRAL))


def test_another_code_beside_it_does_no_harm_but_two_of_them_do() -> None:
    settings = parse_settings(code(CENTRAL))
    assert parse_settings_picture(picture(code(CENTRAL), "https://example.org")) == settings
    assert parse_settings_picture(picture(code(CENTRAL), code(CENTRAL))) == settings
    for two in (picture(code(CENTRAL), with_general(server_url=URL)), picture("a", "b")):
        with pytest.raises(IntakeError, match="several"):
            parse_settings_picture(two)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (b"", "not_a_picture"),
        (b"hello", "not_a_picture"),
        (picture(code(CENTRAL))[:300], "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture"),
        (picture(), "no_code"),
        (b"x" * 50_000_001, "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_holds_no_code(given: bytes, reason: str) -> None:
    with pytest.raises(IntakeError) as caught:
        parse_settings_picture(given)
    assert (caught.value.code, dict(caught.value.facts)) == ("openrosa.bad_picture", {"reason": reason})
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("size", [(5_100, 5_000), (8_000, 8_000), (10_000, 10_000), (14_000, 14_000)])
def test_a_picture_that_would_fill_the_memory_is_not_opened(size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.new("1", size).save(out, "PNG")
    with pytest.raises(IntakeError, match="too_large"):
        parse_settings_picture(out.getvalue())


def test_a_picture_whose_code_is_no_settings_code() -> None:
    with pytest.raises(IntakeError, match=r"openrosa\.bad_settings"):
        parse_settings_picture(picture("https://example.org"))


def test_damaged_pictures_are_settings_or_a_reason() -> None:
    seed = random.Random(5)
    whole = picture(code(CENTRAL))
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(seed.randint(1, 20)):
            broken[seed.randrange(len(broken))] = seed.randrange(256)
        try:
            assert isinstance(parse_settings_picture(bytes(broken)), Settings)
        except IntakeError as error:
            assert error.code in ("openrosa.bad_picture", "openrosa.bad_settings")


def test_what_a_camera_sees() -> None:
    with Image.open(io.BytesIO(picture(code(CENTRAL)))) as image:
        grey = image.convert("L")
    assert codes_in_pixels(grey.tobytes(), *grey.size) == (code(CENTRAL),)
    with pytest.raises(IntakeError, match="not_a_picture"):
        codes_in_pixels(b"123", 2, 2)
