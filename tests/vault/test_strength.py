"""How many tries a passphrase costs: what everybody tries first is cheap, unknown signs are ten tries each."""

import random

import pytest

from intake_app import passphrases
from intake_app.errors import IntakeError
from intake_app.vault import check_passphrase, strength

PLAIN = "kvtzmwqpbxrjg"


def test_plain_signs_are_ten_tries_each_and_white_space_none() -> None:
    assert strength.tries("") == 1
    assert strength.tries(PLAIN) == strength.tries(f" {PLAIN[:4]} {PLAIN[4:9]}\t{PLAIN[9:]}\n") == 10**13 + 1
    assert strength.tries(PLAIN[:12]) == 10**12 + 1 < strength.TRIES < 10**13
    assert strength.tries("#k%v&t") == 10**6 + 1


@pytest.mark.parametrize(
    "text",
    [
        "giuseppegaribaldi",
        "amore mio ti amo",
        "milano roma napoli",
        "forza juventus 2006",
        "questo sono della nella",
        "qwertz12345 asdfgh",
        "monkeydragonmaster",
        "drowssap nogard 99",
        "P@$$w0rd!!! 1999",
        "25/12/1984 1985",
        "lantern harbour",
        "harbour-lantern.copper",
        "zucchero gazzella brezza",
    ],
)
def test_what_is_tried_first_is_cheap(text: str) -> None:
    assert strength.tries(text) < strength.TRIES


@pytest.mark.parametrize("language", passphrases.LANGUAGES)
def test_four_suggested_words_are_enough_and_three_are_not(language: str) -> None:
    """A word that is also among the most common costs less, so that one draw of four in some hundred is refused."""
    lots = random.Random(f"words {language}")
    words = passphrases.wordlist(language)
    drawn = [" ".join(lots.sample(words, 4)) for _ in range(10)]
    assert sum(strength.tries(text) >= strength.TRIES for text in drawn) >= 9
    assert all(strength.tries(text.rpartition(" ")[0]) < strength.TRIES for text in drawn)


def test_each_suggested_word_is_one_of_so_many() -> None:
    assert strength.tries("zucchero") == len(passphrases.wordlist("it")) + 1
    assert strength.tries("zuccherogazzella") == 2 * len(passphrases.wordlist("it")) ** 2 + 10_000


def test_signs_between_two_words_count_for_nothing_others_do() -> None:
    joined = strength.tries("zuccherogazzella")
    for between in (" ", "-", "_", ".", " & ", "\t#;\n"):
        assert strength.tries(f"zucchero{between}gazzella") == joined
    assert strength.tries("zucchero#gazzella#") > joined
    assert strength.tries("zu#gazzella") > strength.tries("zugazzella")
    assert strength.tries("zuc#ta") > strength.tries("zucta")
    assert strength.tries("zucchero9gazzella") > joined


def test_signs_that_look_like_letters_are_read_both_ways() -> None:
    assert strength.tries("zu((hero") <= 2 * strength.tries("zucchero")
    assert strength.tries("@%|{[<+!$mo") == strength.tries("axlccctismo")
    assert strength.tries("!@#$kv") < 10**6  # the row of keys, with the shift key
    assert strength.tries("!@#$%kv") == 10**7 + 1  # too many of them to try every way
    assert strength.tries("z@tter@") == strength.tries("zattera")


def test_what_is_known_of_the_person_is_tried_first() -> None:
    told = ("Omar Vrtbmqz", "Ufficio di Kvtzm")
    assert strength.tries("vrtbmqz kvtzm", told) < 10**5
    assert strength.tries("VRTBMQZ", told) < 200
    assert strength.tries("vrtbmqz kvtzm") == 10**12 + 1, "what was known of one person is not kept for the next"


def test_known_words_of_two_letters_are_not_told_from_chance() -> None:
    assert strength.tries("vrt bmqz", ("vrt",)) < strength.tries("vrt bmqz")
    assert strength.tries("vr tbmqz", ("vr",)) == strength.tries("vr tbmqz")


def test_only_the_first_signs_are_read() -> None:
    beyond = PLAIN * 4 + "uvgnl"
    assert strength.tries(beyond) == strength.tries(beyond[: strength.READ])
    assert strength.tries(beyond[:47]) < strength.tries(beyond[:48]) == strength.tries(beyond[:49])


@pytest.mark.parametrize("text", [PLAIN[:12], "k v t z m w q p l x r j"])
def test_twelve_signs_are_too_few(text: str) -> None:
    with pytest.raises(IntakeError) as caught:
        check_passphrase(text)
    assert caught.value.facts == {"reason": "short", "length": len(text)}


def test_thirteen_will_do_and_a_word_makes_them_fewer() -> None:
    check_passphrase(PLAIN)
    check_passphrase(f"password{PLAIN}")
    with pytest.raises(IntakeError) as caught:
        check_passphrase(f"password{PLAIN[:9]}")
    assert caught.value.facts == {"reason": "common", "length": 17}
