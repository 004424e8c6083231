//! CAPT-9: what providers know fills empty fields, or stands as a proposal in the answer and a note.

use crm_core::capture::{Enrichment, Fact};
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use serde_json::json;

use crate::notes::key;
use crate::support::*;

fn told(office: &Office, record: &RecordKey, facts: &[(&str, &str, &str)]) -> Result<Enrichment> {
    let fact = |(field, value, source): &(&str, &str, &str)| Fact {
        field: (*field).into(),
        value: (*value).into(),
        source: (*source).into(),
    };
    office.integration.capture().enrich(record.clone(), "企查查".into(), facts.iter().map(fact).collect())
}

fn proposed(found: &Enrichment) -> Vec<&str> {
    found.proposed.iter().map(|one| one.field.as_str()).collect()
}

// CAPT-9: an empty field is filled, another stands as it is; a note names what, by whom, and from where.
#[test]
fn empty_fields_are_filled() {
    let office = Office::new();
    let customer = office.customer();
    let record = key("customer", customer.id);
    let facts = [
        ("website", "https://example.com", "工商登记"),
        ("name", "上海华东精密机械有限公司", "工商登记"),
        ("registered_capital", "5000000", "工商登记"),
        ("phone", &customer.phone.clone().unwrap_or_default(), "黄页"),
        ("website", "https://other.example", "黄页"),
    ];
    let found = told(&office, &record, &facts).unwrap();
    assert_eq!(found.filled, ["website", "registered_capital"]);
    assert_eq!(proposed(&found), ["name", "website"]);
    let after = office.manager.customers().get(customer.id).unwrap();
    assert_eq!((after.version, after.website.as_deref()), (customer.version + 1, Some("https://example.com")));
    assert_eq!(after.registered_capital.unwrap().currency, "CNY");
    let note = &office.manager.notes().list(record.clone(), None).unwrap().items[0];
    assert_eq!(Some(note.id), found.note);
    assert!(note.text.starts_with("企查查\n") && note.text.contains("https://other.example (黄页)"), "{}", note.text);
    // Known already, all of it: nothing is changed, and nothing noted.
    let again = told(&office, &record, &[("website", "https://example.com", "x")]).unwrap();
    assert_eq!((again.filled.len(), again.proposed.len(), again.note), (0, 0, None));
}

// CAPT-9: of what is closed or lost, and what its assignee decides, a fact is a proposal.
#[test]
fn closed_records_stay_as_they_are() {
    let office = Office::new();
    let lead = office.opportunity();
    let record = key("opportunity", lead.id);
    assert_eq!(told(&office, &record, &[("contact_name", "王芳", "官网")]).unwrap().filled, ["contact_name"]);
    office.manager.opportunities().assign(lead.id, user(&office.ben), None, None).unwrap();
    let assigned = told(&office, &record, &[("contact_phone", "138", "官网")]).unwrap();
    assert_eq!((assigned.filled.len(), proposed(&assigned)), (0, vec!["contact_phone"]));
    office.ben.opportunities().fail(lead.id, None, None, None, None).unwrap();
    assert_eq!(proposed(&told(&office, &record, &[("source", "展会", "官网")]).unwrap()), ["source"]);

    let customer = office.customer();
    let lost = office.lose(customer.id);
    let found = told(&office, &key("customer", lost.id), &[("website", "https://example.com", "x")]).unwrap();
    assert_eq!(proposed(&found), ["website"]);
    assert_eq!(office.manager.customers().get(lost.id).unwrap().website, None);
}

// CAPT-9: what is no fact of such a record is told, each at its place, and nothing is written.
#[test]
fn wrong_facts_are_told() {
    let office = Office::new();
    let record = key("customer", office.customer().id);
    let found = invalid(told(&office, &record, &[("colour", "red", "x"), ("account_manager", "ann", "x")]));
    assert_eq!(found, ["facts[0].field:unknown_field", "facts[1].field:unknown_field"]);
    let wrong = [("registered_capital", "viel", "x"), ("level", "最好", "x"), ("website", &"x".repeat(501), "x")];
    let mut found = invalid(told(&office, &record, &wrong[..2]));
    found.sort();
    assert_eq!(found, ["facts[0].value:wrong_type", "facts[1].value:unknown_choice"]);
    assert_eq!(invalid(told(&office, &record, &wrong[2..])), ["facts[0].value:too_long"]);
    let ticket = RecordKey { object: "ticket".into(), id: record.id };
    assert_eq!(invalid(told(&office, &ticket, &[])), ["record:not_supported"]);
    let nobody = key("customer", "0195b5e2-7f00-7000-8000-00000000abcd".parse::<crm_core::RecordId>().unwrap());
    assert_eq!(refused(told(&office, &nobody, &[])), "not_found");
    assert_eq!(refused(office.manager.capture().enrich(record.clone(), "x".into(), Vec::new())), "forbidden");
    let many: Vec<_> = (0..51).map(|_| json!({"field": "website", "value": "x", "source": "x"})).collect();
    let many = json!({"record": record, "provider": "x", "facts": many});
    assert_eq!(invalid(office.integration.call("capture.enrich", &many.to_string())), ["facts:too_many"]);
}
