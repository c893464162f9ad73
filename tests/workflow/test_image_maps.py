"""A check tells where the parts of a picture and the choices of its question do not meet."""

import pytest

from intake_app import workflow
from tests.gui_interview.pad_forms import BODY, mapped

NAMES = ("image_map_none", "image_map_unread", "image_map_no_part", "image_map_no_choice")


def told(xml: bytes, files: dict[str, bytes]) -> list[tuple[str, str, str]]:
    notices = workflow.check_form("form.xml", xml, files).notices
    found = [one for one in notices if one.code.removeprefix("workflow.") in NAMES and one.place == "/data/many"]
    return [(one.level, one.code.removeprefix("workflow."), str(one.facts.get("names", ""))) for one in found]


def test_choices_without_a_part_and_parts_without_a_choice() -> None:
    drawn = BODY.replace(b'"chest"', b'"Chest"').replace(b'"navel"', b'"path123-4"')
    assert told(mapped(), {"body.svg": BODY}) == [
        ("warning", "image_map_no_part", "everywhere"),
        ("info", "image_map_no_choice", "navel"),
    ]
    assert told(mapped(), {"body.svg": drawn}) == [
        ("warning", "image_map_no_part", "chest, everywhere"),
        ("info", "image_map_no_choice", "Chest"),
    ]


def listed(nodeset: str) -> bytes:
    """The same choices as a list of the model."""
    xml = mapped().decode()
    start, end = xml.index("<item>"), xml.index("</select>")
    items = "".join(f"<item><name>{name}</name><label>{name}</label></item>" for name in ("head", "foot"))
    itemset = f"<itemset nodeset=\"{nodeset}\"><value ref='name'/><label ref='label'/></itemset>"
    xml = xml[:start] + itemset + xml[end:]
    return xml.replace("</instance>", f"</instance><instance id='l'><root>{items}</root></instance>", 1).encode()


@pytest.mark.parametrize(
    ("nodeset", "lost"),
    [
        ("instance('l')/root/item", ["foot"]),
        ("instance('l')/root/item[name != /data/one]", []),
        ("instance('no')/root/item", []),
    ],
)
def test_a_list_is_looked_at_unless_other_answers_narrow_it(nodeset: str, lost: list[str]) -> None:
    found = told(listed(nodeset), {"body.svg": BODY})
    assert [names for _, code, names in found if code == "image_map_no_part"] == lost


def test_many_names_are_cut_short() -> None:
    assert told(mapped(), {"body.svg": b"<svg viewBox='0 0 9 9'><path id='x' d='M0 0h1v1z'/></svg>"}) == [
        ("warning", "image_map_no_part", "head, chest, belly, left_arm, right_arm, left_leg, right_leg, everywhere"),
        ("info", "image_map_no_choice", "x"),
    ]


def test_a_picture_that_can_not_be_read_and_one_that_is_not_named() -> None:
    assert told(mapped(), {"body.svg": b"<svg/>"}) == [("warning", "image_map_unread", "")]
    assert told(mapped(), {"body.svg": b"\x89PNG"}) == [("warning", "image_map_unread", "")]
    assert told(mapped(), {}) == [], "that it is missing is told otherwise"
    bare = mapped().replace(b'<value form="image">jr://images/body.svg</value>', b"")
    assert told(bare, {}) == [("warning", "image_map_none", "")]
    dashed = mapped().replace(b"jr://images/body.svg", b"-")
    assert told(dashed, {}) == [("warning", "image_map_none", "")]
    assert told(bare.replace(b"image-map", b"minimal"), {}) == []
