//! AUTO-8, AUTO-9, AUTO-14: what rules call, whom they deal to, and what they name stays.

use serde_json::{Value as Json, json};

use crate::automation::{entry, job, jobs, put, rule};
use crate::objects_laws::call;
use crate::support::*;

fn on(actions: Json) -> Json {
    json!({"object": "yard.job", "trigger": {"kind": "created"}, "actions": actions})
}

fn tag(office: &Office, name: &str) {
    let document = json!({"colour": "#FF0000"});
    call(&office.admin, "setup.put", json!({"kind": "tag", "name": name, "document": document})).unwrap();
}

fn code(found: Result<Json, crm_core::CrmError>) -> String {
    format!("{:?}", found.expect_err("refused"))
}

// AUTO-8: rules put tags on their record and have people follow it.
#[test]
fn rules_tag_and_have_people_follow() {
    let office = Office::new();
    office.apply(jobs());
    tag(&office, "高风险");
    rule(
        &office,
        "marks",
        on(json!([
            {"call": "tags.set", "with": {"add": {"value": ["高风险"]}}},
            {"call": "follows.follow", "with": {"users": {"value": [user(&office.manager)]}, "updates": "true"}}
        ])),
    );
    let one = job(&office, json!({"name": "a", "worker": user(&office.ann)}));
    let record = json!({"object": "yard.job", "id": one["id"]});
    let tags = call(&office.manager, "tags.list", json!({"record": record})).unwrap();
    assert_eq!(tags[0]["name"], "高风险");
    let followers = call(&office.manager, "follows.list", json!({"record": record})).unwrap();
    let manager = json!(user(&office.manager));
    let told = followers.as_array().unwrap().iter().find(|one| one["user"]["id"] == manager);
    assert_eq!(told.unwrap()["updates"], true);
    let runs = call(&office.admin, "automations.runs", json!({})).unwrap();
    assert_eq!(runs["items"][0]["outcome"], "done");
}

// AUTO-9: each rule has a turn of its own.
#[test]
fn each_rule_has_its_own_turn() {
    let office = Office::new();
    office.apply(jobs());
    let among = json!({"value": {"kind": "users", "users": [user(&office.manager), user(&office.admin)]}});
    for (name, condition) in [("one", "rank == 1"), ("two", "rank == 2")] {
        let mut document = on(json!([{"call": "assignment.deal", "with": {"among": among}}]));
        document["condition"] = json!(condition);
        rule(&office, name, document);
    }
    let of = |rank: i64| {
        let one = job(&office, json!({"name": "a", "rank": rank}));
        let now = call(&office.manager, "yard.job.get", json!({"id": one["id"]})).unwrap();
        now["values"]["worker"]["id"].clone()
    };
    let (admin, manager) = (json!(user(&office.admin)), json!(user(&office.manager)));
    let dealt: Vec<Json> = [1, 2, 1, 2, 1].into_iter().map(of).collect();
    assert_eq!(dealt, [admin.clone(), admin.clone(), manager.clone(), manager, admin]);
}

// AUTO-14: tags, users and roles that an enabled rule names stay; a rule of the house names its own people.
#[test]
fn what_an_enabled_rule_names_stays() {
    let office = Office::new();
    office.apply(jobs());
    tag(&office, "急");
    let role = json!({"new": {"name": "watch"}});
    let role = call(&office.admin, "roles.create", role).unwrap();
    rule(
        &office,
        "names",
        on(json!([
            {"call": "tags.set", "with": {"add": ["'急'"]}},
            {"notify": [{"kind": "role", "role": "watch"}, {"kind": "users", "users": [user(&office.manager)]}],
             "text": "{name}"},
            entry("name")
        ])),
    );
    let gone = |kind: &str, name: &str| call(&office.admin, "setup.delete", json!({"kind": kind, "name": name}));
    assert!(code(gone("tag", "急")).contains("in_use"));
    let delete_role = || call(&office.admin, "roles.delete", json!({"id": role["id"]}));
    assert!(code(delete_role()).contains("in_use"));
    call(&office.admin, "setup.disable", json!({"kind": "automation", "name": "names"})).unwrap();
    delete_role().unwrap();
    gone("tag", "急").unwrap();
    // What is not there is told by its path.
    let nobody = on(json!([{"notify": [{"kind": "role", "role": "nobody"}], "text": "{name}"}]));
    assert!(code(put(&office, "b", nobody)).contains("actions[0].notify[0].role"));
    let lost = on(json!([{"call": "tags.set", "with": {"add": {"value": ["没有"]}}}]));
    assert!(code(put(&office, "b", lost)).contains("actions[0].with.add.value[0]"));
}

