//! Filter trees in the lists of typed records (`matching`): FILT over what the areas declare, within field rights and scope.

use crm_core::customers::NewCustomer;
use crm_core::tickets::NewTicket;
use crm_core::{CrmError, Operation, PageRequest, Session, Tree};
use serde_json::{Value, json};

use crate::support::{Office, entry, invalid, new_customer};

fn tree(json: Value) -> Option<Tree> {
    Some(Tree::from(json))
}

/// The names of the customers that a tree finds, as the session lists them.
fn named(session: &Session, matching: Value) -> Vec<String> {
    let page = session.customers().list(None, None, tree(matching)).unwrap();
    let mut names: Vec<String> = page.items.into_iter().map(|customer| customer.name).collect();
    names.sort();
    names
}

fn refused(session: &Session, matching: Value) -> Vec<String> {
    invalid(session.customers().list(None, None, tree(matching)))
}

fn customer(office: &Office, name: &str, satisfaction: Option<i64>) -> crm_core::customers::CustomerId {
    let new = NewCustomer { satisfaction, ..new_customer(&office.manager, name) };
    office.manager.customers().create(new, None, None).unwrap().id
}

#[test]
fn lists_take_trees() {
    let office = Office::new();
    office.admin.call("settings.update", r#"{"changes": {"required_customer_fields": []}}"#).unwrap();
    for (name, satisfaction) in [("华东精密", Some(5)), ("Müller GmbH", Some(2)), ("华北钢铁", None)] {
        customer(&office, name, satisfaction);
    }
    let seen = |matching| named(&office.manager, matching);
    // FILT-1, FILT-2: the same language as everywhere, folded.
    assert_eq!(seen(json!({"field": "name", "contains": "ＭÜLLER"})), ["Müller GmbH"]);
    assert_eq!(seen(json!({"field": "satisfaction", "ge": 3})), ["华东精密"]);
    // FILT-3: what is empty is neither below nor above, and `not` is the rest.
    assert_eq!(seen(json!({"not": {"field": "satisfaction", "ge": 3}})), ["Müller GmbH", "华北钢铁"]);
    assert_eq!(seen(json!({"field": "satisfaction", "empty": true})), ["华北钢铁"]);
    let either = json!({"or": [{"field": "satisfaction", "empty": true}, {"field": "name", "contains": "精密"}]});
    assert_eq!(seen(either), ["华东精密", "华北钢铁"]);
    // Beside the list's own filter both count, as they do for the count of a page and behind its cursor.
    let page = PageRequest { limit: Some(1), count: Some(true), ..Default::default() };
    let hua = json!({"field": "name", "contains": "华"});
    let first = office.manager.customers().list(None, Some(page), tree(hua.clone())).unwrap();
    assert_eq!(first.total.map(|total| total.count), Some(2));
    let rest = PageRequest { after: first.next, ..Default::default() };
    let rest = office.manager.customers().list(None, Some(rest), tree(hua)).unwrap();
    assert_eq!((first.items.len(), rest.items.len(), rest.next), (1, 1, None));
    assert_ne!(first.items[0].name, rest.items[0].name);
}

// FILT-7: whatever is wrong is told at once, each by its place in the argument.
#[test]
fn mistakes_are_told_by_their_place() {
    let office = Office::new();
    let wrong = json!({"and": [
        {"field": "nmae", "contains": "x"},
        {"not": {"field": "satisfaction", "lt": "3"}},
        {"field": "registered_capital", "lt": "3.00"},
        {"field": "status", "in": ["active", "gone"]},
        {"some": "invoice", "by": "customer"},
    ]});
    assert_eq!(
        refused(&office.manager, wrong),
        [
            "matching.and[0].field:unknown_field",
            "matching.and[1].not.lt:type",
            "matching.and[2].lt:type",
            "matching.and[3].in[1]:unknown_value",
            "matching.and[4].some:unknown_object",
        ]
    );
    assert_eq!(refused(&office.manager, json!([])), ["matching:type"]);
    // With the other mistakes of the call, and as JSON by any binding.
    let both = r#"{"page": {"limit": 0}, "matching": {"and": []}}"#;
    assert_eq!(invalid(office.manager.call("customers.list", both)), ["limit:out_of_range", "matching.and:required"]);
    let twice = r#"{"matching": {"field": "name", "field": "status", "empty": true}}"#;
    assert_eq!(invalid(office.manager.call("customers.list", twice)), [":wrong_type"]);
}

/// Every list that takes a tree, with what else it asks for.
/// What takes a tree beside arguments of its own, and is asked where these are tested.
const OTHERS: &[&str] = &["assignment.distribute", "opportunities.alerts", "opportunities.board", "pools.records"];

fn lists() -> Vec<&'static Operation> {
    let takes = |operation: &&Operation| operation.arguments.iter().any(|a| a.name() == "matching");
    Operation::all().filter(takes).filter(|operation| !OTHERS.contains(&operation.name)).collect()
}

