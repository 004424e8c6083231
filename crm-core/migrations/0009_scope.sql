-- Which records a role reads and writes (SCOPE-1), where it is less than all. Levels are kept by their places: own,
-- department, below, all.
CREATE TABLE role_scopes (
    role INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    area TEXT NOT NULL,
    reads INTEGER NOT NULL CHECK (reads BETWEEN 0 AND 3),
    writes INTEGER NOT NULL CHECK (writes BETWEEN 0 AND reads),
    PRIMARY KEY (role, area)
) STRICT, WITHOUT ROWID;

-- Whether anybody is narrowed: 0 nobody is, 1 what follows is being made, 2 it is in force. The epoch counts every change
-- of users, roles, departments and shares, so that what a process remembers of them is known to be the present state.
ALTER TABLE settings ADD COLUMN scoped INTEGER NOT NULL DEFAULT 0 CHECK (scoped IN (0, 1, 2));
ALTER TABLE settings ADD COLUMN scope_epoch INTEGER NOT NULL DEFAULT 0;

-- Derived from that and from the roles, where every call looks already: 0 nobody is narrowed, 1 somebody is, 2 this user is.
ALTER TABLE users ADD COLUMN scoped INTEGER NOT NULL DEFAULT 0 CHECK (scoped IN (0, 1, 2));

-- Derived, and empty where nobody is narrowed. A principal is a key with a kind, key * 16 + kind: 0 a user who holds the
-- record, 1 a user it is shared with, 2 the department of a holder, 3 that department or one above it, 4 a department it is
-- shared with, 8 a user who serves the customer.
--
-- The principals by which a user holds what they hold.
CREATE TABLE reach (
    user_id INTEGER NOT NULL REFERENCES users (id),
    principal INTEGER NOT NULL,
    PRIMARY KEY (user_id, principal)
) STRICT, WITHOUT ROWID;

-- The principals of each record, in the order of its list: `at` is the list's first key as an integer. Kinds of record:
-- 1 customer, 2 opportunity, 3 ticket, 4 contact, 5 interaction, 6 warning.
CREATE TABLE access (
    entity INTEGER NOT NULL,
    principal INTEGER NOT NULL,
    at INTEGER NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (entity, principal, at, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_record ON access (record, entity);
