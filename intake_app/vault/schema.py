"""Tables, triggers and migrations.  A migration never changes; a new one is appended.

The triggers refuse what no verb of the vault does: a change of finalised bytes, of a receipt, of the audit chain.
"""

from dataclasses import dataclass

from intake_app.vault.case_schema import AGE_TABLES, AWAY_TABLES, CASE_TABLES, MERGE_TABLES, NAME_TABLES, SEEN_TABLES

_TABLES = (
    "CREATE TABLE migration (version INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT",
    "CREATE TABLE store (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE person (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE,
        role TEXT NOT NULL CHECK (role IN ('mediator', 'desk', 'coordinator', 'administrator')),
        agency TEXT NOT NULL, site TEXT NOT NULL, keeper INTEGER NOT NULL DEFAULT 0,
        added TEXT NOT NULL, removed TEXT) STRICT""",
    """CREATE TABLE form (
        key INTEGER PRIMARY KEY AUTOINCREMENT, form_id TEXT NOT NULL, version TEXT NOT NULL, title TEXT NOT NULL,
        xml BLOB NOT NULL, digest BLOB NOT NULL, source TEXT NOT NULL, server TEXT, hash TEXT NOT NULL,
        report TEXT NOT NULL, added TEXT NOT NULL, added_by TEXT NOT NULL, current INTEGER NOT NULL) STRICT""",
    "CREATE UNIQUE INDEX form_current ON form (form_id) WHERE current = 1",
    "CREATE UNIQUE INDEX form_digest ON form (form_id, version, digest)",
    """CREATE TABLE form_file (
        form_key INTEGER NOT NULL REFERENCES form (key) ON DELETE CASCADE, name TEXT NOT NULL,
        content BLOB NOT NULL, PRIMARY KEY (form_key, name)) STRICT""",
    """CREATE TABLE record (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, code TEXT NOT NULL UNIQUE,
        form_key INTEGER NOT NULL REFERENCES form (key),
        state TEXT NOT NULL CHECK (state IN ('draft', 'finalised', 'sent', 'refused')),
        author TEXT NOT NULL REFERENCES person (id), role TEXT NOT NULL, agency TEXT NOT NULL, site TEXT NOT NULL,
        created TEXT NOT NULL, changed TEXT NOT NULL, finalised TEXT, title TEXT NOT NULL, place TEXT,
        size INTEGER NOT NULL, language TEXT NOT NULL, mediator_language TEXT NOT NULL,
        discarded TEXT, next_try TEXT) STRICT""",
    "CREATE INDEX record_changed ON record (changed)",
    "CREATE INDEX record_author ON record (author, changed)",
    "CREATE INDEX record_state ON record (state, changed)",
    "CREATE INDEX record_site ON record (site, changed)",
    "CREATE INDEX record_form ON record (form_key)",
    """CREATE TABLE draft (
        record INTEGER PRIMARY KEY REFERENCES record (number) ON DELETE CASCADE,
        xml BLOB NOT NULL, states TEXT NOT NULL, seal BLOB NOT NULL) STRICT""",
    """CREATE TABLE submission (
        record INTEGER PRIMARY KEY REFERENCES record (number),
        xml BLOB NOT NULL, attachments TEXT NOT NULL, instance_name TEXT NOT NULL, values_json TEXT NOT NULL,
        sha256 BLOB NOT NULL, seal BLOB NOT NULL) STRICT""",
    """CREATE TABLE media (
        id INTEGER PRIMARY KEY, record INTEGER NOT NULL REFERENCES record (number) ON DELETE CASCADE,
        name TEXT NOT NULL, mime TEXT NOT NULL, size INTEGER NOT NULL, sha256 BLOB NOT NULL,
        UNIQUE (record, name)) STRICT""",
    """CREATE TABLE media_part (
        media INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE, part INTEGER NOT NULL,
        content BLOB NOT NULL, PRIMARY KEY (media, part)) STRICT""",
    """CREATE TABLE release (
        id TEXT PRIMARY KEY, record INTEGER NOT NULL REFERENCES record (number),
        purpose TEXT NOT NULL CHECK (purpose IN ('sync', 'slip')), recipient TEXT NOT NULL,
        basis TEXT NOT NULL CHECK (basis IN ('consent', 'duty', 'override')), detail TEXT NOT NULL,
        given_by TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    "CREATE INDEX release_record ON release (record, purpose)",
    """CREATE TABLE slip (
        reference TEXT PRIMARY KEY, record INTEGER NOT NULL REFERENCES record (number), recipient TEXT NOT NULL,
        release_id TEXT NOT NULL REFERENCES release (id), issued_at TEXT NOT NULL, issued_by TEXT NOT NULL,
        sheet TEXT NOT NULL, pdf BLOB NOT NULL) STRICT""",
    "CREATE INDEX slip_record ON slip (record)",
    """CREATE TABLE server (
        name TEXT PRIMARY KEY, url TEXT NOT NULL, kind TEXT NOT NULL, username TEXT NOT NULL,
        secret TEXT NOT NULL) STRICT""",
    """CREATE TABLE attempt (
        id INTEGER PRIMARY KEY AUTOINCREMENT, record INTEGER NOT NULL REFERENCES record (number),
        server TEXT NOT NULL, opening TEXT NOT NULL, started TEXT NOT NULL, ended TEXT, outcome TEXT, code TEXT,
        status INTEGER, message TEXT, server_date TEXT, retry_after REAL) STRICT""",
    "CREATE INDEX attempt_record ON attempt (record, id)",
    """CREATE TABLE receipt (
        attempt INTEGER PRIMARY KEY REFERENCES attempt (id), record INTEGER NOT NULL REFERENCES record (number),
        server TEXT NOT NULL, at TEXT NOT NULL, server_date TEXT, status INTEGER, message TEXT NOT NULL,
        sha256 BLOB NOT NULL) STRICT""",
    "CREATE INDEX receipt_record ON receipt (record)",
    """CREATE TABLE audit (
        seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL, action TEXT NOT NULL,
        object TEXT NOT NULL, detail TEXT NOT NULL, mac BLOB NOT NULL) STRICT""",
)

