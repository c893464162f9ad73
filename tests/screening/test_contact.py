"""A hint that a person may have been met before: its reasons, what speaks against it, and when there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pytest

from intake_app.screening import Known, compared, known


@dataclass(frozen=True)
class Form:
    """Tags by path."""

    own: Mapping[str, Mapping[str, str]]

    def tagged(self, name: str) -> Sequence[tuple[str, str]]:
        return [(path, tags[name]) for path, tags in self.own.items() if name in tags]

    def tags(self, ref: str) -> Mapping[str, str]:
        return self.own.get(ref, {})


FORM = Form(
    {
        "/d/given": {"person": "name"},
        "/d/family": {"person": "name"},
        "/d/sex": {"person": "sex"},
        "/d/phone": {"person": "phone"},
        "/d/port": {"person": "place"},
        "/d/landed": {"person": "day"},
        "/d/who/born": {"birth": "date"},
        "/d/who/earliest": {"birth": "earliest"},
        "/d/who/latest": {"birth": "latest"},
        "/d/plain": {"birth": "date"},
        "/d/child/name": {"person": "name"},
        "/d/child/born": {"birth": "date"},
    }
)
AMINA = Known("Amina Diallo", ("1996-01-01", "1996-12-31"), "female", "+39 333 1234567", "Lampedusa", "2026-11-03")


def test_who_a_record_is_about() -> None:
    values = {
        "/d/given": " Amina ",
        "/d/family": "Diallo",
        "/d/sex": "female",
        "/d/phone": "prefers_not_to_say",
        "/d/port": "does_not_know",
        "/d/who/born": "1996-12-31",
        "/d/who/earliest": "1996-01-01",
        "/d/who/latest": "1996-12-31",
        "/d/child[1]/name": "Musa",
        "/d/child[1]/born": "2020-01-01",
    }
    assert known(FORM, values, "Landing 7") == Known("Amina Diallo", ("1996-01-01", "1996-12-31"), "female")
    assert known(FORM, {"/d/plain": "1996-02-03"}).born == ("1996-02-03", "1996-02-03")
    assert known(FORM, {"/d/plain": "1996--", "/d/child[1]/born": "2020-01-01"}).born == ("", "")
    assert known(Form({}), {}, "  Amina   Diallo ").name == "Amina Diallo", "the name of the record, without a tag"


@pytest.mark.parametrize(
    ("there", "hint", "told"),
    [
        (AMINA, True, "name:same birth:same sex:same phone:same place:same day:same"),
        (Known("amina DIALLO"), True, "name:same"),
        (Known("Aminata Diallo"), False, "name:alike"),
        (Known("أمينة ديالو", AMINA.born), True, "name:alike birth:same"),
        (Known("Amina"), False, "name:same"),
        (Known("Amina", ("1996-06-01", "1997-05-31")), True, "name:same birth:overlaps"),
        (Known("Amina", ("1990-01-01", "2000-12-31")), True, "name:same birth:overlaps"),
        (Known("أمينة", ("1990-01-01", "2000-12-31")), False, "name:alike birth:overlaps"),
        (Known("Amina Diallo", ("2001-01-01", "2001-12-31")), False, "name:same birth:differs"),
        (Known("Amina Diallo", sex="male"), False, "name:same sex:differs"),
        (Known("Amina Diallo", sex="F"), True, "name:same sex:same"),
        (Known("Amina Diallo", sex="other"), False, "name:same sex:differs"),
        (Known(sex="female", born=AMINA.born), False, "birth:same sex:same"),
        (Known(place="lampedusa", day="2026-11-03"), False, "place:same day:same"),
        (Known("Amina", place="Lampedusa", day="2026-11-03"), True, "name:same place:same day:same"),
        (Known("Amina", place="Lampedusa", day="2026-11-04"), False, "name:same place:same day:differs"),
        (Known("Amina Diallo", place="Pozzallo", day="2026-10-04"), False, "name:same place:differs day:differs"),
        (Known("Amina Diallo", place="Pozzallo"), True, "name:same place:differs"),
        (Known(phone="00393331234567"), True, "phone:same"),
        (Known("Musa Keita", phone="3331234567"), True, "name:differs phone:same"),
        (Known("Musa Keita", phone="3331234567", sex="male"), False, "name:differs sex:differs phone:same"),
        (Known("Amina Diallo", phone="3337654321"), True, "name:same phone:differs"),
        (Known(phone="123"), False, ""),
        (Known(), False, ""),
    ],
)
def test_when_there_is_a_hint_and_its_reasons(there: Known, hint: bool, told: str) -> None:
    found = compared(AMINA, there)
    assert " ".join(f"{point.part}:{point.how}" for point in found.points) == told
    assert found.is_hint is hint
    back = compared(there, AMINA)
    assert (back.weight, back.is_hint, len(back.points)) == (found.weight, hint, len(found.points))


def test_what_was_told_stands_beside_each_other_and_out_of_reprs() -> None:
    there = replace(AMINA, name="Amina Dialo", born=("1996-05-01", "1996-05-01"))
    points = {point.part: (point.here, point.there, point.agrees) for point in compared(AMINA, there).points}
    assert points["name"] == ("Amina Diallo", "Amina Dialo", True)
    assert points["birth"] == ("1996-01-01–1996-12-31", "1996-05-01", True)
    assert "Amina" not in repr(compared(AMINA, there)) + repr(AMINA)
