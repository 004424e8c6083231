//! Forms, drawn by descriptions alone.

use axum::http::StatusCode;
use serde_json::json;

use crate::world::{id, world};

#[test]
fn a_record_is_made_by_its_form() {
    let world = world();
    let mut browser = world.signed_in("han");
    let page = browser.get("/o/customer/new");
    page.says("maxlength=\"500\"").says("华东</option>").says("1 – 5").says("(required)");
    let to = "/o/customer/new";
    let made = browser.send(
        &page,
        to,
        &[
            ("new.name", "华东精密机械"),
            ("new.satisfaction", "5"),
            ("new.account_manager", "韩梅梅"),
            ("new.registered_capital:amount", "5000"),
            ("new.registered_capital:currency", "CNY"),
        ],
    );
    assert!(made.path.starts_with("/o/customer/0"), "{}", made.html);
    made.says("华东精密机械").says("5000.00 CNY").says("韩梅梅");
    // Sent once more, it is the same record.
    let again = browser.send(
        &page,
        to,
        &[
            ("new.name", "华东精密机械"),
            ("new.satisfaction", "5"),
            ("new.account_manager", "韩梅梅"),
            ("new.registered_capital:amount", "5000"),
            ("new.registered_capital:currency", "CNY"),
        ],
    );
    assert_eq!(again.path, made.path);
}

#[test]
fn a_defined_record_is_made_by_its_form() {
    let world = world();
    let kinds = world.call("han", "dictionary.choices", json!({"category": "room_kind"}));
    let mut browser = world.signed_in("han");
    let to = "/o/hotel.room/new";
    let page = browser.get(to);
    page.says("双人间</option>").says("1 – 20");
    let made = browser.send(
        &page,
        to,
        &[
            ("new.number", "301"),
            ("new.kind", kinds[1]["id"].as_str().expect("an id")),
            ("new.capacity", "2"),
            ("new.price:amount", "388.50"),
            ("new.price:currency", "CNY"),
            ("new.in_service", "true"),
        ],
    );
    assert!(made.path.starts_with("/o/hotel.room/0"), "{}", made.html);
    made.says("双人间").says("388.50 CNY").says("Yes");
}

#[test]
fn everything_wrong_is_told_at_once_and_in_place() {
    let world = world();
    let mut browser = world.signed_in("han");
    for (to, filled, wrong) in [
        (
            "/o/customer/new",
            vec![("new.satisfaction", "9"), ("new.phone", "021")],
            vec!["new.name", "new.satisfaction"],
        ),
        (
            "/o/hotel.room/new",
            vec![("new.capacity", "99"), ("new.price:amount", "x")],
            vec!["new.number", "new.kind", "new.capacity", "new.price"],
        ),
    ] {
        let page = browser.get(to);
        let refused = browser.send(&page, to, &filled);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.html);
        for field in wrong {
            refused.says(&format!("id=\"{field}-wrong\"")).says(&format!("href=\"#{field}\""));
        }
        for (name, value) in filled {
            assert_eq!(refused.field(to, name), value, "what was filled in stays");
        }
    }
    // What is no number goes to the engine, which says so.
    let page = browser.get("/o/customer/new");
    let refused = browser.send(&page, "/o/customer/new", &[("new.name", "x"), ("new.satisfaction", "much")]);
    refused.says("id=\"new.satisfaction-wrong\"");
    // So does what is wrong with a part of a value, at the whole of it.
    let money = [("new.name", "x"), ("new.registered_capital:amount", "much")];
    let refused = browser.send(&page, "/o/customer/new", &money);
    refused.says("href=\"#new.registered_capital\"").says("id=\"new.registered_capital-wrong\"");
    refused.says("Amount: has the wrong type").says("Currency: is required");
}

#[test]
fn a_change_sends_what_was_changed() {
    let world = world();
    let customer =
        world.call("han", "customers.create", json!({"new": {"name": "华东", "phone": "021", "fax": "022"}}));
    let to = format!("/o/customer/{}/do/customers.update", id(&customer));
    let mut browser = world.signed_in("han");
    let page = browser.get(&to);
    assert_eq!(page.field(&to, "changes.phone"), "021");
    let done = browser.send(&page, &to, &[("changes.phone", "  "), ("changes.website", "east.example")]);
    assert_eq!(done.path, format!("/o/customer/{}", id(&customer)), "{}", done.html);
    let now = world.call("han", "customers.get", json!({"id": customer["id"]}));
    assert_eq!((&now["phone"], &now["website"], &now["fax"]), (&json!(null), &json!("east.example"), &json!("022")));
    let audit = world.call("admin", "audit.list", json!({"filter": {"operation": "customers.update"}}));
    let sent = audit["items"][0]["arguments"].as_str().expect("arguments");
    assert!(!sent.contains("fax") && sent.contains("\"clear\":[\"phone\"]"), "{sent}");
}

