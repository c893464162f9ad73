"""The desk: from a finished record to a referral slip, stored, and printed again under the same reference."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from intake_app import paths, referral, screening
from intake_app.errors import IntakeError
from intake_app.referral import Agreed, Papers, Recipient, SlipContent, SlipSheet
from intake_app.screening import Age, Offer, Release, Word
from intake_app.vault import ConsentWord, RecordRow, ReleaseRow, SlipRow, Vault
from intake_app.workflow import (
    ages,
    assessing,
    both_agree,
    by_name,
    calls,
    consenting,
    ended_for_age,
    finalising,
    leaving,
    own_words,
    person_told,
    refusing,
    releasing,
    slip_words,
    stopped_slips,
    told_here,
    weighing_again,
    work_along,
)
from intake_app.workflow.consent_sheet import ConsentSheet, GuardianYes
from intake_app.workflow.services import code_on_paper, directory, sender_to, variants

NOT_ISSUED = "····-····"
"""Where the reference of a slip will stand."""
_REASON = "somebody may be hurt now"
"""In a preview the reason that stands for one that is not written yet; no slip shows it."""
Render = Callable[[SlipContent, str], bytes]
"""Content and the person's language to PDF bytes: `slips.render`, handed in so that it can run on the work lane."""


@dataclass(frozen=True)
class SlipProposal:
    """What the officer starts from. `blocked` is a message code when an adult said no to any referral, or a colleague,
    `newer` by name, finished a correction that one can not see: for a child there are services that the law makes tell,
    and who told no age may be one. `refused`: they said no, whether that blocks it or not.

    `sheet_needs_consent`: the form carries no consent of ours, or left it blank, so the officer notes it for this
    recipient. `offers` are kinds of recipients, the most pressing first, with the facts that speak for each. `minor`:
    told to be under 18; `age`: what counts of all that was told of it, `doubted`: an adult; `alone`: the child is.
    `work_told`: there is something about work that may go to a desk for workers. `soon`: the fact for which the sheet
    is as pressing as it is, "" where none speaks for that. `handed`: by another agency, so
    that nothing is noted with it here and the slip goes on what was said before, or not. `behind`: another record of
    theirs has a newer version that is not read here, finished by `newer` where this one has none. `taken_back`: when
    they took back that slips go out, see `slip_words.taken_back`, `guardian_back`: when a guardian did; `said`: what
    each of them said to slips and is not over. `by_itself`: it is filled from the record alone. `path`: the one
    of art. 18 that they chose, "" where none. `spoken`: in which language they are asked, also another than those that
    are registered; the person's part is printed in `person_language`. Where the form names none: "", and Italian.
    """

    record: RecordRow
    sheet: SlipSheet
    recipient: str
    person_language: str
    spoken: str
    blocked: str
    sheet_needs_consent: bool
    offers: tuple[Offer, ...] = ()
    minor: bool = False
    age: Age = ""
    doubted: bool = False
    alone: bool = False
    work_told: bool = False
    soon: str = ""
    handed: bool = False
    newer: str = ""
    behind: bool = False
    by_itself: bool = False
    refused: bool = False
    path: str = ""
    taken_back: Mapping[str, str] = field(default_factory=dict)
    guardian_back: Mapping[str, str] = field(default_factory=dict)
    said: tuple[ConsentWord, ...] = ()
    own_words: tuple[tuple[str, str, str], ...] = ()
    """The word that counts to each kind of body that needs one of its own, with whose it is."""

    def priority_for(self, kind: str, danger: bool = False) -> str:
        """How soon is proposed to a kind of recipient: of who is asked for nothing urgent the case makes nothing so.
        Who may be hurt now is not to wait.
        """
        return "24h" if danger else (kind and variants().of(kind).priority) or self.sheet.priority

    def pressing(self, kind: str, danger: bool = False) -> str:
        """The fact for which a slip to a kind of recipient is to be as soon as is proposed; "" where none is."""
        return "urgent_danger" if danger else self.soon if self.priority_for(kind) == self.sheet.priority else ""

    def late(self, priority: str, kind: str, danger: bool = False, duty: bool = False) -> bool:
        """Whether a slip to a kind of recipient gives more time than is proposed for what is urgent, or a duty."""
        soonest, proposed = referral.PRIORITIES.index, self.priority_for(kind, danger)
        return (duty or bool(self.pressing(kind, danger))) and soonest(priority) > soonest(proposed)

    def may_go_in_danger(self, kind: str) -> bool:
        """Whether a slip may go to a kind of recipient for the reason alone that somebody may be hurt now."""
        return screening.may_override(kind, leaving.in_danger(self.path))

    def taken_back_from(self, code: str, kind: str, guardian: bool = False) -> str:
        """When they, or a guardian, took back that a slip goes to this service, by code and kind; "" for never."""
        names, told = (referral.named(code), kind, ""), self.guardian_back if guardian else self.taken_back
        return next((told[each] for each in names if each in told), "")

    def refused_to(self, code: str, kind: str) -> str:
        """When they said no to a slip to this service, and nothing since, by its code and kind; "" for never."""
        told = slip_words.to_one(self.said, code, kind)
        alone = [each for each in told if each.recipient == referral.named(code)]
        last = alone[-1:] if alone and alone[-1].word != "yes" else told[-1:]
        return "".join(each.at for each in last if each.word == "no")


