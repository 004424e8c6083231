# 日历
area-calendar = 日历
operation-calendar-entries = 查看日历
operation-calendar-export_ics = 导出日历文件
operation-calendar-import_ics = 导入日历文件
operation-calendar-open_feed = 开通日历订阅
operation-calendar-close_feed = 关闭日历订阅
operation-calendar-feed = 读取日历订阅
choice-Entity-calendar_feed = 日历订阅
field-at_from = 起始时间
field-at_before = 截止时间之前
field-busy = 忙碌
field-excluding = 除外的活动
field-people = 人员
field-token = 密钥
field-opened_at = 开通时间
