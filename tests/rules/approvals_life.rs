//! APPR-2, APPR-6, APPR-7, APPR-9, APPR-10, APPR-12, APPR-14: levels one by one, files, what changed meanwhile, chains of
//! substitutes, and people who leave.

use crm_core::files::NewFile;
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use crm_core::{Bytes, RecordId};
use serde_json::{Value as Json, json};

use crate::approvals::{
    act, claim, conflict, decide, flow, get, history, office, people, put, sign_off, step, submit, told,
};
use crate::objects_laws::{call, pack};
use crate::support::*;

/// A department with a head, below another.
fn department(office: &Office, name: &str, head: Option<&Session>, below: Option<&Json>) -> Json {
    let mut new = json!({"name": name});
    if let Some(head) = head {
        new["head"] = json!(user(head));
    }
    if let Some(below) = below {
        new["parent"] = below["id"].clone();
    }
    call(&office.admin, "departments.create", json!({"new": new})).unwrap()
}

fn belongs(office: &Office, who: &Session, department: &Json) {
    let changes = json!({"department": department["id"]});
    call(&office.admin, "users.update", json!({"id": user(who), "changes": changes})).unwrap();
}

fn holders(approval: &Json) -> Vec<Json> {
    approval["sign_offs"].as_array().unwrap().iter().map(|one| one["holder"]["id"].clone()).collect()
}

fn now(office: &Office, approval: &Json) -> Json {
    call(&office.admin, "approvals.get", json!({"id": approval["id"]})).unwrap()["approval"].clone()
}

// APPR-2, APPR-7, PROC-6: a step that asks every level is a step for each; a level that nobody is at is left out.
#[test]
fn every_level_is_asked_one_by_one() {
    let office = office();
    let top = department(&office, "公司", Some(&office.executive), None);
    let middle = department(&office, "区域", Some(&office.manager), Some(&top));
    let low = department(&office, "小组", Some(&office.ben), Some(&middle));
    // Whoever heads a department belongs to it, so that there is somebody above them.
    for (who, of) in [(&office.ann, &low), (&office.ben, &low), (&office.manager, &middle), (&office.executive, &top)] {
        belongs(&office, who, of);
    }
    let each = |level: i64| {
        json!([{"name": "逐级", "groups": [{"people": [{"kind": "superior", "level": level, "each": true}]}]},
               step("财务", &[&office.admin], "any")])
    };
    flow(&office, each(3), json!({}));
    let record = claim(&office.ann, "10");
    let key = json!({"object": "yard.claim", "id": record["id"]});
    let preview = json!({"record": key, "operation": "claim", "arguments": {}});
    let preview = call(&office.ann, "approvals.preview", preview).unwrap();
    assert_eq!(preview["steps"].as_array().unwrap().len(), 4);
    let mut asked = submit(&office.ann, &record).unwrap();
    for (number, above) in (1..).zip([&office.ben, &office.manager, &office.executive]) {
        assert_eq!((&asked["step"], &asked["step_name"]), (&json!(number), &json!("逐级")));
        assert_eq!(holders(&asked), [json!(user(above))]);
        asked = decide(above, "approve", &asked).unwrap();
    }
    assert_eq!((&asked["step"], &asked["step_name"]), (&json!(4), &json!("财务")));
    // Sent back to the second level, a round begins there.
    let back = json!({"sign_off": sign_off(&asked, &office.admin), "comment": "再看", "to_step": 2});
    let asked = call(&office.admin, "approvals.send_back", back).unwrap();
    assert_eq!(
        (&asked["round"], &asked["step"], holders(&asked)),
        (&json!(2), &json!(2), vec![json!(user(&office.manager))])
    );

    // Five levels: the last two are nobody's. Of one's own the fallback is asked for the first alone.
    flow(&office, each(5), json!({}));
    let asked = submit(&office.ann, &claim(&office.ann, "11")).unwrap();
    let asked = decide(&office.ben, "approve", &asked).unwrap();
    let asked = decide(&office.manager, "approve", &asked).unwrap();
    let asked = decide(&office.executive, "approve", &asked).unwrap();
    assert_eq!(asked["step"], 6);
    let skipped = history(&office.ann, &asked).iter().filter(|one| *one == "skipped:nobody").count();
    assert_eq!(skipped, 2);
    // Who heads two departments in a row is asked once: what is above them is the next level.
    let changes = json!({"head": user(&office.ben)});
    call(&office.admin, "departments.update", json!({"id": middle["id"], "changes": changes})).unwrap();
    flow(&office, each(2), json!({}));
    let asked = submit(&office.ann, &claim(&office.ann, "12")).unwrap();
    let asked = decide(&office.ben, "approve", &asked).unwrap();
    assert_eq!(holders(&asked), [json!(user(&office.executive))]);
}

