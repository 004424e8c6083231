//! FIELD-3, FIELD-5, FIELD-6, FIELD-9, FIELD-10: what is withheld is withheld on every path. A row a field with its right, a
//! column a path, a cell a letter.

use base64::Engine as _;
use crm_core::prelude::*;
use serde_json::{Value, json};

use crate::field_world::*;
use crate::support::*;

/// The paths, in the order of the columns.
const PATHS: &[&str] = &["get", "list", "nested", "filter", "sum", "write", "clear", "import", "audit", "describe"];

/// **F** in full · **M** its mask · **H** absent · **V** `not_readable` or `not_writable` · **X** `forbidden` (`field`) ·
/// **R** described as read-only · **-** there is no such path.
const MATRIX: &[(&str, &str)] = &[
    ("customer.bank_account masked", "MM---VVVMM"),
    ("customer.credit hidden", "HH-VVVVVHH"),
    ("customer.credit masked", "HH-VVVVVHH"),
    ("customer.level hidden", "HH-VVVVVHH"),
    ("customer.region masked", "HH-V-VVVHH"),
    ("customer.phone read_only", "FF---VVVFR"),
    ("customer.phone masked", "MM---VVVMM"),
    ("customer.annual_turnover masked", "HH---VVVHH"),
    ("customer.external_id hidden", "HHHV-VVVHH"),
    ("customer.external_id read_only", "FFFF-VVVFR"),
    ("customer.last_order_date hidden", "HH-V------"),
    ("contact.name masked", "MM-V-VVVMM"),
    ("contact.mobile hidden", "HH---VVVHH"),
    ("contact.office_phone masked", "MM---VVVMM"),
    ("contact.gender masked", "HH---VVVHH"),
    ("contact.remarks read_only", "FF---VVVFR"),
    ("interaction.details masked", "MM---VV-MM"),
    ("interaction.remarks hidden", "HH---VV-HH"),
    ("opportunity.contact_phone masked", "MMMV-V--MM"),
    ("opportunity.contact_name hidden", "HHHV-V--HH"),
    ("opportunity.description masked", "MMM--V--MM"),
    ("opportunity.description read_only", "FFF--V--FR"),
    ("opportunity.failure_reason hidden", "HH------H-"),
    ("ticket.request masked", "MM---V--MM"),
    ("ticket.handling hidden", "HHH-----HH"),
    ("ticket.satisfaction hidden", "HHH-----HH"),
    ("warning.reason masked", "MMM-----MM"),
    ("warning.measures masked", "MMM-----MM"),
    ("order.total hidden", "HH--XV-V-H"),
    ("order.total read_only", "FF--FV-V-R"),
    ("order.delivery_address masked", "MM---V-V-M"),
    ("order.unit_price hidden", "H----V-V-H"),
    ("order.amount masked", "H----V-V-H"),
    // Last, since it is written.
    ("customer.name full", "FFFF-F-FFF"),
];

