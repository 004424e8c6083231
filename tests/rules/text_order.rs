//! Lists by text are in the order of its bytes, whatever languages the machine knows (`COLLATE "C"` elsewhere).

use crm_core::Operation;
use crm_core::departments::NewDepartment;
use crm_core::prelude::*;
use crm_core::roles::NewRole;
use crm_core::sales::{NewProduct, NewStock, SalesChanges};
use crm_core::users::NewUser;
use serde_json::{Value, json};

use crate::support::*;

/// In no order: a dictionary would have `a`, `é`, `Z`, `中`, and a comparison without case `a`, `Z`, `é`, `中`.
const NAMES: [&str; 6] = ["中", "é", "a", "Z", "z1", "Ω"];

/// In the order of their bytes as they are, and of their folded forms.
const BY_BYTES: [&str; 6] = ["Z", "a", "z1", "é", "Ω", "中"];
const FOLDED: [&str; 6] = ["a", "Z", "z1", "é", "Ω", "中"];

/// The names of a list's rows, those of the test alone, a page of two after the other where it has pages.
fn listed(session: &Session, operation: &str, with: Value, name: &str) -> Vec<String> {
    let mut arguments = with;
    let paged = Operation::find(operation).unwrap().arguments.iter().any(|a| a.name() == "page");
    let mut found = Vec::new();
    loop {
        if paged {
            arguments["page"]["limit"] = json!(2);
        }
        let answer: Value = serde_json::from_str(&session.call(operation, &arguments.to_string()).unwrap()).unwrap();
        let rows = if paged { &answer["items"] } else { &answer };
        found.extend(rows.as_array().unwrap().iter().map(|row| row[name].as_str().unwrap().to_owned()));
        match answer.get("next").filter(|next| next.is_string()) {
            Some(next) => arguments["page"]["after"] = next.clone(),
            None => break,
        }
    }
    found.retain(|name| NAMES.contains(&name.as_str()));
    found
}

#[test]
fn lists_by_text_are_in_the_order_of_its_bytes() {
    let office = Office::new();
    let admin = &office.admin;
    let (sales, erp) = (office.integration.sales(), &office.integration);
    for name in NAMES {
        admin.departments().create(NewDepartment { name: name.into(), ..Default::default() }, None).unwrap();
        admin.roles().create(NewRole { name: name.into(), grant: None }, None).unwrap();
        let user = NewUser {
            login: name.into(),
            display_name: name.into(),
            roles: Some(vec!["account_manager".into()]),
            ..Default::default()
        };
        admin.users().create(user, None).unwrap();
        let product = NewProduct { external_id: format!("P{name}"), name: name.into(), ..Default::default() };
        sales.push_products(vec![product], None).unwrap();
        let stock = NewStock {
            external_id: format!("S{name}"),
            product_external_id: name.into(),
            warehouse: "w".into(),
            ..Default::default()
        };
        sales.push_stock(vec![stock], None).unwrap();
        let changes = SalesChanges { next_cursor: "1".into(), ..Default::default() };
        sales.apply_changes(name.into(), changes, None, None).unwrap();
    }
    for (session, operation, field, expected) in [
        (admin, "departments.list", "name", BY_BYTES),
        (admin, "roles.list", "name", BY_BYTES),
        (erp, "sales.feeds", "feed", BY_BYTES),
        (&office.ann, "stock.list", "product_external_id", BY_BYTES),
        (&office.ann, "products.list", "name", FOLDED),
        (admin, "users.list", "login", FOLDED),
        (&office.ann, "users.colleagues", "display_name", FOLDED),
    ] {
        assert_eq!(listed(session, operation, json!({}), field), expected, "{operation}");
    }
}
