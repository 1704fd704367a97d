-- What a person tells others, and what others send: messages waiting to go out, links of one use,
-- calendar feeds, and files sent in that wait for a yes.

-- A user may be none: a forgotten password is looked up when its message goes out.
CREATE TABLE IF NOT EXISTS outbox (
    id      TEXT    NOT NULL PRIMARY KEY,
    user_id TEXT    REFERENCES users ON DELETE CASCADE,
    due_at  INTEGER NOT NULL,
    doc     TEXT    NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS outbox_by_due ON outbox (due_at);
CREATE INDEX IF NOT EXISTS outbox_by_user ON outbox (user_id);

CREATE TABLE IF NOT EXISTS password_resets (
    token_hash TEXT    NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL REFERENCES users ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    doc        TEXT    NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS password_resets_by_user ON password_resets (user_id);
CREATE INDEX IF NOT EXISTS password_resets_by_end ON password_resets (expires_at);

CREATE TABLE IF NOT EXISTS email_confirmations (
    token_hash TEXT    NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL REFERENCES users ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    doc        TEXT    NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS email_confirmations_by_user ON email_confirmations (user_id);
CREATE INDEX IF NOT EXISTS email_confirmations_by_end ON email_confirmations (expires_at);

-- The address without regard to case, once it is confirmed.
CREATE INDEX IF NOT EXISTS users_by_email ON users (json_extract(doc, '$.email_key'));

CREATE TABLE IF NOT EXISTS feeds (
    token_hash TEXT NOT NULL PRIMARY KEY,
    user_id    TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    doc        TEXT NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS feeds_by_user ON feeds (user_id);

CREATE TABLE IF NOT EXISTS uploads (
    id         TEXT    NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL REFERENCES users ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    doc        TEXT    NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS uploads_by_user ON uploads (user_id);
CREATE INDEX IF NOT EXISTS uploads_by_end ON uploads (expires_at);
