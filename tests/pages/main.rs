//! Every list over 3,000 rows of the longest texts: no answer is larger than it may be, and none takes more memory than
//! that. Alone in its program, since it looks at the memory of the whole process.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

#[path = "../support/fill.rs"]
mod fill;
#[path = "../support/inflate.rs"]
mod inflate;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/watch.rs"]
mod watch;

use crm_core::prelude::*;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::users::NewUser;
use crm_core::{Access, Operation};
use serde_json::{Value, json};

use crate::fill::Filled;
use crate::inflate::{LONG, SHORT, inflating};

const MIB: usize = 1024 * 1024;

/// Rows of each table.
const ROWS: usize = 3_000;

/// What a call may take of memory beside its answer: the answer's records, and what SQLite reads of the file.
const BESIDE: usize = 24 * MIB;

/// A list: what it is asked with beside page and place, where its rows are in the answer, the longest texts of one row,
/// and how many rows there are.
struct List {
    name: &'static str,
    with: fn(&Ids) -> Value,
    rows: &'static [&'static str],
    row: usize,
    /// The texts of a whole answer: of a page, but where the list has no pages.
    texts: usize,
}

/// Records that lists are of.
struct Ids {
    opportunity: Value,
    customer: Value,
    order: Value,
    warning: Value,
    ticket: Value,
    view: Value,
    call: i64,
}

/// A page, or an answer that goes on.
const PAGE: usize = 4 * MIB;

