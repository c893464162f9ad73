"""Records and other people: hand one over, read one for a reason, learn who did; the log of actions."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from intake_app import prose, screening, xform
from intake_app.errors import IntakeError
from intake_app.screening import Statement, Word, written_birth
from intake_app.vault import AuditHead, LogEntry, Person, Reading, RecordRow, ReleaseRow, Vault
from intake_app.vault.keys import fold_name
from intake_app.vault.roles import may_take
from intake_app.workflow import (
    births,
    both_agree,
    consenting,
    ended_for_age,
    entity_lists,
    finalising,
    guardians,
    leaving,
    own_words,
    refusing,
    releasing,
    services,
    told_here,
    weighing_again,
)
from intake_app.workflow import store as stores
from intake_app.workflow.consent_sheet import ConsentSheet
from intake_app.xform import AnswerState, OutlineRow

AGENCY_KINDS = tuple(kind for kind in screening.RECIPIENT_KINDS if kind != "person")
"""What another agency can be, to which the sight of a record goes."""


@dataclass(frozen=True)
class ReadAnswer:
    """A question as it is read: its words, the answer in words ("" for none), and which of the four it is.

    ``mediators``: the mediator answers it by themselves; the person is not asked.
    """

    ref: str
    question: str
    answer: str = field(repr=False)
    state: AnswerState
    mediators: bool = False
    stated: Statement | None = field(default=None, repr=False)
    """How a birth was told; `answer` is then the line that `screening.written_birth` gives."""


@dataclass(frozen=True)
class ReadRecord:
    """A record as it is read, not filled in: its row, and every question that the form came to, answered or not."""

    row: RecordRow
    answers: tuple[ReadAnswer, ...]


def colleagues(store: Vault, row: RecordRow) -> tuple[Person, ...]:
    """Who can take a record of one's own, by name; those of other agencies last."""
    me = store.me
    draft = row.state == "draft"
    found = (one for one in store.people() if one.id != me.id and may_take(me, one, draft))
    return tuple(sorted(found, key=lambda one: one.agency != me.agency))


def hand_over(
    store: Vault, record_id: str, name: str, kind: str = "", noted: ConsentSheet | None = None
) -> Person:
    """Hand a draft over to a colleague, who goes on where it stood, or the sight of a finished record of one's own.

    Of an edited record it is the sight of its newest finished version.
    To somebody of another agency a record leaves by it: `kind` says what that agency is, `noted` what the person said
    to it, or why it goes without. Raises IntakeError `workflow.which_body` without a kind, `screening.*` with what is
    missing, `workflow.corrected_elsewhere`, `vault.no_such_person`, `vault.can_not_take`, `vault.handed_to_oneself`,
    `workflow.tells_whole` where who may not have a whole case would read of trafficking,
    `vault.not_allowed`, `vault.handed_already` while they have it as a body of another kind,
    `workflow.not_asked_within` for anything noted where it stays within the agency; ValueError for a kind that is none.
    """
    record_id = leaving.newest(store, record_id)
    if noted is not None and _is_within(store, name):
        raise IntakeError("workflow.not_asked_within")
    try:
        taker = store.hand_over(record_id, name)
    except IntakeError as refused:
        if refused.code != "vault.no_release":
            raise
    else:
        no, read = noted if noted is not None and noted.refused else None, own_words.texts().name
        standing = _standing(store, record_id, taker) if kind or no is not None else None
        another = standing is not None and kind not in ("", standing.recipient)
        if standing is not None and no is not None:
            refusing.keep_no(store, record_id, "export", kind, no if another else None, read)
            _refuse_standing(store, record_id, taker, standing, no)
        if another:
            raise IntakeError("vault.handed_already")
        return taker
    leaving.refuse_as_it_was(store, record_id)
    _refuse_kind(kind)
    refusing.keep_no(store, record_id, "export", kind, noted, own_words.texts().name)
    child = leaving.circumstances(store, record_id, False, (), noted).minor
    guardians.refuse_body_of_minors(kind, child)
    guardians.refuse_for_adult(store, record_id, noted, not child)
    with told_here.kept_if_shut(store, record_id, noted):
        _refuse_words(store, record_id, kind, noted)
        ground = _agreed_together(store, record_id, kind, noted)
    words = _word_for(kind, noted) if noted is not None and ground.basis is screening.Basis.CONSENT else ()
    release = releasing.new_release(store, record_id, "export", kind, ground.basis, ground.detail, "", ground.lawful)
    on = leaving.rests_on(store, release, replace(ground, words=(), noted=noted, alone=words))
    ended = leaving.ended_by(store, on)
    with ended_for_age.noting(store, record_id, ended_for_age.may_end(on)):
        taker = store.hand_over(record_id, name, on, ended)
        weighing_again.weigh_doubted(store, on)
    return taker


