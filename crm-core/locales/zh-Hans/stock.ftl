choice-Entity-stock = 库存
field-stock = 库存
field-warehouse = 仓库
field-bin = 货位
field-quantity = 数量