const fn list(name: &'static str, with: fn(&Ids) -> Value, rows: &'static [&'static str], row: usize) -> List {
    List { name, with, rows, row, texts: PAGE }
}

/// A list without pages, of so many rows.
const fn whole(name: &'static str, with: fn(&Ids) -> Value, row: usize, rows: usize) -> List {
    List { name, with, rows: &[""], row, texts: rows * row }
}

const NOTHING: fn(&Ids) -> Value = |_| json!({});

/// The names in a record of its customer, its people and its coded fields.
const NAMES: usize = 8 * SHORT;

const LISTS: &[List] = &[
    list("opportunities.list", NOTHING, &["items"], NAMES + 2 * LONG),
    list("opportunities.alerts", NOTHING, &["items"], NAMES + 2 * LONG),
    list("opportunities.assignments", |ids| json!({"id": ids.opportunity}), &["items"], NAMES),
    list("plans.get", |ids| json!({"opportunity": ids.opportunity}), &["items"], NAMES + 2 * LONG),
    list("customers.list", NOTHING, &["items"], 20 * SHORT),
    list("contacts.list", NOTHING, &["items"], NAMES + LONG),
    list("interactions.list", NOTHING, &["items"], NAMES + 2 * LONG),
    list("orders.list", |ids| json!({"customer": ids.customer}), &["items"], NAMES),
    list("orders.get", |ids| json!({"id": ids.order}), &["lines"], NAMES),
    list("churn.list", NOTHING, &["items"], NAMES + LONG + MIB + LONG),
    list("churn.measures", |ids| json!({"id": ids.warning}), &["items"], NAMES + LONG),
    list(
        "churn.history",
        |ids| json!({"customer": ids.customer}),
        &["warnings", "win_backs"],
        NAMES + LONG + MIB + LONG,
    ),
    list("tickets.list", NOTHING, &["items"], NAMES + 3 * LONG),
    list("tickets.get", |ids| json!({"id": ids.ticket}), &["attempts", "assignments"], NAMES + 2 * LONG),
    list("reports.contribution", NOTHING, &["items"], NAMES),
    list(
        "reports.sources",
        |_| json!({"by": "source", "period_from": "1970-01-01", "period_to": "9998-12-31"}),
        &["items"],
        NAMES,
    ),
    list("reports.churn", NOTHING, &["items"], NAMES + LONG),
    list("reports.submitted", NOTHING, &["items"], NAMES + LONG),
    list("work_reports.list", NOTHING, &["items"], NAMES),
    list("dictionary.list", NOTHING, &["items"], NAMES),
    list("products.list", NOTHING, &["items"], NAMES + LONG),
    list("stock.list", NOTHING, &["items"], NAMES + LONG),
    // As many as a page may have are too short to fill an answer.
    List { name: "currencies.rates", with: NOTHING, rows: &["items"], row: SHORT, texts: ROWS * SHORT },
    list("capture.list", NOTHING, &["items"], NAMES + 2 * LONG),
    list("duplicates.pairs", NOTHING, &["items"], NAMES),
    // A merge is short but for what its losers were called.
    list("merges.list", NOTHING, &["items"], 10 * SHORT),
    list("users.list", NOTHING, &["items"], 110 * SHORT),
    list("objects.list", |_| json!({"object": "ticket"}), &["items"], NAMES + 3 * LONG),
    list("objects.history", |ids| json!({"record": {"object": "customer", "id": ids.customer}}), &["items"], 2 * LONG),
    list(
        "notes.list",
        |ids| json!({"record": {"object": "customer", "id": ids.customer}}),
        &["items"],
        52 * SHORT + LONG,
    ),
    list(
        "activities.list",
        |ids| json!({"filter": {"record": {"object": "customer", "id": ids.customer}}}),
        &["items"],
        310 * SHORT + 4 * LONG,
    ),
    list("notifications.list", NOTHING, &["items"], NAMES + LONG),
    list("outbox.list", NOTHING, &["items"], NAMES + 64 * 1024),
    list("automations.runs", NOTHING, &["items"], NAMES + LONG),
    list("approvals.list", NOTHING, &["items"], NAMES + LONG),
    list(
        "files.list",
        |ids| json!({"record": {"object": "customer", "id": ids.customer}}),
        &["items"],
        NAMES + 2 * SHORT,
    ),
    list("users.colleagues", NOTHING, &["items"], 110 * SHORT),
    list("audit.list", NOTHING, &["items"], NAMES + LONG + MIB + 2 * LONG),
    list("audit.changes", |ids| json!({"call": ids.call}), &["items"], 2 * LONG),
    list("audit.refusals", NOTHING, &["items"], NAMES),
    list("sign_ins.list", NOTHING, &["items"], NAMES),
    list("sign_ins.mine", NOTHING, &["items"], NAMES),
    list("shares.mine", |_| json!({"entity": "customer"}), &["items"], NAMES),
    list("changes.since", |_| json!({"sequence": 0, "limit": 10_000}), &["items"], NAMES + 2 * LONG),
    list("pools.records", |_| json!({"pool": "公海"}), &["items"], 2 * SHORT),
    whole("departments.list", NOTHING, SHORT, ROWS + 1),
    whole("roles.list", NOTHING, 8 * SHORT, 1_000),
    whole("dictionary.choices", |_| json!({"category": "region"}), 2 * SHORT, ROWS + 10),
    list("views.rows", |ids| json!({"view": ids.view}), &["items"], NAMES + 3 * LONG),
    whole("views.list", NOTHING, 3 * SHORT + 16 * 1024, 1_000),
    whole("sales.feeds", NOTHING, 5 * SHORT, 1_000),
];

/// Operations that give lists which do not grow with the data: see `tests/rules/bounds.rs`.
const OTHERS: &[&str] = &[
    "activities.get",
    "assignment.distribute",
    "assignment.propose",
    "customers.owners",
    "opportunities.explain_score",
    "scoring.counts",
    "pools.claim",
    "pools.give",
    "pools.put",
    "pools.stays",
    "calendar.entries",
    "duplicates.check",
    "duplicates.clusters",
    "merges.preview",
    "automations.unmet",
    "approvals.get",
    "substitutes.list",
    "files.get",
    "collaborators.list",
    "follows.list",
    "handover.preview",
    "shares.list",
    "meta.fields",
    "meta.allowed",
    "meta.seen",
    "meta.describe",
    "meta.labels",
    "meta.object",
    "meta.objects",
    "meta.operations",
    "objects.aggregate",
    "packs.get",
    "packs.list",
    "packs.plan",
    "bench.today",
    "objects.related",
    // At most 30 stages of at most 100 cards, and the stays of one record.
    "opportunities.board",
    "opportunities.detail",
    "reports.composition",
    "reports.funnel",
    "reports.service",
    "reports.get_submitted",
    "reports.work",
    "work_reports.get",
    "work_reports.missing",
    // Of each kind of setup document there are 500 at the most: their pages are proved where kinds are declared for it, in the
    // area's own tests.
    "setup.history",
    "setup.kinds",
    "setup.list",
    "setup.plan",
    "tags.list",
    "views.table",
];

/// A database in which every list is long.
fn filled() -> Filled {
    let filled = Filled::open(|options, file| {
        let storage = SqliteStorage::open(file, &SqliteOptions::default()).unwrap();
        options.open_storage(Box::new(inflating(storage))).unwrap()
    });
    let f = &filled;
    f.raw.pragma_update(None, "synchronous", "off").unwrap();
    f.rows("departments", ROWS, "uid, name", "UID, '~s' || i");
    f.rows("roles", 995, "uid, name, created_at", "UID, '~s' || i, 0");
    f.rows(
        "dictionary_entries",
        ROWS,
        "uid, category, item, item_folded, value, value_folded",
        "UID, 'region', '~s' || i, 'x', '~s' || i, 'x'",
    );
    // Sorted by names that are longer than any cursor of an earlier version took.
    let long_name = "printf('%05d', i) || printf('%.*c', 2500, 'x')";
    f.rows(
        "users",
        ROWS,
        "uid, login, login_folded, display_name, display_name_folded, department, email, phone, created_at",
        &format!("UID, '~s' || i, {long_name}, '~s', {long_name}, 1, '~s', '~s', 0"),
    );
    f.raw
        .execute_batch(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
             INSERT INTO user_industries (user_id, industry) SELECT u.id, '~s' || n.i FROM users u, n WHERE u.login LIKE '~s%';
             INSERT INTO user_regions (user_id, region) SELECT id, 20 FROM users;
             UPDATE dictionary_entries SET item = '~s' || id, value = '~s' || id WHERE category = 'ticket_kind';",
        )
        .unwrap();
    f.rows(
        "customers",
        ROWS,
        "uid, number, complete, name, name_folded, region, account_manager, level, address, postcode, phone, fax, website, \
         business_licence_no, legal_representative, bank_name, bank_account, local_tax_no, national_tax_no, external_id, \
         creator, created_at, active_since",
        "UID, i, i % 2, '~s', 'x', 20, 20, 20, '~s', '~s', '~s', '~s', '~s', '~s', '~s', '~s', '~s', '~s', '~s', '~s' || i, \
         20, 0, '2026-03-02'",
    );
    f.rows(
        "contacts",
        ROWS,
        "uid, customer, name, name_folded, position, office_phone, mobile, remarks, created_at",
        "UID, 1, '~s', 'x', '~s', '~s', '~s', '~l', 0",
    );
    f.rows(
        "opportunities",
        ROWS,
        "uid, source, customer_name, customer_name_folded, success_probability, summary, summary_folded, contact_name, \
         contact_phone, contact_folded, description, creator, created_at, assignee, assigner, failure_reason",
        "UID, '~s' || i, '~s', 'x', 5, '~s', 'x', '~s', '~s', 'x', '~l', 20, i, 20, 20, '~l'",
    );
    f.raw
        .execute_batch(
            "INSERT INTO setup_documents (uid, version, kind, name, name_folded, enabled, position, form, content, created_at, changed_at)
             VALUES (randomblob(16), 1, 'pool', '公海', '公海', 1, 1, 1, '{\"of\":\"opportunity\"}', 0, 0);
             INSERT INTO pool_people (pool, admin) SELECT id, 0 FROM setup_documents WHERE kind = 'pool';
             UPDATE opportunities SET pool = (SELECT id FROM setup_documents WHERE kind = 'pool');",
        )
        .unwrap();
    f.rows(
        "pool_stays",
        ROWS,
        "pool, opportunity, since, put_by, reason",
        "(SELECT id FROM setup_documents WHERE kind = 'pool'), i, 0, 20, '~s'",
    );
    f.rows("opportunity_assignments", ROWS, "opportunity, assignee, assigner, assigned_at", "1, 20, 20, 0");
    f.rows(
        "plan_items",
        ROWS,
        "uid, opportunity, date, content, result, creator, created_at",
        "UID, 1, '2026-03-02', '~l', '~l', 20, 0",
    );
    let kind = "(SELECT min(id) FROM dictionary_entries WHERE category = 'ticket_kind')";
    f.rows(
        "tickets",
        ROWS,
        "uid, kind, summary, summary_folded, customer, request, creator, created_at, assignee, assigner, handler, handling, \
         result",
        &format!("UID, {kind}, '~s', 'x', 1, '~l', 20, i, 20, 20, 20, '~l', '~l'"),
    );
    f.rows("ticket_assignments", ROWS, "ticket, assignee, assigner, assigned_at", "1, 20, 20, 0");
    f.rows(
        "ticket_attempts",
        ROWS,
        "ticket, handler, handled_at, handling, result, feedback_by",
        "1, 20, 0, '~l', '~l', 20",
    );
    f.rows(
        "interactions",
        ROWS,
        "uid, customer, date, place, summary, details, remarks, ticket, creator, created_at",
        "UID, 1, '2026-03-02', '~s', '~s', '~l', '~l', 1, 20, 0",
    );
    f.rows(
        "products",
        ROWS,
        "uid, external_id, name, name_folded, model, batch, unit, currency, remarks",
        &format!("UID, '~s' || i, '~s', {long_name}, '~s', '~s', '~s', 'CNY', '~l'"),
    );
    f.rows(
        "stock",
        ROWS,
        "uid, external_id, product_external_id, warehouse, warehouse_folded, bin, quantity_e6, remarks",
        "UID, '~s' || i, printf('%05d', i), '~s', 'x', '~s', 0, '~l'",
    );
    f.rows(
        "merges",
        ROWS,
        "uid, home, object, survivor, fields_before, fields_after, told, merged_by, merged_at",
        "UID, 'customers', 'customer', UID, '{}', '{}', '{\"moved\": [], \"together\": []}', 20, 0",
    );
    f.rows("merged_records", ROWS, "merge, nth, home, loser, title, survivor", "i, 1, 'customers', UID, '~s', UID");
    f.rows(
        "currency_rates",
        ROWS,
        "uid, base, currency, valid_from, digits, places",
        "UID, 'CNY', 'USD', date('1990-01-01', '+' || i || ' days'), 705, 2",
    );
    f.rows(
        "captures",
        ROWS,
        "uid, how, outcome, mailbox, message_id, email, content, consent, landing_page, created_at",
        "UID, 'email', 'created', '~s', '~s' || i, '~s', '~l', '~l', '~s', 1772413200000000 + i",
    );
    f.rows(
        "duplicate_pairs",
        ROWS - 1,
        "uid, object_a, a, object_b, b, rule, part, score, found, found_at, note, accepted_by",
        "UID, 'customer', i, 'customer', i + 1, (SELECT min(id) FROM setup_documents WHERE kind = 'duplicate_rule'), 0, 100, \
         'scan', 0, '~s', 20",
    );
    f.rows(
        "orders",
        ROWS,
        "uid, external_id, number, customer_external_id, customer, date, year, delivery_address, status, status_label, \
         currency, total",
        "UID, '~s' || i, '~s', '~s', 1, '2026-03-02', 2026, '~s', 5, '~s', 'CNY', 0",
    );
    f.rows("customer_totals", ROWS, "customer, year, currency, status, orders, amount", "i, 2026, 'CNY', 5, 1, 100");
    f.rows(
        "order_lines",
        ROWS,
        "order_id, position, product_external_id, product_name, quantity_e6, unit, unit_price_e6, amount",
        "1, i, '~s', '~s', 0, '~s', 0, 0",
    );
    f.rows(
        "churn_warnings",
        ROWS,
        "uid, status, customer, account_manager, warned_at, closed_at, reason",
        "UID, 'lost', 1, 20, 0, i, '~l'",
    );
    // The first has all its measures, many others a few.
    f.rows("churn_measures", ROWS, "warning, measure, author, at", "1, '~l', 20, 0");
    f.rows("churn_measures", 3 * ROWS, "warning, measure, author, at", &format!("1 + i % {ROWS}, '~l', 20, 0"));
    f.rows("customer_recoveries", ROWS, "customer, reason, author, at", "1, '~l', 20, 0");
    f.rows(
        "management_reports",
        ROWS,
        "uid, submitter, submitted_at, period_from, period_to, comment, content",
        "UID, 20, i, '2026-03-01', '2026-03-31', '~l', '{}'",
    );
    f.rows(
        "work_reports",
        ROWS,
        "uid, number, author, kind, period_from, status, done, plan, problems, created_at, submitted_at, due_at, format",
        "UID, i, 20, 'daily', date('2000-01-01', i || ' days'), 'submitted', '~l', '~l', '~l', 0, 0, 0, 1",
    );
    f.raw.execute_batch("DELETE FROM audit_changes; DELETE FROM audit_entities; DELETE FROM audit_calls;").unwrap();
    f.rows("audit_calls", ROWS, "at, actor, operation, arguments", "i, 20, 'customers.update', '~l'");
    f.rows("audit_changes", ROWS, "call, entity, action, before, after", "1, 'customer', 'updated', '~l', '~l'");
    f.rows("audit_changes", ROWS, "call, entity, action, before, after", "i, 'customer', 'updated', '~l', '~l'");
    // What is read of JSON can't be inflated on the way: these are long in the file.
    let long = r#"'{"fax":"' || printf('%.*c', 20000, 'x') || '"}'"#;
    let one = "(SELECT uid FROM customers ORDER BY id LIMIT 1)";
    let story = format!("i, 'customer', {one}, 'updated', {long}, replace({long}, 'x', 'y')");
    f.rows("audit_changes", 300, "call, entity, record, action, before, after", &story);
    f.rows(
        "audit_refusals",
        ROWS,
        "first_at, last_at, times, actor, login, operation, reason",
        "i, i, 1, 20, '~s', '~s', '~s'",
    );
    f.rows(
        "views",
        1_000,
        "uid, owner, name, name_folded, object, definition, everybody",
        "UID, 20, '~s', i, 'ticket', '{\"of\": \"ticket\", \"filter\": {\"field\": \"summary\", \"empty\": false}}', 1",
    );
    // All of one customer, the first with as many mentions as there may be.
    f.rows(
        "notes",
        ROWS,
        "uid, home, record, thread, place, content, author, created_at",
        "UID, 'customers', (SELECT uid FROM customers ORDER BY id LIMIT 1), i, -i, '~l', 20, 0",
    );
    f.rows("note_mentions", 50, "note, place, user_id", "3000, i, 20");
    // The first with as many people as may attend.
    f.rows(
        "activities",
        ROWS,
        "uid, number, kind, subject, subject_folded, details, place, priority, status, due_on, time_zone, assignee, giver, \
         creator, created_at, personal, result, reason, remark, begins_at, until_at, stage, turn",
        "UID, i, 20, '~s', 'x', '~l', '~s', 'normal', 'planned', '2026-03-02', 'Asia/Shanghai', 20, 20, 20, 0, 0, '~l', '~l', \
         '~l', 0, 0, 0, i",
    );
    let one = "'customers', (SELECT uid FROM customers ORDER BY id LIMIT 1)";
    let columns = "activity, nth, home, record, stage, turn";
    f.rows("activity_records", ROWS, columns, &format!("i, 0, {one}, 0, i"));
    f.rows("activity_attendees", 100, "activity, nth, name, email, response", "1, i, '~s', '~s', 'none'");
    f.rows("file_contents", 1, "sha256, size", "zeroblob(32), 1");
    f.rows(
        "files",
        ROWS,
        "uid, home, record, name, description, latest, uploader, created_at",
        "UID, 'customers', (SELECT uid FROM customers ORDER BY id LIMIT 1), '~s', '~s', 1, 20, 0",
    );
    f.rows(
        "file_versions",
        ROWS,
        "file, number, content, media_type, inline_safe, uploader, created_at",
        "i, 1, 1, '~s', 1, 20, 0",
    );
    f.rows("sales_feeds", 1_000, "name, cursor, pulled_at", "'~s' || i, '~s', 0");
    filled
}

/// Somebody who may list everything.
fn everybody(filled: &Filled) -> Session {
    let roles = ["system_administrator", "sales_manager", "account_manager", "executive", "integration"];
    let new = NewUser {
        login: "everybody".into(),
        display_name: "everybody".into(),
        roles: Some(roles.iter().map(|r| (*r).to_owned()).collect()),
        ..Default::default()
    };
    let user = filled.office.admin.users().create(new, None).unwrap();
    // All of one customer, each of a note of its own.
    filled.rows(
        "notifications",
        ROWS,
        "uid, user_id, place, kind, home, record, about, created_at",
        "UID, (SELECT id FROM users WHERE login = 'everybody'), i, 'noted', 'customers', \
         (SELECT uid FROM customers ORDER BY id LIMIT 1), (SELECT uid FROM notes WHERE id = i), i",
    );
    filled.rows(
        "sign_ins",
        ROWS,
        "first_at, last_at, times, user_id, login, means, outcome, reason, address, device",
        "i, i, 1, (SELECT id FROM users WHERE login = 'everybody'), '~s', 'code', 'failed', '~s', '~s', '~s'",
    );
    filled.rows(
        "outbox_messages",
        ROWS,
        "uid, kind, topic, object, record, queue, head, payload, status, created_at, due_at",
        "UID, 'event', '~s', 'customer', (SELECT uid FROM customers WHERE id = i), i, 1, \
         substr(hex(zeroblob(32768)), 1, 65536), 'waiting', i, i",
    );
    filled.rows(
        "automation_runs",
        ROWS,
        "rule, name, name_folded, version, home, record, operation, outcome, error, changes, ran_at",
        "UID, '~s', '~s', 1, 'customers', (SELECT uid FROM customers WHERE id = i), '~s', 'failed', '~l', 0, i",
    );
    filled.rows(
        "approvals",
        ROWS,
        "uid, number, home, object, record, title, operation, arguments, submitter, chosen, flow, flow_name, flow_version, \
         content, kept, status, error, round, step, created_at",
        "UID, i, 'customers', 'customer', (SELECT uid FROM customers WHERE id = i), '~s', '~s', '{}', \
         (SELECT id FROM users WHERE login = 'everybody'), '[]', UID, '~s', 1, \
         '{\"object\":\"customer\",\"operation\":\"update\",\"steps\":[]}', '{}', 'approved', '~l', 1, 1, i",
    );
    filled.rows(
        "customer_shares",
        ROWS,
        "customer, user_id, access, given_at",
        "i, (SELECT id FROM users WHERE login = 'everybody'), 'read', i",
    );
    filled.office.crm.session(user.id).unwrap()
}

/// What the process has of memory now, and the most it had since it was asked before.
fn memory() -> (usize, usize) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let kib = |name: &str| {
        let line = status.lines().find(|l| l.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 1024
    };
    let found = (kib("VmRSS:"), kib("VmHWM:"));
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    found
}

/// The rows of an answer.
fn rows<'a>(answer: &'a Value, of: &[&str]) -> Vec<&'a Value> {
    of.iter().flat_map(|name| if name.is_empty() { answer } else { &answer[name] }.as_array().unwrap()).collect()
}

