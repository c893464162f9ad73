"""What was refused in a draft that is put away.

It is a word as long as the draft is away, or gone: of one that is brought back its own answers speak.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from intake_app.errors import IntakeError
from intake_app.vault import cases, consents, linked, purposes, releases, sight, withdrawing
from intake_app.vault.consents import COLUMNS, ConsentWord, Owner
from intake_app.vault.opening import Line, Opening
from intake_app.vault.types import ReleaseRow
from intake_app.vault.withdrawing import Stopped

_Key = TypeVar("_Key")
_BY_WORD = """
    EXISTS (SELECT 1 FROM audit u JOIN consent w ON w.number = json_extract(u.detail, '$.away')
        WHERE u.action = 'consent.withdrawn' AND json_extract(u.detail, '$.release') = x.id
        AND EXISTS (SELECT 1 FROM consent_back WHERE word = w.number)
        AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.number > w.number AND c.word <> 'yes'
            AND c.purpose IN ('interview', 'record', x.purpose)
            AND NOT EXISTS (SELECT 1 FROM consent_back WHERE word = c.number)
            AND NOT EXISTS (SELECT 1 FROM case_merge_word g JOIN case_merge m ON m.number = g.case_merge
                WHERE g.word = c.number AND m.undone IS NOT NULL)
            AND (c.casefile IN ({group}) OR c.record IN ({records}) OR c.told_in IN (
                SELECT id FROM record WHERE number IN ({records})))))
    AND NOT EXISTS (SELECT 1 FROM server_since WHERE since >= x.number)
"""
"""SQL on a release ``x`` that was stopped: by a draft that was put away and brought back since; nothing was refused or
taken back after it that it needs, but by a merging that was undone, and no server is newer than the release."""


_PASSING = f"""
    SELECT c.number FROM consent c WHERE (c.casefile IN ({{group}}) OR c.record IN ({{records}}) OR c.told_in IN (
        SELECT id FROM record WHERE number IN ({{records}})))
    AND ((c.told_in <> ?1 AND (c.number IN (SELECT word FROM consent_away) OR (c.word = 'no' AND c.alone = 1
            AND EXISTS (SELECT 1 FROM record WHERE id = c.told_in AND finalised IS NULL))))
        OR c.number IN (SELECT word FROM case_merge_word)
        OR (coalesce(c.casefile, 0) <> ?2
            AND NOT EXISTS (SELECT 1 {cases.OF_CASE} WHERE r.id = c.told_in AND e.casefile = ?2)))
