//! AUTO-1 to AUTO-5: what a rule is, when it runs, as whom, and what becomes of a call of which one fails.

use crm_core::prelude::*;
use serde_json::{Value as Json, json};

use crate::objects_laws::{call, pack};
use crate::support::*;

/// A pack of jobs with a price, and of notes about them.
pub fn jobs() -> Json {
    pack(json!({
        "job": {"title": "name", "owner": "worker", "fields": {
            "name": {"type": "text", "required": true, "search": true},
            "price": {"type": "decimal", "places": 2},
            "rank": {"type": "integer"},
            "worker": {"type": "user"},
            "of": {"type": "ref", "to": "customer"}},
        "checks": {"rank": {"check": "empty(rank) or rank < 10", "text": "too high"}},
        "status": {"start": "open", "states": {"open": {}, "held": {}, "ended": {"final": true}}, "actions": {
            "hold": {"from": ["open"], "to": "held"},
            "end": {"from": ["open", "held"], "to": "ended"}}}},
        "entry": {"title": "words", "fields": {
            "words": {"type": "text"}, "job": {"type": "ref", "to": "yard.job", "on_delete": "clear"}}}
    }))
}

pub fn put(office: &Office, name: &str, document: Json) -> Result<Json, CrmError> {
    call(&office.admin, "setup.put", json!({"kind": "automation", "name": name, "document": document}))
}

/// Puts a rule and enables it.
pub fn rule(office: &Office, name: &str, document: Json) {
    put(office, name, document).unwrap();
    call(&office.admin, "setup.enable", json!({"kind": "automation", "name": name})).unwrap();
}

pub fn job(office: &Office, new: Json) -> Json {
    call(&office.manager, "yard.job.create", json!({"new": new})).unwrap()
}

pub fn get(office: &Office, job: &Json) -> Json {
    call(&office.manager, "yard.job.get", json!({"id": job["id"]})).unwrap()
}

pub fn update(office: &Office, job: &Json, values: Json) -> Result<Json, CrmError> {
    call(&office.manager, "yard.job.update", json!({"id": job["id"], "changes": {"values": values}}))
}

pub fn words(office: &Office) -> Vec<String> {
    let page = call(&office.manager, "yard.entry.list", json!({"page": {"limit": 1_000}})).unwrap();
    let items = page["items"].as_array().unwrap();
    // Lists are newest first.
    items.iter().rev().map(|item| item["values"]["words"].as_str().unwrap().to_owned()).collect()
}

pub fn entry(words: &str) -> Json {
    json!({"create": "yard.entry", "with": {"words": words}})
}

fn wrong(found: Result<Json, CrmError>) -> Vec<String> {
    match found.expect_err("refused") {
        CrmError::Invalid { fields } => fields.iter().map(|field| format!("{}:{}", field.field, field.code)).collect(),
        other => panic!("{other:?}"),
    }
}

// AUTO-1: it begins disabled, administrators put it, sales managers read it; everything wrong is told by its path.
#[test]
fn a_rule_is_judged_when_it_is_put() {
    let office = Office::new();
    office.apply(jobs());
    let document = json!({"object": "yard.job", "trigger": {"kind": "created"}, "actions": [entry("name")]});
    let kept = put(&office, "a", document.clone()).unwrap();
    assert_eq!(kept["enabled"], false);
    let get = json!({"kind": "automation", "name": "a"});
    assert_eq!(call(&office.manager, "setup.get", get.clone()).unwrap()["document"]["object"], "yard.job");
    assert_eq!(refused(call(&office.ann, "setup.get", get.clone())), "forbidden");
    assert_eq!(refused(call(&office.manager, "setup.enable", get)), "forbidden");
    job(&office, json!({"name": "x"}));
    assert!(words(&office).is_empty());

    let with = |part: &str, value: Json| {
        let mut document = document.clone();
        document[part] = value;
        wrong(put(&office, "b", document))
    };
    assert_eq!(with("object", json!("yard.jub")), ["object:unknown_object"]);
    assert_eq!(with("object", json!("user")), ["object:not_supported"]);
    assert_eq!(
        with("condition", json!("prize > 1 and old.price > 'a'")),
        ["condition:unknown_field", "condition:type"]
    );
    assert_eq!(with("condition", json!("name")), ["condition:type"]);
    assert_eq!(with("actions", json!([])), ["actions:required"]);
    assert_eq!(
        with("trigger", json!({"kind": "schedule"})),
        ["trigger.recurrence:required", "trigger.starts_on:required"]
    );
    assert_eq!(
        with("trigger", json!({"kind": "updated", "fields": ["name", "nome"]})),
        ["trigger.fields[1]:unknown_field"]
    );
    assert_eq!(with("trigger", json!({"kind": "created", "fields": ["name"]})), ["trigger.fields:not_here"]);
    assert_eq!(with("trigger", json!({"kind": "transition", "to_state": "gone"})), ["trigger.to_state:unknown_value"]);
    assert_eq!(
        with(
            "actions",
            json!([{"set": {"price": "name", "record": "1"}}, {"act": "fly"}, {"notify": ["owner"], "text": "{nome}"}])
        ),
        [
            "actions[0].set.price:type",
            "actions[0].set.record:unknown_field",
            "actions[1].act:unknown_operation",
            "actions[2].text:unknown_field"
        ]
    );
    assert_eq!(
        with("actions", json!([{"create": "yard.entry", "with": {"words": "name", "amount": "1"}}])),
        ["actions[0].with.amount:unknown_field"]
    );
}

