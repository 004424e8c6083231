//! The export: imported through a mapping, and loaded as it is into plain tables.

use std::path::Path;

use crm_core::Bytes;
use crm_core::imports::{FieldMapping, ImportReport, ValueMapping};
use crm_core::prelude::*;
use rusqlite::Connection;

use crate::support::{FixedEnvironment, Office};

fn column(field: &str, column: &str) -> FieldMapping {
    FieldMapping { field: field.into(), column: Some(column.into()), ..Default::default() }
}

fn constant(field: &str, value: &str) -> FieldMapping {
    FieldMapping { field: field.into(), constant: Some(value.into()), ..Default::default() }
}

/// What became of the four files.
pub struct Reports {
    pub customers: ImportReport,
    pub products: ImportReport,
    pub stock: ImportReport,
    pub orders: ImportReport,
}

/// Every country of the export lies overseas from the company; "IT" is none.
const COUNTRIES: &[&str] = &[
    "Argentina",
    "Austria",
    "Belgium",
    "Brazil",
    "Canada",
    "Denmark",
    "Finland",
    "France",
    "Germany",
    "Ireland",
    "Italy",
    "Mexico",
    "Norway",
    "Poland",
    "Portugal",
    "Spain",
    "Sweden",
    "Switzerland",
    "UK",
    "USA",
    "Venezuela",
];

/// Imports the export as it lies in the folder.
pub fn import(session: &Session, folder: &Path) -> Reports {
    let file = |name: &str| Bytes(std::fs::read(folder.join(name)).unwrap());
    let overseas = COUNTRIES.iter().map(|c| ValueMapping { cell: (*c).into(), to: "海外".into() }).collect();
    let imports = session.imports();
    let customers = imports.customers(
        file("customers.csv"),
        vec![
            column("external_id", "CustomerID"),
            column("name", "CompanyName"),
            column("address", "Address"),
            column("postcode", "PostalCode"),
            FieldMapping { values: Some(overseas), lenient: Some(true), ..column("region", "Country") },
            column("phone", "Phone"),
            column("fax", "Fax"),
            column("contact.name", "ContactName"),
            column("contact.position", "ContactTitle"),
            column("contact.office_phone", "Phone"),
        ],
        None,
        None,
    );
    let products = imports.products(
        file("products.csv"),
        vec![
            column("external_id", "ProductID"),
            column("name", "ProductName"),
            column("model", "CategoryName"),
            column("unit", "QuantityPerUnit"),
            column("price", "UnitPrice"),
            constant("currency", "USD"),
        ],
        None,
    );
    let stock = imports.stock(
        file("products.csv"),
        vec![
            column("external_id", "ProductID"),
            column("product_external_id", "ProductID"),
            constant("warehouse", "Main"),
            column("quantity", "UnitsInStock"),
        ],
        None,
    );
    let orders = imports.orders(
        file("orders.csv"),
        vec![
            column("external_id", "OrderID"),
            column("customer_external_id", "CustomerID"),
            column("date", "OrderDate"),
            FieldMapping {
                when_filled: Some("5".into()),
                when_empty: Some("2".into()),
                ..column("status", "ShippedDate")
            },
            column("delivery_address", "ShipAddress"),
            constant("currency", "USD"),
        ],
        file("order_lines.csv"),
        vec![
            column("order", "OrderID"),
            column("product_external_id", "ProductID"),
            column("unit_price", "UnitPrice"),
            column("quantity", "Quantity"),
            column("discount_rate", "Discount"),
        ],
        None,
    );
    Reports {
        customers: customers.unwrap(),
        products: products.unwrap(),
        stock: stock.unwrap(),
        orders: orders.unwrap(),
    }
}

/// An office whose company reports in dollars, with the export imported at the given moment.
pub fn office(folder: &Path, now: &str) -> (Office, Reports) {
    let clock = FixedEnvironment::new(now);
    let crm = Crm::options().currency("USD").environment(clock.clone()).any_time(true).open_in_memory().unwrap();
    let office = Office::staff(crm, clock);
    let reports = import(&office.integration, folder);
    (office, reports)
}

/// The files in plain tables, every column as the text it is.
pub struct Books(Connection);

impl Books {
    pub fn load(folder: &Path) -> Books {
        let connection = Connection::open_in_memory().unwrap();
        for table in ["customers", "orders", "order_lines"] {
            let mut reader = csv::Reader::from_path(folder.join(format!("{table}.csv"))).unwrap();
            let columns: Vec<String> = reader.headers().unwrap().iter().map(|c| format!("\"{c}\"")).collect();
            connection.execute(&format!("CREATE TABLE {table} ({})", columns.join(", ")), []).unwrap();
            let marks = vec!["?"; columns.len()].join(", ");
            let insert = format!("INSERT INTO {table} VALUES ({marks})");
            for record in reader.records() {
                connection.execute(&insert, rusqlite::params_from_iter(record.unwrap().iter())).unwrap();
            }
        }
        Books(connection)
    }

    pub fn customers(&self) -> i64 {
        self.0.query_row("SELECT count(*) FROM customers", [], |r| r.get(0)).unwrap()
    }

    /// Cents of shipped orders by customer name. Prices have at most two places and discounts at most two, so a line
    /// is whole ten-thousandths, rounded half to even here by hand.
    pub fn contribution(&self, year: Option<i64>) -> Vec<(String, i64)> {
        let mut statement = self
            .0
            .prepare(
                "WITH lines AS (
                    SELECT o.CustomerID, CAST(round(l.UnitPrice * 100) AS INTEGER) * CAST(l.Quantity AS INTEGER)
                        * (100 - CAST(round(l.Discount * 100) AS INTEGER)) AS tenthousandths
                    FROM orders o JOIN order_lines l ON l.OrderID = o.OrderID
                    WHERE o.ShippedDate <> '' AND (?1 IS NULL OR CAST(substr(o.OrderDate, 1, 4) AS INTEGER) = ?1)),
                 cents AS (
                    SELECT CustomerID, tenthousandths / 100 + CASE
                        WHEN tenthousandths % 100 > 50 THEN 1
                        WHEN tenthousandths % 100 = 50 AND (tenthousandths / 100) % 2 = 1 THEN 1
                        ELSE 0 END AS cents
                    FROM lines)
                 SELECT c.CompanyName, sum(cents) FROM cents JOIN customers c ON trim(c.CustomerID) = trim(cents.CustomerID)
                 GROUP BY c.CustomerID",
            )
            .unwrap();
        let rows = statement.query_map([year], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
        rows.map(|r| r.unwrap()).collect()
    }

    /// The names of customers without an order on or after the day, sorted.
    pub fn quiet_since(&self, day: &str) -> Vec<String> {
        let mut statement = self
            .0
            .prepare(
                "SELECT c.CompanyName FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o
                    WHERE trim(o.CustomerID) = trim(c.CustomerID) AND substr(o.OrderDate, 1, 10) >= ?1)",
            )
            .unwrap();
        let rows = statement.query_map([day], |r| r.get::<_, String>(0)).unwrap();
        let mut names: Vec<String> = rows.map(|r| r.unwrap().trim().to_owned()).collect();
        names.sort();
        names
    }
}
