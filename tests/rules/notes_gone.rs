//! PROC-3: notes go with the record on which they hang.

use crm_core::notes::NewNote;
use crm_core::objects::RecordKey;
use serde_json::json;

use crate::notes::{audited, contact, inn, list, made, note, texts, write};
use crate::support::*;

// PROC-3: notes go with their record, whatever way it goes, and no restoring brings them back; the audit is told how many.
#[test]
fn notes_go_with_their_record() {
    let office = Office::new();
    office.apply(inn());
    let customer = office.customer();
    let (stays, goes) = (contact(&office, &customer), contact(&office, &customer));
    let guest = made(&office.manager, "inn.guest", json!({"name": "李明", "papers": [{"number": "E1"}]}));
    let guest_of = made(&office.manager, "inn.guest", json!({"name": "随行", "contact": goes.id}));
    for record in [&stays, &goes, &goes, &guest, &guest_of] {
        let first = write(&office.manager, record, "记");
        let reply = NewNote { reply_to: Some(first.id), mentions: Some(vec![user(&office.ann)]), ..note("回") };
        office.manager.notes().create(record.clone(), reply, None).unwrap();
    }
    office.manager.call("contacts.delete", &json!({"id": goes.id}).to_string()).unwrap();
    assert_eq!(texts(&office.manager, &stays), ["记", "回"]);
    assert_eq!(office.manager.notes().list(goes.clone(), None).unwrap_err().code(), "not_found");
    let (_, told) = audited(&office.admin, "contacts.delete");
    let went = |record: &RecordKey, rows: u32| {
        json!({"deleted": rows, "record": {"object": record.object, "id": record.id}}).to_string()
    };
    // What refers to it goes too, and what hung on that, of which the administrator is told no more than of the guest.
    let told: Vec<String> = told.into_iter().map(|(_, after)| after).collect();
    assert_eq!(told, [String::new(), went(&goes, 4)]);
    assert!(office.manager.objects().get("inn.guest".into(), guest_of.id).is_err());

    office.manager.objects().delete("inn.guest".into(), guest.id, None).unwrap();
    office.manager.objects().restore(guest.clone()).unwrap();
    assert_eq!(list(&office.manager, &guest), []);
    write(&office.manager, &guest, "回来了");
    // A pack that sleeps hides its records with their notes; one that is purged takes them.
    let packs = office.admin.packs();
    packs.disable("inn".into()).unwrap();
    assert_eq!(invalid(office.manager.notes().list(guest.clone(), None)), ["object:unknown_object"]);
    packs.enable("inn".into()).unwrap();
    assert_eq!(texts(&office.manager, &guest), ["回来了"]);
    let note = list(&office.manager, &guest).remove(0).id;
    packs.disable("inn".into()).unwrap();
    assert_eq!(office.manager.notes().delete(note, None).unwrap_err().code(), "not_found");
    packs.purge(vec!["inn".into()]).unwrap();
    office.apply(inn());
    let check = office.admin.maintenance().check().unwrap();
    assert!(check.ok, "{:?}", check.findings);
    assert_eq!(texts(&office.manager, &stays), ["记", "回"]);
}

// PROC-3: what refers to a deleted record and sleeps goes with what hangs on it.
#[test]
fn notes_go_with_a_record_that_sleeps() {
    let office = Office::new();
    office.apply(inn());
    let club = json!({
        "pack": "club", "version": 1, "language": 1, "title": "Members", "requires": {"inn": 1},
        "objects": {"member": {"title": "name", "fields": {
            "name": {"type": "text", "required": true},
            "guest": {"type": "ref", "to": "inn.guest", "on_delete": "delete"}
        }}},
        "roles": {"sales_manager": ["club"]}
    });
    office.apply(club);
    let goes = made(&office.manager, "inn.guest", json!({"name": "李明"}));
    let (with, without) = (json!({"name": "甲", "guest": goes.id}), json!({"name": "乙"}));
    let [gone, stays] = [with, without].map(|new| {
        let member = made(&office.manager, "club.member", new);
        write(&office.manager, &member, "记").id
    });
    let packs = office.admin.packs();
    packs.disable("club".into()).unwrap();
    office.manager.objects().delete("inn.guest".into(), goes.id, None).unwrap();
    packs.enable("club".into()).unwrap();
    let delete = |id| office.manager.notes().delete(id, None);
    assert_eq!((delete(gone).unwrap_err().code(), delete(stays)), ("not_found", Ok(())));
}
