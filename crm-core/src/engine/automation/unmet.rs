//! How often the conditions of rules did not hold (AUTO-13): counted in memory, and written now and then, since nearly every
//! call may count and none should write for that alone.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::store;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;

/// So many are kept back at most: what a process that dies takes with it.
const KEPT_BACK: i64 = 63;

/// What is counted and not written yet.
#[derive(Debug, Default)]
pub(super) struct Unmet(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    times: BTreeMap<RecordId, i64>,
    all: i64,
    /// How many may be kept back now. The first is written at once, and each time twice as many are kept, so that a process
    /// of few calls loses few.
    most: i64,
}

impl Unmet {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds to what is kept back; gives what is to be written where that is enough.
    fn add(&self, times: BTreeMap<RecordId, i64>) -> BTreeMap<RecordId, i64> {
        let mut kept = self.kept();
        for (rule, times) in times {
            *kept.times.entry(rule).or_default() += times;
            kept.all += times;
        }
        if kept.all <= kept.most {
            return BTreeMap::new();
        }
        kept.all = 0;
        kept.most = (2 * kept.most + 1).min(KEPT_BACK);
        std::mem::take(&mut kept.times)
    }
}

impl Context<'_> {
    /// Counts that conditions did not hold.
    pub(super) fn count_unmet(&mut self, times: BTreeMap<RecordId, i64>) -> Result<()> {
        if times.is_empty() {
            return Ok(());
        }
        let written = self.session().crm().rules().unmet.add(times);
        written.into_iter().try_for_each(|(rule, times)| store::count_unmet(self.tx(), rule, times))
    }

    /// How often the condition of a rule did not hold and that is not written yet.
    pub(crate) fn unmet_kept_back(&mut self, rule: RecordId) -> i64 {
        self.session().crm().rules().unmet.kept().times.get(&rule).copied().unwrap_or_default()
    }
}
