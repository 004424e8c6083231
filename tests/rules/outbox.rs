//! AUTO-10, AUTO-11: what hosts are told in messages, and say that they did.

use crm_core::objects::RecordKey;
use crm_core::outbox::{MessageFilter, MessageId, MessageKind, MessageStatus, OutboxMessage};
use serde_json::{Value as Json, json};

use crate::files::{Shelf, conflict};
use crate::notes::key;
use crate::support::*;

fn emit(office: &Office, record: &RecordKey, topic: &str) -> MessageId {
    office.admin.outbox().emit(record.clone(), topic.into(), None, None).unwrap()
}

fn take(office: &Office) -> Vec<OutboxMessage> {
    office.integration.outbox().take(None, None, None).unwrap()
}

fn topics(messages: &[OutboxMessage]) -> Vec<&str> {
    messages.iter().map(|message| message.topic.as_str()).collect()
}

// AUTO-10: a message tells what was named of the record and nothing else, whoever emits it; it is there where the call committed.
#[test]
fn a_message_tells_what_was_named() {
    let office = Office::new();
    let opportunity = office.opportunity();
    let record = key("opportunity", opportunity.id);
    let fields = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    let id = office
        .integration
        .outbox()
        .emit(record.clone(), "quote.wanted".into(), fields(&["summary", "assignee", "summary"]), None)
        .unwrap();
    let message = take(&office).remove(0);
    assert_eq!((message.id, message.kind, message.attempt), (id, MessageKind::Event, 1));
    let about = message.record.as_ref().unwrap();
    assert_eq!((about.object.as_str(), about.id), ("opportunity", opportunity.id.into()));
    let said: Json = serde_json::from_str(&message.payload).unwrap();
    let names: Vec<&String> = said.as_object().unwrap().keys().collect();
    assert_eq!(names, ["event", "object", "id", "version", "time", "fields", "changed"]);
    assert_eq!(said["event"], "quote.wanted");
    assert_eq!((&said["id"], &said["version"]), (&json!(opportunity.id), &json!(opportunity.version)));
    assert_eq!(said["time"], "2026-03-02T01:00:00.000000Z");
    assert_eq!(said["fields"]["summary"], json!(opportunity.summary));
    assert_eq!(said["fields"].as_object().unwrap().len(), 2);
    assert_eq!(said["changed"], json!([]));
    // Whose record it is, and what is wrong.
    let outbox = office.admin.outbox();
    let emit = |record: RecordKey, names| outbox.emit(record, "a".into(), fields(names), None);
    assert_eq!(invalid(emit(record.clone(), &["summary", "nothing"])), ["fields[1]:unknown_field"]);
    assert_eq!(invalid(emit(key("user", user(&office.ann)), &[])), ["record:not_supported"]);
    assert_eq!(invalid(emit(key("nothing", opportunity.id), &[])), ["object:unknown_object"]);
    let nobodys = key("customer", "0195b5e2-7f00-7000-8000-00000000abcd".parse::<crm_core::RecordId>().unwrap());
    assert_eq!(emit(nobodys, &[]).unwrap_err().code(), "not_found");
    for session in [&office.ann, &office.manager, &office.executive] {
        let refused = session.outbox().emit(record.clone(), "a".into(), None, None).unwrap_err();
        assert_eq!(refused.code(), "forbidden");
    }
    assert_eq!(office.admin.outbox().take(None, None, None).unwrap_err().code(), "forbidden");
    assert_eq!(office.integration.outbox().list(None, None).unwrap_err().code(), "forbidden");
    assert_eq!(office.admin.outbox().list(None, None).unwrap().items.len(), 1);
}

// AUTO-10: what would be more than 64 KiB is refused.
#[test]
fn a_message_has_its_bounds() {
    let office = Office::new();
    let opportunity = office.opportunity();
    let record = key("opportunity", opportunity.id);
    let changes =
        crm_core::opportunities::OpportunityUpdate { description: Some("𠮷".repeat(20_000)), ..Default::default() };
    office.ann.opportunities().update(opportunity.id, changes, None).unwrap();
    let emitted = office.admin.outbox().emit(record.clone(), "a".into(), Some(vec!["description".into()]), None);
    assert_eq!(invalid(emitted), ["fields:too_large"]);
    assert_eq!(invalid(office.admin.outbox().emit(record, "a".repeat(101), None, None)), ["topic:too_long"]);
    assert!(take(&office).is_empty());
}

