//! DUP-10 to DUP-14: records that are the same become one, and several again.

use std::collections::BTreeMap;

use crm_core::audit::AuditFilter;
use crm_core::customers::{Customer, CustomerFilter, CustomerId, CustomerUpdate, NewCustomer};
use crm_core::merges::{FieldChoice, Merge, MergeCount, MergeFilter, RecordVersion};
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use crm_core::shares::ShareAccess;
use serde_json::json;

use crate::support::*;

fn key(object: &str, id: impl Into<RecordId>) -> RecordKey {
    RecordKey { object: object.into(), id: id.into() }
}

fn customers(all: &[&Customer]) -> Vec<RecordKey> {
    all.iter().map(|customer| key("customer", customer.id)).collect()
}

fn customer(session: &Session, name: &str, external_id: Option<&str>) -> Customer {
    let new = NewCustomer { external_id: external_id.map(str::to_owned), ..new_customer(session, name) };
    session.customers().create(new, None, None).unwrap()
}

fn merged(session: &Session, all: &[&Customer]) -> Merge {
    session.merges().apply(customers(all), None, None, None, None, None).unwrap()
}

fn counted(counts: &[MergeCount]) -> BTreeMap<String, i64> {
    counts.iter().map(|count| (format!("{}.{}", count.what, count.field), count.count)).collect()
}

fn contact(session: &Session, customer: CustomerId, name: &str) -> RecordId {
    let gender = entry(session, "gender", "女");
    let json = json!({"customer": customer, "new": {"name": name, "gender": gender, "position": "采购", "office_phone": "021-5555 0100"}});
    let made = session.call("contacts.create", &json.to_string()).unwrap();
    let made: serde_json::Value = serde_json::from_str(&made).unwrap();
    made["id"].as_str().unwrap().parse().unwrap()
}

/// Checks that all that follows from others does.
fn consistent(office: &Office) {
    let found = office.admin.maintenance().check().unwrap().findings;
    assert_eq!(found, [] as [String; 0]);
}

// DUP-10, DUP-11, DUP-13: the one with a key stays, empty fields are filled, and the other's id, number and version are its names.
#[test]
fn two_customers_become_one() {
    let office = Office::new();
    let kept = customer(&office.ann, "华东精密机械", Some("C1"));
    let new = NewCustomer { fax: Some("021-1".into()), ..new_customer(&office.ann, "华东精密机械有限公司") };
    let twin = office.ann.customers().create(new, None, None).unwrap();
    let of_kept = contact(&office.ann, kept.id, "王芳");
    let of_twin = contact(&office.ann, twin.id, "李静");
    let records = customers(&[&twin, &kept]);
    let preview = office.ann.merges().preview(records.clone(), None, None).unwrap();
    assert_eq!((preview.survivor.id, preview.refusals.len()), (kept.id.into(), 0));
    assert_eq!(counted(&preview.moves)["contact.customer"], 1);
    let fax = preview.fields.iter().find(|field| field.field == "fax").unwrap();
    assert_eq!(fax.taken, Some(twin.id.into()));
    assert!(preview.fields.iter().any(|field| field.field == "external_id" && field.unique));

    let merge = merged(&office.ann, &[&twin, &kept]);
    assert_eq!(counted(&merge.moved), counted(&preview.moves));
    assert_eq!(counted(&merge.together), counted(&preview.together));
    let found = office.ann.customers().get(twin.id).unwrap();
    assert_eq!((found.id, found.fax.as_deref(), found.name.as_str()), (kept.id, Some("021-1"), "华东精密机械"));
    assert_eq!(found.version, kept.version + 1);
    // The contacts of both, by either id.
    for id in [kept.id, twin.id] {
        let page = office.ann.contacts().list(Some(id), None, None, None).unwrap();
        let ids: Vec<RecordId> = page.items.iter().map(|contact| contact.id.into()).collect();
        assert_eq!(ids, [of_kept, of_twin]);
    }
    let by_number = CustomerFilter { number: twin.number, ..Default::default() };
    let page = office.ann.customers().list(Some(by_number), None, None).unwrap();
    assert_eq!(page.items.iter().map(|c| c.id).collect::<Vec<_>>(), [kept.id]);
    // A version given with the loser's id is stale, whatever its number; without one it is changed.
    let changes = |version| CustomerUpdate { fax: Some("021-2".into()), version, ..Default::default() };
    let stale = office.ann.customers().update(twin.id, changes(Some(found.version)), None);
    assert_eq!(conflict(stale), "stale_version");
    assert_eq!(office.ann.customers().update(twin.id, changes(None), None).unwrap().id, kept.id);
    consistent(&office);
}

