//! OBJ-15, OBJ-16 of defined objects: what is told of their records, by the rights, the reach and the fields that a pack
//! grants.

use crm_core::meta::ObjectChoice;
use crm_core::objects::{HistoryChange, RecordKey, Related};
use crm_core::{CrmError, RecordId, Session, Tree, Value};
use serde_json::{Value as Json, json};

use crate::support::{Office, invalid, new_customer, user};

/// An inn: rooms that anybody of the desk sees, and stays, each of whoever took it.
const INN: &str = r#"{"pack": "inn", "version": 1, "language": 1, "title": "Inn",
    "objects": {
        "room": {"title": "concat('Room ', number)", "fields": {"number": {"type": "text", "required": true}}},
        "stay": {"title": "concat(guest, ' in ', room.number)", "owner": "clerk",
                 "fields": {"guest": {"type": "text"}, "room": {"type": "ref", "to": "inn.room"},
                            "payer": {"type": "ref", "to": "customer"}, "clerk": {"type": "user"},
                            "price": {"type": "money", "confidential": true},
                            "secret_room": {"type": "ref", "to": "inn.room", "confidential": true}},
                 "status": {"start": "booked", "states": {"booked": {}, "gone": {"final": true}},
                            "actions": {"leave": {"from": ["booked"], "to": "gone",
                                "then": [{"set": {"number": "concat(room.number, '!')"}, "on": "room"}]}}}}},
    "roles": {"account_manager": ["inn.room", "inn.stay@own"],
              "sales_manager": ["inn", "inn.stay.price:write", "inn.stay.secret_room:write"]},
    "views": {"booked": {"of": "inn.stay", "filter": {"field": "status", "is": "booked"}, "columns": ["guest"]}},
    "labels": {"zh-Hans": {"stay": "入住", "stay.status.gone": "已离店", "stay.leave": "离店", "views.booked": "在住", "stay.guest": "客人", "stay.room": "客房", "stay.payer": "付款单位"}}}"#;

fn create(session: &Session, object: &str, new: Json) -> RecordId {
    session.objects().create(object.into(), new.into(), None).unwrap().id
}

fn key(object: &str, id: impl Into<RecordId>) -> RecordKey {
    RecordKey { object: object.into(), id: id.into() }
}

fn related(session: &Session, object: &str, id: impl Into<RecordId>) -> Vec<Related> {
    session.objects().related(key(object, id), None).unwrap()
}

fn short(related: &[Related]) -> Vec<String> {
    let titles = |one: &Related| one.rows.iter().map(|row| row.title.clone().unwrap_or_default()).collect::<Vec<_>>();
    related.iter().map(|one| format!("{}.{} {} {}", one.object, one.field, one.count, titles(one).join("/"))).collect()
}

fn history(session: &Session, object: &str, id: RecordId) -> Vec<HistoryChange> {
    session.objects().history(key(object, id), None).unwrap().items
}

fn names(change: &HistoryChange) -> Vec<&str> {
    change.fields.iter().map(|field| field.field.as_str()).collect()
}

struct Inn {
    office: Office,
    room: RecordId,
    other: RecordId,
    stay: RecordId,
    payer: RecordId,
}

/// Room 1 with a stay of ann's and one of ben's; the manager has noted another room and a price with that of ann's.
fn inn() -> Inn {
    let office = Office::for_packs();
    office.apply(INN.parse::<Tree>().unwrap());
    let payer =
        office.manager.customers().create(new_customer(&office.manager, "华东精密"), None, None).unwrap().id.into();
    let [room, other] = ["1", "2"].map(|number| create(&office.manager, "inn.room", json!({"number": number})));
    let new = json!({"guest": "Ada", "room": room, "payer": payer, "clerk": user(&office.ann),
                     "price": {"amount": "388.50", "currency": "CNY"}, "secret_room": other});
    let stay = create(&office.manager, "inn.stay", new);
    create(&office.ben, "inn.stay", json!({"guest": "Bob", "room": room, "clerk": user(&office.ben)}));
    Inn { office, room, other, stay, payer }
}

