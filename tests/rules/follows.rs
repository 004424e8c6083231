//! FOLLOW-1: who follows records, and PROC-2: who maintains them.

use crm_core::follows::Follower;
use crm_core::notes::NewNote;
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use crm_core::shares::ShareAccess;
use crm_core::tickets::TicketStatus;
use crm_core::users::{NewUser, ProfileUpdate};
use crm_core::{CrmError, Entity, Tree};
use serde_json::json;

use crate::notes::key;
use crate::support::*;
use crate::tickets::ticket;

fn followers(session: &Session, record: &RecordKey) -> Vec<(String, bool)> {
    let told = |follower: Follower| (follower.user.display_name, follower.updates);
    session.follows().list(record.clone()).unwrap().into_iter().map(told).collect()
}

fn names(session: &Session, record: &RecordKey) -> Vec<String> {
    followers(session, record).into_iter().map(|(name, _)| name).collect()
}

fn auto_follow(session: &Session, on: bool) {
    session.users().update_profile(ProfileUpdate { auto_follow: Some(on), ..Default::default() }).unwrap();
}

// FOLLOW-1: whoever reads a record follows it or not; its creator and its owner do by themselves.
#[test]
fn creator_and_owner_follow_by_themselves() {
    let office = Office::new();
    let opportunity = office.opportunity();
    let record = key("opportunity", opportunity.id);
    assert_eq!(followers(&office.ben, &record), [("安娜".into(), false)]);
    office.manager.opportunities().assign(opportunity.id, user(&office.ben), None, None).unwrap();
    assert_eq!(names(&office.ben, &record), ["安娜", "本"]);
    office.ben.follows().follow(record.clone(), None, true).unwrap();
    office.manager.follows().follow(record.clone(), None, false).unwrap();
    assert_eq!(
        followers(&office.ann, &record),
        [("韩梅梅".into(), false), ("安娜".into(), false), ("本".into(), true)]
    );
    // Who says so follows no more, owner or not; until they say otherwise.
    office.ben.follows().unfollow(record.clone(), None).unwrap();
    office.ann.follows().unfollow(record.clone(), None).unwrap();
    assert_eq!(names(&office.ann, &record), ["韩梅梅"]);
    office.ann.follows().follow(record.clone(), None, false).unwrap();
    assert_eq!(names(&office.ann, &record), ["韩梅梅", "安娜"]);
    // Who wants nothing by itself is not among them, unless they say so of the record.
    let theirs = key("opportunity", office.opportunity().id);
    auto_follow(&office.ann, false);
    assert!(names(&office.ann, &theirs).is_empty());
    assert_eq!(names(&office.ann, &record), ["韩梅梅", "安娜"]);
    auto_follow(&office.ann, true);
    assert_eq!(names(&office.ann, &theirs), ["安娜"]);
}

// FOLLOW-1: whoever writes a note and whoever is mentioned and reads the record follow it, unless they once said otherwise.
#[test]
fn who_writes_and_who_is_mentioned_follows() {
    let office = Office::new();
    let record = key("opportunity", office.opportunity().id);
    let write = |session: &Session, mentions: &[&Session]| {
        let mentions = Some(mentions.iter().map(|session| user(session)).collect());
        let new = NewNote { text: "带样品".into(), mentions, ..Default::default() };
        session.notes().create(record.clone(), new, None).unwrap()
    };
    write(&office.manager, &[&office.ben, &office.stranger]);
    assert_eq!(names(&office.ann, &record), ["韩梅梅", "安娜", "本"]);
    office.manager.follows().unfollow(record.clone(), None).unwrap();
    office.ben.follows().unfollow(record.clone(), None).unwrap();
    write(&office.manager, &[&office.ben]);
    write(&office.ben, &[]);
    assert_eq!(names(&office.ann, &record), ["安娜"]);
}

// FOLLOW-1, PROC-2: who maintains a record adds others who read it, and takes them away; whatever its state.
#[test]
fn who_maintains_a_record_adds_others() {
    let office = Office::new();
    let customer = office.customer();
    let record = key("customer", customer.id);
    let add = |session: &Session, who: &[&Session]| {
        let users = who.iter().map(|session| user(session)).collect();
        session.follows().follow(record.clone(), Some(users), false)
    };
    add(&office.ann, &[&office.ben, &office.manager, &office.ben]).unwrap();
    assert_eq!(names(&office.ben, &record), ["韩梅梅", "安娜", "本"]);
    assert_eq!(invalid(add(&office.ann, &[&office.stranger])), ["users[0]:cannot_read"]);
    assert_eq!(invalid(add(&office.manager, &[&office.ben, &office.stranger])), ["users[1]:cannot_read"]);
    // ben reads it, and maintains it not: that is the refusal of its update.
    let refused = CrmError::Forbidden { operation: "customers.update".into(), reason: "no_permission".into() };
    assert_eq!(add(&office.ben, &[&office.manager]).unwrap_err(), refused);
    let away = |session: &Session, who: &Session| session.follows().unfollow(record.clone(), Some(user(who)));
    assert_eq!(away(&office.ben, &office.manager).unwrap_err(), refused);
    away(&office.ann, &office.manager).unwrap();
    away(&office.ben, &office.ben).unwrap();
    assert_eq!(names(&office.ann, &record), ["安娜"]);
    let nobody = crm_core::UserId::default();
    assert_eq!(invalid(office.ann.follows().unfollow(record.clone(), Some(nobody))), ["user:unknown_record"]);
    assert_eq!(
        invalid(office.ann.follows().follow(record.clone(), Some(vec![nobody]), false)),
        ["users[0]:not_active_user"]
    );
    // Whoever it is shared with reads it then; in a state in which nobody changes it, its owner maintains it still.
    let shares = office.ann.shares();
    shares.give(Entity::CUSTOMER, customer.id.into(), ShareAccess::Read, Some(user(&office.stranger)), None).unwrap();
    office.lose(customer.id);
    add(&office.ann, &[&office.stranger]).unwrap();
    assert_eq!(names(&office.stranger, &record), ["安娜", "路人"]);
    // Out of reach is refused as the record's own get would be.
    let get = office.executive.objects().get("customer".into(), customer.id.into()).unwrap_err();
    assert_eq!(office.executive.follows().list(record.clone()).unwrap_err(), get);
    assert_eq!(office.executive.follows().follow(record.clone(), None, false).unwrap_err(), get);
    assert_eq!(office.executive.follows().unfollow(record, None).unwrap_err(), get);
}

