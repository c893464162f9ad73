"""`intake store create|info|paper-name|add-person`."""

from argparse import Namespace
from dataclasses import asdict
from typing import Any

from intake_app import machine, workflow
from intake_app.cli.key_verbs import chosen_recovery
from intake_app.cli.opening import opened, store_path
from intake_app.cli.progress import going_on
from intake_app.cli.secret_input import read_secret
from intake_app.errors import IntakeError
from intake_app.i18n import Translator
from intake_app.vault import Role, Vault
from intake_app.workflow.services import paper_name, set_paper_name


def create(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Create a store with its first person."""
    if not parsed.user:
        raise IntakeError("cli.no_user")
    setup = workflow.Setup(
        organisation=parsed.organisation,
        site=parsed.site,
        callback=parsed.callback,
        name=parsed.user,
        role=Role(parsed.role),
        passphrase=read_secret(parsed.passphrase_fd, tr("New passphrase: ")),
        recovery="" if parsed.without_recovery else chosen_recovery(parsed.recovery_fd, tr),
    )
    path = store_path(parsed)
    path.parent.mkdir(parents=True, exist_ok=True)
    store = workflow.create_store(path, setup)
    try:
        return {**_info(store), "warnings": [*_swap_words(tr), *_name_words(setup, tr)]}
    finally:
        store.close()


def _swap_words(tr: Translator) -> list[str]:
    """What this machine may do with pieces of memory; nobody is stopped by it."""
    told = tr(
        "The swap space of this computer is not encrypted: while the program is open, pieces of its memory "
        "may be written there. Whoever looks after this computer can encrypt the disk or turn swap off."
    )
    return [told] if machine.open_swap() else []


def _name_words(setup: workflow.Setup, tr: Translator) -> list[str]:
    """That a name of the workplace stands on some papers only."""
    if not any(map(workflow.tells_of_trafficking, (setup.organisation, setup.site))):
        return []
    return [tr("This name tells of trafficking: papers for services that must not be told of it leave it out.")]


def info(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Facts about a store, without content."""
    with opened(parsed, tr) as store:
        return _info(store)


def name_papers(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """The name of the workplace for papers that must not tell of trafficking; without a name, which it is."""
    with opened(parsed, tr) as store:
        if parsed.none or parsed.name is not None:
            set_paper_name(store, "" if parsed.none else parsed.name)
        known = paper_name(store)
    return {"organisation": known.organisation, "paper_name": known.name, "needed": known.needed}


def add_person(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Give a colleague a passphrase of their own; it is the second line of the descriptor, or a second prompt."""
    with opened(parsed, tr) as store:
        secret = read_secret(parsed.new_passphrase_fd, tr("Passphrase of the new person: "))
        person = workflow.add_person(store, parsed.name, Role(parsed.role), secret, parsed.agency, parsed.site)
        return {"person": person.id, "role": str(person.role)}


def reports(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Reports of mistakes of the program, for whoever mends it; they hold nothing of any interview."""
    with opened(parsed, tr) as store:
        return {"reports": workflow.reports(store)}


def check(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Verify the file and the audit chain."""
    with opened(parsed, tr) as store:
        wrong = store.check(going_on)
        return {"ok": not wrong, "wrong": list(wrong), "audit_rows": store.verify_audit()}


def _info(store: Vault) -> dict[str, Any]:
    safe = store.safeguards()
    organisations = [workflow.fingerprint(public) for public in safe.organisations]
    told = {"user": store.me.name, "role": str(store.me.role), "recovery": safe.recovery}
    return {**asdict(store.info()), **told, "organisation_keys": organisations}
