-- The schema for two back-ends, and which database this is.

-- Words that PostgreSQL keeps for itself are no columns.
ALTER TABLE user_regions RENAME COLUMN user TO user_id;
ALTER TABLE user_industries RENAME COLUMN user TO user_id;
ALTER TABLE user_roles RENAME COLUMN user TO user_id;
ALTER TABLE order_lines RENAME COLUMN "order" TO order_id;

-- Truth values are named in statements, and so in the indexes that they are found by.
DROP INDEX tickets_followed_up;
CREATE INDEX tickets_followed_up ON tickets (followed_up, created_at) WHERE followed_up = TRUE;
DROP INDEX tickets_not_followed_up;
CREATE INDEX tickets_not_followed_up ON tickets (followed_up, created_at)
    WHERE followed_up = FALSE AND status IN ('handled', 'archived');

-- Which database this is, one row. A backup is the same database; a new one has an id of its own.
CREATE TABLE database_identity (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    -- By which rules the `…_folded` columns are made; they are made anew where the engine has others.
    folding TEXT NOT NULL,
    -- Whether this file is a backup that nobody has opened for writing yet.
    is_backup INTEGER NOT NULL DEFAULT 0 CHECK (is_backup IN (0, 1))
) STRICT;

-- The incarnations of the database, oldest first: the first one, and one more each time that a backup was opened for
-- writing. Changes are numbered on from `after_change`, so the same numbers can mean other changes in each.
CREATE TABLE epochs (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    after_change INTEGER NOT NULL,
    begun_at INTEGER NOT NULL
) STRICT;

-- The form of `content`, which is JSON: a later version reads what an earlier one kept.
ALTER TABLE management_reports ADD COLUMN format INTEGER NOT NULL DEFAULT 1;
