//! NOTIFY-4 and AUTO-11: what people are told by messages, at once and in a digest.

use crm_core::jobs::Job;
use crm_core::objects::RecordKey;
use crm_core::outbox::{MessageFilter, MessageKind, MessageStatus, OutboxMessage};
use crm_core::prelude::*;
use crm_core::roles::ScopeLevel;
use crm_core::users::{Digest, NotificationReason, ProfileUpdate};
use serde_json::{Value as Json, json};

use crate::fill::Filled;
use crate::notes::key;
use crate::notifications::{list, read, write};
use crate::reminders::{at, call};
use crate::support::*;

fn own(session: &Session, changes: ProfileUpdate) {
    session.users().update_profile(changes).unwrap();
}

fn daily(session: &Session, digest: Digest, digest_at: &str) {
    own(session, ProfileUpdate { digest: Some(digest), digest_at: Some(digest_at.to_owned()), ..Default::default() });
}

/// Takes what waits for people, and says that it was done.
fn taken(office: &Office) -> Vec<(OutboxMessage, Json)> {
    let outbox = office.integration.outbox();
    let messages = outbox.take(None, Some(vec![MessageKind::Person]), None).unwrap();
    outbox.done(messages.iter().map(|message| message.id).collect()).unwrap();
    let said = |message: OutboxMessage| {
        let payload = serde_json::from_str(&message.payload).unwrap();
        (message, payload)
    };
    messages.into_iter().map(said).collect()
}

fn run(office: &Office, now: &str) {
    office.clock.set(now);
    for run in office.integration.jobs().run_due(None).unwrap() {
        assert_eq!((run.failed, &run.failure), (0, &None), "{run:?}");
    }
}

/// When the next digest falls due, where that is next.
fn next(office: &Office) -> Option<Timestamp> {
    let next = office.integration.jobs().next_due().unwrap();
    Some(next.due_at).filter(|_| next.job == Job::DIGESTS)
}

fn statuses(office: &Office) -> Vec<MessageStatus> {
    office.admin.outbox().list(None, None).unwrap().items.into_iter().map(|message| message.status).collect()
}

/// From now on account managers see their own alone.
fn narrow(office: &Office) {
    let role = office.admin.roles().list().unwrap().into_iter().find(|role| role.name == "account_manager").unwrap();
    for area in ["customers", "opportunities"] {
        let own = ScopeLevel::Own;
        office.admin.roles().set_scope(role.id, area.into(), own, own, None).unwrap();
    }
    assert!(office.admin.maintenance().rebuild().unwrap().ok);
}

// NOTIFY-4: the reasons that somebody wants to be told at once, and no others; the sentence is that of the list.
#[test]
fn what_is_wanted_at_once_is_a_message() {
    let office = Office::new();
    let record = key("opportunity", office.opportunity().id);
    let push = Some(vec![NotificationReason::Mention, NotificationReason::Reminder]);
    own(&office.ben, ProfileUpdate { push, ..Default::default() });
    let note = write(&office.ann, &record, &"请看".repeat(200), &[&office.ben]).note;
    office.manager.opportunities().assign(office.opportunity().id, user(&office.ben), None, None).unwrap();
    let (message, said) = taken(&office).remove(0);
    assert!(taken(&office).is_empty());
    let to = message.to.as_ref().map(|to| (to.id, to.display_name.as_str()));
    assert_eq!(
        (message.kind, message.topic.as_str(), to),
        (MessageKind::Person, "mention", Some((user(&office.ben), "本")))
    );
    assert_eq!((message.medium.as_deref(), message.record.map(|of| of.id)), (Some("push"), Some(record.id)));
    let told = list(&office.ben).pop().unwrap();
    let quote: String = note.text.chars().take(200).collect();
    assert_eq!(
        said,
        json!({"event": "mention", "user": user(&office.ben), "notification": {
            "id": told.id, "reason": "mention", "kind": "mentioned", "text": told.text, "quote": quote,
            "record": told.record, "time": "2026-03-02T01:00:00.000000Z"}})
    );
    // ACT-12: a reminder too.
    office.ben.activities().create(call(&office.ben, "2026-03-02T02:00:00Z", &[0]), None).unwrap();
    run(&office, "2026-03-02T02:00:00Z");
    assert_eq!(taken(&office)[0].1["notification"]["text"], "Reminder: 约看样");
    // AUTO-11: the list shows nothing of what it says.
    let filter = MessageFilter { status: Some(MessageStatus::Done), ..Default::default() };
    let listed = office.admin.outbox().list(Some(filter), None).unwrap().items;
    assert_eq!(listed.iter().map(|message| message.payload.as_str()).collect::<Vec<_>>(), ["", ""]);
}

