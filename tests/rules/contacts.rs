//! CONTACT: contacts of customers.

use crm_core::Total;
use crm_core::contacts::{ContactFilter, ContactId, ContactUpdate, NewContact};
use crm_core::customers::{CustomerId, CustomerRef, CustomerUpdate};
use crm_core::opportunities::NewOpportunity;
use crm_core::prelude::*;

use crate::support::*;

fn new_contact(session: &Session, name: &str) -> NewContact {
    NewContact {
        name: Some(name.into()),
        gender: Some(entry(session, "gender", "女")),
        position: Some("采购经理".into()),
        office_phone: Some("021-5555 0102".into()),
        ..Default::default()
    }
}

fn change() -> ContactUpdate {
    ContactUpdate::default()
}

#[test]
fn a_customer_has_many_contacts() {
    let office = Office::new();
    let c = office.customer();
    let wang = office.ann.contacts().create(c.id, new_contact(&office.ann, "王芳"), None, None).unwrap();
    let li = NewContact {
        mobile: Some("138 0000 0000".into()),
        remarks: Some("喜欢\n围棋".into()),
        ..new_contact(&office.ann, "李雷")
    };
    let li = office.manager.contacts().create(c.id, li, None, None).unwrap();
    // CONTACT-1: the fields.
    assert_eq!(wang.customer, CustomerRef { id: c.id, name: c.name.clone() });
    assert_eq!((wang.name.as_deref(), wang.position.as_deref()), (Some("王芳"), Some("采购经理")));
    assert_eq!(wang.gender.as_ref().map(|g| g.item.as_str()), Some("女"));
    assert_eq!((wang.mobile.as_deref(), wang.version), (None, 1));
    assert_eq!((li.mobile.as_deref(), li.remarks.as_deref()), (Some("138 0000 0000"), Some("喜欢\n围棋")));
    // CONTACT-1: listed, those of this customer only.
    let other = office.customer();
    let mei = office.ann.contacts().create(other.id, new_contact(&office.ann, "梅梅"), None, None).unwrap();
    let listed = |customer, name: Option<&str>| -> Vec<ContactId> {
        let filter = ContactFilter { name: name.map(Into::into), ..Default::default() };
        let page = office.ben.contacts().list(customer, Some(filter), None, None).unwrap();
        page.items.iter().map(|k| k.id).collect()
    };
    assert_eq!(listed(Some(c.id), None), [wang.id, li.id]);
    assert_eq!(listed(None, None), [wang.id, li.id, mei.id]);
    assert_eq!(listed(None, Some("梅")), [mei.id]);
    // Paged, with a count on request.
    let first = PageRequest { limit: Some(1), count: Some(true), ..Default::default() };
    let page = office.ben.contacts().list(Some(c.id), None, Some(first), None).unwrap();
    assert_eq!(page.total, Some(Total { count: 2, more: false }));
    let rest = PageRequest { after: page.next, ..Default::default() };
    assert_eq!(office.ben.contacts().list(Some(c.id), None, Some(rest), None).unwrap().items, [li]);
    // BAD-2: repeated with its own id.
    let id = ContactId(uuid::Uuid::now_v7());
    let again = || office.ann.contacts().create(c.id, new_contact(&office.ann, "韩"), Some(id), None);
    assert_eq!(again().unwrap(), again().unwrap());
}

