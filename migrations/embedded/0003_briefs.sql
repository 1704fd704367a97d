-- Each month in brief, for pages that show a year: what its days were spent on and where, as text that
-- domain::brief writes and reads. A month without one is read from its document.
CREATE TABLE IF NOT EXISTS month_briefs (
    user_id TEXT NOT NULL,
    month   TEXT NOT NULL,
    brief   TEXT NOT NULL,
    PRIMARY KEY (user_id, month),
    FOREIGN KEY (user_id, month) REFERENCES months (user_id, month) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Whoever changes a month and not its brief leaves none rather than a wrong one.
CREATE TRIGGER IF NOT EXISTS month_changed AFTER UPDATE OF doc ON months
BEGIN
    DELETE FROM month_briefs WHERE user_id = new.user_id AND month = new.month;
END;
