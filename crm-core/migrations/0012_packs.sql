-- What packs grant (OBJ-7, PACK-10). A row that nobody granted by hand is of the enabled packs' layer, and goes with it.
ALTER TABLE role_operations ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 1;

-- The pack that made a role.
ALTER TABLE roles ADD COLUMN pack TEXT;

-- How far a role reaches in the records of a defined object, where a pack's grants say that it is less than all. Levels are
-- kept as in role_scopes.
CREATE TABLE role_object_scopes (
    role INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    object TEXT NOT NULL,
    reads INTEGER NOT NULL CHECK (reads BETWEEN 0 AND 3),
    writes INTEGER NOT NULL CHECK (writes BETWEEN 0 AND reads),
    PRIMARY KEY (role, object)
) STRICT, WITHOUT ROWID;

-- The rule or action that caused a change, where the call itself did not (OBJ-19).
ALTER TABLE audit_changes ADD COLUMN cause TEXT;

-- By which the audit names a pack.
ALTER TABLE packs ADD COLUMN uid BLOB;
CREATE UNIQUE INDEX packs_uid ON packs (uid);

-- Of a part the table of its wholes: it goes with them.
ALTER TABLE object_tables ADD COLUMN whole INTEGER REFERENCES object_tables (id);
