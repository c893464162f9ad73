"""Passphrases drawn by lot."""

import pytest

from intake_app import passphrases, vault


@pytest.mark.parametrize("language", passphrases.LANGUAGES)
def test_six_different_words_that_the_vault_takes(language: str) -> None:
    drawn = [passphrases.suggest(language) for _ in range(50)]
    assert len(set(drawn)) == 50
    for one in drawn:
        words = one.split(" ")
        assert len(words) == len(set(words)) == 6
        assert all(word.isascii() and word.isalpha() and word.islower() for word in words)
        vault.check_passphrase(one)


def test_the_words_are_of_the_language() -> None:
    drawn = {
        language: {w for _ in range(150) for w in passphrases.suggest(language).split()} for language in ("en", "it")
    }
    assert len(drawn["en"] & drawn["it"]) < 20
    assert sum(word[-1] in "aeio" for word in drawn["it"]) > len(drawn["it"]) * 0.9


def test_a_language_without_words_gets_english() -> None:
    english = set(passphrases.suggest("en", 2048).split())
    assert len(english) == 2048
    assert set(passphrases.suggest("ar").split()) < english
    assert not set(passphrases.suggest("it").split()) <= english
