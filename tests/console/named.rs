//! What a name may mean: in a condition, in a form, in a list of lines.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::browser::Page;
use crate::world::{World, world};

/// A guest who is called exactly `王芳`, and then so many who are called so in part.
fn guests(world: &World, more: usize) -> String {
    let first = world.guest("王芳");
    let records: Vec<Value> =
        (0..more).map(|n| json!({"name": format!("王芳 {n:03}"), "phone": "13800000000"})).collect();
    world.call("han", "objects.create_many", json!({"object": "hotel.guest", "records": records}));
    first
}

fn stay(world: &World, guest: &str) {
    let new = json!({"guest": guest, "room": world.room("301"), "check_in": "2030-01-01", "check_out": "2030-01-03"});
    world.call("han", "hotel.reservation.create", json!({"new": new}));
}

#[test]
fn a_condition_that_is_not_known_lists_nothing() {
    let world = world();
    let customer = world.customer("华东精密机械");
    let mut browser = world.signed_in("han");
    let link = format!("/o/customer/{customer}\"");
    let refused = |page: &Page, said: &str| {
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.html);
        page.says("role=\"alert\"").says(said).lacks(&link).lacks("Records: ");
    };
    refused(&browser.get("/o/customer?f=nothing&o=is&v=x"), "nothing: There is no such field");
    refused(&browser.get("/o/customer?f=name&o=sounds_like&v=华东"), ": This can't be asked of it");
    refused(&browser.get("/o/customer?f=name&o=ge&v=华东"), ": This can't be asked of it");
    refused(&browser.get("/o/customer?f=satisfaction&o=sounds_like&v="), "This can't be asked of it");
    // What is known beside it stays, and is removed by its place among what is there.
    let page = browser.get("/o/customer?f=nothing&o=is&v=x&f=name&o=contains&v=华东");
    refused(&page, "nothing: There is no such field");
    page.says("name=\"f\" value=\"name\"").says("name=\"remove\" value=\"0\"").lacks("value=\"nothing\"");
    browser.get("/o/customer?f=name&o=contains&v=华东").says(&link);
    // Nor is it kept as a view.
    let csrf = ("csrf".to_owned(), browser.get("/").field("/sign-out", "csrf"));
    let kept = browser.post("/o/customer?f=nothing&o=is&v=x", &[csrf, ("name".into(), "All".into())]);
    refused(&kept, "nothing: There is no such field");
    assert_eq!(world.call("han", "views.list", json!({"object": "customer"})), json!([]));
}

#[test]
fn more_than_a_hundred_that_fit_are_told() {
    let world = world();
    let first = guests(&world, 101);
    stay(&world, &first);
    let mut browser = world.signed_in("han");
    for asked in ["is", "not"] {
        let page = browser.get(&format!("/o/hotel.reservation?f=guest&o={asked}&v=王"));
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.says("More than 100 records fit").lacks("Records: ");
    }
    browser.get("/o/hotel.reservation?f=guest&o=not&v=王芳+00").says("Records: 1");
    browser.get("/o/hotel.reservation?f=guest&o=is&v=王芳+00").says("No records.");
}

#[test]
fn an_exact_name_is_found_among_many() {
    let world = world();
    let first = guests(&world, 101);
    stay(&world, &first);
    world.room("302");
    let mut browser = world.signed_in("han");
    browser.get("/o/hotel.reservation?f=guest&o=is&v=王芳").says("Records: 1");
    let to = "/o/hotel.reservation/new";
    let page = browser.get(to);
    let filled =
        [("new.guest", "王芳"), ("new.room", "302"), ("new.check_in", "2030-01-01"), ("new.check_out", "2030-01-03")];
    let made = browser.send(&page, to, &filled);
    made.says(&format!("/o/hotel.guest/{first}"));
    // Of those that are called so in part not all are shown, which is said.
    let page = browser.get(to);
    let several = browser.send(&page, to, &[("new.guest", "芳"), ("new.room", "302")]);
    several.says("More records fit than these");
}

#[test]
fn what_fits_in_part_is_not_taken_unasked() {
    let world = world();
    let (guest, customer) = (world.guest("王芳"), world.customer("华东精密机械"));
    world.room("301");
    let mut browser = world.signed_in("han");
    let to = "/o/hotel.reservation/new";
    let page = browser.get(to);
    let filled =
        [("new.guest", "王"), ("new.room", "301"), ("new.check_in", "2030-01-01"), ("new.check_out", "2030-01-03")];
    let offered = browser.send(&page, to, &filled);
    assert_eq!(offered.status, StatusCode::UNPROCESSABLE_ENTITY);
    offered.says("One record fits in part").says(&format!("<option value=\"{guest}\">王芳</option>"));
    let made = browser.send(&offered, to, &[("new.guest", &guest)]);
    assert!(made.path.starts_with("/o/hotel.reservation/0"), "{}", made.html);
    // So it is where they are found in a directory.
    let to = "/o/customer/new";
    let page = browser.get(to);
    let offered = browser.send(&page, to, &[("new.name", "Müller GmbH"), ("new.account_manager", "韩梅")]);
    assert_eq!(offered.status, StatusCode::UNPROCESSABLE_ENTITY);
    offered.says("One record fits in part").says(">韩梅梅</option>");
    // In a list of lines it is told, with the id that may stand there.
    let id = world.call("han", "users.me", json!({}))["id"].clone();
    world.call("admin", "users.set_roles", json!({"id": id, "roles": ["sales_manager", "integration"]}));
    let to = "/do/customers.create_many";
    let page = browser.get(to);
    let told = browser.send(&page, to, &[("customers", "[]"), ("ids", "华东")]);
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    told.says("华东: One record fits in part").says(&format!("<code>{customer}</code>"));
}
