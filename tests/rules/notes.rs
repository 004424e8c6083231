//! NOTE, and what holds for whatever hangs on records (PROC-1, PROC-2, PROC-11). Replies stand in `notes_replies.rs`, how notes
//! go in `notes_gone.rs`.

use crm_core::notes::{MAX_MENTIONS, NewNote, Note, NoteCreated, NoteId, NoteUpdate};
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use crm_core::roles::{FieldRight, NewRole, ScopeLevel};
use crm_core::sales::NewProduct;
use crm_core::{CrmError, RecordId, Tree};
use serde_json::{Value, json};

use crate::support::*;

pub(crate) fn key(object: &str, id: impl Into<RecordId>) -> RecordKey {
    RecordKey { object: object.into(), id: id.into() }
}

pub(crate) fn note(text: &str) -> NewNote {
    NewNote { text: text.into(), ..Default::default() }
}

pub(crate) fn write(session: &Session, record: &RecordKey, text: &str) -> Note {
    session.notes().create(record.clone(), note(text), None).unwrap().note
}

pub(crate) fn list(session: &Session, record: &RecordKey) -> Vec<Note> {
    session.notes().list(record.clone(), None).unwrap().items
}

pub(crate) fn texts(session: &Session, record: &RecordKey) -> Vec<String> {
    list(session, record).into_iter().map(|note| note.text).collect()
}

/// Guests with their papers, which managers keep and whom account managers look after each their own, and rooms without notes.
/// The administrator reads none.
pub(crate) fn inn() -> Tree {
    json!({
        "pack": "inn", "version": 1, "language": 1, "title": "Guests",
        "objects": {
            "guest": {"title": "name", "owner": "host", "fields": {
                "name": {"type": "text", "required": true}, "host": {"type": "user", "default": "me"},
                "contact": {"type": "ref", "to": "contact", "on_delete": "delete"}
            }},
            "paper": {"title": "number", "part_of": {"field": "guest", "name": "papers"}, "fields": {
                "guest": {"type": "ref", "to": "inn.guest", "required": true}, "number": {"type": "text", "required": true}
            }},
            "room": {"title": "name", "off": ["notes", "tags", "followers"],
                     "fields": {"name": {"type": "text", "required": true}}}
        },
        "roles": {"sales_manager": ["inn"], "account_manager": ["inn.guest.get@own", "inn.guest.create@own", "inn.room"]}
    })
    .into()
}

pub(crate) fn made(session: &Session, object: &str, new: Value) -> RecordKey {
    let record = session.objects().create(object.into(), new.into(), None).unwrap();
    key(object, record.id)
}

pub(crate) fn contact(office: &Office, customer: &crm_core::customers::Customer) -> RecordKey {
    let new = json!({"customer": customer.id, "new": {"name": "王芳", "position": "采购经理", "office_phone": "021-5555 0102",
                     "gender": entry(&office.ann, "gender", "女")}});
    let made: Value = serde_json::from_str(&office.ann.call("contacts.create", &new.to_string()).unwrap()).unwrap();
    key("contact", made["id"].as_str().unwrap().parse::<RecordId>().unwrap())
}

pub(crate) fn disable_levels(office: &Office, role: &str, area: &str) {
    let role = office.admin.roles().list().unwrap().into_iter().find(|found| found.name == role).unwrap();
    let own = ScopeLevel::Own;
    office.admin.roles().set_scope(role.id, area.into(), own, own, None).unwrap();
    assert!(office.admin.maintenance().rebuild().unwrap().ok);
}

