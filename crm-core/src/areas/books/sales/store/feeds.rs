//! The statements on the host's sales feeds.

use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::storage::{Columns, Transaction, params};
use crate::sales::feed::SalesFeedState;

fn read(c: &mut Columns<'_>) -> Result<SalesFeedState> {
    Ok(SalesFeedState { feed: c.next()?, cursor: c.next()?, pulled_at: c.next()? })
}

pub(crate) fn get(tx: &mut dyn Transaction, feed: &str) -> Result<Option<SalesFeedState>> {
    tx.one("SELECT name, cursor, pulled_at FROM sales_feeds WHERE name = ?", params![feed], read)
}

pub(crate) fn all(tx: &mut dyn Transaction) -> Result<Vec<SalesFeedState>> {
    tx.all("SELECT name, cursor, pulled_at FROM sales_feeds ORDER BY name", &[], read)
}

/// How many there are.
pub(crate) fn count(tx: &mut dyn Transaction) -> Result<i64> {
    tx.value("SELECT count(*) FROM sales_feeds", &[])
}

pub(crate) fn set(tx: &mut dyn Transaction, feed: &str, cursor: &str, now: Timestamp) -> Result<usize> {
    tx.execute(
        "INSERT INTO sales_feeds (name, cursor, pulled_at) VALUES (?, ?, ?) \
         ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor, pulled_at = excluded.pulled_at",
        params![feed, cursor, now],
    )
}

pub(crate) fn remove(tx: &mut dyn Transaction, feed: &str) -> Result<usize> {
    tx.execute("DELETE FROM sales_feeds WHERE name = ?", params![feed])
}
