//! REP-1: contribution. What a test expects is computed in it, from what it entered.

use crm_core::Total;
use crm_core::customers::{Customer, NewCustomer};
use crm_core::prelude::*;
use crm_core::reports::{ContributionFilter, ContributionRow};
use crm_core::sales::{NewOrder, NewOrderLine};
use crm_core::settings::SettingsUpdate;

use crate::support::*;

/// An order: the customer's key, day, status, amount, currency.
pub type Sold = (&'static str, &'static str, i64, &'static str, &'static str);

pub fn customer_with_key(office: &Office, name: &str, key: &str) -> Customer {
    let new = NewCustomer { external_id: Some(key.into()), ..new_customer(&office.ann, name) };
    office.ann.customers().create(new, None, None).unwrap()
}

pub fn push(office: &Office, sold: &[Sold]) {
    let line = |amount: &str| NewOrderLine {
        product_name: Some("轴承".into()),
        quantity: 1.into(),
        unit_price: amount.parse().unwrap(),
        ..Default::default()
    };
    let orders = sold.iter().map(|(customer, day, status, amount, currency)| NewOrder {
        external_id: format!("{customer} {day} {amount}"),
        customer_external_id: (*customer).into(),
        date: date(day),
        status: *status,
        currency: Some((*currency).into()),
        lines: vec![line(amount)],
        ..Default::default()
    });
    let result = office.integration.sales().push_orders(orders.collect(), None).unwrap();
    assert_eq!(result.created, i64::try_from(sold.len()).unwrap());
}

/// The rows of a contribution report: customer, orders, amount, currency.
pub fn amounts(items: &[ContributionRow]) -> Vec<(&str, i64, String, &str)> {
    let row = |r| {
        let r: &ContributionRow = r;
        (r.customer.name.as_str(), r.orders, r.amount.amount.to_string(), r.amount.currency.as_str())
    };
    items.iter().map(row).collect()
}

pub fn line(
    name: &'static str,
    orders: i64,
    amount: &str,
    currency: &'static str,
) -> (&'static str, i64, String, &'static str) {
    (name, orders, amount.to_owned(), currency)
}

/// Six customers, of whom 戊 has no order that counts by default and 己 none at all.
pub fn books() -> Office {
    let office = Office::new();
    for (name, key) in [("甲公司", "A"), ("乙公司", "B"), ("Acme 上海", "C"), ("丁", "D"), ("戊公司", "E"), ("己", "F")]
    {
        customer_with_key(&office, name, key);
    }
    push(
        &office,
        &[
            ("A", "2024-03-01", 5, "100.10", "CNY"),
            ("A", "2025-03-01", 6, "200.20", "CNY"),
            // Placed and cancelled: not by default.
            ("A", "2025-04-01", 2, "1000", "CNY"),
            ("A", "2025-05-01", 9, "5000", "CNY"),
            ("B", "2025-12-31", 6, "300.30", "CNY"),
            ("B", "2026-01-01", 5, "50", "USD"),
            ("C", "2026-01-01", 5, "70", "USD"),
            ("C", "2026-02-01", 5, "10", "EUR"),
            ("D", "2026-02-01", 6, "-5", "CNY"),
            ("E", "2026-02-01", 0, "9999", "CNY"),
            // Nobody's yet.
            ("X", "2026-02-01", 6, "8888", "CNY"),
        ],
    );
    office
}

