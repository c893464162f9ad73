"""Two cases that are of one person, put together by somebody's decision and taken apart again; nothing is lost.

Each case keeps its rows.  As long as the merging stands they are read as one, under the code of the case that was kept,
and both codes find it.  When they are taken apart, what was noted since goes where the record is with which it was
noted, a no counts for both, and each release since is weighed by what is then known of each of them.
"""

from collections.abc import Sequence

from intake_app.errors import IntakeError
from intake_app.vault import (
    ages,
    case_course,
    cases,
    consents,
    glass,
    linked,
    records,
    releases,
    same_answers,
    sight,
    withdrawing,
)
from intake_app.vault.case_types import CaseMerge, CaseRow, OpenWay
from intake_app.vault.consents import ConsentWord, Weigh
from intake_app.vault.database import Row
from intake_app.vault.opening import Opening
from intake_app.vault.roles import Right, not_allowed, require
from intake_app.vault.types import ReleaseRow
from intake_app.vault.withdrawing import marks

_NEEDED = tuple(purpose for purpose, ways in withdrawing.DENIED.items() if "sync" in ways)
"""What has to be agreed to for a record to be sent."""


def ways(opening: Opening, case_id: str) -> tuple[OpenWay, ...]:
    """What the records of a case are released for and could be taken back, for who may put it together with another."""
    records = consents.records_of(opening, cases.own_number(opening, case_id))
    found = opening.database.all(
        f"SELECT DISTINCT purpose, recipient, basis FROM release WHERE record IN ({marks(records)}) "
        f"AND {withdrawing.LIVE} ORDER BY purpose, recipient, basis",
        *records,
    )
    return tuple(OpenWay(*row) for row in found)


def merge(
    opening: Opening,
    case_id: str,
    other_id: str,
    reason: str,
    words: Sequence[ConsentWord],
    stops: tuple[Sequence[OpenWay], Sequence[OpenWay]],
    weigh: Weigh,
) -> CaseRow:
    """The other case is of the person of this one: it is read under this one's code from now on.

    ``words`` count from now on as long as this stands: they make the narrower of two words count.  ``stops``: what of
    this case and of the other does not go out any more; ``weigh``: what else holds no more.  Raises IntakeError
    'vault.same_case' for one case twice, 'vault.bad_reason', 'vault.not_allowed', 'vault.no_such_case'.
    """
    number, other = cases.own_number(opening, case_id), cases.own_number(opening, other_id)
    kept, database = glass.check_reason(reason), opening.database
    if number == other:
        raise IntakeError("vault.same_case")
    sides = [consents.records_of(opening, each) for each in (number, other)]
    with database.transaction():
        database.run(
            "INSERT INTO case_merge (other, kept, reason, noted_by, at, last_word, last_age, last_path, "
            "last_identification) SELECT ?, ?, ?, ?, ?, (SELECT coalesce(max(number), 0) FROM consent), "
            "(SELECT coalesce(max(number), 0) FROM age_told), (SELECT coalesce(max(number), 0) FROM path), "
            "(SELECT coalesce(max(number), 0) FROM identification)",
            *(other, number, kept, opening.me.id, opening.now()),
        )
        merging = linked.last(database)
        linked.told(opening, "case.merged", cases.id_of(opening, number), merging)
        consents.write_merged(opening, number, words, merging)
        for records, side in zip(sides, stops, strict=True):
            for record in records:
                for way in side:
                    withdrawing.stop(opening, record, way.purpose, way.recipient, way.basis, merge=merging)
        consents.weigh_case(opening, number, weigh, merge=merging)
    return cases.row(opening, case_id)


def take_out(opening: Opening, record_id: str, weigh: Weigh) -> CaseRow:
    """A record of one's own, with its versions, is of another person than its case: it gets one of its own, under its
    code or, where that is another one's already, a new one.

    What was said with it goes along; what was refused or taken back in the case since it was begun counts for both,
    where the own agency noted it: of what was said to another one a person who is not theirs tells nothing.
    Whom a body identified since it came into the case is open for both.
    Raises IntakeError 'vault.no_such_case' for one without a case, 'vault.not_allowed', 'vault.no_such_record'.
    """
    require(opening.me, Right.INTERVIEW)
    row, number, database = records.row(opening, record_id), sight.number_of(opening, record_id), opening.database
    if row.author_id != opening.me.id:
        raise not_allowed(opening.me, "content")
    former = cases.case_number(opening, number)
    if former is None:
        raise IntakeError("vault.no_such_case")
    versions = same_answers.versions_of(opening, number)
    known = _identified_before(opening, versions[0])
    ((word, kind),) = database.all(
        "SELECT (SELECT coalesce(min(iif(newest >= ?1, number, NULL)) - 1, max(number), 0) FROM consent), "
        f"(SELECT {cases.KIND_SAID} FROM case_record k JOIN meeting m ON m.number = k.meeting WHERE k.record = ?1)",
        versions[0],
    )
    with database.transaction():
        case_id = cases.begin(opening, versions[0])
        meeting = cases.meeting_of(opening, case_id, kind, versions)
        for version in versions:
            ((version_id,),) = database.all("SELECT id FROM record WHERE number = ?", version)
            cases.move(opening, case_id, version, str(version_id), meeting)
        case = cases.number_of(opening, case_id)
        refused = consents.refused_since(opening, cases.numbers(opening, former), word, case, row.agency)
        consents.write_merged(opening, case, [each for each, there in refused if not there], None)
        ages.void(opening, cases.numbers(opening, former), -1, versions[0])
        case_course.void_identified(opening, cases.numbers(opening, former), known)
        for side in (case, former):
            consents.weigh_case(opening, side, weigh, part=0)
    return cases.row(opening, case_id)


