//! An ERP's books, exported as CSV by the ERP itself, with its own columns and keys: the mappings below say what they
//! mean. They fit the Northwind export; another ERP needs other mappings, and nothing else.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{Datelike, Days};
use crm_core::Date;
use crm_core::imports::{FieldMapping, ImportOptions, ImportReport};

use crate::company::Books;
use crate::names;
use crate::print::{self, Progress};
use crate::world::{Staff, TourClock};

type Outcome<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Where the company is, for its calendar, and what its amounts are in.
pub const TIME_ZONE: &str = "America/Los_Angeles";
pub const CURRENCY: &str = "USD";

/// A field from a column.
fn from(field: &str, column: &str) -> FieldMapping {
    FieldMapping { field: field.into(), column: Some(column.into()), ..Default::default() }
}

/// A field that is the same in every line.
fn constant(field: &str, value: &str) -> FieldMapping {
    FieldMapping { field: field.into(), constant: Some(value.into()), ..Default::default() }
}

/// A field that depends on whether a column is filled.
fn filled(field: &str, column: &str, then: &str, otherwise: &str) -> FieldMapping {
    let (then, otherwise) = (Some(then.into()), Some(otherwise.into()));
    FieldMapping { when_filled: then, when_empty: otherwise, ..from(field, column) }
}

fn customers() -> Vec<FieldMapping> {
    vec![
        from("external_id", "CustomerID"),
        from("name", "CompanyName"),
        // The dictionary's regions are those of China: the export's countries are added to them.
        from("region", "Country"),
        from("address", "Address"),
        from("postcode", "PostalCode"),
        from("phone", "Phone"),
        from("fax", "Fax"),
        from("contact.name", "ContactName"),
        from("contact.position", "ContactTitle"),
        from("contact.office_phone", "Phone"),
    ]
}

fn products() -> Vec<FieldMapping> {
    vec![
        from("external_id", "ProductID"),
        from("name", "ProductName"),
        from("unit", "QuantityPerUnit"),
        from("price", "UnitPrice"),
        from("remarks", "CategoryName"),
    ]
}

fn stock() -> Vec<FieldMapping> {
    vec![
        from("external_id", "ProductID"),
        from("product_external_id", "ProductID"),
        constant("warehouse", "Main"),
        from("quantity", "UnitsInStock"),
    ]
}

fn orders() -> Vec<FieldMapping> {
    vec![
        from("external_id", "OrderID"),
        from("customer_external_id", "CustomerID"),
        from("date", "OrderDate"),
        from("delivery_address", "ShipAddress"),
        // Shipped where it has a shipping date, else placed.
        filled("status", "ShippedDate", "5", "2"),
        filled("status_label", "ShippedDate", "Shipped", "Placed"),
        constant("currency", CURRENCY),
    ]
}

/// A line has no amount: the engine computes it from the rest.
fn lines() -> Vec<FieldMapping> {
    vec![
        from("order", "OrderID"),
        from("product_external_id", "ProductID"),
        from("quantity", "Quantity"),
        from("unit_price", "UnitPrice"),
        from("discount_rate", "Discount"),
    ]
}

/// The day the books begin.
pub fn opening(folder: &Path) -> Outcome<Date> {
    Ok(first_and_last(&read(folder, "orders.csv")?)?.0)
}

fn read(folder: &Path, name: &str) -> Outcome<Vec<u8>> {
    let file = folder.join(name);
    std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()).into())
}

