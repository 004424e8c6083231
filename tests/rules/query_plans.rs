//! How SQLite finds rows: no list and no statement of a story reads a table that grows from end to end, but along the
//! index of the list's order and no further than a page needs.
//!
//! Plans are made without statistics (`ANALYZE` is never run), as on a host's database.

use crm_core::Operation;
use crm_core::churn::ChurnWarningFilter;
use crm_core::churn::WarningStatus;
use crm_core::prelude::*;
use crm_core::reports::CompositionBy;
use crm_core::reports::NewManagementReport;
use crm_core::schema::{FieldInfo, Type};
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::users::NewUser;
use crm_core::views::NewView;
use serde_json::{Map, Value, json};

use crate::samples;
use crate::story::{Stage, all};
use crate::watch::{Statements, watched};

/// Tables that grow with the years and the customers. Users, roles, departments, settings and dictionary entries are
/// some hundred rows at the most.
const GROWING: &[&str] = &[
    "activities",
    "activity_attendees",
    "activity_people",
    "activity_records",
    "activity_series",
    "activity_series_gone",
    "approval_copies",
    "approval_events",
    "approval_sign_offs",
    "approvals",
    "assigned_by_rule",
    "audit_calls",
    "audit_changes",
    "audit_entities",
    "audit_refusals",
    "automation_late",
    "automation_runs",
    "automation_served",
    "calendar_feeds",
    "capture_forms",
    "captures",
    "churn_measures",
    "churn_warnings",
    "contacts",
    "create_digests",
    "currency_rates",
    "customer_recoveries",
    "customer_totals",
    "customers",
    "due_items",
    "duplicate_keys",
    "duplicate_pairs",
    "duplicate_told",
    "followers",
    "file_contents",
    "file_pieces",
    "file_store_keys",
    "file_uploads",
    "file_versions",
    "files",
    "interactions",
    "management_reports",
    "merge_moves",
    "merge_rows",
    "merged_records",
    "merges",
    "note_mentions",
    "notes",
    "notifications",
    "opportunities",
    "opportunity_assignments",
    "opportunity_lines",
    "opportunity_persons",
    "order_lines",
    "outbox_messages",
    "orders",
    "owner_periods",
    "plan_items",
    "pool_stays",
    "products",
    "record_tags",
    "score_counts",
    "score_facts",
    "sign_ins",
    "stage_stays",
    "stock",
    "ticket_assignments",
    "ticket_attempts",
    "tickets",
    "work_reports",
];

/// An engine on a new file whose statements are watched, and the file's path.
fn stage(folder: &tempfile::TempDir) -> (Stage, Statements, rusqlite::Connection) {
    let file = folder.path().join("watched.crm");
    let (storage, seen) = watched(SqliteStorage::open(&file, &SqliteOptions::default()).unwrap());
    let stage = Stage::new(|options| options.open_storage(Box::new(storage)).unwrap());
    seen.take();
    (stage, seen, rusqlite::Connection::open(&file).unwrap())
}

/// What SQLite would do, a line a loop or sort.
fn plan(connection: &rusqlite::Connection, sql: &str) -> Vec<String> {
    // Tables of defined objects are made and altered as well; that reads none.
    if ["CREATE ", "ALTER ", "DROP "].iter().any(|verb| sql.starts_with(verb)) {
        return Vec::new();
    }
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    // Parameters that are not bound are null.
    let mut rows = statement.raw_query();
    let mut lines = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        lines.push(row.get::<_, String>(3).unwrap());
    }
    lines
}

/// The growing table behind a name in the plan of a statement: its own, or its alias.
fn growing(sql: &str, name: &str) -> Option<&'static str> {
    let words: Vec<&str> = sql.split([' ', '(', ')', ',']).filter(|w| !w.is_empty()).collect();
    GROWING.iter().copied().find(|table| {
        *table == name
            || words.windows(2).any(|w| w[0] == *table && w[1] == name)
            || words.windows(3).any(|w| w[0] == *table && w[1] == "AS" && w[2] == name)
    })
}