fn conflict<T: std::fmt::Debug>(refused: Result<T>) -> String {
    match refused.unwrap_err() {
        CrmError::Conflict { reason, .. } => reason,
        other => panic!("{other:?}"),
    }
}

// DUP-10: who may, and what can't be.
#[test]
fn not_everything_is_merged() {
    let office = Office::new();
    let (a, b) = (customer(&office.ann, "甲", None), customer(&office.ann, "乙", None));
    let theirs = customer(&office.ben, "丙", None);
    let apply =
        |session: &Session, records: Vec<RecordKey>| session.merges().apply(records, None, None, None, None, None);
    assert!(matches!(apply(&office.ann, customers(&[&a, &theirs])), Err(CrmError::Forbidden { .. })));
    assert!(matches!(apply(&office.executive, customers(&[&a, &b])), Err(CrmError::Forbidden { .. })));
    assert_eq!(invalid(apply(&office.manager, customers(&[&a, &a]))), ["records:too_few"]);
    let opportunity = office.opportunity();
    let both = vec![key("opportunity", opportunity.id), key("opportunity", opportunity.id)];
    assert_eq!(invalid(apply(&office.manager, both)), ["records[0].object:not_supported"]);
    let mixed = vec![key("customer", a.id), key("contact", b.id)];
    assert_eq!(invalid(apply(&office.manager, mixed)), ["records[1].object:wrong_kind"]);
    // An active one not into a lost one; a lost one into an active one.
    office.lose(a.id);
    let into_lost =
        office.manager.merges().apply(customers(&[&a, &b]), Some(key("customer", a.id)), None, None, None, None);
    assert!(matches!(into_lost, Err(CrmError::IllegalTransition { .. })), "{into_lost:?}");
    let seen = vec![RecordVersion { record: key("customer", b.id), version: b.version + 1 }];
    let stale = office.manager.merges().apply(customers(&[&a, &b]), None, None, Some(seen), None, None);
    assert_eq!(conflict(stale), "stale_version");
    let merge = merged(&office.manager, &[&a, &b]);
    assert_eq!(merge.survivor, b.id.into());
    // Once merged they are one.
    assert_eq!(invalid(apply(&office.manager, customers(&[&a, &b]))), ["records:too_few"]);
    // Who merged sees it, and who may merge all; others see none.
    assert_eq!(office.manager.merges().list(None, None).unwrap().items.len(), 1);
    assert_eq!(office.ann.merges().list(None, None).unwrap().items.len(), 0);
    let filter = MergeFilter { survivor: Some(a.id.into()), ..Default::default() };
    assert_eq!(office.manager.merges().list(Some(filter), None).unwrap().items.len(), 1);
}

