# 共享
area-shares = 共享
operation-shares-give = 共享记录
operation-shares-take_back = 收回共享
operation-shares-list = 查询共享
operation-shares-mine = 查询共享给我的记录
choice-ShareAccess-read = 读取
choice-ShareAccess-write = 编辑
field-shares = 共享
field-given_by = 共享人
field-given_at = 共享时间
violation-one_of = 不能与 { $limit } 同时填写
violation-somebody_else = 必须是其他人
