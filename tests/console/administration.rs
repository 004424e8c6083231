//! Packs, and lists that are no object's.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::browser::{Browser, Page};
use crate::world::world;

fn inn(version: i64, fields: Value) -> String {
    json!({
        "pack": "inn", "version": version, "language": 1, "title": "An inn",
        "objects": {"bed": {"title": "name", "fields": fields}},
        "roles": {"inn.keeper": ["inn"]},
        "labels": {"zh-Hans": {"bed": "床位", "bed.name": "名称"}},
    })
    .to_string()
}

fn text(max: i64) -> Value {
    json!({"type": "text", "max": max, "required": true, "search": true})
}

fn plan(browser: &mut Browser, document: &str) -> Page {
    let page = browser.get("/packs");
    browser.send(&page, "/packs", &[("document", document)])
}

#[test]
fn a_pack_is_planned_read_and_applied() {
    let world = world();
    let mut browser = world.signed_in("admin");
    browser.get("/packs").says("Rooms, reservations").says("href=\"/packs/hotel\"");
    browser.get("/packs/hotel").says("&quot;reservation&quot;").says("/do/packs.disable?name=hotel");
    let planned = plan(&mut browser, &inn(1, json!({"name": text(40)})));
    assert_eq!(planned.status, StatusCode::OK);
    planned.says("Nothing that is there is touched").says("<strong>bed</strong>").says("Roles: ").says("inn.keeper");
    browser.get("/packs").lacks("An inn");
    let applied = browser.send(&planned, "/packs/apply", &[]);
    assert_eq!(applied.path, "/packs");
    applied.says("An inn: applied.").says("href=\"/packs/inn\"");
    // Whoever holds its role finds the new object at once, without another sign-in.
    let mut han = world.signed_in("han");
    han.get("/").lacks("/o/inn.bed");
    let id = world.call("han", "users.me", json!({}))["id"].clone();
    let roles = json!(["sales_manager", "inn.keeper"]);
    world.call("admin", "users.set_roles", json!({"id": id, "roles": roles}));
    let page = browser.get("/do/packs.enable?name=inn");
    browser.send(&page, "/do/packs.enable", &[("name", "inn")]);
    han.get("/").says("/o/inn.bed");
    let page = han.get("/o/inn.bed/new");
    han.send(&page, "/o/inn.bed/new", &[("new.name", "east window")]).says("<h1>east window</h1>");
    // The same again would change nothing; in Chinese things have their Chinese names.
    plan(&mut browser, &inn(1, json!({"name": text(40)}))).says("Nothing would change.").lacks("/packs/apply");
    browser.get("/packs?lang=zh-Hans");
    let planned = plan(&mut browser, &inn(2, json!({"name": text(40), "width": {"type": "integer"}})));
    planned.says("床位 · width").says("不影响现有内容");
}

#[test]
fn what_stands_against_a_pack_is_told_by_its_places() {
    let world = world();
    let mut browser = world.signed_in("admin");
    let refused = plan(&mut browser, &inn(1, json!({"name": {"type": "text", "max": -1}, "x": {"type": "nonsense"}})));
    refused.says("This stands against it").says("objects.bed.fields.x").lacks("action=\"/packs/apply\"");
    let none = plan(&mut browser, "{ not JSON");
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    none.says("This is no JSON document.");
    let mut han = world.signed_in("han");
    assert_eq!(plan(&mut han, &inn(1, json!({"name": text(40)}))).status, StatusCode::FORBIDDEN);
}

#[test]
fn a_plan_that_is_not_true_any_more_is_shown_anew() {
    let world = world();
    let mut browser = world.signed_in("admin");
    let planned = plan(&mut browser, &inn(1, json!({"name": text(40)})));
    crate::world::apply(
        &world.as_user("admin"),
        serde_json::from_str(&inn(1, json!({"name": text(30)}))).expect("JSON"),
    );
    let stale = browser.send(&planned, "/packs/apply", &[]);
    assert!(stale.status.is_client_error(), "{}", stale.html);
    stale.says("role=\"alert\"");
    assert_eq!(
        world.call("admin", "packs.get", json!({"name": "inn"}))["document"]["objects"]["bed"]["fields"]["name"]["max"],
        30
    );
}

