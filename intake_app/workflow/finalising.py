"""The end of an interview: freeze the bytes, and decide by consent whether the record may leave."""

import contextlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from intake_app import screening, xform
from intake_app.errors import IntakeError
from intake_app.openrosa import key_fault
from intake_app.openrosa.multipart import form_key
from intake_app.screening import Consent
from intake_app.vault import Draft, Frozen, Leaving, RecordRow, ReleaseRow, Vault
from intake_app.workflow import (
    ages,
    assessing,
    births,
    blanks,
    carrying,
    concluding,
    consenting,
    contacts,
    ended_for_age,
    filling_log,
    former,
    forms,
    going_again,
    guardians,
    interview,
    own_words,
    protection,
    reasoned,
    releasing,
    sending,
    told_here,
    untold,
    weighing_again,
)
from intake_app.workflow import store as stores
from intake_app.workflow.asked import AskedBy
from intake_app.workflow.consent_sheet import ConsentSheet, of_ending
from intake_app.workflow.consenting import ORGANISATION
from intake_app.workflow.filling_log import FillingLog
from intake_app.xform import FormDefinition, Session, Violation
from intake_app.xform.surroundings import SYSTEM_ZONE

_FIRST_OPEN = "screening.first_open"
_SAID_NO = "refused"
"""That somebody whose form asks for no consent was asked at its end and did not agree."""
ALOUD = ("spoken", "")
"""How a yes is given, and before whom, where nobody says otherwise."""


@dataclass(frozen=True)
class Finalised:
    """A frozen record, and whether it may be sent; `code` says why not, else is "". `kept`: what one of a child and
    their guardian said is, until the other agrees, too.
    """

    row: RecordRow
    released: bool
    code: str
    kept: bool = False


def form_asks_consent(definition: FormDefinition) -> bool:
    """Whether the form itself asks for consent by our tags; if not, a consent sheet is filled at the end."""
    return screening.asks_consent(definition)


def missing(session: Session) -> tuple[Violation, ...]:
    """What must be looked at before the record can be finished, in the form's order.

    Answers that break a rule, required ones that are neither given nor declined, a conclusion that nobody drew.
    """
    return (*session.violations(), *concluding.undecided(session))


def finalise(store: Vault, session: Session, record_id: str, sheet: ConsentSheet | None = None) -> Finalised:
    """Freeze a record: one transaction for bytes, hash, time and state; then release it if consent allows.

    Where the `sheet` says nothing of what the person agreed to, a no that was chosen on the last page holds. Raises
    IntakeError `workflow.not_complete` with the number of faults and the first place.
    """
    draft = store.draft(record_id) if _is_draft(store, record_id) else None
    asked = AskedBy(session, store.me.name, draft.asked, copied=draft.copied) if draft is not None else None
    log = FillingLog(session, draft.log if draft is not None else (), store.me.name)
    return freeze(store, record_id, prepare(session, asked, log), _as_ended(draft, sheet))


def _as_ended(draft: Draft | None, sheet: ConsentSheet | None) -> ConsentSheet | None:
    """The sheet, with a no that the draft keeps where it says nothing of it itself; a reason stands beside that."""
    ended = of_ending(draft.ending) if draft is not None else None
    if ended is None or (sheet is not None and (sheet.given or sheet.refused or sheet.no_person)):
        return sheet
    return ended if sheet is None else replace(sheet, refused=True)


def _is_draft(store: Vault, record_id: str) -> bool:
    return store.record(record_id).state == "draft"


def finalise_draft(
    store: Vault, record_id: str, sheet: ConsentSheet | None = None, *, blank: bool = True, decided: bool = False
) -> Finalised:
    """Finalise a draft as it is stored, without a window.

    `blank`: also where `untold.says_nothing`; else that raises IntakeError `workflow.says_nothing`. `decided`:
    a person closes it now, who gives the reason of what they conclude; see `reasoned.need_reason`, and tells of whom
    what they note is; see `sending.need_yes`.
    """
    opened = interview.open_record(store, record_id, closing=True)
    definition = xform.load(opened.package.xml, opened.package.files)
    session = interview.session_for(opened, definition)
    copied = AskedBy(session, store.me.name, {}, copied=opened.draft.copied).copied_refs
    if not blank and untold.says_nothing(session, opened.row.created, copied):
        raise IntakeError("workflow.says_nothing")
    if decided:
        sending.need_yes(form_asks_consent(definition), sheet)
        reasoned.need_reason(store, record_id, session)
    return finalise(store, session, record_id, sheet)


