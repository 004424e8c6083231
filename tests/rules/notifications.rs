//! NOTIFY and FOLLOW-2: who is told what of records, and how long it is kept.

use chrono::TimeDelta;
use crm_core::customers::CustomerUpdate;
use crm_core::handover::NewHandover;
use crm_core::notes::{NewNote, NoteUpdate};
use crm_core::notifications::{Notification, NotificationKind};
use crm_core::objects::RecordKey;
use crm_core::page::PageRequest;
use crm_core::prelude::*;
use crm_core::roles::ScopeLevel;
use crm_core::users::NotificationReason;
use crm_core::{Locale, Tree};
use serde_json::json;

use crate::faults::Shared;
use crate::notes::{contact, disable_levels, key};
use crate::support::*;
use crate::tickets::ticket;

pub(crate) fn list(session: &Session) -> Vec<Notification> {
    session.notifications().list(false, None).unwrap().items
}

pub(crate) fn kinds(session: &Session) -> Vec<NotificationKind> {
    list(session).into_iter().map(|told| told.kind).collect()
}

pub(crate) fn texts(session: &Session) -> Vec<String> {
    list(session).into_iter().map(|told| told.text).collect()
}

pub(crate) fn unread(session: &Session) -> i64 {
    let page = PageRequest { count: Some(true), limit: Some(1), ..Default::default() };
    session.notifications().list(true, Some(page)).unwrap().total.unwrap().count
}

/// Reads all that was told until now.
pub(crate) fn read(session: &Session) {
    session.notifications().mark_read(None, Some("2100-01-01T00:00:00Z".parse().unwrap())).unwrap();
}

pub(crate) fn write(
    session: &Session,
    record: &RecordKey,
    text: &str,
    mentions: &[&Session],
) -> crm_core::notes::NoteCreated {
    let mentions = Some(mentions.iter().map(|session| user(session)).collect());
    let new = NewNote { text: text.into(), mentions, ..Default::default() };
    session.notes().create(record.clone(), new, None).unwrap()
}

// NOTIFY-1: who has the record now is told that it was given to them; nobody is told of what they did themselves.
#[test]
fn who_is_given_a_record_is_told() {
    let office = Office::new();
    let opportunity = office.opportunity();
    assert!(list(&office.ann).is_empty());
    office.manager.opportunities().assign(opportunity.id, user(&office.ben), None, None).unwrap();
    let told = list(&office.ben).remove(0);
    assert_eq!((told.reason, told.kind), (NotificationReason::Assigned, NotificationKind::Given));
    assert_eq!(told.text, "韩梅梅 gave you Opportunity “数控机床 12 台”");
    let record = told.record.unwrap();
    assert_eq!(
        (record.object.as_str(), record.id, record.title.as_deref()),
        ("opportunity", opportunity.id.into(), Some("数控机床 12 台"))
    );
    assert_eq!(
        (told.actor.unwrap().id, told.created_at, told.read_at),
        (user(&office.manager), MORNING.parse().unwrap(), None)
    );
    // One a record and call: the state changed too, and the creator hears of the owner alone.
    assert_eq!(texts(&office.ann), ["韩梅梅 gave Opportunity “数控机床 12 台” to 本"]);
    assert!(list(&office.manager).is_empty());
    // Who had it until now hears of it as a follower, who has it now as its owner.
    office.manager.opportunities().reassign(opportunity.id, user(&office.ann), None).unwrap();
    assert_eq!(kinds(&office.ben), [NotificationKind::Passed, NotificationKind::Given]);
    assert_eq!(kinds(&office.ann), [NotificationKind::Given, NotificationKind::Passed]);
    // Customers and tickets alike; and in the reader's language.
    let customer = office.customer();
    let changes = CustomerUpdate { account_manager: Some(user(&office.ben)), ..Default::default() };
    office.manager.customers().update(customer.id, changes, None).unwrap();
    ticket(&office, crm_core::tickets::TicketStatus::Assigned);
    let chinese = office.ben.with_locale(Locale::ZhHans);
    assert_eq!(texts(&chinese)[..2], ["韩梅梅将服务单“主轴异响”交给了您", "韩梅梅将客户“华东精密机械”交给了您"]);
}

