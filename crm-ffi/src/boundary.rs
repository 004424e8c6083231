//! The boundary to C: the guard round every entry, and strings in and out.

use std::cell::Cell;
use std::ffi::{CStr, CString, c_char};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crm_core::{CrmError, FieldError, Locale};

use crate::c_api::CrmCode;
use crate::inside;

/// A misuse of the interface itself: an argument that no rule ever gets to see.
pub(crate) fn misuse(argument: &str, code: &str, detail: &str) -> CrmError {
    CrmError::Invalid { fields: vec![FieldError::new(argument, code, detail, None)] }
}

/// Runs something of ours or of the host's; a panic becomes an error.
pub(crate) fn contain<T>(body: impl FnOnce() -> Result<T, CrmError>) -> Result<T, CrmError> {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|mut payload| {
        // Dropping the payload may panic too, with a payload of its own. One that never ends is left alone.
        for _ in 0..10 {
            match catch_unwind(AssertUnwindSafe(|| drop(payload))) {
                Ok(()) => return Err(panicked()),
                Err(next) => payload = next,
            }
        }
        std::mem::forget(payload);
        Err(panicked())
    })
}

fn panicked() -> CrmError {
    CrmError::Bug { detail: "a panic, described on the standard error output".into() }
}

/// The language of an error's text: that of the session, once it is known.
pub(crate) struct Language(Cell<Locale>);

impl Language {
    pub(crate) fn set(&self, locale: Locale) {
        self.0.set(locale);
    }
}

/// The guard round every entry: no panic leaves it, and the error goes where the host wants it.
///
/// Every entry passes this one function, so where it is on the stack tells which callbacks are left.
///
/// # Safety
/// `error` is null or points to a writable pointer.
#[inline(never)]
pub(crate) unsafe fn guard(
    error: *mut *mut c_char,
    body: &mut dyn FnMut(&Language) -> Result<(), CrmError>,
) -> CrmCode {
    // SAFETY: as the caller promises.
    unsafe { put(error, std::ptr::null_mut()) };
    let (language, here) = (Language(Cell::new(Locale::En)), inside::here());
    let outcome = contain(|| {
        #[cfg(feature = "test-panic")]
        crate::test_panic::at_entry();
        inside::heal(here);
        body(&language)
    });
    let Err(refusal) = outcome else { return CrmCode::Ok };
    if !error.is_null() {
        let text = contain(|| to_c(describe(&refusal, language.0.get())));
        // SAFETY: as the caller promises.
        unsafe { put(error, text.unwrap_or(std::ptr::null_mut())) };
    }
    CrmCode::of(&refusal)
}

/// An error as JSON: what it carries, its number, and a sentence for people.
pub(crate) fn describe(error: &CrmError, locale: Locale) -> String {
    let told = error.clone().in_language(locale);
    let mut json = serde_json::to_value(&told).unwrap_or_else(|_| serde_json::json!({ "code": error.code() }));
    json["number"] = error.number().into();
    json["text"] = error.text(locale).into();
    json.to_string()
}

/// Writes an output, where the host wants it.
///
/// # Safety
/// `out` is null or points to something writable of its type.
pub(crate) unsafe fn put<T>(out: *mut T, value: T) {
    if !out.is_null() {
        // SAFETY: not null, and writable as the caller promises. What was there is the host's and is not dropped.
        unsafe { out.write(value) };
    }
}

/// An output that the host can't do without, emptied: it is filled on success only.
///
/// # Safety
/// `out` is null or points to something writable of its type.
pub(crate) unsafe fn required<T>(out: *mut T, empty: T, argument: &str) -> Result<(), CrmError> {
    if out.is_null() {
        return Err(misuse(argument, "null_pointer", "must not be NULL"));
    }
    // SAFETY: as the caller promises.
    unsafe { put(out, empty) };
    Ok(())
}

/// A text from the host.
///
/// # Safety
/// `text` is null or points to a text that ends in a NUL and stays as it is for `'a`.
pub(crate) unsafe fn text<'a>(text: *const c_char, argument: &str) -> Result<&'a str, CrmError> {
    // SAFETY: as the caller promises.
    unsafe { optional_text(text, argument) }?.ok_or_else(|| misuse(argument, "null_pointer", "must not be NULL"))
}

/// A text from the host, or NULL.
///
/// # Safety
/// As [`text`].
pub(crate) unsafe fn optional_text<'a>(text: *const c_char, argument: &str) -> Result<Option<&'a str>, CrmError> {
    if text.is_null() {
        return Ok(None);
    }
    // SAFETY: not null, and a C string as the caller promises.
    let bytes = unsafe { CStr::from_ptr(text) };
    bytes.to_str().map(Some).map_err(|_| misuse(argument, "not_utf8", "is not UTF-8"))
}

/// Something of ours as JSON.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<String, CrmError> {
    serde_json::to_string(value).map_err(|e| CrmError::Bug { detail: e.to_string() })
}

/// A text for the host, who gives it back to `crm_string_free`.
pub(crate) fn to_c(text: String) -> Result<*mut c_char, CrmError> {
    // JSON escapes NUL, so there is none.
    CString::new(text).map(CString::into_raw).map_err(|_| CrmError::Bug { detail: "a NUL inside a text".into() })
}

/// A language by its name.
pub(crate) fn locale(name: &str, argument: &str) -> Result<Locale, CrmError> {
    if name.is_empty() {
        return Err(misuse(argument, "required", "is required"));
    }
    Ok(Locale::matching(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_that_panics_when_dropped_is_contained() {
        struct Nasty;
        impl Drop for Nasty {
            fn drop(&mut self) {
                std::panic::panic_any(3);
            }
        }
        let outcome: Result<(), _> = contain(|| std::panic::panic_any(Nasty));
        assert_eq!(outcome.map_err(|e| e.code()), Err("bug"));
    }

    #[test]
    fn every_error_has_its_code() {
        for (code, number) in crm_core::ERROR_CODES {
            let text = serde_json::json!({
                "code": code, "fields": [], "entity": "", "id": "", "reason": "", "from": "", "operation": "",
                "problem": "", "detail": "", "at": "1969-12-31T23:59:59.000000Z",
            });
            let error: CrmError = CrmError::from_json(&text.to_string()).expect(code);
            assert_eq!(CrmCode::of(&error) as i32, *number, "{code}");
        }
    }
}
