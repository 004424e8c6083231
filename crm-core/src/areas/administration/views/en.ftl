# Saved views
area-views = Views
operation-views-list = List views
operation-views-create = Keep view
operation-views-update = Change view
operation-views-delete = Delete view
operation-views-share = Share view
operation-views-rows = Show rows of a view
operation-views-table = Show table of a view
choice-Entity-view = View
field-broken = Broken
field-definition = Definition
field-departments = Departments
field-everybody = Everybody
field-parameters = Parameters
field-view = View
field-views-share-with = Shared with
