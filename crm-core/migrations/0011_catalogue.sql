-- The packs (PACK-1): what each defines, as it is printed. A name is given once, whatever its case. The catalogue's version
-- counts every change of what is defined, so that each call knows whether what its process remembers is the present state
-- (PACK-5).
CREATE TABLE packs (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL CHECK (version >= 1),
    language INTEGER NOT NULL CHECK (language >= 1),
    document TEXT NOT NULL,
    enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    applied_at INTEGER NOT NULL,
    applied_by INTEGER REFERENCES users (id)
) STRICT;
ALTER TABLE settings ADD COLUMN catalogue INTEGER NOT NULL DEFAULT 0;

-- The tables that are made for them (OBJ-20): one for each defined object, and one beside each typed table whose records have
-- custom fields. `name` is the object's present name; of hidden ones several may have had the same.
CREATE TABLE object_tables (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    pack INTEGER REFERENCES packs (id),
    hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX object_tables_name ON object_tables (name) WHERE hidden = 0;
CREATE INDEX object_tables_pack ON object_tables (pack);

-- Which field lies where. `kind` says of which type its values are, so that a hidden field comes back only as what it was.
CREATE TABLE object_fields (
    id INTEGER PRIMARY KEY,
    object INTEGER NOT NULL REFERENCES object_tables (id),
    pack INTEGER NOT NULL REFERENCES packs (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX object_fields_name ON object_fields (object, name) WHERE hidden = 0;
CREATE INDEX object_fields_pack ON object_fields (pack);

-- The columns of those tables beside the ones that each has: a letter for what it can hold (t texts, i whole numbers, r
-- references) and a number. `target` is the table that a reference leads to. One without a field is free.
CREATE TABLE object_slots (
    object INTEGER NOT NULL REFERENCES object_tables (id),
    slot TEXT NOT NULL,
    target TEXT,
    field INTEGER REFERENCES object_fields (id),
    use TEXT CHECK (use IN ('value', 'folded', 'currency')),
    PRIMARY KEY (object, slot),
    CHECK ((field IS NULL) = (use IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX object_slots_field ON object_slots (field);

-- Their indexes: what stands behind the name, so that a change of a definition knows which go and which come.
CREATE TABLE object_indexes (
    name TEXT PRIMARY KEY,
    object INTEGER NOT NULL REFERENCES object_tables (id),
    definition TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX object_indexes_object ON object_indexes (object);

-- How far each printed period of a number series has counted (NUM-1).
CREATE TABLE object_numbers (
    object INTEGER NOT NULL REFERENCES object_tables (id),
    period TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (object, period)
) STRICT, WITHOUT ROWID;
