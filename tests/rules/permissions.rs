//! PERM: who may call what, and in which order a call is refused.

use crm_core::Operation;
use crm_core::opportunities::OpportunityId;
use crm_core::permission::BUILT_IN_ROLES;
use crm_core::prelude::*;
use crm_core::roles::NewRole;
use serde_json::json;

use crate::support::*;

#[test]
fn built_in_roles_hold_what_the_specification_says() {
    // The table of roles, in samples of every line: who holds it, and nobody else does.
    for (operation, holders) in [
        ("users.create", "S"),
        ("users.set_roles", "S"),
        ("sign_ins.list", "S"),
        ("second_factor.reset", "S"),
        ("second_factor.check", "I"),
        ("roles.update", "S"),
        ("settings.update", "S"),
        ("dictionary.update", "S"),
        ("audit.list", "S"),
        ("opportunities.create", "MA"),
        ("opportunities.assign", "M"),
        ("opportunities.reassign", "M"),
        ("plans.add", "M"),
        ("customers.create", "MA"),
        ("customers.update", "M"),
        ("customers.win_back", "M"),
        ("tickets.create", "A"),
        ("tickets.assign", "M"),
        ("tickets.list", "MA"),
        ("products.list", "MA"),
        ("stock.list", "MA"),
        ("reports.contribution", "ME"),
        ("reports.submit", "M"),
        ("reports.submitted", "ME"),
        ("sales.push_orders", "I"),
        ("changes.since", "SI"),
        ("currencies.set_rates", "SI"),
        ("reports.sources", "ME"),
        ("capture.submit", "I"),
        ("capture.email", "I"),
        ("capture.list", "M"),
        ("capture.enrich", "I"),
        ("duplicates.check", "MAI"),
        ("duplicates.scan", "SMI"),
        ("duplicates.pairs", "M"),
        ("duplicates.ignore", "M"),
        ("assignment.propose", "M"),
        ("assignment.apply", "M"),
        ("assignment.distribute", "MI"),
        ("customers.owners", "M"),
        ("merges.apply", "M"),
        ("merges.list", "MA"),
        ("opportunities.explain_score", "MAE"),
        ("scoring.counts", "SM"),
    ] {
        assert!(Operation::find(operation).is_some(), "{operation}");
        for (role, letter) in BUILT_IN_ROLES.iter().zip("SMAEI".chars()) {
            let holds = role.operations().any(|o| o == operation);
            assert_eq!(holds, holders.contains(letter), "{} and {operation}", role.name);
        }
    }
    // What a role is granted exists.
    for role in BUILT_IN_ROLES {
        for operation in role.operations() {
            // EXT-3: the right to an area's custom fields is no operation of its own.
            let extends = operation.strip_suffix(".extend").is_some_and(|area| AREAS.contains(&area));
            // SETUP-6: nor are those to the documents of a kind.
            let kind = operation.strip_prefix("setup.").map(|right| right.strip_suffix(".read").unwrap_or(right));
            let configures = kind.is_some_and(|kind| {
                [
                    "activity_plan",
                    "approval_flow",
                    "assignment_rule",
                    "automation",
                    "capture_form",
                    "duplicate_rule",
                    "pipeline",
                    "pool",
                    "score_rule",
                    "tag",
                    "template",
                ]
                .contains(&kind)
            });
            let known = extends || configures || Operation::find(operation).is_some();
            assert!(known, "{} holds {operation}", role.name);
        }
    }
}

/// Areas whose records packs may give fields.
const AREAS: [&str; 9] =
    ["customers", "contacts", "interactions", "opportunities", "tickets", "products", "orders", "users", "departments"];

#[test]
fn every_operation_checks_the_permission_before_anything_else() {
    let office = Office::new();
    for operation in Operation::all() {
        // PERM-1: whatever the arguments are, and whatever record they name.
        for arguments in ["{}", "not json", r#"{"id":"0195b5e2-7f00-7000-8000-000000000001"}"#] {
            let answer = office.stranger.call(operation.name, arguments);
            match answer {
                Err(CrmError::Forbidden { operation: told, .. }) => assert_eq!(told, operation.name),
                _ => assert!(operation.public, "{} told a stranger {answer:?}", operation.name),
            }
        }
        // PERM-2: a refused call says which operation and why.
        office.admin.users().disable(user(&office.stranger), None).unwrap();
        let disabled = office.stranger.call(operation.name, "{}");
        assert!(
            matches!(&disabled, Err(CrmError::Forbidden { operation: told, reason })
                if told == operation.name && reason == "disabled"),
            "{} told a disabled user {disabled:?}",
            operation.name
        );
        office.admin.users().enable(user(&office.stranger), None).unwrap();
    }
}

