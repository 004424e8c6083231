//! Waiting for changes without a callback.

use std::time::{Duration, Instant};

use crate::engine::error::{CrmError, Result};
use crate::engine::session::Session;

/// How often another process's commits are looked for: nobody tells of those.
const LOOK: Duration = Duration::from_millis(250);

impl Session {
    /// Waits until there is a change behind a sequence number, at most this long; gives the number of the last change,
    /// which is `after` itself where nothing came. Beside [`changes().since`](crate::changes::Changes::since) the way to
    /// follow changes without a listener: ask, deal with what there is, wait, ask again. The permission is that of
    /// `changes.latest`.
    ///
    /// A commit of this process is heard of at once, one of another process within a quarter of a second. Waiting holds
    /// no lock and costs a small read four times a second.
    ///
    /// ```
    /// # fn main() -> crm_core::Result<()> {
    /// # let crm = crm_core::Crm::open_in_memory()?;
    /// # let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
    /// # let session = crm.session(admin)?;
    /// let dealt_with = session.changes().latest()?.sequence;
    /// let waiting = {
    ///     let session = session.clone();
    ///     std::thread::spawn(move || session.wait_changes(dealt_with, std::time::Duration::from_secs(60)))
    /// };
    /// session.departments().create(crm_core::departments::NewDepartment { name: "销售部".into(), ..Default::default() }, None)?;
    /// assert!(waiting.join().expect("a thread")? > dealt_with);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`CrmError::Interrupted`] by [`Crm::interrupt`](crate::Crm::interrupt), [`Session::interrupt`],
    /// [`Crm::end_waits`](crate::Crm::end_waits) and the end of a time limit; otherwise as `changes.latest`.
    pub fn wait_changes(&self, after: i64, timeout: Duration) -> Result<i64> {
        let (bell, patience) = (self.crm().bell(), self.patience());
        let begun = bell.heard();
        // A time that the clock can't hold has no end.
        let until = [Instant::now().checked_add(timeout), patience.limit()];
        loop {
            let heard = bell.heard();
            if heard.has_ended_since(begun) {
                return Err(CrmError::Interrupted);
            }
            patience.check()?;
            let latest = self.changes().latest()?.sequence;
            if latest > after || timeout.is_zero() {
                return Ok(latest);
            }
            let now = Instant::now();
            if until[0].is_some_and(|until| until <= now) {
                return Ok(latest);
            }
            let left = until.iter().flatten().map(|until| until.saturating_duration_since(now)).min();
            bell.wait(heard, left.unwrap_or(LOOK).min(LOOK));
        }
    }
}
