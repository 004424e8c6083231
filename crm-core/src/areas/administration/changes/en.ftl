# Following changes
area-changes = Changes
operation-changes-since = List changes since
operation-changes-latest = Show the last sequence number
field-change = Change
field-database = Database
field-epoch = Incarnation
choice-Entity-database = Database
