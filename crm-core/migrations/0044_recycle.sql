-- When a record falls back into a pool (ASSIGN-10), and the next day on which that is told beforehand; of what somebody has alone.
ALTER TABLE customers ADD COLUMN pool_due_on TEXT;
ALTER TABLE customers ADD COLUMN pool_notice_on TEXT;
ALTER TABLE opportunities ADD COLUMN pool_due_on TEXT;
ALTER TABLE opportunities ADD COLUMN pool_notice_on TEXT;
CREATE INDEX customers_pool_due ON customers (pool_due_on, id) WHERE pool_due_on IS NOT NULL;
CREATE INDEX opportunities_pool_due ON opportunities (pool_due_on, id) WHERE pool_due_on IS NOT NULL;

-- The recycle rules of enabled pools: their places there, what each says, and since which day it does. No period begins before that.
CREATE TABLE recycle_rules (
    pool INTEGER NOT NULL REFERENCES setup_documents (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    stamp TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (pool, place)
) STRICT, WITHOUT ROWID;

-- Records of which a derived day was written in the call that is under way, where such rules are in force.
CREATE TABLE noted_records (
    noted_in TEXT NOT NULL,
    noted BLOB NOT NULL CHECK (length(noted) = 16),
    PRIMARY KEY (noted_in, noted)
) STRICT, WITHOUT ROWID;

-- How many recycle rules are in force, and at what time of the day records fall back.
ALTER TABLE settings ADD COLUMN recycles INTEGER NOT NULL DEFAULT 0;
ALTER TABLE settings ADD COLUMN recycle_at TEXT NOT NULL DEFAULT '03:00';
