//! `crm_call` with anything: the input is lines, each a call. A line is an operation (by its number, or by name) and its
//! arguments; `@` in the arguments stands for the id that came back last, so that calls meet records that are there.
//!
//! Nothing may crash, leak, or come back as a defect.
#![no_main]

use std::cell::RefCell;
use std::ffi::{CStr, CString, c_char};

use crm::c_api::{CrmCode, open::*, session::*, texts::*};
use crm_core::Operation;
use libfuzzer_sys::fuzz_target;

/// How many inputs one database serves: a new one costs more than many calls.
const INPUTS: u32 = 200;

struct Company {
    engine: u64,
    sessions: Vec<u64>,
    operations: Vec<&'static str>,
    left: u32,
}

thread_local! {
    static COMPANY: RefCell<Option<Company>> = const { RefCell::new(None) };
}

fn c(text: &str) -> CString {
    // A NUL ends a C string, wherever the input has one.
    CString::new(text.split('\0').next().unwrap_or_default()).expect("no NUL")
}

/// Takes a text from the library.
fn take(text: *mut c_char) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: the library gave it, and it is freed once.
    unsafe {
        let copy = CStr::from_ptr(text).to_str().expect("the library gives UTF-8").to_owned();
        crm_string_free(text);
        Some(copy)
    }
}

impl Company {
    fn new() -> Company {
        let (mut engine, mut sessions) = (0, Vec::new());
        // SAFETY: all texts are C strings, all outputs variables.
        unsafe {
            let options = c(r#"{"now": "2026-03-02T01:00:00Z"}"#);
            assert_eq!(crm_open_in_memory(options.as_ptr(), &mut engine, std::ptr::null_mut()), CrmCode::Ok);
            let roles =
                c(r#"["system_administrator", "sales_manager", "account_manager", "executive", "integration"]"#);
            let (login, name) = (c("all"), c("Everything"));
            let code = crm_bootstrap(
                engine,
                login.as_ptr(),
                name.as_ptr(),
                roles.as_ptr(),
                std::ptr::null_mut(),
                std::ptr::null_mut(),
            );
            assert_eq!(code, CrmCode::Ok);
            let mut all = 0;
            assert_eq!(crm_session_open_by_login(engine, login.as_ptr(), &mut all, std::ptr::null_mut()), CrmCode::Ok);
            sessions.push(all);
            let (create, stranger) =
                (c("users.create"), c(r#"{"new": {"login": "no", "display_name": "No", "roles": []}}"#));
            let code = crm_call(all, create.as_ptr(), stranger.as_ptr(), std::ptr::null_mut(), std::ptr::null_mut());
            assert_eq!(code, CrmCode::Ok);
            let (mut none, login) = (0, c("no"));
            assert_eq!(crm_session_open_by_login(engine, login.as_ptr(), &mut none, std::ptr::null_mut()), CrmCode::Ok);
            sessions.push(none);
        }
        // Writing backups wherever an input says is no test; passwords are slow by intent.
        let operations = Operation::all()
            .map(|o| o.name)
            .filter(|name| *name != "maintenance.backup" && !name.contains("password"))
            .collect();
        Company { engine, sessions, operations, left: INPUTS }
    }

    fn call(&self, line: &str, last: &mut String) {
        let (operation, arguments) = line.split_once(' ').unwrap_or((line, "{}"));
        let (stranger, operation) = match operation.strip_prefix('!') {
            Some(operation) => (1, operation),
            None => (0, operation),
        };
        let operation = match operation.parse::<usize>() {
            Ok(number) => self.operations[number % self.operations.len()],
            Err(_) => operation,
        };
        if operation == "maintenance.backup" || operation.contains("password") {
            return;
        }
        let (operation, arguments) = (c(operation), c(&arguments.replace('@', last)));
        let (mut result, mut error) = (std::ptr::null_mut(), std::ptr::null_mut());
        // SAFETY: all texts are C strings, all outputs variables.
        let code = unsafe {
            crm_call(self.sessions[stranger], operation.as_ptr(), arguments.as_ptr(), &mut result, &mut error)
        };
        let (result, error) = (take(result), take(error));
        assert_eq!(code == CrmCode::Ok, result.is_some());
        assert_eq!(code != CrmCode::Ok, error.is_some());
        assert!(code != CrmCode::Bug && code != CrmCode::Storage, "{error:?}");
        let answer: serde_json::Value =
            serde_json::from_str(result.or(error).as_deref().unwrap_or("null")).expect("the library gives JSON");
        if let Some(id) = answer.get("id").and_then(|id| id.as_str()) {
            *last = id.to_owned();
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let Ok(input) = std::str::from_utf8(data) else { return };
    COMPANY.with_borrow_mut(|company| {
        let current = company.get_or_insert_with(Company::new);
        let mut last = String::new();
        for line in input.lines().take(20) {
            current.call(line, &mut last);
        }
        current.left -= 1;
        if current.left == 0 {
            // SAFETY: no output is wanted.
            assert_eq!(unsafe { crm_close(current.engine, std::ptr::null_mut()) }, CrmCode::Ok);
            *company = None;
        }
    });
});