#[test]
fn a_change_keeps_what_the_form_did_not_touch() {
    let world = world();
    let regions = world.call("admin", "dictionary.choices", json!({"category": "region"}));
    let (east, west) = (&regions[0]["id"], &regions[1]["id"]);
    let new = json!({"login": "wang", "display_name": "王芳", "regions": [east, west]});
    let user = world.call("admin", "users.create", json!({"new": new}));
    let to = format!("/o/user/{}/do/users.update", id(&user));
    let mut browser = world.signed_in("admin");
    let page = browser.get(&to);
    assert_eq!(page.form(&to).iter().filter(|(name, _)| name == "changes.regions").count(), 2);
    browser.send(&page, &to, &[("changes.phone", "021")]);
    let now = world.call("admin", "users.get", json!({"id": user["id"]}));
    assert_eq!((&now["phone"], now["regions"].as_array().map(Vec::len)), (&json!("021"), Some(2)));
    // One of them alone is kept where that is chosen.
    let page = browser.get(&to);
    browser.send(&page, &to, &[("changes.regions", east.as_str().expect("an id"))]);
    let now = world.call("admin", "users.get", json!({"id": user["id"]}));
    assert_eq!(now["regions"].as_array().map(Vec::len), Some(1));
}

#[test]
fn who_was_slower_sees_both_values() {
    let world = world();
    let room = world.room("301");
    let to = format!("/o/hotel.room/{room}/do/hotel.room.update");
    let mut browser = world.signed_in("han");
    let page = browser.get(&to);
    let changes = json!({"values": {"capacity": 4, "price": {"amount": "500", "currency": "CNY"}}});
    world.call("han", "hotel.room.update", json!({"id": room, "changes": changes}));
    let refused = browser.send(&page, &to, &[("changes.values.capacity", "3")]);
    assert_eq!(refused.status, StatusCode::CONFLICT);
    refused.says("Somebody else changed this record").says("By now: <strong>4</strong>");
    assert_eq!(refused.field(&to, "changes.values.capacity"), "3", "one's own stays");
    assert_eq!(refused.field(&to, "changes.values.price:amount"), "500.00", "what one left alone is as it is by now");
    let done = browser.send(&refused, &to, &[]);
    assert_eq!(done.path, format!("/o/hotel.room/{room}"), "{}", done.html);
    let now = world.call("han", "hotel.room.get", json!({"id": room}));
    assert_eq!((&now["values"]["capacity"], &now["values"]["price"]["amount"]), (&json!(3), &json!("500.00")));
}

/// A form that is shown once more is still the form of the version that was seen.
#[test]
fn a_corrected_form_takes_nothing_back_that_others_changed() {
    let world = world();
    let guest = world.guest("王芳");
    let company = world.customer("华东精密机械");
    let to = format!("/o/hotel.guest/{guest}/do/hotel.guest.update");
    let mut browser = world.signed_in("han");
    let page = browser.get(&to);
    let changes = json!({"values": {"phone": "13911111111"}});
    world.call("han", "hotel.guest.update", json!({"id": guest, "changes": changes}));
    let mine = [("changes.values.phone", "13922222222"), ("changes.values.company", "nobody at all")];
    let mistake = browser.send(&page, &to, &mine);
    assert_eq!(mistake.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", mistake.html);
    assert_eq!(mistake.field(&to, "version"), page.field(&to, "version"));
    let refused = browser.send(&mistake, &to, &[("changes.values.company", "华东精密机械")]);
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.html);
    refused.says("By now: <strong>13911111111</strong>");
    let of = || world.call("han", "hotel.guest.get", json!({"id": guest}))["values"].clone();
    assert_eq!(of()["phone"], "13911111111");
    // Who saw that and means it sends the version that is there.
    let done = browser.send(&refused, &to, &[]);
    assert_eq!(done.path, format!("/o/hotel.guest/{guest}"), "{}", done.html);
    assert_eq!((&of()["phone"], &of()["company"]["id"]), (&json!("13922222222"), &json!(company)));
}

