//! PERM-1: roles and the operations they hold.

use crm_core::Operation;
use crm_core::opportunities::OpportunityId;
use crm_core::prelude::*;
use crm_core::roles::{NewRole, Role, RoleId, RoleUpdate};

use crate::support::*;

fn role(session: &Session, name: &str) -> Role {
    session.roles().list().unwrap().into_iter().find(|r| r.name == name).unwrap()
}

fn names(names: &[&str]) -> Option<Vec<String>> {
    Some(names.iter().map(|n| (*n).to_owned()).collect())
}

#[test]
fn built_in_roles_are_fixed_and_may_be_copied() {
    let office = Office::new();
    let roles = office.admin.roles();
    let all = roles.list().unwrap();
    assert_eq!(
        all.iter().map(|r| r.name.as_str()).collect::<Vec<_>>(),
        ["system_administrator", "sales_manager", "account_manager", "executive", "integration"]
    );
    for built_in in all {
        // Built-in roles are fixed …
        assert!(built_in.built_in);
        let changes = RoleUpdate { grant: names(&["tickets"]), ..Default::default() };
        assert_eq!(refused(roles.update(built_in.id, changes)), "illegal_transition");
        assert_eq!(refused(roles.delete(built_in.id, None)), "illegal_transition");
        // … and may be copied.
        let copy = roles.copy(built_in.id, format!("copy of {}", built_in.name), None).unwrap();
        assert_eq!((copy.built_in, copy.users), (false, 0));
        assert_eq!(copy.operations, built_in.operations);
    }
    let manager = role(&office.admin, "sales_manager");
    assert_eq!(invalid(roles.copy(manager.id, "executive".into(), None)), ["name:not_unique"]);
    // Nor may another bear a name that is taken for one of theirs.
    for name in ["Executive", "ＥＸＥＣＵＴＩＶＥ", "Sales_Manager"] {
        let new = NewRole { name: name.into(), grant: None };
        assert_eq!(invalid(roles.create(new, None)), ["name:not_unique"], "{name}");
    }
    assert_eq!(refused(roles.copy(RoleId::default(), "x".into(), None)), "not_found");
}

#[test]
fn a_role_grants_at_once_and_only_what_it_holds() {
    let office = Office::new();
    let roles = office.admin.roles();
    let new = NewRole { name: "reader".into(), grant: names(&["opportunities.list"]) };
    let reader = roles.create(new, None).unwrap();
    assert_eq!(refused(office.stranger.opportunities().list(None, None, None)), "forbidden");
    office.admin.users().set_roles(user(&office.stranger), vec!["reader".into()], None).unwrap();
    // PERM-1: a role holds operations by name; every operation checks it.
    assert!(office.stranger.opportunities().list(None, None, None).is_ok());
    assert_eq!(refused(office.stranger.opportunities().get(OpportunityId::default())), "forbidden");
    assert_eq!(roles.get(reader.id).unwrap().users, 1);
    let changes = RoleUpdate {
        name: Some("watcher".into()),
        grant: names(&["opportunities.get"]),
        revoke: names(&["opportunities.list"]),
        version: Some(1),
        ..Default::default()
    };
    let watcher = roles.update(reader.id, changes).unwrap();
    assert_eq!((watcher.name.as_str(), watcher.version), ("watcher", 2));
    assert_eq!(watcher.operations, ["opportunities.get"]);
    assert_eq!(refused(office.stranger.opportunities().list(None, None, None)), "forbidden");
    assert_eq!(refused(office.stranger.opportunities().get(OpportunityId::default())), "not_found");
    assert_eq!(office.stranger.users().me().unwrap().roles, ["watcher"]);
    // A role in use can't be deleted.
    assert_eq!(refused(roles.delete(reader.id, None)), "conflict");
    office.admin.users().set_roles(user(&office.stranger), vec![], None).unwrap();
    roles.delete(reader.id, Some(2)).unwrap();
    assert_eq!(refused(roles.get(reader.id)), "not_found");
}

#[test]
fn granting_an_area_grants_what_it_has_by_name() {
    let office = Office::new();
    let roles = office.admin.roles();
    let new = NewRole { name: "planner".into(), grant: names(&["plans"]) };
    let planner = roles.create(new, None).unwrap();
    let mut of_area: Vec<&str> = Operation::all().filter(|o| o.area == "plans").map(|o| o.name).collect();
    of_area.sort_unstable();
    // PERM-1: an area grants the operations it has at that time, by name: nothing but names is kept.
    assert_eq!(planner.operations, of_area);
    // Revoking by area, and granting one of them in the same call.
    let changes = RoleUpdate { grant: names(&["plans.get"]), revoke: names(&["plans"]), ..Default::default() };
    assert_eq!(roles.update(planner.id, changes).unwrap().operations, ["plans.get"]);
    let nothing = RoleUpdate { grant: names(&["plans.get"]), revoke: names(&["opportunities"]), ..Default::default() };
    assert_eq!(roles.update(planner.id, nothing).unwrap().version, 2);
    let wrong = RoleUpdate {
        name: Some("executive".into()),
        grant: names(&["plans.get", "plan"]),
        revoke: names(&["*"]),
        clear: names(&["grant"]),
        ..Default::default()
    };
    assert_eq!(
        invalid(roles.update(planner.id, wrong)),
        ["grant:required", "name:not_unique", "grant[1]:unknown_operation", "revoke[0]:unknown_operation"]
    );
    assert_eq!(
        invalid(roles.create(NewRole { name: "".into(), grant: names(&["plans.fly"]) }, None)),
        ["name:required", "grant[0]:unknown_operation"]
    );
}

#[test]
fn several_roles_add_up() {
    let office = Office::new();
    let both = vec!["executive".into(), "account_manager".into()];
    office.admin.users().set_roles(user(&office.stranger), both, None).unwrap();
    assert!(office.stranger.opportunities().create(new_opportunity("x"), None, None).is_ok());
    for (name, session) in office.everyone().into_iter().filter(|(name, _)| *name != "admin") {
        assert_eq!(refused(session.roles().list()), "forbidden", "{name}");
        let new = NewRole { name: name.into(), grant: names(&["users"]) };
        assert_eq!(refused(session.roles().create(new, None)), "forbidden", "{name}");
    }
}
