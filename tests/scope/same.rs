//! SCOPE-6, SCOPE-7, SCOPE-9, SCOPE-11, SCOPE-13: non-interference. Two worlds are alike but for records that the reader does
//! not see; every read operation there is, asked in every way, answers them with equal bytes. What SCOPE-18 leaves is named
//! in [`TOLD_ALL_THE_SAME`].

use std::collections::BTreeSet;

use crm_core::{Access, Operation};
use serde_json::{Value, json};

use crate::cast::{Cast, Level, Record, Role, Share, User};
use crate::decisions::table;
use crate::reads::{Ids, calls, keep_views, told};
use crate::world::{World, call, id};

/// What SCOPE-18 leaves: `operation field` of an answer. Nothing, of what is read.
const TOLD_ALL_THE_SAME: &[&str] = &[];

/// The reader.
const READER: &str = "看";

fn cast(level: Level) -> Cast {
    let mut cast = Cast::read(&table());
    let areas: BTreeSet<&str> = Operation::all().map(|operation| operation.area).collect();
    let scope = ["customers", "opportunities", "tickets"].map(|area| (area.to_owned(), (level, level)));
    let grant = areas.into_iter().map(str::to_owned).collect();
    cast.roles.insert("every".into(), Role { copy: None, grant, scope: scope.into_iter().collect() });
    let user = User { department: Some("华东一组".into()), roles: vec!["every".into()], disabled: false };
    cast.users.insert(READER.into(), user);
    let customer = Record { kind: "customer", manager: Some(READER.into()), ..Record::default() };
    let of = |kind| Record { kind, customer: Some("K9".into()), ..Record::default() };
    cast.records.insert("K9".into(), customer);
    cast.records.insert("C9".into(), of("contact"));
    cast.records.insert("V9".into(), of("interaction"));
    cast.records.insert("T9".into(), Record { creator: Some("北".into()), ..of("ticket") });
    let another = Record { kind: "customer", manager: Some("王".into()), ..Record::default() };
    cast.records.insert("K6".into(), another);
    // A ticket is seen, and its customer is not.
    let behind = Record { kind: "customer", manager: Some("王".into()), ..Record::default() };
    cast.records.insert("K7".into(), behind);
    let its = Record { creator: Some(READER.into()), customer: Some("K7".into()), ..of("ticket") };
    cast.records.insert("T6".into(), its);
    let opportunity = Record { kind: "opportunity", creator: Some(READER.into()), ..Record::default() };
    cast.records.insert("O9".into(), opportunity);
    // Seen by a share alone, and by service alone.
    cast.records.get_mut("K3").unwrap().shares.push(Share { with: READER.into(), writes: false });
    let serving = Record { assignee: Some(READER.into()), customer: Some("K5".into()), ..of("ticket") };
    cast.records.insert("T5".into(), serving);
    cast
}

fn orders(world: &World, customer: &str, keys: &[&str]) {
    let changes = json!({"external_id": format!("X-{customer}")});
    call(&world.all, "customers.update", &json!({"id": world.id(customer), "changes": changes}));
    let order = |key: &&str| {
        json!({
            "external_id": key, "customer_external_id": format!("X-{customer}"), "date": "2026-03-02", "status": 5,
            "lines": [{"product_name": "轴承", "quantity": "2", "unit_price": "12.5"}],
        })
    };
    let orders: Vec<Value> = keys.iter().map(order).collect();
    call(&world.all, "sales.push_orders", &json!({"orders": orders}));
}

/// Both worlds have this.
fn common(level: Level) -> World {
    let world = World::new(cast(level));
    orders(&world, "K9", &["S1", "S2"]);
    orders(&world, "K2", &["S3"]);
    call(&world.all, "opportunities.assign", &json!({"id": world.id("O9"), "assignee": world.user(READER)}));
    for opportunity in ["O9", "O2"] {
        let new = json!({"date": "2026-03-09", "content": "拜访"});
        call(&world.all, "plans.add", &json!({"opportunity": world.id(opportunity), "new": new}));
    }
    let period = json!({"new": {"period_from": "2026-01-01", "period_to": "2026-12-31"}});
    call(&world.all, "reports.submit", &period);
    call(world.session(READER), "reports.submit", &period);
    // Everybody is quiet by then, and one is lost.
    world.clock.advance(chrono::TimeDelta::days(200));
    call(&world.all, "churn.scan", &json!({}));
    let warnings = call(world.session(READER), "churn.list", &json!({}));
    let warning = warnings["items"].as_array().unwrap().iter().find(|w| w["customer"]["name"] == "K9").unwrap();
    call(world.session(READER), "churn.defer", &json!({"id": warning["id"], "measure": "回访"}));
    call(world.session(READER), "churn.confirm", &json!({"id": warning["id"], "reason": "转向竞争对手"}));
    keep_views(&world.all);
    world
}

