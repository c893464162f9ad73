"""What a person hears and reads, by rules: one way of addressing, the marks and digits of the script, no leftovers.

Forms, the texts read out before a consent, and the words of papers and windows; nobody's taste, only what is mixed.
"""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from intake_app import languages, paths
from intake_app.workflow import own_words

LANGUAGES = ("it", "fr", "ar", "bn", "ur", "fa", "so", "ti", "am")
CHILD = "minor"
"""The questionnaire for a child alone: its mediator's texts address the mediator, all else the child."""
TO_A_CHILD = "You can have this read to you once more, and say what is not right."
"""On the report of that questionnaire."""
CLOSE = {
    "bn": re.compile(
        "তুমি|তোমা|(?:^|[\\s‘])(?:তোর|(?:বলো|করো|চাও|পারো|থাকো|যাও|নাও|দাও|দেখো|জানো|বলেছ|পারছ|এসো|হও))(?=[\\s।?,!’]|$)"
    ),
    "fr": re.compile(r"\b(?:tu|te|toi|ton|ta|tes)\b|\b[Tt]’\w", re.IGNORECASE),
    "ur": re.compile(r"\b(?:تم|تمہیں|تمہارا|تمہارے|تمہاری|تو نے|تجھے|تیرا|تیرے|تیری)\b"),
    "fa": re.compile(r"\b(?:تو|خودت|بگو|بپرس|می\u200cخواهی|می\u200cتوانی|داری|هستی)(?![\w\u200c])"),
    "ti": re.compile("ንስኻ|ንስኺ|ናትካ|ናትኪ|ስምካ|ኢልካ|ምሕታትካ|ኣይተንብቦ"),
    "am": re.compile("አንተ(?!ና)|አንቺ|ያንተ|ያንቺ|ብለህ|ብለሽ|መጠየቅህ|አታንብበው"),
}
"""To one who is close, or a child."""
POLITE = {
    "bn": re.compile("আপনি|আপনা|(?:বলুন|করুন|বেছে নিন|দেখুন|রাখুন)(?=[\\s।?,!]|$)"),
    "fr": re.compile(r"\b(?:vous|votre|vos)\b|\bChoisissez\b", re.IGNORECASE),
    "it": re.compile(r"\b(?:Scelga|Dica|lei)\b"),
}
QUESTION = {"ar": "؟", "ur": "؟", "fa": "؟"}
NO_STOP = {
    "bn": re.compile(r"[\u0980-\u09ff]\.(?:\s|$)"),
    "ur": re.compile(r"[\u0600-\u06ff]\.(?:\s|$)"),
    "ti": re.compile(r"[\u1200-\u137f][.,:;፡](?:\s|$)"),
    "am": re.compile(r"[\u1200-\u137f][.,:;፡](?:\s|$)"),
    **dict.fromkeys(("ar", "fa"), re.compile(r"[\u0600-\u06ff][,;?]")),
}
"""Marks of other scripts behind a letter of one's own."""
OWN_DIGITS = {"beng": "০-৯", "arabext": "۰-۹", "latn": "0-9"}
# Read the same in every language: numbers to phone, laws, places on the map, what is put in.
NUMBERS = re.compile(r"\{[^}]*\}|\b112\b|800[ \u00a0]290[ \u00a0]290|\b98/2024\b|\d+\.\d+[ENWO ,;]*|\d+-\w+")
STRAIGHT = re.compile(r"[A-Za-zÀ-ÿ]'|\w'\w")
FRENCH_BLANK = re.compile(r"[ \u202f][:;?!»](?![\w/])|«[ \u202f]|\w[?!»]|\w[:;](?=\s\D)")
BETWEEN = re.compile(r"\{[^}]*\}|https?://\S+")
WORD = re.compile(r"[A-Za-zÀ-ÿ’]{2,}")
# What a person is told so in Italy, whichever language they speak.
ITALIAN = {"decreto", "flussi", "nulla", "osta", "Questura", "DPCM"}
MEDIATOR, NOT_ALOUD = "For the mediator: ", "Do not read this aloud."


