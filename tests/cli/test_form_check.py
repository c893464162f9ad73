"""What `form check` tells the author: features and places, languages, costs, errors first, in two languages."""

from pathlib import Path
from typing import Any

import pytest

from intake_app import cli, paths
from tests.cli.conftest import Line
from tests.shared_data import shared
from tests.xform.forms import xform

ITEMS = "".join(f"<item><name>n{at}</name><label>L{at}</label></item>" for at in range(6000))
FORM = xform(
    "<a/><b/><c/><d/>",
    '<bind nodeset="/data/a" type="geopoint"/><bind nodeset="/data/b" type="geopoint"/>'
    "<bind nodeset='/data/c' calculate=\"count(instance('t')/root/item[contains(label, 'x')]) + /data/nowhere\"/>",
    '<input ref="/data/a"><label>A</label></input><input ref="/data/b"><label>B</label></input>'
    '<input ref="/data/d" appearance="bearing ex:some.app"><label>D</label></input>'
    '<select1 ref="/data/d" appearance="search(\'towns\')"><label>Towns</label></select1>',
    f"<instance id='t'><root>{ITEMS}</root></instance><instance id='f' src='jr://file-csv/towns.csv'/>",
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "towns.xml"
    path.write_bytes(FORM)
    return path


def test_features_are_counted_with_their_places_worst_first(source: Path, line: Line) -> None:
    told = line("form", "check", str(source))
    short = [(one["row"], one["state"], one["count"], one["places"]) for one in told["features"][:4]]
    assert short == [
        (53, "refused", 1, ["/data/d"]),
        (34, "degraded", 2, ["/data/a", "/data/b"]),
        (64, "degraded", 1, ["/data/d"]),
        (65, "degraded", 1, ["/data/d"]),
    ]
    assert told["summary"]["refused"] == 1
    assert told["summary"]["supported"] == len([one for one in told["features"] if one["state"] == "supported"])


def test_notices_are_sentences_with_advice_errors_first(source: Path, line: Line) -> None:
    told = line("form", "check", str(source))["notices"]
    levels = [one["level"] for one in told]
    assert levels == sorted(levels, key=["error", "warning", "info"].index)
    by_code: dict[str, Any] = {one["code"]: one for one in told}
    assert by_code["xform.file_missing"]["level"] == "error"
    assert "/data/nowhere" in by_code["xform.no_such_path"]["sentence"]
    assert "6000 items of the list t" in by_code["xform.costly_filter"]["sentence"]
    assert by_code["xform.costly_filter"]["advice"].startswith("Compare a column")
    assert not by_code.keys() & {"xform.appearance_ignored", "xform.external_select"}, "told once, by the feature"


def test_in_italian_no_word_is_left_in_english(source: Path, line: Line) -> None:
    english, italian = (line("form", "check", str(source), "--language", code) for code in ("en", "it"))
    for kind, part in (("notices", "sentence"), ("notices", "advice"), ("features", "note")):
        for one, other in zip(english[kind], italian[kind], strict=True):
            assert one[part] != other[part] or not one[part]


def test_languages_tell_how_far_they_are(line: Line) -> None:
    told = {one["name"]: one for one in line("form", "check", str(shared("data/forms/all-widgets.xml")))["languages"]}
    french = told["French (fr)"]
    assert (french["code"], french["default"], french["review"]) == ("fr", False, None)
    assert french["texts"]["total"] == {"there": 2, "of": 270, "percent": 0}
    assert french["texts"]["choices"]["percent"] == 0
    assert told["default"]["texts"]["total"]["percent"] == 100


def test_the_source_of_one_of_our_own_is_told_with_its_translations(line: Line) -> None:
    told = {one["code"]: one for one in line("form", "check", str(paths.forms() / "first_interview.md"))["languages"]}
    assert set(told) == {"en", "it", "fr", "ar", "bn", "ur", "fa", "so", "ti", "am"}
    assert told["en"]["review"] is None and {told[code]["review"] for code in told if code != "en"} == {"unreviewed"}
    assert {one["texts"]["total"]["percent"] for one in told.values()} == {100}
    assert {one["texts"]["reviewed"]["there"] for one in told.values()} == {0}


@pytest.mark.feature(10, 66)
def test_printing_is_told_with_its_place_and_columns_are_there(line: Line, tmp_path: Path) -> None:
    body = '<input ref="/data/a" appearance="printer:org.x.Zebra(y)"><label>A</label></input>'
    path = tmp_path / "printing.xml"
    path.write_bytes(xform("<a/>", body=body).replace(b"<h:body>", b'<h:body class="pages theme-grid">'))
    told = {one["row"]: one for one in line("form", "check", str(path))["features"]}
    assert (told[66]["state"], told[66]["places"]) == ("degraded", ["/data/a"])
    assert "referral slip" in told[66]["note"]
    assert (told[10]["state"], told[10]["places"]) == ("supported", ["pages", "theme-grid"])


@pytest.mark.feature(10)
def test_the_style_pages_is_how_it_is_here(line: Line, tmp_path: Path) -> None:
    path = tmp_path / "pages.xml"
    path.write_bytes(xform("<a/>").replace(b"<h:body>", b'<h:body class="pages no-text-transform">'))
    (told,) = (one for one in line("form", "check", str(path))["features"] if one["row"] == 10)
    assert told["state"] == "supported"


@pytest.mark.parametrize(("rows", "word"), [("name,label\n", "no row"), ("Name,label\na,A\n", 'asks for "name"')])
def test_a_list_from_which_nothing_can_be_chosen_is_told(line: Line, tmp_path: Path, rows: str, word: str) -> None:
    form = tmp_path / "from_a_file.md"
    form.write_text(
        "| survey |\n| | type | name | label |\n| | select_one_from_file l.csv | a | A |\n"
        "| settings |\n| | form_id | form_title |\n| | e | E |\n",
        encoding="utf-8",
    )
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "l.csv").write_text(rows, encoding="utf-8")
    told = line("form", "check", str(form), "--media", str(tmp_path / "media"))
    assert any(word in each["sentence"] for each in told["notices"])


def test_the_help_says_that_a_spreadsheet_is_written_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.run(["form", "compile", "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert "an .xlsx: the spreadsheet for Kobo or ODK, with all languages" in said
