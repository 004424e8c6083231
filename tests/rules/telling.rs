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