FROZEN = "intake: frozen"
"""What a trigger says; `intake_app.vault.database` makes 'vault.frozen' of it."""


def _refuse(name: str, event: str, table: str, condition: str = "1") -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"
    )


_IN_DRAFT = "(SELECT state FROM record WHERE number = {row}.record) <> 'draft'"
_PART_FROZEN = (
    "(SELECT state FROM record JOIN media ON media.record = record.number WHERE media.id = {row}.media) <> 'draft'"
)
_FIXED = (
    "number id code form_key author role agency site created finalised title size language mediator_language discarded"
)
_STEP = (
    "NOT ((OLD.state = 'draft' AND NEW.state = 'finalised') OR (OLD.state = 'finalised' AND NEW.state IN ('sent', "
    "'refused')) OR (OLD.state = 'refused' AND NEW.state IN ('finalised', 'sent')))"
)

_TRIGGERS = (
    _refuse("submission_twice", "INSERT", "submission", "EXISTS (SELECT 1 FROM submission WHERE record = NEW.record)"),
    _refuse("submission_change", "UPDATE", "submission"),
    _refuse("submission_delete", "DELETE", "submission"),
    _refuse(
        "record_twice",
        "INSERT",
        "record",
        "NEW.state <> 'draft' OR EXISTS (SELECT 1 FROM record WHERE id = NEW.id OR code = NEW.code "
        "OR number = NEW.number)",
    ),
    _refuse("record_change", "UPDATE OF " + ", ".join(_FIXED.split()), "record", "OLD.state <> 'draft'"),
    _refuse("record_step", "UPDATE OF state", "record", f"OLD.state <> NEW.state AND {_STEP}"),
    _refuse("record_delete", "DELETE", "record", "OLD.state <> 'draft'"),
    _refuse("media_insert", "INSERT", "media", _IN_DRAFT.format(row="NEW")),
    _refuse("media_change", "UPDATE", "media"),
    _refuse("media_delete", "DELETE", "media", _IN_DRAFT.format(row="OLD")),
    _refuse("part_insert", "INSERT", "media_part", _PART_FROZEN.format(row="NEW")),
    _refuse("part_change", "UPDATE", "media_part"),
    _refuse("part_delete", "DELETE", "media_part", _PART_FROZEN.format(row="OLD")),
    _refuse("form_change", "UPDATE OF key, form_id, version, xml, digest", "form"),
    _refuse("form_file_change", "UPDATE", "form_file"),
    _refuse("release_change", "UPDATE", "release"),
    _refuse("release_delete", "DELETE", "release"),
    _refuse("slip_change", "UPDATE", "slip"),
    _refuse("slip_delete", "DELETE", "slip"),
    _refuse("attempt_change", "UPDATE", "attempt", "OLD.ended IS NOT NULL"),
    _refuse("attempt_delete", "DELETE", "attempt"),
    _refuse("receipt_change", "UPDATE", "receipt"),
    _refuse("receipt_delete", "DELETE", "receipt"),
    _refuse("audit_twice", "INSERT", "audit", "EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)"),
    _refuse("audit_change", "UPDATE", "audit"),
    _refuse("audit_delete", "DELETE", "audit"),
)

