//! Who is told of what (FOLLOW, NOTIFY): what field rights leave to tell, who follows for good, files, activities, and what falls.

use crm_core::activities::NewActivity;
use crm_core::files::NewFile;
use crm_core::follows::Follower;
use crm_core::notes::NoteUpdate;
use crm_core::notifications::NotificationKind;
use crm_core::objects::{ObjectUpdate, RecordKey};
use crm_core::prelude::*;
use crm_core::users::{NotificationReason, ProfileUpdate};
use crm_core::{Bytes, Locale, RecordId, Tree};
use serde_json::{Value, json};

use crate::activities::{about, plan, task};
use crate::field_world::{self, Values, World};
use crate::notes::{contact, key, made};
use crate::notifications::{kinds, list, read, texts, unread, write};
use crate::support::*;

fn follow(session: &Session, record: &RecordKey, updates: bool) {
    session.follows().follow(record.clone(), None, updates).unwrap();
}

fn following(session: &Session, record: &RecordKey) -> Vec<String> {
    let called = |follower: Follower| follower.user.display_name;
    session.follows().list(record.clone()).unwrap().into_iter().map(called).collect()
}

fn set(session: &Session, record: &RecordKey, values: Value) {
    let changes = ObjectUpdate { values: Some(values.into()), ..Default::default() };
    session.objects().update(record.object.clone(), record.id, changes).unwrap();
}

// NOTIFY-2: of several notifications about one note each has its text.
#[test]
fn each_of_several_has_the_notes_text() {
    let office = Office::new();
    let record = key("opportunity", office.opportunity().id);
    let note = write(&office.manager, &record, "下周二再联系", &[]).note;
    let mentions = Some(vec![user(&office.ann)]);
    office.manager.notes().update(note.id, NoteUpdate { mentions, ..Default::default() }).unwrap();
    assert_eq!(kinds(&office.ann), [NotificationKind::Mentioned, NotificationKind::Noted]);
    let quotes: Vec<_> = list(&office.ann).into_iter().filter_map(|told| told.quote).collect();
    assert_eq!(quotes, ["下周二再联系", "下周二再联系"]);
}

/// Papers with a secret, and an owner whom account managers do not read.
fn desk() -> Tree {
    json!({
        "pack": "desk", "version": 1, "language": 1, "title": "Papers",
        "objects": {"paper": {"title": "name", "owner": "keeper",
            "status": {"start": "open", "states": {"open": {}, "shut": {"final": true}},
                       "actions": {"close": {"from": ["open"], "to": "shut", "takes": ["keeper"]}}},
            "fields": {
                "name": {"type": "text", "required": true}, "price": {"type": "money", "confidential": true},
                "advice": {"type": "text", "confidential": ["creator"]},
                "keeper": {"type": "user", "confidential": true}}}},
        "roles": {"sales_manager": ["desk", "desk.paper.price:write", "desk.paper.keeper:write", "desk.paper.advice:write"],
                  "executive": ["desk.paper.get", "desk.paper.price:read", "desk.paper.keeper:read", "desk.paper.advice:read"],
                  "account_manager": ["desk.paper.get", "desk.paper.create"]}
    })
    .into()
}

// FIELD-9, TYPE-9: of what somebody does not read not even its change is told, nor who owns the record where that is withheld.
#[test]
fn what_is_not_read_is_not_told() {
    let office = Office::for_packs();
    office.apply(desk());
    let paper = made(&office.ben, "desk.paper", json!({"name": "合同"}));
    for session in [&office.ann, &office.ben, &office.executive] {
        follow(session, &paper, true);
    }
    set(&office.manager, &paper, json!({"price": {"amount": "7", "currency": "CNY"}}));
    assert_eq!(kinds(&office.executive), [NotificationKind::Changed]);
    assert_eq!((kinds(&office.ann), kinds(&office.ben)), (vec![], vec![]));
    // A duty tells it: ben made the paper.
    set(&office.manager, &paper, json!({"advice": "慢一点"}));
    assert_eq!((kinds(&office.ann).len(), kinds(&office.ben)), (0, vec![NotificationKind::Changed]));
    // Of several it is enough that one is read.
    set(&office.manager, &paper, json!({"advice": "快一点", "name": "合同二"}));
    assert_eq!((kinds(&office.ann), kinds(&office.ben).len()), (vec![NotificationKind::Changed], 2));
    // Another owner.
    for session in [&office.ann, &office.ben, &office.executive] {
        read(session);
    }
    set(&office.manager, &paper, json!({"keeper": user(&office.stranger)}));
    assert_eq!((unread(&office.ann), unread(&office.ben), unread(&office.executive)), (0, 0, 1));
    assert_eq!(texts(&office.executive)[0], "韩梅梅 gave Paper “合同二” to 路人");
    // The state, which goes along, is told to whom the owner is not.
    let with = json!({"keeper": user(&office.admin)});
    office.manager.objects().act(paper.object.clone(), paper.id, "close".into(), Some(with.into()), None).unwrap();
    assert_eq!(texts(&office.ann)[0], "韩梅梅 moved Paper “合同二” from open to shut");
    assert_eq!(kinds(&office.executive)[0], NotificationKind::Passed);
}