def _refuse_kind(kind: str) -> None:
    if not kind:
        raise IntakeError("workflow.which_body")
    if kind not in AGENCY_KINDS:
        raise ValueError(f"no such agency: {kind}")


def _refuse_words(store: Vault, record_id: str, kind: str, noted: ConsentSheet | None) -> None:
    """Raises IntakeError `workflow.tells_whole` where a body to which no whole case goes, as none is exported to it,
    would read of trafficking; the law asks that some are told of a child who is alone.
    """
    said_no = noted is not None and noted.refused and not noted.reason  # which is told of itself
    if said_no or services.variants().of(kind).whole_case or _duty(store, record_id, kind, noted):
        return
    if _tells_of_trafficking(store, record_id, (kind,)):
        raise IntakeError("workflow.tells_whole")


def whole_to(store: Vault, record_id: str) -> tuple[frozenset[str], frozenset[str]]:
    """To what kinds of body, that do not have it, a record would tell of trafficking that must not be told to them; and
    which of all kinds the law asks to be told of this person if they are alone, who read it all the same. Where it is
    known that they are, those are none of the first.
    """
    record_id, alone = leaving.newest(store, record_id), ConsentSheet(given=False, alone=True)
    owed = frozenset(kind for kind in screening.DUTY_FOR_MINORS if _duty(store, record_id, kind, alone))
    may = {one.recipient for one in store.releases(record_id) if one.purpose == "export"}
    may |= {kind for kind in owed if _duty(store, record_id, kind, None)}
    asked = (kind for kind in AGENCY_KINDS if not (kind in may or services.variants().of(kind).whole_case))
    return _tells_of_trafficking(store, record_id, tuple(asked)), owed


def _tells_of_trafficking(store: Vault, record_id: str, kinds: tuple[str, ...]) -> frozenset[str]:
    """Those of these kinds of body to which a record would tell of trafficking: all where it asks about signs of it or
    concludes something, else those with whose forbidden words it has a question or an answer, in any language.
    """
    concluded = finalising.facts_of(store, record_id).get("concluded")
    if concluded and screening.weighs(concluded["outcome"]):
        return frozenset(kinds)
    package = entity_lists.form_for(store, store.record(record_id).form_key, store.submission(record_id))
    definition = xform.load(package.xml, package.files)
    if screening.asks_for_signs(definition):
        return frozenset(kinds)
    tongues = [each.code or "" for each in definition.languages] or [""]
    read = [each for code in tongues for each in read_record(store, record_id, code).answers]
    told, rule = [f"{each.question} {each.answer}" for each in read], services.variants().reveals
    return frozenset(kind for kind in kinds if any(rule(kind, text) for text in told))


def _is_within(store: Vault, name: str) -> bool:
    """Whether this is a colleague of one's own agency, about whom the person is not asked."""
    found = (one for one in store.people() if fold_name(one.name) == fold_name(name))
    return any(one.agency == store.me.agency and one.id != store.me.id for one in found)


def _refuse_standing(
    store: Vault, record_id: str, taker: Person, standing: ReleaseRow, noted: ConsentSheet
) -> None:
    """Keep a no to the sight that stands; it ends, but where the law asks for it or a reason is noted for it anew.

    Raises IntakeError `screening.said_no` where it ended.
    """
    refusing.keep_no(store, record_id, "export", standing.recipient, noted, own_words.texts().name)
    _keep_one(store, record_id, standing.recipient, noted)
    if standing.basis == screening.Basis.OVERRIDE and not noted.reason:
        store.withdraw(record_id, taker.name)
    if _standing(store, record_id, taker) is None:
        raise IntakeError(screening.SAID_NO)


def _standing(store: Vault, record_id: str, taker: Person) -> ReleaseRow | None:
    """On what somebody of another agency has the sight of a record, and as what body; None within the agency."""
    at = {one.at for one in store.handovers(record_id) if one.taker == taker.name and one.ended is None}
    return next((one for one in store.releases(record_id) if one.purpose == "export" and one.at in at), None)


