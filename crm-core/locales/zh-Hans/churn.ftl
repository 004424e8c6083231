choice-Entity-warning = 客户流失预警
field-warning = 客户流失预警
field-warned_at = 预警时间
