//! What a narrowed user sees by. Most of it changes seldom: it is remembered by user, and holds while the epoch, which is
//! read in the call's own transaction, is the same.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::ScopeLevel;
use super::kinds::{self, Scoped};
use super::principal::{Kind, Principal};
use super::store;
use crate::engine::error::Result;
use crate::engine::storage::{Columns, Row, Transaction, params};

/// Users who are remembered; beyond that all are forgotten.
const REMEMBERED: usize = 1_000;

/// Records from which on a principal counts as one of many: the plan of a filtered list goes by it, never an answer.
const FEW: i64 = 5_000;

/// How long it is remembered whether a principal is one of few.
const COUNTED: Duration = Duration::from_secs(60);

/// The widest levels of a user's roles for an operation, in an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Levels {
    pub(crate) reads: ScopeLevel,
    pub(crate) writes: ScopeLevel,
}

/// A narrowed user.
#[derive(Debug)]
pub(crate) struct Viewer {
    epoch: i64,
    user: i64,
    department: Option<i64>,
    /// The principals of shares that there are.
    shared: Vec<i64>,
    /// The principals of the pools that are for them.
    pooled: Vec<i64>,
    /// Every principal that a record can be seen by.
    all: Vec<i64>,
    levels: Mutex<HashMap<(&'static str, &'static str), Option<Levels>>>,
    few: Mutex<HashMap<(i64, i64), (bool, Instant)>>,
}

/// By what the user sees a record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sighting {
    own: bool,
    department: bool,
    below: bool,
    /// It is shared with them.
    pub(crate) shared: bool,
    /// It is in a pool that is for them.
    pub(crate) pooled: bool,
    /// They serve the customer just now.
    pub(crate) served: bool,
}

impl Sighting {
    /// Whether a level reaches it.
    pub(crate) fn within(&self, level: ScopeLevel) -> bool {
        match level {
            ScopeLevel::Own => self.own,
            // Whoever has no department reaches their own.
            ScopeLevel::Department => self.department || self.own,
            ScopeLevel::Below => self.below || self.own,
            ScopeLevel::All => true,
        }
    }
}

/// The narrowed users that are remembered.
#[derive(Debug, Default)]
pub(crate) struct Viewers(Mutex<HashMap<i64, Arc<Viewer>>>);

impl Viewers {
    /// The user, as they are in this transaction.
    pub(crate) fn get(&self, tx: &mut dyn Transaction, user: i64, epoch: i64) -> Result<Arc<Viewer>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&user).cloned();
        if let Some(viewer) = known.filter(|viewer| viewer.epoch == epoch) {
            return Ok(viewer);
        }
        let viewer = Arc::new(Viewer::load(tx, epoch, user)?);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED {
            all.clear();
        }
        all.insert(user, viewer.clone());
        Ok(viewer)
    }
}

impl Viewer {
    fn load(tx: &mut dyn Transaction, epoch: i64, user: i64) -> Result<Viewer> {
        let mut all = store::kept_reach(tx, user)?;
        let reach: Vec<Principal> = all.iter().copied().map(Principal).collect();
        let (department, above) = store::departments(&reach);
        let shared = shared(tx, user, &above)?;
        let pooled: Vec<i64> =
            store::pools_for(tx, user)?.into_iter().map(|pool| Principal::new(pool, Kind::Pool).0).collect();
        // Above their own department nothing is theirs to see.
        let reaches = |principal: &i64| {
            let principal = Principal(*principal);
            !principal.is(Kind::Below) || Some(principal.key()) == department
        };
        all.retain(reaches);
        all.extend(&shared);
        all.extend(&pooled);
        all.push(Principal::new(user, Kind::Service).0);
        Ok(Viewer { epoch, user, department, shared, pooled, all, levels: Mutex::default(), few: Mutex::default() })
    }

    /// The widest levels of an area among those of their roles that hold the operation; `None` where none does.
    pub(crate) fn levels(
        &self,
        tx: &mut dyn Transaction,
        operation: &'static str,
        area: &'static str,
    ) -> Result<Option<Levels>> {
        let known = self.levels.lock().unwrap_or_else(PoisonError::into_inner).get(&(operation, area)).copied();
        if let Some(levels) = known {
            return Ok(levels);
        }
        let levels = store::widest(tx, self.user, operation, area)?.map(|(reads, writes)| Levels { reads, writes });
        self.levels.lock().unwrap_or_else(PoisonError::into_inner).insert((operation, area), levels);
        Ok(levels)
    }

