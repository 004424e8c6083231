choice-Entity-interaction = Interaction
