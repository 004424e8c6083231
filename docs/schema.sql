-- The schema of a database of this version: a new one is made with it, and tests compare it with what migrations make of an
-- old one. Conventions, for every table:
--   * `id` is the internal key: foreign keys are these, and it never leaves the engine;
--   * `uid` is the public id, a UUIDv7 of 16 bytes;
--   * `number` is the short number that people say on the phone, absent until the engine that gives them has;
--   * `version` counts changes; instants are UTC microseconds, calendar dates ISO text, money whole minor units with
--     an ISO 4217 currency, quantities and unit prices whole millionths (`_e6`);
--   * what is 0 or 1 by its CHECK is a truth value: statements compare it with TRUE and FALSE alone, since another
--     database has a type of its own for it. Text is ordered by its bytes, as SQLite does unasked; elsewhere each
--     column says so (`COLLATE "C"`);
--   * `…_folded` is the text prepared for searching (NFKC, case folded).
-- It is above 400 lines because a schema is read whole.

CREATE TABLE schema_migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum BLOB NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;

-- Which database this is, one row. A backup is the same database; a new one has an id of its own.
CREATE TABLE database_identity (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    -- By which rules the `…_folded` columns are made; they are made anew where the engine has others.
    folding TEXT NOT NULL,
    -- Whether this file is a backup that nobody has opened for writing yet.
    is_backup INTEGER NOT NULL DEFAULT 0 CHECK (is_backup IN (0, 1))
) STRICT;

-- The incarnations of the database, oldest first: the first one, and one more each time that a backup was opened for
-- writing. Changes are numbered on from `after_change`, so the same numbers can mean other changes in each.
CREATE TABLE epochs (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    after_change INTEGER NOT NULL,
    begun_at INTEGER NOT NULL
) STRICT;

-- The settings of the database, one row.
CREATE TABLE settings (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL DEFAULT 1,
    time_zone TEXT NOT NULL,
    currency TEXT NOT NULL,
    -- Names of customer fields, separated by spaces.
    required_customer_fields TEXT NOT NULL,
    -- How far it has come, where these changed and customers are being looked at again: the key of the last one that was.
    -- Those behind it are complete or not by their fields, whatever is stored.
    recounted_to INTEGER,
    -- How many days the log of sign-ins is kept.
    sign_in_days INTEGER NOT NULL DEFAULT 180 CHECK (sign_in_days > 0),
    -- Whether anybody is narrowed: 0 nobody is, 1 what follows from that is being made, 2 it is in force.
    scoped INTEGER NOT NULL DEFAULT 0 CHECK (scoped IN (0, 1, 2)),
    -- Counts every change of users, roles, departments and shares, so that what a process remembers of them is known to be
    -- the present state.
    scope_epoch INTEGER NOT NULL DEFAULT 0,
    -- Counts every change of what packs define.
    catalogue INTEGER NOT NULL DEFAULT 0,
    -- Whether packs that are in force give typed records anything, or sum over them.
    extended INTEGER NOT NULL DEFAULT 0 CHECK (extended IN (0, 1)),
    -- The kinds of activity that are not completed without a result, by their values, each on a line (ACT-4).
    result_required TEXT NOT NULL DEFAULT 'call
meeting
visit',
    -- The objects on whose open records the last planned activity is not completed without a next one, each on a line (ACT-5).
    next_step_required TEXT NOT NULL DEFAULT '',
    -- How many bytes a file may have, and all of them together.
    file_max_bytes INTEGER NOT NULL DEFAULT 52428800 CHECK (file_max_bytes > 0),
    files_quota_bytes INTEGER NOT NULL DEFAULT 10737418240 CHECK (files_quota_bytes >= 0),
    -- Counts the changes of rules, so that each process knows whether those that it has read still hold; 0 where there never was one.
    rules INTEGER NOT NULL DEFAULT 0,
    -- How far planned activities are looked at again, where the company got another time zone: the key of the last one that was.
    dated_to INTEGER,
    -- After how many days a customer is forgotten (ACT-15); and after how many one of a level is, whose entry's id and days stand
    -- on a line.
    forgotten_after_days INTEGER NOT NULL DEFAULT 30 CHECK (forgotten_after_days BETWEEN 1 AND 3650),
    forgotten_levels TEXT NOT NULL DEFAULT '',
    -- How many days ahead the workbench tells birthdays.
    birthday_days INTEGER NOT NULL DEFAULT 7 CHECK (birthday_days BETWEEN 1 AND 31),
    -- How many days after the last one of its period a work report is due, and at what time: a kind a line (WORK-4).
    work_report_due TEXT NOT NULL DEFAULT 'daily 1 12:00
weekly 1 12:00
monthly 3 12:00',
    -- The roles whose holders are to write them, each on a line.
    work_report_roles TEXT NOT NULL DEFAULT 'account_manager',
    -- Counts the changes of flows of approvals as `rules` does those of rules.
    flows INTEGER NOT NULL DEFAULT 0,
    -- Whether opportunities fail only with what they were lost for.
    lost_reason_required INTEGER NOT NULL DEFAULT 0 CHECK (lost_reason_required IN (0, 1)),
    -- After how many days in which nothing was done opportunities are idle.
    idle_days INTEGER NOT NULL DEFAULT 14,
    -- Whether hosts are asked what providers know of what was captured.
    enrich INTEGER NOT NULL DEFAULT 0 CHECK (enrich IN (0, 1)),
    -- Whether whoever meets a record that they don't see is told whose it is (DUP-7), and of how many a day.
    duplicates_tell_owner INTEGER NOT NULL DEFAULT 1 CHECK (duplicates_tell_owner IN (0, 1)),
    duplicates_told_a_day INTEGER NOT NULL DEFAULT 200 CHECK (duplicates_told_a_day BETWEEN 0 AND 100000),
    -- Whether all records are looked through for duplicates each Sunday (DUP-8).
    duplicate_scan INTEGER NOT NULL DEFAULT 0 CHECK (duplicate_scan IN (0, 1)),
    -- The region of telephone numbers without the code of a country (DUP-3).
    phone_region TEXT NOT NULL DEFAULT 'CN',
    -- Counts the changes of what tells duplicates as `rules` does those of rules; 0 where nothing does.
    duplicates INTEGER NOT NULL DEFAULT 0,
    -- For how many days a merge can be undone.
    merge_undo_days INTEGER NOT NULL DEFAULT 30 CHECK (merge_undo_days BETWEEN 0 AND 365),
    -- At what time of the day leads, and customers without an account manager, are distributed.
    assignment_at TEXT NOT NULL DEFAULT '06:00',
    -- The fields by which scores are learned, in order, and since when opportunities must have been recorded to count.
    score_fields TEXT NOT NULL DEFAULT 'region industry origin kind email_state phone_state tags',
    score_since TEXT,
    -- Up to which keys records have what rules of scores give, where these changed.
    scored_opportunity INTEGER,
    scored_customer INTEGER,
    -- How many recycle rules of pools are in force, and at what time of the day records fall back (ASSIGN-11).
    recycles INTEGER NOT NULL DEFAULT 0,
    recycle_at TEXT NOT NULL DEFAULT '03:00'
) STRICT;

-- The last number given, by kind of record.
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Digests of the arguments of creates that brought their own id: a repetition is told from a clash.
CREATE TABLE create_digests (
    uid BLOB PRIMARY KEY CHECK (length(uid) = 16),
    entity TEXT NOT NULL,
    digest BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Which instants each scheduled job was served for, and when.
CREATE TABLE job_runs (
    job TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    ran_at INTEGER NOT NULL,
    PRIMARY KEY (job, due_at)
) STRICT, WITHOUT ROWID;

-- What falls due for single records, each item once; one that was given up has no `next_at`.
CREATE TABLE due_items (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject INTEGER NOT NULL,
    part INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL,
    next_at INTEGER,
    tries INTEGER NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 4),
    again INTEGER NOT NULL DEFAULT 0 CHECK (again IN (0, 1)),
    failure TEXT
) STRICT;
CREATE UNIQUE INDEX due_items_subject ON due_items (kind, subject, part);
CREATE INDEX due_items_next ON due_items (next_at, id);
CREATE INDEX due_items_retry ON due_items (tries, next_at) WHERE again = TRUE AND tries > 0;
CREATE INDEX due_items_again ON due_items (kind, next_at) WHERE again = TRUE AND tries = 0;

