//! SALE-4, SALE-6: opportunities that are given back, are none, or are lost for a reason.

use crm_core::dictionary::DictionaryEntryUpdate;
use crm_core::opportunities::{Opportunity, OpportunityFilter, OpportunityStatus};
use crm_core::plans::NewPlanItem;
use crm_core::prelude::*;
use crm_core::settings::SettingsUpdate;

use crate::support::*;

fn required(office: &Office, lost_reason_required: bool) {
    let changes = SettingsUpdate { lost_reason_required: Some(lost_reason_required), ..Default::default() };
    office.admin.settings().update(changes).unwrap();
}

fn found(office: &Office, filter: OpportunityFilter) -> Vec<String> {
    let page = office.manager.opportunities().list(Some(filter), None, None).unwrap();
    page.items.into_iter().map(|of| of.customer_name).collect()
}

fn state(of: &Opportunity) -> (OpportunityStatus, Option<&str>, Option<&str>) {
    let entry = of.lost_reason.as_ref().map(|entry| entry.item.as_str());
    (of.status, entry, of.failure_reason.as_deref())
}

// SALE-4: nobody's and its creator's again, with number, plan and assignments; it can be assigned anew, and not deleted.
#[test]
fn a_released_one_is_a_lead_that_was_assigned() {
    let office = Office::new();
    let before = office.assigned();
    let step = NewPlanItem { date: date("2026-03-09"), content: "初访".into() };
    let item = office.ben.plans().add(before.id, step.clone(), None).unwrap();
    assert_eq!(invalid(office.ben.opportunities().release(before.id, " ".into(), None)), ["reason:required"]);
    let stale = office.ben.opportunities().release(before.id, "没时间".into(), Some(1));
    assert_eq!(refused(stale), "conflict");
    office.clock.set("2026-03-03T01:00:00Z");
    let released = office.ben.opportunities().release(before.id, "没时间".into(), Some(before.version)).unwrap();
    assert_eq!((released.status, released.number), (OpportunityStatus::Unassigned, before.number));
    assert_eq!((&released.assignee, &released.assigner, released.assigned_at), (&None, &None, None));
    assert_eq!((released.version, released.release_reason.as_deref()), (before.version + 1, Some("没时间")));
    // It can be edited and is found as what it is; its plan is read only.
    let leads = OpportunityFilter { status: Some(OpportunityStatus::Unassigned), ..Default::default() };
    assert_eq!(found(&office, leads).len(), 1);
    assert_eq!(office.ann.opportunities().assignments(before.id, None).unwrap().items.len(), 1);
    assert_eq!(office.ann.plans().get(before.id, None).unwrap().items, std::slice::from_ref(&item));
    assert_eq!(refused(office.manager.plans().add(before.id, step, None)), "illegal_transition");
    assert_eq!(refused(office.ben.plans().record_result(item.id, "好".into(), None)), "forbidden");
    // SALE-4: never deleted, not even by its creator.
    let deleted = office.ann.opportunities().delete(before.id, None).unwrap_err();
    assert!(matches!(&deleted, CrmError::Conflict { reason, .. } if reason == "has_history"), "{deleted:?}");
    // Assigned again, it has all that, and no reason of its release.
    let again = office.manager.opportunities().assign(before.id, user(&office.ann), None, None).unwrap();
    assert_eq!((again.status, again.release_reason), (OpportunityStatus::Assigned, None));
    assert_eq!(office.ann.opportunities().assignments(before.id, None).unwrap().items.len(), 2);
    office.ann.plans().record_result(item.id, "好".into(), None).unwrap();
    assert_eq!(refused(office.ben.opportunities().release(before.id, "x".into(), None)), "forbidden");
    office.ann.opportunities().release(before.id, "第二次".into(), None).unwrap();
    assert_eq!(refused(office.ann.opportunities().delete(before.id, None)), "conflict");
}

// DUTY-1: the assignee gives back what they have, whatever their roles, and nothing else.
#[test]
fn an_assignee_without_a_role_gives_back() {
    let office = Office::new();
    let (own, other) = (office.assigned(), office.assigned());
    office.manager.opportunities().reassign(other.id, user(&office.ann), None).unwrap();
    office.admin.users().set_roles(user(&office.ben), vec![], None).unwrap();
    assert_eq!(refused(office.ben.opportunities().release(other.id, "x".into(), None)), "forbidden");
    office.ben.opportunities().release(own.id, "x".into(), None).unwrap();
    assert_eq!(refused(office.ben.opportunities().get(own.id)), "forbidden");
}

