-- What waits for a person on their workbench (BENCH-1): requests that came back to their submitter, reports that are drafts.
CREATE INDEX approvals_returned ON approvals (submitter, id) WHERE status = 'returned';
CREATE INDEX work_reports_drafts ON work_reports (author, period_from, id) WHERE status = 'draft';
