"""Very many records, put into a store as its verbs write them but in few transactions; a save without any cipher."""

import random
import secrets
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from intake_app.vault import Draft, Vault, audit, content, keys, name_words, schema, seals, search
from tests.vault import scene

WORDS = (
    *("harbour", "lantern", "copper", "meadow", "violet", "window", "silver"),
    *("garden", "river", "market", "morning", "shelter", "bridge", "winter"),
)
STATEMENTS = schema.MIGRATIONS[0].before


def _moment(number: int) -> str:
    """A second later for each record."""
    return (datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=number)).isoformat(timespec="milliseconds")


def fill(store: Vault, count: int, body: int = 4000) -> None:
    """Drafts of the person who has it open, each with a title of three words, a key, a seal and its words."""
    scene.started(store, "uuid:first")
    database, key, rng = store._opening.database, store._opening.keys.audit, random.Random(1)
    columns = "form_key, state, author, role, agency, site, created, size, language, mediator_language"
    for start in range(0, count, 2000):
        with database.transaction():
            for number in range(start, min(start + 2000, count)):
                record, title = f"uuid:{number}", f"{rng.choice(WORDS)} {rng.choice(WORDS)} {number:06d}"
                database.run(
                    f"INSERT INTO record (id, code, changed, {columns}) SELECT ?, ?, ?, {columns} FROM record "
                    "WHERE id = 'uuid:first'",
                    *(record, f"X{number:06d}", _moment(number)),
                )
                row = database.one("SELECT last_insert_rowid()")
                at = row[0] if row else 0
                own = content.new_key(database, at)
                sealed = content.lock(own, content.pack(b"x" * body, "{}"), "draft", record, 1)
                database.run("INSERT INTO draft (record, body) VALUES (?, ?)", at, sealed)
                label = content.lock_label(AESGCM(own), record, title, None)
                database.run("UPDATE record SET label = ? WHERE number = ?", label, at)
                search.index(database, at, title)
                seals.first(database, key, at, seals.digest(sealed))


def links(store: Vault, count: int) -> None:
    """So many links of the log."""
    for start in range(0, count, 5000):
        with store._opening.database.transaction():
            for number in range(start, min(start + 5000, count)):
                audit.append(store._opening, "record.read", f"uuid:{number}")


def times(work: Callable[[int], object], rounds: int) -> list[float]:
    """Milliseconds of each round, sorted."""
    found = []
    for number in range(rounds):
        began = time.perf_counter()
        work(number)
        found.append((time.perf_counter() - began) * 1000)
    return sorted(found)


def _answer(rng: random.Random) -> str:
    """A code, a number, a date or a sentence, as answers are."""
    words = " ".join(rng.choice(WORDS) + rng.choice(("", "s", "ed")) for _ in range(rng.randrange(3, 14)))
    return rng.choice(("yes", "unknown", f"{rng.randrange(10**6)}", f"2019-0{rng.randrange(1, 10)}-12", words, words))


def _record(answers: list[str]) -> bytes:
    parts = (f"<q{n:03d}_{WORDS[n % 14]}>{answer}</q{n:03d}_{WORDS[n % 14]}>" for n, answer in enumerate(answers))
    return f"<data>{''.join(parts)}</data>".encode()


def draft_of(number: int, size: int = 20_000) -> Draft:
    """A draft of at least so many bytes, wholly another for each number."""
    rng, answers = random.Random(number), [""]
    while len(_record(answers)) < size:
        answers += [_answer(rng) for _ in range(20)]
    return Draft(_record(answers), {"/data/q": "declined"}, f"/data/q{number}", "T")


