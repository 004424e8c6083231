# 标签
area-tags = 标签
operation-tags-set = 设置标签
operation-tags-list = 查看标签
operation-tags-merge = 合并标签
setup-tag = 标签
field-tags = 标签
field-colour = 颜色
field-add = 添加
field-remove = 移除
field-into = 合并到
field-tag = 标签
