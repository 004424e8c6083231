# 客户开发计划
area-plans = 客户开发计划
operation-plans-get = 查看开发计划
operation-plans-add = 添加计划项
operation-plans-update = 修改计划项
operation-plans-delete = 删除计划项
operation-plans-record_result = 记录执行效果
choice-Entity-plan_item = 计划项
field-PlanItem-result = 执行效果
field-plans-record_result-result = 执行效果
field-plan = 开发计划
field-PlanItem-content = 计划内容
field-NewPlanItem-content = 计划内容
field-PlanItemUpdate-content = 计划内容
