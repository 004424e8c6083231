//! NOTE-1: the replies to a note (PROC-10).

use std::collections::BTreeMap;

use crm_core::RecordId;
use crm_core::notes::{MAX_REPLIES, NewNote, Note, NotePage};
use crm_core::prelude::*;
use serde_json::{Value as Json, json};

use crate::notes::{audited, key, list, note, texts, write};
use crate::support::*;

// NOTE-1, PROC-10: newest first, replies under theirs as they came, page by page; what was replied to goes, and its replies stay
// as notes of their own.
#[test]
fn replies_stand_under_theirs() {
    let office = Office::new();
    let record = key("customer", office.customer().id);
    let reply = |text: &str, to: &Note| NewNote { reply_to: Some(to.id), ..note(text) };
    let answer = |session: &Session, text: &str, to: &Note| {
        session.notes().create(record.clone(), reply(text, to), None).unwrap().note
    };
    let (a, b) = (write(&office.ann, &record, "a"), write(&office.ann, &record, "b"));
    let a1 = answer(&office.ben, "a1", &a);
    answer(&office.ann, "b1", &b);
    answer(&office.ann, "a2", &a);
    let c = write(&office.ben, &record, "c");
    assert_eq!(texts(&office.ann, &record), ["c", "b", "b1", "a", "a1", "a2"]);
    assert_eq!((a1.reply_to, c.reply_to), (Some(a.id), None));
    for limit in 1..=6 {
        let (mut found, mut after, mut pages) = (Vec::new(), None, 0);
        loop {
            let request = PageRequest { limit: Some(limit), after, count: Some(true) };
            let NotePage { items, next, total } = office.ann.notes().list(record.clone(), Some(request)).unwrap();
            assert_eq!(total.unwrap().count, 6);
            found.extend(items.into_iter().map(|note| note.text));
            pages += 1;
            after = next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!((found.concat(), pages), ("cbb1aa1a2".to_owned(), (5 + limit) / limit), "{limit}");
    }
    // Neither a reply nor another record's note is replied to.
    let elsewhere = write(&office.ann, &key("opportunity", office.opportunity().id), "x");
    for (to, code) in [(&a1, "not_here"), (&elsewhere, "unknown_record")] {
        let refused = office.ann.notes().create(record.clone(), reply("y", to), None);
        assert_eq!(invalid(refused), [format!("reply_to:{code}")]);
    }
    office.ann.notes().delete(a.id, None).unwrap();
    let left = list(&office.ann, &record);
    assert_eq!(left.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["c", "a2", "a1", "b", "b1"]);
    let alone = left.iter().find(|note| note.id == a1.id).unwrap();
    assert_eq!((alone.reply_to, alone.version, alone.edited_at), (None, 2, None));
    answer(&office.ann, "a1.1", alone);
    assert_eq!(texts(&office.ann, &record), ["c", "a2", "a1", "a1.1", "b", "b1"]);
}

// NOTE-1, AUDIT-2: a note has a stated most of replies, which stand alone when it goes; who follows is told of each.
#[test]
fn a_note_has_a_stated_most_of_replies() {
    let office = Office::new();
    let record = key("customer", office.customer().id);
    let first = write(&office.ann, &record, "a");
    let reply = || NewNote { reply_to: Some(first.id), ..note("r") };
    for _ in 0..MAX_REPLIES {
        office.ben.notes().create(record.clone(), reply(), None).unwrap();
    }
    assert_eq!(invalid(office.ben.notes().create(record.clone(), reply(), None)), ["reply_to:too_many"]);
    // A host that mirrors notes by what it is told.
    let mut mirror: BTreeMap<RecordId, i64> = BTreeMap::new();
    let follow = |mirror: &mut BTreeMap<RecordId, i64>, since: i64| {
        let found = office.admin.changes().since(since, Some(10_000), None, None).unwrap();
        assert!(!found.more);
        for change in found.items.into_iter().map(|item| item.change).filter(|change| change.entity == Entity::NOTE) {
            let id = change.id.expect("each note is told by itself");
            let told: Option<Json> = change.after.map(|after| serde_json::from_str(&after).unwrap());
            match told {
                Some(told) => drop(mirror.insert(id, told["version"].as_i64().unwrap())),
                None => drop(mirror.remove(&id)),
            }
        }
        found.sequence
    };
    let sequence = follow(&mut mirror, 0);
    assert_eq!(mirror.len() as i64, MAX_REPLIES + 1);
    office.ann.notes().delete(first.id, None).unwrap();
    follow(&mut mirror, sequence);
    let (_, told) = audited(&office.admin, "notes.delete");
    let named = json!({"object": "customer", "id": record.id});
    let reply = |told: &&(String, String)| {
        let [before, after] = [&told.0, &told.1].map(|text| serde_json::from_str::<Json>(text).unwrap_or_default());
        before["record"]["id"] == named["id"]
            && after["record"]["id"] == named["id"]
            && (&before["version"], &before["reply_to"]) == (&json!(1), &json!(first.id))
            && (&after["version"], &after["reply_to"]) == (&json!(2), &Json::Null)
    };
    assert!(told.iter().filter(reply).count() > 0, "{told:?}");
    let page = PageRequest { limit: Some(1_000), count: Some(true), ..Default::default() };
    let page = office.ann.notes().list(record.clone(), Some(page)).unwrap();
    assert_eq!((page.items[0].reply_to, page.items[0].version, page.total.unwrap().count), (None, 2, 1_000));
    let there: BTreeMap<RecordId, i64> = page.items.iter().map(|note| (note.id.into(), note.version)).collect();
    assert_eq!(mirror, there);
}
