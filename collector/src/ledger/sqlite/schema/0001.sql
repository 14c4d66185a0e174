-- The ledger, form 1. Frozen once released: a change is a new file.
--
-- Times end in `_ms`: unix ms. Ids are 16 bytes, ordered by time. Words are the
-- numbers of the vocabulary (`words!` in proto), so that a newer word survives.
-- A name is two columns: what can be shown, and `_raw` where that is lossy.

-- ---------------------------------------------------------------- evidence

-- Everything that was said or done, in the order of its arrival. Only added to.
-- `chain` binds every other column and the entry before it in its stream
-- (`chain.rs` draws the bytes).
CREATE TABLE entry (
    place          INTEGER PRIMARY KEY CHECK (place >= 1),   -- 1, 2, 3 … without holes
    stream         BLOB    NOT NULL CHECK (length(stream) = 16), -- the machine; zeros: the collector
    n              INTEGER NOT NULL CHECK (n >= 1),          -- 1, 2, 3 … within the stream
    received_at_ms INTEGER NOT NULL,
    epoch          BLOB    NOT NULL CHECK (length(epoch) = 16),  -- zeros for acts
    seq            INTEGER NOT NULL CHECK (seq >= 1),        -- n for acts
    previous       BLOB    NOT NULL CHECK (length(previous) = 32), -- as the agent names it
    sealed_at_ms   INTEGER NOT NULL,
    events         INTEGER NOT NULL CHECK (events >= 0),     -- how many the body holds
    digest         BLOB    NOT NULL CHECK (length(digest) = 32), -- of the parcel; of the body for acts
    chain          BLOB    NOT NULL CHECK (length(chain) = 32),
    body           BLOB    NOT NULL                          -- encoded events, or an act as JSON
) STRICT;

-- Exactly once.
CREATE UNIQUE INDEX entry_once ON entry (stream, epoch, seq);

-- Signed roots over the heads of all streams. Only added to.
CREATE TABLE checkpoint (
    n         INTEGER PRIMARY KEY CHECK (n >= 1),            -- 1, 2, 3 … without holes
    at_ms     INTEGER NOT NULL,
    place     INTEGER NOT NULL CHECK (place >= 0),           -- covers entries until here
    events    INTEGER NOT NULL CHECK (events >= 0),
    streams   INTEGER NOT NULL CHECK (streams >= 0),
    root      BLOB    NOT NULL CHECK (length(root) = 32),
    previous  BLOB    NOT NULL CHECK (length(previous) = 32), -- digest of the checkpoint before it
    key       BLOB    NOT NULL CHECK (length(key) = 32),     -- SHA-256 of the public key
    signature BLOB    NOT NULL
) STRICT;

-- ---------------------------------------------------------------- derived: delivery

