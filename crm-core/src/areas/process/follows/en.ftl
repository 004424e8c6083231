# Followers
area-follows = Followers
operation-follows-follow = Follow record
operation-follows-unfollow = Stop following record
operation-follows-list = List followers
field-updates = Every change
field-followers = Followers
field-follows-follow-users = Others
