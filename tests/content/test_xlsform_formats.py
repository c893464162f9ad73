"""One questionnaire in every format gives one XForm; the cells of spreadsheet programs are read as people mean them."""

import csv
import datetime
import json
import re
import subprocess
import sys
import zipfile
from functools import partial
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook

from intake_app import cli, workflow
from intake_app.errors import IntakeError
from intake_app.xlsform import compile_form
from tests.content.spreadsheets import Cell, Sheets, csv_text, md, xls, xlsx
from tests.cost import times_as_long

FORM: Sheets = {
    # Sheets in no order, one of notes, capital letters, a blank column.
    "settings": [["form_id", "version", "form_title"], ["asks", 3.0, "Asks"]],
    "notes": [["Ask Fatima"], ["x", "y", "z"]],
    "Choices": [
        ["list name", "name", "label::English (en)", "label::Italiano (it)"],
        ["yn", 1.0, "Yes", "Sì"],
        ["yn", 0, "No", "No"],
    ],
    "SURVEY": [
        [
            "Type",
            "Name",
            None,
            "Label::English (en)",
            "label::Italiano (it)",
            "Required",
            "default",
            "Constraint",
            "relevant",
        ],
        ["text ", " who", None, "\u2018Who\u2019?\xa0", "Chi è?", True, None, ". != \u201cx\u201d", None],
        ["select_one yn", "hungry", None, "Hungry?", "Fame?", False, 1.0, None, "${who} != ''"],
        ["date", "since", None, "Since", "Da", None, datetime.datetime(2024, 1, 31), None, None],
        ["dateTime", "at", None, "At", "Alle", None, datetime.datetime(2024, 1, 31, 10, 30), None, None],
        ["decimal", "share", None, "Share | part", "Parte", None, 0.1, ". < 0.75", None],
        ["integer", "big", None, "Big", "Grande", None, 12345678901, None, None],
    ],
}
FORMATS = {
    "asks.xlsx": xlsx(FORM),
    "asks.xlsm": xlsx(FORM),
    "asks.xls": xls(FORM),
    "asks.csv": csv_text(FORM),
    "asks.md": md(FORM),
    "asks (semicolons).csv": csv_text(FORM, ";"),
    "asks (tabs).csv": csv_text(FORM, "\t"),
    "asks (windows).csv": b"\xef\xbb\xbf" + csv_text(FORM),
}
MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def canonical(xml: bytes) -> bytes:
    return etree.tostring(etree.fromstring(xml), method="c14n")


