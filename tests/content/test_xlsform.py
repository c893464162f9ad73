"""Questionnaires as spreadsheets: what compiles, what is refused and in which words."""

import gzip
import json
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from intake_app.errors import IntakeError
from intake_app.xlsform import compile_form, read_catalogue, source_texts, write_xlsx
from tests.content.spreadsheets import xls, xlsx
from tests.shared_data import shared

SMALL = b"""
| survey | | | |
| | type | name | label |
| | text | who | Who? |
"""
CSV = b'"survey","type","name","label"\n,"text","who","Who?"\n'
XFORMS = "{http://www.w3.org/2002/xforms}"
INTAKE = "{urn:intake:form:1}"


@pytest.fixture(autouse=True)
def no_other_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """pyxform can start Java; here that is a failure."""

    def refuse(*command: object, **_: object) -> None:
        raise AssertionError(f"a program was started: {command}")

    monkeypatch.setattr("subprocess.Popen", refuse)


ROWS = {"survey": [["type", "name", "label"], ["text", "who", "Who?"]]}
XLSX, XLS = xlsx(ROWS), xls(ROWS)


def refused(data: bytes, name: str = "form.md") -> IntakeError:
    with pytest.raises(IntakeError) as caught:
        compile_form(data, name)
    return caught.value


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (XLS, "asks.xls"),
        (XLS, "asks.xlsx"),
        (SMALL, "asks.md"),
        (CSV, "asks.csv"),
        (b"\xef\xbb\xbf" + CSV, "asks.csv"),
        (XLSX, "asks.xlsx"),
        (XLSX, "asks.csv"),
        (CSV, "asks"),
        (SMALL, "asks.txt"),
    ],
)
def test_the_content_decides_what_a_file_is(data: bytes, name: str) -> None:
    form = compile_form(data, name)
    assert form.form_id == "asks"
    assert b"Who?" in form.xml


def test_the_humanitarian_case_form_compiles() -> None:
    form = compile_form(shared("data/htcds/htcds_xlsform.xlsx").read_bytes(), "htcds_xlsform.xlsx")
    published = etree.parse(str(shared("data/htcds/htcds_xlsform.xml")))
    fields = {element.get("nodeset").rpartition("/")[2] for element in published.iter(f"{XFORMS}bind")}
    ours = {element.get("nodeset").rpartition("/")[2] for element in etree.fromstring(form.xml).iter(f"{XFORMS}bind")}
    assert fields - ours <= {"instanceID", "instanceName"}


def test_recorded_forms_compile() -> None:
    cases = json.loads(gzip.decompress(shared("conformance/pyxform_xforms.json.gz").read_bytes()))
    for case in [case for case in cases if case["md"]][::4]:
        assert etree.fromstring(compile_form(case["md"].encode(), "form.md").xml) is not None


@pytest.mark.parametrize(
    ("data", "code", "kind"),
    [
        (b"", "xlsform.empty", None),
        (b" \n\t", "xlsform.empty", None),
        (b"%PDF-1.7\n...", "xlsform.not_a_form", "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "xlsform.not_a_form", "image"),
        (b"\xff\xd8\xff\xe0", "xlsform.not_a_form", "image"),
        (b"<!DOCTYPE html><p>Sign in", "xlsform.not_a_form", "webpage"),
        (b"<?xml version='1.0'?><h:html/>", "xlsform.not_a_form", "xml"),
        (b"Dear all, the form is attached.", "xlsform.not_a_form", "text"),
        (b"a|b|c|d|e|f\0", "xlsform.not_a_form", "unknown"),
        ("Età, nome, cognome, via, città\n".encode("latin-1"), "xlsform.encoding", None),
        (b"PK\x03\x04 cut short", "xlsform.damaged", None),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "xlsform.not_a_form", "document"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "xlsform.encrypted", None),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "Workbook".encode("utf-16-le") + bytes(900), "xlsform.damaged", None),
        (b"MZ\x90", "xlsform.not_a_form", "program"),
    ],
)
def test_what_is_no_questionnaire_is_named(data: bytes, code: str, kind: str | None) -> None:
    error = refused(data, "offered.xlsx")
    assert (error.code, error.facts.get("kind")) == (code, kind)


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_zip_bomb_is_refused_before_it_is_opened() -> None:
    bomb = zipped({**unzipped(XLSX), "xl/media/a.bin": bytes(121 * 2**20)})
    assert len(bomb) < 2**20
    assert refused(bomb, "bomb.xlsx").code == "xlsform.too_large"