// PROC-1: notes hang on the records of built-in business objects and of packs, and never on settings and people.
#[test]
fn what_bears_notes() {
    let office = Office::new();
    office.apply(inn());
    let customer = known_customer(&office, "K1");
    let spindle = NewProduct { external_id: "P1".into(), name: "主轴".into(), ..Default::default() };
    office.integration.sales().push_products(vec![spindle], None).unwrap();
    office.integration.sales().push_orders(vec![new_order("O1", "K1", "2026-03-01", 5)], None).unwrap();
    let order = office.ann.orders().list(customer.id, None, None, None).unwrap().items[0].id;
    let product = office.ann.products().list(None, None, None).unwrap().items[0].id;
    let guest = made(&office.ann, "inn.guest", json!({"name": "李明", "papers": [{"number": "E1"}]}));
    let told = office.manager.objects().get("inn.guest".into(), guest.id).unwrap();
    let part: Value = serde_json::from_str(&told.parts.unwrap().to_string()).unwrap();
    let part = key("inn.paper", part["papers"][0]["id"].as_str().unwrap().parse::<RecordId>().unwrap());
    let records = [
        (key("customer", customer.id), "K1"),
        (contact(&office, &customer), "王芳"),
        (key("opportunity", office.opportunity().id), "数控机床 12 台"),
        (key("order", order), "O1"),
        (key("product", product), "主轴"),
        (guest, "李明"),
        (part, "E1"),
    ];
    for (record, title) in records {
        let written = write(&office.manager, &record, "带样品");
        assert_eq!(written.record.object, record.object);
        let called = (written.record.id, written.record.title.as_deref());
        assert_eq!(called, (record.id, Some(title)), "{}", record.object);
        assert_eq!(list(&office.manager, &record), [written]);
    }
    let room = made(&office.ann, "inn.room", json!({"name": "301"}));
    let department = office
        .admin
        .departments()
        .create(crm_core::departments::NewDepartment { name: "部".into(), ..Default::default() }, None);
    let entry = entry(&office.ann, "gender", "女");
    for (object, id) in [
        ("inn.room", room.id),
        ("user", user(&office.ann).into()),
        ("department", department.unwrap().id.into()),
        ("dictionary_entry", entry.into()),
    ] {
        let record = key(object, id);
        for session in [&office.manager, &office.admin, &office.stranger] {
            assert_eq!(invalid(session.notes().list(record.clone(), None)), ["record:not_supported"], "{object}");
        }
        assert_eq!(invalid(office.manager.notes().create(record, note("x"), None)), ["record:not_supported"]);
    }
    let unknown = key("inn.nothing", room.id);
    assert_eq!(invalid(office.ann.notes().list(unknown, None)), ["object:unknown_object"]);
    assert_eq!(invalid(office.ann.notes().list(key("warning", room.id), None)), ["object:unknown_object"]);
}

