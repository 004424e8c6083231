//! USER-1, USER-3: whoever makes a database can administer it, and colleagues are told whom something can be given to,
//! and nothing else about what others may do.

use crm_core::prelude::*;
use crm_core::roles::NewRole;
use crm_core::users::{ColleagueFilter, NewUser, UserFilter};

use crate::support::*;

#[test]
fn a_database_can_be_administered_whatever_roles_were_named() {
    for named in [&[][..], &["account_manager"], &["integration", "executive"], &["system_administrator", "executive"]]
    {
        let crm = Crm::open_in_memory().unwrap();
        let first = crm.session(crm.bootstrap("boss", "老板", named).unwrap()).unwrap();
        let mut wanted: Vec<String> = named.iter().map(|r| (*r).to_owned()).collect();
        if !named.contains(&"system_administrator") {
            wanted.push("system_administrator".into());
        }
        wanted.sort();
        // USER-1: the roles named, and the one that makes all others possible.
        assert_eq!(first.users().me().unwrap().roles, wanted, "{named:?}");
        let second = NewUser { login: "han".into(), display_name: "韩梅梅".into(), ..Default::default() };
        let second = first.users().create(second, None).unwrap();
        first.users().set_roles(second.id, vec!["sales_manager".into()], None).unwrap();
        // AUDIT-1: on record as it was done.
        let call = first.audit().list(None, None).unwrap().items.pop().unwrap();
        assert_eq!(call.operation, "bootstrap");
        for role in &wanted {
            assert!(call.arguments.contains(role.as_str()), "{}", call.arguments);
        }
        assert_eq!(refused(first.users().disable(first.user().unwrap(), None)), "conflict");
    }
    let crm = Crm::open_in_memory().unwrap();
    assert_eq!(invalid(crm.bootstrap("boss", "x", &["executive", "emperor"])), ["roles[1]:unknown_record"]);
}

#[test]
fn colleagues_tell_whom_something_can_be_given_to_and_nothing_else() {
    let office = Office::new();
    let copy = NewRole { name: "auditors".into(), grant: Some(vec!["audit".into()]) };
    office.admin.roles().create(copy, None).unwrap();
    let found = |session: &Session, role: &str| {
        let filter = ColleagueFilter { role: Some(role.into()), ..Default::default() };
        let page = session.users().colleagues(Some(filter), None)?;
        Ok::<_, CrmError>(page.items.into_iter().map(|c| c.id).collect::<Vec<_>>())
    };
    for (name, session) in office.everyone() {
        // Whom an opportunity can be given to.
        let mut both = vec![user(&office.ann), user(&office.ben)];
        let mut managers = found(session, "account_manager").unwrap();
        managers.sort();
        both.sort();
        assert_eq!(managers, both, "{name}");
        // A customer or a ticket can be given to anybody who is active.
        assert_eq!(session.users().colleagues(None, None).unwrap().items.len(), 7, "{name}");
        // USER-3: who holds any other role is the administrators' to know.
        for role in ["system_administrator", "sales_manager", "executive", "integration", "auditors", "no such role"] {
            let refusal = found(session, role).unwrap_err();
            let told = (refusal.fields()[0].field.as_str(), refusal.fields()[0].code.as_str());
            assert_eq!(told, ("role", "unknown_value"), "{name} {role}");
            assert_eq!(refusal.fields()[0].limit.as_deref(), Some("account_manager"));
        }
    }
    let by_role = UserFilter { role: Some("executive".into()), ..Default::default() };
    assert_eq!(office.admin.users().list(Some(by_role), None, None).unwrap().items.len(), 1);
}
