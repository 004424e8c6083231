//! PROC-5: people who are named by what they are, in what actions tell (MACH-8) and in activity plans (ACT-16).

use crm_core::Session;
use crm_core::departments::{DepartmentId, DepartmentUpdate, NewDepartment};
use crm_core::notifications::NotificationKind;
use crm_core::users::UserUpdate;
use serde_json::{Value as Json, json};

use crate::objects_laws::{call, pack};
use crate::support::*;

/// The company, which gao heads, with sales, which han heads, of which the east, with ann and ben, is a part.
pub(crate) fn house(office: &Office) -> [DepartmentId; 3] {
    let of = |name: &str, parent| NewDepartment { name: name.into(), parent, ..Default::default() };
    let departments = office.admin.departments();
    let company = departments.create(of("公司", None), None).unwrap().id;
    let sales = departments.create(of("销售部", Some(company)), None).unwrap().id;
    let east = departments.create(of("华东组", Some(sales)), None).unwrap().id;
    let all = [(&office.ann, east), (&office.ben, east), (&office.manager, sales), (&office.executive, company)];
    for (session, department) in all {
        let joined = UserUpdate { department: Some(department), ..Default::default() };
        office.admin.users().update(user(session), joined).unwrap();
    }
    for (department, head) in [(company, &office.executive), (sales, &office.manager)] {
        let led = DepartmentUpdate { head: Some(user(head)), ..Default::default() };
        departments.update(department, led).unwrap();
    }
    [company, sales, east]
}

/// Jobs with an action for each of these people, which tells them.
fn jobs(people: &[Json]) -> Json {
    let mut actions = serde_json::Map::new();
    for (at, people) in people.iter().enumerate() {
        let then = json!([{"notify": [people], "text": "{name}"}]);
        actions.insert(format!("tell_{at}"), json!({"from": ["open"], "then": then}));
    }
    actions.insert("end".into(), json!({"from": ["open"], "to": "ended"}));
    let mut document = pack(json!({
        "job": {"title": "name", "owner": "keeper", "fields": {
            "name": {"type": "text", "required": true},
            "keeper": {"type": "user"},
            "helper": {"type": "user"},
            "sort": {"type": "entry", "category": "activity_kind"},
            "price": {"type": "decimal", "places": 2},
            "of": {"type": "ref", "to": "customer"}},
        "status": {"start": "open", "states": {"open": {}, "ended": {"final": true}}, "actions": actions}},
        "note": {"title": "name", "off": ["followers"], "fields": {"name": {"type": "text"}}}
    }));
    for role in ["account_manager", "executive", "yard.mason"] {
        document["roles"][role] = json!(["yard"]);
    }
    document
}

/// Who was told something by an action since this was asked last.
fn told(office: &Office) -> Vec<&'static str> {
    let mut found = Vec::new();
    for (name, session) in office.everyone() {
        // Who is disabled asks nothing.
        let Ok(page) = session.notifications().list(true, None) else { continue };
        let items = page.items;
        if items.iter().any(|one| one.kind == NotificationKind::Notice) {
            found.push(name);
        }
        session.notifications().mark_read(None, Some("2100-01-01T00:00:00Z".parse().unwrap())).unwrap();
    }
    found
}

