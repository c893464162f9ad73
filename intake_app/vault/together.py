"""What was said of two cases that are put together: of what was said while they were one it is known what came first.

Records that were taken out of one case, one by one, may be of one person after all.  No clock tells the order of what
was heard in two places; of what was heard in one place the store does.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from intake_app.vault import cases, consents
from intake_app.vault.consents import ConsentWord
from intake_app.vault.opening import Opening
from intake_app.vault.withdrawing import marks

_Stays = Mapping[int, Sequence[tuple[int, int, int]]]
"""Of each record, by row, the cases in which it was, by row, with the links of the log with which it came and went."""


def of_two(opening: Opening, case_id: str, other_id: str) -> tuple[tuple[ConsentWord, ...], tuple[ConsentWord, ...]]:
    """What was said that counts for each of two cases once they are one, for who may put them together.

    What was said while their records were of one case stands first in both, the oldest first; what was heard apart,
    whenever that was, comes after it.
    """
    leads = [cases.own_number(opening, each) for each in (case_id, other_id)]
    groups = [cases.numbers(opening, each) for each in leads]
    records = [consents.records_of(opening, each) for each in leads]
    told = [
        {word.number for word in consents.said_of(opening, *side)} for side in zip(groups, records, strict=True)
    ]
    whole = consents.said_of(opening, [*groups[0], *groups[1]], [*records[0], *records[1]])
    both = _said_as_one(opening, records)
    past = [word for word in whole if word.number in both]
    first, second = ((*past, *(word for word in whole if word.number in own - both)) for own in told)
    return first, second


def _said_as_one(opening: Opening, sides: Sequence[Sequence[int]]) -> set[int]:
    """The words, by number, that were said with records of both sides while these were of one case."""
    stays, found = _stays(opening, [*sides[0], *sides[1]]), set[int]()
    for one in sides[0]:
        for other in sides[1]:
            for until in _ended(stays.get(one, ()), stays.get(other, ())):
                found |= {
                    int(number)
                    for (number,) in opening.database.all(
                        "SELECT c.number FROM consent c JOIN record r ON r.id = c.told_in WHERE r.number IN (?, ?) "
                        "AND c.number <= (SELECT count(*) FROM audit WHERE action = 'consent.said' AND seq < ?)",
                        *(one, other, until),
                    )
                }
    return found


def _ended(one: Sequence[tuple[int, int, int]], other: Sequence[tuple[int, int, int]]) -> Iterator[int]:
    """The links with which two records, that were of one case at a time, were so no more."""
    for case, came, went in one:
        for same, came_too, went_too in other:
            if case == same and max(came, came_too) < min(went, went_too):
                yield min(went, went_too)


def _stays(opening: Opening, records: Sequence[int]) -> _Stays:
    ids = {
        str(record): int(number)
        for number, record in opening.database.all(
            f"SELECT number, id FROM record WHERE number IN ({marks(records)})", *records
        )
    }
    links = opening.database.all(
        "SELECT a.seq, c.number, a.detail FROM audit a JOIN casefile c ON c.id = a.object "
        "WHERE a.action = 'case.record' ORDER BY a.seq"
    )
    last = opening.database.one("SELECT max(seq) FROM audit")
    came = dict[int, list[tuple[int, int]]]()
    for seq, case, detail in links:
        record = ids.get(str(json.loads(detail).get("record", "")))
        if record is not None:
            came.setdefault(record, []).append((int(case), int(seq)))
    end = int(last[0] or 0) + 1 if last else 1
    return {
        record: [
            (case, seq, told[at + 1][1] if at + 1 < len(told) else end) for at, (case, seq) in enumerate(told)
        ]
        for record, told in came.items()
    }
