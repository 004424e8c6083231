# 协作人
area-collaborators = 协作人
operation-collaborators-add = 添加协作人
operation-collaborators-remove = 移除协作人
operation-collaborators-list = 查询协作人
field-collaborators = 协作人
field-added_by = 添加人
field-added_at = 添加时间
choice-Entity-collaboration = 协作
