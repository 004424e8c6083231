//! What a C host supplies: a clock, and ears for changes.

use std::ffi::{CString, c_char, c_void};
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Utc};
use crm_core::{ChangeEvent, ChangeListener, Environment, SystemEnvironment, Timestamp};

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

/// The clock that the host sets, the operating system's until then.
#[derive(Default)]
pub(crate) struct HostEnvironment {
    clock: RwLock<Option<Arc<Clock>>>,
}

impl HostEnvironment {
    /// Takes another clock, `None` for the operating system's; the one before is not called any more on return.
    pub(crate) fn set_clock(&self, clock: Option<Clock>) {
        let before = {
            let mut current = self.clock.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *current, clock.map(Arc::new))
        };
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
            None => SystemEnvironment.now(),
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
