//! The operations on churn warnings.

use super::rules;
use super::types::*;
use crate::customers::CustomerId;
use crate::engine::page::PageRequest;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! churn_operations { ($($project:ident)::+) => { $($project)::+! {
    churn: Churn, "Churn warnings (客户流失预警), from the scan to loss or recovery.";

    /// Adds a warning for every active customer that is quiet and has no open one, and closes the open ones whose
    /// customer is quiet no more (CHURN-1, CHURN-2).
    ///
    /// Quiet is a customer whose latest order, or where there is none or an older one the day it was created or won
    /// back, is more than six calendar months ago. The scheduled job does the same every Saturday; between two scans
    /// this one adds only what has become quiet since.
    ///
    /// It writes 500 warnings at a time, each in a transaction with an event of its own; others write between them. One
    /// that ends early has done a part, and the next does the rest.
    write[sliced, whole] fn scan() -> ChurnScan;

    /// Gives one warning with its measures. The customer's account manager may, whatever their roles.
    read fn get(id: WarningId) -> ChurnWarning;

    /// Lists all that was tried against the loss of a warning's customer, oldest first. By the same people as `get`.
    read fn measures(id: WarningId, page: Option<PageRequest> = None) -> MeasurePage;

    /// Lists warnings with their measures, newest first, closed ones too unless the filter names a status (CHURN-5).
    read fn list(filter: Option<ChurnWarningFilter> = None, page: Option<PageRequest> = None) -> ChurnWarningPage;

    /// Gives every warning and win-back of one customer, oldest first: at most 1,000 of them, and 4 MiB of text. Where
    /// there is more, `next` is there: pass it as `after`.
    read fn history(customer: CustomerId, after: Option<String> = None [cursor]) -> ChurnHistory;

    /// Records a measure against the loss of the customer; the warning is then deferred, and may be so again (CHURN-3).
    ///
    /// The customer's present account manager may; where that person is disabled, or there is none, a sales manager.
    write[moves] fn defer(id: WarningId, measure: String [long, of("warning.measures")], version: Option<i64> = None) -> ChurnWarning;

    /// Confirms a deferred warning, with the reason of the loss: the customer is lost, and frozen until it is won back
    /// (CHURN-4). By the same people as `defer`.
    ///
    /// Where the customer is quiet no more, the call is refused as not possible while `recovered`, and the warning is
    /// recovered from then on: the only refusal that leaves something behind (CHURN-2).
    write[moves] fn confirm(id: WarningId, reason: String [long, of("warning.reason")], version: Option<i64> = None) -> ChurnWarning;
} } }

crate::churn_operations!(crate::engine::operations::project_core);
