//! The operations that import files.

use super::rules;
use super::types::*;
use crate::duplicates::OnDuplicate;
use crate::engine::bytes::Bytes;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! imports_operations { ($($project:ident)::+) => { $($project)::+! {
    imports: Imports, "Imports of CSV files (导入).";

    /// Imports products from a CSV file; a product that is there is updated by its key (SALES-3). The mapping's fields
    /// are those of `NewProduct`.
    ///
    /// As in every import, the first line names the columns, the file has at most 64 MiB, what can be read two ways is
    /// refused or told, and the report says what became of the lines. A thousand lines are one transaction with one
    /// summary in the audit, so an import that ends early keeps those before; with `all_or_nothing` all are one.
    write[bulk, whole, sliced] fn products(
        file: Bytes,
        mapping: Vec<FieldMapping> [at_most(100)],
        options: Option<ImportOptions> = None,
    ) -> ImportReport;

    /// Imports rows of stock from a CSV file (SALES-3). The mapping's fields are those of `NewStock`.
    write[bulk, whole, sliced] fn stock(
        file: Bytes,
        mapping: Vec<FieldMapping> [at_most(100)],
        options: Option<ImportOptions> = None,
    ) -> ImportReport;

    /// Imports orders from a CSV file with their lines from a second one (SALES-3), which may be the same flat file: rows
    /// that say the same of an order are one order, and rows that don't are refused. The mapping's fields are those of
    /// `NewOrder`; the line mapping's those of `NewOrderLine`, and `order`, the order's key. Where a line's amount is
    /// not mapped or empty, it is computed from quantity, unit price and discount rate.
    write[bulk, whole, sliced] fn orders(
        file: Bytes,
        mapping: Vec<FieldMapping> [at_most(100)],
        lines_file: Bytes,
        lines_mapping: Vec<FieldMapping> [at_most(100)],
        options: Option<ImportOptions> = None,
    ) -> ImportReport;

    /// Imports customers, with a contact each, from a CSV file; a customer that is there is updated by its key in the
    /// host's ERP (SALES-3). The mapping's fields are those of `NewCustomer`, and those of `NewContact` behind
    /// `contact.`. A customer may arrive incomplete; its line says what it lacks. A customer that may be there already under
    /// another key is refused by a rule that asks, unless `duplicates` accepts it; by one that records it has a note with the
    /// numbers of those that it meets (DUP-6).
    write[bulk, whole, sliced] fn customers(
        file: Bytes,
        mapping: Vec<FieldMapping> [at_most(100)],
        options: Option<ImportOptions> = None,
        duplicates: Option<OnDuplicate> = None [default("\"refuse\"")],
    ) -> ImportReport;
} } }

crate::imports_operations!(crate::engine::operations::project_core);
