//! OBJ: records of any kind by one set of operations, with the rights, the scope and the field rights of their own areas.

use crm_core::customers::{CustomerId, NewCustomer};
use crm_core::objects::ObjectRecord;
use crm_core::opportunities::NewOpportunity;
use crm_core::roles::{NewRole, ScopeLevel};
use crm_core::tickets::NewTicket;
use crm_core::{CrmError, Money, PageRequest, RecordId, Session, Tree, Value};
use serde_json::{Value as Json, json};

use crate::support::{Office, entry, invalid, new_customer};

fn tree(json: Json) -> Option<Tree> {
    Some(Tree::from(json))
}

fn names(of: &[&str]) -> Option<Vec<String>> {
    Some(of.iter().map(|name| (*name).to_owned()).collect())
}

fn customer(office: &Office, name: &str, satisfaction: Option<i64>) -> CustomerId {
    office.admin.call("settings.update", r#"{"changes": {"required_customer_fields": []}}"#).unwrap();
    let capital = Money { amount: "5000000.5".parse().unwrap(), currency: "CNY".into() };
    let new = NewCustomer {
        satisfaction,
        registered_capital: Some(capital),
        account_manager: office.ann.user(),
        ..new_customer(&office.manager, name)
    };
    office.manager.customers().create(new, None, None).unwrap().id
}

fn get(session: &Session, object: &str, id: impl Into<RecordId>) -> crm_core::Result<ObjectRecord> {
    session.objects().get(object.into(), id.into())
}

fn text(text: &str) -> Option<&Value> {
    // Leaked by a test, so that expectations read as they stand.
    Some(Box::leak(Box::new(Value::Text(text.into()))))
}

// OBJ-2, OBJ-8: a record of any kind is told by its shape: what every record has, and its own fields by their types.
#[test]
fn a_record_is_told_by_its_shape() {
    let office = Office::new();
    let id = customer(&office, "华东精密", Some(4));
    let typed = office.manager.customers().get(id).unwrap();
    let found = get(&office.manager, "customer", id).unwrap();
    assert_eq!((found.object.as_str(), found.id, found.version), ("customer", id.into(), typed.version));
    assert_eq!((found.title.as_str(), found.status.as_deref()), ("华东精密", Some("active")));
    assert_eq!(found.number, typed.number.map(|number| number.to_string()));
    assert_eq!(found.created_at, Some(typed.created_at));
    assert_eq!(found.creator.map(|creator| creator.id), office.manager.user().map(Into::into));
    assert!(found.withheld.is_empty());
    let values = found.values;
    assert_eq!(values.text("phone").unwrap(), typed.phone.as_deref());
    assert_eq!(values.integer("satisfaction").unwrap(), Some(4));
    assert_eq!(values.boolean("complete").unwrap(), Some(typed.complete));
    assert_eq!(values.money("registered_capital").unwrap(), typed.registered_capital.as_ref());
    assert_eq!(values.get("lost_at"), Some(&Value::Null));
    // A reference is its object, its id and what it is called; an entry of the dictionary too.
    let manager = values.record("account_manager").unwrap().unwrap();
    assert_eq!((manager.object.as_str(), Some(manager.id)), ("user", office.ann.user().map(Into::into)));
    assert_eq!(manager.title, typed.account_manager.map(|user| user.display_name));
    let region = values.record("region").unwrap().unwrap();
    assert_eq!((region.object.as_str(), region.title.clone()), ("dictionary_entry", typed.region.map(|r| r.item)));
    // The order is that of the shape, and what every record tells is not told twice.
    let first: Vec<&str> = values.iter().map(|(name, _)| name).take(4).collect();
    assert_eq!(first, ["complete", "name", "region", "account_manager"]);
}

// OBJ-8: every kind that is described is listed and got by the same operations.
#[test]
fn every_kind_is_read() {
    let office = Office::new();
    let id = customer(&office, "华东精密", None);
    let kind = entry(&office.manager, "ticket_kind", "咨询");
    let new = NewTicket {
        kind,
        customer: id,
        summary: "轴承异响".into(),
        request: "请派人检修".into(),
        ..Default::default()
    };
    office.ann.tickets().create(new, None).unwrap();
    office.opportunity();
    let mut listed = 0;
    for (object, session) in [
        ("customer", &office.manager),
        ("contact", &office.manager),
        ("interaction", &office.manager),
        ("opportunity", &office.manager),
        ("ticket", &office.manager),
        ("order", &office.manager),
        ("product", &office.manager),
        ("user", &office.admin),
        ("department", &office.manager),
        ("dictionary_entry", &office.admin),
    ] {
        let page = session.objects().list(object.into(), None, None, None, None).unwrap();
        for found in page.items {
            assert_eq!(get(session, object, found.id).unwrap(), found, "{object}");
            listed += 1;
        }
    }
    assert!(listed > 20, "{listed}");
    let ticket =
        office.ann.objects().list("ticket".into(), None, None, names(&["customer"]), None).unwrap().items.remove(0);
    assert_eq!(ticket.values.record("customer").unwrap().unwrap().title.as_deref(), Some("华东精密"));
    assert_eq!(ticket.values.len(), 1);
}

// OBJ-7: the right is the area's own, and refuses by its name, whether the record is there or not.
#[test]
fn the_right_is_that_of_the_area() {
    let office = Office::new();
    let id = customer(&office, "华东精密", None);
    let forbidden =
        |operation: &str| CrmError::Forbidden { operation: operation.into(), reason: "no_permission".into() };
    for id in [id.into(), RecordId::default()] {
        assert_eq!(get(&office.stranger, "customer", id), Err(forbidden("customers.get")));
        assert_eq!(get(&office.manager, "user", id), Err(forbidden("users.get")));
    }
    let list = |session: &Session, object: &str| session.objects().list(object.into(), None, None, None, None);
    assert_eq!(list(&office.stranger, "customer").unwrap_err(), forbidden("customers.list"));
    assert_eq!(list(&office.manager, "dictionary_entry").unwrap_err(), forbidden("dictionary.list"));
    // A duty without a role opens what it opens in the area: the record, not the list.
    assert!(get(&office.manager, "department", RecordId::default()).is_err());
    let serving = office.stranger.user();
    let changes = crm_core::customers::CustomerUpdate { account_manager: serving, ..Default::default() };
    office.manager.customers().update(id, changes, None).unwrap();
    assert_eq!(get(&office.stranger, "customer", id).unwrap().title, "华东精密");
    assert_eq!(list(&office.stranger, "customer").unwrap_err(), forbidden("customers.list"));
    // What is no kind is said so, and what is not there.
    assert_eq!(invalid(get(&office.manager, "nothing", id)), ["object:unknown_object"]);
    assert_eq!(invalid(list(&office.manager, "plan_item")), ["object:unknown_object"]);
    let gone = get(&office.manager, "customer", RecordId::default()).unwrap_err();
    assert!(matches!(gone, CrmError::NotFound { entity, .. } if entity == "customer"));
}

// SCOPE-7, OBJ-7: a list is cut, and a record is there, as by the operations of the area.
#[test]
fn the_scope_is_that_of_the_area() {
    let office = Office::new();
    let mine = customer(&office, "华东精密", None);
    let new = NewCustomer { account_manager: office.ben.user(), ..new_customer(&office.manager, "华北钢铁") };
    let theirs = office.manager.customers().create(new, None, None).unwrap().id;
    let sellers = office.admin.roles().list().unwrap().into_iter().find(|role| role.name == "account_manager").unwrap();
    let roles = office.admin.roles();
    roles.set_scope(sellers.id, "customers".into(), ScopeLevel::Own, ScopeLevel::Own, None).unwrap();
    assert!(office.admin.maintenance().rebuild().unwrap().ok);
    let seen = office.ann.objects().list("customer".into(), None, None, None, None).unwrap();
    assert_eq!(seen.items.iter().map(|record| record.id).collect::<Vec<_>>(), [mine.into()]);
    assert!(get(&office.ann, "customer", mine).is_ok());
    assert_eq!(get(&office.ann, "customer", theirs).unwrap_err(), office.ann.customers().get(theirs).unwrap_err());
}

// OBJ-8, FIELD-3: what is withheld is absent or masked, and named; in filter and order it can't be asked.
#[test]
fn what_is_withheld_is_named() {
    let office = Office::new();
    let id = customer(&office, "华东精密", Some(4));
    let role = NewRole { name: "clerks".into(), grant: Some(vec!["customers".into()]) };
    let role = office.admin.roles().create(role, None).unwrap();
    for (field, right) in [("phone", "masked"), ("satisfaction", "hidden"), ("annual_turnover", "masked")] {
        let set = json!({"id": role.id, "entity": "customer", "field": field, "right": right});
        office.admin.call("roles.set_field", &set.to_string()).unwrap();
    }
    let user = office.stranger.user().unwrap();
    office.admin.users().set_roles(user, vec!["clerks".into()], None).unwrap();
    let typed = office.stranger.customers().get(id).unwrap();
    let found = get(&office.stranger, "customer", id).unwrap();
    assert_eq!(found.values.text("phone").unwrap(), typed.phone.as_deref());
    assert!(typed.phone.unwrap().contains("****"));
    assert_eq!((found.values.get("satisfaction"), found.values.get("annual_turnover")), (None, None));
    let (mut one, mut other) = (found.withheld, typed.withheld);
    one.sort();
    other.sort();
    assert_eq!(one, other);
    let list = |filter, sort, fields| office.stranger.objects().list("customer".into(), filter, sort, fields, None);
    let wrong = list(tree(json!({"field": "phone", "empty": false})), names(&["satisfaction"]), names(&["nmae"]));
    assert_eq!(invalid(wrong), ["filter.field:not_readable", "sort[0]:not_readable", "fields[0]:unknown_field"]);
    // Only what was asked for is named; on the way over a reference what may not be listed is withheld whole.
    let asked = names(&["name", "satisfaction", "account_manager.display_name", "account_manager.email"]);
    let found = list(None, None, asked).unwrap().items.remove(0);
    assert_eq!(found.withheld, ["satisfaction", "account_manager.email"]);
    assert_eq!(found.values.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["name", "account_manager.display_name"]);
}

// FILT-10, OBJ-8: lists are sorted by paths, page by key, and a cursor is one of the list it came from.
#[test]
fn lists_are_sorted_and_paged() {
    let office = Office::new();
    for (name, satisfaction) in [("a", Some(3)), ("b", None), ("c", Some(5)), ("d", Some(3)), ("e", Some(1))] {
        customer(&office, name, satisfaction);
    }
    let objects = office.manager.objects();
    let mut request = PageRequest { limit: Some(2), count: Some(true), ..Default::default() };
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let page =
            objects.list("customer".into(), None, names(&["-satisfaction"]), names(&["name"]), Some(request)).unwrap();
        if let Some(total) = page.total {
            assert_eq!((total.count, total.more), (5, false));
        }
        found.extend(page.items.iter().map(|item| item.title.clone()));
        assert_eq!(page.items[0].values.get("name"), text(&page.items[0].title));
        let Some(next) = page.next else { break };
        cursor = Some(next.clone());
        request = PageRequest { after: Some(next), limit: Some(2), ..Default::default() };
    }
    // Empty ones last, and of equal ones the newest first.
    assert_eq!(found, ["c", "d", "a", "e", "b"]);
    let behind = || Some(PageRequest { after: cursor.clone(), ..Default::default() });
    let sort = || names(&["-satisfaction"]);
    assert!(objects.list("customer".into(), None, sort(), names(&["name"]), behind()).is_ok());
    for (filter, sort, fields) in [
        (None, names(&["satisfaction"]), names(&["name"])),
        (None, sort(), names(&["phone"])),
        (None, sort(), None),
        (tree(json!({"field": "name", "empty": false})), sort(), names(&["name"])),
    ] {
        let refused = objects.list("customer".into(), filter, sort, fields, behind());
        assert_eq!(invalid(refused), ["after:cursor"]);
    }
}

