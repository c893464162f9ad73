"""What was said of a person: in the forms, and by words noted since; what is taken back, and what had left by then."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal, NoReturn

from intake_app import referral, screening
from intake_app.errors import IntakeError
from intake_app.screening import Circumstances, Consent, Verdict, Word
from intake_app.vault import ConsentWord, RecordRow, Vault, Ways, not_unsaid, record_code
from intake_app.workflow import as_whom, asked, carrying, former, own_words, services
from intake_app.workflow import store as stores

_AS_FORMS = {"slip": "referral"}
"""Purposes as forms name them, where that is another name."""
ORGANISATION = "organisation"
"""Recipient of a release for sync: the servers of this workplace."""
TO_SEND = ("record", "sync")
"""What is said yes to when somebody agrees that a record is sent."""
Speaker = Literal["person", "guardian"]
OF_GUARDIAN = "screening.guardian_of_adult"
OF_GUARDIAN_BACK = "screening.guardian_withdrawn"
REFUSED = "screening.consent_refused"
AS_ADULT = "screening.agreed_as_adult"
"""Why a record stays whose person agreed to its being sent as an adult, and counts as a child since."""
_WAYS_OUT = ("sync", "slip", "export")
"""What is refused to a record whose person was asked at its end and did not agree."""


def said(
    store: Vault, record_id: str, own: Sequence[Consent], code: str = "", kind: str = "", *, drafts: bool = False,
    about: str = "", without: Collection[int] = (), minor: bool = False,
) -> tuple[Word, ...]:  # fmt: skip
    """What the form of a record heard and what was noted since, the oldest first, whatever a clock says.

    What was said of one service by its own `code` counts for it alone, as said to its `kind`. The form's `own` yes is
    as old as the record, or its first version, unless the answer was changed since, after a word that stood then; a no
    in what is not closed yet is the newest word. What the first
    interview heard, where the form asks nothing, is older than every word: what was taken back since is not agreed to
    by a copy of an answer. It counts when that interview is closed; `drafts`: before, too, for who only looks.
    `about`: of another record of theirs, which is not read; `without`: words, by number, that do not count. Who was
    found to be an adult, by a decision, speaks alone. Of who counts as a child, or is told to be a `minor` now, no yes
    counts that they said as an adult.
    """
    noted_all = [each for each in _binding(store, record_id, about) if each.number not in without]
    all_told, child = with_refused_here(noted_all), as_whom.of_child(store, record_id, minor)
    noted = [(each, of_service(as_of(child, each), code, kind)) for each in all_told]
    own_no = [word for each in refused_by_code(all_told, code) if (word := of_service(as_rules_know(each), code, kind))]
    early = [word for each, word in noted if each.early and word is not None]
    since = [(each.number, word) for each, word in noted if not each.early and word is not None]
    numbers = [number for number, _word in since]
    if not own:
        first, carried = carrying.carried(store, record_id, drafts=drafts)
        return (*_heard_by(child, first, carried), *early, *(word for _number, word in since), *own_no)
    told, after = _heard_by(child, record_id, own), _after(own)
    closing = _closing(store, store.record(record_id), own, [word for _number, word in since])
    begun = [word for word in told if not after[word.purpose]]
    in_order = [word for _number, word in since]
    for word in sorted((word for word in told if after[word.purpose]), key=lambda word: -after[word.purpose]):
        place = max((at for at, number in enumerate(numbers) if number <= after[word.purpose]), default=-1)
        in_order.insert(place + 1, word)
    return (*early, *begun, *in_order, *own_no, *closing)


def _binding(store: Vault, record_id: str, about: str) -> Sequence[ConsentWord]:
    """What was noted of a record; a guardian's word is none any more of who was found to be an adult."""
    told = store.said(record_id, about)
    guarded = any(each.whose == "guardian" for each in told)
    return without_guardian(told) if guarded and screening.found_adult(store.ages(record_id)) else told


def without_guardian(told: Iterable[ConsentWord]) -> list[ConsentWord]:
    """What the person themselves said of it."""
    return [each for each in told if each.whose != "guardian"]


