# Due jobs
area-jobs = Scheduled jobs
operation-jobs-next_due = Next scheduled job
operation-jobs-run_due = Run due jobs
choice-Job-churn_scan = Churn scan
field-job = Job
field-due_at = Due at
field-ran_at = Run at
field-changed = Changed records
field-failed = Failed
field-failure = Ended by
field-jobs-run_due-limit = Items at most
