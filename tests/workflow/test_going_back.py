"""A slip to advice on going back: nobody speaks of it first, somebody looks at the risks, and a yes to help is none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import slips, vault, workflow
from intake_app.errors import IntakeError
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet, own_words
from tests.gui_shell import people
from tests.gui_shell.windows import PASSPHRASE
from tests.workflow.consent_scenes import GUARDIAN

LOOKED = ConsentSheet(given=True, risks=True, language="bn")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        yield made


def issue(store: Vault, record: str, noted: ConsentSheet | None) -> str:
    sheet = workflow.propose_slip(store, record).sheet
    return workflow.issue_slip(store, record, "return_desk", sheet, "it", slips.render, noted).reference


@pytest.mark.parametrize(
    ("noted", "code"),
    [
        (None, "screening.return_not_asked"),
        (ConsentSheet(risks=True), "screening.return_not_asked"),
        (ConsentSheet(given=True, language="bn"), "screening.risks_first"),
        (ConsentSheet(override_reason="they want to", danger=True, risks=True), "screening.return_not_asked"),
    ],
)
def test_a_yes_to_help_is_none_to_going_back(store: Vault, noted: ConsentSheet | None, code: str) -> None:
    record = people.finish(store, people.ARABIC)
    with pytest.raises(IntakeError) as refused:
        issue(store, record, noted)
    assert refused.value.code == code
    assert not workflow.slips_of(store, record)


def test_whoever_was_asked_after_the_risks_were_looked_at_gets_one(store: Vault) -> None:
    record = people.finish(store, people.ARABIC)
    reference = issue(store, record, LOOKED)
    assert workflow.reprint(store, reference).recipient == "return_desk"
    (word,) = [one for one in store.said(record) if one.purpose == "slip" and one.recipient]
    assert (word.language, word.script) == ("bn", own_words.texts().name), "what was read out before they were asked"
    with pytest.raises(IntakeError, match=r"screening\.no_language"):
        issue(store, people.finish(store, people.ARABIC), ConsentSheet(given=True, risks=True))
    with pytest.raises(IntakeError, match=r"screening\.risks_first"):
        issue(store, record, None)
    assert issue(store, record, LOOKED) != reference, "the yes stands, the risks are looked at again"


def test_a_child_needs_their_guardian_too(store: Vault) -> None:
    record = people.finish(store, people.ARABIC, {"information/age_band": "minor"})
    with pytest.raises(IntakeError, match=r"screening\.guardian"):
        issue(store, record, LOOKED)
    assert issue(store, record, ConsentSheet(given=True, guardian=GUARDIAN, risks=True, language="bn"))
