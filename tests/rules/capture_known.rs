//! CAPT-1, CAPT-5, CAPT-10: whose contact a sender is, and where opportunities come from.

use crm_core::Bytes;
use crm_core::capture::{CaptureOutcome, Captured, FormAnswer};
use crm_core::contacts::NewContact;
use crm_core::customers::{Customer, CustomerUpdate};
use crm_core::opportunities::{NewOpportunity, Opportunity, ProbabilityFrom};
use crm_core::prelude::*;
use crm_core::reports::{SourceBy, SourceRow};
use serde_json::json;

use crate::support::*;

/// A customer of ann's with a contact.
fn customer(office: &Office, name: &str, email: Option<&str>, mobile: Option<&str>) -> Customer {
    let customer = office.ann.customers().create(new_customer(&office.ann, name), None, None).unwrap();
    let contact = NewContact {
        name: Some("王芳".into()),
        gender: Some(entry(&office.admin, "gender", "女")),
        position: Some("采购".into()),
        office_phone: Some("021-5555 0100".into()),
        email: email.map(str::to_owned),
        mobile: mobile.map(str::to_owned),
        ..Default::default()
    };
    office.ann.contacts().create(customer.id, contact, None, None).unwrap();
    customer
}

fn form(office: &Office, document: serde_json::Value) -> String {
    let put = office.manager.setup().put("capture_form".into(), "官网".into(), document.into(), None, None, None);
    put.unwrap().document.value()["key"].as_str().unwrap().to_owned()
}

fn sent(office: &Office, form: &str, given: &[(&str, &str)]) -> Captured {
    let answer = |(name, value): &(&str, &str)| FormAnswer { name: (*name).into(), value: Some((*value).into()) };
    let answers = given.iter().map(answer).collect();
    office.integration.capture().submit(form.into(), answers, None, None, false, None).unwrap()
}

fn lead(office: &Office, captured: &Captured) -> Opportunity {
    office.manager.opportunities().get(captured.opportunity.unwrap()).unwrap()
}

fn mailed(office: &Office, from: &str, id: &str, verified: bool) -> Captured {
    let message = format!("From: {from}\r\nMessage-ID: <{id}>\r\nSubject: quote\r\n\r\ntext");
    let message = Bytes(message.into_bytes());
    office.integration.capture().email(message, "sales@house.cn".into(), verified, None).unwrap()
}

// CAPT-1: where exactly one active customer's contact has the e-mail or mobile number, the lead is that customer's, and the name
// that was given stands in the description; its chance comes from its score.
#[test]
fn a_known_contact_names_the_customer() {
    let office = Office::new();
    let east = customer(&office, "华东精密机械", Some("Wang@East.cn"), Some("13800138000"));
    customer(&office, "华南机械", Some("shared@x.cn"), None);
    customer(&office, "华北机械", Some("shared@x.cn"), None);
    let form = form(
        &office,
        json!({"fields": [{"name": "company", "target": "customer_name", "required": true},
                          {"name": "email", "target": "contact_email"}, {"name": "phone", "target": "contact_phone"},
                          {"name": "budget", "target": "amount"}, {"name": "when", "target": "expected_close"}],
               "constants": [{"target": "origin", "value": "网站"}, {"target": "summary", "value": "询价"},
                             {"target": "description", "value": "官网留言"}], "repeat_minutes": 0}),
    );
    let captured = sent(&office, &form, &[("company", "East Co."), ("email", "wang@east.cn"), ("budget", "12000")]);
    let found = lead(&office, &captured);
    assert_eq!((found.customer, found.customer_name.as_str()), (Some(east.id), "华东精密机械"));
    assert_eq!(found.description, "官网留言\nEast Co.");
    assert_eq!((found.probability_from, found.success_probability), (ProbabilityFrom::Score, 0));
    assert_eq!(found.origin.unwrap().item, "网站");
    assert_eq!(found.amount.unwrap().currency, "CNY");
    let by_phone = lead(&office, &sent(&office, &form, &[("company", "华东精密机械"), ("phone", "+8613800138000")]));
    assert_eq!((by_phone.customer, by_phone.description.as_str()), (Some(east.id), "官网留言"));
    // Of two nobody knows which; of a lost one nobody is told.
    let shared = lead(&office, &sent(&office, &form, &[("company", "x"), ("email", "shared@x.cn")]));
    assert_eq!((shared.customer, shared.customer_name.as_str()), (None, "x"));
    let wrong = office.integration.capture().submit(
        form,
        vec![
            FormAnswer { name: "company".into(), value: Some("x".into()) },
            FormAnswer { name: "email".into(), value: Some("nobody".into()) },
            FormAnswer { name: "when".into(), value: Some("soon".into()) },
        ],
        None,
        None,
        false,
        None,
    );
    let mut wrong = invalid(wrong);
    wrong.sort();
    assert_eq!(wrong, ["email:not_an_email", "when:wrong_type"]);
}