def as_of(child: as_whom.Child | None, noted: ConsentWord) -> Word:
    """A word as the rules have it; of a `child` a yes that was said as an adult opens nothing."""
    word = as_rules_know(noted)
    return as_whom.agreed_as_adult(word) if child is not None and child.is_adults(noted) else word


def _heard_by(child: as_whom.Child | None, record_id: str, consents: Sequence[Consent]) -> tuple[Word, ...]:
    words = own_words.heard(consents)
    return child.heard(record_id, words) if child is not None else words


def _closing(store: Vault, row: RecordRow, own: Sequence[Consent], since: Sequence[Word]) -> list[Word]:
    """The noes of what is not closed; not one that stands as in the version before and over which they agreed since:
    it is as old as that version.
    """
    if row.state != "draft":
        return []
    as_it_was = former.stands(store, row, own)
    agreed = {purpose for purpose, word in _newest(since).items() if word == "yes"}
    noes = ((one, word) for one in own for word in own_words.heard([one]) if word.word == "no")
    return [word for one, word in noes if one.ref not in as_it_was or word.purpose not in agreed]


def refused_here(row: RecordRow, language: str) -> tuple[ConsentWord, ...]:
    """The no at the end of a record, which holds that record with its versions and copies: kept as said to the record.
    """
    itself = record_code(row.id)
    return tuple(ConsentWord(each, itself, "no", language=language, script=script(row)) for each in _WAYS_OUT)


def with_refused_here(told: Sequence[ConsentWord]) -> Sequence[ConsentWord]:
    """With the no at the end of this record, of a version of it or of one that it is a copy of, as one to all: newer
    than what was answered before it, whenever that was noted, and older than what was said after it.
    """
    found = [each for each in told if not each.itself]
    for no in (each for each in told if each.itself):
        before = [(each.number if each.after < 0 else each.after) < no.number for each in found]
        older = [each for each, is_older in zip(found, before, strict=True) if is_older]
        newer = [each for each, is_older in zip(found, before, strict=True) if not is_older]
        found = [*older, replace(no, recipient=""), *newer]
    return found


def before_end(
    store: Vault, record_id: str, own: Sequence[Consent], code: str = "", kind: str = "", *, minor: bool = False
) -> tuple[Word, ...]:
    """As `said`, but for what was refused at the end of a record: it was refused to nobody by name, so that who asks
    about one way out, or at the end of the next version, may hear a yes.
    """
    ends = {each.number for each in store.said(record_id) if each.itself}
    return said(store, record_id, own, code, kind, without=ends, minor=minor)


def is_refused_at_end(store: Vault, record_id: str, own: Sequence[Consent]) -> bool:
    """Whether nothing but a no at the end of a record keeps it from being sent."""
    if may_sync(said(store, record_id, own)).code != REFUSED:
        return False
    return may_sync(before_end(store, record_id, own)).code != REFUSED


def refused_by_code(told: Iterable[ConsentWord], code: str) -> list[ConsentWord]:
    """What was refused to one service by its own code: a yes to its kind says nothing of it, one by its code does."""
    name = referral.named(code) if code else ""
    newest = {(each.purpose, each.whose): each for each in told if name and each.recipient == name}
    return [each for each in newest.values() if each.word != "yes"]


def _after(own: Sequence[Consent]) -> dict[str, int]:
    """For each purpose, as the rules name it, after which word all that the form asked about it was said."""
    found: dict[str, int] = {}
    for each in own:
        (word,) = own_words.heard([each])
        found[word.purpose] = min(each.after, found.get(word.purpose, each.after))
    return found


def as_forms_know(purpose: str) -> str:
    """The name that forms have for a purpose."""
    return _AS_FORMS.get(purpose, purpose)


def as_rules_know(noted: ConsentWord) -> Word:
    """A word as the rules have it: nobody's name."""
    fields = asdict(noted)
    for each in ("by", "early", "number", "after", "itself", "told_in"):
        del fields[each]
    return Word(**fields)