@cache
def texts(code: str) -> tuple[tuple[str, str, str], ...]:
    """(where, English, translation) of all that is written in a language; `own` for what is read out before a yes."""
    found = [
        (path.parent.name, *pair)
        for path in sorted(paths.translations().rglob(f"{code}.po"))
        for pair in _pairs(path)
    ]
    own = own_words.texts().texts
    return (*found, *(("own", own[kind]["en"], own[kind][code]) for kind in own))


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    for entry in read_po(BytesIO(path.read_bytes()), locale=path.stem):
        asked = (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)
        told = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
        for place, text in enumerate(told if asked[0] else ()):
            if text:
                yield asked[min(place, len(asked) - 1)], text


def is_to_a_child(where: str, source: str) -> bool:
    if where == "interface":
        return source == TO_A_CHILD
    return where == CHILD and not source.startswith((MEDIATOR.strip(), NOT_ALOUD))


@pytest.mark.parametrize("code", CLOSE)
def test_nobody_is_addressed_in_two_ways(code: str) -> None:
    """Also not a child: within one questionnaire the pages before and after are for everybody."""
    told = [(where, text) for where, source, text in texts(code) if not is_to_a_child(where, source)]
    assert len(told) > 100
    assert [each for each in told if CLOSE[code].search(each[1])] == []


@pytest.mark.parametrize("code", POLITE)
def test_in_the_questionnaire_for_a_child_the_child_is_spoken_to_as_a_child(code: str) -> None:
    told = [text for where, source, text in texts(code) if is_to_a_child(where, source)]
    assert len(told) > 100
    assert [text for text in told if POLITE[code].search(text)] == []


def test_the_patterns_of_addressing_find_what_they_are_for() -> None:
    close = {"bn": "তুমি না বলতে পারো।", "fr": "Je t’écoute.", "ur": "کیا تم ٹھیک ہو؟", "fa": "نام تو"}
    close |= {"ti": "ስምካ", "am": "አንተ ነህ?"}
    assert set(close) == set(CLOSE)
    assert [code for code, text in close.items() if not CLOSE[code].search(text)] == []
    polite = {"bn": "যা মেলে তা বেছে নিন।", "fr": "Choisissez.", "it": "Scelga quello che va bene."}
    assert [code for code, text in polite.items() if not POLITE[code].search(text)] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_for_the_mediator_begins_with_the_same_words(code: str) -> None:
    """So it is known at a glance that it is not read aloud."""
    told = [text for _, source, text in texts(code) if source.startswith(MEDIATOR)]
    assert len(told) >= 19 and len({re.split("[:፦]", text)[0] for text in told}) == 1
    silent = [text for _, source, text in texts(code) if source.startswith(NOT_ALOUD)]
    assert len(silent) >= 5 and len({re.split("[.।።۔]", text)[0] for text in silent}) == 1


def test_a_slip_has_one_name_in_arabic_and_a_card_another() -> None:
    slip, card = re.compile(r"\bslips?\b", re.I), re.compile(r"\bcards?\b", re.I)
    told = [(source, text) for where, source, text in texts("ar") if where == "interface"]
    slips = [text for source, text in told if slip.search(source) and not card.search(source)]
    assert len(slips) > 100 and [text for text in slips if re.search("بطاق|قسيم", text)] == []
    cards = [text for source, text in told if card.search(source)]
    assert cards and [text for text in cards if "بطاق" not in text] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_question_stays_one_and_ends_with_the_mark_of_its_script(code: str) -> None:
    mark, asked = QUESTION.get(code, "?"), 0
    for where, source, text in texts(code):
        assert (source.rstrip()[-1:] == "?") is (text.rstrip()[-1:] == mark), (where, source, text)
        asked += text.rstrip()[-1:] == mark
    assert asked > 50


