-- Pools (公海, ASSIGN-7): in which a record is that nobody owns; a pool is a setup document.
ALTER TABLE customers ADD COLUMN pool INTEGER REFERENCES setup_documents (id);
ALTER TABLE opportunities ADD COLUMN pool INTEGER REFERENCES setup_documents (id);
CREATE INDEX customers_pool ON customers (pool, id) WHERE pool IS NOT NULL;
CREATE INDEX opportunities_pool ON opportunities (pool, id) WHERE pool IS NOT NULL;

-- Who a pool is for, and who looks after it (`admin`): a user, the people of a department and of those below it, the holders of a
-- role, or everybody where none of these stands there.
CREATE TABLE pool_people (
    id INTEGER PRIMARY KEY,
    pool INTEGER NOT NULL REFERENCES setup_documents (id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    department INTEGER REFERENCES departments (id) ON DELETE CASCADE,
    role INTEGER REFERENCES roles (id) ON DELETE CASCADE,
    admin INTEGER NOT NULL CHECK (admin IN (0, 1))
) STRICT;
CREATE INDEX pool_people_pool ON pool_people (pool);
CREATE INDEX pool_people_user ON pool_people (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX pool_people_department ON pool_people (department) WHERE department IS NOT NULL;
CREATE INDEX pool_people_role ON pool_people (role) WHERE role IS NOT NULL;

-- The fields of its records that a pool hides.
CREATE TABLE pool_hidden (
    pool INTEGER NOT NULL REFERENCES setup_documents (id) ON DELETE CASCADE,
    entity TEXT NOT NULL,
    field TEXT NOT NULL,
    PRIMARY KEY (pool, entity, field)
) STRICT, WITHOUT ROWID;

-- Every stay of a record in a pool (ASSIGN-11); the last one of a record that is in one has no end.
CREATE TABLE pool_stays (
    id INTEGER PRIMARY KEY,
    pool INTEGER REFERENCES setup_documents (id) ON DELETE SET NULL,
    customer INTEGER REFERENCES customers (id) ON DELETE CASCADE,
    opportunity INTEGER REFERENCES opportunities (id) ON DELETE CASCADE,
    since INTEGER NOT NULL,
    put_by INTEGER REFERENCES users (id),
    reason TEXT,
    until INTEGER,
    ended TEXT CHECK (ended IN ('claimed', 'given', 'merged', 'lost')),
    ended_by INTEGER REFERENCES users (id),
    got_by INTEGER REFERENCES users (id),
    CHECK ((customer IS NULL) <> (opportunity IS NULL))
) STRICT;
CREATE INDEX pool_stays_customer ON pool_stays (customer, id) WHERE customer IS NOT NULL;
CREATE INDEX pool_stays_opportunity ON pool_stays (opportunity, id) WHERE opportunity IS NOT NULL;
CREATE INDEX pool_stays_pool ON pool_stays (pool);
CREATE INDEX pool_stays_open ON pool_stays (pool, id) WHERE until IS NULL;
CREATE INDEX pool_stays_claims ON pool_stays (got_by, pool, until) WHERE ended = 'claimed';

-- Whose a record was, and from when until when; the present owner's has no end.
CREATE TABLE owner_periods (
    id INTEGER PRIMARY KEY,
    customer INTEGER REFERENCES customers (id) ON DELETE CASCADE,
    opportunity INTEGER REFERENCES opportunities (id) ON DELETE CASCADE,
    owner INTEGER NOT NULL REFERENCES users (id),
    since INTEGER NOT NULL,
    until INTEGER,
    ended TEXT CHECK (ended IN ('put', 'recycled', 'handed_over', 'merged')),
    CHECK ((customer IS NULL) <> (opportunity IS NULL))
) STRICT;
CREATE INDEX owner_periods_customer ON owner_periods (customer, id) WHERE customer IS NOT NULL;
CREATE INDEX owner_periods_opportunity ON owner_periods (opportunity, id) WHERE opportunity IS NOT NULL;
CREATE INDEX owner_periods_owner ON owner_periods (owner, until);

-- Present owners begin a period each: of a customer when it was last written to at all, since nobody knows earlier ones.
INSERT INTO owner_periods (customer, owner, since)
SELECT id, account_manager, COALESCE((SELECT max(at) FROM audit_calls), created_at) FROM customers
WHERE account_manager IS NOT NULL ORDER BY id;
INSERT INTO owner_periods (opportunity, owner, since)
SELECT id, assignee, COALESCE(assigned_at, created_at) FROM opportunities WHERE assignee IS NOT NULL ORDER BY id;

-- What a member received by an assignment rule (ASSIGN-5).
CREATE TABLE assigned_by_rule (
    id INTEGER PRIMARY KEY,
    rule INTEGER NOT NULL REFERENCES setup_documents (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    customer INTEGER REFERENCES customers (id) ON DELETE CASCADE,
    opportunity INTEGER REFERENCES opportunities (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    CHECK ((customer IS NULL) <> (opportunity IS NULL))
) STRICT;
CREATE INDEX assigned_by_rule_at ON assigned_by_rule (rule, at);
CREATE INDEX assigned_by_rule_user ON assigned_by_rule (user_id);
CREATE INDEX assigned_by_rule_customer ON assigned_by_rule (customer) WHERE customer IS NOT NULL;
CREATE INDEX assigned_by_rule_opportunity ON assigned_by_rule (opportunity) WHERE opportunity IS NOT NULL;

ALTER TABLE settings ADD COLUMN assignment_at TEXT NOT NULL DEFAULT '06:00';