/// One of them has this besides: nothing of it is the reader's, nor their department's.
fn besides(world: &mut World) {
    let customer = Record {
        kind: "customer",
        manager: Some("王".into()),
        collaborators: vec!["北".into()],
        shares: vec![Share { with: "客服".into(), writes: true }],
        ..Record::default()
    };
    let of = |kind| Record { kind, customer: Some("K8".into()), ..Record::default() };
    world.add("K8", &customer);
    world.add("C8", &of("contact"));
    world.add("V8", &of("interaction"));
    world.add("T8", &Record { assignee: Some("服".into()), ..of("ticket") });
    world.add("T7", &Record { assignee: Some("王".into()), archived: true, ..of("ticket") });
    world.add("O8", &Record { kind: "opportunity", assignee: Some("王".into()), ..Record::default() });
    let new = json!({"date": "2026-03-09", "content": "拜访"});
    call(&world.all, "plans.add", &json!({"opportunity": world.id("O8"), "new": new}));
    orders(world, "K8", &["S7", "S8"]);
    // What was there before is otherwise.
    let name = json!({"id": world.id("K6"), "changes": {"name": "另一个名字", "satisfaction": 5, "credit": 2}});
    call(&world.all, "customers.update", &name);
    call(&world.all, "customers.update", &json!({"id": world.id("K5"), "changes": {}}));
    let unseen = json!({"id": world.id("K7"), "changes": {"satisfaction": 5, "phone": "138-0000-0007"}});
    call(&world.all, "customers.update", &unseen);
    orders(world, "K6", &["S9"]);
    let share = Share { with: "北".into(), writes: false };
    world.share("opportunity", world.id("O3"), &share);
    call(&world.all, "reports.submit", &json!({"new": {"period_from": "2026-01-01", "period_to": "2026-06-30"}}));
    world.clock.advance(chrono::TimeDelta::days(200));
    call(&world.all, "churn.scan", &json!({}));
    world.clock.advance(chrono::TimeDelta::days(-200));
}

fn rows(world: &World, operation: &str, arguments: &Value) -> Vec<Value> {
    call(&world.all, operation, arguments)["items"].as_array().unwrap().clone()
}

/// The ids that a caller might try: those of both worlds.
fn ids(world: &World) -> Ids {
    let of = |names: &[&str]| names.iter().map(|name| world.id(name).to_owned()).collect::<Vec<_>>();
    let every = |operation: &str| rows(world, operation, &json!({"page": {"limit": 100}})).iter().map(id).collect();
    let customers = ["K1", "K3", "K4", "K5", "K6", "K8", "K9"];
    let tickets = ["T1", "T3", "T5", "T7", "T8", "T9"];
    let records: Vec<&str> = [&customers[..], &tickets[..], &["C1", "C8", "C9", "V8", "V9", "O2", "O8", "O9"]].concat();
    let mut orders = Vec::new();
    let mut items = Vec::new();
    for customer in ["K8", "K9", "K2"] {
        orders.extend(rows(world, "orders.list", &json!({"customer": world.id(customer)})).iter().map(id));
    }
    for opportunity in ["O2", "O8", "O9"] {
        let plan = call(&world.all, "plans.get", &json!({"opportunity": world.id(opportunity)}));
        items.extend(plan["items"].as_array().unwrap().iter().map(id));
    }
    Ids::from([
        ("CustomerId", of(&customers)),
        ("ContactId", of(&["C1", "C3", "C8", "C9"])),
        ("OpportunityId", of(&["O1", "O2", "O3", "O8", "O9"])),
        ("TicketId", of(&tickets)),
        ("InteractionId", of(&["V1", "V3", "V8", "V9"])),
        ("WarningId", every("churn.list")),
        ("ManagementReportId", every("reports.submitted")),
        ("OrderId", orders.clone()),
        ("PlanItemId", items),
        ("RecordId", [of(&records), orders].concat()),
        ("ViewId", call(&world.all, "views.list", &json!({})).as_array().unwrap().iter().map(id).collect()),
        ("UserId", [READER, "陈", "王", "旧"].map(|name| world.user(name)).to_vec()),
        ("DepartmentId", vec![world.department("华东一组").to_owned(), world.department("公司").to_owned()]),
        ("RoleId", vec![world.role("every").to_owned()]),
    ])
}

fn answers_alike(level: Level) {
    let one = common(level);
    let mut other = common(level);
    besides(&mut other);
    let ids = ids(&other);
    let numbered = rows(&other, "audit.list", &json!({"page": {"limit": 1}}))[0]["number"].as_i64().unwrap();
    let (mut asked, mut answered, mut wrong) = (0, BTreeSet::new(), Vec::new());
    for operation in Operation::all().filter(|operation| operation.access == Access::Read) {
        // Repeated refusals are counted by the minute, and this reader is refused as often in both.
        for arguments in calls(operation, &ids, numbered) {
            let [first, second] = [&one, &other].map(|world| told(world.session(READER), operation, &arguments));
            if first != second && !TOLD_ALL_THE_SAME.contains(&operation.name) {
                let apart = first.iter().zip(&second).find(|(a, b)| a != b);
                let at = apart.map_or(0, |(a, b)| a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count());
                let near = |answers: &[String]| -> String {
                    answers.concat().chars().skip(at.saturating_sub(120)).take(240).collect()
                };
                wrong.push(format!("{} {arguments}\n  {}\n  {}", operation.name, near(&first), near(&second)));
            }
            asked += 1;
            if first.iter().any(|answer| answer.starts_with(['{', '['])) {
                answered.insert(operation.name);
            }
        }
    }
    wrong.truncate(6);
    assert!(wrong.is_empty(), "{level:?}\n{}", wrong.join("\n"));
    assert!(asked > 1_000, "{asked}");
    for name in [
        "customers.list",
        "contacts.list",
        "interactions.list",
        "tickets.list",
        "opportunities.list",
        "churn.list",
        "orders.list",
        "plans.get",
        "churn.history",
        "audit.list",
        "audit.changes",
        "reports.contribution",
        "reports.churn",
        "meta.seen",
        "handover.preview",
        "reports.get_submitted",
        "collaborators.list",
        "shares.mine",
        "objects.get",
        "objects.list",
        "objects.aggregate",
        "objects.history",
        "objects.related",
    ] {
        assert!(answered.contains(name), "{name} was never answered");
    }
}

#[test]
fn what_is_not_seen_changes_no_byte_of_any_answer_to_who_sees_their_own() {
    answers_alike(Level::Own);
}

#[test]
fn what_is_not_seen_changes_no_byte_of_any_answer_to_a_department() {
    answers_alike(Level::Department);
}
