-- The clock of each enabled rule that goes by time (AUTO-7): until when it has been served, and in the middle of a run, until when that
-- goes and what it looked at last. `home` and `field` are of what it counts from, empty where it comes by a recurrence; `stamp` is how.
CREATE TABLE automation_clocks (
    document INTEGER PRIMARY KEY REFERENCES setup_documents (id) ON DELETE CASCADE,
    home TEXT NOT NULL,
    field TEXT NOT NULL,
    stamp TEXT NOT NULL,
    served_to INTEGER NOT NULL,
    run_to INTEGER,
    after_base INTEGER,
    after_key INTEGER,
    ran INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX automation_clocks_field ON automation_clocks (home, field);

-- For which records, and which of their values, a rule was served of late: so long as a value may come back.
CREATE TABLE automation_served (
    clock INTEGER NOT NULL REFERENCES automation_clocks (document) ON DELETE CASCADE,
    record BLOB NOT NULL CHECK (length(record) = 16),
    base INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    PRIMARY KEY (clock, record, base)
) STRICT, WITHOUT ROWID;
CREATE INDEX automation_served_due ON automation_served (clock, due_at);

-- Records that got a value which was due by then, but not too late.
CREATE TABLE automation_late (
    clock INTEGER NOT NULL REFERENCES automation_clocks (document) ON DELETE CASCADE,
    record BLOB NOT NULL CHECK (length(record) = 16),
    PRIMARY KEY (clock, record)
) STRICT, WITHOUT ROWID;

-- Records of which a day that is derived was written in the call that is under way.
CREATE TABLE automation_noted (
    clock INTEGER NOT NULL REFERENCES automation_clocks (document) ON DELETE CASCADE,
    record BLOB NOT NULL CHECK (length(record) = 16),
    PRIMARY KEY (clock, record)
) STRICT, WITHOUT ROWID;
