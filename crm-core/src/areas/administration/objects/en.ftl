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
operation-objects-create = Create record
operation-objects-create_many = Create many records
operation-objects-update = Change record
operation-objects-act = Call action
operation-objects-delete = Delete record
field-objects-act-with = Fields taken
field-state_since = In this state since
