"""The registry of languages: ours, because a library's silence is a wrong answer."""

import pytest

from intake_app import languages


@pytest.mark.parametrize(
    ("code", "direction", "script"),
    [
        ("it", "ltr", "Latn"),
        ("bn", "ltr", "Beng"),
        ("ar", "rtl", "Arab"),
        ("ar-SD", "rtl", "Arab"),
        ("ur", "rtl", "Arab"),
        ("ps", "rtl", "Arab"),
        ("fa-AF", "rtl", "Arab"),
        ("ckb", "rtl", "Arab"),
        ("ku", "ltr", "Latn"),
        ("ti", "ltr", "Ethi"),
        ("nqo", "rtl", "Nkoo"),
        ("ff-Adlm", "rtl", "Adlm"),
        ("mnk", "ltr", "Latn"),
        ("dyu", "ltr", "Latn"),
        ("haz", "rtl", "Arab"),
        ("aeb", "rtl", "Arab"),
    ],
)
def test_direction_and_script(code: str, direction: str, script: str) -> None:
    language = languages.get(code)
    assert (language.code, language.direction, language.script, language.known) == (code, direction, script, True)


def test_nastaliq_has_its_own_font_and_tall_lines() -> None:
    assert languages.get("ur").font_family == "Noto Nastaliq Urdu"
    assert languages.get("ur").line_height == 2.0
    assert languages.get("ps").font_family == "Noto Naskh Arabic"


@pytest.mark.parametrize(
    ("asked", "given"), [("AR-iq", "ar"), ("it_IT", "it"), ("prs", "fa-AF"), ("pnb", "pa-Arab"), ("kmr", "ku")]
)
def test_codes_are_read_generously(asked: str, given: str) -> None:
    assert languages.get(asked).code == given


def test_an_unknown_code_is_flagged_and_never_raises() -> None:
    assert not languages.get("xx").known
    assert not languages.get("").known
    assert languages.get("yi").direction == "rtl"
    assert not languages.get("yi").known


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Français (fr)", "fr"),
        ("العربية (ar)", "ar"),
        ("বাংলা (bn)", "bn"),
        ("English", "en"),
        ("english", "en"),
        ("Italiano", "it"),
        ("Dari", "fa-AF"),
        ("so", "so"),
        ("Arabic (Sudan) (ar-SD)", "ar-SD"),
    ],
)
def test_the_name_that_a_form_gives(name: str, code: str) -> None:
    language = languages.from_form_name(name)
    assert language is not None
    assert language.code == code


@pytest.mark.parametrize("name", ["default", "", "Langue 1", "xx", "the long one"])
def test_a_name_that_names_no_language(name: str) -> None:
    assert languages.from_form_name(name) is None


def test_names_for_forms_come_back() -> None:
    for language in languages.all_languages():
        found = languages.from_form_name(languages.form_name(language.code))
        assert found == language


def test_the_registry_is_whole() -> None:
    every = languages.all_languages()
    assert len({language.code for language in every}) == len(every) > 70
    for language in every:
        assert all((language.endonym, language.english, language.italian, language.font_family))
        assert 1.4 <= language.line_height <= 2.0
        assert all(languages.get(code).code == code for code in language.fallbacks)
        assert language.code not in language.fallbacks
