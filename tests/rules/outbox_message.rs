//! AUTO-10: messages that rules and hosts send to people, by media that the host knows.

use crm_core::objects::RecordKey;
use crm_core::outbox::{MessageKind, MessageStatus, OutboxMessage};
use crm_core::page::Count;
use crm_core::prelude::*;
use crm_core::{People, PeopleKind, Tree};
use serde_json::{Value as Json, json};

use crate::notes::key;
use crate::support::*;

fn put(session: &Session, kind: &str, name: &str, document: Json) {
    session.setup().put(kind.into(), name.into(), Tree::from(document), None, None, None).unwrap();
}

fn template(office: &Office, body: &str) {
    let document = json!({"object": "opportunity", "format": "text", "language": "zh-Hans", "body": body});
    put(&office.manager, "template", "提醒", document);
}

fn people(sessions: &[&Session]) -> People {
    People {
        kind: PeopleKind::Users,
        users: Some(sessions.iter().map(|one| user(one)).collect()),
        ..Default::default()
    }
}

fn send(session: &Session, record: &RecordKey, to: People, medium: &str) -> Result<i64> {
    let sent = session.outbox().message(record.clone(), to, medium.into(), "提醒".into());
    sent.map(|Count { count }| count)
}

fn take(office: &Office) -> Vec<OutboxMessage> {
    office.integration.outbox().take(None, None, None).unwrap()
}

fn said(message: &OutboxMessage) -> Json {
    serde_json::from_str(&message.payload).unwrap()
}

// AUTO-10: the text is the template's, for each under their own rights; who doesn't read the record gets none.
#[test]
fn people_get_what_a_template_says_to_them() {
    let office = Office::new();
    let record = key("opportunity", office.opportunity().id);
    template(&office, "{{ me.display_name }}：{{ record.customer_name }}，{{ today|date }}");
    // An executive and a stranger read no opportunity; who is disabled gets none either.
    let to = people(&[&office.ann, &office.manager, &office.executive, &office.stranger]);
    assert_eq!(send(&office.manager, &record, to, "email").unwrap(), 2);
    let taken = take(&office);
    let mut told: Vec<_> =
        taken.iter().map(|message| (message.to.as_ref().unwrap().id, said(message)["text"].clone())).collect();
    told.sort_by_key(|(id, _)| *id != user(&office.manager));
    assert_eq!(told[0].1, "韩梅梅：华东精密机械，2026年3月2日");
    assert_eq!((told[1].0, told[1].1.as_str()), (user(&office.ann), Some("安娜：华东精密机械，2026年3月2日")));
    let message = &taken[0];
    assert_eq!(
        (message.kind, message.topic.as_str(), message.medium.as_deref()),
        (MessageKind::Person, "提醒", Some("email"))
    );
    assert_eq!(message.record.as_ref().map(|of| of.id), Some(record.id));
    let names: Vec<String> = said(message).as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, ["event", "user", "medium", "object", "id", "time", "template_version", "media_type", "text"]);
    // AUTO-11: lists show nothing of what people are told.
    let listed = office.admin.outbox().list(None, None).unwrap().items;
    assert!(listed.len() == 2 && listed.iter().all(|message| message.payload.is_empty()), "{listed:?}");
}

// AUTO-11: of one person and medium only the earliest that has not ended is taken; what they don't read any more is dropped.
#[test]
fn a_message_is_asked_for_reach_again() {
    let office = Office::new();
    let opportunity = office.opportunity();
    let record = key("opportunity", opportunity.id);
    template(&office, "{{ record.summary }}");
    for medium in ["email", "email", "sms"] {
        assert_eq!(send(&office.admin, &record, people(&[&office.ann]), medium).unwrap(), 1);
    }
    let taken = take(&office);
    assert_eq!(taken.iter().map(|message| message.medium.as_deref().unwrap()).collect::<Vec<_>>(), ["email", "sms"]);
    office.integration.outbox().done(taken.iter().map(|message| message.id).collect()).unwrap();
    office.ann.opportunities().delete(opportunity.id, None).unwrap();
    assert_eq!(take(&office), []);
    let left = office.admin.outbox().list(None, None).unwrap().items;
    assert_eq!(left.iter().filter(|message| message.status == MessageStatus::Dropped).count(), 1);
}

