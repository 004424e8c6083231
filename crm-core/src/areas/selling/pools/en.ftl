# Pools
area-pools = Pools
operation-pools-records = List pooled records
operation-pools-standing = What I may claim
operation-pools-claim = Claim
operation-pools-give = Give
operation-pools-put = Put into pool
operation-pools-stays = Stays in pools
operation-customers-owners = List owners
choice-StayEnd-claimed = Claimed
choice-StayEnd-given = Given
choice-StayEnd-merged = Merged
choice-StayEnd-lost = Lost
choice-OwnerEnd-put = Put into a pool
choice-OwnerEnd-recycled = Recycled
choice-OwnerEnd-handed_over = Handed over
choice-OwnerEnd-merged = Merged
