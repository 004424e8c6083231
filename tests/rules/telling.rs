//! Who is told of what (FOLLOW, NOTIFY): what field rights leave to tell, who follows for good, files, activities, and what falls.

use crm_core::activities::NewActivity;
use crm_core::follows::Follower;
use crm_core::files::NewFile;
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
