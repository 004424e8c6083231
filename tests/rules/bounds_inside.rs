//! Proofs of bounds for lists inside of a record, of which one answer carries so much, and more on request.

use std::collections::BTreeSet;

use crm_core::audit::RecordChange;
use crm_core::churn::ChurnWarning;
use crm_core::prelude::*;
use crm_core::reports::{CompositionBy, NewManagementReport};
use crm_core::tickets::NewTicket;

use crate::fill::Filled;
use crate::support::*;

/// The columns that a customer needs.
pub const CUSTOMER: &str = "uid, number, name, name_folded, complete, created_at, active_since";

/// Calls until there is no `next`; `call` takes the cursor and gives the places of what it got, and the next cursor.
pub fn to_the_end(mut call: impl FnMut(Option<String>) -> (Vec<i64>, Option<String>)) -> (Vec<usize>, Vec<i64>) {
    let (mut sizes, mut seen, mut after) = (Vec::new(), Vec::new(), None);
    loop {
        let (places, next) = call(after);
        sizes.push(places.len());
        seen.extend(places);
        match next {
            Some(next) => after = Some(next),
            None => return (sizes, seen),
        }
    }
}

/// The number that a text begins with.
pub fn number(text: &str) -> i64 {
    text.split('.').next().unwrap().parse().unwrap()
}

/// A text of so many characters behind its number, as SQL.
pub fn text(length: usize) -> String {
    format!("i || '.' || printf('%.*c', {length}, 'x')")
}

pub fn a_plan_goes_on() {
    let filled = Filled::new();
    let (manager, o) = (&filled.office.manager, filled.office.opportunity());
    let seen = |rows: usize, length: usize| {
        filled.raw.execute("DELETE FROM plan_items", []).unwrap();
        let values = format!("UID, 1, '2026-03-02', {}, 0", text(length));
        filled.rows("plan_items", rows, "uid, opportunity, date, content, created_at", &values);
        let (sizes, seen) = to_the_end(|after| {
            let plan = manager.plans().get(o.id, after).unwrap();
            (plan.items.iter().map(|i| number(&i.content)).collect(), plan.next)
        });
        assert_eq!(seen, (1..=rows as i64).collect::<Vec<_>>());
        sizes
    };
    // PLAN-4.
    assert_eq!(seen(60, 10), [60]);
    assert_eq!(seen(2_300, 10), [1_000, 1_000, 300]);
    assert_eq!(seen(300, 20_000), [210, 90]);
    let refusal = manager.plans().get(o.id, Some("1aaaaaaaaaaaaaaaa".into()));
    assert_eq!(invalid(refusal), ["after:cursor"]);
}

pub fn an_order_goes_on() {
    let filled = Filled::new();
    let customer = known_customer(&filled.office, "C1");
    filled.office.integration.sales().push_orders(vec![new_order("O1", "C1", "2026-03-02", 5)], None).unwrap();
    let id = filled.office.ann.orders().list(customer.id, None, None, None).unwrap().items[0].id;
    let seen = |rows: usize, length: usize| {
        filled.raw.execute("DELETE FROM order_lines", []).unwrap();
        let values = format!("1, i, {}, 1000000, 1000000, 100", text(length));
        let columns = "order_id, position, product_name, quantity_e6, unit_price_e6, amount";
        filled.rows("order_lines", rows, columns, &values);
        let (sizes, seen) = to_the_end(|after| {
            let details = filled.office.ann.orders().get(id, after).unwrap();
            (details.lines.iter().map(|l| l.position).collect(), details.next)
        });
        assert_eq!(seen, (1..=rows as i64).collect::<Vec<_>>());
        sizes
    };
    // ORDER-2.
    assert_eq!(seen(1_000, 10), [1_000]);
    assert_eq!(seen(1_001, 10), [1_000, 1]);
    assert_eq!(seen(1_000, 5_000), [838, 162]);
}