@dataclass(frozen=True)
class Prepared:
    """A record ready to be frozen: made on the GUI thread from the session, frozen on the vault lane.

    `unfit_key`: the form asks for its records to be encrypted with a key that is none, so none of them may leave.
    `log`: the file of the log of filling in, b"" where the form asks for none.
    """

    frozen: Frozen
    consents: tuple[screening.Consent, ...]
    unfit_key: bool
    log: bytes = field(default=b"", repr=False)


def prepare(session: Session, asked: AskedBy | None = None, log: FillingLog | None = None) -> Prepared:
    """The bytes of the submission, and the few facts a desk needs: slip fields, consents, states of answers.

    `asked` knows in which language the person was asked for each consent, whatever is spoken at the end, and after
    which words; `log` how the form was filled in.
    """
    faults = missing(session)
    if faults:
        raise IntakeError("workflow.not_complete", count=len(faults), place=faults[0].ref)
    copied = asked.copied_refs if asked is not None else frozenset()
    blanks.note(session, copied)
    submission = session.finalise(log.finished() if log is not None else b"")
    values = session.values()
    said = stores.with_states(values, session.states())
    consents = screening.consents_of(session.definition, said)
    if asked is not None:
        asked.note()
        consents = tuple(_as_asked(each, asked) for each in consents)
    own, fresh = (_without(each, copied) for each in (values, said))  # what is copied is as old as it was there
    slip = screening.slip_fields_of(session.definition, own)
    work = assessing.work_told(session.definition, values) if assessing.work_told(session.definition, own) else None
    facts = {
        "person": asdict(contacts.who_told(session)),
        "slip": slip,
        "declined": screening.slip_declined_of(session.definition, fresh),
        "age": screening.age_told(session.definition, values),
        "offers": [asdict(offer) for offer in assessing.offered(session.definition, own, slip)],
        "concluded": concluding.fact_of(session),
        **assessing.weighed(session.definition, own, fresh),
        "consents": [asdict(consent) for consent in consents],
        "work": asdict(work) if work else None,
        "states": {ref: str(state) for ref, state in session.states().items()},
        "copied": asked.copied() if asked is not None else (),
        untold.FACT: bool(copied) and untold.says_nothing(session, copied=copied),
        "language": session.language,
        "shown": session.spoken,
        "counts": births.other_calendars(session),
        "minor_in": births.minor_in(session),
        "encrypts": session.definition.public_key is not None,
    }
    told = json.dumps(facts, ensure_ascii=False)
    frozen = Frozen(submission.xml, submission.attachments, contacts.title_of(session), values_json=told)
    key = session.definition.public_key
    return Prepared(frozen, consents, key is not None and bool(key_fault(key)), submission.audit)


def _without(values: Mapping[str, str], copied: Collection[str]) -> Mapping[str, str]:
    """Without what came from an earlier record and was not asked since: that one tells it, from its day on."""
    return {ref: value for ref, value in values.items() if ref not in copied}


def _as_asked(told: Consent, asked: AskedBy) -> Consent:
    """With when it was asked and in which language, and how a yes was given."""
    how, witness = asked.way_of(told.ref) if told.given == "yes" else ALOUD
    known = replace(told, language=asked.language_of(told.ref), after=asked.after(told.ref), at=asked.at(told.ref))
    return replace(known, how=how, witness=witness)


def freeze(store: Vault, record_id: str, prepared: Prepared, sheet: ConsentSheet | None = None) -> Finalised:
    """Freeze a prepared record and release it for sync if consent, or a recorded decision, allows: one transaction.

    One frozen with the same bytes already was so by a try whose success could not be told. Raises IntakeError
    `screening.no_witness` where nobody says who was there, `screening.guardian_*` of a guardian's, as `release_later`.
    """
    with ended_for_age.closing(store, record_id, prepared.frozen, prepared.consents):
        return _freeze(store, record_id, prepared, sheet)


