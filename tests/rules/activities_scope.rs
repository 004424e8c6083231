//! ACT-3, SCOPE-1: the levels of `activities`, whose holder is the assignee. They begin at all for sales managers and executives, and
//! at own for every other role, and narrow nobody in what else they see.

use crm_core::activities::{ActivityFilter, ActivityId, NewActivity};
use crm_core::departments::{DepartmentId, NewDepartment};
use crm_core::prelude::*;
use crm_core::roles::{Role, ScopeLevel};
use crm_core::{CrmError, RecordId};
use serde_json::json;

use crate::activities::{about, filtered, plan, reads, task};
use crate::fill::Filled;
use crate::notes::key;
use crate::support::*;

fn role(office: &Office, name: &str) -> Role {
    office.admin.roles().list().unwrap().into_iter().find(|found| found.name == name).unwrap()
}

fn set(office: &Office, name: &str, reads: ScopeLevel, writes: ScopeLevel) -> Role {
    office.admin.roles().set_scope(role(office, name).id, "activities".into(), reads, writes, None).unwrap()
}

fn levels(role: &Role) -> Vec<(&str, ScopeLevel, ScopeLevel, bool)> {
    role.scopes.iter().map(|one| (one.area.as_str(), one.reads, one.writes, one.in_force)).collect()
}

fn department(office: &Office, name: &str, parent: Option<DepartmentId>) -> DepartmentId {
    let new = NewDepartment { name: name.into(), parent, ..Default::default() };
    office.admin.departments().create(new, None).unwrap().id
}

fn joins(office: &Office, session: &Session, department: DepartmentId) {
    let moved = json!({"id": user(session), "changes": {"department": department}});
    office.admin.call("users.update", &moved.to_string()).unwrap();
}