def test_a_million_rows_are_refused() -> None:
    parts = unzipped(XLSX)
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet><sheetData>" + b"<row/>" * 1_000_000 + b"</sheetData></worksheet>"
    assert refused(zipped(parts), "long.xlsx").code == "xlsform.too_many_rows"


def test_entities_inside_a_spreadsheet_are_refused() -> None:
    parts = unzipped(XLSX)
    parts["xl/workbook.xml"] = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + parts["xl/workbook.xml"]
    assert refused(zipped(parts), "entities.xlsx").code == "xlsform.unsafe"


def test_a_line_of_comment_signs_is_refused_at_once() -> None:
    assert refused(SMALL + b"| | text | b | " + b"#" * 100_000 + b" |").code == "xlsform.unsafe"


def test_groups_nested_too_deep_are_refused() -> None:
    rows = [f"| | begin_group | g{n} | G |" for n in range(3_000)] + ["| | end_group | | |"] * 3_000
    assert refused(("| survey |\n| | type | name | label |\n" + "\n".join(rows)).encode()).code == "xlsform.too_deep"


def test_other_zips_say_what_they_are() -> None:
    assert refused(zipped({"word/document.xml": b"<w/>"})).facts["kind"] == "document"
    assert refused(zipped({"content.xml": b"<o/>"})).facts["kind"] == "opendocument"
    assert refused(zipped({"photo.jpg": b"x"})).facts["kind"] == "archive"


def test_formulas_and_links_are_read_as_values_only() -> None:
    rows = [["type", "name", "label"], ["text", "who", '=HYPERLINK("http://example.org","Who?")'], ["text", "b", "B"]]
    assert refused(xlsx({"survey": rows}), "formula.xlsx").code == "xlsform.no_label"


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(XLSX) - 1))
def test_damaged_spreadsheets_never_raise_anything_else(noise: bytes, at: int) -> None:
    old = XLS[: at % 3000] + noise + XLS[at % 3000 + len(noise) :]
    for data in (XLSX[:at] + noise + XLSX[at + len(noise) :], XLSX[:at], old, XLS[: at % 3000], noise):
        try:
            compile_form(data, "damaged.xlsx")
        except IntakeError as error:
            assert error.code.startswith("xlsform.")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text("abc ${}|:-_1'\"<&", max_size=9), min_size=3, max_size=5), max_size=6))
def test_nonsense_in_cells_never_raises_anything_else(cells: list[list[str]]) -> None:
    rows = ["| survey |", "| | type | name | label |", "| | text | a | A |"]
    rows += ["| | " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells]
    try:
        compile_form("\n".join(rows).encode(), "form.md")
    except IntakeError as error:
        assert error.code.startswith("xlsform.")


TRANSLATED = b"""
| survey |
| | type | name | label | hint | constraint | constraint_message |
| | text | who | Who? | First name | . != 'x' | Not x |
| | note | told | You said ${who} | | | |
| settings |
| | default_language |
| | English (en) |
"""
ITALIAN = {
    "": "X-Review: reviewed",
    "Who?": "Chi?",
    "You said ${who}": "Ha detto ${who}",
}


def texts(xml: bytes, language: str) -> dict[str, etree._Element]:
    root = etree.fromstring(xml)
    translation = next(each for each in root.iter(f"{XFORMS}translation") if each.get("lang") == language)
    return {str(text.get("id")): text[0] for text in translation}


