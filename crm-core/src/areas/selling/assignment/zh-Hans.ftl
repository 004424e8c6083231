# 派单
area-assignment = 派单
operation-assignment-deal = 派单
choice-Dealing-round_robin = 轮流
choice-Dealing-least_busy = 最空闲者
field-among = 候选人
field-method = 方式
violation-nobody = 没有可以接手的人
