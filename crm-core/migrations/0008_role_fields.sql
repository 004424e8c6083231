-- What a role may do with fields that can be withheld, where it is less than everything. The right is kept by its place:
-- hidden, masked, read_only; a full one (3) has no row.
CREATE TABLE role_fields (
    role INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    entity TEXT NOT NULL,
    field TEXT NOT NULL,
    rights INTEGER NOT NULL CHECK (rights BETWEEN 0 AND 3),
    PRIMARY KEY (role, entity, field)
) STRICT, WITHOUT ROWID;
-- Derived: whether a role that the user holds has a row there. It stands where every call looks already, so that a call of
-- a user without such a role asks nothing more.
ALTER TABLE users ADD COLUMN limited INTEGER NOT NULL DEFAULT 0 CHECK (limited IN (0, 1));
