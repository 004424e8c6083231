//! The act about who sees what: the same list as four people see it, a telephone number that is masked, and a leaver whose
//! customers pass to a successor.

use crm_core::departments::NewDepartment;
use crm_core::handover::NewHandover;
use crm_core::prelude::*;
use crm_core::roles::{FieldRight, ScopeLevel};
use crm_core::users::{NewUser, UserUpdate};

use crate::print::{act, say, table, thousands};
use crate::world::Staff;

type Outcome<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A role by its name.
fn role(admin: &Session, name: &str) -> Outcome<crm_core::roles::RoleId> {
    let found = admin.roles().list()?.into_iter().find(|role| role.name == name);
    Ok(found.ok_or_else(|| format!("there is no role {name}"))?.id)
}

/// Makes two regions of the company: who belongs where, and who sees how far.
fn divide(crm: &Crm, staff: &Staff) -> Outcome<Vec<(&'static str, Session)>> {
    let admin = crm.session_by_login("admin")?;
    let department = |name: &str, parent| {
        admin.departments().create(NewDepartment { name: name.into(), parent, ..Default::default() }, None)
    };
    let company = department("公司", None)?;
    let (east, north) = (department("华东区", Some(company.id))?, department("华北区", Some(company.id))?);
    for (at, session) in staff.account_managers.iter().enumerate() {
        let region = if at < 2 { east.id } else { north.id };
        let changes = UserUpdate { department: Some(region), ..Default::default() };
        admin.users().update(session.user().ok_or("a user")?, changes)?;
    }
    let head = admin.roles().copy(role(&admin, "sales_manager")?, "区域经理".into(), None)?.id;
    let new = NewUser {
        login: "qin".into(),
        display_name: "秦岚".into(),
        roles: Some(vec!["区域经理".into()]),
        department: Some(east.id),
        ..Default::default()
    };
    let qin = crm.session(admin.users().create(new, None)?.id)?;
    for area in ["customers", "opportunities", "tickets"] {
        admin.roles().set_scope(head, area.into(), ScopeLevel::Below, ScopeLevel::Below, None)?;
        let sellers = role(&admin, "account_manager")?;
        admin.roles().set_scope(sellers, area.into(), ScopeLevel::Own, ScopeLevel::Own, None)?;
    }
    admin.roles().set_field(head, Entity::CUSTOMER, "phone".into(), FieldRight::Masked, None)?;
    // A due job prepares the first narrowing.
    staff.erp.jobs().run_due(None)?;
    let (first, last) = (&staff.account_managers[0], &staff.account_managers[staff.account_managers.len() - 1]);
    Ok(vec![
        ("Sales manager: all", staff.manager.clone()),
        ("Head of 华东区: her region", qin),
        ("Account manager there: his own", first.clone()),
        ("Account manager of 华北区: his own", last.clone()),
    ])
}

fn seen(people: &[(&str, Session)], title: &str) -> Outcome {
    let mut rows = Vec::new();
    for (who, session) in people {
        let page = PageRequest { limit: Some(1), count: Some(true), ..Default::default() };
        let list = session.customers().list(None, Some(page), None)?;
        let total = list.total.map_or(0, |total| total.count);
        let newest = list.items.first();
        rows.push(vec![
            (*who).to_owned(),
            thousands(&total.to_string()),
            newest.map_or_else(|| "–".into(), |customer| customer.name.clone()),
            newest.and_then(|customer| customer.phone.clone()).unwrap_or_else(|| "–".into()),
        ]);
    }
    table(title, &["Who", "#Customers (1,000 at the most)", "The newest", "Its telephone 电话"], rows);
    Ok(())
}

/// Levels, a mask, and a hand-over.
pub fn sight(crm: &Crm, staff: &Staff) -> Outcome {
    act(
        10,
        "Who sees what",
        "数据范围、字段脱敏与移交",
        "An administrator makes two regions: account managers see their own customers, the head of a region what her people \
         hold, the sales manager all. Of telephone numbers the head sees a part. Then somebody leaves.",
    );
    let people = divide(crm, staff)?;
    seen(&people, "The same list, four times:")?;
    let (leaver, successor) = (&people[2].1, &staff.account_managers[1]);
    let (from, to) = (leaver.user().ok_or("a user")?, successor.user().ok_or("a user")?);
    let holds = crm.session_by_login("admin")?.users().disable(from, None)?.holds;
    let holds: Vec<String> = holds.iter().map(|h| format!("{} {}", h.count, h.entity)).collect();
    say(&format!("The account manager of the third row leaves, and holds: {}.", holds.join(", ")));
    let everything = NewHandover { everything: Some(true), ..Default::default() };
    let moved = staff.manager.handover().run(from, to, "离职".into(), everything)?.moved;
    let moved: Vec<String> = moved.iter().map(|m| format!("{} {}", m.count, m.entity)).collect();
    say(&format!("Everything passes to a colleague of the region in one call: {}.", moved.join(", ")));
    let after: Vec<(&str, Session)> = vec![
        ("The successor", successor.clone()),
        ("Head of 华东区", people[1].1.clone()),
        ("Account manager of 华北区", people[3].1.clone()),
    ];
    seen(&after, "And who sees what now:")
}