// OBJ-16: of defined objects too, called as their titles say; only what is in reach, by fields that are read.
#[test]
fn what_refers_to_a_record_is_told() {
    let Inn { office, room, other, payer, .. } = inn();
    assert_eq!(short(&related(&office.manager, "inn.room", room)), ["inn.stay.room 2 Bob in 1/Ada in 1"]);
    assert_eq!(short(&related(&office.ann, "inn.room", room)), ["inn.stay.room 1 Ada in 1"]);
    assert_eq!(short(&related(&office.ben, "inn.room", room)), ["inn.stay.room 1 Bob in 1"]);
    // By a field that is withheld nothing refers.
    assert_eq!(short(&related(&office.manager, "inn.room", other)), ["inn.stay.secret_room 1 Ada in 1"]);
    assert_eq!(related(&office.ann, "inn.room", other), []);
    // A typed record.
    assert_eq!(short(&related(&office.ann, "customer", payer)), ["inn.stay.payer 1 Ada in 1"]);
    assert_eq!(related(&office.ben, "customer", payer), []);
    let chinese = office.ann.with_locale(crm_core::Locale::ZhHans);
    assert_eq!(related(&chinese, "customer", payer)[0].label, "付款单位");
    // Who holds no right to the record, and who none to what refers.
    let refused = office.executive.objects().related(key("inn.room", room), None).unwrap_err();
    assert_eq!(refused, CrmError::Forbidden { operation: "inn.room.get".into(), reason: "no_permission".into() });
    let gone = office.ann.objects().related(key("inn.room", RecordId::default()), None).unwrap_err();
    assert!(matches!(gone, CrmError::NotFound { entity, .. } if entity == "inn.room"));
}

// OBJ-15, OBJ-19: by its own operations, with what caused it; hidden fields are left out, and what is out of reach has no story.
#[test]
fn a_record_has_its_story() {
    let Inn { office, room, stay, .. } = inn();
    office.manager.objects().act("inn.stay".into(), stay, "leave".into(), None, None).unwrap();
    let told = history(&office.manager, "inn.stay", stay);
    assert_eq!(names(&told[0]), ["status"]);
    assert_eq!(names(&told[1]), ["status", "guest", "room", "payer", "clerk", "price", "secret_room"]);
    let chinese = office.manager.with_locale(crm_core::Locale::ZhHans);
    assert_eq!(history(&chinese, "inn.stay", stay)[1].fields[1].label, "客人");
    let of = |change: &HistoryChange, name: &str| {
        change.fields.iter().find(|field| field.field == name).and_then(|field| field.after.clone())
    };
    let Some(Value::Record(at)) = of(&told[1], "room") else { panic!("{told:?}") };
    // Called what it is called now.
    assert_eq!((at.object.as_str(), at.id, at.title.as_deref()), ("inn.room", room, Some("Room 1!")));
    let Some(Value::Record(payer)) = of(&told[1], "payer") else { panic!("{told:?}") };
    assert_eq!(payer.title.as_deref(), Some("华东精密"));
    assert!(matches!(of(&told[1], "price"), Some(Value::Money(money)) if money.amount.to_string() == "388.50"));
    let caused = history(&office.ann, "inn.room", room);
    assert_eq!((names(&caused[0]), caused[0].cause.as_deref()), (vec!["number"], Some("inn.stay.leave")));
    assert_eq!(caused[1].cause, None);
    // The same story without what is withheld.
    let own = history(&office.ann, "inn.stay", stay);
    assert_eq!(names(&own[1]), ["status", "guest", "room", "payer", "clerk"]);
    let answer = office.ann.call("objects.history", &json!({"record": {"object": "inn.stay", "id": stay}}).to_string());
    assert!(!answer.unwrap().contains("388"));
    let unseen = office.ben.objects().history(key("inn.stay", stay), None).unwrap_err();
    assert_eq!(unseen, office.ben.objects().get("inn.stay".into(), stay).unwrap_err());
    assert!(matches!(unseen, CrmError::NotFound { .. }));
}