pub fn a_ticket_goes_on() {
    let filled = Filled::new();
    let office = &filled.office;
    let kind = entry(&office.ann, "ticket_kind", "咨询");
    let new = NewTicket {
        kind,
        summary: "s".into(),
        customer: office.customer().id,
        request: "r".into(),
        ..Default::default()
    };
    let id = office.ann.tickets().create(new, None).unwrap().id;
    let seen = |attempts: usize, length: usize, assignments: usize| {
        for table in ["ticket_attempts", "ticket_assignments"] {
            filled.raw.execute(&format!("DELETE FROM {table}"), []).unwrap();
        }
        if attempts > 0 {
            let values = format!("1, 1, i, {}", text(length));
            filled.rows("ticket_attempts", attempts, "ticket, handler, handled_at, handling", &values);
        }
        filled.rows("ticket_assignments", assignments, "ticket, assignee, assigned_at", "1, 1, i * 1000000");
        let mut given = Vec::new();
        let (sizes, seen) = to_the_end(|after| {
            let detail = office.ann.tickets().get(id, after).unwrap();
            let tried = detail.attempts.iter().map(|a| number(a.handling.as_deref().unwrap_or_default()));
            given.extend(detail.assignments.iter().map(|a| a.assigned_at.timestamp()));
            (tried.chain(detail.assignments.iter().map(|_| 0)).collect(), detail.next)
        });
        assert_eq!(seen.into_iter().filter(|i| *i > 0).collect::<Vec<_>>(), (1..=attempts as i64).collect::<Vec<_>>());
        assert_eq!(given, (1..=assignments as i64).collect::<Vec<_>>());
        sizes
    };
    // TICKET-5, TICKET-6: nothing of the history is lost, nothing comes twice.
    assert_eq!(seen(0, 1, 5), [5]);
    assert_eq!(seen(400, 10, 600), [1_000]);
    assert_eq!(seen(400, 10, 700), [1_000, 100]);
    assert_eq!(seen(1_000, 10, 1), [1_000, 1]);
    assert_eq!(seen(1_200, 10, 1_900), [1_000, 1_000, 1_000, 100]);
    assert_eq!(seen(300, 20_000, 5), [210, 95]);
}

/// A customer that is quiet, with one open warning.
pub fn warned(filled: &Filled) -> ChurnWarning {
    let office = &filled.office;
    office.customer();
    office.clock.set("2026-09-05T01:00:00Z");
    office.integration.churn().scan().unwrap();
    office.ann.churn().list(None, None).unwrap().items.remove(0)
}

