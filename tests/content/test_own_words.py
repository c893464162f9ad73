"""What is read out before somebody is asked about police, court, another country, a consulate: in every language."""

import pytest

from intake_app import languages, workflow
from intake_app.workflow import own_words

TIER_1 = ("it", "en", "fr", "ar", "bn", "ur", "fa", "so", "ti", "am")
REVEALING = ("tratta", "traffick", "sfrutt", "exploit", "victim", "vittim")


@pytest.mark.parametrize("kind", workflow.OWN_WORD_KINDS)
def test_each_body_has_its_own_short_question_in_each_language_of_tier_1(kind: str) -> None:
    told = own_words.texts()
    assert set(told.texts) == set(workflow.OWN_WORD_KINDS) and set(told.texts[kind]) == set(TIER_1)
    for code in TIER_1:
        text = told.texts[kind][code]
        assert text.endswith(("?", "؟")) and 60 < len(text) < 400, text
        assert not [word for word in REVEALING if word in text.lower()]
        assert len({told.texts[other][code] for other in told.texts}) == len(told.texts)
        shown = told.passage(kind, code, "it")
        assert (shown.person.language, shown.person.fallback, shown.person.review) == (code, False, "unreviewed")
        assert shown.mediator.text == told.texts[kind]["it"]
        assert languages.get(code).code == code


def test_where_there_is_no_text_it_is_english_and_says_so() -> None:
    told = own_words.texts()
    shown = told.passage("police", "tr", "fr-FR")
    assert (shown.person.language, shown.person.fallback) == ("en", True)
    assert (shown.mediator.language, shown.mediator.fallback) == ("fr", False)
    assert told.passage("police", "fa-AF", "it").person.language == "fa"
    assert own_words.language("العربية (ar)") == "ar" and own_words.language("bn") == "bn"
    assert own_words.language("") == ""


def test_a_dialect_hears_the_text_of_its_chain_and_not_an_english_one() -> None:
    texts = own_words.texts()
    heard = {code: texts.passage("police", code, "it").person.language for code in ("prs", "aeb", "mnk", "wo", "it")}
    assert heard == {"prs": "fa", "aeb": "ar", "mnk": "en", "wo": "fr", "it": "it"}
