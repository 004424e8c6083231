//! Two writers at once, as a database lets them that does not queue them up: a rule looked, somebody else committed, and
//! the constraint fires. SQLite queues its writers, so a rival is put into the transaction here.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use crm_core::audit::AuditFilter;
use crm_core::departments::NewDepartment;
use crm_core::prelude::*;
use crm_core::roles::NewRole;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::storage::{Patience, Storage, Transaction, Value};
use crm_core::users::UserUpdate;

use crate::support::wrap::{Way, Wrap, Wrapped};
use crate::support::{FixedEnvironment, MORNING, Office, new_opportunity, refused, user};

/// Where the rival comes in: behind which statement, and what it writes.
#[derive(Clone, Default)]
struct Rival {
    plan: Arc<Mutex<Plan>>,
    /// Transactions begun.
    begun: Arc<AtomicI64>,
}

#[derive(Default)]
struct Plan {
    /// The beginning of the statement that the rival is a moment faster than.
    before: &'static str,
    /// What it writes.
    writes: String,
    /// How many times yet it comes.
    times: i64,
    /// Whether what it wrote stays: it is committed before the engine tries again.
    commits: bool,
    /// Whether it came in the transaction under way.
    came: bool,
}

impl Rival {
    fn is_faster_than(&self, before: &'static str, writes: &str, times: i64, commits: bool) {
        let plan = Plan { before, writes: writes.to_owned(), times, commits, came: false };
        *self.plan.lock().unwrap() = plan;
    }
}

impl Wrap for Rival {
    const READS: bool = false;
    const ALTERS: bool = false;

    fn begins(&self) {
        self.begun.fetch_add(1, Ordering::SeqCst);
    }

    fn before(&self, tx: &mut dyn Transaction, way: Way, sql: &str, _: &[Value<'_>]) -> Result<()> {
        let mut plan = self.plan.lock().unwrap();
        if plan.times > 0 && way != Way::Query && sql.starts_with(plan.before) {
            plan.times -= 1;
            plan.came = true;
            tx.execute(&plan.writes, &[])?;
        }
        Ok(())
    }

    fn ended(&self, inner: &dyn Storage, patience: &Patience) -> Result<()> {
        let mut plan = self.plan.lock().unwrap();
        if std::mem::take(&mut plan.came) && plan.commits {
            inner.write(patience, &mut |tx| tx.execute(&plan.writes, &[]).map(drop))?;
        }
        Ok(())
    }
}

fn contested() -> (Office, Rival, Arc<AtomicI64>) {
    let rival = Rival::default();
    let begun = rival.begun.clone();
    let inner = SqliteStorage::in_memory(&SqliteOptions::default()).unwrap();
    let storage = Wrapped { inner, wrap: rival.clone() };
    let clock = FixedEnvironment::new(MORNING);
    let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
    (Office::staff(crm, clock), rival, begun)
}

#[test]
fn a_constraint_that_a_rival_makes_fire_is_found_by_the_rule() {
    let (office, rival, begun) = contested();
    let role = |name: &str| office.admin.roles().create(NewRole { name: name.into(), grant: None }, None);

    let writes = "INSERT INTO roles (uid, name, created_at) VALUES (randomblob(16), 'desk', 0)";
    rival.is_faster_than("INSERT INTO roles", writes, 1, true);
    let before = begun.load(Ordering::SeqCst);
    let CrmError::Invalid { fields } = role("desk").unwrap_err() else { panic!("not what the rule says") };
    assert_eq!((fields[0].field.as_str(), fields[0].code.as_str()), ("name", "not_unique"));
    assert_eq!(begun.load(Ordering::SeqCst) - before, 2);

    // The same id, given to another record meanwhile.
    let id = "0195b5e2-7f00-7000-8000-00000000beef".parse().unwrap();
    let writes = "INSERT INTO create_digests (uid, entity, digest) \
                  VALUES (x'0195b5e27f007000800000000000beef', 'customer', x'00')";
    rival.is_faster_than("INSERT INTO create_digests", writes, 1, true);
    let create = || office.ann.opportunities().create(new_opportunity("x"), Some(id), None);
    assert_eq!(refused(create()), "conflict");

    // A record that is gone meanwhile.
    let department =
        office.admin.departments().create(NewDepartment { name: "x".into(), ..Default::default() }, None).unwrap();
    rival.is_faster_than("UPDATE users SET department", "DELETE FROM departments", 1, true);
    let changes = UserUpdate { department: Some(department.id), ..Default::default() };
    let fields = crate::support::invalid(office.admin.users().update(user(&office.ann), changes));
    assert_eq!(fields, ["department:unknown_record"]);
}

#[test]
fn a_rival_who_gives_up_leaves_no_trace() {
    let (office, rival, _) = contested();
    let writes = "INSERT INTO roles (uid, name, created_at) VALUES (randomblob(16), 'desk', 0)";
    rival.is_faster_than("INSERT INTO roles", writes, 1, false);
    let new = NewRole { name: "desk".into(), grant: Some(vec!["tickets.list".into()]) };
    let desk = office.admin.roles().create(new, None).unwrap();
    assert_eq!(desk.operations, ["tickets.list"]);
    let filter = AuditFilter { record: Some(desk.id.into()), ..Default::default() };
    assert_eq!(office.admin.audit().list(Some(filter), None).unwrap().items.len(), 1);
}

#[test]
fn a_constraint_that_fires_twice_is_a_defect() {
    let (office, rival, begun) = contested();
    let writes = "INSERT INTO roles (uid, name, created_at) VALUES (randomblob(16), 'desk', 0)";
    rival.is_faster_than("INSERT INTO roles", writes, 9, false);
    let before = begun.load(Ordering::SeqCst);
    let error = office.admin.roles().create(NewRole { name: "desk".into(), grant: None }, None).unwrap_err();
    let bug = "a constraint fired: UNIQUE constraint failed: roles.name";
    assert_eq!(error, CrmError::Bug { detail: bug.into() });
    assert_eq!(begun.load(Ordering::SeqCst) - before, 2);
}
