//! No list in a result grows with the data: it is a page, or what bounds it stands here beside its proof.

use std::collections::BTreeSet;

use crm_core::schema::{RecordInfo, Type};
use crm_core::validate::Rule;
use crm_core::*;

use crate::fill::Filled;
use crate::support::*;

/// A list in a result (`Record.field`, or the operation that returns it), what bounds it, and the proof.
type Bound = (&'static str, &'static str, fn());

const BOUNDED: &[Bound] = &[
    // Lists inside a record, of which one answer carries so much, and more on request.
    ("AuditCall.changes", "the first 100, and 1 MiB of texts", a_call_carries_its_first_changes),
    ("ChurnWarning.measures", "the latest 20, and 1 MiB of texts", a_warning_carries_its_latest_measures),
    ("ChurnHistory.warnings", "1,000 with the win-backs, and 4 MiB of texts", a_history_goes_on),
    ("ChurnHistory.win_backs", "1,000 with the warnings, and 4 MiB of texts", a_history_goes_on),
    ("OrderDetails.lines", "1,000, and 4 MiB of texts", an_order_goes_on),
    ("Plan.items", "1,000, and 4 MiB of texts", a_plan_goes_on),
    ("TicketDetail.attempts", "1,000 with the assignments, and 4 MiB of texts", a_ticket_goes_on),
    ("TicketDetail.assignments", "1,000 with the attempts, and 4 MiB of texts", a_ticket_goes_on),
    ("ChangesSince.items", "as many as were asked for, and 4 MiB of texts", changes_end_by_size),
    // Kept so much of.
    ("ManagementReportContent.contribution", "the first 1,000, and 4 MiB of names", a_report_keeps_the_first_rows),
    ("ManagementReportContent.churn", "the latest 1,000, and 4 MiB of texts", a_report_keeps_the_first_rows),
    // As many as there may be.
    ("departments.list", "at most 10,000 departments", departments_are_bounded),
    ("roles.list", "at most 1,000 roles", roles_are_bounded),
    ("dictionary.choices", "at most 10,000 entries a category", dictionary_entries_are_bounded),
    ("CompositionReport.rows", "one an entry of customer_level, or six", dictionary_entries_are_bounded),
    ("ServiceReport.rows", "one an entry of ticket_kind", dictionary_entries_are_bounded),
    ("FieldDescription.choices", "of the type; or the first 1,000 of a category", a_description_is_bounded),
    ("sales.feeds", "at most 1,000 feeds", feeds_are_bounded),
    // As many as the caller sent, or may send.
    ("BatchedCustomer.errors", "a few a field", || at_most("customers.create_many", "customers", 10_000)),
    ("CustomerBatch.records", "as many as were sent", || {
        at_most("customers.create_many", "customers", 10_000);
        at_most("customers.import_many", "customers", 10_000);
    }),
    ("PushResult.records", "as many as were sent", pushes_are_bounded),
    ("PushedRecord.errors", "a few a field that was sent", pushes_are_bounded),
    ("meta.allowed", "as many as were asked for", || at_most("meta.allowed", "ids", 1_000)),
    ("ManagementReportContent.statuses", "as many as were sent", || at_most("reports.submit", "new.statuses", 100)),
    ("User.regions", "as many as an administrator may give", users_are_bounded),
    ("User.industries", "as many as an administrator may give", users_are_bounded),
    ("User.roles", "as many as an administrator may give", users_are_bounded),
    ("Colleague.regions", "as many as an administrator may give", users_are_bounded),
    ("Colleague.industries", "as many as an administrator may give", users_are_bounded),
    ("ImportReport.lines", "as many as a file of 64 MiB has", a_file_is_bounded),
    ("ImportReport.created_entries", "as many as the file has lines, and the dictionary takes", a_file_is_bounded),
    ("ImportedLine.errors", "a few a field that is mapped", || at_most("imports.customers", "mapping", 100)),
    ("ImportedLine.notes", "a few a field that is mapped", || at_most("imports.customers", "mapping", 100)),
    // As many as this version of the engine has.
    ("BatchedCustomer.lacks", "fields that the settings can require", fields_are_of_the_version),
    ("ImportedLine.lacks", "fields that the settings can require", fields_are_of_the_version),
    ("Settings.required_customer_fields", "fields that the settings can require", fields_are_of_the_version),
    ("Role.operations", "operations of this version", operations_are_of_the_version),
    ("Allowed.operations", "operations of this version", operations_are_of_the_version),
    ("meta.operations", "operations of this version", operations_are_of_the_version),
    ("meta.labels", "words of this version", operations_are_of_the_version),
    ("OperationDescription.arguments", "arguments of this version", operations_are_of_the_version),
    ("jobs.run_due", "jobs of this version", jobs_are_of_the_version),
    ("DisabledUser.holds", "kinds of record of this version", holdings_are_of_the_version),
    ("ManagementReportContent.composition", "one for each way to divide", a_report_keeps_the_first_rows),
    ("ManagementReportContent.contribution_totals", "currencies that ISO 4217 has", currencies_are_known),
    ("CheckReport.findings", "the first 100 of each kind of finding", findings_are_bounded),
];

