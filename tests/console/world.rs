//! A company to look at: some customers of the engine's own, and the hotel's pack.

use std::sync::Arc;

use crm_console::{App, Settings, router};
use crm_core::{Crm, Environment, PasswordCost, Session, SystemEnvironment};
use serde_json::{Value, json};

use crate::browser::Browser;

pub const PASSWORD: &str = "correct horse battery";

/// The console over a new database.
pub struct World {
    pub crm: Crm,
    router: axum::Router,
}

/// Users: `admin`; `han`, who sells and runs the hotel; `mei`, who sits at the reception; `zhao`, an executive.
pub fn world() -> World {
    world_by(Arc::new(SystemEnvironment))
}

/// The same, by a clock.
pub fn world_by(environment: Arc<dyn Environment>) -> World {
    let cost = PasswordCost { memory_kib: 8, passes: 1 };
    let crm = Crm::options().environment(environment).password_cost(cost).open_in_memory().expect("a database");
    let id = crm.bootstrap("admin", "管理员", &["system_administrator"]).expect("the first user");
    let admin = crm.session(id).expect("a session");
    call(&admin, "settings.update", json!({"changes": {"required_customer_fields": ["name"]}}));
    apply(&admin, hotel());
    call(&admin, "users.set_password", json!({"id": id, "password": PASSWORD}));
    let people = [
        ("han", "韩梅梅", json!(["sales_manager", "account_manager", "hotel.manager"])),
        ("mei", "Mei Lin", json!(["hotel.reception"])),
        ("zhao", "赵建国", json!(["executive"])),
    ];
    for (login, name, roles) in people {
        let new = json!({"login": login, "display_name": name, "roles": roles});
        let user = call(&admin, "users.create", json!({"new": new}));
        call(&admin, "users.set_password", json!({"id": user["id"], "password": PASSWORD}));
    }
    let router = router(App::new(crm.clone(), Settings::default()));
    World { crm, router }
}

/// The hotel's pack, without what it configures of kinds that this version lacks.
fn hotel() -> Value {
    let mut pack: Value = serde_json::from_str(include_str!("../../crm-core/packs/hotel.json")).expect("JSON");
    pack.as_object_mut().expect("a pack").remove("setup");
    for labels in pack["labels"].as_object_mut().expect("labels").values_mut() {
        labels.as_object_mut().expect("labels").retain(|name, _| !name.starts_with("setup."));
    }
    pack
}

pub fn apply(admin: &Session, document: Value) {
    let plan = call(admin, "packs.plan", json!({"document": document}));
    assert_eq!(plan["refusals"], json!([]));
    call(admin, "packs.apply", json!({"document": document, "plan": plan["digest"]}));
}

pub fn call(session: &Session, operation: &str, arguments: Value) -> Value {
    let answer = session.call(operation, &arguments.to_string());
    serde_json::from_str(&answer.unwrap_or_else(|e| panic!("{operation}: {e}"))).expect("JSON")
}

impl World {
    pub fn router(&self) -> axum::Router {
        self.router.clone()
    }

    pub fn as_user(&self, login: &str) -> Session {
        self.crm.session_by_login(login).expect("a user")
    }

    pub fn call(&self, login: &str, operation: &str, arguments: Value) -> Value {
        call(&self.as_user(login), operation, arguments)
    }

    /// A browser of somebody's.
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// A browser in which somebody signed in.
    pub fn signed_in(&self, login: &str) -> Browser {
        let mut browser = self.browser();
        let page = browser.get("/sign-in");
        let page = browser.send(&page, "/sign-in", &[("who", login), ("password", PASSWORD)]);
        assert_eq!(page.path, "/", "{}", page.html);
        browser
    }

    pub fn customer(&self, name: &str) -> String {
        id(&self.call("han", "customers.create", json!({"new": {"name": name}})))
    }

    pub fn guest(&self, name: &str) -> String {
        id(&self.call("han", "hotel.guest.create", json!({"new": {"name": name, "phone": "13800000000"}})))
    }

    pub fn room(&self, number: &str) -> String {
        let kinds = self.call("han", "dictionary.choices", json!({"category": "room_kind"}));
        let price = json!({"amount": "388.50", "currency": "CNY"});
        let new = json!({"number": number, "kind": kinds[0]["id"], "capacity": 2, "price": price});
        id(&self.call("han", "hotel.room.create", json!({"new": new})))
    }
}

pub fn id(record: &Value) -> String {
    record["id"].as_str().expect("an id").to_owned()
}
