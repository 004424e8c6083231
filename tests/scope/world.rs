//! A world: a cast in a database.

use std::collections::BTreeMap;
use std::sync::Arc;

use crm_core::prelude::*;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use serde_json::{Value, json};

use crate::cast::{Cast, Record, Share};
use crate::support::portable::portable;
use crate::support::{FixedEnvironment, MORNING};

/// An id that nobody has.
pub const NOBODYS: &str = "0195b5e2-7f00-7000-8000-00000000abcd";

pub struct World {
    pub cast: Cast,
    pub crm: Crm,
    pub clock: Arc<FixedEnvironment>,
    /// An administrator, a manager and the host at once, who sees all.
    pub all: Session,
    sessions: BTreeMap<String, Session>,
    departments: BTreeMap<String, String>,
    roles: BTreeMap<String, String>,
    records: BTreeMap<String, String>,
    entries: [Value; 2],
}

/// Calls, and must succeed.
pub fn call(session: &Session, operation: &str, arguments: &Value) -> Value {
    match session.call(operation, &arguments.to_string()) {
        Ok(json) => serde_json::from_str(&json).unwrap(),
        Err(error) => panic!("{operation} {arguments}: {error}"),
    }
}

/// The letter of what a call came to.
pub fn letter(result: &Result<String>) -> char {
    match result {
        Ok(_) => 'y',
        Err(CrmError::NotFound { .. }) => 'n',
        Err(CrmError::Forbidden { reason, .. }) => match reason.as_str() {
            "no_permission" => 'f',
            "out_of_scope" => 's',
            "not_yours" => 'o',
            "disabled" => 'd',
            other => panic!("{other}"),
        },
        Err(CrmError::Invalid { .. }) => 'v',
        Err(CrmError::IllegalTransition { .. }) => 'i',
        Err(other) => panic!("{other}"),
    }
}