// PROC-5: each kind yields active users, of a record as it is when something happens to it.
#[test]
fn each_kind_names_whom_it_says() {
    let (office, cases) = (
        Office::new(),
        [
            (json!({"kind": "owner"}), &["ann"][..]),
            (json!({"kind": "creator"}), &["manager"]),
            (json!({"kind": "field", "field": "helper"}), &["ben"]),
            (json!({"kind": "role", "role": "account_manager"}), &["ann", "ben"]),
            (json!({"kind": "role", "role": "account_manager", "near": true}), &["ann", "ben"]),
            (json!({"kind": "role", "role": "sales_manager", "near": true}), &["manager"]),
            (json!({"kind": "role", "role": "executive", "near": true}), &["executive"]),
            // The administrator is of no department.
            (json!({"kind": "role", "role": "system_administrator", "near": true}), &[]),
            (json!({"kind": "role", "role": "yard.mason"}), &[]),
            (json!({"kind": "department"}), &["ann", "ben"]),
            (json!({"kind": "superior"}), &["manager"]),
            (json!({"kind": "superior", "level": 2}), &["executive"]),
            (json!({"kind": "superior", "level": 3}), &[]),
            (json!({"kind": "followers"}), &["manager", "ann", "ben"]),
            (json!({"kind": "expression", "expression": "of.account_manager"}), &["ann"]),
            (json!({"kind": "expression", "expression": "superior"}), &["manager"]),
            (json!({"kind": "expression", "expression": "keeper.department.parent.head"}), &["manager"]),
            (
                json!({"kind": "expression", "expression": "if(price > 10.5 and sort.value == 'call', helper, me)"}),
                &["ben"],
            ),
            (json!({"kind": "expression", "expression": "if(sort.value == 'visit', helper, null)"}), &[]),
            (json!("superior"), &["manager"]),
        ],
    );
    house(&office);
    office.apply(jobs(&cases.iter().map(|(people, _)| people.clone()).collect::<Vec<_>>()));
    let customer = office.customer();
    let kind = entry(&office.manager, "activity_kind", "电话");
    let new = json!({"name": "a", "keeper": user(&office.ann), "helper": user(&office.ben), "of": customer.id,
                     "price": "10.51", "sort": kind});
    let job = call(&office.manager, "yard.job.create", json!({"new": new})).unwrap();
    let record = json!({"object": "yard.job", "id": job["id"]});
    call(&office.ben, "follows.follow", json!({"record": record})).unwrap();
    told(&office);
    for (at, (people, whom)) in cases.iter().enumerate() {
        call(&office.manager, &format!("yard.job.tell_{at}"), json!({"id": job["id"]})).unwrap();
        assert_eq!(told(&office), *whom, "{people}");
    }

    // Who is disabled is nobody; the chain goes on above them, and near is where somebody active is.
    office.admin.users().disable(user(&office.ben), None).unwrap();
    office.admin.users().disable(user(&office.manager), None).unwrap();
    let tell = |case: &Json| {
        let at = cases.iter().position(|(people, _)| people == case).unwrap();
        call(&office.executive, &format!("yard.job.tell_{at}"), json!({"id": job["id"]})).unwrap();
        told(&office)
    };
    assert_eq!(tell(&json!({"kind": "field", "field": "helper"})), [""; 0]);
    assert_eq!(tell(&json!({"kind": "creator"})), [""; 0]);
    assert_eq!(tell(&json!({"kind": "followers"})), ["ann"]);
    assert_eq!(tell(&json!({"kind": "superior"})), ["executive"]);
    assert_eq!(tell(&json!({"kind": "superior", "level": 2})), [""; 0]);
    assert_eq!(tell(&json!({"kind": "role", "role": "sales_manager", "near": true})), [""; 0]);

    // Nobody's record has no owner, and nobody near them.
    let job = call(&office.executive, "yard.job.create", json!({"new": {"name": "b"}})).unwrap();
    for people in [json!({"kind": "owner"}), json!({"kind": "department"}), json!({"kind": "superior"})] {
        let at = cases.iter().position(|(known, _)| *known == people).unwrap();
        call(&office.executive, &format!("yard.job.tell_{at}"), json!({"id": job["id"]})).unwrap();
        assert_eq!(told(&office), [""; 0], "{people}");
    }
}

fn against(office: &Office, document: Json) -> Vec<String> {
    let refusals = office.admin.packs().plan(document.into()).unwrap().refusals;
    refusals.into_iter().map(|refusal| format!("{}:{}", refusal.field, refusal.code)).collect()
}

// PROC-5: every name, type and expression is checked when it is put, by its path; each kind has parts of its own.
#[test]
fn people_are_judged_when_they_are_put() {
    let office = Office::new();
    let wrong = |people: Json, expected: &[&str]| {
        let found = against(&office, jobs(std::slice::from_ref(&people)));
        let at = |part: &&str| format!("objects.job.status.actions.tell_0.then[0].notify[0]{part}");
        assert_eq!(found, expected.iter().map(at).collect::<Vec<_>>(), "{people}");
    };
    for (people, expected) in [
        (json!({"kind": "chosen"}), &[".kind:not_supported"][..]),
        (json!({}), &[".kind:required"]),
        (json!({"kind": "owner", "level": 2, "near": false}), &[".near:not_here", ".level:not_here"]),
        (json!({"kind": "owner", "who": 1}), &[".who:unknown_field"]),
        (json!({"kind": "role"}), &[".role:required"]),
        (json!({"kind": "role", "role": "nobody"}), &[".role:unknown_record"]),
        (json!({"kind": "superior", "level": 11}), &[".level:out_of_range"]),
        (json!({"kind": "field", "field": "keepr"}), &[".field:unknown_field"]),
        (json!({"kind": "field", "field": "name"}), &[".field:type"]),
        (json!({"kind": "expression", "expression": "name"}), &[".expression:type"]),
        (json!({"kind": "expression", "expression": "old.keeper"}), &[".expression:not_here"]),
        (
            json!({"kind": "expression", "expression": "if(status == 'nap', me, keeper)"}),
            &[".expression:unknown_value"],
        ),
        // What a definition says holds in any house.
        (json!({"kind": "users", "users": [user(&office.ann)]}), &[".users:not_here"]),
        (json!({"kind": "users"}), &[".users:required", ".users:not_here"]),
        (json!(7), &[":type"]),
    ] {
        wrong(people, expected);
    }
    // The same of objects that have none of it.
    let mut document = jobs(&[]);
    document["objects"]["note"]["fields"]["of"] = json!({"type": "ref", "to": "customer"});
    document["objects"]["note"]["status"] = json!({"start": "a", "states": {"a": {}, "b": {"final": true}}, "actions": {
        "go": {"from": ["a"], "to": "b", "then": [{"text": "x", "notify": [
            {"kind": "owner"}, {"kind": "superior"}, {"kind": "followers"}, {"kind": "department"},
            {"kind": "role", "role": "executive", "near": true}, {"kind": "creator"}, {"kind": "creator"}]}]}}});
    let at = |part: &str| format!("objects.note.status.actions.go.then[0].notify{part}");
    assert_eq!(
        against(&office, document),
        [
            at("[6]:repeated"),
            at("[0].kind:not_supported"),
            at("[1].kind:not_supported"),
            at("[2].kind:not_supported"),
            at("[3].department:not_supported"),
            at("[4].near:not_supported"),
        ]
    );
}