// SALE-4: a lead that is none has failed, for an entry of the dictionary.
#[test]
fn a_lead_that_is_none_is_disqualified() {
    let office = Office::new();
    let o = office.opportunity();
    let (junk, region) = (entry(&office.ann, "lost_reason", "重复"), entry(&office.ann, "region", "华东"));
    let wrong = office.manager.opportunities().disqualify(o.id, region, None, None);
    assert_eq!(invalid(wrong), ["lost_reason:unknown_choice"]);
    let without = format!(r#"{{"id":"{}"}}"#, o.id);
    assert_eq!(invalid(office.manager.call("opportunities.disqualify", &without)), ["lost_reason:required"]);
    office.clock.set("2026-03-03T01:00:00Z");
    let gone = office.manager.opportunities().disqualify(o.id, junk, Some("测试数据".into()), Some(1)).unwrap();
    assert_eq!(state(&gone), (OpportunityStatus::Failed, Some("重复"), Some("测试数据")));
    assert_eq!(gone.closed_at, "2026-03-03T01:00:00Z".parse().ok());
    assert_eq!((gone.assignee, gone.customer), (None, None));
    // Final, and its creator's as before.
    for refusal in [
        office.manager.opportunities().assign(o.id, user(&office.ann), None, None).map(drop),
        office.manager.opportunities().disqualify(o.id, junk, None, None).map(drop),
        office.ann.opportunities().delete(o.id, None),
    ] {
        assert_eq!(refused(refusal), "illegal_transition");
    }
    assert_eq!(office.ann.opportunities().get(o.id).unwrap().status, OpportunityStatus::Failed);
}

// SALE-6: what it was lost for, beside the reason in words; the setting asks for it, and of `disqualify` nobody has to ask.
#[test]
fn a_loss_has_a_reason() {
    let office = Office::new();
    let price = entry(&office.ann, "lost_reason", "价格");
    let (first, second) = (office.assigned(), office.assigned());
    let plain = office.ben.opportunities().fail(office.assigned().id, None, None, None, None).unwrap();
    assert_eq!(state(&plain), (OpportunityStatus::Failed, None, None));
    required(&office, true);
    let without = office.ben.opportunities().fail(first.id, Some("太贵".into()), None, None, None);
    assert_eq!(invalid(without), ["lost_reason:required"]);
    let wrong = office.ben.opportunities().fail(first.id, None, None, Some(entry(&office.ann, "gender", "男")), None);
    assert_eq!(invalid(wrong), ["lost_reason:unknown_choice"]);
    let lost = office.ben.opportunities().fail(first.id, Some("太贵".into()), None, Some(price), None).unwrap();
    assert_eq!(state(&lost), (OpportunityStatus::Failed, Some("价格"), Some("太贵")));
    required(&office, false);
    office.ben.opportunities().fail(second.id, None, None, None, None).unwrap();
    // DICT-3: it shows its entry's new item at once; DICT-1: one in use stays.
    let renamed = DictionaryEntryUpdate { item: Some("报价过高".into()), ..Default::default() };
    office.admin.dictionary().update(price, renamed).unwrap();
    let shown = office.ann.opportunities().get(first.id).unwrap();
    assert_eq!(shown.lost_reason.map(|entry| entry.item).as_deref(), Some("报价过高"));
    assert_eq!(refused(office.admin.dictionary().delete(price, None)), "conflict");
}

// `OpportunityFilter` by what was lost for what, and by when it was closed.
#[test]
fn closed_ones_are_found_by_when_and_for_what() {
    let office = Office::new();
    let (price, budget) = (entry(&office.ann, "lost_reason", "价格"), entry(&office.ann, "lost_reason", "预算"));
    for (day, name, why) in [(3, "A", Some(price)), (4, "B", Some(budget)), (5, "C", None)] {
        let o = office.ann.opportunities().create(new_opportunity(name), None, None).unwrap();
        office.manager.opportunities().assign(o.id, user(&office.ben), None, None).unwrap();
        office.clock.set(&format!("2026-03-0{day}T01:00:00Z"));
        office.ben.opportunities().fail(o.id, None, None, why, None).unwrap();
    }
    office.opportunity();
    let at = |text: &str| text.parse::<Timestamp>().ok();
    let none = OpportunityFilter::default;
    assert_eq!(found(&office, OpportunityFilter { lost_reason: Some(price), ..none() }), ["A"]);
    assert_eq!(found(&office, OpportunityFilter { closed_from: at("2026-03-04T01:00:00Z"), ..none() }), ["C", "B"]);
    assert_eq!(found(&office, OpportunityFilter { closed_before: at("2026-03-04T01:00:00Z"), ..none() }), ["A"]);
    let between = OpportunityFilter {
        closed_from: at("2026-03-04T00:00:00Z"),
        closed_before: at("2026-03-05T00:00:00Z"),
        lost_reason: Some(budget),
        ..none()
    };
    assert_eq!(found(&office, between), ["B"]);
}
