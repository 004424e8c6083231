//! REP: reports. What a test expects is computed in it, from what it entered; contribution has a file of its own.

use crm_core::Total;
use crm_core::churn::ChurnWarningFilter;
use crm_core::customers::{Customer, CustomerUpdate, NewCustomer};
use crm_core::prelude::*;
use crm_core::reports::{
    ChurnLossFilter, CompositionBy, CompositionReport, CompositionRow, ContributionFilter, ManagementReportId,
    NewManagementReport, ServiceReport,
};
use crm_core::tickets::{NewTicket, Ticket};

use crate::contribution::{amounts, books, customer_with_key, line, push};
use crate::support::*;

/// Customers by level, satisfaction and credit; none of them has any other required field empty.
pub fn customer_of(office: &Office, name: &str, level: &str, satisfaction: i64, credit: i64) -> Customer {
    let level = Some(entry(&office.ann, "customer_level", level));
    let new = NewCustomer {
        level,
        satisfaction: Some(satisfaction),
        credit: Some(credit),
        ..new_customer(&office.ann, name)
    };
    office.ann.customers().create(new, None, None).unwrap()
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
        ..Default::default()
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
    office.ben.opportunities().develop(o.id, None, None, None, None).unwrap();
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
fn composition_is_that_of_the_active_customers_unless_all_are_wanted() {
    let office = Office::new();
    let lost = customer_of(&office, "甲", "大客户", 1, 2);
    customer_of(&office, "乙", "普通客户", 1, 3);
    office.lose(lost.id);
    for (by, of_lost) in [
        (CompositionBy::Level, ("大客户", None)),
        (CompositionBy::Credit, ("较差", Some(2))),
        (CompositionBy::Satisfaction, ("很不满意", Some(1))),
    ] {
        let counted = |all| {
            let report = office.manager.reports().composition(by, all).unwrap();
            let row = rows(&report).into_iter().find(|(item, grade, ..)| (*item, *grade) == of_lost).unwrap();
            (report.customers, row.2, row.3)
        };
        // REP-2: active customers by default; all on request.
        let shared = by == CompositionBy::Satisfaction;
        assert_eq!(counted(false), if shared { (1, 1, 10_000) } else { (1, 0, 0) }, "{by}");
        assert_eq!(counted(true), if shared { (2, 2, 10_000) } else { (2, 1, 5_000) }, "{by}");
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

/// Lets the customer be lost: warned, deferred and confirmed at the office's present time.
fn lose(office: &Office, customer: &Customer, reason: &str) {
    office.integration.churn().scan().unwrap();
    let filter = ChurnWarningFilter { customer: Some(customer.id), ..Default::default() };
    let warning = office.ann.churn().list(Some(filter), None).unwrap().items.remove(0);
    office.ann.churn().defer(warning.id, "回访".into(), None).unwrap();
    office.ann.churn().confirm(warning.id, reason.into(), None).unwrap();
}

#[test]
fn churn_lists_confirmed_losses_with_the_manager_of_the_time() {
    let office = Office::new();
    let first = customer_with_key(&office, "甲公司", "A");
    let second = customer_with_key(&office, "ＡＣＭＥ 上海", "B");
    push(&office, &[("B", "2026-03-01", 5, "1", "CNY")]);
    office.clock.set("2026-10-05T00:00:00Z");
    lose(&office, &first, "价格太高");
    // The other one is warned about only.
    let losses = |filter| office.executive.reports().churn(Some(filter), None).unwrap().items;
    let all = losses(ChurnLossFilter::default());
    // REP-4: confirmed losses, with customer, account manager, reason, dates.
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].customer.id, all[0].reason.as_deref()), (first.id, Some("价格太高")));
    assert_eq!(all[0].account_manager.as_ref().map(|u| u.display_name.as_str()), Some("安娜"));
    assert_eq!((all[0].last_order_date, all[0].lost_at), (None, "2026-10-05T00:00:00Z".parse().unwrap()));
    office.clock.set("2026-10-06T00:00:00Z");
    lose(&office, &second, "搬迁");
    // REP-4: the manager of the time, though another has the customer now; a customer won back stays a loss.
    office.manager.customers().win_back(second.id, "新厂开工".into(), None).unwrap();
    let to_ben = CustomerUpdate { account_manager: Some(user(&office.ben)), ..Default::default() };
    office.manager.customers().update(second.id, to_ben, None).unwrap();
    let all = losses(ChurnLossFilter::default());
    assert_eq!(all.iter().map(|l| l.customer.id).collect::<Vec<_>>(), [second.id, first.id]);
    assert_eq!(all[0].last_order_date, Some(date("2026-03-01")));
    // REP-4: by customer name and by account manager name, substrings.
    let named = |customer: &str| losses(ChurnLossFilter { customer_name: Some(customer.into()), ..Default::default() });
    assert_eq!(named("acme").len(), 1);
    assert_eq!(named("公司")[0].customer.id, first.id);
    let of =
        |manager: &str| losses(ChurnLossFilter { account_manager_name: Some(manager.into()), ..Default::default() });
    assert_eq!((of("娜").len(), of("本").len()), (2, 0));
    let request = PageRequest { limit: Some(1), count: Some(true), ..Default::default() };
    let page = office.manager.reports().churn(None, Some(request)).unwrap();
    assert!(page.next.is_some());
    assert_eq!(page.total, Some(Total { count: 2, more: false }));
}