def _identified_before(opening: Opening, record: int) -> int:
    """The last identification, by row, that was noted before a record, by row, came into its case: the log has them
    in order, whatever a clock says.
    """
    ((known,),) = opening.database.all(
        "SELECT count(*) FROM audit WHERE action = 'case.identified' AND seq < (SELECT max(a.seq) FROM audit a "
        "JOIN record r ON r.id = json_extract(a.detail, '$.record') WHERE a.action = 'case.record' AND r.number = ?)",
        record,
    )
    return int(known)


def listed(opening: Opening, case_id: str) -> tuple[CaseMerge, ...]:
    """What was merged into a case and stands, the oldest first, for who may know how it stands: where one of the two is
    told whole to them, so that they can part it; of another agency's the reason where both are.
    """
    lead = cases.knowing_number(opening, case_id)
    group, records = cases.numbers(opening, lead), consents.records_of(opening, lead)
    whole = cases.told_whole(opening, group)
    found = opening.database.all(
        f"SELECT m.number, c.code, iif(p.agency = ?1 OR (m.kept IN ({marks(whole)}) AND m.other IN ({marks(whole)})), "
        "m.reason, ''), p.name, m.at FROM case_merge m JOIN casefile c ON c.number = m.other "
        f"JOIN person p ON p.id = m.noted_by WHERE m.kept IN ({marks(group)}) AND m.undone IS NULL "
        f"AND (p.agency = ?1 OR m.kept IN ({marks(whole)}) OR m.other IN ({marks(whole)})) ORDER BY m.number",
        *(opening.me.agency, *whole, *whole, *group, *whole, *whole),
    )
    return tuple(CaseMerge(*(*row, _stopped(opening, row[0], records))) for row in found)


def _stopped(opening: Opening, merging: int, records: Sequence[int]) -> tuple[tuple[str, str, str], ...]:
    """Record, recipient and how of what rested on consent, waited to be sent and stopped since a merging: by it, by
    another one, or, where nobody refused or took back meanwhile what sending needs, by what was told of either; or
    before it by one that was undone while this stood.

    Of these records, by row: one that was taken out since is of another person. And of what no server came after, for
    nobody was asked whether it goes there too.
    """
    found = opening.database.all(
        "SELECT r.id, x.recipient, x.detail, max(x.number) FROM release x JOIN record r ON r.number = x.record "
        f"WHERE r.number IN ({marks(records)}) AND x.purpose = 'sync' AND NOT EXISTS (SELECT 1 FROM release y "
        "WHERE y.record = x.record AND y.purpose = 'sync' AND y.withdrawn IS NULL) "
        "GROUP BY r.id, x.recipient HAVING x.basis = 'consent' AND EXISTS (SELECT 1 FROM audit u WHERE u.object = r.id "
        "AND u.action = 'consent.withdrawn' AND json_extract(u.detail, '$.release') = x.id "
        "AND (u.seq > ? OR json_extract(u.detail, '$.merge') IN "
        "(SELECT number FROM case_merge WHERE undone IS NOT NULL)) "
        "AND (json_extract(u.detail, '$.merge') IS NOT NULL OR json_extract(u.detail, '$.part') IS NOT NULL "
        "OR (? AND r.agency = ? AND json_extract(u.detail, '$.away') IS NULL))) "
        "AND NOT EXISTS (SELECT 1 FROM server_since WHERE since >= x.number) ORDER BY max(x.number)",
        *(*records, _merged_at(opening, merging), _is_quiet(opening, merging), opening.me.agency),
    )
    return tuple((str(record), str(recipient), str(how)) for record, recipient, how, _number in found)


def _merged_at(opening: Opening, merging: int) -> int:
    """The link of the log that tells of a merging, by number: there is one for each."""
    found = opening.database.one(
        "SELECT seq FROM audit WHERE action = 'case.merged' ORDER BY seq LIMIT 1 "
        "OFFSET (SELECT count(*) FROM case_merge WHERE number < ?)",
        merging,
    )
    return int(found[0]) if found is not None else 0


def _is_quiet(opening: Opening, merging: int) -> bool:
    """Whether nobody refused or took back, since a merging, what sending needs; nor agreed to it again after that."""
    ((kept, last_word),) = opening.database.all("SELECT kept, last_word FROM case_merge WHERE number = ?", merging)
    group = cases.numbers(opening, cases.lead(opening, int(kept)))
    found = opening.database.one(
        f"SELECT 1 FROM consent c WHERE c.number > ? AND c.word <> 'yes' AND c.casefile IN ({marks(group)}) "
        f"AND c.purpose IN ({', '.join('?' * len(_NEEDED))}) "
        "AND NOT EXISTS (SELECT 1 FROM case_merge_word WHERE word = c.number)",
        *(last_word, *group, *_NEEDED),
    )
    return found is None


