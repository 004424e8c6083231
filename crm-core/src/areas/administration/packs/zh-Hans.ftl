# 扩展包
area-packs = 扩展包
operation-packs-list = 查询扩展包列表
operation-packs-get = 查看扩展包
operation-packs-plan = 预演扩展包
operation-packs-apply = 应用扩展包
field-Pack-language = 语言级别
field-applied_at = 应用时间
field-applied_by = 应用人
field-PackDetail-pack = 扩展包
field-digest = 预演摘要
field-steps = 步骤
field-estimated_ms = 预计毫秒数
field-PackStep-path = 路径
field-PackStep-class = 类别
field-PackStep-rows = 记录数
field-PackStep-was = 原名
field-packs-apply-plan = 预演摘要
