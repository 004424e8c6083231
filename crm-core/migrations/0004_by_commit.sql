-- The audit is told in the order in which calls were committed, which is that of their keys. When a call was asked for
-- says little about it: who waits for the writer asked before those that come before.
DROP INDEX audit_calls_actor;
CREATE INDEX audit_calls_actor ON audit_calls (actor);
DROP INDEX audit_calls_operation;
CREATE INDEX audit_calls_operation ON audit_calls (operation);
DROP TABLE audit_entities;
-- Of which kinds the records are that a call changed, a row a kind; in the order of the list of calls.
CREATE TABLE audit_entities (
    entity TEXT NOT NULL,
    call INTEGER NOT NULL REFERENCES audit_calls (id),
    PRIMARY KEY (entity, call)
) STRICT, WITHOUT ROWID;
INSERT INTO audit_entities (entity, call) SELECT DISTINCT entity, call FROM audit_changes;

-- Which instants each scheduled job was served for, and when. Of the time before, the last run is known.
CREATE TABLE job_runs (
    job TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    ran_at INTEGER NOT NULL,
    PRIMARY KEY (job, due_at)
) STRICT, WITHOUT ROWID;
INSERT INTO job_runs (job, due_at, ran_at) SELECT name, last_run_at, last_run_at FROM jobs;
DROP TABLE jobs;