// DUP-11: a choice takes a field from the record that is named; a key that the survivor has stays.
#[test]
fn fields_are_chosen() {
    let office = Office::new();
    let kept = customer(&office.ann, "甲", Some("C1"));
    let twin = customer(&office.ann, "乙", Some("C2"));
    let choice = |field: &str| vec![FieldChoice { field: field.into(), record: key("customer", twin.id) }];
    let apply =
        |choices| office.manager.merges().apply(customers(&[&kept, &twin]), None, Some(choices), None, None, None);
    assert_eq!(invalid(apply(choice("external_id"))), ["choices[0].field:not_writable"]);
    assert_eq!(invalid(apply(choice("status"))), ["choices[0].field:unknown_field"]);
    apply(choice("name")).unwrap();
    let found = office.manager.customers().get(kept.id).unwrap();
    assert_eq!((found.name.as_str(), found.external_id.as_deref()), ("乙", Some("C1")));
    let filter = CustomerFilter { name: Some("乙".into()), ..Default::default() };
    assert_eq!(office.manager.customers().list(Some(filter), None, None).unwrap().items.len(), 1);
    // The loser's key is the survivor's, and nobody else's.
    let by_key = CustomerFilter { external_id: Some("C2".into()), ..Default::default() };
    assert_eq!(office.manager.customers().list(Some(by_key), None, None).unwrap().items[0].id, kept.id);
    let taken = NewCustomer { external_id: Some("C2".into()), ..new_customer(&office.ann, "丁") };
    assert_eq!(invalid(office.ann.customers().create(taken, None, None)), ["external_id:not_unique"]);
}

// DUP-12, DUP-14: orders follow their key, there and back; the sums are those of the rows all the time.
#[test]
fn orders_go_with_their_key() {
    let office = Office::new();
    let kept = customer(&office.ann, "甲", Some("C1"));
    let twin = customer(&office.ann, "乙", Some("C2"));
    let push = |key: &str, of: &str, day: &str| {
        office.integration.sales().push_orders(vec![new_order(key, of, day, 6)], None).unwrap()
    };
    push("O1", "C1", "2026-01-05");
    push("O2", "C2", "2026-02-05");
    let merge = merged(&office.manager, &[&kept, &twin]);
    push("O3", "C2", "2026-02-20");
    let orders = |id: CustomerId| {
        let page = office.manager.orders().list(id, None, None, None).unwrap();
        let mut keys: Vec<String> = page.items.into_iter().map(|order| order.external_id).collect();
        keys.sort();
        keys
    };
    assert_eq!(orders(kept.id), ["O1", "O2", "O3"]);
    assert_eq!(office.manager.customers().get(kept.id).unwrap().last_order_date, "2026-02-20".parse().ok());
    consistent(&office);
    let undone = office.manager.merges().undo(merge.id, None).unwrap();
    assert_eq!(undone.stayed, []);
    assert_eq!((orders(kept.id), orders(twin.id)), (vec!["O1".into()], vec!["O2".into(), "O3".into()]));
    assert_eq!(office.manager.customers().get(kept.id).unwrap().last_order_date, "2026-01-05".parse().ok());
    consistent(&office);
    assert!(matches!(office.manager.merges().undo(merge.id, None), Err(CrmError::IllegalTransition { .. })));
}

// DUP-13: a repeated create gives what its name stands for, and so do those below it; the audit tells both stories in one.
#[test]
fn a_name_lives_on() {
    let office = Office::new();
    let kept = customer(&office.ann, "甲", Some("C1"));
    let id: CustomerId = "019c0000-0000-7000-8000-000000000001".parse().unwrap();
    let new = new_customer(&office.ann, "乙");
    let twin = office.ann.customers().create(new.clone(), Some(id), None).unwrap();
    let before = office.admin.changes().latest().unwrap();
    merged(&office.ann, &[&kept, &twin]);
    assert_eq!(office.ann.customers().create(new.clone(), Some(id), None).unwrap().id, kept.id);
    let other = NewCustomer { name: "丙".into(), ..new };
    assert_eq!(conflict(office.ann.customers().create(other, Some(id), None)), "id_taken");
    let (database, epoch) = (Some(before.database), Some(before.epoch));
    let since = office.integration.changes().since(before.sequence, None, database, epoch).unwrap();
    let told = since.items.iter().find(|item| item.change.id == Some(twin.id.into())).unwrap();
    assert_eq!((told.change.action.as_str(), told.change.into), ("merged", Some(kept.id.into())));
    let story = |id: CustomerId| {
        let filter = AuditFilter { record: Some(id.into()), ..Default::default() };
        office.admin.audit().list(Some(filter), None).unwrap().items.len()
    };
    assert_eq!((story(kept.id), story(twin.id)), (3, 3));
}

