"""The tables of cases, of what was said to consent, of what became of slips, and of information that was given."""

CASE_TABLES = (
    """CREATE TABLE casefile (
            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, code TEXT NOT NULL UNIQUE,
            opened TEXT NOT NULL, opened_by TEXT NOT NULL REFERENCES person (id), agency TEXT NOT NULL,
            site TEXT NOT NULL) STRICT""",
    """CREATE TABLE case_name (
            casefile INTEGER PRIMARY KEY REFERENCES casefile (number),
            key BLOB NOT NULL CHECK (length(key) = 32), body BLOB NOT NULL) STRICT""",
    """CREATE TABLE episode (
            number INTEGER PRIMARY KEY AUTOINCREMENT, casefile INTEGER NOT NULL REFERENCES casefile (number),
            stage TEXT NOT NULL CHECK (stage IN ('contact', 'evaluation', 'taken_in_charge', 'inclusion', 'follow_up')),
            agency TEXT NOT NULL, site TEXT NOT NULL, began TEXT NOT NULL, ended TEXT, reason TEXT) STRICT""",
    "CREATE INDEX episode_case ON episode (casefile)",
    """CREATE TABLE meeting (
            number INTEGER PRIMARY KEY AUTOINCREMENT, episode INTEGER NOT NULL REFERENCES episode (number),
            kind TEXT NOT NULL CHECK (kind IN ('landing', 'border', 'reception', 'office', 'desk', 'phone')),
            person TEXT NOT NULL REFERENCES person (id), agency TEXT NOT NULL, site TEXT NOT NULL,
            language TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    "CREATE INDEX meeting_episode ON meeting (episode)",
    """CREATE TABLE case_record (
            record INTEGER PRIMARY KEY REFERENCES record (number) ON DELETE CASCADE,
            meeting INTEGER NOT NULL REFERENCES meeting (number)) STRICT""",
    "CREATE INDEX case_record_meeting ON case_record (meeting)",
    """CREATE TABLE consent (
            number INTEGER PRIMARY KEY AUTOINCREMENT, casefile INTEGER REFERENCES casefile (number),
            record INTEGER REFERENCES record (number),
            purpose TEXT NOT NULL CHECK (purpose IN ('interview', 'record', 'sync', 'slip', 'export', 'judicial',
                'cross_border', 'consular')),
            recipient TEXT NOT NULL, word TEXT NOT NULL CHECK (word IN ('yes', 'no', 'withdrawn')),
            whose TEXT NOT NULL CHECK (whose IN ('person', 'guardian')),
            how TEXT NOT NULL CHECK (how IN ('spoken', 'signed', 'fingerprint', 'witness')),
            language TEXT NOT NULL, script TEXT NOT NULL, witness TEXT NOT NULL,
            lawful TEXT NOT NULL CHECK (lawful IN ('consent', 'vital_interest', 'public_interest', 'legal_duty')),
            noted_by TEXT NOT NULL REFERENCES person (id), at TEXT NOT NULL, newest INTEGER NOT NULL,
            told_in TEXT NOT NULL, alone INTEGER NOT NULL CHECK (alone IN (0, 1)),
            CHECK ((casefile IS NULL) <> (record IS NULL))) STRICT""",
    "CREATE INDEX consent_case ON consent (casefile, purpose)",
    "CREATE INDEX consent_record ON consent (record, purpose)",
    "CREATE INDEX consent_told ON consent (told_in)",
    """CREATE TABLE path (
            number INTEGER PRIMARY KEY AUTOINCREMENT, casefile INTEGER NOT NULL REFERENCES casefile (number),
            path TEXT NOT NULL CHECK (path IN ('not_decided', 'social', 'judicial')),
            noted_by TEXT NOT NULL REFERENCES person (id), at TEXT NOT NULL) STRICT""",
    "CREATE INDEX path_case ON path (casefile)",
    """CREATE TABLE age_said (
            number INTEGER PRIMARY KEY AUTOINCREMENT, casefile INTEGER NOT NULL REFERENCES casefile (number),
            age TEXT NOT NULL CHECK (age IN ('adult', 'minor', 'not_known')),
            noted_by TEXT NOT NULL REFERENCES person (id), at TEXT NOT NULL) STRICT""",
    "CREATE INDEX age_said_case ON age_said (casefile)",
    """CREATE TABLE reflection (
            number INTEGER PRIMARY KEY AUTOINCREMENT, casefile INTEGER NOT NULL REFERENCES casefile (number),
            began TEXT NOT NULL, planned_end TEXT NOT NULL, noted_by TEXT NOT NULL REFERENCES person (id),
            at TEXT NOT NULL, CHECK (planned_end > began)) STRICT""",
    "CREATE INDEX reflection_case ON reflection (casefile)",
    """CREATE TABLE identification (
            number INTEGER PRIMARY KEY AUTOINCREMENT, casefile INTEGER NOT NULL REFERENCES casefile (number),
            phase TEXT NOT NULL CHECK (phase IN ('preliminary', 'formal')),
            body_kind TEXT NOT NULL CHECK (body_kind IN ('police', 'ngo', 'court', 'government', 'other')),
            body TEXT NOT NULL CHECK (body <> ''), noted_by TEXT NOT NULL REFERENCES person (id),
            at TEXT NOT NULL) STRICT""",
    "CREATE INDEX identification_case ON identification (casefile)",
    """CREATE TABLE slip_status (
            number INTEGER PRIMARY KEY AUTOINCREMENT, slip INTEGER NOT NULL REFERENCES slip (number),
            status TEXT NOT NULL CHECK (status IN ('issued', 'received', 'accepted', 'waiting_list', 'declined',
                'not_reached', 'started', 'closed', 'revoked')),
            reason TEXT NOT NULL, happened TEXT NOT NULL, noted_by TEXT NOT NULL REFERENCES person (id),
            at TEXT NOT NULL, CHECK (status <> 'declined' OR reason <> '')) STRICT""",
    "CREATE INDEX slip_status_slip ON slip_status (slip)",
    """CREATE TABLE information_given (
            number INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL,
            medium TEXT NOT NULL CHECK (medium IN ('card', 'leaflet', 'spoken', 'screen', 'audio')),
            language TEXT NOT NULL, copies INTEGER NOT NULL CHECK (copies > 0), agency TEXT NOT NULL,
            site TEXT NOT NULL, noted_by TEXT NOT NULL REFERENCES person (id), at TEXT NOT NULL) STRICT""",
    "CREATE INDEX information_given_at ON information_given (at)",
)
"""A part of version 9, see `schema`."""

AGE_TABLES = (
    """CREATE TABLE age_told (
        number INTEGER PRIMARY KEY AUTOINCREMENT, casefile INTEGER REFERENCES casefile (number),
        told_in TEXT NOT NULL, age TEXT NOT NULL CHECK (age IN ('adult', 'minor', 'not_told')),
        source TEXT NOT NULL CHECK (source IN ('form', 'person', 'document', 'decision')), reason TEXT NOT NULL,
        noted_by TEXT NOT NULL REFERENCES person (id), at TEXT NOT NULL,
        CHECK (source <> 'decision' OR reason <> '')) STRICT""",
    "CREATE INDEX age_told_case ON age_told (casefile)",
    "CREATE TABLE age_void (age INTEGER PRIMARY KEY REFERENCES age_told (number)) STRICT",
    "CREATE TABLE identification_void (identification INTEGER PRIMARY KEY REFERENCES identification (number)) STRICT",
    "CREATE INDEX age_told_record ON age_told (told_in)",
)
"""A part of version 11: what was told of a person's age, by each record and at the desk, beside what was decided; which
decisions, and which identifications, count no more since two persons were taken apart.
"""

SEEN_TABLES = (
    """CREATE TABLE age_seen (
        number INTEGER PRIMARY KEY AUTOINCREMENT, decision INTEGER NOT NULL REFERENCES age_told (number),
        told INTEGER REFERENCES age_told (number), record TEXT NOT NULL, age TEXT NOT NULL) STRICT""",
    "CREATE INDEX age_seen_decision ON age_seen (decision)",
)
"""A part of version 13: what a decision about an age was on."""

AWAY_TABLES = (
    "CREATE TABLE consent_away (word INTEGER PRIMARY KEY REFERENCES consent (number)) STRICT",
    "CREATE TABLE consent_back (word INTEGER PRIMARY KEY REFERENCES consent_away (word)) STRICT",
    "CREATE TABLE consent_heard (word INTEGER PRIMARY KEY REFERENCES consent (number), after INTEGER NOT NULL) STRICT",
)
"""A part of version 14: what was refused in a draft that was put away, and is no word since that was brought back;
after which word a form was answered that heard one."""

NAME_TABLES = (
    """CREATE TABLE case_name_word (
        figure INTEGER NOT NULL, casefile INTEGER NOT NULL REFERENCES casefile (number),
        PRIMARY KEY (figure, casefile)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX case_name_word_case ON case_name_word (casefile)",
    "CREATE INDEX casefile_opened_by ON casefile (opened_by)",
)
"""A part of version 14: what the names of cases are found by, see `name_words`; and who opened which cases."""

MERGE_TABLES = (
    """CREATE TABLE case_merge (
        number INTEGER PRIMARY KEY AUTOINCREMENT, other INTEGER NOT NULL REFERENCES casefile (number),
        kept INTEGER NOT NULL REFERENCES casefile (number), reason TEXT NOT NULL CHECK (reason <> ''),
        noted_by TEXT NOT NULL REFERENCES person (id), at TEXT NOT NULL, last_word INTEGER NOT NULL,
        last_age INTEGER NOT NULL, last_path INTEGER NOT NULL, last_identification INTEGER NOT NULL, undone TEXT,
        undone_by TEXT REFERENCES person (id), undone_reason TEXT, CHECK (other <> kept)) STRICT""",
    "CREATE INDEX case_merge_other ON case_merge (other)",
    "CREATE INDEX case_merge_kept ON case_merge (kept)",
    """CREATE TABLE case_merge_word (
        word INTEGER PRIMARY KEY REFERENCES consent (number),
        case_merge INTEGER NOT NULL REFERENCES case_merge (number)) STRICT""",
)
"""A part of version 10: two cases that are of one person, and the words that count as long as they are one."""
