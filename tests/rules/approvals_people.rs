//! APPR-7, APPR-11 to APPR-14: who is asked, in whose place, who stands in for whom, and what happens where nobody decides in time.

use crm_core::prelude::*;
use serde_json::{Value as Json, json};

use crate::approvals::{claim, conflict, decide, flow, history, office, sign_off, step, submit, told};
use crate::objects_laws::call;
use crate::support::*;

// APPR-7: the submitter, who is disabled, who approved before, and nobody.
#[test]
fn who_is_asked_when_a_step_opens() {
    let office = office();
    let cast = |own: &str, repeated: &str, steps: Json| {
        flow(&office, steps, json!({"self_approval": own, "repeated": repeated}));
        let record = claim(&office.ann, "10");
        submit(&office.ann, &record).unwrap()
    };
    let own = json!([step("本人", &[&office.ann], "any")]);
    // Nobody is above: the fallback.
    let asked = cast("superior", "auto", own.clone());
    assert_eq!(asked["sign_offs"][0]["holder"]["id"], json!(user(&office.admin)));
    assert_eq!(asked["sign_offs"][0]["reason"], "fallback");
    let asked = cast("ask", "auto", own.clone());
    assert_eq!(asked["sign_offs"][0]["holder"]["id"], json!(user(&office.ann)));
    // Skipping empties the group, which passes; it is approved at once (APPR-5).
    let asked = cast("skip", "auto", own);
    assert_eq!(asked["status"], "approved");
    assert_eq!(history(&office.ann, &asked), ["submitted", "opened", "passed:own_request", "carried_out"]);
    let twice = json!([step("一", &[&office.manager], "any"), step("二", &[&office.manager], "any")]);
    let asked = cast("superior", "auto", twice.clone());
    let done = decide(&office.manager, "approve", &asked).unwrap();
    assert_eq!(done["status"], "approved");
    assert!(history(&office.ann, &asked).contains(&"approved:repeated".to_owned()));
    let asked = cast("superior", "ask", twice);
    let again = decide(&office.manager, "approve", &asked).unwrap();
    assert_eq!((&again["status"], &again["step"]), (&json!("pending"), &json!(2)));

    // APPR-14: who is disabled has their superior in their place, and where there is none the fallback.
    call(&office.admin, "users.disable", json!({"id": user(&office.manager)})).unwrap();
    let waiting =
        call(&office.admin, "approvals.list", json!({"filter": {"waiting_for": user(&office.admin)}})).unwrap();
    let all = waiting["items"].as_array().unwrap();
    assert!(all.iter().any(|one| one["id"] == again["id"]), "{waiting}");
    // Nobody at all: it is stuck, and an administrator passes it on.
    let stuck = json!([step("无", &[&office.manager], "any")]);
    flow(&office, stuck, json!({"fallback": user(&office.ann)}));
    let record = claim(&office.ann, "10");
    let asked = submit(&office.ann, &record).unwrap();
    assert_eq!(asked["sign_offs"][0]["holder"], Json::Null);
    assert!(told(&office.admin).contains(&"approval_stuck".to_owned()));
    let pass = json!({"sign_off": asked["sign_offs"][0]["id"], "to": user(&office.ben), "comment": "代批"});
    assert_eq!(refused(call(&office.ann, "approvals.pass_on", pass.clone())), "forbidden");
    let asked = call(&office.admin, "approvals.pass_on", pass).unwrap();
    assert_eq!(decide(&office.ben, "approve", &asked).unwrap()["status"], "approved");
}

// APPR-11: passing on, not to the submitter nor to who holds one of the step.
#[test]
fn a_sign_off_is_passed_on() {
    let office = office();
    flow(&office, json!([step("组", &[&office.manager, &office.ben], "all")]), json!({}));
    let record = claim(&office.ann, "10");
    let asked = submit(&office.ann, &record).unwrap();
    let pass = |to: &Session| {
        let sign_off = sign_off(&asked, &office.manager);
        call(&office.manager, "approvals.pass_on", json!({"sign_off": sign_off, "to": user(to), "comment": "请看"}))
    };
    assert_eq!(invalid(pass(&office.ann)), ["to:not_here"]);
    assert_eq!(invalid(pass(&office.ben)), ["to:not_unique"]);
    let asked = pass(&office.admin).unwrap();
    // APPR-15: who was given one reads it still.
    assert!(call(&office.manager, "approvals.get", json!({"id": asked["id"]})).is_ok());
    let asked = decide(&office.admin, "approve", &asked).unwrap();
    assert_eq!(decide(&office.ben, "approve", &asked).unwrap()["status"], "approved");
}