def interview(count: int, size: int = 20_000) -> list[Draft]:
    """The drafts of an interview of about so many bytes, each with one answer other than in the one before."""
    rng, answers, drafts = random.Random(1), [""], []
    while len(_record(answers)) < size:
        answers.append(_answer(rng))
    for number in range(count):
        answers[number // 2 % len(answers)] = _answer(rng)
        drafts.append(Draft(_record(answers), {"/data/q": "declined"}, f"/data/q{number}", "T"))
    return drafts


WARM = 120
"""Saves after which the log of plain SQLite has its length and is written over, as that of a filled store is."""


def beside(store: Vault, plain: "Plain", drafts: list[Draft], block: int, share: float) -> list[float]:
    """How many times longer a save takes than one in plain SQLite: the same drafts, in blocks taken in turn.

    Of each block the time that ``share`` of the saves stay under.
    """
    for number in range(WARM):
        plain.save(number, drafts[number])
        store.save_draft("uuid:first", drafts[number])
    ratios = []
    for start in range(WARM, len(drafts) - block + 1, block):
        ours = times(lambda number, at=start: store.save_draft("uuid:first", drafts[at + number]), block)
        theirs = times(lambda number, at=start: plain.save(at + number, drafts[at + number]), block)
        ratios.append(ours[int(block * share)] / theirs[int(block * share)])
    return ratios


class Plain:
    """The tables of the first schema in plain SQLite, and the same save: the measure of what sealing costs."""

    def __init__(self, path: Path, records: int) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL", "cache_size=-32768"):
            self.connection.execute(f"PRAGMA {pragma}").fetchone()
        for statement in STATEMENTS:
            self.connection.execute(statement)
        self.connection.execute("BEGIN")
        for number in range(records):
            self.connection.execute(
                "INSERT INTO record VALUES (NULL, ?, ?, 1, 'draft', 'p', 'mediator', 'a', 's', 't', ?, NULL, '', NULL, "
                "0, '', '', NULL, NULL)",
                (f"uuid:{number}", f"X{number:06d}", _moment(number)),
            )
        self.connection.execute("COMMIT")

    def save(self, number: int, draft: Draft) -> None:
        """One draft, durable."""
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        run(
            "UPDATE record SET changed = ?, title = ?, place = ?, size = ? WHERE id = 'uuid:0' AND author = 'p' "
            "AND state = 'draft' AND discarded IS NULL",
            (f"2026-{number:08d}", draft.title, draft.place, len(draft.xml)),
        )
        run(
            "INSERT INTO draft (record, xml, states, seal) SELECT number, ?, ?, x'00' FROM record WHERE id = 'uuid:0' "
            "ON CONFLICT (record) DO UPDATE SET xml = excluded.xml, states = excluded.states, seal = excluded.seal",
            (draft.xml, str(dict(draft.states))),
        )
        run("COMMIT")


GIVEN = ("محمد", "Muhamed", "Mohammed", "Amina", "Fatoumata", "Rosa", "Ikechukwu", "Nadia", "Blessing", "Yirgalem")
FAMILY = ("Rahman", "Diallo", "حسن", "Okafor", "Bianchi", "Tesfaye", "Popescu", "Chen", "Begum", "Traoré", "Haidari")


def named(store: Vault) -> None:
    """A case of its own, with a name, for each record that belongs to none."""
    opening, rng = store._opening, random.Random(2)
    database, key, now, me = opening.database, opening.keys.audit, opening.now(), opening.me
    left = database.all("SELECT number FROM record WHERE number NOT IN (SELECT record FROM case_record)")
    first = (database.one("SELECT coalesce(max(number), 0) FROM casefile") or (0,))[0]
    found: list[tuple[int, int]] = []
    with database.transaction():
        for at, (record,) in enumerate(left, first + 1):
            name, case_id = f"{rng.choice(GIVEN)} {rng.choice(FAMILY)} {rng.choice(FAMILY)}", f"case:{at}"
            database.run(
                "INSERT INTO casefile (number, id, code, opened, opened_by, agency, site) VALUES (?, ?, ?, ?, ?, ?, ?)",
                *(at, case_id, f"Y{at:06d}", now, me.id, me.agency, me.site),
            )
            database.run(
                "INSERT INTO episode (number, casefile, stage, agency, site, began) VALUES (?, ?, 'contact', ?, ?, ?)",
                *(at, at, me.agency, me.site, now),
            )
            database.run(
                "INSERT INTO meeting (number, episode, kind, person, agency, site, language, at) "
                "VALUES (?, ?, 'office', ?, ?, ?, 'ar', ?)",
                *(at, at, me.id, me.agency, me.site, now),
            )
            database.run("INSERT INTO case_record (record, meeting) VALUES (?, ?)", record, at)
            own = secrets.token_bytes(keys.KEY_BYTES)
            body = content.lock(own, name.encode(), "case_name", case_id)
            database.run("INSERT INTO case_name (casefile, key, body) VALUES (?, ?, ?)", at, own, body)
            found += [(figure, at) for figure in name_words.figures(key, name)]
        for figure, at in sorted(found):
            database.run("INSERT INTO case_name_word (figure, casefile) VALUES (?, ?)", figure, at)
