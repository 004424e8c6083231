//! SCOPE-3, SCOPE-5, SCOPE-16, HAND-1 to HAND-4: random casts with random histories. After every call what is derived is
//! what the truth says, both ways; and at the end of each history every path agrees with the oracle, for everybody.
//!
//! `CRM_CASTS` says how many. One that fails says its number; `CRM_CAST` runs that one alone.

use std::sync::atomic::{AtomicU64, Ordering};

use crm_core::prelude::*;
use serde_json::json;

use crate::cast::{Cast, Level, Record, Role, Share, User};
use crate::paths;
use crate::support::{FixedEnvironment, MORNING};
use crate::world::{World, call, letter};

/// Casts, unless it is said.
const CASTS: u64 = 200;

const CALLS: usize = 50;

const DEPARTMENTS: [&str; 5] = ["公司", "华东", "华东一组", "华北", "客服"];
const PEOPLE: [&str; 8] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"];
const ROLES: [&str; 4] = ["窄", "宽", "查", "account_manager"];
const AREAS: [&str; 3] = ["customers", "opportunities", "tickets"];

/// Numbers that look like chance, and are the same each time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next()).unwrap() % n
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    fn sometimes(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    fn levels(&mut self) -> (Level, Level) {
        let (a, b) = (*self.one(&Level::EVERY), *self.one(&Level::EVERY));
        (a.max(b), a.min(b))
    }
}

fn scope(chance: &mut Chance) -> std::collections::BTreeMap<String, (Level, Level)> {
    AREAS.iter().map(|area| ((*area).to_owned(), chance.levels())).collect()
}

