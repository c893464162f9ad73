"""Beside pyxform itself: the same XForm from what it accepts, refused what it refuses; seeded mutants of real forms.

What it lets through but no client can open, and what it reads wrongly without a word, is on the list here.
"""

import gzip
import json
import random
from collections.abc import Iterator

import pytest
from lxml import etree
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from intake_app import i18n, messages
from intake_app.errors import IntakeError
from intake_app.xlsform import compile_form
from tests.shared_data import shared

# pyxform compiles these, into XML that can not be parsed, or drops one of two columns.
STRICTER = {"xlsform.bad_heading", "xlsform.not_xml", "xlsform.repeated_heading", "xlsform.stumbled"}
WORDS = (
    *(
        "",
        "text",
        "select_one",
        "select_one c1",
        "select_multiple x",
        "begin group",
        "end repeat",
        "begin loop",
        "range",
    ),
    *("${q1}", "${nope}", "1x", "yes", "a b", "note", "calculate", "audit", "osm", "osm x", "q1", "meta", "rank c1"),
    *(
        "select_one a.csv",
        "csv-external",
        "photo",
        "background-audio",
        "include",
        "concat(",
        "<b>",
        "&",
        "\u2018q\u2019",
    ),
    *("::", "a::b", "bind::x y", "name", "label::fr", "list_name", "last-saved#q1", "${last-saved#q1}", 'search("x")'),
    *("table-list", "0", "-1", "randomize=true", "seed=x", "a:b", "é", "\u200b", "#", "select_one_external c1"),
)


def recorded() -> list[str]:
    names = ("pyxform_errors", "pyxform_xforms")
    files = (json.loads(gzip.decompress(shared(f"conformance/{name}.json.gz").read_bytes())) for name in names)
    return [case["md"] for cases in files for case in cases if case["md"]]


def mutants(seed: int, count: int) -> Iterator[str]:
    """Real forms with a cell overwritten or a row doubled, taken out or moved."""
    chance, forms = random.Random(seed), recorded()
    for _ in range(count):
        lines = chance.choice(forms).split("\n")
        rows = [number for number, line in enumerate(lines) if line.count("|") > 2]
        for _ in range(chance.randint(1, 2)):
            at = chance.choice(rows)
            cells = lines[at].split("|")
            if chance.random() < 0.7:
                cells[chance.randrange(1, len(cells) - 1)] = f" {chance.choice(WORDS)} "
                lines[at] = "|".join(cells)
            else:
                lines[at] = lines[chance.choice(rows)]
        yield "\n".join(lines)


def compare(form: str) -> str:
    """What came of a form: the same XForm, refused by both, or refused only here for a known reason."""
    try:
        theirs = convert(form.encode(), file_type=".md", validate=False, enketo=False).xform
    except (PyXFormError, LookupError, TypeError, AttributeError, ValueError, RecursionError):
        theirs = None
    try:
        ours = compile_form(form.encode(), "data.md").xml
    except IntakeError as error:
        assert theirs is None or error.code in STRICTER, (error, form)
        told = [messages.sentence(error.code, error.facts, i18n.load(language)) for language in ("en", "it")]
        assert told[0] != told[1]
        assert error.facts.get("place") or "sheet" not in error.facts
        return error.code
    return "same" if theirs is None or same(ours, theirs.encode()) else "mended"


def same(ours: bytes, theirs: bytes) -> bool:
    """Whether two XForms are alike; not so when pyxform's is no XML, because a heading of notes is a tag in it."""
    told = etree.fromstring(ours)
    try:
        expected = etree.fromstring(theirs)
    except etree.XMLSyntaxError:
        return False
    assert etree.tostring(told) == etree.tostring(expected)
    return True


def test_recorded_forms_come_out_as_pyxform_makes_them() -> None:
    told = [compare(form) for form in recorded()[::3]]
    assert told.count("same") > 100


def campaign(seed: int, count: int) -> None:
    told = [compare(form) for form in mutants(seed, count)]
    assert told.count("same") > count / 10
    assert len(set(told)) > 20
    assert told.count("xlsform.refused") + told.count("xlsform.stumbled") < count / 50


def test_mutants_of_real_forms() -> None:
    campaign(20261125, 300)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_many_mutants_of_real_forms(seed: int) -> None:
    campaign(seed, 2_000)
