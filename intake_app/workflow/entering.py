"""Opening the store as a person, and doing first what somebody who was cut short had still to do."""

import contextlib
from functools import partial
from pathlib import Path

from intake_app.errors import IntakeError
from intake_app.vault import Upgrade, Vault, unwatched
from intake_app.workflow import finalising, releasing, weighing_again
from intake_app.workflow import store as stores

_JUST = 2
"""So many records the power may have cut short; one more, should one have been changed since."""
_LAST = 20
"""Of so many records of one's own that were finished last it is looked whether the lists have what they make of them:
of those before, a later opening has seen to it.
"""
_AT_A_TIME = 100
"""So many people of before are weighed while the store is opened."""


def open_store(path: Path, name: str, passphrase: str, progress: Upgrade = unwatched) -> Vault:
    """Open the store as a person. Raises IntakeError `vault.wrong_passphrase` and other `vault.*`.

    `progress` hears how far an older store is brought up to date; where it gives False all stays as it was.
    Only where the opening before was cut short is there something to be looked for: what is read for that stands in the
    log.
    """
    store = stores.open_store(path, name, passphrase, progress)
    try:
        if store.cut_short():
            for complete in (_complete_records, _complete_lists):
                with contextlib.suppress(IntakeError):  # who opens the store is told of it where they meet it
                    complete(store)
        _weigh_what_is_shown(store)
        _weigh_once(store)
    except BaseException:
        store.close()
        raise
    return store


def _weigh_what_is_shown(store: Vault) -> None:
    """Whether what another agency shows here still would be, whoever was cut short before it was stopped."""
    with contextlib.suppress(IntakeError):
        for record_id in store.shown_here():
            weighing_again.protect(store, record_id)


def _weigh_once(store: Vault) -> None:
    """What an older program released, which did not know in which calendars what was told is of a child, nor that
    nothing is sent on an adult's yes of whom it is doubted that they are one.
    """
    with contextlib.suppress(IntakeError):
        store.weigh_once(_AT_A_TIME, partial(_weigh, store))


def _weigh(store: Vault, record_id: str) -> None:
    with contextlib.suppress(IntakeError):  # what can not be read keeps nobody from the others
        weighing_again.weigh_again(store, record_id)


def _complete_records(store: Vault) -> None:
    """What the record that was closed last means for others of its person, where the power went right after."""
    for row in store.records("finalised", mine=True, limit=_JUST):
        finalising.tell_beyond(store, row)


def _complete_lists(store: Vault) -> None:
    """What records that are released ask of shared lists, where the power went before it was done."""
    servers = {form.server for form in store.forms() if form.server}
    if not any(store.entity_lists(server) for server in servers):
        return
    waiting = [row for row in store.records("finalised", mine=True, limit=_LAST) if row.delivery == "waiting"]
    for row in reversed(waiting):
        releasing.change_lists(store, row.id)
