"""The encrypted store of one workplace: people, forms, records, media, releases, slips, servers, queue, audit.

On disk: one SQLCipher file ``NAME``, two header files ``NAME.header-a`` and ``NAME.header-b`` (they hold no
secret without a passphrase, and no names), a folder ``NAME.files`` of sealed attachments, an anchor
``NAME.anchor`` that tells when the store was put back to an older state, ``NAME.ballast`` to be given up on a full
disk, and an empty ``NAME.lock``; ``NAME.next`` while a new volume key takes over.  All are mode 0600.  A `Vault`
belongs to the thread that opened it; everything it returns is a frozen value that any thread may hold.

Opening
    create(path, site, name, role, passphrase, kdf=DEFAULT, clock=utc_now, recovery="") -> Vault
    open_store(path, name, passphrase, clock=utc_now, factor=no_keyring, progress=unwatched) -> Vault
    recover(path, key, Return(name, passphrase, new_keeper=False), clock=utc_now, progress=unwatched) -> Vault
                                          key: a recovery key as typed, or the private half of an organisation's key
    new_recovery_key() -> str             grouped for reading
    check_recovery_key(text) -> str       without groups; IntakeError 'vault.recovery_typo'
    check_passphrase(text, known) -> None IntakeError 'vault.weak_passphrase'
    exists(path) -> bool                  is there any part of a store
    check_target(path) -> None            before a file is written: IntakeError 'vault.own_file' over a part of a store
    Vault is a context manager; .close() purges what was discarded, checkpoints and lets go of the lock.
    .cut_short() -> bool: whether one's opening before ended without that.

People (the first person keeps the store: may manage people, forms and servers whatever the role)
    .me Person(id, name, role, agency, site, keeper)      .info() -> StoreInfo
    .people() -> tuple[Person, ...]                       .add_person(name, role, passphrase, agency, site) -> Person
    .remove_person(name, progress)                        .change_passphrase(old, new, factor, second=None)
    .safeguards() -> Safeguards(recovery, organisations)  .put_recovery(key, progress)
    .organisation_keys() -> (OrganisationKey(public, since, by), ...)
    .put_escrow(public)                                   .drop_escrow(public, progress)
    .uses_keyring() -> bool                               .keyring_entry() -> str
    .setting(key) -> str | None                           .set_setting(key, value)
    .keep_view(view)                                      .kept_view() -> str   one's own; somebody else's is wiped

Forms
    .put_form(FormFile, files: Mapping[str, bytes]) -> form_key    same bytes again -> the same key
    .put_own_form(FormFile) -> form_key                   of the program itself, also by who holds interviews
    .forms(all=False) -> tuple[FormRow, ...]              .form(form_key) -> FormPackage(row, xml, files)

Records (state draft -> finalised -> sent | refused)
    .new_draft(form_key, record_id, xml, language, mediator_language) -> RecordRow
    .save_draft(record_id, Draft) -> str                  the time it was saved
    .draft(record_id) -> Draft                            .record(record_id) -> RecordRow
    .records(state=None, mine=False, limit=None) -> tuple[RecordRow, ...]   newest change first;
                                                          state 'discarded' lists what can be restored
    .counts() -> dict[str, int]                           by state, and 'referred': with a slip
    .refused(limit) -> tuple[RecordRow, ...]              delivery 'settled' where somebody decided
    .referrals(limit) -> tuple[(RecordRow, SlipRow), ...] each with its newest slip
    .search(text, limit=50) -> tuple[RecordRow, ...]      by the beginning of a code or of words of titles
    .namesakes(record_id, name) -> Namesakes(rows, elsewhere)   who may have been met before; the log says one looked
    .tell_apart(record_id, other_id)                      two that are not one; not found for each other any more
    .find(code) -> RecordRow                              code as spoken or typed: 'karo 27 4'
    .discard(record_id) / .restore(record_id)             drafts only; purged when the store closes
    .finalise(record_id, Frozen, ReleaseRow=None) -> RecordRow   one transaction; bytes can never change again
    .submission(record_id) -> bytes                       .frozen(record_id) -> Frozen

Cases: one person under a code
    .open_case() -> CaseRow(id, code, opened, opened_by, agency, site, named, …)
    .case(case_id)  .find_case(code) -> CaseRow           also by the code of a record of it that one sees
    .case_of(record_id) -> CaseRow | None
    .put_in_case(record_id, case_id, kind) -> CaseRow     a record of one's own; met where: of MEETINGS or "";
                                                          no case is a new one under the code of the record
    .person_code(record_id) -> str                        that papers bear: of the case, else of the first version
    .new_case_draft(case_id, form_key, record_id, xml, languages, kind) -> RecordRow
    .case_outline(case_id) -> tuple[CaseEntry, ...]       which questionnaires, when, by whom, how far
    .case_record(case_id) -> str                           one of them that is seen, "" for none
    .merge_cases(case_id, other_id, reason, weigh, words, stops) .part_cases(merge, reason, weigh, [ReleaseRow])
    .take_from_case(record_id, weigh) -> CaseRow          a record of one's own, of somebody else after all
    .case_merges(case_id)  .case_words(case_id)  .case_ways(case_id)  .case_identified(case_id)
    .words_passing(record_id)                             what of a draft's person may be no word any more
    .words_together(case_id, other_id)  .stopped_by_parting(case_id)   before two are put together, and after
    .meetings(case_id) -> tuple[Meeting, ...]             .case_course(case_id) -> CaseCourse
    .enter_stage(case_id, stage, reason)                  .end_stage(case_id, reason)
    .meet(case_id, kind, language)                        .put_age(record_id, age, source)
    .reckon_by(Reckoning)                                 in which calendars people count, by what they speak
    .weigh_once(limit, weigh)                             those who were met in several languages, each once
    .decide_age(case_id, age, reason, weigh, ground)      what was decided of it, by who may write in the case
    .ages(record_id), .case_ages(case_id) -> tuple[AgeWord, ...]
    .telling(record_id)  .telling_of_person(record_id)  .telling_of_case(case_id) -> tuple[Telling, ...]
                                                          a mark of what records tell, whoever may read them
    .note_path(case_id, path)                             .note_reflection(case_id, began, planned_end)
    .note_identification(case_id, phase, body_kind, body)
    .put_case_name(case_id, name)  .case_name(case_id)  .remove_case_name(case_id)

Hand-over and broken glass
    .hand_over(record_id, name) -> Person                 a draft goes on with the colleague; a finished record is seen
    .hand_back(record_id) -> Person                       .withdraw(record_id, name)
    .handovers(record_id) -> tuple[HandOver, ...]         RecordRow.handed_by tells who one has it from
    .shown_here() -> tuple[record_id, ...]                of other agencies
    .break_glass(record_id, reason)                       reads one record until the store closes
    .readings() -> tuple[Reading, ...]                    of one's own records, until .readings_told()
    .all_readings() -> tuple[Reading, ...]                for who may see the log

Media (drafts only; frozen with the record)
    .put_media(record_id, name, data, mime) -> MediaRow   .media(record_id) -> tuple[MediaRow, ...]
    .media_bytes(record_id, name) -> bytes                .drop_media(record_id, name)
    .media_stream(record_id, name) -> Iterator[bytes]     in pieces of 1 MiB
    .small_media(record_id, names) -> dict[str, bytes]    several at once

Releases and slips
    .put_release(ReleaseRow) -> ReleaseRow                .releases(record_id) -> tuple[ReleaseRow, ...]
    .put_leaving(Leaving, ended) -> ReleaseRow            the same with all that it rests on
    .put_slip(SlipRow)  .slips(record_id=None)  .slip(reference) -> SlipRow  .slip_record(reference)
    .slip_left(reference, "printed" | "saved")
    .prepare_export(kind, [Leaving], ended) -> [ReleaseRow]   what a file goes on; .export_left(kind, [(record_id,
        release_id)]) once it was written

Words: what a person, or a guardian, said to each purpose; of a case, else of a record with its versions
    .put_words(record_id, [ConsentWord])                  .said(record_id) -> tuple[ConsentWord, ...]
    .withdraw_consent(record_id, purpose, recipient) -> Withdrawal(stopped, left)
    .ways_out(record_id) -> Ways(open, left)              what that would stop, and what had left
    .standing_releases(record_id) -> tuple[ReleaseRow]    of all records of the person, without words
    .lapse(record_id, [id])  .weigh_all(record_id, weigh) what ends of these, and of what any agency released
    .agree_again(record_id, [ConsentWord], [ReleaseRow])  what that had stopped comes back
    .waiting_for_first(record_id) -> tuple[record_id, …]  kept back only because the first interview was not closed
    .never_released(record_id) -> tuple[Kept, …]          what was finished and kept back, and for what alone
    .release_waiting(record_id, [ReleaseRow])             that is closed, or is decided, now

Calls to the telephone line for a person, of a case, else of a finished record
    .note_call(record_id, CallMade) -> CallMade           .calls(record_id) -> tuple[CallMade, ...]

Information that was given (a topic, a medium, a language, to how many; never to whom)
    .put_information(InformationGiven)                    .information(since="", until="") -> (InformationCount, ...)

Servers and the queue (finalised and released for 'sync' is queued, for the server of its form or of its tries)
    .put_server(ServerRow)  .servers()  .server(name)  .drop_server(name, for_now=False)
    .gone_servers() -> names  .bring_back_server(name) -> bool    of what was removed for now, until the store is closed
    .own_forms_server() -> name, "" for any               for records of forms of none; also one that was removed
    .server_watch(name) -> () -> bool                     whether it was removed or became another one since
    .next_due(server, now, skip=frozenset()) -> Outgoing | None    now=None: whatever the retry time says
    .still_due(server, record_id) -> bool                 .queue_watch() -> () -> bool, whether it may be otherwise
    .waiting(server) -> int                               .backlog() -> Backlog(waiting, received), of all servers
    .pace(server, now) -> Pace(due, next_try, last, reached, rests, by_hand)    when it can be asked by itself
    .server_rests(name, seconds)                          it asked to be left alone before anything was tried
    .attempt_started(record_id, server, encrypts=False) -> attempt_id
    .attempt_ended(attempt_id, AttemptResult)
    .attempts_noted(server, [(record_id, encrypts)], [(attempt_id, AttemptResult)]) -> ids    both, in one transaction
    .files_confirmed(attempt_id, names)                   while the try runs; Outgoing.confirmed tells the next one
    .envelope(attempt_id) -> Envelope | None              .put_envelope(attempt_id, Envelope) -> the one to use
    .attempts(record_id)  .receipts(record_id)  .retry(record_id)
    .let_any_server(record_id)                            of a record that may be on the one it was tried on
    .keep_server(record_id)                               a refused record stays here, and what the server has stands
    .decision(record_id) -> 'keep_server' | 'sent_as_new' | ''
    .copy_as_new(record_id, new_id, xml)  .successor(record_id)  .sent_as_new(record_id)
    .versions(record_id) -> tuple[RecordRow, ...]         a record and its edits, the oldest first
    .corrected_by(record_id) -> str | None                who finished a version of it that one does not see
    .reader_for(record_id, server) -> ServerReading | None   for what a server has of it; logged as a reading
    .begin_edit(record_id, new_id, Draft) -> RecordRow    the next version, sent once a server has the one before
    .begin_copy(record_id, new_id, Draft) -> RecordRow    a record begun anew with the answers of another
    .check_copy(record_id)                                raises what .begin_copy would
    .check_edit(record_id)                                raises what .begin_edit would
    .carry_files(record_id)                               files of the version before that a draft names and has not
    .day_facts(today) -> DayFacts                         .queue_page(after, limit, deliveries, server) -> QueuePage
    .take_out(record_id, passphrase="") -> bytes in pieces       a held record as a sealed file, for organisations whose
                                                          keys are here; read_taken_out(stream, passphrase, private)
    .export_ledger() -> bytes                             proof of transmission; verify_proof(data) -> Proof
    .verify_ledger() -> int lines                         .paper_left(server, records, "printed" | "saved")
    .export_profile(passphrase="") -> bytes               for a second laptop; read_profile(data) -> Profile,
                                                          unsealed_servers(profile, passphrase) -> ServerRows

What servers offer of forms that are here (a new form comes in by .put_form)
    .put_offer(FormFile, files) -> offer_id               .offers()  .offer(offer_id) -> OfferPackage
    .offer_drafts(offer_id) -> ((author, count), ...)     .accept_offer(offer_id) -> form_key
    .leave_offer(offer_id)                                .drop_offer(form_id, server)

Audit and soundness
    .audit_rows(limit=None) -> tuple[AuditRow, ...]       .verify_audit() -> int rows; IntakeError if broken
    .log(person, actions, before, limit) -> tuple[LogEntry, ...]   with names and codes
    .audit_head() -> AuditHead                            to be kept elsewhere; .holds(head) -> bool
    .check(progress) -> tuple[str, ...]                   codes of what is wrong, () when sound
    .check_on(Checked()) -> Checked                       the same part by part, until it is ``over``
    .set_apart() -> tuple[SetApart, ...]                  records that can not be read; all others go on

Copies
    set_aside(path, at) -> Path                           a store that does not open makes room; put_back(folder, path)
    .back_up(folder, progress) -> BackupMade              verified; restore(folder, path, name, passphrase, progress)

Roles, enforced here by the table in `intake_app.vault.roles`.  Mediator: own drafts and records.  Desk: finalised
records of the agency at the site.  Coordinator: every row of the agency, content only of a record whose glass was
broken for a reason; sends what is released.  Administrator: people, forms, servers; no rows.  Everybody: what was
handed over to them.  Lists show what the role may see; anything else is IntakeError('vault.not_allowed'), or, by codes
that can be guessed, as if it were not there.  Whoever may open the store holds its key, so roles bind this program's
users, not a programmer with the file, the passphrase and time: the audit chain and the record seals show that.

Codes raised: see each module; 'vault.wrong_passphrase' also for an unknown name, after the same time.
"""