// FOLLOW-2: followers hear of notes, another state, another owner and the end; with `updates` of every other change.
#[test]
fn followers_hear_of_what_becomes_of_a_record() {
    let office = Office::new();
    let opportunity = office.opportunity();
    let record = key("opportunity", opportunity.id);
    office.ben.follows().follow(record.clone(), None, false).unwrap();
    office.manager.follows().follow(record.clone(), None, true).unwrap();
    let changes = crm_core::opportunities::OpportunityUpdate { summary: Some("机床".into()), ..Default::default() };
    office.manager.opportunities().update(opportunity.id, changes.clone(), None).unwrap();
    assert!(list(&office.ben).is_empty() && list(&office.manager).is_empty() && list(&office.ann).is_empty());
    let again = crm_core::opportunities::OpportunityUpdate { summary: Some("数控机床".into()), ..changes };
    office.manager.follows().unfollow(record.clone(), None).unwrap();
    office.ben.follows().follow(record.clone(), None, true).unwrap();
    office.manager.opportunities().update(opportunity.id, again, None).unwrap();
    assert_eq!(texts(&office.ben), ["韩梅梅 changed Opportunity “数控机床”"]);
    assert!(list(&office.ann).is_empty());

    let note = write(&office.manager, &record, "下周二再联系", &[]).note;
    for session in [&office.ann, &office.ben] {
        let told = list(session).remove(0);
        assert_eq!((told.reason, told.kind), (NotificationReason::Followed, NotificationKind::Noted));
        assert_eq!(told.quote.as_deref(), Some("下周二再联系"));
    }
    // NOTIFY-2: the note's text is read from the note.
    let text = NoteUpdate { text: Some("下周三".into()), ..Default::default() };
    office.manager.notes().update(note.id, text).unwrap();
    assert_eq!((list(&office.ann).len(), list(&office.ann)[0].quote.as_deref()), (1, Some("下周三")));
    office.manager.notes().delete(note.id, None).unwrap();
    assert_eq!((list(&office.ann).len(), list(&office.ann)[0].quote.clone()), (1, None));

    // PROC-3: what tells of the end stays, with the title of then; the rest goes with the record.
    office.ann.opportunities().delete(opportunity.id, None).unwrap();
    let told = list(&office.ben);
    assert_eq!((told.len(), told[0].text.as_str()), (1, "安娜 deleted Opportunity “数控机床”"));
    assert_eq!(told[0].record.as_ref().unwrap().id, record.id);
    // Who once unfollowed it does not follow it by a note.
    assert_eq!(kinds(&office.manager), [] as [NotificationKind; 0]);
    assert!(list(&office.ann).is_empty());
}

// FOLLOW-2: a transition is told by the states' names.
#[test]
fn followers_hear_of_another_state() {
    let office = Office::new();
    let opportunity = office.assigned();
    read(&office.ann);
    office.ben.opportunities().fail(opportunity.id, Some("预算取消".into()), None, None, None).unwrap();
    let told = list(&office.ann).remove(0);
    assert_eq!((told.kind, told.reason), (NotificationKind::Moved, NotificationReason::Followed));
    assert_eq!(told.text, "本 moved Opportunity “数控机床 12 台” from Assigned (in development) to Failed");
    assert_eq!((unread(&office.ann), list(&office.ben).len()), (1, 1));
}

// NOTE-2: the mentioned who read the record are told, the others are not, neither now nor by later replies; editing tells the
// newly mentioned alone.
#[test]
fn mentions_tell_who_reads_the_record() {
    let office = Office::new();
    let record = key("opportunity", office.opportunity().id);
    let written = write(&office.manager, &record, "请看", &[&office.ben, &office.stranger, &office.manager]);
    assert_eq!(written.unreached.iter().map(|user| user.id).collect::<Vec<_>>(), [user(&office.stranger)]);
    let told = list(&office.ben).remove(0);
    assert_eq!(
        (told.reason, told.text.as_str()),
        (NotificationReason::Mention, "韩梅梅 mentioned you in a note on Opportunity “数控机床 12 台”")
    );
    assert_eq!((kinds(&office.ann), kinds(&office.manager)), (vec![NotificationKind::Noted], vec![]));
    let reply = NewNote { text: "好".into(), reply_to: Some(written.note.id), ..Default::default() };
    office.ann.notes().create(record.clone(), reply, None).unwrap();
    assert_eq!(kinds(&office.ben), [NotificationKind::Noted, NotificationKind::Mentioned]);
    assert_eq!(kinds(&office.stranger), []);
    let mentions = Some(vec![user(&office.ben), user(&office.ann), user(&office.stranger)]);
    let changed =
        office.manager.notes().update(written.note.id, NoteUpdate { mentions, ..Default::default() }).unwrap();
    assert_eq!(changed.unreached.len(), 1);
    assert_eq!(kinds(&office.ann), [NotificationKind::Mentioned, NotificationKind::Noted]);
    assert_eq!((list(&office.ben).len(), list(&office.stranger).len()), (2, 0));
    // A create that is repeated tells nobody again (BAD-2).
    let id = Some("0195b5e2-7f00-7000-8000-000000000901".parse().unwrap());
    let new = NewNote { text: "再看".into(), mentions: Some(vec![user(&office.ben)]), ..Default::default() };
    office.ann.notes().create(record.clone(), new.clone(), id).unwrap();
    office.ann.notes().create(record, new, id).unwrap();
    assert_eq!(list(&office.ben).len(), 3);
}