/// What stands in an action's effect.
fn notified(office: &Office) -> Json {
    let document = call(&office.admin, "packs.get", json!({"name": "yard"})).unwrap()["document"].clone();
    document["objects"]["job"]["status"]["actions"]["tell_0"]["then"][0]["notify"][0].clone()
}

// PACK-2, PACK-11: what is read is printed again; another pack's names are followed.
#[test]
fn people_are_printed_as_they_were_put() {
    let office = Office::new();
    let people = json!({"kind": "role", "role": "account_manager", "near": true});
    office.apply(jobs(std::slice::from_ref(&people)));
    assert_eq!(notified(&office), people);
}

/// Plans of one step, for these people.
pub(crate) fn plan_for(people: Json) -> Json {
    json!({"object": "yard.job", "steps": [{"kind": "call", "subject": "回访", "people": people}]})
}

pub(crate) fn put(session: &Session, name: &str, document: &Json) -> crm_core::Result<Json> {
    let document: crm_core::Tree = document.clone().into();
    let put = session.setup().put("activity_plan".into(), name.into(), document, None, None, None)?;
    Ok(put.document.value().clone())
}

pub(crate) fn reason<T: std::fmt::Debug>(result: crm_core::Result<T>) -> String {
    match result.expect_err("should have been refused") {
        crm_core::CrmError::Conflict { reason, .. } => reason.to_string(),
        other => panic!("not a conflict but {other}"),
    }
}

fn said(office: &Office, name: &str) -> Json {
    let found = office.admin.setup().get("activity_plan".into(), name.into(), None).unwrap();
    found.document.value()["steps"][0]["people"].clone()
}

// SETUP-4: a document names roles by their names, and says them anew; what it names stays.
#[test]
fn what_a_document_names_is_followed_and_stays() {
    let office = Office::new();
    let [company, _, east] = house(&office);
    office.apply(jobs(&[]));
    let roles = office.admin.roles();
    let own = roles.create(crm_core::roles::NewRole { name: "夜班".into(), grant: None }, None).unwrap();
    put(&office.manager, "a", &plan_for(json!({"kind": "role", "role": "夜班"}))).unwrap();
    put(&office.manager, "b", &plan_for(json!({"kind": "department", "department": east}))).unwrap();
    put(&office.manager, "c", &plan_for(json!({"kind": "field", "field": "helper"}))).unwrap();
    put(&office.manager, "d", &plan_for(json!({"kind": "expression", "expression": "coalesce(helper, keeper)"})))
        .unwrap();
    let changes = crm_core::roles::RoleUpdate { name: Some("值班".into()), ..Default::default() };
    roles.update(own.id, changes).unwrap();
    assert_eq!(said(&office, "a"), json!({"kind": "role", "role": "值班"}));
    assert_eq!(reason(roles.delete(own.id, None)), "in_use");
    let departments = office.admin.departments();
    let joined = UserUpdate { department: Some(company), ..Default::default() };
    office.admin.users().update(user(&office.ann), joined.clone()).unwrap();
    office.admin.users().update(user(&office.ben), joined).unwrap();
    assert_eq!(reason(departments.delete(east, None)), "in_use");
    // A disabled document holds nothing.
    for name in ["a", "b"] {
        office.manager.setup().disable("activity_plan".into(), name.into()).unwrap();
    }
    roles.delete(own.id, None).unwrap();
    departments.delete(east, None).unwrap();
    let enabled = |name: &str| office.manager.setup().enable("activity_plan".into(), name.into());
    assert_eq!(invalid(enabled("a")), ["steps[0].people.role:unknown_record"]);
    assert_eq!(invalid(enabled("b")), ["steps[0].people.department:unknown_record"]);

    // PACK-2: another version of the pack calls the field otherwise.
    let mut renamed = jobs(&[]);
    renamed["version"] = json!(2);
    let fields = renamed["objects"]["job"]["fields"].as_object_mut().unwrap();
    fields.remove("helper");
    fields.insert("mate".into(), json!({"type": "user", "was": "helper"}));
    office.apply(renamed);
    assert_eq!(said(&office, "c"), json!({"kind": "field", "field": "mate"}));
    assert_eq!(said(&office, "d")["expression"], "coalesce(mate, keeper)");
}
