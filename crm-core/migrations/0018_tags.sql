-- The tags that records of any kind bear (TAG): `home` is the table of the record, `record` its public id, `tag` the setup document.
CREATE TABLE record_tags (
    home TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    tag INTEGER NOT NULL REFERENCES setup_documents (id),
    PRIMARY KEY (home, record, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_tags_tag ON record_tags (tag, home, record);