// APPR-6: files of a record in approval are neither replaced nor deleted; new ones come. APPR-9: they are compared at the end.
#[test]
fn files_are_frozen_and_compared() {
    let office = office();
    let steps = json!([step("头", &[&office.manager], "any")]);
    flow(&office, steps, json!({"frozen": ["amount"]}));
    let record = claim(&office.ann, "10");
    let id: RecordId = serde_json::from_value(record["id"].clone()).unwrap();
    let key = RecordKey { object: "yard.claim".into(), id };
    let named = |name: &str| NewFile { name: name.into(), ..Default::default() };
    let file =
        |name: &str, content: &[u8]| office.ann.files().put(key.clone(), named(name), Bytes(content.to_vec()), None);
    let bill = file("发票.pdf", b"one").unwrap();
    let asked = submit(&office.ann, &record).unwrap();
    let frozen = |found: Result<Json, CrmError>| assert_eq!(conflict(found), "in_approval");
    frozen(call(&office.ann, "files.delete", json!({"id": bill.id})));
    let replacing = NewFile { replaces: Some(bill.id), ..named("发票.pdf") };
    frozen(office.ann.files().put(key.clone(), replacing, Bytes(b"two".to_vec()), None).map(|_| Json::Null));
    // What it is called is nothing of what is in it.
    call(&office.ann, "files.update", json!({"id": bill.id, "changes": {"name": "发票一.pdf"}})).unwrap();
    assert!(file("说明.txt", b"new").is_ok());
    // A new one is none that was approved.
    let done = decide(&office.manager, "approve", &asked).unwrap();
    assert_eq!((&done["status"], &done["outcome"]), (&json!("approved"), &json!("done")));
    // Once it has ended nothing is frozen.
    assert!(call(&office.ann, "files.delete", json!({"id": bill.id})).is_ok());
}

