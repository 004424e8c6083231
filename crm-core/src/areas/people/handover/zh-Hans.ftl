# 移交
area-handover = 移交
operation-handover-preview = 移交预览
operation-handover-run = 移交
field-from_user = 移交人
field-to_user = 接收人
field-what = 移交内容
field-everything = 全部
field-keep_as_collaborator = 保留为协作人
field-moved = 已移交
field-skipped = 已跳过
violation-may_not_hold = 不能负责：{ $limit }
field-left = 未移交数
