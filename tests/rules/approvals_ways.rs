//! APPR-4, APPR-6, AUTO-4, AUTO-8: each way in which what a flow guards can happen is guarded too, and what is frozen stays frozen
//! for all but the calendar and hand-overs.

use crm_core::prelude::*;
use serde_json::{Value as Json, json};

use crate::approvals::{claim, claims, conflict, decide, flow, get, office, put, sign_off, step, submit, told};
use crate::automation::rule;
use crate::imports::{bytes, column, told as lines};
use crate::objects_laws::{call, pack};
use crate::support::*;

fn enable(office: &Office, name: &str, document: Json) {
    put(office, name, document).unwrap();
    call(&office.admin, "setup.enable", json!({"kind": "approval_flow", "name": name})).unwrap();
}

fn over(office: &Office, object: &str, operation: &str, condition: &str) -> Json {
    json!({"object": object, "operation": operation, "condition": condition, "fallback": user(&office.admin),
           "steps": [step("头", &[&office.admin], "any")]})
}

fn run_of(office: &Office) -> Json {
    call(&office.admin, "automations.runs", json!({})).unwrap()["items"][0].clone()
}

// APPR-4, EXT-3: custom fields that are written by themselves ask the guard of `update`, and are frozen with the rest.
#[test]
fn custom_fields_by_themselves_are_guarded() {
    let office = Office::new();
    let mut document = pack(json!({}));
    document["extend"] = json!({"customer": {"fields": {"rating": {"type": "integer"}, "motto": {"type": "text"}}}});
    office.apply(document);
    let customer = office.customer();
    let condition = "rating > old.rating or empty(old.rating) and rating > 3";
    enable(&office, "rating", over(&office, "customer", "update", condition));
    let record = json!({"object": "customer", "id": customer.id});
    let extend = |values: Json| {
        call(&office.manager, "objects.extend", json!({"record": record, "changes": {"values": values}}))
    };
    assert_eq!(conflict(extend(json!({"rating": 5}))), "approval_required");
    assert!(extend(json!({"rating": 2})).is_ok());
    assert!(extend(json!({"motto": "好"})).is_ok());
    assert_eq!(conflict(extend(json!({"rating": 3}))), "approval_required");
    // Behind every other reason.
    assert_eq!(invalid(extend(json!({"rating": "x"}))), ["rating:type"]);
    let arguments = json!({"changes": {"custom": {"rating": 5}}});
    let wanted = json!({"record": record, "operation": "update", "arguments": arguments, "new": {}});
    let asked = call(&office.manager, "approvals.submit", wanted).unwrap();
    assert_eq!(conflict(extend(json!({"motto": "坏"}))), "in_approval");
    assert_eq!(decide(&office.admin, "approve", &asked).unwrap()["outcome"], "done");
    let now = call(&office.manager, "customers.get", json!({"id": customer.id})).unwrap();
    assert_eq!(now["custom"]["rating"], 5);
}

// APPR-4, AUTO-9: dealing asks the guard of the assigning that it does, by hand and by a rule.
#[test]
fn dealing_is_guarded() {
    let office = office();
    enable(&office, "assigning", over(&office, "opportunity", "assign", "success_probability > 0"));
    let opportunity = office.opportunity();
    let record = json!({"object": "opportunity", "id": opportunity.id});
    let among = json!({"kind": "users", "users": [user(&office.ann), user(&office.ben)]});
    let dealt = call(&office.manager, "assignment.deal", json!({"record": record, "among": among}));
    assert_eq!(conflict(dealt), "approval_required");
    let direct = json!({"id": opportunity.id, "assignee": user(&office.ann)});
    assert_eq!(conflict(call(&office.manager, "opportunities.assign", direct)), "approval_required");
    rule(
        &office,
        "deals",
        json!({"object": "opportunity", "trigger": {"kind": "updated"},
               "actions": [{"call": "assignment.deal", "with": {"among": {"value": among}}}]}),
    );
    let changes = json!({"id": opportunity.id, "changes": {"summary": "改"}});
    call(&office.manager, "opportunities.update", changes).unwrap();
    assert_eq!(run_of(&office)["outcome"], "failed");
    assert_eq!(office.manager.opportunities().get(opportunity.id).unwrap().assignee, None);
}

