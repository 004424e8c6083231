//! SALES-2: what the engine pulls from the host's feeds.

use std::sync::Mutex;

use crm_core::Environment;
use crm_core::prelude::*;
use crm_core::sales::{NewOrder, SalesChanges, SalesFeed};

use crate::support::*;

/// An ERP that hands out prepared batches, each from its cursor.
struct Erp {
    batches: Vec<SalesChanges>,
    asked: Mutex<Vec<Option<String>>>,
}

impl SalesFeed for Erp {
    fn changes_since(&self, cursor: Option<&str>) -> Result<SalesChanges> {
        self.asked.lock().unwrap().push(cursor.map(str::to_owned));
        let at = cursor.map_or(0, |c| c.parse::<usize>().unwrap());
        match self.batches.get(at) {
            Some(batch) => Ok(batch.clone()),
            None => Err(CrmError::FeedFailed { detail: "the ERP is closed".into() }),
        }
    }
}

fn batch(next: &str, more: bool, orders: Vec<NewOrder>, removed: &[&str]) -> SalesChanges {
    SalesChanges {
        orders: Some(orders),
        removed_orders: Some(removed.iter().map(|k| (*k).to_owned()).collect()),
        next_cursor: next.into(),
        more,
        ..Default::default()
    }
}

#[test]
fn a_feed_is_pulled_until_it_has_no_more() {
    let office = Office::new();
    let customer = known_customer(&office, "C1");
    let erp = Erp {
        batches: vec![
            batch("1", true, vec![new_order("A1", "C1", "2026-01-05", 5), new_order("A2", "C1", "2026-01-06", 5)], &[]),
            batch("2", false, vec![new_order("A3", "C1", "2026-01-07", 5)], &["A2", "A9"]),
        ],
        asked: Mutex::default(),
    };
    // SALES-2: the changes since a cursor, with the cursor.
    let pull = office.integration.pull_sales("erp", &erp, false).unwrap();
    assert_eq!((pull.batches, pull.created, pull.removed, pull.unchanged), (2, 3, 1, 1));
    assert_eq!(order_total(&office, &customer, 2026, 5), [(2, "50.00 CNY".into())]);
    let state = office.integration.sales().feed("erp".into()).unwrap();
    assert_eq!((state.cursor.as_deref(), state.pulled_at), (Some("2"), Some(MORNING.parse().unwrap())));
    // AUDIT-1: a batch that brings nothing leaves no trace: no audit, and not even its time.
    let audited = office.admin.changes().latest().unwrap().sequence;
    office.clock.advance(chrono::TimeDelta::minutes(1));
    let nothing =
        office.integration.sales().apply_changes("erp".into(), batch("2", false, vec![], &[]), Some("2".into()), None);
    assert_eq!(nothing.unwrap().orders.unchanged, 0);
    assert_eq!(office.integration.sales().feed("erp".into()).unwrap(), state);
    assert_eq!(office.admin.changes().latest().unwrap().sequence, audited);
    office
        .integration
        .sales()
        .apply_changes("erp".into(), batch("3", false, vec![], &[]), Some("2".into()), None)
        .unwrap();
    assert_eq!(office.admin.changes().latest().unwrap().sequence, audited + 1);
    let state = office.integration.sales().feed("erp".into()).unwrap();
    assert_eq!((state.cursor.as_deref(), state.pulled_at), (Some("3"), Some(office.clock.now())));
    // The next pull goes on from there; a feed that fails changes nothing.
    let failed = office.integration.pull_sales("erp", &erp, false).unwrap_err();
    assert_eq!(failed, CrmError::FeedFailed { detail: "the ERP is closed".into() });
    assert_eq!(*erp.asked.lock().unwrap(), [None, Some("1".to_owned()), Some("3".to_owned())]);
    assert_eq!(office.integration.sales().feeds().unwrap(), [state]);
    // A feed can be started over, and its data are the same then.
    office.integration.sales().forget_feed("erp".into()).unwrap();
    assert_eq!(refused(office.integration.sales().forget_feed("erp".into())), "not_found");
    let again = office.integration.pull_sales("erp", &erp, false).unwrap();
    assert_eq!((again.created, again.unchanged, again.removed), (1, 3, 1));
    // Nobody else pulls, and the feed is not even asked.
    let before = erp.asked.lock().unwrap().len();
    assert_eq!(refused(office.manager.pull_sales("erp", &erp, false)), "forbidden");
    assert_eq!(erp.asked.lock().unwrap().len(), before);
}

#[test]
fn cursor_and_data_are_stored_together_or_not_at_all() {
    let office = Office::new();
    let sales = office.integration.sales();
    let good = || vec![new_order("A1", "C1", "2026-01-05", 5)];
    let bad = || vec![new_order("A1", "C1", "2026-01-05", 5), new_order("", "C1", "2026-01-05", 5)];
    let cursor = || sales.feed("erp".into()).unwrap().cursor;
    // SALES-2: a refused batch moves no cursor, and stores nothing.
    let apply = |changes, from: Option<&str>, per_record| {
        sales.apply_changes("erp".into(), changes, from.map(str::to_owned), per_record)
    };
    assert_eq!(invalid(apply(batch("1", false, bad(), &[]), None, None)), ["orders[1].external_id:required"]);
    assert_eq!(cursor(), None);
    assert_eq!(sales.remove_orders(vec!["A1".into()], None).unwrap().unchanged, 1);
    let applied = apply(batch("1", false, bad(), &[]), None, Some(true)).unwrap();
    assert_eq!((applied.orders.created, applied.orders.refused), (1, 1));
    assert_eq!(cursor().as_deref(), Some("1"));
    // SALES-2: a batch must start where the last one ended.
    for from in [None, Some("0"), Some("2")] {
        let refusal = apply(batch("9", false, good(), &[]), from, None).unwrap_err();
        assert!(matches!(&refusal, CrmError::Conflict { reason, .. } if reason == "stale_cursor"), "{refusal}");
    }
    assert_eq!(cursor().as_deref(), Some("1"));
    // A batch has the last word on a key, so it says one thing of it.
    let torn = batch("2", false, good(), &["A7", "A1"]);
    assert_eq!(invalid(apply(torn, Some("1"), None)), ["removed_orders[1]:contradictory"]);
    // 10,000 records altogether.
    let keys: Vec<String> = (0..10_000).map(|i| format!("K{i}")).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    assert_eq!(invalid(apply(batch("2", false, good(), &keys), Some("1"), None)), ["changes:too_many"]);
    // A feed that promises more must move.
    let erp = Erp { batches: vec![batch("0", true, Vec::new(), &[])], asked: Mutex::default() };
    assert_eq!(refused(office.integration.pull_sales("standing", &erp, false)), "feed_failed");
    // Refused records of a pull per record are told.
    let erp = Erp { batches: vec![batch("1", false, bad(), &[])], asked: Mutex::default() };
    let pull = office.integration.pull_sales("other", &erp, true).unwrap();
    assert_eq!((pull.refused.len(), &pull.refused[0].entity), (1, &Entity::ORDER));
}
