"""A person takes back what they agreed to, or agrees anew: what that had stopped comes back, of all their records."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, replace

from intake_app import referral, screening
from intake_app.errors import IntakeError
from intake_app.referral import Recipient
from intake_app.screening import Basis, Purpose, Word
from intake_app.vault import ConsentWord, ReleaseRow, Stopped, Vault, Withdrawal
from intake_app.workflow import (
    all_said,
    by_name,
    consenting,
    finalising,
    guardians,
    leaving,
    own_words,
    releasing,
    services,
    told_here,
)
from intake_app.workflow import store as stores
from intake_app.workflow.consent_sheet import ConsentSheet, GuardianYes
from intake_app.workflow.consenting import Speaker
from intake_app.workflow.ways_agreed import Agreement, Returning, Way

_BOTH: tuple[Speaker, ...] = ("person", "guardian")
_RESEARCH: Way = ("research", "")
_PURPOSES: dict[str, Purpose] = {"sync": "sync", "slip": "slip", "export": "export"}


def agreement(store: Vault, record_id: str) -> Agreement:
    """How it stands with what the person of a record agreed to, for who sees it; what comes back for who reads it."""
    ways = store.ways_out(record_id)
    agreed, as_adult = _agreed(store, record_id) if ways.speaks else ((), ())
    asked = guardians.is_asked_now(store, record_id)
    told = Agreement(
        ways.open, ways.left, (), minor=False, speaks=False, beyond=ways.beyond, agreed=agreed, work=ways.work,
        as_adult=as_adult, guardian=asked, doubtable=not (asked or screening.found_adult(store.ages(record_id))),
    )  # fmt: skip
    if not ways.speaks or store.record(record_id).state == "draft":
        return told
    try:
        said = consenting.said(store, record_id, finalising.own_consents(store, record_id))
        here = leaving.circumstances(store, record_id, False, said)
        minor = here.age_told or here.guardian
        found = dict.fromkeys(_refused(store, record_id), ()) | _by_way(ways.stopped)
        back = [
            _returning(store, record_id, way, stopped, _BOTH, minor)
            for way, stopped in (*found.items(), (_RESEARCH, ()))
            if _is_back(store, record_id, way)
        ]
        words = by_name.own_words_told(store, record_id)
    except IntakeError as trouble:
        if not stores.is_unreadable(trouble):
            raise
        return told  # what is open may be taken back all the same
    return replace(told, returning=tuple(back), minor=minor, speaks=True, own_words=words)


def _agreed(store: Vault, record_id: str) -> tuple[tuple[Way, ...], tuple[Way, ...]]:
    """To what there is a yes, and to what one that a child is asked for anew. That somebody talked is not taken back by
    itself.
    """
    told = [one for one in all_said.of_record(store, record_id).told if one.purpose != "interview" and not one.here]
    yes, as_adult = (
        tuple(
            (one.purpose, one.recipient)
            for one in told
            if word in (one.newest("person"), one.newest("guardian")) and any(each.word == "yes" for each in one.words)
        )
        for word in ("yes", all_said.AS_ADULT)
    )
    return yes, tuple(way for way in as_adult if way not in yes)


def withdraw_consent(
    store: Vault, record_id: str, purpose: str = "", recipient: str = "", *, whose: str = "person",
    in_doubt: bool = False,
) -> Withdrawal:  # fmt: skip
    """Take back what was agreed to, for one purpose and recipient or, where "", for all: of all records of the person.

    `recipient`: a kind of body with all its services, or one service, which `referral.named` tells from a kind. Nothing
    more leaves on it; what is under way and what had left is told of. To undo it is to agree anew.
    For a service kept under what is no code, a word of which can not be kept, it is taken back for all of its kind.
    `in_doubt`: they may be under 18, so that a guardian speaks for them. Raises IntakeError `vault.not_finalised` for
    a draft that belongs to no case: its answers are what was said; `screening.guardian_for_adult`;
    `referral.unknown_recipient` for what is neither a kind nor a service that one knows of or to which something went.
    """
    ways = store.ways_out(record_id)
    known = {to for _purpose, to in ways.open} | {one.recipient for one in ways.left} | set(_services(store))
    service = next((code for code in known if referral.named(code) == recipient), recipient)
    nobody = purpose == "research" and recipient  # it goes to no body
    if nobody or service not in known.union(("", consenting.ORGANISATION), screening.CONSENT_KINDS):
        raise IntakeError("referral.unknown_recipient", recipient=recipient)
    if recipient == consenting.ORGANISATION and purpose in ("", "record"):
        purpose = "sync"  # what is taken back of the organisation is that it is sent there
    if store.record(record_id).state == "draft" and store.case_of(record_id) is None:
        raise IntakeError("vault.not_finalised")
    guardians.refuse_word_of_adult(store, record_id, whose, in_doubt)
    named = recipient if not service or referral.is_code(service) else services.kinds(store).get(service, "")
    done = store.withdraw_consent(record_id, purpose, named, whose)
    told_here.keep_doubt(store, record_id, in_doubt)
    return done


def ways_again(store: Vault, record_id: str, purpose: Purpose | str, recipient: str = "") -> tuple[Way, ...]:
    """What somebody agrees to again who names a purpose, and a service or a kind of body or none: what would come back,
    but for what was refused by name, or no general yes opens, and is not named now; and the way itself, where it was
    taken back: of what never went out, and in general for who names nobody. () for nothing of that. Raises IntakeError
    `referral.unknown_recipient`.
    """
    found = agreement(store, record_id)
    codes = {referral.named(code): code for code in services.kinds(store)}
    to = codes.get(recipient, recipient)
    back = [one.way for one in found.returning if one.purpose == purpose and to in ("", one.recipient)]
    ways = [way for way in back if to or not (is_by_name(store, way) or is_refused(store, record_id, way))]
    bodies = {*codes.values(), *screening.CONSENT_KINDS} if purpose in leaving.AT_DESK else {consenting.ORGANISATION}
    if to and not ways and to not in bodies:
        raise IntakeError("referral.unknown_recipient", recipient=recipient)
    itself = (purpose, consenting.ORGANISATION if purpose == "sync" else to)
    if (ways and (to or purpose == "sync")) or itself == _RESEARCH or not found.speaks:
        return tuple(ways)
    shut = _is_taken_back(store, record_id, itself) or (to and is_refused(store, record_id, itself))
    return (*((itself,) if shut else ()), *ways)


def is_by_name(store: Vault, way: Way) -> bool:
    """Whether no general yes opens a way out, so that they are asked about it by itself."""
    kind = _to_whom(store, way)[0]
    return bool(screening.own_word(kind)) or screening.asked_by_name(way[0], kind)


def left_out(store: Vault, record_id: str, purpose: str) -> tuple[Way, ...]:
    """What was taken back and no general yes brings back: what is asked about or was taken back by name."""
    back = [one.way for one in agreement(store, record_id).returning if one.purpose == purpose]
    left = [way for way in back if is_by_name(store, way) and not is_refused(store, record_id, way)]
    named = {one.recipient for one in store.said(record_id) if (one.purpose, one.word) == (purpose, "withdrawn")}
    kinds = {(purpose, kind) for kind in named.intersection(screening.CONSENT_KINDS) if purpose in leaving.AT_DESK}
    return *left, *(way for way in sorted(kinds.difference(back)) if _is_taken_back(store, record_id, way))


def against(store: Vault, record_id: str, purpose: str, recipient: str = "") -> str:
    """The code of what keeps a way out shut that somebody said yes to; "" for nothing and for what is none, or open."""
    if purpose not in _PURPOSES or store.record(record_id).state == "draft":
        return ""
    kinds = services.kinds(store)
    code = {referral.named(each): each for each in kinds}.get(recipient, recipient if recipient in kinds else "")
    if purpose == "sync":
        told = consenting.said(store, record_id, finalising.own_consents(store, record_id))
        child = leaving.circumstances(store, record_id, False, told).minor
        held = store.record(record_id).delivery == "held"
        return consenting.why_not_sent(told, child) or ("screening.kept_back" if held else "")
    ways = {(kinds[code], code)} if code else set()
    ways |= {(recipient, "")} if code in ("", recipient) else set()
    found = (_why_not(store, record_id, _PURPOSES[purpose], *way) for way in sorted(ways))
    return next(filter(None, found), "")


def agree_again(
    store: Vault,
    record_id: str,
    ways: Sequence[Way],
    how: str = "spoken",
    *,
    language: str = "",
    witness: str = "",
    guardian: GuardianYes | None = None,
    script: str = "",
    along: str = "",
    in_doubt: bool = False,
) -> tuple[Returning, ...]:
    """Note the new word for each way, and for a child, or `in_doubt`, how their guardian agreed too; what comes back.

    Where a guardian alone took back, and nothing tells how the person was asked too, the guardian says it alone.
    `how`, `language` and `witness` as in `consent_given`; `script`: the text that was read to them, else as
    `text_read`; `along`: a kind of body that was named with the service of the same code, and has the same word. The
    records of the person that their word had stopped wait to be sent again, as far as what was said lets them now, and
    no other; slips are issued and exports made anew.
    Raises IntakeError `screening.no_witness`, `screening.no_language`, `screening.guardian_*`, `vault.not_finalised`,
    `vault.not_allowed`.
    """
    consenting.need_witness(how, witness)
    guardians.refuse_word_of_adult(store, record_id, "" if guardian is None else "guardian", in_doubt)
    asked = guardian is None or bool(language) or (how, witness) != finalising.ALOUD
    alone = not asked and all(_person_agrees(store, record_id, way) for way in ways)
    said = [] if alone else [Word("", "", "yes", "person", how, language, witness=witness)]
    said += [guardian.word("")] if guardian is not None else []
    agreeing = tuple(each.whose for each in said)
    stopped = _by_way(store.ways_out(record_id).stopped)
    words, anew, waiting = list[ConsentWord](), list[ReleaseRow](), set[str]()
    for way in ways:
        for one in said:
            words += _again(store, record_id, way, one, (along, script))
        back = [one for one in stopped.get(way, ()) if _comes_back(store, record_id, one, agreeing)]
        anew += _released(store, back, how)
        waiting |= {one.record_id for one in back if one.waits}
    own_words.need_language(map(consenting.as_rules_know, words))
    minor = guardian is not None
    told_here.keep_doubt(store, record_id, in_doubt)
    told = tuple(_returning(store, record_id, way, stopped.get(way, ()), agreeing, minor) for way in ways)
    store.agree_again(record_id, words, anew)
    for each in waiting:
        releasing.change_lists(store, each)
    return told


def _person_agrees(store: Vault, record_id: str, way: Way) -> bool:
    """Whether the yes of the person stands to each purpose of a way that they would be asked."""
    kind, told = _told(store, record_id, way)
    asked = _asked(store, record_id, way, "person")[1]
    words = [screening.counting(each, (kind,), told, "person") for each in asked]
    return all(word is not None and word.word == "yes" for word in words)


def _again(
    store: Vault, record_id: str, way: Way, said: Word, beside: tuple[str, str]
) -> list[ConsentWord]:
    """What somebody said, as a yes to each purpose of a way that they are asked; `beside`: as `along` and `script`."""
    (along, script), to = beside, _to_whom(store, way)[0]
    name, purposes = _asked(store, record_id, way, said.whose)
    texts = {
        each: own_words.text_read(each, to, said.language) or script or consenting.text_read(store, record_id, each, to)
        for each in purposes
    }
    return [
        consenting.kept(replace(said, purpose=each, recipient=named, script=text))
        for named in dict.fromkeys((along or name, name)) for each, text in texts.items()
    ]  # fmt: skip


def restore(store: Vault, record_id: str) -> bool:
    """Bring back a draft that was put away; whether slips or exports of its person were stopped, which stays so.

    What was refused in it is an answer of the draft again and no word: records of the own agency that had stopped for
    it alone go again, but to no server that is new since. All of it or nothing.
    """
    away = store.words_of_away(record_id)
    waiting = store.ways_out(record_id).stopped if away else ()
    back = [one for one in waiting if one.waits and one.basis == Basis.CONSENT]
    back = [one for one in back if _comes_back(store, record_id, one, (), away)]
    stopped = [one for one in store.restore(record_id, _released(store, back, "form")) if one.basis == Basis.CONSENT]
    for one in stopped:
        if one in back:
            releasing.change_lists(store, one.record_id)
    return any(one.purpose != "sync" for one in stopped)


def _by_way(stopped: Iterable[Stopped]) -> dict[Way, tuple[Stopped, ...]]:
    found: dict[Way, tuple[Stopped, ...]] = {}
    for one in stopped:
        found[one.purpose, one.recipient] = (*found.get((one.purpose, one.recipient), ()), one)
    return found


def _returning(
    store: Vault, record_id: str, way: Way, stopped: Sequence[Stopped], agreeing: Sequence[Speaker], minor: bool
) -> Returning:
    alone, back, both = (
        [one for one in stopped if one.waits and _comes_back(store, record_id, one, speakers)]
        for speakers in (_BOTH[:1], agreeing, _BOTH)
    )
    codes = tuple(one.code for one in back if one.code)
    reasoned = any(one.basis == Basis.OVERRIDE for one in stopped)
    guardian = len(both) > len(alone) if way[0] == "sync" else minor
    asked = _asked(store, record_id, way, "person")[1]
    shut = _shut(store, record_id, way, stopped, _BOTH if minor else _BOTH[:1])
    stands, as_adult = _person_agrees(store, record_id, way), way[0] == "sync" and _waits_for_child(store, record_id)
    return Returning(*way, codes, len(back) - len(codes), guardian, reasoned, asked, shut, stands, as_adult)


def _waits_for_child(store: Vault, record_id: str) -> bool:
    """Whether nobody took back or refused that it is sent: an adult agreed to that, and a child is asked anew."""
    _kind, told = _told(store, record_id, ("sync", consenting.ORGANISATION))
    return consenting.may_sync(told).code == consenting.AS_ADULT


def _shut(
    store: Vault, record_id: str, way: Way, stopped: Sequence[Stopped], agreeing: Sequence[Speaker]
) -> str:
    """Why a way out stays shut although these agree to it; "" where it does not, and where nothing waits to be sent."""
    if way == _RESEARCH:
        return "" if "guardian" in agreeing else _held_by_guardian(store, record_id)
    if way[0] == "sync":
        waiting = [one for one in stopped if one.waits]
        if not waiting or any(_comes_back(store, record_id, one, agreeing) for one in waiting):
            return ""
        told, _read = consenting.told_of(store, record_id, waiting[0].record_id)
        child = leaving.circumstances(store, record_id, False, told).minor
        return consenting.why_not_sent(told, child, agreeing)
    kind, code = _to_whom(store, way)
    asked = ((each, whose) for whose in agreeing for each in _asked(store, record_id, way, whose)[1])
    now = (Word(each, kind, "yes", whose, language=own_words.SOURCE) for each, whose in asked)  # which is asked later
    return _why_not(store, record_id, _PURPOSES[way[0]], kind, code, now)


def _why_not(
    store: Vault, record_id: str, purpose: Purpose, kind: str, code: str, now: Iterable[Word] = ()
) -> str:
    """Why a way out to a kind of body, or to a service by its code, stays shut with what is said `now`, too."""
    told = consenting.said(store, record_id, finalising.own_consents(store, record_id), code, kind)
    agreed = (*told, *now)
    here = leaving.circumstances(store, record_id, False, agreed, ConsentSheet(asylum=False))
    return told_here.why(store, record_id, leaving.why_not(purpose, kind, agreed, here))


def _held_by_guardian(store: Vault, record_id: str) -> str:
    """The code of the guardian's no to research, or of what they took back, which the person alone does not end."""
    told = consenting.said(store, record_id, finalising.own_consents(store, record_id))
    word = screening.counting("research", (), told, "guardian")
    if word is None or word.word == "yes":
        return ""
    child = leaving.circumstances(store, record_id, False, told).minor
    return "screening.guardian_asked" if child else consenting.OF_GUARDIAN


