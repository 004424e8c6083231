//! SALES-3: a long file is written in slices, or whole.

use crm_core::audit::AuditFilter;
use crm_core::imports::{FieldMapping, ImportOptions};
use crm_core::prelude::*;
use crm_core::{Bytes, ChangeEvent, ChangeListener};

use crate::imports::{bytes, codes, column, told};
use crate::support::*;

fn mapping() -> Vec<FieldMapping> {
    vec![column("external_id", "id"), column("name", "name")]
}

fn file(lines: impl Iterator<Item = usize>) -> Bytes {
    let lines: String = lines.map(|i| format!("{i},n{i}\n")).collect();
    bytes(&format!("id,name\n{lines}"))
}

fn whole() -> Option<ImportOptions> {
    Some(ImportOptions { all_or_nothing: Some(true), ..Default::default() })
}

#[test]
fn a_long_file_is_written_a_thousand_lines_at_a_time() {
    let office = Office::new();
    let recorder = Recorder::on(&office.crm);
    let report = office.integration.imports().products(file(0..2_500), mapping(), None).unwrap();
    assert_eq!((report.created, report.read), (2_500, 2_500));
    // Each slice is committed, audited and told by itself.
    assert_eq!(recorder.take().len(), 3);
    let filter = AuditFilter { operation: Some("imports.products".into()), ..Default::default() };
    let calls = office.admin.audit().list(Some(filter), None).unwrap().items;
    let created: Vec<i64> = calls
        .iter()
        .map(|c| serde_json::from_str::<serde_json::Value>(&c.arguments).unwrap()["created"].as_i64().unwrap())
        .collect();
    assert_eq!(created, [500, 1_000, 1_000]);
    // The list is bounded, and says so.
    assert_eq!((report.lines.len(), report.more), (1_000, true));
}

#[test]
fn refused_lines_are_listed_behind_the_first_thousand_too() {
    let office = Office::new();
    let lines: String =
        (0..3_000).map(|i| if i % 1_500 == 1_499 { ",x\n".into() } else { format!("{i},x\n") }).collect();
    let report = office.integration.imports().products(bytes(&format!("id,name\n{lines}")), mapping(), None).unwrap();
    assert_eq!((report.created, report.refused, report.lines.len(), report.more), (2_998, 2, 1_002, true));
    assert_eq!(report.lines.iter().skip(1_000).map(|l| l.line).collect::<Vec<_>>(), [1_501, 3_001]);
}

#[test]
fn a_file_that_is_taken_whole_is_one_transaction_and_not_too_long() {
    let office = Office::new();
    let recorder = Recorder::on(&office.crm);
    let products = |file, options| office.integration.imports().products(file, mapping(), options);
    assert_eq!(products(file(0..2_500), whole()).unwrap().created, 2_500);
    assert_eq!(recorder.take().len(), 1);
    assert_eq!(invalid(products(file(0..100_001), whole())), ["file:too_many_lines"]);
    // A line that the books refuse, and not the file alone, takes all others back too.
    let customers = |file: &str| office.integration.imports().customers(bytes(file), mapping(), whole(), None);
    office.lose(known_customer(&office, "A").id);
    let lines: String = (0..1_500).map(|i| format!("{i},c\n")).collect();
    let refusal = customers(&format!("id,name\n{lines}A,other\n"));
    assert_eq!(invalid(refusal), ["line 1502.external_id:lost_customer"]);
    assert_eq!(office.ann.customers().list(None, None, None).unwrap().items.len(), 1);
    assert!(recorder.take().iter().all(|event| event.operation != "imports.customers"));
}

#[test]
fn whoever_is_disabled_meanwhile_gets_no_further() {
    struct Disable(Session, UserId);
    impl ChangeListener for Disable {
        fn changed(&self, event: ChangeEvent) {
            if event.operation == "imports.products" {
                self.0.users().disable(self.1, None).unwrap();
            }
        }
    }
    let office = Office::new();
    office.crm.on_change(std::sync::Arc::new(Disable(office.admin.clone(), user(&office.integration))));
    let refusal = office.integration.imports().products(file(0..3_000), mapping(), None);
    // PERM-1: each slice asks anew; what was committed stays.
    assert_eq!(refused(refusal), "forbidden");
    let page = PageRequest { count: Some(true), ..Default::default() };
    assert_eq!(office.ann.products().list(None, Some(page), None).unwrap().total.unwrap().count, 1_000);
}

#[test]
fn an_interruption_between_two_slices_ends_the_import() {
    struct Interrupt(Crm);
    impl ChangeListener for Interrupt {
        fn changed(&self, _: ChangeEvent) {
            self.0.interrupt();
        }
    }
    let office = Office::new();
    let listener = office.crm.on_change(std::sync::Arc::new(Interrupt(office.crm.clone())));
    assert_eq!(refused(office.integration.imports().products(file(0..3_000), mapping(), None)), "interrupted");
    office.crm.remove_listener(listener);
    let again = office.integration.imports().products(file(0..3_000), mapping(), None).unwrap();
    assert_eq!((again.unchanged, again.created), (1_000, 2_000));
}

#[test]
fn a_line_with_very_many_faults_tells_the_first() {
    let office = Office::new();
    let orders = "no,who,day,state\n1,A,2026-01-05,5\n";
    let lines: String = (0..400).map(|_| "1,x,many,1\n").collect();
    let report = office
        .integration
        .imports()
        .orders(
            bytes(orders),
            vec![
                column("external_id", "no"),
                column("customer_external_id", "who"),
                column("date", "day"),
                column("status", "state"),
            ],
            bytes(&format!("no,what,pieces,each\n{lines}")),
            vec![
                column("order", "no"),
                column("product_name", "what"),
                column("quantity", "pieces"),
                column("unit_price", "each"),
            ],
            None,
        )
        .unwrap();
    assert_eq!(told(&report).len(), 1);
    let errors = &report.lines[0].errors;
    assert_eq!((errors.len(), codes(errors).last().map(String::as_str)), (101, Some(":more")));
    assert_eq!(errors[100].limit.as_deref(), Some("300"));
}
