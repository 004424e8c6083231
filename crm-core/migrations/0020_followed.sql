-- Who follows a record, and who once said that they don't (FOLLOW): `home` is the table of the record, `record` its public id. Its
-- creator and its owner follow without a row. `updates` says that they hear of every change.
CREATE TABLE followers (
    home TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    user_id INTEGER NOT NULL REFERENCES users (id),
    follows INTEGER NOT NULL CHECK (follows IN (0, 1)),
    updates INTEGER NOT NULL DEFAULT 0 CHECK (updates IN (0, 1)),
    PRIMARY KEY (home, record, user_id)
) STRICT, WITHOUT ROWID;

-- What people are told (NOTIFY), each numbered by `place` among those of its person. `home` and `record` are the record that it is
-- about, by which it goes with that; none where it is about many, or tells that the record is gone. `about` is the note that
-- it tells of, `detail` what its sentence needs beside.
CREATE TABLE notifications (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    user_id INTEGER NOT NULL REFERENCES users (id),
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    home TEXT,
    record BLOB CHECK (length(record) = 16),
    about BLOB CHECK (length(about) = 16),
    detail TEXT,
    actor INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL,
    read_at INTEGER,
    CHECK ((home IS NULL) = (record IS NULL))
) STRICT;
CREATE UNIQUE INDEX notifications_user ON notifications (user_id, place);
CREATE INDEX notifications_unread ON notifications (user_id, place) WHERE read_at IS NULL;
CREATE INDEX notifications_record ON notifications (home, record);