def test_translations_are_merged_and_a_missing_one_shows_the_source_after_its_code() -> None:
    xml = compile_form(TRANSLATED, "f.md", {"Italiano (it)": ITALIAN}).xml
    told = texts(xml, "Italiano (it)")
    assert told["/data/who:label"].text == "Chi?"
    assert told["/data/who:hint"].text == "[en] First name"
    assert told["/data/who:hint"].get(f"{INTAKE}fallback") == "en"
    assert told["/data/who:label"].get(f"{INTAKE}fallback") is None
    assert told["/data/who:jr:constraintMsg"].text == "[en] Not x"
    assert told["/data/told:label"].text == "Ha detto "
    assert told["/data/told:label"][0].tag == f"{XFORMS}output"
    assert texts(xml, "English (en)")["/data/who:hint"].text == "First name"


def test_review_is_told_for_each_translation() -> None:
    unreviewed = {"": "", "Who?": "من؟"}
    xml = compile_form(TRANSLATED, "f.md", {"Italiano (it)": ITALIAN, "العربية (ar)": unreviewed}).xml
    found = etree.fromstring(xml).iter(f"{XFORMS}translation")
    reviews = {each.get("lang"): each.get(f"{INTAKE}review") for each in found}
    assert reviews == {"English (en)": None, "Italiano (it)": "reviewed", "العربية (ar)": "unreviewed"}


def test_no_translation_is_ever_blank_or_a_dash() -> None:
    xml = compile_form(TRANSLATED, "f.md", {"Italiano (it)": {"": ""}}).xml
    assert all((value.text or "").strip() not in ("", "-") for value in texts(xml, "Italiano (it)").values())


def test_the_spreadsheet_of_a_questionnaire_compiles_to_the_same_form() -> None:
    catalogues = {"Italiano (it)": {text: told for text, told in ITALIAN.items() if text}}
    sheet = write_xlsx(TRANSLATED, "f.md", catalogues)
    again = etree.fromstring(compile_form(sheet, "f.xlsx").xml)
    first = etree.fromstring(compile_form(TRANSLATED, "f.md", catalogues).xml)
    etree.strip_attributes(first, f"{INTAKE}review", f"{INTAKE}fallback")
    for value in (*first.iter(f"{XFORMS}value"), *again.iter(f"{XFORMS}value")):
        value.text = (value.text or "").lstrip()
    etree.cleanup_namespaces(first)
    etree.cleanup_namespaces(again)
    assert etree.tostring(again, method="c14n") == etree.tostring(first, method="c14n")


def test_a_translation_keeps_its_typographic_marks_and_blanks_also_behind_an_answer() -> None:
    """pyxform makes curly quotes straight, which is for rules."""
    french = {"": "", "Who?": "L’âge\u00a0?", "Not x": "N’est pas x"}
    french["You said ${who}"] = "‘Qu’a dit’ ${who} d’“ici”\u00a0?"
    told = texts(compile_form(TRANSLATED, "f.md", {"Français (fr)": french}).xml, "Français (fr)")
    assert told["/data/who:label"].text == "L’âge\u00a0?"
    assert told["/data/who:jr:constraintMsg"].text == "N’est pas x"
    assert told["/data/told:label"].text == "‘Qu’a dit’ "
    assert told["/data/told:label"][0].tail.strip(" ") == "d’“ici”\u00a0?"


def test_source_texts_come_once_with_every_place() -> None:
    found = {each.text: each.places for each in source_texts(SMALL + b"| | note | again | Who? |\n")}
    assert found == {"Who?": ("survey:2 label who", "survey:3 label again")}


@pytest.mark.parametrize("data", [b"", b'msgid "a', b'msgid ""\nmsgstr "Language: it\\n"\n'])
def test_a_catalogue_that_can_not_be_used_is_named(data: bytes) -> None:
    with pytest.raises(IntakeError) as caught:
        read_catalogue(data, "it.po")
    assert (caught.value.code, caught.value.facts["file"]) == ("xlsform.bad_catalogue", "it.po")
