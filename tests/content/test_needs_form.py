"""What somebody needs now: no answer drives a slip but a wish, and nothing of health, pregnancy or return is on it."""

from collections.abc import Mapping
from functools import cache

import pytest
from babel import Locale

from intake_app import languages, paths, referral, screening, xform, xlsform
from tests.content.played import Walk, begun, shown

DATA = "/data/"
WISHES = {
    "health/doctor": "medical_visit",
    "mind/talk": "psychological_support",
    "wishes/legal": "legal_information",
    "wishes/daily": "social_service",
}
SENSITIVE = {"health", "mind", "able", "night", "family", "page"}
PAGE = {"nationality": "b", "birthplace": "a", "residence": "b", "protection": "f", "in_europe": "g"}


@cache
def definition() -> xform.FormDefinition:
    return xform.load(xlsform.compile_own(paths.forms() / "needs.md", paths.translations()).xml)


def talk(answers: Mapping[str, str]) -> xform.Session:
    session = begun(definition())
    for ref, value in answers.items():
        session.answer(f"{DATA}{ref}", value)
    return session


def asked(session: xform.Session) -> set[str]:
    return {ref.removeprefix(DATA) for ref in shown(session)}


def slip(answers: Mapping[str, str]) -> dict[str, str]:
    """What goes to the slip, but for what was said of one kind of help by itself."""
    told = screening.slip_fields_of(definition(), talk(answers).values())
    return {name: value for name, value in told.items() if not name.startswith("service_")}


def test_it_loads_without_a_notice() -> None:
    assert definition().notices == ()


def test_nothing_said_asks_for_nothing() -> None:
    assert slip({}) == {}
    assert slip({ref: "no" for ref in WISHES}) == {}
    assert slip({ref: "does_not_know" for ref in WISHES}) == {}


@pytest.mark.parametrize(("wish", "service"), WISHES.items())
def test_a_wish_becomes_a_service_on_the_slip(wish: str, service: str) -> None:
    assert slip({wish: "yes"}) == {"services": service}


@pytest.mark.parametrize(
    ("answers", "services"),
    [
        ({"night/place": "no", "night/safe_place": "yes"}, "safe_place"),
        ({"night/place": "yes", "night/safe": "no", "night/safe_place": "yes"}, "safe_place"),
        ({"family/children": "yes", "family/child_wants": "protection"}, "child_protection"),
        ({"family/children": "yes", "family/child_wants": "doctor school"}, "medical_visit social_service"),
        ({"family/children": "yes", "family/child_wants": "things"}, ""),
        ({"family/separated": "yes", "family/find": "yes"}, ""),
        ({"family/separated": "yes", "family/find": "yes", "family/must_not_know": "no"}, "social_service"),
        ({"family/separated": "yes", "family/find": "yes", "family/must_not_know": "yes"}, ""),
    ],
)
def test_the_services_asked_for(answers: dict[str, str], services: str) -> None:
    assert slip(answers) == ({"services": services} if services else {})


@pytest.mark.parametrize("said", ["yes", "no"])
@pytest.mark.parametrize(("wish", "service"), WISHES.items())
def test_a_yes_or_no_to_one_kind_of_help_is_told_by_itself(wish: str, service: str, said: str) -> None:
    fields = screening.slip_fields_of(definition(), talk({wish: said}).values())
    assert fields[f"service_{service}"] == said


def test_a_wish_that_is_taken_back_leaves_the_slip() -> None:
    session = talk({"night/place": "no", "night/safe_place": "yes"})
    session.answer(f"{DATA}night/place", "yes")
    session.answer(f"{DATA}night/safe", "yes")
    assert screening.slip_fields_of(definition(), session.values()) == {}


def test_the_slip_speaks_in_codes_that_the_desk_knows() -> None:
    told = {
        **dict.fromkeys(WISHES, "yes"),
        "wishes/interpreter": "yes",
        "wishes/helper": "woman",
        "wishes/safe_contact": "no_message",
        "end/priority": "24h",
    }
    sheet = referral.propose_sheet(slip(told))
    assert sheet == referral.SlipSheet(
        services=tuple(each for each in referral.SERVICES if each in WISHES.values()),
        priority="24h",
        interpreter=True,
        interpreter_gender="woman",
        safe_contact="no_message",
    )