def _freeze(store: Vault, record_id: str, prepared: Prepared, sheet: ConsentSheet | None) -> Finalised:
    row = store.record(record_id)
    _refuse_for_adult(store, record_id, sheet, json.loads(prepared.frozen.values_json)["age"])
    prepared = _as_given(store, row, prepared, sheet)
    minor = sheet is not None and sheet.age == "minor"
    words = consenting.said(store, record_id, prepared.consents, minor=minor)
    described = bool(store.case_of(record_id)) or forms.is_own(row.form_id)
    anew = consenting.is_refused_at_end(store, record_id, prepared.consents)
    anew = anew or not (prepared.consents or consenting.may_sync(words).basis)  # what is said here is said later
    basis, detail, code = sending.sync_basis(words, sheet, described, anew)
    code = sending.withheld(code, words, sheet, ages.age_of_person(store, record_id) != "adult")
    waits = code in (sending.MISSING, sending.AS_ADULT) and sending.says_nothing(sheet) and not prepared.consents
    waits = waits and carrying.first_is_open(store, record_id)
    if waits:
        code = _FIRST_OPEN
    if prepared.unfit_key:
        basis, code, waits = None, "openrosa.not_encrypted", False
    lawful = sending.vital(basis, sheet)
    own = sending.is_own_yes(words, sheet, basis, bool(prepared.consents))
    asked_here = own or (basis is screening.Basis.CONSENT and detail != sending.BY_FORM)
    way = sheet.how if own and sheet else detail
    if asked_here:
        consenting.need_witness(way, sheet.witness if sheet else "")
    told_how = sending.went_on(detail, words, prepared.consents or carrying.consents(store, record_id))
    made = partial(releasing.new_release, store, record_id, "sync", ORGANISATION)
    release = made(basis, told_how, "", lawful) if basis else None
    try:
        kept = ReleaseRow(**asdict(release)) if release else None
        told = consenting.to_note(store, row, prepared.consents)
        if detail != sending.NOBODY:
            later = bool(words) and (asked_here or not prepared.consents or bool(store.said(record_id)))
            told = (*told, *sending.said_here(row, way, sheet, asked_here, ORGANISATION if later else ""))
        frozen = _with_marks(store, row, prepared.frozen, sheet)
        alone = sending.waits_for(code, waits)
        row = store.finalise(record_id, frozen, kept, told, alone, filling_log.file_of(prepared.log))
    except IntakeError as trouble:
        if trouble.code != "vault.frozen" or store.submission(record_id) != prepared.frozen.xml:
            raise
        told_here.keep(store, record_id, sheet)
        return _frozen_before(store, record_id, code)
    with contextlib.suppress(IntakeError):  # the record is closed, whatever comes of this
        ages.tell(store, record_id)
    with contextlib.suppress(IntakeError):  # nor of this
        tell_beyond(store, row)
    told_here.keep(store, record_id, sheet)
    if release is not None:
        releasing.release_versions(store, release)
    return Finalised(row, release is not None, "" if release else code)


def _frozen_before(store: Vault, record_id: str, code: str) -> Finalised:
    """A record that an earlier try froze, with what that try may not have come to."""
    standing = {one.id for one in store.standing_releases(record_id)}
    known = [one for one in store.releases(record_id) if one.purpose == "sync"]
    for release in (one for one in known if one.id in standing):
        releasing.release_versions(store, release)
    return Finalised(store.record(record_id), bool(known), "" if known else code)


def _as_given(store: Vault, row: RecordRow, prepared: Prepared, sheet: ConsentSheet | None) -> Prepared:
    """With how the person said yes to what the form asked, and before whom: as the sheet tells; in a correction that
    tells nothing of it what was there before stays as it was given, when and in which language.
    """
    before = {each.ref: each for each in former.before(store, row)}
    consents = tuple(former.as_before(each, before.get(each.ref)) for each in prepared.consents)
    if sheet is not None and any(each.given == "yes" for each in consents):
        consenting.need_witness(sheet.how, sheet.witness)
        stays = former.stands(store, row, consents) if sheet.given_for == "new" else ()
        consents = tuple(
            _as_told(one, sheet) if one.given == "yes" and one.ref not in stays else one for one in consents
        )
    if sheet is not None:
        sending.need_noted(consents, sheet)
    if consents == prepared.consents:
        return prepared
    facts = {**json.loads(prepared.frozen.values_json), "consents": [asdict(each) for each in consents]}
    frozen = replace(prepared.frozen, values_json=json.dumps(facts, ensure_ascii=False))
    return replace(prepared, frozen=frozen, consents=consents)


