choice-Entity-stock = 库存
