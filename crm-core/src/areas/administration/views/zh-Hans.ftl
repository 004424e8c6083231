# 视图
area-views = 视图
operation-views-list = 查看视图列表
operation-views-create = 保存视图
operation-views-update = 修改视图
operation-views-delete = 删除视图
operation-views-share = 共享视图
operation-views-rows = 查看视图数据
operation-views-table = 查看视图统计表
choice-Entity-view = 视图
field-broken = 已失效
field-definition = 定义
field-departments = 部门
field-everybody = 所有人
field-parameters = 参数
field-view = 视图
field-views-share-with = 共享对象
