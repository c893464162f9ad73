"""The verbs of the program: each takes an open Vault and plain values and gives frozen values back.

Windows call them on the vault lane, the command line directly; there is no other way to the store.

Workplace    Setup, create_store, open_store, add_person, surroundings_for, keep_report, reports
Forms        check_form, import_form, to_xform, load_definition, install_own_forms, form_list -> ImportedForm
Updates      form_updates -> FormUpdate; update_sets, update_changes -> UpdateChanges; accept_update, leave_update
Interview    start_record, open_record -> OpenRecord; mediator_spoke, as_named; session_for, snapshot, AskedBy,
             FillingLog; save, attach, attachment, detach, discard, restore -> whether slips stay stopped
Answers      answer, mark, speak; asks_birth, birth_said -> Statement, understand_birth -> Birth, birth_events,
             spoken_calendars; assessment_rules
Finishing    form_asks_consent, missing, prepare, freeze, finalise, finalise_draft, release_later,
             found_closed -> Finalised; ConsentSheet, GuardianYes
Services     directory (with a store, its own over the built-in ones), own_directory, import_services, export_services,
             paper_head (of whom, and who sends, to a kind of body), tells_of_trafficking
Desk         papers (cards and leaflets), on_reason, propose_slip -> SlipProposal; draft_slip (preview),
             slip_for + keep_slip or issue_slip, reprint, slips_of
Following    follow_up -> FollowUp(Followed); note_answer, answers_of; note_call, calls_of
Consent      consent_given, own_word_given, withdraw_consent, agree_again, agreement (what is open, had left,
             would come back), ways_out; OWN_WORD_KINDS
Export       export_record -> Exported, export_recipients, export_standard; file_written (so for the papers);
             minor_report -> exports.MinorReport, screening_page -> exports.ScreeningPage
Information  information_topics, note_information, information (counts, of nobody)
Copies       back_up -> BackupMade; restore_store, verify_store -> Soundness, verify_further; copy_facts -> CopyFacts;
             put_back, confirm_put_back
Colleagues   colleagues, hand_over, hand_back, withdraw; break_glass, read_record -> ReadRecord, readings,
             readings_seen; log_page, log_holds, log_has
Lists        FINISHED, record_list -> RecordList; find_records; keep_view, kept_view
Exchange     add_server, servers, host_of, fetch_forms, sync_round, retry, let_any_server; ledger_file, paper_left,
             verify_ledger_file -> Proof; day_facts -> DayFacts, queue_page -> QueuePage
Cases        case_for, put_in_case, same_person, merge_cases, part_cases, take_from_case,
             taken_apart -> Apart; find_case, begin_module -> OpenRecord; meet, enter_stage,
             case_sheet -> CaseSheet(entries, modules, course, …); note_path, begin_reflection,
             note_identified, decide_age; case_name, put_case_name
Contacts     who_told -> Known (pure), possible_contacts -> Contacts(met, elsewhere), tell_apart
Edits        may_edit, edit_record -> OpenRecord; versions -> VersionSheet, reader_of, server_version
Servers      add_server_by_settings, change_server, drop_server, certificates_of, authorities_of, reach,
             change_sign_in, server_facts -> ServerFacts, own_forms_server, choose_own_forms_server, cover_server;
             outlook -> Outlook(turns), automatic_round
Conflicts    choices, keep_server, send_as_new; copy_record -> OpenRecord; openers -> Openers, take_out; look_into,
             unpack -> SealedRecord
Second       profile_file; read_profile_file -> OpenedProfile, profile_plan -> ProfileSteps, import_profile

A window that finishes a record calls `prepare(session)` on the GUI thread and `freeze(store, …)` on the vault lane;
one that issues a slip calls `slip_for` on the vault lane, `slips.render` on the work lane, `keep_slip` on the first.
"""

