"""What is looked at before a slip is issued is the slip that is issued, but for its reference and its moment."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import slips, vault, workflow
from intake_app.errors import IntakeError
from intake_app.referral import Agreed
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet
from tests.gui_shell import people
from tests.gui_shell.windows import PASSPHRASE
from tests.workflow.consent_scenes import GUARDIAN

CHILD, REFUSED = {"information/age_band": "minor"}, {"information/consent_referral": "no"}
UNKNOWN = {"information/age_band": "prefers_not_to_say"}
AGREED = ConsentSheet(given=True, language="bn")
NOTED = [
    ({}, "health", None),
    ({}, "health", ConsentSheet(given=True, how="signed", language="bn")),
    ({}, "health", ConsentSheet(given=True, how="witness", witness="interpreter", language="bn")),
    (REFUSED, "health", ConsentSheet(override_reason="cannot wait", danger=True)),
    (CHILD, "juvenile_court", ConsentSheet(alone=True)),
    ({**CHILD, **REFUSED}, "juvenile_court", ConsentSheet(alone=True)),
    ({**CHILD, **REFUSED}, "social_service", ConsentSheet(alone=True)),
    (CHILD, "health", ConsentSheet(given=True, guardian=GUARDIAN, language="bn")),
    (CHILD, "health", ConsentSheet(override_reason="no guardian is here")),
    (UNKNOWN, "health", ConsentSheet(given=True, age="adult", age_from="document", language="bn")),
    (UNKNOWN, "juvenile_court", ConsentSheet(alone=True, age="minor", age_from="person")),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        yield made


@pytest.mark.parametrize(("told", "service", "noted"), NOTED)
def test_the_preview_is_the_slip(
    store: Vault, told: dict[str, str], service: str, noted: ConsentSheet | None
) -> None:
    record = people.finish(store, people.ARABIC, told)
    sheet = workflow.propose_slip(store, record).sheet
    if noted is not None:
        band = noted.age or sheet.age_band
        sheet = replace(sheet, age_band=band, consent_how=noted.how, consent_witness=noted.witness)
    drawn = workflow.draft_slip(store, record, service, sheet, noted)
    issued = workflow.issue_slip(store, record, service, sheet, "ar", slips.render, noted)
    shown = replace(drawn, reference=issued.reference, issued_at=issued.issued_at)
    assert slips.render(shown, "ar") == issued.pdf


def test_what_is_not_ticked_yet_is_drawn_as_if_it_was_agreed_to_but_for_a_guardian(store: Vault) -> None:
    record = people.finish(store, people.ARABIC, CHILD)
    sheet = workflow.propose_slip(store, record).sheet
    before = workflow.draft_slip(store, record, "health", sheet, ConsentSheet())
    both = ConsentSheet(given=True, guardian=GUARDIAN, language="ar")
    agreed = workflow.draft_slip(store, record, "health", sheet, both)
    assert replace(before, reference="", issued_at="", release=agreed.release) == replace(
        agreed, reference="", issued_at="", guardian=None
    )
    assert agreed.guardian == Agreed("spoken", "ur", "") and before.guardian is None, "nobody was asked yet"
    assert before.release.basis == "consent"


def test_what_no_word_opens_is_not_drawn(store: Vault) -> None:
    record = people.finish(store, people.ARABIC, REFUSED)
    sheet = workflow.propose_slip(store, record).sheet
    for noted in (None, ConsentSheet(), AGREED):
        with pytest.raises(IntakeError, match=r"screening\.consent_refused"):
            workflow.draft_slip(store, record, "health", sheet, noted)
