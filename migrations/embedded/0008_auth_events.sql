-- Authentication events, counted by hour, kind, hash of the name, and network.
CREATE TABLE IF NOT EXISTS auth_events (
    key        TEXT    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    expires_at INTEGER NOT NULL,
    doc        TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Also the order of the list: an event expires 90 days after it last happened.
CREATE INDEX IF NOT EXISTS auth_events_by_end ON auth_events (expires_at, key);
-- For deleting an account.
CREATE INDEX IF NOT EXISTS auth_events_by_name ON auth_events (name);
