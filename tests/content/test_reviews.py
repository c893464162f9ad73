"""A translation is unreviewed until a person puts their name to it, entry by entry, and again when a word changes."""

import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from intake_app import paths, reviews, xlsform
from intake_app.errors import IntakeError
from intake_app.xform.coverage import coverage
from intake_app.xform.loading import load

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))

import extract
import review

DAY = date(2026, 11, 27)
NAME = "Amina Rahman"
SOURCE = b"""
| survey |
| | type | name | label |
| | text | who | Who? |
| | note | told | You said ${who} |
| settings |
| | default_language |
| | English (en) |
"""
CATALOGUE = """msgid ""
msgstr ""
"Language: it\\n"
"MIME-Version: 1.0\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"X-Review: unreviewed\\n"
"X-Form-Language: Italiano (it)\\n"
"Content-Type: text/plain; charset=utf-8\\n"

#. survey:2 label who
msgid "Who?"
msgstr "Chi?"

#. survey:3 label told
msgid "You said ${who}"
msgstr "Ha detto ${who}"
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    folder = tmp_path / "forms"
    folder.mkdir()
    path = folder / "it.po"
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


def walk(path: Path, *answers: str, name: str = NAME) -> int:
    given: Iterator[str] = iter(answers)

    def ask(_question: str) -> str:
        try:
            return next(given)
        except StopIteration as end:
            raise EOFError from end

    return review.main([str(path), "--name", name], ask, DAY)


def language(path: Path) -> xlsform.CompiledForm:
    told, texts = xlsform.read_catalogue(path.read_bytes(), path.name)
    return xlsform.compile_form(SOURCE, "f.md", {told: texts})


def test_a_signature_holds_for_the_very_words() -> None:
    line = reviews.sign(f" {NAME} ", DAY, ["Who?"], ["Chi?"])
    assert reviews.signature(["other", line], ["Who?"], ["Chi?"]) == reviews.Signature(NAME, DAY)
    for texts, told in ((["Who"], ["Chi?"]), (["Who?"], ["Chi"]), (["Who?", ""], ["Chi?"]), ([], ["Who?", "Chi?"])):
        assert reviews.signature([line], texts, told) is None
    impossible = line.replace("2026-11-27", "2026-13-27")
    assert reviews.is_signature(impossible)
    assert reviews.signature([impossible], ["Who?"], ["Chi?"]) is None


@pytest.mark.parametrize("name", ["", "  ", "A\nB", "x" * 51])
def test_a_name_of_no_use_signs_nothing(name: str, catalogue: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        reviews.sign(name, DAY, ["a"], ["b"])
    assert caught.value.code == "review.no_name"
    assert walk(catalogue, "y", name=name) == 2
    assert catalogue.read_text(encoding="utf-8") == CATALOGUE


def test_signed_texts_are_counted_named_and_shown_as_read(catalogue: Path) -> None:
    assert walk(catalogue, "x", "y", "q") == 1
    form = load(language(catalogue).xml)
    english, italian = coverage(form)
    assert (italian.reviewed.there, italian.reviewed.of, italian.reviewers) == (1, 2, (NAME,))
    assert (english.reviewed.there, english.reviewers) == (0, ())
    assert italian.language.review == "unreviewed"
    xml = etree.fromstring(language(catalogue).xml)
    assert "reviewed by" not in "".join(str(text) for text in xml.itertext())
    assert walk(catalogue, "y") == 0
    assert coverage(load(language(catalogue).xml))[1].language.review == "reviewed"


def test_a_better_text_is_kept_and_signed_and_stopping_loses_nothing(catalogue: Path) -> None:
    assert walk(catalogue, "n", "e", "Lei ha detto ${who}") == 1
    _told, texts = xlsform.read_catalogue(catalogue.read_bytes(), "it.po")
    assert texts["You said ${who}"] == "Lei ha detto ${who}"
    assert texts.signed == {"You said ${who}": f"{NAME}, 2026-11-27"}


def test_a_changed_text_is_unreviewed_again(catalogue: Path) -> None:
    assert walk(catalogue, "y", "y") == 0
    changed = catalogue.read_text(encoding="utf-8").replace("Chi?", "Chi è?")
    catalogue.write_text(changed, encoding="utf-8")
    template = extract.Catalog()
    template.add("Who?")
    template.add("You said ${who}")
    again = extract.updated(catalogue, template, form=True)
    assert b'"X-Review: unreviewed' in again
    assert again.count(b"# reviewed by") == 1


def test_the_walk_shows_our_own_catalogues(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(shutil.copy(paths.translations() / "forms" / "first_interview" / "bn.po", tmp_path))
    before = path.read_bytes()
    assert walk(path, "n", "q") == 1
    assert path.read_bytes() == before
    assert "signed" in capsys.readouterr().out
    assert review.main([str(tmp_path / "none.po")]) == 2


def test_marks_that_nobody_types_are_put_where_they_belong() -> None:
    """A translator types plain ones; `make translations` writes those of print."""
    assert extract.printed("L'âge : « oui » ?", "fr") == "L’âge\u00a0: «\u00a0oui\u00a0»\u00a0?"
    assert extract.printed(("l'aiuto", "date('2024-01-01')"), "it") == ("l’aiuto", "date('2024-01-01')")
    assert extract.printed("l'un ?", "en") == "l'un ?"