// NOTIFY-1, PROC-2: reach is asked when it is made, and again when it is listed and counted; no disabled user is told.
#[test]
fn reach_is_asked_again() {
    let office = Office::new();
    let customer = office.customer();
    let (record, opportunity) = (key("customer", customer.id), office.opportunity());
    office.ben.follows().follow(record.clone(), None, false).unwrap();
    write(&office.ann, &record, "一", &[]);
    write(&office.ann, &key("opportunity", opportunity.id), "二", &[&office.ben]);
    assert_eq!((list(&office.ben).len(), unread(&office.ben)), (2, 2));
    let role = office.admin.roles().list().unwrap().into_iter().find(|role| role.name == "account_manager").unwrap();
    let set = |level| {
        for area in ["customers", "opportunities"] {
            office.admin.roles().set_scope(role.id, area.into(), level, level, None).unwrap();
        }
        assert!(office.admin.maintenance().rebuild().unwrap().ok);
    };
    set(ScopeLevel::Own);
    assert_eq!((list(&office.ben).len(), unread(&office.ben)), (0, 0));
    let until = Some("2100-01-01T00:00:00Z".parse().unwrap());
    assert_eq!(office.ben.notifications().mark_read(None, until).unwrap().count, 0);
    write(&office.ann, &record, "三", &[]);
    set(ScopeLevel::All);
    assert_eq!((list(&office.ben).len(), unread(&office.ben)), (2, 2));
    // Each is there where the record's own get gives it.
    for told in list(&office.ben) {
        let of = told.record.unwrap();
        assert_eq!(office.ben.objects().get(of.object, of.id).unwrap().title, of.title.unwrap());
    }
    office.admin.users().disable(user(&office.ben), None).unwrap();
    write(&office.ann, &record, "四", &[]);
    office.admin.users().enable(user(&office.ben), None).unwrap();
    assert_eq!(list(&office.ben).len(), 2);
}

// PROC-2: whoever reads a record by a duty alone is told of it, and lists it.
#[test]
fn who_reads_by_a_share_alone_is_told() {
    let office = Office::new();
    let customer = office.customer();
    let shares = office.ann.shares();
    let access = crm_core::shares::ShareAccess::Read;
    let stranger = user(&office.stranger);
    shares.give(crm_core::Entity::CUSTOMER, customer.id.into(), access, Some(stranger), None).unwrap();
    write(&office.ann, &key("customer", customer.id), "请看", &[&office.stranger]);
    assert_eq!((kinds(&office.stranger), unread(&office.stranger)), (vec![NotificationKind::Mentioned], 1));
    shares.take_back(crm_core::Entity::CUSTOMER, customer.id.into(), Some(stranger), None).unwrap();
    assert_eq!((kinds(&office.stranger), unread(&office.stranger)), (vec![], 0));
}

// NOTIFY-3: newest first, page by page; read by ids or until an instant, one's own alone; and not audited (PROC-11).
#[test]
fn notifications_are_paged_and_read() {
    let office = Office::new();
    let record = key("opportunity", office.opportunity().id);
    for at in 0..5 {
        office.clock.advance(TimeDelta::minutes(1));
        write(&office.ann, &record, &at.to_string(), &[&office.ben]);
    }
    let calls = office.admin.audit().list(None, None).unwrap().items.len();
    let (mut quotes, mut page) = (Vec::new(), PageRequest { limit: Some(2), count: Some(true), ..Default::default() });
    loop {
        let found = office.ben.notifications().list(true, Some(page.clone())).unwrap();
        assert_eq!(found.total.map(|total| (total.count, total.more)), page.count.map(|_| (5, false)));
        quotes.extend(found.items.into_iter().filter_map(|told| told.quote));
        page = PageRequest { limit: Some(2), after: found.next.clone(), ..Default::default() };
        if found.next.is_none() {
            break;
        }
    }
    assert_eq!(quotes, ["4", "3", "2", "1", "0"]);
    let told = list(&office.ben);
    let ids = |at: &[usize]| Some(at.iter().map(|at| told[*at].id).collect::<Vec<_>>());
    let mark = |session: &Session, at: &[usize]| session.notifications().mark_read(ids(at), None).unwrap().count;
    assert_eq!((mark(&office.ann, &[0]), mark(&office.ben, &[0, 3]), mark(&office.ben, &[3])), (0, 2, 0));
    assert_eq!((unread(&office.ben), list(&office.ben)[3].read_at), (3, Some("2026-03-02T01:05:00Z".parse().unwrap())));
    let until = office.ben.notifications().mark_read(None, Some(told[2].created_at)).unwrap();
    assert_eq!((until.count, unread(&office.ben)), (2, 1));
    let notifications = office.ben.notifications();
    assert_eq!(invalid(notifications.mark_read(None, None)), ["ids:exactly_one"]);
    assert_eq!(invalid(notifications.mark_read(ids(&[1]), Some(MORNING.parse().unwrap()))), ["ids:exactly_one"]);
    assert_eq!(office.admin.audit().list(None, None).unwrap().items.len(), calls);
    let after = Some("1aaaa".to_owned());
    let page = Some(PageRequest { after, ..Default::default() });
    assert_eq!(invalid(office.ben.notifications().list(false, page)), ["after:cursor"]);
}

