# 工作台
area-bench = 工作台
operation-bench-today = 查看今日工作
field-sections = 栏目
field-Bench-day = 日期
field-BenchRow-about = 关于
text-bench-overdue = 已逾期
text-bench-today = 今天
text-bench-coming = 未来七天
text-bench-opportunities = 新分配的销售机会
text-bench-plan_items = 到期的开发计划
text-bench-tickets = 待处理的服务单
text-bench-warnings = 流失预警
text-bench-forgotten = 被遗忘的客户
text-bench-birthdays = 近期生日
text-bench-recent = 最近联系的客户
text-bench-served = 最近处理的服务单
text-bench-notifications = 未读通知
