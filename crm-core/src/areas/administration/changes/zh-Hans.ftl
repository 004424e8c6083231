# 跟踪变更
area-changes = 变更
operation-changes-since = 查询此后的变更
operation-changes-latest = 查看最新序号
field-change = 变更
field-database = 数据库
field-epoch = 数据库的世代
choice-Entity-database = 数据库
