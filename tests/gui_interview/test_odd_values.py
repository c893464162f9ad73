"""Items 86 to 88 of the catalogue: dates, numbers and places as hands type them, from the field to the store."""

import pytest
from lxml import etree
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from tests.gui_interview.conftest import House, Interview

pytestmark = pytest.mark.window
FORM = b"""| survey | | | | |
| | type | name | label | appearance |
| | text | begin | Begin? | |
| | integer | whole | How many? | |
| | decimal | part | How much? | |
| | geopoint | place | Where? | placement-map |
| | geotrace | way | Which way? | |
| | date | born | Born? | |
| settings | | | | |
| | form_title | form_id | version | |
| | Odd | odd | 1 | |
"""
# A sign that is of no number does not appear before the figures; behind them it stays, and the answer does not fit.
WHOLE = {
    "87_arabic_indic_digits": ("١٢٣", "123", True),
    "87_leading_zeros": ("007", "7", True),
    "87_minus_nothing": ("-0", "0", True),
    "87_with_an_exponent": ("1e5", "1e5", False),
    "87_twenty_digits": ("12345678901234567890", "12345678901234567890", False),
    "87_a_point": ("1.5", "1.5", False),
    "87_not_a_number": ("NaN", "", True),
    "87_words": ("twelve", "", True),
}
PART = {
    "87_a_comma": ("1,5", "1.5", True),
    "87_a_point": ("1.5", "1.5", True),
    "87_arabic_comma": ("١٫٥", "1.5", True),
    "87_two_points": ("1.2.3", "1.2.3", False),
    "87_with_an_exponent": ("1e5", "1e5", False),
    "87_infinity": ("Infinity", "", True),
    "87_400_digits": ("9" * 400, "9" * 40, True),
}
PLACES = {
    "88_zero_zero": ("0 0", True),
    "88_north_of_the_pole": ("91 0", False),
    "88_around_the_world": ("0 181", False),
    "88_not_a_number": ("NaN NaN", False),
    "88_infinite": ("inf 0", False),
    "88_half_with_a_letter": ("12.5 S 45.3", False),
    "88_an_accuracy_of_nothing": ("45.1 7.6 0 0", True),
    "88_an_accuracy_of_a_world": ("45.1 7.6 0 1000000000", True),
}
DATES = {
    "86_leap_day": ("2024-02-29", True),
    "86_no_leap_day": ("2023-02-29", False),
    "86_the_first_year": ("0001-01-01", True),
    "86_the_last_day": ("9999-12-31", True),
    "86_not_born_yet": ("2999-01-01", True),
    "86_thirteenth_month": ("2024-13-01", False),
    "86_no_day": ("2024-01-00", False),
}


@pytest.fixture
def talk(house: House, tmp_path_factory: pytest.TempPathFactory) -> Interview:
    """An interview of one question of each kind."""
    path = tmp_path_factory.mktemp("form") / "odd.md"
    path.write_bytes(FORM)
    return house.start(path)


def typed(talk: Interview, name: str, text: str) -> tuple[str, bool]:
    """What the store has after a text was typed into the first field, and whether it fits."""
    ref = f"/data/{name}"
    talk.go(ref)
    field = next(one for one in talk.answer(ref).findChildren(QLineEdit) if one.isVisible())
    field.setFocus()
    talk.type(text)
    talk.key(Qt.Key.Key_Tab)
    talk.page.save_now()
    talk.wait_saved()
    root = etree.fromstring(talk.stored().xml)
    kept = next(str(element.text or "") for element in root.iter() if etree.QName(element).localname == name)
    return kept, ref not in {fault.ref for fault in talk.session.violations()}


@pytest.mark.parametrize(("name", "text", "kept", "fits"), [("whole", *one) for one in WHOLE.values()], ids=[*WHOLE])
def test_whole_numbers(talk: Interview, name: str, text: str, kept: str, fits: bool) -> None:
    stored, whole = typed(talk, name, text)
    assert whole == fits
    assert stored == kept


@pytest.mark.parametrize(("text", "kept", "fits"), [*PART.values()], ids=[*PART])
def test_parts_of_numbers(talk: Interview, text: str, kept: str, fits: bool) -> None:
    stored, whole = typed(talk, "part", text)
    assert whole == fits
    assert stored == kept


@pytest.mark.parametrize(("text", "fits"), [*PLACES.values()], ids=[*PLACES])
def test_places(talk: Interview, text: str, fits: bool) -> None:
    assert typed(talk, "place", text)[1] == fits


@pytest.mark.parametrize(("text", "fits"), [*DATES.values()], ids=[*DATES])
def test_dates(talk: Interview, text: str, fits: bool) -> None:
    stored, whole = typed(talk, "born", text)
    assert whole == fits
    assert not fits or stored == text


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("place", "45.1, 7.65", "45.1 7.65 0.0 0.0"),
        ("place", "2.5 S, 45 W", "-2.5 -45.0 0.0 0.0"),
        ("place", "5 181", ""),
        ("way", "45.1 7.6; 45.2 7.75", "45.1 7.6 0.0 0.0; 45.2 7.75 0.0 0.0"),
    ],
)
def test_a_place_typed_with_pauses_stays_as_it_is_typed(talk: Interview, name: str, text: str, kept: str) -> None:
    ref = f"/data/{name}"
    talk.go(ref)
    field = next(one for one in talk.answer(ref).findChildren(QLineEdit) if one.isVisible())
    field.setFocus()
    for at, letter in enumerate(text, 1):
        talk.bot.keyClicks(field, letter)
        talk.page.save_now()
        talk.wait_saved()
        assert field.text() == text[:at]
    assert talk.session.value(ref) == kept


def test_an_o_that_may_be_west_or_east_is_asked_about(talk: Interview) -> None:
    kept, fits = typed(talk, "place", "50.1 N 8.6 O")
    talk.go("/data/place")
    assert (kept, fits) == ("50.1 N 8.6 O", False)
    assert talk.page.sheet is not None
    told = talk.page.sheet.blocks["/data/place"].fault.words.person.text
    assert told == "O can mean west or east. Please write W or E."