// APPR-4, HAND-2: a hand-over asks the guard of each kind's assigning, but not one from somebody disabled; it passes a freeze by.
#[test]
fn hand_overs_are_guarded() {
    let office = office();
    let customer = office.ann.customers().create(new_customer(&office.ann, "华东"), None, None).unwrap();
    let condition = "account_manager != old.account_manager";
    enable(&office, "managers", over(&office, "customer", "update", condition));
    enable(&office, "reassigning", over(&office, "opportunity", "reassign", "success_probability >= 0"));
    let opportunity = office.opportunity();
    office.manager.opportunities().assign(opportunity.id, user(&office.ann), None, None).unwrap();
    let run = |what: Json| {
        let all = json!({"from_user": user(&office.ann), "to_user": user(&office.ben), "reason": "休假", "what": what});
        call(&office.manager, "handover.run", all)
    };
    let named = |entity: &str, id: Json| json!({"records": [{"entity": entity, "id": id}]});
    assert_eq!(conflict(run(named("customer", json!(customer.id)))), "approval_required");
    assert_eq!(conflict(run(named("opportunity", json!(opportunity.id)))), "approval_required");
    assert_eq!(conflict(run(json!({"everything": true}))), "approval_required");
    // Nothing of it is guarded that is assigned for the first time.
    let before = office.manager.customers().get(customer.id).unwrap();
    assert_eq!(before.account_manager.map(|of| of.id), Some(user(&office.ann)));
    call(&office.admin, "users.disable", json!({"id": user(&office.ann)})).unwrap();
    run(json!({"everything": true})).unwrap();
    let after = office.manager.customers().get(customer.id).unwrap();
    assert_eq!(after.account_manager.map(|of| of.id), Some(user(&office.ben)));
}

// APPR-4, APPR-6: a line of an import on a record that is there asks the guard, and is refused alone; so is one on what is frozen.
#[test]
fn lines_of_imports_are_guarded_and_frozen() {
    let office = office();
    let nothing = json!({"changes": {"required_customer_fields": []}});
    call(&office.admin, "settings.update", nothing).unwrap();
    let import = |text: &str| {
        let mapping = vec![column("external_id", "编号"), column("name", "名称"), column("phone", "电话")];
        lines(&office.integration.imports().customers(bytes(text), mapping, None, None).unwrap())
    };
    assert_eq!(import("编号,名称,电话\nC1,华东,1\nC2,华北,1\nC3,华南,1\n"), ["2 created", "3 created", "4 created"]);
    enable(&office, "names", over(&office, "customer", "update", "name != old.name"));
    let found = import("编号,名称,电话\nC1,新名,2\nC2,华北,2\nC3,华南,1\nC4,西部,1\n");
    assert_eq!(found, ["2 refused external_id:approval_required", "3 updated", "4 unchanged", "5 created"]);
    // Nothing of the refused line stays, and what it asked is not asked of the next.
    let all = office.manager.customers().list(None, None, None).unwrap().items;
    let of = |key: &str| all.iter().find(|one| one.external_id.as_deref() == Some(key)).unwrap().clone();
    assert_eq!((of("C1").name.as_str(), of("C1").phone.as_deref()), ("华东", Some("1")));
    let record = json!({"object": "customer", "id": of("C2").id});
    let wanted =
        json!({"record": record, "operation": "update", "arguments": {"changes": {"name": "改名"}}, "new": {}});
    let asked = call(&office.manager, "approvals.submit", wanted).unwrap();
    let found = import("编号,名称,电话\nC2,华北,3\nC3,华南,4\n");
    assert_eq!(found, ["2 refused external_id:in_approval", "3 updated"]);
    assert_eq!(decide(&office.admin, "approve", &asked).unwrap()["outcome"], "done");
    assert_eq!(import("编号,名称,电话\nC2,改名,3\n"), ["2 updated"]);
}

