choice-Entity-product = 产品
