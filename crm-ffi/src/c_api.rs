//! The functions of `include/crm.h`, which cbindgen makes from this file: plain, without macros.
//!
//! Each is a guard round a few lines: check what the host gave, enter the engine, call, hand the result over. The file
//! is above 400 lines because cbindgen reads one, in which every function carries the documentation of the header.

use std::ffi::{c_char, c_void};
use std::sync::Arc;

use crm_core::{CrmError, Operation};

use crate::boundary::{contain, guard, json, locale, misuse, optional_text, put, required, text, to_c};
use crate::callback::Callback;
use crate::host::{HostEnvironment, HostFeed, Listener};
use crate::{engine, options};

/// Names an opened engine. 0 never names one.
pub type CrmEngine = u64;

/// Names a session: an engine as one user sees it. 0 never names one.
pub type CrmSession = u64;

/// Names a registered change listener. 0 never names one.
pub type CrmListener = u64;

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
    /// Login name and password do not match, or the login is locked.
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
            // The test of the codes fails for a new kind that is not named here.
            _ => CrmCode::Bug,
        }
    }
}

/// Hears of a committed change, on the thread of the call that made it, with no lock held: it may call the engine.
/// `event` is JSON (sequence, at, user, operation, records), valid until the function returns. It must return: no
/// exception and no longjmp may leave it.
pub type CrmChangeListener = Option<unsafe extern "C" fn(user_data: *mut c_void, event: *const c_char)>;

/// Gives the present instant in microseconds since 1970-01-01T00:00:00Z. Called once a call, on the caller's thread, with
/// no lock held. An instant outside the years 1 to 9999 is taken as the nearer end of them.
pub type CrmClock = Option<unsafe extern "C" fn(user_data: *mut c_void) -> i64>;

/// Gives the changes of the host's sales system since a cursor (NULL from the beginning) as JSON, a `SalesChanges` of
/// docs/operations.md: `{"products": [...], "orders": [...], "next_cursor": "42", "more": false}`. NULL, or
/// `{"error": "why"}`, ends the pull as CRM_CODE_FEED_FAILED. The text stays the host's, and must stay as it is until the
/// function is called again or crm_pull_sales returns. Called with no lock held: it may take its time and call the
/// engine.
pub type CrmSalesFeed = Option<unsafe extern "C" fn(user_data: *mut c_void, cursor: *const c_char) -> *const c_char>;

/// The version of the library, `0.1.0`. Not to be freed.
#[unsafe(no_mangle)]
pub extern "C" fn crm_version() -> *const c_char {
    const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");
    VERSION.as_ptr().cast()
}

/// The version of these functions. A program that was built against another number must not go on; compare it with
/// CRM_ABI_VERSION.
#[unsafe(no_mangle)]
pub extern "C" fn crm_abi_version() -> u32 {
    CRM_ABI_VERSION
}

/// The version of the functions in this header.
pub const CRM_ABI_VERSION: u32 = 0;

/// Opens a database file, creating it where it is absent.
///
/// `options` is a JSON object: `path` (required), `read_only`, `time_zone` and `currency` (of a new database:
/// "Asia/Shanghai", "CNY"), `locale` of labels and error texts ("en", "zh-Hans"), `synchronous` ("full" survives a
/// power cut, "normal" a crash only), `memory_map` (true or false), `readers` (1 to 64), `now` (an instant at which the
/// engine's clock stands, opening included, until crm_set_clock; for tests).
///
/// # Safety
/// `options` is a NUL-terminated text; `engine` and `error` point to variables; `error` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_open(options: *const c_char, engine: *mut CrmEngine, error: *mut *mut c_char) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, |_| {
            required(engine, 0, "engine")?;
            put(engine, open(text(options, "options")?, false)?);
            Ok(())
        })
    }
}

/// Opens a new database in memory, gone when it is closed. `options` as for crm_open without `path` and `read_only`;
/// NULL for the defaults.
///
/// # Safety
/// `options` is NULL or a NUL-terminated text; `engine` and `error` point to variables; `error` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_open_in_memory(
    options: *const c_char,
    engine: *mut CrmEngine,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, |_| {
            required(engine, 0, "engine")?;
            put(engine, open(optional_text(options, "options")?.unwrap_or("{}"), true)?);
            Ok(())
        })
    }
}

fn open(json: &str, in_memory: bool) -> Result<CrmEngine, CrmError> {
    let environment = Arc::new(HostEnvironment::default());
    let crm = options::open(json, in_memory, environment.clone())?;
    Ok(engine::insert(crm, environment))
}

/// Closes an engine and its sessions: new calls are refused, those under way are waited for, and the file is closed
/// when this returns. To hurry them, call crm_interrupt before. Not possible from inside a call of the same engine.
///
/// # Safety
/// `error` is NULL or points to a variable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_close(engine: CrmEngine, error: *mut *mut c_char) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe { guard(error, |_| engine::close(engine)) }
}

