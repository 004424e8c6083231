//! Time, randomness and new ids, all from outside: rules never ask the operating system.

use std::cell::Cell;

use chrono::{DateTime, SubsecRound, TimeZone, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::engine::error::{CrmError, Result};

/// An instant in UTC, kept to the microsecond.
pub type Timestamp = DateTime<Utc>;

/// A calendar date without a time or zone.
pub type Date = chrono::NaiveDate;

#[cfg(feature = "uniffi")]
uniffi::custom_type!(Timestamp, std::time::SystemTime, {
    remote,
    lower: |v| v.into(),
    try_lift: |at| {
        let beyond = || crate::engine::error::CrmError::field("", "out_of_range", "is an instant beyond all calendars");
        from_system(at).ok_or_else(|| beyond().into())
    },
});

/// The instant, where it is one that can be kept; chrono itself would panic.
#[cfg(feature = "uniffi")]
fn from_system(at: std::time::SystemTime) -> Option<Timestamp> {
    let (seconds, nanos) = match at.duration_since(std::time::UNIX_EPOCH) {
        Ok(since) => (i64::try_from(since.as_secs()).ok()?, since.subsec_nanos()),
        Err(before) => {
            let before = before.duration();
            let seconds = i64::try_from(before.as_secs()).ok()?;
            match before.subsec_nanos() {
                0 => (-seconds, 0),
                nanos => (-seconds - 1, 1_000_000_000 - nanos),
            }
        }
    };
    Timestamp::from_timestamp(seconds, nanos)
}

/// The name of [`Date`] in Kotlin and Swift, where another type has that name.
#[cfg(feature = "uniffi")]
pub type CalendarDate = Date;

#[cfg(feature = "uniffi")]
uniffi::custom_type!(CalendarDate, String, {
    remote,
    lower: |v| v.to_string(),
    try_lift: |text| crate::engine::exact::date(&text)
        .ok_or_else(|| crate::engine::error::CrmError::field("", "wrong_type", "must be a date, YYYY-MM-DD").into()),
});

/// Where the engine takes the time and randomness from.
///
/// The default, [`SystemEnvironment`], asks the operating system. A host with a clock of its own (or a test) supplies
/// another through [`crate::Options::environment`]. It is asked once a call, before the transaction begins, and never
/// while a lock is held. Randomness must be unpredictable: the secrets of second factors are made of it.
///
/// An instant before 2020 or after 2199 comes from a clock that failed (zero, milliseconds for microseconds, a battery
/// that is empty), and would stand in the books for good: the call ends with [`CrmError::Clock`], unless the host wants
/// such a time ([`crate::Options::any_time`]). Where a clock calls the engine, that call has the operating system's time
/// and randomness: asking the host again would never end.
///
/// ```
/// use std::sync::{Arc, Mutex};
///
/// use crm_core::{Crm, Environment, SystemEnvironment, Timestamp};
///
/// /// A clock that stands still until it is set.
/// struct Clock(Mutex<Timestamp>);
///
/// impl Environment for Clock {
///     fn now(&self) -> Timestamp {
///         *self.0.lock().expect("no panic")
///     }
///
///     fn random(&self, bytes: &mut [u8; 32]) {
///         SystemEnvironment.random(bytes);
///     }
/// }
///
/// # fn main() -> crm_core::Result<()> {
/// let morning = "2026-03-02T01:00:00Z".parse().expect("an instant");
/// let crm = Crm::options().environment(Arc::new(Clock(Mutex::new(morning)))).open_in_memory()?;
/// let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager"])?;
/// assert_eq!(crm.session(han)?.users().me()?.created_at, morning);
/// # Ok(())
/// # }
/// ```
pub trait Environment: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;

    /// Fills the buffer with unpredictable bytes.
    fn random(&self, bytes: &mut [u8; 32]);
}

/// The operating system's clock and random source.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemEnvironment;

impl Environment for SystemEnvironment {
    fn now(&self) -> Timestamp {
        Utc::now()
    }

    fn random(&self, bytes: &mut [u8; 32]) {
        if getrandom::fill(bytes).is_err() {
            // Without an entropy source ids must still differ: time and a counter, hashed. A password's salt needs
            // no more than to be unique either. (The secret of a second factor would be worth little; no system that
            // the engine is built for is without such a source.)
            use std::sync::atomic::{AtomicU64, Ordering};
            static CALLS: AtomicU64 = AtomicU64::new(0);
            let mut hash = Sha256::new();
            hash.update(Utc::now().timestamp_nanos_opt().unwrap_or_default().to_le_bytes());
            hash.update(CALLS.fetch_add(1, Ordering::Relaxed).to_le_bytes());
            hash.update(std::process::id().to_le_bytes());
            bytes.copy_from_slice(&hash.finalize());
        }
    }
}

thread_local! {
    /// Where on this thread's stack the host is being asked; 0 where it is not.
    static ASKED_AT: Cell<usize> = const { Cell::new(0) };
}

/// Asks the host, but for a call that comes out of its answering: that has the operating system's.
///
/// A host's answer may be left by an exception or a `longjmp` that runs no destructor. Whoever asks from a place of the
/// stack that is not below the one where the host was asked does not come out of that answer: it was left so.
fn ask<T>(host: &dyn Environment, question: impl FnOnce(&dyn Environment) -> T) -> T {
    /// Over also where the host panics.
    struct Asked;
    impl Drop for Asked {
        fn drop(&mut self) {
            ASKED_AT.set(0);
        }
    }
    let mark = 0_u8;
    let here = std::ptr::from_ref(std::hint::black_box(&mark)).addr();
    if here < ASKED_AT.get() {
        return question(&SystemEnvironment);
    }
    ASKED_AT.set(here);
    let _asked = Asked;
    question(host)
}

