"""What is read out before somebody is asked about what no general yes opens, or no form asked: in every language."""

import pytest

from intake_app import i18n, languages, workflow
from intake_app.errors import IntakeError
from intake_app.gui import interview_block
from intake_app.gui.answers import birth_words
from intake_app.screening import CONSENT_KINDS, CONSENT_PURPOSES
from intake_app.workflow import own_words

TIER_1 = ("it", "en", "fr", "ar", "bn", "ur", "fa", "so", "ti", "am")
REVEALING = ("tratta", "traffick", "sfrutt", "exploit", "victim", "vittim")


@pytest.mark.parametrize("kind", own_words.READ_OUT)
def test_each_body_has_its_own_short_question_in_each_language_of_tier_1(kind: str) -> None:
    told = own_words.texts()
    assert set(told.texts) == set(own_words.READ_OUT) and set(told.texts[kind]) == set(TIER_1)
    for code in TIER_1:
        text = told.texts[kind][code]
        assert text.endswith(("?", "؟")) and 60 < len(text) < 400, text
        assert not [word for word in REVEALING if word in text.lower()]
        assert len({told.texts[other][code] for other in told.texts}) == len(told.texts)
        shown = told.passage(kind, code, "it")
        assert (shown.person.language, shown.person.fallback, shown.person.review) == (code, False, "unreviewed")
        assert shown.mediator.text == told.texts[kind]["it"]
        assert languages.get(code).code == code


def test_what_does_not_fit_is_said_to_the_person_in_each_language_of_tier_1() -> None:
    by_type = [interview_block._WRONG_TYPE[kind] for kind in (*interview_block.DAYS, "int", "decimal")]
    said = (*by_type, interview_block._WRONG, birth_words.NO_SUCH_DAY, birth_words._TO_COME)
    lacking = [(code, text) for code in TIER_1 if code != "en" for text in said if not i18n.load(code).knows(text)]
    assert lacking == []


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


def test_there_is_a_text_about_each_way_out_that_no_general_yes_opens() -> None:
    asked = {own_words.about(purpose, kind) for purpose in CONSENT_PURPOSES for kind in CONSENT_KINDS}
    assert asked == {"", *own_words.READ_OUT} - {own_words.SIGHT}, "that one is about the whole record, to anybody"
    assert set(workflow.OWN_WORD_KINDS) < set(own_words.READ_OUT)
    assert own_words.about("slip", "health") == own_words.about("slip", "labour_desk") == ""
    assert (own_words.about("export", "labour_desk"), own_words.about("export", "police")) == ("labour_desk", "export")


def test_what_no_form_asks_about_names_its_language_and_with_it_the_text() -> None:
    name = own_words.texts().name
    assert own_words.text_read("export", "screening_authority", "bn") == name
    assert own_words.text_read("judicial", "police", "bn") == name
    for purpose, kind in (("slip", "transfer_body"), ("judicial", "police")):
        with pytest.raises(IntakeError, match=r"screening\.no_language"):
            own_words.text_read(purpose, kind, "")
    assert own_words.text_read("slip", "health", "bn") == own_words.text_read("export", "police", "bn") == ""
