//! Lists of any object.

use axum::http::StatusCode;
use serde_json::json;

use crate::world::{id, world};

#[test]
fn a_list_shows_what_the_engine_finds_telling() {
    let world = world();
    let customer = world.customer("华东精密机械");
    world.room("301");
    let mut browser = world.signed_in("han");
    let page = browser.get("/o/customer");
    assert_eq!(page.status, StatusCode::OK);
    page.says(&format!("<a href=\"/o/customer/{customer}\">华东精密机械</a>")).says("Active").says("Records: 1");
    browser.get("/o/hotel.room").says(">301</a>").says("388.50 CNY").says("单人间");
    browser.get("/o/customer?lang=zh-Hans").says("客户").says("记录数: 1");
    browser.get("/o/nothing");
    assert_eq!(browser.get("/o/nothing").status, StatusCode::NOT_FOUND);
}

#[test]
fn conditions_are_added_asked_and_removed() {
    let world = world();
    for (name, satisfaction) in [("华东精密机械", 5), ("Müller GmbH", 2), ("江南机床厂", 3)] {
        let new = json!({"name": name, "satisfaction": satisfaction});
        world.call("han", "customers.create", json!({"new": new}));
    }
    let mut browser = world.signed_in("han");
    // A field is added, then asked of.
    let page = browser.get("/o/customer?add=satisfaction");
    page.says("name=\"f\" value=\"satisfaction\"").says("Müller").says("华东");
    let page = browser.get("/o/customer?f=satisfaction&o=ge&v=3");
    page.says("华东").says("江南").lacks("Müller");
    let page = browser.get("/o/customer?f=satisfaction&o=ge&v=3&f=name&o=contains&v=精密");
    page.says("华东").lacks("江南").says("All must be true");
    let page = browser.get("/o/customer?any=true&f=satisfaction&o=lt&v=3&f=name&o=contains&v=精密");
    page.says("华东").says("Müller").lacks("江南");
    let page = browser.get("/o/customer?f=satisfaction&o=ge&v=3&f=name&o=contains&v=精密&remove=1");
    page.says("江南");
    browser.get("/o/customer?f=region&o=empty&v=").says("Records: 3");
    browser.get("/o/customer?f=region&o=filled&v=").says("No records.");
    browser.get("/o/customer?f=status&o=not&v=active").says("No records.");
    // What is wrong is told in place.
    let page = browser.get("/o/customer?f=satisfaction&o=ge&v=many");
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.says("role=\"alert\"").says("value=\"many\"");
}

#[test]
fn a_reference_is_asked_by_what_people_call_it() {
    let world = world();
    let (wang, room) = (world.guest("王芳"), world.room("301"));
    world.guest("李雷");
    let new = json!({"guest": wang, "room": room, "check_in": "2030-01-01", "check_out": "2030-01-03"});
    world.call("han", "hotel.reservation.create", json!({"new": new}));
    let mut browser = world.signed_in("han");
    browser.get("/o/hotel.reservation?f=guest&o=is&v=王").says("Records: 1");
    browser.get("/o/hotel.reservation?f=guest&o=is&v=李雷").says("No records.");
    let page = browser.get("/o/hotel.reservation?f=guest&o=is&v=nobody");
    page.says("No record fits.").says("role=\"alert\"");
    browser.get(&format!("/o/hotel.reservation?f=guest&o=is&v={wang}")).says("Records: 1").says("王芳</span>");
    assert_eq!(browser.get("/o/hotel.guest/pick?q=王").html, format!("[{{\"id\":\"{wang}\",\"title\":\"王芳\"}}]"));
}

// OBJ-5: a title that is made of several fields, of the record's own and of those it refers to, is found by any part of it.
#[test]
fn a_record_is_found_by_a_part_of_a_title_that_is_an_expression() {
    let world = world();
    let (wang, room) = (world.guest("王芳"), world.room("301"));
    let li = world.guest("李雷");
    let mut made = Vec::new();
    for (guest, from, to) in [(&wang, "2030-01-01", "2030-01-03"), (&li, "2030-01-05", "2030-01-07")] {
        let new = json!({"guest": guest, "room": room, "check_in": from, "check_out": to});
        made.push(world.call("han", "hotel.reservation.create", json!({"new": new})));
    }
    let mut browser = world.signed_in("han");
    let number = made[0]["number"].as_str().expect("a number");
    let title = made[0]["title"].as_str().expect("a title");
    assert!(title.contains(number) && title.contains("王芳") && title != number, "{title}");
    let only = format!("[{{\"id\":{},\"title\":\"{title}\"}}]", made[0]["id"]);
    let parts = [number.to_owned(), "王".to_owned(), "芳".to_owned(), format!("{number}+王"), title.replace(' ', "+")];
    for part in parts {
        assert_eq!(browser.get(&format!("/o/hotel.reservation/pick?q={part}")).html, only, "{part}");
    }
    assert_eq!(browser.get(&format!("/o/hotel.reservation/pick?q={number}+李")).html, "[]");
    assert_eq!(browser.get("/o/hotel.reservation/pick?q=nobody").html, "[]");
}