/// The years whose instants are believed.
const YEARS: std::ops::Range<i32> = 2020..2200;

/// The present instant, as the database keeps it; refused where it can't be right, unless any will do.
pub(crate) fn now(host: &dyn Environment, any_time: bool) -> Result<Timestamp> {
    use chrono::Datelike;
    let now = ask(host, |environment| environment.now());
    if any_time || YEARS.contains(&now.year()) {
        Ok(to_micros(now))
    } else {
        Err(CrmError::Clock { at: now.to_string() })
    }
}

/// New unpredictable bytes.
pub(crate) fn random(host: &dyn Environment) -> [u8; 32] {
    let mut bytes = [0; 32];
    ask(host, |environment| environment.random(&mut bytes));
    bytes
}

/// Rounds an instant down to what the database keeps.
pub(crate) fn to_micros(at: Timestamp) -> Timestamp {
    at.trunc_subsecs(6)
}

/// An instant as stored: microseconds since 1970 in UTC.
pub(crate) fn encode(at: Timestamp) -> i64 {
    at.timestamp_micros()
}

/// The instant stored as microseconds; out of chrono's range (±262,000 years) becomes its end.
pub(crate) fn decode(micros: i64) -> Timestamp {
    match Utc.timestamp_micros(micros) {
        chrono::LocalResult::Single(t) | chrono::LocalResult::Ambiguous(t, _) => t,
        chrono::LocalResult::None => {
            if micros < 0 {
                Timestamp::MIN_UTC
            } else {
                Timestamp::MAX_UTC
            }
        }
    }
}

/// Makes the new ids of one call: UUIDv7 with the call's time, and bits expanded from the call's random seed, so that
/// the same context gives the same ids.
#[derive(Debug, Clone)]
pub(crate) struct IdSource {
    millis: u64,
    seed: [u8; 32],
    state: u64,
    counter: u64,
}

impl IdSource {
    pub(crate) fn new(now: Timestamp, seed: [u8; 32]) -> IdSource {
        let mut first = [0; 8];
        first.copy_from_slice(&seed[..8]);
        IdSource {
            millis: u64::try_from(now.timestamp_millis()).unwrap_or(0),
            seed,
            state: u64::from_le_bytes(first),
            counter: 0,
        }
    }

    /// The instant of the call, in whole milliseconds.
    pub(crate) fn now(&self) -> Timestamp {
        decode(i64::try_from(self.millis).unwrap_or(i64::MAX).saturating_mul(1_000))
    }

    /// A new UUIDv7. Within one call they ascend (the first twelve random bits are a counter), which keeps the
    /// unique index appending.
    pub(crate) fn uuid(&mut self) -> Uuid {
        let high = self.next();
        let low = self.next();
        let mut bytes = [0u8; 10];
        let counter = u16::try_from(self.counter & 0xfff).unwrap_or(0);
        bytes[..2].copy_from_slice(&counter.to_be_bytes());
        bytes[2..].copy_from_slice(&(high ^ low.rotate_left(17)).to_be_bytes());
        let millis = self.millis + (self.counter >> 12);
        self.counter += 1;
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }

    /// Sixteen bytes fit for a password salt.
    pub(crate) fn salt(&mut self) -> [u8; 16] {
        self.bytes(b"salt")
    }

    /// Bytes that nobody can guess who does not know the seed; thirty-two at most.
    pub(crate) fn secret<const N: usize>(&mut self) -> [u8; N] {
        self.bytes(b"secret")
    }

    fn bytes<const N: usize>(&mut self, purpose: &[u8]) -> [u8; N] {
        const { assert!(N <= 32, "a digest has no more") };
        self.counter += 1;
        let mut hash = Sha256::new();
        hash.update(self.seed);
        hash.update(purpose);
        hash.update(self.counter.to_le_bytes());
        let mut bytes = [0; N];
        bytes.copy_from_slice(&hash.finalize()[..N]);
        bytes
    }

    /// SplitMix64: public-domain arithmetic, good enough to tell ids apart and free of a dependency.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_ascend_within_a_call_and_repeat_with_the_context() {
        let now = decode(1_700_000_000_000_000);
        let mut a = IdSource::new(now, [7; 32]);
        let mut b = IdSource::new(now, [7; 32]);
        let mut last = Uuid::nil();
        for _ in 0..10_000 {
            let id = a.uuid();
            assert_eq!(id, b.uuid());
            assert!(id > last, "{id} after {last}");
            assert_eq!(id.get_version_num(), 7);
            last = id;
        }
        assert_eq!(a.salt(), b.salt());
        assert_ne!(a.salt(), a.salt());
        let (first, second): ([u8; 20], [u8; 20]) = (a.secret(), a.secret());
        assert_ne!(first, second);
    }

    #[test]
    fn instants_round_trip_to_the_microsecond() {
        let at = "2026-02-28T23:59:59.123456Z".parse::<Timestamp>().expect("valid");
        assert_eq!(decode(encode(at)), at);
        assert_eq!(decode(i64::MIN), Timestamp::MIN_UTC);
    }
}
