"""Finding records by the beginnings of words of their titles, and by their code.

The words lie in the store's own encrypted pages, beside the keys of the records, and go when a record goes.  Who may
not read titles finds by code only.
"""

import re
import unicodedata

from intake_app.vault.database import Database

MOST_WORDS, LONGEST_WORD = 24, 32
COMMON = 2000
"""More records than this for a word: the newest records are looked through instead of all that have the word."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: without case, accents and marks; each once."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter)
    )
    found = dict.fromkeys(word[:LONGEST_WORD] for word in re.findall(r"\w+", plain))
    return tuple(found)[:MOST_WORDS]


def index(database: Database, number: int, title: str) -> None:
    """Notes the words of a record's title, in the place of older ones.  Only inside a transaction."""
    database.run("DELETE FROM word WHERE record = ?", number)
    for word in words_of(title):
        database.run("INSERT INTO word (word, record) VALUES (?, ?)", word, number)


def _span(beginning: str) -> tuple[str, str]:
    """Everything that begins so, as a range of text."""
    return beginning, beginning + "\U0010ffff"


def condition(database: Database, text: str, visible: str) -> tuple[str, list[str], str]:
    """SQL on ``record r`` for titles with words that begin like all of these, its values, and the order to read in.

    ``visible`` is the condition for what may be seen; its values come first.  The word that the fewest records have
    leads to them; where all words are common, the newest records are looked through.
    """
    spans = {span: _count(database, span) for span in map(_span, words_of(text))}
    first, *others = sorted(spans, key=lambda span: spans[span])
    terms, order = [f"({visible})", _HAS], "r.changed DESC, r.number DESC"
    if spans[first] <= COMMON:
        terms, order = [by_itself(visible), _AMONG], "+r.changed DESC, r.number DESC"
    terms += [_HAS] * len(others)
    return " AND ".join(terms), [bound for span in (first, *others) for bound in span], order


def by_itself(condition: str) -> str:
    """A condition that is looked at for rows found otherwise, and leads to none by an index of its own."""
    return f"(({condition}) IS TRUE)"


_AMONG = "r.number IN (SELECT record FROM word WHERE word >= ? AND word < ?)"
_HAS = "EXISTS (SELECT 1 FROM word WHERE record = r.number AND word >= ? AND word < ?)"


def _count(database: Database, span: tuple[str, str]) -> int:
    row = database.one(
        "SELECT count(*) FROM (SELECT 1 FROM word WHERE word >= ? AND word < ? LIMIT ?)", *span, COMMON + 1
    )
    return int(row[0]) if row else 0


def code_span(text: str) -> tuple[str, str] | None:
    """The range of codes that begin as spoken or typed, 'karo 2' for KARO-27-4; None for what begins no code."""
    letters = re.sub(r"[^A-Z0-9]", "", text.upper())
    parts = [part for part in (letters[:4], letters[4:6], letters[6:7]) if part]
    return _span("-".join(parts)) if parts else None
