# Tags
area-tags = Tags
operation-tags-set = Tag record
operation-tags-list = Show tags
operation-tags-merge = Merge tags
setup-tag = Tag
field-tags = Tags
field-colour = Colour
field-add = To be put on
field-remove = To be taken off
field-into = Into which
field-tag = Tag
