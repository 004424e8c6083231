# 关注人
area-follows = 关注人
operation-follows-follow = 关注记录
operation-follows-unfollow = 取消关注记录
operation-follows-list = 查看关注人
field-updates = 所有变更
field-followers = 关注人
field-follows-follow-users = 其他人