// Each list finds all of its records by a tree that is true of all, and none by its opposite.
#[test]
fn every_list_takes_one() {
    let office = Office::new();
    let served = office.customer();
    let new = NewTicket {
        kind: entry(&office.manager, "ticket_kind", "投诉"),
        customer: served.id,
        summary: "It leaks".into(),
        request: "Come soon".into(),
        ..Default::default()
    };
    let ticket = office.ann.tickets().create(new, None).unwrap();
    let order = json!([{"external_id": "O1", "number": "1", "customer_external_id": "X1", "date": "2026-03-02",
                        "status": 5, "lines": []}]);
    let known = customer(&office, "Known", Some(1));
    let changes = json!({"id": known, "changes": {"external_id": "X1"}});
    office.manager.call("customers.update", &changes.to_string()).unwrap();
    office.integration.call("sales.push_orders", &json!({"orders": order}).to_string()).unwrap();
    let product = json!({"products": [{"external_id": "P1", "name": "Press"}]});
    office.integration.call("sales.push_products", &product.to_string()).unwrap();
    office.opportunity();
    let all = lists();
    assert_eq!(all.len(), 8, "{all:?}");
    for list in all {
        let session = if list.name == "users.list" { &office.admin } else { &office.manager };
        let ask = |matching: Value| {
            let mut arguments = json!({"matching": matching});
            if list.arguments.iter().any(|a| a.name() == "customer" && !a.optional) {
                arguments["customer"] = json!(known);
            }
            let page: Value = serde_json::from_str(&session.call(list.name, &arguments.to_string()).unwrap()).unwrap();
            page["items"].as_array().unwrap().len()
        };
        let there = json!({"field": "id", "empty": false});
        let found = ask(there.clone());
        assert_eq!(ask(json!({"not": there})), 0, "{}", list.name);
        if !matches!(list.name, "contacts.list" | "interactions.list") {
            assert!(found > 0, "{} finds nothing", list.name);
        }
    }
    // Over references, and by what refers to a record.
    let tickets = |matching| office.manager.tickets().list(None, None, tree(matching)).unwrap().items;
    let of_its_customer = json!({"field": "customer.name", "is": ticket.customer.name});
    assert_eq!(tickets(of_its_customer.clone()).len(), 1);
    assert_eq!(tickets(json!({"not": of_its_customer})).len(), 0);
    assert_eq!(named(&office.manager, json!({"some": "ticket", "by": "customer"})), [ticket.customer.name.as_str()]);
    assert_eq!(named(&office.manager, json!({"none": "ticket", "by": "customer"})), ["Known"]);
    let kind =
        json!({"some": "ticket", "by": "customer", "where": {"field": "kind.item", "contains": ticket.kind.item}});
    assert_eq!(named(&office.manager, kind).len(), 1);
}

// FILT-8: who is not told a field can't ask for it, in whatever way.
#[test]
fn what_is_not_read_is_not_asked() {
    let office = Office::new();
    customer(&office, "Acme", Some(5));
    let roles: Vec<Value> = serde_json::from_str(&office.admin.call("roles.list", "{}").unwrap()).unwrap();
    let manager = roles.iter().find(|role| role["name"] == "sales_manager").unwrap()["id"].clone();
    for right in ["masked", "hidden"] {
        let set = json!({"id": manager, "entity": "customer", "field": "phone", "right": right});
        office.admin.call("roles.set_field", &set.to_string()).unwrap();
        for asked in [json!({"field": "phone", "empty": true}), json!({"not": {"field": "phone", "empty": false}})] {
            let told = refused(&office.manager, asked);
            assert!(told.len() == 1 && told[0].ends_with("field:not_readable"), "{right}: {told:?}");
        }
        let through = json!({"field": "customer.phone", "empty": true});
        let told = invalid(office.manager.tickets().list(None, None, tree(through)));
        assert_eq!(told, ["matching.field:not_readable"]);
    }
    // Of people everybody is told the name, and only administrators the rest.
    assert_eq!(named(&office.manager, json!({"field": "creator.display_name", "empty": false})), ["Acme"]);
    assert_eq!(
        refused(&office.manager, json!({"field": "creator.phone", "empty": true})),
        ["matching.field:not_readable"]
    );
    let some = json!({"some": "opportunity", "by": "customer"});
    assert!(matches!(office.stranger.customers().list(None, None, tree(some)), Err(CrmError::Forbidden { .. })));
}

