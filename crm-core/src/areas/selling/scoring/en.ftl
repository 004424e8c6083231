# Scores
area-scoring = Scores
operation-scoring-counts = Show what scores are learned from
operation-opportunities-explain_score = Explain score
setup-score_rule = Score rule
choice-Job-scores = Scoring
choice-Job-rule_scores = Scoring by rules
choice-ScoredKind-opportunity = Opportunity
choice-ScoredKind-customer = Customer
