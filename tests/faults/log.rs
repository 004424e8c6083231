//! The log beside the file: it comes down while the file is open.

use std::path::Path;

use crm_core::prelude::*;
use crm_core::sales::NewProduct;

use crate::support::{FixedEnvironment, MORNING, Office};

/// A log that is longer is cut.
const LONG: u64 = 16 << 20;

fn log(file: &Path) -> u64 {
    std::fs::metadata(file.with_file_name("long.crm-wal")).unwrap().len()
}

/// A write of some 24 MiB.
fn write_long(office: &Office, mark: &str) {
    let product = |i: usize| NewProduct {
        external_id: format!("P{i}"),
        name: "n".into(),
        remarks: Some(format!("{mark}{}", "x".repeat(19_000))),
        ..Default::default()
    };
    office.integration.sales().push_products((0..1_300).map(product).collect(), None).unwrap();
}

#[test]
fn the_log_shrinks_while_the_file_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("long.crm");
    let clock = FixedEnvironment::new(MORNING);
    let office = Office::staff(Crm::options().environment(clock.clone()).open(&file).unwrap(), clock);
    // One long write leaves no long log, …
    write_long(&office, "a");
    assert!(log(&file) <= LONG, "{}", log(&file));
    // … but where somebody reads what was before it, whose log it is.
    let reader = rusqlite::Connection::open(&file).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM products").unwrap();
    write_long(&office, "b");
    let while_read = log(&file);
    assert!(while_read > LONG, "{while_read}");
    office.opportunity();
    assert!(log(&file) >= while_read);
    // Once nobody does, the next commit cuts it, however short.
    reader.execute_batch("COMMIT").unwrap();
    office.opportunity();
    assert!(log(&file) <= LONG, "{}", log(&file));
    // Nothing of it is lost.
    let remarks: String =
        reader.query_row("SELECT remarks FROM products WHERE external_id = 'P7'", [], |row| row.get(0)).unwrap();
    assert!(remarks.starts_with('b'));
    assert!(office.admin.maintenance().check().unwrap().ok);
}
