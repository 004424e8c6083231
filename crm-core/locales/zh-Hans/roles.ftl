choice-Entity-role = 角色
