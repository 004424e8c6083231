choice-Entity-settings = 设置
