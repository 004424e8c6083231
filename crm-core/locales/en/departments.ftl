choice-Entity-department = Department