// PROC-2: notes are told to who reads the record at that moment; one out of reach is refused as its own `get` would be.
#[test]
fn who_reads_the_record_reads_its_notes() {
    let office = Office::new();
    office.apply(inn());
    let customer = office.customer();
    let record = key("customer", customer.id);
    let nobodys = key("customer", "0195b5e2-7f00-7000-8000-00000000abcd".parse::<RecordId>().unwrap());
    let first = write(&office.ben, &record, "下周二再联系");
    assert_eq!(texts(&office.ann, &record), ["下周二再联系"]);
    // Executives and the administrator write and list by no role that reads customers. The host's own system: `hanging_host.rs`.
    let by_get =
        |session: &Session, record: &RecordKey| session.objects().get(record.object.clone(), record.id).unwrap_err();
    for session in [&office.executive, &office.admin, &office.stranger] {
        for record in [&record, &nobodys] {
            assert_eq!(session.notes().list(record.clone(), None).unwrap_err(), by_get(session, record));
        }
    }
    for session in [&office.executive, &office.admin] {
        let refused = session.notes().create(record.clone(), note("x"), None).unwrap_err();
        assert_eq!(refused, CrmError::Forbidden { operation: "customers.get".into(), reason: "no_permission".into() });
    }
    assert_eq!(
        office.integration.notes().create(record.clone(), note("x"), None).unwrap_err(),
        CrmError::Forbidden { operation: "notes.create".into(), reason: "no_permission".into() }
    );
    // Behind reach come the fields, all of them.
    let mut wrong = NewNote { mentions: Some(vec![user(&office.ann); 51]), ..note("") };
    assert_eq!(
        invalid(office.ann.notes().create(record.clone(), wrong.clone(), None)),
        ["text:required", "mentions:too_many"]
    );
    assert_eq!(
        office.ann.notes().create(nobodys.clone(), wrong.clone(), None).unwrap_err(),
        by_get(&office.ann, &nobodys)
    );
    wrong.mentions = None;
    assert_eq!(invalid(office.ann.notes().create(record.clone(), wrong, None)), ["text:required"]);

    disable_levels(&office, "account_manager", "customers");
    assert_eq!(texts(&office.ann, &record), ["下周二再联系"]);
    let refused = office.ben.notes().list(record.clone(), None).unwrap_err();
    assert_eq!((&refused, refused.code()), (&by_get(&office.ben, &record), "not_found"));
    assert_eq!(office.ben.notes().create(record.clone(), note("x"), None).unwrap_err(), by_get(&office.ben, &record));
    // What hangs on it is not there either, not even for who wrote it.
    let missing = |id: NoteId| CrmError::NotFound { entity: "note".into(), id: id.to_string() };
    assert_eq!(office.ben.notes().update(first.id, Default::default()).unwrap_err(), missing(first.id));
    let nothing: NoteId = "0195b5e2-7f00-7000-8000-00000000abcd".parse().unwrap();
    assert_eq!(office.ben.notes().update(nothing, Default::default()).unwrap_err(), missing(nothing));
    let deleted = |id| office.ben.notes().delete(id, None).unwrap_err();
    assert_eq!(deleted(first.id), deleted(nothing));
    let allowed = |session: &Session| session.meta().allowed(Entity::NOTE, vec![first.id.into()]).unwrap();
    assert_eq!(allowed(&office.ben)[0].operations, Vec::<String>::new());
    assert_eq!(allowed(&office.manager)[0].operations, ["notes.delete"]);
    let seen = |session: &Session| session.meta().seen(Entity::NOTE, vec![first.id.into()]).unwrap();
    assert_eq!((seen(&office.ben), seen(&office.ann)), (vec![], vec![first.id.into()]));
    // A defined object's records by their owners.
    let guest = made(&office.ann, "inn.guest", json!({"name": "李明"}));
    write(&office.ann, &guest, "晚到");
    assert_eq!(texts(&office.manager, &guest), ["晚到"]);
    assert_eq!(office.ben.notes().list(guest.clone(), None).unwrap_err(), by_get(&office.ben, &guest));
    assert_eq!(office.admin.notes().list(guest.clone(), None).unwrap_err(), by_get(&office.admin, &guest));
}

// NOTE-1: its author changes it, which shows; author or sales manager deletes it; states never hinder.
#[test]
fn a_note_is_its_authors() {
    let office = Office::new();
    let customer = office.customer();
    let record = key("customer", customer.id);
    let id = "0195b5e2-7f00-7000-8000-000000000701".parse().unwrap();
    let notes = office.ben.notes();
    let first = notes.create(record.clone(), note(" 下周二 "), Some(id)).unwrap().note;
    assert_eq!((first.id, first.version, first.text.as_str(), first.edited_at), (id, 1, "下周二", None));
    assert_eq!(first.author.as_ref().map(|author| author.id), office.ben.user());
    // BAD-2.
    assert_eq!(notes.create(record.clone(), note("下周二"), Some(id)).unwrap().note, first);
    let other = notes.create(record.clone(), note("下周三"), Some(id)).unwrap_err();
    assert_eq!(
        other,
        CrmError::Conflict {
            entity: "note".into(),
            id: id.to_string(),
            reason: "id_taken".into(),
            hits: Vec::new(),
            limit: None,
            until: None
        }
    );

    office.clock.set("2026-03-02T02:00:00Z");
    let text = |text: &str| NoteUpdate { text: Some(text.into()), version: Some(1), ..Default::default() };
    let refused = |result: Result<NoteCreated>| match result.unwrap_err() {
        CrmError::Forbidden { reason, .. } | CrmError::Conflict { reason, .. } => reason,
        other => panic!("{other:?}"),
    };
    for session in [&office.ann, &office.manager] {
        assert_eq!(refused(session.notes().update(id, text("改"))), "not_yours");
    }
    let after = notes.update(id, text("下周三")).unwrap().note;
    assert_eq!((after.version, after.text.as_str()), (2, "下周三"));
    assert_eq!(after.edited_at, Some("2026-03-02T02:00:00Z".parse().unwrap()));
    assert_eq!(refused(notes.update(id, text("下周四"))), "stale_version");
    assert_eq!(notes.update(id, NoteUpdate { text: Some("下周三".into()), ..Default::default() }).unwrap().note, after);
    assert_eq!(
        invalid(notes.update(id, NoteUpdate { text: Some(" ".into()), ..Default::default() })),
        ["text:required"]
    );

    // On a lost customer too, on which nothing else can be written.
    office.lose(customer.id);
    let second = write(&office.ben, &record, "再联系一次");
    assert_eq!(
        office.ann.notes().delete(second.id, None).unwrap_err(),
        CrmError::Forbidden { operation: "notes.delete".into(), reason: "no_permission".into() }
    );
    office.manager.notes().delete(second.id, Some(1)).unwrap();
    notes.delete(id, Some(2)).unwrap();
    assert_eq!(list(&office.ann, &record), []);
    assert_eq!(notes.delete(id, None).unwrap_err().code(), "forbidden");
    assert_eq!(office.manager.notes().delete(id, None).unwrap_err().code(), "not_found");
}

