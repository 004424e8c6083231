# Errors
error-invalid = Please correct: { $fields }
error-not_found = { $entity } { $id } does not exist.
error-conflict = { $entity }: { $reason }
error-illegal_transition = “{ $operation }” is not possible while “{ $state }”.
error-forbidden = “{ $operation }” is not allowed: { $reason }
error-unknown_operation = There is no operation “{ $operation }”.
error-login_failed = Signing in failed: { $reason }
error-busy = The database is busy. Please try again.
error-interrupted = The call was interrupted; nothing was changed.
error-storage = The database could not be used: { $reason }
error-clock = The clock says { $at }, which can’t be right. Please set it.
error-bug = An internal error occurred; nothing was changed. ({ $detail })
text-verb = { $verb }: { $object }
text-verb-create_many = Create many: { $object }
text-verb-aggregate = Count and sum: { $object }
text-verb-history = History: { $object }
text-verb-related = What refers to: { $object }
text-field = { $field }: { $problem }
text-separator = { "; " }

# What is wrong with a field
violation-required = is required
violation-too_long = must have at most { $limit } characters
violation-too_many = must have at most { $limit } elements
violation-too_precise = must have at most { $limit } decimal places
violation-out_of_range = must lie within { $limit }
violation-control_character = must not hold control characters
violation-unknown_field = is not a field here
violation-unknown_value = is not one of the possible values
violation-unknown_record = does not exist
violation-unknown_currency = needs a currency of ISO 4217
violation-wrong_type = has the wrong type
violation-null = must not be null; to empty it, name it in “clear”
violation-set_and_cleared = is both given and cleared
violation-not_json = the arguments are not JSON
violation-not_uuid_v7 = must be a UUID of version 7
violation-id_taken = was given to another record before
violation-wrong_kind = is no record of this kind: { $limit }
violation-wrong_count = must hold { $limit } elements
violation-not_active_user = must be an active user
violation-cannot_read = does not read the record
violation-not_account_manager = must be an active account manager
violation-cursor = does not belong to this list
violation-not_readable = is a field that you do not read in full
violation-not_writable = is a field that you may not write
violation-type = has the wrong type
violation-not_searchable = is a text that can’t be searched
violation-one_operator = needs exactly one operator
violation-too_deep = is deeper than { $limit } levels
violation-not_here = can’t stand here
violation-unknown_object = is no kind of record
violation-not_supported = has none of this
violation-unknown = is not known, or not in use
violation-not_a_colour = is no colour, as #1A2B3C is
violation-twice = is named twice
violation-unknown_parameter = is no parameter of the view
violation-repeated = is there twice
violation-not_a_name = is no name: a small letter, then at most 39 small letters, digits and underscores
violation-not_a_language = is no language, as zh-Hans is
violation-unknown_type = is no type
violation-newer = needs a newer engine; this one knows { $limit }
violation-requires = needs another pack that is not there, is too old, or needs this one
violation-reserved = is a name that the engine keeps for itself
violation-name_taken = is the name of something else
violation-exactly_one = needs exactly one of { $limit }
violation-not_reached = is a state that no action leads to
violation-not_left = is not final, and no action leads out of it
violation-read_only = is set by the engine alone
violation-fixed = is given once and never changed
violation-typed = belongs to an area of the engine, which does this itself
violation-part = is part of another record, and has none of its own
violation-pattern = is no pattern: dates in braces and one counter, {"{"}0000{"}"}
violation-not_a_key = is not unique by itself in every state
violation-cycle = leads back to itself
violation-differs = says something else than another grant
violation-wider = would let more be written than is read
violation-in_use = is in use
violation-missing = is left out and not removed
violation-not_newer = is not newer than version { $limit }
violation-does_not_fit = does not fit what some records have
violation-not_a_phone = is no phone number
violation-not_an_email = is no e-mail address
violation-not_a_url = is no web address, as https://example.com is
violation-currency = must be in { $limit }
violation-check = breaks a rule of its definition
violation-empty_span = must be after the beginning
violation-formula = can’t be computed ({ $limit })
violation-frozen = can’t be changed any more
violation-taken = overlaps another one
violation-syntax = is not written as it must be
violation-confidential = would tell what is confidential
violation-unknown_kind = is no kind of setup document
violation-unknown_operation = is neither an operation nor an area
violation-unknown_role = is no role to which this can be granted
violation-unknown_category = is no category of the dictionary
violation-unknown_function = is no function
violation-arguments = has not the operands that it needs
violation-literal = is no such number, day, time or count of places

