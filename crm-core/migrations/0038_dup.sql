-- What makes keys of records to compare duplicates by (DUP-5): a field of an object, compared in a way; above 0, `threshold` has them be
-- the parts by which similar ones are found. `stamp` is what they are made by: dictionary, region, rules of folding. `reached` is the
-- key of the last record that has them while they are being made, none once all have. A spent one goes with its keys.
CREATE TABLE duplicate_kinds (
    id INTEGER PRIMARY KEY,
    object TEXT NOT NULL,
    field TEXT NOT NULL,
    way TEXT NOT NULL,
    threshold INTEGER NOT NULL,
    stamp TEXT NOT NULL,
    reached INTEGER,
    spent INTEGER NOT NULL DEFAULT 0 CHECK (spent IN (0, 1))
) STRICT;

-- The keys of records: `record` is the record's own key, `whole` the key of which `key` is a part.
CREATE TABLE duplicate_keys (
    kind INTEGER NOT NULL REFERENCES duplicate_kinds (id),
    key TEXT NOT NULL,
    record INTEGER NOT NULL,
    whole TEXT NOT NULL,
    PRIMARY KEY (kind, key, record, whole)
) STRICT, WITHOUT ROWID;

-- Two records that may be the same (DUP-9), by their objects and keys, the smaller one first: the rule by which, and which of its groups.
CREATE TABLE duplicate_pairs (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    object_a TEXT NOT NULL,
    a INTEGER NOT NULL,
    object_b TEXT NOT NULL,
    b INTEGER NOT NULL,
    rule INTEGER NOT NULL REFERENCES setup_documents (id) ON DELETE CASCADE,
    part INTEGER NOT NULL,
    score INTEGER NOT NULL,
    found TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'ignored', 'merged')),
    note TEXT,
    accepted_by INTEGER REFERENCES users (id)
) STRICT;
CREATE UNIQUE INDEX duplicate_pairs_records ON duplicate_pairs (object_a, a, object_b, b);
CREATE INDEX duplicate_pairs_b ON duplicate_pairs (object_b, b);
CREATE INDEX duplicate_pairs_state ON duplicate_pairs (state, id);
CREATE INDEX duplicate_pairs_rule ON duplicate_pairs (rule, id);

-- How many records that somebody does not see they were told of on a day, as having duplicates (DUP-7).
CREATE TABLE duplicate_told (
    user_id INTEGER NOT NULL REFERENCES users (id),
    day TEXT NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (user_id, day)
) STRICT, WITHOUT ROWID;

ALTER TABLE settings ADD COLUMN duplicates_tell_owner INTEGER NOT NULL DEFAULT 1 CHECK (duplicates_tell_owner IN (0, 1));
ALTER TABLE settings ADD COLUMN duplicates_told_a_day INTEGER NOT NULL DEFAULT 200 CHECK (duplicates_told_a_day BETWEEN 0 AND 100000);
ALTER TABLE settings ADD COLUMN duplicate_scan INTEGER NOT NULL DEFAULT 0 CHECK (duplicate_scan IN (0, 1));
ALTER TABLE settings ADD COLUMN phone_region TEXT NOT NULL DEFAULT 'CN';
ALTER TABLE settings ADD COLUMN duplicates INTEGER NOT NULL DEFAULT 0;