fn random_cast(chance: &mut Chance) -> Cast {
    let mut cast = Cast::default();
    for (at, name) in DEPARTMENTS.iter().enumerate() {
        let above = (at > 0).then(|| (*chance.one(&DEPARTMENTS[..at])).to_owned());
        cast.departments.insert((*name).into(), above);
    }
    let role = |copy: &str, scope| Role { copy: Some(copy.into()), grant: Vec::new(), scope };
    cast.roles.insert("窄".into(), role("account_manager", scope(chance)));
    cast.roles.insert("宽".into(), role("sales_manager", scope(chance)));
    let grant = ["customers.get", "customers.list", "tickets.get", "tickets.list", "audit.list", "audit.changes"];
    let grant = grant.iter().map(|name| (*name).to_owned()).collect();
    cast.roles.insert("查".into(), Role { copy: None, grant, scope: scope(chance) });
    for name in PEOPLE {
        let department = (!chance.sometimes(6)).then(|| (*chance.one(&DEPARTMENTS)).to_owned());
        let mut roles: Vec<String> = Vec::new();
        for _ in 0..chance.below(3) {
            let role = (*chance.one(&ROLES)).to_owned();
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        cast.users.insert(name.into(), User { department, roles, disabled: false });
    }
    for at in 0..12 {
        let (name, record) = random_record(chance, &cast, at);
        cast.records.insert(name, record);
    }
    cast
}

fn random_record(chance: &mut Chance, cast: &Cast, at: usize) -> (String, Record) {
    let someone = |chance: &mut Chance| (*chance.one(&PEOPLE)).to_owned();
    let customers: Vec<String> =
        cast.records.iter().filter(|(_, r)| r.kind == "customer").map(|(name, _)| name.clone()).collect();
    let kinds = ["customer", "contact", "interaction", "opportunity", "ticket"];
    let kind = if customers.len() < 3 { "customer" } else { *chance.one(&kinds) };
    let customer = (kind != "customer" && kind != "opportunity").then(|| chance.one(&customers).clone());
    let mut record = Record { kind, customer, ..Record::default() };
    match kind {
        "customer" => record.manager = (!chance.sometimes(4)).then(|| someone(chance)),
        "opportunity" | "ticket" => record.creator = Some(someone(chance)),
        _ => {}
    }
    if kind == "ticket" && chance.sometimes(2) {
        record.assignee = Some(someone(chance));
    }
    (format!("{}{at}", kind[..1].to_uppercase() + &kind[1..2]), record)
}

/// A random call, in the world and in its cast.
fn step(chance: &mut Chance, world: &mut World, at: usize) {
    let all = world.all.clone();
    let person = *chance.one(&PEOPLE);
    let names: Vec<String> = world.cast.records.keys().cloned().collect();
    let name = chance.one(&names).clone();
    let record = world.cast.records[&name].clone();
    let (id, user) = (world.id(&name).to_owned(), world.user(person));
    let active = !world.cast.users[person].disabled;
    match chance.below(14) {
        0 if record.kind == "customer" && active => {
            let changes = json!({"account_manager": user});
            call(&all, "customers.update", &json!({"id": id, "changes": changes}));
            world.cast.records.get_mut(&name).unwrap().manager = Some(person.into());
        }
        1 if record.kind == "ticket" && !record.archived && active => {
            let operation = if record.assignee.is_some() { "tickets.reassign" } else { "tickets.assign" };
            call(&all, operation, &json!({"id": id, "assignee": user}));
            world.cast.records.get_mut(&name).unwrap().assignee = Some(person.into());
        }
        2 if record.kind == "ticket" && !record.archived => {
            let Some(assignee) = record.assignee.filter(|name| !world.cast.users[name].disabled) else { return };
            let handled =
                world.session(&assignee).call("tickets.handle", &json!({"id": id, "handling": "x"}).to_string());
            // One that is handled already waits for the customer's answer.
            if letter(&handled) != 'i' {
                world.cast.records.get_mut(&name).unwrap().handler = Some(assignee);
            }
            let satisfied = chance.sometimes(2);
            let told = json!({"id": id, "result": "x", "satisfaction": if satisfied { 5 } else { 1 }});
            call(&all, "tickets.feedback", &told);
            world.cast.records.get_mut(&name).unwrap().archived = satisfied;
        }
        3 if record.kind == "customer" || record.kind == "opportunity" => {
            let named = json!({"entity": record.kind, "id": id, "user": user});
            let there = record.collaborators.iter().any(|name| name == person);
            let of = &mut world.cast.records.get_mut(&name).unwrap().collaborators;
            if there {
                of.retain(|name| name != person);
                call(&all, "collaborators.remove", &named);
            } else if active {
                of.push(person.into());
                call(&all, "collaborators.add", &named);
            }
        }
        4 | 5 if ["customer", "opportunity", "ticket"].contains(&record.kind) => {
            let with = if chance.sometimes(2) { person } else { *chance.one(&DEPARTMENTS) };
            let shares = &mut world.cast.records.get_mut(&name).unwrap().shares;
            if shares.iter().any(|share| share.with == with) && chance.sometimes(2) {
                shares.retain(|share| share.with != with);
                let mut taken = json!({"entity": record.kind, "id": id});
                match PEOPLE.contains(&with) {
                    true => taken["user"] = json!(world.user(with)),
                    false => taken["department"] = json!(world.department(with)),
                }
                call(&all, "shares.take_back", &taken);
            } else if active || with != person {
                shares.retain(|share| share.with != with);
                let share = Share { with: with.into(), writes: chance.sometimes(2) };
                shares.push(share.clone());
                world.share(record.kind, &id, &share);
            }
        }
        6 | 7 => {
            let department = (!chance.sometimes(5)).then(|| (*chance.one(&DEPARTMENTS)).to_owned());
            let changes = match &department {
                Some(name) => json!({"department": world.department(name)}),
                None => json!({"clear": ["department"]}),
            };
            call(&all, "users.update", &json!({"id": user, "changes": changes}));
            world.cast.users.get_mut(person).unwrap().department = department;
        }
        8 => {
            // Under one that stands before it in the list, so that there is no circle.
            let moved = 1 + chance.below(DEPARTMENTS.len() - 1);
            let above = *chance.one(&DEPARTMENTS[..moved]);
            let changes = json!({"parent": world.department(above)});
            let moved = DEPARTMENTS[moved];
            call(&all, "departments.update", &json!({"id": world.department(moved), "changes": changes}));
            world.cast.departments.insert(moved.into(), Some(above.into()));
        }
        9 => {
            let operation = if active { "users.disable" } else { "users.enable" };
            call(&all, operation, &json!({"id": user}));
            world.cast.users.get_mut(person).unwrap().disabled = active;
        }
        10 => {
            let role = *chance.one(&["窄", "宽", "查", "account_manager", "sales_manager"]);
            let area = *chance.one(&AREAS);
            let (reads, writes) = chance.levels();
            let set = json!({"id": world.role(role), "area": area, "reads": reads.name(), "writes": writes.name()});
            call(&all, "roles.set_scope", &set);
            if world.cast.roles.contains_key(role) {
                world.cast.roles.get_mut(role).unwrap().scope.insert(area.into(), (reads, writes));
            } else {
                // The built-in one: as if it were a copy of itself.
                let copy = Role { copy: Some(role.into()), ..Role::default() };
                let role = world.cast.roles.entry(role.into()).or_insert(copy);
                role.scope.insert(area.into(), (reads, writes));
            }
            world.in_force();
        }
        11 => {
            let roles: Vec<String> = ROLES.iter().filter(|_| chance.sometimes(2)).map(|r| (*r).to_owned()).collect();
            call(&all, "users.set_roles", &json!({"id": user, "roles": roles}));
            world.cast.users.get_mut(person).unwrap().roles = roles;
        }
        12 => {
            let to = *chance.one(&PEOPLE);
            hand_over(world, person, to);
        }
        _ => {
            if chance.sometimes(2) && ["contact", "interaction"].contains(&record.kind) {
                call(&all, &format!("{}s.delete", record.kind), &json!({"id": id}));
                world.cast.records.remove(&name);
            } else if record.kind == "interaction" {
                let changes = json!({"date": format!("2026-03-{:02}", 1 + chance.below(28))});
                call(&all, "interactions.update", &json!({"id": id, "changes": changes}));
            } else {
                let (name, mut record) = random_record(chance, &world.cast, 100 + at);
                for who in [&mut record.manager, &mut record.creator, &mut record.assignee] {
                    *who = who.take().filter(|name| !world.cast.users[name].disabled);
                }
                if record.manager.is_some()
                    || record.kind != "opportunity" && record.kind != "ticket"
                    || record.creator.is_some()
                {
                    world.add(&name, &record);
                    world.cast.records.insert(name, record);
                }
            }
        }
    }
}

/// HAND-2, HAND-4: everything that somebody has is a successor's.
fn hand_over(world: &mut World, from: &str, to: &str) {
    let users = &world.cast.users;
    let holds_opportunities = world.cast.records.values().any(|record| {
        let whose = record.assignee.as_ref().or(record.creator.as_ref());
        record.kind == "opportunity" && whose.is_some_and(|name| name == from)
    });
    let develops = world.cast.levels(to, "opportunities.develop", "opportunities").is_some();
    if from == to || users[to].disabled || (holds_opportunities && !develops) {
        return;
    }
    let arguments =
        json!({"from_user": world.user(from), "to_user": world.user(to), "reason": "x", "what": {"everything": true}});
    call(&world.all, "handover.run", &arguments);
    for record in world.cast.records.values_mut() {
        let had = |name: &Option<String>| name.as_deref() == Some(from);
        if record.collaborators.iter().any(|name| name == from) {
            record.collaborators.retain(|name| name != from);
            let holder = if record.kind == "customer" { &record.manager } else { &record.assignee };
            if holder.as_deref() != Some(to) && !record.collaborators.iter().any(|name| name == to) {
                record.collaborators.push(to.into());
            }
        }
        record.shares.retain(|share| share.with != from);
        if had(&record.manager) {
            record.manager = Some(to.into());
        }
        let open = !record.archived && (record.kind == "ticket" || record.kind == "opportunity");
        if open && (had(&record.assignee) || record.assignee.is_none() && had(&record.creator)) {
            record.assignee = Some(to.into());
        }
    }
}

fn history(number: u64) {
    let mut chance = Chance(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1);
    // What statements other tests hold against PostgreSQL is not looked at here once more, to save time.
    let clock = FixedEnvironment::new(MORNING);
    let crm = Crm::options().environment(clock.clone()).open_in_memory().unwrap();
    let mut world = World::on(random_cast(&mut chance), crm, clock);
    for at in 0..CALLS {
        step(&mut chance, &mut world, at);
        let wrong = world.check();
        assert!(wrong.is_empty(), "after call {at}: {wrong:?}");
    }
    paths::agree(&world);
}

#[test]
fn random_histories_agree() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let all = match number("CRM_CAST") {
        Some(one) => one..one + 1,
        None => 0..number("CRM_CASTS").unwrap_or(CASTS),
    };
    let next = AtomicU64::new(all.start);
    let play = || {
        loop {
            let cast = next.fetch_add(1, Ordering::Relaxed);
            if cast >= all.end {
                return;
            }
            if let Err(panic) = std::panic::catch_unwind(|| history(cast)) {
                // The others end, too.
                next.store(all.end, Ordering::Relaxed);
                eprintln!("CRM_CAST={cast}");
                std::panic::resume_unwind(panic);
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(play);
        }
    });
}
