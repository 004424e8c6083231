# 系统设置
area-settings = 系统设置
operation-settings-get = 查看系统设置
operation-settings-update = 修改系统设置
field-time_zone = 时区
field-sign_in_days = 登录日志保留天数
field-required_customer_fields = 客户必填项
violation-unknown_time_zone = 不是有效的时区
choice-Entity-settings = 系统设置
reason-settings-in_use = 扩展包的字段中仍有以该货币计的金额，不能更改货币
field-result_required = 完成时必须填写结果的活动类型
field-next_step_required = 必须安排下一步的对象
field-forgotten_after_days = 客户多少天未联系算被遗忘
field-forgotten_levels = 各等级的被遗忘天数
field-LevelDays-days = 天数
field-NewLevelDays-days = 天数
field-file_max_bytes = 单个附件上限
field-files_quota_bytes = 附件总容量
