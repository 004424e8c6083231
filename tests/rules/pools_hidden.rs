//! ASSIGN-7: what a pool hides of its records, on every path.

use crm_core::Tree;
use crm_core::contacts::NewContact;
use crm_core::customers::{Customer, CustomerFilter, NewCustomer};
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use crm_core::users::NewUser;
use serde_json::{Value as Json, json};

use crate::notes::key;

use crate::pools::pool;
use crate::support::*;

fn call(session: &Session, operation: &str, with: Json) -> Json {
    crate::objects_laws::call(session, operation, with).unwrap()
}

pub fn hire(office: &Office, login: &str) -> Session {
    let new = NewUser { login: login.into(), display_name: login.into(), ..Default::default() };
    let new = NewUser { roles: Some(vec!["account_manager".into()]), ..new };
    office.crm.session(office.admin.users().create(new, None).unwrap().id).unwrap()
}

pub fn contact(admin: &Session) -> NewContact {
    NewContact {
        name: Some("王芳".into()),
        gender: Some(entry(admin, "gender", "女")),
        position: Some("采购".into()),
        office_phone: Some("021-55550100".into()),
        mobile: Some("13812345678".into()),
        ..Default::default()
    }
}

/// Two customers of Ann's, equal in all but their names, of which the first is in a pool that hides.
fn world(office: &Office) -> (Customer, Customer) {
    let admins = [user(&office.ben)];
    pool(
        office,
        "公海",
        json!({"of": "customer", "admins": admins, "hidden": ["phone", "region", "level", "contact.mobile"]}),
    );
    let made = |name: &str| {
        let new = NewCustomer {
            phone: Some("021-55550123".into()),
            account_manager: Some(user(&office.ann)),
            ..new_customer(&office.admin, name)
        };
        let customer = office.ann.customers().create(new, None, None).unwrap();
        office.ann.contacts().create(customer.id, contact(&office.admin), None, None).unwrap();
        customer
    };
    let (pooled, other) = (made("华东精密机械"), made("华南电子"));
    let record: RecordKey = key("customer", pooled.id);
    office.ann.pools().put(vec![record], "没时间".into(), None).unwrap();
    (pooled, other)
}

// ASSIGN-7, FIELD-3, FIELD-4: of a pooled record alone, for all but who looks after the pool and sales managers.
#[test]
fn hidden_fields_of_a_pooled_record_are_masked() {
    let office = Office::new();
    let carl = hire(&office, "carl");
    let (pooled, other) = world(&office);
    let phone = |session: &Session, of: &Customer| {
        let found = session.customers().get(of.id).unwrap();
        let all = session.customers().list(None, None, None).unwrap().items;
        let listed = all.into_iter().find(|found| found.id == of.id).unwrap();
        assert_eq!((&listed.phone, &listed.region), (&found.phone, &found.region));
        (found.phone.unwrap(), found.region.is_some(), found.withheld)
    };
    let whole = || ("021-55550123".to_owned(), true, Vec::<String>::new());
    for session in [&office.ann, &carl] {
        assert_eq!(
            phone(session, &pooled),
            ("021****0123".into(), false, vec!["region".into(), "level".into(), "phone".into()])
        );
        assert_eq!(phone(session, &other), whole());
    }
    for session in [&office.ben, &office.manager] {
        assert_eq!((phone(session, &pooled), phone(session, &other)), (whole(), whole()));
    }
    // Its contacts too, however they are got.
    let mobiles = |session: &Session, of: &Customer| {
        let listed = session.contacts().list(Some(of.id), None, None, None).unwrap().items.remove(0);
        let found = session.contacts().get(listed.id).unwrap();
        assert_eq!(listed, found);
        (found.mobile.unwrap(), found.office_phone.unwrap())
    };
    let (mobile, office_phone) = ("13812345678".to_owned(), "021-55550100".to_owned());
    assert_eq!(mobiles(&carl, &pooled), ("138****5678".into(), office_phone.clone()));
    assert_eq!(mobiles(&carl, &other), (mobile.clone(), office_phone.clone()));
    assert_eq!(mobiles(&office.ben, &pooled), (mobile.clone(), office_phone.clone()));
    // Who claims it reads it.
    office.ann.pools().give("公海".into(), vec![], user(&carl)).unwrap_err();
    carl.pools().claim("公海".into(), vec![key("customer", pooled.id)]).unwrap();
    assert_eq!((phone(&carl, &pooled), mobiles(&carl, &pooled)), (whole(), (mobile, office_phone)));
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// ASSIGN-7: a condition, search, order or sum over such a field finds no pooled record.
#[test]
fn what_is_asked_over_hidden_fields_finds_no_pooled_record() {
    let office = Office::new();
    let carl = hire(&office, "carl");
    let (pooled, other) = world(&office);
    let region = region(&office.admin);
    let listed = |session: &Session, filter: CustomerFilter, tree: Option<Json>| {
        let page = session.customers().list(Some(filter), None, tree.map(Tree::from)).unwrap();
        page.items.into_iter().map(|found| found.id).collect::<Vec<_>>()
    };
    let by_region = || CustomerFilter { region: Some(region), ..Default::default() };
    let nothing = CustomerFilter::default;
    assert_eq!(listed(&carl, by_region(), None), [other.id]);
    assert_eq!(listed(&office.manager, by_region(), None), [other.id, pooled.id]);
    let tree = || Some(json!({"field": "region", "is": region}));
    assert_eq!(listed(&carl, nothing(), tree()), [other.id]);
    assert_eq!(listed(&office.ben, nothing(), tree()), [other.id, pooled.id]);
    // Not even that it is empty is told, nor that it is not.
    let not = Some(json!({"not": {"field": "region", "empty": true}}));
    assert_eq!(listed(&carl, nothing(), not), [other.id]);
    // What is not hidden finds it.
    assert_eq!(listed(&carl, nothing(), Some(json!({"field": "name", "contains": "华东"}))), [pooled.id]);
    // Contacts of it by a path to the customer.
    let contacts = |session: &Session, tree: Json| {
        let page = session.contacts().list(None, None, None, Some(Tree::from(tree))).unwrap();
        page.items.into_iter().map(|found| found.customer.id).collect::<Vec<_>>()
    };
    for tree in
        [json!({"field": "customer.region", "is": region}), json!({"not": {"field": "customer.region", "empty": true}})]
    {
        assert_eq!(contacts(&carl, tree.clone()), [other.id], "{tree}");
        assert_eq!(contacts(&office.manager, tree).len(), 2);
    }
    // A report by the field counts what is left, and says that it is not all.
    let report = |session: &Session| {
        let report = call(session, "reports.composition", json!({"by": "level"}));
        (report["customers"].clone(), report["partial"].clone())
    };
    assert_eq!(report(&office.manager), (json!(2), json!(false)));
    assert_eq!(report(&office.executive), (json!(1), json!(true)));
}

// ASSIGN-7, FIELD-9: history tells no value of a hidden field.
#[test]
fn history_tells_no_value_of_a_hidden_field() {
    let office = Office::new();
    let carl = hire(&office, "carl");
    let (pooled, other) = world(&office);
    let told = |session: &Session, of: &Customer| {
        let found = call(session, "objects.history", json!({"record": {"object": "customer", "id": of.id}}));
        found.to_string().contains("55550123")
    };
    assert_eq!([told(&carl, &pooled), told(&carl, &other), told(&office.manager, &pooled)], [false, true, true]);
    assert!(
        !call(&carl, "objects.history", json!({"record": {"object": "customer", "id": pooled.id}}))
            .to_string()
            .contains("0123")
    );
}