#[test]
fn a_level_reaches_the_assignee() {
    let filled = Filled::new();
    let office = &filled.office;
    let company = department(office, "公司", None);
    let (east, north) = (department(office, "华东", Some(company)), department(office, "华北", Some(company)));
    for (session, of) in [(&office.ann, east), (&office.ben, east), (&office.stranger, north)] {
        joins(office, session, of);
    }
    let alone = |session: &Session, personal: bool| {
        plan(session, NewActivity { personal: Some(personal), ..task(session, "周报", "2026-03-06") }).id
    };
    office.admin.users().set_roles(user(&office.stranger), vec!["account_manager".into()], None).unwrap();
    let (bens, norths, personal) =
        (alone(&office.ben, false), alone(&office.stranger, false), alone(&office.ben, true));
    let ann = |id: ActivityId| reads(&office.ann, id);
    let read = || [ann(bens), ann(norths), ann(personal)];
    assert_eq!(read(), [false; 3]);
    use ScopeLevel::{All, Below, Department, Own};
    for (level, wanted) in
        [(Department, [true, false, false]), (Below, [true, false, false]), (All, [true, true, false])]
    {
        let told = set(office, "account_manager", level, Own);
        assert_eq!(levels(&told), [("activities", level, Own, true)]);
        assert_eq!(read(), wanted, "{level}");
        let of = |person: &Session| ActivityFilter { person: person.user(), ..Default::default() };
        let listed = [&office.ben, &office.stranger].map(|person| filtered(&office.ann, of(person)).len());
        assert_eq!(listed, [usize::from(wanted[0]), usize::from(wanted[1])], "{level}");
        let team = ActivityFilter { team: Some(east), ..Default::default() };
        assert_eq!(filtered(&office.ann, team), ["周报"]);
    }
    joins(office, &office.ann, company);
    set(office, "account_manager", Below, Own);
    assert_eq!(read(), [true, true, false]);
    set(office, "account_manager", Department, Own);
    assert_eq!(read(), [false; 3]);
    // What a role begins with is no level that was set.
    assert_eq!(levels(&set(office, "account_manager", Own, Own)), []);
    assert_eq!(read(), [false; 3]);
    // Nobody is narrowed by any of that.
    let scoped: i64 = filled.raw.query_row("SELECT scoped FROM settings", [], |row| row.get(0)).unwrap();
    assert_eq!(scoped, 0);
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// SCOPE-2, SCOPE-5: the widest of somebody's roles counts; a copy keeps the levels of its original, those that it begins with too.
#[test]
fn the_widest_counts_and_copies_keep_it() {
    let office = Office::new();
    let bens = plan(&office.ben, task(&office.ben, "周报", "2026-03-06")).id;
    let copy = |of: &str, name: &str| office.admin.roles().copy(role(&office, of).id, name.into(), None).unwrap();
    let all = [("activities", ScopeLevel::All, ScopeLevel::All, true)];
    assert_eq!(levels(&copy("sales_manager", "总经理")), all);
    assert_eq!(levels(&copy("总经理", "副总经理")), all);
    assert_eq!(levels(&copy("account_manager", "销售")), []);
    let has = |roles: &[&str]| {
        let roles = roles.iter().map(|role| (*role).to_owned()).collect();
        office.admin.users().set_roles(user(&office.stranger), roles, None).unwrap();
        reads(&office.stranger, bens)
    };
    assert_eq!(
        [has(&["销售"]), has(&["销售", "副总经理"]), has(&["销售", "executive"]), has(&[])],
        [false, true, true, false]
    );
    set(&office, "副总经理", ScopeLevel::Own, ScopeLevel::Own);
    assert_eq!([has(&["副总经理"]), has(&["总经理"]), has(&["副总经理", "总经理"])], [false, true, true]);
    // A copy of what was narrowed is as narrow.
    set(&office, "sales_manager", ScopeLevel::Own, ScopeLevel::Own);
    copy("sales_manager", "主管");
    assert!(!has(&["主管"]));
    let administrators = role(&office, "system_administrator").id;
    let refused =
        office.admin.roles().set_scope(administrators, "activities".into(), ScopeLevel::Own, ScopeLevel::Own, None);
    assert!(matches!(refused.unwrap_err(), CrmError::Conflict { reason, .. } if reason == "always_all"));
}

// The state table: M is a sales manager who reads it, in reach.
#[test]
fn a_manager_changes_what_is_in_reach() {
    let office = Office::new();
    let record = key("customer", office.customer().id);
    let (about_it, alone) = (
        plan(&office.ben, about(&office.ben, "回访", &record, &office.ben)).id,
        plan(&office.ben, task(&office.ben, "周报", "2026-03-06")).id,
    );
    let own = plan(&office.manager, task(&office.manager, "例会", "2026-03-06")).id;
    let cancel = |id| office.manager.activities().cancel(id, None, None, None);
    let allowed = |id: ActivityId| {
        let told = office.manager.meta().allowed(Entity::ACTIVITY, vec![RecordId::from(id)]).unwrap().remove(0);
        told.operations.iter().any(|operation| operation == "activities.cancel")
    };
    assert_eq!([allowed(about_it), allowed(alone)], [true, true]);
    set(&office, "sales_manager", ScopeLevel::All, ScopeLevel::Own);
    assert_eq!([allowed(about_it), allowed(alone), allowed(own)], [false, false, true]);
    // META-1: whoever asks is told the levels.
    let told = office.manager.meta().describe("activities.cancel".into(), None).unwrap();
    assert_eq!((told.reads, told.writes), (Some(ScopeLevel::All), Some(ScopeLevel::Own)));
    let out = CrmError::Forbidden { operation: "activities.cancel".into(), reason: "out_of_scope".into() };
    assert_eq!([cancel(about_it).unwrap_err(), cancel(alone).unwrap_err()], [out.clone(), out.clone()]);
    set(&office, "sales_manager", ScopeLevel::Own, ScopeLevel::Own);
    // By its main record they read it all the same, and change it as little.
    assert_eq!([reads(&office.manager, about_it), reads(&office.manager, alone)], [true, false]);
    assert_eq!(cancel(about_it).unwrap_err(), out);
    cancel(own).unwrap();
    set(&office, "sales_manager", ScopeLevel::All, ScopeLevel::All);
    assert_eq!(levels(&role(&office, "sales_manager")), []);
    cancel(alone).unwrap();
}
