//! FIELD-3: equal rights give equal bytes, whatever the withheld values are. Two worlds are alike but for values that the
//! reader may not read; every read operation there is answers them alike.

use crm_core::contacts::NewContact;
use crm_core::prelude::*;
use crm_core::{Access, Operation};
use serde_json::{Value, json};

use crate::field_world::*;
use crate::reads::{Ids, calls, keep_views, told};
use crate::support::*;

fn ids(world: &World) -> Ids {
    let admin = &world.office.admin;
    let all = |page: Value| -> Vec<String> {
        let items = if page.is_array() { page } else { page["items"].clone() };
        items.as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect()
    };
    let of = |numbers: &[u32]| numbers.iter().map(|n| id(*n)).collect::<Vec<_>>();
    Ids::from([
        ("CustomerId", of(&[CUSTOMER, QUIET])),
        ("ContactId", of(&[CONTACT])),
        ("OpportunityId", of(&[OPPORTUNITY, FAILED])),
        ("TicketId", of(&[TICKET])),
        ("InteractionId", of(&[INTERACTION])),
        ("ManagementReportId", of(&[REPORT])),
        ("PlanItemId", of(&[20])),
        ("OrderId", vec![world.order.clone()]),
        ("WarningId", vec![world.warning.clone()]),
        ("RecordId", of(&[CUSTOMER, CONTACT, OPPORTUNITY, FAILED, TICKET, INTERACTION])),
        ("ViewId", keep_views(&world.office.manager)),
        ("UserId", all(answer(admin, "users.list", json!({})))),
        ("RoleId", all(answer(admin, "roles.list", json!({})))),
        ("DictionaryEntryId", all(answer(admin, "dictionary.list", json!({"page": {"limit": 1000}})))),
    ])
}

/// The reader of a world: every operation, and these rights to every field.
fn reader(world: &World, right: &str) -> Session {
    let areas: std::collections::BTreeSet<&str> = Operation::all().map(|o| o.area).collect();
    let areas: Vec<&str> = areas.into_iter().collect();
    let rights: Vec<String> = confidential(&world.office.admin)
        .into_iter()
        .map(|(entity, field, hideable)| format!("{entity}.{field} {}", if hideable { right } else { "masked" }))
        .collect();
    assert!(rights.len() > 40, "{}", rights.len());
    let rights: Vec<&str> = rights.iter().map(String::as_str).collect();
    world.role_of("reader", &areas, &rights);
    let reader = world.hire("reader", &["reader"]);
    for (entity, number) in [("customer", CUSTOMER), ("opportunity", OPPORTUNITY), ("ticket", TICKET)] {
        let share = json!({"entity": entity, "id": id(number), "access": "write", "user": user(&reader)});
        answer(&world.office.manager, "shares.give", share);
    }
    reader
}

#[track_caller]
fn answers_alike(first: &World, second: &World, right: &str) {
    let readers = [reader(first, right), reader(second, right)];
    // The worlds are alike, and not the same.
    let known = [ids(first), ids(second)];
    assert_eq!(known[0], known[1]);
    let full = [first, second].map(|w| answer(&w.office.manager, "customers.get", json!({"id": id(CUSTOMER)})));
    assert_ne!(full[0], full[1]);
    let (mut asked, mut answered) = (0, std::collections::BTreeSet::new());
    for operation in Operation::all().filter(|o| o.access == Access::Read) {
        for arguments in calls(operation, &known[0], 60) {
            let [one, other] = readers.each_ref().map(|session| told(session, operation, &arguments));
            assert_eq!(one, other, "{} {arguments}", operation.name);
            asked += 1;
            if one.iter().any(|answer| answer.starts_with(['{', '['])) {
                answered.insert(operation.name);
            }
        }
    }
    assert!(asked > 800, "{asked}");
    for name in [
        "customers.list",
        "contacts.get",
        "plans.get",
        "tickets.get",
        "orders.get",
        "churn.history",
        "audit.list",
        "shares.list",
        "shares.mine",
        "collaborators.list",
        "handover.preview",
    ] {
        assert!(answered.contains(name), "{name} was never answered");
    }
}

#[test]
fn hidden_values_change_no_byte_of_any_answer() {
    answers_alike(&World::new(&Values::first()), &World::new(&Values::altogether_others()), "hidden");
}

#[test]
fn what_a_mask_does_not_show_changes_no_byte_of_any_answer() {
    answers_alike(&World::new(&Values::first()), &World::new(&Values::with_the_same_masks()), "masked");
}

#[test]
fn a_page_does_not_end_by_what_is_withheld() {
    let pages = |remarks: &str| {
        let world = World::new(&Values::first());
        world.role("clerk", &[], &["contact.remarks hidden"]);
        let clerk = world.hire("clerk", &["clerk"]);
        let ann = &world.office.ann;
        for _ in 0..230 {
            let new = NewContact {
                name: Some("李雷".into()),
                gender: Some(entry(ann, "gender", "男")),
                position: Some("经理".into()),
                office_phone: Some("1".into()),
                remarks: Some(remarks.into()),
                ..Default::default()
            };
            ann.contacts().create(id(CUSTOMER).parse().unwrap(), new, None, None).unwrap();
        }
        let rows = |session: &Session| {
            let page = Some(PageRequest { limit: Some(1_000), ..Default::default() });
            session.contacts().list(None, None, page, None).unwrap().items.len()
        };
        (rows(&clerk), rows(ann))
    };
    // FIELD-3: who reads long remarks gets a part of the list, and who does not gets all of it, however long they are.
    assert_eq!(pages("长"), (231, 231));
    let (clerk, ann) = pages(&"长".repeat(7_000));
    assert_eq!(clerk, 231);
    assert!(ann < 231, "{ann}");
}