// OBJ-15: fields stand under their present names; what is hidden is left out.
#[test]
fn fields_stand_under_their_present_names() {
    let Inn { office, stay, .. } = inn();
    let renamed = INN
        .replace(r#""version": 1"#, r#""version": 2"#)
        .replace(r#""guest": {"type": "text"}"#, r#""visitor": {"type": "text", "was": "guest"}"#)
        .replace("concat(guest,", "concat(visitor,")
        .replace(r#"["guest"]"#, r#"["visitor"]"#)
        .replace("stay.guest", "stay.visitor")
        .replace(r#""payer": {"type": "ref", "to": "customer"}, "#, "")
        .replace(r#", "stay.payer": "付款单位""#, "")
        .replace(r#""roles": {"#, r#""removed": ["stay.payer"], "roles": {"#);
    office.apply(renamed.parse::<Tree>().unwrap());
    let told = history(&office.manager, "inn.stay", stay);
    assert_eq!(names(&told[0]), ["status", "visitor", "room", "clerk", "price", "secret_room"]);
}

fn labelled(of: &[ObjectChoice]) -> Vec<(&str, &str)> {
    of.iter().map(|one| (one.name.as_str(), one.label.as_str())).collect()
}

// OBJ-17, OBJ-18: a defined object as its pack says it, in the session's language, with what the reader may do.
#[test]
fn a_defined_object_is_described() {
    let Inn { office, .. } = inn();
    let chinese = office.ann.with_locale(crm_core::Locale::ZhHans);
    let stay = chinese.meta().object("inn.stay".into()).unwrap();
    assert_eq!((stay.label.as_str(), stay.kind.as_str(), stay.owner.as_deref()), ("入住", "defined", Some("clerk")));
    assert_eq!(labelled(&stay.states), [("booked", "Booked"), ("gone", "已离店")]);
    let views: Vec<_> = stay.views.iter().map(|view| (view.name.as_str(), view.label.as_str(), view.bench)).collect();
    assert_eq!(views, [("inn.booked", "在住", false)]);
    let leave = &stay.actions[0];
    assert_eq!((leave.operation.as_str(), leave.label.as_str(), leave.permitted), ("inn.stay.leave", "离店", true));
    assert_eq!((leave.from.as_slice(), leave.confirm), (["booked".to_owned()].as_slice(), false));
    let told = |session: &Session, name: &str| {
        let stay = session.meta().object("inn.stay".into()).unwrap();
        let field = stay.fields.into_iter().find(|field| field.name == name).unwrap();
        (field.kind, field.refers_to.unwrap_or_default(), field.readable, field.writable)
    };
    let is = |kind: &str, to: &str, readable, writable| (kind.to_owned(), to.to_owned(), readable, writable);
    assert_eq!(told(&office.ann, "room"), is("ref", "inn.room", true, true));
    assert_eq!(told(&office.ann, "price"), is("money", "", false, false));
    assert_eq!(told(&office.manager, "price"), is("money", "", true, true));
    assert_eq!(told(&office.ann, "status"), is("choice", "", true, false));
    let room = office.stranger.meta().object("inn.room".into()).unwrap();
    let number = room.fields.iter().find(|field| field.name == "number").unwrap();
    assert_eq!((number.required, number.max_length, room.label.as_str()), (true, Some(500), "Room"));
    assert!(!office.stranger.meta().object("inn.stay".into()).unwrap().actions[0].permitted);
}

// OBJ-17: every object is described, typed ones by their shapes and the operations that are called on them.
#[test]
fn every_object_is_described() {
    let Inn { office, .. } = inn();
    let all = office.ann.meta().objects().unwrap();
    let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
    assert!(names.len() == 12 && names.is_sorted() && names.contains(&"inn.room"), "{names:?}");
    for one in &all {
        assert_eq!(office.ann.meta().object(one.name.clone()).unwrap(), *one);
        assert!(one.fields.iter().all(|field| !field.label.is_empty()), "{}", one.name);
    }
    let chinese = office.ann.with_locale(crm_core::Locale::ZhHans);
    let ticket = chinese.meta().object("ticket".into()).unwrap();
    assert_eq!((ticket.label.as_str(), ticket.kind.as_str()), ("服务单", "typed"));
    assert_eq!(ticket.states.len(), 4);
    // The engine's own words, none made of the name.
    assert!(ticket.states.iter().all(|state| !state.label.is_ascii()), "{:?}", ticket.states);
    let handle = ticket.actions.iter().find(|action| action.operation == "tickets.handle").unwrap();
    assert_eq!((handle.from.as_slice(), handle.name.as_str()), (["assigned".to_owned()].as_slice(), "handle"));
    let refused = office.ann.meta().object("nothing".into());
    assert_eq!(invalid(refused), ["object:unknown_object"]);
}
