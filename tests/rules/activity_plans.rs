//! ACT-16: activity plans, put, applied, and brought by packs.

use crm_core::activities::{Activity, Priority};
use crm_core::dictionary::DictionaryEntryUpdate;
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use serde_json::{Value as Json, json};

use crate::notes::key;
use crate::objects_laws::{call, pack};
use crate::people::{house, put, reason};
use crate::support::*;

fn apply(session: &Session, plan: &str, record: &RecordKey) -> Result<Vec<Activity>> {
    session.activity_plans().apply(plan.into(), record.clone(), date("2026-03-30"))
}

fn one(people: Json) -> Json {
    json!({"object": "customer", "steps": [
        {"kind": "call", "subject": "回访"}, {"kind": "task", "subject": "跟进", "people": people}]})
}

fn number_of(office: &Office, record: &RecordKey) -> usize {
    let filter = crm_core::activities::ActivityFilter { record: Some(record.clone()), ..Default::default() };
    office.manager.activities().list(Some(filter), None).unwrap().items.len()
}

// ACT-16: each step is an activity so many days after the start, the first person's, or else the caller's.
#[test]
fn a_plan_is_applied() {
    let office = Office::new();
    let [_, _, east] = house(&office);
    let customer = key("customer", office.customer().id);
    let users = [user(&office.executive), user(&office.ben)];
    let document = json!({"object": "customer", "steps": [
        {"kind": "call", "subject": "回访", "priority": "high", "details": "新客户"},
        {"kind": "visit", "subject": "拜访", "days": 2, "people": {"kind": "owner"}},
        {"kind": "task", "subject": "汇报", "days": 3650, "people": {"kind": "users", "users": users}},
        {"kind": "mail", "subject": "祝贺", "days": 1, "people": {"kind": "department", "department": east}},
        {"kind": "meeting", "subject": "无人", "people": {"kind": "superior", "level": 9}}]});
    put(&office.manager, "新客户", &document).unwrap();
    let planned = apply(&office.manager, "新客户", &customer).unwrap();
    let found: Vec<_> =
        planned.iter().map(|one| (one.subject.as_str(), one.due_on.unwrap().to_string(), one.assignee.id)).collect();
    let (caller, ann, ben) = (user(&office.manager), user(&office.ann), user(&office.ben));
    assert_eq!(
        found,
        [
            ("回访", "2026-03-30".to_owned(), caller),
            ("拜访", "2026-04-01".to_owned(), ann),
            // Of several the oldest account; of a department the users of its parts too.
            ("汇报", "2036-03-27".to_owned(), ben),
            ("祝贺", "2026-03-31".to_owned(), ann),
            ("无人", "2026-03-30".to_owned(), caller),
        ]
    );
    assert_eq!((planned[0].priority, planned[0].details.as_deref()), (Priority::High, Some("新客户")));
    assert_eq!((planned[1].priority, planned[1].giver.as_ref().unwrap().id), (Priority::Normal, caller));
    assert_eq!(planned[1].main.as_ref().unwrap().id, customer.id);
    // It is not remembered: once more makes as many again, whatever becomes of the plan.
    assert_eq!(apply(&office.manager, "新客户", &customer).unwrap().len(), 5);
    office.manager.setup().delete("activity_plan".into(), "新客户".into()).unwrap();
    assert_eq!(number_of(&office, &customer), 10);
}

// ACT-16, ACT-1: all or none.
#[test]
fn a_plan_is_applied_whole_or_not_at_all() {
    let office = Office::new();
    let customer = key("customer", office.customer().id);
    let stranger = json!({"kind": "users", "users": [user(&office.stranger)]});
    put(&office.manager, "外人", &one(stranger)).unwrap();
    assert_eq!(invalid(apply(&office.ann, "外人", &customer)), ["steps[1].assignee:cannot_read"]);
    assert_eq!(number_of(&office, &customer), 0);

    put(&office.manager, "客户", &one(json!({"kind": "owner"}))).unwrap();
    assert_eq!(invalid(apply(&office.ann, "没有", &customer)), ["plan:unknown"]);
    let opportunity = key("opportunity", office.opportunity().id);
    assert_eq!(invalid(apply(&office.ann, "客户", &opportunity)), ["plan:not_supported"]);
    let user_record = key("user", user(&office.ann));
    assert_eq!(invalid(apply(&office.ann, "客户", &user_record)), ["record:not_supported"]);
    assert_eq!(refused(apply(&office.stranger, "客户", &customer)), "forbidden");
    assert_eq!(refused(apply(&office.integration, "客户", &customer)), "forbidden");
    let far = office.ann.activity_plans().apply("客户".into(), customer.clone(), date("9999-12-31"));
    assert!(far.is_ok(), "{far:?}");
    office.manager.setup().disable("activity_plan".into(), "客户".into()).unwrap();
    assert_eq!(invalid(apply(&office.ann, "客户", &customer)), ["plan:unknown"]);
}