#[test]
fn roles_and_the_audit_are_lists_with_what_can_be_done() {
    let world = world();
    world.customer("华东精密机械");
    let mut browser = world.signed_in("admin");
    let page = browser.get("/operations");
    page.says("/list/roles.list").says("/list/audit.list").says("/list/audit.refusals").says("href=\"/packs\"");
    page.lacks("/list/customers.list");
    let roles = browser.get("/list/roles.list");
    roles.says("hotel.reception").says("/do/roles.update?id=").says("customers.update");
    let audit = browser.get("/list/audit.list");
    audit.says("韩梅梅").says("华东精密机械").says("datetime=");
    // Its conditions are those of the operation.
    let filtered = browser.get("/list/audit.list?filter.operation=users.create");
    filtered.says("Create user").lacks("华东精密机械");
    browser.get("/list/audit.list?filter.user=韩梅梅").says("华东精密机械");
    browser.get("/list/audit.list?filter.user=nobody").says("No record fits.");
    assert_eq!(browser.get("/list/users.get").status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/list/nothing").status, StatusCode::NOT_FOUND);
    let mut mei = world.signed_in("mei");
    assert_eq!(mei.get("/list/audit.list").status, StatusCode::FORBIDDEN);
    mei.get("/operations").lacks("/list/audit.list");
}

#[test]
fn every_list_can_be_shown() {
    let world = world();
    let mut browser = world.signed_in("admin");
    let page = browser.get("/operations");
    let lists: Vec<&str> = page.html.split("href=\"").skip(1).filter_map(|at| at.split('"').next()).collect();
    let lists: Vec<&str> = lists.into_iter().filter(|to| to.starts_with("/list/")).collect();
    assert!(lists.len() > 8, "{lists:?}");
    for list in lists {
        assert_eq!(browser.get(list).status, StatusCode::OK, "{list}");
    }
}

#[test]
fn a_file_is_imported_column_by_column() {
    let world = world();
    let id = world.call("han", "users.me", json!({}))["id"].clone();
    let roles = json!(["sales_manager", "integration"]);
    world.call("admin", "users.set_roles", json!({"id": id, "roles": roles}));
    let mut browser = world.signed_in("han");
    browser.get("/import").says("href=\"/import/imports.customers\"").lacks("imports.orders");
    assert_eq!(browser.get("/import/imports.orders").status, StatusCode::NOT_FOUND, "it takes two files");
    let to = "/import/imports.customers";
    let page = browser.get(to);
    let csv = "external_id;Name;Customer satisfaction;Tel\nC1;华东精密机械;5;021\nC2;Müller GmbH;9;030\n";
    let mapped = browser.upload(&page, to, "file", csv.as_bytes());
    let to = "/import/imports.customers/columns";
    assert!(mapped.path.starts_with(&format!("{to}?file=")), "{}", mapped.html);
    // Columns that are called like a field are taken for it.
    assert_eq!(mapped.field(to, "column:name"), "Name");
    assert_eq!(mapped.field(to, "column:satisfaction"), "Customer satisfaction");
    assert_eq!(mapped.field(to, "column:phone"), "");
    assert_eq!(mapped.field(to, "options.delimiter"), ";");
    mapped.says("name=\"column:contact.name\"");
    let wrong = browser.send(&mapped, to, &[("column:phone", "Nowhere")]);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.says("href=\"#column:phone\"");
    let report = browser.send(&mapped, to, &[("column:phone", "Tel"), ("constant:address", "somewhere")]);
    report.says("C2").says("must lie within 1..5").says("Done.");
    let made = world.call("han", "customers.list", json!({}));
    assert_eq!(made["items"].as_array().map(Vec::len), Some(1));
    assert_eq!((&made["items"][0]["phone"], &made["items"][0]["address"]), (&json!("021"), &json!("somewhere")));
    // The file is not kept behind its import.
    assert_eq!(browser.get(to).path, "/import/imports.customers");
    world.signed_in("mei").get("/import").lacks("/import/imports");
}

/// The file of one form is not imported by another's mapping.
#[test]
fn a_form_of_columns_is_of_one_file() {
    let world = world();
    let id = world.call("han", "users.me", json!({}))["id"].clone();
    world.call("admin", "users.set_roles", json!({"id": id, "roles": ["sales_manager", "integration"]}));
    let mut browser = world.signed_in("han");
    let (choose, to) = ("/import/imports.customers", "/import/imports.customers/columns");
    let page = browser.get(choose);
    let first = browser.upload(&page, choose, "file", b"external_id,Name\nC1,first\n");
    let second = browser.upload(&page, choose, "file", b"external_id,Name\nC2,second\n");
    assert_ne!(first.field(to, "file"), second.field(to, "file"));
    assert_eq!(browser.send(&first, to, &[]).path, choose);
    assert_eq!(browser.send(&second, to, &[("file", "")]).path, choose);
    assert_eq!(browser.get(&first.path).path, choose);
    assert_eq!(browser.get(to).path, choose);
    assert_eq!(world.call("han", "customers.list", json!({}))["items"], json!([]));
    browser.send(&second, to, &[]).says("Done.");
    assert_eq!(world.call("han", "customers.list", json!({}))["items"][0]["name"], "second");
}

#[test]
fn what_packs_give_records_is_imported_too() {
    let world = world();
    let document = json!({
        "pack": "inn", "version": 1, "language": 1, "title": "An inn",
        "extend": {
            "customer": {"fields": {"tier": {"type": "choice", "values": ["standard", "gold"]}}},
            "contact": {"fields": {"hobby": {"type": "text", "max": 40}}},
        },
        "labels": {"zh-Hans": {"customer.tier": "等级", "contact.hobby": "爱好"}},
    });
    crate::world::apply(&world.as_user("admin"), document);
    world.call("admin", "packs.enable", json!({"name": "inn"}));
    let id = world.call("han", "users.me", json!({}))["id"].clone();
    world.call("admin", "users.set_roles", json!({"id": id, "roles": ["sales_manager", "integration"]}));
    let mut browser = world.signed_in("han");
    let (choose, to) = ("/import/imports.customers", "/import/imports.customers/columns");
    let page = browser.get(choose);
    let csv = "external_id,Name,tier,Person,Hobby\nC1,华东精密机械,gold,刘经理,围棋\n";
    let mapped = browser.upload(&page, choose, "file", csv.as_bytes());
    assert_eq!(mapped.field(to, "column:custom.tier"), "tier");
    let filled = [("column:contact.name", "Person"), ("column:contact.custom.hobby", "Hobby")];
    let report = browser.send(&mapped, to, &filled);
    report.says("Done.");
    let customer = world.call("han", "customers.list", json!({}))["items"][0].clone();
    assert_eq!(customer["custom"]["tier"], "gold", "{customer} {}", report.html);
    let contacts = world.call("han", "contacts.list", json!({"customer": customer["id"]}));
    assert_eq!(contacts["items"][0]["custom"]["hobby"], "围棋", "{contacts}");
}
