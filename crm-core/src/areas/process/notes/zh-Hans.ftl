# 备注
area-notes = 备注
operation-notes-create = 填写备注
operation-notes-update = 修改备注
operation-notes-delete = 删除备注
operation-notes-list = 查看备注
choice-Entity-note = 备注
field-edited_at = 修改时间
field-mentions = 提及的人
field-note = 备注
field-reply_to = 回复的备注
field-unreached = 看不到此记录的人
