//! OBJ-15: the story of a record of any kind, under the reader's rights as they are now.

use crm_core::customers::{CustomerId, CustomerUpdate, NewCustomer};
use crm_core::objects::{HistoryChange, HistoryPage, RecordKey};
use crm_core::roles::{NewRole, ScopeLevel};
use crm_core::tickets::NewTicket;
use crm_core::{CrmError, Money, PageRequest, RecordId, Result, Session, Value};
use serde_json::json;

use crate::support::{Office, entry, invalid, new_customer, user};

fn page(session: &Session, object: &str, id: impl Into<RecordId>, page: Option<PageRequest>) -> Result<HistoryPage> {
    session.objects().history(RecordKey { object: object.into(), id: id.into() }, page)
}

fn history(session: &Session, object: &str, id: impl Into<RecordId>) -> Vec<HistoryChange> {
    page(session, object, id, None).unwrap().items
}

/// The values of a field before and afterwards.
fn of<'c>(change: &'c HistoryChange, field: &str) -> Option<(&'c Option<Value>, &'c Option<Value>)> {
    change.fields.iter().find(|known| known.field == field).map(|known| (&known.before, &known.after))
}

fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.into()))
}

fn names(change: &HistoryChange) -> Vec<&str> {
    change.fields.iter().map(|field| field.field.as_str()).collect()
}

