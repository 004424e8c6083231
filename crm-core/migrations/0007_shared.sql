-- Who works on a record beside the one whose it is (SHARE-1), and to whom it is shown (SHARE-2). A table for each kind of
-- record, with references that hold.
CREATE TABLE customer_collaborators (
    customer INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    added_by INTEGER REFERENCES users (id),
    added_at INTEGER NOT NULL,
    PRIMARY KEY (customer, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_collaborators_user ON customer_collaborators (user_id);

CREATE TABLE opportunity_collaborators (
    opportunity INTEGER NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    added_by INTEGER REFERENCES users (id),
    added_at INTEGER NOT NULL,
    PRIMARY KEY (opportunity, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX opportunity_collaborators_user ON opportunity_collaborators (user_id);

-- With a user, or with a department and those below it.
CREATE TABLE customer_shares (
    id INTEGER PRIMARY KEY,
    customer INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES users (id),
    department INTEGER REFERENCES departments (id),
    access TEXT NOT NULL CHECK (access IN ('read', 'write')),
    given_by INTEGER REFERENCES users (id),
    given_at INTEGER NOT NULL,
    CHECK ((user_id IS NULL) <> (department IS NULL)),
    UNIQUE (customer, user_id),
    UNIQUE (customer, department)
) STRICT;
CREATE INDEX customer_shares_user ON customer_shares (user_id, given_at);
CREATE INDEX customer_shares_department ON customer_shares (department, given_at);

CREATE TABLE opportunity_shares (
    id INTEGER PRIMARY KEY,
    opportunity INTEGER NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES users (id),
    department INTEGER REFERENCES departments (id),
    access TEXT NOT NULL CHECK (access IN ('read', 'write')),
    given_by INTEGER REFERENCES users (id),
    given_at INTEGER NOT NULL,
    CHECK ((user_id IS NULL) <> (department IS NULL)),
    UNIQUE (opportunity, user_id),
    UNIQUE (opportunity, department)
) STRICT;
CREATE INDEX opportunity_shares_user ON opportunity_shares (user_id, given_at);
CREATE INDEX opportunity_shares_department ON opportunity_shares (department, given_at);

CREATE TABLE ticket_shares (
    id INTEGER PRIMARY KEY,
    ticket INTEGER NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES users (id),
    department INTEGER REFERENCES departments (id),
    access TEXT NOT NULL CHECK (access IN ('read', 'write')),
    given_by INTEGER REFERENCES users (id),
    given_at INTEGER NOT NULL,
    CHECK ((user_id IS NULL) <> (department IS NULL)),
    UNIQUE (ticket, user_id),
    UNIQUE (ticket, department)
) STRICT;
CREATE INDEX ticket_shares_user ON ticket_shares (user_id, given_at);
CREATE INDEX ticket_shares_department ON ticket_shares (department, given_at);