#[test]
fn a_management_report_keeps_what_stood_when_it_was_submitted() {
    let office = books();
    office.clock.set("2026-06-30T15:59:59Z");
    let customer = office.customer();
    ticket(&office, &customer, "投诉");
    let lost = customer_with_key(&office, "走了", "L");
    // The first instant of the company's next day.
    office.clock.set("2026-06-30T16:00:00Z");
    ticket(&office, &customer, "建议");
    office.clock.set("2027-02-01T00:00:00Z");
    ticket(&office, &customer, "咨询");
    lose(&office, &lost, "停业");
    let reports = office.manager.reports();
    let new = NewManagementReport {
        period_from: date("2025-12-31"),
        period_to: date("2026-06-30"),
        comment: Some("上半年".into()),
        ..Default::default()
    };
    let submitted = reports.submit(new.clone(), None).unwrap();
    assert_eq!((submitted.number, submitted.submitter.id), (Some(1), user(&office.manager)));
    let content = &submitted.content;
    // REP-5: the four reports of the period. Contribution: by order date, both ends included.
    assert_eq!(
        amounts(&content.contribution)[..2],
        [line("乙公司", 1, "300.30", "CNY"), line("甲公司", 0, "0.00", "CNY")]
    );
    let totals: Vec<String> =
        content.contribution_totals.iter().map(|m| format!("{} {}", m.amount, m.currency)).collect();
    assert_eq!(totals, ["295.30 CNY", "10.00 EUR", "120.00 USD"]);
    // Composition: as it stands, by all three.
    assert_eq!(content.composition.iter().map(|c| c.by).collect::<Vec<_>>(), CompositionBy::ALL);
    assert!(content.composition.iter().all(|c| c.customers == 7));
    // Service: the ticket of the period's last company day.
    assert_eq!(kinds(&content.service), [("咨询", 0), ("建议", 0), ("投诉", 1)]);
    // Churn: confirmed in the period only.
    assert_eq!((content.losses, content.churn.len()), (0, 0));
    let later = NewManagementReport { period_from: date("2027-02-01"), period_to: date("2027-02-01"), ..new.clone() };
    let later = reports.submit(NewManagementReport { statuses: Some(vec![2]), ..later }, None).unwrap();
    assert_eq!((later.content.losses, later.content.churn[0].customer.id), (1, lost.id));
    assert_eq!(later.content.statuses, [2]);

    // REP-5, REP-1: whole years are the contribution report of these years.
    let year = NewManagementReport { period_from: date("2025-01-01"), period_to: date("2025-12-31"), ..new.clone() };
    let year = reports.submit(year, None).unwrap();
    let filter = ContributionFilter { year: Some(2025), ..Default::default() };
    assert_eq!(year.content.contribution, reports.contribution(Some(filter), None).unwrap().items);
    assert_eq!(year.content.contribution_totals.len(), 1);
    assert_eq!(year.content.contribution_totals[0].amount, decimal("500.50"));

    // REP-5: kept unchanged, whatever happens next.
    push(&office, &[("A", "2026-01-01", 6, "1000000", "CNY")]);
    ticket(&office, &customer, "投诉");
    customer_of(&office, "后来", "大客户", 1, 1);
    assert_eq!(office.executive.reports().get_submitted(submitted.id).unwrap(), submitted);
    // REP-5: executives list and read it; latest first.
    let list = office.executive.reports().submitted(None).unwrap();
    assert_eq!(list.items.iter().map(|r| r.id).collect::<Vec<_>>(), [year.id, later.id, submitted.id]);
    assert_eq!(list.items[2].comment.as_deref(), Some("上半年"));
    let request = |after| Some(PageRequest { limit: Some(2), after, ..Default::default() });
    let first = reports.submitted(request(None)).unwrap();
    assert_eq!(reports.submitted(request(first.next)).unwrap().items[0].id, submitted.id);

    // BAD-2: a submission that brought its id is not repeated.
    let id: ManagementReportId = "0195b5e2-7f00-7000-8000-000000000001".parse().unwrap();
    let once = reports.submit(new.clone(), Some(id)).unwrap();
    assert_eq!(reports.submit(new.clone(), Some(id)).unwrap(), once);
    let reversed = NewManagementReport { period_to: date("2025-12-30"), ..new };
    assert_eq!(invalid(reports.submit(reversed, None)), ["period_to:period_reversed"]);
    assert_eq!(refused(reports.get_submitted(ManagementReportId::default())), "not_found");
}
