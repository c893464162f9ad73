"""What the mediator concludes is read by its tags, and differs from a suggestion only where it weighs something."""

import pytest

from intake_app.screening import OUTCOMES, Conclusion, concluded, differs


class Form:
    """A form definition as far as tags go."""

    def __init__(self, **tags: dict[str, str]) -> None:
        self._tags = {f"/data/{name}": own for name, own in tags.items()}

    def tagged(self, name: str) -> list[tuple[str, str]]:
        return [(path, own[name]) for path, own in self._tags.items() if name in own]

    def tags(self, ref: str) -> dict[str, str]:
        return self._tags.get(ref, {})


FORM = Form(
    outcome={"outcome": "human"},
    why={"reason": "coded"},
    own={"reason": "words"},
    soon={"slip": "priority"},
)


def test_it_has_its_reason_and_how_soon() -> None:
    values = {"/data/outcome": "possible_refer", "/data/why": "told", "/data/own": "as said", "/data/soon": "72h"}
    assert concluded(FORM, values) == Conclusion("possible_refer", "told", "as said", "72h")
    assert concluded(FORM, {"/data/outcome": "possible_refer"}) == Conclusion("possible_refer")


def test_without_an_outcome_nothing_was_concluded() -> None:
    assert concluded(FORM, {"/data/outcome": "", "/data/why": "told", "/data/soon": "72h"}) is None
    assert concluded(Form(), {}) is None
    assert concluded(Form(outcome={"outcome": "human"}), {"/data/outcome": "possible_refer"}) is not None


def test_that_nobody_knows_or_says_is_no_reason() -> None:
    for nothing in ("", " ", "does_not_know", "prefers_not_to_say"):
        assert not Conclusion("possible_refer", nothing).reasoned
        assert not Conclusion("possible_refer", nothing, " ").reasoned
        assert Conclusion("possible_refer", nothing, "as said").reasoned
    assert Conclusion("possible_refer", "told").reasoned


def test_another_reason_is_one_by_its_words_where_there_is_a_place_for_them() -> None:
    assert not any(Conclusion("possible_refer", "other", words).reasoned for words in ("", " "))
    assert Conclusion("possible_refer", "other", "as said").reasoned
    told = {"/data/outcome": "possible_refer", "/data/why": "other"}
    without = Form(outcome={"outcome": "human"}, why={"reason": "coded"})
    found, wordless = concluded(FORM, told), concluded(without, told)
    assert found is not None and not found.reasoned and wordless is not None and wordless.reasoned


def test_own_words_are_in_no_trace() -> None:
    assert "as said" not in repr(Conclusion("possible_refer", "other", "as said"))


@pytest.mark.parametrize("suggestion", OUTCOMES)
@pytest.mark.parametrize("outcome", ("", *OUTCOMES))
def test_it_differs_from_every_other_suggestion_but_where_it_weighs_nothing(outcome: str, suggestion: str) -> None:
    weighs = outcome not in ("", "person_declined")
    assert differs(outcome, suggestion) is (weighs and outcome != suggestion)
