//! PLAN: development plans.

use crm_core::*;

use crate::support::*;

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
    let plan = office.ann.plans().get(o.id).unwrap();
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
    assert!(office.ben.plans().get(o.id).unwrap().items.is_empty());
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
    let item = office.ben.plans().add(o.id, step("2026-03-10", "拜访"), None).unwrap();
    // PLAN-6: the assignee, with an optional reason.
    assert_eq!(refused(office.manager.opportunities().fail(o.id, None, None)), "forbidden");
    let failed = office.ben.opportunities().fail(o.id, Some("预算取消".into()), None).unwrap();
    assert_eq!(failed.status, OpportunityStatus::Failed);
    assert_eq!(failed.failure_reason.as_deref(), Some("预算取消"));
    assert!(failed.closed_at.is_some());
    // PLAN-2, PLAN-3: only while assigned.
    assert_eq!(refused(office.ben.plans().add(o.id, step("2026-03-11", "x"), None)), "illegal_transition");
    assert_eq!(refused(office.ben.plans().record_result(item.id, "x".into(), None)), "illegal_transition");
    assert_eq!(refused(office.ben.plans().delete(item.id, None)), "illegal_transition");
    assert_eq!(refused(office.ben.opportunities().develop(o.id, None, None)), "illegal_transition");
}
