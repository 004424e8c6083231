# 工作报告
area-work_reports = 工作报告
operation-work_reports-draft = 填写工作报告
operation-work_reports-update = 修改工作报告
operation-work_reports-submit = 提交工作报告
operation-work_reports-recall = 撤回工作报告
operation-work_reports-review = 评阅工作报告
operation-work_reports-get = 查看工作报告
operation-work_reports-list = 查询工作报告
operation-work_reports-missing = 查询未提交人员
choice-Entity-work_report = 工作报告
choice-ReportKind-daily = 日报
choice-ReportKind-weekly = 周报
choice-ReportKind-monthly = 月报
choice-WorkReportStatus-draft = 草稿
choice-WorkReportStatus-submitted = 已提交
choice-WorkReportStatus-reviewed = 已评阅
violation-not_begun = 尚未开始
