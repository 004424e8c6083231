choice-Entity-stock = Stock