// FILT-5, FILT-4: days are the company's, and `me` is whoever asks.
#[test]
fn days_and_me() {
    let office = Office::new();
    let mine = office.opportunity();
    let found =
        |session: &Session, matching| session.opportunities().list(None, None, tree(matching)).unwrap().items.len();
    assert_eq!(found(&office.manager, json!({"field": "created_at", "is": {"today": 0}})), 1);
    assert_eq!(found(&office.manager, json!({"field": "created_at", "lt": {"today": 0}})), 0);
    assert_eq!(found(&office.manager, json!({"field": "created_at", "gt": {"now": -1}})), 1);
    let by_me = json!({"field": "creator", "is": {"me": true}});
    let creator = mine.creator.id;
    for session in [&office.manager, &office.ann] {
        let expected = usize::from(session.user() == Some(creator));
        assert_eq!(found(session, by_me.clone()), expected);
    }
}

// FILT-2, OBJ-17: what a screen is told that can be asked of a field is what a list takes.
#[test]
fn what_can_be_asked_is_told() {
    let office = Office::new();
    let hide = |right: &str| {
        let roles: Vec<Value> = serde_json::from_str(&office.admin.call("roles.list", "{}").unwrap()).unwrap();
        let manager = roles.iter().find(|role| role["name"] == "sales_manager").unwrap()["id"].clone();
        let set = json!({"id": manager, "entity": "customer", "field": "phone", "right": right});
        office.admin.call("roles.set_field", &set.to_string()).unwrap();
    };
    let tries = [("empty", json!(true)), ("contains", json!("x")), ("ge", json!(1)), ("lt", json!("2026-03-02"))];
    for right in ["full", "masked"] {
        hide(right);
        let mut asked = 0;
        for (kind, list) in [("customer", "customers.list"), ("ticket", "tickets.list"), ("contact", "contacts.list")] {
            let fields = office.manager.call("meta.fields", &json!({"entity": kind}).to_string()).unwrap();
            for field in serde_json::from_str::<Vec<Value>>(&fields).unwrap() {
                let told: Vec<&str> =
                    field["asked"].as_array().unwrap().iter().map(|op| op.as_str().unwrap()).collect();
                for (op, value) in &tries {
                    let matching = json!({"matching": {"field": field["name"], *op: value}});
                    let taken = office.manager.call(list, &matching.to_string()).is_ok();
                    // A number is no date, and a date no number, of what can be compared.
                    let of_the_type = !matches!(*op, "ge" | "lt") || (field["kind"] == "integer") == (*op == "ge");
                    let expected = told.contains(op) && of_the_type;
                    assert_eq!(taken, expected, "{right} {kind}.{} {op}: {told:?}", field["name"]);
                    asked += usize::from(taken);
                }
            }
        }
        assert!(asked > 40, "{asked}");
        let fields = office.manager.call("meta.fields", r#"{"entity": "customer"}"#).unwrap();
        let fields: Vec<Value> = serde_json::from_str(&fields).unwrap();
        let of = |name: &str| fields.iter().find(|field| field["name"] == name).unwrap();
        assert_eq!(of("phone")["asked"], if right == "full" { json!(["empty"]) } else { json!([]) });
        assert_eq!(of("account_manager")["refers_to"], "user");
        assert_eq!(
            (&of("region")["refers_to"], &of("region")["category"]),
            (&json!("dictionary_entry"), &json!("region"))
        );
    }
}

// FILT-8: of a kind that they neither get nor list, people are told what is told of it everywhere, and no more.
#[test]
fn what_nobody_lets_one_ask_is_not_offered() {
    let office = Office::new();
    let asked = |session: &Session, kind: &str, name: &str| {
        let fields = session.call("meta.fields", &json!({"entity": kind}).to_string()).unwrap();
        let fields: Vec<Value> = serde_json::from_str(&fields).unwrap();
        let field = fields.into_iter().find(|field| field["name"] == name).unwrap();
        !field["asked"].as_array().unwrap().is_empty()
    };
    for (session, kind, name, expected) in [
        (&office.ann, "user", "display_name", true),
        (&office.ann, "user", "phone", false),
        (&office.admin, "user", "phone", true),
        (&office.stranger, "customer", "name", true),
        (&office.stranger, "customer", "phone", false),
        (&office.ann, "customer", "phone", true),
    ] {
        assert_eq!(asked(session, kind, name), expected, "{kind}.{name}");
    }
}
