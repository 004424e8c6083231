//! Ten operations, and one of them under a rule, whose instructions callgrind counts: `bash tests/bench/instructions.sh`, which knows how to call this.
//!
//! Instructions do not depend on what else the machine does, so a hundredth more is seen. Each operation is warmed, and
//! then repeated within [`counted`], at whose end callgrind writes down what it counted there. Everything happens in memory,
//! by a clock that stands still, in a database in which nothing narrows anybody and nothing is withheld: what roles could
//! narrow must cost nothing there.

#![allow(clippy::unwrap_used, missing_docs, reason = "a program for developers")]

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crm_core::Environment;
use crm_core::contacts::ContactId;
use crm_core::customers::{CustomerId, CustomerUpdate};
use crm_core::interactions::NewInteraction;
use crm_core::opportunities::{NewOpportunity, OpportunityFilter, OpportunityId, OpportunityStatus};
use crm_core::prelude::*;
use crm_core::tickets::TicketId;
use serde_json::{Value, json};

/// Calls that are made before it is counted, so that statements are prepared.
const WARM: usize = 20;

/// Records of each kind that are there before.
const RECORDS: usize = 200;

/// A clock that stands still, and "random" bytes that count.
#[derive(Default)]
struct Still(AtomicU64);

impl Environment for Still {
    fn now(&self) -> Timestamp {
        "2026-03-02T01:00:00Z".parse().unwrap()
    }

    fn random(&self, bytes: &mut [u8; 32]) {
        let call = self.0.fetch_add(1, Ordering::SeqCst);
        bytes[..8].copy_from_slice(&call.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes());
        bytes[8..16].copy_from_slice(&call.to_le_bytes());
    }
}

/// Repeats the work. Callgrind counts in here and nowhere else, and knows it by its name.
#[inline(never)]
fn counted(times: usize, work: &mut dyn FnMut(usize)) {
    for i in 0..times {
        work(WARM + i);
    }
}

/// Prints the name and how often it is repeated, for who reads the counts.
fn count(name: &str, times: usize, mut work: impl FnMut(usize)) {
    for i in 0..WARM {
        work(i);
    }
    println!("{name} {times}");
    counted(times, &mut work);
}

fn call(session: &Session, operation: &str, arguments: &Value) -> Value {
    match session.call(operation, &arguments.to_string()) {
        Ok(json) => serde_json::from_str(&json).unwrap(),
        Err(error) => panic!("{operation} {arguments}: {error}"),
    }
}

fn new_opportunity(i: usize) -> NewOpportunity {
    NewOpportunity {
        source: Some("广交会".into()),
        customer_name: format!("华东精密机械 {i} 有限公司"),
        success_probability: 60,
        summary: format!("数控机床 {} 台", i % 50),
        contact_name: Some("王芳".into()),
        contact_phone: Some("138-0013-8000".into()),
        description: "年底前更换旧设备，预算已批，需要三家比价。".into(),
        ..Default::default()
    }
}

fn new_interaction(i: usize) -> NewInteraction {
    NewInteraction {
        date: "2026-02-27".parse().unwrap(),
        place: "展厅".into(),
        summary: format!("第 {i} 次回访"),
        details: "客户对交货期满意，询问了备件价格。".into(),
        remarks: None,
        ticket: None,
        ..Default::default()
    }
}

/// The records that operations are called on.
struct Filled {
    customers: Vec<CustomerId>,
    contacts: Vec<ContactId>,
    tickets: Vec<TicketId>,
    opportunities: Vec<OpportunityId>,
}