// APPR-4, AUTO-4: what a rule sets and which actions it calls is guarded; what an action itself sets is no `update`.
#[test]
fn what_rules_set_and_call_is_guarded() {
    let office = office();
    enable(&office, "amounts", over(&office, "yard.claim", "update", "amount > old.amount"));
    let held = json!({"object": "yard.claim", "trigger": {"kind": "transition", "to_state": "held"},
                      "actions": [{"set": {"amount": "amount + 1"}}]});
    rule(&office, "raises", held);
    let record = claim(&office.ann, "10");
    call(&office.ann, "yard.claim.hold", json!({"id": record["id"]})).unwrap();
    assert_eq!(run_of(&office)["outcome"], "failed");
    assert_eq!(get(&office.ann, &record)["values"]["amount"], "10");
    call(&office.admin, "setup.disable", json!({"kind": "automation", "name": "raises"})).unwrap();
    let lowers = json!({"object": "yard.claim", "trigger": {"kind": "transition", "to_state": "draft"},
                        "actions": [{"set": {"amount": "amount - 1"}}]});
    rule(&office, "lowers", lowers);
    call(&office.ann, "yard.claim.go_on", json!({"id": record["id"]})).unwrap();
    assert_eq!(get(&office.ann, &record)["values"]["amount"], "9");

    // An action, which a rule calls.
    flow(&office, json!([step("头", &[&office.manager], "any")]), json!({"condition": "amount > 100"}));
    rule(
        &office,
        "claims",
        json!({"object": "yard.claim", "trigger": {"kind": "updated", "fields": ["rank"]}, "actions": [{"act": "claim"}]}),
    );
    let rank = |record: &Json| {
        let changes = json!({"values": {"rank": 1}});
        call(&office.ann, "yard.claim.update", json!({"id": record["id"], "changes": changes})).unwrap();
        get(&office.ann, record)["status"].clone()
    };
    assert_eq!(rank(&claim(&office.ann, "1000")), "draft");
    assert_eq!(run_of(&office)["outcome"], "failed");
    assert_eq!(rank(&claim(&office.ann, "10")), "approved");
}

// APPR-6, AUTO-4: rules by time are rules, and what is frozen is frozen for them.
#[test]
fn rules_by_time_meet_a_freeze() {
    let office = Office::new();
    let mut document = claims();
    document["objects"]["claim"]["fields"]["due"] = json!({"type": "date"});
    office.apply(document);
    flow(&office, json!([step("头", &[&office.manager], "any")]), json!({}));
    rule(
        &office,
        "late",
        json!({"object": "yard.claim", "trigger": {"kind": "time", "field": "due", "offset": "1 day", "at": "09:00"},
               "actions": [{"set": {"rank": "7"}}]}),
    );
    let new = |name: &str| {
        let new = json!({"name": name, "worker": user(&office.ann), "due": "2026-03-05"});
        call(&office.ann, "yard.claim.create", json!({"new": new})).unwrap()
    };
    let (frozen, free) = (new("一"), new("二"));
    submit(&office.ann, &frozen).unwrap();
    office.clock.set("2026-03-07T02:00:00Z");
    office.integration.jobs().run_due(None).unwrap();
    assert_eq!(get(&office.ann, &frozen)["values"]["rank"], Json::Null);
    assert_eq!(get(&office.ann, &free)["values"]["rank"], 7);
}

// AUTO-8, APPR-5: a rule submits for the record's owner, with all that this asks of them.
#[test]
fn a_rule_submits_for_the_owner() {
    let office = office();
    flow(&office, json!([step("头", &[&office.manager], "any")]), json!({"condition": "amount > 100"}));
    let with = json!({"operation": "'claim'", "arguments": {"value": {"with": {"rank": 4}}}, "comment": "'自动提交'"});
    let document = json!({"object": "yard.claim", "trigger": {"kind": "updated", "fields": ["rank"]},
                          "actions": [{"set": {"name": "concat(name, '!')"}}, {"call": "approvals.submit", "with": with}]});
    rule(&office, "submits", document);
    let rank = |record: &Json| {
        let changes = json!({"values": {"rank": 1}});
        call(&office.manager, "yard.claim.update", json!({"id": record["id"], "changes": changes})).unwrap();
    };
    let large = claim(&office.ann, "1000");
    rank(&large);
    assert_eq!(run_of(&office)["outcome"], "done", "{}", run_of(&office));
    let asked = call(&office.ann, "approvals.list", json!({})).unwrap()["items"][0].clone();
    assert_eq!((&asked["submitter"]["id"], &asked["status"]), (&json!(user(&office.ann)), &json!("pending")));
    let detail = call(&office.ann, "approvals.get", json!({"id": asked["id"]})).unwrap();
    assert_eq!(detail["history"][0]["comment"], "自动提交");
    assert_eq!(decide(&office.manager, "approve", &asked).unwrap()["outcome"], "done");
    let now = get(&office.ann, &large);
    assert_eq!((&now["values"]["rank"], &now["values"]["name"]), (&json!(4), &json!("差旅!")));
    // Where no flow guards it, there is nothing to submit: the run has failed, and nothing of it stays.
    let small = claim(&office.ann, "10");
    rank(&small);
    assert!(run_of(&office)["error"].as_str().unwrap().contains("no_approval_needed"), "{}", run_of(&office));
    assert_eq!(get(&office.ann, &small)["values"]["name"], "差旅");
    // Nobody's record is submitted by nobody; whoever may not act on it does not submit it either.
    let changes = json!({"clear": ["worker"], "values": {"rank": 2}});
    let nobody = claim(&office.ann, "1000");
    call(&office.manager, "yard.claim.update", json!({"id": nobody["id"], "changes": changes})).unwrap();
    assert!(run_of(&office)["error"].as_str().unwrap().contains("no owner"), "{}", run_of(&office));
    let stranger = claim(&office.ann, "1000");
    let changes = json!({"values": {"worker": user(&office.stranger), "rank": 3}});
    call(&office.manager, "yard.claim.update", json!({"id": stranger["id"], "changes": changes})).unwrap();
    assert_eq!(run_of(&office)["outcome"], "failed");
    assert_eq!(get(&office.manager, &stranger)["status"], "draft");
}

