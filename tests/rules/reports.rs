//! REP: reports. What a test expects is computed in it, from what it entered.

use crm_core::*;

use crate::support::*;

/// Customers by level, satisfaction and credit; none of them has any other required field empty.
fn customer_of(office: &Office, name: &str, level: &str, satisfaction: i64, credit: i64) -> Customer {
    let level = Some(entry(&office.ann, "customer_level", level));
    let new = NewCustomer {
        level,
        satisfaction: Some(satisfaction),
        credit: Some(credit),
        ..new_customer(&office.ann, name)
    };
    office.ann.customers().create(new, None).unwrap()
}

/// The rows of a composition report: item, grade, customers, share.
fn rows(report: &CompositionReport) -> Vec<(&str, Option<i64>, i64, i64)> {
    let row = |r| {
        let r: &CompositionRow = r;
        (r.entry.as_ref().map_or("", |e| e.item.as_str()), r.grade, r.customers, r.share)
    };
    report.rows.iter().map(row).collect()
}

fn ticket(office: &Office, customer: &Customer, kind: &str) -> Ticket {
    let new = NewTicket {
        kind: entry(&office.ann, "ticket_kind", kind),
        summary: "机床异响".into(),
        customer: customer.id,
        request: "请派人检修".into(),
    };
    office.ann.tickets().create(new, None).unwrap()
}

fn kinds(report: &ServiceReport) -> Vec<(&str, i64)> {
    report.rows.iter().map(|r| (r.kind.item.as_str(), r.tickets)).collect()
}

#[test]
fn sales_managers_and_executives_read_reports_and_nobody_else() {
    let office = Office::new();
    let new =
        || NewManagementReport { period_from: date("2026-01-01"), period_to: date("2026-03-31"), ..Default::default() };
    let submitted = office.manager.reports().submit(new(), None).unwrap();
    for (name, session) in office.everyone() {
        let reports = session.reports();
        let outcomes = [
            reports.contribution(None, None).map(drop),
            reports.composition(CompositionBy::Level, false).map(drop),
            reports.service(None).map(drop),
            reports.churn(None, None).map(drop),
            reports.submitted(None).map(drop),
            reports.get_submitted(submitted.id).map(drop),
        ];
        for outcome in outcomes {
            // REP: sales manager, executive.
            match name {
                "manager" | "executive" => outcome.unwrap(),
                _ => assert_eq!(refused(outcome), "forbidden", "{name}"),
            }
        }
        // REP-5: a sales manager submits.
        if name != "manager" {
            assert_eq!(refused(reports.submit(new(), None)), "forbidden", "{name}");
        }
    }
}

#[test]
fn composition_has_a_row_for_every_level_or_grade_and_one_for_none() {
    let office = Office::new();
    let reports = office.executive.reports();
    let empty = reports.composition(CompositionBy::Level, false).unwrap();
    // REP-2: every dictionary value has a row, also at 0; all shares are 0 where there is no customer.
    assert_eq!(
        rows(&empty),
        [
            ("普通客户", None, 0, 0),
            ("重点开发客户", None, 0, 0),
            ("大客户", None, 0, 0),
            ("合作伙伴", None, 0, 0),
            ("战略合作伙伴", None, 0, 0),
            ("", None, 0, 0),
        ]
    );
    customer_of(&office, "甲", "大客户", 5, 1);
    customer_of(&office, "乙", "普通客户", 5, 2);
    customer_of(&office, "丙", "合作伙伴", 3, 2);
    // A customer that an opportunity brought has neither level nor grades.
    let o = office.assigned();
    office.ben.opportunities().develop(o.id, None, None).unwrap();
    for _ in 0..2 {
        customer_of(&office, "丁", "大客户", 5, 2);
    }
    // REP-2: 6 customers, shares by largest remainder: 1/6 is 1,666.67 thrice and 3/6 5,000.
    let by_level = reports.composition(CompositionBy::Level, false).unwrap();
    assert_eq!(
        rows(&by_level),
        [
            ("普通客户", None, 1, 1_667),
            ("重点开发客户", None, 0, 0),
            ("大客户", None, 3, 5_000),
            ("合作伙伴", None, 1, 1_667),
            ("战略合作伙伴", None, 0, 0),
            // REP-2: those without a value have their own row.
            ("", None, 1, 1_666),
        ]
    );
    assert_eq!(by_level.customers, 6);
    // REP-2: grades 1 to 5, as the dictionary calls them.
    let by_satisfaction = reports.composition(CompositionBy::Satisfaction, false).unwrap();
    assert_eq!(
        rows(&by_satisfaction),
        [
            ("很不满意", Some(1), 0, 0),
            ("不满意", Some(2), 0, 0),
            ("一般", Some(3), 1, 1_667),
            ("满意", Some(4), 0, 0),
            ("很满意", Some(5), 4, 6_667),
            ("", None, 1, 1_666),
        ]
    );
    let by_credit = reports.composition(CompositionBy::Credit, false).unwrap();
    assert_eq!(rows(&by_credit).iter().map(|r| r.2).collect::<Vec<_>>(), [1, 4, 0, 0, 0, 1]);
    for report in [&by_level, &by_satisfaction, &by_credit] {
        // REP-2: shares sum to 10,000.
        assert_eq!(report.rows.iter().map(|r| r.share).sum::<i64>(), 10_000);
    }
}

#[test]
fn service_counts_tickets_by_kind_in_the_companys_years() {
    let office = Office::new();
    let customer = office.customer();
    // The year begins at 16:00 UTC in Shanghai.
    for (at, kind) in [
        ("2025-12-31T15:59:59.999999Z", "咨询"),
        ("2025-12-31T16:00:00Z", "投诉"),
        ("2026-06-01T00:00:00Z", "投诉"),
        ("2026-12-31T15:59:59.999999Z", "咨询"),
        ("2026-12-31T16:00:00Z", "投诉"),
    ] {
        office.clock.set(at);
        ticket(&office, &customer, kind);
    }
    let service = |year| office.manager.reports().service(year).unwrap();
    // REP-3: tickets by kind, also those without; all years where none is given.
    assert_eq!(kinds(&service(None)), [("咨询", 2), ("建议", 0), ("投诉", 3)]);
    assert_eq!(service(None).tickets, 5);
    // REP-3, TIME-1: the year is the company's.
    assert_eq!(kinds(&service(Some(2025))), [("咨询", 1), ("建议", 0), ("投诉", 0)]);
    assert_eq!(kinds(&service(Some(2026))), [("咨询", 1), ("建议", 0), ("投诉", 2)]);
    assert_eq!(kinds(&service(Some(2027))), [("咨询", 0), ("建议", 0), ("投诉", 1)]);
    assert_eq!(invalid(office.manager.reports().service(Some(0))), ["year:out_of_range"]);
}