// AUTO-15: a new database holds the alerts, disabled, each of which holds by what is defined; and they do what they say.
#[test]
fn alerts_are_there_and_can_be_enabled() {
    let office = Office::new();
    let page = call(&office.admin, "setup.list", json!({"kind": "automation"})).unwrap();
    let all = page["items"].as_array().unwrap();
    assert_eq!(all.len(), 7);
    for one in all {
        assert_eq!((&one["enabled"], &one["pack"]), (&json!(false), &Json::Null));
        call(&office.admin, "setup.enable", json!({"kind": "automation", "name": one["name"]})).unwrap();
    }
    let refused = call(&office.admin, "setup.delete", json!({"kind": "tag", "name": "高风险"}));
    assert!(code(refused).contains("in_use"));
    let customer = office.customer();
    office.clock.set("2026-03-09T01:00:00Z");
    let runs = office.integration.jobs().run_due(None).unwrap();
    assert!(runs.iter().all(|run| run.failed == 0 && run.failure.is_none()), "{runs:?}");
    let record = json!({"object": "customer", "id": customer.id});
    let tags = || call(&office.manager, "tags.list", json!({"record": record})).unwrap();
    let done = call(&office.admin, "automations.runs", json!({"filter": {"outcome": "done"}})).unwrap();
    let names: Vec<&Json> = done["items"].as_array().unwrap().iter().map(|run| &run["rule"]).collect();
    assert_eq!(names, ["customer_idle_5", "customer_idle_3"]);
    // Nobody else is in the department to whom it could be dealt, so that it all fails.
    assert_eq!(tags(), json!([]));
    let failed = call(&office.admin, "automations.runs", json!({"filter": {"outcome": "failed"}})).unwrap();
    assert_eq!(failed["items"][0]["rule"], "customer_idle_7");
    office.clock.set("2026-03-22T01:00:00Z");
    office.integration.jobs().run_due(None).unwrap();
    let calls = call(&office.ann, "activities.list", json!({"filter": {"record": record}})).unwrap();
    assert_eq!(calls["items"][0]["subject"], "回访客户 华东精密机械");
}

// AUTO-15, AUTO-9 (story 18): the alert of the seventh day tags the customer and deals it to another of the department.
#[test]
fn the_alert_of_the_seventh_day_deals_the_customer() {
    let office = Office::new();
    let department = call(&office.admin, "departments.create", json!({"new": {"name": "销售部"}})).unwrap();
    for session in [&office.ann, &office.ben] {
        let changes = json!({"department": department["id"]});
        call(&office.admin, "users.update", json!({"id": user(session), "changes": changes})).unwrap();
    }
    call(&office.admin, "setup.enable", json!({"kind": "automation", "name": "customer_idle_7"})).unwrap();
    let customer = office.customer();
    let read = || call(&office.manager, "customers.get", json!({"id": customer.id})).unwrap();
    let before = read()["account_manager"]["id"].clone();
    assert_eq!(before, json!(user(&office.ann)));
    office.clock.set("2026-03-09T01:00:00Z");
    let runs = office.integration.jobs().run_due(None).unwrap();
    assert!(runs.iter().all(|run| run.failed == 0 && run.failure.is_none()), "{runs:?}");
    let done = call(&office.admin, "automations.runs", json!({"filter": {"outcome": "done"}})).unwrap();
    assert_eq!(done["items"][0]["rule"], "customer_idle_7");
    assert_eq!(read()["account_manager"]["id"], json!(user(&office.ben)));
    let tags =
        call(&office.manager, "tags.list", json!({"record": {"object": "customer", "id": customer.id}})).unwrap();
    assert_eq!(tags[0]["name"], "高风险");
}