def of_service(word: Word, code: str, kind: str) -> Word | None:
    """A word as the rules know it, by kind of recipient; None for one about another service than that of this `code`.
    There is one organisation to which something is sent: what is said of that is said of all sending.
    """
    if (word.purpose, word.recipient) == ("sync", ORGANISATION):
        return replace(word, recipient="")
    if word.recipient in ("", ORGANISATION, *screening.CONSENT_KINDS):
        return word
    return replace(word, recipient=kind) if code and word.recipient == referral.named(code) else None


def may_sync(words: Iterable[Word], agreeing: Sequence[Speaker] = ()) -> Verdict:
    """Whether what was said lets a record go to the servers of the organisation; `agreeing`: who says yes to it now.

    Who agrees to what was told in a talk is not held to the question before it that the form passed over.
    """
    passed_over = ("interview", "not_asked") if "person" in agreeing else ()
    told = (each for each in words if (each.purpose, each.word) != passed_over)
    now = (Word(purpose, "", "yes", whose) for whose in agreeing for purpose in TO_SEND)
    words = (*told, *now)
    verdict = screening.may_leave("sync", ORGANISATION, words, Circumstances())
    missing, sent = verdict.code == "screening.consent_missing", screening.counting("sync", (), words, "person")
    return replace(verdict, code=AS_ADULT) if missing and sent is not None and sent.as_adult else verdict


def why_not(rule: Callable[[Sequence[Word]], Verdict], words: Sequence[Word], child: bool) -> str:
    """The code of what keeps a way out shut by a rule, "" where it is open. That of a guardian where nothing else does
    and nobody decided that who counted as a child, and does not any more, is an adult; or where they alone took back.
    """
    found = rule(words)
    if found.basis is not None:
        return ""
    alone = rule([each for each in words if each.whose != "guardian"])
    if alone.basis is not None and not child:
        return OF_GUARDIAN
    if found.code == screening.WITHDRAWN != alone.code:
        return OF_GUARDIAN_BACK
    return found.code or "screening.consent_missing"


def why_not_sent(words: Sequence[Word], child: bool, agreeing: Sequence[Speaker] = ()) -> str:
    """The code of what keeps a record here, as `why_not`; that of a guardian's no, where nobody else said one."""
    code = why_not(lambda told: may_sync(told, agreeing), words, child)
    own = [each for each in words if each.whose != "guardian"]
    return screening.GUARDIAN_SAID_NO if code == REFUSED != may_sync(own, agreeing).code else code


def told_of(
    store: Vault, known_id: str, record_id: str, code: str = "", kind: str = "", without: Collection[int] = (),
    minor: bool = False,
) -> tuple[tuple[Word, ...], bool]:
    """What was said of a record of the person, and whether it is read; of one that is not, what the case knows."""
    try:
        own = carrying.heard_in(store, record_id)
        return said(store, record_id, own, code, kind, without=without, minor=minor), True
    except IntakeError:
        return said(store, known_id, (), code, kind, about=record_id, without=without, minor=minor), False


def to_note(store: Vault, row: RecordRow, own: Sequence[Consent]) -> tuple[ConsentWord, ...]:
    """What a form heard that counts beyond its record, unless it was taken back meanwhile.

    For the other records of the case, all of it; for the versions before, what the person says no to, and a yes where
    they had said no: the newest version speaks. What stands as it was in the version before is not said anew, but for
    a yes of which it is told now that it was given in another way, or language.
    """
    in_case = bool(own) and store.case_of(row.id) is not None
    if not own or not (in_case or row.edit_of):
        return ()
    newest, refused, after = _newest(said(store, row.id, own)), _refused_before(store, row, own), _after(own)
    as_it_was = former.stands(store, row, own) - former.told_anew(store, row, own) if in_case else frozenset()
    anew = _after([each for each in own if each.ref not in as_it_was])
    noted = {each.purpose: each.word for each in _general(store.said(row.id))}
    return tuple(
        replace(kept(word), after=after[word.purpose])
        for word in _to_tell(row, own)
        if (word.purpose in anew or (word.word == "no" and noted.get(word.purpose) != "no"))
        and word.word == newest.get(word.purpose)
        and (in_case or word.word == "no" or word.purpose in refused)
    )


