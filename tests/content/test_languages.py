"""The registry of languages: ours, because a library's silence is a wrong answer."""

import unicodedata
from pathlib import Path

import pytest
from babel import Locale, UnknownLocaleError

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


def test_every_font_of_the_registry_is_one_that_setting_up_brings() -> None:
    brought = {"WenQuanYi Micro Hei": "fonts-wqy-microhei"}  # else a family of Noto, all of which are in one package
    packages = Path("packaging/system.sh").read_text("utf-8").partition('libraries="')[2].partition('"')[0].split()
    for family in {language.font_family for language in languages.all_languages()}:
        assert (family.startswith("Noto ") and "CJK" not in family) or family in brought, family
        assert brought.get(family, "fonts-noto-core") in packages


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


@pytest.mark.parametrize("interface", ["it", "fr", "ar"])
def test_each_has_a_name_in_the_whole_interfaces(interface: str) -> None:
    """Also those that CLDR has no name for: what they are called in English is another language in the list."""
    script = {"ar": "ARABIC"}.get(interface, "LATIN")
    for language in languages.all_languages():
        name = language.named_in(interface)
        letters = [char for char in name if char.isalpha()]
        assert all(unicodedata.name(char).startswith(script) for char in letters), (language.code, name)
        own_word = {"fr": ("Sylheti", "Chittagonian", "Hazaragi", "spoken")}.get(interface, ("spoken",))
        assert not any(word in name for word in own_word), (language.code, name)


@pytest.mark.parametrize("interface", ["it", "fr", "ar"])
def test_what_is_told_apart_in_english_is_told_apart_in_the_whole_interfaces(interface: str) -> None:
    """There is no one Kurdish: what CLDR calls so is one of two, and people speak one or the other."""
    every = languages.all_languages()
    names = [language.named_in(interface) for language in every]
    assert len(set(names)) == len(names)
    for language in every:
        if "(" in language.english:
            assert len(language.named_in(interface).split()) > 1, (language.code, language.named_in(interface))


FIRST_TIER = "it en fr bn ar ur fa fa-AF so ti am"
OTHERS_OF_THE_FIELD = """
    ar-EG ar-TN ar-LY ar-SD ar-SY ar-MA ar-DZ arz aeb apd apc syl ctg rhg pa-Arab pnb ps prs ti-ER om aa byn tig ckb ku
    kmr tr sq bm wo ff ff-Adlm mnk dyu sus snk bin kss nqo pcm yo ig ha zgh kab rif shi sd bal haz hi ne si ta es pt ro
    uk ru zh ka sr hr bg pl el hu"""


@pytest.mark.parametrize("code", [*FIRST_TIER.split(), *OTHERS_OF_THE_FIELD.split()])
def test_every_language_of_the_field_is_there(code: str) -> None:
    language = languages.get(code)
    assert language.known
    assert language.tier == 1 if code in FIRST_TIER.split() else language.tier >= 1
    assert language.sources and language.region and language.calendars


def test_what_libraries_know_of_a_language_is_what_we_say() -> None:
    """Exceptions, each with its reason: Rohingya in Latin letters; Levantine with Syria's figures."""
    ours = {"rhg": "direction", "apc": "digits"}
    compared = 0
    for language in languages.all_languages():
        try:
            theirs = Locale.parse(language.locale.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            assert "cldr" not in language.sources
            continue
        compared += 1
        if ours.get(language.code) != "digits":
            assert theirs.default_numbering_system == language.digits, language.code
        if ours.get(language.code) != "direction":
            assert theirs.text_direction == language.direction, language.code
    assert compared > 60


def test_languages_no_library_has_are_ours() -> None:
    for code in ("mnk", "dyu", "sus", "snk", "bin", "kss", "syl", "ctg", "aeb", "apd", "arz"):
        with pytest.raises(UnknownLocaleError):
            Locale.parse(code)
        assert languages.get(code).known
    assert (languages.get("nqo").direction, languages.get("nqo").digits) == ("rtl", "nkoo")


@pytest.mark.parametrize(
    ("code", "locale"), [("ar", "ar-001"), ("ar-SD", "ar-SD"), ("bn", "bn-BD"), ("ff-Adlm", "ff-Adlm-GN"), ("xx", "xx")]
)
def test_libraries_are_asked_with_a_region(code: str, locale: str) -> None:
    assert languages.get(code).locale == locale


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("ar-TN", ("ar-TN", "ar", "fr", "en")),
        ("ar-IQ", ("ar-IQ", "ar", "fr", "en")),
        ("mnk", ("mnk", "en", "fr")),
        ("dyu", ("dyu", "bm", "fr", "en")),
        ("haz", ("haz", "fa-AF", "fa", "ps", "en", "ur")),
        ("prs", ("prs", "fa-AF", "fa", "ps", "en", "ur")),
        ("xx", ("xx",)),
    ],
)
def test_a_language_falls_back_along_its_chain(code: str, chain: tuple[str, ...]) -> None:
    assert languages.chain(code) == chain