    /// The principal of a level; `None` where it is every record.
    pub(crate) fn of_level(&self, level: ScopeLevel) -> Option<i64> {
        let own = Principal::new(self.user, Kind::Holder).0;
        match (level, self.department) {
            (ScopeLevel::All, _) => None,
            (ScopeLevel::Own, _) | (_, None) => Some(own),
            (ScopeLevel::Department, Some(department)) => Some(Principal::new(department, Kind::Department).0),
            (ScopeLevel::Below, Some(department)) => Some(Principal::new(department, Kind::Below).0),
        }
    }

    /// The principals of what is shared with them.
    pub(crate) fn shared(&self) -> &[i64] {
        &self.shared
    }

    /// The principals of what is in a pool that is for them.
    pub(crate) fn pooled(&self) -> &[i64] {
        &self.pooled
    }

    /// The principal by which they see whom they serve, where they serve anybody: most do not, and one more range of a page
    /// costs more than this look.
    pub(crate) fn serving(&self, tx: &mut dyn Transaction, kind: i64) -> Result<Option<i64>> {
        let principal = Principal::new(self.user, Kind::Service).0;
        let serves = tx.value(
            "SELECT EXISTS (SELECT 1 FROM access seen WHERE seen.entity = ? AND seen.principal = ?)",
            params![kind, principal],
        )?;
        Ok(if serves { Some(principal) } else { None })
    }

    /// By what they see the record with the public id. What it is seen by is a few rows that lie side by side: they are
    /// compared here, since a list in the statement would be made into a table at each call.
    pub(crate) fn sighting(&self, tx: &mut dyn Transaction, kind: &Scoped, id: uuid::Uuid) -> Result<Sighting> {
        let mut sighting = Sighting::default();
        tx.query(kind.principals(), params![&id, kind.number], &mut |row: &dyn Row| {
            let key = Columns::new(row).next()?;
            if self.all.contains(&key) {
                let principal = Principal(key);
                sighting.own |= principal.is(Kind::Holder);
                sighting.department |= principal.is(Kind::Department);
                sighting.below |= principal.is(Kind::Below);
                sighting.shared |= principal.is(Kind::SharedWithUser) || principal.is(Kind::SharedWithDepartment);
                sighting.pooled |= principal.is(Kind::Pool);
                sighting.served |= principal.is(Kind::Service);
            }
            Ok(true)
        })?;
        Ok(sighting)
    }

    /// Whether a principal has few records of the kind.
    pub(crate) fn is_few(&self, tx: &mut dyn Transaction, kind: i64, principal: i64) -> Result<bool> {
        let known = self.few.lock().unwrap_or_else(PoisonError::into_inner).get(&(kind, principal)).copied();
        if let Some((few, at)) = known
            && at.elapsed() < COUNTED
        {
            return Ok(few);
        }
        let counted: i64 = tx.value(
            "SELECT count(*) FROM (SELECT 1 FROM access WHERE entity = ? AND principal = ? LIMIT ?) AS counted",
            params![kind, principal, FEW + 1],
        )?;
        let few = counted <= FEW;
        self.few.lock().unwrap_or_else(PoisonError::into_inner).insert((kind, principal), (few, Instant::now()));
        Ok(few)
    }
}

/// The principals of shares with a user or one of the departments, as far as there is any of any kind: asked of the shares
/// themselves, whose changes count an epoch.
fn shared(tx: &mut dyn Transaction, user: i64, departments: &[i64]) -> Result<Vec<i64>> {
    let mut principals = BTreeSet::new();
    for (shares, _) in kinds::all().filter_map(|kind| kind.shares) {
        let with_user = format!("SELECT EXISTS (SELECT 1 FROM {shares} WHERE user_id = ?)");
        if tx.value(&with_user, params![user])? {
            principals.insert(Principal::new(user, Kind::SharedWithUser).0);
        }
        for department in departments {
            let with_department = format!("SELECT EXISTS (SELECT 1 FROM {shares} WHERE department = ?)");
            if tx.value(&with_department, params![*department])? {
                principals.insert(Principal::new(*department, Kind::SharedWithDepartment).0);
            }
        }
    }
    Ok(principals.into_iter().collect())
}
