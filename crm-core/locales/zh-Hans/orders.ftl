choice-Entity-order = 订单
