//! The functions of `include/crm.h`, which cbindgen makes from the files of this folder: plain, without macros.
//!
//! Each is a guard round a few lines: check what the host gave, enter the engine, call, hand the result over.

// In the order of the header, which rustfmt leaves alone where lines are empty.
pub mod open;

pub mod session;

pub mod follow;

pub mod texts;

use std::ffi::{c_char, c_void};

use crm_core::CrmError;

/// The version of the functions in this header.
pub const CRM_ABI_VERSION: u32 = 0;

/// Names an opened engine. 0 never names one.
pub type CrmEngine = u64;

/// Names a session: an engine as one user sees it. 0 never names one.
pub type CrmSession = u64;

/// Names a registered change listener. 0 never names one.
pub type CrmListener = u64;

/// Names a thread that runs due jobs. 0 never names one.
pub type CrmScheduler = u64;

/// How a call ended. What each means for the caller is in docs/operations.md. Newer versions may have more.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrmCode {
    /// Done.
    Ok = 0,
    /// Arguments break a rule; `fields` names every one. Correct them and call again.
    Invalid = 1,
    /// The record does not exist (any more).
    NotFound = 2,
    /// The record is not as the caller assumed. Read again and decide.
    Conflict = 3,
    /// The operation is not possible in the record's present state.
    IllegalTransition = 4,
    /// The acting user may not do this.
    Forbidden = 5,
    /// There is no such operation in this version.
    UnknownOperation = 6,
    /// Login name, password and code do not match, the code is wanting, or the login is locked.
    LoginFailed = 7,
    /// Another process holds the database for too long. Nothing changed; call again.
    Busy = 8,
    /// Interrupted by crm_interrupt. Nothing changed.
    Interrupted = 9,
    /// The database could not be read or written.
    Storage = 10,
    /// A defect of the engine; nothing changed. Please report it.
    Bug = 11,
    /// The host's sales feed could not answer, or answered nonsense. What it delivered before is here.
    FeedFailed = 12,
    /// The clock gives an instant before 2020 or after 2199. Nothing changed; set it right, or open with `any_time`.
    Clock = 13,
}

impl CrmCode {
    pub(crate) fn of(error: &CrmError) -> CrmCode {
        match error {
            CrmError::Invalid { .. } => CrmCode::Invalid,
            CrmError::NotFound { .. } => CrmCode::NotFound,
            CrmError::Conflict { .. } => CrmCode::Conflict,
            CrmError::IllegalTransition { .. } => CrmCode::IllegalTransition,
            CrmError::Forbidden { .. } => CrmCode::Forbidden,
            CrmError::UnknownOperation { .. } => CrmCode::UnknownOperation,
            CrmError::LoginFailed { .. } => CrmCode::LoginFailed,
            CrmError::Busy => CrmCode::Busy,
            CrmError::Interrupted => CrmCode::Interrupted,
            CrmError::Storage { .. } => CrmCode::Storage,
            CrmError::FeedFailed { .. } => CrmCode::FeedFailed,
            CrmError::Clock { .. } => CrmCode::Clock,
            // The test of the codes fails for a new kind that is not named here.
            _ => CrmCode::Bug,
        }
    }
}

/// Hears of a committed change, on the thread of the call that made it, with no lock held: it may call the engine.
/// `event` is a `ChangeEvent` as JSON, valid until the function returns:
/// `{"sequence": 7, "at": "2026-01-31T12:00:00Z", "user": "0198…" or null, "operation": "opportunities.assign",
/// "records": [{"entity": "opportunity", "id": "0198…", "action": "updated"}]}`. It must return.
pub type CrmChangeListener = Option<unsafe extern "C" fn(user_data: *mut c_void, event: *const c_char)>;

/// Gives the present instant in microseconds since 1970-01-01T00:00:00Z. Called once a call, on the caller's thread, with
/// no lock held; for what it calls in the engine itself, the operating system's clock counts. An instant outside the
/// years 1 to 9999 is taken as the nearer end of them.
pub type CrmClock = Option<unsafe extern "C" fn(user_data: *mut c_void) -> i64>;

/// Gives the changes of the host's sales system since a cursor (NULL from the beginning) as JSON, a `SalesChanges` of
/// docs/operations.md: `{"products": [...], "orders": [...], "next_cursor": "42", "more": false}`. NULL, or
/// `{"error": "why"}`, ends the pull as CRM_CODE_FEED_FAILED. The text stays the host's, and must stay as it is until the
/// function is called again or crm_pull_sales returns. Called with no lock held: it may take its time and call the
/// engine.
pub type CrmSalesFeed = Option<unsafe extern "C" fn(user_data: *mut c_void, cursor: *const c_char) -> *const c_char>;

/// A piece of what is in a file, on its way into the host's store or out of it.
#[repr(C)]
#[derive(Debug)]
pub struct CrmFilePiece {
    /// Where it lies: at most 100 of `0`-`9`, `a`-`f` and `-`, so that a file or folder may be called so. It ends with the call.
    pub key: *const c_char,
    /// Which of the pieces under that key it is, from 0. Each but the last has 262144 bytes.
    pub number: u64,
    /// The bytes that are put, to be left as they are; or room for those that are read.
    pub bytes: *mut c_void,
    /// How many are put; or for how many there is room, in whose place a reading function says how many it put there.
    pub length: u32,
}

/// Keeps a piece for good; one that is there already is replaced. 0 says that it did; anything else, or an exception, that it
/// could not, and the call ends as CRM_CODE_STORAGE (`file_store`). Called on any thread, with no lock held: it may take its
/// time and call the engine. The same goes for the other two.
pub type CrmFilePut = Option<unsafe extern "C" fn(user_data: *mut c_void, piece: *const CrmFilePiece) -> i32>;

/// Reads a piece as it was put. 0 says that it did, 1 that there is none, anything else that it could not.
pub type CrmFileRead = Option<unsafe extern "C" fn(user_data: *mut c_void, piece: *mut CrmFilePiece) -> i32>;

/// Deletes all pieces of a key; where there are none, that is done too. 0 says that it did, anything else that it could not:
/// then it is asked again later.
pub type CrmFileDelete = Option<unsafe extern "C" fn(user_data: *mut c_void, key: *const c_char) -> i32>;

#[cfg(test)]
mod tests {
    /// The functions of a source file with their bodies.
    fn functions(source: &str) -> Vec<(&str, &str)> {
        source
            .split("#[unsafe(no_mangle)]")
            .skip(1)
            .map(|part| {
                let name = part.split("fn ").nth(1).and_then(|rest| rest.split('(').next()).unwrap_or_default();
                (name, part.split("\n}\n").next().unwrap_or(part))
            })
            .collect()
    }

    #[test]
    fn every_function_has_the_guard() {
        let sources =
            [include_str!("open.rs"), include_str!("session.rs"), include_str!("follow.rs"), include_str!("texts.rs")];
        let functions: Vec<_> = sources.into_iter().flat_map(functions).collect();
        assert!(functions.len() >= 27, "{functions:?}");
        for (name, body) in functions {
            // These two give a constant.
            let guarded = body.contains(" guard(") || body.contains(" contain(");
            assert!(guarded || matches!(name, "crm_version" | "crm_abi_version"), "{name} is without a guard");
        }
    }
}
