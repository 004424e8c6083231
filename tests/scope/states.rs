//! SCOPE-1, SCOPE-2, SCOPE-5, SCOPE-16, FIELD-11: how levels are set, how a database comes to be scoped, and how it ceases.

use crm_core::Environment;
use crm_core::prelude::*;
use crm_core::roles::{Role, ScopeLevel};
use serde_json::{Value, json};

use crate::support::*;
use crate::world::{call, letter};

fn role(office: &Office, name: &str) -> Role {
    office.admin.roles().list().unwrap().into_iter().find(|role| role.name == name).unwrap()
}

fn set(office: &Office, name: &str, area: &str, reads: ScopeLevel, writes: ScopeLevel) -> Result<Role> {
    office.admin.roles().set_scope(role(office, name).id, area.into(), reads, writes, None)
}

fn run_jobs(office: &Office) -> Vec<String> {
    office.clock.advance(chrono::TimeDelta::seconds(1));
    office.integration.jobs().run_due(None).unwrap().into_iter().map(|run| run.job.to_string()).collect()
}

fn customers(session: &Session) -> usize {
    session.customers().list(None, None, None).unwrap().items.len()
}

/// SCOPE-1, SCOPE-5: what can't be set, and what was set is shown, copied and audited.
#[test]
fn levels_are_set_by_administrators() {
    use ScopeLevel::{All, Below, Department, Own};
    let office = Office::new();
    let refused = |result: Result<Role>| match result.unwrap_err() {
        CrmError::Invalid { fields } => {
            fields.iter().map(|f| format!("{} {}", f.field, f.code)).collect::<Vec<_>>().join(", ")
        }
        CrmError::Conflict { reason, .. } | CrmError::Forbidden { reason, .. } => reason,
        other => panic!("{other}"),
    };
    assert_eq!(refused(set(&office, "account_manager", "customers", Own, Below)), "writes above_reads");
    assert_eq!(refused(set(&office, "account_manager", "contacts", Own, Own)), "area unknown_value");
    assert_eq!(
        refused(set(&office, "account_manager", "products", Below, All)),
        "area unknown_value, writes above_reads"
    );
    for name in ["system_administrator", "integration"] {
        assert_eq!(refused(set(&office, name, "customers", Own, Own)), "always_all");
    }
    let by_another =
        office.manager.roles().set_scope(role(&office, "executive").id, "customers".into(), Own, Own, None);
    assert_eq!(refused(by_another), "no_permission");

    let set_to = set(&office, "account_manager", "customers", Below, Department).unwrap();
    let scope = &set_to.scopes[0];
    assert_eq!(
        (scope.area.as_str(), scope.reads, scope.writes, scope.in_force),
        ("customers", Below, Department, false)
    );
    assert_eq!(set_to.version, role(&office, "account_manager").version);
    let copy = office.admin.roles().copy(set_to.id, "另一种".into(), None).unwrap();
    assert_eq!(copy.scopes, set_to.scopes);
    // Equal levels change nothing, and count no version.
    let again = set(&office, "account_manager", "customers", Below, Department).unwrap();
    assert_eq!(again.version, set_to.version);
    let stale = office.admin.roles().set_scope(set_to.id, "customers".into(), All, All, Some(set_to.version - 1));
    assert_eq!(refused(stale), "stale_version");
    let told = office.admin.audit().list(None, None).unwrap().items;
    let told = told.iter().find(|call| call.operation == "roles.set_scope").unwrap();
    assert!(told.changes[0].after.as_ref().unwrap().contains(r#""reads":"below""#), "{told:?}");
}

/// SCOPE-16, *Decided*: until the first narrowing is prepared nobody is narrowed; then everybody is, at once; and the last
/// widening ends it at once.
#[test]
fn a_database_comes_to_be_scoped_and_ceases() {
    use ScopeLevel::{All, Own};
    let office = Office::new();
    let customer = office.customer();
    assert!(run_jobs(&office).is_empty());
    assert!(!set(&office, "account_manager", "customers", Own, Own).unwrap().scopes[0].in_force);
    assert_eq!(customers(&office.ben), 1);
    let due = office.integration.jobs().next_due().unwrap();
    assert_eq!((due.job.as_str(), due.due_at <= office.clock.now()), ("scope", true));
    // What is written meanwhile is not lost.
    let during = office.ben.customers().create(new_customer(&office.ben, "北方重工"), None, None).unwrap();
    assert_eq!(run_jobs(&office), ["scope"]);
    assert!(role(&office, "account_manager").scopes[0].in_force);
    assert_eq!((customers(&office.ann), customers(&office.ben), customers(&office.manager)), (1, 1, 2));
    assert_eq!(office.ben.customers().list(None, None, None).unwrap().items[0].id, during.id);
    assert!(matches!(office.ben.customers().get(customer.id), Err(CrmError::NotFound { .. })));
    assert!(run_jobs(&office).is_empty());
    assert!(office.admin.maintenance().check().unwrap().ok);
    // Another narrowing holds from the next call on.
    assert!(set(&office, "sales_manager", "customers", Own, Own).unwrap().scopes[0].in_force);
    assert_eq!(customers(&office.manager), 0);
    set(&office, "sales_manager", "customers", All, All).unwrap();
    assert_eq!(customers(&office.manager), 2);
    assert!(set(&office, "account_manager", "customers", All, All).unwrap().scopes.is_empty());
    assert_eq!((customers(&office.ann), customers(&office.ben)), (2, 2));
    // What nobody needs any more goes by the job; and what was deleted meanwhile does not come back with the next.
    assert_eq!(run_jobs(&office), ["scope"]);
    assert!(office.admin.maintenance().check().unwrap().ok);
    set(&office, "account_manager", "customers", Own, Own).unwrap();
    office.admin.maintenance().rebuild().unwrap();
    assert!(role(&office, "account_manager").scopes[0].in_force);
    assert_eq!((customers(&office.ann), customers(&office.ben)), (1, 1));
    assert!(office.admin.maintenance().check().unwrap().ok);
}

/// A role that narrows and is deleted narrows nobody any more, and was the last.
#[test]
fn a_deleted_role_narrows_nobody() {
    let office = Office::new();
    let made = call(&office.admin, "roles.create", &json!({"new": {"name": "窄", "grant": ["customers"]}}));
    let levels = json!({"id": made["id"], "area": "customers", "reads": "own", "writes": "own"});
    call(&office.admin, "roles.set_scope", &levels);
    run_jobs(&office);
    let roles = json!({"id": user(&office.stranger), "roles": ["窄"]});
    call(&office.admin, "users.set_roles", &roles);
    office.customer();
    assert_eq!(customers(&office.stranger), 0);
    call(&office.admin, "users.set_roles", &json!({"id": user(&office.stranger), "roles": ["account_manager"]}));
    assert_eq!(customers(&office.stranger), 1);
    call(&office.admin, "roles.delete", &json!({"id": made["id"]}));
    assert_eq!(run_jobs(&office), ["scope"]);
    assert!(office.admin.maintenance().check().unwrap().ok);
}

/// SCOPE-13: what shows the whole database is for who sees all of it.
#[test]
fn what_shows_everything_takes_all_levels() {
    use ScopeLevel::{Below, Own};
    let office = Office::new();
    let grant =
        ["changes.since", "changes.latest", "maintenance.backup", "tickets.list", "churn.scan", "sales.push_stock"];
    call(&office.admin, "roles.create", &json!({"new": {"name": "跟随", "grant": grant}}));
    call(&office.admin, "users.set_roles", &json!({"id": user(&office.stranger), "roles": ["跟随", "executive"]}));
    let file = std::env::temp_dir().join(format!("crm-scope-{}.crm", std::process::id()));
    let calls: [(&str, Value); 5] = [
        ("changes.since", json!({"sequence": 0})),
        ("changes.latest", json!({})),
        ("churn.scan", json!({})),
        ("sales.push_stock", json!({"stock": []})),
        ("maintenance.backup", json!({"file": file.to_str()})),
    ];
    let letters = |session: &Session| -> String {
        calls.iter().map(|(name, arguments)| letter(&session.call(name, &arguments.to_string()))).collect()
    };
    assert_eq!(letters(&office.stranger), "yyyyy");
    std::fs::remove_file(&file).unwrap();
    // A narrowing of a role that does not hold them takes nothing away.
    set(&office, "executive", "customers", Own, Own).unwrap();
    run_jobs(&office);
    assert_eq!(letters(&office.stranger), "yyyyy");
    std::fs::remove_file(&file).unwrap();
    set(&office, "跟随", "tickets", Below, Own).unwrap();
    assert_eq!(letters(&office.stranger), "sssss");
    assert!(!file.exists());
}

/// SCOPE-12: a submitted report keeps what its submitter saw: it is theirs, and of who sees all.
#[test]
fn submitted_reports_are_their_submitters() {
    use ScopeLevel::Own;
    let office = Office::new();
    office.customer();
    set(&office, "sales_manager", "customers", Own, Own).unwrap();
    run_jobs(&office);
    let period = json!({"new": {"period_from": "2026-01-01", "period_to": "2026-03-31"}});
    let mine = call(&office.manager, "reports.submit", &period);
    assert_eq!(mine["content"]["composition"][0]["customers"], 0);
    assert_eq!(mine["content"]["composition"][0]["partial"], true);
    let another = call(&office.admin, "roles.copy", &json!({"id": role(&office, "sales_manager").id, "name": "另"}));
    call(&office.admin, "users.set_roles", &json!({"id": user(&office.stranger), "roles": [another["name"]]}));
    let get = json!({"id": mine["id"]}).to_string();
    for (session, letter_is, listed) in
        [(&office.manager, 'y', 1), (&office.executive, 'y', 1), (&office.stranger, 'n', 0)]
    {
        assert_eq!(letter(&session.call("reports.get_submitted", &get)), letter_is);
        let page = call(session, "reports.submitted", &json!({"page": {"count": true}}));
        assert_eq!((page["items"].as_array().unwrap().len(), &page["total"]["count"]), (listed, &json!(listed)));
    }
}

/// SCOPE-17: screens are told the levels of each operation, over the roles that hold it.
#[test]
fn operations_say_how_far_they_reach() {
    use ScopeLevel::{Below, Department};
    let office = Office::new();
    let levels = |session: &Session, operation: &str| {
        let described = call(session, "meta.describe", &json!({"operation": operation}));
        format!("{} {} {}", described["permitted"], described["reads"], described["writes"]).replace('"', "")
    };
    assert_eq!(levels(&office.manager, "customers.update"), "true all all");
    assert_eq!(levels(&office.ann, "customers.update"), "false null null");
    assert_eq!(levels(&office.manager, "products.list"), "true null null");
    set(&office, "sales_manager", "customers", Below, Department).unwrap();
    assert_eq!(levels(&office.manager, "customers.update"), "true all all");
    run_jobs(&office);
    for (operation, expected) in [
        ("customers.update", "true below department"),
        ("contacts.list", "true below department"),
        ("orders.get", "true below department"),
        ("tickets.assign", "true all all"),
        // On customers, opportunities or tickets: the least.
        ("shares.give", "true below department"),
        ("customers.import_many", "false null null"),
    ] {
        assert_eq!(levels(&office.manager, operation), expected, "{operation}");
    }
}
