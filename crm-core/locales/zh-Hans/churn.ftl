choice-Entity-warning = 客户流失预警
