"""Whether something of a record may go to another body: what the form heard, what the desk notes, whose it is."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Literal

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.referral import Recipient, SlipSheet, named
from intake_app.screening import Basis, Circumstances, Path, Purpose, Release, Verdict, Word
from intake_app.vault import CaseEntry, ConsentWord, Leaving, ReleaseRow, Vault
from intake_app.workflow import (
    ages,
    consenting,
    ended_for_age,
    finalising,
    guardians,
    own_words,
    protection,
    told_here,
    weighing_again,
)
from intake_app.workflow.consent_sheet import ConsentSheet


@dataclass(frozen=True)
class Ground:
    """On what a release rests: its basis and detail as the store keeps them, and the lawful ground.

    `words`: what was said at the desk for it and is not kept yet; `noted`: what else was noted there; `alone`: before
    whom they said it there, where the form had heard it: a word to this record and no other. `witness`: who was there
    when they agreed, a role.
    """

    basis: Basis
    detail: str
    lawful: str
    words: tuple[Word, ...] = ()
    noted: ConsentSheet | None = None
    alone: tuple[Word, ...] = ()
    witness: str = ""


AT_DESK: Mapping[Purpose, tuple[str, ...]] = {"slip": ("slip",), "export": ("record", "export")}
"""What is noted at the desk for each way out."""
_REFUSED = "screening.consent_refused"
_GUARDIAN_NEEDED = ("screening.guardian_missing", "screening.guardian_asked", "screening.not_alone")
CORRECTED_ELSEWHERE = "workflow.corrected_elsewhere"
_PATHS: Mapping[str, Path] = {"social": "social", "judicial": "judicial"}


def slip_ground(
    store: Vault, record_id: str, recipient: Recipient, sheet: SlipSheet, noted: ConsentSheet | None
) -> Ground:
    """The ground for a slip to a service. Raises IntakeError `screening.*` with what is missing, or of an adult
    `screening.minors_alone`.

    What the person said in the form is not written over by what the desk notes; a reason stands beside it.
    """
    minor, given = sheet.age_band == "minor", (sheet.consent_how, sheet.consent_witness)
    noted = replace(noted or ConsentSheet(), minor=True) if minor else noted
    child = ages.is_child(told_here.age_here(store, record_id, noted), noted is not None and noted.minor)
    guardians.refuse_body_of_minors(recipient.recipient_kind, child)
    known = way_given(store, record_id, recipient)
    if given == way_given(store, record_id):
        given = known  # as it was proposed, of a slip to anybody
    found = ground(store, record_id, "slip", recipient, noted, minor=minor, spoken=given, known=known)
    return read_out(found, "slip", recipient.recipient_kind)


def export_ground(
    store: Vault, record_id: str, kind: str, noted: ConsentSheet | None, asked: bool = True
) -> Ground:
    """The ground for a file or a paper to a kind of body, as `ground` and `read_out` have it."""
    return read_out(ground(store, record_id, "export", kind, noted, asked=asked), "export", kind)


def way_given(store: Vault, record_id: str, recipient: Recipient | None = None) -> tuple[str, str]:
    """How the person agreed to slips, of a service or of any, and before whom: as it was noted last, else aloud."""
    code, kind = (recipient.code, recipient.recipient_kind) if recipient is not None else ("", "")
    told = consenting.said(store, record_id, finalising.own_consents(store, record_id), code, kind)
    told = tuple(each for each in told if each.recipient or not screening.asked_by_name("slip", kind))
    word = screening.counting("slip", (kind,) if kind else (), told, "person")
    return (word.how, word.witness) if word is not None and word.word == "yes" else finalising.ALOUD


def ground(
    store: Vault,
    record_id: str,
    purpose: Purpose,
    recipient: Recipient | str,
    noted: ConsentSheet | None,
    *,
    minor: bool = False, asked: bool = True, of_another: Sequence[Word] = (),
    spoken: tuple[str, str] = finalising.ALOUD, known: tuple[str, str] = finalising.ALOUD,
) -> Ground:  # fmt: skip
    """The ground for a way out to a service or a kind of recipient. Raises `screening.*`, and as `refuse_as_it_was`.

    `minor`: under 18, whatever the form was told; `spoken`: how consent was given where the form asked for it, and
    before whom; `known`: the same, as it is noted already; `asked`: what is noted was said of this record, so that a
    yes in it ends a no at the end of that one, and of no other; `of_another`: see `told_here.said`. What somebody of
    another agency notes opens nothing, and a doubt of theirs shuts: a slip goes on what was said before, or on a duty;
    else `vault.not_allowed`.
    """
    said_no, adds = noted is not None and noted.refused, noted if asked else None
    if guest(store, record_id):
        minor, noted, of_another = minor or _says_minor(noted), None, ()
    service = None if isinstance(recipient, str) else recipient
    kind = service.recipient_kind if service else str(recipient)
    code = service.code if service else ""
    own = finalising.own_consents(store, record_id)
    told, before = told_here.said(store, record_id, own, (code, kind), noted, asked=asked, of_another=of_another)
    words = [*told, *_noted(purpose, kind, (told, before), noted)]
    words += [Word(each, kind, "no") for each in AT_DESK.get(purpose, ()) if said_no]
    here = circumstances(store, record_id, minor, words, noted)
    reason = noted.reason if noted is not None else ""
    verdict = screening.may_leave(purpose, kind, words, here, reason)
    if verdict.basis is None:
        raise _shut(store, record_id, adds, why_not(purpose, kind, words, here))
    if (purpose, kind) in screening.RISKS_FIRST and not (noted is not None and noted.risks):
        raise IntakeError("screening.risks_first")
    basis, lawful = verdict.basis, verdict.lawful
    reasoned = screening.may_leave(purpose, kind, (), here, reason)
    if basis is not Basis.DUTY and _goes_as_it_was(store, record_id, reasoned):
        basis, lawful = Basis.OVERRIDE, reasoned.lawful
    new = tuple(words[len(told) :]) if basis is Basis.CONSENT else ()
    how, witness = _given(noted, any(word.whose == "person" for word in new), spoken)
    details = {Basis.CONSENT: how, Basis.DUTY: "minor", Basis.OVERRIDE: reason}
    again = basis is Basis.CONSENT and noted is not None and (how, witness) != known
    beside = _said_again(purpose, kind, new, replace(noted, how=how, witness=witness)) if again and noted else ()
    if service is not None:
        new, beside = _by_code(new, service.code), _by_code(beside, service.code)
    own_words.need_language((*new, *beside))
    if told != before:
        new, beside = (), (*new, *beside)
    return Ground(basis, details[basis], lawful, new, noted, beside, witness if basis is Basis.CONSENT else "")


def why_not(purpose: Purpose, kind: str, words: Sequence[Word], here: Circumstances) -> str:
    """The code of what keeps a way out shut: apart where they said no to this recipient alone, and may say yes again,
    and where nobody but a guardian said no. Who asks whether a child is alone does not ask for their word.
    """
    rule = partial(screening.may_leave, purpose, kind, here=here)
    code = consenting.why_not(rule, words, here.minor)
    own = [each for each in words if each.whose == "person"]
    if code == screening.WITHDRAWN and _has_left_path(kind, words, here):
        return screening.PATH_LEFT
    if screening.is_guardians(code, purpose, kind, words, here):
        return screening.GUARDIAN_BY_NAME
    if code in (_REFUSED, screening.WITHDRAWN) and _may_be_duty(purpose, kind, here):
        return "screening.alone_not_told"
    if code in _GUARDIAN_NEEDED:
        return _guardian_needed(code, kind, words, here)
    if code != _REFUSED:
        return code
    if rule(own).code != _REFUSED:
        return screening.GUARDIAN_SAID_NO
    return screening.SAID_NO if is_refused_by_name(purpose, kind, own, here) else code


def _guardian_needed(code: str, kind: str, words: Sequence[Word], here: Circumstances) -> str:
    """What is told where a guardian has to agree: of who is alone and whose guardian nobody asked, the duty first."""
    reasoned = screening.may_override(kind, replace(here, danger=True))
    if here.alone and not here.guardian:
        return "screening.guardian_missing" if reasoned else "screening.guardian_first"
    if _lacks_own_word(kind, words):
        return "screening.guardian_own_word"
    if code == "screening.guardian_asked":
        return "screening.guardian_beside" if screening.own_word(kind) else code
    return "screening.guardian_alone" if not reasoned else "screening.not_alone" if here.accompanied else code


def _has_left_path(kind: str, words: Sequence[Word], here: Circumstances) -> bool:
    """Whether the own word to a body of the judicial path ended, and they are not on that path: it ends with it."""
    own = screening.own_word(kind)
    said = screening.counting(own, (kind,), words, "person") if own == "judicial" else None
    return said is not None and (said.word, said.recipient) == ("withdrawn", "") and here.path != "judicial"


def _may_be_duty(purpose: Purpose, kind: str, here: Circumstances) -> bool:
    """Whether a slip is a duty if this child is alone, which nobody told; nor did a guardian of theirs say anything."""
    untold = here.minor and here.age_told and not here.guardian and not here.accompanied
    return untold and purpose == "slip" and kind in screening.DUTY_FOR_MINORS


def _lacks_own_word(kind: str, words: Sequence[Word]) -> bool:
    """Whether a guardian has not agreed to a kind of body by name that needs a word of its own."""
    own = screening.own_word(kind)
    said = screening.counting(own, (kind,), words, "guardian") if own else None
    return bool(own) and (said is None or said.word != "yes")


def is_refused_by_name(purpose: Purpose, kind: str, words: Sequence[Word], here: Circumstances) -> bool:
    """Whether a no to this recipient, and to no other, keeps a way out shut."""
    others = [each for each in words if (each.word, each.recipient) != ("no", kind)]
    codes = [screening.may_leave(purpose, kind, told, here).code for told in (words, others)]
    return bool(kind) and codes[0] == _REFUSED != codes[1]


def read_out(found: Ground, purpose: Purpose, kind: str) -> Ground:
    """With the text that was read to them at the desk about this way out, in the language that was noted there.

    Raises IntakeError `screening.no_language` where none was, and no form asks about it.
    """

    def told(word: Word) -> Word:
        needs = word.word == "yes" and word.whose == "person"
        if word.purpose != purpose or not (word.language or needs):
            return word
        text = own_words.text_read(purpose, kind, word.language)
        codes = word.language and own_words.about(purpose, kind) == own_words.CODES
        return replace(word, script=own_words.texts().name if codes else text)

    return replace(found, words=tuple(map(told, found.words)), alone=tuple(map(told, found.alone)))


def untold(found: Ground) -> Ground:
    """A ground as nobody noted in which language they agreed."""
    words, alone = ([replace(each, language="") for each in said] for said in (found.words, found.alone))
    return replace(found, words=tuple(words), alone=tuple(alone))


def _given(noted: ConsentSheet | None, at_desk: bool, spoken: tuple[str, str]) -> tuple[str, str]:
    """How the person agreed and before whom: at the desk, or again there in a way that is told; else as before."""
    if noted is None or not (at_desk or (noted.how, noted.witness) != finalising.ALOUD):
        return spoken
    if not at_desk and noted.how == finalising.ALOUD[0]:  # who was there is told of the way that the sheet names
        return spoken[0], noted.witness
    return noted.how, noted.witness


def _said_again(purpose: Purpose, kind: str, new: Sequence[Word], noted: ConsentSheet) -> tuple[Word, ...]:
    """What the person said again in another way than the form had heard it: how is kept, and who was there."""
    if (noted.how, noted.witness) == finalising.ALOUD:
        return ()
    said = Word("", kind, "yes", how=noted.how, language=noted.language, witness=noted.witness)
    known = {each.purpose for each in new if each.whose == "person"}
    return () if purpose in known else (replace(said, purpose=purpose),)  # no more than this is read out here


def _shut(store: Vault, record_id: str, noted: ConsentSheet | None, code: str) -> IntakeError:
    """What is told of a way out that is shut; `vault.not_allowed` to a guest who notes what would open it at home,
    and where a guardian is asked who that is up to.
    """
    adds = (noted.given, noted.guardian, noted.override_reason, noted.alone, noted.age) if noted else ()
    not_theirs = any(adds) and guest(store, record_id)
    code = told_here.why(store, record_id, code, noted)
    asked = code.partition(".")[2].startswith(("age_", "guardian_"))
    if asked and (code != "screening.age_not_told" or _says_minor(noted)) and guest(store, record_id):
        return IntakeError(told_here.ELSEWHERE)
    return IntakeError("vault.not_allowed", role=store.me.role.value, what="guest") if not_theirs else IntakeError(code)


def _says_minor(noted: ConsentSheet | None) -> bool:
    return noted is not None and (noted.minor or noted.age == "minor")


def guest(store: Vault, record_id: str) -> bool:
    """Whether a record was handed over by another agency: who reads it so adds nothing to it."""
    return store.record(record_id).agency != store.me.agency


def newest(store: Vault, record_id: str) -> str:
    """The newest finished version of a record that one sees: what was corrected does not go out as it was. A draft is
    itself. Where there is a newer one that one does not see, nothing goes: `ground` asks for that.
    """
    if store.record(record_id).state == "draft":
        return record_id
    finished = [row.id for row in store.versions(record_id) if row.state != "draft"]
    return finished[-1] if finished else record_id


def _goes_as_it_was(store: Vault, record_id: str, reasoned: Verdict) -> bool:
    """Whether a record goes although a colleague finished a correction of it that one can not see: for the reason
    alone that somebody may be hurt now. Raises as `refuse_as_it_was` where there is no such reason.
    """
    if reasoned.lawful == "vital_interest" and store.corrected_by(record_id) is not None:
        return True
    refuse_as_it_was(store, record_id)
    return False


def refuse_as_it_was(store: Vault, record_id: str) -> None:
    """Raises IntakeError `workflow.corrected_elsewhere` where a colleague finished a correction that one can't see."""
    person = store.corrected_by(record_id)
    if person is not None:
        raise IntakeError(CORRECTED_ELSEWHERE, person=person)