// FIELD-9: the same of typed records.
#[test]
fn what_is_hidden_of_a_typed_record_is_not_told() {
    let world = World::new(&Values::first());
    world.role_of("hides", &["customers.get"], &["customer.phone hidden"]);
    let (hides, manager) = (world.hire("hides", &["hides"]), &world.office.manager);
    let record = key("customer", field_world::id(field_world::CUSTOMER).parse::<RecordId>().unwrap());
    follow(&hides, &record, true);
    let change = |changes: Value| {
        field_world::answer(manager, "customers.update", json!({"id": record.id, "changes": changes}));
    };
    change(json!({"phone": "021-1"}));
    assert_eq!(kinds(&hides), []);
    change(json!({"phone": "021-2", "address": "苏州市"}));
    assert_eq!(kinds(&hides), [NotificationKind::Changed]);
}

// FOLLOW-1: who said so follows, whatever becomes of the duty by which they did; and who said that they don't follow no more.
#[test]
fn what_somebody_said_of_a_record_stays() {
    let office = Office::new();
    let record = key("opportunity", office.assigned().id);
    let (ann, ben) = (user(&office.ann), user(&office.ben));
    assert_eq!(following(&office.manager, &record), ["安娜", "本"]);
    follow(&office.ben, &record, false);
    office.manager.opportunities().reassign(record.id.to_string().parse().unwrap(), ann, None).unwrap();
    assert_eq!(following(&office.manager, &record), ["安娜", "本"]);
    follow(&office.ann, &record, false);
    let profile = ProfileUpdate { auto_follow: Some(false), ..Default::default() };
    office.ann.users().update_profile(profile).unwrap();
    assert_eq!(following(&office.manager, &record), ["安娜", "本"]);
    // Who followed by nothing at that moment.
    office.manager.follows().unfollow(record.clone(), None).unwrap();
    write(&office.ben, &record, "请看", &[&office.manager]);
    write(&office.manager, &record, "好", &[]);
    assert_eq!(following(&office.manager, &record), ["安娜", "本"]);
    // Somebody else may say so for them.
    office.manager.follows().unfollow(record.clone(), Some(ben)).unwrap();
    office.manager.follows().unfollow(record.clone(), Some(ben)).unwrap();
    assert_eq!(following(&office.manager, &record), ["安娜"]);
}

// FOLLOW-1: a contact has no creator among its fields; who makes one follows it all the same, unless they don't want to.
#[test]
fn who_makes_a_contact_follows_it() {
    let office = Office::new();
    let customer = office.customer();
    assert_eq!(following(&office.manager, &contact(&office, &customer)), ["安娜"]);
    let profile = ProfileUpdate { auto_follow: Some(false), ..Default::default() };
    office.ann.users().update_profile(profile).unwrap();
    let made = contact(&office, &customer);
    assert!(following(&office.manager, &made).is_empty());
}

