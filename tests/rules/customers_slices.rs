//! CUST-3: many customers at once are one transaction, or one for each thousand.

use crm_core::customers::{CustomerId, NewCustomer};
use crm_core::prelude::*;
use crm_core::{ChangeEvent, ChangeListener};

use crate::support::*;

fn customer(i: usize, name: &str) -> NewCustomer {
    NewCustomer { name: name.into(), external_id: Some(format!("K{i:05}")), ..Default::default() }
}

fn total(office: &Office) -> usize {
    let page = PageRequest { limit: Some(10_000), ..Default::default() };
    office.ann.customers().list(None, Some(page), None).unwrap().items.len()
}

#[test]
fn customers_per_record_are_written_five_hundred_at_a_time() {
    let office = Office::new();
    let recorder = Recorder::on(&office.crm);
    let wrong = [3, 999, 1_000, 2_399];
    let name = |i: usize| if wrong.contains(&i) { " " } else { "东风" };
    let many: Vec<NewCustomer> = (0..2_400).map(|i| customer(i, name(i))).collect();
    let ids: Vec<CustomerId> = (0..2_400).map(|_| CustomerId(uuid::Uuid::now_v7())).collect();
    let customers = office.integration.customers();
    let import =
        |many: &[NewCustomer]| customers.import_many(many.to_vec(), Some(true), Some(true), Some(ids.clone()), None);
    let batch = import(&many).unwrap();
    assert_eq!((batch.created, batch.unchanged, batch.refused, batch.records.len()), (2_396, 0, 4, 2_400));
    for (i, record) in batch.records.iter().enumerate() {
        let errors: Vec<String> = record.errors.iter().map(|e| format!("{}:{}", e.field, e.code)).collect();
        assert_eq!(errors.concat(), if wrong.contains(&i) { "name:required" } else { "" }, "{i}");
        assert_eq!(record.id, (!wrong.contains(&i)).then_some(ids[i]), "{i}");
    }
    // Each slice is told and audited by itself, with its customers.
    let heard: Vec<usize> = recorder.take().iter().map(|event| event.records.len()).collect();
    assert_eq!(heard, [499, 499, 499, 500, 399]);
    // A repetition makes no second ones; of a key that is another's each record hears by itself.
    let mut again = many.clone();
    again[2_000].external_id = Some("K00001".into());
    again[1_999].name = "another".into();
    let batch = import(&again).unwrap();
    assert_eq!((batch.created, batch.unchanged, batch.refused), (0, 2_394, 6));
    let errors = |i: usize| batch.records[i].errors.iter().map(|e| e.code.clone()).collect::<Vec<_>>();
    assert_eq!((errors(1_999), errors(2_000)), (vec!["id_taken".to_owned()], vec!["id_taken".to_owned()]));
    assert_eq!((recorder.take().len(), total(&office)), (0, 2_396));
    // An id that is given twice, in slices far apart, is wrong with the list.
    let mut twice = ids.clone();
    twice[2_100] = twice[5];
    let refusal = customers.import_many(many.clone(), Some(true), Some(true), Some(twice), None);
    assert_eq!(invalid(refusal), ["ids[2100]:not_unique"]);
}

#[test]
fn customers_that_must_be_whole_are_one_transaction() {
    let office = Office::new();
    let recorder = Recorder::on(&office.crm);
    let mut many: Vec<NewCustomer> = (0..1_600).map(|i| customer(i, "n")).collect();
    many[1_500].external_id = Some("K00700".into());
    let import =
        |many: &[NewCustomer]| office.integration.customers().import_many(many.to_vec(), Some(true), None, None, None);
    assert_eq!(invalid(import(&many)), ["customers[1500].external_id:not_unique"]);
    assert_eq!((recorder.take().len(), total(&office)), (0, 0));
    many[1_500] = customer(1_500, "n");
    assert_eq!(import(&many).unwrap().created, 1_600);
    let heard: Vec<usize> = recorder.take().iter().map(|event| event.records.len()).collect();
    assert_eq!(heard, [1_600]);
}

#[test]
fn a_batch_of_customers_that_ends_early_leaves_what_it_came_to() {
    struct Disable(Session, UserId);
    impl ChangeListener for Disable {
        fn changed(&self, event: ChangeEvent) {
            if event.operation == "customers.create_many" {
                self.0.users().disable(self.1, None).unwrap();
            }
        }
    }
    let office = Office::new();
    office.crm.on_change(std::sync::Arc::new(Disable(office.admin.clone(), user(&office.manager))));
    let complete = new_customer(&office.ann, "c");
    let many = (0..1_100).map(|i| NewCustomer { external_id: Some(format!("{i}")), ..complete.clone() }).collect();
    // PERM-1: each slice asks anew.
    assert_eq!(refused(office.manager.customers().create_many(many, Some(true), None, None)), "forbidden");
    assert_eq!(total(&office), 500);
}
