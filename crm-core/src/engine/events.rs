//! What listeners hear: after commit, with no lock held, which operation changed which records.
//!
//! A screen that shows a list, a cache, a mail to the new assignee: whatever should happen in the host when something
//! has changed, whoever changed it.
//!
//! ```
//! use std::sync::{Arc, Mutex};
//!
//! use crm_core::{ChangeEvent, ChangeListener, Crm};
//! use crm_core::departments::NewDepartment;
//!
//! #[derive(Default)]
//! struct Heard(Mutex<Vec<String>>);
//!
//! impl ChangeListener for Heard {
//!     fn changed(&self, event: ChangeEvent) {
//!         let record = &event.records[0];
//!         self.0.lock().expect("no panic").push(format!("{}: {} {}", event.operation, record.entity, record.action));
//!     }
//! }
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
//! # let session = crm.session(admin)?;
//! let heard = Arc::new(Heard::default());
//! let listener = crm.on_change(heard.clone());
//! session.departments().create(NewDepartment { name: "销售部".into(), ..Default::default() }, None)?;
//! assert_eq!(heard.0.lock().expect("no panic").as_slice(), ["departments.create: department created"]);
//! assert!(crm.remove_listener(listener));
//! # Ok(())
//! # }
//! ```

use crate::engine::audit::Action;
use crate::engine::clock::Timestamp;
use crate::engine::gate::Entity;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::record::record;

record! {
    /// A record that a call changed.
    output ChangedRecord {
        /// The kind of record.
        entity: Entity,
        /// Its id; absent in the one summary of a bulk operation.
        id: Option<RecordId>,
        /// What happened to it.
        action: Action,
    }
}

record! {
    /// One committed call that changed something.
    output ChangeEvent {
        /// The sequence number of the call's last change, as `changes.since` counts.
        sequence: i64,
        /// When.
        at: Timestamp,
        /// Who; absent where the engine acted for itself.
        user: Option<UserId>,
        /// The operation, `opportunities.assign`.
        operation: String,
        /// The records it changed.
        records: Vec<ChangedRecord>,
    }
}

/// Hears of committed changes.
///
/// Called on the thread of the call, after commit and with no lock held, so it may call the engine. A panic of its own
/// is contained and forgotten; it never reaches the caller. For following every change without a gap, across restarts,
/// use `changes.since`.
#[cfg_attr(feature = "uniffi", uniffi::export(with_foreign))]
pub trait ChangeListener: Send + Sync {
    /// A call was committed.
    fn changed(&self, event: ChangeEvent);
}
