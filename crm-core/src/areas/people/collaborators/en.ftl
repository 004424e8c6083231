# Collaborators
area-collaborators = Collaborators
operation-collaborators-add = Name collaborator
operation-collaborators-remove = Remove collaborator
operation-collaborators-list = List collaborators
field-collaborators = Collaborators
field-added_by = Named by
field-added_at = Named at
choice-Entity-collaboration = Collaboration