_CONTENT_TABLES = (
    """CREATE TABLE content_key (
        record INTEGER PRIMARY KEY REFERENCES record (number) ON DELETE CASCADE,
        key BLOB NOT NULL CHECK (length(key) = 32)) STRICT""",
    """CREATE TABLE seal (
        record INTEGER PRIMARY KEY REFERENCES record (number) ON DELETE CASCADE, version INTEGER NOT NULL,
        audit INTEGER NOT NULL, body BLOB NOT NULL, files BLOB NOT NULL, mac BLOB NOT NULL) STRICT""",
    """CREATE TABLE ledger (
        id INTEGER PRIMARY KEY CHECK (id = 1), changes INTEGER NOT NULL, total BLOB NOT NULL,
        audit INTEGER NOT NULL, mac BLOB NOT NULL) STRICT""",
    """CREATE TABLE checkpoint (
        seq INTEGER PRIMARY KEY REFERENCES audit (seq), at TEXT NOT NULL, changes INTEGER NOT NULL,
        total BLOB NOT NULL, signature BLOB NOT NULL) STRICT""",
    """CREATE TABLE quarantine (
        record INTEGER PRIMARY KEY, code TEXT NOT NULL, since TEXT NOT NULL) STRICT""",
    """CREATE TABLE word (
        word TEXT NOT NULL, record INTEGER NOT NULL REFERENCES record (number) ON DELETE CASCADE,
        PRIMARY KEY (word, record)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX word_record ON word (record)",
    """CREATE TABLE sealed_draft (
        record INTEGER PRIMARY KEY REFERENCES record (number) ON DELETE CASCADE, body BLOB NOT NULL) STRICT""",
    """CREATE TABLE sealed_submission (
        record INTEGER PRIMARY KEY REFERENCES record (number), body BLOB NOT NULL, sha256 BLOB NOT NULL) STRICT""",
    """CREATE TABLE sealed_slip (
        reference TEXT PRIMARY KEY, record INTEGER NOT NULL REFERENCES record (number), recipient TEXT NOT NULL,
        release_id TEXT NOT NULL REFERENCES release (id), issued_at TEXT NOT NULL, issued_by TEXT NOT NULL,
        body BLOB NOT NULL) STRICT""",
    "DROP TRIGGER record_change",
    "DROP TRIGGER media_change",
    "DROP TRIGGER part_change",
    "ALTER TABLE record ADD COLUMN label BLOB NOT NULL DEFAULT x''",
    "ALTER TABLE media ADD COLUMN mark TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE media ADD COLUMN outside INTEGER NOT NULL DEFAULT 0",
)
"""A key for each record, seals of records, the sum of all seals, signed points of the audit chain, words to find by."""

_CONTENT_MOVED = (
    *(
        statement
        for table in ("draft", "submission", "slip")
        for statement in (f"DROP TABLE {table}", f"ALTER TABLE sealed_{table} RENAME TO {table}")
    ),
    "CREATE INDEX slip_record ON slip (record)",
    "ALTER TABLE record DROP COLUMN title",
    "ALTER TABLE record DROP COLUMN place",
    "CREATE UNIQUE INDEX media_mark ON media (mark)",
    _refuse("submission_twice", "INSERT", "submission", "EXISTS (SELECT 1 FROM submission WHERE record = NEW.record)"),
    _refuse("submission_change", "UPDATE", "submission"),
    _refuse("submission_delete", "DELETE", "submission"),
    _refuse("slip_change", "UPDATE", "slip"),
    _refuse("slip_delete", "DELETE", "slip"),
    _refuse(
        "record_change",
        "UPDATE OF " + ", ".join(_FIXED.replace("title", "label").split()),
        "record",
        "OLD.state <> 'draft'",
    ),
    _refuse("media_change", "UPDATE", "media"),
    _refuse("part_change", "UPDATE", "media_part"),
    _refuse("key_change", "UPDATE", "content_key"),
    _refuse("checkpoint_change", "UPDATE", "checkpoint"),
    _refuse("checkpoint_delete", "DELETE", "checkpoint"),
)
"""After the content has moved: the old tables go, the new ones take their names, the triggers are there again."""


@dataclass(frozen=True, slots=True)
class Migration:
    """Statements of one version; between ``before`` and ``after`` the rows move, see `intake_app.vault.conversion`."""

    before: tuple[str, ...]
    after: tuple[str, ...] = ()


_PEOPLE_TABLES = (
    """CREATE TABLE handover (
        id INTEGER PRIMARY KEY AUTOINCREMENT, record INTEGER NOT NULL REFERENCES record (number) ON DELETE CASCADE,
        giver TEXT NOT NULL REFERENCES person (id), taker TEXT NOT NULL REFERENCES person (id),
        sight INTEGER NOT NULL CHECK (sight IN (0, 1)), at TEXT NOT NULL, ended TEXT,
        CHECK (giver <> taker)) STRICT""",
    "CREATE INDEX handover_record ON handover (record, taker)",
    "CREATE INDEX handover_taker ON handover (taker, sight, ended)",
    """CREATE TABLE reading (
        id INTEGER PRIMARY KEY AUTOINCREMENT, record INTEGER NOT NULL REFERENCES record (number) ON DELETE CASCADE,
        person TEXT NOT NULL REFERENCES person (id), author TEXT NOT NULL REFERENCES person (id),
        reason TEXT NOT NULL, at TEXT NOT NULL, told TEXT) STRICT""",
    "CREATE INDEX reading_author ON reading (author, told)",
    "CREATE INDEX reading_record ON reading (record)",
    _refuse("handover_change", "UPDATE OF id, record, giver, taker, sight, at", "handover"),
    _refuse("handover_end", "UPDATE OF ended", "handover", "OLD.ended IS NOT NULL"),
    _refuse("handover_delete", "DELETE", "handover", _IN_DRAFT.format(row="OLD")),
    _refuse("reading_change", "UPDATE OF id, record, person, author, reason, at", "reading"),
    _refuse("reading_told", "UPDATE OF told", "reading", "OLD.told IS NOT NULL"),
    _refuse("reading_delete", "DELETE", "reading", _IN_DRAFT.format(row="OLD")),
    "DROP INDEX record_state",
    "DROP INDEX record_site",
    "CREATE INDEX record_state ON record (state, changed) WHERE state <> 'draft'",
    "CREATE INDEX record_site ON record (site, changed) WHERE state <> 'draft'",
)
"""Who handed which record to whom, and who read one for a reason.

Two indexes leave drafts out, so that saving one touches fewer pages.
"""

_DRAFT_CHANGES = Migration(())
"""No table is another, but what lies in one: a draft may be a whole with a change beside it, see `drafts`.

A program that knows no such draft would take it for damaged; the number keeps it from opening the store.  Whatever is
written in another way than before, be it inside a sealed body, takes a number of its own.
"""

_EXCHANGE_TABLES = (
    """CREATE TABLE server_detail (
        name TEXT PRIMARY KEY REFERENCES server (name) ON DELETE CASCADE, ca TEXT NOT NULL, pin TEXT NOT NULL,
        project TEXT NOT NULL, test INTEGER NOT NULL CHECK (test IN (0, 1)),
        automatic TEXT NOT NULL CHECK (automatic IN ('off', 'on', 'metered'))) STRICT""",
    """CREATE TABLE transmission (
        seq INTEGER PRIMARY KEY, attempt INTEGER NOT NULL REFERENCES attempt (id),
        record INTEGER NOT NULL REFERENCES record (number), line TEXT NOT NULL,
        chain BLOB NOT NULL CHECK (length(chain) = 32)) STRICT""",
    "CREATE INDEX transmission_record ON transmission (record)",
    _refuse(
        "transmission_next",
        "INSERT",
        "transmission",
        "NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM transmission)",
    ),
    _refuse("transmission_change", "UPDATE", "transmission"),
    _refuse("transmission_delete", "DELETE", "transmission"),
    """CREATE TABLE offer (
        id INTEGER PRIMARY KEY AUTOINCREMENT, form_id TEXT NOT NULL, version TEXT NOT NULL, title TEXT NOT NULL,
        xml BLOB NOT NULL, digest BLOB NOT NULL, server TEXT NOT NULL, hash TEXT NOT NULL, report TEXT NOT NULL,
        fetched TEXT NOT NULL, left_at TEXT, UNIQUE (form_id, server)) STRICT""",
    """CREATE TABLE offer_file (
        offer INTEGER NOT NULL REFERENCES offer (id) ON DELETE CASCADE, name TEXT NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (offer, name)) STRICT""",
    _refuse("offer_change", "UPDATE OF id, form_id, version, title, xml, digest, server, hash, report", "offer"),
    _refuse("offer_file_change", "UPDATE", "offer_file"),
    """CREATE TABLE confirmed (
        record INTEGER NOT NULL REFERENCES record (number), server TEXT NOT NULL, name TEXT NOT NULL,
        PRIMARY KEY (record, server, name)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE envelope (
        record INTEGER PRIMARY KEY REFERENCES record (number), body BLOB NOT NULL, size INTEGER NOT NULL,
        sha256 BLOB NOT NULL) STRICT""",
    _refuse("envelope_twice", "INSERT", "envelope", "EXISTS (SELECT 1 FROM envelope WHERE record = NEW.record)"),
    _refuse("envelope_change", "UPDATE", "envelope"),
    """CREATE TABLE edit (
        record INTEGER PRIMARY KEY REFERENCES record (number) ON DELETE CASCADE,
        former INTEGER NOT NULL REFERENCES record (number), kind TEXT NOT NULL CHECK (kind IN ('edit', 'new')),
        at TEXT NOT NULL, CHECK (record <> former)) STRICT""",
    "CREATE INDEX edit_former ON edit (former)",
    _refuse("edit_change", "UPDATE", "edit"),
    _refuse("edit_delete", "DELETE", "edit", _IN_DRAFT.format(row="OLD")),
    """CREATE TABLE settlement (
        record INTEGER PRIMARY KEY REFERENCES record (number),
        choice TEXT NOT NULL CHECK (choice IN ('keep_server', 'sent_as_new')), at TEXT NOT NULL) STRICT""",
    _refuse("settlement_twice", "INSERT", "settlement", "EXISTS (SELECT 1 FROM settlement WHERE record = NEW.record)"),
    _refuse("settlement_change", "UPDATE", "settlement"),
    _refuse("settlement_delete", "DELETE", "settlement"),
    "DROP INDEX form_current",
    "CREATE UNIQUE INDEX form_current ON form (form_id, coalesce(server, '')) WHERE current = 1",
    "DROP INDEX form_digest",
    "CREATE UNIQUE INDEX form_digest ON form (form_id, version, digest, coalesce(server, ''))",
    "DROP TRIGGER form_change",
    _refuse("form_change", "UPDATE OF key, form_id, version, xml, digest, server", "form"),
)
"""Several servers side by side, what they offer, how far they have a record, and the list of all that was sent.

A form belongs to one server for good, because its records go there: the same form from two servers is two rows.
"""

_POSTED = Migration(
    ("ALTER TABLE attempt ADD COLUMN posted INTEGER NOT NULL DEFAULT 1 CHECK (posted IN (0, 1))",)
)
"""Whether anything of the record may have gone out with a try; a program that does not ask binds more records than it
need.  Of older tries nobody knows."""

_SHELVES = Migration(
    (
        "ALTER TABLE media ADD COLUMN shelf TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE media ADD COLUMN page INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE media ADD COLUMN file_key INTEGER NOT NULL DEFAULT 0",
        "CREATE INDEX media_shelf ON media (shelf, page, size)",
        "CREATE INDEX media_outside ON media (mark) WHERE outside = 1",
    )
)
"""Where files of middle size lie, see `shelves`; those that the store has already stay in its pages."""

_SOUNDS = Migration(())
"""No table is another: beside the words that titles are found by lie keys of how they sound, see `search`."""

_CASES = Migration(
    (
        "DROP TRIGGER release_change",
        "DROP TRIGGER release_delete",
        "DROP TRIGGER slip_change",
        "DROP TRIGGER slip_delete",
        "DROP INDEX release_record",
        "DROP INDEX slip_record",
        "ALTER TABLE slip RENAME TO former_slip",
        "ALTER TABLE release RENAME TO former_release",
        """CREATE TABLE release (
            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
            record INTEGER NOT NULL REFERENCES record (number),
            purpose TEXT NOT NULL CHECK (purpose IN ('sync', 'slip', 'export')), recipient TEXT NOT NULL,
            basis TEXT NOT NULL CHECK (basis IN ('consent', 'duty', 'override')), detail TEXT NOT NULL,
            given_by TEXT NOT NULL, at TEXT NOT NULL, withdrawn TEXT, kind TEXT NOT NULL DEFAULT '',
            lawful TEXT NOT NULL DEFAULT '') STRICT""",
        "CREATE INDEX release_record ON release (record, purpose, withdrawn)",
        """CREATE TABLE slip (
            number INTEGER PRIMARY KEY AUTOINCREMENT, reference TEXT NOT NULL UNIQUE,
            record INTEGER NOT NULL REFERENCES record (number), recipient TEXT NOT NULL,
            release_id TEXT NOT NULL REFERENCES release (id), issued_at TEXT NOT NULL, issued_by TEXT NOT NULL,
            body BLOB NOT NULL, priority TEXT NOT NULL DEFAULT '') STRICT""",
        "CREATE INDEX slip_record ON slip (record)",
        "INSERT INTO release (id, record, purpose, recipient, basis, detail, given_by, at) "
        "SELECT id, record, purpose, recipient, basis, detail, given_by, at FROM former_release ORDER BY rowid",
        "INSERT INTO slip (reference, record, recipient, release_id, issued_at, issued_by, body) "
        "SELECT reference, record, recipient, release_id, issued_at, issued_by, body FROM former_slip ORDER BY rowid",
        "DROP TABLE former_slip",
        "DROP TABLE former_release",
        _refuse(
            "release_change",
            "UPDATE OF number, id, record, purpose, recipient, basis, detail, given_by, at, kind, lawful",
            "release",
        ),
        _refuse("release_withdrawn", "UPDATE OF withdrawn", "release", "OLD.withdrawn IS NOT NULL"),
        _refuse("release_delete", "DELETE", "release"),
        _refuse("slip_change", "UPDATE", "slip"),
        _refuse("slip_delete", "DELETE", "slip"),
        *CASE_TABLES,
        _refuse("casefile_change", "UPDATE", "casefile"),
        _refuse("casefile_delete", "DELETE", "casefile"),
        _refuse("episode_change", "UPDATE OF number, casefile, stage, agency, site, began", "episode"),
        _refuse("episode_end", "UPDATE OF ended, reason", "episode", "OLD.ended IS NOT NULL"),
        _refuse("episode_delete", "DELETE", "episode"),
        _refuse("case_record_change", "UPDATE OF record", "case_record"),
        _refuse("case_record_delete", "DELETE", "case_record", _IN_DRAFT.format(row="OLD")),
        *(
            _refuse(f"{table}_{event.lower()}", event, table)
            for table in (
                "meeting",
                "consent",
                "path",
                "age_said",
                "reflection",
                "identification",
                "slip_status",
                "information_given",
            )
            for event in ("UPDATE", "DELETE")
        ),
    )
)
"""A person under a code with what was met, said and chosen; what became of a slip; a release that was withdrawn.

A release and a slip have a number of their own now: the order of rows without one is lost when the file is packed.
"""

_CALLS = Migration(
    (
        """CREATE TABLE call_made (
            number INTEGER PRIMARY KEY AUTOINCREMENT, casefile INTEGER REFERENCES casefile (number),
            record INTEGER REFERENCES record (number), called TEXT NOT NULL,
            caller TEXT NOT NULL CHECK (caller IN ('staff', 'person')), operator TEXT NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('no_answer', 'will_call_back', 'advised', 'passed_on',
                'place_found', 'cut_off')),
            noted_by TEXT NOT NULL REFERENCES person (id), at TEXT NOT NULL, told_in TEXT NOT NULL,
            CHECK ((casefile IS NULL) <> (record IS NULL))) STRICT""",
        "CREATE INDEX call_made_case ON call_made (casefile)",
        "CREATE INDEX call_made_record ON call_made (record)",
        _refuse("call_made_update", "UPDATE", "call_made"),
        _refuse("call_made_delete", "DELETE", "call_made"),
        *MERGE_TABLES,
        _refuse(
            "case_merge_change",
            "UPDATE OF number, other, kept, reason, noted_by, at, last_word, last_age, last_path, last_identification",
            "case_merge",
        ),
        _refuse(
            "case_merge_end", "UPDATE OF undone, undone_by, undone_reason", "case_merge", "OLD.undone IS NOT NULL"
        ),
        _refuse("case_merge_delete", "DELETE", "case_merge"),
        _refuse("case_merge_word_update", "UPDATE", "case_merge_word"),
        _refuse("case_merge_word_delete", "DELETE", "case_merge_word"),
    )
)
"""Calls to the telephone line for a person."""

_AGES = Migration(
    (
        *AGE_TABLES,
        *(
            _refuse(f"{table}_{event.lower()}", event, table)
            for table in ("age_told", "age_void", "identification_void")
            for event in ("UPDATE", "DELETE")
        ),
        """CREATE TABLE server_since (
            name TEXT PRIMARY KEY, place TEXT NOT NULL, test INTEGER NOT NULL CHECK (test IN (0, 1)),
            since INTEGER NOT NULL) STRICT""",
        "CREATE INDEX audit_leaving ON audit (seq) WHERE action IN ('leaving.held', 'leaving.confirmed')",
    )
)
"""What was told of a person's age; from which release on records go to a server; which links of the log tell whether
anything may leave, found without reading it."""

_LISTS = Migration(
    (
        """CREATE TABLE entity_list (
            server TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, seal BLOB NOT NULL,
            PRIMARY KEY (server, name)) STRICT, WITHOUT ROWID""",
    )
)
"""Lists of entities that are kept between records."""

_SEEN = Migration(
    (*SEEN_TABLES, *(_refuse(f"age_seen_{event.lower()}", event, "age_seen") for event in ("UPDATE", "DELETE")))
)
"""A decision about an age is on what was known."""

_AWAY = Migration(
    (
        *AWAY_TABLES,
        *NAME_TABLES,
        *(
            _refuse(f"{table}_{event.lower()}", event, table)
            for table in ("consent_away", "consent_back", "consent_heard")
            for event in ("UPDATE", "DELETE")
        ),
    )
)
"""Which words were put down when a draft was put away, which of them are none any more, and how old others are."""

_FOUND_OTHERWISE = Migration(())
"""No table is another: names are found by other keys of how they sound, see `sounds`, which are made anew."""

MIGRATIONS: tuple[Migration, ...] = (
    Migration(_TABLES + _TRIGGERS),
    Migration(_CONTENT_TABLES, _CONTENT_MOVED),
    Migration(_PEOPLE_TABLES),
    _DRAFT_CHANGES,
    Migration(_EXCHANGE_TABLES),
    _POSTED,
    _SHELVES,
    _SOUNDS,
    _CASES,
    _CALLS,
    _AGES,
    _LISTS,
    _SEEN,
    _AWAY,
    _FOUND_OTHERWISE,  # as they are said where they are from
    _FOUND_OTHERWISE,  # from Eritrea, with that of God and from Punjab across scripts
    _FOUND_OTHERWISE,  # with an l before whatever other word
    _FOUND_OTHERWISE,  # no record by how the title of its form sounds
)
"""Version n is ``MIGRATIONS[n - 1]``."""

CURRENT = len(MIGRATIONS)
