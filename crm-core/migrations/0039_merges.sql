-- Merges (DUP-10 to DUP-14): of which kind, which record stayed, who merged, and what was told of it. What its fields had before stands in
-- `fields_before`, what the merge gave them in `fields_after`, both JSON. Once nobody can undo one any more, what it moved is `forgotten`.
CREATE TABLE merges (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    home TEXT NOT NULL,
    object TEXT NOT NULL,
    survivor BLOB NOT NULL CHECK (length(survivor) = 16),
    fields_before TEXT NOT NULL,
    fields_after TEXT NOT NULL,
    told TEXT NOT NULL,
    merged_by INTEGER REFERENCES users (id),
    merged_at INTEGER NOT NULL,
    undone_by INTEGER REFERENCES users (id),
    undone_at INTEGER,
    forgotten INTEGER NOT NULL DEFAULT 0 CHECK (forgotten IN (0, 1))
) STRICT;
CREATE INDEX merges_survivor ON merges (survivor, id);
CREATE INDEX merges_merged_by ON merges (merged_by, id);
CREATE INDEX merges_undone_by ON merges (undone_by);
CREATE INDEX merges_kept ON merges (merged_at) WHERE forgotten = FALSE;

-- The records that went in them, as they were, and the names that stand for the survivor from then on (DUP-13): none where the merge was
-- undone.
CREATE TABLE merged_records (
    id INTEGER PRIMARY KEY,
    merge INTEGER NOT NULL REFERENCES merges (id),
    nth INTEGER NOT NULL,
    home TEXT NOT NULL,
    loser BLOB NOT NULL CHECK (length(loser) = 16),
    number INTEGER,
    external_id TEXT,
    title TEXT,
    survivor BLOB CHECK (length(survivor) = 16)
) STRICT;
CREATE UNIQUE INDEX merged_records_merge ON merged_records (merge, nth);
CREATE UNIQUE INDEX merged_records_loser ON merged_records (loser) WHERE survivor IS NOT NULL;
CREATE INDEX merged_records_told ON merged_records (loser, merge);
CREATE INDEX merged_records_survivor ON merged_records (survivor);
CREATE INDEX merged_records_number ON merged_records (home, number) WHERE survivor IS NOT NULL;
CREATE INDEX merged_records_external_id ON merged_records (home, external_id) WHERE survivor IS NOT NULL;

-- What a merge moved: of which loser, by which column, and the rest of the row's key.
CREATE TABLE merge_moves (
    merge INTEGER NOT NULL REFERENCES merges (id),
    nth INTEGER NOT NULL,
    place TEXT NOT NULL,
    first INTEGER NOT NULL,
    second INTEGER NOT NULL,
    PRIMARY KEY (merge, nth, place, first, second)
) STRICT, WITHOUT ROWID;

-- The rows that it took away or changed, as they were (`content`), and those that it made.
CREATE TABLE merge_rows (
    id INTEGER PRIMARY KEY,
    merge INTEGER NOT NULL REFERENCES merges (id),
    nth INTEGER NOT NULL,
    place TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('record', 'beside', 'fell', 'changed', 'made')),
    content TEXT NOT NULL
) STRICT;
CREATE INDEX merge_rows_merge ON merge_rows (merge, id);

-- For how many days a merge can be undone.
ALTER TABLE settings ADD COLUMN merge_undo_days INTEGER NOT NULL DEFAULT 30 CHECK (merge_undo_days BETWEEN 0 AND 365);

-- By what names a record alone, its rows are found.
CREATE INDEX outbox_messages_record ON outbox_messages (record) WHERE record IS NOT NULL;
CREATE INDEX automation_served_record ON automation_served (record);
CREATE INDEX automation_late_record ON automation_late (record);
CREATE INDEX automation_noted_record ON automation_noted (record);
