"""Two cases that are of one person: put together by somebody's decision, with what was said to consent; taken apart."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass

from intake_app import referral, screening
from intake_app.errors import IntakeError
from intake_app.screening import Basis, Purpose, Word
from intake_app.vault import CaseRow, ConsentWord, OpenWay, RecordRow, ReleaseRow, Vault
from intake_app.workflow import (
    carrying,
    consenting,
    ended_for_age,
    ended_together,
    going_again,
    held,
    releasing,
    services,
    weighing_again,
)

_PURPOSES: dict[str, Purpose] = {"sync": "sync", "slip": "slip", "export": "export"}


@dataclass(frozen=True)
class Apart:
    """Two that were one: the case that stands alone again, and what who did it has to know of both.

    `stopped`: records and recipients of what had gone on a reason and stays stopped; `undecided`: that somebody is an
    adult was decided while they were one, and counts for neither; `unidentified`: nor does who identified the person
    meanwhile, or since the record came in; `named`: the codes under which a name is kept; `goes`: those of records that
    wait to be sent again, for nothing but that they were one had stopped them; `late`: of those that stay, for a server
    came after it was agreed to; `ended`: of those that do not wait to be sent any more.
    """

    case: CaseRow
    stopped: tuple[tuple[str, str], ...]
    undecided: bool
    unidentified: bool
    named: tuple[str, ...]
    goes: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()

    def as_ended(self) -> dict[str, str]:
        """What does not wait any more, as a fact that words know."""
        return {"sending_ended": ", ".join(self.ended)} if self.ended else {}


def merge_cases(store: Vault, case_id: str, other_id: str, reason: str) -> CaseRow:
    """The other case is of this person: both codes find them from now on. The reason is kept.

    Of what was said to consent the narrower word counts, and what was taken back is taken back for both: it stops what
    the records of the other one wait for. Of what was said while their records were of one case the last word counts,
    and what waited until they were taken apart waits again where that lets it go. Where one of them is on the social
    path, what was agreed to on the judicial one is taken back. Raises IntakeError `vault.same_case`,
    `vault.bad_reason`, `vault.not_allowed`, `vault.no_such_case`.
    """
    first, second = (tuple(map(consenting.as_rules_know, told)) for told in store.words_together(case_id, other_id))
    kinds = services.kinds(store)
    named = {referral.named(code): kind for code, kind in kinds.items()}
    words = [consenting.kept(word) for word in screening.narrower(first, second, named)]
    agreed = any((word.purpose, word.word) == ("judicial", "yes") for word in (*first, *second))
    if agreed and "social" in {store.case_course(each).path.path for each in (case_id, other_id)}:
        words.append(ConsentWord("judicial", "", "withdrawn"))
    stops = (_stopped(store, case_id, second, kinds), _stopped(store, other_id, first, kinds))
    weigh = weighing_again.weigher(store, (case_id, other_id))
    taken_back = {(one.purpose, one.recipient) for side in stops for one in side}
    read = ended_together.of_cases(store, (case_id, other_id))
    with ended_together.noting(store, read), ended_for_age.together(store, (case_id, other_id), taken_back):
        case = store.merge_cases(case_id, other_id, reason, weigh, words, stops)
    _let_go_again(store, case.id)
    return case


def _let_go_again(store: Vault, case_id: str) -> None:
    """What waited until two were taken apart that are one again waits once more, where what was said lets it go now."""
    own = {entry.record_id for entry in store.case_outline(case_id) if entry.may_release}
    for record, recipient, how in store.stopped_by_parting(case_id):
        told = consenting.said(store, record, carrying.heard_in(store, record)) if record in own else ()
        if told and consenting.may_sync(told).basis is not None:
            release = releasing.new_release(store, record, "sync", recipient, Basis.CONSENT, how)
            store.agree_again(record, (), [ReleaseRow(**asdict(release))])


def part_cases(store: Vault, case_id: str, code: str, reason: str) -> CaseRow:
    """The case of this code, which was merged into another, is of another person after all; that one, alone again.

    Nothing is lost: each has what it had, and what was noted since goes with the record with which it was noted. What
    was refused or taken back meanwhile counts for both; where nothing was that sending needs, what waited and stopped
    since waits again as far as what is known of its own person lets it go.
    What was released meanwhile on a word that was the other's ends. Raises IntakeError `vault.no_such_case` where it
    was not merged, `vault.bad_reason`, `vault.not_allowed`.
    """
    found = next((each for each in store.case_merges(case_id) if each.code == code), None)
    if found is None:
        raise IntakeError("vault.no_such_case")
    made = (
        releasing.new_release(store, record, "sync", recipient, Basis.CONSENT, how)
        for record, recipient, how in found.stopped
    )
    anew = [ReleaseRow(**asdict(release)) for release in made]
    return store.part_cases(found.number, reason, weighing_again.weigher(store, (case_id,)), anew)


def take_from_case(store: Vault, case_id: str, record_id: str) -> CaseRow:
    """A record of one's own in a case is of another person: it has a case of its own now.

    What was said with it goes along, what was refused or taken back since it was begun counts for both, and what rested
    on the word of the other ends. Raises IntakeError `vault.no_such_record` for one that is not in this case,
    `vault.not_allowed` for a colleague's.
    """
    if store.case_of(record_id) != store.case(case_id):
        raise IntakeError("vault.no_such_record")
    return store.take_from_case(record_id, weighing_again.weigher(store, (case_id,)))


def taken_apart(store: Vault, case_id: str, verb: Callable[[], CaseRow]) -> Apart:
    """What `verb`, that parts two cases or takes a record out of one, leaves to be known. Raises what that raises."""
    before, identified = _decided(store, case_id), store.case_course(case_id).identification
    states = {row.id: row.delivery for row in _read(store, case_id)}
    alone = verb()
    both = [case for case in (_still_seen(store, case_id), alone) if case is not None]
    for case in both:
        with suppress(IntakeError):  # they stand apart, whatever goes by it
            going_again.let_go_apart(store, case.id)
    stopped = sorted({one for case in both for one in _stays_stopped(store, case.id)})
    undecided = before and not all(_decided(store, case.id) for case in both)
    stands = identified in (None, *(store.case_course(case.id).identification for case in both))
    named = tuple(case.code for case in both if case.named)
    read = [row for case in both for row in _read(store, case.id)]
    ended = tuple(row.code for row in read if (states.get(row.id), row.delivery) == ("waiting", "held"))
    rows = [row for row in read if states.get(row.id) == "held"]
    goes = tuple(row.code for row in rows if row.delivery == "waiting")
    late = tuple(row.code for row in rows if held.why(store, row.id) == held.SERVER_LATER)
    return Apart(alone, tuple(stopped), undecided, not stands, named, goes, late, ended)


def _read(store: Vault, case_id: str) -> list[RecordRow]:
    """The records of a case that one reads."""
    return [store.record(entry.record_id) for entry in store.case_outline(case_id) if entry.readable]


def _still_seen(store: Vault, case_id: str) -> CaseRow | None:
    """A case, but for who saw it by the record alone that is of somebody else."""
    try:
        store.case_ages(case_id)
        return store.case(case_id)
    except IntakeError as trouble:
        if trouble.code not in ("vault.not_allowed", "vault.no_such_case"):
            raise
        return None


def _decided(store: Vault, case_id: str) -> bool:
    return any((word.source, word.age) == ("decision", "adult") for word in store.case_ages(case_id))


def _stays_stopped(store: Vault, case_id: str) -> list[tuple[str, str]]:
    """Code and recipient of what of a case had gone on a reason, is stopped and does not come back by itself."""
    seen = next((entry.record_id for entry in store.case_outline(case_id) if entry.readable), None)
    stopped = store.ways_out(seen).stopped if seen is not None else ()
    return [(one.code, one.recipient) for one in stopped if one.basis == Basis.OVERRIDE]


def _stopped(store: Vault, case_id: str, other: Sequence[Word], kinds: Mapping[str, str]) -> list[OpenWay]:
    """What of a case must not go out any more by what was said in the other; what goes for a reason is not refused."""
    return [way for way in store.case_ways(case_id) if _is_shut(way, other, kinds)]


def _is_shut(way: OpenWay, other: Sequence[Word], kinds: Mapping[str, str]) -> bool:
    kind = kinds.get(way.recipient, way.recipient)
    code = way.recipient if way.purpose == "slip" else ""
    reaching = [word for word in (consenting.of_service(each, code, kind) for each in other) if word is not None]
    told = screening.refused(_PURPOSES[way.purpose], kind, reaching)
    return told == "withdrawn" or (told == "no" and way.basis == "consent")
