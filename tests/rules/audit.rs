//! AUDIT: what changed, who did it, and following it; PERM-2: what was refused.

use chrono::TimeDelta;
use crm_core::PasswordCost;
use crm_core::audit::{Action, AuditCall, AuditFilter, Refusal, RefusalFilter};
use crm_core::opportunities::{NewOpportunity, OpportunityId, OpportunityUpdate};
use crm_core::prelude::*;
use serde_json::{Value, json};

use crate::support::*;

fn calls(office: &Office, filter: AuditFilter) -> Vec<AuditCall> {
    office.admin.audit().list(Some(filter), None).unwrap().items
}

fn refusals(office: &Office, filter: RefusalFilter) -> Vec<Refusal> {
    office.admin.audit().refusals(Some(filter), None).unwrap().items
}

fn of(operation: &str) -> AuditFilter {
    AuditFilter { operation: Some(operation.into()), ..Default::default() }
}

fn parse(text: &Option<String>) -> Value {
    serde_json::from_str(text.as_deref().unwrap()).unwrap()
}

#[test]
fn a_call_leaves_one_row_and_one_a_changed_record() {
    let office = Office::new();
    office.clock.advance(TimeDelta::minutes(5));
    let o = office.opportunity();
    let created = &calls(&office, of("opportunities.create"))[0];
    // AUDIT-1: who, when, which operation, its arguments.
    assert_eq!(created.user.as_ref().map(|u| u.id), Some(user(&office.ann)));
    assert_eq!(created.at, MORNING.parse::<Timestamp>().unwrap() + TimeDelta::minutes(5));
    let arguments: Value = serde_json::from_str(&created.arguments).unwrap();
    assert_eq!(arguments["new"]["customer_name"], "华东精密机械");
    // AUDIT-1: one row a changed record; all of a new one.
    assert_eq!(created.changes.len(), 1);
    let change = &created.changes[0];
    assert_eq!(
        (change.entity.clone(), change.id, change.action),
        (Entity::OPPORTUNITY, Some(o.id.into()), Action::Created)
    );
    assert_eq!(change.before, None);
    assert_eq!(parse(&change.after)["summary"], "数控机床 12 台");

    let changes = OpportunityUpdate { source: Some("展会".into()), ..Default::default() };
    office.ann.opportunities().update(o.id, changes.clone(), None).unwrap();
    // AUDIT-1: fields before and after, those that differ.
    let change = &calls(&office, of("opportunities.update"))[0].changes[0];
    assert_eq!(parse(&change.before), json!({"source": null, "version": 1}));
    assert_eq!(parse(&change.after), json!({"source": "展会", "version": 2}));
    // A call that changes nothing, one that is refused, and one that reads leave nothing.
    office.ann.opportunities().update(o.id, changes, None).unwrap();
    assert_eq!(refused(office.ben.opportunities().delete(o.id, None)), "forbidden");
    office.ann.opportunities().list(None, None, None).unwrap();
    assert_eq!(calls(&office, AuditFilter { record: Some(o.id.into()), ..Default::default() }).len(), 2);
    // AUDIT-1: a deletion keeps what was there.
    office.ann.opportunities().delete(o.id, None).unwrap();
    let change = &calls(&office, of("opportunities.delete"))[0].changes[0];
    assert_eq!((change.action, &change.after), (Action::Deleted, &None));
    assert_eq!(parse(&change.before)["source"], "展会");
    // AUDIT-1: several records of one call stand together.
    let o = office.assigned();
    office.ben.opportunities().develop(o.id, None, None, None, None).unwrap();
    let entities: Vec<Entity> =
        calls(&office, of("opportunities.develop"))[0].changes.iter().map(|c| c.entity.clone()).collect();
    assert!(entities.contains(&Entity::OPPORTUNITY) && entities.contains(&Entity::CUSTOMER), "{entities:?}");
}

#[test]
fn a_bulk_push_leaves_a_summary() {
    let office = Office::new();
    let products = json!({"products": [{"external_id": "P1", "name": "a"}, {"external_id": "P2", "name": "b"}]});
    office.integration.call("sales.push_products", &products.to_string()).unwrap();
    let call = &calls(&office, of("sales.push_products"))[0];
    // AUDIT-1: a bulk push leaves one summary row, in place of its arguments and records.
    assert_eq!(call.changes.len(), 1);
    assert_eq!((call.changes[0].action, call.changes[0].id), (Action::Bulk, None));
    assert_eq!(call.changes[0].after.as_deref(), Some(call.arguments.as_str()));
    assert!(!call.arguments.contains("P1"), "{}", call.arguments);
}

