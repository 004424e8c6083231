# The workbench
area-bench = Workbench
operation-bench-today = What is to be done today
field-sections = Sections
field-Bench-day = Day
field-BenchRow-about = About
text-bench-overdue = Overdue
text-bench-today = Today
text-bench-coming = The next seven days
text-bench-opportunities = Newly assigned opportunities
text-bench-plan_items = Plan items due
text-bench-tickets = Tickets to handle
text-bench-warnings = Churn warnings
text-bench-forgotten = Forgotten customers
text-bench-birthdays = Birthdays
text-bench-recent = Recently visited customers
text-bench-served = Recently handled tickets
text-bench-notifications = Unread notifications