// CAPT-5, rows 4 and 5: a person of open opportunities joins the newest, where the sender was checked; a contact joins its customer.
#[test]
fn a_sender_is_known() {
    let office = Office::new();
    let new = |name: &str| NewOpportunity { contact_email: Some("Wang@East.cn".into()), ..new_opportunity(name) };
    office.ann.opportunities().create(new("旧"), None, None).unwrap();
    office.clock.advance(chrono::TimeDelta::minutes(1));
    let newest = office.ann.opportunities().create(new("新"), None, None).unwrap();
    let joined = mailed(&office, "Wang <WANG@east.cn>", "1", true);
    assert_eq!((joined.outcome, joined.opportunity), (CaptureOutcome::Joined, Some(newest.id)));
    // Who may be anybody makes a lead, and joins nothing.
    let forged = mailed(&office, "Wang <wang@east.cn>", "2", false);
    assert_eq!(forged.outcome, CaptureOutcome::Created);
    assert_ne!(forged.opportunity, Some(newest.id));
    let made = lead(&office, &forged);
    assert_eq!((made.contact_email.as_deref(), made.origin.unwrap().item.as_str()), (Some("wang@east.cn"), "邮件"));

    let south = customer(&office, "华南机械", Some("li@south.cn"), None);
    let joined = mailed(&office, "li@south.cn", "3", false);
    assert_eq!((joined.outcome, joined.customer), (CaptureOutcome::Joined, Some(south.id)));
    // The customer's own address, in whatever case.
    let changes = CustomerUpdate { email: Some("Info@South.cn".into()), ..Default::default() };
    office.ann.customers().update(south.id, changes, None).unwrap();
    assert_eq!(mailed(&office, "info@south.cn", "4", false).customer, Some(south.id));
    // An address that is none by our rules is no contact's, and refuses nothing.
    let odd = lead(&office, &mailed(&office, "root@localhost", "5", true));
    assert_eq!((odd.customer_name.as_str(), odd.contact_email), ("localhost", None));
}

fn rows(office: &Office, by: SourceBy) -> Vec<SourceRow> {
    let (from, to) = (date("2026-03-01"), date("2026-03-31"));
    office.manager.reports().sources(by, from, to, None).unwrap().items
}

// CAPT-10: by each of five, with a row for what is not stated, so that they add up; pages go on where they ended.
#[test]
fn sources_add_up() {
    let office = Office::new();
    let form = form(
        &office,
        json!({"fields": [{"name": "company", "target": "customer_name", "required": true}],
               "constants": [{"target": "origin", "value": "网站"}, {"target": "amount", "value": "1000.50"},
                             {"target": "source", "value": "广告"}]}),
    );
    let captured: Vec<Captured> = (0..3).map(|at| sent(&office, &form, &[("company", &format!("客户{at}"))])).collect();
    let by_hand = office.opportunity();
    let ann = user(&office.ann);
    for one in &captured[..2] {
        office.manager.opportunities().assign(one.opportunity.unwrap(), ann, None, None).unwrap();
    }
    office.clock.advance(chrono::TimeDelta::hours(36));
    office.ann.opportunities().develop(captured[0].opportunity.unwrap(), None, None, None, None).unwrap();
    let reason = entry(&office.admin, "lost_reason", "其他");
    office.manager.opportunities().disqualify(by_hand.id, reason, None, None).unwrap();
    for (by, stated) in [
        (SourceBy::Origin, "网站"),
        (SourceBy::Form, "官网"),
        (SourceBy::Source, "广告"),
        (SourceBy::Assignee, "安娜"),
        (SourceBy::Department, ""),
    ] {
        let found = rows(&office, by);
        let all = |of: fn(&SourceRow) -> i64| found.iter().map(of).sum::<i64>();
        assert_eq!((all(|row| row.captured), all(|row| row.open)), (4, 1), "{by}");
        assert_eq!((all(|row| row.unassigned), all(|row| row.developed), all(|row| row.failed)), (1, 1, 1), "{by}");
        assert_eq!((found[0].id, found[0].name.as_deref()), (None, None), "{by}");
        if !stated.is_empty() {
            assert_eq!((found.len(), found[1].name.as_deref()), (2, Some(stated)), "{by}");
        }
    }
    let found = rows(&office, SourceBy::Origin);
    let [nowhere, website] = &found[..] else { panic!("two rows") };
    assert_eq!((nowhere.captured, nowhere.conversion), (1, 0));
    assert_eq!(nowhere.mean_days.unwrap().to_string(), "1.5");
    assert_eq!((website.conversion, website.unpriced), (3333, Some(0)));
    assert_eq!(website.won.as_ref().unwrap().amount.to_string(), "1000.50");
    // Page by page, with a count.
    let request = |after| Some(PageRequest { limit: Some(1), after, count: Some(true) });
    let (from, to) = (date("2026-03-02"), date("2026-03-02"));
    let first = office.manager.reports().sources(SourceBy::Source, from, to, request(None)).unwrap();
    assert_eq!((first.items.len(), first.total.as_ref().unwrap().count, first.partial), (1, 2, false));
    let second = office.manager.reports().sources(SourceBy::Source, from, to, request(first.next)).unwrap();
    assert_eq!((second.items[0].name.as_deref(), second.next), (Some("广告"), None));
    assert!(office.executive.reports().sources(SourceBy::Form, to, date("2026-03-01"), None).is_err());
    let empty = office.executive.reports().sources(SourceBy::Form, date("2026-04-01"), date("2026-04-30"), None);
    assert!(empty.unwrap().items.is_empty());
    assert_eq!(refused(office.ann.reports().sources(SourceBy::Form, from, to, None)), "forbidden");
}
