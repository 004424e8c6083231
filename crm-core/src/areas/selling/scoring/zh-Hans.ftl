# 评分
area-scoring = 评分
operation-scoring-counts = 查看评分依据
operation-opportunities-explain_score = 解释评分
setup-score_rule = 评分规则
choice-Job-scores = 评分
choice-Job-rule_scores = 按规则评分
choice-ScoredKind-opportunity = 销售机会
choice-ScoredKind-customer = 客户
