//! TIME: the company's time zone decides what day, what year and what Saturday it is.

use crm_core::prelude::*;

use crate::support::*;

fn office(zone: &str) -> Office {
    let clock = FixedEnvironment::new(MORNING);
    let crm = Crm::options().time_zone(zone).environment(clock.clone()).open_in_memory().unwrap();
    Office::staff(crm, clock)
}

#[test]
fn days_are_counted_in_the_companys_zone() {
    for (zone, created, quiet) in [
        // TIME-1: 01:00 in UTC is 2 March in Shanghai, and in Los Angeles still the first.
        ("Asia/Shanghai", "2026-09-02T15:59:59Z", "2026-09-02T16:00:00Z"),
        ("America/Los_Angeles", "2026-09-02T06:59:59Z", "2026-09-02T07:00:00Z"),
        ("UTC", "2026-09-02T23:59:59Z", "2026-09-03T00:00:00Z"),
        ("Pacific/Kiritimati", "2026-09-02T09:59:59Z", "2026-09-02T10:00:00Z"),
    ] {
        let office = office(zone);
        office.customer();
        office.clock.set(created);
        assert_eq!(office.integration.churn().scan().unwrap().warned, 0, "{zone}");
        office.clock.set(quiet);
        assert_eq!(office.integration.churn().scan().unwrap().warned, 1, "{zone}");
    }
}

#[test]
fn saturday_is_the_companys() {
    for (zone, due) in [
        // TIME-1: the same Monday, one Saturday, other instants.
        ("Asia/Shanghai", "2026-03-06T18:00:00Z"),
        ("UTC", "2026-03-07T02:00:00Z"),
        ("America/Los_Angeles", "2026-03-07T10:00:00Z"),
        ("Pacific/Kiritimati", "2026-03-06T12:00:00Z"),
    ] {
        let due_at = office(zone).integration.jobs().next_due().unwrap().due_at;
        assert_eq!(due_at, due.parse::<Timestamp>().unwrap(), "{zone}");
    }
}

#[test]
fn instants_are_utc_and_dates_are_dates() {
    let office = office("Asia/Shanghai");
    let customer = office.customer();
    // TIME-1: on the wire, an instant is UTC and a date has no time.
    let json = office.ann.call("customers.get", &format!(r#"{{"id":"{}"}}"#, customer.id)).unwrap();
    assert!(json.contains(r#""created_at":"2026-03-02T01:00:00.000000Z""#), "{json}");
    let filter = r#"{"filter":{"last_order_from":"2026-03-02T01:00:00Z"}}"#;
    assert_eq!(invalid(office.ann.call("churn.list", filter)), ["last_order_from:wrong_type"]);
    // TIME-1: an IANA name.
    let refusal = Crm::options().time_zone("Shanghai").open_in_memory();
    assert_eq!(invalid(refusal), ["time_zone:unknown_time_zone"]);
}
