# Activity plans
area-activity_plans = Activity plans
operation-activity_plans-apply = Apply activity plan
setup-activity_plan = Activity plan
field-activity_plans-apply-plan = Activity plan
field-start = Start
field-days = Days after the start
field-ActivityPlan-steps = Steps
field-ActivityPlanStep-kind = Kind
field-ActivityPlanStep-people = Assignee
