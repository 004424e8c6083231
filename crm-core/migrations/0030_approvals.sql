-- Approvals (APPR): `settings.flows` counts the changes of flows, so that each process knows whether those that it has read still
-- hold; 0 where there never was one.
ALTER TABLE settings ADD COLUMN flows INTEGER NOT NULL DEFAULT 0;

-- A request: the operation that it is for, the flow as it was then, and what was kept of the record. It outlives the record.
CREATE TABLE approvals (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    number INTEGER NOT NULL,
    home TEXT NOT NULL,
    object TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    title TEXT,
    operation TEXT NOT NULL,
    arguments TEXT NOT NULL,
    submitter INTEGER NOT NULL REFERENCES users (id),
    chosen TEXT NOT NULL,
    flow BLOB NOT NULL CHECK (length(flow) = 16),
    flow_name TEXT NOT NULL,
    flow_version INTEGER NOT NULL,
    content TEXT NOT NULL,
    -- What the record had where the flow freezes it or a condition reads it, and the digests of its files.
    kept TEXT NOT NULL,
    -- What the operation changes, as the audit tells it.
    fields_before TEXT,
    fields_after TEXT,
    status TEXT NOT NULL,
    outcome TEXT,
    error TEXT,
    reason TEXT,
    round INTEGER NOT NULL,
    step INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX approvals_open ON approvals (home, record) WHERE status IN ('pending', 'returned');
CREATE INDEX approvals_record ON approvals (home, record, id);
CREATE INDEX approvals_submitter ON approvals (submitter, id);
CREATE INDEX approvals_status ON approvals (status, id);
CREATE INDEX approvals_flow ON approvals (flow, status);

-- The part of a person in a step: of nobody where nobody can be asked.
CREATE TABLE approval_sign_offs (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    approval INTEGER NOT NULL REFERENCES approvals (id),
    round INTEGER NOT NULL,
    step INTEGER NOT NULL,
    place INTEGER NOT NULL,
    holder INTEGER REFERENCES users (id),
    status TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by INTEGER REFERENCES users (id),
    comment TEXT,
    reason TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    -- The sign-off whose holder asked them, and whether they are asked before that one or behind it.
    parent INTEGER REFERENCES approval_sign_offs (id),
    beside TEXT
) STRICT;
CREATE INDEX approval_sign_offs_parent ON approval_sign_offs (parent) WHERE parent IS NOT NULL;
CREATE INDEX approval_sign_offs_approval ON approval_sign_offs (approval, id);
CREATE INDEX approval_sign_offs_holder ON approval_sign_offs (holder, status, id);
CREATE INDEX approval_sign_offs_decided_by ON approval_sign_offs (decided_by);

-- What happened to a request, never edited.
CREATE TABLE approval_events (
    id INTEGER PRIMARY KEY,
    approval INTEGER NOT NULL REFERENCES approvals (id),
    round INTEGER NOT NULL,
    step INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor INTEGER REFERENCES users (id),
    for_user INTEGER REFERENCES users (id),
    to_user INTEGER REFERENCES users (id),
    comment TEXT,
    reason TEXT,
    happened_at INTEGER NOT NULL
) STRICT;
CREATE INDEX approval_events_approval ON approval_events (approval, id);
CREATE INDEX approval_events_actor ON approval_events (actor);
CREATE INDEX approval_events_for_user ON approval_events (for_user);
CREATE INDEX approval_events_to_user ON approval_events (to_user);

-- Who is copied in, once a request has ended.
CREATE TABLE approval_copies (
    approval INTEGER NOT NULL REFERENCES approvals (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    PRIMARY KEY (approval, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX approval_copies_user ON approval_copies (user_id);

-- Who signs off for whom, and for how long (APPR-12): for some flows, by their ids, or for all.
CREATE TABLE substitutes (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    user_id INTEGER NOT NULL REFERENCES users (id),
    substitute INTEGER NOT NULL REFERENCES users (id),
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    flows TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX substitutes_user ON substitutes (user_id, ends_at);
CREATE INDEX substitutes_substitute ON substitutes (substitute, ends_at);