// FOLLOW-1: the audit tells each who follows as the follower they are.
#[test]
fn the_audit_tells_followers() {
    let office = Office::new();
    let record = key("opportunity", office.opportunity().id);
    follow(&office.ben, &record, false);
    follow(&office.ben, &record, true);
    let call = office.admin.audit().list(None, None).unwrap().items.remove(0);
    let told = |updates: bool| {
        let ben = json!({"id": user(&office.ben), "display_name": "本"});
        json!({"followers": [{"user": ben, "updates": updates}]})
    };
    let json = |text: &Option<String>| serde_json::from_str::<Value>(text.as_deref().unwrap()).unwrap();
    assert_eq!((json(&call.changes[0].before), json(&call.changes[0].after)), (told(false), told(true)));
}

// FOLLOW-2: followers hear of a new file, put or sent in parts; not of another version of one, and its sender not at all.
#[test]
fn followers_hear_of_new_files() {
    let office = Office::new();
    let record = key("opportunity", office.opportunity().id);
    follow(&office.manager, &record, true);
    let files = office.manager.files();
    let named = |name: &str| NewFile { name: name.into(), ..Default::default() };
    let id = Some("0195b5e2-7f00-7000-8000-000000000a01".parse().unwrap());
    let put = |new: NewFile, content: &[u8], id| files.put(record.clone(), new, Bytes(content.to_vec()), id).unwrap();
    let file = put(named("合同.pdf"), b"one", id);
    put(named("合同.pdf"), b"one", id);
    let told = list(&office.ann);
    assert_eq!((told.len(), told[0].reason), (1, NotificationReason::Followed));
    assert_eq!(told[0].text, "韩梅梅 added the file “合同.pdf” to Opportunity “数控机床 12 台”");
    let chinese = office.ann.with_locale(Locale::ZhHans);
    assert_eq!(texts(&chinese), ["韩梅梅在销售机会“数控机床 12 台”中添加了文件“合同.pdf”"]);
    put(NewFile { replaces: Some(file.id), ..named("合同.pdf") }, b"two", None);
    assert_eq!(list(&office.ann).len(), 1);
    // In parts, finished twice.
    let upload = files.begin(record.clone(), NewFile { size: Some(3), ..named("图.txt") }, None).unwrap();
    files.append(upload.id, 0, Bytes(b"abc".to_vec())).unwrap();
    assert_eq!(list(&office.ann).len(), 1);
    files.finish(upload.id, None).unwrap();
    files.finish(upload.id, None).unwrap();
    assert_eq!(list(&office.ann).len(), 2);
    assert!(texts(&office.ann)[0].contains("图.txt"));
    assert!(list(&office.manager).is_empty());
}

// NOTIFY-1, ACT-6: who has an activity now is told, given, passed on or handed back; of many at once the number.
#[test]
fn who_is_given_an_activity_is_told() {
    let office = Office::new();
    let record = key("customer", office.customer().id);
    let activities = office.ann.activities();
    plan(&office.ann, about(&office.ann, "自己的", &record, &office.ann));
    assert!(list(&office.ann).is_empty());
    let given = plan(&office.manager, about(&office.manager, "回访", &record, &office.ann));
    let told = list(&office.ann).remove(0);
    assert_eq!((told.reason, told.kind), (NotificationReason::Assigned, NotificationKind::Given));
    assert_eq!(told.text, "韩梅梅 gave you Activity “回访”");
    assert_eq!(told.record.map(|of| (of.object, of.id)), Some(("activity".into(), given.id.into())));
    activities.delegate(given.id, user(&office.ben), None, None).unwrap();
    assert_eq!((texts(&office.ben), unread(&office.manager)), (vec!["安娜 gave you Activity “回访”".to_owned()], 0));
    office.ben.activities().hand_back(given.id, "没空".into(), None).unwrap();
    assert_eq!(texts(&office.manager), ["本 gave you Activity “回访”"]);
    // NOTIFY-1: reach is asked again: what is deleted is nobody's to read.
    assert_eq!((unread(&office.ann), unread(&office.ben)), (1, 1));
    read(&office.ann);
    let many: Vec<NewActivity> = (0..3)
        .map(|at| NewActivity { assignee: office.ann.user(), ..task(&office.ann, &at.to_string(), "2026-03-09") })
        .collect();
    office.manager.activities().create_many(many, false).unwrap();
    assert_eq!(texts(&office.ann)[0], "韩梅梅 gave you 3 records");
    office.manager.activities().delete(given.id, None).unwrap();
    assert_eq!((unread(&office.ben), unread(&office.manager)), (0, 0));
}

