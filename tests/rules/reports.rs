//! REP: reports. What a test expects is computed in it, from what it entered.

use crm_core::*;

use crate::support::*;

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