def _as_told(heard: Consent, sheet: ConsentSheet) -> Consent:
    """A yes that a form heard, as the sheet tells: all of it, in another language too, or nothing. A sheet that tells
    of a no says nothing of it, and a language by itself nothing of what was signed.
    """
    if sheet.refused and not sheet.given:
        return heard
    aloud = sheet.given or (heard.how, heard.witness) == ALOUD
    other = aloud and sheet.language not in ("", own_words.of_form(heard.language))
    if sheet.given_for != "all" and (sheet.how, sheet.witness) == ALOUD and not other:
        return heard
    return replace(heard, how=sheet.how, witness=sheet.witness, language=sheet.language or heard.language)


def _with_marks(store: Vault, row: RecordRow, frozen: Frozen, sheet: ConsentSheet | None) -> Frozen:
    """With what the draft knew besides: that its person asks for protection, which stands where it is left open now;
    that sensitive questions waited; and that they did not agree to its being sent.
    """
    draft = store.draft(row.id) if row.state == "draft" else None
    refused = sheet is not None and sheet.refused
    if draft is None or not (draft.asylum or draft.simple or refused):
        return frozen
    facts = json.loads(frozen.values_json)
    if refused:
        facts[_SAID_NO] = True
    if draft.asylum and facts["slip"].get(protection.FIELD) != "no":
        facts[protection.FIELD] = "yes"
    if draft.simple:
        facts[interview.SIMPLE] = True
    return replace(frozen, values_json=json.dumps(facts, ensure_ascii=False))


def tell_beyond(store: Vault, row: RecordRow) -> None:
    """What a record that is closed means for the others of its person: some stop, some waited for it, and some go again
    that an age had stopped which it put right.
    """
    case = store.case_of(row.id)
    if case is None and not row.edit_of:
        return
    weighing_again.weigh_again(store, row.id)
    if case is not None and own_consents(store, row.id):
        _release_waiting(store, row.id)
    if case is not None:
        going_again.after(store, row)


def _release_waiting(store: Vault, record_id: str) -> None:
    """Release what waited for this first interview: of colleagues too, for the word that it brings is of the person."""
    waiting = store.waiting_for_first(record_id)
    if waiting and consenting.may_sync(consenting.said(store, record_id, ())).basis is not None:
        make, on = releasing.new_release, screening.Basis.CONSENT
        made = (make(store, one, "sync", ORGANISATION, on, "form") for one in waiting)
        store.release_waiting(record_id, [ReleaseRow(**asdict(release)) for release in made])
        for one in waiting:
            releasing.change_lists(store, one)


def found_closed(store: Vault, record_id: str) -> Finalised | None:
    """A record that is closed, as it was frozen; None for a draft.  For who was told that closing had failed."""
    if (row := store.record(record_id)).state == "draft":
        return None
    unfit = _unfit_key(store, record_id)
    if any(one.purpose == "sync" for one in store.releases(record_id)):
        return Finalised(row, True, "")
    words = consenting.said(store, record_id, own_consents(store, record_id))
    code = "openrosa.not_encrypted" if unfit else consenting.may_sync(words).code if words else None
    if code:
        code = sending.withheld(code, words, None, ages.age_of_person(store, record_id) != "adult")
    if code in (None, sending.MISSING, sending.AS_ADULT) and carrying.first_is_open(store, record_id):
        code = _FIRST_OPEN if record_id in store.waiting_for_first(record_id) else code or sending.MISSING
    if code in (None, sending.MISSING) and facts_of(store, record_id).get(_SAID_NO):
        code = sending.REFUSED
    return Finalised(row, False, code or (sending.KEPT_BACK if words else sending.MISSING))


