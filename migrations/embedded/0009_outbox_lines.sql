-- Finds the first of a user's webhook messages, which is the only one that may be due, and those beyond the limit.
CREATE INDEX IF NOT EXISTS outbox_lines ON outbox (user_id, id) WHERE json_extract(doc, '$.message.kind') = 'slack';