/// Imports the books: customers and products as of the first order, the orders as of the last.
pub fn keep(folder: &Path, clock: &TourClock, staff: &Staff) -> Outcome<Books> {
    let read = |name| read(folder, name);
    let order_file = read("orders.csv")?;
    let (first, last) = first_and_last(&order_file)?;
    let imports = staff.erp.imports();

    let progress = Progress::new("Import", 4);
    clock.at(first, 12);
    let new_regions = Some(ImportOptions { create_entries: Some(true), ..Default::default() });
    let customers = imports.customers(read("customers.csv")?.into(), customers(), new_regions, None)?;
    progress.step("customers");
    let products_report = imports.products(read("products.csv")?.into(), products(), None)?;
    progress.step("products");
    let stock = imports.stock(read("products.csv")?.into(), stock(), None)?;
    progress.step("stock");
    clock.at(last, 23);
    let orders = imports.orders(order_file.into(), orders(), read("order_lines.csv")?.into(), lines(), None)?;
    progress.step("orders");
    progress.done(&format!("books from {first} to {last}"));

    let reports = [
        ("customers.csv", "customers, with a contact each", &customers),
        ("products.csv", "products", &products_report),
        ("products.csv", "stock", &stock),
        ("orders.csv, order_lines.csv", "orders with their lines", &orders),
    ];
    let rows = reports.iter().map(|(file, what, report)| {
        let count = |n: i64| print::thousands(&n.to_string());
        let noted = report.lines.iter().filter(|l| !l.notes.is_empty()).count();
        vec![(*file).to_owned(), (*what).to_owned(), count(report.created), count(report.refused), print::count(noted)]
    });
    print::table("What the import made of the files:", &["File", "Gives", "#Created", "#Refused", "#Noted"], rows);
    doubts(&customers);
    for (file, _, report) in reports {
        refused(file, report);
    }

    // The quarter begins on the Monday behind the books.
    let days = 7 - u64::from(last.weekday().num_days_from_monday());
    let name = folder.canonicalize()?.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    Ok(Books {
        company: format!("{name}, from its ERP's export"),
        quarter: last + Days::new(days),
        currency: CURRENCY,
        words: &names::FOOD,
        weeks: Vec::new(),
    })
}

/// What a person should look at among the customers: lines that are unlike the others.
fn doubts(report: &ImportReport) {
    let mut lacking: BTreeMap<&str, usize> = BTreeMap::new();
    for field in report.lines.iter().flat_map(|line| &line.lacks) {
        *lacking.entry(field).or_default() += 1;
    }
    let all = report.lines.len();
    let everywhere: Vec<&str> = lacking.iter().filter(|(_, n)| **n == all).map(|(field, _)| *field).collect();
    print::say(&format!(
        "All {all} customers arrive incomplete, since the export has no {}; {} regions were added to the dictionary.",
        everywhere.join(", "),
        report.created_entries.len()
    ));
    let rows = report.lines.iter().filter_map(|line| {
        let more: Vec<&str> = line.lacks.iter().map(String::as_str).filter(|f| !everywhere.contains(f)).collect();
        let notes: Vec<String> = line.notes.iter().map(|n| format!("{} {}", n.field, n.detail)).collect();
        (!more.is_empty() || !notes.is_empty())
            .then(|| vec![line.line.to_string(), line.key.clone(), more.join(", "), notes.join("; ")])
    });
    print::table("Lines that look like mistakes:", &["#Line", "Key", "Lacks more than the others", "Noted"], rows);
}

/// The refused lines of a file, if there are any.
fn refused(file: &str, report: &ImportReport) {
    if report.refused == 0 {
        return;
    }
    let rows = report.lines.iter().filter(|line| !line.errors.is_empty()).take(20).map(|line| {
        let errors: Vec<String> = line.errors.iter().map(|e| format!("{} {}", e.field, e.detail)).collect();
        vec![line.line.to_string(), line.key.clone(), errors.join("; ")]
    });
    print::table(&format!("Refused in {file}:"), &["#Line", "Key", "Why"], rows);
}

/// The days of the first and the last order.
fn first_and_last(orders: &[u8]) -> Outcome<(Date, Date)> {
    let mut reader = csv::Reader::from_reader(orders);
    let column = reader.headers()?.iter().position(|h| h == "OrderDate").ok_or("orders.csv has no column OrderDate")?;
    let mut days: Vec<Date> = Vec::new();
    for record in reader.records() {
        let record = record?;
        days.push(record.get(column).unwrap_or_default().get(..10).unwrap_or_default().parse()?);
    }
    let first = days.iter().min().ok_or("orders.csv has no order")?;
    let last = days.iter().max().ok_or("orders.csv has no order")?;
    Ok((*first, *last))
}