# Why a call was refused
reason-stale_version = somebody changed it in the meantime
reason-id_taken = the id is taken
reason-too_many = there are as many as there may be
reason-stale_plan = something changed since it was planned
reason-too_deep = it would cause more than may follow from one another
reason-other_database = it is another database than the one that was followed
reason-restored = it was restored from a backup, and what was followed is no longer in it
reason-beyond_last = the last change has a lower number
reason-not_new = the database has users already
reason-file_exists = the file exists already
reason-no_permission = none of your roles has this permission
reason-not_yours = it is not in your hands
reason-disabled = the user is disabled
reason-field = it needs a field that you do not read in full
reason-out_of_scope = it is beyond what you may see
reason-wrong_credentials = name, password or code is wrong
reason-locked = too many wrong tries; the login is locked for a while

# What is wrong with the database
reason-io = reading or writing failed
reason-full = the disk is full
reason-corrupt = the file is damaged
reason-newer = it comes from a newer version
reason-older = it needs an upgrade, which a read-only opening can't do
reason-unknown_schema = its structure is not of a known version
reason-lock_lost = another part of the program opened and closed the file itself, which took the engine’s locks away; close the engine and open it again
reason-missing = there is no such file
reason-not_a_database = the file is no CRM database
reason-read_only = it was opened for reading only
reason-cannot_open = the file can't be opened
reason-access_denied = the file system denies access
reason-out_of_memory = there is not enough memory
reason-closed = it is closed
reason-too_large = a sum is too large to be held

# Roles
role-system_administrator = System administrator
role-sales_manager = Sales manager
role-account_manager = Account manager
role-executive = Executive
role-integration = Integration

# Languages, each in its own words
choice-Locale-en = English
choice-Locale-zh-Hans = 简体中文

# What many records have
field-id = ID
field-ids = IDs
field-version = Version
field-number = Number
field-status = Status
field-name = Name
field-summary = Summary
field-date = Date
field-remarks = Remarks
field-reason = Reason
field-creator = Creator
field-created_at = Created at
field-created_from = Created from
field-created_before = Created before
field-assignee = Assignee
field-assigner = Assigned by
field-assigned_at = Assigned at
field-result = Result
field-clear = Fields to empty
field-custom = Custom fields
field-new = New record
field-changes = Changes
field-label = Label
field-key = Key
field-text = Text
field-doc = Description

# Money
field-amount = Amount
field-currency = Currency

# Lists
field-filter = Filter
field-asked = Asked in filter trees by
field-refers_to = Refers to
field-matching = Conditions
field-object = Kind of record
field-sort = Order
field-title = Title
field-page = Page
field-after = After
field-limit = Rows on a page
field-count = Count
field-items = Records
field-next = Next page
field-total = Total
field-more = More
field-withheld = Fields not shown in full
# Records that others mention
field-customer = Customer
field-content = Content
field-operation = Operation
field-operations = Operations
field-entity = Kind of record
field-file = File
reason-forked = the process was forked after it opened the database; open it after the fork, in the child
reason-network_share = the file lies on a network share, where it can't be locked safely
# Errors as records
field-field = Field
field-code = Code
field-detail = Detail

# What is wrong with a call of the C interface
violation-null_pointer = must not be NULL
violation-unknown_handle = is not a handle that is open, or not one of this kind
violation-closed = was closed
violation-inside_a_call = can't be done from inside a call of the engine; where an exception or a jump (longjmp) left a callback, do it from where the call was made, or further out
violation-inside_a_callback = a callback has not returned: either it still runs, and waits perhaps for this thread, or an exception or a jump (longjmp) left it. What it uses must stay; try again later
violation-too_many_open = too many are open; close those that are not needed
violation-not_utf8 = is not UTF-8
field-path = File
field-engine = Engine
field-session = Session
field-listener = Listener
field-function = Function
field-error_json = Error
field-read_only = Read-only
field-locale = Language
field-synchronous = Durability of commits
field-memory_map = Memory map
field-readers = Readers
field-now = Fixed time

# Columns of tables
by-day = day
by-week = week
by-month = month
by-quarter = quarter
by-year = year
measure-count = Count
measure-sum = sum
measure-avg = average
measure-min = smallest
measure-max = largest
measure-count_distinct = different values

# The kinds of record that are the engine’s own
choice-Entity-pack = Pack

# People who are named by what they are
choice-PeopleKind-users = Named users
choice-PeopleKind-role = Holders of a role
choice-PeopleKind-department = Users of a department
choice-PeopleKind-owner = Owner of the record
choice-PeopleKind-creator = Creator of the record
choice-PeopleKind-followers = Followers of the record
choice-PeopleKind-field = User in a field
choice-PeopleKind-expression = User by an expression
choice-PeopleKind-superior = Superior
choice-PeopleKind-chosen = Chosen by the submitter
field-People-kind = Named by
field-People-users = Users
field-People-role = Role
field-People-near = Of the nearest department
field-People-department = Department
field-People-field = Field
field-People-expression = Expression
field-People-level = Levels above
field-People-each = Each level