def beside(store: Vault, record_id: str) -> list[CaseEntry]:
    """The person's other records that one sees."""
    case, own = store.case_of(record_id), {record_id, *(row.id for row in store.versions(record_id))}
    found = store.case_outline(case.id) if case is not None else ()
    return [entry for entry in found if entry.record_id not in own]


def _by_code(words: tuple[Word, ...], code: str) -> tuple[Word, ...]:
    """What is agreed to at the desk for a service, as said to that one: to another of its kind it is nothing."""
    return tuple(replace(each, recipient=named(code)) for each in words)


def with_work(
    store: Vault, record_id: str, recipient: Recipient, found: Ground, noted: ConsentSheet | None, minor: bool
) -> Ground:
    """The ground for a slip that what was told of the work goes along with, to a service: on a word to that
    alone, for the yes to a slip was told that nothing else is on it. Raises IntakeError `screening.*`.
    """
    asked = None
    if noted is not None and noted.work:
        alone = noted.guardian is not None and not (noted.given or noted.language)  # nobody asked the child today
        asked = replace(noted, given=not alone, override_reason="")
    more = ground(store, record_id, "export", recipient, asked, minor=minor)
    more = read_out(more, "export", recipient.recipient_kind)
    return replace(found, words=(*found.words, *more.words), alone=(*found.alone, *more.alone))