// APPR-11: others are asked before the holder, behind, and beside.
#[test]
fn signers_are_added() {
    let office = office();
    let begin = || {
        flow(&office, json!([step("头", &[&office.manager], "all")]), json!({}));
        submit(&office.ann, &claim(&office.ann, "10")).unwrap()
    };
    let add = |asked: &Json, place: &str, who: &[&Session]| {
        let users: Vec<UserId> = who.iter().map(|session| user(session)).collect();
        let sign_off = sign_off(asked, &office.manager);
        call(&office.manager, "approvals.add_signers", json!({"sign_off": sign_off, "users": users, "place": place}))
    };
    let asked = begin();
    assert_eq!(invalid(add(&asked, "before", &[&office.ann])), ["users[0]:not_here"]);
    assert_eq!(invalid(add(&asked, "after", &[&office.manager, &office.ben])), ["users[0]:not_unique"]);
    for how in ["approve", "reject"] {
        let asked = if how == "approve" { asked.clone() } else { begin() };
        let mine = json!({"sign_off": sign_off(&asked, &office.manager)});
        let asked = add(&asked, "before", &[&office.ben]).unwrap();
        // Until they have decided it is not the holder's.
        assert_eq!(conflict(call(&office.manager, "approvals.approve", mine.clone())), "decided");
        let asked = decide(&office.ben, how, &asked).unwrap();
        if how == "approve" {
            assert_eq!(call(&office.manager, "approvals.approve", mine).unwrap()["status"], "approved");
        } else {
            assert_eq!(asked["status"], "rejected");
        }
    }
    let asked = add(&begin(), "after", &[&office.ben]).unwrap();
    let asked = decide(&office.manager, "approve", &asked).unwrap();
    assert_eq!(asked["status"], "pending");
    assert_eq!(decide(&office.ben, "approve", &asked).unwrap()["status"], "approved");
    let asked = add(&begin(), "beside", &[&office.ben]).unwrap();
    let asked = decide(&office.manager, "approve", &asked).unwrap();
    assert_eq!(asked["status"], "pending");
    assert_eq!(decide(&office.ben, "reject", &asked).unwrap()["status"], "rejected");
}

// APPR-12: who stands in for whom, along a chain, for some flows, and for how long.
#[test]
fn substitutes_sign_off() {
    let office = office();
    flow(&office, json!([step("头", &[&office.manager], "any")]), json!({}));
    let name = |by: &Session, to: &Session, flows: Json| {
        let new = json!({"substitute": user(to), "starts_at": "2026-01-01T00:00:00Z", "ends_at": "2027-01-01T00:00:00Z",
                         "flows": flows});
        call(by, "substitutes.set", json!({"new": new}))
    };
    assert_eq!(invalid(name(&office.manager, &office.manager, Json::Null)), ["substitute:not_here"]);
    assert_eq!(invalid(name(&office.manager, &office.ben, json!(["nothing"]))), ["flows[0]:unknown_record"]);
    let of_ann = json!({"user": user(&office.ann), "substitute": user(&office.ben),
                        "starts_at": "2026-01-01T00:00:00Z", "ends_at": "2027-01-01T00:00:00Z"});
    assert_eq!(refused(call(&office.manager, "substitutes.set", json!({"new": of_ann}))), "forbidden");
    let first = name(&office.manager, &office.ben, json!(["claims"])).unwrap();
    name(&office.ben, &office.executive, Json::Null).unwrap();
    let record = claim(&office.ann, "10");
    let asked = submit(&office.ann, &record).unwrap();
    let mine = sign_off(&asked, &office.manager);
    for person in [&office.ben, &office.executive, &office.manager] {
        let waiting = json!({"filter": {"waiting_for": user(person)}});
        let waiting = call(person, "approvals.list", waiting).unwrap();
        assert_eq!(waiting["items"].as_array().unwrap().len(), 1);
    }
    // An open sign-off lets them read the record (APPR-15).
    assert!(call(&office.executive, "yard.claim.get", json!({"id": record["id"]})).is_ok());
    let approved = call(&office.executive, "approvals.approve", json!({"sign_off": mine})).unwrap();
    assert_eq!(approved["status"], "approved");
    let detail = call(&office.ann, "approvals.get", json!({"id": asked["id"]})).unwrap();
    let event = detail["history"].as_array().unwrap().iter().find(|one| one["kind"] == "approved").unwrap().clone();
    assert_eq!(event["actor"]["id"], json!(user(&office.executive)));
    assert_eq!(event["on_behalf_of"]["id"], json!(user(&office.manager)));
    assert_eq!(refused(call(&office.ann, "substitutes.end", json!({"id": first["id"]}))), "forbidden");
    call(&office.manager, "substitutes.end", json!({"id": first["id"]})).unwrap();
    assert_eq!(call(&office.manager, "substitutes.list", json!({})).unwrap(), json!([]));
}