def release_later(store: Vault, record_id: str, sheet: ConsentSheet) -> Finalised:
    """Release a finished record that was kept back: the person agreed since, or a recorded decision.

    What the person said in the form is not written over: without their word since, only a reason lets it go, and
    nothing but their word what they took back. That they agree to this is no yes to a talk that they refused, nor the
    guardian's to what that one took back; but what one of a child and their guardian says is kept until the other does.
    A form's key that is none lets nothing go. Raises IntakeError `screening.no_witness` and others of `screening`.
    """
    if _unfit_key(store, record_id):
        return Finalised(store.record(record_id), False, "openrosa.not_encrypted")
    _refuse_for_adult(store, record_id, sheet)
    row, own = store.record(record_id), own_consents(store, record_id)
    words = consenting.said(store, record_id, own, minor=sheet.age == "minor" or sheet.minor)
    described = bool(words or store.case_of(record_id)) or forms.is_own(row.form_id)
    basis, detail, code = sending.from_sheet(replace(sheet, no_person=sheet.no_person and not described), words)
    if basis is screening.Basis.OVERRIDE and consenting.may_sync(words).code == screening.WITHDRAWN:
        basis, code = None, screening.WITHDRAWN
    code = sending.withheld(code or "", words, sheet, ages.age_of_person(store, record_id) != "adult")
    told = sending.agreed_words(row, sheet.how, sheet, ORGANISATION) if sending.agreeing(sheet) else ()
    kept = basis is None and bool(told) and sending.opens_with_both(words, sheet)
    told = told if kept or basis is screening.Basis.CONSENT or not sheet.given else ()
    if told:
        consenting.need_witness(sheet.how, sheet.witness)
        own_words.need_language(map(consenting.as_rules_know, told))
    if basis is None:
        told_here.keep(store, record_id, sheet)
        if kept:
            store.put_words(record_id, told)
    else:
        lawful = sending.vital(basis, sheet)
        release = releasing.new_release(store, record_id, "sync", ORGANISATION, basis, detail, "", lawful)
        with told_here.with_release(store, record_id, sheet) as age:
            store.put_leaving(Leaving(ReleaseRow(**asdict(release)), told, (), *age))
        releasing.release_versions(store, release)
    row = store.record(record_id)
    already = basis is None and not kept and row.delivery == "waiting"
    return Finalised(row, already or basis is not None, "" if already else code, kept)


def _refuse_for_adult(store: Vault, record_id: str, sheet: ConsentSheet | None, told_now: str = "") -> None:
    """Raises IntakeError `screening.guardian_for_adult` of a guardian of who counts as an adult, by the sheet too;
    `told_now`: the age that is told in what is closed now.
    """
    if sheet is not None and sheet.guardian is not None:
        known = ages.age_of_person(store, record_id)
        child = ages.is_child(known or told_now, sheet.minor or "minor" in (told_now, sheet.age))
        guardians.refuse_for_adult(store, record_id, sheet, not child)


def _unfit_key(store: Vault, record_id: str) -> bool:
    """Whether the form of a record asks for encryption with a key that can not encrypt."""
    if not facts_of(store, record_id).get("encrypts"):
        return False
    form = store.form(store.record(record_id).form_key)
    return bool(key_fault(form_key(form.xml)))


def facts_of(store: Vault, record_id: str) -> dict[str, Any]:
    """The few facts about a finished record that a desk needs; see `prepare`."""
    return dict(json.loads(store.frozen(record_id).values_json))


def consents_in(store: Vault, record_id: str) -> tuple[screening.Consent, ...]:
    """What the person said to the form's own consent questions, or in the first interview of the case; else ()."""
    return own_consents(store, record_id) or carrying.consents(store, record_id)


def own_consents(store: Vault, record_id: str) -> tuple[screening.Consent, ...]:
    """What the person said to the form's own consent questions; () for a form that has none."""
    return carrying.heard_in(store, record_id)


def frozen_copy(frozen: Frozen, xml: bytes) -> Frozen:
    """What was frozen, with other bytes."""
    return replace(frozen, xml=xml)


def day_of(moment: str) -> date:
    """The day of a moment where the person is."""
    return datetime.fromisoformat(moment).astimezone(SYSTEM_ZONE).date()
