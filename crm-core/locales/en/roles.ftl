choice-Entity-role = Role