// APPR-13: what happens where nobody decides in time.
#[test]
fn time_runs_out() {
    for (does, expected) in [("remind", "pending"), ("approve", "approved"), ("reject", "rejected")] {
        let office = crate::approvals::office();
        let mut own = step("头", &[&office.manager], "any");
        own["due_hours"] = json!(2);
        own["on_timeout"] = json!(does);
        flow(&office, json!([own]), json!({}));
        let record = claim(&office.ann, "10");
        let asked = submit(&office.ann, &record).unwrap();
        office.clock.advance(chrono::TimeDelta::hours(3));
        office.integration.jobs().run_due(None).unwrap();
        let now = call(&office.ann, "approvals.get", json!({"id": asked["id"]})).unwrap();
        assert_eq!(now["approval"]["status"], expected, "{does}: {now}");
        assert_eq!(told(&office.manager)[0], if does == "remind" { "sign_off_due" } else { "sign_off" });
    }
    // What would decide reminds first, where it comes a day too late.
    let office = crate::approvals::office();
    let mut own = step("头", &[&office.manager], "any");
    (own["due_hours"], own["on_timeout"]) = (json!(2), json!("reject"));
    flow(&office, json!([own]), json!({}));
    let asked = submit(&office.ann, &claim(&office.ann, "10")).unwrap();
    let status = |office: &Office| {
        office.integration.jobs().run_due(None).unwrap();
        let now = call(&office.ann, "approvals.get", json!({"id": asked["id"]})).unwrap();
        now["approval"]["status"].clone()
    };
    office.clock.advance(chrono::TimeDelta::hours(40));
    assert_eq!(status(&office), "pending");
    office.clock.advance(chrono::TimeDelta::hours(24));
    assert_eq!(status(&office), "rejected");
}

// APPR-13: it goes to the superior, and where there is none it is as if it were to be reminded of.
#[test]
fn a_late_sign_off_goes_up() {
    let office = office();
    let department = json!({"new": {"name": "销售", "head": user(&office.ben)}});
    let department = call(&office.admin, "departments.create", department).unwrap();
    let moved = json!({"id": user(&office.manager), "changes": {"department": department["id"]}});
    call(&office.admin, "users.update", moved).unwrap();
    let mut own = step("头", &[&office.manager], "any");
    (own["due_hours"], own["on_timeout"]) = (json!(2), json!("escalate"));
    flow(&office, json!([own]), json!({}));
    let asked = submit(&office.ann, &claim(&office.ann, "10")).unwrap();
    office.clock.advance(chrono::TimeDelta::hours(3));
    office.integration.jobs().run_due(None).unwrap();
    let now = call(&office.ann, "approvals.get", json!({"id": asked["id"]})).unwrap();
    assert_eq!(now["approval"]["sign_offs"][0]["holder"]["id"], json!(user(&office.ben)));
    // Who held it reads it still.
    assert!(call(&office.manager, "approvals.get", json!({"id": asked["id"]})).is_ok());
}