def papers() -> tuple[Papers, Recipient]:
    """What cards and leaflets say, from the data file, and the telephone line that is on them."""
    told = referral.load_papers((paths.resources() / "papers.json").read_bytes())
    return told, directory().get(told.line)


def propose_slip(store: Vault, record_id: str, *, by_itself: bool = False) -> SlipProposal:
    """A slip sheet for the person of a record: filled from what all their finished records tell now, of our own forms.

    Whichever of them it is made of, in its newest version; see `person_told`. What goes on a reason alone, see
    `on_reason`, tells what is in the record `by_itself`.
    """
    record_id = leaving.newest(store, record_id)
    told_of = person_told.of_person(store, record_id, by_itself)
    back, code = slip_words.asked_again(store, record_id)
    age = ages.age_of_person(store, record_id)
    handed, said_no = leaving.guest(store, record_id), code == "screening.consent_refused"
    unheard = not (finalising.consents_in(store, record_id) or said_no)
    asks = not handed and (unheard or back or code == "screening.consent_missing")
    newer, alone = store.corrected_by(record_id), leaving.told_alone(store, record_id)
    owed = age == "minor" or (alone and ages.may_presume(store, record_id, age))
    passes = asks or (said_no and age != "adult" and not handed)
    blocked = "" if owed else leaving.CORRECTED_ELSEWHERE if newer is not None else "" if passes else code
    spoken = own_words.of_form(told_of.language)
    how, witness = leaving.way_given(store, record_id)
    heard = {**told_of.slip, "consent_how": how, "consent_witness": witness}
    fields = {"language": spoken, **heard, **told_here.band(store, record_id, age)}
    offers = told_of.offers(age)
    first = referral.propose_sheet({**fields, "person_code": code_on_paper(store, record_id)})
    sheet, soon = _pressing(replace(first, language=own_words.best_told(heard.get("language", ""))), offers)
    return SlipProposal(
        record=store.record(record_id),
        sheet=sheet,
        recipient=referral.propose_recipient(fields) or "",
        person_language=spoken if spoken not in ("", referral.ANOTHER_LANGUAGE) else "it",
        spoken=spoken,
        blocked=blocked,
        sheet_needs_consent=asks,
        minor=age == "minor",
        age=age,
        doubted=age == "not_told" and ages.without_doubt(store, record_id, age) == "adult",
        alone=alone,
        work_told=told_of.work is not None,
        handed=handed,
        newer=newer or told_of.behind or "",
        behind=told_of.behind is not None,
        taken_back=slip_words.taken_back(store, record_id),
        guardian_back=slip_words.taken_back(store, record_id, "guardian"),
        said=slip_words.said_to_slips(store, record_id),
        own_words=by_name.own_words_told(store, record_id),
        soon=soon,
        offers=offers,
        by_itself=by_itself,
        refused=said_no and not asks,
        path=leaving.path_of(store, record_id),
    )


