//! What the engine adds to hand-written rusqlite that does the same work: `cargo bench -p crm-core`.
//!
//! Each pair runs alternately in one process on two databases of the same shape, in files with WAL and
//! `synchronous=NORMAL`. Measured is the CPU time of the process; printed are the medians of the rounds and of their
//! ratios. The hand-written side is what a good programmer writes without the engine: cached statements, one
//! transaction a call, the same rows and the same audit text.

#![allow(clippy::unwrap_used, missing_docs, reason = "a program for developers")]

mod by_hand;

use std::hint::black_box;

use by_hand::ByHand;
use crm_core::Synchronous;
use crm_core::opportunities::{NewOpportunity, OpportunityFilter, OpportunityId, OpportunityStatus};
use crm_core::prelude::*;

const ROUNDS: usize = 15;

/// CPU seconds that this process has used.
fn cpu() -> f64 {
    let t = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    t.tv_sec as f64 + t.tv_nsec as f64 / 1e9
}

fn time(times: usize, mut work: impl FnMut(usize)) -> f64 {
    let start = cpu();
    for i in 0..times {
        work(i);
    }
    (cpu() - start) / times as f64 * 1e6
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Runs both sides alternately; prints the medians and the ratio.
fn compare(name: &str, target: f64, times: usize, mut engine: impl FnMut(usize), mut hand: impl FnMut(usize)) -> bool {
    let (mut e, mut h, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    time(times, &mut hand);
    time(times, &mut engine);
    for round in 0..ROUNDS {
        let (a, b) = if round % 2 == 0 {
            let a = time(times, &mut engine);
            (a, time(times, &mut hand))
        } else {
            let b = time(times, &mut hand);
            (time(times, &mut engine), b)
        };
        ratios.push(a / b);
        e.push(a);
        h.push(b);
    }
    let ratio = median(ratios);
    let met = ratio <= target;
    println!(
        "{name:<28} engine {:>8.2} µs   by hand {:>8.2} µs   ratio {ratio:.2}   target {target:.1} {}",
        median(e),
        median(h),
        if met { "met" } else { "MISSED" }
    );
    met
}

fn new_opportunity(i: usize) -> NewOpportunity {
    NewOpportunity {
        source: Some("广交会".into()),
        customer_name: format!("华东精密机械 {i} 有限公司"),
        success_probability: 60,
        summary: format!("数控机床 {} 台", i % 50),
        contact_name: Some("王芳".into()),
        contact_phone: Some("138-0013-8000".into()),
        description: "年底前更换旧设备，预算已批，需要三家比价。".into(),
    }
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let crm = Crm::options().synchronous(Synchronous::Normal).open(folder.path().join("engine.crm")).unwrap();
    let user = crm.bootstrap("ann", "安娜", &["account_manager", "sales_manager"]).unwrap();
    let session = crm.session(user).unwrap();
    let hand = ByHand::open(&folder.path().join("by_hand.crm"), &folder.path().join("engine.crm"), user);
    println!("{ROUNDS} rounds alternated, CPU time of the process, medians\n");

    let mut met = compare(
        "opportunities.create",
        1.3,
        400,
        |i| {
            black_box(session.opportunities().create(new_opportunity(i), None).unwrap());
        },
        |i| {
            black_box(hand.create(&new_opportunity(i)));
        },
    );
    let page = || Some(PageRequest { limit: Some(1000), ..Default::default() });
    let ids: Vec<OpportunityId> =
        session.opportunities().list(None, page(), None).unwrap().items.iter().map(|o| o.id).collect();
    let hand_ids = hand.ids(1000);
    met &= compare(
        "opportunities.get",
        1.3,
        2000,
        |i| {
            black_box(session.opportunities().get(ids[i % ids.len()]).unwrap());
        },
        |i| {
            black_box(hand.get(&hand_ids[i % hand_ids.len()]));
        },
    );
    let filter = || OpportunityFilter {
        status: Some(OpportunityStatus::Unassigned),
        customer_name: Some("机械".into()),
        ..Default::default()
    };
    met &= compare(
        "opportunities.list of 50",
        1.2,
        100,
        |_| {
            black_box(session.opportunities().list(Some(filter()), None, None).unwrap());
        },
        |_| {
            black_box(hand.list("unassigned", "机械", 50));
        },
    );
    println!("\n{}", if met { "every target met" } else { "a target was missed" });
}
