# 数据库维护
area-maintenance = 数据库维护
operation-maintenance-backup = 备份
operation-maintenance-check = 检查
operation-maintenance-rebuild = 重建派生数据
field-ok = 正常
field-findings = 发现的问题
choice-Entity-backup = 备份