def _pressing(sheet: SlipSheet, offers: Sequence[Offer]) -> tuple[SlipSheet, str]:
    """The sheet, no less pressing than what is urgent asks for, and the fact that asks; a nearer wish stays."""
    priority, why = assessing.soon(offers)
    soonest = referral.PRIORITIES.index
    if not priority or soonest(sheet.priority) < soonest(priority):
        return sheet, ""
    return replace(sheet, priority=priority), why


def on_reason(store: Vault, record_id: str, recipient_code: str, sheet: SlipSheet, noted: ConsentSheet | None) -> bool:
    """Whether a slip to a service would go on the reason that is noted, so that it tells what is in the record by
    itself: nobody agreed to more. Raises IntakeError `vault.*`.
    """
    record_id, recipient = leaving.newest(store, record_id), directory(store).get(recipient_code)
    try:
        ground = leaving.slip_ground(store, record_id, recipient, sheet, noted)
    except IntakeError as trouble:
        if trouble.code.startswith("vault."):
            raise
        return False  # whoever issues it is told why it does not go
    return ground.basis is screening.Basis.OVERRIDE


def issue_slip(
    store: Vault,
    record_id: str,
    recipient_code: str,
    sheet: SlipSheet,
    person_language: str,
    render: Render,
    consent: ConsentSheet | None = None,
) -> SlipRow:
    """Make, render and store a slip. Raises `screening.*` when the person did not agree, `referral.*`, `slips.*`.

    The release is written first, so that a slip never exists without one. When keeping it fails it is tried once more,
    for whoever starts again from the beginning would issue a second one.
    """
    person_language = own_words.registered(person_language)
    content = slip_for(store, record_id, directory(store).get(recipient_code), sheet, consent)
    pdf = render(content, person_language)
    try:
        return keep_slip(store, content, pdf)
    except IntakeError:
        return keep_slip(store, content, pdf)


def slip_for(
    store: Vault, record_id: str, recipient: Recipient, sheet: SlipSheet, consent: ConsentSheet | None = None
) -> SlipContent:
    """The content of a slip on a release for this recipient that no slip was issued on; for the vault lane.

    Of an edited record its newest finished version goes. Or of the very slip that a try before has kept without its
    being told, also at another opening of the store. Raises IntakeError `screening.no_witness` where the sheet says
    that consent was given before one, and nobody says who.
    """
    record_id = leaving.newest(store, record_id)
    refusing.keep_no(store, record_id, "slip", recipient, consent)
    both_agree.before_it_goes(
        store, record_id, recipient.recipient_kind, consent,
        lambda noted: _grounded(store, record_id, recipient, sheet, noted)[0], minor=sheet.age_band == "minor",
    )  # fmt: skip
    minor = _young(sheet, consent)
    with told_here.kept_if_shut(store, record_id, consent, minor):
        ground, sheet = _grounded(store, record_id, recipient, sheet, consent)
    if ground.basis is screening.Basis.CONSENT:
        consenting.need_witness(sheet.consent_how, sheet.consent_witness)
    decision = releasing.new_release(
        store, record_id, "slip", recipient.code, ground.basis, ground.detail, recipient.recipient_kind, ground.lawful
    )
    kept = store.slip_kept(ReleaseRow(**asdict(decision)), referral.sheet_to_json(sheet))
    if kept is not None:
        release = next(one for one in store.releases(record_id) if one.id == kept.release_id)
        again = _content(store, Release(**asdict(release)), recipient, sheet, minor=minor)
        return replace(again, reference=kept.reference, issued_at=kept.issued_at)
    return _content(store, leaving.keep(store, decision, ground), recipient, sheet, minor=minor)


def _young(sheet: SlipSheet, noted: ConsentSheet | None) -> bool:
    """Whether the desk says of a slip that its person is, or may be, under 18, whatever was told or is on it."""
    return sheet.age_band == "minor" or (noted is not None and noted.minor)