// NOTE-2: active users are mentioned; the author is told who of them does not read the record.
#[test]
fn whoever_is_mentioned_must_read_the_record() {
    let office = Office::new();
    office.apply(inn());
    let customer = office.customer();
    let record = key("customer", customer.id);
    let people = |sessions: &[&Session]| Some(sessions.iter().map(|session| user(session)).collect::<Vec<_>>());
    let names = |written: &NoteCreated| -> Vec<String> {
        written.unreached.iter().map(|user| user.display_name.clone()).collect()
    };
    let mentioning = |sessions: &[&Session]| NewNote { mentions: people(sessions), ..note("请看") };
    let all = [&office.manager, &office.stranger, &office.ben, &office.manager];
    let written = office.ann.notes().create(record.clone(), mentioning(&all), None).unwrap();
    let mentioned: Vec<_> = written.note.mentions.iter().map(|user| user.display_name.as_str()).collect();
    assert_eq!(mentioned, ["韩梅梅", "路人", "本"]);
    assert_eq!(names(&written), ["路人"]);
    assert_eq!(list(&office.ben, &record)[0].mentions, written.note.mentions);

    // As things stand at that moment: levels narrow ben, a share opens the record to the stranger.
    disable_levels(&office, "account_manager", "customers");
    let again = NoteUpdate { text: Some("请看报价".into()), ..Default::default() };
    assert_eq!(names(&office.ann.notes().update(written.note.id, again).unwrap()), ["路人", "本"]);
    let share = json!({"entity": "customer", "id": customer.id, "user": user(&office.stranger), "access": "read"});
    office.ann.call("shares.give", &share.to_string()).unwrap();
    let fewer = NoteUpdate { mentions: people(&[&office.stranger, &office.ben]), ..Default::default() };
    let after = office.ann.notes().update(written.note.id, fewer).unwrap();
    assert_eq!((names(&after), after.note.mentions.len(), after.note.version), (vec!["本".to_owned()], 2, 3));

    // Who is disabled is not mentioned anew, and stays where they stood.
    office.admin.users().disable(user(&office.ben), None).unwrap();
    let anew = office.ann.notes().create(record.clone(), mentioning(&[&office.manager, &office.ben]), None);
    assert_eq!(invalid(anew), ["mentions[1]:not_active_user"]);
    let kept = NoteUpdate { text: Some("!".into()), mentions: people(&[&office.ben]), ..Default::default() };
    assert_eq!(names(&office.ann.notes().update(written.note.id, kept).unwrap()), ["本"]);
    assert_eq!(MAX_MENTIONS, 50);

    // Of a defined object it is its own levels.
    let guest = made(&office.ann, "inn.guest", json!({"name": "李明"}));
    let both = mentioning(&[&office.ann, &office.manager, &office.admin]);
    assert_eq!(names(&office.ann.notes().create(guest, both, None).unwrap()), ["管理员"]);
}

