"""What was agreed to as an adult sends no version of a record that is corrected to a child, who is asked anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import slips, vault, workflow
from intake_app.practice import PracticeServer
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet, ended_for_age
from intake_app.xform import Session
from tests.gui_shell import people
from tests.gui_shell.windows import PASSPHRASE

INFO = "/data/information/"
AGREED = ("consent_referral", "consent_sync", "consent_export", "research")
ADULT = {f"information/{name}": "yes" for name in ("consent_interview", "consent_record", *AGREED)}


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path, server: PracticeServer) -> Iterator[Vault]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        workflow.add_server(made, "practice", server.url)
        package = made.form(people.own_form(made))
        server.add_form(package.xml, package.files)
        yield made


@pytest.fixture
def first(store: Vault) -> str:
    """A record of an adult who agreed to all of it; it waits to be sent."""
    done = people.finish(store, people.BENGALI, {**ADULT, "information/age_band": "adult"})
    assert store.record(done).delivery == "waiting"
    return done


class Correction:
    """A correction as its window holds it."""

    def __init__(self, store: Vault, record: str) -> None:
        draft = store.record(record).state == "draft"
        self.store, opened = store, (workflow.open_record if draft else workflow.edit_record)(store, record)
        self.id, self._languages = opened.row.id, opened.languages
        definition = workflow.load_definition(opened.package.xml, opened.package.files)
        self.session: Session = workflow.session_for(opened, definition)

    def told(self, midway: bool = False, /, **answers: str) -> None:
        for name, value in answers.items():
            of_child = name in AGREED and self.session.relevant(f"{INFO}{name}_child")
            self.session.answer(f"{INFO}{name}_child" if of_child else INFO + name, value)
        workflow.save(self.store, self.id, workflow.snapshot(self.session, None, self._languages), midway=midway)

    def closed(self, sheet: ConsentSheet | None = None) -> bool:
        """Whether it may be sent."""
        return workflow.finalise_draft(self.store, self.id, sheet).released


def sent(store: Vault) -> int:
    """Records that a round with the server sends."""
    return workflow.sync_round(lambda call: call(store), "practice", lambda _progress: None, lambda: False).sent


def standing(store: Vault, *records: str) -> list[str]:
    return [store.record(each).delivery for each in records]


def test_the_yes_of_an_adult_sends_nothing_once_the_record_is_corrected_to_a_child(
    store: Vault, first: str, server: PracticeServer
) -> None:
    made = Correction(store, first)
    made.told(age_band="minor")
    assert not made.closed()
    assert standing(store, first, made.id) == ["held", "held"]
    assert (store.next_due("practice", None), store.waiting("practice"), sent(store)) == (None, 0, 0)
    assert server.received == []


def test_a_child_who_is_asked_anew_and_agrees_sends_all_versions(store: Vault, first: str) -> None:
    made = Correction(store, first)
    made.told(age_band="minor")
    made.closed()
    done = workflow.release_later(store, made.id, ConsentSheet(given=True, language="bn"))
    assert done.released and standing(store, first, made.id) == ["waiting", "waiting"]
    assert sent(store) == 2


def test_a_child_who_agrees_in_the_correction_sends_all_versions(store: Vault, first: str) -> None:
    made = Correction(store, first)
    made.told(age_band="minor", **dict.fromkeys(AGREED, "yes"))
    assert made.closed() and sent(store) == 2


def test_nothing_is_sent_as_long_as_a_correction_that_tells_of_a_child_is_open(store: Vault, first: str) -> None:
    made = Correction(store, first)
    made.told(age_band="minor")
    assert (standing(store, first), sent(store)) == (["held"], 0)
    made.told(age_band="adult", **dict.fromkeys(AGREED, "yes"))
    assert made.closed() and sent(store) == 2


def test_a_word_that_is_said_anew_stands_while_that_correction_is_open(store: Vault, first: str) -> None:
    made = Correction(store, first)
    made.told(age_band="minor")
    assert workflow.release_later(store, first, ConsentSheet(given=True, language="bn")).released
    made.told(research="no")
    assert sent(store) == 1


@pytest.mark.parametrize("age", ["minor", "prefers_not_to_say"])
def test_a_correction_that_is_not_to_be_sent_holds_each_version_before_it(store: Vault, first: str, age: str) -> None:
    second = Correction(store, first)
    second.told(research="no")
    assert second.closed() and standing(store, first, second.id) == ["waiting", "waiting"]
    third = Correction(store, second.id)
    third.told(age_band=age)
    assert not third.closed()
    assert (standing(store, first, second.id, third.id), sent(store)) == (["held"] * 3, 0)


def test_the_correction_of_a_colleague_who_does_not_see_the_first_version_holds_it(
    tmp_path: Path, store: Vault, first: str
) -> None:
    workflow.add_person(store, "Bea", Role.MEDIATOR, PASSPHRASE)
    draft, path = workflow.edit_record(store, first).row.id, tmp_path / "w.intake"
    workflow.hand_over(store, draft, "Bea")
    store.close()
    with workflow.open_store(path, "Bea", PASSPHRASE) as hers:
        made = Correction(hers, draft)
        made.told(age_band="minor")
        assert not made.closed()
    with workflow.open_store(path, "Ada", PASSPHRASE) as again:
        assert (standing(again, first), sent(again)) == (["held"], 0)


def test_what_was_sent_stays_so_and_what_comes_behind_it_is_asked(store: Vault, first: str) -> None:
    assert sent(store) == 1
    made = Correction(store, first)
    made.told(age_band="minor")
    assert not made.closed()
    assert standing(store, first, made.id) == ["sent", "held"]
    assert [one.purpose for one in store.releases(first)] == ["sync"]


def test_a_correction_of_something_else_is_sent_with_what_it_corrects(store: Vault, first: str) -> None:
    made = Correction(store, first)
    made.told(research="no")
    assert standing(store, first) == ["waiting"]
    assert made.closed() and sent(store) == 2


def test_what_ends_by_a_birth_that_was_saved_while_it_was_typed_is_told_once_it_is_typed(
    store: Vault, first: str
) -> None:
    sheet = workflow.propose_slip(store, first).sheet
    gone = workflow.issue_slip(store, first, "health", sheet, "bn", slips.render).reference
    made = Correction(store, first)
    made.told(True, age_band="minor")
    assert not ended_for_age.told(store, first), "nothing ends for good while somebody types"
    made.told()
    told = ended_for_age.told(store, first)
    assert told == {"slips_ended": gone, "sending_ended": store.record(first).code}
