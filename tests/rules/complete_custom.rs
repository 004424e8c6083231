//! CUST-2, EXT-4: the kept mark of a complete customer follows what sets a required custom field beside the customer's own calls.

use crm_core::customers::{CustomerFilter, NewCustomer};
use serde_json::{Value as Json, json};

use crate::pushed_custom::proven;
use crate::support::*;

fn care(version: i64, phone: Json) -> Json {
    json!({
        "pack": "care", "version": version, "language": 1, "title": "Care",
        "objects": {"talk": {"title": "'talk'", "fields": {"with": {"type": "ref", "to": "customer"}},
            "status": {"start": "open", "states": {"open": {}, "held": {"final": true}}, "actions": {
                "hold": {"from": ["open"], "to": "held", "then": [{"set": {"agreed": "true"}, "on": "with"}]}}}}},
        "extend": {"customer": {"fields": {"agreed": phone}}},
        "roles": {"sales_manager": ["care"]}
    })
}

fn complete(office: &Office) -> usize {
    let filter = CustomerFilter { complete: Some(true), ..Default::default() };
    office.manager.customers().list(Some(filter), None, None).unwrap().items.len()
}

#[test]
fn an_effect_that_sets_what_is_required_completes_its_customer() {
    let office = Office::for_packs();
    let customer = office.customer();
    office.apply(care(1, json!({"type": "boolean", "required": true})));
    assert_eq!(complete(&office), 0);
    let talk = json!({"with": customer.id.to_string()});
    let talk = office.manager.objects().create("care.talk".into(), talk.into(), None).unwrap();
    office.manager.objects().act("care.talk".into(), talk.id, "hold".into(), None, None).unwrap();
    assert_eq!(complete(&office), 1);
    assert!(office.ann.customers().get(customer.id).unwrap().complete);
    // The audit tells both of the customer.
    let call = office.admin.audit().list(None, None).unwrap().items.remove(0);
    let told = call.changes.iter().find(|change| change.entity == "customer").unwrap();
    let of = |json: &Option<String>| serde_json::from_str::<Json>(json.as_deref().unwrap()).unwrap();
    assert_eq!(of(&told.before), json!({"complete": false, "custom": {"agreed": null}}));
    assert_eq!(of(&told.after), json!({"complete": true, "custom": {"agreed": true}}));
    proven(&office);
}

#[test]
fn a_version_that_fills_what_was_required_already_completes_customers() {
    let office = Office::for_packs();
    let new = |at: usize| NewCustomer { name: format!("{at}"), ..Default::default() };
    office.ann.customers().create_many((0..1_200).map(new).collect(), None, None, None).unwrap();
    office.apply(care(1, json!({"type": "boolean", "required": true})));
    office.integration.jobs().run_due(None).unwrap();
    assert_eq!(complete(&office), 0);
    office.apply(care(2, json!({"type": "boolean", "required": true, "fill": "true"})));
    let page = crm_core::PageRequest { limit: Some(2_000), ..Default::default() };
    let filter = CustomerFilter { complete: Some(false), ..Default::default() };
    let lack = office.manager.customers().list(Some(filter), Some(page), None).unwrap().items.len();
    assert_eq!(lack, 0);
    office.integration.jobs().run_due(None).unwrap();
    proven(&office);
}
