-- What falls due for single records (PROC-8), each item once: of which kind, for which record, and which of several. `next_at` is
-- when it is to be served, later than `due_at` where it failed; one that was given up has none. `again` says that the engine set
-- that instant itself, as a retry or a next run.
CREATE TABLE due_items (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject INTEGER NOT NULL,
    part INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL,
    next_at INTEGER,
    tries INTEGER NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 4),
    again INTEGER NOT NULL DEFAULT 0 CHECK (again IN (0, 1)),
    failure TEXT
) STRICT;
CREATE UNIQUE INDEX due_items_subject ON due_items (kind, subject, part);
CREATE INDEX due_items_next ON due_items (next_at, id);
CREATE INDEX due_items_retry ON due_items (tries, next_at) WHERE again = TRUE AND tries > 0;
CREATE INDEX due_items_again ON due_items (kind, next_at) WHERE again = TRUE AND tries = 0;