def standing(store: Vault, record_id: str, taker: Person) -> ReleaseRow | None:
    """On what somebody has the sight of a record, in its newest finished version; None within the agency, where nothing
    leaves, and of a draft, which is theirs now.
    """
    if taker.agency == store.me.agency:
        return None
    return _standing(store, leaving.newest(store, record_id), taker)


def closed_sights(store: Vault, record_id: str, kinds: Collection[str]) -> tuple[str, ...]:
    """Who of another agency had the sight of a record of this person, by name, of which what went to a body of these
    kinds is stopped, and has it not any more: no yes gives it back but one with which it is handed over anew.
    """
    others, found = {one.name for one in store.people() if one.agency != store.me.agency}, set[str]()
    stopped = (one for one in store.ways_out(record_id).stopped if one.purpose == "export" and one.code)
    for each in {one.record_id for one in stopped if one.recipient in kinds}:
        given = [one for one in store.handovers(each) if one.sight and one.taker in others]
        found |= {one.taker for one in given} - {one.taker for one in given if one.ended is None}
    return tuple(sorted(found))


def _keep_one(store: Vault, record_id: str, kind: str, noted: ConsentSheet) -> None:
    """Keep the yes of a child, or of their guardian, whose other says no, or where it goes for a reason: a word to the
    sight of this record, which goes on it once the other agrees, too.
    """
    if noted.given is (noted.guardian is not None):
        return
    try:
        sight_ground(store, record_id, kind, both_agree.as_if_both(replace(noted, refused=False)))
    except IntakeError:
        return  # something else keeps it shut
    theirs = map(consenting.kept, _word_for(kind, noted))
    store.put_words(record_id, [each for each in theirs if not both_agree.stands(store, record_id, each)], alone=True)


def _word_for(kind: str, noted: ConsentSheet) -> tuple[Word, ...]:
    """A word to a body of this kind by name, of whoever agreed, with the text about the sight of a whole record that
    was read to them. Raises IntakeError `screening.no_witness`, `screening.no_language`.
    """
    consenting.need_witness(noted.how, noted.witness)
    said = Word("", kind, "yes", "person", noted.how, noted.language, own_words.texts().name, noted.witness)
    both = [said] if noted.given else []
    own_words.need_language(both)
    both += [replace(noted.guardian.word(kind), script=said.script)] if noted.guardian is not None else []
    return tuple(replace(each, purpose=purpose) for each in both for purpose in leaving.AT_DESK["export"])


def sight_ground(store: Vault, record_id: str, kind: str, noted: ConsentSheet | None) -> leaving.Ground:
    """The ground on which somebody of another agency, of this kind, reads a whole record. Raises IntakeError
    `screening.*`.

    It is more than an export of codes: the person is asked for it by itself, whatever they said to exports. A reason
    stands in the place of that word only where one may. What the law asks for a child is a duty here too; and before a
    body for return reads it, somebody looks at the risks with them, as before a slip.
    """
    duty = _duty(store, record_id, kind, noted)
    both_agree.refuse_on_duty(duty, noted)
    if duty:
        return leaving.Ground(screening.Basis.DUTY, "minor", "legal_duty")
    found = leaving.ground(store, record_id, "export", kind, noted)
    if ("slip", kind) in screening.RISKS_FIRST and not (noted is not None and noted.risks):
        raise IntakeError("screening.risks_first")
    if found.basis is not screening.Basis.CONSENT or (noted is not None and noted.given):
        return found
    reason = noted.reason if noted is not None else ""
    if not (reason and screening.may_override(kind, leaving.circumstances(store, record_id, False, (), noted))):
        raise IntakeError("screening.consent_missing")
    lawful = "vital_interest" if noted is not None and noted.danger else "public_interest"
    return leaving.Ground(screening.Basis.OVERRIDE, reason, lawful)


def _agreed_together(store: Vault, record_id: str, kind: str, noted: ConsentSheet | None) -> leaving.Ground:
    """As `sight_ground`; where a child agreed or their guardian, and the other's word is missing, IntakeError
    `screening.both_together`: to the sight of a record nothing is kept that one of them said alone, but where the other
    says no, or it goes for a reason.
    """
    if noted is not None and noted.refused:
        _keep_one(store, record_id, kind, noted)
    try:
        ground = sight_ground(store, record_id, kind, noted)
    except IntakeError as trouble:
        if noted is None or noted.given is (noted.guardian is not None) or trouble.code == screening.GUARDIAN_SAID_NO:
            raise
        try:
            sight_ground(store, record_id, kind, both_agree.as_if_both(noted))
        except IntakeError:
            raise trouble from None
        raise IntakeError("screening.both_together") from trouble
    if noted is not None and ground.basis is screening.Basis.OVERRIDE:
        _keep_one(store, record_id, kind, noted)
    return ground