#[test]
fn no_secret_is_written_into_a_page() {
    let world = world();
    let mut browser = world.signed_in("admin");
    let to = "/do/users.set_password";
    let page = browser.get(&format!("{to}?password=from-an-address"));
    page.says("type=\"password\"").lacks("value=\"from-an-address\"");
    let me = world.call("admin", "users.me", json!({}))["id"].as_str().expect("an id").to_owned();
    let refused = browser.send(&page, to, &[("id", &me), ("password", "short-1")]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("id=\"password-wrong\"").lacks("short-1");
}

#[test]
fn one_of_several_is_chosen() {
    let world = world();
    let (first, second) = (world.guest("王芳"), world.guest("王芳"));
    world.room("301");
    let mut browser = world.signed_in("mei");
    let to = "/o/hotel.reservation/new";
    let page = browser.get(to);
    let filled =
        [("new.guest", "王芳"), ("new.room", "301"), ("new.check_in", "2030-01-01"), ("new.check_out", "2030-01-03")];
    let several = browser.send(&page, to, &filled);
    several.says("Several records fit").says(&first).says(&second);
    let made = browser.send(&several, to, &[("new.guest", second.as_str())]);
    assert!(made.path.starts_with("/o/hotel.reservation/0"), "{}", made.html);
    made.says(&format!("/o/hotel.guest/{second}"));
    let nobody = browser.send(&page, to, &[("new.guest", "nobody at all")]);
    nobody.says("No record fits.");
}

#[test]
fn an_operation_on_a_record_knows_the_record() {
    let world = world();
    let customer = world.customer("华东精密机械");
    let mut browser = world.signed_in("han");
    let to = format!("/o/customer/{customer}/do/contacts.create");
    let page = browser.get(&to);
    page.lacks("name=\"customer\"");
    let gender =
        page.html.split("\">男</option>").next().and_then(|at| at.rsplit('"').next()).expect("a choice").to_owned();
    let filled = [
        ("new.name", "刘经理"),
        ("new.gender", gender.as_str()),
        ("new.position", "经理"),
        ("new.office_phone", "021"),
    ];
    let done = browser.send(&page, &to, &filled);
    done.says("刘经理").says("Contact (Customer): 1");
    // One on several kinds is told the kind.
    let to = format!("/o/customer/{customer}/do/collaborators.add");
    let page = browser.get(&to);
    let done = browser.send(&page, &to, &[("user", "Mei Lin")]);
    assert_eq!(done.path, format!("/o/customer/{customer}"), "{}", done.html);
    let ties = world.call("han", "collaborators.list", json!({"entity": "customer", "id": customer}));
    assert!(ties.to_string().contains("Mei Lin"), "{ties}");
}

#[test]
fn any_operation_has_a_form() {
    let world = world();
    let mut browser = world.signed_in("admin");
    let page = browser.get("/operations");
    page.says("/do/users.create").says("/do/roles.create").lacks("/do/customers.update");
    let page = browser.get("/do/users.create");
    let done = browser.send(
        &page,
        "/do/users.create",
        &[("new.login", "new"), ("new.display_name", "Neu"), ("new.roles", "executive\nintegration")],
    );
    done.says("Done.").says("Neu").says("executive, integration");
    let page = browser.get("/do/maintenance.check");
    browser.send(&page, "/do/maintenance.check", &[]).says("Done.");
    // Every one can be drawn.
    let all = world.call("admin", "meta.operations", json!({}));
    for operation in all.as_array().expect("operations").iter().filter_map(|operation| operation["name"].as_str()) {
        let page = browser.get(&format!("/do/{operation}"));
        // One writes to any path of the machine, and tells what is there: that is not a browser's to ask.
        let there = if operation == "maintenance.backup" { StatusCode::NOT_FOUND } else { StatusCode::OK };
        assert_eq!(page.status, there, "{operation}");
    }
    browser.get("/operations").says("/do/maintenance.check").lacks("maintenance.backup");
    let file = std::env::temp_dir().join(format!("console-{}.crm", std::process::id()));
    let csrf = ("csrf".to_owned(), browser.get("/").field("/sign-out", "csrf"));
    let sent = browser.post("/do/maintenance.backup", &[csrf, ("file".into(), file.display().to_string())]);
    assert!(sent.status == StatusCode::NOT_FOUND && !file.exists(), "{}", sent.html);
    assert_eq!(browser.get("/do/nothing.at_all").status, StatusCode::NOT_FOUND);
}