// ACT-16, SETUP-2, SETUP-4: what is wrong is told by its path; what it names stays as it is.
#[test]
fn a_plan_is_judged_when_it_is_put() {
    let office = Office::new();
    let steps = |steps: Json| json!({"object": "customer", "steps": steps});
    for (document, wrong) in [
        (steps(json!([])), &["steps:required"][..]),
        (json!({"object": "user", "steps": [{"kind": "call", "subject": "a"}]}), &["object:not_supported"]),
        (json!({"object": "hotel.room", "steps": [{"kind": "call", "subject": "a"}]}), &["object:unknown_object"]),
        (
            steps(json!([{"kind": "nap", "subject": "a", "days": 3651}, {"kind": "call"}])),
            &["steps[0].days:out_of_range", "steps[1].subject:required"],
        ),
        (steps(json!([{"kind": "nap", "subject": "a"}])), &["steps[0].kind:unknown_record"]),
        (
            one(json!({"kind": "users", "users": ["0195ea00-0000-7000-8000-000000000000"]})),
            &["steps[1].people.users[0]:unknown_record"],
        ),
        (one(json!({"kind": "role", "role": "nobody"})), &["steps[1].people.role:unknown_record"]),
        (one(json!({"kind": "field", "field": "name"})), &["steps[1].people.field:type"]),
        (one(json!({"kind": "creator", "level": 1})), &["steps[1].people.level:not_here"]),
    ] {
        let mut found = invalid(put(&office.manager, "a", &document));
        found.sort();
        assert_eq!(found, wrong, "{document}");
    }
    assert_eq!(refused(put(&office.ann, "a", &one(json!({"kind": "owner"})))), "forbidden");
    // AUTO-14's like: an entry that is named by its value keeps it, and stays; what it is called is no matter.
    put(&office.manager, "a", &one(json!({"kind": "owner"}))).unwrap();
    let dictionary = office.admin.dictionary();
    let kind = entry(&office.admin, "activity_kind", "电话");
    let value = DictionaryEntryUpdate { value: Some("phone".into()), ..Default::default() };
    assert_eq!(reason(dictionary.update(kind, value.clone())), "in_use");
    assert_eq!(reason(dictionary.delete(kind, None)), "in_use");
    let item = DictionaryEntryUpdate { item: Some("通话".into()), ..Default::default() };
    dictionary.update(kind, item).unwrap();
    office.manager.setup().disable("activity_plan".into(), "a".into()).unwrap();
    dictionary.update(kind, value).unwrap();
    let enabled = office.manager.setup().enable("activity_plan".into(), "a".into());
    assert_eq!(invalid(enabled), ["steps[0].kind:unknown_record"]);
}

// ACT-16, AUTO-8, MACH-8, SETUP-5: packs bring plans with the roles and entries that they name, and their actions apply them.
#[test]
fn a_pack_brings_a_plan_and_applies_it() {
    let office = Office::new();
    let then =
        json!([{"call": "activity_plans.apply", "with": {"plan": "'yard.start'", "start": "add_days(today, 1)"}}]);
    let mut document = pack(json!({
        "job": {"title": "name", "owner": "keeper", "fields": {
            "name": {"type": "text", "required": true}, "keeper": {"type": "user", "required": true}},
        "status": {"start": "open", "states": {"open": {}, "ended": {"final": true}}, "actions": {
            "begin": {"from": ["open"], "to": "ended", "then": then}}}}}));
    document["dictionary"] = json!({"activity_kind": {"巡检": "patrol"}});
    document["roles"]["yard.mason"] = json!(["yard"]);
    let step = |people: Json| json!({"kind": "patrol", "subject": "巡检", "people": people});
    document["setup"] = json!({"activity_plan": {"start": {"object": "yard.job", "steps": [
        step(json!({"kind": "field", "field": "keeper"})), step(json!({"kind": "role", "role": "yard.mason"}))]}}});
    let mut wrong = document.clone();
    wrong["setup"]["activity_plan"]["start"]["steps"][1] = step(json!({"kind": "role", "role": "yard.smith"}));
    let refusals = office.admin.packs().plan(wrong.into()).unwrap().refusals;
    let told: Vec<&str> = refusals.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(told, ["setup.activity_plan.start.steps[1].people.role"]);

    office.apply(document);
    office.admin.users().set_roles(user(&office.stranger), vec!["yard.mason".into()], None).unwrap();
    let new = json!({"name": "a", "keeper": user(&office.manager)});
    let job = call(&office.manager, "yard.job.create", json!({"new": new})).unwrap();
    call(&office.manager, "yard.job.begin", json!({"id": job["id"]})).unwrap();
    let due = |session: &Session| -> Vec<String> {
        let page = session.activities().list(None, None).unwrap();
        page.items.iter().map(|one| one.due_on.unwrap().to_string()).collect()
    };
    assert_eq!(due(&office.manager), ["2026-03-03"]);
    assert_eq!(due(&office.stranger), ["2026-03-03"]);
    // Rules give nothing, and plan for nobody where nobody is named: then nothing happens at all.
    office.admin.users().disable(user(&office.stranger), None).unwrap();
    let job = call(&office.manager, "yard.job.create", json!({"new": {"name": "b", "keeper": user(&office.manager)}}));
    let begun = call(&office.manager, "yard.job.begin", json!({"id": job.unwrap()["id"]}));
    assert_eq!(invalid(begun), ["steps[1].assignee:required"]);
    assert_eq!(due(&office.manager).len(), 1);
}
