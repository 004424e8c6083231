//! What the area of this folder does once it is in the tree, with nothing written by hand but itself.

use crm_core::Operation;
use crm_core::competitors::{CompetitorFilter, CompetitorUpdate, NewCompetitor};
use crm_core::prelude::*;
use crm_core::users::NewUser;

#[test]
fn a_new_area_is_whole() {
    let crm = Crm::open_in_memory().unwrap();
    let manager = crm.bootstrap("lin", "林涛", &["sales_manager", "system_administrator"]).unwrap();
    let session = crm.session(manager).unwrap();
    let competitors = session.competitors();

    let new = |name: &str, year: i32| NewCompetitor {
        name: name.into(),
        website: Some("https://example.com".into()),
        founded_on: Some(format!("{year}-05-01").parse().unwrap()),
        presence: 40,
        ..Default::default()
    };
    let north = competitors.create(new("北方机床", 1998), None).unwrap();
    let south = competitors.create(new("Southern ＴＯＯＬＳ", 2011), None).unwrap();
    assert_eq!(competitors.get(south.id).unwrap(), south);

    // Lists, filters and pages.
    let list = |filter, page| competitors.list(Some(filter), page).unwrap();
    let named = CompetitorFilter { name: Some("tools".into()), ..Default::default() };
    assert_eq!(list(named, None).items, [south.clone()]);
    let since = CompetitorFilter { founded_from: Some("2000-01-01".parse().unwrap()), ..Default::default() };
    assert_eq!(list(since, None).items, [south.clone()]);
    let first = list(Default::default(), Some(PageRequest { limit: Some(1), ..Default::default() }));
    let second = list(Default::default(), Some(PageRequest { after: first.next.clone(), ..Default::default() }));
    assert_eq!([first.items, second.items].concat(), [south.clone(), north.clone()]);

    // Changes: a name folds anew, an optional field is emptied, a required one is not, a stale version is told.
    let changes = CompetitorUpdate {
        name: Some("Southern Machines".into()),
        clear: Some(vec!["website".into()]),
        version: Some(1),
        ..Default::default()
    };
    let after = competitors.update(south.id, changes.clone()).unwrap();
    assert_eq!((after.version, after.website.as_deref(), after.presence), (2, None, 40));
    assert_eq!(competitors.update(south.id, changes).unwrap_err().code(), "conflict");
    let found = CompetitorFilter { name: Some("machines".into()), ..Default::default() };
    assert_eq!(list(found, None).items, [after]);
    let emptied = CompetitorUpdate { clear: Some(vec!["presence".into()]), ..Default::default() };
    assert_eq!(competitors.update(north.id, emptied).unwrap_err().fields()[0].code, "required");
    let wrong = NewCompetitor { presence: 101, employees: Some(0), ..Default::default() };
    let refused = competitors.create(wrong, None).unwrap_err();
    let fields: Vec<&str> = refused.fields().iter().map(|f| f.field.as_str()).collect();
    assert_eq!(fields, ["name", "employees", "presence"]);

    // Who may not is refused; the deed is in the audit; it has words in both languages and a place in the list.
    let erp = NewUser {
        login: "erp".into(),
        display_name: "ERP".into(),
        roles: Some(vec!["integration".into()]),
        ..Default::default()
    };
    let erp = session.users().create(erp, None).unwrap().id;
    assert_eq!(crm.session(erp).unwrap().competitors().get(north.id).unwrap_err().code(), "forbidden");
    competitors.delete(north.id, None).unwrap();
    assert_eq!(competitors.get(north.id).unwrap_err().code(), "not_found");
    let history = session.audit().list(None, None).unwrap();
    assert_eq!(history.items[0].operation, "competitors.delete");
    assert_eq!(Operation::all().filter(|o| o.area == "competitors").count(), 5);
    assert!(session.call("competitors.list", "{}").unwrap().contains("Southern Machines"));
}
