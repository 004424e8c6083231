# 定时任务
area-jobs = 定时任务
operation-jobs-next_due = 查看下一定时任务
operation-jobs-run_due = 执行到期任务
choice-Job-churn_scan = 客户流失扫描
field-job = 任务
field-due_at = 到期时间
field-ran_at = 执行时间
field-changed = 变更记录数
field-failed = 失败数
field-failure = 中止原因
field-jobs-run_due-limit = 最多执行项数
