"""What was said to being passed on, as a record is corrected to another age: nothing is lost, and nothing said anew."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.vault import Role, Vault
from intake_app.workflow import AskedBy, ConsentSheet, OpenRecord, finalising
from intake_app.xform import Session
from tests.gui_shell import people
from tests.gui_shell.windows import PASSPHRASE

INFO = "/data/information/"
PASSED_ON = ("consent_referral", "consent_sync", "consent_export", "research")
AGES = ("adult", "minor")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        yield made


def first(store: Vault, age: str, said: str) -> str:
    told = {f"information/{name}": said for name in PASSED_ON}
    return people.finish(store, people.BENGALI, {**told, "information/age_band": age})


def corrected(store: Vault, record: str, *ages: str, stops: bool = False) -> str:
    """Corrected to one age after the other, by who `stops` and goes on after each, in another language, or does not."""
    opened = workflow.edit_record(store, record)
    session, asked = begun(store, opened)
    for age in ages:
        name, _, value = age.rpartition("=")
        session.answer(f"{INFO}{name or 'age_band'}", value)
        workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages, asked))
        if stops:
            opened = workflow.open_record(store, opened.row.id)
            session, asked = begun(store, replace(opened, languages=(people.ARABIC, people.ITALIAN)))
    return workflow.finalise_draft(store, opened.row.id).row.id


def begun(store: Vault, opened: OpenRecord) -> tuple[Session, AskedBy]:
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    return session, AskedBy(session, store.me.name, opened.draft.asked, opened.said_to)


def said(store: Vault, record: str) -> dict[str, tuple[str, str, str]]:
    """By purpose: what was said, the language it was asked in, and when."""
    own = finalising.own_consents(store, record)
    closed = store.record(record).finalised or ""
    return {each.purpose: (each.given, each.language, each.at or closed) for each in own}


@pytest.mark.parametrize("age", AGES)
def test_a_no_stays_one_whatever_the_age_is_corrected_to(store: Vault, age: str) -> None:
    other = next(each for each in AGES if each != age)
    record = first(store, age, "no")
    before = said(store, record)
    there = corrected(store, record, other)
    assert said(store, there) == before and before["sync"][0] == "no"
    assert said(store, corrected(store, there, age)) == before


def test_the_yes_of_a_child_stays_one_where_they_turn_out_to_be_an_adult(store: Vault) -> None:
    record = first(store, "minor", "yes")
    before = said(store, record)
    assert said(store, corrected(store, record, "adult")) == before and before["export"][0] == "yes"


@pytest.mark.parametrize("stops", [True, False])
@pytest.mark.parametrize("word", ["yes", "no"])
def test_what_an_adult_said_stands_as_it_was_where_the_age_is_put_right(store: Vault, word: str, stops: bool) -> None:
    record = first(store, "adult", word)
    before = said(store, record)
    assert said(store, corrected(store, record, "minor", "adult", stops=stops)) == before


def test_an_age_that_is_put_right_dates_no_answer_anew_over_a_later_word(store: Vault) -> None:
    record = first(store, "adult", "no")
    assert workflow.release_later(store, record, ConsentSheet(given=True, language="fr")).released
    assert store.record(corrected(store, record, "minor", "adult")).delivery == "waiting"


@pytest.mark.parametrize("stops", [True, False])
def test_the_last_no_of_a_person_counts_though_it_was_said_as_a_child(store: Vault, stops: bool) -> None:
    record = first(store, "adult", "no")
    assert workflow.release_later(store, record, ConsentSheet(given=True, language="fr")).released
    asked = "consent_sync_child=yes", "consent_sync_child=no"
    there = corrected(store, record, "minor", *asked, "adult", stops=stops)
    assert said(store, there)["sync"][0] == "no" and store.record(there).delivery == "held"


def test_a_yes_that_is_said_anew_after_it_was_taken_back_stands_for_the_adult_too(store: Vault) -> None:
    record = first(store, "adult", "yes")
    workflow.withdraw_consent(store, record, "sync")
    there = corrected(store, record, "minor", "consent_sync_child=yes", "adult")
    assert store.record(there).delivery == "waiting"


def test_what_was_finished_as_a_childs_is_asked_again(store: Vault) -> None:
    child = corrected(store, first(store, "adult", "yes"), "minor")
    assert said(store, child)["sync"][0] == "not_asked"
    workflow.withdraw_consent(store, child, "sync")
    there = corrected(store, child, "adult")
    assert said(store, there)["sync"][0] == "not_asked" and store.record(there).delivery == "held"


@pytest.mark.parametrize("stops", [True, False])
def test_what_a_child_said_stands_as_it_was_where_the_age_is_put_right(store: Vault, stops: bool) -> None:
    record = first(store, "minor", "yes")
    before = said(store, record)
    there = corrected(store, record, "adult", "minor", stops=stops)
    assert said(store, there) == before
    grown = corrected(store, there, "adult")
    assert said(store, corrected(store, grown, "minor")) == before, "they agreed in the words for a child"


@pytest.mark.parametrize("ages", [("adult",), ("adult", "minor", "adult")])
def test_no_corrected_age_brings_back_what_was_taken_back(store: Vault, ages: tuple[str, ...]) -> None:
    record = first(store, "minor", "yes")
    workflow.withdraw_consent(store, record, "sync")
    there = corrected(store, record, *ages)
    assert store.record(there).delivery == "held"
    assert not any(one.purpose == "sync" for one in store.standing_releases(there))
