"""Figures of information that was given: of whole months, and nothing small can be worked out from them."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from intake_app import workflow
from intake_app.vault import Vault
from intake_app.workflow import LEAST_SHOWN
from intake_app.workflow.informing import shown


@given(st.lists(st.integers(1, 40), max_size=6))
def test_no_small_number_is_told_or_left_over(numbers: list[int]) -> None:
    told = shown(numbers)
    assert all(number is None or number == real >= LEAST_SHOWN for number, real in zip(told, numbers, strict=True))
    hidden = [real for number, real in zip(told, numbers, strict=True) if number is None]
    if len(hidden) < len(numbers):
        assert len(hidden) != 1 and (not hidden or sum(hidden) >= LEAST_SHOWN)


def test_figures_of_a_month(store: Vault) -> None:
    today = date.today()
    for language, copies in (("bn", 40), ("ar", 12), ("fr", 3)):
        workflow.note_information(store, "freephone", "card", language, copies)
    found = workflow.information_figures(store, today.year, today.month)
    assert [(one.language, one.contacts) for one in found.rows] == [("bn", 40), ("ar", None), ("fr", None)]
    assert found.total == 55
    before = workflow.information_figures(store, today.year - 1, today.month)
    assert (before.rows, before.total) == ((), 0)


def test_where_all_is_small_the_sum_is_hidden_too(store: Vault) -> None:
    workflow.note_information(store, "freephone", "card", "bn", 4)
    found = workflow.information_figures(store, date.today().year, date.today().month)
    assert ([one.contacts for one in found.rows], found.total) == ([None], None)
