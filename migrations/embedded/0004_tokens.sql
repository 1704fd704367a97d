-- The tokens of the API. One that has expired is kept a while, for its owner to see, until forgotten_at;
-- one that never expires has none.
CREATE TABLE IF NOT EXISTS tokens (
    token_hash   TEXT    NOT NULL PRIMARY KEY,
    user_id      TEXT    NOT NULL REFERENCES users ON DELETE CASCADE,
    forgotten_at INTEGER,
    doc          TEXT    NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS tokens_by_user ON tokens (user_id);
CREATE INDEX IF NOT EXISTS tokens_by_end ON tokens (forgotten_at) WHERE forgotten_at IS NOT NULL;