#[test]
fn a_list_is_sorted_and_paged() {
    let world = world();
    let names: Vec<_> = (0..120).map(|n| json!({"name": format!("C{n:03}")})).collect();
    world.call("han", "customers.create_many", json!({"customers": names}));
    let mut browser = world.signed_in("han");
    let page = browser.get("/o/customer?sort=number");
    page.says("Records: 120").says(">C000</a>").lacks(">C050</a>").says("aria-sort=\"ascending\"");
    assert!(page.html.len() <= 60 * 1024, "{} bytes", page.html.len());
    let next = |page: &crate::browser::Page| {
        page.html.split("rel=\"next\" href=\"").nth(1).and_then(|at| at.split('"').next()).map(str::to_owned)
    };
    let second = browser.get(&format!("/o/customer{}", next(&page).expect("a next page")));
    second.says(">C050</a>").lacks(">C049</a>").says("First page");
    let third = browser.get(&format!("/o/customer{}", next(&second).expect("a next page")));
    third.says(">C119</a>");
    assert_eq!(next(&third), None);
    browser.get("/o/customer?sort=-number").says(">C119</a>").says("aria-sort=\"descending\"");
    // A cursor that is none is told.
    assert!(browser.get("/o/customer?after=nonsense").status.is_client_error());
}

#[test]
fn columns_are_chosen() {
    let world = world();
    world.call(
        "han",
        "customers.create",
        json!({"new": {"name": "华东", "phone": "021-5555", "website": "east.example"}}),
    );
    let mut browser = world.signed_in("han");
    browser.get("/o/customer").lacks("east.example");
    browser.get("/o/customer?c=website").says("east.example").lacks("021-5555");
}

#[test]
fn what_is_asked_is_kept_as_a_view() {
    let world = world();
    world.customer("华东精密机械");
    world.customer("Müller GmbH");
    let mut browser = world.signed_in("han");
    let at = "/o/customer?f=name&o=contains&v=GmbH&sort=-number";
    let page = browser.get(at);
    let to = page.html.split("action=\"").skip(1).map(|at| at.split('"').next().unwrap_or_default());
    let to = to.filter(|to| to.starts_with("/o/customer?")).last().expect("the form").to_owned();
    let kept = browser.send(&page, &to, &[("name", "Abroad")]);
    assert!(kept.path.starts_with("/o/customer?view="), "{}", kept.path);
    kept.says("Abroad").says("Müller").lacks("华东").says("Saved.");
    // More conditions count beside those of the view.
    browser.get(&format!("{}&f=name&o=contains&v=精密", kept.path)).says("No records.");
    browser.get("/").says("Abroad");
    let share =
        kept.html.split("href=\"").filter_map(|at| at.split('"').next()).find(|to| to.starts_with("/do/views.share"));
    let page = browser.get(share.expect("one's own can be shared"));
    browser.send(&page, "/do/views.share", &[("with.everybody", "true")]).says("Done.");
    // Others ask it, and change nothing of it.
    let new = json!({"login": "wang", "display_name": "王芳", "roles": ["sales_manager"]});
    let wang = world.call("admin", "users.create", json!({"new": new}));
    world.call("admin", "users.set_password", json!({"id": wang["id"], "password": crate::world::PASSWORD}));
    let mut other = world.signed_in("wang");
    other.get("/").says("Abroad");
    other.get(&kept.path).says("Müller").lacks("/do/views.share");
    assert_eq!(
        world.call("han", "views.list", json!({"object": "customer"}))[0]["definition"]["sort"],
        json!(["-number"])
    );
}

#[test]
fn a_packs_view_asks_for_its_parameters() {
    let world = world();
    let (wang, taken) = (world.guest("王芳"), world.room("301"));
    world.room("302");
    let new = json!({"guest": wang, "room": taken, "check_in": "2030-01-01", "check_out": "2030-01-03"});
    world.call("han", "hotel.reservation.create", json!({"new": new}));
    let mut browser = world.signed_in("mei");
    let page = browser.get("/o/hotel.room?view=hotel.free_rooms");
    page.says("name=\"p.from\"").lacks(">302</a>");
    let page = browser.get("/o/hotel.room?view=hotel.free_rooms&p.from=2030-01-02&p.to=2030-01-04");
    page.says(">302</a>").lacks(">301</a>");
    assert_eq!(browser.get("/o/hotel.room?view=hotel.nothing").status, StatusCode::NOT_FOUND);
}

#[test]
fn what_is_not_ones_own_is_told_as_such() {
    let world = world();
    let customer = world.customer("华东精密机械");
    let mut browser = world.signed_in("mei");
    let page = browser.get("/");
    page.says("/o/hotel.room").lacks("/o/customer\"");
    assert_eq!(browser.get("/o/customer").status, StatusCode::FORBIDDEN);
    assert!(browser.get(&format!("/o/customer/{customer}")).status.is_client_error());
    browser.get("/o/hotel.room").lacks("/o/hotel.room/new");
    let unsafe_name = "<script>alert(1)</script>";
    let guest = id(&world.call("han", "hotel.guest.create", json!({"new": {"name": unsafe_name, "phone": "1380000"}})));
    for path in ["/o/hotel.guest".to_owned(), format!("/o/hotel.guest/{guest}")] {
        browser.get(&path).lacks(unsafe_name).says("&lt;script&gt;alert(1)");
    }
}

#[test]
fn tags_are_asked_for_and_are_no_column() {
    let world = world();
    world.call("han", "setup.put", json!({"kind": "tag", "name": "重点", "document": {"colour": "#CC0000"}}));
    let customer = world.customer("华东精密机械");
    world.customer("江南机床厂");
    let record = json!({"object": "customer", "id": customer});
    world.call("han", "tags.set", json!({"record": record, "add": ["重点"]}));
    let mut browser = world.signed_in("han");
    let page = browser.get("/o/customer");
    page.says("<option value=\"tags\">Tags</option>").lacks("name=\"c\" value=\"tags\"");
    browser.get("/o/customer?f=tags&o=is&v=重点").says("华东").lacks("江南");
    browser.get("/o/customer?f=tags&o=empty").says("江南").lacks("华东");
}