def changed(data: bytes, part: str, pattern: bytes, new: bytes, more: dict[str, bytes] | None = None) -> bytes:
    """A spreadsheet with a place in a part changed as another program would write it, and with more parts."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as given, zipfile.ZipFile(stream, "w") as made:
        for name in given.namelist():
            text, count = re.subn(pattern, new, given.read(name)) if name == part else (given.read(name), 1)
            assert count == 1
            made.writestr(name, text)
        for name, text in (more or {}).items():
            made.writestr(name, text)
    return stream.getvalue()


def defaults(xml: bytes) -> dict[str, str]:
    instance = etree.fromstring(xml).find(".//{*}instance/*")
    assert instance is not None
    return {etree.QName(each).localname: each.text or "" for each in instance}


@pytest.mark.parametrize("name", FORMATS)
def test_one_form_in_every_format_gives_one_xform(name: str) -> None:
    xml, warnings = workflow.to_xform(name, FORMATS[name])
    assert canonical(xml) == canonical(workflow.to_xform("asks.xlsx", FORMATS["asks.xlsx"])[0])
    assert warnings == ()
    told = defaults(xml)
    assert told | {"hungry": "1", "since": "2024-01-31", "at": "2024-01-31T10:30:00", "share": "0.1"} == told
    assert told["big"] == "12345678901"


@pytest.mark.parametrize("name", FORMATS)
def test_the_command_line_checks_and_compiles_every_format(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / name, tmp_path / "out.xml"
    source.write_bytes(FORMATS[name])
    assert cli.run(["form", "check", str(source)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["form_id"], told["version"], told["warnings"]) == ("asks", "3", [])
    assert [language["code"] for language in told["languages"]] == ["en", "it"]
    assert cli.run(["form", "compile", str(source), "-o", str(target)]) == 0
    assert canonical(target.read_bytes()) == canonical(compile_form(FORMATS[name], name).xml)


def test_macros_and_links_are_carried_by_the_file_and_left_alone() -> None:
    kinds = "[Content_Types].xml"
    macros = changed(xlsx(FORM), kinds, re.escape(PLAIN.encode()), MACROS.encode(), {"xl/vbaProject.bin": b"\0x"})
    link = {"xl/externalLinks/externalLink1.xml": b'<externalLink xmlns="urn:x"><externalBook/></externalLink>'}
    linked = changed(macros, kinds, b"</Types>", b"</Types>", link)
    told = canonical(compile_form(linked, "asks.xlsm").xml)
    assert told == canonical(compile_form(FORMATS["asks.md"], "asks.md").xml)


def test_a_formula_counts_by_the_value_its_program_stored() -> None:
    data = xlsx({"survey": [["type", "name", "label"], ["text", "who", '=CONCATENATE("W","ho?")']]})
    stored = rb'<c r="C2" t="str"><f>\1</f><v>Who?</v></c>'
    data = changed(data, "xl/worksheets/sheet1.xml", rb'<c r="C2"><f>(.*?)</f><v ?(?:/>|></v>)</c>', stored)
    assert b"Who?" in compile_form(data, "formula.xlsx").xml


def test_hidden_sheets_and_columns_count_like_the_others() -> None:
    book = Workbook()
    notes = book.worksheets[0]
    notes.title = "read me"
    page = book.create_sheet("survey")
    page.sheet_state = "hidden"
    for row in (["type", "name", "label"], ["text", "who", "Who?"]):
        page.append(row)
    page.column_dimensions["C"].hidden = True
    stream = BytesIO()
    book.save(stream)
    assert b"Who?" in compile_form(stream.getvalue(), "hidden.xlsx").xml


def test_the_only_sheet_is_the_survey_whatever_its_name() -> None:
    rows = {"Foglio1": [["type", "name", "label"], ["text", "who", "Who?"]]}
    for name, data in (("a.xlsx", xlsx(rows)), ("a.xls", xls(rows)), ("a.md", md(rows))):
        assert b"Who?" in compile_form(data, name).xml


def test_a_csv_of_questions_alone_needs_no_column_of_sheets() -> None:
    assert b"Who?" in compile_form(b"type,name,label\ntext,who,Who?\ntext,b,B\n", "a.csv").xml
    with pytest.raises(IntakeError) as caught:
        compile_form(b"survey of things,a,b,c\nx,y,z,w\n", "a.csv")
    assert caught.value.code == "xlsform.no_sheet_names"


def test_a_csv_may_name_the_sheet_in_every_row() -> None:
    data = b"survey,type,name,label\nsurvey,text,who,Who?\nsurvey,text,b,B\n"
    assert b"Who?" in compile_form(data, "a.csv").xml


def test_blank_rows_keep_the_numbers_of_the_others() -> None:
    rows = [["type", "name", "label"], *[[None]] * 3, ["txet", "who", "Who?"]]
    for name, data in (
        ("a.xlsx", xlsx({"survey": rows})),
        ("a.xls", xls({"survey": rows})),
        ("a.csv", csv_text({"survey": rows})),
    ):
        with pytest.raises(IntakeError) as caught:
            compile_form(data, name)
        assert caught.value.facts["place"] == "survey:5"


def test_rows_after_sixty_blank_ones_are_left_out_and_told() -> None:
    rows = [["type", "name", "label"], ["text", "a", "A"], *[[None]] * 61, ["text", "b", "B"]]
    form = compile_form(xlsx({"survey": rows}), "a.xlsx")
    assert defaults(form.xml).keys() == {"a", "meta"}
    assert [(each.code, each.facts["place"]) for each in form.remarks] == [("xlsform.rows_left_out", "survey:64")]
    rows.pop(5)
    assert defaults(compile_form(xlsx({"survey": rows}), "a.xlsx").xml).keys() == {"a", "b", "meta"}


def test_a_mark_in_the_last_corner_of_a_sheet_costs_next_to_nothing() -> None:
    """Filled up to the corner it would be five million cells, or a thousand million: read, a thousand times as long."""
    rows: list[list[Cell]] = [["type", "name", "label"], ["text", "a", "A"]]
    wide = xls({"survey": [*rows, *[[None]] * 20_000, [*[None] * 255, "x"]]})
    book = load_workbook(BytesIO(xlsx({"survey": rows})))
    book.worksheets[0]["XFD1048576"] = "x"
    stream = BytesIO()
    book.save(stream)
    small = {"survey": rows}
    for name, data, plain in (("a.xls", wide, xls(small)), ("a.xlsx", stream.getvalue(), xlsx(small))):
        assert defaults(compile_form(data, name).xml).keys() == {"a", "meta"}
        marked, unmarked = partial(compile_form, data, name), partial(compile_form, plain, name)
        assert times_as_long(marked, unmarked) < 60


def test_a_heading_that_stands_twice_is_refused_in_every_format() -> None:
    sheets = {"survey": [["type", "name", "label", "label"], ["text", "who", "A", "B"]]}
    for name, data in (
        ("a.xlsx", xlsx(sheets)),
        ("a.xls", xls(sheets)),
        ("a.csv", csv_text(sheets)),
        ("a.md", md(sheets)),
    ):
        with pytest.raises(IntakeError) as caught:
            compile_form(data, name)
        assert (caught.value.code, caught.value.facts["place"]) == ("xlsform.repeated_heading", "survey:1")


def test_an_error_of_a_formula_reads_the_same_in_old_and_new_spreadsheets() -> None:
    sheets = {"survey": [["type", "name", "label"], ["text", "who", "#N/A"]]}
    assert canonical(compile_form(xlsx(sheets), "a.xlsx").xml) == canonical(compile_form(xls(sheets), "a.xls").xml)


def test_a_date_that_may_be_either_of_two_is_refused_with_its_cell() -> None:
    sheets = {"survey": [["type", "name", "label", "default"], ["date", "a", "A", datetime.datetime(1900, 1, 5)]]}
    with pytest.raises(IntakeError) as caught:
        compile_form(xls(sheets), "a.xls")
    assert (caught.value.code, caught.value.facts["place"], caught.value.facts["column"]) == (
        "xlsform.bad_date",
        "survey:2",
        "D",
    )


def test_control_characters_from_word_processors_are_taken_out() -> None:
    sheets = {"survey": [["type", "name", "label"], ["text", "who", "Wh\x0bo\x07?"]]}
    for data in (xls(sheets), csv_text(sheets), md(sheets)):
        assert b"Who?" in compile_form(data, "a.csv" if data.startswith(b"survey") else "a.md").xml


def test_the_file_of_outside_choices_keeps_each_cell_under_its_heading() -> None:
    sheets = {
        "survey": [
            ["type", "name", "label", "choice_filter"],
            ["text", "s", "S"],
            ["select_one_external c", "a", "A", "state=${s}"],
        ],
        "external_choices": [["list_name", "name", "label", "state"], ["c", "x", None, "1"], ["c", "y", "Y", "2"]],
    }
    form = compile_form(xlsx(sheets), "a.xlsx")
    rows = list(csv.DictReader(StringIO(form.files["itemsets.csv"].decode())))
    assert [(row["name"], row["label"], row["state"]) for row in rows] == [("x", "", "1"), ("y", "Y", "2")]


ALONE = """
import sys
from pathlib import Path
from intake_app.xlsform import compile_form
compile_form(Path(sys.argv[1]).read_bytes(), "warm.xlsx")
def watch(event, arguments):
    if event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "socket.connect", "socket.getaddrinfo"):
        raise SystemExit(f"{event} {arguments}")
    if event == "open" and (arguments[2] or 0) & 0o103:
        raise SystemExit(f"writes {arguments}")
    if event in ("os.mkdir", "os.remove", "os.rename", "tempfile.mkstemp", "tempfile.mkdtemp"):
        raise SystemExit(f"{event} {arguments}")
for path in sys.argv[1:]:
    data = Path(path).read_bytes()
    if path == sys.argv[1]:
        sys.addaudithook(watch)
    sys.stderr.write(compile_form(data, Path(path).name).form_id)
"""


def test_compiling_writes_nothing_starts_nothing_and_asks_no_network(tmp_path: Path) -> None:
    for name, data in FORMATS.items():
        (tmp_path / name).write_bytes(data)
    paths = [str(tmp_path / name) for name in FORMATS]
    ran = subprocess.run([sys.executable, "-c", ALONE, *paths], capture_output=True, text=True, timeout=60, check=False)
    # Nothing on standard output either: the readers of spreadsheets have logs of their own.
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "asks" * len(FORMATS))
