# 库存
area-stock = 库存
operation-stock-get = 查看库存
operation-stock-list = 查询库存
choice-Entity-stock = 库存
field-stock = 库存
field-warehouse = 仓库
field-bin = 货位
field-quantity = 数量