// OBJ-8: whatever is wrong is told at once; a name stands once.
#[test]
fn mistakes_are_told_at_once() {
    let office = Office::new();
    let list = |filter, sort, fields| office.manager.objects().list("customer".into(), filter, sort, fields, None);
    let wrong =
        list(tree(json!({"field": "nmae", "is": "x"})), names(&["phone", "region"]), names(&["name", "name", "x.y"]));
    assert_eq!(
        invalid(wrong),
        [
            "filter.field:unknown_field",
            "sort[0]:not_searchable",
            "sort[1]:type",
            "fields[1]:twice",
            "fields[2]:unknown_field"
        ]
    );
    assert_eq!(invalid(list(None, names(&["name"; 4]), None)), ["sort:too_many"]);
}

// FILT-1: `matching` of the typed list and `filter` find the same.
#[test]
fn trees_find_what_they_find_in_typed_lists() {
    let office = Office::new();
    let new = |name: &str| NewOpportunity {
        customer_name: name.into(),
        summary: "数控机床".into(),
        description: "更换".into(),
        ..Default::default()
    };
    for name in ["华东精密", "华北钢铁", "Müller"] {
        office.ann.opportunities().create(new(name), None, None).unwrap();
    }
    let hua = || tree(json!({"field": "customer_name", "contains": "华"}));
    let typed = office.ann.opportunities().list(None, None, hua()).unwrap();
    let found = office.ann.objects().list("opportunity".into(), hua(), None, None, None).unwrap();
    let typed: Vec<RecordId> = typed.items.into_iter().map(|item| item.id.into()).collect();
    assert_eq!(found.items.into_iter().map(|item| item.id).collect::<Vec<_>>(), typed);
    assert_eq!(typed.len(), 2);
}

