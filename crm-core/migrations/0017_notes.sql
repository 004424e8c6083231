-- Notes on records of any kind (NOTE). `home` is the table of the record that a note hangs on, `record` its public id; `thread` is
-- the note with which its talk begins, itself or the one that it replies to. `place` is less the later a note came, so that
-- one order runs through both: talks from the newest on, in each its beginning and then the replies as they came.
CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    home TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    thread INTEGER NOT NULL,
    place INTEGER NOT NULL,
    reply_to INTEGER REFERENCES notes (id),
    content TEXT NOT NULL,
    author INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL,
    edited_at INTEGER
) STRICT;
CREATE UNIQUE INDEX notes_record ON notes (home, record, thread, place);
CREATE INDEX notes_reply ON notes (reply_to);

-- Whom they mention, in the order in which they are named.
CREATE TABLE note_mentions (
    note INTEGER NOT NULL REFERENCES notes (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    PRIMARY KEY (note, place)
) STRICT, WITHOUT ROWID;