def prepare_file(store: Vault, kind: str, decided: Sequence[tuple[Release, Ground]]) -> tuple[Release, ...]:
    """Keep, in one transaction, what the records of a file of this kind go on; the releases that are kept.

    Where the first one tells of an age what was not known, what goes without a guardian for a child stops with it.
    """
    leaving = [rests_on(store, release, found) for release, found in decided]
    ended = ended_by(store, leaving[0])
    with ended_for_age.noting(store, leaving[0].release.record_id, ended_for_age.may_end(leaving[0])):
        kept = store.prepare_export(kind, leaving, ended)
        weighing_again.weigh_doubted(store, leaving[0])
    return tuple(replace(release, **asdict(row)) for (release, _ground), row in zip(decided, kept, strict=True))


def keep(store: Vault, release: Release, found: Ground) -> Release:
    """Keep, in one transaction, a release with all that it rests on; the one that is kept for its decision."""
    leaving = rests_on(store, release, found)
    ended = ended_by(store, leaving)
    with ended_for_age.noting(store, release.record_id, ended_for_age.may_end(leaving)):
        kept = replace(release, **asdict(store.put_leaving(leaving, ended)))
        weighing_again.weigh_doubted(store, leaving)
    return kept


def ended_by(store: Vault, leaving: Leaving) -> Sequence[str]:
    """Where an age is told with it that was not known, what went out before and does not hold for that age."""
    record_id = leaving.release.record_id
    if not (leaving.age or leaving.doubt):
        return ()
    known = told_here.with_age(store, record_id, leaving.age)
    known = "not_told" if leaving.doubt and known == "adult" else known
    return weighing_again.ended_by(store, record_id, known)