"""
"""SQL for the words that count for the person of a draft ``?1`` and may do so no more, where others of their drafts
come back or what was merged with its own case ``?2`` is taken apart; an older program marked the first as _BROUGHT_BACK
in `consents` tells."""


def put(opening: Opening, number: int, record_id: str, words: Sequence[ConsentWord]) -> None:
    """Keeps what was refused in a draft that is put away, by row and id, with its case or the version that it corrects.

    Of one that had been brought back what it had refused then, and of which nothing was said since, is a word once
    more.  One with ``after`` was agreed to since, but in a case that this one may be taken apart from: it is as old as
    its answer, and stops nothing.  Only inside a transaction.  Raises IntakeError 'vault.not_finalised' for a draft
    that has neither.
    """
    owner = _owner(opening, number, record_id)
    if owner is not None:
        _write(opening, owner, words)
        _write(opening, owner, _refused_before(opening, owner, record_id))
    elif words:
        raise IntakeError("vault.not_finalised")


def _refused_before(opening: Opening, owner: Owner, record_id: str) -> list[ConsentWord]:
    """What a draft had refused when it was put away before, but for that of which something was said since."""
    columns = purposes.told(COLUMNS)
    told = opening.database.all(
        f"SELECT {columns}, '', '', 0, c.number FROM consent_back b JOIN consent c ON c.number = b.word "
        "WHERE c.told_in = ? ORDER BY c.number",
        record_id,
    )
    said, fleeting = consents.said_of(opening, *_person(opening, owner)), passing(opening, record_id)
    refused = {_key(word): (word, word.number) for word in (ConsentWord(*row) for row in told)}
    return not_unsaid(refused, said, fleeting, _key)


def passing(opening: Opening, record_id: str) -> frozenset[int]:
    """The numbers of the words that count for the person of a draft that one reads and may do so no more, see _PASSING.
    """
    number = sight.content_number(opening, record_id)
    owner = _owner(opening, number, record_id)
    if owner is None:
        return frozenset()
    group, records = _person(opening, owner)
    own = opening.database.one(f"SELECT e.casefile {cases.OF_CASE} WHERE k.record = ?", number)
    query = _PASSING.format(group=", ".join(map(str, group)), records=", ".join(map(str, records)))
    found = opening.database.all(query, record_id, own[0] if own is not None else None)
    return frozenset(int(word) for (word,) in found)


def not_unsaid(
    refused: Mapping[_Key, tuple[ConsentWord, int]],
    said: Iterable[ConsentWord],
    fleeting: Container[int],
    key: Callable[[ConsentWord], _Key],
) -> list[ConsentWord]:
    """What was refused in a draft that is put away, each after which word, but for that of which something was said
    since that lasts; with ``after``, see `put`, where only a yes was that is `passing`.
    """
    lasting, agreed = dict[_Key, int](), dict[_Key, int]()
    for word in said:
        newest = lasting if word.number not in fleeting else agreed if word.word == "yes" else {}
        newest[key(word)] = max(newest.get(key(word), 0), word.number if word.after < 0 else word.after)
    return [
        replace(word, after=after if agreed.get(each, 0) > after else -1)
        for each, (word, after) in refused.items()
        if lasting.get(each, 0) <= after
    ]


def back(opening: Opening, record_id: str, anew: Sequence[ReleaseRow]) -> tuple[Stopped, ...]:
    """A draft is brought back: what was refused in it is no word any more.  Only inside a transaction.

    Gives what of the own agency's records of its person had stopped for it alone; of ``anew`` what is among that goes
    again.
    """
    for number, about in _away(opening, record_id):
        opening.database.run("INSERT INTO consent_back (word) VALUES (?)", number)
        linked.told(opening, "consent.back", about, number)
    told = _stopped(opening, record_id)
    known = {(one.record_id, one.purpose, one.recipient) for one in told}
    for release in anew:
        if (release.record_id, release.purpose, release.recipient) in known:
            releases.insert(opening, release)
    return told


def left_by(opening: Opening, record_id: str) -> frozenset[int]:
    """The numbers of what was refused in a draft that is away, and is a word as long."""
    return frozenset(number for number, _about in _away(opening, record_id))


def _away(opening: Opening, record_id: str) -> list[tuple[int, str]]:
    """The same, each with the id of the case or of the record that it is a word of."""
    found = opening.database.all(
        "SELECT a.word, coalesce((SELECT id FROM casefile WHERE number = c.casefile), (SELECT id FROM record "
        "WHERE number = c.record)) FROM consent_away a JOIN consent c ON c.number = a.word WHERE c.told_in = ? "
        "AND a.word NOT IN (SELECT word FROM consent_back)",
        record_id,
    )
    return [(int(number), str(about)) for number, about in found]


def _stopped(opening: Opening, record_id: str) -> tuple[Stopped, ...]:
    """What of the own agency's records of its person stopped for a draft alone that was put away and is brought back.
    """
    owner = _owner(opening, sight.content_number(opening, record_id), record_id)
    if owner is None:
        return ()
    group, records = _person(opening, owner)
    told = _BY_WORD.format(group=", ".join(map(str, group)), records=", ".join(map(str, records)))
    return withdrawing.stopped(opening, consents.ours(opening, records), told)


def _write(opening: Opening, owner: Owner, words: Iterable[ConsentWord]) -> None:
    for word in words:
        number = consents.insert(opening, owner, word, before=_then(opening, word.after) if word.after >= 0 else None)
        opening.database.run("INSERT INTO consent_away (word) VALUES (?)", number)
        linked.told(opening, "consent.away", owner.id, number)
        if word.after < 0:
            records = consents.numbers_of(opening, owner)
            withdrawing.deny(opening, records, word.purpose, word.recipient, word.word, away=number)
        opening.line = Line()


def _then(opening: Opening, after: int) -> int:
    """The row that the next record had got when a word, by number, was the newest one."""
    ((newest,),) = opening.database.all("SELECT coalesce(max(newest), 0) FROM consent WHERE number <= ?", after)
    return int(newest) + 1


def _owner(opening: Opening, number: int, record_id: str) -> Owner | None:
    """Of whom words of a draft, by row and id, are: of its case, else of the version that it corrects; None without."""
    owner = consents.owner_of(opening, number, record_id)
    if owner.case is not None:
        return owner
    former = opening.database.one(
        "SELECT r.number, r.id FROM edit e JOIN record r ON r.number = e.former WHERE e.record = ?", number
    )
    return None if former is None else Owner(None, int(former[0]), str(former[1]), record_id)


def _person(opening: Opening, owner: Owner) -> tuple[list[int], list[int]]:
    """The cases and the records of whom words are, by row."""
    return [] if owner.case is None else cases.numbers(opening, owner.case), consents.numbers_of(opening, owner)


def _key(word: ConsentWord) -> tuple[str, str, str]:
    return word.purpose, word.recipient, word.whose
