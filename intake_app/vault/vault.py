"""The `Vault`: the verbs of an open store, each handed on to the part that knows how."""

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from intake_app.errors import IntakeError
from intake_app.vault import (
    audit,
    backup,
    ballast,
    check,
    contacts,
    edits,
    finishing,
    following,
    forms,
    glass,
    handover,
    information,
    log,
    media,
    meter,
    people,
    putting_away,
    quarantine,
    queue,
    records,
    refusals,
    releases,
    returned,
    safeguards,
    saving,
    worklists,
)
from intake_app.vault.anchor import Anchor
from intake_app.vault.casework import Casework
from intake_app.vault.check import Checked
from intake_app.vault.consents import ConsentWord
from intake_app.vault.exchange import Exchange
from intake_app.vault.files import Lock
from intake_app.vault.following import SlipNote, SlipStanding
from intake_app.vault.going_out import Leaving
from intake_app.vault.information import InformationCount, InformationGiven
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, require
from intake_app.vault.rotation import Progress, silent
from intake_app.vault.types import (
    AttemptResult,
    AttemptRow,
    AuditHead,
    AuditRow,
    Draft,
    FormFile,
    FormPackage,
    FormRow,
    Frozen,
    HandOver,
    LogEntry,
    MediaRow,
    Namesakes,
    NewFile,
    OrganisationKey,
    Outgoing,
    Person,
    Reading,
    ReceiptRow,
    RecordRow,
    ReleaseRow,
    Role,
    Safeguards,
    SetApart,
    SlipRow,
    StoreInfo,
)
from intake_app.vault.unlocking import Factor, keyring_entry, no_keyring
from intake_app.vault.untold import Untold
from intake_app.vault.withdrawing import Stopped