from intake_app.vault.aside import put_back, set_aside
from intake_app.vault.backup import BackupMade
from intake_app.vault.calls import CALLERS, CallMade, is_operator
from intake_app.vault.calls import OUTCOMES as CALL_OUTCOMES
from intake_app.vault.case_course import BODY_KINDS, PATHS, PHASES
from intake_app.vault.case_types import (
    AgeWord,
    CaseCourse,
    CaseEntry,
    CaseMerge,
    CaseRow,
    Episode,
    Identification,
    Meeting,
    OpenWay,
    PathChoice,
    Reflection,
)
from intake_app.vault.cases import MEETINGS, STAGES
from intake_app.vault.check import Checked
from intake_app.vault.codes import code_of, new_code
from intake_app.vault.consents import WITNESSES, ConsentWord
from intake_app.vault.dayend import Ages, DayFacts, QueuePage, Standing, Unfinished
from intake_app.vault.following import SlipNote, SlipStanding
from intake_app.vault.going_out import Leaving
from intake_app.vault.information import MEDIA as INFORMATION_MEDIA
from intake_app.vault.information import MOST as MOST_INFORMED
from intake_app.vault.information import InformationCount, InformationGiven
from intake_app.vault.keys import CEILING, DEFAULT, FLOOR, Kdf, check_passphrase
from intake_app.vault.meter import COPY, Progress, Upgrade, heedless, unwatched
from intake_app.vault.offers import OfferPackage, OfferRow
from intake_app.vault.own_files import check_target
from intake_app.vault.pace import Backlog, LastTry, Pace
from intake_app.vault.profiles import SERVICES, Profile, ProfileForm
from intake_app.vault.profiles import read as read_profile
from intake_app.vault.profiles import unsealed as unsealed_servers
from intake_app.vault.proof import Proof
from intake_app.vault.proof import verify as verify_proof
from intake_app.vault.purposes import PURPOSES as PURPOSES_OF_CONSENT
from intake_app.vault.reckoning import Reckoning
from intake_app.vault.recovery_key import canonical as check_recovery_key
from intake_app.vault.recovery_key import new_key as new_recovery_key
from intake_app.vault.restoring import restore
from intake_app.vault.returned import PutBack
from intake_app.vault.safeguards import Return
from intake_app.vault.same_answers import code_of as record_code
from intake_app.vault.same_answers import is_record as is_record_code
from intake_app.vault.servers import OWN_FORMS, same_place
from intake_app.vault.store import create, exists, open_store, recover
from intake_app.vault.taking_back import Ways
from intake_app.vault.taking_out import SealedRecord
from intake_app.vault.taking_out import read as read_taken_out
from intake_app.vault.telling import Telling
from intake_app.vault.types import (
    AttemptResult,
    AttemptRow,
    AuditHead,
    AuditRow,
    Draft,
    Envelope,
    FormFile,
    FormPackage,
    FormRow,
    Frozen,
    HandOver,
    LogEntry,
    MediaRow,
    Namesake,
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
    ServerReading,
    ServerRow,
    SetApart,
    Sighting,
    Site,
    SlipRow,
    StoreInfo,
    utc_now,
)
from intake_app.vault.unsaid import not_unsaid
from intake_app.vault.vault import Vault
from intake_app.vault.waiting import Kept
from intake_app.vault.withdrawing import Departure, Stopped, Withdrawal