/// A customer of ann's with two changes behind its creation.
fn office() -> (Office, CustomerId) {
    let office = Office::new();
    office.admin.call("settings.update", r#"{"changes": {"required_customer_fields": []}}"#).unwrap();
    let capital = Money { amount: "5000000.5".parse().unwrap(), currency: "CNY".into() };
    let new = NewCustomer {
        satisfaction: Some(3),
        phone: Some("13800001234".into()),
        registered_capital: Some(capital),
        account_manager: office.ann.user(),
        ..new_customer(&office.manager, "华东精密")
    };
    let id = office.manager.customers().create(new, None, None).unwrap().id;
    office.clock.advance(chrono::TimeDelta::hours(1));
    let changes = CustomerUpdate { satisfaction: Some(5), phone: Some("13900005678".into()), ..Default::default() };
    office.ann.customers().update(id, changes, None).unwrap();
    let changes =
        CustomerUpdate { account_manager: office.ben.user(), clear: Some(vec!["fax".into()]), ..Default::default() };
    office.manager.customers().update(id, changes, None).unwrap();
    (office, id)
}

// OBJ-15: newest first, each with time, person and operation, and with its fields by their types.
#[test]
fn a_record_has_its_story() {
    let (office, id) = office();
    let told = history(&office.manager, "customer", id);
    let operations: Vec<&str> = told.iter().map(|change| change.operation.as_str()).collect();
    assert_eq!(operations, ["customers.update", "customers.update", "customers.create"]);
    assert!(told[0].at == told[1].at && told[1].at > told[2].at && told.iter().all(|change| change.cause.is_none()));
    let person = told[1].user.as_ref().unwrap();
    assert_eq!(
        (person.object.as_str(), person.id, person.title.as_deref()),
        ("user", user(&office.ann).into(), Some("安娜"))
    );
    assert_eq!(told[2].action.as_str(), "created");
    assert_eq!(of(&told[1], "satisfaction"), Some((&Some(Value::Integer(3)), &Some(Value::Integer(5)))));
    assert_eq!(of(&told[1], "phone"), Some((&text("13800001234"), &text("13900005678"))));
    assert_eq!(names(&told[1]), ["satisfaction", "phone"]);
    let label = |change: &HistoryChange| change.fields[0].label.clone();
    assert_eq!(label(&told[1]), "Customer satisfaction");
    assert_eq!(label(&history(&office.manager.with_locale(crm_core::Locale::ZhHans), "customer", id)[1]), "客户满意度");
    // A reference is a record, called what it is called today.
    let changes = crm_core::users::UserUpdate { display_name: Some("本杰明".into()), ..Default::default() };
    office.admin.users().update(user(&office.ben), changes).unwrap();
    let told = history(&office.manager, "customer", id);
    let Some((Some(Value::Record(before)), Some(Value::Record(after)))) = of(&told[0], "account_manager") else {
        panic!("{:?}", told[0])
    };
    assert_eq!((before.title.as_deref(), after.title.as_deref()), (Some("安娜"), Some("本杰明")));
    assert_eq!(after.id, user(&office.ben).into());
    // What was empty and stayed so is no change; of a new record there is nothing before.
    let first = &told[2];
    assert!(first.fields.iter().all(|field| field.before.is_none() && field.after.is_some()));
    let capital = Money { amount: "5000000.50".parse().unwrap(), currency: "CNY".into() };
    assert_eq!(of(first, "registered_capital"), Some((&None, &Some(Value::Money(capital)))));
    let Some((None, Some(Value::Record(region)))) = of(first, "region") else { panic!("{first:?}") };
    assert_eq!((region.object.as_str(), region.title.as_deref()), ("dictionary_entry", Some("华东")));
    assert!(!names(first).iter().any(|name| ["id", "version", "creator", "created_at", "lost_at"].contains(name)));
    // What is no single value stands as its JSON.
    let changes = json!({"id": user(&office.ann), "roles": ["account_manager", "executive"]});
    office.admin.call("users.set_roles", &changes.to_string()).unwrap();
    let told = history(&office.admin, "user", user(&office.ann));
    assert_eq!(of(&told[0], "roles").unwrap().1, &text(r#"["account_manager","executive"]"#));
}

// OBJ-15: page by page, with a count.
#[test]
fn a_story_comes_in_pages() {
    let (office, id) = office();
    let whole = history(&office.manager, "customer", id);
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let request = PageRequest { limit: Some(1), count: Some(true), after };
        let one = page(&office.manager, "customer", id, Some(request)).unwrap();
        assert_eq!(one.total.map(|total| (total.count, total.more)), Some((3, false)));
        found.extend(one.items);
        after = one.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(found, whole);
    let wrong = PageRequest { after: Some("x".into()), ..Default::default() };
    assert_eq!(invalid(page(&office.manager, "customer", id, Some(wrong))), ["after:cursor"]);
}

// OBJ-7, OBJ-15: to whoever may get the record, by a duty too; by the refusals of its area to others.
#[test]
fn whoever_gets_a_record_hears_its_story() {
    let (office, id) = office();
    let refused = CrmError::Forbidden { operation: "customers.get".into(), reason: "no_permission".into() };
    for id in [id.into(), RecordId::default()] {
        assert_eq!(page(&office.stranger, "customer", id, None).unwrap_err(), refused);
    }
    let changes = CustomerUpdate { account_manager: office.stranger.user(), ..Default::default() };
    office.manager.customers().update(id, changes, None).unwrap();
    assert_eq!(history(&office.stranger, "customer", id).len(), 4);
    assert_eq!(invalid(page(&office.manager, "nothing", id, None)), ["object:unknown_object"]);
    let gone = page(&office.manager, "customer", RecordId::default(), None).unwrap_err();
    assert!(matches!(gone, CrmError::NotFound { entity, .. } if entity == "customer"));
    // The id of a record of another kind is that of nothing, and tells nothing.
    let opportunity = office.opportunity().id;
    assert!(page(&office.manager, "customer", RecordId::from(opportunity), None).is_err());
}

// OBJ-15, FIELD-3, FIELD-9: under the rights of today: what is hidden is left out, what is masked shows its mask.
#[test]
fn what_is_withheld_is_not_told() {
    let (office, id) = office();
    let role = NewRole { name: "clerks".into(), grant: Some(vec!["customers".into()]) };
    let role = office.admin.roles().create(role, None).unwrap();
    office.admin.users().set_roles(user(&office.stranger), vec!["clerks".into()], None).unwrap();
    assert_eq!(names(&history(&office.stranger, "customer", id)[1]), ["satisfaction", "phone"]);
    for (field, right) in [("phone", "masked"), ("satisfaction", "hidden"), ("region", "hidden")] {
        let set = json!({"id": role.id, "entity": "customer", "field": field, "right": right});
        office.admin.call("roles.set_field", &set.to_string()).unwrap();
    }
    let told = history(&office.stranger, "customer", id);
    assert_eq!(names(&told[1]), ["phone"]);
    assert_eq!(of(&told[1], "phone"), Some((&text("138****1234"), &text("139****5678"))));
    let answer =
        office.stranger.call("objects.history", &json!({"record": {"object": "customer", "id": id}}).to_string());
    let answer = answer.unwrap();
    for hidden in ["13800001234", "13900005678", "satisfaction", "region", "华东\""] {
        assert!(!answer.contains(hidden), "{hidden}: {answer}");
    }
}

// OBJ-15, SCOPE-13: a record out of reach has no story, and one that it referred to is not called anything.
#[test]
fn what_is_not_seen_is_not_told() {
    let (office, id) = office();
    let changes = CustomerUpdate { account_manager: office.ann.user(), ..Default::default() };
    office.manager.customers().update(id, changes, None).unwrap();
    let kind = entry(&office.ann, "ticket_kind", "咨询");
    let new = NewTicket {
        kind,
        customer: id,
        summary: "轴承异响".into(),
        request: "请派人检修".into(),
        ..Default::default()
    };
    let ticket = office.ann.tickets().create(new, None).unwrap().id;
    let sellers = office.admin.roles().list().unwrap().into_iter().find(|role| role.name == "account_manager").unwrap();
    let own = ScopeLevel::Own;
    office.admin.roles().set_scope(sellers.id, "tickets".into(), own, own, None).unwrap();
    assert!(office.admin.maintenance().rebuild().unwrap().ok);
    assert_eq!(history(&office.ann, "ticket", ticket).len(), 1);
    assert_eq!(
        page(&office.ben, "ticket", ticket, None).unwrap_err(),
        office.ben.tickets().get(ticket, None).unwrap_err()
    );
}
