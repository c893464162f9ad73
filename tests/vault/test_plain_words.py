"""A reason, or the name of a body, is words that somebody can see and read."""

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import plain_words


@pytest.mark.parametrize("text", ["he was hurt", "unconscious", "بی\u200cهوش است الان", "  a court\n ordered it "])
def test_what_says_something_is_kept_with_its_spaces_tidied(text: str) -> None:
    assert plain_words.reason(text) == " ".join(text.split())


@pytest.mark.parametrize("text", ["", ".", "x y z", "123456789012", "fever"])
def test_what_says_nothing_is_no_reason(text: str) -> None:
    with pytest.raises(IntakeError) as refused:
        plain_words.reason(text)
    assert (refused.value.code, refused.value.facts) == ("vault.no_reason", {"words": 3, "letters": 10})


@pytest.mark.parametrize("sign", ["\u200b", "\u2060", "\u202e", "\0", "\ufeff", "\ud800", "\ue000"])
def test_signs_that_nobody_sees_are_refused(sign: str) -> None:
    with pytest.raises(IntakeError, match=r"vault\.unseen_signs"):
        plain_words.reason(f"he was {sign} hurt badly")
