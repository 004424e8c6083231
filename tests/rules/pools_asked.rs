//! APPR-4, APPR-6 over ASSIGN-2, ASSIGN-8, ASSIGN-9: what flows guard, and what waits for approval, is claimed, given, put and dealt as little
//! as it is assigned or given back otherwise; the night passes it by.

use crm_core::Tree;
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use serde_json::{Value as Json, json};

use crate::approvals::{put as flow, step};
use crate::notes::key;
use crate::objects_laws::call;
use crate::pools::pool;
use crate::recycle::run;
use crate::support::*;

fn guard(office: &Office, object: &str, operation: &str) {
    let document = json!({"object": object, "operation": operation, "steps": [step("主管", &[&office.manager], "any")],
        "fallback": user(&office.admin)});
    let name = format!("{object} {operation}");
    flow(office, &name, document).unwrap();
    call(&office.admin, "setup.enable", json!({"kind": "approval_flow", "name": name})).unwrap();
}

fn why<T: std::fmt::Debug>(found: Result<T>) -> String {
    match found.unwrap_err() {
        CrmError::Conflict { reason, .. } => reason,
        other => panic!("{other}"),
    }
}

fn given(office: &Office, record: &RecordKey) -> Result<usize> {
    let given = office.manager.pools().give("线索池".into(), vec![record.clone()], user(&office.ben))?;
    Ok(given.len())
}

#[test]
fn what_flows_guard_is_asked_of_pools_and_rules_too() {
    let office = Office::new();
    pool(&office, "线索池", json!({"of": "opportunity", "recycle": [{"no_follow_up_days": 3}]}));
    pool(&office, "客户公海", json!({"of": "customer"}));
    let (lead, other, own) = (office.opportunity().id, office.opportunity().id, office.assigned().id);
    let [lead, other, own] = [lead, other, own].map(|id| key("opportunity", id));
    let customer = key("customer", office.customer().id);
    let put = |by: &Session, record: &RecordKey| {
        by.pools().put(vec![record.clone()], "没时间".into(), None).map(|put| put.len())
    };
    put(&office.manager, &lead).unwrap();
    let rule = json!({"of": "opportunity", "method": "round_robin", "members": [{"user": user(&office.ann)}]});
    office.manager.setup().put("assignment_rule".into(), "轮流".into(), Tree::from(rule), None, None, None).unwrap();
    office.manager.setup().enable("assignment_rule".into(), "轮流".into()).unwrap();
    guard(&office, "opportunity", "assign");
    guard(&office, "opportunity", "release");
    guard(&office, "customer", "update");
    let claim = |by: &Session| by.pools().claim("线索池".into(), vec![lead.clone()]).map(|claimed| claimed.len());
    assert_eq!(why(claim(&office.ben)), "approval_required");
    assert_eq!(why(given(&office, &lead)), "approval_required");
    assert_eq!(why(office.manager.assignment().apply(other.clone())), "approval_required");
    assert_eq!(why(put(&office.ben, &own)), "approval_required");
    assert_eq!(why(put(&office.ann, &customer)), "approval_required");
    // A lead that nobody has is nobody's before and behind.
    assert_eq!(put(&office.manager, &other).unwrap(), 1);
    // What waits for approval is put by nobody.
    let request = json!({"record": {"object": "opportunity", "id": own.id}, "operation": "release",
        "arguments": {"reason": "没时间"}, "new": {}});
    let request: Json = call(&office.ben, "approvals.submit", request).unwrap();
    assert_eq!(request["status"], "pending", "{request}");
    for by in [&office.ben, &office.manager] {
        assert_eq!(why(put(by, &own)), "in_approval");
    }
    // The night passes it by.
    office.clock.set("2026-03-06T01:00:00Z");
    run(&office);
    let found = call(&office.manager, "opportunities.get", json!({"id": own.id})).unwrap();
    assert_eq!((&found["status"], &found["pool"]["name"]), (&json!("unassigned"), &json!("线索池")));
}
