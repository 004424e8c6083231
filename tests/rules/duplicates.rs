//! DUP-1 to DUP-7 and DUP-9: rules that tell duplicates, what is done where a record meets others, and pairs.

use crm_core::contacts::NewContact;
use crm_core::customers::{Customer, CustomerUpdate, NewCustomer};
use crm_core::duplicates::{DuplicateHit, OnDuplicate, PairFilter, PairFound, PairState};
use crm_core::objects::RecordKey;
use crm_core::opportunities::{NewOpportunity, OpportunityUpdate};
use crm_core::prelude::*;
use crm_core::settings::SettingsUpdate;

use crate::support::*;

pub const PRECISION: &str = "上海华东精密机械有限公司";
pub const PRECISION_TURNED: &str = "华东精密机械（上海）股份有限公司";

/// An office whose customers need no more than a name.
pub fn office() -> Office {
    let office = Office::new();
    office.admin.call("settings.update", r#"{"changes": {"required_customer_fields": []}}"#).unwrap();
    office
}

pub fn named(name: &str) -> NewCustomer {
    NewCustomer { name: name.into(), ..Default::default() }
}

pub fn create(session: &Session, name: &str) -> Result<Customer> {
    session.customers().create(named(name), None, None)
}

pub fn put(office: &Office, name: &str, document: &str) {
    office
        .admin
        .setup()
        .put("duplicate_rule".into(), name.into(), document.parse().unwrap(), None, None, None)
        .unwrap();
}

/// The rule `customer` with another action.
pub fn act(office: &Office, action: &str) {
    let rule = office.admin.setup().get("duplicate_rule".into(), "customer".into(), None).unwrap();
    let mut document = rule.document.value().clone();
    for on in ["on_create", "on_update", "on_import", "on_convert"] {
        document[on] = action.into();
    }
    put(office, "customer", &document.to_string());
}

fn hits(refused: Result<Customer>) -> Vec<DuplicateHit> {
    match refused.unwrap_err() {
        CrmError::Conflict { reason, hits, .. } => {
            assert_eq!(reason, "duplicate");
            hits
        }
        other => panic!("{other}"),
    }
}

pub fn check(session: &Session, object: &str, values: &str) -> Vec<DuplicateHit> {
    session.duplicates().check(object.into(), values.parse().unwrap(), None).unwrap()
}

fn open_pairs(session: &Session) -> usize {
    let filter = PairFilter { state: Some(PairState::Open), ..Default::default() };
    session.duplicates().pairs(Some(filter), None).unwrap().items.len()
}

// DUP-2: the rules of a new database, which refuse nothing of what was accepted before.
#[test]
fn a_new_database_keeps_pairs() {
    let office = office();
    let rules = office.admin.setup().list("duplicate_rule".into(), None, None).unwrap();
    let names: Vec<_> = rules.items.iter().map(|rule| (rule.name.as_str(), rule.enabled)).collect();
    let expected = ["customer", "contact", "opportunity", "opportunity against customer", "customers alike"];
    assert_eq!(names, expected.map(|name| (name, true)));

    let first = create(&office.ann, PRECISION).unwrap();
    let second = create(&office.ben, PRECISION_TURNED).unwrap();
    create(&office.ben, "上海华东精密仪器有限公司").unwrap();
    let pairs = office.manager.duplicates().pairs(None, None).unwrap().items;
    assert_eq!(pairs.len(), 1);
    let pair = &pairs[0];
    assert_eq!([pair.first.id.0, pair.second.id.0], [first.id.0, second.id.0]);
    assert_eq!((pair.rule.as_str(), pair.group, pair.score), ("customer", 2, 100));
    assert_eq!((pair.found, pair.state, pair.accepted_by.is_none()), (PairFound::Create, PairState::Open, true));
}

// DUP-1: what a rule may not be.
#[test]
fn rules_that_make_no_sense_are_refused() {
    let office = office();
    for (document, field, code) in [
        (r#"{"of": "ticket", "groups": [{"criteria": [{"field": "name"}]}]}"#, "of", "not_supported"),
        (
            r#"{"of": "customer", "against": "x", "groups": [{"criteria": [{"field": "name"}]}]}"#,
            "against",
            "not_supported",
        ),
        (r#"{"of": "customer", "groups": []}"#, "groups", "required"),
        (r#"{"of": "customer", "groups": [{"criteria": []}]}"#, "groups[0].criteria", "required"),
        (
            r#"{"of": "customer", "groups": [{"criteria": [{"field": "colour"}]}]}"#,
            "groups[0].criteria[0].field",
            "unknown_field",
        ),
        (
            r#"{"of": "customer", "groups": [{"criteria": [{"field": "phone", "compare": "name"}]}]}"#,
            "groups[0].criteria[0].field",
            "wrong_type",
        ),
        (
            r#"{"of": "opportunity", "against": "customer", "groups": [{"criteria": [{"field": "customer_name"}]}]}"#,
            "groups[0].criteria[0].other_field",
            "unknown_field",
        ),
        (
            r#"{"of": "customer", "groups": [{"criteria": [{"field": "name", "compare": "similar_name", "threshold": 74}]}]}"#,
            "groups[0].criteria[0].threshold",
            "out_of_range",
        ),
        (
            r#"{"of": "customer", "groups": [{"criteria": [{"field": "name", "threshold": 90}]}]}"#,
            "groups[0].criteria[0].threshold",
            "not_applicable",
        ),
    ] {
        let put = |rule: &str| {
            office.admin.setup().put("duplicate_rule".into(), "x".into(), rule.parse().unwrap(), None, None, None)
        };
        let refused = put(document).unwrap_err();
        let found = refused.fields().iter().any(|f| (f.field.as_str(), f.code.as_str()) == (field, code));
        assert!(found, "{document}: {refused}");
    }
}

// DUP-6, story 5: `ask` refuses until somebody accepts it; `block` until somebody does who may ignore.
#[test]
fn what_may_be_there_is_refused_accepted_or_blocked() {
    let office = office();
    let first = create(&office.ann, PRECISION).unwrap();
    act(&office, "ask");
    let met = hits(create(&office.ben, PRECISION_TURNED));
    assert_eq!(met.len(), 1);
    assert_eq!((met[0].id.map(|id| id.0), met[0].masked, met[0].number), (Some(first.id.0), false, first.number));
    assert_eq!(met[0].fields, ["name"]);
    assert_eq!(office.manager.customers().list(None, None, None).unwrap().items.len(), 1, "nothing of it stays");

    let accept = Some(OnDuplicate::Accept);
    office.ben.customers().create(named(PRECISION_TURNED), None, accept).unwrap();
    let pairs = office.manager.duplicates().pairs(None, None).unwrap().items;
    assert_eq!(pairs.len(), 1);
    assert_eq!(pairs[0].accepted_by.as_ref().map(|user| user.id), office.ben.user());

    act(&office, "block");
    let third = "上海華東精密機械公司";
    assert_eq!(hits(office.ben.customers().create(named(third), None, accept)).len(), 2);
    office.manager.customers().create(named(third), None, accept).unwrap();
}

// DUP-6: a change is asked about what it meets anew, and only where a compared field changed.
#[test]
fn a_change_is_asked_about_what_it_meets_anew() {
    let office = office();
    create(&office.ann, PRECISION).unwrap();
    let other = create(&office.ann, "北京华北机床厂").unwrap();
    act(&office, "ask");
    let rename = |name: &str| CustomerUpdate { name: Some(name.into()), ..Default::default() };
    let update = |changes, duplicates| office.manager.customers().update(other.id, changes, duplicates);
    assert_eq!(hits(update(rename(PRECISION_TURNED), None)).len(), 1);
    update(rename(PRECISION_TURNED), Some(OnDuplicate::Accept)).unwrap();
    // It meets it already, and a field that is not compared says nothing.
    update(rename("上海华东精密机械（集团）有限公司"), Some(OnDuplicate::Accept)).unwrap();
    update(rename(PRECISION_TURNED), Some(OnDuplicate::Accept)).unwrap();
    update(CustomerUpdate { credit: Some(3), ..Default::default() }, None).unwrap();
    update(rename("华东精密机械（上海）有限公司"), None).unwrap();
}

// DUP-6: numbers of many spellings are one; a phone alone is not enough.
#[test]
fn a_number_and_a_name_that_is_alike() {
    let office = office();
    let with = |name: &str, phone: &str| NewCustomer { phone: Some(phone.into()), ..named(name) };
    office.ann.customers().create(with("上海华东精密机械制造厂", "021-5555 0100"), None, None).unwrap();
    office.ann.customers().create(with("北京华北机床厂", "（021）55550100转8"), None, None).unwrap();
    assert_eq!(open_pairs(&office.manager), 0);
    office.ann.customers().create(with("上海华东精密机械造厂", "+86 21 5555 0100"), None, None).unwrap();
    let pairs = office.manager.duplicates().pairs(None, None).unwrap().items;
    assert_eq!((pairs.len(), pairs[0].group, pairs[0].score), (1, 3, 90));
}

// CAPT-7, until calls are kept: a rule that goes by numbers alone, and is off where records are written, says who calls; an unknown
// caller is entered as a lead.
#[test]
fn a_number_says_who_calls() {
    let office = office();
    let rule = |of: &str, field: &str| {
        let criteria = format!(r#"[{{"field": "{field}", "compare": "phone"}}]"#);
        let document = format!(r#"{{"of": "{of}", "groups": [{{"criteria": {criteria}}}]}}"#);
        put(&office, &format!("来电 {of}"), &document);
    };
    rule("customer", "phone");
    rule("opportunity", "contact_phone");
    office.admin.maintenance().rebuild().unwrap();
    let new = NewCustomer { phone: Some("021-5555 0100".into()), ..named(PRECISION) };
    office.ann.customers().create(new, None, None).unwrap();
    let known = check(&office.ann, "customer", r#"{"phone": "+86 21 55550100"}"#);
    assert_eq!(known.iter().map(|hit| hit.name.as_deref()).collect::<Vec<_>>(), [Some(PRECISION)]);

    let caller = |number: &str| {
        let values = format!(r#"{{"contact_phone": "{number}"}}"#);
        check(&office.ann, "opportunity", &values).len()
    };
    assert_eq!(caller("139 1111 2222"), 0);
    let lead = NewOpportunity {
        customer_name: "139 1111 2222".into(),
        contact_phone: Some("139 1111 2222".into()),
        summary: "来电".into(),
        description: "来电".into(),
        ..Default::default()
    };
    office.ann.opportunities().create(lead, None, None).unwrap();
    assert_eq!((caller("+86 13911112222"), open_pairs(&office.manager)), (1, 0));
}

// DUP-2: contacts, and opportunities among each other and against customers.
#[test]
fn contacts_and_opportunities_meet_too() {
    let office = office();
    let customer = create(&office.ann, PRECISION).unwrap();
    let person = |name: &str, mobile: &str| NewContact {
        name: Some(name.into()),
        gender: Some(entry(&office.ann, "gender", "男")),
        position: Some("经理".into()),
        office_phone: Some("021-5555 0100".into()),
        mobile: Some(mobile.into()),
        ..Default::default()
    };
    office.manager.contacts().create(customer.id, person("李 雷", "13912345678"), None, None).unwrap();
    office.manager.contacts().create(customer.id, person("李雷", "13987654321"), None, None).unwrap();
    office.manager.contacts().create(customer.id, person("韩梅梅", "13912345678"), None, None).unwrap();
    let of = |object: &str| {
        let filter = PairFilter { object: Some(object.into()), ..Default::default() };
        office.manager.duplicates().pairs(Some(filter), None).unwrap().items
    };
    assert_eq!(of("contact").len(), 1);

    let lead = |name: &str, phone: &str| NewOpportunity {
        customer_name: name.into(),
        summary: "机床".into(),
        description: "机床".into(),
        contact_phone: Some(phone.into()),
        ..Default::default()
    };
    let one = office.ann.opportunities().create(lead("北京华北机床厂", "13911112222"), None, None).unwrap();
    office.ann.opportunities().create(lead("北京华北机床厂", "+86 139-1111-2222"), None, None).unwrap();
    office.ann.opportunities().create(lead("北京华北机床厂", "13933334444"), None, None).unwrap();
    assert_eq!(of("opportunity").len(), 1);
    office.ann.opportunities().create(lead(PRECISION_TURNED, "13933334444"), None, None).unwrap();
    let crossed: Vec<_> = office.manager.duplicates().pairs(None, None).unwrap().items;
    let crossed = crossed.iter().find(|pair| pair.first.object != pair.second.object).expect("a pair of two objects");
    assert_eq!((crossed.first.object.as_str(), crossed.second.object.as_str()), ("customer", "opportunity"));

    // What is changed to be another meets it no more by new ones; what is deleted is in no pair.
    let changes = OpportunityUpdate { contact_phone: Some("13955556666".into()), ..Default::default() };
    office.ann.opportunities().update(one.id, changes, None).unwrap();
    office.ann.opportunities().create(lead("北京华北机床厂", "13911112222"), None, None).unwrap();
    assert_eq!(of("opportunity").len(), 2);
    office.ann.opportunities().delete(one.id, None).unwrap();
    assert_eq!(of("opportunity").len(), 1);
}

// DUP-6: developing asks the rules of customers; a closed opportunity takes no part.
#[test]
fn developing_meets_customers() {
    let office = office();
    create(&office.ben, PRECISION).unwrap();
    act(&office, "ask");
    let opportunity = office.ann.opportunities().create(new_opportunity(PRECISION_TURNED), None, None).unwrap();
    let ann = office.ann.user().unwrap();
    office.manager.opportunities().assign(opportunity.id, ann, None, None).unwrap();
    let develop = |duplicates| office.ann.opportunities().develop(opportunity.id, None, None, None, duplicates);
    let refused = develop(None).unwrap_err();
    assert!(matches!(&refused, CrmError::Conflict { reason, .. } if reason == "duplicate"), "{refused}");
    develop(Some(OnDuplicate::Accept)).unwrap();
    let found: Vec<_> = office.manager.duplicates().pairs(None, None).unwrap().items;
    assert_eq!(found.iter().map(|pair| pair.found).collect::<Vec<_>>(), [PairFound::Convert]);
    assert!(
        check(&office.ann, "opportunity", &format!(r#"{{"customer_name": "{PRECISION}"}}"#))
            .iter()
            .all(|hit| hit.object == "customer")
    );
}

// DUP-6: customers of one call meet each other; with `per_record` those that are asked about are refused alone.
#[test]
fn rows_of_one_call_see_each_other() {
    let office = office();
    act(&office, "ask");
    let rows = vec![named(PRECISION), named("北京华北机床厂"), named(PRECISION_TURNED)];
    let batch = office.manager.customers().create_many(rows.clone(), Some(true), None, None).unwrap();
    assert_eq!((batch.created, batch.refused), (2, 1));
    let refused = &batch.records[2].errors[0];
    let number = batch.records[0].number.unwrap().to_string();
    assert_eq!(
        (refused.field.as_str(), refused.code.as_str(), refused.limit.as_deref()),
        ("name", "duplicate", Some(number.as_str()))
    );
    let whole = office.manager.customers().create_many(rows.clone(), None, None, None).unwrap_err();
    assert!(matches!(whole, CrmError::Conflict { .. }));
    let accept = Some(OnDuplicate::Accept);
    assert_eq!(office.manager.customers().create_many(rows, None, None, accept).unwrap().created, 3);
}

// DUP-6, BAD-2: a repeated create asks nothing.
#[test]
fn a_repetition_asks_nothing() {
    let office = office();
    act(&office, "ask");
    let id = crm_core::customers::CustomerId("0195512e-7c00-7000-8000-000000000001".parse().unwrap());
    let made = office.ann.customers().create(named(PRECISION), Some(id), None).unwrap();
    let again = office.ann.customers().create(named(PRECISION), Some(id), Some(OnDuplicate::Accept)).unwrap();
    assert_eq!(made, again);
}

// DUP-7: before creating; and what is there with other values.
#[test]
fn a_check_tells_what_would_be_met() {
    let office = office();
    let first = create(&office.ann, PRECISION).unwrap();
    let found = check(&office.ben, "customer", &format!(r#"{{"name": "{PRECISION_TURNED}"}}"#));
    let rules: Vec<_> = found.iter().map(|hit| (hit.rule.as_str(), hit.score)).collect();
    assert_eq!(rules, [("customer", 100), ("customers alike", 100)]);
    assert_eq!(found[0].name.as_deref(), Some(PRECISION));
    let alike = check(&office.ben, "customer", r#"{"name": "上海华东精密机器有限公司"}"#);
    assert_eq!(alike.iter().map(|hit| (hit.rule.as_str(), hit.score)).collect::<Vec<_>>(), [("customers alike", 87)]);

    // It does not meet itself; what it has stands where nothing is said.
    let record = RecordKey { object: "customer".into(), id: first.id.into() };
    let check =
        |values: &str| office.ben.duplicates().check("customer".into(), values.parse().unwrap(), Some(record.clone()));
    assert_eq!(check("{}").unwrap(), []);
    create(&office.ben, PRECISION_TURNED).unwrap();
    assert_eq!(check("{}").unwrap().len(), 2);
    assert_eq!(check(r#"{"name": "北京华北机床厂"}"#).unwrap(), []);
    assert_eq!(check("[]").unwrap_err().fields()[0].field, "values");
    assert_eq!(check(r#"{"name": 1}"#).unwrap_err().fields()[0].code, "wrong_type");
    let unknown = office.ben.duplicates().check("ticket".into(), "{}".parse().unwrap(), None).unwrap_err();
    assert_eq!((unknown.fields()[0].field.as_str(), unknown.fields()[0].code.as_str()), ("object", "not_supported"));
}

// DUP-9: what is ignored is told of no more, until that is taken back.
#[test]
fn ignored_pairs_stay_so() {
    let office = office();
    create(&office.ann, PRECISION).unwrap();
    let second = create(&office.ann, PRECISION_TURNED).unwrap();
    let pair = office.manager.duplicates().pairs(None, None).unwrap().items.remove(0);
    let ignore = |ignored, note: Option<&str>| {
        office.manager.duplicates().ignore(vec![pair.id], Some(ignored), note.map(str::to_owned)).unwrap()
    };
    assert_eq!((ignore(true, Some("两家公司")), ignore(true, Some("两家公司"))), (1, 0));
    let record = RecordKey { object: "customer".into(), id: second.id.into() };
    let check =
        || office.ann.duplicates().check("customer".into(), "{}".parse().unwrap(), Some(record.clone())).unwrap();
    assert_eq!(check(), []);
    assert_eq!(open_pairs(&office.manager), 0);
    let filter = PairFilter { record: Some(record.clone()), rule: Some("customer".into()), ..Default::default() };
    let kept = office.manager.duplicates().pairs(Some(filter), None).unwrap().items;
    assert_eq!(kept[0].note.as_deref(), Some("两家公司"));
    assert_eq!(ignore(false, None), 1);
    assert_eq!(check().len(), 2);
}

// DUP-5: rules and dictionaries change; a due job makes the keys anew, and until then a rule is not in force.
#[test]
fn keys_are_made_anew() {
    let office = office();
    create(&office.ann, "华东机械商行").unwrap();
    let found = || check(&office.ann, "customer", r#"{"name": "华东机械"}"#).len();
    assert_eq!(found(), 0);
    office
        .admin
        .call("dictionary.create", r#"{"new": {"category": "company_suffix", "item": "商行", "value": "商行"}}"#)
        .unwrap();
    assert_eq!(found(), 0, "not in force");
    // What is written meanwhile has them at once.
    create(&office.ann, "华东机械（商行）").unwrap();
    office.integration.jobs().run_due(None).unwrap();
    assert_eq!(found(), 4);
    assert_eq!(office.admin.maintenance().check().unwrap().findings, [""; 0]);

    let region = SettingsUpdate { phone_region: Some("DE".into()), ..Default::default() };
    office.admin.settings().update(region).unwrap();
    assert_eq!(found(), 0);
    office.admin.maintenance().rebuild().unwrap();
    assert_eq!(found(), 4);
    let wrong = SettingsUpdate { phone_region: Some("XX".into()), ..Default::default() };
    assert_eq!(office.admin.settings().update(wrong).unwrap_err().fields()[0].code, "unknown_value");
}

// DUP-5: a value that more than 20 records have says nothing.
#[test]
fn what_too_many_have_says_nothing() {
    let office = office();
    let many = |count: usize| vec![named(PRECISION); count];
    office.integration.customers().import_many(many(20), Some(true), None, None, None).unwrap();
    let found = || check(&office.ann, "customer", &format!(r#"{{"name": "{PRECISION}"}}"#));
    assert_eq!(found(), [], "with the asked one there would be 21");
    let scan = office.manager.duplicates().scan(Some("customer".into())).unwrap();
    assert_eq!((scan.too_common.len(), scan.new_pairs + scan.known_pairs), (0, 190));
    office.integration.customers().import_many(many(1), Some(true), None, None, None).unwrap();
    let scan = office.manager.duplicates().scan(Some("customer".into())).unwrap();
    assert_eq!((scan.dropped_pairs, scan.known_pairs), (190, 0));
    assert_eq!(scan.too_common[0].value, "上海华东精密机械");
}