/// Whether a record is a page of a list that is asked for with a `PageRequest`.
fn is_page(operation: &Operation, record: &RecordInfo) -> bool {
    let fields: Vec<&str> = record.fields.iter().map(|f| f.name).collect();
    fields == ["items", "next", "total"] && operation.arguments.iter().any(|a| a.name == "page")
}

/// Adds every list in the type under the name of its place.
fn lists(operation: &Operation, ty: &Type, place: &str, found: &mut BTreeSet<String>) {
    match ty {
        Type::List(inner) => {
            found.insert(place.to_owned());
            lists(operation, inner, &format!("{place}[]"), found);
        }
        Type::Optional(inner) => lists(operation, inner, place, found),
        Type::Record(record) => {
            for field in record.fields {
                let place = format!("{}.{}", record.name, field.name);
                match &field.ty {
                    Type::List(inner) if is_page(operation, record) => lists(operation, inner, &place, found),
                    ty => lists(operation, ty, &place, found),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn every_list_in_a_result_is_a_page_or_bounded() {
    let mut found = BTreeSet::new();
    for operation in Operation::all() {
        lists(operation, &operation.result, operation.name, &mut found);
    }
    let known: BTreeSet<String> = BOUNDED.iter().map(|(place, ..)| (*place).to_owned()).collect();
    let unbounded: Vec<_> = found.difference(&known).collect();
    assert!(unbounded.is_empty(), "neither a page nor bounded: {unbounded:?}");
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(gone.is_empty(), "bounded, but in no result: {gone:?}");
    assert_eq!(known.len(), BOUNDED.len(), "a list stands in the table twice");
    // Each proof once, and all that fail.
    let (mut proved, mut failed) = (Vec::<fn()>::new(), Vec::new());
    for (place, bound, proof) in BOUNDED {
        if !proved.iter().any(|known| std::ptr::fn_addr_eq(*known, *proof)) {
            proved.push(*proof);
            if std::panic::catch_unwind(proof).is_err() {
                failed.push(format!("{place}: {bound}"));
            }
        }
    }
    assert!(failed.is_empty(), "not so bounded: {failed:#?}");
}

/// An argument, or a field of the record in it, takes at most so many elements.
fn at_most(operation: &str, path: &str, most: u32) {
    let operation = Operation::find(operation).unwrap();
    let mut fields = operation.arguments;
    let mut field = None;
    for name in path.split('.') {
        let found = fields.iter().find(|f| f.name == name).unwrap_or_else(|| panic!("{} {path}", operation.name));
        if let Type::Record(record) = found.ty.required() {
            fields = record.fields;
        }
        field = Some(found);
    }
    assert!(field.unwrap().rules.contains(&Rule::AtMost(most)), "{} {path}", operation.name);
}

fn users_are_bounded() {
    for path in ["new.regions", "new.industries", "new.roles"] {
        at_most("users.create", path, 100);
    }
    at_most("users.set_roles", "roles", 100);
    for operation in ["users.update", "users.update_profile"] {
        at_most(operation, "changes.regions", 100);
        at_most(operation, "changes.industries", 100);
    }
}

fn pushes_are_bounded() {
    for (operation, path) in [
        ("sales.push_products", "products"),
        ("sales.push_stock", "stock"),
        ("sales.push_orders", "orders"),
        ("sales.remove_products", "external_ids"),
        ("sales.remove_stock", "external_ids"),
        ("sales.remove_orders", "external_ids"),
        ("sales.apply_changes", "changes.products"),
        ("sales.apply_changes", "changes.stock"),
        ("sales.apply_changes", "changes.orders"),
        ("sales.apply_changes", "changes.removed_products"),
        ("sales.apply_changes", "changes.removed_stock"),
        ("sales.apply_changes", "changes.removed_orders"),
    ] {
        at_most(operation, path, 10_000);
    }
}

fn a_file_is_bounded() {
    let office = Office::new();
    let file = Bytes(vec![b'\n'; 64 * 1024 * 1024 + 1]);
    assert_eq!(invalid(office.integration.imports().products(file, Vec::new(), None)), ["file:too_long"]);
}

fn operations_are_of_the_version() {
    let office = Office::new();
    let count = Operation::all().count();
    assert_eq!(office.ann.meta().operations().unwrap().len(), count);
    let labels = office.ann.meta().labels().unwrap();
    assert!(labels.len() > count && labels.len() < 10 * count, "{} {count}", labels.len());
    // PERM-1: what is no operation is granted to no role.
    let new = |grant: &str| NewRole { name: "r".into(), grant: Some(vec![grant.into()]) };
    assert_eq!(invalid(office.admin.roles().create(new("tickets.fly"), None)), ["grant[0]:unknown_operation"]);
}

fn fields_are_of_the_version() {
    let office = Office::new();
    let update =
        |name: &str| SettingsUpdate { required_customer_fields: Some(vec![name.into()]), ..Default::default() };
    assert_eq!(refused(office.admin.settings().update(update("colour"))), "invalid");
    let twice = SettingsUpdate { required_customer_fields: Some(vec!["fax".into(); 100]), ..Default::default() };
    let settings = office.admin.settings().update(twice).unwrap();
    assert!(settings.required_customer_fields.len() <= 100);
    at_most("settings.update", "changes.required_customer_fields", 100);
}

/// One row a kind, however many records of it.
fn holdings_are_of_the_version() {
    let office = Office::new();
    for _ in 0..3 {
        office.assigned();
    }
    let holds = office.admin.users().disable(user(&office.ben), None).unwrap().holds;
    assert_eq!(holds.iter().map(|held| (held.entity.as_str(), held.count)).collect::<Vec<_>>(), [("opportunity", 3)]);
    assert!(holds.len() <= Entity::all().count());
}

fn jobs_are_of_the_version() {
    let office = Office::new();
    office.clock.advance(chrono::TimeDelta::days(400));
    assert!(office.integration.jobs().run_due().unwrap().len() <= Job::all().count());
}

fn currencies_are_known() {
    let office = Office::new();
    let order = NewOrder { currency: Some("XQZ".into()), ..new_order("O1", "C1", "2026-03-02", 5) };
    assert_eq!(refused(office.integration.sales().push_orders(vec![order], None)), "invalid");
}

fn findings_are_bounded() {
    let filled = Filled::new();
    filled.rows("customers", 300, CUSTOMER, "UID, i, 'C' || i, 'c' || i, 1, 0, '2026-03-02'");
    filled.raw.execute("UPDATE customers SET last_order_date = '2020-01-01'", []).unwrap();
    filled.raw.pragma_update(None, "foreign_keys", false).unwrap();
    filled.raw.execute("UPDATE customers SET level = 99", []).unwrap();
    let report = filled.office.admin.maintenance().check().unwrap();
    let of = |part: &str| report.findings.iter().filter(|f| f.contains(part)).count();
    assert_eq!(
        (of("wrong last order date"), of("foreign key: customers"), of("and 200 more of the kind")),
        (100, 100, 2)
    );
}

const CUSTOMER: &str = "uid, number, name, name_folded, complete, created_at, active_since";

fn departments_are_bounded() {
    let filled = Filled::new();
    filled.rows("departments", 9_999, "uid, name", "UID, 'D' || i");
    let departments = filled.office.admin.departments();
    let new = |name: &str| NewDepartment { name: name.into(), parent: None };
    departments.create(new("last"), None).unwrap();
    assert_eq!(departments.list().unwrap().len(), 10_000);
    assert_eq!(conflict(departments.create(new("one more"), None)), "too_many");
}

fn roles_are_bounded() {
    let filled = Filled::new();
    filled.rows("roles", 994, "uid, name, created_at", "UID, 'R' || i, 0");
    let roles = filled.office.admin.roles();
    let new = |name: &str| NewRole { name: name.into(), grant: None };
    let last = roles.create(new("last"), None).unwrap();
    assert_eq!(roles.list().unwrap().len(), 1_000);
    assert_eq!(conflict(roles.create(new("one more"), None)), "too_many");
    assert_eq!(conflict(roles.copy(last.id, "one more".into(), None)), "too_many");
}

const ENTRY: &str = "uid, category, item, item_folded, value, value_folded";

fn dictionary_entries_are_bounded() {
    let filled = Filled::new();
    let admin = &filled.office.admin;
    let there = admin.dictionary().choices("ticket_kind".into()).unwrap().len();
    filled.rows("dictionary_entries", 9_999 - there, ENTRY, "UID, 'ticket_kind', 'i' || i, 'i', 'v' || i, 'v'");
    let new = |category: &str, text: &str| NewDictionaryEntry {
        category: category.into(),
        item: text.into(),
        value: text.into(),
        editable: None,
    };
    admin.dictionary().create(new("ticket_kind", "last"), None).unwrap();
    assert_eq!(admin.dictionary().choices("ticket_kind".into()).unwrap().len(), 10_000);
    assert_eq!(filled.office.manager.reports().service(None).unwrap().rows.len(), 10_000);
    let refusal = admin.dictionary().create(new("ticket_kind", "one more"), None);
    assert_eq!(invalid(refusal), ["category:too_many"]);
    // An entry of another category doesn't come in by the back door.
    let other = admin.dictionary().create(new("colour", "red"), None).unwrap();
    let moved = DictionaryEntryUpdate { category: Some("ticket_kind".into()), ..Default::default() };
    assert_eq!(invalid(admin.dictionary().update(other.id, moved)), ["category:too_many"]);
}

fn a_description_is_bounded() {
    let filled = Filled::new();
    filled.rows("dictionary_entries", 1_500, ENTRY, "UID, 'region', 'i' || i, 'i', 'v' || i, 'v'");
    let description = filled.office.ann.meta().describe("customers.create".into()).unwrap();
    let region = description.arguments.iter().find(|a| a.path == "new.region").unwrap();
    assert_eq!(region.choices.len(), 1_000);
}

fn feeds_are_bounded() {
    let filled = Filled::new();
    filled.rows("sales_feeds", 999, "name, cursor, pulled_at", "'f' || i, 'c', 0");
    let sales = filled.office.integration.sales();
    let changes = || SalesChanges { next_cursor: "next".into(), ..Default::default() };
    sales.apply_changes("last".into(), changes(), None, None).unwrap();
    assert_eq!(sales.feeds().unwrap().len(), 1_000);
    assert_eq!(conflict(sales.apply_changes("one more".into(), changes(), None, None)), "too_many");
    // Those that are known go on.
    sales.apply_changes("f7".into(), changes(), Some("c".into()), None).unwrap();
}

/// The reason of a conflict.
#[track_caller]
fn conflict<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result.expect_err("should have been refused") {
        CrmError::Conflict { reason, .. } => reason,
        other => panic!("no conflict but {other}"),
    }
}

/// Calls until there is no `next`; `call` takes the cursor and gives the places of what it got, and the next cursor.
fn to_the_end(mut call: impl FnMut(Option<String>) -> (Vec<i64>, Option<String>)) -> (Vec<usize>, Vec<i64>) {
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
fn number(text: &str) -> i64 {
    text.split('.').next().unwrap().parse().unwrap()
}

/// A text of so many characters behind its number, as SQL.
fn text(length: usize) -> String {
    format!("i || '.' || printf('%.*c', {length}, 'x')")
}

fn a_plan_goes_on() {
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

fn an_order_goes_on() {
    let filled = Filled::new();
    let customer = known_customer(&filled.office, "C1");
    filled.office.integration.sales().push_orders(vec![new_order("O1", "C1", "2026-03-02", 5)], None).unwrap();
    let id = filled.office.ann.orders().list(customer.id, None, None).unwrap().items[0].id;
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

fn a_ticket_goes_on() {
    let filled = Filled::new();
    let office = &filled.office;
    let kind = entry(&office.ann, "ticket_kind", "咨询");
    let new = NewTicket { kind, summary: "s".into(), customer: office.customer().id, request: "r".into() };
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
            let tried = detail.attempts.iter().map(|a| number(&a.handling));
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
fn warned(filled: &Filled) -> ChurnWarning {
    let office = &filled.office;
    office.customer();
    office.clock.set("2026-09-05T01:00:00Z");
    office.integration.churn().scan().unwrap();
    office.ann.churn().list(None, None).unwrap().items.remove(0)
}

fn a_history_goes_on() {
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

fn a_warning_carries_its_latest_measures() {
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

fn a_call_carries_its_first_changes() {
    let filled = Filled::new();
    let admin = &filled.office.admin;
    let customers = |n: usize| (0..n).map(|i| new_customer(&filled.office.ann, &format!("{i}."))).collect::<Vec<_>>();
    let of = |change: &RecordChange| {
        let after: serde_json::Value = serde_json::from_str(change.after.as_ref().unwrap()).unwrap();
        number(after["name"].as_str().unwrap())
    };
    for (there, more) in [(100, false), (101, true), (350, true)] {
        filled.office.ann.customers().create_many(customers(there), None, None).unwrap();
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

fn changes_end_by_size() {
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

fn a_report_keeps_the_first_rows() {
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
