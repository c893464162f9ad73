"""What the mediator saw, apart from the answers: the mediator's alone, on no paper, and never more than a hint."""

from functools import cache
from itertools import combinations

import pytest

from intake_app import paths, screening, xform, xlsform
from intake_app.screening.tags import signs
from tests.content.played import Walk, begun, shown

RULES = screening.load_rules((paths.resources() / "assessment.json").read_bytes())
SIGNS = {
    "company/leads": "locked_watched",
    "company/same_words": "coached_story",
    "company/waiting": "contact_waiting",
    "company/number": "contact_waiting",
    "company/papers": "docs_held",
    "signs/fear": "fear_here",
    "signs/apart": "locked_watched",
}


@cache
def definition() -> xform.FormDefinition:
    return xform.load(xlsform.compile_own(paths.forms() / "observations.md", paths.translations()).xml)


def found(*seen: str) -> screening.Assessment:
    session = begun(definition())
    for ref in shown(session):
        if session.question(ref).control == "select1" and "/conclusion/" not in ref:
            session.answer(ref, "yes" if ref.removeprefix("/data/") in seen else "no")
    return screening.assess(definition(), session.values(), RULES)


def test_it_loads_without_a_notice() -> None:
    assert definition().notices == ()


def test_each_part_of_it_is_the_mediators_alone_and_waits_while_somebody_listens() -> None:
    asked = [path for path in definition().specs if definition().question(path) is not None]
    assert len(asked) == 17
    for path in asked:
        assert definition().tags(path)["audience"] == "mediator", path
        assert screening.is_sensitive(definition(), path), path


@pytest.mark.parametrize("tag", ["slip", "report", "consent", "birth", "htcds", "art17"])
def test_nothing_of_it_reaches_a_paper(tag: str) -> None:
    assert not definition().tagged(tag)


def test_what_is_concluded_after_it_is_tagged_apart_from_what_was_seen() -> None:
    assert definition().tagged("outcome") == [("/data/conclusion/outcome", "human")]
    assert definition().tagged("reason") == [
        ("/data/conclusion/reason", "coded"),
        ("/data/conclusion/reason_words", "words"),
    ]


def test_what_was_seen_points_to_the_signs_of_the_library() -> None:
    assert {path.removeprefix("/data/"): code for path, code in definition().tagged("indicator")} == SIGNS
    assert {own["strength"] for _, own in signs(definition())} == {"weak"}
    for ref, code in SIGNS.items():
        assert [one.code for one in found(ref).indicators] == [code]


def test_seeing_only_suggests_to_take_more_time() -> None:
    assert found().suggestion == "no_indication_now"
    for number in (1, 2, len(SIGNS)):
        for seen in combinations(SIGNS, number):
            assert found(*seen).suggestion == "needs_more_time"


def test_what_says_nothing_of_a_person_counts_for_nothing() -> None:
    assert found("company/answers_for", "signs/tired", "talk/freely", "talk/interpreter").indicators == ()


def test_a_walk_through_every_answer_in_five_languages() -> None:
    walk = Walk(begun(definition()), seed=20)
    for code in ("it", "bn", "ar", "fr", "en"):
        walk.read(code)
        walk.go(35)
        assert walk.session.violations() == ()
    assert len(walk.given) == 13
    assert walk.unsaid() == {}
    assert walk.session.finalise().form_id == "intake_observations"