/// The growing tables that a statement reads from end to end.
fn scans(sql: &str, plan: &[String]) -> Vec<&'static str> {
    plan.iter()
        .filter_map(|line| line.strip_prefix("SCAN "))
        .filter_map(|rest| growing(sql, rest.split(' ').next().unwrap()))
        .collect()
}

fn sorts(plan: &[String]) -> bool {
    plan.iter().any(|line| line.contains("TEMP B-TREE FOR") && line.contains("ORDER BY"))
}

/// Whether a statement with a scan ends after a page: it walks along an index in the order of the result.
fn walks(sql: &str, plan: &[String]) -> bool {
    let ends = sql.contains(" LIMIT ");
    let scanned = scans(sql, plan).len() == 1 && plan[0].starts_with("SCAN ");
    ends && scanned && !sorts(plan)
}

/// Filters that are answered along the list's order, since what they look for is no narrow part of the table.
const WALKING: &[(&str, &str)] = &[
    // Ranges of a column that the list is not ordered by. An open range is most of the table.
    ("churn.list", "last_order_from"),
    ("churn.list", "last_order_before"),
    // They come in the order of their times, but for clocks that were set back.
    ("capture.list", "created_from"),
    ("capture.list", "created_before"),
    // There are two ways, each as often as the other.
    ("capture.list", "how"),
    // Most merges are not undone.
    ("merges.list", "undone"),
    // Chances are spread over all of them.
    ("opportunities.list", "score_from"),
    ("opportunities.alerts", "score_from"),
    // Whoever is of a department writes as often as others.
    ("work_reports.list", "team"),
];

/// Pairs of filters that together cut a piece out of the table, which is sorted.
const SORTING: &[(&str, [&str; 2])] = &[
    // The list is in the order of the commits, which is not quite that of the times.
    ("audit.list", ["at_from", "at_before"]),
    // What one person closed in a time.
    ("opportunities.list", ["assignee", "closed_from"]),
    ("opportunities.list", ["assignee", "closed_before"]),
    ("opportunities.alerts", ["assignee", "closed_from"]),
    ("opportunities.alerts", ["assignee", "closed_before"]),
    // What ended in a time in one way.
    ("opportunities.list", ["status", "closed_from"]),
    ("opportunities.list", ["status", "closed_before"]),
    ("opportunities.alerts", ["status", "closed_from"]),
    ("opportunities.alerts", ["status", "closed_before"]),
];

/// Lists that are sorted as a whole: a few hundred rows.
const SHORT: &[&str] = &["users.list", "users.colleagues"];

/// Kinds of record that grow, whose lists as objects walk along their order as those of their areas do.
const OBJECTS: [&str; 7] = ["contact", "customer", "interaction", "opportunity", "order", "product", "ticket"];

/// Whether a filter is a part of a text, which no index finds.
fn is_text(field: &FieldInfo) -> bool {
    matches!(field.ty.required(), Type::Text)
        && !["external_id", "operation", "reason", "address"].contains(&field.name())
}

/// Whether a filter is one side of a range.
fn is_range(field: &FieldInfo) -> bool {
    field.name().ends_with("_from") || field.name().ends_with("_before") || field.name().ends_with("_to")
}

