"""What a slip says of the person and of why it goes is what was told, on whichever ground it goes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import i18n, slips, vault, workflow
from intake_app.errors import IntakeError
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet
from tests.gui_shell import people
from tests.workflow.test_finished_twice import PASSPHRASE

REFUSED = {"information/consent_referral": "no", "information/consent_export": "no", "next_steps/services": ""}
DANGER = ConsentSheet(override_reason="somebody may be hurt now", danger=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        yield made


def page(store: Vault, record: str, to: str, noted: ConsentSheet | None, preview: bool = False) -> dict[str, str]:
    """The copy for the service, by role, of what is issued or is shown before that."""
    sheet = workflow.propose_slip(store, record).sheet
    if preview:
        content = workflow.draft_slip(store, record, to, sheet, noted)
    else:
        content = workflow.slip_for(store, record, workflow.directory(store).get(to), sheet, noted)
    found = slips.lay_out(content, "bn", i18n.load).pages
    texts = {text.role: text.text for text in found[0].texts}
    return texts | {"all": " ".join(text.text for each in found for text in each.texts)}


def test_who_refused_and_asked_for_nothing_is_not_told_to_have_asked(store: Vault) -> None:
    """A child alone, on the duty; then somebody in danger, on a reason; each also as it is shown before."""
    child = people.finish(store, people.BENGALI, {**REFUSED, "information/age_band": "minor"})
    adult = people.finish(store, people.BENGALI, REFUSED)
    cases = (
        (child, "social_service", ConsentSheet(alone=True), "comunicazione dovuta per legge", "Invio dovuto per legge"),
        (adult, "health", DANGER, "tutela urgente", "Invio per tutela urgente; il motivo è annotato da chi invia"),
        (adult, "health", replace(DANGER, danger=False), "un motivo annotato da chi invia",
         "Invio per un motivo annotato da chi invia"),
    )  # fmt: skip
    for record, to, noted, reason, basis in cases:
        for preview in (True, False):
            told = page(store, record, to, noted, preview)
            assert (told["reason"], told["consent"], told["services"]) == (reason, basis, "–")
            for untrue in ("ha chiesto sostegno", "aiuto chiesto", "; spiegato alla persona", "Che cosa è stato"):
                assert untrue not in told["all"], untrue


def test_what_is_kept_of_a_slip_is_what_stands_on_it(store: Vault) -> None:
    child = people.finish(store, people.BENGALI, {**REFUSED, "information/age_band": "minor"})
    sheet = workflow.propose_slip(store, child).sheet
    alone = ConsentSheet(alone=True)
    slip = workflow.issue_slip(store, child, "social_service", sheet, "bn", lambda *_: b"%PDF", alone)
    assert '"reason": "legal_duty"' in store.slip(slip.reference).sheet_json


@pytest.mark.parametrize(
    ("told", "best", "on_it"),
    [
        ("fr", "fr", "francese"),
        ("other", "other", "un’altra lingua"),
        ("", "", "si è parlato in bengalese"),
        ("prefers_not_to_say", "", "si è parlato in bengalese"),
    ],
)
def test_the_language_of_the_talk_is_not_told_to_be_the_best(store: Vault, told: str, best: str, on_it: str) -> None:
    record = people.finish(store, people.BENGALI, {"next_steps/language": told})
    proposal = workflow.propose_slip(store, record)
    assert (proposal.sheet.language, proposal.person_language) == (best, "bn"), "the paper is in that of the talk"
    assert page(store, record, "health", None)["language"].startswith(f"{on_it} · serve interprete")


def test_what_went_to_the_police_for_a_reason_stops_with_the_judicial_path(store: Vault) -> None:
    record = people.finish(store, people.BENGALI, REFUSED)
    case = workflow.case_for(store, record).id
    sheet = workflow.propose_slip(store, record).sheet

    def issue(to: str) -> str:
        return workflow.issue_slip(store, record, to, sheet, "bn", lambda *_: b"%PDF", DANGER).reference

    with pytest.raises(IntakeError, match=r"screening\.social_path"):
        issue("questura")
    workflow.note_path(store, case, "judicial")
    police, health = issue("questura"), issue("health")
    assert workflow.reprint(store, police).pdf == workflow.reprint(store, health).pdf == b"%PDF"
    workflow.note_path(store, case, "social")
    released = {one.reference: one.release_id for one in workflow.slips_of(store, record)}
    standing = [one.id for one in store.standing_releases(record)]
    assert released[police] not in standing and released[health] in standing, "at once"
    with pytest.raises(IntakeError, match=r"workflow\.slip_ended"):
        workflow.reprint(store, police)
    assert workflow.reprint(store, health).pdf == b"%PDF"


def test_danger_is_asked_about_where_it_opens_anything(store: Vault) -> None:
    record = people.finish(store, people.BENGALI, REFUSED)
    kinds = ("police", "judicial_authority", "abroad", "health")
    found = {}
    for path in ("social", "judicial"):
        workflow.note_path(store, workflow.case_for(store, record).id, path)
        proposal = workflow.propose_slip(store, record)
        found[path] = [kind for kind in kinds if proposal.may_go_in_danger(kind)]
    assert found == {"social": ["health"], "judicial": ["police", "health"]}
