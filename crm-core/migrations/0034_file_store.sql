-- Contents in a store of the host's (FILE-4): `store_key` is where one lies, and one without lies in pieces here.
ALTER TABLE file_contents ADD COLUMN store_key TEXT;
CREATE UNIQUE INDEX file_contents_store_key ON file_contents (store_key) WHERE store_key IS NOT NULL;

-- Keys that no content has: noted before anything is put under one, and until all under it is deleted. Once it is `going` no
-- content gets it any more.
CREATE TABLE file_store_keys (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    noted_at INTEGER NOT NULL,
    going INTEGER NOT NULL DEFAULT 0 CHECK (going IN (0, 1))
) STRICT;
CREATE INDEX file_store_keys_going ON file_store_keys (id) WHERE going = TRUE;
CREATE INDEX file_store_keys_noted ON file_store_keys (noted_at) WHERE going = FALSE;