from intake_app.workflow.access import (
    change_passphrase,
    fingerprint,
    new_organisation_key,
    organisation_key_of,
    public_key_file,
    public_key_of,
    recover_store,
    share_facts,
    suggest_passphrase,
)
from intake_app.workflow.agreeing import agree_again, agreement, restore, withdraw_consent
from intake_app.workflow.anew import copy_record
from intake_app.workflow.asked import AskedBy
from intake_app.workflow.assessing import assessment_rules
from intake_app.workflow.automatic import FOR_A_PERSON, Outlook, Turn, automatic_round, outlook
from intake_app.workflow.births import (
    answer,
    asks_birth,
    birth_events,
    birth_said,
    mark,
    speak,
    spoken_calendars,
    understand_birth,
)
from intake_app.workflow.by_name import OWN_WORD_KINDS, consent_given, own_word_given
from intake_app.workflow.calls import calls_of, note_call
from intake_app.workflow.cases import (
    REFLECTION_DAYS,
    CaseSheet,
    Module,
    begin_module,
    begin_reflection,
    case_for,
    case_name,
    case_sheet,
    decide_age,
    enter_stage,
    find_case,
    meet,
    note_identified,
    note_path,
    put_case_name,
    put_in_case,
    same_person,
)
from intake_app.workflow.conflicts import choices, keep_server, send_as_new
from intake_app.workflow.consent_sheet import ConsentSheet, GuardianYes
from intake_app.workflow.consenting import ways_out
from intake_app.workflow.contacts import Contacts, Met, possible_contacts, tell_apart, who_told
from intake_app.workflow.copies import (
    CopyFacts,
    Soundness,
    back_up,
    confirm_put_back,
    copy_facts,
    put_back,
    restore_store,
    verify_further,
    verify_store,
)
from intake_app.workflow.day_end import WAITING, day_facts, queue_page
from intake_app.workflow.desk import (
    SlipProposal,
    draft_slip,
    issue_slip,
    keep_slip,
    on_reason,
    papers,
    propose_slip,
    reprint,
    reprint_several,
    slip_for,
    slip_left,
    slips_of,
)
from intake_app.workflow.editing import edit_record, may_edit
from intake_app.workflow.entering import open_store
from intake_app.workflow.exchange import add_server, fetch_forms, host_of, let_any_server, retry, servers, sync_round
from intake_app.workflow.exporting import Exported, export_recipients, export_record, file_written
from intake_app.workflow.exporting import standard as export_standard
from intake_app.workflow.filling_log import FillingLog
from intake_app.workflow.finalising import (
    Finalised,
    Prepared,
    finalise,
    finalise_draft,
    form_asks_consent,
    found_closed,
    freeze,
    missing,
    prepare,
    release_later,
)
from intake_app.workflow.following import Followed, FollowUp, answers_of, follow_up, note_answer
from intake_app.workflow.form_updates import (
    FormUpdate,
    UpdateChanges,
    UpdateSets,
    accept_update,
    form_updates,
    leave_update,
    update_changes,
    update_sets,
)
from intake_app.workflow.forms import (
    ImportedForm,
    check_form,
    compile_own,
    form_list,
    import_form,
    install_own_forms,
    load_definition,
    to_xform,
)
from intake_app.workflow.informing import (
    LEAST_SHOWN,
    InformationFigures,
    information,
    information_figures,
    information_topics,
    note_information,
)
from intake_app.workflow.interview import (
    MAX_ATTACHMENT,
    OpenRecord,
    attach,
    attachment,
    detach,
    discard,
    open_record,
    read_attachment,
    save,
    session_for,
    snapshot,
    start_record,
)
from intake_app.workflow.ledger import ledger_file, paper_left, verify_ledger_file
from intake_app.workflow.lists import FINISHED, RecordList, find_records, keep_view, kept_view, record_list
from intake_app.workflow.mediating import as_named, mediator_spoke
from intake_app.workflow.merging import Apart, merge_cases, part_cases, take_from_case, taken_apart
from intake_app.workflow.minor_papers import RECIPIENT as MINOR_REPORT_TO
from intake_app.workflow.minor_papers import minor_report
from intake_app.workflow.profile import (
    OpenedProfile,
    ProfileStep,
    import_profile,
    profile_file,
    profile_plan,
    read_profile_file,
)
from intake_app.workflow.reports import keep_report, reports
from intake_app.workflow.screening_papers import RECIPIENT as SCREENING_PAGE_TO
from intake_app.workflow.screening_papers import screening_page
from intake_app.workflow.server_settings import (
    AUTOMATIC,
    ServerFacts,
    add_server_by_settings,
    authorities_of,
    certificates_of,
    change_server,
    change_sign_in,
    choose_own_forms_server,
    cover_server,
    drop_server,
    own_forms_server,
    reach,
    server_facts,
    some_authority,
)
from intake_app.workflow.services import (
    ServicesImported,
    directory,
    export_services,
    import_services,
    own_directory,
    paper_head,
    tells_of_trafficking,
    variants,
)
from intake_app.workflow.sharing import (
    AGENCY_KINDS,
    ReadAnswer,
    ReadRecord,
    break_glass,
    colleagues,
    hand_back,
    hand_over,
    log_has,
    log_holds,
    log_page,
    read_record,
    readings,
    readings_seen,
    withdraw,
)
from intake_app.workflow.store import (
    Setup,
    add_person,
    create_store,
    device_id,
    surroundings,
    surroundings_for,
    user_agent,
)
from intake_app.workflow.taking_out import Opener, look_into, openers, take_out, unpack
from intake_app.workflow.versions import Line as VersionLine
from intake_app.workflow.versions import Version, VersionSheet, reader_of, server_version, versions
from intake_app.workflow.ways_agreed import Agreement, Returning

