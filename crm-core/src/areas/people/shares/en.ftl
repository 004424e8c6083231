# Shares
area-shares = Shares
operation-shares-give = Share record
operation-shares-take_back = Take share back
operation-shares-list = List shares
operation-shares-mine = List what is shared with me
choice-ShareAccess-read = Reading
choice-ShareAccess-write = Writing
field-shares = Shares
field-given_by = Given by
field-given_at = Given at
violation-one_of = must not be given together with { $limit }
violation-somebody_else = must be somebody else
