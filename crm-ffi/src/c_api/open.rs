//! Engines: opening and closing them, their first user, what is asked of an engine as a whole.

use std::ffi::{c_char, c_void};

use crm_core::CrmError;

use super::{CrmClock, CrmCode, CrmEngine, CrmFileDelete, CrmFilePut, CrmFileRead, CrmScheduler};
use crate::boundary::{guard, misuse, optional_text, put, required, text, to_c};
use crate::callback::Callback;
use crate::files::HostFiles;
use crate::throwing::Function;
use crate::{engine, options};

/// Opens a database file, creating it where it is absent.
///
/// `options` is a JSON object: `path` (required), `read_only`, `time_zone` and `currency` (of a new database:
/// "Asia/Shanghai", "CNY"), `locale` of labels and error texts ("en", "zh-Hans"), `synchronous` ("full" survives a
/// power cut, "normal" a crash only), `memory_map` (true or false), `readers` (1 to 64), `callback_timeout_ms` (10000: how
/// long closing and removing wait for a callback that does not return), `now` (an instant at which the engine's clock
/// stands, opening included, until crm_set_clock; for tests).
///
/// # Safety
/// `options` is a NUL-terminated text; `engine` and `error` point to variables; `error` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_open(options: *const c_char, engine: *mut CrmEngine, error: *mut *mut c_char) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, &mut |_| {
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
        guard(error, &mut |_| {
            required(engine, 0, "engine")?;
            put(engine, open(optional_text(options, "options")?.unwrap_or("{}"), true)?);
            Ok(())
        })
    }
}

fn open(json: &str, in_memory: bool) -> Result<CrmEngine, CrmError> {
    let (crm, environment) = options::open(json, in_memory)?;
    engine::insert(crm, environment)
}

/// Closes an engine with its sessions, listeners and schedulers: new calls are refused, those under way are waited for,
/// and the file is closed when this returns. To hurry them, call crm_interrupt before.
///
/// Not possible from inside a call of the same engine (CRM_CODE_INVALID, `inside_a_call`). Where all that is left is
/// inside callbacks, and none of them returns within `callback_timeout_ms`, this gives up (CRM_CODE_INVALID,
/// `inside_a_callback`) and the engine stays open: a callback still runs, and waits perhaps for this very thread, or it
/// was left by an exception or a longjmp. The latter is noticed when its thread calls again from where the call was made
/// or further out, or ends; then closing succeeds.
///
/// # Safety
/// `error` is NULL or points to a variable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_close(engine: CrmEngine, error: *mut *mut c_char) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe { guard(error, &mut |_| engine::close(engine)) }
}

/// Creates the first user of a new database; where there are users already, it is CRM_CODE_CONFLICT (`not_new`) and
/// changes nothing. `roles` is a JSON list of built-in roles, `["sales_manager"]`; whatever it names, the first user is a
/// `system_administrator` too, and creates the others. Gives the user's id in `user_id`, to be freed with
/// crm_string_free; NULL where it is not wanted.
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
        guard(error, &mut |_| {
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

/// Takes the time from the host from here on; NULL for the operating system's clock again. The clock that was set
/// before is not called any more when this succeeds; where it does not return, this gives up (CRM_CODE_INVALID,
/// `inside_a_callback`), though the new clock is set.
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
        guard(error, &mut |_| {
            let call = engine::engine(engine)?;
            let clock = clock.map(|clock| Callback::new(Function::Clock(clock), user_data, call.calls()));
            call.environment().set_clock(clock)
        })
    }
}

/// Puts what is in files into a store of the host's from here on, in pieces; NULL for all three functions for none. What was
/// put before stays where it lies, so a database whose files lie in a store is opened with it again, right behind crm_open. The
/// functions that were set before are not called any more when this succeeds; where one does not return, this gives up
/// (CRM_CODE_INVALID, `inside_a_callback`), though the new ones are set. docs/embedding.md says when each is called.
///
/// # Safety
/// The functions may be called on any thread, with `user_data`, until they are replaced or crm_close returns. `error` is NULL or
/// points to a variable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_set_file_store(
    engine: CrmEngine,
    put: CrmFilePut,
    read: CrmFileRead,
    remove: CrmFileDelete,
    user_data: *mut c_void,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, &mut |_| {
            let call = engine::engine(engine)?;
            let files = HostFiles::new((put, read, remove), user_data, call.calls())?;
            call.set_file_store(files)
        })
    }
}

/// Makes every call under way, on any thread and of every session, end with CRM_CODE_INTERRUPTED. Nothing of theirs is
/// kept. For one session alone: crm_session_interrupt.
///
/// # Safety
/// `error` is NULL or points to a variable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_interrupt(engine: CrmEngine, error: *mut *mut c_char) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, &mut |_| {
            engine::engine(engine)?.crm()?.interrupt();
            Ok(())
        })
    }
}

/// Whether the database was opened for reading only: 1 or 0.
///
/// # Safety
/// `read_only` points to a variable; `error` is NULL or points to one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_is_read_only(engine: CrmEngine, read_only: *mut i32, error: *mut *mut c_char) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, &mut |_| {
            required(read_only, 0, "read_only")?;
            put(read_only, engine::engine(engine)?.crm()?.is_read_only().into());
            Ok(())
        })
    }
}

/// Starts a thread that runs due jobs when they fall due, as `jobs.run_due` does, until crm_scheduler_stop or crm_close.
/// The only thread that the engine ever starts; for hosts that have no timer of their own. Listeners hear of what a job
/// changed on that thread, and the clock is asked on it. Several processes may each run one on the same file: each job
/// still runs once.
///
/// # Safety
/// `scheduler` points to a variable; `error` is NULL or points to one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_scheduler_start(
    engine: CrmEngine,
    scheduler: *mut CrmScheduler,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, &mut |_| {
            required(scheduler, 0, "scheduler")?;
            put(scheduler, engine::engine(engine)?.start_scheduler()?);
            Ok(())
        })
    }
}

/// Looks for due jobs now instead of within a minute: for a host that knows of a jump of the clock, such as a device
/// that was asleep.
///
/// # Safety
/// `error` is NULL or points to a variable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_scheduler_wake(scheduler: CrmScheduler, error: *mut *mut c_char) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe { guard(error, &mut |_| engine::wake_scheduler(scheduler)) }
}

/// Stops the thread, and waits for a job under way. From inside a listener on that thread it does not wait. Where a
/// callback on that thread does not return, it gives up (CRM_CODE_INVALID, `inside_a_callback`), and can be called again.
///
/// # Safety
/// `error` is NULL or points to a variable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_scheduler_stop(scheduler: CrmScheduler, error: *mut *mut c_char) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe { guard(error, &mut |_| engine::stop_scheduler(scheduler)) }
}
