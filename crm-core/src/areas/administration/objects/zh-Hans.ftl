# 对象记录
area-objects = 对象记录
operation-objects-get = 查看记录
field-ObjectRecord-values = 字段值
operation-objects-list = 查询记录列表
field-objects-list-fields = 所需字段
operation-objects-aggregate = 汇总记录
field-query = 查询条件
field-columns = 列
field-ObjectColumn-kind = 类型
field-ObjectTable-rows = 行
operation-objects-create = 新建记录
operation-objects-create_many = 批量新建记录
operation-objects-update = 修改记录
operation-objects-act = 执行操作
operation-objects-delete = 删除记录
field-objects-act-with = 随操作填写的字段
field-state_since = 进入该状态的时间
