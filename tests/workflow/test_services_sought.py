"""Services are sought by a province and a language as people write them; what is none is refused and drops nothing."""

import json
from typing import Any

import pytest

from intake_app import paths, referral, workflow
from intake_app.errors import IntakeError
from intake_app.referral import Directory
from intake_app.referral.work import PROVINCES
from intake_app.workflow.services import sought


def entry(code: str, **more: Any) -> dict[str, Any]:
    plain = {"kind": "health", "recipient_kind": "health", "names": {"it": code}, "mandate": {"it": "visite"}}
    return {"code": code, **plain, **more}


THEIRS = [entry("here", provinces=["RG"], languages=["bn"]), entry("away", provinces=["AG"], languages=["ar"])]
ALL = Directory(
    (
        *workflow.directory(),
        *referral.load_directory(json.dumps({"format": 1, "recipients": THEIRS}).encode()),
    )
)


def codes(**told: str) -> set[str]:
    return {one.code for one in sought(ALL, **told)}


@pytest.mark.parametrize("told", ["RG", "rg", "Ragusa", "RAGUSA", " ragusa "])
def test_a_province_is_known_by_its_plate_and_its_name(told: str) -> None:
    assert codes(province=told) == codes(province="RG") and "here" in codes(province=told)
    assert "away" not in codes(province=told)


@pytest.mark.parametrize(
    ("told", "plate"), [("Rome", "RM"), ("firenze", "FI"), ("Forlì-Cesena", "FC"), ("l'aquila", "AQ")]
)
def test_names_of_provinces_in_italian_and_english(told: str, plate: str) -> None:
    entries = [entry(each.lower(), provinces=[each]) for each in PROVINCES]
    every = referral.load_directory(json.dumps({"format": 1, "recipients": entries}).encode())
    assert [one.code for one in sought(every, province=told)] == [plate.lower()]


@pytest.mark.parametrize("told", ["ar", "AR", "ar-EG", "Arabic", "arabo", "العربية"])
def test_a_language_is_known_by_its_code_and_its_names(told: str) -> None:
    assert {"freephone", "away"} <= codes(language=told) and "here" not in codes(language=told)


@pytest.mark.parametrize("told", [{"province": "RGX"}, {"province": "ZZ"}, {"language": "xx"}, {"language": "Arabish"}])
def test_what_is_no_province_and_no_language_is_refused_with_it(told: dict[str, str]) -> None:
    ((kind, word),) = told.items()
    with pytest.raises(IntakeError) as caught:
        sought(ALL, **told)
    assert (caught.value.code, dict(caught.value.facts)) == (f"workflow.unknown_{kind}", {kind: word})


def test_their_names_among_the_words_find_who_serves_them() -> None:
    assert sought(ALL, "Ragusa") == sought(ALL, province="RG"), "as chosen from the list"
    assert codes(text="arabo") == {"freephone", "away"}
    assert codes(text="here") == {"here"} and codes(text="nothing like that") == set()
    assert codes(text="Ragusa", province="AG") == set(), "what is chosen goes before what is typed"


def test_each_province_has_its_name_as_in_the_questionnaire_on_work() -> None:
    told = json.loads((paths.resources() / "provinces.json").read_text(encoding="utf-8"))
    assert set(told) == set(PROVINCES)
    lines = (paths.forms() / "labour.md").read_text(encoding="utf-8").splitlines()
    cells = ([cell.strip() for cell in line.split("|")] for line in lines)
    asked = {row[3]: row[4] for row in cells if len(row) > 4 and row[2] == "province" and row[3] in told}
    assert {plate: names[0] for plate, names in told.items()} == asked
