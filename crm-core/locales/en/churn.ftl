choice-Entity-warning = Churn warning