// AUTO-10: what is wrong with a message, and who may send one.
#[test]
fn what_no_message_is() {
    let office = Office::new();
    let record = key("opportunity", office.opportunity().id);
    let ann = || people(&[&office.ann]);
    assert_eq!(invalid(send(&office.manager, &record, ann(), "email")), ["template:unknown"]);
    template(&office, "{{ record.summary }}");
    for medium in ["push", "digest"] {
        assert_eq!(invalid(send(&office.manager, &record, ann(), medium)), ["medium:reserved"]);
    }
    assert_eq!(invalid(send(&office.manager, &record, ann(), " ")), ["medium:required"]);
    assert_eq!(invalid(send(&office.manager, &record, ann(), &"x".repeat(51))), ["medium:too_long"]);
    let customer = key("customer", office.customer().id);
    assert_eq!(invalid(send(&office.manager, &customer, ann(), "email")), ["record:wrong_kind"]);
    assert_eq!(
        invalid(send(&office.manager, &key("user", user(&office.ann)), ann(), "email")),
        ["record:not_supported"]
    );
    assert_eq!(invalid(send(&office.manager, &key("nothing", record.id), ann(), "email")), ["object:unknown_object"]);
    let nobodys = key("opportunity", "0195b5e2-7f00-7000-8000-00000000abcd".parse::<crm_core::RecordId>().unwrap());
    assert_eq!(send(&office.manager, &nobodys, ann(), "email").unwrap_err().code(), "not_found");
    for session in [&office.ann, &office.executive, &office.integration] {
        assert_eq!(send(session, &record, ann(), "email").unwrap_err().code(), "forbidden");
    }
    let nobody = People { kind: PeopleKind::Users, ..Default::default() };
    assert!(!invalid(send(&office.manager, &record, nobody, "email")).is_empty());
    // As large as a message may be, and larger.
    let long = |length: usize| {
        template(&office, &"x".repeat(length));
        send(&office.manager, &record, ann(), "email")
    };
    assert_eq!(long(65_000).unwrap(), 1);
    assert_eq!(invalid(long(65_536)), ["template:too_large"]);
    assert_eq!(take(&office).len(), 1);
}

// AUTO-8, AUTO-10, AUTO-14: a rule sends it, only if the call committed; the template that it names stays.
#[test]
fn a_rule_sends_messages() {
    let office = Office::new();
    template(&office, "{{ record.summary }}，把握{{ record.success_probability|percent }}");
    let rule = json!({
        "object": "opportunity", "trigger": {"kind": "updated", "fields": ["success_probability"]},
        "condition": "success_probability > 80",
        "actions": [{"call": "outbox.message", "with": {
            "to": {"value": {"kind": "creator"}}, "medium": "'sms'", "template": "'提醒'"}}]
    });
    put(&office.admin, "automation", "快成了", rule);
    office.admin.setup().enable("automation".into(), "快成了".into()).unwrap();
    let opportunity = office.opportunity();
    let change = |probability: i64| {
        let changes =
            crm_core::opportunities::OpportunityUpdate { success_probability: Some(probability), ..Default::default() };
        office.ann.opportunities().update(opportunity.id, changes, None)
    };
    change(80).unwrap();
    assert!(change(101).is_err());
    assert_eq!(take(&office), []);
    change(90).unwrap();
    let taken = take(&office);
    assert_eq!(taken.len(), 1);
    assert_eq!(said(&taken[0])["text"], format!("{}，把握90%", opportunity.summary));
    assert_eq!(taken[0].to.as_ref().unwrap().id, user(&office.ann));
    let delete = || office.manager.setup().delete("template".into(), "提醒".into());
    assert_eq!(invalid(delete()), ["name:in_use"]);
    office.admin.setup().disable("automation".into(), "快成了".into()).unwrap();
    delete().unwrap();
}
