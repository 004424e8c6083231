//! Views that count and sum, and the values that views ask for.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::StatusCode;
use crm_core::{Environment, SystemEnvironment, Timestamp};
use serde_json::{Value, json};

use crate::world::{World, world, world_by};

fn view(world: &World, name: &str, definition: &Value) -> String {
    let view = world.call("han", "views.create", json!({"new": {"name": name, "definition": definition}}));
    view["id"].as_str().expect("an id").to_owned()
}

#[test]
fn shares_are_of_all_rows() {
    let world = world();
    let customers: Vec<Value> = (0..50).map(|n| json!({"name": format!("C{n:02}")})).collect();
    world.call("han", "customers.create_many", json!({"customers": customers}));
    let view = view(&world, "All", &json!({"of": "customer", "group": ["name"], "measures": [{"count": true}]}));
    let mut browser = world.signed_in("han");
    let page = browser.get(&format!("/chart?view={view}&as=share"));
    page.says(">2.0 %</text>").lacks("2.5 %").says("Only the first 40 are drawn").says("C49");
    browser.get(&format!("/chart?view={view}")).says("<rect").says("Only the first 40 are drawn");
}

#[test]
fn parameters_are_given_by_their_types() {
    let world = world();
    let (wang, room) = (world.guest("王芳"), world.room("301"));
    world.guest("王芳 2");
    let new = json!({"guest": wang, "room": room, "check_in": "2030-01-01", "check_out": "2030-01-03"});
    world.call("han", "hotel.reservation.create", json!({"new": new}));
    let rooms = json!({"and": [{"field": "capacity", "ge": {"parameter": "beds"}},
                              {"field": "in_service", "is": {"parameter": "open"}}]});
    let stays = json!({"field": "guest", "is": {"parameter": "who"}});
    let (of_rooms, of_stays) = (json!({"beds": "integer", "open": "boolean"}), json!({"who": "hotel.guest"}));
    let counted = |of: &str, parameters: &Value, filter: &Value, by: &str| json!({"of": of, "parameters": parameters, "filter": filter, "group": [by], "measures": [{"count": true}]});
    let listed =
        |of: &str, parameters: &Value, filter: &Value| json!({"of": of, "parameters": parameters, "filter": filter});
    let mut browser = world.signed_in("han");
    // As a chart, and as a list, in the same way.
    let chart = view(&world, "A", &counted("hotel.room", &of_rooms, &rooms, "kind"));
    let list = view(&world, "B", &listed("hotel.room", &of_rooms, &rooms));
    for (path, found) in [(format!("/chart?view={chart}"), "<rect"), (format!("/o/hotel.room?view={list}"), ">301</a>")]
    {
        let page = browser.get(&path);
        assert_eq!(page.status, StatusCode::OK);
        page.says("inputmode=\"numeric\"").says("<option value=\"true\">Yes</option>").lacks(found);
        browser.get(&format!("{path}&p.beds=2&p.open=true")).says(found);
        browser.get(&format!("{path}&p.beds=2&p.open=false")).lacks(found);
        browser.get(&format!("{path}&p.beds=3&p.open=true")).lacks(found);
        let wrong = browser.get(&format!("{path}&p.beds=many&p.open=true"));
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("role=\"alert\"").says("value=\"many\"").lacks(found);
    }
    let chart = view(&world, "C", &counted("hotel.reservation", &of_stays, &stays, "status"));
    let list = view(&world, "D", &listed("hotel.reservation", &of_stays, &stays));
    for (path, found) in
        [(format!("/chart?view={chart}"), "<rect"), (format!("/o/hotel.reservation?view={list}"), "Records: 1")]
    {
        browser.get(&path).says("data-pick=\"hotel.guest\"").lacks(found);
        browser.get(&format!("{path}&p.who=王芳")).says(found);
        browser.get(&format!("{path}&p.who={wang}")).says(found).says("王芳</span>");
        for (who, said) in [("王", "Several records fit"), ("nobody", "No record fits")] {
            let wrong = browser.get(&format!("{path}&p.who={who}"));
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            wrong.says("role=\"alert\"").says(said).lacks(found);
        }
    }
}

#[test]
fn of_many_views_some_are_shown_and_all_are_found() {
    let world = world();
    world.customer("华东精密机械");
    for n in 0..230 {
        view(&world, &format!("V{n:03}"), &json!({"of": "customer", "columns": ["name"]}));
    }
    let last = view(&world, "Z", &json!({"of": "hotel.room", "columns": ["number"]}));
    let mut browser = world.signed_in("han");
    let page = browser.get("/o/customer");
    assert_eq!(page.html.matches("/o/customer?view=").count(), 20);
    page.says("href=\"/views?object=customer\"");
    let page = browser.get("/");
    assert!(page.html.matches("?view=").count() <= 20, "{}", page.html);
    page.says("href=\"/views\"");
    let page = browser.get("/views?object=customer");
    assert_eq!(page.html.matches("/o/customer?view=").count(), 200);
    page.says("rel=\"next\"").lacks(&last);
    let next = page.html.split("rel=\"next\" href=\"").nth(1).and_then(|at| at.split('"').next()).expect("a next page");
    let page = browser.get(&format!("/views{next}"));
    assert_eq!(page.html.matches("/o/customer?view=").count(), 30);
    page.lacks("rel=\"next\"");
    // The one that is shown has its chip, wherever it stands among them.
    let here = page.html.rsplit("/o/customer?view=").next().and_then(|at| at.split('"').next()).expect("a view");
    let page = browser.get(&format!("/o/customer?view={here}"));
    page.says("aria-current=\"true\"").says("华东精密机械");
    browser.get("/views").says("rel=\"next\"");
    browser.get("/views?from=200").says("href=\"/chart?view=hotel.nights_sold\"").lacks("rel=\"next\"");
    assert_eq!(browser.get("/views?object=nothing").status, StatusCode::NOT_FOUND);
    world.signed_in("mei").get("/o/hotel.room").says("hotel.free_rooms").lacks("/views?object=");
}

/// A clock that counts how often it is read: once and more by each call of the engine.
#[derive(Default)]
struct Counting(AtomicUsize);

impl Environment for Counting {
    fn now(&self) -> Timestamp {
        self.0.fetch_add(1, Ordering::Relaxed);
        SystemEnvironment.now()
    }

    fn random(&self, bytes: &mut [u8; 32]) {
        SystemEnvironment.random(bytes);
    }
}

#[test]
fn a_page_asks_for_its_views_once() {
    let clock = Arc::new(Counting::default());
    let world = world_by(clock.clone());
    let view = view(&world, "All", &json!({"of": "customer", "columns": ["name"]}));
    let mut browser = world.signed_in("han");
    let mut reads = |path: &str| {
        let before = clock.0.load(Ordering::Relaxed);
        assert_eq!(browser.get(path).status, StatusCode::OK);
        clock.0.load(Ordering::Relaxed) - before
    };
    let named = format!("/o/customer?view={view}");
    // What objects are is asked for once, and known from then on.
    let (first, _) = (reads("/o/customer?c=name"), reads(&named));
    let (plain, of_view) = (reads("/o/customer?c=name"), reads(&named));
    assert!(first >= plain && plain >= 2, "{first} {plain}");
    assert_eq!(of_view, plain);
}