def _duty(store: Vault, record_id: str, kind: str, noted: ConsentSheet | None) -> bool:
    if kind not in screening.DUTY_FOR_MINORS:
        return False
    try:
        return leaving.ground(store, record_id, "slip", kind, noted).basis is screening.Basis.DUTY
    except IntakeError:
        return False


def hand_back(store: Vault, record_id: str) -> Person:
    """Give back what was handed over to oneself; to whom. Raises IntakeError `vault.not_handed` and as `hand_over`."""
    return store.hand_back(record_id)


def withdraw(store: Vault, record_id: str, name: str) -> None:
    """Take the sight of a finished record of one's own back. Raises IntakeError `vault.not_handed`."""
    store.withdraw(record_id, name)


def break_glass(store: Vault, record_id: str, reason: str) -> None:
    """Read one record that is not one's own until the store closes, for a reason that is kept and told.

    Raises IntakeError `vault.bad_reason`, `vault.not_allowed`.
    """
    store.break_glass(record_id, reason)


def _in_words(row: OutlineRow, stated: Mapping[str, Statement]) -> str:
    return written_birth(stated[row.ref]) if row.ref in stated else row.value_text


def read_record(store: Vault, record_id: str, language: str) -> ReadRecord:
    """The answers of a record whose content one may read; questions in a language of the interface if the form has it.

    Raises IntakeError as `Vault.draft` and `Vault.submission` do.
    """
    row = store.record(record_id)
    xml, states = as_it_stands(store, row)
    package = entity_lists.form_for(store, row.form_key, xml)
    definition = xform.load(package.xml, package.files)
    names = [each.name for each in definition.languages if each.code == language]
    session = xform.resume(definition, xml, states, stores.surroundings(store), names[0] if names else None)
    rows = [each for each in session.outline() if each.kind == "question"]
    asked = [each for each in rows if each.value_text or session.question(each.ref).control != "note"]
    own = {each.ref for each in asked if definition.tags(xform.generic(each.ref)).get("audience") == "mediator"}
    stated = births.told_births(session)
    answers = (
        ReadAnswer(
            each.ref, prose.plain(each.label.text), _in_words(each, stated), each.state, each.ref in own,
            stated.get(each.ref),
        )
        for each in asked
    )  # fmt: skip
    return ReadRecord(row, tuple(answers))


def as_it_stands(store: Vault, row: RecordRow) -> tuple[bytes, dict[str, AnswerState]]:
    """The instance of a draft or a finished record, and why what is blank in it is blank."""
    if row.state == "draft":
        draft = store.draft(row.id)
        xml, states = draft.xml, dict(draft.states)
    else:
        frozen = store.frozen(row.id)
        xml, states = frozen.xml, json.loads(frozen.values_json or "{}").get("states", {})
    known = {str(state): state for state in AnswerState}
    return xml, {ref: known[state] for ref, state in states.items() if state in known}


def readings(store: Vault) -> tuple[Reading, ...]:
    """Who read records of one's own for a reason, and has not been told of yet."""
    return store.readings()


def readings_seen(store: Vault, until: str = "") -> None:
    """Say that one knows of them, up to the moment of one of them."""
    store.readings_told(until)


def log_page(
    store: Vault, person: str = "", actions: Collection[str] = (), before: int | None = None, limit: int = 200
) -> tuple[LogEntry, ...]:
    """A page of the log of actions, the newest first; `before` goes on after the last entry of a page."""
    return store.log(person, actions, before, limit)


def log_has(store: Vault, code: str) -> bool:
    """Whether the log still has the entry that a receipt was made after; False when the store was put back since.

    Raises IntakeError `workflow.not_a_head` for a text that is no such code.
    """
    try:
        return store.holds(AuditHead.from_code(code))
    except ValueError as error:
        raise IntakeError("workflow.not_a_head") from error


def log_holds(store: Vault) -> int | None:
    """How many entries the log has; None when it was changed outside the program."""
    try:
        return store.verify_audit()
    except IntakeError as trouble:
        if trouble.code != "vault.audit_broken":
            raise
        return None
