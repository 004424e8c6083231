-- Reminders of activities (ACT-12), minutes with spaces between them. What follows from a person's zone, the start of their day and
-- their department is put right in slices: how far that came. Of the company's own zone the person is 0, and `activity` the last user.
ALTER TABLE activities ADD COLUMN reminders TEXT NOT NULL DEFAULT '';

-- Slices go along the lists.
DROP INDEX activities_last_day;

CREATE TABLE activity_walks (
    person INTEGER NOT NULL,
    part INTEGER NOT NULL,
    since INTEGER NOT NULL,
    stage INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    activity INTEGER NOT NULL,
    PRIMARY KEY (person, part)
) STRICT;

-- The last notification that a digest told somebody of (NOTIFY-4), by its `place`.
CREATE TABLE digested (
    user_id INTEGER PRIMARY KEY REFERENCES users (id),
    place INTEGER NOT NULL
) STRICT;

-- Messages to people (NOTIFY-4, AUTO-11): `person` is whom one is for, by `medium`; one of many records is about none.
ALTER TABLE outbox_messages RENAME TO outbox_messages_before;
CREATE TABLE outbox_messages (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    kind TEXT NOT NULL,
    topic TEXT NOT NULL,
    object TEXT,
    record BLOB CHECK (length(record) = 16),
    person INTEGER REFERENCES users (id),
    medium TEXT,
    queue TEXT NOT NULL,
    head INTEGER NOT NULL CHECK (head IN (0, 1)),
    payload TEXT NOT NULL,
    status TEXT NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0,
    failure TEXT,
    created_at INTEGER NOT NULL,
    taken_at INTEGER,
    leased_until INTEGER,
    due_at INTEGER,
    ended_at INTEGER
) STRICT;
INSERT INTO outbox_messages (id, uid, kind, topic, object, record, queue, head, payload, status, attempt, failure, created_at,
    taken_at, leased_until, due_at, ended_at)
SELECT id, uid, kind, topic, object, record, queue, head, payload, status, attempt, failure, created_at, taken_at, leased_until,
    due_at, ended_at FROM outbox_messages_before;
DROP TABLE outbox_messages_before;
CREATE INDEX outbox_messages_queue ON outbox_messages (queue, id);
CREATE INDEX outbox_messages_status ON outbox_messages (status, id);
CREATE INDEX outbox_messages_ready ON outbox_messages (kind, due_at, id) WHERE head = TRUE AND ended_at IS NULL;
CREATE INDEX outbox_messages_untaken ON outbox_messages (due_at) WHERE attempt = 0 AND ended_at IS NULL;
CREATE INDEX outbox_messages_ended ON outbox_messages (status, ended_at) WHERE ended_at IS NOT NULL;
