"""Finishing a record: its bytes, its files, what was said and whether it may leave, all or nothing."""

import contextlib
from collections.abc import Sequence

from intake_app.vault import consents, media, quarantine, records, releases
from intake_app.vault.consents import ConsentWord
from intake_app.vault.opening import Opening
from intake_app.vault.types import Frozen, NewFile, RecordRow, ReleaseRow


def finish(
    opening: Opening,
    record_id: str,
    frozen: Frozen,
    release: ReleaseRow | None,
    words: Sequence[ConsentWord],
    waits: int,
    log: NewFile | None,
) -> RecordRow:
    """Freezes a draft for good, in one transaction; raises as `records.freeze` and `media.put`."""
    number = records.own_draft(opening, record_id)
    seal = quarantine.judged_with_files(opening, number)
    gone = media.others(opening, number, frozen.attachments)
    with contextlib.ExitStack() as until:
        named = until.enter_context(media.laid(opening, record_id, log)) if log is not None else list
        until.enter_context(opening.database.transaction())
        gone += named()
        records.freeze(opening, record_id, frozen, seal, waits)
        if words:
            consents.put_with_record(opening, record_id, words)
        if release is not None:
            releases.write(opening, release)
    media.let_go(opening, gone)
    return records.row(opening, record_id)
