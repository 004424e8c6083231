-- What configures the engine: documents of kinds that are declared in code. A content is JSON in the numbered form of its kind;
-- `pack` names the pack that brought the document, where one did.
CREATE TABLE setup_documents (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    position INTEGER NOT NULL,
    pack TEXT,
    form INTEGER NOT NULL,
    content TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by INTEGER REFERENCES users (id),
    UNIQUE (kind, name_folded)
) STRICT;
CREATE INDEX setup_documents_order ON setup_documents (kind, position, id);

-- Every version of each, the present one too.
CREATE TABLE setup_versions (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES setup_documents (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    position INTEGER NOT NULL,
    form INTEGER NOT NULL,
    content TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by INTEGER REFERENCES users (id),
    UNIQUE (document, version)
) STRICT;

-- The inner parts of documents that records refer to (a stage of a pipeline), so that no two documents have the same one.
CREATE TABLE setup_parts (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    document INTEGER NOT NULL REFERENCES setup_documents (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX setup_parts_document ON setup_parts (document);

-- What documents name: `sort` is a kind of record, named by its id, or `setup.<kind>` for a document, named by its folded name.
CREATE TABLE setup_names (
    sort TEXT NOT NULL,
    name TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES setup_documents (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    PRIMARY KEY (sort, name, document, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX setup_names_document ON setup_names (document);
