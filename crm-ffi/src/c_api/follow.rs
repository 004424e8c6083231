//! Following what changes: listeners, and waiting without one.

use std::ffi::{c_char, c_void};
use std::time::Duration;

use crm_core::CrmError;

use super::{CrmChangeListener, CrmCode, CrmEngine, CrmListener, CrmSession};
use crate::boundary::{guard, misuse, put, required};
use crate::callback::Callback;
use crate::engine;
use crate::host::Listener;
use crate::throwing::Function;

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
        guard(error, &mut |_| {
            required(listener, 0, "listener")?;
            let function = function.ok_or_else(|| misuse("function", "null_pointer", "must not be NULL"))?;
            let call = engine::engine(engine)?;
            let callback = Callback::new(Function::Listener(function), user_data, call.calls());
            put(listener, call.add_listener(Listener(callback))?);
            Ok(())
        })
    }
}

/// Removes a listener and waits until it is not called any more: then its user data may be freed. From inside the
/// listener itself it does not wait. Where a call of it does not return, this gives up (CRM_CODE_INVALID,
/// `inside_a_callback`): it is not called anew, its user data must stay, and this can be called again.
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
    unsafe { guard(error, &mut |_| engine::engine(engine)?.remove_listener(listener)) }
}

/// Waits until there is a change behind the sequence number `after`, at most `timeout_ms` milliseconds (0 looks once).
/// Gives the number of the last change in `latest`, which is `after` itself where nothing came; `changes.since` then tells
/// the changes. This is how to follow changes without a callback: what a single-threaded language should use. Whoever may
/// call `changes.latest` may wait.
///
/// A commit of this process is heard of at once, one of another process within a quarter of a second. crm_interrupt ends
/// the waiting with CRM_CODE_INTERRUPTED, crm_close with CRM_CODE_INVALID (`closed`).
///
/// # Safety
/// `latest` points to a variable; `error` is NULL or points to one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_wait_changes(
    session: CrmSession,
    after: i64,
    timeout_ms: u32,
    latest: *mut i64,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, &mut |language| {
            required(latest, 0, "latest")?;
            let call = engine::session(session)?;
            language.set(call.session().locale());
            match call.session().wait_changes(after, Duration::from_millis(timeout_ms.into())) {
                Err(CrmError::Interrupted) if call.calls().is_closed() => Err(misuse("engine", "closed", "was closed")),
                outcome => {
                    put(latest, outcome?);
                    Ok(())
                }
            }
        })
    }
}
