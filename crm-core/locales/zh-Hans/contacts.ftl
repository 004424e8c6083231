choice-Entity-contact = 联系人