// APPR-6, PROC-4: transitions of typed records are refused with the states, and `allowed` leaves them out.
#[test]
fn typed_transitions_are_refused_with_the_states() {
    let office = office();
    enable(&office, "failing", over(&office, "opportunity", "fail", "success_probability >= 0"));
    let opportunity = office.opportunity();
    office.manager.opportunities().assign(opportunity.id, user(&office.ann), None, None).unwrap();
    let allowed = || {
        let all = json!({"entity": "opportunity", "ids": [opportunity.id]});
        call(&office.ann, "meta.allowed", all).unwrap()[0]["operations"].clone()
    };
    let has = |allowed: &Json, name: &str| allowed.as_array().unwrap().iter().any(|one| one == name);
    // A guard depends on the call, so what is guarded is in it.
    assert!(has(&allowed(), "opportunities.fail") && has(&allowed(), "opportunities.develop"));
    let record = json!({"object": "opportunity", "id": opportunity.id});
    let wanted = json!({"record": record, "operation": "fail", "arguments": {"reason": "价格"}, "new": {}});
    let asked = call(&office.ann, "approvals.submit", wanted).unwrap();
    assert!(!has(&allowed(), "opportunities.fail") && !has(&allowed(), "opportunities.develop"));
    // Before what is wrong with the arguments, as a state is, and behind whose it is and the version.
    let develop = json!({"id": opportunity.id, "customer": uuid::Uuid::nil()});
    assert_eq!(conflict(call(&office.ann, "opportunities.develop", develop)), "in_approval");
    let stale = json!({"id": opportunity.id, "version": 99});
    assert_eq!(conflict(call(&office.ann, "opportunities.develop", stale)), "stale_version");
    assert_eq!(refused(call(&office.ben, "opportunities.develop", json!({"id": opportunity.id}))), "forbidden");
    let done = call(&office.admin, "approvals.approve", json!({"sign_off": sign_off(&asked, &office.admin)})).unwrap();
    assert_eq!(done["outcome"], "done");
}

// FOLLOW-2, NOTIFY-1: followers are told of an approval's end, once; whoever is told of it anyway is not told twice.
#[test]
fn followers_are_told_of_the_end() {
    let office = office();
    flow(
        &office,
        json!([step("头", &[&office.manager], "any")]),
        json!({"copy_to": [crate::approvals::people(&[&office.ben])]}),
    );
    let record = claim(&office.ann, "10");
    let key = json!({"object": "yard.claim", "id": record["id"]});
    let users = json!([user(&office.manager), user(&office.ben)]);
    call(&office.manager, "follows.follow", json!({"record": key, "users": users})).unwrap();
    let asked = submit(&office.ann, &record).unwrap();
    let gone = call(&office.ann, "approvals.withdraw", json!({"id": asked["id"]})).unwrap();
    assert_eq!(gone["status"], "withdrawn");
    let of = |session: &Session, kind: &str| told(session).iter().filter(|one| *one == kind).count();
    assert_eq!(of(&office.manager, "concluded"), 1);
    assert_eq!((of(&office.ben, "concluded"), of(&office.ben, "approval_ended")), (0, 1));
    assert_eq!((of(&office.ann, "concluded"), of(&office.ann, "approval_ended")), (0, 0));
    let page = call(&office.manager, "notifications.list", json!({})).unwrap();
    let one = page["items"].as_array().unwrap().iter().find(|one| one["kind"] == "concluded").unwrap().clone();
    assert_eq!(one["reason"], "followed");
    let text = one["text"].as_str().unwrap();
    assert!(text.contains("差旅") && (text.contains("Withdrawn") || text.contains("已撤回")), "{text}");
    // Approved, it is in another state too: of one record one is told, for what counts most.
    let asked = submit(&office.ann, &record).unwrap();
    decide(&office.manager, "approve", &asked).unwrap();
    assert_eq!((of(&office.ben, "moved"), of(&office.ben, "concluded")), (1, 0));
}