#[test]
fn filters_and_pages_newest_first() {
    let office = Office::new();
    let start: Timestamp = MORNING.parse().unwrap();
    office.clock.advance(TimeDelta::hours(1));
    let o = office.opportunity();
    office.clock.advance(TimeDelta::hours(1));
    office.manager.opportunities().assign(o.id, user(&office.ben), None, None).unwrap();
    let none = AuditFilter::default;
    let found =
        |filter: AuditFilter| -> Vec<String> { calls(&office, filter).into_iter().map(|c| c.operation).collect() };
    let both = ["opportunities.assign", "opportunities.create"];
    assert_eq!(found(AuditFilter { user: Some(user(&office.ann)), ..none() }), ["opportunities.create"]);
    assert_eq!(found(AuditFilter { record: Some(o.id.into()), ..none() }), both);
    assert_eq!(found(AuditFilter { entity: Some(Entity::OPPORTUNITY), ..none() }), both);
    assert_eq!(found(AuditFilter { at_from: Some(start + TimeDelta::hours(1)), ..none() }), both);
    assert_eq!(found(AuditFilter { at_from: Some(start + TimeDelta::hours(2)), ..none() }), both[..1]);
    assert!(!found(AuditFilter { at_before: Some(start + TimeDelta::hours(1)), ..none() }).contains(&both[1].into()));
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let request = PageRequest { limit: Some(3), after, ..Default::default() };
        let page = office.admin.audit().list(None, Some(request)).unwrap();
        seen.extend(page.items.into_iter().map(|c| c.changes[0].sequence));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert!(seen.is_sorted_by(|a, b| a > b), "{seen:?}");
    assert_eq!(seen.len(), found(none()).len());
    for (name, session) in office.everyone().into_iter().filter(|(name, _)| *name != "admin") {
        assert_eq!(refused(session.audit().list(None, None)), "forbidden", "{name}");
        assert_eq!(refused(session.audit().refusals(None, None)), "forbidden", "{name}");
    }
}

