"""A record that a server refused because it knows it otherwise: keep the server's, or send ours as a new record.

So too an edit of a record that somebody decided about: it can not follow that one any more.
"""

import re
import uuid
from dataclasses import asdict

from intake_app.errors import IntakeError
from intake_app.openrosa import actions_of
from intake_app.vault import RecordRow, ReleaseRow, Vault
from intake_app.workflow import finalising, held, releasing

FORMER_DECIDED = "openrosa.former_decided"
"""Code of what keeps an edit here whose version before was decided about."""


def choices(store: Vault, record_id: str) -> tuple[str, ...]:
    """What can be done with a refused record, the best first: hold, retry, send_as_new, export.

    () with any other, and with one that was decided about.
    """
    row = store.record(record_id)
    if row.delivery != "needs_person" or store.decision(record_id):
        return ()
    if row.state == "finalised":
        return actions_of("hold", FORMER_DECIDED)
    last = store.attempts(record_id)[-1]
    offered = actions_of(last.outcome or "", last.code or "")
    return offered if _given(store, record_id) else tuple(one for one in offered if one != "send_as_new")


def _given(store: Vault, record_id: str) -> ReleaseRow | None:
    """What a record was released on for its organisation, as long as that counts."""
    return next((one for one in store.releases(record_id) if one.purpose == "sync"), None)


def keep_server(store: Vault, record_id: str) -> None:
    """Let stand what the server has; ours stays here and is not sent again.  Raises IntakeError `vault.not_refused`."""
    store.keep_server(record_id)


def send_as_new(store: Vault, record_id: str) -> RecordRow:
    """Put a copy of a refused record into the queue, under an identity of its own; the copy's row.

    Cut in the middle it goes on where it was.  The copy leaves on the same decision as the record: no other is asked.
    A copy corrects nothing, unless the version before was sent as a new record too: then it corrects that one.
    Raises IntakeError `workflow.not_to_be_copied` unless the server knows the record otherwise,
    `vault.withdrawn` where the person took back that it is sent, `screening.agreed_as_adult` of who agreed as that,
    `workflow.former_first` as long as the version before, sent as a new record, was not received, `vault.*`.
    """
    given = _given(store, record_id)
    if given is None and store.record(record_id).delivery == "needs_person":
        with held.telling_why(store, record_id):
            raise IntakeError("vault.withdrawn")
    if given is None or "send_as_new" not in choices(store, record_id):
        raise IntakeError("workflow.not_to_be_copied")
    frozen = store.frozen(record_id)
    copy = store.successor(record_id)
    if copy and store.record(copy).state == "draft":
        store.discard(copy)
        copy = ""
    if not copy:
        copy = f"uuid:{uuid.uuid4()}"
        xml = _renamed(_corrected(store, record_id, frozen.xml), record_id, copy)
        store.copy_as_new(record_id, copy, xml)
        release = releasing.release_again(store, copy, given)
        store.finalise(copy, finalising.frozen_copy(frozen, xml), ReleaseRow(**asdict(release)))
    store.sent_as_new(record_id)
    return store.record(copy)


def _corrected(store: Vault, record_id: str, xml: bytes) -> bytes:
    """The bytes as a correction of what went in the place of the version before; of nothing, when nothing did."""
    ids = [row.id for row in store.versions(record_id)]
    at = ids.index(record_id)
    if not at:
        return xml
    copy = store.successor(ids[at - 1]) if store.decision(ids[at - 1]) == "sent_as_new" else ""
    if copy and store.record(copy).state != "sent":
        raise IntakeError("workflow.former_first", record=store.record(copy).code)
    pattern = rb"<((?:[\w.-]+:)?deprecatedID)((?:\s[^>]*)?)>\s*" + re.escape(ids[at - 1].encode()) + rb"\s*</\1\s*>"
    return re.sub(pattern, rb"<\1\2>" + copy.encode() + rb"</\1>" if copy else b"", xml)


def _renamed(xml: bytes, before: str, after: str) -> bytes:
    """The same record under another instanceID, every other byte as it was."""
    pattern = rb"(<(?:[\w.-]+:)?instanceID(?:\s[^>]*)?>\s*)" + re.escape(before.encode()) + rb"(\s*</)"
    renamed, count = re.subn(pattern, rb"\g<1>" + after.encode() + rb"\g<2>", xml)
    if count != 1:
        raise IntakeError("workflow.not_to_be_copied")
    return renamed
