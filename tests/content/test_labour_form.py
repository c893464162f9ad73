"""Work: employer, place, hours and housing are codes of the dossier, feed the right index, and count a sign once."""

from collections.abc import Mapping
from functools import cache

import pytest

from intake_app import i18n, paths, screening, workflow, xform, xlsform
from intake_app.referral import WORK_ANSWERS, WorkTold
from intake_app.screening import Assessment
from intake_app.slips.work_rows import work_lines
from tests.content.played import begun, shown

WORK = "/data/work/"
BOSSES = ("employer", "gang_master", "agency")


@cache
def definition() -> xform.FormDefinition:
    return xform.load(xlsform.compile_own(paths.forms() / "labour.md", paths.translations()).xml)


def talk(answers: Mapping[str, str]) -> xform.Session:
    session = begun(definition())
    for name, value in {"worked": "yes", **answers}.items():
        session.answer(WORK + name, value)
    return session


def assessed(answers: Mapping[str, str]) -> Assessment:
    return screening.assess(definition(), talk(answers).values(), workflow.assessment_rules())


def indices(answers: Mapping[str, str]) -> list[int]:
    return [index.number for index in assessed(answers).indices]


def test_each_question_of_the_dossier_offers_the_codes_that_it_takes() -> None:
    asked = {name: path for path, name in definition().tagged("work")}
    assert asked.keys() == WORK_ANSWERS.keys()
    session = begun(definition())
    for name, codes in WORK_ANSWERS.items():
        assert set(session.choice_values(asked[name])) == {*codes, "does_not_know", "prefers_not_to_say"}, name


def dossier(*answers: tuple[str, str]) -> str:
    lines = work_lines(WorkTold(answers=answers), i18n.load("it"))
    return "\n".join("".join(span.text for span in spans) for _, spans in lines)


@pytest.mark.parametrize("question", WORK_ANSWERS)
def test_each_code_has_its_words_on_the_dossier(question: str) -> None:
    pages = {dossier((question, code)) for code in WORK_ANSWERS[question]}
    assert len(pages) == len(WORK_ANSWERS[question]) and dossier() not in pages
    assert not any("_" in page or "{" in page for page in pages)


def test_who_did_not_work_is_asked_none_of_it() -> None:
    more = {f"{WORK}{name}" for name in ("employer", "orders", "province", "hours_day", "days_week", "housed_by")}
    assert more <= set(shown(talk({})))
    for said in ("no", "does_not_know", "prefers_not_to_say"):
        assert not more & set(shown(talk({"worked": said})))


def test_only_a_place_that_people_of_the_work_gave_is_asked_about() -> None:
    more = {f"{WORK}housed_in", f"{WORK}housed_cost"}
    for who in (*WORK_ANSWERS["housed_by"], "does_not_know", "prefers_not_to_say", ""):
        assert (more & set(shown(talk({"housed_by": who})))) == (more if who in BOSSES else set())


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"hours_day": "12"}, []), ({"hours_day": "13"}, [2]), ({"hours_day": "16"}, [2]),
        ({"days_week": "6"}, []), ({"days_week": "7"}, [2]),
        ({"hours_day": "prefers_not_to_say", "days_week": "does_not_know"}, []),
        ({"housed_by": "gang_master", "housed_in": "shelter"}, [4]),
        ({"housed_by": "employer", "housed_in": "outdoors"}, [4]),
        ({"housed_by": "employer", "housed_in": "house"}, []),
        ({"housed_by": "employer", "housed_in": "workplace"}, []),
        ({"housed_by": "nobody"}, []), ({"housed_by": "myself"}, []),
        ({"employer": "one_person", "orders": "gang_master", "province": "FG"}, []),
    ],
)  # fmt: skip
def test_hours_days_and_housing_point_to_the_index_of_the_law(answers: dict[str, str], found: list[int]) -> None:
    assert indices(answers) == found


def test_a_place_that_is_no_more_of_the_work_points_to_nothing() -> None:
    session = talk({"housed_by": "employer", "housed_in": "shelter"})
    session.answer(f"{WORK}housed_by", "myself")
    assert screening.assess(definition(), session.values(), workflow.assessment_rules()).indices == ()


def test_one_sign_that_is_told_three_times_counts_once() -> None:
    once, thrice = assessed({"hours": "yes"}), assessed({"hours": "yes", "hours_day": "16", "days_week": "7"})
    assert [len(index.indicators) for index in thrice.indices] == [3], "each answer is told"
    assert (once.suggestion, once.rule) == (thrice.suggestion, thrice.rule)
    assert not any(side.positive for side in (*once.dimensions, *thrice.dimensions))


def test_the_province_says_its_name_and_is_stored_as_its_plate() -> None:
    names = {one.value: one.label.text for one in begun(definition()).choices(f"{WORK}province", "Italiano (it)")}
    told = [names[code] for code in ("AG", "FG", "AQ", "abroad")]
    assert told == ["Agrigento", "Foggia", "L’Aquila", "Non in Italia"]
    assert len(names) == 107 + 3