/// The rows of a table as JSON.
fn table(session: &Session, object: &str, query: Json) -> Vec<Json> {
    let found = session.call("objects.aggregate", &json!({"object": object, "query": query}).to_string()).unwrap();
    serde_json::from_str::<Json>(&found).unwrap()["rows"].as_array().unwrap().clone()
}

// VIEW-4, VIEW-5: groups, sums and averages of typed records, by the names of their columns.
#[test]
fn records_are_counted_and_summed() {
    let office = Office::new();
    for (name, satisfaction) in [("a", Some(3)), ("b", None), ("c", Some(5)), ("d", Some(3))] {
        customer(&office, name, satisfaction);
    }
    let query = json!({
        "group": ["satisfaction", {"field": "created_at", "by": "month"}],
        "measures": [{"count": true}, {"sum": "credit"}, {"avg": "satisfaction"}],
        "sort": ["-count"],
    });
    let objects = office.manager.objects();
    let found = objects.aggregate("customer".into(), Tree::from(query)).unwrap();
    let columns: Vec<(&str, &str)> = found.columns.iter().map(|c| (c.name.as_str(), c.kind.as_str())).collect();
    assert_eq!(
        columns,
        [
            ("satisfaction", "integer"),
            ("created_at.month", "date"),
            ("count", "integer"),
            ("credit.sum", "integer"),
            ("satisfaction.avg", "decimal")
        ]
    );
    assert!(found.columns.iter().all(|column| !column.label.is_empty()));
    let month = "2026-03-01".parse().unwrap();
    let first: Vec<&Value> = found.rows[0].iter().take(3).collect();
    assert_eq!(first, [&Value::Integer(3), &Value::Date(month), &Value::Integer(2)]);
    // An empty key is a row of its own, the last one; the average of none is none.
    let last = found.rows.last().unwrap();
    assert_eq!((&last[0], &last[2], &last[4]), (&Value::Null, &Value::Integer(1), &Value::Null));
    assert_eq!(found.rows.len(), 3);
    // Without a key it is one row, of no records too.
    let none = json!({"filter": {"field": "name", "is": "x"}, "measures": [{"count": true}, {"sum": "credit"}, {"max": "credit"}]});
    assert_eq!(table(&office.manager, "customer", none), [json!([0, 0, null])]);
    let by_manager = json!({"group": ["account_manager"], "measures": [{"count": true}]});
    let ann = office.ann.user().unwrap();
    let rows = table(&office.manager, "customer", by_manager);
    assert_eq!((&rows[0][0]["object"], &rows[0][0]["id"], &rows[0][1]), (&json!("user"), &json!(ann), &json!(4)));
    // Money of any currency is compared with nothing, and so not summed.
    let money = json!({"measures": [{"sum": "registered_capital"}]});
    assert_eq!(invalid(objects.aggregate("customer".into(), money.into())), ["query.measures[0].sum:type"]);
    assert_eq!(
        office
            .stranger
            .objects()
            .aggregate("customer".into(), json!({"measures": [{"count": true}]}).into())
            .unwrap_err(),
        CrmError::Forbidden { operation: "customers.list".into(), reason: "no_permission".into() }
    );
}

