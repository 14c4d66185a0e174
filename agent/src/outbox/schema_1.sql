-- Frozen. A change is a new file, schema_2.sql, run in the same transaction as the version.

-- One row: the life of this outbox.
CREATE TABLE life (
  one          INTEGER PRIMARY KEY CHECK (one = 1),
  installation BLOB    NOT NULL CHECK (length(installation) = 16),
  epoch        BLOB    NOT NULL CHECK (length(epoch) = 16),
  next_seq     INTEGER NOT NULL CHECK (next_seq >= 1),
  -- Digest of the parcel sealed last in this epoch; zeros before the first.
  last_digest  BLOB    NOT NULL CHECK (length(last_digest) = 32),
  -- What the file was when the epoch began; another value means copied or restored.
  birthplace   BLOB    NOT NULL
) STRICT;

-- Sealed and not yet confirmed, all of the present epoch. Leaves with a receipt.
CREATE TABLE parcel (
  seq          INTEGER PRIMARY KEY CHECK (seq >= 1),
  previous     BLOB    NOT NULL CHECK (length(previous) = 32),
  sealed_at_ms INTEGER NOT NULL,
  -- How many events it carries.
  number       INTEGER NOT NULL,
  -- wire: Events.
  events       BLOB    NOT NULL CHECK (length(events) <= 262144),
  digest       BLOB    NOT NULL CHECK (length(digest) = 32)
) STRICT;

-- Refused by the collector or damaged on the disk: kept for a person, never sent again.
CREATE TABLE aside (
  id              INTEGER PRIMARY KEY,
  epoch           BLOB    NOT NULL,
  seq             INTEGER NOT NULL,
  set_aside_at_ms INTEGER NOT NULL,
  why             TEXT    NOT NULL,
  events          BLOB    NOT NULL
) STRICT;

-- What stands at present, as it was reported.
CREATE TABLE standing (
  finding  BLOB    NOT NULL PRIMARY KEY CHECK (length(finding) = 16),
  -- The folder of the root it was found in, and the file, as the system spells them.
  root     BLOB    NOT NULL,
  path     BLOB    NOT NULL,
  -- JSON: the chain of member names.
  member   TEXT    NOT NULL,
  kind     INTEGER NOT NULL,
  -- The rules that called it a finding.
  rule_set TEXT    NOT NULL,
  -- wire: Events, with the one Found.
  found    BLOB    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX standing_place ON standing (path, member, kind);

-- Parts that cannot be read until the file changes; counted again in every round.
CREATE TABLE unread (
  path   BLOB    NOT NULL,
  part   INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  -- JSON: the chain of member names.
  member TEXT    NOT NULL,
  format TEXT    NOT NULL,
  PRIMARY KEY (path, part)
) STRICT, WITHOUT ROWID;

-- What every file of a folder looked like when it was last examined.
CREATE TABLE seen (
  folder    BLOB    NOT NULL PRIMARY KEY,
  -- Rule set and policy that judged; another one makes the row worthless.
  judged_by INTEGER NOT NULL,
  -- 9 bytes a file, ascending: look u64 big-endian, verdict u8.
  looks     BLOB    NOT NULL
) STRICT;

-- Signed bundles: the newest of each kind.
CREATE TABLE bundle (
  kind      INTEGER PRIMARY KEY,
  version   INTEGER NOT NULL,
  body      BLOB    NOT NULL,
  signature BLOB    NOT NULL
) STRICT;

-- Small things to remember: the last round, the last contact. JSON.
CREATE TABLE memo (
  word  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