#[test]
fn refusals_come_in_one_order() {
    let office = Office::new();
    let o = office.assigned();
    let nobody = OpportunityId::default();
    let call = |session: &Session, operation: &str, id: OpportunityId, more: serde_json::Value| {
        let mut arguments = json!({"id": id.to_string()});
        arguments.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        session.call(operation, &arguments.to_string())
    };
    let stale = json!({"version": 9});
    let misshapen = json!({"version": "nine", "extra": 1});
    // PERM-3: each call offends in everything that comes later too.
    // Unknown operation, before the permission.
    assert_eq!(refused(call(&office.stranger, "opportunities.steal", nobody, misshapen.clone())), "unknown_operation");
    // Permission, before the shape.
    assert_eq!(refused(call(&office.stranger, "opportunities.delete", nobody, misshapen.clone())), "forbidden");
    // Shape, before not found.
    assert_eq!(
        invalid(call(&office.ben, "opportunities.delete", nobody, misshapen)),
        ["extra:unknown_field", "version:wrong_type"]
    );
    // Not found, before whose record (nobody's), version and state.
    assert_eq!(refused(call(&office.ben, "opportunities.delete", nobody, stale.clone())), "not_found");
    // Whose record (ann's), before the version.
    let answer = call(&office.ben, "opportunities.delete", o.id, stale.clone());
    assert!(matches!(&answer, Err(CrmError::Forbidden { reason, .. }) if reason == "not_yours"), "{answer:?}");
    // Version, before the state (assigned).
    let answer = call(&office.ann, "opportunities.delete", o.id, stale);
    assert!(matches!(&answer, Err(CrmError::Conflict { reason, .. }) if reason == "stale_version"), "{answer:?}");
    // State, before the fields.
    let blank = json!({"changes": {"summary": " ", "version": 2}});
    let answer = call(&office.ann, "opportunities.update", o.id, blank.clone());
    assert!(matches!(&answer, Err(CrmError::IllegalTransition { from, .. }) if from == "assigned"), "{answer:?}");
    // Fields last.
    let free = office.opportunity();
    let blank = json!({"changes": {"summary": " ", "version": 1}});
    assert_eq!(invalid(call(&office.ann, "opportunities.update", free.id, blank)), ["summary:required"]);
    // PERM-2: and none of them changed anything.
    assert_eq!(office.ann.opportunities().get(o.id).unwrap(), o);
    assert_eq!(office.ann.opportunities().get(free.id).unwrap(), free);
}

#[test]
fn a_permission_counts_from_the_next_call_on() {
    let office = Office::new();
    let roles = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    // PERM-1: checked by every call; a session is no proof of anything.
    assert!(office.ann.opportunities().list(None, None, None).is_ok());
    office.admin.users().set_roles(user(&office.ann), roles(&["executive"]), None).unwrap();
    assert_eq!(refused(office.ann.opportunities().list(None, None, None)), "forbidden");
    office.admin.users().set_roles(user(&office.ann), roles(&["account_manager"]), None).unwrap();
    assert!(office.ann.opportunities().list(None, None, None).is_ok());
}

#[test]
fn opening_brings_built_in_roles_up_to_date_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("company.crm");
    let clock = FixedEnvironment::new(MORNING);
    let open = || Crm::options().environment(clock.clone()).open(&file).unwrap();
    let office = Office::staff(open(), clock.clone());
    let grant = Some(vec!["plans".to_owned()]);
    let planner = office.admin.roles().create(NewRole { name: "planner".into(), grant }, None).unwrap();
    let admin = user(&office.admin);
    drop(office);
    // An earlier version, which did not know `plans.get` yet.
    let raw = rusqlite::Connection::open(&file).unwrap();
    raw.execute("DELETE FROM role_operations WHERE operation = 'plans.get'", []).unwrap();
    drop(raw);
    let crm = open();
    let roles = crm.session(admin).unwrap().roles().list().unwrap();
    let holds = |name: &str| roles.iter().find(|r| r.name == name).unwrap().operations.contains(&"plans.get".into());
    // PERM-1: what a later version adds is granted to no one unasked; built-in roles are that version's own.
    assert!(holds("sales_manager") && holds("account_manager"));
    assert!(!holds("planner"));
    assert_eq!(roles.iter().find(|r| r.id == planner.id).unwrap().operations.len(), planner.operations.len() - 1);
}
