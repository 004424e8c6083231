//! What is rare in a long list is found, and not walked to: a page of it takes as many steps however long the list is.

use crm_core::departments::NewDepartment;
use crm_core::interactions::{InteractionUpdate, NewInteraction};
use crm_core::tickets::{NewTicket, TicketFilter, TicketId};
use serde_json::{Value, json};

use crate::fill::Filled;
use crate::support::*;
use crate::watch::{Statements, work};

/// A list with a filter, and how its few and its many rows come in: expressions in `i`.
struct Rare {
    list: &'static str,
    filter: fn(&Office) -> Value,
    table: &'static str,
    columns: &'static str,
    few: &'static str,
    many: &'static str,
}

const CUSTOMER: &str = "uid, name, name_folded, created_at, active_since, complete";
const TICKET: &str = "uid, kind, summary, summary_folded, customer, request, creator, created_at, status, followed_up";
const VISIT: &str = "uid, customer, date, place, summary, details, created_at, creator, ticket";
const CALL: &str = "at, operation, arguments, actor";
const SIGN_IN: &str = "first_at, last_at, times, login, outcome, reason, address, device";
const REFUSAL: &str = "first_at, last_at, times, login, operation, reason, actor";

/// The few are the oldest, so that all of the many lie before them.
const RARE: &[Rare] = &[
    Rare {
        list: "customers.list",
        filter: |_| json!({"complete": false}),
        table: "customers",
        columns: CUSTOMER,
        few: "UID, 'c', 'c', 0, '2026-03-02', 0",
        many: "UID, 'c', 'c', 0, '2026-03-02', 1",
    },
    Rare {
        list: "customers.list",
        filter: |_| json!({"complete": true}),
        table: "customers",
        columns: CUSTOMER,
        few: "UID, 'c', 'c', 0, '2026-03-02', 1",
        many: "UID, 'c', 'c', 0, '2026-03-02', 0",
    },
    Rare {
        list: "tickets.list",
        filter: |_| json!({"followed_up": false}),
        table: "tickets",
        columns: TICKET,
        few: "UID, 1, 's', 's', 1, 'r', 1, 0, 'archived', 0",
        many: "UID, 1, 's', 's', 1, 'r', 1, i, CASE WHEN i % 2 = 0 THEN 'created' ELSE 'archived' END, i % 2",
    },
    Rare {
        list: "tickets.list",
        filter: |_| json!({"followed_up": true}),
        table: "tickets",
        columns: TICKET,
        few: "UID, 1, 's', 's', 1, 'r', 1, 0, 'handled', 1",
        many: "UID, 1, 's', 's', 1, 'r', 1, i, 'handled', 0",
    },
    Rare {
        list: "interactions.list",
        filter: |office| json!({"creator": user(&office.ben)}),
        table: "interactions",
        columns: VISIT,
        few: "UID, 1, '2026-01-01', 'p', 's', 'd', 0, (SELECT id FROM users WHERE login = 'ben'), NULL",
        many: "UID, 1, '2026-03-02', 'p', 's', 'd', 0, 1, NULL",
    },
    Rare {
        list: "audit.list",
        filter: |_| json!({"operation": "departments.delete"}),
        table: "audit_calls",
        columns: CALL,
        few: "0, 'departments.delete', '{}', 1",
        many: "i, 'customers.update', '{}', 1",
    },
    Rare {
        list: "audit.refusals",
        filter: |office| json!({"user": user(&office.stranger)}),
        table: "audit_refusals",
        columns: REFUSAL,
        few: "0, 0, 1, '', 'o', 'r', (SELECT id FROM users WHERE login = 'stranger')",
        many: "i, i, 1, '', 'o', 'r', 1",
    },
    Rare {
        list: "audit.refusals",
        filter: |_| json!({"operation": "audit.list"}),
        table: "audit_refusals",
        columns: REFUSAL,
        few: "0, 0, 1, '', 'audit.list', 'r', 1",
        many: "i, i, 1, '', 'o', 'r', 1",
    },
    Rare {
        list: "audit.refusals",
        filter: |_| json!({"reason": "locked"}),
        table: "audit_refusals",
        columns: REFUSAL,
        few: "0, 0, 1, '', 'o', 'locked', 1",
        many: "i, i, 1, '', 'o', 'no_permission', 1",
    },
    Rare {
        list: "sign_ins.list",
        filter: |_| json!({"outcome": "failed"}),
        table: "sign_ins",
        columns: SIGN_IN,
        few: "0, 0, 1, 'x', 'failed', 'locked', '', ''",
        many: "i, i, 1, 'x', 'succeeded', '', '', ''",
    },
    Rare {
        list: "sign_ins.list",
        filter: |_| json!({"address": "192.0.2.7"}),
        table: "sign_ins",
        columns: SIGN_IN,
        few: "0, 0, 1, 'x', 'succeeded', '', '192.0.2.7', ''",
        many: "i, i, 1, 'x', 'succeeded', '', 'elsewhere', ''",
    },
];

const FEW: usize = 20;

/// How many steps of SQLite's machine the statements of a call take that were seen, each run anew.
fn steps(seen: &Statements, raw: &rusqlite::Connection) -> i64 {
    let mut steps = 0;
    for (sql, params) in seen.take_bound().iter().filter(|(sql, _)| sql.starts_with("SELECT")) {
        steps += work(raw, sql, params).steps;
    }
    steps
}