#[test]
fn contribution_adds_up_what_customers_ordered() {
    let office = books();
    let report = |filter| office.executive.reports().contribution(Some(filter), None).unwrap();
    // REP-1: shipped and paid, all customers and years; highest first, and the customer's number where two are equal;
    // customers without an order that counts at 0; the company's currency first.
    assert_eq!(
        amounts(&report(ContributionFilter::default()).items),
        [
            line("甲公司", 2, "300.30", "CNY"),
            line("乙公司", 1, "300.30", "CNY"),
            line("戊公司", 0, "0.00", "CNY"),
            line("己", 0, "0.00", "CNY"),
            line("丁", 1, "-5.00", "CNY"),
            line("Acme 上海", 1, "10.00", "EUR"),
            line("Acme 上海", 1, "70.00", "USD"),
            line("乙公司", 1, "50.00", "USD"),
        ]
    );
    // REP-1: by year of the order date.
    let year = |year| report(ContributionFilter { year: Some(year), ..Default::default() });
    assert_eq!(
        amounts(&year(2025).items)[..3],
        [line("乙公司", 1, "300.30", "CNY"), line("甲公司", 1, "200.20", "CNY"), line("Acme 上海", 0, "0.00", "CNY")]
    );
    assert!(year(2023).items.iter().all(|row| row.amount.amount.is_zero()) && year(2023).items.len() == 6);
    // REP-1: by customer name, whatever width and case.
    let named = |name: &str| report(ContributionFilter { customer_name: Some(name.into()), ..Default::default() });
    assert_eq!(
        amounts(&named("ａｃｍｅ").items),
        [line("Acme 上海", 1, "10.00", "EUR"), line("Acme 上海", 1, "70.00", "USD")]
    );
    assert_eq!(named("公司").items.len(), 4);
    // REP-1: which statuses count is a parameter.
    let of = |statuses: &[i64]| report(ContributionFilter { statuses: Some(statuses.to_vec()), ..Default::default() });
    assert_eq!(
        amounts(&of(&[2, 5, 6, 2]).items)[..2],
        [line("甲公司", 3, "1300.30", "CNY"), line("乙公司", 1, "300.30", "CNY")]
    );
    assert_eq!(amounts(&of(&[0]).items)[0], line("戊公司", 1, "9999.00", "CNY"));
    let none = ContributionFilter { statuses: Some(vec![]), year: Some(0), ..Default::default() };
    assert_eq!(
        invalid(office.manager.reports().contribution(Some(none), None)),
        ["year:out_of_range", "statuses:required"]
    );
}

#[test]
fn the_companys_currency_comes_first_whichever_it_is() {
    let office = books();
    let dollars = SettingsUpdate { currency: Some("USD".into()), ..Default::default() };
    office.admin.settings().update(dollars).unwrap();
    let report = office.executive.reports().contribution(None, None).unwrap();
    // REP-1: the company's currency is a setting; who has no order that counts has 0 in it.
    assert_eq!(
        amounts(&report.items),
        [
            line("Acme 上海", 1, "70.00", "USD"),
            line("乙公司", 1, "50.00", "USD"),
            line("戊公司", 0, "0.00", "USD"),
            line("己", 0, "0.00", "USD"),
            line("甲公司", 2, "300.30", "CNY"),
            line("乙公司", 1, "300.30", "CNY"),
            line("丁", 1, "-5.00", "CNY"),
            line("Acme 上海", 1, "10.00", "EUR"),
        ]
    );
}

#[test]
fn contribution_is_paged_by_key() {
    let office = books();
    let reports = office.manager.reports();
    let whole = reports.contribution(None, None).unwrap();
    assert_eq!(whole.next, None);
    for limit in 1..=9 {
        let mut items = Vec::new();
        let mut after = None;
        loop {
            let request = PageRequest { after, limit: Some(limit), count: Some(true) };
            let page = reports.contribution(None, Some(request)).unwrap();
            assert_eq!(page.total, Some(Total { count: 8, more: false }));
            items.extend(page.items);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        // REP-1: paged; every row once.
        assert_eq!(items, whole.items, "pages of {limit}");
    }
    let other = PageRequest { after: Some(r#"["orders",[1,2]]"#.into()), ..Default::default() };
    assert_eq!(invalid(reports.contribution(None, Some(other))), ["after:cursor"]);
}

#[test]
fn contribution_that_passes_64_bits_is_an_error_and_not_a_wrong_sum() {
    let office = Office::new();
    known_customer(&office, "C1");
    // 10¹³ is the most that an order may amount to; 5,000 of them each year are held by 64 bits, all together are not.
    let huge = (0..10_000).map(|i| NewOrder {
        total: Some(decimal("10000000000000")),
        lines: vec![],
        ..new_order(&i.to_string(), "C1", if i % 2 == 0 { "2025-03-01" } else { "2026-03-01" }, 6)
    });
    office.integration.sales().push_orders(huge.collect(), None).unwrap();
    let reports = office.manager.reports();
    // REP-1: no report rather than a wrong one.
    let all = reports.contribution(None, None);
    assert_eq!(all, Err(CrmError::Storage { problem: "too_large".into() }));
    let year = ContributionFilter { year: Some(2026), ..Default::default() };
    assert_eq!(reports.contribution(Some(year), None).unwrap().items[0].orders, 5_000);
}