def stopped_by_parting(opening: Opening, case_id: str) -> tuple[tuple[str, str, str], ...]:
    """The same of what waited until a record was taken out of a case of this one, or two were parted, and that nothing
    but this stopped last; for who may put it together with another one.
    """
    records = consents.records_of(opening, cases.own_number(opening, case_id))
    found = opening.database.all(
        "SELECT r.id, x.recipient, x.detail, max(x.number) FROM release x JOIN record r ON r.number = x.record "
        f"WHERE r.number IN ({marks(records)}) AND x.purpose = 'sync' AND r.agency = ? "
        "AND NOT EXISTS (SELECT 1 FROM release y WHERE y.record = x.record AND y.purpose = 'sync' "
        "AND y.withdrawn IS NULL) GROUP BY r.id, x.recipient HAVING x.basis = 'consent' AND EXISTS (SELECT 1 "
        "FROM audit u WHERE u.object = r.id AND u.action = 'consent.withdrawn' "
        "AND json_extract(u.detail, '$.release') = x.id AND json_extract(u.detail, '$.part') IS NOT NULL) "
        "AND NOT EXISTS (SELECT 1 FROM server_since WHERE since >= x.number) ORDER BY max(x.number)",
        *(*records, opening.me.agency),
    )
    return tuple((str(record), str(recipient), str(how)) for record, recipient, how, _number in found)


def part(opening: Opening, merging: int, reason: str, anew: Sequence[ReleaseRow], weigh: Weigh) -> CaseRow:
    """Takes two cases apart that were merged, by the number of the merging; the one that stands alone again.

    What was refused or taken back meanwhile counts for both.  Where nothing was that sending needs, what of ``anew``
    would stand by what is known of each alone releases what stopped since the merging.  ``weigh``: what holds no more
    of each of them.  Raises IntakeError 'vault.no_such_case' for a
    merging that does not stand, 'vault.bad_reason', 'vault.no_release' for what was not stopped, 'vault.not_allowed'.
    """
    require(opening.me, Right.INTERVIEW)
    row, kept = _standing(opening, merging), glass.check_reason(reason)
    other, database = int(row[0]), opening.database
    with database.transaction():
        lead = cases.lead(opening, other)
        group, whole = cases.numbers(opening, lead), consents.records_of(opening, lead)
        known = {(record, recipient) for record, recipient, _how in _stopped(opening, merging, whole)}
        database.run(
            "UPDATE case_merge SET undone = ?, undone_by = ?, undone_reason = ? WHERE number = ?",
            *(opening.now(), opening.me.id, kept, merging),
        )
        linked.told(opening, "case.parted", cases.id_of(opening, other), merging)
        cases.go_along(opening, whole)
        apart = set(cases.numbers(opening, other))
        refused = consents.refused_since(opening, [each for each in group if each not in apart], int(row[1]), other)
        consents.write_merged(opening, other, [word for word, there in refused if not there], None)
        if any((one.record_id, one.recipient) not in known or one.purpose != "sync" for one in anew):
            raise IntakeError("vault.no_release")
        goes = () if any(word.purpose in _NEEDED for word, _there in refused) else anew
        ages.void(opening, group, int(row[3]), 0)
        case_course.void_identified(opening, group, int(row[5]))
        sides = (cases.lead(opening, other), cases.lead(opening, int(row[2])))
        chosen = case_course.part_paths(opening, group, sides, int(row[4]))
        for case in sides:
            if chosen == "social":
                consents.left_path(opening, case)
            _let_go(opening, case, goes, weigh)
            consents.weigh_case(opening, case, weigh, part=merging)
    return cases.row(opening, cases.id_of(opening, other))


def _let_go(opening: Opening, case: int, anew: Sequence[ReleaseRow], weigh: Weigh) -> None:
    """Releases anew what of a case, by row, would stand by what is known of it."""
    records = consents.records_of(opening, case)
    ids = opening.database.all(f"SELECT id FROM record WHERE number IN ({marks(records)})", *records)
    own = [release for release in anew if (release.record_id,) in ids]
    ended = weigh(cases.id_of(opening, case), own, consents.counting(opening, case, own), True) if own else ()
    for release in own:
        if release.id not in ended:
            releases.insert(opening, release)


def _standing(opening: Opening, merging: int) -> Row:
    """Of a merging that stands: the other case, the last word before it, the case that was kept, the last age,
    path and identification before it, all by row, for who may write in the cases.
    """
    found = opening.database.one(
        "SELECT other, last_word, kept, last_age, last_path, last_identification FROM case_merge "
        "WHERE number = ? AND undone IS NULL",
        merging,
    )
    if found is None:
        raise IntakeError("vault.no_such_case")
    cases.changing_number(opening, cases.id_of(opening, int(found[0])))
    return found
