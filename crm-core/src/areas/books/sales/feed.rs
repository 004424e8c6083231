//! Pulling from the host's sales system (SALES-2): the host supplies a feed, the engine asks it for the changes since
//! a cursor and stores them together with the next cursor.

use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::Entity;
use crate::engine::record::record;
use crate::engine::session::Session;

/// Feeds that a database may know.
pub const MAX_FEEDS: i64 = 1_000;

/// Refused records that a pull names.
const REFUSALS: usize = 10_000;

record! {
    /// The changes in the host's sales system since a cursor. A batch gives the last word on each key: a record as it
    /// is now, or its key among the removed.
    input SalesChanges {
        /// Products that are new or changed.
        products: Option<Vec<NewProduct>> = None [at_most(10_000)],
        /// Rows of stock that are new or changed.
        stock: Option<Vec<NewStock>> = None [at_most(10_000)],
        /// Orders that are new or changed.
        orders: Option<Vec<NewOrder>> = None [at_most(10_000)],
        /// Keys of products that are gone.
        removed_products: Option<Vec<String>> = None [short, at_most(10_000)],
        /// Keys of rows of stock that are gone.
        removed_stock: Option<Vec<String>> = None [short, at_most(10_000)],
        /// Keys of orders that are gone.
        removed_orders: Option<Vec<String>> = None [short, at_most(10_000)],
        /// The cursor behind these changes: the host's own text, opaque to the engine, kept without white space at
        /// its ends.
        next_cursor: String [text(2000)],
        /// Whether there are further changes behind that cursor already.
        more: bool = false,
    }
}

record! {
    /// What became of a feed's changes.
    output SalesChangesResult {
        /// The cursor that is stored now.
        cursor: String,
        /// The products, and behind them the removed ones.
        products: PushResult,
        /// The rows of stock, and behind them the removed ones.
        stock: PushResult,
        /// The orders, and behind them the removed ones.
        orders: PushResult,
    }
}

record! {
    /// Up to where a feed's changes are here.
    output SalesFeedState {
        /// The feed's name.
        feed: String,
        /// The cursor that the next batch must start from; absent before the first.
        cursor: Option<String>,
        /// When a batch last brought something: changes, or another cursor. A pull that brings nothing leaves no trace.
        pulled_at: Option<Timestamp>,
    }
}

record! {
    /// A record that a pull refused.
    output SalesRefusal {
        /// Its kind.
        entity: Entity,
        /// The host's key.
        key: String,
        /// What is wrong with it.
        errors: Vec<FieldError>,
    }
}

record! {
    /// What became of a pull.
    output SalesPull {
        /// Batches stored, each in a transaction of its own.
        batches: i64,
        /// The cursor that is stored now.
        cursor: Option<String>,
        /// Records created.
        created: i64,
        /// Records changed.
        updated: i64,
        /// Records that were the same already.
        unchanged: i64,
        /// Records removed.
        removed: i64,
        /// The records refused, the first 10,000 of them; only where the pull was per record.
        refused: Vec<SalesRefusal>,
        /// How many more were refused.
        more_refused: i64,
    }
}

/// The host's sales system, as far as the engine asks it.
pub trait SalesFeed {
    /// The changes since a cursor of this feed's, `None` for everything from the beginning; at most 10,000 records.
    /// Called with no lock held and no transaction under way, so it may take its time and call the engine.
    ///
    /// # Errors
    /// Any; the pull ends with it. [`CrmError::FeedFailed`] is meant for what the feed itself has to say.
    fn changes_since(&self, cursor: Option<&str>) -> Result<SalesChanges>;
}

impl Session {
    /// Asks a feed for its changes until it has no more, and stores each batch with its cursor in one transaction
    /// (SALES-2), through `sales.apply_changes` and with its permission. A batch with a wrong record is refused as a
    /// whole; `per_record` refuses the record alone and goes on.
    ///
    /// What was stored before an error stays, and the next pull goes on behind it.
    ///
    /// ```
    /// use crm_core::{Crm, Result};
    /// use crm_core::sales::{NewProduct, SalesChanges, SalesFeed};
    ///
    /// struct Erp;
    ///
    /// impl SalesFeed for Erp {
    ///     fn changes_since(&self, cursor: Option<&str>) -> Result<SalesChanges> {
    ///         let bearing = NewProduct { external_id: "P1".into(), name: "轴承".into(), ..Default::default() };
    ///         let products = if cursor.is_none() { vec![bearing] } else { Vec::new() };
    ///         Ok(SalesChanges { products: Some(products), next_cursor: "change 1".into(), ..Default::default() })
    ///     }
    /// }
    ///
    /// # fn main() -> Result<()> {
    /// let crm = Crm::open_in_memory()?;
    /// let erp = crm.bootstrap("erp", "ERP", &["integration"])?;
    /// let session = crm.session(erp)?;
    /// assert_eq!(session.pull_sales("erp", &Erp, false)?.created, 1);
    /// assert_eq!(session.pull_sales("erp", &Erp, false)?.created, 0);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the feed returns; [`CrmError::FeedFailed`] where it promises more without moving its cursor;
    /// [`CrmError::Conflict`] (`stale_cursor`) where somebody else pulled the same feed meanwhile; otherwise as
    /// `sales.apply_changes`.
    pub fn pull_sales(&self, feed: &str, source: &dyn SalesFeed, per_record: bool) -> Result<SalesPull> {
        // The pull is one call: interrupted also while the feed thinks, and with one time limit for all of it.
        let call = self.patience();
        let session = self.within(&call);
        let cursor = session.sales().feed(feed.to_owned())?.cursor;
        let mut pull = SalesPull {
            batches: 0,
            cursor,
            created: 0,
            updated: 0,
            unchanged: 0,
            removed: 0,
            refused: Vec::new(),
            more_refused: 0,
        };
        loop {
            call.check()?;
            let changes = source.changes_since(pull.cursor.as_deref())?;
            call.check()?;
            let more = changes.more;
            if more && pull.cursor.as_deref() == Some(changes.next_cursor.trim()) {
                return Err(CrmError::FeedFailed { detail: "it promises more but does not move its cursor".into() });
            }
            let result =
                session.sales().apply_changes(feed.to_owned(), changes, pull.cursor.take(), Some(per_record))?;
            pull.add(result);
            if !more {
                return Ok(pull);
            }
        }
    }
}

impl SalesPull {
    fn add(&mut self, result: SalesChangesResult) {
        self.batches += 1;
        self.cursor = Some(result.cursor);
        for (entity, part) in
            [(Entity::PRODUCT, result.products), (Entity::STOCK, result.stock), (Entity::ORDER, result.orders)]
        {
            self.created += part.created;
            self.updated += part.updated;
            self.unchanged += part.unchanged;
            self.removed += part.removed;
            for r in part.records.into_iter().filter(|r| r.outcome == PushOutcome::Refused) {
                if self.refused.len() < REFUSALS {
                    self.refused.push(SalesRefusal { entity: entity.clone(), key: r.key, errors: r.errors });
                } else {
                    self.more_refused += 1;
                }
            }
        }
    }
}