def rests_on(store: Vault, release: Release, found: Ground) -> Leaving:
    """A release with all that it rests on and is not kept yet. Raises IntakeError `screening.no_witness` where somebody
    is to have been there when they agreed, and nobody says who.
    """
    for word in (*found.words, *found.alone):
        consenting.need_witness(word.how, word.witness)
    doubt = found.noted is not None and told_here.doubts(store, release.record_id, found.noted.minor)
    noted = found.noted if told_here.says_more(store, release.record_id, found.noted) else None
    age, source = (noted.age, noted.age_from) if noted is not None else ("", "")
    if found.basis is Basis.DUTY and not age and not ages.age_of_person(store, release.record_id):
        age, source = "not_told", "person"  # nobody told it at the desk either: the duty stands until somebody does
    to = release.kind or release.recipient
    words, alone = (to_keep(store, release.record_id, to, each) for each in (found.words, found.alone))
    return Leaving(ReleaseRow(**asdict(release)), words, alone, age, source, doubt)


def to_keep(store: Vault, record_id: str, kind: str, words: Sequence[Word]) -> tuple[ConsentWord, ...]:
    """Words to a kind of body as they are kept, with the text that was read."""
    read = {each.purpose for each in words if each.language}
    texts = {each: consenting.text_read(store, record_id, each, kind) for each in read}
    told = ((word, word.script or (texts[word.purpose] if word.language else "")) for word in words)
    return tuple(consenting.kept(replace(word, script=script)) for word, script in told)