-- The host's sales feeds: the cursor up to which their changes are here.
CREATE TABLE sales_feeds (
    name TEXT PRIMARY KEY,
    cursor TEXT NOT NULL,
    pulled_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE dictionary_entries (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    number INTEGER UNIQUE,
    category TEXT NOT NULL,
    item TEXT NOT NULL,
    item_folded TEXT NOT NULL,
    value TEXT NOT NULL,
    value_folded TEXT NOT NULL,
    editable INTEGER NOT NULL DEFAULT 1 CHECK (editable IN (0, 1)),
    UNIQUE (category, item),
    UNIQUE (category, value)
) STRICT;
-- In the order in which entries are listed and offered.
CREATE INDEX dictionary_entries_category ON dictionary_entries (category, id);

CREATE TABLE departments (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    name TEXT NOT NULL,
    parent INTEGER REFERENCES departments (id),
    head INTEGER REFERENCES users (id)
) STRICT;
CREATE INDEX departments_parent ON departments (parent);
CREATE INDEX departments_head ON departments (head);

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    login TEXT NOT NULL,
    login_folded TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    department INTEGER REFERENCES departments (id),
    email TEXT,
    phone TEXT,
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
    -- An Argon2id string; absent where the host authenticates.
    password_hash TEXT,
    created_at INTEGER NOT NULL,
    -- Derived: whether a role that the user holds has a row in role_fields.
    limited INTEGER NOT NULL DEFAULT 0 CHECK (limited IN (0, 1)),
    -- Derived: 0 nobody is narrowed, 1 somebody is, 2 this user is.
    scoped INTEGER NOT NULL DEFAULT 0 CHECK (scoped IN (0, 1, 2)),
    -- Derived: what stands in settings, for every user the same.
    extended INTEGER NOT NULL DEFAULT 0 CHECK (extended IN (0, 1)),
    -- Own settings. The company's zone where there is none.
    time_zone TEXT,
    day_starts TEXT NOT NULL DEFAULT '09:00',
    auto_follow INTEGER NOT NULL DEFAULT 1 CHECK (auto_follow IN (0, 1)),
    digest TEXT NOT NULL DEFAULT 'none' CHECK (digest IN ('none', 'daily', 'weekly')),
    digest_at TEXT NOT NULL DEFAULT '08:00',
    -- Reasons, with spaces between them.
    push TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX users_email ON users (lower(email)) WHERE email IS NOT NULL;
CREATE INDEX users_department ON users (department);

-- Wrong passwords in a row, by folded login name, whether or not anybody has it: so that a lock tells nothing. Gone with
-- the next success; a name that nobody has is forgotten after a day.
CREATE TABLE login_failures (
    login TEXT PRIMARY KEY,
    times INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    locked_until INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX login_failures_last ON login_failures (last_at);

-- Second factors: a secret that the user's device has too.
CREATE TABLE second_factors (
    user_id INTEGER PRIMARY KEY REFERENCES users (id),
    -- What the codes are made of: whoever reads the file can make them.
    secret BLOB NOT NULL CHECK (length(secret) = 20),
    -- When its user showed the first code; before, nobody is asked for any.
    confirmed_at INTEGER,
    -- The step of time of the last code that was accepted; it and those before it are not accepted again.
    last_step INTEGER
) STRICT;

-- What is given in place of a code, each once: the SHA-256 of its ten bytes.
CREATE TABLE recovery_codes (
    user_id INTEGER NOT NULL REFERENCES second_factors (user_id),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    PRIMARY KEY (user_id, digest)
) STRICT, WITHOUT ROWID;

-- Sign-ins that succeeded, and those that did not, whose repeats within a minute are counted in one row.
CREATE TABLE sign_ins (
    id INTEGER PRIMARY KEY,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    times INTEGER NOT NULL,
    -- Whom the name belongs to, if anybody.
    user_id INTEGER REFERENCES users (id),
    -- The name, folded; of one that nobody has a hash alone; empty where only the number was kept.
    login TEXT NOT NULL,
    -- How: absent where nobody signed in.
    means TEXT CHECK (means IN ('password', 'code', 'recovery', 'host')),
    outcome TEXT NOT NULL CHECK (outcome IN ('succeeded', 'failed', 'factor_reset')),
    -- Why not; empty where there is nothing to say.
    reason TEXT NOT NULL,
    -- Where the client was and what it was, as the host said; empty where it said nothing.
    address TEXT NOT NULL,
    device TEXT NOT NULL
) STRICT;
CREATE INDEX sign_ins_first ON sign_ins (first_at);
CREATE INDEX sign_ins_user ON sign_ins (user_id, first_at);
CREATE INDEX sign_ins_login ON sign_ins (login, first_at);
CREATE INDEX sign_ins_outcome ON sign_ins (outcome, first_at);
CREATE INDEX sign_ins_address ON sign_ins (address, first_at);

CREATE TABLE user_regions (
    user_id INTEGER NOT NULL REFERENCES users (id),
    region INTEGER NOT NULL REFERENCES dictionary_entries (id),
    PRIMARY KEY (user_id, region)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_regions_region ON user_regions (region);

CREATE TABLE user_industries (
    user_id INTEGER NOT NULL REFERENCES users (id),
    industry TEXT NOT NULL,
    PRIMARY KEY (user_id, industry)
) STRICT, WITHOUT ROWID;

CREATE TABLE roles (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    name TEXT NOT NULL UNIQUE,
    built_in INTEGER NOT NULL DEFAULT 0 CHECK (built_in IN (0, 1)),
    created_at INTEGER NOT NULL,
    -- Whether whoever holds it needs a second factor to sign in by the engine.
    requires_factor INTEGER NOT NULL DEFAULT 0 CHECK (requires_factor IN (0, 1)),
    -- The pack that made it.
    pack TEXT
) STRICT;

CREATE TABLE role_operations (
    role INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    operation TEXT NOT NULL,
    -- What nobody granted by hand is of the packs that are in force, and goes with them (PACK-10).
    by_hand INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (role, operation)
) STRICT, WITHOUT ROWID;

-- What a role may do with fields that can be withheld, where it is less than everything. The right is kept by its place:
-- hidden, masked, read_only; a full one (3) has no row.
CREATE TABLE role_fields (
    role INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    entity TEXT NOT NULL,
    field TEXT NOT NULL,
    rights INTEGER NOT NULL CHECK (rights BETWEEN 0 AND 3),
    PRIMARY KEY (role, entity, field)
) STRICT, WITHOUT ROWID;

-- Which records a role reads and writes (SCOPE-1), where it is less than all. Levels are kept by their places: own,
-- department, below, all.
CREATE TABLE role_scopes (
    role INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    area TEXT NOT NULL,
    reads INTEGER NOT NULL CHECK (reads BETWEEN 0 AND 3),
    writes INTEGER NOT NULL CHECK (writes BETWEEN 0 AND reads),
    -- Whether they narrow who has them in what they see of the area, for which `access` is kept. Activities ask for theirs themselves.
    narrows INTEGER NOT NULL DEFAULT 1 CHECK (narrows IN (0, 1)),
    PRIMARY KEY (role, area)
) STRICT, WITHOUT ROWID;

-- How far a role reaches in the records of a defined object, where a pack's grants say that it is less than all. Levels are
-- kept as in role_scopes.
CREATE TABLE role_object_scopes (
    role INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    object TEXT NOT NULL,
    reads INTEGER NOT NULL CHECK (reads BETWEEN 0 AND 3),
    writes INTEGER NOT NULL CHECK (writes BETWEEN 0 AND reads),
    PRIMARY KEY (role, object)
) STRICT, WITHOUT ROWID;

CREATE TABLE user_roles (
    user_id INTEGER NOT NULL REFERENCES users (id),
    role INTEGER NOT NULL REFERENCES roles (id),
    PRIMARY KEY (user_id, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_roles_role ON user_roles (role);

CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    number INTEGER UNIQUE,
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'lost')),
    -- Whether the fields that the settings require are all filled.
    complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    region INTEGER REFERENCES dictionary_entries (id),
    account_manager INTEGER REFERENCES users (id),
    level INTEGER REFERENCES dictionary_entries (id),
    satisfaction INTEGER CHECK (satisfaction BETWEEN 1 AND 5),
    credit INTEGER CHECK (credit BETWEEN 1 AND 5),
    address TEXT,
    postcode TEXT,
    phone TEXT,
    fax TEXT,
    website TEXT,
    business_licence_no TEXT,
    legal_representative TEXT,
    registered_capital INTEGER,
    registered_capital_currency TEXT,
    annual_turnover INTEGER,
    annual_turnover_currency TEXT,
    bank_name TEXT,
    bank_account TEXT,
    local_tax_no TEXT,
    national_tax_no TEXT,
    external_id TEXT UNIQUE,
    creator INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL,
    lost_at INTEGER,
    -- The company's calendar date from which six months without an order are counted where no order is later: of
    -- creation, or of the last win-back.
    active_since TEXT NOT NULL,
    -- Derived: the date of the latest order that is not cancelled.
    last_order_date TEXT,
    -- What follows from what is done and planned (ACT-14): the latest day of what was done, the first and the last of what
    -- is planned; `since_on`, the day on which it was made, won back, or given to its present owner; and the later of both.
    last_activity_on TEXT,
    next_activity_on TEXT,
    planned_until TEXT,
    since_on TEXT,
    idle_since TEXT,
    -- Since when it is in its state.
    state_since INTEGER,
    email TEXT,
    industry TEXT,
    -- The pool that it is in.
    pool INTEGER REFERENCES setup_documents (id),
    -- What rules of scores give it.
    rule_score INTEGER,
    -- When it falls back into a pool, and the next day on which that is told beforehand (ASSIGN-10).
    pool_due_on TEXT,
    pool_notice_on TEXT
) STRICT;
CREATE INDEX customers_email ON customers (lower(email)) WHERE email IS NOT NULL;
CREATE INDEX customers_status ON customers (status, id);
CREATE INDEX customers_idle ON customers (status, idle_since, id);
-- Of the workbench: what is forgotten of somebody's, was given to them, is theirs to do, was done by them.
CREATE INDEX customers_forgotten ON customers (account_manager, status, idle_since, id);
CREATE INDEX customers_pool ON customers (pool, id) WHERE pool IS NOT NULL;
CREATE INDEX customers_pool_due ON customers (pool_due_on, id) WHERE pool_due_on IS NOT NULL;
CREATE INDEX customers_complete ON customers (complete, id);
CREATE INDEX customers_creator ON customers (creator, created_at);
CREATE INDEX customers_account_manager ON customers (account_manager, id);
CREATE INDEX customers_region ON customers (region, id);
-- `id` for the order of the list, `status` so that the composition report reads the index alone.
CREATE INDEX customers_level ON customers (level, id, status);
CREATE INDEX customers_credit ON customers (credit, id, status);
CREATE INDEX customers_satisfaction ON customers (satisfaction, id, status);

CREATE TABLE contacts (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    customer INTEGER NOT NULL REFERENCES customers (id),
    name TEXT,
    name_folded TEXT,
    gender INTEGER REFERENCES dictionary_entries (id),
    position TEXT,
    office_phone TEXT,
    mobile TEXT,
    remarks TEXT,
    created_at INTEGER NOT NULL,
    -- As beside customers.
    last_activity_on TEXT,
    next_activity_on TEXT,
    planned_until TEXT,
    since_on TEXT,
    idle_since TEXT,
    -- A date, or `--02-28` where the year is not known; and, where there is one, its day of the year and the account manager of the
    -- customer.
    birthday TEXT,
    birth_day TEXT,
    birth_manager INTEGER REFERENCES users (id),
    -- Who recorded it.
    creator INTEGER REFERENCES users (id),
    email TEXT
) STRICT;
CREATE INDEX contacts_customer ON contacts (customer, id);
CREATE INDEX contacts_gender ON contacts (gender);
CREATE INDEX contacts_birthdays ON contacts (birth_manager, birth_day, id) WHERE birth_day IS NOT NULL;
CREATE INDEX contacts_birth_day ON contacts (birth_day, id) WHERE birth_day IS NOT NULL;
CREATE INDEX contacts_creator ON contacts (creator, created_at);
CREATE INDEX contacts_email ON contacts (lower(email)) WHERE email IS NOT NULL;
CREATE INDEX contacts_mobile ON contacts (mobile) WHERE mobile IS NOT NULL;

CREATE TABLE opportunities (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    number INTEGER UNIQUE,
    status TEXT NOT NULL DEFAULT 'unassigned' CHECK (status IN ('unassigned', 'assigned', 'developed', 'failed')),
    source TEXT,
    customer_name TEXT NOT NULL,
    customer_name_folded TEXT NOT NULL,
    success_probability INTEGER NOT NULL CHECK (success_probability BETWEEN 0 AND 100),
    summary TEXT NOT NULL,
    summary_folded TEXT NOT NULL,
    contact_name TEXT,
    contact_phone TEXT,
    -- Name and phone together.
    contact_folded TEXT NOT NULL,
    description TEXT NOT NULL,
    creator INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    assignee INTEGER REFERENCES users (id),
    assigner INTEGER REFERENCES users (id),
    assigned_at INTEGER,
    closed_at INTEGER,
    failure_reason TEXT,
    -- The customer that it is sold to.
    customer INTEGER REFERENCES customers (id),
    -- As beside customers.
    last_activity_on TEXT,
    next_activity_on TEXT,
    planned_until TEXT,
    since_on TEXT,
    idle_since TEXT,
    state_since INTEGER,
    -- What it was lost for, and why it was given back.
    lost_reason INTEGER REFERENCES dictionary_entries (id),
    release_reason TEXT,
    -- Whether `customer` is one that it names, whose present name it bears; else its development created it.
    customer_named INTEGER NOT NULL DEFAULT 0 CHECK (customer_named IN (0, 1)),
    kind INTEGER REFERENCES dictionary_entries (id),
    -- What it may bring, in minor units, and the same in the company's currency, at the rate of the day on which it was written.
    amount INTEGER,
    amount_currency TEXT,
    base_amount INTEGER,
    base_amount_currency TEXT,
    expected_close TEXT,
    probability_from TEXT NOT NULL DEFAULT 'by_hand' CHECK (probability_from IN ('by_hand', 'stage', 'score')),
    forecast_category TEXT CHECK (forecast_category IN ('commit', 'best_case', 'pipeline', 'omitted')),
    origin INTEGER REFERENCES dictionary_entries (id),
    region INTEGER REFERENCES dictionary_entries (id),
    industry TEXT,
    contact_email TEXT,
    next_step TEXT,
    next_step_on TEXT,
    -- The pool that it is in.
    pool INTEGER REFERENCES setup_documents (id),
    -- Where it stands, a closed one where it stood; its assignee's department at the last assignment.
    pipeline INTEGER REFERENCES pipelines (id),
    stage INTEGER REFERENCES pipeline_stages (id),
    stage_since INTEGER,
    department INTEGER REFERENCES departments (id) ON DELETE SET NULL,
    -- The chance in millionths of a percent that it is won, and what rules of scores give it.
    score_e6 INTEGER,
    rule_score INTEGER,
    -- As beside customers.
    pool_due_on TEXT,
    pool_notice_on TEXT
) STRICT;
CREATE INDEX opportunities_created ON opportunities (created_at);
CREATE INDEX opportunities_status ON opportunities (status, created_at);
CREATE INDEX opportunities_creator ON opportunities (creator, created_at);
CREATE INDEX opportunities_assignee ON opportunities (assignee, created_at);
CREATE INDEX opportunities_customer ON opportunities (customer, created_at);
CREATE INDEX opportunities_closed ON opportunities (assignee, closed_at);
CREATE INDEX opportunities_idle ON opportunities (assignee, idle_since, id);
CREATE INDEX opportunities_assigned ON opportunities (assignee, status, assigned_at, id);
CREATE INDEX opportunities_pool ON opportunities (pool, id) WHERE pool IS NOT NULL;
CREATE INDEX opportunities_pool_due ON opportunities (pool_due_on, id) WHERE pool_due_on IS NOT NULL;
CREATE INDEX opportunities_pipeline ON opportunities (pipeline, created_at) WHERE pipeline IS NOT NULL;
CREATE INDEX opportunities_stage ON opportunities (stage, created_at) WHERE stage IS NOT NULL;
CREATE INDEX opportunities_department ON opportunities (department, created_at) WHERE department IS NOT NULL;
CREATE INDEX opportunities_board ON opportunities (pipeline, stage, COALESCE(expected_close, '~'), created_at, id, amount, amount_currency, success_probability)
    WHERE status = 'assigned';
CREATE INDEX opportunities_board_closed ON opportunities (pipeline, status, closed_at, amount, amount_currency, success_probability) WHERE closed_at IS NOT NULL;
CREATE INDEX opportunities_lost_reason ON opportunities (lost_reason, created_at) WHERE lost_reason IS NOT NULL;
CREATE INDEX opportunities_ended ON opportunities (status, closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX opportunities_origin ON opportunities (origin, created_at) WHERE origin IS NOT NULL;
CREATE INDEX opportunities_kind ON opportunities (kind, created_at) WHERE kind IS NOT NULL;
CREATE INDEX opportunities_region ON opportunities (region, created_at) WHERE region IS NOT NULL;
CREATE INDEX opportunities_open ON opportunities (created_at) WHERE coalesce(closed_at, 0) = 0;
CREATE INDEX opportunities_contact_email ON opportunities (lower(contact_email), created_at) WHERE contact_email IS NOT NULL;
CREATE INDEX opportunities_contact_phone ON opportunities (contact_phone) WHERE contact_phone IS NOT NULL;

-- Every assignment, the present one included.
CREATE TABLE opportunity_assignments (
    id INTEGER PRIMARY KEY,
    opportunity INTEGER NOT NULL REFERENCES opportunities (id),
    assignee INTEGER NOT NULL REFERENCES users (id),
    assigner INTEGER REFERENCES users (id),
    assigned_at INTEGER NOT NULL
) STRICT;
CREATE INDEX opportunity_assignments_opportunity ON opportunity_assignments (opportunity, id);

CREATE TABLE plan_items (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    opportunity INTEGER NOT NULL REFERENCES opportunities (id),
    date TEXT NOT NULL,
    content TEXT NOT NULL,
    result TEXT,
    creator INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL,
    -- Whether the day of its result counts as one on which something was done: not where it lay ahead.
    touches INTEGER NOT NULL DEFAULT 0 CHECK (touches IN (0, 1))
) STRICT;
CREATE INDEX plan_items_opportunity ON plan_items (opportunity, date);
CREATE INDEX plan_items_open ON plan_items (opportunity, date) WHERE result IS NULL;

CREATE TABLE tickets (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    number INTEGER UNIQUE,
    status TEXT NOT NULL DEFAULT 'created' CHECK (status IN ('created', 'assigned', 'handled', 'archived')),
    kind INTEGER NOT NULL REFERENCES dictionary_entries (id),
    summary TEXT NOT NULL,
    summary_folded TEXT NOT NULL,
    customer INTEGER NOT NULL REFERENCES customers (id),
    request TEXT NOT NULL,
    creator INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    assignee INTEGER REFERENCES users (id),
    assigner INTEGER REFERENCES users (id),
    assigned_at INTEGER,
    handler INTEGER REFERENCES users (id),
    handled_at INTEGER,
    handling TEXT,
    result TEXT,
    satisfaction INTEGER CHECK (satisfaction BETWEEN 1 AND 5),
    archived_at INTEGER,
    -- Derived: whether an interaction with the customer followed the ticket.
    followed_up INTEGER NOT NULL DEFAULT 0 CHECK (followed_up IN (0, 1)),
    -- As beside customers.
    last_activity_on TEXT,
    next_activity_on TEXT,
    planned_until TEXT,
    since_on TEXT,
    idle_since TEXT,
    state_since INTEGER
) STRICT;
CREATE INDEX tickets_created ON tickets (created_at);
CREATE INDEX tickets_status ON tickets (status, created_at);
CREATE INDEX tickets_customer ON tickets (customer, created_at);
CREATE INDEX tickets_kind ON tickets (kind, created_at);
CREATE INDEX tickets_creator ON tickets (creator, created_at);
CREATE INDEX tickets_assignee ON tickets (assignee, created_at);
CREATE INDEX tickets_to_handle ON tickets (assignee, status, created_at, id);
CREATE INDEX tickets_handled ON tickets (handler, handled_at, id);
-- The column stands in them so that they are preferred to the index by state. Statements name the conditions in the same
-- words.
CREATE INDEX tickets_followed_up ON tickets (followed_up, created_at) WHERE followed_up = TRUE;
CREATE INDEX tickets_not_followed_up ON tickets (followed_up, created_at)
    WHERE followed_up = FALSE AND status IN ('handled', 'archived');

CREATE TABLE ticket_assignments (
    id INTEGER PRIMARY KEY,
    ticket INTEGER NOT NULL REFERENCES tickets (id),
    assignee INTEGER NOT NULL REFERENCES users (id),
    assigner INTEGER REFERENCES users (id),
    assigned_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ticket_assignments_ticket ON ticket_assignments (ticket, id);

-- What was tried, with the customer's answer where there is one.
CREATE TABLE ticket_attempts (
    id INTEGER PRIMARY KEY,
    ticket INTEGER NOT NULL REFERENCES tickets (id),
    handler INTEGER NOT NULL REFERENCES users (id),
    handled_at INTEGER NOT NULL,
    handling TEXT NOT NULL,
    result TEXT,
    satisfaction INTEGER CHECK (satisfaction BETWEEN 1 AND 5),
    feedback_by INTEGER REFERENCES users (id),
    feedback_at INTEGER
) STRICT;
CREATE INDEX ticket_attempts_ticket ON ticket_attempts (ticket, id);
CREATE INDEX ticket_attempts_handler ON ticket_attempts (handler, handled_at);

CREATE TABLE interactions (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    customer INTEGER NOT NULL REFERENCES customers (id),
    date TEXT NOT NULL,
    place TEXT NOT NULL,
    summary TEXT NOT NULL,
    details TEXT NOT NULL,
    remarks TEXT,
    -- The ticket it followed.
    ticket INTEGER REFERENCES tickets (id),
    creator INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL,
    -- The activity that it tells of (ACT-7).
    activity INTEGER REFERENCES activities (id),
    -- As beside customers.
    last_activity_on TEXT,
    next_activity_on TEXT,
    planned_until TEXT,
    since_on TEXT,
    idle_since TEXT,
    -- Whether its day counts as one on which something was done: not where it lay ahead when it was written.
    touches INTEGER NOT NULL DEFAULT 0 CHECK (touches IN (0, 1))
) STRICT;
-- Most tell of none, and pay nothing for it.
CREATE UNIQUE INDEX interactions_activity ON interactions (activity) WHERE activity IS NOT NULL;
CREATE INDEX interactions_customer ON interactions (customer, date);
CREATE INDEX interactions_date ON interactions (date);
CREATE INDEX interactions_creator ON interactions (creator, date);
CREATE INDEX interactions_ticket ON interactions (ticket, date);

CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    external_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    model TEXT,
    model_folded TEXT,
    batch TEXT,
    batch_folded TEXT,
    unit TEXT,
    -- A unit price, and its currency where there is one.
    price_e6 INTEGER,
    currency TEXT,
    remarks TEXT,
    -- As beside customers; nobody keeps since when a product is there.
    last_activity_on TEXT,
    next_activity_on TEXT,
    planned_until TEXT,
    since_on TEXT,
    idle_since TEXT
) STRICT;
CREATE INDEX products_name ON products (name_folded, id);

CREATE TABLE stock (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    external_id TEXT NOT NULL UNIQUE,
    -- The host's key of the product, which may arrive later.
    product_external_id TEXT NOT NULL,
    warehouse TEXT NOT NULL,
    warehouse_folded TEXT NOT NULL,
    bin TEXT,
    quantity_e6 INTEGER NOT NULL,
    remarks TEXT
) STRICT;
CREATE INDEX stock_product ON stock (product_external_id, id);

CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    external_id TEXT NOT NULL UNIQUE,
    -- The order number on the host's papers.
    number TEXT NOT NULL,
    -- The host's key of the customer, who may be unknown yet.
    customer_external_id TEXT NOT NULL,
    customer INTEGER REFERENCES customers (id),
    date TEXT NOT NULL,
    year INTEGER NOT NULL,
    delivery_address TEXT,
    status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 99),
    -- What the host calls the status.
    status_label TEXT,
    currency TEXT NOT NULL,
    total INTEGER NOT NULL,
    -- As beside customers; nobody keeps since when an order is there.
    last_activity_on TEXT,
    next_activity_on TEXT,
    planned_until TEXT,
    since_on TEXT,
    idle_since TEXT
) STRICT;
CREATE INDEX orders_customer ON orders (customer, date, id);
-- The orders of a period: management reports add them up while nobody else may write.
CREATE INDEX orders_date ON orders (date);
CREATE INDEX orders_unclaimed ON orders (customer_external_id) WHERE customer IS NULL;

CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    -- The host's key of the product, which may arrive later; its name is shown where the line has none of its own.
    product_external_id TEXT,
    product_name TEXT,
    quantity_e6 INTEGER NOT NULL,
    unit TEXT,
    unit_price_e6 INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (order_id, position),
    CHECK (product_external_id IS NOT NULL OR product_name IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- Derived: what a customer ordered, by currency, year and status of the order; in the order in which the contribution
-- report groups it.
CREATE TABLE customer_totals (
    customer INTEGER NOT NULL REFERENCES customers (id),
    year INTEGER NOT NULL,
    currency TEXT NOT NULL,
    status INTEGER NOT NULL,
    orders INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (customer, currency, year, status)
) STRICT, WITHOUT ROWID;

CREATE TABLE churn_warnings (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    status TEXT NOT NULL DEFAULT 'warned' CHECK (status IN ('warned', 'deferred', 'lost', 'recovered')),
    customer INTEGER NOT NULL REFERENCES customers (id),
    -- The manager of the time.
    account_manager INTEGER REFERENCES users (id),
    last_order_date TEXT,
    warned_at INTEGER NOT NULL,
    -- When it was confirmed or recovered; an open warning has none.
    closed_at INTEGER,
    reason TEXT,
    CHECK ((status IN ('warned', 'deferred')) = (closed_at IS NULL))
) STRICT;
-- One open warning a customer; the scan passes along it.
CREATE UNIQUE INDEX churn_warnings_open ON churn_warnings (customer) WHERE closed_at IS NULL;
-- Not by `warned_at`: the warnings of one scan all have the same, and a page behind many of them must be found.
CREATE INDEX churn_warnings_customer ON churn_warnings (customer, id);
CREATE INDEX churn_warnings_status ON churn_warnings (status, id);
CREATE INDEX churn_warnings_account_manager ON churn_warnings (account_manager, id);
-- The churn report, latest loss first. `status` stands in it so that it is preferred to the index above, which would
-- have to be sorted.
CREATE INDEX churn_warnings_lost ON churn_warnings (status, closed_at) WHERE status = 'lost';

CREATE TABLE churn_measures (
    id INTEGER PRIMARY KEY,
    warning INTEGER NOT NULL REFERENCES churn_warnings (id),
    measure TEXT NOT NULL,
    author INTEGER REFERENCES users (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX churn_measures_warning ON churn_measures (warning, id);

CREATE TABLE customer_recoveries (
    id INTEGER PRIMARY KEY,
    customer INTEGER NOT NULL REFERENCES customers (id),
    reason TEXT NOT NULL,
    author INTEGER REFERENCES users (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX customer_recoveries_customer ON customer_recoveries (customer, id);

CREATE TABLE management_reports (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    number INTEGER UNIQUE,
    submitter INTEGER NOT NULL REFERENCES users (id),
    submitted_at INTEGER NOT NULL,
    period_from TEXT NOT NULL,
    period_to TEXT NOT NULL,
    comment TEXT,
    -- The four reports as JSON, as they stood.
    content TEXT NOT NULL,
    -- The form of `content`: a later version reads what an earlier one kept.
    format INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX management_reports_submitted ON management_reports (submitted_at);

-- One row a call that changed something.
CREATE TABLE audit_calls (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    -- Absent where the engine acted for itself.
    actor INTEGER REFERENCES users (id),
    operation TEXT NOT NULL,
    arguments TEXT NOT NULL
) STRICT;
CREATE INDEX audit_calls_at ON audit_calls (at);
CREATE INDEX audit_calls_actor ON audit_calls (actor);
CREATE INDEX audit_calls_operation ON audit_calls (operation);

-- One row a changed record; `id` is the sequence that hosts follow, and never given twice.
CREATE TABLE audit_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    call INTEGER NOT NULL REFERENCES audit_calls (id),
    entity TEXT NOT NULL,
    record BLOB,
    action TEXT NOT NULL CHECK (action IN ('created', 'updated', 'deleted', 'bulk')),
    before TEXT,
    after TEXT,
    -- The rule or action that caused it, where the call itself did not (OBJ-19).
    cause TEXT
) STRICT;
CREATE INDEX audit_changes_record ON audit_changes (record, id);
CREATE INDEX audit_changes_call ON audit_changes (call);

-- Of which kinds the records are that a call changed, a row a kind; in the order of the list of calls.
CREATE TABLE audit_entities (
    entity TEXT NOT NULL,
    call INTEGER NOT NULL REFERENCES audit_calls (id),
    PRIMARY KEY (entity, call)
) STRICT, WITHOUT ROWID;

-- Refused calls and failed log-ins; repeats within a minute are counted in one row.
CREATE TABLE audit_refusals (
    id INTEGER PRIMARY KEY,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    times INTEGER NOT NULL,
    actor INTEGER REFERENCES users (id),
    login TEXT NOT NULL,
    operation TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX audit_refusals_first ON audit_refusals (first_at);
CREATE INDEX audit_refusals_actor ON audit_refusals (actor, first_at);
CREATE INDEX audit_refusals_operation ON audit_refusals (operation, first_at);
CREATE INDEX audit_refusals_reason ON audit_refusals (reason, first_at);

-- Who works on a record beside the one whose it is (SHARE-1), and to whom it is shown (SHARE-2). A table for each kind of
-- record, with references that hold.
CREATE TABLE customer_collaborators (
    customer INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    added_by INTEGER REFERENCES users (id),
    added_at INTEGER NOT NULL,
    PRIMARY KEY (customer, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_collaborators_user ON customer_collaborators (user_id);

CREATE TABLE opportunity_collaborators (
    opportunity INTEGER NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    added_by INTEGER REFERENCES users (id),
    added_at INTEGER NOT NULL,
    PRIMARY KEY (opportunity, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX opportunity_collaborators_user ON opportunity_collaborators (user_id);

-- With a user, or with a department and those below it.
CREATE TABLE customer_shares (
    id INTEGER PRIMARY KEY,
    customer INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES users (id),
    department INTEGER REFERENCES departments (id),
    access TEXT NOT NULL CHECK (access IN ('read', 'write')),
    given_by INTEGER REFERENCES users (id),
    given_at INTEGER NOT NULL,
    CHECK ((user_id IS NULL) <> (department IS NULL)),
    UNIQUE (customer, user_id),
    UNIQUE (customer, department)
) STRICT;
CREATE INDEX customer_shares_user ON customer_shares (user_id, given_at);
CREATE INDEX customer_shares_department ON customer_shares (department, given_at);

CREATE TABLE opportunity_shares (
    id INTEGER PRIMARY KEY,
    opportunity INTEGER NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES users (id),
    department INTEGER REFERENCES departments (id),
    access TEXT NOT NULL CHECK (access IN ('read', 'write')),
    given_by INTEGER REFERENCES users (id),
    given_at INTEGER NOT NULL,
    CHECK ((user_id IS NULL) <> (department IS NULL)),
    UNIQUE (opportunity, user_id),
    UNIQUE (opportunity, department)
) STRICT;
CREATE INDEX opportunity_shares_user ON opportunity_shares (user_id, given_at);
CREATE INDEX opportunity_shares_department ON opportunity_shares (department, given_at);

CREATE TABLE ticket_shares (
    id INTEGER PRIMARY KEY,
    ticket INTEGER NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES users (id),
    department INTEGER REFERENCES departments (id),
    access TEXT NOT NULL CHECK (access IN ('read', 'write')),
    given_by INTEGER REFERENCES users (id),
    given_at INTEGER NOT NULL,
    CHECK ((user_id IS NULL) <> (department IS NULL)),
    UNIQUE (ticket, user_id),
    UNIQUE (ticket, department)
) STRICT;
CREATE INDEX ticket_shares_user ON ticket_shares (user_id, given_at);
CREATE INDEX ticket_shares_department ON ticket_shares (department, given_at);

-- Who sees which records: derived, and empty where nobody is narrowed. A principal is a key with a kind, key * 16 + kind:
-- 0 a user who holds the record, 1 a user it is shared with, 2 the department of a holder, 3 that department or one above
-- it, 4 a department it is shared with, 8 a user who serves the customer.
--
-- The principals by which a user holds what they hold.
CREATE TABLE reach (
    user_id INTEGER NOT NULL REFERENCES users (id),
    principal INTEGER NOT NULL,
    PRIMARY KEY (user_id, principal)
) STRICT, WITHOUT ROWID;

-- The principals of each record, in the order of its list: `at` is the list's first key as an integer. Kinds of record:
-- 1 customer, 2 opportunity, 3 ticket, 4 contact, 5 interaction, 6 warning.
CREATE TABLE access (
    entity INTEGER NOT NULL,
    principal INTEGER NOT NULL,
    at INTEGER NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (entity, principal, at, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_record ON access (record, entity);

-- What configures the engine: documents of kinds that are declared in code. A content is JSON in the numbered form of its kind;
-- `pack` names the pack that brought the document, where one did.
CREATE TABLE setup_documents (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    position INTEGER NOT NULL,
    pack TEXT,
    form INTEGER NOT NULL,
    content TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by INTEGER REFERENCES users (id),
    UNIQUE (kind, name_folded)
) STRICT;
CREATE INDEX setup_documents_order ON setup_documents (kind, position, id);

-- Every version of each, the present one too.
CREATE TABLE setup_versions (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES setup_documents (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    position INTEGER NOT NULL,
    form INTEGER NOT NULL,
    content TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by INTEGER REFERENCES users (id),
    UNIQUE (document, version)
) STRICT;

-- The inner parts of documents that records refer to (a stage of a pipeline), so that no two documents have the same one.
CREATE TABLE setup_parts (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    document INTEGER NOT NULL REFERENCES setup_documents (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX setup_parts_document ON setup_parts (document);

-- What documents name: `sort` is a kind of record, named by its id, or `setup.<kind>` for a document, named by its folded name.
CREATE TABLE setup_names (
    sort TEXT NOT NULL,
    name TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES setup_documents (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    PRIMARY KEY (sort, name, document, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX setup_names_document ON setup_names (document);

-- The packs (PACK-1): what each defines, as it is printed. A name is given once, whatever its case. The catalogue's version
-- counts every change of what is defined, so that each call knows whether what its process remembers is the present state
-- (PACK-5).
CREATE TABLE packs (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL CHECK (version >= 1),
    language INTEGER NOT NULL CHECK (language >= 1),
    document TEXT NOT NULL,
    enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    applied_at INTEGER NOT NULL,
    applied_by INTEGER REFERENCES users (id),
    -- By which the audit names it.
    uid BLOB
) STRICT;
CREATE UNIQUE INDEX packs_uid ON packs (uid);

-- The tables that are made for them (OBJ-20): one for each defined object, and one beside each typed table whose records have
-- custom fields. `name` is the object's present name; of hidden ones several may have had the same.
CREATE TABLE object_tables (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    pack INTEGER REFERENCES packs (id),
    hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
    -- Of a part the table of its wholes: it goes with them.
    whole INTEGER REFERENCES object_tables (id)
) STRICT;
CREATE UNIQUE INDEX object_tables_name ON object_tables (name) WHERE hidden = 0;
CREATE INDEX object_tables_pack ON object_tables (pack);

-- Which field lies where. `kind` says of which type its values are, so that a hidden field comes back only as what it was.
CREATE TABLE object_fields (
    id INTEGER PRIMARY KEY,
    object INTEGER NOT NULL REFERENCES object_tables (id),
    pack INTEGER NOT NULL REFERENCES packs (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX object_fields_name ON object_fields (object, name) WHERE hidden = 0;
CREATE INDEX object_fields_pack ON object_fields (pack);

-- The columns of those tables beside the ones that each has: a letter for what it can hold (t texts, i whole numbers, r
-- references) and a number. `target` is the table that a reference leads to. One without a field is free.
CREATE TABLE object_slots (
    object INTEGER NOT NULL REFERENCES object_tables (id),
    slot TEXT NOT NULL,
    target TEXT,
    field INTEGER REFERENCES object_fields (id),
    use TEXT CHECK (use IN ('value', 'folded', 'currency')),
    PRIMARY KEY (object, slot),
    CHECK ((field IS NULL) = (use IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX object_slots_field ON object_slots (field);

-- Their indexes: what stands behind the name, so that a change of a definition knows which go and which come.
CREATE TABLE object_indexes (
    name TEXT PRIMARY KEY,
    object INTEGER NOT NULL REFERENCES object_tables (id),
    definition TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX object_indexes_object ON object_indexes (object);

-- How far each printed period of a number series has counted (NUM-1).
CREATE TABLE object_numbers (
    object INTEGER NOT NULL REFERENCES object_tables (id),
    period TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (object, period)
) STRICT, WITHOUT ROWID;

-- Views that people keep (VIEW): a question about the records of one object, as its owner wrote it. One without an owner is the
-- engine's. `object` is what the definition asks of, for lists.
CREATE TABLE views (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    owner INTEGER REFERENCES users (id),
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    object TEXT NOT NULL,
    definition TEXT NOT NULL,
    everybody INTEGER NOT NULL DEFAULT 0 CHECK (everybody IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX views_owner ON views (owner, name_folded);
CREATE INDEX views_everybody ON views (everybody);

-- With whom they are shared, beside everybody.
CREATE TABLE view_roles (
    role INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    view_id INTEGER NOT NULL REFERENCES views (id) ON DELETE CASCADE,
    PRIMARY KEY (role, view_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX view_roles_view ON view_roles (view_id);

CREATE TABLE view_departments (
    department INTEGER NOT NULL REFERENCES departments (id) ON DELETE CASCADE,
    view_id INTEGER NOT NULL REFERENCES views (id) ON DELETE CASCADE,
    PRIMARY KEY (department, view_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX view_departments_view ON view_departments (view_id);

-- Notes on records of any kind (NOTE). `home` is the table of the record that a note hangs on, `record` its public id; `thread` is
-- the note with which its talk begins, itself or the one that it replies to. `place` is less the later a note came, so that
-- one order runs through both: talks from the newest on, in each its beginning and then the replies as they came.
CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    home TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    thread INTEGER NOT NULL,
    place INTEGER NOT NULL,
    reply_to INTEGER REFERENCES notes (id),
    content TEXT NOT NULL,
    author INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL,
    edited_at INTEGER
) STRICT;
CREATE UNIQUE INDEX notes_record ON notes (home, record, thread, place);
CREATE INDEX notes_reply ON notes (reply_to);

-- Whom they mention, in the order in which they are named.
CREATE TABLE note_mentions (
    note INTEGER NOT NULL REFERENCES notes (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    PRIMARY KEY (note, place)
) STRICT, WITHOUT ROWID;

-- The tags that records of any kind bear (TAG): `home` is the table of the record, `record` its public id, `tag` the setup document.
CREATE TABLE record_tags (
    home TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    tag INTEGER NOT NULL REFERENCES setup_documents (id),
    PRIMARY KEY (home, record, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_tags_tag ON record_tags (tag, home, record);

-- Activities (ACT): tasks, calls, meetings, mails, visits. When one is stands in one of four forms: due on a day or at an instant,
-- from an instant to another, from a day to another. From it follow `begins_at` and `until_at`, the instants it lies between;
-- `overdue_at`, from which on it is overdue while it is planned; `stage`, 0 while it is planned and 1 behind that; and `turn`, which
-- within a stage has planned ones in the order of their time and all others in the opposite one. `department` is its assignee's. `series` is of which series it is, `occurrence`
-- its original local start by which that knows it, `altered` whether it was changed alone: then later changes of the series pass it by.
CREATE TABLE activities (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    number INTEGER NOT NULL UNIQUE,
    kind INTEGER NOT NULL REFERENCES dictionary_entries (id),
    subject TEXT NOT NULL,
    subject_folded TEXT NOT NULL,
    details TEXT,
    place TEXT,
    priority TEXT NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    status TEXT NOT NULL CHECK (status IN ('planned', 'done', 'cancelled')),
    due_on TEXT,
    due_at INTEGER,
    starts_at INTEGER,
    ends_at INTEGER,
    starts_on TEXT,
    ends_on TEXT,
    time_zone TEXT NOT NULL,
    assignee INTEGER NOT NULL REFERENCES users (id),
    giver INTEGER REFERENCES users (id),
    creator INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL,
    personal INTEGER NOT NULL CHECK (personal IN (0, 1)),
    done_at INTEGER,
    done_by INTEGER REFERENCES users (id),
    result TEXT,
    reason TEXT,
    remark TEXT,
    department INTEGER REFERENCES departments (id),
    begins_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    overdue_at INTEGER,
    stage INTEGER NOT NULL CHECK (stage BETWEEN 0 AND 1),
    turn INTEGER NOT NULL,
    series INTEGER REFERENCES activity_series (id),
    occurrence TEXT,
    altered INTEGER NOT NULL DEFAULT 0 CHECK (altered IN (0, 1)),
    -- Minutes before it, with spaces between them.
    reminders TEXT NOT NULL DEFAULT '',
    -- The company's first and last day of what is planned, the day on which it was done; none of a cancelled one.
    first_on TEXT,
    last_on TEXT,
    -- What calendars are told of it (CAL-3): how often its time changed, and when anything of it did last, where that is not when it
    -- was planned; under what UID it came out of a file, and as which occurrence where what it is one of is not here.
    revision INTEGER NOT NULL DEFAULT 0,
    changed_at INTEGER,
    ical_uid TEXT,
    ical_occurrence TEXT
) STRICT;
CREATE INDEX activities_kind ON activities (kind);
CREATE INDEX activities_done ON activities (done_by, done_at) WHERE done_at IS NOT NULL;
CREATE INDEX activities_assignee ON activities (assignee, stage, turn, id);
CREATE INDEX activities_department ON activities (department, stage, turn, id);
-- When they are to be done: a day, or an instant; what ends at midnight ends with the day before.
CREATE INDEX activities_due_day ON activities (assignee, coalesce(due_on, ends_on));
CREATE INDEX activities_due_instant ON activities (assignee, coalesce(due_at, ends_at - 1));
CREATE INDEX activities_series ON activities (series, occurrence);
CREATE INDEX activities_ical_uid ON activities (ical_uid, assignee) WHERE ical_uid IS NOT NULL;
-- Planned ones at instants are on other days where the company has another zone.
CREATE INDEX activities_timed ON activities (id) WHERE stage = 0 AND coalesce(due_at, starts_at) IS NOT NULL;

-- Activities that recur (ACT-8 to ACT-11). A series is a rule on the wall clock of a zone, from the local time `starts` on; what it
-- yields up to the local time `reached` was made, counted or left out. More is made while it is open, by due work. A local time is a date
-- where the activities go by days, and else a date with a time; either sorts as it reads.
CREATE TABLE activity_series (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    recurrence TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    starts TEXT NOT NULL,
    reached TEXT NOT NULL,
    open INTEGER NOT NULL CHECK (open IN (0, 1)),
    -- The UID under which it came out of a calendar's file.
    ical_uid TEXT
) STRICT;
CREATE INDEX activity_series_ical_uid ON activity_series (ical_uid) WHERE ical_uid IS NOT NULL;

-- The occurrences of a series that were deleted, and are not made again.
CREATE TABLE activity_series_gone (
    series INTEGER NOT NULL REFERENCES activity_series (id),
    occurrence TEXT NOT NULL,
    PRIMARY KEY (series, occurrence)
) STRICT, WITHOUT ROWID;

-- The records that they hang on, in the order in which they are named: `home` is the table of the record, `record` its public id.
-- The main one is number 0; where it is gone, no other takes its place.
CREATE TABLE activity_records (
    activity INTEGER NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
    nth INTEGER NOT NULL,
    home TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    stage INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    -- The same days, and the key of the customer that the record is or belongs to.
    first_on TEXT,
    last_on TEXT,
    customer INTEGER,
    PRIMARY KEY (activity, nth)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX activity_records_record ON activity_records (home, record, stage, turn, activity);
CREATE INDEX activity_records_days ON activity_records (home, record, stage, last_on, first_on);
CREATE INDEX activity_records_customer ON activity_records (customer, stage, last_on, first_on);

-- Who attends: a user, a record (a contact), or somebody by name and e-mail address; and what they said to it.
CREATE TABLE activity_attendees (
    activity INTEGER NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
    nth INTEGER NOT NULL,
    user_id INTEGER REFERENCES users (id),
    home TEXT,
    record BLOB CHECK (length(record) = 16),
    name TEXT,
    email TEXT,
    response TEXT NOT NULL CHECK (response IN ('none', 'accepted', 'declined', 'tentative')),
    PRIMARY KEY (activity, nth)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_attendees_record ON activity_attendees (home, record);

-- The users whose they are: assignee, giver and attending ones, in the order of their lists.
CREATE TABLE activity_people (
    person INTEGER NOT NULL REFERENCES users (id),
    stage INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    activity INTEGER NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
    PRIMARY KEY (person, stage, turn, activity)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_people_activity ON activity_people (activity);

-- Feeds of people's calendars (CAL-5): the SHA-256 of the secret by which one is asked for, and the epoch in which it was opened.
CREATE TABLE calendar_feeds (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    user_id INTEGER NOT NULL UNIQUE REFERENCES users (id),
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    epoch BLOB NOT NULL CHECK (length(epoch) = 16),
    opened_at INTEGER NOT NULL
) STRICT;

-- How far what follows from another department, zone or start of the day of somebody was brought: behind this place of their list it
-- goes on. Of the company's zone the person is 0, and `activity` the last user who began.
CREATE TABLE activity_walks (
    person INTEGER NOT NULL,
    part INTEGER NOT NULL,
    since INTEGER NOT NULL,
    stage INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    activity INTEGER NOT NULL,
    PRIMARY KEY (person, part)
) STRICT;

-- Who follows a record, and who once said that they don't (FOLLOW): `home` is the table of the record, `record` its public id. Its
-- creator and its owner follow without a row. `updates` says that they hear of every change.
CREATE TABLE followers (
    home TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    user_id INTEGER NOT NULL REFERENCES users (id),
    follows INTEGER NOT NULL CHECK (follows IN (0, 1)),
    updates INTEGER NOT NULL DEFAULT 0 CHECK (updates IN (0, 1)),
    PRIMARY KEY (home, record, user_id)
) STRICT, WITHOUT ROWID;

-- What people are told (NOTIFY), each numbered by `place` among those of its person. `home` and `record` are the record that it is
-- about, by which it goes with that; none where it is about many, or tells that the record is gone. `about` is the note that
-- it tells of, `detail` what its sentence needs beside.
CREATE TABLE notifications (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    user_id INTEGER NOT NULL REFERENCES users (id),
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    home TEXT,
    record BLOB CHECK (length(record) = 16),
    about BLOB CHECK (length(about) = 16),
    detail TEXT,
    actor INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL,
    read_at INTEGER,
    CHECK ((home IS NULL) = (record IS NULL))
) STRICT;
CREATE UNIQUE INDEX notifications_user ON notifications (user_id, place);
CREATE INDEX notifications_unread ON notifications (user_id, place) WHERE read_at IS NULL;
CREATE INDEX notifications_record ON notifications (home, record);

-- The last of them that a digest told somebody of, by its `place`.
CREATE TABLE digested (
    user_id INTEGER PRIMARY KEY REFERENCES users (id),
    place INTEGER NOT NULL
) STRICT;
-- Files on records of any kind (FILE). What is in them is kept once for each digest and size, in pieces of one length but the last;
-- what is still sent has no digest yet. `loose` says that something let go of it: a nightly job takes it away where nothing else
-- uses it.
CREATE TABLE file_contents (
    id INTEGER PRIMARY KEY,
    sha256 BLOB CHECK (length(sha256) = 32),
    size INTEGER NOT NULL CHECK (size >= 0),
    loose INTEGER NOT NULL DEFAULT 0 CHECK (loose IN (0, 1)),
    -- Where it lies in a store of the host's (FILE-4); without it, in pieces here.
    store_key TEXT
) STRICT;
CREATE UNIQUE INDEX file_contents_sha256 ON file_contents (sha256, size);
CREATE INDEX file_contents_loose ON file_contents (id) WHERE loose = TRUE;
CREATE UNIQUE INDEX file_contents_store_key ON file_contents (store_key) WHERE store_key IS NOT NULL;

-- Keys of the host's store that no content has: noted before anything is put under one, and until all under it is deleted. Once it
-- is `going` no content gets it any more.
CREATE TABLE file_store_keys (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    noted_at INTEGER NOT NULL,
    going INTEGER NOT NULL DEFAULT 0 CHECK (going IN (0, 1))
) STRICT;
CREATE INDEX file_store_keys_going ON file_store_keys (id) WHERE going = TRUE;
CREATE INDEX file_store_keys_noted ON file_store_keys (noted_at) WHERE going = FALSE;

CREATE TABLE file_pieces (
    content INTEGER NOT NULL REFERENCES file_contents (id),
    place INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (content, place)
) STRICT;

-- How much all of it is, so that nobody adds it up before they keep more.
CREATE TABLE file_space (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    bytes INTEGER NOT NULL
) STRICT;
INSERT INTO file_space (id, bytes) VALUES (1, 0);

-- The files: `home` is the table of the record that one hangs on, `record` its public id, `latest` the number of its newest version.
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    home TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    name TEXT NOT NULL,
    description TEXT,
    latest INTEGER NOT NULL,
    uploader INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX files_record ON files (home, record, id);

-- `upload` is the id of what it was sent by, where that was in parts.
CREATE TABLE file_versions (
    file INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    upload BLOB UNIQUE CHECK (length(upload) = 16),
    content INTEGER NOT NULL REFERENCES file_contents (id),
    media_type TEXT NOT NULL,
    inline_safe INTEGER NOT NULL CHECK (inline_safe IN (0, 1)),
    uploader INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (file, number)
) STRICT;
CREATE INDEX file_versions_content ON file_versions (content);

-- What is still sent.
CREATE TABLE file_uploads (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    home TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    replaces BLOB CHECK (length(replaces) = 16),
    name TEXT NOT NULL,
    description TEXT,
    media_type TEXT,
    content INTEGER NOT NULL REFERENCES file_contents (id),
    received INTEGER NOT NULL DEFAULT 0,
    last_offset INTEGER NOT NULL DEFAULT 0,
    uploader INTEGER NOT NULL REFERENCES users (id),
    touched_at INTEGER NOT NULL
) STRICT;
CREATE INDEX file_uploads_record ON file_uploads (home, record);
CREATE INDEX file_uploads_content ON file_uploads (content);
CREATE INDEX file_uploads_uploader ON file_uploads (uploader, touched_at);

-- The outbox (AUTO-10, AUTO-11): what hosts are told, until they say that they did what it is for. `queue` is what keeps its order:
-- of the messages of one queue that have not ended only the earliest, the `head`, is handed out. `due_at` is when it may be
-- taken, of one that is taken when it may be again, should nobody say what became of it. `person` is whom one is for, by `medium`: its
-- `payload` is then what it is made of when it is taken.
CREATE TABLE outbox_messages (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    kind TEXT NOT NULL,
    topic TEXT NOT NULL,
    object TEXT,
    record BLOB CHECK (length(record) = 16),
    person INTEGER REFERENCES users (id),
    medium TEXT,
    queue TEXT NOT NULL,
    head INTEGER NOT NULL CHECK (head IN (0, 1)),
    payload TEXT NOT NULL,
    status TEXT NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0,
    failure TEXT,
    created_at INTEGER NOT NULL,
    taken_at INTEGER,
    leased_until INTEGER,
    due_at INTEGER,
    ended_at INTEGER
) STRICT;
CREATE INDEX outbox_messages_queue ON outbox_messages (queue, id);
CREATE INDEX outbox_messages_status ON outbox_messages (status, id);
CREATE INDEX outbox_messages_ready ON outbox_messages (kind, due_at, id) WHERE head = TRUE AND ended_at IS NULL;
CREATE INDEX outbox_messages_untaken ON outbox_messages (due_at) WHERE attempt = 0 AND ended_at IS NULL;
CREATE INDEX outbox_messages_ended ON outbox_messages (status, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX outbox_messages_record ON outbox_messages (record) WHERE record IS NOT NULL;

-- Whose turn it is where records are dealt round (AUTO-9): who got the last one by whoever deals, of the records in a table. A
-- giver is `user` with their key, or `engine`.
CREATE TABLE deal_turns (
    giver TEXT NOT NULL,
    home TEXT NOT NULL,
    last INTEGER NOT NULL REFERENCES users (id),
    PRIMARY KEY (giver, home)
) STRICT, WITHOUT ROWID;
-- Who a pool is for, and who looks after it (`admin`): a user, the people of a department and of those below it, the holders of a
-- role, or everybody where none of these stands there.
CREATE TABLE pool_people (
    id INTEGER PRIMARY KEY,
    pool INTEGER NOT NULL REFERENCES setup_documents (id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    department INTEGER REFERENCES departments (id) ON DELETE CASCADE,
    role INTEGER REFERENCES roles (id) ON DELETE CASCADE,
    admin INTEGER NOT NULL CHECK (admin IN (0, 1))
) STRICT;
CREATE INDEX pool_people_pool ON pool_people (pool);
CREATE INDEX pool_people_user ON pool_people (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX pool_people_department ON pool_people (department) WHERE department IS NOT NULL;
CREATE INDEX pool_people_role ON pool_people (role) WHERE role IS NOT NULL;

-- The fields of its records that a pool hides.
CREATE TABLE pool_hidden (
    pool INTEGER NOT NULL REFERENCES setup_documents (id) ON DELETE CASCADE,
    entity TEXT NOT NULL,
    field TEXT NOT NULL,
    PRIMARY KEY (pool, entity, field)
) STRICT, WITHOUT ROWID;

-- The recycle rules of enabled pools: their places there, what each says, and since which day it does (ASSIGN-10).
CREATE TABLE recycle_rules (
    pool INTEGER NOT NULL REFERENCES setup_documents (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    stamp TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (pool, place)
) STRICT, WITHOUT ROWID;

-- Records of which a derived day was written in the call that is under way, where such rules are in force.
CREATE TABLE noted_records (
    noted_in TEXT NOT NULL,
    noted BLOB NOT NULL CHECK (length(noted) = 16),
    PRIMARY KEY (noted_in, noted)
) STRICT, WITHOUT ROWID;

-- Every stay of a record in a pool (ASSIGN-11); the last one of a record that is in one has no end.
CREATE TABLE pool_stays (
    id INTEGER PRIMARY KEY,
    pool INTEGER REFERENCES setup_documents (id) ON DELETE SET NULL,
    customer INTEGER REFERENCES customers (id) ON DELETE CASCADE,
    opportunity INTEGER REFERENCES opportunities (id) ON DELETE CASCADE,
    since INTEGER NOT NULL,
    put_by INTEGER REFERENCES users (id),
    reason TEXT,
    until INTEGER,
    ended TEXT CHECK (ended IN ('claimed', 'given', 'merged', 'lost')),
    ended_by INTEGER REFERENCES users (id),
    got_by INTEGER REFERENCES users (id),
    CHECK ((customer IS NULL) <> (opportunity IS NULL))
) STRICT;
CREATE INDEX pool_stays_customer ON pool_stays (customer, id) WHERE customer IS NOT NULL;
CREATE INDEX pool_stays_opportunity ON pool_stays (opportunity, id) WHERE opportunity IS NOT NULL;
CREATE INDEX pool_stays_pool ON pool_stays (pool);
CREATE INDEX pool_stays_open ON pool_stays (pool, id) WHERE until IS NULL;
CREATE INDEX pool_stays_claims ON pool_stays (got_by, pool, until) WHERE ended = 'claimed';

-- Whose a record was, and from when until when; the present owner's has no end.
CREATE TABLE owner_periods (
    id INTEGER PRIMARY KEY,
    customer INTEGER REFERENCES customers (id) ON DELETE CASCADE,
    opportunity INTEGER REFERENCES opportunities (id) ON DELETE CASCADE,
    owner INTEGER NOT NULL REFERENCES users (id),
    since INTEGER NOT NULL,
    until INTEGER,
    ended TEXT CHECK (ended IN ('put', 'recycled', 'handed_over', 'merged')),
    CHECK ((customer IS NULL) <> (opportunity IS NULL))
) STRICT;
CREATE INDEX owner_periods_customer ON owner_periods (customer, id) WHERE customer IS NOT NULL;
CREATE INDEX owner_periods_opportunity ON owner_periods (opportunity, id) WHERE opportunity IS NOT NULL;
CREATE INDEX owner_periods_owner ON owner_periods (owner, until);

-- What a member received by an assignment rule (ASSIGN-5).
CREATE TABLE assigned_by_rule (
    id INTEGER PRIMARY KEY,
    rule INTEGER NOT NULL REFERENCES setup_documents (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    customer INTEGER REFERENCES customers (id) ON DELETE CASCADE,
    opportunity INTEGER REFERENCES opportunities (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    CHECK ((customer IS NULL) <> (opportunity IS NULL))
) STRICT;
CREATE INDEX assigned_by_rule_at ON assigned_by_rule (rule, at);
CREATE INDEX assigned_by_rule_user ON assigned_by_rule (user_id);
CREATE INDEX assigned_by_rule_customer ON assigned_by_rule (customer) WHERE customer IS NOT NULL;
CREATE INDEX assigned_by_rule_opportunity ON assigned_by_rule (opportunity) WHERE opportunity IS NOT NULL;

-- The log of what rules did (AUTO-13). It keeps the name that a rule had, since it outlives the rule.
CREATE TABLE automation_runs (
    id INTEGER PRIMARY KEY,
    rule BLOB NOT NULL CHECK (length(rule) = 16),
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    version INTEGER NOT NULL,
    home TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    operation TEXT NOT NULL,
    outcome TEXT NOT NULL,
    error TEXT,
    changes INTEGER NOT NULL,
    ran_at INTEGER NOT NULL
) STRICT;
CREATE INDEX automation_runs_rule ON automation_runs (rule, id);
CREATE INDEX automation_runs_name ON automation_runs (name_folded, id);
CREATE INDEX automation_runs_record ON automation_runs (home, record, id);
CREATE INDEX automation_runs_outcome ON automation_runs (outcome, id);
CREATE INDEX automation_runs_time ON automation_runs (ran_at);

-- How often the condition of a rule did not hold.
CREATE TABLE automation_unmet (
    rule BLOB PRIMARY KEY CHECK (length(rule) = 16),
    times INTEGER NOT NULL
) STRICT;

-- Work reports (WORK-1), one a person, kind and period. `due_at` and `figures`, JSON of the form `format`, are kept from when it
-- was submitted; of a draft they follow from what there is.
CREATE TABLE work_reports (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    number INTEGER NOT NULL UNIQUE,
    author INTEGER NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL CHECK (kind IN ('daily', 'weekly', 'monthly')),
    period_from TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'submitted', 'reviewed')),
    done TEXT,
    plan TEXT,
    problems TEXT,
    created_at INTEGER NOT NULL,
    submitted_at INTEGER,
    due_at INTEGER,
    figures TEXT,
    format INTEGER NOT NULL,
    reviewer INTEGER REFERENCES users (id),
    reviewed_at INTEGER,
    score INTEGER CHECK (score BETWEEN 0 AND 100),
    remark TEXT
) STRICT;
CREATE UNIQUE INDEX work_reports_own ON work_reports (author, kind, period_from);
CREATE INDEX work_reports_author ON work_reports (author, period_from, id);
CREATE INDEX work_reports_period ON work_reports (period_from, id);
CREATE INDEX work_reports_kind ON work_reports (kind, period_from, id);
CREATE INDEX work_reports_status ON work_reports (status, period_from, id);
CREATE INDEX work_reports_drafts ON work_reports (author, period_from, id) WHERE status = 'draft';

-- A request: the operation that it is for, the flow as it was then, and what was kept of the record. It outlives the record.
CREATE TABLE approvals (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    number INTEGER NOT NULL,
    home TEXT NOT NULL,
    object TEXT NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    title TEXT,
    operation TEXT NOT NULL,
    arguments TEXT NOT NULL,
    submitter INTEGER NOT NULL REFERENCES users (id),
    chosen TEXT NOT NULL,
    flow BLOB NOT NULL CHECK (length(flow) = 16),
    flow_name TEXT NOT NULL,
    flow_version INTEGER NOT NULL,
    content TEXT NOT NULL,
    -- What the record had where the flow freezes it or a condition reads it, and the digests of its files.
    kept TEXT NOT NULL,
    -- What the operation changes, as the audit tells it.
    fields_before TEXT,
    fields_after TEXT,
    status TEXT NOT NULL,
    outcome TEXT,
    error TEXT,
    reason TEXT,
    round INTEGER NOT NULL,
    step INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX approvals_open ON approvals (home, record) WHERE status IN ('pending', 'returned');
CREATE INDEX approvals_record ON approvals (home, record, id);
CREATE INDEX approvals_submitter ON approvals (submitter, id);
CREATE INDEX approvals_status ON approvals (status, id);
CREATE INDEX approvals_flow ON approvals (flow, status);
CREATE INDEX approvals_returned ON approvals (submitter, id) WHERE status = 'returned';

-- The part of a person in a step: of nobody where nobody can be asked.
CREATE TABLE approval_sign_offs (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    approval INTEGER NOT NULL REFERENCES approvals (id),
    round INTEGER NOT NULL,
    step INTEGER NOT NULL,
    place INTEGER NOT NULL,
    holder INTEGER REFERENCES users (id),
    status TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by INTEGER REFERENCES users (id),
    comment TEXT,
    reason TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    -- The sign-off whose holder asked them, and whether they are asked before that one or behind it.
    parent INTEGER REFERENCES approval_sign_offs (id),
    beside TEXT
) STRICT;
CREATE INDEX approval_sign_offs_parent ON approval_sign_offs (parent) WHERE parent IS NOT NULL;
CREATE INDEX approval_sign_offs_approval ON approval_sign_offs (approval, id);
CREATE INDEX approval_sign_offs_holder ON approval_sign_offs (holder, status, id);
CREATE INDEX approval_sign_offs_decided_by ON approval_sign_offs (decided_by);

-- What happened to a request, never edited.
CREATE TABLE approval_events (
    id INTEGER PRIMARY KEY,
    approval INTEGER NOT NULL REFERENCES approvals (id),
    round INTEGER NOT NULL,
    step INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor INTEGER REFERENCES users (id),
    for_user INTEGER REFERENCES users (id),
    to_user INTEGER REFERENCES users (id),
    comment TEXT,
    reason TEXT,
    happened_at INTEGER NOT NULL
) STRICT;
CREATE INDEX approval_events_approval ON approval_events (approval, id);
CREATE INDEX approval_events_actor ON approval_events (actor);
CREATE INDEX approval_events_for_user ON approval_events (for_user);
CREATE INDEX approval_events_to_user ON approval_events (to_user);

-- Who is copied in, once a request has ended.
CREATE TABLE approval_copies (
    approval INTEGER NOT NULL REFERENCES approvals (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    PRIMARY KEY (approval, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX approval_copies_user ON approval_copies (user_id);

-- Who signs off for whom, and for how long (APPR-12): for some flows, by their ids, or for all.
CREATE TABLE substitutes (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    user_id INTEGER NOT NULL REFERENCES users (id),
    substitute INTEGER NOT NULL REFERENCES users (id),
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    flows TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX substitutes_user ON substitutes (user_id, ends_at);
CREATE INDEX substitutes_substitute ON substitutes (substitute, ends_at);

-- The clock of each enabled rule that goes by time (AUTO-7): until when it has been served, and in the middle of a run, until when that
-- goes and what it looked at last. `home` and `field` are of what it counts from, empty where it comes by a recurrence; `stamp` is how.
CREATE TABLE automation_clocks (
    document INTEGER PRIMARY KEY REFERENCES setup_documents (id) ON DELETE CASCADE,
    home TEXT NOT NULL,
    field TEXT NOT NULL,
    stamp TEXT NOT NULL,
    served_to INTEGER NOT NULL,
    run_to INTEGER,
    after_base INTEGER,
    after_key INTEGER,
    ran INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX automation_clocks_field ON automation_clocks (home, field);

-- For which records, and which of their values, a rule was served of late: so long as a value may come back.
CREATE TABLE automation_served (
    clock INTEGER NOT NULL REFERENCES automation_clocks (document) ON DELETE CASCADE,
    record BLOB NOT NULL CHECK (length(record) = 16),
    base INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    PRIMARY KEY (clock, record, base)
) STRICT, WITHOUT ROWID;
CREATE INDEX automation_served_due ON automation_served (clock, due_at);
CREATE INDEX automation_served_record ON automation_served (record);

-- Records that got a value which was due by then, but not too late.
CREATE TABLE automation_late (
    clock INTEGER NOT NULL REFERENCES automation_clocks (document) ON DELETE CASCADE,
    record BLOB NOT NULL CHECK (length(record) = 16),
    PRIMARY KEY (clock, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX automation_late_record ON automation_late (record);

-- Records of which a day that is derived was written in the call that is under way.
CREATE TABLE automation_noted (
    clock INTEGER NOT NULL REFERENCES automation_clocks (document) ON DELETE CASCADE,
    record BLOB NOT NULL CHECK (length(record) = 16),
    PRIMARY KEY (clock, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX automation_noted_record ON automation_noted (record);

-- Currencies (SALE-10): what one unit of a currency is worth in the base, the company's own when it was given, from a day on. A rate is
-- its digits, as many of them behind the point as there are places.
CREATE TABLE currency_rates (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    base TEXT NOT NULL,
    currency TEXT NOT NULL CHECK (currency <> base),
    valid_from TEXT NOT NULL,
    digits INTEGER NOT NULL CHECK (digits > 0),
    places INTEGER NOT NULL CHECK (places BETWEEN 0 AND 12)
) STRICT;
CREATE UNIQUE INDEX currency_rates_day ON currency_rates (base, currency, valid_from);

-- Capture (CAPT): what came in by a form or as an e-mail, and what became of it. Where the record goes, the capture stays without it.
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    how TEXT NOT NULL CHECK (how IN ('form', 'email')),
    form INTEGER REFERENCES setup_documents (id) ON DELETE SET NULL,
    mailbox TEXT,
    -- As the message calls itself; without such a name the SHA-256 of all of it.
    message_id TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('created', 'joined', 'repeated', 'ignored')),
    -- Why it was ignored.
    reason TEXT,
    opportunity INTEGER REFERENCES opportunities (id) ON DELETE SET NULL,
    customer INTEGER REFERENCES customers (id) ON DELETE SET NULL,
    -- The note that it became, by its public id.
    note BLOB CHECK (length(note) = 16),
    -- The sender, as such are compared.
    email TEXT,
    phone TEXT,
    -- Whence a form was sent; forgotten after 30 days.
    address TEXT,
    content TEXT,
    -- What was consented to, as it stood.
    consent TEXT,
    landing_page TEXT,
    referrer TEXT,
    campaign TEXT,
    visitor TEXT,
    -- Of filled traps, of a form and day, only how many there were is kept.
    trapped_on TEXT,
    count INTEGER NOT NULL DEFAULT 1,
    creator INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX captures_message ON captures (mailbox, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX captures_message_id ON captures (message_id) WHERE message_id IS NOT NULL;
CREATE UNIQUE INDEX captures_trapped ON captures (form, trapped_on) WHERE trapped_on IS NOT NULL;
CREATE INDEX captures_form ON captures (form, id);
CREATE INDEX captures_form_email ON captures (form, email, id) WHERE email IS NOT NULL;
CREATE INDEX captures_form_phone ON captures (form, phone, id) WHERE phone IS NOT NULL;
CREATE INDEX captures_form_address ON captures (form, address, created_at) WHERE address IS NOT NULL;
CREATE INDEX captures_address ON captures (created_at) WHERE address IS NOT NULL;
CREATE INDEX captures_outcome ON captures (outcome, id);
CREATE INDEX captures_mailbox ON captures (mailbox, id) WHERE mailbox IS NOT NULL;
CREATE INDEX captures_opportunity ON captures (opportunity, id) WHERE opportunity IS NOT NULL;
CREATE INDEX captures_customer ON captures (customer, id) WHERE customer IS NOT NULL;
CREATE INDEX captures_creator ON captures (creator) WHERE creator IS NOT NULL;

-- The forms by their keys, which are public.
CREATE TABLE capture_forms (
    document INTEGER PRIMARY KEY REFERENCES setup_documents (id) ON DELETE CASCADE,
    key TEXT NOT NULL UNIQUE
) STRICT;
-- What makes keys of records to compare duplicates by (DUP-5): a field of an object, compared in a way; above 0, `threshold` has them be
-- the parts by which similar ones are found. `stamp` is what they are made by: dictionary, region, rules of folding. `reached` is the
-- key of the last record that has them while they are being made, none once all have. A spent one goes with its keys.
CREATE TABLE duplicate_kinds (
    id INTEGER PRIMARY KEY,
    object TEXT NOT NULL,
    field TEXT NOT NULL,
    way TEXT NOT NULL,
    threshold INTEGER NOT NULL,
    stamp TEXT NOT NULL,
    reached INTEGER,
    spent INTEGER NOT NULL DEFAULT 0 CHECK (spent IN (0, 1))
) STRICT;

-- The keys of records: `record` is the record's own key, `whole` the key of which `key` is a part.
CREATE TABLE duplicate_keys (
    kind INTEGER NOT NULL REFERENCES duplicate_kinds (id),
    key TEXT NOT NULL,
    record INTEGER NOT NULL,
    whole TEXT NOT NULL,
    PRIMARY KEY (kind, key, record, whole)
) STRICT, WITHOUT ROWID;

-- Two records that may be the same (DUP-9), by their objects and keys, the smaller one first: the rule by which, and which of its groups.
CREATE TABLE duplicate_pairs (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    object_a TEXT NOT NULL,
    a INTEGER NOT NULL,
    object_b TEXT NOT NULL,
    b INTEGER NOT NULL,
    rule INTEGER NOT NULL REFERENCES setup_documents (id) ON DELETE CASCADE,
    part INTEGER NOT NULL,
    score INTEGER NOT NULL,
    found TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'ignored', 'merged')),
    note TEXT,
    accepted_by INTEGER REFERENCES users (id)
) STRICT;
CREATE UNIQUE INDEX duplicate_pairs_records ON duplicate_pairs (object_a, a, object_b, b);
CREATE INDEX duplicate_pairs_b ON duplicate_pairs (object_b, b);
CREATE INDEX duplicate_pairs_state ON duplicate_pairs (state, id);
CREATE INDEX duplicate_pairs_rule ON duplicate_pairs (rule, id);

-- How many records that somebody does not see they were told of on a day, as having duplicates (DUP-7).
CREATE TABLE duplicate_told (
    user_id INTEGER NOT NULL REFERENCES users (id),
    day TEXT NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (user_id, day)
) STRICT, WITHOUT ROWID;
-- Merges (DUP-10 to DUP-14): of which kind, which record stayed, who merged, and what was told of it. What its fields had before stands in
-- `fields_before`, what the merge gave them in `fields_after`, both JSON. Once nobody can undo one any more, what it moved is `forgotten`.
CREATE TABLE merges (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    home TEXT NOT NULL,
    object TEXT NOT NULL,
    survivor BLOB NOT NULL CHECK (length(survivor) = 16),
    fields_before TEXT NOT NULL,
    fields_after TEXT NOT NULL,
    told TEXT NOT NULL,
    merged_by INTEGER REFERENCES users (id),
    merged_at INTEGER NOT NULL,
    undone_by INTEGER REFERENCES users (id),
    undone_at INTEGER,
    forgotten INTEGER NOT NULL DEFAULT 0 CHECK (forgotten IN (0, 1))
) STRICT;
CREATE INDEX merges_survivor ON merges (survivor, id);
CREATE INDEX merges_merged_by ON merges (merged_by, id);
CREATE INDEX merges_undone_by ON merges (undone_by);
CREATE INDEX merges_kept ON merges (merged_at) WHERE forgotten = FALSE;

-- The records that went in them, as they were, and the names that stand for the survivor from then on (DUP-13): none where the merge was
-- undone.
CREATE TABLE merged_records (
    id INTEGER PRIMARY KEY,
    merge INTEGER NOT NULL REFERENCES merges (id),
    nth INTEGER NOT NULL,
    home TEXT NOT NULL,
    loser BLOB NOT NULL CHECK (length(loser) = 16),
    number INTEGER,
    external_id TEXT,
    title TEXT,
    survivor BLOB CHECK (length(survivor) = 16)
) STRICT;
CREATE UNIQUE INDEX merged_records_merge ON merged_records (merge, nth);
CREATE UNIQUE INDEX merged_records_loser ON merged_records (loser) WHERE survivor IS NOT NULL;
CREATE INDEX merged_records_told ON merged_records (loser, merge);
CREATE INDEX merged_records_survivor ON merged_records (survivor);
CREATE INDEX merged_records_number ON merged_records (home, number) WHERE survivor IS NOT NULL;
CREATE INDEX merged_records_external_id ON merged_records (home, external_id) WHERE survivor IS NOT NULL;

-- What a merge moved: of which loser, by which column, and the rest of the row's key.
CREATE TABLE merge_moves (
    merge INTEGER NOT NULL REFERENCES merges (id),
    nth INTEGER NOT NULL,
    place TEXT NOT NULL,
    first INTEGER NOT NULL,
    second INTEGER NOT NULL,
    PRIMARY KEY (merge, nth, place, first, second)
) STRICT, WITHOUT ROWID;

-- The rows that it took away or changed, as they were (`content`), and those that it made.
CREATE TABLE merge_rows (
    id INTEGER PRIMARY KEY,
    merge INTEGER NOT NULL REFERENCES merges (id),
    nth INTEGER NOT NULL,
    place TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('record', 'beside', 'fell', 'changed', 'made')),
    content TEXT NOT NULL
) STRICT;
CREATE INDEX merge_rows_merge ON merge_rows (merge, id);
-- Pipelines (PIPE): what of their setup documents records refer to. A stage that a document leaves out stays for its history, disabled.
CREATE TABLE pipelines (
    id INTEGER PRIMARY KEY REFERENCES setup_documents (id),
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL
) STRICT;

-- Whom a pipeline serves, with the departments below; everybody, where there is none.
CREATE TABLE pipeline_departments (
    pipeline INTEGER NOT NULL REFERENCES pipelines (id) ON DELETE CASCADE,
    department INTEGER NOT NULL REFERENCES departments (id) ON DELETE CASCADE,
    PRIMARY KEY (pipeline, department)
) STRICT, WITHOUT ROWID;
CREATE INDEX pipeline_departments_department ON pipeline_departments (department);

CREATE TABLE pipeline_stages (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    pipeline INTEGER NOT NULL REFERENCES pipelines (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    probability INTEGER NOT NULL CHECK (probability BETWEEN 0 AND 100),
    forecast_category TEXT NOT NULL CHECK (forecast_category IN ('commit', 'best_case', 'pipeline', 'omitted')),
    max_days INTEGER,
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1))
) STRICT;
CREATE INDEX pipeline_stages_pipeline ON pipeline_stages (pipeline, position, id);

-- Every stay of an opportunity in a stage; the present one has no end. `ended` says how one did.
CREATE TABLE stage_stays (
    id INTEGER PRIMARY KEY,
    opportunity INTEGER NOT NULL REFERENCES opportunities (id),
    stage INTEGER NOT NULL REFERENCES pipeline_stages (id),
    came_from INTEGER REFERENCES pipeline_stages (id),
    entered_at INTEGER NOT NULL,
    entered_by INTEGER REFERENCES users (id),
    left_at INTEGER,
    ended TEXT CHECK (ended IN ('moved', 'won', 'lost', 'released')),
    CHECK ((left_at IS NULL) = (ended IS NULL))
) STRICT;
CREATE INDEX stage_stays_opportunity ON stage_stays (opportunity, id);
CREATE INDEX stage_stays_stage ON stage_stays (stage, entered_at);
CREATE INDEX stage_stays_came_from ON stage_stays (came_from) WHERE came_from IS NOT NULL;

-- What a closed opportunity said when it was closed: a value of a field that counts, a tag, a stage that it went through, and `closed`
-- once. Counts are made anew of it.
CREATE TABLE score_facts (
    opportunity INTEGER NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (opportunity, field, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX score_facts_field ON score_facts (field, value);

-- How many with a value were won and lost in a department, in tenths, each beginning with one: 0 is no department, -1 the sum of all.
-- With `is_sum` it is the sum over the values of the field.
CREATE TABLE score_counts (
    department INTEGER NOT NULL,
    field TEXT NOT NULL,
    is_sum INTEGER NOT NULL CHECK (is_sum IN (0, 1)),
    value TEXT NOT NULL,
    won INTEGER NOT NULL,
    lost INTEGER NOT NULL,
    PRIMARY KEY (department, field, is_sum, value)
) STRICT, WITHOUT ROWID;

-- Whom an opportunity is about (SALE-8). Name, telephone and e-mail of the primary person stand with the opportunity; it has a row where
-- persons were set.
CREATE TABLE opportunity_persons (
    id INTEGER PRIMARY KEY,
    opportunity INTEGER NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
    -- The contact that it is, of which the rest is a copy.
    contact INTEGER REFERENCES contacts (id) ON DELETE SET NULL,
    name TEXT,
    phone TEXT,
    email TEXT,
    position TEXT,
    role INTEGER REFERENCES dictionary_entries (id)
) STRICT;
CREATE INDEX opportunity_persons_opportunity ON opportunity_persons (opportunity, place);
CREATE INDEX opportunity_persons_contact ON opportunity_persons (contact) WHERE contact IS NOT NULL;
CREATE INDEX opportunity_persons_role ON opportunity_persons (role) WHERE role IS NOT NULL;
CREATE INDEX opportunity_persons_email ON opportunity_persons (lower(email)) WHERE email IS NOT NULL;

-- What it may sell (SALE-9): quantities, prices and discounts in millionths, amounts in the smallest units of its currency.
CREATE TABLE opportunity_lines (
    opportunity INTEGER NOT NULL REFERENCES opportunities (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    product INTEGER REFERENCES products (id) ON DELETE SET NULL,
    name TEXT NOT NULL,
    quantity_e6 INTEGER NOT NULL,
    unit_price_e6 INTEGER NOT NULL,
    discount_e6 INTEGER,
    amount INTEGER NOT NULL,
    PRIMARY KEY (opportunity, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX opportunity_lines_product ON opportunity_lines (product) WHERE product IS NOT NULL;
