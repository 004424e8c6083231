//! DUP-7: duplicates that somebody does not see.

use crm_core::customers::NewCustomer;
use crm_core::duplicates::DuplicateHit;
use crm_core::prelude::*;
use crm_core::settings::SettingsUpdate;

use crate::activities::narrow;
use crate::duplicates::{PRECISION, PRECISION_TURNED, check, named, office};
use crate::support::*;

/// Ann's customer, and Ben who does not see it.
fn hidden() -> Office {
    let office = office();
    narrow(&office, "account_manager", "customers");
    let ann = office.ann.user();
    let new = NewCustomer { account_manager: ann, phone: Some("13912345678".into()), ..named(PRECISION) };
    office.ann.customers().create(new, None, None).unwrap();
    office
}

fn turned() -> String {
    format!(r#"{{"name": "{PRECISION_TURNED}"}}"#)
}

// DUP-7: no more than its object, what is alike, and whose it is; nothing where likeness alone found it.
#[test]
fn two_sellers_meet_before_they_call() {
    let office = hidden();
    let found = check(&office.ben, "customer", &turned());
    let masked = DuplicateHit {
        rule: "customer".into(),
        group: 2,
        score: 100,
        object: "customer".into(),
        fields: vec!["name".into()],
        masked: true,
        id: None,
        number: None,
        name: None,
        status: None,
        owner: Some(office.admin.users().get(office.ann.user().unwrap()).unwrap().display_name),
    };
    assert_eq!(found, [masked]);
    assert_eq!(check(&office.ben, "customer", r#"{"name": "上海华东精密机器有限公司"}"#), []);
    assert_eq!(check(&office.ben, "customer", r#"{"name": "上海华东精密机器有限公司", "phone": "13912345678"}"#), []);
    assert_eq!(
        check(&office.manager, "customer", r#"{"name": "上海华东精密机器有限公司", "phone": "13912345678"}"#).len(),
        2
    );

    let quiet = SettingsUpdate { duplicates_tell_owner: Some(false), ..Default::default() };
    office.admin.settings().update(quiet).unwrap();
    assert_eq!(check(&office.ben, "customer", &turned())[0].owner, None);
}

// Design §14: so many a day, and the audit tells who was told of which.
#[test]
fn what_is_masked_is_counted() {
    let office = hidden();
    let few = SettingsUpdate { duplicates_told_a_day: Some(2), ..Default::default() };
    office.admin.settings().update(few).unwrap();
    for _ in 0..2 {
        assert_eq!(check(&office.ben, "customer", &turned()).len(), 1);
    }
    let ask = |session: &Session| session.duplicates().check("customer".into(), turned().parse().unwrap(), None);
    let refused = ask(&office.ben).unwrap_err();
    assert!(matches!(&refused, CrmError::Conflict { reason, .. } if reason == "daily_limit"), "{refused}");
    // Who sees them may go on asking, and so may they tomorrow.
    assert_eq!(ask(&office.manager).unwrap().len(), 2);
    office.clock.advance(chrono::TimeDelta::days(1));
    assert_eq!(ask(&office.ben).unwrap().len(), 1);

    let audit = office.admin.audit().list(None, None).unwrap().items;
    let told = audit.iter().filter(|entry| entry.operation == "duplicates.check").count();
    assert_eq!(told, 3, "a row each time that somebody was told");
}

// DUP-6: a refusal tells no more than a check; a pair is told to who sees both.
#[test]
fn a_refusal_tells_no_more_than_a_check() {
    let office = hidden();
    let rule = office.admin.setup().get("duplicate_rule".into(), "customer".into(), None).unwrap();
    let mut document = rule.document.value().clone();
    document["on_create"] = "ask".into();
    crate::duplicates::put(&office, "customer", &document.to_string());
    let refused = office.ben.customers().create(named(PRECISION_TURNED), None, None).unwrap_err();
    let CrmError::Conflict { hits, .. } = &refused else { panic!("{refused}") };
    assert!(hits.len() == 1 && hits[0].masked && hits[0].name.is_none(), "{hits:?}");
    // Likeness alone, with a number: nobody feels out a hidden name.
    let alike = NewCustomer { phone: Some("13912345678".into()), ..named("上海华东精密机器有限公司") };
    office.ben.customers().create(alike, None, None).unwrap();
    // What is refused goes over JSON and back with its hits.
    let json = serde_json::to_string(&refused).unwrap();
    assert_eq!(CrmError::from_json(&json), Some(refused));
}
