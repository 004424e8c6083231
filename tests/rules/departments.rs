//! Departments: a tree without cycles.

use crm_core::departments::{Department, DepartmentId, DepartmentUpdate, NewDepartment};
use crm_core::prelude::*;
use crm_core::users::UserUpdate;

use crate::support::*;

fn create(office: &Office, name: &str, parent: Option<DepartmentId>) -> Department {
    office.admin.departments().create(NewDepartment { name: name.into(), parent, ..Default::default() }, None).unwrap()
}

/// The tree as everybody sees it.
fn tree(session: &Session) -> Vec<String> {
    let list = session.departments().list().unwrap();
    list.into_iter().map(|d| format!("{}{}", "-".repeat(d.depth as usize), d.name)).collect()
}

fn into(parent: DepartmentId) -> DepartmentUpdate {
    DepartmentUpdate { parent: Some(parent), ..Default::default() }
}

#[test]
fn departments_form_a_tree() {
    let office = Office::new();
    let departments = office.admin.departments();
    let b = create(&office, "b", None);
    let a = create(&office, "a", None);
    let b1 = create(&office, "b1", Some(b.id));
    let b2 = create(&office, "b2", Some(b.id));
    let b11 = create(&office, "b11", Some(b1.id));
    assert_eq!((b11.depth, b11.parent), (2, Some(b1.id)));
    // USER-3: every signed-in user may see where colleagues work.
    assert_eq!(tree(&office.stranger), ["a", "b", "-b1", "--b11", "-b2"]);
    assert_eq!(office.stranger.departments().get(b11.id).unwrap(), b11);
    // Moving takes the parts along.
    let moved = departments.update(b1.id, into(a.id)).unwrap();
    assert_eq!((moved.depth, moved.version), (1, 2));
    assert_eq!(tree(&office.ann), ["a", "-b1", "--b11", "b", "-b2"]);
    // No cycles.
    for (department, parent) in [(a.id, a.id), (a.id, b1.id), (a.id, b11.id)] {
        assert_eq!(invalid(departments.update(department, into(parent))), ["parent:cycle"]);
    }
    assert_eq!(invalid(departments.update(a.id, into(DepartmentId::default()))), ["parent:unknown_record"]);
    let top = DepartmentUpdate { clear: Some(vec!["parent".into()]), ..Default::default() };
    assert_eq!(departments.update(b11.id, top).unwrap().parent, None);
    assert_eq!(tree(&office.ann), ["a", "-b1", "b", "-b2", "b11"]);
    // Names are unique among siblings.
    let same = DepartmentUpdate { name: Some("b2".into()), ..into(b.id) };
    assert_eq!(invalid(departments.update(b11.id, same)), ["name:not_unique"]);
    let twin = NewDepartment { name: "a".into(), ..Default::default() };
    assert_eq!(invalid(departments.create(twin, None)), ["name:not_unique"]);
    create(&office, "a", Some(b2.id));
}

// PROC-6: a department may have a head, one of the active users; who is disabled later stays named, and is told of.
#[test]
fn a_department_may_have_a_head() {
    let office = Office::new();
    let (departments, users) = (office.admin.departments(), office.admin.users());
    let (ann, bob) = (user(&office.ann), user(&office.stranger));
    let led = |head| NewDepartment { name: "销售部".into(), head: Some(head), ..Default::default() };
    assert_eq!(invalid(departments.create(led(UserId::default()), None)), ["head:not_active_user"]);
    let sales = departments.create(led(ann), None).unwrap();
    assert_eq!(sales.head.as_ref().map(|head| head.id), Some(ann));
    // Everybody sees who it is, with the name.
    let head = office.stranger.departments().list().unwrap()[0].head.clone().unwrap();
    assert_eq!((head.id, head.display_name), (ann, office.ann.users().me().unwrap().display_name));
    // What they hold is told when they leave, and the head stays until somebody names another.
    let holds = users.disable(ann, None).unwrap().holds;
    let headed = holds.iter().find(|held| held.entity == Entity::DEPARTMENT);
    assert_eq!(headed.map(|held| held.count), Some(1), "{holds:?}");
    let to = |head| DepartmentUpdate { head: Some(head), ..Default::default() };
    let same = departments.update(sales.id, to(ann)).unwrap();
    assert_eq!((same.version, same.head.map(|head| head.id)), (1, Some(ann)));
    assert_eq!(departments.update(sales.id, to(bob)).unwrap().head.map(|head| head.id), Some(bob));
    assert_eq!(invalid(departments.update(sales.id, to(ann))), ["head:not_active_user"]);
    let nobody = DepartmentUpdate { clear: Some(vec!["head".into()]), ..Default::default() };
    let left = departments.update(sales.id, nobody).unwrap();
    assert_eq!((left.version, left.head), (3, None));
}

#[test]
fn a_department_in_use_stays() {
    let office = Office::new();
    let departments = office.admin.departments();
    let whole = create(&office, "公司", None);
    let part = create(&office, "销售部", Some(whole.id));
    let joined = UserUpdate { department: Some(part.id), ..Default::default() };
    office.admin.users().update(user(&office.ann), joined).unwrap();
    assert_eq!(refused(departments.delete(whole.id, None)), "conflict");
    assert_eq!(refused(departments.delete(part.id, None)), "conflict");
    let left = UserUpdate { clear: Some(vec!["department".into()]), ..Default::default() };
    office.admin.users().update(user(&office.ann), left).unwrap();
    assert_eq!(refused(departments.delete(part.id, Some(2))), "conflict");
    departments.delete(part.id, Some(1)).unwrap();
    departments.delete(whole.id, None).unwrap();
    assert_eq!(refused(departments.get(whole.id)), "not_found");
    for (name, session) in office.everyone().into_iter().filter(|(name, _)| *name != "admin") {
        let new = NewDepartment { name: name.into(), ..Default::default() };
        assert_eq!(refused(session.departments().create(new, None)), "forbidden", "{name}");
    }
}
