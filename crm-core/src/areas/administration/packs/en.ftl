# Packs
area-packs = Packs
operation-packs-list = List packs
operation-packs-get = Show pack
operation-packs-plan = Plan pack
operation-packs-apply = Apply pack
field-Pack-language = Level of the language
field-applied_at = Applied at
field-applied_by = Applied by
field-PackDetail-pack = Pack
field-digest = Digest of the plan
field-steps = Steps
field-estimated_ms = Estimated time in ms
field-PackStep-path = Path
field-PackStep-class = Class
field-PackStep-rows = Records
field-PackStep-was = Name before
field-packs-apply-plan = Digest of the plan