pub fn a_history_goes_on() {
    let filled = Filled::new();
    let warning = warned(&filled);
    let columns = "uid, customer, status, closed_at, warned_at, reason";
    let values = format!("UID, 1, 'lost', 1, i * 1000000, {}", text(10));
    filled.rows("churn_warnings", 1_499, columns, &values);
    filled.rows("customer_recoveries", 800, "customer, reason, at", "1, '' || i, 0");
    // More measures than a warning carries, each long: the page ends by what the warnings bring with them.
    filled.rows("churn_measures", 300, "warning, measure, at", &format!("1 + (i - 1) / 3, {}, 0", text(20_000)));
    let (mut warnings, mut won, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
    to_the_end(|after| {
        let history = filled.office.ann.churn().history(warning.customer.id, after).unwrap();
        let bytes: usize = history.warnings.iter().flat_map(|w| &w.measures).map(|m| m.measure.len()).sum();
        assert!(bytes < 4 * 1024 * 1024 + 60_100, "{bytes}");
        sizes.push((history.warnings.len(), history.win_backs.len()));
        warnings.extend(history.warnings.iter().map(|w| w.id));
        won.extend(history.win_backs.iter().map(|w| number(&w.reason)));
        (Vec::new(), history.next)
    });
    // CHURN-6: the whole story, oldest first, in pieces.
    assert_eq!(sizes, [(70, 0), (1_000, 0), (430, 570), (0, 230)]);
    assert_eq!((warnings.len(), warnings.iter().collect::<BTreeSet<_>>().len()), (1_500, 1_500));
    assert_eq!(won, (1..=800).collect::<Vec<_>>());
}

pub fn a_warning_carries_its_latest_measures() {
    let filled = Filled::new();
    let (ann, warning) = (&filled.office.ann, warned(&filled));
    let carried =
        |w: ChurnWarning| (w.measures.iter().map(|m| number(&m.measure)).collect::<Vec<_>>(), w.more_measures);
    for (there, length, first, more) in
        [(19, 10, 1, false), (20, 10, 1, false), (21, 10, 2, true), (90, 19_000, 71, true)]
    {
        filled.raw.execute("DELETE FROM churn_measures", []).unwrap();
        filled.rows("churn_measures", there, "warning, measure, at", &format!("1, {}, 0", text(length)));
        let there = there as i64;
        let latest: Vec<i64> = (first..=there).collect();
        // CHURN-5: the same in the list, alone and in the history.
        assert_eq!(carried(ann.churn().get(warning.id).unwrap()), (latest.clone(), more), "{there}");
        assert_eq!(carried(ann.churn().list(None, None).unwrap().items.remove(0)), (latest, more), "{there}");
        // CHURN-3: all of them, oldest first.
        let (_, all) = to_the_end(|after| {
            let page = ann.churn().measures(warning.id, Some(PageRequest { after, ..Default::default() })).unwrap();
            (page.items.iter().map(|m| number(&m.measure)).collect(), page.next)
        });
        assert_eq!(all, (1..=there).collect::<Vec<_>>());
    }
    // Those of four bytes a character: as far as they come to 1 MiB.
    filled
        .raw
        .execute("UPDATE churn_measures SET measure = id || '.' || replace(printf('%.*c', 19000, 'x'), 'x', '𠮷')", [])
        .unwrap();
    let (latest, more) = carried(ann.churn().get(warning.id).unwrap());
    assert_eq!((latest.len(), more), (14, true));
    assert_eq!(filled.office.manager.churn().measures(warning.id, None).unwrap().items.len(), 50);
    assert_eq!(refused(filled.office.stranger.churn().measures(warning.id, None)), "forbidden");
    // A further one is among the latest, and in the audit.
    ann.churn().defer(warning.id, "further".into(), None).unwrap();
    assert_eq!(ann.churn().get(warning.id).unwrap().measures.last().unwrap().measure, "further");
}

pub fn a_call_carries_its_first_changes() {
    let filled = Filled::new();
    let admin = &filled.office.admin;
    let customers = |n: usize| (0..n).map(|i| new_customer(&filled.office.ann, &format!("{i}."))).collect::<Vec<_>>();
    let of = |change: &RecordChange| {
        let after: serde_json::Value = serde_json::from_str(change.after.as_ref().unwrap()).unwrap();
        number(after["name"].as_str().unwrap())
    };
    for (there, more) in [(100, false), (101, true), (350, true)] {
        filled.office.ann.customers().create_many(customers(there), None, None, None).unwrap();
        let call = admin.audit().list(None, None).unwrap().items.remove(0);
        assert_eq!(
            (call.operation.as_str(), call.changes.len(), call.more_changes),
            ("customers.create_many", 100, more)
        );
        assert_eq!(call.changes.iter().map(of).collect::<Vec<_>>(), (0..100).collect::<Vec<_>>());
        // AUDIT-1: nothing is kept back.
        let (sizes, all) = to_the_end(|after| {
            let page = PageRequest { after, limit: Some(300), ..Default::default() };
            let page = admin.audit().changes(call.number, Some(page)).unwrap();
            (page.items.iter().map(of).collect(), page.next)
        });
        assert_eq!(all, (0..there as i64).collect::<Vec<_>>());
        assert_eq!(sizes.len(), there.div_ceil(300));
    }
    assert_eq!(refused(admin.audit().changes(1_000_000, None)), "not_found");
    assert_eq!(refused(filled.office.ann.audit().changes(1, None)), "forbidden");
    // Long records: as far as they come to 1 MiB.
    filled.raw.execute("UPDATE audit_changes SET after = printf('%.*c', 30000, 'x')", []).unwrap();
    let call = admin.audit().list(None, None).unwrap().items.remove(0);
    assert_eq!((call.changes.len(), call.more_changes), (35, true));
}

pub fn changes_end_by_size() {
    let filled = Filled::new();
    filled.rows("audit_calls", 1, "at, operation, arguments", "0, 'x', '{}'");
    filled.raw.execute("DELETE FROM audit_changes", []).unwrap();
    let call = filled.count("audit_calls");
    let values = format!("{call}, 'customer', 'updated', {}", text(30_000));
    filled.rows("audit_changes", 300, "call, entity, action, after", &values);
    let (mut sequence, mut sizes, mut seen) = (0, Vec::new(), Vec::new());
    loop {
        let changes = filled.office.integration.changes().since(sequence, Some(250), None, None).unwrap();
        sizes.push(changes.items.len());
        seen.extend(changes.items.iter().map(|i| number(i.change.after.as_ref().unwrap())));
        sequence = changes.sequence;
        if !changes.more {
            break;
        }
    }
    // AUDIT-2: every change exactly once.
    assert_eq!(sizes, [140, 140, 20]);
    assert_eq!(seen, (1..=300).collect::<Vec<_>>());
}

pub fn a_report_keeps_the_first_rows() {
    let filled = Filled::new();
    filled.rows("customers", 1_500, CUSTOMER, "UID, i, 'C' || i, 'c' || i, 1, 0, '2026-03-02'");
    let columns = "uid, customer, status, closed_at, warned_at, reason";
    let values = |length| format!("UID, i, 'lost', 1772413200000000 + i, 0, {}", text(length));
    let submit = || {
        let (period_from, period_to) = (date("2026-03-01"), date("2026-03-31"));
        let new = NewManagementReport { period_from, period_to, ..Default::default() };
        filled.office.manager.reports().submit(new, None).unwrap().content
    };
    filled.rows("churn_warnings", 1_500, columns, &values(10));
    let content = submit();
    assert_eq!((content.contribution.len(), content.churn.len(), content.losses), (1_000, 1_000, 1_500));
    assert_eq!(content.composition.len(), CompositionBy::ALL.len());
    filled.raw.execute("DELETE FROM churn_warnings", []).unwrap();
    filled.rows("churn_warnings", 300, columns, &values(20_000));
    let content = submit();
    assert_eq!((content.churn.len(), content.losses), (210, 300));
}
