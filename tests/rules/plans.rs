//! PLAN: development plans.

use std::sync::{Arc, Mutex};

use crm_core::customers::CustomerId;
use crm_core::opportunities::{NewOpportunity, OpportunityId, OpportunityStatus};
use crm_core::plans::{NewPlanItem, PlanItemId, PlanItemUpdate};
use crm_core::prelude::*;
use crm_core::{ChangeEvent, ChangeListener};

use crate::support::*;

/// The kinds of record that each call changed, and how.
#[derive(Default)]
struct Heard(Mutex<Vec<Vec<(String, String)>>>);

impl ChangeListener for Heard {
    fn changed(&self, event: ChangeEvent) {
        let records = event.records.iter().map(|r| (r.entity.to_string(), r.action.to_string())).collect();
        self.0.lock().unwrap().push(records);
    }
}

fn step(day: &str, content: &str) -> NewPlanItem {
    NewPlanItem { date: date(day), content: content.into() }
}

#[test]
fn the_assignee_or_a_sales_manager_plans() {
    let office = Office::new();
    let o = office.assigned();
    // PLAN-1: the assignee, or any sales manager; PLAN-2: listed by date.
    office.ben.plans().add(o.id, step("2026-03-20", "报价"), None).unwrap();
    office.manager.plans().add(o.id, step("2026-03-10", "初次拜访"), None).unwrap();
    // DUTY-1: without permission and duty, the same refusal whether the record exists or not.
    assert_eq!(refused(office.ann.plans().add(o.id, step("2026-03-10", "x"), None)), "forbidden");
    assert_eq!(refused(office.ann.plans().add(OpportunityId::default(), step("2026-03-10", "x"), None)), "forbidden");
    let plan = office.ann.plans().get(o.id, None).unwrap();
    // PLAN-4: the opportunity comes with it.
    assert_eq!(plan.opportunity.id, o.id);
    assert_eq!(plan.items.iter().map(|i| i.content.as_str()).collect::<Vec<_>>(), ["初次拜访", "报价"]);
    // PLAN-1: date and content are required.
    let json = format!(r#"{{"opportunity":"{}","new":{{"date":"2026-02-30"}}}}"#, o.id);
    assert_eq!(invalid(office.ben.call("plans.add", &json)), ["date:wrong_type", "content:required"]);
    // PLAN-1: only while assigned.
    let unassigned = office.opportunity();
    assert_eq!(refused(office.manager.plans().add(unassigned.id, step("2026-03-10", "x"), None)), "illegal_transition");
}

#[test]
fn content_may_change_but_the_date_may_not() {
    let office = Office::new();
    let o = office.assigned();
    let item = office.ben.plans().add(o.id, step("2026-03-10", "拜访"), None).unwrap();
    let changes = PlanItemUpdate { content: Some("电话".into()), version: Some(1), ..Default::default() };
    // PLAN-2: content may be changed.
    let changed = office.manager.plans().update(item.id, changes).unwrap();
    assert_eq!((changed.content.as_str(), changed.version), ("电话", 2));
    // PLAN-2: the date may not.
    let json = format!(r#"{{"id":"{}","changes":{{"date":"2026-04-01"}}}}"#, item.id);
    assert_eq!(invalid(office.ben.call("plans.update", &json)), ["date:unknown_field"]);
    // PLAN-2: by the same people.
    assert_eq!(refused(office.ann.plans().delete(item.id, None)), "forbidden");
    office.ben.plans().delete(item.id, None).unwrap();
    assert_eq!(refused(office.ben.plans().record_result(item.id, "x".into(), None)), "not_found");
    assert!(office.ben.plans().get(o.id, None).unwrap().items.is_empty());
}

#[test]
fn only_the_assignee_records_results() {
    let office = Office::new();
    let o = office.assigned();
    let item = office.ben.plans().add(o.id, step("2026-03-10", "拜访"), None).unwrap();
    // PLAN-3: the assignee only, not the manager who may plan.
    assert_eq!(refused(office.manager.plans().record_result(item.id, "好".into(), None)), "forbidden");
    office.ben.plans().record_result(item.id, "有兴趣".into(), None).unwrap();
    // PLAN-3: not blank; may be revised.
    assert_eq!(invalid(office.ben.plans().record_result(item.id, " ".into(), None)), ["result:required"]);
    let revised = office.ben.plans().record_result(item.id, "要报价".into(), None).unwrap();
    assert_eq!(revised.result.as_deref(), Some("要报价"));
}

#[test]
fn a_failed_development_is_final() {
    let office = Office::new();
    let o = office.assigned();
    let id = PlanItemId(uuid::Uuid::now_v7());
    let add = |by: &Session| by.plans().add(o.id, step("2026-03-10", "拜访"), Some(id));
    let item = add(&office.ben).unwrap();
    // PLAN-6: the assignee, with an optional reason.
    assert_eq!(refused(office.manager.opportunities().fail(o.id, None, None, None, None)), "forbidden");
    let failed = office.ben.opportunities().fail(o.id, Some("预算取消".into()), None, None, None).unwrap();
    assert_eq!(failed.status, OpportunityStatus::Failed);
    assert_eq!(failed.failure_reason.as_deref(), Some("预算取消"));
    assert!(failed.closed_at.is_some());
    // PLAN-2, PLAN-3: only while assigned.
    assert_eq!(refused(office.ben.plans().add(o.id, step("2026-03-11", "x"), None)), "illegal_transition");
    assert_eq!(refused(office.ben.plans().record_result(item.id, "x".into(), None)), "illegal_transition");
    assert_eq!(refused(office.ben.plans().delete(item.id, None)), "illegal_transition");
    assert_eq!(refused(office.ben.opportunities().develop(o.id, None, None, None, None)), "illegal_transition");
    // BAD-2: a create that is repeated, since its answer was lost, returns the record that is there in any state; to
    // whom it was not refused.
    assert_eq!(add(&office.ben).unwrap(), item);
    assert_eq!(refused(add(&office.ann)), "forbidden");
    assert_eq!(office.ben.plans().get(o.id, None).unwrap().items, [item]);
}

#[test]
fn a_developed_opportunity_becomes_a_customer() {
    let office = Office::new();
    let new = NewOpportunity {
        contact_name: Some("王芳".into()),
        contact_phone: Some("138 0000 0000".into()),
        ..new_opportunity("华东精密机械")
    };
    let o = office.ann.opportunities().create(new, None, None).unwrap();
    office.manager.opportunities().assign(o.id, user(&office.ben), None, None).unwrap();
    // PLAN-5: the assignee only.
    assert_eq!(refused(office.manager.opportunities().develop(o.id, None, None, None, None)), "forbidden");
    assert_eq!(refused(office.ann.opportunities().develop(o.id, None, None, None, None)), "forbidden");
    let heard = Arc::new(Heard::default());
    office.crm.on_change(heard.clone());
    let developed = office.ben.opportunities().develop(o.id, None, None, None, None).unwrap();
    // PLAN-5, AUDIT-1: in one transaction the customer, its contact and the opportunity.
    let changed = [("customer", "created"), ("contact", "created"), ("opportunity", "updated")];
    assert_eq!(*heard.0.lock().unwrap(), [changed.map(|(entity, action)| (entity.into(), action.into())).to_vec()]);
    // PLAN-5: the status, and the link to the customer.
    assert_eq!(developed.status, OpportunityStatus::Developed);
    let c = office.ann.customers().get(developed.customer.unwrap()).unwrap();
    // PLAN-5: its name, the assignee as account manager; the phone is the contact's. CUST-2: it is incomplete.
    assert_eq!((c.name.as_str(), c.number, c.complete), ("华东精密机械", Some(1), false));
    assert_eq!(c.account_manager.as_ref().map(|u| u.id), Some(user(&office.ben)));
    assert_eq!(c.phone, None);
    let contacts = office.ann.contacts().list(Some(c.id), None, None, None).unwrap().items;
    assert_eq!(contacts.len(), 1);
    assert_eq!(contacts[0].name.as_deref(), Some("王芳"));
    assert_eq!(contacts[0].office_phone.as_deref(), Some("138 0000 0000"));
    // PLAN-5: developed is final, and makes no second customer.
    assert_eq!(refused(office.ben.opportunities().develop(o.id, None, None, None, None)), "illegal_transition");
    assert_eq!(office.ann.customers().list(None, None, None).unwrap().items.len(), 1);
}

#[test]
fn a_development_without_a_contacts_name() {
    let office = Office::new();
    for (phone, kept) in [(Some("138 0000 0000"), Some("138 0000 0000")), (None, None)] {
        let new = NewOpportunity { contact_phone: phone.map(Into::into), ..new_opportunity("x") };
        let o = office.ann.opportunities().create(new, None, None).unwrap();
        office.manager.opportunities().assign(o.id, user(&office.ann), None, None).unwrap();
        // PLAN-5: the caller may bring the customer's id, so that a device can go on offline.
        let id = CustomerId(uuid::Uuid::now_v7());
        let developed = office.ann.opportunities().develop(o.id, None, Some(id), None, None).unwrap();
        assert_eq!(developed.customer, Some(id));
        // PLAN-5: the phone is the customer's then, and there is no contact.
        assert_eq!(office.ann.customers().get(id).unwrap().phone.as_deref(), kept);
        assert!(office.ann.contacts().list(Some(id), None, None, None).unwrap().items.is_empty());
    }
}

#[test]
fn a_development_is_whole_or_not_at_all() {
    let office = Office::new();
    let taken = office.customer();
    let o = office.assigned();
    // PLAN-5: an id that is taken, or none of the right kind, leaves the opportunity as it was.
    assert_eq!(refused(office.ben.opportunities().develop(o.id, None, Some(taken.id), None, None)), "conflict");
    let v4 = CustomerId(uuid::Uuid::from_u128(0x4a1f_0000_4000_8000));
    assert_eq!(invalid(office.ben.opportunities().develop(o.id, None, Some(v4), None, None)), ["customer:not_uuid_v7"]);
    assert_eq!(office.ann.opportunities().get(o.id).unwrap(), o);
    assert_eq!(office.ann.customers().list(None, None, None).unwrap().items.len(), 1);
}
