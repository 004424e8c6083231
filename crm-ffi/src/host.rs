//! What a C host supplies: a clock, ears for changes, and its sales system.

use std::ffi::{CStr, CString, c_char, c_void};
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Utc};
use crm_core::{
    ChangeEvent, ChangeListener, CrmError, Environment, Result, SalesChanges, SalesFeed, SystemEnvironment, Timestamp,
};

use crate::boundary::optional_text;
use crate::callback::Callback;

/// A change listener of the host's: a `CrmChangeListener` that is not null.
pub(crate) type Listener = Callback<unsafe extern "C" fn(*mut c_void, *const c_char)>;

/// A clock of the host's: a `CrmClock` that is not null.
pub(crate) type Clock = Callback<unsafe extern "C" fn(*mut c_void) -> i64>;

impl ChangeListener for Listener {
    fn changed(&self, event: ChangeEvent) {
        let Ok(json) = serde_json::to_string(&event) else { return };
        let Ok(json) = CString::new(json) else { return };
        self.run(|function, user_data| {
            // SAFETY: the host gave a function of this type, and the text lives until it returns.
            unsafe { function(user_data, json.as_ptr()) }
        });
    }
}

/// The host's sales system: a `CrmSalesFeed` that is not null, for the time of one pull.
pub(crate) struct HostFeed {
    pub(crate) function: unsafe extern "C" fn(*mut c_void, *const c_char) -> *const c_char,
    pub(crate) user_data: *mut c_void,
}

impl SalesFeed for HostFeed {
    fn changes_since(&self, cursor: Option<&str>) -> Result<SalesChanges> {
        let failed = |detail: String| CrmError::FeedFailed { detail };
        let cursor = cursor.map(CString::new).transpose().map_err(|_| failed("a NUL inside its cursor".into()))?;
        let cursor = cursor.as_deref().map_or(std::ptr::null(), CStr::as_ptr);
        // SAFETY: the host gave a function of this type, and the cursor lives until it returns.
        let answer = unsafe { (self.function)(self.user_data, cursor) };
        // SAFETY: the header asks for NULL or a C string that stays as it is until the next call.
        let answer =
            unsafe { optional_text(answer, "answer") }.map_err(|_| failed("its answer is not UTF-8".into()))?;
        let answer = answer.ok_or_else(|| failed("it gave no answer".into()))?;
        serde_json::from_str(answer).map_err(|wrong| match serde_json::from_str::<FeedError>(answer) {
            Ok(told) => failed(told.error),
            Err(_) => failed(format!("its answer is no SalesChanges: {wrong}")),
        })
    }
}

/// How a feed says why it has no changes.
#[derive(serde::Deserialize)]
struct FeedError {
    error: String,
}

/// The clock that the host sets, the operating system's until then.
#[derive(Default)]
pub(crate) struct HostEnvironment {
    /// Where the clock stands from opening until the host sets one.
    standing: RwLock<Option<Timestamp>>,
    clock: RwLock<Option<Arc<Clock>>>,
}

impl HostEnvironment {
    /// Stops the clock at an instant until another clock is set.
    pub(crate) fn stand_at(&self, now: Timestamp) {
        *self.standing.write().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }

    /// Takes another clock, `None` for the operating system's; the one before is not called any more on return.
    pub(crate) fn set_clock(&self, clock: Option<Clock>) {
        let before = {
            let mut current = self.clock.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *current, clock.map(Arc::new))
        };
        *self.standing.write().unwrap_or_else(PoisonError::into_inner) = None;
        if let Some(before) = before {
            before.retire();
        }
    }
}

impl Environment for HostEnvironment {
    fn now(&self) -> Timestamp {
        let clock = self.clock.read().unwrap_or_else(PoisonError::into_inner).clone();
        // SAFETY: the host gave a function of this type.
        match clock.and_then(|clock| clock.run(|function, user_data| unsafe { function(user_data) })) {
            Some(micros) => instant(micros),
            None => {
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
