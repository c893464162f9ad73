"""A workplace with work in it, made by the same verbs the windows use."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from intake_app import vault, workflow
from intake_app.cli import filling, rehearsal
from intake_app.vault import Role, Vault
from intake_app.workflow import asking, consent_texts, gate_passed
from intake_app.workflow.asking import Anew
from tests.gui_shell.windows import PASSPHRASE

SMALL = b"""| survey | | | |
| | type | name | label |
| | text | note | What? |
| settings | | | |
| | form_title | form_id | version |
| | Small | small | 1 |
"""
"""A form of one question."""

ARABIC, BENGALI, ITALIAN = "العربية (ar)", "বাংলা (bn)", "Italiano (it)"
SWAHILI = "Kiswahili (sw)"
"""One that is not registered."""


def make(folder: Path) -> Path:
    """Ada keeps the store and coordinates, Sara interviews, Luca refers."""
    path = folder / "workplace.intake"
    setup = workflow.Setup("Mediatori", "Molo", "000 000 0000", "Ada", Role.COORDINATOR, PASSPHRASE)
    with workflow.create_store(path, setup, vault.FLOOR) as store:
        workflow.add_person(store, "Sara", Role.MEDIATOR, PASSPHRASE)
        workflow.add_person(store, "Luca", Role.DESK, PASSPHRASE)
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        for language in (ARABIC, BENGALI):
            finish(store, language)
        workflow.start_record(store, own_form(store), ARABIC, ITALIAN)
    return path


def make_alone(path: Path, form: bytes = SMALL, kdf: vault.Kdf = vault.FLOOR) -> None:
    """Amina works alone: she keeps the store, interviews, and has imported a form of one text question."""
    setup = workflow.Setup("Mediatori", "Molo", "000 000 0000", "Amina", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(path, setup, kdf) as store:
        workflow.import_form(store, "small.md", form, {})


def own_form(store: Vault) -> int:
    """The key of the first questionnaire."""
    return next(row.key for row in workflow.form_list(store) if row.form_id == rehearsal.FORM)


def finish(store: Vault, language: str, changed: dict[str, str] | None = None) -> str:
    """One finished interview; gives its record id."""
    return workflow.finalise_draft(store, answered(store, language, changed)).row.id


def answered(store: Vault, language: str, changed: dict[str, str] | None = None) -> str:
    """One interview with all its answers, not finished yet; gives its record id."""
    opened = workflow.start_record(store, own_form(store), language, ITALIAN)
    definition = workflow.load_definition(opened.package.xml, opened.package.files)
    session = workflow.session_for(opened, definition)
    answers = {**rehearsal.ANSWERS.get(language, rehearsal.ANSWERS[BENGALI]), **(changed or {})}
    filling.fill(session, {f"/data/{path}": value for path, value in as_asked(answers).items()}, str)
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    return opened.row.id


PASSED_ON = tuple(f"information/{name}" for name in ("consent_referral", "consent_sync", "consent_export", "research"))


def as_asked(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Whether something may be passed on is asked of a child in a question of its own; so of who tells no age."""
    adult = answers.get("information/age_band") == "adult"
    return {path if adult or path not in PASSED_ON else f"{path}_child": value for path, value in answers.items()}


def agreed(store: Vault, case: str) -> Anew:
    """That the person of a case says yes to the talk and to its being written down, when both were read to them.

    Whom nobody had asked for it had said no to it before, in a first interview that was left.
    """
    if gate_passed.needs_first(store, case):
        opened = workflow.begin_module(store, case, "first_interview")
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        session.answer("/data/information/consent_interview", "no")
        workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
        workflow.discard(store, opened.row.id)
    return Anew(asking.to_ask_for(store, case), consent_texts.of_case(store, case).name, "ar", now=gate_passed.NOW)
