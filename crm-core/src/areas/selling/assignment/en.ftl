# Dealing
area-assignment = Dealing
operation-assignment-deal = Deal
choice-Dealing-round_robin = In turn
choice-Dealing-least_busy = Least busy
field-among = Among
field-method = Method
violation-nobody = is nobody to whom it can be given
