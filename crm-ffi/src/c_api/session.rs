//! Sessions: opening and closing them, and the calls that are made through them.

use std::ffi::{c_char, c_void};
use std::time::Duration;

use crm_core::CrmError;
use crm_core::sign_ins::Client;

use super::{CrmCode, CrmEngine, CrmSalesFeed, CrmSession};
use crate::boundary::{guard, json, locale, misuse, optional_text, put, required, text, to_c};
use crate::callback::Callback;
use crate::engine;
use crate::host::HostFeed;
use crate::throwing::Function;

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
        guard(error, &mut |_| {
            required(session, 0, "session")?;
            let id =
                text(user_id, "user_id")?.parse().map_err(|_| misuse("user_id", "wrong_type", "must be a UUID"))?;
            let call = engine::engine(engine)?;
            let opened = call.crm()?.session(id)?;
            put(session, call.open_session(opened)?);
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
        guard(error, &mut |_| {
            required(session, 0, "session")?;
            let login = text(login, "login")?;
            let call = engine::engine(engine)?;
            let opened = call.crm()?.session_by_login(login)?;
            put(session, call.open_session(opened)?);
            Ok(())
        })
    }
}

/// A session of an active user by id, whom the host has authenticated, and who signs in with it: the log of sign-ins tells
/// it (LOGIN-1). `client` says where from, a JSON object, `{"address": "192.0.2.7", "device": "Firefox"}`; each of the two
/// may be left out. For the one session with which somebody comes in, not for those that are opened for each request.
///
/// # Safety
/// `user_id` and `client` are NUL-terminated texts; `session` points to a variable; `error` is NULL or points to one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_session_open_with(
    engine: CrmEngine,
    user_id: *const c_char,
    client: *const c_char,
    session: *mut CrmSession,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, &mut |_| {
            required(session, 0, "session")?;
            let id =
                text(user_id, "user_id")?.parse().map_err(|_| misuse("user_id", "wrong_type", "must be a UUID"))?;
            let client = client_of(text(client, "client")?)?;
            let call = engine::engine(engine)?;
            let opened = call.crm()?.session_with(id, &client)?;
            put(session, call.open_session(opened)?);
            Ok(())
        })
    }
}

/// A client, as JSON.
fn client_of(json: &str) -> Result<Client, CrmError> {
    serde_json::from_str(json)
        .map_err(|_| misuse("client", "wrong_type", "must be a JSON object of the texts address and device"))
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
        guard(error, &mut |_| {
            required(session, 0, "session")?;
            let (login, password) = (text(login, "login")?, text(password, "password")?);
            let call = engine::engine(engine)?;
            let opened = call.crm()?.login(login, &password.into())?;
            put(session, call.open_session(opened)?);
            Ok(())
        })
    }
}

/// The same as crm_session_login with a code, where the user has a second factor (FACTOR-2), and with the client that the
/// attempt comes from, for the log of sign-ins. `code` is one of the user's device or a recovery code, NULL or an empty text
/// for none; `client` as for crm_session_open_with, or NULL. CRM_CODE_LOGIN_FAILED with the reason `code_required` says
/// that the password is right: ask for the code, and call again with both.
///
/// # Safety
/// `login` and `password` are NUL-terminated texts, `code` and `client` such or NULL; `session` points to a variable;
/// `error` is NULL or points to one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_session_sign_in(
    engine: CrmEngine,
    login: *const c_char,
    password: *const c_char,
    code: *const c_char,
    client: *const c_char,
    session: *mut CrmSession,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, &mut |_| {
            required(session, 0, "session")?;
            let (login, password) = (text(login, "login")?, text(password, "password")?);
            let code = optional_text(code, "code")?.map(Into::into);
            let client = optional_text(client, "client")?.map(client_of).transpose()?;
            let call = engine::engine(engine)?;
            let opened = call.crm()?.sign_in(login, &password.into(), code.as_ref(), client.as_ref())?;
            put(session, call.open_session(opened)?);
            Ok(())
        })
    }
}

/// The same session with labels and error texts in another language, a tag as in BCP 47 ("en", "zh-Hans", "zh_CN"; what is
/// neither is English): a second handle, to be closed on its own.
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
        guard(error, &mut |_| {
            required(translated, 0, "translated")?;
            let language = locale(text(language, "language")?, "language")?;
            let call = engine::session(session)?;
            put(translated, call.open_session(call.session().with_locale(language))?);
            Ok(())
        })
    }
}

/// The same session with a time limit: a call that is not over so long after it began, waiting included, ends with
/// CRM_CODE_INTERRUPTED; nothing of it is kept. 0 takes the limit away. A second handle, to be closed on its own.
///
/// # Safety
/// `limited` points to a variable; `error` is NULL or points to one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_session_with_time_limit(
    session: CrmSession,
    limit_ms: u32,
    limited: *mut CrmSession,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, &mut |_| {
            required(limited, 0, "limited")?;
            let call = engine::session(session)?;
            let limit = (limit_ms > 0).then(|| Duration::from_millis(limit_ms.into()));
            put(limited, call.open_session(call.session().with_time_limit(limit))?);
            Ok(())
        })
    }
}

/// Makes every call of this session that is under way, on any thread, end with CRM_CODE_INTERRUPTED; nothing of theirs is
/// kept, and those of other sessions go on. What crm_session_with_locale and crm_session_with_time_limit gave is the same
/// session; another that was opened for the same user is another.
///
/// # Safety
/// `error` is NULL or points to a variable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_session_interrupt(session: CrmSession, error: *mut *mut c_char) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, &mut |_| {
            engine::session(session)?.session().interrupt();
            Ok(())
        })
    }
}

/// The id of the acting user, to be freed with crm_string_free.
///
/// # Safety
/// `user_id` points to a variable; `error` is NULL or points to one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_session_user(
    session: CrmSession,
    user_id: *mut *mut c_char,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, &mut |_| {
            required(user_id, std::ptr::null_mut(), "user_id")?;
            let call = engine::session(session)?;
            if let Some(user) = call.session().user() {
                put(user_id, to_c(user.to_string())?);
            }
            Ok(())
        })
    }
}

/// The language of labels and error texts ("en", "zh-Hans"), to be freed with crm_string_free.
///
/// # Safety
/// `language` points to a variable; `error` is NULL or points to one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_session_locale(
    session: CrmSession,
    language: *mut *mut c_char,
    error: *mut *mut c_char,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, &mut |_| {
            required(language, std::ptr::null_mut(), "language")?;
            let call = engine::session(session)?;
            put(language, to_c(call.session().locale().as_str().into())?);
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
    unsafe { guard(error, &mut |_| engine::close_session(session)) }
}

/// Calls an operation (crm_operations.h names them all) with its arguments as a JSON object, NULL for none. Gives the
/// result as JSON, the text `null` where there is none, to be freed with crm_string_free; `result` may be NULL where it
/// is not wanted.
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
        guard(error, &mut |language| {
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
        guard(error, &mut |language| {
            put(result, std::ptr::null_mut());
            let feed = text(feed, "feed")?;
            let function = function.ok_or_else(|| misuse("function", "null_pointer", "must not be NULL"))?;
            let call = engine::session(session)?;
            language.set(call.session().locale());
            let source = HostFeed(Callback::new(Function::Feed(function), user_data, call.calls()));
            let pull = call.session().pull_sales(feed, &source, per_record != 0)?;
            if !result.is_null() {
                put(result, to_c(json(&pull)?)?);
            }
            Ok(())
        })
    }
}