// NOTIFY-3: read ones go after 180 days, others after 365, the oldest beyond 10,000 a person first.
#[test]
fn notifications_are_kept_long_enough() {
    let storage = std::sync::Arc::new(
        crm_core::storage::sqlite::SqliteStorage::in_memory(&crm_core::storage::sqlite::SqliteOptions::default())
            .unwrap(),
    );
    let clock = FixedEnvironment::new(MORNING);
    let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(Shared(storage.clone()))).unwrap();
    let office = Office::staff(crm, clock);
    let record = key("opportunity", office.opportunity().id);
    let run = || {
        let runs = office.integration.jobs().run_due(None).unwrap();
        runs.into_iter().filter(|run| run.job == crm_core::jobs::Job::NOTIFICATIONS_KEPT).count()
    };
    for text in ["一", "二", "三"] {
        write(&office.ann, &record, text, &[&office.ben]);
    }
    let told = list(&office.ben);
    office.ben.notifications().mark_read(Some(vec![told[0].id]), None).unwrap();
    office.clock.advance(TimeDelta::days(180) - TimeDelta::seconds(1));
    assert_eq!((run(), list(&office.ben).len()), (0, 3));
    office.clock.advance(TimeDelta::seconds(1));
    assert_eq!((run(), list(&office.ben).len()), (1, 2));
    // What is read late goes at once.
    office.clock.advance(TimeDelta::days(20));
    assert_eq!(run(), 0);
    office.ben.notifications().mark_read(Some(vec![told[1].id]), None).unwrap();
    assert_eq!((run(), list(&office.ben).len()), (1, 1));
    office.clock.advance(TimeDelta::days(165));
    assert_eq!((run(), list(&office.ben).len(), run()), (1, 0, 0));

    // Beyond 10,000 the oldest go.
    write(&office.ann, &record, "四", &[&office.ben]);
    let fill = "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 10999) \
                INSERT INTO notifications (uid, user_id, place, kind, home, record, created_at) \
                SELECT randomblob(16), t.user_id, n.i, t.kind, t.home, t.record, t.created_at \
                FROM n, notifications t WHERE t.user_id = (SELECT id FROM users WHERE login = 'ben')";
    crm_core::storage::Storage::write(&*storage, &Default::default(), &mut |tx| tx.execute(fill, &[]).map(drop))
        .unwrap();
    assert_eq!(run(), 0);
    write(&office.ann, &record, "五", &[&office.ben]);
    assert_eq!(run(), 1);
    let page = Some(PageRequest { limit: Some(10_000), count: Some(true), ..Default::default() });
    let found = office.ben.notifications().list(false, page).unwrap();
    assert_eq!((found.items.len(), found.next), (10_000, None));
    assert_eq!(found.total.map(|total| (total.count, total.more)), Some((1_000, true)));
    assert_eq!(found.items[0].quote.as_deref(), Some("五"));
}

// FOLLOW-2: what comes in bulk tells no followers, and who was given records one notification with their number.
#[test]
fn bulk_calls_tell_the_number() {
    let office = Office::new();
    let owned = |at: usize| {
        let mut new = new_customer(&office.manager, &format!("客户{at}"));
        new.account_manager = Some(user(&office.ben));
        new
    };
    // In two transactions.
    office.manager.customers().create_many((0..501).map(owned).collect(), Some(true), None, None).unwrap();
    assert_eq!(texts(&office.ben), ["韩梅梅 gave you 501 records"]);
    assert!(list(&office.manager).is_empty());
    let what = NewHandover { everything: Some(true), ..Default::default() };
    office.manager.handover().run(user(&office.ben), user(&office.ann), "离职".into(), what).unwrap();
    let told = list(&office.ann);
    assert_eq!(
        (told.len(), told[0].kind, told[0].reason),
        (1, NotificationKind::GivenMany, NotificationReason::Assigned)
    );
    assert_eq!(told[0].text, "韩梅梅 gave you 501 records");
    assert_eq!(list(&office.ben).len(), 1);
}