// AUTO-2, AUTO-3: it runs behind the call, by position; each rule sees the record as those before left it, and `old` is the record
// before the call.
#[test]
fn rules_follow_what_a_call_changes() {
    let office = Office::new();
    office.apply(jobs());
    let on = |name: &str, trigger: Json, condition: Option<&str>, actions: Json| {
        rule(
            &office,
            name,
            json!({"object": "yard.job", "trigger": trigger, "condition": condition, "actions": actions}),
        );
    };
    on("new", json!({"kind": "created"}), Some("empty(old.name)"), json!([entry("concat('new ', name)")]));
    on(
        "dear",
        json!({"kind": "updated", "fields": ["price"]}),
        Some("price > 100 and (empty(old.price) or old.price <= 100)"),
        json!([{"set": {"rank": "1"}}, entry("concat('dear ', price)")]),
    );
    on("rank", json!({"kind": "updated"}), Some("rank == 1"), json!([entry("concat('any ', rank)")]));
    on(
        "held",
        json!({"kind": "transition", "from_state": "open", "to_state": "held"}),
        None,
        json!([entry("concat(old.status, ' ', status)")]),
    );
    on("gone", json!({"kind": "deleted"}), None, json!([entry("concat('gone ', name)")]));

    let one = job(&office, json!({"name": "a", "price": "150"}));
    assert_eq!(words(&office), ["new a"]);
    update(&office, &one, json!({"name": "b"})).unwrap();
    update(&office, &one, json!({"price": "160"})).unwrap();
    assert_eq!(words(&office).len(), 1);
    update(&office, &one, json!({"price": "90"})).unwrap();
    update(&office, &one, json!({"price": "120"})).unwrap();
    // Of two in one call the second saw what the first did.
    assert_eq!(words(&office)[1..], ["dear 120", "any 1"]);
    let now = get(&office, &one);
    assert_eq!((&now["values"]["rank"], &now["version"]), (&json!(1), &json!(6)));
    call(&office.manager, "yard.job.hold", json!({"id": one["id"]})).unwrap();
    call(&office.manager, "yard.job.end", json!({"id": one["id"]})).unwrap();
    assert_eq!(words(&office)[3..], ["any 1", "open held", "any 1"]);
    let two = job(&office, json!({"name": "z"}));
    call(&office.manager, "yard.job.delete", json!({"id": two["id"]})).unwrap();
    assert_eq!(words(&office)[6..], ["new z", "gone z"]);
}

// AUTO-3: a create of many raises them for each record.
#[test]
fn many_are_met_one_by_one() {
    let office = Office::new();
    office.apply(jobs());
    let on = json!({"object": "yard.job", "trigger": {"kind": "created"}, "actions": [entry("name")]});
    rule(&office, "new", on);
    let records = json!([{"name": "a"}, {"name": "b"}, {"name": "c"}]);
    call(&office.manager, "yard.job.create_many", json!({"records": records})).unwrap();
    assert_eq!(words(&office), ["a", "b", "c"]);
}