def test_health_pregnancy_family_and_return_are_on_no_slip() -> None:
    told = {
        "health/ill": "yes",
        "health/medicine": "yes",
        "health/medicine_left": "no",
        "health/may_ask": "yes",
        "health/pregnant": "yes",
        "mind/sleep": "no",
        "mind/heavy": "yes",
        "able/help_with": "move see",
        "able/lost_aid": "yes",
        "family/call_home": "yes",
        "family/must_not_know": "yes",
        "end/return_raised": "yes",
        "end/return_info": "yes",
    }
    assert slip(told) == {}
    with_doctor = slip({**told, "health/doctor": "yes"})
    assert with_doctor == slip({"health/doctor": "yes"}) == {"services": "medical_visit"}
    named = {path.removeprefix(DATA): field for path, field in definition().tagged("slip")}
    assert named["page/protection"] == "asylum", "it stands on no slip and shuts the way to the consulate"
    assert named["europe/transfer"] == "transfer", "it stands on no slip and says which service to offer"
    apart = ("asylum", "transfer")
    tagged = {path for path, field in named.items() if field not in apart and not field.startswith("service_")}
    assert {path.split("/")[0] for path in tagged} == {"wishes", "end"}


def test_a_pregnancy_is_asked_about_only_where_the_mediator_finds_it_decent() -> None:
    assert "health/pregnant" not in asked(talk({}))
    for said in ("no", "does_not_know", "prefers_not_to_say"):
        assert "health/pregnant" not in asked(talk({"health/may_ask": said}))
    assert "health/pregnant" in asked(talk({"health/may_ask": "yes"}))
    assert definition().tags("/data/health/may_ask")["audience"] == "mediator"


def test_going_back_is_the_last_thing_and_only_when_the_person_spoke_of_it() -> None:
    assert not {"end/return_info", "end/return_care"} & asked(talk({}))
    assert not {"end/return_info", "end/return_care"} & asked(talk({"end/return_raised": "no"}))
    spoken = [ref for ref in shown(talk({"end/return_raised": "yes"})) if "/conclusion/" not in ref]
    assert spoken[-2:] == ["/data/end/return_care", "/data/end/return_info"]
    assert shown(talk({}))[-2:] == ["/data/end/return_raised", "/data/conclusion/outcome"]
    assert definition().tags("/data/end/return_raised")["audience"] == "mediator"


@pytest.mark.parametrize(
    ("answers", "note"),
    [
        ({"now/food": "no"}, "now/first_things"),
        ({"now/rest": "no"}, "now/first_things"),
        ({"now/clothes": "yes"}, "now/first_things"),
        ({"health/doctor": "yes", "health/doctor_today": "yes"}, "health/care_today"),
        ({"health/medicine": "yes", "health/medicine_left": "no"}, "health/care_today"),
        ({"family/call_home": "yes", "family/must_not_know": "yes"}, "family/careful"),
        ({"family/call_home": "yes", "family/must_not_know": "prefers_not_to_say"}, "family/careful"),
    ],
)
def test_the_mediator_alone_is_told_what_cannot_wait(answers: dict[str, str], note: str) -> None:
    assert note in asked(talk(answers))
    assert note not in asked(talk({}))
    assert note not in asked(talk({"now/food": "yes", "now/rest": "yes", "now/clothes": "no"}))
    assert definition().tags(f"{DATA}{note}")["audience"] == "mediator"


def test_what_others_should_not_hear_waits() -> None:
    questions = [path for path, spec in definition().specs.items() if definition().question(path) is not None and spec]
    waits = {path.split("/")[2] for path in questions if screening.is_sensitive(definition(), path)}
    assert waits == SENSITIVE | {"europe", "wishes", "end", "conclusion"}
    assert screening.is_sensitive(definition(), "/data/wishes/safe_contact")
    assert not screening.is_sensitive(definition(), "/data/wishes/interpreter")
    assert not screening.is_sensitive(definition(), "/data/now/food")


def test_what_the_page_of_the_screening_asks_for_is_asked_only_where_it_is_wanted() -> None:
    wanted = {f"page/{name}" for name in PAGE}
    for said in ({}, {"page/page_wanted": "no"}, {"page/page_wanted": "prefers_not_to_say"}):
        assert not wanted & asked(talk(said))
    session = talk({"page/page_wanted": "yes"})
    assert wanted <= asked(session) and "page/in_europe_where" not in asked(session)
    assert "page/in_europe_where" in asked(talk({"page/page_wanted": "yes", "page/in_europe": "yes"}))
    for told in ("SE", "SE FR", "other"):
        assert "page/in_europe_where" in asked(talk({"page/page_wanted": "yes", "europe/family_in": told}))
        assert "page/in_europe_where" not in asked(talk({"europe/family_in": told}))
    for told in ("none", "does_not_know", "prefers_not_to_say"):
        assert "page/in_europe_where" not in asked(talk({"page/page_wanted": "yes", "europe/family_in": told}))
    told_before = {"page/page_wanted": "yes", "page/in_europe": "yes", "page/in_europe_where": "a sister"}
    kept = talk({**told_before, "europe/family_in": "SE"}).values()
    assert kept[f"{DATA}page/in_europe_where"] == "a sister", "who it is stays, once the country is told elsewhere"
    tagged = {path.removeprefix(DATA): letter for path, letter in definition().tagged("art17")}
    here = {path.removeprefix("page/"): letter for path, letter in tagged.items() if path.startswith("page/")}
    assert here == {**PAGE, "in_europe_where": "g"}
    assert definition().tags("/data/page/page_wanted")["audience"] == "mediator"


