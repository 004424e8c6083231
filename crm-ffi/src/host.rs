//! What a C host supplies: a clock, ears for changes, and its sales system.

use std::ffi::{CStr, CString};
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Utc};
use crm_core::sales::{SalesChanges, SalesFeed};
use crm_core::{ChangeEvent, ChangeListener, CrmError, Environment, Result, SystemEnvironment, Timestamp};

use crate::boundary::optional_text;
use crate::callback::{Answer, Callback};
use crate::calls::Calls;
use crate::throwing::Gave;

/// A change listener of the host's.
pub(crate) struct Listener(pub(crate) Callback);

impl ChangeListener for Listener {
    fn changed(&self, event: ChangeEvent) {
        let Ok(json) = serde_json::to_string(&event) else { return };
        let Ok(json) = CString::new(json) else { return };
        // SAFETY: the text lives until the host returns. What it throws is its own: the change is committed.
        let _ = unsafe { self.0.run(json.as_ptr()) };
    }
}

/// The host's sales system, for the time of one pull.
pub(crate) struct HostFeed(pub(crate) Callback);

impl SalesFeed for HostFeed {
    fn changes_since(&self, cursor: Option<&str>) -> Result<SalesChanges> {
        let failed = |detail: String| CrmError::FeedFailed { detail };
        let cursor = cursor.map(CString::new).transpose().map_err(|_| failed("a NUL inside its cursor".into()))?;
        let cursor = cursor.as_deref().map_or(std::ptr::null(), CStr::as_ptr);
        // SAFETY: the cursor lives until the host returns.
        let answer = match unsafe { self.0.run(cursor) } {
            Answer::Gave(Gave::Text(answer)) => answer,
            Answer::Threw => return Err(failed("an exception left it".into())),
            Answer::Gave(_) | Answer::NotCalled => std::ptr::null(),
        };
        // SAFETY: the header asks for NULL or a C string that stays as it is until the next call.
        let answer =
            unsafe { optional_text(answer, "answer") }.map_err(|_| failed("its answer is not UTF-8".into()))?;
        let answer = answer.ok_or_else(|| failed("it gave no answer".into()))?;
        crm_core::wire::from_host(answer).map_err(|wrong| match serde_json::from_str::<FeedError>(answer) {
            Ok(told) => failed(told.error),
            Err(_) => failed(format!("its answer is no SalesChanges: {}", shortened(wrong.to_string()))),
        })
    }
}

/// What is wrong with an answer, of ten thousand orders perhaps: what can be read at a glance.
fn shortened(mut wrong: String) -> String {
    const ENOUGH: usize = 2_000;
    if let Some((end, _)) = wrong.char_indices().nth(ENOUGH) {
        wrong.truncate(end);
        wrong.push('…');
    }
    wrong
}

/// How a feed says why it has no changes.
#[derive(serde::Deserialize)]
struct FeedError {
    error: String,
}

/// The clock that the host sets, the operating system's until then.
pub(crate) struct HostEnvironment {
    /// The calls of the engine that asks it.
    calls: Arc<Calls>,
    /// Where the clock stands from opening until the host sets one.
    standing: RwLock<Option<Timestamp>>,
    clock: RwLock<Option<Arc<Callback>>>,
}

impl HostEnvironment {
    pub(crate) fn new(calls: Calls) -> Self {
        HostEnvironment { calls: Arc::new(calls), standing: RwLock::default(), clock: RwLock::default() }
    }

    pub(crate) fn calls(&self) -> &Arc<Calls> {
        &self.calls
    }

    /// Stops the clock at an instant until another clock is set.
    pub(crate) fn stand_at(&self, now: Timestamp) {
        *self.standing.write().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }

    /// Takes another clock, `None` for the operating system's; the one before is not called any more where this
    /// succeeds.
    pub(crate) fn set_clock(&self, clock: Option<Callback>) -> Result<()> {
        let before = {
            let mut current = self.clock.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *current, clock.map(Arc::new))
        };
        *self.standing.write().unwrap_or_else(PoisonError::into_inner) = None;
        before.map_or(Ok(()), |before| before.retire("clock"))
    }
}

impl Environment for HostEnvironment {
    fn now(&self) -> Timestamp {
        let clock = self.clock.read().unwrap_or_else(PoisonError::into_inner).clone();
        if clock.as_ref().is_some_and(|clock| clock.is_running_here()) {
            // The clock itself calls the engine: asked again, it would call again, without end.
            return SystemEnvironment.now();
        }
        // SAFETY: a clock takes no text.
        match clock.map_or(Answer::NotCalled, |clock| unsafe { clock.run(std::ptr::null()) }) {
            Answer::Gave(Gave::Instant(micros)) => instant(micros),
            Answer::Threw => instant(i64::MIN),
            Answer::Gave(_) | Answer::NotCalled => {
                let standing = *self.standing.read().unwrap_or_else(PoisonError::into_inner);
                standing.unwrap_or_else(|| SystemEnvironment.now())
            }
        }
    }

    fn random(&self, bytes: &mut [u8; 32]) {
        SystemEnvironment.random(bytes);
    }
}

/// The instant a host means by microseconds since 1970, inside the years 1 to 9999 that every calendar here knows.
fn instant(micros: i64) -> Timestamp {
    const FIRST: i64 = -62_135_596_800_000_000;
    const LAST: i64 = 253_402_300_799_999_999;
    DateTime::<Utc>::from_timestamp_micros(micros.clamp(FIRST, LAST)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_can_not_leave_the_calendar() {
        for (micros, text) in
            [(i64::MIN, "0001-01-01T00:00:00Z"), (0, "1970-01-01T00:00:00Z"), (i64::MAX, "9999-12-31T23:59:59.999999Z")]
        {
            assert_eq!(instant(micros).to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true), text);
        }
    }
}