__all__ = [
    "BODY_KINDS",
    "CALLERS",
    "CALL_OUTCOMES",
    "CEILING",
    "COPY",
    "DEFAULT",
    "FLOOR",
    "INFORMATION_MEDIA",
    "MEETINGS",
    "MOST_INFORMED",
    "OWN_FORMS",
    "PATHS",
    "PHASES",
    "PURPOSES_OF_CONSENT",
    "SERVICES",
    "STAGES",
    "WITNESSES",
    "AgeWord",
    "Ages",
    "AttemptResult",
    "AttemptRow",
    "AuditHead",
    "AuditRow",
    "Backlog",
    "BackupMade",
    "CallMade",
    "CaseCourse",
    "CaseEntry",
    "CaseMerge",
    "CaseRow",
    "Checked",
    "ConsentWord",
    "DayFacts",
    "Departure",
    "Draft",
    "Envelope",
    "Episode",
    "FormFile",
    "FormPackage",
    "FormRow",
    "Frozen",
    "HandOver",
    "Identification",
    "InformationCount",
    "InformationGiven",
    "Kdf",
    "Kept",
    "LastTry",
    "Leaving",
    "LogEntry",
    "MediaRow",
    "Meeting",
    "Namesake",
    "Namesakes",
    "NewFile",
    "OfferPackage",
    "OfferRow",
    "OpenWay",
    "OrganisationKey",
    "Outgoing",
    "Pace",
    "PathChoice",
    "Person",
    "Profile",
    "ProfileForm",
    "Progress",
    "Proof",
    "PutBack",
    "QueuePage",
    "Reading",
    "ReceiptRow",
    "Reckoning",
    "RecordRow",
    "Reflection",
    "ReleaseRow",
    "Return",
    "Role",
    "Safeguards",
    "SealedRecord",
    "ServerReading",
    "ServerRow",
    "SetApart",
    "Sighting",
    "Site",
    "SlipNote",
    "SlipRow",
    "SlipStanding",
    "Standing",
    "Stopped",
    "StoreInfo",
    "Telling",
    "Unfinished",
    "Upgrade",
    "Vault",
    "Ways",
    "Withdrawal",
    "check_passphrase",
    "check_recovery_key",
    "check_target",
    "code_of",
    "create",
    "exists",
    "heedless",
    "is_operator",
    "is_record_code",
    "new_code",
    "new_recovery_key",
    "not_unsaid",
    "open_store",
    "put_back",
    "read_profile",
    "read_taken_out",
    "record_code",
    "recover",
    "restore",
    "same_place",
    "set_aside",
    "unsealed_servers",
    "unwatched",
    "utc_now",
    "verify_proof",
]
