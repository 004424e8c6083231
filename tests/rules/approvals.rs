//! APPR: what a flow guards, what is frozen meanwhile, who is asked, what decisions mean, and how a request ends.

use crm_core::prelude::*;
use serde_json::{Value as Json, json};

use crate::automation::rule;
use crate::objects_laws::{call, pack};
use crate::support::*;

/// A pack of claims, which account managers write.
pub fn claims() -> Json {
    let mut document = pack(json!({
        "claim": {"title": "name", "owner": "worker", "fields": {
            "name": {"type": "text", "required": true},
            "amount": {"type": "decimal", "places": 2},
            "rank": {"type": "integer"},
            "worker": {"type": "user"}},
        "status": {"start": "draft", "states": {"draft": {}, "held": {}, "approved": {}, "paid": {"final": true}}, "actions": {
            "claim": {"from": ["draft"], "to": "approved", "takes": ["rank"]},
            "hold": {"from": ["draft"], "to": "held"},
            "go_on": {"from": ["held"], "to": "draft"},
            "pay": {"from": ["approved"], "to": "paid"}}}}
    }));
    document["roles"] = json!({"sales_manager": ["yard"], "account_manager": ["yard"]});
    document
}

pub fn people(sessions: &[&Session]) -> Json {
    let users: Vec<UserId> = sessions.iter().map(|session| user(session)).collect();
    json!({"kind": "users", "users": users})
}

/// A step of one group.
pub fn step(name: &str, sessions: &[&Session], needed: &str) -> Json {
    json!({"name": name, "groups": [{"people": [people(sessions)], "needed": needed}]})
}

pub fn put(office: &Office, name: &str, document: Json) -> Result<Json, CrmError> {
    call(&office.admin, "setup.put", json!({"kind": "approval_flow", "name": name, "document": document}))
}

/// A flow over `claim`, enabled, with these steps and whatever else is said.
pub fn flow(office: &Office, steps: Json, other: Json) {
    let mut document = json!({"object": "yard.claim", "operation": "claim", "steps": steps,
                              "fallback": user(&office.admin)});
    for (name, value) in other.as_object().unwrap() {
        document[name.as_str()] = value.clone();
    }
    put(office, "claims", document).unwrap();
    call(&office.admin, "setup.enable", json!({"kind": "approval_flow", "name": "claims"})).unwrap();
}

pub fn claim(by: &Session, amount: &str) -> Json {
    call(by, "yard.claim.create", json!({"new": {"name": "差旅", "amount": amount, "worker": user(by)}})).unwrap()
}

pub fn submit(by: &Session, record: &Json) -> Result<Json, CrmError> {
    let record = json!({"object": "yard.claim", "id": record["id"]});
    call(
        by,
        "approvals.submit",
        json!({"record": record, "operation": "claim", "arguments": {}, "new": {"comment": "请批"}}),
    )
}

pub fn get(by: &Session, record: &Json) -> Json {
    call(by, "yard.claim.get", json!({"id": record["id"]})).unwrap()
}

/// The open sign-off of a person.
pub fn sign_off(approval: &Json, of: &Session) -> Json {
    let open = approval["sign_offs"].as_array().unwrap();
    let theirs = open.iter().find(|one| one["holder"]["id"] == json!(user(of)));
    theirs.unwrap_or_else(|| panic!("none of theirs in {approval}"))["id"].clone()
}

pub fn decide(by: &Session, how: &str, approval: &Json) -> Result<Json, CrmError> {
    call(by, &format!("approvals.{how}"), json!({"sign_off": sign_off(approval, by), "comment": "好"}))
}

pub fn act(by: &Session, how: &str, approval: &Json, with: Json) -> Result<Json, CrmError> {
    let mut arguments = with;
    arguments["id"] = approval["id"].clone();
    call(by, &format!("approvals.{how}"), arguments)
}

pub fn history(by: &Session, approval: &Json) -> Vec<String> {
    let detail = call(by, "approvals.get", json!({"id": approval["id"]})).unwrap();
    let told = |event: &Json| match event["reason"].as_str() {
        Some(reason) => format!("{}:{reason}", event["kind"].as_str().unwrap()),
        None => event["kind"].as_str().unwrap().to_owned(),
    };
    detail["history"].as_array().unwrap().iter().map(told).collect()
}

