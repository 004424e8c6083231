//! The statement of its own that the area needs: who stands in for whom the engine keeps.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::approval::StandIn;
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::{Transaction, each_by_key};

/// What flows are called; of those that are gone nothing is told.
pub(super) fn flow_names(tx: &mut dyn Transaction, kept: &[StandIn]) -> Result<BTreeMap<RecordId, String>> {
    let ids: BTreeSet<uuid::Uuid> = kept.iter().flat_map(|one| one.flows.iter().flatten()).map(|id| id.0).into_set();
    let (ids, mut names) = (ids.into_iter().collect::<Vec<_>>(), BTreeMap::new());
    each_by_key(tx, "SELECT uid, name FROM setup_documents WHERE uid", &[], &ids, |c| {
        names.insert(RecordId(c.next()?), c.next()?);
        Ok(())
    })?;
    Ok(names)
}
