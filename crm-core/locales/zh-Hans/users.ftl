# 用户
area-users = 用户
operation-users-create = 创建用户
operation-users-get = 查看用户
choice-Entity-user = 用户
choice-UserStatus-active = 启用
choice-UserStatus-disabled = 已停用
state-disabled = 已停用
field-login = 登录名
field-display_name = 姓名
field-department = 部门
field-email = 电子邮件
field-regions = 负责地区
field-industries = 负责行业
field-roles = 角色
operation-session = 登录
