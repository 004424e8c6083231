//! The Rust side of `tests/bench/python.py`: reads customers as that does, on demand. Takes the file as its argument;
//! for each line "list" or "get ID" on standard input it prints the CPU microseconds of one such call.

#![allow(clippy::unwrap_used, missing_docs, reason = "a program for developers")]

use std::hint::black_box;
use std::io::{BufRead, Write};

use crm_core::customers::CustomerId;
use crm_core::{Crm, PageRequest, Session};

/// CPU seconds that this process has used.
fn cpu() -> f64 {
    let t = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    t.tv_sec as f64 + t.tv_nsec as f64 / 1e9
}

fn list(session: &Session) {
    let page = PageRequest { limit: Some(10_000), ..Default::default() };
    let page = session.customers().list(None, Some(page), None).unwrap();
    assert_eq!(black_box(&page).items.len(), 10_000);
}

fn main() {
    let file = std::env::args().nth(1).expect("the file of a database");
    let session = Crm::open(file).unwrap().session_by_login("manager").unwrap();
    list(&session);
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let begun = cpu();
        let times = match line.strip_prefix("get ") {
            None => {
                list(&session);
                1
            }
            Some(id) => {
                let id = CustomerId(id.parse().unwrap());
                for _ in 0..1_000 {
                    black_box(session.customers().get(id).unwrap());
                }
                1_000
            }
        };
        println!("{}", (cpu() - begun) / f64::from(times) * 1e6);
        std::io::stdout().flush().unwrap();
    }
}
