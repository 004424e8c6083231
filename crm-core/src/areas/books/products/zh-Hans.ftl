# 产品
area-products = 产品
operation-products-get = 查看产品
operation-products-list = 查询产品
choice-Entity-product = 产品
field-products = 产品
field-product_name = 产品
field-product_external_id = 产品外部编号
field-model = 型号
field-batch = 批次
field-unit = 单位
field-price = 单价
field-product = 产品
field-Product-name = 产品名称
field-NewProduct-name = 产品名称