/// Creates the first user of a new database. `roles` is a JSON list of built-in roles, `["sales_manager"]`. Gives the
/// user's id in `user_id`, to be freed with crm_string_free; NULL where it is not wanted.
///
/// # Safety
/// `login`, `display_name` and `roles` are NUL-terminated texts; `user_id` and `error` are NULL or point to variables.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_bootstrap(
    engine: CrmEngine,
    login: *const c_char,
    display_name: *const c_char,
    roles: *const c_char,
    user_id: *mut *mut c_char,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, |_| {
            put(user_id, std::ptr::null_mut());
            let (login, display_name) = (text(login, "login")?, text(display_name, "display_name")?);
            let roles: Vec<String> = serde_json::from_str(text(roles, "roles")?)
                .map_err(|_| misuse("roles", "wrong_type", "must be a JSON list of texts"))?;
            let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
            let call = engine::engine(engine)?;
            let id = call.crm()?.bootstrap(login, display_name, &roles)?;
            if !user_id.is_null() {
                put(user_id, to_c(id.to_string())?);
            }
            Ok(())
        })
    }
}

/// A session of an active user by id. The host has authenticated the user; the engine checks at every call what the
/// user may do.
///
/// # Safety
/// `user_id` is a NUL-terminated text; `session` points to a variable; `error` is NULL or points to one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_session_open(
    engine: CrmEngine,
    user_id: *const c_char,
    session: *mut CrmSession,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, |_| {
            required(session, 0, "session")?;
            let id =
                text(user_id, "user_id")?.parse().map_err(|_| misuse("user_id", "wrong_type", "must be a UUID"))?;
            let call = engine::engine(engine)?;
            let opened = call.crm()?.session(id)?;
            put(session, call.open_session(opened));
            Ok(())
        })
    }
}

/// A session of an active user by login name. The host has authenticated the user.
///
/// # Safety
/// `login` is a NUL-terminated text; `session` points to a variable; `error` is NULL or points to one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_session_open_by_login(
    engine: CrmEngine,
    login: *const c_char,
    session: *mut CrmSession,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, |_| {
            required(session, 0, "session")?;
            let login = text(login, "login")?;
            let call = engine::engine(engine)?;
            let opened = call.crm()?.session_by_login(login)?;
            put(session, call.open_session(opened));
            Ok(())
        })
    }
}

/// A session of an active user by login name and password (USER-2), for hosts that leave authentication to the engine.
/// The fifth wrong try in a row locks the login for fifteen minutes.
///
/// # Safety
/// `login` and `password` are NUL-terminated texts; `session` points to a variable; `error` is NULL or points to one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_session_login(
    engine: CrmEngine,
    login: *const c_char,
    password: *const c_char,
    session: *mut CrmSession,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, |_| {
            required(session, 0, "session")?;
            let (login, password) = (text(login, "login")?, text(password, "password")?);
            let call = engine::engine(engine)?;
            let opened = call.crm()?.login(login, &password.into())?;
            put(session, call.open_session(opened));
            Ok(())
        })
    }
}

/// The same session with labels and error texts in another language ("en", "zh-Hans"): a second handle, to be closed
/// on its own.
///
/// # Safety
/// `language` is a NUL-terminated text; `translated` points to a variable; `error` is NULL or points to one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_session_with_locale(
    session: CrmSession,
    language: *const c_char,
    translated: *mut CrmSession,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, |_| {
            required(translated, 0, "translated")?;
            let language = locale(text(language, "language")?, "language")?;
            let call = engine::session(session)?;
            put(translated, call.open_session(call.session().with_locale(language)));
            Ok(())
        })
    }
}

/// Closes a session. Calls under way through it go on.
///
/// # Safety
/// `error` is NULL or points to a variable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_session_close(session: CrmSession, error: *mut *mut c_char) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe { guard(error, |_| engine::close_session(session)) }
}

/// Calls an operation (crm_operations.h names them all) with its arguments as a JSON object, NULL for none. Gives the
/// result as JSON, to be freed with crm_string_free; `result` may be NULL where it is not wanted.
///
/// # Safety
/// `operation` is a NUL-terminated text, `arguments` one or NULL; `result` and `error` are NULL or point to variables.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_call(
    session: CrmSession,
    operation: *const c_char,
    arguments: *const c_char,
    result: *mut *mut c_char,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, |language| {
            put(result, std::ptr::null_mut());
            let operation = text(operation, "operation")?;
            let arguments = optional_text(arguments, "arguments")?.unwrap_or("{}");
            let call = engine::session(session)?;
            language.set(call.session().locale());
            let json = call.session().call(operation, arguments)?;
            if !result.is_null() {
                put(result, to_c(json)?);
            }
            Ok(())
        })
    }
}

/// Every operation of this version as a JSON list: name, area, access, doc, confirm, public, bulk, and the arguments
/// and the result as JSON Schema. To be freed with crm_string_free.
///
/// # Safety
/// `operations` points to a variable; `error` is NULL or points to one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_operations(operations: *mut *mut c_char, error: *mut *mut c_char) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, |_| {
            required(operations, std::ptr::null_mut(), "operations")?;
            let all: Vec<_> = Operation::all().map(Operation::to_json).collect();
            put(operations, to_c(serde_json::Value::from(all).to_string())?);
            Ok(())
        })
    }
}

