# Hand-over
area-handover = Hand-over
operation-handover-preview = Preview hand-over
operation-handover-run = Hand over
field-from_user = From
field-to_user = To
field-what = What
field-everything = Everything
field-keep_as_collaborator = Stays a collaborator
field-moved = Handed over
field-skipped = Skipped
violation-may_not_hold = may not hold: { $limit }
field-left = Left
