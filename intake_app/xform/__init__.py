"""The form engine: an XForm and answers in, changes out. No Qt, no disk, no clock and no randomness of its own.

    load(xml, files={}) -> FormDefinition        frozen, shareable between threads; IntakeError ``xform.*``
    new_session(definition, surroundings, language=None, last_saved=None) -> Session
    resume(definition, draft, states, surroundings, language=None, last_saved=None) -> Session
    edit(definition, submission, surroundings, language=None, states={}, last_saved=None) -> Session
    again(definition, record, surroundings, language=None, states={}, asked_again=(), last_saved=None) -> Session
    Surroundings(now, random, uuid, properties={}, month_names=…, day_names=…)

FormDefinition: form_id, version, title, root_name, languages, default_language, questions (the body: Group, Repeat,
Question), notices, media, missing_files, public_key, client_editable, tags(path), tagged(name), question(path).

Session (mutable, one thread). A `Ref` is an absolute path of local names, ``[n]`` on repeat instances and only there:

    answer(ref, text) -> Changes                 mark(ref, AnswerState) -> Changes
    restore([(ref, text before), …]) -> Changes  undo, for what `Changes.cleared` names too
    set_language(name) -> Changes                add_repeat(ref without last index, at=None) -> Changes
    remove_repeat(ref with index) -> Changes     count_repeat(ref without last index) -> int
    pages() -> tuple[Page]                       outline() -> tuple[OutlineRow]
    question(ref) -> QuestionView                text(ref, what, language=None) -> Text
    choices(ref, language=None) -> tuple[Choice] choice_values(ref) -> tuple[str]
    group_label(ref, language=None) -> Text      violations() -> tuple[Violation]
    value(ref) state(ref) relevant(ref) required(ref) readonly(ref)
    values() -> {ref: text of relevant leaves}   states() -> {ref: DOES_NOT_KNOW | DECLINED}
    attachments() -> file names                  instance_id, instance_name, language, definition
    serialise_draft() -> bytes                   serialise() -> bytes (as it would be sent now)
    entities() -> what the record asks of shared lists, as EntityChange
    troubles() -> tuple[IntakeError]             rules that can not be worked out as the answers are now
    finalise(audit=b"") -> Submission            IntakeError ``xform.unfinished`` while an answer breaks a rule

given_away(definition, paths) names the paths that say what some hold; `Session.shown.cover(paths)` puts a mask in their
place into the texts of a view, until it is told of none. only_then(session, paths) names pages that are there because
of an answer; shaping(definition, paths) the paths with whose values these may change.

AuditLog(definition.audit, …) collects what happens for ``meta/audit``; audit_csv(events, settings) are its bytes.

hold() once a record is open, tidy() between two records: when Python looks for garbage.

An answer that does not fit its question (no value of its type, a choice not offered) is shown by `question()`, breaks
the rule ``type``, and is blank in the record.

A ref that does not exist is a bug of the caller: ValueError.
"""

from intake_app.xform.appearances import width_of
from intake_app.xform.audit import AuditEvent, AuditKind, AuditLog, Position, audit_csv, without_answers
from intake_app.xform.covering import given_away, shaping
from intake_app.xform.definition import (
    AuditSettings,
    FormDefinition,
    FormLanguage,
    Group,
    Notice,
    Question,
    Repeat,
    generic,
)
from intake_app.xform.loading import load
from intake_app.xform.memory import hold, tidy
from intake_app.xform.session import Session
from intake_app.xform.starting import again, edit, new_session, resume
from intake_app.xform.supposing import only_then
from intake_app.xform.surroundings import Surroundings
from intake_app.xform.views import (
    AnswerState,
    Changes,
    Choice,
    EntityChange,
    OutlineRow,
    Page,
    QuestionView,
    Ref,
    Submission,
    Text,
    Violation,
)
from intake_app.xform.wordings import language_code

__all__ = [
    "AnswerState",
    "AuditEvent",
    "AuditKind",
    "AuditLog",
    "AuditSettings",
    "Changes",
    "Choice",
    "EntityChange",
    "FormDefinition",
    "FormLanguage",
    "Group",
    "Notice",
    "OutlineRow",
    "Page",
    "Position",
    "Question",
    "QuestionView",
    "Ref",
    "Repeat",
    "Session",
    "Submission",
    "Surroundings",
    "Text",
    "Violation",
    "again",
    "audit_csv",
    "edit",
    "generic",
    "given_away",
    "hold",
    "language_code",
    "load",
    "new_session",
    "only_then",
    "resume",
    "shaping",
    "tidy",
    "width_of",
    "without_answers",
]
