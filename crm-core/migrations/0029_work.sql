-- Work reports (WORK-1 to WORK-4), and what somebody did in a time (WORK-5), by indexes on person and time.
ALTER TABLE settings ADD COLUMN work_report_due TEXT NOT NULL DEFAULT 'daily 1 12:00
weekly 1 12:00
monthly 3 12:00';
ALTER TABLE settings ADD COLUMN work_report_roles TEXT NOT NULL DEFAULT 'account_manager';

CREATE TABLE work_reports (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    number INTEGER NOT NULL UNIQUE,
    author INTEGER NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL CHECK (kind IN ('daily', 'weekly', 'monthly')),
    period_from TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'submitted', 'reviewed')),
    done TEXT,
    plan TEXT,
    problems TEXT,
    created_at INTEGER NOT NULL,
    submitted_at INTEGER,
    due_at INTEGER,
    figures TEXT,
    format INTEGER NOT NULL,
    reviewer INTEGER REFERENCES users (id),
    reviewed_at INTEGER,
    score INTEGER CHECK (score BETWEEN 0 AND 100),
    remark TEXT
) STRICT;
CREATE UNIQUE INDEX work_reports_own ON work_reports (author, kind, period_from);
CREATE INDEX work_reports_author ON work_reports (author, period_from, id);
CREATE INDEX work_reports_period ON work_reports (period_from, id);
CREATE INDEX work_reports_kind ON work_reports (kind, period_from, id);
CREATE INDEX work_reports_status ON work_reports (status, period_from, id);

-- Who recorded a contact; of those that are there the history knows it.
ALTER TABLE contacts ADD COLUMN creator INTEGER REFERENCES users (id);
UPDATE contacts SET creator = (
    SELECT c.actor FROM audit_changes h JOIN audit_calls c ON c.id = h.call
    WHERE h.record = contacts.uid AND h.entity = 'contact' AND h.action = 'created' ORDER BY h.id LIMIT 1
);

CREATE INDEX customers_creator ON customers (creator, created_at);
CREATE INDEX contacts_creator ON contacts (creator, created_at);
CREATE INDEX opportunities_closed ON opportunities (assignee, closed_at);
CREATE INDEX ticket_attempts_handler ON ticket_attempts (handler, handled_at);
-- When they are to be done: a day, or an instant; what ends at midnight ends with the day before.
CREATE INDEX activities_due_day ON activities (assignee, coalesce(due_on, ends_on));
CREATE INDEX activities_due_instant ON activities (assignee, coalesce(due_at, ends_at - 1));
