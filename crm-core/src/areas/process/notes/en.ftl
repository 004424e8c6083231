# Notes
area-notes = Notes
operation-notes-create = Write note
operation-notes-update = Change note
operation-notes-delete = Delete note
operation-notes-list = List notes
choice-Entity-note = Note
field-edited_at = Changed at
field-mentions = Mentions
field-note = Note
field-reply_to = Reply to
field-unreached = Not reached