def _comes_back(
    store: Vault, record_id: str, one: Stopped, agreeing: Sequence[Speaker], without: Collection[int] = ()
) -> bool:
    """Whether a record that was stopped is sent again when these agree: where what else was said lets it.

    What had gone on a reason and is not read stays with whoever reads it: its form may have heard a no. What had gone
    on a yes that only its form heard goes again unread where nothing refuses it but words that do not count, `without`.
    """
    if one.purpose != "sync":
        return False
    words, read = consenting.told_of(store, record_id, one.record_id, without=without)
    verdict = consenting.may_sync(words, agreeing)
    if not read and one.basis != Basis.CONSENT:
        return False
    heard_there = bool(without) and not read and verdict.code == "screening.consent_missing"
    return verdict.basis is not None or heard_there


def _refused(store: Vault, record_id: str) -> tuple[Way, ...]:
    """What the person said no to by name: slips to one service and what goes along with them, an export to a kind of
    body.
    """
    kinds = {("export", kind): ("export", kind) for kind in screening.CONSENT_KINDS}
    to = [(each, code) for code in services.kinds(store) for each in ("slip", "export")]
    known = kinds | {(each, referral.named(code)): (each, code) for each, code in to}
    noes = ((each.purpose, each.recipient) for each in store.said(record_id) if each.word == "no")
    return tuple(dict.fromkeys(known[each] for each in noes if each in known))