// DUP-14: not later than the settings say, not before what came behind it, and not where another has the name by now.
#[test]
fn undoing_has_its_limits() {
    let office = Office::new();
    let [a, b, c] = ["甲", "乙", "丙"].map(|name| customer(&office.ann, name, None));
    let first = merged(&office.manager, &[&a, &b]);
    let second = merged(&office.manager, &[&a, &c]);
    assert_eq!(conflict(office.manager.merges().undo(first.id, None)), "merged_later");
    assert!(matches!(office.ben.merges().undo(second.id, None), Err(CrmError::Forbidden { .. })));
    office.manager.merges().undo(second.id, None).unwrap();
    office.clock.set("2026-04-02T01:00:00Z");
    assert_eq!(conflict(office.manager.merges().undo(first.id, None)), "undo_expired");
    let none = crm_core::settings::SettingsUpdate { merge_undo_days: Some(365), ..Default::default() };
    office.admin.settings().update(none).unwrap();
    office.manager.merges().undo(first.id, None).unwrap();
    assert_eq!(office.manager.customers().get(b.id).unwrap().name, "乙");
    // Into one that is merged on: both names stand for the last, and go back one after the other.
    let into_b =
        office.manager.merges().apply(customers(&[&a, &b]), Some(key("customer", b.id)), None, None, None, None);
    let into_c =
        office.manager.merges().apply(customers(&[&b, &c]), Some(key("customer", c.id)), None, None, None, None);
    assert_eq!(office.manager.customers().get(a.id).unwrap().id, c.id);
    let (into_b, into_c) = (into_b.unwrap(), into_c.unwrap());
    assert_eq!(conflict(office.manager.merges().undo(into_b.id, None)), "merged_later");
    office.manager.merges().undo(into_c.id, None).unwrap();
    assert_eq!(office.manager.customers().get(a.id).unwrap().id, b.id);
    office.manager.merges().undo(into_b.id, None).unwrap();
    assert_eq!(office.manager.customers().get(a.id).unwrap().id, a.id);
    consistent(&office);
}

// DUP-12: a loser's account manager goes on as a collaborator, unless the call says no; shares and tags that both have fall together.
#[test]
fn people_stay() {
    let office = Office::new();
    let kept = customer(&office.ann, "甲", Some("C1"));
    let twin = customer(&office.ben, "乙", None);
    for id in [kept.id, twin.id] {
        let with = Some(user(&office.executive));
        office.manager.shares().give(Entity::CUSTOMER, id.into(), ShareAccess::Read, with, None).unwrap();
    }
    let merge = merged(&office.manager, &[&kept, &twin]);
    assert_eq!(counted(&merge.together), BTreeMap::from([("customer_shares.customer".to_owned(), 1)]));
    let of = |id: CustomerId| {
        let found = office.manager.collaborators().list(Entity::CUSTOMER, id.into()).unwrap();
        found.collaborators.iter().map(|beside| beside.user.id).collect::<Vec<_>>()
    };
    assert_eq!(of(kept.id), [user(&office.ben)]);
    office.manager.merges().undo(merge.id, None).unwrap();
    assert_eq!((of(kept.id), of(twin.id)), (vec![], vec![]));
    assert_eq!(office.manager.shares().list(Entity::CUSTOMER, twin.id.into()).unwrap().shares.len(), 1);
    office.manager.merges().apply(customers(&[&kept, &twin]), None, None, None, Some(false), None).unwrap();
    assert_eq!(of(kept.id), []);
}
