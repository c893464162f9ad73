"""Fonts are chosen by script; an absent one is trouble with a name and a package."""

from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.slips import fonts, require_fonts


@pytest.mark.parametrize(
    ("sign", "language", "family"),
    [
        ("a", "it", None),
        ("7", "ar", None),
        ("ج", "ar", "Noto Naskh Arabic"),
        ("ج", "it", "Noto Naskh Arabic"),
        ("ج", "ur", "Noto Nastaliq Urdu"),
        ("ক", "bn", "Noto Sans Bengali"),
        ("।", "bn", None),
        ("ሰ", "ti", "Noto Sans Ethiopic"),
        ("ሰ", "ar", "Noto Sans Ethiopic"),
    ],
)
def test_family_by_script_and_language(sign: str, language: str, family: str | None) -> None:
    assert fonts.family_of(sign, language) == family


@pytest.mark.parametrize("language", ["it", "fr", "ar", "ur", "bn", "ti", "am", "so", "fa"])
def test_all_fonts_for_the_languages_of_the_slip_are_here(language: str) -> None:
    require_fonts(language)


def test_an_absent_font_is_named_with_its_package() -> None:
    with pytest.raises(IntakeError) as caught:
        fonts.face("Noto Sans Nowhere")
    assert caught.value.code == "slips.font_missing"
    assert caught.value.facts == {"font": "Noto Sans Nowhere", "package": "fonts-noto-core"}


def test_own_folder_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = fonts.face("Noto Sans").path
    own = tmp_path / "deep" / "NotoSans-Regular.ttf"
    own.parent.mkdir()
    own.write_bytes(source.read_bytes())
    monkeypatch.setenv("INTAKE_FONTS", str(tmp_path))
    assert fonts.face("Noto Sans").path == own
    assert fonts.face("Noto Sans", bold=True).bold


def test_a_damaged_font_is_trouble_not_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "NotoSansBroken-Regular.ttf").write_bytes(b"not a font")
    monkeypatch.setenv("INTAKE_FONTS", str(tmp_path))
    with pytest.raises(IntakeError) as caught:
        fonts.face("Noto Sans Broken")
    assert caught.value.code == "slips.font_damaged"
