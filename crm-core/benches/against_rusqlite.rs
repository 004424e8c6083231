//! What the engine adds to hand-written rusqlite that does the same work: `cargo bench -p crm-core`.
//!
//! Each pair runs alternately in one process on two databases of the same shape, in files with WAL and
//! `synchronous=NORMAL`. Measured is the CPU time of the process; printed are the medians of the rounds and of their
//! ratios. The hand-written side is what a good programmer writes without the engine: cached statements, one
//! transaction a call, the same rows and the same audit text.

#![allow(clippy::unwrap_used, missing_docs, reason = "a program for developers")]

mod by_hand;
mod timing;

use std::hint::black_box;

use by_hand::ByHand;
use crm_core::Synchronous;
use crm_core::opportunities::{NewOpportunity, OpportunityFilter, OpportunityId, OpportunityStatus};
use crm_core::prelude::*;
use timing::{ROUNDS, compare};

fn new_opportunity(i: usize) -> NewOpportunity {
    NewOpportunity {
        source: Some("广交会".into()),
        customer_name: format!("华东精密机械 {i} 有限公司"),
        success_probability: 60,
        summary: format!("数控机床 {} 台", i % 50),
        contact_name: Some("王芳".into()),
        contact_phone: Some("138-0013-8000".into()),
        description: "年底前更换旧设备，预算已批，需要三家比价。".into(),
        ..Default::default()
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
            black_box(session.opportunities().create(new_opportunity(i), None, None).unwrap());
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