#[test]
fn secrets_never_appear() {
    let clock = FixedEnvironment::new(MORNING);
    let cheap = PasswordCost { memory_kib: 8, passes: 1 };
    let crm = Crm::options().environment(clock.clone()).password_cost(cheap).open_in_memory().unwrap();
    let office = Office::staff(crm, clock);
    let ann = user(&office.ann);
    office.admin.users().set_password(ann, Some("hunter2-hunter2".into()), None).unwrap();
    let json = r#"{"current":"hunter2-hunter2","password":"hunter3-hunter3"}"#;
    let answer = office.ann.call("users.change_password", json).unwrap();
    let wrong = [
        office.ann.call("users.change_password", r#"{"current":"hunter2-hunter2","password":"hunter4"}"#),
        office.ann.call("users.change_password", r#"{"current":["hunter5"],"password":{"hunter":6}}"#),
        office.ann.call("users.change_password", r#"{"current":"hunter2-hunter2","password":"hunter7-hunter7"}"#),
    ];
    let errors: Vec<String> = wrong.into_iter().map(|w| format!("{0:?} {0}", w.unwrap_err())).collect();
    let _ = office.crm.login("ann", &"hunter8-hunter8".into());
    // AUDIT-1: arguments marked secret never appear: not in the audit, the changes, an answer or an error.
    let audit = office.admin.call("audit.list", r#"{"page":{"limit":10000}}"#).unwrap();
    let refusals = office.admin.call("audit.refusals", "{}").unwrap();
    let changes = office.admin.call("changes.since", r#"{"sequence":0}"#).unwrap();
    for text in [&answer, &audit, &refusals, &changes].into_iter().chain(&errors) {
        assert!(!text.contains("hunter") && !text.contains("argon2"), "{text}");
    }
    // The call itself does.
    let call = &calls(&office, of("users.change_password"))[0];
    assert_eq!(call.arguments, r#"{"password":"***","current":"***"}"#);
    assert_eq!(parse(&call.changes[0].after), json!({"version": 3}));
}

#[test]
fn a_host_follows_every_change_in_order() {
    let office = Office::new();
    let start = office.integration.changes().latest().unwrap().sequence;
    let first = &office.integration.changes().since(0, Some(1), None, None).unwrap().items[0];
    // AUDIT-1: the first user too, though nobody was there to create them.
    assert_eq!((first.operation.as_str(), first.change.id), ("bootstrap", Some(user(&office.admin).into())));
    assert_eq!((first.user, first.change.action), (None, Action::Created));
    let o = office.opportunity();
    office.manager.opportunities().assign(o.id, user(&office.ben), None, None).unwrap();
    let gone = office.opportunity();
    office.ann.opportunities().delete(gone.id, None).unwrap();
    let seen =
        |sequence: i64, limit: Option<i64>| office.integration.changes().since(sequence, limit, None, None).unwrap();
    let all = seen(start, None);
    let told: Vec<_> = all.items.iter().map(|c| (c.change.action, c.change.id, c.operation.as_str())).collect();
    // AUDIT-2: changed records in order, deletions too.
    assert_eq!(
        told,
        [
            (Action::Created, Some(o.id.into()), "opportunities.create"),
            (Action::Updated, Some(o.id.into()), "opportunities.assign"),
            (Action::Created, Some(gone.id.into()), "opportunities.create"),
            (Action::Deleted, Some(gone.id.into()), "opportunities.delete"),
        ]
    );
    assert!(all.items.is_sorted_by_key(|c| c.change.sequence));
    assert_eq!(all.items[1].user, Some(user(&office.manager)));
    assert_eq!((all.sequence, all.more), (office.admin.changes().latest().unwrap().sequence, false));
    // AUDIT-2: piece by piece the same, nothing lost and nothing twice.
    let mut pieces = Vec::new();
    let mut at = 0;
    loop {
        let piece = seen(at, Some(3));
        pieces.extend(piece.items);
        at = piece.sequence;
        if !piece.more {
            break;
        }
    }
    assert_eq!(pieces, seen(0, None).items);
    assert_eq!(pieces[pieces.len() - 4..], all.items);
    // At the end there is nothing, and the place is kept.
    let end = seen(at, None);
    assert_eq!((end.items.len(), end.sequence, end.more), (0, at, false));
    assert_eq!(
        invalid(office.integration.changes().since(-1, Some(0), None, None)),
        ["sequence:out_of_range", "limit:out_of_range"]
    );
    for (name, session) in office.everyone() {
        let may = ["admin", "integration"].contains(&name);
        assert_eq!(session.changes().since(0, None, None, None).is_ok(), may, "{name}");
    }
}

#[test]
fn refusals_are_counted_by_the_minute() {
    let office = Office::new();
    let refuse = || assert_eq!(refused(office.stranger.opportunities().list(None, None, None)), "forbidden");
    refuse();
    office.clock.advance(TimeDelta::seconds(59));
    refuse();
    refuse();
    let rows = refusals(&office, RefusalFilter::default());
    // PERM-2: recorded, repeats within a minute counted in one row.
    assert_eq!(rows.len(), 1);
    let start: Timestamp = MORNING.parse().unwrap();
    assert_eq!((rows[0].times, rows[0].first_at), (3, start));
    assert_eq!(rows[0].last_at, start + TimeDelta::seconds(59));
    assert_eq!((rows[0].operation.as_str(), rows[0].reason.as_str()), ("opportunities.list", "no_permission"));
    assert_eq!(rows[0].user.as_ref().map(|u| u.id), Some(user(&office.stranger)));
    assert_eq!(rows[0].login, None);
    // PERM-2: another minute, operation, reason or user is another row.
    office.clock.advance(TimeDelta::seconds(1));
    refuse();
    assert_eq!(refused(office.executive.opportunities().list(None, None, None)), "forbidden");
    let o = office.opportunity();
    assert_eq!(refused(office.ben.opportunities().delete(o.id, None)), "forbidden");
    let none = RefusalFilter::default;
    assert_eq!(refusals(&office, none()).len(), 4);
    assert_eq!(refusals(&office, RefusalFilter { user: Some(user(&office.stranger)), ..none() }).len(), 2);
    assert_eq!(refusals(&office, RefusalFilter { reason: Some("not_yours".into()), ..none() }).len(), 1);
    assert_eq!(refusals(&office, RefusalFilter { operation: Some("opportunities.list".into()), ..none() }).len(), 3);
    let later = Some(start + TimeDelta::seconds(60));
    assert_eq!(refusals(&office, RefusalFilter { at_from: later, ..none() }).len(), 3);
    assert_eq!(refusals(&office, RefusalFilter { at_before: later, ..none() }).len(), 1);
}

#[test]
fn only_forbidden_and_failed_log_ins_are_recorded() {
    let office = Office::new();
    let o = office.assigned();
    // PERM-2: neither wrong fields, nor what is not there, nor the wrong state, nor an unknown operation.
    assert_eq!(refused(office.ann.opportunities().create(NewOpportunity::default(), None, None)), "invalid");
    assert_eq!(refused(office.ann.opportunities().get(OpportunityId::default())), "not_found");
    assert_eq!(refused(office.ann.opportunities().delete(o.id, Some(7))), "conflict");
    assert_eq!(refused(office.ann.opportunities().delete(o.id, None)), "illegal_transition");
    assert_eq!(refused(office.stranger.call("opportunities.steal", "{}")), "unknown_operation");
    assert!(refusals(&office, RefusalFilter::default()).is_empty());
    // USER-2, PERM-2: failed log-ins are, with the name, also where nobody has it.
    for (name, user) in [("Nobody", None), ("ANN", Some(user(&office.ann)))] {
        for _ in 0..2 {
            assert_eq!(refused(office.crm.login(name, &"whatever".into())), "login_failed");
        }
        let filter = RefusalFilter { login: Some(name.into()), ..Default::default() };
        let rows = refusals(&office, filter);
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].times, rows[0].operation.as_str()), (2, "login"));
        assert_eq!(rows[0].reason, "wrong_credentials");
        // Of a name that nobody has there is a hash alone.
        let login = rows[0].login.as_deref().unwrap();
        assert!(if user.is_some() { login == "ann" } else { login.starts_with('#') }, "{login}");
        assert_eq!(rows[0].user.as_ref().map(|u| u.id), user);
    }
    // PERM-2: in a transaction of their own: what was refused changed nothing.
    assert!(calls(&office, AuditFilter { record: Some(o.id.into()), ..Default::default() }).len() == 2);
}

#[test]
fn calls_stand_in_the_order_of_their_commits() {
    let office = Office::new();
    let o = office.opportunity();
    // Asked for at these times; the one that was asked first came last, and the clock was set back once.
    let times = ["2026-03-02T02:00:07Z", "2026-03-02T02:00:05Z", "2026-03-02T02:00:06Z", "2026-02-27T09:00:00Z"];
    for (i, time) in times.iter().enumerate() {
        office.clock.set(time);
        let changes = OpportunityUpdate { source: Some(i.to_string()), ..Default::default() };
        office.ann.opportunities().update(o.id, changes, None).unwrap();
    }
    let filters = [
        AuditFilter { record: Some(o.id.into()), ..Default::default() },
        AuditFilter { user: office.ann.user(), ..Default::default() },
        AuditFilter { entity: Some(Entity::OPPORTUNITY), ..Default::default() },
        AuditFilter::default(),
    ];
    for filter in filters {
        // Page by page, and each change begins with what the one before it left.
        let (mut page, mut sources) = (PageRequest { limit: Some(1), ..Default::default() }, Vec::new());
        loop {
            let found = office.admin.audit().list(Some(filter.clone()), Some(page.clone())).unwrap();
            for call in found.items.iter().filter(|call| call.operation == "opportunities.update") {
                let change = &call.changes[0];
                sources.push((
                    parse(&change.before)["source"].clone(),
                    parse(&change.after)["source"].clone(),
                    call.at,
                ));
            }
            match found.next {
                Some(next) => page.after = Some(next),
                None => break,
            }
        }
        let expected = [("2", "3", 3), ("1", "2", 2), ("0", "1", 1)].map(|(before, after, i): (&str, &str, usize)| {
            (json!(before), json!(after), times[i].parse::<Timestamp>().unwrap())
        });
        assert_eq!(sources[..3], expected, "{filter:?}");
        assert_eq!(sources[3].1, json!("0"), "{filter:?}");
    }
    // A filter by time is by when it was asked for, in the same order.
    let filter = AuditFilter {
        operation: Some("opportunities.update".into()),
        at_from: Some("2026-03-02T02:00:05Z".parse().unwrap()),
        at_before: Some("2026-03-02T02:00:07Z".parse().unwrap()),
        ..Default::default()
    };
    let found: Vec<_> = calls(&office, filter).iter().map(|call| call.at).collect();
    assert_eq!(found, [times[2], times[1]].map(|time| time.parse::<Timestamp>().unwrap()));
}

#[test]
fn a_call_that_is_not_there_is_named() {
    let office = Office::new();
    let missing = office.admin.audit().changes(987_654, None).unwrap_err();
    // The refusal of a kind that is no record's has words too, in both languages.
    let (english, chinese) = (missing.text(Locale::En), missing.text(Locale::ZhHans));
    assert!(english.to_lowercase().contains("audited call") && chinese.contains("审计调用"), "{english} {chinese}");
}
