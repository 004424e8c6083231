//! PROC-2: for the operations that it holds of what hangs on records, the host's own system reads every record, though it has no
//! `get`; in what it does not hold it is as anybody.

use crm_core::activities::{ActivityFilter, NewActivity};
use crm_core::files::NewFile;
use crm_core::notifications::NotificationKind;
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use crm_core::users::NewUser;
use crm_core::{Bytes, CrmError, RecordId};
use serde_json::json;

use crate::activities::{about, plan};
use crate::notes::{inn, key, made, note};
use crate::notifications::{kinds, list, unread, write};
use crate::support::*;
use crate::tags;

/// Whoever has these roles.
fn hired(office: &Office, login: &str, roles: &[&str]) -> Session {
    let roles = Some(roles.iter().map(|role| (*role).to_owned()).collect());
    let new = NewUser { login: login.into(), display_name: login.into(), roles, ..Default::default() };
    office.crm.session(office.admin.users().create(new, None).unwrap().id).unwrap()
}

/// A record of a kind that is there, and one that is not.
fn records(office: &Office) -> [RecordKey; 2] {
    let nobodys = key("customer", "0195b5e2-7f00-7000-8000-00000000abcd".parse::<RecordId>().unwrap());
    [key("customer", office.customer().id), nobodys]
}

#[track_caller]
fn missing<T: std::fmt::Debug>(done: Result<T>, id: impl std::fmt::Display) {
    match done.unwrap_err() {
        CrmError::NotFound { id: told, .. } => assert_eq!(told, id.to_string()),
        other => panic!("{other:?}"),
    }
}

// PROC-2, FOLLOW-1, NOTIFY-1.
#[test]
fn the_host_follows() {
    let office = Office::new();
    let ([record, nobodys], host) = (records(&office), &office.integration);
    host.follows().follow(record.clone(), None, false).unwrap();
    let names = || -> Vec<String> {
        host.follows().list(record.clone()).unwrap().into_iter().map(|follower| follower.user.display_name).collect()
    };
    assert_eq!(names(), ["安娜", "ERP"]);
    write(&office.ann, &record, "请看", &[]);
    assert_eq!((kinds(host), unread(host)), (vec![NotificationKind::Noted], 1));
    assert_eq!(list(host)[0].record.as_ref().map(|of| (of.id, of.title.clone())), Some((record.id, None)));
    host.follows().unfollow(record.clone(), None).unwrap();
    assert_eq!(names(), ["安娜"]);
    // It does not maintain the record.
    assert_eq!(refused(host.follows().unfollow(record.clone(), Some(user(&office.ann)))), "forbidden");
    office.ann.follows().follow(record.clone(), Some(vec![user(host)]), false).unwrap();
    missing(host.follows().list(nobodys.clone()), nobodys.id);
}

// PROC-2, NOTE-1, TAG-1.
#[test]
fn the_host_reads_notes_and_tags() {
    let office = Office::for_packs();
    office.apply(inn());
    let ([record, nobodys], host) = (records(&office), &office.integration);
    let guest = made(&office.ann, "inn.guest", json!({"name": "李明"}));
    for of in [&record, &guest] {
        let written = write(&office.ann, of, "请看", &[]).note;
        let told = host.notes().list(of.clone(), None).unwrap().items;
        assert_eq!(told.iter().map(|note| note.id).collect::<Vec<_>>(), [written.id]);
        // Its own alone are one's to change.
        assert_eq!(refused(host.notes().update(written.id, Default::default())), "forbidden");
    }
    missing(host.notes().list(nobodys.clone(), None), nobodys.id);
    tags::put(&office.manager, "重点", json!({"colour": "#cc0000"})).unwrap();
    tags::set(&office.ann, &record, &["重点"], &[]).unwrap();
    assert_eq!(tags::borne(host, &record), ["重点"]);
    missing(host.tags().list(nobodys.clone()), nobodys.id);
    let room = made(&office.manager, "inn.room", json!({"name": "101"}));
    assert_eq!(invalid(host.notes().list(room, None)), ["record:not_supported"]);
    // What it does not hold is not opened by it: neither alone nor beside a role that holds that, and reads no customers.
    assert_eq!(refused(host.notes().create(record.clone(), note("x"), None)), "forbidden");
    let two = hired(&office, "two", &["integration", "executive"]);
    let get = office.executive.objects().get("customer".into(), record.id).unwrap_err();
    assert_eq!(two.notes().create(record.clone(), note("x"), None).unwrap_err(), get);
    assert_eq!(two.notes().list(record, None).unwrap().items.len(), 1);
}

// PROC-2, ACT-3: it reads what is about a record, and nothing that is personal.
#[test]
fn the_host_reads_activities() {
    let office = Office::new();
    let ([record, nobodys], host) = (records(&office), &office.integration);
    let planned = plan(&office.ann, about(&office.ann, "回访", &record, &office.ann));
    let personal = NewActivity { personal: Some(true), ..about(&office.ann, "私事", &record, &office.ann) };
    let personal = plan(&office.ann, personal);
    let of = |record: &RecordKey| {
        let filter = ActivityFilter { record: Some(record.clone()), ..Default::default() };
        host.activities().list(Some(filter), None)
    };
    let listed = of(&record).unwrap().items;
    assert_eq!(listed.iter().map(|activity| activity.id).collect::<Vec<_>>(), [planned.id]);
    let got = host.activities().get(planned.id).unwrap();
    assert_eq!(got.main.map(|main| (main.object, main.id, main.title)), Some(("customer".into(), record.id, None)));
    missing(host.activities().get(personal.id), personal.id);
    missing(of(&nobodys), nobodys.id);
}

// PROC-2, FILE-1, FILE-2: it puts files, again, and other versions; and reads them.
#[test]
fn the_host_keeps_files() {
    let office = Office::new();
    let ([record, nobodys], host) = (records(&office), office.integration.files());
    let named = |name: &str| NewFile { name: name.into(), ..Default::default() };
    let id = Some("0195b5e2-7f00-7000-8000-000000000b01".parse().unwrap());
    let put = |new: NewFile, content: &[u8], id| host.put(record.clone(), new, Bytes(content.to_vec()), id);
    let file = put(named("合同.txt"), b"one", id).unwrap();
    assert_eq!(put(named("合同.txt"), b"one", id).unwrap(), file);
    let newer = put(NewFile { replaces: Some(file.id), ..named("合同.txt") }, b"two", None).unwrap();
    assert_eq!((newer.id, newer.file_version), (file.id, 2));
    assert_eq!(host.get(file.id).unwrap().versions.len(), 2);
    assert_eq!(host.read(file.id, Some(1), None, None).unwrap().0, b"one");
    let upload = host.begin(record.clone(), NewFile { size: Some(3), ..named("图.txt") }, None).unwrap();
    host.append(upload.id, 0, Bytes(b"abc".to_vec())).unwrap();
    let sent = host.finish(upload.id, None).unwrap();
    assert_eq!(host.finish(upload.id, None).unwrap(), sent);
    let theirs = office.ann.files().put(record.clone(), named("c.txt"), Bytes(b"c".to_vec()), None).unwrap();
    let listed: Vec<_> = host.list(record.clone(), None).unwrap().items.into_iter().map(|file| file.id).collect();
    assert_eq!(listed, [theirs.id, sent.id, file.id]);
    // Another's it does not change.
    assert_eq!(refused(put(NewFile { replaces: Some(theirs.id), ..named("c.txt") }, b"d", None)), "forbidden");
    missing(host.list(nobodys.clone(), None), nobodys.id);
}