pub fn told(session: &Session) -> Vec<String> {
    let page = call(session, "notifications.list", json!({})).unwrap();
    page["items"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect()
}

pub fn conflict(found: Result<Json, CrmError>) -> String {
    match found.expect_err("refused") {
        CrmError::Conflict { reason, .. } => reason,
        other => panic!("{other:?}"),
    }
}

pub fn office() -> Office {
    let office = Office::new();
    office.apply(claims());
    office
}

// APPR-1, APPR-2: a flow is judged by its paths, begins disabled, and is not enabled without a fallback.
#[test]
fn a_flow_is_judged_when_it_is_put() {
    let office = office();
    let document = json!({"object": "yard.claim", "operation": "claim", "condition": "amount > old.amount or amount > 5",
                          "steps": [step("头", &[&office.manager], "any")]});
    let kept = put(&office, "a", document.clone()).unwrap();
    assert_eq!(kept["enabled"], false);
    let named = json!({"kind": "approval_flow", "name": "a"});
    assert_eq!(invalid(call(&office.admin, "setup.enable", named.clone())), ["fallback:required"]);
    assert_eq!(call(&office.ann, "setup.get", named.clone()).unwrap()["name"], "a");
    assert_eq!(refused(call(&office.ann, "setup.enable", named)), "forbidden");
    let with = |part: &str, value: Json| {
        let mut document = document.clone();
        document[part] = value;
        invalid(put(&office, "b", document))
    };
    assert_eq!(with("object", json!("yard.clam")), ["object:unknown_object"]);
    assert_eq!(with("object", json!("user")), ["object:not_supported"]);
    assert_eq!(with("operation", json!("delete")), ["operation:unknown_operation"]);
    assert_eq!(with("condition", json!("prize > 1")), ["condition:unknown_field"]);
    assert_eq!(with("steps", json!([])), ["steps:required"]);
    assert_eq!(with("steps", json!([{"name": "x", "groups": []}])), ["steps[0].groups:required"]);
    assert_eq!(with("frozen", json!(["amount", "nome"])), ["frozen[1]:unknown_field"]);
    let count = json!([{"name": "x", "groups": [{"people": [people(&[&office.ann])], "needed": "count"}]}]);
    assert_eq!(with("steps", count), ["steps[0].groups[0].number:required"]);
    // What is guarded of typed records are operations on one of them.
    let typed = |operation: &str| json!({"object": "opportunity", "operation": operation, "steps": document["steps"]});
    assert!(put(&office, "c", typed("update")).is_ok());
    assert_eq!(invalid(put(&office, "c", typed("create"))), ["operation:unknown_operation"]);
    // Who is chosen by a submitter is named in no rule.
    let among = json!({"record": {"object": "customer", "id": office.customer().id}, "among": {"kind": "chosen"}});
    assert_eq!(invalid(call(&office.manager, "assignment.deal", among)), ["among.kind:not_supported"]);
}

// APPR-3, APPR-4, APPR-5, APPR-8, APPR-9: what a flow guards is refused and submitted, and carried out with the last step.
#[test]
fn what_is_guarded_is_submitted_and_carried_out() {
    let office = office();
    flow(&office, json!([step("头", &[&office.manager], "any")]), json!({"condition": "amount > 5000"}));
    let small = claim(&office.ann, "100");
    assert_eq!(conflict(submit(&office.ann, &small)), "no_approval_needed");
    assert!(call(&office.ann, "yard.claim.claim", json!({"id": small["id"]})).is_ok());
    let large = claim(&office.ann, "8000");
    let calling = json!({"id": large["id"], "with": {"rank": 3}});
    assert_eq!(conflict(call(&office.ann, "yard.claim.claim", calling.clone())), "approval_required");
    assert_eq!(get(&office.ann, &large)["status"], "draft");
    // First for every other reason that it has.
    let wrong = json!({"id": large["id"], "with": {"rank": "three"}});
    assert_eq!(refused(call(&office.ann, "yard.claim.claim", wrong)), "invalid");

    let record = json!({"object": "yard.claim", "id": large["id"]});
    let wanted = json!({"record": record, "operation": "claim", "arguments": {"with": {"rank": 3}}});
    let preview = call(&office.ann, "approvals.preview", wanted.clone()).unwrap();
    assert_eq!(preview["steps"][0]["groups"][0]["people"][0]["id"], json!(user(&office.manager)));
    assert!(preview["after"].as_str().unwrap().contains("\"status\":\"approved\""), "{preview}");
    assert_eq!(get(&office.ann, &large)["version"], large["version"]);
    let mut whole = wanted.clone();
    whole["new"] = json!({"comment": "请批"});
    let asked = call(&office.ann, "approvals.submit", whole.clone()).unwrap();
    assert_eq!((&asked["status"], &asked["step_name"]), (&json!("pending"), &json!("头")));
    assert_eq!(get(&office.ann, &large)["status"], "draft");
    assert_eq!(conflict(call(&office.ann, "approvals.submit", whole)), "in_approval");
    assert_eq!(told(&office.manager)[0], "sign_off");

    // Whose it is not decides nothing.
    let theirs = json!({"sign_off": sign_off(&asked, &office.manager)});
    assert_eq!(refused(call(&office.ann, "approvals.approve", theirs.clone())), "forbidden");
    let approved = decide(&office.manager, "approve", &asked).unwrap();
    assert_eq!((&approved["status"], &approved["outcome"]), (&json!("approved"), &json!("done")));
    let now = get(&office.ann, &large);
    assert_eq!((&now["status"], &now["values"]["rank"]), (&json!("approved"), &json!(3)));
    assert_eq!(conflict(call(&office.manager, "approvals.approve", theirs)), "decided");
    assert!(told(&office.ann).contains(&"approval_ended".to_owned()));
    // APPR-16, PROC-11: who did what stands in the history, and the audit names the request.
    assert_eq!(history(&office.ann, &asked), ["submitted", "opened", "asked", "approved", "carried_out"]);
    let calls = call(&office.admin, "audit.list", json!({})).unwrap();
    let changes = call(&office.admin, "audit.changes", json!({"call": calls["items"][0]["number"]})).unwrap();
    assert!(changes.to_string().contains("yard.claim"), "{changes}");
}

// APPR-4: a rule is asked too; a typed operation, and `update`, are guarded alike.
#[test]
fn rules_and_typed_operations_are_guarded() {
    let office = office();
    let steps = json!([step("头", &[&office.manager], "any")]);
    let document = json!({"object": "customer", "operation": "update", "condition": "name != old.name",
                          "steps": steps, "fallback": user(&office.admin)});
    put(&office, "names", document).unwrap();
    call(&office.admin, "setup.enable", json!({"kind": "approval_flow", "name": "names"})).unwrap();
    let customer = office.customer();
    let change =
        |changes: Json| call(&office.manager, "customers.update", json!({"id": customer.id, "changes": changes}));
    assert!(change(json!({"phone": "021-1"})).is_ok());
    assert_eq!(conflict(change(json!({"name": "新名"}))), "approval_required");
    let rule_of = json!({"object": "customer", "trigger": {"kind": "updated", "fields": ["phone"]},
                         "actions": [{"set": {"name": "phone"}}], "on_failure": "skip"});
    rule(&office, "names", rule_of);
    assert!(change(json!({"phone": "021-2"})).is_ok());
    assert_eq!(office.manager.customers().get(customer.id).unwrap().name, customer.name);
    let runs = call(&office.admin, "automations.runs", json!({})).unwrap();
    assert_eq!(runs["items"][0]["outcome"], "failed");

    let record = json!({"object": "customer", "id": customer.id});
    let asked = json!({"record": record, "operation": "update", "arguments": {"changes": {"name": "新名"}}, "new": {}});
    let asked = call(&office.manager, "approvals.submit", asked);
    // Who submits is asked through their superior, who is missing here: the fallback.
    let asked = asked.unwrap();
    let approved = decide(&office.admin, "approve", &asked).unwrap();
    assert_eq!(approved["outcome"], "done");
    assert_eq!(office.manager.customers().get(customer.id).unwrap().name, "新名");
}

// APPR-6: what is frozen is changed by nobody while a request is pending; PROC-3: its record is not deleted meanwhile.
#[test]
fn a_pending_request_freezes() {
    let office = office();
    flow(&office, json!([step("头", &[&office.manager], "any")]), json!({"frozen": ["amount"]}));
    let record = claim(&office.ann, "8000");
    let asked = submit(&office.ann, &record).unwrap();
    let change = |values: Json| {
        let changes = json!({"values": values});
        call(&office.manager, "yard.claim.update", json!({"id": record["id"], "changes": changes}))
    };
    assert_eq!(conflict(change(json!({"amount": "1"}))), "in_approval");
    assert!(change(json!({"name": "别名"})).is_ok());
    for verb in ["claim", "hold", "delete"] {
        let found = call(&office.ann, &format!("yard.claim.{verb}"), json!({"id": record["id"]}));
        assert_eq!(conflict(found), "in_approval", "{verb}");
    }
    let allowed = json!({"entity": "yard.claim", "ids": [record["id"]]});
    let allowed = call(&office.ann, "meta.allowed", allowed).unwrap();
    assert_eq!(allowed[0]["operations"], json!(["yard.claim.update"]));
    // PROC-4: behind whose it is and the version.
    let stale = json!({"id": record["id"], "version": 99});
    assert_eq!(conflict(call(&office.ann, "yard.claim.hold", stale)), "stale_version");
    // `returned` thaws.
    let back = decide(&office.manager, "send_back", &asked).unwrap();
    assert_eq!(back["status"], "returned");
    assert!(change(json!({"amount": "1"})).is_ok());
    assert!(call(&office.ann, "yard.claim.delete", json!({"id": record["id"]})).is_ok());
    // PROC-3: what has not ended ends with its record, and stays.
    let detail = call(&office.ann, "approvals.get", json!({"id": asked["id"]})).unwrap();
    assert_eq!(
        (&detail["approval"]["status"], &detail["approval"]["reason"]),
        (&json!("cancelled"), &json!("deleted"))
    );
}

// APPR-8: any, all, so many; a rejected group rejects the request, and the record stays as it was (APPR-9).
#[test]
fn groups_decide() {
    let office = office();
    let two = [&office.manager, &office.ben];
    for (needed, first, then, expected) in [
        ("any", "approve", None, "approved"),
        ("any", "reject", None, "rejected"),
        ("all", "approve", Some("approve"), "approved"),
        ("all", "approve", Some("reject"), "rejected"),
        ("all", "reject", None, "rejected"),
    ] {
        flow(&office, json!([step("组", &two, needed)]), json!({}));
        let record = claim(&office.ann, "10");
        let mut asked = submit(&office.ann, &record).unwrap();
        asked = decide(&office.manager, first, &asked).unwrap();
        if let Some(then) = then {
            assert_eq!(asked["status"], "pending");
            asked = decide(&office.ben, then, &asked).unwrap();
        }
        assert_eq!(asked["status"], expected, "{needed} {first} {then:?}");
        let status = if expected == "approved" { "approved" } else { "draft" };
        assert_eq!(get(&office.ann, &record)["status"], status);
    }
}

// APPR-9: what is no longer what was submitted goes back; what is refused then is approved and fails, and can be carried out again.
#[test]
fn the_end_compares_and_carries_out() {
    let office = office();
    flow(
        &office,
        json!([step("头", &[&office.manager], "any")]),
        json!({"frozen": ["rank"], "condition": "amount > 1"}),
    );
    // A condition's field is frozen though it is not listed.
    let record = claim(&office.ann, "10");
    let asked = submit(&office.ann, &record).unwrap();
    let changes = json!({"id": record["id"], "changes": {"values": {"amount": "2"}}});
    assert_eq!(conflict(call(&office.ann, "yard.claim.update", changes)), "in_approval");
    assert_eq!(decide(&office.manager, "approve", &asked).unwrap()["outcome"], "done");

    // A typed one, whose name another takes meanwhile.
    let document = json!({"object": "customer", "operation": "update", "condition": "phone != old.phone",
                          "steps": [step("头", &[&office.admin], "any")], "fallback": user(&office.admin),
                          "frozen": ["phone"]});
    put(&office, "phones", document).unwrap();
    call(&office.admin, "setup.enable", json!({"kind": "approval_flow", "name": "phones"})).unwrap();
    let customer = office.customer();
    let changes = json!({"phone": "021-9", "account_manager": user(&office.ben)});
    let record = json!({"object": "customer", "id": customer.id});
    let wanted = json!({"record": record, "operation": "update", "arguments": {"changes": changes}, "new": {}});
    let asked = call(&office.manager, "approvals.submit", wanted).unwrap();
    call(&office.admin, "users.disable", json!({"id": user(&office.ben)})).unwrap();
    let approved = decide(&office.admin, "approve", &asked).unwrap();
    assert_eq!((&approved["status"], &approved["outcome"]), (&json!("approved"), &json!("failed")), "{approved}");
    assert_eq!(office.manager.customers().get(customer.id).unwrap().phone, customer.phone);
    assert_eq!(told(&office.manager)[0], "approval_failed");
    call(&office.admin, "users.enable", json!({"id": user(&office.ben)})).unwrap();
    assert_eq!(refused(act(&office.ann, "carry_out", &asked, json!({}))), "forbidden");
    let done = act(&office.manager, "carry_out", &asked, json!({})).unwrap();
    assert_eq!(done["outcome"], "done");
    assert_eq!(refused(act(&office.manager, "carry_out", &asked, json!({}))), "illegal_transition");
    assert_eq!(office.manager.customers().get(customer.id).unwrap().phone.as_deref(), Some("021-9"));
}

// APPR-10: sent back, submitted again, withdrawn.
#[test]
fn back_and_again() {
    let office = office();
    let steps = json!([step("一", &[&office.manager], "any"), step("二", &[&office.ben], "any")]);
    flow(&office, steps, json!({"resume": "here", "withdraw": "before_decision"}));
    let record = claim(&office.ann, "10");
    let asked = submit(&office.ann, &record).unwrap();
    let asked = decide(&office.manager, "approve", &asked).unwrap();
    // To an earlier step.
    let to = json!({"sign_off": sign_off(&asked, &office.ben), "comment": "重看", "to_step": 2});
    assert_eq!(invalid(call(&office.ben, "approvals.send_back", to.clone())), ["to_step:out_of_range"]);
    let mut to = to;
    to["to_step"] = json!(1);
    let asked = call(&office.ben, "approvals.send_back", to).unwrap();
    assert_eq!((&asked["round"], &asked["step"]), (&json!(2), &json!(1)));
    let asked = decide(&office.manager, "approve", &asked).unwrap();
    assert_eq!(conflict(act(&office.ann, "withdraw", &asked, json!({}))), "decided");
    let asked = decide(&office.ben, "send_back", &asked).unwrap();
    assert_eq!(told(&office.ann)[0], "approval_returned");
    // Here, since nothing has changed that a condition reads; with other arguments too.
    assert_eq!(refused(act(&office.ben, "resubmit", &asked, json!({}))), "forbidden");
    let asked = act(&office.ann, "resubmit", &asked, json!({"comment": "已改"})).unwrap();
    assert_eq!((&asked["round"], &asked["step"]), (&json!(3), &json!(2)));
    let asked = decide(&office.ben, "send_back", &asked).unwrap();
    let asked = act(&office.ann, "resubmit", &asked, json!({"arguments": {"with": {"rank": 2}}})).unwrap();
    assert_eq!((&asked["round"], &asked["step"]), (&json!(4), &json!(2)));
    let asked = decide(&office.ben, "send_back", &asked).unwrap();
    // All is refused again that the operation would refuse.
    let wrong = act(&office.ann, "resubmit", &asked, json!({"arguments": {"with": {"rank": "two"}}}));
    assert_eq!(refused(wrong), "invalid");
    let gone = act(&office.ann, "withdraw", &asked, json!({"comment": "不要了"})).unwrap();
    assert_eq!(gone["status"], "withdrawn");
    assert_eq!(refused(act(&office.ann, "resubmit", &gone, json!({}))), "illegal_transition");
    // APPR-14: an administrator ends one.
    let record = claim(&office.ann, "11");
    let asked = submit(&office.ann, &record).unwrap();
    assert_eq!(refused(act(&office.ann, "cancel", &asked, json!({"comment": "x"}))), "forbidden");
    assert_eq!(act(&office.admin, "cancel", &asked, json!({"comment": "x"})).unwrap()["status"], "cancelled");
    assert_eq!(refused(act(&office.admin, "carry_out", &asked, json!({}))), "illegal_transition");
}

// APPR-15: who reads a request; APPR-17: a flow with requests that have not ended is not deleted, and disabling lets them end.
#[test]
fn who_reads_a_request() {
    let office = office();
    flow(&office, json!([step("头", &[&office.manager], "any")]), json!({"copy_to": [people(&[&office.executive])]}));
    let record = claim(&office.ann, "10");
    let asked = submit(&office.ann, &record).unwrap();
    let reads = |session: &Session| call(session, "approvals.get", json!({"id": asked["id"]})).is_ok();
    assert!(reads(&office.admin) && reads(&office.ann) && reads(&office.manager));
    assert!(!reads(&office.executive) && !reads(&office.stranger));
    let named = json!({"kind": "approval_flow", "name": "claims"});
    assert_eq!(invalid(call(&office.admin, "setup.delete", named.clone())), ["name:in_use"]);
    call(&office.admin, "setup.disable", named.clone()).unwrap();
    assert!(call(&office.stranger, "approvals.list", json!({})).unwrap()["items"].as_array().unwrap().is_empty());
    let done = decide(&office.manager, "approve", &asked).unwrap();
    assert_eq!(done["status"], "approved");
    // Who is copied in reads it once it has ended (APPR-18).
    assert!(reads(&office.executive));
    assert_eq!(told(&office.executive)[0], "approval_ended");
    call(&office.admin, "setup.delete", named).unwrap();
}