/// How a field is reached: calls with the place of its value in the answer, and calls that must do without it.
struct Paths {
    shown: [Option<(&'static str, Value, &'static str)>; 3],
    filter: Option<(&'static str, Value)>,
    sum: Option<(&'static str, Value)>,
    write: Option<(&'static str, Value)>,
    clear: Option<(&'static str, Value)>,
    /// What an import calls it.
    import: Option<String>,
    /// The record whose history tells it.
    audit: Option<String>,
    /// A form, and the place of the field in it.
    describe: Option<(&'static str, String)>,
}

fn paths(world: &World, session: &Session, field: &str) -> Paths {
    let (entity, name) = field.split_once('.').unwrap();
    let at = |pointer: &str| -> &'static str { pointer.replace("FIELD", name).leak() };
    let get = |operation, number| (operation, json!({"id": id(number)}));
    let mut paths = Paths {
        shown: [None, None, None],
        filter: None,
        sum: None,
        write: None,
        clear: None,
        import: None,
        audit: None,
        describe: None,
    };
    let value = |full: &Session| match name {
        "credit" | "satisfaction" => json!(4),
        "level" => json!(entry(full, "customer_level", "大客户")),
        "region" => json!(region(full)),
        "gender" => json!(entry(full, "gender", "男")),
        "annual_turnover" => json!({"amount": "1.00", "currency": "CNY"}),
        _ => json!("13"),
    };
    let mut changed = serde_json::Map::new();
    changed.insert(name.to_owned(), value(session));
    let changed = Value::Object(changed);
    let (update, clear) = (json!({"changes": changed}), json!({"changes": {"clear": [name]}}));
    let of = |mut arguments: Value, number: u32| {
        arguments["id"] = json!(id(number));
        arguments
    };
    match entity {
        "customer" => {
            paths.shown[0] = Some(("customers.get", json!({"id": id(CUSTOMER)}), at("/FIELD")));
            paths.shown[1] = Some(("customers.list", json!({"filter": {"name": "华东"}}), at("/items/0/FIELD")));
            if name == "external_id" {
                let list = json!({"customer": id(CUSTOMER)});
                paths.shown[2] = Some(("orders.list", list, "/items/0/customer_external_id"));
            }
            if name == "name" {
                paths.shown[2] = Some(("orders.list", json!({"customer": id(CUSTOMER)}), "/items/0/customer/name"));
            }
            if ["credit", "level", "region", "external_id", "name"].contains(&name) {
                paths.filter = Some(("customers.list", json!({"filter": changed})));
            }
            if name == "last_order_date" {
                paths.filter = Some(("churn.list", json!({"filter": {"last_order_from": "2026-01-01"}})));
                return paths;
            }
            if ["credit", "level"].contains(&name) {
                paths.sum = Some(("reports.composition", json!({"by": name})));
            }
            paths.write = Some(("customers.update", of(update, CUSTOMER)));
            paths.clear = (name != "name").then(|| ("customers.update", of(clear, CUSTOMER)));
            paths.import = Some(name.to_owned());
            paths.audit = Some(id(CUSTOMER));
            paths.describe = Some(("customers.update", format!("changes.{name}")));
        }
        "contact" => {
            let (operation, arguments) = get("contacts.get", CONTACT);
            paths.shown[0] = Some((operation, arguments, at("/FIELD")));
            paths.shown[1] = Some(("contacts.list", json!({"customer": id(CUSTOMER)}), at("/items/0/FIELD")));
            paths.filter = (name == "name").then(|| ("contacts.list", json!({"filter": {"name": "王"}})));
            paths.write = Some(("contacts.update", of(update, CONTACT)));
            paths.clear = Some(("contacts.update", of(clear, CONTACT)));
            paths.import = Some(format!("contact.{name}"));
            paths.audit = Some(id(CONTACT));
            paths.describe = Some(("contacts.create", format!("new.{name}")));
        }
        "interaction" => {
            let (operation, arguments) = get("interactions.get", INTERACTION);
            paths.shown[0] = Some((operation, arguments, at("/FIELD")));
            paths.shown[1] = Some(("interactions.list", json!({}), at("/items/0/FIELD")));
            paths.write = Some(("interactions.update", of(update, INTERACTION)));
            paths.clear = Some(("interactions.update", of(clear, INTERACTION)));
            paths.audit = Some(id(INTERACTION));
            paths.describe = Some(("interactions.update", format!("changes.{name}")));
        }
        "opportunity" if name == "failure_reason" => {
            let (operation, arguments) = get("opportunities.get", FAILED);
            paths.shown[0] = Some((operation, arguments, at("/FIELD")));
            paths.shown[1] =
                Some(("opportunities.list", json!({"filter": {"status": "failed"}}), at("/items/0/FIELD")));
            paths.audit = Some(id(FAILED));
        }
        "opportunity" => {
            let (operation, arguments) = get("opportunities.get", OPPORTUNITY);
            paths.shown[0] = Some((operation, arguments, at("/FIELD")));
            paths.shown[1] =
                Some(("opportunities.list", json!({"filter": {"status": "assigned"}}), at("/items/0/FIELD")));
            paths.shown[2] = Some(("plans.get", json!({"opportunity": id(OPPORTUNITY)}), at("/opportunity/FIELD")));
            if name.starts_with("contact") {
                paths.filter = Some(("opportunities.list", json!({"filter": {"contact": "王"}})));
            }
            let mut new = json!({"customer_name": "x", "summary": "y", "success_probability": 1, "description": "z"});
            new[name] = json!("13");
            paths.write = Some(("opportunities.create", json!({"new": new})));
            paths.audit = Some(id(OPPORTUNITY));
            paths.describe = Some(("opportunities.update", format!("changes.{name}")));
        }
        "ticket" => {
            let (operation, arguments) = get("tickets.get", TICKET);
            paths.shown[0] = Some((operation, arguments.clone(), at("/ticket/FIELD")));
            paths.shown[1] = Some(("tickets.list", json!({"filter": {"status": "archived"}}), at("/items/0/FIELD")));
            paths.audit = Some(id(TICKET));
            if name == "request" {
                let kind = entry(session, "ticket_kind", "咨询");
                let new = json!({"kind": kind, "summary": "y", "customer": id(CUSTOMER), "request": "z"});
                paths.write = Some(("tickets.create", json!({"new": new})));
                paths.describe = Some(("tickets.create", "new.request".to_owned()));
            } else {
                paths.shown[2] = Some((operation, arguments, at("/attempts/0/FIELD")));
                let form = if name == "handling" { "tickets.handle" } else { "tickets.feedback" };
                paths.describe = Some((form, name.to_owned()));
            }
        }
        "warning" => {
            let field = if name == "measures" { "measures/0/measure" } else { "reason" };
            let get = json!({"id": world.warning});
            paths.shown[0] = Some(("churn.get", get, format!("/{field}").leak()));
            paths.shown[1] = Some(("churn.list", json!({}), format!("/items/0/{field}").leak()));
            paths.shown[2] = Some(match name {
                "reason" => ("reports.churn", json!({}), "/items/0/reason"),
                _ => ("churn.history", json!({"customer": id(QUIET)}), "/warnings/0/measures/0/measure"),
            });
            paths.audit = Some(world.warning.clone());
            paths.describe = Some(match name {
                "reason" => ("churn.confirm", "reason".to_owned()),
                _ => ("churn.defer", "measure".to_owned()),
            });
        }
        "order" => {
            let in_line = ["unit_price", "amount"].contains(&name);
            let place = if in_line { "/lines/0/FIELD" } else { "/order/FIELD" };
            paths.shown[0] = Some(("orders.get", json!({"id": world.order}), at(place)));
            if !in_line {
                paths.shown[1] = Some(("orders.list", json!({"customer": id(CUSTOMER)}), at("/items/0/FIELD")));
            }
            paths.sum = (name == "total").then(|| ("reports.contribution", json!({})));
            // What a push does not name of an order, it empties.
            let line = json!({"product_name": "x", "quantity": "1", "unit_price": "1"});
            let order = json!({"external_id": "N", "customer_external_id": "?", "date": "2026-03-02", "status": 5,
                "lines": [line]});
            paths.write = Some(("sales.push_orders", json!({"orders": [order]})));
            paths.import = Some(name.to_owned());
            let list = if in_line { "orders[].lines[]" } else { "orders[]" };
            paths.describe = Some(("sales.push_orders", format!("{list}.{name}")));
        }
        other => panic!("{other}"),
    }
    paths
}

/// Whether the call is refused for a field that may not be asked or written, for one that it needs, or not for rights.
fn refusal(session: &Session, operation: &str, arguments: &Value) -> char {
    match session.call(operation, &arguments.to_string()) {
        Err(CrmError::Invalid { fields })
            if fields.iter().any(|f| ["not_readable", "not_writable"].contains(&f.code.as_str())) =>
        {
            'V'
        }
        Err(CrmError::Forbidden { reason, .. }) if reason == "field" => 'X',
        Err(other @ (CrmError::Forbidden { .. } | CrmError::NotFound { .. })) => panic!("{operation}: {other}"),
        _ => 'F',
    }
}

/// How a value is seen by who reads it in full and by another.
fn seen(full: &Value, narrowed: Option<&Value>) -> char {
    assert!(!full.is_null(), "the world has a value in every field");
    match narrowed {
        None | Some(Value::Null) => 'H',
        Some(same) if same == full => 'F',
        Some(Value::String(mask)) if mask.contains("****") => 'M',
        Some(other) => panic!("{other} for {full}"),
    }
}

/// What the history tells of a field: of each change that names it.
fn told(session: &Session, record: &str, name: &str) -> Vec<Value> {
    let is_there = |value: &&Value| !value.is_null() && **value != json!([]);
    let page = answer(session, "audit.list", json!({"filter": {"record": record}, "page": {"limit": 100}}));
    let mut found = Vec::new();
    for call in page["items"].as_array().unwrap() {
        for change in call["changes"].as_array().unwrap().iter().filter(|c| c["id"] == record) {
            for side in ["before", "after"] {
                if let Some(fields) = change[side].as_str() {
                    let fields: Value = serde_json::from_str(fields).unwrap();
                    found.extend(fields.get(name).filter(is_there).cloned());
                }
            }
        }
        let arguments: Value = serde_json::from_str(call["arguments"].as_str().unwrap()).unwrap();
        for part in ["new", "changes"] {
            found.extend(arguments.get(part).and_then(|part| part.get(name)).filter(is_there).cloned());
        }
        found.extend(arguments.get(name).filter(is_there).cloned());
    }
    found
}

fn in_history(full: &Session, narrowed: &Session, record: &str, name: &str) -> char {
    let (all, part) = (told(full, record, name), told(narrowed, record, name));
    assert!(!all.is_empty(), "the history tells {name}");
    if part.is_empty() {
        return 'H';
    }
    assert_eq!(all.len(), part.len(), "{name}");
    // A list is masked in its elements.
    let is_masked = part.iter().all(|v| v.to_string().contains("****"));
    if all == part {
        'F'
    } else if is_masked {
        'M'
    } else {
        panic!("{part:?}")
    }
}

fn imported(session: &Session, entity: &str, field: &str) -> char {
    let file = base64::engine::general_purpose::STANDARD.encode("k,v\nN,1\n");
    let map = |name: &str, column: &str| json!({"field": name, "column": column});
    let arguments = if entity == "order" {
        let head = vec![
            map("external_id", "k"),
            json!({"field": "customer_external_id", "constant": "?"}),
            json!({"field": "date", "constant": "2026-03-02"}),
            json!({"field": "status", "constant": "5"}),
        ];
        let line = vec![
            map("order", "k"),
            map("quantity", "v"),
            map("unit_price", "v"),
            json!({"field": "product_name", "constant": "x"}),
        ];
        let (mut mapping, mut lines_mapping) = (head, line);
        match field {
            "total" | "delivery_address" => mapping.push(map(field, "v")),
            "amount" => lines_mapping.push(map(field, "v")),
            _ => {}
        }
        json!({"file": file, "mapping": mapping, "lines_file": file, "lines_mapping": lines_mapping})
    } else {
        let mut mapping = vec![map("external_id", "k"), map("name", "k")];
        if !["external_id", "name"].contains(&field) {
            mapping.push(map(field, "v"));
        }
        json!({"file": file, "mapping": mapping})
    };
    refusal(session, if entity == "order" { "imports.orders" } else { "imports.customers" }, &arguments)
}

fn described(session: &Session, form: &str, path: &str) -> char {
    let form = session.meta().describe(form.to_owned(), None).unwrap();
    match form.arguments.iter().find(|f| f.path == path).map(|f| f.right.as_str()) {
        None => 'H',
        Some("full") => 'F',
        Some("read_only") => 'R',
        Some("masked") => 'M',
        // A form that can't be filled without it says so.
        Some("hidden") => 'H',
        Some(other) => panic!("{other}"),
    }
}

#[test]
fn what_is_withheld_is_withheld_on_every_path() {
    let world = World::new(&Values::first());
    let more = ["audit.list", "imports", "sales", "reports", "tickets"];
    world.role("full", &more, &[]);
    let full = world.hire("full", &["full"]);
    // What nobody refuses changes something, and so it changes another world.
    let spare = World::new(&Values::first());
    spare.role("full", &more, &[]);
    let elsewhere = spare.hire("full", &["full"]);
    let mut found = Vec::new();
    for (at, (right, _)) in MATRIX.iter().enumerate() {
        let name = format!("clerk {at}");
        let set = if right.ends_with(" full") { vec![] } else { vec![*right] };
        world.role(&name, &more, &set);
        let clerk = world.hire(&name, &[&name]);
        let (field, right_name) = right.split_once(' ').unwrap();
        let (entity, name) = field.split_once('.').unwrap();
        let paths = paths(&world, &full, field);
        let mut cells = String::new();
        for shown in &paths.shown {
            cells.push(shown.as_ref().map_or('-', |(operation, arguments, place)| {
                let [all, part] = [&full, &clerk].map(|session| answer(session, operation, arguments.clone()));
                let record = place.rsplit_once('/').unwrap().0;
                let withheld = part.pointer(record).unwrap().get("withheld").cloned().unwrap_or(json!([]));
                let own = place.rsplit_once('/').unwrap().1;
                // FIELD-3: each answer names what its record does not show in full, and nothing else.
                let names = if ["masked", "hidden"].contains(&right_name) { json!([own]) } else { json!([]) };
                assert_eq!(withheld, names, "{right} {operation}");
                seen(all.pointer(place).unwrap(), part.pointer(place))
            }));
        }
        for call in [&paths.filter, &paths.sum, &paths.write, &paths.clear] {
            cells.push(call.as_ref().map_or('-', |(operation, arguments)| {
                // Nobody else is refused for it.
                assert_eq!(refusal(&elsewhere, operation, arguments), 'F', "{field} {operation}");
                refusal(&clerk, operation, arguments)
            }));
        }
        cells.push(paths.import.as_ref().map_or('-', |field| {
            assert_eq!(imported(&elsewhere, entity, field), 'F', "{field}");
            imported(&clerk, entity, field)
        }));
        cells.push(paths.audit.as_ref().map_or('-', |record| in_history(&full, &clerk, record, name)));
        cells.push(paths.describe.as_ref().map_or('-', |(form, path)| {
            assert_eq!(described(&full, form, path), 'F', "{form} {path}");
            described(&clerk, form, path)
        }));
        assert_eq!(cells.chars().count(), PATHS.len());
        found.push((*right, cells));
    }
    let expected: Vec<(&str, String)> = MATRIX.iter().map(|(right, cells)| (*right, (*cells).to_owned())).collect();
    assert_eq!(found, expected, "{PATHS:?}");
}
