choice-Entity-product = Product