def _refused_before(store: Vault, row: RecordRow, own: Sequence[Consent]) -> set[str]:
    """To which purposes the newest word that was noted is a no that is older than the answer in this version.

    A no of the version before it, which the person has changed since; what they took back is no such no.
    """
    after, stands = _after(own), dict[str, ConsentWord]()
    for each in _general(store.said(row.id)):
        if each.word != "no" or stands.get(each.purpose, each).word != "withdrawn":
            stands[each.purpose] = each
    return {
        purpose for purpose, each in stands.items() if each.word == "no" and each.number <= after.get(purpose, -1)
    }


def _newest(words: Iterable[Word]) -> dict[str, str]:
    """The person's newest word to each purpose, to whoever it goes."""
    told = (word for word in words if word.whose == "person" and word.recipient in ("", ORGANISATION))
    return {purpose: each.word for purpose, each in screening.newest_words(told).items()}


@dataclass(frozen=True)
class Heard:
    """What a record that comes into a case brings: its newest finished version, what its form heard, and to which
    purposes a yes was noted with it after that."""

    row: RecordRow
    own: tuple[Consent, ...]
    agreed: frozenset[str]


def last_heard(store: Vault, record_id: str) -> Heard | None:
    """What a record brings into a case; None for a draft alone. Raises IntakeError for one that can not be read."""
    versions = [row for row in store.versions(record_id) or (store.record(record_id),) if row.state != "draft"]
    mine = [row for row in versions if row.author_id == store.me.id]
    if not mine:
        return None
    noted = {each.purpose: each.word for each in _general(store.said(mine[-1].id))}
    agreed = frozenset(purpose for purpose, word in noted.items() if word == "yes")
    return Heard(mine[-1], carrying.heard_in(store, mine[-1].id), agreed)


def for_case(store: Vault, heard: Heard | None) -> list[ConsentWord]:
    """What is noted with the case into which a record has come of what its form heard; what was noted there stands.

    A no stands in any case. That of the form is noted, whatever was agreed to elsewhere meanwhile, but for what was
    agreed to with this record afterwards; a yes of the form where nobody said anything else.
    """
    if heard is None or not heard.own:
        return []
    told = _general(store.said(heard.row.id))

    def is_said(word: Word) -> bool:
        others = [each for each in told if each.purpose == word.purpose]
        if word.word == "yes":
            return any(each.word == "withdrawn" or not each.early for each in others)
        return word.purpose in heard.agreed

    back = {each.purpose for each in told if each.word == "withdrawn"}  # what was taken back is no mere no again
    after = _after(heard.own)
    heard_now = (word for word in _to_tell(heard.row, heard.own) if not is_said(word))
    return [
        replace(
            kept(replace(word, word="withdrawn") if word.word == "no" and word.purpose in back else word),
            after=after[word.purpose],
            at=word.at or heard.row.finalised or "",
        )
        for word in heard_now
    ]


def _general(told: Iterable[ConsentWord]) -> list[ConsentWord]:
    """What the person said of a purpose, to whoever it goes."""
    return [each for each in told if each.whose == "person" and each.recipient in ("", ORGANISATION)]


def _to_tell(row: RecordRow, own: Sequence[Consent]) -> list[Word]:
    """What a form heard that may count beyond its record: who does not want to talk today has not taken back what they
    agreed to at another time.
    """
    heard = own_words.heard(own, "", row.language or "", script(row))
    return [
        word
        for word in heard
        if word.word != "not_asked" and (row.edit_of or (word.purpose, word.word) != ("interview", "no"))
    ]


