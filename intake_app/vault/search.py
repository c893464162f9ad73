"""Finding records by the beginnings of words of their titles, by how these sound, and by their code.

The words, and keys of their sound with a mark before, lie in the store's own encrypted pages, beside the keys of the
records, and go when a record goes.  Who may not read titles finds by code only.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from intake_app import sounds
from intake_app.vault import codes
from intake_app.vault.database import Database

MOST_WORDS, LONGEST_WORD = 24, 32
_SOUND = "~"
COMMON = 2000
"""More records than this for a word: the newest records are looked through instead of all that have the word."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: without case, accents and marks; each once."""
    return tuple(dict.fromkeys(word[:LONGEST_WORD] for word in sounds.words_of(text)))[:MOST_WORDS]


def entries_of(title: str, form: str = "") -> frozenset[str]:
    """Everything that the title of a record is found by; `form` is the title of its form.

    What has figures and the words of the form name nobody, and are found as they are written: else every first
    interview would be found as "Fares".
    """
    named = (word for word in sounds.words_of(title) if not any(map(str.isdigit, word)))
    common = frozenset(sounds.words_of(form))
    heard = " ".join(word for word in named if word not in common)
    return frozenset(words_of(title)) | {_SOUND + key for key in sounds.keys_of(heard)}


def beginnings_of(title: str) -> frozenset[str]:
    """Each text that `ways` may ask for and that something which a title is found by begins with."""
    return frozenset(
        entry[:end]
        for entry in entries_of(title)
        for end in range(len(_SOUND) + sounds.LEAST if entry.startswith(_SOUND) else 1, len(entry) + 1)
    )


def index(database: Database, number: int, title: str) -> None:
    """Notes the words of a record's title, in the place of older ones; what stays is not written.

    Only inside a transaction.
    """
    stored = {str(word) for (word,) in database.all("SELECT word FROM word WHERE record = ?", number)}
    entries = entries_of(title, _form_of(database, number))
    for word in sorted(stored - entries):
        database.run("DELETE FROM word WHERE word = ? AND record = ?", word, number)
    for word in sorted(entries - stored):
        database.run("INSERT INTO word (word, record) VALUES (?, ?)", word, number)


def _form_of(database: Database, number: int) -> str:
    query = "SELECT f.title FROM record r JOIN form f ON f.key = r.form_key WHERE r.number = ?"
    return "".join(str(title) for (title,) in database.all(query, number))


def are_those_of(database: Database, number: int, title: str) -> bool:
    """Whether the words by which a record is found are those of its title."""
    stored = {str(word) for (word,) in database.all("SELECT word FROM word WHERE record = ?", number)}
    return stored == entries_of(title, _form_of(database, number))


def written(database: Database, record_id: str) -> tuple[str, ...]:
    """The words of a record's title, in no order."""
    sql = "SELECT w.word FROM word w JOIN record r ON r.number = w.record WHERE r.id = ? AND substr(w.word, 1, 1) <> ?"
    return tuple(str(word) for (word,) in database.all(sql, record_id, _SOUND))


def _span(beginning: str) -> tuple[str, str]:
    """Everything that begins so, as a range of text."""
    return beginning, beginning + "\U0010ffff"


Way = tuple[frozenset[str], ...]
"""A way to ask: beginnings for each word, of which a title has one each."""


def ways(text: str) -> tuple[Way, ...]:
    """As it was typed, then as it sounds."""
    written = tuple(frozenset((word,)) for word in words_of(text))
    return (written, *_marked(sounds.asked_for(text))) if written else ()


def begun(text: str) -> tuple[Way, ...]:
    """As it sounds where the last word may go on, and where its first sound is written otherwise, for when it is found
    in no way of `ways`.
    """
    return _marked((*sounds.begun(text), *sounds.otherwise(text)))


def _marked(heard: tuple[Way, ...]) -> tuple[Way, ...]:
    return tuple(tuple(frozenset(_SOUND + key for key in keys) for keys in way) for way in heard)


@dataclass(frozen=True, slots=True)
class Look:
    """SQL on ``record r``, its values, and the order to read in."""

    terms: str
    values: list[str]
    order: str


_SORTED = "+r.changed DESC, r.number DESC"
_NEWEST = "r.changed >= (SELECT min(changed) FROM (SELECT changed FROM record ORDER BY changed DESC LIMIT {}))"