/// What the audit has of notes in the last call that changed any: actions, and what is told before and after.
pub(crate) fn audited(session: &Session, operation: &str) -> (String, Vec<(String, String)>) {
    let calls = session.audit().list(None, None).unwrap().items;
    let call = calls.into_iter().find(|call| call.operation == operation).expect("a call that is told");
    let notes = call.changes.into_iter().filter(|change| change.entity == Entity::NOTE);
    let told =
        |change: crm_core::audit::RecordChange| (change.before.unwrap_or_default(), change.after.unwrap_or_default());
    (call.arguments, notes.map(told).collect())
}

// PROC-11, SCOPE-13, FIELD-9: every note is audited, and told to who sees its record; what that is called, to nobody.
#[test]
fn the_audit_tells_of_notes_on_what_its_reader_sees() {
    let office = Office::new();
    office.apply(inn());
    let grant = Some(["audit.list", "customers.get", "contacts.get"].map(str::to_owned).to_vec());
    let new = NewRole { name: "auditor".into(), grant };
    let role = office.admin.roles().create(new, None).unwrap();
    office.admin.users().set_roles(user(&office.stranger), vec!["auditor".into()], None).unwrap();
    let customer = office.customer();
    let person = contact(&office, &customer);
    let written = write(&office.ann, &person, "喜欢绿茶");
    let text = |text: &str| NoteUpdate { text: Some(text.into()), ..Default::default() };
    office.ann.notes().update(written.id, text("喜欢红茶")).unwrap();
    let (arguments, told) = audited(&office.stranger, "notes.create");
    assert!(
        arguments.contains("喜欢绿茶") && told[0].1.contains("喜欢绿茶") && !told[0].1.contains("王芳"),
        "{told:?}"
    );
    let (_, told) = audited(&office.stranger, "notes.update");
    let record = format!(r#"{{"record":{{"object":"contact","id":"{}","title":null}}"#, person.id);
    assert!(told[0].0.starts_with(&record) && told[0].1.starts_with(&record) && told[0].1.contains("红茶"), "{told:?}");
    office.admin.roles().set_field(role.id, "contact".into(), "name".into(), FieldRight::Masked, None).unwrap();
    assert_eq!(list(&office.stranger, &person)[0].record.title.as_deref(), Some("王****"));

    // Of a defined object's record, to who reads all of the object's.
    let guest = made(&office.ann, "inn.guest", json!({"name": "李明"}));
    let on_guest = write(&office.ann, &guest, "晚到一小时");
    for (operation, act) in [("notes.create", false), ("notes.update", true)] {
        if act {
            office.ann.notes().update(on_guest.id, text("晚到两小时")).unwrap();
        }
        let (arguments, told) = audited(&office.admin, operation);
        assert_eq!((arguments.as_str(), told), ("{}", vec![(String::new(), String::new())]), "{operation}");
    }

    // Narrowed to what is theirs, which this customer is not.
    let own = ScopeLevel::Own;
    office.admin.roles().set_scope(role.id, "customers".into(), own, own, None).unwrap();
    assert!(office.admin.maintenance().rebuild().unwrap().ok);
    let calls = office.stranger.audit().list(None, None).unwrap().items;
    let told = |call: &&crm_core::audit::AuditCall| call.operation.starts_with("notes.") && !call.changes.is_empty();
    let told: Vec<_> = calls.iter().filter(told).collect();
    assert_eq!(told.len(), 2, "those on the guest alone, without what they say: {told:?}");
    assert!(!format!("{calls:?}").contains("茶"));
    office.manager.customers().update(customer.id, assigned_to(&office.stranger), None).unwrap();
    let calls = office.stranger.audit().list(None, None).unwrap().items;
    assert!(format!("{calls:?}").contains("红茶"));
}

fn assigned_to(session: &Session) -> crm_core::customers::CustomerUpdate {
    crm_core::customers::CustomerUpdate { account_manager: Some(user(session)), ..Default::default() }
}
