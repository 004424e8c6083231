PRAGMA encoding = 'UTF-8';
PRAGMA application_id = 1129467185;
PRAGMA user_version = 0;
BEGIN;
CREATE TABLE schema_migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum BLOB NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;
CREATE TABLE settings (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL DEFAULT 1,
    time_zone TEXT NOT NULL,
    currency TEXT NOT NULL,
    -- Names of customer fields, separated by spaces.
    required_customer_fields TEXT NOT NULL
) STRICT;
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE create_digests (
    uid BLOB PRIMARY KEY CHECK (length(uid) = 16),
    entity TEXT NOT NULL,
    digest BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE jobs (
    name TEXT PRIMARY KEY,
    last_run_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE TABLE departments (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    name TEXT NOT NULL,
    parent INTEGER REFERENCES departments (id)
) STRICT;
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
    created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE login_failures (
    login TEXT PRIMARY KEY,
    times INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    locked_until INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE user_regions (
    user INTEGER NOT NULL REFERENCES users (id),
    region INTEGER NOT NULL REFERENCES dictionary_entries (id),
    PRIMARY KEY (user, region)
) STRICT, WITHOUT ROWID;
CREATE TABLE user_industries (
    user INTEGER NOT NULL REFERENCES users (id),
    industry TEXT NOT NULL,
    PRIMARY KEY (user, industry)
) STRICT, WITHOUT ROWID;
CREATE TABLE roles (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    name TEXT NOT NULL UNIQUE,
    built_in INTEGER NOT NULL DEFAULT 0 CHECK (built_in IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE role_operations (
    role INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    operation TEXT NOT NULL,
    PRIMARY KEY (role, operation)
) STRICT, WITHOUT ROWID;
CREATE TABLE user_roles (
    user INTEGER NOT NULL REFERENCES users (id),
    role INTEGER NOT NULL REFERENCES roles (id),
    PRIMARY KEY (user, role)
) STRICT, WITHOUT ROWID;
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
    last_order_date TEXT
) STRICT;
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
    created_at INTEGER NOT NULL
) STRICT;
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
    -- The customer that its development created.
    customer INTEGER REFERENCES customers (id)
) STRICT;
CREATE TABLE opportunity_assignments (
    id INTEGER PRIMARY KEY,
    opportunity INTEGER NOT NULL REFERENCES opportunities (id),
    assignee INTEGER NOT NULL REFERENCES users (id),
    assigner INTEGER REFERENCES users (id),
    assigned_at INTEGER NOT NULL
) STRICT;
CREATE TABLE plan_items (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    opportunity INTEGER NOT NULL REFERENCES opportunities (id),
    date TEXT NOT NULL,
    content TEXT NOT NULL,
    result TEXT,
    creator INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
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
    archived_at INTEGER
) STRICT;
CREATE TABLE ticket_assignments (
    id INTEGER PRIMARY KEY,
    ticket INTEGER NOT NULL REFERENCES tickets (id),
    assignee INTEGER NOT NULL REFERENCES users (id),
    assigner INTEGER REFERENCES users (id),
    assigned_at INTEGER NOT NULL
) STRICT;
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
    created_at INTEGER NOT NULL
) STRICT;
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
    remarks TEXT
) STRICT;
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
    total INTEGER NOT NULL
) STRICT;
CREATE TABLE order_lines (
    "order" INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    -- The host's key of the product, which may arrive later; its name is shown where the line has none of its own.
    product_external_id TEXT,
    product_name TEXT,
    quantity_e6 INTEGER NOT NULL,
    unit TEXT,
    unit_price_e6 INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY ("order", position),
    CHECK (product_external_id IS NOT NULL OR product_name IS NOT NULL)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE churn_measures (
    id INTEGER PRIMARY KEY,
    warning INTEGER NOT NULL REFERENCES churn_warnings (id),
    measure TEXT NOT NULL,
    author INTEGER REFERENCES users (id),
    at INTEGER NOT NULL
) STRICT;
CREATE TABLE customer_recoveries (
    id INTEGER PRIMARY KEY,
    customer INTEGER NOT NULL REFERENCES customers (id),
    reason TEXT NOT NULL,
    author INTEGER REFERENCES users (id),
    at INTEGER NOT NULL
) STRICT;
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
    content TEXT NOT NULL
) STRICT;
CREATE TABLE audit_calls (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    -- Absent where the engine acted for itself.
    actor INTEGER REFERENCES users (id),
    operation TEXT NOT NULL,
    arguments TEXT NOT NULL
) STRICT;
CREATE TABLE audit_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    call INTEGER NOT NULL REFERENCES audit_calls (id),
    entity TEXT NOT NULL,
    record BLOB,
    action TEXT NOT NULL CHECK (action IN ('created', 'updated', 'deleted', 'bulk')),
    before TEXT,
    after TEXT
) STRICT;
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
INSERT INTO schema_migrations VALUES (1,'initial',X'ABCF9D1FA8FF62494E6796248742C790B5B5A1AAA23431E537A5F5EFBF2C8544',1772413200000000);
INSERT INTO settings VALUES (1,2,'Asia/Shanghai','CNY','name credit phone');
INSERT INTO counters VALUES ('customer',10);
INSERT INTO counters VALUES ('dictionary_entry',31);
INSERT INTO counters VALUES ('management_report',2);
INSERT INTO counters VALUES ('opportunity',5);
INSERT INTO counters VALUES ('ticket',4);
INSERT INTO create_digests VALUES (X'0195B5E27F0070008000000000000101','opportunity',X'24ED1B98E5C427C95D6E098CB2713F196B29596392CE3B07402E46644495B6A1');
INSERT INTO create_digests VALUES (X'0195B5E27F0070008000000000000102','plan_item',X'4CFCBE0628957235518EF12CA60364298CFA09B5288120913A244A082173A709');
INSERT INTO create_digests VALUES (X'0195B5E27F0070008000000000000103','customer',X'FB0E959972756B0F252AD86AACA9047C80B479DA6AFC7B4C3FE880077AFAAB55');
INSERT INTO create_digests VALUES (X'0195B5E27F0070008000000000000104','customer',X'49A542B587A8CCF82B394BC2B9CBD6F985ED2F7A45A22C711F242CEC2CD9A92A');
INSERT INTO create_digests VALUES (X'0195B5E27F0070008000000000000105','contact',X'92856FFC54F3367C314629C0767CA00036710EB8515FD2E87E55A96516CA19C8');
INSERT INTO create_digests VALUES (X'0195B5E27F0070008000000000000106','interaction',X'720B19FDB9E94CBA391DB1C51FC1C6509135D357EDF147B77AB0E6119D30A701');
INSERT INTO create_digests VALUES (X'0195B5E27F0070008000000000000110','ticket',X'CEB286B7F760AB27755FD0F3C1DE271D374995225480A82C7684E86E8792423A');
INSERT INTO create_digests VALUES (X'0195B5E27F0070008000000000000202','management_report',X'FCFDFB83A3A31F4F51A7AB9D75BA64394BA615E20AFE956FFC86DEF6E3632AD9');
INSERT INTO create_digests VALUES (X'0195B5E27F0070008000000000000301','dictionary_entry',X'EBCA2489B71A81DE5E1616C35FFB5EBA5EDBF3BB41272DDAE4CC7ADE3CEE1EB9');
INSERT INTO create_digests VALUES (X'0195B5E27F0070008000000000000302','department',X'E4D41D0DD79343E0C363B076551DA7C574B1F279E02B1CE4C95F0F5FC39BD657');
INSERT INTO create_digests VALUES (X'0195B5E27F0070008000000000000303','role',X'6550CD08A007B24DA63C22FF3C657B3EA2CA9D274648CCACF61FD10A2DDBB2D7');
INSERT INTO create_digests VALUES (X'0195B5E27F0070008000000000000304','user',X'7E1B26CE994DA1EF42BAB745AF9A18E7AAD0853E84A4924DA1F8C8DD125054B9');
INSERT INTO jobs VALUES ('churn_scan',1788570000000000);
INSERT INTO sales_feeds VALUES ('erp','18',1772431200000000);
INSERT INTO dictionary_entries VALUES (1,X'019CAC0F268070009EF5EB4BB0F5115E',1,1,'customer_level','普通客户','普通客户','1','1',1);
INSERT INTO dictionary_entries VALUES (10,X'019CAC0F26807009AE305D2988C8FF51',1,10,'region','华东','华东','2','2',1);
INSERT INTO dictionary_entries VALUES (11,X'019CAC0F2680700A8E255060F210CCD0',1,11,'region','华南','华南','3','3',1);
INSERT INTO dictionary_entries VALUES (12,X'019CAC0F2680700BB859067DCB5287F8',1,12,'region','华中','华中','4','4',1);
INSERT INTO dictionary_entries VALUES (13,X'019CAC0F2680700C989FB74C6BB754D4',1,13,'region','东北','东北','5','5',1);
INSERT INTO dictionary_entries VALUES (14,X'019CAC0F2680700D94D2D57F3803B2A5',1,14,'region','西北','西北','6','6',1);
INSERT INTO dictionary_entries VALUES (15,X'019CAC0F2680700E98048331C4B9BFB2',1,15,'region','西南','西南','7','7',1);
INSERT INTO dictionary_entries VALUES (16,X'019CAC0F2680700F9AD4032676B92BB5',1,16,'region','海外','海外','8','8',1);
INSERT INTO dictionary_entries VALUES (17,X'019CAC0F268070109613CA33C331B000',1,17,'gender','男','男','1','1',0);
INSERT INTO dictionary_entries VALUES (18,X'019CAC0F268070118CBF53BD481B1431',1,18,'gender','女','女','2','2',0);
INSERT INTO dictionary_entries VALUES (19,X'019CAC0F26807012823991070698DBFB',1,19,'satisfaction','很不满意','很不满意','1','1',0);
INSERT INTO dictionary_entries VALUES (2,X'019CAC0F26807001B794B98183D0B458',1,2,'customer_level','重点开发客户','重点开发客户','2','2',1);
INSERT INTO dictionary_entries VALUES (20,X'019CAC0F268070139AFFD957E5B7AE8C',1,20,'satisfaction','不满意','不满意','2','2',0);
INSERT INTO dictionary_entries VALUES (21,X'019CAC0F26807014A5C667564C0EB4B4',1,21,'satisfaction','一般','一般','3','3',0);
INSERT INTO dictionary_entries VALUES (22,X'019CAC0F26807015AC8E7338E24C5D28',1,22,'satisfaction','满意','满意','4','4',0);
INSERT INTO dictionary_entries VALUES (23,X'019CAC0F2680701686C0D7C46E842DE4',1,23,'satisfaction','很满意','很满意','5','5',0);
INSERT INTO dictionary_entries VALUES (24,X'019CAC0F26807017966804C42AACABB0',1,24,'credit','很差','很差','1','1',0);
INSERT INTO dictionary_entries VALUES (25,X'019CAC0F2680701890A68B491415B787',1,25,'credit','较差','较差','2','2',0);
INSERT INTO dictionary_entries VALUES (26,X'019CAC0F26807019B660B4C9C1B7E0FC',1,26,'credit','一般','一般','3','3',0);
INSERT INTO dictionary_entries VALUES (27,X'019CAC0F2680701AA83EACEFACD47ADA',1,27,'credit','良好','良好','4','4',0);
INSERT INTO dictionary_entries VALUES (28,X'019CAC0F2680701B9EC7CDFC2E48F126',1,28,'credit','优秀','优秀','5','5',0);
INSERT INTO dictionary_entries VALUES (29,X'0195B5E27F0070008000000000000301',2,29,'region','港澳','港澳','Straße 9','strasse 9',0);
INSERT INTO dictionary_entries VALUES (3,X'019CAC0F26807002A5216197147CD30C',1,3,'customer_level','大客户','大客户','3','3',1);
INSERT INTO dictionary_entries VALUES (30,X'019CAC0F26807000A8BEE66A815CB8AF',1,30,'industry','机械','机械','A','a',1);
INSERT INTO dictionary_entries VALUES (4,X'019CAC0F268070038AF70893493CB9E9',1,4,'customer_level','合作伙伴','合作伙伴','4','4',1);
INSERT INTO dictionary_entries VALUES (5,X'019CAC0F26807004AFFD158920846DB3',1,5,'customer_level','战略合作伙伴','战略合作伙伴','5','5',1);
INSERT INTO dictionary_entries VALUES (6,X'019CAC0F26807005A8BEE66A815CB8AF',1,6,'ticket_kind','咨询','咨询','1','1',1);
INSERT INTO dictionary_entries VALUES (7,X'019CAC0F26807006AC8A904AB2E4C745',1,7,'ticket_kind','建议','建议','2','2',1);
INSERT INTO dictionary_entries VALUES (8,X'019CAC0F268070078A61212D019B446F',1,8,'ticket_kind','投诉','投诉','3','3',1);
INSERT INTO dictionary_entries VALUES (9,X'019CAC0F268070089309D4A28A5F95CB',1,9,'region','华北','华北','1','1',1);
INSERT INTO departments VALUES (1,X'0195B5E27F0070008000000000000302',1,'销售部',NULL);
INSERT INTO departments VALUES (2,X'019CAC0F268070008003D533B3B77AF8',1,'华东组',1);
INSERT INTO users VALUES (1,X'019CAC0F26807000B794B98183D0B458',1,'admin','admin','管理员','管理员',NULL,NULL,NULL,'active',NULL,1772413200000000);
INSERT INTO users VALUES (2,X'019CAC0F26807000AA5F1BF89B7AB79F',1,'han.meimei','han.meimei','韩梅梅','韩梅梅',NULL,NULL,NULL,'active',NULL,1772413200000000);
INSERT INTO users VALUES (3,X'019CAC0F26807000A5216197147CD30C',2,'ann','ann','安娜','安娜',NULL,NULL,'138-0000-0001','active',NULL,1772413200000000);
INSERT INTO users VALUES (4,X'019CAC0F26807000A6B7A18611BCFBEF',2,'ben','ben','本','本',NULL,NULL,NULL,'active','$argon2id$v=19$m=8,t=1,p=1$zDtk2gM4IocMoy67ZUQKAA$o3APlVluvq4L44YhFItoH3PZg4WwkCTN6NBRUDr3Zls',1772413200000000);
INSERT INTO users VALUES (5,X'019CAC0F268070008AF70893493CB9E9',1,'gao','gao','高总','高总',NULL,NULL,NULL,'active',NULL,1772413200000000);
INSERT INTO users VALUES (6,X'019CAC0F26807000B4A490A9DC90D6F6',1,'erp','erp','ERP','erp',NULL,NULL,NULL,'active',NULL,1772413200000000);
INSERT INTO users VALUES (7,X'019CAC0F26807000AFFD158920846DB3',2,'stranger','stranger','路人','路人',NULL,NULL,NULL,'active',NULL,1772413200000000);
INSERT INTO users VALUES (8,X'0195B5E27F0070008000000000000304',2,'Zhao.Yun','zhao.yun','ＺＨＡＯ 云','zhao 云',2,'zhao@example.com','138-0013-8000','active','$argon2id$v=19$m=8,t=1,p=1$8q+B/peC9BiybepGmDxHRw$TKrbNQ6vUb7WZscI7Z80ce2L5PSKHkp7DOnjBFRNTq4',1772413200000000);
INSERT INTO users VALUES (9,X'019CAC0F26807000989FB74C6BB754D4',2,'leaver','leaver','离职者','离职者',NULL,NULL,NULL,'disabled',NULL,1772413200000000);
INSERT INTO login_failures VALUES ('ann',1,1789178400000000,NULL);
INSERT INTO login_failures VALUES ('nobody',1,1789178400000000,NULL);
INSERT INTO login_failures VALUES ('zhao.yun',5,1789178400000000,1789179300000000);
INSERT INTO user_regions VALUES (8,29);
INSERT INTO user_regions VALUES (8,9);
INSERT INTO user_industries VALUES (3,'机械');
INSERT INTO user_industries VALUES (3,'注塑');
INSERT INTO user_industries VALUES (8,'机械');
INSERT INTO roles VALUES (1,X'019CAC0F2680700094499E782B27687C',1,'system_administrator',1,1772413200000000);
INSERT INTO roles VALUES (2,X'019CAC0F26807001AA5F1BF89B7AB79F',1,'sales_manager',1,1772413200000000);
INSERT INTO roles VALUES (3,X'019CAC0F26807002A6B7A18611BCFBEF',1,'account_manager',1,1772413200000000);
INSERT INTO roles VALUES (4,X'019CAC0F26807003B4A490A9DC90D6F6',1,'executive',1,1772413200000000);
INSERT INTO roles VALUES (5,X'019CAC0F26807004AA0231EE4C9E7A5B',1,'integration',1,1772413200000000);
INSERT INTO roles VALUES (6,X'0195B5E27F0070008000000000000303',2,'客服部',0,1772413200000000);
INSERT INTO roles VALUES (7,X'019CAC0F26807000B859067DCB5287F8',1,'auditor',0,1772413200000000);
INSERT INTO role_operations VALUES (1,'audit.list');
INSERT INTO role_operations VALUES (1,'audit.refusals');
INSERT INTO role_operations VALUES (1,'changes.latest');
INSERT INTO role_operations VALUES (1,'changes.since');
INSERT INTO role_operations VALUES (1,'departments.create');
INSERT INTO role_operations VALUES (1,'departments.delete');
INSERT INTO role_operations VALUES (1,'departments.update');
INSERT INTO role_operations VALUES (1,'dictionary.create');
INSERT INTO role_operations VALUES (1,'dictionary.delete');
INSERT INTO role_operations VALUES (1,'dictionary.get');
INSERT INTO role_operations VALUES (1,'dictionary.list');
INSERT INTO role_operations VALUES (1,'dictionary.update');
INSERT INTO role_operations VALUES (1,'maintenance.backup');
INSERT INTO role_operations VALUES (1,'maintenance.check');
INSERT INTO role_operations VALUES (1,'maintenance.rebuild');
INSERT INTO role_operations VALUES (1,'roles.copy');
INSERT INTO role_operations VALUES (1,'roles.create');
INSERT INTO role_operations VALUES (1,'roles.delete');
INSERT INTO role_operations VALUES (1,'roles.get');
INSERT INTO role_operations VALUES (1,'roles.list');
INSERT INTO role_operations VALUES (1,'roles.update');
INSERT INTO role_operations VALUES (1,'settings.update');
INSERT INTO role_operations VALUES (1,'users.create');
INSERT INTO role_operations VALUES (1,'users.disable');
INSERT INTO role_operations VALUES (1,'users.enable');
INSERT INTO role_operations VALUES (1,'users.get');
INSERT INTO role_operations VALUES (1,'users.list');
INSERT INTO role_operations VALUES (1,'users.set_password');
INSERT INTO role_operations VALUES (1,'users.set_roles');
INSERT INTO role_operations VALUES (1,'users.update');
INSERT INTO role_operations VALUES (2,'churn.confirm');
INSERT INTO role_operations VALUES (2,'churn.defer');
INSERT INTO role_operations VALUES (2,'churn.get');
INSERT INTO role_operations VALUES (2,'churn.history');
INSERT INTO role_operations VALUES (2,'churn.list');
INSERT INTO role_operations VALUES (2,'contacts.create');
INSERT INTO role_operations VALUES (2,'contacts.delete');
INSERT INTO role_operations VALUES (2,'contacts.get');
INSERT INTO role_operations VALUES (2,'contacts.list');
INSERT INTO role_operations VALUES (2,'contacts.update');
INSERT INTO role_operations VALUES (2,'customers.create');
INSERT INTO role_operations VALUES (2,'customers.create_many');
INSERT INTO role_operations VALUES (2,'customers.get');
INSERT INTO role_operations VALUES (2,'customers.list');
INSERT INTO role_operations VALUES (2,'customers.update');
INSERT INTO role_operations VALUES (2,'customers.win_back');
INSERT INTO role_operations VALUES (2,'interactions.create');
INSERT INTO role_operations VALUES (2,'interactions.delete');
INSERT INTO role_operations VALUES (2,'interactions.get');
INSERT INTO role_operations VALUES (2,'interactions.list');
INSERT INTO role_operations VALUES (2,'interactions.update');
INSERT INTO role_operations VALUES (2,'opportunities.assign');
INSERT INTO role_operations VALUES (2,'opportunities.assignments');
INSERT INTO role_operations VALUES (2,'opportunities.create');
INSERT INTO role_operations VALUES (2,'opportunities.delete');
INSERT INTO role_operations VALUES (2,'opportunities.get');
INSERT INTO role_operations VALUES (2,'opportunities.list');
INSERT INTO role_operations VALUES (2,'opportunities.reassign');
INSERT INTO role_operations VALUES (2,'opportunities.update');
INSERT INTO role_operations VALUES (2,'orders.get');
INSERT INTO role_operations VALUES (2,'orders.list');
INSERT INTO role_operations VALUES (2,'plans.add');
INSERT INTO role_operations VALUES (2,'plans.delete');
INSERT INTO role_operations VALUES (2,'plans.get');
INSERT INTO role_operations VALUES (2,'plans.update');
INSERT INTO role_operations VALUES (2,'products.get');
INSERT INTO role_operations VALUES (2,'products.list');
INSERT INTO role_operations VALUES (2,'reports.churn');
INSERT INTO role_operations VALUES (2,'reports.composition');
INSERT INTO role_operations VALUES (2,'reports.contribution');
INSERT INTO role_operations VALUES (2,'reports.get_submitted');
INSERT INTO role_operations VALUES (2,'reports.service');
INSERT INTO role_operations VALUES (2,'reports.submit');
INSERT INTO role_operations VALUES (2,'reports.submitted');
INSERT INTO role_operations VALUES (2,'stock.get');
INSERT INTO role_operations VALUES (2,'stock.list');
INSERT INTO role_operations VALUES (2,'tickets.assign');
INSERT INTO role_operations VALUES (2,'tickets.feedback');
INSERT INTO role_operations VALUES (2,'tickets.get');
INSERT INTO role_operations VALUES (2,'tickets.list');
INSERT INTO role_operations VALUES (2,'tickets.reassign');
INSERT INTO role_operations VALUES (3,'churn.get');
INSERT INTO role_operations VALUES (3,'churn.history');
INSERT INTO role_operations VALUES (3,'churn.list');
INSERT INTO role_operations VALUES (3,'contacts.get');
INSERT INTO role_operations VALUES (3,'contacts.list');
INSERT INTO role_operations VALUES (3,'customers.create');
INSERT INTO role_operations VALUES (3,'customers.create_many');
INSERT INTO role_operations VALUES (3,'customers.get');
INSERT INTO role_operations VALUES (3,'customers.list');
INSERT INTO role_operations VALUES (3,'interactions.get');
INSERT INTO role_operations VALUES (3,'interactions.list');
INSERT INTO role_operations VALUES (3,'opportunities.assignments');
INSERT INTO role_operations VALUES (3,'opportunities.create');
INSERT INTO role_operations VALUES (3,'opportunities.delete');
INSERT INTO role_operations VALUES (3,'opportunities.develop');
INSERT INTO role_operations VALUES (3,'opportunities.fail');
INSERT INTO role_operations VALUES (3,'opportunities.get');
INSERT INTO role_operations VALUES (3,'opportunities.list');
INSERT INTO role_operations VALUES (3,'opportunities.update');
INSERT INTO role_operations VALUES (3,'orders.get');
INSERT INTO role_operations VALUES (3,'orders.list');
INSERT INTO role_operations VALUES (3,'plans.get');
INSERT INTO role_operations VALUES (3,'plans.record_result');
INSERT INTO role_operations VALUES (3,'products.get');
INSERT INTO role_operations VALUES (3,'products.list');
INSERT INTO role_operations VALUES (3,'stock.get');
INSERT INTO role_operations VALUES (3,'stock.list');
INSERT INTO role_operations VALUES (3,'tickets.create');
INSERT INTO role_operations VALUES (3,'tickets.get');
INSERT INTO role_operations VALUES (3,'tickets.handle');
INSERT INTO role_operations VALUES (3,'tickets.list');
INSERT INTO role_operations VALUES (4,'reports.churn');
INSERT INTO role_operations VALUES (4,'reports.composition');
INSERT INTO role_operations VALUES (4,'reports.contribution');
INSERT INTO role_operations VALUES (4,'reports.get_submitted');
INSERT INTO role_operations VALUES (4,'reports.service');
INSERT INTO role_operations VALUES (4,'reports.submitted');
INSERT INTO role_operations VALUES (5,'changes.latest');
INSERT INTO role_operations VALUES (5,'changes.since');
INSERT INTO role_operations VALUES (5,'churn.scan');
INSERT INTO role_operations VALUES (5,'customers.import_many');
INSERT INTO role_operations VALUES (5,'imports.customers');
INSERT INTO role_operations VALUES (5,'imports.orders');
INSERT INTO role_operations VALUES (5,'imports.products');
INSERT INTO role_operations VALUES (5,'imports.stock');
INSERT INTO role_operations VALUES (5,'jobs.next_due');
INSERT INTO role_operations VALUES (5,'jobs.run_due');
INSERT INTO role_operations VALUES (5,'sales.apply_changes');
INSERT INTO role_operations VALUES (5,'sales.feed');
INSERT INTO role_operations VALUES (5,'sales.feeds');
INSERT INTO role_operations VALUES (5,'sales.forget_feed');
INSERT INTO role_operations VALUES (5,'sales.push_orders');
INSERT INTO role_operations VALUES (5,'sales.push_products');
INSERT INTO role_operations VALUES (5,'sales.push_stock');
INSERT INTO role_operations VALUES (5,'sales.remove_orders');
INSERT INTO role_operations VALUES (5,'sales.remove_products');
INSERT INTO role_operations VALUES (5,'sales.remove_stock');
INSERT INTO role_operations VALUES (6,'customers.list');
INSERT INTO role_operations VALUES (6,'orders.list');
INSERT INTO role_operations VALUES (6,'tickets.get');
INSERT INTO role_operations VALUES (6,'tickets.list');
INSERT INTO role_operations VALUES (7,'audit.list');
INSERT INTO role_operations VALUES (7,'audit.refusals');
INSERT INTO role_operations VALUES (7,'changes.since');
INSERT INTO user_roles VALUES (1,1);
INSERT INTO user_roles VALUES (2,2);
INSERT INTO user_roles VALUES (3,3);
INSERT INTO user_roles VALUES (4,3);
INSERT INTO user_roles VALUES (5,4);
INSERT INTO user_roles VALUES (6,5);
INSERT INTO user_roles VALUES (7,6);
INSERT INTO user_roles VALUES (7,7);
INSERT INTO user_roles VALUES (8,3);
INSERT INTO user_roles VALUES (8,6);
INSERT INTO user_roles VALUES (9,7);
INSERT INTO customers VALUES (1,X'0195B5E27F0070008000000000000103',2,1,'active',1,'华东精密机械','华东精密机械',NULL,3,NULL,NULL,2,NULL,NULL,'021-7',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'LATER',3,1772416920000000,NULL,'2026-03-02','2026-01-31');
INSERT INTO customers VALUES (10,X'019CAC7D03807000BEFD1DC86E167FD2',1,10,'active',0,'不完整','不完整',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'K9',6,1772420400000000,NULL,'2026-03-02',NULL);
INSERT INTO customers VALUES (2,X'0195B5E27F0070008000000000000104',2,2,'active',1,'Ｂｅｒｌｉｎ GmbH','berlin gmbh',29,3,2,5,3,'浦东新区 1 号','200120','021-5555 0100',NULL,'https://example.com','91310000','王芳',500000000,'CNY',1234567890,'USD','工商银行','6222 0000','310','3101','K1',3,1772420400000000,NULL,'2026-03-02','2026-02-10');
INSERT INTO customers VALUES (3,X'019CAC7D0380700089C122B24CBF7267',2,3,'lost',1,'江南机床厂','江南机床厂',9,4,1,2,5,'外滩 2 号',NULL,'021-1',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'K2',2,1772420400000000,1788570000000000,'2026-03-02','2025-06-01');
INSERT INTO customers VALUES (4,X'019CAC7D03807000A83EACEFACD47ADA',3,4,'active',1,'赢回公司','赢回公司',9,4,1,2,5,'外滩 2 号',NULL,'021-1',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'K3',4,1772420400000000,NULL,'2026-09-05',NULL);
INSERT INTO customers VALUES (5,X'019CAC7D03807000891284D4ADE7AED4',1,5,'active',1,'推迟公司','推迟公司',9,4,1,2,5,'外滩 2 号',NULL,'021-1',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'K4',4,1772420400000000,NULL,'2026-03-02',NULL);
INSERT INTO customers VALUES (6,X'019CAC7D038070009EC7CDFC2E48F126',1,6,'active',1,'恢复公司','恢复公司',9,4,1,2,5,'外滩 2 号',NULL,'021-1',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'K5',4,1772420400000000,NULL,'2026-03-02','2026-09-04');
INSERT INTO customers VALUES (7,X'019CAC7D038070009D92D0F699CD7749',2,7,'active',1,'预警公司','预警公司',9,8,1,2,5,'外滩 2 号',NULL,'021-1',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,4,1772420400000000,NULL,'2026-03-02',NULL);
INSERT INTO customers VALUES (8,X'019CAC7D03807000A4970632F0AF9048',1,8,'active',1,'批量一','批量一',9,4,1,2,5,'外滩 2 号',NULL,'021-1',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'B1',3,1772420400000000,NULL,'2026-03-02',NULL);
INSERT INTO customers VALUES (9,X'019CAC7D03807001A9163A2AB2D709EB',1,9,'active',1,'批量二','批量二',9,4,1,2,5,'外滩 2 号',NULL,'021-1',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,3,1772420400000000,NULL,'2026-03-02',NULL);
INSERT INTO contacts VALUES (1,X'019CAC47E9C0700092641DC4F22C9561',1,1,'王芳','王芳',NULL,NULL,'138-0013-8000',NULL,NULL,1772416920000000);
INSERT INTO contacts VALUES (2,X'0195B5E27F0070008000000000000105',2,2,'Jürgen GROẞ','jürgen gross',17,'采购经理','021-5555 0101','138-0013-8000',NULL,1772420400000000);
INSERT INTO contacts VALUES (3,X'019CAC7D038070008C2F795AFFBCF69B',1,2,'李雷','李雷',17,'总经理','021-5555 0102',NULL,NULL,1772420400000000);
INSERT INTO opportunities VALUES (1,X'0195B5E27F0070008000000000000101',4,1,'developed',NULL,'华东精密机械','华东精密机械',80,'数控机床 12 台','数控机床 12 台','王芳','138-0013-8000','王芳
138-0013-8000','年底前更换旧设备
分两批',3,1772416800250000,3,2,1772416860000000,1772416920000000,NULL,1);
INSERT INTO opportunities VALUES (2,X'019CAC4615FA70009613CA33C331B000',3,2,'failed',NULL,'ＡＣＭＥ Straße','acme strasse',60,'数控机床 12 台','数控机床 12 台',NULL,NULL,'
','年底前更换旧设备
分两批',3,1772416800250000,4,2,1772416860000000,1772416920000000,'预算取消',NULL);
INSERT INTO opportunities VALUES (3,X'019CAC46FF607000AD669E0C9CF56181',3,3,'assigned',NULL,'江南机床厂','江南机床厂',60,'数控机床 12 台','数控机床 12 台','李雷',NULL,'李雷
','年底前更换旧设备
分两批',2,1772416860000000,8,2,1772416920000000,NULL,NULL,NULL);
INSERT INTO opportunities VALUES (4,X'019CAC46FF6070008CBF53BD481B1431',1,4,'unassigned',NULL,'待分配公司','待分配公司',60,'数控机床 12 台','数控机床 12 台',NULL,NULL,'
','年底前更换旧设备
分两批',4,1772416860000000,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO opportunity_assignments VALUES (1,1,3,2,1772416860000000);
INSERT INTO opportunity_assignments VALUES (2,2,4,2,1772416860000000);
INSERT INTO opportunity_assignments VALUES (3,3,4,2,1772416860000000);
INSERT INTO opportunity_assignments VALUES (4,3,8,2,1772416920000000);
INSERT INTO plan_items VALUES (1,X'0195B5E27F0070008000000000000102',3,1,'2026-03-10','拜访总经理','对方要求报价',3,1772416920000000);
INSERT INTO plan_items VALUES (2,X'019CAC47E9C0700082A1B73591F840C5',1,2,'2026-03-11','电话',NULL,4,1772416920000000);
INSERT INTO tickets VALUES (1,X'0195B5E27F0070008000000000000110',7,1,'archived',8,'主轴异响 archived','主轴异响 archived',2,'请派人检修',3,1772424000000000,4,2,1772424180000000,4,1772427600000000,'亲自拜访','好',5,1772427600000000);
INSERT INTO tickets VALUES (2,X'019CACB4DC607000BF0A6D36C6A2752D',3,2,'handled',8,'主轴异响 handled','主轴异响 handled',2,'请派人检修',3,1772424060000000,3,2,1772427600000000,3,1772427600000000,'寄配件',NULL,NULL,NULL);
INSERT INTO tickets VALUES (3,X'019CACB5C6C07000BC1E49A4FD17E566',2,3,'assigned',6,'主轴异响 given','主轴异响 given',2,'请派人检修',3,1772424120000000,4,2,1772427600000000,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO tickets VALUES (4,X'019CACB6B12070009A3142BFF173D7A0',1,4,'created',6,'主轴异响 made','主轴异响 made',2,'请派人检修',3,1772424180000000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO ticket_assignments VALUES (1,1,3,2,1772424180000000);
INSERT INTO ticket_assignments VALUES (2,1,4,2,1772424180000000);
INSERT INTO ticket_assignments VALUES (3,2,3,2,1772427600000000);
INSERT INTO ticket_assignments VALUES (4,3,4,2,1772427600000000);
INSERT INTO ticket_attempts VALUES (1,1,3,1772424180000000,'更换轴承','不行',1,2,1772424180000000);
INSERT INTO ticket_attempts VALUES (2,1,4,1772427600000000,'亲自拜访','好',5,2,1772427600000000);
INSERT INTO ticket_attempts VALUES (3,2,3,1772427600000000,'寄配件',NULL,NULL,NULL,NULL);
INSERT INTO interactions VALUES (1,X'0195B5E27F0070008000000000000106',1,2,'2026-03-02','客户工厂','回访','主轴正常',NULL,1,2,1772427600000000);
INSERT INTO interactions VALUES (2,X'019CACEAE0807000A75FC91ECC6180AE',2,2,'2026-02-22','展会','见面','谈合作',NULL,NULL,3,1772427600000000);
INSERT INTO products VALUES (1,X'019CAD21CF00700099F4092B7DAC9F88',1,'P1','Lathe Ⅳ','lathe iv','CK6150','ck6150','2026-01','2026-01','台',128000500000,'CNY',NULL);
INSERT INTO products VALUES (2,X'019CAD21CF00700192C825ECF3B65606',1,'P2','Mill','mill','XK7124','xk7124',NULL,NULL,NULL,1000000,'USD',NULL);
INSERT INTO products VALUES (3,X'019CAD21CF007002982306AD6F5639D0',1,'P3','轴承','轴承',NULL,NULL,'2025-12','2025-12',NULL,NULL,NULL,'进口');
INSERT INTO products VALUES (4,X'019CAD21CF007000A038BBDA9B969802',1,'P7','数控车床','数控车床',NULL,NULL,NULL,NULL,'台',128000500000,'CNY',NULL);
INSERT INTO stock VALUES (1,X'019CAD21CF00700092C825ECF3B65606',1,'S1','P1','一号仓','一号仓','A-01',7000000,NULL);
INSERT INTO stock VALUES (3,X'019CAD21CF007002B81FD4A76FF24D60',1,'S3','P9','一号仓','一号仓',NULL,1000000,'待到');
INSERT INTO orders VALUES (1,X'019CAD21CF007000982306AD6F5639D0',1,'O1','SO-1','K1',2,'2026-02-10',2026,'浦东',6,'已发货','CNY',122550);
INSERT INTO orders VALUES (2,X'019CAD21CF007001B81FD4A76FF24D60',1,'O2','O2','K1',2,'2026-02-11',2026,NULL,9,NULL,'CNY',122550);
INSERT INTO orders VALUES (3,X'019CAD21CF007002B44ECBC241739FDC',1,'O3','O3','K1',2,'2025-02-11',2025,NULL,5,NULL,'USD',122550);
INSERT INTO orders VALUES (4,X'019CAD21CF0070039136E8917106EDCD',1,'O4','O4','K2',3,'2025-06-01',2025,NULL,6,NULL,'CNY',122550);
INSERT INTO orders VALUES (5,X'019CAD21CF007004836D2D0FF51F8B0B',1,'O5','O5','K5',6,'2025-07-01',2025,NULL,5,NULL,'CNY',122550);
INSERT INTO orders VALUES (6,X'019CAD21CF007005B3CBE2A342FCFE1F',1,'O6','O6','UNKNOWN',NULL,'2026-01-31',2026,NULL,6,NULL,'CNY',122550);
INSERT INTO orders VALUES (7,X'019CAD21CF007006B2BEB69ED4B6490F',2,'O7','O7','LATER',1,'2026-01-31',2026,NULL,6,NULL,'CNY',122550);
INSERT INTO orders VALUES (8,X'019CAD21CF007007BF82DDF39BD948E1',1,'O8','O8','K1',2,'2026-01-01',2026,NULL,6,NULL,'CNY',0);
INSERT INTO orders VALUES (9,X'01A06F145A807000803C63E4E2313610',1,'O20','O20','K5',6,'2026-09-04',2026,NULL,5,NULL,'CNY',122550);
INSERT INTO order_lines VALUES (1,1,'P1',NULL,2000000,NULL,12500000,2500);
INSERT INTO order_lines VALUES (1,2,NULL,'安装',1500000,'天',800333333,120050);
INSERT INTO order_lines VALUES (2,1,'P1',NULL,2000000,NULL,12500000,2500);
INSERT INTO order_lines VALUES (2,2,NULL,'安装',1500000,'天',800333333,120050);
INSERT INTO order_lines VALUES (3,1,'P1',NULL,2000000,NULL,12500000,2500);
INSERT INTO order_lines VALUES (3,2,NULL,'安装',1500000,'天',800333333,120050);
INSERT INTO order_lines VALUES (4,1,'P1',NULL,2000000,NULL,12500000,2500);
INSERT INTO order_lines VALUES (4,2,NULL,'安装',1500000,'天',800333333,120050);
INSERT INTO order_lines VALUES (5,1,'P1',NULL,2000000,NULL,12500000,2500);
INSERT INTO order_lines VALUES (5,2,NULL,'安装',1500000,'天',800333333,120050);
INSERT INTO order_lines VALUES (6,1,'P1',NULL,2000000,NULL,12500000,2500);
INSERT INTO order_lines VALUES (6,2,NULL,'安装',1500000,'天',800333333,120050);
INSERT INTO order_lines VALUES (7,1,'P1',NULL,2000000,NULL,12500000,2500);
INSERT INTO order_lines VALUES (7,2,NULL,'安装',1500000,'天',800333333,120050);
INSERT INTO order_lines VALUES (9,1,'P1',NULL,2000000,NULL,12500000,2500);
INSERT INTO order_lines VALUES (9,2,NULL,'安装',1500000,'天',800333333,120050);
INSERT INTO customer_totals VALUES (1,2026,'CNY',6,1,122550);
INSERT INTO customer_totals VALUES (2,2025,'USD',5,1,122550);
INSERT INTO customer_totals VALUES (2,2026,'CNY',6,2,122550);
INSERT INTO customer_totals VALUES (2,2026,'CNY',9,1,122550);
INSERT INTO customer_totals VALUES (3,2025,'CNY',6,1,122550);
INSERT INTO customer_totals VALUES (6,2025,'CNY',5,1,122550);
INSERT INTO customer_totals VALUES (6,2026,'CNY',5,1,122550);
INSERT INTO churn_warnings VALUES (1,X'01A06F145A807000836D2D0FF51F8B0B',1,'warned',1,3,'2026-01-31',1788570000000000,NULL,NULL);
INSERT INTO churn_warnings VALUES (10,X'01A06F145A807009BE7FCB73FED0AE59',1,'warned',10,NULL,NULL,1788570000000000,NULL,NULL);
INSERT INTO churn_warnings VALUES (2,X'01A06F145A807001B3CBE2A342FCFE1F',1,'warned',2,3,'2026-02-10',1788570000000000,NULL,NULL);
INSERT INTO churn_warnings VALUES (3,X'01A06F145A807002B2BEB69ED4B6490F',4,'lost',3,4,'2025-06-01',1788570000000000,1788570000000000,'转向竞争对手');
INSERT INTO churn_warnings VALUES (4,X'01A06F145A807003BF82DDF39BD948E1',3,'lost',4,4,NULL,1788570000000000,1788570000000000,'停产');
INSERT INTO churn_warnings VALUES (5,X'01A06F145A807004B10893781AD87D40',2,'deferred',5,4,NULL,1788570000000000,NULL,NULL);
INSERT INTO churn_warnings VALUES (6,X'01A06F145A8070059D73161F20356BA2',2,'recovered',6,4,'2025-07-01',1788570000000000,1789174800000000,NULL);
INSERT INTO churn_warnings VALUES (7,X'01A06F145A80700699ABD265905DBD34',1,'warned',7,4,NULL,1788570000000000,NULL,NULL);
INSERT INTO churn_warnings VALUES (8,X'01A06F145A807007B32B46DFD3E7C6D7',1,'warned',8,4,NULL,1788570000000000,NULL,NULL);
INSERT INTO churn_warnings VALUES (9,X'01A06F145A807008AFC63479AF56BC5C',1,'warned',9,4,NULL,1788570000000000,NULL,NULL);
INSERT INTO churn_measures VALUES (1,3,'电话回访',4,1788570000000000);
INSERT INTO churn_measures VALUES (2,4,'电话回访',4,1788570000000000);
INSERT INTO churn_measures VALUES (3,5,'电话回访',4,1788570000000000);
INSERT INTO churn_measures VALUES (4,3,'上门拜访',4,1788570000000000);
INSERT INTO customer_recoveries VALUES (1,4,'重新下单',2,1788570000000000);
INSERT INTO management_reports VALUES (1,X'0195B5E27F0070008000000000000202',1,1,2,1789174800000000,'2025-01-01','2026-09-30','流失一家大客户','{"statuses":[5,6],"contribution":[{"customer":{"id":"019cac7d-0380-7000-9ec7-cdfc2e48f126","name":"恢复公司"},"number":6,"orders":2,"amount":{"amount":"2451.00","currency":"CNY"}},{"customer":{"id":"0195b5e2-7f00-7000-8000-000000000103","name":"华东精密机械"},"number":1,"orders":1,"amount":{"amount":"1225.50","currency":"CNY"}},{"customer":{"id":"0195b5e2-7f00-7000-8000-000000000104","name":"Ｂｅｒｌｉｎ GmbH"},"number":2,"orders":2,"amount":{"amount":"1225.50","currency":"CNY"}},{"customer":{"id":"019cac7d-0380-7000-89c1-22b24cbf7267","name":"江南机床厂"},"number":3,"orders":1,"amount":{"amount":"1225.50","currency":"CNY"}},{"customer":{"id":"019cac7d-0380-7000-a83e-acefacd47ada","name":"赢回公司"},"number":4,"orders":0,"amount":{"amount":"0.00","currency":"CNY"}},{"customer":{"id":"019cac7d-0380-7000-8912-84d4ade7aed4","name":"推迟公司"},"number":5,"orders":0,"amount":{"amount":"0.00","currency":"CNY"}},{"customer":{"id":"019cac7d-0380-7000-9d92-d0f699cd7749","name":"预警公司"},"number":7,"orders":0,"amount":{"amount":"0.00","currency":"CNY"}},{"customer":{"id":"019cac7d-0380-7000-a497-0632f0af9048","name":"批量一"},"number":8,"orders":0,"amount":{"amount":"0.00","currency":"CNY"}},{"customer":{"id":"019cac7d-0380-7001-a916-3a2ab2d709eb","name":"批量二"},"number":9,"orders":0,"amount":{"amount":"0.00","currency":"CNY"}},{"customer":{"id":"019cac7d-0380-7000-befd-1dc86e167fd2","name":"不完整"},"number":10,"orders":0,"amount":{"amount":"0.00","currency":"CNY"}},{"customer":{"id":"0195b5e2-7f00-7000-8000-000000000104","name":"Ｂｅｒｌｉｎ GmbH"},"number":2,"orders":1,"amount":{"amount":"1225.50","currency":"USD"}}],"contribution_totals":[{"amount":"6127.50","currency":"CNY"},{"amount":"1225.50","currency":"USD"}],"composition":[{"by":"level","all_customers":false,"customers":9,"rows":[{"entry":{"id":"019cac0f-2680-7000-9ef5-eb4bb0f5115e","item":"普通客户"},"grade":null,"customers":6,"share":6667},{"entry":{"id":"019cac0f-2680-7001-b794-b98183d0b458","item":"重点开发客户"},"grade":null,"customers":1,"share":1111},{"entry":{"id":"019cac0f-2680-7002-a521-6197147cd30c","item":"大客户"},"grade":null,"customers":0,"share":0},{"entry":{"id":"019cac0f-2680-7003-8af7-0893493cb9e9","item":"合作伙伴"},"grade":null,"customers":0,"share":0},{"entry":{"id":"019cac0f-2680-7004-affd-158920846db3","item":"战略合作伙伴"},"grade":null,"customers":0,"share":0},{"entry":null,"grade":null,"customers":2,"share":2222}]},{"by":"credit","all_customers":false,"customers":9,"rows":[{"entry":{"id":"019cac0f-2680-7017-9668-04c42aacabb0","item":"很差"},"grade":1,"customers":0,"share":0},{"entry":{"id":"019cac0f-2680-7018-90a6-8b491415b787","item":"较差"},"grade":2,"customers":1,"share":1111},{"entry":{"id":"019cac0f-2680-7019-b660-b4c9c1b7e0fc","item":"一般"},"grade":3,"customers":1,"share":1111},{"entry":{"id":"019cac0f-2680-701a-a83e-acefacd47ada","item":"良好"},"grade":4,"customers":0,"share":0},{"entry":{"id":"019cac0f-2680-701b-9ec7-cdfc2e48f126","item":"优秀"},"grade":5,"customers":6,"share":6667},{"entry":null,"grade":null,"customers":1,"share":1111}]},{"by":"satisfaction","all_customers":false,"customers":9,"rows":[{"entry":{"id":"019cac0f-2680-7012-8239-91070698dbfb","item":"很不满意"},"grade":1,"customers":0,"share":0},{"entry":{"id":"019cac0f-2680-7013-9aff-d957e5b7ae8c","item":"不满意"},"grade":2,"customers":6,"share":6667},{"entry":{"id":"019cac0f-2680-7014-a5c6-67564c0eb4b4","item":"一般"},"grade":3,"customers":0,"share":0},{"entry":{"id":"019cac0f-2680-7015-ac8e-7338e24c5d28","item":"满意"},"grade":4,"customers":0,"share":0},{"entry":{"id":"019cac0f-2680-7016-86c0-d7c46e842de4","item":"很满意"},"grade":5,"customers":1,"share":1111},{"entry":null,"grade":null,"customers":2,"share":2222}]}],"service":{"year":null,"tickets":4,"rows":[{"kind":{"id":"019cac0f-2680-7005-a8be-e66a815cb8af","item":"咨询"},"tickets":2},{"kind":{"id":"019cac0f-2680-7006-ac8a-904ab2e4c745","item":"建议"},"tickets":0},{"kind":{"id":"019cac0f-2680-7007-8a61-212d019b446f","item":"投诉"},"tickets":2}]},"churn":[{"warning":"01a06f14-5a80-7003-bf82-ddf39bd948e1","customer":{"id":"019cac7d-0380-7000-a83e-acefacd47ada","name":"赢回公司"},"account_manager":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"reason":"停产","last_order_date":null,"warned_at":"2026-09-05T01:00:00Z","lost_at":"2026-09-05T01:00:00Z"},{"warning":"01a06f14-5a80-7002-b2be-b69ed4b6490f","customer":{"id":"019cac7d-0380-7000-89c1-22b24cbf7267","name":"江南机床厂"},"account_manager":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"reason":"转向竞争对手","last_order_date":"2025-06-01","warned_at":"2026-09-05T01:00:00Z","lost_at":"2026-09-05T01:00:00Z"}],"losses":2}');
INSERT INTO management_reports VALUES (2,X'01A09357CD00700099ABD265905DBD34',1,2,2,1789178400000000,'2026-10-01','2026-12-31',NULL,'{"statuses":[5,6],"contribution":[{"customer":{"id":"0195b5e2-7f00-7000-8000-000000000103","name":"华东精密机械"},"number":1,"orders":0,"amount":{"amount":"0.00","currency":"CNY"}},{"customer":{"id":"0195b5e2-7f00-7000-8000-000000000104","name":"Ｂｅｒｌｉｎ GmbH"},"number":2,"orders":0,"amount":{"amount":"0.00","currency":"CNY"}},{"customer":{"id":"019cac7d-0380-7000-89c1-22b24cbf7267","name":"江南机床厂"},"number":3,"orders":0,"amount":{"amount":"0.00","currency":"CNY"}},{"customer":{"id":"019cac7d-0380-7000-a83e-acefacd47ada","name":"赢回公司"},"number":4,"orders":0,"amount":{"amount":"0.00","currency":"CNY"}},{"customer":{"id":"019cac7d-0380-7000-8912-84d4ade7aed4","name":"推迟公司"},"number":5,"orders":0,"amount":{"amount":"0.00","currency":"CNY"}},{"customer":{"id":"019cac7d-0380-7000-9ec7-cdfc2e48f126","name":"恢复公司"},"number":6,"orders":0,"amount":{"amount":"0.00","currency":"CNY"}},{"customer":{"id":"019cac7d-0380-7000-9d92-d0f699cd7749","name":"预警公司"},"number":7,"orders":0,"amount":{"amount":"0.00","currency":"CNY"}},{"customer":{"id":"019cac7d-0380-7000-a497-0632f0af9048","name":"批量一"},"number":8,"orders":0,"amount":{"amount":"0.00","currency":"CNY"}},{"customer":{"id":"019cac7d-0380-7001-a916-3a2ab2d709eb","name":"批量二"},"number":9,"orders":0,"amount":{"amount":"0.00","currency":"CNY"}},{"customer":{"id":"019cac7d-0380-7000-befd-1dc86e167fd2","name":"不完整"},"number":10,"orders":0,"amount":{"amount":"0.00","currency":"CNY"}}],"contribution_totals":[],"composition":[{"by":"level","all_customers":false,"customers":9,"rows":[{"entry":{"id":"019cac0f-2680-7000-9ef5-eb4bb0f5115e","item":"普通客户"},"grade":null,"customers":6,"share":6667},{"entry":{"id":"019cac0f-2680-7001-b794-b98183d0b458","item":"重点开发客户"},"grade":null,"customers":1,"share":1111},{"entry":{"id":"019cac0f-2680-7002-a521-6197147cd30c","item":"大客户"},"grade":null,"customers":0,"share":0},{"entry":{"id":"019cac0f-2680-7003-8af7-0893493cb9e9","item":"合作伙伴"},"grade":null,"customers":0,"share":0},{"entry":{"id":"019cac0f-2680-7004-affd-158920846db3","item":"战略合作伙伴"},"grade":null,"customers":0,"share":0},{"entry":null,"grade":null,"customers":2,"share":2222}]},{"by":"credit","all_customers":false,"customers":9,"rows":[{"entry":{"id":"019cac0f-2680-7017-9668-04c42aacabb0","item":"很差"},"grade":1,"customers":0,"share":0},{"entry":{"id":"019cac0f-2680-7018-90a6-8b491415b787","item":"较差"},"grade":2,"customers":1,"share":1111},{"entry":{"id":"019cac0f-2680-7019-b660-b4c9c1b7e0fc","item":"一般"},"grade":3,"customers":1,"share":1111},{"entry":{"id":"019cac0f-2680-701a-a83e-acefacd47ada","item":"良好"},"grade":4,"customers":0,"share":0},{"entry":{"id":"019cac0f-2680-701b-9ec7-cdfc2e48f126","item":"优秀"},"grade":5,"customers":6,"share":6667},{"entry":null,"grade":null,"customers":1,"share":1111}]},{"by":"satisfaction","all_customers":false,"customers":9,"rows":[{"entry":{"id":"019cac0f-2680-7012-8239-91070698dbfb","item":"很不满意"},"grade":1,"customers":0,"share":0},{"entry":{"id":"019cac0f-2680-7013-9aff-d957e5b7ae8c","item":"不满意"},"grade":2,"customers":6,"share":6667},{"entry":{"id":"019cac0f-2680-7014-a5c6-67564c0eb4b4","item":"一般"},"grade":3,"customers":0,"share":0},{"entry":{"id":"019cac0f-2680-7015-ac8e-7338e24c5d28","item":"满意"},"grade":4,"customers":0,"share":0},{"entry":{"id":"019cac0f-2680-7016-86c0-d7c46e842de4","item":"很满意"},"grade":5,"customers":1,"share":1111},{"entry":null,"grade":null,"customers":2,"share":2222}]}],"service":{"year":null,"tickets":0,"rows":[{"kind":{"id":"019cac0f-2680-7005-a8be-e66a815cb8af","item":"咨询"},"tickets":0},{"kind":{"id":"019cac0f-2680-7006-ac8a-904ab2e4c745","item":"建议"},"tickets":0},{"kind":{"id":"019cac0f-2680-7007-8a61-212d019b446f","item":"投诉"},"tickets":0}]},"churn":[],"losses":0}');
INSERT INTO audit_calls VALUES (1,1772413200000000,NULL,'bootstrap','{"login":"admin","display_name":"管理员","roles":["system_administrator"]}');
INSERT INTO audit_calls VALUES (10,1772413200000000,1,'dictionary.create','{"new":{"category":"industry","item":"电力","value":"B"}}');
INSERT INTO audit_calls VALUES (100,1788570000000000,2,'customers.win_back','{"id":"019cac7d-0380-7000-a83e-acefacd47ada","reason":"重新下单"}');
INSERT INTO audit_calls VALUES (101,1788570000000000,6,'sales.push_orders','{"created":1,"updated":0,"unchanged":0,"removed":0,"refused":0}');
INSERT INTO audit_calls VALUES (102,1789174800000000,6,'churn.scan','{}');
INSERT INTO audit_calls VALUES (103,1789174800000000,2,'reports.submit','{"new":{"period_from":"2025-01-01","period_to":"2026-09-30","comment":"流失一家大客户"},"id":"0195b5e2-7f00-7000-8000-000000000202"}');
INSERT INTO audit_calls VALUES (104,1789178400000000,2,'reports.submit','{"new":{"period_from":"2026-10-01","period_to":"2026-12-31"}}');
INSERT INTO audit_calls VALUES (105,1789178400000000,2,'customers.update','{"id":"019cac7d-0380-7000-9d92-d0f699cd7749","changes":{"account_manager":"0195b5e2-7f00-7000-8000-000000000304"}}');
INSERT INTO audit_calls VALUES (11,1772413200000000,1,'dictionary.update','{"id":"0195b5e2-7f00-7000-8000-000000000301","changes":{"item":"港澳","editable":false}}');
INSERT INTO audit_calls VALUES (12,1772413200000000,1,'dictionary.delete','{"id":"019cac0f-2680-7000-82ac-e797b3acd2b5"}');
INSERT INTO audit_calls VALUES (13,1772413200000000,1,'departments.create','{"new":{"name":"销售部"},"id":"0195b5e2-7f00-7000-8000-000000000302"}');
INSERT INTO audit_calls VALUES (14,1772413200000000,1,'departments.create','{"new":{"name":"华东组","parent":"0195b5e2-7f00-7000-8000-000000000302"}}');
INSERT INTO audit_calls VALUES (15,1772413200000000,1,'departments.create','{"new":{"name":"临时组","parent":"0195b5e2-7f00-7000-8000-000000000302"}}');
INSERT INTO audit_calls VALUES (16,1772413200000000,1,'departments.delete','{"id":"019cac0f-2680-7000-9309-d4a28a5f95cb"}');
INSERT INTO audit_calls VALUES (17,1772413200000000,1,'roles.create','{"new":{"name":"客服","grant":["tickets.list","tickets.get","orders"]},"id":"0195b5e2-7f00-7000-8000-000000000303"}');
INSERT INTO audit_calls VALUES (18,1772413200000000,1,'roles.copy','{"id":"0195b5e2-7f00-7000-8000-000000000303","name":"外包客服"}');
INSERT INTO audit_calls VALUES (19,1772413200000000,1,'roles.update','{"id":"0195b5e2-7f00-7000-8000-000000000303","changes":{"name":"客服部","grant":["customers.list"],"revoke":["orders.get"]}}');
INSERT INTO audit_calls VALUES (2,1772413200000000,1,'users.create','{"new":{"login":"han.meimei","display_name":"韩梅梅","roles":["sales_manager"]}}');
INSERT INTO audit_calls VALUES (20,1772413200000000,1,'roles.delete','{"id":"019cac0f-2680-7000-984c-ad3c67eb33ae"}');
INSERT INTO audit_calls VALUES (21,1772413200000000,1,'roles.create','{"new":{"name":"auditor","grant":["audit","changes.since"]}}');
INSERT INTO audit_calls VALUES (22,1772413200000000,1,'users.create','{"new":{"login":"Zhao.Yun","display_name":"ＺＨＡＯ 云","department":"019cac0f-2680-7000-8003-d533b3b77af8","email":"zhao@example.com","phone":"138-0013-8000","regions":["019cac0f-2680-7008-9309-d4a28a5f95cb","0195b5e2-7f00-7000-8000-000000000301"],"industries":["机械"],"roles":["account_manager","客服部"]},"id":"0195b5e2-7f00-7000-8000-000000000304"}');
INSERT INTO audit_calls VALUES (23,1772413200000000,1,'users.create','{"new":{"login":"leaver","display_name":"离职者","roles":["auditor"]}}');
INSERT INTO audit_calls VALUES (24,1772413200000000,1,'users.set_password','{"id":"0195b5e2-7f00-7000-8000-000000000304","password":"***"}');
INSERT INTO audit_calls VALUES (25,1772413200000000,1,'users.set_password','{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","password":"***"}');
INSERT INTO audit_calls VALUES (26,1772413200000000,1,'users.set_roles','{"id":"019cac0f-2680-7000-affd-158920846db3","roles":["客服部","auditor"]}');
INSERT INTO audit_calls VALUES (27,1772413200000000,1,'users.disable','{"id":"019cac0f-2680-7000-989f-b74c6bb754d4"}');
INSERT INTO audit_calls VALUES (28,1772413200000000,3,'users.update_profile','{"changes":{"phone":"138-0000-0001","industries":["机械","注塑"]}}');
INSERT INTO audit_calls VALUES (29,1772413200000000,1,'settings.update','{"changes":{"required_customer_fields":["name","phone","credit"]}}');
INSERT INTO audit_calls VALUES (3,1772413200000000,1,'users.create','{"new":{"login":"ann","display_name":"安娜","roles":["account_manager"]}}');
INSERT INTO audit_calls VALUES (30,1772416800250000,3,'opportunities.create','{"new":{"source":"展会","customer_name":"华东精密机械","success_probability":60,"summary":"数控机床 12 台","contact_name":"王芳","contact_phone":"138-0013-8000","description":"年底前更换旧设备\n分两批"},"id":"0195b5e2-7f00-7000-8000-000000000101"}');
INSERT INTO audit_calls VALUES (31,1772416800250000,3,'opportunities.create','{"new":{"customer_name":"ＡＣＭＥ Straße","success_probability":60,"summary":"数控机床 12 台","description":"年底前更换旧设备\n分两批"}}');
INSERT INTO audit_calls VALUES (32,1772416860000000,2,'opportunities.create','{"new":{"customer_name":"江南机床厂","success_probability":60,"summary":"数控机床 12 台","contact_name":"李雷","description":"年底前更换旧设备\n分两批"}}');
INSERT INTO audit_calls VALUES (33,1772416860000000,4,'opportunities.create','{"new":{"customer_name":"待分配公司","success_probability":60,"summary":"数控机床 12 台","description":"年底前更换旧设备\n分两批"}}');
INSERT INTO audit_calls VALUES (34,1772416860000000,4,'opportunities.create','{"new":{"customer_name":"删除公司","success_probability":60,"summary":"数控机床 12 台","description":"年底前更换旧设备\n分两批"}}');
INSERT INTO audit_calls VALUES (35,1772416860000000,4,'opportunities.delete','{"id":"019cac46-ff60-7000-9ba0-0cc0d4d78a3e"}');
INSERT INTO audit_calls VALUES (36,1772416860000000,3,'opportunities.update','{"id":"0195b5e2-7f00-7000-8000-000000000101","changes":{"success_probability":80,"clear":["source"]}}');
INSERT INTO audit_calls VALUES (37,1772416860000000,2,'opportunities.assign','{"id":"0195b5e2-7f00-7000-8000-000000000101","assignee":"019cac0f-2680-7000-a521-6197147cd30c"}');
INSERT INTO audit_calls VALUES (38,1772416860000000,2,'opportunities.assign','{"id":"019cac46-15fa-7000-9613-ca33c331b000","assignee":"019cac0f-2680-7000-a6b7-a18611bcfbef"}');
INSERT INTO audit_calls VALUES (39,1772416860000000,2,'opportunities.assign','{"id":"019cac46-ff60-7000-ad66-9e0c9cf56181","assignee":"019cac0f-2680-7000-a6b7-a18611bcfbef"}');
INSERT INTO audit_calls VALUES (4,1772413200000000,1,'users.create','{"new":{"login":"ben","display_name":"本","roles":["account_manager"]}}');
INSERT INTO audit_calls VALUES (40,1772416920000000,2,'opportunities.reassign','{"id":"019cac46-ff60-7000-ad66-9e0c9cf56181","assignee":"0195b5e2-7f00-7000-8000-000000000304"}');
INSERT INTO audit_calls VALUES (41,1772416920000000,3,'plans.add','{"opportunity":"0195b5e2-7f00-7000-8000-000000000101","new":{"date":"2026-03-10","content":"初次拜访"},"id":"0195b5e2-7f00-7000-8000-000000000102"}');
INSERT INTO audit_calls VALUES (42,1772416920000000,3,'plans.add','{"opportunity":"0195b5e2-7f00-7000-8000-000000000101","new":{"date":"2026-04-10","content":"签约"}}');
INSERT INTO audit_calls VALUES (43,1772416920000000,3,'plans.update','{"id":"0195b5e2-7f00-7000-8000-000000000102","changes":{"content":"拜访总经理"}}');
INSERT INTO audit_calls VALUES (44,1772416920000000,3,'plans.record_result','{"id":"0195b5e2-7f00-7000-8000-000000000102","result":"对方要求报价"}');
INSERT INTO audit_calls VALUES (45,1772416920000000,3,'plans.delete','{"id":"019cac47-e9c0-7000-94ec-b07e9868713a"}');
INSERT INTO audit_calls VALUES (46,1772416920000000,4,'plans.add','{"opportunity":"019cac46-15fa-7000-9613-ca33c331b000","new":{"date":"2026-03-11","content":"电话"}}');
INSERT INTO audit_calls VALUES (47,1772416920000000,4,'opportunities.fail','{"id":"019cac46-15fa-7000-9613-ca33c331b000","reason":"预算取消"}');
INSERT INTO audit_calls VALUES (48,1772416920000000,3,'opportunities.develop','{"id":"0195b5e2-7f00-7000-8000-000000000101","customer":"0195b5e2-7f00-7000-8000-000000000103"}');
INSERT INTO audit_calls VALUES (49,1772420400000000,3,'customers.create','{"new":{"name":"Ｂｅｒｌｉｎ GmbH","region":"0195b5e2-7f00-7000-8000-000000000301","account_manager":"019cac0f-2680-7000-a521-6197147cd30c","level":"019cac0f-2680-7001-b794-b98183d0b458","satisfaction":4,"credit":3,"address":"浦东新区 1 号","postcode":"200120","phone":"021-5555 0100","fax":"021-5555 0199","website":"https://example.com","business_licence_no":"91310000","legal_representative":"王芳","registered_capital":{"amount":"5000000","currency":"CNY"},"annual_turnover":{"amount":"12345678.90","currency":"USD"},"bank_name":"工商银行","bank_account":"6222 0000","local_tax_no":"310","national_tax_no":"3101","external_id":"K1"},"id":"0195b5e2-7f00-7000-8000-000000000104"}');
INSERT INTO audit_calls VALUES (5,1772413200000000,1,'users.create','{"new":{"login":"gao","display_name":"高总","roles":["executive"]}}');
INSERT INTO audit_calls VALUES (50,1772420400000000,2,'customers.create','{"new":{"name":"江南机床厂","region":"019cac0f-2680-7008-9309-d4a28a5f95cb","account_manager":"019cac0f-2680-7000-a6b7-a18611bcfbef","level":"019cac0f-2680-7000-9ef5-eb4bb0f5115e","satisfaction":2,"credit":5,"address":"外滩 2 号","phone":"021-1","external_id":"K2"}}');
INSERT INTO audit_calls VALUES (51,1772420400000000,4,'customers.create','{"new":{"name":"赢回公司","region":"019cac0f-2680-7008-9309-d4a28a5f95cb","account_manager":"019cac0f-2680-7000-a6b7-a18611bcfbef","level":"019cac0f-2680-7000-9ef5-eb4bb0f5115e","satisfaction":2,"credit":5,"address":"外滩 2 号","phone":"021-1","external_id":"K3"}}');
INSERT INTO audit_calls VALUES (52,1772420400000000,4,'customers.create','{"new":{"name":"推迟公司","region":"019cac0f-2680-7008-9309-d4a28a5f95cb","account_manager":"019cac0f-2680-7000-a6b7-a18611bcfbef","level":"019cac0f-2680-7000-9ef5-eb4bb0f5115e","satisfaction":2,"credit":5,"address":"外滩 2 号","phone":"021-1","external_id":"K4"}}');
INSERT INTO audit_calls VALUES (53,1772420400000000,4,'customers.create','{"new":{"name":"恢复公司","region":"019cac0f-2680-7008-9309-d4a28a5f95cb","account_manager":"019cac0f-2680-7000-a6b7-a18611bcfbef","level":"019cac0f-2680-7000-9ef5-eb4bb0f5115e","satisfaction":2,"credit":5,"address":"外滩 2 号","phone":"021-1","external_id":"K5"}}');
INSERT INTO audit_calls VALUES (54,1772420400000000,4,'customers.create','{"new":{"name":"预警公司","region":"019cac0f-2680-7008-9309-d4a28a5f95cb","account_manager":"019cac0f-2680-7000-a6b7-a18611bcfbef","level":"019cac0f-2680-7000-9ef5-eb4bb0f5115e","satisfaction":2,"credit":5,"address":"外滩 2 号","phone":"021-1"}}');
INSERT INTO audit_calls VALUES (55,1772420400000000,3,'customers.create_many','{"customers":[{"name":"批量一","region":"019cac0f-2680-7008-9309-d4a28a5f95cb","account_manager":"019cac0f-2680-7000-a6b7-a18611bcfbef","level":"019cac0f-2680-7000-9ef5-eb4bb0f5115e","satisfaction":2,"credit":5,"address":"外滩 2 号","phone":"021-1","external_id":"B1"},{"name":"批量二","region":"019cac0f-2680-7008-9309-d4a28a5f95cb","account_manager":"019cac0f-2680-7000-a6b7-a18611bcfbef","level":"019cac0f-2680-7000-9ef5-eb4bb0f5115e","satisfaction":2,"credit":5,"address":"外滩 2 号","phone":"021-1"}],"per_record":true}');
INSERT INTO audit_calls VALUES (56,1772420400000000,6,'customers.import_many','{"customers":[{"name":"不完整","external_id":"K9"}],"allow_incomplete":true}');
INSERT INTO audit_calls VALUES (57,1772420400000000,2,'customers.update','{"id":"0195b5e2-7f00-7000-8000-000000000104","changes":{"account_manager":"019cac0f-2680-7000-a521-6197147cd30c","satisfaction":5,"clear":["fax"]}}');
INSERT INTO audit_calls VALUES (58,1772420400000000,3,'contacts.create','{"customer":"0195b5e2-7f00-7000-8000-000000000104","new":{"name":"Jürgen GROẞ","gender":"019cac0f-2680-7010-9613-ca33c331b000","position":"采购经理","office_phone":"021-5555 0101","mobile":"138","remarks":"喜欢绿茶\n不抽烟"},"id":"0195b5e2-7f00-7000-8000-000000000105"}');
INSERT INTO audit_calls VALUES (59,1772420400000000,3,'contacts.create','{"customer":"0195b5e2-7f00-7000-8000-000000000104","new":{"name":"李雷","gender":"019cac0f-2680-7010-9613-ca33c331b000","position":"总经理","office_phone":"021-5555 0102"}}');
INSERT INTO audit_calls VALUES (6,1772413200000000,1,'users.create','{"new":{"login":"erp","display_name":"ERP","roles":["integration"]}}');
INSERT INTO audit_calls VALUES (60,1772420400000000,3,'contacts.create','{"customer":"0195b5e2-7f00-7000-8000-000000000104","new":{"name":"走了","gender":"019cac0f-2680-7011-8cbf-53bd481b1431","position":"助理","office_phone":"1"}}');
INSERT INTO audit_calls VALUES (61,1772420400000000,3,'contacts.delete','{"id":"019cac7d-0380-7000-9362-23fa02818d71"}');
INSERT INTO audit_calls VALUES (62,1772420400000000,3,'contacts.update','{"id":"0195b5e2-7f00-7000-8000-000000000105","changes":{"mobile":"138-0013-8000","clear":["remarks"]}}');
INSERT INTO audit_calls VALUES (63,1772424000000000,3,'tickets.create','{"new":{"kind":"019cac0f-2680-7007-8a61-212d019b446f","summary":"主轴异响 archived","customer":"0195b5e2-7f00-7000-8000-000000000104","request":"请派人检修"},"id":"0195b5e2-7f00-7000-8000-000000000110"}');
INSERT INTO audit_calls VALUES (64,1772424060000000,3,'tickets.create','{"new":{"kind":"019cac0f-2680-7007-8a61-212d019b446f","summary":"主轴异响 handled","customer":"0195b5e2-7f00-7000-8000-000000000104","request":"请派人检修"}}');
INSERT INTO audit_calls VALUES (65,1772424120000000,3,'tickets.create','{"new":{"kind":"019cac0f-2680-7005-a8be-e66a815cb8af","summary":"主轴异响 given","customer":"0195b5e2-7f00-7000-8000-000000000104","request":"请派人检修"}}');
INSERT INTO audit_calls VALUES (66,1772424180000000,3,'tickets.create','{"new":{"kind":"019cac0f-2680-7005-a8be-e66a815cb8af","summary":"主轴异响 made","customer":"0195b5e2-7f00-7000-8000-000000000104","request":"请派人检修"}}');
INSERT INTO audit_calls VALUES (67,1772424180000000,2,'tickets.assign','{"id":"0195b5e2-7f00-7000-8000-000000000110","assignee":"019cac0f-2680-7000-a521-6197147cd30c"}');
INSERT INTO audit_calls VALUES (68,1772424180000000,3,'tickets.handle','{"id":"0195b5e2-7f00-7000-8000-000000000110","handling":"更换轴承"}');
INSERT INTO audit_calls VALUES (69,1772424180000000,2,'tickets.feedback','{"id":"0195b5e2-7f00-7000-8000-000000000110","result":"不行","satisfaction":1}');
INSERT INTO audit_calls VALUES (7,1772413200000000,1,'users.create','{"new":{"login":"stranger","display_name":"路人","roles":[]}}');
INSERT INTO audit_calls VALUES (70,1772424180000000,2,'tickets.reassign','{"id":"0195b5e2-7f00-7000-8000-000000000110","assignee":"019cac0f-2680-7000-a6b7-a18611bcfbef"}');
INSERT INTO audit_calls VALUES (71,1772427600000000,4,'tickets.handle','{"id":"0195b5e2-7f00-7000-8000-000000000110","handling":"亲自拜访"}');
INSERT INTO audit_calls VALUES (72,1772427600000000,2,'tickets.feedback','{"id":"0195b5e2-7f00-7000-8000-000000000110","result":"好","satisfaction":5}');
INSERT INTO audit_calls VALUES (73,1772427600000000,2,'tickets.assign','{"id":"019cacb4-dc60-7000-bf0a-6d36c6a2752d","assignee":"019cac0f-2680-7000-a521-6197147cd30c"}');
INSERT INTO audit_calls VALUES (74,1772427600000000,3,'tickets.handle','{"id":"019cacb4-dc60-7000-bf0a-6d36c6a2752d","handling":"寄配件"}');
INSERT INTO audit_calls VALUES (75,1772427600000000,2,'tickets.assign','{"id":"019cacb5-c6c0-7000-bc1e-49a4fd17e566","assignee":"019cac0f-2680-7000-a6b7-a18611bcfbef"}');
INSERT INTO audit_calls VALUES (76,1772427600000000,2,'interactions.create','{"customer":"0195b5e2-7f00-7000-8000-000000000104","new":{"date":"2026-03-02","place":"客户工厂","summary":"回访","details":"主轴正常","ticket":"0195b5e2-7f00-7000-8000-000000000110"},"id":"0195b5e2-7f00-7000-8000-000000000106"}');
INSERT INTO audit_calls VALUES (77,1772427600000000,3,'interactions.create','{"customer":"0195b5e2-7f00-7000-8000-000000000104","new":{"date":"2026-02-20","place":"展会","summary":"见面","details":"谈合作","remarks":"高总同行"}}');
INSERT INTO audit_calls VALUES (78,1772427600000000,3,'interactions.create','{"customer":"0195b5e2-7f00-7000-8000-000000000104","new":{"date":"2026-02-21","place":"电话","summary":"删","details":"删"}}');
INSERT INTO audit_calls VALUES (79,1772427600000000,3,'interactions.update','{"id":"019cacea-e080-7000-a75f-c91ecc6180ae","changes":{"date":"2026-02-22","clear":["remarks"]}}');
INSERT INTO audit_calls VALUES (8,1772413200000000,1,'dictionary.create','{"new":{"category":"region","item":"港澳台","value":"Straße 9"},"id":"0195b5e2-7f00-7000-8000-000000000301"}');
INSERT INTO audit_calls VALUES (80,1772427600000000,3,'interactions.delete','{"id":"019cacea-e080-7000-8df4-968459909198"}');
INSERT INTO audit_calls VALUES (81,1772431200000000,6,'sales.push_products','{"created":4,"updated":0,"unchanged":0,"removed":0,"refused":0}');
INSERT INTO audit_calls VALUES (82,1772431200000000,6,'sales.remove_products','{"created":0,"updated":0,"unchanged":0,"removed":1,"refused":0}');
INSERT INTO audit_calls VALUES (83,1772431200000000,6,'sales.push_stock','{"created":3,"updated":0,"unchanged":0,"removed":0,"refused":0}');
INSERT INTO audit_calls VALUES (84,1772431200000000,6,'sales.remove_stock','{"created":0,"updated":0,"unchanged":0,"removed":1,"refused":0}');
INSERT INTO audit_calls VALUES (85,1772431200000000,6,'sales.push_orders','{"created":9,"updated":0,"unchanged":0,"removed":0,"refused":0}');
INSERT INTO audit_calls VALUES (86,1772431200000000,6,'sales.remove_orders','{"created":0,"updated":0,"unchanged":0,"removed":1,"refused":0}');
INSERT INTO audit_calls VALUES (87,1772431200000000,3,'customers.update','{"id":"0195b5e2-7f00-7000-8000-000000000103","changes":{"credit":2,"phone":"021-7","external_id":"LATER"}}');
INSERT INTO audit_calls VALUES (88,1772431200000000,6,'sales.apply_changes','{"feed":"erp","from":null,"cursor":"17","products":{"created":1,"updated":0,"unchanged":0,"removed":0,"refused":0},"stock":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0},"orders":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0}}');
INSERT INTO audit_calls VALUES (89,1772431200000000,6,'sales.apply_changes','{"feed":"erp","from":"17","cursor":"18","products":{"created":0,"updated":0,"unchanged":0,"removed":1,"refused":0},"stock":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0},"orders":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0}}');
INSERT INTO audit_calls VALUES (9,1772413200000000,1,'dictionary.create','{"new":{"category":"industry","item":"机械","value":"A"}}');
INSERT INTO audit_calls VALUES (90,1772431200000000,6,'sales.apply_changes','{"feed":"old","from":null,"cursor":"1","products":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0},"stock":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0},"orders":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0}}');
INSERT INTO audit_calls VALUES (91,1772431200000000,6,'sales.forget_feed','{"feed":"old","from":"1","cursor":null,"products":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0},"stock":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0},"orders":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0}}');
INSERT INTO audit_calls VALUES (92,1772431200000000,6,'imports.products','{"created":1,"updated":0,"unchanged":0,"refused":0,"created_entries":[]}');
INSERT INTO audit_calls VALUES (93,1788570000000000,NULL,'jobs.run_due','{}');
INSERT INTO audit_calls VALUES (94,1788570000000000,4,'churn.defer','{"id":"01a06f14-5a80-7002-b2be-b69ed4b6490f","measure":"电话回访"}');
INSERT INTO audit_calls VALUES (95,1788570000000000,4,'churn.defer','{"id":"01a06f14-5a80-7003-bf82-ddf39bd948e1","measure":"电话回访"}');
INSERT INTO audit_calls VALUES (96,1788570000000000,4,'churn.defer','{"id":"01a06f14-5a80-7004-b108-93781ad87d40","measure":"电话回访"}');
INSERT INTO audit_calls VALUES (97,1788570000000000,4,'churn.defer','{"id":"01a06f14-5a80-7002-b2be-b69ed4b6490f","measure":"上门拜访"}');
INSERT INTO audit_calls VALUES (98,1788570000000000,4,'churn.confirm','{"id":"01a06f14-5a80-7002-b2be-b69ed4b6490f","reason":"转向竞争对手"}');
INSERT INTO audit_calls VALUES (99,1788570000000000,4,'churn.confirm','{"id":"01a06f14-5a80-7003-bf82-ddf39bd948e1","reason":"停产"}');
INSERT INTO audit_changes VALUES (1,1,'user',X'019CAC0F26807000B794B98183D0B458','created',NULL,'{"id":"019cac0f-2680-7000-b794-b98183d0b458","version":1,"login":"admin","display_name":"管理员","status":"active","department":null,"email":null,"phone":null,"regions":[],"industries":[],"roles":["system_administrator"],"has_password":false,"created_at":"2026-03-02T01:00:00Z"}');
INSERT INTO audit_changes VALUES (10,10,'dictionary_entry',X'019CAC0F2680700082ACE797B3ACD2B5','created',NULL,'{"id":"019cac0f-2680-7000-82ac-e797b3acd2b5","version":1,"number":31,"category":"industry","item":"电力","value":"B","editable":true}');
INSERT INTO audit_changes VALUES (100,93,'warning',X'01A06F145A807002B2BEB69ED4B6490F','created',NULL,'{"id":"01a06f14-5a80-7002-b2be-b69ed4b6490f","version":1,"status":"warned","customer":{"id":"019cac7d-0380-7000-89c1-22b24cbf7267","name":"江南机床厂"},"account_manager":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"last_order_date":"2025-06-01","warned_at":"2026-09-05T01:00:00Z","closed_at":null,"reason":null,"measures":[]}');
INSERT INTO audit_changes VALUES (101,93,'warning',X'01A06F145A807003BF82DDF39BD948E1','created',NULL,'{"id":"01a06f14-5a80-7003-bf82-ddf39bd948e1","version":1,"status":"warned","customer":{"id":"019cac7d-0380-7000-a83e-acefacd47ada","name":"赢回公司"},"account_manager":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"last_order_date":null,"warned_at":"2026-09-05T01:00:00Z","closed_at":null,"reason":null,"measures":[]}');
INSERT INTO audit_changes VALUES (102,93,'warning',X'01A06F145A807004B10893781AD87D40','created',NULL,'{"id":"01a06f14-5a80-7004-b108-93781ad87d40","version":1,"status":"warned","customer":{"id":"019cac7d-0380-7000-8912-84d4ade7aed4","name":"推迟公司"},"account_manager":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"last_order_date":null,"warned_at":"2026-09-05T01:00:00Z","closed_at":null,"reason":null,"measures":[]}');
INSERT INTO audit_changes VALUES (103,93,'warning',X'01A06F145A8070059D73161F20356BA2','created',NULL,'{"id":"01a06f14-5a80-7005-9d73-161f20356ba2","version":1,"status":"warned","customer":{"id":"019cac7d-0380-7000-9ec7-cdfc2e48f126","name":"恢复公司"},"account_manager":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"last_order_date":"2025-07-01","warned_at":"2026-09-05T01:00:00Z","closed_at":null,"reason":null,"measures":[]}');
INSERT INTO audit_changes VALUES (104,93,'warning',X'01A06F145A80700699ABD265905DBD34','created',NULL,'{"id":"01a06f14-5a80-7006-99ab-d265905dbd34","version":1,"status":"warned","customer":{"id":"019cac7d-0380-7000-9d92-d0f699cd7749","name":"预警公司"},"account_manager":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"last_order_date":null,"warned_at":"2026-09-05T01:00:00Z","closed_at":null,"reason":null,"measures":[]}');
INSERT INTO audit_changes VALUES (105,93,'warning',X'01A06F145A807007B32B46DFD3E7C6D7','created',NULL,'{"id":"01a06f14-5a80-7007-b32b-46dfd3e7c6d7","version":1,"status":"warned","customer":{"id":"019cac7d-0380-7000-a497-0632f0af9048","name":"批量一"},"account_manager":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"last_order_date":null,"warned_at":"2026-09-05T01:00:00Z","closed_at":null,"reason":null,"measures":[]}');
INSERT INTO audit_changes VALUES (106,93,'warning',X'01A06F145A807008AFC63479AF56BC5C','created',NULL,'{"id":"01a06f14-5a80-7008-afc6-3479af56bc5c","version":1,"status":"warned","customer":{"id":"019cac7d-0380-7001-a916-3a2ab2d709eb","name":"批量二"},"account_manager":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"last_order_date":null,"warned_at":"2026-09-05T01:00:00Z","closed_at":null,"reason":null,"measures":[]}');
INSERT INTO audit_changes VALUES (107,93,'warning',X'01A06F145A807009BE7FCB73FED0AE59','created',NULL,'{"id":"01a06f14-5a80-7009-be7f-cb73fed0ae59","version":1,"status":"warned","customer":{"id":"019cac7d-0380-7000-befd-1dc86e167fd2","name":"不完整"},"account_manager":null,"last_order_date":null,"warned_at":"2026-09-05T01:00:00Z","closed_at":null,"reason":null,"measures":[]}');
INSERT INTO audit_changes VALUES (108,94,'warning',X'01A06F145A807002B2BEB69ED4B6490F','updated','{"measures":[],"status":"warned","version":1}','{"measures":[{"at":"2026-09-05T01:00:00Z","author":{"display_name":"本","id":"019cac0f-2680-7000-a6b7-a18611bcfbef"},"measure":"电话回访"}],"status":"deferred","version":2}');
INSERT INTO audit_changes VALUES (109,95,'warning',X'01A06F145A807003BF82DDF39BD948E1','updated','{"measures":[],"status":"warned","version":1}','{"measures":[{"at":"2026-09-05T01:00:00Z","author":{"display_name":"本","id":"019cac0f-2680-7000-a6b7-a18611bcfbef"},"measure":"电话回访"}],"status":"deferred","version":2}');
INSERT INTO audit_changes VALUES (11,11,'dictionary_entry',X'0195B5E27F0070008000000000000301','updated','{"editable":true,"item":"港澳台","version":1}','{"editable":false,"item":"港澳","version":2}');
INSERT INTO audit_changes VALUES (110,96,'warning',X'01A06F145A807004B10893781AD87D40','updated','{"measures":[],"status":"warned","version":1}','{"measures":[{"at":"2026-09-05T01:00:00Z","author":{"display_name":"本","id":"019cac0f-2680-7000-a6b7-a18611bcfbef"},"measure":"电话回访"}],"status":"deferred","version":2}');
INSERT INTO audit_changes VALUES (111,97,'warning',X'01A06F145A807002B2BEB69ED4B6490F','updated','{"measures":[{"at":"2026-09-05T01:00:00Z","author":{"display_name":"本","id":"019cac0f-2680-7000-a6b7-a18611bcfbef"},"measure":"电话回访"}],"version":2}','{"measures":[{"at":"2026-09-05T01:00:00Z","author":{"display_name":"本","id":"019cac0f-2680-7000-a6b7-a18611bcfbef"},"measure":"电话回访"},{"at":"2026-09-05T01:00:00Z","author":{"display_name":"本","id":"019cac0f-2680-7000-a6b7-a18611bcfbef"},"measure":"上门拜访"}],"version":3}');
INSERT INTO audit_changes VALUES (112,98,'customer',X'019CAC7D0380700089C122B24CBF7267','updated','{"lost_at":null,"status":"active","version":1}','{"lost_at":"2026-09-05T01:00:00Z","status":"lost","version":2}');
INSERT INTO audit_changes VALUES (113,98,'warning',X'01A06F145A807002B2BEB69ED4B6490F','updated','{"closed_at":null,"reason":null,"status":"deferred","version":3}','{"closed_at":"2026-09-05T01:00:00Z","reason":"转向竞争对手","status":"lost","version":4}');
INSERT INTO audit_changes VALUES (114,99,'customer',X'019CAC7D03807000A83EACEFACD47ADA','updated','{"lost_at":null,"status":"active","version":1}','{"lost_at":"2026-09-05T01:00:00Z","status":"lost","version":2}');
INSERT INTO audit_changes VALUES (115,99,'warning',X'01A06F145A807003BF82DDF39BD948E1','updated','{"closed_at":null,"reason":null,"status":"deferred","version":2}','{"closed_at":"2026-09-05T01:00:00Z","reason":"停产","status":"lost","version":3}');
INSERT INTO audit_changes VALUES (116,100,'customer',X'019CAC7D03807000A83EACEFACD47ADA','updated','{"lost_at":"2026-09-05T01:00:00Z","status":"lost","version":2}','{"lost_at":null,"status":"active","version":3}');
INSERT INTO audit_changes VALUES (117,101,'order',NULL,'bulk',NULL,'{"created":1,"updated":0,"unchanged":0,"removed":0,"refused":0}');
INSERT INTO audit_changes VALUES (118,102,'warning',X'01A06F145A8070059D73161F20356BA2','updated','{"closed_at":null,"status":"warned","version":1}','{"closed_at":"2026-09-12T01:00:00Z","status":"recovered","version":2}');
INSERT INTO audit_changes VALUES (119,103,'management_report',X'0195B5E27F0070008000000000000202','created',NULL,'{"id":"0195b5e2-7f00-7000-8000-000000000202","number":1,"submitter":{"id":"019cac0f-2680-7000-aa5f-1bf89b7ab79f","display_name":"韩梅梅"},"submitted_at":"2026-09-12T01:00:00Z","period_from":"2025-01-01","period_to":"2026-09-30","comment":"流失一家大客户"}');
INSERT INTO audit_changes VALUES (12,12,'dictionary_entry',X'019CAC0F2680700082ACE797B3ACD2B5','deleted','{"id":"019cac0f-2680-7000-82ac-e797b3acd2b5","version":1,"number":31,"category":"industry","item":"电力","value":"B","editable":true}',NULL);
INSERT INTO audit_changes VALUES (120,104,'management_report',X'01A09357CD00700099ABD265905DBD34','created',NULL,'{"id":"01a09357-cd00-7000-99ab-d265905dbd34","number":2,"submitter":{"id":"019cac0f-2680-7000-aa5f-1bf89b7ab79f","display_name":"韩梅梅"},"submitted_at":"2026-09-12T02:00:00Z","period_from":"2026-10-01","period_to":"2026-12-31","comment":null}');
INSERT INTO audit_changes VALUES (121,105,'customer',X'019CAC7D038070009D92D0F699CD7749','updated','{"account_manager":{"display_name":"本","id":"019cac0f-2680-7000-a6b7-a18611bcfbef"},"version":1}','{"account_manager":{"display_name":"ＺＨＡＯ 云","id":"0195b5e2-7f00-7000-8000-000000000304"},"version":2}');
INSERT INTO audit_changes VALUES (13,13,'department',X'0195B5E27F0070008000000000000302','created',NULL,'{"id":"0195b5e2-7f00-7000-8000-000000000302","version":1,"name":"销售部","parent":null,"depth":0}');
INSERT INTO audit_changes VALUES (14,14,'department',X'019CAC0F268070008003D533B3B77AF8','created',NULL,'{"id":"019cac0f-2680-7000-8003-d533b3b77af8","version":1,"name":"华东组","parent":"0195b5e2-7f00-7000-8000-000000000302","depth":1}');
INSERT INTO audit_changes VALUES (15,15,'department',X'019CAC0F268070009309D4A28A5F95CB','created',NULL,'{"id":"019cac0f-2680-7000-9309-d4a28a5f95cb","version":1,"name":"临时组","parent":"0195b5e2-7f00-7000-8000-000000000302","depth":1}');
INSERT INTO audit_changes VALUES (16,16,'department',X'019CAC0F268070009309D4A28A5F95CB','deleted','{"id":"019cac0f-2680-7000-9309-d4a28a5f95cb","version":1,"name":"临时组","parent":"0195b5e2-7f00-7000-8000-000000000302","depth":1}',NULL);
INSERT INTO audit_changes VALUES (17,17,'role',X'0195B5E27F0070008000000000000303','created',NULL,'{"id":"0195b5e2-7f00-7000-8000-000000000303","version":1,"name":"客服","built_in":false,"operations":["orders.get","orders.list","tickets.get","tickets.list"],"users":0,"created_at":"2026-03-02T01:00:00Z"}');
INSERT INTO audit_changes VALUES (18,18,'role',X'019CAC0F26807000984CAD3C67EB33AE','created',NULL,'{"id":"019cac0f-2680-7000-984c-ad3c67eb33ae","version":1,"name":"外包客服","built_in":false,"operations":["orders.get","orders.list","tickets.get","tickets.list"],"users":0,"created_at":"2026-03-02T01:00:00Z"}');
INSERT INTO audit_changes VALUES (19,19,'role',X'0195B5E27F0070008000000000000303','updated','{"name":"客服","operations":["orders.get","orders.list","tickets.get","tickets.list"],"version":1}','{"name":"客服部","operations":["customers.list","orders.list","tickets.get","tickets.list"],"version":2}');
INSERT INTO audit_changes VALUES (2,2,'user',X'019CAC0F26807000AA5F1BF89B7AB79F','created',NULL,'{"id":"019cac0f-2680-7000-aa5f-1bf89b7ab79f","version":1,"login":"han.meimei","display_name":"韩梅梅","status":"active","department":null,"email":null,"phone":null,"regions":[],"industries":[],"roles":["sales_manager"],"has_password":false,"created_at":"2026-03-02T01:00:00Z"}');
INSERT INTO audit_changes VALUES (20,20,'role',X'019CAC0F26807000984CAD3C67EB33AE','deleted','{"id":"019cac0f-2680-7000-984c-ad3c67eb33ae","version":1,"name":"外包客服","built_in":false,"operations":["orders.get","orders.list","tickets.get","tickets.list"],"users":0,"created_at":"2026-03-02T01:00:00Z"}',NULL);
INSERT INTO audit_changes VALUES (21,21,'role',X'019CAC0F26807000B859067DCB5287F8','created',NULL,'{"id":"019cac0f-2680-7000-b859-067dcb5287f8","version":1,"name":"auditor","built_in":false,"operations":["audit.list","audit.refusals","changes.since"],"users":0,"created_at":"2026-03-02T01:00:00Z"}');
INSERT INTO audit_changes VALUES (22,22,'user',X'0195B5E27F0070008000000000000304','created',NULL,'{"id":"0195b5e2-7f00-7000-8000-000000000304","version":1,"login":"Zhao.Yun","display_name":"ＺＨＡＯ 云","status":"active","department":{"id":"019cac0f-2680-7000-8003-d533b3b77af8","name":"华东组"},"email":"zhao@example.com","phone":"138-0013-8000","regions":[{"id":"019cac0f-2680-7008-9309-d4a28a5f95cb","item":"华北"},{"id":"0195b5e2-7f00-7000-8000-000000000301","item":"港澳"}],"industries":["机械"],"roles":["account_manager","客服部"],"has_password":false,"created_at":"2026-03-02T01:00:00Z"}');
INSERT INTO audit_changes VALUES (23,23,'user',X'019CAC0F26807000989FB74C6BB754D4','created',NULL,'{"id":"019cac0f-2680-7000-989f-b74c6bb754d4","version":1,"login":"leaver","display_name":"离职者","status":"active","department":null,"email":null,"phone":null,"regions":[],"industries":[],"roles":["auditor"],"has_password":false,"created_at":"2026-03-02T01:00:00Z"}');
INSERT INTO audit_changes VALUES (24,24,'user',X'0195B5E27F0070008000000000000304','updated','{"has_password":false,"version":1}','{"has_password":true,"version":2}');
INSERT INTO audit_changes VALUES (25,25,'user',X'019CAC0F26807000A6B7A18611BCFBEF','updated','{"has_password":false,"version":1}','{"has_password":true,"version":2}');
INSERT INTO audit_changes VALUES (26,26,'user',X'019CAC0F26807000AFFD158920846DB3','updated','{"roles":[],"version":1}','{"roles":["auditor","客服部"],"version":2}');
INSERT INTO audit_changes VALUES (27,27,'user',X'019CAC0F26807000989FB74C6BB754D4','updated','{"status":"active","version":1}','{"status":"disabled","version":2}');
INSERT INTO audit_changes VALUES (28,28,'user',X'019CAC0F26807000A5216197147CD30C','updated','{"industries":[],"phone":null,"version":1}','{"industries":["机械","注塑"],"phone":"138-0000-0001","version":2}');
INSERT INTO audit_changes VALUES (29,29,'settings',X'00000000000000000000000000000000','updated','{"required_customer_fields":["name","region","account_manager","level","satisfaction","credit","address","phone"],"version":1}','{"required_customer_fields":["name","credit","phone"],"version":2}');
INSERT INTO audit_changes VALUES (3,3,'user',X'019CAC0F26807000A5216197147CD30C','created',NULL,'{"id":"019cac0f-2680-7000-a521-6197147cd30c","version":1,"login":"ann","display_name":"安娜","status":"active","department":null,"email":null,"phone":null,"regions":[],"industries":[],"roles":["account_manager"],"has_password":false,"created_at":"2026-03-02T01:00:00Z"}');
INSERT INTO audit_changes VALUES (30,30,'opportunity',X'0195B5E27F0070008000000000000101','created',NULL,'{"id":"0195b5e2-7f00-7000-8000-000000000101","version":1,"number":1,"status":"unassigned","source":"展会","customer_name":"华东精密机械","success_probability":60,"summary":"数控机床 12 台","contact_name":"王芳","contact_phone":"138-0013-8000","description":"年底前更换旧设备\n分两批","creator":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"created_at":"2026-03-02T02:00:00.250Z","assignee":null,"assigner":null,"assigned_at":null,"closed_at":null,"failure_reason":null,"customer":null}');
INSERT INTO audit_changes VALUES (31,31,'opportunity',X'019CAC4615FA70009613CA33C331B000','created',NULL,'{"id":"019cac46-15fa-7000-9613-ca33c331b000","version":1,"number":2,"status":"unassigned","source":null,"customer_name":"ＡＣＭＥ Straße","success_probability":60,"summary":"数控机床 12 台","contact_name":null,"contact_phone":null,"description":"年底前更换旧设备\n分两批","creator":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"created_at":"2026-03-02T02:00:00.250Z","assignee":null,"assigner":null,"assigned_at":null,"closed_at":null,"failure_reason":null,"customer":null}');
INSERT INTO audit_changes VALUES (32,32,'opportunity',X'019CAC46FF607000AD669E0C9CF56181','created',NULL,'{"id":"019cac46-ff60-7000-ad66-9e0c9cf56181","version":1,"number":3,"status":"unassigned","source":null,"customer_name":"江南机床厂","success_probability":60,"summary":"数控机床 12 台","contact_name":"李雷","contact_phone":null,"description":"年底前更换旧设备\n分两批","creator":{"id":"019cac0f-2680-7000-aa5f-1bf89b7ab79f","display_name":"韩梅梅"},"created_at":"2026-03-02T02:01:00Z","assignee":null,"assigner":null,"assigned_at":null,"closed_at":null,"failure_reason":null,"customer":null}');
INSERT INTO audit_changes VALUES (33,33,'opportunity',X'019CAC46FF6070008CBF53BD481B1431','created',NULL,'{"id":"019cac46-ff60-7000-8cbf-53bd481b1431","version":1,"number":4,"status":"unassigned","source":null,"customer_name":"待分配公司","success_probability":60,"summary":"数控机床 12 台","contact_name":null,"contact_phone":null,"description":"年底前更换旧设备\n分两批","creator":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"created_at":"2026-03-02T02:01:00Z","assignee":null,"assigner":null,"assigned_at":null,"closed_at":null,"failure_reason":null,"customer":null}');
INSERT INTO audit_changes VALUES (34,34,'opportunity',X'019CAC46FF6070009BA00CC0D4D78A3E','created',NULL,'{"id":"019cac46-ff60-7000-9ba0-0cc0d4d78a3e","version":1,"number":5,"status":"unassigned","source":null,"customer_name":"删除公司","success_probability":60,"summary":"数控机床 12 台","contact_name":null,"contact_phone":null,"description":"年底前更换旧设备\n分两批","creator":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"created_at":"2026-03-02T02:01:00Z","assignee":null,"assigner":null,"assigned_at":null,"closed_at":null,"failure_reason":null,"customer":null}');
INSERT INTO audit_changes VALUES (35,35,'opportunity',X'019CAC46FF6070009BA00CC0D4D78A3E','deleted','{"id":"019cac46-ff60-7000-9ba0-0cc0d4d78a3e","version":1,"number":5,"status":"unassigned","source":null,"customer_name":"删除公司","success_probability":60,"summary":"数控机床 12 台","contact_name":null,"contact_phone":null,"description":"年底前更换旧设备\n分两批","creator":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"created_at":"2026-03-02T02:01:00Z","assignee":null,"assigner":null,"assigned_at":null,"closed_at":null,"failure_reason":null,"customer":null}',NULL);
INSERT INTO audit_changes VALUES (36,36,'opportunity',X'0195B5E27F0070008000000000000101','updated','{"source":"展会","success_probability":60,"version":1}','{"source":null,"success_probability":80,"version":2}');
INSERT INTO audit_changes VALUES (37,37,'opportunity',X'0195B5E27F0070008000000000000101','updated','{"assigned_at":null,"assignee":null,"assigner":null,"status":"unassigned","version":2}','{"assigned_at":"2026-03-02T02:01:00Z","assignee":{"display_name":"安娜","id":"019cac0f-2680-7000-a521-6197147cd30c"},"assigner":{"display_name":"韩梅梅","id":"019cac0f-2680-7000-aa5f-1bf89b7ab79f"},"status":"assigned","version":3}');
INSERT INTO audit_changes VALUES (38,38,'opportunity',X'019CAC4615FA70009613CA33C331B000','updated','{"assigned_at":null,"assignee":null,"assigner":null,"status":"unassigned","version":1}','{"assigned_at":"2026-03-02T02:01:00Z","assignee":{"display_name":"本","id":"019cac0f-2680-7000-a6b7-a18611bcfbef"},"assigner":{"display_name":"韩梅梅","id":"019cac0f-2680-7000-aa5f-1bf89b7ab79f"},"status":"assigned","version":2}');
INSERT INTO audit_changes VALUES (39,39,'opportunity',X'019CAC46FF607000AD669E0C9CF56181','updated','{"assigned_at":null,"assignee":null,"assigner":null,"status":"unassigned","version":1}','{"assigned_at":"2026-03-02T02:01:00Z","assignee":{"display_name":"本","id":"019cac0f-2680-7000-a6b7-a18611bcfbef"},"assigner":{"display_name":"韩梅梅","id":"019cac0f-2680-7000-aa5f-1bf89b7ab79f"},"status":"assigned","version":2}');
INSERT INTO audit_changes VALUES (4,4,'user',X'019CAC0F26807000A6B7A18611BCFBEF','created',NULL,'{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","version":1,"login":"ben","display_name":"本","status":"active","department":null,"email":null,"phone":null,"regions":[],"industries":[],"roles":["account_manager"],"has_password":false,"created_at":"2026-03-02T01:00:00Z"}');
INSERT INTO audit_changes VALUES (40,40,'opportunity',X'019CAC46FF607000AD669E0C9CF56181','updated','{"assigned_at":"2026-03-02T02:01:00Z","assignee":{"display_name":"本","id":"019cac0f-2680-7000-a6b7-a18611bcfbef"},"version":2}','{"assigned_at":"2026-03-02T02:02:00Z","assignee":{"display_name":"ＺＨＡＯ 云","id":"0195b5e2-7f00-7000-8000-000000000304"},"version":3}');
INSERT INTO audit_changes VALUES (41,41,'plan_item',X'0195B5E27F0070008000000000000102','created',NULL,'{"id":"0195b5e2-7f00-7000-8000-000000000102","version":1,"opportunity":"0195b5e2-7f00-7000-8000-000000000101","date":"2026-03-10","content":"初次拜访","result":null,"creator":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"created_at":"2026-03-02T02:02:00Z"}');
INSERT INTO audit_changes VALUES (42,42,'plan_item',X'019CAC47E9C0700094ECB07E9868713A','created',NULL,'{"id":"019cac47-e9c0-7000-94ec-b07e9868713a","version":1,"opportunity":"0195b5e2-7f00-7000-8000-000000000101","date":"2026-04-10","content":"签约","result":null,"creator":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"created_at":"2026-03-02T02:02:00Z"}');
INSERT INTO audit_changes VALUES (43,43,'plan_item',X'0195B5E27F0070008000000000000102','updated','{"content":"初次拜访","version":1}','{"content":"拜访总经理","version":2}');
INSERT INTO audit_changes VALUES (44,44,'plan_item',X'0195B5E27F0070008000000000000102','updated','{"result":null,"version":2}','{"result":"对方要求报价","version":3}');
INSERT INTO audit_changes VALUES (45,45,'plan_item',X'019CAC47E9C0700094ECB07E9868713A','deleted','{"id":"019cac47-e9c0-7000-94ec-b07e9868713a","version":1,"opportunity":"0195b5e2-7f00-7000-8000-000000000101","date":"2026-04-10","content":"签约","result":null,"creator":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"created_at":"2026-03-02T02:02:00Z"}',NULL);
INSERT INTO audit_changes VALUES (46,46,'plan_item',X'019CAC47E9C0700082A1B73591F840C5','created',NULL,'{"id":"019cac47-e9c0-7000-82a1-b73591f840c5","version":1,"opportunity":"019cac46-15fa-7000-9613-ca33c331b000","date":"2026-03-11","content":"电话","result":null,"creator":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"created_at":"2026-03-02T02:02:00Z"}');
INSERT INTO audit_changes VALUES (47,47,'opportunity',X'019CAC4615FA70009613CA33C331B000','updated','{"closed_at":null,"failure_reason":null,"status":"assigned","version":2}','{"closed_at":"2026-03-02T02:02:00Z","failure_reason":"预算取消","status":"failed","version":3}');
INSERT INTO audit_changes VALUES (48,48,'customer',X'0195B5E27F0070008000000000000103','created',NULL,'{"id":"0195b5e2-7f00-7000-8000-000000000103","version":1,"number":1,"status":"active","complete":false,"name":"华东精密机械","region":null,"account_manager":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"level":null,"satisfaction":null,"credit":null,"address":null,"postcode":null,"phone":null,"fax":null,"website":null,"business_licence_no":null,"legal_representative":null,"registered_capital":null,"annual_turnover":null,"bank_name":null,"bank_account":null,"local_tax_no":null,"national_tax_no":null,"external_id":null,"creator":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"created_at":"2026-03-02T02:02:00Z","lost_at":null,"last_order_date":null}');
INSERT INTO audit_changes VALUES (49,48,'contact',X'019CAC47E9C0700092641DC4F22C9561','created',NULL,'{"id":"019cac47-e9c0-7000-9264-1dc4f22c9561","version":1,"customer":{"id":"0195b5e2-7f00-7000-8000-000000000103","name":"华东精密机械"},"name":"王芳","gender":null,"position":null,"office_phone":"138-0013-8000","mobile":null,"remarks":null,"created_at":"2026-03-02T02:02:00Z"}');
INSERT INTO audit_changes VALUES (5,5,'user',X'019CAC0F268070008AF70893493CB9E9','created',NULL,'{"id":"019cac0f-2680-7000-8af7-0893493cb9e9","version":1,"login":"gao","display_name":"高总","status":"active","department":null,"email":null,"phone":null,"regions":[],"industries":[],"roles":["executive"],"has_password":false,"created_at":"2026-03-02T01:00:00Z"}');
INSERT INTO audit_changes VALUES (50,48,'opportunity',X'0195B5E27F0070008000000000000101','updated','{"closed_at":null,"customer":null,"status":"assigned","version":3}','{"closed_at":"2026-03-02T02:02:00Z","customer":"0195b5e2-7f00-7000-8000-000000000103","status":"developed","version":4}');
INSERT INTO audit_changes VALUES (51,49,'customer',X'0195B5E27F0070008000000000000104','created',NULL,'{"id":"0195b5e2-7f00-7000-8000-000000000104","version":1,"number":2,"status":"active","complete":true,"name":"Ｂｅｒｌｉｎ GmbH","region":{"id":"0195b5e2-7f00-7000-8000-000000000301","item":"港澳"},"account_manager":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"level":{"id":"019cac0f-2680-7001-b794-b98183d0b458","item":"重点开发客户"},"satisfaction":4,"credit":3,"address":"浦东新区 1 号","postcode":"200120","phone":"021-5555 0100","fax":"021-5555 0199","website":"https://example.com","business_licence_no":"91310000","legal_representative":"王芳","registered_capital":{"amount":"5000000.00","currency":"CNY"},"annual_turnover":{"amount":"12345678.90","currency":"USD"},"bank_name":"工商银行","bank_account":"6222 0000","local_tax_no":"310","national_tax_no":"3101","external_id":"K1","creator":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"created_at":"2026-03-02T03:00:00Z","lost_at":null,"last_order_date":null}');
INSERT INTO audit_changes VALUES (52,50,'customer',X'019CAC7D0380700089C122B24CBF7267','created',NULL,'{"id":"019cac7d-0380-7000-89c1-22b24cbf7267","version":1,"number":3,"status":"active","complete":true,"name":"江南机床厂","region":{"id":"019cac0f-2680-7008-9309-d4a28a5f95cb","item":"华北"},"account_manager":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"level":{"id":"019cac0f-2680-7000-9ef5-eb4bb0f5115e","item":"普通客户"},"satisfaction":2,"credit":5,"address":"外滩 2 号","postcode":null,"phone":"021-1","fax":null,"website":null,"business_licence_no":null,"legal_representative":null,"registered_capital":null,"annual_turnover":null,"bank_name":null,"bank_account":null,"local_tax_no":null,"national_tax_no":null,"external_id":"K2","creator":{"id":"019cac0f-2680-7000-aa5f-1bf89b7ab79f","display_name":"韩梅梅"},"created_at":"2026-03-02T03:00:00Z","lost_at":null,"last_order_date":null}');
INSERT INTO audit_changes VALUES (53,51,'customer',X'019CAC7D03807000A83EACEFACD47ADA','created',NULL,'{"id":"019cac7d-0380-7000-a83e-acefacd47ada","version":1,"number":4,"status":"active","complete":true,"name":"赢回公司","region":{"id":"019cac0f-2680-7008-9309-d4a28a5f95cb","item":"华北"},"account_manager":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"level":{"id":"019cac0f-2680-7000-9ef5-eb4bb0f5115e","item":"普通客户"},"satisfaction":2,"credit":5,"address":"外滩 2 号","postcode":null,"phone":"021-1","fax":null,"website":null,"business_licence_no":null,"legal_representative":null,"registered_capital":null,"annual_turnover":null,"bank_name":null,"bank_account":null,"local_tax_no":null,"national_tax_no":null,"external_id":"K3","creator":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"created_at":"2026-03-02T03:00:00Z","lost_at":null,"last_order_date":null}');
INSERT INTO audit_changes VALUES (54,52,'customer',X'019CAC7D03807000891284D4ADE7AED4','created',NULL,'{"id":"019cac7d-0380-7000-8912-84d4ade7aed4","version":1,"number":5,"status":"active","complete":true,"name":"推迟公司","region":{"id":"019cac0f-2680-7008-9309-d4a28a5f95cb","item":"华北"},"account_manager":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"level":{"id":"019cac0f-2680-7000-9ef5-eb4bb0f5115e","item":"普通客户"},"satisfaction":2,"credit":5,"address":"外滩 2 号","postcode":null,"phone":"021-1","fax":null,"website":null,"business_licence_no":null,"legal_representative":null,"registered_capital":null,"annual_turnover":null,"bank_name":null,"bank_account":null,"local_tax_no":null,"national_tax_no":null,"external_id":"K4","creator":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"created_at":"2026-03-02T03:00:00Z","lost_at":null,"last_order_date":null}');
INSERT INTO audit_changes VALUES (55,53,'customer',X'019CAC7D038070009EC7CDFC2E48F126','created',NULL,'{"id":"019cac7d-0380-7000-9ec7-cdfc2e48f126","version":1,"number":6,"status":"active","complete":true,"name":"恢复公司","region":{"id":"019cac0f-2680-7008-9309-d4a28a5f95cb","item":"华北"},"account_manager":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"level":{"id":"019cac0f-2680-7000-9ef5-eb4bb0f5115e","item":"普通客户"},"satisfaction":2,"credit":5,"address":"外滩 2 号","postcode":null,"phone":"021-1","fax":null,"website":null,"business_licence_no":null,"legal_representative":null,"registered_capital":null,"annual_turnover":null,"bank_name":null,"bank_account":null,"local_tax_no":null,"national_tax_no":null,"external_id":"K5","creator":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"created_at":"2026-03-02T03:00:00Z","lost_at":null,"last_order_date":null}');
INSERT INTO audit_changes VALUES (56,54,'customer',X'019CAC7D038070009D92D0F699CD7749','created',NULL,'{"id":"019cac7d-0380-7000-9d92-d0f699cd7749","version":1,"number":7,"status":"active","complete":true,"name":"预警公司","region":{"id":"019cac0f-2680-7008-9309-d4a28a5f95cb","item":"华北"},"account_manager":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"level":{"id":"019cac0f-2680-7000-9ef5-eb4bb0f5115e","item":"普通客户"},"satisfaction":2,"credit":5,"address":"外滩 2 号","postcode":null,"phone":"021-1","fax":null,"website":null,"business_licence_no":null,"legal_representative":null,"registered_capital":null,"annual_turnover":null,"bank_name":null,"bank_account":null,"local_tax_no":null,"national_tax_no":null,"external_id":null,"creator":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"created_at":"2026-03-02T03:00:00Z","lost_at":null,"last_order_date":null}');
INSERT INTO audit_changes VALUES (57,55,'customer',X'019CAC7D03807000A4970632F0AF9048','created',NULL,'{"id":"019cac7d-0380-7000-a497-0632f0af9048","version":1,"number":8,"status":"active","complete":true,"name":"批量一","region":{"id":"019cac0f-2680-7008-9309-d4a28a5f95cb","item":"华北"},"account_manager":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"level":{"id":"019cac0f-2680-7000-9ef5-eb4bb0f5115e","item":"普通客户"},"satisfaction":2,"credit":5,"address":"外滩 2 号","postcode":null,"phone":"021-1","fax":null,"website":null,"business_licence_no":null,"legal_representative":null,"registered_capital":null,"annual_turnover":null,"bank_name":null,"bank_account":null,"local_tax_no":null,"national_tax_no":null,"external_id":"B1","creator":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"created_at":"2026-03-02T03:00:00Z","lost_at":null,"last_order_date":null}');
INSERT INTO audit_changes VALUES (58,55,'customer',X'019CAC7D03807001A9163A2AB2D709EB','created',NULL,'{"id":"019cac7d-0380-7001-a916-3a2ab2d709eb","version":1,"number":9,"status":"active","complete":true,"name":"批量二","region":{"id":"019cac0f-2680-7008-9309-d4a28a5f95cb","item":"华北"},"account_manager":{"id":"019cac0f-2680-7000-a6b7-a18611bcfbef","display_name":"本"},"level":{"id":"019cac0f-2680-7000-9ef5-eb4bb0f5115e","item":"普通客户"},"satisfaction":2,"credit":5,"address":"外滩 2 号","postcode":null,"phone":"021-1","fax":null,"website":null,"business_licence_no":null,"legal_representative":null,"registered_capital":null,"annual_turnover":null,"bank_name":null,"bank_account":null,"local_tax_no":null,"national_tax_no":null,"external_id":null,"creator":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"created_at":"2026-03-02T03:00:00Z","lost_at":null,"last_order_date":null}');
INSERT INTO audit_changes VALUES (59,56,'customer',X'019CAC7D03807000BEFD1DC86E167FD2','created',NULL,'{"id":"019cac7d-0380-7000-befd-1dc86e167fd2","version":1,"number":10,"status":"active","complete":false,"name":"不完整","region":null,"account_manager":null,"level":null,"satisfaction":null,"credit":null,"address":null,"postcode":null,"phone":null,"fax":null,"website":null,"business_licence_no":null,"legal_representative":null,"registered_capital":null,"annual_turnover":null,"bank_name":null,"bank_account":null,"local_tax_no":null,"national_tax_no":null,"external_id":"K9","creator":{"id":"019cac0f-2680-7000-b4a4-90a9dc90d6f6","display_name":"ERP"},"created_at":"2026-03-02T03:00:00Z","lost_at":null,"last_order_date":null}');
INSERT INTO audit_changes VALUES (6,6,'user',X'019CAC0F26807000B4A490A9DC90D6F6','created',NULL,'{"id":"019cac0f-2680-7000-b4a4-90a9dc90d6f6","version":1,"login":"erp","display_name":"ERP","status":"active","department":null,"email":null,"phone":null,"regions":[],"industries":[],"roles":["integration"],"has_password":false,"created_at":"2026-03-02T01:00:00Z"}');
INSERT INTO audit_changes VALUES (60,57,'customer',X'0195B5E27F0070008000000000000104','updated','{"fax":"021-5555 0199","satisfaction":4,"version":1}','{"fax":null,"satisfaction":5,"version":2}');
INSERT INTO audit_changes VALUES (61,58,'contact',X'0195B5E27F0070008000000000000105','created',NULL,'{"id":"0195b5e2-7f00-7000-8000-000000000105","version":1,"customer":{"id":"0195b5e2-7f00-7000-8000-000000000104","name":"Ｂｅｒｌｉｎ GmbH"},"name":"Jürgen GROẞ","gender":{"id":"019cac0f-2680-7010-9613-ca33c331b000","item":"男"},"position":"采购经理","office_phone":"021-5555 0101","mobile":"138","remarks":"喜欢绿茶\n不抽烟","created_at":"2026-03-02T03:00:00Z"}');
INSERT INTO audit_changes VALUES (62,59,'contact',X'019CAC7D038070008C2F795AFFBCF69B','created',NULL,'{"id":"019cac7d-0380-7000-8c2f-795affbcf69b","version":1,"customer":{"id":"0195b5e2-7f00-7000-8000-000000000104","name":"Ｂｅｒｌｉｎ GmbH"},"name":"李雷","gender":{"id":"019cac0f-2680-7010-9613-ca33c331b000","item":"男"},"position":"总经理","office_phone":"021-5555 0102","mobile":null,"remarks":null,"created_at":"2026-03-02T03:00:00Z"}');
INSERT INTO audit_changes VALUES (63,60,'contact',X'019CAC7D03807000936223FA02818D71','created',NULL,'{"id":"019cac7d-0380-7000-9362-23fa02818d71","version":1,"customer":{"id":"0195b5e2-7f00-7000-8000-000000000104","name":"Ｂｅｒｌｉｎ GmbH"},"name":"走了","gender":{"id":"019cac0f-2680-7011-8cbf-53bd481b1431","item":"女"},"position":"助理","office_phone":"1","mobile":null,"remarks":null,"created_at":"2026-03-02T03:00:00Z"}');
INSERT INTO audit_changes VALUES (64,61,'contact',X'019CAC7D03807000936223FA02818D71','deleted','{"id":"019cac7d-0380-7000-9362-23fa02818d71","version":1,"customer":{"id":"0195b5e2-7f00-7000-8000-000000000104","name":"Ｂｅｒｌｉｎ GmbH"},"name":"走了","gender":{"id":"019cac0f-2680-7011-8cbf-53bd481b1431","item":"女"},"position":"助理","office_phone":"1","mobile":null,"remarks":null,"created_at":"2026-03-02T03:00:00Z"}',NULL);
INSERT INTO audit_changes VALUES (65,62,'contact',X'0195B5E27F0070008000000000000105','updated','{"mobile":"138","remarks":"喜欢绿茶\n不抽烟","version":1}','{"mobile":"138-0013-8000","remarks":null,"version":2}');
INSERT INTO audit_changes VALUES (66,63,'ticket',X'0195B5E27F0070008000000000000110','created',NULL,'{"id":"0195b5e2-7f00-7000-8000-000000000110","version":1,"number":1,"status":"created","kind":{"id":"019cac0f-2680-7007-8a61-212d019b446f","item":"投诉"},"summary":"主轴异响 archived","customer":{"id":"0195b5e2-7f00-7000-8000-000000000104","name":"Ｂｅｒｌｉｎ GmbH"},"request":"请派人检修","creator":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"created_at":"2026-03-02T04:00:00Z","assignee":null,"assigner":null,"assigned_at":null,"handler":null,"handled_at":null,"handling":null,"result":null,"satisfaction":null,"archived_at":null}');
INSERT INTO audit_changes VALUES (67,64,'ticket',X'019CACB4DC607000BF0A6D36C6A2752D','created',NULL,'{"id":"019cacb4-dc60-7000-bf0a-6d36c6a2752d","version":1,"number":2,"status":"created","kind":{"id":"019cac0f-2680-7007-8a61-212d019b446f","item":"投诉"},"summary":"主轴异响 handled","customer":{"id":"0195b5e2-7f00-7000-8000-000000000104","name":"Ｂｅｒｌｉｎ GmbH"},"request":"请派人检修","creator":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"created_at":"2026-03-02T04:01:00Z","assignee":null,"assigner":null,"assigned_at":null,"handler":null,"handled_at":null,"handling":null,"result":null,"satisfaction":null,"archived_at":null}');
INSERT INTO audit_changes VALUES (68,65,'ticket',X'019CACB5C6C07000BC1E49A4FD17E566','created',NULL,'{"id":"019cacb5-c6c0-7000-bc1e-49a4fd17e566","version":1,"number":3,"status":"created","kind":{"id":"019cac0f-2680-7005-a8be-e66a815cb8af","item":"咨询"},"summary":"主轴异响 given","customer":{"id":"0195b5e2-7f00-7000-8000-000000000104","name":"Ｂｅｒｌｉｎ GmbH"},"request":"请派人检修","creator":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"created_at":"2026-03-02T04:02:00Z","assignee":null,"assigner":null,"assigned_at":null,"handler":null,"handled_at":null,"handling":null,"result":null,"satisfaction":null,"archived_at":null}');
INSERT INTO audit_changes VALUES (69,66,'ticket',X'019CACB6B12070009A3142BFF173D7A0','created',NULL,'{"id":"019cacb6-b120-7000-9a31-42bff173d7a0","version":1,"number":4,"status":"created","kind":{"id":"019cac0f-2680-7005-a8be-e66a815cb8af","item":"咨询"},"summary":"主轴异响 made","customer":{"id":"0195b5e2-7f00-7000-8000-000000000104","name":"Ｂｅｒｌｉｎ GmbH"},"request":"请派人检修","creator":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"created_at":"2026-03-02T04:03:00Z","assignee":null,"assigner":null,"assigned_at":null,"handler":null,"handled_at":null,"handling":null,"result":null,"satisfaction":null,"archived_at":null}');
INSERT INTO audit_changes VALUES (7,7,'user',X'019CAC0F26807000AFFD158920846DB3','created',NULL,'{"id":"019cac0f-2680-7000-affd-158920846db3","version":1,"login":"stranger","display_name":"路人","status":"active","department":null,"email":null,"phone":null,"regions":[],"industries":[],"roles":[],"has_password":false,"created_at":"2026-03-02T01:00:00Z"}');
INSERT INTO audit_changes VALUES (70,67,'ticket',X'0195B5E27F0070008000000000000110','updated','{"assigned_at":null,"assignee":null,"assigner":null,"status":"created","version":1}','{"assigned_at":"2026-03-02T04:03:00Z","assignee":{"display_name":"安娜","id":"019cac0f-2680-7000-a521-6197147cd30c"},"assigner":{"display_name":"韩梅梅","id":"019cac0f-2680-7000-aa5f-1bf89b7ab79f"},"status":"assigned","version":2}');
INSERT INTO audit_changes VALUES (71,68,'ticket',X'0195B5E27F0070008000000000000110','updated','{"handled_at":null,"handler":null,"handling":null,"status":"assigned","version":2}','{"handled_at":"2026-03-02T04:03:00Z","handler":{"display_name":"安娜","id":"019cac0f-2680-7000-a521-6197147cd30c"},"handling":"更换轴承","status":"handled","version":3}');
INSERT INTO audit_changes VALUES (72,69,'ticket',X'0195B5E27F0070008000000000000110','updated','{"result":null,"satisfaction":null,"status":"handled","version":3}','{"result":"不行","satisfaction":1,"status":"assigned","version":4}');
INSERT INTO audit_changes VALUES (73,70,'ticket',X'0195B5E27F0070008000000000000110','updated','{"assignee":{"display_name":"安娜","id":"019cac0f-2680-7000-a521-6197147cd30c"},"version":4}','{"assignee":{"display_name":"本","id":"019cac0f-2680-7000-a6b7-a18611bcfbef"},"version":5}');
INSERT INTO audit_changes VALUES (74,71,'ticket',X'0195B5E27F0070008000000000000110','updated','{"handled_at":"2026-03-02T04:03:00Z","handler":{"display_name":"安娜","id":"019cac0f-2680-7000-a521-6197147cd30c"},"handling":"更换轴承","result":"不行","satisfaction":1,"status":"assigned","version":5}','{"handled_at":"2026-03-02T05:00:00Z","handler":{"display_name":"本","id":"019cac0f-2680-7000-a6b7-a18611bcfbef"},"handling":"亲自拜访","result":null,"satisfaction":null,"status":"handled","version":6}');
INSERT INTO audit_changes VALUES (75,72,'ticket',X'0195B5E27F0070008000000000000110','updated','{"archived_at":null,"result":null,"satisfaction":null,"status":"handled","version":6}','{"archived_at":"2026-03-02T05:00:00Z","result":"好","satisfaction":5,"status":"archived","version":7}');
INSERT INTO audit_changes VALUES (76,73,'ticket',X'019CACB4DC607000BF0A6D36C6A2752D','updated','{"assigned_at":null,"assignee":null,"assigner":null,"status":"created","version":1}','{"assigned_at":"2026-03-02T05:00:00Z","assignee":{"display_name":"安娜","id":"019cac0f-2680-7000-a521-6197147cd30c"},"assigner":{"display_name":"韩梅梅","id":"019cac0f-2680-7000-aa5f-1bf89b7ab79f"},"status":"assigned","version":2}');
INSERT INTO audit_changes VALUES (77,74,'ticket',X'019CACB4DC607000BF0A6D36C6A2752D','updated','{"handled_at":null,"handler":null,"handling":null,"status":"assigned","version":2}','{"handled_at":"2026-03-02T05:00:00Z","handler":{"display_name":"安娜","id":"019cac0f-2680-7000-a521-6197147cd30c"},"handling":"寄配件","status":"handled","version":3}');
INSERT INTO audit_changes VALUES (78,75,'ticket',X'019CACB5C6C07000BC1E49A4FD17E566','updated','{"assigned_at":null,"assignee":null,"assigner":null,"status":"created","version":1}','{"assigned_at":"2026-03-02T05:00:00Z","assignee":{"display_name":"本","id":"019cac0f-2680-7000-a6b7-a18611bcfbef"},"assigner":{"display_name":"韩梅梅","id":"019cac0f-2680-7000-aa5f-1bf89b7ab79f"},"status":"assigned","version":2}');
INSERT INTO audit_changes VALUES (79,76,'interaction',X'0195B5E27F0070008000000000000106','created',NULL,'{"id":"0195b5e2-7f00-7000-8000-000000000106","version":1,"customer":{"id":"0195b5e2-7f00-7000-8000-000000000104","name":"Ｂｅｒｌｉｎ GmbH"},"date":"2026-03-02","place":"客户工厂","summary":"回访","details":"主轴正常","remarks":null,"ticket":{"id":"0195b5e2-7f00-7000-8000-000000000110","number":1,"summary":"主轴异响 archived"},"creator":{"id":"019cac0f-2680-7000-aa5f-1bf89b7ab79f","display_name":"韩梅梅"},"created_at":"2026-03-02T05:00:00Z"}');
INSERT INTO audit_changes VALUES (8,8,'dictionary_entry',X'0195B5E27F0070008000000000000301','created',NULL,'{"id":"0195b5e2-7f00-7000-8000-000000000301","version":1,"number":29,"category":"region","item":"港澳台","value":"Straße 9","editable":true}');
INSERT INTO audit_changes VALUES (80,77,'interaction',X'019CACEAE0807000A75FC91ECC6180AE','created',NULL,'{"id":"019cacea-e080-7000-a75f-c91ecc6180ae","version":1,"customer":{"id":"0195b5e2-7f00-7000-8000-000000000104","name":"Ｂｅｒｌｉｎ GmbH"},"date":"2026-02-20","place":"展会","summary":"见面","details":"谈合作","remarks":"高总同行","ticket":null,"creator":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"created_at":"2026-03-02T05:00:00Z"}');
INSERT INTO audit_changes VALUES (81,78,'interaction',X'019CACEAE08070008DF4968459909198','created',NULL,'{"id":"019cacea-e080-7000-8df4-968459909198","version":1,"customer":{"id":"0195b5e2-7f00-7000-8000-000000000104","name":"Ｂｅｒｌｉｎ GmbH"},"date":"2026-02-21","place":"电话","summary":"删","details":"删","remarks":null,"ticket":null,"creator":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"created_at":"2026-03-02T05:00:00Z"}');
INSERT INTO audit_changes VALUES (82,79,'interaction',X'019CACEAE0807000A75FC91ECC6180AE','updated','{"date":"2026-02-20","remarks":"高总同行","version":1}','{"date":"2026-02-22","remarks":null,"version":2}');
INSERT INTO audit_changes VALUES (83,80,'interaction',X'019CACEAE08070008DF4968459909198','deleted','{"id":"019cacea-e080-7000-8df4-968459909198","version":1,"customer":{"id":"0195b5e2-7f00-7000-8000-000000000104","name":"Ｂｅｒｌｉｎ GmbH"},"date":"2026-02-21","place":"电话","summary":"删","details":"删","remarks":null,"ticket":null,"creator":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"created_at":"2026-03-02T05:00:00Z"}',NULL);
INSERT INTO audit_changes VALUES (84,81,'product',NULL,'bulk',NULL,'{"created":4,"updated":0,"unchanged":0,"removed":0,"refused":0}');
INSERT INTO audit_changes VALUES (85,82,'product',NULL,'bulk',NULL,'{"created":0,"updated":0,"unchanged":0,"removed":1,"refused":0}');
INSERT INTO audit_changes VALUES (86,83,'stock',NULL,'bulk',NULL,'{"created":3,"updated":0,"unchanged":0,"removed":0,"refused":0}');
INSERT INTO audit_changes VALUES (87,84,'stock',NULL,'bulk',NULL,'{"created":0,"updated":0,"unchanged":0,"removed":1,"refused":0}');
INSERT INTO audit_changes VALUES (88,85,'order',NULL,'bulk',NULL,'{"created":9,"updated":0,"unchanged":0,"removed":0,"refused":0}');
INSERT INTO audit_changes VALUES (89,86,'order',NULL,'bulk',NULL,'{"created":0,"updated":0,"unchanged":0,"removed":1,"refused":0}');
INSERT INTO audit_changes VALUES (9,9,'dictionary_entry',X'019CAC0F26807000A8BEE66A815CB8AF','created',NULL,'{"id":"019cac0f-2680-7000-a8be-e66a815cb8af","version":1,"number":30,"category":"industry","item":"机械","value":"A","editable":true}');
INSERT INTO audit_changes VALUES (90,87,'customer',X'0195B5E27F0070008000000000000103','updated','{"complete":false,"credit":null,"external_id":null,"last_order_date":null,"phone":null,"version":1}','{"complete":true,"credit":2,"external_id":"LATER","last_order_date":"2026-01-31","phone":"021-7","version":2}');
INSERT INTO audit_changes VALUES (91,88,'product',NULL,'bulk',NULL,'{"created":1,"updated":0,"unchanged":0,"removed":0,"refused":0}');
INSERT INTO audit_changes VALUES (92,88,'sales_feed',NULL,'bulk',NULL,'{"feed":"erp","from":null,"cursor":"17","products":{"created":1,"updated":0,"unchanged":0,"removed":0,"refused":0},"stock":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0},"orders":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0}}');
INSERT INTO audit_changes VALUES (93,89,'product',NULL,'bulk',NULL,'{"created":0,"updated":0,"unchanged":0,"removed":1,"refused":0}');
INSERT INTO audit_changes VALUES (94,89,'sales_feed',NULL,'bulk',NULL,'{"feed":"erp","from":"17","cursor":"18","products":{"created":0,"updated":0,"unchanged":0,"removed":1,"refused":0},"stock":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0},"orders":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0}}');
INSERT INTO audit_changes VALUES (95,90,'sales_feed',NULL,'bulk',NULL,'{"feed":"old","from":null,"cursor":"1","products":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0},"stock":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0},"orders":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0}}');
INSERT INTO audit_changes VALUES (96,91,'sales_feed',NULL,'bulk',NULL,'{"feed":"old","from":"1","cursor":null,"products":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0},"stock":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0},"orders":{"created":0,"updated":0,"unchanged":0,"removed":0,"refused":0}}');
INSERT INTO audit_changes VALUES (97,92,'product',NULL,'bulk',NULL,'{"created":1,"updated":0,"unchanged":0,"refused":0,"created_entries":[]}');
INSERT INTO audit_changes VALUES (98,93,'warning',X'01A06F145A807000836D2D0FF51F8B0B','created',NULL,'{"id":"01a06f14-5a80-7000-836d-2d0ff51f8b0b","version":1,"status":"warned","customer":{"id":"0195b5e2-7f00-7000-8000-000000000103","name":"华东精密机械"},"account_manager":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"last_order_date":"2026-01-31","warned_at":"2026-09-05T01:00:00Z","closed_at":null,"reason":null,"measures":[]}');
INSERT INTO audit_changes VALUES (99,93,'warning',X'01A06F145A807001B3CBE2A342FCFE1F','created',NULL,'{"id":"01a06f14-5a80-7001-b3cb-e2a342fcfe1f","version":1,"status":"warned","customer":{"id":"0195b5e2-7f00-7000-8000-000000000104","name":"Ｂｅｒｌｉｎ GmbH"},"account_manager":{"id":"019cac0f-2680-7000-a521-6197147cd30c","display_name":"安娜"},"last_order_date":"2026-02-10","warned_at":"2026-09-05T01:00:00Z","closed_at":null,"reason":null,"measures":[]}');
INSERT INTO audit_refusals VALUES (1,1789178400000000,1789178400000000,2,7,'','customers.create','no_permission');
INSERT INTO audit_refusals VALUES (2,1789178400000000,1789178400000000,1,4,'','opportunities.delete','not_yours');
INSERT INTO audit_refusals VALUES (3,1789178400000000,1789178400000000,5,8,'zhao.yun','login','wrong_credentials');
INSERT INTO audit_refusals VALUES (4,1789178400000000,1789178400000000,1,8,'zhao.yun','login','locked');
INSERT INTO audit_refusals VALUES (5,1789178400000000,1789178400000000,1,NULL,'nobody','login','wrong_credentials');
INSERT INTO audit_refusals VALUES (6,1789178400000000,1789178400000000,1,4,'ben','login','wrong_credentials');
INSERT INTO audit_refusals VALUES (7,1789178400000000,1789178400000000,1,3,'ann','login','wrong_credentials');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES ('audit_changes',121);
CREATE INDEX departments_parent ON departments (parent);
CREATE INDEX users_department ON users (department);
CREATE INDEX login_failures_last ON login_failures (last_at);
CREATE INDEX user_regions_region ON user_regions (region);
CREATE INDEX user_roles_role ON user_roles (role);
CREATE INDEX customers_status ON customers (status, id);
CREATE INDEX customers_account_manager ON customers (account_manager, id);
CREATE INDEX customers_region ON customers (region, id);
CREATE INDEX customers_level ON customers (level, id, status);
CREATE INDEX customers_credit ON customers (credit, id, status);
CREATE INDEX customers_satisfaction ON customers (satisfaction, id, status);
CREATE INDEX contacts_customer ON contacts (customer, id);
CREATE INDEX contacts_gender ON contacts (gender);
CREATE INDEX opportunities_created ON opportunities (created_at);
CREATE INDEX opportunities_status ON opportunities (status, created_at);
CREATE INDEX opportunities_creator ON opportunities (creator, created_at);
CREATE INDEX opportunities_assignee ON opportunities (assignee, created_at);
CREATE INDEX opportunities_customer ON opportunities (customer);
CREATE INDEX opportunity_assignments_opportunity ON opportunity_assignments (opportunity, id);
CREATE INDEX plan_items_opportunity ON plan_items (opportunity, date);
CREATE INDEX tickets_created ON tickets (created_at);
CREATE INDEX tickets_status ON tickets (status, created_at);
CREATE INDEX tickets_customer ON tickets (customer, created_at);
CREATE INDEX tickets_kind ON tickets (kind, created_at);
CREATE INDEX tickets_creator ON tickets (creator, created_at);
CREATE INDEX tickets_assignee ON tickets (assignee, created_at);
CREATE INDEX ticket_assignments_ticket ON ticket_assignments (ticket, id);
CREATE INDEX ticket_attempts_ticket ON ticket_attempts (ticket, id);
CREATE INDEX interactions_customer ON interactions (customer, date);
CREATE INDEX interactions_date ON interactions (date);
CREATE INDEX interactions_ticket ON interactions (ticket);
CREATE INDEX products_name ON products (name_folded, id);
CREATE INDEX stock_product ON stock (product_external_id, id);
CREATE INDEX orders_customer ON orders (customer, date, id);
CREATE INDEX orders_date ON orders (date);
CREATE INDEX orders_unclaimed ON orders (customer_external_id) WHERE customer IS NULL;
CREATE UNIQUE INDEX churn_warnings_open ON churn_warnings (customer) WHERE closed_at IS NULL;
CREATE INDEX churn_warnings_customer ON churn_warnings (customer, id);
CREATE INDEX churn_warnings_status ON churn_warnings (status, id);
CREATE INDEX churn_warnings_account_manager ON churn_warnings (account_manager, id);
CREATE INDEX churn_warnings_lost ON churn_warnings (status, closed_at) WHERE status = 'lost';
CREATE INDEX churn_measures_warning ON churn_measures (warning, id);
CREATE INDEX customer_recoveries_customer ON customer_recoveries (customer, id);
CREATE INDEX management_reports_submitted ON management_reports (submitted_at);
CREATE INDEX audit_calls_at ON audit_calls (at);
CREATE INDEX audit_calls_actor ON audit_calls (actor, at);
CREATE INDEX audit_changes_record ON audit_changes (record, id);
CREATE INDEX audit_changes_call ON audit_changes (call);
CREATE INDEX audit_refusals_first ON audit_refusals (first_at);
COMMIT;