// AUTO-10: with `merge_within` a later one says it anew, where nobody took the one before it.
#[test]
fn messages_merge_while_nobody_took_them() {
    let shelf = Shelf::new();
    let office = &shelf.office;
    let opportunity = office.opportunity();
    let record = key("opportunity", opportunity.id);
    let emit = |topic: &str, within| {
        let fields = Some(vec!["summary".to_owned()]);
        office.admin.outbox().emit(record.clone(), topic.into(), fields, Some(within)).unwrap()
    };
    let first = emit("changed", 3_600);
    let changes =
        crm_core::opportunities::OpportunityUpdate { summary: Some("新概要".into()), ..Default::default() };
    office.ann.opportunities().update(opportunity.id, changes, None).unwrap();
    shelf.hours_pass(1);
    assert_eq!(emit("changed", 3_600), first);
    assert_ne!(emit("other", 3_600), first);
    assert_ne!(emit("changed", 3_599), first);
    let taken = take(office);
    assert_eq!(topics(&taken), ["changed"]);
    assert!(taken[0].payload.contains("新概要"), "{}", taken[0].payload);
    assert_ne!(emit("changed", 86_400), first);
}

// AUTO-11: of one record's messages the earliest that has not ended is taken, oldest first, each by one host alone.
#[test]
fn messages_are_taken_in_order() {
    let shelf = Shelf::new();
    let office = &shelf.office;
    let (one, two) = (key("opportunity", office.opportunity().id), key("opportunity", office.opportunity().id));
    for (record, topic) in [(&one, "a"), (&one, "b"), (&two, "c"), (&one, "d")] {
        emit(office, record, topic);
        shelf.office.clock.advance(chrono::TimeDelta::seconds(1));
    }
    let outbox = office.integration.outbox();
    assert_eq!(outbox.take(Some(1), Some(vec![MessageKind::Event]), None).unwrap()[0].topic, "a");
    let second = outbox.take(Some(1), None, Some(3_600)).unwrap();
    assert_eq!(topics(&second), ["c"]);
    assert!(take(office).is_empty());
    let listed = office.admin.outbox().list(None, None).unwrap().items;
    assert_eq!(topics(&listed), ["d", "c", "b", "a"]);
    let of = |status| {
        let filter = MessageFilter { status: Some(status), record: Some(one.clone()), ..Default::default() };
        office.admin.outbox().list(Some(filter), None).unwrap().items
    };
    assert_eq!(topics(&of(MessageStatus::Waiting)), ["d", "b"]);
    let first = of(MessageStatus::Taken).remove(0);
    outbox.done(vec![first.id]).unwrap();
    outbox.done(vec![first.id]).unwrap();
    assert_eq!(topics(&take(office)), ["b"]);
    // What was never taken is not done, nor is what is not there.
    let last = of(MessageStatus::Waiting).remove(0);
    assert_eq!(conflict(outbox.done(vec![last.id])), "not_leased");
    assert_eq!(outbox.done(vec![MessageId(uuid::Uuid::nil())]).unwrap_err().code(), "not_found");
    assert_eq!(
        invalid(outbox.take(Some(1_001), None, Some(3_601))),
        ["limit:out_of_range", "lease_seconds:out_of_range"]
    );
}

