//! The operations on orders.

use super::rules;
use super::types::*;
use crate::customers::CustomerId;
use crate::engine::page::PageRequest;
use crate::engine::tree::Tree;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! orders_operations { ($($project:ident)::+) => { $($project)::+! {
    orders: Orders, "Order history (历史订单) of customers, read from the host's sales system.";

    /// Lists a customer's orders that are shipped (status 5) or paid (6), newest first by the order date (ORDER-1).
    /// Orders of other statuses are not in it, whatever the filter says.
    read fn list(customer: CustomerId, filter: Option<OrderFilter> = None, page: Option<PageRequest> = None, matching: Option<Tree> = None) -> OrderPage;

    /// Gives one order in full, whatever its status: its lines and the total (ORDER-2).
    ///
    /// One answer carries at most 1,000 lines, and 4 MiB of their texts. Where there are more, `next` is there: pass it
    /// as `after`.
    read fn get(id: OrderId, after: Option<String> = None [cursor]) -> OrderDetails;
} } }

crate::orders_operations!(crate::engine::operations::project_core);