def draft_slip(
    store: Vault, record_id: str, recipient_code: str, sheet: SlipSheet, noted: ConsentSheet | None = None
) -> SlipContent:
    """The content for a preview: same checks of consent, nothing written, a sign where the reference comes.

    It is what would be issued on what was `noted`; where that is no ground yet, as if everybody agreed, but for what a
    guardian said who is not asked yet.
    """
    record_id, recipient = leaving.newest(store, record_id), directory(store).get(recipient_code)
    asked = True
    try:
        ground, shown = _grounded(store, record_id, recipient, sheet, noted)
    except IntakeError:
        asked = noted is not None and noted.guardian is not None
        ground, shown = _as_if_agreed(store, record_id, recipient, sheet, noted or ConsentSheet())
    release = Release(
        "preview", record_id, "slip", recipient.code, str(ground.basis), ground.detail, store.me.id,
        releasing.moment(), recipient.recipient_kind, ground.lawful,
    )  # fmt: skip
    content = _content(store, release, recipient, shown, (*ground.words, *ground.alone), minor=_young(sheet, noted))
    return replace(content, reference=NOT_ISSUED, guardian=content.guardian if asked else None)


def _as_if_agreed(
    store: Vault, record_id: str, recipient: Recipient, sheet: SlipSheet, noted: ConsentSheet
) -> tuple[leaving.Ground, SlipSheet]:
    """On what a slip would go if each that has to agree did, as is chosen; who was there is asked later. In danger, of
    who did not agree, on the reason that is not written yet.
    """
    if noted.danger and not noted.given:
        reasoned = replace(noted, override_reason=_REASON)
        if on_reason(store, record_id, recipient.code, sheet, reasoned):
            return _grounded(store, record_id, recipient, sheet, reasoned)
    how = finalising.ALOUD[0] if noted.how == "witness" and not noted.witness else noted.how
    theirs = noted.guardian or GuardianYes()
    theirs = replace(theirs, language=theirs.language or own_words.SOURCE, witness=theirs.witness or "other")
    agreed = replace(noted, given=True, guardian=theirs, work=True, risks=True, override_reason="", how=how)
    told = noted.language or own_words.of_form(person_told.of_person(store, record_id, False).language)
    agreed = replace(agreed, refused=False, language=told or own_words.SOURCE)  # which one it was is asked later
    ground, shown = _grounded(store, record_id, recipient, sheet, agreed)
    ground = ground if told else leaving.untold(ground)
    witness = noted.witness or sheet.consent_witness
    shown = replace(shown, consent_how=sheet.consent_how, consent_witness=witness)
    return ground, _as_named(store, record_id, recipient, shown)


def keep_slip(store: Vault, content: SlipContent, pdf: bytes) -> SlipRow:
    """Store an issued slip with its PDF; one that a try has kept whose success could not be told is not kept twice.

    Raises IntakeError `vault.no_release` where the person told meanwhile what closes that way.
    """
    kept = {slip.reference: slip.release_id for slip in store.slips(content.release.record_id)}
    if kept.get(content.reference) == content.release.id:
        return store.slip(content.reference)
    weighing_again.weigh_again(store, content.release.record_id)
    row = SlipRow(
        reference=content.reference,
        record_id=content.release.record_id,
        recipient=content.recipient.code,
        release_id=content.release.id,
        issued_at=content.issued_at,
        issued_by=store.me.id,
        sheet_json=referral.sheet_to_json(content.sheet),
        pdf=pdf,
    )
    store.put_slip(row)
    return replace(row, corrected=store.corrected_by(row.record_id) is not None)


def reprint(store: Vault, reference: str) -> SlipRow:
    """An issued slip to be shown, saved or printed: the same bytes under the same reference.

    Raises IntakeError `vault.withdrawn` where what it went on was taken back, `vault.slip_of_two` where it may say what
    another person told, `vault.no_such_slip`.
    """
    checked = referral.check_reference(reference)
    weighing_again.weigh_again(store, store.slip_record(checked))
    return _issued(store, checked)


def _issued(store: Vault, reference: str) -> SlipRow:
    """A slip with its pages; with what was told of the work as long as the word to that holds, too.

    Raises IntakeError where it does not with the code that tells why, see `stopped_slips.why`.
    """
    try:
        slip = store.slip(reference)
        work_along.require_word(store, slip)
    except IntakeError as stopped:
        if stopped.code == "vault.withdrawn":
            code = stopped_slips.why(store, reference, str(stopped.facts["basis"]))
            raise IntakeError(code, slip=reference) from stopped
        raise
    if code := ended_for_age.says_adult(store, slip):
        raise IntakeError(code, slip=reference)
    return slip


