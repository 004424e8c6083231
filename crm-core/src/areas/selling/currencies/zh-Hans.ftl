# 货币
area-currencies = 货币
operation-currencies-set_rates = 设置汇率
operation-currencies-rates = 查询汇率
operation-currencies-convert = 换算金额
choice-Entity-currency_rate = 汇率
field-rates = 汇率
field-rate = 汇率
field-base = 本位币
field-valid_from = 生效日期
field-on = 日期
violation-is_base = 是公司的本位币
violation-no_rate = { $limit } 在该日没有汇率
