//! A company in which everything that somebody may call anything is called what means harm.

use std::sync::Arc;

use crm_core::Environment as _;
use serde_json::{Value, json};

use crate::demo::{Monday, user};
use crate::world::{World, apply, id, world_by};

/// The names, of `tests/console/harm.py`, and the same joined to as long ones as there may be, each group in one.
pub struct Names {
    all: Vec<String>,
    joined: Vec<String>,
}

impl std::str::FromStr for Names {
    type Err = serde_json::Error;

    fn from_str(line: &str) -> Result<Names, serde_json::Error> {
        let (all, joined) = serde_json::from_str(line)?;
        Ok(Names { all, joined })
    }
}

/// Those that a field of so many characters takes.
fn upto(names: &[String], most: usize) -> impl Iterator<Item = &String> {
    names.iter().filter(move |name| name.chars().count() <= most)
}

/// The company; without names the one of every test.
pub fn harmed(names: &Names) -> World {
    let world = world_by(Arc::new(Monday::default()));
    if names.all.is_empty() {
        return world;
    }
    user(&world, "sun", "孙丽", &json!(["sales_manager", "integration"]));
    let users: Vec<String> = names.all.iter().enumerate().map(|(at, name)| lowly(&world, at, name)).collect();
    let regions: Vec<Value> = names.all.iter().enumerate().map(|(at, name)| region(&world, at, name)).collect();
    let new = names.all.iter().enumerate().map(|(at, name)| {
        json!({"name": name, "website": name, "address": name, "region": regions[at], "account_manager": users[at]})
    });
    let new: Vec<Value> = new.collect();
    let customers = made(&world.call("han", "customers.create_many", json!({"customers": new})));
    // By what no other has they are found.
    let joined: Vec<Value> = names.joined.iter().map(|name| json!({"name": name, "satisfaction": 5})).collect();
    world.call("han", "customers.create_many", json!({"customers": joined}));
    about(&world, names, &customers);
    sold(&world, names);
    kept(&world, names);
    of_packs(&world, names);
    world
}

/// The ids of what was made at once.
fn made(report: &Value) -> Vec<String> {
    let rows = report["records"].as_array().expect("records");
    rows.iter().map(id).collect()
}

fn lowly(world: &World, at: usize, name: &str) -> String {
    let new = json!({"login": format!("h{at}"), "display_name": name, "roles": ["account_manager"]});
    id(&world.call("admin", "users.create", json!({"new": new})))
}

fn region(world: &World, at: usize, name: &str) -> Value {
    let new = json!({"category": "region", "item": name, "value": format!("h{at}")});
    world.call("admin", "dictionary.create", json!({"new": new}))["id"].clone()
}

/// What is about customers, and hangs on the first of them; what happened to the second.
fn about(world: &World, names: &Names, customers: &[String]) {
    let choice =
        |category: &str| world.call("han", "dictionary.choices", json!({"category": category}))[0]["id"].clone();
    let (gender, kind, task) = (choice("gender"), choice("ticket_kind"), choice("activity_kind"));
    let today = Monday::default().now().date_naive();
    let first = json!({"object": "customer", "id": customers[0]});
    let han = world.call("han", "users.me", json!({}))["id"].clone();
    let mut activities = Vec::new();
    for (at, name) in names.all.iter().enumerate() {
        let customer = &customers[at];
        let new = json!({"name": name, "gender": gender, "position": name, "office_phone": name, "remarks": name});
        world.call("han", "contacts.create", json!({"customer": customer, "new": new}));
        let new = json!({"kind": kind, "customer": customer, "summary": name, "request": name});
        world.call("han", "tickets.create", json!({"new": new}));
        let new = json!({"date": today, "place": name, "summary": name, "details": name});
        world.call("han", "interactions.create", json!({"customer": customer, "new": new}));
        world.call("han", "notes.create", json!({"record": first, "new": {"text": name}}));
        activities.push(json!({"kind": task, "subject": name, "place": name, "due_on": today, "records": [first],
                               "assignee": han}));
    }
    world.call("sun", "activities.create_many", json!({"activities": activities}));
    let fields =
        ["website", "phone", "fax", "address", "legal_representative", "bank_name", "bank_account", "local_tax_no"];
    for some in names.all.chunks(fields.len()) {
        let changes: serde_json::Map<String, Value> =
            fields.iter().zip(some).map(|(field, name)| ((*field).to_owned(), json!(name))).collect();
        world.call("han", "customers.update", json!({"id": customers[1], "changes": changes}));
    }
}

