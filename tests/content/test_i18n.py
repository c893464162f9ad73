"""The translator: fast, immutable, never blank."""

from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from intake_app import i18n, paths
from tests.cost import calls


def test_english_is_the_source() -> None:
    tr = i18n.load("en")
    assert tr("Any text at all") == "Any text at all"
    assert (tr.reviewed, tr.completeness, tr.knows("Any text at all")) == (True, 1.0, True)


@pytest.mark.parametrize(
    ("asked", "given"), [("it", "it"), ("it-CH", "it"), ("it_IT", "it"), ("ar-EG", "ar"), ("nv", "en"), ("", "en")]
)
def test_a_region_falls_to_its_language_and_the_rest_to_english(asked: str, given: str) -> None:
    assert i18n.load(asked).language == given


def test_a_text_without_translation_is_shown_in_english() -> None:
    tr = i18n.load("it")
    assert tr("A text that nobody has translated") == "A text that nobody has translated"
    assert not tr.knows("A text that nobody has translated")
    assert tr.plural("{n} unheard of thing", "{n} unheard of things", 2) == "{n} unheard of things"


def test_in_a_window_from_right_to_left_an_english_text_keeps_its_own_direction() -> None:
    """Only there, and only what is not translated; files and the command line never get the marks."""
    unheard, known = "{n} of them are new…", "Back"
    framed = i18n.load("ar").for_frame()
    assert framed(unheard) == f"\u2066{unheard}\u2069"
    assert framed.plural("{n} unheard of", "{n} unheard of things", 2) == "\u2066{n} unheard of things\u2069"
    assert i18n.load("ar")(unheard) == unheard
    assert all(i18n.load(code).for_frame()(unheard) == unheard for code in ("en", "it", "bn"))
    assert "\u2066" not in i18n.load("it").for_frame()(known)
    assert framed("") == ""


def test_plurals_follow_the_language() -> None:
    tr = i18n.load("it")
    told = [tr.plural("{n} slip", "{n} slips", n) for n in (0, 1, 2)]
    assert told == ["{n} schede", "{n} scheda", "{n} schede"]
    english = i18n.load("en")
    assert [english.plural("{n} slip", "{n} slips", n) for n in (0, 1, 2)] == ["{n} slips", "{n} slip", "{n} slips"]


def test_machine_made_catalogues_are_not_called_reviewed() -> None:
    assert not i18n.load("it").reviewed


def test_the_same_translator_is_given_again() -> None:
    assert i18n.load("it") is i18n.load("it")


@pytest.mark.parametrize("code", ["it", "fr", "bn", "ti"])
def test_a_catalogue_loads_in_no_time(code: str) -> None:
    """Its file is opened once and no other, and reading it is less work than the whole file is for the library: without
    what is for translators alone, and no more than a tenth of the work for what nobody translated yet."""
    path = paths.translations() / "interface" / f"{code}.po"
    share = i18n.load(code).completeness
    whole = calls(lambda: read_po(BytesIO(path.read_bytes()), locale=code))
    i18n.load.cache_clear()
    assert calls(lambda: i18n.load(code), of=open) == 1
    i18n.load.cache_clear()
    assert calls(lambda: i18n.load(code)) < whole * min(0.98, share + 0.1)


def test_only_languages_that_are_nearly_whole_are_offered() -> None:
    offers = i18n.offered()
    assert [offer.code for offer in offers][:1] == ["en"]
    assert "it" in {offer.code for offer in offers}
    assert all(offer.completeness >= 0.9 and offer.endonym for offer in offers)


def test_no_catalogue_is_read_to_say_which_languages_are_offered() -> None:
    i18n.load.cache_clear()
    offers = i18n.offered()
    assert i18n.load.cache_info().currsize == 0
    for offer in offers:
        words = i18n.load(offer.code)
        assert (offer.completeness, offer.reviewed) == (pytest.approx(words.completeness, abs=0.002), words.reviewed)


@pytest.mark.parametrize(
    ("asked", "given"), [("it_CH", "it"), ("ar-EG", "ar"), ("C", "en"), ("nv", "en"), ("bn_BD", "en"), ("ur_PK", "en")]
)
def test_windows_open_in_a_language_that_is_offered(asked: str, given: str) -> None:
    """The texts for the person alone make no window."""
    assert i18n.for_windows(asked) == given


def test_whether_a_catalogue_has_a_text_is_seen_as_reading_it_tells() -> None:
    long = "Only records whose consent allows it are sent. The others stay here."
    texts = ("Information by telephone", "Referral slip", long, "The person: what comes next", "Unheard of \"thing\"")
    for code in ("it", "bn", "ti"):
        assert [i18n.has(code, text) for text in texts] == [i18n.load(code).knows(text) for text in texts]
    assert i18n.has("bn", texts[0]) and not i18n.has("bn", texts[-1]) and not i18n.has("it-CH", texts[0])
    assert i18n.has("en", texts[-1])
