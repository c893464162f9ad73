"""A person agrees anew to what they took back."""

from collections.abc import Sequence

from intake_app import screening
from intake_app.vault import Vault
from intake_app.workflow import consenting, desk, finalising
from intake_app.workflow.finalising import ConsentSheet
from intake_app.workflow.leaving import AT_DESK


def agree_again(store: Vault, record_id: str, ways: Sequence[tuple[str, str]], how: str = "spoken") -> None:
    """Note the new word for each way: a purpose with a service or a kind of recipient.

    The record waits to be sent again; slips are issued and exports made anew. Raises IntakeError as `release_later` and
    `consent_given` do.
    """
    kinds = {service.code: service.recipient_kind for service in desk.directory()}
    for purpose, recipient in ways:
        if purpose == "sync":
            finalising.release_later(store, record_id, ConsentSheet(given=True, how=how))
            continue
        kind = kinds.get(recipient, recipient)
        own = screening.own_word(kind)
        purposes = (*AT_DESK["slip" if purpose == "slip" else "export"], *((own,) if own else ()))
        consenting.agreed(store, record_id, purposes, kind, how)
