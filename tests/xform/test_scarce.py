"""Lists of choices from which nothing, or less than stands in them, can be chosen."""

import pytest

from intake_app.xform import load
from intake_app.xform.scarce import scarce
from tests.xform.forms import inputs, xform

SOURCE = (
    '<instance id="l" src="jr://file-csv/l.csv"/>'
    '<instance id="in"><root><item><name>a</name></item></root></instance>'
)
SELECT = (
    '<select1 ref="/data/{ref}"><label>Which</label><itemset nodeset="{nodeset}">'
    '<value ref="name"/>{label}</itemset></select1>'
)
ALL, SOME = "instance('l')/root/item", "instance('l')/root/item[land = /data/b]"
LABEL = '<label ref="label"/>'


def told(data: bytes, nodeset: str = ALL, label: str = LABEL) -> list[tuple[str, str, str]]:
    form = xform("<a/><b/>", "", SELECT.format(ref="a", nodeset=nodeset, label=label) + inputs("b"), SOURCE)
    files = {"l.csv": data, "other.xml": b"<root/>"}
    return [
        (each.code.removeprefix("xform.list_"), each.place, str(each.facts.get("found", "")))
        for each in scarce(load(form, files), files)
    ]


@pytest.mark.feature(96, 97)
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"name,label\na,A\nb,B\n", []),
        (b"name;label\na;A\nb;B\n", []),
        (b"", [("empty", "l.csv", "")]),
        (b"name,label\n", [("empty", "l.csv", "")]),
        (b"Name,label\na,A\n", [("column", "/data/a", "name")]),
        (b"name\tlabel\na\tA\n", [("column", "/data/a", "name"), ("column", "/data/a", "label")]),
        (b"name,Label\na,A\n", [("column", "/data/a", "label")]),
        (b'name,label\na,"A\nb,B\nc,C\n', [("row_swallowed", "/data/a", "label")]),
        (b"name,label\na,A\na,B\n", [("twin", "/data/a", "a")]),
        (b"name,label\na\nb,B\n", []),
    ],
)
def test_what_is_wrong_with_a_list_is_told_by_its_question(data: bytes, expected: list[tuple[str, str, str]]) -> None:
    assert told(data) == expected


def test_a_choice_may_stand_once_for_each_answer_that_a_list_is_narrowed_by() -> None:
    assert told(b"name,label,land\nother,Other,x\nother,Other,y\n", SOME) == []


@pytest.mark.parametrize(
    ("nodeset", "label"),
    [
        (ALL, '<label ref="jr:itext(itextId)"/>'),
        (ALL, '<label ref="concat(name, 1)"/>'),
        ("instance('in')/root/item", LABEL),
        ("/data/b", LABEL),
    ],
)
def test_of_other_lists_and_of_labels_that_are_worked_out_nothing_is_said(nodeset: str, label: str) -> None:
    assert told(b"name,itextId\na,a\n", nodeset, label) == []