// AUTO-2, AUTO-4: typed records too, with what packs give them; the rule acts as the system, and the audit names it.
#[test]
fn typed_records_have_rules() {
    let office = Office::new();
    let mut document = jobs();
    document["extend"] = json!({"customer": {"fields": {
        "grade": {"type": "integer"}, "seen": {"type": "text"}}}});
    office.apply(document);
    rule(
        &office,
        "name",
        json!({"object": "customer", "trigger": {"kind": "updated", "fields": ["name"]}, "condition": "old.name != name",
               "actions": [{"set": {"seen": "concat(old.name, ' ', account_manager.display_name)"}},
                           {"create": "yard.job", "with": {"name": "name", "of": "id", "worker": "me"}}]}),
    );
    rule(
        &office,
        "grade",
        json!({"object": "customer", "trigger": {"kind": "updated", "fields": ["grade"]},
               "condition": "grade > old.grade", "actions": [entry("concat(old.grade, ' ', grade)")]}),
    );
    let customer = office.customer();
    let change =
        |changes: Json| call(&office.ann, "customers.update", json!({"id": customer.id, "changes": changes})).unwrap();
    change(json!({"name": "华南精密机械"}));
    let now = call(&office.manager, "customers.get", json!({"id": customer.id})).unwrap();
    let manager = now["account_manager"]["display_name"].as_str().unwrap();
    assert_eq!(now["custom"]["seen"], format!("华东精密机械 {manager}"));
    let made = call(&office.manager, "yard.job.list", json!({})).unwrap();
    assert_eq!(made["items"][0]["values"]["name"], "华南精密机械");
    assert_eq!(made["items"][0]["values"]["of"]["id"], json!(customer.id));
    assert_eq!(made["items"][0]["creator"], Json::Null);
    change(json!({"custom": {"grade": 2}}));
    change(json!({"custom": {"grade": 3}}));
    assert_eq!(words(&office), ["2 3"]);
    let record = json!({"object": "customer", "id": customer.id});
    let history = call(&office.manager, "objects.history", json!({"record": record})).unwrap();
    let causes: Vec<&Json> = history["items"].as_array().unwrap().iter().map(|change| &change["cause"]).collect();
    assert!(causes.contains(&&json!("setup.automation.name@2")), "{history}");
}

