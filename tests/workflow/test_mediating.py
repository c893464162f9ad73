"""The language that a form is read in to whoever interviews: as in the last interview, of nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.vault import Role, Vault
from tests.gui_shell import people
from tests.gui_shell.people import ARABIC, BENGALI, ITALIAN

PASSPHRASE = "seven grey boats at the quay 4"
ENGLISH, FRENCH = "English (en)", "Français (fr)"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workplace of two mediators."""
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        workflow.add_person(made, "Dario", Role.MEDIATOR, PASSPHRASE)
    return tmp_path / "w.intake"


@pytest.fixture
def store(path: Path) -> Iterator[Vault]:
    """Opened as one of them."""
    with workflow.open_store(path, "Ada", PASSPHRASE) as opened:
        yield opened


def test_who_never_held_an_interview_reads_the_forms_own_language(store: Vault) -> None:
    assert workflow.mediator_spoke(store) == ()
    opened = workflow.start_record(store, people.own_form(store), ARABIC)
    assert opened.languages == (ARABIC, ENGLISH), "not the language of the person"


def test_the_next_interview_is_read_as_the_last_one_was(path: Path) -> None:
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        workflow.start_record(store, people.own_form(store), BENGALI, ITALIAN)
        workflow.start_record(store, people.own_form(store), BENGALI, FRENCH)
        assert workflow.mediator_spoke(store) == (FRENCH, ITALIAN)
        assert workflow.start_record(store, people.own_form(store), ARABIC).languages == (ARABIC, FRENCH)
    with workflow.open_store(path, "Dario", PASSPHRASE) as store:
        assert workflow.start_record(store, people.own_form(store), ARABIC).languages == (ARABIC, ENGLISH)


def test_a_module_is_read_as_the_last_questionnaire_of_the_person_was(store: Vault) -> None:
    first = people.finish(store, BENGALI)
    case = workflow.case_for(store, first)
    workflow.start_record(store, people.own_form(store), ARABIC, FRENCH)
    assert workflow.mediator_spoke(store, case.id) == (ITALIAN, FRENCH)
    opened = workflow.begin_module(store, case.id, "transit")
    assert opened.languages == (BENGALI, ITALIAN)


def test_what_a_form_calls_a_language_is_its_own_matter() -> None:
    assert workflow.as_named(["Italiano (it)"], ["English", "Italian"], "English") == "Italian"
    assert workflow.as_named(["Italiano (it)", "Français (fr)"], ["English", "fr"], "English") == "fr"
    assert workflow.as_named(["Italiano (it)"], ["English", "dialect"], "English") == "English"
    assert workflow.as_named(["dialect"], ["English", "dialect"], "English") == "dialect"
    assert workflow.as_named([], ["English"], "") == ""