def _is_back(store: Vault, record_id: str, way: Way) -> bool:
    """Whether what was taken back, or refused to this recipient, stays so: what is agreed to anew leaves no trace on
    slips that were stopped.
    """
    if way[0] == "sync":
        return True
    if way == _RESEARCH:
        return _research_is_back(store, record_id)
    kind, told = _told(store, record_id, way)
    here = leaving.circumstances(store, record_id, False, told)
    refused = leaving.is_refused_by_name(_PURPOSES[way[0]], kind, told, here)
    return refused or _is_taken_back(store, record_id, way)


def _is_taken_back(store: Vault, record_id: str, way: Way) -> bool:
    """Whether a way out is shut for what was taken back."""
    kind, told = _told(store, record_id, way)
    if way[0] == "sync":
        return consenting.may_sync(told).code == screening.WITHDRAWN
    here = leaving.circumstances(store, record_id, False, told)
    return screening.may_leave(_PURPOSES[way[0]], kind, told, here).code == screening.WITHDRAWN


def _told(store: Vault, record_id: str, way: Way) -> tuple[str, tuple[Word, ...]]:
    """The kind of body of a way out, and what was said that reaches it."""
    kind, code = _to_whom(store, way)
    return kind, consenting.said(store, record_id, finalising.own_consents(store, record_id), code, kind)


