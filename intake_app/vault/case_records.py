"""Records of a case: put into it, begun in it, and its outline: which questionnaires, when, by whom, how far."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from intake_app.errors import IntakeError
from intake_app.vault import ages, case_course, cases, consents, records, same_answers, sight
from intake_app.vault.case_types import CaseEntry, CaseRow, Meeting
from intake_app.vault.consents import ConsentWord, Weigh
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, may, not_allowed, readable, require
from intake_app.vault.types import RecordRow
from intake_app.vault.withdrawing import marks

Tell = Callable[[], tuple[Sequence[ConsentWord], Sequence[tuple[str, str]]]]
"""What a record that comes into a case tells it: words to consent, and of its versions, by id, the person's age."""
_WENT_ON = """
    SELECT max(at) FROM audit WHERE action = 'draft.changed' AND object = ?2 AND actor = ?3
    AND EXISTS (SELECT 1 FROM handover WHERE record = ?1 AND sight = 0)
"""
"""When a person last changed a draft, by row and id, that was handed over."""


def nothing_told() -> tuple[Sequence[ConsentWord], Sequence[tuple[str, str]]]:
    """Of a record that tells nothing."""
    return (), ()


def put_in_case(opening: Opening, record_id: str, case_id: str, kind: str, tell: Tell) -> CaseRow:
    """Makes a record of one's own, with its versions, one of a case: of a meeting of this kind on the day it was begun.

    "" is a new case under its code.  ``tell`` is asked when it is one, and what it tells is kept in the same
    transaction.  A record that is in this case already stays as it is.  Raises IntakeError 'vault.not_allowed',
    'vault.no_such_record', 'vault.no_such_case', 'vault.in_a_case' for one that is in another.
    """
    require(opening.me, Right.INTERVIEW)
    row = records.row(opening, record_id)
    if row.author_id != opening.me.id:
        raise not_allowed(opening.me, "content")
    number = sight.number_of(opening, record_id)
    known = cases.case_number(opening, number)
    case = cases.joining_number(opening, case_id) if case_id else None
    if known not in (None, case):
        raise IntakeError("vault.in_a_case", record=row.code)
    if known is None:
        with opening.database.transaction():
            versions = same_answers.versions_of(opening, number)
            case_id = case_id or cases.begin(opening, versions[0])
            case = cases.joining_number(opening, case_id)
            meeting = cases.meeting_of(opening, case_id, kind, versions)
            own = consents.of_versions(opening, versions)
            for version in versions:
                ((version_id,),) = opening.database.all("SELECT id FROM record WHERE number = ?", version)
                cases.put(opening, case_id, version, version_id, meeting)
            ((went_on,),) = opening.database.all(_WENT_ON, number, record_id, opening.me.id)
            if went_on:
                cases.gone_on(opening, number, went_on)
            consents.joined(opening, case, versions, own)
            words, told = tell()
            for version_id, age in told:
                ages.put_joined(opening, case, version_id, age)
            consents.put_joined(opening, record_id, words, versions[0])
            consents.shut_reasons(opening, case, versions)
            agreed = any((each.purpose, each.word) == ("judicial", "yes") for each in (*own, *words))
            if agreed and case_course.course(opening, case_id).path.path == case_course.SOCIAL:
                consents.left_path(opening, case)
    return cases.row(opening, case_id)


def new_draft(
    opening: Opening, case_id: str, kind: str, form_key: int, record_id: str, xml: bytes, languages: tuple[str, str]
) -> RecordRow:
    """A new draft that belongs to a case from the start; ``languages``: the person's and the mediator's.

    Raises as `records.new` and `put_in_case` do.
    """
    cases.joining_number(opening, case_id)

    def in_case(number: int) -> None:
        meeting = cases.meeting_today(opening, case_id, kind, languages[0])
        cases.put(opening, case_id, number, record_id, meeting)

    return records.new(opening, form_key, record_id, xml, *languages, in_case)


def meet(
    opening: Opening, case_id: str, kind: str, language: str, weigh: Weigh | None = None
) -> tuple[Meeting, ...]:
    """Notes a meeting of today, once; all meetings.  Raises IntakeError as `new_draft` does.

    ``weigh``: see `consents.Weigh`; what holds no more, now that one knows in which language they were met, stops.
    """
    number = cases.joining_number(opening, case_id)
    with opening.database.transaction():
        cases.meeting_today(opening, case_id, kind, language)
        if weigh is not None and opening.reckoning.calendars(language):
            consents.weigh_case(opening, number, weigh)
    return meetings(opening, case_id)


def meetings(opening: Opening, case_id: str) -> tuple[Meeting, ...]:
    """When a person was met, by whom and where; the oldest first; by another agency where the case is told whole.

    Raises IntakeError as `outline` does.
    """
    group = cases.numbers(opening, cases.knowing_number(opening, case_id))
    whole = cases.told_whole(opening, group)
    found = opening.database.all(
        f"SELECT e.stage, {cases.KIND_SAID}, p.name, m.agency, m.site, m.language, m.at FROM meeting m "
        f"JOIN episode e ON e.number = m.episode JOIN person p ON p.id = m.person WHERE e.casefile IN ({marks(group)}) "
        f"AND (e.casefile IN ({marks(whole)}) OR m.agency = ?) ORDER BY m.at, m.number",
        *(*group, *whole, opening.me.agency),
    )
    return tuple(Meeting(*row) for row in found)