// AUTO-11: one person's by one medium come in order; whoever does not read the record any more, or is disabled, is told nothing.
#[test]
fn reach_is_asked_when_a_message_is_taken() {
    let office = Office::new();
    let record = key("opportunity", office.opportunity().id);
    let push = Some(vec![NotificationReason::Mention]);
    for session in [&office.ben, &office.manager] {
        own(session, ProfileUpdate { push: push.clone(), ..Default::default() });
    }
    let outbox = office.integration.outbox();
    write(&office.ann, &record, "一", &[&office.ben]);
    write(&office.ann, &record, "二", &[&office.ben, &office.manager]);
    let quotes = |messages: &[OutboxMessage]| -> Vec<Json> {
        let said = |message: &OutboxMessage| serde_json::from_str::<Json>(&message.payload).unwrap();
        messages.iter().map(|message| said(message)["notification"]["quote"].clone()).collect()
    };
    let first = outbox.take(None, None, Some(60)).unwrap();
    assert_eq!(quotes(&first), ["一", "二"]);
    assert!(outbox.take(None, None, None).unwrap().is_empty());
    outbox.failed(first[0].id, "no signal".into(), false).unwrap();
    outbox.done(vec![first[1].id]).unwrap();
    // What failed is asked about again; both of ben's are dropped, one after the other.
    narrow(&office);
    write(&office.manager, &record, "三", &[&office.executive]);
    office.clock.set("2026-03-02T01:10:00Z");
    assert!(outbox.take(None, None, None).unwrap().is_empty());
    assert_eq!(statuses(&office), [MessageStatus::Dropped, MessageStatus::Done, MessageStatus::Dropped]);
    // A disabled person.
    write(&office.ann, &record, "四", &[&office.manager]);
    office.admin.users().disable(user(&office.manager), None).unwrap();
    assert!(outbox.take(None, None, None).unwrap().is_empty());
    assert_eq!(statuses(&office)[0], MessageStatus::Dropped);
    // Dropped ones go after seven days.
    run(&office, "2026-03-20T01:00:00Z");
    assert!(statuses(&office).is_empty());
}

// NOTIFY-4: what was not read since the last digest, newest first, once; nothing unread, no message.
#[test]
fn a_digest_tells_what_was_not_read() {
    let office = Office::new();
    let record = key("opportunity", office.opportunity().id);
    daily(&office.ben, Digest::Daily, "08:00");
    assert_eq!(next(&office), Some(at("2026-03-03T00:00:00Z")));
    write(&office.ann, &record, "一", &[&office.ben]);
    write(&office.ann, &record, "二", &[&office.ben]);
    run(&office, "2026-03-02T23:59:59Z");
    assert!(taken(&office).is_empty());
    run(&office, "2026-03-03T00:00:00Z");
    run(&office, "2026-03-03T00:00:00Z");
    let (message, said) = taken(&office).remove(0);
    assert_eq!((message.medium.as_deref(), message.topic.as_str(), message.record), (Some("digest"), "digest", None));
    assert_eq!((&said["event"], &said["count"], &said["more"]), (&json!("digest"), &json!(2), &json!(false)));
    let quotes = |said: &Json| -> Vec<Json> {
        said["notifications"].as_array().unwrap().iter().map(|one| one["quote"].clone()).collect()
    };
    assert_eq!(quotes(&said), ["二", "一"]);
    assert!(taken(&office).is_empty());
    // They were told; what comes behind them is told next, unless it was read.
    run(&office, "2026-03-04T00:00:00Z");
    assert!(taken(&office).is_empty());
    write(&office.ann, &record, "三", &[&office.ben]);
    read(&office.ben);
    write(&office.ann, &record, "四", &[&office.ben]);
    run(&office, "2026-03-05T00:00:00Z");
    assert_eq!(quotes(&taken(&office)[0].1), ["四"]);
    // On Mondays, by the clock of their zone.
    daily(&office.ben, Digest::Weekly, "07:30");
    assert_eq!(office.integration.jobs().next_due().unwrap().job, Job::CHURN_SCAN);
    own(&office.ben, ProfileUpdate { time_zone: Some("Europe/Berlin".into()), ..Default::default() });
    write(&office.ann, &record, "五", &[&office.ben]);
    run(&office, "2026-03-09T06:29:59Z");
    assert!(taken(&office).is_empty());
    assert_eq!(next(&office), Some(at("2026-03-09T06:30:00Z")));
    run(&office, "2026-03-09T06:30:00Z");
    assert_eq!(quotes(&taken(&office)[0].1), ["五"]);
    // Nobody is told who wants none, or is disabled; who is there again is.
    write(&office.ann, &record, "六", &[&office.ben]);
    daily(&office.ben, Digest::Daily, "07:30");
    office.admin.users().disable(user(&office.ben), None).unwrap();
    run(&office, "2026-03-10T12:00:00Z");
    assert!(taken(&office).is_empty());
    office.admin.users().enable(user(&office.ben), None).unwrap();
    run(&office, "2026-03-11T06:29:59Z");
    assert!(taken(&office).is_empty());
    run(&office, "2026-03-11T06:30:00Z");
    assert_eq!(quotes(&taken(&office)[0].1), ["六"]);
    write(&office.ann, &record, "七", &[&office.ben]);
    own(&office.ben, ProfileUpdate { digest: Some(Digest::Never), ..Default::default() });
    run(&office, "2026-03-12T12:00:00Z");
    assert!(taken(&office).is_empty());
}

