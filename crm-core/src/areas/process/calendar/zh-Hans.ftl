# 日历
area-calendar = 日历
operation-calendar-entries = 查看日历
operation-calendar-export_ics = 导出日历文件
operation-calendar-import_ics = 导入日历文件
operation-calendar-open_feed = 开通日历订阅
operation-calendar-close_feed = 关闭日历订阅
operation-calendar-feed = 读取日历订阅
choice-Entity-calendar_feed = 日历订阅
field-busy = 忙碌
field-excluding = 除外的活动
field-token = 密钥
field-FeedToken-opened_at = 开通时间
field-CalendarFeed-opened_at = 开通时间
violation-no_calendar = 不是日历文件
violation-wrong_syntax = 第 { $limit } 行不是有效的属性
violation-unfinished = 没有结束，或其中有别的内容结束（第 { $limit } 行）
field-CalendarEntry-kind = 活动类型