// AUTO-5: with `skip` what the rule did is undone and the call goes on; with `refuse` nothing of it is left.
#[test]
fn a_rule_fails_alone_or_with_the_call() {
    let office = Office::new();
    office.apply(jobs());
    let on = |failure: &str| {
        json!({"object": "yard.job", "trigger": {"kind": "updated", "fields": ["price"]}, "on_failure": failure,
               "actions": [entry("'before'"), {"set": {"rank": "price"}}]})
    };
    rule(&office, "one", on("skip"));
    rule(&office, "two", json!({"object": "yard.job", "trigger": {"kind": "updated"}, "actions": [entry("'two'")]}));
    let made = job(&office, json!({"name": "a"}));
    update(&office, &made, json!({"price": "5"})).unwrap();
    assert_eq!(words(&office), ["before", "two"]);
    update(&office, &made, json!({"price": "50"})).unwrap();
    assert_eq!(words(&office), ["before", "two", "two"]);
    assert_eq!(get(&office, &made)["values"]["rank"], 5);
    let runs = call(&office.admin, "automations.runs", json!({"filter": {"rule": "one"}})).unwrap();
    assert_eq!((&runs["items"][0]["outcome"], &runs["items"][1]["outcome"]), (&json!("failed"), &json!("done")));
    assert_eq!(runs["items"][0]["changes"], 0);
    assert!(runs["items"][0]["error"].as_str().unwrap().contains("rank"), "{runs}");

    rule(&office, "one", on("refuse"));
    match update(&office, &made, json!({"price": "60"})) {
        Err(CrmError::Conflict { reason, id, .. }) => {
            let rule = call(&office.admin, "setup.get", json!({"kind": "automation", "name": "one"})).unwrap();
            assert_eq!((reason.as_str(), json!(id)), ("automation", rule["id"].clone()));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(words(&office).len(), 3);
    assert_eq!(get(&office, &made)["values"]["price"], "50");
    let after = call(&office.admin, "automations.runs", json!({"filter": {"rule": "one"}})).unwrap();
    assert_eq!(after["items"], runs["items"]);
}

// AUTO-5: after twenty failures in a row it is disabled, and the administrators hear of it.
#[test]
fn a_rule_that_always_fails_is_disabled() {
    let office = Office::new();
    office.apply(jobs());
    let on = json!({"object": "yard.job", "trigger": {"kind": "updated", "fields": ["price"]},
                    "actions": [{"set": {"rank": "price"}}]});
    rule(&office, "one", on);
    let made = job(&office, json!({"name": "a"}));
    for price in 0..19 {
        update(&office, &made, json!({"price": (100 + price).to_string()})).unwrap();
    }
    update(&office, &made, json!({"price": "1"})).unwrap();
    let enabled =
        || call(&office.admin, "setup.get", json!({"kind": "automation", "name": "one"})).unwrap()["enabled"].clone();
    for price in 0..20 {
        assert_eq!(enabled(), true, "{price}");
        update(&office, &made, json!({"price": (200 + price).to_string()})).unwrap();
    }
    assert_eq!(enabled(), false);
    let told = call(&office.admin, "notifications.list", json!({})).unwrap();
    assert_eq!((&told["items"][0]["kind"], &told["items"][0]["reason"]), (&json!("disabled"), &json!("automation")));
    assert!(told["items"][0]["text"].as_str().unwrap().contains("one"), "{told}");
    update(&office, &made, json!({"price": "300"})).unwrap();
    assert_eq!(get(&office, &made)["values"]["rank"], 1);
    // Enabled anew, it may fail twenty times again.
    call(&office.admin, "setup.enable", json!({"kind": "automation", "name": "one"})).unwrap();
    update(&office, &made, json!({"price": "400"})).unwrap();
    assert_eq!(enabled(), true);
}

// AUTO-8, NOTIFY-2: people are told, with what the record was before; a pack's labels say it.
#[test]
fn a_rule_tells_people() {
    let office = Office::new();
    let mut document = jobs();
    document["setup"] = json!({"automation": {"fell": {
        "object": "yard.job", "trigger": {"kind": "updated", "fields": ["price"]}, "condition": "price < old.price",
        "actions": [{"notify": ["owner", "worker"], "text": "{name} fell from {old.price} to {price}"}]}}});
    document["labels"] =
        json!({"zh-Hans": {"setup.automation.fell.actions.1.text": "{name} 由 {old.price} 降至 {price}"}});
    office.apply(document);
    call(&office.admin, "setup.enable", json!({"kind": "automation", "name": "yard.fell"})).unwrap();
    let made = job(&office, json!({"name": "a", "price": "9.5", "worker": user(&office.manager)}));
    update(&office, &made, json!({"price": "7"})).unwrap();
    let told = call(&office.manager.clone().with_locale(Locale::ZhHans), "notifications.list", json!({})).unwrap();
    assert_eq!(told["items"][0]["text"], "a 由 9.5 降至 7");
    assert_eq!((&told["items"][0]["actor"], told["items"].as_array().unwrap().len()), (&Json::Null, 1));
}

// AUTO-8: what is a typed record's own is set by its area's update, and typed records are made by their area's create, entries by
// their values; what does not fit is told when the rule is put, what the area refuses is the rule's failure.
#[test]
fn typed_records_are_written_by_their_areas() {
    let office = Office::new();
    rule(
        &office,
        "call",
        json!({"object": "opportunity", "trigger": {"kind": "updated", "fields": ["success_probability"]},
               "condition": "success_probability > old.success_probability",
               "actions": [
                   {"set": {"description": "concat('was ', old.success_probability)"}},
                   {"create": "activity", "with": {"kind": "'call'", "subject": "concat('打电话 ', customer_name)",
                    "due_on": "add_days(today, 7)", "assignee": "creator", "records": "id"}}]}),
    );
    let made = office.opportunity();
    let set = |probability: i64| {
        let changes = json!({"success_probability": probability});
        call(&office.ann, "opportunities.update", json!({"id": made.id, "changes": changes})).unwrap();
        call(&office.ann, "opportunities.get", json!({"id": made.id})).unwrap()
    };
    let before = made.success_probability;
    let now = set(before + 5);
    assert_eq!(now["description"], format!("was {before}"));
    assert_eq!(now["version"], made.version + 2);
    let planned = call(&office.ann, "activities.list", json!({})).unwrap();
    let planned = &planned["items"][0];
    assert_eq!((&planned["subject"], &planned["due_on"]), (&json!("打电话 华东精密机械"), &json!("2026-03-09")));
    assert_eq!(planned["records"][0]["id"], json!(made.id));
    assert_eq!(set(before)["description"], format!("was {before}"));
    let history = call(&office.manager, "objects.history", json!({"record": {"object": "opportunity", "id": made.id}}));
    assert!(history.unwrap().to_string().contains("setup.automation.call@2"));

    let wrong_with = |action: Json| {
        let document = json!({"object": "opportunity", "trigger": {"kind": "created"}, "actions": [action]});
        wrong(put(&office, "b", document))
    };
    assert_eq!(
        wrong_with(json!({"set": {"success_probability": "'a'", "number": "1", "colour": "1"}})),
        [
            "actions[0].set.success_probability:type",
            "actions[0].set.number:read_only",
            "actions[0].set.colour:unknown_field"
        ]
    );
    assert_eq!(
        wrong_with(
            json!({"create": "activity", "with": {"kind": "'fly'", "due_on": "now", "assignee": "id", "colour": "1"}})
        ),
        [
            "actions[0].with.kind:unknown_value",
            "actions[0].with.due_on:type",
            "actions[0].with.assignee:type",
            "actions[0].with.colour:unknown_field",
            "actions[0].with.subject:required"
        ]
    );
    rule(
        &office,
        "much",
        json!({"object": "opportunity", "trigger": {"kind": "updated", "fields": ["summary"]},
               "actions": [{"set": {"success_probability": "success_probability + 100"}}]}),
    );
    call(&office.ann, "opportunities.update", json!({"id": made.id, "changes": {"summary": "x"}})).unwrap();
    let runs = call(&office.admin, "automations.runs", json!({"filter": {"rule": "much"}})).unwrap();
    assert_eq!(runs["items"][0]["outcome"], "failed");
}
