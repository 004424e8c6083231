//! MACH-8, NOTIFY-1, NOTIFY-2: what an action of a defined object tells people.

use crm_core::customers::CustomerUpdate;
use crm_core::notifications::{Notification, NotificationKind};
use crm_core::roles::FieldRight;
use crm_core::users::NotificationReason;
use crm_core::{Locale, Session};
use serde_json::{Value as Json, json};

use crate::objects_laws::{call, pack};
use crate::support::*;

/// Jobs whose end is told to who did it, who looks after it, and whoever made it.
fn jobs() -> Json {
    let mut document = pack(json!({
        "job": {"title": "name", "owner": "keeper", "fields": {
            "name": {"type": "text", "required": true},
            "keeper": {"type": "user"},
            "helper": {"type": "user"},
            "sort": {"type": "choice", "values": ["small", "large"]},
            "price": {"type": "money"},
            "urgent": {"type": "boolean"},
            "of": {"type": "ref", "to": "customer"}},
        "status": {"start": "open", "states": {"open": {}, "ended": {"final": true}}, "actions": {
            "end": {"from": ["open"], "to": "ended", "then": [
                {"notify": ["owner", "helper", "creator"],
                 "text": "{name} ({sort}, {status}): {price}, {of.name}, {{x}, {urgent} {of.fax}"}]}}}}
    }));
    document["labels"] = json!({"zh-Hans": {
        "job.sort.large": "大", "job.status.ended": "已结束",
        "job.end.then.1.text": "{name}（{sort}，{status}）：{price}，{urgent}{of.fax}"}});
    document["roles"]["account_manager"] = json!(["yard"]);
    document
}

fn told(session: &Session) -> Vec<Notification> {
    let items = session.notifications().list(true, None).unwrap().items;
    items.into_iter().filter(|told| told.kind == NotificationKind::Notice).collect()
}

fn texts(session: &Session) -> Vec<String> {
    told(session).into_iter().map(|told| told.text).collect()
}

#[test]
fn an_action_tells_people() {
    let office = Office::new();
    office.apply(jobs());
    let customer = office.customer();
    let changes = CustomerUpdate { fax: Some("021-1".into()), ..Default::default() };
    office.manager.customers().update(customer.id, changes, None).unwrap();
    let (ann, ben, manager) = (user(&office.ann), user(&office.ben), &office.manager);
    let new = json!({"name": "{price}", "keeper": ann, "helper": ann, "sort": "large", "urgent": true,
                     "price": {"amount": "12.5", "currency": "CNY"}, "of": customer.id});
    let job = call(manager, "yard.job.create", json!({"new": new})).unwrap();
    call(manager, "yard.job.end", json!({"id": job["id"]})).unwrap();
    // Each once, whoever called too, and it is nobody's act; what a value says is not read as a text.
    let shown = "{price} (Large, Ended): 12.50 CNY, 华东精密机械, {x}, Yes 021-1";
    assert_eq!(texts(&office.ann), [shown]);
    assert_eq!(texts(manager), [shown]);
    let first = told(&office.ann).remove(0);
    assert_eq!((first.reason, first.actor.is_none()), (NotificationReason::Automation, true));
    assert_eq!(first.record.unwrap().id.to_string(), job["id"].as_str().unwrap());
    // In the reader's language, as the pack's labels say it.
    assert_eq!(texts(&office.ann.clone().with_locale(Locale::ZhHans)), ["{price}（大，已结束）：12.50 CNY，是021-1"]);
    // NOTIFY-2: under the field rights that each has when they read it.
    let roles = office.admin.roles().list().unwrap();
    let sellers = roles.iter().find(|role| role.name == "account_manager").unwrap().id;
    office.admin.roles().set_field(sellers, "customer".into(), "fax".into(), FieldRight::Hidden, None).unwrap();
    assert_eq!(texts(&office.ann), [shown.replace("021-1", "")]);
    assert_eq!(texts(manager), [shown]);
    // Nobody is told who is not named, or not active, or does not read the record; empty fields print nothing.
    assert!(texts(&office.ben).is_empty());
    let new = json!({"name": "b", "keeper": user(&office.stranger), "helper": ben});
    let job = call(manager, "yard.job.create", json!({"new": new})).unwrap();
    call(manager, "yard.job.end", json!({"id": job["id"]})).unwrap();
    assert_eq!(texts(&office.ben), ["b (, Ended): , , {x},  "]);
    assert!(texts(&office.stranger).is_empty());
}
