//! What `crm_call` costs above the typed Rust call it makes: reading one opportunity of twenty fields. Both are measured
//! in turns, so that the difference holds on a busy machine too; above 4 µs the program fails.

use std::ffi::{CStr, CString};
use std::hint::black_box;
use std::time::Instant;

use crm::c_api::{CrmCode, open::*, session::*, texts::*};
use crm_core::Crm;
use crm_core::opportunities::NewOpportunity;

const ROUNDS: usize = 300;
const CALLS: u32 = 100;
const LIMIT_NANOSECONDS: f64 = 4_000.0;

fn main() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let path = file.path().to_str().expect("a path").to_owned();
    std::fs::remove_file(&path).expect("removed");
    let crm = Crm::open(&path).expect("opens");
    let user = crm.bootstrap("han", "韩梅梅", &["sales_manager"]).expect("the first user");
    let session = crm.session(user).expect("a session");
    let new = NewOpportunity {
        source: Some("广交会".into()),
        customer_name: "华东精密机械".into(),
        success_probability: 60,
        summary: "数控机床 12 台".into(),
        contact_name: Some("王芳".into()),
        contact_phone: Some("138-0013-8000".into()),
        description: "年底前更换旧设备".into(),
        ..Default::default()
    };
    let id = session.opportunities().create(new, None, None).expect("created").id;

    let options = CString::new(format!("{{\"path\": \"{path}\", \"read_only\": true}}")).expect("no NUL");
    let arguments = CString::new(format!("{{\"id\": \"{id}\"}}")).expect("no NUL");
    let (mut engine, mut through_c) = (0, 0);
    // SAFETY: all texts are C strings, all outputs variables.
    unsafe {
        assert_eq!(crm_open(options.as_ptr(), &mut engine, std::ptr::null_mut()), CrmCode::Ok);
        assert_eq!(
            crm_session_open_by_login(engine, c"han".as_ptr(), &mut through_c, std::ptr::null_mut()),
            CrmCode::Ok
        );
    }
    let typed = || {
        black_box(session.opportunities().get(black_box(id)).expect("there"));
    };
    let by_name = || {
        let mut result = std::ptr::null_mut();
        // SAFETY: as above; the result is freed once.
        unsafe {
            let name = c"opportunities.get".as_ptr();
            assert_eq!(crm_call(through_c, name, arguments.as_ptr(), &mut result, std::ptr::null_mut()), CrmCode::Ok);
            black_box(CStr::from_ptr(result).to_bytes().len());
            crm_string_free(result);
        }
    };
    let mut differences = Vec::with_capacity(ROUNDS);
    let mut typed_all = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let (a, b) = (time(typed), time(by_name));
        typed_all.push(a);
        differences.push(b - a);
    }
    let (typed, above) = (median(&mut typed_all), median(&mut differences));
    println!("typed call {typed:.0} ns; crm_call {above:.0} ns above it (at most {LIMIT_NANOSECONDS:.0})");
    // SAFETY: no output is wanted.
    unsafe { crm_close(engine, std::ptr::null_mut()) };
    assert!(above <= LIMIT_NANOSECONDS, "crm_call costs too much");
}

/// Nanoseconds a call.
fn time(call: impl Fn()) -> f64 {
    let start = Instant::now();
    for _ in 0..CALLS {
        call();
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