#[test]
fn lists_walk_along_their_order_or_search_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let (mut stage, seen, connection) = stage(&folder);
    for story in all().iter().filter(|s| ["orders_pushed.json", "opportunity_lists.json"].contains(&s.file.as_str())) {
        stage.play(story, |session, operation, arguments| session.call(operation, arguments));
    }
    connection.execute_batch(WARNING).unwrap();
    let all_roles = ["system_administrator", "sales_manager", "account_manager", "executive", "integration"];
    let new = NewUser {
        login: "everybody".into(),
        display_name: "everybody".into(),
        roles: Some(all_roles.iter().map(|r| (*r).to_owned()).collect()),
        ..Default::default()
    };
    let everybody = stage.sessions["admin"].users().create(new, None).unwrap();
    let session = stage.crm.session(everybody.id).unwrap();
    // What a list is of, where that must be said.
    let required = |operation: &str, argument: &str| match (operation, argument) {
        (_, "customer") => json!(session.customers().list(None, None, None).unwrap().items[0].id),
        ("opportunities.assignments", "id") => {
            json!(session.opportunities().list(None, None, None).unwrap().items[0].id)
        }
        ("churn.measures", "id") => json!(session.churn().list(None, None).unwrap().items[0].id),
        ("shares.mine", "entity") | ("objects.list" | "duplicates.clusters", "object") => json!("customer"),
        ("objects.history" | "notes.list" | "files.list", "record") => {
            json!({"object": "opportunity", "id": session.opportunities().list(None, None, None).unwrap().items[0].id})
        }
        ("views.rows", "view") => {
            let views = session.views();
            let kept = views.list(None).unwrap().into_iter().next();
            let new = NewView { name: "客户".into(), definition: json!({"of": "customer"}).into() };
            json!(kept.unwrap_or_else(|| views.create(new, None).unwrap()).id)
        }
        ("pools.records", "pool") => {
            let document = json!({"of": "opportunity"}).into();
            drop(session.setup().put("pool".into(), "线索池".into(), document, None, None, None));
            json!("线索池")
        }
        ("audit.changes", "call") => json!(session.audit().list(None, None).unwrap().items[0].number),
        other => panic!("what is {other:?}?"),
    };
    let mut bad = Vec::new();
    let lists = Operation::all().filter(|o| o.arguments.iter().any(|a| a.name() == "page"));
    // Of each kind of setup document there are 500 at the most.
    let grouped = ["reports.contribution", "reports.sources"];
    for list in lists.filter(|o| !grouped.contains(&o.name) && o.area != "setup") {
        let samples = samples::arguments(list);
        let fields = list.arguments.iter().find(|a| a.name() == "filter").map_or(&[][..], |a| match a.ty.required() {
            Type::Record(record) => record.fields,
            _ => &[],
        });
        // No filter, each alone, each pair.
        let mut filters: Vec<Vec<&FieldInfo>> = vec![vec![]];
        filters.extend(fields.iter().map(|f| vec![f]));
        for (i, a) in fields.iter().enumerate() {
            filters.extend(fields[i + 1..].iter().map(|b| vec![a, b]));
        }
        for filter in filters {
            let mut arguments = Map::new();
            for argument in list.arguments.iter().filter(|a| !a.optional) {
                arguments.insert(argument.name().into(), required(list.name, argument.name()));
            }
            let mut chosen: Map<String, Value> =
                filter.iter().map(|f| (f.name().to_owned(), samples["filter"][f.name()].clone())).collect();
            if list.name == "users.colleagues" && chosen.contains_key("role") {
                // No other role is told.
                chosen.insert("role".into(), json!("account_manager"));
            }
            if chosen.contains_key("record") && ["activities.list", "outbox.list"].contains(&list.name) {
                // One that is there.
                let id = session.opportunities().list(None, None, None).unwrap().items[0].id;
                chosen.insert("record".into(), json!({"object": "opportunity", "id": id}));
            }
            if list.name == "objects.list" {
                for object in OBJECTS {
                    arguments.insert("object".into(), json!(object));
                    check_list(&session, list, &filter, arguments.clone(), &seen, &connection, &mut bad);
                }
                continue;
            }
            if chosen.is_empty() {
                check_list(&session, list, &filter, arguments, &seen, &connection, &mut bad);
                continue;
            }
            // Either may be the rare side.
            for side in [true, false] {
                // Those that are not forgotten are most of the table.
                if !side && chosen.contains_key("forgotten") {
                    continue;
                }
                let mut chosen = chosen.clone();
                let sides = chosen.values_mut().filter(|v| v.is_boolean()).map(|v| *v = side.into()).count();
                if side || sides > 0 {
                    arguments.insert("filter".into(), chosen.into());
                    check_list(&session, list, &filter, arguments.clone(), &seen, &connection, &mut bad);
                }
            }
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

/// A customer that was lost.
const WARNING: &str = "INSERT INTO customers (uid, name, name_folded, complete, created_at, active_since) \
                       VALUES (randomblob(16), 'c', 'c', 1, 0, '2026-03-02');
                       INSERT INTO churn_warnings (uid, customer, status, closed_at, warned_at) \
                       VALUES (randomblob(16), last_insert_rowid(), 'lost', 1, 0);";

/// Runs the first page and a page behind a cursor, and looks at the plans of their statements.
fn check_list(
    session: &Session,
    list: &Operation,
    filter: &[&FieldInfo],
    mut arguments: Map<String, Value>,
    seen: &Statements,
    connection: &rusqlite::Connection,
    bad: &mut Vec<String>,
) {
    let is = |table: &[(&str, &str)], f: &FieldInfo| table.contains(&(list.name, f.name()));
    let names: Vec<&str> = filter.iter().map(|f| f.name()).collect();
    let mut pages = vec![json!({"limit": 1, "count": true})];
    // The cursor of the first page of all; it holds for a page behind, whatever is filtered.
    let mut first = arguments.clone();
    first.remove("filter");
    first.insert("page".into(), json!({"limit": 1}));
    let first = session.call(list.name, &Value::from(first).to_string());
    // What is forgotten stands in an order of its own: `forgotten.rs` walks over its pages.
    let own_order = filter.iter().any(|field| field.name() == "forgotten");
    if let Some(next) = first
        .ok()
        .filter(|_| !own_order)
        .and_then(|page| serde_json::from_str::<Value>(&page).unwrap()["next"].as_str().map(str::to_owned))
    {
        pages.push(json!({"limit": 1, "after": next}));
    }
    seen.take();
    for page in pages {
        arguments.insert("page".into(), page);
        session.call(list.name, &Value::from(arguments.clone()).to_string()).unwrap();
    }
    for sql in seen.take().iter().filter(|sql| sql.contains(" LIMIT ")) {
        let plan = plan(connection, sql);
        let mut complain = |what: &str| bad.push(format!("{} {names:?} {what}\n  {sql}\n  {plan:#?}", list.name));
        let scanned = scans(sql, &plan);
        let counts = sql.starts_with("SELECT count(*)");
        // A narrow filter is searched, alone or with others.
        let narrow = filter.iter().any(|f| !is_text(f) && !is_range(f) && !is(WALKING, f));
        if narrow && !scanned.is_empty() {
            complain("scans");
        } else if !scanned.is_empty() && !counts && !walks(sql, &plan) {
            complain("scans out of order");
        }
        // An exception that is none has no place in the tables.
        if let [only] = filter
            && !counts
            && !sql.contains(" (?, ?)")
            && is(WALKING, only)
            && scanned.is_empty()
        {
            complain("is no exception");
        }
        let names: Vec<&str> = filter.iter().map(|f| f.name()).collect();
        let piece = SORTING.iter().any(|(of, both)| *of == list.name && names == both);
        // The pairs of one record are few, and found on either side.
        let piece = piece || list.name == "duplicates.pairs" && names.contains(&"record");
        // The history of one record with those that were merged into it is put together of each one's (DUP-13).
        let piece = piece || sql.contains("FROM merged_records");
        if sorts(&plan) && !SHORT.contains(&list.name) && !piece {
            complain("sorts");
        }
    }
}

/// Statements of other operations that read a whole growing table, and why they may.
const WHOLE: &[(&str, &str)] = &[
    // It counts all customers, in an index alone; see `the_composition_report_reads_one_index_alone`.
    ("reports.composition", " FROM customers GROUP BY "),
    ("reports.submit", " FROM customers GROUP BY "),
    // Counts are made anew, and compared with all that stand.
    ("jobs.run_due", "FROM score_counts"),
    ("tags.merge", "FROM score_counts"),
    // All amounts count in another currency.
    ("settings.update", "UPDATE opportunities SET base_amount"),
    // It says how many records a step writes, and goes over all of them where it does.
    ("packs.plan", "SELECT count(*) FROM customers r"),
    ("packs.apply", "SELECT count(*) FROM customers r"),
    ("packs.plan", "SELECT count(*) FROM opportunities r"),
    ("packs.apply", "SELECT count(*) FROM opportunities r"),
];

#[test]
fn no_statement_of_a_story_reads_a_growing_table_from_end_to_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut bad = std::collections::BTreeMap::new();
    for (i, story) in all().iter().enumerate() {
        let folder = tempfile::tempdir_in(folder.path()).unwrap();
        let (mut stage, seen, connection) = stage(&folder);
        stage.play(story, |session, operation, arguments| {
            let outcome = session.call(operation, arguments);
            let statements = seen.take();
            // The lists have a test of their own, and these two compare everything with everything by their nature.
            let is_list = Operation::find(operation).is_some_and(|o| o.arguments.iter().any(|a| a.name() == "page"));
            if !is_list && !["maintenance.check", "maintenance.rebuild"].contains(&operation) {
                for sql in statements {
                    let plan = plan(&connection, &sql);
                    let scanned = scans(&sql, &plan);
                    let known = WHOLE.iter().any(|(of, part)| *of == operation && sql.contains(part));
                    if !scanned.is_empty() && !walks(&sql, &plan) && !known {
                        bad.insert(format!("{operation} scans {scanned:?}\n  {sql}"), format!("{i} {plan:#?}"));
                    }
                }
            }
            outcome
        });
    }
    assert!(bad.is_empty(), "{}", bad.iter().map(|(k, v)| format!("{k}\n{v}")).collect::<Vec<_>>().join("\n"));
}

#[test]
fn the_composition_report_reads_one_index_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (stage, seen, connection) = stage(&folder);
    for by in CompositionBy::ALL.iter().copied() {
        for all in [false, true] {
            seen.take();
            stage.sessions["manager"].reports().composition(by, all).unwrap();
            let statements = seen.take();
            let counts: Vec<&String> = statements.iter().filter(|sql| sql.contains("FROM customers")).collect();
            // REP-2: no customer's row is read for it, and nothing is sorted.
            let wanted = format!("SCAN customers USING COVERING INDEX customers_{by}");
            assert_eq!(counts.iter().flat_map(|sql| plan(&connection, sql)).collect::<Vec<_>>(), [wanted], "{all}");
        }
    }
}

