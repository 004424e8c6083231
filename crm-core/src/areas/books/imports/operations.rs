//! The operations that import files.

use super::rules;
use super::types::*;
use crate::bytes::Bytes;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! imports_operations { ($($project:ident)::+) => { $($project)::+! {
    imports: Imports, "Imports of CSV files (导入).";

    /// Imports products from a CSV file; a product that is there is updated by its key (SALES-3). The mapping's fields
    /// are those of `NewProduct`.
    ///
    /// As in every import, the first line names the columns, the file has at most 64 MiB, the report says of each line
    /// what became of it, and the audit keeps one summary.
    write[bulk, sliced] fn products(
        file: Bytes,
        mapping: Vec<FieldMapping> [at_most(100)],
        options: Option<ImportOptions> = None,
    ) -> ImportReport;

    /// Imports rows of stock from a CSV file (SALES-3). The mapping's fields are those of `NewStock`.
    write[bulk, sliced] fn stock(
        file: Bytes,
        mapping: Vec<FieldMapping> [at_most(100)],
        options: Option<ImportOptions> = None,
    ) -> ImportReport;

    /// Imports orders from a CSV file with their lines from a second one (SALES-3). The mapping's fields are those of
    /// `NewOrder`; the line mapping's those of `NewOrderLine`, and `order`, the order's key. Where a line's amount is
    /// not mapped or empty, it is computed from quantity, unit price and discount rate.
    write[bulk, sliced] fn orders(
        file: Bytes,
        mapping: Vec<FieldMapping> [at_most(100)],
        lines_file: Bytes,
        lines_mapping: Vec<FieldMapping> [at_most(100)],
        options: Option<ImportOptions> = None,
    ) -> ImportReport;

    /// Imports customers, with a contact each, from a CSV file; a customer that is there is updated by its key in the
    /// host's ERP (SALES-3). The mapping's fields are those of `NewCustomer`, and those of `NewContact` behind
    /// `contact.`. A customer may arrive incomplete; its line says what it lacks.
    write[bulk, sliced] fn customers(
        file: Bytes,
        mapping: Vec<FieldMapping> [at_most(100)],
        options: Option<ImportOptions> = None,
    ) -> ImportReport;
} } }

crate::imports_operations!(crate::operations::project_core);
