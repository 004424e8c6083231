//! The company that a browser is shown to work in, by a clock of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Days, TimeDelta, Utc};
use crm_core::{Environment, Timestamp};
use serde_json::{Value, json};

use crate::approvals::flow;
use crate::world::{PASSWORD, World, id, world_by};

/// The same day in every run. A second passes with each thing that is made, and the same ids come out.
#[derive(Default)]
pub struct Monday(AtomicU64);

impl Environment for Monday {
    fn now(&self) -> Timestamp {
        let start = DateTime::<Utc>::from_timestamp(1_772_413_200, 0).expect("2026-03-02T01:00:00Z");
        start + TimeDelta::seconds(i64::try_from(self.0.load(Ordering::Relaxed)).expect("seconds"))
    }

    fn random(&self, bytes: &mut [u8; 32]) {
        let mut state = self.0.fetch_add(1, Ordering::Relaxed);
        for part in bytes.chunks_exact_mut(8) {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            part.copy_from_slice(&(mixed ^ (mixed >> 31)).to_le_bytes());
        }
    }
}

pub fn user(world: &World, login: &str, name: &str, roles: &Value) -> String {
    let new = json!({"login": login, "display_name": name, "roles": roles});
    let user = id(&world.call("admin", "users.create", json!({"new": new})));
    world.call("admin", "users.set_password", json!({"id": user, "password": PASSWORD}));
    user
}

/// Beside the people of every test: `li` and `wang`, who sell; `sun`, who imports; `chen`, who sees what is his own alone, and
/// no telephone numbers.
pub fn demo() -> World {
    let world = world_by(Arc::new(Monday::default()));
    let li = user(&world, "li", "李雷", &json!(["account_manager", "hotel.reception"]));
    user(&world, "wang", "王芳", &json!(["account_manager"]));
    user(&world, "sun", "孙丽", &json!(["sales_manager", "integration"]));
    let chen = narrowed(&world);
    let customers = [
        ("华东精密机械有限公司", &li, "021-5555 0101", 5),
        ("Müller Präzisionsteile GmbH & Co. KG", &li, "+49 711 5550102", 4),
        ("江南机床厂", &li, "0510-5555 0103", 3),
        ("宁波海洋轴承", &li, "0574-5555 0104", 4),
        ("Atelier Fontaine SARL", &li, "+33 1 99005505", 5),
        ("无锡轴承有限公司", &chen, "0510-5555 0177", 4),
        ("苏州电机集团", &chen, "0512-5555 0188", 2),
    ];
    let mut made = Vec::new();
    for (name, manager, phone, satisfaction) in customers {
        let new = json!({"name": name, "account_manager": manager, "phone": phone, "satisfaction": satisfaction});
        let customer = id(&world.call("han", "customers.create", json!({"new": new})));
        let genders = world.call("han", "dictionary.choices", json!({"category": "gender"}));
        let new = json!({"name": "周敏", "gender": genders[0]["id"], "position": "采购", "office_phone": phone});
        world.call("han", "contacts.create", json!({"customer": customer, "new": new}));
        made.push(customer);
    }
    let deals = [("数控机床 12 台", 60), ("Spare parts, two years", 80), ("车间改造", 30), ("Ball bearings", 45)];
    for (at, (summary, chance)) in deals.into_iter().enumerate() {
        let new = json!({"customer_name": customers[at].0, "success_probability": chance, "summary": summary,
                         "description": "年底前更换旧设备", "contact_name": "周敏", "contact_phone": customers[at].2});
        let deal = world.call("han", "opportunities.create", json!({"new": new}));
        if at % 2 == 0 {
            world.call("han", "opportunities.assign", json!({"id": deal["id"], "assignee": li}));
        }
    }
    stays(&world, &made[0]);
    day(&world, (&li, &made));
    world
}

/// Something for `li` to do today, and a request of his that came back: another credit needs `zhao`'s consent.
fn day(world: &World, (li, customers): (&str, &[String])) {
    let kinds = world.call("li", "dictionary.choices", json!({"category": "activity_kind"}));
    let today = world.call("li", "bench.today", json!({}))["day"].clone();
    let record = json!({"object": "customer", "id": customers[0]});
    let new =
        json!({"kind": kinds[0]["id"], "subject": "催问报价", "due_on": today, "records": [record], "assignee": li});
    world.call("han", "activities.create", json!({"new": new}));
    world.call("li", "notes.create", json!({"record": record, "new": {"text": "对方希望延长账期"}}));
    flow(world);
    let asked = json!({"record": record, "operation": "update", "arguments": {"changes": {"credit": 5}}, "new": {}});
    let asked = world.call("li", "approvals.submit", asked);
    let back = json!({"sign_off": asked["sign_offs"][0]["id"], "comment": "请补充说明"});
    world.call("zhao", "approvals.send_back", back);
}

/// A seller with a role that is narrower than that of the others.
fn narrowed(world: &World) -> String {
    let roles = world.call("admin", "roles.list", json!({}));
    let sellers = roles.as_array().expect("roles").iter().find(|role| role["name"] == "account_manager");
    let copy = json!({"id": sellers.expect("the role")["id"], "name": "外勤"});
    let role = id(&world.call("admin", "roles.copy", copy));
    for area in ["customers", "opportunities", "tickets"] {
        let scope = json!({"id": role, "area": area, "reads": "own", "writes": "own"});
        world.call("admin", "roles.set_scope", scope);
    }
    for (entity, field) in [("customer", "phone"), ("contact", "office_phone")] {
        let right = json!({"id": role, "entity": entity, "field": field, "right": "masked"});
        world.call("admin", "roles.set_field", right);
    }
    world.call("admin", "maintenance.rebuild", json!({}));
    user(world, "chen", "陈伟", &json!(["外勤"]))
}

/// Rooms and guests, one of them of a customer, and stays from today on.
fn stays(world: &World, company: &str) {
    let rooms: Vec<String> = ["301", "302", "303", "401"].into_iter().map(|number| world.room(number)).collect();
    let today = Monday::default().now().date_naive();
    let names = ["王芳", "Erika Lang", "陈伟", "Amara Obi", "刘洋", "José Prado"];
    for (at, name) in names.into_iter().enumerate() {
        let guest = world.guest(name);
        let mut values = json!({"id_number": format!("P{at:07}")});
        if at == 1 {
            values["company"] = json!(company);
        }
        world.call("han", "hotel.guest.update", json!({"id": guest, "changes": {"values": values}}));
        let first = today + Days::new(at as u64 / 4 * 7);
        let new = json!({"guest": guest, "room": rooms[at % 4], "check_in": first, "check_out": first + Days::new(2)});
        let stay = world.call("han", "hotel.reservation.create", json!({"new": new}));
        match at {
            0 | 1 => drop(world.call("han", "hotel.reservation.arrive", json!({"id": stay["id"]}))),
            5 => drop(world.call("han", "hotel.reservation.cancel", json!({"id": stay["id"]}))),
            _ => {}
        }
    }
}
