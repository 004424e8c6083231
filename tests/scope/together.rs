//! What is kept while many do many things: repetitions, records that are gone, a job that breaks off, and people who read
//! while others move (SCOPE-7, SCOPE-16, BAD-2).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use crm_core::prelude::*;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::storage::{Body, Dialect, Patience, Storage};
use serde_json::{Value, json};

use crate::cast::Cast;
use crate::decisions::table;
use crate::faults::{Shared, faulty};
use crate::support::{FixedEnvironment, MORNING};
use crate::world::{World, call, letter};

/// BAD-2, SCOPE-8: a repeated create gives the record to who still sees it, and tells nobody else of it.
#[test]
fn a_repeated_create_is_told_to_who_sees_the_record() {
    let world = World::new(Cast::read(&table()));
    let (id, maker) = ("0195b5e2-7f00-7000-8000-000000000011", world.session("陈"));
    let new = json!({"id": id, "new": {"name": "常州仪表", "account_manager": world.user("陈")}}).to_string();
    assert_eq!(letter(&maker.call("customers.create", &new)), 'y');
    assert_eq!(letter(&maker.call("customers.create", &new)), 'y');
    let changes = json!({"id": id, "changes": {"account_manager": world.user("王")}});
    call(&world.all, "customers.update", &changes);
    assert_eq!(letter(&maker.call("customers.create", &new)), 'n');
    // Who never saw it hears that the id is taken, whatever they send (SCOPE-18).
    let other = json!({"id": id, "new": {"name": "别的"}}).to_string();
    let refused = world.session("李").call("customers.create", &other).unwrap_err();
    assert!(matches!(refused, CrmError::Conflict { reason, .. } if reason == "id_taken"));
}

/// What was deleted while nobody was narrowed leaves no rows behind when somebody is again.
#[test]
fn what_is_gone_is_gone_when_a_database_is_scoped_anew() {
    let world = World::new(Cast::read(&table()));
    let set = |levels: &str| {
        for (role, areas) in [("rep", 3), ("lead", 2), ("head", 2), ("desk", 2)] {
            for area in &["customers", "tickets", "opportunities"][..areas] {
                let set = json!({"id": world.role(role), "area": area, "reads": levels, "writes": levels});
                call(&world.all, "roles.set_scope", &set);
            }
        }
    };
    set("all");
    call(&world.all, "contacts.delete", &json!({"id": world.id("C1")}));
    call(&world.all, "interactions.delete", &json!({"id": world.id("V3")}));
    call(&world.all, "users.update", &json!({"id": world.user("陈"), "changes": {"clear": ["department"]}}));
    set("own");
    world.in_force();
    assert_eq!(world.check(), Vec::<String>::new());
    assert_eq!(call(world.session("陈"), "contacts.list", &json!({}))["items"], json!([]));
}