@refusals.noted
class Vault(Exchange, Casework):
    """An open store, for the one thread that opened it.  The package's docstring lists the verbs."""

    def __init__(self, path: Path, lock: Lock, opening: Opening, anchor: Anchor) -> None:
        """Made by `create` and `open_store`."""
        self._path, self._lock, self._opening, self._anchor = path, lock, opening, anchor
        self.recalled: dict[str, tuple[bytes, Any]] = {}
        """By record: the signs of a draft as it was read last, behind a mark of what was read; never on the disk."""
        self.weighed: dict[str, frozenset[str]] = {}
        """By draft, what it told when the releases of its person were weighed last."""
        self.untold = Untold(opening)

    def __enter__(self) -> Self:
        """The vault itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Closes, whatever happened."""
        self.close()

    @property
    def me(self) -> Person:
        """Who opened it."""
        return self._opening.me

    def info(self) -> StoreInfo:
        """Facts about the store."""
        return check.info(self._opening, self._path)

    def close(self) -> None:
        """Purges what was discarded, empties the log into the file, lets go of key and lock.  Twice is harmless.

        Raises IntakeError when something discarded could not be deleted; the store is closed all the same.
        """
        database = self._opening.database
        try:
            if not database.closed:
                putting_away.purge(self._opening)
                if self._opening.behind is None and database.lies_in_place():
                    media.sweep(self._opening)
                with contextlib.suppress(IntakeError):  # a full disk: all that was saved is safe in the log
                    self._last_words()
        finally:
            database.close()
            self._anchor.close()
            ballast.make(self._path)
            self._lock.release()

    def _last_words(self) -> None:
        with self._opening.database.transaction():
            returned.note(self._opening)
            audit.close(self._opening)
        self._opening.database.checkpoint()
        self._anchor.drop(durably=True)
        self._opening.header.look_after()

    def check(self, progress: meter.Progress = meter.heedless) -> tuple[str, ...]:
        """Reads everything: pages, references, seals, audit chain.  Codes of what is wrong; () when sound."""
        return check.sound(self._opening, progress=progress)

    def check_on(self, at: Checked) -> Checked:
        """The same part by part, from `Checked()` on until it is ``over``."""
        return check.further(self._opening, at)

    def back_up(self, target: Path, progress: meter.Progress = meter.heedless) -> backup.BackupMade:
        """A verified copy of the whole store in a new folder; ``progress`` hears bytes done and of how many."""
        return backup.back_up(self._opening, target, progress)

    def people(self) -> tuple[Person, ...]:
        """Everybody who may open the store."""
        return people.listed(self._opening)

    def add_person(self, name: str, role: Role, passphrase: str, agency: str = "", site: str = "") -> Person:
        """Lets somebody in; without agency and site those of the workplace.

        'vault.name_taken', 'vault.weak_passphrase', 'vault.bad_name', 'vault.not_allowed'.
        """
        return people.add_at(self._opening, agency, site, name, role, passphrase)

    def remove_person(self, name: str, progress: Progress = silent) -> None:
        """Takes somebody's passphrase away, and the key they had; their records stay.  Copies the whole store."""
        people.remove(self._opening, name, progress)

    def change_passphrase(self, old: str, new: str, factor: Factor = no_keyring, second: bytes | None = None) -> None:
        """One's own passphrase, and whether a second secret goes with it."""
        people.change_passphrase(self._opening, old, new, factor, second)

    def safeguards(self) -> Safeguards:
        """What opens the store when passphrases are forgotten."""
        return safeguards.listed(self._opening)

    def organisation_keys(self) -> tuple[OrganisationKey, ...]:
        """Keys of organisations, since when they are here and by whom."""
        return safeguards.organisation_keys(self._opening)

    def put_recovery(self, key: str, progress: Progress = silent) -> None:
        """A recovery key; the one before it, if any, opens nothing any more.  The store is copied then."""
        safeguards.put_recovery(self._opening, key, progress)

    def put_escrow(self, public: bytes) -> None:
        """An organisation whose key opens the store too."""
        safeguards.put_escrow(self._opening, public)

    def drop_escrow(self, public: bytes, progress: Progress = silent) -> None:
        """Takes an organisation's key out.  Copies the whole store."""
        safeguards.drop_escrow(self._opening, public, progress)

    def keyring_entry(self) -> str:
        """Under which name the system keyring keeps one's second secret, if one has any."""
        return keyring_entry(self._opening.header.current.vault_id, self.me.id)

    def uses_keyring(self) -> bool:
        """Whether one's passphrase is worth something only together with the second secret."""
        mine = self._opening.header.current.slot(self.me.id)
        return mine is not None and mine.keyring

    def setting(self, key: str) -> str | None:
        """A setting, or None."""
        return people.setting(self._opening, key)

    def set_setting(self, key: str, value: str) -> None:
        """Keeps a setting."""
        people.set_setting(self._opening, key, value)

    def keep_view(self, view: str) -> None:
        """Keeps what one looks at for one's next opening."""
        people.keep_view(self._opening, view)

    def kept_view(self) -> str:
        """What one looked at before; somebody else's is wiped."""
        return people.kept_view(self._opening)

    def put_form(self, form: FormFile, files: Mapping[str, bytes]) -> int:
        """Stores a form with its files and makes it current; its key."""
        return forms.put(self._opening, form, files)

    def put_own_form(self, form: FormFile) -> int:
        """Stores a questionnaire of the program itself; its key."""
        return forms.put_own(self._opening, form)

    def forms(self, all: bool = False) -> tuple[FormRow, ...]:
        """The current forms, or every stored row."""
        return forms.listed(self._opening, all)

    def form(self, form_key: int) -> FormPackage:
        """A form with its bytes."""
        return forms.package(self._opening, form_key)

    def new_draft(self, form_key: int, record_id: str, xml: bytes, language: str, mediator_language: str) -> RecordRow:
        """A new draft of one's own under a fresh code."""
        ballast.make(self._path)
        return records.new(self._opening, form_key, record_id, xml, language, mediator_language)

    def save_draft(self, record_id: str, draft: Draft) -> str:
        """Keeps a draft; the time it was saved.  On a full disk the ballast is given up for it."""
        try:
            return saving.save(self._opening, record_id, draft)
        except IntakeError as trouble:
            if trouble.code != "vault.disk_full" or not ballast.give_up(self._path):
                raise
            return saving.save(self._opening, record_id, draft)

    def draft(self, record_id: str) -> Draft:
        """A draft of one's own as last saved."""
        return records.draft(self._opening, record_id)

    def records(self, state: str | None = None, mine: bool = False, limit: int | None = None) -> tuple[RecordRow, ...]:
        """Records that this role sees, the newest change first."""
        return records.listed(self._opening, state, mine, limit)

    def counts(self) -> dict[str, int]:
        """How many records of each state this role sees, and how many of those it reads were referred."""
        return worklists.counts(self._opening)

    def refused(self, limit: int) -> tuple[RecordRow, ...]:
        """Records that a server refused, the newest change first; those that somebody decided about are settled."""
        return worklists.refused(self._opening, limit)

    def referrals(self, limit: int) -> tuple[tuple[RecordRow, SlipRow], ...]:
        """Records that were referred, each with its newest slip without pages; the newest slip first."""
        return worklists.referrals(self._opening, limit)

    def last_finished(self, form_id: str) -> str | None:
        """The id of the record of a form, in whatever version, that one finished last."""
        return records.last_finished(self._opening, form_id)

    def record(self, record_id: str) -> RecordRow:
        """One row."""
        return records.row(self._opening, record_id)

    def find(self, code: str) -> RecordRow:
        """One row by its code as spoken or typed."""
        return records.find(self._opening, code)

    def search(self, text: str, limit: int = 50, reference: str = "") -> tuple[RecordRow, ...]:
        """Rows by the reference of a slip, the beginning of their code or of words of titles, the newest first."""
        return records.searched(self._opening, text, limit, reference)

    def namesakes(self, record_id: str, name: str) -> Namesakes:
        """Other records whose titles sound like this name; of those one may not read, day and site."""
        return contacts.namesakes(self._opening, record_id, name)

    def tell_apart(self, record_id: str, other_id: str, apart: bool = True) -> None:
        """Notes that two records one reads are not of one person, or takes that back."""
        contacts.tell_apart(self._opening, record_id, other_id, apart)

    def put_information(self, given: InformationGiven) -> None:
        """Notes that information was given, to people of whom nothing is kept."""
        information.put(self._opening, given)

    def information(self, since: str = "", until: str = "") -> tuple[InformationCount, ...]:
        """How much was given from a moment on and before another one."""
        return information.counted(self._opening, since, until)

    def hand_over(self, record_id: str, name: str, on: Leaving | None = None, ended: Sequence[str] = ()) -> Person:
        """A draft of one's own to a colleague, or the sight of a finished record; to another agency on a release."""
        return handover.give(self._opening, record_id, name, on, ended)

    def hand_back(self, record_id: str) -> Person:
        """What was handed over to oneself, to whom it came from."""
        return handover.give_back(self._opening, record_id)

    def withdraw(self, record_id: str, name: str) -> None:
        """The sight of a finished record of one's own, from a colleague who has it."""
        handover.withdraw(self._opening, record_id, name)

    def handovers(self, record_id: str) -> tuple[HandOver, ...]:
        """Hand-overs of a record, the oldest first."""
        return handover.listed(self._opening, record_id)

    def shown_here(self) -> tuple[str, ...]:
        """The records of other agencies, by id, that were handed over to this person."""
        return handover.shown_here(self._opening)

    def break_glass(self, record_id: str, reason: str) -> None:
        """Reads one record without its being one's own, until the store closes; the reason is kept and told."""
        glass.break_glass(self._opening, record_id, reason)

    def readings(self) -> tuple[Reading, ...]:
        """Who read records of one's own behind broken glass, as far as one has not confirmed to know."""
        return glass.untold(self._opening)

    def readings_told(self, until: str = "") -> int:
        """Confirms to know of these, or of those up to a moment; of how many."""
        return glass.told(self._opening, until)

    def all_readings(self) -> tuple[Reading, ...]:
        """Every reading behind broken glass; for who may see the log of actions."""
        return glass.listed(self._opening)

    def noticed(self) -> tuple[str, ...]:
        """Codes of what was noticed so far, without reading everything; `check` reads everything."""
        return check.noticed(self._opening)

    def set_apart(self) -> tuple[SetApart, ...]:
        """Records that can not be read, the oldest first; for who may see the log of actions."""
        require(self.me, Right.AUDIT)
        return quarantine.listed(self._opening)

    def discard(self, record_id: str, refused: Sequence[ConsentWord] = ()) -> None:
        """Puts a draft aside until the store closes; then it is deleted.  What was refused in it stays so as long."""
        putting_away.discard(self._opening, record_id, refused)

    def restore(self, record_id: str, anew: Sequence[ReleaseRow] = ()) -> tuple[Stopped, ...]:
        """Takes a discarded draft back; what had stopped for it alone, of which what is in ``anew`` goes again."""
        return edits.restore(self._opening, record_id, anew)

    def finalise(
        self,
        record_id: str,
        frozen: Frozen,
        release: ReleaseRow | None = None,
        words: Sequence[ConsentWord] = (),
        waits: int = 0,
        log: NewFile | None = None,
    ) -> RecordRow:
        """Freezes a draft for good; with a release and what its case is to know that was said, all or nothing.

        ``waits``: for what alone it is kept back, see `waiting`.  ``log``: of how it was filled in, a file that no
        draft has.
        """
        return finishing.finish(self._opening, record_id, frozen, release, words, waits, log)

    def submission(self, record_id: str) -> bytes:
        """The frozen bytes of a record."""
        return records.frozen(self._opening, record_id).xml

    def frozen(self, record_id: str) -> Frozen:
        """A finalised record with what was frozen beside its bytes."""
        return records.frozen(self._opening, record_id)

    def put_media(self, record_id: str, name: str, data: bytes, mime: str) -> MediaRow:
        """Keeps a file of a draft."""
        return media.put(self._opening, record_id, name, data, mime)

    def media(self, record_id: str) -> tuple[MediaRow, ...]:
        """Files of a record."""
        return media.listed(self._opening, record_id)

    def media_bytes(self, record_id: str, name: str) -> bytes:
        """The bytes of a file."""
        return media.content_of(self._opening, record_id, name)

    def media_stream(self, record_id: str, name: str) -> Iterator[bytes]:
        """The same piece by piece; damage is told of when it is met, so all must have come before any is used."""
        return media.stream(self._opening, record_id, name)

    def small_media(self, record_id: str, names: Collection[str]) -> dict[str, bytes]:
        """Several small files of a record at once, by name."""
        return media.together(self._opening, record_id, names)

    def drop_media(self, record_id: str, name: str) -> None:
        """Deletes a file of a draft."""
        media.drop(self._opening, record_id, name)

    def put_release(self, release: ReleaseRow) -> ReleaseRow:
        """Keeps a release of a finalised record; what is kept for this decision, also by a try before."""
        return releases.put(self._opening, release)

    def releases(self, record_id: str) -> tuple[ReleaseRow, ...]:
        """Releases of a record."""
        return releases.listed(self._opening, record_id)

    def put_slip(self, slip: SlipRow) -> None:
        """Keeps a slip as issued."""
        releases.put_slip(self._opening, slip)

    def slip_kept(self, decision: ReleaseRow, sheet_json: str) -> SlipRow | None:
        """A slip on this decision, with this sheet, that is kept and has not left the store."""
        return releases.slip_kept(self._opening, decision, sheet_json)

    def slips(self, record_id: str | None = None, *, sheets: bool = False) -> tuple[SlipRow, ...]:
        """Slips of a record or of all, without their pages; with their ``sheets``."""
        return releases.slips(self._opening, record_id, sheets=sheets)

    def slip(self, reference: str) -> SlipRow:
        """One slip."""
        return releases.slip(self._opening, reference)

    def slip_record(self, reference: str) -> str:
        """The record that a slip is of."""
        return releases.slip_record(self._opening, reference)

    def slip_left(self, reference: str, way: str) -> None:
        """Notes that a slip was printed, or saved as a file."""
        releases.slip_left(self._opening, reference, way)

    def note_slip(self, reference: str, status: str, reason: str, happened: str) -> SlipNote:
        """What came back of a slip."""
        return following.put(self._opening, reference, status, reason, happened)

    def slip_notes(self, reference: str) -> tuple[SlipNote, ...]:
        """All that came back of a slip."""
        return following.notes(self._opening, reference)

    def slips_standing(self) -> tuple[SlipStanding, ...]:
        """How all slips stand that one may read."""
        return following.standing(self._opening)

    def next_due(self, server: str, now: datetime | None, skip: AbstractSet[str] = frozenset()) -> Outgoing | None:
        """The next record to send, or None."""
        return queue.next_due(self._opening, server, now, skip)

    def waiting(self, server: str) -> int:
        """How many records wait for a server."""
        return queue.waiting(self._opening, server)

    def attempt_started(self, record_id: str, server: str, encrypts: bool = False) -> int:
        """Writes a try down before it begins; whether the record goes out encrypted."""
        return queue.noted(self._opening, server, [(record_id, encrypts)], ())[0]

    def attempt_ended(self, attempt_id: int, result: AttemptResult) -> None:
        """Writes down how a try ended."""
        queue.noted(self._opening, "", (), [(attempt_id, result)])

    def attempts_noted(
        self, server: str, begins: Sequence[tuple[str, bool]], ends: Sequence[tuple[int, AttemptResult]]
    ) -> tuple[int, ...]:
        """How tries ended and that others begin, all in one transaction; ids of those that begin."""
        return queue.noted(self._opening, server, begins, ends)

    def attempts(self, record_id: str) -> tuple[AttemptRow, ...]:
        """Tries of a record."""
        return queue.attempts(self._opening, record_id)

    def receipts(self, record_id: str) -> tuple[ReceiptRow, ...]:
        """Receipts of a record."""
        return queue.receipts(self._opening, record_id)

    def retry(self, record_id: str) -> None:
        """Puts a held record back in line."""
        queue.retry(self._opening, record_id)

    def audit_rows(self, limit: int | None = None) -> tuple[AuditRow, ...]:
        """Links of the audit chain, the newest first."""
        return audit.rows(self._opening, limit)

    def log(
        self, person: str = "", actions: Collection[str] = (), before: int | None = None, limit: int = 200
    ) -> tuple[LogEntry, ...]:
        """The same with names and codes: of one person by id, of some kinds, before a link."""
        return log.entries(self._opening, person, actions, before, limit)

    def audit_head(self) -> AuditHead:
        """The newest link of the audit chain, for somebody else to keep."""
        return audit.head(self._opening)

    def holds(self, kept: AuditHead) -> bool:
        """Whether the chain still has the link that somebody kept, whole or as a code; False when it was put back."""
        return audit.holds(self._opening, kept)

    def verify_audit(self) -> int:
        """Walks the audit chain; how many links."""
        return audit.verify(self._opening)
