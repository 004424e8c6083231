-- Who else wins the orders that one wants.
CREATE TABLE competitors (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    website TEXT,
    head_office TEXT,
    employees INTEGER,
    founded_on TEXT,
    products TEXT,
    strengths TEXT,
    weaknesses TEXT,
    presence INTEGER NOT NULL,
    remarks TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX competitors_name ON competitors (name_folded, id);