// APPR-9, APPR-10: where a value that a condition reads has changed by a way that nothing freezes, the request is returned, and
// what is submitted again is judged anew; the same at `carry_out`.
#[test]
fn what_has_changed_meanwhile_goes_back() {
    let office = Office::new();
    let mut document = pack(json!({
        "budget": {"title": "name", "fields": {"name": {"type": "text"}, "left": {"type": "integer"}}},
        "claim": {"title": "name", "owner": "worker", "fields": {
            "name": {"type": "text", "required": true},
            "budget": {"type": "ref", "to": "yard.budget"},
            "amount": {"type": "integer"},
            "worker": {"type": "user"}},
        "status": {"start": "draft", "states": {"draft": {}, "approved": {"final": true}}, "actions": {
            "claim": {"from": ["draft"], "to": "approved",
                      "checks": {"enough": {"check": "amount <= budget.left", "text": "too much"}}}}}}
    }));
    document["roles"] = json!({"sales_manager": ["yard"], "account_manager": ["yard"]});
    office.apply(document);
    let steps = json!([step("头", &[&office.manager], "any")]);
    flow(&office, steps, json!({"condition": "budget.left > 5", "frozen": ["amount"], "resume": "here"}));
    let budget = call(&office.manager, "yard.budget.create", json!({"new": {"name": "差旅", "left": 10}})).unwrap();
    let left = |left: i64| {
        let changes = json!({"values": {"left": left}});
        call(&office.manager, "yard.budget.update", json!({"id": budget["id"], "changes": changes})).unwrap();
    };
    let claim = |amount: i64| {
        let new = json!({"name": "出差", "budget": budget["id"], "amount": amount, "worker": user(&office.ann)});
        call(&office.ann, "yard.claim.create", json!({"new": new})).unwrap()
    };
    let record = claim(8);
    let asked = submit(&office.ann, &record).unwrap();
    left(20);
    let back = decide(&office.manager, "approve", &asked).unwrap();
    assert_eq!((&back["status"], &back["reason"]), (&json!("returned"), &json!("changed")));
    assert_eq!(back["outcome"], Json::Null);
    assert_eq!(get(&office.ann, &record)["status"], "draft");
    assert_eq!(told(&office.ann)[0], "approval_returned");
    assert!(history(&office.ann, &asked).contains(&"returned:changed".to_owned()));
    let again = act(&office.ann, "resubmit", &asked, json!({})).unwrap();
    assert_eq!((&again["round"], &again["step"], &again["reason"]), (&json!(2), &json!(1), &Json::Null));
    assert_eq!(decide(&office.manager, "approve", &again).unwrap()["outcome"], "done");

    // APPR-3, APPR-10: the flow is chosen anew: where none guards it any more, there is nothing to submit.
    let record = claim(4);
    let asked = submit(&office.ann, &record).unwrap();
    left(9);
    let asked = decide(&office.manager, "approve", &asked).unwrap();
    left(5);
    assert_eq!(conflict(act(&office.ann, "resubmit", &asked, json!({}))), "no_approval_needed");
    act(&office.ann, "withdraw", &asked, json!({})).unwrap();
    assert!(call(&office.ann, "yard.claim.claim", json!({"id": record["id"]})).is_ok());

    // At `carry_out` too: it failed, and has changed meanwhile.
    left(10);
    let record = claim(9);
    let other = "other";
    let mut typed = json!({"object": "yard.claim", "operation": "claim", "condition": "amount > 8",
                           "steps": [step("头", &[&office.manager], "any")], "fallback": user(&office.admin)});
    typed["frozen"] = json!(["amount"]);
    call(&office.admin, "setup.disable", json!({"kind": "approval_flow", "name": "claims"})).unwrap();
    put(&office, other, typed).unwrap();
    call(&office.admin, "setup.enable", json!({"kind": "approval_flow", "name": other})).unwrap();
    let asked = submit(&office.ann, &record).unwrap();
    left(1);
    let failed = decide(&office.manager, "approve", &asked).unwrap();
    assert_eq!((&failed["status"], &failed["outcome"]), (&json!("approved"), &json!("failed")), "{failed}");
    assert!(told(&office.admin).contains(&"approval_failed".to_owned()));
    // Nothing is frozen by then.
    let changes = json!({"values": {"amount": 10}});
    call(&office.ann, "yard.claim.update", json!({"id": record["id"], "changes": changes})).unwrap();
    left(50);
    let back = act(&office.ann, "carry_out", &asked, json!({})).unwrap();
    assert_eq!(
        (&back["status"], &back["reason"], &back["outcome"]),
        (&json!("returned"), &json!("changed"), &Json::Null)
    );
    let again = act(&office.ann, "resubmit", &asked, json!({})).unwrap();
    assert_eq!(decide(&office.manager, "approve", &again).unwrap()["outcome"], "done");
}

// APPR-10: it goes on where it was sent back, but not where a value that a condition reads would be another.
#[test]
fn it_goes_on_where_conditions_read_the_same() {
    let office = office();
    let mut second = step("二", &[&office.ben], "any");
    second["condition"] = json!("rank > 2");
    flow(&office, json!([step("一", &[&office.manager], "any"), second]), json!({"resume": "here"}));
    let record = claim(&office.ann, "10");
    let key = json!({"object": "yard.claim", "id": record["id"]});
    let with = |rank: i64| json!({"with": {"rank": rank}});
    let wanted = json!({"record": key, "operation": "claim", "arguments": with(3), "new": {}});
    let asked = call(&office.ann, "approvals.submit", wanted).unwrap();
    let asked = decide(&office.manager, "approve", &asked).unwrap();
    let asked = decide(&office.ben, "send_back", &asked).unwrap();
    let asked = act(&office.ann, "resubmit", &asked, json!({"arguments": with(3)})).unwrap();
    assert_eq!((&asked["round"], &asked["step"]), (&json!(2), &json!(2)));
    let asked = decide(&office.ben, "send_back", &asked).unwrap();
    let asked = act(&office.ann, "resubmit", &asked, json!({"arguments": with(4)})).unwrap();
    assert_eq!((&asked["round"], &asked["step"]), (&json!(3), &json!(1)));
}

/// A number of further users who can sign off.
fn clerks(office: &Office, count: usize) -> Vec<Session> {
    let clerk = |at: usize| {
        let new = json!({"login": format!("clerk{at}"), "display_name": format!("文员{at}"), "roles": ["executive"]});
        let made = call(&office.admin, "users.create", json!({"new": new})).unwrap();
        office.crm.session(serde_json::from_value(made["id"].clone()).unwrap()).unwrap()
    };
    (0..count).map(clerk).collect()
}

