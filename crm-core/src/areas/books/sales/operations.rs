//! The operations of the host's sales system.

use super::feed::*;
use super::rules;
use super::types::*;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! sales_operations { ($($project:ident)::+) => { $($project)::+! {
    sales: Sales, "What the host's sales system sends: products, stock and orders, pushed or pulled.";

    /// Creates or changes products by the host's keys (SALES-1): at most 10,000, each as it is now, in the order
    /// given. What is the same already stays untouched, so a repetition changes nothing.
    ///
    /// A wrong record refuses the whole call, with every wrong field of every record; with `per_record` it is refused
    /// alone, and the result says why. (A call of the wrong shape is refused in any case.) The whole call is one
    /// transaction, with one summary in the audit. With `per_record` each 500 records are (fewer where orders have
    /// several lines), so that others write in between; a call that ends early keeps those before.
    ///
    /// Where packs give products something, each gets it as one that a person writes does (EXT-5): a check refuses the
    /// record, and the audit has a row for each.
    write[bulk, whole, sliced, tells] fn push_products(products: Vec<NewProduct> [at_most(10_000)], per_record: Option<bool> = None [default("false")]) -> PushResult;

    /// Creates or changes rows of stock by the host's keys, in the way of `push_products` (SALES-1). The product may
    /// arrive later.
    write[bulk, whole, sliced, tells] fn push_stock(stock: Vec<NewStock> [at_most(10_000)], per_record: Option<bool> = None [default("false")]) -> PushResult;

    /// Creates or changes orders with their lines by the host's keys, in the way of `push_products` (SALES-1). An
    /// order of a customer not known yet is kept, and joins the customer when one with that `external_id` appears. An
    /// order for a lost customer is taken too, and does not bring it back.
    write[bulk, whole, sliced, tells] fn push_orders(orders: Vec<NewOrder> [at_most(10_000)], per_record: Option<bool> = None [default("false")]) -> PushResult;

    /// Removes products by the host's keys (SALES-1). What is not there is unchanged. Stock and order lines that name
    /// the product stay. What hangs on it goes (PROC-3), and what packs define and refers to it is refused (`in_use`),
    /// cleared or gone, as its field says (OBJ-13).
    write[bulk, whole, confirm, sliced, tells] fn remove_products(external_ids: Vec<String> [short, at_most(10_000)], per_record: Option<bool> = None [default("false")]) -> PushResult;

    /// Removes rows of stock by the host's keys (SALES-1). What is not there is unchanged.
    write[bulk, whole, confirm, sliced, tells] fn remove_stock(external_ids: Vec<String> [short, at_most(10_000)], per_record: Option<bool> = None [default("false")]) -> PushResult;

    /// Removes orders with their lines by the host's keys, in the way of `remove_products` (SALES-1).
    write[bulk, whole, confirm, sliced, tells] fn remove_orders(external_ids: Vec<String> [short, at_most(10_000)], per_record: Option<bool> = None [default("false")]) -> PushResult;

    /// Stores a batch of a sales feed's changes, at most 10,000 records, and the cursor behind them in one transaction
    /// (SALES-2). `cursor` is where the batch starts: where it is not the one stored (none before the first batch),
    /// somebody else was faster, and the call is a conflict (`stale_cursor`).
    ///
    /// For hosts that ask their sales system themselves; those that hand the engine a feed use `pull_sales`.
    write[bulk, whole, conflict] fn apply_changes(feed: String [short], changes: SalesChanges, cursor: Option<String> = None [text(2000)], per_record: Option<bool> = None [default("false")]) -> SalesChangesResult;

    /// Says up to where a feed's changes are here; one never pulled has no cursor.
    read fn feed(feed: String [short]) -> SalesFeedState;

    /// Lists the feeds that were pulled, by name. There are at most 1,000; the first batch of one more is a conflict
    /// (`too_many`).
    read fn feeds() -> Vec<SalesFeedState>;

    /// Forgets a feed's cursor, so that the next pull starts from the beginning. The data stay. A feed never pulled is
    /// `not_found`.
    write[bulk, whole, confirm, not_found] fn forget_feed(feed: String [short]) -> ();
} } }

crate::sales_operations!(crate::engine::operations::project_core);
