"""How many signs of a passphrase are counted, by hand: plain ones, runs, words that everybody tries, what is again."""

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import check_passphrase, strength

PLAIN = "kvtzmwqplxrj"
SIGNS = {
    "": 0,
    PLAIN: 12,
    "kvtz mwqp\tlxrj": 12,
    "123kv": 5,
    "1234kv": 4,
    "4321kv": 4,
    "kv12345678": 4,
    "qwertzkv": 4,
    "azertykv": 4,
    "QWERkv": 4,
    "asdfkv": 4,
    "vcxzkv": 4,
    "abcdefkv": 4,
    "abckv": 5,
    "passwordkv": 4,
    "P@$$w0rdkv": 4,
    "kvp455word": 4,
    "kv juventus": 4,
    "kvtz kvtz": 5,
    "kvt kvt": 6,
    "kvtzm kvtzm x": 7,
    "passwordpassword": 4,
    "1234 1234": 4,
}


@pytest.mark.parametrize("text", SIGNS)
def test_signs(text: str) -> None:
    assert strength.signs(text) == SIGNS[text]


def test_words_that_are_known_count_as_two_the_longer_first() -> None:
    assert strength.signs("amalia kv") == 8
    assert strength.signs("amalia kv", ("Amal",)) == 2 + 2 + 2
    assert strength.signs("amalia kv", ("Amal", "Ruth AMALIA")) == 2 + 2
    assert strength.signs("am kv", ("Am kv",)) == 4
    assert strength.signs("4m4l kv", ("amal",)) == 2 + 2


@pytest.mark.parametrize(("text", "reason"), [(PLAIN[:11], "short"), ("k v t z m w q p l x r", "short")])
def test_eleven_are_too_few(text: str, reason: str) -> None:
    with pytest.raises(IntakeError) as caught:
        check_passphrase(text)
    assert caught.value.facts == {"reason": reason, "length": len(text)}


def test_twelve_will_do_and_a_word_makes_them_fewer() -> None:
    check_passphrase(PLAIN)
    check_passphrase(f"password{PLAIN[:10]}")
    with pytest.raises(IntakeError) as caught:
        check_passphrase(f"password{PLAIN[:9]}")
    assert caught.value.facts == {"reason": "common", "length": 17}
