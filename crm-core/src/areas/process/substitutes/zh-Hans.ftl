# 审批代理人
area-substitutes = 审批代理人
operation-substitutes-set = 指定审批代理人
operation-substitutes-end = 结束审批代理
operation-substitutes-list = 审批代理人列表
choice-Entity-substitute = 审批代理人
field-substitute = 代理人
field-flows = 审批流程范围
