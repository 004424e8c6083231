-- Automation (AUTO-1, AUTO-13): `settings.rules` counts the changes of rules, so that each process knows whether those that it has
-- read still hold; 0 where there never was one. The log of runs keeps the name that a rule had, since it outlives the rule.
ALTER TABLE settings ADD COLUMN rules INTEGER NOT NULL DEFAULT 0;

CREATE TABLE automation_runs (
    id INTEGER PRIMARY KEY,
    rule BLOB NOT NULL CHECK (length(rule) = 16),
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    version INTEGER NOT NULL,
    home TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    operation TEXT NOT NULL,
    outcome TEXT NOT NULL,
    error TEXT,
    changes INTEGER NOT NULL,
    ran_at INTEGER NOT NULL
) STRICT;
CREATE INDEX automation_runs_rule ON automation_runs (rule, id);
CREATE INDEX automation_runs_name ON automation_runs (name_folded, id);
CREATE INDEX automation_runs_record ON automation_runs (home, record, id);
CREATE INDEX automation_runs_outcome ON automation_runs (outcome, id);
CREATE INDEX automation_runs_time ON automation_runs (ran_at);

-- How often the condition of a rule did not hold.
CREATE TABLE automation_unmet (
    rule BLOB PRIMARY KEY CHECK (length(rule) = 16),
    times INTEGER NOT NULL
) STRICT;
