# 公海
area-pools = 公海
operation-pools-records = 公海记录
operation-pools-standing = 我的领取额度
operation-pools-claim = 领取
operation-pools-give = 分派
operation-pools-put = 放入公海
operation-pools-stays = 公海停留记录
operation-customers-owners = 历任负责人
choice-StayEnd-claimed = 被领取
choice-StayEnd-given = 被分派
choice-StayEnd-merged = 被合并
choice-StayEnd-lost = 已流失
choice-OwnerEnd-put = 放入公海
choice-OwnerEnd-recycled = 自动回收
choice-OwnerEnd-handed_over = 移交
choice-OwnerEnd-merged = 被合并
