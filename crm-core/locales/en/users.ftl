# Users
area-users = Users
operation-users-create = Create user
operation-users-get = Show user
choice-Entity-user = User
choice-UserStatus-active = Active
choice-UserStatus-disabled = Disabled
state-disabled = disabled
field-login = Login name
field-display_name = Display name
field-department = Department
field-email = E-mail
field-regions = Regions
field-industries = Industries
field-roles = Roles
operation-session = Begin session
