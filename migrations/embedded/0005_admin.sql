-- Links to sign up with, and the log of what admins did.

-- A user may be none: whoever runs commands invites people too. A token may be none: its letter has yet
-- to go out.
CREATE TABLE IF NOT EXISTS invitations (
    id         TEXT    NOT NULL PRIMARY KEY,
    token_hash TEXT    UNIQUE,
    user_id    TEXT    REFERENCES users ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    doc        TEXT    NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS invitations_by_user ON invitations (user_id);
CREATE INDEX IF NOT EXISTS invitations_by_end ON invitations (expires_at);

-- Names the users without referring to them: what was done stays when they are gone.
CREATE TABLE IF NOT EXISTS audit (
    id    TEXT NOT NULL PRIMARY KEY,
    actor TEXT,
    about TEXT,
    doc   TEXT NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS audit_by_actor ON audit (actor, id);
CREATE INDEX IF NOT EXISTS audit_by_about ON audit (about, id);

-- Nothing changes the log, other than replacing everything at once by a backup.
CREATE TRIGGER IF NOT EXISTS audit_stays_as_it_is BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log only grows');
END;

CREATE TRIGGER IF NOT EXISTS audit_replaces_nothing BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = new.id)
BEGIN
    SELECT RAISE(ABORT, 'the audit log only grows');
END;

CREATE TRIGGER IF NOT EXISTS audit_only_grows BEFORE DELETE ON audit
WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'replacing_everything')
BEGIN
    SELECT RAISE(ABORT, 'the audit log only grows');
END;
