# Settings
area-settings = Settings
operation-settings-get = Show settings
operation-settings-update = Change settings
field-time_zone = Time zone
field-sign_in_days = Days that sign-ins are kept
field-required_customer_fields = Fields a customer needs
violation-unknown_time_zone = is not a time zone
choice-Entity-settings = Settings
reason-settings-in_use = the currency can't change while fields of packs have amounts in it
field-result_required = Kinds of activity that need a result
field-next_step_required = Objects whose records need a next step
field-forgotten_after_days = Customers are forgotten after (days)
field-forgotten_levels = Forgotten after, by level
field-LevelDays-days = Days
field-NewLevelDays-days = Days
field-file_max_bytes = Largest file
field-files_quota_bytes = Room for files