fn stands_in(office: &Office, for_whom: &Session, who: &Session) -> Json {
    let new = json!({"user": user(for_whom), "substitute": user(who), "starts_at": "2026-01-01T00:00:00Z",
                     "ends_at": "2027-01-01T00:00:00Z"});
    call(&office.admin, "substitutes.set", json!({"new": new})).unwrap()
}

// APPR-12: a chain is five long, and ends before a loop, before the submitter, before who holds one of the step, and where a
// substitute is disabled; the latest named counts, in their time.
#[test]
fn chains_of_substitutes_end() {
    let office = office();
    let clerks = clerks(&office, 7);
    let decides = |asked: &Json, of: &Session, who: &Session| {
        let waiting = call(who, "approvals.list", json!({"filter": {"waiting_for": user(who)}})).unwrap();
        let listed = waiting["items"].as_array().unwrap().iter().any(|one| one["id"] == asked["id"]);
        // The list and the call say the same.
        let mine = json!({"sign_off": sign_off(asked, of), "comment": "看过", "users": [user(&office.stranger)], "place": "after"});
        let done = call(who, "approvals.add_signers", mine);
        assert_eq!(done.is_ok(), listed, "{done:?}");
        listed
    };
    let begin = |steps: Json| {
        flow(&office, steps, json!({}));
        submit(&office.ann, &claim(&office.ann, "10")).unwrap()
    };
    stands_in(&office, &office.manager, &clerks[0]);
    for pair in clerks.windows(2) {
        stands_in(&office, &pair[0], &pair[1]);
    }
    let one = json!([step("头", &[&office.manager], "any")]);
    for (at, clerk) in clerks.iter().enumerate() {
        assert_eq!(decides(&begin(one.clone()), &office.manager, clerk), at < 5, "{at}");
    }
    // Before who holds a sign-off of the step: the chain ends there, and those behind have no part in it.
    let both = json!([step("头", &[&office.manager, &clerks[1]], "all")]);
    let asked = begin(both);
    assert!(decides(&asked, &office.manager, &clerks[0]));
    let theirs = json!({"sign_off": sign_off(&asked, &office.manager)});
    assert_eq!(refused(call(&clerks[1], "approvals.approve", theirs.clone())), "forbidden");
    assert_eq!(refused(call(&clerks[2], "approvals.approve", theirs)), "forbidden");
    // The latest named counts: a loop back to the holder, and the submitter, end it.
    let loops = stands_in(&office, &clerks[0], &office.manager);
    let asked = begin(one.clone());
    assert!(decides(&asked, &office.manager, &clerks[0]) && !decides(&begin(one.clone()), &office.manager, &clerks[1]));
    call(&office.admin, "substitutes.end", json!({"id": loops["id"]})).unwrap();
    let own = stands_in(&office, &clerks[0], &office.ann);
    let asked = begin(one.clone());
    assert_eq!(
        refused(call(&office.ann, "approvals.approve", json!({"sign_off": sign_off(&asked, &office.manager)}))),
        "forbidden"
    );
    call(&office.admin, "substitutes.end", json!({"id": own["id"]})).unwrap();
    // A substitute who is disabled ends it too.
    call(&office.admin, "users.disable", json!({"id": user(&clerks[2])})).unwrap();
    assert!(decides(&begin(one.clone()), &office.manager, &clerks[1]));
    assert!(!decides(&begin(one.clone()), &office.manager, &clerks[3]));
    // From an instant until before another.
    let asked = begin(one);
    office.clock.set("2027-01-01T00:00:00Z");
    assert!(!decides(&asked, &office.manager, &clerks[0]));
    assert!(decide(&office.manager, "approve", &asked).is_ok());
}