SPOKEN = {"PS", "MM", "HK", "MO"}
"""Countries that go by another name in talk than in the registry of languages and countries."""


def test_other_countries_are_asked_without_the_way_and_a_family_is_not_asked_about_twice() -> None:
    countries = {one.value for one in talk({}).choices(f"{DATA}europe/passed", "English (en)")}
    assert len(countries) == 26 + 4 and not {"IT", "GB", "CH"} & countries
    assert {"other", "none", "does_not_know", "prefers_not_to_say"} <= countries
    for question in ("europe/passed", "europe/family_in"):
        assert [each.ref for each in talk({question: "FR none"}).violations()] == [f"{DATA}{question}"]
        assert talk({question: "FR DE"}).violations() == ()
    assert "europe/alert" in asked(talk({"europe/transfer": "yes"})) and "europe/alert" not in asked(talk({}))
    assert "page/in_europe" not in asked(talk({"page/page_wanted": "yes", "europe/family_in": "SE"}))
    assert slip({"europe/passed": "FR", "europe/family_in": "SE"}) == {}


def plain(name: str) -> str:
    """Without the difference between straight and curved quotes."""
    return name.translate({0x2018: "'", 0x2019: "'"})


@pytest.mark.parametrize("code", ["it", "en", "fr", "ar", "bn", "ur", "fa", "so", "ti", "am"])
def test_nationalities_are_countries_by_their_code_and_name(code: str) -> None:
    session = talk({"page/page_wanted": "yes"})
    asked_in = languages.form_name(code)
    offered = {one.value: one.label.text for one in session.choices(f"{DATA}page/nationality", asked_in)}
    assert list(offered)[-4:] == ["other", "none", "does_not_know", "prefers_not_to_say"]
    countries, known = {**offered}, Locale(code).territories
    for no_country in list(offered)[-4:]:
        del countries[no_country]
    assert len(countries) == 200
    strange = {each for each, name in countries.items() if plain(name) != plain(known[each])}
    assert strange <= SPOKEN


def test_a_wish_to_talk_with_somebody_stays_whatever_is_said_of_sleep_and_worries_after_it() -> None:
    session = talk({"mind/talk": "yes"})
    for said in ("yes", "no", "does_not_know", "prefers_not_to_say"):
        for worries in ("no", "yes", "prefers_not_to_say"):
            session.answer(f"{DATA}mind/sleep", said)
            session.answer(f"{DATA}mind/heavy", worries)
            assert session.values()[f"{DATA}mind/talk"] == "yes"
            assert "psychological_support" in screening.slip_fields_of(definition(), session.values())["services"]
    assert b"<talk>yes</talk>" in session.finalise().xml


def test_a_nationality_is_one_or_several_or_none_of_them() -> None:
    session = talk({"page/page_wanted": "yes", "page/nationality": "ER ET"})
    assert session.violations() == ()
    for said in ("none", "prefers_not_to_say", "other SY"):
        session.answer(f"{DATA}page/nationality", said)
        assert session.violations() == ()
    session.answer(f"{DATA}page/nationality", "SY none")
    assert [each.ref for each in session.violations()] == [f"{DATA}page/nationality"]


def test_a_need_suggests_nothing_about_a_person() -> None:
    assert not screening.asks_for_signs(definition())


def test_a_walk_through_every_answer_in_five_languages() -> None:
    walk = Walk(begun(definition()), seed=20)
    for code in ("it", "bn", "ar", "ti", "en"):
        walk.read(code)
        walk.go(130)
        assert walk.session.violations() == ()
        walk.read(code)
    selects = {path for path in definition().specs if _is_choice(path)}
    assert selects - set(walk.given) <= {f"{DATA}page/in_europe"}, "it is asked where no country of the family was told"
    assert set(walk.given) <= selects
    assert walk.unsaid().keys() <= {f"{DATA}page/nationality"}, "of two hundred countries not each"
    assert walk.session.finalise().form_id == "intake_needs"


def _is_choice(path: str) -> bool:
    question = definition().question(path)
    return question is not None and question.control in ("select", "select1")


def test_whether_they_feel_safe_there_stands_on_no_page_without_where_that_is() -> None:
    tagged = [path.removeprefix(DATA) for path, letter in definition().tagged("art17") if letter == "e"]
    (at,) = (number for number, path in enumerate(tagged) if path.endswith("/safe"))
    assert tagged[at - 1].endswith("/place"), "the question before it says where"


def test_of_the_family_the_page_of_art_17_tells_who_is_in_a_member_state_and_no_more() -> None:
    tagged = {path.removeprefix(DATA) for path, letter in definition().tagged("art17") if letter == "g"}
    assert tagged == {"europe/family_in", "page/in_europe", "page/in_europe_where"}