// VIEW-5, FILT-8: a measure that the reader does not read is left out and named; a key, a filter and an order are refused.
#[test]
fn what_is_not_read_is_not_counted() {
    let office = Office::new();
    customer(&office, "华东精密", Some(4));
    let role = NewRole { name: "clerks".into(), grant: Some(vec!["customers".into()]) };
    let role = office.admin.roles().create(role, None).unwrap();
    let set = json!({"id": role.id, "entity": "customer", "field": "satisfaction", "right": "hidden"});
    office.admin.call("roles.set_field", &set.to_string()).unwrap();
    office.admin.users().set_roles(office.stranger.user().unwrap(), vec!["clerks".into()], None).unwrap();
    let ask = |query: Json| office.stranger.objects().aggregate("customer".into(), query.into());
    let found = ask(json!({"measures": [{"avg": "satisfaction"}, {"count": true}]})).unwrap();
    assert_eq!((found.withheld, found.rows), (vec!["satisfaction.avg".to_owned()], vec![vec![Value::Integer(1)]]));
    let found = ask(json!({"measures": [{"avg": "satisfaction"}]})).unwrap();
    assert_eq!((found.columns.len(), found.rows), (0, vec![vec![]]));
    let query = json!({
        "filter": {"field": "satisfaction", "ge": 3}, "group": ["satisfaction"],
        "measures": [{"sum": "satisfaction"}, {"count": true}], "sort": ["satisfaction.sum"],
    });
    assert_eq!(
        invalid(ask(query)),
        ["query.filter.field:not_readable", "query.group[0]:not_readable", "query.sort[0]:not_readable"]
    );
}