@pytest.mark.parametrize("code", NO_STOP)
def test_sentences_have_the_marks_of_their_script(code: str) -> None:
    assert [each for each in texts(code) if NO_STOP[code].search(each[2])] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_blank_is_doubled_or_left_over_and_no_line_ends_elsewhere(code: str) -> None:
    for where, source, text in texts(code):
        assert not re.search(r"[^\S\n]{2}", text) or "  " in source, (where, text)
        assert source != source.strip() or text == text.strip(), (where, text)
        assert source.count("\n") == text.count("\n"), (where, text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_numbers_are_in_the_digits_of_the_language(code: str) -> None:
    """But what is phoned, looked up or typed."""
    own = OWN_DIGITS[languages.get(code).digits]
    others = "".join(digits for digits in (*OWN_DIGITS.values(), "٠-٩") if digits != own)
    told = [(where, text, NUMBERS.sub("", text)) for where, _, text in texts(code)]
    assert [each[:2] for each in told if re.search(f"[{others}]", each[2])] == []
    assert sum(bool(re.search(f"[{own}]", each[2])) for each in told) >= 8


@pytest.mark.parametrize("code", ["it", "fr", "so", "ti", "bn"])
def test_apostrophes_and_quotation_marks_are_those_of_print(code: str) -> None:
    own = [each for each in texts(code) if "date('2024" not in each[2]]
    assert [each for each in own if STRAIGHT.search(each[2]) or '"' in each[2]] == []
    assert [each for each in own if code in ("it", "fr") and re.search("[“”]", each[2])] == []


def test_french_marks_of_two_parts_stand_behind_a_blank_that_does_not_break() -> None:
    told = [(where, BETWEEN.sub("0", text)) for where, _, text in texts("fr")]
    assert [each for each in told if FRENCH_BLANK.search(each[1])] == []
    assert all(FRENCH_BLANK.search(text) for text in ("Ici ?", "« oui", "Ici?", "Non\u202f; oui"))


@pytest.mark.parametrize("code", ["ar", "bn", "ur", "fa", "ti", "am"])
def test_no_word_of_another_script_is_left_in_a_sentence(code: str) -> None:
    """Names are: of languages by themselves, of towns; and what is called so in Italy. A line of the program may name
    a setting, but not to a person."""
    for where, source, text in texts(code):
        if (code, where) == ("ar", "interface") or text == source or " · " in text:
            continue
        left = {word for word in WORD.findall(BETWEEN.sub("", text)) if not word.isupper()}
        assert left <= ITALIAN, (where, text)


def test_in_arabic_the_two_strokes_stand_on_the_letter_before() -> None:
    assert [each for each in texts("ar") if "اً" in each[2]] == []


FREE = re.compile(r"\b(?:do|does) not (?:have|need) to (?!know)|\bneed not\b(?! know)|\bdon’t have to\b")
FORBIDDEN = {
    "it": re.compile(r"\bnon dev(?:e|i|ono)\b", re.IGNORECASE),
    "fr": re.compile(r"\bne dev(?:ez|ons|ois|oit)\b", re.IGNORECASE),
    "ar": re.compile("يجب (?:ألا|أن لا)|لا يجب"),
    "fa": re.compile("نباید"),
    "am": re.compile("(?<!ግዴታ )የለብ(?:ዎትም|ህም|ሽም)"),
}
"""What is heard as a ban, where somebody is told that they are free to: “non deve dire chi”."""


@pytest.mark.parametrize("code", FORBIDDEN)
def test_who_need_not_say_something_is_not_forbidden_to(code: str) -> None:
    told = [(where, text) for where, source, text in texts(code) if FREE.search(source)]
    assert len(told) > 12
    found = [each for each in told if FORBIDDEN[code].search(each[1])]
    assert found == []


def test_the_patterns_of_what_is_forbidden_find_it() -> None:
    told = {"it": "Non deve dire chi.", "fr": "Vous ne devez pas dire qui.", "ar": "لا يجب أن تقول من هو."}
    told |= {"fa": "نباید بگویید چه کسی.", "am": "ማን እንደሆነ መናገር የለብዎትም።"}
    assert [code for code, text in told.items() if not FORBIDDEN[code].search(text)] == []