// NOTIFY-4: the company's zone is theirs who have none.
#[test]
fn a_digest_goes_with_the_companys_zone() {
    let office = Office::new();
    daily(&office.ben, Digest::Daily, "08:00");
    let zone = crm_core::settings::SettingsUpdate { time_zone: Some("Asia/Tokyo".into()), ..Default::default() };
    office.admin.settings().update(zone).unwrap();
    assert_eq!(next(&office), Some(at("2026-03-02T23:00:00Z")));
    own(&office.ben, ProfileUpdate { time_zone: Some("Asia/Shanghai".into()), ..Default::default() });
    assert_eq!(next(&office), Some(at("2026-03-03T00:00:00Z")));
    // After a pause there is one, as of now.
    write(&office.ann, &key("opportunity", office.opportunity().id), "一", &[&office.ben]);
    run(&office, "2026-03-09T12:00:00Z");
    assert_eq!(taken(&office).len(), 1);
    assert_eq!(next(&office), Some(at("2026-03-10T00:00:00Z")));
}

// AUTO-11: a digest loses what is not read any more when it is taken, and is dropped where nothing is left; an edited note is told
// as it is now.
#[test]
fn a_digest_loses_what_is_not_read_any_more() {
    let office = Office::new();
    let (mine, hers) = (office.assigned(), office.opportunity());
    daily(&office.ben, Digest::Daily, "08:00");
    read(&office.ben);
    let stays = write(&office.ann, &key("opportunity", mine.id), "一", &[&office.ben]).note;
    write(&office.ann, &key("opportunity", hers.id), "二", &[&office.ben]);
    run(&office, "2026-03-03T00:00:00Z");
    let text = crm_core::notes::NoteUpdate { text: Some("改".into()), ..Default::default() };
    office.ann.notes().update(stays.id, text).unwrap();
    narrow(&office);
    let said = taken(&office).remove(0).1;
    assert_eq!((&said["count"], &said["notifications"][0]["quote"]), (&json!(1), &json!("改")));
    assert_eq!(said["notifications"].as_array().unwrap().len(), 1);
    // What is out of reach when the digest is made is not in it either.
    let until = Some(at("2100-01-01T00:00:00Z"));
    assert_eq!(office.ben.notifications().mark_read(None, until).unwrap().count, 1);
    run(&office, "2026-03-04T00:00:00Z");
    assert!(taken(&office).is_empty() && statuses(&office) == [MessageStatus::Done]);
    write(&office.manager, &key("opportunity", mine.id), "三", &[&office.ben]);
    run(&office, "2026-03-05T00:00:00Z");
    office.manager.opportunities().reassign(mine.id, user(&office.ann), None).unwrap();
    assert!(taken(&office).is_empty());
    assert_eq!(statuses(&office)[0], MessageStatus::Dropped);
}

// NOTIFY-4: a hundred sentences at the most, as many as fit into 64 KiB, and the count of all.
#[test]
fn a_digest_has_its_bounds() {
    let filled = Filled::new();
    let office = &filled.office;
    let record: RecordKey = key("opportunity", office.opportunity().id);
    daily(&office.ben, Digest::Daily, "08:00");
    let ben: i64 = filled.raw.query_row("SELECT id FROM users WHERE login = 'ben'", [], |row| row.get(0)).unwrap();
    let about = format!("'opportunities', x'{}'", record.id.0.simple());
    let columns = "uid, user_id, place, kind, home, record, about, created_at";
    let note = |text: &str| {
        let note = write(&office.ann, &record, text, &[]).note;
        read(&office.ben);
        format!("x'{}'", note.id.0.simple())
    };
    let short = note("短");
    filled.rows("notifications", 1_500, columns, &format!("UID, {ben}, 10 + i, 'noted', {about}, {short}, i"));
    run(office, "2026-03-03T00:00:00Z");
    let said = taken(office).remove(0).1;
    assert_eq!((&said["count"], &said["more"]), (&json!(1_000), &json!(true)));
    assert_eq!(said["notifications"].as_array().unwrap().len(), 100);
    let long = note(&"𠮷".repeat(20_000));
    read(&office.ben);
    filled.rows("notifications", 150, columns, &format!("UID, {ben}, 2000 + i, 'noted', {about}, {long}, i"));
    run(office, "2026-03-04T00:00:00Z");
    let (message, said) = taken(office).remove(0);
    let sentences = said["notifications"].as_array().unwrap().len();
    assert_eq!((&said["count"], &said["more"]), (&json!(150), &json!(false)));
    assert!(message.payload.len() <= 64 * 1024 && (40..100).contains(&sentences), "{sentences}");
}