// PROC-2: of what has no update of its own, its holders and sales managers maintain; of a defined object whoever updates.
#[test]
fn what_has_no_update_is_maintained_by_its_holder() {
    let office = Office::for_packs();
    let record = key("ticket", ticket(&office, TicketStatus::Assigned).id);
    let add = |session: &Session| session.follows().follow(record.clone(), Some(vec![user(&office.manager)]), false);
    let refused = CrmError::Forbidden { operation: "follows.follow".into(), reason: "not_yours".into() };
    assert_eq!(add(&office.ann).unwrap_err(), refused);
    add(&office.ben).unwrap();
    office.manager.follows().follow(record.clone(), Some(vec![user(&office.ann)]), true).unwrap();
    let theirs = [("韩梅梅".into(), false), ("安娜".into(), true), ("本".into(), false)];
    assert_eq!(followers(&office.ann, &record), theirs);

    office.apply(Tree::from(json!({
        "pack": "inn", "version": 1, "language": 1, "title": "Guests",
        "objects": {
            "guest": {"title": "name", "owner": "host", "fields": {
                "name": {"type": "text", "required": true}, "host": {"type": "user", "default": "me"}}},
            "room": {"title": "name", "off": ["followers"], "fields": {"name": {"type": "text", "required": true}}}
        },
        "roles": {"sales_manager": ["inn"], "account_manager": ["inn.guest.get", "inn.guest.create", "inn.guest.update@own", "inn.room"]}
    })));
    let made = |object: &str, session: &Session| {
        let new = json!({"name": "李明"}).into();
        key(object, session.objects().create(object.into(), new, None).unwrap().id)
    };
    let guest = made("inn.guest", &office.ann);
    let add = |session: &Session| session.follows().follow(guest.clone(), Some(vec![user(&office.manager)]), false);
    let refused = CrmError::Forbidden { operation: "inn.guest.update".into(), reason: "out_of_scope".into() };
    assert_eq!(add(&office.ben).unwrap_err(), refused);
    add(&office.ann).unwrap();
    assert_eq!(names(&office.ben, &guest), ["韩梅梅", "安娜"]);
    // PROC-1: where followers are off, there are none.
    let room = made("inn.room", &office.ann);
    assert_eq!(invalid(office.ann.follows().list(room.clone())), ["record:not_supported"]);
    assert_eq!(invalid(office.ann.follows().follow(room, None, false)), ["record:not_supported"]);
}

// FOLLOW-1, PROC-3, PROC-11: at most 1,000; they go with the record; who follows is audited.
#[test]
fn followers_have_a_most_and_go_with_the_record() {
    let office = Office::new();
    let opportunity = office.opportunity();
    let record = key("opportunity", opportunity.id);
    let hired: Vec<_> = (0..999)
        .map(|at| {
            let roles = Some(vec!["sales_manager".to_owned()]);
            let new = NewUser { login: format!("u{at}"), display_name: format!("U{at}"), roles, ..Default::default() };
            office.admin.users().create(new, None).unwrap().id
        })
        .collect();
    office.manager.follows().follow(record.clone(), Some(hired), false).unwrap();
    office.manager.follows().follow(record.clone(), None, false).unwrap();
    let one_more = office.manager.follows().follow(record.clone(), Some(vec![user(&office.ben)]), false);
    assert_eq!(invalid(one_more), ["users:too_many"]);
    assert_eq!(office.ann.follows().list(record.clone()).unwrap().len(), 1_001);

    let calls = office.admin.audit().list(None, None).unwrap().items;
    let told = calls[0].changes[0].after.as_deref().unwrap();
    let manager = user(&office.manager);
    let follower =
        format!(r#"{{"followers":[{{"user":{{"id":"{manager}","display_name":"韩梅梅"}},"updates":false}}]}}"#);
    assert_eq!((calls[0].operation.as_str(), told), ("follows.follow", follower.as_str()));
    office.ann.opportunities().delete(opportunity.id, None).unwrap();
    assert!(matches!(office.ann.follows().list(record).unwrap_err(), CrmError::NotFound { .. }));
    assert!(office.admin.maintenance().check().unwrap().ok);
}