fn fill(admin: &Session, session: &Session) -> Filled {
    let none: [&str; 0] = [];
    call(admin, "settings.update", &json!({"changes": {"required_customer_fields": none}}));
    let entry = |category: &str| call(session, "dictionary.choices", &json!({"category": category}))[0]["id"].clone();
    let (gender, kind) = (entry("gender"), entry("ticket_kind"));
    let made = |operation: &str, arguments: Value| call(session, operation, &arguments)["id"].clone();
    let mut filled = Filled { customers: vec![], contacts: vec![], tickets: vec![], opportunities: vec![] };
    for i in 0..RECORDS {
        let new = json!({"name": format!("华东精密机械 {i} 有限公司"), "phone": "021-5555-0100", "credit": 1 + i % 5});
        let customer = made("customers.create", json!({"new": new}));
        let new = json!({"name": "王芳", "gender": gender, "position": "采购", "office_phone": "021-5555-0101"});
        let contact = made("contacts.create", json!({"customer": customer, "new": new}));
        let new = json!({"kind": kind, "summary": "备件", "customer": customer, "request": "主轴有异响，请派人检查。"});
        let ticket = made("tickets.create", json!({"new": new}));
        let id = |json: &Value| json.as_str().unwrap().to_owned();
        filled.customers.push(id(&customer).parse().unwrap());
        filled.contacts.push(id(&contact).parse().unwrap());
        filled.tickets.push(id(&ticket).parse().unwrap());
        filled.opportunities.push(session.opportunities().create(new_opportunity(i), None, None).unwrap().id);
    }
    filled
}

/// A database in memory, with who administers it and who sells.
fn opened() -> (Crm, Session, Session) {
    let crm = Crm::options().environment(Arc::new(Still::default())).open_in_memory().unwrap();
    let admin = crm.session(crm.bootstrap("admin", "管理员", &["system_administrator"]).unwrap()).unwrap();
    let hire = json!({"login": "han", "display_name": "韩梅梅", "roles": ["account_manager", "sales_manager"]});
    let hired = call(&admin, "users.create", &json!({"new": hire}))["id"].as_str().unwrap().parse().unwrap();
    let session = crm.session(hired).unwrap();
    (crm, admin, session)
}

fn main() {
    let (_crm, admin, session) = opened();
    let Filled { customers, contacts, tickets, opportunities } = fill(&admin, &session);

    count("customers.get", 200, |i| {
        black_box(session.customers().get(customers[i % RECORDS]).unwrap());
    });
    count("customers.list", 20, |_| {
        black_box(session.customers().list(None, None, None).unwrap());
    });
    count("customers.update", 100, |i| {
        let changes = CustomerUpdate { phone: Some(format!("021-5555-{i}")), ..CustomerUpdate::default() };
        black_box(session.customers().update(customers[i % RECORDS], changes, None).unwrap());
    });
    count("contacts.get", 200, |i| {
        black_box(session.contacts().get(contacts[i % RECORDS]).unwrap());
    });
    count("contacts.list", 20, |_| {
        black_box(session.contacts().list(None, None, None, None).unwrap());
    });
    count("interactions.create", 100, |i| {
        black_box(session.interactions().create(customers[i % RECORDS], new_interaction(i), None).unwrap());
    });
    count("tickets.get", 200, |i| {
        black_box(session.tickets().get(tickets[i % RECORDS], None).unwrap());
    });
    count("opportunities.create", 100, |i| {
        black_box(session.opportunities().create(new_opportunity(RECORDS + i), None, None).unwrap());
    });
    count("opportunities.get", 200, |i| {
        black_box(session.opportunities().get(opportunities[i % RECORDS]).unwrap());
    });
    let status = Some(OpportunityStatus::Unassigned);
    count("opportunities.list", 20, |_| {
        let filter = OpportunityFilter { status, customer_name: Some("机械".into()), ..OpportunityFilter::default() };
        black_box(session.opportunities().list(Some(filter), None, None).unwrap());
    });

    // The same creates in two databases alike but for a rule whose condition does not hold: in one that grew meanwhile they would
    // pay for that too.
    for (name, ruled) in [("without_a_rule", false), ("with_a_rule", true)] {
        let (_crm, admin, session) = opened();
        fill(&admin, &session);
        if ruled {
            let rule = json!({
                "object": "opportunity",
                "trigger": {"kind": "created"},
                "condition": "success_probability > 90 and source == '老客户'",
                "actions": [{"notify": ["assignee"], "text": "大商机"}],
            });
            call(&admin, "setup.put", &json!({"kind": "automation", "name": "大商机", "document": rule}));
            call(&admin, "setup.enable", &json!({"kind": "automation", "name": "大商机"}));
        }
        count(name, 100, |i| {
            black_box(session.opportunities().create(new_opportunity(RECORDS + i), None, None).unwrap());
        });
    }
}
