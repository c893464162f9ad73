"""Whether a person told that they ask for protection, or are afraid of their authorities: in any record of theirs.

It is so for all who meet them, whoever heard it. What can not be read may tell it.
"""

from collections.abc import Mapping, Sequence

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.vault import Telling, Vault
from intake_app.workflow import drafts
from intake_app.workflow import store as stores
from intake_app.xform import FormDefinition

FIELD = "asylum"
"""The slip field of a question whose yes says so; it stands on no slip."""


def asked_for(store: Vault, record_id: str) -> bool:
    """Whether a record of the person tells it, a draft too, also one that was put away. A correction takes it back by a
    no; where it leaves that open, what the version before told stands.
    """
    return _told(store, store.telling_of_person(record_id))


def asked_for_in(store: Vault, case_id: str) -> bool:
    """The same of a case. Raises IntakeError as `Vault.telling_of_case` does."""
    return _told(store, store.telling_of_case(case_id))


def told_so_far(definition: FormDefinition, values: Mapping[str, str]) -> bool | None:
    """Whether the answers of one record tell it; None where they leave it open."""
    return {"yes": True, "no": False}.get(screening.slip_fields_of(definition, values).get(FIELD, ""))


def _told(store: Vault, records: Sequence[Telling]) -> bool:
    return any(one.asylum in ("yes", None) or _unmarked(store, one) for one in records)


def _unmarked(store: Vault, one: Telling) -> bool:
    """Whether a draft of one's own tells it, or may, which an older program wrote, without a mark of it."""
    if not (one.draft and one.home):
        return False
    try:
        return bool(told_so_far(*drafts.draft_told(store, one.record_id)))
    except IntakeError as trouble:
        if not stores.is_unreadable(trouble):
            raise
        return True