// APPR-14, APPR-7: the sign-offs of who leaves go to their superior; holders of a role are left out, and where that decides the
// group, the step passes; whoever stands in for them does no more; setup documents that name them are told.
#[test]
fn who_leaves_is_replaced() {
    let office = office();
    let sales = department(&office, "销售", Some(&office.executive), None);
    belongs(&office, &office.manager, &sales);
    let named = json!([step("头", &[&office.manager], "any")]);
    flow(&office, named.clone(), json!({}));
    let asked = submit(&office.ann, &claim(&office.ann, "10")).unwrap();
    stands_in(&office, &office.manager, &office.ben);
    let left = call(&office.admin, "users.disable", json!({"id": user(&office.manager)})).unwrap();
    let held = |entity: &str| {
        let holds = left["holds"].as_array().unwrap();
        holds.iter().find(|one| one["entity"] == entity).map(|one| one["count"].clone())
    };
    assert_eq!((held("sign_off"), held("setup_document")), (Some(json!(1)), Some(json!(1))));
    let after = now(&office, &asked);
    assert_eq!(holders(&after), [json!(user(&office.executive))]);
    assert_eq!(after["sign_offs"][0]["reason"], "disabled");
    assert_eq!(told(&office.executive)[0], "sign_off");
    let mine = json!({"sign_off": after["sign_offs"][0]["id"]});
    assert_eq!(refused(call(&office.ben, "approvals.approve", mine)), "forbidden");
    assert!(history(&office.ann, &asked).contains(&"passed_on:disabled".to_owned()));
    assert_eq!(decide(&office.executive, "approve", &after).unwrap()["outcome"], "done");
    // A step that opens later asks the superior at once.
    let asked = submit(&office.ann, &claim(&office.ann, "11")).unwrap();
    assert_eq!(holders(&asked), [json!(user(&office.executive))]);

    // Holders of a role: the others decide, and with the last that is left the step has passed.
    let clerks = clerks(&office, 2);
    call(&office.admin, "roles.create", json!({"new": {"name": "审核"}})).unwrap();
    for clerk in &clerks {
        let roles = json!({"id": user(clerk), "roles": ["executive", "审核"]});
        call(&office.admin, "users.set_roles", roles).unwrap();
    }
    let by_role =
        json!([{"name": "审核", "groups": [{"people": [{"kind": "role", "role": "审核"}], "needed": "all"}]}]);
    flow(&office, by_role, json!({}));
    let asked = submit(&office.ann, &claim(&office.ann, "12")).unwrap();
    assert_eq!(holders(&asked).len(), 2);
    let asked = decide(&clerks[0], "approve", &asked).unwrap();
    assert_eq!(asked["status"], "pending");
    call(&office.admin, "users.disable", json!({"id": user(&clerks[1])})).unwrap();
    let after = now(&office, &asked);
    assert_eq!((&after["status"], &after["outcome"]), (&json!("approved"), &json!("done")), "{after}");
    // The only one of a role: the fallback is asked.
    let asked = submit(&office.ann, &claim(&office.ann, "13")).unwrap();
    assert_eq!(holders(&asked), [json!(user(&clerks[0]))]);
    call(&office.admin, "users.disable", json!({"id": user(&clerks[0])})).unwrap();
    assert_eq!(holders(&now(&office, &asked)), [json!(user(&office.admin))]);
    // A submitter who leaves changes nothing: it is decided and carried out, and an administrator may end it.
    let asked = submit(&office.ann, &claim(&office.ann, "14")).unwrap();
    let other = submit(&office.ann, &claim(&office.ann, "15")).unwrap();
    call(&office.admin, "users.disable", json!({"id": user(&office.ann)})).unwrap();
    let done = decide(&office.admin, "approve", &asked).unwrap();
    assert_eq!(done["outcome"], "done", "{done}");
    assert_eq!(act(&office.admin, "cancel", &other, json!({"comment": "走了"})).unwrap()["status"], "cancelled");
}

// APPR-9, APPR-17: a running request keeps its flow as it was, and takes the one that is there when it is submitted again.
#[test]
fn a_running_request_keeps_its_flow() {
    let office = office();
    flow(&office, json!([step("旧", &[&office.manager], "any")]), json!({}));
    let first = submit(&office.ann, &claim(&office.ann, "10")).unwrap();
    let second = submit(&office.ann, &claim(&office.ann, "11")).unwrap();
    flow(&office, json!([step("新", &[&office.ben], "any")]), json!({"copy_to": [people(&[&office.executive])]}));
    let done = decide(&office.manager, "approve", &first).unwrap();
    assert_eq!((&done["status"], &done["flow_version"]), (&json!("approved"), &first["flow_version"]));
    let back = decide(&office.manager, "send_back", &second).unwrap();
    let again = act(&office.ann, "resubmit", &back, json!({})).unwrap();
    assert_eq!((&again["step_name"], holders(&again)), (&json!("新"), vec![json!(user(&office.ben))]));
    assert_ne!(again["flow_version"], second["flow_version"]);
    // Disabling lets what runs end; nothing is guarded any more.
    call(&office.admin, "setup.disable", json!({"kind": "approval_flow", "name": "claims"})).unwrap();
    assert_eq!(decide(&office.ben, "approve", &again).unwrap()["outcome"], "done");
    let free = claim(&office.ann, "12");
    assert!(call(&office.ann, "yard.claim.claim", json!({"id": free["id"]})).is_ok());
}