def conditions(database: Database, way: Way, visible: str) -> Iterator[Look]:
    """Conditions for titles found in a way, each to be tried when the one before gives fewer than are wanted.

    ``visible`` is the condition for what may be seen; its values come first.  The word that the fewest records have
    leads to them.  Where all words are common, the newest records are looked through; should few of these have all of
    the words, few have, and these are counted together by their words alone.
    """
    asked = sorted((_Asked.of(database, beginnings) for beginnings in way), key=lambda one: one.count)
    values = [bound for one in asked for bound in one.values]
    having = [one.has for one in asked]
    if asked[0].count <= COMMON:
        yield Look(" AND ".join([by_itself(visible), asked[0].among, *having[1:]]), values, _SORTED)
        return
    newest = [_NEWEST.format(max(COMMON, 1))] if len(asked) > 1 else []
    yield Look(" AND ".join([f"({visible})", *having, *newest]), values, "r.changed DESC, r.number DESC")
    if newest:
        together = " INTERSECT ".join(f"SELECT record FROM word WHERE {one.ranges}" for one in asked)
        yield Look(f"{by_itself(visible)} AND r.number IN ({together})", values, _SORTED)


def by_itself(condition: str) -> str:
    """A condition that is looked at for rows found otherwise, and leads to none by an index of its own."""
    return f"(({condition}) IS TRUE)"


@dataclass(frozen=True, slots=True)
class _Asked:
    """One of several beginnings: how many records have it, up to one more than `COMMON`, and SQL for these."""

    values: list[str]
    count: int
    ranges: str

    @property
    def has(self) -> str:
        """Whether the record at hand has it."""
        return f"EXISTS (SELECT 1 FROM word WHERE record = r.number AND ({self.ranges}))"

    @property
    def among(self) -> str:
        """Whether it is one of those that have it."""
        return f"r.number IN (SELECT record FROM word WHERE {self.ranges})"

    @classmethod
    def of(cls, database: Database, beginnings: Iterable[str]) -> Self:
        spans = [_span(beginning) for beginning in sorted(beginnings)]
        ranges = " OR ".join("(word >= ? AND word < ?)" for _span in spans)
        return cls([end for span in spans for end in span], sum(_count(database, span) for span in spans), ranges)


def _count(database: Database, span: tuple[str, str]) -> int:
    row = database.one(
        "SELECT count(*) FROM (SELECT 1 FROM word WHERE word >= ? AND word < ? LIMIT ?)", *span, COMMON + 1
    )
    return int(row[0]) if row else 0


_OF_CASE = (
    "FROM case_record k JOIN meeting m ON m.number = k.meeting JOIN episode e ON e.number = m.episode "
    "JOIN casefile c ON c.number = e.casefile"
)
_FROM_CASE = (
    "FROM casefile c CROSS JOIN episode e ON e.casefile = c.number CROSS JOIN meeting m ON m.episode = e.number "
    "CROSS JOIN case_record k ON k.meeting = m.number"
)
"""The same from the other end, in this order: few cases have a code that begins so, and all records are many."""
_SAME_PERSON = (
    "WITH RECURSIVE same(number) AS (SELECT number FROM casefile WHERE {} UNION "
    "SELECT m.other FROM case_merge m JOIN same ON m.kept = same.number WHERE m.undone IS NULL) SELECT number FROM same"
)
"""Cases with such a code and those that were merged into them: papers bear the code that was kept."""
CASE_CODE = f"(SELECT c.code {_OF_CASE} WHERE k.record = r.number)"
"""SQL for the code of the person of ``record r``, NULL for a record that belongs to no case."""


def by_code(text: str) -> tuple[str, list[str]] | None:
    """SQL on ``record r``, and its values, for codes as spoken or typed: of the record, or of its person.

    The beginning, 'karo 2' for KARO-27-4, or its figures alone, '27' and '27-4'; None for what is no part of a code.
    """
    letters = re.sub(r"[^A-Z0-9]", "", codes.plain_digits(text).upper())
    if not letters:
        return None
    if re.fullmatch(r"[0-9]{2,3}", letters):
        which, values = "{} GLOB ?", [f"????-{letters[:2]}-{letters[2:] or '?'}"]
    else:
        parts = [part for part in (letters[:4], letters[4:6], letters[6:7]) if part]
        which, values = "{0} >= ? AND {0} < ?", [*_span("-".join(parts))]
    own = f"SELECT number FROM record WHERE {which.format('code')}"
    same = _SAME_PERSON.format(which.format("code"))
    of_person = f"SELECT k.record {_FROM_CASE} WHERE c.number IN ({same})"
    return f"r.number IN ({own} UNION {of_person})", values * 2