#[test]
fn no_answer_grows_with_the_data() {
    let filled = filled();
    let session = everybody(&filled);
    let uid = |table: &str| {
        let sql = format!("SELECT uid FROM {table} ORDER BY id LIMIT 1");
        let bytes: [u8; 16] = filled.raw.query_row(&sql, [], |row| row.get(0)).unwrap();
        let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        json!(format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]))
    };
    let ids = Ids {
        opportunity: uid("opportunities"),
        customer: uid("customers"),
        order: uid("orders"),
        warning: uid("churn_warnings"),
        ticket: uid("tickets"),
        view: uid("views"),
        call: 1,
    };
    let mut wrong = Vec::new();
    for list in LISTS {
        let mut arguments = (list.with)(&ids);
        let pages = Operation::find(list.name).unwrap().arguments.iter().any(|a| a.name() == "page");
        if pages {
            arguments["page"] = json!({"limit": 10_000});
        }
        let mut seen: Vec<String> = Vec::new();
        for part in 1..=2 {
            let text = arguments.to_string();
            let (before, _) = memory();
            let answer = session.call(list.name, &text).unwrap_or_else(|e| panic!("{}: {e}", list.name));
            let (_, most) = memory();
            let taken = most.saturating_sub(before);
            let size = answer.len();
            let answer: Value = serde_json::from_str(&answer).unwrap();
            let found = rows(&answer, list.rows);
            // Numbers, ids and the names of fields come to less than this a row; and one record stands around the rows.
            let most = list.texts + 2 * list.row + 3 * LONG + 1_500 * found.len();
            if size > most || taken > size + most + BESIDE {
                wrong.push(format!("{} {part}: {size} bytes of at most {most}, {taken} of memory", list.name));
            }
            println!("{} {part}: {} rows, {size} bytes, {taken} of memory", list.name, found.len());
            // The answer is no smaller than need be, and the next one goes on behind it.
            let goes_on =
                if list.name == "changes.since" { answer["more"] == true } else { answer["next"].is_string() };
            assert!(part == 2 || goes_on == (list.texts == PAGE), "{}", list.name);
            assert!(!goes_on || size > PAGE / 4 * 3 || found.len() == 1_000, "{}: {size} {}", list.name, found.len());
            assert!(part == 2 || goes_on || found.len() >= 1_000, "{}: {}", list.name, found.len());
            let keys =
                |row: &Value| row.get("id").or(row.get("position")).or(row.get("number")).map(ToString::to_string);
            for key in found.iter().filter_map(|row| keys(row)).filter(|key| key != "null") {
                assert!(!seen.contains(&key), "{}: {key} twice", list.name);
                seen.push(key);
            }
            if !goes_on {
                break;
            }
            match list.name {
                "changes.since" => arguments["sequence"] = answer["sequence"].clone(),
                _ if pages => arguments["page"]["after"] = answer["next"].clone(),
                _ => arguments["after"] = answer["next"].clone(),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_operation_that_lists_is_among_them() {
    use crm_core::schema::Type;
    fn lists(ty: &Type) -> bool {
        match ty {
            Type::List(_) => true,
            Type::Optional(inner) => lists(inner),
            // The names of a record's own fields are no list that grows.
            Type::Record(record) => record.fields.iter().any(|f| f.name() != "withheld" && lists(&f.ty)),
            _ => false,
        }
    }
    // What reads one user, role, warning or the settings gives a row of a list here.
    let rows = ["users.get", "users.me", "roles.get", "churn.get", "settings.get", "maintenance.check"];
    let forgotten: Vec<&str> = Operation::all()
        .filter(|o| o.access == Access::Read && lists(&o.result))
        .map(|o| o.name)
        .filter(|name| !LISTS.iter().any(|l| l.name == *name) && !OTHERS.contains(name) && !rows.contains(name))
        .collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}