// FOLLOW-2, PROC-3: records of defined objects as typed ones, those too that go with another.
#[test]
fn defined_objects_tell_as_typed_ones_do() {
    let office = Office::for_packs();
    office.apply(Tree::from(json!({
        "pack": "inn", "version": 1, "language": 1, "title": "Guests",
        "objects": {
            "house": {"title": "name", "fields": {"name": {"type": "text", "required": true}}},
            "guest": {"title": "name", "owner": "host", "status": {"start": "booked", "states": {"booked": {}, "arrived": {"final": true}},
                    "actions": {"arrive": {"from": ["booked"], "to": "arrived"}}},
                "fields": {
                    "name": {"type": "text", "required": true}, "host": {"type": "user", "default": "me"},
                    "house": {"type": "ref", "to": "inn.house", "on_delete": "delete"}}}
        },
        "roles": {"sales_manager": ["inn"], "account_manager": ["inn.house", "inn.guest.get@own", "inn.guest.create@own"]}
    })));
    let made = |object: &str, new: serde_json::Value, session: &Session| {
        key(object, session.objects().create(object.into(), new.into(), None).unwrap().id)
    };
    let house = made("inn.house", json!({"name": "东"}), &office.manager);
    let of = json!({"name": "李明", "house": house.id, "host": user(&office.ann)});
    let guest = made("inn.guest", of, &office.manager);
    assert_eq!(texts(&office.ann), ["韩梅梅 gave you Guest “李明”"]);
    office.ann.follows().follow(house.clone(), None, false).unwrap();
    office.ben.follows().follow(house.clone(), None, false).unwrap();
    // ben has no hand on ann's guests.
    assert!(office.ben.follows().follow(guest.clone(), None, false).is_err());
    office.manager.objects().act("inn.guest".into(), guest.id, "arrive".into(), None, None).unwrap();
    assert_eq!(texts(&office.ann)[0], "韩梅梅 moved Guest “李明” from booked to arrived");
    let of = json!({"name": "王芳", "house": house.id, "host": user(&office.ann)});
    let second = made("inn.guest", of, &office.manager);
    read(&office.ann);
    assert!(office.manager.objects().delete("inn.house".into(), house.id, None).is_err());
    assert_eq!(unread(&office.ann), 0);
    // One that arrived stands against it; the other goes alone.
    office.manager.objects().delete("inn.guest".into(), second.id, None).unwrap();
    assert_eq!(texts(&office.ann)[0], "韩梅梅 deleted Guest “王芳”");
    assert_eq!(unread(&office.ann), 1);

    let other = made("inn.house", json!({"name": "西"}), &office.manager);
    let of = json!({"name": "赵六", "house": other.id, "host": user(&office.ann)});
    made("inn.guest", of, &office.manager);
    read(&office.ann);
    office.ben.follows().follow(other.clone(), None, false).unwrap();
    office.manager.objects().delete("inn.house".into(), other.id, None).unwrap();
    assert_eq!(texts(&office.ann)[0], "韩梅梅 deleted Guest “赵六”");
    assert_eq!(texts(&office.ben), ["韩梅梅 deleted House “西”"]);
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// PROC-2, SCOPE-10: whoever serves a customer reads its contacts, and is told of them, however narrow their levels are.
#[test]
fn who_serves_a_customer_is_told_of_its_contacts() {
    let office = Office::new();
    let ticket = ticket(&office, crm_core::tickets::TicketStatus::Assigned);
    read(&office.ben);
    let customer = office.ann.customers().get(ticket.customer.id).unwrap();
    let record = contact(&office, &customer);
    disable_levels(&office, "account_manager", "customers");
    disable_levels(&office, "account_manager", "tickets");
    assert!(write(&office.ann, &record, "请看", &[&office.ben]).unreached.is_empty());
    assert_eq!((kinds(&office.ben)[0], unread(&office.ben)), (NotificationKind::Mentioned, 1));
    office.ben.tickets().handle(ticket.id, "更换轴承".into(), None).unwrap();
    assert_eq!(unread(&office.ben), 1);
}