impl World {
    /// A world that the roles of its cast narrow.
    pub fn new(cast: Cast) -> World {
        let clock = FixedEnvironment::new(MORNING);
        let storage = portable(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
        let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
        World::on(cast, crm, clock)
    }

    pub fn on(cast: Cast, crm: Crm, clock: Arc<FixedEnvironment>) -> World {
        let all = ["system_administrator", "sales_manager", "account_manager", "integration"];
        let all = crm.session(crm.bootstrap("all", "全", &all).unwrap()).unwrap();
        // Built-in roles may be narrowed in the course of a story; this one never is.
        let areas: std::collections::BTreeSet<&str> = crm_core::Operation::all().map(|o| o.area).collect();
        call(&all, "roles.create", &json!({"new": {"name": "everything", "grant": areas}}));
        let roles = json!(["system_administrator", "integration", "everything"]);
        call(&all, "users.set_roles", &json!({"id": all.user().unwrap(), "roles": roles}));
        call(&all, "settings.update", &json!({"changes": {"required_customer_fields": []}}));
        let choice = |category: &str| call(&all, "dictionary.choices", &json!({"category": category}))[0]["id"].clone();
        let entries = [choice("ticket_kind"), choice("gender")];
        let mut world = World {
            cast,
            crm,
            clock,
            all,
            sessions: BTreeMap::new(),
            departments: BTreeMap::new(),
            roles: BTreeMap::new(),
            records: BTreeMap::new(),
            entries,
        };
        world.fill();
        world
    }

    fn fill(&mut self) {
        let cast = std::mem::take(&mut self.cast);
        while self.departments.len() < cast.departments.len() {
            for (name, above) in &cast.departments {
                let known = above.as_ref().is_none_or(|above| self.departments.contains_key(above));
                if known && !self.departments.contains_key(name) {
                    let parent = above.as_ref().map(|above| &self.departments[above]);
                    let made = call(&self.all, "departments.create", &json!({"new": {"name": name, "parent": parent}}));
                    self.departments.insert(name.clone(), id(&made));
                }
            }
        }
        let built_in = call(&self.all, "roles.list", &json!({}));
        for role in built_in.as_array().unwrap() {
            self.roles.insert(role["name"].as_str().unwrap().to_owned(), id(role));
        }
        for (name, role) in &cast.roles {
            let made = match &role.copy {
                Some(of) => call(&self.all, "roles.copy", &json!({"id": self.roles[of], "name": name})),
                None => call(&self.all, "roles.create", &json!({"new": {"name": name, "grant": role.grant}})),
            };
            for (area, (reads, writes)) in &role.scope {
                let set = json!({"id": made["id"], "area": area, "reads": reads.name(), "writes": writes.name()});
                call(&self.all, "roles.set_scope", &set);
            }
            self.roles.insert(name.clone(), id(&made));
        }
        self.in_force();
        for (name, user) in &cast.users {
            let department = user.department.as_ref().map(|name| &self.departments[name]);
            let new = json!({"login": name, "display_name": name, "roles": user.roles, "department": department});
            let made = call(&self.all, "users.create", &json!({"new": new}));
            let made = made["id"].as_str().unwrap().parse().unwrap();
            self.sessions.insert(name.clone(), self.crm.session(made).unwrap());
        }
        for kind in ["customer", "contact", "interaction", "opportunity", "ticket"] {
            for (name, record) in cast.records.iter().filter(|(_, record)| record.kind == kind) {
                self.add(name, record);
            }
        }
        for (name, _) in cast.users.iter().filter(|(_, user)| user.disabled) {
            call(&self.all, "users.disable", &json!({"id": self.user(name)}));
        }
        self.cast = cast;
    }

    /// What is set comes into force.
    pub fn in_force(&self) {
        self.clock.advance(chrono::TimeDelta::seconds(1));
        call(&self.all, "jobs.run_due", &json!({}));
    }

    pub fn session(&self, user: &str) -> &Session {
        &self.sessions[user]
    }

    pub fn user(&self, name: &str) -> String {
        self.sessions[name].user().unwrap().to_string()
    }

    pub fn department(&self, name: &str) -> &str {
        &self.departments[name]
    }

    pub fn role(&self, name: &str) -> &str {
        &self.roles[name]
    }

    /// The id of a record; of `K0` and the like one that nobody has.
    pub fn id(&self, record: &str) -> &str {
        self.records.get(record).map_or(NOBODYS, String::as_str)
    }

    /// The name of the record with the id.
    pub fn name(&self, id: &str) -> &str {
        self.records.iter().find(|(_, known)| *known == id).map_or("?", |(name, _)| name)
    }

    /// Adds a record of the cast.
    pub fn add(&mut self, name: &str, record: &Record) {
        let customer = record.customer.as_ref().map(|customer| self.id(customer).to_owned());
        // Somebody creates what is theirs; the rest is from before anybody's time.
        let made = match record.kind {
            "customer" => {
                let manager = record.manager.as_ref().map(|name| self.user(name));
                let new = json!({"name": name, "account_manager": manager});
                call(&self.all, "customers.create", &json!({"new": new}))
            }
            "contact" => {
                let new = json!({"name": name, "gender": self.entries[1], "position": "经理", "office_phone": "1"});
                call(&self.all, "contacts.create", &json!({"customer": customer, "new": new}))
            }
            "interaction" => {
                let new = json!({"date": "2026-03-02", "place": "上海", "summary": name, "details": "x"});
                call(&self.all, "interactions.create", &json!({"customer": customer, "new": new}))
            }
            "opportunity" => {
                let new = json!({"customer_name": name, "success_probability": 5, "summary": name, "description": "x"});
                self.by(record.creator.as_deref(), "opportunities.create", &json!({"new": new}))
            }
            _ => {
                let new = json!({"kind": self.entries[0], "summary": name, "customer": customer, "request": "x"});
                self.by(record.creator.as_deref(), "tickets.create", &json!({"new": new}))
            }
        };
        let record_id = id(&made);
        self.records.insert(name.to_owned(), record_id.clone());
        let entity = record.kind;
        for user in &record.collaborators {
            let named = json!({"entity": entity, "id": record_id, "user": self.user(user)});
            call(&self.all, "collaborators.add", &named);
        }
        for share in &record.shares {
            self.share(entity, &record_id, share);
        }
        if let Some(assignee) = &record.assignee {
            let operation = if entity == "ticket" { "tickets.assign" } else { "opportunities.assign" };
            call(&self.all, operation, &json!({"id": record_id, "assignee": self.user(assignee)}));
            if record.archived {
                call(self.session(assignee), "tickets.handle", &json!({"id": record_id, "handling": "x"}));
                let told = json!({"id": record_id, "result": "x", "satisfaction": 5});
                call(&self.all, "tickets.feedback", &told);
            }
        }
    }

    pub fn share(&self, entity: &str, record: &str, share: &Share) {
        let access = if share.writes { "write" } else { "read" };
        let mut given = json!({"entity": entity, "id": record, "access": access});
        match self.departments.get(&share.with) {
            Some(department) => given["department"] = json!(department),
            None => given["user"] = json!(self.user(&share.with)),
        }
        call(&self.all, "shares.give", &given);
    }

    /// A call by somebody who may; by who sees all where it is nobody's, or they may not.
    fn by(&self, user: Option<&str>, operation: &str, arguments: &Value) -> Value {
        let Some(user) = user else { return call(&self.all, operation, arguments) };
        // Its creator, whatever their roles: for this they hold one that lets them.
        let roles = call(&self.all, "users.get", &json!({"id": self.user(user)}))["roles"].clone();
        let set = |roles: &Value| {
            call(&self.all, "users.set_roles", &json!({"id": self.user(user), "roles": roles}));
        };
        set(&json!(["everything"]));
        let made = call(self.session(user), operation, arguments);
        set(&roles);
        made
    }

    /// What the check finds: derived data and truth differ.
    pub fn check(&self) -> Vec<String> {
        let report = self.all.maintenance().check().unwrap();
        report.findings
    }

    /// The arguments of an operation on a record, such that nothing refuses them but who calls and whose it is.
    pub fn arguments(&self, operation: &str, record: &str) -> Value {
        let id = self.id(record);
        let assignee = self.all.user().unwrap().to_string();
        match operation {
            "customers.update" | "contacts.update" => json!({"id": id, "changes": {}}),
            "customers.win_back" => json!({"id": id, "reason": "x"}),
            "churn.history" => json!({"customer": id}),
            "tickets.assign" => json!({"id": id, "assignee": assignee}),
            "tickets.handle" => json!({"id": id, "handling": "x"}),
            "collaborators.list" => json!({"entity": "customer", "id": id}),
            "tickets.create" => {
                json!({"new": {"kind": self.entries[0], "summary": "x", "customer": id, "request": "x"}})
            }
            _ => json!({"id": id}),
        }
    }
}

pub fn id(record: &Value) -> String {
    record["id"].as_str().unwrap().to_owned()
}