def reprint_several(
    store: Vault, references: Sequence[str], go_on: Callable[[int, int], None] = lambda _done, _of: None
) -> tuple[SlipRow, ...]:
    """Several issued slips with their PDFs, each once; all or none. Raises as `reprint` does.

    What was released of a person is weighed once, however many of their slips there are: once more where a record
    alone tells that they are a child. ``go_on`` hears how many are read, of how many, and stops it by raising.
    """
    checked, weighed = dict.fromkeys(map(referral.check_reference, references)), set[tuple[str, bool]]()
    for record_id in dict.fromkeys(store.slip_record(reference) for reference in checked):
        case = store.case_of(record_id)
        known = case.id if case is not None else record_id, ages.age_of_person(store, record_id) == "minor"
        if known not in weighed:
            weighing_again.weigh_again(store, record_id)
            weighed.add(known)
        go_on(0, len(checked))
    found = []
    for reference in checked:
        found.append(_issued(store, reference))
        go_on(len(found), len(checked))
    return tuple(found)


def slip_left(store: Vault, reference: str, way: str) -> None:
    """Note in the log of actions that a slip was `printed`, or `saved` as a file."""
    store.slip_left(reference, way)


def slips_of(store: Vault, record_id: str | None = None) -> tuple[SlipRow, ...]:
    """Slips issued for a record, or all of them, without their pages."""
    return store.slips(record_id)


def _grounded(
    store: Vault, record_id: str, recipient: Recipient, sheet: SlipSheet, consent: ConsentSheet | None
) -> tuple[leaving.Ground, SlipSheet]:
    """On what a slip goes, and the sheet as it may go; with what was told of the work on a word to that as well."""
    ground = leaving.slip_ground(store, record_id, recipient, sheet, consent)
    if ground.basis is screening.Basis.OVERRIDE:
        sheet = _of_record_alone(store, record_id, sheet)
    age = told_here.on_slip(store, record_id, sheet.age_band, ground.noted)
    checked = _for(store, record_id, recipient, replace(sheet, age_band=age))
    if ground.basis is screening.Basis.CONSENT:
        checked = replace(checked, consent_how=ground.detail, consent_witness=ground.witness)
        checked = _as_named(store, record_id, recipient, checked, (*ground.words, *ground.alone))
    here = told_here.age_here(store, record_id, consent)
    doubt = (here != "adult" and ages.is_left_open(store, record_id)) or (consent is not None and consent.minor)
    presumed = (doubt and checked.age_band == "adult") or ground.basis is screening.Basis.DUTY
    if presumed and here != "minor":
        checked = replace(checked, age_band="not_stated")  # it is presumed, and told by nobody
    if checked.dossier and ground.basis is screening.Basis.CONSENT:
        if work_along.told(store, record_id) is None:
            checked = replace(checked, dossier=False)
        else:
            ground = work_along.ground(store, record_id, recipient, ground, consent, sheet.age_band == "minor")
    return ground, referral.on_ground(checked, ground.basis, ground.lawful)


def _of_record_alone(store: Vault, record_id: str, sheet: SlipSheet) -> SlipSheet:
    """The sheet without what only other records of the person tell: nobody agreed to that. What the desk chose itself
    stays.
    """
    every, alone = (asdict(propose_slip(store, record_id, by_itself=each).sheet) for each in (False, True))
    chosen, helps = asdict(sheet), {"services", "dossier"}
    told = {name: alone[name] for name in chosen if name not in helps and chosen[name] == every[name]}
    kept = {code for code in sheet.services if code not in every["services"] or code in alone["services"]}
    contact = told.get("safe_contact", sheet.safe_contact)
    phone = told.get("phone", sheet.phone) if contact in referral.CALLED else ""
    services = tuple(code for code in referral.SERVICES if code in kept)
    return replace(sheet, **{**told, "phone": phone, "services": services})


