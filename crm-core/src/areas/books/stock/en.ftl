# Stock
area-stock = Stock
operation-stock-get = Show stock
operation-stock-list = List stock
choice-Entity-stock = Stock
field-stock = Stock
field-warehouse = Warehouse
field-bin = Bin
field-quantity = Quantity
