# Development plans
area-plans = Development plans
operation-plans-get = Show plan
operation-plans-add = Add plan item
operation-plans-update = Change plan item
operation-plans-delete = Delete plan item
operation-plans-record_result = Record result
choice-Entity-plan_item = Plan item
field-PlanItem-result = Result
field-plans-record_result-result = Result
field-plan = Plan
field-PlanItem-content = Plan content
field-NewPlanItem-content = Plan content
field-PlanItemUpdate-content = Plan content