/// Registers a listener for committed changes; `user_data` is handed to each of its calls.
///
/// # Safety
/// `function` may be called on any thread, with `user_data`, until crm_remove_change_listener or crm_close returns.
/// `listener` points to a variable; `error` is NULL or points to one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_add_change_listener(
    engine: CrmEngine,
    function: CrmChangeListener,
    user_data: *mut c_void,
    listener: *mut CrmListener,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, |_| {
            required(listener, 0, "listener")?;
            let function = function.ok_or_else(|| misuse("function", "null_pointer", "must not be NULL"))?;
            let call = engine::engine(engine)?;
            put(listener, call.add_listener(Listener::new(function, user_data))?);
            Ok(())
        })
    }
}

/// Removes a listener and waits until it is not called any more: then its user data may be freed. From inside the
/// listener itself it does not wait.
///
/// # Safety
/// `error` is NULL or points to a variable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_remove_change_listener(
    engine: CrmEngine,
    listener: CrmListener,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe { guard(error, |_| engine::engine(engine)?.remove_listener(listener)) }
}

/// Takes the time from the host from here on; NULL for the operating system's clock again. The clock that was set
/// before is not called any more when this returns.
///
/// # Safety
/// `clock` may be called on any thread, with `user_data`, until it is replaced or crm_close returns. `error` is NULL or
/// points to a variable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_set_clock(
    engine: CrmEngine,
    clock: CrmClock,
    user_data: *mut c_void,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, |_| {
            engine::engine(engine)?.environment().set_clock(clock.map(|clock| Callback::new(clock, user_data)));
            Ok(())
        })
    }
}

/// Asks the host's sales system for its changes until it has no more, and stores each batch with its cursor
/// (SALES-2). `feed` names the system, and with it the cursor. `per_record` other than 0 refuses wrong records alone, not
/// their whole batch. Gives what became of them as JSON, a `SalesPull`, to be freed with crm_string_free; `result` may
/// be NULL.
///
/// # Safety
/// `feed` is a NUL-terminated text; `function` may be called with `user_data` until this returns; `result` and `error`
/// are NULL or point to variables.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_pull_sales(
    session: CrmSession,
    feed: *const c_char,
    function: CrmSalesFeed,
    user_data: *mut c_void,
    per_record: i32,
    result: *mut *mut c_char,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, |language| {
            put(result, std::ptr::null_mut());
            let feed = text(feed, "feed")?;
            let function = function.ok_or_else(|| misuse("function", "null_pointer", "must not be NULL"))?;
            let call = engine::session(session)?;
            language.set(call.session().locale());
            let pull = call.session().pull_sales(feed, &HostFeed { function, user_data }, per_record != 0)?;
            if !result.is_null() {
                put(result, to_c(json(&pull)?)?);
            }
            Ok(())
        })
    }
}

/// Makes every call under way, on any thread, end with CRM_CODE_INTERRUPTED. Nothing of theirs is kept.
///
/// # Safety
/// `error` is NULL or points to a variable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_interrupt(engine: CrmEngine, error: *mut *mut c_char) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, |_| {
            engine::engine(engine)?.crm()?.interrupt();
            Ok(())
        })
    }
}

/// Says an error, as another function gave it, in a language ("en", "zh-Hans"): a sentence for people, to be freed
/// with crm_string_free.
///
/// # Safety
/// `error_json` and `language` are NUL-terminated texts; `sentence` points to a variable; `error` is NULL or points to
/// one, not to `error_json`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_error_text(
    error_json: *const c_char,
    language: *const c_char,
    sentence: *mut *mut c_char,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, |_| {
            required(sentence, std::ptr::null_mut(), "sentence")?;
            let refusal: CrmError = serde_json::from_str(text(error_json, "error_json")?)
                .map_err(|_| misuse("error_json", "wrong_type", "is not an error of this library"))?;
            let language = locale(text(language, "language")?, "language")?;
            put(sentence, to_c(refusal.text(language))?);
            Ok(())
        })
    }
}

/// Frees a text that a function gave; NULL is fine. Not for texts of crm_version and of callbacks.
///
/// # Safety
/// `text` is NULL or was given by a function of this library, and was not freed before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_string_free(text: *mut c_char) {
    // The guard of a function that has no error to give.
    let _ = contain(|| {
        if !text.is_null() {
            // SAFETY: made by `CString::into_raw` and not freed before, as the caller promises.
            drop(unsafe { std::ffi::CString::from_raw(text) });
        }
        Ok(())
    });
}

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
        let functions = functions(include_str!("c_api.rs").split("#[cfg(test)]").next().unwrap_or_default());
        assert!(functions.len() >= 15, "{functions:?}");
        for (name, body) in functions {
            // These two give a constant.
            let guarded = body.contains(" guard(") || body.contains(" contain(");
            assert!(guarded || matches!(name, "crm_version" | "crm_abi_version"), "{name} is without a guard");
        }
    }
}
