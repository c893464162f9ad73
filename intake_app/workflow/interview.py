"""One interview: start it, save it as it goes, come back to it."""

import contextlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from intake_app import given_files, screening, xform
from intake_app.errors import IntakeError
from intake_app.screening import NOTHING_BEYOND, Beyond, Conclusion, Consent
from intake_app.vault import CaseRow, Draft, FormPackage, RecordRow, Vault
from intake_app.workflow import (
    asking,
    births,
    concluding,
    consenting,
    contacts,
    drafts,
    ended_for_age,
    entity_lists,
    former,
    known_beyond,
    mediating,
    pictures,
    protection,
    weighing_again,
)
from intake_app.workflow import store as stores
from intake_app.workflow.asked import AskedBy
from intake_app.xform import AnswerState, FormDefinition, Session, Surroundings

MAX_ATTACHMENT = 100_000_000
"""Bytes; what ODK Central takes in one request."""

SIMPLE = "simple"
"""Of the facts of a finished record: sensitive questions waited to its end, as somebody might have listened."""

_ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif", "audio/mpeg": "mp3",
    "audio/mp4": "m4a", "audio/ogg": "ogg", "audio/wav": "wav", "audio/x-wav": "wav", "video/mp4": "mp4",
    "video/webm": "webm", "application/pdf": "pdf", "text/plain": "txt", "text/csv": "csv",
}  # fmt: skip


@dataclass(frozen=True)
class OpenRecord:
    """What the window needs to go on with a record; it may cross from the vault lane to the GUI thread.

    `languages` are the person's and the mediator's, as the form names them. `last_saved` is the record of this form
    that the same person finished last, for a form that takes answers from it. `case_code`: of the case it belongs to,
    "" for none; `heard`: what the person said to consent, in that case; `beyond`: what its other records point to;
    `concluded`: what was concluded last in one of those.
    `said_to`: the newest word of the person that was noted until now, by its number in the store. `shown`: languages
    that the questions were shown in before, here and in the other talks of the case. `counts`: calendars in which the
    person may count besides, by their records. `given`: how they agreed in the version that this corrects, and before
    whom; None where it corrects none, or they did not.
    """

    row: RecordRow
    package: FormPackage
    draft: Draft
    languages: tuple[str, str]
    properties: Mapping[str, str]
    last_saved: bytes | None = None
    case_code: str = ""
    heard: tuple[Consent, ...] = ()
    beyond: Beyond = NOTHING_BEYOND
    concluded: Conclusion | None = None
    said_to: int = 0
    shown: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    given: tuple[str, str] | None = None


NewDraft = Callable[[str, Draft], RecordRow]
"""Puts a draft of the id of its session into the store."""


def start_record(
    store: Vault, form_key: int, person_language: str = "", mediator_language: str = "", new: NewDraft | None = None,
    *, simple: bool = False, case_id: str = "",
) -> OpenRecord:  # fmt: skip
    """Begin an interview: the draft is in the store before the first question is shown.

    Languages are names as the form has them; "" takes the form's own default for the person, and for the mediator that
    of the last interview, see `mediating`. The person may speak one that the form lacks: it is kept all the same, and
    its name tells its code ("Mandinka (mnk)"). `new`: how the draft comes into the store, where it does not stand
    alone; `case_id`: of whose case it is. `simple`: sensitive questions wait from the first. Raises IntakeError
    `workflow.unknown_language` for a name that is neither of the form nor tells a code.
    """
    package = entity_lists.form_for(store, form_key)
    definition = xform.load(package.xml, package.files)
    person = person_language or definition.default_language
    if person and definition.language(person) is None and xform.language_code(person) is None:
        raise IntakeError("workflow.unknown_language", language=person)
    session = xform.new_session(definition, stores.surroundings(store), person or None, last_saved(store, package))
    names = [language.name for language in definition.languages]
    mediator = mediator_language or mediating.as_named(
        mediating.mediator_spoke(store, case_id), names, definition.default_language
    )
    draft = snapshot(session, None, (person, mediator), simple=simple)
    if new is not None:
        row = new(session.instance_id, draft)
    else:
        row = store.new_draft(form_key, session.instance_id, draft.xml, *draft.languages)
    try:
        save(store, row.id, draft)
        return open_record(store, row.id)
    except IntakeError:
        with contextlib.suppress(IntakeError):  # an interview that nobody is shown is not left lying
            store.discard(row.id)
        raise