def refused_in(store: Vault, record_id: str) -> list[ConsentWord]:
    """What the person said no to in a draft of a case, or that corrects a version: it is not unsaid where that is left.

    But for that of which something was said after it was asked: what another form heard is as old as its answer,
    whenever it was finished; see `not_unsaid` on words that pass. Nothing of a draft that has neither, or that can not
    be read. Raises IntakeError as `Vault.said` does.
    """
    row = store.record(record_id)
    about = spoken_of(store, record_id)
    if not about:
        return []
    try:
        own = carrying.heard_so_far(store, record_id)
    except IntakeError as trouble:
        if not stores.is_unreadable(trouble):
            raise
        return []
    kept_asked = store.draft(record_id).asked
    told, fleeting = _general(store.said(about)), store.words_passing(record_id)
    last = max((each.number if each.after < 0 else each.after for each in told), default=0)
    after = _after([replace(each, after=asked.after_word(kept_asked.get(each.ref, ()), last)) for each in own])
    refused = {word.purpose: (kept(word), after[word.purpose]) for word in _to_tell(row, own) if word.word == "no"}
    return not_unsaid(refused, told, fleeting, lambda word: word.purpose)


def spoken_of(store: Vault, record_id: str) -> str:
    """The record with which words of a draft are kept: itself in a case, and where it corrects a version, which a
    colleague who has the draft by hand-over need not see; "" for none.
    """
    return record_id if store.case_of(record_id) is not None or store.record(record_id).edit_of else ""


def heard(store: Vault, record_id: str) -> tuple[Consent, ...]:
    """What holds for a record of a case whose form asks nothing itself: the person's newest word to each purpose."""
    if store.case_of(record_id) is None:
        return ()
    return tuple(
        Consent(_AS_FORMS.get(purpose, purpose), "yes" if word == "yes" else "no", "")
        for purpose, word in _newest(said(store, record_id, (), drafts=True)).items()
        if word != "not_asked"
    )


def kept(word: Word) -> ConsentWord:
    """A word as the store keeps it."""
    fields = asdict(word)
    del fields["as_adult"]
    return ConsentWord(**fields)


def need_witness(how: str, witness: str) -> None:
    """Raises IntakeError `screening.no_witness` where somebody was there and nobody says who."""
    if how == "witness" and not witness:
        raise IntakeError("screening.no_witness")


def script(row: RecordRow) -> str:
    """Which text was read out: the questionnaire in its version."""
    return script_of(row.form_id, row.version)


def script_of(form_id: str, version: str) -> str:
    """The same by its id and version."""
    return f"{form_id} {version}"[:100]


def text_read(store: Vault, record_id: str, purpose: str, recipient: str = "") -> str:
    """Which text asks for a word that is noted beside a record: its form, where that asks for this purpose; else "",
    for nobody tells what was read. No form asks about what needs a word by name.
    """
    if purpose not in _WAYS_OUT and purpose not in screening.ASKING and purpose != "research":
        return ""
    if screening.asked_by_name(purpose, recipient):
        return ""
    row = store.record(record_id)
    try:
        draft = row.state == "draft"
        heard = carrying.heard_so_far(store, record_id) if draft else carrying.heard_in(store, record_id)
    except IntakeError as trouble:
        if not stores.is_unreadable(trouble):
            raise
        return ""
    return script(row) if as_forms_know(purpose) in {each.purpose for each in heard} else ""


def refuse_recipient(store: Vault, purpose: str, recipient: str) -> NoReturn:
    """Raises IntakeError as `by_name.consent_given` does for who can not be named with a purpose."""
    kind = {referral.named(code): kind for code, kind in services.kinds(store).items()}.get(recipient)
    if kind is None or purpose == "research":
        raise IntakeError("referral.unknown_recipient", recipient=recipient)
    raise IntakeError("referral.kind_and_no_service", recipient=recipient, kind=kind)


def recipients(store: Vault, purpose: str) -> dict[str, str]:
    """The services of which one may speak alone, as words name them, each with the kind of body that it is."""
    if purpose not in ("record", "slip"):
        return {}
    return {referral.named(code): kind for code, kind in services.kinds(store).items() if referral.is_code(code)}


def ways_out(store: Vault, record_id: str) -> Ways:
    """What taking everything back would stop, and what had left already."""
    return store.ways_out(record_id)
