//! What the audit tells of records of defined objects (TYPE-9, SCOPE-13).

use crm_core::audit::AuditFilter;
use crm_core::roles::{NewRole, RoleUpdate};
use crm_core::{RecordId, Tree};

use crate::support::*;

fn inn(version: u8, administrator: &str) -> Tree {
    let document = format!(
        r#"{{"pack": "inn", "version": {version}, "language": 1, "title": "Guests",
            "objects": {{"guest": {{"title": "name", "fields": {{
                "name": {{"type": "text", "required": true}},
                "paper": {{"type": "text", "confidential": true}}
            }}}}}},
            "roles": {{"sales_manager": ["inn", "inn.guest.paper:read", "inn.guest.paper:write"]{administrator}}}}}"#
    );
    document.parse().unwrap()
}

// TYPE-9, SCOPE-13: who reads none of an object's records is told none of their values by the audit, and whoever reads them
// without the grant to a confidential field everything but that; neither as a change nor as an argument.
#[test]
fn the_audit_tells_what_its_reader_may_know() {
    let office = Office::new();
    let apply = |document: Tree| {
        let packs = office.admin.packs();
        let plan = packs.plan(document.clone()).unwrap();
        packs.apply(document, plan.digest).unwrap();
    };
    let told = || {
        let calls = office.admin.audit().list(None, None).unwrap().items;
        let call = calls.into_iter().find(|call| call.operation == "inn.guest.create").unwrap();
        (call.arguments, call.changes[0].after.clone())
    };
    apply(inn(1, ""));
    let new = r#"{"new": {"name": "王芳", "paper": "310101199001011234"}}"#;
    office.manager.call("inn.guest.create", new).unwrap();
    assert_eq!(told(), ("{}".to_owned(), None));
    apply(inn(2, r#", "system_administrator": ["inn.guest.get"]"#));
    let (arguments, after) = told();
    for text in [arguments, after.unwrap()] {
        assert!(text.contains("王芳") && !text.contains("paper") && !text.contains("310101"), "{text}");
    }
    apply(inn(3, r#", "system_administrator": ["inn.guest.get", "inn.guest.paper:read"]"#));
    let (arguments, after) = told();
    assert!(arguments.contains("310101") && after.unwrap().contains("310101"));
}

// OBJ-3, AUDIT-1: the audit is asked by the names of defined objects as by those of typed ones, and tells of them what it tells
// whoever asks for everything.
#[test]
fn the_audit_is_asked_by_the_names_of_objects() {
    let office = Office::new();
    office.apply(inn(1, ""));
    let made = |name: &str| {
        let made = office.manager.call("inn.guest.create", &format!(r#"{{"new": {{"name": "{name}"}}}}"#)).unwrap();
        serde_json::from_str::<serde_json::Value>(&made).unwrap()["id"].as_str().unwrap().parse::<RecordId>().unwrap()
    };
    let (first, second) = (made("王芳"), made("李娜"));
    let asked = |entity: &str, record| {
        let filter = AuditFilter { entity: Some(entity.into()), record, ..Default::default() };
        office.admin.audit().list(Some(filter), None)
    };
    let all = office.admin.audit().list(None, None).unwrap().items;
    let guests: Vec<_> = all.into_iter().filter(|call| call.operation == "inn.guest.create").collect();
    // Administrators who read no guest are told that there were some, and nothing of them (SCOPE-13).
    assert!(guests.iter().all(|call| call.arguments == "{}" && call.changes[0].after.is_none()));
    assert_eq!(asked("inn.guest", None).unwrap().items, guests);
    assert_eq!(asked("inn.guest", Some(first)).unwrap().items, guests[1..]);
    assert_eq!(asked("inn.guest", Some(second)).unwrap().items, guests[..1]);
    assert_eq!(invalid(asked("customer", Some(first))), ["record:wrong_kind"]);
    let user = user(&office.ann).into();
    assert_eq!(invalid(asked("inn.guest", Some(user))), ["record:wrong_kind"]);
    for kind in ["inn.guests", "inn.", ".", "inn.guest.get"] {
        assert_eq!(invalid(asked(kind, None)), ["entity:unknown_value"], "{kind}");
    }
    // By JSON too, as `meta.describe` says of it: any text, of which the engine's kinds are not all.
    let json = r#"{"filter": {"entity": "inn.guest"}, "page": {"limit": 1}}"#;
    assert!(office.admin.call("audit.list", json).unwrap().contains("inn.guest.create"));
    // Of a pack that sleeps nothing is known (PACK-9).
    office.admin.packs().disable("inn".into()).unwrap();
    assert_eq!(invalid(asked("inn.guest", None)), ["entity:unknown_value"]);
}

// PACK-10: what a pack grants can't be revoked by hand, and is not back by surprise later either: the answer says so at once.
#[test]
fn what_a_pack_grants_is_its_own() {
    let office = Office::new();
    let packs = office.admin.packs();
    let document = inn(1, r#", "inn.desk": ["inn.guest"]"#);
    let plan = packs.plan(document.clone()).unwrap();
    packs.apply(document, plan.digest).unwrap();
    let roles = office.admin.roles();
    let right = "inn.guest.get".to_owned();
    let revoke = || RoleUpdate { revoke: Some(vec![right.clone()]), ..Default::default() };
    let desk = roles.list().unwrap().into_iter().find(|role| role.name == "inn.desk").unwrap();
    assert!(roles.update(desk.id, revoke()).unwrap().operations.contains(&right), "the pack's");
    let made = roles.create(NewRole { name: "desk".into(), grant: Some(vec!["inn.guest".into()]) }, None).unwrap();
    assert!(made.operations.contains(&right));
    assert!(!roles.update(made.id, revoke()).unwrap().operations.contains(&right), "granted by hand");
}
