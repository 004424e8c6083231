# Work reports
area-work_reports = Work reports
operation-work_reports-draft = Begin work report
operation-work_reports-update = Change work report
operation-work_reports-submit = Submit work report
operation-work_reports-recall = Take work report back
operation-work_reports-review = Review work report
operation-work_reports-get = Show work report
operation-work_reports-list = List work reports
operation-work_reports-missing = Who has not submitted
choice-Entity-work_report = Work report
choice-ReportKind-daily = Daily report
choice-ReportKind-weekly = Weekly report
choice-ReportKind-monthly = Monthly report
choice-WorkReportStatus-draft = Draft
choice-WorkReportStatus-submitted = Submitted
choice-WorkReportStatus-reviewed = Reviewed
violation-not_begun = has not begun
