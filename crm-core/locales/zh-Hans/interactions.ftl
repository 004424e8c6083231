choice-Entity-interaction = 交往记录