// FOLLOW-2: two calls at one instant are two, each with its own number.
#[test]
fn each_bulk_call_tells_its_own_number() {
    let office = Office::new();
    let many = |from: usize, to: usize| {
        let owned = |at: usize| {
            let mut new = new_customer(&office.manager, &format!("客户{at}"));
            new.account_manager = Some(user(&office.ben));
            new
        };
        office.manager.customers().create_many((from..to).map(owned).collect(), Some(true), None, None).unwrap();
    };
    many(0, 2);
    read(&office.ben);
    many(2, 5);
    assert_eq!(texts(&office.ben), ["韩梅梅 gave you 3 records", "韩梅梅 gave you 2 records"]);
    assert_eq!(unread(&office.ben), 1);
}

/// Bills with lines, things that refer to lines, and an end that takes bills away.
pub(crate) fn till() -> Tree {
    json!({
        "pack": "till", "version": 1, "language": 1, "title": "Till",
        "objects": {
            "bill": {"title": "name", "fields": {"name": {"type": "text", "required": true}, "day": {"type": "ref", "to": "till.day"}}},
            "line": {"title": "what", "part_of": {"field": "bill", "name": "lines"}, "fields": {
                "bill": {"type": "ref", "to": "till.bill", "required": true}, "what": {"type": "text", "required": true}}},
            "claim": {"title": "name", "fields": {"name": {"type": "text", "required": true},
                "line": {"type": "ref", "to": "till.line", "on_delete": "delete"}}},
            "day": {"title": "name", "fields": {"name": {"type": "text", "required": true}},
                "status": {"start": "open", "states": {"open": {}, "shut": {"final": true}}, "actions": {
                    "shut": {"from": ["open"], "to": "shut", "then": [
                        {"delete": true, "on": {"each": "till.bill", "where": {"field": "day", "is": {"value": "id"}}}}]}}}}
        },
        "roles": {"sales_manager": ["till"], "account_manager": ["till"]}
    })
    .into()
}

// FOLLOW-2, OBJ-13: one bill is one end, however many lines it has; who follows what falls hears of it, by whatever hand.
#[test]
fn what_falls_is_told_once() {
    let office = Office::for_packs();
    office.apply(till());
    let bill = |name: &str, day: Option<RecordId>| {
        let lines: Vec<Value> = (0..20).map(|at| json!({"what": at.to_string()})).collect();
        let mut new = json!({"name": name, "lines": lines});
        if let Some(day) = day {
            new["day"] = json!(day);
        }
        made(&office.ann, "till.bill", new)
    };
    let alone = bill("甲", None);
    office.manager.objects().delete("till.bill".into(), alone.id, None).unwrap();
    assert_eq!(texts(&office.ann), ["韩梅梅 deleted Bill “甲”"]);
    // What refers to a line goes with the bill.
    let told = bill("乙", None);
    let whole = office.ann.call("objects.get", &json!({"object": "till.bill", "id": told.id}).to_string()).unwrap();
    let whole: Value = serde_json::from_str(&whole).unwrap();
    made(&office.ben, "till.claim", json!({"name": "退", "line": whole["parts"]["lines"][3]["id"]}));
    office.manager.objects().delete("till.bill".into(), told.id, None).unwrap();
    assert_eq!((texts(&office.ann)[0].as_str(), list(&office.ann).len()), ("韩梅梅 deleted Bill “乙”", 2));
    assert_eq!(texts(&office.ben), ["韩梅梅 deleted Claim “退”"]);
    // What an effect takes away.
    let day = made(&office.manager, "till.day", json!({"name": "今天"}));
    bill("丙", Some(day.id));
    read(&office.ann);
    office.manager.objects().act("till.day".into(), day.id, "shut".into(), None, None).unwrap();
    assert_eq!((texts(&office.ann)[0].as_str(), unread(&office.ann)), ("韩梅梅 deleted Bill “丙”", 1));
    // What is refused tells nothing.
    let stays = bill("丁", None);
    assert!(office.manager.objects().delete("till.bill".into(), stays.id, Some(9)).is_err());
    assert_eq!(unread(&office.ann), 1);
}
