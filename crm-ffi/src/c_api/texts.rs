//! Versions, the list of operations, errors as sentences, and texts that go back.

use std::ffi::c_char;

use crm_core::{CrmError, Operation};

use super::{CRM_ABI_VERSION, CrmCode};
use crate::boundary::{contain, guard, locale, misuse, put, required, text, to_c};

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

/// Every operation of this version as a JSON list: name, area, access, doc, confirm, public, bulk, and the arguments
/// and the result as JSON Schema. To be freed with crm_string_free.
///
/// # Safety
/// `operations` points to a variable; `error` is NULL or points to one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_operations(operations: *mut *mut c_char, error: *mut *mut c_char) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe {
        guard(error, &mut |_| {
            required(operations, std::ptr::null_mut(), "operations")?;
            let all: Vec<_> = Operation::all().map(Operation::to_json).collect();
            put(operations, to_c(serde_json::Value::from(all).to_string())?);
            Ok(())
        })
    }
}

/// Says an error, as another function gave it, in a language ("en", "zh-Hans" …): a sentence for people, to be freed
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
        guard(error, &mut |_| {
            required(sentence, std::ptr::null_mut(), "sentence")?;
            let refusal = CrmError::from_json(text(error_json, "error_json")?)
                .ok_or_else(|| misuse("error_json", "wrong_type", "is not an error of this library"))?;
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
