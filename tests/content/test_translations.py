"""Catalogues: up to date, complete where we say so, and honest about who has read them."""

import re
import subprocess
import sys
from collections.abc import Iterator
from gettext import c2py
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from intake_app import i18n, paths, xlsform

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted(paths.translations().rglob("*.po"))
FIELD = re.compile(r"\$?\{[^}]*\}")
# Words that are the same in both languages, and texts that hold no words.
SAME = 0.04
# Stems of words that may stand in a translation only where the English text has them too: a passer-by reads the screen.
LOADED = re.compile(
    "traffick|victim|exploit|tratta di|vittim|sfrutta|trafic|traite des|اتجار|ضحي|ضحايا|استغل", re.IGNORECASE
)
# The share of texts that may still wait for their translator: a text that is new is Italian at once.
WAITING = {"it": 0.0, "ar": 0.0, "fr": 0.0}


def catalogue(path: Path) -> Catalog:
    return read_po(BytesIO(path.read_bytes()), locale=path.stem)


def entries(path: Path) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(texts, translations) of each entry, one or several forms."""
    for entry in catalogue(path):
        if entry.id:
            texts = (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)
            told = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
            yield texts, told


def name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_fields_survive_translation(path: Path) -> None:
    for texts, translations in entries(path):
        for told in filter(None, translations):
            assert set(FIELD.findall(told)) <= set().union(*map(FIELD.findall, texts)), texts
            if len(texts) == 1:
                assert sorted(FIELD.findall(told)) == sorted(FIELD.findall(texts[0])), texts


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_no_sentence_stands_twice_in_a_translation(path: Path) -> None:
    for texts, translations in entries(path):
        for told in filter(None, translations):
            once = [part.strip() for part in re.split("[.?!;:؟۔।።]", told) if len(part.strip()) > 12]
            assert len(once) == len(set(once)), texts


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_every_catalogue_says_whether_a_person_has_read_it(path: Path) -> None:
    assert re.search(r'^"X-Review: (reviewed|unreviewed)\\n"$', path.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("path", [path for path in CATALOGUES if path.stem in WAITING], ids=name)
def test_languages_that_are_said_to_be_complete_are(path: Path) -> None:
    every = list(entries(path))
    missing = [texts[0] for texts, told in every if not told or not all(told)]
    assert len(missing) <= WAITING[path.stem] * len(every), missing
    assert not any(entry.fuzzy for entry in catalogue(path) if entry.id)


@pytest.mark.parametrize("code", sorted(WAITING))
def test_a_complete_language_is_offered_with_its_mark(code: str) -> None:
    offer = next(offer for offer in i18n.offered() if offer.code == code)
    text = (paths.translations() / "interface" / f"{code}.po").read_text(encoding="utf-8")
    assert offer.reviewed is ('"X-Review: reviewed' in text)


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_a_form_for_several_numbers_says_the_number(path: Path) -> None:
    """One and two may be words ("سجلان"); what stands for 3 and for 10 has to say which."""
    form = c2py(catalogue(path).plural_expr)
    several = {form(n) for n in range(3, 200)}
    for texts, told in entries(path):
        for place, said in enumerate(told if len(texts) > 1 else ()):
            if said and place in several:
                assert set(FIELD.findall(said)) == set(FIELD.findall(texts[1])), texts


@pytest.mark.parametrize("code", ["fr", "it"])
def test_a_catalogue_is_in_its_language(code: str) -> None:
    path = paths.translations() / "interface" / f"{code}.po"
    every = [(texts[0], told[0]) for texts, told in entries(path) if told and told[0]]
    same = [text for text, told in every if text == told]
    assert len(same) < SAME * len(every), same
    lengths = sum(len(told) for _, told in every) / sum(len(text) for text, _ in every)
    assert 0.9 < lengths < 1.5


@pytest.mark.parametrize("code", sorted(WAITING))
def test_a_catalogue_is_as_neutral_as_the_english(code: str) -> None:
    every = list(entries(paths.translations() / "interface" / f"{code}.po"))
    loud = [told for texts, told in every if any(map(LOADED.search, told)) and not any(map(LOADED.search, texts))]
    assert loud == []


@pytest.mark.parametrize(("code", "slip"), [("it", r"\bsched[ae]\b"), ("fr", r"\bfiches?\b")])
def test_a_record_is_not_called_as_a_slip_is(code: str, slip: str) -> None:
    texts = entries(paths.translations() / "interface" / f"{code}.po")
    records = [pair for pair in texts if re.search(r"\brecords?\b", " ".join(pair[0]), re.IGNORECASE)]
    alone = [told for asked, told in records if not re.search(r"\bslips?\b", " ".join(asked), re.IGNORECASE)]
    assert len(alone) > 100
    assert [told for told in alone if re.search(slip, " ".join(told), re.IGNORECASE)] == []


def test_in_french_a_record_is_not_called_as_a_case_or_a_folder_is() -> None:
    texts = entries(paths.translations() / "interface" / "fr.po")
    records = [pair for pair in texts if re.search(r"\brecords?\b", " ".join(pair[0]), re.IGNORECASE)]
    alone = [told for asked, told in records if not re.search(r"\b(folder|cases?)\b", " ".join(asked), re.IGNORECASE)]
    assert len(alone) > 100
    assert [told for told in alone if re.search(r"\bdossiers?\b", " ".join(told), re.IGNORECASE)] == []


@pytest.mark.parametrize("path", [path for path in CATALOGUES if "forms" in path.parts], ids=name)
def test_questionnaires_are_complete_in_each_of_their_languages(path: Path) -> None:
    assert [texts[0] for texts, told in entries(path) if not told or not told[0]] == []


@pytest.mark.parametrize("path", [path for path in CATALOGUES if "forms" in path.parts], ids=name)
def test_questionnaires_hold_the_texts_of_their_source(path: Path) -> None:
    source = paths.forms() / f"{path.parent.name}.md"
    texts = {entry.text for entry in xlsform.source_texts(source.read_bytes(), source.name)}
    assert {texts[0] for texts, _ in entries(path)} == texts


@pytest.mark.parametrize(
    ("codes", "script"),
    [(("ar", "ur", "fa"), "[\u0600-\u06ff]"), (("bn",), "[\u0980-\u09ff]"), (("ti", "am"), "[\u1200-\u139f]")],
)
def test_each_translation_is_in_its_own_script(codes: tuple[str, ...], script: str) -> None:
    for path in (path for path in CATALOGUES if path.stem in codes):
        for texts, translations in entries(path):
            # Names of languages and addresses stay as they are.
            own = (told for told in translations if re.search(r"\w", re.sub(r"\{\w*\}", "", told)))
            for told in (told for told in own if told != texts[0]):
                assert re.search(script, told), texts


@pytest.mark.parametrize("path", [path for path in CATALOGUES if path.stem in ("ar", "ur", "fa")], ids=name)
def test_a_number_in_groups_is_not_turned_round_between_words_from_right_to_left(path: Path) -> None:
    """Among letters of Arabic script a plain space puts the first group last; one that does not break keeps order."""
    assert [told for _, translations in entries(path) for told in translations if re.search(r"\d \d", told)] == []


def test_templates_and_catalogues_are_up_to_date() -> None:
    """Runs the collection itself: `make translations` has nothing to do."""
    ran = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "extract.py"), "--check"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.stdout == ""
    assert ran.returncode == 0


_TO_ONE = re.compile(r"\b(tu|te|ti|tuo|tua|tuoi|tue)\b", re.IGNORECASE)
_TO_A_STRANGER = re.compile(r"(?<![.?!…] )(?<!^)\b(Lei|Le|La|Sua|Suo|Suoi|Sue)\b|[a-z](Le|La)\b")


@pytest.mark.parametrize("path", sorted((paths.translations() / "forms").glob("*/it.po")), ids=name)
def test_in_italian_nobody_is_addressed_in_two_ways(path: Path) -> None:
    """A child's own questionnaire says "tu", and "lei" to the mediator alone; every other says "lei", written small."""
    child = path.parent.name == "minor"
    for texts, translations in entries(path):
        for told in translations:
            assert not _TO_A_STRANGER.search(told), told
            assert child or not _TO_ONE.search(told), told
            assert not child or texts[0].startswith(("For the mediator", "Do not read")) or " lei" not in told, told


def test_arabic_counts_eleven_and_a_hundred_in_their_own_forms() -> None:
    """Behind 11 to 99 what is counted is an accusative, behind 100 to 102 a genitive; some were the other way round."""
    counted, bare = re.compile(r"\{n\} (\S+)"), re.compile(r"[ً.…]")
    found = list[str]()
    for path in CATALOGUES:
        for _texts, told in entries(path) if path.stem == "ar" else ():
            words = [bare.sub("", word[1]) for text in told[4:6] if (word := counted.search(text))]
            found += [told[4]] if len(words) == 2 and words[0] == words[1] + "ا" else []
    assert found == []
