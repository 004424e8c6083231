choice-Entity-department = 部门
