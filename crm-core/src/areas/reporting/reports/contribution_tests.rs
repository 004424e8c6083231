//! The contribution report's pages against the same report made the plain way, over random books.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::engine::clock::Date;
use crate::engine::crm::Crm;
use crate::engine::storage::params;

/// A total of a customer: customer, year, currency, status, amount.
type Counted = (i64, i64, &'static str, i64, i64);

#[derive(Debug, Clone)]
struct Books {
    /// Name and whether there is a number, by key from 1.
    customers: Vec<(&'static str, bool)>,
    totals: Vec<Counted>,
}

fn books() -> impl Strategy<Value = Books> {
    let customer =
        (prop::sample::select(vec!["Acme", "ＡＣＭＥ 上海", "华东", "华南精密", "Ōsaka"]), prop::bool::weighted(0.8));
    let total = (
        1_i64..25,
        2024_i64..2027,
        prop::sample::select(vec!["CNY", "CNY", "EUR", "USD"]),
        prop::sample::select(vec![2_i64, 5, 6, 9]),
        prop_oneof![Just(0_i64), -3_i64..4, 1_i64..1_000_000],
    );
    (prop::collection::vec(customer, 1..25), prop::collection::vec(total, 0..60)).prop_map(|(customers, totals)| {
        let last = i64::try_from(customers.len()).unwrap_or(1);
        // One row for each key of the table.
        let unique: BTreeMap<_, _> = totals
            .into_iter()
            .filter(|t| t.0 <= last)
            .map(|(customer, year, currency, status, amount)| ((customer, year, currency, status), amount))
            .collect();
        let totals = unique.into_iter().map(|((c, y, currency, s), amount)| (c, y, currency, s, amount)).collect();
        Books { customers, totals }
    })
}

fn number(key: i64, numbered: bool) -> Option<i64> {
    // Numbers run the other way than keys, so that one can't pass for the other.
    numbered.then_some(1_000 - key)
}

/// Writes the books as derived totals, and as one order for each.
fn write(tx: &mut dyn Transaction, books: &Books) -> Result<()> {
    for (key, (name, numbered)) in (1_i64..).zip(&books.customers) {
        let uid = uuid::Uuid::from_u128(u128::try_from(key).unwrap_or(0));
        tx.insert(
            "INSERT INTO customers (id, uid, number, complete, name, name_folded, created_at, active_since) \
             VALUES (?, ?, ?, FALSE, ?, ?, 0, '2024-01-01')",
            params![key, &uid, number(key, *numbered), *name, text::fold(name)],
        )?;
    }
    for (i, (customer, year, currency, status, amount)) in (1_i64..).zip(&books.totals) {
        tx.execute(
            "INSERT INTO customer_totals (customer, year, currency, status, orders, amount) VALUES (?, ?, ?, ?, 1, ?)",
            params![customer, year, *currency, status, amount],
        )?;
        let uid = uuid::Uuid::from_u128(u128::try_from(i).unwrap_or(0));
        tx.insert(
            "INSERT INTO orders (uid, external_id, number, customer_external_id, customer, date, year, status, \
             currency, total) VALUES (?, ?, ?, '', ?, ?, ?, ?, ?, ?)",
            params![
                &uid,
                i.to_string(),
                i.to_string(),
                customer,
                format!("{year}-07-01"),
                year,
                status,
                *currency,
                amount
            ],
        )?;
    }
    Ok(())
}

/// Rank, currency, amount descending, number (absent last), key, and how many orders: sorting these sorts the report.
type Line = (bool, String, std::cmp::Reverse<i64>, bool, Option<i64>, i64, i64);

/// The whole report the plain way.
fn expected(books: &Books, report: &Report) -> Vec<Line> {
    let mut sums: BTreeMap<(i64, &str), (i64, i64)> = BTreeMap::new();
    for (customer, year, currency, status, amount) in &books.totals {
        let day: Date = format!("{year}-07-01").parse().expect("a date");
        let counts = report.statuses.contains(status)
            && match report.days {
                Days::All => true,
                Days::Years(from, to) => (from..=to).contains(year),
                Days::Period(from, to) => from <= day && day <= to,
            };
        if counts {
            let sum = sums.entry((*customer, currency)).or_default();
            *sum = (sum.0 + 1, sum.1 + amount);
        }
    }
    let mut lines = Vec::new();
    for (key, (name, numbered)) in (1_i64..).zip(&books.customers) {
        if report.name.as_ref().is_some_and(|n| !text::fold(name).contains(&text::fold(n))) {
            continue;
        }
        let mut of_customer: Vec<(&str, i64, i64)> =
            sums.iter().filter(|((c, _), _)| *c == key).map(|((_, cur), (n, sum))| (*cur, *n, *sum)).collect();
        if of_customer.is_empty() {
            of_customer.push(("CNY", 0, 0));
        }
        for (currency, orders, sum) in of_customer {
            let number = number(key, *numbered);
            let foreign = currency != "CNY";
            lines.push((foreign, currency.to_owned(), std::cmp::Reverse(sum), number.is_none(), number, key, orders));
        }
    }
    lines.sort();
    lines
}

fn line(row: &ContributionRow) -> Line {
    let key = i64::try_from(row.customer.id.0.as_u128()).expect("a key");
    let amount = row.amount.minor().expect("an amount");
    let currency = row.amount.currency.clone();
    (currency != "CNY", currency, std::cmp::Reverse(amount), row.number.is_none(), row.number, key, row.orders)
}

fn whole(tx: &mut dyn Transaction, report: &Report, limit: i64) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    let mut after = None;
    loop {
        let request = PageRequest { after, limit: Some(limit), ..Default::default() };
        let page = report.page(tx, &Some(request))?;
        assert!(page.items.len() <= limit as usize);
        lines.extend(page.items.iter().map(line));
        after = page.next;
        if after.is_none() {
            return Ok(lines);
        }
        assert_eq!(page.items.len(), limit as usize, "only the last page is short");
    }
}

fn reports() -> Vec<Report> {
    let report = |statuses: &[i64], days, name: Option<&str>| Report {
        currency: "CNY".into(),
        statuses: statuses.to_vec(),
        days,
        name: name.map(str::to_owned),
        visible: Visibility::whole("a test sees all"),
    };
    let day = |text: &str| text.parse::<Date>().expect("a date");
    vec![
        report(&[5, 6], Days::All, None),
        report(&[5, 6], Days::year(2025), None),
        report(&[6], Days::All, Some("acme")),
        report(&[2, 5, 6], Days::year(2024), Some("华")),
        report(&[5, 6], Days::Years(2025, 2026), None),
        report(&[5, 6], Days::Period(day("2024-07-01"), day("2025-06-30")), None),
        report(&[9], Days::Period(day("2024-07-02"), day("2026-07-01")), Some("acme")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    // REP-1: every row once, in order, whatever the length of the pages.
    #[test]
    fn pages_join_into_the_whole_report(books in books(), limit in 1_i64..9) {
        let crm = Crm::open_in_memory().expect("opens");
        crm.storage().write(&crm.patience(), &mut |tx| write(tx, &books)).expect("the books are written");
        for report in reports() {
            let expected = expected(&books, &report);
            let mut found = Vec::new();
            let mut total = None;
            crm.storage().read(&crm.patience(), &mut |tx| {
                found = whole(tx, &report, limit)?;
                total = Some(report.count(tx)?);
                Ok(())
            }).expect("the report is read");
            prop_assert_eq!(&found, &expected, "{:?}", report);
            let count = i64::try_from(expected.len()).expect("a length");
            prop_assert_eq!(total, Some(Total { count, more: false }));
        }
    }
}

// REP-5: a period's orders are added up once more only where it is not made of whole years.
#[test]
fn whole_years_are_recognised() {
    for (from, to, years) in [
        ("2025-01-01", "2025-12-31", Some((2025, 2025))),
        ("2024-01-01", "2025-12-31", Some((2024, 2025))),
        ("0001-01-01", "9999-12-31", Some((1, 9999))),
        ("2025-01-01", "2025-12-30", None),
        ("2025-01-02", "2025-12-31", None),
        ("2025-01-01", "2025-01-01", None),
    ] {
        let day = |text: &str| text.parse::<Date>().expect("a date");
        let found = match Days::between(day(from), day(to)) {
            Days::Years(from, to) => Some((from, to)),
            _ => None,
        };
        assert_eq!(found, years, "{from} to {to}");
    }
}

#[test]
fn a_cursor_of_another_kind_is_refused() {
    for cursor in ["", "{}", r#"["contribution",[0,"CNY",1,1]]"#, r#"["contribution",[9,"CNY",1,1,1]]"#] {
        assert!(Place::decode(cursor).is_err(), "{cursor}");
    }
    assert!(Place::decode(r#"["contribution",["0","CNY",1,1,1]]"#).is_err());
    let place = Place { section: Section::Foreign, currency: "EUR".into(), amount: -5, number: 7, key: 8 };
    let again = Place::decode(&place.cursor()).expect("its own cursor");
    assert_eq!(format!("{again:?}"), format!("{place:?}"));
}