def path_of(store: Vault, record_id: str) -> str:
    """The path of art. 18 that the person of a record chose, "" where none."""
    case = store.case_of(record_id)
    return store.case_course(case.id).path.path if case is not None else ""


def in_danger(chosen: str) -> Circumstances:
    """On the path that was chosen, that somebody may be hurt now."""
    return Circumstances(path=_PATHS.get(chosen, "not_decided"), danger=True)


def circumstances(
    store: Vault, record_id: str, minor: bool, words: Sequence[Word], noted: ConsentSheet | None = None
) -> Circumstances:
    """What the rules look at besides words.

    Whoever told to be under 18, in any record of theirs, stays so, whatever the sheet says; and of whom nobody told it,
    neither in a record nor here, may be, and is presumed to be where they are alone. So does whoever told that they ask
    for protection.
    """
    chosen = path_of(store, record_id)
    age = told_here.age_here(store, record_id, noted)
    known = ages.without_doubt(store, record_id, age)
    child = ages.is_child(age, minor or (noted is not None and noted.minor))
    whose: set[str] = {word.whose for word in words}
    telling, alone_here = store.telling_of_person(record_id), noted is not None and noted.alone
    if child and words:
        whose |= {word.whose for word in store.said(record_id)}  # who agreed for one service can be asked for the next
    return Circumstances(
        path=_PATHS.get(chosen, "not_decided"),
        minor=child,
        age_told=age == "minor",
        alone=alone_here or told_alone(store, record_id),
        guardian=child and "guardian" in whose,
        asylum=noted is None or noted.asylum or protection.asked_for(store, record_id),
        danger=noted is not None and noted.danger,
        presumed=child and (ages.is_presumed(known, telling) or (alone_here and not known)),
        accompanied=(last := ages.last_alone(telling)) is not None and last.alone == "no",
    )