/// What a page of the list costs now; it has all of the few.
fn cost(filled: &Filled, seen: &Statements, list: &str, filter: &Value) -> i64 {
    let session = if list.starts_with("audit") || list.starts_with("sign_ins") {
        &filled.office.admin
    } else {
        &filled.office.manager
    };
    seen.take();
    let arguments = json!({"filter": filter, "page": {"count": true}}).to_string();
    let page: Value = serde_json::from_str(&session.call(list, &arguments).unwrap()).unwrap();
    assert_eq!(page["items"].as_array().unwrap().len(), FEW, "{list} {filter}");
    assert_eq!(page["total"]["count"], FEW, "{list} {filter}");
    steps(seen, &filled.raw)
}

#[test]
fn a_page_of_the_rare_side_costs_the_same_however_long_the_list_is() {
    let mut grown = Vec::new();
    for rare in RARE {
        let (filled, seen) = Filled::watched();
        filled.office.customer();
        for table in ["audit_changes", "audit_entities", "audit_calls", "audit_refusals"] {
            filled.raw.execute(&format!("DELETE FROM {table}"), []).unwrap();
        }
        if rare.table == "customers" {
            filled.raw.execute("DELETE FROM customers", []).unwrap();
        }
        filled.rows(rare.table, FEW, rare.columns, rare.few);
        let filter = (rare.filter)(&filled.office);
        let mut costs = Vec::new();
        for _ in 0..2 {
            filled.rows(rare.table, 1_500, rare.columns, rare.many);
            costs.push(cost(&filled, &seen, rare.list, &filter));
        }
        if costs[0] != costs[1] {
            grown.push(format!("{} {filter}: {costs:?} steps", rare.list));
        }
    }
    assert!(grown.is_empty(), "{grown:#?}");
}

#[test]
fn calls_that_changed_a_rare_kind_are_found() {
    let (filled, seen) = Filled::watched();
    // One call changed many of the kind: it is one call.
    filled
        .office
        .ann
        .customers()
        .create_many(vec![new_customer(&filled.office.ann, "c"); 30], None, None, None)
        .unwrap();
    for i in 0..19 {
        filled.office.clock.advance(chrono::TimeDelta::seconds(1));
        filled.office.ann.customers().create(new_customer(&filled.office.ann, &format!("{i}")), None, None).unwrap();
    }
    let filter = json!({"entity": "customer"});
    let mut costs = Vec::new();
    for _ in 0..2 {
        filled.office.clock.advance(chrono::TimeDelta::seconds(1));
        for i in 0..400 {
            let new = NewDepartment { name: format!("{i} {}", costs.len()), ..Default::default() };
            filled.office.admin.departments().create(new, None).unwrap();
        }
        costs.push(cost(&filled, &seen, "audit.list", &filter));
    }
    // AUDIT-1.
    assert_eq!(costs[0], costs[1]);
}

#[test]
fn whether_a_ticket_was_followed_up_follows_its_interactions() {
    let filled = Filled::new();
    let office = &filled.office;
    let customer = office.customer().id;
    let kind = entry(&office.ann, "ticket_kind", "咨询");
    let ticket = |summary: &str| {
        let new = NewTicket { kind, summary: summary.into(), customer, request: "r".into(), ..Default::default() };
        let id = office.ann.tickets().create(new, None).unwrap().id;
        office.manager.tickets().assign(id, user(&office.ann), None).unwrap();
        office.ann.tickets().handle(id, "h".into(), None).unwrap();
        id
    };
    let (a, b) = (ticket("a"), ticket("b"));
    let listed = |followed_up: bool| {
        let filter = TicketFilter { followed_up: Some(followed_up), ..Default::default() };
        let page = office.ann.tickets().list(Some(filter), None, None).unwrap();
        let mut summaries: Vec<String> = page.items.into_iter().map(|t| t.summary).collect();
        summaries.sort();
        summaries.concat()
    };
    let states = || (listed(true), listed(false), office.admin.maintenance().check().unwrap().findings);
    let all_well = |followed: &str, not: &str| (followed.to_owned(), not.to_owned(), Vec::<String>::new());
    assert_eq!(states(), all_well("", "ab"));
    let visit = |ticket| NewInteraction {
        date: date("2026-03-02"),
        place: "p".into(),
        summary: "s".into(),
        details: "d".into(),
        ticket,
        ..Default::default()
    };
    let interactions = office.ann.interactions();
    let first = interactions.create(customer, visit(Some(a)), None).unwrap();
    let second = interactions.create(customer, visit(Some(a)), None).unwrap();
    let none = interactions.create(customer, visit(None), None).unwrap();
    assert_eq!(states(), all_well("a", "b"));
    let follow = |id, ticket: Option<TicketId>| {
        let clear = if ticket.is_none() { Some(vec!["ticket".into()]) } else { None };
        office.ann.interactions().update(id, InteractionUpdate { ticket, clear, ..Default::default() }).unwrap();
    };
    follow(first.id, Some(b));
    assert_eq!(states(), all_well("ab", ""));
    office.manager.interactions().delete(second.id, None).unwrap();
    assert_eq!(states(), all_well("b", "a"));
    follow(first.id, None);
    assert_eq!(states(), all_well("", "ab"));
    follow(none.id, Some(a));
    assert_eq!(states(), all_well("a", "b"));
    // MAINT-1: derived data are compared with what gives them, and put right.
    filled.raw.execute("UPDATE tickets SET followed_up = 1 - followed_up", []).unwrap();
    let wrong = "2 tickets are wrong about whether an interaction followed them";
    assert_eq!(states(), ("b".to_owned(), "a".to_owned(), vec![wrong.to_owned()]));
    assert!(office.admin.maintenance().rebuild().unwrap().ok);
    assert_eq!(states(), all_well("a", "b"));
}