def open_record(store: Vault, record_id: str, *, closing: bool = False) -> OpenRecord:
    """A draft as it was left: form, answers, states, place and languages; or only to be finished as it is, `closing`.

    Raises IntakeError `workflow.talk_refused` where its person does not want to be asked any more, and as
    `asking.require_of` where nothing may be asked before they agree: it stays as it is.
    """
    row = store.record(record_id)
    if row.edit_of and row.author_id == store.me.id:
        store.carry_files(record_id)
    draft = store.draft(record_id)
    asking.require_of(store, row, closing=closing)
    package = entity_lists.form_for(store, row.form_key, draft.xml)
    properties = {"deviceid": stores.device_id(store), "username": store.me.name}
    case, heard = store.case_of(record_id), consenting.heard(store, record_id)
    last = last_saved(store, package)
    beyond = known_beyond.of_person(store, record_id)
    said_to = max((word.number for word in store.said(record_id)), default=0)
    code = case.code if case else ""
    shown = (*(draft.shown or draft.languages), *_met_in(store, case))
    counts = tuple(name for one in store.telling_of_person(record_id) for name in one.counts)
    standing = concluding.standing(store, case.id, record_id) if case else None
    told = code, heard, beyond, standing, said_to, shown, counts, former.way_before(store, row)
    return OpenRecord(row, package, draft, draft.languages, properties, last, *told)


def _met_in(store: Vault, case: CaseRow | None) -> tuple[str, ...]:
    """The languages in which the person of a case was met before, as far as one is told of that."""
    try:
        return tuple(meeting.language for meeting in store.meetings(case.id)) if case is not None else ()
    except IntakeError as trouble:
        if trouble.code != "vault.not_allowed":
            raise
        return ()


def last_saved(store: Vault, package: FormPackage) -> bytes | None:
    """The record of a form that this person finished last; None where there is none or the form does not ask for it."""
    if b"jr://instance/last-saved" not in package.xml:
        return None
    last = store.last_finished(package.row.form_id)
    return store.submission(last) if last is not None else None


def session_for(opened: OpenRecord, definition: FormDefinition, around: Surroundings | None = None) -> Session:
    """The live session of a draft; pure, for the GUI thread."""
    states = {ref: AnswerState(state) for ref, state in opened.draft.states.items()}
    around = around or stores.surroundings_for(opened.properties)
    language = opened.languages[0] or None
    session = xform.resume(definition, opened.draft.xml, states, around, language, opened.last_saved)
    births.recall(session, opened.shown, opened.counts)
    return session