def told_alone(store: Vault, record_id: str) -> bool:
    """Whether no parent and nobody else who answers for a child is with them, as a talk told last, see
    `ages.last_alone`, or as the desk noted it for what went for that since.
    """
    telling = store.telling_of_person(record_id)
    last = ages.last_alone(telling)
    told = last is not None and last.alone == "yes"
    return told or weighing_again.noted_alone(store.standing_releases(record_id), telling)


def _noted(
    purpose: Purpose, kind: str, told: tuple[Sequence[Word], Sequence[Word]], noted: ConsentSheet | None
) -> list[Word]:
    """What the desk heard, for this recipient: the person, where the form did not hear them or they took it back; a
    guardian in the same way. A no to all stands until it is changed by itself, but for one at the end of a record:
    `told`, with that and without it; who said no to this recipient is asked about it again.
    """
    if noted is None:
        return []
    word: Literal["yes", "no"] = "yes" if noted.given else "no"
    said = Word("", kind, word, how=noted.how, language=noted.language, witness=noted.witness)
    asked, before = (_asked(purpose, kind, each, said) for each in told)
    asked = {each: word for each, word in asked.items() if word != "no" or before.get(each) == "no"}
    needed = _open(to_ask(purpose, asked), asked)
    words = [replace(said, purpose=each) for each in needed if noted.given or each not in asked]
    words = words if noted.given or noted.refused else []  # that nobody noted a yes is no no
    if any(each.word == "yes" for each in words):
        consenting.need_witness(noted.how, noted.witness)
    if noted.guardian is not None:
        theirs = noted.guardian.word(kind)
        asked = _asked(purpose, kind, told[0], theirs)
        words += [replace(theirs, purpose=each) for each in _open(to_ask(purpose, asked), asked)]
    return words


def to_ask(purpose: Purpose, asked: Mapping[str, str]) -> tuple[str, ...]:
    """To which purposes somebody says yes who agrees to a way out, after what they said last to each: to what they took
    back and what shuts it, too.
    """
    shut = (each for each in screening.UNLESS_REFUSED.get(purpose, ()) if asked.get(each) == "withdrawn")
    return (*shut, *AT_DESK[purpose])


def _asked(purpose: Purpose, kind: str, told: Sequence[Word], now: Word) -> dict[str, str]:
    """What whoever says something `now` said last to each purpose that reaches this recipient; a general yes where that
    does. A no of the person to this recipient alone is asked about again, as what was taken back, and so is a yes in
    another language than now, or in none, and a guardian's in another way; a guardian's no stands until they are asked
    by themselves.
    """
    whose = now.whose
    own = [each for each in told if each.whose == whose and each.recipient in ("", kind)]
    to_all = screening.newest_words(each for each in own if not each.recipient)
    agreed = {each for each, word in to_all.items() if word.word == "yes"}
    passed = {purpose} & agreed if screening.asked_by_name(purpose, kind) else set[str]()
    own = [each for each in own if each.recipient or each.purpose not in passed]
    ended = agreed.intersection(screening.ended_since(purpose, kind, told, whose))
    found: dict[str, str] = {}
    for each in dict.fromkeys(word.purpose for word in own):
        word = screening.counting(each, (kind,), own, whose)
        if word is not None:
            own_no = word.word == "no" and word.recipient and whose == "person"
            again = own_no and (each not in to_all or to_all[each].word != "no")
            again = again or (word.word == "yes" and each in ended)
            anew = each == purpose and word.word == now.word == "yes" and _is_another(word, now)
            found[each] = "withdrawn" if again else "not_asked" if anew else word.word
    return found


def _is_another(before: Word, now: Word) -> bool:
    """Whether a yes is said in another language than before or, by a guardian, in another way: the person's way is
    looked at by `_said_again`.
    """
    if now.whose == "person":
        return bool(now.language) and before.language != now.language
    return (before.how, before.language, before.witness) != (now.how, now.language, now.witness)


def _open(needed: Sequence[str], asked: Mapping[str, str]) -> list[str]:
    """To which of these purposes nobody was heard, or they took it back."""
    return [each for each in needed if asked.get(each, "withdrawn") in ("withdrawn", "not_asked")]
