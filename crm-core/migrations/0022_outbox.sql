-- The outbox (AUTO-10, AUTO-11): what hosts are told, until they say that they did what it is for. `queue` is what keeps its order:
-- of the messages of one queue that have not ended only the earliest, the `head`, is handed out. `due_at` is when it may be
-- taken, of one that is taken when it may be again, should nobody say what became of it.
CREATE TABLE outbox_messages (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    kind TEXT NOT NULL,
    topic TEXT NOT NULL,
    object TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
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
CREATE INDEX outbox_messages_queue ON outbox_messages (queue, id);
CREATE INDEX outbox_messages_status ON outbox_messages (status, id);
CREATE INDEX outbox_messages_ready ON outbox_messages (kind, due_at, id) WHERE head = TRUE AND ended_at IS NULL;
CREATE INDEX outbox_messages_untaken ON outbox_messages (due_at) WHERE attempt = 0 AND ended_at IS NULL;
CREATE INDEX outbox_messages_ended ON outbox_messages (status, ended_at) WHERE ended_at IS NOT NULL;