def shown_of(row: RecordRow, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The languages that the questions of a finished record were shown in; an older one has the last two alone."""
    return tuple(facts.get("shown", (row.language, row.mediator_language)))


def snapshot(
    session: Session,
    place: str | None,
    languages: tuple[str, str],
    asked: AskedBy | None = None,
    log: Sequence[str] = (),
    simple: bool = False,
    ending: tuple[str, ...] = (),
    left_out: str = "",
) -> Draft:
    """The whole state of an interview as one frozen value, to be saved on the vault lane.

    Its title, by which it is found, is the name that the form gives the record, with the person's where one is tagged.
    `log`: what `FillingLog.lines` gives; `simple`: sensitive questions wait; `ending`: what was chosen at its end.
    `left_out`: the side whose language is hidden.
    """
    states = {ref: str(state) for ref, state in session.states().items()}
    named, told = contacts.title_of(session), asked.note() if asked is not None else {}
    xml, (age, fled) = session.serialise_draft(), _marks(session)
    counts, minor_in = births.other_calendars(session), births.minor_in(session)
    heard = asking.heard_so_far(session, asked)
    kept = tuple(log), session.spoken, fled, counts, minor_in, simple, ending, heard, left_out
    copied, looked = (asked.copied(), asked.looked(ending)) if asked is not None else ((), False)
    return Draft(xml, states, place, named, languages, told, age, *kept, copied, looked)


def _marks(session: Session) -> tuple[str, bool | None]:
    """What the answers so far tell that holds for all who meet the person: the age, "" where none, and whether they ask
    for protection, None where that is left open; at once for a form that asks for neither.
    """
    definition = session.definition
    fields = {field for _, field in definition.tagged("slip")}
    if not (definition.tagged("birth") or fields & {"age_band", protection.FIELD}):
        return "", False
    return _marks_of(definition, session.values())


def _marks_of(definition: FormDefinition, values: Mapping[str, str]) -> tuple[str, bool | None]:
    return screening.age_told(definition, values), protection.told_so_far(definition, values)


def save(store: Vault, record_id: str, draft: Draft, *, midway: bool = False) -> str:
    """Save a snapshot durably; gives the time it was saved (ISO 8601). `midway`: a birth in it is half typed; it counts
    already for what is looked up, and ends nothing for good.

    Whoever told in it to be under 18, or to ask for protection and did not take that back by a no, is protected at once
    in all records of their case; so is a child by a birth that was told elsewhere, in a calendar of the language spoken
    here.
    """
    if draft.asylum is None:
        draft = replace(draft, asylum=_fled(store, record_id))
    told = _told_in(draft)
    new = told - store.weighed.get(record_id, frozenset())
    with ended_for_age.noting(store, record_id, bool(new) and not midway, child="minor" in new):
        saved = store.save_draft(record_id, draft)
        if midway:
            return saved
        if draft.age:
            store.put_age(record_id, draft.age)
        with contextlib.suppress(IntakeError):  # the draft is saved, and what goes out from now on is weighed
            _weigh(store, record_id, told)
    return saved


def _fled(store: Vault, record_id: str) -> bool:
    """Whether a draft told, as it was saved last, that its person asks for protection: only a no takes that back."""
    told = store.weighed.get(record_id)
    return protection.FIELD in told if told is not None else bool(store.draft(record_id).asylum)


def _told_in(draft: Draft) -> frozenset[str]:
    """What a draft tells by which something that was released may end."""
    marks = (draft.age if draft.age == "minor" else "", protection.FIELD if draft.asylum else "", *draft.counts)
    return frozenset(filter(None, marks))


def _weigh(store: Vault, record_id: str, told: frozenset[str]) -> None:
    """Weigh what was released once more where a draft tells what it did not when that was done last."""
    new = told - store.weighed.get(record_id, frozenset())
    if new:
        weighing_again.weigh_again(store, record_id, corrected="minor" in new)
    store.weighed[record_id] = told


def attach(store: Vault, record_id: str, data: bytes, mime: str) -> str:
    """Keep a photograph or file with a draft, inside the vault; gives the neutral random name it is known by.

    The original file name is dropped: it may name a person or a place. So is what a picture says of place, time and
    camera. Raises `workflow.attachment_too_large` and `workflow.attachment_empty`.
    """
    data = pictures.silent(data)
    if not data:
        raise IntakeError("workflow.attachment_empty")
    if len(data) > MAX_ATTACHMENT:
        raise IntakeError("workflow.attachment_too_large", size=len(data), limit=MAX_ATTACHMENT)
    name = f"{secrets.token_hex(8)}.{_ENDINGS.get(mime, 'bin')}"
    store.put_media(record_id, name, data, mime)
    return name


def read_attachment(path: Path) -> bytes:
    """A file to be attached, a picture among them without what it says beside what is seen; for the work lane.

    Raises IntakeError `workflow.not_a_file`, `gui.file_too_large`, and OSError.
    """
    return pictures.silent(given_files.read_file(path, MAX_ATTACHMENT))


def attachment(store: Vault, record_id: str, name: str) -> bytes:
    """The bytes of a file kept with a record."""
    return store.media_bytes(record_id, name)


def detach(store: Vault, record_id: str, name: str) -> None:
    """Take a file away from a draft."""
    store.drop_media(record_id, name)


def detach_removed(store: Vault, record_id: str) -> None:
    """Take away what a draft names no longer, where the program ended before it could."""
    named = store.draft(record_id).xml
    for row in store.media(record_id):
        if row.name.encode() not in named:
            store.drop_media(record_id, row.name)


def discard(store: Vault, record_id: str) -> None:
    """Put a draft away; `restore` brings it back until the store is locked. What the person refused in it stands, also
    what they refused before it was put away for the first time and brought back.
    """
    refused = consenting.refused_in(store, record_id)
    _mark_older(store, record_id)
    store.discard(record_id, refused)
    if consenting.spoken_of(store, record_id):
        weighing_again.weigh_again(store, record_id)


def _mark_older(store: Vault, record_id: str) -> None:
    """What an older program saved has no marks: of a draft that is put away these alone are kept."""
    try:
        draft = store.draft(record_id)
        marks = (draft.age, draft.asylum) if draft.asylum else _marks_of(*drafts.draft_told(store, record_id))
    except IntakeError as trouble:
        if not stores.is_unreadable(trouble):
            raise
        return
    if any(marks) and marks != (draft.age, draft.asylum):
        save(store, record_id, replace(draft, age=marks[0], asylum=marks[1], looked=True))
