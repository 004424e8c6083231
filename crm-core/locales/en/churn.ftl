choice-Entity-warning = Churn warning
field-warning = Churn warning
field-warned_at = Warned at
