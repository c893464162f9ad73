"""Lists of records for windows: the newest of each state, no more than were asked for, and how many there are."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from intake_app import referral
from intake_app.errors import IntakeError
from intake_app.vault import CaseEntry, CaseRow, RecordRow, SlipRow, Vault, code_of
from intake_app.vault.worklists import REFERRED

STEP = 500
"""So many of each state at first, and so many more each time that older ones are asked for."""
FINISHED = ("finalised", "sent", "refused")


@dataclass(frozen=True, slots=True)
class RecordList:
    """Rows, and how many there are by state whether they were asked for or not; of those referred their newest slip.

    `away`: with drafts, those that were deleted and can be brought back, the last one first.
    """

    rows: tuple[RecordRow, ...] = ()
    counts: Mapping[str, int] | None = None
    slips: Mapping[str, SlipRow] = field(default_factory=dict)
    away: tuple[RecordRow, ...] = ()

    def count(self, states: Collection[str]) -> int:
        """How many there are in these states."""
        return sum((self.counts or {}).get(state, 0) for state in states)


def record_list(store: Vault, states: Collection[str], most: int = STEP) -> RecordList:
    """The newest records of these states, the state first named first; ``most`` of each.

    `REFERRED` among them stands for those with a slip, the newest slip first. Of those refused, what somebody decided
    about says so in its `delivery`.
    """
    rows: list[RecordRow] = []
    slips: dict[str, SlipRow] = {}
    for state in states:
        if state == REFERRED:
            referred = store.referrals(most)
            rows += [row for row, _slip in referred]
            slips = {row.id: slip for row, slip in referred}
        else:
            rows += store.refused(most) if state == "refused" else store.records(state=state, limit=most)
    away = store.records(state="discarded", mine=True) if "draft" in states else ()
    return RecordList(tuple(rows), store.counts(), slips, away)


def keep_view(store: Vault, section: str, text: str) -> None:
    """Keep which list is open and what is looked for, inside the store alone, until the same person opens it again."""
    store.keep_view(json.dumps([section, text, *_kept(store)[2:]]))


def keep_desk(store: Vault, section: str) -> None:
    """The same of the desk: which list is open, and never what is looked for."""
    before = _kept(store)
    store.keep_view(json.dumps([*before[:2], section, *before[3:]]))


def keep_page(store: Vault, page: str) -> None:
    """The same of the page that is covered, with what is typed there."""
    store.keep_view(json.dumps([*_kept(store)[:3], page]))


def take_page(store: Vault) -> str:
    """The page that this person was at when they locked; "" without. It is told once."""
    kept = _kept(store)
    if kept[3]:
        store.keep_view(json.dumps([*kept[:3], ""]))
    return kept[3]


def kept_desk(store: Vault) -> str:
    """The list of the desk that this person had open; "" without."""
    return _kept(store)[2]


def kept_view(store: Vault) -> tuple[str, str] | None:
    """What this person had open when they locked; None without, and wiped when it was somebody else's."""
    section, text, *_ = _kept(store)
    return (section, text) if section else None


def _kept(store: Vault) -> list[str]:
    """The list of home, what is looked for there, the list of the desk and the page; an older program kept two."""
    kept = store.kept_view()
    return [*map(str, json.loads(kept) if kept else ()), "", "", "", ""][:4]


def find_records(store: Vault, text: str, most: int = 50) -> tuple[RecordRow, ...]:
    """Records by the reference of a slip, the beginning of their code or of their person's, or by names as they are
    written or sound, among the titles one may read.

    A record has a title once its form names it (`instanceName`).
    """
    return store.search(text, most, _reference(text)) if text.strip() else ()


def _reference(text: str) -> str:
    """The reference of a slip that a text is, "" for another text."""
    try:
        return referral.check_reference(text)
    except IntakeError:
        return ""


def record_named(store: Vault, typed: str, *, person: bool = False) -> str:
    """The id of a record by its id, its code or the reference of a slip; `person`: by the code of whoever it is of,
    too, "" where one sees none of theirs.

    A code of a record names that record and no other, whether one sees it or not. Where it is asked for one record, the
    code of a person stands for the only one of theirs that one sees. Raises IntakeError `workflow.code_of_person` where
    there are more, or it is that of a record too, `vault.bad_code`, `vault.no_such_record`, `referral.bad_reference`,
    and `vault.no_such_slip` also for a slip of a record that one does not see.
    """
    if typed.startswith("uuid:"):
        return typed
    try:
        reference = referral.check_reference(typed)
    except IntakeError as trouble:
        if trouble.facts.get("reason") == "check":
            raise
        return _by_code(store, typed, person)
    found = store.search("", 1, reference)
    if not found:
        raise IntakeError("vault.no_such_slip")
    return found[0].id


def _by_code(store: Vault, code: str, person: bool) -> str:
    """A record by its code; by that of the `person`, as papers bear it, any of theirs, else the only one that one sees.
    """
    try:
        found = store.find(code).id
    except IntakeError as trouble:
        if trouble.code != "vault.no_such_record":
            raise
        return _of_person(store, code) if person else _only(store, code)
    case = _case(store, code)
    if case is not None and case != store.case_of(found):  # its record turned out to be of somebody else
        theirs = [_named(entry) for entry in store.case_outline(case.id) if _is_seen(store, entry.record_id)]
        raise IntakeError("workflow.code_of_person", person=code, records=", ".join([*theirs, found]))
    return found


def _of_person(store: Vault, code: str) -> str:
    """Any record of the person whose code it is; "" where one sees none."""
    case, _alone = _person(store, code)
    if case is None:
        raise IntakeError("vault.no_such_record")
    return store.case_record(case.id)


def _only(store: Vault, code: str) -> str:
    """The only record that one sees of the person whose code it is. Where that is the code of a record too, which one
    does not see, it stands for no other: those that one sees are named.
    """
    case, alone = _person(store, code)
    theirs = [each for each in store.case_outline(case.id) if _is_seen(store, each.record_id)] if case else []
    if not theirs:
        raise IntakeError("vault.no_such_record")
    if not alone or len(theirs) > 1:
        raise IntakeError("workflow.code_of_person", person=code, records=", ".join(map(_named, theirs)))
    return theirs[0].record_id


def _named(entry: CaseEntry) -> str:
    return f"{entry.code} ({entry.form_id})" if entry.form_id else entry.code


def _person(store: Vault, code: str) -> tuple[CaseRow | None, bool]:
    """The case whose own code it is, or that of one that was put together with it, and whether it is of no record."""
    alone, case = _case(store, code, own=True), _case(store, code)
    if alone is None and case is not None and code_of(code) != case.code:
        merged = store.case_merges(case.id) if case.known else ()
        return case if code_of(code) in {each.code for each in merged} else None, False
    return case, alone is not None


def _case(store: Vault, code: str, *, own: bool = False) -> CaseRow | None:
    try:
        return store.find_case(code, own=own)
    except IntakeError as trouble:
        if trouble.code != "vault.no_such_case":
            raise
    return None


def _is_seen(store: Vault, record_id: str) -> bool:
    try:
        return bool(store.record(record_id).id)
    except IntakeError:
        return False