/// Opportunities, by forty in a group of which a chart is drawn; guests, and stays of some of them.
fn sold(world: &World, names: &Names) {
    let han = world.call("han", "users.me", json!({}))["id"].clone();
    for (at, name) in names.all.iter().enumerate() {
        let new = json!({"customer_name": name, "success_probability": at / 40, "summary": name,
                         "description": name, "contact_name": name});
        let deal = world.call("han", "opportunities.create", json!({"new": new}));
        // Each is told of by itself.
        world.call("sun", "opportunities.assign", json!({"id": deal["id"], "assignee": han}));
    }
    for group in 0..names.all.len().div_ceil(40) {
        let definition = json!({"of": "opportunity", "group": ["customer_name"], "measures": [{"count": true}],
                                "filter": {"field": "success_probability", "is": group}});
        world.call("han", "views.create", json!({"new": {"name": format!("chart {group}"), "definition": definition}}));
    }
    let guests: Vec<Value> = upto(&names.all, 100).map(|name| json!({"name": name, "phone": "13800000000"})).collect();
    let guests = made(&world.call("han", "objects.create_many", json!({"object": "hotel.guest", "records": guests})));
    let (room, today) = (world.room("301"), Monday::default().now().date_naive());
    for (at, guest) in guests.iter().take(20).enumerate() {
        let day = |more: u64| today + chrono::Days::new(at as u64 * 2 + more);
        let new = json!({"guest": guest, "room": room, "check_in": day(0), "check_out": day(1)});
        world.call("han", "hotel.reservation.create", json!({"new": new}));
    }
}

/// What administrators keep, and the views of people: half of them each one's, since nobody may have all.
fn kept(world: &World, names: &Names) {
    for name in &names.all {
        world.call("admin", "departments.create", json!({"new": {"name": name}}));
    }
    for (at, name) in upto(&names.all, 100).enumerate() {
        world.call("admin", "roles.create", json!({"new": {"name": name, "grant": []}}));
        let definition = json!({"of": "customer", "columns": ["name"]});
        let whose = if at % 2 == 0 { "han" } else { "sun" };
        world.call(whose, "views.create", json!({"new": {"name": name, "definition": definition}}));
    }
}

/// Objects whose fields, choices and help are called so, 140 names each: what a pack says is text as well. And records that are
/// suggested ten at a time.
fn of_packs(world: &World, names: &Names) {
    let (mut objects, mut labels) = (json!({}), json!({}));
    for (number, some) in names.all.chunks(140).enumerate() {
        let object = format!("thing{number}");
        let mut fields = json!({"name": {"type": "text", "max": 40, "required": true}});
        labels[&object] = json!(some[0]);
        for (at, name) in some.iter().enumerate() {
            let field = format!("f{at}");
            fields[&field] = json!({"type": "text", "max": 40, "doc": name});
            labels[format!("{object}.{field}")] = json!(name);
            labels[format!("{object}.pick{}.v{at}", at % 2)] = json!(name);
        }
        for half in 0..2 {
            let values: Vec<String> = (half..some.len()).step_by(2).map(|at| format!("v{at}")).collect();
            if !values.is_empty() {
                fields[format!("pick{half}")] = json!({"type": "choice", "values": values});
            }
        }
        fields["like"] = json!({"type": "ref", "to": "harm.pick"});
        objects[&object] = json!({"title": "name", "fields": fields});
    }
    objects["pick"] = json!({"title": "name", "fields": {
        "name": {"type": "text", "max": 500, "required": true},
        "batch": {"type": "text", "max": 10, "search": true},
    }});
    let document = json!({"pack": "harm", "version": 1, "language": 1, "title": names.all[0], "objects": objects,
                          "roles": {"harm.maker": ["harm"]}, "labels": {"en": labels}});
    apply(&world.as_user("admin"), document);
    let han = world.call("han", "users.me", json!({}))["id"].clone();
    let roles = json!(["sales_manager", "account_manager", "hotel.manager", "harm.maker"]);
    world.call("admin", "users.set_roles", json!({"id": han, "roles": roles}));
    let picks = names.all.iter().enumerate();
    let picks: Vec<Value> =
        picks.map(|(at, name)| json!({"name": name, "batch": format!("pick-{:02}", at / 10)})).collect();
    world.call("han", "objects.create_many", json!({"object": "harm.pick", "records": picks}));
}

#[test]
fn the_company_takes_every_name() {
    let some = |from: usize| (from..from + 3).map(|at| format!("<b>{at}</b>")).collect();
    let world = harmed(&Names { all: some(1), joined: some(7) });
    let mut han = world.signed_in("han");
    han.get("/o/harm.thing0/new").says("&lt;b&gt;3&lt;/b&gt;").lacks("<b>");
    han.get("/o/customer?f=satisfaction&o=is&v=5").says("&lt;b&gt;9&lt;/b&gt;").lacks("<b>");
}
