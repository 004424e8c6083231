# Substitutes
area-substitutes = Substitutes
operation-substitutes-set = Name a substitute
operation-substitutes-end = End a substitute
operation-substitutes-list = List substitutes
choice-Entity-substitute = Substitute
field-substitute = Substitute
field-flows = Flows
