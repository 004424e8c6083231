//! The one setting that SQLite takes for the whole process. The only unsafe code of this crate.
#![allow(unsafe_code, reason = "sqlite3_config has no safe wrapper")]

use std::sync::Once;

/// Turns SQLite's memory statistics off before its first use: they guard every allocation with one mutex, which costs
/// two readers most of their second core.
///
/// Where the host has started SQLite already, the call is refused and nothing changes; that only costs speed.
pub(super) fn configure() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // SAFETY: `sqlite3_config` must not run at the same time as any other SQLite call of the process. `Once`
        // holds off every connection of this crate until it returns; a host that uses the same SQLite on another
        // thread has initialised it by then, and SQLite answers SQLITE_MISUSE without touching anything. The option
        // takes one int, which is what is passed.
        let _ = unsafe { rusqlite::ffi::sqlite3_config(rusqlite::ffi::SQLITE_CONFIG_MEMSTATUS, 0_i32) };
    });
}
