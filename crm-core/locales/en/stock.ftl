choice-Entity-stock = Stock
field-stock = Stock
field-warehouse = Warehouse
field-bin = Bin
field-quantity = Quantity
