-- Keys and indexes only: everything else is in the documents, which both stores share.
-- Moments in key columns are milliseconds since 1970-01-01 UTC.

CREATE TABLE IF NOT EXISTS users (
    id           TEXT NOT NULL PRIMARY KEY,
    username_key TEXT NOT NULL UNIQUE,
    doc          TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS months (
    user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    month   TEXT NOT NULL,
    doc     TEXT NOT NULL,
    PRIMARY KEY (user_id, month)
) STRICT;

-- seq is the order of commits, which is the order of a day's versions.
CREATE TABLE IF NOT EXISTS changes (
    seq     INTEGER NOT NULL PRIMARY KEY,
    id      TEXT    NOT NULL,
    user_id TEXT    NOT NULL REFERENCES users ON DELETE CASCADE,
    doc     TEXT    NOT NULL,
    UNIQUE (user_id, id)
) STRICT;

-- Which changes touched a day.
CREATE TABLE IF NOT EXISTS change_days (
    user_id TEXT    NOT NULL REFERENCES users ON DELETE CASCADE,
    date    TEXT    NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (user_id, date, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS sessions (
    key_hash   TEXT    NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL REFERENCES users ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    doc        TEXT    NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS sessions_by_user ON sessions (user_id);
CREATE INDEX IF NOT EXISTS sessions_by_end ON sessions (expires_at);

CREATE TABLE IF NOT EXISTS throttles (
    key        TEXT    NOT NULL PRIMARY KEY,
    expires_at INTEGER NOT NULL,
    doc        TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS throttles_by_end ON throttles (expires_at);