def test_every_chain_ends_in_a_language_of_the_first_tier() -> None:
    for language in languages.all_languages():
        assert any(languages.get(code).tier == 1 for code in languages.chain(language.code)), language.code


@pytest.mark.parametrize(
    ("code", "calendars"),
    [
        ("ti", ("ethiopian", "gregorian")),
        ("am", ("ethiopian", "gregorian")),
        ("ti-ER", ("gregorian", "ethiopian")),
        ("fa-AF", ("persian", "gregorian", "hijri")),
        ("ps", ("persian", "gregorian", "hijri")),
        ("ar-SD", ("gregorian", "hijri")),
        ("fr", ("gregorian",)),
        ("xx", ("gregorian",)),
    ],
)
def test_calendars_in_which_a_birth_may_be_told(code: str, calendars: tuple[str, ...]) -> None:
    assert languages.get(code).calendars == calendars


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("ar", "en", "Arabic"),
        ("ar", "it", "arabo"),
        ("ar", "fr", "arabe"),
        ("fr", "ar", "الفرنسية"),
        ("ar-SD", "fr", "arabe (Soudan)"),
        ("pa-Arab", "fr", "pendjabi (Pakistan)"),
        ("ku", "fr", "kurde (kurmandji)"),
        ("ku", "ar", "الكردية (الكرمانجية)"),
        ("ckb", "fr", "kurde (sorani)"),
        ("ti-ER", "fr", "tigrigna (Érythrée)"),
        ("fa-AF", "fr", "dari"),
        ("syl", "fr", "sylheti"),
        ("ar", "xx", "Arabic"),
    ],
)
def test_a_name_in_an_interface_language(code: str, language: str, name: str) -> None:
    assert languages.get(code).named_in(language) == name


@pytest.mark.parametrize(
    ("asked", "given", "script", "direction"),
    [
        ("ku-Arab", "ku-Arab", "Arab", "rtl"),
        ("kmr_Arab", "kmr_Arab", "Arab", "rtl"),
        ("ku-IQ", "ku-IQ", "Arab", "rtl"),
        ("kmr-IQ", "kmr-IQ", "Arab", "rtl"),
        ("ku-TR", "ku", "Latn", "ltr"),
        ("pa-PK", "pa-Arab", "Arab", "rtl"),
        ("pa-IN", "pa", "Guru", "ltr"),
        ("ha-Arab", "ha-Arab", "Arab", "rtl"),
        ("so-arab", "so-arab", "Arab", "rtl"),
        ("bm-Nkoo", "bm-Nkoo", "Nkoo", "rtl"),
        ("ar-Latn", "ar-Latn", "Latn", "ltr"),
        ("ur-Aran-PK", "ur", "Arab", "rtl"),
        ("zh-Hant", "zh", "Hans", "ltr"),
        ("rhg-Rohg", "rhg-Rohg", "Zyyy", "rtl"),
        ("ar-u-nu-latn", "ar", "Arab", "rtl"),
        ("ar-EG-x-latn", "ar-EG", "Arab", "rtl"),
        ("he-u-ca-hebrew", "he-u-ca-hebrew", "Zyyy", "rtl"),
        ("ug_u_nu_latn", "ug_u_nu_latn", "Zyyy", "rtl"),
    ],
)
def test_a_code_that_tells_another_script_is_shown_in_that(asked: str, given: str, script: str, direction: str) -> None:
    found = languages.get(asked)
    assert (found.code, found.script, found.direction) == (given, script, direction)
    assert found.known == ("-" not in given.replace("_", "-") or given in ("pa-Arab", "ar-EG"))
    assert languages.from_form_name(f"Any name ({asked})") == found


def test_one_in_a_script_that_it_has_not_here_is_named_with_it() -> None:
    """So that nobody takes it for the one that is written otherwise."""
    assert languages.get("ku-Arab").endonym == "Kurdish (Arabic)"
    assert languages.get("he-u-ca-hebrew").endonym == languages.get("he").endonym
    assert languages.chain("ku-Arab")[:2] == ("ku-Arab", "ku")