def _content(
    store: Vault, release: Release, recipient: Recipient, sheet: SlipSheet, heard: Sequence[Word] = (),
    minor: bool = False,
) -> SlipContent:  # fmt: skip
    """What is on a slip; `heard`: what was said for it and is not kept yet; `minor`: see `_young`."""
    sheet, kind = _for(store, release.record_id, recipient, sheet), recipient.recipient_kind
    by_itself = release.basis == screening.Basis.OVERRIDE
    word, theirs = (_agreed(store, release.record_id, recipient, heard, whose) for whose in ("person", "guardian"))
    agreed_in = word.language if word is not None else ""
    minor = minor or ages.age_of_person(store, release.record_id) != "adult"
    return referral.slip_content(
        release,
        record_id=release.record_id,
        reference=referral.new_reference(random.SystemRandom()),
        issued_at=releasing.moment(),
        sender=sender_to(store, kind),
        recipient=variants().neutral(recipient),
        sheet=sheet,
        work=work_along.told(store, release.record_id, by_itself) if sheet.dossier else None,
        spoken=agreed_in or own_words.of_form(person_told.of_person(store, release.record_id, by_itself).language),
        agreed_in=agreed_in,
        guardian=Agreed(theirs.how, theirs.language, theirs.witness) if theirs is not None and minor else None,
        calls=calls.told(store, release.record_id) if "calls" in variants().of(kind).fields else (),
        draft=variants().draft,
        tells_age="age_band" in variants().of(kind).fields,
        guarded=any(each.whose == "guardian" for each in store.said(release.record_id)),
    )


def _word_by_name(told: Sequence[Word], kind: str, whose: str) -> Word | None:
    """The word by name on which a slip to a kind of body goes, as it was said last, of such a slip, too; else None."""
    own = screening.own_word(kind) or ("slip" if screening.asked_by_name("slip", kind) else "")
    named = [each for each in told if each.recipient == kind]
    said = [screening.counting(each, (kind,), named, whose) for each in (own, "slip")]
    yes = [each for each in said if each is not None and each.word == "yes"]
    return max(yes, key=named.index) if said[0] in yes else None


def _told_of(store: Vault, record_id: str, recipient: Recipient, heard: Sequence[Word]) -> tuple[Word, ...]:
    """What was said that reaches a service, with what was `heard` for a slip and is not kept yet."""
    own, kind = finalising.own_consents(store, record_id), recipient.recipient_kind
    now = (consenting.of_service(each, recipient.code, kind) for each in heard)
    return (*consenting.said(store, record_id, own, recipient.code, kind), *filter(None, now))


def _as_named(
    store: Vault, record_id: str, recipient: Recipient, sheet: SlipSheet, heard: Sequence[Word] = ()
) -> SlipSheet:
    """The sheet with how the word by name was given, and before whom: a general yes opens nothing to this body."""
    told = _told_of(store, record_id, recipient, heard)
    word = _word_by_name(told, recipient.recipient_kind, "person")
    return sheet if word is None else replace(sheet, consent_how=word.how, consent_witness=word.witness)


def _agreed(store: Vault, record_id: str, recipient: Recipient, heard: Sequence[Word], whose: str) -> Word | None:
    """The word of the person, or of a guardian, on which a slip goes, by name or to all; None where none said yes."""
    told, kind = _told_of(store, record_id, recipient, heard), recipient.recipient_kind
    word = _word_by_name(told, kind, whose) or screening.counting("slip", (kind,), told, whose)
    return word if word is not None and word.word == "yes" else None


def _for(store: Vault, record_id: str, recipient: Recipient, sheet: SlipSheet) -> SlipSheet:
    """What of a sheet goes to this recipient; nothing but a code goes where one belongs, and no child as an adult.

    Raises IntakeError `referral.unknown_language`.
    """
    child = ages.age_of_person(store, record_id) == "minor"
    permitted = variants().of(recipient.recipient_kind).permitted(replace(sheet, age_band="minor") if child else sheet)
    code = code_on_paper(store, record_id)
    return replace(permitted, person_code=code, language=own_words.registered(sheet.language))
