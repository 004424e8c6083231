//! CUST: customers.

use crm_core::*;

use crate::support::*;

#[test]
fn create_sets_what_the_caller_cannot_give() {
    let office = Office::new();
    let c = office.customer();
    // CUST-1: the caller's fields, and the auto fields.
    assert_eq!((c.name.as_str(), c.phone.as_deref()), ("华东精密机械", Some("021-5555 0100")));
    assert_eq!(c.region.as_ref().map(|r| r.item.as_str()), Some("华东"));
    assert_eq!(c.account_manager.as_ref().map(|u| u.display_name.as_str()), Some("安娜"));
    assert_eq!((c.number, c.status, c.version), (Some(1), CustomerStatus::Active, 1));
    assert_eq!(c.created_at, MORNING.parse::<Timestamp>().unwrap());
    // CUST-2: every required field is filled, and it says so.
    assert!(c.complete);
    assert_eq!(office.ben.customers().get(c.id).unwrap(), c);
}