-- The newest entry of each stream.
CREATE TABLE head (
    stream BLOB    NOT NULL PRIMARY KEY,
    n      INTEGER NOT NULL,
    events INTEGER NOT NULL,     -- in the whole stream
    chain  BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- The lives of each machine's outbox, numbered by their first receipt.
CREATE TABLE epoch (
    machine       BLOB    NOT NULL,
    epoch         BLOB    NOT NULL,
    life          INTEGER NOT NULL CHECK (life >= 1),
    known_through INTEGER NOT NULL,
    highest       INTEGER NOT NULL,
    PRIMARY KEY (machine, epoch)
) STRICT, WITHOUT ROWID;

-- Numbers that did not come (yet).
CREATE TABLE gap (
    machine       BLOB    NOT NULL,
    epoch         BLOB    NOT NULL,
    first         INTEGER NOT NULL,
    last          INTEGER NOT NULL CHECK (last >= first),
    noticed_at_ms INTEGER NOT NULL,
    filled_at_ms  INTEGER,
    PRIMARY KEY (machine, epoch, first)
) STRICT, WITHOUT ROWID;

CREATE INDEX gap_open ON gap (machine) WHERE filled_at_ms IS NULL;

-- What should not be in a stream: 1 broken chain of the agent, 2 conflict, 3 folded.
CREATE TABLE anomaly (
    place          INTEGER NOT NULL,     -- the entry that shows it
    at             INTEGER NOT NULL,     -- which event in it
    machine        BLOB    NOT NULL,
    epoch          BLOB    NOT NULL,
    seq            INTEGER NOT NULL,
    what           INTEGER NOT NULL,
    detail         INTEGER NOT NULL,
    received_at_ms INTEGER NOT NULL,
    PRIMARY KEY (place, at, seq)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- derived: who

-- Departments under the names of their time. '0001-01-01': since ever.
CREATE TABLE department (
    code        TEXT NOT NULL,
    valid_from  TEXT NOT NULL CHECK (length(valid_from) = 10),
    valid_until TEXT CHECK (length(valid_until) = 10),           -- the last day
    name        TEXT NOT NULL,
    short_name  TEXT NOT NULL,
    parent      TEXT,
    PRIMARY KEY (code, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE machine (
    id               BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    department       TEXT,               -- NULL: its enrolment is not in this ledger
    zone             TEXT,
    host_name        TEXT,
    host_name_raw    BLOB,
    os               TEXT,
    agent_version    TEXT,
    installation     BLOB,
    serial           TEXT,
    key              TEXT,               -- SHA-256 of its public key, hexadecimal
    not_after_ms     INTEGER,
    enrolled_at_ms   INTEGER,
    revoked_at_ms    INTEGER,
    received_at_ms   INTEGER,            -- its newest parcel
    alive_said       BLOB,               -- order of the newest sign of life
    waiting_parcels  INTEGER,
    round            BLOB,               -- its newest round that ended
    round_said       BLOB,
    complete_at_ms   INTEGER,            -- when the end of its newest complete round was received
    open             INTEGER NOT NULL DEFAULT 0   -- findings that stand and are not rejected
) STRICT, WITHOUT ROWID;

CREATE INDEX machine_key ON machine (key) WHERE key IS NOT NULL;

CREATE TABLE token (
    id            BLOB    NOT NULL PRIMARY KEY,
    department    TEXT    NOT NULL,
    zone          TEXT    NOT NULL,
    uses          INTEGER NOT NULL,
    used          INTEGER NOT NULL,
    issued_at_ms  INTEGER NOT NULL,
    issued_by     TEXT    NOT NULL,      -- JSON
    expires_at_ms INTEGER NOT NULL,
    revoked_at_ms INTEGER
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- derived: findings

-- `said` orders what an agent said, whenever it came: life u32 | seq u64 | place
-- in the parcel u32, big-endian. What is older than the row changes nothing in it.
CREATE TABLE finding (
    number            INTEGER PRIMARY KEY,
    machine           BLOB    NOT NULL,
    id                BLOB    NOT NULL,
    department        TEXT,              -- of the machine at first receipt; it stays
    kind              INTEGER NOT NULL,
    rule              TEXT    NOT NULL,
    confidence        INTEGER NOT NULL,
    severity          INTEGER NOT NULL,
    root              INTEGER NOT NULL,
    path              TEXT    NOT NULL,
    path_raw          BLOB,
    member            TEXT    NOT NULL,  -- JSON
    count             INTEGER NOT NULL,
    places            TEXT    NOT NULL,  -- JSON
    shape             TEXT,              -- JSON
    encrypted         INTEGER NOT NULL CHECK (encrypted IN (0, 1)),
    size_bytes        INTEGER NOT NULL,
    modified_at_ms    INTEGER NOT NULL,
    owner             TEXT    NOT NULL,
    owner_raw         BLOB,
    state             INTEGER NOT NULL CHECK (state IN (1, 2)),      -- 1 open, 2 cleared
    cleared           INTEGER,           -- ClearedReason; -1: reconciled by a round
    judgement         INTEGER CHECK (judgement IN (1, 2)),           -- 1 confirmed, 2 rejected
    judged_because    TEXT,
    first_seen_ms     INTEGER NOT NULL,  -- by the PC
    last_seen_ms      INTEGER NOT NULL,  -- by the PC
    first_received_ms INTEGER NOT NULL,
    changed_ms        INTEGER NOT NULL,  -- state, by receipt
    said              BLOB    NOT NULL CHECK (length(said) = 16),
    sighted           BLOB    NOT NULL CHECK (length(sighted) = 16), -- when it was last said to stand
    medium            TEXT               -- JSON: the medium it lies on
) STRICT;

CREATE UNIQUE INDEX finding_id ON finding (machine, id);
CREATE INDEX finding_department ON finding (department, state, number);
CREATE INDEX finding_open ON finding (number) WHERE state = 1;

-- What happened to a finding: 1 found, 2 altered, 3 returned, 4 cleared, 5 judged.
CREATE TABLE change (
    finding        INTEGER NOT NULL,
    n              INTEGER NOT NULL,
    at_ms          INTEGER NOT NULL,
    received_at_ms INTEGER NOT NULL,
    what           INTEGER NOT NULL CHECK (what BETWEEN 1 AND 5),
    detail         INTEGER,              -- 4: why; 5: 0 undecided, 1 confirmed, 2 rejected
    by             TEXT,                 -- 5: JSON
    reason         TEXT,                 -- 5
    PRIMARY KEY (finding, n)
) STRICT, WITHOUT ROWID;

-- Clearings that came before what they clear.
CREATE TABLE early (
    machine        BLOB    NOT NULL,
    id             BLOB    NOT NULL,
    said           BLOB    NOT NULL,
    reason         INTEGER NOT NULL,
    at_ms          INTEGER NOT NULL,
    PRIMARY KEY (machine, id)
) STRICT, WITHOUT ROWID;

-- Open findings that are not rejected, counted. '' for no department.
CREATE TABLE tally (
    department TEXT    NOT NULL,
    kind       INTEGER NOT NULL,
    confidence INTEGER NOT NULL,
    open       INTEGER NOT NULL,
    PRIMARY KEY (department, kind, confidence)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- derived: rounds

CREATE TABLE round (
    machine           BLOB NOT NULL,
    id                BLOB NOT NULL,
    reason            INTEGER,
    policy_version    INTEGER,
    rule_set          TEXT,
    said              BLOB,              -- order of its end; NULL until it ended
    started_at_ms     INTEGER,
    ended_at_ms       INTEGER,
    received_at_ms    INTEGER,
    outcome           INTEGER,
    roots             TEXT,              -- JSON
    files             INTEGER,
    bytes             INTEGER,
    read              INTEGER,
    unchanged         INTEGER,
    skipped           INTEGER,
    unread            TEXT,              -- JSON
    media_watch       INTEGER,           -- MediaWatch at its end; NULL: not said
    standing          INTEGER,           -- how many ids its end announces
    standing_received INTEGER NOT NULL DEFAULT 0,
    unknown           INTEGER NOT NULL DEFAULT 0,
    settled           INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)),
    PRIMARY KEY (machine, id)
) STRICT, WITHOUT ROWID;

-- What stands according to a round, until a later round took its place.
CREATE TABLE standing (
    machine BLOB NOT NULL,
    round   BLOB NOT NULL,
    said    BLOB NOT NULL,
    ids     BLOB NOT NULL CHECK (length(ids) % 16 = 0),
    PRIMARY KEY (machine, round, said)
) STRICT, WITHOUT ROWID;

-- The newest settled round that covered a sort of place.
CREATE TABLE swept (
    machine BLOB    NOT NULL,
    root    INTEGER NOT NULL,
    round   BLOB    NOT NULL,
    said    BLOB    NOT NULL,
    at_ms   INTEGER NOT NULL,
    PRIMARY KEY (machine, root)
) STRICT, WITHOUT ROWID;

-- What the newest round of each machine could not read.
CREATE TABLE unread (
    machine BLOB    NOT NULL,
    reason  INTEGER NOT NULL,
    files   INTEGER NOT NULL,
    PRIMARY KEY (machine, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE unread_file (
    machine   BLOB    NOT NULL,
    n         INTEGER NOT NULL,
    reason    INTEGER NOT NULL,
    path      TEXT    NOT NULL,
    path_raw  BLOB,
    member    TEXT    NOT NULL,          -- JSON
    format    TEXT    NOT NULL,
    owner     TEXT    NOT NULL,
    owner_raw BLOB,
    PRIMARY KEY (machine, n)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- derived: media and posture

CREATE TABLE media (
    machine        BLOB    NOT NULL,
    session        BLOB    NOT NULL,
    department     TEXT,                 -- of the machine at first receipt; it stays
    seen           BLOB,                 -- the newest MediaSeen, encoded as one event
    seen_said      BLOB,
    left_at_ms     INTEGER,
    received_at_ms INTEGER NOT NULL,
    PRIMARY KEY (machine, session)
) STRICT, WITHOUT ROWID;

-- What auditors said of the faults of stays; the newest of a fault holds.
CREATE TABLE stay_judgement (
    machine   BLOB    NOT NULL,
    session   BLOB    NOT NULL,
    fault     TEXT    NOT NULL,          -- a word of `assess`
    n         INTEGER NOT NULL,
    judgement INTEGER NOT NULL CHECK (judgement IN (0, 1, 2)), -- taken back, confirmed, rejected
    reason    TEXT    NOT NULL,
    by        TEXT    NOT NULL,          -- JSON
    at_ms     INTEGER NOT NULL,
    PRIMARY KEY (machine, session, fault, n)
) STRICT, WITHOUT ROWID;

-- The ledger of official media (公務用USBメモリ台帳), as people wrote it down. Days are 'YYYY-MM-DD'.
CREATE TABLE medium (
    no            TEXT    NOT NULL PRIMARY KEY,
    particulars   TEXT    NOT NULL,      -- JSON, as in the act
    department    TEXT,
    owned_since   TEXT    NOT NULL,      -- since when by this department
    state         INTEGER NOT NULL CHECK (state BETWEEN 1 AND 4), -- in box, lent, lost, destroyed
    destroyed     TEXT,                  -- JSON: when, by whom, how
    changed_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX medium_department ON medium (department);

CREATE TABLE medium_permit (
    no        TEXT    NOT NULL,
    n         INTEGER NOT NULL,
    permit    TEXT    NOT NULL,          -- JSON
    until     TEXT    NOT NULL,          -- the last day, or an earlier one on which it was withdrawn
    PRIMARY KEY (no, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE medium_loan (
    no   TEXT    NOT NULL,
    n    INTEGER NOT NULL,
    loan TEXT    NOT NULL,               -- JSON
    back TEXT,                           -- NULL while it is out
    PRIMARY KEY (no, n)
) STRICT, WITHOUT ROWID;

-- Who changed what in the ledger of media, when and why.
CREATE TABLE medium_change (
    no     TEXT    NOT NULL,
    n      INTEGER NOT NULL,
    at_ms  INTEGER NOT NULL,
    by     TEXT    NOT NULL,             -- JSON
    what   TEXT    NOT NULL,             -- a word
    reason TEXT    NOT NULL,
    detail TEXT    NOT NULL,             -- JSON: column, before, after
    PRIMARY KEY (no, n)
) STRICT, WITHOUT ROWID;

-- Counts of media (棚卸).
CREATE TABLE stock_taking (
    number       INTEGER NOT NULL PRIMARY KEY,
    department   TEXT,                   -- NULL: all
    machine      BLOB,                   -- NULL: any
    opened_at_ms INTEGER NOT NULL,
    opened_by    TEXT    NOT NULL,       -- JSON
    closed_at_ms INTEGER,
    counted      INTEGER,
    missing      TEXT                    -- JSON
) STRICT;

CREATE TABLE reading (
    machine        BLOB    NOT NULL,
    what           TEXT    NOT NULL,
    user           BLOB    NOT NULL,     -- the exact bytes
    user_shown     TEXT    NOT NULL,
    source         TEXT    NOT NULL,
    form           INTEGER NOT NULL CHECK (form BETWEEN 1 AND 5), -- flag, number, seconds, text, unknown
    number         INTEGER,
    text           TEXT,
    at_ms          INTEGER NOT NULL,
    received_at_ms INTEGER NOT NULL,
    said           BLOB    NOT NULL,
    PRIMARY KEY (machine, what, user)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- kept beside: never evidence, never rebuilt

CREATE TABLE user (
    id           BLOB    NOT NULL PRIMARY KEY,
    name         TEXT    NOT NULL UNIQUE,
    display_name TEXT    NOT NULL,
    password     TEXT    NOT NULL,       -- Argon2id, PHC string
    role         TEXT    NOT NULL,
    department   TEXT,
    made_at_ms   INTEGER NOT NULL,
    closed       INTEGER NOT NULL CHECK (closed IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    digest     BLOB    NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
    user       BLOB    NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    made_at_ms INTEGER NOT NULL,
    used_at_ms INTEGER NOT NULL,
    until_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE token_secret (
    token  BLOB NOT NULL PRIMARY KEY,
    digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT, WITHOUT ROWID;

-- What a machine said when it greeted.
CREATE TABLE contact (
    machine        BLOB    NOT NULL PRIMARY KEY,
    at_ms          INTEGER NOT NULL,
    clock_ms       INTEGER NOT NULL,
    host_name      TEXT    NOT NULL,
    host_name_raw  BLOB,
    os             TEXT    NOT NULL,
    agent_version  TEXT    NOT NULL,
    installation   BLOB    NOT NULL,
    policy_version INTEGER NOT NULL,
    rule_set       TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