#[test]
fn a_management_report_of_whole_years_reads_no_order() {
    let folder = tempfile::tempdir().unwrap();
    let (stage, seen, _) = stage(&folder);
    for (from, to, whole) in [("2025-01-01", "2026-12-31", true), ("2025-01-01", "2025-03-31", false)] {
        let new = NewManagementReport {
            period_from: from.parse().unwrap(),
            period_to: to.parse().unwrap(),
            ..Default::default()
        };
        seen.take();
        stage.sessions["manager"].reports().submit(new, None).unwrap();
        // REP-5: what orders amount to is kept by year.
        assert_eq!(seen.take().iter().any(|sql| sql.contains("FROM orders")), !whole, "{from} to {to}");
    }
}

#[test]
fn a_page_behind_many_warnings_of_one_scan_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (stage, seen, connection) = stage(&folder);
    let ann = &stage.sessions["ann"];
    connection.execute_batch(WARNING).unwrap();
    connection.execute_batch(WARNING).unwrap();
    let first = ann.churn().list(None, Some(PageRequest { limit: Some(1), ..Default::default() })).unwrap();
    let behind = Some(PageRequest { after: first.next, ..Default::default() });
    let none = ChurnWarningFilter::default;
    for filter in [
        none(),
        ChurnWarningFilter { status: Some(WarningStatus::Warned), ..none() },
        ChurnWarningFilter { account_manager: ann.user(), ..none() },
    ] {
        seen.take();
        ann.churn().list(Some(filter), behind.clone()).unwrap();
        let statements = seen.take();
        let sql = statements.iter().find(|sql| sql.contains("ORDER BY w.id DESC LIMIT ?")).unwrap();
        let plan = plan(&connection, sql);
        // CHURN-5: the cursor is sought in the index; a first scan may warn of every customer at one instant.
        assert!(plan[0].contains("rowid<?") || plan[0].contains("id<?"), "{sql}\n{plan:#?}");
        assert!(!sorts(&plan), "{sql}\n{plan:#?}");
    }
}