def is_refused(store: Vault, record_id: str, way: Way) -> bool:
    """Whether a no to this recipient by name stands, also beneath what was taken back since: who agrees again to all is
    not asked that.
    """
    purpose, _recipient = way
    if purpose == "sync" or way == _RESEARCH:
        return False
    kind, told = _told(store, record_id, way)
    asked = {*leaving.AT_DESK[_PURPOSES[purpose]], *screening.UNLESS_REFUSED.get(_PURPOSES[purpose], ())}
    words = (
        screening.counting(each, (kind,), told, whose)
        for each in (*asked, screening.own_word(kind)) for whose in _BOTH
    )  # fmt: skip
    return any(word is not None and word.word == "no" and word.recipient for word in words)


def _research_is_back(store: Vault, record_id: str) -> bool:
    """Whether somebody who had agreed to research took that back, or their guardian did."""
    told = consenting.said(store, record_id, finalising.own_consents(store, record_id))
    counting = (screening.counting("research", (), told, whose) for whose in _BOTH)
    agreed = any((each.purpose, each.word) == ("research", "yes") for each in told)
    return agreed and any(word is not None and word.word == "withdrawn" for word in counting)


def _asked(store: Vault, record_id: str, way: Way, whose: Speaker) -> tuple[str, tuple[str, ...]]:
    """The recipient as the word names it, and the purposes that the gate asks a word to. A slip tells what was written
    down: who refused that is asked about it by itself, too.
    """
    purpose, recipient = way
    if purpose == "sync":
        return consenting.ORGANISATION, consenting.TO_SEND
    if way == _RESEARCH:
        return "", _RESEARCH[:1]
    kind, code = _to_whom(store, way)
    told, _read = consenting.told_of(store, record_id, record_id, code, kind)
    counting = {each: screening.counting(each, (kind,), told, whose) for each in screening.CONSENT_PURPOSES}
    heard = {each: word.word for each, word in counting.items() if word is not None}
    said = {each: "withdrawn" if word == "no" else word for each, word in heard.items()}
    own = screening.own_word(kind)
    named = referral.named(code) if code else recipient
    return named, (*leaving.to_ask(_PURPOSES[purpose], said), *((own,) if own else ()))


def _to_whom(store: Vault, way: Way) -> tuple[str, str]:
    """The kind of body of a way out; the service, by its code, of a slip and of what goes along with one."""
    purpose, recipient = way
    kinds = services.kinds(store)
    kind = kinds.get(recipient, recipient)
    along = recipient in kinds and "dossier" in services.variants().of(kind).fields
    alone = purpose == "slip" and (recipient in kinds or recipient not in screening.CONSENT_KINDS)
    return kind, recipient if alone or along else ""


def _services(store: Vault) -> dict[str, Recipient]:
    return {service.code: service for service in services.directory(store)}


def _released(store: Vault, stopped: Iterable[Stopped], how: str) -> list[ReleaseRow]:
    """A release for each record that comes back, on what the person said now."""
    make, on = releasing.new_release, Basis.CONSENT
    made = (make(store, one.record_id, "sync", one.recipient, on, how) for one in stopped)
    return [ReleaseRow(**asdict(release)) for release in made]
