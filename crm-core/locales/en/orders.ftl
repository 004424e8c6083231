choice-Entity-order = Order
