# Products
area-products = Products
operation-products-get = Show product
operation-products-list = List products
choice-Entity-product = Product
field-products = Products
field-product_name = Product
field-product_external_id = Product's key in the host's books
field-model = Model
field-batch = Batch
field-unit = Unit
field-price = Price
field-product = Product
field-Product-name = Product name
field-NewProduct-name = Product name
