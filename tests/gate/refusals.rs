//! Who is refused, and on what, before anything is told.

use std::sync::Arc;

use crm_core::Operation;
use crm_core::prelude::*;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use proptest::prelude::*;
use serde_json::Value;

use crate::faults::{Rehearsing, Shared, dump};
use crate::samples;
use crate::story::{Stage, all};
use crate::support::{FixedEnvironment, MORNING, Office};

/// An office whose storage the test can look into.
fn office() -> (Office, Arc<SqliteStorage>) {
    let storage = Arc::new(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
    let clock = FixedEnvironment::new(MORNING);
    let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(Shared(storage.clone()))).unwrap();
    (Office::staff(crm, clock), storage)
}

/// Every operation with a session whose roles hold it.
fn holders(office: &Office) -> Vec<(&'static Operation, &Session)> {
    let everyone = [&office.admin, &office.manager, &office.ann, &office.executive, &office.integration];
    let held: Vec<_> = everyone.iter().map(|s| (*s, s.meta().operations().unwrap())).collect();
    Operation::all()
        .map(|operation| {
            let holder = held.iter().find(|(_, all)| all.iter().any(|d| d.name == operation.name && d.permitted));
            let (session, _) = holder.unwrap_or_else(|| panic!("no built-in role holds {}", operation.name));
            (operation, *session)
        })
        .collect()
}

#[test]
fn a_stranger_is_refused_before_anything_is_told() {
    let (office, storage) = office();
    let before = dump(&*storage);
    for operation in Operation::all().filter(|o| !o.public) {
        let mut calls = vec![samples::arguments(operation).to_string(), "garbage".into(), String::new()];
        calls.extend(samples::misshapen(operation).iter().map(Value::to_string));
        for arguments in calls {
            let refusal = office.stranger.call(operation.name, &arguments).unwrap_err();
            // PERM-1, PERM-3: the permission comes before the shape and before any record.
            let expected = CrmError::Forbidden { operation: operation.name.into(), reason: "no_permission".into() };
            assert_eq!(refusal, expected, "{} {arguments}", operation.name);
        }
    }
    // PERM-2: a refused call changes nothing.
    assert_eq!(before, dump(&*storage));
}

/// Stories that give the stranger a customer or a ticket.
const ON_DUTY: &[&str] =
    &["customer_maintained.json", "customer_worked_on_together.json", "records_shared.json", "ticket_by_duty.json"];

#[test]
fn a_stranger_learns_nothing_of_a_record_that_is_there() {
    for story in all() {
        let rehearsing = Rehearsing::new();
        let mut stage = Stage::new(|options| rehearsing.open(options));
        let stranger = stage.sessions["stranger"].clone();
        stage.play(&story, |session, operation, arguments| {
            let known = Operation::find(operation).filter(|o| !o.public);
            // Where a story gives the stranger a role, they are none.
            if known.is_some()
                && stranger.user() != session.user()
                && stranger.users().me().is_ok_and(|me| me.roles.is_empty())
            {
                // Nothing of it is kept, not even the note of the refusal: the story goes on as told.
                match rehearsing.rehearse(&stranger, |stranger| stranger.call(operation, arguments)) {
                    // DUTY-1, PERM-1: of a record that is there the same is told as of one that is not: nothing.
                    Err(CrmError::Forbidden { operation: told, reason })
                        if reason == "no_permission" || !ON_DUTY.contains(&&*story.file) =>
                    {
                        assert_eq!((told.as_str(), reason.as_str()), (operation, "no_permission"), "{}", story.file);
                    }
                    other => assert!(ON_DUTY.contains(&&*story.file), "{} {operation}: {other:?}", story.file),
                }
            }
            session.call(operation, arguments)
        });
    }
}

#[test]
fn unknown_operations_are_refused_first() {
    let (office, _) = office();
    for name in
        ["", "opportunities", "opportunities.", "opportunities.nothing", "no.such", "\u{0}", &"x".repeat(100_000)]
    {
        // PERM-3, BAD-1: also to a stranger, also with garbage.
        assert_eq!(office.stranger.call(name, "garbage").unwrap_err().code(), "unknown_operation");
    }
}

#[test]
fn garbage_is_refused_and_changes_nothing() {
    let (office, storage) = office();
    let before = dump(&*storage);
    let deep = "[".repeat(100_000);
    for (operation, session) in holders(&office) {
        let mut calls: Vec<String> = ["{", "nonsense", "{\"a\":1}x", "{}\u{feff}", &deep].map(str::to_owned).into();
        calls.extend(samples::misshapen(operation).iter().map(Value::to_string));
        for arguments in calls {
            // BAD-1: a clear, typed error that names what is wrong.
            match session.call(operation.name, &arguments) {
                Err(CrmError::Invalid { fields }) => assert!(!fields.is_empty()),
                other => panic!("{} {:.200}: {other:?}", operation.name, arguments),
            }
        }
    }
    assert_eq!(before, dump(&*storage));
}

#[test]
fn well_formed_calls_about_nothing_end_in_a_typed_refusal_or_an_answer() {
    let (office, _) = office();
    let folder = tempfile::tempdir().unwrap();
    std::env::set_current_dir(folder.path()).unwrap();
    for (operation, session) in holders(&office) {
        let arguments = samples::arguments(operation).to_string();
        match session.call(operation.name, &arguments) {
            Ok(result) => assert!(serde_json::from_str::<Value>(&result).is_ok()),
            // BAD-1: unknown ids are no defect of the engine.
            Err(CrmError::Bug { detail }) => panic!("{} {arguments}: {detail}", operation.name),
            Err(_) => {}
        }
    }
}

/// Any JSON.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        Just(Value::from("0195b5e2-7f00-7000-8000-00000000abcd")),
        Just(Value::from("2026-03-02")),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-z_]{1,8}", inner, 0..4).prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// BAD-1: whatever stands in the place of an argument, the answer is typed and the engine has no defect.
    #[test]
    fn no_input_is_a_defect(pick in any::<prop::sample::Index>(), noise in any_json()) {
        thread_local! { static OFFICE: (Office, Arc<SqliteStorage>) = office(); }
        OFFICE.with(|(office, _)| {
            thread_local! { static HOLDERS: std::cell::RefCell<Vec<(&'static Operation, Session)>> = const { std::cell::RefCell::new(Vec::new()) }; }
            HOLDERS.with_borrow_mut(|known| {
                if known.is_empty() {
                    known.extend(holders(office).into_iter().map(|(o, s)| (o, s.clone())));
                }
                for (operation, session) in known.iter() {
                    if operation.arguments.is_empty() || operation.name == "maintenance.backup" {
                        continue;
                    }
                    let mut arguments = samples::arguments(operation);
                    let argument = operation.arguments[pick.index(operation.arguments.len())].name();
                    arguments[argument] = noise.clone();
                    let outcome = session.call(operation.name, &arguments.to_string());
                    let defect = matches!(outcome, Err(CrmError::Bug { .. } | CrmError::Storage { .. }));
                    prop_assert!(!defect, "{} {}: {:?}", operation.name, arguments, outcome);
                }
                Ok(())
            })
        })?;
    }
}
