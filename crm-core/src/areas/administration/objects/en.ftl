# Records of any kind
area-objects = Records of any kind
operation-objects-get = Show record
field-ObjectRecord-values = Values
operation-objects-list = List records
field-objects-list-fields = Fields wanted
operation-objects-aggregate = Count and sum records
field-query = Query
field-columns = Columns
field-ObjectColumn-kind = Type
field-ObjectTable-rows = Rows
