//! Every change is audited, exactly once, in the transaction that makes it (AUDIT-1).

use std::sync::Arc;

use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::storage::{Cell, Patience, Storage};
use crm_core::{Access, Operation};

use crate::faults::{Shared, dump};
use crate::story::{Stage, all};

fn count(storage: &dyn Storage, table: &str) -> i64 {
    let mut found = 0;
    storage
        .read(&Patience::default(), &mut |tx| {
            tx.query(&format!("SELECT count(*) FROM {table}"), &[], &mut |row: &dyn crm_core::storage::Row| {
                if let Cell::Integer(n) = row.value(0)? {
                    found = n;
                }
                Ok(false)
            })
        })
        .unwrap();
    found
}

/// What is no change of the books: the audit itself, the note that a job ran and found nothing to do (what it does
/// find is audited), the count of wrong passwords, which `audit_refusals` records, who signed in, what people are told
/// and have read, what hosts are told, what is still sent of files (PROC-11), whose turn it is, and how far rules by time have come.
const BESIDE_THE_BOOKS: &[&str] = &[
    "audit_",
    "sqlite_sequence",
    "job_runs\n",
    "login_failures\n",
    "sign_ins\n",
    "file_uploads\n",
    "file_contents\n",
    "file_pieces\n",
    "file_space\n",
    "file_store_keys\n",
    "due_items\n",
    "activity_walks\n",
    "digested\n",
    "notifications\n",
    "outbox_messages\n",
    "deal_turns\n",
    "automation_runs\n",
    "automation_unmet\n",
    "automation_clocks\n",
    "automation_served\n",
    "automation_late\n",
    "automation_noted\n",
];

/// The dump without that.
fn books(storage: &dyn Storage) -> String {
    let kept = |part: &&str| !BESIDE_THE_BOOKS.iter().any(|beside| part.starts_with(beside));
    dump(storage).split("== ").filter(kept).collect()
}

/// Whether it is an operation of a defined object that writes (OBJ-6).
fn defined(operation: &str) -> bool {
    let reads = ["get", "list", "aggregate", "related", "history"];
    operation.rsplit_once('.').is_some_and(|(object, verb)| object.contains('.') && !reads.contains(&verb))
}

#[test]
fn every_change_is_audited_exactly_once() {
    for story in all() {
        let storage = Arc::new(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
        let mut stage = Stage::new(|options| options.open_storage(Box::new(Shared(storage.clone()))).unwrap());
        stage.play(&story, |session, operation, arguments| {
            let (before, calls) = (books(&*storage), count(&*storage, "audit_calls"));
            let outcome = session.call(operation, arguments);
            let changed = before != books(&*storage);
            let audited = count(&*storage, "audit_calls") - calls;
            let place = format!("{} {operation}", story.file);
            // Of duplicates that a caller does not see it is counted what they were told (DUP-7).
            let counts = operation == "duplicates.check";
            let writes =
                counts || Operation::find(operation).map_or_else(|| defined(operation), |o| o.access == Access::Write);
            // PERM-2, AUDIT-1: reads and refusals change nothing; a change has one row, and nothing else has any.
            assert!(!changed || writes && (outcome.is_ok() || audited == 1), "{place}: changed the books");
            assert_eq!(audited, i64::from(changed), "{place}: audited {audited} times");
            outcome
        });
        // AUDIT-1: every call has at least one changed record, or it would not be there.
        let calls = count(&*storage, "audit_calls WHERE operation <> 'duplicates.check'");
        assert!(count(&*storage, "audit_changes") >= calls, "{}", story.file);
    }
}