#[test]
fn required_fields_stay_filled() {
    let office = Office::new();
    let c = office.customer();
    let blank = NewContact {
        name: Some(" ".into()),
        gender: Some(region(&office.ann)),
        position: Some("\u{3000}".into()),
        ..Default::default()
    };
    // CONTACT-1: name, gender, position and office phone are required.
    assert_eq!(
        invalid(office.ann.contacts().create(c.id, blank, None, None)),
        ["name:required", "position:required", "office_phone:required", "gender:unknown_choice"]
    );
    let missing = format!(r#"{{"customer":"{}","new":{{"name":"x"}}}}"#, c.id);
    assert_eq!(
        invalid(office.ann.call("contacts.create", &missing)),
        ["gender:required", "position:required", "office_phone:required"]
    );
    let k = office.ann.contacts().create(c.id, new_contact(&office.ann, "王芳"), None, None).unwrap();
    let cleared =
        ContactUpdate { position: Some(" ".into()), clear: Some(vec!["gender".into(), "mobile".into()]), ..change() };
    // CONTACT-1: an update can't empty them.
    assert_eq!(invalid(office.ann.contacts().update(k.id, cleared, None)), ["position:required", "gender:required"]);
    let changes = ContactUpdate {
        gender: Some(entry(&office.ann, "gender", "男")),
        mobile: Some("139".into()),
        version: Some(1),
        ..change()
    };
    let changed = office.ann.contacts().update(k.id, changes.clone(), None).unwrap();
    assert_eq!(changed.gender.as_ref().map(|g| g.item.as_str()), Some("男"));
    assert_eq!((changed.mobile.as_deref(), changed.version), (Some("139"), 2));
    assert_eq!(refused(office.ann.contacts().update(k.id, changes.clone(), None)), "conflict");
    // Nothing changed: no new version.
    assert_eq!(
        office.ann.contacts().update(k.id, ContactUpdate { version: None, ..changes }, None).unwrap().version,
        2
    );
    // CONTACT-1: a contact never moves to another customer.
    let moved = format!(r#"{{"id":"{}","changes":{{"customer":"{}"}}}}"#, k.id, office.customer().id);
    assert_eq!(invalid(office.ann.call("contacts.update", &moved)), ["customer:unknown_field"]);
}

#[test]
fn an_update_fills_what_an_opportunity_did_not_know() {
    let office = Office::new();
    let new = NewOpportunity { contact_name: Some("王芳".into()), ..new_opportunity("x") };
    let o = office.ann.opportunities().create(new, None, None).unwrap();
    office.manager.opportunities().assign(o.id, user(&office.ann), None, None).unwrap();
    let customer = office.ann.opportunities().develop(o.id, None, None, None, None).unwrap().customer;
    let k = office.ann.contacts().list(customer, None, None, None).unwrap().items.remove(0);
    assert_eq!((k.gender, k.position, k.office_phone), (None, None, None));
    // CONTACT-1, PLAN-5: the contact may lack them, but not behind an update.
    let partly = ContactUpdate { mobile: Some("1".into()), position: Some("厂长".into()), ..change() };
    assert_eq!(invalid(office.ann.contacts().update(k.id, partly, None)), ["gender:required", "office_phone:required"]);
    let filled = ContactUpdate {
        gender: Some(entry(&office.ann, "gender", "女")),
        position: Some("厂长".into()),
        office_phone: Some("021".into()),
        ..change()
    };
    assert!(office.ann.contacts().update(k.id, filled, None).is_ok());
}

#[test]
fn whoever_may_change_the_customer_maintains_its_contacts() {
    let office = Office::new();
    let c = office.customer();
    let k = office.ann.contacts().create(c.id, new_contact(&office.ann, "王芳"), None, None).unwrap();
    for (name, session) in office.everyone() {
        let may = ["manager", "ann"].contains(&name);
        let sales = may || name == "ben";
        let contacts = session.contacts();
        let created = contacts.create(c.id, new_contact(&office.ann, name), None, None);
        // CONTACT-1, DUTY-1: the customer's account manager, or a sales manager.
        assert_eq!(created.is_ok(), may, "create by {name}");
        let updated = contacts.update(k.id, ContactUpdate { remarks: Some(name.into()), ..change() }, None);
        assert_eq!(updated.is_ok(), may, "update by {name}");
        let gone = created.ok().map_or(k.id, |new| new.id);
        assert_eq!(contacts.delete(gone, None).is_ok(), may, "delete by {name}");
        // READ-1: account managers and sales managers read all.
        assert_eq!(contacts.get(k.id).is_ok(), sales, "get by {name}");
        assert_eq!(contacts.list(Some(c.id), None, None, None).is_ok(), sales, "list by {name}");
        assert_eq!(contacts.list(None, None, None, None).is_ok(), sales, "list all by {name}");
        if !sales {
            // DUTY-1: the same refusal whether the record exists or not.
            assert_eq!(refused(contacts.get(ContactId::default())), "forbidden", "{name}");
            assert_eq!(refused(contacts.list(Some(CustomerId::default()), None, None, None)), "forbidden", "{name}");
        }
    }
    // DUTY-1: an account manager without any role reads and maintains the contacts of theirs, and no others.
    let handed = CustomerUpdate { account_manager: Some(user(&office.stranger)), ..Default::default() };
    office.manager.customers().update(c.id, handed, None).unwrap();
    let theirs = office.stranger.contacts();
    assert_eq!(theirs.list(Some(c.id), None, None, None).unwrap().items.len(), 1);
    assert_eq!(refused(theirs.list(None, None, None, None)), "forbidden");
    // PERM-3: with the duty on the customer comes what is wrong with the arguments; without it, nothing.
    for (customer, answer) in [(Some(c.id), "invalid"), (Some(office.customer().id), "forbidden"), (None, "forbidden")]
    {
        let arguments = serde_json::json!({"customer": customer, "page": {"limit": "many"}});
        for list in ["contacts.list", "interactions.list"] {
            assert_eq!(refused(office.stranger.call(list, &arguments.to_string())), answer, "{list} {customer:?}");
        }
    }
    assert!(theirs.get(k.id).is_ok());
    theirs.delete(k.id, None).unwrap();
    assert_eq!(refused(office.ann.contacts().get(k.id)), "not_found");
}

#[test]
fn the_contacts_of_a_lost_customer_are_frozen() {
    let office = Office::new();
    let c = office.customer();
    let id = ContactId(uuid::Uuid::now_v7());
    let create = || office.ann.contacts().create(c.id, new_contact(&office.ann, "王芳"), Some(id), None);
    let k = create().unwrap();
    office.lose(c.id);
    let contacts = office.ann.contacts();
    // CUST-4: a lost customer's contacts are frozen, but can be read.
    assert_eq!(refused(contacts.create(c.id, new_contact(&office.ann, "李雷"), None, None)), "illegal_transition");
    let update = ContactUpdate { mobile: Some("1".into()), ..change() };
    assert_eq!(refused(contacts.update(k.id, update, None)), "illegal_transition");
    assert_eq!(refused(contacts.delete(k.id, None)), "illegal_transition");
    assert_eq!(contacts.get(k.id).unwrap(), k);
    // BAD-2: a create that is repeated, since its answer was lost, returns the record that is there.
    assert_eq!(create().unwrap(), k);
}
