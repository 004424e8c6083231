-- Files on records of any kind (FILE). What is in them is kept once for each digest and size, in pieces of one length but the last;
-- what is still sent has no digest yet. `loose` says that something let go of it: a nightly job takes it away where nothing else
-- uses it.
CREATE TABLE file_contents (
    id INTEGER PRIMARY KEY,
    sha256 BLOB CHECK (length(sha256) = 32),
    size INTEGER NOT NULL CHECK (size >= 0),
    loose INTEGER NOT NULL DEFAULT 0 CHECK (loose IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX file_contents_sha256 ON file_contents (sha256, size);
CREATE INDEX file_contents_loose ON file_contents (id) WHERE loose = TRUE;

CREATE TABLE file_pieces (
    content INTEGER NOT NULL REFERENCES file_contents (id),
    place INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (content, place)
) STRICT;

-- How much all of it is, so that nobody adds it up before they keep more.
CREATE TABLE file_space (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    bytes INTEGER NOT NULL
) STRICT;
INSERT INTO file_space (id, bytes) VALUES (1, 0);

-- The files: `home` is the table of the record that one hangs on, `record` its public id, `latest` the number of its newest version.
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    home TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    name TEXT NOT NULL,
    description TEXT,
    latest INTEGER NOT NULL,
    uploader INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX files_record ON files (home, record, id);

-- `upload` is the id of what it was sent by, where that was in parts.
CREATE TABLE file_versions (
    file INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    upload BLOB UNIQUE CHECK (length(upload) = 16),
    content INTEGER NOT NULL REFERENCES file_contents (id),
    media_type TEXT NOT NULL,
    inline_safe INTEGER NOT NULL CHECK (inline_safe IN (0, 1)),
    uploader INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (file, number)
) STRICT;
CREATE INDEX file_versions_content ON file_versions (content);

-- What is still sent.
CREATE TABLE file_uploads (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    home TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    replaces BLOB CHECK (length(replaces) = 16),
    name TEXT NOT NULL,
    description TEXT,
    media_type TEXT,
    content INTEGER NOT NULL REFERENCES file_contents (id),
    received INTEGER NOT NULL DEFAULT 0,
    last_offset INTEGER NOT NULL DEFAULT 0,
    uploader INTEGER NOT NULL REFERENCES users (id),
    touched_at INTEGER NOT NULL
) STRICT;
CREATE INDEX file_uploads_record ON file_uploads (home, record);
CREATE INDEX file_uploads_content ON file_uploads (content);
CREATE INDEX file_uploads_uploader ON file_uploads (uploader, touched_at);

ALTER TABLE settings ADD COLUMN file_max_bytes INTEGER NOT NULL DEFAULT 52428800 CHECK (file_max_bytes > 0);
ALTER TABLE settings ADD COLUMN files_quota_bytes INTEGER NOT NULL DEFAULT 10737418240 CHECK (files_quota_bytes >= 0);
