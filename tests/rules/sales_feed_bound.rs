//! SALES-2: what a pull tells is bounded, however much the host's system sends.

use crm_core::prelude::*;
use crm_core::sales::{NewProduct, SalesChanges, SalesFeed};

use crate::support::*;

/// A sales system that has three batches of what nobody can take.
struct Rubbish;

impl SalesFeed for Rubbish {
    fn changes_since(&self, cursor: Option<&str>) -> Result<SalesChanges> {
        let batch = cursor.map_or(1, |cursor| cursor.parse::<i64>().unwrap() + 1);
        let nameless = |i| NewProduct { external_id: format!("{batch} {i}"), ..Default::default() };
        Ok(SalesChanges {
            products: Some((0..4_000).map(nameless).collect()),
            next_cursor: batch.to_string(),
            more: batch < 3,
            ..Default::default()
        })
    }
}

#[test]
fn a_pull_names_the_first_refusals_and_counts_the_others() {
    let office = Office::new();
    let pull = office.integration.pull_sales("erp", &Rubbish, true).unwrap();
    assert_eq!((pull.batches, pull.refused.len(), pull.more_refused), (3, 10_000, 2_000));
    assert_eq!((pull.refused[0].key.as_str(), pull.refused[9_999].key.as_str()), ("1 0", "3 1999"));
}
