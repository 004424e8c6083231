-- Views that people keep (VIEW): a question about the records of one object, as its owner wrote it. One without an owner is the
-- engine's. `object` is what the definition asks of, for lists.
CREATE TABLE views (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    owner INTEGER REFERENCES users (id),
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    object TEXT NOT NULL,
    definition TEXT NOT NULL,
    everybody INTEGER NOT NULL DEFAULT 0 CHECK (everybody IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX views_owner ON views (owner, name_folded);
CREATE INDEX views_everybody ON views (everybody);

-- With whom they are shared, beside everybody.
CREATE TABLE view_roles (
    role INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    view_id INTEGER NOT NULL REFERENCES views (id) ON DELETE CASCADE,
    PRIMARY KEY (role, view_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX view_roles_view ON view_roles (view_id);

CREATE TABLE view_departments (
    department INTEGER NOT NULL REFERENCES departments (id) ON DELETE CASCADE,
    view_id INTEGER NOT NULL REFERENCES views (id) ON DELETE CASCADE,
    PRIMARY KEY (department, view_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX view_departments_view ON view_departments (view_id);