// AUTO-11, story 21: a failed message comes again after 1, 5, 30 minutes, 2, 12 and 24 hours under its id, and is dead with the
// seventh; those behind it go on; it can be revived.
#[test]
fn what_fails_comes_again_until_it_is_dead() {
    let shelf = Shelf::new();
    let office = &shelf.office;
    let record = key("opportunity", office.opportunity().id);
    let id = emit(office, &record, "a");
    let behind = emit(office, &record, "b");
    let outbox = office.integration.outbox();
    for (attempt, minutes) in (1..).zip([1, 5, 30, 120, 720, 1_440]) {
        let taken = take(office);
        assert_eq!((taken[0].id, taken[0].attempt, taken.len()), (id, attempt, 1));
        if attempt % 2 == 1 {
            outbox.failed(id, format!("HTTP 50{attempt}"), false).unwrap();
        } else {
            // Nobody says anything: that is a failure when the lease ends.
            office.clock.advance(chrono::TimeDelta::seconds(60));
            assert_eq!(conflict(outbox.failed(id, "too late".into(), false)), "not_leased");
        }
        office.clock.advance(chrono::TimeDelta::minutes(minutes) - chrono::TimeDelta::seconds(1));
        assert!(take(office).is_empty(), "{attempt}");
        office.clock.advance(chrono::TimeDelta::seconds(1));
    }
    let taken = take(office);
    assert_eq!((taken[0].attempt, taken[0].reason.as_deref()), (7, Some("HTTP 505")));
    outbox.failed(id, "for good".into(), false).unwrap();
    let next = take(office);
    assert_eq!(next[0].id, behind);
    outbox.failed(behind, "never".into(), true).unwrap();
    let dead = MessageFilter { status: Some(MessageStatus::Dead), ..Default::default() };
    let dead = office.admin.outbox().list(Some(dead), None).unwrap().items;
    let told: Vec<_> = dead.iter().map(|message| (message.topic.as_str(), message.reason.as_deref())).collect();
    assert_eq!(told, [("b", Some("never")), ("a", Some("for good"))]);
    assert!(dead.iter().all(|message| message.ended_at.is_some() && message.due_at.is_none()));
    assert_eq!(office.admin.outbox().retry(vec![behind, id, id]).unwrap().count, 2);
    let again = take(office);
    assert_eq!((again[0].id, again[0].attempt, again.len()), (id, 1, 1));
    // A message whose seventh lease ends is dead when somebody asks next.
    outbox.done(vec![id]).unwrap();
    for _ in 0..7 {
        assert_eq!(take(office)[0].id, behind);
        shelf.hours_pass(25);
    }
    assert!(take(office).is_empty());
}

// AUTO-11, PROC-8: a lease that a wrong clock set far ahead hinders nobody.
#[test]
fn a_clock_gone_wrong_stops_no_message() {
    let shelf = Shelf::new();
    let office = &shelf.office;
    let record = key("opportunity", office.opportunity().id);
    let id = emit(office, &record, "a");
    office.clock.set("2036-03-06T01:00:00Z");
    assert_eq!(take(office)[0].id, id);
    office.clock.set(MORNING);
    assert_eq!(take(office)[0].id, id);
}

// AUTO-11: what nobody took for 30 days is dead; done ones go after 7 days, dead ones after 90.
#[test]
fn the_outbox_is_looked_after() {
    let shelf = Shelf::new();
    let office = &shelf.office;
    let (one, two) = (key("opportunity", office.opportunity().id), key("opportunity", office.opportunity().id));
    let done = emit(office, &one, "a");
    assert_eq!(take(office).len(), 1);
    office.integration.outbox().done(vec![done]).unwrap();
    emit(office, &two, "b");
    let run = || office.integration.jobs().run_due(Some(100)).unwrap();
    let stands = |days: i64| {
        shelf.hours_pass(days * 24);
        run();
        let items = office.admin.outbox().list(None, None).unwrap().items;
        items.into_iter().map(|message| (message.topic, message.status)).collect::<Vec<_>>()
    };
    let waiting = || ("b".to_owned(), MessageStatus::Waiting);
    assert_eq!(stands(6), [waiting(), ("a".to_owned(), MessageStatus::Done)]);
    assert_eq!(stands(2), [waiting()]);
    assert_eq!(stands(21), [waiting()]);
    assert_eq!(stands(2), [("b".to_owned(), MessageStatus::Dead)]);
    assert_eq!(stands(89), [("b".to_owned(), MessageStatus::Dead)]);
    assert_eq!(stands(2), []);
    assert!(office.admin.maintenance().check().unwrap().ok);
}
