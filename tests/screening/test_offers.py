"""Which services are offered first: by what was told and asked for, never twice, never by what was not told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app import paths
from intake_app.screening import RECIPIENT_KINDS, Assessment, Offer, assess_values, load_rules, offers

RULES = load_rules((paths.resources() / "assessment.json").read_bytes())
TAGS = {f"/d/{code}": {"indicator": code} for code in RULES.signs} | {"/d/age": {"slip": "age_band"}}


def assessed(*codes: str, minor: bool = False) -> Assessment:
    answers = dict.fromkeys(TAGS, "no") | {f"/d/{code}": "yes" for code in codes}
    return assess_values(TAGS, {**answers, "/d/age": "minor" if minor else "adult"}, RULES)


def kinds(*codes: str, minor: bool = False, services: str = "") -> list[str]:
    return [each.recipient for each in offers(RULES, assessed(*codes, minor=minor), {"services": services})]


@pytest.mark.parametrize(
    ("codes", "minor", "services", "first"),
    [
        ((), False, "", []),
        (("pay_below",), False, "", ["labour_desk", "anti_trafficking", "freephone"]),
        (("sexual_violence_control",), False, "", ["health", "anti_trafficking", "freephone"]),
        (("danger_now",), False, "", ["freephone", "anti_trafficking"]),
        ((), True, "", ["juvenile_court", "social_services"]),
        ((), False, "medical_visit labour_rights", ["health", "labour_desk"]),
        (("docs_held",), False, "medical_visit", ["anti_trafficking", "freephone", "health"]),
    ],
)
def test_the_table(codes: tuple[str, ...], minor: bool, services: str, first: list[str]) -> None:
    assert kinds(*codes, minor=minor, services=services) == first


def test_a_reason_is_a_fact_of_the_rules_and_no_answer() -> None:
    found = offers(RULES, assessed("sexual_violence_control"), {"services": "medical_visit", "age_band": "minor"})
    assert found[0] == Offer("health", ("urgent_health", "service_medical_visit"))
    assert found[1] == Offer("juvenile_court", ("minor",))


@given(st.sets(st.sampled_from(sorted(RULES.signs)), max_size=5), st.sampled_from(sorted(RULES.signs)))
def test_telling_more_takes_no_offer_away(codes: set[str], more: str) -> None:
    fewer, found = kinds(*codes), kinds(*codes, more)
    assert set(fewer) <= set(found) <= set(RECIPIENT_KINDS)
    assert len(found) == len(set(found))