/// A job that breaks off at any statement narrows nobody, and the next one ends it.
#[test]
fn preparing_may_break_off_anywhere() {
    let mut statement = 1;
    loop {
        let clock = FixedEnvironment::new(MORNING);
        let (storage, fuse) = faulty(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
        let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
        let mut cast = Cast::read(&table());
        let scopes: Vec<_> =
            cast.roles.iter_mut().map(|(name, role)| (name.clone(), std::mem::take(&mut role.scope))).collect();
        let world = World::on(cast, crm, clock);
        for (name, scope) in &scopes {
            for (area, (reads, writes)) in scope {
                let set = json!({"id": world.role(name), "area": area, "reads": reads.name(), "writes": writes.name()});
                call(&world.all, "roles.set_scope", &set);
            }
        }
        let listed =
            |user: &str| call(world.session(user), "customers.list", &json!({}))["items"].as_array().unwrap().len();
        fuse.arm(statement);
        world.clock.advance(chrono::TimeDelta::seconds(1));
        let outcome = world.all.call("jobs.run_due", "{}");
        let broke_off = !fuse.is_armed();
        fuse.disarm();
        assert_eq!(outcome.is_err(), broke_off, "{statement}");
        if broke_off && listed("陈") != 1 {
            // Before the last step, which is one transaction, nobody is narrowed.
            assert_eq!(listed("陈"), 5, "{statement}");
        }
        world.in_force();
        assert_eq!(listed("陈"), 1, "{statement}");
        assert_eq!(world.check(), Vec::<String>::new(), "{statement}");
        if !broke_off {
            assert!(statement > 20, "{statement}");
            break;
        }
        statement += 7;
    }
}

/// Runs what is set between the writing transactions of whoever uses it, once, at the n-th of them.
struct Between {
    inner: Arc<SqliteStorage>,
    set: Arc<Mutex<Option<(usize, Aside)>>>,
}

type Aside = Box<dyn FnOnce() + Send>;

impl Storage for Between {
    fn read(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.inner.read(patience, body)
    }

    fn write(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        let mut due = None;
        let set = self.set.lock().unwrap().take();
        if let Some((left, aside)) = set {
            match left {
                0 => due = Some(aside),
                _ => *self.set.lock().unwrap() = Some((left - 1, aside)),
            }
        }
        if let Some(aside) = due {
            aside();
        }
        self.inner.write(patience, body)
    }

    fn alter(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.inner.alter(patience, body)
    }

    fn backup(&self, patience: &Patience, file: &Path) -> Result<PathBuf> {
        self.inner.backup(patience, file)
    }

    fn dialect(&self) -> Dialect {
        self.inner.dialect()
    }

    fn is_read_only(&self) -> bool {
        self.inner.is_read_only()
    }
}

/// SCOPE-1, *Decided*: while a job prepares the first narrowing, another process widens every role, gives records to others, and
/// narrows the roles again, between any two of the job's transactions. What comes into force is the truth; and where the roles
/// stay wide, nothing does.
#[test]
fn a_job_is_not_fooled_by_who_widens_and_narrows_meanwhile() {
    for (at, again) in (0..16).flat_map(|at| [(at, true), (at, false)]) {
        let clock = FixedEnvironment::new(MORNING);
        let inner = Arc::new(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
        let set = Arc::new(Mutex::new(None));
        let options = Crm::options().environment(clock.clone());
        let between = Between { inner: inner.clone(), set: set.clone() };
        let crm = options.clone().open_storage(Box::new(between)).unwrap();
        let mut cast = Cast::read(&table());
        let levels: Vec<(String, String)> = cast
            .roles
            .iter_mut()
            .flat_map(|(name, role)| {
                let areas: Vec<String> = std::mem::take(&mut role.scope).into_keys().collect();
                areas.into_iter().map(|area| (name.clone(), area))
            })
            .collect();
        let world = World::on(cast, crm, clock);
        let all = world.all.user().unwrap();
        let narrow = |session: &Session, roles: &[(String, String)], level: &str| {
            for (role, area) in roles {
                let set = json!({"id": role, "area": area, "reads": level, "writes": level});
                call(session, "roles.set_scope", &set);
            }
        };
        let roles: Vec<(String, String)> =
            levels.iter().map(|(r, area)| (world.role(r).to_owned(), area.clone())).collect();
        narrow(&world.all, &roles, "own");
        let given: Vec<Value> = ["K1", "K2", "K3"]
            .iter()
            .map(|name| json!({"id": world.id(name), "changes": {"account_manager": world.user("散")}}))
            .collect();
        let other = options.open_storage(Box::new(Shared(inner))).unwrap().session(all).unwrap();
        let aside_roles = roles.clone();
        let aside: Aside = Box::new(move || {
            narrow(&other, &aside_roles, "all");
            given.iter().for_each(|changes| drop(call(&other, "customers.update", changes)));
            if again {
                narrow(&other, &aside_roles, "own");
            }
        });
        *set.lock().unwrap() = Some((at, aside));
        world.in_force();
        if set.lock().unwrap().take().is_some() {
            // The job has no more transactions than this.
            assert!(at > 5, "{at}");
            break;
        }
        world.in_force();
        assert_eq!(world.check(), Vec::<String>::new(), "{at} {again}");
        let listed = call(world.session("陈"), "customers.list", &json!({}))["items"].as_array().unwrap().len();
        let narrowed = call(&world.all, "roles.get", &json!({"id": roles[0].0}))["scopes"].as_array().unwrap().len();
        assert_eq!((listed, narrowed > 0), if again { (0, true) } else { (5, false) }, "{at} {again}");
    }
}

/// One moves people and hands over, while eight read: no page shows a record that neither the state before nor the one after
/// allows.
#[test]
fn who_reads_while_others_move_sees_one_state_or_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let clock = FixedEnvironment::new(MORNING);
    let crm = Crm::options().environment(clock.clone()).open(folder.path().join("scope.crm")).unwrap();
    let world = World::on(Cast::read(&table()), crm, clock);
    // 组 sees exactly what 华东一组 holds: that of 陈 (K1), of 李 (K2) and of 旧 (K4), whoever of them is there.
    let (head, chen, li) = (world.session("组").clone(), world.user("陈"), world.user("李"));
    let names = |page: &Value| -> BTreeSet<String> {
        page["items"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap().to_owned()).collect()
    };
    let sets = |names: &[&[&str]]| -> Vec<BTreeSet<String>> {
        names.iter().map(|set| set.iter().map(|name| (*name).to_owned()).collect()).collect()
    };
    // 陈 and 李 move together or stay together, in one call each; K1 passes between them.
    let allowed = sets(&[&["K1", "K2", "K4"], &["K2", "K4"], &["K4"], &["K1", "K4"]]);
    let done = AtomicBool::new(false);
    std::thread::scope(|threads| {
        let readers: Vec<_> = (0..8)
            .map(|_| {
                threads.spawn(|| {
                    let mut seen = BTreeSet::new();
                    while !done.load(Ordering::SeqCst) {
                        let found = names(&call(&head, "customers.list", &json!({})));
                        assert!(allowed.contains(&found), "{found:?}");
                        seen.insert(found);
                    }
                    seen.len()
                })
            })
            .collect();
        let moved = |user: &str, department: &str| {
            let changes = json!({"department": world.department(department)});
            call(&world.all, "users.update", &json!({"id": user, "changes": changes}));
        };
        for _ in 0..15 {
            moved(&chen, "华北");
            moved(&li, "华东二组");
            let what = json!({"records": [{"entity": "customer", "id": world.id("K1")}]});
            let run = |from: &str, to: &str| {
                call(
                    &world.all,
                    "handover.run",
                    &json!({"from_user": from, "to_user": to, "reason": "x", "what": what}),
                );
            };
            run(&chen, &li);
            run(&li, &chen);
            moved(&chen, "华东一组");
            moved(&li, "华东一组");
        }
        done.store(true, Ordering::SeqCst);
        let most = readers.into_iter().map(|reader| reader.join().unwrap()).max().unwrap();
        assert!(most > 1, "nobody read while somebody moved");
    });
    assert_eq!(world.check(), Vec::<String>::new());
}

/// SCOPE-16: whatever narrows somebody otherwise holds from their next call on, though they read just before.
#[test]
fn a_change_holds_from_the_next_call_on() {
    let world = World::new(Cast::read(&table()));
    let listed = |user: &str| -> String {
        let page = call(world.session(user), "customers.list", &json!({}));
        let mut names: Vec<&str> =
            page["items"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
        names.sort_unstable();
        names.join(" ")
    };
    let change = |operation: &str, arguments: Value| drop(call(&world.all, operation, &arguments));
    let me = world.user("组");
    let share = |with: &str, of: &str| json!({"entity": "customer", "id": world.id("K5"), "access": "read", with: of});
    let taken = |with: &str, of: &str| json!({"entity": "customer", "id": world.id("K5"), with: of});
    assert_eq!(listed("组"), "K1 K2 K4");
    change("users.update", json!({"id": me, "changes": {"department": world.department("华东二组")}}));
    assert_eq!(listed("组"), "K3");
    change("users.set_roles", json!({"id": me, "roles": ["sales_manager"]}));
    assert_eq!(listed("组"), "K1 K2 K3 K4 K5");
    change("users.set_roles", json!({"id": me, "roles": ["lead"]}));
    assert_eq!(listed("组"), "K3");
    change("shares.give", share("user", &me));
    assert_eq!(listed("组"), "K3 K5");
    change("shares.take_back", taken("user", &me));
    assert_eq!(listed("组"), "K3");
    change("shares.give", share("department", world.department("华东")));
    assert_eq!(listed("组"), "K3 K5");
    change(
        "departments.update",
        json!({"id": world.department("华东二组"), "changes": {"parent": world.department("公司")}}),
    );
    assert_eq!(listed("组"), "K3");
    // A role that says nothing of levels opens what it holds, as long as it holds it.
    let get = json!({"id": world.id("K1")}).to_string();
    let of = json!({"id": world.role("reader"), "changes": {"revoke": ["customers.get"]}});
    assert_eq!(letter(&world.session("王").call("customers.get", &get)), 'y');
    change("roles.update", of);
    assert_eq!(letter(&world.session("王").call("customers.get", &get)), 'n');
    change("roles.update", json!({"id": world.role("reader"), "changes": {"grant": ["customers.get"]}}));
    assert_eq!(letter(&world.session("王").call("customers.get", &get)), 'y');
    let levels = json!({"id": world.role("lead"), "area": "customers", "reads": "own", "writes": "own"});
    change("roles.set_scope", levels);
    assert_eq!(listed("组"), "");
}
