# 活动方案
area-activity_plans = 活动方案
operation-activity_plans-apply = 应用活动方案
setup-activity_plan = 活动方案
field-activity_plans-apply-plan = 活动方案
field-start = 开始日期
field-days = 开始后天数
field-ActivityPlan-steps = 步骤
field-ActivityPlanStep-kind = 类型
field-ActivityPlanStep-people = 执行人
