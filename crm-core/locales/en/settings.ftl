choice-Entity-settings = Settings
