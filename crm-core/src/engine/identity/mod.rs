//! Which database this is, and which incarnation of it.
//!
//! A backup is the same database as it was. Once it is restored, that is opened for writing, changes are numbered on
//! from where it stood, and the same numbers mean other changes than in the file it was made from: an *epoch* begins,
//! by which whoever follows the changes can tell.

mod store;

pub(crate) use store::{MARK_BACKUP, begin, folding, set_folding};

use uuid::Uuid;

use crate::engine::audit::{self, Change};
use crate::engine::clock::{IdSource, Timestamp};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Entity;
use crate::engine::storage::Transaction;

/// Which database this is, and its epochs.
pub(crate) struct Identity {
    pub(crate) database: Uuid,
    /// Oldest first; never empty.
    epochs: Vec<Epoch>,
}

/// One incarnation of a database.
struct Epoch {
    id: Uuid,
    /// The number of the last change before it.
    after: i64,
}

impl Identity {
    pub(crate) fn load(tx: &mut dyn Transaction) -> Result<Identity> {
        store::load(tx)
    }

    /// The present epoch.
    pub(crate) fn epoch(&self) -> Uuid {
        self.epochs.last().map(|epoch| epoch.id).unwrap_or_default()
    }

    /// Refuses whoever has dealt with changes up to `sequence` that are not in the history of this database: of another
    /// one, or of an incarnation that went another way since. Without an epoch the first is meant. `latest` is the number
    /// of the last change.
    pub(crate) fn check(&self, sequence: i64, database: Option<Uuid>, epoch: Option<Uuid>, latest: i64) -> Result<()> {
        let refused = |reason: &str| Err(CrmError::conflict("database", self.database, reason));
        if database.is_some_and(|database| database != self.database) {
            return refused("other_database");
        }
        let stood_in = match epoch {
            None => Some(0),
            Some(epoch) => self.epochs.iter().position(|known| known.id == epoch),
        };
        // Epochs begin where the one before stood or later: so the next one parts them first.
        match stood_in.map(|at| self.epochs.get(at + 1)) {
            None => refused("restored"),
            Some(Some(next)) if sequence > next.after => refused("restored"),
            Some(_) if sequence > latest => refused("beyond_last"),
            Some(_) => Ok(()),
        }
    }
}

/// What changes of the database as a whole are told of.
pub(crate) const SETTINGS: Entity = Entity::named("settings");

/// Whether the file is a backup that is opened for writing for the first time.
pub(crate) fn is_restored(tx: &mut dyn Transaction) -> Result<bool> {
    store::is_backup(tx)
}

/// Begins the next epoch in a backup that is opened for writing, and tells it in the audit.
pub(crate) fn restore(tx: &mut dyn Transaction, ids: &mut IdSource, now: Timestamp) -> Result<()> {
    if !store::is_backup(tx)? {
        return Ok(());
    }
    let epoch = ids.uuid();
    let after = audit::latest(tx)?;
    store::add_epoch(tx, epoch, after, now)?;
    store::unmark(tx)?;
    let summary = serde_json::json!({"epoch": epoch, "after_change": after}).to_string();
    audit::record_restore(tx, now, &summary, &[Change::summary(SETTINGS, summary.clone())])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(outcome: Result<()>) -> String {
        match outcome {
            Ok(()) => "ok".into(),
            Err(CrmError::Conflict { reason, .. }) => reason,
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn a_stand_is_good_as_far_as_its_history_is_here() {
        let ids = [1, 2, 3, 4].map(Uuid::from_u128);
        let [database, first, second, elsewhere] = ids;
        let epochs = vec![Epoch { id: first, after: 0 }, Epoch { id: second, after: 5 }];
        let identity = Identity { database, epochs };
        for (sequence, of, epoch, expected) in [
            (0, None, None, "ok"),
            // Common to both.
            (5, Some(database), Some(first), "ok"),
            (5, None, None, "ok"),
            // 6 was another change in the first epoch.
            (6, Some(database), Some(first), "restored"),
            (6, None, None, "restored"),
            (6, Some(database), Some(second), "ok"),
            (8, None, Some(second), "ok"),
            (9, None, Some(second), "beyond_last"),
            (1, Some(database), Some(elsewhere), "restored"),
            (0, Some(elsewhere), None, "other_database"),
            (3, Some(elsewhere), Some(first), "other_database"),
        ] {
            assert_eq!(reason(identity.check(sequence, of, epoch, 8)), expected, "{sequence} {of:?} {epoch:?}");
        }
    }
}