def outline(opening: Opening, case_id: str) -> tuple[CaseEntry, ...]:
    """The records of a case, the oldest first, of each the newest version.

    Whoever holds interviews in the agency is told of all records that the agency made; anybody else of those they see.
    What is in them, titles too, is for who reads them; which questionnaire it is, which may say what happened to the
    person, for those and for who might ask it again.  Raises IntakeError 'vault.no_such_case', 'vault.not_allowed'.
    """
    group = cases.numbers(opening, cases.number_of(opening, case_id))
    (of_agency, agencies), (seen, seeing), (read, reading), (own, owning) = (
        cases.of_agency(opening),
        sight.seen(opening),
        sight.read(opening),
        readable(opening.me),
    )
    found = opening.database.all(
        f"SELECT r.id, r.code, f.form_id, f.title, r.state, p.name, r.agency, r.site, r.created, "
        f"coalesce(r.finalised, r.changed), r.author = ?, {read}, {own}, r.number {cases.OF_CASE} "
        "JOIN casefile c ON c.number = e.casefile JOIN form f ON f.key = r.form_key JOIN person p ON p.id = r.author "
        f"WHERE e.casefile IN ({marks(group)}) AND r.discarded IS NULL AND ({seen} OR (r.agency = ? AND {of_agency})) "
        "AND NOT EXISTS (SELECT 1 FROM edit d JOIN record n ON n.number = d.record WHERE d.former = r.number "
        "AND n.discarded IS NULL) ORDER BY r.number",
        *(opening.me.id, *reading, *owning, *group, *seeing, opening.me.agency, *agencies),
    )
    entries = tuple(
        CaseEntry(
            *(*told, *map(bool, rights), *_versions(opening, number, told, rights), _asked_by(opening, number, told[5]))
        )
        for *told, mine, is_read, goes, number in found
        for rights in ((mine, is_read, goes),)
    )
    if may(opening.me, Right.INTERVIEW):
        return entries
    return tuple(one if one.readable else replace(one, form_id="", form_title="") for one in entries)


def newest_seen(opening: Opening, case_id: str) -> str:
    """The id of a record of a case that this person sees, a finished one before a draft, the newest; "" for none.

    Raises IntakeError as `outline` does.
    """
    group, (seen, values) = cases.numbers(opening, cases.number_of(opening, case_id)), sight.seen(opening)
    found = opening.database.one(
        f"SELECT r.id {cases.OF_CASE} WHERE e.casefile IN ({marks(group)}) AND {seen} AND r.discarded IS NULL "
        "ORDER BY r.state = 'draft', r.number DESC LIMIT 1",
        *(*group, *values),
    )
    return str(found[0]) if found else ""


def _asked_by(opening: Opening, number: int, author: str) -> tuple[str, ...]:
    """The names of who asked in a record, by row, before the draft was handed over, the first first; and its author."""
    versions = same_answers.versions_of(opening, number)
    givers = opening.database.all(
        "SELECT p.name FROM handover h JOIN person p ON p.id = h.giver "
        f"WHERE h.record IN ({marks(versions)}) AND h.sight = 0 ORDER BY h.id",
        *versions,
    )
    return tuple(dict.fromkeys((*(str(name) for (name,) in givers), author)))


def _versions(opening: Opening, number: int, told: Sequence[Any], rights: Sequence[Any]) -> tuple[str, str]:
    """Of a record, by row, the newest finished version that one may let out, and the newest that one reads."""
    (record_id, state), (_mine, is_read, goes) = (told[0], told[4]), rights
    known = record_id if is_read and state != "draft" else _known(opening, number)
    return _finished(opening, record_id, state, bool(goes)), known


def _finished(opening: Opening, record_id: str, state: str, goes: bool) -> str:
    """The record itself, or the version that a draft corrects, if one may let it out; else ""."""
    if state != "draft":
        return record_id if goes else ""
    condition, values = readable(opening.me)
    found = opening.database.one(
        "SELECT r.id FROM record n JOIN edit e ON e.record = n.number AND e.kind = 'edit' "
        f"JOIN record r ON r.number = e.former WHERE n.id = ? AND r.state <> 'draft' AND {condition}",
        *(record_id, *values),
    )
    return str(found[0]) if found is not None else ""


def _known(opening: Opening, number: int) -> str:
    """The newest finished version of a record, by row, whose content one reads; "" for none."""
    versions, (read, values) = same_answers.versions_of(opening, number), sight.read(opening)
    found = opening.database.one(
        f"SELECT r.id FROM record r WHERE r.number IN ({marks(versions)}) AND r.state <> 'draft' AND {read} "
        "ORDER BY r.number DESC LIMIT 1",
        *(*versions, *values),
    )
    return str(found[0]) if found is not None else ""
