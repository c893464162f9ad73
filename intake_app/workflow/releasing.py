"""Releases: the one place in the program where one is made, and what goes along with one for sync."""

import contextlib
import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Lawful, Release
from intake_app.vault import Leaving, ReleaseRow, Vault
from intake_app.workflow import carrying, consenting, entity_lists

_LAWFUL: Mapping[screening.Basis, Lawful] = {
    screening.Basis.CONSENT: "consent",
    screening.Basis.DUTY: "legal_duty",
    screening.Basis.OVERRIDE: "public_interest",
}


def new_release(
    store: Vault, record_id: str, purpose: screening.Purpose, recipient: str, basis: screening.Basis, detail: str,
    kind: str = "", lawful: str = "",
) -> Release:
    """A release: the one place in the program where one is made.

    `lawful`: its ground in law, where the basis alone does not tell; a reason is one of public interest, unless
    somebody may be hurt now.
    """
    return Release(
        id=str(uuid.uuid4()),
        record_id=record_id,
        purpose=purpose,
        recipient=recipient,
        basis=str(basis),
        detail=detail,
        by=store.me.id,
        at=moment(),
        kind=kind,
        lawful=lawful or _LAWFUL[basis],
    )


def release_again(store: Vault, record_id: str, given: ReleaseRow | Release) -> Release:
    """A release of a record on the decision that another, with the same answers, was released on."""
    basis = screening.Basis(given.basis)
    return new_release(store, record_id, "sync", given.recipient, basis, given.detail, given.kind, given.lawful)


def release_versions(store: Vault, release: Release | ReleaseRow) -> None:
    """Versions before it that were kept back go on the same word: a server takes a correction of what it has.  One
    behind it goes with it only where what was said lets it: a reason is one for what was there.
    """
    change_lists(store, release.record_id)
    before = True
    for row in store.versions(release.record_id):
        before = before and row.id != release.record_id
        if row.delivery == "held" and row.author_id == store.me.id:
            with contextlib.suppress(IntakeError):  # the record itself is released, whatever comes of this
                if before or _may_go_too(store, row.id, release):
                    store.put_leaving(Leaving(ReleaseRow(**asdict(release_again(store, row.id, release)))))
                    change_lists(store, row.id)


def _may_go_too(store: Vault, record_id: str, release: Release | ReleaseRow) -> bool:
    words = consenting.said(store, record_id, carrying.heard_in(store, record_id))
    return release.basis == screening.Basis.CONSENT and consenting.may_sync(words).basis is not None


def change_lists(store: Vault, record_id: str) -> None:
    """What a released record asks of shared lists is done in those kept here; whatever comes of it, it is released."""
    with contextlib.suppress(IntakeError):
        entity_lists.take_changes(store, record_id)


def moment() -> str:
    """The present as it stands on releases and slips: ISO 8601, to the second, with the zone of this computer."""
    return datetime.now().astimezone().isoformat(timespec="seconds")