__all__ = [
    "AGENCY_KINDS",
    "AUTOMATIC",
    "FINISHED",
    "FOR_A_PERSON",
    "LEAST_SHOWN",
    "MAX_ATTACHMENT",
    "MINOR_REPORT_TO",
    "OWN_WORD_KINDS",
    "REFLECTION_DAYS",
    "SCREENING_PAGE_TO",
    "WAITING",
    "Agreement",
    "Apart",
    "AskedBy",
    "CaseSheet",
    "ConsentSheet",
    "Contacts",
    "CopyFacts",
    "Exported",
    "FillingLog",
    "Finalised",
    "FollowUp",
    "Followed",
    "FormUpdate",
    "GuardianYes",
    "ImportedForm",
    "InformationFigures",
    "Met",
    "Module",
    "OpenRecord",
    "OpenedProfile",
    "Opener",
    "Outlook",
    "Prepared",
    "ProfileStep",
    "ReadAnswer",
    "ReadRecord",
    "RecordList",
    "Returning",
    "ServerFacts",
    "ServicesImported",
    "Setup",
    "SlipProposal",
    "Soundness",
    "Turn",
    "UpdateChanges",
    "UpdateSets",
    "Version",
    "VersionLine",
    "VersionSheet",
    "accept_update",
    "add_person",
    "add_server",
    "add_server_by_settings",
    "agree_again",
    "agreement",
    "answer",
    "answers_of",
    "as_named",
    "asks_birth",
    "assessment_rules",
    "attach",
    "attachment",
    "authorities_of",
    "automatic_round",
    "back_up",
    "begin_module",
    "begin_reflection",
    "birth_events",
    "birth_said",
    "break_glass",
    "calls_of",
    "case_for",
    "case_name",
    "case_sheet",
    "certificates_of",
    "change_passphrase",
    "change_server",
    "change_sign_in",
    "check_form",
    "choices",
    "choose_own_forms_server",
    "colleagues",
    "compile_own",
    "confirm_put_back",
    "consent_given",
    "copy_facts",
    "copy_record",
    "cover_server",
    "create_store",
    "day_facts",
    "decide_age",
    "detach",
    "device_id",
    "directory",
    "discard",
    "draft_slip",
    "drop_server",
    "edit_record",
    "enter_stage",
    "export_recipients",
    "export_record",
    "export_services",
    "export_standard",
    "fetch_forms",
    "file_written",
    "finalise",
    "finalise_draft",
    "find_case",
    "find_records",
    "fingerprint",
    "follow_up",
    "form_asks_consent",
    "form_list",
    "form_updates",
    "found_closed",
    "freeze",
    "hand_back",
    "hand_over",
    "host_of",
    "import_form",
    "import_profile",
    "import_services",
    "information",
    "information_figures",
    "information_topics",
    "install_own_forms",
    "issue_slip",
    "keep_report",
    "keep_server",
    "keep_slip",
    "keep_view",
    "kept_view",
    "leave_update",
    "ledger_file",
    "let_any_server",
    "load_definition",
    "log_has",
    "log_holds",
    "log_page",
    "look_into",
    "mark",
    "may_edit",
    "mediator_spoke",
    "meet",
    "merge_cases",
    "minor_report",
    "missing",
    "new_organisation_key",
    "note_answer",
    "note_call",
    "note_identified",
    "note_information",
    "note_path",
    "on_reason",
    "open_record",
    "open_store",
    "openers",
    "organisation_key_of",
    "outlook",
    "own_directory",
    "own_forms_server",
    "own_word_given",
    "paper_head",
    "paper_left",
    "papers",
    "part_cases",
    "possible_contacts",
    "prepare",
    "profile_file",
    "profile_plan",
    "propose_slip",
    "public_key_file",
    "public_key_of",
    "put_back",
    "put_case_name",
    "put_in_case",
    "queue_page",
    "reach",
    "read_attachment",
    "read_profile_file",
    "read_record",
    "reader_of",
    "readings",
    "readings_seen",
    "record_list",
    "recover_store",
    "release_later",
    "reports",
    "reprint",
    "reprint_several",
    "restore",
    "restore_store",
    "retry",
    "same_person",
    "save",
    "screening_page",
    "send_as_new",
    "server_facts",
    "server_version",
    "servers",
    "session_for",
    "share_facts",
    "slip_for",
    "slip_left",
    "slips_of",
    "snapshot",
    "some_authority",
    "speak",
    "spoken_calendars",
    "start_record",
    "suggest_passphrase",
    "surroundings",
    "surroundings_for",
    "sync_round",
    "take_from_case",
    "take_out",
    "taken_apart",
    "tell_apart",
    "tells_of_trafficking",
    "to_xform",
    "understand_birth",
    "unpack",
    "update_changes",
    "update_sets",
    "user_agent",
    "variants",
    "verify_further",
    "verify_ledger_file",
    "verify_store",
    "versions",
    "ways_out",
    "who_told",
    "withdraw",
    "withdraw_consent",
]
