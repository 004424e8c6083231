//! Settings: the company's time zone and currency, and what a complete customer needs.

use crm_core::audit::Action;
use crm_core::customers::CustomerId;
use crm_core::prelude::*;
use crm_core::settings::SettingsUpdate;

use crate::support::*;

fn required(fields: &[&str]) -> SettingsUpdate {
    let fields = fields.iter().map(|f| (*f).to_owned()).collect();
    SettingsUpdate { required_customer_fields: Some(fields), ..Default::default() }
}

/// Imports a customer that has a name and a phone.
fn incomplete(office: &Office) -> CustomerId {
    let json = r#"{"customers":[{"name":"华东","external_id":"C1","phone":"021"}],"allow_incomplete":true}"#;
    let made = office.integration.call("customers.import_many", json).unwrap();
    let made: serde_json::Value = serde_json::from_str(&made).unwrap();
    made["records"][0]["id"].as_str().unwrap().parse().unwrap()
}

#[test]
fn everybody_reads_and_administrators_change_them() {
    let office = Office::new();
    for (name, session) in office.everyone() {
        let settings = session.settings().get().unwrap();
        // TIME-1: the time zone is a setting of the database.
        assert_eq!((settings.time_zone.as_str(), settings.currency.as_str()), ("Asia/Shanghai", "CNY"));
        // CUST-2: what is required by default.
        assert_eq!(
            settings.required_customer_fields,
            ["name", "region", "account_manager", "level", "satisfaction", "credit", "address", "phone"]
        );
        if name != "admin" {
            assert_eq!(refused(session.settings().update(SettingsUpdate::default())), "forbidden", "{name}");
        }
    }
    let zone = SettingsUpdate { time_zone: Some("Europe/Berlin".into()), version: Some(1), ..Default::default() };
    let changed = office.admin.settings().update(zone.clone()).unwrap();
    // TIME-1: an IANA name.
    assert_eq!((changed.time_zone.as_str(), changed.version), ("Europe/Berlin", 2));
    assert_eq!(office.ann.settings().get().unwrap(), changed);
    assert_eq!(refused(office.admin.settings().update(zone)), "conflict");
    let same = SettingsUpdate { currency: Some("CNY".into()), ..Default::default() };
    assert_eq!(office.admin.settings().update(same).unwrap().version, 2);
    let wrong = SettingsUpdate {
        time_zone: Some("Mars/Olympus".into()),
        currency: Some("XYZ".into()),
        ..required(&["phone", "password", "id"])
    };
    assert_eq!(
        invalid(office.admin.settings().update(wrong)),
        [
            "time_zone:unknown_time_zone",
            "currency:unknown_currency",
            "required_customer_fields[1]:unknown_value",
            "required_customer_fields[2]:unknown_value",
        ]
    );
    let blank = SettingsUpdate { time_zone: Some(" ".into()), ..Default::default() };
    assert_eq!(invalid(office.admin.settings().update(blank)), ["time_zone:required"]);
}

#[test]
fn what_is_required_decides_who_is_complete() {
    let office = Office::new();
    let id = incomplete(&office);
    let complete = || office.ann.customers().get(id).unwrap();
    assert!(!complete().complete);
    // CUST-2: which fields are required is a setting; the name is in any case.
    let changed = office.admin.settings().update(required(&["phone", "phone"])).unwrap();
    assert_eq!(changed.required_customer_fields, ["name", "phone"]);
    assert!(complete().complete);
    assert_eq!(complete().version, 1);
    // AUDIT-2: customers changed with them, and whoever follows hears of it.
    let heard = || {
        let call = office.admin.audit().list(None, None).unwrap().items.remove(0);
        let changes = call.changes.into_iter().map(|c| (c.entity.to_string(), c.action, c.after.unwrap_or_default()));
        changes.collect::<Vec<_>>()
    };
    let changes = heard();
    assert_eq!((changes.len(), changes[0].0.as_str(), changes[0].1), (2, "customer", Action::Bulk));
    assert_eq!(changes[0].2, r#"{"required":["name","phone"],"customers":1}"#);
    office.admin.settings().update(required(&["phone", "website"])).unwrap();
    assert!(!complete().complete);
    assert!(heard()[0].2.ends_with(r#","customers":1}"#));
    // What nobody else notices stands alone.
    office.admin.settings().update(required(&["phone", "website", "address"])).unwrap();
    assert_eq!(heard().len(), 1);
    office.admin.settings().update(required(&[])).unwrap();
    assert!(complete().complete);
}

#[test]
fn a_new_database_takes_them_from_the_options() {
    let crm = Crm::options().time_zone("Asia/Gaza").currency("USD").open_in_memory().unwrap();
    let user = crm.bootstrap("a", "a", &[]).unwrap();
    let settings = crm.session(user).unwrap().settings().get().unwrap();
    assert_eq!((settings.time_zone.as_str(), settings.currency.as_str()), ("Asia/Gaza", "USD"));
    for (options, field) in [
        (Crm::options().time_zone("Nowhere"), "time_zone:unknown_time_zone"),
        (Crm::options().currency("cny"), "currency:unknown_currency"),
    ] {
        assert_eq!(invalid(options.open_in_memory()), [field]);
    }
}
