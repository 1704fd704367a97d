-- The parsed file of an upload, in parts: documents are also stored in MongoDB, which limits their size. A part
-- doesn't refer to its upload, since a copy of a database that is in use may contain it without the upload.

CREATE TABLE IF NOT EXISTS upload_chunks (
    upload_id  TEXT    NOT NULL,
    number     INTEGER NOT NULL,
    user_id    TEXT    NOT NULL REFERENCES users ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    doc        TEXT    NOT NULL,
    PRIMARY KEY (upload_id, number)
) STRICT;

CREATE INDEX IF NOT EXISTS upload_chunks_by_user ON upload_chunks (user_id);
CREATE INDEX IF NOT EXISTS upload_chunks_by_end ON upload_chunks (expires_at);
